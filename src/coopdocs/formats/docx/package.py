"""The package behind a DOCX: the reference file without its samples, its styles, notes, lists, links, images, bytes."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from docx import Document
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from lxml import etree

from coopdocs.errors import CoopdocsError
from coopdocs.formats.docx.ooxml import PLAIN, XML_SPACE, RunProperties, W, child, q, run, text, val, w

# What the document keeps of the reference file: looks, never samples, comments or people.
KEPT = {
    *(RT.STYLES, RT.NUMBERING, RT.SETTINGS, RT.THEME, RT.FONT_TABLE, RT.WEB_SETTINGS),
    *(RT.HEADER, RT.FOOTER, RT.FOOTNOTES, RT.ENDNOTES),
}
# What the schema puts before `w:tabs` in a paragraph's properties.
BEFORE_TABS = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd",
)  # fmt: skip
# Word wants these two in every footnotes part: the line above a page's notes, and above those that go on from the last.
EMPTY_NOTES = f"""<w:footnotes xmlns:w="{W}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>coopdocs</Application></Properties>"
)
BOOKMARK_MAX = 40
PROPERTY_MAX = 255  # python-docx refuses a longer core property


class MissingStyleError(CoopdocsError):
    """The reference file lost a style that the dialect needs."""

    def __init__(self, style: str) -> None:
        super().__init__(f"le style « {style} » manque dans reference.docx ; recréez-le dans Word, sous ce nom")


@dataclass(frozen=True)
class CoreProperties:
    """The document's core properties; `edition` dates it (created and modified)."""

    title: str
    author: str
    description: str
    keywords: str
    language: str
    edition: dt.date


class WordPackage:
    """A DOCX being made. `body` receives paragraphs and tables; `section` is the body's own `w:sectPr`, its last."""

    def __init__(self, reference: bytes) -> None:
        self._document = Document(io.BytesIO(reference))
        self.part = self._document.part
        for rid in [rid for rid, link in self.part.rels.items() if link.reltype not in KEPT]:
            del self.part.rels[rid]
        self.body: etree._Element = self._document.element.body
        self.section: etree._Element = self.body.find(q("sectPr"))
        for element in list(self.body):
            if element is not self.section:
                self.body.remove(element)
        styles = self.part.styles.element
        self._styles: dict[str, etree._Element] = {val(child(s, "name")).lower(): s for s in styles.findall(q("style"))}
        self._numbering: etree._Element = self.part.numbering_part.element
        self.widened = 1.0
        """How much wider the text is than the reference file's."""
        self._links: dict[tuple[str, str], str] = {}
        self._bookmarks: dict[str, str] = {}
        self._last_bookmark = 0
        self._last_drawing = 0
        self.notes = self._open_notes()
        self._last_note = 0
        self._wide_footers: dict[str, str] = {}
        self.note_numbers: dict[str, int] = {}

    def style_id(self, name: str) -> str:
        """The id of a style from its name as Word stores it (a French Word renames ids, never these names)."""
        return val(self._style(name), "styleId")

    def _style(self, name: str) -> etree._Element:
        try:
            return self._styles[name.lower()]
        except KeyError:
            raise MissingStyleError(name) from None

    # Bookmarks

    def bookmark_name(self, anchor: str) -> str:
        """A bookmark name for an HTML id: in Word a letter first, 40 letters, digits or _ at most, any case."""
        if anchor not in self._bookmarks:
            name = re.sub(r"\W", "_", anchor)
            name = name if name[:1].isalpha() else f"s_{name}"
            taken = {n.lower() for n in self._bookmarks.values()}
            if len(name) > BOOKMARK_MAX or name.lower() in taken:
                name = f"{name[:31]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
            self._bookmarks[anchor] = name
        return self._bookmarks[anchor]

    def bookmark(self, name: str) -> tuple[etree._Element, etree._Element]:
        """The two ends of a bookmark; an id of their own pairs them, for bookmarks may overlap."""
        self._last_bookmark += 1
        return (
            w("bookmarkStart", id=self._last_bookmark, name=name),
            w("bookmarkEnd", id=self._last_bookmark),
        )

    # Links, images, notes

    def link(self, part: Part, address: str) -> str:
        """The relationship id of an outside address."""
        key = (str(part.partname), address)
        if key not in self._links:
            self._links[key] = part.relate_to(address, RT.HYPERLINK, is_external=True)
        return self._links[key]

    def image(self, data: bytes) -> tuple[str, float, float]:
        """Relationship id, width and height in millimetres at the image's own resolution; ValueError for no image."""
        try:
            rid, image = self.part.get_or_add_image(io.BytesIO(data))
        except UnrecognizedImageError as error:
            raise ValueError("not an image") from error
        return rid, image.width.mm, image.height.mm

    def next_drawing(self) -> int:
        """A number for one more drawing: the format wants each once in a document."""
        self._last_drawing += 1
        return self._last_drawing

    def _open_notes(self) -> XmlPart:
        """The footnotes part, with its separators and no note.

        python-docx has no class for that part and keeps its bytes alone: one whose XML can grow takes its place.
        """
        xml, uri = EMPTY_NOTES.encode(), PackURI("/word/footnotes.xml")
        for rid, link in list(self.part.rels.items()):
            if link.reltype == RT.FOOTNOTES:
                xml = link.target_part.blob
                del self.part.rels[rid]
        root = parse_xml(xml)
        for note in root.findall(q("footnote")):
            if note.get(q("type")) in (None, "normal"):
                root.remove(note)
        part = XmlPart(uri, CT.WML_FOOTNOTES, root, self.part.package)
        self.part.relate_to(part, RT.FOOTNOTES)
        return part

    def new_note(self, anchor: str | None) -> tuple[etree._Element, etree._Element]:
        """The call's run, and the note's paragraph with its own number already in it."""
        self._last_note += 1
        if anchor:
            self.note_numbers[anchor] = self._last_note
        call = RunProperties(style=self.style_id("footnote reference"))
        p = w(
            "p",
            w("pPr", w("pStyle", val=self.style_id("footnote text"))),
            run(call, w("footnoteRef")),
            run(PLAIN, text(" ")),
        )
        self.notes.element.append(w("footnote", p, id=self._last_note))
        return run(call, w("footnoteReference", id=self._last_note)), p

    # Feet

    def wide_footer(self, rid: str, factor: float) -> str:
        """The relationship id of a copy of a footer whose tab stops, its style's too, are `factor` times as far."""
        if rid not in self._wide_footers:
            footer = self.part.related_parts[rid]
            root = copy.deepcopy(footer.element)
            for p in root.iter(q("p")):
                self._spread_tabs(p, factor)
            name = self.part.package.next_partname("/word/footer%d.xml")
            part = XmlPart(name, CT.WML_FOOTER, root, self.part.package)
            for link in footer.rels.values():
                target = link.target_ref if link.is_external else link.target_part
                part.load_rel(link.reltype, target, link.rId, link.is_external)
            self._wide_footers[rid] = self.part.relate_to(part, RT.FOOTER)
        return self._wide_footers[rid]

    def _spread_tabs(self, p: etree._Element, factor: float) -> None:
        """Clear a paragraph's tab stops and set them again farther, in the order the schema wants.

        Those of its style stay in force unless the paragraph clears each by its place.
        """
        ppr = p.find(q("pPr"))
        style = None if ppr is None else ppr.find(q("pStyle"))
        definition = self._style_by_id(val(style)) if style is not None else None
        holders = [e for e in (ppr, None if definition is None else definition.find(q("pPr"))) if e is not None]
        stops: dict[int, str] = {}
        for holder in reversed(holders):  # the style's first: the paragraph's own word comes last
            for tab in holder.iterfind(f"{q('tabs')}/{q('tab')}"):
                stops[int(val(tab, "pos"))] = val(tab)
        in_force = {position: kind for position, kind in stops.items() if kind != "clear"}
        if ppr is None or not in_force:
            return
        for old in ppr.findall(q("tabs")):
            ppr.remove(old)
        cleared = {position: "clear" for position in in_force}
        spread = {round(position * factor): kind for position, kind in in_force.items()}
        stops = cleared | spread
        tabs = w("tabs", *(w("tab", val=stops[position], pos=position) for position in sorted(stops)))
        before = [e for e in ppr if e.tag in {q(t) for t in BEFORE_TABS}]
        if before:
            before[-1].addnext(tabs)
        else:
            ppr.insert(0, tabs)

    def _style_by_id(self, style_id: str) -> etree._Element | None:
        return next((s for s in self._styles.values() if val(s, "styleId") == style_id), None)

    # Numbering

    def level_texts(self, style: str) -> list[str]:
        """The number patterns (`%1.%2`) of the multilevel list that a style belongs to, level by level."""
        return [val(child(level, "lvlText")) for level in self._abstract_numbering(style).findall(q("lvl"))]

    def new_numbering(self, style: str, start: int) -> int:
        """A numbering instance of its own for one list, so that it counts from `start` whatever came before.

        Lists that share an instance count on from one to the next; both levels that the dialect knows start anew.
        """
        abstract = val(self._abstract_numbering(style), "abstractNumId")
        instances = self._numbering.findall(q("num"))
        number = 1 + max(int(val(n, "numId")) for n in instances)
        num = w("num", w("abstractNumId", val=abstract), numId=number)
        for level in (0, 1):
            num.append(w("lvlOverride", w("startOverride", val=start), ilvl=level))
        instances[-1].addnext(num)
        return number

    def _abstract_numbering(self, style: str) -> etree._Element:
        """The definition that a style counts by: its `numId` names an instance, which names that definition."""
        num_id = self._style(style).find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")
        if num_id is not None:
            for num in self._numbering.findall(q("num")):
                if val(num, "numId") == val(num_id):
                    abstract = val(child(num, "abstractNumId"))
                    for candidate in self._numbering.findall(q("abstractNum")):
                        if val(candidate, "abstractNumId") == abstract:
                            return candidate
        raise MissingStyleError(f"{style} (avec sa numérotation)")

    # Closing

    def close(self, properties: CoreProperties, date: str) -> bytes:
        """The package's bytes, the same for the same content; `date` is the edition in words, stored in the footers."""
        package = self.part.package
        for rid in [rid for rid, link in package.rels.items() if link.reltype != RT.OFFICE_DOCUMENT]:
            del package.rels[rid]
        core = package.core_properties
        noon = dt.datetime.combine(properties.edition, dt.time(12))  # the same day in every French time zone
        # in this order: python-docx writes each after those before it
        core.title = properties.title[:PROPERTY_MAX]
        core.author = properties.author[:PROPERTY_MAX]
        core.keywords = properties.keywords[:PROPERTY_MAX]
        core.subject = core.comments = properties.description[:PROPERTY_MAX]
        core.language, core.last_modified_by, core.revision = properties.language, core.author, 1
        core.created = core.modified = noon
        application = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, APPLICATION, package)
        package.relate_to(application, RT.EXTENDED_PROPERTIES)
        in_use = {e.get(q("r:id")) for e in self.body.iter(q("footerReference"))}
        for rid in self._wide_footers.keys() - in_use:
            del self.part.rels[rid]
        for link in self.part.rels.values():
            if link.reltype in (RT.HEADER, RT.FOOTER):
                _fill_fields(link.target_part.element, {"TITLE": properties.title, "CREATEDATE": date})
        raw = io.BytesIO()
        self._document.save(raw)
        return _sealed(raw)


def _fill_fields(root: etree._Element, values: dict[str, str]) -> None:
    """Store results in a header's fields: only Word would compute them, and other readers show what is stored.

    Word writes a field either as one `fldSimple` or as runs between three marks: begin, separate, end.
    """
    for simple in root.iter(q("fldSimple")):
        _replace_texts(simple.iter(q("t")), values.get(_first_word(simple.get(q("instr")))))
    for paragraph in root.iter(q("p")):
        instruction, texts, in_result = "", list[etree._Element](), False
        for e in paragraph.iter(q("fldChar"), q("instrText"), q("t")):
            mark = e.get(q("fldCharType"))
            if mark == "begin":
                instruction, texts, in_result = "", [], False
            elif e.tag == q("instrText"):
                instruction += e.text or ""
            elif mark == "separate":
                in_result = True
            elif mark == "end":
                _replace_texts(texts, values.get(_first_word(instruction)))
                in_result = False
            elif in_result:
                texts.append(e)


def _first_word(instruction: str | None) -> str:
    return next(iter((instruction or "").upper().split()), "")


def _replace_texts(texts: Iterable[etree._Element], value: str | None) -> None:
    """Write the value in the first of these texts and empty the others; None leaves them all."""
    if value is not None:
        for rank, t in enumerate(list(texts)):
            t.text = "" if rank else value
            t.set(XML_SPACE, "preserve")


def _sealed(raw: io.BytesIO) -> bytes:
    """The same archive with fixed order, times and rights; what says its type comes first, as readers expect."""
    sealed = io.BytesIO()
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(sealed, "w") as after:
        first = ["[Content_Types].xml", "_rels/.rels"]
        for name in [*first, *sorted(set(before.namelist()) - set(first))]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            after.writestr(info, before.read(name), compresslevel=6)
    return sealed.getvalue()
