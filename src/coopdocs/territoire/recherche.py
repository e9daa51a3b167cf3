"""A text that is no territory's name, to those that it may mean: by its words, by its sigle, or but for one slip.

« agglo de Redon », « mairie de Crest », « région PACA » say what kind of territory they mean: no other is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coopdocs.territoire.noms import NomsTerritoires

_GENRES = {
    "commune": "mairie ville commune municipalite village",
    "epci": "cc ca cu cdc comcom communaute communautes communes agglo agglomeration urbaine metropole eurometropole "
    "intercommunalite intercommunale interco epci",
    "ept": "ept",
    "departement": "departement departemental dept dpt",
    "region": "region regional",
}
_GENRE_DE = {mot: genre for genre, mots in _GENRES.items() for mot in mots.split()}
_LIAISONS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "conseil"])
_FAIBLES = frozenset(["grand", "grande", "pays", "val", "vallee", "vallees", "pole", "territoire", "coeur"])
"""Words that half of the names have: what is left is looked for without them."""
_SIGLES = ("epci", "ept", "region")
_USUELS = {"aura": "region:84"}
"""The one sigle in use that the letters of its name do not give."""
_SIGLE_MAX, _FAUTE_MIN = 8, 5


@dataclass(frozen=True)
class Recherche:
    """The folded words of a text: those that name, and the kinds that the others ask for (none: any)."""

    mots: frozenset[str]
    genres: frozenset[str]

    def takes(self, cle: str) -> bool:
        return not self.genres or cle.partition(":")[0] in self.genres


def asked(cherche: str) -> Recherche:
    """What a folded text asks for; no word is left of « mairie » or « communauté de communes »."""
    mots = frozenset(cherche.split())
    genres = {_GENRE_DE[mot] for mot in mots if mot in _GENRE_DE}
    if "epci" in genres:
        genres |= {"ept"}
    return Recherche(mots - _LIAISONS - _GENRE_DE.keys(), frozenset(genres))


def by_words(noms: NomsTerritoires, demande: Recherche) -> tuple[list[str], list[str]]:
    """Typed codes of the names that have these words: those that have no other, then the others."""
    exacts: dict[str, None] = {}
    autres: dict[str, None] = {}
    long = max(demande.mots, key=len)
    for cle, nom in noms.lines():
        if long in nom and demande.takes(cle) and demande.mots <= (mots := set(nom.split())):
            (autres if mots - demande.mots - _LIAISONS - _GENRE_DE.keys() else exacts)[cle] = None
    return list(exacts), [cle for cle in autres if cle not in exacts]


def without_weak(demande: Recherche) -> Recherche | None:
    """The same without words such as « pays » and « vallée »; None where that changes nothing or leaves nothing."""
    mots = demande.mots - _FAIBLES
    return Recherche(mots, demande.genres) if mots and mots != demande.mots else None


def by_sigle(noms: NomsTerritoires, demande: Recherche) -> list[str]:
    """Typed codes of the intercommunalités and régions whose words begin with the letters of a sigle, in order."""
    if len(demande.mots) != 1 or not 2 <= len(sigle := min(demande.mots)) <= _SIGLE_MAX or not sigle.isalpha():
        return []
    trouves = dict.fromkeys([_USUELS[sigle]] if sigle in _USUELS else [])
    for cle, nom in noms.lines():
        if cle.startswith(_SIGLES) and demande.takes(cle) and _spells(sigle, nom.split()):
            trouves[cle] = None
    return list(trouves)


def near(noms: NomsTerritoires, cherche: str, demande: Recherche) -> list[str]:
    """Typed codes of the names of the same kind that one slip parts from this one: a letter too many, missing, wrong,
    or two swapped."""
    mots = " ".join(mot for mot in cherche.split() if mot in demande.mots)
    ecrits = {texte for texte in (cherche, mots) if len(texte) >= _FAUTE_MIN}
    return list(dict.fromkeys(cle for cle, nom in noms.lines() if demande.takes(cle) and _slips(ecrits, nom)))


def _slips(ecrits: set[str], nom: str) -> bool:
    return any(abs(len(ecrit) - len(nom)) <= 1 and _one_slip(ecrit, nom) for ecrit in ecrits)


def _one_slip(a: str, b: str) -> bool:
    debut = next((rang for rang, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[debut:], b[debut:]
    if len(a) != len(b):
        return a[1:] == b or a == b[1:]
    return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _spells(sigle: str, mots: list[str]) -> bool:
    """Whether the first letters of words, in order, spell a sigle: « cirest », « gpseo ». Articles and words of a kind
    may be left out, each other word gives one letter at least."""

    def rest(lettres: str, rang: int, donnes: int) -> bool:
        if rang == len(mots):
            return not lettres and donnes > 1
        mot = mots[rang]
        if (mot in _LIAISONS or mot in _GENRE_DE) and rest(lettres, rang + 1, donnes):
            return True
        commun = next(
            (n for n, (x, y) in enumerate(zip(lettres, mot, strict=False)) if x != y), min(len(lettres), len(mot))
        )
        return any(rest(lettres[n:], rang + 1, donnes + 1) for n in range(1, commun + 1))

    return rest(sigle, 0, 0)


def kinds(demande: Recherche) -> Iterator[str]:
    """Examples of how to say which one, for a text that says only a kind."""
    exemples = {
        "commune": "« mairie de Crest »",
        "epci": "« agglo de Redon »",
        "departement": "« département de la Drôme »",
        "region": "« région Bretagne »",
    }
    yield from (exemple for genre, exemple in exemples.items() if genre in demande.genres)
