"""The foot of each of the pages handed out first: one line, whatever the territory."""

from __future__ import annotations

import html
import re

import pytest

from coopdocs.formats.job import JoinJob
from coopdocs.plan.dossier import Assembler
from coopdocs.plan.maker import Maker
from coopdocs.produce import PartStore
from coopdocs.targets import DossierRequest
from coopdocs.theme.mesure import width
from support.documents import TEMPLATES, Documents, kept, whole_page

POLICE = TEMPLATES / "polices/SourceSans3_400Regular.ttf"
CORPS, LARGEUR = 7.6, 168.0


@pytest.mark.parametrize("cle", ["epci:243500741", "commune:29083", "commune:75056", "departement:975"])
def test_where_a_page_comes_from_is_said_on_one_line(documents: Documents, cle: str) -> None:
    assembler = Assembler(Maker(documents.library, documents.theme), PartStore(kept()).pages)
    job = assembler.job(DossierRequest(cle, "pdf", ("pat",), "essentiel"))
    assert isinstance(job, JoinJob)
    pages = [whole_page(part.job) for part in job.parts]
    found = [foot for page in pages for foot in re.findall(r'<p class="d-ou">(.*?)</p>', page, re.S)]
    feet = [html.unescape(re.sub(r"</?abbr[^>]*>", "", foot)) for foot in found]
    assert len(feet) == len(pages)
    for foot in feet:
        assert "<" not in foot
        assert width(foot, POLICE, CORPS) <= LARGEUR, foot
