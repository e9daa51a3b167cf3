"""Files of public portals that are known by their names or their titles, and what is known of each beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from coopdocs.territoire.importation.colonnes import key
from coopdocs.territoire.importation.demande import Demande
from coopdocs.territoire.importation.table import TableRecue
from coopdocs.territoire.noms import fold


@dataclass(frozen=True)
class FichierConnu:
    """A public file: what it is called, what to do with it, and how someone would ask for that.

    `candidats`: it lists initiatives, not figures.
    """

    nom: str
    conseil: str
    demande: Demande = field(default_factory=Demande)
    candidats: bool = False


ESS = FichierConnu(
    "Liste des entreprises de l’ESS (ESS France)",
    "une ligne est une entreprise : les lignes sont comptées par commune, aucun nom n’est gardé",
    Demande(
        compter=True, libelle="Entreprises de l’ESS (liste d’ESS France)", unite="aucune", nature="effectif",
        agregation="somme", nom="entreprises-ess", producteur="ESS France", titre="Liste des entreprises de l’ESS",
        source="https://www.data.gouv.fr/fr/datasets/liste-des-entreprises-de-less",
    ),
)  # fmt: skip
QPV = FichierConnu(
    "Liste des quartiers prioritaires de la politique de la ville (QPV)",
    "une ligne est un quartier : elles sont comptées ; sur deux communes, un quartier compte une fois dans leur EPCI",
    Demande(
        compter=True, libelle="Quartiers prioritaires (QPV)", unite="aucune", nature="effectif", agregation="somme",
        nom="quartiers-prioritaires", producteur="ANCT", titre="Quartiers prioritaires de la politique de la ville",
    ),
)  # fmt: skip
FRR = FichierConnu(
    "Communes en France Ruralités Revitalisation (FRR)",
    "un classement : pour un territoire de plusieurs communes, « 12 sur 46 » dit combien sont classées",
    Demande(
        libelle="Communes classées FRR", unite="aucune", nature="classe", agregation="compte", nom="frr",
        producteur="DGCL", titre="France Ruralités Revitalisation",
    ),
)  # fmt: skip
FLORES = FichierConnu(
    "Insee, FLORES (emplois et établissements)",
    "choisissez la mesure et la famille juridique par --filtre (l’ESS y est une famille)",
    Demande(nature="effectif", agregation="somme", producteur="Insee", titre="FLORES"),
)
PAT = FichierConnu(
    "Projets alimentaires territoriaux (France PAT)",
    "une ligne est un projet : elle donne des candidats pour initiatives.csv, pas un indicateur",
    candidats=True,
)


def known(table: TableRecue) -> FichierConnu | None:
    """Which public file a table is, by its titles, else by the name of the file."""
    titres = {key(titre) for titre in table.entete.titres}
    nom = fold(table.fichier.nom).replace(" ", "")
    if {"nom administratif", "communes code insee"} <= titres or "lien vers la fiche pat" in titres:
        return PAT
    if {"code qp", "lib qp"} <= titres or "code qpv" in titres:
        return QPV
    if "codefrr" in titres or any(titre.startswith("frr") for titre in titres):
        return FRR
    if "flores measure" in titres or "flores" in nom:
        return FLORES
    if "entreprisesess" in nom or "entreprisesdeless" in nom:
        return ESS
    return None


def completed(demande: Demande, connu: FichierConnu | None) -> Demande:
    """What is asked, what is known of the file in place of what is not said."""
    if connu is None:
        return demande
    vide = Demande()
    su = {
        champ: getattr(connu.demande, champ)
        for champ in Demande.__dataclass_fields__
        if getattr(demande, champ) == getattr(vide, champ)
    }
    # a column that is asked for is wanted as it is
    if demande.colonnes:
        su.pop("compter", None)
    return replace(demande, **su)
