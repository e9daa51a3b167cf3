"""Faults that a DOCX can have: what does the damage, and what each gate that sees it says of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import NamedTuple

from support.docx_gates import AUDIT, INTEGRITY, LINT, OWN

Parts = dict[str, bytes]
Damage = Callable[[Parts], None]
DOC, NOTES, CORE = "word/document.xml", "word/footnotes.xml", "docProps/core.xml"
STYLES, NUMBERS, SETTINGS = "word/styles.xml", "word/numbering.xml", "word/settings.xml"


class Faute(NamedTuple):
    """`vue`: gate → part of what it must say."""

    abime: Damage
    vue: Mapping[str, str]


def abimer(octets: bytes, damage: Damage) -> bytes:
    """The package with its parts damaged."""
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        parts = {nom: archive.read(nom) for nom in archive.namelist()}
    damage(parts)
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, contenu in parts.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def changer(part: str, avant: str, apres: str, fois: int = 1) -> Damage:
    """Replace a text of a part, `fois` times (-1: everywhere); it must be there."""

    def damage(parts: Parts) -> None:
        assert avant.encode() in parts[part], f"{avant} is not in {part}"
        parts[part] = parts[part].replace(avant.encode(), apres.encode(), fois)

    return damage


def recrire(part: str, motif: str, remplace: str) -> Damage:
    """Replace the first match of a pattern in a part; there must be one."""

    def damage(parts: Parts) -> None:
        texte, fois = re.subn(motif, remplace, parts[part].decode(), count=1, flags=re.S)
        assert fois, f"{motif} matches nothing in {part}"
        parts[part] = texte.encode()

    return damage


def retirer(part: str) -> Damage:
    def damage(parts: Parts) -> None:
        del parts[part]

    return damage


FAUTES: dict[str, Faute] = {
    "an image without words": Faute(
        changer(DOC, ' descr="Six acteurs autour d’une stratégie commune"', ""), {OWN: "image sans texte"}
    ),
    "a table whose header row does not repeat": Faute(changer(DOC, "<w:tblHeader/>", ""), {OWN: "rangée d'en-tête"}),
    "a table without any header": Faute(
        changer(DOC, 'w:firstColumn="1"', 'w:firstColumn="0"'), {OWN: "ni rangée ni colonne"}
    ),
    "a table without title": Faute(
        changer(DOC, '<w:tblCaption w:val="Carte d’identité du PTCE"/>', ""), {OWN: "sans titre ni description"}
    ),
    "a table without description": Faute(
        recrire(DOC, "<w:tblDescription [^>]*>", ""), {OWN: "sans titre ni description"}
    ),
    "a row cut by a page": Faute(changer(DOC, "<w:cantSplit/>", ""), {OWN: "rangée coupée"}),
    "merged cells": Faute(
        recrire(DOC, "(<w:tcW [^>]*>)", r'\1<w:gridSpan w:val="2"/>'), {OWN: "fusionnée", INTEGRITY: "TBL002"}
    ),
    "a cell without its last paragraph": Faute(
        recrire(DOC, r"(<w:tc>(?:(?!</w:tc>).)*?)<w:p>(?:(?!</w:p>).)*</w:p></w:tc>", r"\1</w:tc>"),
        {OWN: "sans paragraphe final", AUDIT: "Required sequence"},
    ),
    "a link to a bookmark that is not there": Faute(
        changer(DOC, 'w:anchor="mots"', 'w:anchor="maux"'), {OWN: "ancre perdue"}
    ),
    "a reference to a bookmark that is not there": Faute(
        changer(DOC, " REF tableau_criteres", " REF tableau_perdu"),
        {OWN: "ancre perdue", LINT: "broken-cross-reference"},
    ),
    "a link without its relationship": Faute(
        changer("word/_rels/footnotes.xml.rels", 'Id="rId1"', 'Id="rId99"'),
        {OWN: "lien perdu", AUDIT: "'rId1' referenced", INTEGRITY: "REL001"},
    ),
    "a relationship to a part that is not there": Faute(
        changer("word/_rels/document.xml.rels", 'Target="media/image1.png"', 'Target="media/image9.png"'),
        {AUDIT: "target not found", INTEGRITY: "REL002", LINT: "unreadable"},
    ),
    "an image that is not there": Faute(
        retirer("word/media/image1.png"), {AUDIT: "target not found", INTEGRITY: "REL002", LINT: "unreadable"}
    ),
    "styles that are not there": Faute(
        retirer(STYLES), {OWN: "unreadable", AUDIT: "styles.xml is missing", INTEGRITY: "REL002", LINT: "unreadable"}
    ),
    "a part without content type": Faute(
        recrire("[Content_Types].xml", '<Override PartName="/word/footnotes.xml"[^>]*/>', ""),
        {AUDIT: "has content type", INTEGRITY: "PKG010"},
    ),
    "a bookmark that does not end": Faute(changer(DOC, '<w:bookmarkEnd w:id="1"/>', ""), {OWN: "signets mal fermés"}),
    "a bookmark id used twice": Faute(
        changer(DOC, '<w:bookmarkStart w:id="2"', '<w:bookmarkStart w:id="1"'),
        {OWN: "signets mal fermés", AUDIT: "should have unique value"},
    ),
    "a bookmark name used twice": Faute(changer(DOC, 'w:name="mots"', 'w:name="ami"'), {OWN: "nom de signet : ami"}),
    "a bookmark name that Word refuses": Faute(
        changer(DOC, 'w:name="mots"', 'w:name="les-mots"'), {OWN: "nom de signet : les-mots"}
    ),
    "a drawing id used twice": Faute(changer(DOC, 'docPr id="2"', 'docPr id="1"'), {OWN: "numéro de dessin répété"}),
    "an open field": Faute(changer(DOC, '<w:fldChar w:fldCharType="end"/>', ""), {OWN: "champ ouvert"}),
    "a field without stored result": Faute(changer(DOC, "<w:t>…</w:t>", "<w:t></w:t>"), {OWN: "champ sans résultat"}),
    "a table of contents that lacks an entry": Faute(
        recrire(DOC, r'<w:hyperlink [^>]*w:anchor="_Toc.*?</w:hyperlink>', ""), {OWN: "8 entrées, 9 titres"}
    ),
    "an entry of the contents with other words": Faute(
        recrire(DOC, r'(w:anchor="_Toc\w+"[^>]*>(?:(?!</w:hyperlink>).)*<w:t[^>]*>)Comparer', r"\1Contempler"),
        {OWN: "n'est pas le titre"},
    ),
    "fields that ask a question": Faute(
        changer(SETTINGS, "<w:footnotePr>", '<w:updateFields w:val="true"/><w:footnotePr>'), {OWN: "updateFields"}
    ),
    "another language": Faute(changer(STYLES, '<w:lang w:val="fr-FR"', '<w:lang w:val="en-US"'), {OWN: "langue"}),
    "a list without numbering": Faute(
        changer(NUMBERS, 'w:num w:numId="5"', 'w:num w:numId="55"'),
        {OWN: "numérotation perdue", AUDIT: "'5' referenced but not found", INTEGRITY: "NUM002"},
    ),
    "a numbering id used twice": Faute(
        recrire(NUMBERS, r'(<w:num w:numId="2".*?</w:num>)', r"\1\1"), {OWN: "numérotation répétée"}
    ),
    "a list model id used twice": Faute(
        changer(NUMBERS, 'w:abstractNum w:abstractNumId="1"', 'w:abstractNum w:abstractNumId="0"'),
        {AUDIT: "should have unique value"},
    ),
    "a numbering without its model": Faute(
        changer(NUMBERS, '<w:abstractNumId w:val="0"/>', '<w:abstractNumId w:val="77"/>'),
        {AUDIT: "missing abstractNumId"},
    ),
    "a footnote call without its note": Faute(
        changer(NOTES, ' w:id="1"', ' w:id="222"'),
        {OWN: "notes :", AUDIT: "Footnote '1' referenced", INTEGRITY: "FTN001"},
    ),
    "a heading level skipped": Faute(
        recrire(DOC, r'w:pStyle w:val="Heading2"', 'w:pStyle w:val="Heading4"'),
        {OWN: "niveau de titre sauté", LINT: "heading-level-skip"},
    ),
    "an empty heading": Faute(
        changer(DOC, "<w:body>", '<w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>'),
        {OWN: "paragraphe vide", LINT: "empty-heading"},
    ),
    "no title": Faute(changer(CORE, "<dc:title>Coopérer sur son territoire</dc:title>", ""), {OWN: "sans titre"}),
    "no author": Faute(changer(CORE, "<dc:creator>coopdocs</dc:creator>", ""), {OWN: "sans auteur"}),
    "an old compatibility mode": Faute(
        changer(
            SETTINGS,
            'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"',
            'compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="12"',
        ),
        {OWN: "compatibilité"},
    ),
    "a style that does not exist": Faute(
        changer(DOC, 'w:pStyle w:val="Chapo"', 'w:pStyle w:val="Perdu"'),
        {OWN: "style perdu", AUDIT: "'Perdu' referenced", INTEGRITY: "STY001"},
    ),
    "a style built on none": Faute(
        changer(STYLES, '<w:basedOn w:val="Cellule"/>', '<w:basedOn w:val="Perdu"/>'),
        {AUDIT: "missing style 'Perdu'", INTEGRITY: "STY002"},
    ),
    "a wide page that stands upright": Faute(changer(DOC, ' w:orient="landscape"', ""), {OWN: "page :"}),
    "an empty paragraph as spacing": Faute(changer(DOC, "<w:body>", "<w:body><w:p/>"), {OWN: "paragraphe vide"}),
    "spaces as indent": Faute(
        changer(DOC, "Une définition qui suit", "     Une définition qui suit"),
        {INTEGRITY: "TXT001", LINT: "indent-by-whitespace"},
    ),
    "elements out of order": Faute(
        recrire(DOC, r"(<w:pPr>.*?</w:pPr>)(<w:r>.*?</w:r>)", r"\2\1"), {AUDIT: "Unexpected element 'pPr'"}
    ),
    "an element that Word does not know": Faute(
        changer(DOC, "<w:body>", "<w:body><w:paragraphe/>"), {AUDIT: "Unexpected element 'paragraphe'"}
    ),
    "XML that is not well formed": Faute(
        changer(DOC, "</w:body>", ""),
        {OWN: "unreadable", AUDIT: "Cannot parse", INTEGRITY: "XML001", LINT: "unreadable"},
    ),
    "a tracked change": Faute(
        recrire(
            DOC,
            r"(<w:r>(?:(?!</w:r>).)*</w:r>)",
            r'<w:ins w:id="900" w:author="Camille" w:date="2026-11-23T12:00:00Z">\1</w:ins>',
        ),
        {OWN: "trace de révision"},
    ),
    "a page number missing in the foot": Faute(changer("word/footer1.xml", "PAGE", "DATE"), {OWN: "pied sans PAGE"}),
}
