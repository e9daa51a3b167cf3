"""Which mailboxes may be printed: those of an office, not those of a person."""

from __future__ import annotations

import re

from coopdocs.library.validation import Parole, cite

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
"""The words that an office goes by."""


def mailbox(champ: str) -> Parole | None:
    """What is wrong with this address of a contact; nothing when it is an office's, or empty."""
    if not champ:
        return None
    if not re.fullmatch(r"[^\s@,;<>\"]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", champ, re.IGNORECASE):
        return "C019", f"{cite(champ)} n’est pas une adresse de courriel", "écrivez-la ainsi : contact@exemple.fr"
    boite, _, domaine = champ.casefold().partition("@")
    if _PARTICULIERS.fullmatch(domaine):
        return "C020", f"{cite(champ)} est une adresse de particulier", _CONSEIL
    if _is_personal(boite):
        return "C020", f"{cite(champ)} semble celle d’une personne", _CONSEIL
    return None


def _is_personal(boite: str) -> bool:
    """« prenom.nom », « p.nom », « prenom_nom2 »: two names or more, and none is a word that an office goes by."""
    noms = [nom.rstrip("0123456789") for nom in re.split(r"[._]", boite)]
    mots = [mot for nom in noms for mot in nom.split("-")]
    return len(noms) > 1 and all(mot.isalpha() and not _SERVICES.fullmatch(mot) for mot in mots)
