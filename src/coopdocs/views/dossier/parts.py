"""What a dossier is made of: figures, initiatives, people to ask, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from coopdocs.model.contenu import Decompte, Forme, Reseau, Source
from coopdocs.territoire import ContactTerritoire, Proche, Territoire
from coopdocs.territoire.indicateurs import Indicateur
from coopdocs.territoire.millesimes import ANNEES
from coopdocs.typographie import adresse_breve, date_longue, nombre

PART = "Part du territoire"
AGES = "65 ans et plus"


@dataclass(frozen=True)
class Donnees:
    """Where some of the figures or outlines come from."""

    objet: str
    producteur: str
    millesime: str


ANNUAIRE = Donnees(
    "Coordonnées des mairies", "Service-Public.fr / DILA", f"annuaire de l’administration, {ANNEES.annuaire}"
)
DONNEES = (
    Donnees(
        "Codes et noms des communes, départements et régions", "Insee",
        f"code officiel géographique au 1er janvier {ANNEES.cog}",
    ),
    Donnees(
        "Populations municipales", "Insee",
        f"{ANNEES.populations}, en vigueur en {ANNEES.cog} ; celle d’une intercommunalité est la somme de ses communes",
    ),
    Donnees(
        "Intercommunalités et leurs communes", "DGCL",
        f"base nationale BANATIC {ANNEES.banatic} ; établissements publics territoriaux : 2025",
    ),
    Donnees(
        "Âges et logements", "Insee",
        f"recensement de la population {ANNEES.recensement} ; la France y est comptée sans Mayotte",
    ),
    Donnees("Superficies", "Insee", "comparateur de territoires 2024 ; pour Mayotte, contours de l’IGN"),
    ANNUAIRE,
    Donnees("Contours", "IGN", "ADMIN EXPRESS COG, simplifiés"),
)  # fmt: skip
"""What is behind the figures and maps of every dossier."""


@dataclass(frozen=True)
class Colonne:
    """What a territory's figures stand beside: « Département », « Drôme »; `territoire` None is France."""

    type: str
    nom: str
    territoire: Territoire | None


@dataclass(frozen=True)
class Provenance:
    """Where a fact comes from: what is printed, its date (None: undated) and the page that says it, if there is one."""

    titre: str
    date: str | None
    url: str | None


def provenance(sources: Mapping[str, Source], source: str) -> Provenance:
    """A key of sources.yaml, or an address."""
    if (known := sources.get(source)) is None:
        return Provenance(adresse_breve(source), None, source)
    return Provenance(f"{known.editeur}, {known.titre}", known.date, known.adresse)


def origine(sources: Mapping[str, Source], indicateur: Indicateur) -> Provenance:
    """Where an indicator comes from: as its file says it, else as the source that it names does."""
    if not indicateur.producteur and not indicateur.titre:
        return provenance(sources, indicateur.source)
    adresse = known.adresse if (known := sources.get(indicateur.source)) else indicateur.source
    return Provenance(", ".join(filter(None, (indicateur.producteur, indicateur.titre))), indicateur.date, adresse)


@dataclass(frozen=True)
class Repere:
    """A row of figures, one a column: as printed, then as numbers (None: not known), in `unite` where they have one.

    `precision` says the year, and the source where `source` does not: that of a figure that the kit brings.
    """

    libelle: str
    precision: str
    valeurs: tuple[str, ...]
    nombres: tuple[float | None, ...]
    unite: str = ""
    source: Provenance | None = None


@dataclass(frozen=True)
class Entree:
    """An initiative as seen from the territory."""

    nom: str
    slug: str
    forme: Forme
    lieu: str
    details: str
    distance: str
    source: str
    adresse: str
    note: str
    proche: Proche


@dataclass(frozen=True)
class Interlocuteur:
    """Someone to ask: `moyens` are what is printed and the address behind it, None for what is no link."""

    contact: ContactTerritoire
    moyens: tuple[tuple[str, str | None], ...]
    source: Provenance

    @property
    def constat(self) -> tuple[str, ...]:
        """What is known of it, line by line: a doubt, and the day on which its source was read."""
        lue = f"source lue le {date_longue(self.contact.verifie_le)}"
        return ("à vérifier", lue) if self.contact.confiance == "incertain" else (lue,)


@dataclass(frozen=True)
class ReseauxForme:
    """The networks of one forme that work here."""

    slug: str
    forme: Forme
    reseaux: tuple[Reseau, ...]


@dataclass(frozen=True)
class Niveau:
    """Whom to ask at one level, under a heading that names it; `territoire` None is France."""

    titre: str
    territoire: Territoire | None
    contacts: tuple[Interlocuteur, ...]


@dataclass(frozen=True)
class Indice:
    """What is known of one forme here: how many initiatives on the territory, and the nearest one elsewhere.

    `connues`: how many the kit knows in all, of those that `decompte` counts in the country.
    """

    slug: str
    forme: Forme
    ici: tuple[Entree, ...]
    ailleurs: Entree | None
    connues: int
    decompte: Decompte | None

    @property
    def compte(self) -> str:
        n = len(self.ici)
        return f"{n} recensée{'s' * (n > 1)} par ce kit" if n else "aucune recensée par ce kit"

    @property
    def couverture(self) -> str:
        """How many the kit knows of how many there are: « 463 dans ce kit, sur 473 en France (2025) »."""
        n = f"{nombre(self.connues) if self.connues else 'aucune'} dans ce kit"
        if self.decompte is None:
            return n
        if self.decompte.total is None:
            return f"{n} ; total en France inconnu"
        total = f"{'environ ' * self.decompte.environ}{nombre(self.decompte.total)}"
        annee = f" ({self.decompte.date[:4]})" if self.decompte.date else ""
        lien = ", sur" if self.connues <= self.decompte.total else " ;"
        return f"{n}{lien} {total} en France{annee}"
