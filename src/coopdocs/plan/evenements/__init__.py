"""The handouts of an event: which files, and the job of each.

Each module here gives the targets of some of them from one `Documents`, which remembers jobs by file name: what is
imposed, joined, measured or listed is the very job of the file that it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopdocs.plan.evenements import annonce, fiches, imprimeur, livret, programme, salle
from coopdocs.plan.evenements.documents import Documents
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages
from coopdocs.targets import Target


def targets(maker: Maker, profils: Sequence[str], pages: Pages) -> Iterator[Target]:
    """The files of all events; those written for one of these `profils` only where they are asked for."""
    for slug in maker.library.evenements:
        documents = Documents(maker, slug, pages)
        yield from programme.targets(documents)
        yield from livret.targets(documents, profils)
        yield from fiches.targets(documents)
        yield from salle.targets(documents)
        yield from imprimeur.targets(documents)
        yield from annonce.targets(documents)
