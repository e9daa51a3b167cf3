"""What templates do to a text: its typography, Markdown, the words of links and of abbreviations."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import chain, count
from typing import Any

from markupsafe import Markup

from coopdocs import couleurs, typographie
from coopdocs.library import Library
from coopdocs.model.contenu import Source
from coopdocs.theme import abreviations, mesure


def _date(valeur: dt.date | str | None) -> str:
    return typographie.date_longue(valeur) if isinstance(valeur, dt.date) else typographie.date_partielle(valeur)


@cache
def _markdown_parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "typographer": False})


def _typeset_tokens(tokens: list[Any]) -> None:
    for token in tokens:
        if token.type == "text":
            token.content = typographie.typeset(token.content)
        _typeset_tokens(token.children or [])


def _markdown(texte: str, decalage: int = 0, pris: Iterable[str] = ()) -> Markup:
    """Markdown to HTML, raw HTML shown as text; headings get an id from their words and go `decalage` levels down.

    A text's own headings start at ##, so that `decalage` 1 puts them at level 2. `pris`: the ids that the page has.
    """
    ids = set(pris)
    parser = _markdown_parser()
    tokens = parser.parse(texte)
    for i, token in enumerate(tokens):
        if token.type.startswith("heading"):
            token.tag = f"h{int(token.tag[1]) + decalage - 1}"
        if token.type == "heading_open":
            nom = typographie.slug(tokens[i + 1].content)
            libre = next(n for n in chain([nom], (f"{nom}-{rang}" for rang in count(2))) if n not in ids)
            ids.add(libre)
            token.attrSet("id", libre)
    _typeset_tokens(tokens)
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _inline_markdown(texte: str, langue: str | None = None) -> Markup:
    """*Emphasis* in one line of text, the title of a source in its own `langue`; everything else as it is."""
    escaped = str(Markup.escape(texte))
    return Markup(re.sub(r"\*([^*]+)\*", rf"<em{_lang(langue)}>\1</em>", escaped))


def _cited(source: Source, numero: int) -> str:
    """Where the call of a note leads, in words: « Source 3 : RTES, Coopération économique, mars 2025 »."""
    return f"Source {numero}{typographie.INSECABLE}: {source.court.replace('*', '')}"


def _title(source: Source) -> Markup:
    """The title of a source in its own language, a link to its page where it has one."""
    lang = _lang(source.langue)
    if source.adresse is None:
        return Markup("<span{}>{}</span>").format(lang, source.titre) if lang else Markup.escape(source.titre)
    return Markup('<a href="{}"{}>{}</a>').format(source.adresse, lang, source.titre)


def _short_title(source: Source, mots: str = "") -> Markup:
    """The printed short form of a source, a link where it has a page; `mots` say of that link where it leads."""
    shown = _inline_markdown(source.court, source.langue)
    if source.adresse is None:
        return shown
    label = Markup(' aria-label="{}"').format(mots) if mots else Markup()
    return Markup('<a href="{}"{}>{}</a>').format(source.adresse, label, shown)


def _page_link(adresse: str, mots: str) -> Markup:
    """A link to a page of the web, shown as its address; `mots` say what the page is."""
    shown = typographie.adresse_breve(adresse)
    label = f"{mots}{typographie.INSECABLE}: {shown}"
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(adresse, label, shown)


def _expanded(page: str, library: Library) -> Markup:
    return abreviations.expand(page, abreviations.expansions(library))


_CALL = re.compile(
    r'(?<=\d)((?:</\w+>)*)(?=<sup class="appels"|<sup><a class="appel"|<span class="note"|<a class="renvoi-note")'
)


def _calls_apart(page: str) -> Markup:
    """A filled page in which no call of a note follows a figure at once: « L. 5132-15-2¹⁰ » reads as a number."""
    # a Markup would escape what is put in it
    return Markup(_CALL.sub(rf"\1{typographie.FINE}", str(page)))


def _lang(langue: str | None) -> Markup:
    """The attribute of an element whose words are not French."""
    return Markup(' lang="{}"').format(langue) if langue else Markup()


FILTRES: dict[str, Callable[..., Any]] = {
    "abreger": _expanded,
    "appeler": _calls_apart,
    "citee": _cited,
    "courte": _short_title,
    "date": _date,
    "dernier": mesure.last_piece,
    "deplier": typographie.plain_spaces,
    "enligne": _inline_markdown,
    "fin": typographie.bind_end,
    "heure": typographie.heure,
    "intitulee": _title,
    "lang": _lang,
    "lien": _page_link,
    "markdown": _markdown,
    "melange": couleurs.mix,
    "mois": lambda jour: f"{typographie.MOIS[jour.month - 1]} {jour.year}",
    "taille": typographie.taille,
    "titre": typographie.bind_short,
}
