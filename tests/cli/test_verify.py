"""What `coopdocs verify` says of real documents: all of it holds, and each damage is found and named."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from coopdocs import verify
from coopdocs.errors import Exit
from coopdocs.verify import Verification, examine
from coopdocs.verify.remake import drawn
from coopdocs.verify.spreadsheets import READERS
from coopdocs.verify.tagtree import Pdf
from support import gate_log, processes
from support.prepared import built_small_kit

NOM, VERIFY = "coopdocs-2026-11-23", "coopdocs verify"
FICHE, DOSSIER = "fiches/ptce.pdf", "dossiers/communes/26281-romans-sur-isere.pdf"
NOTED: set[bytes] = set()
TABLE, CHAPITRE = "comparatifs/comparatif", "guide/ptce.docx"


def coopdocs(*words: object, **changes: str) -> subprocess.CompletedProcess[str]:
    """The real command in its own process."""
    env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | changes
    return processes.coopdocs(*words, env=env)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a small kit: its documents, its sources, the sums of all."""
    folder = tmp_path_factory.mktemp("parution")
    kit = built_small_kit(folder / "kit")
    release = folder / NOM
    shutil.copytree(kit / "output", release)
    shutil.copytree(kit / "content", release / "sources/content")
    return summed(release)


def summed(release: Path) -> Path:
    """The same folder with the sums of what it holds now: what speaks then is not the sums."""
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    for entry in manifest["fichiers"]:
        if (release / entry["chemin"]).is_file():
            octets = (release / entry["chemin"]).read_bytes()
            entry |= {"sha256": hashlib.sha256(octets).hexdigest(), "octets": len(octets)}
    (release / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    files = sorted(p for p in release.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = (f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(release).as_posix()}\n" for p in files)
    (release / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return release


@pytest.fixture(scope="module")
def few(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a few documents, a fiche, a table in all its formats and a chapter: quick to verify whole."""
    release = shutil.copytree(made, tmp_path_factory.mktemp("petite") / NOM)
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    kept = [e for e in manifest["fichiers"] if e["chemin"] in (FICHE, CHAPITRE) or e["chemin"].startswith(f"{TABLE}.")]
    for entry in manifest["fichiers"]:
        if entry not in kept:
            (release / entry["chemin"]).unlink()
    (release / "manifest.json").write_text(json.dumps(manifest | {"fichiers": kept}), encoding="utf-8")
    page = "<!DOCTYPE html><html lang=fr><head><title>Index</title></head><body><h1>Index</h1></body></html>"
    (release / "index.html").write_text(page, encoding="utf-8")
    return summed(release)


@pytest.fixture
def release(few: Path, tmp_path: Path) -> Path:
    """The few documents, to damage."""
    return shutil.copytree(few, tmp_path / NOM)


@pytest.fixture
def whole(made: Path, tmp_path: Path) -> Path:
    """Every document, to damage."""
    return shutil.copytree(made, tmp_path / "tout" / NOM)


def faults(rapport: Verification) -> set[tuple[str, str]]:
    """(file, check) of what does not hold."""
    return {(c.file, c.check) for c in rapport.having("ne tient pas")}


def found(chemin: Path, **options: Any) -> set[tuple[str, str]]:
    return faults(_spoilt(chemin, examine(chemin, quick=True, **options)))


def reasons(chemin: Path) -> str:
    rapport = _spoilt(chemin, examine(chemin, quick=True))
    return " ; ".join(f"{c.reason} ({c.detail})" for c in rapport.having("ne tient pas"))


def _spoilt(chemin: Path, rapport: Verification) -> Verification:
    """A report on what a test has damaged, noted: one fault for the gate, whatever it holds."""
    files = sorted(chemin.rglob("*")) if chemin.is_dir() else [chemin]
    state = hashlib.sha256(b"".join(f.name.encode() + f.read_bytes() for f in files if f.is_file())).digest()
    if state not in NOTED:
        NOTED.add(state)
        gate_log.spoilt(VERIFY, [state], bool(rapport.having("ne tient pas")))
    return rapport


# --- what holds


def test_a_release_holds_and_every_kind_of_check_has_been_made(made: Path) -> None:
    rapport = examine(made, quick=True)
    gate_log.read(VERIFY, (f.read_bytes() for f in made.rglob("*") if f.is_file()))
    assert faults(rapport) == set()
    checks = {controle for controle, _ in rapport.by_check()}
    assert checks == {
        "sommes", "ouverture", "pages", "taille", "polices", "langue et titre", "balises", "liens", "données jointes",
        "normes annoncées", "normes (veraPDF)", "tableaux", "pour l’impression", "rendez-vous",
    }  # fmt: skip
    assert (DOSSIER, "https://www.rtes.fr") in rapport.links


def test_what_was_not_checked_is_said_and_is_no_success(few: Path) -> None:
    skipped = examine(few, quick=True).having("non vérifié")
    assert {c.check for c in skipped} == {"normes (veraPDF)"}
    said = coopdocs("verify", few, PATH="").stdout
    assert "normes (veraPDF)" in said.splitlines()[-1]
    assert "Java manque" in said or "pip install 'coopdocs[normes]'" in said


@pytest.mark.parametrize("ending", ["zip", "gztar"])
def test_an_archive_holds_as_its_folder_does(few: Path, tmp_path: Path, ending: str) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / NOM), ending, few.parent, NOM))
    assert examine(archive, quick=True).findings[1:] == examine(few, quick=True).findings


def test_the_output_folder_of_a_kit_is_held_against_its_manifest(made: Path) -> None:
    output = made.parent / "kit/output"
    assert faults(examine(output, quick=True)) == set()
    (output / "notes.txt").write_text("à moi")
    assert found(output) == {("notes.txt", "sommes")}
    (output / "notes.txt").unlink()


def test_a_file_alone_is_held_against_the_manifest_around_it(release: Path, tmp_path: Path) -> None:
    assert faults(examine(release / FICHE, quick=True)) == set()
    alone = Path(shutil.copy(release / FICHE, tmp_path / "seul.pdf"))
    assert {c.check for c in examine(alone, quick=True).having("non vérifié")} == {"sommes", "normes (veraPDF)"}


@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_an_archive_cut_short_is_refused(few: Path, tmp_path: Path, ending: str) -> None:
    path = Path(shutil.make_archive(str(tmp_path / NOM), {"zip": "zip"}.get(ending, "gztar"), few.parent, NOM))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert found(path) == {(path.name, "archive")}


# --- damages that the sums tell


@pytest.mark.parametrize("path", [FICHE, f"{TABLE}.csv", "sources/content/kit.yaml", "index.html", "manifest.json"])
def test_one_byte_changed_is_found(release: Path, path: str) -> None:
    octets = bytearray((release / path).read_bytes())
    octets[len(octets) // 2] ^= 1
    (release / path).write_bytes(octets)
    assert (path, "sommes") in found(release)


def test_a_missing_file_is_found(release: Path) -> None:
    (release / CHAPITRE).unlink()
    assert found(release) == {(CHAPITRE, "sommes")}
    assert "manque (annoncé par SHA256SUMS et manifest.json)" in reasons(release)


@pytest.mark.parametrize("path", ["fiches/en-plus.pdf", "licences/en-plus.txt", ".cache"])
def test_an_added_file_is_found(release: Path, path: str) -> None:
    (release / path).parent.mkdir(exist_ok=True)
    (release / path).write_bytes(b"%PDF")
    assert found(release) == {(path, "sommes")}


def test_a_document_added_with_its_sum_is_not_in_the_manifest(release: Path) -> None:
    shutil.copy(release / FICHE, release / "fiches/en-plus.pdf")
    assert found(summed(release)) == {("fiches/en-plus.pdf", "sommes")}


def test_a_symbolic_link_is_not_followed(release: Path) -> None:
    (release / FICHE).unlink()
    (release / FICHE).symlink_to("/etc/hostname")
    assert (FICHE, "sommes") in found(release)


def test_a_folder_without_a_manifest_does_not_hold(tmp_path: Path) -> None:
    assert found(tmp_path) == {("manifest.json", "sommes")}


# --- damages inside a PDF, its sums made right


def damaged(release: Path, path: str, damage: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(release / path, allow_overwriting_input=True) as pdf:
        damage(pdf)
        pdf.save()
    summed(release)
    return release / path


@pytest.mark.parametrize("cut", [1, 3, 200, 50_000])
def test_a_truncated_pdf_is_found(release: Path, cut: int) -> None:
    (release / FICHE).write_bytes((release / FICHE).read_bytes().rstrip()[:-cut])
    assert found(summed(release) / FICHE) == {(FICHE, "ouverture")}


def untagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot, pdf.Root.MarkInfo


def unhung(pdf: pikepdf.Pdf) -> None:
    """The tags of the last pages, taken off the tree."""
    top: Any = pdf.Root.StructTreeRoot.K
    top = top[0] if isinstance(top, pikepdf.Array) else top
    top.K = pikepdf.Array(list(top.K)[: len(top.K) // 2])


def unmarked(pdf: pikepdf.Pdf) -> None:
    """The marks of the last pages, taken away."""
    for page in list(pdf.pages)[len(pdf.pages) // 2 :]:
        kept: Any = [i for i in pikepdf.parse_content_stream(page) if str(i.operator) not in ("BDC", "BMC", "EMC")]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def artifacts(pdf: pikepdf.Pdf) -> None:
    """The last pages, said to be decoration."""
    for page in list(pdf.pages)[len(pdf.pages) // 2 :]:
        stream: Any = [
            ([pikepdf.Name.Artifact], pikepdf.Operator("BMC")) if str(i.operator) == "BDC" else i
            for i in pikepdf.parse_content_stream(page)
        ]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))


def unparented(pdf: pikepdf.Pdf) -> None:
    for page in list(pdf.pages)[len(pdf.pages) // 2 :]:
        del page.obj.StructParents


@pytest.mark.parametrize("damage", [untagged, unhung, unmarked, artifacts, unparented])
@pytest.mark.parametrize("path", [FICHE, DOSSIER])
def test_lost_tags_are_found(whole: Path, path: str, damage: Callable[[pikepdf.Pdf], None]) -> None:
    assert (path, "balises") in found(damaged(whole, path, damage))


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_pages_of_another_pdf_joined_without_their_tags_are_found(made: Path, release: Path) -> None:
    with pikepdf.open(made / "fiches/ges.pdf") as other:
        path = damaged(release, FICHE, lambda pdf: pdf.pages.extend(other.pages))
        said = reasons(path)
    assert "l’arbre des balises n’atteint pas tout ce qui est marqué (pages 3 et 4)" in said
    assert "n’a pas les deux pages d’une fiche" in said


def foreign(pdf: pikepdf.Pdf) -> None:
    """One font under another name inside."""
    program = next(fonts(pdf)).FontFile2
    font = TTFont(io.BytesIO(program.read_bytes()))
    font["name"].setName("Arial", 4, 3, 1, 0x409)
    font["name"].setName("Arial", 4, 1, 0, 0)
    out = io.BytesIO()
    font.save(out)
    program.write(out.getvalue())


def absent(pdf: pikepdf.Pdf) -> None:
    del next(fonts(pdf))["/FontFile2"]


def renamed(pdf: pikepdf.Pdf) -> None:
    """One font without a name inside, as joining leaves it, and of another family."""
    descriptor = next(fonts(pdf))
    font = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    del font["name"]
    out = io.BytesIO()
    font.save(out)
    descriptor.FontFile2.write(out.getvalue())
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item:
            item.BaseFont = pikepdf.Name("/ABCDEF+Arial")


def fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor")


@pytest.mark.parametrize(("damage", "name"), [(foreign, "Arial"), (absent, "Coopdocs"), (renamed, "Arial")])
def test_a_foreign_font_is_found(release: Path, damage: Callable[[pikepdf.Pdf], None], name: str) -> None:
    path = damaged(release, FICHE, damage)
    assert found(path) == {(FICHE, "polices")}
    assert name in reasons(path)


def dead_link(pdf: pikepdf.Pdf) -> None:
    links = (a for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a)
    next(links).Dest = pikepdf.String("nulle-part")


def dead_page(pdf: pikepdf.Pdf) -> None:
    links = (a for page in pdf.pages for a in page.get("/Annots", []) if "/Dest" in a)
    next(links).Dest = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary()), pikepdf.Name.Fit])


def launched(pdf: pikepdf.Pdf) -> None:
    links = (a for page in pdf.pages for a in page.get("/Annots", []) if "/A" in a)
    next(links).A = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))


@pytest.mark.parametrize("damage", [dead_link, dead_page, launched])
def test_a_dead_link_of_a_pdf_is_found(whole: Path, damage: Callable[[pikepdf.Pdf], None]) -> None:
    assert found(damaged(whole, DOSSIER, damage)) == {(DOSSIER, "liens")}


def retitled(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Autre"


def english(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("en")


def turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].mediabox = pikepdf.Array([0, 0, 842, 595])


def letter(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        page.mediabox = pikepdf.Array([0, 0, 612, 792])


def unclaimed(pdf: pikepdf.Pdf) -> None:
    octets = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb'pdfaid:part="3"|<pdfaid:part>3</pdfaid:part>', b"", octets))


def undescribed(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure" and "/Alt" in item:
            del item.Alt


def other_attachment(pdf: pikepdf.Pdf) -> None:
    _, spec = next(iter(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles).items()))
    spec.EF.F.write(b"sigle: AUTRE\n")


def heavy(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Poids = pdf.make_stream(os.urandom(600_000))


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        (retitled, "langue et titre"), (english, "langue et titre"), (turned, "pages"), (letter, "pages"),
        (unclaimed, "normes annoncées"), (undescribed, "balises"), (other_attachment, "données jointes"),
        (heavy, "taille"),
    ],
)  # fmt: skip
def test_other_damages_of_a_pdf_are_found(release: Path, damage: Callable[[pikepdf.Pdf], None], check: str) -> None:
    damaged(release, FICHE, damage)
    assert found(release) == {(FICHE, check)}


# --- damages inside the other formats, their sums made right


def edited(path: Path, old: str, new: str, part: str = "") -> None:
    """Change the first occurrence of a text, in a part of the file where it is a package."""
    if not part:
        text = path.read_bytes()
        assert old.encode() in text
        path.write_bytes(text.replace(old.encode(), new.encode(), 1))
        return
    with zipfile.ZipFile(path) as source:
        parts = {info: source.read(info) for info in source.infolist()}
    with zipfile.ZipFile(path, "w") as out:
        for info, octets in parts.items():
            assert info.filename != part or old.encode() in octets
            out.writestr(info, octets.replace(old.encode(), new.encode(), 1) if info.filename == part else octets)


@pytest.mark.parametrize(
    ("path", "old", "new", "part"),
    [
        ("fiches/ptce.html", 'href="#', 'href="#nulle-part-', ""),
        ("fiches/ptce.html", 'href="../', 'href="../ailleurs/', ""),
        ("index.html", 'href="fiches/', 'href="../fiches/', ""),
        ("fiches/ptce.html", "<main", '<img src="https://example.org/p.png" alt=""><main', ""),
        ("guide/guide.docx", 'w:hyperlink w:anchor="', 'w:hyperlink w:anchor="nulle-part-', "word/document.xml"),
    ],
)
def test_a_dead_anchor_of_a_page_or_a_word_document_is_found(
    whole: Path, path: str, old: str, new: str, part: str
) -> None:
    edited(whole / path, old, new, part)
    assert found(summed(whole) / path) == {(path, "liens")}


@pytest.mark.parametrize(
    ("path", "old", "new", "part", "check"),
    [
        ("fiches/ptce.html", 'lang="fr', 'lang="en', "", "langue et titre"),
        ("fiches/ptce.html", "<h1", "<h1></h1><h1", "", "langue et titre"),
        ("guide/ptce.docx", "<dc:title>", "<dc:title/><x>", "docProps/core.xml", "ouverture"),
        (f"{TABLE}.xlsx", "</worksheet>", "", "xl/worksheets/sheet1.xml", "ouverture"),
    ],
)
def test_other_damages_of_other_formats_are_found(
    whole: Path, path: str, old: str, new: str, part: str, check: str
) -> None:
    edited(whole / path, old, new, part)
    assert found(summed(whole) / path) == {(path, check)}


# --- tables


def pdf_cell(path: Path, words: str) -> None:
    """Write the letters of the first cell that says this in another order, in the page itself."""
    before = Pdf(path.read_bytes())
    row = next(r for r in before.struct_tree.named("TR") if words in r.text())
    cells = [part for b in row.walk() for part in b.kids if isinstance(part, str)]
    page, mark = next(
        (page, mark) for page, content in enumerate(before.page_texts) for mark, text in content.texts.items()
        if text == words and text in cells
    )  # fmt: skip
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        stream: list[Any] = list(pikepdf.parse_content_stream(pdf.pages[page]))
        start = next(n for n, i in enumerate(stream) if str(i.operator) == "BDC" and i.operands[1].get("/MCID") == mark)
        n = next(n for n in range(start, len(stream)) if str(stream[n].operator) == "TJ")
        codes = b"".join(bytes(s) for s in stream[n].operands[0] if isinstance(s, pikepdf.String))
        turned = b"".join(codes[at : at + 2] for at in range(len(codes) - 2, -1, -2))
        stream[n] = ([pikepdf.Array([pikepdf.String(turned)])], pikepdf.Operator("TJ"))
        pdf.pages[page].Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
        pdf.save()


CASES: dict[str, Callable[[Path], None]] = {
    "csv": lambda path: edited(path, "Association", "Fondation"),
    "excel.csv": lambda path: edited(path, "Association", "Fondation"),
    "xlsx": lambda path: edited(path, ">Association<", ">Fondation<", "xl/sharedStrings.xml"),
    "docx": lambda path: edited(path, ">Association<", ">Fondation<", "word/document.xml"),
    "html": lambda path: edited(path, ">Association<", ">Fondation<"),
    "pdf": lambda path: pdf_cell(path, "Association"),
}


@pytest.mark.parametrize("ending", CASES)
def test_a_cell_changed_in_one_format_only_is_found_in_that_format(release: Path, ending: str) -> None:
    CASES[ending](release / f"{TABLE}.{ending}")
    assert in_tables(summed(release)) == {f"{TABLE}.{ending}"}
    assert "Statut × PTCE" in reasons(release)


def in_tables(release: Path) -> set[str]:
    """The files whose table is not that of the others; a changed CSV is not what the PDF has attached, either."""
    return {path for path, check in found(release) if check == "tableaux"}


def test_every_format_of_a_table_is_read(made: Path) -> None:
    for ending, read in READERS.items():
        grids = read((made / f"{TABLE}.{ending}").read_bytes())
        assert {len(row) for grid in grids for _, row in grid.rows} == {3}


def test_a_row_that_one_format_lacks_is_found_in_that_format(release: Path) -> None:
    csv = release / f"{TABLE}.csv"
    csv.write_text("".join(csv.read_text("utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8", newline="")
    assert in_tables(summed(release)) == {f"{TABLE}.csv"}
    assert "Habitants × PTCE manque" in reasons(release)


# --- made again from its sources


def test_documents_made_again_from_the_sources_have_the_same_bytes(made: Path) -> None:
    again = [c for c in examine(made, quick=True, sample=6).findings if c.check == "reconstruction"]
    assert [c.verdict for c in again] == ["tient"] * 6


def test_a_document_that_its_sources_do_not_make_is_found(release: Path) -> None:
    kit = release / "sources/content/formes/ptce.yaml"
    kit.write_text(
        kit.read_text("utf-8").replace("Association", "Fondation", 1).replace("Un point.", "Deux.", 1), "utf-8"
    )
    again = examine(summed(release), quick=True, sample=1.0).having("ne tient pas")
    assert {c.file for c in again if c.check == "reconstruction"} == {FICHE, CHAPITRE}


def test_the_sample_is_a_part_drawn_the_same_each_time(made: Path) -> None:
    entries = json.loads((made / "manifest.json").read_text("utf-8"))["fichiers"]
    assert len(drawn(entries, 0.05)) == -(-len(entries) // 20)
    assert drawn(entries, 0.05) == drawn(entries[::-1], 0.05)[::-1]
    assert drawn(entries, 1.0) == entries


def other_version(release: Path) -> Path:
    path = release / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["moteurs"]["weasyprint"] = "69.0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    return summed(release)


def test_other_versions_are_not_comparable_and_no_fault(release: Path) -> None:
    done = coopdocs("verify", other_version(release), "--rapide", "--rebuild", "5%")
    assert done.returncode == Exit.MACHINE
    assert "non comparable" in done.stderr
    assert "weasyprint 70.0 (manifeste : 69.0)" in done.stderr


def test_a_damage_beside_other_versions_is_a_fault(release: Path) -> None:
    (other_version(release) / CHAPITRE).unlink()
    assert coopdocs("verify", release, "--rapide", "--rebuild", "1").returncode == Exit.DIFFERENT


# --- the command


def test_the_command_says_what_holds_and_what_does_not(release: Path) -> None:
    held = coopdocs("verify", release, "--rapide")
    assert (held.returncode, held.stderr) == (Exit.DONE, "")
    assert held.stdout.splitlines()[-1].startswith(f"{NOM} tient, sauf ce qui n’a pas été vérifié")
    assert coopdocs("-q", "verify", release, "--rapide").stdout == ""
    (release / FICHE).write_bytes(b"")
    (release / CHAPITRE).unlink()
    failed = coopdocs("verify", release, "--rapide")
    assert failed.returncode == Exit.DIFFERENT
    assert "sommes : manque\n     → guide/ptce.docx (annoncé par SHA256SUMS et manifest.json)" in failed.stderr
    assert failed.stdout.splitlines()[-1] == f"{NOM} ne tient pas : 3 écarts dans 2 fichiers"


def test_the_command_gives_json(made: Path) -> None:
    done = coopdocs("verify", made, "--rapide", "--format", "json")
    data = json.loads(done.stdout)
    assert (data["code"], data["tient"], data["sujet"]) == (0, True, NOM)
    assert set(data["constats"][0]) == {"fichier", "controle", "verdict", "raison", "detail"}
    assert {"fichier": DOSSIER, "adresse": "https://www.rtes.fr"} in data["liens"]


def test_without_a_path_the_output_of_the_kit_is_verified(made: Path) -> None:
    done = coopdocs("-C", made.parent / "kit", "verify", "--rapide")
    assert done.returncode == Exit.DONE
    assert done.stdout.splitlines()[-1].startswith("output tient")


@pytest.mark.parametrize("words", [["nulle-part"], [".", "--rebuild", "0%"], [".", "--rebuild", "beaucoup"]])
def test_a_command_badly_written_is_refused_in_french(tmp_path: Path, words: list[str]) -> None:
    done = coopdocs("verify", *words)
    assert done.returncode == Exit.USAGE
    assert "Traceback" not in done.stderr


# --- standards


@pytest.mark.java
def test_verapdf_judges_each_pdf_for_both_standards(release: Path) -> None:
    damaged(release, FICHE, uncoloured)
    judged = [c for c in examine(release).findings if c.check == "normes (veraPDF)"]
    assert [(c.file, c.verdict, c.reason) for c in judged] == [
        (f"{TABLE}.pdf", "tient", ""), (FICHE, "ne tient pas", "ne suit pas PDF/A-3a"),
    ]  # fmt: skip


def uncoloured(pdf: pikepdf.Pdf) -> None:
    """An output intent taken away: what only veraPDF looks at."""
    del pdf.Root.OutputIntents


def test_the_driver_of_verapdf_is_in_the_package() -> None:
    assert Path(verify.__file__).with_name("VeraCheck.java").is_file()
