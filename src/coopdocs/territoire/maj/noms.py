"""Names of EPCI as they are printed: one apostrophe, no initials in brackets, and their name after « de »."""

from __future__ import annotations

import re

from coopdocs import typographie

_TYPE = re.compile(r"Communauté (?:de communes|d’agglomération|urbaine)\s+(.*)$")
_ARTICLE = re.compile(r"(?:du |des |de la |de l’|d’|de )\s*(?=[A-ZÀ-Ýa-z0-9])")


def clean(nom: str) -> str:
    """Curly apostrophes, œ, single spaces; quotation marks and initials in brackets go."""
    nom = re.sub(r'[«"]\s*(.*?)\s*[»"]', r"\1", nom.replace("''", '"').replace("'", "’"))
    nom = re.sub(r"(?<![A-Za-zÀ-ÿ])([Cc])oeur", r"\1œur", nom)
    nom = re.sub(r"([Ss])oeur(s?)\b", r"\1œur\2", nom)
    return re.sub(r"\s+", " ", nom).strip()


def epci(nom: str) -> str:
    """The full name of an EPCI, from what BANATIC calls it."""
    return re.sub(r"\s*\((?:[A-Z]{2,}[A-Za-z]*|CFD)\)$", "", clean(nom))


def short(nom: str) -> str:
    """« Pays de Fayence »: without the kind of EPCI and the article after it."""
    trouve = _TYPE.match(nom)
    if not trouve:
        return nom
    court = _ARTICLE.sub("", trouve[1], count=1) if _ARTICLE.match(trouve[1]) else trouve[1]
    return court[0].upper() + court[1:]


def de(nom: str) -> str:
    """« de la communauté de communes du Pays de Fayence », « de l’Eurométropole de Strasbourg »…"""
    genre = nom.split(" ")[0]
    if genre in ("Communauté", "Agglomération"):
        article = "de la " if genre == "Communauté" else "de l’"
        return article + nom[0].lower() + nom[1:]
    if nom.startswith("Métropole"):
        return f"de la {nom}"
    if nom.startswith("Eurométropole"):
        return f"de l’{nom}"
    return typographie.de(nom)
