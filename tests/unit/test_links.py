"""Addresses of a kit: where they are written, how servers are asked, what their answers make of them."""

from __future__ import annotations

import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coopdocs import library, links
from coopdocs.links import addresses, verdicts
from coopdocs.links.manners import Manners
from support.kits import ROOT, spoil, write_kit
from support.loopback import TLS, Handler, Site, site

QUICK = Manners("coopdocs/0 (tests)", pause=0, patience=0.3, longest=3)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as made:
        yield made


def ask(*asked: str, manners: Manners = QUICK) -> list[links.Answer]:
    return links.ask(asked, manners)


def verdict(here: Site, path: str, manners: Manners = QUICK) -> tuple[str, str]:
    [answer] = ask(here.address + path, manners=manners)
    return answer.verdict, answer.reason


# --- what a status means


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, "répond"), (204, "répond"), (299, "répond"), (400, "inconnue"), (401, "inconnue"), (403, "inconnue"),
        (404, "morte"), (405, "inconnue"), (410, "morte"), (429, "inconnue"), (451, "inconnue"), (500, "inconnue"),
        (501, "inconnue"), (503, "inconnue"), (304, "inconnue"), (301, "inconnue"), (999, "inconnue"),
    ],
)  # fmt: skip
def test_each_status_has_its_verdict(here: Site, status: int, expected: str) -> None:
    here.pages["/page"] = status
    [answer] = ask(f"{here.address}/page")
    assert (answer.verdict, answer.status) == (expected, status)
    assert bool(answer.reason) == (expected != "répond")


def test_a_page_is_asked_for_its_head_and_for_itself_only_where_that_is_refused(here: Site) -> None:
    def only_get(to: Handler) -> None:
        to.text(b"here") if to.command == "GET" else to.send_error(405)

    here.pages |= {"/head": 200, "/get": only_get}
    assert [a.verdict for a in ask(here.address + "/head", here.address + "/get")] == ["répond", "répond"]
    assert here.asked == ["GET /robots.txt", "HEAD /head", "HEAD /get", "GET /get"]
    assert {h["User-Agent"] for h in here.headers} == {QUICK.agent}


def test_a_page_is_not_called_dead_because_its_head_is(here: Site) -> None:
    here.pages["/a"] = lambda to: to.text(b"") if to.command == "GET" else to.send_error(404)
    assert verdict(here, "/a") == ("répond", "")


def test_an_address_that_is_given_twice_is_asked_for_once(here: Site) -> None:
    here.pages["/a"] = 200
    assert [a.verdict for a in ask(*[f"{here.address}/a"] * 3)] == ["répond"] * 3
    assert here.asked.count("HEAD /a") == 1


# --- redirections


@pytest.mark.parametrize(
    ("status", "expected"), [(301, "déplacée"), (308, "déplacée"), (302, "répond"), (303, "répond")]
)
def test_only_what_moved_for_good_has_a_new_address(here: Site, status: int, expected: str) -> None:
    here.pages |= {"/old": (status, {"Location": "/new?a=1#part"}), "/new?a=1": 200}
    [answer] = ask(f"{here.address}/old")
    new = f"{here.address}/new?a=1"
    assert (answer.verdict, answer.new) == (expected, new if expected == "déplacée" else "")
    assert answer.hops == (links.Hop(f"{here.address}/old", status, new),)


def test_the_new_address_is_where_permanent_redirections_end(here: Site) -> None:
    here.pages |= {
        "/a": (301, {"Location": "/b"}), "/b": (308, {"Location": "/c"}), "/c": (302, {"Location": "/login"}),
        "/login": 200,
    }  # fmt: skip
    [answer] = ask(f"{here.address}/a")
    assert (answer.verdict, answer.new) == ("déplacée", f"{here.address}/c")


def test_a_page_that_moved_to_one_that_is_gone_is_dead(here: Site) -> None:
    here.pages["/a"] = (301, {"Location": "/b"})
    assert verdict(here, "/a")[0] == "morte"


def test_a_page_that_leads_home_is_said_to_be_lost(here: Site) -> None:
    here.pages |= {"/a/b": (301, {"Location": "/"}), "/": 200}
    assert verdict(here, "/a/b") == ("déplacée", "renvoie à l’accueil du site : la page n’existe sans doute plus")


def test_a_site_of_another_domain_is_said(here: Site) -> None:
    with site("127.0.0.2") as other:
        here.pages["/a"] = (302, {"Location": f"{other.address}/b"})
        other.pages["/b"] = 200
        [answer] = ask(f"{here.address}/a")
        assert (answer.verdict, answer.new) == ("domaine changé", f"{other.address}/b")
        assert other.asked == ["GET /robots.txt", "HEAD /b"]


@pytest.mark.parametrize("way", [["/a"], ["/b", "/a"], ["/b", "/c", "/b"]])
def test_a_loop_ends(here: Site, way: list[str]) -> None:
    for start, end in zip(["/a", *way], way, strict=False):
        here.pages[start] = (301, {"Location": end})
    assert verdict(here, "/a") == ("inconnue", "le site renvoie sans fin à lui-même")
    assert len(here.asked) <= 4


def test_redirections_without_end_are_left(here: Site) -> None:
    here.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}) for n in range(40)}
    assert verdict(here, "/0") == ("inconnue", "plus de 8 redirections de suite")
    assert here.asked[-1] == "HEAD /8"


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "javascript:alert(1)", "ftp://127.0.0.1/a", "http://[", "http://a:99999/"]
)
def test_a_redirection_to_no_page_is_not_followed(here: Site, to: str) -> None:
    here.pages["/a"] = (301, {"Location": to})
    assert verdict(here, "/a") == ("inconnue", "le site renvoie à une adresse qui ne se lit pas")


def test_letters_of_all_scripts_in_a_redirection_are_followed(here: Site) -> None:
    here.pages["/a"] = (301, {"Location": "/é clé".encode().decode("latin-1")})
    here.pages["/%C3%A9%20cl%C3%A9"] = 200
    assert verdict(here, "/a")[0] == "déplacée"


# --- servers that misbehave


def test_a_slow_server_is_not_waited_for(here: Site) -> None:
    here.pages["/a"] = lambda to: here.wait(5)
    start = time.monotonic()
    assert verdict(here, "/a") == verdicts.TOO_SLOW
    assert time.monotonic() - start < 2


def test_a_server_that_drips_is_left_behind(here: Site) -> None:
    def drip(to: Handler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(100):
            to.wfile.write(b"X-%d: a\r\n" % n)
            here.wait(0.05)

    here.pages |= {"/a": drip, "/b": 200}
    with site("127.0.0.2") as other:
        other.pages["/c"] = 200
        asked = (f"{here.address}/a", f"{here.address}/b", f"{other.address}/c")
        found = ask(*asked, manners=Manners("tests", pause=0, patience=0.3, longest=0.4, hosts=1))
    assert [(a.verdict, a.reason) for a in found] == [verdicts.TOO_SLOW, verdicts.TOO_SLOW, ("répond", "")]


def test_a_host_that_stays_silent_is_asked_no_more(here: Site) -> None:
    here.pages |= {f"/{n}": lambda to: here.wait(5) for n in range(5)}
    found = ask(*(f"{here.address}/{n}" for n in range(5)), manners=Manners("tests", pause=0, patience=0.1))
    assert {(a.verdict, a.reason) for a in found} == {verdicts.TOO_SLOW}
    assert here.asked == ["GET /robots.txt", "HEAD /0", "HEAD /1"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_to_be_left_alone_is(here: Site, status: int) -> None:
    here.pages |= {"/a": status, "/b": 200}
    found = ask(f"{here.address}/a", f"{here.address}/b")
    assert [a.verdict for a in found] == ["inconnue", "inconnue"]
    assert here.asked == ["GET /robots.txt", "HEAD /a"]


@pytest.mark.parametrize(
    "said",
    [
        b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 20\r\n\r\n", b"\0\xff\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 200 + b"\r\n",
    ],
    ids=["nothing", "no http", "no number", "no status", "bytes", "long header", "many headers"],
)  # fmt: skip
def test_what_is_no_answer_is_not_dead(here: Site, said: bytes) -> None:
    here.pages["/a"] = said
    assert verdict(here, "/a") == verdicts.UNREADABLE


@pytest.mark.parametrize(
    "headers", [b"no colon\r\n", b"Content-Length: -5\r\n", b"Content-Length: x\r\nX-\xff: \xfe\r\n"]
)
def test_headers_that_nobody_needs_may_be_malformed(here: Site, headers: bytes) -> None:
    here.pages["/a"] = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n"
    assert verdict(here, "/a") == ("répond", "")


def test_nothing_is_read_of_a_huge_page(here: Site) -> None:
    sent = []

    def huge(to: Handler) -> None:
        if to.command == "HEAD":
            to.send_error(403)
            return
        to.send_response(200)
        to.end_headers()
        for _ in range(1000):
            to.wfile.write(b"a" * 100_000)
            sent.append(1)

    here.pages["/a"] = huge
    assert verdict(here, "/a")[0] == "répond"
    assert len(sent) < 200


def test_no_more_is_read_of_a_robots_txt_than_it_may_be_long(here: Site) -> None:
    here.pages |= {"/robots.txt": lambda to: to.text(b"#" * 300_000 + b"\nUser-agent: *\nDisallow: /\n"), "/a": 200}
    assert verdict(here, "/a") == ("répond", "")


# --- politeness


def robots(here: Site, text: str) -> None:
    here.pages["/robots.txt"] = lambda to: to.text(text.encode())


def test_a_page_that_robots_may_not_read_is_not_asked_for(here: Site) -> None:
    robots(here, "User-agent: *\nDisallow: /private\n")
    here.pages |= {"/a": 200, "/private/a": 200}
    found = ask(f"{here.address}/private/a", f"{here.address}/a")
    assert [a.verdict for a in found] == ["inconnue", "répond"]
    assert here.asked == ["GET /robots.txt", "HEAD /a"]


@pytest.mark.parametrize("said", [500, 503])
def test_a_site_whose_robots_txt_fails_is_asked_nothing(here: Site, said: int) -> None:
    here.pages |= {"/robots.txt": said, "/a": 200}
    assert verdict(here, "/a")[0] == "inconnue"
    assert here.asked == ["GET /robots.txt"]


@pytest.mark.parametrize(
    "text", ["\0\ufeff", "User-agent: *\nCrawl-delay: ²\n", "<html>", "Disallow\n:::\nUser-agent:"]
)
def test_a_robots_txt_that_says_nothing_allows_all(here: Site, text: str) -> None:
    robots(here, text)
    here.pages["/a"] = 200
    assert verdict(here, "/a") == ("répond", "")


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(here: Site) -> None:
    here.pages |= {f"/{n}": 200 for n in range(3)}
    ask(*(f"{here.address}/{n}" for n in range(3)), manners=Manners("tests", pause=0.1))
    assert all(later - sooner >= 0.1 for sooner, later in zip(here.times, here.times[1:], strict=False))


def test_a_site_may_ask_for_a_longer_pause_up_to_a_limit(here: Site) -> None:
    robots(here, "User-agent: *\nCrawl-delay: 100\n")
    here.pages |= {"/0": 200, "/1": 200}
    ask(f"{here.address}/0", f"{here.address}/1", manners=Manners("tests", pause=0, longest_pause=0.2))
    assert 0.2 <= here.times[-1] - here.times[-2] < 2


def test_redirections_to_one_host_wait_for_each_other(here: Site) -> None:
    here.pages |= {"/a": 200, "/b": 200}
    with site("127.0.0.2") as two, site("127.0.0.3") as three:
        two.pages["/"] = (302, {"Location": f"{here.address}/a"})
        three.pages["/"] = (302, {"Location": f"{here.address}/b"})
        ask(two.address, three.address, manners=Manners("tests", pause=0.1))
    assert all(later - sooner >= 0.1 for sooner, later in zip(here.times, here.times[1:], strict=False))


# --- names, certificates, machines


def test_a_name_that_is_not_found_is_dead_where_another_server_was_reached(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *rest: object, **named: object) -> object:
        if host.endswith(".test"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    here.pages["/a"] = 200
    dead, alive = ask("http://gone.test/a", f"{here.address}/a")
    assert ((dead.verdict, dead.reason), alive.verdict) == (verdicts.UNFOUND, "répond")
    [alone] = ask("http://gone.test/a")
    assert alone.verdict == "inconnue"
    assert "reliée au réseau" in alone.reason


def test_a_port_where_nobody_answers_is_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert [a.verdict for a in ask(f"http://127.0.0.1:{port}/")] == ["inconnue"]


@pytest.mark.parametrize(
    ("certificate", "trusted", "expected"),
    [
        ("valid", "valid", ("répond", "")),
        ("valid", "expired", ("inconnue", "cette machine ne connaît pas qui signe le certificat du site")),
        ("expired", "expired", ("certificat expiré", "le certificat du site a expiré : les navigateurs préviennent")),
    ],
)
def test_certificates_are_looked_at(
    certificate: str, trusted: str, expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / f"{trusted}.pem"))
    with site(certificate=certificate) as safe:
        safe.pages["/a"] = 200
        assert verdict(safe, "/a") == expected


def test_a_certificate_of_another_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "valid.pem"))
    with site("127.0.0.3", "valid") as safe:
        assert verdict(safe, "/a") == ("inconnue", "le certificat du site n’est pas à son nom")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Site, Site]]:
    """Whatever host is asked for, one site answers its port 80 and another its port 443."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "valid.pem"))
    real = socket.create_connection
    with site() as plain, site(certificate="valid") as safe:
        ports = {80: plain, 443: safe}

        def connect(to: tuple[str, int], *rest: Any) -> socket.socket:
            return real(("127.0.0.1", int(ports[to[1]].address.rpartition(":")[2])), *rest)

        monkeypatch.setattr(socket, "create_connection", connect)
        yield plain, safe


def test_a_page_that_answers_with_encryption_too_is_to_be_written_so(named: tuple[Site, Site]) -> None:
    plain, safe = named
    plain.pages |= {"/a": 200, "/b": 200}
    safe.pages["/a"] = 200
    both, one = ask("http://exemple.test/a", "http://exemple.test/b")
    assert (both.verdict, both.new) == ("https possible", "https://exemple.test/a")
    assert (one.verdict, one.new, one.status) == ("répond", "", 200)


def test_a_host_of_another_script_is_asked_for_by_its_ascii_name(named: tuple[Site, Site]) -> None:
    _, safe = named
    safe.pages["/%C3%A9"] = 200
    assert [a.verdict for a in ask("https://mémoire.test/é")] == ["répond"]
    assert safe.headers[-1]["Host"] == "mémoire.test".encode("idna").decode()


def test_a_server_that_speaks_no_tls_is_unknown(here: Site) -> None:
    [answer] = ask(here.address.replace("http:", "https:"))
    assert answer.verdict == "inconnue"


def test_the_proxy_of_the_machine_is_used(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", here.address)
    here.pages["http://exemple.test/a"] = 200
    assert [a.verdict for a in ask("http://exemple.test/a")] == ["répond"]


# --- addresses


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://rtes.fr", "https://rtes.fr/"),
        ("HTTPS://RTES.fr:443/A#part", "https://rtes.fr/A"),
        ("http://rtes.fr:80", "http://rtes.fr/"),
        ("http://rtes.fr:8080/a", "http://rtes.fr:8080/a"),
        ("https://économie.gouv.fr/é?clé=à b", "https://xn--conomie-9xa.gouv.fr/%C3%A9?cl%C3%A9=%C3%A0%20b"),
        ("https://a.fr/%C3%A9?x=[1]", "https://a.fr/%C3%A9?x=[1]"),
        ("https://user:secret@a.fr/b", "https://a.fr/b"),
    ],
)
def test_an_address_is_asked_for_as_servers_read_it(written: str, asked: str) -> None:
    assert addresses.canonical(written) == asked
    assert addresses.canonical(asked) == asked


@pytest.mark.parametrize(
    "written", ["https://a.fr:99999/", "https://a.fr:x/", f"https://{'é' * 70}.fr", "https:///a", "https://[a.b"]
)
def test_an_address_that_nobody_can_ask_for_is_unknown(written: str) -> None:
    assert [a.verdict for a in ask(written)] == ["inconnue"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("www.rtes.fr", "rtes.fr", True), ("blog.rtes.fr", "www.rtes.fr", True), ("rtes.fr", "rtes.org", False),
        ("draaf.gouv.fr", "agriculture.gouv.fr", False), ("a.agriculture.gouv.fr", "agriculture.gouv.fr", True),
        ("127.0.0.1", "127.0.0.2", False), ("127.0.0.1", "126.0.0.1", False),
    ],
)  # fmt: skip
def test_domains_are_told_apart(one: str, other: str, same: bool) -> None:
    assert addresses.same_domain(f"https://{one}/", f"https://{other}/") is same


# --- where a kit writes them


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path / "kit")


def found(kit: Path) -> dict[str, list[str]]:
    return {
        link.address: [f"{m.place}  {m.what}" for m in link.mentions]
        for link in links.every_link(library.load_partly(kit)[0])
    }


def test_every_place_of_an_address_is_found_once(kit: Path) -> None:
    written = found(kit)
    assert list(written) == ["https://www.rtes.fr", "https://www.rtes.fr/charte", "https://www.legifrance.gouv.fr/loi"]
    rtes = written["https://www.rtes.fr"]
    assert [place for place in rtes if "ptce" in place] == [
        "content/formes/ptce.yaml:205:12  ptce : reseaux, « RTES »", "content/formes/ptce.yaml:208:7  ptce : lien",
    ]  # fmt: skip
    [loi, guide] = written["https://www.legifrance.gouv.fr/loi"]
    assert "source loi-ess, citée par " in loi
    assert guide.endswith("source guide-ess, citée par cooperations, ges, pat, ptce")


def test_addresses_in_sentences_tables_and_the_introduction_are_found(kit: Path) -> None:
    (kit / "content/introduction.md").write_text("## Voir\n\nSur [le site](https://a.fr/x_(y)), ou <http://b.fr>.\n")
    spoil(kit / "content/formes/ptce.yaml", "Un paragraphe.", "Lire https://c.fr/d, puis https://c.fr/e?f=1#g.")
    (kit / "content/territoires/contacts.csv").write_text(
        "territoire,nom,role,courriel,telephone,adresse,source,verifie_le,expire_le\n"
        "france:FR,Bureau,accueil,,,https://e.fr/,https://e.fr/source,2026-11-01,\n"
    )
    written = found(kit)
    assert written["https://a.fr/x_(y)"] == ["content/introduction.md:3:15  introduction"]
    assert written["https://c.fr/d"][0].endswith("ptce : presentation, texte")
    assert {"http://b.fr", "https://c.fr/e?f=1#g"} <= written.keys()
    assert written["https://e.fr/source"] == ["content/territoires/contacts.csv:2:42  contacts : source, « Bureau »"]


def test_what_an_example_event_invents_is_not_asked_for(kit: Path) -> None:
    events = kit / "content/evenements"
    events.mkdir()
    shutil.copy(ROOT / "content/evenements/forum-cooperations.yaml", events)
    assert not any("example.org" in address for address in found(kit))
    spoil(events / "forum-cooperations.yaml", "exemple: true\n", "")
    assert any("example.org" in address for address in found(kit))


def test_links_are_kept_by_source_and_by_domain(kit: Path) -> None:
    every = links.every_link(library.load_partly(kit)[0])

    def kept(*sources: str, domains: tuple[str, ...] = ()) -> list[str]:
        return [link.address for link in links.kept(every, sources, domains)]

    assert kept() == [link.address for link in every]
    assert kept("guide-ess") == kept(domains=("legifrance.gouv.fr",)) == kept(domains=("gouv.fr",))
    assert kept("guide-ess", domains=("rtes.fr",)) == kept(domains=("france.gouv.fr",)) == []
