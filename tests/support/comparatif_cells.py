"""The cells of a comparatif: what they must say, what a file says, and how to hold one against the other."""

from __future__ import annotations

from coopdocs import views
from coopdocs.verify.spreadsheets import ReadTable, squeezed, words

Cells = dict[tuple[str, str], str]


def expected(view: views.Comparatif) -> Cells:
    """What each cell must say, whatever the punctuation that a format sets between its parts."""
    return {
        (r.critere.titre, forme.sigle): words(f"{views.DIFFERE if c.differe else ''} {c.mot} {c.texte} {c.mention}")
        for r in view.rangees
        for (_, forme), c in zip(view.colonnes, r.cases, strict=True)
    }


def cells(grille: ReadTable, view: views.Comparatif) -> Cells:
    """The cells of a table read back, by critère and forme; its heads must be those of the view, in their order."""
    heads = [words(forme.sigle if grille.plain else forme.sigle_court) for _, forme in view.colonnes]
    assert [
        tete if grille.plain else tete[: len(head)] for tete, head in zip(grille.heads, heads, strict=True)
    ] == heads
    # laid out, the first row of a group has the group's name before its own
    first = {f"{r.groupe.titre} {r.critere.titre}".casefold(): r.critere.titre for r in view.rangees if r.groupe}
    titles = [titre if grille.plain else first.get(titre.casefold(), titre) for titre, _ in grille.rows]
    formes = [forme.sigle for _, forme in view.colonnes]
    read = zip(titles, (cases for _, cases in grille.rows), strict=True)
    return {(titre, forme): case for titre, cases in read for forme, case in zip(formes, cases, strict=True)}


def said(found: Cells, ending: str) -> Cells:
    """Cells to compare with those of this format: the lines of a PDF do not tell where they had a space."""
    return {place: squeezed(text) for place, text in found.items()} if ending == "pdf" else found
