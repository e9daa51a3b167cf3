"""The printed pages of a dossier: each holds on its page whatever the territory, and says what is true of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from documents import TEMPLATES, Documents
from pdf_lu import Pdf

from coopdocs.champs import Texte, remplir
from coopdocs.formats import Job, Rendu, pdf
from coopdocs.plan import Maker
from coopdocs.plan.dossiers import Assembler
from coopdocs.views import feuillets
from coopdocs.views.dossier import Dossier

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
    return Assembler(Maker(documents.library, documents.theme), lambda job: 2)


def dossier(assembler: Assembler, cle: str) -> Dossier:
    t = assembler.library.territoires.get(cle)
    assert t
    return assembler.dossiers.dossier(t)


def jobs(assembler: Assembler, cle: str) -> dict[str, Job]:
    t = assembler.library.territoires.get(cle)
    assert t
    return {piece.nom: piece.job for piece in assembler.pdf(t, tuple(assembler.library.formes)).pieces}


def laid_out(job: Job) -> Rendu:
    html = remplir(job.contenu, job.options["valeurs"]) if job.moteur == "gabarit" else job.contenu
    return pdf.write(html, job.dossiers, None)


@pytest.mark.parametrize("cle", DURS, ids=DURS.values())
def test_each_own_page_holds_on_one_page(assembler: Assembler, cle: str) -> None:
    made = jobs(assembler, cle)
    for partie in ("couverture", "territoire", "indices", *(nom for nom in made if nom.startswith("initiatives"))):
        rendu = laid_out(made[partie])
        assert (partie, rendu.pages, rendu.defauts) == (partie, 1, ())


def test_the_decision_aid_is_one_page_and_the_table_one_page_before_its_sources(assembler: Assembler) -> None:
    made = jobs(assembler, "epci:200068781")
    assert laid_out(made["choisir"]).pages == 1
    table = laid_out(made["comparatif"])
    assert table.pages == 2
    assert table.octets
    titres = [c.titre for c in assembler.library.criteres.criteres if c.principal]
    premiere, seconde = (re.sub(r"\s+", " ", page) for page in Pdf(table.octets).pages)
    assert all(titre in premiere for titre in titres)
    assert "Sources du tableau" in seconde


def test_shared_pages_are_the_same_for_every_territory(assembler: Assembler) -> None:
    other = Assembler(assembler.maker, assembler.pages)
    valence, brehat = jobs(assembler, "epci:200068781"), jobs(other, "commune:22016")
    for partie in ("usage", "choisir", "comparatif", "glossaire", "sources"):
        assert valence[partie].moteur == "pdf"
        assert valence[partie].contenu == brehat[partie].contenu


def test_initiatives_around_end_a_page(assembler: Assembler) -> None:
    territoires = assembler.library.territoires
    for cle in [*territoires.codes("region"), *territoires.codes("departement")]:
        pages = dossier(assembler, cle).feuillets
        left = feuillets.room_left(pages[-1], len(pages) == 1)
        assert 0 <= left < feuillets.RANGEE, cle


@pytest.mark.parametrize("ici", [*range(30), 150, 600])
@pytest.mark.parametrize("alentour", [0, 1, 2, 7, 40])
def test_a_list_of_any_length_flows_over_pages(ici: int, alentour: int) -> None:
    groupes: Any = (("Sur le territoire", tuple(range(ici))), ("Alentour", tuple(range(alentour))))
    pages: Any = feuillets.feuillets(groupes)
    for titre, entrees in groupes:
        shown = [(titre_, page) for feuillet in pages for titre_, page in feuillet if titre_.startswith(titre)]
        assert tuple(e for _, page in shown for e in page) == entrees
        assert [titre_.endswith(feuillets.SUITE) for titre_, _ in shown] == [False] + [True] * (len(shown) - 1)
        # neither a row alone nor a heading with one row of several
        assert all(len(page) > 1 for _, page in shown) or len(entrees) < 2
    for n, page in enumerate(pages):
        assert feuillets.room_left(page, n == 0) >= 0


@pytest.mark.parametrize(
    ("cle", "faits", "phrase"),
    [
        ("commune:26281", ["2e", "14,8 %"], "Commune de la communauté d’agglomération Valence Romans Agglo"),
        ("commune:29083", ["277"], "Commune qui n’appartient à aucune intercommunalité"),
        (
            "epci:243500741",
            ["31", "1,3 %"],
            "s’étend sur 3 départements : Ille-et-Vilaine, Loire-Atlantique et Morbihan.",
        ),
        ("departement:984", ["non disponible"], ""),
    ],
)
def test_figures_and_words_above_the_profile(assembler: Assembler, cle: str, faits: list[str], phrase: str) -> None:
    d = dossier(assembler, cle)
    dits = [valeur.replace("\u00a0", " ") for valeur, _ in d.faits]
    assert len(dits) == 4
    assert set(faits) <= set(dits)
    assert phrase.replace(" :", "\u00a0:") in d.phrase


def test_a_share_of_france_is_given_to_those_counted_in_it_only(assembler: Assembler) -> None:
    parts = {r.libelle: r.valeurs for r in dossier(assembler, "departement:988").reperes}["Part du territoire"]
    assert parts[-1] == "non\u00a0disponible"


def test_a_commune_is_in_its_list_even_when_few_people_live_there(assembler: Assembler) -> None:
    liste = dossier(assembler, "commune:02122").listes[0]
    assert [m.nom for m in liste.membres if m.ici] == ["Brie"]
    assert len(liste.membres) + liste.reste == 48


def test_a_long_title_is_set_smaller(assembler: Assembler) -> None:
    longs = "Choisir ensemble une forme de coopération pour faire vivre durablement son territoire"
    kit = assembler.library.kit.model_copy(update={"titre": longs})
    other = Assembler(Maker(replace(assembler.library, kit=kit), assembler.theme), lambda job: 2)
    rendu = laid_out(jobs(other, "epci:200068781")["couverture"])
    assert (rendu.pages, rendu.defauts) == (1, ())
    assert "font-size:40pt" not in jobs(other, "epci:200068781")["couverture"].contenu


def test_no_text_is_smaller_than_the_floor() -> None:
    for css in (TEMPLATES / "dossier").glob("*.css"):
        sizes = [float(n) for n in re.findall(r"(?:font(?:-size)?: [^;/]*?)([\d.]+)pt", css.read_text("utf-8"))]
        assert sizes
        assert min(sizes) >= 7.4


def texts(job: Job) -> list[Any]:
    return [v.mots for v in job.options["valeurs"] if isinstance(v, Texte)]


def test_lines_break_after_a_hyphen_only_where_they_must(assembler: Assembler) -> None:
    noms = texts(jobs(assembler, "epci:200000438")["couverture"])
    assert "Saint-Gildas-des-Bois" in noms
