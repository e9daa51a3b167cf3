"""Codes of values that do not agree with each other, or with another file."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import AIDES, CONTACTS, DOSSIER, EVENEMENT, FORME, INITIATIVES, Code, Erreur
from coopdocs.problem.names import ProblemCode

_CRITERES = "content/criteres.yaml"

CODES: Mapping[ProblemCode, Code] = {
    "X001": Code(
        "source inconnue",
        "Une affirmation cite une source qui n’est pas dans content/sources.yaml. Les places qui citent la même sont "
        "dites ensemble.",
        "Corrigez la clé, ou ajoutez la source dans content/sources.yaml.",
        Erreur(FORME, "- loi-ess", "- loi-2001"),
    ),
    "X002": Code(
        "affirmation sans source",
        "Tout ce qui est imprimé comme un fait cite au moins une source.",
        "Citez-en une, ou écrivez « confiance: avis » si c’est un conseil de la rédaction.",
        Erreur(FORME, "sources:\n  - loi-ess", "sources: []"),
    ),
    "X003": Code(
        "affirmation incertaine mise en avant",
        "Le chapô, les points essentiels et les chiffres sont lus seuls, sans la mention « à vérifier » : ils ne "
        "disent que ce qui est sûr.",
        "Vérifiez le fait et écrivez « confiance: vérifié », écrivez « confiance: avis » si c’est un conseil, ou "
        "déplacez-le dans presentation, gouvernance, atouts ou vigilances.",
        Erreur(
            FORME, "  texte: Des structures coopèrent.", "  confiance: incertain\n  texte: Des structures coopèrent."
        ),
    ),
    "X004": Code(
        "case du comparatif non remplie",
        "Une forme doit répondre à chaque critère du comparatif, ne serait-ce que pour dire que rien n’est établi.",
        "Ajoutez la case dans content/criteres.yaml ; « texte: null » imprime « non établi ».",
        Erreur(_CRITERES, "  ptce:\n    statut:", "  ptce:\n    status:"),
    ),
    "X005": Code(
        "forme ou critère inconnu dans le comparatif",
        "Une case est donnée pour une forme ou un critère qui n’existe pas : elle ne s’imprimerait nulle part.",
        "Corrigez le nom, ou ajoutez le critère à la liste « criteres ».",
        Erreur(_CRITERES, "cellules:\n  ptce:", "cellules:\n  scic: {}\n  ptce:"),
    ),
    "X006": Code(
        "niveau qui ne va pas avec son critère",
        "Le niveau se dessine : il doit être de ceux que le graphique du critère connaît, et manquer s’il n’en a pas.",
        "Écrivez l’un des niveaux que le message donne, ou enlevez la ligne « niveau ».",
        Erreur(_CRITERES, "niveau: 2", "niveau: oui"),
    ),
    "X007": Code(
        "groupe de critères inconnu",
        "Un critère se range dans un groupe qui n’est pas dans la liste « groupes ».",
        "Corrigez le nom du groupe, ou ajoutez-le à la liste.",
        Erreur(_CRITERES, "groupe: cadre", "groupe: argent"),
    ),
    "X008": Code(
        "identifiant donné deux fois",
        "Deux choses de la même liste portent le même nom : on ne saurait laquelle est désignée.",
        "Changez l’un des deux, ou enlevez la ligne en trop.",
        Erreur(FORME, "forme: pat", "forme: ges"),
    ),
    "X009": Code(
        "forme inconnue",
        "Aucun fichier de content/formes ne porte ce nom ; d’une autre forme, content/autres_formes.yaml n’a pas l’id.",
        "Écrivez le nom du fichier sans .yaml ; « coopdocs list formes » les donne ; une autre, sous « autres ».",
        Erreur(INITIATIVES, "ptce,", "scic,"),
    ),
    "X010": Code(
        "forme comparée à elle-même ou au panorama",
        "Une comparaison désigne une autre forme ; le panorama, qui les présente toutes, n’en est pas une.",
        "Nommez une autre forme.",
        Erreur(FORME, "forme: pat", "forme: ptce"),
    ),
    "X011": Code(
        "ordre donné deux fois",
        "Deux formes ont le même rang dans les documents.",
        "Changez l’un des deux.",
        Erreur(FORME, "ordre: 1", "ordre: 2"),
    ),
    "X012": Code(
        "plusieurs panoramas",
        "Un kit a un seul panorama : la forme qui présente toutes les autres.",
        "Écrivez « nature: forme » dans l’un des deux fichiers.",
        Erreur(FORME, "nature: forme", "nature: panorama"),
    ),
    "X013": Code(
        "couleur trop peu contrastée",
        "Le texte doit se lire en blanc sur cette couleur, et dans cette couleur sur ses teintes claires.",
        "Foncez-la : le message donne la teinte la plus proche qui convient.",
        Erreur(FORME, 'couleur: "#0B5F60"', 'couleur: "#3B8F90"'),
    ),
    "X014": Code(
        "icône inconnue",
        "Aucun fichier de templates/icones ne porte ce nom.",
        "Prenez le nom d’un fichier de ce dossier, sans .svg, ou ajoutez-y le vôtre.",
        Erreur(FORME, "icone: plant", "icone: arbre"),
    ),
    "X015": Code(
        "territoire inconnu",
        "Le code est bien écrit, mais aucun territoire d’aujourd’hui ne le porte : zéro de tête perdu, commune "
        "fusionnée, faute de frappe.",
        "Suivez la proposition du message, ou cherchez le code avec « coopdocs list territoires ».",
        Erreur(FORME, "territoire: commune:26281", "territoire: commune:1004"),
    ),
    "X016": Code(
        "lien non sécurisé",
        "Un lien imprimé, en code QR ou chez un contact, doit commencer par https.",
        "Donnez l’adresse qui commence par https:// ; presque tous les sites en ont une.",
        Erreur(FORME, "lien: https://www.rtes.fr", "lien: http://www.rtes.fr"),
    ),
    "X017": Code(
        "date de vérification après l’édition",
        "Rien de ce qu’un document imprime n’a pu être vérifié après la date qu’il porte.",
        "Corrigez cette date ; si elle est juste, avancez « edition » dans content/kit.yaml.",
        Erreur(FORME, "verifie_le: 2026-11-01", "verifie_le: 2027-11-01"),
    ),
    "X018": Code(
        "sigle donné deux fois",
        "Deux formes portent le même sigle : on ne les distinguerait plus.",
        "Changez l’un des deux.",
        Erreur(FORME, "sigle: PTCE", "sigle: GES"),
    ),
    "X019": Code(
        "couleur donnée deux fois",
        "Deux formes ont la même couleur : on ne les distinguerait plus.",
        "Changez l’une des deux.",
        Erreur(FORME, 'couleur: "#0B5F60"', 'couleur: "#6A3C8F"'),
    ),
    "X020": Code(
        "ligne donnée deux fois",
        "Deux lignes d’une table parlent de la même chose ou de la même personne.",
        "Gardez une seule des deux, ou dites ce qui les distingue.",
        Erreur(CONTACTS, "departement:26,Guichet,", "commune:26281,Mairie,accueil"),
    ),
    "X021": Code(
        "tables de territoires qui ne s’accordent pas",
        "« coopdocs territoires update » a lu deux archives qui se contredisent, ou qui perdent trop de territoires.",
        "Téléchargez de nouveau les deux archives, de la même année, et relancez.",
        "L’archive de npm est celle de 2025, celle de PyPI de 2026.",
    ),
    "X022": Code(
        "logo refusé",
        "Le logo manque, ne se lit pas, pèse trop ou contient ce qui ne s’imprimerait pas de la même façon partout.",
        "Suivez le conseil du message : le plus sûr est un SVG simple, textes changés en tracés.",
        Erreur(EVENEMENT, "logo: logos/exemple.svg", "logo: logos/absent.svg"),
    ),
    "X023": Code(
        "horaires qui se contredisent",
        "Une séance finit avant de commencer, sort de l’événement ou commence avant la fin de la précédente.",
        "Corrigez l’heure ; des séances simultanées s’écrivent dans « ateliers » d’une même séance.",
        Erreur(EVENEMENT, 'fin: "10:30"', 'fin: "09:10"'),
    ),
    "X024": Code(
        "intervenant inconnu",
        "Une séance nomme quelqu’un qui n’est pas dans la liste « intervenants » de l’événement.",
        "Corrigez le nom, ou ajoutez la personne à la liste.",
        Erreur(EVENEMENT, "intervenants: [Camille Exemple]", "intervenants: [Lou Gabarit]"),
    ),
    "X025": Code(
        "affirmation périmée",
        "La date « valable_jusqu_au » est passée à la date de l’édition : ce qui est dit n’est plus vrai, ou n’a pas "
        "été relu.",
        "Relisez la source, corrigez le texte et repoussez la date, ou enlevez ce qui n’est plus vrai.",
        Erreur(FORME, "verifie_le: 2026-11-01", "valable_jusqu_au: 2026-11-22\n  verifie_le: 2026-11-01"),
    ),
    "X026": Code(
        "événement après la fin de validité",
        "Un document remis à cet événement dirait ce qui n’est plus valable ce jour-là (« valable_jusqu_au »).",
        "Écrivez le texte de façon qu’il reste vrai après ce jour, repoussez la date si une source le dit, avancez "
        "l’événement, ou retirez la forme de sa liste.",
        Erreur(FORME, "verifie_le: 2026-11-01", "valable_jusqu_au: 2027-03-17\n  verifie_le: 2026-11-01"),
    ),
    "X027": Code(
        "récit qui finit avant de commencer",
        "Un récit dit les années qu’il raconte ; la dernière ne peut pas venir avant la première.",
        "Corrigez l’une des deux, ou enlevez « fin » si l’initiative se poursuit.",
        Erreur(FORME, "  debut: 2016", "  debut: 2026"),
    ),
    "X028": Code(
        "récit trop court",
        "Un récit dit au moins trois choses d’une initiative : un problème, un premier pas, un résultat… Avec moins, "
        "ce n’est qu’un exemple.",
        "Racontez d’autres parties, sourcées comme le reste, ou déplacez ce cas dans « exemples ».",
        Erreur(
            FORME,
            "  resultat:\n    texte: Trente emplois.\n    sources:\n    - loi-ess\n    verifie_le: 2026-11-01\n",
            "",
        ),
    ),
    "X029": Code(
        "territoire qui ne se compare pas",
        "Un dossier compare son territoire à d’autres du même niveau : une intercommunalité à des intercommunalités.",
        "Nommez un autre territoire, du niveau que le message donne.",
        Erreur(DOSSIER, "comparables: [epci:200067817", "comparables: [departement:26"),
    ),
    "X030": Code(
        "état d’une aide que ses dates démentent",
        "Un appel dont la clôture est passée n’est pas ouvert, un appel qui n’a pas encore ouvert non plus : qui lit "
        "préparerait un dossier pour rien.",
        "Écrivez l’état que disent les dates, ou donnez celles de la nouvelle édition de l’appel.",
        Erreur(AIDES, "etat: fermé", "etat: ouvert"),
    ),
    "X031": Code(
        "annexes qui se contredisent",
        "Le fichier d’un dossier nomme des fiches, mais la liste des parties n’a pas « fiches » : elles ne seraient "
        "imprimées nulle part.",
        "Ajoutez « fiches » à « parties », ou enlevez la liste « fiches ».",
        Erreur(DOSSIER, "parties: [fiches, ", "parties: ["),
    ),
    "X040": Code(
        "photo refusée",
        "La photo manque, ne se lit pas, n’est ni un JPEG ni un PNG, ou dépasse ce qu’un document peut contenir : "
        "30 Mo, 80 millions de pixels, un côté 12 fois plus long que l’autre.",
        "Suivez le conseil du message : le plus sûr est un JPEG de 3 000 pixels de large.",
        Erreur(
            FORME,
            "lien: https://www.rtes.fr",
            "photos:\n- fichier: photos/absente.jpg\n  alt: Un marché.\n  "
            "legende: Le marché.\n  credit: Camille Exemple\n  licence: CC BY 4.0\nlien: https://www.rtes.fr",
        ),
    ),
    "X050": Code(
        "police de l’éditeur introuvable ou incomplète",
        "Aucun fichier de templates/polices n’est de cette famille, ou il lui manque des lettres du français, des "
        "chiffres ou des signes courants.",
        "Copiez ses fichiers .ttf dans templates/polices, et écrivez le nom de la famille tel que le message le donne.",
        Erreur("content/kit.yaml", "editeur: coopdocs", "editeur: coopdocs\nidentite: {polices: {titre: Inconnue}}"),
    ),
}
