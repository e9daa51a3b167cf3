"""The tag tree: what a reader who does not see the page gets from a PDF, in which order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
import tinyhtml5

from coopdocs.formats.job import Job, inner_jobs
from coopdocs.formats.pdf import layout
from support.documents import TEMPLATES, Documents, whole_page
from support.pdf_read import Balise, Pdf, read_once

DOSSIER = "dossiers/epci/200068781-valence-romans-agglo.pdf"
IMPRIMES = (
    *("fiches/ptce.pdf", "fiches/cooperations.pdf", "fiches/tzcld-sobre.pdf", "fiches/toutes.pdf"),
    *("comparatifs/comparatif.pdf", "comparatifs/pat.pdf", "guide/guide.pdf", DOSSIER),
    *(f"evenements/forum-cooperations/{nom}.pdf" for nom in ("programme", "affiche", "livret", "chevalets")),
    *("evenements/forum-cooperations/emargement.pdf", "evenements/conseil-cooperations/livret.pdf"),
    "evenements/conseil-cooperations/fiches-grands-caracteres.pdf",
)


FACE = '@font-face{font-family:"Coopdocs Texte";src:url("kit:/polices/SourceSans3_400Regular.ttf")}'


def page(corps: str, css: str = "") -> str:
    style = f'<style>{FACE}html{{font-family:"Coopdocs Texte"}}{css}</style>'
    return f'<!DOCTYPE html><html lang="fr"><head><title>Essai</title>{style}</head><body>{corps}</body></html>'


def lu(corps: str, css: str = "") -> Pdf:
    rendu = layout.write(page(corps, css), [TEMPLATES])
    assert rendu.defects == ()
    return Pdf(rendu.data)


def dessin(balise: Balise) -> list[Any]:
    """The names of a tree's elements, nested as they are; words where an element holds nothing else."""
    return [balise.nom, *(dessin(part) if isinstance(part, Balise) else part.strip() for part in balise.propres)]


def corps(lue: Pdf) -> list[Any]:
    return dessin(lue.arbre)[1:]


PETITE = "@page{size:80mm 40mm;margin:5mm}"


# --- one element is one element


def test_a_paragraph_cut_by_a_page_is_one_paragraph() -> None:
    lue = lu(f"<h1>Titre</h1><p>{'Des mots qui se suivent. ' * 40}</p>", PETITE)
    assert len(lue.pages) > 2
    assert [b.nom for b in lue.arbre.enfants] == ["H1", "P"]
    assert lue.balises("P")[0].texte() == ("Des mots qui se suivent. " * 40).strip()


def test_a_table_cut_by_pages_is_one_table_whose_head_is_read_once() -> None:
    rangees = "".join(f"<tr><th scope=row>R{n}</th><td>a{n}</td><td>b{n}</td></tr>" for n in range(30))
    entete = "<thead><tr><td></td><th scope=col>A</th><th scope=col>B</th></tr></thead>"
    lue = lu(f"<table><caption>Titre</caption>{entete}<tbody>{rangees}</tbody></table>", PETITE)
    assert len(lue.pages) > 3
    assert all("A" in texte.split() for texte in lue.pages), "the head is no longer repeated: this proves nothing"
    assert [b.nom for b in lue.arbre.enfants] == ["Table"]
    assert [b.nom for b in lue.balises("Table")[0].enfants] == ["Caption", "THead", "TBody"]
    assert len(lue.balises("TR")) == 31
    assert [b.texte() for b in lue.balises("TH")] == ["A", "B", *(f"R{n}" for n in range(30))]


def test_a_row_cut_by_a_page_is_one_row_of_whole_cells() -> None:
    long = "mot " * 120
    lue = lu(f"<table><tr><th scope=row>R</th><td>{long}</td><td>{long}</td></tr></table>", PETITE)
    assert len(lue.pages) > 1
    assert [b.texte() for b in lue.balises("TD")] == [long.strip()] * 2


def test_a_link_over_two_lines_is_one_link_with_two_places_to_click() -> None:
    lue = lu(f'<p>Voir <a href="https://exemple.fr/">{"un long intitulé " * 8}</a>.</p>', PETITE)
    (lien,) = lue.balises("Link")
    assert lien.texte() == ("un long intitulé " * 8).strip()
    assert len(lue.liens) > 1


@pytest.mark.parametrize(
    "corps",
    [
        "<table><thead><tr><th scope=col>{lien}</th></tr></thead><tbody>"
        + "<tr><td>mot</td></tr>" * 30
        + "</tbody></table>",
        "<p>{lien}</p><p aria-hidden=true>{lien}</p><p style='break-before:page'>b</p>",
        "<p>{lien}</p><p style='position:running(pied)'>{lien}</p><p style='break-before:page'>b</p>",
    ],
    ids=["repeated head", "decoration", "running foot"],
)
def test_a_link_in_what_is_not_read_is_no_place_to_click(corps: str) -> None:
    css = PETITE + "@page{@bottom-right{content:element(pied)}}"
    lue = lu(corps.replace("{lien}", '<a href="https://exemple.fr/">ici</a>'), css)
    assert len(lue.pages) > 1
    assert sum(texte.count("ici") for texte in lue.pages) > 1
    assert [numero for numero, _ in lue.liens] == [1]
    assert len(lue.balises("Link")) == 1


# --- what is no content


def artefacts(lue: Pdf) -> list[tuple[str, str]]:
    """Kind and subtype of each artifact that the streams declare with details."""
    found = []
    for feuille in lue.pdf.pages:
        instructions: Any = pikepdf.parse_content_stream(feuille)
        for operands, operator in instructions:
            if str(operator) == "BDC" and str(operands[0]) == "/Artifact":
                details: Any = operands[1]
                found.append((str(details.get("/Type", ""))[1:], str(details.get("/Subtype", ""))[1:]))
    return found


def test_running_heads_and_feet_are_artifacts_of_the_page() -> None:
    css = PETITE + '@page{@top-left{content:"Courant"}@bottom-right{content:counter(page)}}'
    lue = lu("<p>a</p><p style='break-before:page'>b</p>", css)
    assert corps(lue) == [["P", "a"], ["P", "b"]]
    assert sorted(artefacts(lue)) == [("Pagination", "Footer")] * 2 + [("Pagination", "Header")] * 2


VIDE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"


@pytest.mark.parametrize("decor", [f'<img alt="" src="{VIDE}">', '<span aria-hidden="true">★</span>'])
def test_decoration_is_not_read(decor: str) -> None:
    if "★" in decor:
        decor = decor.replace("★", "*")
    lue = lu(f"<p>a</p><div>{decor}</div><p>b</p>")
    assert corps(lue) == [["P", "a"], ["P", "b"]]
    assert artefacts(lue)


# --- what things are


def test_headings_paragraphs_and_groups_keep_their_meaning() -> None:
    html = (
        "<main><h1>Un</h1><div class=x><div>nu</div><p>dit</p></div><section><h2>Deux</h2><blockquote>cité</blockquote>"
    )
    assert corps(lu(html + "</section></main>")) == [
        ["Part", ["H1", "Un"], ["P", "nu"], ["P", "dit"], ["Sect", ["H2", "Deux"], ["BlockQuote", ["P", "cité"]]]]
    ]


def test_words_in_bold_or_raised_are_still_words_of_their_paragraph() -> None:
    assert corps(lu("<p>un <strong>deux</strong> <em>trois</em></p>")) == [["P", "un", "deux", "", "trois"]]


def test_lists_have_labels_bodies_and_say_how_they_are_numbered() -> None:
    lue = lu(
        "<ol><li>a<ul style='list-style:disc'><li>b</li></ul></li></ol><ul style='list-style:none'><li>c</li></ul>"
    )
    inner = ["L", ["LI", ["Lbl", "•"], ["LBody", "b"]]]
    assert corps(lue) == [["L", ["LI", ["Lbl", "1."], ["LBody", "a", inner]]], ["L", ["LI", ["LBody", "c"]]]]
    assert [str(b.attributs["/A"].ListNumbering) for b in lue.balises("L")] == ["/Decimal", "/Disc", "/None"]


def test_terms_and_their_texts_are_items_of_a_list() -> None:
    item = ["LI", ["Lbl", "t"], ["LBody", "d"]]
    assert corps(lu("<dl><dt>t</dt><dd>d</dd><dt>t</dt><dd>d</dd></dl>")) == [["L", item, item]]
    assert corps(lu("<dl><div><dt>t</dt><dd>d</dd></div></dl>")) == [["L", item]]


def test_a_list_of_links_to_sections_in_a_nav_is_a_table_of_contents() -> None:
    css = 'a::after{content:leader(".") target-counter(attr(href),page)}'
    lue = lu(
        '<nav><h2>Ici</h2><ol style="list-style:none"><li><p><a href="#a">A</a></p></li></ol></nav><p id=a>a</p>', css
    )
    (entree,) = lue.balises("TOCI")
    assert dessin(lue.arbre.enfants[0])[:2] == ["Sect", ["H2", "Ici"]]
    assert [b.nom for b in entree.walk()] == ["TOCI", "Reference", "Link"]


def test_a_note_is_read_where_it_is_called() -> None:
    css = PETITE + ".n{float:footnote}"
    lue = lu("<p>Avant<span class=n>La note.</span> après.</p><p>Suite</p>", css)
    assert corps(lue)[0] == ["P", "Avant", ["Reference", "1"], ["Note", ["Lbl", "1."], "La note."], "après."]
    assert "/ID" in lue.balises("Note")[0].attributs


def test_header_cells_have_a_scope_and_data_cells_name_theirs() -> None:
    lue = lu(
        "<table><thead><tr><td rowspan=2></td><th scope=colgroup colspan=2>G</th></tr>"
        "<tr><th scope=col>A</th><th scope=col>B</th></tr></thead>"
        "<tbody><tr><th scope=rowgroup rowspan=2>R</th><td>1</td><td>2</td></tr>"
        "<tr><td colspan=2>3</td></tr></tbody></table>"
    )
    names = {str(b.attributs["/ID"]): b.texte() for b in lue.balises("TH")}
    scopes = {b.texte(): str(b.attributs["/A"].Scope) for b in lue.balises("TH")}
    assert scopes == {"G": "/Column", "A": "/Column", "B": "/Column", "R": "/Row"}
    heads = {b.texte(): [names[str(k)] for k in b.attributs["/A"].get("/Headers", [])] for b in lue.balises("TD")}
    assert heads == {"": [], "1": ["G", "A", "R"], "2": ["G", "B", "R"], "3": ["G", "A", "G", "B", "R"]}
    assert {str(k) for k, _ in pikepdf.NameTree(lue.pdf.Root.StructTreeRoot.IDTree).items()} == names.keys()


def test_abbreviations_are_expanded_and_other_languages_named() -> None:
    lue = lu(
        '<p>Le <abbr title="pôle territorial">PTCE</abbr> dit <span lang="en">hello</span>.</p><p lang="br">ya</p>'
    )
    sigle, anglais = lue.balises("Span")
    assert (sigle.texte(), str(sigle.attributs["/E"])) == ("PTCE", "pôle territorial")
    assert (anglais.texte(), str(anglais.attributs["/Lang"])) == ("hello", "en")
    assert str(lue.balises("P")[1].attributs["/Lang"]) == "br"


def test_links_say_in_words_where_they_lead() -> None:
    lue = lu('<p id=x><a href="https://a.fr/">Le site</a> <a href="#x" aria-label="Source 3 : un titre">3</a></p>')
    said = [str(note.Contents) for note in lue.pdf.pages[0].Annots]
    assert said == ["Le site", "Source 3 : un titre"]


def test_a_link_on_two_lines_says_its_words_apart() -> None:
    lue = lu('<p><a href="https://a.fr/">Le site<br>de la <em>ville</em></a></p>')
    assert {str(note.Contents) for note in lue.pdf.pages[0].Annots} == {"Le site de la ville"}


def test_a_word_inside_a_link_leaves_the_link_its_places_to_click() -> None:
    lue = lu('<p id=x>Voir <a href="#x">le <abbr title="pôle">PTCE</abbr></a></p>')
    (lien,) = lue.balises("Link")
    owners = {int(key): owner for key, owner in pikepdf.NumberTree(lue.pdf.Root.StructTreeRoot.ParentTree).items()}
    assert dessin(lien) == ["Link", "le", ["Span", "PTCE"]]
    assert {str(owners[int(note.StructParent)].S) for note in lue.pdf.pages[0].Annots} == {"/Link"}


def test_a_picture_has_words_and_a_place_in_points() -> None:
    title = "<title>Un carré</title><rect width='9' height='9'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='96' height='48'>{title}</svg>"
    lue = lu(f"<div style='position:absolute;top:0;left:0'>{svg}</div><p>a</p>", "@page{size:100mm 50mm;margin:0}")
    (figure,) = lue.balises("Figure")
    assert str(figure.attributs["/Alt"]) == "Un carré"
    left, bottom, right, top = (float(v) for v in figure.attributs["/A"].BBox)
    assert (left, right, round(top - bottom), round(top)) == (0, 72, 36, round(50 * 72 / 25.4))


def test_a_picture_without_words_is_a_defect() -> None:
    (said,) = layout.write(page(f'<p>a</p><img src="{VIDE}">'), [TEMPLATES]).defects
    assert "pas de description" in said


def test_a_grid_is_read_in_the_order_of_its_source() -> None:
    css = "main{display:grid;grid-template-columns:1fr 1fr}#a{grid-column:2;grid-row:1}#b{grid-column:1;grid-row:1}"
    assert corps(lu("<main><p id=a>a</p><p id=b>b</p></main>", css)) == [["Part", ["P", "a"], ["P", "b"]]]


# --- the documents themselves


def html_of(job: Job) -> Iterator[str]:
    inner = inner_jobs(job)
    for part in inner:
        yield from html_of(part)
    if not inner:
        yield whole_page(job)


def said(element: Any) -> Iterator[str]:
    """The text of an HTML element as it is written; the number of a note is told by its name."""
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "!"
    if tag in ("head", "svg", "!") or element.get("data-balise") == "Lbl" or element.get("aria-hidden") == "true":
        return
    if (element.get("class") or "") == "note" and tag == "span":
        yield element.get("id")[1:]
    yield element.text or ""
    for child in element:
        yield from said(child)
        yield child.tail or ""


def folded(words: str) -> str:
    """Words without spaces of any kind and without what is drawn by the stylesheet alone (capitals)."""
    return re.sub(r"[\s\u00a0\u202f\u2009\u200b\u2060\u00ad]+", "", words).replace("\u2011", "-").casefold()


def heard(balise: Balise, numerotee: bool = False, sommaire: bool = False) -> Iterator[str]:
    """What the tree says, without pictures, labels that the stylesheet makes and page numbers of contents."""
    if "/A" in balise.attributs and not isinstance(balise.attributs["/A"], pikepdf.Array):
        yield str(balise.attributs["/A"].get("/Summary", ""))
        if balise.nom == "L":
            numerotee = str(balise.attributs["/A"].ListNumbering) != "/None"
    lines = [part.strip() for part in balise.propres if isinstance(part, str)]
    if balise.nom == "Link" and len(lines) > 1 and re.fullmatch(r"\d+" if sommaire else r", page \d+", lines[-1]):
        lines[-1] = ""
    rest = iter(lines)
    for part in balise.propres:
        if isinstance(part, str):
            yield next(rest)
        elif part.nom != "Figure" and not (part.nom == "Lbl" and (numerotee or balise.nom == "Note")):
            yield from heard(part, numerotee, sommaire or balise.nom == "TOC")


@pytest.mark.parametrize("chemin", IMPRIMES)
def test_the_tree_says_what_the_source_says_in_its_order(documents: Documents, chemin: str) -> None:
    sources = [tinyhtml5.parse(html, namespace_html_elements=False) for html in html_of(documents.job(chemin))]
    source = folded("".join("".join(said(root)) for root in sources))
    read = folded("".join(heard(read_once(documents[chemin].data).arbre)))
    first = next((i for i, (a, b) in enumerate(zip(source, read, strict=False)) if a != b), min(len(source), len(read)))
    place = slice(max(0, first - 60), first + 40)
    assert (source[place], len(source)) == (read[place], len(read))


@pytest.mark.parametrize("chemin", IMPRIMES)
def test_all_that_is_drawn_is_in_the_tree_or_an_artifact(documents: Documents, chemin: str) -> None:
    fichier = pikepdf.open(io.BytesIO(documents[chemin].data))
    reached: set[tuple[Any, int]] = set()

    def walk(element: Any) -> None:
        own = element.get("/Pg")
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                reached.add((own.objgen, kid))
            elif kid.get("/Type") == "/MCR":
                reached.add((kid.get("/Pg", own).objgen, int(kid.MCID)))
            elif kid.get("/Type") != "/OBJR":
                walk(kid)

    walk(fichier.Root.StructTreeRoot.K[0])
    drawn: set[tuple[Any, int]] = set()
    for feuille in fichier.pages:
        depth = 0
        instructions: Any = pikepdf.parse_content_stream(feuille)
        for operands, operator in instructions:
            match str(operator):
                case "BDC" | "BMC":
                    depth += 1
                    if str(operands[0]) != "/Artifact":
                        drawn.add((feuille.obj.objgen, int(operands[1].MCID)))
                case "EMC":
                    depth -= 1
                case "Tj" | "TJ" | "Do":
                    assert depth > 0, "something is drawn outside any mark"
    assert drawn == reached
