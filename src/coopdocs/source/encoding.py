"""The letters of a table that someone saved: UTF-8, or another encoding where its text leaves no doubt.

Excel for Windows saves a CSV in Windows-1252 and « Unicode text » in UTF-16. Both are read, and said. What could as
well be another encoding (MacRoman, DOS, a text converted twice) is refused: a wrong letter would be printed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import Path

from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.source.textfile import not_utf8

_ADVICE = "enregistrez en UTF-8 : dans Excel, « CSV UTF-8 (délimité par des virgules) »"
_ZEROS_MIN = 0.3
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLOCK, _DOUBT_MAX = 1 << 20, 100
_SURE = re.compile(
    "[\t\n\r\x20-\x7e\xa0ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜŒŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœÿ€‘’“”–—…•«»°²³·©®§½¼¾µ±×ºª]*"
)
"""What a French table holds in Windows-1252; an accent of the Mac or of DOS would show as something else."""
_DOUBTFUL = re.compile(
    "[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # UTF-8 read as Windows-1252
    "|[a-zß-ÿ][À-ÖØ-ÞŒŸ][a-zß-ÿ]"  # « cÏur », « lÕécole »: the Mac
    "|[a-zß-ÿ][“”‘…–][a-zß-ÿ]|”(?=[a-z])"  # « h“tel », « gr…ce »: DOS; « ma”tre », « No‘l »: the Mac
    "|[^\\W\\d_]—|(?<!\\S)…(?=\\s)|×(?=[^\\W\\d_])|Œ[^uincdUINCD]"  # « o— », « … », « ×le », « Œle »: DOS
    "|(?<!\\w)[ëïÿ](?=[a-z])"  # « ële »: Î of the Mac
    "|[½¼¾](?=[a-z])"  # « c½ur »: ISO 8859-15
)


def decode(name: str, data: bytes) -> tuple[str | None, str, list[Problem]]:
    """The text of a table, the name of the encoding that was assumed (empty for UTF-8), or None and why not."""
    if (utf_16 := _utf_16(data)) is not None:
        try:
            return data.decode(utf_16).removeprefix("\ufeff"), "UTF-16", []
        except UnicodeDecodeError:
            return None, "", [Problem("S006", Place(name), "le fichier est en UTF-16, et abîmé", _ADVICE)]
    try:
        return data.decode("utf-8-sig"), "", []
    except UnicodeDecodeError as error:
        refusal = not_utf8(name, data, error.start)
    return _windows_1252(data, refusal)


def _windows_1252(data: bytes, refusal: Problem) -> tuple[str | None, str, list[Problem]]:
    """The text of bytes that are not UTF-8; `refusal` says so."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if _SURE.fullmatch(text) and not _DOUBTFUL.search(text):
        return text, "Windows-1252", []
    message = f"{refusal.message}, et ce n’est pas sûrement du Windows-1252"
    return None, "", [Problem("S005", refusal.place, message, _ADVICE, extrait=refusal.extrait)]


def probe(name: str, path: Path) -> tuple[str, bool]:
    """The encoding of a text file of any size, as Python names it, and whether it starts with the mark of UTF-8.

    UTF-8, UTF-16 or, for want of them, Windows-1252; `ProblemsError` where its letters leave a doubt.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    utf_16 = _utf_16(head)
    if utf_16 and not _CONTROL.search(head[: len(head) // 2 * 2].decode(utf_16, "ignore")):
        return utf_16, False
    if b"\0" in head:
        message = "ce n’est ni un texte ni un classeur"
        raise ProblemsError([Problem("S042", Place(name), message, "donnez un fichier .csv ou .xlsx")])
    mark = head.startswith(b"\xef\xbb\xbf")
    if _is_utf8(path):
        return "utf-8", mark
    accented, doubtful = 0, list[Problem]()
    with path.open("rb") as stream:
        for number, block in enumerate(iter(lambda: stream.readline(_BLOCK), b""), 1):
            if not block.isascii():
                accented += 1
                _, _, found = _windows_1252(block, not_utf8(name, block, _first_high(block)))
                doubtful += [replace(p, place=replace(p.place, ligne=number)) for p in found]
                # a letter that one name of thousands has is no other encoding
                if len(doubtful) > 20 and len(doubtful) * _DOUBT_MAX > accented:
                    break
    if len(doubtful) * _DOUBT_MAX > accented:
        raise ProblemsError(doubtful[:1])
    return "cp1252", False


def _first_high(block: bytes) -> int:
    return next(rank for rank, byte in enumerate(block) if byte > 0x7F)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf_16(data: bytes) -> str | None:
    """The UTF-16 that these bytes are in, by their mark or by the zeros of plain letters; None for another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = data[:2000:2], data[1:2000:2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) > _ZEROS_MIN * len(high) and not low.count(0):
            return name
    return None
