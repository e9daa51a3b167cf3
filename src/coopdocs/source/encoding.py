"""The letters of a table that someone saved: UTF-8, or another encoding where its text leaves no doubt.

Excel for Windows saves a CSV in Windows-1252 and « Unicode text » in UTF-16. Both are read, and said. What could as
well be another encoding (MacRoman, DOS, a text converted twice) is refused: a wrong letter would be printed.
"""

from __future__ import annotations

import re

from coopdocs.problem import Place, Problem
from coopdocs.source.textfile import not_utf8

_CONSEIL = "enregistrez en UTF-8 : dans Excel, « CSV UTF-8 (délimité par des virgules) »"
_NULS_MIN = 0.3
_SURS = re.compile(
    "[\t\n\r\x20-\x7e\xa0ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜŒŸßàáâãäåæçèéêëìíîïñòóôõöøùúûüœÿ€‘’“”–—…•«»°²³·©®§½¼¾µ±×ºª]*"
)
"""What a French table holds in Windows-1252; an accent of the Mac or of DOS would show as something else."""
_DOUTES = re.compile(
    "[ÃÂ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # UTF-8 read as Windows-1252
    "|[a-zß-ÿ][À-ÖØ-ÞŒŸ][a-zß-ÿ]"  # « cÏur », « lÕécole »: the Mac
    "|[a-zß-ÿ][“”‘…–][a-zß-ÿ]|”(?=[a-z])"  # « h“tel », « gr…ce »: DOS; « ma”tre », « No‘l »: the Mac
    "|[^\\W\\d_]—|(?<!\\S)…(?=\\s)|×(?=[^\\W\\d_])|Œ[^uincdUINCD]"  # « o— », « … », « ×le », « Œle »: DOS
    "|(?<!\\w)[ëïÿ](?=[a-z])"  # « ële »: Î of the Mac
    "|[½¼¾](?=[a-z])"  # « c½ur »: ISO 8859-15
)


def decode(nom: str, octets: bytes) -> tuple[str | None, str, list[Problem]]:
    """The text of a table, the name of the encoding that was assumed (empty for UTF-8), or None and why not."""
    if (seize := _utf_16(octets)) is not None:
        try:
            return octets.decode(seize).removeprefix("\ufeff"), "UTF-16", []
        except UnicodeDecodeError:
            return None, "", [Problem("S006", Place(nom), "le fichier est en UTF-16, et abîmé", _CONSEIL)]
    try:
        return octets.decode("utf-8-sig"), "", []
    except UnicodeDecodeError as erreur:
        refus = not_utf8(nom, octets, erreur.start)
    try:
        texte = octets.decode("cp1252")
    except UnicodeDecodeError:
        texte = "\0"
    if _SURS.fullmatch(texte) and not _DOUTES.search(texte):
        return texte, "Windows-1252", []
    message = f"{refus.message}, et ce n’est pas sûrement du Windows-1252"
    return None, "", [Problem("S005", refus.place, message, _CONSEIL, extrait=refus.extrait)]


def _utf_16(octets: bytes) -> str | None:
    """The UTF-16 that these bytes are in, by their mark or by the zeros of plain letters; None for another encoding."""
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    pairs, impairs = octets[:2000:2], octets[1:2000:2]
    for nom, hauts, bas in (("utf-16-le", impairs, pairs), ("utf-16-be", pairs, impairs)):
        if hauts.count(0) > _NULS_MIN * len(hauts) and not bas.count(0):
            return nom
    return None
