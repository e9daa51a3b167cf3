"""What is mended in the layout engine: without the mend each of these fails."""

from __future__ import annotations

import io
import sys
from typing import Any

import pikepdf
import pytest

from coopdocs.formats.pdf import drawings, layout, patches
from coopdocs.theme import dessins
from support.documents import TEMPLATES
from support.pdf_read import Pdf
from support.same_pages import unlike

FACE = '@font-face{font-family:"Coopdocs Texte";src:url("kit:/polices/SourceSans3_400Regular.ttf")}'


def lu(corps: str, css: str) -> Pdf:
    style = f"<style>{FACE}html{{font-family:'Coopdocs Texte'}}{css}</style>"
    rendu = layout.write(
        f'<html lang="fr"><head><title>t</title>{style}</head><body>{corps}</body></html>', [TEMPLATES]
    )
    assert rendu.defects == ()
    return Pdf(rendu.data)


def test_a_note_handed_on_to_a_page_that_is_laid_out_again_is_not_lost() -> None:
    css = "@page{size:80mm 60mm;margin:5mm;@footnote{max-height:12mm}}.n{float:footnote}"
    css += "a::after{content:target-counter(attr(href),page)}p{margin:0}"
    lignes = "".join(f"<p>Ligne {n}<span class=n>Note numéro {n}.</span></p>" for n in range(14))
    lue = lu(f'{lignes}<p><a href="#fin">Voir page </a></p>{lignes}<p id=fin>Fin</p>', css)
    dit = " ".join(lue.pages)
    assert len(lue.pages) > 3
    assert [dit.count(f"Note numéro {n}.") for n in range(14)] == [2] * 14


def test_a_line_is_cut_at_the_same_word_with_and_without_an_element_after_it() -> None:
    plain = "Labo de l’ESS, RTES, Avise et quelques autres réseaux du pays"
    marked = plain.replace("RTES", "<b>RTES</b>")
    body = "".join(f"<p style='width:{n}px'>{{0}}</p>" for n in range(80, 300))
    said = ["\n".join(lu(body.format(words), "b{font-weight:400}").pages) for words in (plain, marked)]
    lines = [[ligne.strip() for ligne in texte.split("\n")] for texte in said]
    assert "Labo de l’ESS," in lines[0]
    assert lines[1] == lines[0]


def test_a_word_is_cut_between_letters_only_where_a_line_has_nothing_else() -> None:
    words = "<span>Entreprises de l’<abbr>ESS</abbr> et autres, association ou <abbr>SCIC</abbr> <abbr>{}</abbr></span>"
    page = f"<p>{words.format('1234567890' * 3)}</p>"
    lines = lu(page, "@page{size:80mm 60mm;margin:5mm} p{width:22mm;font-size:10pt;overflow-wrap:anywhere}").pages[0]
    said = [line.strip() for line in lines.split("\n")]
    assert said[:4] == ["Entreprises de", "l’ESS et autres,", "association ou", "SCIC"]
    assert "".join(said[4:]) == "1234567890" * 3


SHAPES = "".join(f"M{n} {n}c9 {n} 30 3 44 {n % 7}l-{n} 12z" for n in range(60))
PICTURE = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99"><path fill="{{}}" d="{SHAPES}"/></svg>'
MAP = f'<path d="{SHAPES}"/>' * 3


def drawn() -> bytes:
    """A page with a picture in three places, two sizes and two colours, and a map in three colours."""
    css, body = "@page{size:90mm 220mm;margin:5mm}p{height:20mm;padding-left:30mm;background-repeat:no-repeat}", ""
    for couleur, taille in (("#a1220c", 20), ("#a1220c", 12), ("#0c22a1", 20)):
        fond = dessins.data_uri(PICTURE.format(couleur))
        body += f"<p style=\"background-image:url('{fond}');background-size:{taille}mm\">Un mot</p>"
    for couleur in ("#0b5f60", "#583f8f", "#7f5f0c"):
        body += f'<svg width="30mm" viewBox="0 0 99 99"><title>Carte</title><g fill="{couleur}">{MAP}</g></svg>'
    page = f"<style>{FACE}html{{font-family:'Coopdocs Texte'}}{css}</style>"
    rendu = layout.write(f'<html lang="fr"><head><title>t</title>{page}</head><body>{body}</body></html>', [TEMPLATES])
    assert rendu.defects == ()
    return rendu.data


def test_outlines_are_written_once_whatever_their_place_size_and_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = drawn()
    monkeypatch.setattr(drawings, "draw_once", lambda file: None)
    apart = drawn()
    with pikepdf.open(io.BytesIO(shared)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
    assert len(forms) == 2, "one of the picture, one of the map"
    assert len(shared) < len(apart)
    assert unlike(shared, apart, 12) <= 12


@pytest.mark.parametrize("nested", [False, True])
def test_columns_of_unbroken_blocks_are_balanced_in_a_few_steps(nested: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step lays all columns out: the engine took one for each pixel."""
    patches.mend()
    from weasyprint import HTML
    from weasyprint.layout import block

    laid_out, lay_out = 0, block.block_box_layout

    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal laid_out
        laid_out += sys._getframe(1).f_code.co_name == "columns_layout"
        return lay_out(*arguments, **named)

    monkeypatch.setattr(block, "block_box_layout", counted)
    items = [f"<section><h3>{n}</h3><p>{'mot ' * 40 * (n % 4 + 1)}</section>" for n in range(9)]
    body = f"<div>{''.join(items)}</div>" if nested else "".join(items)
    css = "main{columns:2}section{break-inside:avoid;margin-bottom:5mm}h3,p{margin:0;font-size:9pt}"
    document = HTML(string=f"<style>@page{{size:200mm 290mm}}{css}</style><main>{body}</main>").render()
    columns = [box for box in document.pages[0]._page_box.descendants() if box.element_tag == "main"][1:]
    assert [len(document.pages), len(columns), laid_out < 30] == [1, 2, True]
    highest, lowest = (pick(c.height for c in columns) for pick in (max, min))
    last = [box.margin_height() for box in document.pages[0]._page_box.descendants() if box.element_tag == "section"]
    assert highest - lowest < max(last)
