"""Which mailboxes may be printed: those of an office, not those of a person."""

from __future__ import annotations

import re

from coopdocs.library.validation import cite
from coopdocs.problem import Parole
from coopdocs.typographie import slug

_CONSEIL = "donnez la boîte d’un service (contact@, accueil@, mairie@, ess@…), ou laissez cette case vide"
_PARTICULIERS = re.compile(
    r"(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|aol|gmx|proton|protonmail|mailo|orange|wanadoo|"
    r"free|sfr|neuf|club-internet|numericable|bbox|laposte|alice|aliceadsl|voila|tutanota)\.(fr|com|net|org|me|eu)"
)
_SERVICES = re.compile(
    r"(accompagnement|accueil|action|admin|administration|agglo|agriculture|aide|alimentation|animation|appui|asso|"
    r"association|associative|bureau|ca|cc|ccas|cellule|chambre|cluster|collectivite|comite|commerce|commune|communaute|"
    r"communication|contact|coop|cooperation|cress|cu|culture|dev|developpement|departement|direction|dla|durable|eco|"
    r"economie|economique|emploi|entreprise|environnement|equipe|ess|europe|federation|fond|formation|france|ge|general|"
    r"gestion|habitat|inclusion|info|information|innovation|insertion|jeunesse|local|locale|logement|mairie|maison|"
    r"mediation|metropole|mission|national|nationale|observatoire|pat|pay|plateforme|pole|politique|prefecture|presse|"
    r"projet|proximite|ptce|public|quartier|question|regie|region|regional|regionale|reseau|reseaux|rse|rural|sante|"
    r"secretariat|service|siege|social|sociale|solidaire|solidarite|sport|standard|support|territoire|territorial|"
    r"territoriale|tier|transition|tzcld|urbanisme|vie|ville)s?"
)
"""The words that an office goes by, at a domain of its own."""
_OFFICES = re.compile(
    r"(accueil|administration|agglo|asso|association|cc|ccas|cdc|cias|collectivite|comcom|commune|communaute|communautes|contact|"
    r"coordination|epicerie|federation|info|infos|intercommunalite|mairie|mairies|metropole|office|petr|prefecture|ptce|"
    r"regie|reseau|ressourcerie|secretariat|secretaire|service|services|sivom|sivu|syndicat|tourisme|tzcld|urbanisme)"
)
"""Those that are enough at a provider for everyone: no first name or surname among them."""
_COLLES = ("mairie", "lamairie", "commune", "comcom", "communaute", "ccas", "secretariat", "accueil", "syndicat")
"""Those that are written in one with a name: « mairiedefleurac », « thilloiscommune »."""
_AUTOUR = r"ville(de)?|com|cne|cmne|commu|hdv|(le)?maire"
"""What may stand before or after the name of a commune; alone, some of these are a person's."""
_NOM_MIN = 4
_LONG = 8
"""Letters from which half of a commune's name can be nobody's first name."""


def mailbox(champ: str, commune: str = "") -> Parole | None:
    """What is wrong with this address of a contact; nothing when it is an office's, or empty.

    Half of the town halls of France are at a provider for everyone: there, a box must say that it is an office's, or be
    named after its `commune` (« soumeras@wanadoo.fr »).
    """
    if not champ:
        return None
    if not re.fullmatch(r"[^\s@,;<>\"]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", champ, re.IGNORECASE):
        return "C019", f"{cite(champ)} n’est pas une adresse de courriel", "écrivez-la ainsi : contact@exemple.fr"
    boite, _, domaine = champ.casefold().partition("@")
    if _is_of_commune(boite, commune):
        return None
    if _PARTICULIERS.fullmatch(domaine):
        return None if _is_office(boite) else ("C020", f"{cite(champ)} est une adresse de particulier", _CONSEIL)
    if _is_personal(boite):
        return "C020", f"{cite(champ)} semble celle d’une personne", _CONSEIL
    return None


def _words(boite: str) -> list[str]:
    return [mot for mot in re.split(r"[^a-zà-ÿ]+", boite) if mot]


def _is_office(boite: str) -> bool:
    """« mairie.ambutrix », « cc.redon », « mairiedefleurac »: a word of an office, or one at either end of another."""
    mots = [mot for mot in _words(boite) if len(mot) < len(boite) or len(mot) > 3]  # « cc » alone may be initials
    return any(
        _OFFICES.fullmatch(mot) or ((mot.startswith(_COLLES) or mot.endswith(_COLLES)) and mot != "lamairie")
        for mot in mots
    )


def _is_of_commune(boite: str, commune: str) -> bool:
    """Whether a box has the name of a commune, or the beginning of it: « sarge » of Sargé-sur-Braye."""
    if not commune or any(len(mot) == 1 and mot not in "adl" for mot in _words(boite)):
        return False
    ecrit = _joined(slug(boite))
    ecrits = {ecrit, re.sub(f"^({_AUTOUR})(de(?=.{{5}}))?", "", ecrit), re.sub(f"({_AUTOUR})$", "", ecrit)}
    return any(len(e) >= _NOM_MIN and e in _beginnings(commune) for e in ecrits)


def _beginnings(commune: str) -> set[str]:
    """What a box may be named for a commune: its first words or more, with or without its article, in one.

    Half of a word is no name of it, unless long: « paul » is not Paulhan's.
    """
    mots = slug(commune).split("-")
    sans = mots[1:] if mots[0] in ("le", "la", "les", "l") and len("".join(mots[1:])) >= 5 else mots
    debuts = {_joined("-".join(m[:n])) for m in (mots, sans) for n in range(1, len(m) + 1)}
    entiers = (_joined("-".join(m)) for m in (mots, sans))
    return debuts | {nom[:n] for nom in entiers for n in range(_LONG, len(nom))}


def _joined(boite: str) -> str:
    """The letters of a box in one, « st » written out."""
    mots = [{"st": "saint", "ste": "sainte"}.get(mot, mot) for mot in _words(boite)]
    return re.sub("^st(?=[^aeiouy])", "saint", "".join(mots))


def _is_personal(boite: str) -> bool:
    """« prenom.nom », « p.nom », « prenom_nom2 »: two names or more, and none is a word that an office goes by."""
    noms = [nom.rstrip("0123456789") for nom in re.split(r"[._]", boite)]
    mots = [mot for nom in noms for mot in nom.split("-")]
    return len(noms) > 1 and all(mot.isalpha() and not _SERVICES.fullmatch(mot) for mot in mots)
