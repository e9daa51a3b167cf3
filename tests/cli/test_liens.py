"""`coopdocs liens` as its users call it: what it says, at which place, and how it ends."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopdocs import __version__
from coopdocs.cli import main
from coopdocs.errors import Exit
from support.kits import spoil, write_kit
from support.loopback import Site, site


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    made = write_kit(tmp_path / "kit")
    monkeypatch.chdir(made)
    return made


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["liens", *map(str, words)], prog_name="coopdocs")


def lead(kit: Path, one: Site, other: Site) -> None:
    """The kit's two sources lie at two sites; its formes lead elsewhere."""
    for place in (one, other):
        spoil(kit / "content/sources.yaml", "https://www.legifrance.gouv.fr/loi", f"{place.address}/page")


def test_each_address_is_told_with_what_writes_it(kit: Path) -> None:
    with site() as one, site("127.0.0.2") as other:
        lead(kit, one, other)
        one.pages["/page"] = (301, {"Location": "/new"})
        one.pages["/new"] = 200
        done = run("--source", "loi-ess", "--source", "guide-ess")
    assert done.exit_code == Exit.DIFFERENT
    assert done.stdout.splitlines() == [
        f"morte  {other.address}/page  la page n’existe plus (404)",
        "     content/sources.yaml:13:12  source guide-ess, citée par cooperations, ges, pat, ptce",
        f"déplacée  {one.address}/page",
        f"     → {one.address}/new",
        "     content/sources.yaml:5:12  source loi-ess, citée par criteres, glossaire, cooperations, ges, pat, ptce",
        "2 adresses : 1 déplacée, 1 morte",
    ]
    assert "2 adresses chez 2 sites : 1 s au moins, pour ne gêner personne" in done.stderr
    assert one.headers[0]["User-Agent"] == f"coopdocs/{__version__} (link check)"


def test_as_json_each_address_has_its_places(kit: Path) -> None:
    with site() as one, site("127.0.0.2") as other:
        lead(kit, one, other)
        one.pages["/page"] = 200
        done = run("--source", "loi-ess", "--json")
    told = json.loads(done.stdout)
    [answer] = told["adresses"]
    assert (done.exit_code, told["code"], answer["verdict"], answer["statut"]) == (Exit.DONE, 0, "répond", 200)
    assert answer["places"] == [
        {"fichier": "content/sources.yaml", "ligne": 5, "colonne": 12,
         "par": "source loi-ess, citée par criteres, glossaire, cooperations, ges, pat, ptce"},
    ]  # fmt: skip
    assert other.asked == []


def test_where_no_site_is_reached_nothing_is_called_dead(kit: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    spoil(kit / "content/sources.yaml", "https://www.legifrance.gouv.fr/loi", f"http://127.0.0.1:{port}/")
    done = run("--domaine", "127.0.0.1")
    assert done.exit_code == Exit.MACHINE
    assert done.stdout.startswith(f"inconnue  http://127.0.0.1:{port}/  le site refuse la connexion\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--source", "loi-es"], "« loi-es » n’est pas une source du kit ; vouliez-vous dire « loi-ess » ?"),
        (["--domaine", "rtes.org"], "aucune adresse du kit n’est de « rtes.org »"),
        (["--domaine", "https://rtes.fr"], "écrivez-le comme dans l’adresse, sans https:// : rtes.fr"),
        (["--source", "loi-ess", "--domaine", "rtes.fr"], "aucune adresse du kit n’est des deux à la fois"),
    ],
)
def test_what_the_kit_has_not_is_not_asked_for(kit: Path, words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.exit_code, said in " ".join(done.stderr.split())) == (Exit.USAGE, True), done.stderr
