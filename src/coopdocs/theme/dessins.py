"""Drawings as SVG text: emblems, icons, the actors diagram, the map of examples, QR codes.

Every function is pure: colours and positions in, one SVG element out, no external reference.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import atan2, cos, hypot, sin
from pathlib import Path
from typing import Any

from coopdocs import memo
from coopdocs.couleurs import BLANC, ENCRE, FILET, mix
from coopdocs.territoire import Emplacement
from coopdocs.theme import traces
from coopdocs.theme.projection import project


def data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@memo.of_files()
def _inner(fichier: Path) -> tuple[str, str]:
    """The attributes and the content of an SVG file's root element, whatever its editor wrote before it."""
    texte = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", "", fichier.read_text("utf-8-sig"), flags=re.S)
    match = re.fullmatch(r"\s*<svg\b([^>]*)>(.*)</svg>\s*", texte, re.S)
    if match is None:
        raise ValueError(f"{fichier.name} : un seul élément <svg> est attendu")
    return match[1], match[2]


def emblem(fichier: Path, couleur: str) -> str:
    """A forme's emblem in one colour."""
    attributes, inner = _inner(fichier)
    return f"<svg{attributes}>{inner}</svg>".replace("currentColor", couleur)


def icon(fichier: Path, couleur: str, teinte: str) -> str:
    """A Phosphor duotone icon; its 20 % layer becomes a solid tint, so that the PDF has no transparency."""
    attributes, inner = _inner(fichier)
    solid = re.sub(r'opacity="0\.2"', f'fill="{teinte}"', inner)
    return f"<svg{attributes}>{solid}</svg>".replace("currentColor", couleur)


@dataclass(frozen=True)
class NoeudActeur:
    """A node of the actors diagram: which side and height (0.1 mm), its link, its icon."""

    x: float
    y: float
    place: str
    icone: Path


_LIENS = {
    "noyau": ('stroke-width="10"', ""),
    "associé": ('stroke-width="3.6"', ""),
    "ouvert": ('stroke-width="3.6"', ' stroke-dasharray="11 9"'),
}


def actors_diagram(noeuds: Sequence[NoeudActeur], couleur: str, largeur: int = 1180, hauteur: int = 610) -> str:
    """Circles and links of the diagram (units: 0.1 mm); words are laid over it by the page."""
    cx, cy, r, core = largeur / 2, hauteur / 2, 58, 132
    teinte = mix(couleur, 0.3)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur} {hauteur}" fill="none">']
    for n in noeuds:
        side = -1 if n.x < cx else 1
        thick, dash = _LIENS[n.place]
        x1, x2 = n.x - side * r, cx + side * core * 0.82
        y2 = cy + (n.y - cy) * 0.36
        if abs(n.y - cy) < 1:
            x2 = cx + side * core
        mid = (x1 + x2) / 2
        curve = f"M{x1:g} {n.y:g}C{mid:g} {n.y:g} {mid:g} {y2:g} {x2:g} {y2:g}"
        out.append(f'<path d="{curve}" stroke="{couleur}" {thick}{dash}/>')
    out.append(f'<circle cx="{cx:g}" cy="{cy:g}" r="{core}" fill="{couleur}"/>')
    out.append(f'<circle cx="{cx:g}" cy="{cy:g}" r="{core - 9}" stroke="{BLANC}" stroke-width="2"/>')
    for n in noeuds:
        full = n.place == "noyau"
        _, dash = _LIENS[n.place]
        fill = couleur if full else BLANC
        place = f'cx="{n.x:g}" cy="{n.y:g}" r="{r}"'
        out.append(f'<circle {place} fill="{fill}" stroke="{couleur}" stroke-width="4.5"{dash}/>')
        drawn = icon(n.icone, BLANC if full else couleur, mix(couleur, 0.45) if full else teinte)
        out.append(drawn.replace("<svg", f'<svg x="{n.x - 35:g}" y="{n.y - 35:g}" width="70" height="70"', 1))
    return "".join(out) + "</svg>"


def linked(emblemes: Sequence[str], couleur: str, largeur: float, hauteur: float) -> str:
    """Emblems as one network, higher and lower in turn, its last link leaving on the right (`largeur` × `hauteur` mm).

    One emblem stands on a line of its own.
    """
    n = len(emblemes)
    rayon = min(hauteur * (0.5 if n == 1 else 0.37), largeur / n * 0.4) - 0.8
    pas = min((largeur - rayon) / n, 3.4 * rayon)
    centres = [(rayon + 0.8 + i * pas, hauteur - rayon - 0.8 if i % 2 else rayon + 0.8) for i in range(n)]
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {largeur:g} {hauteur:g}" fill="none">']
    for (x1, y1), (x2, y2) in pairwise([*centres, (largeur + rayon, hauteur / 2)]):
        part = rayon / hypot(x2 - x1, y2 - y1)
        dx, dy = (x2 - x1) * part, (y2 - y1) * part
        ends = f"M{x1 + dx:.2f} {y1 + dy:.2f}L{x2 - dx:.2f} {y2 - dy:.2f}"
        out.append(f'<path d="{ends}" stroke="{couleur}" stroke-width="1.6"/>')
    for (x, y), embleme in zip(centres, emblemes, strict=True):
        out.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{rayon:.2f}" stroke="{couleur}" stroke-width="1.6"/>')
        cote = 1.32 * rayon
        place = f'<svg x="{x - cote / 2:.2f}" y="{y - cote / 2:.2f}" width="{cote:.2f}" height="{cote:.2f}"'
        out.append(embleme.replace("<svg", place, 1))
    return "".join(out) + "</svg>"


@memo.of_files()
def _frames(contours: Path) -> dict[str, dict[str, Any]]:
    frames: dict[str, dict[str, Any]] = json.loads(contours.read_text("utf-8"))["cadres"]
    return frames


_MAILLE = 20
"""The grid of the map of France, in units of its frame: 0.1 mm where the map is drawn smallest."""


@memo.of_files()
def _thin(contours: Path) -> tuple[str, ...]:
    """The départements of the map of France, in steps of `_MAILLE`."""
    return tuple(traces.thinned(d, _MAILLE) for d in _frames(contours)["metro"]["departements"].values())


# In units of the map's frame (100 m): a disc without and with its white ring, an overseas box and the space above it.
_RAYON, _RONDEUR, _BOITE, _ECART = 440, 470, (2150, 2000), 260


@dataclass
class _Disque:
    """A numbered disc on its way to its place: its centre, and the bounds (left, top, right, bottom) of that centre."""

    x: float
    y: float
    bornes: tuple[float, float, float, float]

    def hold(self) -> None:
        gauche, haut, droite, bas = self.bornes
        self.x, self.y = min(max(self.x, gauche), droite), min(max(self.y, haut), bas)


def _spread(disques: Sequence[_Disque], metro: Sequence[_Disque], coin: tuple[float, float]) -> None:
    """Move discs until none covers another, leaves its bounds or, in `metro`, stands in the bottom left corner.

    `coin`: right and top of that corner, where the boxes are. Discs move in place.
    """
    gap = 2 * _RONDEUR
    for _ in range(300):
        before = [(d.x, d.y) for d in disques]
        for i, a in enumerate(disques):
            for j, b in enumerate(disques[i + 1 :], i + 1):
                dx, dy = b.x - a.x, b.y - a.y
                dist = hypot(dx, dy)
                if dist < gap:
                    # a little askew, and two at one place in a direction of their own: no row gets stuck at an edge
                    angle = atan2(dy, dx) + 0.15 if dist > 1 else 2.4 * (i + j)
                    push = (gap - dist) / 2 + 1
                    px, py = push * cos(angle), push * sin(angle)
                    a.x, a.y, b.x, b.y = a.x - px, a.y - py, b.x + px, b.y + py
        for d in metro:
            right, up = coin[0] + _RONDEUR - d.x, d.y - (coin[1] - _RONDEUR)
            if right > 0 and up > 0:
                d.x, d.y = (d.x + right, d.y) if right < up else (d.x, d.y - up)
        for d in disques:
            d.hold()
        if before == [(d.x, d.y) for d in disques]:
            return


def examples_map(
    contours: Path, lieux: Sequence[tuple[int, Emplacement]], couleur: str, titre: str, police: str
) -> str:
    """France with one numbered disc a place; an overseas place stands in its own box (its scale differs).

    `contours`: file of relative SVG paths in frames, each with its system, step (m) and origin.
    """
    frames = _frames(contours)
    land = mix(couleur, 0.16)
    metro = frames["metro"]
    width, height = metro["taille"]
    boxes = _overseas_boxes((lieu for _, lieu in lieux), height)
    whole = (_RAYON, _RAYON, width - _RAYON, height - _RAYON)
    discs: dict[int, _Disque] = {}
    on_map = []
    for n, lieu in lieux:
        if lieu.zone in boxes:
            discs[n] = _disc_in_box(frames[lieu.zone], lieu, boxes[lieu.zone])
        elif lieu.zone and lieu.lat is not None:
            discs[n] = _Disque(*_position(metro, lieu), whole)
            on_map.append(discs[n])
    # what discs of the map are kept out of: the boxes, piled up from its lower left corner
    corner: tuple[float, float] = (-_RONDEUR, height + _RONDEUR)
    if boxes:
        _, top, w, _ = list(boxes.values())[-1]
        corner = (w, top)
    _spread(list(discs.values()), on_map, corner)
    shapes = "".join(f'<path d="{d}"/>' for d in _thin(contours))
    insets = "".join(_inset(frames[zone], box, land, mix(couleur, 0.3)) for zone, box in boxes.items())
    numbers = "".join(_numbered_disc(n, d.x, d.y, couleur, police) for n, d in sorted(discs.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-60 -60 {width + 120} {height + 120}">'
        f'<title>{escape(titre)}</title><g fill="{land}" stroke="{BLANC}" stroke-width="{62 / _MAILLE}" '
        f'stroke-linejoin="round" transform="scale({_MAILLE})">{shapes}</g>{insets}{numbers}</svg>'
    )


def _overseas_boxes(lieux: Iterable[Emplacement], height: float) -> dict[str, tuple[float, float, float, float]]:
    """A box for each overseas frame that has a place, one above the other from the lower left corner of the map."""
    w, h = _BOITE
    zones = sorted({str(lieu.zone) for lieu in lieux if lieu.zone and lieu.zone != "metro"})
    return {zone: (0.0, height - h - i * (h + _ECART), w, h) for i, zone in enumerate(zones)}


def _disc_in_box(frame: dict[str, Any], lieu: Emplacement, box: tuple[float, float, float, float]) -> _Disque:
    x, y, w, h = box
    px, py = _position(frame, lieu)
    scale, ox, oy = _fit(frame, x, y, w, h)
    bornes = (x + _RONDEUR, y + _RONDEUR, x + w - _RONDEUR, y + h - _RONDEUR)
    return _Disque(ox + px * scale, oy + py * scale, bornes)


def _position(frame: dict[str, Any], lieu: Emplacement) -> tuple[float, float]:
    """A place in a frame's own units, y downwards."""
    assert lieu.lat is not None
    assert lieu.lon is not None
    x, y = project(frame["epsg"], lieu.lat, lieu.lon)
    x0, y0 = frame["origine"]
    return (x - x0) / frame["pas_m"], (y0 - y) / frame["pas_m"]


def _fit(frame: dict[str, Any], x: float, y: float, w: float, h: float) -> tuple[float, float, float]:
    tw, th = frame["taille"]
    scale = min((w - 300) / tw, (h - 300) / th)
    return scale, x + (w - tw * scale) / 2, y + (h - th * scale) / 2


def _inset(frame: dict[str, Any], box: tuple[float, float, float, float], land: str, border: str) -> str:
    x, y, w, h = box
    scale, ox, oy = _fit(frame, x, y, w, h)
    paths = "".join(f'<path d="{d}"/>' for d in frame["departements"].values())
    return (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="130" fill="{BLANC}" stroke="{border}" stroke-width="55"/>'
        f'<g transform="translate({ox:.1f} {oy:.1f}) scale({scale:.4f})" fill="{land}">{paths}</g>'
    )


_CHIFFRE = 632
"""The size of a number on a map: 7.4 pt where the map is drawn smallest, 48 mm wide."""


def _numbered_disc(n: int, x: float, y: float, couleur: str, police: str) -> str:
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{_RAYON}" fill="{couleur}" stroke="{BLANC}" stroke-width="60"/>'
        f'<text x="{x:.0f}" y="{y + 222:.0f}" font-family="{police}" font-weight="700" font-size="{_CHIFFRE}" '
        f'fill="{BLANC}" text-anchor="middle">{n}</text>'
    )


def qr_code(adresse: str, titre: str, couleur: str = ENCRE) -> str:
    """A QR code (level M, no border: the page leaves the quiet zone) with its title."""
    import segno

    rows = [list(row) for row in segno.make(adresse, error="m", micro=False).matrix]
    size = len(rows)
    path = "".join(f"M{x} {y}h{run}v1h-{run}z" for y, row in enumerate(rows) for x, run in _runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<title>{escape(titre)}</title><path fill="{couleur}" d="{path}"/></svg>'
    )


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def dots(niveau: int, couleur: str) -> str:
    """Three dots, as many filled as the level (0 to 3)."""
    circles = "".join(
        f'<circle cx="{15 + 35 * i}" cy="15" r="11" fill="{couleur if i < niveau else BLANC}"/>' for i in range(3)
    )
    root = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 30" stroke="{couleur}" stroke-width="4">'
    return f"{root}{circles}</svg>"


def year(mois: Sequence[str], couleur: str, actuel: bool) -> str:
    """The twelve months in a row, those of a call as a bar: pale where it is not that of today.

    `mois`: for each month "", "seul", "debut", "dans" or "fin", as `views.reperes` has them.
    """
    cells = "".join(
        f'<rect x="{40 * i + 3}" y="1" width="34" height="26" rx="5" fill="{BLANC}" stroke="{FILET}" stroke-width="2"/>'
        for i in range(12)
    )
    ink, bars, i = (couleur if actuel else mix(couleur, 0.5)), "", 0
    while i < 12:
        if not mois[i]:
            i += 1
            continue
        first = i
        while i < 11 and mois[i] in ("debut", "dans") and mois[i + 1]:
            i += 1
        # a bar that goes on beyond December or began before January is cut off there
        left, right = 40 * first + 2 * (mois[first] != "dans"), 40 * (i + 1) - 2 * (mois[i] in ("fin", "seul"))
        bars += f'<rect x="{left}" width="{right - left}" height="28" rx="5" fill="{ink}"/>'
        i += 1
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 28">{cells}{bars}</svg>'


def duration(niveau: str, couleur: str) -> str:
    """A bar short, half long, or going on as an arrow."""
    ends = {"courte": 30, "moyenne": 62}
    end = ends.get(niveau, 88)
    rest = f'<path d="M{end} 15H108" stroke="{mix(couleur, 0.4)}" stroke-width="5"/>' if niveau in ends else ""
    tip = "" if niveau in ends else f'<path d="M84 3L108 15L84 27Z" fill="{couleur}"/>'
    bar = f'<path d="M2 15H{end}" stroke="{couleur}" stroke-width="11"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 110 30">{rest}{bar}{tip}</svg>'
