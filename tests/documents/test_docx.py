"""The DOCX room: what each piece of the dialect becomes in Word, read back from the package."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from coopdocs.formats.docx import DialectError, MissingImageError, MissingStyleError, write
from support import gate_log
from support.documents import Documents
from support.docx_checks import WP, Ouvert, R, W, champs, defauts, style, texte
from support.docx_faults import abimer, changer
from support.docx_gates import AUDIT, GATES, INTEGRITY, LINT, examine
from support.docx_page import CHAPITRE, IMAGES, PAGE, page

REFERENCE = (Path(__file__).parents[2] / "templates" / "reference.docx").read_bytes()
EDITION = dt.date(2026, 11, 23)


def ecrire(html: str, reference: bytes = REFERENCE) -> bytes:
    return write(html, reference=reference, images=IMAGES, edition=EDITION)


def ouvrir(html: str) -> Ouvert:
    return Ouvert(ecrire(html))


@pytest.fixture(scope="module")
def octets() -> bytes:
    return ecrire(PAGE)


@pytest.fixture(scope="module")
def guide(octets: bytes) -> Ouvert:
    return Ouvert(octets)


def paragraphes(d: Ouvert, nom: str | None = None) -> list[Any]:
    """The body's paragraphs, or those of one style, by its name."""
    noms = d.styles()
    return [p for p in d.document.iter(f"{W}p") if nom is None or noms.get(style(p)) == nom]


def textes(d: Ouvert, nom: str) -> list[str]:
    return [texte(p) for p in paragraphes(d, nom)]


# The whole guide


@pytest.mark.parametrize("gate", GATES)
def test_a_guide_passes_every_gate(octets: bytes, gate: str) -> None:
    assert examine(gate, {"guide.docx": octets}) == {"guide.docx": []}


# the linter resolves every run of every paragraph: three seconds for the guide alone
SEULEMENT = {LINT: ("guide/ptce.docx", "comparatifs/comparatif.docx", "dossiers/communes/26281-romans-sur-isere.docx")}


@pytest.mark.parametrize("gate", GATES)
def test_the_kits_own_documents_pass_every_gate(documents: Documents, gate: str) -> None:
    noms = SEULEMENT.get(gate, documents.paths("", ".docx"))
    assert {n for n, dit in examine(gate, {n: documents[n].data for n in noms}).items() if dit} == set()


def test_the_same_page_gives_the_same_bytes(octets: bytes) -> None:
    assert ecrire(PAGE) == octets
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_word_of_the_page_is_in_the_document(guide: Ouvert) -> None:
    racine: Any = etree.fromstring(PAGE.encode()).find("body")
    for liste in racine.findall("nav/ol"):
        liste.getparent().remove(liste)
    ecrit = " ".join(texte(guide.xml(f"word/{n}.xml")) for n in ("document", "footnotes"))
    for mot in set(re.findall(r"\w+", " ".join(racine.itertext()))):
        assert mot in ecrit


def test_the_reference_file_is_valid_and_readable() -> None:
    for gate in (AUDIT, INTEGRITY):
        assert examine(gate, {"reference.docx": REFERENCE}) == {"reference.docx": []}
    encres = {str(c.get(f"{W}val")) for c in Ouvert(REFERENCE).xml("word/styles.xml").iter(f"{W}color")} - {"FFFFFF"}
    for encre in encres:
        assert contraste(encre, "FFFFFF") >= 4.5, encre
    assert contraste("FFFFFF", "22263F") >= 4.5


def contraste(a: str, b: str) -> float:
    """The WCAG contrast ratio of two RRGGBB colours."""

    def clarte(c: str) -> float:
        canaux = [int(c[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        r, v, bleu = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in canaux)
        return 0.2126 * r + 0.7152 * v + 0.0722 * bleu

    clair, sombre = sorted((clarte(a), clarte(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


@pytest.mark.libreoffice
def test_libreoffice_lays_the_guide_out(octets: bytes, tmp_path: Path, tools: dict[str, str]) -> None:
    (tmp_path / "guide.docx").write_bytes(octets)
    gate_log.read("LibreOffice", [octets])
    profil = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    commande = [tools["libreoffice"], profil, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    commande += ["--outdir", str(tmp_path), str(tmp_path / "guide.docx")]
    subprocess.run(commande, check=True, capture_output=True, timeout=180)
    vu = (tmp_path / "guide.txt").read_text(encoding="utf-8")
    assert "Pôle territorial de coopération économique" in vu
    assert "Tableau\u00a01\u00a0– Carte d’identité du PTCE" in vu


# Properties


def test_core_properties_come_from_the_head_and_the_edition(guide: Ouvert) -> None:
    noyau = {etree.QName(e).localname: str(e.text) for e in guide.xml("docProps/core.xml")}
    assert noyau["title"] == "Coopérer sur son territoire"
    assert noyau["creator"] == noyau["lastModifiedBy"] == "coopdocs"
    assert noyau["subject"].startswith("Sept formes")
    assert noyau["keywords"] == "coopération, PTCE, territoire"
    assert noyau["created"] == noyau["modified"] == "2026-11-23T12:00:00Z"
    assert noyau["revision"] == "1"


def test_header_and_footer_show_title_and_edition_before_any_update(guide: Ouvert) -> None:
    marges = " ".join(texte(guide.xml(n)) for n in guide.parts if re.match(r"word/(header|footer)", n))
    assert "Coopérer sur son territoire" in marges
    assert "Édition du 23\u00a0novembre 2026" in marges
    assert "Styles de coopdocs" not in marges


def test_nothing_of_the_reference_but_its_looks_remains(guide: Ouvert) -> None:
    assert "coopdocs les retire" not in texte(guide.document)
    assert b"Styles de coopdocs" not in guide.parts["docProps/core.xml"]


def test_comments_and_pictures_of_the_reference_stay_there() -> None:
    modele = docx.Document(io.BytesIO(REFERENCE))
    modele.add_picture(io.BytesIO(IMAGES["filet.png"]))
    modele.add_comment(modele.paragraphs[0].runs, "À revoir", author="Camille Martin")
    sortie = io.BytesIO()
    modele.save(sortie)
    d = Ouvert(ecrire(page("<p>a</p>"), sortie.getvalue()))
    assert [n for n in d.parts if "comments" in n or "media" in n] == []


# Sections


def test_only_a_document_with_a_cover_has_a_first_page_of_its_own(guide: Ouvert) -> None:
    premieres = [s.find(f"{W}titlePg") is not None for s in guide.document.iter(f"{W}sectPr")]
    assert premieres == [True, False, False]
    assert next(ouvrir(page("<p>Seul.</p>")).document.iter(f"{W}titlePg"), None) is None


def test_a_landscape_section_goes_back_to_portrait(guide: Ouvert) -> None:
    tailles = [s.find(f"{W}pgSz").get(f"{W}orient") for s in guide.document.iter(f"{W}sectPr")]
    assert tailles == [None, "landscape", None]
    entetes = [len(s.findall(f"{W}headerReference")) for s in guide.document.iter(f"{W}sectPr")]
    assert entetes == [2, 0, 0]  # linked to the previous section, as a Word user expects


def test_a_page_all_in_landscape_has_one_section() -> None:
    d = ouvrir(page('<section class="paysage"><h1>Comparer</h1><p>Texte.</p></section>'))
    (section,) = d.document.iter(f"{W}sectPr")
    assert section.find(f"{W}pgSz").get(f"{W}orient") == "landscape"


@pytest.mark.parametrize("suite", ["", "<table><tr><td>a</td></tr></table>", "<p>Texte.</p>"])
def test_a_page_that_ends_in_landscape_opens_no_other_section(suite: str) -> None:
    d = ouvrir(page(f'<p>Avant.</p><section class="paysage"><h1>Comparer</h1>{suite}</section>'))
    assert [s.find(f"{W}pgSz").get(f"{W}orient") for s in d.document.iter(f"{W}sectPr")] == [None, "landscape"]


def test_the_foot_of_a_landscape_page_is_as_wide_as_it_and_the_next_ones_are_not(guide: Ouvert) -> None:
    relations = guide.relations("document")
    feet = [
        [relations[f.get(f"{R}id")] for f in s.findall(f"{W}footerReference") if f.get(f"{W}type") == "default"]
        for s in guide.document.iter(f"{W}sectPr")
    ]
    assert feet == [["footer1.xml"], ["footer3.xml"], ["footer1.xml"]]
    stops = {t.get(f"{W}pos"): t.get(f"{W}val") for t in guide.xml("word/footer3.xml").iter(f"{W}tab")}
    width = 16838 - 2 * 1417
    assert stops.pop("9071") == "clear"
    assert [(abs(int(pos) - width) < 5, val) for pos, val in stops.items()] == [(True, "right")]


def test_each_chapter_starts_on_a_new_page(guide: Ouvert) -> None:
    sauts = [texte(p) for p in paragraphes(guide) if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert sauts[:3] == ["Sommaire", "Avant de commencer", "Forme 1 sur 7"]


# Headings and table of contents


def test_headings_take_numbered_styles_and_those_without_number_their_own(guide: Ouvert) -> None:
    assert textes(guide, "heading 1") == ["Pôle territorial de coopération économique", "Comparer les formes"]
    assert textes(guide, "Titre 1 sans numéro") == ["Avant de commencer", "Annexes"]
    assert "Sources" in textes(guide, "Titre 2 sans numéro")  # under a chapter without number
    assert textes(guide, "heading 4") == ["Et après"]
    assert textes(guide, "Title") == ["Coopérer sur son territoire"]


def test_a_style_without_number_keeps_the_outline_level_of_its_heading() -> None:
    styles = {s.get(f"{W}styleId"): s for s in Ouvert(REFERENCE).xml("word/styles.xml").iter(f"{W}style")}
    for n in (1, 2, 3):
        sans = styles[f"Titre{n}SansNumero"]
        assert sans.find(f"{W}basedOn").get(f"{W}val") == f"Heading{n}"
        assert sans.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") == "0"
        assert sans.find(f"{W}pPr/{W}outlineLvl") is None


def test_the_table_of_contents_stores_linked_entries_with_their_numbers(guide: Ouvert) -> None:
    assert textes(guide, "toc 1") == [
        "Avant de commencer\t›",
        "1\tPôle territorial de coopération économique\t›",
        "2\tComparer les formes\t›",
        "Annexes\t›",
    ]
    assert textes(guide, "toc 2")[:2] == ["Comment lire les chapitres\t›", "1.1\tCe que c’est\t›"]
    assert textes(guide, "TOC Heading") == ["Sommaire"]
    instructions = [i for i, _ in champs(guide.document)]
    assert r'TOC \o "1-2" \h \z \u' in instructions
    entrees = textes(guide, "toc 1") + textes(guide, "toc 2")
    assert sum(i.startswith("PAGEREF _Toc") for i in instructions) == len(entrees)
    assert not any("F9" in said for said in textes(guide, "Mentions"))


def test_a_table_of_contents_can_stop_at_the_chapters() -> None:
    html = page('<nav class="sommaire" data-niveaux="1"/><h1>Un</h1><h2>Un un</h2>')
    d = ouvrir(html)
    assert textes(d, "toc 1") == ["1\tUn\t›"]
    assert textes(d, "toc 2") == []
    assert r'TOC \o "1-1" \h \z \u' in [i for i, _ in champs(d.document)]


def test_numbers_restart_under_each_chapter_and_entries_without_number_need_no_tab() -> None:
    html = page('<nav class="sommaire"/><h1>A</h1><h2>B</h2><h1>C</h1><h2>D<br/>d</h2><h1 class="sans-numero">E</h1>')
    d = ouvrir(html)
    assert textes(d, "toc 2") == ["1.1\tB\t›", "2.1\tD d\t›"]
    assert [p.find(f"{W}pPr/{W}tabs") is not None for p in paragraphes(d, "toc 1")] == [True, True, False]


def test_a_note_in_a_heading_stays_out_of_the_table_of_contents() -> None:
    html = page('<nav class="sommaire"/><h1>Titre<span class="note">Une note.</span></h1>')
    assert textes(ouvrir(html), "toc 1") == ["1\tTitre\t›"]


# Paragraphs and words


@pytest.mark.parametrize(
    ("balise", "nom"),
    [
        ("<p>mot</p>", "Body Text"),
        ('<p class="chapo">mot</p>', "Chapô"),
        ('<p class="avertissement">mot</p>', "Avertissement"),
        ('<p class="legende">mot</p>', "Légende libre"),
        ('<p class="definition">mot</p>', "Définition"),
        ('<p class="mention">mot</p>', "Mentions"),
        ('<p class="surtitre">mot</p>', "Surtitre"),
        ('<p class="sous-titre">mot</p>', "Subtitle"),
        ("<blockquote><p>mot</p></blockquote>", "Quote"),
        ("<blockquote>mot</blockquote>", "Quote"),
        ("<ul><li>mot</li></ul>", "List Bullet"),
        ("<ul><li>a<ul><li>mot</li></ul></li></ul>", "List Bullet 2"),
        ("<ol><li><p>a</p><p>mot</p></li></ol>", "List Continue"),
        ("<table><tr><th scope='row'>a</th><td>mot</td></tr></table>", "Cellule"),
        ("<table><tr><th scope='row'>mot</th><td>b</td></tr></table>", "Cellule d’en-tête"),
        ("<table><tr><th scope='row'>a</th><td><ul><li>mot</li></ul></td></tr></table>", "Puce de cellule"),
        ("<table><tr><th scope='row'>a</th><td><ul><li><p>b</p><p>mot</p></li></ul></td></tr></table>", "Cellule"),
        ("<dl><dt>mot</dt></dl>", "Terme"),
        ("<dl><div><dd><p>mot</p></dd></div></dl>", "Définition"),
    ],
)
def test_each_block_has_its_style(balise: str, nom: str) -> None:
    assert "mot" in textes(ouvrir(page(balise)), nom)


def test_a_paragraph_that_announces_a_list_stays_with_it() -> None:
    d = ouvrir(page("<p>Voici :</p><ul><li>a</li></ul><p>Fin.</p>"))
    assert [p.find(f"{W}pPr/{W}keepNext") is not None for p in paragraphes(d, "Body Text")] == [True, False]


def test_text_keeps_its_distance_from_the_table_above_and_a_heading_keeps_its_own() -> None:
    table = "<table><tr><th scope='row'>a</th><td>b</td></tr></table>"
    d = ouvrir(page(f"<h1>T</h1>{table}<p>mot</p>{table}<h2>Titre</h2>"))
    avant = {
        nom: [p.find(f"{W}pPr/{W}spacing") is not None for p in paragraphes(d, nom)]
        for nom in ("Body Text", "heading 2")
    }
    assert avant == {"Body Text": [True], "heading 2": [False]}


def test_white_space_folds_as_in_a_browser_and_no_break_spaces_stay() -> None:
    d = ouvrir(page("<p>\n  Deux\n mots\u00a0: <b> oui </b> \u202f!  <br/>\n fin\n</p>"))
    assert textes(d, "Body Text") == ["Deux mots\u00a0: oui \u202f!\nfin"]


@pytest.mark.parametrize(
    ("balise", "chemin", "valeur"),
    [
        ("<strong>m</strong>", "rStyle", "Strong"),
        ("<em>m</em>", "rStyle", "Emphasis"),
        ("<b>m</b>", "b", None),
        ("<i>m</i>", "i", None),
        ("<sup>m</sup>", "vertAlign", "superscript"),
        ("<sub>m</sub>", "vertAlign", "subscript"),
        ('<span class="doute">m</span>', "rStyle", "Doute"),
        ('<span class="doute"><strong>m</strong></span>', "b", None),
        ('<span class="sigle">m</span>', "rStyle", "Sigle"),
        ('<span lang="en">m</span>', "lang", "en-GB"),
        ('<a href="https://exemple.fr">m</a>', "rStyle", "Hyperlink"),
    ],
)
def test_each_inline_element_marks_its_run(balise: str, chemin: str, valeur: str | None) -> None:
    (p,) = paragraphes(ouvrir(page(f"<p>avant {balise}</p>")), "Body Text")
    (run,) = (r for r in p.iter(f"{W}r") if texte(r) == "m")
    assert run.find(f"{W}rPr/{W}{chemin}").get(f"{W}val") == valeur


def test_each_numbered_list_counts_from_one_by_its_own_instance(guide: Ouvert) -> None:
    nums = [p.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for p in paragraphes(guide, "List Number")]
    assert len(nums) == 5
    assert nums[0] == nums[1] == nums[2] != nums[3] == nums[4]
    (num,) = (n for n in guide.xml("word/numbering.xml").iter(f"{W}num") if n.get(f"{W}numId") == nums[3])
    assert num.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val") == "1"


def test_notes_are_real_footnotes_with_links_and_a_comma_between_two_calls(guide: Ouvert) -> None:
    notes = [n for n in guide.xml("word/footnotes.xml") if n.get(f"{W}type") is None]
    assert texte(notes[0]).strip().startswith("Loi n° 2014-856")
    rid = next(notes[0].iter(f"{W}hyperlink")).get(f"{R}id")
    assert guide.relations("footnotes")[rid] == "https://www.legifrance.gouv.fr/"
    (p,) = (p for p in paragraphes(guide, "Body Text") if texte(p).startswith("Le pôle réunit"))
    assert "partenaires,. Il" in texte(p)


def test_a_note_called_again_is_a_reference_to_its_number() -> None:
    html = page(
        '<p>un<span class="note">a</span> deux<span class="note" id="n9">b</span>'
        ' trois<a class="renvoi-note" href="#n9">9</a><span class="note">c</span></p>'
    )
    d = ouvrir(html)
    assert champs(d.document) == [(r"NOTEREF n9 \f \h", "2")]
    assert textes(d, "Body Text") == ["un deux trois2,"]
    assert defauts(ecrire(html)) == []


def test_references_are_fields_that_store_the_words_given(guide: Ouvert) -> None:
    assert (r"REF tableau_criteres \h", "tableau 2") in champs(guide.document)
    assert (r"PAGEREF tableau_criteres \h", "…") in champs(guide.document)


def test_the_bookmark_of_a_table_holds_its_label_and_number(guide: Ouvert) -> None:
    debut = next(b for b in guide.document.iter(f"{W}bookmarkStart") if b.get(f"{W}name") == "tableau_criteres")
    fin = f"{W}bookmarkEnd"
    vus = []
    for e in debut.itersiblings():
        if e.tag == fin:
            break
        vus.append(texte(e))
    assert "".join(vus) == "Tableau\u00a02"


def test_ids_that_word_cannot_hold_become_names_of_their_own() -> None:
    long = "une-ancre-vraiment-tres-longue-qui-depasse-quarante-signes"
    html = page(f'<p id="a-b">1</p><p id="a_B">2</p><p id="{long}">3</p><p id="7"><a href="#{long}">4</a></p>')
    assert len({b.get(f"{W}name").lower() for b in ouvrir(html).document.iter(f"{W}bookmarkStart")}) == 4
    assert defauts(ecrire(html)) == []


# Tables and figures


def test_a_table_has_caption_title_description_widths_and_repeated_header(guide: Ouvert) -> None:
    fiche, comparatif, *_ = guide.document.iter(f"{W}tbl")
    noms = guide.styles()
    assert [noms[t.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val")] for t in (fiche, comparatif)] == [
        "Tableau coopdocs",
        "Comparatif",
    ]
    assert fiche.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Carte d’identité du PTCE"
    assert fiche.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val").startswith("Une ligne par trait")
    assert [int(c.get(f"{W}w")) for c in fiche.iter(f"{W}gridCol")] == [2381, 6691]
    assert [tr.find(f"{W}trPr/{W}tblHeader") is not None for tr in comparatif.iter(f"{W}tr")] == [True] + [False] * 24
    assert textes(guide, "caption")[:2] == [
        "Tableau\u00a01\u00a0– Carte d’identité du PTCE",
        "Figure\u00a01\u00a0– Qui coopère dans un pôle",
    ]


def test_a_short_table_stays_on_one_page_and_no_row_of_a_long_one_is_alone_on_one(guide: Ouvert) -> None:
    fiche, comparatif, *_ = guide.document.iter(f"{W}tbl")
    liees = [
        [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in tr.iter(f"{W}p")) for tr in t.iter(f"{W}tr")]
        for t in (fiche, comparatif)
    ]
    assert liees == [[True] * 3 + [False], [True, True] + [False] * 21 + [True, False]]


def test_a_cell_takes_its_ground_and_its_ink(guide: Ouvert) -> None:
    cellule = next(tc for tc in guide.document.iter(f"{W}tc") if texte(tc) == "GES")
    assert cellule.find(f"{W}tcPr/{W}shd").get(f"{W}fill") == "6A3C8F"
    assert next(cellule.iter(f"{W}color")).get(f"{W}val") == "FFFFFF"


def test_a_table_wider_than_the_page_is_brought_back_to_it() -> None:
    colonnes = '<colgroup><col style="width:200mm"/><col style="width:200mm"/></colgroup>'
    d = ouvrir(page(f"<table>{colonnes}<tr><th scope='row'>a</th><td>b</td></tr></table>"))
    assert sum(int(c.get(f"{W}w")) for c in d.document.iter(f"{W}gridCol")) == pytest.approx(160 / 25.4 * 1440, abs=2)


def test_two_tables_that_follow_each_other_stay_two() -> None:
    table = "<table><tr><th scope='row'>a</th><td/></tr></table>"
    corps = ouvrir(page(table * 2)).document[0]
    assert [etree.QName(e).localname for e in corps] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_figure_has_its_width_and_a_decoration_says_so(guide: Ouvert) -> None:
    figure, filet = guide.document.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}inline"
    )
    assert (figure[0].get("cx"), figure[0].get("cy")) == ("3960000", "1716000")
    assert figure[1].get("descr") == "Six acteurs autour d’une stratégie commune"
    assert filet[1].get("descr") == ""


# What is refused


@pytest.mark.parametrize(
    ("corps", "element", "mot"),
    [
        ("<p>a</p>\n<video/>", "video", "équivalent"),
        ('<p class="rouge">a</p>', "p", "rouge"),
        ('<p><span class="rouge">a</span></p>', "span", "rouge"),
        ('<section class="rouge"><p>a</p></section>', "section", "rouge"),
        ("<section>perdu</section>", "section", "hors de tout paragraphe"),
        ("<ul>perdu<li>a</li></ul>", "ul", "hors de tout paragraphe"),
        ("<table><tr><td>a</td>perdu</tr></table>", "tr", "hors de tout paragraphe"),
        ("<dl><dt>a</dt>perdu</dl>", "dl", "hors de tout paragraphe"),
        ('<figure>perdu<img src="acteurs.png" alt="x"/></figure>', "figure", "hors de tout paragraphe"),
        ("<p>a<ul><li>b</li></ul></p>", "ul", "ligne de texte"),
        ('<p><a href="#rien">a</a></p>', "a", "#rien"),
        ('<p><a href="javascript:x">a</a></p>', "a", "javascript"),
        ('<p><a href="https://exemple.fr"></a></p>', "a", "pas de texte"),
        ('<p id="x">a</p><p id="x">b</p>', "p", "sert déjà"),
        ('<p>a</p><div id="x"/>', "div", "aucun texte"),
        ("<table><tr><td colspan='2'>a</td></tr></table>", "td", "fusionnée"),
        ("<table><tr><td>a</td></tr><tr/></table>", "tr", "0 cellules"),
        ("<table><tr><td data-fond='red'>a</td></tr></table>", "td", "red"),
        ("<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>", "ul", "trop profond"),
        ('<figure><img src="acteurs.png"/></figure>', "img", "alt"),
        ('<p id="n1">a<a class="renvoi-note" href="#n1">1</a></p>', "a", "déjà écrite"),
        ('<nav class="sommaire" data-niveaux="3"/><h1>a</h1>', "nav", "1 ou 2"),
        ('<nav class="sommaire"/><p>a</p>', "nav", "aucun titre"),
        ('<p>a<span class="note">b<span class="note">c</span></span></p>', "span", "note"),
    ],
)
def test_what_word_cannot_say_is_refused_by_name(corps: str, element: str, mot: str) -> None:
    with pytest.raises(DialectError, match=re.escape(mot)) as erreur:
        ecrire(page(corps))
    assert erreur.value.element == element


def test_a_refusal_names_element_class_and_line() -> None:
    with pytest.raises(DialectError) as erreur:
        ecrire(page('<p>a</p>\n<p class="rouge">b</p>'))
    assert (erreur.value.element, erreur.value.css_class, erreur.value.line) == ("p", "rouge", 2)


@pytest.mark.parametrize("src", ["absente.png", "faux.png"])
def test_an_image_that_cannot_be_shown_is_named(src: str) -> None:
    html = page(f'<figure><img src="{src}" alt="x"/></figure>')
    with pytest.raises(MissingImageError, match=src):
        write(html, reference=REFERENCE, images={"faux.png": b"GIF?"}, edition=EDITION)


def test_a_reference_file_saved_by_a_french_word_has_other_style_ids() -> None:
    reference = REFERENCE
    for part in ("word/styles.xml", "word/numbering.xml"):
        reference = abimer(reference, changer(part, '"Heading1"', '"Titre1"', fois=-1))
    d = Ouvert(ecrire(PAGE, reference))
    assert textes(d, "heading 1")[0] == "Pôle territorial de coopération économique"
    assert defauts(ecrire(PAGE, reference)) == []


def test_a_reference_file_that_lost_a_style_says_which() -> None:
    with pytest.raises(MissingStyleError, match="Chapô"):
        ecrire(CHAPITRE.join(page("|").split("|")), abimer(REFERENCE, changer("word/styles.xml", "Chapô", "Autre")))


# A dense page, columns


def dense(corps: str) -> Ouvert:
    return ouvrir(page(corps).replace("<body>", '<body class="dense">'))


def _largeur(d: Ouvert) -> int:
    taille, marges = (d.document.find(f".//{W}{nom}") for nom in ("pgSz", "pgMar"))
    return int(taille.get(f"{W}w")) - int(marges.get(f"{W}left")) - int(marges.get(f"{W}right"))


def test_a_dense_page_has_smaller_margins_letters_and_room_and_wider_tables() -> None:
    colonnes = '<colgroup><col style="width:60mm"/><col style="width:100mm"/></colgroup>'
    corps = f"<table>{colonnes}<tr><td>a</td><td>b</td></tr></table>"
    large, serre = ouvrir(page(corps)), dense(corps)
    facteur = _largeur(serre) / _largeur(large)
    assert facteur > 1.05
    grilles = [[int(c.get(f"{W}w")) for c in d.document.iter(f"{W}gridCol")] for d in (large, serre)]
    assert grilles[1] == [pytest.approx(facteur * twips, abs=1) for twips in grilles[0]]
    for avant, apres in zip(*(d.xml("word/styles.xml").iter(f"{W}sz") for d in (large, serre)), strict=True):
        a, b = (int(e.get(f"{W}val")) for e in (avant, apres))
        assert min(a, 17) <= b <= a
    for avant, apres in zip(*(d.xml("word/styles.xml").iter(f"{W}spacing") for d in (large, serre)), strict=True):
        assert all(
            int(apres.get(f"{W}{s}") or 0) <= int(avant.get(f"{W}{s}") or 0) for s in ("before", "after", "line")
        )
    tabs = {int(t.get(f"{W}pos")) for t in serre.xml("word/styles.xml").iter(f"{W}tab") if t.get(f"{W}val") == "right"}
    assert [pos for pos in tabs if abs(pos - _largeur(serre)) > 3] == []


def test_columns_go_on_below_what_comes_before_and_the_page_after_is_whole_again() -> None:
    d = ouvrir(page('<p>avant</p><section class="colonnes"><p>dedans</p></section><p>après</p>'))
    sections = list(d.document.iter(f"{W}sectPr"))
    genres = [s.find(f"{W}type").get(f"{W}val") if s.find(f"{W}type") is not None else None for s in sections]
    assert genres == [None, "continuous", None]
    assert [s.find(f"{W}cols").get(f"{W}num") for s in sections] == [None, "2", None]


def test_images_of_a_figure_stand_side_by_side_each_with_its_words() -> None:
    image = '<img src="acteurs.png" alt="{}" style="width:60mm"/>'
    d = ouvrir(page(f"<figure>{image.format('un')}{image.format('deux')}<figcaption>Tous deux</figcaption></figure>"))
    [p] = paragraphes(d, "Figure")
    assert [e.get("descr") for e in p.iter(f"{WP}docPr")] == ["un", "deux"]
    assert textes(d, "caption") == ["Figure\u00a01\u00a0– Tous deux"]


def test_an_image_is_no_higher_than_asked() -> None:
    d = ouvrir(page('<figure><img src="acteurs.png" alt="x" style="width:110mm;max-height:10mm"/></figure>'))
    [taille] = d.document.iter(f"{WP}extent")
    assert taille.get("cy") == "360000"


def test_a_chapter_that_begins_no_page_keeps_its_distance() -> None:
    d = ouvrir(page('<h1>Un</h1><p>mots</p><h1>Deux</h1><section class="chapitre"><h1>Trois</h1></section>'))
    places = [p.find(f"{W}pPr/{W}spacing") for p in paragraphes(d, "heading 1")]
    assert [place is not None for place in places] == [False, True, False]
