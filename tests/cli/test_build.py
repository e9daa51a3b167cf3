"""A build from end to end, by the real command: what it writes, what it keeps, and what no accident can spoil."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from coopdocs import produce
from coopdocs.errors import Exit
from coopdocs.produce import delivery, workers
from support import processes
from support.kits import small_kit, spoil, write_kit

ROOT = Path(__file__).resolve().parents[2]
CSV = ("comparatifs", "--to", "csv")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The tiny kit with the packaged templates."""
    racine = write_kit(tmp_path / "kit")
    shutil.rmtree(racine / "templates")
    shutil.copy(ROOT / "content/territoires/contours_france.json", racine / "content/territoires")
    return racine


def command(kit: Path, *words: object) -> list[str]:
    return [sys.executable, "-m", "coopdocs", "-C", str(kit), "build", *map(str, words)]


def make(kit: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return processes.coopdocs("-C", kit, "build", *words, **options)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder but the ones whose name begins with a dot."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def manifest(kit: Path) -> dict[str, dict[str, Any]]:
    entries = json.loads((kit / "output/manifest.json").read_text("utf-8"))["fichiers"]
    return {entry["chemin"]: entry for entry in entries}


# --- what is written


def test_a_build_writes_its_documents_a_manifest_and_an_index(kit: Path) -> None:
    done = make(kit, "comparatifs")
    assert done.returncode == Exit.DONE, done.stderr
    made = files(kit / "output")
    assert {f"comparatifs/comparatif.{e}" for e in ("pdf", "docx", "html", "xlsx", "csv", "excel.csv")} < set(made)
    assert set(manifest(kit)) == set(made) - {"manifest.json", "index.html"}
    for path, entry in manifest(kit).items():
        assert hashlib.sha256(made[path]).hexdigest() == entry["sha256"]
        assert path.encode() in made["index.html"]
    assert b"manifest.json</" not in made["index.html"]


def test_a_second_build_writes_nothing_and_uses_the_cache(kit: Path) -> None:
    make(kit, "comparatifs")
    before = {p: p.stat().st_mtime_ns for p in (kit / "output").rglob("*") if p.is_file()}
    said = json.loads(make(kit, "comparatifs", "--json").stdout)
    assert {p: p.stat().st_mtime_ns for p in (kit / "output").rglob("*") if p.is_file()} == before
    assert all(f["cache"] for f in said["fichiers"])
    forget_last_build(kit)
    said = json.loads(make(kit, "comparatifs", "--json").stdout)
    assert {p: p.stat().st_mtime_ns for p in (kit / "output").rglob("*") if p.is_file()} == before
    assert {f["format"] for f in said["fichiers"] if f["cache"]} == {"pdf", "docx", "xlsx"}


def forget_last_build(kit: Path) -> None:
    """Without this memory every document is looked up by its own key."""
    for memory in (kit / ".coopdocs").glob("fait-*.json"):
        memory.unlink()


@pytest.mark.parametrize(
    "chemin", ["output/comparatifs/ptce.csv", "output/index.html", "output/manifest.json", "content/introduction.md"]
)
def test_one_changed_byte_of_content_or_output_is_never_taken_for_nothing_to_do(kit: Path, chemin: str) -> None:
    make(kit, *CSV)
    made = files(kit / "output")
    (kit / chemin).write_bytes((kit / chemin).read_bytes() + b" ")
    said = json.loads(make(kit, *CSV, "--json").stdout)
    assert not any(f["cache"] for f in said["fichiers"])
    assert files(kit / "output") == made


def test_a_missing_file_is_made_again(kit: Path) -> None:
    make(kit, *CSV)
    made = files(kit / "output")
    (kit / "output/comparatifs/ptce.csv").unlink()
    make(kit, *CSV)
    assert files(kit / "output") == made


def test_warnings_are_said_again_when_there_is_nothing_to_do(kit: Path) -> None:
    first, second = (json.loads(make(kit, *CSV, "--json").stdout)["problemes"] for _ in range(2))
    assert first == second


def test_no_cache_makes_everything_again(kit: Path) -> None:
    make(kit, "comparatifs", "--to", "xlsx")
    said = json.loads(make(kit, "comparatifs", "--to", "xlsx", "--no-cache", "--json").stdout)
    assert not any(f["cache"] for f in said["fichiers"])


@pytest.mark.parametrize("damage", [lambda octets: octets[:-1] + b"?", lambda octets: b"{}\n" + octets, lambda _: b""])
def test_a_damaged_cache_is_not_believed(kit: Path, damage: Callable[[bytes], bytes]) -> None:
    make(kit, "comparatifs", "--to", "xlsx")
    for entry in (p for p in (kit / ".coopdocs/cache").rglob("*") if p.is_file()):
        entry.write_bytes(damage(entry.read_bytes()))
    forget_last_build(kit)
    before = files(kit / "output")
    said = json.loads(make(kit, "comparatifs", "--to", "xlsx", "--json").stdout)
    assert not any(f["cache"] for f in said["fichiers"])
    assert files(kit / "output") == before


def test_json_is_one_object_with_what_each_file_is(kit: Path) -> None:
    done = make(kit, *CSV, "--json")
    said = json.loads(done.stdout)
    entry = next(f for f in said["fichiers"] if f["chemin"] == "comparatifs/ptce.csv")
    octets = (kit / "output/comparatifs/ptce.csv").read_bytes()
    assert (said["code"], said["problemes"], said["defauts"]) == (0, [], [])
    assert entry == {
        "chemin": "comparatifs/ptce.csv",
        "genre": "comparatifs",
        "sujet": "ptce",
        "titre": entry["titre"],
        "format": "csv",
        "octets": len(octets),
        "sha256": hashlib.sha256(octets).hexdigest(),
        "pages": None,
        "cache": False,
        "perime": False,
        "secondes": entry["secondes"],
        "defauts": [],
    }


def test_a_selection_makes_only_its_files_and_keeps_the_others_in_the_manifest(kit: Path) -> None:
    make(kit, *CSV)
    every = manifest(kit)
    spoil(kit / "content/criteres.yaml", "texte: Association", "texte: Coopérative")
    done = make(kit, "comparatifs", "--forme", "ptce", "--to", "csv", "--json")
    assert [f["chemin"] for f in json.loads(done.stdout)["fichiers"]] == ["comparatifs/ptce.csv"]
    changed = {path for path, entry in manifest(kit).items() if entry != every[path]}
    assert changed == {"comparatifs/ptce.csv"}
    assert list(manifest(kit)) == list(every)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--forme", "ptec"), "la forme « ptec » n’existe pas ; vouliez-vous dire « ptce » ?"),
        (("fiches", "--to", "xlsx"), "formats de fiches : html, pdf"),
    ],
)
def test_a_selection_without_documents_is_a_usage_error(kit: Path, words: tuple[str, ...], said: str) -> None:
    done = make(kit, *words)
    assert done.returncode == Exit.USAGE
    assert said in done.stderr
    assert not (kit / "output").exists()


def test_another_output_folder(kit: Path, tmp_path: Path) -> None:
    make(kit, *CSV, "-o", tmp_path / "ailleurs")
    assert (tmp_path / "ailleurs/comparatifs/comparatif.csv").is_file()
    assert not (kit / "output").exists()


def test_the_closing_lines_count_and_say_what_next(kit: Path) -> None:
    done = make(kit, *CSV)
    assert done.stdout.splitlines()[0].split() == ["fichiers", "en", "cache", "échecs", "pages", "taille", "secondes"]
    assert "5 fichiers dans" in done.stdout.splitlines()[-1]
    assert "index.html" in done.stdout.splitlines()[-1]
    assert "[1/5] comparatifs/comparatif.csv" in done.stderr
    quiet = processes.coopdocs("-q", "-C", kit, "build", *CSV)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_the_repository_itself_builds(tmp_path: Path) -> None:
    own = tmp_path / "kit"
    for part in ("content", "templates"):
        shutil.copytree(ROOT / part, own / part)
    done = make(own, "fiches", "comparatifs", "--forme", "ptce", "--to", "pdf,html,csv")
    assert done.returncode == Exit.DONE, done.stderr
    planned = json.loads(make(own, "--dry-run", "--json").stdout)["fichiers"]
    states = {f["chemin"]: f["etat"] for f in planned}
    assert states["fiches/ptce.pdf"] == "en cache"
    assert len(states) > 70


# --- what leaves no trace


def test_wrong_content_touches_nothing(kit: Path) -> None:
    make(kit, *CSV)
    before = files(kit)
    spoil(kit / "content/formes/ptce.yaml", "place: noyau", "place: noyo")
    before["content/formes/ptce.yaml"] = (kit / "content/formes/ptce.yaml").read_bytes()
    done = make(kit)
    assert done.returncode == Exit.REFUSED
    assert "C021" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("1 erreur : rien n’a été construit")
    assert files(kit) == before
    said = json.loads(make(kit, "--json").stdout)
    assert [(p["code"], p["fichier"]) for p in said["problemes"]] == [("C021", "content/formes/ptce.yaml")]


def test_a_dry_run_writes_nothing_and_tells_what_is_cached(kit: Path) -> None:
    assert "à faire" in make(kit, *CSV, "--dry-run").stdout
    assert {p.name for p in kit.iterdir()} == {"content"}
    make(kit, "comparatifs", "--to", "csv,xlsx")
    said = make(kit, "comparatifs", "--to", "csv,xlsx,docx", "--dry-run").stdout.splitlines()
    assert {line.split("  ")[0].rsplit(".", 1)[1] for line in said if "en cache" in line} == {"csv", "xlsx"}
    assert said[-1].endswith("rien n’a été écrit")


def test_a_dry_run_lays_nothing_out_to_know_what_is_to_do(tmp_path: Path) -> None:
    kit = small_kit(tmp_path / "kit")
    code = "import sys; sys.modules['weasyprint'] = None; from coopdocs.cli import main; main(sys.argv[1:])"
    call = [sys.executable, "-c", code, "-C", str(kit), "build", "--dry-run", "--json"]
    said = subprocess.run(call, capture_output=True, encoding="utf-8", check=False)
    assert said.returncode == Exit.DONE, said.stderr
    states = {f["chemin"]: f["etat"] for f in json.loads(said.stdout)["fichiers"]}
    assert {"fiches/ptce.pdf", "evenements/forum-cooperations/livret.pdf"} < {*states}
    assert {*states.values()} == {"à faire"}


# --- pruning


def test_prune_removes_only_what_an_earlier_build_made(kit: Path) -> None:
    make(kit, *CSV)
    output = kit / "output"
    (output / "comparatifs/notes.txt").write_text("à moi")
    entries = json.loads((output / "manifest.json").read_text())
    shutil.copy(output / "comparatifs/ptce.csv", output / "comparatifs/vieux.csv")
    shutil.copy(output / "comparatifs/ptce.csv", output / "comparatifs/retouché.csv")
    shutil.copy(output / "comparatifs/ptce.csv", kit / "dehors.csv")
    ptce = next(e for e in entries["fichiers"] if e["chemin"] == "comparatifs/ptce.csv")
    for old in ("comparatifs/vieux.csv", "comparatifs/retouché.csv", "../dehors.csv", str(kit / "dehors.csv")):
        entries["fichiers"].append(ptce | {"chemin": old})
    (output / "manifest.json").write_text(json.dumps(entries))
    (output / "comparatifs/retouché.csv").write_text("retouché")
    plain = make(kit, *CSV)
    assert "2 anciens fichiers" in plain.stdout
    assert (output / "comparatifs/vieux.csv").is_file()
    pruned = make(kit, *CSV, "--prune")
    assert "supprimé : comparatifs/vieux.csv" in pruned.stdout
    left = files(kit)
    assert "output/comparatifs/vieux.csv" not in left
    assert {"output/comparatifs/notes.txt", "output/comparatifs/retouché.csv", "dehors.csv"} < set(left)


def test_prune_takes_a_renamed_forme_away(kit: Path) -> None:
    make(kit, *CSV)
    assert (kit / "output/comparatifs/pat.csv").is_file()
    rename_forme(kit, "pat", "projet-alimentaire")
    done = make(kit, *CSV, "--prune")
    assert done.returncode == Exit.DONE, done.stderr
    assert not (kit / "output/comparatifs/pat.csv").exists()
    assert "comparatifs/pat.csv" not in manifest(kit)
    assert "comparatifs/projet-alimentaire.csv" in manifest(kit)


def rename_forme(kit: Path, slug: str, new: str) -> None:
    (kit / f"content/formes/{slug}.yaml").rename(kit / f"content/formes/{new}.yaml")
    for chemin in (kit / "content").rglob("*.yaml"):
        text = chemin.read_text("utf-8")
        chemin.write_text(re.sub(rf"(?<![\w-]){slug}(?![\w-])", new, text), "utf-8")


# --- what goes wrong


def test_a_broken_template_fails_its_targets_alone_and_keeps_the_older_files(kit: Path) -> None:
    make(kit, "comparatifs", "--to", "html,csv")
    older = (kit / "output/comparatifs/ptce.html").read_bytes()
    (kit / "templates/comparatif").mkdir(parents=True)
    (kit / "templates/comparatif/comparatif.html.j2").write_text("<p>\n{{ comparatif.titr }}\n")
    done = make(kit, "comparatifs", "--to", "html,csv")
    assert done.returncode == Exit.FAILED
    assert "4 fichiers non faits (comparatifs/comparatif.html" in done.stderr
    assert "templates/comparatif/comparatif.html.j2:2" in done.stderr
    assert (kit / "output/comparatifs/ptce.html").read_bytes() == older
    assert manifest(kit)["comparatifs/ptce.html"]["perime"] is True
    assert "perime" not in manifest(kit)["comparatifs/ptce.csv"]


def test_a_template_that_crashes_is_a_failure_of_its_target_not_of_the_build(kit: Path) -> None:
    (kit / "templates/comparatif").mkdir(parents=True)
    (kit / "templates/comparatif/comparatif.html.j2").write_text("{{ 1 / 0 }}")
    done = make(kit, "comparatifs", "--to", "html,csv")
    assert done.returncode == Exit.FAILED
    assert "templates/comparatif/comparatif.html.j2:1" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert (kit / "output/comparatifs/ptce.csv").is_file()


def test_without_pango_all_but_the_pdfs_is_made_and_the_command_is_told(kit: Path) -> None:
    code = (
        "from coopdocs import machine\n"
        "machine._LIBRARIES['pango'] = (('libpango-absente.so.0',), 'pango_version_string')\n"
        "from coopdocs.cli import main\nif __name__ == '__main__': main()"
    )
    words = [sys.executable, "-c", code, "-C", str(kit), "build", "comparatifs", "--to", "pdf,csv"]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == Exit.MACHINE
    assert "4 PDF non faits : Pango manque sur cette machine\n     → pour l’installer : " in done.stderr
    assert set(manifest(kit)) == {p for p in files(kit / "output") if p.endswith(".csv")} != set()


def test_a_kit_that_cannot_be_written_is_built_without_a_cache(kit: Path, tmp_path: Path) -> None:
    (kit / ".coopdocs").write_text("une place prise")
    done = make(kit, "comparatifs", "--to", "xlsx,csv", "-o", tmp_path / "out")
    assert done.returncode == Exit.DONE
    assert "se passe de cache" in done.stderr


def test_an_output_folder_that_cannot_be_written_is_said_once(kit: Path) -> None:
    (kit / "output").write_text("un fichier, pas un dossier")
    done = make(kit, *CSV)
    assert done.returncode == Exit.FAILED
    assert len(done.stderr.splitlines()) == 1
    assert "donnez-en un autre avec -o" in done.stderr


def test_a_build_leaves_no_font_behind(kit: Path, tmp_path: Path) -> None:
    own = tmp_path / "tmp"
    own.mkdir()
    code = "import sys, coopdocs.cli; coopdocs.cli.main(sys.argv[1:])"
    call = [sys.executable, "-c", code, "-q", "-C", str(kit), "build", "comparatifs", "--to", "pdf", "-j", "2"]
    subprocess.run(call, env={**os.environ, "TMPDIR": str(own)}, check=True, capture_output=True)
    assert [p.name for p in own.iterdir() if p.name.startswith("weasyprint")] == []


def test_files_that_do_not_fit_fail_alone(kit: Path) -> None:
    def small_files_only() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    make(kit, "comparatifs", "--to", "html,csv")
    before = files(kit / "output")
    spoil(kit / "content/criteres.yaml", "texte: Association", "texte: Coopérative")
    done = subprocess.run(
        command(kit, "comparatifs", "--to", "html,csv"), capture_output=True, encoding="utf-8", check=False,
        preexec_fn=small_files_only,
    )  # fmt: skip
    assert done.returncode == Exit.FAILED
    assert "relancez" in done.stderr
    after = files(kit / "output")
    assert {p for p in after if after[p] == before[p] and p != "index.html"} >= {
        p for p in after if "/" in p and "html" in p
    }
    assert {p for p in after if after[p] != before[p]} >= {"comparatifs/ptce.csv", "manifest.json"}
    assert manifest(kit)["comparatifs/ptce.html"]["perime"] is True
    assert not list((kit / "output").rglob(f".*{produce.TEMPORARY}"))


# --- accidents


def whole(folder: Path) -> int:
    """How many documents stand in a folder; each must open."""
    made = files(folder)
    for name, octets in made.items():
        if name.endswith(".pdf"):
            assert len(pypdfium2.PdfDocument(octets)) > 0, name
        elif name.endswith((".docx", ".xlsx")):
            assert zipfile.ZipFile(folder / name).testzip() is None, name
        elif name.endswith(".json"):
            json.loads(octets)
        elif name.endswith(".html"):
            assert octets.rstrip().endswith(b"</html>"), name
    return len(made)


def alive(mark: str) -> list[int]:
    """The processes whose environment holds a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            running = folder.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
            if mark.encode() in folder.joinpath("environ").read_bytes() and running:
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def until(true: Callable[[], object]) -> None:
    """Wait for something that must happen."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def start(kit: Path, mark: str, *words: object) -> subprocess.Popen[str]:
    environment = os.environ | {"COOPDOCS_TEST_MARK": mark}
    return subprocess.Popen(
        command(kit, *words), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True,
        # a shell gives what it runs in the background a SIGINT that is ignored, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


# which processes a killed build leaves can only be read there: Linux has it, macOS and Windows do not
needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc")


@needs_proc
@pytest.mark.parametrize("count", [1, 6, 12])
def test_a_killed_build_leaves_whole_files_and_no_process(kit: Path, count: int) -> None:
    mark = f"{kit}-{count}"
    process = start(kit, mark, "comparatifs", "guide", "-j", "2", "--no-cache")
    until(lambda: len(files(kit / "output")) >= count)
    process.kill()
    process.communicate()
    until(lambda: not alive(mark))
    assert whole(kit / "output") >= count
    assert make(kit, *CSV).returncode == Exit.DONE
    whole(kit / "output")


@needs_proc
@pytest.mark.parametrize("pause", [0, 0.05, 0.4])
def test_an_interrupted_build_stops_its_workers_and_gives_130(kit: Path, pause: float) -> None:
    process = start(kit, str(kit), "fiches", "-j", "2")
    until(lambda: len(alive(str(kit))) >= 3)
    time.sleep(pause)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == Exit.INTERRUPTED
    assert "interrompu" in stderr
    assert "Traceback" not in stderr
    assert alive(str(kit)) == []
    whole(kit / "output")


def test_two_builds_at_once_both_succeed_and_share_a_manifest(kit: Path) -> None:
    pair = [
        start(kit, "", "comparatifs", "--to", "csv,xlsx,html", "-j", "2"),
        start(kit, "", "fiches", "comparatifs", "--forme", "ptce", "--to", "html,csv,xlsx", "-j", "2"),
    ]
    for process in pair:
        _, stderr = process.communicate(timeout=120)
        assert process.returncode == Exit.DONE, stderr
    made = files(kit / "output")
    assert {"fiches/ptce.html", "comparatifs/ges.xlsx"} < set(manifest(kit))
    for path, entry in manifest(kit).items():
        assert hashlib.sha256(made[path]).hexdigest() == entry["sha256"]


@needs_proc
def test_a_build_waits_for_the_one_that_is_at_work_in_its_folder(kit: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    (kit / "output").mkdir()
    handle = os.open(kit / "output", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    process = start(kit, "", *CSV)
    assert process.stderr is not None
    assert "celle-ci attend" in process.stderr.readline()
    until(lambda: blocked(process.pid) or process.poll() is not None)
    assert process.poll() is None
    assert files(kit / "output") == {}
    os.close(handle)
    process.communicate(timeout=60)
    assert process.returncode == Exit.DONE
    assert "comparatifs/ptce.csv" in manifest(kit)


def blocked(pid: int) -> bool:
    """Whether a process waits for a lock."""
    return any("->" in line and str(pid) in line.split() for line in Path("/proc/locks").read_text().splitlines())


@needs_proc
def test_a_process_in_the_middle_of_its_work_ends_with_a_killed_build(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    work = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(3600)"
    code = f"from coopdocs.produce import workers\nwith workers.pool(1) as submit: submit(exec, {work!r}).result()"
    environment = os.environ | {"COOPDOCS_TEST_MARK": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as process:
        until(begun.exists)
        process.kill()
    until(lambda: not alive(str(tmp_path)))


def test_leftovers_of_dead_builds_are_swept_after_an_hour(kit: Path) -> None:
    make(kit, *CSV)
    folder = kit / "output/comparatifs"
    old, fresh, mine = folder / ".ptce.csv.abc.tmp", folder / ".ptce.csv.def.tmp", folder / "mes-notes.tmp"
    for path in (old, fresh, mine):
        path.touch()
    for path in (old, mine):
        os.utime(path, (0, time.time() - delivery.LEFTOVER_AGE - 60))
    forget_last_build(kit)
    make(kit, *CSV)
    assert (old.exists(), fresh.exists(), mine.exists()) == (False, True, True)


def test_a_process_that_dies_loses_its_own_work_only() -> None:
    with workers.pool(2) as submit:
        big = b"x" * 5_000_000
        futures = [submit(len, big), submit(os._exit, 9), *(submit(len, big) for _ in range(6))]
        wait(futures)
    assert [workers.is_lost(f) for f in futures] == [False, True, *[False] * 6]
    assert futures[-1].result() == len(big)


def test_an_exception_in_a_process_comes_back(tmp_path: Path) -> None:
    with workers.pool(1) as submit, pytest.raises(FileNotFoundError):
        submit(os.listdir, tmp_path / "absent").result()


def test_atomic_writes_leave_nothing_behind_when_they_fail(tmp_path: Path) -> None:
    (tmp_path / "pris").mkdir()
    (tmp_path / "pris/dedans").touch()
    with pytest.raises(OSError, match="pris"):
        produce.write_atomic(tmp_path / "pris", b"octets")
    assert [p.name for p in tmp_path.iterdir()] == ["pris"]
