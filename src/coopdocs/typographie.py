"""French micro-typography: spacing, quotes, apostrophes, numbers and dates. Pure and idempotent.

Rules of the Imprimerie nationale as far as a filter can know them: U+202F before ; ! ? and inside thousands, U+00A0
before : and inside « », between a number and its unit, after n°, art. and p., and in dates.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

FINE = "\u202f"
INSECABLE = "\u00a0"

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_NOMBRES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit",
    "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
)  # fmt: skip
_DIZAINES = ("", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "", "quatre-vingt")
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_UNITES = (
    r"%|€|°C|k€|M€|Md€|km²?|m²|m³|ha|kWh|kg|g|mm|cm|h|min|ans?|mois|semaines?|jours?|heures?|"
    r"millions?|milliards?|euros?|habitants?|salariés?|emplois?|personnes?|structures?|communes?|territoires?|"
    r"entreprises?|régies?|pôles?|projets?|lauréats?"
)

_CHIFFRES = "0123456789"
_RULES: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = tuple(
    (frozenset(signs), re.compile(pattern), to)
    # a rule is tried where one of its signs stands: most texts hold few of them
    for signs, pattern, to in (
        (".", r"\.\.\.", "…"),
        ("'", r"(?<=\w)'(?=\w)", "’"),
        ("'", r"(?<=\w)'(?=[«»\s]|$)", "’"),
        ("«", r"«[ \u00a0\u202f]*", f"«{INSECABLE}"),
        ("»", r"[ \u00a0\u202f]*»", f"{INSECABLE}»"),
        (";!?", r"[ \u00a0\u202f]+(?=[;!?])", FINE),
        (";!?", r"(?<=[\w»)’\"%€])(?=[;!?](?:\s|$))", FINE),
        (":", r"[ \u00a0\u202f]+:(?=\s|$)", f"{INSECABLE}:"),
        # a first group of one to three digits only: « en 2023 140 pôles » holds two numbers
        (_CHIFFRES, r"(?:(?<=(?<!\d)\d)|(?<=(?<!\d)\d\d)|(?<=(?<!\d)\d\d\d))[ \u00a0](?=\d{3}(?!\d))", FINE),
        (_CHIFFRES, rf"(?<=\d)[ \u00a0\u202f](?=(?:{_UNITES})(?!\w))", INSECABLE),
        (_CHIFFRES, r"\b(n°|nᵒˢ|art\.|p\.|Loi|loi n°|[LRD]\.)[ \u00a0](?=\d)", rf"\1{INSECABLE}"),
        (_CHIFFRES, rf"(?<=\d)[ \u00a0](?=(?:{'|'.join(MOIS)})\b)", INSECABLE),
        ("1", rf"(?<=\b1er)[ \u00a0](?=(?:{'|'.join(MOIS)})\b)", INSECABLE),
        ("–", r"[ \u00a0]–(?=\s)", f"{INSECABLE}–"),
        (_CHIFFRES, r"(?<=\b[àÀÔôyY])[ ](?=\d)", INSECABLE),
    )
)


def typeset(texte: str) -> str:
    """Return `texte` with French spacing, apostrophes and ellipses; applying it twice changes nothing more.

    Addresses (https://…) are left as they are.
    """
    texte = unicodedata.normalize("NFC", texte)
    parts = re.split(r"(https?://\S+)", texte) if "://" in texte else [texte]
    for i in range(0, len(parts), 2):
        found = frozenset(parts[i])
        for signs, pattern, to in _RULES:
            if not signs.isdisjoint(found):
                parts[i] = pattern.sub(to, parts[i])
    return "".join(parts)


def nombre(valeur: int | float, decimales: int = 0) -> str:
    """A number as printed: narrow no-break spaces in thousands, decimal comma."""
    return f"{valeur:,.{decimales}f}".replace(",", FINE).replace(".", ",")


def en_lettres(n: int, feminin: bool = False) -> str:
    """A number in words, « vingt et une », up to 99; in digits beyond."""
    if not 0 <= n <= 99:
        return nombre(n)
    un = "une" if feminin else "un"
    if n < 17:
        return un if n == 1 else _NOMBRES[n]
    dizaine, reste = divmod(n, 10)
    if dizaine in (7, 9):
        dizaine, reste = dizaine - 1, reste + 10
    debut = _DIZAINES[dizaine]
    if reste == 0:
        return "quatre-vingts" if n == 80 else debut
    if dizaine == 1:
        return f"dix-{_NOMBRES[reste]}"
    if reste in (1, 11) and dizaine != 8:
        return f"{debut} et {un if reste == 1 else _NOMBRES[11]}"
    return f"{debut}-{un if reste == 1 else en_lettres(reste)}"


def taille(octets: int) -> str:
    """A file's size in decimal units: « 812 o », « 150 ko », « 1,2 Mo »."""
    if octets < 1000:
        return f"{octets}{INSECABLE}o"
    if octets < 999_500:
        return f"{nombre(octets / 1000)}{INSECABLE}ko"
    if octets < 999_950_000:
        return f"{nombre(octets / 1_000_000, 1)}{INSECABLE}Mo"
    return f"{nombre(octets / 1_000_000_000, 1)}{INSECABLE}Go"


def date_longue(jour: dt.date) -> str:
    """« 1er mars 2026 », the day bound to its month."""
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return f"{quantieme}{INSECABLE}{MOIS[jour.month - 1]} {jour.year}"


def jours_de(debut: dt.date, fin: dt.date) -> str:
    """« 30 novembre 2026 », « du 29 mars au 30 novembre 2026 »: what both days share is said once."""
    if debut == fin:
        return date_longue(debut)
    premier = date_longue(debut)
    if debut.year == fin.year:
        premier = premier.removesuffix(f" {debut.year}")
        if debut.month == fin.month:
            premier = premier.partition(INSECABLE)[0]
    return f"du{INSECABLE}{premier} au{INSECABLE}{date_longue(fin)}"


def jour_de_semaine(jour: dt.date) -> str:
    """« jeudi 18 mars 2027 »."""
    return f"{JOURS[jour.weekday()]} {date_longue(jour)}"


def heure(moment: dt.time) -> str:
    """« 9 h », « 14 h 05 »."""
    minutes = f"{INSECABLE}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{INSECABLE}h{minutes}"


def is_partial_date(texte: str) -> bool:
    """Whether `texte` is a year, a month or a day that exists: « 2024 », « 2024-02 », « 2024-02-29 »."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", texte):
        return False
    try:
        dt.date.fromisoformat(texte + "-01-01"[len(texte) - 4 :])
    except ValueError:
        return False
    return True


def partial_span(texte: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that a year, a month or a day may mean."""
    year, month, day = [int(n) for n in texte.split("-")] + [0] * (2 - texte.count("-"))
    first = dt.date(year, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def is_day(texte: str) -> bool:
    """Whether `texte` is a day that exists, written AAAA-MM-JJ."""
    return len(texte) == 10 and is_partial_date(texte)


def one_line(texte: str) -> str:
    """A text as a single line of composed letters: each tab, line end and run of plain spaces is one space."""
    return re.sub(r"[ \t\n\r]+", " ", unicodedata.normalize("NFC", texte)).strip(" ")


def date_partielle(texte: str | None) -> str:
    """« 2023-05 » as « mai 2023 »; None as « page non datée »."""
    if texte is None:
        return "page non datée"
    parts = [int(n) for n in texte.split("-")]
    if len(parts) == 3:
        return date_longue(dt.date(*parts))
    return f"{MOIS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else str(parts[0])


def de(nom: str) -> str:
    """« de » or « d’ » before a name, with the name."""
    initiale = unicodedata.normalize("NFD", nom[:1]).upper()[:1]
    return f"d’{nom}" if initiale in set("AEIOUYŒÆ") else f"de {nom}"


def enumerated(textes: Sequence[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return " et ".join(filter(None, (", ".join(textes[:-1]), *textes[-1:])))


def capital(texte: str) -> str:
    """A text with its first letter large, the others as they are."""
    return texte[:1].upper() + texte[1:]


def bind_short(titre: str) -> str:
    """Glue one- and two-letter words to the next one, so that no line of a title ends on them."""
    return re.sub(r"(?<![\w’])(\w{1,2}) (?=\w)", rf"\1{INSECABLE}", titre)


def bind_end(paragraphe: str, maximum: int = 5) -> str:
    """Glue the last two words when the last is short, so that no paragraph ends on a lonely word."""
    return re.sub(rf" (?=\S{{1,{maximum}}}$)", INSECABLE, paragraphe)


def adresse_breve(adresse: str) -> str:
    """An address of the web as it is shown: without https://, www. and a last slash."""
    return re.sub(r"^https?://(www\.)?|/$", "", adresse)


def without_data(message: str) -> str:
    """A message without the pictures and fonts that it quotes whole: « data:image/png… »."""
    return re.sub(r"data:([\w.+-]+/[\w.+-]+)[;,][^\s'\"<>)]{24,}", r"data:\1…", message)


def plain_spaces(texte: str) -> str:
    """Fold no-break spaces into plain ones, for comparing and searching."""
    return re.sub(r"[\u00a0\u202f]", " ", texte)


def plain_words(texte: str) -> list[str]:
    """The words of a text as they are compared: small letters without accents, « œ » written out, no punctuation."""
    plain = unicodedata.normalize("NFKD", texte.casefold().replace("œ", "oe").replace("æ", "ae"))
    return re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))


def slug(texte: str) -> str:
    """A file name part: lower-case ASCII letters, digits and hyphens, at most 80; never a name Windows reserves."""
    plain = texte.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    # accents and hidden signs go without a trace; any other character parts two words, ’ and – as well as ' and -
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if unicodedata.category(c) not in ("Mn", "Cf"))
    plain = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-")
    reserved = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))}
    return f"doc-{plain}".strip("-") if not plain or plain in reserved else plain
