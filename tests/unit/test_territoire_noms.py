"""What someone types is one territory, or is refused with those it may mean: nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopdocs.cli import listing
from coopdocs.problem import ProblemsError
from coopdocs.territoire import Emplacement, Territoire, TerritoireError, describe, resolution
from coopdocs.territoire.noms import fold
from support.cog import cog, refused
from support.examples import examples


def found(texte: str) -> tuple[Territoire, ...]:
    """The territory that a text gives, or those that its refusal names; a refusal always says what to do."""
    try:
        return (resolution.resolve(cog(), texte),)
    except TerritoireError as refus:
        return refus.candidats if refus.advice else ()


@pytest.mark.parametrize(
    ("texte", "cle"),
    [
        ("commune:26281", "commune:26281"),
        (" Commune : 26281 ", "commune:26281"),
        ("commune:2a004", "commune:2A004"),
        ("Département:26", "departement:26"),
        ("region:84", "region:84"),
        ("region:975", "departement:975"),
        ("region:987", "departement:987"),
        ("26281", "commune:26281"),
        ("2A004", "commune:2A004"),
        ("2b", "departement:2B"),
        ("26", "departement:26"),
        ("974", "departement:974"),
        ("975", "departement:975"),
        ("200068781", "epci:200068781"),
        ("200 068 781", "epci:200068781"),
        ("Havre", "commune:76351"),
        ("redon agglo", "epci:243500741"),
        ("agglo de Redon", "epci:243500741"),
        ("metropole lyon", "epci:200046977"),
        ("CA Grand Avignon", "epci:248400251"),
        ("strasbourg eurometropole", "epci:246700488"),
        ("ca de nîmes", "epci:243000643"),
        ("ville de Romans-sur-Isère", "commune:26281"),
        ("mairie de Crest", "commune:26108"),
        ("commune de Die", "commune:26113"),
        ("Département de la Drôme", "departement:26"),
        ("region bretagne", "region:53"),
        ("isle d abeau", "commune:38193"),
        ("st étienne", "commune:42218"),
        ("200057867", "ept:200057867"),
    ],
)
def test_a_code_alone_or_with_its_type_resolves(texte: str, cle: str) -> None:
    assert resolution.resolve(cog(), texte).cle == cle


@pytest.mark.parametrize(
    ("texte", "cle"),
    [
        ("Romans-sur-Isère", "commune:26281"),
        ("ROMANS SUR ISERE", "commune:26281"),
        ("Valence Romans", "epci:200068781"),
        ("Communauté d’agglomération Valence Romans Agglo", "epci:200068781"),
        ("communaute d'agglomeration valence romans agglo", "epci:200068781"),
        ("les sables d'olonne", "commune:85194"),
        ("L'Haÿ-les-Roses", "commune:94038"),
        ("Cœur de Flandre", "epci:200040947"),
        ("coeur de flandre", "epci:200040947"),
        ("St-Étienne", "commune:42218"),
        ("Lyon", "commune:69123"),
        ("metropole de lyon", "epci:200046977"),
        ("Drôme", "departement:26"),
        ("la drome", "departement:26"),
        ("l’Ain", "departement:01"),
        ("département de la Vienne", "departement:86"),
        ("Région Bretagne", "region:53"),
        ("Auvergne-Rhône-Alpes", "region:84"),
        ("Plaine Commune", "ept:200057867"),
        ("Saint-Pierre-et-Miquelon", "departement:975"),
    ],
)
def test_a_name_resolves_whole_or_by_its_first_words(texte: str, cle: str) -> None:
    assert resolution.resolve(cog(), texte).cle == cle


def test_a_name_is_matched_by_whole_words_only() -> None:
    assert resolution.resolve(cog(), "Valence Romans Agglo").cle == "epci:200068781"
    assert refused("Valence Rom").candidats == ()


@pytest.mark.parametrize(
    ("texte", "premiers"),
    [
        ("84", ["region:84", "departement:84"]),
        ("01", ["region:01", "departement:01"]),
        ("Valence", ["commune:26362", "commune:82186", "commune:16392", "epci:200068781"]),
        ("Deux Vallées", ["epci:246000772", "epci:249100157"]),
        ("communauté de communes des deux vallées", ["epci:246000772", "epci:249100157"]),
        ("Vienne", ["departement:86", "commune:38544"]),
        ("Paris", ["commune:75056", "departement:75"]),
        ("La Réunion", ["departement:974", "region:04", "commune:47222"]),
        ("Arras", ["epci:200033579", "commune:62041"]),
    ],
)
def test_what_names_several_is_refused_with_all_of_them_namesakes_first(texte: str, premiers: list[str]) -> None:
    refus = refused(texte)
    assert [t.cle for t in refus.candidats[: len(premiers)]] == premiers
    assert "choisissez par le code" in refus.advice
    assert all(cle in refus.advice for cle in premiers)


def test_a_candidate_is_told_from_its_namesakes() -> None:
    oise, essonne = (describe(t) for t in refused("Deux Vallées").candidats[:2])
    assert oise == "epci:246000772 (Deux Vallées, communauté de communes, 60)"
    assert essonne == "epci:249100157 (Deux Vallées, communauté de communes, 91)"


def test_a_long_list_of_candidates_is_complete_but_told_short() -> None:
    refus = refused("saint")
    assert len(refus.candidats) > 3000
    assert "et 3604 autres" in refus.advice
    assert len(refus.advice) < 1000


@pytest.mark.parametrize(
    ("texte", "message", "candidats"),
    [
        ("1004", "il manque le zéro de tête", ["commune:01004"]),
        ("commune:1004", "il manque le zéro de tête", ["commune:01004"]),
        ("departement:1", "il manque le zéro de tête", ["region:01", "departement:01"]),
        ("commune:200068781", "aucun territoire", ["epci:200068781"]),
        ("69381", "arrondissement", ["commune:69123"]),
        ("commune:75120", "arrondissement", ["commune:75056"]),
        ("13216", "arrondissement", ["commune:13055"]),
        ("75121", "aucun territoire", []),
        ("Grenobel", "ne s’appelle", ["commune:38185"]),
        ("ville:26", "n’est pas un type", []),
        ("zzz", "ne s’appelle", []),
        ("", "ne nomme aucun", []),
        ("’", "ne nomme aucun", []),
    ],
)
def test_what_names_none_is_refused_with_what_it_is_close_to(texte: str, message: str, candidats: list[str]) -> None:
    refus = refused(texte)
    assert message in refus.message
    assert [t.cle for t in refus.candidats] == candidats
    assert refus.advice


def test_a_postal_code_is_thought_of() -> None:
    assert "code postal" in refused("69999").advice


@pytest.mark.parametrize(
    ("code", "insee", "autre"), [("46100", "Faycelles", "commune:46102"), ("71250", "Laizé", "commune:71137")]
)
def test_an_insee_code_that_is_another_communes_postal_code_is_refused_with_both(
    code: str, insee: str, autre: str
) -> None:
    refus = refused(code)
    assert insee in refus.message
    assert "code postal" in refus.message
    assert [t.cle for t in refus.candidats][:2] == [f"commune:{code}", autre]
    assert autre in refus.advice
    assert f"commune:{code}" in refus.advice
    assert resolution.resolve(cog(), f"commune:{code}").cle == f"commune:{code}", "a typed code is nobody's postal code"
    assert f"« {autre} »" in resolution.hint(cog(), code)


def test_a_postal_code_alone_is_refused_with_its_communes() -> None:
    assert refused("46300").candidats[0].cle == "commune:46127"
    assert resolution.resolve(cog(), "26281").cle == "commune:26281"


@pytest.mark.parametrize(
    ("nom", "cle"), [("Martinique", "departement:972"), ("Mayotte", "departement:976"), ("Guyane", "departement:973")]
)
def test_a_departement_that_is_a_region_too_is_one_answer(nom: str, cle: str) -> None:
    assert resolution.resolve(cog(), nom).cle == cle


def test_what_a_refusal_counts_is_what_it_lists() -> None:
    refus = refused("Saint-Martin")
    assert refus.message.endswith("6 territoires s’appellent « Saint-Martin », 199 autres commencent ainsi")
    assert len(refus.candidats) == 205
    assert "et 197 autres" in refus.advice


@pytest.mark.parametrize(
    ("texte", "code"),
    [("Martinique", "972"), ("La Réunion", "974"), ("Mayotte", "976"), ("Guadeloupe", "971"), ("Guyane", "973"),
     ("Paris", "75"), ("Saint-Martin", "978"), ("04", "04"), ("region:02", "972")],
)  # fmt: skip
def test_where_only_a_departement_is_possible_it_is_taken(texte: str, code: str) -> None:
    assert listing._departement(cog(), texte).cle == f"departement:{code}"


def test_where_no_departement_is_meant_the_refusal_stays() -> None:
    with pytest.raises(TerritoireError):
        listing._departement(cog(), "Valence")


def test_a_refusal_is_a_problem_like_any_other() -> None:
    refus = refused("Deux Vallées")
    assert isinstance(refus, ProblemsError)
    [problem] = refus.problems
    assert (str(problem.place), problem.message, problem.conseil) == ("Deux Vallées", refus.message, refus.advice)


def test_a_slip_is_looked_for_in_five_letters_or_more() -> None:
    """One letter in four is no slip: « Lyin » may be anything."""
    assert refused("Lyin").candidats == ()
    assert "commune:26108" in [c.cle for c in refused("Crezt").candidats]


def test_a_sigle_has_eight_letters_at_most() -> None:
    assert [c.cle for c in refused("valromag").candidats] == ["epci:200068781"]
    assert refused("valromagglo").candidats == ()


@examples(40)
@given(st.text(max_size=30))
def test_any_text_gives_a_territory_or_a_refusal(texte: str) -> None:
    trouves = found(texte)
    assert len({t.cle for t in trouves}) == len(trouves)
    assert all(cog().get(t.cle) == t for t in trouves)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=12), min_size=1))
def test_folding_many_names_at_once_is_folding_each(noms: list[str]) -> None:
    assert fold("\n".join(noms)).split("\n") == [fold(nom) for nom in noms]


# --- completion


@pytest.mark.parametrize(
    ("debut", "premiers"),
    [
        ("", ["region:", "departement:", "epci:", "ept:", "commune:"]),
        ("dep", ["departement:"]),
        ("departement:2", ["departement:21", "departement:22"]),
        ("commune:2628", ["commune:26281", "commune:26282"]),
        ("2A00", ["commune:2A001", "commune:2A004"]),
        ("84", ["region:84", "departement:84"]),
        ("valence-ro", ["valence-romans-agglo"]),
        ("Valence Ro", ["valence-romans-agglo"]),
        ("Grenob", ["grenoble-alpes-metropole", "grenoble"]),
        ("zzz", []),
        ("ville:", []),
    ],
)
def test_a_beginning_is_completed(debut: str, premiers: list[str]) -> None:
    assert resolution.complete(cog(), debut)[: len(premiers) or 9] == premiers


@pytest.mark.parametrize("debut", ["v", "saint-", "le ", "2", "epci:2", "metro", "l"])
def test_every_completion_is_taken_or_has_namesakes_and_there_are_not_too_many(debut: str) -> None:
    trouves = resolution.complete(cog(), debut)
    assert 0 < len(trouves) <= 65
    assert all(" " not in trouve for trouve in trouves)
    assert all(found(trouve) for trouve in trouves)


@pytest.mark.parametrize(
    ("texte", "dit", "candidats"),
    [
        ("mairie", "ne dit pas quel territoire", []),
        ("Communauté de communes", "ne dit pas quel territoire", []),
        ("CIREST", "ne s’appelle", ["epci:249740093"]),
        ("region paca", "ne s’appelle", ["region:93"]),
        ("région AURA", "ne s’appelle", ["region:84"]),
        ("GPSEO", "ne s’appelle", ["epci:200059889", "ept:200057974"]),
        ("cc du pays de redon", "ne s’appelle", ["epci:243500741"]),
        ("agglo valence", "ne s’appelle", ["epci:200068781"]),
        ("communauté de communes val de drome", "ne s’appelle", ["epci:242600252"]),
        ("ville de Grenobel", "ne s’appelle", ["commune:38185"]),
        ("Marseile", "ne s’appelle", ["commune:13055"]),
        ("à vérifier", "ne s’appelle", []),
        ("SMTC", "ne s’appelle", []),
        ("93059", "Pierrefitte-sur-Seine a fusionné avec Saint-Denis (93066) en 2025", ["commune:93066"]),
        ("85307", "La Faute-sur-Mer a fusionné avec L’Aiguillon-la-Presqu’île (85001)", ["commune:85001"]),
        ("commune:63266", "Orsonnette a fusionné avec Nonette-Orsonnette (63255)", ["commune:63255"]),
        ("Seynod", "Seynod a fusionné avec Annecy (74010) en 2017", ["commune:74010"]),
        ("mairie de Seynod", "Seynod a fusionné avec Annecy (74010)", ["commune:74010"]),
        ("13203", "est un arrondissement de Marseille (13055)", ["commune:13055"]),
        ("Paris 12", "Paris 12e arrondissement est un arrondissement de Paris", ["commune:75056"]),
        ("lyon 1er", "Lyon 1er arrondissement", ["commune:69123"]),
    ],
)
def test_a_name_as_people_type_it_is_refused_with_what_it_means(texte: str, dit: str, candidats: list[str]) -> None:
    refus = refused(texte)
    assert dit in refus.message
    assert [t.cle for t in refus.candidats] == candidats
    assert refus.advice


@pytest.mark.parametrize("texte", ["france:FR", "France", "FR", " la France"])
def test_the_whole_of_france_is_refused_with_what_may_be_named(texte: str) -> None:
    refus = refused(texte)
    assert "France entière" in refus.message
    assert "région" in refus.advice


@pytest.mark.parametrize(
    ("texte", "conseil"),
    [
        (
            "commune:93059",
            "Pierrefitte-sur-Seine a fusionné avec Saint-Denis (93066) en 2025 : écrivez « commune:93066 »",
        ),
        ("commune:69381", "Lyon 1er arrondissement est un arrondissement de Lyon (69123) : écrivez « commune:69123 »"),
        ("ville:Crest", "écrivez « commune:26108 » (Crest)"),
        ("epci:2,00068781E+08", "un tableur a changé ce code en nombre"),
        ("epci:200057867", "vouliez-vous dire « ept:200057867 » (Plaine Commune) ?"),
        ("epci:999999999", ""),
    ],
)
def test_a_code_in_a_file_has_a_hint(texte: str, conseil: str) -> None:
    assert resolution.hint(cog(), texte).startswith(conseil)
    assert bool(resolution.hint(cog(), texte)) == bool(conseil)


def test_an_ept_stands_wherever_a_territory_does_and_france_is_refused_alike_where_one_place_is_wanted() -> None:
    assert (cog().lieu("ept:200057867"), resolution.unknown(cog(), "france:FR")) == (
        Emplacement("ept", "200057867", "Plaine Commune", 48.937, 2.3598, "93", "metro"),
        ("la France entière ne peut pas être donnée ici", refused("france:FR").advice),
    )
