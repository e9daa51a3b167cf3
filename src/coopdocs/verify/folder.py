"""What is verified: files under one folder, with what its manifest and its list of sums say of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from coopdocs.produce import MANIFEST
from coopdocs.produce.indexes import DIRECTORY, INDEX
from coopdocs.targets import FORMATS, KINDS, NOMINATIF
from coopdocs.verify.findings import Finding, Reason, judge

SUMS = "SHA256SUMS"
SOURCES = "sources"
_SUM_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True)
class Folder:
    """A folder and the files of it that are verified (`paths`, posix, sorted); `whole`: all of them."""

    root: Path
    paths: tuple[str, ...]
    whole: bool

    @classmethod
    def of(cls, root: Path) -> Folder:
        found = (p for p in root.rglob("*") if p.is_symlink() or not p.is_dir())
        if not (root / SUMS).is_file():
            # what names people is its maker's own; in a release it would be a file that nothing announces
            found = (p for p in found if not _personal(p.absolute().parent))
        return cls(root, tuple(sorted(p.relative_to(root).as_posix() for p in found)), True)

    @classmethod
    def around(cls, path: Path) -> Folder:
        """One file, held against the manifest of the folder that it lies in, where there is one."""
        path = path.absolute()
        for root in list(path.parents)[:4]:
            folder = cls(root, (path.relative_to(root).as_posix(),), False)
            if folder.paths[0] in folder.entries:
                return folder
        return cls(path.parent, (path.name,), False)

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def has(self, path: str) -> bool:
        return (self.root / path).is_file()

    @cached_property
    def manifest(self) -> Mapping[str, Any] | None:
        """The manifest, None where there is none or it cannot be read as one."""
        try:
            data = json.loads(self.read(MANIFEST))
            entries = [*data["fichiers"], *data.get("anciens", [])]
            return data if all(isinstance(e["chemin"], str) and isinstance(e["sha256"], str) for e in entries) else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    @cached_property
    def entries(self) -> dict[str, dict[str, Any]]:
        """The manifest's entries by path."""
        data = self.manifest or {}
        return {e["chemin"]: e for e in [*data.get("fichiers", []), *data.get("anciens", [])]}

    @cached_property
    def planned(self) -> frozenset[str]:
        """What the kit plans and nobody has built here yet; in a release, all that is planned is there."""
        data = self.manifest or {}
        return frozenset() if self.has(SUMS) else frozenset(data.get("prevus", ()))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The files that are documents: what the manifest lists, the index, a file given by itself."""
        return tuple(
            c for c in self.paths
            if c.rpartition(".")[2] in FORMATS and c != MANIFEST and not (self.root / c).is_symlink()
            and (c in self.entries or c in (INDEX, DIRECTORY) or self.manifest is None or not self.whole)
        )  # fmt: skip

    @property
    def sources(self) -> Path | None:
        """The kit that a release holds, None where there is none."""
        root = self.root / SOURCES
        return root if (root / "content/kit.yaml").is_file() else None


def _personal(dossier: Path) -> bool:
    """Whether a folder of documents holds what names people: an event's, not an event of that name."""
    return dossier.name == NOMINATIF and dossier.parent.name != "evenements"


def check_sums(folder: Folder) -> Iterator[Finding]:
    """Each file against its sum in SHA256SUMS and in the manifest; files that are missing or that nothing announces."""
    listed = _listed(folder)
    announced: dict[str, list[tuple[str, str]]] = {}
    for where, sums in ((SUMS, listed or {}), ("manifest.json", _made(folder))):
        for path, digest in sums.items():
            announced.setdefault(path, []).append((where, digest))
    if not folder.whole:
        (path,) = folder.paths
        if path in announced:
            yield from judge(path, "sommes", _changed(folder, path, announced[path]))
        else:
            yield Finding(path, "sommes", "non vérifié", "aucun manifeste autour de ce fichier ne donne sa somme")
        return
    yield from _lists(folder, listed)
    if folder.planned:
        some = ", ".join(sorted(folder.planned)[:3]) + (", …" if len(folder.planned) > 3 else "")
        n = len(folder.planned)
        what = f"{n} documents prévus n’ont pas été construits" if n > 1 else "un document prévu n’a pas été construit"
        yield Finding(MANIFEST, "construction", "non vérifié", f"{what} ({some}) : coopdocs build")
    # without a list of sums, nothing can announce the manifest and the index made from it
    around = {SUMS} if listed is not None else {MANIFEST, INDEX, DIRECTORY}
    for path in sorted({*folder.paths, *announced} - (around - announced.keys())):
        yield from judge(path, "sommes", _faults(folder, path, announced.get(path, [])))


def _faults(folder: Folder, path: str, announced: list[tuple[str, str]]) -> Iterator[Reason]:
    if path not in folder.paths:
        yield "manque", "annoncé par " + " et ".join(where for where, _ in announced)
    elif (folder.root / path).is_symlink():
        yield "est un lien vers un autre endroit : remplacez-le par le fichier lui-même"
    elif not announced:
        yield "a été ajouté", "rien ne l’annonce"
    elif path.partition("/")[0] in KINDS and path not in folder.entries and path != DIRECTORY:
        yield "a été ajouté", "le manifeste ne l’annonce pas"
    else:
        yield from _changed(folder, path, announced)


def _changed(folder: Folder, path: str, announced: list[tuple[str, str]]) -> Iterator[Reason]:
    digest = hashlib.sha256(folder.read(path)).hexdigest()
    if wrong := [where for where, expected in announced if digest != expected]:
        yield "a changé depuis sa construction", f"sa somme n’est pas dans {' ni dans '.join(wrong)}"
    if folder.entries.get(path, {}).get("perime"):
        yield "vient d’une construction précédente, la dernière a échoué pour lui : relancez coopdocs build"


def _lists(folder: Folder, sums: dict[str, str] | None) -> Iterator[Finding]:
    """The two lists themselves: there, and readable."""
    if folder.manifest is None:
        lost = "manque ou ne se lit pas : rien ne dit quels documents doivent être là"
        yield Finding(MANIFEST, "sommes", "ne tient pas", lost)
    if sums is None:
        return
    lines = folder.read(SUMS).decode("utf-8", "replace").splitlines()
    bad = [n for n, line in enumerate(lines, 1) if not _SUM_LINE.fullmatch(line)]
    yield from judge(SUMS, "sommes", [("n’est pas une liste de sommes", f"ligne {n}") for n in bad])


def _listed(folder: Folder) -> dict[str, str] | None:
    """The sums of SHA256SUMS by path, None where the folder has no such list."""
    if not folder.has(SUMS):
        return None
    lines = folder.read(SUMS).decode("utf-8", "replace").splitlines()
    return {m[2]: m[1] for line in lines if (m := _SUM_LINE.fullmatch(line))}


def _made(folder: Folder) -> dict[str, str]:
    return {path: entry["sha256"] for path, entry in folder.entries.items()}
