"""The work list as a workbook: a row a claim, whose words, sources, days and confidence can be corrected there."""

from __future__ import annotations

from typing import get_args

from coopdocs.couleurs import GRIS
from coopdocs.formats.job import FillIn, Sheet, XlsxJob
from coopdocs.model.contenu import Confiance
from coopdocs.relecture.ecrit import Files, pointer, row_digest
from coopdocs.relecture.liste import Relecture, Tache

FEUILLE, CONTACTS, SOURCES = "À relire", "Contacts", "Sources"
ENTETES = {
    "sujet": "Sujet",
    "texte": "Texte",
    "sources": "Sources",
    "verifie_le": "Vérifié le",
    "confiance": "Confiance",
    "valable_jusqu_au": "Valable jusqu’au",
    "pourquoi": "Pourquoi la relire",
    "chercher": "À chercher",
    "adresse": "Adresse",
    "documents": "Imprimée dans",
    "place": "Place",
    "repere": "Repère",
    "empreinte": "Empreinte",
}
"""The heads of the first sheet; what comes back is found by them."""
ENTETES_CONTACTS = {
    "place": "Place",
    "territoire": "Territoire",
    "nom": "Nom",
    "moyens": "Où le joindre",
    "source": "Source",
    "verifie_le": "Vérifié le",
    "expire_le": "Expire le",
    "pourquoi": "Pourquoi",
    "empreinte": "Empreinte",
}
CONTACT_MODIFIABLES = ("source", "verifie_le", "expire_le")
MODIFIABLES = ("texte", "sources", "verifie_le", "confiance", "valable_jusqu_au")
SEPARATEUR = " ; "
CASE_MAX = 32_767
"""How many characters a cell holds; a longer text is cut there, and has no print: it cannot come back."""
_LARGEURS = (28, 72, 30, 12, 12, 13, 34, 34, 44, 40, 36, 48, 15)
_PAGES = ("pourquoi", "place")
"""The columns that begin a page when it is printed."""
_AIDES = {
    "texte": "La phrase telle qu’elle est écrite dans le fichier. Corrigez-la ici si la source dit autre chose.",
    "sources": f"Les clés de la feuille Sources, séparées par «{SEPARATEUR}».",
    "verifie_le": "Le jour où la source a été lue : 2026-11-30.",
    "confiance": "vérifié, incertain (imprimé « à vérifier ») ou avis (conseil de la rédaction).",
    "valable_jusqu_au": "Le dernier jour où c’est vrai : 2026-12-31. Vide : pas de fin connue.",
}
_AIDES_CONTACTS = {
    "verifie_le": "Le jour où le contact a été vérifié : 2026-11-30.",
    "expire_le": "Le dernier jour où il vaut : 2026-12-31. Vide : pas de fin connue.",
}


def workbook(relecture: Relecture) -> XlsxJob:
    """The claims to correct, then the contacts, then the sources that there are."""
    kit = relecture.library.kit
    titre = f"À relire : {kit.titre}"
    return XlsxJob(
        titre,
        kit.editeur,
        kit.edition,
        (_taches(relecture, titre), _contacts(relecture, titre), _sources(relecture, titre)),
    )


def _taches(relecture: Relecture, titre: str) -> Sheet:
    champs, files = list(ENTETES), Files(relecture.library)
    nuit = relecture.library.kit.identite.palette.nuit
    sources = (SOURCES, 0, len(relecture.library.sources))
    filled = [
        FillIn(champs.index("texte"), _AIDES["texte"]),
        FillIn(champs.index("sources"), _AIDES["sources"], sources if sources[2] else (), free=True),
        FillIn(champs.index("verifie_le"), _AIDES["verifie_le"], days=True),
        FillIn(champs.index("confiance"), _AIDES["confiance"], get_args(Confiance)),
        FillIn(champs.index("valable_jusqu_au"), _AIDES["valable_jusqu_au"], days=True),
    ]
    return Sheet(
        name=FEUILLE,
        title=titre,
        heads=list(ENTETES.values()),
        rows=[_row(relecture, files, tache) for tache in relecture.taches],
        widths=_LARGEURS,
        colors=[nuit if champ in MODIFIABLES else GRIS for champ in champs],
        frozen=1,
        breaks=[champs.index(champ) for champ in _PAGES],
        filled=filled,
    )


def _row(relecture: Relecture, files: Files, tache: Tache) -> list[str]:
    ecrit = files.written(tache.fichier, tache.loc, tache.dit)
    whole = len(ecrit.texte) <= CASE_MAX
    adresses = [adresse for cle in tache.sources if (adresse := relecture.source(cle).adresse)]
    cells = {
        "sujet": tache.sujet,
        "repere": pointer(tache.fichier, tache.loc),
        "empreinte": ecrit.empreinte if whole else "",
        "texte": ecrit.texte if whole else f"{ecrit.texte[: CASE_MAX - 1]}…",
        "sources": SEPARATEUR.join(ecrit.sources),
        "verifie_le": ecrit.verifie_le.isoformat() if ecrit.verifie_le else "",
        "confiance": ecrit.confiance,
        "valable_jusqu_au": ecrit.valable_jusqu_au.isoformat() if ecrit.valable_jusqu_au else "",
        "pourquoi": tache.pourquoi,
        "chercher": tache.chercher,
        "adresse": next(iter(adresses), ""),
        "documents": SEPARATEUR.join(tache.documents),
        "place": f"{tache.place.fichier}:{tache.place.ligne}",
    }
    return [cells[champ] for champ in ENTETES]


def _contacts(relecture: Relecture, titre: str) -> Sheet:
    tableau = relecture.library.territoires.registres.contacts
    lines = {rangee.line: rangee for rangee in tableau.rows} if tableau else {}
    champs, nuit = list(ENTETES_CONTACTS), relecture.library.kit.identite.palette.nuit
    rows = [
        [str(c.place), c.ou, c.nom, SEPARATEUR.join(c.moyens), c.source, c.verifie_le.isoformat(),
         c.expire_le.isoformat() if c.expire_le else "", c.pourquoi, row_digest(lines[c.place.ligne].cells)]
        for c in relecture.contacts
    ]  # fmt: skip
    return Sheet(
        name=CONTACTS,
        title=titre,
        heads=list(ENTETES_CONTACTS.values()),
        rows=rows,
        widths=[36, 24, 30, 40, 30, 12, 12, 40, 15],
        colors=[nuit if champ in CONTACT_MODIFIABLES else GRIS for champ in champs],
        frozen=1,
        filled=[FillIn(champs.index(jour), _AIDES_CONTACTS[jour], days=True) for jour in _AIDES_CONTACTS],
    )


def _sources(relecture: Relecture, titre: str) -> Sheet:
    """Every source of the kit, those of this list and others: one of them may be what a claim should cite."""
    heads = ["Clé", "Référence", "Genre", "Date", "Consultée le", "Adresse", "Affirmations à relire"]
    cited = [cle for tache in relecture.taches for cle in tache.sources]
    rows = [
        [cle, s.court.replace("*", ""), s.genre, s.date or "", s.consulte_le.isoformat(), s.adresse or "",
         str(cited.count(cle) or "")]
        for cle, s in relecture.library.sources.items()
    ]  # fmt: skip
    return Sheet(
        SOURCES,
        titre,
        heads,
        rows,
        [24, 60, 12, 12, 13, 50, 14],
        [relecture.library.kit.identite.palette.nuit] * len(heads),
        1,
    )
