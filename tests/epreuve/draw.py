"""Seeded values for the content's types: bounds are read from the types themselves, so a limit raised is followed.

Only what crosses files (which source, which forme, which icon) is told by rules: see `kit`.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from coopdocs.model import contenu, evenement

ABSENT: Any = object()
"""What a rule gives for a field that is left out."""
LARGE = 8
"""How many items a list holds at most where its type does not say."""

_MOTS: list[str] = re.findall(
    r"\S+",
    """
coopération territoire projet habitants associations œuvre cœur maïs naïveté Noël forêt évaluation accompagnement
économie solidaire sociale insertion emploi filière commune quartier régie pôle réseau élus agents bénévoles été à où çà
élèves façon Ÿ L’Haÿ-les-Roses dès août financement mutualisation développement local durable pérennité gouvernance
""",
)
_LONGS = [
    "anticonstitutionnellement", "intercommunalités", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
    "WWWWWWWWWWWW", "MMMMMMMMMMMMMMMMMMMM", "dichlorodiphényltrichloroéthane", "iiiiiiiiiiiiiiiiiiiiiiiiiiiii",
    "www.exemple-de-nom-tres-long.fr/chemin/encore/plus/loin", "contact@exemple-long.example.org",
    "ŒŒŒŒŒŒŒŒ", "1234567890123456", "Bouxières-aux-Dames", "x" * 60,
]  # fmt: skip
_DURS = [
    "« entre guillemets »", '"droits"', "l'apostrophe", "n° 12", "25 %", "1 200 000 €", "A & B", "<b>gras</b>",
    "&amp;", "#1", "a # b", "clé : valeur", "{{ x }}", "{% y %}", "{# z #}", "]]>", "*étoile*", "_souligné_", "`code`",
    "[lien](https://x.fr)", "\\n", "=1+1", "+33", "-5", "@moi", "a|b", "2014-2016", "L. 5132-15-2", "2014–2016", "…",
    "≠", "½", "m²", "1er", "XXIe", "ﬁn", "Æthelred", "ß", "ñ", "e\u0301te\u0301", "peut\u2011être", "deux  espaces",
    "fin.", "quoi ?", "oui !", "a/b/c", "(entre parenthèses)", "'", "%s", "$HOME", "&83ES", "null", "true", "12:30",
]  # fmt: skip
_REFUSES = ["☕", "日本", "😀", "\u0301a", "→→", "𝒳", "ا", "\u200d"]
"""What `check` is expected to refuse, or the fonts to draw after all."""


@cache
def hints(kind: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def bounds(metadata: tuple[Any, ...]) -> tuple[int, int | None]:
    """The least and greatest length that annotations allow (None: no limit)."""
    flat = _flat(metadata)
    least = [m.min_length for m in flat if getattr(m, "min_length", None) is not None]
    most = [m.max_length for m in flat if getattr(m, "max_length", None) is not None]
    return max(least, default=0), min(most, default=None)


def _flat(metadata: tuple[Any, ...]) -> list[Any]:
    return [m for found in metadata for m in (found.metadata if isinstance(found, FieldInfo) else (found,))]


def span(metadata: tuple[Any, ...]) -> tuple[int, int]:
    """The least and greatest number that annotations allow."""
    flat = _flat(metadata)
    low = max((int(str(m.ge)) for m in flat if isinstance(m, Ge)), default=0)
    return low, min((int(str(m.le)) for m in flat if isinstance(m, Le)), default=low + 1000)


def listed(kind: type[BaseModel], name: str) -> tuple[Any, int, int | None]:
    """What a field's list holds, and how many at least and at most (None: no limit)."""
    hint = hints(kind)[name]
    inner, *metadata = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    return get_args(inner)[0], *bounds(tuple(metadata))


Rule = Callable[["Draw"], Any]


class Draw:
    """One seeded draw. `rules`: « Model.field » → what gives its value; `longs` and `durs`: 0 to 1, how often texts are
    long, or made of letters and signs that are hard to print.
    """

    def __init__(self, rng: random.Random, rules: Mapping[str, Rule], longs: float, durs: float, fous: float) -> None:
        self.rng, self.rules = rng, dict(rules)
        self.longs, self.durs, self.fous = longs, durs, fous

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def size(self, least: int, most: int) -> int:
        """A length: often one of the ends, else anything between."""
        ends = (least, most) if self.chance(0.5) else (self.rng.randint(least, most),)
        return self.rng.choice(ends)

    # --- texts

    def texte(self) -> str:
        """A text of one word to a hundred; long ones are there for `check` to measure and `repair` to cut."""
        many = self.rng.choice((20, 40, 90)) if self.chance(self.longs) else self.rng.choice((1, 1, 2, 3, 6))
        words = [self._mot() for _ in range(many)]
        if self.chance(self.fous):
            words.insert(self.rng.randrange(len(words) + 1), self.rng.choice(_REFUSES))
        texte = " ".join(words).strip()
        return texte[:1].upper() + texte[1:]

    def _mot(self) -> str:
        if self.chance(self.durs):
            return self.rng.choice(_DURS if self.chance(0.6) else _LONGS)
        return self.rng.choice(_MOTS)

    def sigle(self) -> str:
        """One to twelve letters or figures, a figure first now and then."""
        count = self.size(1, 12)
        letters = string.ascii_uppercase + "ÉÈÀÇŒ" if self.chance(0.7) else "WMQ"
        first = self.rng.choice("0123456789") if self.chance(0.2) else self.rng.choice(letters)
        return first + "".join(self.rng.choices(letters + "0123456789&-" * self.chance(0.2), k=count - 1))

    def cle(self, debut: str = "") -> str:
        return debut + "".join(self.rng.choices(string.ascii_lowercase + string.digits, k=self.rng.randint(3, 8)))

    def adresse(self) -> str:
        chemin = "/".join(self.cle() for _ in range(self.rng.choice((0, 1, 1, 3))))
        suite = "?a=1&b=%20#ancre" if self.chance(0.1) and chemin else ""
        return f"https://www.{self.cle()}.fr/{chemin}{suite}"

    def jour(self) -> str:
        return f"2026-{self.rng.randint(1, 10):02}-{self.rng.randint(1, 28):02}"

    def date_partielle(self) -> str:
        if self.chance(self.fous):
            return self.rng.choice(("2025-02-29", "2024-04-31", "2024-13", "2024-00-10"))
        return self.rng.choice(("2019", "2024-02", "2024-02-29", "1901-12-31", self.jour()))

    def couleur(self) -> str:
        return f"#{self.rng.randrange(0x90):02X}{self.rng.randrange(0x70):02X}{self.rng.randrange(0x90):02X}"

    # --- types

    def model(self, kind: type[BaseModel]) -> dict[str, Any]:
        """Every field of a type as plain data; optional ones now and then left out."""
        made: dict[str, Any] = {}
        for name, hint in hints(kind).items():
            if name not in kind.model_fields:
                continue
            rule = next((r for k in kind.__mro__ if (r := self.rules.get(f"{k.__name__}.{name}"))), None)
            if rule is not None:
                value = rule(self)
            elif not kind.model_fields[name].is_required() and self.chance(0.3):
                value = ABSENT
            else:
                value = self.value(hint)
            if value is not ABSENT:
                made[name] = value
        return made

    def value(self, hint: Any, metadata: tuple[Any, ...] = ()) -> Any:
        """A value of an annotated type."""
        if (known := self._known(hint)) is not ABSENT:
            return known
        if get_origin(hint) is Annotated:
            inner, *more = get_args(hint)
            return self.value(inner, (*metadata, *more))
        return self._plain(hint, metadata)

    def _known(self, hint: Any) -> Any:
        """The house's own kinds of text."""
        givers: tuple[tuple[Any, Callable[[], Any]], ...] = (
            (contenu.Texte, self.texte), (contenu.Cle, self.cle),
            (contenu.Adresse, self.adresse), (contenu.Jour, self.jour),
            (contenu.DatePartielle, self.date_partielle), (contenu.Couleur, self.couleur),
            (contenu.Langue, lambda: self.rng.choice(("en", "de", "pt-BR"))), (evenement.Heure, lambda: "10:00"),
        )  # fmt: skip
        return next((give() for kind, give in givers if hint == kind), ABSENT)

    def _plain(self, hint: Any, metadata: tuple[Any, ...]) -> Any:
        origin = get_origin(hint)
        if origin in (Union, UnionType):
            kinds = [kind for kind in get_args(hint) if kind is not NoneType]
            return None if self.chance(0.3) else self.value(self.rng.choice(kinds), metadata)
        if origin is Literal:
            return self.rng.choice(get_args(hint))
        if origin is tuple:
            least, most = bounds(metadata)
            return [self.value(get_args(hint)[0]) for _ in range(self.size(least, LARGE if most is None else most))]
        if hint is bool:
            return self.chance(0.5)
        if hint is int:
            return self.size(*span(metadata))
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return self.model(hint)
        if hint is str:
            least, most = bounds(metadata)
            return (self.texte() + "x" * least)[: most or None]
        raise TypeError(f"no way to draw {hint!r}")
