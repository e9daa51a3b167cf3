"""Two equal kits, one of which a test changes, and what `coopdocs diff` finds between them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from coopdocs import diff
from coopdocs.diff.claims import sections
from coopdocs.territoire.registres import COLONNES, CONTACTS, INITIATIVES
from support import processes
from support.kits import dump, fait, write_kit

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden/diff.json"
PTCE = "content/formes/ptce.yaml"
TABLES = {
    "initiatives.csv": f"{','.join(COLONNES[INITIATIVES])}\n"
    "un,ptce,Pôle du Sud,commune,26281,,,2015,en activité,Le pôle,2024,https://www.rtes.fr/pole,\n",
    "contacts.csv": f"{','.join(COLONNES[CONTACTS])}\n"
    "france:FR,RTES,réseau,,,https://www.rtes.fr,guide-ess,2026-11-01,,\n",
    "indicateurs/emploi.csv": "code,valeur\ndepartement:26,12\ndepartement:01,8\n",
    "indicateurs/emploi.yaml": "libelle: Emplois\nunite: '%'\nannee: 2024\nsource: guide-ess\n",
}


def new_kit(racine: Path) -> Path:
    """A tiny kit with all tables, in the packaged looks."""
    write_kit(racine)
    shutil.rmtree(racine / "templates")
    territoires = racine / "content/territoires"
    (territoires / "indicateurs").mkdir()
    shutil.copy(ROOT / "content/territoires/contours_france.json", territoires)
    for nom, texte in TABLES.items():
        (territoires / nom).write_text(texte, "utf-8")
    scic = {"id": "scic", "nom": "Société", "definition": fait("Une coopérative."), "quand": fait("Pour durer.")}
    (racine / "content/autres_formes.yaml").write_text(dump({"autres": [scic]}), "utf-8")
    return racine


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_kit(tmp_path_factory.mktemp("modele") / "kit")


@pytest.fixture
def kits(modele: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two equal kits."""
    return shutil.copytree(modele, tmp_path / "avant"), shutil.copytree(modele, tmp_path / "apres")


def compared(ancien: Path, nouveau: Path) -> diff.Differences:
    with diff.opened(str(ancien), Path(".")) as old, diff.opened(str(nouveau), Path(".")) as new:
        return diff.compare(old, new)


def facts(ancien: Path, nouveau: Path) -> list[diff.Section]:
    """The sections alone: documents take most of the time."""
    with diff.opened(str(ancien), Path(".")) as old, diff.opened(str(nouveau), Path(".")) as new:
        return list(sections(old.library, new.library))


def said(found: Sequence[diff.Section]) -> list[tuple[str, str, list[tuple[str, str | None, str | None]]]]:
    """Every écart with what changed in it, no-break spaces folded."""

    def plain(texte: str | None) -> str | None:
        return re.sub("[\u00a0\u202f]", " ", texte) if texte else texte

    return [
        (e.id, e.kind, [(c.field, plain(c.old), plain(c.new)) for c in e.shown]) for s in found for e in s.differences
    ]


def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return processes.coopdocs(*words, cwd=cwd)


FAIT = "  sources:\n  - loi-ess\n  verifie_le: '2026-11-01'\n"
ATOUTS = f"- texte: atout 0\n{FAIT}- texte: atout 1\n{FAIT}"
