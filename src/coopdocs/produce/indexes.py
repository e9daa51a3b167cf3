"""The pages that lead to documents: index.html to all of them, dossiers/index.html to one territory's among thousands.

Both are made from the manifest, and are neither in it nor in their own lists: they show the documents, they are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from coopdocs.library import Library
from coopdocs.territoire import CONTOURS
from coopdocs.theme import Theme
from coopdocs.theme.cartes.departements import departements
from coopdocs.views.repertoire import repertoire

INDEX, DIRECTORY = "index.html", "dossiers/index.html"


def index(
    theme: Theme, library: Library, entries: Sequence[Mapping[str, Any]], pieces: Mapping[str, Any] | None = None
) -> str:
    """The page of all documents; `pieces`: the bytes of the files around those of a release, by path, in groups."""
    around = {} if pieces is None else {"pieces": pieces}
    return theme.render(
        "index/index.html.j2", support="ecran", kit=library.kit, library=library, fichiers=entries, **around
    )


def directory(theme: Theme, library: Library, entries: Sequence[Mapping[str, Any]]) -> str | None:
    """The page that finds a dossier; None where there is none."""
    found = repertoire(library, entries)
    if found is None:
        return None
    carte = departements(library.territoires.folder / CONTOURS)
    drawn = {code for cadre in carte for code, _ in cadre.traces}
    return theme.render(
        "index/dossiers.html.j2", support="ecran", kit=library.kit, library=library, repertoire=found,
        carte=carte, dessines=[code for code in found.par_departement if code in drawn],
        ailleurs=[d.nom for d in found.departements if d.code in found.par_departement and d.code not in drawn],
        donnees=Markup(found.donnees),
        script=Markup(theme.asset("index/dossiers.js").read_text("utf-8").rstrip()),
    )  # fmt: skip
