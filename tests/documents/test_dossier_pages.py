"""The printed pages of a dossier: each holds on its page whatever the territory, and says what is true of it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coopdocs import sizes, zones
from coopdocs.champs import ChampTexte
from coopdocs.formats.job import FilledPageJob, Job, PdfJob, Rendered, declared_pages, source
from coopdocs.formats.pdf import ink, layout
from coopdocs.library import load
from coopdocs.model.complement import Annexes, Complement, Introduction, Temoignage
from coopdocs.model.evenement import Contact
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.maker import Maker
from coopdocs.targets import DossierRequest
from coopdocs.typographie import plain_spaces
from coopdocs.views import termes
from coopdocs.views.dossier import Dossier, initiatives
from support.documents import ROOT, TEMPLATES, Documents, parts, whole_page
from support.kits import many, others
from support.pdf_read import Pdf

DURS = {
    "epci:200068781": "Valence Romans Agglo",
    "epci:200006682": "the longest name of an EPCI",
    "epci:200054781": "eleven EPT, seven départements",
    "commune:26281": "five columns of figures",
    "commune:29083": "an island in no EPCI",
    "departement:75": "one commune",
    "departement:984": "nobody counted, no map",
    "region:84": "twelve départements",
}


@pytest.fixture(scope="module")
def assembler(documents: Documents) -> Assembler:
    return Assembler(Maker(documents.library, documents.theme), lambda job: declared_pages(job) or 2)


def dossier(assembler: Assembler, cle: str) -> Dossier:
    t = assembler.library.territoires.get(cle)
    assert t
    return assembler.dossier(t)


def jobs(assembler: Assembler, cle: str) -> dict[str, Job]:
    job = assembler.job(DossierRequest(cle, "pdf", tuple(assembler.library.formes)))
    return {part.name: part.job for part in parts(job)}


def laid_out(job: Job) -> Rendered:
    assert isinstance(job, PdfJob | FilledPageJob)
    return layout.write(whole_page(job), job.folders, None)


@pytest.mark.parametrize("cle", DURS, ids=DURS.values())
def test_each_own_page_holds_on_one_page(assembler: Assembler, cle: str) -> None:
    made = jobs(assembler, cle)
    for partie in ("couverture", "sommaire", "territoire", *(nom for nom in made if nom.startswith("initiatives"))):
        rendu = laid_out(made[partie])
        assert (partie, rendu.pages, rendu.defects) == (partie, 1, ())


@pytest.mark.parametrize("formes", [("pat",), ("gme", "pat")])
def test_the_contents_name_each_part_and_the_page_where_it_begins(
    assembler: Assembler, formes: tuple[str, ...]
) -> None:
    made = parts(assembler.job(DossierRequest("epci:200068781", "pdf", formes)))
    (contents,) = (part.job for part in made if part.name == "sommaire")
    nav = plain_spaces(whole_page(contents)).partition('<nav class="sommaire"')[2].partition("</nav>")[0]
    said = re.findall(r'href="partie:([^#"]+)#.*?class="page">(\d+)<', nav, re.S)
    begins, page = {}, 1
    for part in made:
        begins[part.name] = page
        page += assembler.pages(part.job)
    assert said == [(nom, str(begins[nom])) for nom, _ in said]
    first = {"couverture", "chiffres", "cooperations", "pistes", "sommaire"}
    assert [nom for nom, _ in said] == [
        nom for nom in begins if nom not in first and not nom.startswith(("notes", "initiatives-", "mairies-"))
    ]


@pytest.mark.parametrize("cle", ["epci:200068781", "departement:984", "commune:26281"])
@pytest.mark.parametrize("formes", [(), ("pat",)])
def test_each_fiche_begins_a_sheet(assembler: Assembler, cle: str, formes: tuple[str, ...]) -> None:
    """A page of one sheet and one of the next could not be given as « a fiche »."""
    page = 1
    for part in parts(assembler.job(DossierRequest(cle, "pdf", formes or tuple(assembler.library.formes)))):
        assert page % 2 or not part.name.startswith("fiche-"), part.name
        page += assembler.pages(part.job)


def test_a_page_left_before_a_sheet_is_for_notes(documents: Documents) -> None:
    """Three pages of figures, say: the decision aid would begin on the back of the last one."""
    other = Assembler(Maker(documents.library, documents.theme), lambda job: 3)
    made = {part.name: part.job for part in parts(other.job(DossierRequest("epci:200068781", "pdf", ("pat",))))}
    notes = [nom for nom in made if nom.startswith("notes-")]
    assert notes
    page = laid_out(made[notes[0]])
    assert (page.pages, page.defects) == (1, ())


def test_a_territory_s_file_says_which_parts_follow_and_in_which_order(assembler: Assembler) -> None:
    added = Complement(
        contact=Contact(nom="Mission exemple", courriel="ess@example.org", telephone="01 99 00 12 34"),
        introduction=Introduction(titre="Le mot du président", paragraphes=("Un *mot* d’accueil.", "Un autre.")),
        temoignage=Temoignage(texte="On s’y met.", auteur="Une habitante"),
        annexes=Annexes(parties=("contacts", "droit", "choix")),
    )
    kit = replace(assembler.library, complements={"epci:200068781": added})
    other = Assembler(Maker(kit, assembler.theme), assembler.pages)
    made = jobs(other, "epci:200068781")
    assert [nom for nom in made if not nom.startswith("notes")] == [
        "couverture", "chiffres", "cooperations", "pistes", "introduction", "sommaire", "territoire", "contacts",
        *(nom for nom in made if nom.startswith("mairies")), "droit", "choisir", "glossaire", "sources",
    ]  # fmt: skip
    page = laid_out(made["introduction"])
    assert page.defects == ()
    said = " ".join(Pdf(page.data).pages)
    assert all(words in said for words in ("Le mot du président", "Un mot d’accueil.", "Une habitante"))
    page = laid_out(made["contacts"])
    assert page.defects == ()
    first = Pdf(page.data).pages[0]
    assert first.index("Pour ce dossier") < first.index("Mission exemple") < first.index("Région")
    assert "ess@example.org" in first
    # no fiche is there to be led to
    assert not any("partie:fiche-" in source(job) for job in made.values())


@pytest.mark.parametrize("cle", ["epci:200068781", "departement:984"])
def test_the_cover_for_an_office_printer_takes_little_toner(assembler: Assembler, cle: str) -> None:
    covers = {}
    for sobre in (False, True):
        demande = DossierRequest(cle, "pdf", tuple(assembler.library.formes), "essentiel", sobre)
        made = {part.name: laid_out(part.job) for part in parts(assembler.job(demande))}
        assert all(page.defects == () for page in made.values())
        covers[sobre] = ink.measure(made["couverture"].data)[0].gray
        assert not sobre or ink.measure(made["pistes"].data)[0].gray <= 8
    assert covers[True] <= 8 < 30 < covers[False]


def test_a_glossary_holds_the_words_of_its_dossier_alone(assembler: Assembler) -> None:
    every, glossaire = tuple(assembler.library.formes), assembler.library.glossaire.termes
    printed = {}
    for formes in (every, ("gme",)):
        job = assembler.job(DossierRequest("commune:26281", "pdf", formes))
        html = {part.name: source(part.job) for part in parts(job)}
        said = re.findall(r"<dt>(.*?)</dt>", html["glossaire"])
        printed[formes] = {
            t.terme for t in glossaire if any(re.sub("<[^>]*>", "", dt).startswith(t.terme) for dt in said)
        }
        values = [v.mots for part in parts(job) if isinstance(part.job, FilledPageJob) for v in part.job.values
                  if isinstance(v, ChampTexte)]  # fmt: skip
        others = " ".join([*values, *(termes.words(page) for name, page in html.items() if name != "sources")])
        assert [t.terme for t in glossaire if t.terme in printed[formes] and not termes.used([t], [others])] == []
    assert len(printed["gme",]) < len(printed[every]) < len(glossaire)
    assert "Facile à lire et à comprendre" not in printed[every]


def test_the_decision_aid_is_two_pages_with_the_other_formes_on_the_second(assembler: Assembler) -> None:
    rendu = laid_out(jobs(assembler, "epci:200068781")["choisir"])
    assert rendu.data
    premiere, seconde = (re.sub(r"\s+", " ", page) for page in Pdf(rendu.data).pages)
    reponses = [question.reponses[0].texte for question in assembler.library.decision.questions]
    assert plain_spaces(reponses[0]) in premiere
    assert plain_spaces(reponses[-1]) in seconde
    assert all(plain_spaces(autre.nom) in seconde for autre in assembler.library.autres.values())


def test_the_table_is_one_page_before_its_sources(assembler: Assembler) -> None:
    made = jobs(assembler, "epci:200068781")
    table = laid_out(made["comparatif"])
    assert table.pages == 2
    assert table.data
    titres = [c.titre for c in assembler.library.criteres.criteres if c.principal]
    premiere, seconde = (re.sub(r"\s+", " ", page) for page in Pdf(table.data).pages)
    assert all(titre in premiere for titre in titres)
    assert "Sources du tableau" in seconde


def test_shared_pages_are_the_same_for_every_territory(assembler: Assembler) -> None:
    other = Assembler(assembler.maker, assembler.pages)
    valence, brehat = jobs(assembler, "epci:200068781"), jobs(other, "commune:22016")
    for partie in ("choisir", "comparatif", "recits", "droit"):
        assert isinstance(valence[partie], PdfJob)
        assert source(valence[partie]) == source(brehat[partie])


def room_left(feuillet: initiatives.Feuillet, first: bool) -> float:
    """What a page of lists leaves empty (mm)."""
    taken = sum(initiatives.TITRE + initiatives.RANGEE * max(len(rows), 1) + initiatives.ENTRE for _, rows in feuillet)
    return (initiatives.PREMIERE if first else initiatives.SUIVANTE) - initiatives.FIN - taken


def test_initiatives_around_end_a_page(assembler: Assembler) -> None:
    territoires = assembler.library.territoires
    for cle in [*territoires.codes("region"), *territoires.codes("departement")]:
        pages = dossier(assembler, cle).feuillets
        left = room_left(pages[-1], len(pages) == 1)
        assert 0 <= left < initiatives.RANGEE, cle


@pytest.mark.parametrize("ici", [*range(30), 150, 600])
@pytest.mark.parametrize("alentour", [0, 1, 2, 7, 40])
def test_a_list_of_any_length_flows_over_pages(ici: int, alentour: int) -> None:
    groupes: Any = (("Sur le territoire", tuple(range(ici))), ("Alentour", tuple(range(alentour))))
    pages: Any = initiatives.feuillets(groupes)
    for titre, entrees in groupes:
        shown = [(titre_, page) for feuillet in pages for titre_, page in feuillet if titre_.startswith(titre)]
        assert tuple(e for _, page in shown for e in page) == entrees
        assert [titre_.endswith(initiatives.SUITE) for titre_, _ in shown] == [False] + [True] * (len(shown) - 1)
        # neither a row alone nor a heading with one row of several
        assert all(len(page) > 1 for _, page in shown) or len(entrees) < 2
    for n, page in enumerate(pages):
        assert room_left(page, n == 0) >= 0


@pytest.mark.parametrize(
    ("cle", "faits", "phrase"),
    [
        ("commune:26281", ["2e", "14,8 %"], "Commune de la communauté d’agglomération Valence Romans Agglo"),
        ("commune:29083", ["277"], "Commune qui n’appartient à aucune intercommunalité"),
        (
            "epci:243500741",
            ["31", "2 183"],
            "s’étend sur 3 départements : Ille-et-Vilaine, Loire-Atlantique et Morbihan.",
        ),
        ("departement:984", ["non disponible"], ""),
    ],
)
def test_figures_and_words_above_the_profile(assembler: Assembler, cle: str, faits: list[str], phrase: str) -> None:
    d = dossier(assembler, cle)
    dits = [re.sub("[\u00a0\u202f]", " ", valeur) for valeur, _ in d.faits]
    assert len(dits) == 3
    assert set(faits) <= set(dits)
    assert phrase.replace(" :", "\u00a0:") in d.phrase


def test_a_share_of_france_is_given_to_those_counted_in_it_only(assembler: Assembler) -> None:
    parts = {r.libelle: r.valeurs for r in dossier(assembler, "epci:243500741").reperes}["Part du territoire"]
    assert parts == ("–", "1,3\u00a0%", "0,5\u00a0%", "moins de 0,1\u00a0%")
    assert "Part du territoire" not in [r.libelle for r in dossier(assembler, "departement:988").reperes]


def test_a_commune_is_in_its_list_even_when_few_people_live_there(assembler: Assembler) -> None:
    liste = dossier(assembler, "commune:02122").listes[0]
    assert [m.nom for m in liste.membres if m.ici] == ["Brie"]
    assert len(liste.membres) + liste.reste == 48


def test_no_text_is_smaller_than_the_floor() -> None:
    named = dict(re.findall(r"(--corps-\d+): ([\d.]+pt)", (TEMPLATES / "base/tokens.css").read_text("utf-8")))
    assert len(named) > 9
    every: list[float] = []
    for css in (TEMPLATES / "dossier").rglob("*.css"):
        text = css.read_text("utf-8")
        for nom, corps in (named | sizes.properties(css.relative_to(TEMPLATES).as_posix())).items():
            text = text.replace(f"var({nom})", corps)
        found = [float(n) for n in re.findall(r"(?:font(?:-size)?: [^;/]*?)([\d.]+)pt", text)]
        every += found
        assert min(found, default=8) >= 7.4
    assert len(every) > 50


# --- any content

CONTACTS = 60


def kept(documents: Documents, kit: Path) -> Assembler:
    """The dossiers of a kit that was changed, which is right."""
    lue, problems = load(kit)
    assert lue is not None, [f"{p.place} : {p.message}" for p in problems if p.is_error]
    assert [str(p) for p in zones.check(lue, documents.theme) if p.is_error] == []
    return Assembler(Maker(lue, documents.theme), lambda job: 2)


@pytest.fixture(scope="module")
def pleine(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> Assembler:
    """A kit with many contacts and 600 initiatives of one commune, 20 indicators, one contact of another commune."""
    kit = tmp_path_factory.mktemp("kit")
    shutil.copytree(ROOT / "content", kit / "content", ignore=shutil.ignore_patterns("evenements"))
    tables = kit / "content/territoires"
    with (tables / "contacts.csv").open("a", encoding="utf-8") as file:
        for n in range(CONTACTS):
            means = f"service{n}@exemple.fr,04 00 00 00 00,https://www.exemple.fr/{'un-chemin/' * (n % 9)}"
            file.write(f"commune:26281,Service numéro {n},{'accueil des porteurs ' * (1 + n % 7)},{means},")
            file.write("rtes-coop,2026-11-23,,\n")
        file.write("commune:55039,Mairie,accueil,mairie@exemple.fr,03 00 00 00 00,,https://exemple.fr,2026-11-23,,\n")
    with (tables / "initiatives.csv").open("a", encoding="utf-8") as file:
        for n in range(600):
            nom, lieu = "Une initiative au nom assez long " * (1 + n % 4), "au bout du chemin " * (n % 6)
            file.write(f"essai-{n},pat,{nom},commune,26281,,{lieu},2020,reconnu,{'Titre ' * (1 + n % 30)},,")
            file.write(f"https://exemple.fr/{n},confiance : incertain\n")
    (tables / "indicateurs").mkdir(exist_ok=True)
    for n in range(20):
        unite = "euros par habitant et par an" if n % 3 else "%"
        words = (
            f"libelle: Part des ménages sans voiture {n}\nunite: '{unite}'\nannee: 2023\nsource: https://insee.fr/{n}\n"
        )
        (tables / f"indicateurs/i{n:02}.yaml").write_text(words, encoding="utf-8")
        (tables / f"indicateurs/i{n:02}.csv").write_text("code,valeur\ncommune:26281,12345\n", encoding="utf-8")
    return kept(documents, kit)


def own(assembler: Assembler, cle: str) -> dict[str, Pdf]:
    """Each own part of a dossier, laid out whole: first, second and last of a long list."""
    jobs_ = {nom: job for nom, job in jobs(assembler, cle).items() if isinstance(job, FilledPageJob)}
    listes = [nom for nom in jobs_ if nom.startswith("initiatives")]
    pages = {}
    for nom, job in jobs_.items():
        if nom in listes[2:-1]:
            continue
        rendu = layout.write(whole_page(job), job.folders, job.pages)
        assert (nom, rendu.defects) == (nom, ())
        pages[nom] = Pdf(rendu.data)
    return pages


# ten pages of contacts, some of initiatives and three of figures
def test_a_commune_may_have_any_number_of_contacts_initiatives_and_figures(pleine: Assembler) -> None:
    pages = own(pleine, "commune:26281")
    contacts, figures = pages["contacts"].pages, " ".join(pages["territoire"].pages)
    assert len(set(re.findall(r"Service numéro (\d+)", " ".join(contacts)))) == CONTACTS
    assert len(set(re.findall(r"Part des ménages sans\s+voiture (\d+)", figures))) == 20
    assert "insee.fr/19" in figures
    assert "à vérifier" in pages["initiatives-2"].pages[0].replace("\u00a0", " ")
    # a page that goes on says of what and where
    assert len(contacts) > 5
    assert all("Romans-sur-Isère · Contacts (suite)" in page for page in contacts[1:])
    assert "Sur le territoire (suite)" in pages["initiatives-2"].pages[0]


def test_a_territory_without_inhabitants_has_a_dossier_like_any_other(pleine: Assembler) -> None:
    pages = own(pleine, "commune:55039")
    assert re.search(r"(?<![\d,])0(?![\d,])", pages["territoire"].pages[0])
    assert "mairie@exemple.fr" in pages["contacts"].pages[0]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_contact_more_or_less_makes_no_empty_page(documents: Documents, tmp_path: Path, n: int) -> None:
    """The networks that no longer held on the page of the contacts took one without text with them."""
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("evenements"))
    with (tmp_path / "content/territoires/contacts.csv").open("a", encoding="utf-8") as file:
        for i in range(n):
            means = f"service{i}@exemple.fr,04 00 00 00 0{i},https://www.exemple.fr/{i}"
            file.write(f"epci:200068781,Service {i},accueil des porteurs de projet,{means},rtes-coop,2026-11-23,,\n")
    page = laid_out(jobs(kept(documents, tmp_path), "epci:200068781")["contacts"])
    assert page.defects == ()


@pytest.mark.parametrize(("n", "sigle"), [(1, "F{}"), (9, "Coopérative {}"), (40, "F{}")])
def test_formes_of_any_number_stand_on_every_page(documents: Documents, tmp_path: Path, n: int, sigle: str) -> None:
    kit = many(tmp_path / "k", n, sigle=sigle, reseaux=min(n, 12))
    own_lists = shutil.ignore_patterns("initiatives.csv", "contacts.csv", "couverture.yaml")
    shutil.copytree(ROOT / "content/territoires", kit / "content/territoires", ignore=own_lists, dirs_exist_ok=True)
    other = kept(documents, kit)
    made = jobs(other, "commune:26281")
    said = {}
    for partie in ("sommaire", "choisir", "contacts"):
        rendu = laid_out(made[partie])
        assert (partie, rendu.defects) == (partie, ())
        said[partie] = [" ".join(page.split()) for page in Pdf(rendu.data).pages]
        declared = declared_pages(made[partie])
        assert declared in (None, rendu.pages)
    for partie in ("sommaire", "choisir", "contacts"):
        assert all(sigle.format(i) in " ".join(said[partie]) for i in range(1, n + 1)), partie


# the columns of three formes, the list of nine
@pytest.mark.parametrize("n", [3, 9])
@pytest.mark.parametrize(("autres", "texte"), [(0, ""), (1, "Court."), (40, "Une coopérative en grand. " * 150)])
def test_other_formes_of_any_number_follow_the_decision_aid(
    documents: Documents, tmp_path: Path, n: int, autres: int, texte: str
) -> None:
    kit = others(many(tmp_path / "k", n), autres, texte)
    own_lists = shutil.ignore_patterns("initiatives.csv", "contacts.csv", "couverture.yaml")
    shutil.copytree(ROOT / "content/territoires", kit / "content/territoires", ignore=own_lists, dirs_exist_ok=True)
    rendu = laid_out(jobs(kept(documents, kit), "commune:26281")["choisir"])
    assert rendu.defects == ()
    assert rendu.data
    said = plain_spaces(" ".join(" ".join(page.split()) for page in Pdf(rendu.data).pages))
    assert said.count("Quand la choisir") == autres
    # each is named by the answer, then by what is said of it
    assert all(len(re.findall(rf"[Aa]utre {i}\b", said)) == 2 for i in range(autres))
    assert said.count("coopérative en") == texte.count("coopérative en")
    assert ("Et si ce n’est aucune" in said) is (autres > 0)


@pytest.mark.parametrize(
    ("colonne", "texte"), [("nom", "Un nom " * 40), ("lieu", "Un lieu " * 40), ("source_titre", "Un titre " * 50)]
)
def test_a_line_too_long_for_a_dossier_is_refused_at_its_cell(
    documents: Documents, tmp_path: Path, colonne: str, texte: str
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("evenements"))
    table = tmp_path / "content/territoires/initiatives.csv"
    cells = dict.fromkeys(table.read_text("utf-8").splitlines()[0].split(","), "")
    cells |= {"id": "essai", "forme": "pat", "nom": "PAT", "territoire_type": "commune", "territoire_code": "26281"}
    cells |= {"source_titre": "Titre", "source_url": "https://exemple.fr"} | {colonne: texte}
    line = len(table.read_text("utf-8").splitlines()) + 1
    with table.open("a", encoding="utf-8") as file:
        file.write(",".join(cells.values()) + "\n")
    lue, _ = load(tmp_path)
    assert lue is not None
    (problem,) = [p for p in zones.check(lue, documents.theme) if p.is_error]
    assert (problem.code, problem.place.ligne) == ("Z001", line)
    assert "caractères" in problem.message
