"""Lists of town halls: spread over pages as full as can be, whole of an EPCI, what is not known said so."""

from __future__ import annotations

import pytest

from coopdocs.territoire.mairies import Mairie
from coopdocs.typographie import slug
from coopdocs.views.dossier.mairies import RANGEES, SEULES, SITE_ANNUAIRE, ListeMairies, height, listed, mairies
from support.cog import cog, get

VALENCE = get(cog(), "commune:26362")


@pytest.mark.parametrize("n", [0, 1, SEULES, SEULES + 1, RANGEES, RANGEES + 1, 54, 158, 200])
def test_pages_share_their_town_halls(n: int) -> None:
    row = listed(VALENCE, Mairie(None, None, None, None, None))
    pages = ListeMairies((row,) * n, (), partie=False).feuillets
    assert sum(map(len, pages)) == (n if n > SEULES else 0)
    if pages:
        sizes = {len(page) for page in pages}
        assert max(sizes) - min(sizes) <= 1
        assert max(sizes) <= RANGEES
        # head and foot aside, a page holds 216 mm of rows
        assert all(0.55 < len(page) * height(page, 216, 8.4) / 216 <= 1 for page in pages)


def test_an_epci_has_all_its_town_halls_in_the_order_of_their_names() -> None:
    t = get(cog(), "epci:200068781")
    found = mairies(cog(), t, None)
    noms = [row.commune.nom for row in found.mairies]
    assert len(noms) + len(found.absentes) == cog().nombre_communes(t)
    assert noms == sorted(noms, key=slug)
    assert not found.partie


def test_other_territories_have_the_most_populated_ones_and_say_so() -> None:
    sein = get(cog(), "commune:29083")
    assert [row.commune for row in mairies(cog(), sein, None).mairies] == [sein]
    commune = get(cog(), "commune:26281")
    found = mairies(cog(), commune, get(cog(), "epci:200068781"))
    assert found.mairies[0].commune == commune
    assert found.partie
    assert "les plus peuplées" in found.mention
    drome = mairies(cog(), get(cog(), "departement:26"), None)
    assert (len(drome.mairies), drome.partie) == (10, True)


def test_where_no_town_hall_is_known_nothing_is_said() -> None:
    found = mairies(cog(), get(cog(), "departement:975"), None)
    assert (found.mairies, found.absentes, found.mention, found.feuillets) == ((), (), "", ())


def test_those_that_the_directory_lacks_are_named() -> None:
    def said(*absentes: str) -> str:
        return ListeMairies((), absentes, partie=False).mention

    assert said("Crest") == "Non trouvée dans l’annuaire : Crest."
    assert said("Crest", "Die") == "Non trouvées dans l’annuaire : Crest, Die."
    assert said(*map(str, range(11))).endswith("8, 9 et 1 autre.")


def test_every_cell_says_something() -> None:
    bare = listed(VALENCE, Mairie(None, None, None, None, None))
    assert (bare.telephone, bare.adresse) == ("non trouvé", "non trouvée")
    assert bare.ecrire[1] == SITE_ANNUAIRE
    site = listed(VALENCE, Mairie("1", None, "https://www.valence.fr", "Place", "26000"))
    assert (site.adresse, site.ecrire) == ("Place, 26000", ("valence.fr", "https://www.valence.fr"))
    mail = listed(VALENCE, Mairie("1", "m@x.fr", "https://www.valence.fr", None, "26000"))
    assert (mail.adresse, mail.ecrire) == ("26000", ("m@x.fr", "mailto:m@x.fr"))
