"""The web pages, made from the repository's own content: valid, accessible, complete in themselves, well set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coopdocs import views
from coopdocs.produce import indexes
from coopdocs.typographie import taille
from support import html_checks as controle
from support.documents import Documents

ONE_OF_EACH = (
    "index.html",
    "fiches/ptce.html",
    "fiches/gme.html",
    "comparatifs/comparatif.html",
    "guide/guide.html",
    "evenements/forum-cooperations/page.html",
    "evenements/conseil-cooperations/page.html",
    "dossiers/index.html",
)
LARGEURS = (320, 360, 1280)


class Site:
    """Every page of the kit in one folder, and the paths that the whole plan would make there."""

    def __init__(self, documents: Documents, sortie: Path) -> None:
        self.library = kit = documents.library
        for path in documents.paths("", ".html"):
            (sortie / path).parent.mkdir(parents=True, exist_ok=True)
            (sortie / path).write_bytes(documents[path].data)
        every = documents.targets.values()
        entries = [
            {"chemin": t.path, "genre": t.kind, "sujet": t.subject, "titre": t.title, "format": t.format,
             "octets": 150_000, "pages": 2 if t.format == "pdf" else None}
            for t in every
        ]  # fmt: skip
        (sortie / "index.html").write_text(indexes.index(documents.theme, kit, entries), "utf-8")
        (sortie / "dossiers").mkdir()
        (sortie / "dossiers/index.html").write_text(indexes.directory(documents.theme, kit, entries) or "", "utf-8")
        self.sortie = sortie
        self.planned = {t.path for t in every} | {"index.html", "dossiers/index.html"}
        self.pages = sorted(sortie.rglob("*.html"))


@pytest.fixture(scope="session")
def site(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(documents, tmp_path_factory.mktemp("output"))


def faulty(found: dict[Path, list[str]]) -> dict[str, list[str]]:
    return {page.name: defects for page, defects in found.items() if defects}


# --- what needs no tool


def test_every_web_page_of_the_plan_is_made(site: Site) -> None:
    made = {page.relative_to(site.sortie).as_posix() for page in site.pages}
    assert made == {path for path in site.planned if path.endswith(".html")}
    assert set(ONE_OF_EACH) <= made


def test_every_page_is_in_french_well_set_whole_in_itself_and_its_links_lead_somewhere(site: Site) -> None:
    assert faulty(controle.own(site.pages, site.sortie, site.planned)) == {}


def test_a_fiche_shows_each_claim_with_its_sources_and_the_day_it_was_checked(site: Site) -> None:
    for slug, forme in site.library.formes.items():
        fiche = views.fiche(site.library, slug)
        table = controle.read(site.sortie / f"fiches/{slug}.html").find(".//table[@class='affirmations']")
        rows = [row for row in table.iter("tr") if row.find("td") is not None]
        claims = list(views.claims(forme))
        assert len(rows) == len(claims)
        for row, (_, fait) in zip(rows, claims, strict=True):
            said, sources, checked, confiance = (cell.text_content() for cell in row.iter("td"))
            assert said.endswith(fait.texte)
            wanted = ", ".join(str(s.numero) for s in fiche.appels(fait, imprime=False))
            assert sources == (wanted or "sans source")
            assert checked.endswith(str(fait.verifie_le.year))
            assert confiance in ("vérifié", "à vérifier", "conseil de la rédaction")


def test_a_fiche_lists_each_source_with_its_address_and_the_day_it_was_read(site: Site) -> None:
    for slug in site.library.formes:
        page = controle.read(site.sortie / f"fiches/{slug}.html")
        for source in views.fiche(site.library, slug).sources:
            item = page.get_element_by_id(f"{slug}-s{source.numero}")
            assert [a.get("href") for a in item.iter("a")] == [source.source.adresse] * (
                source.source.adresse is not None
            )
            assert re.search(r"(page non datée|\d{4})\. Consulté le \d", item.text_content())


def test_fiches_follow_one_another_from_the_first_to_the_last(site: Site) -> None:
    slugs = list(site.library.formes)
    for i, slug in enumerate(slugs):
        page = controle.read(site.sortie / f"fiches/{slug}.html")
        found = [a.get("href") for a in page.xpath("//ul[@class='voisines']//a")]
        assert found == [f"{s}.html" for s in (*slugs[:i][-1:], *slugs[i + 1 :][:1])]


def test_the_index_leads_to_every_file_once_with_its_format_and_size(site: Site) -> None:
    page = controle.read(site.sortie / "index.html")
    assert sorted(a.get("href") for a in page.xpath("//main//a")) == sorted(site.planned - {"index.html"})
    pdf = page.xpath("//li[a/@href='fiches/ptce.pdf']")[0]
    assert " ".join(pdf.text_content().split(" ")) == "Fiche PTCE, PDF 2\u00a0pages, 150\u00a0ko"


def test_the_index_says_which_file_is_of_an_earlier_build(documents: Documents) -> None:
    entry = {"chemin": "guide/guide.pdf", "genre": "guide", "sujet": None, "titre": "Guide", "format": "pdf",
             "octets": 812, "pages": 1, "perime": True}  # fmt: skip
    fresh = {key: value for key, value in entry.items() if key != "perime"}
    for fichiers, said in (([entry], True), ([fresh], False)):
        library = documents.library
        page = documents.theme.render(
            "index/index.html.j2", support="ecran", kit=library.kit, library=library, fichiers=fichiers
        )
        assert "1\u00a0page, 812\u00a0o" in page
        assert ("ancienne version" in page) == said


@pytest.mark.parametrize(
    ("octets", "texte"),
    [(0, "0 o"), (999, "999 o"), (1000, "1 ko"), (150_400, "150 ko"), (999_499, "999 ko"), (999_500, "1,0 Mo"),
     (1_250_001, "1,3 Mo"), (1_234_567_890, "1,2 Go")],
)  # fmt: skip
def test_sizes_are_in_french_units(octets: int, texte: str) -> None:
    assert taille(octets).replace("\u00a0", " ") == texte


# --- gates


@pytest.mark.java
@pytest.mark.node
def test_the_nu_checker_finds_nothing(site: Site, tools: dict[str, str]) -> None:
    assert faulty(controle.vnu(tools["java"], site.pages)) == {}


@pytest.mark.node
def test_html_validate_finds_nothing(site: Site, tools: dict[str, str]) -> None:
    assert faulty(controle.html_validate(tools["node"], site.pages)) == {}


@pytest.mark.chromium
@pytest.mark.node
@pytest.mark.parametrize("width", LARGEURS)
def test_axe_finds_nothing_and_no_page_is_wider_than_the_window(site: Site, tools: dict[str, str], width: int) -> None:
    pages = [site.sortie / name for name in ONE_OF_EACH]
    assert faulty(controle.in_browser(tools["node"], tools["chromium"], width, pages)) == {}
