"""A territory's dossier for Word and as JSON: the same words, tables and numbers as the printed one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from coopdocs import views
from coopdocs.formats import run
from coopdocs.formats.job import FilledPageJob, inner_jobs
from coopdocs.plan.dossier import Assembler, data
from coopdocs.plan.maker import Maker
from coopdocs.targets import DossierRequest
from coopdocs.territoire import contacts
from coopdocs.typographie import nombre
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.listes import INDISPONIBLE, SANS_OBJET
from coopdocs.views.dossier.parts import PART
from support.documents import Documents, whole_page
from support.docx_checks import WP, Ouvert, R, W, champs, style, texte
from support.docx_gates import AUDIT, INTEGRITY, OWN, examine

EPCI, COM, COMMUNE = "epci:200068781", "departement:975", "commune:26281"
NULLE_PART = "departement:984"
CHOISIES = ("ptce", "pat")
RECENSEES, AUCUNE = "Initiatives recensées", "aucune"
"""The line of what a kit lists, and what stands there for none: it has not counted, so it says no zero."""


@dataclass
class Essai:
    """A territory's dossier: what the view says, the document, the data."""

    dossier: Dossier
    octets: bytes
    word: Ouvert
    data: dict[str, Any]

    def rows(self, titre: str) -> list[list[str]]:
        """The cells of the table whose title begins so, header included."""
        return [[_cell(tc) for tc in tr.findall(f"{W}tc")] for tr in self.table(titre).findall(f"{W}tr")]

    def table(self, titre: str) -> Any:
        tables = self.word.document.iter(f"{W}tbl")
        return next(t for t in tables if t.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val").startswith(titre))

    def styled(self, nom: str) -> list[Any]:
        noms = self.word.styles()
        return [p for p in self.word.document.iter(f"{W}p") if noms.get(style(p)) == nom]


def _cell(tc: Any) -> str:
    return "\n".join(texte(p) for p in tc.findall(f"{W}p"))


@pytest.fixture(scope="module")
def assembler(documents: Documents) -> Assembler:
    return Assembler(Maker(documents.library, documents.theme), lambda job: 1)


def make(assembler: Assembler, cle: str, format_: str) -> bytes:
    return run(assembler.job(DossierRequest(cle, format_, CHOISIES))).data


def essayer(assembler: Assembler, cle: str) -> Essai:
    t = assembler.library.territoires.get(cle)
    assert t is not None
    octets = make(assembler, cle, "docx")
    return Essai(assembler.dossier(t), octets, Ouvert(octets), json.loads(make(assembler, cle, "json")))


@pytest.fixture(scope="module")
def essais(assembler: Assembler) -> dict[str, Essai]:
    return {cle: essayer(assembler, cle) for cle in (EPCI, COM, COMMUNE, NULLE_PART)}


@pytest.fixture(params=[EPCI, COM, COMMUNE, NULLE_PART])
def essai(request: pytest.FixtureRequest, essais: dict[str, Essai]) -> Essai:
    return essais[request.param]


# The document


@pytest.mark.parametrize("gate", [OWN, AUDIT, INTEGRITY])
def test_a_dossier_passes_every_gate(essais: dict[str, Essai], gate: str) -> None:
    found = examine(gate, {cle: essai.octets for cle, essai in essais.items()})
    assert {cle: said for cle, said in found.items() if said} == {}


def test_the_same_territory_gives_the_same_bytes(assembler: Assembler, essais: dict[str, Essai]) -> None:
    assert essayer(assembler, COMMUNE).octets == essais[COMMUNE].octets


def test_the_first_page_names_the_territory_and_where_it_is(essais: dict[str, Essai]) -> None:
    commune = essais[COMMUNE]
    assert [texte(p) for p in commune.styled("Title")] == ["Romans-sur-Isère"]
    assert [texte(p) for p in commune.styled("Subtitle")] == [
        "Commune · Valence Romans Agglo · Drôme · Auvergne-Rhône-Alpes"
    ]


def test_parts_stand_in_the_order_of_the_printed_dossier_and_the_contents_name_each(
    assembler: Assembler, essais: dict[str, Essai]
) -> None:
    epci = essais[EPCI]
    titres = [texte(p) for p in epci.styled("heading 1")]
    chapitres = [views.fiche(assembler.library, slug).intitule for slug in CHOISIES]
    debut = ["En bref", "Le territoire", "Qui coopère déjà ici", "Pistes", "Lire ce dossier", "Repères chiffrés"]
    debut += ["Choisir une forme de coopération", "Tableau comparatif"]
    fin = ["L’argent et le calendrier", "Repères juridiques", "Initiatives du territoire et alentour", "Contacts"]
    fin = ["Récits", *fin, "Mairies", "Glossaire", "Sources et dates des données"]
    assert titres == [*debut, *chapitres, *fin]
    assert [texte(p) for p in epci.styled("TOC Heading")] == ["Dans ce dossier"]
    assert [texte(p).split("\t")[1] for p in epci.styled("toc 1")] == titres
    assert epci.styled("toc 2") == []


def test_a_chapter_is_as_short_as_a_fiche_in_tables_and_its_sources_are_numbers_of_the_bibliography(
    assembler: Assembler, essais: dict[str, Essai]
) -> None:
    epci = essais[EPCI]
    tables = [t.get(f"{W}val") for t in epci.word.document.iter(f"{W}tblCaption")]
    for slug in CHOISIES:
        sigle = assembler.library.formes[slug].sigle
        assert {f"Carte d’identité : {sigle}.", f"Les acteurs : {sigle}."} <= set(tables)
    assert not {"Présentation", "Gouvernance", "Financement", "Idées reçues"} & {
        texte(p) for p in epci.styled("heading 2")
    }
    calls = [h for h in epci.word.document.iter(f"{W}hyperlink") if (h.get(f"{W}anchor") or "").startswith("b_")]
    assert len(calls) > 100
    marks = {b.get(f"{W}name") for b in epci.word.document.iter(f"{W}bookmarkStart")}
    assert {h.get(f"{W}anchor") for h in calls} <= marks
    assert "word/footnotes.xml" not in epci.word.parts or not texte(epci.word.xml("word/footnotes.xml")).strip()


def test_the_first_pages_alone_are_those_of_the_whole(assembler: Assembler, essais: dict[str, Essai]) -> None:
    job = assembler.job(DossierRequest(EPCI, "docx", CHOISIES, "essentiel"))
    alone = Ouvert(run(job).data)
    titles = [texte(p) for p in alone.document.iter(f"{W}p") if alone.styles().get(style(p)) == "heading 1"]
    assert titles == [texte(p) for p in essais[EPCI].styled("heading 1")][: len(titles)]
    assert titles[-1] == "Pistes"


# Its tables


def test_figures_are_those_of_the_view_and_stand_to_the_right(essai: Essai) -> None:
    head, *body = essai.rows("Repères chiffrés")
    assert head[1:] == [f"{c.nom}\n{c.type}" for c in essai.dossier.colonnes]
    assert body == [[f"{r.libelle}\n{r.precision}", *r.valeurs] for r in essai.dossier.reperes]
    cells = essai.table("Repères chiffrés").iter(f"{W}tc")
    styles = [essai.word.styles()[style(tc.find(f"{W}p"))] for tc in cells]
    colonnes = len(head)
    assert set(styles[1:colonnes]) == {"Cellule d’en-tête de nombre"}
    assert {s for i, s in enumerate(styles[colonnes:]) if i % colonnes} == {"Cellule de nombre"}


def test_lists_are_those_of_the_view(essai: Essai) -> None:
    for liste in essai.dossier.listes:
        _, *body = essai.rows(liste.titre)
        parts = any(m.part for m in liste.membres)
        names = [m.nom + " (ce territoire)" * m.ici for m in liste.membres]
        rows = [[nom, m.population, m.pourcent] for nom, m in zip(names, liste.membres, strict=True)]
        assert body == [row if parts else row[:2] for row in rows]
        assert not liste.suite or liste.suite in texte(essai.word.document)


def test_a_commune_is_marked_among_those_of_its_epci(essais: dict[str, Essai]) -> None:
    commune = essais[COMMUNE]
    noms = [row[0] for row in commune.rows("Communes de l’intercommunalité")]
    assert [nom for nom in noms if "ce territoire" in nom] == ["Romans-sur-Isère (ce territoire)"]
    assert [m["code"] for liste in commune.data["listes"] for m in liste["membres"] if m["ici"]] == ["26281"]


def test_the_formes_seen_from_here_are_those_of_the_first_pages(assembler: Assembler, essai: Essai) -> None:
    vues = assembler.essentiel(essai.dossier.territoire, CHOISIES).pistes.formes
    _, *body = essai.rows("Les formes : ce que")
    assert [row[:2] for row in body] == [[v.forme.sigle_court + " (retenue)" * v.retenue, v.ligne] for v in vues]
    for row, v in zip(body, vues, strict=True):
        assert (f"{len(v.ici) + v.ici_reste} ici" in row[2]) == bool(v.ici)


def test_the_decision_tables_lead_to_the_chapters_that_are_there(
    assembler: Assembler, essais: dict[str, Essai]
) -> None:
    formes, epci = assembler.library.formes, essais[EPCI]
    _, *body = epci.rows("Les questions")
    questions = assembler.library.decision.questions
    asked = [(q.question if not n else "", r) for q in questions for n, r in enumerate(q.reponses)]
    assert [row[:2] for row in body] == [[question, r.texte] for question, r in asked]
    for row, (_, r) in zip(body, asked, strict=True):
        assert row[2].startswith(", ".join(formes[f].sigle for f in r.formes))
    ancres = [h.get(f"{W}anchor") for h in epci.table("Les questions").iter(f"{W}hyperlink")]
    cited = [
        [*(f for f in r.formes if f in CHOISIES), *(f"autre_{a}".replace("-", "_") for a in r.autres)] for _, r in asked
    ]
    assert ancres == [ancre for row in cited for ancre in row]


def test_the_other_formes_are_there_each_with_when_to_choose_it(assembler: Assembler, essais: dict[str, Essai]) -> None:
    rows = essais[EPCI].rows(views.Choix(assembler.library, bref=True).titre_autres)
    for autre in assembler.library.autres.values():
        [row] = [row for row in rows if row[0].startswith(autre.nom)]
        assert autre.quand.texte in row[2]


def test_the_comparison_has_the_cells_of_the_printed_one_on_a_landscape_page(
    assembler: Assembler, essais: dict[str, Essai]
) -> None:
    table = views.abridged(assembler.maker.comparatif)
    head, *body = essais[EPCI].rows(table.titre_principal)
    assert head[1:] == [forme.sigle for _, forme in table.colonnes]
    assert body == [[r.critere.titre, *(case.plain for case in r.cases)] for r in table.rangees]
    pages = [s.find(f"{W}pgSz").get(f"{W}orient") for s in essais[EPCI].word.document.iter(f"{W}sectPr")]
    assert pages == [None, "landscape", None, None]


def test_sources_stand_in_two_columns_on_the_page_of_their_title(essais: dict[str, Essai]) -> None:
    *_, before, last = essais[EPCI].word.document.iter(f"{W}sectPr")
    assert (before.find(f"{W}type"), before.find(f"{W}cols").get(f"{W}num")) == (None, None)
    assert (last.find(f"{W}type").get(f"{W}val"), last.find(f"{W}cols").get(f"{W}num")) == ("continuous", "2")


def test_town_halls_are_those_of_the_view_each_with_a_link(essai: Essai) -> None:
    mairies = essai.dossier.mairies.mairies
    if not mairies:
        assert "Comment joindre chaque mairie" not in {
            t.get(f"{W}val") for t in essai.word.document.iter(f"{W}tblCaption")
        }
        return
    _, *body = essai.rows("Comment joindre chaque mairie")
    assert body == [[m.commune.nom, m.adresse, m.telephone, m.ecrire[0]] for m in mairies]
    liens = essai.word.relations("document")
    links = essai.table("Comment joindre chaque mairie").iter(f"{W}hyperlink")
    assert [liens[h.get(f"{R}id")] for h in links] == [m.ecrire[1] for m in mairies]


def test_each_initiative_has_its_place_its_distance_and_a_link_to_its_source(essai: Essai) -> None:
    liens = essai.word.relations("document")
    for titre, entrees in (("Sur le territoire", essai.dossier.ici), ("Alentour", essai.dossier.alentour)):
        if not entrees:
            assert re.search(r"Aucune initiative recensée [\w ]+ à ce jour\.", texte(essai.word.document))
            continue
        _, *body = essai.rows(titre)
        assert body == [[e.nom, e.forme.sigle_court, e.details, e.distance, e.source] for e in entrees]
        adresses = [liens[h.get(f"{R}id")] for h in essai.table(titre).iter(f"{W}hyperlink")]
        assert adresses == [e.adresse for e in entrees]


@pytest.mark.parametrize("cle", [EPCI, COMMUNE, COM])
def test_what_the_tables_say_is_printed_in_the_pdf_too(
    assembler: Assembler, essais: dict[str, Essai], cle: str
) -> None:
    jobs = list(inner_jobs(assembler.job(DossierRequest(cle, "pdf", CHOISIES))))
    own = _bare(" ".join(whole_page(job) for job in jobs if isinstance(job, FilledPageJob)))
    every = _bare(" ".join(map(whole_page, jobs)))
    said = list(_own_words(essais[cle].word))
    assert len(said) > 100
    assert [words for words, called in said if not _stands(words, every if called else own)] == []
    assert not _stands("Une autre commune", every)


PARTAGES = re.compile(
    "Les questions|Et si ce n’est aucune|Sept formes|Carte d’identité|Les acteurs|Se lancer|Ce que peut faire|Exemples"
    "|À ne pas confondre|.*étape par étape|Appels et fonds.: dernière|Glossaire"
)
"""Tables of parts that dossiers share."""
COMPTE = re.compile(r"\d+ (ici|autour)|Ici|Couvre le territoire|–")
"""What print says by numbers on a map and by a heading of a list."""
MARQUES = re.compile(r" \((ce territoire|retenue|à vérifier)\)")


def _own_words(word: Ouvert) -> Iterator[tuple[str, bool]]:
    """The words of each cell of a territory's own tables, under their headers; whether they name an aid."""
    for table in word.document.iter(f"{W}tbl"):
        caption = table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        called = caption.startswith("Appels et fonds à demander")
        rows = [] if PARTAGES.match(caption) else table.findall(f"{W}tr")
        for row in (r for r in rows if r.find(f"{W}trPr/{W}tblHeader") is None):
            cells = [_cell(tc) for tc in row.findall(f"{W}tc")]
            for words in "\n".join(cells[:1] if called else cells).split("\n"):
                yield MARQUES.sub("", words), called


def _stands(words: str, printed: str) -> bool:
    """Whether a page has these words; a cell may tell on one line what print sets apart."""
    if _bare(words) in printed:
        return True
    pieces = [p for p in re.split(r", | · |\u00a0: |\u202f; ", words) if not COMPTE.fullmatch(p)]
    return words not in pieces and all(_bare(piece) in printed for piece in pieces)


def _bare(html: str) -> str:
    """The words of a page without mark-up nor any space, since print breaks lines where it must."""
    return re.sub(r"\s", "", re.sub(r"<[^>]*>", "", html).replace("&amp;", "&").replace("&#39;", "'"))


def test_contacts_stand_by_level_with_a_link_to_each_address(essai: Essai) -> None:
    liens = essai.word.relations("document")
    for niveau in essai.dossier.contacts:
        _, *body = essai.rows(niveau.titre)
        said = [[f"Source : {c.source.titre}", *c.constat] for c in niveau.contacts]
        assert [[nom, role.replace("\u00a0:", " :").split("\n"), moyens] for nom, role, moyens in body] == [
            [
                c.contact.nom,
                [line.replace("\u00a0:", " :") for line in (c.contact.role, *lines) if line],
                "\n".join(texte for texte, _ in c.moyens),
            ]
            for c, lines in zip(niveau.contacts, said, strict=True)
        ]
        adresses = [liens[h.get(f"{R}id")] for h in essai.table(niveau.titre).iter(f"{W}hyperlink")]
        wanted = [[c.source.url, *(adresse for _, adresse in c.moyens if adresse)] for c in niveau.contacts]
        assert adresses == [adresse for each in wanted for adresse in each]


# Its maps


def test_each_map_says_what_it_shows(essais: dict[str, Essai]) -> None:
    alts = [d.get("descr") for d in essais[COMMUNE].word.document.iter(f"{WP}docPr")]
    assert (
        alts[0]
        == "Carte de France : où se trouve Romans-sur-Isère (Valence Romans Agglo, Drôme, Auvergne-Rhône-Alpes)."
    )
    [qui] = [alt for alt in alts if alt.startswith("Carte\u00a0: Romans-sur-Isère")]
    assert qui.endswith("Le tableau qui suit dit où est chacune.")
    _, *body = essais[COMMUNE].rows("Une ligne par coopération")
    assert f"numéros 5 à\u00a0{body[-1][0]}" in qui
    assert sum("moins de 20\u00a0ans" in alt for alt in alts) == 1
    drawn = [octets for nom, octets in essais[COMMUNE].word.parts.items() if "/media/" in nom]
    assert sorted(len(octets) > 30_000 for octets in drawn)[-2:] == [
        True,
        True,
    ]  # a blank picture weighs a tenth of that
    fields = champs(essais[COMMUNE].word.document)
    assert [vu for instruction, vu in fields if instruction.startswith("SEQ Figure")] == list(
        map(str, range(1, len(essais[COMMUNE].styled("Figure")) + 1))
    )


def test_a_collectivity_without_outlines_has_no_map_and_says_so(essais: dict[str, Essai]) -> None:
    com = essais[COM]
    assert list(com.word.document.iter(f"{WP}docPr")) == []
    assert "Carte non disponible pour cette collectivité" in texte(com.word.document)


# The data


def test_the_data_are_utf8_the_same_each_time_and_read_back_as_they_were(
    assembler: Assembler, essais: dict[str, Essai]
) -> None:
    octets = make(assembler, EPCI, "json")
    assert octets == make(assembler, EPCI, "json")
    assert octets == (json.dumps(essais[EPCI].data, ensure_ascii=False, indent=1) + "\n").encode()
    assert "Auvergne-Rhône-Alpes".encode() in octets


def test_every_key_is_always_there_and_described_in_the_documentation(essais: dict[str, Essai]) -> None:
    described = set(re.findall(r"\w+", data.__doc__ or ""))
    shapes = [_keys(essai.data) for essai in essais.values()]
    for keys in shapes:
        assert {key for path in keys for key in path.split(".")} <= described
    # a list may be empty, or a territory without a rank: what all have in common is the frame
    frame = {path for path in shapes[0] if "." not in path}
    assert all({path for path in keys if "." not in path} == frame for keys in shapes)
    assert all(set(a.data["territoire"]) == set(b.data["territoire"]) for a, b in pairwise(essais.values()))
    initiatives = [i for essai in essais.values() for i in essai.data["initiatives"]]
    assert len({frozenset(i) for i in initiatives}) == 1


def _keys(data: Any, path: str = "") -> set[str]:
    if isinstance(data, list):
        return {key for item in data for key in _keys(item, path)}
    if not isinstance(data, dict):
        return {path}
    found = {key for name, value in data.items() for key in _keys(value, f"{path}.{name}".strip("."))}
    return found | ({path} if path else set())


def test_the_numbers_of_the_data_are_those_that_the_document_prints(essai: Essai) -> None:
    _, *body = essai.rows("Repères chiffrés")
    for row, ligne in zip(body, essai.data["reperes"]["lignes"], strict=True):
        assert row[1:] == [v["texte"] for v in ligne["valeurs"]]
        for place, v in enumerate(ligne["valeurs"]):
            if v["nombre"] is None:
                # what share of itself a territory is, nobody asks
                assert v["texte"] == (SANS_OBJET if ligne["libelle"] == PART and place == 0 else INDISPONIBLE)
            elif v["nombre"] == 0 and ligne["libelle"] == RECENSEES:
                assert v["texte"] == AUCUNE
            elif ligne["unite"] is None:
                assert v["texte"] == nombre(v["nombre"])
            elif v["nombre"] >= 0.1:
                entier = v["nombre"] >= 99.95
                assert v["texte"] == f"{nombre(v['nombre'], 0 if entier else 1)}\u00a0{ligne['unite']}"
    for liste in essai.data["listes"]:
        _, *body = essai.rows(liste["titre"])
        habitants = [INDISPONIBLE if m["population"] is None else nombre(m["population"]) for m in liste["membres"]]
        assert [row[1] for row in body] == habitants


def test_the_data_name_the_territory_what_it_is_in_and_its_rank(essais: dict[str, Essai]) -> None:
    commune = essais[COMMUNE].data["territoire"]
    assert commune["epci"] == {"type": "epci", "code": "200068781", "nom": "Valence Romans Agglo"}
    assert [d["code"] for d in commune["departements"]] == ["26"]
    assert [r["code"] for r in commune["regions"]] == ["84"]
    rang, tous = essais[COMMUNE].dossier.rang or (0, 0)
    assert commune["rang"] == {"rang": rang, "sur": tous}
    assert essais[EPCI].data["territoire"]["rang"] is None
    assert essais[COM].data["territoire"]["regions"] == []


def test_what_nobody_counted_is_null_in_the_data_and_said_in_words_in_the_document(essais: dict[str, Essai]) -> None:
    vide = essais[NULLE_PART]
    assert vide.data["territoire"]["population"] is None
    assert vide.data["reperes"]["lignes"][0]["valeurs"][0] == {"nombre": None, "texte": INDISPONIBLE}
    assert vide.rows("Repères chiffrés")[1][1] == INDISPONIBLE


def test_initiatives_are_those_of_the_document_with_their_kilometres(essai: Essai) -> None:
    found = essai.data["initiatives"]
    entrees = [*essai.dossier.ici, *essai.dossier.alentour]
    assert [(i["nom"], i["distance"], i["source"]["url"]) for i in found] == [
        (e.nom, e.distance, e.adresse) for e in entrees
    ]
    for i in found:
        shown = re.match(r"à (\d[\d\u202f]*)\u00a0km", i["distance"])
        assert not shown or abs(int(shown[1].replace("\u202f", "")) - i["km"]) <= 0.55
    known = {i["id"] for i in found}
    for indice in essai.data["indices"]:
        assert set(indice["ici"]) <= known
        assert indice["ailleurs"] is None or indice["ailleurs"]["id"] not in indice["ici"]


def test_contacts_go_from_near_to_far_with_what_is_empty_as_null(assembler: Assembler, essai: Essai) -> None:
    territoires, edition = assembler.library.territoires, assembler.library.kit.edition
    niveaux = list(contacts.around(territoires, essai.dossier.territoire, contacts.by_territory(territoires, edition)))
    assert [n["territoire"]["type"] for n in essai.data["contacts"]] == [
        n.territoire.type if n.territoire else "france" for n in niveaux
    ]
    for niveau, given in zip(niveaux, essai.data["contacts"], strict=True):
        assert [c["nom"] for c in given["contacts"]] == [c.nom for c in niveau.contacts]
        assert all(valeur != "" for c in given["contacts"] for valeur in c.values())
