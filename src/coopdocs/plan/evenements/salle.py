"""What is on the tables and at the door: name tents and the sign-in sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from coopdocs.formats.job import Job, Sheet, XlsxJob
from coopdocs.model.evenement import Evenement, Intervenant
from coopdocs.plan.evenements.documents import Documents
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.targets import Target
from coopdocs.theme import Theme, mesure
from coopdocs.typographie import INSECABLE, capital, typeset

LIGNES_MAX = 60
"""Rows of a blank sign-in sheet: for more people, several tables each have their own."""
ENTETES = ("N°", "Nom", "Prénom", "Organisme", "Signature")
Inscrit = tuple[str, str, str]
"""Nom, prénom, organisme."""
GRAS = ("Coopdocs Texte", "700")

_FACE = 261.0
"""Width (mm) of the texts on a name tent."""
_NOMS = (100, 92, 84, 76, 70, 64, 58, 52, 48, 46, 40, 34, 28, 22)
_ROLES = (24, 22, 20, 18, 16, 14, 12)
_NOM_HAUT, _ROLES_HAUT = 42.0, 26.0
"""Room (mm) for the name, and for function and organisation."""
_ENTIER = 48
"""The smallest size (pt) to which a name shrinks before it takes two lines."""
INTERLIGNE_NOM, INTERLIGNE_ROLE = 1.06, 1.22
_SANS_FIN = 1000


def targets(documents: Documents) -> Iterator[Target]:
    e = documents.journee.e
    if e.intervenants:
        yield documents.target("chevalets.pdf", _titre("Chevalets", e), lambda: _tents(documents))
    blank: Sequence[Inscrit] = [("", "", "")] * min(e.impression.exemplaires, LIGNES_MAX)
    yield from sign_in(documents, blank, plafond=e.impression.exemplaires > LIGNES_MAX)


def sign_in(
    documents: Documents, lignes: Sequence[Inscrit], dossier: str = "", plafond: bool = False
) -> Iterator[Target]:
    """The sign-in sheet under `dossier` (with its /) for these people, or for as many empty rows.

    `plafond`: there are fewer rows than people, and the sheet says so.
    """
    e = documents.journee.e
    titre = _titre("Feuille d’émargement", e)
    context: dict[str, Any] = {
        "entetes": ENTETES, "lignes": lignes, "plafond": plafond, "mention_legale": _retention(e)
    }  # fmt: skip

    def html(support: str) -> str:
        return documents.html("emargement.html.j2", support, titre=titre, **context)

    makers: dict[str, Callable[[], Job]] = {
        "pdf": lambda: documents.pdf(html("imprime")),
        "docx": lambda: documents.maker.docx(html("word")),
        "xlsx": lambda: _workbook(documents, titre, lignes),
    }
    for ending, make in makers.items():
        yield documents.target(f"{dossier}emargement.{ending}", titre, make)


def largest(
    theme: Theme, textes: Sequence[str], police: tuple[str, str], boite: tuple[float, float], corps: Sequence[float],
    interligne: float,
) -> float:  # fmt: skip
    """The first of `corps` (pt) at which texts, each on lines of its own, hold in a box (mm); else the last."""
    largeur, haut = boite
    for essai in corps:
        zone = mesure.Zone(theme.font(*police), essai, largeur, _SANS_FIN)
        lignes = sum(len(zone.set_lines(texte)) for texte in textes)
        if lignes * essai * interligne * MM_PER_PT <= haut and not any(map(zone.excess, textes)):
            return essai
    return corps[-1]


def name_size(
    theme: Theme, noms: Sequence[str], police: tuple[str, str], boite: tuple[float, float], corps: Sequence[float],
    entier: float,
) -> float:  # fmt: skip
    """The size (pt) of names in a box (mm): each on one line down to `entier`, else as large as they hold broken."""
    largeur, haut = boite
    high = haut / (len(noms) * INTERLIGNE_NOM * MM_PER_PT)
    whole = tuple(essai for essai in corps if entier <= essai <= high)
    sizes = [mesure.largest(nom, theme.font(*police), largeur, whole) for nom in noms]
    unbroken = [size for size in sizes if size]
    return min(unbroken) if len(unbroken) == len(noms) else largest(theme, noms, police, boite, corps, INTERLIGNE_NOM)


def _titre(quoi: str, e: Evenement) -> str:
    return f"{quoi}{INSECABLE}: {e.titre}"


def _tents(documents: Documents) -> Job:
    e = documents.journee.e
    faces = [_face(documents.theme, i) for i in e.intervenants]
    html = documents.html("chevalets.html.j2", faces=faces, titre=_titre("Chevalets", e))
    return documents.pdf(html, len(faces))


def _face(theme: Theme, i: Intervenant) -> dict[str, Any]:
    """What one face of a name tent says, and how large."""
    fonction = capital(i.fonction)
    roles = (fonction, i.organisme or "")
    name = name_size(theme, (i.nom,), ("Coopdocs Titre", "800"), (_FACE, _NOM_HAUT), _NOMS, _ENTIER)
    role = largest(theme, roles, GRAS, (_FACE, _ROLES_HAUT), _ROLES, INTERLIGNE_ROLE)
    return {"nom": i.nom, "fonction": fonction, "organisme": i.organisme, "corps_nom": name, "corps_role": role}


def _retention(e: Evenement) -> str:
    """Why the sheet is kept, by whom, and whom to ask."""
    moyens = (m for contact in e.contacts for m in (contact.courriel, contact.telephone) if m)
    return typeset(
        f"Feuille conservée par {e.organisateur.nom} pour justifier la tenue de la rencontre, le temps utile à cette "
        f"seule fin, puis détruite. Pour consulter, corriger ou effacer ce qui vous concerne : {next(moyens, '')}"
    )


def _workbook(documents: Documents, titre: str, lignes: Sequence[Inscrit]) -> Job:
    journee, kit = documents.journee, documents.maker.library.kit
    e = journee.e
    rows = [[str(rang), *ligne] for rang, ligne in enumerate(lignes, 1)]
    # a cell that is written, even as an empty text, counts as filled: what is empty at the end of a row is left out
    bare = [row[: max(n for n, cell in enumerate(row, 1) if cell)] for row in rows]
    about = [
        ["Événement", e.titre],
        ["Date", f"{journee.quand}, {journee.horaires}"],
        ["Lieu", f"{e.lieu.nom}, {e.lieu.adresse}"],
        ["Organisateur", e.organisateur.nom],
        ["Données personnelles", _retention(e)],
        *([["Exemple", journee.mention]] if journee.mention else []),
    ]
    people = Sheet(
        name="Émargement",
        title=titre,
        heads=ENTETES,
        rows=bare,
        widths=[6, 28, 24, 36, 36],
        colors=[e.couleur] * len(ENTETES),
    )
    said = Sheet(
        name="À propos",
        title=titre,
        heads=["Quoi", "Précision"],
        rows=about,
        widths=[24, 90],
        colors=[e.couleur] * 2,
    )
    return XlsxJob(titre, kit.editeur, kit.edition, (people, said))
