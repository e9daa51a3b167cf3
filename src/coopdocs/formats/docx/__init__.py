"""HTML to DOCX: our own semantic pages, walked once and written with the named styles of a reference file.

The dialect is in `dialecte`; every look is in the reference file, which a Word user restyles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lxml import etree

from coopdocs.formats.docx.body import Corps
from coopdocs.formats.docx.dialect import DialecteInconnu, ImageManquante, lire, nom, texte_nu
from coopdocs.formats.docx.package import Paquet, Proprietes, StyleManquant
from coopdocs.typographie import date_longue

__all__ = ["DialecteInconnu", "ImageManquante", "StyleManquant", "write"]


def write(html: str, *, reference: bytes, images: Mapping[str, bytes], edition: dt.date) -> bytes:
    """The bytes of a DOCX made from a well-formed XHTML page, the same for the same arguments.

    `reference`: a DOCX whose styles, numbering, headers and page set-up are kept, and whose text is not. `images`:
    the PNG bytes of each `src`. `edition` dates the document. Raises `DialecteInconnu` for what the dialect lacks,
    `ImageManquante`, `StyleManquant`, and `etree.XMLSyntaxError` for a page that is not well-formed.
    """
    page = lire(html)
    paquet = Paquet(reference)
    Corps(paquet, page, images).ecrire(page)
    return paquet.fermer(_proprietes(page, edition), date_longue(edition))


def _proprietes(page: etree._Element, edition: dt.date) -> Proprietes:
    tete = {nom(e): e for e in page}.get("head")
    elements = [] if tete is None else list(tete)
    titre = next((texte_nu(e) for e in elements if nom(e) == "title"), "")
    if not titre:
        raise DialecteInconnu(page if tete is None else tete, "la page n’a pas de <title> ; donnez-lui son titre")
    metas = {e.get("name"): " ".join((e.get("content") or "").split()) for e in elements if nom(e) == "meta"}
    langue = page.get("lang") or "fr"
    return Proprietes(
        titre=titre,
        auteur=metas.get("author", ""),
        description=metas.get("description", ""),
        mots_cles=metas.get("keywords", ""),
        langue="fr-FR" if langue == "fr" else langue,
        edition=edition,
    )
