"""The page of leads: what it says of calls, formes, people and steps, at any date, with anything added or nothing."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coopdocs.croquis import Legende
from coopdocs.library import Library, load
from coopdocs.model.complement import Complement, EtapeDatee
from coopdocs.model.contenu import Decompte
from coopdocs.model.facultatif import Aide, Aides
from coopdocs.territoire import ContactTerritoire
from coopdocs.theme import Theme
from coopdocs.theme import pistes as drawn
from coopdocs.typographie import plain_spaces
from coopdocs.views.dossier.making import Dossiers
from coopdocs.views.dossier.parts import Interlocuteur, Niveau, Provenance
from coopdocs.views.essentiel.appels import Barre, Calendrier, calendrier
from coopdocs.views.essentiel.cooperations import cooperations
from coopdocs.views.essentiel.joindre import Joignable, a_qui_ecrire
from coopdocs.views.essentiel.pistes import FORMES_MAX, FormeVue, NumeroVu, Pistes, in_france, pistes
from support.cog import cog, get
from support.complement_exemple import CLE, complement, write_complement_kit
from support.documents import TEMPLATES
from support.kits import aide, write_kit

TEXTE = TEMPLATES / "polices/SourceSans3_400Regular.ttf"
FORTE = TEMPLATES / "polices/SourceSans3_700Bold.ttf"


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The tiny kit with the places of France."""
    library, problems = load(write_kit(tmp_path_factory.mktemp("kit") / "k"))
    assert library is not None, problems
    territoires = copy.copy(cog())
    territoires.__dict__["initiatives"] = tuple(r for r in cog().initiatives if r["forme"] in library.formes)
    return replace(library, territoires=territoires)


def opened(kit: Library, *aides: dict[str, Any]) -> Library:
    """The same kit with these aides."""
    made = [Aide.model_validate({k: v for k, v in each.items() if v is not None}) for each in aides]
    return replace(kit, aides=Aides(chapo="Qui paie.", aides=tuple(made)))


def page(library: Library, cle: str = CLE, added: Complement | None = None, *retenues: str) -> Pistes:
    """The page of a territory."""
    bare = replace(library, complements={cle: added} if added else {})
    dossier = Dossiers(bare).dossier(get(bare.territoires, cle))
    return pistes(bare, dossier, cooperations(bare, dossier), retenues)


# --- calls (the edition is of 23 November 2026: months go from November to October)


def seen(kit: Library, edition: dt.date | None = None, **fields: Any) -> tuple[tuple[Barre, ...], str]:
    library = opened(kit, aide("Appel", **fields))
    if edition:
        library = replace(library, kit=library.kit.model_copy(update={"edition": edition}))
    found = calendrier(library, get(cog(), CLE))
    assert found is not None
    (appel,) = found.appels
    return appel.barres, plain_spaces(appel.quand)


def full(debut: int, fin: int) -> Barre:
    return Barre(debut, fin, sure=True)


def dashed(debut: int, fin: int) -> Barre:
    return Barre(debut, fin, sure=False)


NONE: dict[str, Any] = {"ouverture": None, "cloture": None}
CALLS: dict[str, tuple[dict[str, Any], tuple[Barre, ...], str]] = {
    "all year": (NONE | {"permanente": "true", "etat": "ouvert"}, (full(0, 11),), "ouvert toute l’année"),
    "all year, doubtful": (
        NONE | {"permanente": "true", "etat": "ouvert", "confiance": "incertain"},
        (dashed(0, 11),),
        "ouvert toute l’année (à vérifier)",
    ),
    "all year once": (
        NONE | {"permanente": "true", "etat": "non trouvé"},
        (dashed(0, 11),),
        "toute l’année, à confirmer",
    ),
    "open": (
        {"etat": "ouvert", "ouverture": "2026-10", "cloture": "2027-03-15"},
        (full(0, 4),),
        "ouvert jusqu’au 15 mars 2027",
    ),
    "open beyond the year": (
        {"etat": "ouvert", "ouverture": "2026-10", "cloture": "2029"},
        (full(0, 11),),
        "ouvert jusqu’en 2029",
    ),
    "open without an end": (
        {"etat": "ouvert", "ouverture": "2026-10", "cloture": None},
        (full(0, 0), dashed(1, 11)),
        "ouvert, clôture à confirmer",
    ),
    "open and back next year": (
        {"etat": "ouvert", "ouverture": "2026-10-01", "cloture": "2026-12-15", "annuelle": "true"},
        (full(0, 1), dashed(11, 11)),
        "ouvert jusqu’au 15 décembre 2026",
    ),
    "announced": (
        {"etat": "annoncé", "ouverture": "2027-01", "cloture": "2027-03-15"},
        (dashed(2, 4),),
        "annoncé pour janvier 2027, à confirmer",
    ),
    "announced for a year": (
        {"etat": "annoncé", "ouverture": "2027", "cloture": None},
        (),
        "annoncé pour 2027, à confirmer",
    ),
    "announced too far": (
        {"etat": "annoncé", "ouverture": "2028-02", "cloture": None},
        (),
        "annoncé pour février 2028, à confirmer",
    ),
    "announced, no date": (NONE | {"etat": "annoncé"}, (), "annoncé, dates à venir"),
    "each year": (
        {"etat": "fermé", "ouverture": "2025-11-05", "cloture": "2025-12-23", "annuelle": "true"},
        (dashed(0, 1),),
        "fermé ; chaque année, à confirmer (novembre à décembre 2025)",
    ),
    "each year, now and again": (
        {"etat": "non trouvé", "ouverture": "2025-10", "cloture": "2026-03", "annuelle": "true"},
        (dashed(0, 4), dashed(11, 11)),
        "chaque année, à confirmer (octobre 2025 à mars 2026)",
    ),
    "each year, one month": (
        {"etat": "fermé", "ouverture": "2026-05-02", "cloture": "2026-05-30", "annuelle": "true"},
        (dashed(6, 6),),
        "fermé ; chaque année, à confirmer (mai 2026)",
    ),
    "each year, an end alone": (
        {"etat": "fermé", "ouverture": None, "cloture": "2026-03-01", "annuelle": "true"},
        (dashed(4, 4),),
        "fermé ; chaque année, à confirmer (clos en mars 2026)",
    ),
    "each year, twelve months": (
        {"etat": "fermé", "ouverture": "2025-01", "cloture": "2025-12", "annuelle": "true"},
        (dashed(0, 11),),
        "fermé ; chaque année, à confirmer (janvier à décembre 2025)",
    ),
    "past": ({"etat": "fermé", "ouverture": "2025-10-02", "cloture": "2025-12-23"}, (), "clos depuis décembre 2025"),
    "past, no end": (
        {"etat": "fermé", "ouverture": "2025-10-02", "cloture": None},
        (),
        "fermé (dernière édition : octobre 2025)",
    ),
    "past, nothing known": (NONE | {"etat": "fermé"}, (), "fermé"),
    "lost": (
        {"etat": "non trouvé", "ouverture": "2021-05", "cloture": "2023-12-31"},
        (),
        "suite non trouvée (dernière édition : décembre 2023)",
    ),
    "no date at all": (NONE | {"etat": "non trouvé"}, (), "dates non trouvées, à demander"),
}


@pytest.mark.parametrize(("fields", "bars", "words"), CALLS.values(), ids=CALLS)
def test_a_call_is_drawn_and_said_as_it_stands(
    kit: Library, fields: dict[str, Any], bars: tuple[Barre, ...], words: str
) -> None:
    assert seen(kit, **fields) == (bars, words)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("annuelle", ["true", "false"])
def test_a_past_edition_is_in_months_to_come_only_if_it_comes_back(kit: Library, month: int, annuelle: str) -> None:
    edition = dt.date(2027, month, 28)
    fields = {"etat": "fermé", "ouverture": "2026-03-05", "cloture": "2026-05-23", "annuelle": annuelle}
    bars, _ = seen(kit, edition, **fields)
    drawn_months = {(month - 1 + n) % 12 + 1 for bar in bars for n in range(bar.debut, bar.fin + 1)}
    assert drawn_months == ({3, 4, 5} if annuelle == "true" else set())
    assert not any(bar.sure for bar in bars)


def test_open_calls_come_first_and_closed_ones_last(kit: Library) -> None:
    library = opened(
        kit,
        aide("Clos"),
        aide("Sans date", **NONE | {"etat": "non trouvé"}),
        aide("Chaque année", annuelle="true"),
        aide("Annoncé", etat="annoncé", ouverture="2027-01", cloture=None),
        aide("Ouvert", etat="ouvert", cloture="2027-01"),
    )
    found = calendrier(library, get(cog(), CLE))
    assert found is not None
    noms = [appel.ligne.aide.nom for appel in found.appels]
    assert noms == ["Ouvert", "Annoncé", "Chaque année", "Sans date", "Clos"]
    assert plain_spaces(found.periode) == "de novembre 2026 à octobre 2027"
    said = [found.reste(n) for n in range(6)]
    assert said == [
        "5 autres, dont 1 close ou sans suite connue",
        "4 autres, dont 1 close ou sans suite connue",
        "3 autres, dont 1 close ou sans suite connue",
        "2 autres, dont 1 close ou sans suite connue",
        "1 autre, close ou sans suite connue",
        "",
    ]


def test_calls_are_those_of_the_formes_chosen_and_of_the_place(kit: Library) -> None:
    library = opened(
        kit,
        aide("Pour les PTCE", formes=["ptce"]),
        aide("Pour les PAT", formes=["pat"]),
        aide("En Bretagne", formes=["ptce"], territoires=["region:53"]),
        aide("Pas ici", formes=["ptce"], sauf=["departement:26"]),
        aide("Pour les communes", formes=["ptce"], niveaux=["commune"]),
    )

    def noms(cle: str, *retenues: str) -> set[str]:
        found = calendrier(library, get(cog(), cle), retenues)
        return {appel.ligne.aide.nom for appel in found.appels} if found else set()

    assert noms(CLE) == {"Pour les PTCE", "Pour les PAT"}
    assert noms(CLE, "ptce") == {"Pour les PTCE"}
    assert noms("region:53", "ptce") == {"Pour les PTCE", "En Bretagne", "Pas ici"}
    assert noms("commune:26281", "pat") == {"Pour les PAT"}
    assert noms("commune:35238", "ptce") == {"Pour les PTCE", "En Bretagne", "Pas ici", "Pour les communes"}
    found = calendrier(library, get(cog(), "departement:975"))
    assert found is not None
    assert found.reserve, "what was read may not hold where no région is"
    assert calendrier(replace(library, aides=None), get(cog(), CLE)) is None


# --- formes


def test_what_is_known_in_the_country_is_said_at_every_value() -> None:
    def said(connues: int, total: int | None, *, environ: bool = False) -> str:
        counted: dict[str, Any] = {
            "texte": "Un compte.",
            "sources": (),
            "verifie_le": dt.date(2026, 1, 1),
            "confiance": "avis",
        }
        return plain_spaces(in_france(connues, Decompte(total=total, environ=environ, **counted)))

    assert said(0, None) == in_france(0, None) == "aucun exemple connu de nous"
    assert said(0, 87) == "87 en France, aucun connu de nous"
    assert said(0, 200, environ=True) == "200 environ en France, aucun connu de nous"
    assert said(1, None) == "1 exemple connu en France"
    assert said(22, 130) == "22 exemples connus en France, sur 130"
    assert said(7, 20, environ=True) == "7 exemples connus en France, sur 20 environ"
    assert said(90, 87) == "90 exemples connus en France", "more than was counted: the count is older"


def vue(library: Library, ici: int, autour: int, *, reste: int = 0, compte: str = "") -> FormeVue:
    numeros = [NumeroVu(n, n % 2 == 0) for n in range(1, ici + autour + 1)]
    noms = tuple(f"Nom {n}" for n in range(ici + reste))
    return FormeVue(
        "ptce", library.formes["ptce"], False, tuple(numeros[:ici]), tuple(numeros[ici:]), reste, 0, compte, noms
    )


@pytest.mark.parametrize(("ici", "autour", "reste"), [(1, 0, 0), (0, 1, 0), (3, 5, 0), (24, 10, 4), (0, 0, 6)])
def test_numbers_hold_in_their_place_and_are_said_in_words(kit: Library, ici: int, autour: int, reste: int) -> None:
    seen_here = vue(opened(kit), ici, autour, reste=reste)
    croquis = drawn.seen_from_here(seen_here, TEXTE, alone=False)
    texts = [forme for forme in croquis.formes if isinstance(forme, Legende) and forme.texte]
    assert texts
    assert all(0 <= forme.x <= croquis.largeur for forme in texts)
    words = drawn.in_words(seen_here, TEXTE, alone=False)
    for n in range(1, ici + autour + 1):
        assert str(n) in words
    figures = {forme.texte for forme in texts if forme.graisse == 700}
    assert figures <= {str(n) for n in range(1, ici + autour + 1)}
    hidden = [
        int(forme.texte.strip("+ ")) for forme in texts if forme.texte.strip("+ ").isdigit() and forme.graisse == 400
    ]
    assert len(figures) + sum(hidden) == ici + autour + reste
    alone = drawn.in_words(seen_here, TEXTE, alone=True)
    assert "numéro" not in alone


def test_pages_that_differ_in_numbers_alone_are_laid_out_once(kit: Library) -> None:
    library = opened(kit)
    weights = set()
    for each in (vue(library, 1, 2), vue(library, 0, 0, compte="1 exemple connu en France")):
        croquis = drawn.seen_from_here(each, TEXTE, alone=False)
        weights.add(frozenset(f.graisse for f in croquis.formes if isinstance(f, Legende)))
    assert len(weights) == 1


def test_a_forme_that_says_no_line_has_its_name(kit: Library) -> None:
    library = opened(kit)
    ptce = library.formes["ptce"]
    shown = vue(library, 1, 0)
    assert ptce.en_une_ligne is None
    assert shown.ligne == ptce.nom
    assert replace(shown, forme=ptce.model_copy(update={"nom": ptce.sigle})).ligne == ""
    assert replace(shown, forme=ptce.model_copy(update={"en_une_ligne": "En bref"})).ligne == "En bref"


@pytest.mark.parametrize(("formes", "rows"), [(1, 1), (8, 8), (9, FORMES_MAX - 1), (40, FORMES_MAX - 1)])
def test_any_number_of_formes_has_its_rows_and_its_names(kit: Library, formes: int, rows: int) -> None:
    library = opened(kit)
    ptce = library.formes["ptce"]
    every = {"ptce": ptce} | {f"f{n}": ptce.model_copy(update={"sigle": f"F{n}"}) for n in range(formes - 1)}
    territoires = copy.copy(library.territoires)
    territoires.__dict__["initiatives"] = tuple(r for r in library.territoires.initiatives if r["forme"] == "ptce")
    made = page(replace(library, formes=every, territoires=territoires), CLE, None, "f6")
    assert (len(made.formes), len(made.autres)) == (rows, formes - rows)
    if formes > FORMES_MAX:
        assert made.formes[0].retenue
        assert made.formes[1].slug == "ptce", "what is known here comes before the others"


# --- what is asked, steps


def test_without_a_file_the_page_asks_three_questions_and_proposes_three_steps(kit: Library) -> None:
    made = page(opened(kit))
    assert made.demande.questions
    assert len(made.demande.faits) == 3
    assert made.emetteur is None
    assert [etape.quand for etape in made.suite.etapes] == ["décembre 2026", "janvier 2027", "mars 2027"]
    assert "si vous commencez" in made.suite.titre


def test_a_file_gives_the_decision_the_formes_the_steps_and_who_hands_it_out(tmp_path: Path, kit: Library) -> None:
    added = complement(write_complement_kit(tmp_path / "k"))
    made = page(opened(kit), CLE, added)
    assert made.demande.phrase == added.decision.phrase if added.decision else False
    assert [nom for nom, _ in made.demande.faits] == ["Quand", "Coût", "Qui porte"]
    assert [v.slug for v in made.formes if v.retenue] == ["ptce", "pat"]
    assert [v.slug for v in made.formes][:2] == ["ptce", "pat"]
    assert made.formes[0].pourquoi
    assert made.suite.titre == "Les deux prochaines étapes"
    assert made.contacts.ici[0].nom == "Mission exemple"
    assert made.emetteur == added.emetteur


def test_no_step_of_the_past_is_given_as_to_come(kit: Library) -> None:
    library = opened(kit)
    dates = ["2026-11-22", "2026-11-23", "2027", "2026", "2025-03"]
    etapes = tuple(EtapeDatee(date=date, titre=date) for date in dates)
    made = page(library, CLE, Complement(etapes=etapes))
    assert [etape.titre for etape in made.suite.etapes] == ["2026", "2026-11-23", "2027"]
    gone = page(library, CLE, Complement(etapes=etapes[:1]))
    assert gone.suite.proposees
    assert page(library, CLE, Complement(etapes=etapes[2:3])).suite.titre == "La prochaine étape"


# --- people


def contact(nom: str, role: str = "", confiance: Any = "vérifié", **means: str) -> ContactTerritoire:
    empty = {"courriel": "", "telephone": "", "adresse": "https://www.example.org/"} | means
    return ContactTerritoire(nom, role, source="x", verifie_le=dt.date(2026, 1, 1), confiance=confiance, **empty)


def columns(kit: Library, cle: str, niveaux: dict[str, list[ContactTerritoire]], **more: Any) -> dict[str, list[str]]:
    library = opened(kit)
    dossier = Dossiers(library).dossier(get(cog(), cle))
    made = []
    for code, gens in niveaux.items():
        place = cog().get(code)
        people = tuple(Interlocuteur(each, (), Provenance("x", None, None)) for each in gens)
        made.append(Niveau(code, place, people))
    found = a_qui_ecrire(library, replace(dossier, contacts=tuple(made)), **more)
    return {titre: [each.nom for each in gens] for titre, gens in found.colonnes}


def test_two_regions_have_one_of_each(kit: Library) -> None:
    gens = {
        region: [contact(f"{nom} {region}") for nom in ("DREETS", "Autre", "CRESS", "DRAAF")]
        for region in ("region:53", "region:52")
    }
    found = columns(kit, "epci:243500741", gens)
    assert found["En région"] == ["CRESS region:53", "CRESS region:52", "DRAAF region:53"]


def test_who_is_named_by_a_forme_or_pays_comes_first_in_france(kit: Library) -> None:
    gens = {"france:FR": [contact("A"), contact("B"), contact("Banque"), contact("C", "réseau des PTCE")]}
    found = columns(kit, CLE, gens, retenues=("ptce",), payeurs="Banque et État")
    assert found["En France"] == ["C", "Banque", "A"]


def test_people_are_three_at_most_and_no_column_is_empty(kit: Library) -> None:
    found = columns(kit, CLE, {CLE: [contact(f"N{n}") for n in range(9)]})
    assert found == {"Ici": ["N0", "N1", "N2"]}
    halls = columns(kit, CLE, {})
    assert list(halls) == ["Ici"]
    assert all(nom.startswith("Mairie d") for nom in halls["Ici"])
    assert len(columns(kit, "departement:26", {})["Ici"]) == 1
    assert columns(kit, "departement:975", {}) == {}


@pytest.mark.parametrize("cle", ["commune:75056", "commune:69123", "commune:13055", "commune:26281", "commune:29083"])
def test_of_a_commune_its_own_town_hall_alone_is_here(kit: Library, cle: str) -> None:
    t = get(cog(), cle)
    known = cog().mairies.get(t.code) is not None
    assert columns(kit, cle, {}).get("Ici", []) == [f"Mairie {t.de}"] * known


def test_a_town_hall_beside_its_site_where_its_mailbox_is_long() -> None:
    site = ("exemple.fr", "https://www.exemple.fr")

    def means(*moyens: tuple[str, str | None], nom: str = "Mairie") -> tuple[str, str]:
        return drawn.means(Joignable(nom, "", moyens), TEXTE, FORTE, 50)

    phone = ("04 75 00 00 00", None)
    assert means(phone, ("m@exemple.fr", "mailto:m@exemple.fr"), site) == (
        "04 75 00 00 00 · m@exemple.fr",
        "mailto:m@exemple.fr",
    )
    long = f"{'accueil-' * 7}@exemple.fr"
    assert means(phone, (long, f"mailto:{long}"), site) == ("04 75 00 00 00 · exemple.fr", site[1])
    assert means(phone) == ("04 75 00 00 00", "")
    assert means((long, f"mailto:{long}")) == (long, f"mailto:{long}")
    # three lines, or two under a name of two, would print over what is beside
    assert means((long, f"mailto:{long}"), nom="Mairie exemplaire " * 4) == ("", "")
    longer = f"{'accueil-' * 13}@exemple.fr"
    assert means((longer, f"mailto:{longer}"), phone) == (phone[0], "")
    page = "exemple.fr/" + "cooperation/" * 9
    assert means((page, f"https://{page}"), nom="Mairie exemplaire " * 4)[0].endswith("cooperation/…")


def test_a_doubt_stands_beside_the_name() -> None:
    unsure = Joignable("DREETS", "insertion, FSE+", (), doute=True)
    assert drawn.person(unsure, TEXTE, FORTE, 66) == (("DREETS", True), (" (à vérifier)  insertion, FSE+", False))
    long = replace(unsure, nom="Direction régionale de l’économie et de l’emploi")
    assert drawn.person(long, TEXTE, FORTE, 66)[1] == (" (à vérifier)", False)


def test_what_the_page_has_for_calls_shrinks_with_the_rest(kit: Library) -> None:
    library = opened(kit, *(aide(f"Aide {n}") for n in range(9)))
    made = page(library)
    shown = drawn.shown(made, (TEXTE, FORTE), alone=False)
    assert [appel.ligne.aide.nom for appel, _ in shown] == [f"Aide {n}" for n in range(6)]
    fewer = replace(made, formes=made.formes * 4)
    assert 0 < len(drawn.shown(fewer, (TEXTE, FORTE), alone=False)) < 6
    assert isinstance(made.calendrier, Calendrier)


def test_a_call_of_each_year_is_said_in_the_same_words_on_every_page(kit: Library) -> None:
    library = opened(kit, aide("PNA", **{"etat": "fermé", "annuelle": "true"}))
    found = calendrier(library, get(cog(), CLE))
    assert found is not None
    (appel,) = found.appels
    assert appel.ligne.etat == "Fermé\u202f; chaque année, à confirmer"
    assert appel.quand.startswith("fermé\u202f; chaque année, à confirmer (")


@pytest.mark.parametrize("haut", [55, 47])
def test_a_note_never_leaves_the_row_of_its_initiative(kit: Library, haut: float) -> None:
    theme = Theme([TEMPLATES])
    forme = kit.formes["ptce"]
    for n in (1, 12, 30, 60):
        nom = theme.bloc("autour", "Coopération d’exemple " * min(n, 6))
        row = SimpleNamespace(forme=forme, precision="en activité dans les communes voisines, " * n)
        dit = theme.noted(nom, row, haut)  # type: ignore[arg-type]
        assert dit.lignes
        heights = [bloc.mise.ligne * len(bloc.lignes) for bloc in (nom, dit)]
        assert sum(heights) <= haut or dit.mots == forme.sigle_court
        assert dit.mots.endswith("…") == (n > 1)
