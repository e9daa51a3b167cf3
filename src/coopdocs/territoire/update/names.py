"""Names of EPCI as they are printed: one apostrophe, no initials in brackets, and their name after « de »."""

from __future__ import annotations

import re

from coopdocs import typographie

_KIND = re.compile(r"Communauté (?:de communes|d’agglomération|urbaine)\s+(.*)$")
_ARTICLE = re.compile(r"(?:du |des |de la |de l’|d’|de )\s*(?=[A-ZÀ-Ýa-z0-9])")


def clean(name: str) -> str:
    """Curly apostrophes, œ, single spaces; quotation marks and initials in brackets go."""
    name = re.sub(r'[«"]\s*(.*?)\s*[»"]', r"\1", name.replace("''", '"').replace("'", "’"))
    name = re.sub(r"(?<![A-Za-zÀ-ÿ])([Cc])oeur", r"\1œur", name)
    name = re.sub(r"([Ss])oeur(s?)\b", r"\1œur\2", name)
    return re.sub(r"\s+", " ", name).strip()


def epci(name: str) -> str:
    """The full name of an EPCI, from what BANATIC calls it."""
    return re.sub(r"\s*\((?:[A-Z]{2,}[A-Za-z]*|CFD)\)$", "", clean(name))


def short(name: str) -> str:
    """« Pays de Fayence »: without the kind of EPCI and the article after it."""
    found = _KIND.match(name)
    if not found:
        return name
    short_name = _ARTICLE.sub("", found[1], count=1) if _ARTICLE.match(found[1]) else found[1]
    return short_name[0].upper() + short_name[1:]


def with_article(name: str) -> str:
    """« de la communauté de communes du Pays de Fayence », « de l’Eurométropole de Strasbourg »…"""
    kind = name.split(" ")[0]
    if kind in ("Communauté", "Agglomération"):
        article = "de la " if kind == "Communauté" else "de l’"
        return article + name[0].lower() + name[1:]
    if name.startswith("Métropole"):
        return f"de la {name}"
    if name.startswith("Eurométropole"):
        return f"de l’{name}"
    return typographie.de(name)
