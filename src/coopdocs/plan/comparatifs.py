"""The table of all formes, and for each forme the table of those it is taken for: as pages, for Word and as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from coopdocs import views
from coopdocs.formats import Job, csv
from coopdocs.plan.maker import Maker
from coopdocs.targets import Target
from coopdocs.theme import NAVY
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
        data = csv.write(rows.rows(view)).encode()
        jointe = maker.jointe(f"{nom}.csv", "Les cellules du tableau comparatif (CSV)", data)
        return maker.pdf(html("imprime"), jointes=(jointe,))

    yield target("pdf", printed)
    yield target("html", lambda: Job("texte", html("ecran")))
    yield target("docx", lambda: maker.docx(html("word")))
    yield target("xlsx", lambda: Job("xlsx", json.dumps(_workbook(maker, view), ensure_ascii=False)))
    yield target("csv", lambda: Job("texte", csv.write(rows.rows(view))))
    if slug is None:
        yield target("excel.csv", lambda: Job("texte", csv.write(rows.rows(view), excel=True)), " (Excel français)")


def _workbook(maker: Maker, view: views.Comparatif) -> dict[str, object]:
    kit = maker.library.kit
    colors = [NAVY, NAVY, *(forme.couleur for _, forme in view.colonnes)]
    head, *body = rows.rows(view)
    proof_head, *proof = rows.proof(view)
    return {
        "titre": view.titre,
        "auteur": kit.editeur,
        "edition": kit.edition.isoformat(),
        "feuilles": [
            {"nom": "Comparatif", "titre": view.titre, "entetes": head, "rangees": body, "figees": 2,
             "largeurs": [10, 20, *([22] * len(view.colonnes))], "couleurs": colors,
             "coupes": [2 + debut for debut, _ in view.tranches[1:]]},
            {"nom": "Sources", "titre": view.titre, "entetes": proof_head, "rangees": proof,
             "figees": 1, "largeurs": [12, 22, 40, 12, 50, 40, 15], "couleurs": [NAVY] * len(proof_head)},
        ],
    }  # fmt: skip
