"""The differences written: as Markdown and HTML by their templates, as data for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from coopdocs import __version__
from coopdocs.diff.differences import Change, Difference, Differences, Document, Edition, Section
from coopdocs.diff.words import Chunk
from coopdocs.library.markdown import escaped
from coopdocs.model.kit import Kit
from coopdocs.theme import Theme

_MARKS = {"commun": "", "retiré": "~~", "ajouté": "**"}


def markdown(differences: Differences, theme: Theme, under: int = 0) -> str:
    """The differences as Markdown (GitHub's) with a title; `under`: without one, below a heading of that level."""
    return theme.render("ecarts/ecarts.md.j2", ecarts=differences, md=escaped, marque=marked_up, sous=under)


def html(differences: Differences, theme: Theme, kit: Kit) -> str:
    """The differences as a page of its own, in the looks of the kit that is the new side."""
    return theme.render("ecarts/ecarts.html.j2", support="ecran", kit=kit, ecarts=differences)


def marked_up(chunks: Iterable[Chunk]) -> str:
    """What was removed ~~struck~~, what was added in **bold**, the signs against the words as Markdown wants them."""
    return "".join(map(_marked_up, _apart(chunks)))


def _marked_up(chunk: Chunk) -> str:
    words = chunk.text.strip()
    sign = _MARKS[chunk.state] if words else ""
    before, _, after = chunk.text.partition(words) if words else (chunk.text, "", "")
    return f"{escaped(before)}{sign}{escaped(words)}{sign}{escaped(after)}"


def _apart(chunks: Iterable[Chunk]) -> Iterable[Chunk]:
    """A space between what was removed and what took its place."""
    former = None
    for chunk in chunks:
        if former and former.state == "retiré" and chunk.state == "ajouté" and not former.text[-1:].isspace():
            yield Chunk("commun", " ")
        yield chunk
        former = chunk


def data(differences: Differences) -> dict[str, Any]:
    """The whole view as JSON takes it: `sections` with their `ecarts`, `documents`, and how many of each."""
    return {
        "coopdocs": __version__,
        "ancien": _edition(differences.old),
        "nouveau": _edition(differences.new),
        "identique": differences.empty,
        "comptes": {
            "contenu": differences.content_changes,
            "mise_en_forme": differences.layout_changes,
            "documents": {s: len(differences.having(s)) for s in dict.fromkeys(d.fate for d in differences.documents)},
            "documents_identiques": differences.unchanged,
        },
        "sections": [_section(s) for s in differences.sections],
        "documents": [_document(d) for d in differences.documents],
    }


def _edition(edition: Edition) -> dict[str, str]:
    return {
        "nom": edition.name,
        "titre": edition.title,
        "version": edition.version,
        "edition": edition.edition.isoformat(),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "titre": section.title,
        "genre": section.kind,
        "ecarts": [_difference(difference) for difference in section.differences],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    verified_on, valid_until = difference.verified_on, difference.valid_until
    return {
        "id": difference.id,
        "genre": difference.kind,
        "nature": difference.nature,
        "libelle": difference.label,
        "changements": [_change(change) for change in difference.changes],
        "sources": [{"cle": source.key, "court": source.short} for source in difference.sources],
        "verifie_le": verified_on.isoformat() if verified_on else None,
        "valable_jusqu_au": valid_until.isoformat() if valid_until else None,
        "confiance": difference.confidence,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "champ": change.field,
        "libelle": change.label,
        "ancien": change.old,
        "nouveau": change.new,
        "morceaux": [{"etat": chunk.state, "texte": chunk.text} for chunk in change.chunks],
        "nature": change.nature,
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "chemin": document.path,
        "titre": document.title,
        "sort": document.fate,
        "passages": document.passages,
        "raison": document.reason,
    }
