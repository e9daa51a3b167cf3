"""In French, what each name that a template may use is; a test finds those that are missing here or gone."""

from __future__ import annotations

from coopdocs.library import Library
from coopdocs.model.contenu import Forme
from coopdocs.model.kit import Kit
from coopdocs.views import Choix, Comparatif, Fiche, Guide
from coopdocs.views.dossier import Dossier
from coopdocs.views.essentiel import EssentielDossier
from coopdocs.views.evenement import Journee
from coopdocs.views.livret import Double, Livret
from coopdocs.views.reperes import ReperesAides, ReperesDroit
from coopdocs.views.repertoire import Repertoire
from coopdocs.zones.affiche import Affiche
from coopdocs.zones.couverture import Couverture
from coopdocs.zones.programme import Programme

TypedName = tuple[type | None, str]

CONTEXTS: dict[str, dict[str, TypedName]] = {
    "": {
        "kit": (Kit, "ce que dit content/kit.yaml"),
        "library": (Library, "tout le contenu"),
        "support": (None, "« imprime » pour un PDF, « ecran » pour une page, « word » pour un DOCX"),
        "premiere": (None, "le numéro de la première page, là où le document fait partie d’un autre"),
        "carte_exemples": (None, "`carte_exemples(fiche)` : la carte de France des exemples d’une fiche"),
        "planche": (
            None,
            "`planche(folder, nom, photos)` : les photos d’un fichier de content/`folder`, rang par rang ; chacune a "
            "`photo`, `src`, `nom`, `largeur`, `hauteur`, `ratio`, `cote`",
        ),
        "photo_recit": (None, "`photo_recit(photo)` : celle d’un récit, à la taille de la fiche imprimée"),
        "theme": (None, "mesures et dessins : voir `theme`"),
        "feuille": (None, "dessins de la page en classes CSS : voir `feuille`"),
        "notes": (None, "numéros des notes : voir `notes`"),
    },
    "fiche": {
        "fiche": (Fiche, "la fiche d’une forme"),
        "sobre": (None, "pour une imprimante de bureau, sans aplat de couleur"),
        "titre": (None, "le titre du document"),
    },
    "guide": {
        "guide": (Guide, "le guide entier, ou le chapitre d’une forme"),
        "choix": (Choix, "l’aide au choix : règles de lecture et autres formes"),
    },
    "comparatif": {"comparatif": (Comparatif, "le tableau : les formes en colonnes, les critères en lignes")},
    "reperes": {
        "aides": (ReperesAides, "aides.html.j2 : les appels et les fonds, par forme"),
        "droit": (ReperesDroit, "droit.html.j2 : les points de droit"),
    },
    "dossier": {
        "dossier": (Dossier, "le dossier d’un territoire"),
        "e": (EssentielDossier, "essentiel/ : ce que disent les pages remises d’abord"),
        "carte": (None, "essentiel/ : la carte d’une page et ce qu’elle dit à qui ne la voit pas"),
        "logo": (None, "essentiel/ : un logo de content/territoires/dossiers/, en adresse qui le contient"),
        "folios": (None, "essentiel/ : le numéro de chacune de ces pages, par son nom"),
        "complet": (None, "essentiel/ : si le dossier complet suit ces pages"),
        "sobre": (None, "essentiel/ : pour une imprimante de bureau, sans aplat de couleur"),
        "partie": (None, "le nom de la partie à écrire : une macro de communes.html.j2 ou de propres.html.j2"),
        "propre": (None, "si la partie est propre au territoire"),
        "formes": (None, "les formes dont le dossier contient la fiche"),
        "titre": (None, "le titre du document"),
        "une": (None, "si la partie tient toujours en une page"),
        "bibliographie": (None, "le numéro de chaque source, par sa clé"),
        "champs": (None, "ce qui varie d’un territoire à l’autre : voir `champs`"),
        "choix": (Choix, "l’aide au choix : règles de lecture et autres formes"),
        "termes": (None, "les mots du glossaire que le dossier emploie"),
        "cartes": (None, "les cartes et ce qu’elles disent à qui ne les voit pas"),
        "contenu": (None, "les parties et leur première page"),
        "profil": (None, "les largeurs et les hauteurs des repères chiffrés"),
        "feuillet": (None, "une page d’initiatives : ses titres et leurs lignes ; essentiel/ : la place de la carte"),
        "dernier": (None, "si cette page d’initiatives est la dernière"),
        "histoires": (None, "les fiches des formes dont un récit est raconté"),
        "guide": (Guide, "les chapitres des formes (Word)"),
        "comparatif": (Comparatif, "le tableau (Word)"),
        "donnees": (None, "d’où viennent les chiffres et les contours"),
        "images": (None, "les cartes et les graphiques, avec les mots qui les disent (Word)"),
        "chapo": (None, "ce que l’on sait de qui coopère ici (Word)"),
        "numerotees": (None, "si les sources sont des numéros de la bibliographie (Word)"),
        "parties": (None, "ce qui suit les premières pages, dans l’ordre (Word)"),
        "aides": (None, "l’argent et le calendrier, pour ces formes et ce territoire (Word)"),
        "droit": (None, "les repères juridiques (Word)"),
        "titre_document": (None, "le titre du document (Word)"),
    },
    "evenement": {
        "journee": (Journee, "l’événement"),
        "logo": (None, "`logo(nom)` : un logo de content/evenements/logos, comme adresse d’image"),
        "programme": (Programme, "programme.html.j2 : comment la feuille est composée"),
        "colonnes": (None, "programme.html.j2 : `colonnes(n)`, combien d’ateliers de front"),
        "colonne_atelier": (None, "programme.html.j2 : `colonne_atelier(n)`, la largeur d’un atelier (mm)"),
        "noms": (None, "programme.html.j2 : `noms(intervenants)`, les noms à la suite"),
        "affiche": (Affiche, "affiche.html.j2 : comment l’affiche est composée"),
        "motif": (None, "affiche.html.j2 : `motif(couleur)`, le dessin des emblèmes reliés"),
        "livret": (Livret, "livret.html.j2 : ce que dit le livret"),
        "partie": (None, "livret.html.j2 : le nom de la partie à écrire"),
        "e": (None, "livret.html.j2 : `journee.e`"),
        "sobre": (None, "livret.html.j2 : sans aplat de couleur"),
        "serre": (None, "livret.html.j2 : plus serré, pour gagner une page"),
        "double": (Double, "livret.html.j2 : une forme sur deux pages en regard"),
        "corps": (None, "livret.html.j2 : le corps (pt) de la page de droite"),
        "mise": (Couverture, "livret.html.j2 : comment la couverture est composée"),
        "sommaire": (None, "livret.html.j2 : les parties et leur première page"),
        "bandes": (None, "livret.html.j2 : les lignes du tableau, une page chacune"),
        "titres": (None, "livret.html.j2 : les titres des pages de notes"),
        "feuillet": (Forme, "livret.html.j2 : la forme dont ce sont les pages A5"),
        "faces": (None, "chevalets.html.j2 : nom, fonction, organisme et leurs corps"),
        "badges": (None, "badges.html.j2 : la personne, sa police et ses corps"),
        "corps_titre": (None, "badges.html.j2 : le corps (pt) du titre"),
        "titre": (None, "badges, chevalets, émargement : le titre du document"),
        "entetes": (None, "emargement.html.j2 : les têtes de colonne"),
        "lignes": (None, "emargement.html.j2 : nom, prénom, organisme de chaque ligne"),
        "plafond": (None, "emargement.html.j2 : s’il y a moins de lignes que de personnes"),
        "mention_legale": (None, "emargement.html.j2 : pourquoi la feuille est gardée"),
        "ouvrages": (None, "bon.html.j2 : ce qui est à imprimer"),
        "pages": (None, "bon.html.j2 : le nombre de pages de chaque fichier"),
        "exemplaires": (None, "bon.html.j2 : le nombre d’exemplaires"),
        "canaux": (None, "bon.html.j2 : les encres"),
        "couleurs": (None, "bon.html.j2 : l’espace des couleurs"),
        "fond_perdu": (None, "bon.html.j2 : le fond perdu (mm)"),
        "securite": (None, "bon.html.j2 : la zone de sécurité (mm)"),
        "groupes": (None, "page.html.j2 : les fichiers, par ce qu’on en fait"),
        "papier": (None, "page.html.j2 : le nom du groupe de ce qui s’imprime"),
        "agenda": (None, "page.html.j2 : le fichier de l’agenda"),
    },
    "index": {
        "fichiers": (None, "les documents, comme dans manifest.json"),
        "pieces": (None, "ce qui accompagne les documents d’une parution"),
        "repertoire": (Repertoire, "dossiers.html.j2 : les dossiers qui sont là"),
        "carte": (None, "dossiers.html.j2 : les contours des départements, par cadre"),
        "dessines": (None, "dossiers.html.j2 : les départements de la carte qui ont un dossier"),
        "ailleurs": (None, "dossiers.html.j2 : ceux qui n’y ont pas de place"),
        "donnees": (None, "dossiers.html.j2 : ce que lit la recherche (JSON)"),
        "script": (None, "dossiers.html.j2 : la recherche elle-même"),
    },
    "ecarts": {"ecarts": (None, "ce qui a changé (`coopdocs diff`)")},
}
"""By folder of templates; the first is what all of them have."""

FUNCTIONS = {
    "css(nom)": "une feuille de style, après les propriétés qui lui sont données (couleurs, mesures)",
    "polices(support)": "les règles @font-face des polices du kit",
    "qr(adresse, titre)": "un code QR, en SVG",
    "palette": "les couleurs du kit : `palette.nuit`",
    "mesures": "les choix de corps : `mesures.fiche.sigle`",
}

FILTERS = {
    "abreger": "dit au long les abréviations d’une page (`library`)",
    "appeler": "écarte l’appel d’une note du chiffre qui le précède",
    "citee": "une source avec son numéro, en mots, pour une étiquette",
    "courte": "la forme courte d’une source, en lien vers sa page si elle en a une",
    "date": "une date en toutes lettres",
    "dernier": "un texte coupé avant ce qui tient à son dernier signe : deux morceaux, dont le second ne se coupe pas",
    "deplier": "sans les espaces et les traits que seule une mise en page lit",
    "enligne": "les *mots* d’une ligne en italique, dans leur langue",
    "fin": "lie les derniers mots, pour qu’aucun ne reste seul",
    "heure": "une heure : 9 h 30",
    "intitulee": "le titre d’une source, en lien vers sa page si elle en a une",
    "lang": "l’attribut `lang` d’un mot étranger",
    "lien": "une adresse web montrée en bref, dite en mots",
    "markdown": "un texte Markdown en HTML",
    "melange": "une part d’une couleur posée sur du blanc, ou sur un autre fond",
    "mois": "le mois et l’année d’une date",
    "taille": "un nombre d’octets, en ko ou Mo",
    "titre": "lie les mots courts d’un titre au suivant",
}

METHODS = {
    "Theme": {
        "size": "le plus grand des corps (pt) auquel un texte tient sur une ligne (mm), sinon le plus petit",
        "smallest": "le plus grand auquel chacun de ces textes tient sur une ligne",
        "holds": "si un texte tient en ce nombre de lignes",
        "fit": "si chacun de ces textes tient sur une ligne",
        "lines": "combien de lignes prend le plus long de ces textes",
        "broken": "les lignes d’un texte",
        "cut": "les lignes d’une adresse, coupée où il le faut",
        "widest": "la largeur (mm) du mot le plus large",
        "longest": "le plus long de ces textes",
        "emblem": "l’emblème d’une forme, en SVG",
        "level": "le dessin du niveau d’une case",
        "year": "les douze mois de l’année, ceux d’un appel en couleur",
        "seen_from_here": "dossiers : les numéros d’une forme ici et autour, dessinés, ou ce que l’on en sait",
        "seen_in_words": "dossiers : ce que dit ce dessin",
        "calls_shown": "dossiers : les appels qui tiennent sur la page, chacun avec sa seconde ligne",
        "call_months": "dossiers : les douze mois d’un appel, en SVG",
        "call_sample": "dossiers : une barre de ces mois, pour leur légende",
        "imprint": "dossiers : où est qui remet le dossier et comment le joindre, une ligne par moyen",
        "noted": "dossiers : ce qui se lit sous le nom d’une initiative, coupé à ce que sa rangée contient",
        "lieu_couverture": "dossiers : où est le territoire, sous son nom, en couverture",
        "person": "dossiers : un nom et ce que l’on y fait, sur une ligne",
        "means": "dossiers : comment joindre quelqu’un, sur une ligne, et l’adresse où elle mène",
        "mixed": "dossiers : un texte dont des mots sont en gras, qui se resserre pour tenir dans sa boîte",
        "actors": "le dessin derrière les acteurs d’une forme",
        "bloc": "dossiers : un texte qui se resserre pour tenir dans sa boîte",
        "nom_couverture": "dossiers : le nom d’un territoire, au plus grand corps qui le contient",
        "under": "dossiers : un texte sous un bloc qui peut dépasser sa boîte",
        "lowered": "dossiers : un bloc déjà mis en lignes, sous un autre qui peut dépasser sa boîte",
        "numbered": "essentiel/ : le numéro d’une initiative, comme la carte le montre",
        "stacked": "dossiers : des textes l’un sous l’autre",
        "beside": "dossiers : un texte à côté d’un autre, au milieu de sa hauteur",
    },
    "Feuille": {
        "icone": "la classe qui dessine une icône de templates/icones",
        "embleme": "la classe qui dessine l’emblème d’une forme",
        "dessin": "la classe qui dessine un SVG",
        "css": "les règles de ces classes, à la fin de la feuille de style",
    },
    "Notes": {"call": "le numéro de la note d’un fait, et si la partie l’a déjà donnée"},
    "Champs": {
        "texte": "un texte qui varie, seul sur sa ligne",
        "bloc": "un texte de `theme.bloc`, dans une boîte qui ne grandit pas",
        "couleur": "une couleur qui varie",
        "adresse": "l’adresse d’un lien qui varie",
        "fond": "une image de fond qui varie",
        "figure": "une carte qui varie",
    },
}
