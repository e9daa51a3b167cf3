"""A table that was looked into: where its codes, names, years and figures are, from its first thousands of rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from coopdocs.source import clean_cell
from coopdocs.territoire.importation import colonnes
from coopdocs.territoire.importation.codes import ECARTEES, OBJETS, Codes
from coopdocs.territoire.importation.entete import Entete, find_heading
from coopdocs.territoire.importation.fichier import FichierRecu, Ligne
from coopdocs.territoire.importation.valeurs import ProfilColonne
from coopdocs.territoire.noms import fold

ECHANTILLON = 5000
"""The rows that tell what the columns hold."""
_ORDRE = ("commune", "epci", "departement", "region")
_GEOGRAPHIE = re.compile(r"(?:com|cog|geographie (?:au|en)(?: 0?1er?)?(?: 0?1)?(?: janvier)? ?)((?:19|20)\d\d)")


@dataclass(frozen=True)
class ColonneRecue:
    """A column of a table that was received.

    `role`: code, nom, annee, objet, statut, dimension, valeur, texte, personne, geometrie, rang (numbers of rows) or
    vide; `niveau`: of its codes, or of its figures where its title says one; `annee`: the one its title names.
    """

    rang: int
    titre: str
    libelle: str
    role: str
    niveau: str = ""
    annee: int | None = None
    profil: ProfilColonne = field(default_factory=ProfilColonne, repr=False)
    valeurs: tuple[str, ...] = ()
    """Of a dimension, the values it takes."""


@dataclass(frozen=True)
class TableRecue:
    """A table and what is known of its columns; `code` is the column of the finest codes, None where there is none."""

    fichier: FichierRecu
    entete: Entete
    colonnes: tuple[ColonneRecue, ...]
    code: ColonneRecue | None
    echantillon: tuple[Ligne, ...]
    repetee: bool
    """Whether a territory has several rows: years, dimensions, or a list of something else."""
    entiere: bool
    """Whether the sample is the whole table."""

    def of_role(self, role: str) -> tuple[ColonneRecue, ...]:
        return tuple(c for c in self.colonnes if c.role == role)

    def first(self, role: str) -> ColonneRecue | None:
        return next(iter(self.of_role(role)), None)

    @property
    def nom(self) -> ColonneRecue | None:
        """The column of the names beside the codes: the nearest after it, else the nearest before."""
        noms = [c for c in self.of_role("nom") if not re.search(r"\b(de l )?epci\b|\bdep\b", colonnes.key(c.titre))]
        if not self.code or not (noms or self.of_role("nom")):
            return None
        rang = self.code.rang
        # an EPCI's own table names EPCI
        choix = noms if self.code.niveau in ("", "commune") and noms else list(self.of_role("nom"))
        return min(choix, key=lambda c: (c.rang < rang, abs(c.rang - rang)))

    @property
    def geographie(self) -> int | None:
        """The year of the geography that the table says, in what stands above it or in the name of its file."""
        for texte in (*self.entete.avant, self.fichier.nom):
            if trouve := _GEOGRAPHIE.search(re.sub(r"[^a-z0-9]+", " ", fold(texte))):
                return int(trouve[1])
        return None

    def lignes(self) -> Iterator[Ligne]:
        """Its rows of data, from the file: neither blank ones nor headings that come again."""
        titres = list(self.entete.titres[:3])
        for numero, cases in islice(self.fichier.lignes(), self.entete.premiere, None):
            repetee = cases and titres and cases[0].strip() == titres[0] and [c.strip() for c in cases[:3]] == titres
            if any(cases) and not repetee:
                yield numero, cases


def look_into(fichier: FichierRecu, codes: Codes, courante: int) -> TableRecue | None:
    """What a file holds; None where neither a title nor a cell of its first rows is a code. `courante`: this year."""
    lignes = fichier.lignes()
    debut = list(islice(lignes, 60))
    entete = find_heading(debut, codes)
    if entete is None:
        return None
    # one more tells whether there are more
    suite = list(islice(lignes, ECHANTILLON + 1))
    corps = [(n, cases) for n, cases in (*debut[entete.premiere :], *suite[:ECHANTILLON]) if any(cases)]
    return _Analyse(fichier, entete, codes, courante, corps, len(suite) <= ECHANTILLON).table()


class _Analyse:
    """One look at a sample of rows."""

    def __init__(
        self, fichier: FichierRecu, entete: Entete, codes: Codes, courante: int, corps: Sequence[Ligne], entiere: bool
    ) -> None:
        self.fichier, self.entete, self.codes, self.courante = fichier, entete, codes, courante
        self.corps, self.entiere = corps, entiere
        largeur = len(entete.titres)
        self.nets = [[clean_cell(c) for c in (*cases, *[""] * largeur)][:largeur] for _, cases in corps]
        # what is wider than a thousand letters is an outline or worse, whatever its title says
        self.geants = {r for r in range(largeur) if any(len(cases[r]) > 1000 for cases in self.nets)}

    def table(self) -> TableRecue:
        provisoires = [self._column(rang) for rang in range(len(self.entete.titres))]
        if any(c.role == "personne" for c in provisoires):
            provisoires = [
                ColonneRecue(c.rang, c.titre, c.libelle, "personne") if self._of_persons(c) else c for c in provisoires
            ]
        code = self._finest(provisoires)
        repetee = self._repeats(code, provisoires)
        definitives = self._dimensions(provisoires, repetee)
        definitives = self._years(definitives)
        return TableRecue(self.fichier, self.entete, tuple(definitives), code, tuple(self.corps), repetee, self.entiere)

    def _of_persons(self, c: ColonneRecue) -> bool:
        """Whether, beside columns of persons, one of words may be of them too."""
        words = c.role in ("nom", "texte") or (c.role == "valeur" and not c.profil.is_numeric and not c.profil.is_empty)
        return words and colonnes.may_name_persons(c.titre)

    def _column(self, rang: int) -> ColonneRecue:
        titre, libelle = self.entete.titres[rang], self.entete.libelles[rang]
        role = "geometrie" if rang in self.geants else colonnes.role(titre) or colonnes.role(libelle)
        if role in ("geometrie", "personne"):
            return ColonneRecue(rang, titre, libelle, role)
        cases = [cases[rang] for cases in self.nets]
        if not any(cases):
            return ColonneRecue(rang, titre, libelle, role if role in ("statut", "nom") else "vide")
        niveau = colonnes.code_level(titre)
        if niveau is None:
            niveau = colonnes.code_level(libelle)
        if niveau is not None and role in ("", "nom") and self._holds_codes(cases, niveau, rang):
            return ColonneRecue(rang, titre, libelle, "code", niveau)
        if not role and not titre and _counts_rows(cases):
            return ColonneRecue(rang, titre, libelle, "rang")
        if role == "annee" and not all(re.match(r"(19|20)\d\d", case) for case in cases if case):
            role = ""
        if not role and niveau is None and self._holds_communes(cases):
            return ColonneRecue(rang, titre, libelle, "code", "commune")
        profil = ProfilColonne()
        for case in cases:
            profil.add(case)
        return ColonneRecue(rang, titre, libelle, role or self._kind(titre, profil), profil=profil)

    def _kind(self, titre: str, profil: ProfilColonne) -> str:
        if not profil.is_numeric and colonnes.is_place_name(titre):
            return "nom"
        if colonnes.code_level(titre) is not None or colonnes.is_number_of_something(titre):
            return "texte"
        if profil.is_numeric or profil.is_empty:
            return "valeur"
        # words that come again are classes; those of which each is another are names
        classes = len(profil.textes) <= 12 and (profil.valeurs < 6 or 2 * len(profil.textes) <= profil.valeurs)
        return "valeur" if classes else "texte"

    def _holds_codes(self, cases: Sequence[str], niveau: str, rang: int) -> bool:
        """Whether the cells of a column are codes; what a spreadsheet made of one is one too, and so is a list."""
        objet = next((r for r, t in enumerate(self.entete.titres) if colonnes.role(t) == "objet"), None)
        compte: Counter[bool] = Counter()
        for n, case in enumerate(cases):
            niveau_dit = OBJETS.get(self.nets[n][objet].lower(), "autre") if objet is not None else niveau
            for morceau in re.split(r"[;,|] ?", case) if case else ():
                sorte = self.codes.read(morceau, niveau or niveau_dit).sorte
                if sorte not in ECARTEES:
                    compte[sorte not in ("inconnu", "SIREN de commune")] += 1
        # a column whose title says codes and that has many is one: the account of the whole table names the others
        return compte[True] > 0 and compte[True] >= compte[False]

    def _holds_communes(self, cases: Sequence[str]) -> bool:
        """Whether a column that says nothing of the kind holds the codes of communes, all of five signs."""
        pleines = [case for case in cases if case]
        if not pleines or not all(re.fullmatch(r"\d[\dAB]\d{3}", case) for case in pleines):
            return False
        # five figures may be a number: those that begin with a zero or that are all known are codes
        connues = sum(self.codes.read(case, "commune").retenu for case in pleines)
        return connues >= 0.99 * len(pleines) and any(case[0] == "0" or not case.isdecimal() for case in pleines)

    def _finest(self, provisoires: Sequence[ColonneRecue]) -> ColonneRecue | None:
        trouvees = [c for c in provisoires if c.role == "code"]
        return min(trouvees, key=lambda c: (_ORDRE.index(c.niveau) if c.niveau else -1, c.rang), default=None)

    def _repeats(self, code: ColonneRecue | None, provisoires: Sequence[ColonneRecue], *roles: str) -> bool:
        """Whether a territory has several rows; `roles`: those of columns that part them anyway."""
        if code is None:
            return False
        objets = [c.rang for c in provisoires if c.role in ("objet", *roles)]
        vus: Counter[tuple[str, ...]] = Counter()
        for cases in self.nets:
            vus[(cases[code.rang], *(cases[r] for r in objets))] += bool(cases[code.rang])
        return any(n > 1 for n in vus.values())

    def _dimensions(self, provisoires: Sequence[ColonneRecue], repetee: bool) -> list[ColonneRecue]:
        """Of a table of one figure a row, the columns that say which figure: all others than code, year and figure."""
        mesures = [c for c in provisoires if c.role == "mesure"]
        rendues = [self._as(c, "valeur") if c.role == "mesure" else c for c in provisoires]
        if not repetee:
            return rendues
        figures = [c for c in rendues if c.role == "valeur" and c.profil.is_numeric]
        if not mesures and len(figures) == 1 and self._repeats(self._finest(provisoires), provisoires, "annee"):
            # what parts the rows of one territory and one year
            return [
                self._as(c, "dimension", tuple(sorted({cases[c.rang] for cases in self.nets})))
                if c.role == "valeur" and c not in figures and not c.profil.is_empty
                else c
                for c in rendues
            ]
        if not mesures:
            return rendues
        return [
            self._as(c, "dimension", tuple(sorted({cases[c.rang] for cases in self.nets})))
            if c.role in ("valeur", "texte") and c not in mesures and c.rang not in {m.rang for m in mesures}
            else c
            for c in rendues
        ]

    def _as(self, c: ColonneRecue, role: str, valeurs: tuple[str, ...] = ()) -> ColonneRecue:
        return replace(c, role=role, valeurs=valeurs)

    def _years(self, definitives: Sequence[ColonneRecue]) -> list[ColonneRecue]:
        """Columns of figures with the year and the level that their titles name."""
        figures = [c for c in definitives if c.role == "valeur"]
        annees = {c.rang: colonnes.year_of(c.titre, self.courante) or colonnes.year_of(c.libelle, self.courante)
                  for c in figures}  # fmt: skip
        finales = Counter(c.titre[-2:] for c in figures if re.fullmatch(r"[A-Z_]+[A-Z\d_]*\d\d", c.titre))
        commune = finales.most_common(1)[0] if finales else ("", 0)
        if commune[1] > 1:
            # D121 is the first decile of 2021, as MED21 beside it
            annee = colonnes.full_year(commune[0], self.courante)
            for c in figures:
                if c.titre.endswith(commune[0]) and annees[c.rang] is None:
                    annees[c.rang] = annee
        return [
            ColonneRecue(
                c.rang, c.titre, c.libelle, c.role, colonnes.value_level(c.titre) or "", annees[c.rang], c.profil
            )
            if c.rang in annees
            else c
            for c in definitives
        ]


def _counts_rows(cases: Sequence[str]) -> bool:
    nombres = [int(case) for case in cases if case.isdecimal()]
    return len(nombres) == len(cases) and nombres == list(range(nombres[0], nombres[0] + len(nombres)))
