"""The fiche of each forme, two printed pages in colour or for an office printer and a page on screen; all in one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from coopdocs import typographie
from coopdocs.formats.job import Job, JoinJob, Part, TextJob
from coopdocs.plan.maker import Maker
from coopdocs.targets import Target


def targets(maker: Maker) -> Iterator[Target]:
    for slug, fiche in maker.fiches.items():
        nom, titre = f"fiches/{slug}", f"Fiche {fiche.forme.sigle}"
        yield Target(f"{nom}.pdf", "fiches", slug, titre, partial(printed, maker, slug))
        sobre = f"{titre}, sobre (imprimante de bureau)"
        yield Target(f"{nom}-sobre.pdf", "fiches", slug, sobre, partial(printed, maker, slug, sobre=True))
        yield Target(f"{nom}.html", "fiches", slug, titre, partial(_screen, maker, slug))
    yield Target("fiches/toutes.pdf", "fiches", None, "Toutes les fiches", partial(_every, maker))


def printed(maker: Maker, slug: str, sobre: bool = False, premiere: int | None = None) -> Job:
    """A fiche, on its own with its source, or as a part of a dossier, its first page numbered `premiere`."""

    def make() -> Job:
        attachments = (maker.source(slug),) if premiere is None else ()
        return maker.pdf(_html(maker, slug, "imprime", sobre, premiere), 2, attachments)

    return maker.once(("fiche", slug, sobre, premiere), make)


def _every(maker: Maker) -> Job:
    parts = tuple(Part(slug, printed(maker, slug)) for slug in maker.fiches)
    kit = maker.library.kit
    return JoinJob(parts, "Toutes les fiches", kit.editeur, kit.sous_titre)


def _screen(maker: Maker, slug: str) -> Job:
    return TextJob(_html(maker, slug, "ecran", False))


def _html(maker: Maker, slug: str, support: str, sobre: bool, premiere: int | None = None) -> str:
    fiche = maker.fiches[slug]
    forme = fiche.forme
    titre = forme.nom if forme.sigle == forme.nom else f"{forme.sigle}{typographie.INSECABLE}: {forme.nom}"
    return maker.html("fiche/fiche.html.j2", support, premiere, fiche=fiche, sobre=sobre, titre=titre)
