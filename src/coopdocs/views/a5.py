"""A forme on A5 pages, for sheets of paper that are handed out: the two pages of the booklet, then all the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from coopdocs import views
from coopdocs.model.contenu import Fait, Source
from coopdocs.views.livret import Double, ElementRubrique, Rubrique, acteurs, atouts, chiffres, exemples, vigilances

_PLACES = {"noyau": "au cœur", "associé": "associé", "ouvert": "participation ouverte"}


@dataclass(frozen=True)
class FicheA5:
    """What the A5 pages of a forme say; `page` holds its first two, `suite` what follows them."""

    page: Double
    suite: tuple[Rubrique, ...]

    @property
    def titre(self) -> str:
        return f"Fiche {self.page.fiche.forme.sigle}"

    @property
    def doubles(self) -> tuple[Double, ...]:
        return (self.page,)

    @property
    def faits(self) -> Iterator[Fait]:
        yield from self.page.faits
        yield from (element.fait for rubrique in self.suite for element in rubrique.elements)

    @property
    def verifie(self) -> tuple[dt.date, dt.date]:
        """When the first and the last of its claims were checked."""
        jours = [fait.verifie_le for fait in self.faits]
        return min(jours), max(jours)

    @cached_property
    def _citees(self) -> dict[str, tuple[int, Source]]:
        """The sources of what is printed by their key, numbered in the order of the pages."""
        connues = {s.cle: s.source for s in self.page.fiche.sources}
        cles = dict.fromkeys(cle for fait in self.faits for cle in fait.sources)
        return {cle: (n, connues[cle]) for n, cle in enumerate(cles, 1)}

    @property
    def sources(self) -> tuple[tuple[int, str, Source], ...]:
        return tuple((n, cle, source) for cle, (n, source) in self._citees.items())

    def appels(self, cles: Iterable[str]) -> tuple[tuple[int, str, Source], ...]:
        """The numbered sources of a claim."""
        return tuple(sorted((n, cle, source) for cle in dict.fromkeys(cles) for n, source in (self._citees[cle],)))


def fiche_a5(fiche: views.Fiche, page: Double) -> FicheA5:
    """The A5 pages of a forme of which `page` are the first two: nothing of the printed fiche is left out."""
    dits = {id(fait) for fait in page.faits}
    suite = (_acteurs(fiche), _carte(fiche), chiffres(fiche), atouts(fiche), vigilances(fiche), *_recit(fiche),
             _confusions(fiche), _reseaux(fiche))  # fmt: skip
    kept = (
        Rubrique(r.titre, r.pose, tuple(e for e in r.elements if id(e.fait) not in dits), rien=r.rien) for r in suite
    )
    return FicheA5(page, tuple(r for r in kept if r.elements or r.rien))


def _acteurs(fiche: views.Fiche) -> Rubrique:
    rubrique = acteurs(fiche)
    elements = zip(rubrique.elements, fiche.forme.acteurs, strict=True)
    return replace(rubrique, elements=tuple(replace(e, detail=_PLACES[a.place]) for e, a in elements))


def _carte(fiche: views.Fiche) -> Rubrique:
    lignes = tuple(ElementRubrique(ligne.fait, ligne.libelle, icone=ligne.icone) for ligne in fiche.carte)
    return Rubrique("Carte d’identité, suite", "icones", lignes)


def _recit(fiche: views.Fiche) -> tuple[Rubrique, ...]:
    """The story that the printed fiche tells and the examples of elsewhere; without one, all examples."""
    recit, tous = fiche.recit_imprime, exemples(fiche)
    if recit is None:
        return (tous,)
    dit = [ElementRubrique(recit.court, recit.nom, fiche.situation)]
    dit += [ElementRubrique(jalon, jalon.quand) for jalon in recit.jalons]
    dit += [ElementRubrique(fait, "Leur conseil, en résumé") for fait in (recit.conseil,) if fait]
    autres = {id(exemple) for _, exemple, _ in fiche.autres_exemples}
    aussi = replace(
        tous, titre="À voir aussi", elements=tuple(e for e in tous.elements if id(e.fait) in autres), rien=""
    )
    return Rubrique(recit.titre, "texte", tuple(dit)), aussi


def _confusions(fiche: views.Fiche) -> Rubrique:
    titre = "Choisir sa forme" if fiche.forme.nature == "panorama" else "À ne pas confondre"
    return Rubrique(titre, "texte", tuple(ElementRubrique(v.fait, v.forme.sigle) for v in fiche.confusions))


def _reseaux(fiche: views.Fiche) -> Rubrique:
    return Rubrique("Réseaux d’appui", "exemples", tuple(ElementRubrique(r, r.nom) for r in fiche.forme.reseaux))
