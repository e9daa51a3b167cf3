"""Figures of yesterday's communes and EPCI brought to those of today: added up where that is right, else left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from coopdocs.territoire.anciennes import Ancienne
from coopdocs.territoire.importation.codes import Codes
from coopdocs.territoire.importation.releve import ValeurLue
from coopdocs.territoire.importation.valeurs import MANQUES

ARRONDISSEMENTS = {"13055": 16, "69123": 9, "75056": 20}
SCINDEES = {
    "15141": (2025, ("15031", "15035", "15047", "15171")),
    "60054": (2024, ("60694",)),
    "85084": (2024, ("85165", "85212")),
}
"""Communes that others have left since they had merged: from when on, and which."""


@dataclass
class Ramenees:
    """Figures by typed code of today, and what became of the others, in French, with the territories it is about."""

    valeurs: dict[str, ValeurLue]
    avis: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def bring(valeurs: Mapping[str, ValeurLue], codes: Codes, additif: bool, geographie: int | None) -> Ramenees:
    """The figures of one year on today's territories; `additif`: whether two of them may be added."""
    travail = _Travail(codes, additif, geographie, valeurs)
    for cle, valeur in valeurs.items():
        genre, _, code = cle.partition(":")
        if codes.territoires.get(cle):
            continue
        if genre == "epci":
            for siren in codes.disparus[code].vers:
                travail.epci[siren].add(code)
        elif ancienne := codes.territoires.anciennes.of_code(code):
            (travail.villes if ancienne.type == "arrondissement" else travail.fusions)[ancienne.commune].append(
                (ancienne, valeur)
            )
    return travail.done()


class _Travail:
    def __init__(self, codes: Codes, additif: bool, geographie: int | None, valeurs: Mapping[str, ValeurLue]) -> None:
        self.codes, self.additif, self.lues = codes, additif, valeurs
        self.geographie = geographie
        self.ramenees = Ramenees({cle: v for cle, v in valeurs.items() if codes.territoires.get(cle)})
        self.villes: defaultdict[str, list[tuple[Ancienne, ValeurLue]]] = defaultdict(list)
        self.fusions: defaultdict[str, list[tuple[Ancienne, ValeurLue]]] = defaultdict(list)
        self.epci: defaultdict[str, set[str]] = defaultdict(set)

    def done(self) -> Ramenees:
        for commune, membres in self.villes.items():
            self._city(commune, membres)
        for commune, membres in self.fusions.items():
            self._merged(commune, membres)
        for siren, anciens in self.epci.items():
            self._epci(siren, anciens)
        self._split()
        self._partial()
        return self.ramenees

    def _partial(self) -> None:
        """Communes that have their own row of then, and not those of what joined them."""
        if self.geographie is None or not any(cle.startswith("commune:") for cle in self.lues):
            return
        for commune, codes in self.codes.territoires.anciennes.since(self.geographie).items():
            cle = f"commune:{commune}"
            absents = [code for code in codes if f"commune:{code}" not in self.lues]
            if absents and self.ramenees.valeurs.get(cle, "secret") not in MANQUES:
                self.ramenees.valeurs[cle] = "non disponible"
                self.say(f"pas de valeur : des communes réunies après {self.geographie} manquent à la table", cle)

    def say(self, quoi: str, cle: str) -> None:
        self.ramenees.avis[quoi].append(self.codes.name(cle))

    def _city(self, commune: str, membres: Sequence[tuple[Ancienne, ValeurLue]]) -> None:
        cle = f"commune:{commune}"
        if cle in self.ramenees.valeurs:
            self.say("la commune est gardée, ses arrondissements écartés (ils en sont des parties)", cle)
        elif len(membres) < ARRONDISSEMENTS[commune]:
            self.say("pas de valeur : tous ses arrondissements ne sont pas dans la table", cle)
        elif not self.additif:
            self.say("pas de valeur : celles de ses arrondissements ne s’additionnent pas", cle)
        else:
            self.ramenees.valeurs[cle] = _sum([valeur for _, valeur in membres])
            self.say("somme de ses arrondissements", cle)

    def _merged(self, commune: str, membres: Sequence[tuple[Ancienne, ValeurLue]]) -> None:
        """A commune that others have joined: its own row, under its code of then, and theirs."""
        cle = f"commune:{commune}"
        recode = len(membres) == 1 and membres[0][0].type == "code changé"
        if recode and cle not in self.ramenees.valeurs:
            self.ramenees.valeurs[cle] = membres[0][1]
            self.say("code changé depuis : la valeur suit", cle)
            return
        if self.geographie and all(a.annee and int(a.annee) <= self.geographie for a, _ in membres):
            self.say("lignes d’anciennes communes écartées : la table a aussi la commune qui les réunit", cle)
            return
        propre = self.ramenees.valeurs.get(cle)
        toutes = [valeur for _, valeur in membres] + ([propre] if propre is not None else [])
        if len(toutes) > 1 and len(set(map(str, toutes))) == 1 and not self.additif:
            self.ramenees.valeurs[cle] = toutes[0]
            self.say("même valeur dans les communes réunies depuis : gardée", cle)
        elif self.additif and propre is not None:
            self.ramenees.valeurs[cle] = _sum(toutes)
            self.say("somme des communes réunies depuis", cle)
        else:
            self.ramenees.valeurs[cle] = "non disponible"
            pourquoi = "ne s’additionne pas" if not self.additif else "n’est connu qu’en partie"
            self.say(f"pas de valeur : {self._quoi()} de communes réunies depuis {pourquoi}", cle)

    def _quoi(self) -> str:
        return "l’effectif" if self.additif else "un taux, une médiane ou un classement"

    def _epci(self, siren: str, anciens: set[str]) -> None:
        """An EPCI of today out of those that it took over, where each went to it whole and all are there."""
        cle = f"epci:{siren}"
        attendus = {ancien.siren for ancien in self.codes.disparus.values() if siren in ancien.vers}
        entiers = all(len(self.codes.disparus[ancien].vers) == 1 for ancien in attendus)
        if cle in self.ramenees.valeurs:
            self.say("EPCI gardé tel quel ; les anciens qui y sont entrés sont écartés", cle)
        elif not self.additif and len(attendus) > 1:
            self.say("pas de valeur : celles des EPCI réunis depuis ne s’additionnent pas", cle)
        elif not entiers:
            self.say("pas de valeur : un ancien EPCI s’est partagé ; prenez les chiffres par commune", cle)
        elif attendus - anciens:
            self.say("pas de valeur : tous les EPCI réunis depuis ne sont pas dans la table", cle)
        else:
            self.ramenees.valeurs[cle] = _sum([self.lues[f"epci:{ancien}"] for ancien in sorted(anciens)])
            self.say("somme des EPCI réunis depuis", cle)

    def _split(self) -> None:
        for code, (annee, sorties) in SCINDEES.items():
            cle = f"commune:{code}"
            avant = self.geographie is not None and self.geographie < annee
            inconnue = self.geographie is None and not any(f"commune:{c}" in self.lues for c in sorties)
            if self.ramenees.valeurs.get(cle, "non disponible") not in MANQUES and (avant or inconnue):
                self.ramenees.valeurs[cle] = "non disponible"
                recente = f" ; dites --geographie {annee} si la table est plus récente" if inconnue else ""
                self.say(f"pas de valeur : celle de l’ancienne commune, scindée en {annee}{recente}", cle)


def _sum(valeurs: Sequence[ValeurLue]) -> ValeurLue:
    """Their sum; where one is missing, the gravest of what is missing."""
    manques = [v for v in valeurs if isinstance(v, str)]
    if manques:
        return min(manques, key=MANQUES.index)
    return sum((v for v in valeurs if isinstance(v, Decimal)), Decimal(0))
