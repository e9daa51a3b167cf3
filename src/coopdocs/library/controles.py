"""Cross checks: what must agree between the files of a kit. Each is a small function from the Library to problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from coopdocs.couleurs import CONTRASTE_MIN, darker, readability
from coopdocs.library import calendriers, cliches, comptes, echeances, evenements, fichiers, registres
from coopdocs.library.catalogue import (
    AIDES,
    AUTRES,
    COUVERTURE,
    CRITERES,
    DECISION,
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
from coopdocs.model.contenu import PARTIES, Cellule, Critere
from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError, closest
from coopdocs.territoire import resolution
from coopdocs.typographie import nombre

Controle = Callable[[Library], Iterable[Problem]]
Loc = tuple[str | int, ...]

PARTIES_MIN = 3
"""With fewer parts than that, what is told is an example and no story."""
NIVEAUX: Mapping[str, tuple[str, ...]] = {
    "état": ("oui", "non", "variable"),
    "points": ("0", "1", "2", "3"),
    "durée": ("courte", "moyenne", "continue"),
}


def check(library: Library, fautifs: Collection[str]) -> Iterator[Problem]:
    """Run every check that needs none of the files or folders that could not be read (`fautifs`)."""
    for controle, besoins in CONTROLES:
        if not any(fautif.startswith(besoins) for fautif in fautifs):
            try:
                yield from controle(library)
            except ProblemsError as refus:
                yield from refus.problems


def sources_existent(library: Library) -> Iterator[Problem]:
    for fichier, loc, cle in library.citations:
        if cle not in library.sources:
            conseil = closest(cle, library.sources) or f"ajoutez-la dans {SOURCES}, avec les mêmes clés que les autres"
            yield library.problem(fichier, loc, "X001", f"la source {cite(cle)} n’existe pas", conseil)


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


def cases_remplies(library: Library) -> Iterator[Problem]:
    modele = '{texte: "…", sources: [clé de sources.yaml], verifie_le: 2026-11-23}'
    null = "« texte: null » imprime « non établi »"
    for slug in (*library.comparables, *_en_cours(library)):
        donnees = library.criteres.cellules.get(slug, {})
        manquants = [critere.id for critere in library.criteres.criteres if critere.id not in donnees]
        cites = ", ".join(f"« {identifiant} »" for identifiant in manquants)
        if manquants and donnees:
            quoi = f"le critère {cites}" if len(manquants) == 1 else f"les critères {cites}"
            conseil = f"ajoutez sous chaque forme indiquée une ligne « {manquants[0]}: {modele} » ; {null}"
            yield library.problem(CRITERES, ("cellules", slug, "[key]"), "X004", f"case absente pour {quoi}", conseil)
        elif manquants:
            message = f"la forme « {slug} » n’a aucune case dans le comparatif"
            conseil = f"ajoutez « {slug}: » et, dessous, une ligne comme « {manquants[0]}: {modele} » pour chacun de : "
            conseil += f"{', '.join(manquants)} ; {null}"
            yield library.problem(CRITERES, ("cellules", "[key]"), "X004", message, conseil)


def _en_cours(library: Library) -> Iterator[str]:
    """The formes to compare whose file is not right yet: while it is being filled, its cells can be too."""
    for fichier, noeud in library.noeuds.items():
        slug = fichier.removeprefix(f"{FORMES}/").removesuffix(".yaml")
        forme = noeud.plain() if fichier == fichier_forme(slug) and slug not in library.formes else None
        if isinstance(forme, dict) and forme.get("nature") != "panorama":
            yield slug


def cases_connues(library: Library) -> Iterator[Problem]:
    criteres = [critere.id for critere in library.criteres.criteres]
    for slug, cases in library.criteres.cellules.items():
        if slug not in library.comparables:
            message = f"{cite(slug)} n’est pas une forme à comparer"
            conseil = closest(slug, library.comparables) or (
                f"enlevez cette ligne et ses cases, ou rétablissez {fichier_forme(slug)} ; "
                f"formes connues : {', '.join(library.comparables)}"
            )
            yield library.problem(CRITERES, ("cellules", slug, "[key]"), "X005", message, conseil)
        for critere in cases:
            if critere not in criteres:
                loc = ("cellules", slug, critere, "[key]")
                conseil = closest(critere, criteres) or "ajoutez-le à la liste « criteres » ou enlevez cette case"
                yield library.problem(CRITERES, loc, "X005", f"le critère {cite(critere)} n’existe pas", conseil)


def niveaux_justes(library: Library) -> Iterator[Problem]:
    criteres = {critere.id: critere for critere in library.criteres.criteres}
    for slug, cases in library.criteres.cellules.items():
        for identifiant, cellule in cases.items():
            if faute := _niveau(criteres.get(identifiant), cellule):
                loc = ("cellules", slug, identifiant, "niveau")
                yield library.problem(CRITERES, loc, "X006", *faute)


def _niveau(critere: Critere | None, cellule: Cellule) -> tuple[str, str] | None:
    if critere is None:
        return None
    if critere.graphique is None:
        if cellule.niveau is None:
            return None
        return f"le critère « {critere.id} » n’a pas de graphique, donc pas de niveau", "enlevez la ligne « niveau »"
    possibles = NIVEAUX[critere.graphique]
    conseil = f"niveaux possibles : {', '.join(possibles)}"
    if cellule.niveau is None:
        conseil = f"ajoutez une ligne « niveau: … » ; {conseil} (leur sens est en tête de {CRITERES})"
        return (f"niveau absent pour le critère « {critere.id} »", conseil) if cellule.texte else None
    if cellule.niveau not in possibles:
        return f"le niveau {cite(cellule.niveau)} ne va pas avec un graphique « {critere.graphique} »", conseil
    return None


def groupes_connus(library: Library) -> Iterator[Problem]:
    groupes = [groupe.id for groupe in library.criteres.groupes]
    for rang, critere in enumerate(library.criteres.criteres):
        if critere.groupe not in groupes:
            conseil = closest(critere.groupe, groupes) or f"groupes connus : {', '.join(groupes)}"
            message = f"le groupe {cite(critere.groupe)} n’existe pas"
            yield library.problem(CRITERES, ("criteres", rang, "groupe"), "X007", message, conseil)


def groupes_remplis(library: Library) -> Iterator[Problem]:
    employes = {critere.groupe for critere in library.criteres.criteres}
    for rang, groupe in enumerate(library.criteres.groupes):
        if groupe.id not in employes:
            message = f"aucun critère n’est du groupe {cite(groupe.id)}"
            conseil = "donnez-le à un critère, ou enlevez-le"
            yield library.problem(CRITERES, ("groupes", rang, "id"), "A010", message, conseil, "avertissement")


def criteres_uniques(library: Library) -> Iterator[Problem]:
    for liste in ("groupes", "criteres"):
        lieux = [(CRITERES, (liste, rang, "id"), e.id) for rang, e in enumerate(getattr(library.criteres, liste))]
        yield from _doublons(library, lieux, "X008", "l’identifiant")


def termes_uniques(library: Library) -> Iterator[Problem]:
    termes = enumerate(library.glossaire.termes)
    lieux = [(GLOSSAIRE, ("termes", rang, "terme"), terme.terme) for rang, terme in termes]
    yield from _doublons(library, lieux, "X008", "le terme")


def questions_uniques(library: Library) -> Iterator[Problem]:
    lieux = [(DECISION, ("questions", rang, "id"), q.id) for rang, q in enumerate(library.decision.questions)]
    yield from _doublons(library, lieux, "X008", "l’identifiant")


def reperes_uniques(library: Library) -> Iterator[Problem]:
    aides = [a.id for a in library.aides.aides] if library.aides else []
    points = [p.id for p in library.droit.points] if library.droit else []
    for fichier, liste, ids in ((AIDES, "aides", aides), (DROIT, "points", points)):
        lieux = [(fichier, (liste, rang, "id"), identifiant) for rang, identifiant in enumerate(ids)]
        yield from _doublons(library, lieux, "X008", "l’identifiant")


def voisines_connues(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        fichier = fichier_forme(slug)
        for liste in ("confusions", "combinaisons"):
            voisines = [((liste, rang, "forme"), v.forme) for rang, v in enumerate(getattr(forme, liste))]
            for loc, voisine in voisines:
                yield from _connue(library, fichier, loc, voisine)
                if voisine == slug:
                    conseil = "nommez une autre forme"
                    yield library.problem(fichier, loc, "X010", "une forme ne se compare pas à elle-même", conseil)
            lieux = [(fichier, loc, voisine) for loc, voisine in voisines]
            yield from _doublons(library, lieux, "X008", "la forme")


def reponses_connues(library: Library) -> Iterator[Problem]:
    for q, question in enumerate(library.decision.questions):
        for r, reponse in enumerate(question.reponses):
            loc: Loc = ("questions", q, "reponses", r)
            for f, slug in enumerate(reponse.formes):
                yield from _connue(library, DECISION, (*loc, "formes", f), slug)
            for a, cle in enumerate(reponse.autres):
                if cle not in library.autres:
                    yield _autre_inconnue(library, (*loc, "autres", a), cle)


def _autre_inconnue(library: Library, loc: Loc, cle: str) -> Problem:
    conseil = closest(cle, library.autres) or f"ajoutez-la dans {AUTRES}"
    if library.autres:
        conseil += f" ; autres formes possibles : {', '.join(library.autres)}"
    if cle in library.comparables:
        conseil = "c’est une forme du kit : écrivez-la sous « formes »"
    return library.problem(DECISION, loc, "X009", f"l’autre forme {cite(cle)} n’existe pas", conseil)


def autres_uniques(library: Library) -> Iterator[Problem]:
    for rang, autre in enumerate(library.autres_formes.autres):
        if autre.id in library.formes:
            message = f"{cite(autre.id)} est une forme du kit : {fichier_forme(autre.id)}"
            yield library.problem(AUTRES, ("autres", rang, "id"), "X008", message, "enlevez-la d’ici")
    lieux = [(AUTRES, ("autres", rang, "id"), autre.id) for rang, autre in enumerate(library.autres_formes.autres)]
    yield from _doublons(library, lieux, "X008", "l’identifiant")


def decomptes_connus(library: Library) -> Iterator[Problem]:
    for slug in library.couverture.decomptes:
        yield from _connue(library, COUVERTURE, ("decomptes", slug, "[key]"), slug)


def aides_situees(library: Library) -> Iterator[Problem]:
    """The formes and the territories that each aide is for."""
    for a, aide in enumerate(library.aides.aides if library.aides else ()):
        formes = [(("aides", a, "formes", f), slug) for f, slug in enumerate(aide.formes)]
        for loc, slug in formes:
            yield from _connue(library, AIDES, loc, slug)
        yield from _doublons(library, [(AIDES, loc, slug) for loc, slug in formes], "X008", "la forme")
        lieux = [(("aides", a, "territoires", t), code) for t, code in enumerate(aide.territoires)]
        lieux += [(("aides", a, "sauf", t), code) for t, code in enumerate(aide.sauf)]
        for loc, code in lieux:
            yield from _situe(library, AIDES, loc, code)
        yield from _doublons(library, [(AIDES, loc, code) for loc, code in lieux], "X008", "le territoire")


def formes_menees(library: Library) -> Iterator[Problem]:
    menees = {f for question in library.decision.questions for reponse in question.reponses for f in reponse.formes}
    inconnues = menees - library.comparables.keys()  # said by themselves: one of them may be the one that seems missing
    if not inconnues and (seules := [forme.sigle for slug, forme in library.comparables.items() if slug not in menees]):
        message = f"aucune réponse ne mène à {', '.join(seules)}"
        conseil = "ajoutez-y une réponse qui y mène, ou complétez « formes » d’une réponse"
        yield library.problem(DECISION, ("questions", "[key]"), "A022", message, conseil, "avertissement")


def _connue(library: Library, fichier: str, loc: Loc, slug: str) -> Iterator[Problem]:
    conseil = f"formes possibles : {', '.join(library.comparables)}"
    if slug not in library.formes:
        message = f"la forme {cite(slug)} n’existe pas"
        if fichier == DECISION and slug in library.autres:
            conseil = f"elle est dans {AUTRES} : écrivez-la sous « autres »"
        else:
            conseil = closest(slug, library.comparables) or conseil
        yield library.problem(fichier, loc, "X009", message, conseil)
    elif slug not in library.comparables:
        yield library.problem(fichier, loc, "X010", f"{cite(slug)} est le panorama, pas une forme", conseil)


def ordres_uniques(library: Library) -> Iterator[Problem]:
    lieux = [(fichier_forme(slug), ("ordre",), str(forme.ordre)) for slug, forme in library.formes.items()]
    yield from _doublons(library, lieux, "X011", "l’ordre")


_COLONNES = ("groupe", "critère")


def sigles_uniques(library: Library) -> Iterator[Problem]:
    for champ in ("sigle", "sigle_court"):
        lieux: list[tuple[str, Loc, str]] = []
        for slug, forme in library.formes.items():
            sigle, lieu = getattr(forme, champ), (fichier_forme(slug), (champ,))
            # a workbook's columns are named by them
            lieux.append((*lieu, sigle))
            if sigle.casefold() in _COLONNES:
                message = f"« {sigle} » est déjà le titre d’une colonne des tableaux comparatifs"
                yield library.problem(*lieu, "X018", message, "donnez un autre sigle")
        yield from _doublons(library, lieux, "X018", "le sigle")


def couleurs_uniques(library: Library) -> Iterator[Problem]:
    lieux = [(fichier_forme(slug), ("couleur",), forme.couleur) for slug, forme in library.formes.items()]
    yield from _doublons(library, lieux, "X019", "la couleur")


def un_panorama(library: Library) -> Iterator[Problem]:
    panoramas = [slug for slug, forme in library.formes.items() if forme.nature == "panorama"]
    for slug in panoramas[1:]:
        message = f"« {panoramas[0]} » est déjà le panorama"
        yield library.problem(fichier_forme(slug), ("nature",), "X012", message, "écrivez « nature: forme »")


def _doublons(library: Library, lieux: list[tuple[str, Any, str]], code: ProblemCode, quoi: str) -> Iterator[Problem]:
    """One problem for each value already met, in capitals or not; `lieux` are (file, loc, value)."""
    premiers: dict[str, tuple[str, Loc]] = {}
    for fichier, loc, valeur in lieux:
        if (cle := valeur.casefold()) in premiers:
            autre = library.place(*premiers[cle])
            ou = f"à la ligne {autre.ligne}" if autre.fichier == fichier else f"dans {autre}"
            message = f"{quoi} {cite(valeur)} est déjà donné{'e' if quoi.startswith('la ') else ''} {ou}"
            yield library.problem(fichier, loc, code, message, "changez l’un des deux")
        else:
            premiers[cle] = (fichier, loc)


def couleurs_lisibles(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        mesure = readability(forme.couleur)
        if mesure < CONTRASTE_MIN:
            chiffre = nombre(int(mesure * 10) / 10, 1)
            message = f"contraste de {chiffre} pour 1 sur blanc ou sur ses teintes claires : il faut au moins 4,5"
            conseil = f"foncez la couleur, par exemple « {darker(forme.couleur)} »"
            yield library.problem(fichier_forme(slug), ("couleur",), "X013", message, conseil)


def icones_connues(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        for liste in ("essentiels", "acteurs", "collectivite"):
            for rang, element in enumerate(getattr(forme, liste)):
                yield from _icone(library, fichier_forme(slug), (liste, rang, "icone"), element.icone)
    for rang, point in enumerate(library.droit.points if library.droit else ()):
        yield from _icone(library, DROIT, ("points", rang, "icone"), point.icone)


def _icone(library: Library, fichier: str, loc: Loc, icone: str) -> Iterator[Problem]:
    if icone not in library.icones:
        conseil = closest(icone, library.icones) or "prenez le nom d’un fichier de templates/icones"
        yield library.problem(fichier, loc, "X014", f"l’icône {cite(icone)} n’existe pas", conseil)


def territoires_connus(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        lieux: list[tuple[Loc, str | None]] = []
        for liste in ("exemples", "reseaux"):
            lieux += [((liste, n, "territoire"), x.territoire) for n, x in enumerate(getattr(forme, liste))]
        lieux += [(("recit", "territoire"), forme.recit.territoire)] if forme.recit else []
        for loc, code in lieux:
            yield from _situe(library, fichier_forme(slug), loc, code)


def _situe(library: Library, fichier: str, loc: Loc, code: str | None) -> Iterator[Problem]:
    if code and library.territoires.lieu(code) is None:
        yield library.problem(fichier, loc, "X015", *resolution.unknown(library.territoires, code))


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


def liens_surs(library: Library) -> Iterator[Problem]:
    for slug, forme in library.formes.items():
        if not forme.lien.startswith("https://"):
            conseil = "donnez une adresse qui commence par https://"
            yield library.problem(fichier_forme(slug), ("lien",), "X016", "le lien imprimé n’est pas sécurisé", conseil)


def verifications_passees(library: Library) -> Iterator[Problem]:
    edition = library.kit.edition
    conseil = f"corrigez-la ; si elle est juste, avancez « edition » dans {KIT}"
    dates: list[tuple[str, Loc, Any]] = []
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


def _verifications(library: Library) -> Iterator[tuple[str, Loc, dt.date]]:
    """When each claim and each model document was last checked, and where that is said."""
    for a in library.affirmations:
        yield a.fichier, (*a.loc, "verifie_le"), a.fait.verifie_le
    for slug, forme in library.formes.items():
        for rang, modele in enumerate(forme.modeles):
            yield fichier_forme(slug), ("modeles", rang, "verifie_le"), modele.verifie_le


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


_TOUT = (KIT, SOURCES, CRITERES, GLOSSAIRE, DECISION, AUTRES, COUVERTURE, AIDES, DROIT, FORMES)
CONTROLES: tuple[tuple[Controle, tuple[str, ...]], ...] = (
    (sources_existent, (SOURCES,)),
    (sources_citees, _TOUT),
    (affirmations_sourcees, ()),
    (certitudes_en_avant, ()),
    (cases_remplies, (CRITERES,)),
    (cases_connues, (CRITERES, FORMES)),
    (niveaux_justes, (CRITERES,)),
    (groupes_connus, (CRITERES,)),
    (groupes_remplis, (CRITERES,)),
    (criteres_uniques, (CRITERES,)),
    (termes_uniques, (GLOSSAIRE,)),
    (questions_uniques, (DECISION,)),
    (reperes_uniques, (AIDES, DROIT)),
    (voisines_connues, (FORMES,)),
    (reponses_connues, (DECISION, AUTRES, FORMES)),
    (autres_uniques, (AUTRES, FORMES)),
    (formes_menees, (DECISION, FORMES)),
    (decomptes_connus, (COUVERTURE, FORMES)),
    (aides_situees, (AIDES, FORMES, TERRITOIRES)),
    (calendriers.check, (KIT, AIDES)),
    (comptes.comptes_perimes, (CRITERES, FORMES)),
    (ordres_uniques, ()),
    (sigles_uniques, ()),
    (un_panorama, ()),
    (couleurs_lisibles, ()),
    (couleurs_uniques, ()),
    (icones_connues, ()),
    (territoires_connus, (TERRITOIRES,)),
    (recits_racontes, ()),
    (dossiers_connus, (KIT, TERRITOIRES)),
    (registres.initiatives, (FORMES, TERRITOIRES)),
    (registres.contacts, (KIT, SOURCES, TERRITOIRES)),
    (registres.points, (TERRITOIRES,)),
    (registres.suppositions, (TERRITOIRES,)),
    (registres.indicateurs, (SOURCES, TERRITOIRES)),
    (evenements.check_events, (KIT, FORMES, TERRITOIRES)),
    (cliches.check, (FORMES, EVENEMENTS)),
    (fichiers.unused, (FORMES, EVENEMENTS)),
    (liens_surs, ()),
    (verifications_passees, (KIT, SOURCES)),
    (verifications_fraiches, (KIT,)),
    (echeances.perimees, (KIT,)),
    (echeances.proches, (KIT,)),
    (exemples_suffisants, (KIT,)),
    (chiffres_dates, ()),
)
"""Each check and the files or folders without which it cannot speak."""
