"""A release is whole or not at all; made again; its edition and what changed since the one before."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from coopdocs import release
from coopdocs.errors import RequestError
from coopdocs.release import ReleaseRequest, notes
from coopdocs.typographie import INSECABLE
from support.kits import spoil
from support.releases import (
    JOUR,
    NOM,
    files,
    impossible,
    petit,
    projet,
    publish,
    sans_java,
)

__all__ = ["petit", "projet", "sans_java"]


# --- whole or not at all


def test_the_same_release_again_is_left_alone(projet: Callable[..., ReleaseRequest]) -> None:
    first = publish(projet())
    before = {path: path.stat().st_mtime_ns for path in (first.folder, *first.archives)}
    again = publish(projet())
    assert (first.verification is None, again.verification is None) == (False, True)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_lost_archive_is_put_back_without_a_word(projet: Callable[..., ReleaseRequest]) -> None:
    first = publish(projet())
    octets = first.archives[0].read_bytes()
    first.archives[0].unlink()
    assert publish(projet()).verification
    assert first.archives[0].read_bytes() == octets


@pytest.mark.parametrize("nom", ["notes.md", "ajout.txt"])
def test_another_release_of_the_same_edition_stays_unless_told_otherwise(
    projet: Callable[..., ReleaseRequest], nom: str
) -> None:
    first = publish(projet())
    (first.folder / nom).write_text("à la main", encoding="utf-8")
    touched = files(first.folder)
    with pytest.raises(release.EditionExistsError) as there:
        publish(projet())
    assert there.value.paths == (first.folder,)
    assert files(first.folder) == touched
    publish(projet(replacing=True))
    assert "à la main" not in {p.read_text("utf-8") for p in (first.folder / nom,) if p.exists()}
    assert sorted(p.name for p in first.folder.parent.iterdir()) == [NOM, f"{NOM}.tar.gz", f"{NOM}.zip"]


def test_a_replacement_that_fails_half_way_puts_the_former_release_back(
    projet: Callable[..., ReleaseRequest], tmp_path: Path
) -> None:
    first = publish(projet())
    before = files(first.folder.parent)
    site = tmp_path / "site"
    shutil.copytree(first.folder, site / NOM)
    (site / NOM / "notes.md").write_text("autres", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        release._put(projet(replacing=True), site)  # the archives are not there
    assert files(first.folder.parent) == before


def test_a_document_that_fails_stops_the_release_unless_told_otherwise(projet: Callable[..., ReleaseRequest]) -> None:
    plain = projet()
    pages = {t.path: t for t in plain.order.every if t.path in ("comparatifs/ptce.html", "comparatifs/ptce.pdf")}
    pages["comparatifs/ptce.pdf"] = replace(pages["comparatifs/ptce.pdf"], make=impossible)
    order = replace(plain.order, chosen=list(pages.values()))
    with pytest.raises(release.DocumentsFailedError) as failed:
        publish(replace(plain, order=order))
    assert [r.target.path for r in failed.value.outcome.failed] == ["comparatifs/ptce.pdf"]
    assert list(order.output.iterdir()) == []
    made = publish(replace(plain, order=order, incomplete=True))
    assert (made.folder / "comparatifs/ptce.html").exists()
    assert "- Comparatif PTCE (comparatifs/ptce.pdf) n’a pas" in (made.folder / "notes.md").read_text("utf-8")


def test_what_does_not_hold_is_not_published(projet: Callable[..., ReleaseRequest]) -> None:
    plain = projet()
    page = [t for t in plain.order.every if t.path == "comparatifs/ptce.html"]  # it links to its PDF
    with pytest.raises(release.NotConformingError) as faulty:
        publish(replace(plain, order=replace(plain.order, chosen=page), incomplete=True))
    assert [(c.file, c.check) for c in faulty.value.verification.having("ne tient pas")] == [(page[0].path, "liens")]
    assert list(plain.order.output.iterdir()) == []


def test_what_a_killed_release_left_is_swept_an_hour_later(projet: Callable[..., ReleaseRequest]) -> None:
    plain = projet()
    dead, live = (plain.order.output / f".coopdocs-{nom}" for nom in ("mort", "vif"))
    for folder, age in ((dead, 7200), (live, 0)):
        folder.mkdir(parents=True)
        os.utime(folder, (1_000_000 - age,) * 2)
    publish(replace(plain, order=replace(plain.order, now=1_000_000)))
    assert (dead.exists(), live.exists()) == (False, True)


# --- editions, and what changed from one to the next


def test_an_edition_dates_folder_documents_and_manifest_and_leaves_the_sources_alone(
    projet: Callable[..., ReleaseRequest], petit: Path
) -> None:
    made = publish(projet(dt.date(2027, 1, 31)))
    assert made.folder.name == "coopdocs-2027-01-31"
    with zipfile.ZipFile(made.folder / "comparatifs/ptce.docx") as document:
        assert b"2027-01-31T12:00:00Z" in document.read("docProps/core.xml")
    assert f"édition du 31{INSECABLE}janvier 2027" in (made.folder / "notes.md").read_text("utf-8")
    assert json.loads((made.folder / "manifest.json").read_text("utf-8"))["edition"] == "2027-01-31"
    assert (made.folder / "sources/content/kit.yaml").read_bytes() == (petit / "content/kit.yaml").read_bytes()


def test_the_first_release_says_so(projet: Callable[..., ReleaseRequest]) -> None:
    assert (publish(projet()).folder / "notes.md").read_text("utf-8").endswith("changé\n\nPremière parution.\n")


def test_notes_say_what_changed_since_the_release_before(projet: Callable[..., ReleaseRequest], petit: Path) -> None:
    first = publish(projet())
    spoil(petit / "content/formes/ptce.yaml", "Des structures coopèrent.", "Des structures coopèrent longtemps.")
    second = projet(dt.date(2027, 1, 31))
    depuis = notes.former(second.order.output, dt.date(2027, 1, 31))
    assert depuis == first.folder
    said = {(publish(replace(second, previous=p, replacing=True)).folder / "notes.md").read_text("utf-8")
            for p in (first.folder, *first.archives)}  # fmt: skip
    (text,) = said
    assert f"## Ce qui a changé\n\nDepuis l’édition du 23{INSECABLE}novembre 2026 ({NOM})." in text
    assert "longtemps" in text
    assert "\n### " in text
    assert "\n## " not in text.partition("## Ce qui a changé")[2]
    assert str(petit.parent) not in text


def test_a_former_release_that_cannot_be_read_is_said(projet: Callable[..., ReleaseRequest]) -> None:
    first = publish(projet())
    spoil(first.folder / "sources/content/formes/ptce.yaml", "sigle:", "acronyme:")
    made = publish(projet(dt.date(2027, 1, 31), previous=first.folder))
    assert f"Le contenu de {NOM} ne se lit plus" in (made.folder / "notes.md").read_text("utf-8")
    (first.folder / "sources/content/kit.yaml").unlink()
    with pytest.raises(RequestError):
        publish(projet(dt.date(2027, 2, 28), previous=first.folder))
    assert not (first.folder.parent / "coopdocs-2027-02-28").exists()


def test_the_release_before_is_the_newest_of_an_earlier_edition(tmp_path: Path) -> None:
    for nom in ("coopdocs-2026-01-01", "coopdocs-2026-11-23", "coopdocs-2027-01-01", "coopdocs-2026-12-01-brouillon"):
        (tmp_path / nom).mkdir()
    for nom in ("coopdocs-2026-03-01.zip", "coopdocs-2026-03-01.tar.gz", "coopdocs-2026-12-31", "autre.zip"):
        (tmp_path / nom).write_bytes(b"")
    assert notes.former(tmp_path, JOUR) == tmp_path / "coopdocs-2026-03-01.zip"
    assert notes.former(tmp_path, dt.date(2026, 12, 31)) == tmp_path / "coopdocs-2026-11-23"
    assert notes.former(tmp_path, dt.date(2026, 1, 1)) is None
    assert notes.former(tmp_path / "absent", JOUR) is None
