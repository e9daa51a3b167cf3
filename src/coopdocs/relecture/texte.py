"""The work list as Markdown, with a box to tick before each claim."""

from __future__ import annotations

from collections.abc import Iterator

from coopdocs.library.markdown import escaped
from coopdocs.relecture.liste import Relecture, Tache
from coopdocs.typographie import date_longue


def markdown(relecture: Relecture) -> str:
    """The page: what to read again by the source that each claim cites first, then the contacts."""
    return "\n".join(_lines(relecture)) + "\n"


def _lines(relecture: Relecture) -> Iterator[str]:
    kit = relecture.library.kit
    yield f"# À relire avant le {date_longue(relecture.avant)}"
    yield ""
    yield f"{escaped(kit.titre)}, édition du {date_longue(kit.edition)}. {relecture.summary}"
    for cle, taches in relecture.par_source:
        yield ""
        yield f"## {heading(relecture, cle)}"
        yield ""
        if cle and (adresse := relecture.source(cle).adresse):
            yield f"<{adresse}>"
            yield ""
        for tache in taches:
            yield from _task(tache)
    if relecture.contacts:
        yield ""
        yield "## Contacts"
        yield ""
        for c in relecture.contacts:
            yield f"- [ ] {escaped(c.nom)}, {escaped(c.ou)} (`{c.place}`) : {escaped(c.pourquoi)}"
            yield f"  - {escaped(' ; '.join(c.moyens))}"


def heading(relecture: Relecture, cle: str | None) -> str:
    """A source as a heading names it."""
    return f"{escaped(relecture.source(cle).court.replace('*', ''))} (`{cle}`)" if cle else "Sans source"


def _task(tache: Tache) -> Iterator[str]:
    yield f"- [ ] **{escaped(tache.sujet)}** (`{tache.place.fichier}:{tache.place.ligne}`) : {escaped(tache.texte)}"
    if tache.pourquoi:
        yield f"  - Pourquoi : {escaped(tache.pourquoi)}"
    yield f"  - À chercher : {escaped(tache.chercher)}"
    if tache.documents:
        yield f"  - Imprimé dans : {escaped(', '.join(tache.documents))}"
