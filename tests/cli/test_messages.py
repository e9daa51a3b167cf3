"""One cause is one problem; whatever the stream or the terminal, what is said arrives and the exit code is true."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from pydantic import BaseModel, create_model

from coopdocs.cli import main, terminal
from coopdocs.cli.report import Report, as_data
from coopdocs.errors import Exit
from coopdocs.library import load, modele_de_cle
from coopdocs.model import contenu, evenement
from coopdocs.model import kit as modele_kit
from coopdocs.problem import Place, Problem, grouped
from support.kits import ROOT, dump, small_kit, spoil, write_kit

PTCE, GES = "content/formes/ptce.yaml", "content/formes/ges.yaml"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path / "kit")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="coopdocs")


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "coopdocs", *map(str, words)]


# --- one cause, one problem


def everywhere(kit: Path, ancien: str, nouveau: str) -> list[Problem]:
    for path in (kit / "content").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(ancien, nouveau), encoding="utf-8")
    return [p for p in load(kit)[1] if p.is_error]


def test_a_fresh_skeleton_is_a_handful_of_problems(kit: Path) -> None:
    assert run("-C", kit, "new", "forme", "cae").exit_code == Exit.DONE
    problems = load(kit)[1]
    assert len(problems) <= 3
    assert sum(len(p.places) for p in problems) > 50


def test_one_missing_source_is_one_problem_with_all_its_places(kit: Path) -> None:
    [problem] = everywhere(kit, "- loi-ess\n", "- loi-2001\n")
    assert problem.code == "X001"
    cited = "".join(path.read_text("utf-8") for path in (kit / "content").rglob("*.yaml")).count("- loi-2001\n")
    assert len(problem.places) == cited
    assert list(problem.places) == sorted(set(problem.places))


def test_one_late_date_is_one_problem_and_another_is_another(kit: Path) -> None:
    spoil(kit / GES, "'2026-11-01'", "'2026-12-24'")
    late, other = everywhere(kit, "'2026-11-01'", "'2027-01-05'")
    assert {late.code, other.code} == {"X017"}
    assert sorted(len(p.places) > 1 for p in (late, other)) == [False, True]
    assert "« 2026-12-24 »" in late.message + other.message


def test_sources_that_nothing_cites_are_one_warning(kit: Path) -> None:
    sources = kit / "content/sources.yaml"
    source = yaml.load(sources.read_text("utf-8"), yaml.BaseLoader)["loi-ess"] | {
        "adresse": "https://vaine.example.org"
    }
    vaines = dump({f"vaine-{n}": source for n in "abc"})
    sources.write_text(sources.read_text("utf-8") + vaines, encoding="utf-8")
    (warning,) = (p for p in load(kit)[1] if p.code == "A001")
    assert len(warning.places) == 3


def test_a_text_in_letters_of_another_script_is_one_problem(kit: Path) -> None:
    spoil(kit / "content/kit.yaml", "titre: ", "titre: التعاون ")
    (lost,) = (p for p in json.loads(run("-C", kit, "check", "--format", "json").stdout)["problemes"])
    assert (lost["code"], lost["message"].count("U+")) == ("Z002", 4)
    assert "et 2 autres n’existent pas" in lost["message"]


@pytest.mark.parametrize("nom", ["sources.yaml", "glossaire.yaml", "criteres.yaml", "introduction.md"])
def test_an_empty_file_that_the_kit_needs_is_not_to_be_deleted(kit: Path, nom: str) -> None:
    (kit / "content" / nom).write_text("# à faire\n" if nom == "criteres.yaml" else "", encoding="utf-8")
    (empty,) = (p for p in load(kit)[1] if p.code == "S008")
    assert "supprimez" not in empty.conseil
    assert empty.conseil.startswith("remplissez-le")
    if nom == "glossaire.yaml":
        assert "« termes: [] »" in empty.conseil
        (kit / "content" / nom).write_text("termes: []\n", encoding="utf-8")
        assert load(kit)[0] is not None


def test_cells_of_a_forme_that_was_removed_are_told_to_go(kit: Path) -> None:
    (kit / "content/formes/pat.yaml").unlink()
    (left,) = (p for p in load(kit)[1] if p.code == "X005")
    assert left.conseil.startswith("enlevez cette ligne et ses cases, ou rétablissez content/formes/pat.yaml")


def test_what_is_said_of_whole_files_stays_apart(kit: Path) -> None:
    for nom in ("glossaire", "decision"):
        (kit / f"content/{nom}.yaml").unlink()
    assert [p.place.fichier for p in load(kit)[1]] == ["content/decision.yaml", "content/glossaire.yaml"]


def test_grouping_twice_changes_nothing_and_loses_no_place() -> None:
    problems = [Problem("X001", Place(f"f{n % 3}.yaml", n + 1, 2), f"m{n % 4}", "c") for n in range(40)]
    once = grouped(problems)
    assert grouped([*once[::-1]]) == once == grouped([*problems, *problems])
    assert sorted(place for p in once for place in p.places) == sorted(p.place for p in problems)
    assert len(once) == 4


def test_the_text_names_the_first_places_and_v_all_of_them(kit: Path) -> None:
    problems = everywhere(kit, "- loi-ess\n", "- loi-2001\n")
    places = len(problems[0].places)
    plain, loud = run("-C", kit, "check").stdout, run("-v", "-C", kit, "check").stdout
    assert f"({places} endroits)" in plain
    assert "que « coopdocs -v check » énumère" in plain
    assert "que « coopdocs -v check » énumère" not in loud
    last = problems[0].places[-1]
    assert re.search(rf"{re.escape(last.fichier)}:[\d, ]*\b{last.ligne}\b", loud)
    assert f"1 erreur ({places} endroits)" in plain


def test_json_gives_every_place(kit: Path) -> None:
    [problem] = everywhere(kit, "- loi-ess\n", "- loi-2001\n")
    for words in (("--format", "json"), ("--json",)):
        said = json.loads(run("-C", kit, "check", *words).stdout)["problemes"][0]
        assert [(p["fichier"], p["ligne"], p["colonne"]) for p in said["places"]] == [
            (p.fichier, p.ligne, p.colonne) for p in problem.places
        ]


def test_json_names_the_sheet_of_every_place() -> None:
    places = [Place("contacts.xlsx", n, 3, f"Feuil{n}") for n in (1, 2)]
    [problem] = grouped(Problem("C003", place, "case vide") for place in places)
    assert [(p["feuille"], p["ligne"]) for p in as_data(problem)["places"]] == [("Feuil1", 1), ("Feuil2", 2)]


def test_github_gets_one_annotation_for_each_file(kit: Path) -> None:
    [problem] = everywhere(kit, "- loi-ess\n", "- loi-2001\n")
    said = run("-C", kit, "check", "--format", "github").stdout
    lines = [line for line in said.splitlines() if line.startswith("::error")]
    assert len(lines) == len({place.fichier for place in problem.places})
    assert all("de même " in line for line in lines if "formes" in line)


# --- streams


ENCODINGS = ["cp1252", "latin-1", "ascii", "cp437", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "words",
    [["doctor"], ["list", "criteres"], ["check"], ["explain"], ["--help"], ["bild"], ["list", "sources", "--json"]],
)
def test_a_stream_of_any_encoding_gets_what_it_can_carry(kit: Path, encoding: str, words: list[str]) -> None:
    spoil(kit / "content/criteres.yaml", "question: Quel statut ?", "question: Œuvre « statut » … ?")
    env = os.environ | {"PYTHONUTF8": "0", "PYTHONIOENCODING": encoding}
    done = subprocess.run(command("-C", kit, *words), capture_output=True, env=env, check=False)
    assert done.returncode in (Exit.DONE, Exit.REFUSED, Exit.USAGE, Exit.MACHINE)
    said = done.stdout.decode(encoding) + done.stderr.decode(encoding)
    assert "erreur imprévue (" not in said
    if "--json" in words:
        assert json.loads(done.stdout.decode(encoding))[0]["editeur"] == "État"


def with_streams(redirection: str, *words: object) -> int:
    line = " ".join(f"'{word}'" for word in command(*words))
    return subprocess.run(["bash", "-c", f"{line} {redirection}"], capture_output=True, check=False).returncode


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_closed_stream_changes_no_exit_code(kit: Path, redirection: str) -> None:
    assert with_streams(redirection, "-C", kit, "list", "formes") == Exit.DONE
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    assert with_streams(redirection, "-C", kit, "check") == Exit.REFUSED
    assert with_streams(redirection, "bild") == Exit.USAGE


def test_a_closed_stream_takes_no_file_s_place(kit: Path) -> None:
    words = ("-C", kit, "build", "comparatifs", "--to", "csv")
    assert with_streams("<&- >&- 2>&-", *words) == Exit.DONE
    whole = (kit / "output/comparatifs/comparatif.csv").read_bytes()
    assert whole.startswith(b"\xef\xbb\xbf") or b"PTCE" in whole
    assert b"fichier" not in whole.lower()[:40]


@pytest.mark.parametrize("words", [["list", "criteres"], ["--help"], ["explain"], ["list", "sources", "--json"]])
def test_a_full_disk_behind_the_output_is_said(kit: Path, words: list[str]) -> None:
    line = " ".join(f"'{word}'" for word in command("-C", kit, *words))
    done = subprocess.run(["bash", "-c", f"{line} >/dev/full"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == Exit.CLOSED
    assert done.stderr == "coopdocs : la sortie ne peut pas être écrite jusqu’au bout (disque plein ?)\n"


@pytest.mark.parametrize("words", [["explain"], ["--help"], ["list", "sources"]])
def test_a_reader_who_leaves_is_no_error(words: list[str]) -> None:
    line = " ".join(f"'{word}'" for word in command("-C", ROOT, *words))
    done = subprocess.run(
        ["bash", "-c", f"{line} | true; echo ${{PIPESTATUS[0]}}"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.strip() in (str(Exit.CLOSED), str(Exit.DONE))
    assert done.stderr == ""


# --- terminals


def seen(columns: int, *words: object, **environ: str) -> str:
    """What a terminal of so many columns gets."""
    chief, place = pty.openpty()
    fcntl.ioctl(place, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")} | {"TERM": "xterm"} | environ
    running = subprocess.Popen(command(*words), stdout=place, stderr=place, stdin=place, env=env, cwd=ROOT)
    os.close(place)
    said = b""
    while True:
        try:
            chunk = os.read(chief, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    running.wait()
    os.close(chief)
    return said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [20, 60, 80])
@pytest.mark.parametrize("words", [["check"], ["explain", "C021", "X003"], ["list", "formes"], ["doctor"], ["bild"]])
def test_lines_break_between_words_at_any_width(kit: Path, columns: int, words: list[str]) -> None:
    everywhere(kit, "- loi-ess\n", "- loi-2001\n") if "check" in words else None
    told = re.sub(r"\x1b\[[\d;]*m", "", seen(columns, "-C", kit, *words))
    for line in told.splitlines():
        # a quoted line stays as it is in its file
        quoted = line.startswith("      ") or line.lstrip()[:1] in "^|0123456789"
        assert len(line) <= columns or " " not in re.sub(" [:;?!»]", "", line.strip(" →-–✓✗")) or quoted, line
    whole = re.sub(r"\x1b\[[\d;]*m", "", seen(400, "-C", kit, *words))
    if columns >= 60 and "check" not in words:
        assert told.split() == whole.split()


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(kit: Path, environ: dict[str, str]) -> None:
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    assert "\x1b[3" in seen(80, "-C", kit, "check")
    assert "\x1b" not in seen(80, "-C", kit, "check", **environ)


def test_french_spaces_are_no_place_to_break() -> None:
    said = "la valeur « à vérifier » : vouliez-vous dire « incertain » ? oui ; non"
    for columns in range(20, 80):
        lines = terminal.fold(said, columns, 2).split("\n")
        assert " ".join(line.strip() for line in lines) == said
        assert not [line for line in lines if re.match(r" *[»:;?]", line) or line.endswith("«")]


# --- what is missing, and what may stand there


def required(modele: type[BaseModel]) -> list[tuple[type[BaseModel], str]]:
    return [(modele, cle) for cle, champ in modele.model_fields.items() if champ.is_required()]


MODELES: list[type[BaseModel]] = [
    contenu.Fait, contenu.Forme, contenu.Source, contenu.Critere, contenu.Cellule, modele_kit.Kit,
    contenu.Acteur, contenu.Exemple,
    contenu.Chiffre, contenu.Depuis, modele_kit.Limites, evenement.Evenement, evenement.Seance,
]  # fmt: skip


@pytest.mark.parametrize(("modele", "cle"), [pair for modele in MODELES for pair in required(modele)])
def test_the_line_proposed_for_a_missing_key_is_one_that_the_model_takes(modele: type[BaseModel], cle: str) -> None:
    said = re.match(r"« (\w+:.*?) »( |$)", modele_de_cle.line(modele, cle))
    if said is None or (modele is contenu.Forme and cle == "identite"):
        assert "les clés" in modele_de_cle.line(modele, cle)
        return
    value = yaml.load(said[1], Loader=yaml.BaseLoader)[cle]
    champ = modele.model_fields[cle]
    if least := next((m.min_length for m in champ.metadata if (getattr(m, "min_length", 0) or 0) > 1), 0):
        value = value * least if isinstance(value, list) else value
    part = create_model("Part", **{cle: (champ.annotation, champ)})  # type: ignore[call-overload]
    part.model_validate({cle: value})


def test_a_missing_key_is_told_by_example(kit: Path) -> None:
    spoil(kit / PTCE, "lien: https://www.rtes.fr", "")
    [problem] = load(kit)[1]
    assert problem.conseil == "ajoutez « lien: https://www.exemple.fr/page »"


# --- lists, options and help


@pytest.mark.parametrize("quoi", ["formes", "criteres", "sources", "territoires", "evenements", "targets"])
def test_lists_work_while_the_content_has_errors(tmp_path: Path, quoi: str) -> None:
    kit = small_kit(tmp_path / "kit")
    whole = json.loads(run("-C", kit, "list", quoi, "--json").stdout)
    wrong = ("couleur: '#0B5F60'", "couleur: '#6A3C8F'") if quoi == "targets" else ("- loi-ess\n", "- loi-2001\n")
    spoil(kit / PTCE, *wrong)
    done = run("-C", kit, "list", quoi, "--json")
    assert len(json.loads(done.stdout)) == len(whole) > 0
    assert "« coopdocs check »" in done.stderr
    complete = quoi in ("criteres", "territoires", "evenements")
    assert done.exit_code == (Exit.DONE if complete else Exit.REFUSED)
    assert ("n’en dépend pas" in done.stderr) == complete


@pytest.mark.parametrize(("quoi", "fichier", "ancien"), [
    ("formes", PTCE, "place: noyau"),
    ("criteres", "content/criteres.yaml", "principal: 'true'"),
    ("sources", "content/sources.yaml", "genre: droit"),
])  # fmt: skip
def test_what_is_wrong_is_listed_as_it_is_written(kit: Path, quoi: str, fichier: str, ancien: str) -> None:
    first = "slug" if quoi == "formes" else "id"
    whole = {row[first] for row in json.loads(run("-C", kit, "list", quoi, "--json").stdout)}
    spoil(kit / fichier, ancien, f"{ancien.partition(':')[0]}: x")
    done = run("-C", kit, "list", quoi, "--json")
    assert {row[first] for row in json.loads(done.stdout)} == whole
    assert done.exit_code == Exit.REFUSED


def planned(kit: Path, *words: str) -> set[str]:
    done = run("-C", kit, "build", *words, "--dry-run", "--json")
    assert done.exit_code == Exit.DONE, done.stderr
    return {target["chemin"] for target in json.loads(done.stdout)["fichiers"]}


def test_an_option_given_again_adds_to_the_first(tmp_path: Path) -> None:
    kit = small_kit(tmp_path / "kit")
    both = planned(kit, "comparatifs", "--forme", "ptce", "--to", "csv", "--to", "html")
    assert both == planned(kit, "comparatifs", "--forme", "ptce", "--to", "csv,html")
    assert both == planned(kit, "comparatifs", "--forme", "ptce", "--to", "html", "--to", "csv,html")
    assert {name.rpartition(".")[2] for name in both} == {"csv", "html"}
    levels = planned(kit, "dossiers", "--niveau", "region", "--niveau", "departement")
    assert levels == planned(kit, "dossiers", "--niveau", "departement,region")
    assert {name.split("/")[1] for name in levels} == {"regions", "departements"}


def test_the_order_of_formes_does_not_matter(tmp_path: Path) -> None:
    kit = small_kit(tmp_path / "kit")
    pack = ("dossiers", "--territoire", "commune:26281", "--to", "json")
    asked = [("--forme", "ptce", "--forme", "ges"), ("--forme", "ges", "--forme", "ptce", "--forme", "ges")]
    assert planned(kit, *pack, *asked[0]) == planned(kit, *pack, *asked[1]) != set()


@pytest.mark.parametrize(("words", "said"), [
    (["build", "-o", "a", "-o", "b"], "l’option -o / --output est donnée deux fois"),
    (["-C", "a", "-C", "b", "check"], "l’option -C est donnée deux fois"),
    (["list", "formes", "--json", "--format", "text"], "--json et --format text se contredisent"),
    (["fiches"], "vouliez-vous dire « coopdocs build fiches » ?"),
    (["vérifier"], "« check » ou « verify »"),
    (["C21"], "coopdocs explain C21"),
    (["help", "bild"], "vouliez-vous dire « build » ?"),
    (["help", "build", "x"], "« x » est en trop"),
    (["build", "--to", "word"], "vouliez-vous dire « docx » ?"),
    (["build", "--zzz"], "options : --forme"),
    (["-C", "nulle-part", "check"], "-C : « nulle-part » n’existe pas"),
])  # fmt: skip
def test_what_is_typed_wrong_is_told_what_was_meant(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == Exit.USAGE
    assert said in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("-C", "{}", "check"),
        ("init", "{}"),
        ("build", "fiches", "-o", "{}"),
        ("build", "evenements", "--participants", "{}"),
        ("verify", "{}"),
        ("diff", "{}"),
        ("schema", "-o", "{}"),
        ("release", "-o", "{}"),
        ("territoires", "update", "--npm", "{}", "--pypi", "{}"),
    ],
)
@pytest.mark.parametrize("nom", ["a" * 300, "boucle"])
def test_a_path_that_no_file_can_have_is_a_mistake_of_the_call(kit: Path, nom: str, words: tuple[str, ...]) -> None:
    (kit / "boucle").symlink_to("boucle")
    got = run(*(("-C", kit) if words[0] != "-C" else ()), *(word.format(kit / nom) for word in words))
    assert got.exit_code == Exit.USAGE
    assert "erreur imprévue" not in got.stderr


def test_help_is_a_command_too() -> None:
    for words in (["build"], ["territoires", "update"], []):
        assert run("help", *words).stdout == run(*words, "--help").stdout
    assert run("help", "c021").stdout == run("explain", "C021").stdout


def test_every_command_with_a_format_takes_json_as_short_for_it() -> None:
    def leaves(group: click.Group) -> Iterator[click.Command]:
        for command in group.commands.values():
            yield from leaves(command) if isinstance(command, click.Group) else [command]

    options = [{o for p in command.params for o in p.opts} for command in leaves(main)]
    assert all(("--format" in some) == ("--json" in some) for some in options)
    assert sum("--json" in some for some in options) >= 7


def test_a_kit_is_found_by_any_of_its_folders(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    monkeypatch.chdir(kit.parent)
    for named in ("kit", "kit/", "kit/content", "kit/content/kit.yaml", "kit/content/formes"):
        done = run("-C", named, "check")
        assert (done.exit_code, done.stdout.partition(":")[0]) == (Exit.REFUSED, f"kit/{PTCE}")
    monkeypatch.chdir(kit / "content/formes")
    assert run("check").stdout.startswith("../../content/formes/ptce.yaml:")


@pytest.mark.parametrize("nom", ["mon kit", "l’été", "a'b", "-x", "a$b"])
def test_what_init_prints_can_be_pasted(tmp_path: Path, nom: str) -> None:
    done = subprocess.run(command("init", "--", nom), cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    pasted = "\n".join(done.stdout.splitlines()[1:]).replace(" build", " list formes")
    listed = subprocess.run(["bash", "-c", pasted], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (listed.returncode, "ptce" in listed.stdout) == (Exit.DONE, True)


def test_verify_says_what_a_partial_build_left_out_and_holds(tmp_path: Path) -> None:
    kit = small_kit(tmp_path / "kit")
    assert run("-C", kit, "build", "fiches", "--forme", "ptce", "--to", "html").exit_code == Exit.DONE
    done = run("-C", kit, "verify", "--rapide")
    assert (done.exit_code, "ne tient pas" in done.stdout) == (Exit.DONE, False)
    assert re.search(r"construction .*\n.*documents prévus n’ont pas été construits .* : coopdocs build", done.stdout)
    page = kit / "output/fiches/ptce.html"
    assert 'href="ptce.pdf"' in page.read_text("utf-8")
    # a link that no plan knows is still one too many
    manifest = kit / "output/manifest.json"
    manifest.write_text(
        manifest.read_text("utf-8").replace('"fiches/ptce.pdf"', '"fiches/autre.pdf"'), encoding="utf-8"
    )
    assert run("-C", kit, "verify", "--rapide").exit_code == Exit.DIFFERENT


def test_one_long_name_spreads_no_row_of_a_list_over_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal, "width", lambda err=False: 40)
    Report().listing([("region:84", "mot " * 15, "Région"), ("region:01", "Guadeloupe", "Région")])
    *_, last = capsys.readouterr().out.splitlines()
    assert re.fullmatch("region:01 +Guadeloupe +Région", last)
