"""Other words for a value or a key: what documents print for it, and what people write instead."""

from __future__ import annotations

from collections.abc import Mapping


def _mots(tables: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {voulu: tuple(autres.split(", ")) for voulu, autres in tables.items()}


VALEURS = _mots(
    {
        "vérifié": "sûr, certain, confirmé, établi, fiable, source sûre, officiel, ok",
        "incertain": "à vérifier, à confirmer, non vérifié, non confirmé, invérifié, douteux, doute, peut-être, "
        "probable, pas sûr, non établi, inconnu",
        "couvre": "tout, tout le territoire, entier, partout, ensemble, oui",
        "situe": "situé, située, dedans, à un endroit, quelque part, partie, en partie, non",
        "avis": "conseil de la rédaction, avis de la rédaction, conseil, opinion, point de vue, rédaction",
        "noyau": "au cœur, cœur, centre, central, principal, pivot",
        "associé": "partenaire, membre associé, allié",
        "ouvert": "participation ouverte, ouverte, invité, libre",
        "panorama": "introduction, présentation, vue d’ensemble",
        "forme": "fiche",
        "droit": "loi, décret, arrêté, code, juridique, jurisprudence, texte de loi, règlement, circulaire",
        "état": "gouvernement, ministère, administration, préfecture, public",
        "parlement": "sénat, assemblée nationale, amendement, débat",
        "réseau": "fédération, association nationale, tête de réseau",
        "collectivité": "commune, mairie, région, département, epci, métropole, intercommunalité",
        "statistique": "insee, chiffres, données, statistiques, enquête",
        "recherche": "université, thèse, étude, universitaire, chercheur",
        "structure": "association, entreprise, coopérative, porteur",
        "presse": "journal, article, média, magazine, radio, télévision",
        "points": "note, étoiles, niveau",
        "0": "aucun, aucune, nul, nulle, zéro",
        "1": "faible, bas, basse, un",
        "2": "moyen, moyenne, deux",
        "3": "fort, forte, élevé, élevée, haut, trois",
        "variable": "selon les cas, dépend, parfois, au choix, les deux",
        "courte": "court, brève, bref",
        "continue": "permanente, permanent, sans terme, illimitée, longue, durable",
        "oui": "vrai, true, yes",
        "non": "faux, false, no",
        "forum": "salon, colloque, congrès, journée",
        "formation": "atelier, stage, cours",
        "conseil": "conseil municipal, conseil communautaire, assemblée, délibération",
        "rencontre": "réunion, réunion publique, débat, café",
        "visite": "voyage, visite de site, voyage d’étude",
        "élus": "élues, élues et élus, élus locaux, maires",
        "agents": "techniciens, services, fonctionnaires",
        "habitants": "citoyens, public, riverains, grand public, habitantes",
        "entreprises": "employeurs, entrepreneurs, acteurs économiques, sociétés",
        "bureau": "imprimante, photocopieur, nous-mêmes",
        "reprographie": "atelier de reprographie, service de reprographie, copieur",
        "imprimeur": "imprimerie, prestataire",
    }
)
"""By value: other words for it. One word may stand for values of several keys."""

CLES = _mots(
    {
        "adresse": "url, site, site web, lien, web, page",
        "lien": "url, adresse, site",
        "courriel": "email, e-mail, mail, mel, adresse électronique",
        "telephone": "tel, tél, portable, numéro",
        "texte": "description, contenu, corps, phrase",
        "titre": "intitulé, nom, libellé",
        "nom": "intitulé, titre, libellé, raison sociale",
        "sources": "références, source, bibliographie",
        "verifie_le": "vérifié, date de vérification, vérification, verifie",
        "valable_jusqu_au": "valable, validité, fin de validité, expire_le, expiration, échéance, jusqu_au",
        "consulte_le": "consulté, date de consultation, consultation",
        "confiance": "fiabilité, certitude, statut",
        "icone": "icon, pictogramme, picto",
        "couleur": "color, teinte",
        "annee": "an, millésime",
        "exemples": "initiatives, cas",
        "vigilances": "points de vigilance, risques, limites, inconvénients",
        "atouts": "avantages, forces, points forts",
        "salle": "lieu, pièce",
        "intervenants": "orateurs, animateurs, invités",
        "programme": "séances, déroulé, ordre du jour",
        "emetteur": "éditeur, organisme, collectivité",
        "introduction": "mot, édito, éditorial, préface, mot de la présidente, mot du maire",
        "decision": "délibération, demande, proposition",
        "etapes": "calendrier, suite, prochaines étapes, agenda",
        "temoignage": "citation, parole, verbatim",
        "comparables": "comparer, comparaison, semblables",
        "pourquoi": "raison, motif, justification",
        "cout": "coût, budget, prix, montant",
        "qui_porte": "porteur, portage, pilote",
        "signature": "signataire, signé",
    }
)
"""By key: other words for it; the keys that a place has decide which is meant (« url »)."""
