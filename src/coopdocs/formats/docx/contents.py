"""Headings and the table of contents: numbers counted as Word will count them, entries stored in a real TOC field.

No engine here paginates as Word does, so an honest page number cannot be stored: an estimate would be wrong on some
page and look right on all. Each entry is a working link that ends on a chevron where its PAGEREF will put the number,
and the field's last line, part of its result, says how to get the numbers; the first update replaces both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from coopdocs.formats.docx.dialect import TITRES, DialecteInconnu, classes, noeuds, nom, texte_nu
from coopdocs.formats.docx.ooxml import NEUTRE, ORDINAIRE, Mise, champ, mots, run, w
from coopdocs.formats.docx.package import Paquet

if TYPE_CHECKING:
    from coopdocs.formats.docx.body import Corps, Lieu

NIVEAUX = "2"  # unless the template says otherwise, as <nav class="sommaire" data-niveaux="1">
# Where the words of a numbered entry start; set on the paragraph, as Word does: the other entries need no stop.
RETRAITS = {1: Mise(taquet=567), 2: Mise(taquet=1247)}
PAGE_A_VENIR = "›"
CONSEIL = "Pour afficher les numéros de page dans Word : clic dans ce sommaire, puis touche F9."


@dataclass(frozen=True)
class Titre:
    """A heading: level 1 to 4, the number that its style prints (empty without one), its words, its TOC bookmark."""

    niveau: int
    numero: str
    texte: str
    signet: str


def relever(page: etree._Element, paquet: Paquet) -> dict[etree._Element, Titre]:
    """Every heading of the page but the cover's and the table of contents' own.

    A heading below one without number has none either: Word would count it under the last numbered chapter.
    """
    motifs = paquet.motifs("heading 1")
    annonces = max((_niveaux(e) for e in page.iter(etree.Element) if nom(e) == "nav"), default=0)
    titres: dict[etree._Element, Titre] = {}
    rangs = [0, 0, 0]
    numerotes = [True, False, False, False, False]  # by level, whether the last heading met has a number
    for e in page.iter(etree.Element):
        if nom(e) not in TITRES or "titre" in classes(e) or any(nom(a) == "nav" for a in e.iterancestors()):
            continue
        niveau = int(nom(e)[1])
        numerote = niveau < 4 and numerotes[niveau - 1] and "sans-numero" not in classes(e)
        numerotes[niveau:] = [numerote] + [False] * (4 - niveau)
        numero = ""
        if numerote:
            rangs[niveau - 1] += 1
            rangs[niveau:] = [0] * (3 - niveau)
            numero = motifs[niveau - 1]
            for i, rang in enumerate(rangs, 1):
                numero = numero.replace(f"%{i}", str(rang))
        signet = f"_Toc{len(titres) + 1:08d}" if niveau <= annonces else ""
        titres[e] = Titre(niveau, numero, texte_nu(e), signet)
    return titres


def ecrire(corps: Corps, nav: etree._Element, lieu: Lieu) -> None:
    """The block that Word knows as a table of contents: its title, then the field with its stored entries."""
    contenu = w("sdtContent")
    dedans = type(lieu)(contenu)
    for n in noeuds(nav):
        if isinstance(n, str):
            if n.strip():
                raise DialecteInconnu(nav, "du texte est hors de tout titre dans le sommaire")
        elif nom(n) in TITRES or "titre-sommaire" in classes(n):
            corps.attendre(n)
            corps.paragraphe(dedans, "TOC Heading", list(noeuds(n)), source=n)
        elif nom(n) not in ("ol", "ul"):  # a list of links is the web's table of contents: the field takes its place
            raise DialecteInconnu(n, "un sommaire contient un titre et, pour le web, une liste de liens")
    entrees = [t for t in corps.titres.values() if t.signet]
    if not entrees:
        raise DialecteInconnu(nav, "ce sommaire n’a aucun titre à annoncer")
    debut, fin = _bornes(_niveaux(nav))
    for rang, titre in enumerate(entrees):
        p = w("p", *(debut if not rang else ()), _entree(corps, titre))
        corps.poser_paragraphe(dedans, p, f"toc {titre.niveau}", RETRAITS[titre.niveau] if titre.numero else ORDINAIRE)
    p = w("p", run(NEUTRE, mots(CONSEIL)), *fin)
    corps.poser_paragraphe(dedans, p, "Mentions", Mise(avant=240))
    galerie = w("docPartObj", w("docPartGallery", val="Table of Contents"), w("docPartUnique"))
    corps.paquet.section.addprevious(w("sdt", w("sdtPr", w("id", val=1), galerie), contenu))


def _niveaux(nav: etree._Element) -> int:
    niveaux = nav.get("data-niveaux") or NIVEAUX
    if niveaux not in ("1", "2"):
        raise DialecteInconnu(nav, f"data-niveaux vaut 1 ou 2, pas « {niveaux} »")
    return int(niveaux)


def _bornes(niveaux: int) -> tuple[list[etree._Element], list[etree._Element]]:
    runs = champ(f'TOC \\o "1-{niveaux}" \\h \\z \\u', [])
    return runs[:3], runs[3:]


def _entree(corps: Corps, titre: Titre) -> etree._Element:
    lien = w("hyperlink", anchor=titre.signet, history=1)
    if titre.numero:
        lien.append(run(NEUTRE, mots(titre.numero)))
        lien.append(run(NEUTRE, w("tab")))
    lien.append(run(NEUTRE, mots(titre.texte)))
    lien.append(run(NEUTRE, w("tab")))
    lien.extend(champ(f"PAGEREF {titre.signet} \\h", [run(NEUTRE, mots(PAGE_A_VENIR))]))
    return lien
