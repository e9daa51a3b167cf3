"""A build from end to end, by the real command: what it writes, what it keeps, and what no accident can spoil."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from coopdocs.errors import Exit
from support import processes
from support.builds import CSV, ROOT, files, forget_last_build, kit, make, manifest
from support.documents import kept_folder
from support.kits import small_kit, spoil

__all__ = ["kit"]


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
    # what other tests have made of the very same kit is not laid out again, and they need not make what this one does
    (own / ".coopdocs").mkdir()
    (own / ".coopdocs/cache").symlink_to(kept_folder(), target_is_directory=True)
    kept_folder().mkdir(parents=True, exist_ok=True)
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
