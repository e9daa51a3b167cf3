"""A kit loads whole or gives every problem at once, each with its place, its words and what to do."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coopdocs import packaged
from coopdocs.library import Library, controles, load, schemas, slug_advice
from coopdocs.library.catalogue import AIDES, AUTRES, COUVERTURE, CRITERES, DECISION, DROIT, GLOSSAIRE, KIT, SOURCES
from coopdocs.problem import Place, Problem
from coopdocs.territoire import TABLES
from support.documents import Documents
from support.kits import COMPARABLES, spoil, write_kit

PTCE = "content/formes/ptce.yaml"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path)


def loaded(kit: Path) -> Library:
    library, problems = load(kit)
    assert problems == []
    assert library is not None
    return library


def problem_after(kit: Path, fichier: str, ancien: str, nouveau: str) -> Problem:
    """The only problem of the kit once a text of a file is replaced."""
    spoil(kit / fichier, ancien, nouveau)
    library, problems = load(kit)
    assert [p.code for p in problems] == [problems[0].code]
    assert (library is None) == problems[0].is_error
    assert problems[0].message
    assert problems[0].conseil
    return problems[0]


def test_a_sound_kit_loads_without_a_word(kit: Path) -> None:
    library = loaded(kit)
    assert list(library.formes) == ["cooperations", *COMPARABLES]
    assert list(library.comparables) == list(COMPARABLES)
    assert library.formes["ptce"].identite.depuis.annee == 2014
    assert library.introduction.startswith("## À qui")
    assert library.sources["loi-ess"].editeur == "État"


def test_formes_follow_their_ordre_not_their_name(kit: Path) -> None:
    spoil(kit / PTCE, "ordre: '1'", "ordre: '9'")
    assert list(loaded(kit).formes) == ["cooperations", "ges", "pat", "ptce"]


def test_the_place_of_any_value_can_be_asked(kit: Path) -> None:
    library = loaded(kit)
    assert library.place(PTCE, ("chapo", "texte")) == Place(PTCE, 8, 10)
    assert library.place("content/introduction.md") == Place("content/introduction.md")
    assert (
        library.problem(PTCE, ("chapo", "texte"), "X001", "trop long").extrait == "  texte: Des structures coopèrent."
    )


def test_a_library_can_be_sent_to_another_process(kit: Path) -> None:
    copie = pickle.loads(pickle.dumps(loaded(kit)))
    assert copie.formes["ptce"].sigle == "PTCE"


PAS_DES_DATES = (
    "octobre 2024",
    "2024-13",
    "2024-00",
    "2024-02-31",
    "2023-02-29",
    "2024-04-31",
    "2024-2",
    "24-00",
    "0000",
)

SHAPES = [
    (PTCE, "lien: https://www.rtes.fr", "", "C001", ""),
    (PTCE, "sigle_court:", "sigle_cour:", "C002", "« sigle_court »"),
    (PTCE, "chapo:\n", "inconnue: x\nchapo:\n", "C002", "clés possibles : verifie_le, nature"),
    (PTCE, "nom: Nom de ptce", "nom:", "C003", ""),
    (PTCE, "nom: Nom de ptce", "nom: ''", "C003", ""),
    (PTCE, "nom: Nom de ptce", "nom: [a]", "C004", "guillemets"),
    (PTCE, "- Projet", "- {a: b}", "C004", "guillemets"),
    (PTCE, "reseaux:\n", "reseaux:\n- x\n", "C005", "clé: valeur"),
    (PTCE, "coeur:\n- Projet", "coeur: Projet", "C006", "tiret"),
    (PTCE, "coeur:\n- Projet", "coeur:", "C006", "« [] »"),
    (PTCE, "coeur:\n- Projet", "coeur: []", "C007", "ajoutez-en 1"),
    (PTCE, "- Projet", "- A\n- B\n- C\n- D", "C008", "enlevez-en 1"),
    (PTCE, "annee: '2014'", "annee: deux mille", "C009", "2014"),
    (PTCE, "annee: '2014'", "annee: '1514'", "C010", ""),
    (PTCE, "ordre: '1'", "ordre: '100'", "C010", ""),
    (PTCE, "verifie_le: '2026-11-01'", "verifie_le: 01/11/2026", "C011", "2026-11-23"),
    (PTCE, "verifie_le: '2026-11-01'", "verifie_le: 1699920000", "C011", "2026-11-23"),
    (PTCE, "verifie_le: '2026-11-01'", "verifie_le: 2026-02-30", "C011", "2026-11-23"),
    ("content/criteres.yaml", "principal: 'true'", "principal: oui", "C012", "true"),
    (PTCE, "- loi-ess", "- Loi ESS", "C014", "minuscules"),
    ("content/sources.yaml", "loi-ess:", "Loi:", "C014", "minuscules"),
    (PTCE, "'#0B5F60'", "'#0b5f60'", "C015", "capitales"),
    (PTCE, "commune:26281", "'26281'", "C016", "« commune:26281 » (Romans"),
    (PTCE, "commune:26281", "nulle part", "C016", "écrivez le type et le code"),
    (PTCE, "lien: https://www.rtes.fr", "lien: www.rtes.fr", "C017", "https://"),
    *((PTCE, "date: 2024-10", f"date: {date}", "C018", "2026-11") for date in PAS_DES_DATES),
    (PTCE, "place: noyau", "place: noiau", "C021", "« noyau »"),
    (PTCE, "place: noyau", "place: x", "C021", "noyau, associé, ouvert"),
]


@pytest.mark.parametrize(("fichier", "ancien", "nouveau", "code", "conseil"), SHAPES)
def test_a_wrong_shape_is_told_with_what_to_do(
    kit: Path, fichier: str, ancien: str, nouveau: str, code: str, conseil: str
) -> None:
    spoil(kit / fichier, ancien, nouveau)
    library, problems = load(kit)
    assert library is None
    problem = next(p for p in problems if p.place.fichier == fichier)
    assert problem.code == code
    assert conseil in problem.conseil
    assert problem.conseil
    assert [p for p in problems if p.place.fichier == fichier] == [problem]


def test_a_place_said_by_its_name_is_offered_by_its_code(kit: Path) -> None:
    for table in TABLES:
        shutil.copyfile(packaged("content/territoires") / table, kit / "content/territoires" / table)
    problem = problem_after(kit, PTCE, "commune:26281", "romans sur isere")
    assert (problem.code, problem.conseil) == ("C016", "écrivez « commune:26281 » (Romans-sur-Isère)")


def test_a_wrong_value_is_quoted_and_underlined(kit: Path) -> None:
    problem = problem_after(kit, PTCE, "place: noyau", "place: noiau")
    assert problem.extrait == "  place: noiau"
    assert problem.extrait[problem.place.colonne - 1 :][: problem.longueur] == "noiau"
    assert problem.message == "« noiau » n’est pas une valeur connue ici"


def test_a_missing_key_is_told_where_its_mapping_begins(kit: Path) -> None:
    spoil(kit / PTCE, "  texte: Des structures coopèrent.\n", "")
    problem = next(p for p in load(kit)[1] if p.place.fichier == PTCE)
    assert (problem.code, problem.place, problem.extrait) == ("C001", Place(PTCE, 7, 1), "chapo:")
    assert "« texte »" in problem.message


CROSSED = [
    (PTCE, "- loi-ess", "- loi-es", "X001", "« loi-ess »"),
    (PTCE, "- guide-ess\n", "- guide-ess\n- autre-chose\n", "X001", "content/sources.yaml"),
    ("content/criteres.yaml", "- loi-ess", "- loi-es", "X001", "« loi-ess »"),
    ("content/glossaire.yaml", "- loi-ess", "- loi-es", "X001", "« loi-ess »"),
    (PTCE, "sources:\n  - loi-ess", "sources: []", "X002", "confiance: avis"),
    (PTCE, "texte: Des", "confiance: incertain\n  texte: Des", "X003", "vérifié"),
    (PTCE, "- texte: structures en 2024", "- confiance: incertain\n  texte: structures", "X003", "vérifié"),
    (PTCE, "- texte: Un point.", "- confiance: incertain\n  texte: Un point.", "X003", "vérifié"),
    ("content/criteres.yaml", "ptce:\n    statut:\n      texte: Association\n      sources:\n      - loi-ess\n"
     "      verifie_le: '2026-11-01'\n", "ptce:\n", "X004", "non établi"),
    ("content/criteres.yaml", "cellules:\n", "cellules:\n  ptces: {}\n", "X005", "« ptce »"),
    ("content/criteres.yaml", "cellules:\n", "cellules:\n  cooperations: {}\n", "X005", "ptce, ges, pat"),
    ("content/criteres.yaml", "  ptce:\n", "  ptce:\n    statuts: {texte: a, sources: [loi-ess], "
     "verifie_le: 2026-11-01}\n", "X005", "« statut »"),
    ("content/criteres.yaml", "niveau: '2'", "niveau: oui", "X006", "0, 1, 2, 3"),
    ("content/criteres.yaml", "      niveau: '2'\n", "", "X006", "0, 1, 2, 3"),
    ("content/criteres.yaml", "texte: Association", "niveau: '2'\n      texte: A", "X006", "enlevez"),
    ("content/criteres.yaml", "groupe: cadre", "groupe: cadres", "X007", "« cadre »"),
    ("content/criteres.yaml", "groupes:\n", "groupes:\n- {id: cadre, titre: Bis}\n", "X008", "changez"),
    ("content/glossaire.yaml", "termes:\n", "termes:\n- {terme: Ess, texte: t, sources: [loi-ess], "
     "verifie_le: 2026-11-01}\n", "X008", "changez"),
    (PTCE, "forme: pat", "forme: ges", "X008", "changez"),
    ("content/decision.yaml", "questions:\n", "questions:\n- {id: emploi, question: q, pourquoi: p, reponses: "
     "[{texte: a, formes: [ges]}, {texte: b, formes: [pat]}]}\n", "X008", "changez"),
    (PTCE, "forme: pat", "forme: pate", "X009", "« pat »"),
    ("content/decision.yaml", "- pat", "- pate", "X009", "« pat »"),
    (PTCE, "forme: pat", "forme: ptce", "X010", "autre"),
    (PTCE, "forme: pat", "forme: cooperations", "X010", "ptce, ges, pat"),
    ("content/decision.yaml", "- pat", "- cooperations", "X010", "ptce, ges, pat"),
    (PTCE, "ordre: '1'", "ordre: '2'", "X011", "changez"),
    (PTCE, "'#0B5F60'", "'#3B8F90'", "X013", "#2"),
    (PTCE, "'#0B5F60'", "'#6A3C8F'", "X019", "changez"),
    (PTCE, "icone: plant", "icone: plan", "X014", "« plant »"),
    (PTCE, "icone: plant", "icone: plein-warning", "X014", "templates/icones"),
    (PTCE, "commune:26281", "commune:1004", "X015", "« commune:01004 »"),
    (PTCE, "commune:26281", "commune:99999", "X015", "list territoires"),
    (PTCE, "nom: RTES", "nom: RTES\n  territoire: region:99", "X015", "list territoires"),
    (PTCE, "lien: https://", "lien: http://", "X016", "https://"),
    (PTCE, "'2026-11-01'", "'2026-11-24'", "X017", "content/kit.yaml"),
    ("content/sources.yaml", "'2026-11-01'", "'2026-11-24'", "X017", "content/kit.yaml"),
    (PTCE, "sigle: PTCE", "sigle: GES", "X018", "changez"),
    (PTCE, "sigle: PTCE", "sigle: Ges", "X018", "changez"),
    (PTCE, "sigle: PTCE", "sigle: critère", "X018", "autre sigle"),
    (PTCE, "sigle_court: PTCE", "sigle_court: GES", "X018", "changez"),
]  # fmt: skip


@pytest.mark.parametrize(("fichier", "ancien", "nouveau", "code", "conseil"), CROSSED)
def test_what_does_not_agree_is_an_error(
    kit: Path, fichier: str, ancien: str, nouveau: str, code: str, conseil: str
) -> None:
    problem = problem_after(kit, fichier, ancien, nouveau)
    assert (problem.code, problem.gravite) == (code, "erreur")
    assert conseil in problem.conseil
    assert problem.extrait


def test_a_new_criterion_asks_each_forme_for_its_cell(kit: Path) -> None:
    critere = "- {id: emplois, titre: Emplois, groupe: cadre, principal: true, question: Combien ?}\n"
    spoil(kit / "content/criteres.yaml", "cellules:\n", critere + "cellules:\n")
    [problem] = load(kit)[1]
    assert (problem.code, problem.message) == ("X004", "case absente pour le critère « emplois »")
    assert [problem.extrait, len(problem.places)] == ["  ptce:", len(COMPARABLES)]


def test_two_panoramas_are_refused(kit: Path) -> None:
    spoil(kit / PTCE, "nature: forme", "nature: panorama")
    assert ("X012", PTCE) in [(p.code, p.place.fichier) for p in load(kit)[1]]


DOUBTS = [
    ("content/sources.yaml", "guide-ess:", "guide-ess:\n  titre: G\n  editeur: E\n  court: G\n  adresse: "
     "https://a.fr\n  date: null\n  genre: presse\n  consulte_le: 2026-11-01\nautre:", "A001", 17),
    (PTCE, "'2026-11-01'", "'2025-01-01'", "A002", 11),
    (PTCE, "date: 2024-10", "date: null", "A004", 0),
]  # fmt: skip


@pytest.mark.parametrize(("fichier", "ancien", "nouveau", "code", "ligne"), DOUBTS)
def test_what_deserves_a_look_is_a_warning_and_the_kit_loads(
    kit: Path, fichier: str, ancien: str, nouveau: str, code: str, ligne: int
) -> None:
    problem = problem_after(kit, fichier, ancien, nouveau)
    assert (problem.code, problem.gravite) == (code, "avertissement")
    assert problem.extrait
    assert ligne in (0, problem.place.ligne)


def test_too_few_examples_are_a_warning_but_not_in_the_panorama(kit: Path) -> None:
    spoil(kit / "content/kit.yaml", "exemples_min: '2'", "exemples_min: '3'")
    library, problems = load(kit)
    assert library is not None
    [problem] = problems
    assert problem.code == "A003"
    assert [place.fichier for place in problem.places] == [
        f"content/formes/{slug}.yaml" for slug in sorted(COMPARABLES)
    ]


def test_advice_may_stand_without_a_source(kit: Path) -> None:
    spoil(kit / PTCE, "    sources:\n    - loi-ess\n", "    sources: []\n    confiance: avis\n")
    loaded(kit)


def test_an_empty_cell_needs_no_source_and_no_level(kit: Path) -> None:
    spoil(kit / "content/criteres.yaml", "texte: Membres\n      niveau: '2'", "texte: null")
    loaded(kit)


def test_problems_of_every_file_come_together_sorted_by_place(kit: Path) -> None:
    spoil(kit / PTCE, "place: noyau", "place: noiau")
    spoil(kit / "content/formes/ges.yaml", "sigle: GES\n", "sigle: GES\nsigle: GES\n")
    spoil(kit / "content/formes/pat.yaml", "- loi-ess", "- loi-es")
    spoil(kit / "content/kit.yaml", "edition: '2026-11-23'", "edition: demain")
    (kit / "content/decision.yaml").unlink()
    library, problems = load(kit)
    assert library is None
    assert [(p.place.fichier, p.code) for p in problems] == [
        ("content/decision.yaml", "S001"),
        ("content/formes/ges.yaml", "S011"),
        ("content/formes/pat.yaml", "X001"),
        (PTCE, "C021"),
        ("content/kit.yaml", "C011"),
    ]


@pytest.mark.parametrize(
    "nom",
    ["kit.yaml", "sources.yaml", "criteres.yaml", "glossaire.yaml", "decision.yaml", "introduction.md"]
    + [f"territoires/{table}.csv" for table in ("regions", "departements", "epci", "communes")],
)
def test_a_missing_file_is_one_problem_and_no_false_alarm(kit: Path, nom: str) -> None:
    (kit / "content" / nom).unlink()
    library, [problem] = load(kit)
    assert library is None
    assert (problem.code, problem.place) == ("S001", Place(f"content/{nom}"))


def test_a_kit_without_anything_is_told_file_by_file(tmp_path: Path) -> None:
    library, problems = load(tmp_path)
    assert library is None
    assert {p.code for p in problems} == {"S001"}
    assert Place("content/formes") in [p.place for p in problems]


def test_an_empty_folder_of_formes_is_a_problem(kit: Path) -> None:
    for chemin in (kit / "content/formes").iterdir():
        chemin.unlink()
    assert [p.place for p in load(kit)[1]] == [Place("content/formes")]


@pytest.mark.parametrize("nom", ["PTCE.yaml", "régie.yaml", "un deux.yaml", "autre.yml"])
def test_a_file_name_must_be_a_slug(kit: Path, nom: str) -> None:
    (kit / "content/formes" / nom).write_text("a: b\n", encoding="utf-8")
    _, [problem] = load(kit)
    assert (problem.code, problem.place) == ("C040", Place(f"content/formes/{nom}"))


def test_other_files_among_formes_are_told_and_editors_leftovers_ignored(kit: Path) -> None:
    for nom in ("notes.txt", ".ptce.yaml.swp", "ptce.yaml~"):
        (kit / "content/formes" / nom).write_text("x", encoding="utf-8")
    library, [problem] = load(kit)
    assert library is not None
    assert (problem.code, problem.place) == ("A005", Place("content/formes/notes.txt"))


def test_a_kit_s_icons_add_to_the_packaged_ones(kit: Path) -> None:
    forme = kit / "content/formes/ptce.yaml"
    spoil(forme, "icone: plant", "icone: moulin")
    assert [p.code for p in load(kit)[1]] == ["X014"]
    (kit / "templates/icones/moulin.svg").write_text("<svg/>", encoding="utf-8")
    spoil(forme, "icone: handshake", "icone: tractor")
    assert load(kit)[1] == []


@pytest.mark.parametrize("slug", ["comparatif", "guide", "toutes", "ptce-sobre", "choisir", "n1"])
def test_a_forme_cannot_take_the_file_name_of_another_document(kit: Path, slug: str) -> None:
    (kit / "content/formes/gme.yaml").write_bytes((kit / "content/formes/ptce.yaml").read_bytes())
    (kit / "content/formes/gme.yaml").rename(kit / f"content/formes/{slug}.yaml")
    problems = [p for p in load(kit)[1] if p.code == "C040"]
    assert [str(p.place) for p in problems] == [f"content/formes/{slug}.yaml"]
    assert "autre document" in problems[0].conseil


def test_the_names_that_no_forme_can_take_are_those_of_the_plan(documents: Documents) -> None:
    stems = {target.path.partition("/")[2].partition(".")[0]: target for target in documents.targets.values()}
    assert all(slug_advice(stem) for stem in stems if stem not in documents.library.formes)
    assert not any(slug_advice(slug) for slug in documents.library.formes)


def test_editors_get_a_french_schema_for_each_file() -> None:
    obligatoires = {"criteres", "decision", "evenements", "formes", "glossaire", "kit", "sources"}
    assert set(schemas()) == {*obligatoires, "aides", "autres_formes", "couverture", "dossiers", "droit"}
    formes = schemas()["formes"]
    assert formes["properties"]["idees_recues"]["title"] == "Idées reçues"
    assert formes["additionalProperties"] is False
    assert "lien" in formes["required"]
    assert '"description"' not in str(formes)
    sources = schemas()["sources"]
    assert "droit" in sources["$defs"]["Source"]["properties"]["genre"]["enum"]


def test_the_schema_takes_unquoted_numbers_as_coopdocs_does() -> None:
    definitions = schemas()["formes"]["$defs"]
    assert definitions["Chiffre"]["properties"]["valeur"]["type"] == ["string", "number"]
    niveau = schemas()["criteres"]["$defs"]["Cellule"]["properties"]["niveau"]["anyOf"][0]
    assert {"2", 2} <= set(niveau["enum"])


def test_a_key_and_its_value_where_a_text_is_wanted_are_that_text(kit: Path) -> None:
    spoil(kit / PTCE, "- Projet", "- Projet : commun")
    spoil(kit / PTCE, "nom: Nom de ptce", "nom: Nom : celui de ptce")
    forme = loaded(kit).formes["ptce"]
    assert forme.coeur == ("Projet\u00a0: commun",)
    assert forme.nom == "Nom\u00a0: celui de ptce"


def test_a_text_is_one_line_however_it_is_written(kit: Path) -> None:
    spoil(kit / PTCE, "nom: Nom de ptce", 'nom: "Nom\\tde  \n\n     ptce"'.replace("\n\n", "\n"))
    assert loaded(kit).formes["ptce"].nom == "Nom de ptce"


STRAYS = [
    ("content/glosaire.yaml", "", "corrigez son nom"),
    ("content/Introduction.md", "", "enlevez-le"),
    ("content/notes.docx", "", "enlevez-le"),
    ("content/territoires/initiative.csv", "« initiatives.csv »", ""),
    ("content/territoires/contacts.ods", "« contacts.", ""),
    ("content/territoires/indicateurs/taux.CSV", "", "enlevez-le"),
    ("content/evenements/logos/autre.svg", "", "enlevez-le"),
    ("templates/emblemes/ptce2.svg", "", "corrigez son nom"),
]


@pytest.mark.parametrize(("fichier", "proche", "sinon"), STRAYS)
def test_a_file_that_nothing_reads_is_a_warning(kit: Path, fichier: str, proche: str, sinon: str) -> None:
    (kit / fichier).parent.mkdir(parents=True, exist_ok=True)
    (kit / fichier).write_text("rien", encoding="utf-8")
    for left in (".DS_Store", "~$notes.docx", "notes.md~", "Thumbs.db"):
        (kit / fichier).with_name(left).write_bytes(b"x")
    library, [problem] = load(kit)
    assert library is not None
    assert (problem.code, str(problem.place), problem.is_error) == ("A005", fichier, False)
    assert proche in problem.conseil
    assert sinon in problem.conseil


def test_a_group_without_a_critere_is_a_warning(kit: Path) -> None:
    spoil(kit / "content/criteres.yaml", "groupes:\n", "groupes:\n- id: vide\n  titre: Vide\n")
    _, [problem] = load(kit)
    assert (problem.code, problem.place.ligne, problem.is_error) == ("A010", 2, False)


def test_a_check_names_every_file_that_it_reads(documents: Documents) -> None:
    """Of a file that could not be read nothing is known: what `check` still runs does not ask for it."""
    read = {KIT: "kit", SOURCES: "sources", CRITERES: "criteres", GLOSSAIRE: "glossaire", DECISION: "decision",
            AUTRES: "autres_formes", AIDES: "aides", DROIT: "droit", COUVERTURE: "couverture"}  # fmt: skip
    for control, needed in controles.CONTROLES:
        absent: dict[str, Any] = {champ: None for fichier, champ in read.items() if fichier not in needed}
        list(control(replace(documents.library, **absent)))
