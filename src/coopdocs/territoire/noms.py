"""Names of territories: after « de », and looked up without accents, case or punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

# the article of a commune is part of its name: Le, Les and Aux contract with « de », La and L’ stay as they are
_DEVANT = (
    ("Le ", "du "),
    ("Les ", "des "),
    ("Aux ", "des "),
    ("Îles ", "des îles "),
    ("Île ", "de l’île "),
    ("Archipel ", "de l’archipel "),
    ("La ", "de La "),
    ("L’", "de L’"),
    ("Las ", "de Las "),
    ("Los ", "de Los "),
)
# their « de » column does not know these two articles
DE_COM = {
    "984": "des Terres australes et antarctiques françaises",
    "987": "de la Polynésie française",
    "988": "de la Nouvelle-Calédonie",
    "989": "de l’île de Clipperton",
}
_ABREGES = (("st", "saint"), ("ste", "sainte"), ("sts", "saints"), ("stes", "saintes"))


def de_commune(nom: str, tncc: str) -> str:
    """« du Mans », « de La Rochelle », « des Sables-d’Olonne », « d’Orléans »: `tncc` is Insee's code for the article.

    The tables say 0 for every commune of an overseas collectivity: a vowel decides there.
    """
    for article, de in _DEVANT:
        if nom.startswith(article):
            return de + nom[len(article) :]
    voyelle = tncc == "1" or (tncc == "0" and fold(nom)[:1] in set("aeiou"))
    return f"d’{nom}" if voyelle else f"de {nom}"


def division_names(genre: str, nom: str, de: str) -> list[str]:
    """What a département or a région is called: « Drôme », « la Drôme », « département de la Drôme »…"""
    noms = [nom, f"{genre} {nom}", f"{genre} {de}"]
    for contracte, article in (("du ", "le "), ("des ", "les "), ("de la ", "la "), ("de l’", "l’")):
        if de.startswith(contracte):
            noms.append(article + de.removeprefix(contracte))
    return noms


def fold(texte: str) -> str:
    """A name as it is compared: plain small letters and digits, words parted by one space, « st » written out.

    Lines stay lines, so that many names are folded at once.
    """
    bas = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae"))
    mots = re.sub(r"[^a-z0-9\n]+", " ", re.sub("[\u0300-\u036f]+", "", bas))
    lignes = f"\n{mots}\n".replace("\n ", "\n").replace(" \n", "\n")
    for abrege, entier in _ABREGES:
        lignes = lignes.replace(f"\n{abrege} ", f"\n{entier} ").replace(f" {abrege} ", f" {entier} ")
    return lignes[1:-1]


class NomsTerritoires:
    """Every name of every territory, folded: `entrees` are (name, typed code)."""

    def __init__(self, entrees: Iterable[tuple[str, str]]) -> None:
        noms, cles = zip(*entrees, strict=True)
        self._cles: tuple[str, ...] = cles
        # one text and str.find: forty times lighter to build than a tree of words, and quick enough
        self._texte = "\n" + fold("\n".join(noms)) + "\n"

    def starting(self, debut: str, *, mots_entiers: bool = True) -> Iterator[tuple[str, str]]:
        """(typed code, folded name) of the names that start with this folded text; a name may come twice."""
        texte, cherche = self._texte, f"\n{debut}"
        place, rang, compte = texte.find(cherche), 0, 0
        while place >= 0:
            apres = place + len(cherche)
            if not mots_entiers or texte[apres] in " \n":
                rang += texte.count("\n", compte, place)
                compte = place
                yield self._cles[rang], texte[place + 1 : texte.index("\n", place + 1)]
            place = texte.find(cherche, apres)

    def lines(self) -> Iterator[tuple[str, str]]:
        """(typed code, folded name) of every name."""
        yield from zip(self._cles, self._texte[1:-1].split("\n"), strict=True)
