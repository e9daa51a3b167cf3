"""Faults that a web page can have: one text of a comparatif for another, and what each gate that sees it says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from support.html_checks import AXE, OWN, VALIDATE, VNU

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


class Faute(NamedTuple):
    """`ancien` becomes `nouveau`, once. `vue`: gate → part of what it must say."""

    ancien: str
    nouveau: str
    vue: Mapping[str, str]


def _plus(ajout: str, vue: Mapping[str, str]) -> Faute:
    """Something more at the end of the page's content."""
    return Faute("</main>", f"{ajout}</main>", vue)


FAUTES: dict[str, Faute] = {
    "no language": Faute(
        '<html lang="fr">',
        "<html>",
        {
            OWN: "lang: None",
            VNU: "lang",
            VALIDATE: "element-required-attributes",
            AXE: "html-has-lang",
        },
    ),
    "a wide table that does not say so": Faute(".aller { display: block; }", "", {AXE: "without a way"}),
    "a head that leaves its table": Faute("{ position: sticky; top: 0; z-index: 2; }", "{ }", {AXE: "the head of"}),
    "critères that leave their table": Faute(
        "{ position: sticky; left: 0; z-index: 1; background: var(--blanc);",
        "{ background: var(--blanc);",
        {AXE: "the first column"},
    ),
    "another language": Faute('<html lang="fr">', '<html lang="en">', {OWN: "lang: en"}),
    "no title": Faute(
        "<title>GES et les formes voisines</title>",
        "",
        {VNU: "title", VALIDATE: "element-required-content", AXE: "document-title"},
    ),
    "an empty title": Faute(
        "<title>GES et les formes voisines</title>",
        "<title></title>",
        {VNU: "title", VALIDATE: "empty-title", AXE: "document-title"},
    ),
    "two main headings": _plus("<h1>Encore</h1>", {VALIDATE: "Multiple <h1>"}),
    "no main heading": Faute(
        '<h1><abbr title="Groupe économique solidaire">GES</abbr> et les formes voisines</h1>',
        "",
        {VNU: "computed heading level of 1", VALIDATE: "heading-level", AXE: "page-has-heading-one"},
    ),
    "a heading level skipped": _plus(
        "<h2>Un</h2><h4>Deux</h4>", {VNU: "skipping 1", VALIDATE: "heading-level", AXE: "heading-order"}
    ),
    "an empty heading": _plus("<h2></h2>", {VNU: "Empty heading", VALIDATE: "empty-heading", AXE: "empty-heading"}),
    "a link to a page that is not there": Faute('href="ges.pdf"', 'href="gse.pdf"', {OWN: "dead link: gse.pdf"}),
    "a link to a place that is not there": Faute('href="#s1"', 'href="#s999"', {OWN: "dead link: #s999"}),
    "a link without words": _plus('<p><a href="ges.html"></a></p>', {VALIDATE: "wcag/h30", AXE: "link-name"}),
    "an id used twice": Faute(
        'id="s2"', 'id="s1"', {OWN: "repeated id: s1", VNU: "Duplicate ID", VALIDATE: "no-dup-id"}
    ),
    "an image without words": _plus(f'<img src="{PIXEL}">', {VNU: "alt", VALIDATE: "wcag/h37", AXE: "image-alt"}),
    "a header cell without scope": Faute(' scope="col"', "", {VALIDATE: "wcag/h63"}),
    "a header cell with a wrong scope": Faute(
        'scope="col"', 'scope="colonne"', {VNU: "Bad value “colonne”", VALIDATE: "wcag/h63"}
    ),
    "a field without label": _plus('<p><input type="text" name="q"></p>', {AXE: "label"}),
    "a button in a link": _plus(
        '<p><a href="ges.html">Aller <button type="button">là</button></a></p>',
        {VNU: "must not appear", VALIDATE: "element-permitted-content"},
    ),
    "a role that does not exist": _plus(
        '<div role="boite"><p>Un</p></div>', {VNU: "Bad value “boite”", AXE: "aria-roles"}
    ),
    "a name that leads nowhere": _plus(
        '<section aria-labelledby="perdu"><h2>Un</h2></section>', {OWN: "no such id: perdu"}
    ),
    "hidden from some, yet in the way of the keyboard": _plus(
        '<p aria-hidden="true"><a href="ges.html">GES</a></p>', {VALIDATE: "hidden-focusable", AXE: "aria-hidden-focus"}
    ),
    "a pale text": _plus('<p style="color:#999">Pâle</p>', {AXE: "color-contrast"}),
    "a text out of every landmark": Faute("</body>", "<p>Hors de tout repère</p></body>", {AXE: "region"}),
    "an element that does not end": _plus("<section><p>Un</p>", {VNU: "Unclosed element", VALIDATE: "close-order"}),
    "a paragraph in a list": _plus(
        "<ul><p>Un</p></ul>", {VNU: "not allowed as child", VALIDATE: "element-permitted-content", AXE: "list"}
    ),
    "an attribute of old": _plus('<p align="center">Un</p>', {VNU: "obsolete", VALIDATE: "no-deprecated-attr"}),
    "an element of old": _plus("<p><center>Un</center></p>", {VNU: "obsolete", VALIDATE: "deprecated"}),
    "a style that does not exist": Faute("color: var(--encre)", "colour: var(--encre)", {VNU: "colour"}),
    "zoom forbidden": Faute(
        "initial-scale=1", "initial-scale=1, maximum-scale=1, user-scalable=no", {VNU: "viewport", AXE: "meta-viewport"}
    ),
    "wider than a telephone": _plus('<div style="width:500px"><p>Large</p></div>', {AXE: "wider"}),
    "an image from outside": _plus(
        '<img alt="" src="https://exemple.fr/a.png">', {OWN: "loaded from outside", AXE: "request"}
    ),
    "a style sheet from outside": Faute(
        "</head>", '<link rel="stylesheet" href="a.css"></head>', {OWN: "loaded from outside", AXE: "request"}
    ),
    "a style imported": Faute(
        "</head>", "<style>@import 'a.css';</style></head>", {OWN: "loaded from outside", AXE: "request"}
    ),
    "a background from outside": _plus(
        '<p style="background:url(a.png)">Un</p>', {OWN: "loaded from outside", AXE: "request"}
    ),
    "a script from outside": _plus(
        '<script src="//exemple.fr/a.js"></script>', {OWN: "loaded from outside", AXE: "request"}
    ),
    "a straight apostrophe": Faute("Mode d’organisation", "Mode d'organisation", {OWN: "badly set"}),
    "a spoken name badly set": Faute('aria-label="Raccourcis"', 'aria-label="Raccourcis : ici"', {OWN: "badly set"}),
}
