"""Official tables at a glance: what a spreadsheet or a cut copy did to them, seen without reading their rows.

`check` has milliseconds for three large tables that only dossiers read: their rows are read where one needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coopdocs.problem import Place, Problem, ProblemCode
from coopdocs.source import relative_name
from coopdocs.territoire import mairies, recensement

_TABLES = {
    recensement.RECENSEMENT: recensement.COLONNES_RECENSEMENT,
    recensement.SUPERFICIES: recensement.COLONNES_SUPERFICIES,
    mairies.MAIRIES: mairies.COLONNES,
}
_CONSEIL = "rétablissez cette table depuis le kit de départ"
_CODE = re.compile(rb"\n(?![0-9][0-9AB][0-9][0-9][0-9],|\Z)")
"""The end of a line after which no code of a commune stands."""


def faults(folder: Path, racine: Path) -> Iterator[Problem]:
    """The first thing wrong with each of these tables of a folder, at its line; one that is not there is not missed."""
    for nom, colonnes in _TABLES.items():
        chemin = folder / nom
        if not chemin.is_file():
            continue
        data = chemin.read_bytes().removeprefix(b"\xef\xbb\xbf")
        if b"\r\n" in data[:1000]:
            data = data.replace(b"\r\n", b"\n")
        if found := _fault(data, colonnes.split()):
            code, ligne, message = found
            yield Problem(code, Place(relative_name(chemin, racine), ligne, 1), message, _CONSEIL)


def _fault(data: bytes, colonnes: list[str]) -> tuple[ProblemCode, int, str] | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "S005", data.count(b"\n", 0, error.start) + 1, "cette table n’est plus en UTF-8"
    entete, _, rows = data.partition(b"\n")
    noms = entete.decode("utf-8").split(",")
    if absentes := [nom for nom in colonnes if nom not in noms]:
        points = " : un tableur y a mis des points-virgules" if ";" in noms[0] else ""
        return "S031", 1, f"colonne absente : {', '.join(absentes)}{points}"
    if rows and not rows.endswith(b"\n"):
        return "S030", data.count(b"\n") + 1, "cette table s’arrête au milieu d’une ligne"
    if wrong := _CODE.search(data):
        ligne = data.count(b"\n", 0, wrong.end()) + 1
        return "C014", ligne, "cette ligne ne commence pas par un code de commune de cinq signes"
    # a quoted cell may have commas of its own
    if b'"' not in rows and rows.count(b",") != (len(noms) - 1) * rows.count(b"\n"):
        lines = rows.decode("utf-8").split("\n")[:-1]
        ligne = next(n for n, line in enumerate(lines, 2) if line.count(",") != len(noms) - 1)
        return "S030", ligne, f"{lines[ligne - 2].count(',') + 1} champs au lieu de {len(noms)}"
    return None
