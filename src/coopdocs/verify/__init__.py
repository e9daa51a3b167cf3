"""What holds of a file, a folder or a release: sums, pages, fonts, tags, links, tables, standards, reproduction.

Nothing that is read is trusted: archives are unpacked within limits, damaged files give findings, not errors.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from coopdocs import packaged
from coopdocs.archives.unpack import ArchiveError, extract, is_archive
from coopdocs.verify import pages, pdf, remake, spreadsheets, standards
from coopdocs.verify.findings import Check, Finding, Verdict, Verification, judge
from coopdocs.verify.folder import Folder, check_sums

__all__ = ["Check", "Finding", "Verdict", "Verification", "examine"]


def examine(
    path: Path,
    themes: Sequence[Path] = (),
    kit: Path | None = None,
    sample: float | None = None,
    quick: bool = False,
    say: Callable[[str], None] = lambda what: None,
) -> Verification:
    """All that can be checked of a file, a folder or an archive (.zip, .tar.gz) that exists.

    `themes`: folders whose `polices` documents may use, beside the packaged ones and the release's own. `kit`: the
    sources of a folder that holds none. `sample`: how many documents are made again (a share as a float, a number as an
    int), None for none. `quick`: without veraPDF, which takes longer than all the rest. `say` hears what takes long,
    in French. Raises OSError for a file that cannot be read.
    """
    subject = path.name or path.resolve().name
    try:
        with _opened(path) as folder:
            found = judge(subject, "archive", []) if is_archive(path) else []
            more, links = _checked(folder, themes)
            found += more
            pdfs = [c.file for c in more if c.check == "normes annoncées"]
            found += _standards(folder, list(dict.fromkeys(pdfs)), quick, say)
            found += spreadsheets.check(folder) if folder.whole else []
            found += remake.check(folder, kit, sample, say) if sample is not None else []
    except ArchiveError as refused:
        return Verification(subject, tuple(judge(subject, "archive", [str(refused)])))
    return Verification(subject, tuple(found), tuple(dict.fromkeys(links)))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Folder]:
    """What is to be verified; an archive is unpacked in a temporary folder, gone at the end."""
    if path.is_dir():
        yield Folder.of(path)
    elif is_archive(path):
        with tempfile.TemporaryDirectory(prefix="coopdocs-") as unpacked:
            extract(path, Path(unpacked))
            tops = list(Path(unpacked).iterdir())
            if len(tops) != 1 or not tops[0].is_dir():
                raise ArchiveError("ne contient pas un dossier unique")
            yield Folder.of(tops[0])
    else:
        yield Folder.around(path)


def _checked(folder: Folder, themes: Sequence[Path]) -> tuple[list[Finding], list[tuple[str, str]]]:
    """The sums of all files, then each document by itself; the addresses outside that documents link to."""
    found, links = list(check_sums(folder)), []
    own = [folder.sources / "templates"] if folder.sources else []
    fonts = pdf.font_names([packaged("templates"), *own, *themes])
    for path in folder.documents:
        if path.endswith(".pdf"):
            findings, addresses = pdf.check(folder, path, fonts)
        else:
            findings, addresses = pages.check(folder, path)
        found += findings
        links += [(path, address) for address in addresses]
    return found, links


def _standards(folder: Folder, pdfs: list[str], quick: bool, say: Callable[[str], None]) -> list[Finding]:
    if quick:
        return [Finding(path, "normes (veraPDF)", "non vérifié", "contrôle rapide, sans veraPDF") for path in pdfs]
    if pdfs:
        say(f"veraPDF : {len(pdfs)} PDF")
    return list(standards.check(folder, pdfs))
