"""The tool chain as a CycloneDX 1.6 bill of materials: coopdocs, the packages it runs on, Python, system libraries.

Everything in it, its serial number too, comes from what is installed and from the edition: same chain, same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import platform
import uuid
from collections.abc import Iterator, Mapping
from importlib import metadata
from typing import Any
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coopdocs import machine

TOOL = "coopdocs"
_ENGINE = "weasyprint"
"""The package that loads the system libraries."""
_SPDX = {
    "MIT": "MIT",
    "MIT License": "MIT",
    "Apache-2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD-3-Clause": "BSD-3-Clause",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
}
"""SPDX identifiers of the licences that packages name in other words; « BSD License » does not say which."""


def of(edition: dt.date) -> bytes:
    """The bill of materials of the chain that runs now, dated with the edition; no hashes: an installed package has
    lost the archive it came in."""
    needs = _installed()
    libraries = {name: version for name, version in sorted(machine.system_versions().items()) if version}
    python = _component("platform", "python", platform.python_version(), "generic", [])
    systems = [_component("library", name, version, "generic", []) for name, version in libraries.items()]
    packages = {name: _package(name) for name in sorted(needs)}
    tool = packages.pop(TOOL)
    refs = {name: package["bom-ref"] for name, package in packages.items()} | {TOOL: tool["bom-ref"]}
    edges = {refs[name]: [refs[need] for need in needed] for name, needed in needs.items()}
    edges[refs[TOOL]] = [*edges[refs[TOOL]], python["bom-ref"]]
    edges[refs[_ENGINE]] = [*edges[refs[_ENGINE]], *(system["bom-ref"] for system in systems)]
    bill = {
        "version": 1,
        "metadata": {
            "timestamp": f"{edition.isoformat()}T12:00:00Z",
            "lifecycles": [{"phase": "build"}],
            "tools": {"components": [{"type": "application", "name": TOOL, "version": tool["version"]}]},
            "component": tool,
        },
        "components": [*packages.values(), python, *systems],
        "dependencies": [{"ref": ref, "dependsOn": sorted(edges.get(ref, []))} for ref in sorted(_every(edges))],
    }
    return _sealed(bill)


def _sealed(bill: Mapping[str, Any]) -> bytes:
    serial = uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(bill, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}"}
    return (json.dumps(head | dict(bill), ensure_ascii=False, indent=1) + "\n").encode()


def _every(edges: Mapping[str, list[str]]) -> set[str]:
    return set(edges).union(*edges.values())


def _installed() -> dict[str, list[str]]:
    """coopdocs and every package it needs here, each with those that it needs itself."""
    found: dict[str, set[str]] = {}
    todo = [(TOOL, "")]
    seen = set(todo)
    while todo:
        name, extra = todo.pop()
        needed = found.setdefault(name, set())
        for requirement in _requirements(name, extra):
            other = canonicalize_name(requirement.name)
            needed.add(other)
            coming = {(other, wanted) for wanted in ("", *requirement.extras)} - seen
            seen |= coming
            todo += coming
    return {name: sorted(needed - {name}) for name, needed in sorted(found.items())}


def _requirements(name: str, extra: str) -> Iterator[Requirement]:
    """What a package, or one of its extras, asks for on this machine."""
    for requirement in map(Requirement, metadata.requires(name) or ()):
        marker = requirement.marker
        plain = marker is None or marker.evaluate({"extra": ""})
        if (plain and not extra) or (extra and not plain and marker is not None and marker.evaluate({"extra": extra})):
            yield requirement


def _package(name: str) -> dict[str, Any]:
    told = metadata.metadata(name)
    kind = "application" if name == TOOL else "library"
    return _component(kind, name, told["Version"], "pypi", _licences(told))


def _component(kind: str, name: str, version: str, purl: str, licences: list[dict[str, Any]]) -> dict[str, Any]:
    ref = f"pkg:{purl}/{name}@{quote(version)}"
    stated = {"licenses": licences} if licences else {}
    return {"type": kind, "bom-ref": ref, "name": name, "version": version} | stated | {"purl": ref}


def _licences(told: metadata.PackageMetadata) -> list[dict[str, Any]]:
    """The licences that a package declares, as CycloneDX writes them; none where it declares none."""
    if expressions := told.get_all("License-Expression"):
        return [{"expression": expressions[0], "acknowledgement": "declared"}]
    names = [value.rpartition(" :: ")[2] for value in told.get_all("Classifier") or [] if value.startswith("License")]
    if not names:
        # a whole licence text stands in some of these fields: its first line names it
        names = [field.strip().splitlines()[0] for field in told.get_all("License") or [] if field.strip()]
    known = [{"id": _SPDX[name]} if name in _SPDX else {"name": name} for name in names]
    return [{"license": {**licence, "acknowledgement": "declared"}} for licence in known]
