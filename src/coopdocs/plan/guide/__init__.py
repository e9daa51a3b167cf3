"""The guide, printed, on screen and for Word, and each of its chapters, printed and for Word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from coopdocs import views
from coopdocs.formats.job import Job, TextJob
from coopdocs.plan.guide.imprime import Imprime
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Pages
from coopdocs.targets import Target
from coopdocs.views.chapitre import chapitre


def targets(maker: Maker, pages: Pages) -> Iterator[Target]:
    """`pages` lays out a part that does not say how many pages it takes."""
    imprime = Imprime(maker, pages)

    @cache
    def whole() -> views.Guide:
        return views.guide(maker.library)

    yield Target("guide/guide.docx", "guide", None, "Guide", lambda: _docx(maker, whole()))
    yield Target("guide/guide.pdf", "guide", None, "Guide", imprime.whole)
    yield Target("guide/guide.html", "guide", None, "Guide", lambda: TextJob(_html(maker, whole(), "ecran")))
    for slug, forme in maker.library.formes.items():
        yield Target(f"guide/{slug}.docx", "guide", slug, f"Chapitre {forme.sigle}", partial(_chapter, maker, slug))
        titre = f"Chapitre {forme.sigle}"
        yield Target(f"guide/chapitres/{slug}.pdf", "guide", slug, titre, partial(imprime.alone, slug))


def _chapter(maker: Maker, slug: str) -> Job:
    return _docx(maker, views.chapter(maker.library, slug))


def _docx(maker: Maker, guide: views.Guide) -> Job:
    # drawn outside any stylesheet: the font by its own name
    police = maker.theme.family("Coopdocs Titre", "700")
    images: dict[str, str | bytes] = {
        f"carte-{c.slug}": str(maker.carte_exemples(c, police)) for c in guide.chapitres if c.points
    }
    for c in guide.chapitres:
        told = (c.forme.recit.photo,) if c.forme.recit and c.forme.recit.photo else ()
        for nom, shown in ((c.slug, c.forme.photos), (f"{c.slug}-recit", told)):
            images |= {p.nom: p.octets for row in maker.planche("word", "formes", nom, shown) for p in row}
    return maker.docx(_html(maker, guide, "word"), images)


def _html(maker: Maker, guide: views.Guide, support: str) -> str:
    chapitres = {c.slug: chapitre(maker.library, c.slug) for c in guide.chapitres}
    return maker.html(
        "guide/guide.html.j2", support, guide=guide, chapitres=chapitres, choix=views.Choix(maker.library)
    )
