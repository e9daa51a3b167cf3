"""Two inventories put side by side: what came, what went, what is said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopdocs.diff import cells, complements, evenements
from coopdocs.diff.differences import CONTENT, LAYOUT, Change, ChangeKind, Difference, Section
from coopdocs.diff.inventory import FIELD_LABELS, LOOKS, RANK, TERRITOIRES, Chapter, Entry, Field, Group, parts
from coopdocs.diff.words import Identity, align, marked
from coopdocs.library import Library
from coopdocs.typographie import typeset


def sections(old_kit: Library, new_kit: Library) -> Iterator[Section]:
    """The parts of the documents in which something changed, in their order."""
    before, after = ([*parts(k), *complements.parts(k), *evenements.parts(k)] for k in (old_kit, new_kit))
    for i, j, _ in align(_by_id(before), _by_id(after)):
        old = before[i] if i is not None else Chapter("", "", ())
        new = after[j] if j is not None else Chapter("", "", ())
        chapter = new if j is not None else old
        differences = [*_groups(chapter.id, old.groups, new.groups)]
        if chapter.id == TERRITOIRES:
            differences += cells.compare(old_kit, new_kit)
        if differences:
            kind: ChangeKind = "modifié" if old.id and new.id else "ajouté" if new.id else "retiré"
            yield Section(chapter.id, chapter.title, kind, tuple(differences))


def _by_id(things: Sequence[Chapter] | Sequence[Group]) -> list[Identity]:
    return [Identity(thing.id, "", "") for thing in things]


def _groups(where: str, before: Sequence[Group], after: Sequence[Group]) -> Iterator[Difference]:
    for i, j, _ in align(_by_id(before), _by_id(after)):
        old = before[i] if i is not None else Group("", ())
        new = after[j] if j is not None else Group("", ())
        ordered = old.ordered and new.ordered
        yield from _elements(f"{where}/{new.id or old.id}", old.entries, new.entries, ordered)


def _elements(where: str, before: Sequence[Entry], after: Sequence[Entry], ordered: bool) -> Iterator[Difference]:
    for i, j, moved in align(list(map(_identity, before)), list(map(_identity, after))):
        old, new = (None if i is None else before[i]), (None if j is None else after[j])
        changes = list(_changes(old, new))
        if moved and ordered and i is not None and j is not None:
            changes.append(_change(RANK, str(i + 1), str(j + 1)))
        entry = new or old
        if changes and entry:
            rank = i if j is None else j
            evidence = entry.evidence
            yield Difference(
                f"{where}/{entry.key or (rank or 0) + 1}",
                _kind(changes) if old and new else "ajouté" if new else "retiré",
                typeset(entry.label),
                tuple(changes),
                evidence.sources,
                evidence.verified_on,
                evidence.confidence,
                evidence.valid_until,
            )


def _identity(entry: Entry) -> Identity:
    return Identity(entry.key, entry.title, entry.text)


def _kind(changes: Sequence[Change]) -> ChangeKind:
    alone: dict[str, ChangeKind] = {"verifie_le": "revérifié", RANK: "déplacé"}
    return alone.get(changes[0].field, "modifié") if len(changes) == 1 else "modifié"


def _changes(old: Entry | None, new: Entry | None) -> Iterator[Change]:
    before, after = ({c.name: c for c in e.fields} if e else {} for e in (old, new))
    for name in dict.fromkeys([*after, *before]):
        a, b = (fields.get(name, Field(name, None, "")) for fields in (before, after))
        if a.value == b.value:
            continue
        if a.text != b.text:
            yield _change(name, a.text, b.text)
        elif a.text:
            # other sources, though their short forms are the same
            yield _change(name, str(a.value), str(b.value))


def _change(name: str, old: str, new: str) -> Change:
    nature = LAYOUT if name in LOOKS else CONTENT
    return Change(name, FIELD_LABELS[name], old or None, new or None, marked(old, new), nature)
