"""What people add to the dossier of one territory: frozen pydantic types, French field names.

All of it is optional: a territory without a file, or with an empty field, has a dossier where nothing looks missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from coopdocs.model.contenu import (
    Adresse,
    Annee,
    Cle,
    CodeTerritoire,
    Contenu,
    DatePartielle,
    Fait,
    Photo,
    Texte,
    Verifiable,
)
from coopdocs.model.evenement import Contact
from coopdocs.typographie import INSECABLE, nombre, slug

COMPARABLES_MAX = 5
"""As many territories as a dossier sets beside its own."""
_NOMBRE = re.compile(r"[+-]?\d+(?:,\d+)?")

Partie = Literal["choix", "comparatif", "fiches", "recits", "aides", "droit", "initiatives", "contacts"]
"""What may follow the first pages of a dossier, in the order where nobody says; glossary and sources end it."""
PARTIES_ANNEXES: tuple[Partie, ...] = get_args(Partie)


class Emetteur(Contenu):
    """Who hands the dossier out; `logo`: an SVG or PNG file of content/territoires/dossiers/, `logos/exemple.svg`."""

    nom: Texte
    service: Texte | None = None
    logo: Annotated[str, Field(min_length=1)] | None = None
    adresse: Texte | None = None
    telephone: str | None = None
    courriel: str | None = None
    site: Adresse | None = None


class Introduction(Contenu):
    """An introduction, or the word of a president: each of its paragraphs is a line of the kit's Markdown."""

    titre: Texte
    paragraphes: Annotated[tuple[Texte, ...], Field(min_length=1, max_length=8)]
    signature: Texte | None = None

    @property
    def texte(self) -> str:
        """All paragraphs as one Markdown text."""
        return "\n\n".join(self.paragraphes)


class DecisionDemandee(Contenu):
    """What the readers are asked to decide, in one sentence, with what they want to know first."""

    phrase: Texte
    quand: Texte | None = None
    cout: Texte | None = None
    qui_porte: Texte | None = None


class FormeRetenue(Contenu):
    forme: Cle
    pourquoi: Texte | None = None


class InitiativeLocale(Contenu):
    """An initiative that the kit's table does not have: the columns of initiatives.csv, as they are written there.

    Without `id` it is known by its name, after its territory's code; without `territoire_type` and `territoire_code`
    it is the territory's own.
    """

    id: Cle | None = None
    forme: str
    nom: Annotated[str, StringConstraints(min_length=1)]
    territoire_type: str | None = None
    territoire_code: str | None = None
    portee: str = ""
    lieu: str = ""
    annee: str = ""
    statut: str = ""
    source_titre: Annotated[str, StringConstraints(min_length=1)]
    source_date: str = ""
    source_url: str
    note: str = ""

    def row(self, territoire: str) -> Mapping[str, str]:
        """The row that it would be of initiatives.csv, in the file of this territory (a typed code)."""
        genre, _, code = territoire.partition(":")
        own = {champ: getattr(self, champ) for champ in type(self).model_fields}
        return own | {
            "id": f"{genre}-{code.lower()}-{self.id or slug(self.nom)}",
            "territoire_type": self.territoire_type or genre,
            "territoire_code": self.territoire_code or code,
        }


class EtapeDatee(Contenu):
    """What comes next and when: a year, a month or a day."""

    date: DatePartielle
    titre: Texte
    texte: Texte | None = None


class ChiffreLocal(Fait):
    """A figure of the territory's own; `texte` is what it counts, `annee` the year that it is of."""

    valeur: Texte
    unite: Texte | None = None
    annee: Annee

    @property
    def imprime(self) -> str:
        """The value as printed, with its unit."""
        return f"{self.ecrit}{INSECABLE}{self.unite}" if self.unite else self.ecrit

    @property
    def ecrit(self) -> str:
        """The value as the tables write numbers: « 1240 » is « 1 240 »; one that is no whole number stays as it is."""
        return nombre(int(self.valeur)) if re.fullmatch(r"\d{4,15}", self.valeur) else self.valeur

    @property
    def nombre(self) -> float | None:
        """The value to compute with; None where it is no plain number (« environ 200 »)."""
        brut = re.sub(r"\s", "", self.valeur).replace("−", "-").replace(".", ",")
        return float(brut.replace(",", ".")) if _NOMBRE.fullmatch(brut) else None


class Temoignage(Contenu):
    """A sentence of someone of the place, who agreed to see it printed."""

    texte: Texte
    auteur: Texte
    fonction: Texte | None = None


class Annexes(Contenu):
    """What follows the essentiel, in this order; None: all of it, as in a dossier without a file."""

    parties: tuple[Partie, ...] | None = None
    fiches: tuple[Cle, ...] | None = None


class Complement(Verifiable):
    """One territory's file.

    `contact` is the service of whoever hands the dossier out; `comparables` are typed codes, in place of those that
    figures would choose.
    """

    emetteur: Emetteur | None = None
    contact: Contact | None = None
    introduction: Introduction | None = None
    decision: DecisionDemandee | None = None
    formes: tuple[FormeRetenue, ...] = ()
    initiatives: tuple[InitiativeLocale, ...] = ()
    etapes: Annotated[tuple[EtapeDatee, ...], Field(max_length=6)] = ()
    chiffres: Annotated[tuple[ChiffreLocal, ...], Field(max_length=6)] = ()
    temoignage: Temoignage | None = None
    photos: Annotated[tuple[Photo, ...], Field(max_length=6)] = ()
    comparables: Annotated[tuple[CodeTerritoire, ...], Field(max_length=COMPARABLES_MAX)] = ()
    annexes: Annexes = Annexes()

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, lu: Any) -> Any:
        """A field left empty, or whose own fields all are, is one that nobody wrote."""
        return {cle: valeur for cle, valeur in lu.items() if not _blank(valeur)} if isinstance(lu, dict) else lu

    @property
    def retenues(self) -> tuple[str, ...]:
        """The slugs of the formes retained."""
        return tuple(retenue.forme for retenue in self.formes)


def _blank(valeur: Any) -> bool:
    """Whether nothing is said in a value; an empty list written out says that there is none of these."""
    if isinstance(valeur, dict):
        return all(map(_blank, valeur.values()))
    if isinstance(valeur, list):
        return bool(valeur) and all(map(_blank, valeur))
    return valeur is None
