"""How a territory is called in a sentence: its article comes from the tables (`Territoire.de`), never from a guess."""

from __future__ import annotations

import re

from coopdocs.territoire import Territoire, Territoires
from coopdocs.typographie import INSECABLE, capital, en_lettres, nombre

LETTRES = 10
"""Numbers are written in words so far, in figures above."""
_SEULS = re.compile(r"[ -](?:Agglo|Agglomération|Communauté|Métropole|Intercom|Interco|Intercommunalité)\b")
"""Words that make of a short name the name of an intercommunalité."""
_CONTRACTES = (("du ", "le "), ("des ", "les "), ("de la ", "la "), ("de l’", "l’"), ("de ", ""), ("d’", ""))
_PLURIELS = ("Les ", "Îles ", "Aux ")


def article(t: Territoire) -> str:
    """A name with its article, as it stands in the middle of a sentence: « la Drôme », « l’Ain », « Paris »."""
    found = next(((avant, apres) for avant, apres in _CONTRACTES if t.de.startswith(avant)), ("", ""))
    return found[1] + t.de.removeprefix(found[0])


def subject(t: Territoire) -> str:
    """What a sentence about a territory begins with; its verb is in the singular but for `plural`."""
    if t.type == "commune":
        return f"La commune {t.de}" if t.nom.startswith(_PLURIELS) else t.nom
    if t.type == "departement":
        return f"Le département {t.de}" if t.regions else capital(article(t))
    if t.type == "region":
        # a région of one département overseas is known by its own name
        return capital(article(t)) if t.zone != "metro" else f"La région {t.nom}"
    if t.type == "ept":
        return f"L’établissement public territorial {t.nom_court}"
    if _SEULS.search(t.nom_court) and t.de.endswith(f" {t.nom_court}") and not re.search(r" d[eu’]", t.nom_court):
        return t.nom_court
    return capital(article(t))


def plural(t: Territoire) -> bool:
    """Whether the verb of `subject` is in the plural."""
    return t.type == "departement" and not t.regions and t.de.startswith("des ")


def label(territoires: Territoires, t: Territoire) -> str:
    """A short name for a list: that of a département with its article, a bare sigle with its main town."""
    if t.type == "departement":
        return article(t)
    if t.type == "epci" and re.fullmatch(r"[A-ZÉ]{2,8}", t.nom_court):
        chef = territoires.get(f"commune:{t.chef_lieu}")
        return f"{t.nom_court} ({chef.nom})" if chef else t.nom_court
    return t.nom_court


def definite(nom: str, *, feminin: bool) -> str:
    """The name of a level with its article: « l’intercommunalité », « la commune »."""
    return f"l’{nom}" if nom[0] in "éi" else f"{'la' if feminin else 'le'} {nom}"


def counted(n: int, un: str, plusieurs: str, feminin: bool = False) -> str:
    """A number and what it counts: « une commune », « dix communes », « 54 communes »; none is « aucune commune »."""
    if n == 0:
        return f"aucun{'e' * feminin} {un}"
    mots = en_lettres(n, feminin) if n <= LETTRES else nombre(n)
    return f"{mots}{INSECABLE if n > LETTRES else ' '}{un if n == 1 else plusieurs}"


def people(n: int) -> str:
    """« aucun habitant », « un habitant », « 226 240 habitants »."""
    return counted(n, "habitant", "habitants") if n < 2 else f"{nombre(n)}{INSECABLE}habitants"
