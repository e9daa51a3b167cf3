"""Word sections: orientation, the cover's own first page, headers that the first section hands down, and feet as wide
as their page."""

from __future__ import annotations

import copy

from lxml import etree

from coopdocs.formats.docx.ooxml import TWIPS_PAR_MM, Mise, q, sous, val, w
from coopdocs.formats.docx.package import Paquet


class Sections:
    """What page the next block belongs to. `voulue` is the orientation asked for; a new section opens only when a
    block comes, so that nothing empty is ever laid out."""

    def __init__(self, paquet: Paquet) -> None:
        self._paquet = paquet
        self.voulue = self._ouverte = "portrait"
        self.couverture = False
        self._closes = 0

    @property
    def commence(self) -> bool:
        """True once something stands in the body."""
        return len(self._paquet.corps) > 1

    def largeur(self) -> float:
        """The text's width in millimetres where the next block goes."""
        page, marges = sous(self._paquet.section, "pgSz"), sous(self._paquet.section, "pgMar")
        cotes = sorted(int(val(page, c)) for c in ("w", "h"))
        twips = cotes[self.voulue == "landscape"] - int(val(marges, "left")) - int(val(marges, "right"))
        return twips / TWIPS_PAR_MM

    def ouvrir(self) -> bool:
        """Close the running section where the orientation changes; True when a new page starts here by itself."""
        if self.voulue == self._ouverte:
            return False
        change = self.commence
        if change:
            dernier = self._paquet.section.getprevious()
            if dernier is None or dernier.tag != q("p"):  # a section's properties live in its last paragraph
                dernier = w("p", Mise().ppr(self._paquet.style("Fin de tableau")))
                self._paquet.section.addprevious(dernier)
            section = copy.deepcopy(self._paquet.section)
            self._regler(section)
            sous(dernier, "pPr").append(section)
            self._closes += 1
        self._ouverte = self.voulue
        return change

    def rester(self) -> None:
        """What comes next belongs to the running section, whatever is asked for."""
        self.voulue = self._ouverte

    def clore(self) -> None:
        """Settle the last section, whose properties end the body."""
        self._regler(self._paquet.section)

    def _regler(self, section: etree._Element) -> None:
        if self._ouverte == "landscape":
            page = sous(section, "pgSz")
            largeur, hauteur = val(page, "w"), val(page, "h")
            page.set(q("w"), hauteur)
            page.set(q("h"), largeur)
            page.set(q("orient"), "landscape")
            self._elargir_pied(section)
        if self._closes:
            for e in [e for e in section if e.tag in (q("headerReference"), q("footerReference"))]:
                if e.tag == q("headerReference") or val(e, "type") != "default":
                    section.remove(e)
        premiere = section.find(q("titlePg"))
        if premiere is not None and (self._closes or not self.couverture):
            section.remove(premiere)

    def _elargir_pied(self, section: etree._Element) -> None:
        """Give a landscape section a foot whose tab stops are as far as its page is wide."""
        page, marges = sous(section, "pgSz"), sous(section, "pgMar")
        cotes = int(val(marges, "left")) + int(val(marges, "right"))
        etroit, large = (int(val(page, cote)) - cotes for cote in ("h", "w"))
        for e in section.findall(q("footerReference")):
            if val(e, "type") == "default":
                e.set(q("r:id"), self._paquet.pied_large(e.get(q("r:id")) or "", large / etroit))
