"""The page of leads: what is asked, the formes, the calls, whom to write to, the next steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from coopdocs.library import Library
from coopdocs.model.complement import DecisionDemandee, Emetteur, EtapeDatee
from coopdocs.model.contenu import Decompte, Forme
from coopdocs.model.kit import Kit
from coopdocs.territoire.millesimes import ANNEES
from coopdocs.typographie import MOIS, capital, date_longue, date_partielle, en_lettres, nombre, partial_span, typeset
from coopdocs.views.dossier import Dossier
from coopdocs.views.dossier.parts import ANNUAIRE
from coopdocs.views.essentiel.appels import Calendrier, calendrier
from coopdocs.views.essentiel.cooperations import Cooperation, Cooperations
from coopdocs.views.essentiel.joindre import MOST, AQuiEcrire, a_qui_ecrire

FORMES_MAX = 8
"""So many formes have a row; of more, one row less names the others."""
QUESTIONS = (
    ("Le besoin", "Quel besoin, partagé par plusieurs acteurs, voulons-nous traiter ?"),
    ("Le porteur", "Qui porterait la démarche, avec quel temps de travail ?"),
    ("L’échelle", "Une partie du territoire, tout le territoire, ou plus large ?"),
)
"""What to decide first, where nobody said what is asked."""
_DANS = {"departement": "dans le département", "region": "dans la région"}


@dataclass(frozen=True)
class Demandee:
    """What is asked of the readers: over it, in a sentence, then three facts at most, each under its name."""

    surtitre: str
    phrase: str
    faits: tuple[tuple[str, str], ...]
    questions: bool


@dataclass(frozen=True)
class NumeroVu:
    """A number of the page of cooperations; `etendue`: it acts in an EPCI or more, not in one commune."""

    numero: int
    etendue: bool


@dataclass(frozen=True)
class FormeVue:
    """A forme as seen from the territory: its numbers on the page of cooperations, here and around, and how many more.

    `compte` says what is known of it where nothing is here or around; `noms`: the initiatives known here; `pourquoi`:
    why it was chosen, where that is said.
    """

    slug: str
    forme: Forme
    retenue: bool
    ici: tuple[NumeroVu, ...]
    autour: tuple[NumeroVu, ...]
    ici_reste: int
    autour_reste: int
    compte: str
    noms: tuple[str, ...]
    pourquoi: str = ""

    @property
    def ligne(self) -> str:
        """What it is, in one line; a forme that does not say it has its name, where the sigle does not say that."""
        nom = self.forme.nom if self.forme.nom not in (self.forme.sigle, self.forme.sigle_court) else ""
        return self.forme.en_une_ligne or nom


@dataclass(frozen=True)
class Prochaine:
    """A step: when, what, how."""

    quand: str
    titre: str
    texte: str


@dataclass(frozen=True)
class Etapes:
    """The next steps under their heading, three at most; `proposees`: nobody decided them yet."""

    titre: str
    etapes: tuple[Prochaine, ...]
    proposees: bool


@dataclass(frozen=True)
class Pistes:
    """Everything that the page says; `formes` have a row each, `autres` are named only.

    `connues`: who cooperates here, for the page that has to say it itself; `licence`: of official data.
    """

    demande: Demandee
    formes: tuple[FormeVue, ...]
    autres: tuple[Forme, ...]
    calendrier: Calendrier | None
    contacts: AQuiEcrire
    suite: Etapes
    connues: tuple[Cooperation, ...]
    emetteur: Emetteur | None
    colophon: str
    licence: str

    @property
    def sources(self) -> str:
        """Where calls and town halls come from."""
        lues = self.calendrier.lues if self.calendrier else None
        aides = f"Aides : pages des financeurs lues au {date_longue(lues)}, à confirmer avant dépôt" if lues else ""
        annuaire = f"mairies : {ANNUAIRE.producteur}, {ANNEES.annuaire}, {self.licence}"
        mairies = annuaire if self.contacts.mairies else ""
        texte = " · ".join(filter(None, (aides, mairies))) or "Contacts : leurs sources sont dans le dossier complet"
        return typeset(capital(texte))


def pistes(library: Library, dossier: Dossier, known: Cooperations, retenues: Sequence[str] = ()) -> Pistes:
    """The leads of a territory; `retenues`: the formes chosen for it, beside those of its file."""
    added = dossier.complement
    chosen = tuple(slug for slug in dict.fromkeys((*added.retenues, *retenues)) if slug in library.comparables)
    reasons = {each.forme: each.pourquoi or "" for each in added.formes}
    seen = [replace(vue, pourquoi=reasons.get(vue.slug, "")) for vue in _formes(dossier, known, chosen)]
    rows = len(seen) if len(seen) <= FORMES_MAX else FORMES_MAX - 1
    calls = calendrier(library, dossier.territoire, chosen)
    payeurs = " ; ".join(appel.ligne.aide.financeur for appel in calls.appels if appel.ouvert) if calls else ""
    contacts = a_qui_ecrire(library, dossier, added.contact, chosen, payeurs)
    return Pistes(
        demande=_asked(added.decision),
        formes=tuple(seen[:rows]),
        autres=tuple(vue.forme for vue in seen[rows:]),
        calendrier=calls,
        contacts=contacts,
        suite=_steps(library.kit.edition, added.etapes, known, cress=contacts.cress),
        connues=(*known.ici, *known.couvrent),
        emetteur=added.emetteur,
        colophon=colophon(library.kit, added.emetteur),
        licence=library.kit.licences.donnees,
    )


def colophon(kit: Kit, emetteur: Emetteur | None) -> str:
    """Who publishes the dossier and with what: whoever hands it out, of a kit that is its source."""
    edition = f"édition du {date_longue(kit.edition)}"
    if emetteur is None:
        return typeset(f"Document préparé avec {kit.editeur}, {edition}. Contenu sous licence {kit.licences.contenu}.")
    source = f"source : {kit.editeur}, {edition}, contenu sous licence {kit.licences.contenu}"
    return typeset(f"Publié par {emetteur.nom} ; {source}.")


def _asked(decision: DecisionDemandee | None) -> Demandee:
    if decision is None:
        phrase = "Trois questions à trancher avant de choisir une forme"
        faits = tuple((titre, typeset(question)) for titre, question in QUESTIONS)
        return Demandee("À décider ensemble", phrase, faits, questions=True)
    named = (("Quand", decision.quand), ("Coût", decision.cout), ("Qui porte", decision.qui_porte))
    return Demandee(
        "Décision demandée", decision.phrase, tuple((nom, dit) for nom, dit in named if dit), questions=False
    )


# --- formes


def _formes(dossier: Dossier, known: Cooperations, chosen: Sequence[str]) -> Iterator[FormeVue]:
    """The formes chosen first; where they are more than the page holds, those known here or around come next."""
    seen = [_seen(known, indice.slug, indice.forme, indice.slug in chosen, indice.connues, indice.decompte)
            for indice in dossier.indices]  # fmt: skip
    many = len(seen) > FORMES_MAX

    def rank(vue: FormeVue) -> tuple[bool, int]:
        near = 0 if vue.noms else 1 if vue.autour or vue.autour_reste else 2
        return not vue.retenue, near if many else 0

    yield from sorted(seen, key=rank)


def _seen(
    known: Cooperations, slug: str, forme: Forme, retenue: bool, connues: int, decompte: Decompte | None
) -> FormeVue:
    here = [c for c in (*known.ici, *known.couvrent) if c.slug == slug]
    around = [c for c in (*known.membres, *known.voisines, *known.loin) if c.slug == slug]
    ici, autour = (tuple(NumeroVu(c.numero, c.etendue) for c in group if c.numero) for group in (here, around))
    compte = "" if here or around else _unplaced(known.sans_lieu, slug) or in_france(connues, decompte)
    return FormeVue(
        slug, forme, retenue, ici, autour, len(here) - len(ici), len(around) - len(autour), compte,
        tuple(c.nom for c in here),
    )  # fmt: skip


def _unplaced(sans_lieu: Iterable[Cooperation], slug: str) -> str:
    """What is known of a forme somewhere around: « deux dans le département, lieu non précisé »."""
    found = [c.proche.proximite for c in sans_lieu if c.slug == slug]
    dans = next((words for proximite, words in _DANS.items() if proximite in found), "")
    if not dans:
        return ""
    n = sum(_DANS.get(proximite) == dans for proximite in found)
    return f"{nombre(n)} {dans}, lieu non précisé"


def in_france(connues: int, decompte: Decompte | None) -> str:
    """How many are known in the country, of how many: « 22 exemples connus en France, sur 130 »."""
    total = decompte.total if decompte else None
    environ = " environ" if decompte and decompte.environ else ""
    if not connues:
        return f"{nombre(total)}{environ} en France, aucun connu de nous" if total else "aucun exemple connu de nous"
    pluriel = "s" * (connues > 1)
    dits = f"{nombre(connues)} exemple{pluriel} connu{pluriel} en France"
    return f"{dits}, sur {nombre(total)}{environ}" if total and total >= connues else dits


# --- steps


def _steps(edition: dt.date, etapes: Sequence[EtapeDatee], known: Cooperations, *, cress: bool) -> Etapes:
    """The dated steps that are to come; where there is none, what could be done from the month of the edition on."""
    coming = [each for each in etapes if partial_span(each.date)[1] >= edition]
    coming.sort(key=lambda each: partial_span(each.date)[0])
    if not coming:
        proposed = tuple(_proposed(edition, known, cress))
        return Etapes("Trois étapes, si vous commencez maintenant", proposed, proposees=True)
    shown = coming[:MOST]
    steps = (Prochaine(date_partielle(each.date), each.titre, each.texte or "") for each in shown)
    titre = "La prochaine étape" if len(shown) == 1 else f"Les {en_lettres(len(shown))} prochaines étapes"
    return Etapes(titre, tuple(steps), proposees=False)


def _proposed(edition: dt.date, known: Cooperations, cress: bool) -> Iterator[Prochaine]:
    relire = "Relire la liste avec ceux qui y figurent et signaler ce qui manque."
    demander = "Demander aux communes, aux réseaux et aux associations ce qui existe déjà."
    voisins = "Inviter porteurs de projet, CRESS et voisins" if cress else "Inviter porteurs de projet et voisins"
    steps = (
        (1, "Vérifier", relire if known.ici or known.couvrent else demander),
        (2, "Débattre", "Mettre les trois questions à l’ordre du jour d’une assemblée."),
        (4, "Réunir", f"{voisins} autour d’une ou deux formes."),
    )
    for later, titre, texte in steps:
        month = edition.month - 1 + later
        yield Prochaine(f"{MOIS[month % 12]} {edition.year + month // 12}", titre, texte)
