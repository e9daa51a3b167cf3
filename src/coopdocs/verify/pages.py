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
from coopdocs.verify.findings import Constat, Raison, juger
from coopdocs.verify.folder import Depot

OCTETS_MAX = 5_000_000
"""What a document other than a PDF may weigh: as a rule, mail takes no more."""
DEPLIE_MAX = 200_000_000
"""Bytes that the parts of a Word document or workbook may take once unpacked."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DC = "{http://purl.org/dc/elements/1.1/}"
_AILLEURS = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_CHARGE = ("src", "srcset", "href", "{http://www.w3.org/1999/xlink}href", "xlink:href", "data", "poster", "action")


def controler(depot: Depot, chemin: str) -> tuple[list[Constat], list[str]]:
    """All the checks of a document that is no PDF, and the addresses that it links to."""
    octets = depot.lire(chemin)
    found = [*juger(chemin, "taille", [("pèse trop", "plus de 5 Mo")] if len(octets) > OCTETS_MAX else [])]
    try:
        match chemin.rpartition(".")[2]:
            case "html":
                more, adresses = _html(depot, chemin, octets)
            case "docx":
                more, adresses = _docx(chemin, Paquet(octets))
            case "xlsx":
                more, adresses = _xlsx(chemin, Paquet(octets)), []
            case "ics":
                more, adresses = calendars.controler(chemin, octets), []
            case ending:
                (_read_csv if ending == "csv" else json.loads)(octets)
                more, adresses = [], []
    except Exception as error:
        # each format has its own ways of being damaged, and its reader its own errors for them
        return [*found, *juger(chemin, "ouverture", [("ne s’ouvre pas", f"{type(error).__name__} : {error}")])], []
    return [*juger(chemin, "ouverture", []), *found, *more], adresses


def _read_csv(octets: bytes) -> None:
    text = octets.decode("utf-8-sig")
    delimiter = ";" if octets.startswith(b"\xef\xbb\xbf") else ","
    widths = {len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)}
    if len(widths) != 1:
        raise ValueError("les lignes n’ont pas le même nombre de cases")


# --- HTML


def page_html(octets: bytes) -> Any:
    """The tree of a page."""
    from lxml import html

    return html.document_fromstring(octets, parser=html.HTMLParser(encoding="utf-8"))


def _html(depot: Depot, chemin: str, octets: bytes) -> tuple[list[Constat], list[str]]:
    page = page_html(octets)
    links = [str(a.get("href")) for a in page.iter("a") if a.get("href")]
    found = juger(chemin, "langue et titre", _identity(page))
    found += juger(chemin, "liens", [*_dead(depot, chemin, page, links), *_loaded(page)])
    return found, [link for link in links if _AILLEURS.match(link)]


def _identity(page: Any) -> Iterator[Raison]:
    if not re.fullmatch(r"fr(-\w+)*", page.get("lang", ""), re.I):
        yield "sa langue n’est pas le français", page.get("lang", "aucune")
    if not page.findtext("head/title", "").strip():
        yield "n’a pas de titre"
    if (count := len(page.findall(".//h1"))) != 1:
        yield "n’a pas un titre de premier niveau et un seul", f"{count} h1"


def _dead(depot: Depot, chemin: str, page: Any, links: list[str]) -> Iterator[Raison]:
    """Links to a file or to a place in a page that is not there."""
    here = {e.get("id") for e in page.iter()}
    for link in dict.fromkeys(links):
        target, fragment = urldefrag(link)
        if _AILLEURS.match(target):
            continue
        goal = posixpath.normpath(posixpath.join(posixpath.dirname(chemin), unquote(target))) if target else chemin
        if goal in depot.prevus:
            continue
        if goal.startswith("../") or not depot.existe(goal):
            yield "un lien ne mène nulle part", f"« {link} »"
        elif fragment and unquote(fragment) not in (here if goal == chemin else _ids(depot, goal)):
            yield "un lien ne mène nulle part", f"« {link} » : cette place n’est pas dans la page"


def _ids(depot: Depot, chemin: str) -> set[str]:
    """The places of a file that a link can name: the elements of a page, the pages of a PDF."""
    if chemin.endswith(".html"):
        return {e.get("id") for e in page_html(depot.lire(chemin)).iter()}
    if not chemin.endswith(".pdf"):
        return set()
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(depot.lire(chemin))) as pdf:
            return {f"page={n}" for n in range(1, len(pdf.pages) + 1)}
    except pikepdf.PdfError:
        return set()


def _loaded(page: Any) -> Iterator[Raison]:
    """What the page would fetch besides itself: everything it shows must be within it."""
    styles = [e.text or "" for e in page.iter("style")] + [e.get("style", "") for e in page.iter()]
    fetched = [url for css in styles for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", css)]
    fetched += [rule for css in styles for rule in re.findall(r"@import[^;]*", css)]
    for element in page.iter():
        if element.tag not in ("a", "area"):
            fetched += [element.attrib[name] for name in _CHARGE if name in element.attrib]
    for url in dict.fromkeys(fetched):
        if not url.startswith(("data:", "#")):
            yield "va chercher quelque chose hors de la page", url[:80]


# --- Word and Excel


class Paquet:
    """The parts of a Word document or workbook; BadZipFile for one that does not read to its end."""

    def __init__(self, octets: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            if sum(info.file_size for info in archive.infolist()) > DEPLIE_MAX:
                raise zipfile.BadZipFile("trop grand une fois déplié")
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> Any:
        from lxml import etree

        return etree.fromstring(self.parts[name], etree.XMLParser(resolve_entities=False, no_network=True))

    def relations(self, part: str) -> dict[str, str]:
        """Target by relationship id, of a part."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        return {r.get("Id"): r.get("Target") for r in self.xml(rels)} if rels in self.parts else {}

    @property
    def titre(self) -> str:
        return str(self.xml("docProps/core.xml").findtext(f"{DC}title", "")).strip()


def _docx(chemin: str, paquet: Paquet) -> tuple[list[Constat], list[str]]:
    for name in paquet.parts:
        if name.endswith((".xml", ".rels")):
            paquet.xml(name)
    language = paquet.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    code = "" if language is None else language.get(f"{W}val", "")
    identity = [] if paquet.titre else [("n’a pas de titre", "")]
    identity += [] if code.startswith("fr") else [("sa langue n’est pas le français", code or "aucune")]
    places = {b.get(f"{W}name") for b in paquet.xml("word/document.xml").iter(f"{W}bookmarkStart")}
    dead, adresses = [], []
    for part in ("word/document.xml", "word/footnotes.xml"):
        targets = paquet.relations(part)
        for link in paquet.xml(part).iter(f"{W}hyperlink") if part in paquet.parts else ():
            anchor, rid = link.get(f"{W}anchor"), link.get(f"{R}id")
            if (rid is not None and rid not in targets) or (rid is None and anchor not in places):
                dead.append(("un lien ne mène nulle part", f"« {anchor or rid} »"))
            elif rid is not None:
                adresses.append(targets[rid])
    return [*juger(chemin, "langue et titre", identity), *juger(chemin, "liens", dead)], adresses


def _xlsx(chemin: str, paquet: Paquet) -> list[Constat]:
    for name in paquet.parts:
        if name.endswith((".xml", ".rels")):
            paquet.xml(name)
    if not any(name.startswith("xl/worksheets/") for name in paquet.parts):
        raise ValueError("aucune feuille")
    return juger(chemin, "langue et titre", [] if paquet.titre else ["n’a pas de titre"])
