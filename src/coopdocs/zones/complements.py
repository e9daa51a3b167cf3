"""What people add to a dossier against the places that its pages have for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coopdocs.library import Library, fichier_dossier
from coopdocs.library.catalogue import DOSSIERS
from coopdocs.model.complement import Complement
from coopdocs.problem import Problem
from coopdocs.sizes import complement as sizes
from coopdocs.sizes.units import TextStyle
from coopdocs.theme import Theme
from coopdocs.theme.mesure import Zone, width
from coopdocs.typographie import bind_end, bind_short, date_partielle
from coopdocs.zones import dossiers, photos
from coopdocs.zones.places import TexteImprime, too_long

_LIEN = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_]")
"""What Markdown writes and no page prints."""


def check(library: Library, theme: Theme) -> Iterator[Problem]:
    """Every text of a territory's file that is too long for its place, and its photographs."""
    for cle, complement in library.complements.items():
        fichier = fichier_dossier(cle)
        # the decision has two places: it is told once
        long = list({p.place: p for p in too_long(library, theme, fichier, places(theme, complement))}.values())
        yield from long
        if not long:
            yield from _introduction(library, theme, fichier, complement)
        for n, initiative in enumerate(complement.initiatives):
            for champ, message in dossiers.too_long(theme, initiative.row(cle)):
                loc = ("initiatives", n, champ)
                yield library.problem(fichier, loc, "Z001", message, "raccourcissez-le")
        shown = [(("photos", rang), photo) for rang, photo in enumerate(complement.photos)]
        yield from photos.of_file(library, theme, fichier, DOSSIERS, [shown])


def places(theme: Theme, c: Complement) -> Iterator[TexteImprime]:
    """Every text of a territory’s file with the place that its page has for it."""
    if d := c.decision:
        zones = (
            (sizes.DECISION, sizes.DECISION_LARGEUR, sizes.DECISION_LIGNES),
            (sizes.DEMANDE, sizes.DEMANDE_LARGEUR, sizes.DEMANDE_LIGNES),
        )
        for style, largeur, lignes in zones:
            yield _place(("decision", "phrase"), bind_end(d.phrase), style, largeur, lignes)
        for champ in ("quand", "cout", "qui_porte"):
            texte = getattr(d, champ) or ""
            yield _place(("decision", champ), texte, sizes.REPONSE, sizes.REPONSE_LARGEUR, sizes.REPONSE_LIGNES)
    for n, f in enumerate(c.formes):
        pourquoi = f.pourquoi or ""
        yield _place(("formes", n, "pourquoi"), pourquoi, sizes.POURQUOI, sizes.POURQUOI_LARGEUR, sizes.POURQUOI_LIGNES)
    yield from _etapes(c)
    yield from _personnes(theme, c)
    for n, x in enumerate(c.chiffres):
        champ = "unite" if len(x.unite or "") > len(x.valeur) else "valeur"
        yield _place(("chiffres", n, champ), x.imprime, sizes.VALEUR, sizes.VALEUR_LARGEUR, 1)
        texte = f"{x.texte} ({x.annee})"
        yield _place(("chiffres", n, "texte"), texte, sizes.LIBELLE, sizes.LIBELLE_LARGEUR, sizes.LIBELLE_LIGNES)


def _etapes(c: Complement) -> Iterator[TexteImprime]:
    for n, e in enumerate(c.etapes):
        titre, texte, largeur = bind_short(e.titre), bind_end(e.texte or ""), sizes.ETAPE_LARGEUR
        yield _place(("etapes", n, "titre"), titre, sizes.ETAPE_TITRE, largeur, sizes.ETAPE_TITRE_LIGNES)
        yield _place(("etapes", n, "texte"), texte, sizes.ETAPE, largeur, sizes.ETAPE_LIGNES)
        yield _place(("etapes", n, "date"), date_partielle(e.date), sizes.ETAPE, largeur, 1)


def _personnes(theme: Theme, c: Complement) -> Iterator[TexteImprime]:
    if e := c.emetteur:
        largeur, lignes = sizes.EMETTEUR_LARGEUR, sizes.EMETTEUR_LIGNES
        yield _place(("emetteur", "nom"), e.nom, sizes.EMETTEUR, largeur, lignes)
        for champ in ("service", "adresse"):
            yield _place(("emetteur", champ), getattr(e, champ) or "", sizes.SERVICE, largeur, lignes)
        for champ in ("telephone", "courriel", "site"):
            yield _place(("emetteur", champ), getattr(e, champ) or "", sizes.SERVICE, sizes.MOYEN_LARGEUR, 1)
    if c.contact:
        contact = (sizes.CONTACT, sizes.CONTACT_LARGEUR, sizes.CONTACT_LIGNES)
        yield _place(("contact", "nom"), c.contact.nom, *contact)
        # a mailbox has two lines under a name of one
        style = sizes.PERSONNE
        short = width(c.contact.nom, theme.font(style.famille, style.graisse), style.corps) <= sizes.MOYENS_LARGEUR
        moyens = (sizes.MOYENS, sizes.MOYENS_LARGEUR, 2 if short else 1)
        yield _place(("contact", "courriel"), c.contact.courriel or "", *moyens)
    if t := c.temoignage:
        largeur, auteur = sizes.TEMOIGNAGE_LARGEUR, ", ".join(filter(None, (t.auteur, t.fonction)))
        yield _place(("temoignage", "texte"), t.texte, sizes.TEMOIGNAGE, largeur, sizes.TEMOIGNAGE_LIGNES)
        champ = "fonction" if len(t.fonction or "") > len(t.auteur) else "auteur"
        yield _place(("temoignage", champ), auteur, sizes.AUTEUR, largeur, sizes.AUTEUR_LIGNES)
    if m := c.introduction:
        yield _place(("introduction", "titre"), m.titre, sizes.MOT_TITRE, sizes.MOT_LARGEUR, sizes.MOT_TITRE_LIGNES)
        yield _place(("introduction", "signature"), m.signature or "", sizes.SIGNATURE, sizes.MOT_LARGEUR, 2)


def _place(loc: Sequence[str | int], texte: str, style: TextStyle, largeur: float, lignes: int) -> TexteImprime:
    return TexteImprime(tuple(loc), texte, (style.famille, style.graisse, style.corps, largeur, lignes))


def _introduction(library: Library, theme: Theme, fichier: str, c: Complement) -> Iterator[Problem]:
    """An introduction beyond its page, at the paragraph where it passes it."""
    police = theme.font(sizes.MOT.famille, sizes.MOT.graisse)
    zone, prises = Zone(police, sizes.MOT.corps, sizes.MOT_LARGEUR, 1), 0.0
    for n, paragraphe in enumerate(c.introduction.paragraphes if c.introduction else ()):
        prises += len(zone.set_lines(_LIEN.sub(r"\1", paragraphe)))
        if prises > sizes.MOT_LIGNES:
            message = f"l’introduction dépasse sa page à partir de ce paragraphe ({sizes.MOT_LIGNES} lignes en tout)"
            loc = ("introduction", "paragraphes", n)
            yield library.problem(fichier, loc, "Z001", message, "raccourcissez-la : le détail a sa place en annexe")
            return
        prises += 0.5
