"""From YAML nodes to types: pydantic's errors as French problems, and the JSON Schemas that editors complete with.

Messages are made from the error's type and from the model, never from the words of pydantic's own message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from coopdocs.library import dates, modele_de_cle
from coopdocs.library.reecritures import proposed
from coopdocs.library.synonymes import CLES, VALEURS
from coopdocs.model.contenu import CodeTerritoire, Couleur, Langue
from coopdocs.problem import Parole, Problem, ProblemCode, closest
from coopdocs.source import YamlNode

_VIDE: Parole = ("C003", "valeur vide", "écrivez une valeur après les deux-points")


def validate(
    noeud: YamlNode, modele: Any, territoire: Callable[[str], str] = lambda texte: ""
) -> tuple[Any, list[Problem]]:
    """The node read as `modele` (a model or a type), or None and what is wrong with it.

    `territoire`: what to write in place of a name that stands where the code of a territory is wanted, "" if unknown.
    """
    try:
        return TypeAdapter(modele).validate_python(noeud.plain()), []
    except ValidationError as erreur:
        erreurs = erreur.errors(include_url=False)
    # « - Projet : commun » where a text is wanted is that text, not a key and its value
    ecrit = noeud
    for e in erreurs:
        if e["type"] == "string_type" and (texte := noeud.at(e["loc"]).as_written()) is not None:
            ecrit = ecrit.with_text(e["loc"], texte)
    if ecrit is not noeud:
        return validate(ecrit, modele, territoire)
    return None, list(_problems(noeud, modele, erreurs, territoire))


def cite(valeur: object) -> str:
    """A value as quoted in a message, cut when long."""
    texte = str(valeur)
    return f"« {texte[:39]}… »" if len(texte) > 40 else f"« {texte} »"


def _problems(
    noeud: YamlNode, modele: Any, erreurs: list[ErrorDetails], territoire: Callable[[str], str]
) -> Iterator[Problem]:
    conseils = {e["loc"]: _unknown_key(e, modele) for e in erreurs if e["type"] == "extra_forbidden"}
    commun = False
    for erreur in erreurs:
        loc, genre = erreur["loc"], erreur["type"]
        if loc == (dates.JOUR,) or dates.inherited(noeud, loc):
            # what is wrong with the day of the file is wrong with all that have it
            if commun:
                continue
            commun, loc = True, (dates.JOUR,)
        if genre == "extra_forbidden":
            yield noeud.key_at(loc).problem(*conseils[loc])
        elif genre == "missing":
            # a misspelt key explains the missing one
            beside = (conseil for autre, (_, _, conseil) in conseils.items() if autre[:-1] == loc[:-1])
            if not any(f"« {loc[-1]} »" in conseil for conseil in beside):
                yield _missing(noeud, modele, loc)
        elif not _miscounted(erreur):
            endroit = noeud.key_at(loc) if erreur["input"] is None else noeud.at(loc)
            code, message, conseil = _parole(erreur, _annotation(modele, loc))
            if code == "C003" and isinstance(loc[-1], int):
                conseil = "écrivez une valeur après le tiret, ou enlevez cette ligne"
            elif code == "C003" and _may_go(modele, loc):
                conseil += ", ou enlevez cette ligne"
            if code == "C016":
                conseil = territoire(str(erreur["input"])) or conseil
            yield endroit.problem(code, message, conseil)


def _missing(noeud: YamlNode, modele: Any, loc: tuple[str | int, ...]) -> Problem:
    """A key that its place must have: the advice shows it as it is written where the model says what it holds."""
    *_, cle = loc
    parent = _annotation(modele, loc[:-1])
    ligne = modele_de_cle.line(parent, str(cle)) if _is_model(parent) else f"« {cle}: … »"
    partout = ", ou une fois en tête du fichier pour tout ce qui n’en a pas" if cle == dates.JOUR else ""
    return noeud.key_at(loc[:-1]).problem("C001", f"la clé « {cle} » manque ici", f"ajoutez {ligne}{partout}")


def _may_go(modele: Any, loc: tuple[str | int, ...]) -> bool:
    """Whether the key at `loc` may be left out."""
    if loc == (dates.JOUR,):
        return False
    parent: Any = _annotation(modele, loc[:-1]) if loc else None
    return _is_model(parent) and loc[-1] in parent.model_fields and not parent.model_fields[loc[-1]].is_required()


def _miscounted(erreur: ErrorDetails) -> bool:
    """pydantic leaves wrong items out of its count: a list long enough as written is not too short."""
    return erreur["type"] == "too_short" and len(erreur["input"]) >= erreur["ctx"]["min_length"]


def _unknown_key(erreur: ErrorDetails, modele: Any) -> Parole:
    cle = str(erreur["loc"][-1])
    parent = _annotation(modele, erreur["loc"][:-1])
    possibles = list(parent.model_fields) if _is_model(parent) else []
    conseil = closest(cle, possibles, CLES) or f"clés possibles : {', '.join(possibles)}"
    return "C002", f"la clé « {cle} » n’existe pas ici", conseil


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _annotation(annotation: Any, loc: tuple[str | int, ...]) -> Any:
    """The type that stands at `loc` below a type; steps that lead nowhere are passed over."""
    annotation = modele_de_cle.bare_type(annotation)
    if not loc:
        return annotation
    pas, *reste = loc
    if _is_model(annotation) and pas in annotation.model_fields:
        return _annotation(annotation.model_fields[str(pas)].annotation, tuple(reste))
    if get_origin(annotation) is tuple and isinstance(pas, int):
        return _annotation(get_args(annotation)[0], tuple(reste))
    if get_origin(annotation) is dict:
        return _annotation(get_args(annotation)[1], tuple(reste))
    return annotation


def _parole(erreur: ErrorDetails, annotation: Any) -> Parole:
    valeur, genre = erreur["input"], erreur["type"]
    if genre == "tuple_type" and valeur is None:
        return "C006", "liste vide", "mettez un élément par ligne, chacun après un tiret, ou « [] » pour une liste vide"
    if valeur is None:
        return _VIDE
    faire = _PAROLES.get(genre)
    if faire is None:
        return "C099", f"la valeur {cite(valeur)} est refusée ({genre})", "comparez avec un fichier qui marche"
    return proposed(faire(valeur, erreur.get("ctx", {}), annotation), valeur)


def _literal(valeur: Any, ctx: Mapping[str, Any], annotation: Any) -> Parole:
    possibles = [str(choix) for choix in get_args(annotation)] if get_origin(annotation) is Literal else []
    conseil = closest(str(valeur), possibles, VALEURS) or f"valeurs possibles : {', '.join(possibles)}"
    return "C021", f"{cite(valeur)} n’est pas une valeur connue ici", conseil


def _pattern(valeur: Any, ctx: Mapping[str, Any], annotation: Any) -> Parole:
    motif = ctx.get("pattern")
    if motif == _motif(Couleur):
        conseil = 'écrivez un dièse et six signes, chiffres ou A à F en capitales, entre guillemets : "#0B5F60"'
        return "C015", f"{cite(valeur)} n’est pas une couleur", conseil
    if motif == _motif(CodeTerritoire):
        conseil = "écrivez le type et le code : commune:26281, epci:200068781, ept:200057867, departement:39, region:84"
        return "C016", f"{cite(valeur)} n’est pas un code de territoire", conseil
    if motif == _motif(Langue):
        conseil = "en, de, es ou pt-BR ; rien pour le français"
        return "C021", f"{cite(valeur)} n’est pas un code de langue", conseil
    conseil = "n’employez que minuscules sans accent, chiffres et traits d’union : regie-quartier"
    return "C014", f"{cite(valeur)} n’est pas un identifiant", conseil


def _motif(annote: Any) -> str:
    return str(annote.__metadata__[0].pattern)


def _string(valeur: Any, ctx: Mapping[str, Any], annotation: Any) -> Parole:
    sorte = "une liste" if isinstance(valeur, list) else "une suite de clés"
    conseil = "écrivez-le après les deux-points, entre guillemets s’il contient « : » ou commence par « [ » ou « { »"
    return "C004", f"un texte est attendu ici, et non {sorte}", conseil


def _count(valeur: Any, ctx: Mapping[str, Any], annotation: Any) -> Parole:
    nombre = len(valeur)
    if "max_length" in ctx:
        maximum: int = ctx["max_length"]
        return "C008", f"{nombre} éléments : {maximum} au plus", f"enlevez-en {nombre - maximum}"
    minimum: int = ctx["min_length"]
    return "C007", f"{_elements(nombre)} : il en faut au moins {minimum}", f"ajoutez-en {minimum - nombre}"


def _elements(nombre: int) -> str:
    return f"{nombre} élément{'s' if nombre > 1 else ''}" if nombre else "aucun élément"


def _bound(valeur: Any, ctx: Mapping[str, Any], annotation: Any) -> Parole:
    limite = f"au moins {ctx['ge']}" if "ge" in ctx else f"au plus {ctx['le']}"
    return "C010", f"{cite(valeur)} : {limite} attendu", "corrigez ce nombre"


def _boolean(valeur: Any, ctx: Mapping[str, Any], annotation: Any) -> Parole:
    reponses = {"oui": "true", "vrai": "true", "non": "false", "faux": "false"}
    mot = reponses.get(str(valeur).lower())
    return "C012", f"{cite(valeur)} n’est ni true ni false", f"écrivez {mot}" if mot else "écrivez true ou false"


def _fixed(code: ProblemCode, message: str, conseil: str) -> Callable[[Any, Mapping[str, Any], Any], Parole]:
    return lambda valeur, ctx, annotation: (code, message.format(cite(valeur)), conseil)


_ENTIER = _fixed("C009", "{} n’est pas un nombre entier", "écrivez un nombre sans espace ni virgule, comme 2014")
_DATE = _fixed("C011", "{} n’est pas une date", "écrivez l’année, le mois et le jour : 2026-11-23")
_LISTE = _fixed("C006", "une liste est attendue ici", "mettez un élément par ligne, chacun après un tiret")
_CLES = _fixed("C005", "une suite de clés est attendue ici", "écrivez une « clé: valeur » par ligne, en retrait")

_PAROLES: dict[str, Callable[[Any, Mapping[str, Any], Any], Parole]] = {
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "string_type": _string,
    "string_too_short": _fixed(*_VIDE),
    "too_short": _count,
    "too_long": _count,
    "greater_than_equal": _bound,
    "less_than_equal": _bound,
    "bool_parsing": _boolean,
    "bool_type": _boolean,
    "int_parsing": _ENTIER,
    "int_type": _ENTIER,
    "int_from_float": _ENTIER,
    "int_parsing_size": _ENTIER,
    "jour": _DATE,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "tuple_type": _LISTE,
    "dict_type": _CLES,
    "model_type": _CLES,
    "adresse": _fixed("C017", "{} n’est pas une adresse web", "écrivez-la en entier : https://www.exemple.fr/page"),
    "heure": _fixed("C025", "{} n’est pas une heure", "écrivez deux chiffres, deux-points, deux chiffres : 09:30"),
    "date_partielle": _fixed("C018", "{} n’est pas une date", "écrivez 2026, 2026-11, 2026-11-23 ou null"),
}


TITRES = {
    "acces": "Accès, y compris pour les personnes handicapées",
    "accroche": "Accroche, en une phrase",
    "acteurs": "Acteurs",
    "adresse": "Adresse web",
    "a_verifier": "À vérifier",
    "annuelle": "Revient chaque année aux mêmes mois",
    "age_max_jours": "Âge maximal d’une vérification, en jours",
    "alt": "Ce que l’on voit",
    "annee": "Année",
    "avec_qui": "Avec qui",
    "base_legale": "Base légale",
    "cellules": "Cases, par forme puis par critère",
    "chapo": "Chapô",
    "chiffres": "Chiffres clés",
    "cloture": "Clôture de la dernière édition (AAAA, AAAA-MM ou AAAA-MM-JJ)",
    "coeur": "Mots au centre du schéma des acteurs",
    "collectivite": "Rôles de la collectivité",
    "combinaisons": "Formes qui se combinent",
    "confiance": "Confiance : vérifié, incertain ou avis",
    "confusions": "Formes souvent confondues",
    "consulte_le": "Consulté le",
    "credit": "Auteur de la photo",
    "couleur": "Couleur, comme #0B5F60",
    "courriel": "Courriel d’un service",
    "comparables": "Territoires à comparer, comme epci:200067817",
    "court": "Forme courte, imprimée",
    "cout": "Coût",
    "couts": "Coûts, délais, équipes",
    "criteres": "Critères",
    "decision": "Décision demandée",
    "date": "Date : AAAA, AAAA-MM, AAAA-MM-JJ ou null",
    "autres": "Autres formes",
    "debut": "Début (HH:MM)",
    "depuis": "Depuis quand",
    "difficulte": "Ce qui fut difficile",
    "donnees": "Données",
    "duree": "Durée",
    "echelle": "Échelle",
    "editeur": "Éditeur",
    "edition": "Date de l’édition",
    "emetteur": "Émetteur : qui remet le dossier",
    "en_une_ligne": "Le chapô en une ligne, pour les listes",
    "enquete": "Enquête de satisfaction (https)",
    "essentiels": "Trois points essentiels",
    "etat": "État : ouvert, fermé, annoncé ou non trouvé",
    "etapes": "Six étapes",
    "exemplaires": "Nombre d’exemplaires",
    "exemple": "Exemple : rien n’y est réel",
    "exemples": "Exemples",
    "exemples_min": "Nombre d’exemples souhaité",
    "fichier": "Fichier, comme photos/marche.jpg",
    "fin": "Fin (HH:MM)",
    "financements": "Financements",
    "graphique": "Graphique : état, points ou durée",
    "icone": "Icône (fichier de templates/icones)",
    "icones": "Icônes",
    "id": "Identifiant",
    "idee": "Idée reçue",
    "idees_recues": "Idées reçues",
    "identite": "Carte d’identité",
    "imprimeur": "Qui imprime : bureau, reprographie ou imprimeur",
    "jalons": "Étapes du récit, quatre au plus",
    "lacunes": "Ce qui a été cherché et non trouvé",
    "legende": "Légende",
    "lien": "Adresse du code QR (https)",
    "liens": "Adresses imprimées avec leur code QR",
    "lieu": "Lieu",
    "logo": "Logo, SVG ou PNG du sous-dossier logos/",
    "modeles": "Documents modèles",
    "niveau": "Niveau dessiné",
    "niveaux": "Niveaux : commune, ept, epci, departement, region (aucun : tous)",
    "environ": "Compte arrondi",
    "plusieurs": "Son nom après un nombre : régies de quartier",
    "total": "Combien en France (null : personne n’a compté)",
    "montant": "Montant (null : non trouvé)",
    "ordre": "Rang dans les documents",
    "ouverture": "Ouverture de la dernière édition (AAAA, AAAA-MM ou AAAA-MM-JJ)",
    "permanente": "Reçoit les demandes toute l’année",
    "paragraphes": "Paragraphes, un par tiret",
    "parties": "Parties, dans l’ordre",
    "personnalite": "Personnalité juridique",
    "portee": "Portée : couvre ou situe",
    "pour_qui": "Pour qui",
    "pourquoi": "Pourquoi cette question",
    "preavis_jours": "Préavis avant la fin de validité, en jours",
    "presentation": "Présentation",
    "principal": "Critère du comparatif imprimé",
    "probleme": "Problème",
    "profils": "Pour qui : élus, agents, habitants, entreprises",
    "programme": "Séances du programme",
    "phrase": "Ce qui est demandé, en une phrase",
    "qui_porte": "Qui porte",
    "quand": "Quand : une année, un moment",
    "recit": "Récit",
    "regles": "Règles de lecture",
    "reperes": "Repères (affirmations)",
    "reponses": "Réponses",
    "reseaux": "Réseaux",
    "resultat": "Résultat",
    "ressources": "Pour aller plus loin (clés de sources)",
    "salle": "Salle",
    "sauf": "Territoires qui ne peuvent pas la demander, comme departement:975",
    "sigle_court": "Sigle court",
    "sources": "Sources (clés de sources.yaml)",
    "sous_titre": "Sous-titre",
    "territoires": "Territoires, comme region:84, ou france:FR",
    "territoire": "Territoire, comme commune:26281",
    "telephone": "Téléphone",
    "temoignage": "Témoignage",
    "theme": "Thème",
    "un_seul": "Son nom avec un ou une : une régie de quartier",
    "valable_jusqu_au": "Dernier jour où c’est vrai (AAAA-MM-JJ)",
    "unite": "Unité",
    "variantes": "Autres noms",
    "verifie_le": "Vérifié le (AAAA-MM-JJ)",
}
"""French labels of the fields whose name alone does not read as French."""


_ANNEES = {"debut": "Début (année)", "fin": "Fin (année) ; rien si le récit se poursuit"}


def editor_schema(schema: dict[str, Any], titre: str) -> dict[str, Any]:
    """A pydantic JSON Schema as an author should meet it: French titles, and unquoted numbers welcome as text."""
    french: dict[str, Any] = _french(schema)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **french, "title": titre}


def _french(schema: Any) -> Any:
    """A part of a schema, all that it holds included, as authors should meet it."""
    if isinstance(schema, list):
        return [_french(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    # descriptions are the model's English docstrings
    sortie = {cle: _french(valeur) for cle, valeur in schema.items() if cle not in ("description", "title")}
    if "required" in sortie:
        # its file may give it once for all claims
        sortie["required"] = [cle for cle in sortie["required"] if cle != dates.JOUR]
    for nom, champ in sortie.get("properties", {}).items():
        champ["title"] = _label(nom, champ)
    if sortie.get("type") == "string":
        _welcome_numbers(sortie)
    return sortie


def _label(nom: str, champ: Mapping[str, Any]) -> str:
    """What an editor calls a field."""
    # the `date` of a source is a text that may be a year alone
    if nom == "date" and champ.get("format") == "date":
        return "Date (AAAA-MM-JJ)"
    # a story begins and ends in years, a session at hours
    if nom in _ANNEES and "pattern" not in champ:
        return _ANNEES[nom]
    return TITRES.get(nom, nom.replace("_", " ").capitalize())


def _welcome_numbers(texte: dict[str, Any]) -> None:
    """Let a schema of text take numbers too: coopdocs reads every value as text, editors see 2 as a number."""
    if "enum" in texte:
        texte["enum"] += [int(choix) for choix in texte["enum"] if choix.isdigit()]
        del texte["type"]
    elif "pattern" not in texte and "format" not in texte:
        texte["type"] = ["string", "number"]
