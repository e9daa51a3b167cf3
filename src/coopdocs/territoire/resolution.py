"""What someone typed, to one territory: a typed code, a bare code or a name. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NoReturn

from coopdocs.territoire import recherche
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.cog import arrondissement_of
from coopdocs.territoire.modele import FRANCE, TYPES, Emplacement, Territoire, TerritoireError
from coopdocs.territoire.noms import fold

FRANCE_ENTIERE = (
    "la France entière ne peut pas être donnée ici",
    "nommez une commune, une intercommunalité (epci ou ept), un département ou une région",
)
"""Why `france:FR` is no territory where one place is wanted, and what to do: the same in a kit and in a command."""
_MAIRIE = re.compile(r"^(mairie|ville|commune)( (de la|de l|de|du|des|d))? ")
_DIVISIONS = ("departement", "region")
POSTALES = 4
"""How many communes of one postal code a hint names."""
COMPLETIONS = 60
"""How many completions a shell is given."""


def resolve(territoires: Territoires, texte: str) -> Territoire:
    """The territory of a typed code, a bare code or a name as people type it; `TerritoireError` otherwise.

    A name counts without accents, case and punctuation, whole, or as the first whole words of one territory only.
    """
    if fold(texte) in ("france", "la france", "fr", "france fr"):
        raise TerritoireError(texte, FRANCE_ENTIERE[0], (), FRANCE_ENTIERE[1])
    genre, deux_points, code = (morceau.strip() for morceau in texte.partition(":"))
    if deux_points:
        return _typed(territoires, texte, genre, code)
    compact = re.sub(r"\s", "", texte).upper()
    if re.fullmatch(r"\d[\dAB]?\d*", compact):
        return _bare(territoires, texte, compact)
    return _named(territoires, texte)


def unknown(
    territoires: Territoires, code: str, ailleurs: str = "cherchez-le avec « coopdocs list territoires »"
) -> tuple[str, str]:
    """Why a typed code is not that of a territory, and what to do: `ailleurs` where nothing is near."""
    if code == FRANCE:
        return FRANCE_ENTIERE
    return f"le territoire « {code} » n’existe pas", hint(territoires, code) or ailleurs


def hint(territoires: Territoires, texte: str) -> str:
    """What the author of an unknown code, or of a name in its place, may have meant, as French advice.

    Empty when nothing is near.
    """
    if texte not in territoires.hints:
        territoires.hints[texte] = _hint(territoires, texte)
    return territoires.hints[texte]


def _hint(territoires: Territoires, texte: str) -> str:
    genre, _, code = texte.partition(":")
    ecrit = code or genre
    if re.fullmatch(r"\d+([.,]\d+)?E\+?\d+", ecrit, re.IGNORECASE):
        return "un tableur a changé ce code en nombre : reprenez-le là où il a été lu"
    # a spreadsheet also takes the zero from « 01004 »
    if (lieu := territoires.lieu(f"{genre}:0{code}")) is not None:
        return f"il manque le zéro de tête : vouliez-vous dire « {genre}:0{code} » ({lieu.nom}) ?"
    of_other_types = _places(territoires, code)
    if of_other_types:
        proche, lieu = of_other_types[0]
        return f"vouliez-vous dire « {proche} » ({lieu.nom}) ?"
    # a code alone names its type only where one type has it
    if not code and (postales := [t for t in of_postal_code(territoires, genre) if t.code != genre]):
        insee = [f"« {cle} » ({lieu.nom})" for cle, lieu in _places(territoires, genre)]
        codes = [*insee, *(f"« {t.cle} » ({t.nom_court})" for t in postales[:POSTALES])]
        return f"c’est un code postal{' et un code Insee' * bool(insee)} : écrivez {' ou '.join(codes)}"
    bare = [] if code else _places(territoires, genre)
    if len(bare) == 1:
        proche, lieu = bare[0]
        return f"vouliez-vous dire « {proche} » ({lieu.nom}) ?"
    if dit := _former(territoires, ecrit):
        return f"{dit[0]} : écrivez « {dit[1]} »"
    # among codes, none is near another: a wrong figure makes another place
    if re.search(r"\d", ecrit):
        return ""
    try:
        trouve = resolve(territoires, ecrit)
    except TerritoireError as refus:
        return refus.advice if refus.candidats else ""
    return f"écrivez « {trouve.cle} » ({trouve.nom_court})"


def _places(territoires: Territoires, code: str) -> list[tuple[str, Emplacement]]:
    """What bears a bare code, under its typed codes: one code may be that of a région and of a département."""
    cles = (f"{genre}:{code}" for genre in TYPES)
    return [(cle, lieu) for cle in cles if (lieu := territoires.lieu(cle)) is not None]


def _former(territoires: Territoires, code: str) -> tuple[str, str] | None:
    """What became of the commune of this code, in French, and the typed code of the commune of today."""
    ancienne = territoires.anciennes.of_code(code)
    # a kit may have no table of them
    actuelle = ancienne.commune if ancienne else arrondissement_of(code)
    lieu = territoires.lieu(f"commune:{actuelle}") if actuelle else None
    if lieu is None:
        return None
    ecrite = f"{lieu.nom} ({lieu.code})"
    dit = ancienne.said(ecrite) if ancienne else f"« {code} » est le code d’un arrondissement de {ecrite}"
    return dit, f"commune:{lieu.code}"


def _typed(territoires: Territoires, texte: str, genre: str, code: str) -> Territoire:
    cle = f"{fold(genre)}:{code.upper()}"
    if (trouve := territoires.get(cle)) is not None:
        return trouve
    if fold(genre) not in TYPES:
        raise TerritoireError(texte, f"« {genre} » n’est pas un type", (), f"types possibles : {', '.join(TYPES)}")
    _unknown(territoires, texte, cle, code.upper())


def _bare(territoires: Territoires, texte: str, code: str) -> Territoire:
    trouves = _of(territoires, (f"{genre}:{code}" for genre in TYPES))
    postales = [t for t in of_postal_code(territoires, code) if t not in trouves]
    if trouves and postales:
        message = f"« {code} » est le code Insee {trouves[0].de} et un code postal : {_whose(postales)}"
        raise TerritoireError(texte, message, [*trouves, *postales])
    if len(trouves) == 1:
        return trouves[0]
    if trouves and all(t.departements == trouves[0].departements for t in trouves):
        return next(t for t in trouves if t.type == "departement")
    if trouves:
        raise TerritoireError(texte, f"« {code} » est le code de {len(trouves)} territoires", trouves)
    if postales:
        raise TerritoireError(texte, f"« {code} » est un code postal : {_whose(postales)}", postales)
    _unknown(territoires, texte, code, code)


def of_postal_code(territoires: Territoires, code: str) -> list[Territoire]:
    """The communes whose town hall has this postal code, the most populated first; their table is read only here."""
    if not re.fullmatch(r"\d{5}", code):
        return []
    found = (f"commune:{commune}" for commune, postal in territoires.mairies.postal_codes() if postal == code)
    return _by_population(_of(territoires, found))


def _whose(communes: Sequence[Territoire]) -> str:
    """Whose postal code it is, in French: « celui de la mairie de Figeac »."""
    if len(communes) == 1:
        return f"celui de la mairie {communes[0].de}"
    return f"celui de {len(communes)} mairies, dont celle {communes[0].de}"


def _unknown(territoires: Territoires, texte: str, ecrit: str, code: str) -> NoReturn:
    """Refuse a code that no territory has, with those that it is close to."""
    message = f"aucun territoire n’a le code « {ecrit} »"
    if dit := _former(territoires, code):
        raise TerritoireError(texte, dit[0], _of(territoires, [dit[1]]))
    if sans_zero := _of(territoires, (f"{genre}:0{code}" for genre in TYPES)):
        raise TerritoireError(texte, f"{message} : il manque le zéro de tête", sans_zero)
    candidats = _of(territoires, (f"{genre}:{code}" for genre in TYPES))
    conseil = ""
    if re.fullmatch(r"\d{5}", code) and not candidats:
        conseil = "si c’est un code postal, aucune mairie n’a celui-là : écrivez le nom de la commune ou son code Insee"
    raise TerritoireError(texte, message, candidats, conseil)


def _named(territoires: Territoires, texte: str) -> Territoire:
    cherche = fold(texte.replace("\n", " "))
    if not cherche:
        raise TerritoireError(texte, "ce texte ne nomme aucun territoire")
    exacts: dict[str, None] = {}
    debuts: dict[str, None] = {}
    for cle, nom in territoires.noms.starting(cherche):
        (exacts if nom == cherche else debuts)[cle] = None
    if not exacts and not recherche.asked(cherche).mots:
        debuts = {}  # « communauté de communes » is the beginning of a thousand
    if len(retenus := exacts or debuts) == 1:
        return _of(territoires, retenus)[0]
    if retenus:
        premiers = _by_population(_of(territoires, exacts))
        if len({(t.type in _DIVISIONS, t.departements) for t in premiers}) == 1 and premiers[0].type in _DIVISIONS:
            # the same people and the same place: the département has the EPCI
            return next((t for t in premiers if t.type == "departement"), premiers[0])
        suivants = _by_population(_of(territoires, (cle for cle in debuts if cle not in exacts)))
        verbe = "s’appellent" if exacts else "commencent par"
        message = f"{len(retenus)} territoires {verbe} « {texte.strip()} »"
        if exacts and suivants:
            n = len(suivants)
            message += f", {n} autre{'s' * (n > 1)} commence{'nt' * (n > 1)} ainsi"
        raise TerritoireError(texte, message, [*premiers, *suivants])
    return _meant(territoires, texte.strip(), cherche)


def _meant(territoires: Territoires, texte: str, cherche: str) -> Territoire:
    """The one territory that a text names with other small words (« CA Grand Avignon »), or a refusal with those that
    it may mean."""
    seul = _MAIRIE.sub("", cherche)
    if seul != cherche:
        communes = [cle for cle, nom in territoires.noms.starting(seul) if nom == seul and cle.startswith("commune:")]
        if len(communes) == 1:
            return _of(territoires, communes)[0]
    _refuse_former(territoires, texte, seul)
    demande = recherche.asked(cherche)
    if not demande.mots and demande.genres:
        conseil = "ajoutez son nom, comme " + " ou ".join(recherche.kinds(demande))
        raise TerritoireError(texte, f"« {texte} » ne dit pas quel territoire", (), conseil)
    message = f"aucun territoire ne s’appelle « {texte} »"
    if not demande.mots:
        raise TerritoireError(texte, message)
    # capitals are those of a sigle
    sigles = _of(territoires, recherche.by_sigle(territoires.noms, demande)) if texte.isupper() else []
    if sigles:
        raise TerritoireError(texte, message, _by_population(sigles))
    exacts, autres = recherche.by_words(territoires.noms, demande)
    if len(exacts) == 1:
        return _of(territoires, exacts)[0]
    if len(exacts) > 1:
        message = f"{len(exacts)} territoires s’appellent ainsi, à un petit mot près : « {texte} »"
    trouves = [*_by_population(_of(territoires, exacts)), *_by_population(_of(territoires, autres))]
    raise TerritoireError(texte, message, trouves or _near(territoires, cherche, demande))


def _refuse_former(territoires: Territoires, texte: str, nom: str) -> None:
    """Refuse the name of a commune that is none any more, and say which communes it is in: several had one name."""
    anciennes = territoires.anciennes.of_name(nom)
    if not anciennes:
        return
    dits, actuelles = [], []
    for ancienne in anciennes:
        # a kit of one département has few communes, and the former ones of all of France
        actuelle = territoires.get(f"commune:{ancienne.commune}")
        if actuelle:
            dits.append(ancienne.said(f"{actuelle.nom} ({actuelle.code})"))
            actuelles.append(actuelle)
    message = " ; ".join(dits[:3]) or f"« {texte} » n’est plus une commune"
    raise TerritoireError(texte, message, _unique(actuelles))


def _near(territoires: Territoires, cherche: str, demande: recherche.Recherche) -> list[Territoire]:
    """What a name that no territory has may mean: with fewer words, as a sigle, or with a slip."""
    noms = territoires.noms
    if trouves := recherche.near(noms, cherche, demande) or recherche.by_sigle(noms, demande):
        return _by_population(_of(territoires, trouves))
    if moins := recherche.without_weak(demande):
        exacts, autres = recherche.by_words(territoires.noms, moins)
        return [*_by_population(_of(territoires, exacts)), *_by_population(_of(territoires, autres))]
    return []


def _unique(territoires: Iterable[Territoire]) -> list[Territoire]:
    return list({t.cle: t for t in territoires}.values())


def complete(territoires: Territoires, debut: str) -> list[str]:
    """What a shell may put in place of `debut`: typed codes, or names without spaces (the most populated first).

    Every answer is a text that `resolve` takes, or refuses with the list of its namesakes.
    """
    genre, deux_points, code = debut.strip().casefold().partition(":")
    if deux_points or genre[:1].isdigit():
        genres, numero = ([genre], code.upper()) if deux_points else (TYPES, genre.upper())
        cles = (cle for g in genres for cle in territoires.codes(g))
        return list(islice((cle for cle in cles if cle.partition(":")[2].startswith(numero)), COMPLETIONS))
    types = [f"{type_}:" for type_ in TYPES if type_.startswith(genre)]
    if not (cherche := fold(genre)):
        return types
    noms: dict[str, str] = {}
    for cle, nom in territoires.noms.starting(cherche, mots_entiers=False):
        noms.setdefault(nom, cle)
    trouves = sorted(noms, key=lambda nom: _weight(territoires.get(noms[nom])))
    return types + [nom.replace(" ", "-") for nom in trouves[:COMPLETIONS]]


def _of(territoires: Territoires, cles: Iterable[str]) -> list[Territoire]:
    """The territories of these typed codes, each once; unknown codes are left out."""
    trouves = {t.cle: t for cle in cles if (t := territoires.get(cle)) is not None}
    return list(trouves.values())


def _by_population(territoires: Iterable[Territoire]) -> list[Territoire]:
    return sorted(territoires, key=_weight)


def _weight(territoire: Territoire | None) -> tuple[int, str]:
    return (-(territoire.population or 0), territoire.cle) if territoire else (0, "")
