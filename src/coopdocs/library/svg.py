"""An SVG drawing held to what every program draws alike: the layout engine's, a browser's, a printer's.

What is known to be drawn right is allowed, by name and by value; everything else is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from coopdocs.errors import CoopdocsError
from coopdocs.library import svg_valeurs as valeurs

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_FORMES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_DEGRADES = ("linearGradient", "radialGradient")
_CONNUS = {"svg", "g", "use", "symbol", "defs", "clipPath", "stop", "title", "desc", "style", *_FORMES, *_DEGRADES}
_DESSINES = {"g", "use", "svg", "image", "text", "a", "tspan", "textPath", *_FORMES}
"""What the layout engine would draw whatever its namespace."""
_TAILLE = 'donnez à « svg » un viewBox="0 0 largeur hauteur" de nombres, ou exportez-le à nouveau'
_ENTITES = "exportez-le sans « Conserver les fonctions d’édition d’Illustrator », ou en « SVG simple »"
_ORDRE = "changez ses contours en tracés (« Contour en chemin »), ou mettez le fond sous le contour"
_NIVEAUX, _DESSINS = 40, 20_000
"""How deep elements may nest, and how many may be drawn once each `use` is followed."""
_HREF, _URL = re.compile(r"#(\S+)"), re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")


@dataclass(frozen=True)
class FauteSvg:
    """What is wrong in a drawing: the line (0: the file), what stands there and what to do, in French."""

    ligne: int
    quoi: str
    conseil: str = "exportez-le en « SVG simple », textes changés en tracés, sans image, lien, effet ni masque"


@dataclass
class _Balise:
    nom: str
    ligne: int
    attributs: dict[str, str]
    enfants: list[_Balise] = field(default_factory=list)
    texte: str = ""
    decoupe: bool = False
    """Whether it stands in a clipPath."""

    def all(self) -> Iterator[_Balise]:
        yield self
        for enfant in self.enfants:
            yield from enfant.all()


class _UndrawableError(CoopdocsError):
    """The first thing that would not be drawn the same everywhere."""

    def __init__(self, ligne: int, quoi: str, *conseil: str) -> None:
        super().__init__(quoi)
        self.faute = FauteSvg(ligne, quoi, *conseil)


def fault(octets: bytes) -> FauteSvg | None:
    """The first thing in an SVG file that would not be drawn the same everywhere, or None."""
    try:
        racine = _SvgReader().read(octets)
        _sized(racine)
        by_id = {e.attributs["id"]: e for e in racine.all() if "id" in e.attributs}
        for element in racine.all():
            _element(element, by_id)
        if _drawn(racine, by_id, ()) == 0:
            raise _UndrawableError(racine.ligne, "aucun tracé")
    except _UndrawableError as refus:
        return refus.faute
    except expat.ExpatError as erreur:
        return FauteSvg(erreur.lineno, "ce qui n’est pas du SVG")
    return None


def ratio(octets: bytes) -> float:
    """How wide a sound drawing is, in parts of its height."""
    attributs = _SvgReader().read(octets).attributs
    if nombres := valeurs.numbers(attributs.get("viewBox", "")):
        return nombres[2] / nombres[3]
    return valeurs.number(attributs["width"]) / valeurs.number(attributs["height"])


class _SvgReader:
    """One pass over the file: its elements as a tree, those of other namespaces left out."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.pile: list[_Balise | None] = []
        self.racine: _Balise | None = None

    def read(self, octets: bytes) -> _Balise:
        self.parser.Parse(octets, True)
        if self.racine is None:
            raise _UndrawableError(0, "aucun élément « svg »")
        return self.racine

    def start(self, nom: str, attributs: dict[str, str]) -> None:
        ligne = self.parser.CurrentLineNumber
        espace, _, local = nom.rpartition(" ")
        if not self.pile and nom != f"{_SVG} svg":
            raise _UndrawableError(ligne, f"un premier élément « {local} », qui n’est pas celui d’un SVG")
        if self.pile and nom == f"{_SVG} svg":
            raise _UndrawableError(ligne, "un « svg » dans un autre")
        if len(self.pile) >= _NIVEAUX:
            raise _UndrawableError(ligne, f"plus de {_NIVEAUX} niveaux emboîtés")
        parent = self.pile[-1] if self.pile else None
        # what a drawing program notes for itself draws nothing, nor does anything inside it
        inside_foreign = bool(self.pile) and parent is None
        if espace != _SVG or inside_foreign or local == "metadata":
            if local in _DESSINES:
                raise _UndrawableError(ligne, f"un élément « {local} » étranger au SVG")
            self.pile.append(None)
            return
        propres = {n.removeprefix(f"{_XLINK} "): v for n, v in attributs.items()}
        element = _Balise(local, ligne, {n: v for n, v in propres.items() if " " not in n})
        if parent:
            parent.enfants.append(element)
            element.decoupe = parent.decoupe or parent.nom == "clipPath"
        self.racine = self.racine or element
        self.pile.append(element)

    def end(self, nom: str) -> None:
        self.pile.pop()

    def text(self, texte: str) -> None:
        if self.pile and (element := self.pile[-1]):
            element.texte += texte

    def doctype(self, nom: str, systeme: str | None, publique: str | None, interne: bool) -> None:
        # what Illustrator writes names the standard and is never read; what it holds itself would be
        if interne:
            raise _UndrawableError(self.parser.CurrentLineNumber, "« <!DOCTYPE [ »", _ENTITES)


def _sized(racine: _Balise) -> None:
    """A drawing has a size: a viewBox, or a width and a height, of numbers above zero."""
    attributs = racine.attributs
    if "viewBox" in attributs:
        nombres = valeurs.numbers(attributs["viewBox"])
        if nombres is None or len(nombres) != 4 or min(nombres[2:]) <= 0:
            raise _UndrawableError(racine.ligne, f"un « viewBox » illisible ({attributs['viewBox'][:40]})", _TAILLE)
    for cote in ("width", "height"):
        taille = attributs.get(cote, "")
        if not taille or taille.endswith("%"):
            if "viewBox" not in attributs:
                raise _UndrawableError(
                    racine.ligne, f"ni « viewBox », ni « {cote} » : le dessin n’a pas de taille", _TAILLE
                )
        elif not valeurs.LONGUEUR.fullmatch(taille) or not valeurs.number(taille) > 0:
            raise _UndrawableError(racine.ligne, f'une taille illisible ({cote}="{taille[:40]}")', _TAILLE)


def _element(element: _Balise, by_id: Mapping[str, _Balise]) -> None:
    nom = element.nom
    if nom not in _CONNUS:
        raise _UndrawableError(element.ligne, f"« {nom} »")
    if nom == "style":
        _stylesheet(element, by_id)
    for attribut, valeur in element.attributs.items():
        if attribut == "style":
            for propriete, mot in _declarations(valeur, element.ligne):
                _value(element, propriete, mot, by_id)
        else:
            _value(element, attribut, valeur.strip(), by_id)
    if nom == "radialGradient" and "r" not in element.attributs and "href" not in element.attributs:
        # the engine takes its default, 50 %, of another length than the standard's
        raise _UndrawableError(element.ligne, "un « radialGradient » sans rayon « r »")


def _value(element: _Balise, nom: str, valeur: str, by_id: Mapping[str, _Balise]) -> None:
    """Refuse an attribute or a property that is not drawn alike everywhere, or a value that none can read."""
    dit = f"« {nom}: {valeur[:40]} »" if nom in valeurs.PROPRIETES else f'« {nom}="{valeur[:40]}" »'
    if nom.lower().startswith("on") or (nom in valeurs.REFUSES and valeur not in valeurs.REFUSES[nom]):
        raise _UndrawableError(element.ligne, dit, *([_ORDRE] if nom == "paint-order" else ()))
    cible = None
    if nom == "href":
        cible = _HREF.match(valeur)
    elif nom in ("fill", "stroke", "clip-path"):
        cible = _URL.match(valeur)
    if cible:
        _reference(element, nom, cible[1], by_id, dit)
    motif = valeurs.motif(nom, element.nom)
    # an attribute that draws nothing may say what it likes, but no engine may be made to look elsewhere for it
    readable = motif(valeur) if motif else not re.search(r"url\(|var\(|calc\(|env\(|attr\(", valeur)
    if not readable:
        raise _UndrawableError(element.ligne, dit)
    if nom == "clip-rule" and valeur == "evenodd" and element.decoupe:
        raise _UndrawableError(element.ligne, f"{dit} dans un « clipPath »")


def _reference(element: _Balise, nom: str, cible: str, by_id: Mapping[str, _Balise], dit: str) -> None:
    """Refuse a reference to what is not there, or to what cannot stand there."""
    vers = by_id.get(cible)
    attendus: tuple[str, ...] = ("clipPath",) if nom == "clip-path" else _DEGRADES
    if element.nom == "use":
        attendus = ("g", "symbol", "use", *_FORMES)
    if vers is None or vers.nom not in attendus:
        raise _UndrawableError(element.ligne, f"{dit}, qui ne mène à rien")
    vus: set[int] = set()
    while vers is not None and vers.nom in _DEGRADES and not any(e.nom == "stop" for e in vers.enfants):
        vus.add(id(vers))
        vers = by_id.get(vers.attributs.get("href", "").removeprefix("#"))
        if vers is None or id(vers) in vus:
            raise _UndrawableError(element.ligne, f"{dit}, un dégradé sans couleurs")


def _stylesheet(element: _Balise, by_id: Mapping[str, _Balise]) -> None:
    """Rules of plain selectors: tags, classes, identifiers and the space between them."""
    texte = re.sub(r"/\*.*?\*/", "", element.texte, flags=re.S)
    if found := re.search(r"@[\w-]*|:root|:[\w-]+(?=[^;{}]*\{)", texte):
        raise _UndrawableError(element.ligne, f"« {found[0]} » dans une feuille de style")
    for selecteur, corps in re.findall(r"([^{}]*)\{([^{}]*)\}", texte):
        if not re.fullmatch(r"[\w\s.,#*>-]+", selecteur):
            raise _UndrawableError(element.ligne, f"le sélecteur « {selecteur.strip()[:40]} »")
        for propriete, mot in _declarations(corps, element.ligne):
            _value(element, propriete, mot, by_id)
    if re.sub(r"[^{}]*\{[^{}]*\}", "", texte).strip():
        raise _UndrawableError(element.ligne, "une feuille de style mal écrite")


def _declarations(texte: str, ligne: int) -> Iterator[tuple[str, str]]:
    for morceau in texte.split(";"):
        nom, deux_points, valeur = morceau.partition(":")
        if nom.strip().startswith("--"):
            raise _UndrawableError(ligne, f"la variable « {nom.strip()} »")
        if deux_points:
            yield nom.strip().lower(), valeur.replace("!important", "").strip()
        elif nom.strip():
            raise _UndrawableError(ligne, f"« {nom.strip()[:40]} » dans un style")


def _drawn(element: _Balise, by_id: Mapping[str, _Balise], suivis: tuple[str, ...]) -> int:
    """How many shapes are drawn below an element, each `use` followed; it refuses those that lead to themselves."""
    if element.nom in ("defs", "clipPath", "symbol", *_DEGRADES) and not suivis:
        return 0
    total = int(element.nom in _FORMES)
    if element.nom == "use":
        cible = element.attributs.get("href", "").removeprefix("#")
        if cible in suivis or len(suivis) > _NIVEAUX:
            raise _UndrawableError(element.ligne, f"« use » de « {cible} » dans lui-même")
        total += _drawn(by_id[cible], by_id, (*suivis, cible))
    for enfant in element.enfants:
        total += _drawn(enfant, by_id, suivis)
        if total > _DESSINS:
            raise _UndrawableError(element.ligne, f"plus de {_DESSINS} tracés")
    return total
