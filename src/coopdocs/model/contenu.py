"""The content's types: frozen pydantic models, French field names, no reference to files or formats.

Lengths are not bounded here: what fits is measured against the printed zones (see `zones`).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from coopdocs.typographie import is_day, is_partial_date, one_line, typeset


class Contenu(BaseModel):
    """What every content type shares: nothing may change once read, and no unknown key is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _https(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+(/[^\s]*)?", url):
        raise PydanticCustomError("adresse", "adresse")
    return url


def _date_partielle(texte: str) -> str:
    if not is_partial_date(texte):
        raise PydanticCustomError("date_partielle", "date_partielle")
    return texte


def _jour(valeur: object) -> object:
    # pydantic would take a bare number for seconds since 1970
    if isinstance(valeur, str) and not is_day(valeur):
        raise PydanticCustomError("jour", "jour")
    return valeur


CLE = r"^[a-z0-9]+(-[a-z0-9]+)*$"

# Typography is set here, once, so that every format prints the same characters.
Texte = Annotated[str, StringConstraints(min_length=1), AfterValidator(lambda texte: typeset(one_line(texte)))]
Cle = Annotated[str, StringConstraints(pattern=CLE)]
Adresse = Annotated[str, AfterValidator(_https)]
DatePartielle = Annotated[str, AfterValidator(_date_partielle)]
Jour = Annotated[dt.date, BeforeValidator(_jour)]
CodeTerritoire = Annotated[str, StringConstraints(pattern=r"^(commune|ept|epci|departement|region|france):[0-9A-Z]+$")]
NiveauTerritoire = Literal["commune", "ept", "epci", "departement", "region"]
Couleur = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
Langue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
Confiance = Literal["vérifié", "incertain", "avis"]
Icone = Cle
Annee = Annotated[int, Field(ge=1900, le=2100)]


class Fait(Contenu):
    """A claim: its words, where it was read, when it was last checked and how far it can be trusted.

    `avis` is the editors' advice and may stand without a source; everything else names at least one.
    `valable_jusqu_au`: the last day on which it holds, where one is known.
    """

    texte: Texte
    sources: tuple[Cle, ...]
    verifie_le: Jour
    confiance: Confiance = "vérifié"
    valable_jusqu_au: Jour | None = None


class Depuis(Fait):
    annee: Annee


class Identite(Contenu):
    """The rows of the identity card."""

    nature: Fait
    depuis: Depuis
    base_legale: Fait
    personnalite: Fait
    echelle: Fait
    duree: Fait
    financement: Fait
    reconnaissance: Fait


class Essentiel(Fait):
    titre: Texte
    icone: Icone


class Acteur(Fait):
    """One who cooperates; `texte` says who that is in practice."""

    nom: Texte
    place: Literal["noyau", "associé", "ouvert"]
    icone: Icone


class Financement(Fait):
    titre: Texte
    annee: Annee | None = None


class Etape(Fait):
    titre: Texte
    duree: Texte


class Role(Fait):
    """What a local authority can do, under a one-word name (membre, acheteuse…)."""

    titre: Texte
    icone: Icone


class Chiffre(Fait):
    """A dated key figure; `texte` is its label and `date` the date of the figure, None when its page has none."""

    valeur: Texte
    date: DatePartielle | None


class Exemple(Fait):
    """A real initiative; `lieu` is given only where the territory's own name does not say it."""

    nom: Texte
    territoire: CodeTerritoire
    lieu: Texte | None = None


class Confusion(Fait):
    """Another forme it is often taken for; `texte` says in what that one differs."""

    forme: Cle


class IdeeRecue(Fait):
    """A common mistake (`idee`) and what is true (`texte`)."""

    idee: Texte


class Reseau(Fait):
    """Who can help; `territoire` is where, if it is not in all of France: documents of elsewhere leave it out."""

    nom: Texte
    adresse: Adresse | None = None
    territoire: CodeTerritoire | None = None


class Photo(Contenu):
    """A photograph: a JPEG or PNG beside the file that names it, `photos/exemple.jpg`.

    `alt` says what is seen to who does not see it, `credit` who took it, `licence` by which right it is shown.
    """

    fichier: Annotated[str, Field(min_length=1)]
    alt: Texte
    legende: Texte
    credit: Texte
    licence: Texte


class Jalon(Fait):
    """A step of a story: when (`quand`, a year or a moment) and what happened then."""

    quand: Texte


PARTIES = (
    "probleme",
    "premier_pas",
    "qui_a_rejoint",
    "cadre_juridique",
    "calendrier",
    "argent",
    "personnes",
    "difficulte",
    "resultat",
    "conseil",
)
"""What is told of an initiative, in the order of the telling: each a field of `Recit`."""


class Recit(Contenu):
    """One real initiative told: what a sheet has room for (`court`, `jalons`, `conseil`), then part by part.

    `debut` and `fin` are the years that it tells of, `fin` None where it goes on. A printed fiche has room for `photo`
    where there are no `jalons`.
    """

    titre: Texte
    nom: Texte
    territoire: CodeTerritoire
    lieu: Texte | None = None
    debut: Annee
    fin: Annee | None = None
    court: Fait
    jalons: Annotated[tuple[Jalon, ...], Field(max_length=4)] = ()
    photo: Photo | None = None
    probleme: Fait | None = None
    premier_pas: Fait | None = None
    qui_a_rejoint: Fait | None = None
    cadre_juridique: Fait | None = None
    calendrier: Fait | None = None
    argent: Fait | None = None
    personnes: Fait | None = None
    difficulte: Fait | None = None
    resultat: Fait | None = None
    conseil: Fait | None = None

    @property
    def parties(self) -> tuple[tuple[str, Fait], ...]:
        """The parts that are told, each with its field."""
        told = ((champ, getattr(self, champ)) for champ in PARTIES)
        return tuple((champ, fait) for champ, fait in told if fait is not None)


class Cout(Fait):
    """What one case cost, how long it took, who worked on it; `date` is that of the fact, None for an undated page."""

    theme: Literal["budget", "calendrier", "emplois", "difficulté"]
    date: DatePartielle | None


class DocumentModele(Contenu):
    """A document to start from: a charter, a deliberation, a guide…; `note` says what to know before using it."""

    titre: Texte
    editeur: Texte
    adresse: Adresse
    date: DatePartielle | None
    nature: Texte
    verifie_le: Jour
    confiance: Literal["vérifié", "incertain"] = "vérifié"
    note: Texte | None = None


class Verifiable(Contenu):
    """A file of claims; each that says no day of its own was last checked on `verifie_le`."""

    verifie_le: Jour | None = None


class Forme(Verifiable):
    """One subject: a forme of cooperation, or the panorama that presents them all.

    `lacunes` says what was looked for about its costs and its model documents, and not found. `en_une_ligne` says the
    chapo, whose sources are its own, where a list has one line for it. `un_seul` and `plusieurs` say it where it is
    counted: « une régie de quartier », « régies de quartier ».
    """

    nature: Literal["forme", "panorama"] = "forme"
    ordre: Annotated[int, Field(ge=0, le=99)]
    sigle: Texte
    sigle_court: Texte
    nom: Texte
    variantes: tuple[Texte, ...] = ()
    couleur: Couleur
    en_une_ligne: Texte | None = None
    un_seul: Texte | None = None
    plusieurs: Texte | None = None
    chapo: Fait
    identite: Identite
    essentiels: Annotated[tuple[Essentiel, ...], Field(min_length=3, max_length=3)]
    presentation: Annotated[tuple[Fait, ...], Field(min_length=1)]
    coeur: Annotated[tuple[Texte, ...], Field(min_length=1, max_length=3)]
    acteurs: Annotated[tuple[Acteur, ...], Field(min_length=2, max_length=6)]
    gouvernance: Annotated[tuple[Fait, ...], Field(min_length=1)]
    financements: tuple[Financement, ...] = ()
    etapes: Annotated[tuple[Etape, ...], Field(min_length=6, max_length=6)]
    collectivite: Annotated[tuple[Role, ...], Field(min_length=2, max_length=4)]
    atouts: Annotated[tuple[Fait, ...], Field(min_length=2, max_length=4)]
    vigilances: Annotated[tuple[Fait, ...], Field(min_length=2, max_length=4)]
    chiffres: Annotated[tuple[Chiffre, ...], Field(max_length=3)] = ()
    exemples: Annotated[tuple[Exemple, ...], Field(max_length=4)] = ()
    recit: Recit | None = None
    couts: tuple[Cout, ...] = ()
    modeles: tuple[DocumentModele, ...] = ()
    lacunes: tuple[Texte, ...] = ()
    confusions: Annotated[tuple[Confusion, ...], Field(max_length=3)] = ()
    combinaisons: tuple[Confusion, ...] = ()
    idees_recues: tuple[IdeeRecue, ...] = ()
    reseaux: tuple[Reseau, ...] = ()
    ressources: tuple[Cle, ...] = ()
    photos: Annotated[tuple[Photo, ...], Field(max_length=6)] = ()
    lien: Adresse


class Source(Contenu):
    """A bibliography entry; `court` is its printed short form, `date` None for an undated page.

    `adresse` is None for a document that no page of its publisher offers: its title, publisher and date say what it is.
    `langue` is that of its title, where it is not French (BCP 47: en, de, pt-BR).
    """

    titre: Texte
    editeur: Texte
    court: Texte
    adresse: Adresse | None
    date: DatePartielle | None
    genre: Literal[
        "droit", "état", "parlement", "réseau", "collectivité", "statistique", "recherche", "structure", "presse"
    ]
    consulte_le: Jour
    langue: Langue | None = None


class Groupe(Contenu):
    id: Cle
    titre: Texte


class Critere(Contenu):
    """A row of the comparison table; `graphique` says how its `niveau` is drawn."""

    id: Cle
    titre: Texte
    groupe: Cle
    principal: bool
    graphique: Literal["état", "points", "durée"] | None = None
    question: Texte


class Cellule(Contenu):
    """One cell; without `texte` it prints « non établi », and an uncertain text is followed by « à vérifier »."""

    texte: Texte | None
    niveau: Literal["oui", "non", "variable", "0", "1", "2", "3", "courte", "moyenne", "continue"] | None = None
    sources: tuple[Cle, ...]
    verifie_le: Jour
    confiance: Confiance = "vérifié"
    valable_jusqu_au: Jour | None = None


class Criteres(Verifiable):
    groupes: Annotated[tuple[Groupe, ...], Field(min_length=1)]
    criteres: Annotated[tuple[Critere, ...], Field(min_length=1)]
    cellules: dict[Cle, dict[Cle, Cellule]]


class Terme(Fait):
    """A glossary entry; `texte` is the definition."""

    terme: Texte
    sigle: Texte | None = None


class Glossaire(Verifiable):
    """The terms that are defined, and abbreviations that need no more than the words they stand for."""

    termes: tuple[Terme, ...] = ()
    sigles: dict[Annotated[str, StringConstraints(min_length=2)], Texte] = {}


class Decompte(Fait):
    """How many of a forme there are in the country: `texte` says who counted what.

    `total` None where nobody counted; `environ` where the count is no exact one; `date` is that of the count, None
    where its page has none.
    """

    total: Annotated[int, Field(ge=1)] | None
    environ: bool = False
    date: DatePartielle | None = None


class Decomptes(Verifiable):
    """What the initiatives of a kit are part of, by forme."""

    decomptes: dict[Cle, Decompte] = Field(default_factory=dict)


class Reponse(Contenu):
    """An answer with what it points to: formes, other ones by their id, or neither."""

    texte: Texte
    formes: tuple[Cle, ...]
    autres: tuple[Cle, ...] = ()
    valable_jusqu_au: Jour | None = None


class Question(Contenu):
    id: Cle
    question: Texte
    pourquoi: Texte
    reponses: Annotated[tuple[Reponse, ...], Field(min_length=2)]
    valable_jusqu_au: Jour | None = None


class Decision(Verifiable):
    """« Quelle forme pour mon projet ? »: questions whose answers point to formes.

    `reserves` are claims that may turn a choice down, as a law that ends; `regles` the editors' own advice: how answers
    are counted is printed by itself.
    """

    avertissement: Texte
    reserves: tuple[Fait, ...] = ()
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    regles: Annotated[tuple[Texte, ...], Field(min_length=1)]


Datable = Fait | Cellule | Question | Reponse
"""What may say until when it holds."""
