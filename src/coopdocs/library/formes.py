"""Cross checks of the formes: what each says of the others, what two of them may not share, what may be printed."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.couleurs import CONTRASTE_MIN, darker, readability
from coopdocs.library import renvois
from coopdocs.library.catalogue import DROIT, Library, fichier_forme
from coopdocs.model.contenu import PARTIES
from coopdocs.problem import Problem
from coopdocs.source import NodePath
from coopdocs.typographie import nombre

PARTIES_MIN = 3
"""With fewer parts than that, what is told is an example and no story."""
_COLONNES = ("groupe", "critère")


def voisines_connues(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        fichier = fichier_forme(slug)
        for liste in ("confusions", "combinaisons"):
            voisines = [((liste, rang, "forme"), v.forme) for rang, v in enumerate(getattr(forme, liste))]
            for loc, voisine in voisines:
                yield from renvois.to_compare(library, fichier, loc, voisine)
                if voisine == slug:
                    conseil = "nommez une autre forme"
                    yield library.problem(fichier, loc, "X010", "une forme ne se compare pas à elle-même", conseil)
            lieux = [(fichier, loc, voisine) for loc, voisine in voisines]
            yield from renvois.given_once(library, lieux, "X008", "la forme")


def ordres_uniques(library: Library) -> Iterator[Problem]:
    lieux = [(fichier_forme(slug), ("ordre",), str(forme.ordre)) for slug, forme in library.formes.items()]
    yield from renvois.given_once(library, lieux, "X011", "l’ordre")


def sigles_uniques(library: Library) -> Iterator[Problem]:
    for champ in ("sigle", "sigle_court"):
        lieux: list[tuple[str, NodePath, str]] = []
        for slug, forme in library.formes.items():
            sigle, lieu = getattr(forme, champ), (fichier_forme(slug), (champ,))
            # a workbook's columns are named by them
            lieux.append((*lieu, sigle))
            if sigle.casefold() in _COLONNES:
                message = f"« {sigle} » est déjà le titre d’une colonne des tableaux comparatifs"
                yield library.problem(*lieu, "X018", message, "donnez un autre sigle")
        yield from renvois.given_once(library, lieux, "X018", "le sigle")


def couleurs_uniques(library: Library) -> Iterator[Problem]:
    lieux = [(fichier_forme(slug), ("couleur",), forme.couleur) for slug, forme in library.formes.items()]
    yield from renvois.given_once(library, lieux, "X019", "la couleur")


def un_panorama(library: Library) -> Iterator[Problem]:
    panoramas = [slug for slug, forme in library.formes.items() if forme.nature == "panorama"]
    for slug in panoramas[1:]:
        message = f"« {panoramas[0]} » est déjà le panorama"
        yield library.problem(fichier_forme(slug), ("nature",), "X012", message, "écrivez « nature: forme »")


def couleurs_lisibles(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        mesure = readability(forme.couleur)
        if mesure < CONTRASTE_MIN:
            chiffre = nombre(int(mesure * 10) / 10, 1)
            message = f"contraste de {chiffre} pour 1 sur blanc ou sur ses teintes claires : il faut au moins 4,5"
            conseil = f"foncez la couleur, par exemple « {darker(forme.couleur)} »"
            yield library.problem(fichier_forme(slug), ("couleur",), "X013", message, conseil)


def territoires_connus(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        lieux: list[tuple[NodePath, str | None]] = []
        for liste in ("exemples", "reseaux"):
            lieux += [((liste, n, "territoire"), x.territoire) for n, x in enumerate(getattr(forme, liste))]
        lieux += [(("recit", "territoire"), forme.recit.territoire)] if forme.recit else []
        for loc, code in lieux:
            yield from renvois.on_the_map(library, fichier_forme(slug), loc, code)


def icones_connues(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        for liste in ("essentiels", "acteurs", "collectivite"):
            for rang, element in enumerate(getattr(forme, liste)):
                yield from renvois.drawn(library, fichier_forme(slug), (liste, rang, "icone"), element.icone)
    for rang, point in enumerate(library.droit.points if library.droit else ()):
        yield from renvois.drawn(library, DROIT, ("points", rang, "icone"), point.icone)


def recits_racontes(library: Library) -> Iterator[Problem]:
    """A story has a beginning, an end that comes after it, and enough told to be one."""
    for slug, forme in library.formes.items():
        if (recit := forme.recit) is None:
            continue
        if recit.fin is not None and recit.fin < recit.debut:
            message = f"le récit finit en {recit.fin}, avant de commencer ({recit.debut})"
            conseil = "corrigez l’une des deux années, ou enlevez « fin » s’il se poursuit"
            yield library.problem(fichier_forme(slug), ("recit", "fin"), "X027", message, conseil)
        dites = len(recit.parties)
        if dites < PARTIES_MIN:
            champs = ", ".join(champ for champ in PARTIES if getattr(recit, champ) is None)
            pluriel = "s" if dites > 1 else ""
            message = f"{dites} partie{pluriel} racontée{pluriel} : {PARTIES_MIN} au moins"
            conseil = f"ajoutez-en parmi : {champs} ; un récit plus court est un exemple (« exemples »)"
            yield library.problem(fichier_forme(slug), ("recit", "[key]"), "X028", message, conseil)


def liens_surs(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        if not forme.lien.startswith("https://"):
            conseil = "donnez une adresse qui commence par https://"
            yield library.problem(fichier_forme(slug), ("lien",), "X016", "le lien imprimé n’est pas sécurisé", conseil)


def exemples_suffisants(library: Library) -> Iterator[Problem]:
    minimum = library.kit.limites.exemples_min
    for slug, forme in library.comparables.items():
        nombre = len(forme.exemples)
        if nombre < minimum:
            message = f"{nombre} exemple{'s' if nombre > 1 else ''} : {minimum} au moins sont souhaités"
            conseil = "ajoutez une initiative réelle et sa source"
            loc = ("exemples", "[key]")
            yield library.problem(fichier_forme(slug), loc, "A003", message, conseil, "avertissement")


def chiffres_dates(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        for rang, chiffre in enumerate(forme.chiffres):
            if chiffre.date is None:
                message = "chiffre sans date : « page non datée » sera imprimé"
                conseil = "donnez la date du chiffre si une source la dit"
                loc = ("chiffres", rang, "date", "[key]")
                yield library.problem(fichier_forme(slug), loc, "A004", message, conseil, "avertissement")
