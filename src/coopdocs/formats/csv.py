"""Tables as CSV: UTF-8 with commas for open data, semicolons with a byte order mark for French Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading = + - @ tab or CR gets an apostrophe before it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write(rows: Sequence[Sequence[str]], excel: bool = False) -> str:
    """The table as text with CRLF line ends; `excel` for the semicolon form."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return ("\ufeff" if excel else "") + out.getvalue()
