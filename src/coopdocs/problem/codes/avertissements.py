"""Codes of what deserves a look; `check --strict` refuses them too."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import CONTACTS, DOSSIER, EVENEMENT, FORME, INITIATIVES, Code, Erreur
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "A001": Code(
        "source jamais citée",
        "Cette source est décrite, mais aucune affirmation ne la cite : elle ne sera imprimée nulle part.",
        "Citez-la, ou enlevez-la de content/sources.yaml.",
        "content/sources.yaml décrit « circulaire-2019 », que rien ne cite.",
    ),
    "A002": Code(
        "affirmation à revérifier",
        "La dernière vérification est plus ancienne que ce que le kit s’est fixé (limites: age_max_jours).",
        "Relisez la source, puis mettez « verifie_le » à jour.",
        Erreur(FORME, "verifie_le: 2026-11-01", "verifie_le: 2024-01-15"),
    ),
    "A003": Code(
        "trop peu d’exemples",
        "Cette forme a moins d’exemples que ce que le kit souhaite (limites: exemples_min).",
        "Ajoutez une initiative réelle et sa source.",
        Erreur("content/kit.yaml", "exemples_min: 2", "exemples_min: 3"),
    ),
    "A004": Code(
        "chiffre sans date",
        "Le chiffre n’est pas daté : « page non datée » sera imprimé à côté.",
        "Donnez la date du chiffre si une source la dit.",
        Erreur(FORME, "date: 2024-10", "date: null"),
    ),
    "A005": Code(
        "fichier ignoré",
        "Un fichier n’est pas de ceux que coopdocs lit dans ce dossier, ou rien ne l’emploie : il n’a aucun effet.",
        "Corrigez son nom ou sa terminaison, ou enlevez-le de ce dossier.",
        "Un fichier notes.txt est resté dans content/formes.",
    ),
    "A006": Code(
        "contact périmé",
        "La date « expire_le » d’un contact est passée : il n’est plus imprimé.",
        "Vérifiez-le et repoussez « expire_le », ou enlevez la ligne.",
        Erreur(CONTACTS, "2027-11-01", "2026-11-02"),
    ),
    "A007": Code(
        "événement passé",
        "L’événement a lieu avant la date que porte l’édition.",
        "Corrigez la date, ou retirez ce fichier.",
        Erreur(EVENEMENT, "date: 2027-03-18", "date: 2026-03-18"),
    ),
    "A008": Code(
        "intervenant sans séance",
        "Une personne est annoncée et n’intervient dans aucune séance.",
        "Nommez-la dans une séance, ou enlevez-la de la liste.",
        Erreur(EVENEMENT, "programme:", "  - nom: Lou Gabarit\n    fonction: témoin\nprogramme:"),
    ),
    "A010": Code(
        "groupe de critères vide",
        "Un groupe de criteres.yaml n’a aucun critère : il n’est imprimé nulle part.",
        "Donnez son identifiant à un critère, ou enlevez le groupe.",
        Erreur("content/criteres.yaml", "groupes:\n", "groupes:\n- id: autre\n  titre: Autre\n"),
    ),
    "A011": Code(
        "fin de ligne prise pour un commentaire",
        "Une phrase sans guillemets est suivie de « # » : le reste de la ligne n’est pas lu.",
        "Mettez tout le texte entre guillemets, ou le commentaire sur sa propre ligne.",
        Erreur(FORME, "nom: Nom de ptce", "nom: Nom de ptce # à relire"),
    ),
    "A012": Code(
        "affirmation bientôt périmée",
        "La date « valable_jusqu_au » vient moins de jours après l’édition que le kit ne le veut (limites: "
        "preavis_jours, 90 si rien n’est dit).",
        "Relisez la source avant ce jour, puis corrigez le texte ou repoussez la date.",
        Erreur(FORME, "verifie_le: 2026-11-01", "valable_jusqu_au: 2026-12-31\n  verifie_le: 2026-11-01"),
    ),
    "A013": Code(
        "étape passée",
        "Une étape annoncée dans le dossier d’un territoire vient avant la date que porte l’édition.",
        "Corrigez la date, ou enlevez l’étape si elle est faite.",
        Erreur(DOSSIER, "date: 2027-01", "date: 2026-01"),
    ),
    "A014": Code(
        "initiative hors du territoire",
        "Une initiative du fichier d’un territoire est dans une commune qui n’en est pas : un code postal a "
        "peut-être pris la place du code Insee.",
        "Écrivez le code Insee de la commune, ou mettez l’initiative dans content/territoires/initiatives.csv.",
        Erreur(DOSSIER, "territoire_code: 26281", "territoire_code: 26010"),
    ),
    "A020": Code(
        "table lue en supposant",
        "La table a été lue en supposant ce qu’elle ne dit pas : encodage, feuille, sens d’une date, titre sauté.",
        "Regardez si c’est bien cela ; sinon, enregistrez la table comme le message l’indique.",
        Erreur(INITIATIVES, "id,forme", "Nos initiatives\nid,forme"),
    ),
    "A021": Code(
        "nombre qui n’est plus juste",
        "Un texte compte les formes, les sujets ou les critères autrement que le kit : l’un est venu ou parti depuis.",
        "Corrigez le nombre, ou écrivez le champ que le message donne : il suivra.",
        Erreur(FORME, "nom: Nom de ptce", "nom: L’une des 39 formes de coopération"),
    ),
    "A022": Code(
        "forme à laquelle rien ne mène",
        "Aucune réponse de l’aide à la décision ne mène à cette forme : qui suit les questions ne la trouvera pas.",
        "Ajoutez la forme à une réponse, ou une réponse qui y mène.",
        Erreur("content/decision.yaml", "    - ges\n", ""),
    ),
    "A023": Code(
        "compte dépassé",
        "Le nombre de formes compté en France est plus petit que celui des initiatives que la table du kit connaît.",
        "Corrigez « total » dans couverture.yaml, ou les initiatives qui y seraient de trop.",
        "content/territoires/couverture.yaml compte 3 régies de quartier ; initiatives.csv en nomme 20.",
    ),
    "A030": Code(
        "photo trop petite pour l’impression",
        "La photo a moins de 150 points par pouce à la largeur où le guide l’imprime : elle paraîtra floue.",
        "Demandez le fichier d’origine, ou gardez-la si elle n’est vue qu’à l’écran.",
        "Une photo de 560 × 420 pixels est seule dans son chapitre, où elle s’imprime sur 100 mm de large.",
    ),
    "A031": Code(
        "photo qui dit où elle a été prise",
        "Le fichier contient une position GPS. Aucun document ne la reprend, mais une parution contient ses sources.",
        "Exportez la photo sans ses données de localisation.",
        "Un téléphone a noté le lieu dans content/formes/photos/marche.jpg.",
    ),
    "A050": Code(
        "fond trop proche de la couleur d’une forme",
        "Ce qui est à tous les documents et ce qui est à cette forme auraient la même couleur.",
        "Foncez le fond, ou gardez-le : les sigles et les emblèmes disent aussi la forme.",
        Erreur("content/kit.yaml", "editeur: coopdocs", 'editeur: coopdocs\nidentite: {couleurs: {fond: "#0B5F60"}}'),
    ),
    "A051": Code(
        "graisse absente d’une police",
        "Les documents emploient une graisse ou un italique que cette famille n’a pas : une autre la remplace.",
        "Ajoutez le fichier de cette graisse dans templates/polices, ou gardez la police ainsi.",
        "Le kit nomme une famille dont le seul fichier est Regular : les titres ne seraient pas en gras.",
    ),
}
