"""What goes wrong in a build, and what happens to it: killed, interrupted, two at once."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import wait
from pathlib import Path

import pypdfium2
import pytest

from coopdocs import produce
from coopdocs.errors import Exit
from coopdocs.produce import delivery, workers
from support.builds import CSV, command, files, forget_last_build, kit, make, manifest
from support.kits import spoil

__all__ = ["kit"]


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
