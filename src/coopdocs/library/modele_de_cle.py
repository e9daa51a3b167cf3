"""What to write for a key that is missing: a line that the model would take, made from the model itself."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

_LONG = 100
_NOMMES = {"icone": "plant", "forme": "ptce", "formes": "[ptce]", "id": "un-nom", "groupe": "cadre"}
"""What names something else of the kit."""
_TEXTES = ("…", "loi-ess-9", "2026-11-23", "https://www.exemple.fr/page", "commune:26281", '"#0B5F60"', '"09:30"')
"""What a text may be, the plainest first: the first one that its checks take is shown."""


def line(modele: Any, cle: str) -> str:
    """« cle: … » as it may stand in a file; a key that holds many others is told with their names."""
    champ = modele.model_fields[cle]
    said, bare = _named(modele, cle), bare_type(champ.annotation)
    least = next((m.min_length for m in champ.metadata if (getattr(m, "min_length", None) or 0) > 1), 0)
    count = f" ({least} éléments au moins)" if least and get_origin(bare) is tuple else ""
    if get_origin(bare) is Literal:
        return f"« {cle}: {said} » (ou {', '.join(map(str, get_args(bare)[1:]))})"
    if len(said) <= _LONG:
        return f"« {cle}: {said} »{count}"
    if get_origin(bare) is tuple:
        noms = ", ".join(_required(bare_type(get_args(bare)[0])))
        return f"« {cle}: » et, dessous, un tiret pour chaque élément, avec les clés {noms}{count}"
    return f"« {cle}: » et, en retrait dessous, les clés {', '.join(_required(bare))}"


def _named(modele: Any, cle: str) -> str:
    return _NOMMES.get(cle) or _field(modele.model_fields[cle])


def _field(champ: FieldInfo) -> str:
    if bare_type(champ.annotation) is str:
        return _text(champ.annotation, champ.metadata)
    minimum = next((m.ge for m in champ.metadata if hasattr(m, "ge")), 1)
    return _value(champ.annotation, minimum)


def _value(annotation: Any, minimum: int = 1) -> str:
    if hasattr(annotation, "__metadata__"):
        bare = bare_type(annotation.__origin__)
        return _text(bare, annotation.__metadata__) if bare is str else _value(bare, minimum)
    bare = bare_type(annotation)
    if get_origin(bare) is Literal:
        return str(get_args(bare)[0])
    if get_origin(bare) is tuple:
        return f"[{_value(get_args(bare)[0])}]"
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return "{" + ", ".join(f"{cle}: {_named(bare, cle)}" for cle in _required(bare)) + "}"
    simple = {bool: "true", int: str(max(minimum, 1)), dt.date: "2026-11-23", dt.time: '"09:30"', str: "…"}
    return simple.get(bare, "{…}")


def _text(annotation: Any, metadata: Iterable[Any]) -> str:
    """The first of _TEXTES that these checks take, as it stands in YAML."""
    checks = [m for m in metadata if not isinstance(m, StringConstraints) or m.pattern or m.min_length]
    adapter = TypeAdapter(_annotated(annotation, checks))
    for texte in _TEXTES:
        try:
            adapter.validate_python(texte.strip('"'))
        except ValidationError:
            continue
        return texte
    return "…"


def _annotated(annotation: Any, checks: Iterable[Any]) -> Any:
    for check in checks:
        annotation = Annotated[annotation, check]
    return annotation


def _required(modele: Any) -> list[str]:
    return [cle for cle, champ in modele.model_fields.items() if champ.is_required()]


def bare_type(annotation: Any) -> Any:
    """A type without its constraints and without the possibility of being empty."""
    if hasattr(annotation, "__metadata__"):
        return bare_type(annotation.__origin__)
    if get_origin(annotation) in (Union, types.UnionType):
        return bare_type(next(a for a in get_args(annotation) if a is not types.NoneType))
    return annotation
