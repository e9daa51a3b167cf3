"""What the other formats must hold: HTML pages, Word documents, workbooks, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urldefrag

from coopdocs.verify import calendars
from coopdocs.verify.findings import Finding, Reason, judge
from coopdocs.verify.folder import Folder

MAX_BYTES = 5_000_000
"""What a document other than a PDF may weigh: as a rule, mail takes no more."""
MAX_UNPACKED = 200_000_000
"""Bytes that the parts of a Word document or workbook may take once unpacked."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DC = "{http://purl.org/dc/elements/1.1/}"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_LOADING = ("src", "srcset", "href", "{http://www.w3.org/1999/xlink}href", "xlink:href", "data", "poster", "action")


def check(folder: Folder, path: str) -> tuple[list[Finding], list[str]]:
    """All the checks of a document that is no PDF, and the addresses that it links to."""
    data = folder.read(path)
    found = [*judge(path, "taille", [("pèse trop", "plus de 5 Mo")] if len(data) > MAX_BYTES else [])]
    try:
        match path.rpartition(".")[2]:
            case "html":
                more, addresses = _html(folder, path, data)
            case "docx":
                more, addresses = _docx(path, OfficeFile(data))
            case "xlsx":
                more, addresses = _xlsx(path, OfficeFile(data)), []
            case "ics":
                more, addresses = calendars.check(path, data), []
            case ending:
                (_read_csv if ending == "csv" else json.loads)(data)
                more, addresses = [], []
    except Exception as error:
        # each format has its own ways of being damaged, and its reader its own errors for them
        return [*found, *judge(path, "ouverture", [("ne s’ouvre pas", f"{type(error).__name__} : {error}")])], []
    return [*judge(path, "ouverture", []), *found, *more], addresses


def _read_csv(data: bytes) -> None:
    text = data.decode("utf-8-sig")
    delimiter = ";" if data.startswith(b"\xef\xbb\xbf") else ","
    widths = {len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)}
    if len(widths) != 1:
        raise ValueError("les lignes n’ont pas le même nombre de cases")


# --- HTML


def html_tree(data: bytes) -> Any:
    """The tree of a page."""
    from lxml import html

    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


def _html(folder: Folder, path: str, data: bytes) -> tuple[list[Finding], list[str]]:
    page = html_tree(data)
    links = [str(a.get("href")) for a in page.iter("a") if a.get("href")]
    found = judge(path, "langue et titre", _identity(page))
    found += judge(path, "liens", [*_dead(folder, path, page, links), *_loaded(page)])
    return found, [link for link in links if _ELSEWHERE.match(link)]


def _identity(page: Any) -> Iterator[Reason]:
    if not re.fullmatch(r"fr(-\w+)*", page.get("lang", ""), re.I):
        yield "sa langue n’est pas le français", page.get("lang", "aucune")
    if not page.findtext("head/title", "").strip():
        yield "n’a pas de titre"
    if (count := len(page.findall(".//h1"))) != 1:
        yield "n’a pas un titre de premier niveau et un seul", f"{count} h1"


def _dead(folder: Folder, path: str, page: Any, links: list[str]) -> Iterator[Reason]:
    """Links to a file or to a place in a page that is not there."""
    here = {e.get("id") for e in page.iter()}
    for link in dict.fromkeys(links):
        target, fragment = urldefrag(link)
        if _ELSEWHERE.match(target):
            continue
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target))) if target else path
        if goal in folder.planned:
            continue
        if goal.startswith("../") or not folder.has(goal):
            yield "un lien ne mène nulle part", f"« {link} »"
        elif fragment and unquote(fragment) not in (here if goal == path else _ids(folder, goal)):
            yield "un lien ne mène nulle part", f"« {link} » : cette place n’est pas dans la page"


def _ids(folder: Folder, path: str) -> set[str]:
    """The places of a file that a link can name: the elements of a page, the pages of a PDF."""
    if path.endswith(".html"):
        return {e.get("id") for e in html_tree(folder.read(path)).iter()}
    if not path.endswith(".pdf"):
        return set()
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(folder.read(path))) as pdf:
            return {f"page={n}" for n in range(1, len(pdf.pages) + 1)}
    except pikepdf.PdfError:
        return set()


def _loaded(page: Any) -> Iterator[Reason]:
    """What the page would fetch besides itself: everything it shows must be within it."""
    styles = [e.text or "" for e in page.iter("style")] + [e.get("style", "") for e in page.iter()]
    fetched = [url for css in styles for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", css)]
    fetched += [rule for css in styles for rule in re.findall(r"@import[^;]*", css)]
    for element in page.iter():
        if element.tag not in ("a", "area"):
            fetched += [element.attrib[name] for name in _LOADING if name in element.attrib]
    for url in dict.fromkeys(fetched):
        if not url.startswith(("data:", "#")):
            yield "va chercher quelque chose hors de la page", url[:80]


# --- Word and Excel


class OfficeFile:
    """The parts of a Word document or workbook; BadZipFile for one that does not read to its end."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise zipfile.BadZipFile("trop grand une fois déplié")
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> Any:
        from lxml import etree

        return etree.fromstring(self.parts[name], etree.XMLParser(resolve_entities=False, no_network=True))

    def relationships(self, part: str) -> dict[str, str]:
        """Target by relationship id, of a part."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        return {r.get("Id"): r.get("Target") for r in self.xml(rels)} if rels in self.parts else {}

    @property
    def title(self) -> str:
        return str(self.xml("docProps/core.xml").findtext(f"{DC}title", "")).strip()


def _docx(path: str, office: OfficeFile) -> tuple[list[Finding], list[str]]:
    for name in office.parts:
        if name.endswith((".xml", ".rels")):
            office.xml(name)
    language = office.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    code = "" if language is None else language.get(f"{W}val", "")
    identity = [] if office.title else [("n’a pas de titre", "")]
    identity += [] if code.startswith("fr") else [("sa langue n’est pas le français", code or "aucune")]
    places = {b.get(f"{W}name") for b in office.xml("word/document.xml").iter(f"{W}bookmarkStart")}
    dead, addresses = [], []
    for part in ("word/document.xml", "word/footnotes.xml"):
        targets = office.relationships(part)
        for link in office.xml(part).iter(f"{W}hyperlink") if part in office.parts else ():
            anchor, rid = link.get(f"{W}anchor"), link.get(f"{R}id")
            if (rid is not None and rid not in targets) or (rid is None and anchor not in places):
                dead.append(("un lien ne mène nulle part", f"« {anchor or rid} »"))
            elif rid is not None:
                addresses.append(targets[rid])
    return [*judge(path, "langue et titre", identity), *judge(path, "liens", dead)], addresses


def _xlsx(path: str, office: OfficeFile) -> list[Finding]:
    for name in office.parts:
        if name.endswith((".xml", ".rels")):
            office.xml(name)
    if not any(name.startswith("xl/worksheets/") for name in office.parts):
        raise ValueError("aucune feuille")
    return judge(path, "langue et titre", [] if office.title else ["n’a pas de titre"])
