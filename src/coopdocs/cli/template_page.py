"""`coopdocs explain modeles`: what a template may use, made from the code; docs/modeles.md is that page."""

from __future__ import annotations

import dataclasses
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from coopdocs import couleurs, packaged, sizes
from coopdocs.champs import Champs
from coopdocs.cli.template_words import CONTEXTS, FILTERS, FUNCTIONS, METHODS
from coopdocs.library import validation
from coopdocs.theme import Feuille, Theme, filtres

_HELD: tuple[type, ...] = (Theme, Feuille, Champs)
"""What templates call; their other names are for the code that fills templates."""
_OURS = ("coopdocs.model", "coopdocs.views", "coopdocs.library.catalogue", "coopdocs.zones", "coopdocs.territoire")


def page() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Ce qu’un modèle peut employer\n"
    yield (
        "Un fichier du dossier `templates/` d’un kit remplace celui de même nom du thème de départ. Les modèles sont "
        "écrits en [Jinja](https://jinja.palletsprojects.com/) ; un nom qui n’existe pas est refusé à sa ligne (T003)."
    )
    yield "\nCette page est faite à partir du programme par `make docs` ; `coopdocs explain modeles` l’affiche aussi."
    yield "\n## Noms de chaque modèle"
    for dossier, noms in CONTEXTS.items():
        yield f"\n### {f'`{dossier}/`' if dossier else 'Partout'}\n"
        yield from _table(("nom", "type", "ce que c’est"), ((f"`{n}`", _type(g), d) for n, (g, d) in noms.items()))
    yield "\n## Fonctions\n"
    yield from _table(("fonction", "effet"), ((f"`{nom}`", dit) for nom, dit in FUNCTIONS.items()))
    yield "\n## Filtres\n"
    yield from _table(("filtre", "effet"), ((f"`{_call(n, filtres.FILTRES[n], 1)}`", d) for n, d in FILTERS.items()))
    for classe in _HELD:
        yield f"\n## {_TITLES[classe]}\n"
        rows = ((f"`{_call(n, getattr(classe, n), 1)}`", dit) for n, dit in METHODS[classe.__name__].items())
        yield from _table(("méthode", "effet"), rows)
    yield "\n## Types"
    for classe in _reached():
        yield f"\n### {classe.__name__}\n"
        yield from _table(("champ", "type", "intitulé"), _fields(classe))
    yield from _looks()


_TITLES = {Theme: "`theme`", Feuille: "`feuille`", Champs: "`champs` (guide, dossiers)"}


def _looks() -> Iterator[str]:
    yield "\n## Couleurs\n"
    yield "`--nuit` dans une feuille de style, `palette.nuit` dans un modèle.\n"
    yield from _table(("couleur", "valeur"), ((f"`{nom}`", f"`{c}`") for nom, c in couleurs.MAISON.shown().items()))
    yield "\n## Corps\n"
    yield "L’échelle de `base/tokens.css`, du plus petit au plus grand.\n"
    tokens = (packaged("templates") / "base/tokens.css").read_text("utf-8")
    yield from _table(("propriété", "valeur"), re.findall(r"(--corps-\d+): (\w[\w.]*);", tokens))
    yield "\n## Mesures\n"
    yield "Les tailles que `check` mesure avant toute mise en page : une feuille de style les reçoit en propriétés."
    for feuille in sizes.SHEETS:
        yield f"\n### `{feuille}`\n"
        yield from _table(("propriété", "valeur"), ((f"`{n}`", v) for n, v in sizes.properties(feuille).items()))
    yield "\n### `mesures`\n"
    yield "Une police, une largeur (mm) et les corps à essayer : `theme.size(texte, *mesures.fiche.sigle)`.\n"
    choix = ((f"`mesures.{d}.{n}`", c) for d, noms in sizes.choices().items() for n, c in noms.items())
    corps = ((n, f"{c.famille} {c.graisse}", f"{c.largeur:g}", ", ".join(f"{x:g}" for x in c.corps)) for n, c in choix)
    yield from _table(("nom", "police", "largeur", "corps"), corps)


def _table(tetes: tuple[str, ...], rangees: typing.Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(tetes)} |"
    yield f"|{'---|' * len(tetes)}"
    yield from (f"| {' | '.join(cellule.replace('|', chr(92) + '|') for cellule in r)} |" for r in rangees)


def _fields(classe: type) -> Iterator[tuple[str, str, str]]:
    """The fields of a type, then what is worked out from them."""
    hints = _hints(classe)
    champs = list(getattr(classe, "model_fields", ()) or getattr(classe, "__dataclass_fields__", ()))
    titres = validation.TITRES if issubclass(classe, BaseModel) else {}
    for nom in champs:
        if not nom.startswith("_"):
            yield f"`{nom}`", _type(hints.get(nom, "")), titres.get(nom, "")
    for nom, membre in inspect.getmembers(classe):
        if nom.startswith(("_", "model_")) or nom in champs:
            continue
        if isinstance(membre, property | cached_property):
            yield f"`{nom}`", _type(_hints(_getter(membre)).get("return", "")), ""
        elif inspect.isfunction(membre) and membre.__module__.startswith("coopdocs"):
            yield f"`{_call(nom, membre, 1)}`", _type(_hints(membre).get("return", "")), ""


def _getter(membre: Any) -> Any:
    return membre.func if isinstance(membre, cached_property) else membre.fget


def _call(nom: str, fonction: Callable[..., Any], passed: int) -> str:
    """How a function is called; `passed`: how many of its parameters are given before the brackets."""
    try:
        noms = list(inspect.signature(fonction).parameters.values())[passed:]
    except ValueError:
        return nom
    return f"{nom}({', '.join(p.name if p.default is p.empty else f'{p.name}={p.default!r}' for p in noms)})"


def _hints(objet: Any) -> Mapping[str, Any]:
    try:
        return typing.get_type_hints(objet)
    except NameError:
        return dict(getattr(objet, "__annotations__", {}))


def _reached() -> list[type]:
    """The types that names lead to, in the order in which they do."""
    found: dict[type, None] = {}
    coming = [genre for noms in CONTEXTS.values() for genre, _ in noms.values() if isinstance(genre, type)]
    while coming:
        classe = coming.pop(0)
        if classe in found or not _is_ours(classe):
            continue
        found[classe] = None
        every = [m for nom, m in inspect.getmembers(classe) if not nom.startswith(("_", "model_"))]
        members = [_getter(m) for m in every if isinstance(m, property | cached_property)]
        members += [m for m in every if inspect.isfunction(m) and m.__module__.startswith("coopdocs")]
        hints = [*_hints(classe).values(), *(_hints(m).get("return") for m in members)]
        coming += [part for hint in hints for part in _classes(hint)]
    return list(found)


def _is_ours(classe: type) -> bool:
    held = dataclasses.is_dataclass(classe) or issubclass(classe, BaseModel)
    public = classe.__module__.startswith(_OURS) and not classe.__name__.startswith("_")
    return public and (held or classe.__module__.startswith("coopdocs.zones"))


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and not isinstance(hint, types.GenericAlias):
        yield hint
    for part in typing.get_args(hint):
        yield from _classes(part)


_WORDS = {
    "str": "texte",
    "int": "nombre entier",
    "float": "nombre",
    "bool": "vrai ou faux",
    "date": "date",
    "time": "heure",
}


def _type(hint: Any) -> str:
    """A type in French; those of the kit lead to their table."""
    if not hint or isinstance(hint, str):
        return hint or ""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _type(args[0])
    if origin in (typing.Union, types.UnionType):
        return " ou ".join("rien" if a is types.NoneType else _type(a) for a in args)
    if origin is typing.Literal:
        return ", ".join(f"« {a} »" for a in args)
    if origin is tuple:
        inner = [a for a in args if a is not Ellipsis]
        return f"liste de {_type(inner[0])}" if len(inner) == 1 else f"({', '.join(map(_type, inner))})"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"{_type(args[1])} par {_type(args[0])}"
    if origin is not None:
        return f"liste de {_type(args[0])}" if args else ""
    nom = getattr(hint, "__name__", str(hint))
    return f"[{nom}](#{nom.lower()})" if isinstance(hint, type) and _is_ours(hint) else _WORDS.get(nom, nom)
