"""Every code of a problem is explained, and the example of each really gives that code."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tarfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from openpyxl import Workbook, load_workbook

from coopdocs import open_kit
from coopdocs.cli import main
from coopdocs.errors import Exit
from coopdocs.library import load, load_partly
from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError
from coopdocs.problem.codes import CODES, Erreur
from coopdocs.relecture import relecture
from coopdocs.relecture.classeur import ENTETES
from coopdocs.relecture.exports import WRITERS
from coopdocs.relecture.reprise import read_back
from coopdocs.roundtrip import Edit, Remove, SetValue, rewrite_yaml
from coopdocs.territoire import Territoires
from coopdocs.territoire.importation import Demande, prepare
from coopdocs.territoire.indicateurs import series
from coopdocs.territoire.registres import COLONNES, CONTACTS, INITIATIVES
from coopdocs.territoire.update import checks, packages
from coopdocs.theme import Theme
from support.complement_exemple import add_complement
from support.evenement_exemple import EVENEMENT, png, svg
from support.kits import ROOT, aide, point, write_kit, write_reperes
from support.photographs import camera, kept, picture, shown, written
from support.territoire_tables import LIGNES, describe, write

SRC = ROOT / "src/coopdocs"
CODE = re.compile(r"[SCXAZTEI]\d{3}")
GLOSSAIRE = "content/glossaire.yaml"


def one_weight(kit: Path) -> None:
    """Name a family of which the kit has one file."""
    (kit / "templates/polices").mkdir(parents=True, exist_ok=True)
    font = TTFont(ROOT / "templates/polices/SourceSans3_400Regular.ttf")
    for code in (1, 16):
        font["name"].setName("Maigre", code, 3, 1, 0x409)
    font.save(kit / "templates/polices/maigre.ttf")
    with (kit / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write("identite: {polices: {titre: Maigre}}\n")


def raised() -> set[str]:
    """Every code that the program can give."""
    modules = (path for path in SRC.rglob("*.py") if path.relative_to(SRC).parts[0] != "problem")
    return {code for path in modules for code in re.findall(r"\"([SCXAZTEI]\d{3})\"", path.read_text("utf-8"))}


def test_every_code_that_can_be_raised_has_an_entry_and_every_entry_can_be_raised() -> None:
    assert raised() == set(CODES) == set(get_args(ProblemCode)), "see « A code » in CONTRIBUTING.md"


@pytest.mark.parametrize("code", CODES)
def test_an_entry_is_written_in_french_sentences(code: ProblemCode) -> None:
    entree = CODES[code]
    assert not entree.titre.endswith(".")
    for texte in filter(None, (entree.sens, entree.faire, entree.exemple if isinstance(entree.exemple, str) else "")):
        assert texte.endswith((".", "…).")), texte
        assert not re.search(r"\w'\w", texte), f"a typewriter's apostrophe: {texte}"


def test_the_page_of_all_codes_is_what_the_code_says() -> None:
    said = CliRunner().invoke(main, ["explain", "--format", "md"]).stdout
    assert (ROOT / "docs/erreurs.md").read_text("utf-8") == said, "make docs"


def explained(*words: str) -> str:
    done = CliRunner().invoke(main, ["explain", *words], prog_name="coopdocs")
    assert done.exit_code == Exit.DONE
    return done.stdout


@pytest.mark.parametrize("code", CODES)
def test_explain_says_all_of_an_entry(code: ProblemCode) -> None:
    said, entree = " ".join(explained(code.lower()).split()), CODES[code]
    assert entree.titre in said
    assert entree.sens in said
    assert entree.faire[1:] in said
    [data] = json.loads(explained(code, "--format", "json"))
    assert (data["code"], data["faire"]) == (code, entree.faire)


def test_explain_without_a_code_lists_them_all() -> None:
    assert re.findall(r"^  ([A-Z]\d{3})  ", explained(), re.M) == list(CODES)


@pytest.mark.parametrize(
    ("said", "meant"), [("C21", "« C021 »"), ("c21", "« C021 »"), ("Z9", "énumère"), ("", "énumère")]
)
def test_an_unknown_code_is_told_a_near_one(said: str, meant: str) -> None:
    done = CliRunner().invoke(main, ["explain", said], prog_name="coopdocs")
    assert done.exit_code == Exit.USAGE
    assert meant in done.stderr


# --- each example gives its code


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small kit with a file of every kind, its scalars written as people write them, and the packaged theme."""
    kit = write_kit(tmp_path_factory.mktemp("codes"))
    write_reperes(kit, [aide("Appel annuel")], [point("Acheter")])
    for path in (kit / "content").rglob("*.yaml"):
        plain = re.sub(r": '([\w.-]+)'$", r": \1", path.read_text("utf-8"), flags=re.M)
        path.write_text(re.sub(r"'(#\w+)'", r'"\1"', plain), encoding="utf-8")
    tables, events = kit / "content/territoires", kit / "content/evenements"
    for table in ("regions", "departements", "epci", "ept", "communes"):
        head, *rows = (ROOT / f"content/territoires/{table}.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if table != "communes" or row.startswith("26")]
        (tables / f"{table}.csv").write_text("".join([head, *kept]), encoding="utf-8")
    for nom, lignes in LIGNES.items():
        write(tables, nom, *lignes)
    describe(tables, "emplois", "commune:26281,12.5", "departement:26,-3", "france:FR,")
    add_complement(kit)
    (events / "logos").mkdir(parents=True)
    (events / "logos/exemple.svg").write_bytes(svg('<path d="M1 1h7v7z" fill="#123456"/>'))
    (events / "logos/exemple.png").write_bytes(png(240, 120))
    (events / "reunion-exemple.yaml").write_text(EVENEMENT, encoding="utf-8")
    return kit


def checked(kit: Path) -> list[Problem]:
    return open_kit(kit).check()


def test_the_kit_of_the_examples_has_nothing_wrong(complete: Path) -> None:
    assert [str(p) for p in checked(complete)] == []


EXEMPLES = {code: entree.exemple for code, entree in CODES.items() if isinstance(entree.exemple, Erreur)}


@pytest.mark.parametrize("code", EXEMPLES)
def test_an_example_gives_its_code_and_its_place(complete: Path, code: ProblemCode) -> None:
    exemple, fichier = EXEMPLES[code], complete / EXEMPLES[code].fichier
    juste = fichier.read_text("utf-8")
    assert exemple.juste in juste
    fichier.write_text(juste.replace(exemple.juste, exemple.faux, 1), encoding="utf-8")
    try:
        problems = {p.code: p for p in checked(complete)}
    finally:
        fichier.write_text(juste, encoding="utf-8")
    assert code in problems
    assert problems[code].is_error != code.startswith("A")


# --- what no text can show is done by hand


def glossary(octets: bytes) -> Callable[[Path], None]:
    return lambda kit: void((kit / GLOSSAIRE).write_bytes(octets))


def void(_: object) -> None:
    """What is only done for its effect."""


def instead(kit: Path, nom: str) -> Path:
    """The path of a file of the kit, once it is gone."""
    (kit / nom).unlink()
    return kit / nom


def linked(kit: Path) -> None:
    outside = kit.parent / "ailleurs.yaml"
    outside.write_text("a: b\n", encoding="utf-8")
    instead(kit, GLOSSAIRE).symlink_to(outside)


def uncited(kit: Path) -> None:
    sources = kit / "content/sources.yaml"
    other = sources.read_text("utf-8").partition("guide-ess:")[2]
    with sources.open("a", encoding="utf-8") as file:
        file.write(f"circulaire-2019:{other}".replace("rtes", "autre"))


def endless(kit: Path) -> None:
    event = kit / "content/evenements/reunion-exemple.yaml"
    head, _, rest = event.read_text("utf-8").partition("programme:\n")
    hours = [f"{9 + n // 30:02}:{n % 30 * 2:02}" for n in range(91)]
    seances = "".join(
        f'  - {{debut: "{debut}", fin: "{fin}", titre: Séance, intervenants: [Camille Exemple]}}\n'
        for debut, fin in pairwise(hours)
    )
    event.write_text(f"{head}programme:\n{seances}{rest[rest.index('contacts:') :]}", encoding="utf-8")


def workbook(*fusions: str) -> bytes:
    classeur, sortie = Workbook(), io.BytesIO()
    feuille = classeur.worksheets[0]
    for ligne in csv.reader([",".join(COLONNES[CONTACTS]), *LIGNES[CONTACTS]]):
        feuille.append(ligne)
    for fusion in fusions:
        feuille.merge_cells(fusion)
    classeur.save(sortie)
    return sortie.getvalue()


def contacts(octets: bytes, *, seul: bool = True) -> Callable[[Path], None]:
    def written(kit: Path) -> None:
        (kit / "content/territoires/contacts.xlsx").write_bytes(octets)
        if seul:
            (kit / "content/territoires/contacts.csv").unlink()

    return written


def photographed(width: int, height: int, place: bool = False) -> Callable[[Path], None]:
    def show(kit: Path) -> None:
        kept(kit, "marche.jpg", written(picture(width, height), exif=camera(1, place)))
        shown(kit, "ptce", "marche.jpg")

    return show


def outnumbered(kit: Path) -> None:
    """A count of the country that says fewer than the kit's own table."""
    counted = "verifie_le: 2026-11-01\ndecomptes:\n  ptce:\n    total: 1\n    texte: Un.\n    sources: [loi-ess]\n"
    (kit / "content/territoires/couverture.yaml").write_text(counted, encoding="utf-8")
    table = kit / "content/territoires/initiatives.csv"
    row = ",ptce,Pôle {},commune,26281,,,2013,en activité,Titre,2014-02,https://exemple.fr/a,\n"
    head = ",".join(COLONNES[INITIATIVES]) + "\n"
    table.write_text(head + "".join(f"p{n}{row.format(n)}" for n in "abc"), encoding="utf-8")


GESTES: dict[str, Callable[[Path], None]] = {
    "A051": one_weight,
    "S001": lambda kit: (kit / GLOSSAIRE).unlink(),
    "S002": lambda kit: instead(kit, GLOSSAIRE).mkdir(),
    "S003": linked,
    "S004": lambda kit: void((kit / "content/introduction.md").write_bytes(b"x" * 2_000_001)),
    "S005": glossary("é".encode("cp1252")),
    "S006": glossary("é".encode("utf-16")),
    "S008": glossary(b"# rien\n"),
    "S014": glossary(b"[" * 25),
    "S040": contacts(workbook(), seul=False),
    "S042": contacts(b"\xd0\xcf\x11\xe0"),
    "S043": contacts(workbook("A2:A3")),
    "C040": lambda kit: void((kit / "content/formes/ptce.yaml").rename(kit / "content/formes/Pôle Sud.yaml")),
    "A001": uncited,
    "A005": lambda kit: void((kit / "content/formes/notes.txt").write_text("x", encoding="utf-8")),
    "A023": outnumbered,
    "A030": photographed(560, 420),
    "A031": photographed(2000, 1500, place=True),
    "Z003": endless,
}


def template(corps: str) -> Callable[[Path], list[Problem]]:
    def rendered(kit: Path) -> list[Problem]:
        (kit / "templates/essai.html.j2").write_text(corps, encoding="utf-8")
        return refused(lambda: Theme((kit / "templates",)).render("essai.html.j2", kit=load(kit)[0].kit))  # type: ignore[union-attr]

    return rendered


def refused(work: Callable[[], object]) -> list[Problem]:
    with pytest.raises(ProblemsError) as caught:
        work()
    return caught.value.problems


def indicator(kit: Path) -> list[Problem]:
    described = kit / "content/territoires/indicateurs/emplois.yaml"
    described.write_text(described.read_text("utf-8").replace("annee: 2024", "annee: hier"), encoding="utf-8")
    return refused(lambda: series(Territoires(kit / "content/territoires", kit)))


def archives(kit: Path) -> list[Problem]:
    (kit / "npm.tgz").write_bytes(b"x")
    return refused(lambda: packages.read(kit / "npm.tgz", kit / "pypi.whl"))


def other_package(kit: Path) -> list[Problem]:
    data = json.dumps({"name": "autre", "version": "1.0.0"}).encode()
    with tarfile.open(kit / "npm.tgz", "w:gz") as archive:
        info = tarfile.TarInfo("package/package.json")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return refused(lambda: packages.read(kit / "npm.tgz", kit / "pypi.whl"))


def disagreeing(kit: Path) -> list[Problem]:
    fautes = checks.Faults()
    fautes.add("epci.csv", "communes d’un EPCI qui ne sont pas des communes actuelles", ["01999"])
    return fautes.problems


def rewritten(texte: str, edit: Edit) -> Callable[[Path], list[Problem]]:
    return lambda _: refused(lambda: rewrite_yaml("essai.yaml", texte.encode(), [edit]))


def returned(champ: str, value: str) -> Callable[[Path], list[Problem]]:
    """A workbook of what is to be read again, of which one cell is not what it was."""

    def read(kit: Path) -> list[Problem]:
        library = load_partly(kit)[0]
        data = WRITERS["xlsx"](relecture(library, formes=("ptce",)))
        book = load_workbook(io.BytesIO(data))
        book.worksheets[0].cell(2, list(ENTETES).index(champ) + 1).value = value
        book.worksheets[0].cell(2, list(ENTETES).index("texte") + 1).value = "Une autre phrase."
        book.save(kit / "relire.xlsx")
        return list(read_back(library, kit / "relire.xlsx").refus)

    return read


def imported(table: str, **demande: Any) -> Callable[[Path], list[Problem]]:
    """What an import of this table as it is asked for is refused for."""

    def received(kit: Path) -> list[Problem]:
        (kit / "table.csv").write_text(table, encoding="utf-8")
        territoires = Territoires(kit / "content/territoires", kit)
        return prepare(territoires, kit / "table.csv", Demande(**demande), 2026).problemes

    return received


def refused_import(table: str) -> Callable[[Path], list[Problem]]:
    return lambda kit: refused(lambda: imported(table)(kit))


def there_already(kit: Path) -> list[Problem]:
    (kit / "table.csv").write_text("codgeo;annee;nombre\n26281;2024;3\n", encoding="utf-8")
    words = ["territoires", "import", str(kit / "table.csv"), "--libelle", "Emplois", "--nature", "effectif"]
    words += ["--unite", "aucune", "--agregation", "somme", "--source", "loi-ess", "--date", "2026"]
    done = CliRunner().invoke(main, ["-C", str(kit), *words], prog_name="coopdocs")
    assert done.exit_code == Exit.REFUSED
    return [Problem(code, Place("table.csv"), "") for code in ("I010",) if f" {code} " in done.stderr]


SLIPPED = "codgeo;libgeo;valeur\n26281;Valence;3\n26362;Romans-sur-Isère;4\n"

HORS_CHECK: dict[str, Callable[[Path], list[Problem]]] = {
    "C099": indicator,
    "S033": archives,
    "S034": other_package,
    "X021": disagreeing,
    "T001": template('{% include "entete.html.j2" %}'),
    "T002": template("{% if kit.titre %}"),
    "T003": template("{{ kit.titer }}"),
    "T004": template("{{ 1 // 0 }}"),
    "E001": rewritten("liste:\n  - un\n  - deux\n", SetValue(("liste", 2), "trois")),
    "E010": returned("repere", ""),
    "E011": returned("empreinte", "0123456789ab"),
    "E012": returned("verifie_le", "hier"),
    "I001": refused_import("<!DOCTYPE html><p>Données</p>"),
    "I002": refused_import("ville;code postal;nombre\nRomans;26100;4\n"),
    "I003": imported("codgeo;valeur\n" + "\n".join(f"{26281 if n < 18 else 26999};{n}" for n in range(20))),
    "I004": imported("codgeo;n\n26281;3\n26281;4\n"),
    "I005": imported("code;valeur\n84;3\n93;4\n"),
    "I006": imported("codgeo;valeur\n26281;1,5\n26362;1.5\n"),
    "I007": imported("codgeo;prénom;nombre\n26281;Camille;4\n", colonnes=("prénom",)),
    "I008": imported(SLIPPED),
    "I009": imported("codgeo;valeur\n26281;1,5\n", nature="taux", agregation="somme"),
    "I010": there_already,
    "E002": rewritten("liste: [un, # c\n  deux]\n", Remove(("liste", 0))),
}


@pytest.fixture
def own(complete: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(complete, tmp_path / "kit"))


@pytest.mark.parametrize("code", [code for code in CODES if code not in EXEMPLES])
def test_what_a_sentence_tells_gives_its_code(own: Path, code: str) -> None:
    if code in GESTES:
        GESTES[code](own)
        problems = checked(own)
    else:
        problems = HORS_CHECK[code](own)
    assert code in {p.code for p in problems}
