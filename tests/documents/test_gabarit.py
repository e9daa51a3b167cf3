"""A filled page is the page that the layout engine makes of the same values, or it is not filled."""

from __future__ import annotations

import io
import zlib
from collections import Counter, OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopdocs.champs import ChampBloc, ChampFond, Champs, Mise, Valeur, fill_page, skeleton
from coopdocs.croquis import Cercle, Contours, Croquis, FormeDessinee, Legende, Rectangle, Segment
from coopdocs.formats.job import FilledPageJob, JoinJob, PageLabels, Part
from coopdocs.formats.pdf import fill as gabarit_room
from coopdocs.formats.pdf import layout
from coopdocs.formats.pdf.fill import Gabarit, SkeletonError, fill, filled_part, gabarit
from coopdocs.formats.pdf.fill.compression import deflated
from coopdocs.formats.pdf.fill.stream import WordsHole
from coopdocs.formats.pdf.join import join
from coopdocs.formats.pdf.join.part import JoinError, MadePart
from coopdocs.produce import Cache, PartStore, build
from coopdocs.targets import Target
from support.documents import ROOT, TEMPLATES
from support.pdf_read import Pdf
from support.same_pages import assert_same
from support.verapdf import verdicts

FACES = [
    ("Coopdocs Texte", "400", "SourceSans3_400Regular"),
    ("Coopdocs Texte", "700", "SourceSans3_700Bold"),
    ("Coopdocs Titre", "600", "BricolageGrotesque_600SemiBold"),
]
STYLE = "".join(
    f'@font-face{{font-family:"{nom}";font-weight:{w};font-style:normal;src:url("kit:/polices/{f}.ttf")}}'
    for nom, w, f in FACES
)
STYLE += """
@page { size: A5; margin: 14mm; @bottom-left { content: string(lieu); width: 60mm }
        @bottom-right { content: counter(page) } }
html { font: 9pt/12pt "Coopdocs Texte"; font-variant-numeric: proportional-nums }
h1 { font: 600 20pt/24pt "Coopdocs Titre"; letter-spacing: -.02em; string-set: lieu content(); margin: 0 }
h2 { font: 700 8pt/11pt "Coopdocs Texte"; letter-spacing: .09em; text-transform: uppercase; break-before: page }
table { table-layout: fixed; width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
td { text-align: right; white-space: nowrap; width: 25mm } th { text-align: left }
.large { font-variant-caps: small-caps } .milieu { text-align: center; font-feature-settings: "ss01", "zero" }
.pastille { position: absolute; right: 0; top: 30mm; width: 30mm; height: 8mm; color: #FFFFFF }
.fond { height: 9mm; background-repeat: no-repeat; background-size: 8mm; padding-left: 10mm }
svg { display: block; width: 50mm; height: 40mm } a.bloc { display: block }
"""
EMBLEME = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="{r}" fill="#0B5F60" stroke="#6A3C8F" stroke-width="4"/><path d="M20 20C30 5 60 5 80 20z" fill="#C2410C"/></svg>'  # noqa: E501
IMAGE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E"  # noqa: E501
VALENCE = {
    "nom": "Valence Romans Agglo",
    "court": "AVATAR ffi Œuvre ÿ",
    "nombres": ["223\u202f411", "1\u202f234,50", "0"],
    "lien": "https://www.valenceromans.fr/?a=1&b=(2)",
    "couleur": "#C2410C",
    "rayon": 40,
    "ville": "L’Haÿ-les-Roses",
}
ILE = {
    "nom": "Île-de-Sein\u00a0– É",
    "court": "x",
    "nombres": ["7", "11", "111\u202f111"],
    "lien": "https://exemple.fr/sein",
    "couleur": "#0B5F60",
    "rayon": 25,
    "ville": "Fifre",
}


def page(valeurs: dict[str, Any], extra: str = "") -> tuple[str, tuple[Valeur, ...]]:
    """A page as a template writes it, with its champs."""
    c = Champs()
    v = valeurs
    cells = "".join(f"<td>{c.texte(n)}</td>" for n in v["nombres"])
    carte = Croquis(
        400,
        320,
        (
            Rectangle(0, 0, 400, 320, "#EDF2F5"),
            Contours(("M10 10l200 0 30 90 -200 40z",), 1.2, 20, v["rayon"], "#E3E4EE", "#FFFFFF", 2),
            Cercle(150, 160, v["rayon"], "#C2410C"),
            Legende(150, 160, v["ville"], 22, "#22263F", 600, "middle", ("#FFFFFF", 5)),
            Legende(390, 300, v["ville"], 18, "#22263F", 600, "end"),
        ),
        12,
    )
    embleme = EMBLEME.format(r=v["rayon"])
    corps = (
        f"<h1>{c.texte(v['nom'])}</h1><p style='color:{c.couleur(v['couleur'])}'>Territoire : {c.texte(v['nom'])}</p>"
        f"<table><tr><th scope='row'>Habitants</th>{cells}</tr></table>"
        f"<p>Site : <a href='{c.adresse(v['lien'])}'>{c.texte(v['court'])}</a></p>"
        f"<a class='bloc' href='{c.adresse(v['lien'])}'>{c.texte(v['nom'])}</a>"
        f"<p class='large'>{c.texte(v['court'])}</p><p class='milieu'>{c.texte(v['court'])} (œ)</p>"
        f"<div class='pastille' style='background-color:{c.couleur(v['couleur'])}'><p>{c.texte(v['court'])}</p></div>"
        f"<p class='fond' style='background-image:url({c.fond(embleme)})'>{c.texte(v['court'])}</p>"
        f"<h2>{c.texte(v['nom'])}</h2>{c.figure(carte, 'Carte : ' + v['nom'], 'Coopdocs Titre')}"
        f"<img alt='Image de {c.texte(v['nom'])} (œ)' src=\"{IMAGE}\">{extra}"
    )
    tete = f"<title>Dossier</title><style>{STYLE}</style>"
    return f'<!DOCTYPE html><html lang="fr"><head>{tete}</head><body>{corps}</body></html>', c.valeurs


def whole(html: str, valeurs: Sequence[Valeur]) -> bytes:
    """The oracle: the page with its values, laid out."""
    rendu = layout.write(fill_page(html, valeurs), [TEMPLATES])
    assert rendu.defects == ()
    return join([MadePart(rendu.data, "territoire")], title="Dossier")


def filled(made: Gabarit, valeurs: Sequence[Valeur]) -> bytes:
    part = fill(made, valeurs)
    assert part is not None
    return join([MadePart(part, "territoire")], title="Dossier")


@pytest.fixture(scope="module")
def made() -> Gabarit:
    return gabarit(skeleton(*page(VALENCE)), [TEMPLATES], 2)


@pytest.mark.parametrize("valeurs", [VALENCE, ILE], ids=["Valence", "Sein"])
def test_a_filled_page_is_the_page_laid_out_with_the_same_values(made: Gabarit, valeurs: dict[str, Any]) -> None:
    html, found = page(valeurs)
    one, other = filled(made, found), whole(html, found)
    assert_same(one, other)
    assert Pdf(one).pages == Pdf(other).pages


LETTRES = st.text(st.sampled_from("AVTWfijlyéàçœŒÿÎ’–-  \u202f\u00a0.,0123456789oe&<>(\\)"), min_size=1, max_size=22)
# no blank words: their place in the tags is another one
MOTS = LETTRES.filter(lambda mots: mots == mots.strip() != "")


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOTS, MOTS)
def test_whatever_the_words_the_page_is_the_same_or_is_not_filled(made: Gabarit, nom: str, court: str) -> None:
    html, found = page({**VALENCE, "nom": nom, "court": court, "ville": court})
    part = fill(made, found)
    if part is not None:
        assert_same(join([MadePart(part, "territoire")], title="Dossier"), whole(html, found))


def test_the_names_of_the_communes_of_france_are_written_in_every_look(made: Gabarit) -> None:
    rows = (ROOT / "content/territoires/communes.csv").read_text("utf-8").splitlines()[1:]
    noms = [row.split(",")[1] for row in rows][::50]
    looks = {piece.place.look for pieces in made.streams for piece in pieces if isinstance(piece, WordsHole)}
    assert len(looks) > 4
    assert [nom for nom in noms for look in looks if made.shaper.line(look, nom) is None] == []


@pytest.mark.java
def test_a_filled_page_keeps_the_verdict_of_verapdf(made: Gabarit, tools: dict[str, str], tmp_path: Path) -> None:
    html, found = page(ILE)
    files = {"filled": filled(made, found), "whole": whole(html, found)}
    broken = {nom: verdict.broken for nom, verdict in verdicts(tools["java"], tmp_path, files).items()}
    assert broken == {"filled": Counter(), "whole": Counter()}


def test_the_same_values_give_the_same_bytes_and_other_parts_stay(made: Gabarit) -> None:
    shared = MadePart(layout.write(fill_page(*page(VALENCE)), [TEMPLATES]).data, "autre", "Autre")
    ile, valence = page(ILE)[1], page(VALENCE)[1]

    def pack(valeurs: Sequence[Valeur]) -> bytes:
        part = fill(made, valeurs)
        assert part is not None
        return join([MadePart(part, "territoire"), shared], title="Dossier", subject="Été", keywords=["ESS", "EPCI"])

    first, other, again = pack(ile), pack(valence), pack(ile)
    assert first == again != other
    assert Pdf(first).pages[:2] == Pdf(filled(made, ile)).pages
    assert Pdf(first).pages[2:] == Pdf(other).pages[2:] == Pdf(other).pages[:2]
    assert Pdf(first).signets[-3:] == [(0, "Autre"), (1, VALENCE["nom"]), (2, VALENCE["nom"])]


def test_subject_and_keywords_stand_in_both_metadata(made: Gabarit) -> None:
    part = fill(made, page(ILE)[1])
    assert part is not None
    file = pikepdf.open(
        io.BytesIO(join([MadePart(part, "territoire")], title="T", subject="Été & Cie", keywords=["ESS", "EPCI"]))
    )
    assert (str(file.docinfo.Subject), str(file.docinfo.Keywords)) == ("Été & Cie", "ESS, EPCI")
    with file.open_metadata() as meta:
        assert (meta["dc:description"], meta["pdf:Keywords"]) == ("Été & Cie", "ESS, EPCI")


@pytest.mark.parametrize(
    "change",
    [
        {"court": "Un nom bien trop long pour la pastille"},
        {"court": "łódź"},
        {"court": "\u0627\u0644"},
        {"court": "a\u00adb"},
        {"nom": "Saint-" * 30},
        {"ville": "漢"},
        {"nombres": ["1", "2", "1\u202f234\u202f567\u202f891\u202f234\u202f567"]},
    ],
    ids=["wide", "letter", "right-to-left", "soft hyphen", "heading", "map", "cell"],
)
def test_what_does_not_fit_is_not_filled(made: Gabarit, change: dict[str, Any]) -> None:
    assert fill(made, page(VALENCE)[1]) is not None
    assert fill(made, page({**VALENCE, **change})[1]) is None


def test_a_picture_that_needs_more_than_plain_shapes_is_not_filled(made: Gabarit) -> None:
    veiled = EMBLEME.format(r="40").replace("<path", '<path opacity=".5"')
    valeurs = tuple(ChampFond(veiled) if isinstance(v, ChampFond) else v for v in page(VALENCE)[1])
    assert fill(made, valeurs) is None


def test_a_skeleton_kept_in_a_cache_is_not_laid_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html, valeurs = page(ILE)
    job = FilledPageJob(html, valeurs, (TEMPLATES,), "gardee", 2)
    first = filled_part(job, PartStore(Cache(tmp_path)).render)
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert kept.read_bytes().splitlines()[1].startswith(b'{"places":')  # data, no code
    # another process: nothing at hand, no layout
    monkeypatch.setattr(gabarit_room, "_GABARITS", OrderedDict())
    monkeypatch.setattr(layout, "lay_out", None)
    second = filled_part(job, PartStore(Cache(tmp_path)).render)
    assert first
    assert second
    assert join([MadePart(first, "gardee")], title="Dossier") == join([MadePart(second, "gardee")], title="Dossier")


def small(corps: str) -> str:
    tete = f"<title>Dossier</title><style>{STYLE}</style>"
    return f'<!DOCTYPE html><html lang="fr"><head>{tete}</head><body><p>Un</p>{corps}</body></html>'


def test_letters_that_would_be_read_as_others_are_not_filled() -> None:
    c, other = Champs(), Champs()
    html = small(f"<p style='font-variant-caps:all-small-caps'>{c.texte('ESS')}</p>")
    other.texte("ess")
    made = gabarit(skeleton(html, c.valeurs), [TEMPLATES])
    written = [v for v in (c.valeurs, other.valeurs) if fill(made, v) is not None]
    assert len(written) == 1
    assert Pdf(filled(made, written[0])).pages == Pdf(whole(html, written[0])).pages


def test_lines_of_a_block_between_breaks_are_filled_each() -> None:
    c = Champs()
    html = small(f"<p style='text-align:center'>{c.texte('Haute-')}<br>{c.texte('Loire')}<br>{c.texte('(43)')}</p>")
    made = gabarit(skeleton(html, c.valeurs), [TEMPLATES])
    assert_same(filled(made, c.valeurs), whole(html, c.valeurs))


def test_a_link_whose_words_are_on_two_lines_is_filled_and_says_them_apart() -> None:
    c = Champs()
    words = f"{c.texte('Appel à projets')}<br>{c.texte('de 2026')}"
    html = small(f"<p><a href='{c.adresse('https://exemple.fr/un')}'>{words}</a></p>")
    made = gabarit(skeleton(html, c.valeurs), [TEMPLATES])
    page = filled(made, c.valeurs)
    assert_same(page, whole(html, c.valeurs))
    lue = Pdf(page)
    said = {str(note.Contents) for note in lue.pdf.pages[0].Annots}
    assert said == {"Appel à projets de 2026"}


LONG = ChampBloc(
    ("Un nom trop long pour sa", "ligne : Saint-", "Étienne"), "Coopdocs Texte", "700", Mise(8, 9), Mise(11, 14), -6.5
)


@pytest.mark.parametrize("align", ["left", "right", "center"])
@pytest.mark.parametrize(("lien", "dit"), [("", ""), ("https://exemple.fr/un", ""), ("https://exemple.fr/un", "Site")])
def test_a_block_is_filled_on_as_many_lines_and_as_small_as_it_is(align: str, lien: str, dit: str) -> None:
    court = replace(LONG, lignes=("Die",), mise=LONG.base, decalage=0)
    pages = {}
    for nom, bloc in (("court", court), ("long", LONG)):
        c = Champs()
        style = f"text-align:{align};width:90mm;bookmark-level:{'none' if lien else 2}"
        heard = c.bloc(bloc, lien, dit and f"{dit} de {bloc.mots}")
        corps = f"<style>a{{text-decoration:none}}</style><h3 style='{style}'>{heard}</h3>{c.texte('Fin')}"
        pages[nom] = small(corps), c.valeurs
    assert skeleton(*pages["court"]) == skeleton(*pages["long"])
    made = gabarit(skeleton(*pages["court"]), [TEMPLATES])
    for html, valeurs in pages.values():
        assert_same(filled(made, valeurs), whole(html, valeurs))


STRONG = ChampBloc(
    ("Sur 100 logements, 9 sont", "vacants et 3 des résidences", "secondaires (2021) : Saint-", "Étienne"),
    "Coopdocs Texte", "400", Mise(9, 12.5), Mise(11, 14), forte="700",
    gras=(((19, 25),), ((0, 7), (11, 27)), ((0, 11),), ()),
)  # fmt: skip


@pytest.mark.parametrize("align", ["left", "right", "center"])
def test_a_block_with_strong_words_is_one_text_on_both_roads(align: str) -> None:
    none = replace(STRONG, lignes=("Die",), mise=STRONG.base, gras=((),))
    whole_line = replace(STRONG, lignes=("226\u202f240 habitants – AVAT",), gras=(((0, 26),),))
    pages = []
    for bloc in (none, STRONG, whole_line):
        c = Champs()
        pages.append((small(f"<p style='text-align:{align};width:90mm'>{c.bloc(bloc)}</p>"), c.valeurs))
    assert len({skeleton(*page) for page in pages}) == 1
    made = gabarit(skeleton(*pages[0]), [TEMPLATES])
    for html, valeurs in pages:
        assert_same(filled(made, valeurs), whole(html, valeurs))
    lue = Pdf(filled(made, pages[1][1]))
    said = "Sur 100 logements, 9 sont vacants et 3 des résidences secondaires (2021) : Saint-Étienne"
    assert [b.texte() for b in lue.arbre.walk() if b.nom == "P"][1:] == [said]
    assert any("Bold" in nom for nom in lue.polices)


def test_a_drawing_may_be_the_only_one_to_use_a_font() -> None:
    c = Champs()
    carte = Croquis(90, 60, (Legende(10, 40, "Die", 22, "#22263F", 600), Legende(10, 60, "Die", 9, "#22263F", 700)))
    html = small(str(c.figure(carte, "Carte", "Coopdocs Titre")))
    made = gabarit(skeleton(html, c.valeurs), [TEMPLATES])
    assert_same(filled(made, c.valeurs), whole(html, c.valeurs))


def test_lines_veils_and_spaced_letters_of_a_drawing_are_the_same_on_both_roads() -> None:
    def drawn(nom: str, x: float) -> tuple[str, tuple[Valeur, ...]]:
        c = Champs()
        formes: tuple[FormeDessinee, ...] = (
            Rectangle(0, 0, 90, 60, "#EDF2F5"), Segment(5, 5, x, 50, "#C2410C", 2),
            Rectangle(0, 0, x, 60, "#22263F", opacite=0.3), Rectangle(0, 0, 20, 60, "#22263F", opacite=0.3),
            Rectangle(10, 20, 50, 20, None, "#22263F", 1, 0, (4, 2)),
            Segment(5, 55, x, 55, "#22263F", 1, (3, 1)), Legende(10, 40, nom, 12, "#22263F", 600, espacement=x / 30),
            Legende(10, 55, nom, 12, "#22263F", 600),
        )  # fmt: skip
        return small(str(c.figure(Croquis(90, 60, formes), "Carte", "Coopdocs Titre"))), c.valeurs

    pages = [drawn("DIE", 61.3), drawn("CREST", 82.7)]
    assert skeleton(*pages[0]) == skeleton(*pages[1])
    made = gabarit(skeleton(*pages[0]), [TEMPLATES])
    for html, valeurs in pages:
        assert_same(filled(made, valeurs), whole(html, valeurs))


@pytest.mark.parametrize(
    ("corps", "why"),
    [
        ("<p>{t} suite <b>et fin</b></p>", "partage sa ligne"),
        ("<p><span style='background:#EEE'>{t}</span></p>", "fond"),
        ("<p><span style='display:inline-block'>{t}</span></p>", "largeur de ses mots"),
        ("<table style='table-layout:auto'><tr><td>{t}</td></tr></table>", "table-layout"),
        ("<div style='float:left;width:9mm'>A</div><p>{t}</p>", "seul dans sa boîte"),
        ("<p style='direction:rtl'>{t}</p>", "droite à gauche"),
        ("<p>" + "Un texte assez long " * 8 + "{t}</p>", "autre ligne"),
        ("<p style='display:none'>{t}</p>", "n’est pas dans la page"),
        ("<p id='{t}'>Un</p>", "n’est pas dans la page|nom d’un lieu"),
        ("<p style='background:linear-gradient({c}, #FFF)'>Un</p>", "n’est pas dans la page"),
        ("<p>{t}</p><p>Un deux 漢</p>", "漢"),
    ],
)
def test_a_page_that_would_not_follow_its_words_is_refused_with_the_reason(corps: str, why: str) -> None:
    c = Champs()
    corps = corps.replace("{t}", c.texte("Die")).replace("{c}", str(c.couleur("#112233")) if "{c}" in corps else "")
    with pytest.raises(SkeletonError, match=why):
        gabarit(skeleton(small(corps), c.valeurs), [TEMPLATES])


def test_a_part_is_joined_under_the_name_of_its_gabarit(made: Gabarit) -> None:
    part = fill(made, page(ILE)[1])
    assert part is not None
    with pytest.raises(JoinError, match="autre nom"):
        join([MadePart(part, "ailleurs")], title="Dossier")


@given(st.lists(st.tuples(st.binary(max_size=40), st.booleans())), st.lists(st.integers(0, 9000), max_size=900))
def test_a_stream_compressed_in_pieces_is_what_its_pieces_are(
    pieces: list[tuple[bytes, bool]], points: list[int]
) -> None:
    outline = b"q 1 0 0 1 3 4 cm\n0 0 m\n" + b"".join(b"%d 7 l\n" % point for point in points) + b"h\nf*\nh\nQ"
    pieces = [*pieces, (outline, True), (b"Q", False), (outline, True)]
    assert zlib.decompress(deflated(pieces)) == b"".join(piece for piece, _ in pieces)


# --- champs


def test_pages_that_differ_in_their_values_alone_have_one_skeleton() -> None:
    assert skeleton(*page(VALENCE)) == skeleton(*page(ILE))
    assert skeleton(*page({**ILE, "court": " "})) != skeleton(*page(ILE))
    assert skeleton(*page(ILE, "<p>plus</p>")) != skeleton(*page(ILE))


def test_a_value_is_text_whatever_it_holds() -> None:
    c = Champs()
    html = f'<p title="{c.texte(chr(34) + "⟦1⟧")}">{c.texte("<b>⟦0⟧ & 000001")}</p>'
    assert fill_page(html, c.valeurs) == '<p title="&quot;⟦1⟧">&lt;b&gt;⟦0⟧ &amp; 000001</p>'


def test_mistakes_of_templates_are_told() -> None:
    c = Champs()
    marque = c.texte("Die")
    with pytest.raises(ValueError, match="deux fois"):
        fill_page(f"{marque} {marque}", c.valeurs)
    with pytest.raises(ValueError, match="pas de valeur"):
        fill_page("⟦7⟧", c.valeurs)
    with pytest.raises(ValueError, match="réservé"):
        skeleton(f"{marque} 000123", c.valeurs)
    with pytest.raises(ValueError, match="couleur"):
        c.couleur("red")


def test_a_build_lays_a_part_out_once_for_all_documents_that_fill_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, lay_out = list[str](), layout.lay_out

    def counted(html: str, *rest: Any, **named: Any) -> layout.LaidOut:
        seen.append(html)
        return lay_out(html, *rest, **named)

    def target(words: str) -> Target:
        c = Champs()
        page = FilledPageJob(small(f"<p>{c.texte(words)}</p>"), c.valeurs, (TEMPLATES,), "page")
        job = JoinJob((Part("page", page, PageLabels("D", 1)),), "Titre", "Auteur", "Sujet")
        return Target(f"guide/{words}.pdf", "guide", None, words, lambda: job)

    monkeypatch.setattr(layout, "lay_out", counted)
    made = build([target("un"), target("deux")], tmp_path / "output", Cache(tmp_path / "cache"), 1)
    assert [result.faults for result in made] == [(), ()]
    assert len(seen) == 1
    said = [Pdf((tmp_path / f"output/guide/{words}.pdf").read_bytes()).pages[0].split() for words in ("un", "deux")]
    assert said == [["Un", "un", "1"], ["Un", "deux", "1"]]
