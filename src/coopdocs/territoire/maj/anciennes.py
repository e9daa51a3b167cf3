"""The table of former communes: codes and where they lead from the npm package, names and years as far as known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from coopdocs.territoire.anciennes import COLONNES
from coopdocs.territoire.maj.paquets import Etalab, LignePaquet
from coopdocs.territoire.maj.tables import as_csv

_TYPES = {"arrondissement-municipal": "arrondissement", "commune-deleguee": "déléguée", "commune-associee": "associée"}


def build(etalab: Etalab, avant: Collection[Mapping[str, str]], communes: Collection[Mapping[str, str]]) -> bytes:
    """The new table; `avant` are the rows of the kit's own, `communes` those of its communes.csv, both before.

    The package has no name for a commune that merged without a trace and no year for any: they are those of the kit.
    """
    connues = {ligne.get("code", ""): ligne for ligne in avant}
    noms = {commune.get("code", ""): commune.get("nom", "") for commune in communes}
    return as_csv(COLONNES.split(), sorted(_rows(etalab, connues, noms)))


def _rows(
    etalab: Etalab, connues: Mapping[str, Mapping[str, str]], noms: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    ecrites = set()
    for ligne in etalab.anciennes:
        code, genre = ligne["code"], _TYPES.get(ligne["type"], "fusionnée")
        ecrites.add(code)
        nom = str(ligne["nom"]).replace("'", "’").replace(" Arrondissement", " arrondissement")
        yield code, nom, genre, _commune(ligne), connues.get(code, {}).get("annee", "")
    for commune in etalab.communes:
        for code in commune.get("anciensCodes", ()):
            if code not in ecrites and code != commune["code"]:
                ecrites.add(code)
                connue = connues.get(code, {})
                nom = connue.get("nom") or noms.get(code, "")
                yield code, nom, connue.get("type") or "fusionnée", commune["code"], connue.get("annee", "")


def _commune(ligne: LignePaquet) -> str:
    return str(ligne.get("chefLieu") or ligne.get("commune") or "")
