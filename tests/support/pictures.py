"""A drawing as a picture, by each of the two roads that write it: an SVG laid out, and PDF operators."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from coopdocs.croquis import Croquis, Legende, alpha_name

FONT = Path(__file__).parents[2] / "templates/polices/BricolageGrotesque_600SemiBold.ttf"
FAMILY = "Coopdocs Titre"
POINTS = 280
Image = tuple[int, int, bytes]


def by_svg(croquis: Croquis) -> Image:
    """The picture of the SVG, laid out by WeasyPrint on a page of its size, `POINTS` wide."""
    import weasyprint

    height = POINTS * croquis.hauteur / croquis.largeur
    css = (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: 600; src: url("{FONT.as_uri()}") }}'
        f"@page {{ size: {POINTS}pt {height}pt; margin: 0 }} body {{ margin: 0 }} svg {{ display: block; width: 100% }}"
    )
    html = f"<style>{css}</style>{croquis.svg('Un dessin', FAMILY)}"
    return picture(weasyprint.HTML(string=html).write_pdf())


def by_operators(croquis: Croquis) -> Image:
    """The picture of the operators on the only page of a PDF written here."""
    scale = POINTS / croquis.largeur
    height = scale * croquis.hauteur
    pdf = pikepdf.new()
    matrix = f"q {scale:.6f} 0 0 {-scale:.6f} 0 {height:.6f} cm\n".encode()
    font = pdf.make_indirect(embedded(pdf))
    veils = Dictionary({f"/{alpha_name(o).decode()}": Dictionary(ca=o) for o in croquis.opacites})
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, POINTS, height]),
        Contents=pdf.make_stream(matrix + croquis.operators(shown) + b"\nQ"),
        Resources=Dictionary(Font=Dictionary(F=font), ExtGState=veils),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = io.BytesIO()
    pdf.save(out)
    return picture(out.getvalue())


def picture(octets: bytes) -> Image:
    bitmap = pypdfium2.PdfDocument(octets)[0].render(scale=2)
    return bitmap.width, bitmap.height, bytes(bitmap.buffer)


def difference(a: Image, b: Image) -> float:
    """The part of all bytes that differ by more than a quarter of the way from black to white."""
    (wa, ha, pixels_a), (wb, hb, pixels_b) = a, b
    assert (wa, ha) == (wb, hb)
    assert len(pixels_a) == len(pixels_b)
    return sum(abs(x - y) > 64 for x, y in zip(pixels_a, pixels_b, strict=True)) / len(pixels_a)


@cache
def face() -> TTFont:
    return TTFont(FONT)


def advance(glyph: str) -> float:
    return float(face()["hmtx"][glyph][0] / face()["head"].unitsPerEm)


def embedded(pdf: pikepdf.Pdf) -> Dictionary:
    """The whole font, its codes the numbers of its glyphs."""
    widths = [round(1000 * advance(glyph)) for glyph in face().getGlyphOrder()]
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Titre, Flags=4, FontBBox=Array([0, -300, 1000, 1000]), ItalicAngle=0,
        Ascent=900, Descent=-300, CapHeight=700, StemV=80, FontFile2=pdf.make_stream(FONT.read_bytes()),
    )  # fmt: skip
    info = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    glyphs = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Titre, CIDSystemInfo=info, CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor), W=Array([0, Array(widths)]),
    )  # fmt: skip
    kids = Array([pdf.make_indirect(glyphs)])
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Titre, Encoding=Name("/Identity-H"), DescendantFonts=kids
    )


def shown(texte: Legende) -> bytes:
    """What a caller of `operators` does with a text: its letters one after the other, as SVG engines set them."""
    names = [face().getBestCmap()[ord(letter)] for letter in texte.texte]
    width = texte.corps * sum(map(advance, names)) + texte.espacement * (len(names) - 1)
    x = texte.x - {"start": 0.0, "middle": width / 2, "end": width}[texte.ancre]
    codes = "".join(f"{face().getGlyphID(name):04X}" for name in names)
    show = f"BT /F {texte.corps} Tf {texte.espacement} Tc 1 0 0 -1 {x:.3f} {texte.y:.3f} Tm <{codes}> Tj ET"
    under = ""
    if texte.halo:
        couleur, epaisseur = texte.halo
        under = f"{channels(couleur)} RG {epaisseur} w 1 Tr {show} 0 Tr "
    return f"q {under}{channels(texte.couleur)} rg {show} Q".encode()


def channels(couleur: str) -> str:
    return " ".join(f"{int(couleur[i : i + 2], 16) / 255:.4f}" for i in (1, 3, 5))
