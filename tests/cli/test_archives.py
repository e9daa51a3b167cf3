"""Archives that anyone may have made: what is unsafe or damaged is refused in one sentence, and nothing gets out."""

from __future__ import annotations

import io
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopdocs.archives import unpack
from coopdocs.archives.unpack import ArchiveError, extract
from coopdocs.verify import examine
from support import gate_log
from support.examples import examples

NOM = "coopdocs-2026-11-23"


def refused(path: Path) -> bool:
    """Whether all that `coopdocs verify` has to say of a file is that it is no archive to be trusted."""
    found = {(c.file, c.check) for c in examine(path, quick=True).having("ne tient pas")}
    gate_log.spoilt("coopdocs verify", [path.read_bytes()], int(bool(found)))
    return found == {(path.name, "archive")}


# --- hostile


def hostile_zip(path: Path, name: str, mode: int = stat.S_IFREG | 0o644) -> None:
    with zipfile.ZipFile(path, "w") as out:
        for entry in (f"{NOM}/manifest.json", name):
            info = zipfile.ZipInfo(entry)
            info.external_attr = (mode if entry == name else stat.S_IFREG | 0o644) << 16
            out.writestr(info, "/etc/passwd")


@pytest.mark.parametrize(
    ("name", "mode", "said"),
    [
        ("../dehors.txt", stat.S_IFREG, "dangereux"),
        ("/dehors.txt", stat.S_IFREG, "dangereux"),
        (f"{NOM}/lien", stat.S_IFLNK, "autre chose que des fichiers"),
        (f"{NOM}/MANIFEST.json", stat.S_IFREG, "deux fois"),
        ("autre/fichier", stat.S_IFREG, "dossier unique"),
    ],
)
def test_a_hostile_archive_is_refused_and_writes_nothing_outside(
    tmp_path: Path, name: str, mode: int, said: str
) -> None:
    hostile_zip(tmp_path / "a.zip", name, mode)
    (fault,) = examine(tmp_path / "a.zip", quick=True).having("ne tient pas")
    assert (fault.check, said in fault.reason) == ("archive", True), fault.reason
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_a_tar_with_anything_but_files_is_refused(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as out:
        info = tarfile.TarInfo(f"{NOM}/lien")
        info.type, info.linkname = kind, "/etc/passwd"
        out.addfile(info)
    assert refused(tmp_path / "a.tar.gz")


def packed(path: Path, name: str) -> Path:
    with tarfile.open(path, "w:gz") as out:
        info = tarfile.TarInfo(name)
        info.size = 2
        out.addfile(info, io.BytesIO(b"ok"))
    return path


@pytest.mark.parametrize("name", ["../dehors.txt", "/dehors.txt", f"{NOM}/../../dehors.txt"])
def test_a_tar_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "place").mkdir()
    with pytest.raises(unpack.ArchiveError, match="dangereux"):
        unpack.extract(packed(tmp_path / "a.tar.gz", name), tmp_path / "place")
    assert {p.name for p in tmp_path.iterdir()} == {"a.tar.gz", "place"}


# the filter came with Python 3.11.4: before it there are our own checks alone, which the other tests try
@pytest.mark.skipif(not hasattr(tarfile, "data_filter"), reason="Python before 3.11.4")
def test_a_tar_is_not_unpacked_through_a_link_that_leads_outside(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "dehors").mkdir()
    (tmp_path / "place" / NOM).symlink_to(tmp_path / "dehors")
    with pytest.raises(unpack.ArchiveError, match="dangereux"):
        unpack.extract(packed(tmp_path / "a.tar.gz", f"{NOM}/a.txt"), tmp_path / "place")
    assert list((tmp_path / "dehors").iterdir()) == []


def test_an_archive_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_BYTES", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(f"{NOM}/zeros", bytes(2_000_000))
    assert refused(tmp_path / "a.zip")


@pytest.mark.parametrize(("limit", "files", "held"), [("MAX_FILES", 3, True), ("MAX_FILES", 4, False),
                                                      ("MAX_BYTES", 3, True), ("MAX_BYTES", 4, False)])  # fmt: skip
def test_what_an_archive_may_hold_is_a_number_of_files_and_of_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, files: int, held: bool
) -> None:
    """Files of one byte each, where three of them are the most."""
    monkeypatch.setattr(unpack, limit, 3)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        for n in range(files):
            out.writestr(f"{NOM}/{n}", b"x")
    with nullcontext() if held else pytest.raises(ArchiveError, match=r"contient plus de 3|dépasse"):
        extract(tmp_path / "a.zip", tmp_path / "ici")


# --- damaged


def sound() -> Iterator[tuple[str, bytes]]:
    """The ending and bytes of an archive of each kind that can be opened."""
    content = bytes(n * n % 251 for n in range(1500)) + b"coopdocs " * 200
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as made_zip:
            made_zip.writestr(zipfile.ZipInfo(f"{NOM}/é.txt"), content, method)
        yield ".zip", out.getvalue()
    member = tarfile.TarInfo(f"{NOM}/a.txt")
    member.size = len(content)
    for mode in ("w:gz", "w:bz2", "w:xz"):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode=mode) as made_tar:
            made_tar.addfile(member, io.BytesIO(content))
        yield ".tar.gz", out.getvalue()


SAINES = tuple(sound())


def damaged(rank: int, changes: dict[int, int], tmp: Path) -> Path:
    """An archive with some bytes changed."""
    ending, octets = SAINES[rank]
    spoilt = bytearray(octets)
    for at, value in changes.items():
        spoilt[at % len(spoilt)] = value
    path = tmp / f"a{ending}"
    path.write_bytes(spoilt)
    return path


@pytest.mark.parametrize("rank", range(len(SAINES)))
def test_a_sound_archive_of_each_kind_is_unpacked(tmp_path: Path, rank: int) -> None:
    extract(damaged(rank, {}, tmp_path), tmp_path / "ici")
    assert [p.stat().st_size for p in (tmp_path / "ici").rglob("*.txt")] == [3300]


def test_bytes_that_do_not_decompress_are_a_refusal_like_any_other(tmp_path: Path) -> None:
    middle = len(SAINES[3][1]) // 2
    with pytest.raises(ArchiveError, match="ne se lit pas jusqu’au bout"):
        extract(damaged(3, {middle + n: 255 for n in range(40)}, tmp_path), tmp_path / "ici")


def test_a_name_in_no_known_letters_is_a_refusal_like_any_other(tmp_path: Path) -> None:
    at = SAINES[0][1].index("é".encode())
    with pytest.raises(ArchiveError):
        extract(damaged(0, {at: 0xAA, SAINES[0][1].rindex("é".encode()): 0xAA}, tmp_path), tmp_path / "ici")


@examples(300)
@given(rank=st.integers(0, len(SAINES) - 1), changes=st.dictionaries(st.integers(0, 4000), st.integers(0, 255)))
@example(rank=3, changes={120: 255, 121: 255})
def test_any_damage_is_unpacked_or_refused_and_never_another_error(rank: int, changes: dict[int, int]) -> None:
    with tempfile.TemporaryDirectory() as tmp, suppress(ArchiveError):
        extract(damaged(rank, changes, Path(tmp)), Path(tmp) / "ici")
