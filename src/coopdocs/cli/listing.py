"""What a kit holds, as rows to list: each row a mapping whose keys are those of the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coopdocs.library.catalogue import Library, fichier_forme
from coopdocs.targets import Target

Row = dict[str, Any]


def of(library: Library, quoi: str) -> list[Row]:
    """The formes, criteres or sources of a kit."""
    return list({"formes": _formes, "criteres": _criteres, "sources": _sources}[quoi](library))


def targets(every: Sequence[Target]) -> list[Row]:
    return [target.described() for target in every]


def lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    """The same rows as text; what is empty shows as a dash."""
    for row in rows:
        yield [
            "–" if value in (None, "") else "oui" if value is True else "non" if value is False else str(value)
            for value in row.values()
        ]


def _formes(library: Library) -> Iterator[Row]:
    for slug, f in library.formes.items():
        yield {"slug": slug, "sigle": f.sigle, "nature": f.nature, "ordre": f.ordre, "couleur": f.couleur,
               "exemples": len(f.exemples), "nom": f.nom, "fichier": fichier_forme(slug)}  # fmt: skip


def _criteres(library: Library) -> Iterator[Row]:
    for c in library.criteres.criteres:
        yield {
            "id": c.id,
            "groupe": c.groupe,
            "principal": c.principal,
            "graphique": c.graphique,
            "titre": c.titre,
            "question": c.question,
        }


def _sources(library: Library) -> Iterator[Row]:
    cited = Counter(cle for _, _, cle in library.citations)
    for identifiant, s in library.sources.items():
        yield {
            "id": identifiant,
            "citations": cited[identifiant],
            "date": s.date,
            "editeur": s.editeur,
            "titre": s.titre,
            "adresse": s.adresse,
        }
