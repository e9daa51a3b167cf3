"""The package behind a DOCX: the reference file without its samples, its styles, notes, lists, links, images, bytes."""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from docx import Document
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from lxml import etree

from coopdocs.formats.docx.ooxml import NEUTRE, XML_SPACE, Allure, W, mots, q, run, sous, val, w

# What the document keeps of the reference file: looks, never samples, comments or people.
GARDES = {
    *(RT.STYLES, RT.NUMBERING, RT.SETTINGS, RT.THEME, RT.FONT_TABLE, RT.WEB_SETTINGS),
    *(RT.HEADER, RT.FOOTER, RT.FOOTNOTES, RT.ENDNOTES),
}
AVANT_LES_TAQUETS = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd",
)  # fmt: skip
NOTES_VIDES = f"""<w:footnotes xmlns:w="{W}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""
APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>coopdocs</Application></Properties>"
)


class StyleManquant(LookupError):
    """The reference file lost a style that the dialect needs."""

    def __init__(self, style: str) -> None:
        self.style = style
        super().__init__(f"le style « {style} » manque dans reference.docx ; recréez-le dans Word, sous ce nom")


@dataclass(frozen=True)
class Proprietes:
    """The document's core properties; `edition` dates it (created and modified)."""

    titre: str
    auteur: str
    description: str
    mots_cles: str
    langue: str
    edition: dt.date


class Paquet:
    """A DOCX being made. `corps` receives paragraphs and tables; `section` is the body's own `w:sectPr`."""

    def __init__(self, reference: bytes) -> None:
        self._document = Document(io.BytesIO(reference))
        self.part = self._document.part
        for rid in [rid for rid, lien in self.part.rels.items() if lien.reltype not in GARDES]:
            del self.part.rels[rid]
        self.corps: etree._Element = self._document.element.body
        self.section: etree._Element = self.corps.find(q("sectPr"))
        for enfant in list(self.corps):
            if enfant is not self.section:
                self.corps.remove(enfant)
        styles = self.part.styles.element
        self._styles: dict[str, etree._Element] = {val(sous(s, "name")).lower(): s for s in styles.findall(q("style"))}
        self._numerotation: etree._Element = self.part.numbering_part.element
        self._liens: dict[tuple[str, str], str] = {}
        self._signets: dict[str, str] = {}
        self._dernier_signet = 0
        self._dernier_dessin = 0
        self.notes = self._ouvrir_notes()
        self._derniere_note = 0
        self._pieds_larges: dict[str, str] = {}
        self.numeros_de_note: dict[str, int] = {}

    def style(self, nom: str) -> str:
        """The id of a style from its name as Word stores it (a French Word renames ids, never these names)."""
        return val(self._style(nom), "styleId")

    def _style(self, nom: str) -> etree._Element:
        try:
            return self._styles[nom.lower()]
        except KeyError:
            raise StyleManquant(nom) from None

    # Bookmarks

    def nommer_signet(self, ancre: str) -> str:
        """A bookmark name for an HTML id: in Word a letter first, 40 letters, digits or _ at most, any case."""
        if ancre not in self._signets:
            nom = re.sub(r"\W", "_", ancre)
            nom = nom if nom[:1].isalpha() else f"s_{nom}"
            pris = {n.lower() for n in self._signets.values()}
            if len(nom) > 40 or nom.lower() in pris:
                nom = f"{nom[:31]}_{hashlib.sha256(ancre.encode()).hexdigest()[:8]}"
            self._signets[ancre] = nom
        return self._signets[ancre]

    def signet(self, nom: str) -> tuple[etree._Element, etree._Element]:
        """The two ends of a bookmark."""
        self._dernier_signet += 1
        return (
            w("bookmarkStart", id=self._dernier_signet, name=nom),
            w("bookmarkEnd", id=self._dernier_signet),
        )

    # Links, images, notes

    def lien(self, part: Part, adresse: str) -> str:
        """The relationship id of an outside address."""
        cle = (str(part.partname), adresse)
        if cle not in self._liens:
            self._liens[cle] = part.relate_to(adresse, RT.HYPERLINK, is_external=True)
        return self._liens[cle]

    def image(self, octets: bytes) -> tuple[str, float, float]:
        """Relationship id, width and height in millimetres at the image's own resolution; ValueError for no image."""
        try:
            rid, image = self.part.get_or_add_image(io.BytesIO(octets))
        except UnrecognizedImageError as erreur:
            raise ValueError("not an image") from erreur
        return rid, image.width.mm, image.height.mm

    def nouveau_dessin(self) -> int:
        self._dernier_dessin += 1
        return self._dernier_dessin

    def _ouvrir_notes(self) -> XmlPart:
        """The footnotes part, with its separators and no note."""
        xml, uri = NOTES_VIDES.encode(), PackURI("/word/footnotes.xml")
        for rid, lien in list(self.part.rels.items()):
            if lien.reltype == RT.FOOTNOTES:
                xml = lien.target_part.blob
                del self.part.rels[rid]
        racine = parse_xml(xml)
        for note in racine.findall(q("footnote")):
            if note.get(q("type")) in (None, "normal"):
                racine.remove(note)
        part = XmlPart(uri, CT.WML_FOOTNOTES, racine, self.part.package)
        self.part.relate_to(part, RT.FOOTNOTES)
        return part

    def nouvelle_note(self, ancre: str | None) -> tuple[etree._Element, etree._Element]:
        """The call's run, and the note's paragraph with its own number already in it."""
        self._derniere_note += 1
        if ancre:
            self.numeros_de_note[ancre] = self._derniere_note
        appel = Allure(style=self.style("footnote reference"))
        p = w(
            "p",
            w("pPr", w("pStyle", val=self.style("footnote text"))),
            run(appel, w("footnoteRef")),
            run(NEUTRE, mots(" ")),
        )
        self.notes.element.append(w("footnote", p, id=self._derniere_note))
        return run(appel, w("footnoteReference", id=self._derniere_note)), p

    # Feet

    def pied_large(self, rid: str, facteur: float) -> str:
        """The relationship id of a copy of a footer whose tab stops, its style's too, are `facteur` times as far."""
        if rid not in self._pieds_larges:
            pied = self.part.related_parts[rid]
            racine = copy.deepcopy(pied.element)
            for p in racine.iter(q("p")):
                self._eloigner(p, facteur)
            nom = self.part.package.next_partname("/word/footer%d.xml")
            part = XmlPart(nom, CT.WML_FOOTER, racine, self.part.package)
            for lien in pied.rels.values():
                cible = lien.target_ref if lien.is_external else lien.target_part
                part.load_rel(lien.reltype, cible, lien.rId, lien.is_external)
            self._pieds_larges[rid] = self.part.relate_to(part, RT.FOOTER)
        return self._pieds_larges[rid]

    def _eloigner(self, p: etree._Element, facteur: float) -> None:
        """Clear a paragraph's tab stops and set them again farther, in the order the schema wants."""
        ppr = p.find(q("pPr"))
        style = None if ppr is None else ppr.find(q("pStyle"))
        fonte = self._par_id(val(style)) if style is not None else None
        porteurs = [e for e in (ppr, None if fonte is None else fonte.find(q("pPr"))) if e is not None]
        taquets = {
            int(val(t, "pos")): val(t) for e in reversed(porteurs) for t in e.iterfind(f"{q('tabs')}/{q('tab')}")
        }
        poses = {pos: genre for pos, genre in taquets.items() if genre != "clear"}
        if ppr is None or not poses:
            return
        for ancien in ppr.findall(q("tabs")):
            ppr.remove(ancien)
        places = {pos: "clear" for pos in poses} | {round(pos * facteur): genre for pos, genre in poses.items()}
        tabs = w("tabs", *(w("tab", val=genre, pos=pos) for pos, genre in sorted(places.items())))
        avant = [e for e in ppr if e.tag in {q(t) for t in AVANT_LES_TAQUETS}]
        avant[-1].addnext(tabs) if avant else ppr.insert(0, tabs)

    def _par_id(self, identifiant: str) -> etree._Element | None:
        return next((s for s in self._styles.values() if val(s, "styleId") == identifiant), None)

    # Numbering

    def motifs(self, style: str) -> list[str]:
        """The number patterns (`%1.%2`) of the multilevel list that a style belongs to, level by level."""
        modele = self._modele(style)
        return [val(sous(niveau, "lvlText")) for niveau in modele.findall(q("lvl"))]

    def nouvelle_liste(self, style: str, depart: int) -> int:
        """A numbering instance of its own for one list, so that it counts from `depart` whatever came before."""
        modele = val(self._modele(style), "abstractNumId")
        nums = self._numerotation.findall(q("num"))
        numero = 1 + max(int(val(n, "numId")) for n in nums)
        num = w("num", w("abstractNumId", val=modele), numId=numero)
        for niveau in (0, 1):
            num.append(w("lvlOverride", w("startOverride", val=depart), ilvl=niveau))
        nums[-1].addnext(num)
        return numero

    def _modele(self, style: str) -> etree._Element:
        num_id = self._style(style).find(f"{q('pPr')}/{q('numPr')}/{q('numId')}")
        if num_id is not None:
            for num in self._numerotation.findall(q("num")):
                if val(num, "numId") == val(num_id):
                    modele = val(sous(num, "abstractNumId"))
                    for candidat in self._numerotation.findall(q("abstractNum")):
                        if val(candidat, "abstractNumId") == modele:
                            return candidat
        raise StyleManquant(f"{style} (avec sa numérotation)")

    # Closing

    def fermer(self, proprietes: Proprietes, date: str) -> bytes:
        """The package's bytes, the same for the same content; `date` is the edition in words, stored in the footers."""
        paquet = self.part.package
        for rid in [rid for rid, lien in paquet.rels.items() if lien.reltype != RT.OFFICE_DOCUMENT]:
            del paquet.rels[rid]
        p = paquet.core_properties
        midi = dt.datetime.combine(proprietes.edition, dt.time(12))  # noon: the same day in every French time zone
        p.title, p.author, p.keywords = (t[:255] for t in (proprietes.titre, proprietes.auteur, proprietes.mots_cles))
        p.subject = p.comments = proprietes.description[:255]
        p.language, p.last_modified_by, p.revision = proprietes.langue, proprietes.auteur[:255], 1
        p.created = p.modified = midi
        application = Part(PackURI("/docProps/app.xml"), CT.OFC_EXTENDED_PROPERTIES, APPLICATION, paquet)
        paquet.relate_to(application, RT.EXTENDED_PROPERTIES)
        servis = {e.get(q("r:id")) for e in self.corps.iter(q("footerReference"))}
        for rid in self._pieds_larges.keys() - servis:
            del self.part.rels[rid]
        for lien in self.part.rels.values():
            if lien.reltype in (RT.HEADER, RT.FOOTER):
                _remplir_champs(lien.target_part.element, {"TITLE": proprietes.titre, "CREATEDATE": date})
        brut = io.BytesIO()
        self._document.save(brut)
        return _sceller(brut)


def _remplir_champs(racine: etree._Element, valeurs: dict[str, str]) -> None:
    """Store results in a header's fields: only Word would compute them, and other readers show what is stored."""
    for simple in racine.iter(q("fldSimple")):
        _remplacer(simple.iter(q("t")), valeurs.get(_premier_mot(simple.get(q("instr")))))
    for paragraphe in racine.iter(q("p")):
        instruction, textes, dedans = "", list[etree._Element](), False
        for e in paragraphe.iter(q("fldChar"), q("instrText"), q("t")):
            etape = e.get(q("fldCharType"))
            if etape == "begin":
                instruction, textes, dedans = "", [], False
            elif e.tag == q("instrText"):
                instruction += e.text or ""
            elif etape == "separate":
                dedans = True
            elif etape == "end":
                _remplacer(textes, valeurs.get(_premier_mot(instruction)))
                dedans = False
            elif dedans:
                textes.append(e)


def _premier_mot(instruction: str | None) -> str:
    return next(iter((instruction or "").upper().split()), "")


def _remplacer(textes: Iterable[etree._Element], valeur: str | None) -> None:
    if valeur is not None:
        for rang, t in enumerate(list(textes)):
            t.text = "" if rang else valeur
            t.set(XML_SPACE, "preserve")


def _sceller(brut: io.BytesIO) -> bytes:
    """The same archive with fixed order, times and rights."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(brut) as avant, zipfile.ZipFile(sortie, "w") as apres:
        debut = ["[Content_Types].xml", "_rels/.rels"]
        for nom in [*debut, *sorted(set(avant.namelist()) - set(debut))]:
            info = zipfile.ZipInfo(nom, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            apres.writestr(info, avant.read(nom), compresslevel=6)
    return sortie.getvalue()
