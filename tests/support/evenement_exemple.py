"""A tiny kit with one event, its logos, and what is told of it once a text is spoilt."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from coopdocs.library import Library, load
from coopdocs.problem import Problem
from support.kits import ROOT, write_kit

SLUG = "reunion-exemple"
FICHIER = f"content/evenements/{SLUG}.yaml"
EVENEMENT = """\
exemple: true
titre: Coopérer, un exemple
genre: rencontre
accroche: Deux heures pour se comprendre.
couleur: "#0B5F60"
date: 2027-03-18
debut: "09:00"
fin: "12:00"
lieu:
  nom: Salle d’exemple
  adresse: 1 place de l’Exemple
  territoire: commune:26281
organisateur:
  nom: Communauté d’exemple
  logo: logos/exemple.svg
partenaires:
  - nom: Réseau d’exemple
    logo: logos/exemple.png
  - nom: Association d’exemple
profils: [élus, agents]
formes: [ptce, ges]
intervenants:
  - nom: Camille Exemple
    fonction: animatrice
  - nom: Dominique Modèle
    fonction: directeur
programme:
  - debut: "09:00"
    fin: "09:30"
    titre: Accueil
    pause: true
  - debut: "09:30"
    fin: "10:30"
    titre: Ouverture
    intervenants: [Camille Exemple]
  - debut: "10:30"
    fin: "12:00"
    titre: Ateliers
    ateliers:
      - titre: Un atelier
        intervenants: [Camille Exemple]
      - titre: Un autre
        intervenants: [Dominique Modèle]
contacts:
  - nom: Accueil
    courriel: accueil@example.org
    telephone: 01 99 00 12 34
liens:
  inscription: https://www.example.org/inscription
impression:
  exemplaires: 40
  papier: 80 g/m²
  imprimeur: bureau
"""
ICI = "¶"
"""In a spoilt text: where the problem must be told. It is taken out before the file is written."""


def svg(corps: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{corps}</svg>'.encode()


def png(largeur: int, hauteur: int, bits: int = 8, dits: bytes = b"") -> bytes:
    """A white picture in grey, `dits` said in it."""

    def chunk(nom: bytes, corps: bytes) -> bytes:
        return struct.pack(">I", len(corps)) + nom + corps + struct.pack(">I", zlib.crc32(nom + corps))

    rows = (b"\0" + b"\xff" * (largeur * bits // 8)) * hauteur
    head = struct.pack(">IIBBBBB", largeur, hauteur, bits, 0, 0, 0, 0)
    parts = (b"IHDR", head), (b"tEXt", b"Comment\0" + dits), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A tiny kit with one event."""
    return write_event_kit(tmp_path)


def write_event_kit(racine: Path) -> Path:
    """Write under `racine` a tiny kit with one event, its logos and the places it names, and give it back."""
    made = write_kit(racine)
    for table in ("regions", "departements", "epci", "ept", "communes"):
        head, *rows = (ROOT / f"content/territoires/{table}.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if table != "communes" or row.startswith("26")]
        (made / f"content/territoires/{table}.csv").write_text("".join([head, *kept]), encoding="utf-8")
    logos = made / "content/evenements/logos"
    logos.mkdir(parents=True)
    (logos / "exemple.svg").write_bytes(svg('<path d="M1 1h7v7z" fill="#123456"/>'))
    (logos / "exemple.png").write_bytes(png(240, 120))
    (made / FICHIER).write_text(EVENEMENT, encoding="utf-8")
    return made


def loaded(kit: Path) -> Library:
    library, problems = load(kit)
    assert problems == []
    assert library is not None
    return library


def told(kit: Path, ancien: str, nouveau: str) -> tuple[Problem, str]:
    """The only problem of the kit once a text of its event is replaced, and the place that ICI marks there."""
    assert EVENEMENT.count(ancien) >= 1
    marked = EVENEMENT.replace(ancien, nouveau, 1)
    before, ici, _ = marked.partition(ICI)
    (kit / FICHIER).write_text(marked.replace(ICI, ""), encoding="utf-8")
    _, problems = load(kit)
    assert [(p.code, str(p.place)) for p in problems] == [(problems[0].code, str(problems[0].place))]
    lines = before.split("\n")
    return problems[0], f"{FICHIER}:{len(lines)}:{len(lines[-1]) + 1}" if ici else FICHIER
