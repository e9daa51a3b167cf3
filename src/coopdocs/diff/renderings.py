"""The écarts written: as Markdown and HTML by their templates, as data for JSON."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any

from coopdocs import __version__
from coopdocs.diff.differences import Document, Ecart, Ecarts, Section
from coopdocs.diff.words import Morceau
from coopdocs.model.contenu import Kit
from coopdocs.theme import Theme

_SIGNES = re.compile(r"([\\`*_\[\]<>&|~#])")
_MARQUES = {"commun": "", "retiré": "~~", "ajouté": "**"}


def markdown(ecarts: Ecarts, theme: Theme, sous: int = 0) -> str:
    """The écarts as Markdown (GitHub's) with a title; `sous`: without one, to stand below a heading of that level."""
    return theme.render("ecarts/ecarts.md.j2", ecarts=ecarts, md=echappe, marque=marque, sous=sous)


def html(ecarts: Ecarts, theme: Theme, kit: Kit) -> str:
    """The écarts as a page of its own, in the looks of the kit that is the new side."""
    return theme.render("ecarts/ecarts.html.j2", support="ecran", kit=kit, ecarts=ecarts)


def echappe(texte: str) -> str:
    """A text as Markdown shows it, on one line."""
    return _SIGNES.sub(r"\\\1", " ".join(texte.split("\n")))


def marque(morceaux: Iterable[Morceau]) -> str:
    """What was removed ~~struck~~, what was added in **bold**, the signs against the words as Markdown wants them."""
    return "".join(map(_marque, _apart(morceaux)))


def _marque(morceau: Morceau) -> str:
    words = morceau.texte.strip()
    sign = _MARQUES[morceau.etat] if words else ""
    before, _, after = morceau.texte.partition(words) if words else (morceau.texte, "", "")
    return f"{echappe(before)}{sign}{echappe(words)}{sign}{echappe(after)}"


def _apart(morceaux: Iterable[Morceau]) -> Iterable[Morceau]:
    """A space between what was removed and what took its place."""
    former = None
    for m in morceaux:
        if former and former.etat == "retiré" and m.etat == "ajouté" and not former.texte[-1:].isspace():
            yield Morceau("commun", " ")
        yield (former := m)


def data(ecarts: Ecarts) -> dict[str, Any]:
    """The whole view as JSON takes it: `sections` with their `ecarts`, `documents`, and how many of each."""
    return {
        "coopdocs": __version__,
        "ancien": _edition(ecarts.ancien),
        "nouveau": _edition(ecarts.nouveau),
        "identique": ecarts.rien,
        "comptes": {
            "contenu": ecarts.contenu,
            "mise_en_forme": ecarts.mise_en_forme,
            "documents": {s: len(ecarts.de(s)) for s in dict.fromkeys(d.sort for d in ecarts.documents)},
            "documents_identiques": ecarts.identiques,
        },
        "sections": [_section(s) for s in ecarts.sections],
        "documents": [_document(d) for d in ecarts.documents],
    }


def _edition(edition: Any) -> dict[str, str]:
    return dataclasses.asdict(edition) | {"edition": edition.edition.isoformat()}


def _section(section: Section) -> dict[str, Any]:
    ecarts = [_ecart(e) for e in section.ecarts]
    return {"id": section.id, "titre": section.titre, "genre": section.genre, "ecarts": ecarts}


def _ecart(e: Ecart) -> dict[str, Any]:
    return {
        "id": e.id,
        "genre": e.genre,
        "nature": e.nature,
        "libelle": e.libelle,
        "changements": [dataclasses.asdict(c) for c in e.changements],
        "sources": [dataclasses.asdict(s) for s in e.sources],
        "verifie_le": e.verifie_le.isoformat() if e.verifie_le else None,
        "confiance": e.confiance,
    }


def _document(document: Document) -> dict[str, Any]:
    return dataclasses.asdict(document)
