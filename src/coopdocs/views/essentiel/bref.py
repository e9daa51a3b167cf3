"""« En bref »: what the figures and the tables say of a territory, in a few plain sentences, each true at any value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from coopdocs.library import Library
from coopdocs.territoire import NOMS_TYPES, Territoire, Territoires
from coopdocs.territoire.millesimes import ANNEES
from coopdocs.territoire.recensement import ANNEE_RECENSEMENT, Recensement
from coopdocs.territoire.situation import within
from coopdocs.typographie import INSECABLE, capital, en_lettres, enumerated, nombre, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel.chiffres import Chiffres
from coopdocs.views.essentiel.cooperations import Cooperation, Cooperations, in_project
from coopdocs.views.essentiel.designation import (
    counted,
    definite,
    label,
    people,
    plural,
    subject,
)

LETTRES_MAX = 240
"""Letters of a sentence at most, about: one that lists names lists fewer."""
_LISTE_MAX = 110
"""Letters of a list in it."""
_PEU, _TROP_PEU = 100, 10
"""Of fewer people or dwellings, parts of a hundred say more than is known: they are counted; of very few, not even."""
_ECART = 1.5
"""Two shares so near (points) are « à peu près » the same."""
_NOMMES = 3
_GRAS = "¦"


@dataclass(frozen=True)
class Phrase:
    """A sentence beside an icon: pieces of text in their order, each with whether it is bold."""

    icone: str
    morceaux: tuple[tuple[str, bool], ...]

    @property
    def texte(self) -> str:
        return "".join(texte for texte, _ in self.morceaux)


def bref(library: Library, dossier: Dossier, figures: Chiffres | None, known: Cooperations) -> tuple[Phrase, ...]:
    """The sentences of a territory, in their order; one that cannot be said is left out."""
    suite = " : les chiffres qui suivent sont ceux de son intercommunalité" if figures else ""
    own = habitants(library.territoires, dossier.territoire, dossier.epci, suite)
    others = (*_Official(library, dossier, figures).all(), *_Known(library, dossier, known).all())
    # of a commune that nobody lives in, those of its EPCI take the place of what is around
    return (own, *(_phrase(icone, texte) for icone, texte in others))[:6]


def _phrase(icone: str, texte: str) -> Phrase:
    """A sentence whose bold pieces stand between two `_GRAS`."""
    pieces = typeset(texte).split(_GRAS)
    return Phrase(icone, tuple((piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece))


def habitants(territoires: Territoires, t: Territoire, epci: Territoire | None, suite: str = "") -> Phrase:
    """Who lives in a territory; `epci`: that of a commune. `suite`: what is said where nobody does."""
    return _phrase("users", _people(territoires, t, epci, suite))


def _people(territoires: Territoires, t: Territoire, epci: Territoire | None, suite: str) -> str:
    n = t.population
    if n is None:
        return f"Ces tables ne disent pas la ¦population {t.de}¦."
    if t.type == "commune":
        return _people_of_commune(territoires, t, n, epci, suite)
    communes = territoires.nombre_communes(t)
    combien = "une seule commune" if communes == 1 else counted(communes, "commune", "communes", feminin=True)
    debut = f"{subject(t)} réuni{'ssen' * plural(t)}t ¦{people(n)}¦ dans ¦{combien}¦ ({ANNEES.populations})"
    grandes = [f"{c.nom} ({nombre(c.population)})" for c in _largest(territoires, t) if c.population]
    if communes < 2 or not grandes:
        return f"{debut}."
    lien = " : " if communes == len(grandes) else ", dont "
    return f"{debut}{lien}{enumerated(grandes)}."


def _people_of_commune(territoires: Territoires, t: Territoire, n: int, epci: Territoire | None, suite: str) -> str:
    if n == 0:
        return f"{subject(t)} n’a ¦aucun habitant¦ ({ANNEES.populations}){suite}."
    debut = f"{subject(t)} compte ¦{people(n)}¦ ({ANNEES.populations})"
    if epci is None or not epci.population:
        return f"{debut} ; elle n’est dans aucune intercommunalité." if t.regions else f"{debut}."
    return f"{debut}, soit {_share(100 * n / epci.population)} de ceux {epci.de}."


def _largest(territoires: Territoires, t: Territoire) -> list[Territoire]:
    """The two communes of a territory with the most people."""
    parts = territoires.enfants(t) if t.type == "region" else (t,)
    found = [c for part in parts for c in islice(territoires.communes(part), 2)]
    return sorted(found, key=lambda c: -(c.population or 0))[:2]


class _Official:
    """The sentences that official figures make."""

    def __init__(self, library: Library, dossier: Dossier, figures: Chiffres | None) -> None:
        self._dossier, self._figures = dossier, figures
        self._territoires, self._t = library.territoires, dossier.territoire

    def all(self) -> Iterator[tuple[str, str]]:
        figures = self._figures
        if figures is None:
            if archipel := self._part_of():
                yield "map-pin-line", archipel
            yield "chart-bar", f"{_UNCOUNTED} : aucune comparaison n’est faite."
            return
        if not figures.propres:
            yield "users-three", _people(self._territoires, figures.sujet, None, "")
        if figures.compte is None:
            yield "chart-bar", f"{_UNCOUNTED} : seules la population et la densité sont comparées."
        else:
            yield "graduation-cap", _ages(figures.compte, figures.compte_france)
            if figures.compte.logements:
                yield "house-line", _logements(figures.compte, figures.compte_france)
        yield "scales", self._beside(figures)

    def _part_of(self) -> str:
        """Of a commune of an overseas collectivity, what it is a part of."""
        tout = self._territoires.parents(self._t)[-1] if self._t.type == "commune" and not self._t.regions else None
        if tout is None or not tout.population:
            return ""
        n = self._territoires.nombre_communes(tout)
        une = "C’est la seule commune" if n == 1 else f"C’est une des {counted(n, 'commune', 'communes', feminin=True)}"
        return f"¦{une}¦ {tout.de}, où vivent {people(tout.population)} ({ANNEES.populations})."

    # --- beside whom

    def _beside(self, figures: Chiffres) -> str:
        sujet = figures.sujet
        if figures.rang == "membres":
            un, plusieurs, feminin = NOMS_TYPES[figures.niveau]
            compte = counted(figures.total, un, plusieurs, feminin=feminin)
            least, most = figures.bornes
            bornes = f"comptent de {nombre(least)} à {people(most)}"
            suite = "elles sont comparées" if feminin else "ils sont comparés"
            return f"Ses ¦{compte}¦ {bornes} ; {suite} plus loin."
        if figures.rang == "ensemble":
            dans = [p.territoire.de for p in figures.autour if p.territoire]
            return f"Ses chiffres sont mis à côté de ¦{enumerated([f'ceux {dans[0]}¦', *dans[1:], 'de la France'])}."
        noms = [label(self._territoires, p.territoire) for p in figures.autour if p.territoire]
        montres = noms[:_NOMMES]
        while len(montres) > 1 and sum(map(len, montres)) > _LISTE_MAX:
            montres.pop()
        if figures.rang == "choisis":
            compte = counted(len(noms), "territoire choisi", "territoires choisis")
            dont = " : " if len(montres) == len(noms) else ", dont "
            return f"Ses chiffres sont mis à côté de ceux de ¦{compte}¦{dont}{enumerated(montres)}."
        un, _, feminin = NOMS_TYPES[sujet.type]
        ou = "dans la région, " if figures.rang == "region" else ""
        suite = f", puis {enumerated(montres[1:])}" if montres[1:] else ""
        if figures.proche:
            debut = f"{ou}{definite(un, feminin=feminin)} qui lui ressemble le plus par ses chiffres"
            return capital(f"{debut} : ¦{montres[0]}¦{suite}.")
        loin = f"{ou}aucun{'e' * feminin} {un} ne lui ressemble vraiment par ses chiffres"
        moins = "la moins différente" if feminin else "le moins différent"
        return capital(f"{loin} ; {moins} : ¦{montres[0]}¦.")


class _Known:
    """The sentences about who cooperates."""

    def __init__(self, library: Library, dossier: Dossier, known: Cooperations) -> None:
        self._library, self._known, self._t = library, known, dossier.territoire
        self._territoires = library.territoires

    def all(self) -> Iterator[tuple[str, str]]:
        yield "handshake", self._here()
        if around := self._around():
            yield "map-trifold", around

    def _here(self) -> str:
        known, n = self._known, len(self._known.ici)
        wide = self._wider()
        if n:
            own = known.sur_place
            compte = capital(counted(len(own), "coopération", "coopérations", feminin=True))
            projets = in_project(sum(c.en_projet for c in own), len(own))
            sont = f"y {'sont connues' if len(own) > 1 else 'est connue'}{projets}"
            suite = f", {wide}" if wide else ""
            return f"¦{compte}¦ {sont} : {self._by_forme(known.ici)}{suite}."
        if wide:
            projets = in_project(sum(c.en_projet for c in known.couvrent), len(known.couvrent))
            return f"¦{capital(wide)}¦{projets} ; nous ne connaissons pas de coopération qui soit propre au territoire."
        formes = len(self._library.comparables)
        ces = f"de ces {counted(formes, 'forme', 'formes', feminin=True)}" if formes > 1 else "de cette forme"
        return f"¦Nous n’y connaissons pas encore¦ de coopération {ces} : cela ne prouve pas qu’il n’y en ait pas."

    def _wider(self) -> str:
        """What covers the territory from above: « s’y ajoute un PAT à l’échelle du département »."""
        couvrent = self._known.couvrent
        if not couvrent:
            return ""
        echelles = {self._scale(c) for c in couvrent}
        echelle = echelles.pop() if len(echelles) == 1 else "d’un territoire plus large"
        quoi, plus = self._by_forme(couvrent), "nt" * (len(couvrent) > 1)
        if self._known.ici:
            suite = f"à l’échelle {echelle}" if echelle else f"qui en couvre{plus} une partie"
            return f"et {quoi} {suite}"
        suite = f"le territoire, à l’échelle {echelle}" if echelle else "une partie du territoire"
        return f"{quoi} couvre{plus} {suite}"

    def _scale(self, cooperation: Cooperation) -> str:
        """What a larger initiative covers, after « à l’échelle »; empty where it is a part of the territory only."""
        lieux = cooperation.proche.lieux
        lieu = next((lieu for lieu in lieux if within(self._territoires, self._t, lieu)), None)
        if lieu is None:
            return ""
        if lieu.type == "departement" and not lieu.regions:
            return "de la collectivité"
        un, _, feminin = NOMS_TYPES[lieu.type]
        return "du département" if un == "département" else f"de {definite(un, feminin=feminin)}"

    def _around(self) -> str:
        known = self._known
        near = [*known.membres, *known.voisines]
        if near:
            n = len(near)
            un = "autre" if known.ici or known.couvrent else "coopération"
            compte = capital(counted(n, un, f"{un}s", feminin=True))
            return f"¦{compte}¦ existe{'nt' * (n > 1)} {self._where()} : {self._by_forme(near)}."
        if not known.loin:
            return ""
        proche = known.loin[0]
        km = proche.proche.km or 0
        loin = f"à {nombre(round(km))}{INSECABLE}km à vol d’oiseau" if km >= 1 else "tout près"
        ou = f", {proche.ou}" if proche.ou else ""
        return f"¦La plus proche¦ que nous connaissions ailleurs est {loin} : {proche.nom} ({proche.forme.sigle}{ou})."

    def _where(self) -> str:
        if self._t.type in ("departement", "region"):
            return "dans les départements voisins"
        if not self._known.membres:
            return "dans les intercommunalités voisines"
        return "dans son intercommunalité" + (" et chez ses voisines" if self._known.voisines else "")

    def _by_forme(self, cooperations: Sequence[Cooperation]) -> str:
        """« un PTCE, cinq PAT et un TZCLD », in the order of the kit; of many formes, those with the most."""
        comptes = Counter(c.slug for c in cooperations)
        kept = [slug for slug, _ in comptes.most_common()]
        while True:
            textes = [self._forme(slug, comptes[slug]) for slug in self._library.comparables if slug in kept]
            if len(kept) < 2 or sum(map(len, textes)) <= _LISTE_MAX:
                break
            kept.pop()
        return ("dont " if len(kept) < len(comptes) else "") + enumerated(textes)

    def _forme(self, slug: str, n: int) -> str:
        forme = self._library.formes[slug]
        if n == 1:
            return forme.un_seul or f"1{INSECABLE}{forme.sigle}"
        return counted(n, "", forme.plusieurs) if forme.plusieurs else f"{nombre(n)}{INSECABLE}{forme.sigle}"


_UNCOUNTED = f"Nos tables n’ont ¦ni les âges ni les logements¦ d’ici (recensement de {ANNEE_RECENSEMENT})"


def _ages(compte: Recensement, france: Recensement) -> str:
    n, jeunes, vieux = compte.population, compte.moins_20, compte.plus_65
    if n < _TROP_PEU:
        return f"Le recensement de {compte.annee} y compte ¦{people(n)}¦ : trop peu pour parler de leurs âges."
    if n < _PEU:
        un = _counts(jeunes, lambda m: f"{'ont' if m > 1 else 'a'} moins de 20 ans")
        deux = _counts(vieux, lambda m: f"{'ont' if m > 1 else 'a'} 65 ans ou plus")
        return f"Des {people(n)} recensés en {compte.annee}, ¦{un}¦ et ¦{deux}¦."
    un = "¦Aucun habitant¦ n’a moins de 20 ans"
    if jeunes:
        un = f"¦{capital(_percent(jeunes, n))}¦ des habitants ont moins de 20 ans"
    deux = f"¦{_percent(vieux, n)}¦ {'' if jeunes else 'ont '}65 ans ou plus" if vieux else "¦aucun¦ n’a 65 ans ou plus"
    pairs = (100 * jeunes / n, france.part_moins_20), (100 * vieux / n, france.part_plus_65)
    la = [round(part or 0) for _, part in pairs]
    near = all(abs(ici - (part or 0)) <= _ECART for ici, part in pairs)
    france_dit = f"{la[0]}{INSECABLE}et{INSECABLE}{la[1]} %"
    beside = f", à peu près comme en France ({france_dit})" if near else f" ; en France, {france_dit}"
    return f"{un} et {deux} ({compte.annee}){beside}."


def _logements(compte: Recensement, france: Recensement) -> str:
    n = compte.logements
    if n < _PEU:
        un = _counts(compte.vacants, lambda m: "sont vacants" if m > 1 else "est vacant")
        une, des = "est une résidence secondaire", "sont des résidences secondaires"
        deux = _counts(compte.secondaires, lambda m: des if m > 1 else une)
        debut = f"Des {counted(n, 'logement', 'logements')} recensés" if n > 1 else "Du seul logement recensé"
        return f"{debut} en {compte.annee}, ¦{un}¦ et ¦{deux}¦."
    un = _hundredths(compte.vacants, n, "est vacant", "sont vacants")
    deux = _hundredths(compte.secondaires, n, "est une résidence secondaire", "sont des résidences secondaires")
    la = [round(part or 0) for part in (france.part_vacants, france.part_secondaires)]
    return (
        f"Sur 100 logements, ¦{un}¦ et ¦{deux}¦ ({compte.annee}) ; en France, {la[0]}{INSECABLE}et{INSECABLE}{la[1]}."
    )


def _counts(n: int, verb: Callable[[int], str]) -> str:
    """« aucun n’a … », « un a … », « trois ont … »."""
    said = verb(n)
    if n == 0:
        return f"aucun n’{said}"
    return f"{en_lettres(n) if n <= 10 else nombre(n)} {said}"


def _hundredths(part: int, total: int, un: str, plusieurs: str) -> str:
    """Of a hundred, how many: « aucun n’est vacant », « moins d’un est vacant », « 9 sont vacants »."""
    if not part:
        return f"aucun n’{un}"
    n = round(100 * part / total)
    return f"{n} {plusieurs}" if n > 1 else f"{'un' if n else 'moins d’un'} {un}"


def _percent(part: int, total: int) -> str:
    return _share(100 * part / total)


def _share(part: float) -> str:
    """A share of something, neither none nor all: « moins de 1 % », « 24 % », « plus de 99 % »."""
    if part < 1:
        return f"moins de 1{INSECABLE}%"
    n = round(part)
    return f"{n}{INSECABLE}%" if n < 100 or part >= 100 else f"plus de 99{INSECABLE}%"
