"""`coopdocs territoires import`: shows, asks or tells all that lacks, writes whole or not at all."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopdocs import open_kit
from coopdocs.cli import main
from coopdocs.errors import Exit
from support.kits import ROOT, write_kit

TABLE = "codgeo;libgeo;nombre 2024\n26281;Romans-sur-Isère;1 204\n26362;Valence;s\n"
DITES = (
    *("--libelle", "Associations employeuses", "--nature", "effectif", "--unite", "aucune"),
    *("--agregation", "somme", "--source", "loi-ess", "--date", "2026-06"),
)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A small kit with the real tables of territories, of which the communes of the Drôme alone."""
    kit = write_kit(tmp_path / "kit")
    tables = kit / "content/territoires"
    for nom in ("regions", "departements", "epci", "ept", "communes"):
        head, *rows = (ROOT / f"content/territoires/{nom}.csv").read_text("utf-8").splitlines(keepends=True)
        few = [row for row in rows if nom != "communes" or row.startswith("26")]
        (tables / f"{nom}.csv").write_text("".join([head, *few]), encoding="utf-8")
    return kit


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "table.csv"


def imported(kit: Path, table: Path, *options: str) -> Result:
    words = ["-C", str(kit), "territoires", "import", str(table), *options]
    return CliRunner().invoke(main, words, prog_name="coopdocs")


def indicators(kit: Path) -> dict[str, str]:
    return {p.name: p.read_text("utf-8") for p in sorted((kit / "content/territoires").glob("indicateurs/*"))}


def test_without_options_it_shows_and_writes_nothing(kit: Path, table: Path) -> None:
    done = imported(kit, table)
    assert done.exit_code == Exit.REFUSED, done.output
    assert "UTF-8, séparateur : point-virgule" in done.stdout
    assert re.search(r"26281 +Romans-sur-Isère +commune:26281 +1 204", done.stdout)
    assert "1\u00a0: secret statistique" in done.stdout
    for option in ("--libelle", "--nature", "--unite", "--agregation", "--source", "--date"):
        assert option in done.stdout
    assert indicators(kit) == {}


def test_with_all_that_lacks_it_writes_an_indicator_that_the_kit_accepts(kit: Path, table: Path) -> None:
    before = table.read_bytes()
    done = imported(kit, table, *DITES)
    assert done.exit_code == Exit.DONE, done.output
    assert "communes avec une valeur : 1 sur 362 ; les autres n’auront pas ce chiffre" in done.stderr
    assert indicators(kit)["associations-employeuses.csv"] == "code,valeur\ncommune:26281,1204\ncommune:26362,secret\n"
    assert [str(p) for p in open_kit(kit).check() if p.is_error] == []
    assert table.read_bytes() == before


def test_an_indicator_is_never_written_over_unless_asked(kit: Path, table: Path) -> None:
    imported(kit, table, *DITES)
    table.write_text(TABLE.replace("1 204", "7"), encoding="utf-8")
    refused = imported(kit, table, *DITES)
    assert refused.exit_code == Exit.REFUSED
    assert "I010" in refused.stderr
    assert "1204" in indicators(kit)["associations-employeuses.csv"]
    assert imported(kit, table, *DITES, "--remplacer").exit_code == Exit.DONE
    assert "commune:26281,7" in indicators(kit)["associations-employeuses.csv"]
    assert imported(kit, table, *DITES, "--nom", "autre").exit_code == Exit.DONE
    assert len(indicators(kit)) == 4


def test_every_problem_is_said_and_nothing_is_written(kit: Path, table: Path) -> None:
    done = imported(
        kit, table, "--colonne", "nombre 2042", "--filtre", "sexe=F", "--libelle", "x", "--source", "loi-es"
    )  # fmt: skip
    assert done.exit_code == Exit.REFUSED
    assert done.stderr.count("I009") >= 3
    assert str(table) in done.stderr, "the file lies where the user is, not in the kit"
    assert "colonnes de chiffres : nombre 2024" in done.stderr
    assert "rien n’a été écrit" in done.stderr
    assert indicators(kit) == {}


def test_a_dry_run_writes_nothing(kit: Path, table: Path) -> None:
    done = imported(kit, table, *DITES, "--dry-run")
    assert done.exit_code == Exit.DONE
    assert "à écrire : associations-employeuses.yaml" in done.stdout
    assert indicators(kit) == {}


def test_projects_become_a_file_of_candidates(kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = tmp_path / "pats.csv"
    table.write_text(
        "lien_vers_la_fiche_pat;nom_administratif;communes_code_insee\nhttps://a.fr/x;PAT;26281\n", "utf-8"
    )
    done = imported(kit, table)
    assert done.exit_code == Exit.DONE, done.output
    assert "pat-pat,pat,PAT,commune,26281" in (tmp_path / "pats-candidats.csv").read_text("utf-8-sig")
    assert imported(kit, table).exit_code != Exit.DONE, "a file of candidates is not written over either"


@pytest.mark.parametrize(
    "words", [("--annee", "hier"), ("--filtre", "sexe"), ("--nature", "chiffre"), ("--decimales", "9")]
)
def test_options_that_are_not_understood_are_said_in_french(kit: Path, table: Path, words: tuple[str, str]) -> None:
    done = imported(kit, table, *words)
    assert done.exit_code == Exit.USAGE
    assert f"« {words[1]} »" in done.stderr


def test_in_a_terminal_what_lacks_is_asked(kit: Path, table: Path) -> None:
    maitre, esclave = pty.openpty()
    words = [sys.executable, "-m", "coopdocs", "-C", str(kit), "territoires", "import", str(table)]
    answers = ["Associations", "", "", "pas un choix", "1", "loi-ess", "2026"]
    os.write(maitre, "".join(f"{answer}\n" for answer in answers).encode())
    process = subprocess.Popen(words, stdin=esclave, stdout=esclave, stderr=esclave, close_fds=True)
    os.close(esclave)
    said = b""
    try:
        while block := os.read(maitre, 4096):
            said += block
    except OSError:  # the other side has closed
        pass
    assert process.wait(timeout=60) == Exit.DONE, said.decode()
    assert "« pas un choix » n’est pas de ces choix" in said.decode()
    assert 'nature: "effectif"' in indicators(kit)["associations.yaml"]
