"""What a change does to the documents; releases, archives and git revisions compared."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from coopdocs.diff.documents import OTHER_ATTACHMENT, OTHER_BYTES
from coopdocs.diff.passages import OUTSIDE_HEADINGS, differing, read
from coopdocs.errors import Exit
from coopdocs.formats.job import TextJob
from support.kits import spoil
from support.two_kits import PTCE, ROOT, compared, facts, kits, modele, run, said

__all__ = ["kits", "modele"]


def test_words_that_change_are_found_in_the_documents_that_print_them(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / PTCE, "Ligne duree", "Trois ans")
    ecarts = compared(*kits)
    assert {d.fate for d in ecarts.documents} == {"contenu"}
    changed = {d.path: d.passages for d in ecarts.documents}
    assert {"fiches/ptce.pdf", "fiches/ptce.html", "guide/guide.pdf", "guide/ptce.docx"} <= set(changed)
    assert changed["guide/ptce.docx"] == ("Carte d’identité",)
    assert all("ptce" in c or c.startswith(("guide/guide", "fiches/toutes")) for c in changed)


def test_a_heading_is_named_by_its_words_and_an_address_that_changes_is_words() -> None:
    page = (
        '<h1>Guide</h1><h2>Un</h2><p>A</p><h2><a href="partie:x#y">Deux</a></h2><p><a href="https://a.fr/1">B</a></p>'
    )
    other = page.replace("a.fr/1", "a.fr/2").replace("partie:x", "partie:z")
    assert differing(read(TextJob(page)), read(TextJob(other))) == ("Deux",)


def test_what_a_stylesheet_prints_in_a_running_foot_is_words(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / "content/kit.yaml", "version: '1.0'", "version: '1.1'")
    by_path = {d.path: d for d in compared(*kits).documents}
    assert (by_path["fiches/ges.pdf"].fate, by_path["fiches/ges.pdf"].passages) == ("contenu", (OUTSIDE_HEADINGS,))


@pytest.mark.parametrize("nom", ["fiche/imprime.css", "base/tokens.css", "polices/SourceSans3_400Regular.ttf"])
def test_a_kit_that_looks_otherwise_says_the_same(kits: tuple[Path, Path], nom: str) -> None:
    own = kits[1] / "templates" / nom
    own.parent.mkdir(parents=True)
    octets = (ROOT / "templates" / nom).read_bytes()
    own.write_bytes(octets)
    assert compared(*kits).empty, "a copy of a packaged template changes nothing"
    own.unlink()
    own.with_name(own.name).write_bytes(octets + (b"\n" if nom.endswith("ttf") else b"\n.autre { color: red; }\n"))
    ecarts = compared(*kits)
    assert ecarts.sections == ()
    assert {d.fate for d in ecarts.documents} == {"mise en forme"}
    assert "fiches/ptce.pdf" in {d.path for d in ecarts.documents}


def test_a_colour_is_a_change_of_layout(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / PTCE, "#0B5F60", "#0B4F8A")
    ecarts = compared(*kits)
    assert (ecarts.content_changes, ecarts.layout_changes) == (0, 1)
    assert {d.fate for d in ecarts.documents} == {"mise en forme"}


def test_templates_of_another_age_leave_documents_uncompared_and_the_rest_compared(kits: tuple[Path, Path]) -> None:
    (kits[0] / "templates/fiche").mkdir(parents=True)
    (kits[0] / "templates/fiche/fiche.html.j2").write_text("{{ fiches.ancienne }}", "utf-8")
    spoil(kits[1] / "content/kit.yaml", "titre: Coopérer", "titre: Coopérons")
    ecarts = compared(*kits)
    assert "fiches/ptce.pdf" in {d.path for d in ecarts.having("non comparé")}
    assert "fiche.html.j2:1" in ecarts.having("non comparé")[0].reason
    assert "guide/guide.pdf" in {d.path for d in ecarts.having("contenu")}


# --- releases


def released(kit: Path, dossier: Path, **autres: str) -> Path:
    """A release as `coopdocs release` lays it out, with made-up sums."""
    shutil.copytree(kit, dossier / "sources")
    fichiers = [{"chemin": c, "sha256": hashlib.sha256(c.encode()).hexdigest()} for c in ("fiches/ptce.pdf", "x.pdf")]
    (dossier / "manifest.json").write_text(json.dumps({"fichiers": fichiers} | autres), "utf-8")
    return dossier


def packed(dossier: Path, ending: str) -> Path:
    archive = dossier.with_name(f"{dossier.name}{ending}")
    files = [p for p in sorted(dossier.rglob("*")) if p.is_file()]
    if ending == ".zip":
        with zipfile.ZipFile(archive, "w") as made:
            for p in files:
                made.write(p, p.relative_to(dossier.parent))
    else:
        with tarfile.open(archive, "w:gz") as sealed:
            sealed.add(dossier, dossier.name)
    return archive


@pytest.mark.parametrize("ending", ["", ".zip", ".tar.gz"])
def test_a_release_is_compared_by_its_sources(kits: tuple[Path, Path], tmp_path: Path, ending: str) -> None:
    dossier = released(kits[0], tmp_path / "coopdocs-2026-11-23")
    parution = packed(dossier, ending) if ending else dossier
    assert compared(parution, kits[1]).empty
    spoil(kits[1] / PTCE, "Ligne duree", "Trois ans")
    assert [s.id for s in facts(parution, kits[1])] == ["formes/ptce"]


def test_other_bytes_of_the_same_words_are_a_change_of_layout(kits: tuple[Path, Path], tmp_path: Path) -> None:
    parutions = [released(kit, tmp_path / f"coopdocs-{kit.name}") for kit in kits]
    assert compared(*parutions).empty
    spoil(parutions[1] / "manifest.json", hashlib.sha256(b"fiches/ptce.pdf").hexdigest(), "0" * 64)
    found = compared(*parutions).documents
    assert [(d.path, d.fate, d.reason) for d in found] == [("fiches/ptce.pdf", "mise en forme", OTHER_BYTES)]
    fichier = parutions[1] / "sources" / PTCE
    fichier.write_text("# relu\n" + fichier.read_text("utf-8"), "utf-8")
    assert [d.reason for d in compared(*parutions).documents] == [OTHER_ATTACHMENT]


def test_a_release_bears_the_edition_of_its_manifest(kits: tuple[Path, Path], tmp_path: Path) -> None:
    dossier = released(kits[0], tmp_path / "parution", edition="2026-12-01")
    assert said(facts(dossier, kits[1])) == [
        ("kit/kit/edition", "modifié", [("edition", "1er décembre 2026", "23 novembre 2026")])
    ]


def test_a_damaged_archive_is_refused_in_one_sentence(kits: tuple[Path, Path], tmp_path: Path) -> None:
    archive = packed(released(kits[0], tmp_path / "parution"), ".tar.gz")
    archive.write_bytes(archive.read_bytes()[:5000])
    done = run("diff", archive, kits[1])
    assert done.returncode == Exit.USAGE
    assert "ne se lit pas jusqu’au bout" in done.stderr


# --- git


@pytest.fixture
def depot(modele: Path, tmp_path: Path) -> Path:
    """A repository with a kit in one of its folders: tagged v1.0, then changed, then changed again in the work tree."""
    kit = shutil.copytree(modele, tmp_path / "depot/kit")

    def git(*mots: str) -> None:
        own = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path / "depot"), *own, *mots], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "un")
    git("tag", "v1.0")
    spoil(kit / PTCE, "Ligne duree", "Trois ans")
    git("commit", "-qam", "deux")
    spoil(kit / "content/kit.yaml", "version: '1.0'", "version: '1.1'")
    return kit


def test_revisions_of_a_kit_and_its_work_tree_are_compared(depot: Path) -> None:
    def changed(*sides: str) -> list[str]:
        done = run("-C", depot, "diff", *sides, "--format", "json")
        assert done.returncode in (Exit.DONE, Exit.DIFFERENT), done.stderr
        return [s["id"] for s in json.loads(done.stdout)["sections"]]

    assert changed("v1.0", "HEAD") == ["formes/ptce"]
    assert changed("HEAD") == changed("HEAD", ".") == ["kit"]
    assert changed("HEAD~1") == ["kit", "formes/ptce"]
    assert changed("v1.0", "HEAD~1") == []


@pytest.mark.parametrize("nom", ["v9.9", "--output=x", "HEAD:kit", "-rf"])
def test_what_is_no_revision_is_refused(depot: Path, nom: str) -> None:
    done = run("-C", depot, "diff", "--", nom, ".")
    assert done.returncode == Exit.USAGE
    assert "ni une archive, ni une révision git" in done.stderr


def test_a_revision_before_the_kit_was_there_is_refused(depot: Path) -> None:
    empty = depot.parent / "vide"
    empty.mkdir()
    done = run("-C", depot, "diff", "HEAD:", ".")
    assert done.returncode == Exit.USAGE
