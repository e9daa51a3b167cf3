"""Checks of the tables kept by hand in content/territoires: each cell by itself, then each row against the kit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from coopdocs.library.catalogue import KIT, SOURCES, Library
from coopdocs.library.courriels import mailbox
from coopdocs.library.reecritures import proposed
from coopdocs.library.synonymes import VALEURS
from coopdocs.library.validation import cite, validate
from coopdocs.model.contenu import CLE
from coopdocs.problem import Parole, Place, Problem, ProblemCode, ProblemsError, closest
from coopdocs.source import TextRow, TextTable, YamlNode, cited_lines, read_yaml
from coopdocs.territoire import Territoires, resolution
from coopdocs.territoire.contacts import expired
from coopdocs.territoire.indicateurs import MANQUES, POPULATION, Indicateur, number
from coopdocs.territoire.modele import FRANCE
from coopdocs.territoire.proximite import COUVRE, SITUE
from coopdocs.typographie import is_day, is_partial_date

Regle = Callable[[str], Parole | None]
PORTEES = (COUVRE, SITUE)
CONFIANCES = ("vérifié", "incertain")
_PAR = {"commune": "sa commune", "france": "son pays"}
TYPES_INITIATIVES = ("commune", "communes", "epci", "ept", "departement", "region", "france")
_ADRESSE = r"https?://[^\s/?#]+\.[^\s/?#]+(/\S*)?"


# --- the tables


def initiatives(library: Library) -> Iterator[Problem]:
    tableau = library.territoires.registres.initiatives
    if tableau is None:
        return
    yield from _cells(tableau, initiative_rules(library))
    yield from _twice(tableau, "id", "X008", ("id",))
    for rangee in tableau.rows:
        for colonne, parole in initiative_place(library.territoires, rangee.cells):
            yield tableau.problem(rangee, colonne, parole)


def initiative_rules(library: Library) -> Mapping[str, Regle]:
    """What each cell of an initiative must be, by column; where it is needs several cells (`initiative_place`)."""
    return {
        "id": _required(_identifiant),
        "forme": _required(lambda slug: _forme(library, slug)),
        "nom": _required(),
        "territoire_type": _required(_type),
        "annee": _annee,
        "source_titre": _required(),
        "source_date": lambda jour: _date_partielle(library, jour),
        "source_url": _required(_adresse),
    }


def initiative_place(territoires: Territoires, cells: Mapping[str, str]) -> Iterator[tuple[str, Parole]]:
    """What is wrong with where a row of initiatives.csv says that it is, by column."""
    genre = cells["territoire_type"].removesuffix("s")
    if cells["territoire_type"] not in TYPES_INITIATIVES:
        return
    if parole := _portee(genre, cells["portee"]):
        yield "portee", parole
    codes = cells["territoire_code"].split() or [""]
    paroles = (_territoire(territoires, f"{genre}:{code}") for code in codes)
    yield from (("territoire_code", parole) for parole in paroles if parole)


def contacts(library: Library) -> Iterator[Problem]:
    tableau = library.territoires.registres.contacts
    if tableau is None:
        return
    regles: Mapping[str, Regle] = {
        "territoire": _required(lambda code: _territoire(library.territoires, code)),
        "nom": _required(),
        "telephone": telephone,
        "adresse": secured,
        "source": _required(lambda source: _source(library, source)),
        "verifie_le": _required(lambda jour: _verifie(library, jour)),
        "expire_le": _jour,
        "confiance": _confiance,
    }
    fautes = [*_cells(tableau, regles), *_mailboxes(library.territoires, tableau)]
    yield from fautes
    yield from _twice(tableau, "nom", "X020", ("territoire", "nom", "role"))
    for rangee in tableau.rows:
        if not any(rangee.cells[moyen].strip() for moyen in ("courriel", "telephone", "adresse")):
            conseil = "donnez un courriel, un téléphone ou une adresse web"
            yield tableau.problem(rangee, "nom", ("C022", "ce contact ne peut pas être joint", conseil))
    if not fautes:
        yield from _contacts_by_date(library, tableau)


def _mailboxes(territoires: Territoires, tableau: TextTable) -> Iterator[Problem]:
    for rangee in tableau.rows:
        code = rangee.cells["territoire"]
        lieu = territoires.lieu(code) if code.startswith("commune:") else None
        if parole := mailbox(rangee.cells["courriel"], lieu.nom if lieu else ""):
            yield tableau.problem(rangee, "courriel", parole)


def _contacts_by_date(library: Library, tableau: TextTable) -> Iterator[Problem]:
    """Two warnings at most, however many contacts have had their day."""
    edition, limite = library.kit.edition, library.kit.limites.age_max_jours
    passes = [r for r in tableau.rows if expired(r.cells["expire_le"].strip(), edition)]
    quoi = f"périmé{{s}} avant l’édition du {edition:%d/%m/%Y}, donc pas imprimé{{s}}"
    conseil = "vérifiez-les et repoussez expire_le, ou enlevez la ligne"
    yield from _grouped(tableau, passes, "expire_le", ("A006", quoi, conseil))
    ages = {r.line: edition - dt.date.fromisoformat(r.cells["verifie_le"].strip()) for r in tableau.rows}
    vieux = [r for r in tableau.rows if ages[r.line].days > limite and r not in passes]
    quoi = f"vérifié{{s}} plus de {limite} jours avant l’édition"
    yield from _grouped(tableau, vieux, "verifie_le", ("A002", quoi, "vérifiez-les, puis mettez verifie_le à jour"))


def points(library: Library) -> Iterator[Problem]:
    tableau = library.territoires.registres.points
    if tableau is None:
        return
    regles: Mapping[str, Regle] = {
        "code": _required(lambda code: _territoire(library.territoires, f"commune:{code}")),
        "lat": _required(lambda champ: _degres(champ, 90)),
        "lon": _required(lambda champ: _degres(champ, 180)),
        "raison": _required(),
    }
    yield from _cells(tableau, regles)
    yield from _twice(tableau, "code", "X020", ("code",))


def indicateurs(library: Library) -> Iterator[Problem]:
    for descripteur in library.territoires.registres.descripteurs:
        try:
            yield from _indicateur(library, descripteur)
        except ProblemsError as refus:
            yield from refus.problems


def _indicateur(library: Library, descripteur: Path) -> Iterator[Problem]:
    registres = library.territoires.registres
    noeud = _descriptor(library, descripteur)
    yield from validate(noeud, Indicateur)[1]
    if isinstance(champ := noeud.at(("source",)).value, str) and (parole := _source(library, champ)):
        yield noeud.at(("source",)).problem(*parole)
    yield from _agregation(noeud, descripteur)
    tableau = registres.indicateur(descripteur.stem)
    if tableau is None:
        nom = registres.nom(descripteur.with_suffix(".csv"))
        conseil = "mettez-y les colonnes code,valeur, ou enlevez le fichier YAML du même nom"
        yield Problem("S001", Place(nom), "l’indicateur est décrit, ses valeurs manquent", conseil)
        return
    regles: Mapping[str, Regle] = {
        "code": _required(lambda code: _territoire(library.territoires, code)),
        **{colonne: _nombre for colonne in tableau.columns if colonne != "code"},
    }
    yield from _cells(tableau, regles)
    yield from _twice(tableau, "code", "X020", ("code",))


def _agregation(noeud: YamlNode, descripteur: Path) -> Iterator[Problem]:
    """What a mean is weighed by must be there, and what is added up must be something that adds up."""
    dits = {nom: str(n.value) if (n := noeud.at((nom,))) is not noeud else "" for nom in _REUNIR}
    moyenne, poids = dits["agregation"] == "moyenne", dits["ponderation"]
    if moyenne and poids != POPULATION:
        autres = sorted(f.stem for f in descripteur.parent.glob("*.yaml") if f != descripteur)
        if poids not in autres:
            conseil = closest(poids, autres) or f"écrivez « ponderation: {POPULATION} », ou un autre indicateur"
            message = (
                f"la moyenne n’a pas de pondération {cite(poids)}" if poids else "la moyenne n’a pas de pondération"
            )
            yield noeud.at(("ponderation",) if poids else ("agregation",)).problem("X001", message, conseil)
    nature = dits["nature"]
    if dits["agregation"] == "somme" and nature in ("part", "taux", "médiane", "classe"):
        conseil = "écrivez « aucune », ou « moyenne » avec une pondération"
        message = f"cet indicateur ({nature}) ne s’additionne pas"
        yield noeud.at(("agregation",)).problem("C010", message, conseil)


_REUNIR = ("nature", "agregation", "ponderation")


def suppositions(library: Library) -> Iterator[Problem]:
    """What was assumed to read the tables."""
    for tableau in library.territoires.registres.tables():
        yield from tableau.warnings


def cited(library: Library) -> Iterator[str]:
    """The sources that the tables cite: keys of sources.yaml, or addresses."""
    registres = library.territoires.registres
    yield from (initiative["source_url"] for initiative in library.territoires.initiatives)
    yield from (i.source_url for complement in library.complements.values() for i in complement.initiatives)
    yield from (rangee.cells["source"].strip() for rangee in (registres.contacts.rows if registres.contacts else ()))
    for descripteur in registres.descripteurs:
        noeud, _ = read_yaml(descripteur, library.racine)
        if noeud is not None:
            yield str(noeud.at(("source",)).value)


def _descriptor(library: Library, descripteur: Path) -> YamlNode:
    noeud, problems = read_yaml(descripteur, library.racine)
    if noeud is None:
        if not descripteur.exists():
            conseil = "décrivez l’indicateur : libelle, unite, annee, source et decimales, une par ligne"
            nom = library.territoires.registres.nom(descripteur)
            problems = [Problem("S001", Place(nom), "les valeurs sont là, leur description manque", conseil)]
        raise ProblemsError(problems)
    return noeud


# --- rows and cells


def _cells(tableau: TextTable, regles: Mapping[str, Regle]) -> Iterator[Problem]:
    for rangee in tableau.rows:
        for colonne, regle in regles.items():
            champ = rangee.cells[colonne].strip()
            if parole := regle(champ):
                yield tableau.problem(rangee, colonne, proposed(parole, champ))


def _twice(tableau: TextTable, colonne: str, code: ProblemCode, cle: tuple[str, ...]) -> Iterator[Problem]:
    """Rows that say again what an earlier one says; what is empty is no answer."""
    vues: dict[tuple[str, ...], int] = {}
    for rangee in tableau.rows:
        valeurs = tuple(rangee.cells[nom].strip().casefold() for nom in cle)
        premiere = vues.setdefault(valeurs, rangee.line)
        if premiere != rangee.line and valeurs[0]:
            message = f"{cite(rangee.cells[colonne].strip())} est déjà à la ligne {premiere}"
            yield tableau.problem(rangee, colonne, (code, message, "gardez une seule des deux lignes"))


def _grouped(tableau: TextTable, rangees: list[TextRow], colonne: str, parole: Parole) -> Iterator[Problem]:
    """One warning for all these rows, at the first of them."""
    if not rangees:
        return
    code, quoi, conseil = parole
    s = "s" if len(rangees) > 1 else ""
    message = f"{len(rangees)} contact{s} {quoi.format(s=s)} ({cited_lines([rangee.line for rangee in rangees])})"
    yield tableau.problem(rangees[0], colonne, (code, message, conseil), "avertissement")


# --- what a cell may hold


def _required(regle: Regle | None = None) -> Regle:
    def exige(champ: str) -> Parole | None:
        if not champ:
            return "C003", "case vide", "remplissez cette case"
        return regle(champ) if regle else None

    return exige


def _identifiant(champ: str) -> Parole | None:
    conseil = "n’employez que minuscules sans accent, chiffres et traits d’union : ptce-pole-sud"
    return None if re.fullmatch(CLE, champ) else ("C014", f"{cite(champ)} n’est pas un identifiant", conseil)


def _forme(library: Library, slug: str) -> Parole | None:
    if slug in library.formes:
        return None
    conseil = closest(slug, library.formes) or f"formes connues : {', '.join(library.formes)}"
    return "X009", f"la forme {cite(slug)} n’existe pas", conseil


def _type(champ: str) -> Parole | None:
    if champ in TYPES_INITIATIVES:
        return None
    conseil = closest(champ, TYPES_INITIATIVES) or f"types possibles : {', '.join(TYPES_INITIATIVES)}"
    return "C021", f"{cite(champ)} n’est pas un type de territoire", conseil


def _portee(genre: str, champ: str) -> Parole | None:
    """What a row may say of its territory: a large one is covered, or holds it somewhere; a commune is the place."""
    if champ not in ("", *PORTEES):
        conseil = closest(champ, PORTEES, VALEURS) or f"mots possibles : {', '.join(PORTEES)}"
        return "C021", f"{cite(champ)} n’est pas une portée", conseil
    if not champ and genre in ("departement", "region"):
        conseil = (
            f"écrivez « {COUVRE} » si elle agit dans tout ce territoire, « {SITUE} » si elle s’y trouve à un endroit ; "
            "si vous savez lequel, donnez plutôt sa commune"
        )
        return "C027", "la portée manque : rien ne dit ce que l’initiative couvre", conseil
    if champ and genre in ("commune", "france"):
        return "C027", f"une initiative située par {_PAR[genre]} n’a pas de portée", "videz cette case"
    return None


def _territoire(territoires: Territoires, code: str) -> Parole | None:
    genre, _, numero = code.partition(":")
    if genre not in ("commune", "epci", "ept", "departement", "region", "france") or not re.fullmatch(r"\w+", numero):
        conseil = f"écrivez le type et le code : commune:26281, epci:200068781, departement:26, region:84 ou {FRANCE}"
        conseil = resolution.hint(territoires, code) or conseil
        return "C016", f"{cite(code)} n’est pas un code de territoire", conseil
    # tens of thousands of rows are right
    if territoires.knows(code) or territoires.lieu(code) is not None:
        return None
    return "X015", *resolution.unknown(territoires, code)


def _confiance(champ: str) -> Parole | None:
    if champ in ("", *CONFIANCES):
        return None
    conseil = closest(champ, CONFIANCES, VALEURS) or f"écrivez {' ou '.join(CONFIANCES)}, ou rien"
    return "C021", f"{cite(champ)} n’est pas une confiance", conseil


def _source(library: Library, champ: str) -> Parole | None:
    if champ in library.sources or (champ.startswith("https://") and re.fullmatch(_ADRESSE, champ)):
        return None
    conseil = closest(champ, library.sources) or f"ajoutez-la dans {SOURCES}, ou donnez une adresse https://…"
    return "X001", f"la source {cite(champ)} n’existe pas", conseil


def _adresse(champ: str) -> Parole | None:
    conseil = "écrivez-la en entier : https://www.exemple.fr/page"
    return None if re.fullmatch(_ADRESSE, champ) else ("C017", f"{cite(champ)} n’est pas une adresse web", conseil)


def secured(champ: str) -> Parole | None:
    """What is wrong with this printed address of a page; nothing when it is empty."""
    if champ.startswith("http://"):
        return "X016", "cette adresse n’est pas sécurisée", "donnez celle qui commence par https://"
    return _adresse(champ) if champ else None


def telephone(champ: str) -> Parole | None:
    chiffres = re.sub(r"[\s.\u00a0\u202f-]", "", champ)
    if not champ or re.fullmatch(r"0[0-9]{9}|\+[0-9]{8,15}|[13][0-9]{3}", chiffres):
        return None
    conseil = "écrivez-le ainsi : 04 75 00 00 00, ou +262 262 00 00 00"
    if re.fullmatch(r"[1-9][0-9]{8}", chiffres):
        paires = re.findall("..", f"0{chiffres}")
        conseil = f"il manque le zéro de tête : écrivez {' '.join(paires)}"
    return "C024", f"{cite(champ)} n’est pas un numéro de téléphone", conseil


def _jour(champ: str) -> Parole | None:
    conseil = "écrivez l’année, le mois et le jour : 2026-11-23"
    return None if not champ or is_day(champ) else ("C011", f"{cite(champ)} n’est pas une date", conseil)


def _verifie(library: Library, champ: str) -> Parole | None:
    return _jour(champ) or (_apres_l_edition(library, champ) if champ else None)


def _apres_l_edition(library: Library, champ: str) -> Parole | None:
    """A year, a month or a day that begins after the kit's edition: nothing can have been seen then."""
    edition = library.kit.edition
    if champ <= edition.isoformat()[: len(champ)]:
        return None
    conseil = f"corrigez-la ; si elle est juste, avancez « edition » dans {KIT}"
    return "X017", f"la date {cite(champ)} vient après l’édition du {edition:%d/%m/%Y}", conseil


def _date_partielle(library: Library, champ: str) -> Parole | None:
    if not champ:
        return None
    if is_partial_date(champ):
        return _apres_l_edition(library, champ)
    return "C018", f"{cite(champ)} n’est pas une date", "écrivez 2026, 2026-11, 2026-11-23 ou rien"


def _annee(champ: str) -> Parole | None:
    bon = re.fullmatch(r"((19|20)[0-9]{2})?", champ)
    return None if bon else ("C009", f"{cite(champ)} n’est pas une année", "écrivez quatre chiffres, ou rien")


def _nombre(champ: str) -> Parole | None:
    conseil = "écrivez-le sans espace ni unité, comme 1234 ou 12.5 ; laissez vide ce que personne ne sait"
    bon = not champ or champ in MANQUES or number(champ) is not None
    return None if bon else ("C023", f"{cite(champ)} n’est pas un nombre", conseil)


def _degres(champ: str, maximum: int) -> Parole | None:
    valeur = number(champ)
    if valeur is None:
        return "C023", f"{cite(champ)} n’est pas un nombre", "écrivez des degrés, comme 44.9332"
    bon = abs(valeur) <= maximum
    return None if bon else ("C010", f"{cite(champ)} : entre -{maximum} et {maximum} attendu", "corrigez ce nombre")
