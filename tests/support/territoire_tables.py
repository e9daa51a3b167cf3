"""Tables that a kit adds to those of the COG, written for tests."""

from __future__ import annotations

from pathlib import Path

ENTETES = {
    "contacts.csv": "territoire,nom,role,courriel,telephone,adresse,source,verifie_le,expire_le",
    "communes_points.csv": "code,lat,lon,raison",
    "initiatives.csv": "id,forme,nom,territoire_type,territoire_code,lieu,annee,statut,source_titre,source_date,"
    "source_url,note",
}


def write(dossier: Path, nom: str, *lignes: str) -> None:
    (dossier / nom).write_text("\n".join([ENTETES[nom], *lignes, ""]), encoding="utf-8")


DESCRIPTEUR = "libelle: Emplois de l'ESS\nunite: '%'\nannee: 2024\nsource: https://exemple.fr/ess\ndecimales: 1\n"


def describe(dossier: Path, nom: str, *valeurs: str) -> None:
    (dossier / "indicateurs").mkdir(exist_ok=True)
    (dossier / f"indicateurs/{nom}.yaml").write_text(DESCRIPTEUR, encoding="utf-8")
    lignes = ["code,valeur", *valeurs, ""]
    (dossier / f"indicateurs/{nom}.csv").write_text("\n".join(lignes), encoding="utf-8")


LIGNES = {
    "contacts.csv": (
        "commune:26281,Mairie,accueil,mairie@romans.fr,04 75 00 00 00,https://romans.fr,loi-ess,2026-11-01,2027-11-01",
        'france:FR,"Réseau, national",,ess@reseau.org,,,https://reseau.org/page,2026-11-01,',
        "departement:26,Guichet,,,+33 4 75 00 00 01,,guide-ess,2026-11-02,",
    ),
    "communes_points.csv": ("26281,45.0442,5.0523,point à 12 km de la commune",),
    "initiatives.csv": (
        "pole-sud,ptce,Pôle Sud,commune,26281,,2013,en activité,Titre,2014-02,https://exemple.fr/a,",
        'pole-deux,ges,"Deux, et Trois",communes,26281 26362,,,,Titre,,http://exemple.fr/b,',
    ),
}
