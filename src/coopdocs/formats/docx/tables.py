"""Tables and figures, with the captions, headers and descriptions that make them readable without being seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from coopdocs.formats.docx.dialect import (
    DialecteInconnu,
    ImageManquante,
    classes,
    couleur,
    enfants,
    largeur,
    ligne,
    noeuds,
    nom,
    texte_nu,
)
from coopdocs.formats.docx.ooxml import EMU_PAR_MM, NEUTRE, ORDINAIRE, TWIPS_PAR_MM, Allure, Mise, champ, mots, run, w

if TYPE_CHECKING:
    from coopdocs.formats.docx.body import Corps, Lieu

STYLES_DE_TABLEAU = {"comparatif": "Comparatif"}
STYLE_ORDINAIRE = "Tableau coopdocs"
COURT = 600  # characters: a table no longer than this, a third of a page, is never cut by one
HAUTEUR_MAX = 215  # mm: a taller image would leave no room for its caption on an A4 page
DECORATIF = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
NS_DESSIN = {
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def _legende(corps: Corps, e: etree._Element, lieu: Lieu, genre: str, mise: Mise) -> None:
    """« Tableau 2 – words ». The bookmarks due here hold label and number, which is what a reference repeats."""
    corps.compteurs[genre] += 1
    numero = str(corps.compteurs[genre])
    tete = [run(NEUTRE, mots(f"{genre}\u00a0")), *champ(f"SEQ {genre} \\* ARABIC", [run(NEUTRE, mots(numero))])]
    for signet in corps.ancres_en_attente():
        debut, fin = corps.paquet.signet(signet)
        tete = [debut, *tete, fin]
    tete.append(run(NEUTRE, mots("\u00a0– ")))
    corps.paragraphe(lieu, "caption", list(noeuds(e)), source=e, mise=mise, tete=tuple(tete))


def tableau(corps: Corps, e: etree._Element, lieu: Lieu) -> None:
    """A table with its caption above; header rows repeat, rows stay whole and none is alone on a page."""
    if lieu.en_cellule:
        raise DialecteInconnu(e, "un tableau ne peut pas en contenir un autre")
    legende, cols, rangees = _parties(e)
    if legende is not None:
        _legende(corps, legende, lieu, "Tableau", Mise(solidaire=True))
    entete = any(en_tete for _, en_tete in rangees)
    premiere = any(c.get("scope") == "row" for r, _ in rangees for c in r)
    nombre = len(rangees[0][0])
    tailles = _tailles(corps, cols, nombre)
    titre = texte_nu(legende) if legende is not None else e.get("data-description") or ""
    table = w(
        "tbl",
        _proprietes(corps, e, titre, entete, premiere, sum(tailles)),
        w("tblGrid", *(w("gridCol", w=t) for t in tailles)),
    )
    corps.poser_tableau(lieu, table)
    court = len(texte_nu(e)) <= COURT
    premiere_rangee = next((rangee for rangee, en_tete in rangees if not en_tete), None)
    for reste, (rangee, en_tete) in zip(range(len(rangees) - 1, -1, -1), rangees, strict=True):
        if len(rangee) != nombre:
            raise DialecteInconnu(rangee, f"cette rangée a {len(rangee)} cellules au lieu de {nombre}")
        corps.attendre(rangee)
        tr = w("tr", w("trPr", w("cantSplit"), w("tblHeader") if en_tete else None))
        table.append(tr)
        for cellule, taille in zip(enfants(rangee), tailles, strict=True):
            solidaire = en_tete or (reste > 0 and (court or reste == 1 or rangee is premiere_rangee))
            tr.append(_cellule(corps, cellule, lieu, taille, solidaire))


def _parties(
    e: etree._Element,
) -> tuple[etree._Element | None, list[etree._Element], list[tuple[etree._Element, bool]]]:
    """Caption, columns, and rows with whether each one is a header."""
    legende, cols, rangees = None, list[etree._Element](), list[tuple[etree._Element, bool]]()
    for enfant in enfants(e):
        classes(enfant)
        if nom(enfant) == "caption":
            legende = enfant
        elif nom(enfant) == "colgroup":
            cols.extend(enfants(enfant))
        elif nom(enfant) == "tr":
            rangees.append((enfant, False))
        elif nom(enfant) in ("thead", "tbody", "tfoot"):
            rangees.extend((tr, nom(enfant) == "thead") for tr in enfants(enfant))
        else:
            raise DialecteInconnu(enfant, "cet élément n’a pas sa place dans un tableau")
    for tr, _ in rangees:
        if nom(tr) != "tr" or classes(tr):
            raise DialecteInconnu(tr, "seuls des <tr> tiennent ici")
    if not rangees or not len(rangees[0][0]):
        raise DialecteInconnu(e, "ce tableau est vide ; ne l’écrivez que s’il a des rangées")
    return legende, cols, rangees


def _tailles(corps: Corps, cols: list[etree._Element], nombre: int) -> list[int]:
    """Column widths in twentieths of a point: as asked, the rest shared, and never wider than the text."""
    pleine = corps.sections.largeur()
    voulues = [largeur(c, pleine) for c in cols[:nombre]] + [None] * (nombre - len(cols))
    libres = voulues.count(None)
    reste = max(pleine - sum(v for v in voulues if v), 15.0 * libres)
    tailles = [v if v is not None else reste / libres for v in voulues]
    echelle = min(1.0, pleine / sum(tailles))
    return [round(t * echelle * TWIPS_PAR_MM) for t in tailles]


def _proprietes(
    corps: Corps, e: etree._Element, titre: str, entete: bool, premiere: bool, largeur_totale: int
) -> etree._Element:
    style = next((STYLES_DE_TABLEAU[c] for c in sorted(classes(e)) if c in STYLES_DE_TABLEAU), STYLE_ORDINAIRE)
    masque = 0x0600 | (0x0020 if entete else 0) | (0x0080 if premiere else 0)
    drapeaux = {"firstRow": int(entete), "lastRow": 0, "firstColumn": int(premiere), "lastColumn": 0}
    description = e.get("data-description") or titre
    return w(
        "tblPr",
        w("tblStyle", val=corps.paquet.style(style)),
        w("tblW", w=largeur_totale, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val=f"{masque:04X}", **drapeaux, noHBand=1, noVBand=1),
        w("tblCaption", val=titre) if titre else None,
        w("tblDescription", val=description) if description else None,
    )


def _cellule(corps: Corps, e: etree._Element, lieu: Lieu, taille: int, solidaire: bool) -> etree._Element:
    if nom(e) not in ("td", "th"):
        raise DialecteInconnu(e, "une rangée ne contient que des <th> et des <td>")
    if e.get("colspan", "1") != "1" or e.get("rowspan", "1") != "1":
        raise DialecteInconnu(e, "une cellule fusionnée se lit mal à voix haute ; répétez son contenu")
    fond = couleur(e, "data-fond")
    ombre = w("shd", val="clear", color="auto", fill=fond) if fond else None
    tc = w("tc", w("tcPr", w("tcW", w=taille, type="dxa"), ombre))
    corps.attendre(e)
    style = ("Cellule d’en-tête" if nom(e) == "th" else "Cellule") + (" de nombre" if "nombre" in classes(e) else "")
    dedans = replace(lieu, dest=tc, style=style, allure=Allure(encre=couleur(e, "data-encre")), solidaire=solidaire)
    corps.flux(e, dedans)
    if len(tc) == 1:
        corps.paragraphe(dedans, style, [], source=e)
    return tc


def figure(corps: Corps, e: etree._Element, lieu: Lieu) -> None:
    """An image on its own line, its alternative text, and its caption kept below it."""
    parties = {nom(enfant): enfant for enfant in enfants(e)}
    if inconnus := [enfant for enfant in e if nom(enfant) not in ("img", "figcaption") or classes(enfant)]:
        raise DialecteInconnu(inconnus[0], "une figure contient une <img> et, au besoin, une <figcaption>")
    if "img" not in parties or len(parties) != len(e):
        raise DialecteInconnu(e, "une figure contient une <img> et une seule")
    image, legende = parties["img"], parties.get("figcaption")
    p = w("p", run(NEUTRE, w("drawing", _dessin(corps, image))))
    signets = [] if legende is not None else corps.ancres_en_attente()
    for signet in signets:
        debut, fin = corps.paquet.signet(signet)
        p.insert(0, debut)
        p.append(fin)
    corps.poser_paragraphe(lieu, p, "Figure", ORDINAIRE)
    if legende is not None:
        _legende(corps, legende, lieu, "Figure", ORDINAIRE)


def _dessin(corps: Corps, e: etree._Element) -> etree._Element:
    """The inline drawing of an image; an empty `alt` marks it as decoration, a missing one is refused."""
    src, alt = e.get("src") or "", e.get("alt")
    if alt is None:
        raise DialecteInconnu(e, 'une image a toujours un alt ; alt="" si elle est décorative')
    try:
        rid, large, haut = corps.paquet.image(corps.images[src])
    except (KeyError, ValueError):
        raise ImageManquante(src, ligne(e)) from None
    pleine = corps.sections.largeur()
    voulue = min(largeur(e, pleine) or large, pleine)
    echelle = min(voulue / large, HAUTEUR_MAX / haut)
    cx, cy = round(large * echelle * EMU_PAR_MM), round(haut * echelle * EMU_PAR_MM)
    numero = corps.paquet.nouveau_dessin()

    def d(tag: str, *enfants: etree._Element, **attributs: str | int) -> etree._Element:
        prefixe, _, local = tag.partition(":")
        element = etree.Element(f"{{{NS_DESSIN[prefixe]}}}{local}", nsmap=NS_DESSIN)
        for cle, valeur in attributs.items():
            element.set(f"{{{NS_DESSIN['r']}}}embed" if cle == "embed" else cle, str(valeur))
        element.extend(enfants)
        return element

    proprietes = d("wp:docPr", id=numero, name=f"Image {numero}", descr=alt)
    if not alt:
        decor = etree.fromstring(
            '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        )
        proprietes.append(d("a:extLst", d("a:ext", decor, uri=DECORATIF)))
    verrou = d("a:graphicFrameLocks", noChangeAspect=1)
    cadre = d("a:xfrm", d("a:off", x=0, y=0), d("a:ext", cx=cx, cy=cy))
    trace = d(
        "pic:pic",
        d("pic:nvPicPr", d("pic:cNvPr", id=numero, name=f"Image {numero}", descr=alt), d("pic:cNvPicPr")),
        d("pic:blipFill", d("a:blip", embed=rid), d("a:stretch", d("a:fillRect"))),
        d("pic:spPr", cadre, d("a:prstGeom", d("a:avLst"), prst="rect")),
    )
    return d(
        "wp:inline",
        d("wp:extent", cx=cx, cy=cy),
        proprietes,
        d("wp:cNvGraphicFramePr", verrou),
        d("a:graphic", d("a:graphicData", trace, uri=NS_DESSIN["pic"])),
        distT=0, distB=0, distL=0, distR=0,
    )  # fmt: skip
