"""The words of the glossary that a text uses, as people write them."""

from __future__ import annotations

import pytest

from coopdocs.model.contenu import Terme
from coopdocs.views import termes

SOURCES = {"sources": ["loi"], "verifie_le": "2026-11-01"}


def terme(nom: str, sigle: str | None = None, texte: str = "Une définition.") -> Terme:
    return Terme.model_validate({"terme": nom, "sigle": sigle, "texte": texte, **SOURCES})


@pytest.mark.parametrize(
    ("nom", "sigle", "texte", "said"),
    [
        ("Marché réservé", None, "des marchés réservés à l’insertion", True),
        ("Marché réservé", None, "un marché\u00a0réservé", True),
        ("Marché réservé", None, "un marché public réservé", False),
        ("Bailleur social", None, "les bailleurs sociaux", True),
        ("Mandataire", None, "Le MANDATAIRE signe", True),
        ("Mandataire", None, "des mandataires", True),
        ("Mandataire", None, "le mandat", False),
        ("Quartier prioritaire", "QPV", "trois QPV", True),
        ("Quartier prioritaire", "QPV", "l’association qpv", False),
        ("Entreprise d’insertion", "EI", "EIFFAGE", False),
        ("Comité local pour l’emploi (TZCLD)", None, "le comité local pour l’emploi", True),
        ("Agrément « entreprise solidaire »", "ESUS", "une entreprise solidaire", True),
    ],
)
def test_a_term_is_used_in_full_or_by_its_letters(nom: str, sigle: str | None, texte: str, said: bool) -> None:
    assert bool(termes.used([terme(nom, sigle)], [texte])) is said


def test_what_a_page_only_shows_is_not_read() -> None:
    page = "<html><head><style>.mandataire{}</style></head><body class='mandataire'><p title=\"mandataire\">Un chef</p>"
    page += "<svg><title>mandataire</title></svg>⟦12⟧<p>l&#39;<abbr title='x'>ESS</abbr></p></body></html>"
    assert termes.words(page).split() == ["Un", "chef", "l'", "ESS"]


def test_a_definition_that_uses_a_term_has_it_explained_too_in_the_order_of_the_glossary() -> None:
    glossaire = [
        terme("Collectivité", texte="Commune ou région."),
        terme("Quartier prioritaire", "QPV", "Défini par une collectivité."),
        terme("Facile à lire", "FALC"),
    ]
    ranks = termes.used(glossaire, ["trois QPV"])
    assert ranks == {1}
    assert [t.terme for t in termes.explained(glossaire, ranks)] == ["Collectivité", "Quartier prioritaire"]
    assert termes.explained(glossaire, frozenset()) == ()
