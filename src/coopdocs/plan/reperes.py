"""Money and law: pages of each for print and for the screen, a calendar of closing days."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from coopdocs import typographie
from coopdocs.formats import ics
from coopdocs.formats.job import Job, TextJob
from coopdocs.library.catalogue import AIDES, DROIT
from coopdocs.plan.maker import Maker
from coopdocs.targets import Target
from coopdocs.views import reperes


def targets(maker: Maker) -> Iterator[Target]:
    aides, droit = reperes.aides(maker.library), reperes.droit(maker.library)
    if aides:
        yield from _pages(maker, "aides", AIDES, aides)
        if aides.clotures:
            titre = f"{aides.titre}, jours de clôture"
            yield Target("reperes/aides.ics", "reperes", None, titre, lambda: _closings(maker, aides.clotures))
    if droit:
        yield from _pages(maker, "droit", DROIT, droit)


def _closings(maker: Maker, lignes: Sequence[reperes.LigneAide]) -> Job:
    """The last days of the calls that are not over, each named for ever by who says so and by the aide."""
    kit = maker.library.kit
    jours = []
    for ligne in lignes:
        aide = ligne.aide
        traits = (kit.editeur, kit.adresse or "", "aide", aide.id)
        words = (f"{ligne.etat}. {aide.texte}", f"Pour qui : {aide.pour_qui}", f"Qui paie : {aide.financeur}")
        jours.append(
            ics.WholeDay(
                uid=str(uuid.uuid5(uuid.NAMESPACE_URL, "coopdocs/" + "/".join(map(typographie.slug, traits)))),
                stamp=kit.edition,
                title=typographie.plain_spaces(f"Clôture : {aide.nom}"),
                text=typographie.plain_spaces("\n".join(words)),
                day=dt.date.fromisoformat(str(aide.cloture)),
            )
        )
    return TextJob(ics.write_days(jours, ics.CLOSINGS))


def _pages(maker: Maker, nom: str, fichier: str, view: reperes.PageSourcee) -> Iterator[Target]:
    def html(support: str) -> str:
        return maker.html(f"reperes/{nom}.html.j2", support, premiere=None, **{nom: view})

    def printed() -> Job:
        octets = (maker.library.racine / fichier).read_bytes()
        source = maker.attachment(f"{nom}.yaml", f"Contenu de la page : {view.titre} (YAML)", octets)
        return maker.pdf(html("imprime"), attachments=(source,))

    yield Target(f"reperes/{nom}.pdf", "reperes", None, view.titre, printed)
    yield Target(f"reperes/{nom}.html", "reperes", None, view.titre, lambda: TextJob(html("ecran")))
