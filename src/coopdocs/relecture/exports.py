"""The work list as files: a workbook to correct in, an agenda, a list to tick."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from coopdocs.formats import xlsx
from coopdocs.relecture import agenda, classeur, texte
from coopdocs.relecture.liste import Relecture

WRITERS: Mapping[str, Callable[[Relecture], bytes]] = {
    "xlsx": lambda relecture: xlsx.write(classeur.workbook(relecture)),
    "ics": lambda relecture: agenda.calendar(relecture).encode(),
    "md": lambda relecture: texte.markdown(relecture).encode(),
}
"""How each format is written, by the ending of its file."""
