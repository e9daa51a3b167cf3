"""The page of figures as read back: its tables are tables, its charts say in words what they show."""

from __future__ import annotations

import pytest

from coopdocs.formats.job import FilledPageJob, JoinJob, PdfJob
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.maker import Maker
from coopdocs.produce import PartStore
from coopdocs.targets import DossierRequest
from support.documents import Documents, kept, whole_page
from support.pdf_read import Balise, Pdf


@pytest.fixture(scope="module")
def assembler(documents: Documents) -> Assembler:
    return Assembler(Maker(documents.library, documents.theme), PartStore(kept()).pages)


def page(assembler: Assembler, cle: str) -> Pdf:
    job = assembler.job(DossierRequest(cle, "pdf", ("pat",), "essentiel"))
    assert isinstance(job, JoinJob)
    own = next(part.job for part in job.parts if part.name == "chiffres")
    assert isinstance(own, FilledPageJob)
    made = PartStore(kept()).render(PdfJob(whole_page(own), own.folders, 1))
    assert made.defects == ()
    return Pdf(made.data)


def said(balise: Balise) -> str:
    return balise.texte().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_figures_are_two_tables_whose_rows_and_columns_have_heads(assembler: Assembler) -> None:
    lue = page(assembler, "epci:200068781")
    beside, communes = lue.balises("Table")
    rows = {said(row.enfants[0]): [said(cell) for cell in row.enfants[1:]] for row in _rows(beside)}
    assert rows["Valence Romans Agglo"] == ["226 240", "241", "54", "24,1 %", "21,7 %", "8,9 %", "2,6 %"]
    assert rows["Troyes Champagne Métropole · Aube"][0] == "175 664"
    assert rows["France"][:3] == ["–", "108", "–"]
    assert list(rows)[-2:] == ["Médiane des cinq", "France"]
    assert all(row.enfants[0].nom == "TH" for row in _rows(beside))
    found = [[said(cell) for cell in row.enfants] for row in _rows(communes) if row.enfants[0].nom == "TH"]
    assert found[0][:2] == ["Valence", "64 458"]
    assert len(found) == 10


def _rows(table: Balise) -> list[Balise]:
    return [row for body in table.enfants if body.nom == "TBody" for row in body.enfants]


def test_each_chart_says_its_numbers_and_what_decorates_a_table_says_nothing(assembler: Assembler) -> None:
    figures = [str(b.attributs["/Alt"]) for b in page(assembler, "epci:200068781").balises("Figure")]
    places, ages, logements, carte = (alt.replace("\u00a0", " ").replace("\u202f", " ") for alt in figures)
    assert "habitants : 226 240, de 137 384 à 264 025 ailleurs, médiane 142 933" in places
    assert "Valence Romans Agglo : moins de 20 ans 24 %, 20 à 64 ans 54 %, 65 ans et plus 22 %" in ages
    assert "Les cinq autres, ensemble" in ages
    assert "France : résidences principales 82 %" in logements
    assert carte.startswith("Carte des communes de la communauté d’agglomération Valence Romans Agglo")


def test_a_commune_without_inhabitants_has_the_figures_of_its_epci_named_as_such(assembler: Assembler) -> None:
    texte = " ".join(page(assembler, "commune:55039").pages[0].split()).replace("\u00a0", " ")
    assert "Chiffres de la communauté d’agglomération du Grand Verdun : la commune n’a aucun habitant." in texte


def test_where_no_census_counts_people_their_number_and_density_stand_beside_what_is_known(
    assembler: Assembler,
) -> None:
    lue = page(assembler, "epci:200060465")
    texte = " ".join(lue.pages[0].split()).replace("\u00a0", " ").replace("\u202f", " ")
    assert texte.count("Non recensés ici en 2021.") == 2
    assert "Six fois plus dense que la France : 674 habitants au km² contre 108." in texte
    assert "très voisines" not in texte
    beside, communes = lue.balises("Table")
    rows = {said(row.enfants[0]): [said(cell) for cell in row.enfants[1:]] for row in _rows(beside)}
    assert rows["Grand Nord de Mayotte"] == ["59 042", "674", "88"]
    assert rows["Koungou"] == ["32 156", "1 155", "28"]
    assert rows["France"] == ["–", "108", "–"]
    assert [said(row.enfants[0]) for row in _rows(communes)] == ["Koungou", "Bandraboua", "Mtsamboro", "Acoua"]
    alts = [str(b.attributs["/Alt"]).replace("\u00a0", " ") for b in lue.balises("Figure")]
    # the disc of the territory, France's ages and dwellings, the map
    assert ["France : moins de 20 ans 24 %" in alt for alt in alts] == [False, True, False, False]
    assert not any("Grand Nord de Mayotte : moins" in alt for alt in alts)
    assert alts[3].startswith("Carte des communes de la communauté d’agglomération du Grand Nord de Mayotte")


def test_a_commune_that_no_census_counts_stands_beside_what_it_is_part_of_each_once(assembler: Assembler) -> None:
    beside, _ = page(assembler, "commune:97608").balises("Table")
    assert [said(row.enfants[0]) for row in _rows(beside)] == ["Dzaoudzi", "Petite-Terre", "Mayotte", "France"]


def test_all_of_mayotte_has_four_pages(assembler: Assembler) -> None:
    territoires = assembler.maker.library.territoires
    mayotte = territoires.get("departement:976")
    assert mayotte
    parts = [territoires.get("region:06"), mayotte, *territoires.enfants(mayotte), territoires.get("commune:97601")]
    assert len(parts) == 8, "région, département, five groups, a commune"
    for t in parts:
        assert t
        job = assembler.job(DossierRequest(t.cle, "pdf", ("pat",), "essentiel"))
        assert isinstance(job, JoinJob)
        assert len(job.parts) == 4


def test_a_territory_of_unknown_size_that_no_census_counts_has_no_such_page(assembler: Assembler) -> None:
    for cle in ("commune:97501", "departement:975", "departement:987"):
        job = assembler.job(DossierRequest(cle, "pdf", ("pat",), "essentiel"))
        assert isinstance(job, JoinJob)
        assert "chiffres" not in [part.name for part in job.parts]
