"""Where a kit writes addresses: every value of its YAML, every cell of its tables, its introduction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coopdocs.library.catalogue import INTRODUCTION, SOURCES, Library
from coopdocs.links import addresses
from coopdocs.problem import Place
from coopdocs.source import NodePath, TextTable, YamlNode

_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+")
_NAMES = ("nom", "titre", "terme")
"""The fields that a thing is known by, the best first."""


@dataclass(frozen=True)
class Mention:
    """Where an address is written, and what it is there (« ptce : reseaux, RTES »); `source`: its key as a source."""

    place: Place
    what: str
    source: str = ""


@dataclass(frozen=True)
class Link:
    """An address as it is first written, and every place that writes it."""

    address: str
    mentions: tuple[Mention, ...]


def every_link(library: Library) -> list[Link]:
    """Every address of a kit, once each, by file and line. Raises ProblemsError for a table that cannot be read."""
    found: dict[str, tuple[str, list[Mention]]] = {}
    for address, mention in sorted(_mentions(library), key=lambda m: m[1].place):
        try:
            key = addresses.canonical(address)
        except ValueError:
            key = address
        found.setdefault(key, (address, []))[1].append(mention)
    return [Link(address, tuple(mentions)) for address, mentions in found.values()]


def kept(links: Sequence[Link], sources: Collection[str], domains: Collection[str]) -> list[Link]:
    """The links of these sources, at these domains or under them; both where both are given, all where neither is."""
    return [
        link
        for link in links
        if (not sources or any(mention.source in sources for mention in link.mentions))
        and (not domains or any(_lies_in(addresses.host(link.address), domain) for domain in domains))
    ]


def domains(links: Sequence[Link]) -> list[str]:
    """The hosts of these links, once each."""
    return list(dict.fromkeys(addresses.host(link.address) for link in links))


def _lies_in(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _mentions(library: Library) -> Iterator[tuple[str, Mention]]:
    citing = _citing(library)
    for name, node in library.noeuds.items():
        if _is_invented(node):
            continue
        for text, path in _scalars(node, ()):
            for match in _ADDRESS.finditer(str(text.value)):
                source = str(path[0]) if name == SOURCES else ""
                what = f"source {source}{citing.get(source, '')}" if source else _said(_subject(name), path, node)
                yield _trimmed(match[0]), Mention(text.place, what, source)
    for table in library.territoires.registres.tables():
        yield from _in_table(table)
    for line, words in enumerate(library.introduction.splitlines(), 1):
        for match in _ADDRESS.finditer(words):
            yield _trimmed(match[0]), Mention(Place(INTRODUCTION, line, match.start() + 1), "introduction")


def _subject(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".yaml")


def _is_invented(node: YamlNode) -> bool:
    """Whether a file is an event's that says to be an example: nothing in it is real."""
    value = node.value.get("exemple") if isinstance(node.value, Mapping) else None
    return value is not None and value.value == "true"


def _citing(library: Library) -> dict[str, str]:
    """What is said of a source that files cite, by its key."""
    found: dict[str, dict[str, None]] = {}
    for name, node in library.noeuds.items():
        for text, path in _scalars(node, ()):
            if len(path) > 1 and path[-2] in ("sources", "ressources"):
                found.setdefault(str(text.value), {})[_subject(name)] = None
    return {key: f", citée par {', '.join(subjects)}" for key, subjects in found.items()}


def _scalars(node: YamlNode, path: tuple[str | int, ...]) -> Iterator[tuple[YamlNode, NodePath]]:
    """Every text of a tree and the way to it."""
    if isinstance(node.value, tuple):
        for rank, child in enumerate(node.value):
            yield from _scalars(child, (*path, rank))
    elif isinstance(node.value, Mapping):
        for key, child in node.value.items():
            yield from _scalars(child, (*path, key))
    elif node.value:
        yield node, path


def _in_table(table: TextTable) -> Iterator[tuple[str, Mention]]:
    for row in table.rows:
        for column, cell in row.cells.items():
            for match in _ADDRESS.finditer(cell):
                place = table.place(row, column)
                name = row.cells.get("nom", "")
                what = f"{place.fichier.rpartition('/')[2].rpartition('.')[0]} : {column}"
                yield _trimmed(match[0]), Mention(place, f"{what}, « {name} »" if name else what)


def _trimmed(address: str) -> str:
    """Without the signs of the sentence around it."""
    while (trimmed := address.rstrip(".,;:!?'’…*_")).endswith(")") and trimmed.count("(") < trimmed.count(")"):
        address = trimmed[:-1]
    return trimmed


def _said(subject: str, path: NodePath, root: YamlNode) -> str:
    """« ptce : reseaux, « RTES » »: the keys on the way, and the name of the nearest thing that has one."""
    keys = [str(step) for step in path if isinstance(step, str) and step not in ("adresse", "[key]")]
    name = ""
    for depth in range(1, len(path)):
        value = root.at(path[:depth]).value
        if isinstance(value, Mapping):
            named = (value[field].value for field in _NAMES if field in value)
            name = next((text for text in named if isinstance(text, str)), name)
    said = f"{subject} : {', '.join(keys)}" if keys else subject
    return f"{said}, « {name} »" if name else said
