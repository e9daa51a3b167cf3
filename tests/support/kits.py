"""Kits for tests: a complete tiny one of three formes and a panorama with nothing wrong in it, a way to spoil one line,
and a kit of as many formes, critères and other parts as one asks for."""

from __future__ import annotations

import colorsys
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coopdocs import typographie

ROOT = Path(__file__).parents[2]

JOUR = "2026-11-01"
PROPRES: dict[str, dict[str, Any]] = {
    "cooperations": {"nature": "panorama", "ordre": 0, "sigle": "Panorama", "couleur": "#3A3D5C"},
    "ptce": {"ordre": 1, "sigle": "PTCE", "couleur": "#0B5F60"},
    "ges": {"ordre": 2, "sigle": "GES", "couleur": "#6A3C8F"},
    "pat": {"ordre": 3, "sigle": "PAT", "couleur": "#4A6A14"},
}
COMPARABLES = ("ptce", "ges", "pat")
TABLES = {
    "regions.csv": "code,nom,zone,chef_lieu\n84,Auvergne-Rhône-Alpes,metro,69123\n04,La Réunion,drom,97411\n"
    "987,Polynésie française,com,98735\n",
    "departements.csv": "code,nom,region,zone,chef_lieu\n01,Ain,84,metro,01004\n26,Drôme,84,metro,26362\n"
    "69,Rhône,84,metro,69123\n974,La Réunion,04,drom,97411\n987,Polynésie française,987,com,98735\n",
    "contours_france.json": '{"pas_m": 100, "cadres": {}}',
    "epci.csv": "siren,nom,nom_court,departements,commune_principale\n"
    '200006682,"Communauté d’agglomération Beaune, Côte et Sud","Beaune, Côte et Sud",26 01,26362\n',
    "communes.csv": "code,nom,departement,lat,lon\n01004,Ambérieu-en-Bugey,01,45.9581,5.3589\n"
    "26281,Romans-sur-Isère,26,45.0442,5.0523\n26362,Valence,26,44.9332,4.8921\n"
    "69123,Lyon,69,45.7677,4.8354\n97411,Saint-Denis,974,-20.8787,55.4482\n98735,Papeete,987,,\n"
    "2A004,Ajaccio,2A,41.9187,8.7376\n",
}


def fait(texte: str, **autres: Any) -> dict[str, Any]:
    return {"texte": texte, "sources": ["loi-ess"], "verifie_le": JOUR, **autres}


def _identite() -> dict[str, Any]:
    lignes = ("nature", "base_legale", "personnalite", "echelle", "duree", "financement", "reconnaissance")
    return {"depuis": fait("Depuis 2014", annee="2014"), **{ligne: fait(f"Ligne {ligne}") for ligne in lignes}}


def forme(slug: str) -> dict[str, Any]:
    voisines = [autre for autre in COMPARABLES if autre != slug][:2]
    propre = PROPRES[slug]
    return {
        "nature": propre.get("nature", "forme"),
        "ordre": str(propre["ordre"]),
        "sigle": propre["sigle"],
        "sigle_court": propre["sigle"],
        "nom": f"Nom de {slug}",
        "couleur": propre["couleur"],
        "chapo": fait("Des structures coopèrent."),
        "identite": _identite(),
        "essentiels": [fait("Un point.", titre=f"Titre {n}", icone="plant") for n in range(3)],
        "presentation": [fait("Un paragraphe.")],
        "coeur": ["Projet"],
        "acteurs": [fait("associations", nom=f"Acteur {n}", place="noyau", icone="handshake") for n in range(2)],
        "gouvernance": [fait("On décide ensemble.")],
        "etapes": [fait("Une étape.", titre=f"Étape {n}", duree="1 mois") for n in range(6)],
        "collectivite": [fait("elle agit", titre=f"Rôle {n}", icone="scales") for n in range(2)],
        "atouts": [fait(f"atout {n}") for n in range(2)],
        "vigilances": [fait(f"vigilance {n}") for n in range(2)],
        "chiffres": [fait("structures en 2024", valeur="62", date="2024-10")],
        "exemples": [fait("Un exemple.", nom=f"Exemple {n}", territoire="commune:26281") for n in range(2)],
        "confusions": [fait("Ce n'est pas pareil", forme=voisine) for voisine in voisines],
        "reseaux": [fait("Un réseau.", nom="RTES", adresse="https://www.rtes.fr")],
        "ressources": ["guide-ess"],
        "lien": "https://www.rtes.fr",
        **(pratique() if slug == "ptce" else {}),
    }


def pratique() -> dict[str, Any]:
    """What a forme tells of one initiative, of costs and of documents to start from."""
    recit = {
        "titre": "Un garage devenu atelier",
        "nom": "Atelier de Valence",
        "territoire": "commune:26362",
        "debut": "2016",
        "fin": "2019",
        "court": fait("Un garage a fermé. Douze habitants l'ont repris."),
        "jalons": [fait("Le garage ferme", quand="2016"), fait("L'atelier ouvre", quand="2018")],
        "probleme": fait("Le seul garage avait fermé."),
        "premier_pas": fait("Douze habitants se sont réunis."),
        "resultat": fait("Trente emplois."),
    }
    modele = {"titre": "Charte", "editeur": "RTES", "adresse": "https://www.rtes.fr/charte", "date": "2019"}
    return {
        "recit": recit,
        "couts": [
            fait("Un poste a suffi.", theme="emplois", date="2018"),
            fait("30 000 €.", theme="budget", date="2017-05"),
        ],
        "modeles": [{**modele, "nature": "Charte", "verifie_le": JOUR, "note": "À adapter."}],
        "lacunes": ["Aucune moyenne nationale."],
    }


def aide(nom: str, **autres: Any) -> dict[str, Any]:
    """A call of one forme that was open in November 2025."""
    propre = {"id": typographie.slug(nom), "nom": nom, "financeur": "État", "pour_qui": "Associations",
              "formes": ["ptce"], "territoires": ["france:FR"], "ouverture": "2025-11-05", "cloture": "2025-11-30",
              "montant": "10 000 € au plus", "etat": "fermé"}  # fmt: skip
    return fait("Il aide un projet.") | propre | autres


def point(titre: str, **autres: Any) -> dict[str, Any]:
    reperes = [fait("Un marché répond à un besoin."), fait("Une convention suffit.", confiance="incertain")]
    propre = {"id": typographie.slug(titre), "titre": titre, "icone": "scales", "reperes": reperes}
    return propre | {"a_verifier": ["Le montant."], "avec_qui": "la préfecture"} | autres


def write_reperes(racine: Path, aides: list[dict[str, Any]], points: list[dict[str, Any]] | None = None) -> None:
    """Give a kit its calls and funds, and its points of law where there are any."""
    donnees = {"chapo": "Qui paie et quand.", "aides": aides, "lacunes": ["Régions : rien."]}
    (racine / "content/aides.yaml").write_text(dump(donnees), encoding="utf-8")
    if points is not None:
        droit = {"chapo": "À regarder avant.", "points": points, "avertissement": "Ce n'est pas un conseil."}
        (racine / "content/droit.yaml").write_text(dump(droit), encoding="utf-8")


def _source(titre: str) -> dict[str, Any]:
    adresse = "https://www.legifrance.gouv.fr/loi"
    dates = {"date": "2014-07-31", "consulte_le": JOUR}
    return {"titre": titre, "editeur": "État", "court": titre, "adresse": adresse, "genre": "droit", **dates}


def _cellules() -> dict[str, Any]:
    cases = {
        "statut": {"texte": "Association", "sources": ["loi-ess"], "verifie_le": JOUR},
        "habitants": {"texte": "Membres", "niveau": "2", "sources": ["loi-ess"], "verifie_le": JOUR},
    }
    return {slug: cases for slug in COMPARABLES}


def _communs() -> dict[str, Any]:
    criteres = [
        {"id": "statut", "titre": "Statut", "groupe": "cadre", "principal": "true", "question": "Quel statut ?"},
        {"id": "habitants", "titre": "Habitants", "groupe": "cadre", "principal": "true", "question": "Qui ?"},
    ]
    criteres[1]["graphique"] = "points"
    licences = dict.fromkeys(("contenu", "code", "donnees", "polices", "icones"), "libre")
    reponses = [{"texte": "Oui", "formes": ["ptce", "ges"]}, {"texte": "Non", "formes": ["pat"]}]
    questions = [{"id": "emploi", "question": "Emploi ?", "pourquoi": "Cela change tout.", "reponses": reponses}]
    return {
        "kit": {
            "titre": "Coopérer",
            "sous_titre": "Trois formes",
            "editeur": "coopdocs",
            "edition": "2026-11-23",
            "version": "1.0",
            "adresse": None,
            "licences": licences,
            "limites": {"age_max_jours": "540", "exemples_min": "2"},
        },
        "sources": {"loi-ess": _source("Loi ESS"), "guide-ess": _source("Guide ESS")},
        "criteres": {"groupes": [{"id": "cadre", "titre": "Cadre"}], "criteres": criteres, "cellules": _cellules()},
        "glossaire": {"termes": [fait("Économie sociale et solidaire", terme="ESS")]},
        "decision": {"avertissement": "Un avis.", "questions": questions, "regles": ["Lire tout."]},
    }


class _SansRenvoi(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(donnees: Any) -> str:
    return yaml.dump(donnees, Dumper=_SansRenvoi, allow_unicode=True, sort_keys=False, width=1000)


def write_kit(racine: Path) -> Path:
    """Write the kit under `racine` and give it back."""
    for dossier in ("content/formes", "content/territoires", "templates/icones"):
        (racine / dossier).mkdir(parents=True)
    for nom, texte in _texts().items():
        (racine / nom).write_text(texte, encoding="utf-8")
    return racine


@cache
def _texts() -> dict[str, str]:
    """The files of the kit, which hundreds of tests write: made once."""
    dessin = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 4h9"/></svg>'
    return {
        **{f"content/{nom}.yaml": dump(donnees) for nom, donnees in _communs().items()},
        **{f"content/formes/{slug}.yaml": dump(forme(slug)) for slug in PROPRES},
        **{f"content/territoires/{nom}": texte for nom, texte in TABLES.items()},
        **{f"templates/icones/{nom}.svg": dessin for nom in ("plant", "handshake", "scales", "plein-warning")},
        "content/introduction.md": "## À qui parle ce guide\n",
    }


def spoil(fichier: Path, ancien: str, nouveau: str) -> None:
    """Replace the first occurrence of a text in a file of the kit; the text must be there."""
    texte = fichier.read_text(encoding="utf-8")
    assert ancien in texte, f"{ancien!r} n'est pas dans {fichier.name}"
    fichier.write_text(texte.replace(ancien, nouveau, 1), encoding="utf-8")


def small_kit(racine: Path) -> Path:
    """Three formes and a panorama with every kind of document: the dossier of a commune, an event's handouts."""
    made = write_kit(racine)
    events = made / "content/evenements"
    shutil.copytree(ROOT / "content/evenements/logos", events / "logos")
    forum = Path(shutil.copy(ROOT / "content/evenements/forum-cooperations.yaml", events))
    spoil(forum, "formes: [ptce, ges, pat, tzcld]", "formes: [ptce, ges]")
    for logo in (events / "logos").iterdir():
        if logo.name not in forum.read_text("utf-8"):
            logo.unlink()
    partagee = aide("Aide partagée", formes=["ptce", "ges"], permanente="true", etat="ouvert")
    del partagee["ouverture"], partagee["cloture"]
    venir = {"etat": "annoncé", "ouverture": "2027-01", "cloture": "2027-03-15"}
    write_reperes(made, [aide("Appel de novembre"), aide("Appel à venir", **venir), partagee], [point("Acheter")])
    shutil.rmtree(made / "templates")
    counts = shutil.ignore_patterns("couverture.yaml")
    shutil.copytree(ROOT / "content/territoires", made / "content/territoires", ignore=counts, dirs_exist_ok=True)
    initiatives, contacts = (made / f"content/territoires/{nom}.csv" for nom in ("initiatives", "contacts"))
    head, *rows = initiatives.read_text("utf-8").splitlines(keepends=True)
    known = [row for row in rows if row.split(",")[1] in ("ptce", "ges", "pat")]
    initiatives.write_text("".join([head, *known]), encoding="utf-8")
    contacts.write_text(contacts.read_text("utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    with (made / "content/kit.yaml").open("a", encoding="utf-8") as file:
        file.write("dossiers: [commune:26281]\n")
    return made


def many(
    racine: Path,
    formes: int,
    criteres: int = 2,
    *,
    groupes: int = 1,
    case: str = "Court",
    sigle: str = "F{}",
    termes: int = 1,
    sources: int = 2,
    **parties: int,
) -> Path:
    """A kit of `formes` formes and no panorama, each with `criteres` cells of the text `case`, in `groupes` groups.

    `sigle`: theirs, with their number; `termes` and `sources`: how many there are. `parties`: how many elements
    a list of each forme has, by its field (exemples=0, reseaux=12). No dossier, no event; the packaged templates.
    """
    made = write_kit(racine)
    shutil.rmtree(made / "templates")
    shutil.copy(ROOT / "content/territoires/contours_france.json", made / "content/territoires")
    slugs = [f"f{n}" for n in range(1, formes + 1)]
    communs = _communs()
    communs["criteres"] = {
        "groupes": [{"id": f"g{n}", "titre": f"Groupe {n}"} for n in range(groupes)],
        "criteres": [_critere(n, n * groupes // criteres) for n in range(criteres)],
        "cellules": {slug: {f"c{n}": _cellule(n, case) for n in range(criteres)} for slug in slugs},
    }
    communs["decision"]["questions"][0]["reponses"] = [
        {"texte": "Oui", "formes": slugs},
        {"texte": "Non", "formes": slugs[-1:]},
    ]
    communs["glossaire"]["termes"] = [fait(f"Définition {n}", terme=f"Terme {n}") for n in range(termes)]
    communs["sources"] |= {f"s{n}": _source(f"Source {n}") for n in range(sources - 2)}
    for nom, donnees in communs.items():
        (made / f"content/{nom}.yaml").write_text(dump(donnees), encoding="utf-8")
    for fichier in (made / "content/formes").iterdir():
        fichier.unlink()
    for rang, slug in enumerate(slugs, 1):
        donnees = forme("ptce") | {"ordre": str(rang), "nom": f"Forme numéro {rang}", "couleur": _couleur(rang)}
        donnees |= dict.fromkeys(("sigle", "sigle_court"), sigle.format(rang))
        voisines = [s for s in (*slugs[rang:], *slugs[: rang - 1])][:3]
        donnees["confusions"] = [fait("Ce n'est pas pareil", forme=v) for v in voisines]
        for champ, combien in parties.items():
            modeles = donnees[champ]
            donnees[champ] = [modeles[i % len(modeles)] for i in range(combien)]
        (made / f"content/formes/{slug}.yaml").write_text(dump(donnees), encoding="utf-8")
    return made


def others(kit: Path, autres: int, texte: str = "Court.") -> Path:
    """The same kit with `autres` other formes, `texte` what the first is.

    The last answer of each question cites them all and no forme of the kit.
    """
    claims = ("quand", "base_legale", "collectivite", "interlocuteurs")
    made = [
        {"id": f"a{n}", "nom": f"Autre {n}", "definition": fait("Court."), **{claim: fait(claim) for claim in claims}}
        for n in range(autres)
    ]
    if made:
        made[0]["definition"] = fait(texte)
    (kit / "content/autres_formes.yaml").write_text(dump({"autres": made}), encoding="utf-8")
    fichier = kit / "content/decision.yaml"
    decision = yaml.load(fichier.read_text("utf-8"), Loader=yaml.BaseLoader)
    for question in decision["questions"]:
        question["reponses"][-1] |= {"formes": [], "autres": [autre["id"] for autre in made]}
    fichier.write_text(dump(decision | {"reserves": [fait("Cela peut changer.")]}), encoding="utf-8")
    return kit


def _couleur(n: int) -> str:
    """A colour of its own for each number, dark enough to be read."""
    return "#" + "".join(f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(n * 0.618 % 1, 0.22, 0.5))


def _critere(n: int, groupe: int) -> dict[str, Any]:
    genre: dict[str, Any] = {"graphique": "points"} if n % 2 else {}
    titre = f"Critère {n + 1}"
    return {"id": f"c{n}", "titre": titre, "groupe": f"g{groupe}", "principal": "true", "question": "Quoi ?", **genre}


def _cellule(n: int, texte: str) -> dict[str, Any]:
    genre = {"niveau": "2"} if n % 2 else {}
    return {"texte": texte, "sources": ["loi-ess"], "verifie_le": JOUR, **genre}
