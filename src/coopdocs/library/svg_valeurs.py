"""What the attributes and properties of an SVG drawing may say, by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NOMBRE = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?"
_MAX = 1e7
"""Beyond it, a coordinate is a mistake, and some programs draw it elsewhere."""
LONGUEUR = re.compile(rf"({_NOMBRE})\s*(px|pt|pc|mm|cm|in|%)?")
_NOMS = """
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent turquoise violet wheat
    white whitesmoke yellow yellowgreen currentcolor inherit none"""
_COULEURS = frozenset(_NOMS.split())
_COULEUR = re.compile(
    r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|(?:rgb|hsl)a?\(\s*[-\d.%]+(?:[\s,/]+[-\d.%]+){2,3}\s*\)"
)
_ARITES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2}
_UN_NOMBRE, _DRAPEAU, _SEPARE = re.compile(_NOMBRE), re.compile("[01]"), re.compile(r"[\s,]*")
_ARC = (_UN_NOMBRE, _UN_NOMBRE, _UN_NOMBRE, _DRAPEAU, _DRAPEAU, _UN_NOMBRE, _UN_NOMBRE)
"""What an arc is made of; its flags may touch what follows them."""
_TRANSFORMES = {"matrix": (6,), "translate": (1, 2), "scale": (1, 2), "rotate": (1, 3), "skewX": (1,), "skewY": (1,)}

REFUSES: Mapping[str, tuple[str, ...]] = {
    "mask": ("none",),
    "filter": ("none",),
    "marker": ("none",),
    "marker-start": ("none",),
    "marker-mid": ("none",),
    "marker-end": ("none",),
    "mix-blend-mode": ("normal",),
    "isolation": ("auto",),
    "paint-order": (
        "normal",
        "fill",
        "fill stroke",
        "fill stroke markers",
        "fill markers",
        "fill markers stroke",
        "markers",
        "markers fill",
        "markers fill stroke",
    ),  # markers are refused: fill first is normal
    "vector-effect": ("none",),
    "transform-origin": (),
    "transform-box": (),
    "clip": ("auto",),
    "pathLength": (),
    "color-interpolation": ("auto", "sRGB", "srgb"),
    "requiredFeatures": (),
    "requiredExtensions": (),
    "systemLanguage": (),
    "animation": ("none",),
    "transition": ("none",),
    "all": (),
}
"""What some program draws otherwise, with the values that ask for nothing."""


def number(texte: str) -> float:
    """The number that a length begins with."""
    return float(LONGUEUR.fullmatch(texte)[1])  # type: ignore[index]


def numbers(texte: str) -> list[float] | None:
    """Numbers between spaces or commas; None where there is anything else, or one out of bounds."""
    if re.sub(rf"{_NOMBRE}|[\s,]+", "", texte):
        return None
    found = [float(n) for n in re.findall(_NOMBRE, texte)]
    return found if all(abs(n) <= _MAX for n in found) else None


def _length(texte: str) -> bool:
    found = LONGUEUR.fullmatch(texte)
    return found is not None and abs(float(found[1])) <= _MAX


def _radius(texte: str) -> bool:
    return _length(texte) and not texte.endswith("%")


def _positive(texte: str) -> bool:
    return _length(texte) and number(texte) >= 0


def _dashes(texte: str) -> bool:
    return texte == "none" or all(map(_positive, re.split(r"[\s,]+", texte)))


def _color(texte: str) -> bool:
    return texte.lower() in _COULEURS or _COULEUR.fullmatch(texte) is not None


def _paint(texte: str) -> bool:
    rest = re.sub(r"^url\(\s*[\"']?#[^\"')\s]+[\"']?\s*\)\s*", "", texte)
    return _color(rest) if rest else rest != texte


def _path(texte: str) -> bool:
    before, *rest = re.split(r"([MmZzLlHhVvCcSsQqTtAa])", texte)
    pairs = list(zip(rest[::2], rest[1::2], strict=True))
    if before.strip() or (pairs and pairs[0][0] not in "Mm"):
        return False
    last = ""
    for lettre, suite in pairs:
        commande = lettre.lower()
        if commande == "z":
            good = not suite.strip(" \t\r\n,")
        elif commande == "a":
            good = _arcs(suite)
        else:
            found = numbers(suite)
            good = bool(found) and len(found or ()) % _ARITES[commande] == 0
        # the engine mirrors a curve only where there is one
        if not good or (commande == "t" and last not in ("q", "t")):
            return False
        last = commande
    return True


def _arcs(texte: str) -> bool:
    """Whether a text is one arc or more."""
    at, rang = _SEPARE.match(texte).end(), 0  # type: ignore[union-attr]
    while at < len(texte):
        found = _ARC[rang % len(_ARC)].match(texte, at)
        if found is None or abs(float(found[0])) > _MAX:
            return False
        at, rang = _SEPARE.match(texte, found.end()).end(), rang + 1  # type: ignore[union-attr]
    return rang > 0 and rang % len(_ARC) == 0


def _points(texte: str) -> bool:
    found = numbers(texte)
    return found is not None and len(found) % 2 == 0


def _transform(texte: str) -> bool:
    for nom, valeurs in re.findall(r"(\w+)\s*\(([^()]*)\)", texte):
        found = numbers(valeurs)
        if found is None or len(found) not in _TRANSFORMES.get(nom, ()):
            return False
    return not re.sub(r"\w+\s*\([^()]*\)[\s,]*", "", texte).strip()


def _clip(texte: str) -> bool:
    return texte == "none" or re.fullmatch(r"url\(\s*[\"']?#[^\"')\s]+[\"']?\s*\)", texte) is not None


def _word(*mots: str) -> Callable[[str], bool]:
    return lambda texte: texte in (*mots, "inherit")


def _matching(motif: str) -> Callable[[str], bool]:
    return lambda texte: re.fullmatch(motif, texte) is not None


_Motif = Callable[[str], bool]
PROPRIETES: Mapping[str, _Motif] = {
    "fill": _paint,
    "stroke": _paint,
    "stop-color": _color,
    "color": _color,
    "clip-path": _clip,
    "stroke-width": _positive,
    "stroke-dasharray": _dashes,
    "stroke-dashoffset": _length,
    "stroke-miterlimit": _positive,
    "stroke-linecap": _word("butt", "round", "square"),
    "stroke-linejoin": _word("miter", "round", "bevel"),
    "fill-rule": _word("nonzero", "evenodd"),
    "clip-rule": _word("nonzero", "evenodd"),
    "opacity": _length,
    "fill-opacity": _length,
    "stroke-opacity": _length,
    "stop-opacity": _length,
    "visibility": _word("visible", "hidden", "collapse"),
    "display": _matching(r"[a-z-]+"),
}
"""How shapes are painted, as attributes or in a style."""
_ATTRIBUTS: Mapping[str, _Motif] = {
    **dict.fromkeys(("x", "y", "cx", "cy", "x1", "y1", "x2", "y2", "fx", "fy", "offset"), _length),
    **dict.fromkeys(("width", "height", "rx", "ry"), _positive),
    "r": _positive,
    "fr": _radius,
    "d": _path,
    "points": _points,
    "transform": _transform,
    "gradientTransform": _transform,
    "viewBox": lambda texte: len(numbers(texte) or ()) == 4,
    "preserveAspectRatio": _matching(r"(none|x(Min|Mid|Max)Y(Min|Mid|Max))(\s+(meet|slice))?"),
    "gradientUnits": _word("userSpaceOnUse", "objectBoundingBox"),
    "clipPathUnits": _word("userSpaceOnUse"),
    "spreadMethod": _word("pad"),
    "href": _matching(r"#[^\s\"']+"),
}


def motif(nom: str, element: str) -> _Motif | None:
    """What an attribute or a property of an element has to match; None where its value draws nothing."""
    if element == "radialGradient" and nom == "r":
        return _radius
    if element == "style" and nom not in PROPRIETES:
        return None
    return PROPRIETES.get(nom) or _ATTRIBUTS.get(nom)
