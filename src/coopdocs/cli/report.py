"""What a user reads: problems, progress, tables, JSON and GitHub annotations. The only place with colours."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import click

from coopdocs.problem import Place, Problem
from coopdocs.typographie import nombre

LARGEUR = 110
LONG = 50
"""From how many steps on a run shows its pace, and on a stream that is no terminal a line every ten seconds."""
_COULEURS = {"erreur": "red", "avertissement": "yellow", "fait": "green", "discret": "bright_black", "fort": None}


class Report:
    """Says things on the two streams: results on stdout, progress and complaints on stderr.

    `niveau`: -1 quiet, 0 plain, 1 verbose. `couleurs` False: none even on a terminal. `kit`: the folder that places are
    relative to, put before them where the user stands elsewhere.
    """

    def __init__(self, niveau: int = 0, couleurs: bool = True, kit: Path = Path(".")) -> None:
        self.niveau, self.couleurs, self.kit = niveau, couleurs, kit

    # --- lines

    def say(self, texte: str = "", err: bool = False) -> None:
        stream = sys.stderr if err else sys.stdout
        click.echo(texte, err=err, color=self.couleurs and stream.isatty())

    def warn(self, texte: str) -> None:
        self.say(f"{_style('avertissement', 'attention')} : {texte}", err=True)

    def waits(self) -> None:
        self.say("une autre construction est en cours dans ce dossier : celle-ci attend qu’elle finisse", err=True)

    def failure(self, texte: str, suite: Iterable[str] = ()) -> None:
        """Something that could not be made, and why, on stderr."""
        self.say(f"{_style('erreur', 'échec')} : {_visible(texte)}", err=True)
        for line in suite:
            self.say(f"     → {_visible(line)}", err=True)

    def verdict(self, texte: str, bon: bool) -> None:
        """How it ended, in one line."""
        self.say(_style("fait" if bon else "erreur", texte))

    def marked(self, parts: Iterable[tuple[str, str]], retrait: int = 0, suite: int = 0) -> None:
        """Words in several styles, each (style, text), broken at the terminal's width.

        `retrait` spaces stand before the first line, `retrait + suite` before the others; a style "" is none.
        """
        width = min(shutil.get_terminal_size().columns, LARGEUR)
        line, taken = " " * retrait, retrait
        for style, text in parts:
            # no-break spaces hold
            for piece in re.findall(r"[^ ]+| +", _visible(text)):
                if taken + len(piece) > width and taken > retrait + suite and piece.strip():
                    self.say(line.rstrip(" "))
                    line, taken = " " * (retrait + suite), retrait + suite
                line += _style(style, piece) if style and piece.strip() else piece
                taken += len(piece)
        self.say(line.rstrip(" "))

    def titled(self, texte: str, gravite: str = "") -> None:
        """A heading, and how bad what it names is."""
        self.say(_style("fort", texte) + (f"  {_style(gravite, gravite)}" if gravite else ""))

    def paragraph(self, texte: str) -> None:
        """A sentence or more, broken at the terminal's width."""
        self.marked([("", texte)], 2)

    def quoted(self, texte: str, genre: str) -> None:
        """Lines of a file, each as it stands there."""
        for line in texte.rstrip("\n").split("\n"):
            self.say(f"      {_style(genre, _visible(line))}")

    def json(self, donnees: Any) -> None:
        click.echo(json.dumps(donnees, ensure_ascii=False, indent=1))

    # --- problems

    def problems(self, problems: Iterable[Problem], err: bool = False) -> None:
        """Every problem with its line quoted, sorted by place."""
        for problem in _sorted(problems):
            self.say(self._problem(problem), err=err)

    def _problem(self, p: Problem) -> str:
        head = f"{_style('fort', self.shown(p.place))}  {_style(p.gravite, p.gravite)} {p.code}  {_visible(p.message)}"
        if not p.extrait.strip():
            return f"{head}\n     → {_visible(p.conseil)}" if p.conseil else head
        text, start = _window(p.extrait, p.place.colonne - 1, p.longueur)
        bar, number = _style("discret", "|"), _style("discret", f"{p.place.ligne:>4}")
        length = max(1, min(p.longueur, len(text) - start))
        caret = _style(p.gravite, "^" + "~" * (length - 1))
        hint = f"  {_visible(p.conseil)}" if p.conseil else ""
        if start + length + len(hint) > LARGEUR:
            hint = f"\n     {bar} →{hint[1:]}"
        return f"{head}\n{number} {bar} {text}\n     {bar} {' ' * start}{caret}{hint}"

    def shown(self, place: Place) -> str:
        """A place as an editor or a terminal here can open it."""
        return str(replace(place, fichier=_visible((self.kit / place.fichier).as_posix())))

    def github(self, problems: Iterable[Problem]) -> None:
        """Workflow commands that GitHub shows beside the line."""
        for p in _sorted(problems):
            kind = "error" if p.is_error else "warning"
            where = {"file": _relative(self.kit / p.place.fichier), "line": p.place.ligne, "col": p.place.colonne}
            if p.place.colonne:
                where["endColumn"] = p.place.colonne + p.longueur
            properties = ",".join(f"{k}={_escape_property(str(v))}" for k, v in {**where, "title": p.code}.items() if v)
            message = f"{p.message} : {p.conseil}" if p.conseil else p.message
            self.say(f"::{kind} {properties}::{_escape_data(message)}")

    def count(self, problems: Sequence[Problem], err: bool = False, suite: str = "") -> None:
        """The last line: how many of each, and what to do next."""
        errors = sum(p.is_error for p in problems)
        warnings = len(problems) - errors
        parts = [_style("erreur", plural(errors, "erreur"))] if errors else []
        parts += [_style("avertissement", plural(warnings, "avertissement"))] if warnings else []
        verdict = ", ".join(parts) or _style("fait", "aucun problème")
        self.say(f"{verdict}{suite}", err=err)

    # --- progress and tables

    def progress(self, total: int) -> Progress:
        return Progress(self, total)

    def table(self, rows: Sequence[Sequence[str]], err: bool = False) -> None:
        """Columns aligned, the first to the left and the others to the right; the first row is a heading."""
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for n, row in enumerate(rows):
            cells = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
            line = "  ".join(cells).rstrip()
            self.say(_style("discret", line) if n == 0 else line, err=err)

    def listing(self, rows: Iterable[Sequence[str]]) -> None:
        """Columns aligned to the left, without a heading."""
        lines = [tuple(row) for row in rows]
        widths = [max((len(line[i]) for line in lines), default=0) for i in range(len(lines[0]))] if lines else []
        for line in lines:
            self.say("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())

    def facts(self, faits: Iterable[tuple[str, str, str, str]]) -> None:
        """What was found, line by line: subject, value, state (bon, manque, facultatif), what to do."""
        signs = {"bon": _style("fait", "✓"), "manque": _style("erreur", "✗"), "facultatif": _style("discret", "–")}
        for sujet, valeur, etat, conseil in faits:
            self.say(f"{signs[etat]} {sujet:<18} {_visible(valeur)}")
            if conseil and etat != "bon":
                self.say(f"  {'':<18} → {_visible(conseil)}")


class Progress:
    """How far a run is: one moving line on a terminal, a line a step elsewhere; on stderr, silent when quiet."""

    def __init__(self, report: Report, total: int, stream: TextIO | None = None) -> None:
        self._report, self._total, self._stream = report, total, stream or sys.stderr
        self._done = self._made = 0
        self._start = self._said = time.monotonic()
        self._moving = self._stream.isatty() and report.niveau == 0

    def __enter__(self) -> Callable[[str, str, bool], None]:
        return self.step

    def step(self, nom: str, suite: str, made: bool = True) -> None:
        """One more is done: its name, what to say of it, and whether it had to be made."""
        self._done += 1
        self._made += made
        if not self._made:
            self._start = time.monotonic()
        if self._moving:
            columns = shutil.get_terminal_size().columns
            filled = 24 * self._done // max(1, self._total)
            pace = f"{self._pace()}  " if self._total >= LONG else ""
            line = f"{'█' * filled}{'░' * (24 - filled)} {self._done}/{self._total} {pace}{nom}"
            self._stream.write(f"\r\x1b[K{line[: columns - 1]}")
            self._stream.flush()
        elif self._report.niveau >= 0 and self._total < LONG:
            self._report.say(f"[{self._done}/{self._total}] {nom}  {suite}".rstrip(), err=True)
        elif self._report.niveau >= 0 and (suite.startswith("échec") or self._due()):
            self._report.say(f"[{self._done}/{self._total}] {self._pace()}  {nom}  {suite}".rstrip(), err=True)

    def _due(self) -> bool:
        """Whether it is time for another line of a long run: every ten seconds, and at its end."""
        now = time.monotonic()
        if now - self._said < 10 and self._done < self._total:
            return False
        self._said = now
        return True

    def _pace(self) -> str:
        """How many a second, and how long the rest will take."""
        spent = max(time.monotonic() - self._start, 0.001)
        rate = max(self._made, 1) / spent
        return f"{nombre(rate, 1)} par s, reste {duree((self._total - self._done) / rate)}"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._moving and self._done:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def duree(secondes: float) -> str:
    """« 42 s », « 3 min 5 s », « 1 h 4 min »."""
    s = round(secondes)
    if s < 60:
        return f"{s} s"
    return f"{s // 60} min {s % 60} s" if s < 3600 else f"{s // 3600} h {s % 3600 // 60} min"


def plural(n: int, nom: str) -> str:
    """« 1 erreur », « 3 anciens fichiers »; a noun in capitals does not change."""
    return f"{n} {nom}" if n < 2 or nom.isupper() else f"{n} " + " ".join(f"{mot}s" for mot in nom.split())


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON gives it; places stay relative to the kit."""
    place = problem.place
    return {
        "fichier": place.fichier, "ligne": place.ligne, "colonne": place.colonne,
        **({"feuille": place.feuille} if place.feuille else {}), "code": problem.code,
        "gravite": problem.gravite, "message": problem.message, "conseil": problem.conseil,
    }  # fmt: skip


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.place, p.code, p.message))


def _style(genre: str, texte: str) -> str:
    return click.style(texte, fg=_COULEURS[genre], bold=genre in ("erreur", "fort") or None)


def _visible(texte: str) -> str:
    """No character that would move a terminal's cursor."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else "·" for c in texte)


def _window(ligne: str, debut: int, longueur: int) -> tuple[str, int]:
    """The part of a long line around the fault, and where the fault starts in it."""
    text = _visible(ligne.rstrip("\n"))
    start = max(0, min(debut, len(text)))
    if len(text) <= LARGEUR:
        return text, start
    left = max(0, min(start - 30, len(text) - LARGEUR)) if start + min(longueur, 60) > LARGEUR else 0
    cut = text[left : left + LARGEUR]
    if left:
        cut = "…" + cut[1:]
    if left + LARGEUR < len(text):
        cut = cut[:-1] + "…"
    return cut, start - left


def _relative(path: Path) -> str:
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _escape_data(texte: str) -> str:
    return texte.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(texte: str) -> str:
    return _escape_data(texte).replace(":", "%3A").replace(",", "%2C")
