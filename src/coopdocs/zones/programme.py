"""How the programme of an event is set on its sheet: the largest type with which both pages hold.

Sizes mirror templates/evenement/programme.css, which gets those that vary as custom properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coopdocs.model.contenu import Source
from coopdocs.model.evenement import Atelier, Contact, Intervenant, Seance
from coopdocs.theme import Theme
from coopdocs.theme.mesure import MM_PER_PT
from coopdocs.typographie import INSECABLE, adresse_breve, heure, lier_courts, lier_fin
from coopdocs.views import Fiche
from coopdocs.views.evenement import Journee, Lien
from coopdocs.zones.metre import Metre, Style, rangees
from coopdocs.zones.places import TEXTE, TITRE

HEURES, QUOI, QUI, ATELIERS, ENTRE = 32.0, 102.0, 40.0, 146.0, 4.0
"""Widths (mm) of the columns of the programme, and the space between them; workshops take the last two."""
MARGE_ATELIER, ECART_ATELIER = 2.8, 1.6
H1 = (40.0, 37.0, 34.0, 31.0, 28.0, 26.0, 24.0, 22.0)
H1_LARGEUR, H1_LIGNES, DATE_LARGEUR = 122.0, 3, 50.0
ACCROCHE = Style(TEXTE, "400", 11.0, 14.6)
NOTE, NOTES_MIN = 8.4, 3
"""The height of a ruled line for notes, and how few of them are worth ruling."""
_H2 = 16 * MM_PER_PT + 2.5
_RECTO, _VERSO = 283.0 - 7 - _H2 - 4, 283.0 - 16 - 7 - 3.5
_SOUFFLE, _ECART, _ECART_MAX = 3.4, 6.0, 12.0
"""How much taller a row may become, and the space between the parts of the verso (mm): the least, the most."""


@dataclass(frozen=True)
class Recto:
    """The setting of the day's programme: height of the band (mm), of type (pt), room around each row (mm)."""

    bandeau: float
    corps: float
    marge: float
    h1: float = H1[-1]
    notes: int = 0

    @property
    def texte(self) -> Style:
        return Style(TEXTE, "400", self.corps, round(self.corps * 1.3, 1))

    @property
    def gras(self) -> Style:
        return Style(TEXTE, "600", self.corps, round(self.corps * 1.3, 1))

    @property
    def titre(self) -> Style:
        corps = round(self.corps + 1.4, 1)
        return Style(TITRE, "700", corps, round(corps * 1.24, 1))

    @property
    def atelier(self) -> Style:
        corps = round(self.corps + 0.4, 1)
        return Style(TITRE, "700", corps, round(corps * 1.24, 1))


RECTOS = (
    Recto(92, 11.4, 2.8), Recto(88, 10.8, 2.6), Recto(82, 10.2, 2.3), Recto(76, 9.8, 2.0),
    Recto(70, 9.4, 1.7), Recto(66, 9.0, 1.4), Recto(66, 8.6, 1.1),
)  # fmt: skip


@dataclass(frozen=True)
class Verso:
    """The setting of who and what is there: type (pt), whether a forme says what it is, space between parts (mm)."""

    corps: float
    chapo: bool
    sources: tuple[Source, ...] = ()
    ecart: float = _ECART
    notes: int = 0

    @property
    def texte(self) -> Style:
        return Style(TEXTE, "400", self.corps, round(self.corps * 1.29, 1))

    @property
    def titre(self) -> Style:
        corps = round(self.corps + 1.2, 1)
        return Style(TITRE, "700", corps, round(corps * 1.24, 1))


VERSOS = (
    Verso(10.2, True), Verso(9.6, True), Verso(9.2, True), Verso(8.8, True),
    Verso(9.8, False), Verso(9.4, False), Verso(8.8, False), Verso(8.4, False),
)  # fmt: skip
TROIS, QUATRE = 56.6, 43.0
"""Widths (mm) of a speaker, three in a row, and of a forme that is only named, four in a row."""
DITES = {1: 167.0, 2: 73.0, 3: 56.6}
"""Width (mm) of what is said of a forme, by how many stand in a row; three have their emblems above."""
EMBLEME = 13.5
PRATIQUE, CODE = Style(TEXTE, "400", 9.2, 11.8), {1: 38.0, 2: 32.0, 3: 24.0}
"""The practical lines, and the side (mm) of a code by how many there are."""
ADRESSE, LIBELLE = Style(TEXTE, "600", 8.2, 10.4), Style(TITRE, "700", 9.4, 11.6)
SOURCE = Style(TEXTE, "400", 8.0, 10.4)
ORGANISME, ORGANISATEUR, ORGANISATEUR_LARGEUR = 13.0, Style(TEXTE, "600", 9.0, 11.4), 54.0
"""The height (mm) of a logo; the organiser's name under its own, and its width (mm)."""
_COURT = 18
"""Letters of a name that may not be parted: more would not stand on a line everywhere."""


class Programme:
    """Both pages of the programme of one day, measured in a theme's fonts."""

    def __init__(self, journee: Journee, theme: Theme) -> None:
        self.journee, self._metre = journee, Metre(theme)

    # --- recto

    @cached_property
    def recto(self) -> Recto:
        """The first setting in which the programme holds, what is left shared out; the tightest where none does."""
        r = next((r for r in RECTOS if self.reste_recto(r, self.journee.e.programme) >= 0), RECTOS[-1])
        reste, n = max(self.reste_recto(r, self.journee.e.programme), 0), len(self.journee.e.programme)
        souffle = min(reste / n, _SOUFFLE)
        notes = int((reste - souffle * n - 9 - _H2) / NOTE)
        return Recto(r.bandeau, r.corps, r.marge + souffle / 2, self._h1(r), notes if notes >= NOTES_MIN else 0)

    def reste_recto(self, r: Recto, seances: Sequence[Seance]) -> float:
        """How many mm these sessions leave on the recto, negative where they pass beyond."""
        return _RECTO - r.bandeau - sum(self._seance(r, s) for s in seances)

    def _h1(self, r: Recto) -> float:
        accroche = self._metre.hauteur(lier_fin(self.journee.e.accroche), ACCROCHE, H1_LARGEUR)
        room = r.bandeau - 11 - 8 - 7.6 - accroche
        texte = lier_courts(self.journee.e.titre)
        return next((c for c in H1 if self._metre.hauteur(texte, h1(c), H1_LARGEUR) <= room), H1[-1])

    def _seance(self, r: Recto, s: Seance) -> float:
        haut = self._metre.hauteur
        titre, marge = (r.gras, r.marge * 0.55) if s.pause else (r.titre, r.marge)
        quoi = haut(lier_courts(s.titre), titre, QUOI) + haut(lier_fin(s.texte or ""), r.texte, QUOI)
        qui = haut(s.salle or "", Style(TEXTE, "600", r.corps, titre.ligne), QUI)
        qui += haut(noms(s.intervenants), r.texte, QUI)
        heures = haut(f"{heure(s.debut)} – {heure(s.fin)}".replace(" ", INSECABLE), r.atelier, HEURES)
        return max(heures, quoi, qui) + self._ateliers(r, s.ateliers) + 2 * marge + 0.25

    def _ateliers(self, r: Recto, ateliers: Sequence[Atelier]) -> float:
        if not ateliers:
            return 0
        n = colonnes(len(ateliers))
        return 1.8 + rangees([self._atelier(r, a, n) for a in ateliers], n, ECART_ATELIER)

    def _atelier(self, r: Recto, a: Atelier, n: int) -> float:
        haut, largeur = self._metre.hauteur, largeur_atelier(n)
        inside = haut(lier_courts(a.titre), r.atelier, largeur) + haut(lier_fin(a.texte or ""), r.texte, largeur)
        inside += haut(a.salle or "", r.gras, largeur) + haut(noms(a.intervenants), r.texte, largeur)
        return inside + 4.4

    # --- verso

    @cached_property
    def verso(self) -> Verso:
        """The first setting in which the verso holds, what is left shared out; the tightest where none does."""
        e = self.journee.e
        v = next((v for v in VERSOS if self.reste_verso(v, e.intervenants) >= 0), VERSOS[-1])
        reste, n = max(self.reste_verso(v, e.intervenants), 0), len(self._parties(v, e.intervenants)) - 1
        souffle = min(reste / n, _ECART_MAX - _ECART)
        notes = int((reste - souffle * n - _ECART_MAX - _H2) / NOTE)
        sources = self._sources if v.chapo else ()
        return Verso(v.corps, v.chapo, sources, _ECART + souffle, notes if notes >= NOTES_MIN else 0)

    def reste_verso(self, v: Verso, intervenants: Sequence[Intervenant]) -> float:
        """How many mm the verso with these speakers leaves, negative where it passes beyond."""
        parties = self._parties(v, intervenants)
        return _VERSO - sum(parties) - _ECART * (len(parties) - 1)

    def _parties(self, v: Verso, intervenants: Sequence[Intervenant]) -> list[float]:
        qui = rangees([self._intervenant(v, i) for i in intervenants], 3, 3)
        formes = [self._forme(v, f) for f in self.journee.fiches]
        quoi = rangees(formes, self.colonnes if v.chapo else 4, 3.4)
        sources = self._bloc_sources() if v.chapo else 0
        bas = max(self._pratique(), self._liens())
        parties = [_H2 + 3 + qui if intervenants else 0, _H2 + 3 + quoi, bas, self._organismes(), sources]
        return [p for p in parties if p]

    @property
    def colonnes(self) -> int:
        """How many formes stand side by side with what they are."""
        n = len(self.journee.fiches)
        return 1 if n == 1 else 2 if n % 3 else 3

    def _intervenant(self, v: Verso, i: Intervenant) -> float:
        haut = self._metre.hauteur
        return haut(i.nom, v.titre, TROIS) + haut(i.fonction, v.texte, TROIS) + haut(i.organisme or "", v.texte, TROIS)

    def _forme(self, v: Verso, fiche: Fiche) -> float:
        f, haut = fiche.forme, self._metre.hauteur
        largeur = DITES[self.colonnes] if v.chapo else QUATRE
        nom = haut(f.nom, Style(TEXTE, "600", v.corps, v.texte.ligne), largeur) if f.nom != f.sigle else 0
        nom += haut(f.sigle, v.titre, largeur)
        if not v.chapo:
            return EMBLEME + nom
        appels = ",".join(str(n) for n, _ in self.appels(fiche))
        doute = " (à\u00a0vérifier)" if f.chapo.confiance == "incertain" else ""
        dit = nom + haut(f"{f.chapo.texte}{doute}{appels}", v.texte, largeur)
        return dit + EMBLEME if self.colonnes == 3 else max(dit, EMBLEME)

    @cached_property
    def _cles(self) -> dict[str, Source]:
        """What the chapos of the formes cite, in the order in which they do."""
        return {
            cle: s.source
            for fiche in self.journee.fiches
            for s in fiche.appels(fiche.forme.chapo, imprime=False)
            for cle in (s.cle,)
        }

    @property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(self._cles.values())

    def appels(self, fiche: Fiche) -> list[tuple[int, Source]]:
        """The sources of a forme's chapo with their numbers on this sheet."""
        cles = fiche.forme.chapo.sources
        return [(n, source) for n, (cle, source) in enumerate(self._cles.items(), 1) if cle in cles]

    def _bloc_sources(self) -> float:
        suite = "Sources  " + "  ".join(
            f"{n}{INSECABLE}{s.court.replace('*', '')}{INSECABLE};" for n, s in enumerate(self._sources, 1)
        )
        return self._metre.hauteur(suite, SOURCE, 180.0)

    def _pratique(self) -> float:
        e, haut = self.journee.e, self._metre.hauteur
        largeur = self.pratique
        gras = Style(TEXTE, "600", PRATIQUE.corps, PRATIQUE.ligne)
        lieu = haut(e.lieu.nom, gras, largeur) + haut(e.lieu.adresse, PRATIQUE, largeur)
        acces = [haut(lier_fin(e.lieu.acces), PRATIQUE, largeur)] if e.lieu.acces else []
        contacts = sum(haut(c.nom, gras, largeur) for c in e.contacts)
        contacts += sum(self._metre.adresse(ligne, PRATIQUE, largeur) for c in e.contacts for ligne in self.joindre(c))
        lignes = [lieu, *acces, contacts]
        libelles = len(lignes) * LIBELLE.ligne * MM_PER_PT + 2.6 * (len(lignes) - 1)
        return 9.0 + 16 * MM_PER_PT + 1.6 + sum(lignes) + libelles

    def joindre(self, contact: Contact) -> list[str]:
        """How to reach a contact: on one line where that holds, else mail and telephone apart."""
        telephone = (contact.telephone or "").replace(" ", INSECABLE)
        moyens = [moyen for moyen in (contact.courriel, telephone) if moyen]
        ensemble = " · ".join(moyens)
        tient = self._metre.hauteur(ensemble, PRATIQUE, self.pratique) <= PRATIQUE.ligne * MM_PER_PT
        return [ensemble] if tient else moyens

    @property
    def pratique(self) -> float:
        """The width (mm) of the practical lines."""
        return 88.0 - 19 if self.journee.liens else 182.0 - 19

    def _liens(self) -> float:
        return max(map(self._lien, self.journee.liens), default=0)

    def _lien(self, lien: Lien) -> float:
        largeur = self.lien
        libelle = self._metre.hauteur(lien.libelle, LIBELLE, largeur)
        return self.cote + 4.4 + libelle + self._metre.adresse(adresse_breve(lien.adresse), ADRESSE, largeur)

    @property
    def cote(self) -> float:
        """The side (mm) of a code."""
        return CODE[len(self.journee.liens)]

    @property
    def lien(self) -> float:
        """The width (mm) of the words under a code."""
        n = len(self.journee.liens)
        return (88.0 - ENTRE * (n - 1)) / n

    def _organismes(self) -> float:
        e = self.journee.e
        rangs = (len(e.partenaires) + 3) // 4
        nom = self._metre.hauteur(e.organisateur.nom, ORGANISATEUR, ORGANISATEUR_LARGEUR)
        organisateur = ORGANISME + 1 + nom if e.organisateur.logo else max(ORGANISME, nom)
        return 5.6 + max(organisateur, rangs * ORGANISME + 3 * (rangs - 1))


def h1(corps: float) -> Style:
    return Style(TITRE, "800", corps, round(corps * 1.06, 1))


def colonnes(ateliers: int) -> int:
    """How many workshops stand side by side."""
    return ateliers if ateliers <= 3 else (ateliers + 1) // 2


def largeur_atelier(n: int) -> float:
    """The width (mm) of the words of a workshop, `n` side by side."""
    return (ATELIERS - ENTRE * (n - 1)) / n - 2 * MARGE_ATELIER


def noms(intervenants: Sequence[str]) -> str:
    """Names in a row; a short one stays on its line."""
    return ", ".join(nom.replace(" ", INSECABLE) if len(nom) <= _COURT else nom for nom in intervenants)
