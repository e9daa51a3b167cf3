"""Cross checks: what must agree between the files of a kit. Each is a small function from the Library to problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from coopdocs.library import (
    calendriers,
    cliches,
    comparaison,
    complements,
    comptes,
    echeances,
    evenements,
    facultatifs,
    fichiers,
    formes,
    identites,
    registres,
    renvois,
)
from coopdocs.library.catalogue import (
    AIDES,
    AUTRES,
    COUVERTURE,
    CRITERES,
    DECISION,
    DOSSIERS,
    DROIT,
    EVENEMENTS,
    FORMES,
    GLOSSAIRE,
    KIT,
    SOURCES,
    TERRITOIRES,
    Library,
    fichier_forme,
)
from coopdocs.library.validation import cite
from coopdocs.problem import Place, Problem, ProblemsError, closest
from coopdocs.source import NodePath
from coopdocs.territoire import officielles, resolution

Controle = Callable[[Library], Iterable[Problem]]


def check(library: Library, fautifs: Collection[str]) -> Iterator[Problem]:
    """Run every check that needs none of the files or folders that could not be read (`fautifs`)."""
    for controle, besoins in CONTROLES:
        if not any(_hinders(fautif, besoins) for fautif in fautifs):
            try:
                yield from controle(library)
            except ProblemsError as refus:
                yield from refus.problems


def _hinders(fautif: str, besoins: tuple[str, ...]) -> bool:
    """Whether a file that could not be read is one of these; that of a dossier takes nothing from other territories."""
    return fautif.startswith(besoins) and (not fautif.startswith(DOSSIERS) or any(b == DOSSIERS for b in besoins))


_PROCHES = 3
"""How many keys that share a word with an unknown one are named."""
_SOURCE = (
    "titre: …, editeur: …, court: …, adresse: https://…, date: 2026-11 (ou null), genre: statistique, "
    "consulte_le: 2026-11-23"
)
"""What a source has to say."""


def tables_intactes(library: Library) -> Iterator[Problem]:
    yield from officielles.faults(library.territoires.folder, library.racine)


def sources_existent(library: Library) -> Iterator[Problem]:
    for fichier, loc, cle in library.citations:
        if cle not in library.sources:
            conseil = closest(cle, library.sources) or _skeleton(library, cle)
            yield library.problem(fichier, loc, "X001", f"la source {cite(cle)} n’existe pas", conseil)


def _skeleton(library: Library, cle: str) -> str:
    """What to write of a source that nothing is near: keys that share a word with it, then the source itself."""
    mots = {mot for mot in cle.split("-") if len(mot) > 3 and not mot.isdigit()}
    proches = [autre for autre in library.sources if mots & set(autre.split("-"))][:_PROCHES]
    citables = f"citez {' ou '.join(cite(autre) for autre in proches)}, ou " if proches else ""
    return f"{citables}ajoutez-la dans {SOURCES}, une ligne par clé : {cle}: puis, en retrait, {_SOURCE}"


def sources_citees(library: Library) -> Iterator[Problem]:
    citees = {cle for _, _, cle in library.citations}
    citees.update(registres.cited(library))
    for cle, source in library.sources.items():
        if cle not in citees and source.adresse not in citees:
            message = "cette source n’est citée nulle part"  # not by name: many at once are told as one
            yield library.problem(SOURCES, (cle, "[key]"), "A001", message, "citez-la ou enlevez-la", "avertissement")


def affirmations_sourcees(library: Library) -> Iterator[Problem]:
    conseil = "citez une source, ou écrivez « confiance: avis » si c’est un conseil de la rédaction"
    for a in library.affirmations:
        if a.fait.texte is not None and not a.fait.sources and a.fait.confiance != "avis":
            yield library.problem(a.fichier, (*a.loc, "sources"), "X002", "affirmation sans source", conseil)


def certitudes_en_avant(library: Library) -> Iterator[Problem]:
    conseil = (
        "ici ne passent que « confiance: vérifié » (une source le dit) et « confiance: avis » (c’est un conseil) ; "
    )
    conseil += "sinon déplacez ce fait dans presentation, gouvernance, atouts ou vigilances, où « incertain » est admis"
    for a in library.affirmations:
        en_avant = a.fichier.startswith(FORMES) and a.loc[0] in ("chapo", "essentiels", "chiffres")
        if en_avant and a.fait.confiance == "incertain":
            message = f"une affirmation incertaine ne peut pas être mise en avant ({a.loc[0]})"
            yield library.problem(a.fichier, (*a.loc, "confiance"), "X003", message, conseil)


def termes_uniques(library: Library) -> Iterator[Problem]:
    termes = enumerate(library.glossaire.termes)
    lieux = [(GLOSSAIRE, ("termes", rang, "terme"), terme.terme) for rang, terme in termes]
    yield from renvois.given_once(library, lieux, "X008", "le terme")


def questions_uniques(library: Library) -> Iterator[Problem]:
    lieux = [(DECISION, ("questions", rang, "id"), q.id) for rang, q in enumerate(library.decision.questions)]
    yield from renvois.given_once(library, lieux, "X008", "l’identifiant")


def reponses_connues(library: Library) -> Iterator[Problem]:
    for q, question in enumerate(library.decision.questions):
        for r, reponse in enumerate(question.reponses):
            loc: NodePath = ("questions", q, "reponses", r)
            for f, slug in enumerate(reponse.formes):
                yield from renvois.to_compare(library, DECISION, (*loc, "formes", f), slug)
            for a, cle in enumerate(reponse.autres):
                if cle not in library.autres:
                    yield _autre_inconnue(library, (*loc, "autres", a), cle)


def _autre_inconnue(library: Library, loc: NodePath, cle: str) -> Problem:
    conseil = closest(cle, library.autres) or f"ajoutez-la dans {AUTRES}"
    if library.autres:
        conseil += f" ; autres formes possibles : {', '.join(library.autres)}"
    if cle in library.comparables:
        conseil = "c’est une forme du kit : écrivez-la sous « formes »"
    return library.problem(DECISION, loc, "X009", f"l’autre forme {cite(cle)} n’existe pas", conseil)


def formes_menees(library: Library) -> Iterator[Problem]:
    menees = {f for question in library.decision.questions for reponse in question.reponses for f in reponse.formes}
    inconnues = menees - library.comparables.keys()  # said by themselves: one of them may be the one that seems missing
    if not inconnues and (seules := [forme.sigle for slug, forme in library.comparables.items() if slug not in menees]):
        message = f"aucune réponse ne mène à {', '.join(seules)}"
        conseil = "ajoutez-y une réponse qui y mène, ou complétez « formes » d’une réponse"
        yield library.problem(DECISION, ("questions", "[key]"), "A022", message, conseil, "avertissement")


_COLONNES = ("groupe", "critère")


def dossiers_connus(library: Library) -> Iterator[Problem]:
    vus: set[str] = set()
    for rang, code in enumerate(library.kit.dossiers):
        territoire = library.territoires.get(code)
        if territoire is None:
            yield library.problem(KIT, ("dossiers", rang), "X015", *resolution.unknown(library.territoires, code))
        elif territoire.cle in vus:
            message = f"le territoire {cite(code)} est déjà dans la liste"
            yield library.problem(KIT, ("dossiers", rang), "X015", message, "enlevez cette ligne")
        else:
            vus.add(territoire.cle)


def verifications_passees(library: Library) -> Iterator[Problem]:
    edition = library.kit.edition
    conseil = f"corrigez-la ; si elle est juste, avancez « edition » dans {KIT}"
    dates: list[tuple[str, NodePath, Any]] = []
    dates += _verifications(library)
    dates += [(SOURCES, (cle, "consulte_le"), source.consulte_le) for cle, source in library.sources.items()]
    dits: set[Place] = set()
    for fichier, loc, date in dates:
        if date > edition and (place := library.place(fichier, loc)) not in dits:
            # the day that a file gives for all its claims is told once
            dits.add(place)
            message = f"la date « {date} » vient après l’édition du {edition:%d/%m/%Y}"
            yield library.problem(fichier, loc, "X017", message, conseil)


def verifications_fraiches(library: Library) -> Iterator[Problem]:
    limite = library.kit.limites.age_max_jours
    dits: set[Place] = set()
    for fichier, loc, jour in _verifications(library):
        age = (library.kit.edition - jour).days
        place = library.place(fichier, loc)
        if age > limite and place not in dits:
            dits.add(place)
            message = f"vérifié {age} jours avant l’édition : {limite} au plus"
            conseil = "relisez la source, puis mettez la date à jour"
            yield library.problem(fichier, loc, "A002", message, conseil, "avertissement")


def _verifications(library: Library) -> Iterator[tuple[str, NodePath, dt.date]]:
    """When each claim and each model document was last checked, and where that is said."""
    for a in library.affirmations:
        yield a.fichier, (*a.loc, "verifie_le"), a.fait.verifie_le
    for slug, forme in library.formes.items():
        for rang, modele in enumerate(forme.modeles):
            yield fichier_forme(slug), ("modeles", rang, "verifie_le"), modele.verifie_le


_TOUT = (KIT, SOURCES, CRITERES, GLOSSAIRE, DECISION, AUTRES, COUVERTURE, AIDES, DROIT, FORMES, DOSSIERS)
CONTROLES: tuple[tuple[Controle, tuple[str, ...]], ...] = (
    (sources_existent, (SOURCES,)),
    (sources_citees, _TOUT),
    (affirmations_sourcees, ()),
    (certitudes_en_avant, ()),
    (comparaison.cases_remplies, (CRITERES,)),
    (comparaison.cases_connues, (CRITERES, FORMES)),
    (comparaison.niveaux_justes, (CRITERES,)),
    (comparaison.groupes_connus, (CRITERES,)),
    (comparaison.groupes_remplis, (CRITERES,)),
    (comparaison.criteres_uniques, (CRITERES,)),
    (termes_uniques, (GLOSSAIRE,)),
    (questions_uniques, (DECISION,)),
    (facultatifs.reperes_uniques, (AIDES, DROIT)),
    (formes.voisines_connues, (FORMES,)),
    (reponses_connues, (DECISION, AUTRES, FORMES)),
    (facultatifs.autres_uniques, (AUTRES, FORMES)),
    (formes_menees, (DECISION, FORMES)),
    (facultatifs.decomptes_connus, (COUVERTURE, FORMES)),
    (facultatifs.decomptes_depasses, (COUVERTURE, TERRITOIRES)),
    (facultatifs.aides_situees, (AIDES, FORMES, TERRITOIRES)),
    (calendriers.check, (KIT, AIDES)),
    (comptes.comptes_perimes, (CRITERES, FORMES)),
    (formes.ordres_uniques, ()),
    (formes.sigles_uniques, ()),
    (formes.un_panorama, ()),
    (formes.couleurs_lisibles, ()),
    (formes.couleurs_uniques, ()),
    (formes.icones_connues, ()),
    (formes.territoires_connus, (TERRITOIRES,)),
    (formes.recits_racontes, ()),
    (dossiers_connus, (KIT, TERRITOIRES)),
    (registres.initiatives, (KIT, FORMES, TERRITOIRES)),
    (registres.contacts, (KIT, SOURCES, TERRITOIRES)),
    (registres.points, (TERRITOIRES,)),
    (tables_intactes, ()),
    (registres.suppositions, (TERRITOIRES,)),
    (registres.indicateurs, (SOURCES, TERRITOIRES)),
    (evenements.check_events, (KIT, FORMES, TERRITOIRES)),
    (complements.check, (KIT, FORMES, TERRITOIRES)),
    (identites.check, (KIT, FORMES)),
    (cliches.check, (FORMES, EVENEMENTS)),
    (fichiers.unused, (KIT, FORMES, EVENEMENTS, DOSSIERS)),
    (formes.liens_surs, ()),
    (verifications_passees, (KIT, SOURCES)),
    (verifications_fraiches, (KIT,)),
    (echeances.perimees, (KIT,)),
    (echeances.proches, (KIT,)),
    (formes.exemples_suffisants, (KIT,)),
    (formes.chiffres_dates, ()),
)
"""Each check and the files or folders without which it cannot speak."""
