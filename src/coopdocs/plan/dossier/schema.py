"""The JSON Schema of a dossier's JSON, which others build on: every key, its type and what it says, in French."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from coopdocs.library.validation import editor_schema
from coopdocs.model.complement import Complement
from coopdocs.territoire import TypeTerritoire
from coopdocs.territoire.proximite import Proximite

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_DAY: Schema = {"type": "string", "format": "date"}
_URL: Schema = {"type": "string", "format": "uri"}
_LEVELS = [*get_args(TypeTerritoire), "france"]


@cache
def dossier_schema() -> Schema:
    """The schema of what `data.text` writes: all keys are always there, null where nothing is known."""
    complement = editor_schema(TypeAdapter(Complement).json_schema(mode="serialization"), "Complément")
    shared = complement.pop("$defs")
    complement.pop("$schema")
    body = _object(
        titre=_TEXT,
        edition=_said(_DAY, "Date de l’édition du kit"),
        version=_TEXT,
        editeur=_TEXT,
        licences=_object(contenu=_TEXT, donnees=_TEXT),
        territoire=_territoire(),
        portraits=_said(_list(_ref("portrait")), "Le territoire, puis ce qui l’entoure, jusqu’à la France"),
        comparables=_object(
            choisis=_said({"type": "boolean"}, "Nommés par quelqu’un, et non choisis par leurs chiffres"),
            france=_list(_ref("comparable")),
            region=_list(_ref("comparable")),
        ),
        reperes=_object(colonnes=_list(_ref("lieu")), lignes=_list(_repere())),
        listes=_list(_liste()),
        formes=_said(_list(_object(id=_TEXT, sigle=_TEXT, nom=_TEXT)), "Celles dont ce dossier a la fiche"),
        indices=_list(_indice()),
        initiatives=_list(_ref("initiative")),
        contacts=_list(_object(territoire=_ref("lieu"), contacts=_list(_contact()))),
        donnees=_list(_object(objet=_TEXT, producteur=_TEXT, millesime=_TEXT)),
        complement=_said(_or_null(_ref("complement")), "Ce que son fichier ajoute ; null : il n’en a pas"),
    )
    named = {"lieu": _lieu(), "source": _source(), "initiative": _initiative(), "complement": complement}
    named |= {"portrait": _portrait(), "comparable": _comparable()}
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Dossier de territoire (JSON)"}
    return head | body | {"$defs": shared | named}


def _territoire() -> Schema:
    return _object(
        type={"enum": list(get_args(TypeTerritoire))},
        code=_TEXT,
        nom=_TEXT,
        nom_court=_TEXT,
        genre=_TEXT,
        population=_or_null(_COUNT),
        communes=_said(_COUNT, "Combien"),
        chef_lieu=_or_null(_ref("lieu")),
        epci=_or_null(_ref("lieu")),
        ept=_or_null(_ref("lieu")),
        departements=_list(_ref("lieu")),
        regions=_list(_ref("lieu")),
        rang=_said(
            _or_null(_object(rang=_COUNT, sur=_COUNT)), "Parmi les communes de son intercommunalité, par la population"
        ),
        latitude=_or_null(_NUMBER),
        longitude=_or_null(_NUMBER),
    )


def _lieu() -> Schema:
    return _object(type={"enum": _LEVELS}, code=_TEXT, nom=_TEXT)


def _portrait() -> Schema:
    counts = ("population", "moins_20", "de_20_a_64", "plus_65", "logements", "principales", "secondaires", "vacants")
    census = _object(annee=_COUNT, **dict.fromkeys(counts, _COUNT))
    return _object(
        territoire=_ref("lieu"),
        annee=_said(_COUNT, "Celle de la population"),
        population=_or_null(_COUNT),
        communes=_COUNT,
        km2=_or_null(_NUMBER),
        densite=_said(_or_null(_NUMBER), "Habitants par km²"),
        recensement=_said(_or_null(census), "Insee ; null : inconnu pour une partie du territoire"),
        sans_recensement=_said(_list(_TEXT), "Départements que le recensement de la France ne compte pas ici"),
    )


def _comparable() -> Schema:
    return _object(
        ecart=_said(_or_null(_NUMBER), "0 : mêmes chiffres ; plus de 1,5 : assez différents"),
        portrait=_ref("portrait"),
    )


def _repere() -> Schema:
    return _object(
        libelle=_TEXT,
        precision=_said(_TEXT, "L’année, et la source où « source » ne la dit pas"),
        unite=_or_null(_TEXT),
        source=_or_null(_ref("source")),
        valeurs=_list(_object(nombre=_or_null(_NUMBER), texte=_TEXT)),
    )


def _liste() -> Schema:
    member = _object(
        type={"enum": _LEVELS}, code=_TEXT, nom=_TEXT, population=_or_null(_COUNT), part=_or_null(_NUMBER),
        ici={"type": "boolean"},
    )  # fmt: skip
    return _object(titre=_TEXT, membres=_list(member), reste=_said(_COUNT, "Combien d’autres"))


def _indice() -> Schema:
    count = _object(
        total=_said(_or_null(_COUNT), "null : personne n’a compté"), environ={"type": "boolean"}, date=_or_null(_TEXT),
        texte=_TEXT, sources=_list(_TEXT),
    )  # fmt: skip
    return _object(
        forme=_TEXT,
        ici=_said(_list(_TEXT), "Identifiants d’initiatives"),
        ailleurs=_or_null(_ref("initiative")),
        connues=_said(_COUNT, "De ce kit, en tout"),
        decompte=_or_null(count),
    )


def _initiative() -> Schema:
    return _object(
        id=_TEXT,
        forme=_TEXT,
        nom=_TEXT,
        lieu=_TEXT,
        annee=_or_null(_COUNT),
        statut=_or_null(_TEXT),
        note=_or_null(_TEXT),
        source=_ref("source"),
        portee={"enum": ["couvre", "situe", None]},
        proximite={"enum": list(get_args(Proximite))},
        km=_said(_or_null(_NUMBER), "À vol d’oiseau, du chef-lieu ; null sur le territoire ou sans lieu précis"),
        distance=_TEXT,
    )


def _contact() -> Schema:
    return _object(
        nom=_TEXT,
        role=_or_null(_TEXT),
        courriel=_or_null(_TEXT),
        telephone=_or_null(_TEXT),
        adresse=_or_null(_URL),
        source=_ref("source"),
        verifie_le=_DAY,
        confiance={"enum": ["vérifié", "incertain"]},
    )


def _source() -> Schema:
    return _object(titre=_TEXT, date=_said(_or_null(_TEXT), "AAAA, AAAA-MM ou AAAA-MM-JJ"), url=_or_null(_URL))


# --- how a schema is written


def _object(**keys: Schema) -> Schema:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _said(schema: Schema, words: str) -> Schema:
    """The same with what it says; beside a reference draft 7 reads nothing else."""
    return {"allOf": [schema], "description": words} if "$ref" in schema else schema | {"description": words}
