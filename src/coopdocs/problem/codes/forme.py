"""Codes of values that are not what their place takes."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import EVENEMENT, FORME, INITIATIVES, Code, Erreur
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "C001": Code(
        "clé manquante",
        "Une clé obligatoire n’est pas écrite là où elle doit l’être.",
        "Ajoutez-la sous la ligne indiquée, avec le retrait de ses voisines ; le message en donne un modèle.",
        Erreur(FORME, "lien: https://www.rtes.fr", ""),
    ),
    "C002": Code(
        "clé inconnue",
        "Cette clé n’existe pas à cet endroit : elle est mal orthographiée, ou écrite au mauvais niveau. Elle n’est "
        "pas ignorée, car ce qu’elle dit serait perdu.",
        "Prenez l’une des clés que le message propose, ou enlevez la ligne.",
        Erreur(FORME, "sigle_court:", "sigle_cour:"),
    ),
    "C003": Code(
        "valeur vide",
        "La clé ou la case est là, mais rien ne la remplit.",
        "Écrivez une valeur, ou enlevez la clé si elle est facultative ; « null » ne va que là où le message le dit.",
        Erreur(FORME, "nom: Nom de ptce", "nom:"),
    ),
    "C004": Code(
        "texte attendu",
        "Un texte est attendu, et YAML y lit une liste ou une suite de clés.",
        "Écrivez le texte après les deux-points, entre guillemets s’il contient « : » ou commence par « [ » ou « { ».",
        Erreur(FORME, "nom: Nom de ptce", "nom: [Nom de ptce]"),
    ),
    "C005": Code(
        "suite de clés attendue",
        "Plusieurs « clé: valeur » sont attendues ici, et il n’y a qu’un texte ou une liste.",
        "Écrivez une « clé: valeur » par ligne, en retrait.",
        Erreur(FORME, "reseaux:\n", "reseaux:\n- RTES\n"),
    ),
    "C006": Code(
        "liste attendue",
        "Une liste est attendue ici.",
        "Mettez un élément par ligne, chacun après un tiret ; « [] » fait une liste vide.",
        Erreur(FORME, "coeur:\n- Projet", "coeur: Projet"),
    ),
    "C007": Code(
        "liste trop courte",
        "La place imprimée de cette liste demande plus d’éléments.",
        "Ajoutez-en autant que le message le dit.",
        Erreur(FORME, "coeur:\n- Projet", "coeur: []"),
    ),
    "C008": Code(
        "liste trop longue",
        "La place imprimée de cette liste ne tient pas autant d’éléments.",
        "Enlevez-en autant que le message le dit, ou réunissez-en deux.",
        Erreur(FORME, "- Projet", "- A\n- B\n- C\n- D"),
    ),
    "C009": Code(
        "nombre entier attendu",
        "Un nombre entier est attendu, écrit en chiffres.",
        "Écrivez-le sans espace, sans virgule et sans unité.",
        Erreur(FORME, "annee: 2014", "annee: deux mille quatorze"),
    ),
    "C010": Code(
        "nombre hors des bornes",
        "Le nombre est plus petit ou plus grand que ce que cette valeur peut être.",
        "Corrigez-le : le message donne la borne.",
        Erreur(FORME, "annee: 2014", "annee: 1514"),
    ),
    "C011": Code(
        "date attendue",
        "Une date complète est attendue, et ce jour doit exister.",
        "Écrivez l’année, le mois et le jour : 2026-11-23.",
        Erreur(FORME, "verifie_le: 2026-11-01", "verifie_le: 01/11/2026"),
    ),
    "C012": Code(
        "true ou false attendu",
        "La réponse s’écrit « true » (oui) ou « false » (non).",
        "Écrivez l’un de ces deux mots.",
        Erreur("content/criteres.yaml", "principal: true", "principal: oui"),
    ),
    "C014": Code(
        "identifiant mal formé",
        "Un identifiant nomme une chose dans les fichiers et les adresses : il n’a ni accent, ni espace, ni majuscule.",
        "N’employez que minuscules sans accent, chiffres et traits d’union : regie-quartier.",
        Erreur(FORME, "- loi-ess", "- Loi ESS"),
    ),
    "C015": Code(
        "couleur mal formée",
        "Une couleur s’écrit avec un dièse et six signes, chiffres ou lettres A à F en capitales.",
        'Écrivez-la entre guillemets, comme "#0B5F60" : sans eux, le dièse commence un commentaire.',
        Erreur(EVENEMENT, 'couleur: "#0B5F60"', "couleur: vert"),
    ),
    "C016": Code(
        "code de territoire mal formé",
        "Un territoire se nomme par son type et son code officiel, séparés par deux-points.",
        "Écrivez commune:26281, epci:200068781, departement:39, region:84 ou france:FR ; « coopdocs list territoires » "
        "donne les codes.",
        Erreur(FORME, "territoire: commune:26281", "territoire: Romans"),
    ),
    "C017": Code(
        "adresse mal formée",
        "Ce n’est pas une adresse web complète.",
        "Recopiez-la de la barre du navigateur : https://www.exemple.fr/page.",
        Erreur(FORME, "lien: https://www.rtes.fr", "lien: www.rtes.fr"),
    ),
    "C018": Code(
        "date partielle mal formée",
        "Une date, même partielle, commence par l’année, et le mois ou le jour doivent exister.",
        "Écrivez 2026, 2026-11 ou 2026-11-23 ; « null » (YAML) ou rien (CSV) quand la page n’est pas datée.",
        Erreur(FORME, "date: 2024-10", "date: octobre 2024"),
    ),
    "C019": Code(
        "courriel mal formé",
        "Ce n’est pas une adresse de courriel.",
        "Écrivez-la ainsi : contact@exemple.fr.",
        Erreur(EVENEMENT, "accueil@example.org", "accueil@example"),
    ),
    "C020": Code(
        "courriel d’une personne",
        "Cette adresse semble celle d’une personne : imprimée, elle circulerait longtemps, et après son départ.",
        "Donnez celle d’un service (contact@, accueil@, mairie@…), ou un téléphone.",
        Erreur(EVENEMENT, "accueil@example.org", "camille.exemple@example.org"),
    ),
    "C021": Code(
        "valeur inconnue",
        "Cette clé n’accepte que quelques mots, et celui-ci n’en fait pas partie. Les documents peuvent imprimer un "
        "autre mot que celui du fichier : « à vérifier » s’écrit « incertain ».",
        "Écrivez l’un des mots que le message donne.",
        Erreur(FORME, "place: noyau", "place: centre"),
    ),
    "C022": Code(
        "contact qui ne peut pas être joint",
        "Un contact sans courriel, ni téléphone, ni adresse web n’aide personne.",
        "Donnez au moins l’un de ces moyens, ou enlevez le contact.",
        Erreur(EVENEMENT, "    courriel: accueil@example.org\n    telephone: 01 99 00 12 34\n", ""),
    ),
    "C023": Code(
        "nombre attendu",
        "Cette case attend un nombre, écrit comme une machine le lit.",
        "Écrivez-le sans espace ni unité, avec un point : 12.5.",
        Erreur("content/territoires/indicateurs/emplois.csv", "12.5", "12 500 €"),
    ),
    "C024": Code(
        "téléphone mal formé",
        "Ce numéro n’a pas le bon nombre de chiffres.",
        "Écrivez-le ainsi : 04 75 00 00 00, ou +262 262 00 00 00.",
        Erreur(EVENEMENT, "telephone: 01 99 00 12 34", "telephone: 01 99 00"),
    ),
    "C025": Code(
        "heure mal formée",
        "Une heure s’écrit avec deux chiffres, deux-points et deux chiffres, de 00:00 à 23:59.",
        'Écrivez "09:30", entre guillemets.',
        Erreur(EVENEMENT, 'debut: "09:00"', "debut: 9 h"),
    ),
    "C027": Code(
        "portée d’une initiative",
        "Une initiative connue par son département ou sa région dit ce qu’elle y couvre : sans cela, un dossier "
        "d’intercommunalité ne sait pas si elle agit chez lui. Située par sa commune, elle n’a pas de portée.",
        "Écrivez « couvre » si elle agit dans tout le territoire, « situe » si elle s’y trouve à un endroit ; videz la "
        "case pour une commune.",
        Erreur(INITIATIVES, "commune,26281", "departement,26"),
    ),
    "C030": Code(
        "Markdown que tous les formats n’impriment pas",
        "L’introduction est imprimée en PDF, en page web et en DOCX : elle n’a que ce que les trois montrent de même. "
        "Titres « ## » et « ### », paragraphes, listes de deux niveaux, *italique*, **gras**, liens vers le web.",
        "Écrivez autrement ce que le message nomme : un tableau en liste, une note entre parenthèses.",
        Erreur("content/introduction.md", "## À qui parle ce guide", "## À qui parle ce guide\n\n| a | b |\n|---|---|"),
    ),
    "C031": Code(
        "champ inconnu",
        "Un texte contient entre doubles accolades un nom qui n’est pas celui d’un champ, ou ne les referme pas.",
        "Prenez un des champs que le message donne ; « {{ accolades }} » imprime deux accolades ouvrantes.",
        Erreur(FORME, "nom: Nom de ptce", "nom: Nom de {{ nombre_forme }}"),
    ),
    "C040": Code(
        "nom de fichier",
        "Le nom du fichier devient celui des documents et d’adresses : il suit les règles d’un identifiant, et "
        "quelques noms sont déjà pris (guide, comparatif, toutes). Dans content/territoires/dossiers, c’est celui du "
        "territoire : epci-200068781.yaml.",
        "Renommez le fichier : minuscules sans accent, chiffres et traits d’union, puis .yaml ; pour un dossier, le "
        "niveau et le code du territoire, comme le message le dit.",
        "Un fichier s’appelle content/formes/Pôle Sud.yaml.",
    ),
    "C099": Code(
        "valeur refusée",
        "La valeur n’est pas de celles que le modèle accepte, pour une raison que coopdocs ne sait pas nommer.",
        "Comparez avec le même champ d’un fichier qui marche.",
        "Un indicateur a été modifié pendant que le kit était lu.",
    ),
}
