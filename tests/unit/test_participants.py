"""A list of people as users make it: read strictly, each fault told at its place, no name quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from coopdocs.library.participants import Participant
from support.participants import LISTE, SECRETS, listed, people

ICI = "¶"
"""In a spoilt list: where the problem must be told. It is taken out before the file is written."""


@pytest.mark.parametrize(
    "texte",
    [
        LISTE,
        LISTE.replace(",", ";"),
        "\ufeff" + LISTE.replace("\n", "\r\n"),
        "organisme,fonction,prenom,nom\nVille d'exemple,adjointe,Camille, Exemple \n,,Alix,Échantillon\n",
        "Nom;PRÉNOM;Organisme;Fonction\nExemple;Camille;Ville d'exemple;adjointe\nÉchantillon;Alix;;\n",
        'prenom,nom,fonction,organisme\nCamille,Exemple,adjointe,"Ville  d\'exemple"\nAlix,Échantillon,,\n',
    ],
)
def test_separator_order_of_columns_spaces_and_line_ends_do_not_matter(tmp_path: Path, texte: str) -> None:
    personnes = people(tmp_path, texte).personnes
    assert [(p.nom, p.prenom, p.organisme, p.fonction) for p in personnes] == [
        ("Exemple", "Camille", "Ville d’exemple", "adjointe"),
        ("Échantillon", "Alix", "", ""),
    ]


def test_names_alone_are_enough(tmp_path: Path) -> None:
    (personne,) = people(tmp_path, "prenom,nom\nCamille,Exemple\n").personnes
    assert (personne.organisme, personne.fonction) == ("", "")


def test_people_come_in_the_order_of_a_french_index(tmp_path: Path) -> None:
    noms = ["zoé", "d’Essai", "Œillet", "Étal", "Essai", "de Modèle", "Essai-Modèle", "Ohm", "Saint-Modèle", "Özil"]
    rows = "".join(f"{nom},{prenom}\n" for prenom in ("Lou", "Ève") for nom in noms)
    ranges = [(p.nom, p.prenom) for p in people(tmp_path, f"nom,prenom\n{rows}").ranges()]
    ordre = ["d’Essai", "de Modèle", "Essai", "Essai-Modèle", "Étal", "Œillet", "Ohm", "Özil", "Saint-Modèle", "zoé"]
    assert ranges == [(nom, prenom) for nom in ordre for prenom in ("Ève", "Lou")]


FAUTES = [
    ("S031", "nom,prenom,¶telephone\nExemple,Camille,01\n", "la colonne « telephone » n’est pas connue"),
    ("S031", "nom,¶Prénoms\nExemple,Camille\n", "vouliez-vous dire « prenom » ?"),
    ("S031", "prenom,nom,¶NOM\nCamille,Exemple,Exemple\n", "les colonnes « nom » et « NOM » sont la même"),
    ("S031", 'prenom;nom;¶"a ""b"""\nCamille;Exemple;\n', "colonnes possibles"),
    ("S031", "¶nom,organisme\nExemple,Ville\n", "il manque la colonne « prenom »"),
    ("S031", "nom,¶nom,prenom\na,b,c\n", "en double"),
    ("C003", "nom,prenom\nExemple,Camille\n¶,Alix\n", "case vide"),
    ("C003", "nom;prenom;organisme\nExemple;¶ ;Ville\n", "case vide"),
    ("C007", "¶nom,prenom\n", "la liste est vide"),
    ("X020", "nom,prenom\nExemple,Camille\nEssai,Lou\n¶EXEMPLE,Camille\n", "la personne de la ligne 2"),
    ("X020", 'prenom,nom,organisme\nAlix,Étal,"Ville, d’exemple"\nAlix,¶Etal,"Ville, d’exemple"\n', "ligne 2"),
    ("S030", "nom,prenom\n¶Exemple,Camille,Ville\n", "3 champs au lieu de 2"),
    ("S032", 'nom,prenom\n¶"Exemple,Camille\n', "guillemet"),
    ("X020", "nom,prenom\nA,B\n¶A,B\nA,B\nA,B\n", "(lignes 3, 4, 5)"),
    ("S007", "nom,prenom\nExem¶\u200bple,Camille\n", "caractère caché"),
]


@pytest.mark.parametrize(("code", "texte", "dit"), FAUTES, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(FAUTES)])
def test_a_fault_of_the_list_is_told_at_its_place_in_french(tmp_path: Path, code: str, texte: str, dit: str) -> None:
    avant, _, _ = texte.partition(ICI)
    participants, problems = listed(tmp_path, texte.replace(ICI, ""))
    assert participants is None
    (problem,) = problems
    place = (tmp_path / "liste.csv").as_posix(), avant.count("\n") + 1, len(avant.rpartition("\n")[2]) + 1
    assert (problem.code, problem.place.fichier, problem.place.ligne, problem.place.colonne) == (code, *place)
    assert dit in f"{problem.message} {problem.conseil}"
    assert problem.conseil


def test_a_list_in_another_encoding_is_refused_at_its_place(tmp_path: Path) -> None:
    _, (problem,) = listed(tmp_path, "nom,prenom\nExemple,Zoé\n".encode("cp850"))
    assert (problem.code, problem.place.ligne, problem.place.colonne) == ("S005", 2, 11)


def test_two_namesakes_of_one_body_are_told_apart_by_what_they_do(tmp_path: Path) -> None:
    texte = "Nom;Prénom;Organisme;Fonction\nDUPONT;Jean;Ville;élu\nDUPONT;Jean;Ville;agent\n"
    assert [p.fonction for p in people(tmp_path, texte).ranges()] == ["agent", "élu"]


@pytest.mark.parametrize(
    "octets",
    [
        "\ufeffNom;Prénom;Organisme;Fonction\nMARTIN;Zoé;Ville d’exemple;agente\n;;;\n;;;\n".encode(),
        "Nom;Prénom;Organisme;Fonction;;\nMARTIN;Zoé;Ville d’exemple;agente;;\n".encode(),
        "sep=;\nNom;Prénom;Organisme;Fonction\nMARTIN;Zoé;Ville d’exemple;agente\n".encode(),
        "Nom\tPrénom\tOrganisme\tFonction\nMARTIN\tZoé\tVille d’exemple\tagente\n".encode("utf-16"),
    ],
    ids=["blank rows", "blank columns", "sep=", "tabs"],
)
def test_a_list_as_excel_leaves_it_is_read(tmp_path: Path, octets: bytes) -> None:
    (personne,) = people(tmp_path, octets).personnes
    assert personne == Participant("MARTIN", "Zoé", "Ville d’exemple", "agente")


def test_all_faults_are_told_at_once_and_none_quotes_a_name(tmp_path: Path) -> None:
    _, problems = listed(tmp_path, "nom,prenom\nQuorblix,Zyxwanor\n,Zyxwanor\nQuorblix,Zyxwanor\nVlumtek,\n")
    assert [p.place.ligne for p in problems] == [3, 4, 5]
    assert not any(secret in p.message + p.conseil for p in problems for secret in SECRETS)
