"""Which mailboxes may be printed: those of offices, at a provider for everyone too; never a person's."""

from __future__ import annotations

from itertools import product

import pytest

from coopdocs.library.courriels import mailbox

PRENOMS = ("jean", "marie", "france", "martin", "dominique", "colombe", "reine", "jean-luc", "j", "m")
NOMS = ("martin", "dupont", "bureau", "maison", "ville", "lamairie", "communal", "regis", "lecomte", "valence", "noel")


@pytest.mark.parametrize(
    "adresse",
    ["contact@rtes.fr", "ess@drome.fr", "mairie.valence@valence.fr", "vie-associative@ville.fr", "accueil2@agglo.fr",
     "eco.ess@region.fr", "economie.sociale-solidaire@region.fr", "coorace@coorace.org", "",
     "mairie@orange.fr", "mairie.ambutrix@wanadoo.fr", "mairiedefleurac@orange.fr", "ambutrix.mairie@free.fr",
     "mairie-de-chambors@wanadoo.fr", "commune-x@orange.fr", "communedex@laposte.net", "rupt52.mairie@orange.fr",
     "cc.redon@orange.fr", "ccas-x@gmail.com", "secretariat.x@gmail.com", "contact.ptce@gmail.com", "ASSO.X@GMAIL.COM"],
)  # fmt: skip
def test_the_mailbox_of_an_office_is_accepted(adresse: str) -> None:
    assert mailbox(adresse) is None


@pytest.mark.parametrize(
    "adresse",
    ["jeanne.martin@ville.fr", "j.martin@ville.fr", "jean-luc.martin@ville.fr", "jeanne_martin@ville.fr",
     "Jeanne.MARTIN2@ville.fr", "éloïse.noël@ville.fr", "ESS@GMAIL.COM", "cc@hotmail.fr", "jdupont@wanadoo.fr",
     "ville.x@orange.fr", "soumeras@wanadoo.fr",
     *(f"{a}{signe}{b}@orange.fr" for a, b, signe in product(PRENOMS, NOMS, "._"))],
)  # fmt: skip
def test_the_mailbox_of_a_person_is_refused(adresse: str) -> None:
    parole = mailbox(adresse)
    assert parole is not None
    assert parole[0] == "C020"


@pytest.mark.parametrize(
    ("boite", "commune"),
    [("soumeras", "Souméras"), ("lespradeaux", "Les Pradeaux"), ("sarge", "Sargé-sur-Braye"), ("ville.blaru", "Blaru"),
     ("st-benigne01", "Saint-Bénigne"), ("stleger.sous.brienne", "Saint-Léger-sous-Brienne"), ("burg.cne", "Burg"),
     ("motte.en.champsaur", "La Motte-en-Champsaur"), ("maire.chamberaud", "Chamberaud")],
)  # fmt: skip
def test_a_box_named_after_its_commune_is_an_office_s_there_only(boite: str, commune: str) -> None:
    adresse = f"{boite}@wanadoo.fr"
    assert mailbox(adresse, commune) is None
    assert mailbox(adresse, "Valence") is not None


@pytest.mark.parametrize(
    ("boite", "commune"), [("paul", "Paulhan"), ("marc", "Marckolsheim"), ("anna", "Annay"), ("alain", "Alainville")]
)
def test_half_a_word_of_a_commune_names_nobody_s_office(boite: str, commune: str) -> None:
    assert mailbox(f"{boite}@orange.fr", commune) is not None
    assert mailbox(f"{commune.lower()}@orange.fr", commune) is None


def test_eight_letters_of_a_commune_and_four_of_a_whole_name_are_enough() -> None:
    assert mailbox("montpell@orange.fr", "Montpellier") is None
    assert mailbox("montpel@orange.fr", "Montpellier") is not None
    assert mailbox("auch@orange.fr", "Auch") is None
    assert mailbox("eze@orange.fr", "Èze") is not None


@pytest.mark.parametrize("boite", ["jean.martin", "jean", "martin.jean", "jmartin", "val", "v.alence"])
@pytest.mark.parametrize("commune", ["Saint-Jean", "Saint-Martin-d’Auxy", "Martinvast", "Valence"])
def test_a_person_of_a_commune_of_the_same_name_stays_a_person(boite: str, commune: str) -> None:
    assert mailbox(f"{boite}@orange.fr", commune) is not None
