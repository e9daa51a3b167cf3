"""The documents of two plans, job by job: other words, or the same words laid out otherwise. Nothing is laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

from coopdocs.diff import passages
from coopdocs.diff.differences import CONTENT, LAYOUT, Document
from coopdocs.diff.words import Identity, align
from coopdocs.formats.job import (
    ENGINE_FOLDERS,
    Job,
    JoinJob,
    MeasuresJob,
    Part,
    PdfJob,
    TextJob,
    XlsxJob,
    declared_pages,
    inner_jobs,
)
from coopdocs.formats.pdf.standards import Attachment
from coopdocs.library import Library
from coopdocs.plan import plan
from coopdocs.produce import fault
from coopdocs.targets import Selection, Target
from coopdocs.theme import Theme
from coopdocs.typographie import INSECABLE

_WITHOUT_FONTS = TextJob | XlsxJob
_NOT_SHOWN = ("folders", "attachments")
OTHER_BYTES = (
    f"mêmes mots et mêmes gabarits, autres octets{INSECABLE}: outil, moteurs ou bibliothèques d’une autre version"
)
OTHER_THEME_FILES = "polices ou images du thème"
OTHER_ATTACHMENT = (
    f"mêmes mots et mêmes gabarits, autre fichier joint{INSECABLE}: ordre des clés ou commentaires du YAML"
)
OTHER_TEMPLATES = "gabarits, styles, dessins ou mise en page"
OTHER_MEASURES = "taille ou nombre de pages d’autres fichiers, qu’il donne"


@dataclass(frozen=True, eq=False)
class Side:
    """One side: a kit read, its theme, how it was named; `sums` are the sha256 of a release's files by path."""

    name: str
    library: Library
    theme: Theme
    sums: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The plan by path. Page numbers in it are not true ones: only layout knows them."""
        planned = plan(self.library, self.theme, Selection(), lambda job: declared_pages(job) or 1)
        return {t.path: t for t in planned}

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The digests of the files that engines read in the theme: those of its first folder that has them."""
        return _digests(self.theme.folders)


def _digests(folders: tuple[Path, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        files = (p for name in ENGINE_FOLDERS for p in sorted((folder / name).rglob("*")) if p.is_file())
        found |= {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).digest() for p in files}
    return found


def compare(old: Side, new: Side) -> Iterator[Document | None]:
    """Each document of either plan, in the order of the new one; None for one that did not change."""
    before, after = list(old.targets.values()), list(new.targets.values())
    for i, j, _ in align([Identity(t.path, "", "") for t in before], [Identity(t.path, "", "") for t in after]):
        if i is None and j is not None:
            yield Document(after[j].path, after[j].title, "ajouté")
        elif j is None and i is not None:
            yield Document(before[i].path, before[i].title, "retiré")
        elif i is not None and j is not None:
            yield _compared(old, new, before[i], after[j])


def _compared(old_side: Side, new_side: Side, before: Target, after: Target) -> Document | None:
    path, title = after.path, after.title
    try:
        old, new = before.make(), after.make()
    except Exception as error:
        # templates of another age may fail in any way; the rest is compared all the same
        return Document(path, title, "non comparé", reason=fault(error))
    if not _same(old, new):
        words = passages.read(old), passages.read(new)
        if words[0] != words[1]:
            return Document(path, title, CONTENT, passages.differing(*words))
        reason = OTHER_MEASURES if _measures_otherwise(old, new) else OTHER_TEMPLATES
        return Document(path, title, LAYOUT, reason=reason)
    if not isinstance(new, _WITHOUT_FONTS) and old_side.files != new_side.files:
        return Document(path, title, LAYOUT, reason=OTHER_THEME_FILES)
    sums = old_side.sums.get(path), new_side.sums.get(path)
    if all(sums) and sums[0] != sums[1]:
        reason = OTHER_BYTES if list(_attachments(old)) == list(_attachments(new)) else OTHER_ATTACHMENT
        return Document(path, title, LAYOUT, reason=reason)
    return None


def _measures_otherwise(old: Job, new: Job) -> bool:
    """Whether nothing but what they measure sets two documents apart."""
    return isinstance(old, MeasuresJob) and isinstance(new, MeasuresJob) and _same(old.document, new.document)


def _same(a: Job, b: Job) -> bool:
    """Whether two jobs show the same, wherever the theme's folders are.

    The files that go with a PDF are left aside: what they say is what the model says.
    """
    return type(a) is type(b) and _shown(a) == _shown(b)


def _shown(value: object) -> object:
    """A job, its own and those that it is made from, as values that compare."""
    if isinstance(value, tuple):
        return [_shown(item) for item in value]
    if isinstance(value, Mapping):
        return {name: _shown(item) for name, item in value.items()}
    if not isinstance(value, Part | Job):
        return value
    shown = (field.name for field in fields(value) if field.name not in _NOT_SHOWN)
    return type(value), [_shown(getattr(value, name)) for name in shown]


def _attachments(job: Job) -> Iterator[Attachment]:
    match job:
        case JoinJob() | PdfJob():
            yield from job.attachments
        case MeasuresJob():
            yield from _attachments(job.document)
    for inner in inner_jobs(job):
        yield from _attachments(inner)
