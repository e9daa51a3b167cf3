"""The printed zones and whether the content fits them: texts too long, characters without a glyph; sizes of type."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

from coopdocs import packaged, problem, views
from coopdocs.library import Library, fichier_forme, svg
from coopdocs.library.catalogue import CRITERES, GLOSSAIRE, INTRODUCTION, SOURCES
from coopdocs.model.contenu import Fait
from coopdocs.problem import Problem
from coopdocs.sizes import comparatif, fiche, guide, pistes
from coopdocs.sizes.feuille import H3
from coopdocs.sizes.units import TEXTE, TITRE, SizeChoice
from coopdocs.source import TextFile, TextTable, YamlNode, read_yaml
from coopdocs.theme import Theme, dessins
from coopdocs.typographie import bind_end, bind_short
from coopdocs.zones import complements, dossiers, evenements, mentions, mots, photos, polices, reperes
from coopdocs.zones.lettres import Lettres
from coopdocs.zones.places import TexteImprime, too_long

_CONSEIL = "raccourcissez-le ; le détail a sa place dans « presentation », « gouvernance » ou « financements »"

# Family, weight, size (pt), width (mm), lines.
_ESSENTIEL_TITRE = (TITRE, "700", H3, fiche.TIERS, 2)
_ESSENTIEL = (TEXTE, "400", fiche.ESSENTIEL, fiche.TIERS, 7)
_CARTE = (TEXTE, "400", fiche.CARTE_TEXTE, fiche.CARTE_LARGEUR, 3)
_ACTEUR_NOM = (TITRE, "700", fiche.ACTEUR_NOM, fiche.ACTEURS, 2)
_ACTEUR = (TEXTE, "400", fiche.ACTEUR, fiche.ACTEURS, 2)
_LIBELLE = (TEXTE, "400", fiche.LIBELLE, fiche.TIERS, 3)
_ETAPE_TITRE = (TITRE, "700", H3, fiche.ETAPES, 1)
_ETAPE = (TEXTE, "400", fiche.ETAPE, fiche.ETAPES, 5)
_DUREE = (TEXTE, "600", fiche.DUREE, fiche.ETAPES, 1)
_LISTE = (TEXTE, "400", fiche.LISTE, fiche.DEMI - fiche.LISTE_ICONE, 1)
_EXEMPLE_LARGEUR = fiche.EXEMPLES - fiche.EXEMPLE_NUMERO
_EXEMPLE_NOM = (TITRE, "700", H3, _EXEMPLE_LARGEUR, 1)
_EXEMPLE = (TEXTE, "400", fiche.EXEMPLE, _EXEMPLE_LARGEUR, 3)
_LIEU = (TEXTE, "600", fiche.LIEU, _EXEMPLE_LARGEUR, 2)
_OU = (TEXTE, "600", fiche.RECIT_OU, fiche.PLEIN / 2 - 2, 1)
_COURT = (TEXTE, "400", fiche.RECIT, fiche.RECIT_LARGEUR, 7)
_COURT_PHOTO = (TEXTE, "400", fiche.RECIT, fiche.RECIT_LARGEUR, 6)
_COURT_SEUL = (TEXTE, "400", fiche.RECIT, fiche.RECIT_COLONNE, 12)
"""A story beside its steps, and in two columns without them."""
_QUAND = (TITRE, "700", fiche.JALON, fiche.QUAND - 1.4, 1)
_JALON = (TEXTE, "400", fiche.JALON, fiche.JALON_LARGEUR, 2)
_CONSEIL_RECIT = (TITRE, "600", fiche.RECIT_CONSEIL, fiche.CONSEIL_LARGEUR, 2)
_MODELE, _EDITEUR = (TEXTE, "400", 9.2, 72.0, 5), (TEXTE, "400", 9.2, 42.0, 6)
_NATURE = (TITRE, "700", 9.2, 37.0, 3)
"""A model document in the guide's table, whose rows stand whole on a page."""
_CONFUSION = (TEXTE, "400", fiche.CONFUSION, fiche.DEMI - fiche.CONFUSION_ICONE, 2)
_SOURCE = (TEXTE, "400", fiche.SOURCE, fiche.LIEN_LARGEUR - fiche.SOURCE_RETRAIT, 2)
_LIEN = (TEXTE, "600", fiche.LIEN, fiche.LIEN_LARGEUR, 2)
_EN_UNE_LIGNE = (TEXTE, "400", pistes.EN_UNE_LIGNE.corps, pistes.EN_UNE_LIGNE_LARGEUR - 2, 1)
"""In a territory's essentiel: what a forme is, beside its sigle."""
_COMPTEE = (TEXTE, "400", 11.0, 50.0, 1)
"""In a sentence of a territory's essentiel that counts it."""
_SIGLE = (TITRE, "700", 11.4, 60.0, 1)
_SOURCE_TITRE, _SOURCE_EDITEUR = (TEXTE, "400", 9.0, 150.0, 5), (TEXTE, "400", 9.0, 110.0, 1)
_TERME, _TERME_SIGLE = (TEXTE, "700", guide.GLOSSAIRE, guide.GLOSSAIRE_LARGEUR, 3), (TEXTE, "700", 9.0, 60.0, 1)
_DEFINITION = (TEXTE, "400", guide.GLOSSAIRE, guide.GLOSSAIRE_LARGEUR, 14)
_DEVELOPPE = (TEXTE, "400", 9.0, 150.0, 3)
"""A term and its definition, each whole in a column of the guide; what an abbreviation stands for."""
_CALL = 0.75
"""How wide a call of a source is, to a figure of the text that it stands at."""
_CELLULE = (TEXTE, "400", comparatif.CELLULE, comparatif.CELLULE_LARGEUR, 3)
_CRITERE = (TITRE, "700", comparatif.CRITERE, comparatif.COIN, 2)
_GROUPE = (TEXTE, "600", comparatif.GROUPE, comparatif.COIN, 3)


def check(library: Library, theme: Theme) -> list[Problem]:
    """Every text longer than its printed zone, and every character that the kit's fonts lack, as problems."""
    theme = theme.of(library.kit.identite)
    problems: list[Problem] = list(polices.check(library, theme))
    for slug in library.formes:
        fichier, vue = fichier_forme(slug), views.fiche(library, slug)
        places = (*_recto(vue), *_verso(vue))
        problems += too_long(library, theme, fichier, places, _CONSEIL)
    cited = library.sources.items()
    sources = [TexteImprime((cle, "court"), s.court.replace("*", ""), _SOURCE) for cle, s in cited]
    sources += [TexteImprime((cle, "titre"), s.titre.replace("*", ""), _SOURCE_TITRE) for cle, s in cited]
    sources += [TexteImprime((cle, "editeur"), s.editeur, _SOURCE_EDITEUR) for cle, s in cited]
    problems += too_long(library, theme, SOURCES, sources)
    problems += too_long(library, theme, GLOSSAIRE, _terms(library))
    problems += too_long(library, theme, CRITERES, _heads(library))
    problems += too_long(library, theme, CRITERES, _cells(library), _CONSEIL)
    problems += mentions.check(library, theme)
    problems += _drawings(library, theme)
    problems += dossiers.check(library, theme)
    problems += complements.check(library, theme)
    problems += reperes.check(library, theme)
    problems += evenements.check(library, theme)
    problems += photos.check(library, theme)
    dits = {(p.place.fichier, p.place.ligne) for p in problems if p.code == "Z001"}
    words = (p for p in _too_wide(library, theme) if (p.place.fichier, p.place.ligne) not in dits)
    return [*problems, *words, *_lost(library, Lettres(theme))]


def _drawings(library: Library, theme: Theme) -> Iterator[Problem]:
    """Emblems, and icons of the kit's own, that pages cannot hold or that not every program draws alike."""
    formes = library.formes.values()
    icones = {e.icone for f in formes for e in f.essentiels} | {e.icone for f in formes for e in f.acteurs}
    icones |= {e.icone for f in formes for e in f.collectivite}
    icones |= {point.icone for point in library.droit.points} if library.droit else set()
    noms = [("cet emblème", f"emblemes/{slug}.svg") for slug in library.formes]
    noms += [("cette icône", f"icones/{icone}.svg") for icone in sorted(icones)]
    for quoi, nom in noms:
        fichier = theme.asset(nom) if theme.has(nom) else None
        # the packaged icons were looked at when they were packaged: there are too many to read them each time
        if fichier is None or (nom.startswith("icones/") and fichier.is_relative_to(packaged("templates"))):
            continue
        if faute := _drawing(fichier):
            message = f"{quoi} contient ce qui ne s’imprime pas partout de même : {faute.quoi}"
            yield Problem("X022", problem.Place(f"templates/{nom}", faute.ligne), message, faute.conseil)


def _drawing(fichier: Path) -> svg.FauteSvg | None:
    if faute := svg.fault(fichier.read_bytes()):
        return faute
    try:
        dessins.emblem(fichier, "")
    except ValueError:  # another encoding, or a prefix before the name of each element
        return svg.FauteSvg(0, "un dessin qui ne peut pas être mis tel quel dans une page")
    return None


def _written(library: Library) -> tuple[list[YamlNode], list[TextTable], TextFile]:
    """Every file of words that is printed: YAML, tables and the introduction."""
    registres = library.territoires.registres
    descripteurs = (read_yaml(descripteur, library.racine)[0] for descripteur in registres.descripteurs)
    noeuds = [*library.noeuds.values(), *filter(None, descripteurs)]
    return noeuds, list(registres.tables()), TextFile(INTRODUCTION, library.introduction)


def _lost(library: Library, lettres: Lettres) -> Iterator[Problem]:
    """What no font of the kit can print."""
    noeuds, tableaux, introduction = _written(library)
    for noeud in noeuds:
        yield from lettres.yaml(noeud)
    for tableau in tableaux:
        yield from lettres.table(tableau)
    yield from lettres.lines(introduction)


def _too_wide(library: Library, theme: Theme) -> Iterator[Problem]:
    """Words that no line holds."""
    noeuds, tableaux, introduction = _written(library)
    police = theme.font(TEXTE, "400")
    for noeud in noeuds:
        yield from mots.of_yaml(noeud, police)
    for tableau in tableaux:
        yield from mots.of_table(tableau, police)
    yield from mots.of_lines(introduction, police)


def _printed(fait: Fait, suffix: str = "", lier: Callable[[str], str] = str) -> str:
    """A claim as printed: its text, the words that the page keeps together (`lier`), and what it sets after it."""
    return lier(fait.texte) + suffix + (" (à\u00a0vérifier)" if fait.confiance == "incertain" else "")


def _calls(vue: views.Fiche, fait: Fait) -> str:
    """Figures of the text's size that are as wide as the calls of its sources, which hold to its last word."""
    numbers = ",".join(str(cited.numero) for cited in vue.appels(fait, True))
    return "1" * math.ceil(len(numbers) * _CALL)


def _least(choix: SizeChoice) -> tuple[str, str, float, float, int]:
    """The zone of a text that takes one line, at its smallest size."""
    return choix.famille, choix.graisse, min(choix.corps), choix.largeur, 1


def _recto(vue: views.Fiche) -> Iterator[TexteImprime]:
    f = vue.forme
    yield TexteImprime(("sigle_court",), f.sigle_court, _least(fiche.SIGLE), fiche.SIGLE.approche)
    yield TexteImprime(("sigle",), f.sigle, _SIGLE)
    yield TexteImprime(("nom",), f.nom, _least(fiche.NOM))
    yield TexteImprime(("en_une_ligne",), f.en_une_ligne or "", _EN_UNE_LIGNE)
    yield TexteImprime(("un_seul",), f.un_seul or "", _COMPTEE)
    yield TexteImprime(("plusieurs",), f.plusieurs or "", _COMPTEE)
    chapo = _printed(f.chapo, lier=bind_end)
    yield TexteImprime(("chapo", "texte"), chapo, (TEXTE, "400", fiche.CHAPO, fiche.BANDEAU, 4))
    for i, e in enumerate(f.essentiels):
        yield TexteImprime(("essentiels", i, "titre"), bind_short(e.titre), _ESSENTIEL_TITRE)
        yield TexteImprime(("essentiels", i, "texte"), _printed(e, lier=bind_end), _ESSENTIEL)
    for i, a in enumerate(f.acteurs):
        yield TexteImprime(("acteurs", i, "nom"), bind_short(a.nom), _ACTEUR_NOM)
        yield TexteImprime(("acteurs", i, "texte"), _printed(a), _ACTEUR)
    for i, ligne in enumerate(f.coeur):
        yield TexteImprime(("coeur", i), ligne, _least(fiche.COEUR))
    for field, _, _ in views.CARTE:
        fait = getattr(f.identite, field)
        yield TexteImprime(("identite", field, "texte"), _printed(fait) + _calls(vue, fait), _CARTE)
    yield TexteImprime(("reseaux", 0, "nom"), ", ".join(r.nom for r in f.reseaux[:4]), _CARTE)
    for i, c in enumerate(f.chiffres):
        yield TexteImprime(("chiffres", i, "valeur"), c.valeur, _least(fiche.VALEUR), fiche.VALEUR.approche)
        suffix = " (page non datée)" if c.date is None else ""
        yield TexteImprime(("chiffres", i, "texte"), _printed(c, suffix) + _calls(vue, c), _LIBELLE)


def _verso(vue: views.Fiche) -> Iterator[TexteImprime]:
    f = vue.forme
    for i, e in enumerate(f.etapes):
        yield TexteImprime(("etapes", i, "titre"), e.titre, _ETAPE_TITRE)
        yield TexteImprime(("etapes", i, "texte"), _printed(e), _ETAPE)
        yield TexteImprime(("etapes", i, "duree"), e.duree, _DUREE)
    wide = fiche.collectivite(len(f.collectivite))
    for i, r in enumerate(f.collectivite):
        yield TexteImprime(("collectivite", i, "titre"), r.titre, (TITRE, "700", H3, wide, 1))
        yield TexteImprime(("collectivite", i, "texte"), _printed(r), (TEXTE, "400", fiche.COLLECTIVITE, wide, 2))
    for field in ("atouts", "vigilances"):
        for i, fait in enumerate(getattr(f, field)):
            yield TexteImprime((field, i, "texte"), _printed(fait), _LISTE)
    yield from _recit(vue) if f.recit else ()
    for number, exemple, lieu in vue.exemples:
        i = number - 1
        yield TexteImprime(("exemples", i, "nom"), exemple.nom, _EXEMPLE_NOM)
        printed = _printed(exemple, lier=bind_end) + _calls(vue, exemple)
        yield TexteImprime(("exemples", i, "texte"), printed, _EXEMPLE)
        yield TexteImprime(("exemples", i, "lieu" if exemple.lieu else "territoire"), lieu, _LIEU)
    for i, confusion in enumerate(f.confusions):
        yield TexteImprime(("confusions", i, "texte"), _printed(confusion, lier=bind_end), _CONFUSION)
    for i, m in enumerate(f.modeles):
        yield TexteImprime(("modeles", i, "titre"), m.titre, _MODELE)
        if m.note:
            yield TexteImprime(("modeles", i, "note"), m.note, _MODELE)
        yield TexteImprime(("modeles", i, "editeur"), f"{m.editeur}, page non datée", _EDITEUR)
        yield TexteImprime(("modeles", i, "nature"), m.nature, _NATURE)
    yield TexteImprime(("lien",), f.lien.removeprefix("https://").removeprefix("www."), _LIEN)


def _recit(vue: views.Fiche) -> Iterator[TexteImprime]:
    """A story's short form, which must hold whether its forme has few examples or many: their number may change."""
    recit = vue.forme.recit
    assert recit is not None
    yield TexteImprime(("recit", "titre"), recit.titre, _least(fiche.RECIT_TITRE))
    yield TexteImprime(("recit", "nom"), recit.nom, _OU)
    yield TexteImprime(("recit", "lieu" if recit.lieu else "territoire"), vue.situation, _OU)
    court = _printed(recit.court, lier=bind_end) + _calls(vue, recit.court)
    zone = _COURT if recit.jalons else _COURT_PHOTO if recit.photo else _COURT_SEUL
    yield TexteImprime(("recit", "court", "texte"), court, zone)
    if recit.photo and not recit.jalons:
        yield photos.caption(("recit", "photo"), recit.photo, fiche.PHOTO_LEGENDE, fiche.RECIT_LARGEUR, 2)
    for i, jalon in enumerate(recit.jalons):
        yield TexteImprime(("recit", "jalons", i, "quand"), jalon.quand, _QUAND)
        yield TexteImprime(("recit", "jalons", i, "texte"), _printed(jalon) + _calls(vue, jalon), _JALON)
    if recit.conseil:
        conseil = _printed(recit.conseil, lier=bind_end) + _calls(vue, recit.conseil)
        yield TexteImprime(("recit", "conseil", "texte"), conseil, _CONSEIL_RECIT)


def _terms(library: Library) -> Iterator[TexteImprime]:
    for i, terme in enumerate(library.glossaire.termes):
        yield TexteImprime(("termes", i, "terme"), terme.terme, _TERME)
        yield TexteImprime(("termes", i, "sigle"), terme.sigle or "", _TERME_SIGLE)
        yield TexteImprime(("termes", i, "texte"), _printed(terme), _DEFINITION)
    for sigle, developpe in library.glossaire.sigles.items():
        yield TexteImprime(("sigles", sigle, "[key]"), sigle, _TERME_SIGLE)
        yield TexteImprime(("sigles", sigle), developpe, _DEVELOPPE)


def _heads(library: Library) -> Iterator[TexteImprime]:
    """What stands at the head of a comparatif's rows."""
    for i, groupe in enumerate(library.criteres.groupes):
        yield TexteImprime(("groupes", i, "titre"), groupe.titre.upper(), _GROUPE, comparatif.GROUPE_APPROCHE)
    for i, critere in enumerate(library.criteres.criteres):
        yield TexteImprime(("criteres", i, "titre"), critere.titre, _CRITERE)


def _cells(library: Library) -> Iterator[TexteImprime]:
    for rangee in views.comparatif(library).rangees:
        for slug, case in zip(library.comparables, rangee.cases, strict=True):
            famille, graisse, corps, largeur, lignes = _CELLULE
            words = f"{case.texte} {case.mention}".strip()
            loc = ("cellules", slug, rangee.critere.id, "texte")
            yield TexteImprime(loc, words, (famille, graisse, corps, largeur, lignes - bool(case.mot)))
