"""The page of leads laid out: one page whatever it holds, and its words in it."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from coopdocs.formats import run
from coopdocs.formats.job import JoinJob, Rendered
from coopdocs.library import Library
from coopdocs.model.complement import Annexes, Partie
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.dossier.essentiel import add_pages
from coopdocs.plan.maker import Maker
from coopdocs.plan.suite import Suite
from coopdocs.targets import DossierRequest
from coopdocs.theme import Theme
from coopdocs.typographie import plain_spaces
from epreuve.judge import look
from support.complement_exemple import CLE, brimmed, complement, write_complement_kit
from support.documents import TEMPLATES, Documents


def made(library: Library, cle: str = CLE, partie: str = "pistes") -> tuple[Rendered, str]:
    """The page and its words."""
    maker = Maker(library, Theme([TEMPLATES]))
    assembler = Assembler(maker, lambda job: 1)
    t = library.territoires.get(cle)
    assert t is not None
    suite = Suite(lambda job: 1, prochaine=1)
    add_pages(maker, suite, assembler.essentiel(t), DossierRequest(cle, "pdf", tuple(library.formes), "essentiel"))
    (job,) = [part.job for part in suite.parts if part.name == partie]
    rendu = run(job)
    with pypdfium2.PdfDocument(rendu.data) as pdf:
        assert len(pdf) == 1
        words = pdf[0].get_textpage().get_text_range()
    return rendu, re.sub(r"\s+", " ", plain_spaces(words))


def some(library: Library, n: int) -> Library:
    """The kit with `n` formes: its own, then others that nobody knows of."""
    own = list(library.comparables.items())
    formes = dict(own[:n])
    for rang in range(len(formes), n):
        forme = own[rang % len(own)][1]
        sigles = {"sigle": f"{forme.sigle} {rang}", "sigle_court": f"{forme.sigle_court} {rang}"}
        formes[f"f{rang}"] = forme.model_copy(update=sigles)
    territoires = copy.copy(library.territoires)
    territoires.__dict__["initiatives"] = tuple(r for r in library.territoires.initiatives if r["forme"] in formes)
    return replace(library, formes=formes, territoires=territoires)


@pytest.mark.parametrize("n", [1, 8, 12, 40])
def test_any_number_of_formes_is_on_one_page(documents: Documents, n: int) -> None:
    rendu, words = made(some(documents.library, n))
    assert not rendu.defects
    assert len(re.findall(r"Et \d+ autres : ", words)) == (n > 8)
    assert "Trois étapes, si vous commencez maintenant" in words


@pytest.mark.parametrize("retained", [False, True])
def test_the_widest_sigle_of_a_forme_keeps_to_its_column(documents: Documents, tmp_path: Path, retained: bool) -> None:
    kit = documents.library
    if retained:
        kit = replace(kit, complements={CLE: complement(write_complement_kit(tmp_path))})
    slug = kit.complements[CLE].formes[0].forme if retained else "ptce"
    wide = kit.formes[slug].model_copy(update={"sigle_court": "MWMMWMWWMMQM"})
    rendu, words = made(replace(kit, formes={**kit.formes, slug: wide}))
    (tmp_path / "page.pdf").write_bytes(rendu.data)
    assert "MWMMWMWWMMQM" in words
    assert list(look(tmp_path / "page.pdf", sized=True)) == []


def test_a_kit_without_calls_has_a_page_without_them(documents: Documents) -> None:
    rendu, words = made(replace(documents.library, aides=None))
    assert not rendu.defects
    assert "Appels et appuis" not in words
    assert "financeurs" not in words


@pytest.mark.parametrize(
    ("cle", "liste"), [("departement:975", True), ("commune:97501", True), ("epci:243500741", False)]
)
def test_two_pages_say_who_cooperates_on_the_second(documents: Documents, cle: str, liste: bool) -> None:
    rendu, words = made(documents.library, cle)
    assert not rendu.defects
    assert ("Qui coopère déjà ici" in words) == liste
    assert ("LEADER" in words) == (not liste)


def test_what_people_add_is_on_the_page_as_long_as_it_may_be(documents: Documents, tmp_path: Path) -> None:
    kit = write_complement_kit(tmp_path / "k")
    added = complement(kit)
    assert added.decision
    long = {
        "phrase": "Confier à la direction du développement une étude de six mois sur un pôle, avec les trois communes",
        "quand": "Conseil communautaire du 12 janvier 2027, au soir",
        "cout": "15 000 € et six mois d’un mi-temps de chargée de mission",
        "qui_porte": "La direction du développement économique et de l’emploi",
    }
    added = added.model_copy(update={"decision": added.decision.model_copy(update=long)})
    rendu, words = made(replace(documents.library, complements={CLE: added}, racine=kit))
    assert not rendu.defects
    for texte in (*long.values(), "Mission exemple", "Agglomération d’exemple", "Direction de l’exemple", "retenue"):
        assert texte in words
    assert "À DÉCIDER ENSEMBLE" not in words.upper()
    assert words.index("PTCE retenue") < words.index("PAT retenue") < words.index("GES")


@pytest.mark.parametrize("cle", ["epci:200050532", CLE])
def test_the_last_page_of_contacts_is_not_nearly_empty(documents: Documents, cle: str) -> None:
    maker = Maker(documents.library, Theme([TEMPLATES]))
    assembler = Assembler(maker, lambda job: 3)
    t = documents.library.territoires.get(cle)
    assert t is not None
    complet = assembler.job(DossierRequest(cle, "pdf", tuple(documents.library.formes)))
    assert isinstance(complet, JoinJob)
    (job,) = [part.job for part in complet.parts if part.name == "contacts"]
    rendu = run(job)
    assert not rendu.defects
    with pypdfium2.PdfDocument(rendu.data) as pdf:
        last = pdf[len(pdf) - 1].get_textpage()
        bottoms = [last.get_rect(n)[1] for n in range(last.count_rects())]
    # the foot of the page stands under 60 pt
    assert (842 - min(y for y in bottoms if y > 60)) / 842 > 0.6


@pytest.mark.parametrize("logo", [True, False])
@pytest.mark.parametrize("cle", [CLE, "departement:975", "epci:243500741", "departement:26"])
def test_every_text_at_its_limit_holds_on_the_page(documents: Documents, tmp_path: Path, cle: str, logo: bool) -> None:
    kit = write_complement_kit(tmp_path / "k")
    added = brimmed(kit)
    assert added.emetteur
    if not logo:
        added = added.model_copy(update={"emetteur": added.emetteur.model_copy(update={"logo": None})})
    added = added.model_copy(update={"comparables": (), "initiatives": ()})
    rendu, words = made(replace(documents.library, complements={cle: added}, racine=kit), cle)
    assert not rendu.defects
    assert added.emetteur
    m = added.emetteur
    for texte in (m.nom, m.service, m.adresse, m.telephone, m.courriel, "example.org/le-territoire/economie-sociale"):
        assert str(texte) in words
    assert f"Publié par {m.nom} ; source : " in words


@pytest.mark.parametrize("partie", ["couverture", "chiffres"])
def test_every_text_at_its_limit_holds_on_the_pages_before(documents: Documents, tmp_path: Path, partie: str) -> None:
    kit = write_complement_kit(tmp_path / "k")
    added = brimmed(kit).model_copy(update={"comparables": (), "initiatives": ()})
    rendu, words = made(replace(documents.library, complements={CLE: added}, racine=kit), CLE, partie)
    assert not rendu.defects
    assert added.decision
    said = added.decision.phrase if partie == "couverture" else added.chiffres[0].texte
    assert said.rstrip(".") in words


@pytest.mark.parametrize(("parties", "dit"), [(None, True), (("contacts",), False)])
def test_other_calls_are_referred_to_where_they_are_printed(
    documents: Documents, tmp_path: Path, parties: tuple[Partie, ...] | None, dit: bool
) -> None:
    kit = write_complement_kit(tmp_path / "k")
    added = complement(kit).model_copy(
        update={"annexes": Annexes(parties=parties), "comparables": (), "initiatives": ()}
    )
    rendu, words = made(replace(documents.library, complements={CLE: added}, racine=kit))
    assert not rendu.defects
    assert ("L’argent et le calendrier » du dossier complet" in words) == dit
    assert re.search(r"\d+ autres?", words)
