"""An event announced: its calendar entry in any calendar, its page that names every file, its line in the index."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from dateutil.tz import tzical  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from coopdocs import plan
from coopdocs.cli import main
from coopdocs.formats import ics, run
from coopdocs.formats.job import ImpositionJob
from coopdocs.model.evenement import Atelier, Contact, Liens, Lieu, Seance
from coopdocs.produce import key
from coopdocs.release import sources
from coopdocs.targets import Selection
from coopdocs.territoire.fuseaux import fuseau
from coopdocs.typographie import plain_spaces, taille
from coopdocs.verify import calendars
from support.documents import ROOT, Documents

FORUM, FORMATION = "forum-cooperations", "formation-groupe-cooperatif"
RENDEZVOUS = ics.CalendarEntry(
    uid="4f1e", stamp=dt.date(2026, 11, 23), title="Forum", text="Une journée", location="Ici",
    start=dt.datetime(2027, 3, 18, 8, 30), end=dt.datetime(2027, 3, 18, 17), time_zone="Europe/Paris",
)  # fmt: skip


def changed(documents: Documents, slug: str, **fields: Any) -> Documents:
    """The same kit with some fields of one event changed."""
    library = documents.library
    evenement = library.evenements[slug].model_copy(update=fields)
    return Documents(replace(library, evenements={**library.evenements, slug: evenement}), documents.theme)


def entry(documents: Documents, slug: str) -> bytes:
    return documents[f"evenements/{slug}/evenement.ics"].data


def lines(octets: bytes) -> list[str]:
    """The unfolded lines of a calendar (RFC 5545, 3.1)."""
    return octets.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def values(octets: bytes, component: str = "VEVENT") -> dict[str, str]:
    """A component's properties, with their parameters, texts as they were before they were escaped (3.3.11)."""
    every = lines(octets)
    own = every[every.index(f"BEGIN:{component}") + 1 : every.index(f"END:{component}")]
    return {name: unescaped(value) for name, _, value in (line.partition(":") for line in own)}


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


# --- the calendar entry


def test_a_calendar_reads_the_day_the_place_and_the_programme(documents: Documents) -> None:
    e = documents.library.evenements[FORUM]
    said = values(entry(documents, FORUM))
    assert said["SUMMARY"] == plain_spaces(e.titre)
    assert said["DTSTART;TZID=Europe/Paris"] == f"{e.date:%Y%m%d}T{e.debut:%H%M%S}"
    assert said["DTEND;TZID=Europe/Paris"] == f"{e.date:%Y%m%d}T{e.fin:%H%M%S}"
    assert said["LOCATION"] == plain_spaces(f"{e.lieu.nom}, {e.lieu.adresse}")
    assert said["URL"] == e.liens.documents
    assert said[f'ORGANIZER;CN="{e.organisateur.nom}"'] == f"mailto:{e.contacts[0].courriel}"
    assert [float(x) for x in said["GEO"].split(";")] == pytest.approx([45.04, 5.05], abs=0.05)
    text = said["DESCRIPTION"].split("\n")
    assert text[0].startswith("Exemple :")
    titles = [titre for s in e.programme for titre in (s.titre, *(a.titre for a in s.ateliers))]
    programme = [line for line in text if re.match(r"\d+ h|   •", line)]
    assert [titre for titre, line in zip(titles, programme, strict=True) if plain_spaces(titre) not in line] == []
    assert "9 h 20 – 10 h 30 : Coopérer, pour quoi faire ? (Grande salle), avec" in said["DESCRIPTION"]


def test_the_same_entry_has_the_same_bytes_and_no_clock_in_it(documents: Documents) -> None:
    edition = documents.library.kit.edition
    assert run(documents.job(f"evenements/{FORUM}/evenement.ics")).data == entry(documents, FORUM)
    assert values(entry(documents, FORUM))["DTSTAMP"] == f"{edition:%Y%m%d}T000000Z"
    assert "VALARM" not in entry(documents, FORUM).decode()


def _uid(documents: Documents, slug: str = FORUM) -> str:
    return values(entry(documents, slug))["UID"]


def test_an_entry_keeps_its_name_when_its_words_or_hours_change(documents: Documents) -> None:
    nom = documents.library.evenements[FORUM].organisateur.nom
    who = documents.library.evenements[FORUM].organisateur.model_copy(update={"nom": nom.upper()})
    later = changed(documents, FORUM, debut=dt.time(8), titre="Autre titre", accroche="Autre", organisateur=who)
    assert _uid(later) == _uid(documents)
    # the organiser sends the corrected file again: a calendar takes it in place of the one that it has
    assert values(entry(later, FORUM))["SEQUENCE"] == values(entry(documents, FORUM))["SEQUENCE"] == "0"
    assert len({_uid(documents, slug) for slug in documents.library.evenements}) == len(documents.library.evenements)


def test_two_events_never_share_an_entry(documents: Documents) -> None:
    library = documents.library
    other = library.evenements[FORUM].organisateur.model_copy(update={"nom": "Réseau voisin"})
    kits = [
        library.kit.model_copy(update={"editeur": "Voisin"}),
        library.kit.model_copy(update={"adresse": "https://v.fr"}),
    ]
    events = [
        changed(documents, FORUM, date=dt.date(2027, 4, 1)),
        changed(documents, FORUM, organisateur=other),
        *(Documents(replace(library, kit=kit), documents.theme) for kit in kits),
    ]
    assert len({_uid(documents), *map(_uid, events)}) == 5


def test_who_has_no_mail_organises_nothing_in_a_calendar(documents: Documents) -> None:
    alone = changed(documents, FORUM, contacts=(Contact(nom="Accueil", telephone="01 99 00 12 34"),))
    assert not any(name.startswith("ORGANIZER") for name in values(entry(alone, FORUM)))


def test_a_place_without_coordinates_has_none_in_the_entry(documents: Documents) -> None:
    lieu = Lieu(nom="Salle", adresse="Papeete", territoire="commune:98735")
    said = values(entry(changed(documents, FORUM, lieu=lieu), FORUM))
    assert "GEO" not in said
    assert "DTSTART;TZID=Pacific/Tahiti" in said


TEXTES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300)


@given(TEXTES, st.lists(TEXTES, max_size=4))
def test_any_text_is_folded_at_75_bytes_between_letters_and_read_back(titre: str, texte: list[str]) -> None:
    octets = ics.write(replace(RENDEZVOUS, title=titre or "x", text="\n".join(["x", *texte]))).encode()
    for line in octets.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
    said = values(octets)
    assert said["SUMMARY"] == (titre or "x")
    assert said["DESCRIPTION"] == "\n".join(["x", *texte])


def _hours() -> Iterator[dt.datetime]:
    """Noon of each day of four years; each hour of days on which clocks change, but those that are none or two."""
    for n in range(4 * 365):
        yield dt.datetime(2026, 1, 1, 12) + dt.timedelta(days=n)
    for change in (dt.datetime(2027, m, d, 0, 30) for m, d in ((3, 14), (3, 28), (10, 31), (11, 7))):
        yield from (change + dt.timedelta(hours=n) for n in range(24) if n not in (1, 2))


@pytest.mark.parametrize("nom", ics.TIME_ZONES)
def test_the_time_zone_written_in_the_file_tells_the_true_time(nom: str) -> None:
    """As another reader understands its rules, against the time zone database."""
    octets = ics.write(replace(RENDEZVOUS, time_zone=nom))
    zone = tzical(io.StringIO(octets.replace("\r\n ", "").replace("\r\n", "\n"))).get(nom)
    true = ZoneInfo(nom)
    assert [h for h in _hours() if h.replace(tzinfo=zone).utcoffset() != h.replace(tzinfo=true).utcoffset()] == []


@pytest.mark.parametrize(
    ("code", "nom"),
    [
        ("commune:26281", "Europe/Paris"),
        ("commune:2A004", "Europe/Paris"),
        ("region:01", "America/Guadeloupe"),
        ("departement:972", "America/Martinique"),
        ("commune:97302", "America/Cayenne"),
        ("commune:97411", "Indian/Reunion"),
        ("departement:975", "America/Miquelon"),
        ("departement:976", "Indian/Mayotte"),
        ("departement:977", "America/St_Barthelemy"),
        ("departement:978", "America/Marigot"),
        ("commune:98613", "Pacific/Wallis"),
        ("commune:98735", "Pacific/Tahiti"),
        ("commune:98731", "Pacific/Marquesas"),
        ("commune:98719", "Pacific/Gambier"),
        ("departement:988", "Pacific/Noumea"),
    ],
)
def test_each_place_keeps_its_own_time(documents: Documents, code: str, nom: str) -> None:
    territoire = documents.library.territoires.get(code)
    assert territoire is not None
    assert fuseau(territoire) == nom
    assert nom in ics.TIME_ZONES


def test_every_territory_has_a_zone_that_a_calendar_can_describe(documents: Documents) -> None:
    every = documents.library.territoires
    there = {fuseau(t) for n in ("departement", "region", "epci") for c in every.codes(n) if (t := every.get(c))}
    assert there <= set(ics.TIME_ZONES)
    assert {"Europe/Paris", "Indian/Reunion", "Pacific/Noumea"} <= there


# --- what a calendar entry must hold


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"SUMMARY:Forum\r\n", b"", "SUMMARY"),
        (b"DTEND;TZID=Europe/Paris:20270318T17", b"DTEND;TZID=Europe/Paris:20270318T08", "finit avant"),
        (b"DTEND;TZID=Europe/Paris", b"DTEND;TZID=Europe/Londres", "Europe/Londres"),
        (b"\r\n", b"\n", "CRLF"),
        (b"Forum", "é".encode() * 40, "75 octets"),
        (b"END:VEVENT", b"END:VJOURNAL", "END"),
        (b"END:VEVENT\r\nEND:VCALENDAR\r\n", b"", "END"),
        (b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nBEGIN:VEVENT", "un seul"),
        (b"Forum", b"For\xe9m", "decode"),
    ],
)
def test_each_damage_to_a_calendar_entry_is_found(before: bytes, after: bytes, said: str) -> None:
    octets = ics.write(RENDEZVOUS).encode()
    assert [c.verdict for c in calendars.check("evenement.ics", octets)] == ["tient"]
    assert before in octets
    try:
        found = " ".join(f"{c.reason} {c.detail}" for c in calendars.check("e.ics", octets.replace(before, after)))
    except ValueError as error:
        found = str(error)
    assert said in found


# --- the page


def page(documents: Documents, slug: str) -> Any:
    return html.document_fromstring(documents[f"evenements/{slug}/page.html"].data.decode())


def drawn(documents: Documents, slug: str) -> Any:
    """The page before its files are measured: nothing is laid out."""
    return html.document_fromstring(documents.source(f"evenements/{slug}/page.html"))


def words(element: Any) -> str:
    return " ".join(plain_spaces(element.text_content()).split())


def test_the_page_names_every_file_of_its_event_with_its_true_size_and_pages(documents: Documents) -> None:
    start = f"evenements/{FORUM}/"
    listed = {a.get("href"): words(a.getparent()) for a in page(documents, FORUM).xpath("//*[@class='groupe']//li/a")}
    assert set(listed) == {c.removeprefix(start) for c in documents.paths(start, "")} - {"page.html"}
    for nom, said in listed.items():
        made = documents[start + nom]
        assert plain_spaces(taille(len(made.data))) in said
        assert (f"{made.pages} p." in said) == nom.endswith(".pdf")
    assert "⟦" not in documents[f"{start}page.html"].data.decode()


def test_what_is_laid_on_sheets_and_nothing_else_is_said_to_be_for_printing_alone(documents: Documents) -> None:
    groups = {words(g.find("h3")): g.xpath(".//a/@href") for g in drawn(documents, FORUM).find_class("groupe")}
    every = [nom for noms in groups.values() for nom in noms]
    imposed = {nom for nom in every if isinstance(documents.job(f"evenements/{FORUM}/{nom}"), ImpositionJob)}
    assert set(groups["Pour l’impression seulement"]) == imposed
    assert {"livret-impose.pdf", "fiches-2-par-feuille.pdf"} <= imposed


def test_files_of_one_name_in_several_formats_have_links_that_tell_them_apart(documents: Documents) -> None:
    links = [words(a) for a in drawn(documents, FORUM).xpath("//*[@class='groupe']//li/a")]
    assert len(links) == len(set(links))


def test_the_links_to_the_fiches_say_that_they_open_a_pdf_and_at_which_page(documents: Documents) -> None:
    links = drawn(documents, FORUM).xpath("//section[contains(@class, 'formes')]//a")
    assert len(links) == len(documents.library.evenements[FORUM].formes)
    for link in links:
        said, _, page = link.get("href").partition("#page=")
        assert said == "fiches.pdf"
        assert words(link).endswith(f" PDF, page {page}")


def test_the_page_says_the_whole_day(documents: Documents) -> None:
    for slug, e in documents.library.evenements.items():
        tree = drawn(documents, slug)
        sessions = tree.xpath("//section[@class='programme']/ol/li")
        for li, seance in zip(sessions, e.programme, strict=True):
            start, end = (t.get("datetime") for t in li.xpath(".//time"))
            assert (start, end) == (f"{seance.debut:%H:%M}", f"{seance.fin:%H:%M}")
            parts: list[Seance | Atelier] = [seance, *seance.ateliers]
            for part in parts:
                said = [t for t in part.model_dump().values() if isinstance(t, str)]
                assert [t for t in (*said, *part.intervenants) if plain_spaces(t) not in words(li)] == []
        whole = words(tree)
        told = [e.titre, e.accroche, e.lieu.nom, e.lieu.adresse, e.lieu.acces, e.organisateur.nom]
        told += [x for i in e.intervenants for x in (i.nom, i.fonction, i.organisme)]
        told += [p.nom for p in e.partenaires] + [x for c in e.contacts for x in (c.nom, c.courriel, c.telephone)]
        assert [t for t in told if t and plain_spaces(t) not in whole] == []
        hrefs = set(tree.xpath("//main//a/@href"))
        assert {*filter(None, e.liens.model_dump().values()), "evenement.ics"} <= hrefs
        assert {f"fiches.pdf#page={2 * rang + 1}" for rang, _ in enumerate(e.formes)} <= hrefs


def test_a_small_event_has_no_empty_section_and_a_real_one_is_no_example(documents: Documents) -> None:
    e = documents.library.evenements[FORUM]
    bare: dict[str, Any] = {
        "exemple": False,
        "intervenants": (),
        "partenaires": (),
        "liens": Liens(),
        "formes": e.formes[:1],
    }
    bare |= {"programme": (e.programme[0],), "lieu": e.lieu.model_copy(update={"acces": None})}
    tree = drawn(changed(documents, FORUM, **bare), FORUM)
    headings = [words(h) for h in tree.iter("h2")]
    assert headings == ["Programme", "Venir", "Organisation", "Ce dont on parlera", "Documents"]
    assert [ul for ul in tree.iter("ul", "ol") if ul.find("li") is None] == []
    assert len(drawn(documents, FORUM).find_class("exemple")) == 1
    assert tree.find_class("exemple") == []


def test_the_page_is_the_same_whichever_booklets_were_asked_for(documents: Documents) -> None:
    asked = plan.plan(documents.library, documents.theme, Selection(profils=("élus",)), lambda job: 1)
    plain = plan.plan(documents.library, documents.theme, Selection(), lambda job: 1)
    paths = {t.path: t for t in asked}
    assert set(paths) > {t.path for t in plain}
    chemin = f"evenements/{FORUM}/page.html"
    assert key(paths[chemin].make()) == key({t.path: t for t in plain}[chemin].make())


# --- the index and the release


def test_the_index_gives_each_event_its_title_its_day_and_its_page_first(documents: Documents) -> None:
    library = documents.library
    fichiers = [t.described() | {"octets": 1000, "pages": None} for t in documents.targets.values()]
    written = documents.theme.render(
        "index/index.html.j2", support="ecran", kit=library.kit, library=library, fichiers=fichiers
    )
    tree: Any = html.document_fromstring(written)
    (section,) = tree.find_class("evenements")
    assert words(section.find("h2")) == "Événements"
    for li, (slug, e) in zip(section.xpath("./ul/li"), library.evenements.items(), strict=True):
        assert words(li.find("h3")) == plain_spaces(e.titre)
        assert str(e.date.year) in words(li.find_class("jour")[0])
        hrefs = li.xpath(".//a/@href")
        assert hrefs[0] == f"evenements/{slug}/page.html"
        assert sorted(hrefs) == sorted(documents.paths(f"evenements/{slug}/", ""))


def test_a_release_holds_the_files_of_its_events_the_logos_that_they_name_and_nothing_else(
    documents: Documents,
) -> None:
    evenements = documents.library.evenements
    held = {nom for nom in sources.read(documents.library) if nom.startswith("content/evenements/")}
    logos = {o.logo for e in evenements.values() for o in (e.organisateur, *e.partenaires) if o.logo}
    assert logos
    assert held == {f"content/evenements/{nom}" for nom in (*(f"{slug}.yaml" for slug in evenements), *logos)}


def test_the_events_of_a_kit_are_listed_with_their_day_place_and_audiences(documents: Documents) -> None:
    done = CliRunner().invoke(main, ["-C", str(ROOT), "list", "evenements", "--json"], prog_name="coopdocs")
    rows = {row.pop("slug"): row for row in json.loads(done.stdout)}
    assert list(rows) == list(documents.library.evenements)
    e = documents.library.evenements[FORUM]
    assert rows[FORUM] == {
        "date": e.date.isoformat(),
        "lieu": "Romans-sur-Isère",
        "profils": " ".join(e.profils),
        "titre": e.titre,
        "fichier": f"content/evenements/{FORUM}.yaml",
    }
