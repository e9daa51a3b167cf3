"""The command line as a user meets it: French words, one meaning for each exit code, nothing heavy at start-up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from coopdocs.cli import asking
from coopdocs.cli.report import Report
from coopdocs.cli.terminal import WIDTH
from coopdocs.errors import Exit
from coopdocs.model.evenement import Profil
from coopdocs.problem import Place, Problem
from support.commands import PTCE, imported_by, kit, run, shell
from support.evenement_exemple import EVENEMENT
from support.kits import small_kit, spoil

__all__ = ["kit"]


# --- start-up


def test_help_imports_no_engine_and_no_model() -> None:
    heavy = {"weasyprint", "docx", "xlsxwriter", "lxml", "pydantic", "yaml", "jinja2", "multiprocessing"}
    assert imported_by("--help") & heavy == set()


def test_check_imports_no_engine(kit: Path) -> None:
    seen = imported_by("-C", kit, "check")
    assert "pydantic" in seen
    assert seen & {"weasyprint", "docx", "xlsxwriter", "lxml", "resvg_py", "pikepdf", "multiprocessing"} == set()


# --- words and exit codes


@pytest.mark.parametrize("command", [[], *([c] for c in ("build", "check", "list", "doctor", "schema", "init", "new"))])
def test_help_is_in_french(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.exit_code == Exit.DONE
    assert done.output.startswith("Usage : coopdocs")
    assert "Options :" in done.output
    assert not re.search(r"Usage:|Options:|Commands:|\b(Show|exit|default|TEXT|required)\b", done.output)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bild"], "la commande « bild » n’existe pas ; vouliez-vous dire « build » ?"),
        (["xyz"], "commandes : check, build"),
        (["build", "fiche"], "vouliez-vous dire « fiches » ?"),
        (["build", "--to", "pfd"], "l’option --to : « pfd » n’est pas connu ; vouliez-vous dire « pdf » ?"),
        (["build", "--to", ","], "choix : pdf, docx"),
        (["build", "-j", "0"], "« 0 » n’est pas un nombre entier à partir de 1"),
        (["build", "-j"], "l’option -j attend une valeur"),
        (["check", "--strict=1"], "l’option --strict ne prend pas de valeur"),
        (["check", "--stric"], "vouliez-vous dire --strict ?"),
        (["build", "-C", "."], "l’option -C se place avant la commande : coopdocs -C … build"),
        (["check", "-v"], "coopdocs -v check"),
        (["build", "dossiers", "Crest"], 'un territoire se donne par --territoire "Crest"'),
        (["check", "ceci"], "« ceci » est en trop"),
        (["new"], "il manque l’argument forme"),
        (["init"], "il manque l’argument DOSSIER"),
    ],
)
def test_usage_errors_are_in_french_and_give_2(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == Exit.USAGE
    assert said in done.stderr
    assert not re.search(r"Error|Try|No such|Invalid|Missing|requires|does not", done.stderr)


def test_no_command_shows_the_help_and_gives_2() -> None:
    done = run()
    assert done.exit_code == Exit.USAGE
    assert "Codes de sortie" in done.stderr


def test_a_folder_that_is_no_kit_is_told_how_to_become_one(tmp_path: Path) -> None:
    done = run("-C", tmp_path, "check")
    assert done.exit_code == Exit.USAGE
    assert "coopdocs init" in done.stderr


def test_version_is_said() -> None:
    assert re.fullmatch(r"coopdocs \d+\.\d+\.\d+\n", run("--version").output)


def test_an_unexpected_error_is_one_line_and_its_trace_only_with_v(kit: Path) -> None:
    code = "import coopdocs.library as l; l.load = lambda *given: 1 / 0\nfrom coopdocs.cli import main; main()"

    def broken(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, *map(str, words)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    plain, verbose = broken("-C", kit, "check"), broken("-v", "-C", kit, "check")
    assert plain.returncode == verbose.returncode == Exit.UNEXPECTED
    assert plain.stderr.count("\n") == 1
    assert "erreur imprévue (ZeroDivisionError" in plain.stderr
    assert "Traceback" in verbose.stderr


def test_a_reader_that_leaves_early_hears_nothing(kit: Path) -> None:
    command = f"{sys.executable} -m coopdocs -C {kit} list sources | true; echo ${{PIPESTATUS[0]}}"
    for _ in range(3):
        done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=True)
        assert done.stderr == ""
        assert done.stdout.strip() in (str(Exit.CLOSED), str(Exit.DONE))


# --- check


def test_check_of_a_right_kit_gives_0(kit: Path) -> None:
    done = run("-C", kit, "check")
    assert (done.exit_code, done.stderr) == (Exit.DONE, "")
    assert "aucun problème" in done.stdout


def test_check_shows_every_error_with_its_line_a_caret_and_a_hint(kit: Path) -> None:
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    spoil(kit / "content/sources.yaml", "genre: droit", "genre: droi")
    done = run("-C", kit, "check")
    assert done.exit_code == Exit.REFUSED
    number = (kit / PTCE).read_text().split("\n").index("  place: noiau") + 1
    assert (
        f"{(kit / PTCE).as_posix()}:{number}:10  erreur C021  « noiau » n’est pas une valeur connue ici\n"
        f"{number:>4} |   place: noiau\n"
        f"     |          ^~~~~  vouliez-vous dire « noyau » ?\n"
    ) in done.stdout
    assert done.stdout.index("formes/ptce.yaml") < done.stdout.index("sources.yaml")
    assert done.stdout.splitlines()[-1].startswith("2 erreurs")
    assert "coopdocs check" in done.stdout.splitlines()[-1]


def test_strict_refuses_warnings(kit: Path) -> None:
    spoil(kit / "content/kit.yaml", "exemples_min: '2'", "exemples_min: '3'")
    assert run("-C", kit, "check").exit_code == Exit.DONE
    assert run("-C", kit, "check", "--strict").exit_code == Exit.REFUSED


def test_check_as_json(kit: Path) -> None:
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    done = run("-C", kit, "check", "--format", "json")
    said = json.loads(done.stdout)
    assert (done.exit_code, said["refuse"]) == (Exit.REFUSED, True)
    place = said["problemes"][0].pop("places")[0]
    assert place == {"fichier": PTCE, "ligne": said["problemes"][0]["ligne"], "colonne": 10}
    assert said["problemes"][0] | {"message": "", "conseil": "", "ligne": 0} == {
        "fichier": PTCE, "ligne": 0, "colonne": 10, "code": "C021", "gravite": "erreur", "message": "", "conseil": "",
    }  # fmt: skip


def test_check_as_github_annotations(kit: Path) -> None:
    spoil(kit / PTCE, "place: noyau", "place: no%yau")
    done = shell("-C", kit.name, "check", "--format", "github", cwd=kit.parent)
    line = done.stdout.splitlines()[0]
    assert re.match(
        r"::error file=kit/content/formes/ptce\.yaml,line=\d+,col=10,endColumn=16,title=C021::« no%25yau »", line
    )


def test_annotations_escape_what_would_end_them(capsys: pytest.CaptureFixture[str]) -> None:
    Report().github([Problem("C001", Place("a:b,c.yaml", 1), "ligne\nsuivante % ::")])
    assert capsys.readouterr().out == "::error file=a%3Ab%2Cc.yaml,line=1,title=C001::ligne%0Asuivante %25 ::\n"


def test_a_quoted_line_shows_the_fault_however_long_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    line = "a" * 300 + "FAUTE" + "b" * 300
    Report().problems([Problem("C001", Place("f.yaml", 1, 301), "m", "conseil", extrait=line, longueur=5)])
    _, quoted, caret, *_ = capsys.readouterr().out.splitlines()
    assert len(quoted) <= WIDTH + 10
    assert quoted[caret.index("^") : caret.index("^") + 5] == "FAUTE"


def test_nothing_quoted_can_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Report().problems([Problem("S007", Place("f\x1b.yaml", 1, 1), "m\x1b[2J", "c\r", extrait="\x1b]0;x\x07\u202e")])
    assert not set(capsys.readouterr().out) & set("\x1b\r\x07\u202e")


# --- colours


def on_a_terminal(*words: object, **environ: str) -> str:
    """What a command writes to a terminal, all streams together."""
    import pty

    chief, place = pty.openpty()
    command = [sys.executable, "-m", "coopdocs", *map(str, words)]
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | {"TERM": "xterm"} | environ
    with subprocess.Popen(command, stdout=place, stderr=place, stdin=place, env=environment) as process:
        os.close(place)
        said = b"".join(_pieces(chief))
        process.wait()
    return said.decode()


def _pieces(handle: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(handle, 65536)
        except OSError:
            piece = b""
        if not piece:
            os.close(handle)
            return
        yield piece


def test_colours_only_on_a_terminal_that_wants_them(kit: Path) -> None:
    assert "\x1b[" in on_a_terminal("-C", kit, "check")
    assert "\x1b[" not in on_a_terminal("-C", kit, "check", NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal("--no-color", "-C", kit, "check")
    assert "\x1b[" not in shell("-C", kit, "check", FORCE_COLOR="").stdout


# --- list, doctor, schema, completion


def test_lists_say_what_the_kit_holds(kit: Path) -> None:
    assert [row["slug"] for row in json.loads(run("-C", kit, "list", "formes", "--json").stdout)] == [
        "cooperations", "ptce", "ges", "pat",
    ]  # fmt: skip
    assert [row["id"] for row in json.loads(run("-C", kit, "list", "criteres", "--json").stdout)] == [
        "statut",
        "habitants",
    ]
    sources = {row["id"]: row["citations"] for row in json.loads(run("-C", kit, "list", "sources", "--json").stdout)}
    assert sources["loi-ess"] > 100
    assert sources["guide-ess"] == 4
    assert "fiches/ptce.pdf" in run("-C", kit, "list", "targets").stdout
    assert run("-C", kit, "list", "formes").stdout.splitlines()[1].startswith("ptce")


def test_lists_of_a_wrong_kit_say_that_it_has_errors(kit: Path) -> None:
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    done = run("-C", kit, "list", "formes")
    assert done.exit_code == Exit.REFUSED
    assert "ptce" in done.stdout
    assert "1 erreur dans le contenu" in done.stderr


def test_doctor_names_engines_kit_and_fonts(kit: Path) -> None:
    done = run("-C", kit, "doctor")
    assert done.exit_code == Exit.DONE
    for subject in ("coopdocs", "Python", "weasyprint", "pango", "kit", "polices", "dossier de sortie", "LibreOffice"):
        assert re.search(rf"^[✓✗–] {subject} ", done.stdout, re.MULTILINE), subject


def test_doctor_gives_5_and_the_command_where_pango_is_missing(kit: Path) -> None:
    done = without_pango("-C", kit, "doctor")
    assert done.returncode == Exit.MACHINE
    assert re.search(r"✗ pango .*\n +→ sans Pango, pas de PDF ; \S+", done.stdout)


def without_pango(*words: object) -> subprocess.CompletedProcess[str]:
    """The real command on a machine whose Pango has another name: the look-up really fails."""
    code = (
        "from coopdocs import machine\n"
        "machine._LIBRARIES['pango'] = (('libpango-absente.so.0',), 'pango_version_string')\n"
        "from coopdocs.cli import main\nif __name__ == '__main__': main()"
    )
    command = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_schemas_describe_every_content_file(kit: Path) -> None:
    done = run("-C", kit, "schema")
    settings = json.loads(done.stdout.split("\n", 1)[1])["yaml.schemas"]
    assert done.exit_code == Exit.DONE
    assert settings["./.coopdocs/schemas/formes.json"] == "content/formes/*.yaml"
    for schema, content in settings.items():
        assert "$schema" in json.loads((kit / schema).read_text("utf-8"))
        # a kit may be without these
        optional = (
            "evenements/*",
            "aides",
            "droit",
            "autres_formes",
            "territoires/couverture",
            "territoires/dossiers/*",
        )
        assert list(kit.glob(content)) or content in [f"content/{name}.yaml" for name in optional]
    assert (kit / ".coopdocs/.gitignore").read_text() == "*\n"


def test_the_tab_key_completes_commands_choices_and_formes(kit: Path) -> None:
    def complete(words: str) -> list[str]:
        count = str(len(words.split()) - (0 if words.endswith(" ") else 1))
        done = shell(COMP_WORDS=words, COMP_CWORD=count, _COOPDOCS_COMPLETE="bash_complete")
        return [line.split(",", 1)[1] for line in done.stdout.splitlines()]

    assert complete("coopdocs bu") == ["build"]
    assert complete("coopdocs list f") == ["formes"]
    assert complete(f"coopdocs -C {kit} build --forme p") == ["pat", "ptce"]
    assert complete("coopdocs build --to pdf,h") == ["pdf,html"]


# --- events


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kit with one event, for élus and agents; nothing is ever written in it."""
    kit = small_kit(tmp_path_factory.mktemp("evenements") / "kit")
    (kit / "content/evenements/forum-cooperations.yaml").unlink()
    text = re.sub(r" +logo: .*\n", "", EVENEMENT)
    (kit / "content/evenements/reunion.yaml").write_text(text, encoding="utf-8")
    return kit


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "evenements", "--forme", "ptce"), "--forme ne vaut pas pour les événements"),
        (("build", "fiches", "evenements", "--forme", "ptce"), "--forme ne vaut pas pour les événements"),
        (("build", "fiches", "--evenement", "reunion"), "--evenement et --profil ne valent que pour les événements"),
        (("build", "--evenement", "réunion"), "vouliez-vous dire « reunion » ?"),
        (("build", "evenements", "--profil", "habitants"), "n’est prévu pour « habitants » (reunion : "),
        (("build", "evenements", "--to", "csv"), "formats de evenements : docx, html, ics, pdf, xlsx"),
    ],
)
def test_what_events_do_not_have_is_refused(events: Path, words: tuple[str, ...], said: str) -> None:
    done = run("-C", events, *words)
    assert (done.exit_code, said in done.stderr) == (Exit.USAGE, True), done.stderr


def test_a_kit_without_events_says_where_they_go(kit: Path) -> None:
    done = run("-C", kit, "build", "evenements")
    assert (done.exit_code, "aucun événement dans content/evenements" in done.stderr) == (Exit.USAGE, True)


def test_a_profil_comes_beside_what_is_for_everyone(events: Path) -> None:
    done = run("-C", events, "build", "--profil", "agents", "--dry-run", "--json")
    names = {fichier["chemin"].rpartition("/")[2] for fichier in json.loads(done.stdout)["fichiers"]}
    assert {"livret-agents.pdf", "livret-agents-impose.pdf", "livret.pdf", "programme.pdf"} <= names
    assert "livret-élus.pdf" not in names


def test_a_dry_run_of_events_writes_nothing_not_even_in_the_cache(events: Path) -> None:
    before = sorted(events.rglob("*"))
    assert run("-C", events, "build", "evenements", "--dry-run").exit_code == Exit.DONE
    assert sorted(events.rglob("*")) == before


def test_the_audiences_of_the_command_line_are_those_of_the_content() -> None:
    assert get_args(Profil) == asking.PROFILS
