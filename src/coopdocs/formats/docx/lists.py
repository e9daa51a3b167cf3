"""Bulleted and numbered lists, two levels deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from coopdocs.formats.docx.dialect import BLANCS, EN_LIGNE, DialecteInconnu, classes, enfants, noeuds, nom
from coopdocs.formats.docx.ooxml import ORDINAIRE, Mise

if TYPE_CHECKING:
    from coopdocs.formats.docx.body import Corps, Lieu


def liste(corps: Corps, e: etree._Element, lieu: Lieu, niveau: int = 0) -> None:
    """A list of one of two levels; a numbered one counts from one, or from its `start`, by its own instance."""
    classes(e)
    if niveau > (0 if lieu.en_cellule else 1):
        raise DialecteInconnu(e, "cette liste est imbriquée trop profond ; remontez-la d’un niveau")
    suffixe = " 2" if niveau else ""
    numerotee = nom(e) == "ol"
    style = ("List Number" if numerotee else "List Bullet") + suffixe
    if lieu.en_cellule and not numerotee:
        style = "Puce de cellule"
    mise = ORDINAIRE
    if numerotee:
        mise = Mise(liste=(niveau, corps.paquet.nouvelle_liste("List Number", int(e.get("start") or 1))))
    for li in enfants(e):
        if nom(li) != "li":
            raise DialecteInconnu(li, "une liste ne contient que des <li>")
        classes(li)
        corps.attendre(li)
        _item(corps, li, lieu, niveau, style, mise)


def _item(corps: Corps, li: etree._Element, lieu: Lieu, niveau: int, style: str, mise: Mise) -> None:
    """One item: its first words carry the bullet or number, what follows is set under them."""
    suite = "Cellule" if lieu.en_cellule else "List Continue" + (" 2" if niveau else "")
    ligne: list[str | etree._Element] = []
    premier = True

    def vider(source: etree._Element) -> None:
        nonlocal premier
        s, m = (style, mise) if premier else (suite, ORDINAIRE)
        if corps.paragraphe(lieu, s, list(ligne), source=source, mise=m) is not None:
            premier = False
        ligne.clear()

    for n in noeuds(li):
        if isinstance(n, str) or nom(n) in EN_LIGNE:
            ligne.append(n)
            continue
        if any(not isinstance(x, str) or x.strip(BLANCS) for x in ligne):
            vider(li)
        ligne.clear()
        if nom(n) in ("ul", "ol"):
            corps.attendre(n)
            liste(corps, n, lieu, niveau + 1)
        elif nom(n) == "p" and not classes(n):
            corps.attendre(n)
            ligne.extend(noeuds(n))
            vider(n)
        else:
            raise DialecteInconnu(n, "un point de liste contient du texte, des <p> ou une liste")
    if any(not isinstance(x, str) or x.strip(BLANCS) for x in ligne):
        vider(li)
