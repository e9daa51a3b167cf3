"""The locks, the licences of what they bring, and the wheel."""

import re
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / f"requirements/{name}.lock" for name in ("runtime", "dev", "bench")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# pyphen leaves the choice between GPL, LGPL and MPL 1.1: coopdocs takes it under the MPL.
# resvg_py declares no licence in its metadata; its LICENSE file is the MIT licence.
LICENCES_READ_BY_A_PERSON = {"pyphen": "MPL 1.1", "resvg-py": "MIT"}
FREE_TO_USE = re.compile(r"\b(MIT|MIT-0|MIT-CMU|BSD|Apache|MPL|Mozilla Public License|PSF|ISC)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\b(A?L?GPL|General Public License)", re.IGNORECASE)


def locked(lock: Path) -> list[Requirement]:
    """The requirements of a lock, hashes left out."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line.split("--hash")[0].strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def stated_licences(stated: PackageMetadata) -> list[str]:
    fields = [value for name in ("License-Expression", "License") for value in stated.get_all(name) or []]
    classifiers = [value for value in stated.get_all("Classifier") or [] if value.startswith("License ::")]
    # A whole licence text stands in some License fields: its first line names it.
    return [value.strip().splitlines()[0] for value in [*fields, *classifiers] if value.strip()]


def installed_runtime() -> Iterator[str]:
    for requirement in locked(LOCKS[0]):
        if requirement.marker is None or requirement.marker.evaluate():
            yield canonicalize_name(requirement.name)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_version_and_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8").split("make lock\n", 1)[1])
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9.-]+==[0-9]", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_registry_and_no_path(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)", text, re.MULTILINE)
    assert not re.search(r"(^|[\s=@])/[a-z]", text)


def test_the_node_lock_has_a_hash_for_each_package_and_names_no_registry() -> None:
    text = (ROOT / "tests/gates/package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')


def test_the_locks_satisfy_what_the_project_asks_for() -> None:
    versions = {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for lock in LOCKS for r in locked(lock)}
    groups = PROJECT["dependency-groups"]
    asked = [*PROJECT["project"]["dependencies"], *groups["install"], *groups["test"], *groups["lint"]]
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_both_locks_agree_on_the_packages_they_share() -> None:
    runtime, dev = ({r.name: str(r.specifier) for r in locked(lock)} for lock in LOCKS[:2])
    assert {name: runtime[name] for name in runtime.keys() & dev.keys()} == {
        name: dev[name] for name in runtime.keys() & dev.keys()
    }


@pytest.mark.parametrize("name", sorted(installed_runtime()))
def test_a_runtime_package_has_a_licence_that_asks_nothing_of_users_of_coopdocs(name: str) -> None:
    if name in LICENCES_READ_BY_A_PERSON:
        return
    stated = stated_licences(metadata(name))
    assert any(map(FREE_TO_USE.search, stated)), stated
    assert not any(map(COPYLEFT.search, stated)), stated


def test_the_licences_read_by_a_person_are_still_needed() -> None:
    for name in LICENCES_READ_BY_A_PERSON:
        stated = stated_licences(metadata(name))
        assert not stated or any(map(COPYLEFT.search, stated)), f"{name} now states {stated}"


def test_the_wheel_carries_the_starter_kit_and_the_licences(tmp_path: Path) -> None:
    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("content", "templates"):
        kit = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        ignored = {name for name in kit if name.endswith(".DS_Store") or "__pycache__" in name}
        assert {f"coopdocs/kit/{name}" for name in kit - ignored} <= names
    assert "coopdocs/model/contenu.py" in names
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} >= {"LICENSE", "CC-BY-4.0.txt"}
    assert not [name for name in names if name.startswith(("tests/", "output/", "requirements/"))]
