"""The parts of joined documents: each is made once, kept at hand in this process and in the cache for the others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from coopdocs.formats import pages, run
from coopdocs.formats.job import FilledPageJob, Job, JoinJob, Rendered, SkeletonJob, inner_jobs
from coopdocs.produce.cache import Cache, key

_KEPT = 128
"""Parts at hand: those of a guide, the shared parts of a dossier for a few first page numbers, some 100 kB each."""


class PartStore:
    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._kept: OrderedDict[Hashable, Rendered] = OrderedDict()

    def render(self, job: Job) -> Rendered:
        """A part's document, whose own parts come from here too. One that holds champs is never kept."""
        if isinstance(job, FilledPageJob):
            return run(job)
        if found := self._at_hand(job):
            return found
        digest = key(job)
        rendered = self._cache.get(digest)
        if rendered is None:
            rendered = run(job, self.render)
            if not rendered.defects:
                self._cache.put(digest, rendered)
        self.keep(job, rendered)
        return rendered

    def keep(self, job: Job, rendered: Rendered) -> None:
        self._kept[_name(job)] = rendered
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def pages(self, job: Job) -> int:
        """How many pages a part takes; a part that fails is taken for one page, and fails its document later."""
        if isinstance(job, JoinJob):
            return sum(map(self.pages, inner_jobs(job)))
        return pages(job, self.render) or self.render(job).pages or 1

    def known_pages(self, job: Job) -> int:
        """The same as far as it is known without laying anything out: a part that is in no cache counts for one.

        What such a part stands in gets another key than it will have, and is in no cache either.
        """
        return pages(job, self._known) or self._known(job).pages or 1

    def _known(self, job: Job) -> Rendered:
        return self._at_hand(job) or self._cache.get(key(job)) or Rendered(b"")

    def _at_hand(self, job: Job) -> Rendered | None:
        name = _name(job)
        if name in self._kept:
            self._kept.move_to_end(name)
        return self._kept.get(name)


def _name(job: Job) -> Hashable:
    """What a part is kept by: pages that differ in their values make the same skeleton anew."""
    return (job.html, job.folders, job.pages) if isinstance(job, SkeletonJob) else job
