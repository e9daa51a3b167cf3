"""How the programme of an event is set on its sheet: the largest type with which both pages hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coopdocs.model.contenu import Source
from coopdocs.model.evenement import Atelier, Contact, Intervenant, Seance
from coopdocs.sizes import programme as s
from coopdocs.sizes.evenement import NOM_ORGANISME
from coopdocs.sizes.feuille import H2, H2_HAUT
from coopdocs.sizes.units import TEXTE, TITRE, TextStyle
from coopdocs.theme import Theme
from coopdocs.typographie import INSECABLE, adresse_breve, bind_end, bind_short, heure
from coopdocs.views import Fiche
from coopdocs.views.evenement import Journee, LienEvenement
from coopdocs.zones.metre import Metre, rangees

H1 = (40.0, 37.0, 34.0, 31.0, 28.0, 26.0, 24.0, 22.0)
H1_LIGNES = 3
NOTES_MIN = 3
"""How few ruled lines for notes are worth ruling."""
_RECTO, _VERSO = 283.0 - s.JOURNEE_AVANT - H2_HAUT - 4, 283.0 - s.RAPPEL - s.VERSO_AVANT - 3.5
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
    def texte(self) -> TextStyle:
        return TextStyle(TEXTE, "400", self.corps, round(self.corps * 1.3, 1))

    @property
    def gras(self) -> TextStyle:
        return TextStyle(TEXTE, "600", self.corps, round(self.corps * 1.3, 1))

    @property
    def titre(self) -> TextStyle:
        corps = round(self.corps + 1.4, 1)
        return TextStyle(TITRE, "700", corps, round(corps * 1.24, 1))

    @property
    def atelier(self) -> TextStyle:
        corps = round(self.corps + 0.4, 1)
        return TextStyle(TITRE, "700", corps, round(corps * 1.24, 1))


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
    def texte(self) -> TextStyle:
        return TextStyle(TEXTE, "400", self.corps, round(self.corps * 1.29, 1))

    @property
    def titre(self) -> TextStyle:
        corps = round(self.corps + 1.2, 1)
        return TextStyle(TITRE, "700", corps, round(corps * 1.24, 1))


VERSOS = (
    Verso(10.2, True), Verso(9.6, True), Verso(9.2, True), Verso(8.8, True), Verso(8.4, True),
    Verso(9.8, False), Verso(9.4, False), Verso(8.8, False), Verso(8.4, False),
)  # fmt: skip
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
        notes = int((reste - souffle * n - s.NOTES_AVANT - H2_HAUT) / s.NOTE)
        return Recto(r.bandeau, r.corps, r.marge + souffle / 2, self._h1(r), notes if notes >= NOTES_MIN else 0)

    def reste_recto(self, r: Recto, seances: Sequence[Seance]) -> float:
        """How many mm these sessions leave on the recto, negative where they pass beyond."""
        return _RECTO - r.bandeau - sum(self._seance(r, seance) for seance in seances)

    def _h1(self, r: Recto) -> float:
        accroche = self._metre.hauteur(bind_end(self.journee.e.accroche), s.ACCROCHE, s.ACCROCHE_LARGEUR)
        room = r.bandeau - s.BANDEAU_HAUT - s.BANDEAU_BAS - 7.6 - accroche
        texte = bind_short(self.journee.e.titre)
        return next((c for c in H1 if self._metre.hauteur(texte, h1(c), s.ACCROCHE_LARGEUR) <= room), H1[-1])

    def _seance(self, r: Recto, seance: Seance) -> float:
        haut = self._metre.hauteur
        titre, marge = (r.gras, r.marge * s.PAUSE) if seance.pause else (r.titre, r.marge)
        quoi = haut(bind_short(seance.titre), titre, s.QUOI) + haut(bind_end(seance.texte or ""), r.texte, s.QUOI)
        qui = haut(seance.salle or "", TextStyle(TEXTE, "600", r.corps, titre.ligne), s.QUI)
        qui += haut(noms(seance.intervenants), r.texte, s.QUI)
        heures = haut(f"{heure(seance.debut)} – {heure(seance.fin)}".replace(" ", INSECABLE), r.atelier, s.HEURES)
        return max(heures, quoi, qui) + self._ateliers(r, seance.ateliers) + 2 * marge + 0.25

    def _ateliers(self, r: Recto, ateliers: Sequence[Atelier]) -> float:
        if not ateliers:
            return 0
        n = colonnes(len(ateliers))
        return s.ATELIERS_AVANT + rangees([self._atelier(r, a, n) for a in ateliers], n, s.ATELIER_ECART)

    def _atelier(self, r: Recto, a: Atelier, n: int) -> float:
        haut, largeur = self._metre.hauteur, largeur_atelier(n)
        inside = haut(bind_short(a.titre), r.atelier, largeur) + haut(bind_end(a.texte or ""), r.texte, largeur)
        inside += haut(a.salle or "", r.gras, largeur) + haut(noms(a.intervenants), r.texte, largeur)
        return inside + 2 * s.ATELIER_HAUT

    # --- verso

    @cached_property
    def verso(self) -> Verso:
        """The first setting in which the verso holds, what is left shared out; the tightest where none does."""
        e = self.journee.e
        v = next((v for v in VERSOS if self.reste_verso(v, e.intervenants) >= 0), VERSOS[-1])
        reste, n = max(self.reste_verso(v, e.intervenants), 0), len(self._parties(v, e.intervenants)) - 1
        souffle = min(reste / n, _ECART_MAX - _ECART)
        notes = int((reste - souffle * n - _ECART_MAX - H2_HAUT) / s.NOTE)
        sources = self._sources if v.chapo else ()
        return Verso(v.corps, v.chapo, sources, _ECART + souffle, notes if notes >= NOTES_MIN else 0)

    def reste_verso(self, v: Verso, intervenants: Sequence[Intervenant]) -> float:
        """How many mm the verso with these speakers leaves, negative where it passes beyond."""
        parties = self._parties(v, intervenants)
        return _VERSO - sum(parties) - _ECART * (len(parties) - 1)

    def _parties(self, v: Verso, intervenants: Sequence[Intervenant]) -> list[float]:
        qui = rangees([self._intervenant(v, i) for i in intervenants], 3, s.TROIS_RANGS)
        formes = [self._forme(v, f) for f in self.journee.fiches]
        quoi = rangees(formes, self.colonnes if v.chapo else 4, s.FORMES_RANGS)
        sources = self._bloc_sources() if v.chapo else 0
        bas = max(self._pratique(), self._liens())
        parties = [H2_HAUT + 3 + qui if intervenants else 0, H2_HAUT + 3 + quoi, bas, self._organismes(), sources]
        return [p for p in parties if p]

    @property
    def colonnes(self) -> int:
        """How many formes stand side by side with what they are."""
        n = len(self.journee.fiches)
        return 1 if n == 1 else 2 if n % 3 else 3

    def _intervenant(self, v: Verso, i: Intervenant) -> float:
        haut = self._metre.hauteur
        textes = ((i.nom, v.titre), (i.fonction, v.texte), (i.organisme or "", v.texte))
        return sum(haut(texte, style, s.TROIS) for texte, style in textes)

    def _forme(self, v: Verso, fiche: Fiche) -> float:
        f, haut = fiche.forme, self._metre.hauteur
        largeur = s.DITES[self.colonnes] if v.chapo else s.QUATRE
        nom = haut(f.nom, TextStyle(TEXTE, "600", v.corps, v.texte.ligne), largeur) if f.nom != f.sigle else 0
        nom += haut(f.sigle, v.titre, largeur)
        if not v.chapo:
            return s.EMBLEME + nom
        appels = ",".join(str(n) for n, _ in self.appels(fiche))
        doute = " (à\u00a0vérifier)" if f.chapo.confiance == "incertain" else ""
        dit = nom + haut(f"{f.chapo.texte}{doute}{appels}", v.texte, largeur)
        return dit + s.EMBLEME if self.colonnes == 3 else max(dit, s.EMBLEME)

    @cached_property
    def _cles(self) -> dict[str, Source]:
        """What the chapos of the formes cite, in the order in which they do."""
        return {
            cle: appel.source
            for fiche in self.journee.fiches
            for appel in fiche.appels(fiche.forme.chapo, imprime=False)
            for cle in (appel.cle,)
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
            f"{n}{INSECABLE}{source.court.replace('*', '')}{INSECABLE};" for n, source in enumerate(self._sources, 1)
        )
        return self._metre.hauteur(suite, s.SOURCES, s.PLEIN - 2)

    def _pratique(self) -> float:
        e, haut = self.journee.e, self._metre.hauteur
        largeur = self.pratique
        gras = TextStyle(TEXTE, "600", s.PRATIQUE.corps, s.PRATIQUE.ligne)
        lieu = haut(e.lieu.nom, gras, largeur) + haut(e.lieu.adresse, s.PRATIQUE, largeur)
        acces = [haut(bind_end(e.lieu.acces), s.PRATIQUE, largeur)] if e.lieu.acces else []
        contacts = sum(haut(c.nom, gras, largeur) for c in e.contacts)
        moyens = [ligne for c in e.contacts for ligne in self.joindre(c)]
        contacts += sum(self._metre.adresse(ligne, s.PRATIQUE, largeur) for ligne in moyens)
        lignes = [lieu, *acces, contacts]
        libelles = len(lignes) * s.LIBELLE.haut + s.PRATIQUE_ECART * (len(lignes) - 1)
        return 2 * s.PRATIQUE_HAUT + H2.haut + s.PRATIQUE_H2 + sum(lignes) + libelles

    def joindre(self, contact: Contact) -> list[str]:
        """How to reach a contact: on one line where that holds, else mail and telephone apart."""
        telephone = (contact.telephone or "").replace(" ", INSECABLE)
        moyens = [moyen for moyen in (contact.courriel, telephone) if moyen]
        ensemble = " · ".join(moyens)
        tient = self._metre.hauteur(ensemble, s.PRATIQUE, self.pratique) <= s.PRATIQUE.haut
        return [ensemble] if tient else moyens

    @property
    def pratique(self) -> float:
        """The width (mm) of the practical lines."""
        dedans = 2 * s.PRATIQUE_COTE + s.PRATIQUE_ICONE
        return (s.MOITIE if self.journee.liens else s.PLEIN) - dedans

    def _liens(self) -> float:
        return max(map(self._lien, self.journee.liens), default=0)

    def _lien(self, lien: LienEvenement) -> float:
        largeur = self.lien
        libelle = self._metre.hauteur(lien.libelle, s.LIBELLE, largeur)
        adresse = self._metre.adresse(adresse_breve(lien.adresse), s.ADRESSE, largeur)
        return self.cote + s.CODE_SOUS + libelle + adresse

    @property
    def cote(self) -> float:
        """The side (mm) of a code."""
        return s.CODE[len(self.journee.liens)]

    @property
    def lien(self) -> float:
        """The width (mm) of the words under a code."""
        n = len(self.journee.liens)
        return (s.MOITIE - s.ENTRE * (n - 1)) / n

    def _organismes(self) -> float:
        e = self.journee.e
        rangs = (len(e.partenaires) + 3) // 4
        nom = self._metre.hauteur(e.organisateur.nom, NOM_ORGANISME, s.ORGANISATEUR_LARGEUR)
        organisateur = s.ORGANISME + s.ORGANISME_SOUS + nom if e.organisateur.logo else max(s.ORGANISME, nom)
        logos = rangs * s.ORGANISME + s.ORGANISMES_RANGS * (rangs - 1)
        # the line above them, rounded up
        return 5.6 + max(organisateur, logos)


def h1(corps: float) -> TextStyle:
    return TextStyle(TITRE, "800", corps, round(corps * 1.06, 1))


def colonnes(ateliers: int) -> int:
    """How many workshops stand side by side."""
    return ateliers if ateliers <= 3 else (ateliers + 1) // 2


def colonne_atelier(n: int) -> float:
    """The width (mm) of a workshop, `n` side by side."""
    return (s.ATELIERS - s.ENTRE * (n - 1)) / n


def largeur_atelier(n: int) -> float:
    """The width (mm) of its words."""
    return colonne_atelier(n) - 2 * s.ATELIER_COTE


def noms(intervenants: Sequence[str]) -> str:
    """Names in a row; a short one stays on its line."""
    return ", ".join(nom.replace(" ", INSECABLE) if len(nom) <= _COURT else nom for nom in intervenants)
