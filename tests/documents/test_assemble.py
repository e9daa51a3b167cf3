"""Joined PDFs: everything that each part had is there, once, and leads where it led."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from coopdocs.formats.job import PageLabels
from coopdocs.formats.pdf import join as assemble
from coopdocs.formats.pdf import layout
from coopdocs.formats.pdf.join import join
from coopdocs.formats.pdf.join.part import JoinError, MadePart
from coopdocs.formats.pdf.standards import Attachment
from support.documents import ROOT, TEMPLATES, Documents
from support.join_checks import elements, faults, marks, reachable, spoiled
from support.pdf_read import Balise, Pdf
from support.verapdf import verdicts

GATES = Path(__file__).parents[1] / "gates"
FACES = {400: "SourceSans3_400Regular", 700: "SourceSans3_700Bold"}
STYLE = "".join(
    f'@font-face{{font-family:"Coopdocs Texte";font-weight:{w};src:url("kit:/polices/{f}.ttf")}}'
    for w, f in FACES.items()
)
STYLE += 'html{font-family:"Coopdocs Texte"} .note{float:footnote} @page{size:A5;margin:15mm}'
DESSIN = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9' opacity='.5'/%3E%3C/svg%3E"  # noqa: E501
TABLE = (
    "<table><thead><tr><th scope='col'>Commune</th><th scope='col'>Habitants</th></tr></thead><tbody>"
    "<tr><th scope='row'>Die</th><td>4 800</td></tr><tr><th scope='row'>Crest</th><td>8 700</td></tr></tbody></table>"
)


def bytes_of(part: MadePart) -> bytes:
    assert isinstance(part.content, bytes)
    return part.content


def html(titre: str, corps: str, tete: str = "") -> str:
    tete = f"<title>{titre}</title><style>{STYLE}</style>{tete}"
    return f'<!DOCTYPE html><html lang="fr"><head>{tete}</head><body><h1 id="haut">{titre}</h1>{corps}</body></html>'


def write(titre: str, corps: str, tete: str = "") -> bytes:
    rendu = layout.write(html(titre, corps, tete), [TEMPLATES])
    assert rendu.defects == ()
    return rendu.data


PROPRE = (
    f"<p>Voir <a href='#suite'>la suite</a>, <a href='partie:ges#ges'>le GES</a> et <a href='https://exemple.fr/'>un "
    f"site</a><span class='note'>Une note (voir 5 0 R) à garder.</span>.</p>{TABLE}"
    f"<h2 id='suite' style='break-before:page'>La suite (é)</h2><p>Retour <a href='#haut'>en haut</a>. Œuvre à Nîmes."
    f"</p><h2 id='ges'>Le GES, 5 0 R</h2><p>Fin.</p><img alt='un dessin (5 0 R)' src=\"{DESSIN}\">"
)


@pytest.fixture(scope="module")
def parts(documents: Documents) -> list[MadePart]:
    """Two own pages, then two fiches; the own part has a place named as one of a fiche."""
    fiche = {slug: documents[f"fiches/{slug}.pdf"].data for slug in ("ges", "gme")}
    return [
        MadePart(write("Dossier", PROPRE), "dossier", None, PageLabels("r")),
        MadePart(fiche["ges"], "ges", "Groupe\u00a0(GES) – é", PageLabels("D", 7, "F-")),
        MadePart(fiche["gme"], "gme", None),
    ]


@pytest.fixture(scope="module")
def joined(parts: list[MadePart]) -> bytes:
    return join(parts, title="Dossier de l’été", language="fr-FR", author="coopdocs & co")


# --- nothing is lost


def test_the_pages_are_those_of_the_parts_in_order(parts: list[MadePart], joined: bytes) -> None:
    assert Pdf(joined).pages == [page for part in parts for page in Pdf(bytes_of(part)).pages]


def test_every_page_looks_exactly_as_in_its_part(parts: list[MadePart], joined: bytes) -> None:
    def images(octets: bytes) -> list[bytes]:
        rendered = (page.render(scale=1.5) for page in pypdfium2.PdfDocument(octets))
        return [hashlib.sha256(bytes(image.buffer)).digest() for image in rendered]

    assert images(joined) == [image for part in parts for image in images(bytes_of(part))]


def test_each_part_keeps_its_tags_under_one_document(parts: list[MadePart], joined: bytes) -> None:
    def outline(b: Balise) -> list[tuple[str, str, str]]:
        return [(e.nom, e.texte(), str(e.attributs.get("/Alt"))) for e in b.walk()][1:]

    whole = Pdf(joined).arbre
    assert (whole.nom, [b.nom for b in whole.enfants]) == ("Document", ["Part"] * len(parts))
    assert [str(b.attributs["/Lang"]) for b in whole.enfants] == ["fr"] * len(parts)
    for part, kept in zip(parts, whole.enfants, strict=True):
        assert outline(kept) == outline(Pdf(bytes_of(part)).arbre)


def test_tags_links_names_and_bookmarks_hold_together(parts: list[MadePart], joined: bytes) -> None:
    assert [faults(bytes_of(part)) for part in parts] == [[]] * len(parts)
    assert faults(joined) == []


def tree_keys(node: Any, kind: str) -> list[Any]:
    """The keys of a tree of names (as bytes) or numbers, in the order in which they are stored."""
    own = [bytes(key) if kind == "/Names" else int(key) for key in list(node.get(kind, []))[::2]]
    return own + [key for kid in node.get("/Kids", []) for key in tree_keys(kid, kind)]


def test_names_and_numbers_are_stored_in_the_order_that_a_search_needs(parts: list[MadePart]) -> None:
    accented = MadePart(write("Œuvre", "<p id='été'>a</p><p id='zoo'>b</p>" + TABLE), "accents")
    file = pikepdf.open(io.BytesIO(join([*parts[::-1], accented], title="Ordre")))
    tree = file.Root.StructTreeRoot
    for top, kind in ((file.Root.Names.Dests, "/Names"), (tree.IDTree, "/Names"), (tree.ParentTree, "/Nums")):
        keys = tree_keys(top, kind)
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys) > 1
    assert any(bytes(key).startswith(b"\xfe\xff") for key in tree_keys(file.Root.Names.Dests, "/Names"))


def test_the_tree_leads_to_every_piece_that_it_led_to_in_the_parts(parts: list[MadePart], joined: bytes) -> None:
    before = [pikepdf.open(io.BytesIO(bytes_of(part))) for part in parts]
    after = pikepdf.open(io.BytesIO(joined))
    assert reachable(after) == [pieces for file in before for pieces in reachable(file)]
    # but for the page numbers, no piece is outside the tree
    outside = [marks(page) - found for page, found in zip(after.pages, reachable(after), strict=True)]
    assert outside == [
        marks(page) - found for file in before for page, found in zip(file.pages, reachable(file), strict=True)
    ]


def test_cells_still_name_their_headers(joined: bytes) -> None:
    (cell, _) = Pdf(joined).balises("TD")
    ids = {str(b.attributs["/ID"]): b.texte() for b in Pdf(joined).balises("TH")}
    assert {ids[str(h)] for h in cell.attributs["/A"].Headers} == {"Die", "Habitants"}
    assert all(name.startswith("dossier:") for name in ids)


def destinations(octets: bytes) -> dict[str, tuple[int, list[float]]]:
    file = pikepdf.open(io.BytesIO(octets))
    rank = {page.obj.objgen: n for n, page in enumerate(file.pages)}
    named: Any = pikepdf.NameTree(file.Root.Names.Dests).items()
    return {str(name): (rank[to[0].objgen], [float(v) for v in to[2:]]) for name, to in named}


def test_every_named_place_is_on_its_page_under_its_parts_name(parts: list[MadePart], joined: bytes) -> None:
    expected, first = {}, 0
    for part in parts:
        for name, (page, at) in destinations(bytes_of(part)).items():
            expected[f"{part.name}:{name}"] = (first + page, at)
        first += len(pikepdf.open(io.BytesIO(bytes_of(part))).pages)
    assert destinations(joined) == expected
    assert {"dossier:ges", "ges:ges"} <= expected.keys()


def test_links_lead_where_they_led_and_from_one_part_to_another(parts: list[MadePart], joined: bytes) -> None:
    expected, first = [], 0
    for part in parts:
        file = Pdf(bytes_of(part))
        for page, target in file.liens:
            target = f"#{part.name}:{target[1:]}" if target.startswith("#") else target
            expected.append((first + page, target.replace("partie:ges#", "#ges:")))
        first += len(file.pages)
    assert Pdf(joined).liens == expected
    assert (1, "#ges:ges") in expected
    assert destinations(joined)["ges:ges"][0] == 2


def test_bookmarks_hang_under_their_parts_title_and_lead_to_their_pages(parts: list[MadePart], joined: bytes) -> None:
    def bookmarks(octets: bytes, first: int = 0, depth: int = 0) -> list[tuple[int, str, int]]:
        file, out = pikepdf.open(io.BytesIO(octets)), []
        rank = {page.obj.objgen: n for n, page in enumerate(file.pages)}

        def walk(items: Any, depth: int) -> None:
            for item in items:
                to = item.destination[0]
                out.append((depth, item.title, first + rank[to.objgen]))
                walk(item.children, depth + 1)

        with file.open_outline() as outline:
            walk(outline.root, depth)
        return out

    own, ges, gme = (bytes_of(part) for part in parts)
    title = (0, "Groupe (GES) – é", 2)
    assert bookmarks(joined) == [*bookmarks(own), title, *bookmarks(ges, 2, 1), *bookmarks(gme, 4)]


def test_pages_carry_the_labels_of_their_part(joined: bytes) -> None:
    file = pypdfium2.PdfDocument(joined)
    assert [file.get_page_label(n) for n in range(len(file))] == ["i", "ii", "F-7", "F-8", "F-9", "F-10"]


def test_the_document_has_its_own_title_author_and_language(parts: list[MadePart], joined: bytes) -> None:
    file = pikepdf.open(io.BytesIO(joined))
    assert dict(file.docinfo) == {
        "/Title": "Dossier de l’été", "/Author": "coopdocs & co", "/Producer": "WeasyPrint 70.0",
    }  # fmt: skip
    with file.open_metadata() as meta:
        assert (meta["dc:title"], meta["dc:creator"]) == ("Dossier de l’été", ["coopdocs & co"])
        assert meta["pdfuaid:part"] == "1"
    root = file.Root
    assert str(root.Lang) == "fr-FR"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle


def jointe(nom: str, octets: bytes) -> Attachment:
    return Attachment(nom, "text/csv", f"Données de l’été ({nom})", octets, "Data", date(2026, 1, 15))


def with_files(titre: str, *jointes: Attachment) -> bytes:
    return layout.write(html(titre, "<p>a</p>"), [TEMPLATES], attachments=jointes).data


def test_attached_files_are_kept_once_each() -> None:
    un = with_files("Un", jointe("a.csv", b"1"), jointe("b.csv", b"2"))
    deux = with_files("Deux", jointe("b.csv", b"2"), jointe("a.csv", b"autre"))
    both = join([MadePart(un, "un"), MadePart(deux, "deux")], title="Deux", attachments=[jointe("c.csv", b"3")])
    found = Pdf(both).jointes
    assert {nom: fichier.octets for nom, fichier in found.items()} == {
        "a.csv": b"1", "b.csv": b"2", "c.csv": b"3", "deux:a.csv": b"autre",
    }  # fmt: skip
    assert {fichier.lien for fichier in found.values()} == {"Data"}
    assert found["c.csv"] == Pdf(with_files("Trois", jointe("c.csv", b"3"))).jointes["c.csv"]
    again = Pdf(join([MadePart(both, "encore")], title="Encore")).jointes
    assert again == found


def test_an_attached_file_changes_neither_the_pages_nor_what_other_documents_share(parts: list[MadePart]) -> None:
    without, with_one = (join(parts, title="Deux", attachments=files) for files in ((), [jointe("c.csv", b"3")]))
    assert Pdf(without).pages == Pdf(with_one).pages
    same = next(n for n, (a, b) in enumerate(zip(without, with_one, strict=False)) if a != b)
    assert same > 0.8 * len(without)


def test_a_joined_document_can_be_joined_again(parts: list[MadePart], joined: bytes) -> None:
    again = join([MadePart(bytes_of(parts[2]), "encore"), MadePart(joined, "tout", "Tout")], title="Encore")
    assert faults(again) == []
    assert Pdf(again).pages == [*Pdf(bytes_of(parts[2])).pages, *Pdf(joined).pages]
    file = pypdfium2.PdfDocument(again)
    assert [file.get_page_label(n) for n in range(3, len(file))] == ["ii", "F-7", "F-8", "F-9", "F-10"]


def test_roles_of_custom_tags_are_put_together(parts: list[MadePart]) -> None:
    def role(name: str, standard: str) -> bytes:
        def add(file: pikepdf.Pdf) -> None:
            file.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary({name: pikepdf.Name(standard)})

        return spoiled(bytes_of(parts[2]), add)

    both = join([MadePart(role("/Encart", "/Div"), "un"), MadePart(role("/Renvoi", "/P"), "deux")], title="Deux")
    file = pikepdf.open(io.BytesIO(both))
    assert {k: str(v) for k, v in file.Root.StructTreeRoot.RoleMap.items()} == {"/Encart": "/Div", "/Renvoi": "/P"}
    with pytest.raises(JoinError, match="« deux » donne un autre rôle à la balise /Encart"):
        join([MadePart(role("/Encart", "/Div"), "un"), MadePart(role("/Encart", "/P"), "deux")], title="Deux")


# --- once


def font_files(octets: bytes) -> list[bytes]:
    file = pikepdf.open(io.BytesIO(octets))
    found = (o.FontFile2 for o in file.objects if isinstance(o, pikepdf.Dictionary) and o.get("/FontFile2") is not None)
    return [stream.read_bytes() for stream in {stream.objgen: stream for stream in found}.values()]


def test_each_face_is_there_once_with_the_glyphs_of_all_parts(parts: list[MadePart], joined: bytes) -> None:
    faces = {name for part in parts for name in Pdf(bytes_of(part)).polices}
    files = font_files(joined)
    assert len(files) == len(faces) < sum(len(font_files(bytes_of(part))) for part in parts)
    for octets in files:
        font = TTFont(io.BytesIO(octets))
        assert all(font["glyf"][name] is not None for name in font.getGlyphOrder())
        assert len(font["hmtx"].metrics) == font["maxp"].numGlyphs


def test_a_face_of_another_version_stays_apart(parts: list[MadePart]) -> None:
    def other(file: pikepdf.Pdf) -> None:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
                octets = bytearray(item.FontFile2.read_bytes())
                head = octets.index(b"head")
                at = int.from_bytes(octets[head + 8 : head + 12], "big")
                octets[at + 4 : at + 8] = b"\0\x09\0\0"
                item.FontFile2.write(bytes(octets))

    one, two = bytes_of(parts[1]), spoiled(bytes_of(parts[2]), other)
    both = join([MadePart(one, "un"), MadePart(two, "deux")], title="Deux")
    assert len(font_files(both)) == len(font_files(one)) + len(font_files(two))


def test_what_two_parts_draw_alike_is_stored_once(parts: list[MadePart], joined: bytes) -> None:
    assert len(joined) < sum(len(bytes_of(part)) for part in parts)
    twice = join([MadePart(bytes_of(parts[1]), "un"), MadePart(bytes_of(parts[1]), "deux")], title="Deux")

    def drawings(octets: bytes) -> int:
        file = pikepdf.open(io.BytesIO(octets))
        return sum(isinstance(o, pikepdf.Stream) and "/BBox" in o for o in file.objects)

    assert 0 < drawings(twice) <= drawings(bytes_of(parts[1]))


# --- the same bytes


def test_the_same_parts_give_the_same_bytes_whatever_was_joined_before(parts: list[MadePart], joined: bytes) -> None:
    for cached in (assemble.part.read_part, assemble.file.place, assemble.fonts.merged):
        cached.cache_clear()
    join(parts[::-1], title="Autre")
    join(parts[1:], title="Autre")
    assert join(parts, title="Dossier de l’été", language="fr-FR", author="coopdocs & co") == joined


PROGRAM = """
import hashlib, pathlib, sys
from coopdocs.formats.job import PageLabels
from coopdocs.formats.pdf.join import join
from coopdocs.formats.pdf.join.part import MadePart
own, ges, gme = (pathlib.Path(name).read_bytes() for name in ("0", "1", "2"))
parts = [
    MadePart(own, "dossier", None, PageLabels("r")),
    MadePart(ges, "ges", "Groupe (GES) – é", PageLabels("D", 7, "F-")),
    MadePart(gme, "gme"),
]
made = join(parts, title="Dossier de l’été", language="fr-FR", author="coopdocs & co")
print(hashlib.sha256(made).hexdigest())
"""


def test_another_process_gives_the_same_bytes(parts: list[MadePart], joined: bytes, tmp_path: Path) -> None:
    for n, part in enumerate(parts):
        (tmp_path / str(n)).write_bytes(bytes_of(part))
    env = {**os.environ, "PYTHONHASHSEED": "11", "TZ": "Pacific/Auckland", "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-X", "utf8", "-c", PROGRAM]
    out = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout
    assert out.strip() == hashlib.sha256(joined).hexdigest()


def test_reading_the_room_loads_no_engine() -> None:
    program = "import sys, coopdocs.formats.pdf.join; print('pikepdf' in sys.modules)"
    command = [sys.executable, "-c", program]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.strip() == "False"


# --- what cannot be joined is refused


def without_tags(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def untagged_page(file: pikepdf.Pdf) -> None:
    del file.pages[1].obj.StructParents


def drop_entry(file: pikepdf.Pdf) -> None:
    """The first page's entry of the ParentTree, its key and its value."""
    tree = file.Root.StructTreeRoot.ParentTree
    nums = tree.Nums if "/Nums" in tree else tree.Kids[0].Nums
    del nums[0]
    del nums[0]


def form(file: pikepdf.Pdf) -> None:
    file.Root.AcroForm = pikepdf.Dictionary(Fields=[])


def other_standard(file: pikepdf.Pdf) -> None:
    file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(b'pdfuaid:part="1"', b'pdfuaid:part="2"'))


def no_colours(file: pikepdf.Pdf) -> None:
    del file.Root.OutputIntents


def file_of_nobody(file: pikepdf.Pdf) -> None:
    file.Root.AF = pikepdf.Array([file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec))])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_tags, "la partie « gme » n’a pas de balises"),
        (untagged_page, "la partie « gme » n’a pas de balises à la page 2"),
        (drop_entry, "la partie « gme » a des pages ou des liens absents de son arbre de balises"),
        (form, "la partie « gme » contient /AcroForm"),
        (other_standard, "la partie « gme » ne se dit pas PDF/UA-1 et PDF/A-3a"),
        (no_colours, "la partie « gme » ne se dit pas PDF/UA-1 et PDF/A-3a"),
        (file_of_nobody, "la partie « gme » contient /AF"),
    ],
)
def test_a_part_that_would_lose_something_is_refused(
    parts: list[MadePart], spoil: Callable[[pikepdf.Pdf], None], said: str
) -> None:
    octets = spoiled(bytes_of(parts[2]), spoil)
    with pytest.raises(JoinError, match=re.escape(said)):
        join([parts[1], MadePart(octets, "gme")], title="x")


def test_parts_that_do_not_fit_together_are_refused(parts: list[MadePart]) -> None:
    own, ges, gme = parts
    for wrong, said in (
        ([], "aucune partie"),
        ([ges, ges], "deux parties se nomment « ges »"),
        ([own, gme], "la partie « dossier » renvoie à « ges:ges », qu’aucune partie ne porte"),
        ([MadePart(ges.content, "Mon GES")], "la partie « Mon GES » a un nom impossible"),
        ([MadePart(b"%PDF-1.7", "vide")], "la partie « vide » n’est pas un PDF lisible"),
    ):
        with pytest.raises(JoinError, match=re.escape(said)):
            join(wrong, title="x")


# --- the checks see what they should


def wrong_parent(file: pikepdf.Pdf) -> None:
    tops = file.Root.StructTreeRoot.K[0].K
    tops[0].K[0].P = tops[1]


def wrong_key(file: pikepdf.Pdf) -> None:
    file.pages[0].obj.StructParents = file.pages[1].obj.StructParents


def lost_place(file: pikepdf.Pdf) -> None:
    note = next(a for a in file.pages[0].obj.Annots if "/Dest" in a)
    note.Dest = pikepdf.String("ailleurs:haut")


def lost_header(file: pikepdf.Pdf) -> None:
    cell = next(e for e in elements(file.Root.StructTreeRoot) if e.S == "/TD")
    cell.A.Headers[0] = pikepdf.String("0-0-0")


def broken_chain(file: pikepdf.Pdf) -> None:
    file.Root.Outlines.First.Next.Prev = file.Root.Outlines.Last


@pytest.mark.parametrize("spoil", [drop_entry, wrong_parent, wrong_key, lost_place, lost_header, broken_chain])
def test_a_fault_in_a_joined_document_is_seen(joined: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> None:
    assert faults(spoiled(joined, spoil)) != []


@pytest.mark.java
def test_the_verdict_on_accessibility_is_that_of_the_parts(
    parts: list[MadePart], joined: bytes, tools: dict[str, str], tmp_path: Path
) -> None:
    """PDF/UA-1 and PDF/A-3a by veraPDF: the same rules hold, and those that a part breaks are broken as often."""
    files = {**{part.name: bytes_of(part) for part in parts}, "whole": joined, "spoiled": spoiled(joined, without_tags)}
    found = {nom: verdict.broken for nom, verdict in verdicts(tools["java"], tmp_path, files).items()}
    assert found["whole"] == sum((found[part.name] for part in parts), Counter())
    assert found["dossier"] == Counter()
    assert found["spoiled"] - found["whole"]
