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
from coopdocs.produce.delivery import INDEX
from coopdocs.targets import FORMATS, GENRES, NOMINATIF
from coopdocs.verify.findings import Constat, Raison, juger

SOMMES = "SHA256SUMS"
SOURCES = "sources"
_LIGNE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True)
class Depot:
    """A folder and the files of it that are verified (`chemins`, posix, sorted); `entier`: all of them."""

    racine: Path
    chemins: tuple[str, ...]
    entier: bool

    @classmethod
    def dossier(cls, racine: Path) -> Depot:
        found = (p for p in racine.rglob("*") if p.is_symlink() or not p.is_dir())
        if not (racine / SOMMES).is_file():
            # what names people is its maker's own; in a release it would be a file that nothing announces
            found = (p for p in found if not _personal(p.absolute().parent))
        return cls(racine, tuple(sorted(p.relative_to(racine).as_posix() for p in found)), True)

    @classmethod
    def fichier(cls, chemin: Path) -> Depot:
        """One file, held against the manifest of the folder that it lies in, where there is one."""
        chemin = chemin.absolute()
        for racine in list(chemin.parents)[:4]:
            depot = cls(racine, (chemin.relative_to(racine).as_posix(),), False)
            if depot.chemins[0] in depot.entrees:
                return depot
        return cls(chemin.parent, (chemin.name,), False)

    def lire(self, chemin: str) -> bytes:
        return (self.racine / chemin).read_bytes()

    def existe(self, chemin: str) -> bool:
        return (self.racine / chemin).is_file()

    @cached_property
    def manifeste(self) -> Mapping[str, Any] | None:
        """The manifest, None where there is none or it cannot be read as one."""
        try:
            data = json.loads(self.lire(MANIFEST))
            entries = [*data["fichiers"], *data.get("anciens", [])]
            return data if all(isinstance(e["chemin"], str) and isinstance(e["sha256"], str) for e in entries) else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    @cached_property
    def entrees(self) -> dict[str, dict[str, Any]]:
        """The manifest's entries by path."""
        data = self.manifeste or {}
        return {e["chemin"]: e for e in [*data.get("fichiers", []), *data.get("anciens", [])]}

    @cached_property
    def prevus(self) -> frozenset[str]:
        """What the kit plans and nobody has built here yet; in a release, all that is planned is there."""
        data = self.manifeste or {}
        return frozenset() if self.existe(SOMMES) else frozenset(data.get("prevus", ()))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The files that are documents: what the manifest lists, the index, a file given by itself."""
        return tuple(
            c for c in self.chemins
            if c.rpartition(".")[2] in FORMATS and c != MANIFEST and not (self.racine / c).is_symlink()
            and (c in self.entrees or c == INDEX or self.manifeste is None or not self.entier)
        )  # fmt: skip

    @property
    def sources(self) -> Path | None:
        """The kit that a release holds, None where there is none."""
        racine = self.racine / SOURCES
        return racine if (racine / "content/kit.yaml").is_file() else None


def _personal(dossier: Path) -> bool:
    """Whether a folder of documents holds what names people: an event's, not an event of that name."""
    return dossier.name == NOMINATIF and dossier.parent.name != "evenements"


def sommes(depot: Depot) -> Iterator[Constat]:
    """Each file against its sum in SHA256SUMS and in the manifest; files that are missing or that nothing announces."""
    listed = _listed(depot)
    announced: dict[str, list[tuple[str, str]]] = {}
    for where, sums in ((SOMMES, listed or {}), ("manifest.json", _made(depot))):
        for path, digest in sums.items():
            announced.setdefault(path, []).append((where, digest))
    if not depot.entier:
        (path,) = depot.chemins
        if path in announced:
            yield from juger(path, "sommes", _changed(depot, path, announced[path]))
        else:
            yield Constat(path, "sommes", "non vérifié", "aucun manifeste autour de ce fichier ne donne sa somme")
        return
    yield from _lists(depot, listed)
    if depot.prevus:
        some = ", ".join(sorted(depot.prevus)[:3]) + (", …" if len(depot.prevus) > 3 else "")
        n = len(depot.prevus)
        quoi = f"{n} documents prévus n’ont pas été construits" if n > 1 else "un document prévu n’a pas été construit"
        yield Constat(MANIFEST, "construction", "non vérifié", f"{quoi} ({some}) : coopdocs build")
    # without a list of sums, nothing can announce the manifest and the index made from it
    around = {SOMMES} if listed is not None else {MANIFEST, INDEX}
    for path in sorted({*depot.chemins, *announced} - (around - announced.keys())):
        yield from juger(path, "sommes", _faults(depot, path, announced.get(path, [])))


def _faults(depot: Depot, path: str, announced: list[tuple[str, str]]) -> Iterator[Raison]:
    if path not in depot.chemins:
        yield "manque", "annoncé par " + " et ".join(where for where, _ in announced)
    elif (depot.racine / path).is_symlink():
        yield "est un lien vers un autre endroit : remplacez-le par le fichier lui-même"
    elif not announced:
        yield "a été ajouté", "rien ne l’annonce"
    elif path.partition("/")[0] in GENRES and path not in depot.entrees:
        yield "a été ajouté", "le manifeste ne l’annonce pas"
    else:
        yield from _changed(depot, path, announced)


def _changed(depot: Depot, path: str, announced: list[tuple[str, str]]) -> Iterator[Raison]:
    digest = hashlib.sha256(depot.lire(path)).hexdigest()
    if wrong := [where for where, expected in announced if digest != expected]:
        yield "a changé depuis sa construction", f"sa somme n’est pas dans {' ni dans '.join(wrong)}"
    if depot.entrees.get(path, {}).get("perime"):
        yield "vient d’une construction précédente, la dernière a échoué pour lui : relancez coopdocs build"


def _lists(depot: Depot, sums: dict[str, str] | None) -> Iterator[Constat]:
    """The two lists themselves: there, and readable."""
    if depot.manifeste is None:
        lost = "manque ou ne se lit pas : rien ne dit quels documents doivent être là"
        yield Constat(MANIFEST, "sommes", "ne tient pas", lost)
    if sums is None:
        return
    lines = depot.lire(SOMMES).decode("utf-8", "replace").splitlines()
    bad = [n for n, line in enumerate(lines, 1) if not _LIGNE.fullmatch(line)]
    yield from juger(SOMMES, "sommes", [("n’est pas une liste de sommes", f"ligne {n}") for n in bad])


def _listed(depot: Depot) -> dict[str, str] | None:
    """The sums of SHA256SUMS by path, None where the folder has no such list."""
    if not depot.existe(SOMMES):
        return None
    lines = depot.lire(SOMMES).decode("utf-8", "replace").splitlines()
    return {m[2]: m[1] for line in lines if (m := _LIGNE.fullmatch(line))}


def _made(depot: Depot) -> dict[str, str]:
    return {path: entry["sha256"] for path, entry in depot.entrees.items()}
