"""Blocks in reading order: paragraphs, headings, lists, definitions, and the Word sections they stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from coopdocs.formats.docx import contents, lists, tables
from coopdocs.formats.docx.contents import Titre
from coopdocs.formats.docx.dialect import (
    BLANCS,
    EN_LIGNE,
    ENVELOPPES,
    TITRES,
    DialecteInconnu,
    classes,
    enfants,
    langue,
    ligne,
    noeuds,
    nom,
)
from coopdocs.formats.docx.ooxml import NEUTRE, ORDINAIRE, Allure, Mise, q, w
from coopdocs.formats.docx.package import Paquet
from coopdocs.formats.docx.sections import Sections
from coopdocs.formats.docx.text import Ligne

STYLES_DE_PARAGRAPHE = {
    "avertissement": "Avertissement",
    "chapo": "Chapô",
    "definition": "Définition",
    "legende": "Légende libre",
    "mention": "Mentions",
    "sous-titre": "Subtitle",
    "surtitre": "Surtitre",
    "titre-sommaire": "TOC Heading",
}
# Styles that bring their own room above; the others get some after a table, which has none below it.
AERES = frozenset({"caption", "Figure", "Title", "TOC Heading", "Avertissement", "Quote"})
APRES_TABLEAU = 220


@dataclass(frozen=True)
class Lieu:
    """Where blocks go: the receiving element, the style of loose text (None: none allowed there) and its looks."""

    dest: etree._Element
    style: str | None = None
    allure: Allure = NEUTRE
    solidaire: bool = False

    @property
    def en_cellule(self) -> bool:
        return self.dest.tag == q("tc")


class Corps:
    """Walks the page once and fills the package's body. `images` maps each `src` to its PNG bytes."""

    def __init__(self, paquet: Paquet, page: etree._Element, images: Mapping[str, bytes]) -> None:
        self.paquet = paquet
        self.images = images
        self._ids = _ancres(page)
        self.ancres = frozenset(self._ids)
        self.titres = contents.relever(page, paquet)
        self.compteurs = {"Tableau": 0, "Figure": 0}
        self.sections = Sections(paquet)
        self._en_attente: list[str] = []
        self._saut = False
        self._apres_tableau = False
        self._gestes: dict[str, Callable[[etree._Element, Lieu], None]] = {
            "p": self._p,
            "blockquote": self._citation,
            "ul": partial(lists.liste, self),
            "ol": partial(lists.liste, self),
            "dl": self._definitions,
            "nav": self._nav,
            "table": self._tableau,
            "figure": self._figure,
            **dict.fromkeys(TITRES, self._titre),
            **dict.fromkeys(ENVELOPPES, self._enveloppe),
        }

    def ecrire(self, page: etree._Element) -> None:
        """Fill the body, then its last section."""
        for enfant in page:
            if nom(enfant) == "body":
                self.bloc(enfant, Lieu(self.paquet.corps))
        if self._en_attente:
            ancre = self._ids[self._en_attente[0]]
            raise DialecteInconnu(ancre, "cette ancre n’est suivie d’aucun texte ; déplacez-la")
        if self._apres_tableau:
            # an orientation asked for by nothing that follows would open an empty page
            self.sections.rester()
            self._cale()
        self.sections.clore()

    # Walking

    def bloc(self, e: etree._Element, lieu: Lieu) -> None:
        geste = self._gestes.get(nom(e))
        if geste is None:
            raise DialecteInconnu(e, "cet élément n’a pas d’équivalent dans Word ; employez ceux du dialecte")
        if nom(e) not in TITRES:
            self.attendre(e)
        geste(e, lieu)

    def flux(self, e: etree._Element, lieu: Lieu) -> None:
        """The blocks of an element; loose words become paragraphs of the place's style, where it has one."""
        ligne: list[str | etree._Element] = []

        def vider() -> None:
            if any(not isinstance(n, str) or n.strip(BLANCS) for n in ligne):
                if lieu.style is None:
                    raise DialecteInconnu(e, "du texte est hors de tout paragraphe ; entourez-le de <p>")
                self.paragraphe(lieu, lieu.style, list(ligne), source=e)
            ligne.clear()

        for n in noeuds(e):
            if isinstance(n, str) or nom(n) in EN_LIGNE:
                ligne.append(n)
            else:
                vider()
                self.bloc(n, lieu)
        vider()

    def attendre(self, e: etree._Element) -> None:
        """The element's id goes to the next paragraph written."""
        if ancre := e.get("id"):
            self._en_attente.append(ancre)

    def ancres_en_attente(self) -> list[str]:
        """The bookmarks due here, now the caller's to place."""
        noms = [self.paquet.nommer_signet(a) for a in self._en_attente]
        self._en_attente = []
        return noms

    # Paragraphs

    def paragraphe(
        self,
        lieu: Lieu,
        style: str,
        contenu: list[str | etree._Element],
        *,
        source: etree._Element,
        mise: Mise = ORDINAIRE,
        tete: tuple[etree._Element, ...] = (),
        signets: tuple[str, ...] = (),
    ) -> etree._Element | None:
        """Write one paragraph, None when it would be empty. `tete`: runs before the words; `signets`: bookmarks."""
        p = w("p")
        p.extend(tete)
        ligne = Ligne(p, self.paquet, self.paquet.part, self.ancres)
        ligne.ajouter(contenu, replace(lieu.allure, langue=langue(source)))
        if not ligne.clore() and not lieu.en_cellule:
            return None
        for signet in (*self.ancres_en_attente(), *signets):
            debut, fin = self.paquet.signet(signet)
            p.insert(0, debut)
            p.append(fin)
        self.poser_paragraphe(lieu, p, style, mise)
        return p

    def poser_paragraphe(self, lieu: Lieu, p: etree._Element, style: str, mise: Mise) -> None:
        """Give a finished paragraph its properties and its place."""
        if lieu.solidaire:
            mise = replace(mise, solidaire=True)
        if not lieu.en_cellule:
            if self.sections.ouvrir():
                self._saut = False
            if self._apres_tableau and style not in AERES and not style.lower().startswith(("heading", "titre ")):
                mise = replace(mise, avant=APRES_TABLEAU)
            mise = replace(mise, nouvelle_page=self._saut)
            self._saut = self._apres_tableau = False
        p.insert(0, mise.ppr(self.paquet.style(style)))
        self._ajouter(lieu, p)

    def poser_tableau(self, lieu: Lieu, tableau: etree._Element) -> None:
        """Place a table; two tables that touch would be one in Word, and a table cannot start a page by itself."""
        if self._apres_tableau or self._saut:
            self._cale()
        self.sections.ouvrir()
        self._ajouter(lieu, tableau)
        self._apres_tableau = True

    def _ajouter(self, lieu: Lieu, element: etree._Element) -> None:
        if lieu.dest is self.paquet.corps:
            self.paquet.section.addprevious(element)
        else:
            lieu.dest.append(element)

    def _cale(self) -> None:
        """The paragraph that Word wants after a table, as thin as can be."""
        self._apres_tableau = False
        self.poser_paragraphe(Lieu(self.paquet.corps), w("p"), "Fin de tableau", ORDINAIRE)

    def _p(self, e: etree._Element, lieu: Lieu) -> None:
        cl = classes(e)
        style = STYLES_DE_PARAGRAPHE[min(cl)] if cl else lieu.style or "Body Text"
        suite = e.getnext()
        annonce = suite is not None and nom(suite) in ("ul", "ol")  # never alone at the foot of a page
        self.paragraphe(lieu, style, list(noeuds(e)), source=e, mise=Mise(solidaire=annonce))

    def _citation(self, e: etree._Element, lieu: Lieu) -> None:
        self.flux(e, replace(lieu, style="Quote"))

    def _titre(self, e: etree._Element, lieu: Lieu) -> None:
        if "titre" in classes(e):
            self.attendre(e)
            self.paragraphe(lieu, "Title", list(noeuds(e)), source=e)
            return
        titre: Titre = self.titres[e]
        style = f"heading {titre.niveau}"
        if not titre.numero and titre.niveau < 4:
            style = f"Titre {titre.niveau} sans numéro"
        self.attendre(e)
        self.paragraphe(lieu, style, list(noeuds(e)), source=e, signets=(titre.signet,) if titre.signet else ())

    def _definitions(self, e: etree._Element, lieu: Lieu) -> None:
        for enfant in enfants(e):
            if nom(enfant) == "div":
                self.attendre(enfant)
                self._definitions(enfant, lieu)
            elif nom(enfant) in ("dt", "dd"):
                classes(enfant)
                self.attendre(enfant)
                self.flux(enfant, replace(lieu, style="Terme" if nom(enfant) == "dt" else "Définition"))
            else:
                raise DialecteInconnu(enfant, "une liste de définitions ne contient que <dt> et <dd>")

    # What other modules write

    def _nav(self, e: etree._Element, lieu: Lieu) -> None:
        if "sommaire" not in classes(e):
            raise DialecteInconnu(e, 'seul <nav class="sommaire"> a un équivalent dans Word')
        contents.ecrire(self, e, lieu)

    def _tableau(self, e: etree._Element, lieu: Lieu) -> None:
        tables.tableau(self, e, lieu)

    def _figure(self, e: etree._Element, lieu: Lieu) -> None:
        classes(e)
        tables.figure(self, e, lieu)

    # Sections

    def _enveloppe(self, e: etree._Element, lieu: Lieu) -> None:
        cl = classes(e)
        avant = self.sections.voulue
        if "paysage" in cl:
            self.sections.voulue = "landscape"
        if "chapitre" in cl:
            self._saut = self.sections.commence
        self.flux(e, lieu)
        self.sections.voulue = avant
        if "couverture" in cl:
            self.sections.couverture = self._saut = True


def _ancres(page: etree._Element) -> dict[str, etree._Element]:
    """Every id of the page's body; each one names a single place."""
    ids: dict[str, etree._Element] = {}
    for e in page.iter(etree.Element):
        if ancre := e.get("id"):
            if ancre in ids:
                premiere = ligne(ids[ancre])
                raise DialecteInconnu(e, f"l’id « {ancre} » sert déjà ligne {premiere} ; donnez-en un autre")
            ids[ancre] = e
    return ids
