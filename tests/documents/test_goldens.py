"""What is printed, kept as readable files in tests/golden: whatever changes on paper shows as a diff.

To renew them after a wanted change: `.venv/bin/pytest tests/test_goldens.py --renew`, then read the diff.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.documents import Documents
from support.pdf_read import Balise, Pdf, read_once

GOLDEN = Path(__file__).parents[1] / "golden"
DOCUMENTS = {"fiche-ptce": "fiches/ptce.pdf", "fiche-gme": "fiches/gme.pdf", "comparatif": "comparatifs/comparatif.pdf"}
HEADINGS = ("H1", "H2", "H3", "H4")


def visible(texte: str) -> str:
    """A text on one line whose no-break spaces can be seen: ␣ for U+00A0, ˽ for U+202F."""
    return texte.replace("\u00a0", "␣").replace("\u202f", "˽").replace("\n", " ")


def text(read: Pdf) -> str:
    """The text of each page, a printed line a line."""
    pages = (f"=== page {n}\n{page.strip()}\n" for n, page in enumerate(read.pages, 1))
    return visible_lines("\n".join(pages))


def visible_lines(texte: str) -> str:
    return "\n".join(visible(line.rstrip()) for line in texte.split("\n"))


def structure(read: Pdf) -> str:
    """Title, language, page sizes, fonts, links, bookmarks and the outline of the tag tree."""
    sizes = Counter(read.tailles)
    links = Counter(target for _, target in read.liens)
    parts = {
        "document": [f"titre {visible(read.titre)}", f"langue {read.langue}"],
        "pages": [f"{n} de {width} × {height} mm" for (width, height), n in sizes.items()],
        "polices": sorted(read.polices),
        "signets": ["  " * depth + visible(title) for depth, title in read.signets],
        "liens": [f"{n} vers {target}" for target, n in sorted(links.items())],
        "balises": list(outline(read.arbre)),
        "nombre de balises": read.arbre.compte().split(", "),
    }
    return "\n".join("\n".join([f"=== {name}", *lines]) + "\n" for name, lines in parts.items())


def outline(balise: Balise) -> list[str]:
    """Headings with their words; tables, lists and figures with what they hold."""
    if balise.nom in HEADINGS:
        return [f"{balise.nom} {visible(balise.texte())}"]
    if balise.nom == "Figure":
        return [f"Figure {visible(str(balise.attributs.get('/Alt', '')))}"]
    if balise.nom == "Table":
        kinds = Counter(b.nom for b in balise.walk())
        return [f"Table {kinds['TR']} TR, {kinds['TH']} TH, {kinds['TD']} TD"]
    inner = [line for enfant in balise.enfants for line in outline(enfant)]
    if balise.nom == "L":
        return [f"L {sum(e.nom == 'LI' for e in balise.enfants)} LI", *(f"  {line}" for line in inner)]
    return inner


@pytest.mark.parametrize("part", ["texte", "structure"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_printed_as_before(
    documents: Documents, request: pytest.FixtureRequest, name: str, part: str
) -> None:
    read = read_once(documents[DOCUMENTS[name]].data)
    found = text(read) if part == "texte" else structure(read)
    golden = GOLDEN / f"{name}.{part}.txt"
    if request.config.getoption("--renew"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found.splitlines() == golden.read_text("utf-8").splitlines()
