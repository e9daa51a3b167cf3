"""An event's file loads whole, or each mistake in it is told at its place, in French, with what to do."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.library import evenements, load, schemas
from coopdocs.model.evenement import Evenement, Seance
from coopdocs.targets import KINDS
from coopdocs.theme import Theme
from support import processes
from support.documents import Documents
from support.evenement_exemple import EVENEMENT, FICHIER, SLUG, kit, loaded, told
from support.kits import ROOT

__all__ = ["kit"]


def test_a_sound_event_loads_without_a_word(kit: Path) -> None:
    evenement = loaded(kit).evenements[SLUG]
    assert evenement.programme[1].debut == dt.time(9, 30)
    assert evenement.programme[2].ateliers[1].intervenants == ("Dominique Modèle",)
    assert evenement.liens.enquete is None


def test_events_follow_their_date_not_their_name(kit: Path) -> None:
    first = EVENEMENT.replace("date: 2027-03-18", "date: 2027-01-18")
    (kit / "content/evenements/zeste.yaml").write_text(first, encoding="utf-8")
    assert list(loaded(kit).evenements) == ["zeste", SLUG]


def test_a_kit_without_events_is_fine(kit: Path) -> None:
    shutil.rmtree(kit / "content/evenements")
    assert loaded(kit).evenements == {}


# --- one mistake, one problem, at its place

FORMES_ET_LIEU = [
    ("titre: Coopérer, un exemple", "¶titr: Coopérer, un exemple", "C002", "« titre »"),
    ("genre: rencontre", "genre: rencontre\n¶jauge: 40", "C002", "clés possibles"),
    ("exemple: true\ntitre: Coopérer, un exemple", "¶exemple: true", "C001", "« titre: … »"),
    ("titre: Coopérer, un exemple", "¶titre:", "C003", "après les deux-points"),
    ("exemple: true", "exemple: ¶oui", "C012", "true"),
    ("genre: rencontre", "genre: ¶rencontr", "C021", "« rencontre »"),
    ('couleur: "#0B5F60"', "couleur: ¶vert", "C015", "#0B5F60"),
    ('couleur: "#0B5F60"', 'couleur: ¶"#3B8F90"', "X013", "foncez"),
    ("date: 2027-03-18", "date: ¶18/03/2027", "C011", "2026-11-23"),
    ("date: 2027-03-18", "date: ¶2026-11-22", "A007", "retirez"),
    ("commune:26281", "¶26281", "C016", "commune:26281"),
    ("commune:26281", "¶commune:26999", "X015", "«"),
    ("profils: [élus, agents]", "profils: [élus, ¶élues]", "C021", "« élus »"),
    ("profils: [élus, agents]", "profils: [élus, ¶élus]", "X008", "une seule"),
    ("profils: [élus, agents]", "profils: ¶[]", "C007", "ajoutez-en 1"),
    ("profils: [élus, agents]", "profils: ¶élus", "C006", "tiret"),
    ("formes: [ptce, ges]", "formes: [ptce, ¶gse]", "X009", "« ges »"),
    ("formes: [ptce, ges]", "formes: [ptce, ¶ptce]", "X008", "une seule"),
    ("formes: [ptce, ges]", "formes: [¶PTCE]", "C014", "minuscules"),
    ("exemplaires: 40", "exemplaires: ¶beaucoup", "C009", "nombre"),
    ("exemplaires: 40", "exemplaires: ¶0", "C010", "corrigez"),
    ("imprimeur: bureau", "imprimeur: ¶burau", "C021", "« bureau »"),
]
HORAIRES = [
    ('debut: "09:00"', "debut: ¶9 h", "C025", "09:30"),
    ('debut: "09:00"', 'debut: ¶"24:00"', "C025", "09:30"),
    ('debut: "09:00"', 'debut: ¶["09:00"]', "C025", "09:30"),
    ('fin: "12:00"\nlieu', 'fin: ¶"08:00"\nlieu', "X023", "heure"),
    ('fin: "10:30"', 'fin: ¶"09:30"', "X023", "l’une des deux"),
    ('fin: "10:30"', 'fin: ¶"09:10"', "X023", "l’une des deux"),
    ('debut: "09:30"', 'debut: ¶"09:20"', "X023", "« ateliers »"),
    ('- debut: "09:00"', '- debut: ¶"08:30"', "X023", "« debut » en haut"),
    ('fin: "12:00"\n    titre', 'fin: ¶"12:30"\n    titre', "X023", "« fin » en haut"),
    ('fin: "10:30"', 'fin: ¶"20:30"', "X023", "« fin » en haut"),
    (EVENEMENT[EVENEMENT.index("programme:"):EVENEMENT.index("contacts:")], "programme: ¶[]\n", "C007", "ajoutez-en 1"),
]  # fmt: skip
PERSONNES = [
    ("intervenants: [Camille Exemple]", "intervenants: [¶Camile Exemple]", "X024", "« Camille Exemple »"),
    ("        intervenants: [Dominique Modèle]", "        intervenants: [Dominique Modèle, ¶Nul]", "X024", "ajoutez"),
    ("  - nom: Dominique Modèle\n", "  - nom: ¶Camille Exemple\n    fonction: autre\n  - nom: Dominique Modèle\n",
     "X008", "une seule"),
    ("  - nom: Dominique Modèle\n", "  - nom: ¶camille  exemple\n    fonction: autre\n  - nom: Dominique Modèle\n",
     "X008", "une seule"),
    ("intervenants: [Camille Exemple]", "intervenants: [Camille Exemple, ¶Camille Exemple]", "X008", "une seule"),
    ("        intervenants: [Dominique Modèle]", "        intervenants: [Dominique Modèle, ¶Camille Exemple]", "X008",
     "une seule"),
    ("programme:", "  - nom: ¶Lou Gabarit\n    fonction: témoin\nprogramme:", "A008", "nommez-le"),
    ("nom: Accueil\n    courriel: accueil@example.org\n    telephone: 01 99 00 12 34\n", "nom: ¶Accueil\n", "C022",
     "un courriel ou un téléphone"),
    ("accueil@example.org", "¶accueil@example", "C019", "contact@exemple.fr"),
    ("accueil@example.org", "¶lou.exemple@gmail.com", "C020", "service"),
    ("accueil@example.org", "¶camille.exemple@example.org", "C020", "service"),
    ("01 99 00 12 34", "¶01 99 00", "C024", "04 75 00 00 00"),
    ("https://www.example.org", "¶http://www.example.org", "X016", "https://"),
    ("https://www.example.org", "¶www.example.org", "C017", "https://"),
]  # fmt: skip


@pytest.mark.parametrize(("ancien", "nouveau", "code", "conseil"), [*FORMES_ET_LIEU, *HORAIRES, *PERSONNES])
def test_one_mistake_is_one_problem_at_its_place(kit: Path, ancien: str, nouveau: str, code: str, conseil: str) -> None:
    problem, place = told(kit, ancien, nouveau)
    assert problem.code == code
    assert str(problem.place) == place
    assert conseil in problem.conseil
    assert problem.message
    assert problem.is_error == (not code.startswith("A"))


def test_a_speaker_of_two_workshops_held_together_is_told_so(kit: Path) -> None:
    twice = "        intervenants: [Dominique Modèle, ¶Camille Exemple]"
    problem, place = told(kit, "        intervenants: [Dominique Modèle]", twice)
    assert problem.message == "« Camille Exemple » anime déjà un autre atelier à la même heure"
    assert (problem.code, str(problem.place)) == ("X008", place)
    problem, _ = told(
        kit, "        intervenants: [Dominique Modèle]", twice.replace("Camille Exemple", "Dominique Modèle")
    )
    assert "déjà donné plus haut" in problem.message


@pytest.mark.parametrize("slug", ["guide", "toutes", "comparatif", "journee-sobre"])
def test_an_event_has_a_folder_of_its_own_whatever_its_name(kit: Path, slug: str) -> None:
    (kit / FICHIER).rename(kit / f"content/evenements/{slug}.yaml")
    assert list(loaded(kit).evenements) == [slug]


def test_the_name_of_an_event_is_one_that_an_address_can_have(kit: Path) -> None:
    (kit / FICHIER).rename(kit / "content/evenements/Journée.yaml")
    assert [(p.code, str(p.place)) for p in load(kit)[1]] == [("C040", "content/evenements/Journée.yaml")]


def test_events_are_not_held_against_a_kit_that_could_not_be_read(kit: Path) -> None:
    (kit / "content/formes/ges.yaml").write_text("sigle: [", encoding="utf-8")
    assert {p.place.fichier for p in load(kit)[1]} == {"content/formes/ges.yaml"}


def test_a_stray_file_beside_the_events_is_a_warning_and_logos_are_none(kit: Path) -> None:
    (kit / "content/evenements/notes.txt").write_text("à faire", encoding="utf-8")
    library, problems = load(kit)
    assert library is not None
    assert [(p.code, str(p.place)) for p in problems] == [("A005", "content/evenements/notes.txt")]


# --- programmes drawn at random


def faults(documents: Documents, programme: list[Seance]) -> list[str]:
    """The codes of what is wrong in an event with this programme."""
    forum = documents.library.evenements["forum-cooperations"]
    used = forum.model_copy(update={"programme": tuple(programme), "intervenants": ()})
    return [
        p.code for p in evenements.check_events(replace(documents.library, evenements={"forum-cooperations": used}))
    ]


def moment(minutes: int) -> dt.time:
    return dt.time(minutes // 60, minutes % 60)


def seance(debut: int, fin: int) -> Seance:
    return Seance(titre="Séance", debut=f"{moment(debut):%H:%M}", fin=f"{moment(fin):%H:%M}")  # type: ignore[arg-type]


@st.composite
def days(draw: st.DrawFn, at_least: int = 1) -> list[tuple[int, int]]:
    """Sessions one after the other between 8:30 and 17:00, with or without a gap."""
    size = draw(st.integers(at_least, 9))
    edges = sorted(draw(st.lists(st.integers(510, 1020), min_size=2 * size, max_size=2 * size, unique=True)))
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    joined = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    return [(pairs[i - 1][1] if i and joined[i] else debut, fin) for i, (debut, fin) in enumerate(pairs)]


@given(days())
def test_a_programme_in_order_is_accepted(documents: Documents, day: list[tuple[int, int]]) -> None:
    assert faults(documents, [seance(*hours) for hours in day]) == []


@given(days(at_least=2), st.data())
def test_a_programme_with_two_sessions_swapped_is_refused(
    documents: Documents, day: list[tuple[int, int]], data: st.DataObject
) -> None:
    one, other = sorted(
        data.draw(st.lists(st.integers(0, len(day) - 1), min_size=2, max_size=2, unique=True), label="swapped")
    )
    day[one], day[other] = day[other], day[one]
    assert "X023" in faults(documents, [seance(*hours) for hours in day])


@given(days(at_least=2), st.data())
def test_a_programme_that_overlaps_itself_by_a_minute_is_refused_at_the_later_session(
    documents: Documents, day: list[tuple[int, int]], data: st.DataObject
) -> None:
    late = data.draw(st.integers(1, len(day) - 1), label="late")
    (_, before), (_, fin) = day[late - 1], day[late]
    day[late] = (before - 1, fin)
    assert faults(documents, [seance(*hours) for hours in day]) == ["X023"]


# --- editors, new kits, and kits without events


def held(schema: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    command = shutil.which("check-jsonschema", path=str(Path(sys.executable).parent))
    assert command, "check-jsonschema is not installed: run make venv"
    words = [command, "--schemafile", str(schema), *map(str, files)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=False)


def test_the_schema_takes_the_examples_and_refuses_each_fault(tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(schemas()["evenements"]), encoding="utf-8")
    examples = sorted((ROOT / "content/evenements").glob("*.yaml"))
    assert len(examples) == 3
    done = held(schema, *examples)
    assert done.returncode == 0, done.stdout
    spoilt = {
        "heure": ('debut: "09:00"', "debut: 9 h"),
        "cle": ("genre: rencontre", "genre: rencontre\njauge: 40"),
        "genre": ("genre: rencontre", "genre: fête"),
        "vide": ("profils: [élus, agents]", "profils: []"),
        "manque": ("titre: Coopérer, un exemple\n", ""),
    }
    for nom, (ancien, nouveau) in spoilt.items():
        (tmp_path / f"{nom}.yaml").write_text(EVENEMENT.replace(ancien, nouveau, 1), encoding="utf-8")
    done = held(schema, *tmp_path.glob("*.yaml"))
    assert done.returncode == 1
    assert {nom for nom in spoilt if f"{nom}.yaml" in done.stdout} == set(spoilt)


def test_the_examples_differ_and_say_that_they_are_examples(documents: Documents) -> None:
    every = documents.library.evenements
    assert all(e.exemple for e in every.values())
    for differs in (
        lambda e: e.genre,
        lambda e: e.impression.imprimeur,
        lambda e: e.lieu.territoire,
        lambda e: e.couleur,
    ):
        assert_distinct([*every.values()], differs)
    mails = [c.courriel for e in every.values() for c in e.contacts if c.courriel]
    assert mails
    assert all(mail.endswith("@example.org") for mail in mails)
    adresses = [a for e in every.values() for a in e.liens.model_dump().values() if a]
    assert all(adresse.startswith("https://www.example.org/") for adresse in adresses)


def assert_distinct(every: list[Evenement], differs: Callable[[Evenement], str]) -> None:
    assert len({differs(e) for e in every}) == len(every)


def run(kit: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return processes.coopdocs("-C", kit, *words)


def test_a_new_kit_has_the_examples_with_their_logos_and_lives_without_them(tmp_path: Path) -> None:
    kit = tmp_path / "kit"
    done = run(tmp_path, "init", str(kit))
    assert done.returncode == 0, done.stderr
    here = {p.relative_to(ROOT).as_posix() for p in (ROOT / "content/evenements").rglob("*.*")}
    assert {p.relative_to(kit).as_posix() for p in (kit / "content/evenements").rglob("*.*")} == here
    done = run(kit, "build", "evenements", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "evenements/formation-groupe-cooperatif/fiches.pdf" in done.stdout
    shutil.rmtree(kit / "content/evenements")
    library, problems = load(kit)
    assert library is not None
    assert [p for p in problems if p.is_error] == []
    planned = Documents(library, Theme([kit / "templates"])).targets
    assert "fiches/ptce.pdf" in planned
    assert {t.kind for t in planned.values()} == set(KINDS) - {"evenements"}
    done = run(kit, "build", "evenements", "--evenement", "forum-cooperations")
    assert done.returncode == 2
    assert "aucun dans content/evenements" in done.stderr
