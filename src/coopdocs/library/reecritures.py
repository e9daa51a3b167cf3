"""A value written otherwise than the content takes it, as it should be written: « 01/11/2026 » is 2026-11-01."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Mapping

from coopdocs.problem import Parole
from coopdocs.typographie import MOIS, slug


def proposed(parole: Parole, valeur: object) -> Parole:
    """The same problem, its advice beginning with the value as it should be written where there is no doubt of it."""
    code, message, conseil = parole
    rewrite = _REECRITURES.get(code)
    said = rewrite(" ".join(str(valeur).split())) if rewrite and isinstance(valeur, str) else None
    return (code, message, f"vouliez-vous dire « {said} » ? {conseil}") if said else parole


def _day(texte: str) -> str | None:
    """« 1/11/2026 », « 1er novembre 2026 », « 20261101 »: a day that exists."""
    if found := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", texte):
        day, month, year = map(int, found.groups())
    elif (found := re.fullmatch(r"(\d{1,2})(?:er)? (\w+) (\d{4})", texte.lower())) and found[2] in MOIS:
        day, month, year = int(found[1]), MOIS.index(found[2]) + 1, int(found[3])
    elif found := re.fullmatch(r"(\d{4})[/.]?(\d{1,2})[/.]?(\d{1,2})", texte) if len(texte) >= 8 else None:
        year, month, day = map(int, found.groups())
    else:
        return None
    with contextlib.suppress(ValueError):
        return dt.date(year, month, day).isoformat()
    return None


def _partial_day(texte: str) -> str | None:
    if found := re.fullmatch(r"(\d{1,2})[/.\-](\d{4})", texte):
        return f"{found[2]}-{int(found[1]):02}" if 1 <= int(found[1]) <= 12 else None
    if (found := re.fullmatch(r"(\w+) (\d{4})", texte.lower())) and found[1] in MOIS:
        return f"{found[2]}-{MOIS.index(found[1]) + 1:02}"
    return _day(texte)


def _hour(texte: str) -> str | None:
    found = re.fullmatch(r"(\d{1,2}) ?[hH:.] ?(\d{2})?", texte)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return f"{int(found[1]):02}:{found[2] or '00'}"


def _whole(texte: str) -> str | None:
    plain = re.sub(r"[\s.']", "", texte)
    return plain if re.fullmatch(r"\d{1,3}([\s.']\d{3})+", texte) else None


def _name(texte: str) -> str | None:
    plain = slug(texte)
    return plain if re.search(r"[A-Za-zÀ-ÿ]", texte) and not plain.startswith("doc-") else None


def _color(texte: str) -> str | None:
    found = re.fullmatch(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})", texte)
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(2 * c for c in found[1])
    return f"#{digits.upper()}"


def _address(texte: str) -> str | None:
    return f"https://{texte}" if re.fullmatch(r"(www\.)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?", texte) else None


_REECRITURES: Mapping[str, Callable[[str], str | None]] = {
    "C009": _whole,
    "C011": _day,
    "C014": _name,
    "C015": _color,
    "C017": _address,
    "C018": _partial_day,
    "C025": _hour,
}
