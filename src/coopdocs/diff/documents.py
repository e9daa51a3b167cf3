"""The documents of two plans, job by job: other words, or the same words laid out otherwise. Nothing is laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

from coopdocs.diff import passages
from coopdocs.diff.differences import CONTENU, MISE_EN_FORME, Document
from coopdocs.diff.words import Repere, align
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
from coopdocs.formats.pdf.standards import Jointe
from coopdocs.library import Library
from coopdocs.plan import plan
from coopdocs.produce import fault
from coopdocs.targets import Selection, Target
from coopdocs.theme import Theme
from coopdocs.typographie import INSECABLE

_SANS_POLICES = TextJob | XlsxJob
_NOT_SHOWN = ("folders", "attachments")
AUTRE_RENDU = (
    f"mêmes mots et mêmes gabarits, autres octets{INSECABLE}: outil, moteurs ou bibliothèques d’une autre version"
)
AUTRES_FICHIERS = "polices ou images du thème"
AUTRE_JOINTE = f"mêmes mots et mêmes gabarits, autre fichier joint{INSECABLE}: ordre des clés ou commentaires du YAML"
AUTRES_GABARITS = "gabarits, styles, dessins ou mise en page"
AUTRES_MESURES = "taille ou nombre de pages d’autres fichiers, qu’il donne"


@dataclass(frozen=True, eq=False)
class Cote:
    """One side: a kit read, its theme, how it was named; `sommes` are the sha256 of a release's files by path."""

    nom: str
    library: Library
    theme: Theme
    sommes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The plan by path. Page numbers in it are not true ones: only layout knows them."""
        planned = plan(self.library, self.theme, Selection(), lambda job: declared_pages(job) or 1)
        return {t.path: t for t in planned}

    @cached_property
    def fichiers(self) -> dict[str, bytes]:
        """The digests of the files that engines read in the theme: those of its first folder that has them."""
        return _digests(self.theme.dossiers)


def _digests(dossiers: tuple[Path, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for dossier in reversed(dossiers):
        files = (p for nom in ENGINE_FOLDERS for p in sorted((dossier / nom).rglob("*")) if p.is_file())
        found |= {p.relative_to(dossier).as_posix(): hashlib.sha256(p.read_bytes()).digest() for p in files}
    return found


def compare(ancien: Cote, nouveau: Cote) -> Iterator[Document | None]:
    """Each document of either plan, in the order of the new one; None for one that did not change."""
    before, after = list(ancien.targets.values()), list(nouveau.targets.values())
    for i, j, _ in align([Repere(t.path, "", "") for t in before], [Repere(t.path, "", "") for t in after]):
        if i is None and j is not None:
            yield Document(after[j].path, after[j].title, "ajouté")
        elif j is None and i is not None:
            yield Document(before[i].path, before[i].title, "retiré")
        elif i is not None and j is not None:
            yield _compared(ancien, nouveau, before[i], after[j])


def _compared(ancien: Cote, nouveau: Cote, before: Target, after: Target) -> Document | None:
    chemin, titre = after.path, after.title
    try:
        old, new = before.make(), after.make()
    except Exception as error:
        # templates of another age may fail in any way; the rest is compared all the same
        return Document(chemin, titre, "non comparé", raison=fault(error))
    if not _same(old, new):
        words = passages.read(old), passages.read(new)
        if words[0] != words[1]:
            return Document(chemin, titre, CONTENU, passages.differing(*words))
        raison = AUTRES_MESURES if _measures_otherwise(old, new) else AUTRES_GABARITS
        return Document(chemin, titre, MISE_EN_FORME, raison=raison)
    if not isinstance(new, _SANS_POLICES) and ancien.fichiers != nouveau.fichiers:
        return Document(chemin, titre, MISE_EN_FORME, raison=AUTRES_FICHIERS)
    sums = ancien.sommes.get(chemin), nouveau.sommes.get(chemin)
    if all(sums) and sums[0] != sums[1]:
        raison = AUTRE_RENDU if list(_attachments(old)) == list(_attachments(new)) else AUTRE_JOINTE
        return Document(chemin, titre, MISE_EN_FORME, raison=raison)
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


def _attachments(job: Job) -> Iterator[Jointe]:
    match job:
        case JoinJob() | PdfJob():
            yield from job.attachments
        case MeasuresJob():
            yield from _attachments(job.document)
    for inner in inner_jobs(job):
        yield from _attachments(inner)
