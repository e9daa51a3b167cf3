"""What a PDF of the kit must hold, one check a function: each gives the reasons why it does not."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from coopdocs.theme import POLICES
from coopdocs.typographie import taille
from coopdocs.verify import structure
from coopdocs.verify.document import Lu, contenu_joint, suite
from coopdocs.verify.findings import Constat, Controle, Raison, juger
from coopdocs.verify.folder import Depot
from coopdocs.verify.tagtree import Pdf

COTES = {"A3": (841.890, 1190.551), "A4": (595.276, 841.890), "A5": (419.528, 595.276)}
TOLERANCE = 0.5
"""Sides of pages in points, and how far a page may be from them."""
_FORMATS = ((r"livret(?!.*-impose)", ("A5",)), (r"affiche", ("A3",)), (r"epreuve", ("A3", "A4", "A5")))
"""The files of events that are not A4, by how their name begins; a proof holds several documents."""
OCTETS, OCTETS_PAGE = 200_000, 100_000
"""What a PDF may weigh: this much, and this much for each page; its attachments come on top."""
_FAMILLES = tuple(famille.replace(" ", "-") for famille in POLICES)
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_ANNONCES = {
    "PDF/UA-1": {"{http://www.aiim.org/pdfua/ns/id/}part": "1"},
    "PDF/A-3a": {
        "{http://www.aiim.org/pdfa/ns/id/}part": "3",
        "{http://www.aiim.org/pdfa/ns/id/}conformance": "A",
    },
}


def controler(depot: Depot, chemin: str, polices: frozenset[str]) -> tuple[list[Constat], list[str]]:
    """All the checks of a PDF, and the addresses that it links to."""
    import pikepdf

    octets = depot.lire(chemin)
    try:
        pdf = Pdf(octets)
        faults = pdf.pdf.check_pdf_syntax()
    except pikepdf.PasswordError:
        return juger(chemin, "ouverture", ["est protégé par un mot de passe"]), []
    except pikepdf.PdfError as error:
        return juger(chemin, "ouverture", [("est tronqué ou abîmé", str(error).rpartition(": ")[2])]), []
    lu = Lu(chemin, pdf, len(octets), depot.entrees.get(chemin, {}), polices, depot)
    found = juger(chemin, "ouverture", [("est abîmé", fault) for fault in faults[:1]])
    checks = CONTROLES
    # where that cannot be read, the checks say why
    with contextlib.suppress(Exception):
        checks = CONTROLES_IMPRESSION if any(lu.impression) else CONTROLES
    for name, check in checks.items():
        found += juger(chemin, name, _guarded(check, lu))
    adresses: list[str] = []
    # links that cannot be read are a finding already
    with contextlib.suppress(Exception):
        adresses = lu.adresses
    return found, adresses


def _guarded(check: Callable[[Lu], Iterable[Raison]], lu: Lu) -> list[Raison]:
    """The reasons that a check gives; a structure that is not what it should be is one."""
    try:
        return list(check(lu))
    except Exception as error:
        # a damaged file can break the reading of any of its objects, in as many ways as there are kinds of objects
        return [("ne se lit pas comme prévu", f"{type(error).__name__} : {error}")]


# --- pages, size, fonts, metadata


def _pages(lu: Lu) -> Iterator[Raison]:
    pages = lu.pdf.pdf.pages
    if (expected := lu.entree.get("pages")) is not None and expected != len(pages):
        yield "n’a pas le nombre de pages que le manifeste annonce", f"{len(pages)} au lieu de {expected}"
    one_fiche = lu.entree.get("genre") == "fiches" and lu.entree.get("sujet")
    if one_fiche and len(pages) != 2:
        yield "n’a pas les deux pages d’une fiche", f"{len(pages)} pages"
    sizes: dict[tuple[float, ...], list[int]] = {}
    for number, page in enumerate(pages, 1):
        # on a sheet for paper, as it is once cut
        x1, y1, x2, y2 = (float(v) for v in (page.trimbox if any(lu.impression) else page.mediabox))
        sizes.setdefault((round(x2 - x1, 1), round(y2 - y1, 1)), []).append(number)
    wanted = _formats(lu)
    for size, numbers in sizes.items():
        if not any(_measures(size, COTES[name]) for name in wanted):
            mm = " × ".join(f"{side * 25.4 / 72:.0f}" for side in size)
            yield f"n’est pas au format {' ou '.join(wanted)}", f"{suite(numbers)} : {mm} mm"
    if len(sizes) > 1 and lu.entree.get("genre") in ("fiches", "comparatifs"):
        yield "mêle des pages de formes différentes"


def _formats(lu: Lu) -> tuple[str, ...]:
    """The formats that a file's pages may have: for an event, and where no manifest tells, its name decides."""
    if lu.entree.get("genre", "evenements") != "evenements":
        return ("A4",)
    nom = lu.chemin.rpartition("/")[2]
    return next((formats for start, formats in _FORMATS if re.match(start, nom)), ("A4",))


def _measures(size: tuple[float, ...], cotes: tuple[float, float]) -> bool:
    return all(abs(side - wanted) <= TOLERANCE for side, wanted in zip(sorted(size), cotes, strict=True))


def _taille(lu: Lu) -> Iterator[Raison]:
    pages = len(lu.pdf.pdf.pages)
    attached = sum(len(contenu_joint(spec).read_raw_bytes()) for spec in lu.jointes.values())
    budget = OCTETS + OCTETS_PAGE * pages
    if lu.octets - attached > budget:
        yield "pèse trop pour son nombre de pages", f"{taille(lu.octets - attached)}, la limite est {taille(budget)}"


def _polices(lu: Lu) -> Iterator[Raison]:
    import pikepdf

    for item in lu.pdf.pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/Font" or "/DescendantFonts" in item:
            continue
        name = str(item.get("/BaseFont", "/?"))[1:].rpartition("+")[2]
        descriptor: Any = item.get("/FontDescriptor", {})
        program = next((descriptor[k] for k in ("/FontFile2", "/FontFile3", "/FontFile") if k in descriptor), None)
        if program is None:
            yield "une police n’est pas dans le fichier : elle dépend de la machine qui l’ouvre", name
        elif not _ours(own := _own_name(program), name, lu.polices):
            yield "une police n’est pas de celles du kit", own or name


def _own_name(program: Any) -> str | None:
    """The full name that an embedded font bears inside, None where it bears none."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(io.BytesIO(program.read_bytes()), lazy=True)
        return font["name"].getDebugName(4) if "name" in font else None
    except TTLibError:
        return None


def _ours(own: str | None, name: str, polices: frozenset[str]) -> bool:
    """Whether a font is the kit's by the name inside it; joining documents drops that name, the family stays."""
    return own in polices if own else name.startswith(_FAMILLES)


def noms_de_polices(dossiers: Iterable[Path]) -> frozenset[str]:
    """The full names of the fonts in the `polices` folder of each theme folder."""
    from fontTools.ttLib import TTFont

    files = (p for d in dossiers for p in sorted((d / "polices").glob("*.[to]tf")))
    return frozenset(TTFont(file, lazy=True)["name"].getDebugName(4) for file in files)


def _langue_et_titre(lu: Lu) -> Iterator[Raison]:
    root = lu.pdf.racine
    if not re.fullmatch(r"fr(-\w+)*", str(root.get("/Lang", "")), re.I):
        yield "sa langue n’est pas le français", str(root.get("/Lang", "aucune"))
    info, xmp = str(lu.pdf.pdf.docinfo.get("/Title", "")), lu.xmp.get(_DC_TITLE, "")
    if not info.strip() or not xmp:
        yield "n’a pas de titre dans ses deux fiches d’identité (Info et XMP)"
    elif info.split() != xmp.split():
        yield "a deux titres", f"« {info} » et « {xmp} »"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "montre son nom de fichier au lieu de son titre"


# --- attachments and standards


def _jointes(lu: Lu) -> Iterator[Raison]:
    associated = {spec.objgen for spec in lu.pdf.racine.get("/AF", [])}
    for name, spec in lu.jointes.items():
        if "/AFRelationship" not in spec or spec.objgen not in associated:
            yield "un fichier joint n’est pas rattaché au document", name
        twins = [c for c in lu.depot.chemins if c.rpartition("/")[2] == name]
        if twins and contenu_joint(spec).read_bytes() not in (lu.depot.lire(c) for c in twins):
            yield "un fichier joint n’est pas celui qui l’accompagne", f"{name}, et {', '.join(twins)}"


def _annonces(lu: Lu) -> Iterator[Raison]:
    for standard, wanted in _ANNONCES.items():
        if any(lu.xmp.get(name) != value for name, value in wanted.items()):
            yield f"ne se dit pas {standard}"


def _impression(lu: Lu) -> Iterator[Raison]:
    """What is made for paper alone says so wherever that is looked for, and claims nothing that it does not hold."""
    if not all(lu.impression):
        yield "ne dit pas dans ses deux fiches d’identité (Info et XMP) qu’il est pour l’impression seulement"
    root = lu.pdf.racine
    claimed = [standard for standard, wanted in _ANNONCES.items() if any(name in lu.xmp for name in wanted)]
    claimed += ["PDF/X"] if any("pdfx" in nom.lower() for nom in (*lu.xmp, *map(str, lu.pdf.pdf.docinfo))) else []
    claimed += ["balisé"] if "/StructTreeRoot" in root or root.get("/MarkInfo", {}).get("/Marked", False) else []
    for standard in claimed:
        yield "est pour l’impression seulement, et annonce plus", standard


CONTROLES: dict[Controle, Callable[[Lu], Iterable[Raison]]] = {
    "pages": _pages,
    "taille": _taille,
    "polices": _polices,
    "langue et titre": _langue_et_titre,
    "balises": structure.balises,
    "liens": structure.liens,
    "données jointes": _jointes,
    "normes annoncées": _annonces,
}
CONTROLES_IMPRESSION: dict[Controle, Callable[[Lu], Iterable[Raison]]] = {
    "pages": _pages,
    "taille": _taille,
    "polices": _polices,
    "langue et titre": _langue_et_titre,
    "liens": structure.liens,
    "pour l’impression": _impression,
}
"""Sheets for paper alone have no structure to read."""
