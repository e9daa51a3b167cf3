"""The letters of a table that someone saved: UTF-8, or another encoding where its text leaves no doubt.

Excel for Windows saves a CSV in Windows-1252 and « Unicode text » in UTF-16. Both are read, and said. What could as
well be another encoding (MacRoman, DOS, a text converted twice) is refused: a wrong letter would be printed.
"""

from __future__ import annotations

import re

from coopdocs.problem import Place, Problem
from coopdocs.source.textfile import not_utf8

_ADVICE = "enregistrez en UTF-8 : dans Excel, « CSV UTF-8 (délimité par des virgules) »"
_ZEROS_MIN = 0.3
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
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if _SURE.fullmatch(text) and not _DOUBTFUL.search(text):
        return text, "Windows-1252", []
    message = f"{refusal.message}, et ce n’est pas sûrement du Windows-1252"
    return None, "", [Problem("S005", refusal.place, message, _ADVICE, extrait=refusal.extrait)]


def _utf_16(data: bytes) -> str | None:
    """The UTF-16 that these bytes are in, by their mark or by the zeros of plain letters; None for another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    even, odd = data[:2000:2], data[1:2000:2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if high.count(0) > _ZEROS_MIN * len(high) and not low.count(0):
            return name
    return None
