"""What each document says: frozen, free of any format. Library and a selection in, views out."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from coopdocs import typographie
from coopdocs.library import Library
from coopdocs.model.contenu import Confusion, Cout, Exemple, Fait, Financement, Forme, Recit, Source, Terme
from coopdocs.territoire import Emplacement
from coopdocs.views import recit as told
from coopdocs.views import reperes
from coopdocs.views.choix import Choix
from coopdocs.views.reperes import ReperesAides, ReperesDroit
from coopdocs.views.tableau import DIFFERE, GENERAL, MOTS, Case, Comparatif, Rangee, abridged, comparatif

__all__ = [
    "CARTE",
    "DIFFERE",
    "GENERAL",
    "MOTS",
    "Case",
    "Choix",
    "Comparatif",
    "Fiche",
    "Guide",
    "Rangee",
    "abridged",
    "chapter",
    "claims",
    "comparatif",
    "fiche",
    "guide",
    "printed_claims",
]

SOURCES_IMPRIMEES = 6
EXEMPLES_SUR_CARTE = 4
"""The printed fiche gives a story, where there is one, in place of a grid with fewer examples than that on its map."""
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
    ("recit", "Récit"),
    ("couts", "Coûts, délais, équipes"),
    ("confusions", "À ne pas confondre"),
    ("combinaisons", "Combinaisons"),
    ("idees_recues", "Idées reçues"),
    ("reseaux", "Réseaux"),
)


ECRAN = ("presentation", "gouvernance", "financements", "combinaisons", "idees_recues", "reseaux", "recit", "couts")
"""The fields that the printed fiche leaves to its page on screen and to the guide; of some it has a part."""


def claims(forme: Forme) -> Iterator[tuple[str, Fait]]:
    """Every claim of a forme with the heading it stands under, in reading order."""
    for field, rubrique in RUBRIQUES:
        value = getattr(forme, field)
        if field == "identite":
            value = tuple(getattr(value, name) for name in type(value).model_fields)
        elif field == "recit":
            value = told.faits(value) if value else ()
        for fait in value if isinstance(value, tuple) else (value,):
            yield rubrique, fait


@dataclass(frozen=True)
class LigneIdentite:
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
    carte: tuple[LigneIdentite, ...]
    confusions: tuple[Voisine, ...]
    combinaisons: tuple[Voisine, ...]
    sources: tuple[SourceCitee, ...]
    lieux: tuple[Emplacement | None, ...]
    lieu_recit: Emplacement | None
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

    @property
    def titre_etapes(self) -> str:
        """What stands above the steps; how long each takes is the editors' guess, but where a source says it."""
        titre = "Par où commencer" if self.forme.nature == "panorama" else "Se lancer en six étapes"
        return f"{titre} (durées indicatives)" if any(e.confiance == "avis" for e in self.forme.etapes) else titre

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
            (n, e, _place(e.lieu, lieu))
            for n, (e, lieu) in enumerate(zip(self.forme.exemples, self.lieux, strict=True), 1)
        )

    @property
    def recit_imprime(self) -> Recit | None:
        """The story that the printed fiche gives in place of the grid of examples."""
        return _printed_story(self.forme, self.lieux)

    @property
    def autres_exemples(self) -> tuple[tuple[int, Exemple, str], ...]:
        """The examples but that of which the story is told: it has its name, or its territory."""
        recit = self.forme.recit
        dits = (recit.nom, recit.territoire) if recit else ()
        return tuple(e for e in self.exemples if e[1].nom not in dits and e[1].territoire not in dits)

    @property
    def situation(self) -> str:
        """Where the story takes place and in which years, as printed; empty without one."""
        recit = self.forme.recit
        return f"{_place(recit.lieu, self.lieu_recit)} · {told.periode(recit)}" if recit else ""

    @property
    def parties(self) -> tuple[tuple[str, Fait], ...]:
        """The parts of the story, each under its heading."""
        return told.parties(self.forme.recit) if self.forme.recit else ()

    @property
    def financements(self) -> tuple[Financement, ...]:
        """Who pays, by year; what has none comes last."""
        return tuple(sorted(self.forme.financements, key=lambda x: x.annee or 9999))

    def quand(self, cout: Cout) -> str | None:
        """The date to print before a cost: none where its text says a year, or where it is but that of a source."""
        if cout.date is None or re.search(r"\b(?:19|20)\d\d\b", cout.texte):
            return None
        read = (self._numeros[cle].source.date for cle in cout.sources)
        return None if cout.date[:4] in (date[:4] for date in read if date) else cout.date

    @property
    def couts(self) -> tuple[tuple[str, tuple[Cout, ...]], ...]:
        """« Combien, combien de temps, qui », by theme."""
        return told.par_theme(self.forme.couts)

    @property
    def affirmations(self) -> tuple[tuple[str, tuple[tuple[str, Fait], ...]], ...]:
        """Every claim with what it is about, by heading; the former is empty where a claim has no title."""
        groups = groupby(claims(self.forme), key=itemgetter(0))
        return tuple((rubrique, tuple((self._sujet(f), f) for _, f in faits)) for rubrique, faits in groups)

    def _sujet(self, fait: Fait) -> str:
        named = [(ligne.fait, ligne.libelle) for ligne in self.carte]
        named.append((self.forme.identite.depuis, "Origine"))
        named += [(v.fait, v.forme.sigle) for v in (*self.confusions, *self.combinaisons)]
        named += [(fait, titre) for titre, fait in self.parties]
        named += [(cout, titre) for titre, couts in self.couts for cout in couts]
        named += [(r.court, r.titre) for r in (self.forme.recit,) if r]
        own = (str(getattr(fait, c)) for c in ("titre", "nom", "valeur", "idee", "quand") if hasattr(fait, c))
        return next((nom for f, nom in named if f is fait), next(own, ""))

    @property
    def points(self) -> tuple[tuple[int, Emplacement], ...]:
        """The examples that a map can show."""
        return _on_map(self.lieux)


def printed_claims(fiche: Fiche) -> Iterator[Fait]:
    """The claims that the two pages of a fiche print: a story in brief, where there is one, has the examples' place."""
    elsewhere = {*ECRAN, "exemples"} if fiche.recit_imprime else {*ECRAN}
    rubriques = {rubrique for field, rubrique in RUBRIQUES if field in elsewhere}
    origine = fiche.forme.identite.depuis
    yield from (fait for rubrique, fait in claims(fiche.forme) if rubrique not in rubriques and fait is not origine)
    yield from told.brief(fiche.recit_imprime) if fiche.recit_imprime else ()


def _place(dit: str | None, lieu: Emplacement | None) -> str:
    """Where an initiative is: the content's own words for it, with the territory's name where they do not say it."""
    if not lieu or not dit:
        return dit or (lieu.nom if lieu else "")
    return dit if lieu.nom in dit else f"{dit} ({lieu.nom})"


def fiche(library: Library, slug: str) -> Fiche:
    """The fiche of one forme; KeyError for an unknown slug."""
    forme = library.formes[slug]
    comparables, all_slugs = list(library.comparables), list(library.formes)
    position = all_slugs.index(slug)
    lieux = tuple(library.territoires.lieu(e.territoire) for e in forme.exemples)
    return Fiche(
        slug=slug,
        forme=forme,
        rang=comparables.index(slug) + 1 if slug in comparables else 0,
        total=len(comparables),
        carte=tuple(LigneIdentite(label, icon, getattr(forme.identite, field)) for field, label, icon in CARTE),
        confusions=_neighbours(library, forme.confusions),
        combinaisons=_neighbours(library, forme.combinaisons),
        sources=_numbered_sources(library, forme, lieux),
        lieux=lieux,
        lieu_recit=library.territoires.lieu(forme.recit.territoire) if forme.recit else None,
        precedente=_beside(library, all_slugs[:position][-1:]),
        suivante=_beside(library, all_slugs[position + 1 :][:1]),
    )


def _beside(library: Library, slugs: Sequence[str]) -> tuple[str, Forme] | None:
    return (slugs[0], library.formes[slugs[0]]) if slugs else None


def _neighbours(library: Library, voisines: Sequence[Confusion]) -> tuple[Voisine, ...]:
    return tuple(Voisine(v.forme, library.formes[v.forme], v) for v in voisines)


def _numbered_sources(library: Library, forme: Forme, lieux: Sequence[Emplacement | None]) -> tuple[SourceCitee, ...]:
    """All sources of a forme: first those worth print, numbered as the page meets them, then the others.

    Print has room for six: the legal basis and the figures come first, then the story that stands in place of the
    examples, recognition, funding and examples.
    """
    identite, recit = forme.identite, _printed_story(forme, lieux)
    raconte = told.brief(recit) if recit else ()
    exemples = () if recit else forme.exemples
    by_worth: list[Fait] = [identite.base_legale, *forme.chiffres, *raconte]
    by_worth += [identite.reconnaissance, identite.financement, *exemples]
    worth: list[str] = []
    for fait in by_worth:
        worth += [cle for cle in fait.sources[:1] if cle not in worth]
    printed = set(worth[:SOURCES_IMPRIMEES])
    page_order: list[Fait] = [getattr(identite, field) for field, _, _ in CARTE]
    page_order += [*forme.chiffres, *raconte, *exemples]
    ordered = [cle for fait in page_order for cle in fait.sources if cle in printed]
    ordered += [cle for _, fait in claims(forme) for cle in fait.sources] + list(forme.ressources)
    return tuple(
        SourceCitee(n, cle, library.sources[cle], cle in printed) for n, cle in enumerate(dict.fromkeys(ordered), 1)
    )


def _printed_story(forme: Forme, lieux: Sequence[Emplacement | None]) -> Recit | None:
    """The story that stands on the printed fiche in place of the grid of examples, where its map would show few."""
    return forme.recit if len(_on_map(lieux)) < EXEMPLES_SUR_CARTE else None


def _on_map(lieux: Sequence[Emplacement | None]) -> tuple[tuple[int, Emplacement], ...]:
    return tuple((n, lieu) for n, lieu in enumerate(lieux, 1) if lieu and lieu.lat is not None)


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
    aides: ReperesAides | None = None
    droit: ReperesDroit | None = None

    @cached_property
    def numeros(self) -> dict[str, int]:
        """The number of each source in the bibliography."""
        return {cle: n for n, (cle, _) in enumerate(self.bibliographie, 1)}

    def appels(self, fait: Fait) -> tuple[tuple[int, str], ...]:
        """The numbers and keys of a claim's sources, in ascending order."""
        return tuple(sorted((self.numeros[cle], cle) for cle in fait.sources))

    @property
    def jour_usuel(self) -> dt.date | None:
        """The day on which most sources were consulted."""
        jours = Counter(s.consulte_le for _, s in self.bibliographie)
        return jours.most_common(1)[0][0] if jours else None

    @property
    def entier(self) -> bool:
        return self.comparatif is not None


def guide(library: Library) -> Guide:
    """The guide of the whole kit."""
    chapitres = tuple(fiche(library, slug) for slug in library.formes)
    table = comparatif(library)
    cited = {s.cle for c in chapitres for s in c.sources} | {cle for cle, _ in table.sources}
    cited |= {cle for fait in (*library.glossaire.termes, *Choix(library).faits) for cle in fait.sources}
    aides, droit = reperes.aides(library), reperes.droit(library)
    cited |= {cle for page in (aides, droit) if page for cle, _ in page.sources}
    return Guide(
        titre=library.kit.titre,
        introduction=library.introduction,
        chapitres=chapitres,
        comparatif=table,
        aides=aides,
        droit=droit,
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
    cited = ((cle, s) for cle, s in library.sources.items() if cle in cles)
    return tuple(sorted(cited, key=lambda pair: (typographie.slug(pair[1].editeur), pair[1].date or "9999", pair[0])))
