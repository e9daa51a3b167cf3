"""The key of a finished document: every field of its job counts in it, down to the last value inside."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from coopdocs import champs, croquis, machine
from coopdocs.formats import job as jobs
from coopdocs.formats.job import Job
from coopdocs.formats.pdf.imposition import Booklet, CropMarked, ImpositionScheme, NUp, Proof
from coopdocs.formats.pdf.standards import Attachment
from coopdocs.produce import cache, key

HERE = Path(__file__).parent
FOLDERS = (HERE.parents[1] / "templates",)
DAY = dt.date(2026, 11, 23)

FILE = Attachment("a.csv", "text/csv", "Les cellules", b"a,b", "Data", DAY)
BLOC = champs.ChampBloc(("un", "deux"), "Titre", "700", champs.Mise(9.0, 11.0), champs.Mise(8.0, 10.0, 2), 1.5)
SHAPES = (
    croquis.Contours(("M0 0l1 1z",), 2.0, 3.0, 4.0, "#FFFFFF", "#000000", 0.5),
    croquis.Rectangle(1.0, 2.0, 3.0, 4.0, "#FFFFFF", "#000000", 0.5, 1.0, tirets=(2.0, 1.0)),
    croquis.Segment(1.0, 2.0, 3.0, 4.0, "#000000", 0.5, (2.0, 1.0)),
    croquis.Cercle(1.0, 2.0, 3.0, "#FFFFFF", "#000000", 0.5),
    croquis.Legende(1.0, 2.0, "Valence", 9.0, "#000000", 600, "start", ("#FFFFFF", 2.0)),
)
VALUES = (
    champs.ChampTexte("Commune"),
    dataclasses.replace(
        BLOC,
        adresse=champs.ChampAdresse("https://a.fr"),
        lien=3,
        dit=champs.ChampTexte("Site d’un"),
        nom=4,
        forte="600",
        gras=(((0, 2),), ((1, 2),)),
    ),
    champs.ChampCouleur("#0B5F60"),
    champs.ChampAdresse("https://b.fr"),
    champs.ChampFond("<svg/>"),
    champs.ChampFigure(croquis.Croquis(10.0, 20.0, SHAPES, 1.0), "Carte", "Titre"),
)
PAGE = jobs.PdfJob("<p>a</p>", FOLDERS, 2, (FILE,))
TEXT = jobs.TextJob("a,b")
PARTS = (jobs.Part("une", PAGE, jobs.PageLabels("r", 3, "A-")), jobs.Part("deux", TEXT, jobs.PageLabels()))
FILLED = (jobs.FillIn(0, "Un mot", ("oui", "non")), jobs.FillIn(1, "Un jour", ("Feuille", 0, 2)))
SHEET = jobs.Sheet("Feuille", "Titre", ["Tête"], [["a"], ["b"]], [10, 20.5], ["#22263F"], 1, [2], FILLED)
SAMPLES: tuple[Job, ...] = (
    PAGE,
    TEXT,
    jobs.FilledPageJob("<p>⟦0⟧</p>", VALUES, FOLDERS, "usage", 1),
    jobs.SkeletonJob("<p>000000</p>", FOLDERS, 1),
    jobs.JoinJob(PARTS, "Dossier", "Éditeur", "Sujet", (FILE,)),
    *(jobs.ImpositionJob(PAGE, s, "À plier") for s in (Booklet(), NUp(2, 1, (297.0, 210.0)), CropMarked(), Proof())),
    jobs.MeasuresJob(PAGE, {"a.pdf": PAGE, "b.csv": TEXT}, "french"),
    jobs.DocxJob("<p>a</p>", FOLDERS, b"PK", {"carte": "<svg/>", "autre": "<svg/>", "photo": b"JPEG"}, DAY),
    jobs.XlsxJob("Titre", "Éditeur", DAY, (SHEET,)),
)
"""Each kind of job with a value in every field, and every kind of value that one may hold."""

FIELDS = [(sample, field.name) for sample in SAMPLES for field in dataclasses.fields(sample)]


def variants(value: Any) -> Iterator[Any]:
    """The same value with one thing in it changed, for each thing; a kind that is unknown here fails its test."""
    match value:
        case str():
            yield value + "x"
        case bytes():
            yield value + b"x"
        case int() | float():
            yield value + 1
        case dt.date():
            yield value + dt.timedelta(days=1)
        case Path():
            yield HERE
        case tuple() | list():
            yield from _variants_of_items(value)
        case Mapping():
            for name, item in value.items():
                rest = {k: v for k, v in value.items() if k != name}
                yield from ({**rest, other: item} for other in variants(name))
                yield from ({**value, name: other} for other in variants(item))
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            for field in dataclasses.fields(value):
                for other in variants(getattr(value, field.name)):
                    yield dataclasses.replace(value, **{field.name: other})
        case _:
            raise TypeError(f"a job holds {value!r}: say how it is changed, or give the samples a value for it")


def _variants_of_items(items: tuple[Any, ...] | list[Any]) -> Iterator[Any]:
    kind = type(items)
    assert items, "give the samples an item"
    yield items[1:]
    if len(items) > 1:
        yield items[::-1]
    for n, item in enumerate(items):
        for other in variants(item):
            yield kind([*items[:n], other, *items[n + 1 :]])


@pytest.mark.parametrize(("sample", "field"), FIELDS, ids=[f"{type(s).__name__}-{n}" for s, n in FIELDS])
def test_whatever_changes_in_a_field_of_a_job_changes_its_key(sample: Job, field: str) -> None:
    for other in variants(getattr(sample, field)):
        changed = dataclasses.replace(sample, **{field: other})
        assert key(changed) != key(sample), other


def test_the_samples_are_of_every_kind_of_job_of_sheets_and_of_values() -> None:
    assert {type(sample) for sample in SAMPLES} == set(get_args(Job))
    assert {type(s.scheme) for s in SAMPLES if isinstance(s, jobs.ImpositionJob)} == set(get_args(ImpositionScheme))
    assert {type(value) for value in VALUES} == set(get_args(champs.Valeur))
    assert {type(shape) for shape in SHAPES} == set(get_args(croquis.FormeDessinee))


def test_every_kind_of_job_says_which_packages_make_its_bytes() -> None:
    assert set(machine.PACKAGES) == set(get_args(Job))


def test_the_code_of_the_engines_and_the_versions_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEYS", {})
    keys = {key(TEXT)}
    for module, name, other in (
        (machine, "versions", lambda kind: {"weasyprint": "1.0"}),
        (cache, "__version__", "0.0"),
        (cache, "_code_digest", lambda: "other"),
    ):
        cache._KEYS.clear()
        with monkeypatch.context() as only:
            only.setattr(module, name, other)
            keys.add(key(TEXT))
    assert len(keys) == 4


def key_of(content: object) -> str:
    return key(jobs.TextJob(content))  # type: ignore[arg-type]


def test_where_a_text_or_a_list_ends_and_what_kind_of_thing_holds_a_value_count() -> None:
    kinds = [dataclasses.make_dataclass(name, ["mots"], frozen=True) for name in ("Un", "Autre")]
    assert key_of(kinds[0]("a")) != key_of(kinds[1]("a"))
    assert key_of(["ab", "c"]) != key_of(["a", "bc"])
    assert key_of([["a"], ["b"]]) != key_of([["a", ["b"]]])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: type(s).__name__)
def test_a_copy_of_a_job_has_the_same_key(sample: Job) -> None:
    assert key(pickle.loads(pickle.dumps(sample))) == key(sample)


def test_another_process_gives_the_same_keys() -> None:
    command = "from test_cache_key import SAMPLES, key; print([key(sample) for sample in SAMPLES])"
    # text hashes differ in each process, and with them the order of sets
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]), "PYTHONHASHSEED": "7"}
    said = subprocess.run([sys.executable, "-c", command], env=env, capture_output=True, text=True, check=True).stdout
    assert said.strip() == str([key(sample) for sample in SAMPLES])


def test_a_folder_counts_by_the_files_that_engines_read_in_it(tmp_path: Path) -> None:
    def made(name: str, files: dict[str, str]) -> str:
        for file, text in files.items():
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text(text, "utf-8")
        return key(jobs.PdfJob("", (tmp_path / name,)))

    first = made("a", {"images/logo.svg": "1", "fiche.css": "1"})
    assert made("b", {"images/logo.svg": "1", "fiche.css": "2"}) == first
    assert made("c", {"images/logo.svg": "2"}) != first
    assert made("d", {"polices/logo.svg": "1"}) != first


def test_a_value_that_cannot_be_told_from_another_in_every_process_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no place in a job"):
        key(jobs.TextJob({"a", "b"}))  # type: ignore[arg-type]
