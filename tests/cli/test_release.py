"""A release: what it holds, that it is the same wherever it is made, whole or not at all, and when it is refused."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import stat
import subprocess
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coopdocs import library
from coopdocs.archives import pack
from coopdocs.errors import Exit
from coopdocs.problem import ProblemsError
from coopdocs.release import notes, sbom, sources, worktree
from coopdocs.targets import KINDS
from coopdocs.territoire import Territoires
from support import html_checks as controle
from support.kits import spoil
from support.prepared import built_small_kit
from support.releases import (
    AUTOUR,
    JOUR,
    NOM,
    ROOT,
    command,
    committed,
    files,
    git,
    petit,
    projet,
    sans_java,
)

__all__ = ["petit", "projet", "sans_java"]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small kit in a git work tree, all of it committed, and released once."""
    made = committed(built_small_kit(tmp_path_factory.mktemp("ici") / "kit"))
    done = command(made, "-j", 2)
    assert "tout tient ; non vérifié : normes (veraPDF)" in done.stdout
    return made


@pytest.fixture(scope="module")
def parution(kit: Path) -> Path:
    return kit / "dist" / NOM


# --- what it holds


def test_a_release_has_documents_sources_licences_and_proofs(parution: Path) -> None:
    made = set(files(parution))
    manifest = json.loads((parution / "manifest.json").read_text("utf-8"))
    documents = {entry["chemin"] for entry in manifest["fichiers"]}
    assert {path.split("/")[0] for path in documents} == set(KINDS)
    around = {path for path in made if not path.startswith(("sources/content/", "licences/"))}
    assert around == documents | AUTOUR
    assert {"licences/LISEZMOI.md", "licences/LICENSE", "licences/CC-BY-4.0.txt", "licences/icones/LICENSE",
            "licences/polices/OFL-SourceSans3.txt"} <= made  # fmt: skip


def test_its_sums_are_those_of_sha256sum_for_every_file_but_themselves(parution: Path) -> None:
    lines = (parution / "SHA256SUMS").read_text("utf-8").splitlines()
    expected = {path: digest for path, digest in files(parution).items() if path != "SHA256SUMS"}
    assert {line[66:]: line[:64] for line in lines} == expected
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=parution, check=True)


def test_its_sources_are_the_kit_s_own_bytes_and_make_the_same_kit(kit: Path, parution: Path) -> None:
    copied = parution / "sources/content"
    assert {p: d for p, d in files(kit / "content").items() if p in files(copied)} == files(copied)
    again, problems = library.load(parution / "sources")
    here, expected = library.load(kit)
    assert again is not None
    assert here is not None
    assert problems == expected
    assert again.formes == here.formes
    assert again.territoires.initiatives == here.territoires.initiatives


def test_what_the_kit_does_not_read_stays_out(petit: Path) -> None:
    lue, _ = library.load(petit)
    left = ("content/.prive.yaml", "content/a-relire.txt", "content/formes/.ptce.yaml.swp", "content/secrets.csv",
            "content/territoires/contacts-bruts.csv", "templates/.env", "templates/base/tokens.css~")  # fmt: skip
    for nom in (*left, "templates/base/tokens.css", "content/territoires/indicateurs/pop.csv"):
        (petit / nom).parent.mkdir(parents=True, exist_ok=True)
        (petit / nom).write_text("x", encoding="utf-8")
    assert lue is not None
    again = Territoires(petit / "content/territoires", petit)
    found = set(sources.read(replace(lue, territoires=again)))
    assert not found & set(left)
    assert {"templates/base/tokens.css", "content/territoires/indicateurs/pop.csv", "content/kit.yaml"} <= found


@pytest.mark.parametrize(("nom", "goal"), [("polices", "."), ("base/secret.css", "secret")])
def test_a_link_out_of_the_theme_is_refused(petit: Path, tmp_path: Path, nom: str, goal: str) -> None:
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (petit / "templates/base").mkdir(parents=True)
    (petit / "templates" / nom).symlink_to(tmp_path / goal)
    lue, _ = library.load(petit)
    assert lue is not None
    with pytest.raises(ProblemsError):
        sources.read(lue)


def test_the_page_of_licences_links_only_to_texts_that_are_there(parution: Path) -> None:
    page = (parution / "licences/LISEZMOI.md").read_text("utf-8")
    linked = [part.split(")")[0] for part in page.split("](")[1:]]
    assert linked
    assert all((parution / "licences" / nom).is_file() for nom in linked)
    assert "| Textes, et documents faits à partir d’eux | libre | à demander à qui publie ce kit |" in page


# --- the same everywhere


def test_another_folder_user_settings_and_clock_give_the_same_archives(kit: Path, tmp_path: Path) -> None:
    there = tmp_path / "ailleurs, l’été"
    shutil.copytree(kit, there, ignore=shutil.ignore_patterns("dist"))
    os.utime(there / "content/kit.yaml", (0, 0))
    (there / "content/kit.yaml").chmod(0o600)
    environ = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    command(there, "-j", 1, environ=environ, umask=0o077)
    for ending in notes.ARCHIVES:
        here, other = (folder / "dist" / f"{NOM}{ending}" for folder in (kit, there))
        assert here.read_bytes() == other.read_bytes()
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (there / "dist" / NOM).rglob("*")}
    assert modes == {0o644, 0o755}


def opened_by(words: list[str], ending: str, kit: Path, parution: Path, place: Path) -> None:
    """A tool that everyone has makes of the archive the very folder."""
    subprocess.run([*words, str(kit / "dist" / f"{NOM}{ending}")], cwd=place, check=True)
    assert [p.name for p in place.iterdir()] == [NOM]
    assert files(place / NOM) == files(parution)
    assert stat.S_IMODE((place / NOM / "index.html").stat().st_mode) == 0o644


@pytest.mark.unzip
def test_unzip_opens_the_zip_to_the_very_folder(kit: Path, parution: Path, tmp_path: Path) -> None:
    opened_by(["unzip", "-q"], ".zip", kit, parution, tmp_path)


def test_tar_opens_the_tar_gz_to_the_very_folder(kit: Path, parution: Path, tmp_path: Path) -> None:
    opened_by(["tar", "-xzf"], ".tar.gz", kit, parution, tmp_path)


def test_archives_keep_one_order_one_date_plain_modes_and_no_names(kit: Path) -> None:
    with zipfile.ZipFile(kit / "dist" / f"{NOM}.zip") as sealed:
        infos = sealed.infolist()
    assert {info.date_time for info in infos} == {(2026, 11, 23, 12, 0, 0)}
    assert {(info.is_dir(), info.external_attr >> 16) for info in infos} == {(True, 0o40755), (False, 0o100644)}
    with tarfile.open(kit / "dist" / f"{NOM}.tar.gz") as packed:
        members = packed.getmembers()
    assert {(m.uid, m.gid, m.uname, m.gname) for m in members} == {(0, 0, "", "")}
    assert {m.mtime for m in members} == {int(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC).timestamp())}
    assert {(m.isdir(), m.mode) for m in members} == {(True, 0o755), (False, 0o644)}
    paths = [m.name for m in members]
    assert paths == [info.filename.rstrip("/") for info in infos]
    assert paths[0] == NOM
    assert paths[1:] == sorted(paths[1:], key=str.encode)


def test_an_edition_before_what_archives_can_date_is_sealed_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_text("x", encoding="utf-8")
    pack.write_zip(tmp_path / "a", tmp_path / "a.zip", dt.date(1901, 7, 1))
    pack.write_tar_gz(tmp_path / "a", tmp_path / "a.tar.gz", dt.date(1901, 7, 1))
    assert zipfile.is_zipfile(tmp_path / "a.zip")
    assert tarfile.is_tarfile(tmp_path / "a.tar.gz")


# --- when it is refused


def test_a_change_that_is_not_committed_is_refused_by_name(kit: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kit"
    shutil.copytree(kit, copy)
    spoil(copy / "content/kit.yaml", "titre:", "# relu\ntitre:")
    refused = command(copy, code=Exit.REFUSED)
    assert "1 fichier hors du dernier commit (content/kit.yaml)" in refused.stderr
    assert "--malgre arbre-modifie" in refused.stderr
    assert files(copy / "dist") == files(kit / "dist")
    done = command(copy, "--malgre", "arbre-modifie", "-o", tmp_path / "dist")
    assert "hors du dernier commit" in done.stderr
    assert "## Réserves\n\n- Publiée depuis" in (tmp_path / "dist" / NOM / "notes.md").read_text("utf-8")


def test_git_sees_new_files_but_not_what_coopdocs_makes(tmp_path: Path) -> None:
    kit = tmp_path / "depot/kit"
    (kit / "content").mkdir(parents=True)
    (kit / "content/kit.yaml").write_text("x", encoding="utf-8")
    (tmp_path / "depot/autre").write_text("x", encoding="utf-8")
    assert worktree.changes(kit) is None
    git(tmp_path / "depot", "init", "--quiet")
    assert worktree.changes(kit) == ("content/kit.yaml",) or worktree.changes(kit) == ("kit/content/kit.yaml",)
    git(tmp_path / "depot", "add", "kit")
    git(tmp_path / "depot", "commit", "--quiet", "--message", "kit")
    assert worktree.changes(kit) == ()
    (kit / "dist").mkdir()
    (kit / "dist/vieux").write_text("x", encoding="utf-8")
    assert worktree.changes(kit, (kit / "dist", kit / "absent", tmp_path)) == ()
    assert len(worktree.changes(kit) or ()) == 1


def test_a_kit_that_its_repository_ignores_is_outside_git(tmp_path: Path) -> None:
    (tmp_path / "kit/content").mkdir(parents=True)
    (tmp_path / "kit/content/kit.yaml").write_text("x", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("/kit/\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    assert worktree.changes(tmp_path / "kit") is None


def test_a_repository_that_cannot_be_read_is_no_clean_one(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: nulle-part", encoding="utf-8")
    with pytest.raises(worktree.WorktreeError, match="git ne peut pas lire ce dépôt"):
        worktree.changes(tmp_path)


def test_errors_of_content_pass_over_nothing_and_warnings_stop_only_a_strict_release(kit: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kit"
    shutil.copytree(kit, copy, ignore=shutil.ignore_patterns("dist", ".git"))
    spoil(copy / "content/formes/ptce.yaml", "2026-11-01", "2020-11-01")
    strict = command(copy, "--strict", code=Exit.REFUSED)
    assert "rien n’a été publié" in strict.stderr
    spoil(copy / "content/formes/ptce.yaml", "sources:", "surces:")
    refused = command(copy, "--malgre", "echecs", "--malgre", "arbre-modifie", code=Exit.REFUSED)
    assert "erreur" in refused.stderr
    assert not (copy / "dist").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--edition", "20261123"), "« 20261123 » n’est pas une date : écrivez-la AAAA-MM-JJ"),
        (("--malgre", "tout"), "choix : arbre-modifie, echecs"),
        (("--depuis", "nulle-part"), "--depuis : « nulle-part » n’existe pas"),
    ],
)
def test_words_that_are_not_understood_end_the_command_at_once(kit: Path, words: tuple[str, ...], said: str) -> None:
    assert said in command(kit, *words, code=Exit.USAGE).stderr


def test_the_day_given_goes_before_that_of_the_machine_and_that_of_the_kit(kit: Path) -> None:
    epoch = {"SOURCE_DATE_EPOCH": "1577880000"}
    said = "vient après l’édition du"
    assert f"{said} 01/01/2020" in command(kit, environ=epoch, code=Exit.REFUSED).stderr
    assert f"{said} 01/06/2019" in command(kit, "--edition", "2019-06-01", environ=epoch, code=Exit.REFUSED).stderr


# --- the bill of materials


def validate(octets: bytes) -> Any:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(octets.decode())


def test_the_bill_of_materials_holds_to_the_official_schema(parution: Path) -> None:
    octets = (parution / "sbom.cdx.json").read_bytes()
    assert validate(octets) is None
    assert validate(octets.replace(b'"type": "platform"', b'"type": "plateforme"')) is not None
    assert validate(octets.replace(b'"id": "MIT"', b'"id": "Licence MIT"')) is not None


def test_it_lists_each_runtime_package_of_the_lock_and_each_system_library(parution: Path) -> None:
    bill = json.loads((parution / "sbom.cdx.json").read_text("utf-8"))
    lines = (ROOT / "requirements/runtime.lock").read_text("utf-8").replace("\\\n", " ").splitlines()
    locked = [Requirement(line.split("--hash")[0].strip()) for line in lines if line and line[0] not in "# "]
    # the lock also brings what installs coopdocs
    building = {"hatchling", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
    wanted = {
        f"pkg:pypi/{name}@{str(r.specifier).removeprefix('==')}" for r in locked
        if (name := canonicalize_name(r.name)) not in building and (r.marker is None or r.marker.evaluate())
    }  # fmt: skip
    refs = {component["bom-ref"] for component in bill["components"]}
    assert {ref for ref in refs if ref.startswith("pkg:pypi/")} == wanted
    assert {"pango", "harfbuzz", "fontconfig", "python"} <= {c["name"] for c in bill["components"]}


def test_every_dependency_in_it_leads_to_a_component_and_from_coopdocs_to_all(parution: Path) -> None:
    bill = json.loads((parution / "sbom.cdx.json").read_text("utf-8"))
    root = bill["metadata"]["component"]["bom-ref"]
    edges = {entry["ref"]: entry["dependsOn"] for entry in bill["dependencies"]}
    reached, todo = set(), [root]
    while todo:
        if (ref := todo.pop()) not in reached:
            reached.add(ref)
            todo += edges[ref]
    assert reached == set(edges) == {root, *(c["bom-ref"] for c in bill["components"])}


def test_its_serial_number_comes_from_what_it_says() -> None:
    one, same, other = (json.loads(sbom.of(day)) for day in (JOUR, JOUR, JOUR + dt.timedelta(1)))
    assert one == same
    assert one["serialNumber"] != other["serialNumber"]


# --- its index


def test_the_index_leads_to_every_document_source_licence_and_proof(parution: Path) -> None:
    index = parution / "index.html"
    links = {link.get("href") for link in controle.read(index).iter("a")} - {"#contenu"}
    assert links == {path for path in files(parution) if path != "index.html"}
    assert controle.own([index], parution, {*links, "index.html"}) == {index: []}
    assert "coopdocs verify ." in index.read_text("utf-8")


@pytest.mark.java
@pytest.mark.node
def test_the_index_is_valid_for_the_nu_checker(parution: Path, tools: dict[str, str]) -> None:
    index = parution / "index.html"
    assert controle.vnu(tools["java"], [index]) == {index: []}


@pytest.mark.node
def test_the_index_is_valid_for_html_validate(parution: Path, tools: dict[str, str]) -> None:
    index = parution / "index.html"
    assert controle.html_validate(tools["node"], [index]) == {index: []}


@pytest.mark.node
@pytest.mark.chromium
@pytest.mark.parametrize("largeur", [320, 1280])
def test_the_index_is_accessible_in_a_browser(parution: Path, tools: dict[str, str], largeur: int) -> None:
    index = parution / "index.html"
    assert controle.in_browser(tools["node"], tools["chromium"], largeur, [index]) == {index: []}
