"""The documents of events among the others: what `verify` asks of them, what stays in the folder, what `diff` says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pikepdf
import pytest

from coopdocs import diff, plan, produce
from coopdocs.diff.claims import sections
from coopdocs.events import ignore
from coopdocs.formats import run
from coopdocs.formats.pdf.standards import PRINT_ONLY
from coopdocs.produce import Cache, PartStore
from coopdocs.produce.delivery import Order, deliver
from coopdocs.targets import Selection
from coopdocs.verify import Verification, examine
from support.documents import ROOT, Documents, kept
from support.kits import small_kit, spoil

ICI = "evenements/conseil-cooperations"
LIVRET, IMPOSE, AFFICHE, AGENDA = (
    f"{ICI}/{nom}" for nom in ("livret-elus.pdf", "livret-elus-impose.pdf", "affiche.pdf", "evenement.ics")
)


@pytest.fixture(scope="module")
def made(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a few documents of an event, a booklet for one audience among them, and their manifest."""
    sortie = tmp_path_factory.mktemp("sortie")
    kit, theme = documents.library, documents.theme
    parts = PartStore(kept())
    asked = plan.plan(kit, theme, Selection(profils=("élus",)), parts.pages)
    chosen = [t for t in asked if t.path in (AFFICHE, LIVRET, IMPOSE, AGENDA)]
    results = [produce.finish(t, run(t.make(), parts.render), sortie, False, 0.0) for t in chosen]
    text = produce.manifest(results, {}, asked, kit.kit.edition, theme.fonts())
    (sortie / "manifest.json").write_text(text, "utf-8")
    return sortie


@pytest.fixture
def sortie(made: Path, tmp_path: Path) -> Path:
    """The same, to damage."""
    copy = tmp_path / "sortie"
    for path in made.rglob("*"):
        if path.is_file():
            goal = copy / path.relative_to(made)
            goal.parent.mkdir(parents=True, exist_ok=True)
            goal.write_bytes(path.read_bytes())
    return copy


def summed(sortie: Path) -> Path:
    """The same folder, whose manifest has the sums of what it holds now."""
    manifest = json.loads((sortie / "manifest.json").read_text("utf-8"))
    for entry in manifest["fichiers"]:
        entry["sha256"] = hashlib.sha256((sortie / entry["chemin"]).read_bytes()).hexdigest()
    (sortie / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return sortie


def damaged(sortie: Path, chemin: str, damage: Callable[[pikepdf.Pdf], None]) -> Verification:
    with pikepdf.open(sortie / chemin, allow_overwriting_input=True) as pdf:
        damage(pdf)
        pdf.save()
    return examine(summed(sortie), quick=True)


def faults(rapport: Verification) -> set[tuple[str, str]]:
    return {(c.file, c.check) for c in rapport.having("ne tient pas")}


# --- what verify asks


def test_the_documents_of_an_event_hold(made: Path) -> None:
    rapport = examine(made, quick=True)
    assert faults(rapport) == set()
    checked = {(c.file, c.check) for c in rapport.findings}
    assert {(LIVRET, "balises"), (LIVRET, "normes annoncées"), (AGENDA, "rendez-vous")} <= checked


def test_sheets_for_paper_alone_are_asked_for_no_tags_and_for_no_standard(made: Path) -> None:
    checks = {c.check for c in examine(made, quick=True).findings if c.file == IMPOSE}
    assert checks == {
        "sommes", "ouverture", "pages", "taille", "polices", "langue et titre", "liens", "pour l’impression"
    }  # fmt: skip


def no_keywords(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo.Keywords


def no_description(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(PRINT_ONLY.encode(), "à lire".encode()))


def claims_access(pdf: pikepdf.Pdf) -> None:
    claim = b'<rdf:Description rdf:about="" xmlns:u="http://www.aiim.org/pdfua/ns/id/" u:part="1"/></rdf:RDF>'
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", claim))


def claims_print(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo[pikepdf.Name("/GTS_PDFXVersion")] = "PDF/X-4"


def claims_tags(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


@pytest.mark.parametrize("damage", [no_keywords, no_description, claims_access, claims_print, claims_tags])
def test_sheets_for_paper_say_so_everywhere_and_claim_no_more(
    sortie: Path, damage: Callable[[pikepdf.Pdf], None]
) -> None:
    assert faults(damaged(sortie, IMPOSE, damage)) == {(IMPOSE, "pour l’impression")}


def test_sheets_that_do_not_say_that_they_are_for_paper_are_held_to_the_standards(sortie: Path) -> None:
    def silent(pdf: pikepdf.Pdf) -> None:
        no_keywords(pdf)
        no_description(pdf)

    assert {(IMPOSE, "balises"), (IMPOSE, "normes annoncées")} <= faults(damaged(sortie, IMPOSE, silent))


@pytest.mark.parametrize("chemin", [LIVRET, IMPOSE, AFFICHE])
def test_a_page_of_another_format_is_found(sortie: Path, chemin: str) -> None:
    def wider(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        for box in (page.mediabox, page.trimbox):
            box[2] = float(box[2]) + 10

    rapport = damaged(sortie, chemin, wider)
    assert faults(rapport) == {(chemin, "pages")}
    (said,) = rapport.having("ne tient pas")
    assert said.reason == f"n’est pas au format { {LIVRET: 'A5', IMPOSE: 'A4', AFFICHE: 'A3'}[chemin] }"


def test_the_name_of_a_document_that_is_no_event_s_decides_no_format(sortie: Path) -> None:
    """A guide on A4 called affiche is none of A3."""
    nom = "guides/affiche-du-kit.pdf"
    (sortie / nom).parent.mkdir()
    (sortie / nom).write_bytes((sortie / IMPOSE).read_bytes())
    manifest = json.loads((sortie / "manifest.json").read_text("utf-8"))
    (entry,) = (e for e in manifest["fichiers"] if e["chemin"] == IMPOSE)
    manifest["fichiers"].append(entry | {"chemin": nom, "genre": "guides", "sujet": None})
    (sortie / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert (nom, "pages") not in faults(examine(sortie, quick=True))


def test_without_a_manifest_its_name_tells_the_format_of_a_document(sortie: Path) -> None:
    (sortie / "manifest.json").unlink()
    assert {(LIVRET, "pages"), (IMPOSE, "pages"), (AFFICHE, "pages")} & faults(examine(sortie, quick=True)) == set()


@pytest.mark.parametrize(
    ("before", "after", "controle"),
    [(b"END:VEVENT", b"END:VTODO", "ouverture"), (b"TZID:Europe/Paris", b"TZID:Europe/Rome", "rendez-vous")],
)
def test_a_damaged_calendar_entry_is_found(sortie: Path, before: bytes, after: bytes, controle: str) -> None:
    octets = (sortie / AGENDA).read_bytes()
    assert before in octets
    (sortie / AGENDA).write_bytes(octets.replace(before, after))
    assert faults(examine(summed(sortie), quick=True)) == {(AGENDA, controle)}


def test_every_document_of_an_event_can_be_made_again_to_the_byte(made: Path, sortie: Path) -> None:
    """Booklets for one audience too, and sheets whose pages are themselves joined of parts."""
    rapport = examine(made, kit=ROOT, sample=1.0, quick=True)
    rebuilt = {c.file: c.verdict for c in rapport.findings if c.check == "reconstruction"}
    assert rebuilt == dict.fromkeys((AFFICHE, LIVRET, IMPOSE, AGENDA), "tient")


# --- what stays in the output folder


def test_booklets_for_one_audience_stay_as_long_as_their_event_is_for_it(documents: Documents, tmp_path: Path) -> None:
    library, theme = documents.library, documents.theme
    kept = [IMPOSE, LIVRET]
    gone = [f"{ICI}/livret-entreprises.pdf", f"{ICI}/autre.pdf", "evenements/ancien/livret-elus.pdf"]
    entries = []
    for chemin in (*kept, *gone):
        (tmp_path / chemin).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / chemin).write_bytes(b"%PDF")
        said = {"genre": "evenements", "sujet": chemin.split("/")[1], "titre": "Livret", "format": "pdf"}
        made = {"sha256": hashlib.sha256(b"%PDF").hexdigest(), "octets": 4, "pages": 4}
        entries.append({"chemin": chemin} | said | made)
    (tmp_path / "manifest.json").write_text(json.dumps({"fichiers": entries}), "utf-8")
    every = plan.plan(library, theme, Selection(), lambda job: 1)
    order = Order(library, theme, every, (), tmp_path, Cache(None), 1, True, 0.0)
    outcome = deliver(order, ignore)
    assert sorted(outcome.removed) == sorted(gone)
    listed = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["fichiers"]
    assert [e["chemin"] for e in listed] == sorted(kept)
    index = (tmp_path / "index.html").read_text("utf-8")
    assert all(chemin in index for chemin in kept)


# --- what diff says

EVENEMENT = """\
titre: Rencontre du kit
genre: rencontre
accroche: Une matinée.
couleur: "#0B5F60"
date: 2027-03-18
debut: "09:00"
fin: "12:00"
lieu:
  nom: Salle
  adresse: 1 place de l’Exemple, Romans-sur-Isère
  territoire: commune:26281
organisateur:
  nom: Communauté d’exemple
profils: [agents]
formes: [ptce, ges]
intervenants:
  - nom: Camille Exemple
    fonction: directrice
programme:
  - debut: "09:00"
    fin: "10:00"
    titre: Ouverture
    intervenants: [Camille Exemple]
  - debut: "10:00"
    fin: "12:00"
    titre: Ateliers
    ateliers:
      - titre: Premier atelier
        salle: Salle 1
contacts:
  - nom: Accueil
    courriel: accueil@example.org
impression:
  exemplaires: 20
  papier: 80 g/m²
  imprimeur: bureau
"""


@pytest.fixture
def kits(tmp_path: Path) -> tuple[Path, Path]:
    """Two equal kits with one event."""
    made = []
    for nom in ("avant", "apres"):
        made.append(small_kit(tmp_path / nom))
        (made[-1] / "content/evenements/rencontre.yaml").write_text(EVENEMENT, "utf-8")
    return made[0], made[1]


def compared(ancien: Path, nouveau: Path) -> diff.Differences:
    with diff.opened(str(ancien), Path(".")) as old, diff.opened(str(nouveau), Path(".")) as new:
        return diff.compare(old, new)


def said(found: Iterable[diff.Section]) -> list[tuple[str, str, list[tuple[str, str | None, str | None]]]]:
    return [(s.title, e.label, [(c.label, c.old, c.new) for c in e.changes]) for s in found for e in s.differences]


@pytest.mark.parametrize(
    ("ancien", "nouveau", "libelle", "changement"),
    [
        ("date: 2027-03-18", "date: 2027-04-01", "Date", ("Date", "18\u00a0mars 2027", "1er\u00a0avril 2027")),
        ('fin: "12:00"', 'fin: "12:30"', "Fin", ("Fin", "12\u00a0h", "12\u00a0h\u00a030")),
        ("nom: Salle\n", "nom: Théâtre\n", "Lieu", ("Nom", "Salle", "Théâtre")),
        ("salle: Salle 1", "salle: Salle 2", "Séance «\u00a0Ateliers\u00a0», atelier «\u00a0Premier atelier\u00a0»",
         ("Salle", "Salle 1", "Salle 2")),
        ("fonction: directrice", "fonction: présidente", "Intervenant «\u00a0Camille Exemple\u00a0»",
         ("Fonction", "directrice", "présidente")),
        ("exemplaires: 20", "exemplaires: 40", "Impression", ("Exemplaires", "20", "40")),
    ],
)  # fmt: skip
def test_a_change_of_an_event_is_said_in_words(
    kits: tuple[Path, Path], ancien: str, nouveau: str, libelle: str, changement: tuple[str, str, str]
) -> None:
    spoil(kits[1] / "content/evenements/rencontre.yaml", ancien, nouveau)
    with diff.opened(str(kits[0]), Path(".")) as old, diff.opened(str(kits[1]), Path(".")) as new:
        found = said(sections(old.library, new.library))
    assert found == [("Événement «\u00a0Rencontre du kit\u00a0»", libelle, [changement])]


def test_an_event_that_came_brings_its_documents(kits: tuple[Path, Path]) -> None:
    (kits[0] / "content/evenements/rencontre.yaml").unlink()
    ecarts = compared(*kits)
    assert [(s.id, s.kind) for s in ecarts.sections] == [("evenements/rencontre", "ajouté")]
    assert {"evenements/rencontre/page.html", "evenements/rencontre/evenement.ics"} <= {
        d.path for d in ecarts.documents
    }
    assert {(d.path.split("/")[0], d.fate) for d in ecarts.documents} == {("evenements", "ajouté")}


def test_a_page_that_only_gives_other_files_sizes_has_not_changed_its_words(kits: tuple[Path, Path]) -> None:
    """A source of the fiches: the event's own page says nothing of it."""
    spoil(kits[1] / "content/formes/ptce.yaml", "Ligne duree", "Trois ans")
    found = {d.path: (d.fate, d.reason) for d in compared(*kits).documents}
    assert found["evenements/rencontre/fiches.pdf"][0] == "contenu"
    sort, raison = found["evenements/rencontre/page.html"]
    assert sort == "mise en forme"
    assert raison.startswith("taille ou nombre de pages")
    assert "evenements/rencontre/evenement.ics" not in found
