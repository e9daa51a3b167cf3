"""The colours of a kit that are not its formes': the house's own, or the same laid over the ground of a publisher."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from coopdocs.couleurs.perception import CONTRASTE_MIN, contrast, distance, from_lch, lch

_ECART = 25.0
"""Nearer than that (CIE76) to what is around, what is of a territory takes another hue."""
_BLEU = 4.35
"""That hue (radians in Oklab)."""
_Follow = Callable[[str, "Palette", str], str]
"""What becomes of a colour of the house over another ground."""


def _mind(couleur: str, suite: _Follow | None = None, shown: bool = True) -> Any:
    """A colour of the house and what becomes of it; `shown`: stylesheets and templates have it too."""
    return field(default=couleur, metadata={"suite": suite, "shown": shown})


def _fond(_: str, __: Palette, fond: str) -> str:
    return fond


def _tint(couleur: str, house: Palette, fond: str) -> str:
    """As light as before, in the hue of the ground: what is read in it, or on it, reads as well."""
    light, chroma, hue = lch(couleur)
    _, chroma_house, hue_house = lch(house.nuit)
    _, chroma_fond, hue_fond = lch(fond)
    return from_lch(light, chroma * min(1.0, chroma_fond / chroma_house), hue + hue_fond - hue_house)


def _over(couleur: str, house: Palette, fond: str) -> str:
    """As far between the ground and white as before."""
    light, chroma, hue = lch(_tint(couleur, house, fond))
    dark, dark_fond = lch(house.nuit)[0], lch(fond)[0]
    return from_lch(dark_fond + (light - dark) * (1 - dark_fond) / (1 - dark), chroma, hue)


def _words(couleur: str, house: Palette, fond: str) -> str:
    """Words on the ground: lighter where that alone makes them read."""
    light, chroma, hue = lch(_over(couleur, house, fond))
    return _lightened(light, chroma, hue, fond)


def _lightened(light: float, chroma: float, hue: float, fond: str) -> str:
    steps = (light + (1 - light) * n / 40 for n in range(41))
    made = (from_lch(step, chroma, hue) for step in steps)
    return next((each for each in made if contrast(each, fond) >= CONTRASTE_MIN), "#FFFFFF")


def _here(couleur: str, house: Palette, fond: str) -> str:
    """What is of this territory: in its own hue, unless what is around it comes too near to that."""
    if _apart(house.ici, house, fond) >= min(_ECART, _apart(_bluer(house.ici), house, fond)):
        return couleur
    return _bluer(couleur)


def _here_over(couleur: str, house: Palette, fond: str) -> str:
    return _lightened(*lch(_here(couleur, house, fond)), fond)


def _bluer(couleur: str) -> str:
    light, chroma, _ = lch(couleur)
    return from_lch(light, chroma, _BLEU)


def _apart(ici: str, house: Palette, fond: str) -> float:
    """How far a colour is from the ground and from what is around, to those who see it nearest."""
    around = (fond, _tint(house.lavande, house, fond), _tint(house.lavande_encre, house, fond))
    return min(distance(ici, each, blind) for each in around for blind in (False, True))


@dataclass(frozen=True)
class Palette:
    """Every colour that is not a forme's or an event's."""

    blanc: str = _mind("#FFFFFF")
    encre: str = _mind("#1D1F26")
    gris: str = _mind("#5A5E69")
    """Words, and those that matter less."""
    filet: str = _mind("#C9CCD3")
    nuit: str = _mind("#22263F", _fond)
    """The publisher's own ground: covers, heads, what is common to all formes."""
    pale: str = _mind("#C9CEEE", _words)
    """Words on it."""
    brume: str = _mind("#EFF1F7", _tint)
    """A ground as light as mist."""
    ici: str = _mind("#C2410C", _here)
    """What is of this territory."""
    ici_encre: str = _mind("#9A330A", _here)
    ici_fond: str = _mind("#FBEDE5", _here)
    ici_pale: str = _mind("#F4A582", _here_over)
    ici_clair: str = _mind("#F0B79A", _here)
    """Its own in small letters, as a ground, on the publisher's ground; a part of it beside another."""
    lavande: str = _mind("#8E95C4", _tint)
    """What is around."""
    lavande_encre: str = _mind("#5A629A", _tint)
    lavande_trait: str = _mind("#7C82AE", _tint)
    lavande_pale: str = _mind("#D5D8E6", _tint)
    lavande_fond: str = _mind("#E3E4EE", _tint)
    """That in letters, a thin line of it, a part of a whole, the land of a small map."""
    sable: str = _mind("#F4F3EF")
    """Land on a map, the ground of a warning."""
    ajout: str = _mind("#0F4A22")
    ajout_fond: str = _mind("#DDF1E2")
    retrait: str = _mind("#6E1A10")
    retrait_fond: str = _mind("#FBE3E0")
    ici_trait: str = _mind("#E08F66", _here, shown=False)
    ici_voile: str = _mind("#FBE3D6", _here, shown=False)
    ici_disque: str = _mind("#E19A74", _here, shown=False)
    lavande_barre: str = _mind("#B9BDD8", _tint, shown=False)
    lavande_bord: str = _mind("#A9AFCB", _tint, shown=False)
    lavande_disque: str = _mind("#A9ACB8", _tint, shown=False)
    lavande_limite: str = _mind("#9498BE", _tint, shown=False)
    lavande_nom: str = _mind("#4B5286", _tint, shown=False)
    lavande_mer: str = _mind("#5C6394", _tint, shown=False)
    lavande_filet: str = _mind("#A9AED0", _tint, shown=False)
    lavande_france: str = _mind("#BFC3DE", _tint, shown=False)
    lavande_entour: str = _mind("#CDD1E4", _tint, shown=False)
    lavande_voisine: str = _mind("#DDE0EC", _tint, shown=False)
    lavande_epci: str = _mind("#DDDFEA", _tint, shown=False)
    lavande_propre: str = _mind("#E9EAF1", _tint, shown=False)
    lavande_voile: str = _mind("#EDEEF5", _tint, shown=False)
    lavande_communes: str = _mind("#EFEFF4", _tint, shown=False)
    lavande_sobre: str = _mind("#F3F4F9", _tint, shown=False)
    lavande_papier: str = _mind("#F7F7FA", _tint, shown=False)
    nuit_terre: str = _mind("#2A2F4F", _over, shown=False)
    nuit_etranger: str = _mind("#272B47", _over, shown=False)
    nuit_propre: str = _mind("#343A61", _over, shown=False)
    nuit_epci: str = _mind("#454C78", _over, shown=False)
    nuit_france: str = _mind("#444B78", _over, shown=False)
    nuit_outremer: str = _mind("#5F679C", _over, shown=False)
    nuit_entour: str = _mind("#5A629A", _over, shown=False)
    nuit_departement: str = _mind("#6B73A6", _over, shown=False)
    nuit_mer: str = _mind("#7C84BC", _over, shown=False)
    nuit_boite: str = _mind("#8088BE", _over, shown=False)
    nuit_region: str = _mind("#8E95C4", _over, shown=False)
    nuit_nom: str = _mind("#A3A9D6", _words, shown=False)
    nuit_voisin: str = _mind("#B4BAE0", _words, shown=False)
    mer: str = _mind("#DDE8EF", shown=False)
    mer_pale: str = _mind("#EDF2F5", shown=False)
    mer_nom: str = _mind("#4A6C80", shown=False)
    sable_bord: str = _mind("#D9D7D0", shown=False)
    sable_etranger: str = _mind("#E9E8E3", shown=False)
    lien: str = _mind("#0B4F8A", shown=False)
    word_accent: str = _mind("#B93C0A", _fond, shown=False)
    word_texte: str = _mind("#4B4F63", _tint, shown=False)
    word_filet: str = _mind("#C9CBD6", _tint, shown=False)
    word_fond: str = _mind("#F3F4F8", _tint, shown=False)
    word_avertissement: str = _mind("#FCEFE8", _here, shown=False)
    """Those of reference.docx."""

    @classmethod
    @cache
    def over(cls, fond: str | None) -> Palette:
        """The palette of a publisher's ground; the house's own without one."""
        house = cls()
        if fond is None or fond == house.nuit:
            return house
        suites = {each.name: each.metadata["suite"] for each in fields(cls)}
        return cls(**{nom: suite(getattr(house, nom), house, fond) for nom, suite in suites.items() if suite})

    def shown(self) -> Mapping[str, str]:
        """Those that stylesheets (`--ici-encre`) and templates (`palette["ici-encre"]`) have."""
        return {
            each.name.replace("_", "-"): getattr(self, each.name) for each in fields(self) if each.metadata["shown"]
        }

    def moved(self) -> Mapping[str, str]:
        """What became of each colour of the house that this palette has otherwise."""
        house = Palette()
        pairs = ((getattr(house, each.name), getattr(self, each.name)) for each in fields(self))
        return {old: new for old, new in pairs if old != new}


MAISON = Palette()
