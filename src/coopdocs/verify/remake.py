"""Documents made again from the sources beside them, and compared byte for byte."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, get_args

from coopdocs import __version__, library, machine
from coopdocs.folders import KitFolders
from coopdocs.formats import run
from coopdocs.model.evenement import Profil
from coopdocs.plan import plan
from coopdocs.produce import Cache, PartStore, fault
from coopdocs.targets import Selection, Target
from coopdocs.theme import Theme
from coopdocs.verify.findings import Check, Finding, Reason, judge
from coopdocs.verify.folder import Folder

_CHECK: Check = "reconstruction"


def check(folder: Folder, kit: Path | None, sample: float, say: Callable[[str], None]) -> Iterator[Finding]:
    """A sample of the documents made again; `sample`: a share below or at 1, or a number of files from 1 on when whole.

    `kit`: the sources of a folder that does not hold its own. Where versions are not those of the manifest, bytes can
    differ without a fault: « non comparable », and nothing is made.
    """
    root, manifest = folder.sources or kit, folder.manifest
    entries = [e for e in (manifest or {}).get("fichiers", []) if e["chemin"] in folder.paths]
    if root is None or manifest is None or not entries:
        yield Finding("", _CHECK, "non vérifié", "il faut un manifeste, et les sources de ses documents")
        return
    try:
        read = _read(root, manifest)
    except ValueError as error:
        yield Finding("sources", _CHECK, "ne tient pas", "ne se lisent pas comme un kit", str(error))
        return
    theme = Theme(KitFolders(root).theme).of(read.kit.identite)
    if different := list(_differences(manifest, theme)):
        yield Finding("", _CHECK, "non comparable", f"autres versions ici : {', '.join(different)}")
        return
    chosen = drawn(entries, sample)
    targets, parts = _targets(read, theme, [e for e in chosen if e.get("genre") == "dossiers"])
    for entry in chosen:
        path = entry["chemin"]
        say(f"reconstruction de {path}")
        if path in targets:
            yield from judge(path, _CHECK, _compared(targets[path], parts, folder.read(path)))
        else:
            yield Finding(path, _CHECK, "non vérifié", "n’est pas dans le plan de ces sources")


def drawn(entries: list[dict[str, Any]], sample: float) -> list[dict[str, Any]]:
    """Which documents are made again: drawn by their name and sum, the same for the same release."""
    count = math.ceil(len(entries) * sample) if isinstance(sample, float) else sample
    first = sorted(entries, key=lambda e: hashlib.sha256(f"{e['chemin']}\0{e['sha256']}".encode()).digest())[:count]
    return [entry for entry in entries if entry in first]


def _differences(manifest: Mapping[str, Any], theme: Theme) -> Iterator[str]:
    """What makes the bytes and is not the same here, each with both versions."""
    there = {"coopdocs": manifest.get("coopdocs")} | manifest.get("moteurs", {})
    here = {"coopdocs": __version__} | machine.every_version()
    for name in sorted({*there, *here}):
        if there.get(name) != here.get(name):
            yield f"{name} {here.get(name)} (manifeste : {there.get(name)})"
    fonts = {font["fichier"]: font for font in theme.fonts()}
    for font in manifest.get("polices", []):
        if fonts.get(font.get("fichier")) != font:
            yield f"police {font.get('famille')} {font.get('style')}"


def _read(root: Path, manifest: Mapping[str, Any]) -> library.Library:
    """The sources. Raises ValueError with the first problem where they are no whole kit."""
    edition = dt.date.fromisoformat(manifest["edition"]) if "edition" in manifest else None
    kit, problems = library.load(root, edition)
    if kit is None:
        raise ValueError(str(next(p for p in problems if p.is_error)))
    return kit


def _targets(kit: library.Library, theme: Theme, dossiers: list[dict[str, Any]]) -> tuple[dict[str, Target], PartStore]:
    """The plan of the sources by path."""
    known = [e["sujet"] for e in dossiers if kit.territoires.get(e["sujet"]) is not None]
    parts = PartStore(Cache(None))
    # the booklets for one audience too, whichever were asked for, and the dossiers for office printers
    selection = Selection(territoires=tuple(dict.fromkeys(known)), profils=get_args(Profil))
    sober = any(PurePosixPath(e["chemin"]).stem.endswith("-sobre") for e in dossiers)
    asked = [selection, replace(selection, sobre=True)] if sober else [selection]
    targets = {t.path: t for one in asked for t in plan(kit, theme, one, parts.pages)}
    for beside, subjects in _compared_with(dossiers).items():
        named = tuple(s for s in subjects if s in known)
        for one in (replace(one, territoires=named, beside=beside) for one in asked if named):
            targets |= {t.path: t for t in plan(kit, theme, one, parts.pages) if t.request and t.request.beside}
    return targets, parts


def _compared_with(dossiers: list[dict[str, Any]]) -> Mapping[tuple[str, ...], list[str]]:
    """The territories whose dossiers were made beside others that someone named for once, by these."""
    found: dict[tuple[str, ...], list[str]] = {}
    for entry in dossiers:
        if beside := tuple(map(str, entry.get("comparer", ()))):
            found.setdefault(beside, []).append(str(entry["sujet"]))
    return found


def _compared(target: Target, parts: PartStore, data: bytes) -> Iterator[Reason]:
    try:
        rendered = run(target.make(), parts.render)
    except Exception as error:
        # whatever an engine or a template of these sources can meet
        yield "ne se refait pas", fault(error)
        return
    if rendered.defects:
        yield "ne se refait pas", rendered.defects[0]
    elif rendered.data != data:
        at = next((n for n, (a, b) in enumerate(zip(rendered.data, data, strict=False)) if a != b), None)
        where = f"dès l’octet {at}" if at is not None else "par sa longueur"
        sizes = f"{len(rendered.data)} octets refaits, {len(data)} dans le fichier"
        yield "n’est pas ce que donnent ses sources", f"diffère {where} ; {sizes}"
