"""Of which year the official tables of a kit are: what `territoires` made again changes here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Millesimes:
    """The year of the code géographique, of the populations, of the census, of the intercommunalités; the month of the
    directory of town halls.
    """

    cog: int = 2026
    populations: int = 2023
    recensement: int = 2021
    banatic: int = 2026
    annuaire: str = "octobre 2026"


ANNEES = Millesimes()
