"""What changed between two kits, two releases or two revisions of a kit, compared as the model reads them.

Reordered keys and comments are no change; documents are compared by the jobs of their engines, none of which runs.
"""

from __future__ import annotations

from coopdocs.diff import documents
from coopdocs.diff.claims import sections
from coopdocs.diff.differences import Changement, Document, Ecart, Ecarts, Edition, Section
from coopdocs.diff.documents import Cote
from coopdocs.diff.renderings import data, html, markdown
from coopdocs.diff.sides import SideRefusedError, UnknownSideError, opened

__all__ = [
    "Changement",
    "Cote",
    "Document",
    "Ecart",
    "Ecarts",
    "Edition",
    "Section",
    "SideRefusedError",
    "UnknownSideError",
    "compare",
    "data",
    "html",
    "markdown",
    "opened",
]


def compare(ancien: Cote, nouveau: Cote) -> Ecarts:
    """All that changed from one side to the other, in the order of the new one's documents."""
    found = list(documents.compare(ancien, nouveau))
    return Ecarts(
        _edition(ancien),
        _edition(nouveau),
        tuple(sections(ancien.library, nouveau.library)),
        tuple(d for d in found if d),
        found.count(None),
    )


def _edition(cote: Cote) -> Edition:
    kit = cote.library.kit
    return Edition(cote.nom, kit.titre, kit.version, kit.edition)
