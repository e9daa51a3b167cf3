"""What the HTML of a page must say besides its words: read from the page alone, each reading returns what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

MUETS = ("style", "script", "svg", "title")
PARTIE = re.compile(r"(chapitre|paysage|comparatif)\b")
ADRESSE = re.compile(r"(https?://|www\.)\S+|\S+@\S+|\S+\.[a-z]{2,}(/\S*)?")
VAGUE = {"ici", "lien", "voir", "cliquez", "suite", "plus", "page"}


def read(page: str) -> Any:
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(element: Any) -> str:
    return re.sub(r"[ \t\r\n]+", " ", "".join(element.itertext())).strip(" ")


def abbreviations(page: str, known: Mapping[str, str]) -> Iterator[str]:
    """Abbreviations whose first use in a part of the page does not say what they stand for, or says something else."""
    reading = re.compile(
        rf"(?<![\w@./])({'|'.join(sorted(map(re.escape, known), key=len, reverse=True))})(?![\w@/]|\.\w)"
    )
    seen: set[str] = set()
    for kind, element, text in _texts(read(page).find("body")):
        if kind == "part":
            seen.clear()
        elif element.tag == "abbr" and text in known:
            if element.get("title") != known[text]:
                yield f"{text} : « {element.get('title')} »"
            if text in seen:
                yield f"{text} : dit deux fois"
            seen.add(text)
        else:
            yield from (f"{m[1]} : sans ses mots" for m in reading.finditer(text) if m[1] not in seen)


def _texts(element: Any) -> Iterator[tuple[str, Any, str]]:
    """The beginnings of parts and the texts, in reading order, each text with the element that it stands in."""
    if not isinstance(element.tag, str) or element.tag in MUETS:
        return
    if element.tag in ("section", "table") and PARTIE.match(element.get("class") or ""):
        yield "part", element, ""
    if element.text:
        yield "text", element, element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield "text", element, child.tail


def links(page: str) -> Iterator[str]:
    """Links that do not say in words where they lead, or say other words than those that are seen."""
    for link in read(page).iter("a"):
        seen = words(link)
        said = link.get("aria-label") or seen
        meant = {word.lower() for word in re.findall(r"[^\W\d_]{2,}", ADRESSE.sub("", said))}
        if not meant - VAGUE:
            yield f"lien sans mots : « {said} »"
        # a line that ends with a hyphen goes on with the same word
        if seen not in said and seen.replace("- ", "-") not in said:
            yield f"« {seen} » n’est pas dans « {said} »"


def tables(page: str) -> Iterator[str]:
    """Tables without a caption, header cells without a scope."""
    for table in read(page).iter("table"):
        caption = table.find("caption")
        if caption is None or not words(caption):
            yield "tableau sans légende"
        yield from (f"en-tête sans portée : {words(th)}" for th in table.iter("th") if th.get("scope") not in SCOPES)


SCOPES = ("col", "row", "colgroup", "rowgroup")


def headings(page: str) -> Iterator[str]:
    """Anything but one title of level 1, and levels that are skipped."""
    found = [(int(h.tag[1]), words(h)) for h in read(page).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if [level for level, _ in found].count(1) != 1:
        yield "il faut un titre de niveau 1, et un seul"
    for (before, _), (level, said) in zip([(0, ""), *found], found, strict=False):
        if level > before + 1:
            yield f"niveau sauté avant « {said} »"


def numbers(page: str) -> Iterator[str]:
    """Calls whose number is not that of the item they lead to, lists that write their numbers as text."""
    tree = read(page)
    items = {li.get("id"): n for ol in tree.iter("ol") for n, li in enumerate(ol.findall("li"), 1)}
    for link in tree.iter("a"):
        number = items.get((link.get("href") or "").rpartition("#")[2])
        if number and words(link).isdigit() and int(words(link)) != number:
            yield f"l’appel {words(link)} mène au numéro {number}"
    for item in (li for ol in tree.iter("ol") for li in ol.findall("li") if li.get("id")):
        if re.match(r"\d+\s*\.\s", words(item)):
            yield f"numéro écrit dans le texte : {words(item)[:20]}"


def lists(page: str) -> Iterator[str]:
    """Lists that hold something else than items."""
    for liste in read(page).iter("ul", "ol"):
        yield from (f"<{child.tag}> dans une liste" for child in liste if child.tag != "li")


def pictures(page: str) -> Iterator[str]:
    """Drawings that nothing describes."""
    tree = read(page)
    for svg in tree.iter("svg"):
        titles = [t for t in svg.iter("title") if words(t)]
        hidden = any(element.get("aria-hidden") == "true" for element in (svg, *svg.iterancestors()))
        if not titles and not hidden:
            yield "dessin sans titre"
    yield from ("image sans alt" for img in tree.iter("img") if img.get("alt") is None)


def style(css: str) -> Iterator[str]:
    """What would set words in another order than the source's, write words that the source lacks, or cut words."""
    for selector, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if found := re.search(r"(?<![\w-])order\s*:|-reverse|hyphens\s*:\s*auto|position\s*:\s*fixed", rules):
            yield f"{selector.strip()} : {found[0]}"
        written = re.search(r"content\s*:([^;]*)", rules) if re.search(r"::(before|after)", selector) else None
        for string in re.findall(r'"([^"]*)"', written[1]) if written else ():
            if re.search(r"[^\W\d_]{2,}", re.sub(r"\\\w+", "", string)):
                yield f"{selector.strip()} : « {string} »"
