"""Cross checks of events: times, speakers, links, logos, and what they name of the kit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import chain, pairwise

from coopdocs.couleurs import CONTRASTE_MIN, darker, readability
from coopdocs.library import logos
from coopdocs.library.catalogue import Library, fichier_evenement
from coopdocs.library.courriels import mailbox
from coopdocs.library.registres import telephone
from coopdocs.library.validation import cite
from coopdocs.model.evenement import Contact, Evenement, Seance
from coopdocs.problem import Gravite, Parole, Problem, closest
from coopdocs.source import NodePath
from coopdocs.territoire import resolution
from coopdocs.typographie import nombre, taille

Faute = tuple[NodePath, Parole]
"""What is wrong in a file, and where in it."""


def check_events(library: Library) -> Iterator[Problem]:
    """Everything wrong in the events, at its place."""
    for slug, evenement in library.evenements.items():
        fichier = fichier_evenement(slug)
        for controle in CONTROLES:
            for loc, (code, message, conseil) in controle(library, evenement):
                gravite: Gravite = "avertissement" if code.startswith("A") else "erreur"
                yield library.problem(fichier, loc, code, message, conseil, gravite)


def _formes(library: Library, e: Evenement) -> Iterator[Faute]:
    for rang, slug in enumerate(e.formes):
        if slug not in library.formes:
            conseil = closest(slug, library.formes) or f"formes connues : {', '.join(library.formes)}"
            yield ("formes", rang), ("X009", f"la forme {cite(slug)} n’existe pas", conseil)
    yield from _twice("la forme", [(("formes", rang), slug) for rang, slug in enumerate(e.formes)])
    yield from _twice("le profil", [(("profils", rang), profil) for rang, profil in enumerate(e.profils)])


def _territoire(library: Library, e: Evenement) -> Iterator[Faute]:
    code = e.lieu.territoire
    if library.territoires.get(code) is None:
        yield ("lieu", "territoire"), ("X015", *resolution.unknown(library.territoires, code))


def _date(library: Library, e: Evenement) -> Iterator[Faute]:
    edition = library.kit.edition
    if e.date < edition:
        message = f"cet événement a lieu avant l’édition du {edition:%d/%m/%Y}"
        yield ("date",), ("A007", message, "corrigez la date, ou retirez ce fichier")


def _couleur(library: Library, e: Evenement) -> Iterator[Faute]:
    mesure = readability(e.couleur)
    if mesure < CONTRASTE_MIN:
        chiffre = nombre(int(mesure * 10) / 10, 1)
        message = f"contraste de {chiffre} pour 1 sur blanc ou sur ses teintes claires : il faut au moins 4,5"
        yield ("couleur",), ("X013", message, f"foncez la couleur, par exemple « {darker(e.couleur)} »")


def _horaires(library: Library, e: Evenement) -> Iterator[Faute]:
    if e.fin <= e.debut:
        message = f"la fin ({_h(e.fin)}) ne vient pas après le début ({_h(e.debut)})"
        yield ("fin",), ("X023", message, "corrigez l’heure")
        return
    justes: list[tuple[int, Seance]] = []
    for rang, seance in enumerate(e.programme):
        fautes = list(_horaire(e, seance))
        yield from ((("programme", rang, champ), ("X023", message, conseil)) for champ, message, conseil in fautes)
        if not fautes:
            justes.append((rang, seance))
    for (_, avant), (rang, seance) in pairwise(justes):
        if seance.debut < avant.fin:
            message = f"cette séance commence à {_h(seance.debut)}, avant la fin de la précédente ({_h(avant.fin)})"
            conseil = "corrigez l’heure ; des séances simultanées s’écrivent dans « ateliers » d’une même séance"
            yield ("programme", rang, "debut"), ("X023", message, conseil)


def _horaire(e: Evenement, seance: Seance) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the hours of one session by itself: field, message, what to do."""
    if seance.fin <= seance.debut:
        message = f"cette séance finit à {_h(seance.fin)} et commence à {_h(seance.debut)}"
        yield "fin", message, "corrigez l’une des deux heures"
        return
    if seance.debut < e.debut:
        message = f"cette séance commence à {_h(seance.debut)}, avant l’événement ({_h(e.debut)})"
        yield "debut", message, "corrigez cette heure, ou « debut » en haut du fichier"
    if seance.fin > e.fin:
        message = f"cette séance finit à {_h(seance.fin)}, après l’événement ({_h(e.fin)})"
        yield "fin", message, "corrigez cette heure, ou « fin » en haut du fichier"


def _h(heure: dt.time) -> str:
    return f"{heure:%H:%M}"


def _intervenants(library: Library, e: Evenement) -> Iterator[Faute]:
    yield from _twice("l’intervenant", [(("intervenants", r, "nom"), i.nom) for r, i in enumerate(e.intervenants)])
    connus = {i.nom for i in e.intervenants}
    cites: set[str] = set()
    for s, seance in enumerate(e.programme):
        ensemble = _named(("programme", s), seance.intervenants)
        ateliers = [_named(("programme", s, "ateliers", a), x.intervenants) for a, x in enumerate(seance.ateliers)]
        for noms in (ensemble, *ateliers):
            yield from _twice("l’intervenant", noms)
        yield from _elsewhere(ateliers)
        for loc, nom in chain(ensemble, *ateliers):
            if nom not in connus:
                conseil = closest(nom, connus) or "ajoutez-le à la liste « intervenants » de l’événement"
                yield loc, ("X024", f"{cite(nom)} n’est pas dans la liste des intervenants", conseil)
            cites.add(_cle(nom))
    for rang, intervenant in enumerate(e.intervenants):
        if _cle(intervenant.nom) not in cites:
            message = "cette personne n’intervient dans aucune séance"  # not by name: forty are told as one
            yield ("intervenants", rang, "nom"), ("A008", message, "nommez-le dans une séance, ou enlevez-le d’ici")


def _named(loc: NodePath, noms: tuple[str, ...]) -> list[tuple[NodePath, str]]:
    return [((*loc, "intervenants", rang), nom) for rang, nom in enumerate(noms)]


def _cle(valeur: str) -> str:
    """What two ways to write the same name have in common."""
    return " ".join(valeur.casefold().split())


def _twice(quoi: str, valeurs: list[tuple[NodePath, str]]) -> Iterator[Faute]:
    """One fault for each value that an earlier one gives already."""
    vues: set[str] = set()
    for loc, valeur in valeurs:
        cle = _cle(valeur)
        if cle in vues:
            e = "e" if quoi.startswith("la ") else ""
            message = f"{quoi} {cite(valeur)} est déjà donné{e} plus haut"
            yield loc, ("X008", message, "gardez une seule des deux lignes")
        vues.add(cle)


def _elsewhere(ateliers: list[list[tuple[NodePath, str]]]) -> Iterator[Faute]:
    """One fault for each speaker who is at another workshop of the same session already: they are held together."""
    ailleurs: set[str] = set()
    for noms in ateliers:
        for loc, nom in noms:
            if _cle(nom) in ailleurs:
                message = f"{cite(nom)} anime déjà un autre atelier à la même heure"
                yield loc, ("X008", message, "gardez une seule des deux lignes, ou faites deux séances de ces ateliers")
        ailleurs |= {_cle(nom) for _, nom in noms}


def _contacts(library: Library, e: Evenement) -> Iterator[Faute]:
    for rang, contact in enumerate(e.contacts):
        yield from ((("contacts", rang, champ), parole) for champ, parole in reachable(contact))


def reachable(contact: Contact, commune: str = "") -> Iterator[tuple[str, Parole]]:
    """What is wrong with the ways to reach a contact, by field; `commune`: whose name a mailbox may have."""
    if not (contact.courriel or contact.telephone):
        yield "nom", ("C022", "ce contact ne peut pas être joint", "donnez un courriel ou un téléphone")
    if parole := mailbox(contact.courriel or "", commune):
        yield "courriel", parole
    if parole := telephone(contact.telephone or ""):
        yield "telephone", parole


def _liens(library: Library, e: Evenement) -> Iterator[Faute]:
    for champ in type(e.liens).model_fields:
        adresse = getattr(e.liens, champ)
        if adresse and not adresse.startswith("https://"):
            message = "le lien imprimé en code QR n’est pas sécurisé"
            yield ("liens", champ), ("X016", message, "donnez une adresse qui commence par https://")


def _logos(library: Library, e: Evenement) -> Iterator[Faute]:
    organismes: list[tuple[NodePath, str | None]] = [(("organisateur", "logo"), e.organisateur.logo)]
    organismes += [(("partenaires", rang, "logo"), p.logo) for rang, p in enumerate(e.partenaires)]
    poids: dict[str, tuple[int, NodePath]] = {}
    for loc, logo in organismes:
        if logo and (parole := logos.fault(library.racine, logo)):
            yield loc, parole
        elif logo and (chemin := logos.find(library.racine, logo)):
            poids.setdefault(logo, (chemin.stat().st_size, loc))
    if (ensemble := sum(octets for octets, _ in poids.values())) > logos.LOGOS_MAX:
        message = f"les logos pèsent ensemble {taille(ensemble)} : {taille(logos.LOGOS_MAX)} au plus"
        yield max(poids.values())[1], ("X022", message, "réduisez celui-ci, le plus lourd")


CONTROLES: tuple[Callable[[Library, Evenement], Iterator[Faute]], ...] = (
    _formes,
    _territoire,
    _date,
    _couleur,
    _horaires,
    _intervenants,
    _contacts,
    _liens,
    _logos,
)
