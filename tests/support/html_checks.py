"""What is checked of a web page: own readings of its text and links, and the three programs of tests/gates."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

from lxml import html

from coopdocs.typographie import typeset
from support import gate_log, remembered

OWN, VNU, VALIDATE, AXE = "own checks, HTML", "vnu", "html-validate", "axe"
GATES = Path(__file__).parents[1] / "gates"
VNU_JAR = GATES / "node_modules/vnu-jar/build/dist/vnu.jar"
LOCK = GATES / "package-lock.json"
SANS_TEXTE = ("style", "script")


def read(page: Path) -> Any:
    return html.document_fromstring(page.read_text("utf-8"))


def texts(tree: Any) -> Iterator[str]:
    """Every text node and spoken attribute, in document order."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in SANS_TEXTE and element.text:
            yield element.text
        yield from (element.attrib[name] for name in ("alt", "aria-label", "title") if name in element.attrib)
        if element.tail:
            yield element.tail


def own(pages: Sequence[Path], site: Path, planned: Collection[str]) -> dict[Path, list[str]]:
    """What is wrong in each page of a site, as reading it tells; `planned`: every path that the site will have."""
    _note(OWN, pages)
    return {page: list(_own(page, site, planned)) for page in pages}


def _own(page: Path, site: Path, planned: Collection[str]) -> Iterator[str]:
    if read(page).get("lang") != "fr":
        yield f"lang: {read(page).get('lang')}"
    yield from (f"dead link: {link}" for link in dead_links(page, site, planned))
    yield from (f"repeated id: {name}" for name in repeated_ids(page))
    yield from (f"no such id: {name}" for name in dangling(page))
    yield from (f"loaded from outside: {url}" for url in loaded_from_outside(page))
    yield from (f"badly set: {text}" for text in badly_set(page))


def badly_set(page: Path) -> list[str]:
    """The texts that French typography would still change; a tab's title keeps plain spaces."""
    tree = read(page)
    for title in tree.iter("title"):
        title.text = None if title.getparent().tag == "head" else title.text
    words = (" ".join(re.split(r"[ \t\n]+", text)).strip() for text in texts(tree))
    return [text for text in words if typeset(text) != text]


def repeated_ids(page: Path) -> list[str]:
    counts = Counter(element.get("id") for element in read(page).iter() if element.get("id") is not None)
    return [name for name, count in counts.items() if count > 1]


def dangling(page: Path) -> list[str]:
    """Ids by which an element names, describes or heads another, and that its page does not have."""
    attributes = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
    asked = (name for e in read(page).iter() for a in attributes for name in e.get(a, "").split())
    return [name for name in asked if name not in _ids(page)]


def dead_links(page: Path, site: Path, planned: Collection[str]) -> list[str]:
    """Links that lead to no planned file, or to a place that a page does not have."""
    dead = []
    for link in read(page).iter("a"):
        target, fragment = urldefrag(link.get("href", ""))
        if re.match(r"https?:|mailto:|tel:", target):
            continue
        goal = Path(os.path.normpath(page.parent / unquote(target))) if target else page
        place = fragment if goal.suffix == ".html" else ""
        if goal.relative_to(site).as_posix() not in planned or (place and place not in _ids(goal)):
            dead.append(link.get("href"))
    return dead


@cache
def _ids(page: Path) -> frozenset[str | None]:
    return frozenset(element.get("id") for element in read(page).iter())


def loaded_from_outside(page: Path) -> list[str]:
    """What the page would fetch besides itself: everything it shows must be within it."""
    tree = read(page)
    styles = [element.text or "" for element in tree.iter("style")] + [e.get("style", "") for e in tree.iter()]
    fetched = [url for css in styles for url in re.findall(r"url\(\s*['\"]?([^'\")]+)", css)]
    fetched += [rule for css in styles for rule in re.findall(r"@import[^;]*", css)]
    for element in tree.iter():
        if element.tag not in ("a", "area"):
            names = ("src", "srcset", "href", "xlink:href", "data", "poster", "action")
            fetched += [element.attrib[name] for name in names if name in element.attrib]
    return [url for url in fetched if not url.startswith(("data:", "#"))]


def vnu(java: str, pages: Sequence[Path]) -> dict[Path, list[str]]:
    """Errors and warnings of the Nu checker (HTML, CSS, SVG), by page."""

    def judge(unknown: Collection[Path]) -> dict[Path, list[str]]:
        options = ("--format", "json", "--stdout", "--exit-zero-always")
        found: dict[Path, list[str]] = {page: [] for page in unknown}
        for message in json.loads(_run([java, "-Xss4m", "-jar", str(VNU_JAR), *options, *map(str, unknown)]))[
            "messages"
        ]:
            page = Path(unquote(message["url"]).removeprefix("file:"))
            found[page].append(f"{message.get('lastLine', 0)}: {message['message']}")
        return found

    return _remembered(VNU, [VNU_JAR], remembered.version(java, "-version"), pages, judge)


def html_validate(node: str, pages: Sequence[Path]) -> dict[Path, list[str]]:
    script = GATES / "node_modules/html-validate/bin/html-validate.mjs"
    config = GATES / "html-validate.cjs"

    def judge(unknown: Collection[Path]) -> dict[Path, list[str]]:
        found: dict[Path, list[str]] = {page: [] for page in unknown}
        with tempfile.TemporaryDirectory() as dossier:
            # to a file: the program ends before a pipe has taken all it says
            said = Path(dossier) / "dit.json"
            options = ("--config", str(config), "--formatter", f"json={said}")
            _run([node, str(script), *options, *map(str, unknown)], may_fail=True)
            reports = json.loads(said.read_text("utf-8"))
        for report in reports:
            page = Path(report["filePath"])
            found[page] = [f"{m['line']}: {m['ruleId']}: {m['message']}" for m in report["messages"]]
        return found

    return _remembered(VALIDATE, [config, LOCK], remembered.version(node, "--version"), pages, judge)


def _remembered(
    gate: str, parts: Sequence[Path], version: str, pages: Sequence[Path],
    judge: Callable[[Collection[Path]], Mapping[Path, list[str]]],
) -> dict[Path, list[str]]:  # fmt: skip
    """What a gate says of each page; one whose very bytes it has passed before is not put before it again."""
    _note(gate, pages)

    def as_text(unknown: Collection[Path]) -> dict[Path, str]:
        return {page: json.dumps(said) for page, said in judge(unknown).items()}

    checker = f"{version} {remembered.digest_of(*parts)}"
    said = remembered.judged(
        gate, checker, {page: page.read_bytes() for page in pages}, as_text, lambda text: text == "[]"
    )
    return {page: json.loads(text) for page, text in said.items()}


def axe(node: str, chromium: str, width: int, pages: Sequence[Path]) -> list[dict[str, Any]]:
    """One report a page in a window `width` pixels wide: defects, pixels in excess (`wider`), words that are `glued`,
    outside `requests`."""
    _note(AXE, pages)
    command = [node, str(GATES / "axe.cjs"), chromium, str(width), *map(str, pages)]
    reports: list[dict[str, Any]] = json.loads(_run(command))
    return reports


def in_browser(node: str, chromium: str, width: int, pages: Sequence[Path]) -> dict[Path, list[str]]:
    """What `axe` reports of each page, in words: defects, width in excess, glued words, requests to the outside."""

    def judge(unknown: Collection[Path]) -> dict[Path, list[str]]:
        return {
            Path(report["file"]): [
                *report["defects"],
                *([f"wider by {report['wider']} px"] if report["wider"] > 0 else []),
                *(f"glued: {words}" for words in report["glued"]),
                *(f"request: {url}" for url in report["requests"]),
            ]
            for report in axe(node, chromium, width, list(unknown))
        }

    versions = f"{width} px {remembered.version(node, '--version')} {remembered.version(chromium, '--version')}"
    return _remembered(AXE, [GATES / "axe.cjs", GATES / "mots.js", LOCK], versions, pages, judge)


def _note(gate: str, pages: Sequence[Path]) -> None:
    gate_log.read(gate, (page.read_bytes() for page in pages))


def _run(command: list[str], may_fail: bool = False) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0 or (may_fail and result.returncode == 1), result.stderr
    return result.stdout
