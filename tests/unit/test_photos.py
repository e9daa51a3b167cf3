"""Photographs: which files are taken, what is said of the others, how their pixels are made ready, where they stand."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from PIL.Image import Transpose

from coopdocs import memo, open_kit, photos
from coopdocs.library import load
from coopdocs.photos import reading
from coopdocs.problem import Problem
from coopdocs.theme import planche
from support.kits import spoil, write_kit
from support.photographs import camera, far, kept, picture, quarters, shown, swapped, written

TURNS = {
    1: None, 2: Transpose.FLIP_LEFT_RIGHT, 3: Transpose.ROTATE_180, 4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE, 6: Transpose.ROTATE_90, 7: Transpose.TRANSVERSE, 8: Transpose.ROTATE_270,
}  # fmt: skip
"""How the pixels of an upright picture lie in its file, by what EXIF says of them."""


def ready(path: Path, width: int = 300, height: int = 300) -> Image.Image:
    memo.forget()
    return Image.open(io.BytesIO(photos.prepared(path, width, height).data))


# --- what is made of a file


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("genre", ["JPEG", "PNG"])
def test_a_picture_is_upright_however_the_camera_was_held(tmp_path: Path, orientation: int, genre: str) -> None:
    turn = TURNS[orientation]
    held = picture() if turn is None else picture().transpose(turn)
    path = tmp_path / ("a.jpg" if genre == "JPEG" else "a.png")
    path.write_bytes(written(held, genre, exif=camera(orientation)))
    seen = ready(path)
    assert (seen.size, far(seen)) == ((300, 200), {})
    assert (photos.pixels(path).width, photos.pixels(path).height) == (600, 400)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_none(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture(), exif=camera(orientation)))
    assert far(ready(path)) == {}


@pytest.mark.parametrize(
    ("mode", "genre"),
    [("RGB", "JPEG"), ("CMYK", "JPEG"), ("RGB", "PNG"), ("P", "PNG"), ("RGBA", "PNG")],
)
def test_colours_are_what_they_were_in_any_mode(tmp_path: Path, mode: str, genre: str) -> None:
    path = tmp_path / ("a.jpg" if genre == "JPEG" else "a.png")
    path.write_bytes(written(picture().convert(mode), genre))
    seen = ready(path)
    assert (seen.mode, seen.format, far(seen)) == ("RGB", "JPEG", {})


def deep(value: int, colours: bool) -> bytes:
    """A PNG of 16 bits a sample, 300 × 200, of one grey."""
    sample = struct.pack(">H", value) * (3 if colours else 1)
    rows = zlib.compress(b"".join(b"\0" + sample * 300 for _ in range(200)))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 300, 200, 16, 2 if colours else 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("colours", [False, True])
@pytest.mark.parametrize("value", [0, 128 * 257, 200 * 257, 65535])
def test_sixteen_bits_become_eight(tmp_path: Path, value: int, colours: bool) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(deep(value, colours))
    found = quarters(ready(path))["top left"]
    assert all(abs(sample - value // 257) <= 2 for sample in found)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_one_sees_through_is_white(tmp_path: Path, mode: str) -> None:
    clear = picture().convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size).point(lambda v: 255 if v > 127 else 0))
    made = clear.convert("L").convert("LA") if mode == "LA" else clear.quantize() if mode == "P" else clear
    if mode == "LA":
        made.putalpha(clear.getchannel("A"))
    path = tmp_path / "a.png"
    path.write_bytes(written(made, "PNG"))
    found = quarters(ready(path))
    assert min(found["top left"] + found["top right"]) > 245
    assert found["bottom left"] != found["top left"]


def test_colours_are_what_their_profile_means(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture(), icc_profile=swapped()))
    found = quarters(ready(path))
    red, green, _ = found["top left"]
    assert green > red + 100


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("profile", [b"x", b"\0" * 200, swapped()[:300]])
def test_a_profile_of_no_use_changes_nothing(tmp_path: Path, mode: str, profile: bytes) -> None:
    path = tmp_path / "a.jpg"
    plain = picture().convert(mode)
    path.write_bytes(written(plain, icc_profile=profile))
    with_one = quarters(ready(path))
    path.write_bytes(written(plain))
    assert with_one == quarters(ready(path))


def test_nothing_that_a_file_says_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture(), exif=camera(1, place=True), icc_profile=swapped(), comment=b"Un secret"))
    made = photos.prepared(path, 300, 300).data
    seen = Image.open(io.BytesIO(made))
    assert not seen.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & seen.info.keys()
    assert not any(secret in made for secret in (b"Exif", b"Exemple", b"secret", b"GPS"))


@pytest.mark.parametrize(
    ("frame", "size"), [((300, 300), (300, 200)), ((900, 100), (150, 100)), ((5000, 5000), (600, 400))]
)
def test_a_picture_is_as_large_as_its_frame_and_never_enlarged(
    tmp_path: Path, frame: tuple[int, int], size: tuple[int, int]
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture()))
    made = photos.prepared(path, *frame)
    assert (made.width, made.height) == Image.open(io.BytesIO(made.data)).size == size


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(written(picture(3000, 2000)))
    first = photos.prepared(path, 300, 300)
    memo.forget()
    assert photos.prepared(path, 300, 300) == first


# --- what is refused


def one_colour(width: int, height: int) -> bytes:
    return written(Image.new("1", (width, height)), "PNG")


def claimed(width: int, height: int) -> bytes:
    """A PNG whose head says another size than it has."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    plain = written(picture(8, 8), "PNG")
    return plain[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + plain[33:]


def spoilt(data: bytes, at: int) -> bytes:
    """A PNG with one byte of its pixels wrong."""
    at += data.index(b"IDAT")
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


JPEG, PNG = written(picture()), written(picture(), "PNG")
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
REFUSED: list[tuple[str, bytes, str, str]] = [
    ("a.jpg", b"", "est un fichier vide", "exportez-la à nouveau"),
    ("a.jpg", JPEG[:-200], "est abîmée", "exportez-la à nouveau"),
    ("a.jpg", JPEG[:40], "est abîmée", "exportez-la à nouveau"),
    ("a.png", PNG[:-60], "est abîmée", "exportez-la à nouveau"),
    ("a.png", spoilt(PNG, 4), "est abîmée", "exportez-la à nouveau"),
    ("a.png", spoilt(PNG, 200), "est abîmée", "exportez-la à nouveau"),
    ("a.jpg", b"du texte", "est abîmée, ou n’est pas un JPEG", "exportez-la à nouveau"),
    ("a.jpg", PNG, "est un PNG, et son nom finit par .jpg", "renommez-la en a.png"),
    ("a.png", JPEG, "est un JPEG, et son nom finit par .png", "renommez-la en a.jpg"),
    ("a.jpg", written(picture(), "WEBP"), "est un WebP, et non un JPEG", "exportez-la en JPEG"),
    ("a.webp", written(picture(), "WEBP"), "est un WebP, ni un JPEG ni un PNG", "exportez-la en JPEG"),
    ("a.heic", HEIC, "est un HEIC, ni un JPEG ni un PNG", "Le plus compatible"),
    ("a.jpg", HEIC, "est un HEIC, et non un JPEG", "Le plus compatible"),
    ("a.heif", b"?", "n’est ni un JPEG ni un PNG", "Le plus compatible"),
    ("a.tif", written(picture(), "TIFF"), "est un TIFF, ni un JPEG ni un PNG", "exportez-la en JPEG"),
    ("a.gif", written(picture(), "GIF"), "est un GIF, ni un JPEG ni un PNG", "exportez-la en JPEG"),
    ("a", JPEG, "est un JPEG, ni un JPEG ni un PNG", "exportez-la en JPEG"),
    ("a.png", one_colour(9000, 9000), "est démesurée (9 000 × 9 000 pixels)", "6 000 pixels"),
    ("a.png", claimed(60_000, 60_000), "est démesurée", "6 000 pixels"),
    ("a.png", claimed(2_000_000_000, 2_000_000_000), "est démesurée", "6 000 pixels"),
    ("a.png", one_colour(1300, 100), "est trop étroite (1 300 × 100 pixels)", "12 fois plus long"),
    ("a.png", one_colour(100, 1300), "est trop étroite (100 × 1 300 pixels)", "12 fois plus long"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said", "advice"), REFUSED, ids=[f"{n}-{s}" for n, _, s, _ in REFUSED])
@pytest.mark.parametrize("lenient", [False, True])
def test_a_file_that_cannot_be_printed_is_told(
    tmp_path: Path, name: str, data: bytes, said: str, advice: str, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as the layout engine sets it for the whole process
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    path = tmp_path / name
    path.write_bytes(data)
    found = photos.fault(path)
    assert found is not None
    assert said in found[0].replace("\u202f", " ")
    assert advice in found[1].replace("\u202f", " ")


def test_a_file_that_weighs_too_much_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(JPEG)
    os.truncate(path, reading.BYTES_MAX + 1)
    assert photos.fault(path) == ("pèse 30,0\u00a0Mo : 30,0\u00a0Mo au plus", "exportez-la en JPEG, plus petite")


@given(st.data())
def test_a_broken_file_is_refused_or_printed_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([JPEG, PNG])))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = (
        Path(os.environ.get("TMPDIR", "/tmp"))
        / f"coopdocs-broken-{os.getpid()}.{'png' if whole[1:4] == b'PNG' else 'jpg'}"
    )
    path.write_bytes(bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    memo.forget()
    if photos.fault(path) is None:
        assert photos.prepared(path, 100, 100).width <= 100
    path.unlink()


# --- what a kit says of them


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    memo.forget()
    return write_kit(tmp_path / "kit")


def problems(kit: Path, code: str) -> list[Problem]:
    memo.forget()
    return [p for p in load(kit)[1] if p.code == code]


def test_a_photograph_of_a_forme_and_of_an_event_is_known_with_its_place(kit: Path) -> None:
    kept(kit, "carrés.jpg", JPEG)
    shown(kit, "ptce", "carrés.jpg")
    library, found = load(kit)
    assert [p for p in found if p.code != "A003"] == []
    assert library is not None
    [cliche] = library.photos
    assert (cliche.fichier, cliche.loc, cliche.photo.credit) == (
        "content/formes/ptce.yaml", ("photos", 0), "Camille Exemple",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("named", "said", "advice"),
    [
        ("photos/absente.jpg", "« photos/absente.jpg » n’existe pas", "copiez-la dans content/formes/photos"),
        ("photos/carre.jpg", "n’existe pas", "vouliez-vous dire « photos/carres.jpg » ?"),
        ("photos/Carres.JPG", "le fichier de la photo « photos/Carres.JPG » s’appelle « photos/carres.jpg »",
         "avec les mêmes majuscules"),
        ("../evenements/a.jpg", "est hors du kit", "copiez-la dans content/formes/photos"),
        ("/etc/hostname", "est hors du kit", "copiez-la dans content/formes/photos"),
        ("seule.jpg", "n’est pas à sa place", "écrivez photos/ devant son nom"),
        ("photos/sous/a.jpg", "n’est pas à sa place", "rangez-la dans content/formes/photos"),
        ("photos", "n’existe pas", ""), ("photos/", "n’existe pas", ""), ("photos/dossier.jpg", "n’existe pas", ""),
    ],
)  # fmt: skip
def test_a_file_that_is_not_there_is_told_at_its_line(kit: Path, named: str, said: str, advice: str) -> None:
    kept(kit, "carres.jpg", JPEG)
    (kit / "content/formes/photos/sous").mkdir()
    (kit / "content/formes/photos/dossier.jpg").mkdir()
    (kit / "content/formes/photos/sous/a.jpg").write_bytes(JPEG)
    (kit / "content/formes/seule.jpg").write_bytes(JPEG)
    shown(kit, "ptce", "x")
    spoil(kit / "content/formes/ptce.yaml", "photos/x", named)
    [problem] = problems(kit, "X040")
    assert said in problem.message
    assert advice in problem.conseil
    assert (problem.place.fichier, problem.extrait.strip()) == ("content/formes/ptce.yaml", f"- fichier: {named}")


def test_a_link_that_leads_out_of_the_kit_is_refused(kit: Path, tmp_path: Path) -> None:
    outside = tmp_path / "a.jpg"
    outside.write_bytes(JPEG)
    (kit / "content/formes/photos").mkdir()
    (kit / "content/formes/photos/a.jpg").symlink_to(outside)
    shown(kit, "ptce", "a.jpg")
    assert "hors du kit" in problems(kit, "X040")[0].message


@pytest.mark.parametrize("field", ["alt", "legende", "credit", "licence", "fichier"])
def test_each_thing_that_is_said_of_a_photograph_is_wanted(kit: Path, field: str) -> None:
    kept(kit, "a.jpg", JPEG)
    shown(kit, "ptce", "a.jpg")
    path = kit / "content/formes/ptce.yaml"
    lines = path.read_text("utf-8").splitlines()
    [line] = [line for line in lines[-5:] if line.strip(" -").startswith(f"{field}:")]
    spoil(path, line, f"{line.partition(':')[0]}:")
    assert [p for p in load(kit)[1] if p.is_error]


def test_photographs_that_nothing_shows_and_other_files_beside_them_are_told(kit: Path) -> None:
    kept(kit, "a.jpg", JPEG)
    kept(kit, "b.jpg", JPEG)
    kept(kit, ".DS_Store", b"")
    shown(kit, "ptce", "a.jpg")
    assert [p.place.fichier for p in problems(kit, "A005")] == ["content/formes/photos/b.jpg"]


def test_a_photograph_that_says_where_it_was_taken_is_told(kit: Path) -> None:
    kept(kit, "a.jpg", written(picture(2000, 1400), exif=camera(1, place=True)))
    shown(kit, "ptce", "a.jpg")
    [problem] = problems(kit, "A031")
    assert "GPS" in problem.message


def test_a_photograph_too_coarse_for_its_place_is_told(kit: Path) -> None:
    kept(kit, "large.jpg", written(picture(1200, 800)))
    kept(kit, "petite.jpg", written(picture(560, 420)))
    shown(kit, "ptce", "large.jpg")
    shown(kit, "ges", "petite.jpg")
    found = [p for p in open_kit(kit).check() if p.code == "A030"]
    assert [(p.place.fichier, p.message) for p in found] == [
        ("content/formes/ges.yaml", "142 points par pouce sur 100 mm de large : cette photo paraîtra floue"),
    ]
    assert found[0].conseil == "donnez-la avec 591 pixels de large au moins"


@pytest.mark.parametrize("field", ["legende", "credit", "licence"])
def test_a_caption_too_long_for_its_place_is_told_at_the_longest_of_its_words(kit: Path, field: str) -> None:
    kept(kit, "a.jpg", JPEG)
    shown(kit, "ptce", "a.jpg")
    words = {"legende": "Quatre couleurs, un essai.", "credit": "Camille Exemple", "licence": "CC BY 4.0"}[field]
    spoil(kit / "content/formes/ptce.yaml", f"{field}: {words}", f"{field}: {'un mot de plus ' * 26}")
    [problem] = [p for p in open_kit(kit).check() if p.is_error]
    assert (problem.code, problem.extrait.strip().partition(":")[0]) == ("Z001", field)
    assert "8 lignes" in problem.message


def test_more_photographs_than_a_forme_may_have_are_refused(kit: Path) -> None:
    kept(kit, "a.jpg", JPEG)
    shown(kit, "ptce", *["a.jpg"] * 7)
    assert any("6" in p.message + p.conseil for p in load(kit)[1] if p.is_error)


# --- where they stand

SIZES = {"largeur": 164.0, "entre": 5.0, "haut": 75.0, "seul": 110.0, "legende": 42.0}


@given(st.lists(st.floats(1 / reading.RATIO_MAX, reading.RATIO_MAX), max_size=8))
def test_rows_hold_any_photographs_in_their_order(ratios: list[float]) -> None:
    made = planche.rows(ratios, **SIZES)
    assert [cadre.rang for row in made for cadre in row] == list(range(len(ratios)))
    for row in made:
        assert sum(c.largeur for c in row) + SIZES["entre"] * (len(row) - 1) <= SIZES["largeur"] + 0.001
        assert len({round(c.hauteur, 6) for c in row}) == 1
        assert row[0].hauteur <= SIZES["haut" if len(row) > 1 or row[0].cote else "seul"] + 0.001
        for cadre in row:
            assert cadre.largeur / cadre.hauteur == pytest.approx(ratios[cadre.rang])
            place = SIZES["largeur"] - cadre.largeur - SIZES["entre"] if cadre.cote else cadre.largeur
            assert place >= SIZES["legende"] - 0.001
            assert len(row) == 1 or not cadre.cote


def test_photographs_of_a_row_take_its_whole_width() -> None:
    [row] = planche.rows([1.5, 2 / 3], **SIZES)
    assert sum(c.largeur for c in row) == pytest.approx(159)
    assert [len(row) for row in planche.rows([10, 1, 1.5, 2 / 3], **SIZES)] == [1, 2, 1]
