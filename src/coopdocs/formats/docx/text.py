"""Words inside a paragraph: runs, links, references, footnotes, with HTML's white space folded as a browser would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from docx.opc.part import Part
from lxml import etree

from coopdocs.formats.docx.dialect import DialectError, classes, fold, local_name, nodes, plain_text, word_language
from coopdocs.formats.docx.ooxml import PLAIN, RunProperties, field, q, run, text, w
from coopdocs.formats.docx.package import WordPackage

RUN_STYLES = {"doute": "Doute", "sigle": "Sigle", "petit": "Petit"}
REFERENCE_CODES = {"page": "PAGEREF", "renvoi": "REF"}
UNKNOWN_PAGE = "…"
DRESSED = frozenset({"abbr", "b", "em", "i", "span", "strong", "sub", "sup"})
"""Elements that only change how their words look."""


class InlineWriter:
    """Fills one paragraph of `part`; call `finish` once everything is in. `anchors` are the page's known ids."""

    def __init__(self, p: etree._Element, package: WordPackage, part: Part, anchors: frozenset[str]) -> None:
        self.p = p
        self._package = package
        self._part = part
        self._anchors = anchors
        self._after_space = True  # at the start too: a space that comes now is folded into nothing
        self._last_text: etree._Element | None = None
        self._after_note = False
        self._parent = p

    def add(self, content: Iterable[str | etree._Element], properties: RunProperties) -> None:
        for node in content:
            if isinstance(node, str):
                self._words(node, properties)
            else:
                self._element(node, properties)

    def finish(self) -> bool:
        """Trim the end; False when nothing was written."""
        self._trim_end()
        return any(True for _ in self.p.iter(q("r")))

    def _append(self, *elements: etree._Element) -> None:
        self._parent.extend(elements)
        self._after_note = False

    def _words(self, words: str, properties: RunProperties) -> None:
        folded = fold(words)
        if self._after_space:
            folded = folded.lstrip(" ")
        if folded:
            self._last_text = text(folded)
            self._append(run(properties, self._last_text))
            self._after_space = folded.endswith(" ")

    def _trim_end(self) -> None:
        """Take away the space that ends a line, with its run where there is nothing else in it."""
        t = self._last_text
        if t is None or not (t.text or "").endswith(" "):
            return
        t.text = (t.text or "").rstrip(" ")
        r = t.getparent()
        if not t.text and r is not None and (parent := r.getparent()) is not None:
            parent.remove(r)
        self._last_text = None

    def _element(self, e: etree._Element, properties: RunProperties) -> None:
        tag, its_classes = local_name(e), classes(e)
        if "lang" in e.attrib:
            properties = replace(properties, language=word_language(e.get("lang")))
        is_note = tag == "span" and "note" in its_classes
        if is_note or "renvoi-note" in its_classes:
            self._separate_calls()
        anchor = e.get("id")
        ends = self._package.bookmark(self._package.bookmark_name(anchor)) if anchor else ()
        self._parent.extend(ends[:1])
        if tag == "br":
            self._trim_end()
            self._append(run(properties, w("br")))
            self._after_space, self._last_text = True, None
        elif tag == "a":
            self._link(e, properties, its_classes)
        elif is_note:
            self._note(e)
        elif tag in DRESSED:
            self.add(nodes(e), self._dressed(tag, its_classes, properties))
        else:
            raise DialectError(e, "cet élément n’a pas sa place dans une ligne de texte ; sortez-le du paragraphe")
        self._parent.extend(ends[1:])

    def _dressed(self, tag: str, its_classes: frozenset[str], properties: RunProperties) -> RunProperties:
        """What the element adds to the look; a run has one character style, so what comes inside it is set directly."""
        if tag in ("strong", "em") and not properties.style:
            return replace(properties, style=self._package.style_id({"strong": "Strong", "em": "Emphasis"}[tag]))
        if tag in ("strong", "b"):
            return replace(properties, bold=True)
        if tag in ("em", "i"):
            return replace(properties, italic=True)
        if tag in ("sup", "sub"):
            return replace(properties, position={"sup": "superscript", "sub": "subscript"}[tag])
        for name in sorted(its_classes):
            properties = replace(properties, style=self._package.style_id(RUN_STYLES[name]))
        return properties

    def _link(self, e: etree._Element, properties: RunProperties, its_classes: frozenset[str]) -> None:
        href = e.get("href") or ""
        # `history` makes Word show it as visited once it was followed
        if href.startswith("#"):
            if href[1:] not in self._anchors:
                raise DialectError(e, f"le lien « {href} » ne mène nulle part ; aucun élément n’a cet id")
            bookmark = self._package.bookmark_name(href[1:])
            if "renvoi-note" in its_classes:
                self._note_reference(e, href[1:], bookmark)
                return
            if its_classes:
                self._reference(e, properties, REFERENCE_CODES[min(its_classes)], bookmark)
                return
            link = w("hyperlink", anchor=bookmark, history=1)
        elif not its_classes and (urlsplit(href).scheme in ("http", "https", "mailto")):
            link = w("hyperlink", history=1)
            link.set(q("r:id"), self._package.link(self._part, href))
        else:
            raise DialectError(e, f"l’adresse « {href} » n’est ni une page (https://…) ni une ancre (#…)")
        if not plain_text(e):
            raise DialectError(e, "ce lien n’a pas de texte ; écrivez ce qu’il ouvre")
        outside, self._parent = self._parent, link
        self.add(nodes(e), replace(properties, style=self._package.style_id("Hyperlink")))
        self._parent = outside
        self._append(link)

    def _reference(self, e: etree._Element, properties: RunProperties, code: str, bookmark: str) -> None:
        """A field; a page number left blank by the template is stored as an ellipsis, for only Word can count pages."""
        if not properties.style:
            properties = replace(properties, style=self._package.style_id("Renvoi"))
        # the switch \h makes the field's result a link to its bookmark
        self._append(run(properties, w("fldChar", fldCharType="begin")))
        self._append(run(properties, text(f" {code} {bookmark} \\h ", "instrText")))
        self._append(run(properties, w("fldChar", fldCharType="separate")))
        if plain_text(e):
            self.add(nodes(e), properties)
        elif code == "PAGEREF":
            self._after_space = False
            self._words(UNKNOWN_PAGE, properties)
        else:
            raise DialectError(e, "ce renvoi n’a pas de texte ; écrivez le titre visé")
        self._append(run(properties, w("fldChar", fldCharType="end")))

    def _separate_calls(self) -> None:
        """Two calls side by side would read as one number."""
        if self._after_note:
            self._append(run(RunProperties(style=self._package.style_id("footnote reference")), text(",")))

    def _note_reference(self, e: etree._Element, anchor: str, bookmark: str) -> None:
        """A second call of a note already written; the number stored is the one that Word gives this note."""
        number = self._package.note_numbers.get(anchor)
        if number is None:
            raise DialectError(e, f"« #{anchor} » n’est pas une note déjà écrite ; appelez-la après elle")
        properties = RunProperties(style=self._package.style_id("footnote reference"))
        # \f keeps the style of a call when Word updates the number
        self._append(*field(f"NOTEREF {bookmark} \\f \\h", [run(properties, text(str(number)))], properties))
        self._after_note, self._after_space = True, False

    def _note(self, e: etree._Element) -> None:
        if self._part is self._package.notes:
            raise DialectError(e, "une note ne peut pas en contenir une autre")
        call, p = self._package.new_note(e.get("id"))
        self._append(call)
        self._after_note, self._after_space = True, False
        # links of a note are relationships of the notes' own part
        note = InlineWriter(p, self._package, self._package.notes, self._anchors)
        note.add(nodes(e), PLAIN)
        note.finish()
