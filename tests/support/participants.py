"""Lists of people, all invented, and how they are read."""

from __future__ import annotations

from pathlib import Path

from coopdocs.library.participants import Participants, read_participants
from coopdocs.problem import Problem

LISTE = "nom,prenom,organisme,fonction\nExemple,Camille,Ville d'exemple,adjointe\nÉchantillon,Alix,,\n"
SECRETS = ("Quorblix", "Zyxwanor", "Vlumtek")


def listed(tmp_path: Path, texte: str | bytes) -> tuple[Participants | None, list[Problem]]:
    fichier = tmp_path / "liste.csv"
    fichier.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
    return read_participants(fichier)


def people(tmp_path: Path, texte: str | bytes) -> Participants:
    participants, problems = listed(tmp_path, texte)
    assert problems == []
    assert participants is not None
    return participants
