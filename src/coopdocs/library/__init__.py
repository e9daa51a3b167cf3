"""The whole of content/, read, typed and checked in one go: a `Library`, or every problem at once."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from coopdocs import packaged
from coopdocs.library import complements, comptes, dates, markdown
from coopdocs.library.catalogue import (
    AIDES,
    AUTRES,
    COUVERTURE,
    CRITERES,
    DECISION,
    DOSSIERS,
    DROIT,
    EVENEMENTS,
    FORMES,
    GLOSSAIRE,
    INTRODUCTION,
    KIT,
    LOGOS,
    PHOTOS,
    SOURCES,
    TERRITOIRES,
    Library,
    fichier_dossier,
    fichier_evenement,
    fichier_forme,
    slug_advice,
)
from coopdocs.library.controles import check
from coopdocs.library.validation import editor_schema, validate
from coopdocs.model.complement import Complement
from coopdocs.model.contenu import Cle, Criteres, Decision, Decomptes, Forme, Glossaire, Source
from coopdocs.model.evenement import Evenement
from coopdocs.model.facultatif import Aides, AutresFormes, Droit
from coopdocs.model.kit import Kit
from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError, grouped
from coopdocs.source import YamlNode, read_text, read_yaml, relative_name
from coopdocs.territoire import CONTOURS, TABLES, Territoires, resolution

__all__ = [
    "Library",
    "described",
    "fichier_dossier",
    "fichier_evenement",
    "fichier_forme",
    "load",
    "load_partly",
    "schemas",
    "slug_advice",
]

_Sources = dict[Cle, Source]
_MODELES: dict[str, Any] = {
    KIT: Kit,
    SOURCES: _Sources,
    CRITERES: Criteres,
    GLOSSAIRE: Glossaire,
    DECISION: Decision,
}
_FACULTATIFS: dict[str, Any] = {AIDES: Aides, DROIT: Droit, AUTRES: AutresFormes, COUVERTURE: Decomptes}
"""Files that a kit may do without."""


def load(racine: Path, edition: dt.date | None = None) -> tuple[Library | None, list[Problem]]:
    """Read the kit at `racine`: its Library (None when there is any error) and every problem, sorted by place.

    `edition`: the day that this edition bears, and is checked at, where it is not the kit's own.
    """
    library, problems = load_partly(racine, edition)
    return (None if any(problem.is_error for problem in problems) else library), problems


def load_partly(racine: Path, edition: dt.date | None = None) -> tuple[Library, list[Problem]]:
    """As `load`, whatever is wrong: formes and events that could not be read are not there, other files are None."""
    lecture = _KitReader(racine)
    lecture.count()
    lus = {nom: lecture.model(nom, modele) for nom, modele in _MODELES.items()}
    lus |= {nom: lecture.model(nom, modele) for nom, modele in _FACULTATIFS.items() if (racine / nom).exists()}
    if edition and lus[KIT]:
        lus[KIT] = lus[KIT].model_copy(update={"edition": edition})
    formes, evenements = lecture.formes(), lecture.evenements()
    introduction = lecture.text(INTRODUCTION)
    lecture.tables()
    library = Library(
        racine=racine,
        kit=lus[KIT],
        formes=dict(sorted(formes.items(), key=lambda forme: (forme[1].ordre, forme[0]))),
        sources=lus[SOURCES],
        criteres=lus[CRITERES],
        glossaire=lus[GLOSSAIRE],
        decision=lus[DECISION],
        aides=lus.get(AIDES),
        droit=lus.get(DROIT),
        autres_formes=lus.get(AUTRES, AutresFormes()),
        couverture=lus.get(COUVERTURE, Decomptes()),
        evenements=dict(sorted(evenements.items(), key=lambda e: (e[1].date, e[1].debut, e[0]))),
        complements=lecture.complements(),
        introduction=introduction,
        territoires=lecture.territoires,
        icones=_icon_names(racine / "templates", packaged("templates")),
        noeuds=lecture.noeuds,
    )
    # what could not be read stays None until here: `check` runs only what does not need it
    problems = grouped([*lecture.problems, *check(library, lecture.fautifs)])
    return library, problems


_BESIDE = (*LOGOS.values(), *PHOTOS.values())
"""Folders beside YAML files, of what these name."""
_MINIMUM = {GLOSSAIRE: "termes: []", SOURCES: "{}"}
"""What to write in a file that no kit goes without and that has nothing to say."""


class _KitReader:
    """One reading of a kit: what was found wrong, in which files (`fautifs`), and the YAML nodes."""

    def __init__(self, racine: Path) -> None:
        self.racine = racine
        self.noeuds: dict[str, YamlNode] = {}
        self.problems: list[Problem] = []
        self.fautifs: set[str] = set()
        self.champs: Mapping[str, str] = {}
        self._lus: dict[str, tuple[YamlNode | None, list[Problem]]] = {}
        self.territoires = Territoires(racine / TERRITOIRES, racine)

    def count(self) -> None:
        """Give the fields of texts their values, before any text is read."""
        formes = sorted((self.racine / FORMES).glob("*.yaml"))
        noms = [relative_name(forme, self.racine) for forme in formes if not slug_advice(forme.stem)]
        lus = {nom: noeud for nom in (*noms, CRITERES) if (noeud := self.read(nom)[0])}
        self.champs = comptes.counted(lus, CRITERES).valeurs()

    def read(self, nom: str) -> tuple[YamlNode | None, list[Problem]]:
        if nom not in self._lus:
            self._lus[nom] = read_yaml(self.racine / nom, self.racine)
        return self._lus[nom]

    def model(self, nom: str, modele: Any) -> Any:
        noeud, problems = self.read(nom)
        lu = None
        if noeud is not None:
            noeud, inconnus = comptes.fill(noeud, self.champs)
            noeud = dates.fill(noeud, modele)
            self.noeuds[nom] = noeud
            lu, fautes = validate(noeud, modele, self.meant)
            problems = [*problems, *inconnus, *fautes]
        self.add(nom, problems)
        return lu

    def meant(self, texte: str) -> str:
        """What to write for a territory that is said by its name, as far as the tables can be read."""
        try:
            return resolution.hint(self.territoires, texte)
        except ProblemsError:
            return ""

    def text(self, nom: str) -> str:
        fichier, problems = read_text(self.racine / nom, self.racine)
        if fichier is not None:
            fichier, inconnus = comptes.fill_lines(fichier, self.champs)
            problems += inconnus or list(markdown.faults(fichier))
        self.add(nom, problems)
        return unicodedata.normalize("NFC", fichier.text).expandtabs(4) if fichier else ""

    def formes(self) -> dict[str, Forme]:
        """The formes that could be read, by slug."""
        slugs = self.slugs(FORMES)
        if slugs == [] and FORMES not in self.fautifs:
            self.refuse(FORMES, "S001", "aucune forme", "ajoutez un fichier YAML par forme")
        if slugs is None:
            self.refuse(FORMES, "S001", "dossier absent ou illisible", "créez-le avec un fichier YAML par forme")
        lues = {slug: self.model(fichier_forme(slug), Forme) for slug in slugs or ()}
        return {slug: forme for slug, forme in lues.items() if forme is not None}

    def evenements(self) -> dict[str, Evenement]:
        """The events that could be read, by slug; a kit may have none."""
        lus = {slug: self.model(fichier_evenement(slug), Evenement) for slug in self.slugs(EVENEMENTS) or ()}
        return {slug: evenement for slug, evenement in lus.items() if evenement is not None}

    def complements(self) -> dict[str, Complement]:
        """What people add to the dossiers of some territories, by typed code; a kit may have nothing."""
        cles = [complements.code_of(nom) for nom in self.slugs(DOSSIERS) or ()]
        lus = {cle: self.model(fichier_dossier(cle), Complement) for cle in cles}
        return {cle: complement for cle, complement in lus.items() if complement is not None}

    def slugs(self, dossier: str) -> list[str] | None:
        """The names of a folder's YAML files without their ending, None where there is no such folder."""
        try:
            chemins = sorted((self.racine / dossier).iterdir())
        except OSError:
            return None
        return [chemin.stem for chemin in chemins if self.is_content(chemin)]

    def is_content(self, chemin: Path) -> bool:
        nom = relative_name(chemin, self.racine)
        if chemin.name.startswith((".", "#")) or chemin.name.endswith("~") or nom in _BESIDE:
            return False
        if chemin.suffix.lower() not in (".yaml", ".yml"):
            ignore = Problem("A005", Place(nom), "fichier ignoré", "enlevez-le de ce dossier", "avertissement")
            self.problems.append(ignore)
            return False
        dossier = nom.rpartition("/")[0]
        conseil = "finissez ce nom par .yaml, en minuscules"
        if chemin.suffix == ".yaml" and dossier == DOSSIERS:
            conseil = self.misnamed(chemin)
        elif chemin.suffix == ".yaml":
            conseil = slug_advice(chemin.stem, dossier)
        if conseil:
            self.refuse(nom, "C040", "nom de fichier refusé", conseil)
        return not conseil

    def misnamed(self, chemin: Path) -> str:
        """What to call the file of a dossier that has another name than its territory's, as far as tables say."""
        try:
            return complements.name_advice(self.territoires, chemin.stem)
        except ProblemsError:
            return ""

    def tables(self) -> None:
        for table in (*TABLES, CONTOURS):
            nom = f"{TERRITOIRES}/{table}"
            if not (self.racine / nom).is_file():
                self.refuse(nom, "S001", "fichier absent", "rétablissez cette table depuis le kit de départ")

    def refuse(self, nom: str, code: ProblemCode, message: str, conseil: str) -> None:
        self.add(nom, [Problem(code, Place(nom), message, conseil)])

    def add(self, nom: str, problems: Iterable[Problem]) -> None:
        for problem in map(_needed, problems):
            self.problems.append(problem)
            if problem.is_error:
                self.fautifs.add(nom)


def _needed(problem: Problem) -> Problem:
    """Of a file that no kit goes without, an empty one is to be filled, and what says nothing is told."""
    nom = problem.place.fichier
    if problem.code not in ("S001", "S008") or nom not in (*_MODELES, INTRODUCTION):
        return problem
    conseil = problem.conseil if problem.code == "S001" else "remplissez-le : un kit ne va pas sans lui"
    rien = f" ; s’il n’a rien à dire, écrivez-y « {_MINIMUM[nom]} »" if nom in _MINIMUM else ""
    return replace(problem, conseil=conseil + rien)


def _icon_names(*themes: Path) -> frozenset[str]:
    """The icons that a theme of these folders has; the solid ones (plein-) are the templates' own."""
    icones = (svg.stem for dossier in themes for svg in (dossier / "icones").glob("*.svg"))
    return frozenset(nom for nom in icones if not nom.startswith("plein-"))


_DECRITS: dict[str, Any] = {
    **_MODELES, **_FACULTATIFS, f"{FORMES}/*.yaml": Forme, f"{EVENEMENTS}/*.yaml": Evenement,
    f"{DOSSIERS}/*.yaml": Complement,
}  # fmt: skip


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of content file, by name (`formes`, `sources`…), for editors to complete keys."""
    modeles = {nom: _DECRITS[fichier] for nom, fichier in described().items()}
    return {nom: editor_schema(TypeAdapter(modele).json_schema(), nom) for nom, modele in sorted(modeles.items())}


def described() -> dict[str, str]:
    """The files that each schema is for: `formes` → content/formes/*.yaml."""
    return {Path(fichier.removesuffix("/*.yaml")).stem: fichier for fichier in _DECRITS}
