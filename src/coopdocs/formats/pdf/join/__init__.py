"""Tagged PDFs joined into one that stays tagged: one tree, one outline, each font and drawing once.

Each part is read once in a process and kept as text cut at its references; a join gives new numbers and writes the file
itself. Parts are numbered from the last to the first, filled ones after the others: the same parts around other filled
pages (a pack) come out as the same ready bytes, compressed already. pikepdf is imported when a part is read.

A link to a place of another part is written `<a href="partie:NOM#ancre">`: the layout engine drops links to a `#name`
that it does not know.
"""

from __future__ import annotations

from collections.abc import Sequence

from coopdocs.formats.pdf.join.file import Bloc, filled, place, write
from coopdocs.formats.pdf.join.fonts import Police, font_file, merged
from coopdocs.formats.pdf.join.part import INFO, METADATA, OUTLINES, JoinError, MadePart, Partie, Remplie, read_part
from coopdocs.formats.pdf.join.whole import Entete, Glue, xmp
from coopdocs.formats.pdf.standards import Jointe, text_string


def join(
    parts: Sequence[MadePart],
    *,
    titre: str,
    langue: str = "fr-FR",
    auteur: str = "",
    sujet: str = "",
    mots: Sequence[str] = (),
    jointes: Sequence[Jointe] = (),
) -> bytes:
    """One tagged PDF of all parts in their order, with a title, language (BCP 47), author, subject and keywords.

    `jointes`: the files attached to it, before those of its parts.

    Deterministic: the same parts give the same bytes. Raises JoinError for a part that is not tagged or holds what
    a join would lose, and for a link to a place that no part has.
    """
    read = [_read(part) for part in parts]
    _refuse_mismatch(read)
    faces, numbers_of = _faces(read)
    first_free = OUTLINES + 1 + len(faces)
    blocks: dict[int, Bloc] = {}
    pool: dict[bytes, int] = {}
    keys = 0
    for i in _numbering(parts):
        part, lue, base = parts[i], read[i], first_free
        numbers = []
        for objet in lue.communs:
            number = numbers_of.get(objet.digest) or pool.setdefault(objet.digest, first_free)
            first_free += number == first_free
            numbers.append(number)
        bloc = place(lue, base, keys, tuple(numbers))
        blocks[i] = filled(bloc, part.content) if isinstance(part.content, Remplie) else bloc
        first_free, keys = base + bloc.count, keys + lue.cles
    glue = Glue(parts, read, [blocks[i] for i in range(len(parts))], first_free)
    entete, moteur = Entete(titre, auteur, sujet, tuple(mots)), read[0].moteur
    info = {"Title": titre, "Author": auteur, "Subject": sujet, "Keywords": ", ".join(mots), "Producer": moteur}
    attached = glue.attach(jointes)
    glue.catalog(langue)
    glue.objects[INFO] = b"<< %s >>" % b" ".join(b"/%s %s" % (k.encode(), text_string(v)) for k, v in info.items() if v)
    streams = {OUTLINES + 1 + i: (b"<< /Length1 %d >>" % len(octets), octets) for i, octets in enumerate(faces)}
    meta = b"<< /Subtype /XML /Type /Metadata >>"
    streams[METADATA] = meta, xmp(entete, moteur)
    streams |= attached
    return write(max(lue.version for lue in read), list(blocks.values()), streams, glue.objects, glue.free)


def _numbering(parts: Sequence[MadePart]) -> list[int]:
    """The order in which parts get their numbers: what a document fills in for itself comes after what it shares."""
    return sorted(range(len(parts)), key=lambda i: (isinstance(parts[i].content, Remplie), -i))


def _read(part: MadePart) -> Partie:
    if not isinstance(part.content, Remplie):
        return read_part(part.content, part.name)
    lue = part.content.partie
    if lue.nom != part.name:
        raise lue.refusal(f"est remplie pour un autre nom (« {part.name} »)", "gardez celui de son gabarit")
    return lue


def _refuse_mismatch(read: Sequence[Partie]) -> None:
    """Refuse what only the parts together show: no part, two of one name, links to nowhere, other roles."""
    if not read:
        raise JoinError("aucune partie à assembler : donnez-en au moins une")
    noms = [lue.nom for lue in read]
    if double := next((nom for nom in noms if noms.count(nom) > 1), None):
        raise JoinError(f"deux parties se nomment « {double} » : donnez un nom propre à chacune")
    places = {place for lue in read for place in lue.ancres}
    roles: dict[str, bytes] = {}
    for lue in read:
        if missing := sorted(lue.renvois - places):
            raise lue.refusal(f"renvoie à « {missing[0]} », qu’aucune partie ne porte", "corrigez ce lien")
        if other := next((k for k, v in lue.roles.items() if roles.setdefault(k, v) != v), None):
            raise lue.refusal(f"donne un autre rôle à la balise {other}", "faites toutes les parties de même")


def _faces(read: Sequence[Partie]) -> tuple[list[bytes], dict[bytes, int]]:
    """The font files of all parts, subsets of one face made one; and the number of each by the digest it had."""
    faces: dict[str, list[Police]] = {}
    where: dict[bytes, tuple[str, int]] = {}
    for lue in reversed(read):
        for digest, (name, police) in lue.faces.items():
            known = faces.setdefault(name, [])
            both = ((i, merged(one, police)) for i, one in enumerate(known))
            i, one = next(((i, one) for i, one in both if one is not None), (len(known), police))
            known[i:] = [one, *known[i + 1 :]]
            where[digest] = name, i
    order = [(name, i) for name in sorted(faces) for i in range(len(faces[name]))]
    number = {key: OUTLINES + 1 + n for n, key in enumerate(order)}
    return [font_file(faces[name][i]) for name, i in order], {digest: number[key] for digest, key in where.items()}
