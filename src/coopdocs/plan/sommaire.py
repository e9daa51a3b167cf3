"""The table of contents of a document that is joined from parts: what its template prints and links."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entree:
    """A line of it; `partie` and `ancre` say where its link goes; `slug`: the forme there, if it is one."""

    titre: str
    page: int
    partie: str
    ancre: str
    slug: str | None = None
