"""The booklet of an event: every forme holds on its two pages for all readers, and what is printed can be traced."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from coopdocs.formats.job import ImpositionJob, Job, Part, Rendered
from coopdocs.formats.pdf.imposition import MM, Booklet, CropMarked, impose
from coopdocs.library import Library
from coopdocs.model.evenement import Contact, Evenement, Liens, Profil, Seance
from coopdocs.plan.evenements import targets
from coopdocs.plan.evenements.livret import epaisseur
from coopdocs.plan.maker import Maker
from coopdocs.produce import Cache, PartStore
from coopdocs.produce.cache import key
from coopdocs.sizes.livret import CORPS
from coopdocs.typographie import plain_spaces, slug
from coopdocs.views.evenement import journee
from coopdocs.views.livret import Livret, double
from coopdocs.zones.livret import fit_rubriques
from support.documents import Documents, kept, parts, with_forme
from support.pdf_read import Pdf, read_once

FORUM = "forum-cooperations"
PROFILS: tuple[Profil, ...] = ("élus", "agents", "habitants", "entreprises")
DENSES = (None, "entreprises")
"""The readers whose right pages are the fullest, for what need not be tried for all."""


class Essai:
    """The booklets of one event."""

    def __init__(
        self, documents: Documents, *, evenement: str = FORUM, cache: Cache | None = None, **change: object
    ) -> None:
        e: Evenement = documents.library.evenements[evenement].model_copy(update=change)
        self.library: Library = replace(documents.library, evenements={evenement: e})
        self.theme, self.e = documents.theme, e
        self._parts = PartStore(cache or kept())
        made = targets(Maker(self.library, self.theme), PROFILS, self._parts.pages)
        self.targets = {t.path.removeprefix(f"evenements/{evenement}/"): t for t in made}
        self._rendus: dict[str, Rendered] = {}

    def job(self, profil: Profil | None = None, fin: str = "") -> Job:
        return self.targets[f"livret{f'-{slug(profil)}' if profil else ''}{fin}.pdf"].make()

    def parts(self, profil: Profil | None = None) -> tuple[Part, ...]:
        return parts(self.job(profil))

    def rendu(self, profil: Profil | None = None) -> Rendered:
        nom = profil or ""
        if nom not in self._rendus:
            self._rendus[nom] = self._parts.render(self.job(profil))
        return self._rendus[nom]

    def part(self, nom: str, profil: Profil | None = None) -> bytes:
        """A part of a booklet, which was laid out to count its pages."""
        return self._parts.render(next(part.job for part in self.parts(profil) if part.name == nom)).data

    def lu(self, profil: Profil | None = None) -> Pdf:
        return read_once(self.rendu(profil).data)

    def livret(self, profil: Profil | None = None) -> Livret:
        jour = journee(self.library, FORUM)
        held = tuple(fit_rubriques(double(fiche, profil), self.theme)[0] for fiche in jour.fiches)
        return Livret(jour, profil, held, self.library)


@pytest.fixture(scope="module")
def forum(documents: Documents) -> Essai:
    return Essai(documents)


@pytest.fixture(scope="module")
def huit(documents: Documents) -> Essai:
    """An event about every subject of the kit, with all that an event can have beside."""
    contacts = tuple(Contact(nom=f"Service d’exemple {n}", courriel=f"service{n}@example.org") for n in range(4))
    return Essai(documents, formes=tuple(documents.library.formes), contacts=contacts)


def flat(texte: str) -> str:
    return " ".join(plain_spaces(texte).split())


# --- every forme, for all readers


@pytest.mark.parametrize("profil", [None, *PROFILS])
def test_every_forme_holds_on_two_facing_pages_for_all_readers(huit: Essai, profil: Profil | None) -> None:
    job, rendu = huit.job(profil), huit.rendu(profil)
    assert rendu.defects == ()
    assert rendu.pages is not None
    assert rendu.pages % 4 == 0
    lue = huit.lu(profil)
    starts = [places(lue)[f"forme-{nom}:{nom}"] for nom in huit.e.formes]
    assert all(page % 2 == 0 for page in starts)
    assert [after - page for page, after in pairwise(starts)] == [2] * 7
    assert {part.name for part in parts(job)} >= {f"forme-{nom}" for nom in huit.e.formes}


def places(lue: Pdf) -> dict[str, int]:
    """The page (from 1) of each named place."""
    rank: dict[Any, int] = {page.objgen: i for i, page in enumerate(lue.pdf.pages, 1)}
    names: Any = lue.pdf.Root.Names.Dests
    found = {}
    for name, value in pikepdf.NameTree(names).items():
        target = value.D if isinstance(value, pikepdf.Dictionary) else value
        found[str(name)] = rank[target[0].objgen]
    return found


@pytest.mark.parametrize("profil", [None, *PROFILS])
def test_what_a_right_page_must_have_is_never_left_out(huit: Essai, profil: Profil | None) -> None:
    for fiche in journee(huit.library, FORUM).fiches:
        wanted = double(fiche, profil)
        held, corps = fit_rubriques(wanted, huit.theme)
        assert corps in CORPS
        titles = [r.titre.removesuffix(" (extraits)") for r in held.rubriques]
        assert titles == [r.titre for r in wanted.rubriques if r.titre in titles]
        for rubrique in wanted.rubriques:
            found = next((r for r in held.rubriques if r.titre.startswith(rubrique.titre)), None)
            left = len(found.elements) if found else 0
            assert found is not None or rubrique.minimum == 0, (fiche.slug, rubrique.titre)
            assert left >= (len(rubrique.elements) if rubrique.minimum is None else 0)
            assert found is None or (left == len(rubrique.elements)) == (found.titre == rubrique.titre)


def test_a_page_too_short_keeps_the_first_of_what_may_be_cut_and_says_so(huit: Essai) -> None:
    fiche = next(f for f in journee(huit.library, FORUM).fiches if f.slug == "gme")
    idees = fiche.forme.idees_recues
    longer = fiche.forme.model_copy(update={"idees_recues": idees * 2})
    held, corps = fit_rubriques(double(replace(fiche, forme=longer), "habitants"), huit.theme)
    last = held.rubriques[-1]
    assert last.titre == "Idées reçues (extraits)"
    assert 1 <= len(last.elements) < 2 * len(idees)
    assert [e.fait for e in last.elements] == list((idees * 2)[: len(last.elements)])
    assert corps >= 8.6


def test_each_reader_has_the_pages_made_for_them(forum: Essai) -> None:
    titles = {p: [r.titre for r in forum.livret(p).doubles[0].rubriques] for p in (None, *PROFILS)}
    assert titles[None][:2] == ["Ce que peut faire la collectivité", "Se lancer en six étapes (durées indicatives)"]
    assert titles["élus"][:3] == ["Ce que peut faire la collectivité", "Chiffres clés", "Points de vigilance"]
    assert titles["agents"][:2] == ["Se lancer en six étapes (durées indicatives)", "Le cadre"]
    assert titles["habitants"][0] == "Qui coopère\u202f?"
    assert "Ils l’ont fait" in titles["habitants"]
    assert titles["entreprises"][:2] == ["Qui coopère\u202f?", "Le statut"]


@pytest.mark.parametrize("profil", [None, *PROFILS])
def test_both_pages_of_a_forme_give_different_rows_of_its_identity(forum: Essai, profil: Profil | None) -> None:
    for page in forum.livret(profil).doubles:
        left = [ligne.fait for ligne in page.carte]
        right = [e.fait for r in page.rubriques for e in r.elements]
        assert len(left) == 4
        assert not [fait for fait in left if any(fait is other for other in right)]


def test_people_who_live_there_read_the_words_before_the_table(huit: Essai) -> None:
    def order(profil: Profil | None) -> list[str]:
        return [p.name for p in huit.parts(profil) if p.name in ("glossaire", "comparatif")]

    assert order("habitants") == ["glossaire", "comparatif"]
    assert order(None) == ["comparatif", "glossaire"]


# --- pages and their numbers


@pytest.mark.parametrize("profil", DENSES)
def test_the_contents_give_the_page_of_each_part(huit: Essai, profil: Profil | None) -> None:
    lue = huit.lu(profil)
    found = places(lue)
    lines = [balise.texte() for balise in lue.balises("TOCI")]
    targets = list(dict.fromkeys(target for page, target in lue.liens if page == 2 and target.startswith("#")))
    assert len(lines) == len(targets) > 10
    numbers = [re.search(r"(\d+)$", line) for line in lines]
    assert [int(n[1]) for n in numbers if n] == [found[target.removeprefix("#")] for target in targets]


@pytest.mark.parametrize("profil", DENSES)
def test_each_page_bears_its_number_on_the_outer_side(huit: Essai, profil: Profil | None) -> None:
    document = pypdfium2.PdfDocument(huit.rendu(profil).data)
    for number in range(2, len(document)):
        page = document[number - 1]
        width = page.get_width()
        left, right = (0, 0, width / 4, 40), (width * 3 / 4, 0, width, 40)
        outer = right if number % 2 else left
        assert page.get_textpage().get_text_bounded(*outer).strip() == str(number)


def test_a_missing_page_before_the_formes_is_one_for_notes(documents: Documents, forum: Essai) -> None:
    noms = [part.name for part in forum.parts()]
    shorter = Essai(documents, programme=(forum.e.programme[1],), formes=("ptce",))
    assert "questions" in noms
    assert "questions" not in [part.name for part in shorter.parts()]
    for essai in (forum, shorter):
        assert places(essai.lu())["forme-ptce:ptce"] % 2 == 0
        assert (essai.rendu().pages or 0) % 4 == 0


def test_the_page_labels_are_the_printed_numbers(forum: Essai) -> None:
    lue = forum.lu()
    labels: Any = lue.pdf.Root.PageLabels.Nums
    (first, cover, second, others, *rest) = labels
    assert (first, str(cover.P), second, others.S, others.St, rest) == (0, "Couverture", 1, pikepdf.Name.D, 2, [])


HAUT, PIED, HAUTEUR = 13, 15, 210
"""Where the text of a page stands (mm): below its upper margin, above its foot, and the height of the page."""


def filled(octets: bytes) -> list[float]:
    """How far down its text goes on each page, as a share of the height that it may have."""
    found = []
    for page in pypdfium2.PdfDocument(octets):
        text = page.get_textpage()
        ends = [text.get_rect(i)[1] / MM for i in range(text.count_rects())]
        lowest = min((end for end in ends if end > PIED), default=HAUTEUR - HAUT)
        found.append((HAUTEUR - HAUT - lowest) / (HAUTEUR - HAUT - PIED))
    return found


@pytest.mark.parametrize("evenement", [FORUM, "conseil-cooperations", "formation-groupe-cooperatif"])
def test_no_page_before_the_notes_is_nearly_empty(documents: Documents, evenement: str) -> None:
    essai = Essai(documents, evenement=evenement)
    for profil in (None, *essai.e.profils):
        for nom in ("programme", "comparatif", "glossaire", "contacts", "sources"):
            assert min(filled(essai.part(nom, profil))) > 0.12, (profil, nom)


@pytest.mark.parametrize(("seances", "pages"), [(13, 1), (14, 2), (25, 2)])
def test_an_agenda_of_bare_titles_goes_on_from_page_to_page(documents: Documents, seances: int, pages: int) -> None:
    hours = [f"{9 + n // 6:02}:{n % 6}0" for n in range(seances + 1)]
    bare = tuple(
        Seance.model_validate({"debut": a, "fin": b, "titre": f"Délibération {n}"})
        for n, (a, b) in enumerate(pairwise(hours), 1)
    )
    octets = Essai(documents, programme=bare, intervenants=(), formes=("pat",)).part("programme")
    full = filled(octets)
    assert len(full) == pages
    assert min(full[:-1], default=1) > 0.85
    assert full[-1] > 0.12
    assert "Délibération" in Pdf(octets).pages[0]


# --- what is said can be traced


@pytest.mark.parametrize("profil", [None, *PROFILS])
def test_every_source_of_what_is_printed_is_listed_under_its_number(huit: Essai, profil: Profil | None) -> None:
    livret, lue = huit.livret(profil), huit.lu(profil)
    tree = flat(lue.arbre.texte())
    cited = set(claims(livret))
    assert set(livret.numeros) == {cle for _, sources in cited for cle in sources}
    listed = {b.texte() for b in lue.balises("LI")}
    for numero, cle, source in livret.sources:
        assert f"{numero}. {flat(source.court.replace('*', ''))}" in {flat(x) for x in listed}, cle
    for texte, _ in cited:
        assert flat(texte) in tree
    assert "Informations vérifiées" in tree


def claims(livret: Livret) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything stated in a booklet that has a source: its words and its sources."""
    for page in livret.doubles:
        yield from ((fait.texte, fait.sources) for fait in page.faits)
    yield from ((terme.texte, terme.sources) for terme in livret.termes)
    for appui in livret.appuis:
        yield from ((reseau.texte, reseau.sources) for _, reseau in appui.propos)
    assert livret.journee.table is not None
    for rangee in livret.journee.table.rangees:
        yield from ((case.texte, case.sources) for case in rangee.cases)


def test_a_doubt_is_printed_beside_what_it_is_about(documents: Documents) -> None:
    forme = documents.library.formes["pat"]
    doubts = {
        "chapo": forme.chapo.model_copy(update={"confiance": "incertain"}),
        "collectivite": tuple(f.model_copy(update={"confiance": "incertain"}) for f in forme.collectivite),
    }
    essai = Essai(with_forme(documents, "pat", **doubts), formes=("pat",))
    doubtful = [f for page in essai.livret().doubles for f in page.faits if f.confiance == "incertain"]
    tree = flat(essai.lu().arbre.texte())
    assert len(doubtful) == 1 + len(forme.collectivite) > 1
    for fait in doubtful:
        assert f"{flat(fait.texte)} (à vérifier)" in tree


def test_the_glossary_has_the_words_that_these_readers_meet(huit: Essai) -> None:
    words = {t.terme for t in huit.livret("habitants").termes}
    assert "Économie sociale et solidaire" in words
    assert len(words) < len(huit.library.glossaire.termes)


def test_an_example_says_so_on_its_first_pages_and_its_last(forum: Essai, documents: Documents) -> None:
    pages = [flat(page) for page in forum.lu().pages]
    assert [("fictifs" in pages[i]) for i in (0, 1, -1)] == [True] * 3
    real = Essai(documents, exemple=False, formes=("pat",))
    assert "fictifs" not in flat("".join(real.lu().pages))


# --- what it looks like, measured


def test_codes_can_be_read_from_pages_drawn_at_150_dpi(forum: Essai) -> None:
    import zxingcpp

    document = pypdfium2.PdfDocument(forum.rendu().data)
    read: set[str] = set()
    for page in document:
        image = page.render(scale=150 / 72).to_pil().convert("L")
        read.update(code.text for code in zxingcpp.read_barcodes(image))
    links = {lien.adresse for lien in journee(forum.library, FORUM).liens}
    assert read == links | {forum.library.formes[nom].lien for nom in forum.e.formes}


@pytest.mark.parametrize("profil", DENSES)
def test_no_text_is_smaller_than_a_hand_held_page_allows(huit: Essai, profil: Profil | None) -> None:
    document = pypdfium2.PdfDocument(huit.rendu(profil).data)
    small: set[str] = set()
    for page in document:
        text = page.get_textpage()
        for i in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text.raw, i))
            # the calls of sources, digits and commas, are raised and smaller
            if letter.isalpha() and pdfium.FPDFText_GetFontSize(text.raw, i) * 0.75 < 7.39:
                small.add(letter)
    assert not small


@pytest.mark.parametrize("imprimeur", ["bureau", "imprimeur"])
def test_an_office_printer_gets_no_full_ground(documents: Documents, forum: Essai, imprimeur: str) -> None:
    impression = forum.e.impression.model_copy(update={"imprimeur": imprimeur})
    octets = Essai(documents, impression=impression, formes=("pat", "ges")).rendu().data
    page = pypdfium2.PdfDocument(octets)[0].render(scale=0.3).to_pil().convert("L")
    dark = sum(page.histogram()[:128]) / (page.width * page.height)
    assert (dark > 0.5) == (imprimeur == "imprimeur")


def test_the_back_cover_bears_the_emblem_of_the_first_forme(documents: Documents) -> None:
    bands = []
    for formes in (("pat", "ges"), ("ges", "pat")):
        cover = pypdfium2.PdfDocument(Essai(documents, formes=formes).part("dos"))[0].render(scale=0.5).to_pil()
        bands.append(cover.crop((0, 0, cover.width, cover.height // 4)).tobytes())
    assert bands[0] != bands[1]


# --- other events


def test_an_event_about_one_forme_compares_nothing(documents: Documents) -> None:
    one = Essai(documents, formes=("jvs",), intervenants=(), programme=(quiet(documents),), liens=Liens())
    assert one.rendu().defects == ()
    assert "comparatif" not in [part.name for part in one.parts()]
    assert (one.rendu().pages or 0) % 4 == 0


def quiet(documents: Documents) -> Seance:
    first = documents.library.evenements[FORUM].programme[1]
    return first.model_copy(update={"intervenants": ()})


def test_a_booklet_is_made_only_for_whom_the_event_is_meant(documents: Documents, forum: Essai) -> None:
    def made(profils: tuple[Profil, ...]) -> set[str]:
        return {nom for nom in Essai(documents, profils=profils).targets if nom.startswith("livret")}

    assert made(("élus",)) == {"livret.pdf", "livret-impose.pdf", "livret-elus.pdf", "livret-elus-impose.pdf"}
    kept = [t for nom, t in forum.targets.items() if nom.startswith("livret-agents")]
    assert [t.profil for t in kept] == ["agents", "agents"]


def test_a_speaker_renamed_lays_one_part_out_again(documents: Documents, forum: Essai) -> None:
    first, *others = forum.e.intervenants
    renamed = first.model_copy(update={"nom": "Camille Autre"})
    programme = tuple(
        s.model_copy(update={"intervenants": tuple("Camille Autre" if n == first.nom else n for n in s.intervenants)})
        for s in forum.e.programme
    )
    after = Essai(documents, intervenants=(renamed, *others), programme=programme)
    keys = [{p.name: key(p.job) for p in essai.parts()} for essai in (forum, after)]
    assert [nom for nom in keys[0] if keys[0][nom] != keys[1][nom]] == ["programme"]


def test_the_same_event_gives_the_same_bytes(documents: Documents) -> None:
    made = [Essai(documents, cache=Cache(None), formes=("pat",)).rendu().data for _ in range(2)]
    assert made[0] == made[1]


# --- for the printer


def test_the_imposed_booklet_is_made_from_the_one_that_is_read(forum: Essai) -> None:
    job = forum.job(fin="-impose")
    assert isinstance(job, ImpositionJob)
    assert job.scheme == Booklet(thickness=115 / 800)
    assert job.document is forum.job()


def test_full_grounds_go_on_beyond_the_trim(forum: Essai) -> None:
    octets, pages = impose(forum.rendu().data, CropMarked(3), "Essai")
    document = pypdfium2.PdfDocument(octets)
    first_forme = places(forum.lu())["forme-ptce:ptce"]
    for number, couleur in ((1, forum.e.couleur), (first_forme, "#0B5F60"), (pages, forum.e.couleur)):
        page = document[number - 1]
        left, _, _, top = page.get_trimbox()
        image = page.render(scale=2).to_pil().convert("RGB")
        x, y = (left - 1.5 * MM) * 2, (page.get_height() - top - 1.5 * MM) * 2
        assert image.getpixel((round(x), round(y))) == tuple(bytes.fromhex(couleur[1:])), number


@pytest.mark.parametrize(
    ("papier", "mm"),
    [
        ("80 g/m² recyclé", 0.1),
        ("115 g/m² couché, couverture 170 g/m²", 0.14375),
        ("papier ordinaire", 0.1),
        ("papier recyclé, 2 grammages", 0.1),
        ("lot de 500 gris", 0.1),
        ("99999 g", 0.1),
        ("12 g, puis 90 gr", 0.1125),
        ("160 grammes", 0.2),
    ],
)
def test_a_sheet_is_as_thick_as_its_paper_is_heavy(papier: str, mm: float) -> None:
    assert epaisseur(papier) == pytest.approx(mm)


def test_the_files_of_the_event_and_of_its_formes_go_with_its_booklet(forum: Essai) -> None:
    with pikepdf.open(io.BytesIO(forum.rendu().data)) as pdf:
        assert set(pdf.attachments) == {f"{nom}.yaml" for nom in (FORUM, "ptce", "ges", "pat", "tzcld")}
