"""How to choose a forme: where the answers to the decision aid lead, and the rules that say so in print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from coopdocs.library import Library
from coopdocs.model.contenu import Decision, Fait, Question, Reponse
from coopdocs.model.facultatif import AutreForme
from coopdocs.typographie import en_lettres, typeset

LIGNES = (
    ("quand", "Quand la choisir"),
    ("collectivite", "La collectivité"),
    ("base_legale", "Base légale"),
    ("interlocuteurs", "Avec qui en parler"),
)
BREVES = ("quand", "collectivite")
"""What a dossier has room for: whom to ask has a page of its own there."""
SANS_FORME = 3
"""So many answers that cite no forme, or the first question's alone, lead to the other formes."""

Choisie = tuple[Question, Reponse]


@dataclass(frozen=True)
class Piste:
    """A forme, or another one, by its key; `raisons`: the answers that cite it, in the order of the questions."""

    cle: str
    raisons: tuple[Choisie, ...]


@dataclass(frozen=True)
class Egalite:
    """Two that are cited as often; `question`: the first where only `avant` is cited, None where nothing parts them."""

    avant: str
    apres: str
    question: Question | None


@dataclass(frozen=True)
class Orientation:
    """Where answers lead, the most cited first; `sans_forme`: the questions whose answer cites no forme."""

    formes: tuple[Piste, ...]
    autres: tuple[Piste, ...]
    egalites: tuple[Egalite, ...]
    sans_forme: tuple[Question, ...]
    autres_dabord: bool

    @property
    def premieres(self) -> tuple[str, ...]:
        """What to read first: one, or all that nothing parts; none where nothing is cited there."""
        pistes = [piste.cle for piste in (self.autres if self.autres_dabord else self.formes)]
        apart = [egalite.avant for egalite in self.egalites if egalite.question is None]
        last = next((n for n, cle in enumerate(pistes) if cle not in apart), 0)
        return tuple(pistes[: last + 1])


def lead(decision: Decision, reponses: Mapping[str, Reponse]) -> Orientation:
    """Where answers lead, by the ids of their questions, of which some may be left out; `Choix.regles` says how."""
    choisies = [(q, reponses[q.id]) for q in decision.questions if q.id in reponses]
    sans_forme = tuple(q for q, reponse in choisies if not reponse.formes)
    formes = _ranked([(choisie, choisie[1].formes) for choisie in choisies])
    autres = _ranked([(choisie, choisie[1].autres) for choisie in choisies])
    return Orientation(
        formes=formes,
        autres=autres,
        egalites=(*_ties(formes), *_ties(autres)),
        sans_forme=sans_forme,
        autres_dabord=decision.questions[0] in sans_forme or len(sans_forme) >= SANS_FORME,
    )


def _ranked(choisies: Sequence[tuple[Choisie, tuple[str, ...]]]) -> tuple[Piste, ...]:
    """The most cited first; of two cited as often, the one that the first question where they part cites."""
    citees = dict.fromkeys(cle for _, cles in choisies for cle in cles)

    def order(cle: str) -> tuple[bool, ...]:
        return tuple(cle not in cles for _, cles in choisies)

    ordered = sorted(citees, key=lambda cle: (sum(order(cle)), order(cle)))
    return tuple(Piste(cle, tuple(choisie for choisie, cles in choisies if cle in cles)) for cle in ordered)


def _ties(pistes: Sequence[Piste]) -> Iterator[Egalite]:
    for avant, apres in pairwise(pistes):
        if len(avant.raisons) == len(apres.raisons):
            seules = (question for question, reponse in avant.raisons if (question, reponse) not in apres.raisons)
            yield Egalite(avant.cle, apres.cle, next(seules, None))


@dataclass(frozen=True)
class Choix:
    """The decision aid as documents print it; `bref`: with no more of the other formes than a dossier has room for."""

    library: Library
    bref: bool = False

    @property
    def autres(self) -> tuple[AutreForme, ...]:
        return self.library.autres_formes.autres

    @property
    def titre_autres(self) -> str:
        """The heading of the formes that the kit does not present, which counts those that it does."""
        n = len(self.library.comparables)
        de = f"aucune des {en_lettres(n, feminin=True)}" if n > 1 else "pas cette forme"
        return typeset(f"Et si ce n’est {de} ?")

    @property
    def presentation(self) -> str:
        """What stands under that heading."""
        n = len(self.autres)
        combien = f"{en_lettres(n, feminin=True).capitalize()} autre{'s' * (n > 1)} forme{'s' * (n > 1)}, en bref"
        sont = "Elles ne sont" if n > 1 else "Elle n’est"
        return typeset(f"{combien}. {sont} ni dans les fiches ni dans le tableau comparatif.")

    def citees(self, reponse: Reponse) -> tuple[tuple[str, str], ...]:
        """The other formes that an answer cites: the id of each, what it is called within a sentence."""
        autres = (self.library.autres[cle] for cle in reponse.autres)
        return tuple((autre.id, autre.sigle or _within(autre.nom)) for autre in autres)

    def lignes(self, autre: AutreForme) -> tuple[tuple[str, Fait], ...]:
        """What is said of another forme after its definition, each under its heading."""
        lignes = ((champ, libelle) for champ, libelle in LIGNES if champ in BREVES or not self.bref)
        faits = ((libelle, getattr(autre, champ)) for champ, libelle in lignes)
        return tuple((libelle, fait) for libelle, fait in faits if fait is not None)

    @property
    def faits(self) -> Iterator[Fait]:
        """Every claim of the aid and of the other formes, in reading order."""
        yield from self.library.decision.reserves
        for autre in self.autres:
            yield autre.definition
            yield from (fait for _, fait in self.lignes(autre))

    @cached_property
    def regles(self) -> tuple[str, ...]:
        """How answers are counted and where they lead, as `lead` does it."""
        questions, formes = len(self.library.decision.questions), len(self.library.comparables)
        if questions == 1:
            regles = ["Répondez à la question, puis lisez ce que cite votre réponse."]
        elif formes < 2:
            regles = ["Répondez aux questions, puis lisez ce que citent vos réponses."]
        else:
            aux = f"aux {en_lettres(questions, feminin=True)} questions"
            regles = [
                f"Répondez {aux}. Comptez combien de fois vos réponses citent chaque forme.",
                "Lisez d’abord la forme la plus citée, puis la suivante. Voyez si elles peuvent se combiner.",
                "Deux formes sont à égalité ? Prenez la première question où votre réponse cite l’une sans l’autre : "
                "la forme citée passe devant. S’il n’y en a pas, lisez les deux.",
            ]
        return tuple(map(typeset, (*regles, *self._sans_forme())))

    def _sans_forme(self) -> Iterator[str]:
        """The rule for answers that cite no forme of the kit, where questions have any that count."""
        questions, n = self.library.decision.questions, len(self.library.comparables)
        possibles = [any(not reponse.formes for reponse in question.reponses) for question in questions]
        cas = ["votre réponse à la première question"] * possibles[0]
        if sum(possibles) >= SANS_FORME:
            cas.append(f"{en_lettres(SANS_FORME, feminin=True)} réponses au moins")
        if cas:
            formes = f"aucune des {en_lettres(n, feminin=True)} formes" if n > 1 else "pas la forme du guide"
            verbe = "ne citent" if sum(possibles) >= SANS_FORME else "ne cite"
            suite = "commencez par les autres formes, la plus citée d’abord ; elles suivent les questions"
            if not self.autres:
                suite = "demandez conseil à un réseau avant de choisir"
            yield f"Si {' ou '.join(cas)} {verbe} {formes}, {suite}."


def _within(nom: str) -> str:
    """A name within a sentence: « Tiers-lieu » loses its capital, « CAE » and « L’Atelier » keep theirs."""
    return nom[:1].lower() + nom[1:] if nom[1:2].islower() else nom
