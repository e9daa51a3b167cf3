"""Tagged PDFs joined into one that stays tagged: one tree, one outline, each font and drawing once.

Each part is read once in a process and kept as text cut at its references; a join gives new numbers and writes the file
itself. Parts are numbered from the last to the first, filled ones after the others: the same parts around other filled
pages (a pack) come out as the same ready bytes, compressed already. pikepdf is imported when a part is read.

A link to a place of another part is written `<a href="partie:NOM#ancre">`: the layout engine drops links to a `#name`
that it does not know.
"""

from __future__ import annotations

from collections.abc import Sequence

from coopdocs.formats.pdf.join.file import PlacedPart, filled, place, write
from coopdocs.formats.pdf.join.fonts import FontSubset, font_file, merged
from coopdocs.formats.pdf.join.part import (
    INFO,
    METADATA,
    OUTLINES,
    FilledPart,
    JoinError,
    MadePart,
    ReadPart,
    read_part,
)
from coopdocs.formats.pdf.join.whole import DocumentInfo, DocumentObjects, xmp
from coopdocs.formats.pdf.standards import Attachment, text_string


def join(
    parts: Sequence[MadePart],
    *,
    title: str,
    language: str = "fr-FR",
    author: str = "",
    subject: str = "",
    keywords: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """One tagged PDF of all parts in their order, with a title, language (BCP 47), author, subject and keywords.

    `attachments`: the files attached to it, before those of its parts.

    Deterministic: the same parts give the same bytes. Raises JoinError for a part that is not tagged or holds what
    a join would lose, and for a link to a place that no part has.
    """
    read = [_read(part) for part in parts]
    _refuse_mismatch(read)
    faces, numbers_of = _faces(read)
    first_free = OUTLINES + 1 + len(faces)
    placed_parts: dict[int, PlacedPart] = {}
    pool: dict[bytes, int] = {}
    keys = 0
    for i in _numbering(parts):
        part, source, base = parts[i], read[i], first_free
        numbers = []
        for item in source.shared:
            number = numbers_of.get(item.digest) or pool.setdefault(item.digest, first_free)
            first_free += number == first_free
            numbers.append(number)
        placed = place(source, base, keys, tuple(numbers))
        placed_parts[i] = filled(placed, part.content) if isinstance(part.content, FilledPart) else placed
        first_free, keys = base + placed.count, keys + source.key_count
    glue = DocumentObjects(parts, read, [placed_parts[i] for i in range(len(parts))], first_free)
    about, producer = DocumentInfo(title, author, subject, tuple(keywords)), read[0].producer
    info = {"Title": title, "Author": author, "Subject": subject, "Keywords": ", ".join(keywords), "Producer": producer}
    attached = glue.attach(attachments)
    glue.catalog(language)
    glue.objects[INFO] = b"<< %s >>" % b" ".join(b"/%s %s" % (k.encode(), text_string(v)) for k, v in info.items() if v)
    streams = {OUTLINES + 1 + i: (b"<< /Length1 %d >>" % len(data), data) for i, data in enumerate(faces)}
    meta = b"<< /Subtype /XML /Type /Metadata >>"
    streams[METADATA] = meta, xmp(about, producer)
    streams |= attached
    return write(max(source.version for source in read), list(placed_parts.values()), streams, glue.objects, glue.free)


def _numbering(parts: Sequence[MadePart]) -> list[int]:
    """The order in which parts get their numbers: what a document fills in for itself comes after what it shares."""
    return sorted(range(len(parts)), key=lambda i: (isinstance(parts[i].content, FilledPart), -i))


def _read(part: MadePart) -> ReadPart:
    if not isinstance(part.content, FilledPart):
        return read_part(part.content, part.name)
    source = part.content.part
    if source.name != part.name:
        raise source.refusal(f"est remplie pour un autre nom (« {part.name} »)", "gardez celui de son gabarit")
    return source


def _refuse_mismatch(read: Sequence[ReadPart]) -> None:
    """Refuse what only the parts together show: no part, two of one name, links to nowhere, other roles."""
    if not read:
        raise JoinError("aucune partie à assembler : donnez-en au moins une")
    names = [source.name for source in read]
    if double := next((name for name in names if names.count(name) > 1), None):
        raise JoinError(f"deux parties se nomment « {double} » : donnez un nom propre à chacune")
    places = {place for source in read for place in source.destinations}
    roles: dict[str, bytes] = {}
    for source in read:
        if missing := sorted(source.targets - places):
            raise source.refusal(f"renvoie à « {missing[0]} », qu’aucune partie ne porte", "corrigez ce lien")
        if other := next((k for k, v in source.roles.items() if roles.setdefault(k, v) != v), None):
            raise source.refusal(f"donne un autre rôle à la balise {other}", "faites toutes les parties de même")


def _faces(read: Sequence[ReadPart]) -> tuple[list[bytes], dict[bytes, int]]:
    """The font files of all parts, subsets of one face made one; and the number of each by the digest it had."""
    faces: dict[str, list[FontSubset]] = {}
    where: dict[bytes, tuple[str, int]] = {}
    for source in reversed(read):
        for digest, (name, font) in source.faces.items():
            known = faces.setdefault(name, [])
            both = ((i, merged(one, font)) for i, one in enumerate(known))
            i, one = next(((i, one) for i, one in both if one is not None), (len(known), font))
            known[i:] = [one, *known[i + 1 :]]
            where[digest] = name, i
    order = [(name, i) for name in sorted(faces) for i in range(len(faces[name]))]
    number = {key: OUTLINES + 1 + n for n, key in enumerate(order)}
    return [font_file(faces[name][i]) for name, i in order], {digest: number[key] for digest, key in where.items()}
