"""What a kit holds, as rows to list: each row a mapping whose keys are those of the JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

from coopdocs.library.catalogue import (
    CRITERES,
    EVENEMENTS,
    FORMES,
    SOURCES,
    TERRITOIRES,
    Library,
    fichier_evenement,
    fichier_forme,
)
from coopdocs.targets import Target
from coopdocs.territoire import Territoire, TerritoireError, Territoires, resolution
from coopdocs.territoire.noms import fold

Row = dict[str, Any]


NEEDS = {
    "formes": (FORMES,),
    "criteres": (CRITERES,),
    "sources": ("content/",),
    "evenements": (EVENEMENTS,),
    "targets": ("content/",),
    "territoires": (TERRITOIRES,),
}
"""What each list is made from: an error elsewhere takes nothing from it."""


def of(library: Library, quoi: str) -> list[Row]:
    """The formes, criteres, sources or evenements of a kit, as far as its files can be read."""
    rows = {"formes": _formes, "criteres": _criteres, "sources": _sources, "evenements": _evenements}
    return list(rows[quoi](library))


def territoires(library: Library, departements: Sequence[str], niveaux: Sequence[str]) -> list[Row]:
    """The territories of some levels, of some départements, or both; without either, all but the 34,969 communes.

    Raises TerritoireError for a text that names no département.
    """
    every = library.territoires
    found: Iterable[Territoire | None]
    if not departements:
        found = (every.get(cle) for n in niveaux or ("region", "departement", "epci") for cle in every.codes(n))
    else:
        ici = [_departement(every, texte) for texte in departements]
        within = chain.from_iterable(chain((d,), every.enfants(d), every.communes(d)) for d in ici)
        found = (t for t in within if not niveaux or t.type in niveaux)
    return [_territoire(t) for t in dict.fromkeys(filter(None, found))]


def _departement(every: Territoires, texte: str) -> Territoire:
    ici = every.get(f"departement:{texte.upper()}")
    if ici is None:
        try:
            ici = resolution.resolve(every, texte)
        except TerritoireError as refus:
            # of several that a text names, one alone may be a département
            ici = _only([t for t in refus.candidats if t.type == "departement"], texte)
            if ici is None:
                raise
    if ici.type == "region" and len(ici.departements) == 1:
        ici = every.get(f"departement:{ici.departements[0]}") or ici
    if ici.type != "departement":
        raise TerritoireError(texte, f"« {texte} » n’est pas un département")
    return ici


def _only(departements: Sequence[Territoire], texte: str) -> Territoire | None:
    """The one that has this very name, or the only one there is."""
    same = [t for t in departements if fold(t.nom) == fold(texte)] or departements
    return same[0] if len(same) == 1 else None


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
    unread = {fichier for fichier in library.noeuds if fichier.startswith(FORMES)}
    for slug, f in library.formes.items():
        unread.discard(fichier_forme(slug))
        yield {"slug": slug, "sigle": f.sigle, "nature": f.nature, "ordre": f.ordre, "couleur": f.couleur,
               "exemples": len(f.exemples), "nom": f.nom, "fichier": fichier_forme(slug)}  # fmt: skip
    for fichier in sorted(unread):
        said = _plain(library, fichier)
        row = {cle: _word(said.get(cle)) for cle in ("sigle", "nature", "ordre", "couleur")}
        exemples = said.get("exemples")
        yield {"slug": PurePosixPath(fichier).stem, **row, "exemples": len(exemples) if exemples else None,
               "nom": _word(said.get("nom")), "fichier": fichier}  # fmt: skip


def _plain(library: Library, fichier: str) -> dict[str, Any]:
    """A file's keys as they are written, whatever is wrong with them."""
    noeud = library.noeuds.get(fichier)
    said = noeud.plain() if noeud else None
    return said if isinstance(said, dict) else {}


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _criteres(library: Library) -> Iterator[Row]:
    champs = ("id", "groupe", "principal", "graphique", "titre", "question")
    if library.criteres:
        yield from ({champ: getattr(c, champ) for champ in champs} for c in library.criteres.criteres)
        return
    said = _plain(library, CRITERES).get("criteres")
    for c in said if isinstance(said, list) else ():
        if isinstance(c, dict):
            yield {champ: _word(c.get(champ)) for champ in champs}


def _sources(library: Library) -> Iterator[Row]:
    cited = Counter(cle for _, _, cle in library.citations)
    champs = ("date", "editeur", "titre", "adresse")
    if library.sources:
        rows = {cle: {champ: getattr(s, champ) for champ in champs} for cle, s in library.sources.items()}
    else:
        said = {cle: s for cle, s in _plain(library, SOURCES).items() if isinstance(s, dict)}
        rows = {cle: {champ: _word(s.get(champ)) for champ in champs} for cle, s in said.items()}
    yield from ({"id": cle, "citations": cited[cle], **row} for cle, row in rows.items())


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
