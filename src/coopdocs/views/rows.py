"""A comparatif as plain rows: the one place where its cells become text, for every format without a layout."""

from __future__ import annotations

from coopdocs.views import Comparatif


def rows(view: Comparatif) -> list[list[str]]:
    """Head and body: group, critère, then one cell a forme."""
    head = ["Groupe", "Critère", *(forme.sigle for _, forme in view.colonnes)]
    body = [
        [r.groupe.titre if r.groupe else "", r.critere.titre, *(case.plain for case in r.cases)] for r in view.rangees
    ]
    return [head, *body]


def proof(view: Comparatif) -> list[list[str]]:
    """One row a cell: what it rests on, where that is to be read, when it was last checked, and how sure it is."""
    sources = dict(view.sources)
    out = [["Forme", "Critère", "Valeur", "Confiance", "Source", "Adresse", "Vérifié le"]]
    for r in view.rangees:
        for (_, forme), case in zip(view.colonnes, r.cases, strict=True):
            cited = [sources[cle] for cle in case.sources]
            first = next((s.adresse for s in cited if s.adresse), "")
            titles = " ; ".join(s.court.replace("*", "") for s in cited)
            out.append([forme.sigle, r.critere.titre, case.plain, case.confiance, titles, first, case.verification])
    return out
