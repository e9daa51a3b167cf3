"""YAML as people write it, and edits of it, drawn; what must hold of every edit of a file, whatever the file."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from coopdocs.problem import Problem, ProblemsError
from coopdocs.roundtrip import Edit, Insert, MoveItem, Path, Remove, SetValue, rewrite_yaml
from coopdocs.roundtrip.edits import edited
from coopdocs.source import YamlNode, decode_text, parse_yaml

T = TypeVar("T")
HARD = (
    "no", "12:30", "01004", "a : b", "fin :", "a # b", "- x", "'q'", 'd"q', "l'eau : \"x\"", "😀", "insé\u00a0cable !",
    "", "~", "null", "* x", "& y", "[z]", "{k}", "{{ n }}", "? a", "#c", " bords ", "x\\n", "a, b", "%x", "@y", "`z`",
    "!t", "|", "> x", "-", ":", "a:b", "e\u0301te\u0301", "tab\tici", "x\n", "TRUE", "2026-11-30", "---", "...", "<<",
    "=1+1", "« cité »", "un texte assez long pour tenir sur plusieurs lignes, avec des mots", "é" * 90,
)  # fmt: skip


def read(content: bytes) -> YamlNode:
    file, problems = decode_text("essai.yaml", content)
    node, faults = parse_yaml(file) if file else (None, problems)
    assert node is not None, faults
    return node


# --- files


def file(seed: int) -> bytes:
    """A file written at random, in every way of writing that `source` reads."""
    while True:
        content = Scribe(seed).file()
        text, _ = decode_text("essai.yaml", content)
        if text is not None and parse_yaml(text)[0] is not None:
            return content
        seed += 1_000_003


class Scribe:
    def __init__(self, seed: int) -> None:
        self.random, self.names = random.Random(seed), 0

    def one_of(self, *choices: T) -> T:
        return self.random.choice(choices)

    def file(self) -> bytes:
        lines = [*self.one_of([], ["# en-tête", ""], ["---"]), *self.mapping(0, 0), *self.one_of([], ["", "# fin"])]
        end = self.one_of("\n", "\n", "\r\n", "\r")
        text = end.join("\n".join(lines).split("\n")) + self.one_of(end, end, "")
        return (self.one_of("", "", "\ufeff") + text).encode()

    def mapping(self, indent: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.one_of(1, 2, 3)):
            self.names += 1
            key = self.one_of("cle", '"q c"', "'no'")[:-1]
            key = f"k{self.names}" if key == "cl" else f"{key}{self.names}{key[0]}"
            lines += [*self.between(indent), *self.value(" " * indent + f"{key}:", indent, depth)]
        return lines

    def sequence(self, indent: int, depth: int) -> list[str]:
        return [
            line
            for _ in range(self.one_of(1, 2, 3))
            for line in (*self.between(indent), *self.value(" " * indent + "-", indent + 2, depth))
        ]

    def between(self, indent: int) -> list[str]:
        none: list[str] = []
        return self.one_of(*[none] * 6, [""], [" " * indent + "# remarque"], ["", "# loin", ""])

    def value(self, head: str, indent: int, depth: int) -> list[str]:
        """Lines of a value after its sign; `indent`: the least that what is below it needs."""
        kinds = ["scalar", "scalar", "scalar", "lines", "flow", "empty"]
        kind = self.one_of(*kinds, *(["mapping", "sequence", "sequence"] if depth < 3 else []))
        comment = self.one_of("", "", "", "  # au bout")
        is_item = head.endswith("-")
        if kind == "scalar":
            return [f"{head}{self.one_of(' ', '  ')}{self.scalar()}{comment}"]
        if kind == "empty":
            return [head + self.one_of("", " null", " ~", " ''", " []", " {}") + comment]
        if kind == "flow":
            return [f"{head} {self.flow(indent + 2)}{comment}"]
        if kind == "lines":
            return self.long_text(head, indent + 1, comment)
        inner = self.mapping if kind == "mapping" else self.sequence
        step = 0 if is_item else self.one_of(2, 2, 4) if kind == "mapping" else self.one_of(0, 2)
        lines = inner(indent + step, depth + 1)
        own = lines[0].strip() and not lines[0].strip().startswith("#")
        if is_item and own and self.one_of(True, True, False):
            return [f"{head} {lines[0].lstrip(' ')}", *lines[1:]]
        return [head + comment, *lines]

    def scalar(self) -> str:
        return str(
            self.one_of("mot", "deux mots", "2026-11-23", "a : b", '"08:30"', "'l''eau'", '"x # y"', "«\u00a0é\u00a0»")
        )

    def flow(self, indent: int) -> str:
        items = [self.one_of("a", "b c", '"d, e"', "[f]", "null") for _ in range(self.one_of(1, 2, 3))]
        if self.one_of(True, False):
            items = [f"k{n}: {item}" for n, item in enumerate(items)]
        gap = self.one_of(", ", ", ", ",", ",\n" + " " * indent, ", # note\n" + " " * indent)
        opened, closed = "{}" if items[0].startswith("k0") else "[]"
        return opened + gap.join(items) + self.one_of("", "", ",", " ") + closed

    def long_text(self, head: str, indent: int, comment: str) -> list[str]:
        words = [["un texte", "en deux", "morceaux"], ["un texte de deux"], ["premier ici", "dernier"]]
        content = [" " * indent + line for line in self.one_of(*words)]
        style = self.one_of("|", ">", ">-", "|+", "plain", '"', "'")
        if style == "plain":
            return [f"{head} début", *content]
        if style in ('"', "'"):
            return [f"{head} {style}début", *content[:-1], f"{content[-1]}{style}{comment}"]
        return [f"{head} {style}{self.one_of('', '', ' # pli')}", *content, *self.one_of([], [""])]


# --- edits


def values_in(plain: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    children = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for step, child in children:
        yield (*path, step), child
        yield from values_in(child, (*path, step))


def edit_of(plain: Any, seed: int) -> Edit:
    """Any edit of a file that holds these data."""
    drawn = random.Random(seed)
    path, value = drawn.choice(list(values_in(plain)))
    holder, step = _at(plain, path[:-1]), path[-1]
    ways: list[Edit] = [SetValue(path, _text(drawn)), SetValue(path, _data(drawn)), Remove(path)]
    if isinstance(step, int):
        ways.append(Insert((*path[:-1], drawn.randint(0, len(holder))), _data(drawn)))
        ways.append(MoveItem(path, drawn.randrange(len(holder))))
    else:
        name = drawn.choice(["neuve", "clé : x", "no", "12:30", "# a"])
        if name not in holder:
            ways.append(Insert((*path[:-1], name), _data(drawn), drawn.choice([None, *holder])))
    if value in (None, [], {}):
        inner: str | int = drawn.choice(("neuve", 0)) if value is None else 0 if value == [] else "neuve"
        ways.append(Insert((*path, inner), _data(drawn)))
    if isinstance(value, list | dict) and value:
        ways.append(SetValue(path, _varied(value, drawn)))
    return drawn.choice(ways)


def _text(drawn: random.Random) -> str | None:
    if drawn.random() < 0.7:
        return drawn.choice([None, *HARD])
    return "".join(drawn.choices("ab é:#-'\",[]{}&*!|>%@`?\\", k=drawn.randint(1, 8)))


def _data(drawn: random.Random, depth: int = 0) -> Any:
    kind = drawn.random()
    if kind < 0.6 or depth > 2:
        return _text(drawn)
    inner = [_data(drawn, depth + 1) for _ in range(drawn.randint(0, 3))]
    return inner if kind < 0.8 else dict(zip(["c", "d e", "no"], inner, strict=False))


def _varied(value: Any, drawn: random.Random) -> Any:
    """A list or mapping with something of it changed, taken out, added, or in another order."""
    pairs: list[tuple[str, Any]] = [("", item) for item in value]
    if isinstance(value, dict):
        pairs = list(value.items())
    for _ in range(drawn.randint(1, 3)):
        kind, rank = drawn.randint(0, 3), drawn.randrange(len(pairs) + 1)
        if kind == 0:
            pairs.insert(rank, (f"n{len(pairs)}{rank}", _data(drawn)))
        elif kind == 1 and pairs:
            pairs.pop(rank - 1)
        elif kind == 2 and pairs:
            pairs[rank - 1] = (pairs[rank - 1][0], _data(drawn))
        elif kind == 3:
            drawn.shuffle(pairs)
    return dict(pairs) if isinstance(value, dict) else [item for _, item in pairs]


def _at(plain: Any, path: Path) -> Any:
    for step in path:
        plain = plain[step]
    return plain


# --- what holds of every edit


def hold(content: bytes, edit: Edit) -> bytes | None:
    """Make an edit and see that its data are the wanted ones and that no other line has changed; None where refused."""
    root = read(content)
    try:
        wanted = edited(root.plain(), edit)
    except LookupError:
        return None
    refusal: list[Problem] = []
    new = b""
    try:
        new = rewrite_yaml("essai.yaml", content, [edit])
    except ProblemsError as error:
        refusal = error.problems
    assert {problem.place.fichier for problem in refusal} <= {"essai.yaml"}
    assert {problem.code for problem in refusal} <= {"E002", "S007", "S016", "S028"}
    if refusal:
        return None
    assert read(new).plain() == wanted
    assert list(map(str, values_in(read(new).plain()))) == list(map(str, values_in(wanted))), "keys in another order"
    first, last = touched(content, root, edit)
    before, following = lines_of(content), lines_of(new)
    kept = len(before) - last
    assert following[: first - 1] == before[: first - 1]
    assert kept == 0 or following[-kept:] == before[-kept:]
    assert len(following) >= first - 1 + kept
    _ends_stay(content, new)
    return new


def lines_of(content: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", content.decode("utf-8-sig"))


def _ends_stay(content: bytes, new: bytes) -> None:
    """The mark at the start of a file, its line ends and whether its last line has one are as they were."""
    assert new.startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    ends = [set(re.findall(rb"\r\n|\r|\n", text)) for text in (content, new)]
    assert ends[1] <= (ends[0] or {b"\n"})
    # a file without the end of its last line may come to end with a blank one
    assert bool(lines_of(new)[-1]) == bool(lines_of(content)[-1]) or "" in lines_of(content)[:-1]


def touched(content: bytes, root: YamlNode, edit: Edit) -> tuple[int, int]:
    """The first and last line that an edit may change; last = first - 1 where it only adds some."""
    lines = lines_of(content)
    holder = node_at(root, edit.path[:-1])
    if isinstance(edit, Insert) and holder.value and holder.style == "block":
        before = lines[holder.line - 1][: holder.column - 1].strip(" ")
        return (
            (holder.line, holder.line if before else holder.line - 1)
            if _is_first(holder, edit)
            else _gap(lines, holder, edit)
        )
    if isinstance(edit, Insert) or holder.style == "flow" or (isinstance(edit, Remove) and len(children(holder)) == 1):
        return _sign_line(root, edit.path[:-1], lines), holder.end[0]
    if isinstance(edit, MoveItem):
        low, high = sorted((int(edit.path[-1]), edit.rank))
        last = children(holder)[high].end[0]
        return (children(holder)[low - 1].end[0] + 1 if low else _sign_line(root, (*edit.path[:-1], 0), lines)), last
    first, last = _sign_line(root, edit.path, lines), node_at(root, edit.path).end[0]
    if isinstance(edit, Remove):
        # a blank line that set it apart goes too; what follows on the line of a dash comes to stand there
        shares = bool(lines[holder.line - 1][: holder.column - 1].strip())
        if first == holder.line:
            last += int(last < len(lines) and not lines[last].strip())
            last += int(shares and last < len(lines))
        first -= int(first > 1 and not lines[first - 2].strip())
    return first, last


def _is_first(holder: YamlNode, edit: Insert) -> bool:
    return edit.path[-1] == 0 or (edit.before is not None and next(iter(holder.key_spans)) == edit.before)


def _gap(lines: Sequence[str], holder: YamlNode, edit: Insert) -> tuple[int, int]:
    """Between two entries, nothing changes: new lines come just after the one before."""
    step = edit.path[-1]
    rank = step if isinstance(step, int) else len(children(holder))
    if edit.before is not None:
        rank = list(holder.key_spans).index(edit.before)
    line = children(holder)[rank - 1].end[0]
    return line + 1, line


def children(node: YamlNode) -> list[YamlNode]:
    return list(node.value.values()) if isinstance(node.value, dict) else list(node.value or ())  # type: ignore[arg-type]


def node_at(root: YamlNode, path: Path) -> YamlNode:
    for step in path:
        inner: Any = root.value
        root = inner[step]
    return root


def _sign_line(root: YamlNode, path: Path, lines: Sequence[str]) -> int:
    """The line of the key or the dash of a value; the first of the file for the root."""
    if not path:
        return root.line
    holder, step = node_at(root, path[:-1]), path[-1]
    if isinstance(step, str):
        return holder.key_spans[step][0]
    node = node_at(root, path)
    line = node.line
    while holder.style == "block" and lines[line - 1][holder.column - 1 : holder.column] != "-":
        line -= 1
    return line
