"""The PDF room: it reads the kit only, speaks up for what layout alone can see, and gives the same bytes anywhere."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from coopdocs import produce, views
from coopdocs.formats import run
from coopdocs.formats.job import PdfJob, Rendered
from coopdocs.formats.pdf import layout
from coopdocs.targets import Target
from coopdocs.typographie import plain_spaces
from coopdocs.views.recit import brief
from support.documents import ROOT, TEMPLATES, Documents, with_forme
from support.pdf_read import Pdf, read_once

FACE = '@font-face{font-family:"Coopdocs Texte";src:url("kit:/polices/SourceSans3_400Regular.ttf")}'
SLUGS = ("cooperations", "ptce", "ges", "regie-quartier", "jvs", "pat", "gme", "tzcld")


def page(corps: str, css: str = "", tete: str = "") -> str:
    style = f'<style>{FACE}html{{font-family:"Coopdocs Texte"}}{css}</style>'
    return f'<!DOCTYPE html><html lang="fr"><head><title>Essai</title>{tete}{style}</head><body>{corps}</body></html>'


def defauts(html: str, pages: int | None = None) -> tuple[str, ...]:
    return layout.write(html, [TEMPLATES], pages).defects


# --- what it may read


def test_a_plain_page_is_made_without_a_defect() -> None:
    rendu = layout.write(page("<p>Bonjour</p>"), [TEMPLATES], 1)
    assert (rendu.pages, rendu.defects) == (1, ())
    assert Pdf(rendu.data).polices == {"Coopdocs-Texte": True}


IMAGE = '<p>a</p><img alt="x" src="{}">'


@pytest.mark.parametrize(
    ("html", "nomme"),
    [
        (page(IMAGE.format("file:///etc/hostname")), "file:///etc/hostname"),
        (page(IMAGE.format("http://127.0.0.1:9/x.png")), "http://127.0.0.1:9/x.png"),
        (page(IMAGE.format("https://exemple.fr/x.png")), "https://exemple.fr/x.png"),
        (page(IMAGE.format("../pyproject.toml")), "pyproject.toml"),
        (page(IMAGE.format("kit:/../pyproject.toml")), "pyproject.toml"),
        (page(IMAGE.format("kit:/polices/../../pyproject.toml")), "pyproject.toml"),
        (page(IMAGE.format("kit:/%2e%2e/pyproject.toml")), "pyproject.toml"),
        (page(IMAGE.format("kit:/polices")), "kit:/polices"),
        (page(IMAGE.format("kit:/icones/key.svg")), "kit:/icones/key.svg"),
        (page(IMAGE.format("kit:/absente.png")), "kit:/absente.png"),
        (page("<p>a</p>", "p{background:url(file:///etc/hostname)}"), "file:///etc/hostname"),
        (page("<p>a</p>", tete='<link rel="stylesheet" href="http://127.0.0.1:9/a.css">'), "127.0.0.1:9/a.css"),
        (page("<p>a</p>", tete='<link rel="attachment" href="file:///etc/hostname">'), "file:///etc/hostname"),
        (page('<p><a rel="attachment" href="file:///etc/hostname">a</a></p>'), "file:///etc/hostname"),
        (page('<img alt="x" src="hostname">', tete='<base href="file:///etc/">'), "file:///etc/hostname"),
        (page("<p>a</p>", '@font-face{font-family:X;src:url("kit:/polices/non.ttf")}'), "kit:/polices/non.ttf"),
        (page("<p>a</p>", tete='<link rel="stylesheet" href="data:text/css,p{}">'), "data:text/css"),
    ],
)
def test_nothing_but_the_kit_is_read(html: str, nomme: str) -> None:
    rendu = layout.write(html, [TEMPLATES])
    assert rendu.data == b""
    assert len(rendu.defects) == 1
    assert nomme in rendu.defects[0]


def test_a_drawing_cannot_bring_a_file_in() -> None:
    svg = "%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 1 1%22%3E%3Cimage href=%22file:///etc/hostname%22/%3E%3C/svg%3E"
    assert "file:///etc/hostname" in " ".join(defauts(page(IMAGE.format(f"data:image/svg+xml,{svg}"))))


def test_a_symbolic_link_out_of_the_kit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    theme = tmp_path / "theme"
    shutil.copytree(TEMPLATES / "polices", theme / "polices")
    (theme / "images").mkdir()
    (theme / "images/sortie.png").symlink_to(tmp_path / "secret.png")
    assert "kit:/images/sortie.png" in layout.write(page(IMAGE.format("kit:/images/sortie.png")), [theme]).defects[0]


def test_an_image_of_the_theme_is_drawn_and_belongs_to_the_key_of_its_document(tmp_path: Path) -> None:
    html, keys, drawn = page(IMAGE.format("kit:/images/logo.svg")), set(), set()
    for couleur in ("red", "blue"):
        theme = tmp_path / couleur
        shutil.copytree(TEMPLATES / "polices", theme / "polices")
        (theme / "images").mkdir()
        square = f'<rect width="9" height="9" fill="{couleur}"/>'
        (theme / "images/logo.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{square}</svg>', encoding="utf-8"
        )
        rendu = layout.write(html, [theme])
        assert rendu.defects == ()
        drawn.add(rendu.data)
        keys.add(produce.key(PdfJob(html, (theme,))))
    assert (len(drawn), len(keys)) == (2, 2)


def test_the_first_folder_that_has_a_file_gives_it(tmp_path: Path) -> None:
    (tmp_path / "polices").mkdir()
    shutil.copy(TEMPLATES / "polices/BricolageGrotesque_700Bold.ttf", tmp_path / "polices/SourceSans3_400Regular.ttf")
    other, own = (layout.write(page("<p>Bonjour</p>"), folders) for folders in ([tmp_path, TEMPLATES], [TEMPLATES]))
    assert other.data != own.data


def test_a_document_with_a_missing_image_fails_alone_and_says_which(tmp_path: Path) -> None:
    jobs = {"bon.pdf": page("<p>a</p>"), "mauvais.pdf": page(IMAGE.format("kit:/absente.png"))}
    targets = [Target(n, "fiches", None, n, lambda h=h: PdfJob(h, (TEMPLATES,))) for n, h in jobs.items()]  # type: ignore[misc]
    good, bad = produce.build(targets, tmp_path, produce.Cache(None), 1)
    assert good.faults == ()
    assert "kit:/absente.png" in bad.faults[0]
    assert [p.name for p in tmp_path.iterdir()] == ["bon.pdf"]


# --- what layout alone can see


LONG = "mot " * 200
CARRE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"


@pytest.mark.parametrize(
    ("html", "nomme"),
    [
        (page("<p>Bon 日 jour</p>"), "日"),
        (page("<p>Bon ☃ jour</p>"), "☃"),
        (page('<p style="font-family:Inconnue">a</p>'), "police hors du kit .* « a »"),
        (page('<p><a href="#nulle-part">a</a></p>'), "#nulle-part"),
        (page('<p id="double">a</p><p id="double">b</p>'), "double"),
        (page("<p>a</p>", "p{colr:red}"), "colr"),
        (page("<p>a</p>", tete=f'<link rel="attachment" href="{CARRE}">'), "rel=attachment"),
        (page(f'<p><a rel="attachment" href="{CARRE}">a</a></p>'), "rel=attachment"),
        (page("<p>a</p>", "p{color:rouge}"), "rouge"),
        (page(f'<div style="height:20mm;width:50mm"><p>{LONG}</p></div>'), "page 1 : « mot mot .* vers le bas"),
        (
            page(f'<div style="height:20mm;overflow:hidden"><p>{LONG * 3}</p></div>'),
            "page 1 : « mot mot .* vers le bas",
        ),
        (page('<p style="width:20mm">Anticonstitutionnellement</p>'), "page 1 : « Anticons.* à droite"),
        (page('<div style="position:absolute;top:290mm">Tout en bas</div>'), "page 1 : « Tout en bas » .* vers le bas"),
        (page('<p>a</p><div style="break-before:page;height:9mm"></div>'), "page 2 : page sans texte"),
        (page(f'<div data-insecable="le grand tableau"><p>{LONG * 20}</p></div>'), r"page \d : le grand tableau"),
    ],
)
def test_what_layout_alone_can_see_is_a_defect_that_names_it(html: str, nomme: str) -> None:
    found = defauts(html)
    assert found
    assert all(re.search(nomme, defaut) for defaut in found), found


def test_a_wrong_number_of_pages_is_a_defect() -> None:
    assert defauts(page("<p>a</p>"), 2) == ("1 pages au lieu de 2 : raccourcissez les textes les plus longs",)


def test_a_defect_of_one_document_is_not_told_of_the_next() -> None:
    assert defauts(page("<p>a</p>", "p{colr:red}"))
    assert not defauts(page("<p>a</p>"))


# --- the real fiches


FICHES = [f"fiches/{slug}{kind}.pdf" for slug in SLUGS for kind in ("", "-sobre")]
DOSSIERS = [
    f"dossiers/{territoire}{ampleur}.pdf"
    for territoire in (
        "epci/200068781-valence-romans-agglo",
        "departements/26-drome",
        "communes/26281-romans-sur-isere",
    )
    for ampleur in ("", "-essentiel")
]
REPERES = ["reperes/aides.pdf", "reperes/droit.pdf"]
TABLES = [f"comparatifs/{slug}.pdf" for slug in ("comparatif", *SLUGS[1:])]


A4, PAYSAGE = (210, 297), (297, 210)
EVENEMENT = {
    "programme.pdf": A4, "affiche.pdf": (297, 420), "livret.pdf": (148, 210), "livret-impose.pdf": PAYSAGE,
    "fiches.pdf": A4, "fiches-sobre.pdf": A4, "fiches-2-par-feuille.pdf": PAYSAGE, "fiches-grands-caracteres.pdf": A4,
    "chevalets.pdf": PAYSAGE, "emargement.pdf": A4,
}  # fmt: skip
IMPRIMEUR = {
    "programme.pdf": (228, 315), "affiche.pdf": (315, 438), "livret.pdf": (166, 228), "epreuve.pdf": None,
    "bon-de-commande.pdf": A4,
}  # fmt: skip
"""The files of an event and the size of their pages (mm); a proof holds pages of several sizes."""


def handouts(documents: Documents) -> dict[str, tuple[int, int] | None]:
    """The PDFs of all events, and the size of their pages."""
    events = documents.library.evenements
    sizes = {f"evenements/{slug}/{nom}": size for slug in events for nom, size in EVENEMENT.items()}
    ordered = [slug for slug, e in events.items() if e.impression.imprimeur != "bureau"]
    return sizes | {f"evenements/{slug}/imprimeur/{nom}": size for slug in ordered for nom, size in IMPRIMEUR.items()}


def test_every_printed_document_is_looked_at(documents: Documents) -> None:
    every = {*FICHES, *TABLES, *REPERES, *DOSSIERS, *handouts(documents), "fiches/toutes.pdf", "guide/guide.pdf"}
    every |= {f"guide/chapitres/{slug}.pdf" for slug in SLUGS}
    assert every == set(documents.paths("", ".pdf"))


def test_the_handouts_of_an_event_have_their_sizes_our_fonts_and_no_defect(documents: Documents) -> None:
    for chemin, size in handouts(documents).items():
        rendu = documents[chemin]
        read = Pdf(rendu.data)
        assert rendu.defects == (), chemin
        assert set(read.tailles) == {size} or size is None, chemin
        assert {name.split("-")[0] for name in read.polices} == {"Coopdocs"}, chemin
        assert not set("".join(read.pages)) & set("\u00a0\u202f\u2009\u00ad\u2010\u2011\ufffd"), chemin


@pytest.mark.parametrize("chemin", FICHES)
def test_a_fiche_is_two_pages_of_a4_without_a_defect(documents: Documents, chemin: str) -> None:
    rendu = documents[chemin]
    assert (rendu.pages, rendu.defects) == (2, ())
    assert Pdf(rendu.data).tailles == [(210, 297)] * 2


def test_all_the_fiches_in_one_file_are_two_pages_each(documents: Documents) -> None:
    rendu = documents["fiches/toutes.pdf"]
    assert (rendu.pages, rendu.defects) == (16, ())


@pytest.mark.parametrize("chemin", TABLES)
def test_a_comparison_is_made_without_a_defect(documents: Documents, chemin: str) -> None:
    assert documents[chemin].defects == ()
    assert set(read_once(documents[chemin].data).tailles) == {(297, 210)}


@pytest.mark.parametrize("chemin", REPERES)
def test_a_page_of_money_or_of_law_is_a4_without_a_defect(documents: Documents, chemin: str) -> None:
    assert documents[chemin].defects == ()
    assert set(read_once(documents[chemin].data).tailles) == {A4}


@pytest.mark.parametrize("chemin", [*FICHES, *TABLES, *REPERES, "fiches/toutes.pdf"])
def test_only_the_kit_fonts_are_inside(documents: Documents, chemin: str) -> None:
    fonts = read_once(documents[chemin].data).polices
    assert all(fonts.values())
    assert {name.split("-")[0] for name in fonts} == {"Coopdocs"}


@pytest.mark.parametrize("chemin", [*FICHES, *TABLES, *REPERES])
def test_text_extracts_with_plain_spaces_and_hyphens(documents: Documents, chemin: str) -> None:
    text = "".join(read_once(documents[chemin].data).pages)
    assert not set(text) & set("\u00a0\u202f\u2009\u00ad\u2010\u2011\ufffd")


def dense(texte: str) -> str:
    return re.sub(r"\s", "", plain_spaces(texte))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_fiche_extracts_its_words_in_reading_order(documents: Documents, slug: str) -> None:
    forme = documents.library.formes[slug]
    told = dense(read_once(documents[f"fiches/{slug}.pdf"].data).arbre.texte())
    parts = [forme.nom, forme.chapo.texte, *(e.texte for e in forme.essentiels), *(a.nom for a in forme.acteurs)]
    recit = views.fiche(documents.library, slug).recit_imprime
    parts += [e.texte for e in forme.etapes] + [fait.texte for fait in (brief(recit) if recit else ())]
    parts += [a.texte for a in (*forme.atouts, *forme.vigilances)]
    parts += [e.texte for e in (() if recit else forme.exemples)] + [c.texte for c in forme.confusions]
    place = 0
    for part in parts:
        found = told.find(dense(part), place)
        assert found >= 0, part
        place = found + 1


@pytest.mark.parametrize("slug", SLUGS)
def test_a_fiche_says_its_title_its_language_and_its_headings(documents: Documents, slug: str) -> None:
    forme, read = documents.library.formes[slug], read_once(documents[f"fiches/{slug}.pdf"].data)
    assert forme.nom in read.titre
    assert read.langue == "fr"
    assert read.signets[0] == (0, forme.nom)
    assert [plain_spaces(titre) for depth, titre in read.signets if depth == 1][:4] == [
        "L’essentiel", "Qui coopère ?", "Chiffres clés", "Carte d’identité",
    ]  # fmt: skip
    depths = [depth for depth, _ in read.signets]
    assert all(b <= a + 1 for a, b in pairwise(depths))
    assert len(read.balises("H1")) == 1
    assert [b.texte() for b in read.balises("H1")] == [forme.nom]


@pytest.mark.parametrize("chemin", [*FICHES, *TABLES, *REPERES, "fiches/toutes.pdf"])
def test_every_link_leads_somewhere(documents: Documents, chemin: str) -> None:
    read = read_once(documents[chemin].data)
    assert read.liens
    for _, target in read.liens:
        assert target.startswith("https://") or target[1:] in read.ancres, target


@pytest.mark.parametrize("chemin", ["fiches/ptce.pdf", "guide/guide.pdf", "evenements/forum-cooperations/livret.pdf"])
def test_every_link_is_high_enough_to_be_hit(documents: Documents, chemin: str) -> None:
    with pikepdf.open(io.BytesIO(documents[chemin].data)) as layout:
        rects = [[float(v) for v in a.Rect] for page in layout.pages for a in page.get("/Annots", [])]
    assert [rect for rect in rects if abs(rect[3] - rect[1]) < 3] == []
    assert rects


@pytest.mark.parametrize("slug", SLUGS)
def test_every_drawing_that_means_something_is_described(documents: Documents, slug: str) -> None:
    figures = read_once(documents[f"fiches/{slug}.pdf"].data).balises("Figure")
    assert 1 <= len(figures) <= 2
    assert all(str(figure.attributs.get("/Alt", "")) for figure in figures)


# --- more, fewer, longer


@pytest.mark.parametrize(
    ("exemples", "chiffres", "recit"),
    [(0, 0, False), (0, 3, True), (1, 1, False), (2, 2, True), (3, 3, True), (3, 2, False), (4, 0, True)],
)
def test_fewer_examples_and_figures_still_make_two_pages(
    documents: Documents, exemples: int, chiffres: int, recit: bool
) -> None:
    """A story stands in place of a grid of fewer than four examples, and nowhere else."""
    forme = documents.library.formes["ptce"]
    assert len(forme.exemples) == 4
    assert len(forme.chiffres) == 3
    story = documents.library.formes["gme"].recit if recit else None
    fewer = with_forme(
        documents, "ptce", exemples=forme.exemples[:exemples], chiffres=forme.chiffres[:chiffres], recit=story
    )
    rendu = fewer["fiches/ptce.pdf"]
    assert (rendu.pages, rendu.defects) == (2, ())
    text = " ".join(Pdf(rendu.data).pages)
    told = recit and exemples < 4
    assert ("Un marché resté sans offre" in text) == told
    assert ("Aucun exemple" in text) == (exemples == 0 and not told)
    assert ("Aucune statistique" in text) == (chiffres == 0)


@pytest.mark.parametrize("acteurs", [2, 3, 5])
def test_fewer_actors_still_make_two_pages(documents: Documents, acteurs: int) -> None:
    forme = documents.library.formes["ptce"]
    fewer = with_forme(
        documents, "ptce", acteurs=forme.acteurs[:acteurs], collectivite=forme.collectivite[:2], atouts=forme.atouts[:2]
    )
    rendu = fewer["fiches/ptce.pdf"]
    assert (rendu.pages, rendu.defects) == (2, ())


# --- the same bytes


PROGRAM = """
import hashlib
import io, sys
from pathlib import Path
from coopdocs import library, plan, produce, theme
from coopdocs.formats import run
from coopdocs.targets import Selection
parts = produce.PartStore(produce.Cache(None))
root = Path(sys.argv[1])
kit, _ = library.load(root)
targets = {t.path: t for t in plan.plan(kit, theme.Theme([root / "templates"]), Selection(), parts.pages)}
for path in sys.argv[2:]:
    print(path, hashlib.sha256(run(targets[path].make(), parts.render).data).hexdigest())
"""


def test_the_same_content_gives_the_same_bytes_elsewhere(documents: Documents, tmp_path: Path) -> None:
    """Another folder, process, hash seed, time zone and locale."""
    elsewhere = tmp_path / "autre dossier é"
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, elsewhere / name)
    paths = ["fiches/gme.pdf", "comparatifs/gme.pdf", "comparatifs/gme.xlsx", "comparatifs/gme.docx", "guide/gme.docx"]
    env = {
        **os.environ,
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-c", PROGRAM, str(elsewhere), *paths]
    out = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout
    there = dict(line.rsplit(" ", 1) for line in out.splitlines())
    assert there == {path: hashlib.sha256(documents[path].data).hexdigest() for path in paths}


def test_a_second_time_gives_the_same_bytes(documents: Documents) -> None:
    job = documents.job("fiches/gme.pdf")
    assert run(job) == Rendered(documents["fiches/gme.pdf"].data, 2)
