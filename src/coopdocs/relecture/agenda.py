"""The ends of validity as an agenda: on the eve of each, what to read again."""

from __future__ import annotations

import datetime as dt
import uuid

from coopdocs.formats import ics
from coopdocs.relecture.liste import Relecture, Tache
from coopdocs.typographie import date_longue, plain_spaces, slug


def calendar(relecture: Relecture) -> str:
    """The text of the file: an entry for each day until which something holds, on the day before it."""
    by_day: dict[dt.date, list[Tache]] = {}
    for tache in relecture.taches:
        if tache.fin:
            by_day.setdefault(tache.fin, []).append(tache)
    return ics.write_days([_entry(relecture, fin, taches) for fin, taches in sorted(by_day.items())], ics.CLAIMS)


def _entry(relecture: Relecture, fin: dt.date, taches: list[Tache]) -> ics.WholeDay:
    kit, n = relecture.library.kit, len(taches)
    title = f"Relire {n} phrases valables" if n > 1 else "Relire une phrase valable"
    lines = [line for tache in taches for line in _lines(relecture, tache)]
    return ics.WholeDay(
        uid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"coopdocs/relire/{slug(kit.editeur)}/{slug(kit.titre)}/{fin}")),
        stamp=kit.edition,
        day=max(fin, dt.date.min + dt.timedelta(days=1)) - dt.timedelta(days=1),
        title=plain_spaces(f"{title} jusqu’au {date_longue(fin)} ({kit.titre})"),
        text=plain_spaces("\n".join(lines)),
    )


def _lines(relecture: Relecture, tache: Tache) -> list[str]:
    adresses = (relecture.source(cle).adresse for cle in tache.sources)
    return [
        f"{tache.place.fichier}:{tache.place.ligne} ({tache.sujet})",
        f"   « {tache.texte} »",
        f"   À chercher : {tache.chercher}",
        *(f"   {adresse}" for adresse in adresses if adresse),
    ]
