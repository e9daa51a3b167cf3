"""What `coopdocs verify` says of real documents: all of it holds, and each damage is found and named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pikepdf
import pytest

from coopdocs import verify
from coopdocs.errors import Exit
from coopdocs.verify import examine
from coopdocs.verify.remake import drawn
from support import gate_log
from support.verified import (
    CHAPITRE,
    DOSSIER,
    FICHE,
    NOM,
    TABLE,
    VERIFY,
    coopdocs,
    damaged,
    faults,
    few,
    found,
    made,
    reasons,
    release,
    summed,
    whole,
)

__all__ = ["few", "made", "release", "whole"]


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


def test_the_command_gives_json(few: Path) -> None:
    done = coopdocs("verify", few, "--rapide", "--format", "json")
    data = json.loads(done.stdout)
    assert (data["code"], data["tient"], data["sujet"]) == (0, True, NOM)
    assert set(data["constats"][0]) == {"fichier", "controle", "verdict", "raison", "detail"}
    assert {"fichier": FICHE, "adresse": "https://www.rtes.fr"} in data["liens"]


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
