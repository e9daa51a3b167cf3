"""What holds of a file, a folder or a release: sums, pages, fonts, tags, links, tables, standards, reproduction.

Nothing that is read is trusted: archives are unpacked within limits, damaged files give findings, not errors.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from coopdocs import packaged
from coopdocs.archives.unpack import ArchiveError, deplier, est_archive
from coopdocs.verify import pages, pdf, remake, spreadsheets, standards
from coopdocs.verify.findings import Constat, Controle, Rapport, Verdict, juger
from coopdocs.verify.folder import Depot, sommes

__all__ = ["Constat", "Controle", "Rapport", "Verdict", "verifier"]


def verifier(
    chemin: Path,
    themes: Sequence[Path] = (),
    kit: Path | None = None,
    taux: float | None = None,
    rapide: bool = False,
    dire: Callable[[str], None] = lambda quoi: None,
) -> Rapport:
    """All that can be checked of a file, a folder or an archive (.zip, .tar.gz) that exists.

    `themes`: folders whose `polices` documents may use, beside the packaged ones and the release's own. `kit`: the
    sources of a folder that holds none. `taux`: how many documents are made again (a share as a float, a number as an
    int), None for none. `rapide`: without veraPDF, which takes longer than all the rest. `dire` hears what takes long,
    in French. Raises OSError for a file that cannot be read.
    """
    sujet = chemin.name or chemin.resolve().name
    try:
        with _ouvrir(chemin) as depot:
            found = juger(sujet, "archive", []) if est_archive(chemin) else []
            more, liens = _examine(depot, themes)
            found += more
            pdfs = [c.fichier for c in more if c.controle == "normes annoncées"]
            found += _standards(depot, list(dict.fromkeys(pdfs)), rapide, dire)
            found += spreadsheets.controler(depot) if depot.entier else []
            found += remake.controler(depot, kit, taux, dire) if taux is not None else []
    except ArchiveError as refused:
        return Rapport(sujet, tuple(juger(sujet, "archive", [str(refused)])))
    return Rapport(sujet, tuple(found), tuple(dict.fromkeys(liens)))


@contextlib.contextmanager
def _ouvrir(chemin: Path) -> Iterator[Depot]:
    """What is to be verified; an archive is unpacked in a temporary folder, gone at the end."""
    if chemin.is_dir():
        yield Depot.dossier(chemin)
    elif est_archive(chemin):
        with tempfile.TemporaryDirectory(prefix="coopdocs-") as dossier:
            deplier(chemin, Path(dossier))
            tops = list(Path(dossier).iterdir())
            if len(tops) != 1 or not tops[0].is_dir():
                raise ArchiveError("ne contient pas un dossier unique")
            yield Depot.dossier(tops[0])
    else:
        yield Depot.fichier(chemin)


def _examine(depot: Depot, themes: Sequence[Path]) -> tuple[list[Constat], list[tuple[str, str]]]:
    """The sums of all files, then each document by itself; the addresses outside that documents link to."""
    found, liens = list(sommes(depot)), []
    own = [depot.sources / "templates"] if depot.sources else []
    polices = pdf.noms_de_polices([packaged("templates"), *own, *themes])
    for path in depot.documents:
        if path.endswith(".pdf"):
            constats, adresses = pdf.controler(depot, path, polices)
        else:
            constats, adresses = pages.controler(depot, path)
        found += constats
        liens += [(path, adresse) for adresse in adresses]
    return found, liens


def _standards(depot: Depot, pdfs: list[str], rapide: bool, dire: Callable[[str], None]) -> list[Constat]:
    if rapide:
        return [Constat(path, "normes (veraPDF)", "non vérifié", "contrôle rapide, sans veraPDF") for path in pdfs]
    if pdfs:
        dire(f"veraPDF : {len(pdfs)} PDF")
    return list(standards.controler(depot, pdfs))
