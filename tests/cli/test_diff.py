"""`coopdocs diff`: each kind of change is found and nothing else is said; content and layout are told apart."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from pydantic import BaseModel

from coopdocs import diff
from coopdocs.cli import main
from coopdocs.diff.claims import sections
from coopdocs.diff.documents import OTHER_ATTACHMENT, OTHER_BYTES
from coopdocs.diff.inventory import FIELD_LABELS
from coopdocs.diff.passages import OUTSIDE_HEADINGS, differing, read
from coopdocs.errors import Exit
from coopdocs.formats.job import TextJob
from coopdocs.model import complement, contenu, evenement
from coopdocs.territoire.indicateurs import Indicateur
from coopdocs.territoire.registres import COLONNES, CONTACTS, INITIATIVES
from coopdocs.views import CARTE, RUBRIQUES
from coopdocs.views.choix import LIGNES
from coopdocs.views.recit import INTITULES
from support import html_checks as controle
from support import photographs
from support.complement_exemple import write_complement_kit
from support.kits import dump, fait, spoil, write_kit

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden/diff.json"
PTCE = "content/formes/ptce.yaml"
TABLES = {
    "initiatives.csv": f"{','.join(COLONNES[INITIATIVES])}\n"
    "un,ptce,Pôle du Sud,commune,26281,,,2015,en activité,Le pôle,2024,https://www.rtes.fr/pole,\n",
    "contacts.csv": f"{','.join(COLONNES[CONTACTS])}\n"
    "france:FR,RTES,réseau,,,https://www.rtes.fr,guide-ess,2026-11-01,,\n",
    "indicateurs/emploi.csv": "code,valeur\ndepartement:26,12\ndepartement:01,8\n",
    "indicateurs/emploi.yaml": "libelle: Emplois\nunite: '%'\nannee: 2024\nsource: guide-ess\n",
}


def new_kit(racine: Path) -> Path:
    """A tiny kit with all tables, in the packaged looks."""
    write_kit(racine)
    shutil.rmtree(racine / "templates")
    territoires = racine / "content/territoires"
    (territoires / "indicateurs").mkdir()
    shutil.copy(ROOT / "content/territoires/contours_france.json", territoires)
    for nom, texte in TABLES.items():
        (territoires / nom).write_text(texte, "utf-8")
    scic = {"id": "scic", "nom": "Société", "definition": fait("Une coopérative."), "quand": fait("Pour durer.")}
    (racine / "content/autres_formes.yaml").write_text(dump({"autres": [scic]}), "utf-8")
    return racine


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_kit(tmp_path_factory.mktemp("modele") / "kit")


@pytest.fixture
def kits(modele: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two equal kits."""
    return shutil.copytree(modele, tmp_path / "avant"), shutil.copytree(modele, tmp_path / "apres")


def compared(ancien: Path, nouveau: Path) -> diff.Differences:
    with diff.opened(str(ancien), Path(".")) as old, diff.opened(str(nouveau), Path(".")) as new:
        return diff.compare(old, new)


def facts(ancien: Path, nouveau: Path) -> list[diff.Section]:
    """The sections alone: documents take most of the time."""
    with diff.opened(str(ancien), Path(".")) as old, diff.opened(str(nouveau), Path(".")) as new:
        return list(sections(old.library, new.library))


def said(found: Sequence[diff.Section]) -> list[tuple[str, str, list[tuple[str, str | None, str | None]]]]:
    """Every écart with what changed in it, no-break spaces folded."""

    def plain(texte: str | None) -> str | None:
        return re.sub("[\u00a0\u202f]", " ", texte) if texte else texte

    return [
        (e.id, e.kind, [(c.field, plain(c.old), plain(c.new)) for c in e.shown]) for s in found for e in s.differences
    ]


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="coopdocs")


# --- nothing


def test_two_equal_kits_do_not_differ(kits: tuple[Path, Path]) -> None:
    ecarts = compared(*kits)
    assert ecarts.empty
    assert (ecarts.sections, ecarts.documents) == ((), ())
    assert ecarts.unchanged > 40


def test_the_order_of_keys_and_comments_are_no_change(kits: tuple[Path, Path]) -> None:
    for path in kits[1].rglob("content/**/*.yaml"):
        if path.name == "sources.yaml":
            continue
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        turned = {cle: data[cle] for cle in reversed(data)}
        texte = yaml.dump(turned, allow_unicode=True, sort_keys=False, default_style='"')
        texte = re.sub(r': "(null|)"$', ": null", texte, flags=re.M)
        path.write_text(f"# relu\n{texte}", "utf-8")
    assert compared(*kits).empty


# --- one change at a time

UNS: list[tuple[str, str, str, Any]] = [
    ("kit.yaml", "version: '1.0'", "version: '1.1'", ("kit/kit/version", "modifié", [("version", "1.0", "1.1")])),
    ("kit.yaml", "contenu: libre", "contenu: CC BY",
     ("kit/licences/contenu", "modifié", [("contenu", "libre", "CC BY")])),
    ("introduction.md", "À qui parle", "À qui s’adresse",
     ("introduction/paragraphes/1", "modifié",
      [("texte", "## À qui parle ce guide", "## À qui s’adresse ce guide")])),
    ("formes/ptce.yaml", "nom: Nom de ptce", "nom: Pôle",
     ("formes/ptce/intitule/nom", "modifié", [("nom", "Nom de ptce", "Pôle")])),
    ("formes/ptce.yaml", "Des structures coopèrent.", "Des voisins coopèrent.",
     ("formes/ptce/chapo/chapo", "modifié", [("texte", "Des structures coopèrent.", "Des voisins coopèrent.")])),
    ("formes/ptce.yaml", "- texte: atout 0", "- confiance: incertain\n  texte: atout 0",
     ("formes/ptce/atouts/1", "modifié", [("confiance", "vérifié", "incertain")])),
    ("formes/ptce.yaml", "- texte: atout 0\n  sources:\n  - loi-ess", "- texte: atout 0\n  sources:\n  - guide-ess",
     ("formes/ptce/atouts/1", "modifié", [("sources", "Loi ESS", "Guide ESS")])),
    ("formes/ptce.yaml", "verifie_le: '2026-11-01'", "verifie_le: '2026-11-02'",
     ("formes/ptce/chapo/chapo", "revérifié", [("verifie_le", "1er novembre 2026", "2 novembre 2026")])),
    ("formes/ptce.yaml", "chapo:\n", "chapo:\n  valable_jusqu_au: 2027-06-30\n",
     ("formes/ptce/chapo/chapo", "modifié", [("valable_jusqu_au", None, "30 juin 2027")])),
    ("decision.yaml", "  - texte: Oui\n", "  - texte: Oui\n    valable_jusqu_au: 2027-06-30\n",
     ("decision/reponses-emploi/1", "modifié", [("valable_jusqu_au", None, "30 juin 2027")])),
    ("formes/ptce.yaml", "Ligne duree", "Trois ans",
     ("formes/ptce/identite/duree", "modifié", [("texte", "Ligne duree", "Trois ans")])),
    ("formes/ptce.yaml", "annee: '2014'", "annee: '2015'",
     ("formes/ptce/identite/depuis", "modifié", [("annee", "2014", "2015")])),
    ("formes/ptce.yaml", "valeur: '62'", "valeur: '64'",
     ("formes/ptce/chiffres/1", "modifié", [("valeur", "62", "64")])),
    ("formes/ptce.yaml", "date: 2024-10", "date: 2024-11",
     ("formes/ptce/chiffres/1", "modifié", [("date", "octobre 2024", "novembre 2024")])),
    ("formes/ptce.yaml", "territoire: commune:26281", "territoire: commune:26362",
     ("formes/ptce/exemples/1", "modifié",
      [("territoire", "Romans-sur-Isère (commune:26281)", "Valence (commune:26362)")])),
    ("formes/ptce.yaml", "Ce n'est pas pareil", "C'est autre chose",
     ("formes/ptce/confusions/ges", "modifié", [("texte", "Ce n’est pas pareil", "C’est autre chose")])),
    ("formes/ptce.yaml", "- guide-ess", "- loi-ess",
     ("formes/ptce/renvois/ressources", "modifié", [("ressources", "Guide ESS", "Loi ESS")])),
    ("criteres.yaml", "texte: Association", "texte: Coopérative",
     ("comparatif/ptce/statut", "modifié", [("texte", "Association", "Coopérative")])),
    ("criteres.yaml", "niveau: '2'", "niveau: '3'",
     ("comparatif/ptce/habitants", "modifié", [("niveau", "Moyenne", "Forte")])),
    ("criteres.yaml", "question: Quel statut ?", "question: Quel est le statut ?",
     ("comparatif/criteres/statut", "modifié", [("question", "Quel statut ?", "Quel est le statut ?")])),
    ("decision.yaml", "Lire tout.", "Tout lire.",
     ("decision/regles/1", "modifié", [("texte", "Lire tout.", "Tout lire.")])),
    ("decision.yaml", "Cela change tout.", "Cela compte.",
     ("decision/questions/emploi", "modifié", [("pourquoi", "Cela change tout.", "Cela compte.")])),
    ("decision.yaml", "  - pat", "  - ges",
     ("decision/reponses-emploi/2", "modifié", [("formes", "PAT", "GES")])),
    ("decision.yaml", "  - pat", "  - pat\n    autres: [scic]",
     ("decision/reponses-emploi/2", "modifié", [("autres", None, "Société")])),
    ("autres_formes.yaml", "Pour durer.", "Pour tenir.",
     ("autres/scic/quand", "modifié", [("texte", "Pour durer.", "Pour tenir.")])),
    ("autres_formes.yaml", "nom: Société", "nom: Coopérative",
     ("autres/scic/noms", "modifié", [("nom", "Société", "Coopérative")])),
    ("glossaire.yaml", "texte: Économie sociale", "texte: L’économie sociale",
     ("glossaire/termes/1", "modifié",
      [("texte", "Économie sociale et solidaire", "L’économie sociale et solidaire")])),
    ("sources.yaml", "titre: Loi ESS", "titre: La loi ESS",
     ("sources/sources/loi-ess", "modifié", [("titre", "Loi ESS", "La loi ESS")])),
    ("territoires/initiatives.csv", "Pôle du Sud", "Pôle Sud",
     ("territoires/initiatives/un", "modifié", [("nom", "Pôle du Sud", "Pôle Sud")])),
    ("territoires/contacts.csv", "RTES,réseau", "RTES,tête de réseau",
     ("territoires/contacts/1", "modifié", [("role", "réseau", "tête de réseau")])),
    ("territoires/indicateurs/emploi.yaml", "libelle: Emplois", "libelle: Emploi",
     ("territoires/indicateurs/emploi", "modifié", [("libelle", "Emplois", "Emploi")])),
    ("territoires/indicateurs/emploi.csv", "departement:26,12", "departement:26,13",
     ("territoires/indicateurs/emploi.csv", "modifié", [("departement:26", "valeur 12.0", "valeur 13.0")])),
    ("territoires/communes.csv", "26362,Valence,26,44.9332", "26362,Valence,26,44.9333",
     ("territoires/communes.csv", "modifié", [("26362", "lat 44.9332", "lat 44.9333")])),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fichier", "ancien", "nouveau", "attendu"), UNS, ids=[f"{u[3][0]}-{u[3][2][0][0]}" for u in UNS]
)
def test_one_change_is_one_ecart(
    kits: tuple[Path, Path], fichier: str, ancien: str, nouveau: str, attendu: tuple[object, ...]
) -> None:
    spoil(kits[1] / "content" / fichier, ancien, nouveau)
    assert said(facts(*kits)) == [attendu]


def test_a_fact_that_changed_says_until_when_it_holds(kits: tuple[Path, Path]) -> None:
    for kit in kits:
        spoil(kit / PTCE, "chapo:\n", "chapo:\n  valable_jusqu_au: 2027-06-30\n")
    spoil(kits[1] / PTCE, "Des structures coopèrent.", "Des voisins coopèrent.")
    [section] = facts(*kits)
    [ecart] = section.differences
    assert [c.field for c in ecart.changes] == ["texte"]
    held = "Source : Loi ESS · vérifié le 1er novembre 2026 · valable jusqu’au 30 juin 2027"
    assert ecart.evidence.replace("\u00a0", " ") == held


FAIT = "  sources:\n  - loi-ess\n  verifie_le: '2026-11-01'\n"
ATOUTS = f"- texte: atout 0\n{FAIT}- texte: atout 1\n{FAIT}"


def test_an_insertion_at_the_head_of_a_list_is_one_addition(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / PTCE, ATOUTS, f"- texte: Un nouveau point fort\n{FAIT}{ATOUTS}")
    found = facts(*kits)
    assert said(found) == [("formes/ptce/atouts/1", "ajouté", [("texte", None, "Un nouveau point fort")])]
    assert found[0].differences[0].evidence.replace("\u00a0", " ") == "Source : Loi ESS · vérifié le 1er novembre 2026"


def test_another_picture_under_the_name_of_a_photograph_is_a_change(kits: tuple[Path, Path]) -> None:
    for kit in kits:
        photographs.kept(kit, "place.jpg", photographs.samples()["paysage.jpg"])
        photographs.shown(kit, "ptce", "place.jpg")
    assert not facts(*kits)
    photographs.kept(kits[1], "place.jpg", photographs.samples()["cmjn.jpg"])
    ((adresse, kind, [(field, before, after)]),) = said(facts(*kits))
    assert (adresse, kind, field) == ("formes/ptce/photos/photos/place.jpg", "modifié", "image")
    assert before != after


def test_another_picture_under_the_name_of_a_logo_is_a_change(tmp_path: Path) -> None:
    avant, apres = (write_complement_kit(tmp_path / name) for name in ("avant", "apres"))
    logo = next((apres / "content/territoires/dossiers/logos").glob("*.svg"))
    logo.write_text(logo.read_text("utf-8").replace("</svg>", '<path d="M0 0h1v1z"/></svg>'), "utf-8")
    ((adresse, kind, [(field, _, _)]),) = said(facts(avant, apres))
    assert (adresse, kind, field) == ("dossiers/epci:200068781/cadre/emetteur", "modifié", "image")


def test_an_element_that_moves_is_neither_removed_nor_added(kits: tuple[Path, Path]) -> None:
    regles = "regles:\n- Lire tout.\n- Comparer.\n- Choisir.\n"
    for kit in kits:
        spoil(kit / "content/decision.yaml", "regles:\n- Lire tout.\n", regles)
    spoil(kits[1] / "content/decision.yaml", regles, "regles:\n- Choisir.\n- Lire tout.\n- Comparer.\n")
    assert said(facts(*kits)) == [("decision/regles/1", "déplacé", [("rang", "3", "1")])]


def test_a_forme_that_is_gone_takes_its_section_its_cells_and_its_documents(kits: tuple[Path, Path]) -> None:
    avant, apres = kits
    for kit in kits:
        for nom in ("ptce", "ges", "cooperations"):
            texte = (kit / f"content/formes/{nom}.yaml").read_text("utf-8")
            (kit / f"content/formes/{nom}.yaml").write_text(texte.replace("forme: pat", "forme: gme"), "utf-8")
        texte = (kit / "content/formes/pat.yaml").read_text("utf-8")
        gme = texte.replace("PAT", "GME").replace("ordre: '3'", "ordre: '4'").replace("#4A6A14", "#0B4F8A")
        (kit / "content/formes/gme.yaml").write_text(gme, "utf-8")
        criteres = yaml.load((kit / "content/criteres.yaml").read_text("utf-8"), yaml.BaseLoader)
        criteres["cellules"]["gme"] = criteres["cellules"]["pat"]
        decision = (kit / "content/decision.yaml").read_text("utf-8").replace("- pat", "- gme")
        (kit / "content/decision.yaml").write_text(decision, "utf-8")
        if kit == apres:
            del criteres["cellules"]["pat"]
            (kit / "content/formes/pat.yaml").unlink()
        # read again from JSON, the shared cells are no longer shared
        texte = yaml.dump(json.loads(json.dumps(criteres)), allow_unicode=True, sort_keys=False)
        (kit / "content/criteres.yaml").write_text(texte, "utf-8")
    ecarts = compared(avant, apres)
    assert [(s.id, s.kind) for s in ecarts.sections] == [("formes/pat", "retiré"), ("comparatif", "modifié")]
    cells = [(e.id, e.kind) for e in ecarts.sections[1].differences]
    assert cells == [("comparatif/pat/statut", "retiré"), ("comparatif/pat/habitants", "retiré")]
    gone = {d.path for d in ecarts.having("retiré")}
    assert {"fiches/pat.pdf", "fiches/pat.html", "guide/pat.docx", "comparatifs/pat.xlsx"} <= gone
    assert all("/pat" in chemin for chemin in gone)


def test_every_field_of_the_model_has_a_name() -> None:
    """The lists of a forme have headings, what an object is made of has parts of its own."""
    types: list[type[BaseModel]] = [Indicateur]
    known = (t for module in (complement, contenu, evenement) for t in vars(module).values())
    types += [t for t in known if isinstance(t, type) and issubclass(t, BaseModel)]
    fields = {nom for t in types for nom in t.model_fields}
    fields |= {*COLONNES[INITIATIVES], *COLONNES[CONTACTS]} - {"id"}
    parts = {"licences", "limites", "groupes", "criteres", "cellules", "termes", "sigles", "questions", "reponses"}
    parts |= {
        "regles",
        "programme",
        "ateliers",
        "organisateur",
        "partenaires",
        "contacts",
        "liens",
        "photos",
        "impression",
    }
    parts |= {"annexes", "contact", "decision", "emetteur", "initiatives", "introduction", "temoignage"}
    parts |= {"aides", "lacunes", "points", "reperes", "reserves"}
    headed = {*(nom for nom, _ in RUBRIQUES), *(nom for nom, _, _ in CARTE), "depuis"}
    headed |= {"definition", *(nom for nom, _ in LIGNES)}
    headed |= {"jalons", "modeles", *INTITULES}
    assert fields - parts - headed - set(FIELD_LABELS) == {"id"}


# --- documents


def test_words_that_change_are_found_in_the_documents_that_print_them(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / PTCE, "Ligne duree", "Trois ans")
    ecarts = compared(*kits)
    assert {d.fate for d in ecarts.documents} == {"contenu"}
    changed = {d.path: d.passages for d in ecarts.documents}
    assert {"fiches/ptce.pdf", "fiches/ptce.html", "guide/guide.pdf", "guide/ptce.docx"} <= set(changed)
    assert changed["guide/ptce.docx"] == ("Nom de ptce, Carte d’identité",)
    assert all("ptce" in c or c.startswith(("guide/guide", "fiches/toutes")) for c in changed)


def test_a_heading_is_named_by_its_words_and_an_address_that_changes_is_words() -> None:
    page = (
        '<h1>Guide</h1><h2>Un</h2><p>A</p><h2><a href="partie:x#y">Deux</a></h2><p><a href="https://a.fr/1">B</a></p>'
    )
    other = page.replace("a.fr/1", "a.fr/2").replace("partie:x", "partie:z")
    assert differing(read(TextJob(page)), read(TextJob(other))) == ("Deux",)


def test_what_a_stylesheet_prints_in_a_running_foot_is_words(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / "content/kit.yaml", "version: '1.0'", "version: '1.1'")
    by_path = {d.path: d for d in compared(*kits).documents}
    assert (by_path["fiches/ges.pdf"].fate, by_path["fiches/ges.pdf"].passages) == ("contenu", (OUTSIDE_HEADINGS,))


@pytest.mark.parametrize("nom", ["fiche/imprime.css", "base/tokens.css", "polices/SourceSans3_400Regular.ttf"])
def test_a_kit_that_looks_otherwise_says_the_same(kits: tuple[Path, Path], nom: str) -> None:
    own = kits[1] / "templates" / nom
    own.parent.mkdir(parents=True)
    octets = (ROOT / "templates" / nom).read_bytes()
    own.write_bytes(octets)
    assert compared(*kits).empty, "a copy of a packaged template changes nothing"
    own.unlink()
    own.with_name(own.name).write_bytes(octets + (b"\n" if nom.endswith("ttf") else b"\n.autre { color: red; }\n"))
    ecarts = compared(*kits)
    assert ecarts.sections == ()
    assert {d.fate for d in ecarts.documents} == {"mise en forme"}
    assert "fiches/ptce.pdf" in {d.path for d in ecarts.documents}


def test_a_colour_is_a_change_of_layout(kits: tuple[Path, Path]) -> None:
    spoil(kits[1] / PTCE, "#0B5F60", "#0B4F8A")
    ecarts = compared(*kits)
    assert (ecarts.content_changes, ecarts.layout_changes) == (0, 1)
    assert {d.fate for d in ecarts.documents} == {"mise en forme"}


def test_templates_of_another_age_leave_documents_uncompared_and_the_rest_compared(kits: tuple[Path, Path]) -> None:
    (kits[0] / "templates/fiche").mkdir(parents=True)
    (kits[0] / "templates/fiche/fiche.html.j2").write_text("{{ fiches.ancienne }}", "utf-8")
    spoil(kits[1] / "content/kit.yaml", "titre: Coopérer", "titre: Coopérons")
    ecarts = compared(*kits)
    assert "fiches/ptce.pdf" in {d.path for d in ecarts.having("non comparé")}
    assert "fiche.html.j2:1" in ecarts.having("non comparé")[0].reason
    assert "guide/guide.pdf" in {d.path for d in ecarts.having("contenu")}


# --- releases


def released(kit: Path, dossier: Path, **autres: str) -> Path:
    """A release as `coopdocs release` lays it out, with made-up sums."""
    shutil.copytree(kit, dossier / "sources")
    fichiers = [{"chemin": c, "sha256": hashlib.sha256(c.encode()).hexdigest()} for c in ("fiches/ptce.pdf", "x.pdf")]
    (dossier / "manifest.json").write_text(json.dumps({"fichiers": fichiers} | autres), "utf-8")
    return dossier


def packed(dossier: Path, ending: str) -> Path:
    archive = dossier.with_name(f"{dossier.name}{ending}")
    files = [p for p in sorted(dossier.rglob("*")) if p.is_file()]
    if ending == ".zip":
        with zipfile.ZipFile(archive, "w") as made:
            for p in files:
                made.write(p, p.relative_to(dossier.parent))
    else:
        with tarfile.open(archive, "w:gz") as sealed:
            sealed.add(dossier, dossier.name)
    return archive


@pytest.mark.parametrize("ending", ["", ".zip", ".tar.gz"])
def test_a_release_is_compared_by_its_sources(kits: tuple[Path, Path], tmp_path: Path, ending: str) -> None:
    dossier = released(kits[0], tmp_path / "coopdocs-2026-11-23")
    parution = packed(dossier, ending) if ending else dossier
    assert compared(parution, kits[1]).empty
    spoil(kits[1] / PTCE, "Ligne duree", "Trois ans")
    assert [s.id for s in facts(parution, kits[1])] == ["formes/ptce"]


def test_other_bytes_of_the_same_words_are_a_change_of_layout(kits: tuple[Path, Path], tmp_path: Path) -> None:
    parutions = [released(kit, tmp_path / f"coopdocs-{kit.name}") for kit in kits]
    assert compared(*parutions).empty
    spoil(parutions[1] / "manifest.json", hashlib.sha256(b"fiches/ptce.pdf").hexdigest(), "0" * 64)
    found = compared(*parutions).documents
    assert [(d.path, d.fate, d.reason) for d in found] == [("fiches/ptce.pdf", "mise en forme", OTHER_BYTES)]
    fichier = parutions[1] / "sources" / PTCE
    fichier.write_text("# relu\n" + fichier.read_text("utf-8"), "utf-8")
    assert [d.reason for d in compared(*parutions).documents] == [OTHER_ATTACHMENT]


def test_a_release_bears_the_edition_of_its_manifest(kits: tuple[Path, Path], tmp_path: Path) -> None:
    dossier = released(kits[0], tmp_path / "parution", edition="2026-12-01")
    assert said(facts(dossier, kits[1])) == [
        ("kit/kit/edition", "modifié", [("edition", "1er décembre 2026", "23 novembre 2026")])
    ]


def test_a_damaged_archive_is_refused_in_one_sentence(kits: tuple[Path, Path], tmp_path: Path) -> None:
    archive = packed(released(kits[0], tmp_path / "parution"), ".tar.gz")
    archive.write_bytes(archive.read_bytes()[:5000])
    done = run("diff", archive, kits[1])
    assert done.exit_code == Exit.USAGE
    assert "ne se lit pas jusqu’au bout" in done.stderr


# --- git


@pytest.fixture
def depot(modele: Path, tmp_path: Path) -> Path:
    """A repository with a kit in one of its folders: tagged v1.0, then changed, then changed again in the work tree."""
    kit = shutil.copytree(modele, tmp_path / "depot/kit")

    def git(*mots: str) -> None:
        own = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(tmp_path / "depot"), *own, *mots], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "un")
    git("tag", "v1.0")
    spoil(kit / PTCE, "Ligne duree", "Trois ans")
    git("commit", "-qam", "deux")
    spoil(kit / "content/kit.yaml", "version: '1.0'", "version: '1.1'")
    return kit


def test_revisions_of_a_kit_and_its_work_tree_are_compared(depot: Path) -> None:
    def changed(*sides: str) -> list[str]:
        done = run("-C", depot, "diff", *sides, "--format", "json")
        assert done.exit_code in (Exit.DONE, Exit.DIFFERENT), done.output
        return [s["id"] for s in json.loads(done.stdout)["sections"]]

    assert changed("v1.0", "HEAD") == ["formes/ptce"]
    assert changed("HEAD") == changed("HEAD", ".") == ["kit"]
    assert changed("HEAD~1") == ["kit", "formes/ptce"]
    assert changed("v1.0", "HEAD~1") == []


@pytest.mark.parametrize("nom", ["v9.9", "--output=x", "HEAD:kit", "-rf"])
def test_what_is_no_revision_is_refused(depot: Path, nom: str) -> None:
    done = run("-C", depot, "diff", "--", nom, ".")
    assert done.exit_code == Exit.USAGE
    assert "ni une archive, ni une révision git" in done.stderr


def test_a_revision_before_the_kit_was_there_is_refused(depot: Path) -> None:
    empty = depot.parent / "vide"
    empty.mkdir()
    done = run("-C", depot, "diff", "HEAD:", ".")
    assert done.exit_code == Exit.USAGE


# --- the command


def test_the_command_says_what_changed_and_exits_with_4(kits: tuple[Path, Path]) -> None:
    assert run("diff", *kits).exit_code == Exit.DONE
    assert "Rien n’a changé" in run("diff", *kits).stdout
    spoil(kits[1] / PTCE, "Des structures coopèrent.", "Des structures du territoire coopèrent bien.")
    done = run("diff", *kits)
    assert done.exit_code == Exit.DIFFERENT
    words = "Des structures [-coopèrent.-]{+du territoire coopèrent bien.+}"
    assert words in " ".join(done.stdout.split())
    assert "1 écart de contenu" in done.stdout
    assert "\x1b[" not in done.stdout


def test_a_side_with_errors_is_refused_whole_with_its_problems(kits: tuple[Path, Path]) -> None:
    spoil(kits[0] / PTCE, "ordre: '1'", "ordre: premier")
    spoil(kits[1] / PTCE, "sigle: PTCE", "sigles: PTCE")
    done = run("diff", *kits)
    assert done.exit_code == Exit.REFUSED
    assert done.stdout == ""
    assert f"{kits[0]}/{PTCE}:2:8" in done.stderr
    assert f"{kits[1]}/{PTCE}:3:1" in done.stderr
    assert "rien n’a été comparé" in done.stderr
    listed = json.loads(run("diff", *kits, "--format", "json").stdout)
    assert listed["code"] == Exit.REFUSED
    assert len({p["fichier"] for p in listed["problemes"]}) == 2


@pytest.mark.parametrize("dossier", ["vide", "sorties"])
def test_a_folder_that_is_neither_kit_nor_release_is_refused(
    kits: tuple[Path, Path], tmp_path: Path, dossier: str
) -> None:
    (tmp_path / dossier).mkdir()
    if dossier == "sorties":
        (tmp_path / dossier / "manifest.json").write_text("{}", "utf-8")
    done = run("diff", tmp_path / dossier, kits[1])
    assert done.exit_code == Exit.USAGE
    assert ("pas leurs sources" if dossier == "sorties" else "ni un kit") in done.stderr


def test_comparing_loads_no_engine(kits: tuple[Path, Path]) -> None:
    code = f"from coopdocs.cli import main\ntry: main(['diff', {str(kits[0])!r}, {str(kits[1])!r}])\n"
    code += "except SystemExit: pass\nimport sys\nsys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert set(done.stderr.split()) & {"weasyprint", "docx", "xlsxwriter", "lxml", "resvg_py", "pikepdf"} == set()


# --- written


@pytest.fixture
def varied(kits: tuple[Path, Path]) -> tuple[Path, Path]:
    """A change of each kind."""
    apres = kits[1] / "content"
    spoil(kits[1] / PTCE, "Des structures coopèrent.", "Des *structures* <b>voisines</b> coopèrent_ici | là.")
    spoil(kits[1] / PTCE, ATOUTS, f"- texte: Un nouveau point fort\n{FAIT}{ATOUTS}")
    spoil(kits[1] / PTCE, "#0B5F60", "#0B4F8A")
    spoil(apres / "formes/ges.yaml", "verifie_le: '2026-11-01'", "verifie_le: '2026-11-02'")
    spoil(apres / "criteres.yaml", "niveau: '2'", "niveau: '3'")
    spoil(apres / "sources.yaml", "date: '2014-07-31'", "date: null")
    spoil(apres / "territoires/initiatives.csv", "Pôle du Sud", "Pôle Sud")
    spoil(apres / "territoires/communes.csv", "98735,Papeete,987,,\n", "")
    return kits


def test_the_json_is_as_agreed(
    varied: tuple[Path, Path], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("diff", "avant", "apres", "--format", "json", "-o", "ecarts.json")
    assert done.exit_code == Exit.DIFFERENT
    found = json.loads((tmp_path / "ecarts.json").read_text("utf-8"))
    # which documents print what is for other tests; their number follows the plan
    found["documents"] = [d for d in found["documents"] if d["chemin"].startswith("comparatifs/ptce")]
    del found["comptes"]["documents"], found["comptes"]["documents_identiques"], found["coopdocs"]
    if request.config.getoption("--renew"):
        GOLDEN.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(GOLDEN.read_text("utf-8"))


def test_read_backwards_it_says_the_contrary(varied: tuple[Path, Path]) -> None:
    there, back = (facts(*sides) for sides in (varied, varied[::-1]))
    turned = {"ajouté": "retiré", "retiré": "ajouté", "commun": "commun"}

    def shape(found: Sequence[diff.Section], mirrored: bool) -> set[tuple[object, ...]]:
        out: set[tuple[object, ...]] = set()
        for e in (e for s in found for e in s.differences):
            for c in e.changes:
                words = frozenset((turned[m.state] if mirrored else m.state, m.text) for m in c.chunks)
                sides = (c.new, c.old) if mirrored else (c.old, c.new)
                out.add((turned.get(e.kind, e.kind) if mirrored else e.kind, c.field, sides, words))
        return out

    assert shape(there, False) == shape(back, True)


def test_the_markdown_shows_words_as_words(varied: tuple[Path, Path]) -> None:
    with diff.opened(str(varied[0]), Path(".")) as old, diff.opened(str(varied[1]), Path(".")) as new:
        ecarts = diff.compare(old, new)
        texte, below = diff.markdown(ecarts, new.theme), diff.markdown(ecarts, new.theme, under=2)
    page = MarkdownIt("commonmark").enable("strikethrough").render(texte)
    chapo = "<strong>Des *structures* &lt;b&gt;voisines&lt;/b&gt; coopèrent_ici | là.</strong>"
    assert f"<s>Des structures coopèrent.</s> {chapo}" in page
    assert "<b>" not in page
    assert "<s>Moyenne</s> <strong>Forte</strong>" in page
    assert "Revérifiés le 2\u00a0novembre 2026" in page
    assert texte.startswith("# Ce qui a changé\n")
    assert re.findall("^#+ ", below, re.M) == ["### "] * (len(ecarts.sections) + 1)
    assert "\n\n\n" not in texte + below


@pytest.fixture
def page(varied: tuple[Path, Path], tmp_path: Path) -> Path:
    assert run("diff", *varied, "--format", "html", "-o", tmp_path / "ecarts.html").exit_code == Exit.DIFFERENT
    return tmp_path / "ecarts.html"


def test_the_page_shows_both_sides_and_says_which_is_which(page: Path) -> None:
    tree = controle.read(page)
    cells = [[td.text_content().strip() for td in tr.iter("td")] for tr in tree.iter("tr")]
    assert [
        "[retiré\u00a0: Moyenne]",
        "[ajouté\u00a0: Forte]Source\u00a0: Loi ESS · vérifié le 1er\u00a0novembre 2026",
    ] in [[re.sub(r"\s*\n\s*", "", c) for c in row] for row in cells]
    assert controle.repeated_ids(page) == []
    assert controle.loaded_from_outside(page) == []
    assert controle.badly_set(page) == []


@pytest.mark.java
@pytest.mark.node
@pytest.mark.chromium
def test_the_page_passes_the_gates(page: Path, tools: dict[str, str]) -> None:
    assert controle.vnu(tools["java"], [page]) == {page: []}
    assert controle.html_validate(tools["node"], [page]) == {page: []}
    assert [report for report in controle.axe(tools["node"], tools["chromium"], 320, [page]) if report["wider"]] == []
    assert controle.in_browser(tools["node"], tools["chromium"], 1280, [page]) == {page: []}
