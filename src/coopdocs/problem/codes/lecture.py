"""Codes of files that cannot be read, or not surely."""

from __future__ import annotations

from collections.abc import Mapping

from coopdocs.problem.codes.entree import FORME, INITIATIVES, Code, Erreur
from coopdocs.problem.names import ProblemCode

CODES: Mapping[ProblemCode, Code] = {
    "S001": Code(
        "fichier absent",
        "Un fichier dont le kit ne peut pas se passer n’est pas à sa place.",
        "Créez-le, ou reprenez-le d’une version précédente ou du kit de départ (coopdocs init ailleurs).",
        "Le fichier content/glossaire.yaml a été supprimé ou renommé.",
    ),
    "S002": Code(
        "fichier illisible",
        "Le fichier est là mais ne s’ouvre pas : droits refusés, dossier du même nom, disque en défaut.",
        "Donnez-vous le droit de le lire, ou remettez un vrai fichier à sa place.",
        "Un dossier s’appelle content/glossaire.yaml.",
    ),
    "S003": Code(
        "lien qui mène hors du kit",
        "Un raccourci (lien symbolique) désigne un fichier d’ailleurs : le kit ne serait plus complet une fois copié.",
        "Copiez le fichier lui-même dans le kit, à la place du lien.",
        "content/glossaire.yaml est un lien vers un fichier d’un autre dossier.",
    ),
    "S004": Code(
        "fichier trop gros",
        "Un fichier de contenu est du texte : au-delà de deux mégaoctets, c’est sans doute autre chose.",
        "Découpez-le, ou retirez-en ce qui n’est pas du texte.",
        "Une photographie a été enregistrée sous le nom content/introduction.md.",
    ),
    "S005": Code(
        "fichier qui n’est pas en UTF-8",
        "Les lettres accentuées sont codées autrement (Windows-1252, par exemple) et se liraient de travers.",
        "Enregistrez le fichier en UTF-8 ; dans un tableur : « CSV UTF-8 ».",
        "content/glossaire.yaml a été enregistré par un éditeur réglé sur « ANSI » ou « Windows-1252 ».",
    ),
    "S006": Code(
        "fichier en UTF-16",
        "Le fichier est enregistré en UTF-16 (« Unicode » dans certains programmes).",
        "Enregistrez-le en UTF-8.",
        "content/glossaire.yaml a été enregistré en « Unicode » par le Bloc-notes.",
    ),
    "S007": Code(
        "caractère caché ou interdit",
        "Un caractère que personne ne voit (espace sans chasse, césure conditionnelle…) est resté d’un copier-coller. "
        "Il couperait des mots ou fausserait une recherche.",
        "Effacez-le : placez-vous à la colonne indiquée et supprimez un signe.",
        Erreur(FORME, "Des structures coopèrent.", "Des struc\u200btures coopèrent."),
    ),
    "S008": Code(
        "fichier vide",
        "Le fichier ne contient rien, ou seulement des commentaires.",
        "Remplissez-le, ou supprimez-le s’il ne sert pas.",
        "content/decision.yaml ne contient qu’une ligne « # à faire ».",
    ),
    "S009": Code(
        "tabulation en début de ligne",
        "En YAML, seules les espaces font le retrait : une tabulation s’affiche d’une largeur différente partout.",
        "Remplacez-la par des espaces, deux par niveau.",
        Erreur(FORME, "  texte: Des structures coopèrent.", "\ttexte: Des structures coopèrent."),
    ),
    "S010": Code(
        "plusieurs documents dans un fichier",
        "Une ligne « --- » commence un second document YAML : ce qui suit ne serait pas lu.",
        "Enlevez cette ligne, ou faites deux fichiers.",
        Erreur(FORME, "chapo:\n", "---\nchapo:\n"),
    ),
    "S011": Code(
        "clé donnée deux fois",
        "La même clé est écrite deux fois au même endroit : l’une des deux valeurs serait perdue.",
        "Gardez une seule des deux.",
        Erreur(FORME, "sigle: PTCE\n", "sigle: PTCE\nsigle: Pôle\n"),
    ),
    "S012": Code(
        "ancre, renvoi ou fusion YAML",
        "Un texte commence par « & » ou « * », ou une clé est « << » : YAML y voit un renvoi d’un endroit à un autre, "
        "que coopdocs ne suit pas.",
        "Mettez le texte entre guillemets, ou recopiez la valeur là où elle sert.",
        Erreur(FORME, "nom: Nom de ptce", "nom: *pole"),
    ),
    "S013": Code(
        "étiquette de type YAML",
        "Un texte commence par « ! » : YAML y voit un type. Ici, c’est le modèle qui dit le type de chaque valeur.",
        "Mettez le texte entre guillemets, ou enlevez l’étiquette.",
        Erreur(FORME, "nom: Nom de ptce", "nom: !important Nom de ptce"),
    ),
    "S014": Code(
        "trop de niveaux emboîtés",
        "Le fichier emboîte plus de vingt niveaux, ce dont aucun contenu n’a besoin.",
        "Simplifiez ce passage ; regardez si un crochet n’est pas resté ouvert.",
        "Le fichier content/decision.yaml contient vingt-cinq « [ » de suite.",
    ),
    "S015": Code(
        "clé qui n’est pas un mot",
        "Devant les deux-points se trouve une liste, une suite de clés ou rien du tout.",
        "Écrivez un mot devant les deux-points.",
        Erreur(FORME, "chapo:\n", "? [sigle]\n: PTCE\nchapo:\n"),
    ),
    "S016": Code(
        "plusieurs paragraphes dans un texte",
        "Un texte n’a qu’un paragraphe, d’une ou plusieurs lignes ; une ligne vide en ferait deux.",
        "Enlevez la ligne vide, ou faites deux éléments de liste.",
        Erreur(FORME, "nom: Nom de ptce", "nom: |\n  Nom\n\n  de ptce"),
    ),
    "S020": Code(
        "deux-points au milieu d’un texte",
        "Un texte entre guillemets est suivi de « : » : YAML y voit une clé. Sans guillemets, il serait lu entier.",
        "Mettez tout le texte entre guillemets.",
        Erreur(FORME, "nom: Nom de ptce", 'nom: "Nom" : celui de ptce'),
    ),
    "S021": Code(
        "guillemet jamais refermé",
        "Un guillemet ou une apostrophe ouvre le texte et ne se referme nulle part.",
        "Refermez-le à la fin du texte, ou enlevez-le.",
        Erreur("content/sources.yaml", "titre: Loi ESS", 'titre: "Loi ESS'),
    ),
    "S022": Code(
        "crochet ou accolade jamais refermé",
        "Un « [ » ou un « { » commence une liste ou une suite de clés qui ne se referme pas.",
        "Refermez-le, ou mettez entre guillemets un texte qui commence par ce signe.",
        Erreur(FORME, "nom: Nom de ptce", "nom: [Nom de ptce"),
    ),
    "S023": Code(
        "texte après un guillemet fermant",
        "Le texte entre guillemets s’arrête, et quelque chose suit : souvent une apostrophe au milieu d’un texte mis "
        "entre apostrophes.",
        "Mettez tout le texte entre guillemets doubles.",
        Erreur(FORME, "nom: Nom de ptce", "nom: 'L'union'"),
    ),
    "S024": Code(
        "signe qui ne peut pas commencer un texte",
        "Un texte sans guillemets ne peut pas commencer par @, %, `, >, | ou *.",
        "Mettez tout le texte entre guillemets.",
        Erreur(FORME, "nom: Nom de ptce", "nom: @ptce"),
    ),
    "S025": Code(
        "retrait inattendu",
        "Cette ligne est plus à droite ou plus à gauche que celles de son niveau.",
        "Alignez-la, ou la précédente, avec les lignes du même niveau (deux espaces par niveau).",
        Erreur(FORME, "sigle: PTCE\n", "sigle: PTCE\n  suite: x\n"),
    ),
    "S026": Code(
        "ligne sans deux-points",
        "Cette ligne n’est ni une « clé: valeur », ni la suite en retrait de la ligne d’avant.",
        "Écrivez « clé: valeur », ou mettez ce texte en retrait sous le précédent.",
        Erreur(FORME, "sigle: PTCE\n", "sigle: PTCE\nla suite du texte\n"),
    ),
    "S027": Code(
        "barre oblique inversée mal suivie",
        "Entre guillemets doubles, « \\ » annonce un signe spécial, et ce qui la suit n’en est pas un.",
        "Doublez-la (\\\\), ou mettez le texte entre apostrophes.",
        Erreur(FORME, "nom: Nom de ptce", 'nom: "C:\\quai"'),
    ),
    "S028": Code(
        "texte coupé par un dièse",
        "Après une espace, « # » commence un commentaire : ce qui le suit serait perdu.",
        "Mettez tout le texte entre guillemets ; si c’est un commentaire, écrivez une espace après « # ».",
        Erreur(FORME, "nom: Nom de ptce", "nom: Nom n° #3 de ptce"),
    ),
    "S029": Code(
        "autre faute d’écriture YAML",
        "La ligne ne suit pas l’écriture YAML, d’une façon que coopdocs ne sait pas nommer.",
        "Comparez cette ligne et la précédente avec un fichier qui marche ; mettez les textes entre guillemets.",
        Erreur(FORME, "nom: Nom de ptce", "%YAML 1.1\nnom: Nom de ptce"),
    ),
    "S030": Code(
        "nombre de champs d’une ligne CSV",
        "Cette ligne n’a pas autant de cases que la première : une virgule est en trop ou manque.",
        "Mettez entre guillemets la case qui contient le séparateur, ou complétez la ligne.",
        Erreur(INITIATIVES, "pole-sud,", "pole-sud,un,"),
    ),
    "S031": Code(
        "nom de colonne CSV",
        "Une colonne manque, est en double, n’a pas de nom ou porte un nom que coopdocs ne connaît pas.",
        "Reprenez les noms que le message donne, dans l’ordre que vous voulez.",
        Erreur(INITIATIVES, "id,forme", "id,formes"),
    ),
    "S032": Code(
        "guillemet d’un CSV",
        "Un guillemet s’ouvre au milieu d’une case, ou ne se referme jamais : les lignes suivantes y entreraient.",
        "Refermez-le ; dans une case, doublez les guillemets qui font partie du texte.",
        Erreur(INITIATIVES, "pole-deux,", '"pole-deux,'),
    ),
    "S033": Code(
        "archive illisible",
        "Une archive donnée à « coopdocs territoires update » est abîmée, ou faite autrement que prévu.",
        "Téléchargez-la de nouveau avec la commande que le message donne.",
        "Le téléchargement de l’archive s’est arrêté en chemin.",
    ),
    "S034": Code(
        "archive d’un autre paquet",
        "Une archive donnée à « coopdocs territoires update » n’est pas celle attendue à cette place.",
        "Donnez d’abord l’archive de npm, puis celle de PyPI, ou téléchargez la bonne.",
        "L’archive d’un autre paquet npm a été donnée.",
    ),
    "S040": Code(
        "deux fichiers pour une table",
        "Une table est là en .csv et en .xlsx : coopdocs ne choisit pas entre les deux.",
        "Gardez celui des deux qui est à jour, et enlevez l’autre.",
        "Le dossier a contacts.csv et contacts.xlsx.",
    ),
    "S041": Code(
        "erreur de tableur dans une case",
        "La case contient une erreur du tableur (#N/A…), ou une formule dont le résultat n’est pas enregistré.",
        "Corrigez la formule dans le tableur et enregistrez, ou écrivez la valeur elle-même.",
        Erreur(INITIATIVES, "Pôle Sud", "#N/A"),
    ),
    "S042": Code(
        "classeur refusé",
        "Ce n’est pas un classeur .xlsx que coopdocs puisse lire sans danger : format, mot de passe, fichier abîmé.",
        "Ouvrez-le dans le tableur et enregistrez-le au format « Classeur Excel (.xlsx) », ou en CSV.",
        "La table contacts.xlsx est un ancien classeur .xls renommé.",
    ),
    "S043": Code(
        "cases fusionnées",
        "Des cases fusionnées n’ont qu’un contenu, et coopdocs ne devine pas à quelle ligne ou colonne il va.",
        "Défusionnez-les dans le tableur, et remplissez chaque case.",
        "Dans contacts.xlsx, le même organisme est fusionné sur deux lignes.",
    ),
}
