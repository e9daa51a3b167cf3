"""How documents look: the Jinja environment, its filters, and the kit's assets (fonts, icons, emblems, stylesheets).

A theme is a list of folders searched in order: a kit's own `templates/` first, the packaged ones behind it.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import jinja2.sandbox
from markupsafe import Markup

from coopdocs import couleurs, memo, sizes
from coopdocs.champs import ChampBloc
from coopdocs.croquis import Croquis
from coopdocs.library import Library
from coopdocs.model.complement import Emetteur
from coopdocs.model.contenu import Forme
from coopdocs.model.identite import IdentiteVisuelle
from coopdocs.model.kit import Kit
from coopdocs.problem import Place, Problem, ProblemsError
from coopdocs.theme import blocs, cartes, couverture, dessins, mesure, monogramme, pistes, polices
from coopdocs.theme.compiled import Compiled
from coopdocs.theme.filtres import FILTRES
from coopdocs.views.essentiel.appels import Appel, Calendrier
from coopdocs.views.essentiel.cooperations import Cooperation
from coopdocs.views.essentiel.joindre import Joignable
from coopdocs.views.essentiel.pistes import FormeVue, Pistes

POLICES = polices.MAISON


class Feuille:
    """The icons and emblems one page uses, written once as CSS classes: decoration stays out of the tag tree."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._classes: dict[str, str] = {}

    def _add(self, svg: str) -> str:
        return self._classes.setdefault(svg, f"d{len(self._classes) + 1}")

    def icone(self, nom: str, couleur: str, teinte: str | None = None) -> str:
        """The class that draws icon `nom`; its second tone is 30 % of the colour unless given."""
        fichier = self._theme.asset(f"icones/{nom}.svg")
        return self._add(dessins.icon(fichier, couleur, teinte or couleurs.mix(couleur, 0.3)))

    def embleme(self, slug: str, couleur: str) -> str:
        return self._add(self._theme.emblem(slug, couleur))

    def dessin(self, svg: str) -> str:
        return self._add(svg)

    def css(self) -> Markup:
        rules = (f".{name}{{background-image:url({dessins.data_uri(svg)})}}" for svg, name in self._classes.items())
        return Markup("\n".join(rules))


class Theme:
    """Templates and assets of a kit; rendering is pure once it is made."""

    def __init__(
        self, folders: Sequence[Path], bytecode: Path | None = None, identite: IdentiteVisuelle | None = None
    ) -> None:
        """`bytecode`: a folder for templates made ready, beside which fonts are kept; `identite`: the publisher's."""
        self.folders = self._given = tuple(folders)
        self.identite = identite or IdentiteVisuelle()
        self.palette = self.identite.palette
        self._bytecode, self._others = bytecode, dict[IdentiteVisuelle, Theme]()
        self._polices: Mapping[str, Mapping[str, str]] = POLICES
        self._assets: dict[str, Path] = {}
        self._sigles: dict[str, str] = {}
        if bytecode:
            bytecode.mkdir(parents=True, exist_ok=True)
        # templates of another's kit are filled too, to compare it or to make its documents again
        self._env = jinja2.sandbox.SandboxedEnvironment(
            loader=jinja2.FileSystemLoader([str(d) for d in folders]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=Compiled(bytecode),
            auto_reload=True,
        )
        self._env.filters.update(FILTRES)
        self._env.globals.update(
            css=self._css,
            mesures=sizes.choices(),
            polices=self._font_faces,
            qr=lambda *a: Markup(dessins.qr_code(*a)),
            palette=self.palette.shown(),
            identite=self.identite,
        )
        self._prepare_fonts()

    def of(self, identite: IdentiteVisuelle) -> Theme:
        """The same theme in a publisher's colours and fonts."""
        if identite == self.identite:
            return self
        if identite not in self._others:
            self._others[identite] = Theme(self._given, self._bytecode, identite)
        return self._others[identite]

    def _prepare_fonts(self) -> None:
        """Put the publisher's fonts, made ready, before the theme's; a family that is not there leaves the house's."""
        asked = self.identite.polices
        familles = {
            role: nom for role, nom in (("Coopdocs Titre", asked.titre), ("Coopdocs Texte", asked.texte)) if nom
        }
        if not familles:
            return
        house = {role: self.asset(f"polices/{POLICES[role][polices.FERMES[role][0]]}.ttf") for role in familles}
        private = self._bytecode.parent if self._bytecode else None
        if made := polices.prepared(self.folders, familles, house, private):
            folder, names = made
            self.folders, self._polices = (folder, *self.folders), {**POLICES, **names}

    def asset(self, nom: str) -> Path:
        """The first file of that name among the theme's folders; ProblemsError when there is none."""
        if nom not in self._assets:
            found = next((folder / nom for folder in self.folders if (folder / nom).is_file()), None)
            if found is None:
                raise _missing(nom)
            self._assets[nom] = found
        return self._assets[nom]

    def has(self, nom: str) -> bool:
        return any((d / nom).is_file() for d in self.folders)

    def font(self, famille: str, graisse: str) -> Path:
        return self.asset(f"polices/{self._polices[famille][graisse]}.ttf")

    def family(self, famille: str, graisse: str) -> str:
        """The name that a font bears inside its file, for drawings made outside any stylesheet."""
        return mesure.family(self.font(famille, graisse))

    def fonts(self) -> list[dict[str, str]]:
        """The fonts that documents are set in: `famille`, `style`, `version`, `fichier` and its `sha256`.

        `sha256_web` is the sum of the subset that pages for the screen hold, polices/web/….woff2. A file that the theme
        lacks is left out: the documents that need it say so.
        """
        found = []
        for fichier in (fichier for graisses in self._polices.values() for fichier in graisses.values()):
            ttf, woff2 = f"polices/{fichier}.ttf", f"polices/web/{fichier}.woff2"
            if self.has(ttf):
                web = {"sha256_web": self._sha256(woff2)} if self.has(woff2) else {}
                found.append(mesure.described(self.asset(ttf)) | {"fichier": ttf, "sha256": self._sha256(ttf)} | web)
        return found

    def _sha256(self, nom: str) -> str:
        return hashlib.sha256(self.asset(nom).read_bytes()).hexdigest()

    def emblem(self, slug: str, couleur: str, sigle: str = "") -> str:
        """A forme's emblem; where none has been drawn, its sigle in a ring (that of the library in a template)."""
        if not self.has(f"emblemes/{slug}.svg"):
            words = sigle or self._sigles.get(slug, slug.upper())
            return monogramme.draw(words, self.font("Coopdocs Titre", "800"), couleur)
        return dessins.emblem(self.asset(f"emblemes/{slug}.svg"), couleur)

    def _of(self, library: Library | None) -> Theme:
        """The same theme, which knows the sigles of a library's formes."""
        bound = copy.copy(self)
        bound._sigles = {slug: forme.sigle_court for slug, forme in library.formes.items()} if library else {}
        return bound

    def render(self, modele: str, **contexte: Any) -> str:
        """Fill one template; ProblemsError names the template and the line of a mistake in it."""
        kit = contexte.get("kit")
        bound = (self.of(kit.identite) if isinstance(kit, Kit) else self)._of(contexte.get("library"))
        try:
            template = bound._env.get_template(modele)
            return template.render(feuille=Feuille(bound), theme=bound, **contexte)
        except jinja2.TemplateSyntaxError as error:
            place = Place(f"templates/{error.name or modele}", error.lineno)
            problem = Problem("T002", place, f"modèle mal écrit : {error.message}", "corrigez cette ligne")
            raise ProblemsError([problem]) from error
        except jinja2.TemplateNotFound as error:
            raise _missing(str(error.name)) from error
        except ProblemsError:
            raise
        except Exception as error:
            raise ProblemsError([self._mistake(error, modele)]) from error

    def _mistake(self, error: Exception, modele: str) -> Problem:
        """What went wrong in a template, at the last line of one that the traceback goes through."""
        place, trace = Place(f"templates/{modele}"), error.__traceback__
        while trace:
            file = Path(trace.tb_frame.f_code.co_filename)
            if folder := next((d for d in self.folders if file.is_relative_to(d)), None):
                place = Place(f"templates/{file.relative_to(folder).as_posix()}", trace.tb_lineno)
            trace = trace.tb_next
        if not isinstance(error, jinja2.UndefinedError):
            fault = f"calcul impossible ({type(error).__name__} : {error})"
            return Problem("T004", place, fault, "corrigez cette ligne")
        found = re.search(r"'([^']*)'(?: is undefined)?$|no attribute '([^']*)'", error.message or "")
        what = f"« {found[1] or found[2]} »" if found else "une valeur"
        advice = "« coopdocs explain modeles » énumère les noms d’un modèle et les champs de chacun"
        return Problem("T003", place, f"{what} n’existe pas dans ce modèle", advice)

    def stylesheet(self, nom: str) -> str:
        """A stylesheet, after the custom properties that it is given."""
        own = "".join(f"  {propriete}: {valeur};\n" for propriete, valeur in _properties(nom, self.palette).items())
        return (f":root {{\n{own}}}\n" if own else "") + self.asset(nom).read_text("utf-8")

    @jinja2.pass_context
    def _css(self, context: jinja2.runtime.Context, nom: str) -> Markup:
        """A stylesheet; for the layout engine in an element of its own, which it reads once for all pages."""
        sheet = self.stylesheet(nom)
        return Markup(f"</style>\n<style>\n{sheet}</style>\n<style>" if context.get("support") == "imprime" else sheet)

    def _font_faces(self, support: str) -> Markup:
        """@font-face rules: files of the kit for the layout engine, embedded subsets for a page on its own."""
        rules = []
        for famille, graisses in self._polices.items():
            for graisse, fichier in graisses.items():
                style = "italic" if graisse.endswith("i") else "normal"
                src = f'url("kit:/polices/{fichier}.ttf")'
                if support == "ecran":
                    data = _font_data(self._web_font(famille, graisse))
                    src = f'url(data:font/woff2;base64,{data}) format("woff2")'
                face = f'font-family:"{famille}";font-weight:{graisse.rstrip("i")};font-style:{style};src:{src}'
                rules.append(f"@font-face{{{face}}}")
        return Markup("\n".join(rules))

    def _web_font(self, famille: str, graisse: str) -> Path:
        """The subset of a font for pages on screen; that of a publisher's font is made when it is first asked for."""
        fichier = self._polices[famille][graisse]
        if not self.has(f"polices/web/{fichier}.woff2"):
            like = self.asset(f"polices/web/{POLICES[famille][graisse]}.woff2")
            polices.keep_web(self.font(famille, graisse), like)
        return self.asset(f"polices/web/{fichier}.woff2")

    def level(self, graphique: str, niveau: str, couleur: str) -> str:
        """The small drawing of a cell's level."""
        if graphique == "points":
            return dessins.dots(int(niveau), couleur)
        if graphique == "durée":
            return dessins.duration(niveau, couleur)
        nom = {"oui": "plein-check-circle", "non": "plein-x-circle"}.get(niveau, "plein-circle-half")
        return dessins.icon(self.asset(f"icones/{nom}.svg"), couleur, couleurs.BLANC)

    def year(self, mois: Sequence[str], couleur: str, actuel: bool) -> str:
        """The months of a call in the year; pale where they are those of a past edition."""
        return dessins.year(mois, couleur, actuel)

    def seen_from_here(self, vue: FormeVue, seule: bool) -> Croquis:
        """The numbers of a forme on the page of cooperations; where it has none, what is known of it.

        `seule`: there is no such page, so no number: it is said in words.
        """
        return pistes.seen_from_here(vue, self.font("Coopdocs Texte", "400"), alone=seule)

    def seen_in_words(self, vue: FormeVue, seule: bool) -> str:
        """What the drawing of a forme says."""
        return pistes.in_words(vue, self.font("Coopdocs Texte", "400"), alone=seule)

    def call_months(self, calendrier: Calendrier, appel: Appel) -> str:
        """The months of a call: full where it is open, dashed where that is to be confirmed."""
        return pistes.months(
            appel.barres, next(n for n, day in enumerate(calendrier.mois) if day.month == 1), self.palette
        )

    def calls_shown(self, page: Pistes, seule: bool) -> tuple[tuple[Appel, str], ...]:
        """The calls that the page of leads has room for, each with its second line; `seule`: as `seen_from_here`."""
        texte, forte = (self.font("Coopdocs Texte", graisse) for graisse in ("400", "700"))
        return pistes.shown(page, (texte, forte), alone=seule)

    def call_sample(self, sure: bool) -> str:
        """A bar of these, for their legend."""
        return pistes.sample(self.palette, sure=sure)

    def imprint(self, emetteur: Emetteur) -> tuple[str, ...]:
        """Where whoever hands a dossier out is and how to reach them, a line each."""
        return pistes.imprint(emetteur, self.font("Coopdocs Texte", "400"))

    def people_width(self, titre: str) -> float:
        """How wide (mm) the column of people under a heading is."""
        return sizes.pistes.GENS[titre]

    def person(self, joignable: Joignable, largeur: float) -> tuple[tuple[str, bool], ...]:
        """Who someone is in one line of `largeur` mm: a name, strong, and as much of what they do as holds."""
        texte, forte = (self.font("Coopdocs Texte", graisse) for graisse in ("400", "700"))
        return pistes.person(joignable, texte, forte, largeur)

    def means(self, joignable: Joignable, largeur: float) -> tuple[str, str]:
        """How to reach someone in the two lines at most of `largeur` mm that they have, and where that leads to."""
        texte, forte = (self.font("Coopdocs Texte", graisse) for graisse in ("400", "700"))
        return pistes.means(joignable, texte, forte, largeur)

    def actors(self, forme: Forme) -> str:
        """The drawing behind a forme's list of actors."""
        places = actor_places(len(forme.acteurs))
        noeuds = [
            dessins.NoeudActeur(x, y, a.place, self.asset(f"icones/{a.icone}.svg"))
            for (x, y), a in zip(places, forme.acteurs, strict=True)
        ]
        return dessins.actors_diagram(noeuds, forme.couleur)

    def size(
        self, texte: str, famille: str, graisse: str, largeur: float, corps: Sequence[float], approche: float = 0
    ) -> float:
        """The largest of `corps` (pt) at which a text holds on one line of `largeur` mm; else the smallest."""
        return mesure.largest(texte, self.font(famille, graisse), largeur, tuple(corps), approche) or min(corps)

    def broken(self, texte: str, famille: str, graisse: str, corps: float, largeur: float) -> list[str]:
        """The lines that a text takes at `corps` pt in `largeur` mm."""
        return mesure.Zone(self.font(famille, graisse), corps, largeur, 1).set_lines(texte)

    def beside(self, bloc: ChampBloc, nom: str, texte: str) -> ChampBloc:
        """A text next to a block, in the middle of its height."""
        return blocs.beside(bloc, self.bloc(nom, texte))

    def lowered(self, bloc: ChampBloc, autre: ChampBloc) -> ChampBloc:
        """A block moved down by what the one above it takes beyond its box."""
        return blocs.under(bloc, autre)

    def noted(self, nom: ChampBloc, cooperation: Cooperation, haut: float) -> ChampBloc:
        """What stands under the name of an initiative, as much of it as a row of `haut` pt holds under that."""
        left = haut - nom.mise.ligne * (len(nom.lignes) or 1)
        sigle, words = cooperation.forme.sigle_court, cooperation.precision
        while True:
            dit = self.mixed("ou-autour", ((sigle, True), (f" · {words}" if words else "", False)))
            lines = len(dit.lignes)
            if not words or (lines <= dit.mise.lignes and lines * dit.mise.ligne <= left):
                return dit
            shorter = words.removesuffix("…").rstrip().rpartition(" ")[0].rstrip(" ,;:·")
            words = f"{shorter}…" if shorter else ""

    def numbered(self, cooperation: Cooperation) -> Croquis:
        """The number of an initiative as the map shows it."""
        return cartes.numbered(cooperation.numero, cooperation.forme.couleur, cooperation.etendue, cooperation.ici)

    def cut(self, texte: str, famille: str, graisse: str, corps: float, largeur: float) -> list[str]:
        """The lines of an address, which may break after / ? & . - _ and @, anywhere where it must."""
        return mesure.cut(texte, self.font(famille, graisse), corps, largeur)

    def holds(self, texte: str, famille: str, graisse: str, corps: float, largeur: float, lignes: int) -> bool:
        """Whether a text holds in `lignes` lines of `largeur` mm at `corps` pt."""
        return mesure.Zone(self.font(famille, graisse), corps, largeur, lignes).excess(texte) == 0

    def fit(self, textes: Iterable[str], famille: str, graisse: str, corps: float, largeur: float) -> bool:
        """Whether each text holds on one line of `largeur` mm at `corps` pt."""
        return all(self.holds(texte, famille, graisse, corps, largeur, 1) for texte in textes)

    def smallest(
        self, textes: Iterable[str], famille: str, graisse: str, largeur: float, corps: Sequence[float]
    ) -> float:
        """The largest of `corps` (pt) at which each text holds on one line of `largeur` mm; else the smallest."""
        return min((self.size(texte, famille, graisse, largeur, corps) for texte in textes), default=max(corps))

    def widest(self, textes: Iterable[str], famille: str, graisse: str, corps: float) -> float:
        """How wide (mm) the widest word of these texts is at `corps` pt."""
        police = self.font(famille, graisse)
        return max((mesure.width(mot, police, corps) for texte in textes for mot in texte.split(" ")), default=0.0)

    def bloc(self, nom: str, texte: str, largeur: float = 0) -> ChampBloc:
        """A text in the first setting of a style that holds it; `largeur`: mm, where it is not the style's."""
        style = blocs.STYLES[nom]
        return blocs.bloc(texte, style, self.font(style.famille, style.graisse), largeur or style.largeur)

    def nom_couverture(self, nom: str) -> ChampBloc:
        """The name of a territory on the cover of its dossier, in the largest size that holds it."""
        return couverture.name_bloc(nom, self.font("Coopdocs Titre", couverture.GRAISSE))

    def lieu_couverture(self, bloc: ChampBloc, noms: Sequence[str]) -> ChampBloc:
        """Where the territory of a cover lies, under its name."""
        style = blocs.STYLES["ou-couverture"]
        return blocs.under(bloc, couverture.place_bloc(noms, style, self.font(style.famille, style.graisse)))

    def under(self, bloc: ChampBloc, nom: str, texte: str) -> ChampBloc:
        """A text under a block that may take more than its box."""
        return blocs.under(bloc, self.bloc(nom, texte))

    def mixed(self, nom: str, morceaux: Sequence[blocs.Morceau], largeur: float = 0) -> ChampBloc:
        """A text of pieces, plain and strong, in the first setting of a style that holds it."""
        style = blocs.STYLES[nom]
        polices = self.font(style.famille, style.graisse), self.font(style.famille, style.forte)
        return blocs.mixed(morceaux, style, polices, largeur or style.largeur)

    def held(self, nom: str, textes: Sequence[str]) -> str:
        """The first of some wordings that a style holds, or the last."""
        style = blocs.STYLES[nom]
        police = self.font(style.famille, style.graisse)
        return next((t for t in textes if blocs.fitted(t, police, style.largeur, style.mises)), textes[-1])

    def stacked(self, *textes: tuple[str, str]) -> list[ChampBloc]:
        """Texts one under the other, each with its style's name."""
        return blocs.stacked([self.bloc(nom, texte) for nom, texte in textes])

    def longest(self, textes: Iterable[str]) -> str:
        return max(textes, key=len)

    def lines(self, textes: Iterable[str], famille: str, graisse: str, corps: float, largeur: float) -> int:
        """How many lines the longest of `textes` takes at `corps` pt in `largeur` mm."""
        zone = mesure.Zone(self.font(famille, graisse), corps, largeur, 1)
        return max(len(zone.set_lines(t)) for t in textes)


def _properties(stylesheet: str, palette: couleurs.Palette) -> dict[str, str]:
    """What stands in Python too: the colours of drawings, for all pages, and what is measured in this stylesheet."""
    if stylesheet == "base/tokens.css":
        return {f"--{nom}": couleur for nom, couleur in palette.shown().items()}
    return sizes.properties(stylesheet)


def actor_places(n: int) -> list[tuple[float, float]]:
    """Node centres (0.1 mm) of n actors: the first half on the left, the rest on the right, each side evenly spread."""
    left = (n + 1) // 2
    places = []
    for x, count in ((356.0, left), (1180 - 356.0, n - left)):
        places += [(x, 610 * (2 * i + 1) / (2 * count)) for i in range(count)]
    return places


@memo.of_files()
def _font_data(fichier: Path) -> str:
    return base64.b64encode(fichier.read_bytes()).decode()


def _missing(nom: str) -> ProblemsError:
    advice = "remettez-le, ou repartez des modèles de « coopdocs init »"
    return ProblemsError([Problem("T001", Place(f"templates/{nom}"), "ce fichier du thème est introuvable", advice)])
