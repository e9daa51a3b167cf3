"""What is mended in the layout engine: without the mend each of these fails."""

from __future__ import annotations

from coopdocs.formats.pdf import layout
from support.documents import TEMPLATES
from support.pdf_read import Pdf

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
