"""Stylesheets that pages have in common, parsed and validated by the layout engine once in a process."""

from __future__ import annotations

import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

_SHEETS = 60
"""Stylesheets at hand, those read last: a theme's, and what each page adds to them; a large one takes megabytes."""


def install() -> Callable[..., None]:
    """Put the memory in the engine; what stands for its `preprocess_stylesheet` comes back."""
    import tinycss2
    import weasyprint
    from weasyprint import css

    sheets = _Sheets(tinycss2.parse_stylesheet, css.preprocess_stylesheet)
    reader = ModuleType(tinycss2.__name__)
    vars(reader).update(vars(tinycss2), parse_stylesheet=sheets.parse)
    weasyprint.tinycss2 = reader
    return sheets.add_to


class _Rules(list[Any]):
    """The rules of a stylesheet, and what each plain one adds to a page's: selectors with their declarations."""

    def __init__(self, rules: list[Any]) -> None:
        super().__init__(rules)
        self.added: dict[tuple[int, str, str], tuple[_Added, list[Any]]] = {}


class _Added(list[tuple[Any, Any]]):
    """Stands for the engine's collection of selectors."""

    def add_selector(self, selector: Any, payload: Any) -> None:
        self.append((selector, payload))


class _Sheets:
    def __init__(self, parse: Callable[[str], list[Any]], preprocess: Callable[..., None]) -> None:
        self._parse, self._preprocess = parse, preprocess
        self._known: OrderedDict[str, _Rules] = OrderedDict()

    def parse(self, css: str) -> _Rules:
        """The rules of a stylesheet."""
        if css not in self._known:
            if len(self._known) >= _SHEETS:
                self._known.popitem(last=False)
            self._known[css] = _Rules(self._parse(css))
        self._known.move_to_end(css)
        return self._known[css]

    def add_to(
        self, media: str, base_url: str, rules: list[Any], fetcher: Any, selectors: Any, page_rules: Any, layers: Any,
        fonts: Any, counters: Any, profiles: Any, ignore_imports: bool = False, layer: Any = None,
    ) -> None:  # fmt: skip
        """Add rules to a page's; a plain one whose reading gave rise to no warning is read once."""
        about = page_rules, layers, fonts, counters, profiles
        for place, rule in enumerate(rules):
            if not isinstance(rules, _Rules) or rule.type != "qualified-rule" or layer is not None:
                self._preprocess(media, base_url, [rule], fetcher, selectors, *about, ignore_imports, layer)
            else:
                for selector, payload in self._added(rules, place, media, base_url, fetcher, about):
                    selectors.add_selector(selector, payload)
            ignore_imports = ignore_imports or rule.type == "qualified-rule"

    def _added(self, rules: _Rules, place: int, media: str, base_url: str, fetcher: Any, about: Any) -> _Added:
        key = place, media, base_url
        if key in rules.added:
            added, waiting = rules.added[key]
            for value in waiting:
                # what a property of this page makes wrong is said for this page too
                value._reported_error = False
            return added
        added = _Added()
        with _warned() as warnings:
            self._preprocess(media, base_url, [rules[place]], fetcher, added, *about)
        if not warnings:
            values = (value for _, (declarations, _) in added for _, value, _ in declarations)
            rules.added[key] = added, [value for value in values if hasattr(value, "_reported_error")]
        return added


@contextlib.contextmanager
def _warned() -> Iterator[list[logging.LogRecord]]:
    """The engine's warnings meanwhile; who hears them elsewhere still does."""
    handler, logger = _Kept(logging.WARNING), logging.getLogger("weasyprint")
    handler.records = []
    logger.addHandler(handler)
    try:
        yield handler.records
    finally:
        logger.removeHandler(handler)


class _Kept(logging.Handler):
    records: list[logging.LogRecord]

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)
