"""What each document says: frozen, free of any format. Library and a selection in, views out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from coopdocs.library import Library
from coopdocs.model import Cellule, Confusion, Critere, Exemple, Fait, Forme, Groupe, Source, Terme
from coopdocs.territoire import Lieu

SOURCES_IMPRIMEES = 6
NON_ETABLI = "non\u00a0établi"
A_VERIFIER = "à\u00a0vérifier"
DIFFERE = "≠"
GENERAL = "comparatif"

NOMBRES = (
    "zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit",
    "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip

# Identity rows as printed: field of Identite, label, icon.
CARTE = (
    ("nature", "Nature", "puzzle-piece"),
    ("base_legale", "Base légale", "scales"),
    ("personnalite", "Personnalité morale", "stamp"),
    ("echelle", "Échelle", "map-trifold"),
    ("duree", "Durée", "hourglass"),
    ("financement", "Financement", "coins"),
    ("reconnaissance", "Reconnaissance", "seal-check"),
)
RUBRIQUES = (
    ("chapo", "En une phrase"),
    ("identite", "Carte d’identité"),
    ("essentiels", "L’essentiel"),
    ("presentation", "Présentation"),
    ("acteurs", "Qui coopère"),
    ("gouvernance", "Gouvernance"),
    ("financements", "Financement"),
    ("etapes", "Étapes"),
    ("collectivite", "Collectivité"),
    ("atouts", "Atouts"),
    ("vigilances", "Points de vigilance"),
    ("chiffres", "Chiffres"),
    ("exemples", "Exemples"),
    ("confusions", "À ne pas confondre"),
    ("combinaisons", "Combinaisons"),
    ("idees_recues", "Idées reçues"),
    ("reseaux", "Réseaux"),
)


def claims(forme: Forme) -> Iterator[tuple[str, Fait]]:
    """Every claim of a forme with the heading it stands under, in reading order."""
    for field, rubrique in RUBRIQUES:
        value = getattr(forme, field)
        if field == "identite":
            value = tuple(getattr(value, name) for name in type(value).model_fields)
        for fait in value if isinstance(value, tuple) else (value,):
            yield rubrique, fait


@dataclass(frozen=True)
class Ligne:
    """A row of the identity card."""

    libelle: str
    icone: str
    fait: Fait


@dataclass(frozen=True)
class SourceCitee:
    """A source with its number in one document; `imprimee` when the printed fiche shows it."""

    numero: int
    cle: str
    source: Source
    imprimee: bool


@dataclass(frozen=True)
class Voisine:
    """Another forme beside this one, and what is said of it."""

    slug: str
    forme: Forme
    fait: Fait


@dataclass(frozen=True)
class Fiche:
    """The two-page sheet of one forme."""

    slug: str
    forme: Forme
    rang: int
    total: int
    carte: tuple[Ligne, ...]
    confusions: tuple[Voisine, ...]
    combinaisons: tuple[Voisine, ...]
    sources: tuple[SourceCitee, ...]
    lieux: tuple[Lieu | None, ...]
    precedente: tuple[str, Forme] | None
    suivante: tuple[str, Forme] | None

    @property
    def surtitre(self) -> str:
        if self.forme.nature == "panorama":
            return "Vue d’ensemble · Formes de coopération territoriale"
        return f"Fiche {self.rang} sur {self.total} · Formes de coopération territoriale"

    @property
    def intitule(self) -> str:
        """The forme's name with its sigle, as a chapter is called."""
        sigle = self.forme.sigle
        return self.forme.nom if sigle.lower() in self.forme.nom.lower() else f"{self.forme.nom} ({sigle})"

    @cached_property
    def _numeros(self) -> dict[str, SourceCitee]:
        return {s.cle: s for s in self.sources}

    def appels(self, fait: Fait, imprime: bool) -> tuple[SourceCitee, ...]:
        """The numbered sources of a claim, all of them or those the printed fiche shows."""
        cited = sorted((self._numeros[cle] for cle in fait.sources), key=lambda s: s.numero)
        return tuple(s for s in cited if s.imprimee or not imprime)

    @property
    def exemples(self) -> tuple[tuple[int, Exemple, str], ...]:
        """Number, example and the place as printed."""
        return tuple(
            (n, e, _place(e, lieu)) for n, (e, lieu) in enumerate(zip(self.forme.exemples, self.lieux, strict=True), 1)
        )

    @property
    def affirmations(self) -> tuple[tuple[str, tuple[tuple[str, Fait], ...]], ...]:
        """Every claim with what it is about, by heading; the former is empty where a claim has no title."""
        groups = groupby(claims(self.forme), key=itemgetter(0))
        return tuple((rubrique, tuple((self._sujet(f), f) for _, f in faits)) for rubrique, faits in groups)

    def _sujet(self, fait: Fait) -> str:
        named = [(ligne.fait, ligne.libelle) for ligne in self.carte]
        named.append((self.forme.identite.depuis, "Origine"))
        named += [(v.fait, v.forme.sigle) for v in (*self.confusions, *self.combinaisons)]
        own = (str(getattr(fait, champ)) for champ in ("titre", "nom", "valeur", "idee") if hasattr(fait, champ))
        return next((nom for f, nom in named if f is fait), next(own, ""))

    @property
    def points(self) -> tuple[tuple[int, Lieu], ...]:
        """The examples that a map can show."""
        return tuple((n, lieu) for n, lieu in enumerate(self.lieux, 1) if lieu and lieu.lat is not None)


def _place(exemple: Exemple, lieu: Lieu | None) -> str:
    """Where an example is: its own words for it, with the territory's name where they do not say it."""
    if not lieu or not exemple.lieu:
        return exemple.lieu or (lieu.nom if lieu else "")
    return exemple.lieu if lieu.nom in exemple.lieu else f"{exemple.lieu} ({lieu.nom})"


def fiche(library: Library, slug: str) -> Fiche:
    """The fiche of one forme; KeyError for an unknown slug."""
    forme = library.formes[slug]
    comparables, all_slugs = list(library.comparables), list(library.formes)
    position = all_slugs.index(slug)
    return Fiche(
        slug=slug,
        forme=forme,
        rang=comparables.index(slug) + 1 if slug in comparables else 0,
        total=len(comparables),
        carte=tuple(Ligne(label, icon, getattr(forme.identite, field)) for field, label, icon in CARTE),
        confusions=_neighbours(library, forme.confusions),
        combinaisons=_neighbours(library, forme.combinaisons),
        sources=_numbered_sources(library, forme),
        lieux=tuple(library.territoires.lieu(e.territoire) for e in forme.exemples),
        precedente=_beside(library, all_slugs[:position][-1:]),
        suivante=_beside(library, all_slugs[position + 1 :][:1]),
    )


def _beside(library: Library, slugs: Sequence[str]) -> tuple[str, Forme] | None:
    return (slugs[0], library.formes[slugs[0]]) if slugs else None


def _neighbours(library: Library, voisines: Sequence[Confusion]) -> tuple[Voisine, ...]:
    return tuple(Voisine(v.forme, library.formes[v.forme], v) for v in voisines)


def _numbered_sources(library: Library, forme: Forme) -> tuple[SourceCitee, ...]:
    """All sources of a forme: first those worth print, numbered as the page meets them, then the others.

    Print has room for six: the legal basis and the figures come first, then recognition, funding and examples.
    """
    identite = forme.identite
    by_worth = [identite.base_legale, *forme.chiffres, identite.reconnaissance, identite.financement, *forme.exemples]
    worth: list[str] = []
    for fait in by_worth:
        worth += [cle for cle in fait.sources[:1] if cle not in worth]
    printed = set(worth[:SOURCES_IMPRIMEES])
    page_order = [*(getattr(identite, field) for field, _, _ in CARTE), *forme.chiffres, *forme.exemples]
    ordered = [cle for fait in page_order for cle in fait.sources if cle in printed]
    ordered += [cle for _, fait in claims(forme) for cle in fait.sources] + list(forme.ressources)
    return tuple(
        SourceCitee(n, cle, library.sources[cle], cle in printed) for n, cle in enumerate(dict.fromkeys(ordered), 1)
    )


MOTS = {
    "état": {"oui": "Oui", "non": "Non", "variable": "Variable"},
    "points": {"0": "Aucune", "1": "Faible", "2": "Moyenne", "3": "Forte"},
    "durée": {"courte": "Courte", "moyenne": "Moyenne", "continue": "Continue"},
}


@dataclass(frozen=True)
class Case:
    """One cell of a table: the word of its level, its text and the reservation, each possibly empty."""

    mot: str
    niveau: str
    graphique: str
    texte: str
    mention: str
    sources: tuple[str, ...]
    confiance: str
    verifie_le: dt.date
    differe: bool

    @property
    def plain(self) -> str:
        """The cell in one line, as the formats without layout write it."""
        words = " – ".join(part for part in (self.mot, self.texte) if part)
        words = f"{words} ({self.mention})" if self.mention and words else words or self.mention
        return f"{DIFFERE} {words}" if self.differe else words


@dataclass(frozen=True)
class Rangee:
    critere: Critere
    groupe: Groupe | None
    cases: tuple[Case, ...]

    @property
    def differe(self) -> bool:
        return any(case.differe for case in self.cases)


@dataclass(frozen=True)
class Comparatif:
    """A table of formes × critères."""

    slug: str
    titre: str
    conseil: str
    colonnes: tuple[tuple[str, Forme], ...]
    rangees: tuple[Rangee, ...]
    sources: tuple[tuple[str, Source], ...]

    @property
    def general(self) -> bool:
        """Whether it compares all formes, none of them first."""
        return self.slug == GENERAL

    @property
    def titre_principal(self) -> str:
        """What stands above the principal critères where they are printed apart."""
        return _title(len(self.colonnes), len(self.principales)) if self.general else self.titre

    @cached_property
    def numeros(self) -> dict[str, int]:
        """The number of each source in this table's list."""
        return {cle: n for n, (cle, _) in enumerate(self.sources, 1)}

    @property
    def verifie_du(self) -> dt.date:
        return min(case.verifie_le for r in self.rangees for case in r.cases)

    @property
    def verifie_au(self) -> dt.date:
        return max(case.verifie_le for r in self.rangees for case in r.cases)

    @property
    def principales(self) -> tuple[Rangee, ...]:
        return _grouped([r for r in self.rangees if r.critere.principal])

    @property
    def groupees(self) -> tuple[Rangee, ...]:
        return _grouped(list(self.rangees))


def _grouped(rangees: list[Rangee]) -> tuple[Rangee, ...]:
    """The same rows with their group named on its first one only."""
    out: list[Rangee] = []
    for r in rangees:
        first = not out or out[-1].critere.groupe != r.critere.groupe
        out.append(Rangee(r.critere, r.groupe if first else None, r.cases))
    return tuple(out)


def comparatif(library: Library, reference: str | None = None) -> Comparatif:
    """All formes, or `reference` beside those it is most often taken for, with differing cells marked."""
    if reference is None:
        slugs = list(library.comparables)
        titre = _title(len(slugs), len(library.criteres.criteres))
        conseil = "Pour choisir, comparez d’abord la durée, la personnalité morale et la place de la collectivité."
    else:
        slugs = [reference, *(c.forme for c in library.formes[reference].confusions)]
        titre = f"{library.formes[reference].sigle} et les formes voisines"
        conseil = "Le signe ≠ marque ce qui diffère de la première colonne."
    groupes = {g.id: g for g in library.criteres.groupes}
    rangees = []
    for critere in library.criteres.criteres:
        cells = [library.criteres.cellules[s][critere.id] for s in slugs]
        cases = tuple(
            _case(critere, c, reference is not None and i > 0 and _differs(cells[0], c)) for i, c in enumerate(cells)
        )
        rangees.append(Rangee(critere, groupes[critere.groupe], cases))
    cited = dict.fromkeys(cle for r in rangees for case in r.cases for cle in case.sources)
    return Comparatif(
        slug=reference or GENERAL,
        titre=titre,
        conseil=conseil,
        colonnes=tuple((s, library.formes[s]) for s in slugs),
        rangees=tuple(rangees),
        sources=tuple((cle, library.sources[cle]) for cle in cited),
    )


def _differs(a: Cellule, b: Cellule) -> bool:
    """Cells differ by their level where both have one, else by their words."""
    return a.niveau != b.niveau if a.niveau and b.niveau else a.texte != b.texte


def _case(critere: Critere, cellule: Cellule, differe: bool) -> Case:
    uncertain = cellule.confiance == "incertain"
    return Case(
        mot=MOTS[critere.graphique][cellule.niveau] if critere.graphique and cellule.niveau else "",
        niveau=cellule.niveau or "",
        graphique=critere.graphique or "",
        texte=cellule.texte or "",
        mention=NON_ETABLI if cellule.texte is None else A_VERIFIER if uncertain else "",
        sources=cellule.sources,
        confiance=cellule.confiance,
        verifie_le=cellule.verifie_le,
        differe=differe,
    )


def _title(formes: int, criteres: int) -> str:
    f, c = (NOMBRES[n] if n < len(NOMBRES) else str(n) for n in (formes, criteres))
    return f"{f.capitalize()} formes de coopération, {c} critères"


@dataclass(frozen=True)
class Guide:
    """The whole guide, or one subject's chapter alone."""

    titre: str
    introduction: str
    chapitres: tuple[Fiche, ...]
    comparatif: Comparatif | None
    termes: tuple[Terme, ...]
    bibliographie: tuple[tuple[str, Source], ...]
    library: Library

    @cached_property
    def numeros(self) -> dict[str, int]:
        """The number of each source in the bibliography."""
        return {cle: n for n, (cle, _) in enumerate(self.bibliographie, 1)}

    @property
    def entier(self) -> bool:
        return self.comparatif is not None


def guide(library: Library) -> Guide:
    """The guide of the whole kit."""
    chapitres = tuple(fiche(library, slug) for slug in library.formes)
    table = comparatif(library)
    cited = {s.cle for c in chapitres for s in c.sources} | {cle for cle, _ in table.sources}
    cited |= {cle for terme in library.glossaire.termes for cle in terme.sources}
    return Guide(
        titre=library.kit.titre,
        introduction=library.introduction,
        chapitres=chapitres,
        comparatif=table,
        termes=library.glossaire.termes,
        bibliographie=_bibliography(library, cited),
        library=library,
    )


def chapter(library: Library, slug: str) -> Guide:
    """One subject's chapter, with the sources it cites."""
    chapitre = fiche(library, slug)
    return Guide(
        titre=chapitre.forme.nom,
        introduction="",
        chapitres=(chapitre,),
        comparatif=None,
        termes=(),
        bibliographie=_bibliography(library, {s.cle for s in chapitre.sources}),
        library=library,
    )


def _bibliography(library: Library, cles: set[str]) -> tuple[tuple[str, Source], ...]:
    return tuple((cle, s) for cle, s in library.sources.items() if cle in cles)
