"""What announces the event on a screen: its page, which names all its files, and its calendar entry."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from coopdocs import typographie
from coopdocs.formats import ics
from coopdocs.formats.job import ImpositionJob, Job, MeasuresJob, TextJob
from coopdocs.formats.pdf.standards import PRINT_ONLY
from coopdocs.model.evenement import Atelier, Seance
from coopdocs.model.kit import Kit
from coopdocs.plan.evenements.documents import Documents
from coopdocs.targets import Target
from coopdocs.territoire.fuseaux import fuseau
from coopdocs.views.evenement import Journee

PAGE, AGENDA = "page.html", "evenement.ics"
LIRE, ORGANISER, IMPRIMER = "À lire et à distribuer", "Pour les organisateurs", f"P{PRINT_ONLY[1:]}"
_SALLE = ("affiche", "chevalets", "emargement", "imprimeur/")
"""What the names of the files begin with that organisers need before the day or in the room."""


def targets(documents: Documents) -> Iterator[Target]:
    titre = documents.maker.library.evenements[documents.slug].titre
    deux_points = f"{typographie.INSECABLE}: "
    yield documents.target(AGENDA, f"Rendez-vous pour un agenda{deux_points}{titre}", lambda: _agenda(documents))
    yield documents.target(PAGE, f"Page de l’événement{deux_points}{titre}", lambda: _page(documents), releve=True)


# --- the page


def _page(documents: Documents) -> Job:
    """The page gives each file's size and pages, so that it is made of them all."""
    fichiers = {nom: t for nom, t in documents.targets.items() if nom != PAGE and t.profil is None}
    jobs = {nom: documents.job(nom) for nom in fichiers}
    groupes: dict[str, list[tuple[str, Target]]] = {LIRE: [], ORGANISER: [], IMPRIMER: []}
    for nom, target in fichiers.items():
        groupes[_groupe(nom, jobs[nom])].append((nom, target))
    html = documents.html("page.html.j2", "ecran", groupes=groupes, papier=IMPRIMER, agenda=AGENDA)
    return MeasuresJob(TextJob(html), jobs, "french")


def _groupe(nom: str, job: Job) -> str:
    if isinstance(job, ImpositionJob):
        return IMPRIMER
    return ORGANISER if nom.startswith(_SALLE) else LIRE


# --- the calendar entry


def _agenda(documents: Documents) -> Job:
    """The entry of one event, of the same name whatever is corrected in its words and hours.

    No clock numbers its versions: a calendar that holds it learns of a change when the file is sent again.
    """
    journee, kit = documents.journee, documents.maker.library.kit
    e, ici = journee.e, journee.territoire
    joindre = next(((c.nom, c.courriel) for c in e.contacts if c.courriel), None)
    rendezvous = ics.CalendarEntry(
        uid=_identifiant(kit, journee),
        stamp=kit.edition,
        title=typographie.plain_spaces(e.titre),
        text=typographie.plain_spaces("\n".join(_lignes(journee))),
        start=dt.datetime.combine(e.date, e.debut),
        end=dt.datetime.combine(e.date, e.fin),
        time_zone=fuseau(ici),
        location=typographie.plain_spaces(f"{e.lieu.nom}, {e.lieu.adresse}"),
        point=ici.point if ici.type == "commune" else None,
        url=e.liens.documents or e.liens.inscription,
        organizer=(typographie.plain_spaces(e.organisateur.nom), joindre[1]) if joindre and joindre[1] else None,
    )
    return TextJob(ics.write(rendezvous))


def _identifiant(kit: Kit, journee: Journee) -> str:
    """What makes this event that one: who publishes it, its file, its organiser and its day, not how they are spelt."""
    e = journee.e
    traits = (kit.editeur, kit.adresse or "", journee.slug, e.organisateur.nom, e.date.isoformat())
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "coopdocs/" + "/".join(map(typographie.slug, traits))))


def _lignes(journee: Journee) -> Iterator[str]:
    """What the entry says under its title: the day in lines, then where to ask and to sign up."""
    e = journee.e
    if journee.mention:
        yield from (journee.mention, "")
    yield from (e.accroche, "")
    for seance in e.programme:
        yield f"{typographie.heure(seance.debut)} – {typographie.heure(seance.fin)} : {_dite(seance)}"
        yield from (f"   • {_dite(atelier)}" for atelier in seance.ateliers)
    if e.lieu.acces:
        yield from ("", f"Accès : {e.lieu.acces}")
    yield ""
    yield from (f"{lien.libelle} : {lien.adresse}" for lien in journee.liens)
    for contact in e.contacts:
        yield f"Contact : {', '.join(filter(None, (contact.nom, contact.courriel, contact.telephone)))}"


def _dite(ligne: Seance | Atelier) -> str:
    qui = f", avec {typographie.enumerated(ligne.intervenants)}" if ligne.intervenants else ""
    return f"{ligne.titre}{f' ({ligne.salle})' if ligne.salle else ''}{qui}"
