"""Every PDF is a PDF/UA-1 and a PDF/A-3a at once, says so in one voice, and carries the data that it was made from."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from coopdocs import produce
from coopdocs.formats.job import PdfJob
from coopdocs.formats.pdf import layout
from coopdocs.formats.pdf.standards import Attachment
from support import gate_log
from support.documents import ROOT, TEMPLATES, Documents
from support.pdf_read import read_once
from support.verapdf import GATE, verdicts

SLUGS = ("cooperations", "ptce", "ges", "regie-quartier", "jvs", "pat", "gme", "tzcld")
KINDS = {"yaml": ("application/yaml", "Source"), "csv": ("text/csv", "Data"), "json": ("application/json", "Data")}
FACE = '@font-face{font-family:"Coopdocs Texte";src:url("kit:/polices/SourceSans3_400Regular.ttf")}'
INSECABLES = "\u00a0\u202f\u2009"


def page(corps: str, titre: str = "Essai") -> str:
    style = f'<style>{FACE}html{{font-family:"Coopdocs Texte"}}</style>'
    return f'<!DOCTYPE html><html lang="fr"><head><title>{titre}</title>{style}</head><body>{corps}</body></html>'


def opened(octets: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(octets))


# --- the data inside


def wanted(documents: Documents, chemin: str) -> dict[str, bytes]:
    """The files that a document must carry, byte for byte, in the order of their names."""
    genre, name = chemin.split("/")[0], Path(chemin).stem
    sources = {f"{slug}.yaml": (ROOT / f"content/formes/{slug}.yaml").read_bytes() for slug in sorted(SLUGS)}
    match genre:
        case "fiches" if name != "toutes":
            slug = name.removesuffix("-sobre")
            return {f"{slug}.yaml": sources[f"{slug}.yaml"]}
        case "evenements":
            return event_sources(documents, chemin)
        case "reperes":
            return {f"{name}.yaml": (ROOT / f"content/{name}.yaml").read_bytes()}
        case "guide" if "/chapitres/" in chemin:
            return {f"{name}.yaml": sources[f"{name}.yaml"]}
        case "comparatifs":
            return {f"{name}.csv": documents[chemin.replace(".pdf", ".csv")].data}
        case "dossiers":
            return {"dossier.json": documents[chemin.replace("-essentiel", "").replace(".pdf", ".json")].data}
    return sources


def event_sources(documents: Documents, chemin: str) -> dict[str, bytes]:
    """The event's file, and those of its formes where it prints what these say."""
    _, slug, name = chemin.split("/", 2)
    formes = documents.library.evenements[slug].formes
    own = {f"{slug}.yaml": ROOT / f"content/evenements/{slug}.yaml"}
    theirs = {f"{forme}.yaml": ROOT / f"content/formes/{forme}.yaml" for forme in formes}
    carried = theirs if name.startswith("fiches") else own | theirs if name == "livret.pdf" else own
    return {nom: path.read_bytes() for nom, path in sorted(carried.items())}


def test_every_pdf_carries_the_files_it_was_made_from_byte_for_byte(documents: Documents) -> None:
    paths = documents.on_screen()
    carried = {
        chemin: {nom: fichier.octets for nom, fichier in read_once(documents[chemin].data).jointes.items()}
        for chemin in paths
    }
    assert carried == {chemin: wanted(documents, chemin) for chemin in paths}
    assert len(paths) > 25


def test_an_attached_file_says_what_it_is_to_the_document_and_how_old(documents: Documents) -> None:
    edition = documents.library.kit.edition
    for chemin in documents.on_screen():
        for nom, fichier in read_once(documents[chemin].data).jointes.items():
            assert (fichier.type, fichier.lien) == KINDS[nom.rpartition(".")[2]]
            assert fichier.date == f"D:{edition:%Y%m%d}000000Z"
            assert re.search(
                r"^(Contenu de (la fiche|l’événement|la page :)|Les cellules|Les données) .+ \((YAML|CSV|JSON)\)$",
                fichier.description,
            )


def test_the_data_of_a_dossier_are_those_of_its_territory(documents: Documents) -> None:
    (fichier,) = read_once(documents["dossiers/departements/26-drome.pdf"].data).jointes.values()
    assert json.loads(fichier.octets)["territoire"]["code"] == "26"
    assert fichier.description == "Les données du dossier : Drôme (JSON)"


def test_an_attached_file_belongs_to_the_key_of_its_document() -> None:
    def key(octets: bytes) -> str:
        one = Attachment("a.csv", "text/csv", "Essai", octets, "Data", date(2026, 1, 1))
        return produce.key(PdfJob(page("<p>a</p>"), (TEMPLATES,), attachments=(one,)))

    assert key(b"1") == key(b"1") != key(b"2")


def test_files_cost_what_they_weigh_compressed_and_the_standards_little() -> None:
    def size(*jointes: Attachment) -> int:
        return len(layout.write(page("<p>a</p>"), [TEMPLATES], attachments=jointes).data)

    table = Attachment("a.csv", "text/csv", "Essai", b"une ligne qui revient\n" * 1000, "Data", date(2026, 1, 1))
    assert size(table) - size() < 1200


# --- what a file says of itself


def test_every_pdf_says_the_same_in_its_metadata_as_in_its_trailer(documents: Documents) -> None:
    for chemin in documents.on_screen():
        file = opened(documents[chemin].data)
        info = {str(k): str(v) for k, v in file.docinfo.items()}
        with file.open_metadata() as meta:
            said = {
                "/Title": meta.get("dc:title"),
                "/Author": ", ".join(meta.get("dc:creator", [])),
                "/Subject": meta.get("dc:description"),
                "/Keywords": meta.get("pdf:Keywords"),
                "/Producer": meta.get("pdf:Producer"),
            }
            claims = meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]
        assert {k: v for k, v in said.items() if v} == info, chemin
        assert {"/Title", "/Author", "/Subject"} <= info.keys(), chemin
        assert claims == ("1", "3", "A"), chemin


def test_every_pdf_has_what_both_standards_and_a_reader_want_of_it(documents: Documents) -> None:
    marks = set()
    for chemin in documents.on_screen():
        octets = documents[chemin].data
        assert octets.startswith(b"%PDF-1.7\n"), chemin
        file = opened(octets)
        root: Any = file.Root
        assert str(root.Lang).startswith("fr"), chemin
        assert (bool(root.MarkInfo.Marked), bool(root.ViewerPreferences.DisplayDocTitle)) == (True, True), chemin
        (intent,) = root.OutputIntents
        assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3), chemin
        assert sum(bytes(o.read_bytes())[36:40] == b"acsp" for o in streams(file) if "/N" in o) == 1, chemin
        assert 0 in dict(pikepdf.NumberTree(root.PageLabels).items()), chemin
        first, second = (bytes(part) for part in file.trailer.ID)
        assert first == second, chemin
        marks.add(first)
    assert len(marks) == len(documents.on_screen())


def streams(file: pikepdf.Pdf) -> list[Any]:
    return [item for item in file.objects if isinstance(item, pikepdf.Stream)]


def test_the_pages_of_a_joined_document_count_on_from_part_to_part(documents: Documents) -> None:
    file = pypdfium2.PdfDocument(documents["fiches/toutes.pdf"].data)
    assert [file.get_page_label(n) for n in range(len(file))] == [str(n) for n in range(1, 17)]


def test_bookmarks_and_titles_have_plain_spaces(documents: Documents) -> None:
    titles = {}
    for chemin in documents.on_screen():
        read = read_once(documents[chemin].data)
        titles[chemin] = [read.titre, *(titre for _, titre in read.signets)]
    assert [t for every in titles.values() for t in every if set(t) & set(INSECABLES)] == []
    assert any(" ?" in t for t in titles["fiches/ptce.pdf"])


@pytest.mark.parametrize("chemin", ["fiches/ptce.pdf", "comparatifs/comparatif.pdf", "guide/guide.pdf"])
def test_every_word_of_the_tree_extracts_whole(documents: Documents, chemin: str) -> None:
    """A font has several spaces, and a reader that measures a thin one sees spaces inside words: « ( juin »."""
    read = read_once(documents[chemin].data)
    texts = [re.sub("[\ufffe\u0002]", "-", text) for text in read.pages]
    words = {(n, word) for (n, _), text in read.marques.items() for word in text.split()}
    assert [(n + 1, word) for n, word in sorted(words) if word not in texts[n]] == []
    assert len(words) > 300


@pytest.fixture
def illustrated(tmp_path: Path) -> bytes:
    """A page with a link, a picture and a file attached."""
    (tmp_path / "theme/images").mkdir(parents=True)
    Image.new("RGB", (2, 2), "red").save(tmp_path / "theme/images/rouge.png")
    corps = '<h1>Un</h1><p><a href="https://exemple.fr/">un site</a></p><img alt="x" src="kit:/images/rouge.png">'
    table = Attachment("a.csv", "text/csv", "Essai", b"a;b", "Data", date(2026, 1, 1))
    rendu = layout.write(page(corps), [tmp_path / "theme", TEMPLATES], attachments=[table])
    assert rendu.defects == ()
    return rendu.data


def pictures(file: pikepdf.Pdf) -> list[Any]:
    return [item for item in streams(file) if item.get("/Subtype") == "/Image"]


def test_a_picture_of_the_theme_is_not_smoothed(illustrated: bytes) -> None:
    file = opened(illustrated)
    assert ["/Interpolate" in picture for picture in pictures(file)] == [False]


# --- a checker of its own


@pytest.mark.java
def test_every_pdf_is_accepted_as_pdf_ua_1_and_as_pdf_a_3a(
    documents: Documents, tools: dict[str, str], tmp_path: Path
) -> None:
    found = verdicts(tools["java"], tmp_path, {p: documents[p].data for p in documents.on_screen()})
    assert {path: verdict.broken for path, verdict in found.items() if verdict.broken} == {}
    assert len(found) > 40
    assert all(verdict.rules > 200 and verdict.assertions > 10_000 for verdict in found.values())


def no_relation(file: pikepdf.Pdf) -> None:
    for spec in file.Root.AF:
        del spec.AFRelationship


def no_association(file: pikepdf.Pdf) -> None:
    del file.Root.AF


def no_name(file: pikepdf.Pdf) -> None:
    for spec in file.Root.AF:
        del spec.UF


def no_profile(file: pikepdf.Pdf) -> None:
    del file.Root.OutputIntents


def not_said(what: bytes) -> Callable[[pikepdf.Pdf], None]:
    def spoil(file: pikepdf.Pdf) -> None:
        packet, times = re.subn(what, b"", file.Root.Metadata.read_bytes())
        assert times == 1
        file.Root.Metadata.write(packet)

    return spoil


def no_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def hidden_link(file: pikepdf.Pdf) -> None:
    for page in file.pages:
        for note in page.obj.get("/Annots", []):
            note.F = 2


def no_tags(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def smoothed(file: pikepdf.Pdf) -> None:
    for picture in pictures(file):
        picture.Interpolate = True


def retagged_link(file: pikepdf.Pdf) -> None:
    for item in file.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Link":
            item.S = pikepdf.Name.Span


FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "no relation": (no_relation, "3a 6.8-3"),
    "no association": (no_association, "3a 6.8-4"),
    "no name": (no_name, "3a 6.8-2"),
    "no profile": (no_profile, "3a 6.2.4.3-2"),
    "no meaning of the words of PDF/UA": (
        not_said(rb"<pdfaExtension:schemas>.*</pdfaExtension:schemas>"),
        "3a 6.6.2.3",
    ),
    "no word of PDF/A": (not_said(rb'pdfaid:part="3"'), "3a 6.6.4"),
    "no word of PDF/UA": (not_said(rb'pdfuaid:part="1"'), "ua1 5-1"),
    "no language": (no_language, "ua1 7.2"),
    "hidden link": (hidden_link, "3a 6.3.2-2"),
    "link that is none": (retagged_link, "ua1 7.18.5-1"),
    "no tags": (no_tags, "ua1 7.1"),
    "smoothed picture": (smoothed, "3a 6.2.8"),
}


@pytest.mark.java
def test_the_checker_sees_each_fault(illustrated: bytes, tools: dict[str, str], tmp_path: Path) -> None:
    files = {"whole": illustrated, "cut short": illustrated[: len(illustrated) // 2]}
    for nom, (spoil, _) in FAULTS.items():
        file = opened(illustrated)
        spoil(file)
        file.save(out := io.BytesIO(), deterministic_id=True)
        files[nom] = out.getvalue()
    found = {nom: verdict.broken for nom, verdict in verdicts(tools["java"], tmp_path, files).items()}
    assert not found.pop("whole")
    gate_log.spoilt(GATE, (files[nom] for nom in found), sum(map(bool, found.values())))
    assert found["cut short"]
    unseen = [nom for nom, (_, rule) in FAULTS.items() if not any(broken.startswith(rule) for broken in found[nom])]
    assert unseen == [], found
