"""Drawings that pages show several times, written once: outlines as forms that know neither place, size nor colour.

The layout engine makes of each picture of a background a group with its place inside, and repeats a map for each of its
colours: no two are alike. Here a page draws its pictures itself, and calls their outlines, which all pages share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_PLACE = re.compile(rb"1 0 0 1 -?[\d.]+ -?[\d.]+ cm")
_CALL = re.compile(rb"^/(x\d+) Do$", re.M)
_OPACITY = re.compile(r"[aA][\d.]+")
_SHAPE = re.compile(
    rb"q\n((?:[^\n]* (?:gs|rg|RG|w|d|J|j|M)\n)+)((?:[^\n]* [mlc]\n|h\n)+(?:[Bb]\*?|f\*?|[Ss]))\nQ(?:\n|$)"
)
_POINTS = re.compile(rb"^(.*) [mlc]$", re.M)
_WIDTH = re.compile(rb"^([\d.]+) w$", re.M)
_LEAST_RUN, _LEAST_SHAPE = 4096, 320
"""Bytes of outlines, uncompressed, of a map and in a picture: fewer are not worth an object of their own."""
_CORNER = 4
"""How far the corner of a line stands out, in its widths."""


def draw_once(file: Any) -> None:
    """Rewrite the pages of a PDF that is about to be written (pydyf): the same pictures in fewer bytes."""
    pages = [item for item in file.objects if isinstance(item, dict) and item.get("Type") == "/Page"]
    resources = _object(file, pages[0]["Resources"])
    forms = _Forms(file, resources["XObject"])
    pictures = dict(_pictures(file, resources, forms))
    for page in pages:
        content = _object(file, page["Contents"])
        drawn = _CALL.sub(lambda m: pictures.get(m[1], m[0]), _bytes(content))
        content.stream = [forms.called(drawn, _maps(drawn))]


class _Forms:
    """Outlines by what they are, among what the pages of a file draw with."""

    def __init__(self, file: Any, drawn: Any) -> None:
        self._file, self._drawn = file, drawn
        self._names: dict[tuple[bytes, int], bytes] = {}

    def called(self, content: bytes, found: Iterator[tuple[bytes, bytes, int, int]]) -> bytes:
        """A content whose shapes are calls; `found`: their look, their paths, where they start and end."""
        out, at = [], 0
        for look, paths, start, end in found:
            out += [content[at:start], b"q\n%b/%b Do\nQ\n" % (look, self._name(look, paths))]
            at = end
        return b"".join([*out, content[at:]])

    def _name(self, look: bytes, paths: bytes) -> bytes:
        width = _WIDTH.search(look)
        margin = round(_CORNER * float(width[1]) + 0.5) if width else 0
        if (paths, margin) not in self._names:
            self._file.add_object(form := _form(paths, margin))
            name = f"s{len(self._names)}"
            self._drawn[name] = form.reference
            self._names[paths, margin] = name.encode()
        return self._names[paths, margin]


def _object(file: Any, reference: bytes) -> Any:
    return file.objects[int(reference.split()[0])]


def _leave_empty(file: Any, number: int) -> None:
    """Numbers follow one another: what nothing calls any more leaves the least there is."""
    import pydyf

    file.objects[number] = rest = pydyf.Dictionary()
    rest.number = number


def _bytes(stream: Any) -> bytes:
    lines = (line.encode() if isinstance(line, str) else getattr(line, "data", line) for line in stream.stream)
    return b"\n".join(lines)


def _pictures(file: Any, resources: Any, forms: _Forms) -> Iterator[tuple[bytes, bytes]]:
    """The pictures of backgrounds that need no group of their own, by name: what a page draws in their place."""
    for name, reference in list(resources["XObject"].items()):
        group = _object(file, reference)
        if group.extra.get("Subtype") != "/Form" or not _PLACE.match(content := _bytes(group)):
            continue
        own = _object(file, group.extra["Resources"])
        plain = not any(own.get(kind) for kind in ("XObject", "Pattern", "Shading"))
        if not plain or not all(map(_OPACITY.fullmatch, own["ExtGState"])) or b" Tf\n" in content:
            continue
        # what such a state is called says what it is
        resources["ExtGState"].update(own["ExtGState"])
        del resources["XObject"][name]
        _leave_empty(file, group.number)
        yield name.encode(), b"q\n%b\nQ" % forms.called(content, _shapes(content))


def _shapes(content: bytes) -> Iterator[tuple[bytes, bytes, int, int]]:
    for m in _SHAPE.finditer(content):
        if len(m[2]) >= _LEAST_SHAPE:
            yield m[1], m[2], m.start(), m.end()


def _maps(content: bytes) -> Iterator[tuple[bytes, bytes, int, int]]:
    """Runs of shapes behind one another in the same look."""
    run: list[re.Match[bytes]] = []
    for m in _SHAPE.finditer(content):
        if run and (m[1] != run[-1][1] or m.start() != run[-1].end()):
            yield from _run(run)
            run = []
        run.append(m)
    yield from _run(run)


def _run(run: list[re.Match[bytes]]) -> Iterator[tuple[bytes, bytes, int, int]]:
    if len(run) > 1 and run[-1].end() - run[0].start() >= _LEAST_RUN:
        yield run[0][1], b"\n".join(m[2] for m in run), run[0].start(), run[-1].end()


def _form(paths: bytes, margin: int) -> Any:
    import pydyf

    numbers = [float(number) for line in _POINTS.findall(paths) for number in line.split()]
    xs, ys = numbers[::2], numbers[1::2]
    box = pydyf.Array((min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin))
    extra = pydyf.Dictionary({"Type": "/XObject", "Subtype": "/Form", "BBox": box})
    return pydyf.Stream([paths], extra, compress=True)
