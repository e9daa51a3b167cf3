"""What a kit holds, as rows to list: each row a mapping whose keys are those of the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from coopdocs.library.catalogue import Library, fichier_evenement, fichier_forme
from coopdocs.targets import Target
from coopdocs.territoire import Territoire, TerritoireRefuse

Row = dict[str, Any]


def of(library: Library, quoi: str) -> list[Row]:
    """The formes, criteres, sources or evenements of a kit."""
    rows = {"formes": _formes, "criteres": _criteres, "sources": _sources, "evenements": _evenements}
    return list(rows[quoi](library))


def territoires(library: Library, departement: str | None, niveau: str | None) -> list[Row]:
    """The territories of a level, of a département, or both; without either, all but the 34,969 communes.

    Raises TerritoireRefuse for a text that names no département.
    """
    every = library.territoires
    if departement is None:
        niveaux = (niveau,) if niveau else ("region", "departement", "epci")
        found = filter(None, (every.get(cle) for n in niveaux for cle in every.codes(n)))
    else:
        ici = every.get(f"departement:{departement.upper()}") or every.resolve(departement)
        if ici.type != "departement":
            raise TerritoireRefuse(departement, f"« {departement} » n’est pas un département")
        found = filter(lambda t: niveau in (None, t.type), chain((ici,), every.children(ici), every.communes(ici)))
    return [_territoire(t) for t in dict.fromkeys(found)]


def _territoire(t: Territoire) -> Row:
    return {
        "code": t.cle,
        "nom": t.nom_court,
        "genre": t.genre,
        "population": t.population,
        "departements": " ".join(t.departements),
    }


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


def _evenements(library: Library) -> Iterator[Row]:
    for slug, e in library.evenements.items():
        lieu = library.territoires.get(e.lieu.territoire)
        yield {
            "slug": slug,
            "date": e.date.isoformat(),
            "lieu": lieu.nom_court if lieu else e.lieu.nom,
            "profils": " ".join(e.profils),
            "titre": e.titre,
            "fichier": fichier_evenement(slug),
        }
