"""What someone asks of an import: which figures, and all that a table does not say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NatureChiffres = Literal["effectif", "part", "taux", "médiane", "montant", "classe"]
NATURES: tuple[NatureChiffres, ...] = ("effectif", "part", "taux", "médiane", "montant", "classe")
AGREGATIONS = ("somme", "moyenne", "compte", "aucune")
SANS_UNITE = "aucune"


@dataclass(frozen=True)
class Demande:
    """All that can be said of an import; what is None or empty is not said yet.

    `colonnes`: titles of columns of figures; `compter`: rows are counted by territory, whatever they are;
    `virgule`: « decimale » or « milliers », where a column can be read both ways; `multiplier`: each value is.
    `ponderation`: « population » or the name of another indicator, for a mean.
    """

    colonnes: tuple[str, ...] = ()
    feuille: str = ""
    niveau: str = ""
    filtres: Mapping[str, str] = field(default_factory=dict)
    compter: bool = False
    annee: int | None = None
    geographie: int | None = None
    virgule: str = ""
    multiplier: int | None = None
    nom: str = ""
    libelle: str = ""
    unite: str = ""
    decimales: int | None = None
    nature: NatureChiffres | None = None
    agregation: str = ""
    ponderation: str = ""
    source: str = ""
    producteur: str = ""
    titre: str = ""
    date: str = ""
    licence: str = ""
    libelles_verifies: bool = False
    """Whether someone has looked at the names that disagree with the kit's, and wants their rows all the same."""
    laisser_inconnus: bool = False
    """Whether the unknown rows of a small table may be left out: in one of some rows, one is much."""
