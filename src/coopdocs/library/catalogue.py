"""What a kit says once it is read and typed, and where each value of it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel

from coopdocs import folders, typographie
from coopdocs.model.complement import Complement
from coopdocs.model.contenu import (
    CLE,
    Cellule,
    Criteres,
    Datable,
    Decision,
    Decomptes,
    Fait,
    Forme,
    Glossaire,
    Photo,
    Source,
)
from coopdocs.model.evenement import Evenement
from coopdocs.model.facultatif import Aides, AutreForme, AutresFormes, Droit
from coopdocs.model.kit import Kit
from coopdocs.problem import Gravite, Place, Problem, ProblemCode
from coopdocs.source import NodePath, TextFile, YamlNode
from coopdocs.territoire import Territoires

KIT, SOURCES, CRITERES = folders.KIT, "content/sources.yaml", "content/criteres.yaml"
GLOSSAIRE, DECISION = "content/glossaire.yaml", "content/decision.yaml"
AIDES, DROIT, AUTRES = "content/aides.yaml", "content/droit.yaml", "content/autres_formes.yaml"
"""Files that a kit may do without."""
INTRODUCTION, FORMES, TERRITOIRES = "content/introduction.md", "content/formes", "content/territoires"
COUVERTURE = f"{TERRITOIRES}/couverture.yaml"
EVENEMENTS, DOSSIERS = "content/evenements", f"{TERRITOIRES}/dossiers"
IDENTITE = "content"
"""The folder whose files kit.yaml names."""
LOGOS = {folder: f"{folder}/logos" for folder in (EVENEMENTS, DOSSIERS, IDENTITE)}
PHOTOS = {folder: f"{folder}/photos" for folder in (FORMES, EVENEMENTS, DOSSIERS)}
"""Where the logos and photographs that the files of a folder name lie."""
_PRIS = re.compile(
    "aides|bibliographie|choisir|comparatif|contenu|droit|glossaire|guide|introduction|reperes|sommaire|toutes"
    r"|[ns][0-9]+|.*-sobre"
)
"""Names of the documents about all formes, of a forme's second sheet and of the parts and notes of a page."""


def fichier_forme(slug: str) -> str:
    return f"{FORMES}/{slug}.yaml"


def fichier_evenement(slug: str) -> str:
    return f"{EVENEMENTS}/{slug}.yaml"


def fichier_dossier(cle: str) -> str:
    """The file of what people add to the dossier of a territory, by its typed code."""
    return f"{DOSSIERS}/{cle.replace(':', '-')}.yaml"


def slug_advice(slug: str, dossier: str = FORMES) -> str:
    """What to write instead of a slug that no file of `dossier` can have, empty for a good one.

    The documents of a forme lie beside those about all formes; each event has a folder of its own.
    """
    if not re.fullmatch(CLE, slug) or len(slug) > 60:
        permis = "minuscules sans accent, chiffres et traits d’union, 60 signes au plus"
        proche = typographie.slug(slug)
        return f"{permis} : {'regie-quartier' if len(proche) > 60 or proche.startswith('doc') else proche}"
    if dossier == FORMES and _PRIS.fullmatch(slug):
        return "ce nom est celui d’un autre document ou de l’une de ses parties : choisissez-en un autre"
    return ""


@dataclass(frozen=True)
class Affirmation:
    """A claim or a cell of the comparison and where it is written."""

    fichier: str
    loc: tuple[str | int, ...]
    fait: Fait | Cellule


@dataclass(frozen=True)
class Echeance:
    """The last day on which something holds that is written at `loc` of a file."""

    fichier: str
    loc: tuple[str | int, ...]
    jour: dt.date


@dataclass(frozen=True)
class Cliche:
    """A photograph and where it is shown; `folder`: the one whose `photos/` its file lies in."""

    fichier: str
    loc: tuple[str | int, ...]
    photo: Photo

    @property
    def folder(self) -> str:
        return self.fichier.rpartition("/")[0]


@dataclass(frozen=True, eq=False)
class Library:
    """Everything that the kit says; `formes` follows their `ordre`, the panorama included, `evenements` their date.

    `aides` and `droit` are None where the kit has no such file. `complements` are what people add to the dossiers of
    some territories, by typed code. `noeuds` holds the YAML files as read, by name
    (`content/kit.yaml`…), `icones` the names of the icons at hand.
    """

    racine: Path
    kit: Kit
    formes: Mapping[str, Forme]
    sources: Mapping[str, Source]
    criteres: Criteres
    glossaire: Glossaire
    decision: Decision
    aides: Aides | None
    droit: Droit | None
    autres_formes: AutresFormes
    couverture: Decomptes
    evenements: Mapping[str, Evenement]
    complements: Mapping[str, Complement]
    introduction: str
    territoires: Territoires
    icones: frozenset[str]
    noeuds: Mapping[str, YamlNode]

    @cached_property
    def comparables(self) -> Mapping[str, Forme]:
        """The formes that are compared: all but the panorama."""
        return {slug: forme for slug, forme in self.formes.items() if forme.nature == "forme"}

    @cached_property
    def autres(self) -> Mapping[str, AutreForme]:
        """The formes that the kit does not present, by their id."""
        return {autre.id: autre for autre in self.autres_formes.autres}

    @cached_property
    def affirmations(self) -> tuple[Affirmation, ...]:
        """Every claim of the kit: those of formes, of the files that all share, of counts, of aides and law."""
        return self._said[0]

    @cached_property
    def echeances(self) -> tuple[Echeance, ...]:
        """Everything that says until when it holds: claims, and what helps to decide."""
        return self._said[1]

    @cached_property
    def _said(self) -> tuple[tuple[Affirmation, ...], tuple[Echeance, ...]]:
        """Claims, and what says until when it holds: found in one walk through all."""
        claims, days = [], []
        for fichier, part in self._stated():
            for loc, valeur in _models(part):
                if isinstance(valeur, Fait | Cellule):
                    claims.append(Affirmation(fichier, loc, valeur))
                if isinstance(valeur, Datable) and valeur.valable_jusqu_au:
                    days.append(Echeance(fichier, loc, valeur.valable_jusqu_au))
        return tuple(claims), tuple(days)

    def _stated(self) -> list[tuple[str, BaseModel]]:
        """What holds claims, by its file."""
        formes: list[tuple[str, BaseModel]] = [(fichier_forme(slug), forme) for slug, forme in self.formes.items()]
        communs = [(GLOSSAIRE, self.glossaire), (CRITERES, self.criteres), (DECISION, self.decision)]
        reperes = [(nom, part) for nom, part in ((AIDES, self.aides), (DROIT, self.droit)) if part is not None]
        shared = [*communs, (AUTRES, self.autres_formes), (COUVERTURE, self.couverture), *reperes]
        return [*formes, *shared, *self._added]

    @property
    def _added(self) -> list[tuple[str, BaseModel]]:
        """What people add to dossiers, by its file."""
        return [(fichier_dossier(cle), complement) for cle, complement in self.complements.items()]

    def initiatives(self, cle: str) -> tuple[Mapping[str, str], ...]:
        """The rows of initiatives.csv, then those that the file of a territory (a typed code) adds for it."""
        complement = self.complements.get(cle)
        own = complement.initiatives if complement else ()
        return (*self.territoires.initiatives, *(initiative.row(cle) for initiative in own))

    @cached_property
    def photos(self) -> tuple[Cliche, ...]:
        """Every photograph that the kit shows."""
        formes: list[tuple[str, BaseModel]] = [(fichier_forme(slug), forme) for slug, forme in self.formes.items()]
        evenements = [(fichier_evenement(slug), evenement) for slug, evenement in self.evenements.items()]
        return tuple(
            Cliche(fichier, loc, valeur)
            for fichier, part in (*formes, *evenements, *self._added)
            for loc, valeur in _models(part)
            if isinstance(valeur, Photo)
        )

    @cached_property
    def citations(self) -> tuple[tuple[str, tuple[str | int, ...], str], ...]:
        """Every source key cited: its file, its loc there, the key."""
        found = [
            (a.fichier, (*a.loc, "sources", i), cle) for a in self.affirmations for i, cle in enumerate(a.fait.sources)
        ]
        for slug, forme in self.formes.items():
            found += [(fichier_forme(slug), ("ressources", i), cle) for i, cle in enumerate(forme.ressources)]
        return tuple(found)

    def place(self, fichier: str, loc: NodePath = ()) -> Place:
        """Where a value stands: `place("content/formes/ptce.yaml", ("chapo", "texte"))`."""
        noeud = self.noeuds.get(fichier)
        return noeud.at(loc).place if noeud else Place(fichier)

    def problem(
        self,
        fichier: str,
        loc: NodePath,
        code: ProblemCode,
        message: str,
        conseil: str = "",
        gravite: Gravite = "erreur",
    ) -> Problem:
        """A problem about the value at `loc` of a file, with its line quoted."""
        noeud = self.noeuds.get(fichier)
        if noeud is None:
            return TextFile(fichier, "").problem(code, (0, 0, 1), message, conseil, gravite)
        return noeud.at(loc).problem(code, message, conseil, gravite)


def _models(part: BaseModel) -> list[tuple[tuple[str | int, ...], BaseModel]]:
    """A part of the content and all that it is made of, each with its loc."""
    found: list[tuple[tuple[str | int, ...], BaseModel]] = []
    _walk((), part, found)
    return found


def _walk(loc: tuple[str | int, ...], valeur: object, found: list[tuple[tuple[str | int, ...], BaseModel]]) -> None:
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(valeur, BaseModel):
        found.append((loc, valeur))
        inside = valeur
    elif isinstance(valeur, tuple):
        inside = enumerate(valeur)
    elif isinstance(valeur, Mapping):
        inside = valeur.items()
    for step, element in inside:
        # nearly all that is met is text
        if type(element) is not str and element is not None:
            _walk((*loc, step), element, found)
