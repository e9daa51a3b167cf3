"""The repository's tables of territories, read once for all the tests of a process."""

from functools import cache

from coopdocs.territoire import Territoires
from support.documents import ROOT

COG = ROOT / "content/territoires"


@cache
def cog() -> Territoires:
    return Territoires(COG)
