"""What will be made: a selection of documents as a list of targets, each with the whole job its engine gets.

Each family of documents has a module (`fiches`, `guide`, `comparatifs`, `reperes`) or a folder (`dossier`,
`evenements`) here; all of them are made with one `Maker`.
"""

from __future__ import annotations

from coopdocs.library import Library
from coopdocs.plan import comparatifs, dossier, evenements, fiches, guide, reperes
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages
from coopdocs.targets import Selection, Target
from coopdocs.theme import Theme


def plan(library: Library, theme: Theme, selection: Selection, pages: Pages) -> list[Target]:
    """Every target of a kit, in the order in which its documents are listed, and the dossiers asked for beside its own.

    `pages` lays out a part of a dossier that does not say how many pages it takes.
    """
    maker = Maker(library, theme)
    every = [*fiches.targets(maker), *guide.targets(maker, pages), *comparatifs.targets(maker), *reperes.targets(maker)]
    own = dossier.targets(maker, library.kit.dossiers, Selection(), pages)
    asked = dossier.targets(maker, selection.territoires or library.kit.dossiers, selection, pages)
    every += {t.path: t for t in (*own, *asked)}.values()
    every += evenements.targets(maker, selection.profils, pages)
    paths = [t.path.casefold() for t in every]
    assert len(set(paths)) == len(paths), "two targets share a path"
    return every
