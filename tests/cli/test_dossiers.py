"""Dossiers asked for by name or by level: what is made, what is not made again, what a stopped run leaves."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from coopdocs.events import Estimate
from coopdocs.formats.job import Rendered
from coopdocs.produce import series
from support import processes
from support.documents import TEMPLATES, Documents
from support.kits import write_kit
from support.pdf_read import Pdf
from support.prepared import built

ROOT = Path(__file__).resolve().parents[2]
VALENCE = "dossiers/epci/200068781-valence-romans-agglo"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit whose cache has what dossiers share, and no output."""
    words = ("--territoire", "26281", "--territoire", "200068781")
    made = built(four_formes, tmp_path_factory.mktemp("warm") / "kit", *words)
    shutil.rmtree(made / "output")
    return made


def four_formes(folder: Path) -> Path:
    """Four short formes, and the territories of the repository's own kit."""
    made = write_kit(folder)
    shutil.rmtree(made / "templates")
    counts = shutil.ignore_patterns("couverture.yaml")
    shutil.copytree(ROOT / "content/territoires", made / "content/territoires", ignore=counts, dirs_exist_ok=True)
    rows = (made / "content/territoires/initiatives.csv").read_text("utf-8").splitlines(keepends=True)
    known = [row for row in rows if row.split(",")[1] in ("forme", "ptce", "ges", "pat")]
    (made / "content/territoires/initiatives.csv").write_text("".join(known), encoding="utf-8")
    contacts = made / "content/territoires/contacts.csv"
    contacts.write_text(contacts.read_text("utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    return made


@pytest.fixture
def kit(warm: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(warm, tmp_path / "kit"))


def command(kit: Path, *words: object) -> list[str]:
    return [sys.executable, "-m", "coopdocs", "-C", str(kit), "build", *map(str, words)]


def make(kit: Path, *words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = processes.coopdocs("-C", kit, "build", *words)
    assert done.returncode == code, done.stderr
    return done


def told(kit: Path, *words: object) -> dict[str, dict[str, Any]]:
    """What a build says of each of its files, by path."""
    return {f["chemin"]: f for f in json.loads(make(kit, *words, "--json").stdout)["fichiers"]}


def manifest(kit: Path) -> dict[str, dict[str, Any]]:
    return {f["chemin"]: f for f in json.loads((kit / "output/manifest.json").read_text("utf-8"))["fichiers"]}


def digests(kit: Path) -> dict[str, str]:
    """The files that stand under dossiers/, by path."""
    files = (p for p in (kit / "output/dossiers").rglob("[!.]*") if p.is_file() and p.name != "index.html")
    return {p.relative_to(kit / "output").as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


# --- what is asked for


def test_a_territory_named_as_people_type_it_gets_its_dossier_in_every_format(kit: Path) -> None:
    made = told(kit, "dossiers", "--territoire", "valence romans")
    assert {*made} == {
        f"{VALENCE}{ending}" for ending in (".pdf", "-essentiel.pdf", ".docx", "-essentiel.docx", ".json")
    }
    assert made[f"{VALENCE}-essentiel.pdf"]["pages"] == 4
    # the first pages of the whole are those that are handed out alone
    short, whole = (Pdf((kit / "output" / f"{VALENCE}{end}").read_bytes()) for end in ("-essentiel.pdf", ".pdf"))
    assert whole.pages[:4] == short.pages
    assert digests(kit) == {chemin: f["sha256"] for chemin, f in made.items()}
    assert {f["sujet"] for f in made.values()} == {"epci:200068781"}


def test_the_word_dossiers_goes_without_saying(kit: Path) -> None:
    assert {*told(kit, "--territoire", "975", "--to", "json")} == {
        "dossiers/departements/975-saint-pierre-et-miquelon.json"
    }


def test_some_formes_only_are_told_in_the_file_s_name(kit: Path) -> None:
    words = ("--territoire", "26281", "--to", "pdf", "--ampleur", "essentiel")
    every, one = told(kit, *words), told(kit, *words, "--forme", "pat")
    stem = "dossiers/communes/26281-romans-sur-isere-essentiel"
    assert ([*every], [*one]) == ([f"{stem}.pdf"], [f"{stem}-pat.pdf"])
    assert {*digests(kit)} == {*every, *one}
    # those named are chosen: they come first on the page of leads
    leads = Pdf((kit / "output" / f"{stem}-pat.pdf").read_bytes()).pages[3]
    assert re.search(r"PAT\s+retenue", leads)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("--ampleur", "essentiel"), {"-essentiel.pdf", "-essentiel.docx", ".json"}),
        (("--ampleur", "complet"), {".pdf", ".docx", ".json"}),
        (("--ampleur", "essentiel,complet", "--to", "pdf"), {".pdf", "-essentiel.pdf"}),
        (("--sobre", "--to", "pdf"), {"-sobre.pdf", "-essentiel-sobre.pdf"}),
        (("--sobre",), {"-sobre.pdf", "-essentiel-sobre.pdf", ".docx", "-essentiel.docx", ".json"}),
    ],
)
def test_how_much_of_a_dossier_is_made_and_for_which_printer(kit: Path, words: tuple[str, ...], made: set[str]) -> None:
    with (kit / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write("dossiers: [epci:200068781]\n")
    for asked in (("--territoire", "200068781", *words), ("dossiers", *words), words):
        told = json.loads(make(kit, *asked, "--dry-run", "--json").stdout)["fichiers"]
        assert {f["chemin"].removeprefix(VALENCE) for f in told} == made, asked


def test_a_whole_level_is_what_is_handed_out_first(kit: Path) -> None:
    def planned(*words: str) -> list[str]:
        return [f["chemin"] for f in json.loads(make(kit, *words, "--dry-run", "--json").stdout)["fichiers"]]

    level = planned("--niveau", "region")
    assert len(level) == 18
    assert all(chemin.endswith("-essentiel.pdf") for chemin in level)
    assert len(planned("--niveau", "region", "--ampleur", "complet")) == 18


def test_a_forme_alone_means_its_own_documents_not_the_kit_s_dossiers(kit: Path) -> None:
    with (kit / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write("dossiers: [commune:26281]\n")
    assert not any(path.startswith("dossiers") for path in told(kit, "--forme", "ges", "--to", "html"))
    assert {*told(kit, "dossiers", "--to", "json")} == {"dossiers/communes/26281-romans-sur-isere.json"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("--territoire", "Valence"),
            r"3 territoires s’appellent « Valence », 5 autres .*commune:26362",
        ),
        (("--territoire", "84"), r"« 84 » est le code de 2 territoires"),
        (("--territoire", "1004"), r"il manque le zéro de tête"),
        (("fiches", "--territoire", "26281"), r"ne valent que pour les dossiers"),
        (("fiches", "--niveau", "epci"), r"ne valent que pour les dossiers"),
        (("guide", "--sobre"), r"ne valent que pour les dossiers"),
        (("evenements", "--ampleur", "complet"), r"ne valent que pour les événements"),
        (("--ampleur", "entier"), r"« complet »"),
        (("--niveau", "canton"), r"canton"),
    ],
)
def test_what_names_no_one_territory_is_a_usage_error(kit: Path, words: tuple[str, ...], said: str) -> None:
    done = make(kit, *words, code=2)
    assert re.search(said, done.stderr)
    assert "Traceback" not in done.stderr
    assert not (kit / "output").exists()


def test_an_unknown_territory_in_the_kit_is_refused_at_its_place(kit: Path) -> None:
    with (kit / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write("dossiers: [commune:1004]\n")
    said = make(kit, code=1).stderr
    assert re.search(r"content/kit\.yaml:\d+:12 .*X015", said)
    assert "il manque le zéro de tête" in said


# --- what is not made again


def test_a_dossier_stays_in_the_manifest_when_others_are_made_and_is_never_pruned(kit: Path) -> None:
    told(kit, "--territoire", "26281", "--to", "json")
    told(kit, "comparatifs", "--to", "csv", "--prune")
    assert "dossiers/communes/26281-romans-sur-isere.json" in manifest(kit)
    assert digests(kit)


def test_only_the_dossiers_that_a_change_reaches_are_made_again(kit: Path) -> None:
    words = ("--territoire", "26281", "--territoire", "35238", "--to", "pdf", "--ampleur", "essentiel")
    assert not any(f["cache"] for f in told(kit, *words).values())
    with (kit / "content/territoires/contacts.csv").open("a", encoding="utf-8") as file:
        file.write("commune:35238,Mairie,accueil,contact@exemple.fr,,,https://exemple.fr,2026-11-01,,\n")
    again = told(kit, *words)
    assert {chemin: f["cache"] for chemin, f in again.items()} == {
        "dossiers/communes/26281-romans-sur-isere-essentiel.pdf": True,
        "dossiers/communes/35238-rennes-essentiel.pdf": False,
    }


def test_a_dry_run_tells_what_is_there_and_makes_nothing(kit: Path) -> None:
    told(kit, "--territoire", "26281", "--to", "json")
    before = digests(kit)
    listed = json.loads(
        make(kit, "--territoire", "26281", "--territoire", "35238", "--to", "json", "--dry-run", "--json").stdout
    )
    assert [f["etat"] for f in listed["fichiers"]] == ["en cache", "à faire"]
    assert digests(kit) == before


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"%PDF-1.7")])
def test_a_missing_or_spoilt_dossier_is_made_again(kit: Path, damage: Callable[[Path], object]) -> None:
    words = ("--territoire", "26281", "--territoire", "35238", "--to", "json")
    before = told(kit, *words)
    damage(kit / "output/dossiers/communes/35238-rennes.json")
    assert {f["cache"] for f in told(kit, *words).values()} == {True, False}
    assert digests(kit) == {chemin: f["sha256"] for chemin, f in before.items()}


def test_a_damaged_journal_is_not_believed(kit: Path) -> None:
    before = told(kit, "--niveau", "region", "--to", "json")
    for journal in (kit / ".coopdocs").glob("dossiers-*.jsonl"):
        lines = journal.read_text("utf-8").splitlines(keepends=True)
        journal.write_text(lines[0][:-30] + "\n[]\n{}\n" + "".join(lines[2:]), encoding="utf-8")
    assert sum(not f["cache"] for f in told(kit, "--niveau", "region", "--to", "json").values()) == 2
    assert digests(kit) == {chemin: f["sha256"] for chemin, f in before.items()}


# --- many of them


def test_a_level_is_made_in_pdf_by_as_many_processes_as_asked_with_the_same_bytes(kit: Path) -> None:
    one = told(kit, "--niveau", "region", "-j", 1)
    assert len(one) == 18
    assert {f["format"] for f in one.values()} == {"pdf"}
    first = (kit / "output/manifest.json").read_bytes()
    shutil.rmtree(kit / "output")
    # what all dossiers share stays; that two processes lay it out to the same bytes is for test_reproductible
    for journal in (kit / ".coopdocs").glob("dossiers-*.jsonl"):
        journal.unlink()
    again = told(kit, "--niveau", "region", "-j", 2)
    assert not any(f["cache"] for f in again.values())
    assert (kit / "output/manifest.json").read_bytes() == first
    assert digests(kit) == {chemin: f["sha256"] for chemin, f in one.items()}


def test_what_many_will_take_is_said_before_they_are_made(kit: Path) -> None:
    said = make(kit, "--niveau", "departement", "--to", "json").stderr
    assert re.search(r"^109 dossiers à faire : environ [\d,]+\s[kM]o et \d+ s", said), said
    # a line every ten seconds, and the last
    assert "[109/109]" in said
    assert "[1/109]" not in said


def test_no_room_on_the_disk_is_found_before_anything_is_made(tmp_path: Path) -> None:
    made = series.MadeDossier("", Rendered(b"x" * 1_000_000), 0.1)
    assert series.estimate([made], 100, 2, tmp_path) == Estimate(100, 100_000_000, 5.0)
    with pytest.raises(series.DiskFullError):
        series.estimate([made], 10**12, 2, tmp_path)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_stopped_run_goes_on_where_it_was(kit: Path, sent: signal.Signals, code: int) -> None:
    # fourteen chunks for two processes: the run is stopped after the second, long before the last; whatever their
    # format, files are written and noted in one way (that PDFs are whole too: test_build_accidents)
    words = ("--niveau", "departement", "--to", "json", "-j", 2)
    process = subprocess.Popen(
        [sys.executable, "-c", "import signal,runpy,sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
         "sys.argv = sys.argv[1:]\nrunpy.run_module('coopdocs', run_name='__main__')", *command(kit, *words)[2:]],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until(lambda: len(digests(kit)) >= 12 if (kit / "output/dossiers").is_dir() else False)
    process.send_signal(sent)
    assert process.wait() == code
    before = digests(kit)
    assert 12 <= len(before) < 109
    again = told(kit, *words)
    # what was written is whole; at most the file under way was written and not yet noted
    assert sum(f["cache"] for f in again.values()) >= len(before) - 1
    assert len(again) == 109
    assert all(digests(kit)[chemin] == sha for chemin, sha in before.items())
    assert digests(kit) == {chemin: f["sha256"] for chemin, f in again.items()}
    assert {*manifest(kit)} >= {*again}


def test_a_defect_fails_its_dossier_alone(kit: Path) -> None:
    theme = kit / "templates/dossier/essentiel"
    theme.mkdir(parents=True)
    page = (TEMPLATES / "dossier/essentiel/couverture.html.j2").read_text("utf-8")
    wide = '<p class="genre">{{ champs.texte("Démesurément" * 30 if t.nom == "Rennes" else "Ville") }}</p>'
    (theme / "couverture.html.j2").write_text(
        page.replace('<p class="genre">{{ champs.texte(t.genre) }}</p>', wide), encoding="utf-8"
    )
    words = ("--territoire", "35238", "--territoire", "97411", "--to", "pdf", "--ampleur", "essentiel")
    done = make(kit, *words, code=3)
    assert "35238-rennes-essentiel.pdf" in done.stderr
    assert {*digests(kit)} == {"dossiers/communes/97411-saint-denis-essentiel.pdf"}


# --- what is in the file


def test_an_indicator_of_the_kit_stands_beside_the_other_figures_in_every_format(kit: Path) -> None:
    folder = kit / "content/territoires/indicateurs"
    folder.mkdir()
    (folder / "chomage.csv").write_text("code,valeur\ncommune:26281,11.2\ndepartement:26,7.9\n", encoding="utf-8")
    words = "libelle: Taux de chômage\nunite: '%'\nannee: 2024\nsource: {}\ndecimales: 1\n"
    (folder / "chomage.yaml").write_text(words.format("https://www.exemple.fr/ancienne"), encoding="utf-8")
    before = told(kit, "--territoire", "26281", "--ampleur", "complet")
    (folder / "chomage.yaml").write_text(words.format("https://www.exemple.fr/chomage"), encoding="utf-8")
    after = told(kit, "--territoire", "26281", "--ampleur", "complet")
    # the source is in each format, and what changes is made again
    assert len(before) == 3
    assert [f["cache"] for f in after.values()] == [False] * 3
    stem = kit / "output/dossiers/communes/26281-romans-sur-isere"
    assert "https://www.exemple.fr/chomage" in {url for *_, url in Pdf(stem.with_suffix(".pdf").read_bytes()).liens}
    with zipfile.ZipFile(stem.with_suffix(".docx")) as word:
        assert b"https://www.exemple.fr/chomage" in word.read("word/_rels/document.xml.rels")
    page = Pdf((kit / "output/dossiers/communes/26281-romans-sur-isere.pdf").read_bytes()).pages[5]
    assert re.search(r"Taux de chômage\s+2024", page)
    assert "11,2 %" in page
    data = json.loads((kit / "output/dossiers/communes/26281-romans-sur-isere.json").read_text("utf-8"))
    row = next(r for r in data["reperes"]["lignes"] if r["libelle"] == "Taux de chômage")
    columns = [c["type"] for c in data["reperes"]["colonnes"]]
    assert row["source"] == {"titre": "exemple.fr/chomage", "date": None, "url": "https://www.exemple.fr/chomage"}
    values = dict(zip(columns, (v["nombre"] for v in row["valeurs"]), strict=True))
    assert values == {"commune": 11.2, "epci": None, "departement": 7.9, "region": None, "france": None}


@pytest.fixture(scope="module")
def valence(documents: Documents) -> Pdf:
    rendu = documents[f"{VALENCE}.pdf"]
    assert rendu.defects == ()
    return Pdf(rendu.data)


def named_places(read: Pdf) -> dict[str, int]:
    """The page (from 1) of each named place."""
    numbers: dict[Any, int] = {page.objgen: n for n, page in enumerate(read.pdf.pages, 1)}
    tree: Any = pikepdf.NameTree(read.pdf.Root.Names.Dests)
    return {str(name): numbers[place[0].objgen] for name, place in tree.items()}


def test_the_contents_name_the_pages_that_their_links_lead_to(valence: Pdf) -> None:
    places, contents = named_places(valence), 5
    led = [target.removeprefix("#") for page, target in valence.liens if page == contents]
    assert len(led) >= 15
    assert all(re.search(rf"(^|\s){places[target]}(\s|$)", valence.pages[contents - 1]) for target in led)


def test_each_page_prints_its_own_number_and_bears_it_as_label(valence: Pdf) -> None:
    for number, text in enumerate(valence.pages, 1):
        # a map's names may be drawn after the foot of its page
        assert re.search(rf"(^|\s){number}$", text.strip(), re.M), (number, text[-80:])
    labels = valence.pdf.Root.PageLabels.Nums
    assert [int(labels[0]), str(labels[1].S), int(labels[1].St), len(labels)] == [0, "/D", 1, 2]


def test_no_page_of_apparatus_comes_before_the_first_pages_and_each_fiche_is_a_sheet(valence: Pdf) -> None:
    places = named_places(valence)
    assert [places[name] for name in ("couverture:couverture", "chiffres:chiffres", "cooperations:cooperations",
                                      "pistes:pistes", "sommaire:sommaire")] == [1, 2, 3, 4, 5]  # fmt: skip
    fiches = {page for name, page in places.items() if re.fullmatch(r"fiche-([\w-]+):\1", name)}
    assert len(fiches) == 8
    assert all(page % 2 for page in fiches)


def test_the_territory_is_named_on_its_own_pages_only(valence: Pdf) -> None:
    named = {n for n, text in enumerate(valence.pages, 1) if "valence romans" in text.lower()}
    places = named_places(valence)
    own = {1, 2, 3, 4, 5, places["territoire:territoire"], places["initiatives:initiatives"]}
    own |= set(range(places["contacts:contacts"], places["glossaire:glossaire"]))
    assert named == own


def test_every_part_of_a_dossier_has_its_bookmark_and_language(valence: Pdf) -> None:
    top = [titre for niveau, titre in valence.signets if niveau == 0]
    for words in (
        "Valence",
        "Le territoire",
        "Qui coopère",
        "Pistes",
        "Choisir une forme",
        "Récits",
        "Glossaire",
        "Contacts",
        "Sources",
    ):
        assert any(words in titre for titre in top), words
    assert valence.langue == "fr-FR"
    assert valence.titre == "Dossier de territoire : Valence Romans Agglo"


def test_the_maps_have_words(valence: Pdf) -> None:
    alts = [str(b.attributs.get("/Alt", "")) for b in valence.balises("Figure")]
    maps = [alt for alt in alts if alt.startswith("Carte") and "Valence Romans Agglo" in alt]
    # the cover's, and that of who cooperates, which sends to its lists
    assert len(maps) >= 2
    assert any("Les listes de cette page disent où est chacune" in alt for alt in maps)
