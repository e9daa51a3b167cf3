"""Logos of events and of dossiers: where their files are, and whether every document can draw them."""

from __future__ import annotations

import zlib
from pathlib import Path

from coopdocs.library import pieces, svg
from coopdocs.library.catalogue import EVENEMENTS
from coopdocs.library.validation import cite
from coopdocs.problem import Parole
from coopdocs.typographie import nombre, taille

LOGO_MAX, LOGOS_MAX = 150_000, 200_000
"""Bytes that a logo may weigh, and all those of an event: its poster, of one limited page, holds them all."""
PIXELS_MIN, PIXELS_MAX = 240, 4_000_000
"""Pixels that the longer side needs to print well 40 mm wide, and those of a whole picture: its bytes say nothing."""
_PNG = b"\x89PNG\r\n\x1a\n"
_CANAUX = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Numbers in a pixel, by the colour type of a PNG: grey, colours, palette, and the first two with transparency."""
_BITS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""The seven passes of an interlaced PNG: first column and row, steps between columns and rows."""
_DEBUTS = (
    (_PNG, "un PNG"),
    (b"\xff\xd8\xff", "un JPEG"),
    (b"GIF8", "un GIF"),
    (b"RIFF", "un WebP"),
    (b"%PDF", "un PDF"),
    (b"BM", "un BMP"),
    (b"II*\0", "un TIFF"),
    (b"MM\0*", "un TIFF"),
)


def find(racine: Path, logo: str, folder: str = EVENEMENTS) -> Path | None:
    """The file of a logo as a file of `folder` names it (`logos/exemple.svg`): see `pieces.find`."""
    return pieces.find(racine / folder, logo)


def fault(racine: Path, logo: str, folder: str = EVENEMENTS) -> Parole | None:
    """Why a logo that a file of `folder` names cannot be printed, or None."""
    chemin = find(racine, logo, folder)
    if chemin is None:
        return _refuse(*pieces.absent(racine, folder, "logos", logo, f"le logo {cite(logo)}"))
    try:
        poids = chemin.stat().st_size
        octets = chemin.read_bytes() if poids <= LOGO_MAX else b""
    except OSError:
        return _refuse(f"le logo {cite(logo)} est illisible", "donnez-vous le droit de lire ce fichier")
    if poids > LOGO_MAX:
        message = f"le logo {cite(logo)} pèse {taille(poids)} : {taille(LOGO_MAX)} au plus"
        return _refuse(message, "réduisez-le, ou donnez-le en SVG")
    suffix = chemin.suffix.lower()
    if suffix not in (".png", ".svg"):
        message = f"le logo {cite(logo)} n’est ni un SVG ni un PNG"
        return _refuse(message, "demandez-le dans l’un de ces deux formats")
    genre = suffix[1:].upper()
    autre = next((dit for debut, dit in _DEBUTS if octets.startswith(debut)), "")
    if octets == b"" or (autre and autre != f"un {genre}"):
        dit = f"est {autre}, et non un fichier {genre}" if autre else "est un fichier vide"
        return _refuse(f"le logo {cite(logo)} {dit}", f"exportez-le à nouveau en {genre}")
    return _png(logo, octets) if genre == "PNG" else _svg(logo, octets)


def ratio(racine: Path, logo: str, folder: str = EVENEMENTS) -> float:
    """How wide a logo without a fault is, in parts of its height."""
    chemin = find(racine, logo, folder)
    assert chemin is not None
    octets = chemin.read_bytes()
    if chemin.suffix.lower() == ".svg":
        return svg.ratio(octets)
    return int.from_bytes(octets[16:20], "big") / int.from_bytes(octets[20:24], "big")


def _refuse(message: str, conseil: str) -> Parole:
    return "X022", message, conseil


def _svg(logo: str, octets: bytes) -> Parole | None:
    faute = svg.fault(octets)
    if faute is None:
        return None
    ligne = f" (ligne {faute.ligne})" if faute.ligne else ""
    message = f"le logo {cite(logo)} contient ce qui ne s’imprime pas partout de même : {faute.quoi}{ligne}"
    return _refuse(message, faute.conseil)


# --- PNG, read here: the library that decodes pictures takes longer to load than a whole `check`


def _png(logo: str, octets: bytes) -> Parole | None:
    encore = "exportez-le à nouveau en PNG"
    parties = _chunks(octets)
    if parties is None or len(entete := parties[0][1]) != 13:
        return _refuse(f"le logo {cite(logo)} est tronqué ou abîmé", encore)
    largeur, hauteur = (int.from_bytes(entete[at : at + 4], "big") for at in (0, 4))
    bits, genre = entete[8], entete[9]
    if bits == 16:
        message = f"le logo {cite(logo)} a 16 bits par couleur, ce qui ne s’imprime pas partout"
        return _refuse(message, f"{encore}, avec 8 bits par couleur")
    if any(nom == b"acTL" for nom, _ in parties):
        return _refuse(f"le logo {cite(logo)} est animé", f"{encore}, d’une seule image")
    dit = f"{nombre(largeur)} × {nombre(hauteur)} pixels"
    if max(largeur, hauteur) < PIXELS_MIN:
        message = f"le logo {cite(logo)} est trop petit pour l’impression ({dit})"
        return _refuse(message, f"donnez-le avec {PIXELS_MIN} pixels au moins sur son grand côté, ou en SVG")
    if largeur * hauteur > PIXELS_MAX:
        message = f"le logo {cite(logo)} est démesuré ({dit})"
        return _refuse(message, "réduisez-le à 2 000 pixels au plus sur son grand côté, ou donnez-le en SVG")
    if not all(map(_unpacked, parties)):
        return _refuse(f"le logo {cite(logo)} porte des annotations démesurées", f"{encore}, sans métadonnées")
    if bits not in _BITS.get(genre, ()) or not _pixels(parties, largeur, hauteur):
        return _refuse(f"le logo {cite(logo)} est tronqué ou abîmé", encore)
    return None


def _chunks(octets: bytes) -> list[tuple[bytes, bytes]] | None:
    """The chunks of a PNG by name, up to the one that ends it; None where one lacks or has not its true sum."""
    parties: list[tuple[bytes, bytes]] = []
    debut = len(_PNG)
    while octets.startswith(_PNG) and debut < len(octets):
        fin = debut + 8 + int.from_bytes(octets[debut : debut + 4], "big")
        if zlib.crc32(octets[debut + 4 : fin]) != int.from_bytes(octets[fin : fin + 4], "big"):
            return None
        parties.append((octets[debut + 4 : debut + 8], octets[debut + 8 : fin]))
        if parties[0][0] != b"IHDR":
            return None
        if parties[-1][0] == b"IEND":
            return parties
        debut = fin + 4
    return None


def _unpacked(partie: tuple[bytes, bytes]) -> bool:
    """Whether what a chunk says beside the picture holds in the megabyte that its readers allow."""
    nom, corps = partie
    if nom not in (b"zTXt", b"iCCP"):
        return True
    lecture = zlib.decompressobj()
    try:
        return len(lecture.decompress(corps.partition(b"\0")[2][1:], 1_000_000)) < 1_000_000
    except zlib.error:
        return False


def _pixels(parties: list[tuple[bytes, bytes]], largeur: int, hauteur: int) -> bool:
    """Whether a PNG holds all the rows that its header says, each with a filter that exists, and its palette."""
    entete = parties[0][1]
    bits, genre, entrelace = entete[8], entete[9], entete[12]
    if largeur * hauteur == 0 or entete[10:12] != b"\0\0" or entrelace > 1:
        return False
    palette = next((corps for nom, corps in parties if nom == b"PLTE"), b"")
    if genre == 3 and (not palette or len(palette) % 3):
        return False
    rangs = _rows(largeur, hauteur, _CANAUX[genre] * bits, bool(entrelace))
    attendus = sum(octets * h for octets, h in rangs)
    lecture = zlib.decompressobj()
    try:
        # one byte more than there should be shows what is too long, and no bomb is unpacked
        lus = lecture.decompress(b"".join(corps for nom, corps in parties if nom == b"IDAT"), attendus + 1)
    except zlib.error:
        return False
    debut = 0
    filtres: set[int] = set()
    for octets, h in rangs:
        filtres.update(lus[debut : debut + octets * h : octets])
        debut += octets * h
    return len(lus) == attendus and lecture.eof and max(filtres) <= 4


def _rows(largeur: int, hauteur: int, bits: int, entrelace: bool) -> list[tuple[int, int]]:
    """Of each pass over a picture, the bytes of a row with the one that names its filter, and how many rows it has."""
    passes = _ADAM7 if entrelace else ((0, 0, 1, 1),)
    rangs = []
    for x, y, dx, dy in passes:
        # both rounded up: -(-a // b); a small picture has nothing in some passes
        w, h = -((x - largeur) // dx), -((y - hauteur) // dy)
        if w > 0 and h > 0:
            rangs.append((-(-w * bits // 8) + 1, h))
    return rangs
