"""The programme and the poster of an event: what `zones` accepts holds on its sheet, what it refuses would not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import segno

from coopdocs import zones
from coopdocs.formats import run
from coopdocs.formats.job import Rendered
from coopdocs.library import load
from coopdocs.model.evenement import Atelier, Contact, Evenement, Intervenant, Lieu, Organisme, Seance
from coopdocs.plan import evenements
from coopdocs.plan.evenements.documents import Documents as Handouts
from coopdocs.plan.maker import Maker
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.source import NodePath
from coopdocs.theme.mesure import Zone
from coopdocs.typographie import bind_end, bind_short, plain_spaces
from coopdocs.zones import affiche, programme
from coopdocs.zones.evenements import _beyond, _places
from coopdocs.zones.places import TexteImprime
from support.documents import Documents
from support.kits import small_kit, spoil

SLUG = "forum-cooperations"
TEXTE = "une structure porte le projet commun avec des entreprises locales et ses habitants pour agir ensemble"
MOTS = TEXTE.split()


class Essai:
    """One event of the kit with some fields changed: its problems, its sheets, its documents."""

    def __init__(self, documents: Documents, slug: str = SLUG, **champs: object) -> None:
        self.e: Evenement = documents.library.evenements[slug].model_copy(update=champs)
        self.library = replace(documents.library, evenements={slug: self.e})
        self.theme = documents.theme
        self._documents = Handouts(Maker(self.library, self.theme), slug, lambda job: 0)
        list(evenements.programme.targets(self._documents))

    @property
    def programme(self) -> programme.Programme:
        return programme.Programme(self._documents.journee, self.theme)

    @property
    def affiche(self) -> affiche.Affiche:
        return affiche.Affiche(self._documents.journee, self.theme)

    @property
    def trop(self) -> list[tuple[str, NodePath]]:
        """The codes and places of what `zones` refuses."""
        jour, sheet = self._documents.journee, self.programme
        long = [("Z001", p.loc) for p in _places(jour, sheet) if self.zone(p).excess(p.texte)]
        return long or [(code, loc) for loc, (code, _, _) in _beyond(jour, self.theme)]

    def places(self) -> list[TexteImprime]:
        return list(_places(self._documents.journee, self.programme))

    def zone(self, place: TexteImprime) -> Zone:
        famille, graisse, corps, largeur, lignes = place.zone
        return Zone(self.theme.font(famille, graisse), corps, largeur, lignes, place.approche)

    def __getitem__(self, nom: str) -> Rendered:
        return run(self._documents.job(nom))


def phrase(n: int, depart: int = 0) -> str:
    """`n` words, others for another start."""
    return " ".join(MOTS[(depart + i) % len(MOTS)] for i in range(n))


def seances(n: int, mots: int, ateliers: int = 0) -> tuple[Seance, ...]:
    """`n` sessions of the event, one in four of them a pause, the second one with workshops."""
    noms = ("Camille Exemple", "Dominique Modèle", "Sacha Spécimen")
    made = []
    for i in range(n):
        pause = i % 4 == 3
        debut, fin = (f"{8 + j // 4:02}:{15 * (j % 4):02}" for j in (i, i + 1))
        donnees = {"debut": debut, "fin": fin, "titre": phrase(2 + (i * mots) % 9, i).capitalize(), "pause": pause}
        if not pause:
            donnees |= {"salle": "Grande salle", "intervenants": noms[: 1 + i % 3]}
            donnees |= {"texte": phrase(mots + i % 5, i)} if mots else {}
        if i == 1:
            donnees["ateliers"] = tuple(
                Atelier(titre=phrase(4, a), texte=phrase(mots, a), salle="Salle 2", intervenants=noms[:2])
                for a in range(ateliers)
            )
        made.append(Seance.model_validate(donnees))
    return tuple(made)


def personnes(n: int, mots: int) -> tuple[Intervenant, ...]:
    return tuple(
        Intervenant(nom=f"Camille Exemple {i}", fonction=phrase(1 + (mots + i) % (mots + 2), i), organisme="Ville")
        for i in range(n)
    )


def avec(n: int, mots: int) -> dict[str, Any]:
    """An event with n speakers, all named by its one session."""
    made = personnes(n, mots)
    return {"intervenants": made, "programme": (seances(1, 3)[0].model_copy(update={"intervenants": ()}),)}


def last_accepted(make: Callable[[int], Essai]) -> int:
    """The largest number that `zones` accepts."""
    n = 1
    while not make(n + 1).trop:
        n += 1
    return n


EXEMPLES = ["forum-cooperations", "formation-groupe-cooperatif", "conseil-cooperations"]


@pytest.mark.parametrize("slug", EXEMPLES)
def test_the_examples_fill_two_pages_and_one_poster(documents: Documents, slug: str) -> None:
    essai = Essai(documents, slug)
    assert essai.trop == []
    assert [(essai[nom].pages, essai[nom].defects) for nom in ("programme.pdf", "affiche.pdf")] == [(2, ()), (1, ())]


@pytest.mark.parametrize(("mots", "ateliers"), [(0, 0), (6, 3), (14, 4), (9, 6), (25, 0)])
def test_as_many_sessions_as_are_accepted_hold_and_one_more_is_refused(
    documents: Documents, mots: int, ateliers: int
) -> None:
    def make(n: int) -> Essai:
        return Essai(documents, programme=seances(n, mots, ateliers))

    n = last_accepted(make)
    rendu = make(n)["programme.pdf"]
    assert (rendu.pages, rendu.defects) == (2, ())
    assert make(n + 1).trop == [("Z003", ("programme", n))]
    # what is refused would not have held: the measure is no stricter than the page by more than one session
    assert make(n + 2)["programme.pdf"].defects


def test_as_many_formes_as_are_accepted_hold_and_one_more_is_refused(documents: Documents) -> None:
    slugs = tuple(documents.library.formes) * 6

    def make(n: int) -> Essai:
        return Essai(documents, formes=slugs[:n], intervenants=(), programme=avec(0, 1)["programme"])

    n = last_accepted(make)
    assert n >= 16
    rendu = make(n)["programme.pdf"]
    assert (rendu.pages, rendu.defects) == (2, ())
    assert make(n + 1).trop == [("Z003", ("formes", n))]
    assert make(n + 8)["programme.pdf"].defects


@pytest.mark.parametrize("mots", [1, 8])
def test_as_many_speakers_as_are_accepted_hold_and_one_more_is_refused(documents: Documents, mots: int) -> None:
    def make(n: int) -> Essai:
        return Essai(documents, **avec(n, mots))

    n = last_accepted(make)
    assert n >= 18
    rendu = make(n)["programme.pdf"]
    assert (rendu.pages, rendu.defects) == (2, ())
    assert make(n + 1).trop == [("Z003", ("intervenants", n))]
    assert make(n + 4)["programme.pdf"].defects


@pytest.mark.parametrize("formes", [("ptce",), ("ptce", "ges"), ("ptce", "ges", "pat", "tzcld", "jvs"), None])
def test_any_number_of_formes_holds_beside_a_dozen_speakers(
    documents: Documents, formes: tuple[str, ...] | None
) -> None:
    essai = Essai(documents, formes=formes or tuple(documents.library.formes), **avec(12, 4))
    assert essai.trop == []
    assert [(essai[nom].pages, essai[nom].defects) for nom in ("programme.pdf", "affiche.pdf")] == [(2, ()), (1, ())]


def filled(zone: Zone, depart: int) -> str:
    """Words until one more would run over, glued at its ends or not."""
    n = 1
    while not any(zone.excess(glue(phrase(n + 1, depart))) for glue in (str, bind_short, bind_end)):
        n += 1
    return phrase(n, depart)


def brimful(documents: Documents) -> Essai:
    """An event whose every text fills its place to the last line."""
    essai = Essai(documents, programme=seances(4, 6, 3), partenaires=(Organisme(nom="Association"),) * 8)
    data = essai.e.model_dump()
    for n, place in enumerate(essai.places()):
        if place.texte and place.loc[-2:-1] != ("intervenants",):
            *parents, last = place.loc
            inside: Any = data
            for key in parents:
                inside[key] = list(inside[key]) if isinstance(inside[key], tuple) else inside[key]
                inside = inside[key]
            inside[last] = filled(essai.zone(place), n)
    fields = {nom: data[nom] for nom in ("titre", "accroche")}
    fields["lieu"] = Lieu.model_validate(data["lieu"])
    fields["contacts"] = tuple(Contact.model_validate(c) for c in data["contacts"])
    fields["organisateur"] = Organisme.model_validate(data["organisateur"])
    fields["partenaires"] = tuple(Organisme.model_validate(o) for o in data["partenaires"])
    fields["intervenants"] = tuple(Intervenant.model_validate(i) for i in data["intervenants"][:3])
    return Essai(documents, programme=essai.e.programme, **fields)


def test_an_event_full_to_the_brim_still_holds(documents: Documents) -> None:
    essai = brimful(documents)
    assert essai.trop == []
    assert [(essai[nom].pages, essai[nom].defects) for nom in ("programme.pdf", "affiche.pdf")] == [(2, ()), (1, ())]
    assert Essai(documents, titre=f"{essai.e.titre} ensemble").trop == [("Z001", ("titre",))]


def words(texte: str) -> str:
    return " ".join(plain_spaces(texte).split())


def capitals(octets: bytes, texte: str) -> list[float]:
    """How high the capitals and figures of a text are on a document's first page, in mm."""
    import pypdfium2

    page = pypdfium2.PdfDocument(octets)[0]
    text = page.get_textpage()
    found = text.search(texte)
    start, count = found.get_next()
    boxes = [text.get_charbox(start + i) for i in range(count) if text.get_text_range(start + i, 1) in "0123456789LMRS"]
    return [(top - bottom) * MM_PER_PT for _, bottom, _, top in boxes]


@pytest.mark.parametrize("nom", ["Maison des associations", "Salle des fêtes et de la culture du pays d’ici"])
def test_the_date_and_the_place_are_read_at_three_metres(documents: Documents, nom: str) -> None:
    e = documents.library.evenements[SLUG]
    essai = Essai(documents, lieu=e.lieu.model_copy(update={"nom": nom}))
    rendu = essai["affiche.pdf"]
    for texte in ("18 mars 2027", nom.split()[0], "Romans"):
        assert min(capitals(rendu.data, texte)) >= 10, texte


@pytest.mark.parametrize("slug", EXEMPLES)
def test_each_printed_code_leads_to_its_address(documents: Documents, slug: str) -> None:
    essai = Essai(documents, slug)
    adresses = [a for a in (getattr(essai.e.liens, champ) for champ in type(essai.e.liens).model_fields) if a]
    assert sorted(codes(essai["programme.pdf"].data)) == sorted(adresses)
    assert codes(essai["affiche.pdf"].data) == [essai.e.liens.inscription or essai.e.liens.documents]


def codes(octets: bytes) -> list[str]:
    """What the codes of a document say, read from its pages at 150 dpi: 22 mm wide at least, four modules from all."""
    import pypdfium2
    import zxingcpp

    said = []
    for page in pypdfium2.PdfDocument(octets):
        image = page.render(scale=150 / 72).to_pil().convert("L")
        for code in zxingcpp.read_barcodes(image):
            left, top, right = code.position.top_left.x, code.position.top_left.y, code.position.top_right.x
            side = right - left
            assert side * 25.4 / 150 >= 22 - 0.3
            quiet = round(4 * side / len(list(segno.make(code.text, error="m", micro=False).matrix))) - 1
            around = image.crop((left - quiet, top - quiet, right + quiet, top + side + quiet))
            around.paste(255, (quiet - 1, quiet - 1, quiet + side + 2, quiet + side + 2))
            assert around.getextrema() == (255, 255), code.text
            said.append(code.text)
    return said


def test_the_sheet_of_an_office_printer_has_no_full_ground(documents: Documents) -> None:
    e = documents.library.evenements[SLUG]
    sober = Essai(documents, impression=e.impression.model_copy(update={"imprimeur": "bureau"}))
    for nom, most in (("programme.pdf", 0.07), ("affiche.pdf", 0.12)):
        full, bare = ink(Essai(documents)[nom].data), ink(sober[nom].data)
        assert max(bare) < most, (nom, bare)
        assert max(full) > max(bare) + 0.1, (nom, full, bare)


def ink(octets: bytes) -> list[float]:
    """How much of each page is black in a grey print, from 0 to 1."""
    import pypdfium2
    from PIL import ImageStat

    pages = (page.render(scale=0.5).to_pil().convert("L") for page in pypdfium2.PdfDocument(octets))
    return [1 - ImageStat.Stat(page).mean[0] / 255 for page in pages]


def test_the_documents_say_what_they_are_and_an_example_that_it_is_one(documents: Documents) -> None:
    import pikepdf
    import pypdfium2

    essai = Essai(documents)
    for nom, debut in (("programme.pdf", "Programme"), ("affiche.pdf", "Affiche")):
        octets = essai[nom].data
        with pikepdf.open(io.BytesIO(octets)) as pdf:
            assert words(str(pdf.docinfo["/Title"])) == f"{debut} : {essai.e.titre}"
            assert list(pdf.attachments) == [f"{SLUG}.yaml"]
            assert pdf.Root.MarkInfo.Marked
        first = words(pypdfium2.PdfDocument(octets)[0].get_textpage().get_text_range())
        assert "Exemple : personnes, organismes et rendez-vous fictifs" in first
        real = Essai(documents, exemple=False)[nom].data
        assert "fictifs" not in pypdfium2.PdfDocument(real)[0].get_textpage().get_text_range()


def test_every_claim_of_the_sheet_names_its_sources(documents: Documents) -> None:
    sheet = Essai(documents).programme
    cited = {cle for fiche in sheet.journee.fiches for cle in fiche.forme.chapo.sources}
    assert sheet.verso.chapo
    assert set(sheet.verso.sources) == {documents.library.sources[cle] for cle in cited}
    for fiche in sheet.journee.fiches:
        called = [sheet.verso.sources[n - 1] for n, _ in sheet.appels(fiche)]
        assert {s.court for s in called} == {documents.library.sources[c].court for c in fiche.forme.chapo.sources}


@pytest.mark.parametrize("slug", EXEMPLES)
def test_no_line_begins_with_the_number_of_a_source(documents: Documents, slug: str) -> None:
    found = calls(Essai(documents, slug)["programme.pdf"].data)
    assert [int(numero) for numero, _ in found] == list(range(1, len(found) + 1))
    assert [numero for numero, before in found if not before] == []


def calls(octets: bytes) -> list[tuple[str, str]]:
    """What the links to sources say on a programme's verso, each with what stands 4 pt at its left on its line."""
    import pikepdf
    import pypdfium2

    text = pypdfium2.PdfDocument(octets)[1].get_textpage()
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        boxes = [[float(x) for x in note.Rect] for note in pdf.pages[1].Annots if "/Dest" in note]
    found = []
    for left, top, right, bottom in boxes:
        said, before = (
            text.get_text_bounded(*ends) for ends in ((left, bottom, right, top), (left - 4, bottom, left, top))
        )
        found.append((said.strip(), before.strip()))
    return found


LIEN = "https://forms.example.org/pages/responsepage.aspx?id=AbCdEfGhIjKlMnOpQrStUvWxYz012345"
COURRIEL = "economie.sociale.et.solidaire@communaute-exemple.org"


def test_ordinary_addresses_hold_whole(documents: Documents) -> None:
    """An office's mail of 52 letters, three forms of 84 and more on one sheet."""
    e = documents.library.evenements[SLUG]
    liens = {champ: f"{LIEN}{champ}" for champ in type(e.liens).model_fields}
    contact = Contact(nom="Service", courriel=COURRIEL, telephone="01 99 00 12 34")
    essai = Essai(documents, liens=e.liens.model_copy(update=liens), contacts=(contact,))
    assert essai.trop == []
    assert [(essai[nom].pages, essai[nom].defects) for nom in ("programme.pdf", "affiche.pdf")] == [(2, ()), (1, ())]
    assert sorted(codes(essai["programme.pdf"].data)) == sorted(liens.values())
    printed = verso(essai)
    assert COURRIEL in "".join(printed)
    assert "01 99 00 12 34" in printed
    assert liens["enquete"].removeprefix("https://") in "".join(printed)


def test_an_address_far_too_long_is_the_only_fault_told(documents: Documents) -> None:
    e = documents.library.evenements[SLUG]
    assert Essai(documents, liens=e.liens.model_copy(update={"inscription": LIEN * 9})).trop == [
        ("Z001", ("liens", "inscription"))
    ]


@pytest.mark.parametrize(
    "courriel", ["e@example.org", "economie.solidaire.locale@example.org", COURRIEL, "e" * 64 + "@a.org"]
)
def test_a_telephone_stays_on_one_line_beside_any_mail_that_is_accepted(documents: Documents, courriel: str) -> None:
    contact = Contact(nom="Service", courriel=courriel, telephone="01 99 00 12 34")
    essai = Essai(documents, contacts=(contact,))
    assert essai.trop == []
    assert [ligne for ligne in verso(essai) if "01 99 00 12 34" in ligne]


def verso(essai: Essai) -> list[str]:
    """The lines of a programme's verso."""
    import pypdfium2

    text = pypdfium2.PdfDocument(essai["programme.pdf"].data)[1].get_textpage().get_text_range()
    # pdfium writes U+FFFE for a hyphen at the end of a line
    return [words(ligne) for ligne in text.replace("\ufffe", "-\n").splitlines()]


@pytest.mark.parametrize("logo", [None, "logos/communaute-exemple.svg"])
def test_the_organiser_is_named_once_in_words(documents: Documents, logo: str | None) -> None:
    import pikepdf
    import pypdfium2

    nom = "Communauté d’agglomération des Trois Rivières et du Haut Pays"
    essai = Essai(documents, organisateur=Organisme(nom=nom, logo=logo))
    assert essai.trop == []
    for fichier in ("programme.pdf", "affiche.pdf"):
        octets = essai[fichier].data
        text = words(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(octets)))
        assert text.count(nom) == 1, fichier
        assert "organisé par" in text.lower()
        with pikepdf.open(io.BytesIO(octets)) as pdf:
            alts = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
        assert not [alt for alt in alts if nom in alt]
        assert [alt for alt in alts if "Réseau ESS" in alt]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_kit(tmp_path_factory.mktemp("kit"))


EVENEMENT = f"content/evenements/{SLUG}.yaml"
FAUTES = [
    ("titre: Forum des", f"titre: {phrase(30)} Forum des", "Z001", "ce texte dépasse sa place imprimée (3 lignes)"),
    ("titre: Ouverture", "titre: Ouverture 森", "Z002", "le caractère « 森 »"),
    ("salle: Salle 2", f"salle: {'Atelier' * 9}", "Z001", "ce texte dépasse sa place imprimée"),
    ("org/forum/avis", f"org/forum/{'avis' * 40}", "Z001", "cette adresse ne tient pas en 8 lignes"),
    ("ess@example", f"{'ess.' * 25}@example", "Z001", "ce courriel ne tient pas en 2 lignes"),
]


@pytest.mark.parametrize(("ancien", "nouveau", "code", "message"), FAUTES)
def test_what_is_too_long_is_told_at_its_line(
    documents: Documents, kit: Path, ancien: str, nouveau: str, code: str, message: str
) -> None:
    fichier = kit / EVENEMENT
    before = fichier.read_text("utf-8")
    try:
        spoil(fichier, ancien, nouveau)
        library, _ = load(kit)
        assert library is not None
        line = next(n for n, texte in enumerate(fichier.read_text("utf-8").splitlines(), 1) if nouveau in texte)
        found = [p for p in zones.check(library, documents.theme) if p.place.fichier == EVENEMENT]
        assert [(p.code, p.place.ligne) for p in found] == [(code, line)]
        assert found[0].message.startswith(message)
        assert found[0].conseil
    finally:
        fichier.write_text(before, "utf-8")
