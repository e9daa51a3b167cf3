"""The tables of a comparatif read back from each of its formats, and held against one another cell by cell."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coopdocs.typographie import deplier
from coopdocs.verify.findings import Constat, Raison, juger
from coopdocs.verify.folder import Depot
from coopdocs.verify.pages import Paquet, W, page_html
from coopdocs.verify.tagtree import Balise, Pdf
from coopdocs.views.tableau import A_VERIFIER, DIFFERE, MOTS, NON_ETABLI

if TYPE_CHECKING:
    from lxml import etree

COMPARATIFS = "comparatifs"
_MOTS = "|".join(mot for mots in MOTS.values() for mot in mots.values())
_MENTIONS = "|".join(re.escape(deplier(mention)) for mention in (A_VERIFIER, NON_ETABLI))
_XL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_APPELS = ("Link", "Reference", "Note")


@dataclass(frozen=True)
class Grille:
    """A table read back: the heads of its columns of cells, then each row's own head and cells, as words.

    `nue`: from a format without layout, where heads are whole sigles and rows have no group before their head.
    """

    tetes: tuple[str, ...]
    rangees: tuple[tuple[str, tuple[str, ...]], ...]
    nue: bool


def mots(texte: str) -> str:
    """Words in their order, with plain single spaces."""
    return " ".join(deplier(texte).split())


def sans_liaison(texte: str) -> str:
    """A cell's words without what formats without layout write between its parts: « Oui – sûr (à vérifier) »."""
    texte = re.sub(rf"^({DIFFERE} )?({_MOTS}) – ", r"\1\2 ", mots(texte))
    return re.sub(rf"\(({_MENTIONS})\)$", r"\1", texte)


def _grille(rows: list[list[str]], nue: bool) -> Grille:
    (_, *tetes), *body = rows
    rangees = ((mots(title), tuple(sans_liaison(cell) for cell in cells)) for title, *cells in body)
    return Grille(tuple(mots(t) for t in tetes), tuple(rangees), nue)


# --- one reader a format


def du_csv(octets: bytes, delimiter: str = ",") -> list[Grille]:
    rows = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    # the writer sets an apostrophe before what a spreadsheet would take for a formula
    return [_grille([[re.sub(r"^'(?=[=+\-@\t\r])", "", cell) for cell in row[1:]] for row in rows], nue=True)]


def du_xlsx(octets: bytes) -> list[Grille]:
    return [_grille([row[1:] for row in feuille(octets, 0)], nue=True)]


def feuille(octets: bytes, rang: int) -> list[list[str]]:
    """The rows of a workbook's sheet, by its place from 0."""
    paquet = Paquet(octets)
    relations = paquet.relations("xl/workbook.xml")
    sheets = list(paquet.xml("xl/workbook.xml").iter(f"{_XL}sheet"))
    rid = sheets[rang].get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    shared = [
        "".join(t.text or "" for t in item.iter(f"{_XL}t")) for item in paquet.xml("xl/sharedStrings.xml")
    ] if "xl/sharedStrings.xml" in paquet.parts else []  # fmt: skip
    rows = []
    for row in paquet.xml(f"xl/{relations[rid]}").iter(f"{_XL}row"):
        cells: dict[int, str] = {}
        for c in row.iter(f"{_XL}c"):
            value = c.findtext(f"{_XL}v", "")
            inline = "".join(t.text or "" for t in c.iter(f"{_XL}t"))
            cells[_column(c.get("r"))] = shared[int(value)] if c.get("t") == "s" else inline or value
        rows.append([cells.get(n, "") for n in range(max(cells, default=-1) + 1)])
    return rows


def _column(reference: str) -> int:
    """0 for A1, 27 for AB3."""
    number = 0
    for letter in re.sub(r"\d", "", reference):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def du_docx(octets: bytes) -> list[Grille]:
    """The strips of the table, each headed by its critères; the last table of the file is that of sources."""
    *strips, _ = Paquet(octets).xml("word/document.xml").iter(f"{W}tbl")
    return [_grille(_rows(strip), nue=True) for strip in strips]


def _rows(table: etree._Element) -> list[list[str]]:
    return [
        [
            " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in cell.iter(f"{W}p"))
            for cell in row.iter(f"{W}tc")
        ]
        for row in table.iter(f"{W}tr")
    ]


def du_html(octets: bytes) -> list[Grille]:
    table = page_html(octets).find(".//table")
    for call in table.xpath(".//*[@class='appel' or @class='appels']"):
        call.drop_tree()
    rows = [[cell.text_content() for cell in row.xpath("th|td")] for row in table.iter("tr")]
    return [_grille(rows, nue=False)]


def du_pdf(octets: bytes) -> list[Grille]:
    """The tables as a screen reader says them, in order, less the calls to sources and heads said again."""
    grids = []
    for table in Pdf(octets).arbre.balises("Table"):
        rows: list[list[str]] = []
        for row in (b for b in table.walk() if b.nom == "TR"):
            cells = [c for c in row.contenu if isinstance(c, Balise) and c.nom in ("TH", "TD")]
            words = [c.texte(sans=_APPELS).rstrip(" ,") for c in cells]
            if not rows or words != rows[0]:
                rows.append(words)
        if rows:
            grids.append(_grille(rows, nue=False))
    return grids


LECTEURS: dict[str, Callable[[bytes], list[Grille]]] = {
    "csv": du_csv,
    "excel.csv": lambda octets: du_csv(octets, ";"),
    "xlsx": du_xlsx,
    "docx": du_docx,
    "html": du_html,
    "pdf": du_pdf,
}


# --- held against one another


def controler(depot: Depot) -> Iterator[Constat]:
    """Each file of a comparatif against the others: where they do not agree, those that differ from most are named."""
    groups: dict[str, dict[str, str]] = {}
    for path in depot.documents:
        stem, _, ending = path.partition(".")
        if path.startswith(f"{COMPARATIFS}/") and ending in LECTEURS:
            groups.setdefault(stem, {})[ending] = path
    for files in groups.values():
        reasons: dict[str, list[Raison]] = {path: [] for path in files.values()}
        grids: list[tuple[str, Grille]] = []
        for ending, path in files.items():
            try:
                grids += [(path, grille) for grille in LECTEURS[ending](depot.lire(path))]
            except Exception as error:
                # a damaged file can break its reader anywhere; the other formats are still compared
                reasons[path].append(("son tableau ne se lit pas", f"{type(error).__name__} : {error}"))
        for path, detail in _disagreements(grids):
            reasons[path].append(("une case n’est pas celle des autres formats", detail))
        for path, found in reasons.items():
            yield from juger(path, "tableaux", found)


def _disagreements(grids: list[tuple[str, Grille]]) -> Iterator[tuple[str, str]]:
    """(file, cell and what it says) for each cell that a file does not have as most others do, or at all."""
    reading = _Lecture.of([grid for _, grid in grids])
    read = [(path, reading.cases(grid)) for path, grid in grids]
    files = {path for path, _ in read}
    for place in dict.fromkeys(place for _, cells in read for place in cells):
        name = " × ".join(place)
        votes = [(path, cells[place]) for path, cells in read if place in cells]
        most, _ = Counter(serre(text) for _, text in votes).most_common(1)[0]
        other, said = next((path, text) for path, text in votes if serre(text) == most)
        for path, text in votes:
            if serre(text) != most:
                yield path, f"{name} : « {text} » ; dans {other} : « {said} »"
        if place[0] not in (_TETE, _TETE_MISE):
            having = {path for path, _ in votes}
            few, what = (files - having, "manque") if 2 * len(having) >= len(files) else (having, "est en trop")
            yield from ((path, f"{name} {what}") for path in sorted(few))


_TETE, _TETE_MISE = "tête de colonne", "tête de colonne mise en page"


def serre(texte: str) -> str:
    """A text without spaces: lines of a PDF do not tell where they had one."""
    return "".join(texte.split())


@dataclass(frozen=True)
class _Lecture:
    """What tells which row and column a cell is of, whatever the format: row heads, then column heads of both kinds."""

    titres: tuple[str, ...]
    nues: tuple[str, ...]
    mises: tuple[str, ...]

    @classmethod
    def of(cls, grids: list[Grille]) -> _Lecture:
        titles = dict.fromkeys(title for g in grids if g.nue for title, _ in g.rangees)
        # a table too wide for paper is several in a PDF and in Word, and one elsewhere
        plain = max((g.tetes for g in grids if g.nue), key=len, default=())
        laid_out = dict.fromkeys(serre(t).casefold() for g in grids if not g.nue for t in g.tetes)
        return cls(tuple(sorted(titles, key=len, reverse=True)), plain, tuple(laid_out))

    def cases(self, grid: Grille) -> dict[tuple[str, str], str]:
        """The cells by head of row and of column; the heads of columns are cells too."""
        columns = [self._colonne(grid, n) for n in range(len(grid.tetes))]
        kind = _TETE if grid.nue else _TETE_MISE
        found = {(kind, column): tete for column, tete in zip(columns, grid.tetes, strict=True)}
        for title, cells in grid.rangees:
            row = title if grid.nue else self._titre(title)
            found |= {(row, columns[n] if n < len(columns) else f"colonne {n + 1}"): c for n, c in enumerate(cells)}
        return found

    def _colonne(self, grid: Grille, n: int) -> str:
        if not grid.nue:
            n = self.mises.index(serre(grid.tetes[n]).casefold())
        elif len(grid.tetes) < len(self.nues) and grid.tetes[n] in self.nues:
            n = self.nues.index(grid.tetes[n])
        return self.nues[n] if n < len(self.nues) else f"colonne {n + 1}"

    def _titre(self, tete: str) -> str:
        """A row's own head, without its group before it."""
        end = serre(tete).casefold()
        return next((t for t in self.titres if end.endswith(serre(t).casefold())), tete)
