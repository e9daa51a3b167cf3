"""What a PDF of the kit must hold, one check a function: each gives the reasons why it does not."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from coopdocs.theme.polices import MAISON, ready_names
from coopdocs.typographie import taille
from coopdocs.verify import structure
from coopdocs.verify.document import PdfFile, attached_content, pages_said
from coopdocs.verify.findings import Check, Finding, Reason, judge
from coopdocs.verify.folder import Folder
from coopdocs.verify.tagtree import Pdf

SIDES = {"A3": (841.890, 1190.551), "A4": (595.276, 841.890), "A5": (419.528, 595.276)}
TOLERANCE = 0.5
"""Sides of pages in points, and how far a page may be from them."""
_FORMATS = ((r"livret(?!.*-impose)", ("A5",)), (r"affiche", ("A3",)), (r"epreuve", ("A3", "A4", "A5")))
"""The files of events that are not A4, by how their name begins; a proof holds several documents."""
BYTES, BYTES_PER_PAGE = 200_000, 100_000
"""What a PDF may weigh: this much, and this much for each page; its attachments come on top."""
_FAMILIES = tuple(family.replace(" ", "-") for family in MAISON)
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CLAIMS = {
    "PDF/UA-1": {"{http://www.aiim.org/pdfua/ns/id/}part": "1"},
    "PDF/A-3a": {
        "{http://www.aiim.org/pdfa/ns/id/}part": "3",
        "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
    },
}


def check(folder: Folder, path: str, fonts: frozenset[str]) -> tuple[list[Finding], list[str]]:
    """All the checks of a PDF, and the addresses that it links to."""
    import pikepdf

    data = folder.read(path)
    try:
        pdf = Pdf(data)
        faults = pdf.pdf.check_pdf_syntax()
    except pikepdf.PasswordError:
        return judge(path, "ouverture", ["est protégé par un mot de passe"]), []
    except pikepdf.PdfError as error:
        return judge(path, "ouverture", [("est tronqué ou abîmé", str(error).rpartition(": ")[2])]), []
    file = PdfFile(path, pdf, len(data), folder.entries.get(path, {}), fonts, folder)
    found = judge(path, "ouverture", [("est abîmé", fault) for fault in faults[:1]])
    checks = CHECKS
    # where that cannot be read, the checks say why
    with contextlib.suppress(Exception):
        checks = PRINT_CHECKS if any(file.print_only) else CHECKS
    for name, reasons in checks.items():
        found += judge(path, name, _guarded(reasons, file))
    addresses: list[str] = []
    # links that cannot be read are a finding already
    with contextlib.suppress(Exception):
        addresses = file.addresses
    return found, addresses


def _guarded(reasons: Callable[[PdfFile], Iterable[Reason]], file: PdfFile) -> list[Reason]:
    """The reasons that a check gives; a structure that is not what it should be is one."""
    try:
        return list(reasons(file))
    except Exception as error:
        # a damaged file can break the reading of any of its objects, in as many ways as there are kinds of objects
        return [("ne se lit pas comme prévu", f"{type(error).__name__} : {error}")]


# --- pages, size, fonts, metadata


def _pages(file: PdfFile) -> Iterator[Reason]:
    pages = file.pdf.pdf.pages
    if (expected := file.entry.get("pages")) is not None and expected != len(pages):
        yield "n’a pas le nombre de pages que le manifeste annonce", f"{len(pages)} au lieu de {expected}"
    one_fiche = file.entry.get("genre") == "fiches" and file.entry.get("sujet")
    if one_fiche and len(pages) != 2:
        yield "n’a pas les deux pages d’une fiche", f"{len(pages)} pages"
    sizes: dict[tuple[float, ...], list[int]] = {}
    for number, page in enumerate(pages, 1):
        # on a sheet for paper, as it is once cut
        x1, y1, x2, y2 = (float(v) for v in (page.trimbox if any(file.print_only) else page.mediabox))
        sizes.setdefault((round(x2 - x1, 1), round(y2 - y1, 1)), []).append(number)
    wanted = _formats(file)
    for size, numbers in sizes.items():
        if not any(_measures(size, SIDES[name]) for name in wanted):
            mm = " × ".join(f"{side * 25.4 / 72:.0f}" for side in size)
            yield f"n’est pas au format {' ou '.join(wanted)}", f"{pages_said(numbers)} : {mm} mm"
    if len(sizes) > 1 and file.entry.get("genre") in ("fiches", "comparatifs"):
        yield "mêle des pages de formes différentes"


def _formats(file: PdfFile) -> tuple[str, ...]:
    """The formats that a file's pages may have: for an event, and where no manifest tells, its name decides."""
    if file.entry.get("genre", "evenements") != "evenements":
        return ("A4",)
    name = file.path.rpartition("/")[2]
    return next((formats for start, formats in _FORMATS if re.match(start, name)), ("A4",))


def _measures(size: tuple[float, ...], sides: tuple[float, float]) -> bool:
    return all(abs(side - wanted) <= TOLERANCE for side, wanted in zip(sorted(size), sides, strict=True))


def _size(file: PdfFile) -> Iterator[Reason]:
    pages = len(file.pdf.pdf.pages)
    attached = sum(len(attached_content(spec).read_raw_bytes()) for spec in file.attachments.values())
    budget = BYTES + BYTES_PER_PAGE * pages
    if file.size - attached > budget:
        yield "pèse trop pour son nombre de pages", f"{taille(file.size - attached)}, la limite est {taille(budget)}"


def _fonts(file: PdfFile) -> Iterator[Reason]:
    import pikepdf

    for item in file.pdf.pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font" or "/DescendantFonts" in item:
            continue
        name = str(item.get("/BaseFont", "/?"))[1:].rpartition("+")[2]
        descriptor: Any = item.get("/FontDescriptor", {})
        program = next((descriptor[k] for k in ("/FontFile2", "/FontFile3", "/FontFile") if k in descriptor), None)
        if program is None:
            yield "une police n’est pas dans le fichier : elle dépend de la machine qui l’ouvre", name
        elif not _ours(own := _own_name(program), name, file.fonts):
            yield "une police n’est pas de celles du kit", own or name


def _own_name(program: Any) -> str | None:
    """The full name that an embedded font bears inside, None where it bears none."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
        return font["name"].getDebugName(4) if "name" in font else None
    except TTLibError:
        return None


def _ours(own: str | None, name: str, fonts: frozenset[str]) -> bool:
    """Whether a font is the kit's by the name inside it; joining documents drops that name, the family stays."""
    return own in fonts if own else name.startswith(_FAMILIES)


def font_names(folders: Iterable[Path]) -> frozenset[str]:
    """The full names of the fonts in the `polices` folder of each theme folder, and of those made ready of them."""
    from fontTools.ttLib import TTFont

    files = (p for d in folders for p in sorted((d / "polices").glob("*.[to]tf")))
    return ready_names() | {TTFont(file, lazy=True)["name"].getDebugName(4) for file in files}


def _language_and_title(file: PdfFile) -> Iterator[Reason]:
    root = file.pdf.root
    if not re.fullmatch(r"fr(-\w+)*", str(root.get("/Lang", "")), re.I):
        yield "sa langue n’est pas le français", str(root.get("/Lang", "aucune"))
    info, xmp = str(file.pdf.pdf.docinfo.get("/Title", "")), file.xmp.get(_DC_TITLE, "")
    if not info.strip() or not xmp:
        yield "n’a pas de titre dans ses deux fiches d’identité (Info et XMP)"
    elif info.split() != xmp.split():
        yield "a deux titres", f"« {info} » et « {xmp} »"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "montre son nom de fichier au lieu de son titre"


# --- attachments and standards


def _attachments(file: PdfFile) -> Iterator[Reason]:
    associated = {spec.objgen for spec in file.pdf.root.get("/AF", [])}
    for name, spec in file.attachments.items():
        if "/AFRelationship" not in spec or spec.objgen not in associated:
            yield "un fichier joint n’est pas rattaché au document", name
        twins = [c for c in file.folder.paths if c.rpartition("/")[2] == name]
        if twins and attached_content(spec).read_bytes() not in (file.folder.read(c) for c in twins):
            yield "un fichier joint n’est pas celui qui l’accompagne", f"{name}, et {', '.join(twins)}"


def _claims(file: PdfFile) -> Iterator[Reason]:
    for standard, wanted in _CLAIMS.items():
        if any(file.xmp.get(name) != value for name, value in wanted.items()):
            yield f"ne se dit pas {standard}"


def _print_only(file: PdfFile) -> Iterator[Reason]:
    """What is made for paper alone says so wherever that is looked for, and claims nothing that it does not hold."""
    if not all(file.print_only):
        yield "ne dit pas dans ses deux fiches d’identité (Info et XMP) qu’il est pour l’impression seulement"
    root = file.pdf.root
    claimed = [standard for standard, wanted in _CLAIMS.items() if any(name in file.xmp for name in wanted)]
    claimed += ["PDF/X"] if any("pdfx" in name.lower() for name in (*file.xmp, *map(str, file.pdf.pdf.docinfo))) else []
    claimed += ["balisé"] if "/StructTreeRoot" in root or root.get("/MarkInfo", {}).get("/Marked", False) else []
    for standard in claimed:
        yield "est pour l’impression seulement, et annonce plus", standard


CHECKS: dict[Check, Callable[[PdfFile], Iterable[Reason]]] = {
    "pages": _pages,
    "taille": _size,
    "polices": _fonts,
    "langue et titre": _language_and_title,
    "balises": structure.tags,
    "liens": structure.links,
    "données jointes": _attachments,
    "normes annoncées": _claims,
}
PRINT_CHECKS: dict[Check, Callable[[PdfFile], Iterable[Reason]]] = {
    "pages": _pages,
    "taille": _size,
    "polices": _fonts,
    "langue et titre": _language_and_title,
    "liens": structure.links,
    "pour l’impression": _print_only,
}
"""Sheets for paper alone have no structure to read."""
