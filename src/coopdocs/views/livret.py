"""What an event's booklet says: each forme on two facing pages made for its readers, with its words and sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from coopdocs import views
from coopdocs.library import Library
from coopdocs.model.contenu import Fait, Forme, Reseau, Source, Terme
from coopdocs.model.evenement import Profil
from coopdocs.territoire import contacts
from coopdocs.views import termes as words
from coopdocs.views.evenement import Journee
from coopdocs.views.tableau import Rangee, strips

_COLONNES_PAR_PAGE = 4
_CARTE_DROITE = {
    "agents": ("base_legale", "personnalite", "financement", "reconnaissance"),
    "entreprises": ("nature", "personnalite", "financement", "reconnaissance"),
}
"""The identity rows that a forme's right page gives; its left page has the four that come first among the others."""
_CARTE_GAUCHE = ("base_legale", "personnalite", "duree", "financement", "echelle", "nature", "depuis")


@dataclass(frozen=True)
class ElementRubrique:
    """A claim under a heading: the name of what it says, and a place, a duration or a value beside it."""

    fait: Fait
    titre: str = ""
    detail: str = ""
    icone: str = ""


@dataclass(frozen=True)
class Rubrique:
    """A heading of a forme's right page; `pose` names how its elements stand there.

    `minimum`: how many of them must stay where the page is too short; 0 leaves the whole rubrique out, None nothing.
    `rien`: what stands there when there is no element.
    """

    titre: str
    pose: str
    elements: tuple[ElementRubrique, ...]
    minimum: int | None = None
    rien: str = ""


@dataclass(frozen=True)
class Double:
    """A forme on two facing pages."""

    fiche: views.Fiche
    carte: tuple[views.LigneIdentite, ...]
    rubriques: tuple[Rubrique, ...]

    @property
    def faits(self) -> Iterator[Fait]:
        """The claims of both pages, in reading order."""
        yield self.fiche.forme.chapo
        yield from self.fiche.forme.essentiels
        yield from (ligne.fait for ligne in self.carte)
        yield from (element.fait for rubrique in self.rubriques for element in rubrique.elements)

    @property
    def verifie(self) -> tuple[dt.date, dt.date]:
        """When the first and the last of its claims were checked."""
        jours = [fait.verifie_le for fait in self.faits]
        return min(jours), max(jours)


@dataclass(frozen=True)
class Appui:
    """A network with what each forme's content says of it."""

    nom: str
    roles: tuple[tuple[Forme, Reseau], ...]

    @property
    def adresse(self) -> str | None:
        return next((r.adresse for _, r in self.roles if r.adresse), None)

    @property
    def propos(self) -> tuple[tuple[tuple[Forme, ...], Reseau], ...]:
        """What is said of it, once, and of which formes."""
        said: dict[str, list[tuple[Forme, Reseau]]] = {}
        for forme, reseau in self.roles:
            said.setdefault(reseau.texte, []).append((forme, reseau))
        return tuple((tuple(forme for forme, _ in same), same[0][1]) for same in said.values())


@dataclass(frozen=True)
class Livret:
    """The booklet of an event, for everyone or for the readers of one `profil`."""

    journee: Journee
    profil: Profil | None
    doubles: tuple[Double, ...]
    library: Library

    @property
    def titre(self) -> str:
        return intitule(self.profil)

    @cached_property
    def appuis(self) -> tuple[Appui, ...]:
        """Who can help with these formes where the event is, each named once."""
        territoires, ici = self.library.territoires, self.journee.territoire
        roles: dict[str, list[tuple[Forme, Reseau]]] = {}
        for forme in (double.fiche.forme for double in self.doubles):
            for reseau in forme.reseaux:
                if not reseau.territoire or contacts.meets(territoires, reseau.territoire, ici):
                    roles.setdefault(reseau.nom, []).append((forme, reseau))
        return tuple(Appui(nom, tuple(said)) for nom, said in roles.items())

    @property
    def appui_faits(self) -> Iterator[Fait]:
        for appui in self.appuis:
            yield from (fait for _, fait in appui.propos)

    @property
    def moities(self) -> tuple[tuple[Rangee, ...], ...]:
        """The rows of the comparison table, for two facing pages."""
        rangees = self.journee.table.groupees if self.journee.table else ()
        milieu = (len(rangees) + 1) // 2
        return tuple(half for half in (rangees[:milieu], rangees[milieu:]) if half)

    @property
    def tranches(self) -> tuple[tuple[int, int], ...]:
        """From which column to before which one the comparison table goes on each page that it is wide."""
        return strips(len(self.journee.table.colonnes) if self.journee.table else 0, _COLONNES_PAR_PAGE)

    @cached_property
    def termes(self) -> tuple[Terme, ...]:
        """The glossary's entries for the words that the booklet uses."""
        glossaire = self.library.glossaire.termes
        return tuple(glossaire[rank] for rank in sorted(words.used(glossaire, self._mots())))

    def _mots(self) -> Iterator[str]:
        yield from (f"{s.titre} {s.texte or ''}" for s in self.journee.e.programme)
        yield from (f"{a.titre} {a.texte or ''}" for s in self.journee.e.programme for a in s.ateliers)
        for double in self.doubles:
            yield f"{double.fiche.forme.sigle} {double.fiche.forme.nom}"
            yield from (fait.texte for fait in double.faits)
            yield from (e.titre for rubrique in double.rubriques for e in rubrique.elements)
        if self.journee.table:
            yield from (case.plain for rangee in self.journee.table.rangees for case in rangee.cases)

    @cached_property
    def numeros(self) -> dict[str, int]:
        """The number of each source that something printed cites, in the order of the pages."""
        cles = [cle for double in self.doubles for fait in double.faits for cle in fait.sources]
        if self.journee.table:
            cles += (cle for rangee in self.journee.table.rangees for case in rangee.cases for cle in case.sources)
        cles += (cle for terme in self.termes for cle in terme.sources)
        cles += (cle for fait in self.appui_faits for cle in fait.sources)
        return {cle: n for n, cle in enumerate(dict.fromkeys(cles), 1)}

    @property
    def sources(self) -> tuple[tuple[int, str, Source], ...]:
        return tuple((n, cle, self.library.sources[cle]) for cle, n in self.numeros.items())

    def appels(self, cles: Iterable[str]) -> tuple[tuple[int, str, Source], ...]:
        """The numbered sources of a claim."""
        return tuple(sorted((self.numeros[cle], cle, self.library.sources[cle]) for cle in dict.fromkeys(cles)))


def intitule(profil: Profil | None) -> str:
    """What the booklet for these readers is called."""
    return f"Livret pour les {profil}" if profil else "Livret"


def double(fiche: views.Fiche, profil: Profil | None) -> Double:
    """A forme's two pages with everything that these readers want of it, whether it holds there or not."""
    droite, lignes = _CARTE_DROITE.get(profil or "", ()), _lignes(fiche)
    carte = [lignes[champ] for champ in _CARTE_GAUCHE if champ not in droite]
    return Double(fiche, tuple(carte[:4]), tuple(r for r in _PAR_PROFIL[profil](fiche) if r.elements or r.rien))


def _lignes(fiche: views.Fiche) -> dict[str, views.LigneIdentite]:
    """The rows of the identity card by their field."""
    depuis = views.LigneIdentite("Origine", "calendar-blank", fiche.forme.identite.depuis)
    return {"depuis": depuis} | {c: ligne for (c, _, _), ligne in zip(views.CARTE, fiche.carte, strict=True)}


# --- the right page, by readers


def _tous(fiche: views.Fiche) -> Sequence[Rubrique]:
    return _collectivite(fiche), _etapes(fiche), vigilances(fiche, minimum=0)


def _elus(fiche: views.Fiche) -> Sequence[Rubrique]:
    return _collectivite(fiche), chiffres(fiche), vigilances(fiche), atouts(fiche, minimum=0)


def _agents(fiche: views.Fiche) -> Sequence[Rubrique]:
    return _etapes(fiche), _carte(fiche, "agents", "Le cadre"), vigilances(fiche, minimum=0)


def _habitants(fiche: views.Fiche) -> Sequence[Rubrique]:
    idees = tuple(ElementRubrique(i, f"«\u00a0{i.idee}\u00a0»") for i in fiche.forme.idees_recues)
    return acteurs(fiche), exemples(fiche, minimum=2), Rubrique("Idées reçues", "texte", idees, 1)


def _entreprises(fiche: views.Fiche) -> Sequence[Rubrique]:
    return (
        acteurs(fiche), _carte(fiche, "entreprises", "Le statut"), atouts(fiche, minimum=0), _financements(fiche)
    )  # fmt: skip


_PAR_PROFIL: dict[Profil | None, Callable[[views.Fiche], Sequence[Rubrique]]] = {
    None: _tous,
    "élus": _elus,
    "agents": _agents,
    "habitants": _habitants,
    "entreprises": _entreprises,
}


def _collectivite(fiche: views.Fiche) -> Rubrique:
    roles = tuple(ElementRubrique(r, r.titre, icone=r.icone) for r in fiche.forme.collectivite)
    return Rubrique("Ce que peut faire la collectivité", "icones", roles)


def _etapes(fiche: views.Fiche) -> Rubrique:
    etapes = tuple(ElementRubrique(e, e.titre, e.duree) for e in fiche.forme.etapes)
    return Rubrique(fiche.titre_etapes, "etapes", etapes)


def vigilances(fiche: views.Fiche, minimum: int | None = None) -> Rubrique:
    vigilances = tuple(ElementRubrique(f, icone="plein-warning") for f in fiche.forme.vigilances)
    return Rubrique("Points de vigilance", "liste", vigilances, minimum)


def atouts(fiche: views.Fiche, minimum: int | None = None) -> Rubrique:
    atouts = tuple(ElementRubrique(f, icone="plein-check-circle") for f in fiche.forme.atouts)
    return Rubrique("Atouts", "liste", atouts, minimum)


def _financements(fiche: views.Fiche) -> Rubrique:
    """What has no date first, then the newest: the oldest are left out where the page is short."""
    ordered = sorted(fiche.forme.financements, key=lambda f: -(f.annee or 9999))
    return Rubrique("Financements", "texte", tuple(ElementRubrique(f, _annee(f.titre, f.annee)) for f in ordered), 1)


def chiffres(fiche: views.Fiche) -> Rubrique:
    chiffres = tuple(
        ElementRubrique(c, c.valeur, " (page non datée)" if c.date is None else "") for c in fiche.forme.chiffres
    )
    return Rubrique("Chiffres clés", "chiffres", chiffres, rien="Aucune statistique nationale trouvée.")


def exemples(fiche: views.Fiche, minimum: int | None = None) -> Rubrique:
    exemples = tuple(ElementRubrique(e, e.nom, lieu) for _, e, lieu in fiche.exemples)
    rien = "Aucun exemple documenté dans nos sources pour le moment."
    return Rubrique("Ils l’ont fait", "exemples", exemples, minimum, rien)


def acteurs(fiche: views.Fiche) -> Rubrique:
    acteurs = tuple(ElementRubrique(a, a.nom, icone=a.icone) for a in fiche.forme.acteurs)
    return Rubrique("Qui coopère\u202f?", "acteurs", acteurs)


def _carte(fiche: views.Fiche, profil: Profil, titre: str) -> Rubrique:
    lignes = [_lignes(fiche)[champ] for champ in _CARTE_DROITE[profil]]
    return Rubrique(titre, "icones", tuple(ElementRubrique(x.fait, x.libelle, icone=x.icone) for x in lignes))


def _annee(titre: str, annee: int | None) -> str:
    return f"{titre} ({annee})" if annee and str(annee) not in titre else titre
