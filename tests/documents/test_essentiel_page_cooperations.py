"""The page of who cooperates and the cover, laid out: one page each, lists under their numbers, maps said in words."""

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


def page(assembler: Assembler, cle: str, partie: str) -> Pdf:
    job = assembler.job(DossierRequest(cle, "pdf", ("pat",), "essentiel"))
    assert isinstance(job, JoinJob)
    own = next(part.job for part in job.parts if part.name == partie)
    assert isinstance(own, FilledPageJob)
    made = PartStore(kept()).render(PdfJob(whole_page(own), own.folders, 1))
    assert made.defects == (), cle
    return Pdf(made.data)


def said(balise: Balise) -> str:
    return balise.texte().replace("\u00a0", " ").replace("\u202f", " ")


def alts(lue: Pdf) -> list[str]:
    return [str(b.attributs["/Alt"]).replace("\u00a0", " ").replace("\u202f", " ") for b in lue.balises("Figure")]


def test_lists_bear_the_numbers_of_the_map_and_each_name_leads_to_its_source(assembler: Assembler) -> None:
    lue = page(assembler, "epci:200068781", "cooperations")
    titles = [said(b) for b in (*lue.balises("H2"), *lue.balises("H3"))]
    assert {"Ici", "Qui couvre aussi le territoire", "Pas connu de nous ici"} <= set(titles)
    assert "Tout près dans les intercommunalités voisines" in titles
    assert any(
        t.startswith("Un peu plus loin") and t.endswith("à moins de 50 km de Valence, à vol d’oiseau") for t in titles
    )
    carte, *numeros = alts(lue)
    assert numeros == [str(n) for n in range(1, len(numeros) + 1)]
    assert carte.startswith("Carte : Valence Romans Agglo ; autour : ")
    assert "4 coopérations ici, numéros 1 à 4" in carte
    items = [said(b) for b in lue.balises("LI")]
    assert len(items) == len(numeros)
    assert [n for n, item in enumerate(items) if "Pôle Sud" in item and "PTCE · Romans-sur-Isère" in item] == [0]
    assert len(lue.balises("Link")) >= len(items)


@pytest.mark.parametrize(
    "cle",
    ["epci:200054781", "commune:29083", "commune:55039", "region:84", "departement:973", "epci:249740101"],
)
def test_the_page_holds_whatever_is_known(assembler: Assembler, cle: str) -> None:
    """Many, none, an island, a whole région: `page` fails on a second page and on what leaves its box."""
    numeros = alts(page(assembler, cle, "cooperations"))[1:]
    assert numeros == [str(n) for n in range(1, len(numeros) + 1)]


def test_the_cover_says_its_map_in_words(assembler: Assembler) -> None:
    (carte,) = alts(page(assembler, "epci:200068781", "couverture"))
    assert carte.startswith("Carte : Valence Romans Agglo, Drôme, Auvergne-Rhône-Alpes, avec Valence, Romans-sur-Isère")
    assert "; autour : " in carte
    assert "Arche Agglo" in carte
