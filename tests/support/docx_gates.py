"""The gates of a DOCX: own checks (docx_checks) and three libraries that know OOXML, each as bytes in, words out."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import docx_plus.lint
import ooxml_integrity
import openxml_audit

from support import gate_log
from support.docx_checks import defauts

OWN, AUDIT, INTEGRITY, LINT = "own checks, DOCX", "openxml-audit", "ooxml-integrity", "docx-plus lint"
# Meant: page breaks, captions kept with their table and room after a table stand on the paragraph; each list has a
# numbering instance of its own, or the second would go on counting from the first, and a numbered heading may stand
# right above a list; a template gives some cells the ink that the table style gives too; a foreign passage is marked
# for spelling and for reading aloud.
MEANT = [
    "style-drift",
    "direct-numbering-override",
    "list-numbering-continuity",
    "redundant-direct-formatting",
    "mixed-language",
]


THIN = ("trailing-whitespace", "ends with '\\u202f'")


def audit(octets: bytes) -> list[str]:
    """Parts, relationships, schemas and meaning against Microsoft's own tables; also for XLSX."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / ("a.xlsx" if b"xl/workbook.xml" in octets else "a.docx")
        fichier.write_bytes(octets)
        return [str(e) for e in openxml_audit.OpenXmlValidator().validate(fichier).errors]


def integrity(octets: bytes) -> list[str]:
    """References between parts of the package, and within the text."""
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "a.docx"
        fichier.write_bytes(octets)
        return [str(f) for f in ooxml_integrity.check(fichier)]


def lint(octets: bytes) -> list[str]:
    """What a careful Word user would mend."""
    found = docx_plus.lint.lint(docx.Document(io.BytesIO(octets)), exclude=MEANT)
    # the thin space between a figure and the call of its note: the linter sees no letter in the call
    return [f"{f.rule}: {f.message}" for f in found if (f.rule, f.observed) != THIN]


GATES: dict[str, Callable[[bytes], list[str]]] = {OWN: defauts, AUDIT: audit, INTEGRITY: integrity, LINT: lint}


def examine(gate: str, files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """What a gate says of each file, by its name; a file that it cannot even read says so."""
    gate_log.read(gate, files.values())
    return {name: _say(GATES[gate], octets) for name, octets in files.items()}


def _say(gate: Callable[[bytes], list[str]], octets: bytes) -> list[str]:
    try:
        return gate(octets)
    except Exception as error:  # a broken package breaks its reader in any way: that too is being caught
        return [f"unreadable: {type(error).__name__}: {error}"]
