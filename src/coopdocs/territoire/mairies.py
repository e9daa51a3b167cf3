"""The town hall of each commune, as the directory of public services has it: how to reach it, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from coopdocs.problem import Parole
from coopdocs.territoire.cog import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

MAIRIES = "mairies.csv"
COLONNES = "code telephone courriel site adresse code_postal"


@dataclass(frozen=True, slots=True)
class Mairie:
    """A town hall; None for what its directory does not say. `courriel` is a service's mailbox, never a person's."""

    telephone: str | None
    courriel: str | None
    site: str | None
    adresse: str | None
    code_postal: str | None


class Mairies:
    """The table of a folder, read when a town hall is asked for; empty where a kit has none."""

    def __init__(self, folder: Path, racine: Path) -> None:
        self._folder, self._racine = folder, racine

    def get(self, code: str) -> Mairie | None:
        """The town hall of a commune (or of a municipal arrondissement); None when nobody told of it."""
        ligne = self._table.get(code) if self._table else None
        return Mairie(*(ligne[nom] or None for nom in COLONNES.split()[1:])) if ligne else None

    def fault(self, code: str, parole: Parole) -> NoReturn:
        """Refuse the table for what its row of that code says; raises `ProblemsError` at its line."""
        assert self._table is not None
        self._table.fault(code, *parole)

    def postal_codes(self) -> Iterator[tuple[str, str]]:
        """The code of each commune with the postal code of its town hall: one a commune, now and then a larger
        place's; empty where it is not known."""
        if self._table:
            yield from ((code, postal) for code, postal in self._table.columns("code code_postal"))

    @cached_property
    def _table(self) -> Table | None:
        chemin = self._folder / MAIRIES
        return Table(chemin, self._racine, COLONNES) if chemin.is_file() else None
