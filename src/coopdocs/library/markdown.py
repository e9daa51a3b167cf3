"""The Markdown that every format prints alike: headings, paragraphs, lists of two levels, emphasis and web links.

Whatever else Markdown or its dialects have is refused at its line, with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from coopdocs.problem import Problem, ProblemCode
from coopdocs.source import TextFile

CODE: ProblemCode = "C030"
_MOT = r"[^`*_\[\]<>&|~!\\^]"
_NUE = re.compile(rf"(?:(?:## |- )?(?![ \t#>=+~:|-]|\d+[.)])(?:{_MOT}|\*\*(?! ){_MOT}+(?<! )\*\*)+)?")
"""A line of plain and bold words, of a list or of a heading: most introductions hold no other, and need no parser."""
_NIVEAUX = 2
_REFUS: dict[str, tuple[str, str]] = {
    "table": ("un tableau", "écrivez-le en liste, ou faites-en un critère de criteres.yaml"),
    "blockquote": ("une citation en retrait", "écrivez-la dans un paragraphe, entre guillemets « »"),
    "fence": ("un bloc de code", "enlevez les apostrophes inversées ou les tildes"),
    "code_block": ("un texte en retrait de quatre espaces ou plus", "enlevez ce retrait"),
    "code_inline": ("du code entre apostrophes inversées", "enlevez ces apostrophes, ou mettez des guillemets « »"),
    "hr": ("un filet horizontal", "enlevez-le, ou mettez un titre qui commence par « ## »"),
    "image": ("une image", "enlevez-la ; son texte peut devenir une phrase"),
    "s": ("un texte barré", "enlevez les tildes"),
}
_BRUTS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"</?[a-zA-Z][^>]*>?|<!--"), "une balise HTML", "enlevez-la ; le gras s’écrit **ainsi**"),
    (re.compile(r"^\[[ xX]\] "), "une case à cocher", "écrivez un point de liste ordinaire"),
    (re.compile(r"!?\[[^\]]*\][\[(][^\])]*[\])]?"), "un lien mal écrit", "écrivez [les mots](https://…)"),
)
"""What the parser leaves in the text as it is written, and a reader would meet so."""
_NOTE = re.compile(r"\[\^[^\]\s]+\]:?")
_ENTITE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)(?:#\w+|\w+);")


def faults(fichier: TextFile) -> Iterator[Problem]:
    """Everything in a Markdown file that some format would not print, or not alike, at its line."""
    if all(map(_NUE.fullmatch, fichier.lines)):
        return
    for ligne, quoi, conseil in _found(fichier.text):
        longueur = max(1, len(fichier.lines[ligne - 1].rstrip()))
        message = f"{quoi} ne s’imprime pas de même dans tous les formats"
        yield fichier.problem(CODE, (ligne, 1, longueur), message, conseil)


_Trouve = tuple[int, str, str]


def _found(texte: str) -> Iterator[_Trouve]:
    from markdown_it import MarkdownIt

    # rules that documents do not have are on here, to see what they would have been
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    listes, niveau_titre, ligne, avant = 0, 1, 1, ""
    for token in parser.parse(texte):
        if (avant, token.type) == ("list_item_open", "list_item_close"):
            yield ligne, "un point de liste vide", "écrivez-y quelque chose, ou enlevez-le"
        elif avant == "heading_open" and not token.content:
            yield ligne, "un titre vide", "écrivez-le après les dièses, ou enlevez-les"
        avant = token.type
        ligne = token.map[0] + 1 if token.map else ligne
        genre = token.type.removesuffix("_open")
        if genre in _REFUS:
            yield (ligne, *_REFUS[genre])
        elif genre in ("bullet_list", "ordered_list"):
            listes += 1
            yield from _list(ligne, token, listes)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            listes -= 1
        elif genre == "heading":
            yield from _heading(ligne, int(token.tag[1]), niveau_titre, listes)
            niveau_titre = int(token.tag[1])
        elif genre == "inline":
            yield from _inline(token.children or (), ligne)
    # what CommonMark takes for plain text, and other dialects do not
    for n, brute in enumerate(texte.split("\n"), 1):
        if note := _NOTE.search(brute):
            yield n, f"un appel de note (« {note[0][:30]} »)", "mettez la note entre parenthèses dans la phrase"
        if entite := _ENTITE.search(brute):
            yield n, f"le code « {entite[0]} »", "écrivez le caractère lui-même"


def _list(ligne: int, token: Any, niveau: int) -> Iterator[_Trouve]:
    debut = token.attrGet("start")
    if debut is not None:
        # « 2026. » at the beginning of a line makes a list of it
        ecrit = f"{debut}\\{token.markup}"
        conseil = f"commencez-la à 1 ; si {debut} est un nombre de la phrase, écrivez « {ecrit} »"
        yield ligne, f"une liste qui commence à {debut}", conseil
    if niveau == _NIVEAUX + 1:
        yield ligne, "une liste dans une liste de deuxième niveau", "remontez-la d’un niveau"


def _heading(ligne: int, niveau: int, precedent: int, listes: int) -> Iterator[_Trouve]:
    if niveau not in (2, 3):
        yield ligne, f"un titre de niveau {niveau}", "commencez les titres par « ## », leurs sous-titres par « ### »"
    elif niveau > precedent + 1:
        yield ligne, "un sous-titre sans titre au-dessus", "commencez ce titre par « ## »"
    if listes:
        yield ligne, "un titre dans une liste", "mettez-le avant la liste, ou faites-en un texte en **gras**"


def _inline(children: Any, ligne: int) -> Iterator[_Trouve]:
    debut, avant = True, ""
    for child in children:
        genre = child.type.removesuffix("_open")
        if genre in ("softbreak", "hardbreak"):
            ligne += 1
        elif genre in _REFUS:
            yield (ligne, *_REFUS[genre])
        elif child.type == "link_open":
            yield from _link(child, ligne)
        elif genre == "text":
            for motif, quoi, conseil in _BRUTS:
                if (found := motif.search(child.content)) and (debut or not motif.pattern.startswith("^")):
                    yield ligne, f"{quoi} (« {found[0].strip()[:30]} »)", conseil
                    break
        if (avant, child.type) == ("link_open", "link_close"):
            yield ligne, "un lien sans mots", "écrivez [les mots](https://…)"
        debut, avant = False, child.type


def _link(token: Any, ligne: int) -> Iterator[_Trouve]:
    adresse = str(token.attrGet("href"))
    if not re.fullmatch(r"https?://[^\s/?#]+\.[^\s/?#]+([/?#]\S*)?|mailto:[^\s@]+@[^\s@]+\.\w+", adresse):
        conseil = "donnez l’adresse entière, https://… ou mailto:…"
        yield ligne, f"un lien vers « {adresse[:30]} »", conseil
    if token.attrGet("title"):
        yield ligne, "le titre d’un lien", "enlevez ce qui suit l’adresse dans les parenthèses"


_SIGNS = re.compile(r"([\\`*_\[\]<>&|~#])")


def escaped(text: str) -> str:
    """A text as Markdown (GitHub's) shows it, on one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split("\n")))
