"""What a finished DOCX must hold, read back from its package: `defauts(octets)` names every promise not kept."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
DECORATIF = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
TITRE = re.compile(r"(?:heading|Titre) (\d)(?: sans numéro)?")
PREDEFINIS = {"begin": 1, "end": -1}


class Ouvert:
    """A DOCX opened for reading: parts parsed on demand."""

    def __init__(self, octets: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            self.parts = {nom: archive.read(nom) for nom in archive.namelist()}

    def xml(self, nom: str) -> Any:
        return etree.fromstring(self.parts[nom])

    @property
    def document(self) -> Any:
        return self.xml("word/document.xml")

    def relations(self, part: str) -> dict[str, str]:
        """Relationship id → target of a part of `word/`."""
        nom = f"word/_rels/{part}.xml.rels"
        return {r.get("Id", ""): r.get("Target", "") for r in self.xml(nom)} if nom in self.parts else {}

    def styles(self) -> dict[str, str]:
        """Style id → name."""
        styles = self.xml("word/styles.xml").iter(f"{W}style")
        return {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val") for s in styles}


def texte(e: Any) -> str:
    """The words shown under an element, field results included."""
    montre = {f"{W}t": None, f"{W}tab": "\t", f"{W}br": "\n"}
    return "".join(montre[x.tag] or x.text or "" for x in e.iter(*montre) if x.getparent().tag == f"{W}r")


def style(p: Any) -> str:
    trouve = p.find(f"{W}pPr/{W}pStyle")
    return "" if trouve is None else str(trouve.get(f"{W}val"))


def champs(racine: Any) -> list[tuple[str, str]]:
    """(instruction, stored result) of each complex field, outer fields after those they hold."""
    ouverts: list[list[str]] = []
    resultat = []
    for e in racine.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        genre = e.get(f"{W}fldCharType")
        if genre == "begin":
            ouverts.append(["", ""])
        elif genre == "end" and ouverts:
            instruction, vu = ouverts.pop()
            resultat.append((instruction.strip(), vu))
            if ouverts:
                ouverts[-1][1] += vu
        elif e.tag == f"{W}instrText" and ouverts:
            ouverts[-1][0] += e.text or ""
        elif e.tag == f"{W}t" and ouverts:
            ouverts[-1][1] += e.text or ""
    return resultat


def defauts(octets: bytes) -> list[str]:
    d = Ouvert(octets)
    return [defaut for controle in CONTROLES for defaut in controle(d)]


def _alternatives(d: Ouvert) -> Iterator[str]:
    for dessin in d.document.iter(f"{WP}docPr"):
        if not dessin.get("descr") and not any(x.tag == DECORATIF for x in dessin.iter()):
            yield f"image sans texte : {dessin.get('name')}"


def _dessins(d: Ouvert) -> Iterator[str]:
    for numero, fois in Counter(e.get("id") for e in d.document.iter(f"{WP}docPr")).items():
        if fois > 1:
            yield f"numéro de dessin répété : {numero}"


def _tableaux(d: Ouvert) -> Iterator[str]:
    for n, tbl in enumerate(d.document.iter(f"{W}tbl"), 1):
        look = tbl.find(f"{W}tblPr/{W}tblLook")
        entete = tbl.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        if entete != (look.get(f"{W}firstRow") == "1"):
            yield f"tableau {n} : rangée d'en-tête"
        if not entete and look.get(f"{W}firstColumn") != "1":
            yield f"tableau {n} : ni rangée ni colonne d'en-tête"
        if tbl.find(f"{W}tblPr/{W}tblCaption") is None or tbl.find(f"{W}tblPr/{W}tblDescription") is None:
            yield f"tableau {n} : sans titre ni description"
        if any(tr.find(f"{W}trPr/{W}cantSplit") is None for tr in tbl.iter(f"{W}tr")):
            yield f"tableau {n} : rangée coupée"
        if any(tc[-1].tag != f"{W}p" for tc in tbl.iter(f"{W}tc")):
            yield f"tableau {n} : cellule sans paragraphe final"
        if next(tbl.iter(f"{W}gridSpan", f"{W}vMerge"), None) is not None:
            yield f"tableau {n} : cellule fusionnée"


def _ancres(d: Ouvert) -> Iterator[str]:
    for nom in ("document", "footnotes"):
        racine = d.xml(f"word/{nom}.xml")
        cibles = {b.get(f"{W}name") for b in d.document.iter(f"{W}bookmarkStart")}
        liens = d.relations(nom)
        demandes = [h.get(f"{W}anchor") for h in racine.iter(f"{W}hyperlink") if h.get(f"{W}anchor")]
        demandes += [i.split()[1] for i, _ in champs(racine) if i.split()[0] in ("REF", "PAGEREF", "NOTEREF")]
        yield from (f"ancre perdue : {a}" for a in demandes if a not in cibles)
        for lien in racine.iter(f"{W}hyperlink"):
            rid = lien.get(f"{R}id")
            if rid is not None and rid not in liens:
                yield f"lien perdu : {rid}"


def _signets(d: Ouvert) -> Iterator[str]:
    debuts = list(d.document.iter(f"{W}bookmarkStart"))
    ids, fins = [b.get(f"{W}id") for b in debuts], [b.get(f"{W}id") for b in d.document.iter(f"{W}bookmarkEnd")]
    noms = Counter(b.get(f"{W}name").lower() for b in debuts)
    if sorted(ids) != sorted(fins) or len(set(ids)) != len(ids):
        yield "signets mal fermés"
    for nom, fois in noms.items():
        if fois > 1 or len(nom) > 40 or not re.fullmatch(r"[^\W\d]\w*", nom):
            yield f"nom de signet : {nom}"


def _champs(d: Ouvert) -> Iterator[str]:
    for nom in [n for n in d.parts if re.fullmatch(r"word/(document|footnotes|header\d*|footer\d*)\.xml", n)]:
        profondeur = 0
        for e in d.xml(nom).iter(f"{W}fldChar"):
            profondeur += PREDEFINIS.get(e.get(f"{W}fldCharType", ""), 0)
            if profondeur < 0:
                break
        if profondeur:
            yield f"champ ouvert : {nom}"
        yield from (f"champ sans résultat : {i}" for i, vu in champs(d.xml(nom)) if not vu)


def _sommaire(d: Ouvert) -> Iterator[str]:
    """Each entry of the contents says its heading's words, and each heading of the levels asked for has its entry."""
    niveaux = [n[1] for i, _ in champs(d.document) if (n := re.match(r'TOC .*"1-(\d)"', i))]
    titres = {_mots(texte(b.getparent())) + b.get(f"{W}name") for b in d.document.iter(f"{W}bookmarkStart")}
    entrees = [h for h in d.document.iter(f"{W}hyperlink") if h.get(f"{W}anchor", "").startswith("_Toc")]
    for h in entrees:
        mots = _mots(texte(h).split("\t")[-2])
        if mots + h.get(f"{W}anchor") not in titres:
            yield f"sommaire : « {mots} » n'est pas le titre"
    connus = d.styles()
    rangs = [int(m[1]) for p in d.document.iter(f"{W}p") if (m := TITRE.fullmatch(connus.get(style(p), "")))]
    for niveau in niveaux:
        voulus = sum(rang <= int(niveau) for rang in rangs)
        if voulus != len(entrees):
            yield f"sommaire : {len(entrees)} entrées, {voulus} titres"


def _niveaux(d: Ouvert) -> Iterator[str]:
    connus, avant = d.styles(), 0
    for p in d.document.iter(f"{W}p"):
        if m := TITRE.fullmatch(connus.get(style(p), "")):
            if int(m[1]) > avant + 1:
                yield f"niveau de titre sauté : {texte(p)}"
            avant = int(m[1])


def _mots(texte: str) -> str:
    return re.sub(r"\s+", " ", texte)


def _revisions(d: Ouvert) -> Iterator[str]:
    traces = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "commentReference")
    for nom in ("document", "footnotes"):
        for e in d.xml(f"word/{nom}.xml").iter(*(f"{W}{trace}" for trace in traces)):
            yield f"trace de révision : {etree.QName(e).localname}"


def _pages(d: Ouvert) -> Iterator[str]:
    relations = d.relations("document")
    pieds = {
        relations[reference.get(f"{R}id", "")]
        for reference in d.document.iter(f"{W}footerReference")
        if reference.get(f"{W}type") == "default"
    }
    poses = set.intersection(*({i.split()[0] for i, _ in champs(d.xml(f"word/{pied}"))} for pied in pieds))
    yield from (f"pied sans {champ}" for champ in ("PAGE", "NUMPAGES") if champ not in poses)


def _langue(d: Ouvert) -> Iterator[str]:
    defaut = d.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    theme = d.xml("word/settings.xml").find(f"{W}themeFontLang")
    noyau = d.xml("docProps/core.xml").findtext(f"{DC}language")
    codes = [None if e is None else e.get(f"{W}val") for e in (defaut, theme)] + [noyau]
    if codes != ["fr-FR"] * 3:
        yield f"langue : {codes}"


def _numerotation(d: Ouvert) -> Iterator[str]:
    definis = Counter(n.get(f"{W}numId") for n in d.xml("word/numbering.xml").iter(f"{W}num"))
    yield from (f"numérotation répétée : {n}" for n, fois in definis.items() if fois > 1)
    for nom in ("document", "styles"):
        utilises = {n.get(f"{W}val") for n in d.xml(f"word/{nom}.xml").iter(f"{W}numId")}
        yield from (f"numérotation perdue : {n}" for n in sorted(utilises - {*definis, "0"}))


def _notes(d: Ouvert) -> Iterator[str]:
    ecrites = [n.get(f"{W}id") for n in d.xml("word/footnotes.xml") if n.get(f"{W}type") is None]
    appelees = [n.get(f"{W}id") for n in d.document.iter(f"{W}footnoteReference")]
    if ecrites != appelees or len(set(ecrites)) != len(ecrites):
        yield f"notes : {len(appelees)} appels, {len(ecrites)} notes"


def _proprietes(d: Ouvert) -> Iterator[str]:
    noyau = d.xml("docProps/core.xml")
    manques = {"titre": f"{DC}title", "auteur": f"{DC}creator", "date": f"{DCTERMS}modified"}
    yield from (f"sans {nom}" for nom, balise in manques.items() if not noyau.findtext(balise))
    if b"updateFields" in d.parts["word/settings.xml"]:
        yield "updateFields : Word poserait une question à l'ouverture"
    reglages = d.xml("word/settings.xml").iter(f"{W}compatSetting")
    mode = [s.get(f"{W}val") for s in reglages if s.get(f"{W}name") == "compatibilityMode"]
    if mode != ["15"] or any("stylesWithEffects" in n for n in d.parts):
        yield "compatibilité"


def _styles(d: Ouvert) -> Iterator[str]:
    connus = d.styles()
    for nom in ("document", "footnotes"):
        for e in d.xml(f"word/{nom}.xml").iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            if e.get(f"{W}val") not in connus:
                yield f"style perdu : {e.get(f'{W}val')}"


def _sections(d: Ouvert) -> Iterator[str]:
    for section in d.document.iter(f"{W}sectPr"):
        page = section.find(f"{W}pgSz")
        large, haut = int(page.get(f"{W}w")), int(page.get(f"{W}h"))
        if {large, haut} != {11906, 16838} or (large > haut) != (page.get(f"{W}orient") == "landscape"):
            yield f"page : {large} x {haut}, {page.get(f'{W}orient')}"


def _vides(d: Ouvert) -> Iterator[str]:
    connus = d.styles()
    for p in d.document.iter(f"{W}p"):
        utile = any(True for _ in p.iter(f"{W}t", f"{W}drawing", f"{W}instrText"))
        if not utile and p.getparent().tag != f"{W}tc" and connus.get(style(p)) != "Fin de tableau":
            yield "paragraphe vide"


CONTROLES = (
    _alternatives,
    _dessins,
    _tableaux,
    _ancres,
    _signets,
    _champs,
    _sommaire,
    _niveaux,
    _revisions,
    _pages,
    _langue,
    _numerotation,
    _notes,
    _proprietes,
    _styles,
    _sections,
    _vides,
)
