"""A territory's dossier as a Word document: one job, its words and tables those of the printed one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coopdocs import views
from coopdocs.croquis import Croquis
from coopdocs.formats.job import Job
from coopdocs.library import Library, logos
from coopdocs.library.catalogue import DOSSIERS
from coopdocs.model.complement import PARTIES_ANNEXES
from coopdocs.model.contenu import Fait, Terme
from coopdocs.plan.dossier import figures, maps
from coopdocs.plan.dossier.feuillet import FeuilletCooperations
from coopdocs.plan.maker import Maker
from coopdocs.targets import DossierRequest
from coopdocs.views import reperes, termes
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.parts import DONNEES
from coopdocs.views.essentiel import EssentielDossier
from coopdocs.views.essentiel.communes import BARRES
from coopdocs.views.recit import brief

_OMISES = (
    "Présentation", "Gouvernance", "Financement", "Récit", "Coûts, délais, équipes", "Combinaisons", "Idées reçues"
)  # fmt: skip
"""Headings that a chapter leaves to the guide, as the printed fiche does; of a story it gives what that fiche gives."""
_FRANCE, _COOPERATIONS, _COMMUNES, _GRAPHIQUE = 46, 118, 72, 84
"""How wide maps and charts are (mm): charts stand two by two."""
_HAUT_COOPERATIONS = 66.0
"""How high the map of who cooperates is (mm)."""
_AGES = "Les âges : moins de 20 ans, de 20 à 64 ans, 65 ans et plus"
_RENVOI = " Les numéros de la carte renvoient aux listes."
_DOSSIERS = DOSSIERS.removeprefix("content/")
_LOGEMENTS = "Les logements : résidences principales, secondaires, logements vacants"


@dataclass(frozen=True)
class ImageWord:
    """A picture of the document: its name, the words that stand for it, its caption, its width in mm, its SVG."""

    nom: str
    alt: str
    legende: str
    largeur: int
    svg: str


def job(maker: Maker, essentiel: EssentielDossier, demande: DossierRequest) -> Job:
    """A dossier for Word: its first pages, then, where all of it is asked for, what follows them."""
    dossier, complet = essentiel.dossier, demande.ampleur == "complet"
    formes = demande.formes if complet and "fiches" in (dossier.complement.annexes.parties or PARTIES_ANNEXES) else ()
    parties = (dossier.complement.annexes.parties or PARTIES_ANNEXES) if complet else ()
    images, library = list(_images(maker, essentiel)), maker.library
    aides = reperes.aides(library, demande.formes, dossier.territoire) if "aides" in parties else None
    droit = reperes.droit(library) if "droit" in parties else None
    histoires = [views.fiche(library, slug) for slug in demande.formes if library.formes[slug].recit]
    others = _others(aides, droit, histoires if "recits" in parties else ())
    table = views.abridged(maker.comparatif)
    genre = "Dossier de territoire" if complet else "L’essentiel"

    def filled(explained: tuple[Terme, ...]) -> str:
        return maker.html(
            "dossier/word.html.j2",
            "word",
            dossier=dossier,
            e=essentiel,
            complet=complet,
            numerotees=True,
            chapo=_chapo(essentiel, images),
            formes=formes,
            parties=parties,
            aides=aides,
            droit=droit,
            histoires=histoires,
            guide=_chapters(library, formes, table, (*others, *explained), explained),
            comparatif=replace(table, titre=table.titre_principal),
            images=images,
            donnees=DONNEES,
            choix=views.Choix(maker.library, bref=True),
            titre_document=f"{genre} : {dossier.territoire.nom_court}",
        )

    html = filled(())
    if complet:
        # what is explained is what the rest says
        glossaire = maker.library.glossaire.termes
        html = filled(termes.explained(glossaire, termes.used(glossaire, [termes.words(html)])))
    return maker.docx(html, {image.nom: image.svg for image in images} | _photos(maker, dossier, formes))


def _chapo(essentiel: EssentielDossier, images: Sequence[ImageWord]) -> str:
    """How many cooperate; a map's numbers are spoken of where there is a map."""
    chapo = essentiel.cooperations.chapo
    if any(image.nom == "carte-cooperations" for image in images):
        return chapo
    return chapo.replace(_RENVOI, "")


def _photos(maker: Maker, dossier: Dossier, formes: Sequence[str]) -> dict[str, str | bytes]:
    """The logo and the photographs of the territory's file, and those of the stories that chapters tell."""
    found: dict[str, str | bytes] = {}
    ajoute, library = dossier.complement, maker.library
    if ajoute.emetteur and ajoute.emetteur.logo:
        chemin = logos.find(library.racine, ajoute.emetteur.logo, DOSSIERS)
        octets = chemin.read_bytes() if chemin else b""
        found["logo"] = octets.decode() if ajoute.emetteur.logo.lower().endswith(".svg") else octets
    recits = [(slug, r.photo) for slug in formes if (r := library.formes[slug].recit) and r.photo]
    shown = [("formes", f"{slug}-recit", (photo,)) for slug, photo in recits]
    for folder, nom, montrees in ((_DOSSIERS, dossier.territoire.code, ajoute.photos), *shown):
        found |= {p.nom: p.octets for row in maker.planche("word", folder, nom, montrees) for p in row}
    return found


def _others(
    aides: reperes.ReperesAides | None, droit: reperes.ReperesDroit | None, histoires: Sequence[views.Fiche]
) -> tuple[Fait, ...]:
    """What the dossier says beside its chapters."""
    said: list[Fait] = []
    for fiche in histoires:
        assert fiche.forme.recit, "those that tell a story"
        said += [*fiche.forme.recit.jalons, *(fait for _, fait in fiche.parties)]
    said += [ligne.aide for ligne in aides.lignes] if aides else []
    return (*said, *(repere for point in droit.droit.points for repere in point.reperes)) if droit else tuple(said)


def _chapters(
    library: Library,
    formes: Sequence[str],
    table: views.Comparatif,
    others: Sequence[Fait],
    explained: tuple[Terme, ...],
) -> views.Guide:
    """The chapters of some formes with the glossary, and every source that these, `others` or the table cite."""
    chapitres = tuple(views.fiche(library, slug) for slug in formes)
    faits = [fait for c in chapitres for rubrique, fait in views.claims(c.forme) if rubrique not in _OMISES]
    faits += [fait for c in chapitres if c.recit_imprime for fait in brief(c.recit_imprime)]
    cited = {
        cle
        for fait in (
            *faits,
            *others,
            *views.Choix(library, bref=True).faits,
            *library.couverture.decomptes.values(),
        )
        for cle in fait.sources
    }
    cited |= {cle for cle, _ in table.sources}
    return views.Guide(
        titre=library.kit.titre,
        introduction="",
        chapitres=chapitres,
        comparatif=None,
        termes=explained,
        bibliographie=tuple((cle, s) for cle, s in library.sources.items() if cle in cited),
        library=library,
    )


def _images(maker: Maker, essentiel: EssentielDossier) -> Iterator[ImageWord]:
    """Maps of one size and charts, on white; their letters name fonts as files do: Word has no stylesheet."""
    titre, texte = (maker.theme.family(f"Coopdocs {nom}", "600") for nom in ("Titre", "Texte"))
    territoires, dossier = maker.library.territoires, essentiel.dossier
    if france := maps.france(territoires, maker.theme.palette, dossier):
        svg = _svg(france.croquis, titre)
        yield ImageWord("carte-france", france.alt, "Où se trouve le territoire", _FRANCE, svg)
    place = FeuilletCooperations(False, _COOPERATIONS, _HAUT_COOPERATIONS, 0, _HAUT_COOPERATIONS)
    qui = maps.cooperations(territoires, maker.theme.palette, dossier, essentiel.cooperations, place)
    if qui:
        alt = qui.alt.replace("Les listes de cette page disent", "Le tableau qui suit dit")
        svg = _svg(qui.croquis, texte)
        yield ImageWord("carte-cooperations", alt, "Qui coopère, par numéro du tableau", _COOPERATIONS, svg)
    if essentiel.chiffres is None:
        return
    drawings = figures.drawn(territoires, maker.theme, essentiel.chiffres, BARRES)
    charts = (("ages", drawings.ages, _AGES), ("logements", drawings.logements, _LOGEMENTS))
    for nom, chart, legende in charts:
        if chart:
            yield ImageWord(nom, chart.texte, legende, _GRAPHIQUE, _svg(chart.croquis, texte))
    if carte := drawings.carte:
        yield ImageWord("carte-communes", carte.texte, "Les communes", _COMMUNES, _svg(carte.croquis, titre))


def _svg(croquis: Croquis, police: str) -> str:
    # between quotes: a name that ends in a figure is none without them
    return croquis.svg(None, f"'{police}'")
