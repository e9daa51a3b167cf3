"""The same sources and the same versions give the same bytes: elsewhere, as another user, at another hour."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement

from coopdocs import machine
from coopdocs.errors import Exit
from coopdocs.theme import POLICES
from support.pdf_read import Pdf
from support.prepared import built_small_kit

ROOT = Path(__file__).resolve().parents[2]
PERSONNE = 65534
"""The number of the user « nobody »."""
KINDS = {
    "fiches/ptce.pdf", "fiches/ptce-sobre.pdf", "fiches/ptce.html", "fiches/toutes.pdf", "guide/guide.pdf",
    "guide/guide.docx", "guide/guide.html", "guide/ptce.docx", "comparatifs/comparatif.pdf",
    "comparatifs/comparatif.docx", "comparatifs/comparatif.html", "comparatifs/comparatif.xlsx",
    "comparatifs/comparatif.csv", "comparatifs/comparatif.excel.csv", "dossiers/communes/26281-romans-sur-isere.pdf",
    *(f"evenements/forum-cooperations/{nom}" for nom in ("livret.pdf", "livret-impose.pdf", "page.html")),
    *("evenements/forum-cooperations/imprimeur/bon-de-commande.pdf", "evenements/forum-cooperations/evenement.ics"),
    "dossiers/communes/26281-romans-sur-isere.docx", "dossiers/communes/26281-romans-sur-isere.json", "manifest.json",
    "index.html", "dossiers/index.html",
}  # fmt: skip
TELL_OF_OTHERS = ("manifest.json", "index.html", "dossiers/index.html")


def build(kit: Path, *words: object, code: int = Exit.DONE, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coopdocs", "-C", str(kit), "build", *map(str, words)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)
    assert done.returncode == code, done.stderr
    return done


def sums(sortie: Path) -> dict[str, str]:
    """The digest of every file of a folder, by path."""
    files = (p for p in sorted(sortie.rglob("*")) if p.is_file())
    return {p.relative_to(sortie).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def documents(sortie: Path) -> dict[str, str]:
    """The digest of every document: all files but those that tell of the others."""
    return {path: digest for path, digest in sums(sortie).items() if path not in TELL_OF_OTHERS}


def manifest(sortie: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((sortie / "manifest.json").read_text("utf-8"))
    return data


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small kit, built as anyone would."""
    return built_small_kit(tmp_path_factory.mktemp("ici") / "kit")


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder that another user can reach, with spaces and accents in its path."""
    with tempfile.TemporaryDirectory(prefix="coopdocs d’ailleurs, à l’été ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def environment(**changes: str) -> dict[str, str]:
    """This run's, without what would date the documents."""
    return {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | changes


def another_user() -> int | None:
    """Someone else who can run coopdocs from here; None where we are not root, or the code is closed to others."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return None
    words = [sys.executable, "-c", "import coopdocs.cli"]
    try:
        subprocess.run(words, cwd="/", user=PERSONNE, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return PERSONNE


def false_fonts(folder: Path) -> None:
    """Fonts with the names of the theme's and other letters: wider and empty, so that using one cannot go unseen."""
    folder.mkdir(parents=True)
    for fichier in (fichier for graisses in POLICES.values() for fichier in graisses.values()):
        font = TTFont(ROOT / f"templates/polices/{fichier}.ttf")
        for name, (advance, left) in font["hmtx"].metrics.items():
            font["hmtx"].metrics[name] = (advance + 200, left)
        font.save(folder / f"{fichier}.ttf")


def fontconfig(folder: Path, *fonts: Path) -> str:
    """A configuration of the system's fonts: these folders, and no other."""
    dirs = "".join(f"<dir>{font}</dir>" for font in fonts)
    path = folder / "fonts.conf"
    path.write_text(f"<fontconfig>{dirs}<cachedir>{folder}/fc</cachedir></fontconfig>", encoding="utf-8")
    return str(path)


def home(folder: Path) -> Mapping[str, str]:
    """Where a program looks for what belongs to its user."""
    for name in ("tmp", "cache"):
        (folder / name).mkdir(parents=True)
    return {"HOME": str(folder), "TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(folder / "cache")}


# --- the same bytes


def test_another_folder_user_zone_locale_seed_umask_and_job_count_give_the_same_bytes(
    kit: Path, elsewhere: Path
) -> None:
    there = Path(shutil.copytree(kit / "content", elsewhere / "Mon kit/content")).parent
    # a theme of the kit's own that is the packaged one
    shutil.copytree(ROOT / "templates", there / "templates")
    changed = environment(
        **home(elsewhere / "chez moi"), FONTCONFIG_FILE=fontconfig(elsewhere), TZ="Pacific/Auckland", LC_ALL="C",
        LANG="C", PYTHONCOERCECLOCALE="0", PYTHONHASHSEED="1", PYTHONDONTWRITEBYTECODE="1",
    )  # fmt: skip
    user = another_user()
    if user is not None:
        for path in (elsewhere, *elsewhere.rglob("*")):
            os.chown(path, user, user)
    done = build(there, "-j", 1, "--no-cache", env=changed, umask=0o077, user=user, cwd=elsewhere)
    assert "Warning" not in done.stderr
    assert sums(kit / "output").keys() >= KINDS
    assert sums(there / "output") == sums(kit / "output")
    assert {oct(stat.S_IMODE(p.stat().st_mode)) for p in (there / "output").rglob("*") if p.is_file()} == {"0o644"}
    if user is not None:
        assert {p.stat().st_uid for p in (there / "output").rglob("*")} == {user}


def test_a_full_cache_gives_the_same_bytes_as_an_empty_one(kit: Path, tmp_path: Path) -> None:
    done = build(kit, "-o", tmp_path / "sortie", "--json", env=environment())
    cached = [f["cache"] for f in json.loads(done.stdout)["fichiers"] if f["format"] in ("pdf", "docx", "xlsx")]
    assert cached.count(True) > len(cached) // 2
    assert sums(tmp_path / "sortie") == sums(kit / "output")


def test_fonts_of_the_system_change_nothing_even_with_the_names_of_our_own(kit: Path, tmp_path: Path) -> None:
    own = home(tmp_path / "chez moi")
    false_fonts(tmp_path / "chez moi/.fonts")
    conf = fontconfig(tmp_path, tmp_path / "chez moi/.fonts")
    words = ("--forme", "ptce", "--no-cache", "-j", 1, "-o", tmp_path / "sortie")
    build(kit, *words, env=environment(**own, FONTCONFIG_FILE=conf))
    made, here = documents(tmp_path / "sortie"), documents(kit / "output")
    assert {"fiches/ptce.pdf", "guide/ptce.docx", "comparatifs/ptce.pdf"} < {*made}
    assert made == {path: here[path] for path in made}


# --- the date


def dated(jour: dt.date) -> str:
    """A moment of this day, in seconds since 1970."""
    return str(int(dt.datetime.combine(jour, dt.time(23, 59), dt.UTC).timestamp()))


def test_source_date_epoch_is_the_edition_on_every_document_and_in_its_properties(kit: Path, tmp_path: Path) -> None:
    # east of the meridian that day is over already
    env = environment(SOURCE_DATE_EPOCH=dated(dt.date(2026, 12, 1)), TZ="Pacific/Auckland")
    words = ("--forme", "ptce", "-o", tmp_path)
    done = build(kit, *words, env=env)
    assert "édition du 1er\u00a0décembre 2026, donnée par SOURCE_DATE_EPOCH" in done.stderr
    assert manifest(tmp_path)["edition"] == "2026-12-01"
    for path in ("fiches/ptce.pdf", "fiches/ptce-sobre.pdf", "comparatifs/ptce.pdf"):
        text = " ".join(Pdf((tmp_path / path).read_bytes()).pages).replace("\u00a0", " ")
        assert "1er décembre 2026" in text, path
        assert "23 novembre 2026" not in text, path
    for path in ("guide/ptce.docx", "comparatifs/ptce.docx", "comparatifs/ptce.xlsx"):
        core = zipfile.ZipFile(tmp_path / path).read("docProps/core.xml").decode()
        assert core.count("2026-12-01T") == core.count("</dcterms:") == 2, path
    with pikepdf.open(tmp_path / "fiches/ptce.pdf") as file:
        dates = [str(spec.obj.EF.F.Params.ModDate) for spec in file.attachments.values()]
    assert [date[:10] for date in dates] == ["D:20261201"]
    build(kit, *words, env=environment())
    made, here = documents(tmp_path), documents(kit / "output")
    assert made == {path: here[path] for path in made}


def test_dossiers_made_by_other_processes_bear_the_same_date(kit: Path, tmp_path: Path) -> None:
    env = environment(SOURCE_DATE_EPOCH=dated(dt.date(2026, 12, 1)))
    for jobs in (1, 2):
        build(kit, "--niveau", "region", "--to", "json", "-j", jobs, "-o", tmp_path / str(jobs), "--no-cache", env=env)
    made = sums(tmp_path / "1")
    assert made == sums(tmp_path / "2")
    dossiers = [*(tmp_path / "2/dossiers/regions").iterdir()]
    assert len(dossiers) > 10
    assert {json.loads(path.read_text("utf-8"))["edition"] for path in dossiers} == {"2026-12-01"}


@pytest.mark.parametrize("text", ["demain", "-1", "1e9", "9" * 20])
def test_a_source_date_that_is_none_is_refused_with_what_to_do(kit: Path, text: str) -> None:
    done = build(kit, code=Exit.USAGE, env=environment(SOURCE_DATE_EPOCH=text))
    assert f"« {text} » : donnez-lui un nombre de secondes depuis 1970, ou retirez-la" in done.stderr


def test_facts_are_checked_at_the_date_that_is_printed(kit: Path) -> None:
    done = build(kit, code=Exit.REFUSED, env=environment(SOURCE_DATE_EPOCH=dated(dt.date(2020, 1, 1))))
    assert "vient après l’édition du 01/01/2020" in done.stderr


# --- what the manifest records

NEUTRES = {
    "annotated-types", "brotli", "cffi", "click", "colorama", "et-xmlfile", "packaging", "pycparser", "pydantic-core",
    "python-dateutil", "tzdata", "typing-extensions", "typing-inspection", "webencodings", "zopfli",
}  # fmt: skip
"""What comes along without a word in any document; pydantic demands its core in one version.

openpyxl writes with et-xmlfile, and reads without it.
icalendar brings dateutil and tzdata, which it asks for no time zone: the file holds its own rules.
"""


def chain(name: str, seen: set[str]) -> set[str]:
    """The names of a package and of all that it needs here, in lower case with hyphens."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name not in seen:
        seen.add(name)
        for line in metadata.requires(name) or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in ("", *asked(name))):
                chain(needed.name, seen)
    return seen


def asked(name: str) -> tuple[str, ...]:
    """The extras that the chain asks of a package."""
    return {"fonttools": ("woff",)}.get(name, ())


def test_every_package_of_the_chain_is_recorded_or_known_to_change_nothing(kit: Path) -> None:
    recorded = {re.sub(r"[-_.]+", "-", name).lower() for name in manifest(kit / "output")["moteurs"]}
    assert chain("coopdocs", set()) - {"coopdocs"} - recorded == NEUTRES & chain("coopdocs", set())


def test_the_manifest_names_tool_python_engines_and_the_libraries_that_lay_pages_out(kit: Path) -> None:
    data = manifest(kit / "output")
    assert data["coopdocs"] == metadata.version("coopdocs")
    assert data["edition"] == "2026-11-23"
    engines = data["moteurs"]
    assert engines["python"] == platform.python_version()
    assert engines["weasyprint"] == metadata.version("weasyprint")
    for name in ("zlib", "pango", "harfbuzz", "harfbuzz-subset", "fontconfig", "freetype", "glib"):
        assert re.fullmatch(r"\d+(\.\d+)+", engines[name]), name
    assert engines == machine.every_version()


def test_the_manifest_names_each_font_with_its_version_and_the_sum_of_its_files(kit: Path) -> None:
    fonts = manifest(kit / "output")["polices"]
    assert {f["famille"] for f in fonts} == {"Bricolage Grotesque", "Source Sans 3"}
    assert len({(f["famille"], f["style"]) for f in fonts}) == len(fonts) == 8
    for font in fonts:
        path = ROOT / "templates" / font["fichier"]
        assert re.fullmatch(r"\d+\.\d+", font["version"])
        assert font["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        web = path.parent / "web" / f"{path.stem}.woff2"
        assert font["sha256_web"] == hashlib.sha256(web.read_bytes()).hexdigest()
