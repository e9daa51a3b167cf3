"""Codes of tables that someone wants to make an indicator of."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import Code
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "I001": Code(
        "ce fichier n’est pas une table",
        "Le fichier donné à « coopdocs territoires import » est une page web, un PDF, une archive, ou une ligne "
        "sans fin. "
        "C’est souvent la page du portail, enregistrée à la place du fichier.",
        "Téléchargez le fichier CSV ou XLSX lui-même ; décompressez une archive d’abord.",
        "Un fichier nommé donnees.csv commence par « <!DOCTYPE html> ».",
    ),
    "I002": Code(
        "aucune colonne de codes de territoire",
        "Une ligne se rattache à un territoire par un code : code Insee d’une commune, SIREN d’une "
        "intercommunalité, code "
        "d’un département ou d’une région. Aucune colonne n’en a, ou trop peu sont connus. Un nom ou un code postal "
        "ne suffit pas : deux communes peuvent avoir le même.",
        "Prenez la version du fichier qui a les codes, ou ajoutez-les dans une copie.",
        "Les colonnes sont « ville », « code postal » et « nombre ».",
    ),
    "I003": Code(
        "des lignes que personne ne reconnaît",
        "Moins de 95 % des lignes nomment un territoire d’aujourd’hui ou d’hier. Rien n’est écrit : des "
        "chiffres manqueraient "
        "sans que personne le voie. Un tableur qui a arrondi un code (2.0E+08) l’a peut-être changé.",
        "Reprenez le fichier d’origine. Si quelques lignes sont vraiment étrangères, enlevez-les dans une copie.",
        "La table a dix codes à cinq chiffres qui sont des codes postaux.",
    ),
    "I004": Code(
        "deux lignes pour un même territoire et une même année",
        "Laquelle est la bonne ? Souvent, une colonne les distingue (sexe, âge, activité), ou une ligne n’est pas un "
        "territoire mais une entreprise, un quartier, une personne.",
        "Gardez une seule valeur avec --filtre COLONNE=VALEUR, ou comptez les lignes avec --compter.",
        "Romans-sur-Isère a une ligne pour les hommes et une pour les femmes.",
    ),
    "I005": Code(
        "région ou département",
        "Un code à deux chiffres comme 84 est celui d’une région et celui d’un département, et rien dans la "
        "table ne dit "
        "lequel.",
        "Ajoutez --niveau departement ou --niveau region.",
        "La colonne « code » contient 84, 93 et 11, sans noms.",
    ),
    "I006": Code(
        "des nombres qui ne se lisent pas sûrement",
        "Une case n’est pas un nombre, le signe décimal change dans la colonne, un tableur a arrondi (2.0E+08), "
        "ou une virgule "
        "peut séparer des milliers aussi bien que des décimales.",
        "Corrigez le fichier d’origine, ou dites le sens de la virgule avec --virgule.",
        "La colonne contient « 1,5 » et « 1.5 ».",
    ),
    "I007": Code(
        "données de personnes",
        "La colonne demandée dit des noms, des adresses ou des naissances. Ces données ne sont ni lues, ni "
        "montrées, ni "
        "importées : un dossier se publie.",
        "Prenez une colonne de chiffres, ou comptez les lignes avec --compter : seuls les totaux sont gardés.",
        "« --colonne Prénom » est demandé d’un fichier d’élus.",
    ),
    "I008": Code(
        "noms en désaccord avec les codes",
        "Plus d’un nom sur vingt n’est pas celui que le kit donne à ce code. Des lignes ont peut-être glissé, "
        "lors d’un tri "
        "par exemple : chaque territoire aurait le chiffre d’un autre.",
        "Comparez avec le fichier d’origine. Si les codes sont justes, ajoutez --libelles-verifies.",
        "La colonne des codes a été triée, et celle des noms ne l’a pas été.",
    ),
    "I009": Code(
        "demande qui ne va pas avec cette table",
        "Une option nomme une colonne, une feuille ou un niveau que la table n’a pas, ou demande ce qui n’a pas "
        "de sens : "
        "additionner des taux, par exemple.",
        "Regardez l’aperçu, qui se montre sans option, et corrigez l’option.",
        "« --agregation somme » est demandé pour un taux.",
    ),
    "I010": Code(
        "indicateur déjà là",
        "Le kit a un indicateur de ce nom. Il n’est jamais remplacé sans que vous le demandiez.",
        "Ajoutez --remplacer, ou donnez un autre nom avec --nom.",
        "La table de l’an passé a déjà été importée sous le même libellé.",
    ),
}
