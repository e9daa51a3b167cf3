"""The types of the files that a kit may do without: other formes in a few lines, money, law."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coopdocs.model.contenu import (
    Cle,
    CodeTerritoire,
    Contenu,
    DatePartielle,
    Fait,
    Icone,
    NiveauTerritoire,
    Texte,
    Verifiable,
)


class AutreForme(Contenu):
    """A forme that the kit does not present, in a few lines: what it is, when to choose it, whom to ask."""

    id: Cle
    sigle: Texte | None = None
    nom: Texte
    definition: Fait
    quand: Fait
    base_legale: Fait | None = None
    collectivite: Fait | None = None
    interlocuteurs: Fait | None = None


class AutresFormes(Verifiable):
    autres: tuple[AutreForme, ...] = ()


class Aide(Fait):
    """A call for projects or a fund; `texte` says what it pays for.

    `ouverture` and `cloture` are those of its last edition, or of the one announced; `permanente`: it takes requests
    all year, `annuelle`: its editions come back each year in the same months. `montant` None prints « non trouvé », as
    an `etat` of that name does. It is for who lies in `territoires`, but not in `sauf`, at `niveaux` (none: at
    each).
    """

    id: Cle
    nom: Texte
    financeur: Texte
    pour_qui: Texte
    formes: Annotated[tuple[Cle, ...], Field(min_length=1)]
    territoires: Annotated[tuple[CodeTerritoire, ...], Field(min_length=1)]
    sauf: tuple[CodeTerritoire, ...] = ()
    niveaux: tuple[NiveauTerritoire, ...] = ()
    ouverture: DatePartielle | None = None
    cloture: DatePartielle | None = None
    permanente: bool = False
    annuelle: bool = False
    montant: Texte | None
    etat: Literal["ouvert", "fermé", "annoncé", "non trouvé"]


class Aides(Verifiable):
    """« L’argent et le calendrier »; `lacunes` says what was looked for and not found."""

    chapo: Texte
    aides: tuple[Aide, ...]
    lacunes: tuple[Texte, ...] = ()


class PointDeDroit(Contenu):
    """A question of law: what is known of it, what to check, with whom."""

    id: Cle
    titre: Texte
    icone: Icone
    reperes: Annotated[tuple[Fait, ...], Field(min_length=1)]
    a_verifier: tuple[Texte, ...] = ()
    avec_qui: Texte | None = None


class Droit(Verifiable):
    """« Repères juridiques »; `avertissement` closes the page."""

    chapo: Texte
    points: Annotated[tuple[PointDeDroit, ...], Field(min_length=1)]
    avertissement: Texte
