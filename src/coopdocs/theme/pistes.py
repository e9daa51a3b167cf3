"""What the page of leads draws: the numbers that a forme has on the page of cooperations, the months of a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from coopdocs.couleurs import BLANC, FILET, GRIS, Palette
from coopdocs.croquis import Cercle, Croquis, FormeDessinee, Legende, Rectangle
from coopdocs.model.complement import Emetteur
from coopdocs.sizes import pistes as sizes
from coopdocs.sizes.units import MM_PER_PT
from coopdocs.theme.blocs import STYLES
from coopdocs.theme.mesure import Zone, width
from coopdocs.views.essentiel.appels import AN, Appel, Barre
from coopdocs.views.essentiel.joindre import Joignable
from coopdocs.views.essentiel.pistes import FormeVue, NumeroVu, Pistes

# Units of a drawing: tenths of a millimetre.
_MM = 10.0
_HAUT, _MARQUE, _PAS, _ECART = 50.0, 44.0, 50.0, 14.0
_CORPS, _NUMERO = 8.6, (7.8, 7.4, 6.4)
"""The size (pt) of words, and of a number of so many figures."""
_CORPS_DITS = (_CORPS, 8.2, 7.8, 7.4)
_MOST = (4, 3)
"""So many numbers here and around, fewer where they do not hold."""
_MOIS, _HAUTEUR, _TRAIT = 48.0, 80.0, 32.0
APPELS_MAX, CONNUES_MAX = 6, 4
"""So many calls; so many who cooperate, where they have no page of their own."""
_PERSONNE_MIN = 8.2
"""The smallest size (pt) that a role shares a line with a name in."""
_MOYENS_MIN, _SEUL_MIN = 7.6, 7.4
"""The smallest size (pt) that two means of reaching someone share a line in, and that of one alone."""


def seen_from_here(vue: FormeVue, police: Path, *, alone: bool) -> Croquis:
    """The numbers of a forme, here and around; where there are none, what is known of it. 58 mm × 5 mm.

    `alone`: there is no page of cooperations, so no number.
    """
    # both weights are always named: pages that differ in their drawings alone are laid out once
    formes: list[FormeDessinee] = [Legende(0, 0, "", 1, GRIS, graisse) for graisse in (400, 700)]
    if said := _said(vue, police, alone=alone):
        corps = next((c for c in _CORPS_DITS if width(said, police, c) <= sizes.VUE), _CORPS_DITS[-1])
        formes.append(_words(0, said, corps))
        return Croquis(sizes.VUE * _MM, _HAUT, tuple(formes))
    groups = [("ici", vue.ici, vue.ici_reste, True), ("autour", vue.autour, vue.autour_reste, False)]
    shown = [min(most, len(numeros)) for most, (_, numeros, _, _) in zip(_MOST, groups, strict=True)]
    while True:
        drawn, wide = _row(vue, groups, shown, police)
        if wide <= sizes.VUE * _MM or max(shown) <= 1:
            break
        shown[shown.index(max(shown))] -= 1
    return Croquis(sizes.VUE * _MM, _HAUT, (*formes, *drawn))


def _said(vue: FormeVue, police: Path, *, alone: bool) -> str:
    """What is written in the place of numbers, nothing where there are some."""
    if vue.compte or not alone:
        return vue.compte
    autour = len(vue.autour) + vue.autour_reste
    if len(vue.noms) == 1 and not autour and _wide(one := f"ici : {vue.noms[0]}", police) <= sizes.VUE * _MM:
        return one
    return ", ".join(f"{n} {ou}" for n, ou in ((len(vue.noms), "ici"), (autour, "autour")) if n)


def in_words(vue: FormeVue, police: Path, *, alone: bool) -> str:
    """What the drawing of a forme says."""
    if written := _said(vue, police, alone=alone):
        return f"{vue.forme.sigle} : {written}"
    said = []
    for ou, numeros, reste in (("ici", vue.ici, vue.ici_reste), ("autour", vue.autour, vue.autour_reste)):
        if numeros:
            mots = f"{ou}, numéro{'s' * (len(numeros) > 1)} {', '.join(str(n.numero) for n in numeros)}"
            said.append(mots + (f" et {reste} sans numéro" if reste else ""))
        elif reste:
            said.append(f"{ou}, {reste} sans numéro")
    return f"{vue.forme.sigle} : {' ; '.join(said)}"


def _row(
    vue: FormeVue, groups: Sequence[tuple[str, Sequence[NumeroVu], int, bool]], shown: Sequence[int], police: Path
) -> tuple[list[FormeDessinee], float]:
    """The shapes and how wide they are."""
    formes: list[FormeDessinee] = []
    x = 0.0
    for (mot, numeros, reste, plein), n in zip(groups, shown, strict=True):
        if not numeros and not reste:
            continue
        x += _ECART if x else 0
        formes.append(_words(x, mot))
        x += _wide(mot, police) + 10
        for repere in numeros[:n]:
            formes += _marker(x, repere, vue.forme.couleur, plein=plein)
            x += _PAS
        if hidden := len(numeros) - n + reste:
            plus = f"+ {hidden}" if numeros else str(hidden)
            formes.append(_words(x, plus))
            x += _wide(plus, police)
    return formes, x


def _marker(x: float, repere: NumeroVu, couleur: str, *, plein: bool) -> Iterator[FormeDessinee]:
    """A disc for what is in one commune, a square with round corners for what is larger: as the map has them."""
    fond, trait = (couleur, None) if plein else (BLANC, couleur)
    r, y = _MARQUE / 2, _HAUT / 2
    inset = 0 if plein else 2.5
    if repere.etendue:
        cote = _MARQUE - 2 * inset
        yield Rectangle(x + inset, y - cote / 2, cote, cote, fond, trait, 5 if trait else 0, 11)
    else:
        yield Cercle(x + r, y, r - inset, fond, trait, 5 if trait else 0)
    chiffres = str(repere.numero)
    corps = _NUMERO[min(len(chiffres), len(_NUMERO)) - 1] * MM_PER_PT * _MM
    yield Legende(x + r, y + 0.35 * corps, chiffres, corps, BLANC if plein else couleur, 700, "middle")


def _words(x: float, mots: str, taille: float = _CORPS) -> Legende:
    corps = taille * MM_PER_PT * _MM
    return Legende(x, _HAUT / 2 + 0.33 * corps, mots, corps, GRIS, 400)


def _wide(mots: str, police: Path) -> float:
    return width(mots, police, _CORPS) * _MM


def months(barres: Sequence[Barre], janvier: int, palette: Palette) -> str:
    """The months of a call as SVG, 57.6 mm × 8 mm: full where it is open, dashed where that is to be confirmed.

    `janvier`: the rank of January among the months.
    """
    ticks = "".join(_tick(n, GRIS if n == janvier else FILET) for n in range(AN + 1))
    bars = "".join(_bar(_MOIS * b.debut + 5, _MOIS * (b.fin + 1) - 5, palette, sure=b.sure) for b in barres)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_MOIS * AN + 4:g} {_HAUTEUR:g}">{ticks}{bars}</svg>'


def imprint(emetteur: Emetteur, police: Path) -> tuple[str, ...]:
    """Where whoever hands a dossier out is and how to reach them: a telephone shares a line where it holds."""
    _, largeur = _columns(emetteur)
    site = (emetteur.site or "").removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    moyens = tuple(filter(None, (emetteur.telephone, emetteur.courriel)))
    one = " · ".join(moyens)
    if width(one, police, sizes.EMETTEUR_LIGNE.corps) <= largeur:
        moyens = (one,)
    return tuple(filter(None, (emetteur.adresse, *moyens, site)))


def _columns(emetteur: Emetteur) -> tuple[float, float]:
    return sizes.EMETTEUR_COLONNES if emetteur.logo else sizes.EMETTEUR_COLONNES_SEULES


def _imprint_height(page: Pistes, polices: tuple[Path, Path]) -> float:
    """How much (mm) whoever hands it out and the last lines take, beyond one line."""
    texte, forte = polices
    lines = len(Zone(texte, sizes.COLOPHON.corps, sizes.COLOPHON_LARGEUR, 1).set_lines(page.colophon))
    below = sizes.COLOPHON.ligne * (lines - 1) * MM_PER_PT
    if (m := page.emetteur) is None:
        return below
    left, right = _columns(m)
    nom, ligne = sizes.EMETTEUR_NOM, sizes.EMETTEUR_LIGNE
    # the name is not so strong as what it is measured with: it is never taller
    first = nom.ligne * len(Zone(forte, nom.corps, left, 1).set_lines(m.nom))
    first += ligne.ligne * len(Zone(texte, ligne.corps, left, 1).set_lines(m.service)) if m.service else 0
    second = sum(len(Zone(texte, ligne.corps, right, 1).set_lines(line)) for line in imprint(m, texte)) * ligne.ligne
    block = max(first * MM_PER_PT, second * MM_PER_PT, sizes.EMETTEUR_LOGO if m.logo else 0)
    return block + sizes.EMETTEUR_MARGE + below


def room(page: Pistes, polices: tuple[Path, Path], *, alone: bool) -> float:
    """How much (mm) the page has for calls: each row of formes, each thing that people added takes its part."""
    left = sizes.APPELS - sizes.RANG * (len(page.formes) + bool(page.autres) - 7)
    left -= 0 if page.demande.questions else sizes.DEMANDE_PLUS
    left -= 0 if page.suite.proposees else sizes.ETAPES_PLUS
    left -= _imprint_height(page, polices)
    left += sizes.UNE_COLONNE if len(page.contacts.colonnes) == 1 else 0
    if alone:
        left -= sizes.CONNUES + sizes.CONNUE * min(len(page.connues) or 1, CONNUES_MAX + 1)
    return left


def shown(page: Pistes, polices: tuple[Path, Path], *, alone: bool) -> tuple[tuple[Appel, str], ...]:
    """The first calls that the page has room for, six at most, each with its second line: for whom and, where it holds,
    how much."""
    if page.calendrier is None:
        return ()
    left = room(page, polices, alone=alone)
    texte, forte = polices
    out: list[tuple[Appel, str]] = []
    for appel in page.calendrier.appels[:APPELS_MAX]:
        noms = len(Zone(forte, sizes.APPEL.corps, sizes.APPEL_LARGEUR, 1).set_lines(appel.ligne.aide.nom))
        quand = len(Zone(texte, sizes.QUAND.corps, sizes.QUAND_LARGEUR, 1).set_lines(appel.quand))
        lines = max(noms * sizes.APPEL.ligne + sizes.POUR.ligne, quand * sizes.QUAND.ligne)
        left -= max(sizes.APPEL_HAUT, lines * MM_PER_PT + 0.6)
        if left < 0 and out:
            break
        both = f"{appel.pour} · {appel.combien}" if appel.combien else appel.pour
        holds = width(both, texte, sizes.POUR.corps) <= sizes.APPEL_LARGEUR
        out.append((appel, both if holds else appel.pour))
    return tuple(out)


def sample(palette: Palette, *, sure: bool) -> str:
    """A bar for the legend, 4.8 mm × 8 mm."""
    bar = _bar(3, _MOIS - 3, palette, sure=sure)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_MOIS:g} {_HAUTEUR:g}">{bar}</svg>'


def _tick(n: int, couleur: str) -> str:
    return f'<path d="M{_MOIS * n + 2:g} 12V68" stroke="{couleur}" stroke-width="{4 if couleur == GRIS else 2}"/>'


def _bar(left: float, right: float, palette: Palette, *, sure: bool) -> str:
    dashes = f' stroke="{palette.ici}" stroke-width="4" stroke-dasharray="11 7"'
    look = f'fill="{palette.nuit}"' if sure else f'fill="{palette.ici_fond}"{dashes}'
    y = (_HAUTEUR - _TRAIT) / 2
    return f'<rect x="{left:g}" y="{y:g}" width="{right - left:g}" height="{_TRAIT:g}" rx="6" {look}/>'


def person(joignable: Joignable, police: Path, forte: Path, largeur: float) -> tuple[tuple[str, bool], ...]:
    """Who someone is, in one line of `largeur` mm: a name and as much of what they do as holds beside it."""
    doute = " (à vérifier)" if joignable.doute else ""
    taken = width(joignable.nom, forte, _PERSONNE_MIN) + width(f"{doute}  ", police, _PERSONNE_MIN)
    heads = (joignable.role, *(joignable.role.split(mark)[0] for mark in ("\u202f;", "\u00a0:", ",")))
    role = next((head for head in heads if taken + width(head, police, _PERSONNE_MIN) <= largeur), "")
    return (joignable.nom, True), (f"{doute}  {role}".rstrip(), False)


def means(joignable: Joignable, police: Path, forte: Path, largeur: float) -> tuple[str, str]:
    """How to reach someone in `largeur` mm, and where that leads to: on one line a telephone beside a mailbox, else
    beside a site, else one alone; under a name of one line, a mailbox on two; else the first part of an address."""
    telephone = next((texte for texte, url in joignable.moyens if url is None), "")
    written = [(texte, url) for texte, url in joignable.moyens if url]
    both = [(f"{telephone} · {texte}", url) for texte, url in written] if telephone else []
    for texte, url in (*both, *written):
        if width(texte, police, _MOYENS_MIN) <= largeur:
            return texte, url
    mise = STYLES["moyens"].mises[-1]
    short = width(joignable.nom, forte, STYLES["personne"].mises[-1].corps) <= largeur
    for texte, url in written if short else ():
        if not Zone(police, mise.corps, largeur, mise.lignes).excess(texte):
            return texte, url
    for texte, url in written:
        if not url.startswith("mailto:"):
            texte = _cut(texte, police, largeur)
        if texte and width(texte, police, _SEUL_MIN) <= largeur:
            return texte, url
    return telephone, ""


def _cut(adresse: str, police: Path, largeur: float) -> str:
    """An address as printed, cut at its last separator that leaves it one line; empty where there is none."""
    while width(adresse, police, _SEUL_MIN) > largeur:
        adresse = adresse.rstrip("/…").rpartition("/")[0]
        adresse += "/…" * bool(adresse)
    return adresse
