"""What will be made: a selection of documents as a list of targets, each with the whole job its engine gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Literal

from markupsafe import Markup

from coopdocs import typographie, views
from coopdocs.formats import Job, Piece, csv
from coopdocs.formats.pdf.standards import Jointe
from coopdocs.library import Library, fichier_forme
from coopdocs.plan import dossiers, evenements
from coopdocs.plan.dossiers import Pages
from coopdocs.targets import Selection, Target
from coopdocs.territoire import CONTOURS
from coopdocs.theme import NAVY, Theme, dessins
from coopdocs.views import rows

_Lien = Literal["Source", "Data"]
JOINTES: dict[str, tuple[str, _Lien]] = {
    "yaml": ("application/yaml", "Source"),
    "csv": ("text/csv", "Data"),
    "json": ("application/json", "Data"),
}
"""The media type of a file that goes with a PDF and what it is to it, by how its name ends."""


def plan(library: Library, theme: Theme, selection: Selection, pages: Pages) -> list[Target]:
    """Every target of a kit, in the order in which its documents are listed, and the dossiers asked for beside its own.

    `pages` lays out a part of a dossier that does not say how many pages it takes.
    """
    maker = Maker(library, theme)
    every = [*maker.fiches(), *maker.guides(), *maker.comparatifs()]
    own = dossiers.targets(maker, library.kit.dossiers, library.formes, dossiers.FORMATS, pages)
    formats = [f for f in dossiers.FORMATS if f in selection.formats]
    asked = dossiers.targets(maker, selection.territoires or library.kit.dossiers, selection.formes, formats, pages)
    every += {t.chemin: t for t in (*own, *asked)}.values()
    every += evenements.targets(maker, selection.profils, pages)
    paths = [t.chemin.casefold() for t in every]
    assert len(set(paths)) == len(paths), "two targets share a path"
    return every


class Maker:
    """Fills the templates; each view is built once, whatever the number of formats that print it."""

    def __init__(self, library: Library, theme: Theme) -> None:
        self.library, self.theme = library, theme
        self._fiche_jobs: dict[tuple[str, bool, int | None], Job] = {}

    @cached_property
    def _fiches(self) -> dict[str, views.Fiche]:
        return {slug: views.fiche(self.library, slug) for slug in self.library.formes}

    def html(self, modele: str, support: str, premiere: int | None = None, **contexte: object) -> str:
        """A filled template; `premiere`: the number of its first page where it is a part of a dossier."""
        shared = {"kit": self.library.kit, "library": self.library, "carte_exemples": self._map, "premiere": premiere}
        return self.theme.render(modele, support=support, **shared, **contexte)

    def _map(self, fiche: views.Fiche, police: str = "Coopdocs Titre") -> Markup:
        places = " ; ".join(f"{n}, {e.nom}, {lieu}" for n, e, lieu in fiche.exemples)
        contours = self.library.territoires.dossier / CONTOURS
        titre = typographie.typographier(f"Carte de France des exemples : {places}")
        return Markup(dessins.examples_map(contours, fiche.points, fiche.forme.couleur, titre, police))

    def _pdf(self, html: str, pages: int | None = None, jointes: tuple[Jointe, ...] = ()) -> Job:
        options = {"pages": pages} if pages else {}
        return Job("pdf", html, self.theme.dossiers, options | ({"jointes": jointes} if jointes else {}))

    def jointe(self, nom: str, description: str, octets: bytes) -> Jointe:
        """A file that goes with a PDF, as old as the edition: YAML is what a document was made from, else its data."""
        genre, lien = JOINTES[nom.rpartition(".")[2]]
        return Jointe(nom, genre, description, octets, lien, self.library.kit.edition)

    def source(self, slug: str) -> Jointe:
        """A forme's own file, to go with a document."""
        octets = (self.library.racine / fichier_forme(slug)).read_bytes()
        return self.jointe(f"{slug}.yaml", f"Contenu de la fiche {self._fiches[slug].forme.sigle} (YAML)", octets)

    def docx(self, html: str, images: dict[str, str] | None = None) -> Job:
        reference = self.theme.asset("reference.docx").read_bytes()
        options = {"reference": reference, "images": images or {}, "edition": self.library.kit.edition}
        return Job("docx", html, self.theme.dossiers, options)

    # --- fiches

    def fiches(self) -> Iterator[Target]:
        for slug, fiche in self._fiches.items():
            nom, titre = f"fiches/{slug}", f"Fiche {fiche.forme.sigle}"
            yield Target(f"{nom}.pdf", "fiches", slug, titre, partial(self.fiche_pdf, slug))
            sobre = f"{titre}, sobre (imprimante de bureau)"
            yield Target(f"{nom}-sobre.pdf", "fiches", slug, sobre, partial(self.fiche_pdf, slug, sobre=True))
            yield Target(f"{nom}.html", "fiches", slug, titre, partial(self._fiche_html, slug))
        yield Target("fiches/toutes.pdf", "fiches", None, "Toutes les fiches", self._every_fiche)

    def fiche_pdf(self, slug: str, sobre: bool = False, premiere: int | None = None) -> Job:
        """A fiche, on its own with its source, or as a part of a dossier, its first page numbered `premiere`."""
        cle = (slug, sobre, premiere)
        if cle not in self._fiche_jobs:
            jointes = (self.source(slug),) if premiere is None else ()
            self._fiche_jobs[cle] = self._pdf(self._fiche(slug, "imprime", sobre, premiere), 2, jointes)
        return self._fiche_jobs[cle]

    def _every_fiche(self) -> Job:
        pieces = tuple(Piece(slug, self.fiche_pdf(slug)) for slug in self._fiches)
        kit = self.library.kit
        options = {"titre": "Toutes les fiches", "auteur": kit.editeur, "sujet": kit.sous_titre}
        return Job("assemblage", "", options=options, pieces=pieces)

    def _fiche_html(self, slug: str) -> Job:
        return Job("texte", self._fiche(slug, "ecran", False))

    def _fiche(self, slug: str, support: str, sobre: bool, premiere: int | None = None) -> str:
        fiche = self._fiches[slug]
        forme = fiche.forme
        titre = forme.nom if forme.sigle == forme.nom else f"{forme.sigle}{typographie.INSECABLE}: {forme.nom}"
        return self.html("fiche/fiche.html.j2", support, premiere, fiche=fiche, sobre=sobre, titre=titre)

    # --- guide

    def guides(self) -> Iterator[Target]:
        yield Target("guide/guide.docx", "guide", None, "Guide", lambda: self._guide_docx(self._guide))
        yield Target("guide/guide.pdf", "guide", None, "Guide", self._guide_pdf)
        yield Target("guide/guide.html", "guide", None, "Guide", self._guide_page)
        for slug, forme in self.library.formes.items():
            yield Target(f"guide/{slug}.docx", "guide", slug, f"Chapitre {forme.sigle}", partial(self._chapter, slug))

    @cached_property
    def _guide(self) -> views.Guide:
        return views.guide(self.library)

    def _guide_pdf(self) -> Job:
        html = self._guide_html(self._guide, "imprime")
        return self._pdf(html, jointes=tuple(map(self.source, self.library.formes)))

    def _guide_page(self) -> Job:
        return Job("texte", self._guide_html(self._guide, "ecran"))

    def _chapter(self, slug: str) -> Job:
        return self._guide_docx(views.chapter(self.library, slug))

    def _guide_html(self, guide: views.Guide, support: str) -> str:
        return self.html("guide/guide.html.j2", support, guide=guide)

    def _guide_docx(self, guide: views.Guide) -> Job:
        # drawn outside any stylesheet: the font by its own name
        police = self.theme.family("Coopdocs Titre", "700")
        images = {f"carte-{c.slug}": str(self._map(c, police)) for c in guide.chapitres if c.points}
        return self.docx(self._guide_html(guide, "word"), images)

    # --- comparatifs

    @cached_property
    def comparatif(self) -> views.Comparatif:
        return views.comparatif(self.library)

    def comparatifs(self) -> Iterator[Target]:
        yield from self._table(None)
        for slug in self.library.comparables:
            yield from self._table(slug)

    def _table(self, slug: str | None) -> Iterator[Target]:
        nom = f"comparatifs/{slug or 'comparatif'}"
        titre = f"Comparatif {self.library.formes[slug].sigle}" if slug else "Tableau comparatif"
        view = views.comparatif(self.library, slug) if slug else self.comparatif
        html = "comparatif/comparatif.html.j2"

        def target(ending: str, make: Callable[[], Job], note: str = "") -> Target:
            return Target(f"{nom}.{ending}", "comparatifs", slug, titre + note, make)

        def printed() -> Job:
            data = csv.write(rows.rows(view)).encode()
            jointe = self.jointe(f"{slug or 'comparatif'}.csv", "Les cellules du tableau comparatif (CSV)", data)
            return self._pdf(self.html(html, "imprime", comparatif=view), jointes=(jointe,))

        yield target("pdf", printed)
        yield target("html", lambda: Job("texte", self.html(html, "ecran", comparatif=view)))
        yield target("docx", lambda: self.docx(self.html(html, "word", comparatif=view)))
        yield target("xlsx", lambda: Job("xlsx", json.dumps(self._workbook(view), ensure_ascii=False)))
        yield target("csv", lambda: Job("texte", csv.write(rows.rows(view))))
        if slug is None:
            yield target("excel.csv", lambda: Job("texte", csv.write(rows.rows(view), excel=True)), " (Excel français)")

    def _workbook(self, view: views.Comparatif) -> dict[str, object]:
        kit = self.library.kit
        colors = [NAVY, NAVY, *(forme.couleur for _, forme in view.colonnes)]
        head, *body = rows.rows(view)
        proof_head, *proof = rows.proof(view)
        return {
            "titre": view.titre,
            "auteur": kit.editeur,
            "edition": kit.edition.isoformat(),
            "feuilles": [
                {"nom": "Comparatif", "titre": view.titre, "entetes": head, "rangees": body, "figees": 2,
                 "largeurs": [10, 20, *([22] * len(view.colonnes))], "couleurs": colors,
                 "coupes": [2 + debut for debut, _ in view.tranches[1:]]},
                {"nom": "Sources", "titre": view.titre, "entetes": proof_head, "rangees": proof,
                 "figees": 1, "largeurs": [12, 22, 40, 12, 50, 40, 15], "couleurs": [NAVY] * len(proof_head)},
            ],
        }  # fmt: skip
