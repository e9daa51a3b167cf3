"""Opening the kit's text files: only inside the kit, only UTF-8, no hidden characters, and lines to quote."""

from __future__ import annotations

import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from coopdocs.problem import Gravite, Place, Problem, ProblemsError

MAX_FILE_SIZE = 2_000_000

Span = tuple[int, int, int]
"""Line, column (both from 1) and number of characters underlined."""

HIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Characters that no one sees or that turn the text around: none belongs in content."""
_NOMS = {
    "\x00": "octet nul",
    "\xad": "césure conditionnelle",
    "\x85": "saut de ligne « NEL »",
    "\u034f": "liant de lettres",
    "\u200b": "espace sans chasse",
    "\u200c": "antiliant sans chasse",
    "\u200d": "liant sans chasse",
    "\u200e": "marque de gauche à droite",
    "\u200f": "marque de droite à gauche",
    "\u2028": "séparateur de ligne",
    "\u2029": "séparateur de paragraphe",
    "\u2060": "gluon de mots",
    "\ufe0e": "sélecteur de variante",
    "\ufe0f": "sélecteur de variante",
    "\ufeff": "marque d’ordre des octets",
    "\ufffd": "lettre perdue lors d’une conversion",
}
_GENRES = {"Cc": "commande", "Cf": "marque invisible", "Co": "lettre à usage privé", "Cs": "moitié de caractère"}


@dataclass(frozen=True)
class TextFile:
    """A text file once read: its path relative to the kit (with /) and its text, line ends as `\\n`."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def problem(self, code: str, empan: Span, message: str, conseil: str = "", gravite: Gravite = "erreur") -> Problem:
        """A problem that quotes its line; `empan` is (0, 0, 1) for the file as a whole."""
        ligne, colonne, longueur = empan
        lignes = self.lines if ligne else []
        extrait = lignes[ligne - 1].replace("\t", " ") if 0 < ligne <= len(lignes) else ""
        return Problem(code, Place(self.name, ligne, colonne), message, conseil, gravite, extrait, max(1, longueur))


def relative_name(chemin: Path, racine: Path) -> str:
    """The path as problems name it: relative to the kit where it lies inside, with / between folders."""
    nom = chemin.relative_to(racine) if chemin.is_relative_to(racine) else chemin
    return nom.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_text(chemin: Path, racine: Path, taille_max: int = MAX_FILE_SIZE) -> tuple[TextFile | None, list[Problem]]:
    """Read a UTF-8 text file of the kit; no file outside `racine` is opened."""
    nom = relative_name(chemin, racine)
    try:
        octets = _octets(chemin, racine, nom, taille_max)
        return _fichier(nom, octets)
    except ProblemsError as refus:
        return None, refus.problems


def read_bytes(chemin: Path, racine: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a file of the kit, of at most MAX_FILE_SIZE; none, and why, where it cannot be read."""
    try:
        return _octets(chemin, racine, relative_name(chemin, racine), MAX_FILE_SIZE), []
    except ProblemsError as refus:
        return b"", refus.problems


def text_file(nom: str, texte: str) -> tuple[TextFile | None, list[Problem]]:
    """A decoded text as a file: line ends as `\\n`; nothing empty, no hidden characters."""
    fichier = TextFile(nom, texte.replace("\r\n", "\n").replace("\r", "\n"))
    if not fichier.text.strip():
        return None, [Problem("S008", Place(nom), "le fichier est vide", "remplissez-le ou supprimez-le")]
    problems = list(_hidden(fichier))
    return (None if problems else fichier), problems


def _refuse(nom: str, code: str, message: str, conseil: str) -> NoReturn:
    raise ProblemsError([Problem(code, Place(nom), message, conseil)])


def _octets(chemin: Path, racine: Path, nom: str, taille_max: int) -> bytes:
    try:
        if not chemin.resolve(strict=True).is_relative_to(racine.resolve()):
            _refuse(nom, "S003", "ce lien mène hors du kit", "copiez le fichier à sa place dans le kit")
        etat = chemin.stat()
        if not stat.S_ISREG(etat.st_mode):
            _refuse(nom, "S002", "ce n’est pas un fichier", "mettez un fichier de ce nom à la place")
        if etat.st_size > taille_max:
            mega = f"{taille_max / 1_000_000:g}".replace(".", ",")
            _refuse(nom, "S004", f"le fichier dépasse {mega} Mo", "découpez-le ou retirez ce qui n’est pas du texte")
        return chemin.read_bytes()
    except FileNotFoundError:
        _refuse(nom, "S001", "fichier absent", "créez ce fichier ou rétablissez-le depuis une version précédente")
    except PermissionError:
        _refuse(nom, "S002", "fichier illisible : accès refusé", "donnez-vous le droit de lire ce fichier")
    except (OSError, RuntimeError) as erreur:
        _refuse(nom, "S002", f"fichier illisible ({type(erreur).__name__})", "vérifiez le fichier et le disque")


def _fichier(nom: str, octets: bytes) -> tuple[TextFile | None, list[Problem]]:
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse(nom, "S006", "le fichier est en UTF-16", "enregistrez en UTF-8")
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        raise ProblemsError([not_utf8(nom, octets, erreur.start)]) from None
    return text_file(nom, texte)


def not_utf8(nom: str, octets: bytes, position: int) -> Problem:
    """The first byte that no UTF-8 text has, at its place; `position` is what the decoder says of it."""
    # utf-8-sig counts from after the mark
    position += 3 if octets.startswith(b"\xef\xbb\xbf") and octets[position] < 0x80 else 0
    debut = octets.rfind(b"\n", 0, position) + 1
    ligne = octets.count(b"\n", 0, position) + 1
    avant = octets[debut:position].decode("utf-8", "replace").removeprefix("\ufeff")
    suite = octets[position:].split(b"\n", 1)[0].decode("cp1252", "replace").rstrip("\r")
    message = f"l’octet 0x{octets[position]:02X} (n° {position + 1} du fichier) n’est pas de l’UTF-8"
    place = Place(nom, ligne, len(avant) + 1)
    return Problem("S005", place, message, "enregistrez en UTF-8", extrait=(avant + suite).replace("\t", " "))


def _hidden(fichier: TextFile) -> Iterator[Problem]:
    """One problem for each kind of hidden character, at its first place: a binary file must not give thousands."""
    vus: dict[str, re.Match[str]] = {}
    for trouve in HIDDEN_CHARACTERS.finditer(fichier.text):
        vus.setdefault(trouve[0], trouve)
    for car, trouve in vus.items():
        yield fichier.problem("S007", span_at(fichier.text, trouve.start()), hidden_message(car), "effacez-le")


def hidden_message(car: str) -> str:
    nom = _NOMS.get(car) or _GENRES.get(unicodedata.category(car))
    return f"caractère caché ou interdit U+{ord(car):04X}" + (f" ({nom})" if nom else "")


def span_at(texte: str, position: int) -> Span:
    debut = texte.rfind("\n", 0, position) + 1
    return texte.count("\n", 0, position) + 1, position - debut + 1, 1
