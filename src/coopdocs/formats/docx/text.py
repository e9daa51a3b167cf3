"""Words inside a paragraph: runs, links, references, footnotes, with HTML's white space folded as a browser would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from docx.opc.part import Part
from lxml import etree

from coopdocs.formats.docx.dialect import ESPACES, DialecteInconnu, classes, langue_de_passage, noeuds, nom, texte_nu
from coopdocs.formats.docx.ooxml import NEUTRE, Allure, champ, mots, q, run, w
from coopdocs.formats.docx.package import Paquet

STYLES_DE_CLASSE = {"doute": "Doute", "sigle": "Sigle", "petit": "Petit"}
CODES_DE_RENVOI = {"page": "PAGEREF", "renvoi": "REF"}
PAGE_INCONNUE = "…"


class Ligne:
    """Fills one paragraph of `part`; call `clore` once everything is in. `ancres` are the page's known ids."""

    def __init__(self, p: etree._Element, paquet: Paquet, part: Part, ancres: frozenset[str]) -> None:
        self.p = p
        self._paquet = paquet
        self._part = part
        self._ancres = ancres
        self._debut = True  # at the start, or after a space: a space that comes now is folded into nothing
        self._dernier: etree._Element | None = None
        self._note_avant = False
        self._parent = p

    def ajouter(self, contenu: Iterable[str | etree._Element], allure: Allure) -> None:
        for n in contenu:
            if isinstance(n, str):
                self._mots(n, allure)
            else:
                self._element(n, allure)

    def clore(self) -> bool:
        """Trim the end; False when nothing was written."""
        self._couper_fin()
        return any(True for _ in self.p.iter(q("r")))

    def _poser(self, *elements: etree._Element) -> None:
        self._parent.extend(elements)
        self._note_avant = False

    def _mots(self, texte: str, allure: Allure) -> None:
        plie = ESPACES.sub(" ", texte)
        if self._debut:
            plie = plie.lstrip(" ")
        if plie:
            self._dernier = mots(plie)
            self._poser(run(allure, self._dernier))
            self._debut = plie.endswith(" ")

    def _couper_fin(self) -> None:
        t = self._dernier
        if t is None or not (t.text or "").endswith(" "):
            return
        t.text = (t.text or "").rstrip(" ")
        r = t.getparent()
        if not t.text and r is not None and (parent := r.getparent()) is not None:
            parent.remove(r)
        self._dernier = None

    def _element(self, e: etree._Element, allure: Allure) -> None:
        balise, cl = nom(e), classes(e)
        if "lang" in e.attrib:
            allure = replace(allure, langue=langue_de_passage(e.get("lang")))
        est_note = balise == "span" and "note" in cl
        if est_note or "renvoi-note" in cl:
            self._separer_appels()
        ancre = e.get("id")
        bornes = self._paquet.signet(self._paquet.nommer_signet(ancre)) if ancre else ()
        self._parent.extend(bornes[:1])
        if balise == "br":
            self._couper_fin()
            self._poser(run(allure, w("br")))
            self._debut, self._dernier = True, None
        elif balise == "a":
            self._lien(e, allure, cl)
        elif est_note:
            self._note(e)
        elif balise in HABITS:
            self.ajouter(noeuds(e), self._habiller(balise, cl, allure))
        else:
            raise DialecteInconnu(e, "cet élément n’a pas sa place dans une ligne de texte ; sortez-le du paragraphe")
        self._parent.extend(bornes[1:])

    def _habiller(self, balise: str, cl: frozenset[str], allure: Allure) -> Allure:
        if balise in ("strong", "em") and not allure.style:
            return replace(allure, style=self._paquet.style({"strong": "Strong", "em": "Emphasis"}[balise]))
        if balise in ("strong", "b"):
            return replace(allure, gras=True)
        if balise in ("em", "i"):
            return replace(allure, italique=True)
        if balise in ("sup", "sub"):
            return replace(allure, position={"sup": "superscript", "sub": "subscript"}[balise])
        for classe in sorted(cl):
            allure = replace(allure, style=self._paquet.style(STYLES_DE_CLASSE[classe]))
        return allure

    def _lien(self, e: etree._Element, allure: Allure, cl: frozenset[str]) -> None:
        href = e.get("href") or ""
        if href.startswith("#"):
            if href[1:] not in self._ancres:
                raise DialecteInconnu(e, f"le lien « {href} » ne mène nulle part ; aucun élément n’a cet id")
            signet = self._paquet.nommer_signet(href[1:])
            if "renvoi-note" in cl:
                self._renvoi_de_note(e, href[1:], signet)
                return
            if cl:
                self._renvoi(e, allure, CODES_DE_RENVOI[min(cl)], signet)
                return
            lien = w("hyperlink", anchor=signet, history=1)
        elif not cl and (urlsplit(href).scheme in ("http", "https", "mailto")):
            lien = w("hyperlink", history=1)
            lien.set(q("r:id"), self._paquet.lien(self._part, href))
        else:
            raise DialecteInconnu(e, f"l’adresse « {href} » n’est ni une page (https://…) ni une ancre (#…)")
        if not texte_nu(e):
            raise DialecteInconnu(e, "ce lien n’a pas de texte ; écrivez ce qu’il ouvre")
        avant, self._parent = self._parent, lien
        self.ajouter(noeuds(e), replace(allure, style=self._paquet.style("Hyperlink")))
        self._parent = avant
        self._poser(lien)

    def _renvoi(self, e: etree._Element, allure: Allure, code: str, signet: str) -> None:
        """A field; a page number left blank by the template is stored as an ellipsis, for only Word can count pages."""
        if not allure.style:
            allure = replace(allure, style=self._paquet.style("Renvoi"))
        self._poser(run(allure, w("fldChar", fldCharType="begin")))
        self._poser(run(allure, mots(f" {code} {signet} \\h ", "instrText")))
        self._poser(run(allure, w("fldChar", fldCharType="separate")))
        if texte_nu(e):
            self.ajouter(noeuds(e), allure)
        elif code == "PAGEREF":
            self._debut = False
            self._mots(PAGE_INCONNUE, allure)
        else:
            raise DialecteInconnu(e, "ce renvoi n’a pas de texte ; écrivez le titre visé")
        self._poser(run(allure, w("fldChar", fldCharType="end")))

    def _separer_appels(self) -> None:
        """Two calls side by side would read as one number."""
        if self._note_avant:
            self._poser(run(Allure(style=self._paquet.style("footnote reference")), mots(",")))

    def _renvoi_de_note(self, e: etree._Element, ancre: str, signet: str) -> None:
        """A second call of a note already written; the number stored is the one that Word gives this note."""
        numero = self._paquet.numeros_de_note.get(ancre)
        if numero is None:
            raise DialecteInconnu(e, f"« #{ancre} » n’est pas une note déjà écrite ; appelez-la après elle")
        allure = Allure(style=self._paquet.style("footnote reference"))
        self._poser(*champ(f"NOTEREF {signet} \\f \\h", [run(allure, mots(str(numero)))], allure))
        self._note_avant, self._debut = True, False

    def _note(self, e: etree._Element) -> None:
        if self._part is self._paquet.notes:
            raise DialecteInconnu(e, "une note ne peut pas en contenir une autre")
        appel, p = self._paquet.nouvelle_note(e.get("id"))
        self._poser(appel)
        self._note_avant, self._debut = True, False
        ligne = Ligne(p, self._paquet, self._paquet.notes, self._ancres)
        ligne.ajouter(noeuds(e), NEUTRE)
        ligne.clore()


HABITS = frozenset({"abbr", "b", "em", "i", "span", "strong", "sub", "sup"})
