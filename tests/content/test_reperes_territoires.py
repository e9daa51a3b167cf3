"""Whom the figures of each shipped territory stand beside, and which of them are told."""

from __future__ import annotations

from functools import cache

import pytest

from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.dossier.parts import PART
from support.cog import get
from support.documents import own_kit


@cache
def making() -> Dossiers:
    return Dossiers(own_kit().library)


def dossier(cle: str) -> Dossier:
    return making().dossier(get(making().territoires, cle))


@pytest.mark.parametrize(
    ("cle", "colonnes", "face"),
    [
        ("epci:200068781", ["Drôme", "Auvergne-Rhône-Alpes"], "Face au département, à la région, à la France"),
        ("epci:200034023", ["Tarn", "Haute-Garonne", "Occitanie"], "Face aux départements, à la région, à la France"),
        ("epci:243500741", ["Bretagne", "Pays de la Loire"], "Face aux régions, à la France"),
        ("epci:200054781", ["Île-de-France"], "Face à la région, à la France"),
        ("epci:249740119", ["La Réunion"], "Face au département, à la France"),
        ("departement:974", [], "Face à la France"),
        ("departement:26", ["Auvergne-Rhône-Alpes"], "Face à la région, à la France"),
        ("departement:975", [], "Face à la France"),
    ],
)
def test_all_that_a_territory_lies_across_stand_beside_it_or_none(cle: str, colonnes: list[str], face: str) -> None:
    d = dossier(cle)
    assert [c.nom for c in d.colonnes[1:]] == [*colonnes, "France"]
    assert d.face == face


def test_every_epci_stands_beside_all_its_regions_and_all_or_none_of_its_departements() -> None:
    territoires = making().territoires
    tous = [get(territoires, cle) for cle in territoires.codes("epci")]
    for t in (*tous[::120], *[t for t in tous if len(t.departements) > 1][::5]):
        d = making().dossier(t)
        beside = [c.territoire.cle for c in d.colonnes[1:] if c.territoire]
        departements = [f"departement:{code}" for code in t.departements]
        assert len(d.colonnes) <= 5
        assert len(set(beside)) == len(beside)
        assert set(beside) >= {r.cle for r in d.regions if r.departements != t.departements}
        assert [b for b in beside if b.startswith("departement:")] in ([], departements)
        for repere in d.reperes:
            assert len(repere.valeurs) == len(repere.nombres) == len(d.colonnes)
            # of itself a territory's share is not said
            assert (repere.nombres[0] is None) == (repere.libelle == PART)
        for liste in d.listes:
            people = [m.territoire.population or 0 for m in liste.membres if not m.ici]
            assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    ("cle", "dits", "tus"),
    [
        ("commune:26281", ["Habitants au km²", "65 ans et plus", "Logements vacants", "Part du territoire"], []),
        ("commune:55039", ["Habitants au km²"], ["65 ans et plus", "Logements vacants", "Part du territoire"]),
        ("commune:15031", ["Part du territoire"], ["Habitants au km²", "65 ans et plus"]),
        ("departement:976", ["Habitants au km²"], ["65 ans et plus"]),
        ("departement:975", ["Communes"], ["Habitants au km²", "65 ans et plus", "Part du territoire"]),
    ],
)
def test_a_row_that_says_nothing_of_a_territory_is_not_there(cle: str, dits: list[str], tus: list[str]) -> None:
    libelles = [r.libelle for r in dossier(cle).reperes]
    assert set(dits) <= set(libelles)
    assert not set(tus) & set(libelles)
    assert dossier(cle).recense == ("65 ans et plus" in libelles)


def test_what_the_census_counted_is_told_as_the_kit_has_it() -> None:
    reperes = {r.libelle: r.valeurs for r in dossier("epci:200068781").reperes}
    assert reperes["Habitants au km²"] == ("241", "80", "118", "108")
    assert reperes["65 ans et plus"] == ("21,7\u00a0%", "22,4\u00a0%", "20,3\u00a0%", "20,5\u00a0%")
    assert reperes["Logements vacants"] == ("8,9\u00a0%", "8,4\u00a0%", "8,6\u00a0%", "8,1\u00a0%")
