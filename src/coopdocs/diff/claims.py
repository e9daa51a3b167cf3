"""Two inventories put side by side: what came, what went, what is said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coopdocs.diff import cells, evenements
from coopdocs.diff.differences import CONTENU, MISE_EN_FORME, Changement, Ecart, Genre, Section
from coopdocs.diff.inventory import CHAMPS, LOOKS, RANG, TERRITOIRES, Champ, Element, Groupe, Partie, parts
from coopdocs.diff.words import Repere, align, marked
from coopdocs.library import Library
from coopdocs.typographie import typographier


def sections(ancien: Library, nouveau: Library) -> Iterator[Section]:
    """The parts of the documents in which something changed, in their order."""
    anciennes, nouvelles = ([*parts(kit), *evenements.parts(kit)] for kit in (ancien, nouveau))
    for i, j, _ in align(_by_id(anciennes), _by_id(nouvelles)):
        old = anciennes[i] if i is not None else Partie("", "", ())
        new = nouvelles[j] if j is not None else Partie("", "", ())
        partie = new if j is not None else old
        ecarts = [*_groups(partie.id, old.groupes, new.groupes)]
        if partie.id == TERRITOIRES:
            ecarts += cells.compare(ancien, nouveau)
        if ecarts:
            genre: Genre = "modifié" if old.id and new.id else "ajouté" if new.id else "retiré"
            yield Section(partie.id, partie.titre, genre, tuple(ecarts))


def _by_id(choses: Sequence[Partie] | Sequence[Groupe]) -> list[Repere]:
    return [Repere(chose.id, "", "") for chose in choses]


def _groups(ou: str, anciens: Sequence[Groupe], nouveaux: Sequence[Groupe]) -> Iterator[Ecart]:
    for i, j, _ in align(_by_id(anciens), _by_id(nouveaux)):
        old = anciens[i] if i is not None else Groupe("", ())
        new = nouveaux[j] if j is not None else Groupe("", ())
        ordonne = old.ordonne and new.ordonne
        yield from _elements(f"{ou}/{new.id or old.id}", old.elements, new.elements, ordonne)


def _elements(ou: str, anciens: Sequence[Element], nouveaux: Sequence[Element], ordonne: bool) -> Iterator[Ecart]:
    for i, j, moved in align(list(map(_repere, anciens)), list(map(_repere, nouveaux))):
        old, new = (None if i is None else anciens[i]), (None if j is None else nouveaux[j])
        changements = list(_changes(old, new))
        if moved and ordonne and i is not None and j is not None:
            changements.append(_change(RANG, str(i + 1), str(j + 1)))
        element = new or old
        if changements and element:
            rang = i if j is None else j
            preuve = element.preuve
            yield Ecart(
                f"{ou}/{element.cle or (rang or 0) + 1}",
                _genre(changements) if old and new else "ajouté" if new else "retiré",
                typographier(element.libelle),
                tuple(changements),
                preuve.sources,
                preuve.verifie_le,
                preuve.confiance,
            )


def _repere(element: Element) -> Repere:
    return Repere(element.cle, element.titre, element.texte)


def _genre(changements: Sequence[Changement]) -> Genre:
    alone: dict[str, Genre] = {"verifie_le": "revérifié", RANG: "déplacé"}
    return alone.get(changements[0].champ, "modifié") if len(changements) == 1 else "modifié"


def _changes(old: Element | None, new: Element | None) -> Iterator[Changement]:
    before, after = ({c.nom: c for c in e.champs} if e else {} for e in (old, new))
    for nom in dict.fromkeys([*after, *before]):
        a, b = (champs.get(nom, Champ(nom, None, "")) for champs in (before, after))
        if a.valeur == b.valeur:
            continue
        if a.texte != b.texte:
            yield _change(nom, a.texte, b.texte)
        elif a.texte:
            # other sources, though their short forms are the same
            yield _change(nom, str(a.valeur), str(b.valeur))


def _change(nom: str, ancien: str, nouveau: str) -> Changement:
    nature = MISE_EN_FORME if nom in LOOKS else CONTENU
    return Changement(nom, CHAMPS[nom], ancien or None, nouveau or None, marked(ancien, nouveau), nature)
