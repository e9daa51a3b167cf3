"""The HTML side of the DOCX room: what the templates may write, how it is read, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from coopdocs.errors import CoopdocsError

INLINE = frozenset({"a", "abbr", "b", "br", "em", "i", "span", "strong", "sub", "sup"})
WRAPPERS = frozenset({"article", "body", "div", "footer", "header", "main", "section"})
HEADINGS = ("h1", "h2", "h3", "h4")

# HTML's own white space only: no-break spaces are typography and stay.
WHITE_SPACE = " \t\r\n\f"
_SPACES = re.compile(f"[{WHITE_SPACE}]+")

# Which classes each element may bear; an element that is not here bears none.
CLASSES = {
    "a": {"page", "renvoi", "renvoi-note"},
    "body": {"dense"},
    "h1": {"titre", "sans-numero"},
    "h2": {"sans-numero"},
    "h3": {"sans-numero"},
    "h4": {"sans-numero"},
    "nav": {"sommaire"},
    "p": {
        "avertissement",
        "chapo",
        "definition",
        "legende",
        "mention",
        "sous-titre",
        "surtitre",
        "titre-sommaire",
    },
    "section": {"chapitre", "colonnes", "couverture", "paysage"},
    "span": {"doute", "note", "petit", "sigle"},
    "td": {"nombre"},
    "th": {"nombre"},
}

# Word proofs a language only with its country.
LANGUAGE_TAGS = {"de": "de-DE", "en": "en-GB", "es": "es-ES", "it": "it-IT", "pt": "pt-PT"}


class DialectError(CoopdocsError):
    """The template uses something that has no counterpart in Word: which element, which class, which line."""

    def __init__(self, element: etree._Element, reason: str) -> None:
        self.element = local_name(element)
        self.css_class = element.get("class") or ""
        self.line = line_of(element)
        shown = f' class="{self.css_class}"' if self.css_class else ""
        super().__init__(f"ligne {self.line}, <{self.element}{shown}> : {reason}")


class MissingImageError(CoopdocsError):
    """The page shows an image whose bytes were not given, or cannot be read."""

    def __init__(self, src: str, line: int) -> None:
        super().__init__(f"ligne {line} : l’image « {src} » manque ou n’est ni un PNG ni un JPEG ; vérifiez son nom")


def line_of(element: etree._Element) -> int:
    """The line of the page that the element stands on."""
    return int(getattr(element, "sourceline", None) or 0)


def parse_page(html: str) -> etree._Element:
    """The page's root element. Nothing is fetched; a page that is not well-formed raises `etree.XMLSyntaxError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(html.encode(), parser)


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def classes(element: etree._Element) -> frozenset[str]:
    """The element's classes, each one known to the dialect (a table may bear any: it only chooses a table style)."""
    present = frozenset((element.get("class") or "").split())
    if local_name(element) == "table":
        return present
    if unknown := present - CLASSES.get(local_name(element), set()):
        raise DialectError(element, f"la classe « {min(unknown)} » n’a pas de style Word ; retirez-la du modèle")
    return present


def nodes(element: etree._Element) -> Iterator[str | etree._Element]:
    """Text and child elements in reading order."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child, etree._Entity):
            raise DialectError(element, f"l’entité {child.text} n’est pas résolue ; écrivez le caractère lui-même")
        yield child
        if child.tail:
            yield child.tail


def says_something(content: list[str | etree._Element]) -> bool:
    """Whether there is more than white space here."""
    return any(not isinstance(node, str) or node.strip(WHITE_SPACE) for node in content)


def children(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element that holds no words of its own; any would be lost, so they are refused."""
    for node in nodes(element):
        if not isinstance(node, str):
            yield node
        elif node.strip(WHITE_SPACE):
            raise DialectError(element, "du texte est hors de tout paragraphe ; entourez-le de l’élément voulu")


def language(element: etree._Element) -> str | None:
    """The language in force on this element, as Word names it; None for the document's own French."""
    codes = (e.get("lang") for e in (element, *element.iterancestors()))
    return word_language(next((code for code in codes if code), None))


def word_language(code: str | None) -> str | None:
    """Word's language tag for a `lang` attribute, None for French."""
    if code is None or code.split("-")[0] == "fr":
        return None
    return LANGUAGE_TAGS.get(code, code)


def width(element: etree._Element, available: float) -> float | None:
    """The width that the element's `style` asks for, in mm (`width:31mm`, or a share of `available`); None for none."""
    return _length(element, "width", available)


def highest(element: etree._Element, available: float) -> float:
    """How high the element may be, in mm: its `max-height`, or all there is."""
    asked = _length(element, "max-height", available)
    return available if asked is None else min(asked, available)


def _length(element: etree._Element, name: str, available: float) -> float | None:
    found = re.search(rf"(?:^|;)\s*{name}\s*:\s*([\d.]+)(mm|cm|%)", element.get("style") or "")
    if not found:
        return None
    factor = {"mm": 1.0, "cm": 10.0, "%": available / 100}[found[2]]
    return float(found[1]) * factor


def colour(element: etree._Element, attribute: str) -> str | None:
    """A `data-…="#RRGGBB"` colour as Word writes it, without the sharp."""
    value = element.get(attribute)
    if not value:
        return None
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise DialectError(element, f"{attribute} attend une couleur #RRVVBB, pas « {value} »")
    return value[1:].upper()


def fold(text: str) -> str:
    """The text with every stretch of HTML's white space as one space, as a browser shows it."""
    return _SPACES.sub(" ", text)


def plain_text(element: etree._Element) -> str:
    """The element's words on one line, without its notes."""
    pieces: list[str] = []

    def walk(e: etree._Element) -> None:
        for node in nodes(e):
            if isinstance(node, str):
                pieces.append(node)
            elif local_name(node) == "br":
                pieces.append(" ")
            elif "note" not in classes(node):
                walk(node)

    walk(element)
    return fold("".join(pieces)).strip(" ")
