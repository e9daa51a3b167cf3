"""Checks of what people add to the dossier of one territory: the name of its file, then all that it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from coopdocs.library import logos, markdown, registres
from coopdocs.library.catalogue import DOSSIERS, Library, fichier_dossier
from coopdocs.library.courriels import mailbox
from coopdocs.library.evenements import Faute, reachable
from coopdocs.library.reecritures import proposed
from coopdocs.library.validation import cite
from coopdocs.model.complement import Complement
from coopdocs.problem import Gravite, Parole, Problem, closest
from coopdocs.source import NodePath, TextFile
from coopdocs.territoire import NOMS_TYPES, TYPES, Territoire, TerritoireError, Territoires, resolution
from coopdocs.typographie import partial_span, slug

_NOM = re.compile(rf"({'|'.join(TYPES)})-([0-9A-Z]+)")


def code_of(nom: str) -> str:
    """The typed code that the name of a file stands for, its ending left out."""
    return nom.replace("-", ":", 1)


def name_advice(territoires: Territoires, nom: str) -> str:
    """What to call a file that has not the name of a territory of today, empty for a good name."""
    genre, tiret, code = nom.partition("-")
    if genre.lower() == "france":
        return "la France entière n’a pas de dossier : enlevez ce fichier, ou nommez-le d’après un territoire"
    found = territoires.get(code_of(nom)) if _NOM.fullmatch(nom) else None
    found = found or (territoires.get(f"{genre.lower()}:{code.upper()}") if tiret else None) or _named(territoires, nom)
    if found is None:
        dit = resolution.hint(territoires, code_of(nom) if tiret else nom)
        return dit or "nommez-le par le niveau et le code du territoire : epci-200068781.yaml"
    juste = fichier_dossier(found.cle).rpartition("/")[2]
    if juste == f"{nom}.yaml":
        return ""
    if (territoires.racine / DOSSIERS / juste).exists():
        return f"{juste} existe déjà pour ce territoire ({found.nom_court}) : réunissez les deux fichiers en un"
    return f"nommez-le {juste} ({found.nom_court})"


def _named(territoires: Territoires, nom: str) -> Territoire | None:
    try:
        return resolution.resolve(territoires, nom.replace("-", " "))
    except TerritoireError:
        return None


def check(library: Library) -> Iterator[Problem]:
    """Everything wrong in the files of dossiers, at its place."""
    for cle, complement in library.complements.items():
        territoire = library.territoires.get(cle)
        if territoire is None:
            continue  # its name was refused
        fichier = fichier_dossier(cle)
        for controle in CONTROLES:
            for loc, (code, message, conseil) in controle(library, territoire, complement):
                gravite: Gravite = "avertissement" if code.startswith("A") else "erreur"
                yield library.problem(fichier, loc, code, message, conseil, gravite)


# --- who hands it out


def _emetteur(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    commune = t.nom if t.type == "commune" else ""
    if e := c.emetteur:
        if e.logo and (parole := logos.fault(library.racine, e.logo, DOSSIERS)):
            yield ("emetteur", "logo"), parole
        if parole := mailbox(e.courriel or "", commune):
            yield ("emetteur", "courriel"), parole
        if parole := registres.telephone(e.telephone or ""):
            yield ("emetteur", "telephone"), parole
        if parole := registres.secured(e.site or ""):
            yield ("emetteur", "site"), parole
    if c.contact:
        yield from ((("contact", champ), parole) for champ, parole in reachable(c.contact, commune))


def _introduction(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    for n, paragraphe in enumerate(c.introduction.paragraphes if c.introduction else ()):
        for faute in markdown.faults(TextFile("", paragraphe)):
            yield ("introduction", "paragraphes", n), (faute.code, faute.message, faute.conseil)


# --- formes and initiatives


def _formes(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    retenues: list[tuple[NodePath, str]] = [(("formes", n, "forme"), r.forme) for n, r in enumerate(c.formes)]
    fiches: list[tuple[NodePath, str]] = [(("annexes", "fiches", n), s) for n, s in enumerate(c.annexes.fiches or ())]
    for possibles, nommees in ((library.comparables, retenues), (library.formes, fiches)):
        for loc, forme in nommees:
            if forme in library.formes:
                continue
            conseil = closest(forme, possibles) or f"formes connues : {', '.join(possibles)}"
            yield loc, ("X009", f"la forme {cite(forme)} n’existe pas", conseil)
    for loc, forme in retenues:
        if forme in library.formes and forme not in library.comparables:
            conseil = f"formes possibles : {', '.join(library.comparables)}"
            yield loc, ("X010", f"{cite(forme)} est le panorama, pas une forme", conseil)
    yield from _twice("la forme", retenues)
    yield from _twice("la fiche", fiches)


def _initiatives(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    """What initiatives.csv would be told, of each; and what that table has already."""
    regles = registres.initiative_rules(library)
    for n, initiative in enumerate(c.initiatives):
        row = initiative.row(t.cle)
        if bool(initiative.territoire_type) != bool(initiative.territoire_code):
            conseil = "donnez les deux, ou ni l’un ni l’autre si c’est tout le territoire de ce fichier"
            yield ("initiatives", n), ("C001", "« territoire_type » et « territoire_code » vont ensemble", conseil)
            continue
        for champ, regle in regles.items():
            if parole := regle(row[champ].strip()):
                yield ("initiatives", n, champ), proposed(parole, row[champ])
        for champ, parole in registres.initiative_place(library.territoires, row):
            yield ("initiatives", n, champ), parole
        if parole := _elsewhere(library.territoires, t, row["territoire_type"], row["territoire_code"]):
            yield ("initiatives", n, "territoire_code"), parole
    yield from _known(library, t, c)


def _elsewhere(territoires: Territoires, t: Territoire, genre: str, codes: str) -> Parole | None:
    """A warning for communes of which none lies in the territory; None for larger places, and where one does."""
    if genre not in ("commune", "communes"):
        return None
    lieux = [lieu for code in codes.split() if (lieu := territoires.get(f"commune:{code}"))]
    if not lieux or any(_lies_in(territoires, lieu, t) for lieu in lieux):
        return None
    message = f"{lieux[0].nom} ({lieux[0].code}) n’est pas dans ce territoire ({t.nom_court})"
    ici = [m for m in resolution.of_postal_code(territoires, lieux[0].code) if _lies_in(territoires, m, t)]
    if ici:
        return "A014", message, f"si c’est un code postal, écrivez le code Insee : {ici[0].code} ({ici[0].nom})"
    return "A014", message, "écrivez le code Insee d’une commune d’ici, ou mettez-la dans initiatives.csv"


def _lies_in(territoires: Territoires, commune: Territoire, t: Territoire) -> bool:
    if t.type == "ept":
        return territoires.ept(commune) == t
    codes = {"commune": (commune.code,), "epci": (commune.epci,), "departement": commune.departements,
             "region": commune.regions}  # fmt: skip
    return t.code in codes[t.type]


def _known(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    """Initiatives that are told twice, here or in the kit's table; an id is of this file alone."""
    ids: set[str] = set()
    noms: dict[tuple[str, str], str] = {}
    tableau = library.territoires.registres.initiatives
    for rangee in tableau.rows if tableau else ():
        ligne = f"à la ligne {rangee.line} de la table des initiatives"
        noms[rangee.cells["forme"].strip(), _fold(rangee.cells["nom"])] = ligne
    for n, initiative in enumerate(c.initiatives):
        row, ici = initiative.row(t.cle), "plus haut dans ce fichier"
        identique = (row["forme"], _fold(row["nom"]))
        if ou := noms.get(identique):
            conseil = "enlevez-la d’ici : elle serait comptée deux fois"
            yield ("initiatives", n, "nom"), ("X020", f"{cite(initiative.nom)} est déjà {ou}", conseil)
        elif row["id"] in ids:
            message = f"l’id {cite(initiative.id or slug(initiative.nom))} est déjà {ici}"
            yield ("initiatives", n, "id"), ("X008", message, "donnez un autre « id »")
        noms.setdefault(identique, ici)
        ids.add(row["id"])


# --- steps, figures, comparables, annexes


def _etapes(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    edition = library.kit.edition
    for n, etape in enumerate(c.etapes):
        if partial_span(etape.date)[1] < edition:
            message = f"cette étape vient avant l’édition du {edition:%d/%m/%Y}"
            yield ("etapes", n, "date"), ("A013", message, "corrigez la date, ou enlevez l’étape si elle est faite")


def _chiffres(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    edition = library.kit.edition
    for n, chiffre in enumerate(c.chiffres):
        if chiffre.annee > edition.year:
            message = f"l’année {chiffre.annee} vient après l’édition du {edition:%d/%m/%Y}"
            yield ("chiffres", n, "annee"), ("X017", message, "donnez l’année du chiffre, pas celle d’une prévision")


def _comparables(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    nommes: list[tuple[NodePath, str]] = []
    for n, code in enumerate(c.comparables):
        loc: NodePath = ("comparables", n)
        autre = library.territoires.get(code)
        if autre is None:
            yield loc, ("X015", *resolution.unknown(library.territoires, code))
        elif parole := unfit(t, autre):
            yield loc, parole
        else:
            nommes.append((loc, autre.cle))
    yield from _twice("le territoire", nommes)


def _one(t: Territoire) -> str:
    un, _, feminin = NOMS_TYPES[t.type]
    return f"{'une' if feminin else 'un'} {un}"


def unfit(t: Territoire, autre: Territoire) -> Parole | None:
    """Why a territory cannot stand beside another one; None where it can."""
    if autre == t:
        return "X029", "un territoire ne se compare pas à lui-même", "nommez-en un autre du même niveau"
    if autre.type != t.type:
        message = f"{autre.nom_court} n’est pas du même niveau ({_one(autre)}, et non {_one(t)})"
        return "X029", message, f"nommez un territoire dont le code commence par « {t.type}: »"
    return None


def _annexes(library: Library, t: Territoire, c: Complement) -> Iterator[Faute]:
    parties = c.annexes.parties
    yield from _twice("la partie", [(("annexes", "parties", n), partie) for n, partie in enumerate(parties or ())])
    if parties is not None and "fiches" not in parties and c.annexes.fiches:
        conseil = "ajoutez « fiches » à « parties », ou enlevez la liste « fiches »"
        yield ("annexes", "fiches", "[key]"), ("X031", "ces fiches ne sont dans aucune des parties choisies", conseil)


def _twice(quoi: str, valeurs: Iterable[tuple[NodePath, str]]) -> Iterator[Faute]:
    vues: set[str] = set()
    for loc, valeur in valeurs:
        if valeur in vues:
            e = "e" if quoi.startswith("la ") else ""
            message = f"{quoi} {cite(valeur)} est déjà donné{e} plus haut"
            yield loc, ("X008", message, "gardez une seule des deux lignes")
        vues.add(valeur)


def _fold(texte: str) -> str:
    return " ".join(texte.replace("’", "'").casefold().split())


CONTROLES: tuple[Callable[[Library, Territoire, Complement], Iterator[Faute]], ...] = (
    _emetteur,
    _introduction,
    _formes,
    _initiatives,
    _etapes,
    _chiffres,
    _comparables,
    _annexes,
)
