"""A territory's file loads whole, or each mistake in it is told at its place, in French, with what to do."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from coopdocs import diff, open_kit
from coopdocs.cli import asking, main
from coopdocs.errors import Exit, RequestError
from coopdocs.folders import KitFolders
from coopdocs.library import Library, load, schemas
from coopdocs.model.complement import Annexes, Complement, DecisionDemandee, Emetteur, InitiativeLocale
from coopdocs.plan import plan
from coopdocs.release import sources
from coopdocs.relecture import relecture
from coopdocs.targets import Selection
from coopdocs.territoire import Territoire
from coopdocs.theme import Theme
from coopdocs.typographie import plain_spaces
from coopdocs.views.dossier.making import Dossiers
from support.complement_exemple import CLE, COMPLEMENT, FICHIER, add_complement, loaded, told, write_complement_kit
from support.photographs import picture, written
from support.territoire_tables import write


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_complement_kit(tmp_path_factory.mktemp("juste"))


@pytest.fixture
def kit(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "kit"))


def test_a_sound_file_loads_whole_and_check_has_nothing_to_say(kit: Path) -> None:
    c = loaded(kit).complements[CLE]
    assert c.emetteur is not None
    assert c.emetteur.nom == "Agglomération d’exemple"
    assert c.introduction is not None
    assert c.introduction.texte.count("\n\n") == 1
    assert c.retenues == ("ptce", "pat")
    assert c.annexes.fiches == ("pat", "ptce")
    assert [x.imprime for x in c.chiffres] == ["1\u202f240\u00a0emplois", "environ 12\u00a0%"]
    assert [x.nombre for x in c.chiffres] == [1240.0, None]
    assert c.chiffres[0].verifie_le == dt.date(2026, 11, 1)
    assert [str(p) for p in open_kit(kit).check()] == []


def test_everything_is_optional(kit: Path) -> None:
    (kit / FICHIER).write_text("decision:\n  phrase: Décider.\n", encoding="utf-8")
    (kit / FICHIER).parent.joinpath("logos/exemple.svg").unlink()
    c = loaded(kit).complements[CLE]
    assert c.emetteur is None
    assert c.annexes.parties is None
    assert Complement() == c.model_copy(update={"decision": None})


@pytest.mark.parametrize(("valeur", "nombre"), [("12,5", 12.5), ("-3", -3), ("1 000 000", 1e6), ("3 à 5", None)])
def test_a_figure_is_a_number_where_it_can_be_one(kit: Path, valeur: str, nombre: float | None) -> None:
    add_complement(kit, COMPLEMENT.replace("valeur: 1 240", f'valeur: "{valeur}"'))
    assert loaded(kit).complements[CLE].chiffres[0].nombre == nombre


# --- one mistake, one problem, at its place

CADRE = [
    ("emetteur:\n  nom", "emetteur:\n  nom: X\n  ¶nm", "C002", "service, logo"),
    ("decision:\n  phrase:", "decision:\n  ¶phrases:", "C002", "« phrase »"),
    ("logos/exemple.svg", "¶logos/absent.svg", "X022", "copiez-le dans content/territoires/dossiers/logos"),
    ("accueil@example.org", "¶camille.exemple@gmail.com", "C020", "service"),
    ("ess@example.org", "¶ess@example", "C019", "contact@exemple.fr"),
    ("Mission exemple\n  courriel: ess@example.org", "¶Mission exemple", "C022", "un courriel"),
    ("01 99 00 12 34", "¶01 99 00", "C024", "04 75"),
    ("site: https://", "site: ¶http://", "X016", "https://"),
    ("[avec un lien](https://www.example.org/une-page-au-nom-vraiment-tres-long.html)", "![une image](photo.png)",
     "C030", "enlevez-la"),
    ("titre: Le mot de la présidente\n", "¶titr: Le mot\n", "C002", "« titre »"),
]  # fmt: skip
CORPS = [
    ("forme: ptce\n    pourquoi", "forme: ¶ptc\n    pourquoi", "X009", "« ptce »"),
    ("forme: ptce\n    pourquoi", "forme: ¶cooperations\n    pourquoi", "X010", "ptce"),
    ("  - forme: pat\n", "  - forme: ¶ptce\n", "X008", "une seule"),
    ("fiches: [pat, ptce]", "fiches: [pat, ¶pat]", "X008", "une seule"),
    ("fiches: [pat, ptce]", "fiches: [pat, ¶ptc]", "X009", "« ptce »"),
    ("parties: [fiches, ", "parties: [¶fichs, ", "C021", "« fiches »"),
    ("parties: [fiches, comparatif, contacts]\n  fiches", "parties: [comparatif]\n  ¶fiches", "X031", "« parties »"),
    ("comparatif, contacts]", "comparatif, ¶comparatif]", "X008", "une seule"),
    ("forme: ges\n", "forme: ¶gse\n", "X009", "« ges »"),
    ("territoire_code: 26281", "territoire_code: ¶26999", "X015", "list territoires"),
    ("  - forme: ges\n    nom: Entraide d’exemple\n    territoire_type: commune\n",
     "  - ¶forme: ges\n    nom: Entraide d’exemple\n", "C001", "les deux"),
    ("territoire_code: 26281", "territoire_code: ¶26010", "A014", "code Insee"),
    ("sources: [loi-ess]", "sources: [¶flores-xyz]", "X001", "flores-xyz: puis, en retrait, titre"),
    ("logos/exemple.svg", "¶exemple.svg", "X022", "écrivez « logos/exemple.svg »"),
    ("fiches: [pat, ptce]", "fiches:\n  - pat\n  -\n", "C003", "après le tiret"),
    ("territoire_type: commune", "territoire_type: ¶comune", "C021", "« commune »"),
    ("annee: 2024\n    statut", "annee: ¶bientôt\n    statut", "C009", "quatre chiffres"),
    ("source_date: 2026-05", "source_date: ¶2027-05", "X017", "edition"),
    ("source_url: https://www.example.org/deliberation\n  - forme", "source_url: ¶mairie\n  - forme", "C017", "https"),
    ("nom: Pôle d’exemple", "nom: ¶Entraide d'exemple", "C", ""),
    ("date: 2027-01\n", "date: ¶2026-10\n", "A013", "enlevez l’étape"),
    ("date: 2027-01\n", "date: ¶janvier\n", "C018", "2026-11"),
    ("annee: 2023\n", "annee: ¶2027\n", "X017", "prévision"),
    ("sources: [loi-ess]", "sources: [¶loi-es]", "X001", "« loi-ess »"),
    ("    sources: [guide-ess]\n    valable", "    sources: ¶[]\n    valable", "X002", "avis"),
    ("valable_jusqu_au: 2028-12-31", "valable_jusqu_au: ¶2026-01-31", "X025", "repoussez"),
    ("[epci:200067817, epci:200040459]", "[¶epci:999999999]", "X015", "list territoires"),
    ("[epci:200067817, epci:200040459]", "[¶departement:26]", "X029", "« epci: »"),
    ("  - forme: pat\n", "  - forme: ¶inconnue\n", "X009", "formes connues : ptce, ges, pat"),
    ("[epci:200067817, epci:200040459]", "[¶epci:200068781]", "X029", "un autre"),
    ("[epci:200067817, epci:200040459]", "[epci:200067817, ¶epci:200067817]", "X008", "une seule"),
    ("[epci:200067817, epci:200040459]", "[¶Montélimar Agglomération]", "C016", "epci:200040459"),
]  # fmt: skip


@pytest.mark.parametrize(("ancien", "nouveau", "code", "conseil"), [c for c in (*CADRE, *CORPS) if c[2] != "C"])
def test_one_mistake_is_one_problem_at_its_place(kit: Path, ancien: str, nouveau: str, code: str, conseil: str) -> None:
    problem, place = told(kit, ancien, nouveau)
    assert problem.code == code
    if "¶" in nouveau:
        assert str(problem.place) == place
    assert conseil in problem.conseil
    assert problem.is_error == (not code.startswith("A"))


def test_an_initiative_that_is_known_already_is_not_counted_twice(kit: Path) -> None:
    row = "pole,ptce,Pôle d'exemple,commune,26281,,2013,en activité,Titre,2014-02,https://exemple.fr/a,"
    write(kit / "content/territoires", "initiatives.csv", row)
    _, problems = load(kit)
    assert [(p.code, p.place.ligne) for p in problems] == [
        ("X020", COMPLEMENT[: COMPLEMENT.index("Pôle")].count("\n") + 1)
    ]
    add_complement(
        kit, COMPLEMENT.replace("nom: Pôle d’exemple", "nom: Entraide d’exemple").replace("forme: ges", "forme: ptce")
    )
    assert [p.code for p in load(kit)[1]] == ["X020"]
    add_complement(kit, COMPLEMENT.replace("nom: Pôle d’exemple", "nom: Autre\n    id: entraide-d-exemple"))
    assert [p.code for p in load(kit)[1]] == ["X008"]


@pytest.mark.parametrize(
    ("nom", "conseil"),
    [
        ("valence-romans.yaml", "nommez-le epci-200068781.yaml (Valence Romans Agglo)"),
        ("EPCI-200068781.yaml", "nommez-le epci-200068781.yaml"),
        ("departement-2a.yaml", "nommez-le departement-2A.yaml"),
        ("region-975.yaml", "nommez-le departement-975.yaml"),
        ("commune-1004.yaml", "zéro de tête"),
        ("epci-999999999.yaml", "le niveau et le code"),
        ("epci-200068781.yml", "finissez ce nom par .yaml"),
        ("france-FR.yaml", "la France entière n’a pas de dossier"),
        ("note.yaml", "le niveau et le code"),
    ],
)
def test_a_file_is_named_by_its_territory(kit: Path, nom: str, conseil: str) -> None:
    (kit / FICHIER).rename((kit / FICHIER).with_name(nom))
    (kit / "content/territoires/communes.csv").write_text(_with_ain(kit), encoding="utf-8")
    _, problems = load(kit)
    [refused] = [p for p in problems if p.is_error]
    assert (refused.code, refused.place.fichier) == ("C040", f"content/territoires/dossiers/{nom}")
    assert conseil in refused.conseil


def _with_ain(kit: Path) -> str:
    """The kit's communes and one whose code begins with a zero."""
    table = (kit / "content/territoires/communes.csv").read_text("utf-8")
    row = next(row for row in table.splitlines() if row.startswith("26281"))
    return table + row.replace("26281", "01004", 1) + "\n"


def test_two_files_of_one_territory_are_one_too_many(kit: Path) -> None:
    (kit / FICHIER).with_name("valence-romans-agglo.yaml").write_text(COMPLEMENT, encoding="utf-8")
    [problem] = load(kit)[1]
    assert "epci-200068781.yaml existe déjà pour ce territoire" in problem.conseil


def test_a_file_of_nobody_is_told(kit: Path) -> None:
    (kit / FICHIER).with_name("notes.txt").write_text("à faire", encoding="utf-8")
    logos = (kit / FICHIER).parent / "logos"
    (logos / "autre.svg").write_bytes((logos / "exemple.svg").read_bytes())
    assert [(p.code, p.place.fichier.rpartition("/")[2]) for p in load(kit)[1]] == [
        ("A005", "autre.svg"),
        ("A005", "notes.txt"),
    ]


def test_a_fault_in_one_file_hides_nothing_elsewhere(kit: Path) -> None:
    add_complement(kit, COMPLEMENT.replace("phrase:", "phrse:"))
    ptce = kit / "content/formes/ptce.yaml"
    ptce.write_text(ptce.read_text("utf-8").replace("commune:26281", "commune:26999", 1), encoding="utf-8")
    assert sorted(p.code for p in load(kit)[1]) == ["C002", "X015"]


# --- lengths

LONG = "mot " * 60


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        ("pourquoi: Trois", f"pourquoi: {LONG} "),
        ("quand: Conseil", f"quand: {LONG}"),
        ("pourquoi: Trois", f"pourquoi: {LONG}"),
        ("titre: Réunion", f"titre: {LONG}"),
        ("texte: Avec", f"texte: {LONG}"),
        ("nom: Agglomération", f"nom: {LONG}"),
        ("nom: Mission", f"nom: {LONG}"),
        ("unite: emplois", f"unite: {LONG}"),
        ("texte: Emplois", f"texte: {LONG}"),
        ("texte: Nous", f"texte: {LONG}"),
        ("titre: Le mot", f"titre: {LONG}"),
        ("- Un second", f"- {LONG * 15}"),
        ("nom: Entraide", f"nom: {LONG}"),
        ("source_titre: Délibération", f"source_titre: {LONG}"),
        ("nom: Pôle", "nom: " + "Ш"),
        ("courriel: ess@", f"courriel: {'cooperation-' * 9}@"),
        ("site: https://www.", f"site: https://www.{'cooperation' * 9}."),
    ],
)
def test_a_text_that_its_page_cannot_hold_is_told_at_its_place(kit: Path, ancien: str, nouveau: str) -> None:
    ligne = COMPLEMENT[: COMPLEMENT.index(ancien)].count("\n") + 1
    add_complement(kit, COMPLEMENT.replace(ancien, nouveau, 1))
    [problem] = open_kit(kit).check()
    assert problem.code == ("Z002" if "Ш" in nouveau else "Z001")
    assert problem.place.ligne == ligne


def _line(texte: str, mots: str) -> int:
    return texte[: texte.index(mots)].count("\n") + 1


@pytest.mark.parametrize(
    ("auteur", "fonction", "ou"), [("Dominique " * 20, "m", "auteur"), ("D", "maire " * 40, "fonction")]
)
def test_words_too_long_together_are_told_at_the_longer(kit: Path, auteur: str, fonction: str, ou: str) -> None:
    texte = COMPLEMENT.replace("auteur: Dominique Modèle", f"auteur: {auteur}")
    texte = texte.replace("fonction: cofondatrice de l’Atelier d’exemple", f"fonction: {fonction}")
    add_complement(kit, texte)
    assert [(p.code, p.place.ligne) for p in open_kit(kit).check()] == [("Z001", _line(texte, f"{ou}: "))]


@pytest.mark.parametrize("vide", ["etapes:", "decision:", "decision:\n  phrase:\n  quand:", "annexes:", "formes:",
                                  "etapes:\n  - date:\n    titre:"])  # fmt: skip
def test_a_field_left_empty_is_one_that_nobody_wrote(kit: Path, vide: str) -> None:
    (kit / FICHIER).write_text(f"{vide}\ncontact:\n  nom: Mission\n  courriel: ess@example.org\n", encoding="utf-8")
    (kit / FICHIER).parent.joinpath("logos/exemple.svg").unlink()
    c = loaded(kit).complements[CLE]
    assert (c.etapes, c.decision, c.formes, c.annexes) == ((), None, (), Annexes())
    assert c.contact is not None


def test_a_decision_has_room_for_a_hundred_and_twenty_letters(kit: Path) -> None:
    phrase = "Autoriser un diagnostic partagé des coopérations du territoire avec les porteurs connus, "
    phrase += "et y consacrer six mois"
    assert 110 <= len(phrase) <= 120
    avant = "Confier à la Direction de l’exemple une étude de six mois sur une coopération d’exemple."
    add_complement(kit, COMPLEMENT.replace(avant, phrase))
    assert [str(p) for p in open_kit(kit).check()] == []


def test_photographs_are_those_of_the_folder_beside(kit: Path) -> None:
    shown = "photos:\n- fichier: photos/marche.jpg\n  alt: Un marché.\n  legende: Le marché.\n"
    shown += "  credit: C. Exemple\n  licence: CC BY 4.0\n"
    add_complement(kit, COMPLEMENT + shown)
    assert [p.code for p in load(kit)[1]] == ["X040"]
    folder = (kit / FICHIER).parent / "photos"
    folder.mkdir()
    (folder / "marche.jpg").write_bytes(written(picture(3000, 2000)))
    assert [str(p) for p in open_kit(kit).check()] == []
    assert (folder / "marche.jpg").relative_to(kit).as_posix() in sources.read(loaded(kit))


# --- where it goes


def test_local_initiatives_count_for_their_territory_alone(kit: Path) -> None:
    library = loaded(kit)
    dossiers = Dossiers(library)
    here = dossiers.dossier(_territoire(library, CLE))
    assert [e.nom for e in here.ici] == ["Entraide d’exemple", "Pôle d’exemple"]
    assert {i.slug: (len(i.ici), i.connues) for i in here.indices} == {"ptce": (1, 1), "ges": (1, 1), "pat": (0, 0)}
    beside = dossiers.dossier(_territoire(library, "commune:26281"))
    assert beside.ici == ()


def _territoire(library: Library, cle: str) -> Territoire:
    found = library.territoires.get(cle)
    assert found is not None
    return found


def test_a_release_has_the_file_and_its_logo(kit: Path) -> None:
    names = set(sources.read(loaded(kit)))
    assert {FICHIER, "content/territoires/dossiers/logos/exemple.svg"} <= names


def test_its_figures_are_read_again_as_all_claims_are(kit: Path) -> None:
    listed = relecture(loaded(kit), avant=dt.date(2030, 1, 1))
    own = [t for t in listed.taches if t.fichier == FICHIER]
    assert [t.sujet for t in own] == [
        "Dossier Valence Romans Agglo, Emplois d’exemple dans les associations",
        "Dossier Valence Romans Agglo, Part d’exemple",
    ]
    assert {t.documents for t in own} == {("dossier Valence Romans Agglo",)}


def test_a_change_of_it_is_told_by_diff(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = write_complement_kit(
        tmp_path_factory.mktemp("autre"), COMPLEMENT.replace("15 000 €", "20 000 €").replace("  - forme: pat\n", "")
    )
    old, new = loaded(kit), loaded(other)
    [section] = diff.claims.sections(old, new)
    assert section.title == "Dossier Valence Romans Agglo"
    assert [(d.id, d.kind) for d in section.differences] == [
        (f"dossiers/{CLE}/cadre/decision", "modifié"),
        (f"dossiers/{CLE}/formes/2", "retiré"),
    ]


def test_editors_are_told_its_keys_in_french(kit: Path) -> None:
    schema = schemas()["dossiers"]
    said = json.dumps(schema, ensure_ascii=False)
    assert set(schema["properties"]) == set(Complement.model_fields)
    assert "Décision demandée" in said


# --- coopdocs new dossier


def new(kit: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(kit), "new", "dossier", *words], prog_name="coopdocs")


def test_a_file_is_written_by_the_name_of_its_territory_and_never_over_another(kit: Path) -> None:
    shutil.rmtree((kit / FICHIER).parent)
    done = new(kit, "Valence", "Romans")
    assert done.exit_code == 0
    assert "Valence Romans Agglo" in done.stdout
    text = (kit / FICHIER).read_text("utf-8")
    assert text.startswith("## Le dossier de la communauté d’agglomération Valence Romans Agglo (epci:200068781)")
    assert "@" not in text.replace("ess@exemple.fr", "")
    assert [str(p) for p in open_kit(kit).check()] == []
    assert loaded(kit).complements[CLE] == Complement()
    again = new(kit, CLE)
    assert again.exit_code == Exit.USAGE
    assert "existe déjà" in again.stderr
    assert (kit / FICHIER).read_text("utf-8") == text


@pytest.mark.parametrize(("nom", "dit"), [("Valenc", "commune:26362"), ("la France", "nommez"), ("Xyzzy", "aucun")])
def test_a_name_of_no_territory_is_told_its_neighbours(kit: Path, nom: str, dit: str) -> None:
    done = new(kit, nom)
    assert done.exit_code == Exit.USAGE
    assert dit in done.stderr


def test_the_file_as_written_has_every_field_and_asks_for_what_it_needs_once_it_is_opened(kit: Path) -> None:
    shutil.rmtree((kit / FICHIER).parent)
    new(kit, CLE)
    lines = (kit / FICHIER).read_text("utf-8").splitlines()
    opened = "\n".join(line.removeprefix("#").removeprefix(" ") if line[:2] == "# " else line for line in lines)
    (kit / FICHIER).write_text(opened, encoding="utf-8")
    written = yaml.safe_load(opened)
    assert set(written) == set(Complement.model_fields)
    for field, model in (("emetteur", Emetteur), ("decision", DecisionDemandee), ("annexes", Annexes)):
        assert set(written[field]) == set(model.model_fields)
    assert set(written["initiatives"][0]) == set(InitiativeLocale.model_fields) - {"id"}
    assert {p.code for p in load(kit)[1]} == {"C003"}


def test_every_level_and_every_name_gets_a_file_that_passes(kit: Path) -> None:
    for nom in ("26281", "Drôme", "region:84", "departement:2A", "departement:975"):
        assert new(kit, nom).exit_code == 0, nom
    assert len(loaded(kit).complements) == 6


# --- territories to compare with, formes that a dossier holds


def asked(kit: Path, *beside: str, places: tuple[str, ...] = (CLE,), levels: tuple[str, ...] = ()) -> Selection:
    return asking.selection(KitFolders(kit), asking.Asked((), (), places, levels, (), (), ("pdf",), beside=beside))


def test_territories_are_compared_with_those_that_the_command_then_the_file_names(kit: Path) -> None:
    library = loaded(kit)
    dossiers, t = Dossiers(library), _territoire(library, CLE)
    assert dossiers.dossier(t).comparables == ("epci:200067817", "epci:200040459")
    assert dossiers.dossier(t, ("epci:200067817",)).comparables == ("epci:200067817",)
    assert dossiers.dossier(_territoire(library, "commune:26281")).comparables == ()
    chosen = asked(kit, "Montélimar Agglomération", "epci:200040459")
    assert chosen.beside == ("epci:200040459",)
    every = plan(library, Theme(KitFolders(kit).theme), chosen, lambda job: 1)
    named = [t for t in every if t.request and t.request.beside]
    assert [t.path.rpartition("/")[2] for t in named] == [
        "200068781-valence-romans-agglo.pdf",
        "200068781-valence-romans-agglo-essentiel.pdf",
    ]
    assert {tuple(t.described()["comparer"]) for t in named} == {("epci:200040459",)}


@pytest.mark.parametrize(
    ("beside", "places", "levels", "dit"),
    [
        (("Drôme",), (CLE,), (), "n’est pas du même niveau"),
        ((CLE,), (CLE,), (), "lui-même"),
        (("Xyzzy",), (CLE,), (), "aucun territoire"),
        (("Montélimar Agglomération",), (), (), "--territoire"),
        (("Montélimar Agglomération",), (CLE,), ("epci",), "--niveau"),
        (tuple(f"commune:26{n:03}" for n in (1, 2, 3, 4, 5, 6)), ("26281",), (), "5 au plus"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    kit: Path, beside: tuple[str, ...], places: tuple[str, ...], levels: tuple[str, ...], dit: str
) -> None:
    with pytest.raises(RequestError, match=dit):
        asked(kit, *beside, places=places, levels=levels)


def test_the_fiches_of_a_dossier_are_those_that_its_file_names_in_its_order(kit: Path) -> None:
    theme = Theme(KitFolders(kit).theme)
    every = plan(loaded(kit), theme, Selection(("dossiers",), territoires=(CLE, "commune:26281")), lambda job: 1)
    formes = {t.request.territoire: t.request.formes for t in every if t.request}
    assert formes == {CLE: ("pat", "ptce"), "commune:26281": ("cooperations", "ptce", "ges", "pat")}


@pytest.mark.parametrize(("valeur", "ecrit"), [("1240", "1 240"), ("1 240", "1 240"), ("12,5", "12,5"), ("980", "980")])
def test_a_figure_is_written_as_the_tables_write_numbers(kit: Path, valeur: str, ecrit: str) -> None:
    add_complement(kit, COMPLEMENT.replace("valeur: 1 240", f'valeur: "{valeur}"'))
    (added,) = loaded(kit).complements.values()
    assert plain_spaces(added.chiffres[0].imprime) == f"{ecrit} emplois"
