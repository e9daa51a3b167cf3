"""What people add to the dossier of a territory, in its Word documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from coopdocs.formats import run
from coopdocs.library.catalogue import DOSSIERS
from coopdocs.model.contenu import Photo
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.maker import Maker
from coopdocs.targets import DossierRequest
from support.complement_exemple import CLE, loaded, write_complement_kit
from support.documents import Documents
from support.docx_checks import WP, Ouvert, W, style, texte
from support.evenement_exemple import png

FORMES = ("ptce", "pat")
LEGENDE = "La halle d’exemple. Photo\u00a0: Camille Exemple, CC BY 4.0."


@pytest.fixture(scope="module")
def words(documents: Documents, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ouvert]:
    """Both documents of the real territory with the example's file, its photograph added, its own initiatives aside."""
    kit = write_complement_kit(tmp_path_factory.mktemp("kit"))
    example = loaded(kit)
    photo = Photo(
        fichier="photos/halle.png", alt="Une halle blanche", legende="La halle d’exemple.", credit="Camille Exemple",
        licence="CC BY 4.0",
    )  # fmt: skip
    (kit / DOSSIERS / "photos").mkdir()
    (kit / DOSSIERS / photo.fichier).write_bytes(png(1200, 800))
    added = example.complements[CLE].model_copy(update={"photos": (photo,)})
    library = replace(
        documents.library,
        racine=kit,
        sources={**example.sources, **documents.library.sources},
        complements={CLE: added},
    )
    assembler = Assembler(Maker(library, documents.theme), lambda job: 1)
    jobs = {a: assembler.job(DossierRequest(CLE, "docx", FORMES, a)) for a in ("essentiel", "complet")}
    return {ampleur: Ouvert(run(job).data) for ampleur, job in jobs.items()}


def styled(word: Ouvert, nom: str) -> list[str]:
    return [texte(p) for p in word.document.iter(f"{W}p") if word.styles().get(style(p)) == nom]


def rows(word: Ouvert, titre: str) -> list[list[str]]:
    tables = word.document.iter(f"{W}tbl")
    table: Any = next(t for t in tables if t.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val").startswith(titre))
    return [
        [" ".join(texte(p) for p in tc.findall(f"{W}p")) for tc in tr.findall(f"{W}tc")] for tr in table.iter(f"{W}tr")
    ]


@pytest.mark.parametrize("ampleur", ["essentiel", "complet"])
def test_the_first_pages_have_logo_decision_steps_figures_and_formes(words: dict[str, Ouvert], ampleur: str) -> None:
    word = words[ampleur]
    alts = [d.get("descr") for d in word.document.iter(f"{WP}docPr")]
    assert alts[0] == "Agglomération d’exemple"
    assert rows(word, "Décision demandée") == [
        ["Quand", "Conseil du 12\u00a0janvier 2027"],
        ["Coût", "15\u202f000\u00a0€"],
        ["Qui porte", "Direction de l’exemple"],
    ]
    assert [row[:2] for row in rows(word, "Les deux prochaines étapes")[1:]] == [
        ["janvier 2027", "Réunion d’exemple"],
        ["15\u00a0juin 2027", "Bilan d’exemple"],
    ]
    assert [row[0] for row in rows(word, "Chiffres ajoutés")[1:]] == ["1\u202f240\u00a0emplois", "environ 12\u00a0%"]
    first, *_ = [row for row in rows(word, "Les formes : ce que")[1:] if "retenue" in row[0]]
    assert first[:2] == ["PTCE (retenue)", "Trois structures d’exemple veulent partager un lieu."]
    assert "Mission exemple" in texte(word.document)


def test_the_whole_has_the_word_of_the_president_the_quote_and_photographs_with_their_credit(
    words: dict[str, Ouvert],
) -> None:
    whole, first = words["complet"], words["essentiel"]
    assert "Le mot de la présidente" in styled(whole, "heading 1")
    assert styled(whole, "Quote") == ["«\u00a0Nous avons commencé à trois autour d’une table d’exemple.\u00a0»"]
    assert [c.partition("– ")[2] for c in styled(whole, "caption") if "Photo" in c] == [LEGENDE]
    assert "Une halle blanche" in [d.get("descr") for d in whole.document.iter(f"{WP}docPr")]
    assert "Le mot de la présidente" not in texte(first.document)
