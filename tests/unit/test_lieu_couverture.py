"""Where a territory lies, under its name on the cover: names stay whole, and its own name is not said again."""

from __future__ import annotations

import pytest

from coopdocs.theme.blocs import STYLES
from coopdocs.theme.couverture import place_bloc
from coopdocs.theme.mesure import width
from coopdocs.views.dossier.making import Dossiers
from support.cog import cog, get
from support.documents import TEMPLATES, own_kit

POLICE = TEMPLATES / "polices/SourceSans3_400Regular.ttf"
STYLE = STYLES["ou-couverture"]
LONGUES = (
    ("Paris", "Seine-Saint-Denis", "Hauts-de-Seine", "Val-de-Marne", "…", "Île-de-France"),
    ("Ille-et-Vilaine", "Loire-Atlantique", "Morbihan", "Bretagne", "Pays de la Loire"),
    ("Alpes-de-Haute-Provence", "Pyrénées-Atlantiques", "Territoire de Belfort", "Provence-Alpes-Côte d’Azur"),
    ("Terres et Vallées des Vosges côté Sud-Ouest", "Vosges", "Grand Est"),
    ("Drôme",),
    (),
)


@pytest.mark.parametrize("noms", LONGUES)
def test_a_line_ends_between_two_names_and_none_is_wider_than_the_column(noms: tuple[str, ...]) -> None:
    bloc = place_bloc(noms, STYLE, POLICE)
    said = [nom.strip("\u00a0· ") for ligne in bloc.lignes for nom in ligne.split("\u00a0· ")]
    assert tuple(said) == noms
    assert len(bloc.lignes) <= bloc.mise.lignes
    for ligne in bloc.lignes:
        assert width(ligne, POLICE, bloc.mise.corps) <= STYLE.largeur


def test_a_name_wider_than_the_column_parts_between_its_words() -> None:
    nom = "Communauté de communes des Pays et Vallées du Haut et du Bas et de leurs Environs Réunis"
    bloc = place_bloc((nom, "Drôme"), STYLE, POLICE)
    assert " ".join(bloc.lignes) == f"{nom}\u00a0· Drôme"
    assert len(bloc.lignes) > 1


@pytest.fixture(scope="module")
def dossiers() -> Dossiers:
    return Dossiers(own_kit().library)


@pytest.mark.parametrize(
    ("cle", "genre"),
    [(f"region:0{n}", "Région et département") for n in (1, 2, 3, 4, 6)]
    + [("departement:974", "Département"), ("departement:975", "Collectivité d’outre-mer"), ("region:84", "Région")]
    + [("region:94", "Région")],
)
def test_a_region_of_one_departement_says_so_and_its_name_is_said_once(
    dossiers: Dossiers, cle: str, genre: str
) -> None:
    t = get(cog(), cle)
    assert t.genre == genre
    assert t.nom_court not in dossiers.dossier(t).situation
