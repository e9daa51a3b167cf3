"""The account of a whole table: what each row names and says, nothing kept of it but figures by territory and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from coopdocs.source import clean_cell
from coopdocs.territoire.importation.codes import ECARTEES, OBJETS, CodeLu, Codes, Sorte
from coopdocs.territoire.importation.demande import Demande
from coopdocs.territoire.importation.table import ColonneRecue, TableRecue
from coopdocs.territoire.importation.valeurs import MANQUES, Manque, ProfilColonne, missing, number

_CITES = 40
"""How many rows of a kind are kept to be shown."""
APERCU = 10
CLASSES_MAX = 60
"""How many classes a classification may have."""
ValeurLue = Decimal | Manque
Ici = tuple[int, str]
"""The number of a row and what it says."""


@dataclass
class Releve:
    """What a table came to. `valeurs`: by year (0 where nothing says it), by typed code of yesterday or of today.

    `classes`: what stands for each number of a column of words, in their order.
    """

    lignes: int = 0
    sortes: Counter[Sorte] = field(default_factory=Counter)
    zeros: int = 0
    niveaux: Counter[str] = field(default_factory=Counter)
    inconnus: Counter[str] = field(default_factory=Counter)
    premieres: dict[str, int] = field(default_factory=dict)
    """The row on which each unknown code comes first."""
    desaccords: list[tuple[int, str, str]] = field(default_factory=list)
    compares: int = 0
    contraires: int = 0
    doublons: list[Ici] = field(default_factory=list)
    illisibles: list[Ici] = field(default_factory=list)
    manques: Counter[Manque] = field(default_factory=Counter)
    statuts: Counter[str] = field(default_factory=Counter)
    filtrees: int = 0
    valeurs: dict[int, dict[str, ValeurLue]] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    comptes: Counter[str] = field(default_factory=Counter)
    """Of rows that are counted: how many in each commune of today, and in what it lies in."""
    profils: list[ProfilColonne] = field(default_factory=list)
    """What all cells of each column of figures look like; none where the sample was the whole table."""
    apercu: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)
    """Of the first rows: the code and the name as written, the typed code, the figures as written."""

    @property
    def reconnues(self) -> int:
        return sum(n for sorte, n in self.sortes.items() if sorte not in (*ECARTEES, *_PERDUES))

    @property
    def perdues(self) -> int:
        return sum(self.sortes[sorte] for sorte in _PERDUES)

    @property
    def part(self) -> float:
        """The share of the rows that should name a territory and do; 0 where none should."""
        toutes = self.reconnues + self.perdues
        return self.reconnues / toutes if toutes else 0.0

    @property
    def nombre(self) -> int:
        """How many values it has in all, missing ones left out."""
        return sum(v not in MANQUES for annee in self.valeurs.values() for v in annee.values())


_PERDUES: tuple[Sorte, ...] = ("inconnu", "tableur", "SIREN de commune", "région ou département")


def survey(table: TableRecue, codes: Codes, demande: Demande, colonnes: Sequence[ColonneRecue]) -> Releve:
    """Read a whole table for these columns of figures (none where rows are counted)."""
    return _Lecteur(table, codes, demande, colonnes).read()


class _Lecteur:
    def __init__(self, table: TableRecue, codes: Codes, demande: Demande, colonnes: Sequence[ColonneRecue]) -> None:
        self.table, self.codes, self.demande, self.colonnes = table, codes, demande, colonnes
        assert table.code is not None
        self.code = code_column(table, demande.niveau)
        self.nom = table.nom if self.code is table.code else None
        self.objet = table.first("objet")
        self.annee = table.first("annee") if len(colonnes) < 2 else None
        self.statut = table.first("statut")
        self.filtres = [(c.rang, demande.filtres[c.titre]) for c in table.colonnes if c.titre in demande.filtres]
        self.division = self._division()
        self.releve = Releve()
        self._entours: dict[str, tuple[str, ...]] = {}
        self.classes: dict[str, int] = {}
        if len(colonnes) == 1 and not colonnes[0].profil.is_numeric:
            self.classes = {texte: n for n, texte in enumerate(sorted(self._words(colonnes[0])), 1)}
            self.releve.classes = tuple(self.classes)
        # what a sample shows of a column may not be true of all of it
        self.profils = [] if table.entiere or self.classes else [ProfilColonne() for _ in colonnes]
        # a value that a coarser level repeats on each row of a finer one is one value
        self.repetable = self.code is not table.code

    def _division(self) -> str:
        """Of codes of two signs that may be both: départements where one of them can be nothing else."""
        courts = {
            clean_cell(cases[self.code.rang]) for _, cases in self.table.echantillon if len(cases) > self.code.rang
        }
        lus = [self.codes.read(c, self.code.niveau) for c in courts if 0 < len(c) <= 3]
        if self.demande.niveau in ("departement", "region"):
            return self.demande.niveau
        return "departement" if any(lu.cle.startswith("departement:") for lu in lus) and not self.objet else ""

    def _words(self, colonne: ColonneRecue) -> set[str]:
        """The classes of a column of words, those that come late in a long table too."""
        if self.table.entiere:
            return set(colonne.profil.textes)
        words: set[str] = set()
        for _, cases in self.table.lignes():
            texte = self._cell(cases, colonne.rang)
            if texte not in words and missing(texte) is None and len(words) <= CLASSES_MAX:
                words.add(texte)
        return words

    def read(self) -> Releve:
        releve = self.releve
        releve.profils = self.profils
        if self.demande.compter:
            self._count_all()
            return releve
        for numero, cases in self.table.lignes():
            releve.lignes += 1
            if not self._is_kept(cases):
                releve.filtrees += 1
                continue
            texte = self._cell(cases, self.code.rang)
            libelle = self._cell(cases, self.nom.rang) if self.nom else ""
            lu = self._code(cases, texte, libelle)
            self._note(numero, texte, lu, libelle)
            if len(releve.apercu) < APERCU:
                figures = tuple(self._cell(cases, c.rang) for c in self.colonnes)
                releve.apercu.append((texte, libelle, lu.cle if lu.retenu else lu.sorte, figures))
            if lu.retenu:
                self._figures(numero, cases, lu)
        return releve

    def _is_kept(self, cases: Sequence[str]) -> bool:
        return all(self._cell(cases, rang) == voulu for rang, voulu in self.filtres)

    def _cell(self, cases: Sequence[str], rang: int) -> str:
        return clean_cell(cases[rang]) if rang < len(cases) else ""

    def _code(self, cases: Sequence[str], texte: str, libelle: str) -> CodeLu:
        if not texte:
            return CodeLu("sans territoire", "")
        niveau = self.code.niveau
        if self.objet:
            niveau = OBJETS.get(self._cell(cases, self.objet.rang).lower(), "autre")
        elif self.division and len(texte) <= 3:
            niveau = self.division
        lu = self.codes.read(texte, niveau, libelle)
        if lu.sorte == "inconnu" and len(texte) > 12 and sum(map(bool, cases)) == 1:
            # « Source : Insee… », under the table
            return CodeLu("sans territoire", texte)
        voulu = self.demande.niveau
        if voulu and lu.retenu and not lu.cle.startswith(f"{voulu}:"):
            return CodeLu("autre niveau", lu.cle)
        return lu

    def _note(self, numero: int, texte: str, lu: CodeLu, libelle: str) -> None:
        releve = self.releve
        releve.sortes[lu.sorte] += 1
        releve.zeros += lu.zero
        if lu.retenu:
            releve.niveaux[lu.cle.partition(":")[0]] += 1
            if libelle:
                releve.compares += 1
                if not self.codes.agrees(lu.cle, libelle):
                    releve.contraires += 1
                    if len(releve.desaccords) < _CITES:
                        releve.desaccords.append((numero, lu.cle, libelle))
        elif lu.sorte in _PERDUES and (texte in releve.inconnus or len(releve.inconnus) < 1000):
            releve.inconnus[texte] += 1
            releve.premieres.setdefault(texte, numero)

    def _figures(self, numero: int, cases: Sequence[str], lu: CodeLu) -> None:
        releve = self.releve
        if self.statut and (dit := self._cell(cases, self.statut.rang)):
            releve.statuts[dit] += 1
        for n, colonne in enumerate(self.colonnes):
            annee = self._year(cases, colonne)
            texte = self._cell(cases, colonne.rang)
            if self.profils:
                self.profils[n].add(texte)
            valeur = self._value(texte, cases)
            if valeur is None:
                if len(releve.illisibles) < _CITES:
                    releve.illisibles.append((numero, texte))
                continue
            ici = releve.valeurs.setdefault(annee, {})
            if lu.cle in ici and not (self.repetable and ici[lu.cle] == valeur):
                if len(releve.doublons) < _CITES:
                    releve.doublons.append((numero, lu.cle))
                continue
            if lu.cle not in ici and isinstance(valeur, str):
                releve.manques[valeur] += 1
            ici[lu.cle] = valeur

    def _year(self, cases: Sequence[str], colonne: ColonneRecue) -> int:
        if self.demande.annee and len(self.colonnes) == 1 and not self.annee:
            return self.demande.annee
        if self.annee and (trouve := re.match(r"(?:19|20)\d\d", self._cell(cases, self.annee.rang))):
            return int(trouve[0])
        return colonne.annee or self.demande.annee or 0

    def _value(self, texte: str, cases: Sequence[str]) -> ValeurLue | None:
        if (manque := missing(texte)) is not None:
            # Insee's « K » is a figure that is kept secret
            if manque == "non disponible" and self.statut and self._cell(cases, self.statut.rang) in ("K", "C", "S"):
                return "secret"
            return manque
        if self.classes:
            return Decimal(rang) if (rang := self.classes.get(texte)) else None
        valeur = number(texte, self.demande.virgule)
        return valeur * (self.demande.multiplier or 1) if valeur is not None else None

    # --- rows that are counted

    def _count_all(self) -> None:
        """The cells of codes, whatever the rows are: a million of them have some thousands of different ones."""
        releve, rang = self.releve, self.code.rang
        cellules: Counter[str] = Counter()
        premieres: dict[str, int] = {}
        for numero, cases in self.table.lignes():
            releve.lignes += 1
            if self.filtres and not self._is_kept(cases):
                releve.filtrees += 1
                continue
            texte = cases[rang] if rang < len(cases) else ""
            cellules[texte] += 1
            premieres.setdefault(texte, numero)
        for texte, n in cellules.items():
            self._count(premieres[texte], clean_cell(texte), n)

    def _count(self, numero: int, texte: str, n: int) -> None:
        """As many rows more in each of its communes, and once only in what they lie in together."""
        releve = self.releve
        lus = [self.codes.read(morceau, self.code.niveau) for morceau in re.split(r"[;,|] ?", texte) if morceau]
        if not lus:
            releve.sortes["sans territoire"] += n
            return
        perdu = next((lu for lu in lus if not lu.retenu), None)
        releve.sortes[(perdu or lus[0]).sorte] += n
        if perdu is not None:
            if perdu.sorte in _PERDUES and len(releve.inconnus) < 1000:
                releve.inconnus[perdu.cle] += n
                releve.premieres.setdefault(perdu.cle, numero)
        else:
            for cle in {cle for lu in lus for cle in self._around(lu.cle)}:
                releve.comptes[cle] += n
        if len(releve.apercu) < APERCU:
            releve.apercu.append((texte, "", " ".join(lu.cle if lu.retenu else lu.sorte for lu in lus), ()))

    def _around(self, cle: str) -> tuple[str, ...]:
        if cle not in self._entours:
            genre, _, code = cle.partition(":")
            ancienne = self.codes.territoires.anciennes.of_code(code) if genre == "commune" else None
            actuel = self.codes.territoires.get(cle) or (
                self.codes.territoires.get(f"commune:{ancienne.commune}") if ancienne else None
            )
            parents = self.codes.territoires.parents(actuel) if actuel else ()
            self._entours[cle] = tuple(t.cle for t in (actuel, *parents) if t)
        return self._entours[cle]


def code_column(table: TableRecue, niveau: str) -> ColonneRecue:
    """The column of codes to read: that of the level asked for, else the finest."""
    assert table.code is not None
    memes = [c for c in table.of_role("code") if niveau and c.niveau == niveau]
    return table.code if not memes or table.code.niveau == "" else memes[0]


def years(valeurs: Mapping[int, Mapping[str, ValeurLue]]) -> Iterator[tuple[int, int]]:
    """Each year and how many values it has."""
    for annee in sorted(valeurs):
        yield annee, sum(v not in MANQUES for v in valeurs[annee].values())
