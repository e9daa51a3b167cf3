"""`coopdocs diff`: each kind of change is found and nothing else is said; content and layout are told apart."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from coopdocs.diff.inventory import FIELD_LABELS
from coopdocs.model import complement, contenu, evenement, facultatif
from coopdocs.territoire.indicateurs import Indicateur
from coopdocs.territoire.registres import COLONNES, CONTACTS, INITIATIVES
from coopdocs.views import CARTE, RUBRIQUES
from coopdocs.views.choix import LIGNES
from coopdocs.views.recit import INTITULES
from support import photographs
from support.complement_exemple import write_complement_kit
from support.kits import spoil
from support.two_kits import ATOUTS, FAIT, PTCE, compared, facts, kits, modele, said

__all__ = ["kits", "modele"]

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
    known = (t for module in (complement, contenu, evenement, facultatif) for t in vars(module).values())
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
