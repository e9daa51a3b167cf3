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

from coopdocs.problem import Gravite, Place, Problem, ProblemCode, ProblemsError

MAX_FILE_SIZE = 2_000_000

Span = tuple[int, int, int]
"""Line, column (both from 1) and number of characters underlined."""

HIDDEN_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Characters that no one sees or that turn the text around: none belongs in content."""
_NAMES = {
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
_KINDS = {"Cc": "commande", "Cf": "marque invisible", "Co": "lettre à usage privé", "Cs": "moitié de caractère"}


@dataclass(frozen=True)
class TextFile:
    """A text file once read: its path relative to the kit (with /) and its text, line ends as `\\n`."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def problem(
        self, code: ProblemCode, span: Span, message: str, advice: str = "", severity: Gravite = "erreur"
    ) -> Problem:
        """A problem that quotes its line; `span` is (0, 0, 1) for the file as a whole."""
        line, column, length = span
        lines = self.lines if line else []
        excerpt = lines[line - 1].replace("\t", " ") if 0 < line <= len(lines) else ""
        return Problem(code, Place(self.name, line, column), message, advice, severity, excerpt, max(1, length))


def relative_name(path: Path, root: Path) -> str:
    """The path as problems name it: relative to the kit where it lies inside, with / between folders."""
    name = path.relative_to(root) if path.is_relative_to(root) else path
    return name.as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def read_text(path: Path, root: Path, max_size: int = MAX_FILE_SIZE) -> tuple[TextFile | None, list[Problem]]:
    """Read a UTF-8 text file of the kit; no file outside `root` is opened."""
    name = relative_name(path, root)
    try:
        data = _bytes_of(path, root, name, max_size)
        return decode_text(name, data)
    except ProblemsError as refusal:
        return None, refusal.problems


def read_bytes(path: Path, root: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a file of the kit, of at most MAX_FILE_SIZE; none, and why, where it cannot be read."""
    try:
        return _bytes_of(path, root, relative_name(path, root), MAX_FILE_SIZE), []
    except ProblemsError as refusal:
        return b"", refusal.problems


def text_file(name: str, text: str) -> tuple[TextFile | None, list[Problem]]:
    """A decoded text as a file: line ends as `\\n`; nothing empty, no hidden characters."""
    file = TextFile(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    if not file.text.strip():
        return None, [Problem("S008", Place(name), "le fichier est vide", "remplissez-le ou supprimez-le")]
    problems = list(_hidden(file))
    return (None if problems else file), problems


def _refuse(name: str, code: ProblemCode, message: str, advice: str) -> NoReturn:
    raise ProblemsError([Problem(code, Place(name), message, advice)])


def _bytes_of(path: Path, root: Path, name: str, max_size: int) -> bytes:
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()):
            _refuse(name, "S003", "ce lien mène hors du kit", "copiez le fichier à sa place dans le kit")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            _refuse(name, "S002", "ce n’est pas un fichier", "mettez un fichier de ce nom à la place")
        if status.st_size > max_size:
            mega = f"{max_size / 1_000_000:g}".replace(".", ",")
            _refuse(name, "S004", f"le fichier dépasse {mega} Mo", "découpez-le ou retirez ce qui n’est pas du texte")
        return path.read_bytes()
    except FileNotFoundError:
        _refuse(name, "S001", "fichier absent", "créez ce fichier ou rétablissez-le depuis une version précédente")
    except PermissionError:
        _refuse(name, "S002", "fichier illisible : accès refusé", "donnez-vous le droit de lire ce fichier")
    except (OSError, RuntimeError) as error:
        _refuse(name, "S002", f"fichier illisible ({type(error).__name__})", "vérifiez le fichier et le disque")


def decode_text(name: str, data: bytes) -> tuple[TextFile | None, list[Problem]]:
    """The bytes of a text file as text; none, and why, where it is not UTF-8 or holds what no one sees."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse(name, "S006", "le fichier est en UTF-16", "enregistrez en UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsError([not_utf8(name, data, error.start)]) from None
    return text_file(name, text)


def not_utf8(name: str, data: bytes, position: int) -> Problem:
    """The first byte that no UTF-8 text has, at its place; `position` is what the decoder says of it."""
    # utf-8-sig counts from after the mark
    position += 3 if data.startswith(b"\xef\xbb\xbf") and data[position] < 0x80 else 0
    start = data.rfind(b"\n", 0, position) + 1
    line = data.count(b"\n", 0, position) + 1
    before = data[start:position].decode("utf-8", "replace").removeprefix("\ufeff")
    following = data[position:].split(b"\n", 1)[0].decode("cp1252", "replace").rstrip("\r")
    message = f"l’octet 0x{data[position]:02X} (n° {position + 1} du fichier) n’est pas de l’UTF-8"
    place = Place(name, line, len(before) + 1)
    return Problem("S005", place, message, "enregistrez en UTF-8", extrait=(before + following).replace("\t", " "))


def _hidden(file: TextFile) -> Iterator[Problem]:
    """One problem for each kind of hidden character, at its first place: a binary file must not give thousands."""
    seen: dict[str, re.Match[str]] = {}
    for found in HIDDEN_CHARACTERS.finditer(file.text):
        seen.setdefault(found[0], found)
    for character, found in seen.items():
        yield file.problem("S007", span_at(file.text, found.start()), hidden_message(character), "effacez-le")


def hidden_message(character: str) -> str:
    name = _NAMES.get(character) or _KINDS.get(unicodedata.category(character))
    return f"caractère caché ou interdit U+{ord(character):04X}" + (f" ({name})" if name else "")


def span_at(text: str, position: int) -> Span:
    start = text.rfind("\n", 0, position) + 1
    return text.count("\n", 0, position) + 1, position - start + 1, 1
