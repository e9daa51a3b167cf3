"""What a user reads: problems, progress, tables, JSON and GitHub annotations. The only place with colours."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import click

from coopdocs.cli import terminal
from coopdocs.problem import Place, Problem
from coopdocs.typographie import nombre

LONG = 50
"""From how many steps on a run shows its pace, and on a stream that is no terminal a line every ten seconds."""
_CITES = 12
"""How many other places of a problem are named without -v."""
_COLORS = {"erreur": "red", "avertissement": "yellow", "fait": "green", "discret": "bright_black", "fort": None}


class Report:
    """Says things on the two streams: results on stdout, progress and complaints on stderr.

    `niveau`: -1 quiet, 0 plain, 1 verbose. `couleurs` False: none even on a terminal. `kit`: the folder that places are
    relative to, put before them where the user stands elsewhere.
    """

    def __init__(self, niveau: int = 0, couleurs: bool = True, kit: Path = Path(".")) -> None:
        self.niveau, self.couleurs, self.kit = niveau, couleurs, kit

    # --- lines

    def say(self, texte: str = "", err: bool = False, retrait: int = 2) -> None:
        """A line, broken at the terminal's width; what is broken off is set in by `retrait` spaces."""
        self.exact(terminal.fold(texte, terminal.width(err), retrait), err)

    def exact(self, texte: str, err: bool = False) -> None:
        """Text whose lines stay as they are."""
        stream = sys.stderr if err else sys.stdout
        terminal.write(texte, err, self.couleurs and stream.isatty())

    def warn(self, texte: str) -> None:
        self.say(f"{_style('avertissement', 'attention')} : {texte}", err=True)

    def waits(self) -> None:
        self.say("une autre construction est en cours dans ce dossier : celle-ci attend qu’elle finisse", err=True)

    def failure(self, texte: str, suite: Iterable[str] = ()) -> None:
        """Something that could not be made, and why, on stderr."""
        self.say(f"{_style('erreur', 'échec')} : {_visible(texte)}", err=True)
        for line in suite:
            self.say(f"     → {_visible(line)}", err=True, retrait=7)

    def verdict(self, texte: str, bon: bool) -> None:
        """How it ended, in one line."""
        self.say(_style("fait" if bon else "erreur", texte))

    def marked(self, parts: Iterable[tuple[str, str]], retrait: int = 0, suite: int = 0) -> None:
        """Words in several styles, each (style, text), broken at the terminal's width.

        `retrait` spaces stand before the first line, `retrait + suite` before the others; a style "" is none.
        """
        words = [_style(style, _visible(text)) if style and text.strip() else _visible(text) for style, text in parts]
        columns = min(terminal.width() or terminal.WIDTH, terminal.WIDTH)
        self.exact(terminal.fold(" " * retrait + "".join(words).rstrip(" "), columns, retrait + suite))

    def titled(self, texte: str, gravite: str = "") -> None:
        """A heading, and how bad what it names is."""
        self.say(_style("fort", texte) + (f"  {_style(gravite, gravite)}" if gravite else ""))

    def paragraph(self, texte: str) -> None:
        """A sentence or more, broken at the terminal's width."""
        self.marked([("", texte)], 2)

    def quoted(self, texte: str, genre: str) -> None:
        """Lines of a file, each as it stands there."""
        for line in texte.rstrip("\n").split("\n"):
            self.exact(f"      {_style(genre, _visible(line))}")

    def json(self, donnees: Any) -> None:
        """An object, in letters that the stream can carry."""
        self.exact(json.dumps(donnees, ensure_ascii=not terminal.writes_unicode(sys.stdout), indent=1))

    # --- problems

    def problems(self, problems: Sequence[Problem], err: bool = False) -> None:
        """Every problem with its line quoted, in the order given; the last line says where codes are explained."""
        for problem in problems:
            self._problem(problem, err)
        if problems and self.niveau >= 0:
            code = next((p.code for p in problems if p.is_error), problems[0].code)
            self.say(_style("discret", f"« coopdocs explain {code} » explique un code"), err=err)

    def _problem(self, p: Problem, err: bool) -> None:
        many = f" ({len(p.places)} endroits)" if p.ailleurs else ""
        head = f"{_style('fort', self.shown(p.place))}  {_style(p.gravite, p.gravite)} {p.code}  "
        self.say(f"{head}{_visible(p.message)}{many}", err=err, retrait=5)
        bar = _style("discret", "|") if p.extrait.strip() else ""
        hint = _visible(p.conseil)
        if bar:
            columns = min(terminal.width(err) or terminal.WIDTH, terminal.WIDTH)
            text, start = _window(p.extrait, p.place.colonne - 1, p.longueur, max(10, columns - 7))
            length = max(1, min(p.longueur, len(text) - start))
            caret = f"     {bar} {' ' * start}{_style(p.gravite, '^' + '~' * (length - 1))}"
            self.exact(f"{_style('discret', f'{p.place.ligne:>4}')} {bar} {text}", err)
            if hint and start + length + len(hint) + 9 <= columns:
                caret, hint = f"{caret}  {hint}", ""
            self.exact(caret, err)
        margin = f"     {bar} " if bar else "     "
        if hint:
            self.say(f"{margin}→ {hint}", err=err, retrait=9)
        if p.ailleurs:
            self.say(f"{margin}{_style('discret', self._elsewhere(p))}", err=err, retrait=9)

    def _elsewhere(self, p: Problem) -> str:
        """The other places of one cause, by file; all of them with -v."""
        some = p.ailleurs if self.niveau > 0 else p.ailleurs[:_CITES]
        rest = len(p.ailleurs) - len(some)
        by_file: dict[str, list[int]] = {}
        for place in some:
            by_file.setdefault(place.fichier, []).append(place.ligne)
        said = []
        for fichier, found in by_file.items():
            lines = list(dict.fromkeys(found))
            numbers = ", ".join(map(str, lines))
            if fichier == p.place.fichier:
                said.append(f"ligne{'s' if len(lines) > 1 else ''} {numbers}")
            else:
                said.append(f"{self.shown(Place(fichier))}:{numbers}")
        more = f" ; et {plural(rest, 'autre')}, que « coopdocs -v check » énumère" if rest else ""
        return f"de même : {' ; '.join(said)}{more}"

    def shown(self, place: Place) -> str:
        """A place as an editor or a terminal here can open it."""
        return str(replace(place, fichier=_visible((self.kit / place.fichier).as_posix())))

    def github(self, problems: Iterable[Problem]) -> None:
        """Workflow commands that GitHub shows beside the line: one a problem and file, however many lines."""
        for p in problems:
            by_file: dict[str, list[Place]] = {}
            for place in p.places:
                by_file.setdefault(place.fichier, []).append(place)
            for places in by_file.values():
                self._annotation(p, places)

    def _annotation(self, p: Problem, places: Sequence[Place]) -> None:
        first, *others = places
        where = {"file": _relative(self.kit / first.fichier), "line": first.ligne, "col": first.colonne}
        if first.colonne and first == p.place:
            where["endColumn"] = first.colonne + p.longueur
        properties = ",".join(f"{k}={_escape_property(str(v))}" for k, v in {**where, "title": p.code}.items() if v)
        lines = ", ".join(str(place.ligne) for place in others[:_CITES]) + ("…" if len(others) > _CITES else "")
        also = f" (de même {'aux lignes' if len(others) > 1 else 'à la ligne'} {lines})" if others else ""
        message = f"{p.message}{also} : {p.conseil}" if p.conseil else f"{p.message}{also}"
        self.exact(f"::{'error' if p.is_error else 'warning'} {properties}::{_escape_data(message)}")

    def count(self, problems: Sequence[Problem], err: bool = False, suite: str = "") -> None:
        """The last line: how many of each, in how many places, and what to do next."""
        parts = []
        for gravite in ("erreur", "avertissement"):
            some = [p for p in problems if p.gravite == gravite]
            places = sum(len(p.places) for p in some)
            more = f" ({places} endroits)" if places > len(some) else ""
            parts += [_style(gravite, plural(len(some), gravite) + more)] if some else []
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
            self.exact(_style("discret", line) if n == 0 else line, err)

    def listing(self, rows: Iterable[Sequence[str]]) -> None:
        """Columns aligned to the left, without a heading; where the terminal is too narrow, the widest give way."""
        lines = [tuple(row) for row in rows]
        widths = [max((len(line[i]) for line in lines), default=0) for i in range(len(lines[0]))] if lines else []
        columns = terminal.width()
        while columns and sum(widths) + 2 * len(widths) > columns and max(widths) > 12:
            widths[widths.index(max(widths))] -= 1
        for line in lines:
            self.say("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip(), retrait=4)

    def facts(self, faits: Iterable[tuple[str, str, str, str]]) -> None:
        """What was found, line by line: subject, value, state (bon, manque, facultatif), what to do."""
        signs = {"bon": _style("fait", "✓"), "manque": _style("erreur", "✗"), "facultatif": _style("discret", "–")}
        for sujet, valeur, etat, conseil in faits:
            self.say(f"{signs[etat]} {sujet:<18} {_visible(valeur)}", retrait=21)
            if conseil and etat != "bon":
                self.say(f"  {'':<18} → {_visible(conseil)}", retrait=23)


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
        return f"{nombre(rate, 1)} par s, reste {duration((self._total - self._done) / rate)}"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._moving and self._done:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def duration(secondes: float) -> str:
    """« 42 s », « 3 min 5 s », « 1 h 4 min »."""
    s = round(secondes)
    if s < 60:
        return f"{s} s"
    return f"{s // 60} min {s % 60} s" if s < 3600 else f"{s // 3600} h {s % 3600 // 60} min"


def plural(n: int, nom: str) -> str:
    """« 1 erreur », « 3 anciens fichiers »; a noun in capitals does not change."""
    return f"{n} {nom}" if n < 2 or nom.isupper() else f"{n} " + " ".join(f"{mot}s" for mot in nom.split())


def as_data(problem: Problem) -> dict[str, Any]:
    """A problem as JSON gives it, with every place that has the same cause; places stay relative to the kit."""
    return {
        **_where(problem.place), "code": problem.code,
        "gravite": problem.gravite, "message": problem.message, "conseil": problem.conseil,
        "places": [_where(place) for place in problem.places],
    }  # fmt: skip


def _where(place: Place) -> dict[str, Any]:
    where = {"fichier": place.fichier, "ligne": place.ligne, "colonne": place.colonne}
    return {**where, "feuille": place.feuille} if place.feuille else where


def _style(genre: str, texte: str) -> str:
    return click.style(texte, fg=_COLORS[genre], bold=genre in ("erreur", "fort") or None)


def _visible(texte: str) -> str:
    """No character that would move a terminal's cursor."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else "·" for c in texte)


def _window(ligne: str, debut: int, longueur: int, largeur: int) -> tuple[str, int]:
    """The part of a long line around the fault, and where the fault starts in it."""
    text = _visible(ligne.rstrip("\n"))
    start = max(0, min(debut, len(text)))
    if len(text) <= largeur:
        return text, start
    beyond = start + min(longueur, largeur // 2) > largeur
    left = max(0, min(start - largeur // 4, len(text) - largeur)) if beyond else 0
    cut = text[left : left + largeur]
    if left:
        cut = "…" + cut[1:]
    if left + largeur < len(text):
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
