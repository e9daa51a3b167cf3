"""The maps of a dossier with the words that stand for them, the same on paper and in Word."""

from __future__ import annotations

from dataclasses import dataclass

from coopdocs.couleurs import Palette
from coopdocs.croquis import Croquis
from coopdocs.plan.dossier.feuillet import FeuilletCooperations
from coopdocs.territoire import Territoires
from coopdocs.theme import cartes
from coopdocs.theme.cartes import Marque
from coopdocs.theme.cartes.couverture import named, towns
from coopdocs.theme.cartes.france import on_white
from coopdocs.typographie import typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel.cooperations import Cooperations


@dataclass(frozen=True)
class CarteLue:
    """A map, and the words that say what it shows."""

    croquis: Croquis
    alt: str


def france(territoires: Territoires, palette: Palette, dossier: Dossier) -> CarteLue | None:
    """Where the territory is in France, on white; None where it has no outlines."""
    t = dossier.territoire
    ou = f" ({', '.join(dossier.situation)})" if dossier.situation else ""
    croquis = cartes.france(territoires, t, on_white(palette))
    return CarteLue(croquis, f"Carte de France : où se trouve {t.nom_court}{ou}.") if croquis else None


def cover(territoires: Territoires, palette: Palette, dossier: Dossier, sobre: bool = False) -> CarteLue | None:
    """The cover's map; None where the territory has no outlines."""
    t = dossier.territoire
    croquis = cartes.couverture(territoires, t, palette, sobre)
    if croquis is None:
        return None
    ou = f", {', '.join(dossier.situation)}" if dossier.situation else ""
    dedans = [] if t.type == "commune" else named(croquis, towns(territoires, t))
    return CarteLue(
        croquis, typeset(f"Carte : {t.nom_court}{ou}{_said('', dedans)}{_neighbours(territoires, dossier)}.")
    )


def cooperations(
    territoires: Territoires,
    palette: Palette,
    dossier: Dossier,
    known: Cooperations,
    place: FeuilletCooperations,
    sobre: bool = False,
) -> CarteLue | None:
    """The map of who cooperates, in its place or lower than it; None where the territory has no outlines."""
    marques = [Marque(c.numero, c.forme.couleur, c.lieu, c.etendue, c.ici) for c in known.montrees if c.lieu]
    t = dossier.territoire
    croquis = cartes.cooperations(
        territoires, t, marques, palette, 10 * place.largeur, 10 * place.hauteur, sobre, 10 * place.basse
    )
    if croquis is None:
        return None
    ici = [c.numero for c in known.montrees if c.ici]
    autour = [c.numero for c in known.montrees if not c.ici]
    compte = " ; ".join(filter(None, (_numbers(ici, "ici"), _numbers(autour, "autour"))))
    alt = f"Carte : {t.nom_court}{_neighbours(territoires, dossier)}. {compte or 'Aucune coopération n’y est placée'}."
    return CarteLue(croquis, typeset(f"{alt} Les listes de cette page disent où est chacune."))


def _neighbours(territoires: Territoires, dossier: Dossier) -> str:
    t = dossier.territoire
    beside = territoires.voisins(dossier.epci or t)[:8]
    return _said(" ; autour", [lieu.nom_court for lieu in beside])


def _said(debut: str, noms: list[str]) -> str:
    return f"{debut or ', avec'}{' :' if debut else ''} {', '.join(noms)}" if noms else ""


def _numbers(numeros: list[int], ou: str) -> str:
    if not numeros:
        return ""
    if len(numeros) == 1:
        return f"Une coopération {ou}, numéro {numeros[0]}"
    return f"{len(numeros)} coopérations {ou}, numéros {numeros[0]} à {numeros[-1]}"
