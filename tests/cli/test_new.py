"""`coopdocs init` and `new`: a kit that passes, a forme to fill in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from coopdocs.cli.starter import SKELETON, free_color
from coopdocs.couleurs import CONTRASTE_MIN, readability
from coopdocs.errors import Exit
from coopdocs.library import load
from coopdocs.model import contenu
from support.commands import PTCE, ROOT, kit, run

__all__ = ["kit"]


def test_init_lays_out_a_kit_that_passes(tmp_path: Path) -> None:
    done = run("init", tmp_path / "mon-kit")
    assert done.exit_code == Exit.DONE
    kit = tmp_path / "mon-kit"
    assert {p.name for p in kit.iterdir()} == {"content", "templates", ".gitignore", "LISEZMOI.md"}
    assert "/output/" in (kit / ".gitignore").read_text().splitlines()
    assert "/.coopdocs/" in (kit / ".gitignore").read_text().splitlines()
    assert run("-C", kit, "check").exit_code == run("-C", ROOT, "check").exit_code


def test_init_accepts_a_fresh_repository_and_refuses_any_other_folder(tmp_path: Path) -> None:
    (tmp_path / "depot/.git").mkdir(parents=True)
    assert run("init", tmp_path / "depot").exit_code == Exit.DONE
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein/notes.txt").touch()
    refused = run("init", tmp_path / "plein")
    assert refused.exit_code == Exit.USAGE
    assert "n’est pas vide" in refused.stderr
    assert [p.name for p in (tmp_path / "plein").iterdir()] == ["notes.txt"]
    assert run("init", tmp_path / "plein/notes.txt").exit_code == Exit.USAGE


def test_a_new_forme_is_yaml_with_every_field(kit: Path) -> None:
    done = run("-C", kit, "new", "forme", "scic")
    assert done.exit_code == Exit.DONE
    text = (kit / "content/formes/scic.yaml").read_text("utf-8")
    skeleton = yaml.safe_load(text)
    # a few that a forme may do without are shown as a comment, to be filled in or left
    fields = [name for name in re.findall(r"^(?:# )?(\w+):", text, re.M) if name in contenu.Forme.model_fields]
    assert fields == list(contenu.Forme.model_fields)
    assert [name for name in fields if name in skeleton] == list(skeleton)
    assert list(skeleton["identite"]) == list(contenu.Identite.model_fields)
    parts: dict[str, type[contenu.Fait]] = {
        "essentiels": contenu.Essentiel,
        "acteurs": contenu.Acteur,
        "etapes": contenu.Etape,
        "collectivite": contenu.Role,
        "reseaux": contenu.Reseau,
        "confusions": contenu.Confusion,
    }
    for name, kind in parts.items():
        required = {field for field, info in kind.model_fields.items() if info.is_required()}
        assert required - {"verifie_le"} <= set(skeleton[name][0]), name
    for name in contenu.Forme.model_fields:
        assert re.search(rf"^(#.*\n)*(# )?{name}:", SKELETON.read_text("utf-8"), re.MULTILINE)


def test_a_new_forme_takes_the_next_place_and_a_colour_of_its_own(kit: Path) -> None:
    run("-C", kit, "new", "forme", "scic")
    skeleton = yaml.safe_load((kit / "content/formes/scic.yaml").read_text("utf-8"))
    assert skeleton["ordre"] == 4
    assert readability(skeleton["couleur"]) >= CONTRASTE_MIN
    assert skeleton["couleur"] not in {"#3A3D5C", "#0B5F60", "#6A3C8F", "#4A6A14"}


def test_free_colours_stay_readable_and_apart() -> None:
    used: list[str] = []
    for _ in range(12):
        used.append(free_color(used))
    assert len(set(used)) == 12
    assert all(readability(color) >= CONTRASTE_MIN for color in used)


def test_check_lists_what_a_new_forme_lacks_cells_included(kit: Path) -> None:
    run("-C", kit, "new", "forme", "scic")
    _, problems = load(kit)
    errors = [p for p in problems if p.is_error]
    assert {p.fichier for e in errors for p in e.places} == {"content/formes/scic.yaml", "content/criteres.yaml"}
    assert {p.code for p in errors} == {"C003"}


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("suite", ["", "\n# fin\n", "\nreste: []\n"])
def test_the_cells_of_a_new_forme_are_added_and_nothing_else_changes(kit: Path, suite: str, eol: str) -> None:
    criteres = kit / "content/criteres.yaml"
    before = (criteres.read_text("utf-8") + suite).replace("\n", eol).encode()
    criteres.write_bytes(before)
    assert "criteres.yaml" in run("-C", kit, "new", "forme", "scic").stdout
    after = criteres.read_bytes()
    assert after.endswith(suite.replace("\n", eol).encode())
    was, now = yaml.safe_load(before), yaml.safe_load(after)
    cells = now["cellules"].pop("scic")
    assert now == was
    assert list(cells) == [critere["id"] for critere in was["criteres"]]
    assert {i for i, cell in cells.items() if "niveau" in cell} == {
        critere["id"] for critere in was["criteres"] if critere.get("graphique")
    }


@pytest.mark.parametrize("content", [b"", b"- a\n", b"cellules: {}\ncriteres: []\n", b"\xe9", b"cellules:\n  a: [\n"])
def test_cells_are_not_added_to_a_table_that_is_not_laid_out_as_ours(kit: Path, content: bytes) -> None:
    (kit / "content/criteres.yaml").write_bytes(content)
    done = run("-C", kit, "new", "forme", "scic")
    assert done.exit_code == Exit.DONE, done.stderr
    assert (kit / "content/criteres.yaml").read_bytes() == content


def test_filling_a_skeleton_in_place_warns_of_none_of_its_own_comments(kit: Path) -> None:
    run("-C", kit, "new", "forme", "scic")
    forme = kit / "content/formes/scic.yaml"
    # keys that hold others have no value of their own
    empty = re.compile(r"(?m)^( *(?:- )?)(sigle|sigle_court|nom|titre|texte|duree|annee|lien):( *#.*)?$(?!\n +texte:)")
    filled, several = empty.subn(r"\1\2: Deux mots\3", forme.read_text("utf-8"))
    assert several > 40
    assert yaml.safe_load(filled)["nom"] == "Deux mots"
    forme.write_text(filled, "utf-8")
    _, problems = load(kit)
    assert not [p for p in problems if p.code == "A011"]


def test_a_name_refused_for_a_file_is_offered_as_it_may_be(kit: Path) -> None:
    assert "60 signes au plus : regie-de-quartier" in run("-C", kit, "new", "forme", "Régie de quartier").stderr


@pytest.mark.parametrize("slug", ["Scic", "régie", "a_b", "../x", "-a", "a--b", "", "x" * 80])
def test_a_new_forme_needs_a_plain_name(kit: Path, slug: str) -> None:
    done = run("-C", kit, "new", "forme", "--", slug)
    assert done.exit_code == Exit.USAGE
    assert "minuscules" in done.stderr


def test_a_new_forme_never_replaces_one(kit: Path) -> None:
    before = (kit / PTCE).read_bytes()
    assert run("-C", kit, "new", "forme", "ptce").exit_code == Exit.USAGE
    assert (kit / PTCE).read_bytes() == before


def test_a_kit_is_found_from_a_folder_inside_it(kit: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coopdocs", "-q", "check"],
        cwd=kit / "content/formes",
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == Exit.DONE, done.stderr
