"""What is remembered in the layout engine changes no byte: each page here is laid out without any memory too."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from coopdocs.formats.pdf import layout
from support.documents import TEMPLATES

FACES = "".join(
    f'@font-face{{font-family:"{name}";font-weight:{weight};src:url("kit:/polices/{file}")}}'
    for name, weight, file in (
        ("Coopdocs Texte", 400, "SourceSans3_400Regular.ttf"),
        ("Coopdocs Texte", 700, "SourceSans3_700Bold.ttf"),
    )
)
LONG = "Coopérer à l’échelle d’un bassin de vie demande du temps, des moyens et de la confiance entre les partenaires. "


def page(corps: str, css: str) -> str:
    style = f"<style>{FACES}@page{{size:120mm 90mm;margin:8mm}}html{{font:9pt/1.3 'Coopdocs Texte'}}{css}</style>"
    return f'<html lang="fr"><head><title>t</title>{style}</head><body>{corps}</body></html>'


def grids() -> str:
    """Grids in grids, asked for their heights in several widths: alone, in a flex box, in a table."""
    item = f"<p>{LONG}</p><p>{LONG * 2}</p>"
    inner = f"<section class=g>{item}</section>"
    css = ".g{display:grid;grid-template-columns:auto 2fr;gap:2mm}.large{grid-column:span 2}.g p{margin:0 0 2%}"
    css += ".f{display:flex}.f>*{flex:1}td{width:40%;vertical-align:top}"
    return page(
        f"<div class=g>{inner}<p>{LONG}</p><div class=large>{inner}</div></div><div class=f>{inner}<p>{LONG}</p></div>"
        f"<table><tr><td>{inner}<td>{LONG}</table>",
        css,
    )


def floats() -> str:
    """Floats in a grid's items, which push aside what the engine measures after them."""
    tall = "<br>".join(("À gauche", *"abc"))
    item = f"<div><i>{tall}</i>Mot</div><p>{LONG}</p>"
    return page(
        f"<div class=g>{item * 2}</div>", ".g{display:grid;grid-template-columns:1fr 1fr}i{float:left;width:30%}"
    )


def page_numbers() -> str:
    """Items whose words change when pages get their numbers."""
    link = "<div><a href='#fin'>Voir </a></div>"
    number = "target-counter(attr(href),page)' '" * 6
    css = f".g{{display:grid;grid-template-columns:11mm 1fr}}a::after{{content:'page '{number}}}"
    css += ".t{break-before:page}"
    return page(f"<div class=g>{(link + f'<p>{LONG}</p>') * 3}</div>" + "<p class=t>Suite" * 11 + "<p id=fin>Fin", css)


def lines() -> str:
    """The same words in other widths, justified, cut short, hyphenated, with a larger first line."""
    css = "p{text-align:justify}.c{columns:3}.e{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;width:30%}"
    css += ".d{hyphens:auto;width:21mm}.l::first-line{font-size:14pt}b{letter-spacing:1pt}u{vertical-align:super}"
    words = f"{LONG}<b>{LONG}</b><u>3</u>"
    return page(
        f"<div class=c><p>{words}<p class=d>{words}<p class=l>{words}</div>"
        f"<p class=e>{LONG}<p class=e>{LONG}<table><tr><td>{words}<td>{LONG}</table>",
        css,
    )


def moved() -> str:
    """A paragraph that does not hold on its page goes to the next one, which is wider."""
    css = "@page:first{margin-right:60mm}.h{height:60mm}.k{break-inside:avoid;margin-left:10%}"
    return page(f"<div class=h>Début</div><p class=k>{LONG * 3}</p>", css)


def tables() -> str:
    """Borders that belong to two cells, widths that are shares of another."""
    css = "table{border-collapse:collapse;width:90%}td{border:1pt solid;padding:2%}.x td{border-left:4pt solid}"
    css += ".g{display:grid;grid-template-columns:auto auto;width:calc(50% + 10mm)}"
    table = f"<table><tr><td>{LONG}<td>Un<tr class=x><td>Deux<td>{LONG}</table>"
    return page(f"{table}<div class=g>{table}{table}</div>", css)


def drawings() -> str:
    """A long path three times in one page, once with marks on its corners and once in another place."""
    d = "M10,10 " + " ".join(f"l{n % 7},{n % 5} q1,2 3-{n % 4}" for n in range(1, 60)) + "z"
    mark = '<marker id="m" markerWidth="4" markerHeight="4"><circle cx="1" cy="1" r="1"/></marker>'
    drawn = "".join(
        b64encode(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">{inner}</svg>'.encode())
        .decode()
        .join(('<img alt="t" style="width:60mm" src="data:image/svg+xml;base64,', '">'))
        for inner in (
            f'<path d="{d}"/>',
            f'{mark}<path d="{d}" fill="none" stroke="red" marker-mid="url(#m)"/>',
            f'<path d="{d}" transform="translate(20)" stroke="blue"/>',
        )
    )
    return page(f"<p>Dessins</p>{drawn}", "")


def sheets() -> str:
    """Rules of every kind in two stylesheets: later ones win, wrong ones are told, what a property says is put in."""
    shared = "p{color:#123;--large:30mm}p::before{content:'« '}p.a,b>i:hover,#x{width:var(--large)}q{}"
    shared += "@media print{p{margin-left:3mm}}@layer base{p{color:red;padding:1mm}}p{color:#321;border:1pt solid}"
    own = "</style><style>p{color:#213!important}.a{--large:40mm}@page{margin-top:2mm}"
    return page(f"<p class=a>{LONG}<p id=x>{LONG}<b><i>Mot</i></b>", shared + own)


PAGES = {make.__name__: make() for make in (grids, floats, page_numbers, lines, moved, tables, sheets, drawings)}
WITHOUT = """
import hashlib, json, sys
from pathlib import Path
from coopdocs.formats.pdf import layout, memos
memos.install = lambda: None
pages, folder = json.load(sys.stdin)
print(json.dumps({n: hashlib.sha256(layout.write(h, [Path(folder)]).data).hexdigest() for n, h in pages.items()}))
"""


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    """The digests of all pages from an engine that remembers nothing: its own process, for mends stay in one (3 s)."""
    asked = json.dumps([PAGES, str(Path(TEMPLATES).resolve())])
    done = subprocess.run([sys.executable, "-c", WITHOUT], input=asked, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_what_is_remembered_changes_no_byte(name: str, plain: dict[str, str]) -> None:
    laid_out = [layout.write(PAGES[name], [TEMPLATES]) for _ in range(2)]
    assert [hashlib.sha256(rendered.data).hexdigest() for rendered in laid_out] == [plain[name]] * 2


@pytest.mark.parametrize(
    ("wrong", "own", "told"),
    [
        ("p{largeur:3mm}", "", "largeur"),
        ("p::envers{color:red}", "", "envers"),
        ("p{color:var(--c)}", "p{--c:9mm}", "9mm"),
    ],
)
def test_what_is_wrong_in_a_stylesheet_is_told_for_each_page(wrong: str, own: str, told: str) -> None:
    """The last: what one page alone makes wrong is told for it as often as it is laid out, and for no other."""
    pages = [page("<p>Un", f"{wrong}</style><style>{css}") for css in (own, own, "p{--c:#123}" if own else own)]
    found = [layout.write(html, [TEMPLATES]).defects for html in pages]
    assert [any(told in defect for defect in defects) for defects in found] == [True, True, not own]
