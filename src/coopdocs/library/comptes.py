"""How many formes, subjects and critères a kit has: fields that texts may count with, and texts whose count is stale.

« {{ nombre_formes_en_lettres }} » is filled where a text is read, so that every format prints the same. Names in braces
are all there is: no template language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from coopdocs.library.catalogue import FORMES, INTRODUCTION, SOURCES, Library
from coopdocs.library.validation import cite
from coopdocs.problem import Parole, Problem, closest
from coopdocs.source import TextFile, YamlNode
from coopdocs.source.textfile import span_at
from coopdocs.typographie import en_lettres

_CHAMP = re.compile(r"\{\{([^{}]*)\}\}|\{\{")
ACCOLADES = "accolades"
"""The field that prints the two braces that begin a field."""
_SUIVI = re.compile(r"\{\{([^{}]*)\}\}(\s+(?:formes|sujets|critères)\b)?|\{\{")
"""A field with the noun that it counts, which agrees with it."""
_COMPTE_MAX = 99
_QUELQUES = 4
"""As many as a text may have named just before it speaks of « les trois formes »."""


@dataclass(frozen=True)
class Comptes:
    """How many there are; `sujets` are the formes and the panorama."""

    formes: int
    sujets: int
    criteres: int

    def valeurs(self) -> Mapping[str, str]:
        """What each field prints: digits, words, and words with a capital where the name has one."""
        valeurs = {ACCOLADES: "{{"}
        for nom, nombre, feminin in (("formes", self.formes, True), *((n, getattr(self, n), False) for n in _AUTRES)):
            mots = en_lettres(nombre, feminin)
            valeurs |= {
                f"nombre_{nom}": str(nombre),
                f"nombre_{nom}_en_lettres": mots,
                f"Nombre_{nom}_en_lettres": mots.capitalize(),
            }
        return valeurs


_AUTRES = ("sujets", "criteres")


def counted(noeuds: Mapping[str, YamlNode], criteres: str) -> Comptes:
    """The counts of a kit from its YAML files as they are read; `criteres` names that of the critères."""
    natures = [n.at(("nature",)).value for nom, n in noeuds.items() if nom.startswith(f"{FORMES}/")]
    liste = noeuds[criteres].at(("criteres",)).value if criteres in noeuds else ()
    panoramas = natures.count("panorama")
    return Comptes(len(natures) - panoramas, len(natures), len(liste) if isinstance(liste, tuple) else 0)


def fill(noeud: YamlNode, valeurs: Mapping[str, str]) -> tuple[YamlNode, list[Problem]]:
    """A YAML file with its fields filled, and one problem for each that does not exist."""
    problems: list[Problem] = []
    return (_filled(noeud, valeurs, problems) if "{{" in noeud.file.text else noeud), problems


def fill_lines(fichier: TextFile, valeurs: Mapping[str, str]) -> tuple[TextFile, list[Problem]]:
    """The same for a text file."""
    problems = [
        fichier.problem(fault[0], (*span_at(fichier.text, champ.start())[:2], len(champ[0])), *fault[1:])
        for champ in _CHAMP.finditer(fichier.text)
        if (fault := _fault(champ, valeurs))
    ]
    return replace(fichier, text=_text(fichier.text, valeurs)), problems


def _filled(noeud: YamlNode, valeurs: Mapping[str, str], problems: list[Problem]) -> YamlNode:
    valeur = noeud.value
    if isinstance(valeur, str):
        if "{{" not in valeur:
            return noeud
        fautes = (_fault(champ, valeurs) for champ in _CHAMP.finditer(valeur))
        problems += [noeud.problem(*faute) for faute in fautes if faute]
        return replace(noeud, value=_text(valeur, valeurs))
    if isinstance(valeur, tuple):
        return replace(noeud, value=tuple(_filled(enfant, valeurs, problems) for enfant in valeur))
    if isinstance(valeur, Mapping):
        return replace(noeud, value={cle: _filled(enfant, valeurs, problems) for cle, enfant in valeur.items()})
    return noeud


def _text(texte: str, valeurs: Mapping[str, str]) -> str:
    return _SUIVI.sub(lambda champ: _counted(champ, valeurs), texte)


def _counted(champ: re.Match[str], valeurs: Mapping[str, str]) -> str:
    """What a field prints and the noun it counts: « Une forme », « Deux formes »."""
    valeur = valeurs.get((champ[1] or "").strip())
    if valeur is None:
        return champ[0]
    nom = champ[2] or ""
    return valeur + (nom.removesuffix("s") if valeur.lower() in ("1", "un", "une") else nom)


def _fault(champ: re.Match[str], valeurs: Mapping[str, str]) -> Parole | None:
    nom = (champ[1] or "").strip()
    if nom in valeurs:
        return None
    if champ[1] is None:
        conseil = f"écrivez « {{{{ nombre_formes }}}} », ou « {{{{ {ACCOLADES} }}}} » pour imprimer deux accolades"
        return "C031", "deux accolades ouvrent un champ qui ne se referme pas", conseil
    conseil = closest(nom, valeurs) or f"champs possibles : {', '.join(valeurs)}"
    return "C031", f"le champ {cite(nom)} n’existe pas", conseil


# --- counts written by hand


def comptes_perimes(library: Library) -> Iterator[Problem]:
    """« sept formes » where there are eight: each text that counts them otherwise than the kit does."""
    attendus = {
        "formes": len(library.comparables),
        "sujets": len(library.formes),
        "critères": len(library.criteres.criteres),
    }
    for nom, racine in library.noeuds.items():
        if nom != SOURCES:  # the titles of others count what they like
            for noeud in _texts(racine):
                for _, parole in _stale(str(noeud.value), attendus):
                    yield noeud.problem(*parole, "avertissement")
    fichier = TextFile(INTRODUCTION, library.introduction)
    for debut, parole in _stale(fichier.text, attendus):
        code, message, conseil = parole
        yield fichier.problem(code, span_at(fichier.text, debut), message, conseil, "avertissement")


def _stale(texte: str, attendus: Mapping[str, int]) -> Iterator[tuple[int, Parole]]:
    if not any(nom in texte for nom in attendus):
        return
    for trouve in _compte().finditer(texte):
        nombre, nom = trouve["n"].lower(), trouve["nom"].lower()
        ecrit = int(nombre) if nombre.isdigit() else _words()[nombre]
        # « deux formes de gouvernance » counts something else, « ces deux formes » those that were just named
        toutes = trouve["les"] and ecrit > _QUELQUES
        sur_nos = toutes or trouve["suite"] or trouve[0] == texte
        if sur_nos and ecrit > 1 and ecrit != attendus[nom]:
            champ = f"nombre_{nom.replace('è', 'e')}"
            champ = champ if nombre.isdigit() else f"{champ}_en_lettres"
            message = f"« {trouve['n']} {trouve['nom']} », et le kit en a {attendus[nom]}"
            yield trouve.start(), ("A021", message, f"corrigez, ou écrivez « {{{{ {champ} }}}} » qui suivra le nombre")


@cache
def _words() -> Mapping[str, int]:
    return {en_lettres(n, feminin): n for n in range(_COMPTE_MAX + 1) for feminin in (False, True)}


@cache
def _compte() -> re.Pattern[str]:
    mots = "|".join(sorted(map(re.escape, _words()), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<les>(?:les|aux|nos)\s)?(?P<n>\d{{1,2}}|{mots})\s(?P<nom>formes|sujets|critères)\b"
        r"(?P<suite>\s(?:de coopération|(?:sont\s)?présenté|à connaître|comparé|décrit|du guide|de ce guide|du kit))?",
        re.IGNORECASE,
    )


def _texts(noeud: YamlNode) -> Iterator[YamlNode]:
    valeur = noeud.value
    enfants: Collection[YamlNode] = valeur.values() if isinstance(valeur, Mapping) else ()
    if isinstance(valeur, tuple):
        enfants = valeur
    if isinstance(valeur, str) and " " in valeur:
        yield noeud
    for enfant in enfants:
        yield from _texts(enfant)
