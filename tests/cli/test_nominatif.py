"""Lists of people: read strictly, printed large, and nowhere but in their own folder, for their owner alone."""

from __future__ import annotations

import io
import json
import re
import stat
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest

from coopdocs import OpenKit, open_kit, release
from coopdocs.errors import Exit
from coopdocs.events import ignore
from coopdocs.folders import KitFolders
from coopdocs.formats import run
from coopdocs.library.participants import Participants
from coopdocs.plan.evenements import nominatif
from coopdocs.plan.evenements.documents import Documents as Handouts
from coopdocs.plan.maker import Maker
from coopdocs.produce import Cache
from coopdocs.produce.files import TEMPORARY, write_private
from coopdocs.release import ReleaseRequest
from coopdocs.targets import Selection, Target
from coopdocs.typographie import plain_spaces
from coopdocs.verify.folder import Folder
from support import processes
from support.documents import Documents
from support.evenement_exemple import EVENEMENT
from support.kits import small_kit, spoil
from support.participants import LISTE, SECRETS, people
from support.pdf_read import Pdf
from support.printed import MM, letter_boxes

QUORBLIX = "nom;prenom;organisme\nQuorblix;Zyxwanor;Fédération Vlumtek\nExemple;Camille;\n"
"""Names that stand in no other file."""


# --- badges and the sheet


@pytest.mark.parametrize(
    ("row", "colonne", "code", "dit"),
    [
        (f"Exemple,Camille,{'Communauté de communes ' * 6},", 17, "Z001", "trop long de"),
        (f"Exemple,{'Marie-' * 12}Claire,,", 9, "Z001", "trop long de"),
        (f"{'Wolfeschlegelsteinhausen' * 2},Camille,,", 1, "Z001", "trop long de"),
        ("山田,Camille,,", 1, "Z002", "aucune police"),
    ],
)
def test_what_no_badge_can_hold_or_draw_is_refused_at_its_cell(
    documents: Documents, tmp_path: Path, row: str, colonne: int, code: str, dit: str
) -> None:
    participants = people(tmp_path, f"nom,prenom,organisme,fonction\nEssai,Lou,,\n{row}\n")
    (problem,) = nominatif.check(participants, documents.theme)
    assert (problem.code, problem.place.ligne, problem.place.colonne) == (code, 3, colonne)
    assert dit in problem.message


def made(documents: Documents, participants: Participants, slug: str = "forum-cooperations") -> dict[str, Target]:
    handouts = Handouts(Maker(documents.library, documents.theme), slug, lambda job: 1)
    assert list(nominatif.check(participants, documents.theme)) == []
    return {t.path.rpartition("/")[2]: t for t in nominatif.targets(handouts, participants)}


@pytest.mark.parametrize(("nombre", "feuilles"), [(1, 1), (9, 1), (10, 1), (11, 2), (200, 20)])
def test_each_person_has_one_badge_ten_a_sheet(
    documents: Documents, tmp_path: Path, nombre: int, feuilles: int
) -> None:
    rows = "".join(f"Essai{n:03},Lou{n:03},Ville,\n" for n in range(nombre))
    rendu = run(made(documents, people(tmp_path, f"nom,prenom,organisme,fonction\n{rows}"))["badges.pdf"].make())
    assert (rendu.pages, rendu.defects) == (feuilles, ())
    lu = Pdf(rendu.data)
    texte = " ".join(lu.pages)
    assert re.findall(r"Essai(\d+)", texte) == [f"{n:03}" for n in range(nombre)]
    assert texte.count("Forum des coopérations du territoire") == nombre
    assert len(lu.balises("LI")) == nombre
    assert all("fictifs" in page and "à détruire après la rencontre" in page for page in lu.pages)


PLEIN = "Wolfeschlegelsteinhausenberg"
LONGS = [
    ("Marie-Clémentine-Élisabeth de Saint-Exemple", "Fictif de La Rochebrune-Exemple de Montmodèle"),
    (PLEIN, PLEIN),
    ("Anne Sophie Marguerite Joséphine", "Exemple Échantillon Spécimen Modèle Gabarit"),
    ("Łukasz", "Żółć"),
    ("Мария", "Пример"),
    ("Lou", "Bo"),
]


def test_the_longest_names_stay_inside_their_badge_clear_of_the_knife(documents: Documents, tmp_path: Path) -> None:
    org = "Communauté de communes d’exemple du Val, des Plateaux et des Hautes Terres réunies du Nord"
    role = "Directrice générale adjointe chargée de la cohésion sociale et des solidarités territoriales"
    rows = "".join(f"{nom};{prenom};{org};{role}\n" for prenom, nom in LONGS)
    target = made(documents, people(tmp_path, f"nom;prenom;organisme;fonction\n{rows}"))["badges.pdf"]
    rendu = run(target.make())
    assert rendu.defects == ()
    (page,) = pypdfium2.PdfDocument(rendu.data)
    inside = [box for box in letter_boxes(page) if 13.5 < 297 - box[4] < 283]
    assert len(inside) > 1000
    for letter, left, low, right, high in inside:
        x, y = (left - 15) // 90, (297 - high - 13.5) // 54
        assert (x, y) == ((right - 15) // 90, (297 - low - 13.5) // 54), f"{letter} is cut"
        clear = (left - 15) % 90, 90 - (right - 15) % 90, (297 - high - 13.5) % 54, 54 - (297 - low - 13.5) % 54
        assert min(clear) > 2.5, letter


def test_cut_marks_stand_outside_the_badges_at_each_line(documents: Documents, tmp_path: Path) -> None:
    target = made(documents, people(tmp_path, LISTE))["badges.pdf"]
    scale = 8
    (page,) = pypdfium2.PdfDocument(run(target.make()).data)
    assert page.get_size() == pytest.approx((210 * MM, 297 * MM), abs=0.1)
    image = page.render(scale=scale / MM).to_pil().convert("L")

    def dark(x: float, y: float) -> bool:
        spot = (round(x * scale) - 2, round(y * scale) - 2, round(x * scale) + 3, round(y * scale) + 3)
        return bool(image.crop(spot).getextrema()[0] < 200)

    assert all(dark(x, y) for x in (15, 105, 195) for y in (8, 288))
    assert all(dark(x, 13.5 + 54 * n) for x in (8, 202) for n in range(6))
    assert not any(dark(x, 13.5 + 54 * n) for x in (60, 105, 150) for n in range(6))


def test_the_sheet_to_sign_names_everyone_by_name_in_each_format(documents: Documents, tmp_path: Path) -> None:
    rows = "Étal,Noa,,\nEssai,Lou,Ville,maire\nœillet,Ève,Réseau,\n"
    targets = made(documents, people(tmp_path, f"nom,prenom,organisme,fonction\n{rows}"))
    expected = [("1", "Essai", "Lou", "Ville"), ("2", "Étal", "Noa", ""), ("3", "œillet", "Ève", "Réseau")]
    lu = Pdf(run(targets["emargement.pdf"].make()).data)
    read = [[b.texte() for b in tr.enfants][:4] for tr in lu.balises("TR")[1:]]
    assert [tuple(map(plain_spaces, row)) for row in read] == expected
    assert "maire" not in " ".join(lu.pages), "the function is no matter of the sheet"
    word = docx.Document(io.BytesIO(run(targets["emargement.docx"].make()).data))
    assert [tuple(c.text for c in r.cells[:4]) for r in word.tables[0].rows[1:]] == expected
    book = openpyxl.load_workbook(io.BytesIO(run(targets["emargement.xlsx"].make()).data))
    _, *body = book["Émargement"].values
    assert body == [tuple(cell or None for cell in (*row, "")) for row in expected]


def test_a_cell_that_looks_like_a_formula_stays_a_text(documents: Documents, tmp_path: Path) -> None:
    targets = made(documents, people(tmp_path, 'nom,prenom,organisme\n=1+1,@Lou,"=HYPERLINK(""x"")"\n'))
    book = openpyxl.load_workbook(io.BytesIO(run(targets["emargement.xlsx"].make()).data))
    assert {c.data_type for c in book["Émargement"][2][:4]} == {"s"}


# --- files for their owner alone


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_private_file_replaces_a_public_one_and_closes_its_folder(tmp_path: Path) -> None:
    dossier = tmp_path / "nominatif"
    dossier.mkdir(mode=0o755)
    (dossier / "badges.pdf").write_bytes(b"ancien")
    (dossier / f".badges.pdf.x{TEMPORARY}").write_bytes(b"reste d'une construction tuee")
    write_private(dossier / "badges.pdf", b"nouveau")
    assert (dossier / "badges.pdf").read_bytes() == b"nouveau"
    assert [p.name for p in dossier.iterdir()] == ["badges.pdf"]
    assert (rights(dossier), rights(dossier / "badges.pdf")) == (0o700, 0o600)


def test_a_private_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "nominatif/badges.pdf").mkdir(parents=True)
    with pytest.raises(OSError, match=r"badges\.pdf"):
        write_private(tmp_path / "nominatif/badges.pdf", b"nouveau")
    assert [p.name for p in (tmp_path / "nominatif").iterdir()] == ["badges.pdf"]


# --- the whole command


def command(kit: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return processes.coopdocs("-C", kit, *words, **options)


def build(kit: Path, liste: Path, *words: object, evenement: str = "reunion") -> subprocess.CompletedProcess[str]:
    asked = ("build", "evenements", "--evenement", evenement, "--participants", liste, *words)
    return command(kit, *asked, umask=0)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_kit(tmp_path_factory.mktemp("kits") / "kit")
    spoil(made / "content/kit.yaml", "dossiers: [commune:26281]\n", "")
    sans_logo = re.sub(r" +logo: .*\n", "", EVENEMENT)
    (made / "content/evenements/reunion.yaml").write_text(sans_logo, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def liste(kit: Path) -> Path:
    fichier = kit.parent / "liste.csv"
    fichier.write_text(QUORBLIX, encoding="utf-8")
    return fichier


@pytest.fixture(scope="module")
def built(kit: Path, liste: Path) -> subprocess.CompletedProcess[str]:
    """Everything of the event built once under a umask that hides nothing."""
    done = build(kit, liste)
    assert done.returncode == Exit.DONE, done.stderr
    return done


def within(octets: bytes) -> Iterator[bytes]:
    """All that a file says: its bytes, the members of an archive, the text and the streams of a PDF, wherever it is."""
    yield octets
    if octets[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            for nom in archive.namelist():
                yield from within(archive.read(nom))
    if (start := octets.find(b"%PDF-")) >= 0:
        yield "\n".join(Pdf(octets[start:]).pages).encode()
    for found in re.finditer(rb"stream\r?\n", octets):
        try:
            yield zlib.decompressobj().decompress(octets[found.end() :])
        except zlib.error:
            continue


def named_in(folder: Path) -> set[str]:
    """The files under a folder that hold one of the secrets, their own name included."""
    return {
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.is_file()
        and any(s.encode() in said for s in SECRETS for said in (*within(p.read_bytes()), p.name.encode()))
    }


NOMMES = {
    f"evenements/reunion/nominatif/{n}" for n in ("badges.pdf", *(f"emargement.{f}" for f in ("pdf", "docx", "xlsx")))
}


def test_names_stand_in_their_folder_and_nowhere_else(kit: Path, built: subprocess.CompletedProcess[str]) -> None:
    assert named_in(kit) == {f"output/{chemin}" for chemin in NOMMES}
    assert "nominatif" not in (kit / "output/manifest.json").read_text("utf-8")
    assert "nominatif" not in (kit / "output/index.html").read_text("utf-8")
    assert "nominatif/" not in (kit / "output/evenements/reunion/page.html").read_text("utf-8")


def test_their_folder_and_files_are_for_their_owner_alone(kit: Path, built: subprocess.CompletedProcess[str]) -> None:
    folder = kit / "output/evenements/reunion/nominatif"
    assert rights(folder) == 0o700
    assert {rights(p) for p in folder.iterdir()} == {0o600}
    assert rights(folder.parent / "programme.pdf") == 0o644, "the umask was not what this test wants"


def test_the_terminal_says_what_was_made_and_to_remove_it_and_no_name(
    built: subprocess.CompletedProcess[str],
) -> None:
    said = built.stdout + built.stderr
    assert all(chemin in said for chemin in NOMMES)
    assert "supprimez" in said
    assert "nominatif/ après l’événement" in said
    assert not any(secret in said for secret in SECRETS)


def test_another_list_takes_the_place_of_the_first_and_json_counts_pages_only(
    kit: Path, built: subprocess.CompletedProcess[str]
) -> None:
    other = kit.parent / "autre.csv"
    other.write_text("nom,prenom\n" + "".join(f"Essai,Lou{n}\n" for n in range(11)), encoding="utf-8")
    done = build(kit, other, "--json")
    assert done.returncode == Exit.DONE
    report = json.loads(done.stdout)
    pages = {entry["chemin"].rpartition("/")[2]: entry["pages"] for entry in report["nominatif"]}
    assert pages == {"badges.pdf": 2, "emargement.pdf": 1, "emargement.docx": None, "emargement.xlsx": None}
    assert {frozenset(entry) for entry in report["nominatif"]} == {frozenset({"chemin", "pages", "fait"})}
    assert "Lou" not in done.stdout
    assert named_in(kit / "output") == set()


def test_a_dry_run_foresees_them_and_writes_nothing(kit: Path, liste: Path, tmp_path: Path) -> None:
    done = build(kit, liste, "--dry-run", "-o", tmp_path / "essai")
    assert done.returncode == Exit.DONE
    assert all(re.search(rf"{re.escape(chemin)} +à faire", done.stdout) for chemin in NOMMES)
    assert list(tmp_path.iterdir()) == []


def test_only_the_formats_asked_for_are_made(kit: Path, liste: Path, tmp_path: Path) -> None:
    done = build(kit, liste, "--to", "xlsx", "-o", tmp_path)
    assert done.returncode == Exit.DONE, done.stderr
    assert [p.name for p in (tmp_path / "evenements/reunion/nominatif").iterdir()] == ["emargement.xlsx"]
    assert build(kit, liste, "--to", "html,ics").returncode == Exit.USAGE


def test_no_file_of_a_former_list_stays_beside_those_of_a_new_one(kit: Path, liste: Path, tmp_path: Path) -> None:
    folder = tmp_path / "evenements/reunion/nominatif"
    assert build(kit, liste, "-o", tmp_path, "--to", "docx,xlsx").returncode == Exit.DONE
    assert {p.name for p in folder.iterdir()} == {"emargement.docx", "emargement.xlsx"}
    (folder / "a-moi.txt").write_text("à garder", "utf-8")
    assert build(kit, liste, "-o", tmp_path, "--to", "xlsx").returncode == Exit.DONE
    assert {p.name for p in folder.iterdir()} == {"emargement.xlsx", "a-moi.txt"}


def test_a_file_of_a_former_list_that_cannot_go_is_told(kit: Path, liste: Path, tmp_path: Path) -> None:
    (tmp_path / "evenements/reunion/nominatif/emargement.docx").mkdir(parents=True)
    done = build(kit, liste, "-o", tmp_path, "--to", "xlsx")
    assert done.returncode == Exit.FAILED
    assert "liste précédente" in done.stderr
    assert "nominatif/emargement.xlsx" in done.stdout


def test_folders_of_names_under_events_that_are_no_more_are_found(tmp_path: Path) -> None:
    for slug in ("forum", "ancien", "nominatif"):
        (tmp_path / "evenements" / slug / "nominatif").mkdir(parents=True)
    (tmp_path / "evenements/sans-noms").mkdir()
    events = tmp_path / "content/evenements"
    events.mkdir(parents=True)
    for slug in ("forum", "nominatif"):
        (events / f"{slug}.yaml").touch()
    kit = OpenKit(KitFolders(tmp_path))
    assert kit.left_over(tmp_path) == [tmp_path / "evenements/ancien/nominatif"]
    assert kit.left_over(tmp_path / "absent") == []


def test_verify_neither_reads_them_nor_wonders(kit: Path, built: subprocess.CompletedProcess[str]) -> None:
    depot = Folder.of(kit / "output")
    assert "evenements/reunion/programme.pdf" in depot.paths
    assert not any("nominatif" in chemin for chemin in depot.paths)
    folder = kit / "output/evenements/reunion"
    assert not any("nominatif" in chemin for chemin in Folder.of(folder).paths)


def test_verify_wonders_at_names_in_a_release_and_reads_an_event_of_that_name(tmp_path: Path) -> None:
    for chemin in ("evenements/forum/nominatif/badges.pdf", "evenements/nominatif/programme.pdf"):
        (tmp_path / chemin).parent.mkdir(parents=True)
        (tmp_path / chemin).write_bytes(b"%PDF")
    assert Folder.of(tmp_path).paths == ("evenements/nominatif/programme.pdf",)
    (tmp_path / "SHA256SUMS").write_text("")
    assert "evenements/forum/nominatif/badges.pdf" in Folder.of(tmp_path).paths


def test_a_release_takes_none_of_them(kit: Path, liste: Path, tmp_path: Path) -> None:
    assert build(kit, liste, "--to", "xlsx").returncode == Exit.DONE
    assert "output/evenements/reunion/nominatif/emargement.xlsx" in named_in(kit)
    few = Selection(("evenements",), formats=("docx", "xlsx", "ics"))
    order = open_kit(kit).order(few, tmp_path / "dist", Cache(None), now=0)
    release.publish(ReleaseRequest(order, None, (), False, False), ignore)
    (archive,) = (tmp_path / "dist").glob("*.zip")
    with zipfile.ZipFile(archive) as released:
        noms = released.namelist()
    assert any(nom.endswith("evenements/reunion/emargement.xlsx") for nom in noms)
    assert not any("nominatif" in nom for nom in noms)
    assert named_in(tmp_path / "dist") == set()


# --- what is refused before anything is made


@pytest.mark.parametrize(
    ("ou", "dit"),
    [
        ("content/evenements/liste.csv", "content/"),
        ("templates/liste.csv", "templates/"),
        ("output/liste.csv", "output/"),
    ],
)
def test_a_list_that_would_be_published_is_refused_with_what_to_do(kit: Path, ou: str, dit: str) -> None:
    inside = kit / ou
    inside.parent.mkdir(exist_ok=True)
    inside.write_text(QUORBLIX, encoding="utf-8")
    try:
        done = build(kit, inside)
    finally:
        inside.unlink()
    assert done.returncode == Exit.USAGE
    assert dit in done.stderr
    assert "déplacez ce fichier hors du kit" in done.stderr


def test_a_link_to_a_list_is_judged_by_both_its_ends(kit: Path, liste: Path, tmp_path: Path) -> None:
    (kit / "content/lien.csv").symlink_to(liste)
    (tmp_path / "dehors.csv").symlink_to(kit / "content/kit.yaml")
    try:
        codes = [build(kit, lien).returncode for lien in (kit / "content/lien.csv", tmp_path / "dehors.csv")]
    finally:
        (kit / "content/lien.csv").unlink()
    assert codes == [Exit.USAGE] * 2


def test_the_list_goes_with_one_event(kit: Path, liste: Path) -> None:
    for words in (("build",), ("build", "evenements", "--profil", "élus")):
        done = command(kit, *words, "--participants", liste)
        assert (done.returncode, "--evenement SLUG" in done.stderr) == (Exit.USAGE, True)
    assert "n’existe pas" in build(kit, kit.parent / "absente.csv").stderr
    assert "est un dossier" in build(kit, kit.parent.parent).stderr


def test_a_fault_of_the_list_stops_all_and_quotes_its_line_on_a_terminal_only(kit: Path, tmp_path: Path) -> None:
    bad = tmp_path / "liste.csv"
    bad.write_text("nom,prenom\nQuorblix,\n", encoding="utf-8")
    done = build(kit, bad, "-o", tmp_path / "sortie")
    assert done.returncode == Exit.REFUSED
    assert f"{bad.as_posix()}:2:10" in done.stderr
    assert "Quorblix," in done.stderr
    assert not (tmp_path / "sortie").exists()
    bad.write_text(f"nom,prenom\nQuorblix,{'Zyxwanor-' * 12}\n", encoding="utf-8")
    asked = build(kit, bad, "-o", tmp_path / "sortie", "--json")
    assert asked.returncode == Exit.REFUSED
    assert "Quorblix" not in asked.stdout + asked.stderr
    (problem,) = json.loads(asked.stdout)["problemes"]
    assert (problem["ligne"], problem["colonne"], problem["code"]) == (2, 10, "Z001")
