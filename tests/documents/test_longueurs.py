"""What `zones` lets through does fit: fiches whose every text fills its printed zone to the last line."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pypdfium2
import pytest

from coopdocs import open_kit, views, zones
from coopdocs.library import Library, load
from coopdocs.model.contenu import PARTIES
from coopdocs.theme import Theme
from coopdocs.zones import mentions
from support.brimful import brimful
from support.documents import Documents, with_forme
from support.kits import ROOT, dump, fait, forme, small_kit, spoil


@pytest.mark.parametrize(("slug", "recit"), [("cooperations", True), ("ptce", False), ("ges", True), ("pat", False)])
def test_a_fiche_full_to_the_brim_still_holds_on_two_pages(documents: Documents, slug: str, recit: bool) -> None:
    full = brimful(documents, slug, recit)
    assert (views.fiche(full.library, slug).recit_imprime is not None) == recit
    assert [p.message for p in zones.check(full.library, full.theme) if p.place.fichier.endswith(f"{slug}.yaml")] == []
    for path in (f"fiches/{slug}.pdf", f"fiches/{slug}-sobre.pdf"):
        assert (full[path].pages, full[path].defects) == (2, ())


def test_lines_end_alike_in_colour_and_without(documents: Documents) -> None:
    """What was measured for one holds for the other."""
    for slug in documents.library.formes:
        colour, plain = (lines(documents[f"fiches/{slug}{kind}.pdf"].data) for kind in ("", "-sobre"))
        assert colour == plain


def lines(octets: bytes) -> list[str]:
    return [
        line for page in pypdfium2.PdfDocument(octets) for line in page.get_textpage().get_text_range().split("\r\n")
    ]


def test_one_more_word_is_refused(documents: Documents) -> None:
    full = brimful(documents, "ptce")
    forme = full.library.formes["ptce"]
    longer = forme.atouts[0].model_copy(update={"texte": forme.atouts[0].texte + " habitants"})
    problems = zones.check(with_forme(full, "ptce", atouts=(longer, *forme.atouts[1:])).library, full.theme)
    assert [p.code for p in problems if p.place.fichier.endswith("ptce.yaml")] == ["Z001"]


@pytest.mark.parametrize("champ", ["titre", "court", "conseil", "quand", "texte", "lieu"])
def test_one_more_word_of_a_story_is_refused(documents: Documents, champ: str) -> None:
    full = brimful(documents, "gme", recit=True)
    recit = full.library.formes["gme"].recit
    assert recit is not None
    assert recit.conseil is not None
    faits = {"court": recit.court, "conseil": recit.conseil}
    change: object = f"{recit.titre} et ses habitants" if champ == "titre" else "dans la commune et ses habitants " * 3
    if champ in faits:
        change = faits[champ].model_copy(update={"texte": faits[champ].texte + " et tous ses habitants réunis"})
    if champ in ("quand", "texte"):
        longer = {champ: getattr(recit.jalons[0], champ) + " avec les habitants"}
        change, champ = (recit.jalons[0].model_copy(update=longer), *recit.jalons[1:]), "jalons"
    told = recit.model_copy(update={champ: change})
    problems = zones.check(with_forme(full, "gme", recit=told).library, full.theme)
    assert [p.code for p in problems if p.place.fichier.endswith("gme.yaml")] == ["Z001"]


FORUM = "content/evenements/forum-cooperations.yaml"
CSV = "content/territoires/"


@pytest.mark.parametrize(
    ("fichier", "ancien", "nouveau", "perdu"),
    [
        ("content/kit.yaml", "sous_titre: Trois", "sous_titre: 三", "三"),
        ("content/sources.yaml", "titre: Loi ESS", "titre: Loi 法", "法"),
        ("content/glossaire.yaml", "terme: ESS", "terme: ☕", "☕"),
        ("content/glossaire.yaml", "termes:", "sigles: {É森: bois}\ntermes:", "森"),
        ("content/formes/ptce.yaml", "- Projet", "- Pr\u20d0ojet", "\u20d0"),
        ("content/formes/ptce.yaml", "- Projet", "- Projet ½\u0301", "½\u0301"),
        (FORUM, "Ouverture", "Ouverture 😀", "😀"),
        ("content/introduction.md", "## À", "## 序 À", "序"),
        (CSV + "initiatives.csv", "Groupe Archer", "Café ☕", "☕"),
        (
            CSV + "contacts.csv",
            "confiance\n",
            "confiance\nfrance:FR,Le 店,,,01 02 03 04 05,,loi-ess,2026-11-01,,\n",
            "店",
        ),
        (CSV + "indicateurs/essai.csv", "26", "26", ""),
        (CSV + "indicateurs/essai.yaml", "libelle: Taux", "libelle: Taux ☂", "☂"),
    ],
)
def test_a_character_that_no_font_has_is_told_wherever_it_is_printed(
    kit: Path, fichier: str, ancien: str, nouveau: str, perdu: str
) -> None:
    spoil(kit / fichier, ancien, nouveau)
    library, problems = load(kit)
    assert [p for p in problems if p.is_error] == []
    assert library is not None
    lost = [p for p in zones.check(library, Theme([ROOT / "templates"])) if p.code == "Z002"]
    assert [p.place.fichier for p in lost] == ([fichier] if perdu else [])
    for p in lost:
        assert f"« {perdu} »" in p.message
        assert perdu[-1] in p.extrait
        assert p.place.ligne == 1 + (kit / fichier).read_text("utf-8").partition(perdu)[0].count("\n")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A small kit with every table, an event and an indicator."""
    made = small_kit(tmp_path)
    folder = made / CSV / "indicateurs"
    folder.mkdir()
    (folder / "essai.csv").write_text("code,valeur\ncommune:26281,1\n", encoding="utf-8")
    (folder / "essai.yaml").write_text("libelle: Taux\nunite: '%'\nannee: 2024\nsource: loi-ess\n", encoding="utf-8")
    return made


def _describe(kit: Path, **champs: str) -> None:
    decrit = {"libelle": "Taux", "unite": "'%'", "annee": "2024", "source": "loi-ess"} | champs
    texte = "".join(f"{cle}: {valeur}\n" for cle, valeur in decrit.items())
    (kit / CSV / "indicateurs/essai.yaml").write_text(texte, encoding="utf-8")


def _refused(kit: Path) -> list[tuple[str, int]]:
    library, problems = load(kit)
    assert library is not None
    assert [p for p in problems if p.is_error] == []
    found = zones.dossiers.check(library, Theme([ROOT / "templates"]))
    return [(p.place.fichier, p.place.ligne) for p in found if p.code == "Z001"]


def _most(kit: Path, champ: str, refused: list[tuple[str, int]]) -> str:
    """The longest text of like words that `check` takes; one word more is refused where it is written."""
    textes = [" ".join(["coopération"] * n) for n in range(1, 33)]

    def over(texte: str) -> bool:
        _describe(kit, **{champ: texte})
        found = _refused(kit)
        assert found in ([], refused)
        return bool(found)

    first = bisect_left(textes, True, key=over)
    assert 0 < first < len(textes)
    return textes[first - 1]


def test_what_an_indicator_says_of_itself_holds_under_its_figure_or_is_refused_where_it_is_written(kit: Path) -> None:
    fichier = CSV + "indicateurs/essai.yaml"
    libelle = _most(kit, "libelle", [(fichier, 1)])
    titre = _most(kit, "titre", [(fichier, 5)])
    assert _most(kit, "producteur", [(fichier, 5)]) == titre
    _describe(kit, libelle=libelle, titre=titre)
    made = Documents(open_kit(kit).library, Theme([ROOT / "templates"]))
    assert made["dossiers/communes/26281-romans-sur-isere-essentiel.pdf"].defects == ()


def test_the_title_of_a_source_that_is_too_long_under_a_figure_is_refused_where_it_stands(kit: Path) -> None:
    spoil(kit / "content/sources.yaml", "titre: Loi ESS", "titre: " + " ".join(["coopération"] * 33))
    ligne = 1 + (kit / "content/sources.yaml").read_text("utf-8").partition("titre: coop")[0].count("\n")
    assert _refused(kit) == [("content/sources.yaml", ligne)]


def test_the_name_of_a_group_of_criteres_is_held_to_the_head_of_its_row(kit: Path) -> None:
    criteres = kit / "content/criteres.yaml"
    texte = criteres.read_text("utf-8")
    ligne, titre = next((n, x) for n, x in enumerate(texte.split("\n"), 1) if "titre:" in x)
    for mots, refused in ((3, []), (4, [("content/criteres.yaml", ligne)])):
        nouveau = titre.partition("titre:")[0] + "titre: " + " ".join(["Coopération"] * mots)
        criteres.write_text(texte.replace(titre, nouveau, 1), "utf-8")
        library, problems = load(kit)
        assert library is not None
        assert [p for p in problems if p.is_error] == []
        found = zones.check(library, Theme([ROOT / "templates"]))
        assert [(p.place.fichier, p.place.ligne) for p in found if p.code == "Z001"] == refused


# --- what the kit says of itself

_MOTS = ["coopérer", "territorial", "développement", "commun", "solidaire", "initiative"]


def _with(library: Library, champ: str, texte: str) -> Library:
    kit = library.kit
    if "." in champ:
        licences = kit.licences.model_copy(update={champ.partition(".")[2]: texte})
        return replace(library, kit=kit.model_copy(update={"licences": licences}))
    return replace(library, kit=kit.model_copy(update={champ: texte}))


def kit_to_the_brim(documents: Documents) -> Documents:
    """The kit whose own texts, one after the other, are as long as check lets them be."""
    library = _with(documents.library, "version", "2026 bêta")
    for champ in ("titre", "sous_titre", "licences.contenu", "editeur", "licences.donnees", "licences.polices"):
        texte = ""
        for mot in cycle(_MOTS):
            longer = _with(library, champ, f"{texte} {mot}".strip())
            if list(mentions.check(longer, documents.theme)):
                break
            texte = f"{texte} {mot}".strip()
        assert texte
        library = _with(library, champ, texte)
    return Documents(library, documents.theme)


def test_a_kit_with_the_longest_names_is_printed(documents: Documents) -> None:
    full = kit_to_the_brim(documents)
    event = "evenements/forum-cooperations"
    # laid out with their covers and feet: some seconds
    for chemin in ("fiches/ptce.pdf", "comparatifs/comparatif.pdf", f"{event}/programme.pdf", f"{event}/affiche.pdf"):
        assert full[chemin].defects == ()
    assert any(chemin.startswith("dossiers/") for chemin in full.targets)


@pytest.mark.parametrize(
    ("champ", "texte", "dit"),
    [
        ("titre", "Des titres très longs " * 6, "dépasse sa place imprimée (2 lignes)"),
        ("sous_titre", "Des sous-titres très longs " * 12, "dépasse sa place imprimée (4 lignes)"),
        ("version", "une version qui n’en finit pas de se dire", "dépasse sa place imprimée (une ligne)"),
        ("editeur", "Une association d’éditeurs " * 9, "dépasse sa place imprimée (une ligne)"),
        ("licences.polices", "Une licence de polices " * 9, "dépasse sa place imprimée (2 lignes)"),
        ("licences.contenu", "Une licence trop longue pour un pied de feuille " * 2, "le pied d’un programme"),
    ],
)
def test_a_text_of_the_kit_too_long_for_a_cover_or_a_foot_is_told(
    documents: Documents, champ: str, texte: str, dit: str
) -> None:
    [problem] = mentions.check(_with(documents.library, champ, texte.strip()), documents.theme)
    assert (problem.code, problem.place.fichier) == ("Z001", "content/kit.yaml")
    assert dit in problem.message
    assert champ.rpartition(".")[2] + ":" in problem.extrait


@pytest.mark.parametrize(
    ("fichier", "ancien", "nouveau"),
    [
        ("content/formes/ptce.yaml", "sigle: PTCE", "sigle: Pôle territorial de coopération économique"),
        ("content/sources.yaml", "titre: Loi ESS", f"titre: {'Une loi bien longue ' * 40}"),
        ("content/sources.yaml", "editeur: État", f"editeur: {'Un éditeur ' * 12}"),
        ("content/glossaire.yaml", "terme: ESS", f"terme: {'Un terme ' * 24}"),
        ("content/glossaire.yaml", "texte: Économie sociale", f"texte: {'une définition ' * 60}"),
        ("content/glossaire.yaml", "termes:", f"sigles: {{ABC: {'un développé ' * 40}}}\ntermes:"),
        (FORUM, "papier: ", f"papier: {'un papier très particulier ' * 8}"),
    ],
)
def test_a_text_whose_place_is_small_is_measured(kit: Path, fichier: str, ancien: str, nouveau: str) -> None:
    spoil(kit / fichier, ancien, nouveau)
    library, _ = load(kit)
    assert library is not None
    found = {(p.code, p.place.fichier) for p in zones.check(library, Theme([ROOT / "templates"])) if p.is_error}
    assert ("Z001", fichier) in found


LONG = "W" * 18


@pytest.mark.parametrize(
    ("fichier", "ancien", "nouveau"),
    [
        ("content/formes/ptce.yaml", "texte: Un paragraphe.", f"texte: Un {LONG}."),
        ("content/sources.yaml", "titre: Loi ESS", f"titre: Loi {LONG}"),
        ("content/glossaire.yaml", "terme: ESS", f"terme: {LONG}"),
        ("content/decision.yaml", "- Lire tout.", f"- Lire {LONG}."),
        ("content/kit.yaml", "titre: Coopérer", f"titre: {LONG}"),
        ("content/introduction.md", "## À qui", f"## À {LONG}"),
        (CSV + "initiatives.csv", "Groupe Archer", f"Groupe {LONG}"),
    ],
)
def test_a_word_that_no_line_holds_is_told(kit: Path, fichier: str, ancien: str, nouveau: str) -> None:
    spoil(kit / fichier, ancien, nouveau)
    library, _ = load(kit)
    assert library is not None
    [problem] = [p for p in zones.check(library, Theme([ROOT / "templates"])) if p.is_error]
    assert (problem.code, problem.place.fichier) == ("Z001", fichier)
    assert "signes sans coupure" in problem.message
    assert LONG in problem.extrait


def test_real_words_and_addresses_are_no_words_too_long(kit: Path) -> None:
    words = "anticonstitutionnellement, Saint-Remy-en-Bouzemont-Saint-Genest, professionnalisation/intercommunalités"
    spoil(kit / "content/decision.yaml", "- Lire tout.", f"- {words}.")
    spoil(kit / "content/introduction.md", "## À qui", f"[Voir](https://www.example.org/{'w' * 90})\n\n## À qui")
    library, _ = load(kit)
    assert library is not None
    assert [p for p in zones.check(library, Theme([ROOT / "templates"])) if p.is_error] == []


def test_words_that_the_page_binds_are_measured_bound(documents: Documents) -> None:
    forme = documents.library.formes["ptce"]
    actor = forme.acteurs[0].model_copy(update={"nom": "n° 12 à accompagnement"})
    problems = zones.check(with_forme(documents, "ptce", acteurs=(actor, *forme.acteurs[1:])).library, documents.theme)
    assert [p.code for p in problems if p.place.fichier.endswith("ptce.yaml")] == ["Z001"]


def test_examples_that_have_no_place_on_a_map_take_the_width(documents: Documents) -> None:
    forme = documents.library.formes["ptce"]
    texte = (
        "Une démarche nationale qui réunit des habitants, des associations et des collectivités de tous les territoires"
    )
    nowhere = forme.exemples[0].model_copy(update={"territoire": "france:FR", "lieu": None, "texte": texte})
    rendu = with_forme(documents, "ptce", exemples=(nowhere,))["fiches/ptce.pdf"]
    assert (rendu.pages, rendu.defects) == (2, ())


@pytest.mark.parametrize("chemin", ["guide/ptce.docx", "fiches/ptce.html", "fiches/ptce.pdf"])
def test_a_forme_that_tells_as_much_as_it_may_is_whole_everywhere(kit: Path, chemin: str) -> None:
    data, long = forme("ptce"), "La commune et ses habitants ont porté ce projet avec des entreprises locales. " * 12
    data["recit"] |= {partie: fait(f"{long} Fin de {partie}.") for partie in PARTIES if partie != "conseil"}
    jalons = [fait(f"Pas {n}", quand=f"Jour {n}") for n in range(4)]
    data["recit"] |= {"conseil": fait("Commencer petit."), "jalons": jalons}
    themes = ("budget", "calendrier", "emplois", "difficulté")
    data["couts"] = [fait(f"{long} Coût {n}.", theme=themes[n % 4], date="2018") for n in range(12)]
    data["modeles"] = [{**data["modeles"][0], "titre": f"Charte {n}", "note": long[:150]} for n in range(8)]
    data["lacunes"] = [f"{long} Lacune {n}." for n in range(6)]
    (kit / "content/formes/ptce.yaml").write_text(dump(data), encoding="utf-8")
    opened = open_kit(kit)
    made = Documents(opened.library, opened.theme)
    assert made[chemin].defects == ()
    told = made.source(chemin)
    on_paper = {"fiches/ptce.pdf": ("Commencer petit.", "Jour 3")}
    for words in on_paper.get(chemin, ("Fin de resultat.", "Coût 11.", "Charte 7", "Lacune 5.", "Commencer petit.")):
        assert words in told


@pytest.mark.parametrize("champ", ["titre", "note", "editeur", "nature"])
def test_a_model_document_that_no_row_holds_is_refused(documents: Documents, champ: str) -> None:
    modeles = documents.library.formes["gme"].modeles
    longer = modeles[0].model_copy(update={champ: "une convention pour coopérer entre communes " * 12})
    problems = zones.check(with_forme(documents, "gme", modeles=(longer, *modeles[1:])).library, documents.theme)
    assert [p.code for p in problems if p.place.fichier.endswith("gme.yaml")] == ["Z001"]
