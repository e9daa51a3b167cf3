"""What the options of `coopdocs build` ask for, as a selection of the plan; their words completed by the Tab key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coopdocs.errors import RequestError
from coopdocs.folders import KitFolders
from coopdocs.problem import closest
from coopdocs.targets import AMPLEURS, FORMATS, KINDS, Selection

if TYPE_CHECKING:
    from coopdocs.territoire import Territoires

T = TypeVar("T")
PROFILS = ("élus", "agents", "habitants", "entreprises")
FORMAT_SYNONYMS = {
    "pdf": ("imprimable", "papier", "acrobat"),
    "docx": ("word", "doc", "texte"),
    "html": ("web", "htm", "page", "site"),
    "xlsx": ("excel", "xls", "tableur"),
    "ics": ("calendrier", "agenda", "ical"),
}
"""Other words for a format."""
LEVELS = ("commune", "epci", "departement", "region")


def formes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return KitFolders(Path(ctx.find_root().params.get("dossier") or ".")).slugs("formes", incomplete)


def formes_option(help_text: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """`--forme`, given to a command as `formes`."""
    return click.option(
        "--forme", "formes", multiple=True, metavar="SLUG", shell_complete=formes, help=f"{help_text} (à répéter)."
    )


def evenements(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return KitFolders(Path(ctx.find_root().params.get("dossier") or ".")).slugs("evenements", incomplete)


def territoires(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from coopdocs.territoire import Territoires, resolution

    dossier = Path(ctx.find_root().params.get("dossier") or ".")
    return resolution.complete(Territoires(dossier / "content/territoires"), incomplete)


@dataclass(frozen=True)
class Asked:
    """The options as given, each under its own name; `places`: the territories, `levels` all those of a level,
    `beside`: what they are compared with."""

    kinds: tuple[str, ...]
    formes: tuple[str, ...]
    places: tuple[str, ...]
    levels: tuple[str, ...]
    evenements: tuple[str, ...]
    profils: tuple[str, ...]
    formats: tuple[str, ...]
    ampleurs: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sobre: bool = False

    @property
    def packs(self) -> bool:
        """Whether anything is said that only dossiers know of."""
        return bool(self.places or self.levels or self.ampleurs or self.beside or self.sobre)


def selection(folders: KitFolders, asked: Asked) -> Selection:
    """The part of the plan asked for. Raises RequestError when options contradict each other or name nothing."""
    asked = replace(asked, kinds=tuple(dict.fromkeys(asked.kinds)), formes=tuple(sorted(set(asked.formes))))
    events = bool(asked.evenements or asked.profils or asked.kinds == ("evenements",))
    if asked.formes and (events or "evenements" in asked.kinds):
        raise RequestError("--forme ne vaut pas pour les événements : leur fichier nomme les formes dont ils parlent")
    if events:
        return _handouts(folders, asked)
    if asked.packs:
        return _packs(folders, asked)
    # « --forme ptce » alone means the documents about that forme
    every = tuple(genre for genre in KINDS if genre not in ("dossiers", "evenements") or not asked.formes)
    return Selection(asked.kinds or every, asked.formes, asked.formats or FORMATS)


def _packs(folders: KitFolders, asked: Asked) -> Selection:
    if asked.kinds not in ((), ("dossiers",)):
        only = "--territoire, --niveau, --ampleur, --comparer et --sobre ne valent que pour les dossiers"
        raise RequestError(f"{only} : coopdocs build dossiers …")
    from coopdocs.territoire import Territoires, resolution

    known = Territoires(folders.content / "territoires", folders.root)
    cles = named("--territoire", lambda: [resolution.resolve(known, nom).cle for nom in asked.places])
    cles += [cle for niveau in asked.levels for cle in known.codes(niveau)]
    # a whole level is what is handed out first; one territory, all there is
    formats = asked.formats or (("pdf",) if asked.levels else FORMATS)
    ampleurs = asked.ampleurs or (("essentiel",) if asked.levels else AMPLEURS)
    territoires = tuple(dict.fromkeys(cles))
    return Selection(
        ("dossiers",), asked.formes, formats, territoires, ampleurs=ampleurs, sobre=asked.sobre,
        beside=_beside(known, asked, territoires),
    )  # fmt: skip


def _beside(known: Territoires, asked: Asked, territoires: Sequence[str]) -> tuple[str, ...]:
    """The typed codes of what the territories are compared with. Raises RequestError for one that does not fit."""
    if not asked.beside:
        return ()
    from coopdocs.library.complements import unfit
    from coopdocs.model.complement import COMPARABLES_MAX
    from coopdocs.territoire import resolution

    if not asked.places or asked.levels:
        raise RequestError("--comparer va avec --territoire, qui nomme ce que l’on compare, et non avec --niveau")
    others = named("--comparer", lambda: [resolution.resolve(known, nom) for nom in asked.beside])
    cles = tuple(dict.fromkeys(t.cle for t in others))
    if len(cles) > COMPARABLES_MAX:
        raise RequestError(f"--comparer : {len(cles)} territoires, {COMPARABLES_MAX} au plus")
    for t in filter(None, map(known.get, territoires)):
        for other in others:
            if fault := unfit(t, other):
                raise RequestError(f"--comparer : {fault[1]}", fault[2])
    return cles


def _handouts(folders: KitFolders, asked: Asked) -> Selection:
    if (
        asked.kinds not in ((), ("evenements",))
        or asked.places
        or asked.levels
        or asked.ampleurs
        or asked.beside
        or asked.sobre
    ):
        only = "--evenement et --profil ne valent que pour les événements : coopdocs build evenements …"
        raise RequestError(only)
    known = folders.slugs("evenements")
    for slug in asked.evenements:
        if slug not in known:
            hint = closest(slug, known) or f"événements : {', '.join(known) or 'aucun dans content/evenements'}"
            raise RequestError(f"l’événement « {slug} » n’existe pas ; {hint}")
    return Selection(("evenements",), (), asked.formats or FORMATS, (), asked.evenements, asked.profils)


def named(option: str, look_up: Callable[[], list[T]]) -> list[T]:
    """What a look-up of territories gives. Raises RequestError when a text names none, or several."""
    from coopdocs.territoire import TerritoireError

    try:
        return look_up()
    except TerritoireError as refused:
        raise RequestError(f"{option} : {refused}") from None
