"""French typography: only spaces, apostrophes and ellipses change, once and for all; dates, numbers, file names."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopdocs.formats.job import Rendered
from coopdocs.typographie import (
    adresse_breve,
    bind_end,
    bind_short,
    date_longue,
    date_partielle,
    de,
    is_partial_date,
    jours_de,
    nombre,
    plain_spaces,
    slug,
    taille,
    typeset,
    without_data,
)
from support.examples import examples

PIECES = [
    *"aéœn19.'’\"«»;:!?…–-()%€ \u00a0\u202f\n\t",
    *("...", "n°", "art.", "Loi ", "1er mars", " 31 juillet", "100", "000", " km", " M€", "L.", "à ", "e\u0301", "d'"),
    *("https://exemple.fr/a?b=c", " ans", " :", " ;", "lauréats", "aujourd'hui"),
]
FRENCH = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
TEXTS = st.text() | FRENCH


def bare(texte: str) -> str:
    """A text without what typography may change: spaces, the shape of apostrophes and of ellipses."""
    texte = unicodedata.normalize("NFC", texte).replace("…", "...").replace("’", "'")
    return re.sub(r"\s", "", texte)


@examples(400)
@given(TEXTS)
@example("l'«\u00a0été\u00a0»")
@example("« les 'pôles'»")
@example("fin…...!")
def test_a_second_pass_changes_nothing(texte: str) -> None:
    assert typeset(typeset(texte)) == typeset(texte)


@examples(400)
@given(TEXTS)
def test_letters_digits_and_signs_stay(texte: str) -> None:
    assert bare(typeset(texte)) == bare(texte)


@given(FRENCH, st.from_regex(r"https?://[a-z]{2,8}\.fr/[a-z0-9'!?;:.=%-]{0,20}", fullmatch=True), FRENCH)
def test_addresses_stay_as_they_are(avant: str, adresse: str, apres: str) -> None:
    assert adresse in typeset(f"{avant} {adresse} {apres}")


# _ stands for U+202F, ~ for U+00A0.
CASES = [
    ("Qui coopère ?", "Qui coopère_?"),
    ("Qui coopère?", "Qui coopère_?"),
    ("Vraiment ?!", "Vraiment_?!"),
    ("Non ! Oui ; peut-être.", "Non_! Oui_; peut-être."),
    ("Attention : ici", "Attention~: ici"),
    ("à 12:30", "à~12:30"),
    ("« pôle »", "«~pôle~»"),
    ("«pôle»", "«~pôle~»"),
    ("Dire « oui » !", "Dire «~oui~»_!"),
    ("l'économie, aujourd'hui", "l’économie, aujourd’hui"),
    ("l'« équipe »", "l’«~équipe~»"),
    ("etc...", "etc…"),
    ("1 253 intercommunalités", "1_253 intercommunalités"),
    ("34 969 communes", "34_969~communes"),
    ("1 500 000 €", "1_500_000~€"),
    ("en 2023 140 pôles", "en 2023 140~pôles"),
    ("en 2023 1 140 pôles", "en 2023 1_140~pôles"),
    ("12 %", "12~%"),
    ("1,5 million d'euros", "1,5~million d’euros"),
    ("30 km², 2 ha", "30~km², 2~ha"),
    ("deux ans", "deux ans"),
    ("2 ans", "2~ans"),
    ("loi n° 2014-856, art. 9", "loi n°~2014-856, art.~9"),
    ("p. 12 du décret n° 2015-431", "p.~12 du décret n°~2015-431"),
    ("article L. 1253-1", "article L.~1253-1"),
    ("Loi 1901", "Loi~1901"),
    ("le 31 juillet 2014", "le 31~juillet 2014"),
    ("le 1er mars 2026", "le 1er~mars 2026"),
    ("le pôle – ou presque – suffit", "le pôle~– ou presque~– suffit"),
    ("2014–2016", "2014–2016"),
    ("de 3 à 6 mois", "de 3 à~6~mois"),
    ("une note (« à vérifier »);", "une note («~à vérifier~»)_;"),
    ("cle:valeur;suite", "cle:valeur;suite"),
    ("voir https://a.fr/x?y ;", "voir https://a.fr/x?y_;"),
    ("l'eau : https://a.fr/l'eau...100?", "l’eau~: https://a.fr/l'eau...100?"),
]


@pytest.mark.parametrize(("tape", "imprime"), CASES)
def test_french_typing_becomes_french_typography(tape: str, imprime: str) -> None:
    assert typeset(tape) == imprime.replace("_", "\u202f").replace("~", "\u00a0")


def test_accents_typed_as_two_characters_become_one() -> None:
    assert typeset("re\u0301gie") == "régie"


@pytest.mark.parametrize(
    ("valeur", "decimales", "texte"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1253, 0, "1\u202f253"),
        (1234567.89, 1, "1\u202f234\u202f567,9"),
        (-1500, 0, "-1\u202f500"),
    ],
)
def test_a_number_has_french_thousands_and_decimals(valeur: float, decimales: int, texte: str) -> None:
    assert nombre(valeur, decimales) == texte


@pytest.mark.parametrize(
    ("octets", "texte"),
    [
        (0, "0\u00a0o"),
        (999, "999\u00a0o"),
        (1000, "1\u00a0ko"),
        (150_400, "150\u00a0ko"),
        (999_499, "999\u00a0ko"),
        (999_500, "1,0\u00a0Mo"),
        (1_234_567_890, "1,2\u00a0Go"),
    ],
)
def test_a_size_is_in_decimal_units(octets: int, texte: str) -> None:
    assert taille(octets) == texte


@pytest.mark.parametrize(
    ("partielle", "texte"),
    [
        ("2023", "2023"),
        ("2023-05", "mai 2023"),
        ("2014-07-31", "31\u00a0juillet 2014"),
        ("2026-03-01", "1er\u00a0mars 2026"),
        (None, "page non datée"),
    ],
)
def test_a_date_says_as_much_as_is_known(partielle: str | None, texte: str) -> None:
    assert date_partielle(partielle) == texte


@given(st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True))
def test_what_is_a_date_can_be_printed_and_what_cannot_is_none(texte: str) -> None:
    if is_partial_date(texte):
        assert date_partielle(texte)
    else:
        with pytest.raises(ValueError, match=r"."):
            dt.date.fromisoformat(f"{texte}-01-01"[:10])


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_a_whole_date_is_the_same_from_words_and_from_a_date(jour: dt.date) -> None:
    assert date_longue(jour) == date_partielle(jour.isoformat())
    assert typeset(date_longue(jour)) == date_longue(jour)


@pytest.mark.parametrize(
    ("debut", "fin", "texte"),
    [
        ("2026-11-30", "2026-11-30", "30 novembre 2026"),
        ("2026-11-01", "2026-11-30", "du 1er au 30 novembre 2026"),
        ("2026-03-29", "2026-11-30", "du 29 mars au 30 novembre 2026"),
        ("2025-12-30", "2026-01-02", "du 30 décembre 2025 au 2 janvier 2026"),
    ],
)
def test_a_span_says_once_what_its_days_share(debut: str, fin: str, texte: str) -> None:
    assert plain_spaces(jours_de(dt.date.fromisoformat(debut), dt.date.fromisoformat(fin))) == texte


@pytest.mark.parametrize(
    ("nom", "texte"),
    [
        ("Romans", "de Romans"),
        ("Orléans", "d’Orléans"),
        ("Épinal", "d’Épinal"),
        ("Île-de-France", "d’Île-de-France"),
        ("Yvetot", "d’Yvetot"),
        ("Œting", "d’Œting"),
        ("", "de "),
    ],
)
def test_de_elides_before_a_vowel(nom: str, texte: str) -> None:
    assert de(nom) == texte


def test_short_words_of_a_title_hold_to_the_next_one() -> None:
    assert bind_short("Ce que peut la loi à elle") == "Ce\u00a0que peut la\u00a0loi à\u00a0elle"


def test_a_paragraph_does_not_end_on_a_lonely_short_word() -> None:
    assert bind_end("des aides à deux ans.") == "des aides à deux\u00a0ans."
    assert bind_end("un regroupement") == "un regroupement"


@pytest.mark.parametrize(
    ("adresse", "montree"),
    [
        ("https://www.exemple.org/", "exemple.org"),
        ("http://exemple.org/forum/avis", "exemple.org/forum/avis"),
        ("https://a.exemple.org/?suite=https://www.b.org/x", "a.exemple.org/?suite=https://www.b.org/x"),
    ],
)
def test_an_address_is_shown_without_what_every_address_has(adresse: str, montree: str) -> None:
    assert adresse_breve(adresse) == montree


@given(st.text())
def test_folding_leaves_no_special_space(texte: str) -> None:
    assert not set(plain_spaces(typeset(texte))) & {"\u00a0", "\u202f"}


@pytest.mark.parametrize(
    ("nom", "fichier"),
    [
        ("Régie de quartier", "regie-de-quartier"),
        ("Cœur d’Ægé", "coeur-d-aege"),
        ("L’Isle-d’Abeau", "l-isle-d-abeau"),
        ("L'Isle-d'Abeau", "l-isle-d-abeau"),
        ("Marne–Oise", "marne-oise"),
        ('a/b\\c:d*?"<>|e', "a-b-c-d-e"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "doc-con"),
        ("aux", "doc-aux"),
        ("Com1", "doc-com1"),
        ("lpt9", "doc-lpt9"),
        ("com10", "com10"),
        ("\u202eegir\u202c", "egir"),
        ("ré\u00adgie\u200b", "regie"),
        ("   ", "doc"),
        ("日本", "doc"),
        ("é" * 300, "e" * 80),
        ("a" * 79 + " bc", "a" * 79),
    ],
)
def test_a_name_becomes_a_safe_file_name(nom: str, fichier: str) -> None:
    assert slug(nom) == fichier


@examples(300)
@given(st.text(max_size=300))
def test_a_file_name_is_always_safe(nom: str) -> None:
    name = slug(nom)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 84
    assert slug(name) == name or len(name) > 80


def test_a_message_never_repeats_a_picture() -> None:
    said = 'image "data:image/png;base64,' + "iVBORw0K" * 9000 + '" illisible, url(data:font/woff2,%00%00)'
    assert without_data(said) == 'image "data:image/png…" illisible, url(data:font/woff2,%00%00)'
    assert Rendered(b"", None, (said,)).defects == (without_data(said),)
