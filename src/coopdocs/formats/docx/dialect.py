"""The HTML side of the DOCX room: what the templates may write, how it is read, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

EN_LIGNE = frozenset({"a", "abbr", "b", "br", "em", "i", "span", "strong", "sub", "sup"})
ENVELOPPES = frozenset({"article", "body", "div", "footer", "header", "main", "section"})
TITRES = ("h1", "h2", "h3", "h4")

# HTML's own white space only: no-break spaces are typography and stay.
BLANCS = " \t\r\n\f"
ESPACES = re.compile(f"[{BLANCS}]+")

# Which classes each element may bear; an element that is not here bears none.
CLASSES = {
    "a": {"page", "renvoi", "renvoi-note"},
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
    "section": {"chapitre", "couverture", "paysage"},
    "span": {"doute", "note", "petit", "sigle"},
    "td": {"nombre"},
    "th": {"nombre"},
}


# Word proofs a language only with its country.
PAYS = {"de": "de-DE", "en": "en-GB", "es": "es-ES", "it": "it-IT", "pt": "pt-PT"}


class DialecteInconnu(ValueError):
    """The template uses something that has no counterpart in Word: which element, which class, which line."""

    def __init__(self, element: etree._Element, raison: str) -> None:
        self.element = nom(element)
        self.classe = element.get("class") or ""
        self.ligne = ligne(element)
        self.raison = raison
        classe = f' class="{self.classe}"' if self.classe else ""
        super().__init__(f"ligne {self.ligne}, <{self.element}{classe}> : {raison}")


class ImageManquante(LookupError):
    """The page shows an image whose bytes were not given, or cannot be read."""

    def __init__(self, src: str, ligne: int) -> None:
        self.src = src
        self.ligne = ligne
        super().__init__(f"ligne {ligne} : l’image « {src} » manque ou n’est pas un PNG ; vérifiez son nom")


def ligne(element: etree._Element) -> int:
    """The line of the page that the element stands on."""
    return int(getattr(element, "sourceline", None) or 0)


def lire(html: str) -> etree._Element:
    """The page's root element. Nothing is fetched; a page that is not well-formed raises `etree.XMLSyntaxError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(html.encode(), parser)


def nom(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def classes(element: etree._Element) -> frozenset[str]:
    """The element's classes, each one known to the dialect (a table may bear any: it only chooses a table style)."""
    presentes = frozenset((element.get("class") or "").split())
    if nom(element) == "table":
        return presentes
    if inconnues := presentes - CLASSES.get(nom(element), set()):
        raise DialecteInconnu(element, f"la classe « {min(inconnues)} » n’a pas de style Word ; retirez-la du gabarit")
    return presentes


def noeuds(element: etree._Element) -> Iterator[str | etree._Element]:
    """Text and child elements in reading order."""
    if element.text:
        yield element.text
    for enfant in element:
        if isinstance(enfant, etree._Entity):
            raise DialecteInconnu(element, f"l’entité {enfant.text} n’est pas résolue ; écrivez le caractère lui-même")
        yield enfant
        if enfant.tail:
            yield enfant.tail


def enfants(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element that holds no words of its own; any would be lost, so they are refused."""
    for n in noeuds(element):
        if not isinstance(n, str):
            yield n
        elif n.strip(BLANCS):
            raise DialecteInconnu(element, "du texte est hors de tout paragraphe ; entourez-le de l’élément voulu")


def langue(element: etree._Element) -> str | None:
    """The language in force on this element, None for the document's own French."""
    codes = (e.get("lang") for e in (element, *element.iterancestors()))
    return langue_de_passage(next((code for code in codes if code), None))


def langue_de_passage(code: str | None) -> str | None:
    """Word's language tag for a `lang` attribute, None for French."""
    if code is None or code.split("-")[0] == "fr":
        return None
    return PAYS.get(code, code)


def largeur(element: etree._Element, pleine: float) -> float | None:
    """The width that the element's `style` asks for, in millimetres (`width:31mm`, or a share of `pleine`)."""
    trouve = re.search(r"(?:^|;)\s*width\s*:\s*([\d.]+)(mm|cm|%)", element.get("style") or "")
    if not trouve:
        return None
    facteur = {"mm": 1.0, "cm": 10.0, "%": pleine / 100}[trouve[2]]
    return float(trouve[1]) * facteur


def couleur(element: etree._Element, attribut: str) -> str | None:
    """A `data-…="#RRGGBB"` colour as Word writes it, without the sharp."""
    valeur = element.get(attribut)
    if not valeur:
        return None
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", valeur):
        raise DialecteInconnu(element, f"{attribut} attend une couleur #RRVVBB, pas « {valeur} »")
    return valeur[1:].upper()


def texte_nu(element: etree._Element) -> str:
    """The element's words on one line, without its notes."""
    morceaux: list[str] = []

    def parcourir(e: etree._Element) -> None:
        for n in noeuds(e):
            if isinstance(n, str):
                morceaux.append(n)
            elif nom(n) == "br":
                morceaux.append(" ")
            elif "note" not in classes(n):
                parcourir(n)

    parcourir(element)
    return ESPACES.sub(" ", "".join(morceaux)).strip(" ")
