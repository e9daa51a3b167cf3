"""From HTML elements to PDF structure types (ISO 32000-1, 14.8.4); what carries no meaning goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from coopdocs.formats.pdf.tags.node import Enfant, Lien, Mot, Noeud, en_ligne

_ROLES = {
    **{f"h{n}": f"H{n}" for n in range(1, 7)},
    **{"main": "Part", "article": "Art", "section": "Sect", "nav": "Sect", "blockquote": "BlockQuote", "p": "P"},
    **{"ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody", "li::marker": "Lbl"},
    **{"table": "Table", "caption": "Caption", "figcaption": "Caption", "tr": "TR", "th": "TH", "td": "TD"},
    **{"thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "img": "Figure", "svg": "Figure", "a": "Link"},
    **{"q": "Quote", "code": "Code"},
}
_GROUPES = frozenset({"Document", "Part", "Art", "Sect", "BlockQuote"})
"""Roles whose own words are paragraphs."""
_VIDES = frozenset({"TD", "TH", "TR"})
"""Roles that stay without content: a table must keep its grid."""
_NUMEROS = {
    "decimal": "Decimal", "decimal-leading-zero": "Decimal", "lower-alpha": "LowerAlpha", "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "disc": "Disc", "circle": "Circle", "square": "Square",
}  # fmt: skip
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


class Sens:
    """Gives every element its role; `artefact` takes marked content that is no content."""

    def __init__(self, artefact: Callable[[Mot], None]) -> None:
        self._artefact = artefact
        self._cles = 0

    def document(self, racine: Noeud) -> Noeud:
        racine.enfants = self._paragraphs(self._inside(racine))
        return racine

    def _inside(self, noeud: Noeud) -> list[Enfant]:
        return [
            item for enfant in noeud.enfants
            for item in (self._shaped(enfant) if isinstance(enfant, Noeud) else [enfant])
        ]  # fmt: skip

    def _shaped(self, noeud: Noeud) -> list[Enfant]:
        """What stands for an element in its parent: itself with a role, or what it holds."""
        noeud.role = role = noeud.role or _role(noeud)
        noeud.enfants = self._inside(noeud)
        if "::" in noeud.tag:
            # the dots of a leader
            noeud.enfants = self._worded(noeud.enfants)
        if role is None:
            return noeud.enfants if _of_line(noeud) else self._block(noeud)
        if role in _GROUPES:
            noeud.enfants = self._paragraphs(noeud.enfants)
        shape = getattr(self, f"_{role.lower()}", None)
        if shape:
            shape(noeud)
        return [noeud] if noeud.enfants or noeud.role in _VIDES else []

    def _block(self, noeud: Noeud) -> list[Enfant]:
        """A block without a meaning of its own: its bare text is a paragraph; around a term and its text, an item."""
        if any(n.nom in ("dt", "dd") for n in noeud.noeuds()):
            noeud.role = "LI"
            return [noeud]
        return self._paragraphs(noeud.enfants)

    def _paragraphs(self, enfants: Sequence[Enfant]) -> list[Enfant]:
        out: list[Enfant] = []
        for inline, run in groupby(enfants, en_ligne):
            items = list(run)
            if not inline:
                out += items
            elif any(not isinstance(item, Mot) or not item.blanc for item in items):
                out.append(Noeud("p", role="P", enfants=items))
            else:
                self._worded(items)
        return out

    def _worded(self, enfants: Sequence[Enfant]) -> list[Enfant]:
        """Children without white space on its own, which is no content there."""
        out: list[Enfant] = []
        for enfant in enfants:
            if isinstance(enfant, Mot) and enfant.blanc:
                self._artefact(enfant)
            else:
                out.append(enfant)
        return out

    # --- roles that ask for more, each after its children

    def _sect(self, section: Noeud) -> None:
        """Navigation is a table of contents where each item of its list is one link."""
        for liste in section.descendants("L") if section.nom == "nav" else ():
            if all(len(list(item.descendants("Link"))) == 1 for item in liste.noeuds()):
                liste.role = "TOC"
                del liste.attributs["A"]
                for item in liste.noeuds():
                    item.role, item.enfants = "TOCI", _entry(item)

    def _l(self, liste: Noeud) -> None:
        items = _definitions(liste.enfants) if liste.nom == "dl" else liste.enfants
        liste.enfants = [item for item in items if isinstance(item, Noeud)]
        liste.attributs["A"] = {"O": "/List", "ListNumbering": f"/{_numbering(liste)}"}

    def _li(self, item: Noeud) -> None:
        labels = [e for e in item.enfants if isinstance(e, Noeud) and e.role == "Lbl"]
        rest = [e for e in item.enfants if e not in labels]
        item.enfants = [*labels, Noeud("li", role="LBody", enfants=rest)] if rest else [*labels]

    def _table(self, table: Noeud) -> None:
        captions = [n for n in table.noeuds() if n.role == "Caption"]
        table.enfants = [*captions, *(n for n in table.noeuds() if n.role != "Caption")]
        unseen = table.element.find("caption") if not captions else None
        if unseen is not None:
            # a heading above says the same on paper
            table.attributs["A"] = {"O": "/Table", "Summary": _words(unseen)}
        _headers(table, self._key)

    def _figure(self, figure: Noeud) -> None:
        element = figure.element
        if figure.nom == "svg":
            title = element.find("{http://www.w3.org/2000/svg}title")
            figure.attributs["Alt"] = (title.text or "") if title is not None else ""
        else:
            figure.attributs["Alt"] = element.get("alt") or ""
        if not figure.attributs["Alt"]:
            _warn("une image n’a pas de description : ajoutez alt, ou <title> dans le dessin")

    def _link(self, lien: Noeud) -> None:
        """Links say in words where they lead; a place to click on a word inside one is a place of the link."""
        lien.enfants += [e for n in lien.noeuds() for e in _taken(n)]
        words = lien.get("aria-label") or lien.get("title") or _words(lien.element)
        for enfant in lien.enfants:
            if isinstance(enfant, Lien) and words:
                import pydyf

                enfant.annotation["Contents"] = pydyf.String(words)
        if not any(isinstance(enfant, Lien) for enfant in lien.enfants):
            lien.role = "Span"

    def _note(self, note: Noeud) -> None:
        note.cle = self._key()
        if not note.enfants:
            _warn("une note de bas de page est perdue : changez un peu le texte de son paragraphe")

    def _key(self) -> str:
        self._cles += 1
        return str(self._cles)


def _role(noeud: Noeud) -> str | None:
    tag = noeud.nom
    if noeud.get("data-balise"):
        return noeud.get("data-balise")
    if tag.endswith("::footnote-marker") or tag == "li::before":
        return "Lbl"
    if tag.endswith("::footnote-call") or (tag == "sup" and any(n.nom == "a" for n in noeud.noeuds())):
        return "Reference"
    role = _ROLES.get(tag)
    if noeud.propre:
        if tag == "abbr" and noeud.get("title"):
            noeud.attributs["E"] = noeud.get("title")
            role = "Span"
        if noeud.get("lang"):
            noeud.attributs["Lang"] = noeud.get("lang")
            role = role or ("Span" if _of_line(noeud) else "Sect")
    return role


def _of_line(noeud: Noeud) -> bool:
    from weasyprint.formatting_structure import boxes

    # a span shown as a block is still what its template says: a piece of a sentence
    inline = noeud.nom.partition("::")[0] in (
        "span", "a", "abbr", "strong", "em", "b", "i", "sup", "sub", "small", "time", "br", "cite", "mark",
    )  # fmt: skip
    return inline or isinstance(noeud.boite, boxes.InlineBox)


def _taken(noeud: Noeud) -> list[Enfant]:
    """The places to click that stood in an element and all below, which have them no longer."""
    places: list[Enfant] = [e for e in noeud.enfants if isinstance(e, Lien)]
    noeud.enfants = [e for e in noeud.enfants if not isinstance(e, Lien)]
    return [*places, *(e for n in noeud.noeuds() for e in _taken(n))]


def _entry(item: Noeud) -> list[Enfant]:
    """An item of a table of contents: its label, then one reference."""
    labels = [n for n in item.noeuds() if n.role == "Lbl"]
    body = [e for n in item.noeuds() if n.role == "LBody" for e in n.enfants]
    flat = [e for b in body for e in (b.enfants if isinstance(b, Noeud) and b.role == "P" else [b])]
    return [*labels, Noeud("li", role="Reference", enfants=flat)]


def _definitions(items: Sequence[Enfant]) -> list[Enfant]:
    """The items of a definition list: those its blocks make, else one from each term on."""
    out: list[Enfant] = []
    for item in items:
        if isinstance(item, Noeud) and item.role == "LI":
            out.append(item)
        elif isinstance(item, Noeud) and (item.role == "Lbl" or not out):
            out.append(Noeud("div", role="LI", enfants=[item]))
        elif isinstance(out[-1], Noeud):
            out[-1].enfants.append(item)
    return out


def _numbering(liste: Noeud) -> str:
    items = list(liste.noeuds())
    if liste.nom == "dl" or not any(n.role == "Lbl" for item in items for n in item.noeuds()):
        return "None"
    style = items[0].boite.style["list_style_type"] if items[0].boite is not None else ""
    default = "Decimal" if liste.nom == "ol" else "Disc"
    return _NUMEROS.get(style, default) if isinstance(style, str) else default


def _headers(table: Noeud, key: Callable[[], str]) -> None:
    """Scope of header cells, and for each data cell the headers of its column and row."""
    columns: dict[int, list[str]] = {}
    taken: dict[int, int] = {}
    rows: dict[int, list[str]] = {}
    lines = list(table.descendants("TR"))
    for i, line in enumerate(lines):
        column = 0
        for cell in line.noeuds():
            while taken.get(column, 0) > i:
                column += 1
            wide, high = (int(cell.get(span) or 1) for span in ("colspan", "rowspan"))
            across, down = range(column, column + wide), range(i, i + high)
            taken.update({c: i + high for c in across})
            column += wide
            attributs: dict[str, Any] = {"O": "/Table"}
            attributs |= {k: v for k, v in (("ColSpan", wide), ("RowSpan", high)) if v > 1}
            if cell.role == "TH":
                cell.cle = key()
                attributs["Scope"] = scope = _SCOPES.get(cell.get("scope"), "/Column")
                for place in down if scope == "/Row" else across:
                    (rows if scope == "/Row" else columns).setdefault(place, []).append(cell.cle)
            else:
                attributs["Headers"] = [k for c in across for k in columns.get(c, ())]
                attributs["Headers"] += [k for r in down for k in rows.get(r, ())]
            cell.attributs["A"] = {k: v for k, v in attributs.items() if v != []}


def _warn(words: str) -> None:
    """Tell a defect of the document, as the engine tells its own."""
    from weasyprint.logger import LOGGER

    LOGGER.warning(words)


def _words(element: Any) -> str:
    """An HTML element's text as its reader hears it."""
    return re.sub(r"[ \t\r\n]+", " ", "".join(element.itertext())).strip()
