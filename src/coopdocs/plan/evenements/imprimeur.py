"""What goes to a print shop: pages with bleed and marks, a proof, a job ticket on paper and as data.

Keys of the ticket as data, all always there; null is for the orderer to say. Lengths in mm, ink in % of the page.

- `evenement`: titre, exemple (whether nothing in it is real), date (AAAA-MM-JJ), lieu, organisateur
- `contacts`: nom, courriel, telephone
- `ouvrages`: what to print: nom, fichier (in this folder), octets, pages, exemplaires, format [width, height] once cut,
  papier, recto_verso, pliage, finition, fond_perdu, securite, couleurs, encre: [{page, c, m, j, n, gris}] where `gris`
  is black toner alone
- `epreuve`: the file that shows each page with its trim and its safe zone
- `norme_pdfx`: the PDF/X that the files claim to be: none, null
- `edition` (AAAA-MM-JJ)
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from coopdocs import typographie
from coopdocs.formats.job import ImpositionJob, Job, JoinJob, MeasuresJob, Part, TextJob
from coopdocs.formats.pdf.imposition import CropMarked, Proof
from coopdocs.plan.evenements.documents import Documents
from coopdocs.targets import Target

DOSSIER = "imprimeur"
CANAUX = ("c", "m", "j", "n", "gris")
COULEURS = "RVB (sRGB)"


@dataclass(frozen=True)
class Ouvrage:
    """Something to print; `format` (mm) once cut. `par_personne`: as many copies as the event wants, on its paper."""

    nom: str
    fichier: str
    format: tuple[int, int]
    par_personne: bool = True
    recto_verso: bool = True
    pliage: str | None = None
    finition: str | None = None

    @property
    def rogne(self) -> str:
        """The file that the print shop gets."""
        return f"{DOSSIER}/{self.fichier}"


OUVRAGES = (
    Ouvrage("Programme", "programme.pdf", (210, 297)),
    Ouvrage("Affiche", "affiche.pdf", (297, 420), par_personne=False, recto_verso=False),
    Ouvrage("Livret", "livret.pdf", (148, 210), pliage="cahier plié en deux", finition="piqûre à cheval, deux agrafes"),
)
_ROGNE, _EPREUVE = CropMarked(), Proof()


def targets(documents: Documents) -> Iterator[Target]:
    """Nothing for an event that is printed on office machines."""
    e = documents.maker.library.evenements[documents.slug]
    if e.impression.imprimeur == "bureau":
        return
    ouvrages = tuple(o for o in OUVRAGES if o.fichier in documents.targets)
    for ouvrage in ouvrages:
        titre = typographie.typeset(f"{ouvrage.nom} pour l’imprimeur : {e.titre}")
        yield documents.target(ouvrage.rogne, titre, partial(_rogne, documents, ouvrage, titre))
    titre = typographie.typeset(f"Épreuve : {e.titre}")
    yield documents.target(f"{DOSSIER}/epreuve.pdf", titre, partial(_epreuve, documents, ouvrages, titre))
    titre = typographie.typeset(f"Bon de commande : {e.titre}")
    nom = f"{DOSSIER}/bon-de-commande"
    yield documents.target(f"{nom}.pdf", titre, partial(_bon, documents, ouvrages), releve=True)
    yield documents.target(f"{nom}.json", f"{titre} (données)", partial(_donnees, documents, ouvrages), releve=True)


def _rogne(documents: Documents, ouvrage: Ouvrage, titre: str) -> Job:
    return ImpositionJob(documents.job(ouvrage.fichier), _ROGNE, titre)


def _epreuve(documents: Documents, ouvrages: tuple[Ouvrage, ...], titre: str) -> Job:
    """Every page of every work, whatever their formats."""
    parts = tuple(Part(o.fichier.removesuffix(".pdf"), documents.job(o.fichier)) for o in ouvrages)
    pages = JoinJob(parts, titre, documents.maker.library.kit.editeur, subject="")
    return ImpositionJob(pages, _EPREUVE, titre)


# --- the job ticket


def _mesures(documents: Documents, ouvrages: tuple[Ouvrage, ...]) -> dict[str, Job]:
    """What the ticket measures: sizes of the files that are sent, ink of the pages once cut."""
    noms = [*(o.rogne for o in ouvrages), *(o.fichier for o in ouvrages)]
    return {nom: documents.job(nom) for nom in noms}


def _pages(documents: Documents, ouvrages: tuple[Ouvrage, ...]) -> dict[str, int]:
    return {o.fichier: documents.pages(documents.job(o.fichier)) for o in ouvrages}


def _bon(documents: Documents, ouvrages: tuple[Ouvrage, ...]) -> Job:
    html = documents.html(
        "bon.html.j2",
        ouvrages=ouvrages,
        pages=_pages(documents, ouvrages),
        exemplaires=typographie.nombre(documents.journee.e.impression.exemplaires),
        canaux=CANAUX,
        couleurs=COULEURS,
        fond_perdu=typographie.nombre(_ROGNE.bleed),
        securite=typographie.nombre(_EPREUVE.safe_zone),
    )
    return MeasuresJob(documents.pdf(html), _mesures(documents, ouvrages), "french")


def _donnees(documents: Documents, ouvrages: tuple[Ouvrage, ...]) -> Job:
    e, pages = documents.journee.e, _pages(documents, ouvrages)
    bon = {
        "evenement": {
            "titre": e.titre,
            "exemple": e.exemple,
            "date": e.date.isoformat(),
            "lieu": f"{e.lieu.nom}, {e.lieu.adresse}",
            "organisateur": e.organisateur.nom,
        },
        "contacts": [{"nom": c.nom, "courriel": c.courriel, "telephone": c.telephone} for c in e.contacts],
        "ouvrages": [_ouvrage(documents, o, pages[o.fichier]) for o in ouvrages],
        "epreuve": "epreuve.pdf",
        "norme_pdfx": None,
        "edition": documents.maker.library.kit.edition.isoformat(),
    }
    texte = typographie.plain_spaces(json.dumps(bon, ensure_ascii=False, indent=2)) + "\n"
    return MeasuresJob(TextJob(texte), _mesures(documents, ouvrages), "json")


def _ouvrage(documents: Documents, ouvrage: Ouvrage, pages: int) -> dict[str, Any]:
    impression, nom = documents.journee.e.impression, ouvrage.fichier
    return {
        "nom": ouvrage.nom,
        "fichier": nom,
        "octets": f"⟦octets {ouvrage.rogne}⟧",
        "pages": pages,
        "exemplaires": impression.exemplaires if ouvrage.par_personne else None,
        "format": ouvrage.format,
        "papier": impression.papier if ouvrage.par_personne else None,
        "recto_verso": ouvrage.recto_verso,
        "pliage": ouvrage.pliage,
        "finition": ouvrage.finition,
        "fond_perdu": _ROGNE.bleed,
        "securite": _EPREUVE.safe_zone,
        "couleurs": COULEURS,
        "encre": [
            {"page": page} | {canal: f"⟦encre {nom} {page} {canal}⟧" for canal in CANAUX}
            for page in range(1, pages + 1)
        ],
    }
