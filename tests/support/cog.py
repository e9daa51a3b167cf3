"""The repository's tables of territories, read once for all the tests of a process."""

from functools import cache

import pytest

from coopdocs.territoire import (
    Territoire,
    TerritoireError,
    Territoires,
    resolution,
)
from support.documents import ROOT

COG = ROOT / "content/territoires"


@cache
def cog() -> Territoires:
    return Territoires(COG)


def get(territoires: Territoires, cle: str) -> Territoire:
    trouve = territoires.get(cle)
    assert trouve is not None, cle
    return trouve


def refused(texte: str) -> TerritoireError:
    with pytest.raises(TerritoireError) as refus:
        resolution.resolve(cog(), texte)
    return refus.value
