"""The table of all formes, and for each forme the table of those it is taken for: as pages, for Word and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from coopdocs import views
from coopdocs.formats import csv
from coopdocs.formats.job import Job, Sheet, TextJob, XlsxJob
from coopdocs.plan.maker import Maker
from coopdocs.targets import Target
from coopdocs.views import rows

MODELE = "comparatif/comparatif.html.j2"


def targets(maker: Maker) -> Iterator[Target]:
    yield from _table(maker, None)
    for slug in maker.library.comparables:
        yield from _table(maker, slug)


def _table(maker: Maker, slug: str | None) -> Iterator[Target]:
    """The files of one table; `slug` None is that of all formes."""
    nom = slug or "comparatif"
    titre = f"Comparatif {maker.library.formes[slug].sigle}" if slug else "Tableau comparatif"
    view = views.comparatif(maker.library, slug) if slug else maker.comparatif

    def target(ending: str, make: Callable[[], Job], note: str = "") -> Target:
        return Target(f"comparatifs/{nom}.{ending}", "comparatifs", slug, titre + note, make)

    def html(support: str) -> str:
        return maker.html(MODELE, support, comparatif=view)

    def printed() -> Job:
        octets = csv.write(rows.rows(view)).encode()
        data = maker.attachment(f"{nom}.csv", "Les cellules du tableau comparatif (CSV)", octets)
        return maker.pdf(html("imprime"), attachments=(data,))

    yield target("pdf", printed)
    yield target("html", lambda: TextJob(html("ecran")))
    yield target("docx", lambda: maker.docx(html("word")))
    yield target("xlsx", lambda: _workbook(maker, view))
    yield target("csv", lambda: TextJob(csv.write(rows.rows(view))))
    if slug is None:
        yield target("excel.csv", lambda: TextJob(csv.write(rows.rows(view), excel=True)), " (Excel français)")


def _workbook(maker: Maker, view: views.Comparatif) -> XlsxJob:
    """The table, and what each of its cells rests on."""
    kit, nuit = maker.library.kit, maker.theme.palette.nuit
    heads, *cells = rows.rows(view)
    proof_heads, *proof = rows.proof(view)
    table = Sheet(
        name="Comparatif",
        title=view.titre,
        heads=heads,
        rows=cells,
        widths=[10, 20, *([22] * len(view.colonnes))],
        colors=[nuit, nuit, *(forme.couleur for _, forme in view.colonnes)],
        frozen=2,
        breaks=[2 + debut for debut, _ in view.tranches[1:]],
    )
    sources = Sheet(
        name="Sources",
        title=view.titre,
        heads=proof_heads,
        rows=proof,
        widths=[12, 22, 40, 12, 50, 40, 15],
        colors=[nuit] * len(proof_heads),
        frozen=1,
    )
    return XlsxJob(view.titre, kit.editeur, kit.edition, (table, sources))
