"""A selection of a kit's documents as targets, and each of them made in this process."""

from __future__ import annotations

from functools import cached_property

from coopdocs.errors import RequestError
from coopdocs.formats.job import Rendered
from coopdocs.library import Library
from coopdocs.plan import plan
from coopdocs.problem import closest
from coopdocs.produce import Cache, PartStore, make
from coopdocs.targets import Selection, Target
from coopdocs.theme import Theme


class Plan:
    """All targets of a kit (`every`), and those that are asked for (`chosen`); nothing is made before it is asked for.

    Raises RequestError when the selection names what is not there, or has no document.
    """

    def __init__(
        self,
        library: Library,
        theme: Theme,
        selection: Selection | None = None,
        cache: Cache | None = None,
        lays_out: bool = True,
    ) -> None:
        """`cache`: where parts and finished documents are looked up and put.

        `lays_out`: a part that the cache lacks may be made, to count its pages.
        """
        wanted = selection or Selection()
        _refuse_unknown(library, wanted)
        self.parts = PartStore(cache or Cache(None))
        self.every = plan(library, theme, wanted, self.parts.pages if lays_out else self.parts.known_pages)
        self.chosen = [target for target in self.every if wanted.has(target)]
        if not self.chosen:
            raise _no_document(self.every, wanted)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Every target by its path under the output folder: `fiches/ptce.pdf`."""
        return {target.path: target for target in self.every}

    def make(self, path: str) -> Rendered:
        """One document in this process: its bytes, or the defects that it has. Raises RequestError for no target."""
        if path not in self.targets:
            hint = closest(path, self.targets) or "« coopdocs list targets » les énumère"
            raise RequestError(f"« {path} » n’est pas un document de ce kit", hint)
        return make(self.targets[path], self.parts)


def _refuse_unknown(library: Library, wanted: Selection) -> None:
    for slug in wanted.formes:
        if slug not in library.formes:
            hint = closest(slug, library.formes) or f"formes : {', '.join(library.formes)}"
            raise RequestError(f"la forme « {slug} » n’existe pas", hint)
    if wanted.kinds != ("evenements",):
        return
    events = {slug: library.evenements[slug] for slug in wanted.evenements or library.evenements}
    if not events:
        raise RequestError("aucun événement dans content/evenements : ajoutez-y un fichier par événement")
    for profil in wanted.profils:
        if all(profil not in e.profils for e in events.values()):
            meant = " ; ".join(f"{slug} : {', '.join(e.profils)}" for slug, e in events.items())
            raise RequestError(f"--profil : aucun événement choisi n’est prévu pour « {profil} » ({meant})")


def _no_document(every: list[Target], wanted: Selection) -> RequestError:
    subjects = [t for t in every if t.kind in wanted.kinds and (not wanted.formes or t.subject in wanted.formes)]
    made = ", ".join(sorted({t.format for t in subjects})) or "aucun (un panorama n’a pas de comparatif)"
    named = ", ".join((*wanted.kinds, *wanted.formes))
    return RequestError(f"aucun document ne correspond à ce choix ; formats de {named} : {made}")
