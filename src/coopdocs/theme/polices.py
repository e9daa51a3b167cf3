"""The fonts of a publisher: found by their family in templates/polices, and made ready for the two parts they play.

What is made ready is a file for each weight that stylesheets name: one weight of a variable font, its lining figures,
its spaces where it lacks some, and letters no wider than those that the pages were drawn for.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coopdocs import memo

MAISON: Mapping[str, Mapping[str, str]] = {
    "Coopdocs Titre": {
        "500": "BricolageGrotesque_500Medium",
        "600": "BricolageGrotesque_600SemiBold",
        "700": "BricolageGrotesque_700Bold",
        "800": "BricolageGrotesque_800ExtraBold",
    },
    "Coopdocs Texte": {
        "400": "SourceSans3_400Regular",
        "400i": "SourceSans3_400Regular_Italic",
        "600": "SourceSans3_600SemiBold",
        "700": "SourceSans3_700Bold",
    },
}
"""Family in stylesheets → weight (and i for italic) → static font file, without its ending."""
FERMES = {"Coopdocs Titre": ("700", 0.84), "Coopdocs Texte": ("400", 0.88)}
"""The weight that speaks for a family, and how small its letters may be made."""
LETTRES = "eeeeeesaaaiiitttnnnrrruuullloooddccmmppévqfbghjàxyèêzçœkwEASPLC0123456789 ,.’-"
"""Letters about as often as French has them."""
INDISPENSABLES = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæÀÇÉÈÊŒÆ0123456789«»’–—…€°%&@/²³·"
)
_ESPACES = {0x00A0: 1.0, 0x202F: 0.6, 0x2009: 0.6}
"""Spaces that a font may lack, in parts of its own."""
_AISANCE = 0.985
"""Room left for texts whose letters are wider than most."""
_GRAISSE_PROCHE = 100
_FEATURES = ["calt", "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "pnum"]
_TABLES = "DSIG", "meta", "STAT", "avar", "MVAR", "HVAR", "LTSH", "VDMX", "hdmx"


@dataclass(frozen=True)
class Fonte:
    """A font file: its family, the weights that it has (least and most), whether it is italic."""

    fichier: Path
    famille: str
    graisses: tuple[int, int]
    italique: bool

    def far(self, graisse: int) -> int:
        """How far its nearest weight is from one."""
        least, most = self.graisses
        return max(least - graisse, graisse - most, 0)

    def nearest(self, graisse: int) -> int:
        return min(max(graisse, self.graisses[0]), self.graisses[1])


def found(folders: Sequence[Path]) -> list[Fonte]:
    """The fonts of the first folder that has each file, files that are none left out."""
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((folder / "polices").glob("*.[ot]tf")):
            files.setdefault(path.name, path)
    return [fonte for path in files.values() if (fonte := _read(path))]


@memo.of_files()
def _read(path: Path) -> Fonte | None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(path, lazy=True)
        famille = font["name"].getBestFamilyName()
        weight, slanted = font["OS/2"].usWeightClass, bool(font["OS/2"].fsSelection & 1)
        axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    except (TTLibError, KeyError, OSError, ValueError):
        return None
    span = (int(axes["wght"].minValue), int(axes["wght"].maxValue)) if "wght" in axes else (weight, weight)
    return Fonte(path, str(famille), span, slanted)


def chosen(fontes: Iterable[Fonte], famille: str, graisse: str) -> Fonte | None:
    """The file of a family that is nearest to a weight (`400`, `400i`), upright where it has no italic."""
    own = [fonte for fonte in fontes if fonte.famille.casefold() == famille.casefold()]
    slanted = graisse.endswith("i")
    ranked = sorted(own, key=lambda f: (f.italique != slanted, f.far(int(graisse.rstrip("i"))), f.fichier.name))
    return ranked[0] if ranked and (slanted or not ranked[0].italique) else None


def families(fontes: Iterable[Fonte]) -> list[str]:
    """Every family that is there."""
    return sorted({fonte.famille for fonte in fontes})


def lacking(fontes: Sequence[Fonte], role: str, famille: str) -> tuple[list[str], list[tuple[str, int]]]:
    """Letters that no document does without, and weights that are taken from others: the weight, the one taken.

    An italic that is not there is taken from 0.
    """
    letters, weights = [], []
    for graisse in MAISON[role]:
        fonte = chosen(fontes, famille, graisse)
        if fonte is None:
            continue
        if graisse.endswith("i") and not fonte.italique:
            weights.append((graisse, 0))
        elif fonte.far(int(graisse.rstrip("i"))) > _GRAISSE_PROCHE:
            weights.append((graisse, fonte.nearest(int(graisse.rstrip("i")))))
        letters += [c for c in INDISPENSABLES if ord(c) not in _codes(fonte.fichier) and c not in letters]
    return letters, weights


@memo.of_files()
def _codes(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(path, lazy=True).getBestCmap())


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="coopdocs-polices-")


def prepared(
    folders: Sequence[Path], familles: Mapping[str, str], house: Mapping[str, Path], private: Path | None
) -> tuple[Path, dict[str, dict[str, str]]] | None:
    """A folder with the fonts of these families, by the part they play, and their names; None where a family lacks.

    `house`: the font that each part was drawn for, to measure with; `private`: where to keep what is made.
    """
    fontes, plans, names = found(folders), [], dict[str, dict[str, str]]()
    for role, famille in familles.items():
        base, least = FERMES[role]
        speaks = chosen(fontes, famille, base)
        if speaks is None:
            return None
        scale = _scale(speaks, int(base), house[role], least)
        for graisse in MAISON[role]:
            fonte = chosen(fontes, famille, graisse)
            assert fonte is not None
            name = f"{role.replace(' ', '')}_{graisse}"
            names.setdefault(role, {})[graisse] = name
            plans.append((name, role, fonte, int(graisse.rstrip("i")), scale))
    key = hashlib.sha256(repr([(n, r, _digest(f.fichier), w, s) for n, r, f, w, s in plans]).encode()).hexdigest()[:16]
    folder = (private or Path(_temporary().name)) / "polices-pretes" / key
    for name, role, fonte, weight, scale in plans:
        path = folder / "polices" / f"{name}.ttf"
        if not path.is_file():
            _keep(path, _ready(fonte, weight, scale, role, house[role]))
    return folder, names


def keep_web(path: Path, like: Path) -> None:
    """Write, beside a font made ready, that for pages on screen: its letters are those of `like`, the house's."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=_FEATURES, flavor="woff2", hinting=False, desubroutinize=True)
    options.recalc_timestamp = False
    font = TTFont(path, recalcTimestamp=False)
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=set(font.getBestCmap()) & set(TTFont(like, lazy=True).getBestCmap()))
    chooser.subset(font)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    _keep(path.parent / "web" / f"{path.stem}.woff2", out.getvalue())


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new:
        new.write(data)
    Path(new.name).chmod(0o644)
    Path(new.name).replace(path)


@memo.of_files()
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _scale(fonte: Fonte, graisse: int, house: Path, least: float) -> float:
    """How large its letters may be so that a text takes no more room than it did."""
    ours, theirs = _mean(fonte.fichier, fonte.nearest(graisse)), _mean(house, None)
    return round(max(least, min(1.0, _AISANCE * theirs / ours)), 3)


@memo.of_files()
def _mean(path: Path, graisse: int | None) -> float:
    """How wide a letter is on average, in em."""
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    _only(font, map(ord, LETTRES), [])
    font = _static(font, graisse)
    cmap, metrics = font.getBestCmap(), font["hmtx"].metrics
    known = [metrics[cmap[ord(c)]][0] for c in LETTRES if ord(c) in cmap]
    return float(sum(known) / len(known) / font["head"].unitsPerEm)


def _only(font: Any, codes: Iterable[int], features: list[str]) -> None:
    """Leave a font some of its letters: a few of a variable one are soon set to one weight."""
    from fontTools import subset

    options = subset.Options(layout_features=features, notdef_outline=True, glyph_names=True, name_IDs=["*"])
    options.recalc_timestamp = False
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=codes)
    chooser.subset(font)


def _static(font: Any, graisse: int | None) -> Any:
    """One weight of a variable font, its other axes where they are by default."""
    if "fvar" not in font:
        return font
    from fontTools.varLib.instancer import instantiateVariableFont

    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    if graisse is not None and "wght" in axes:
        axes["wght"] = graisse
    return instantiateVariableFont(font, axes, inplace=True)


def _ready(fonte: Fonte, graisse: int, scale: float, role: str, house: Path) -> bytes:
    """One weight, with no letter that the house's own font lacks: what a kit prints is held to both."""
    from fontTools.ttLib import TTFont

    font = TTFont(fonte.fichier, recalcTimestamp=False)
    _only(font, _codes(house) | set(map(ord, INDISPENSABLES)), _FEATURES)
    font = _static(font, fonte.nearest(graisse))
    for table in _TABLES:
        if table in font:
            del font[table]
    _lining(font)
    _spaces(font)
    font["head"].unitsPerEm = round(font["head"].unitsPerEm / scale)
    font["OS/2"].usWeightClass = graisse
    font["OS/2"].fsType = 0
    nom_entier = _full_name(role, graisse, italic=fonte.italique)
    said = {1: role, 2: "Regular", 3: nom_entier, 4: nom_entier, 6: nom_entier.replace(" ", "-"),
            16: role, 17: nom_entier.removeprefix(f"{role} ")}  # fmt: skip
    names = font["name"]
    for nom in (21, 22, 25):
        names.removeNames(nameID=nom)
    for nom, words in said.items():
        names.removeNames(nameID=nom)
        names.setName(words, nom, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _full_name(role: str, graisse: int, *, italic: bool) -> str:
    return f"{role} {graisse}{' Italic' if italic else ''}"


def ready_names() -> frozenset[str]:
    """The full names that fonts made ready bear inside, whatever families they come from."""
    every = ((role, int(weight.rstrip("i"))) for role, weights in MAISON.items() for weight in weights)
    return frozenset(_full_name(role, weight, italic=italic) for role, weight in every for italic in (False, True))


def _lining(font: Any) -> None:
    """Figures as high as capitals, where a font has others by default."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    wanted = {i for r in table.FeatureList.FeatureRecord if r.FeatureTag == "lnum" for i in r.Feature.LookupListIndex}
    swaps: dict[str, str] = {}
    for index in sorted(wanted):
        for sub in table.LookupList.Lookup[index].SubTable:
            swaps |= getattr(getattr(sub, "ExtSubTable", sub), "mapping", {})
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap.update({code: swaps[name] for code, name in cmap.cmap.items() if name in swaps and code < 128})


def _spaces(font: Any) -> None:
    """The spaces that a font lacks, as parts of its own; those of a font without outlines of its own are as wide."""
    known = font.getBestCmap()
    base = known.get(0x20)
    made: dict[int, str] = {}
    for code, part in _ESPACES.items():
        if base is None or code in known:
            continue
        made[code] = base
        if "glyf" in font:
            from fontTools.ttLib.tables._g_l_y_f import Glyph

            made[code] = f"uni{code:04X}"
            font["glyf"][made[code]] = Glyph()
            font["hmtx"].metrics[made[code]] = (round(font["hmtx"].metrics[base][0] * part), 0)
            font.setGlyphOrder(font["glyf"].glyphOrder)
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            cmap.cmap.update(made)
