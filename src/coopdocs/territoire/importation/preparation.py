"""An import made ready: what was recognised, what keeps it from being written, what is still to be said, two files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coopdocs.problem import Place, Problem, ProblemCode, ProblemsError, closest
from coopdocs.source import read_yaml
from coopdocs.territoire.atlas import Territoires
from coopdocs.territoire.importation import comptage, ecriture
from coopdocs.territoire.importation.codes import Codes
from coopdocs.territoire.importation.colonnes import key, stem
from coopdocs.territoire.importation.connues import FichierConnu, completed, known
from coopdocs.territoire.importation.demande import Demande
from coopdocs.territoire.importation.fichier import open_file
from coopdocs.territoire.importation.geographie import bring
from coopdocs.territoire.importation.manquantes import Manquante, lacking, scale_asked, unsound
from coopdocs.territoire.importation.releve import CLASSES_MAX, Releve, ValeurLue, code_column, survey
from coopdocs.territoire.importation.table import ColonneRecue, TableRecue, look_into
from coopdocs.territoire.importation.valeurs import MANQUES
from coopdocs.typographie import nombre, slug

_SOURCES = "content/sources.yaml"
_TOTAUX = ("_T", "_Z", "total", "ensemble", "tous", "toutes")
PART_CONNUE = 0.95
_MONTREES = 3
"""How many columns of figures are shown while none is chosen."""
_PETITE = 20
"""A table of fewer rows may go without those that nobody knows, when someone says so."""
_DESACCORDS = 0.05
"""The share of names beside the codes that may be others than ours: more, and rows have slipped."""


@dataclass
class Importation:
    """A table on its way to an indicator; `fichiers` has its two files by name once nothing is missing or wrong."""

    table: TableRecue
    demande: Demande
    connu: FichierConnu | None
    colonnes: tuple[ColonneRecue, ...]
    releve: Releve
    problemes: list[Problem] = field(default_factory=list)
    manquantes: list[Manquante] = field(default_factory=list)
    avis: dict[str, list[str]] = field(default_factory=dict)
    annees: Mapping[int, Mapping[str, ValeurLue]] = field(default_factory=dict)
    annee: int = 0
    fichiers: dict[str, bytes] = field(default_factory=dict)
    montrees: tuple[ColonneRecue, ...] = ()
    """The columns whose figures are shown while none is chosen."""

    @property
    def is_ready(self) -> bool:
        return not self.problemes and not self.manquantes


def receive(territoires: Territoires, chemin: Path, demande: Demande, courante: int) -> tuple[TableRecue, Codes]:
    """A file that was looked into; `courante`: the year of the kit. `ProblemsError` when it is no table of codes."""
    codes = Codes(territoires)
    fichier = open_file(chemin, demande.feuille)
    table = look_into(fichier, codes, courante)
    if table is None or table.code is None:
        raise ProblemsError(_no_codes(table, fichier.place()))
    return table, codes


def _no_codes(table: TableRecue | None, place: Place) -> list[Problem]:
    conseil = (
        "il faut une colonne de codes Insee (26281), de SIREN d’EPCI (200068781), de codes de département ou de "
        "région ; un code postal ou un nom ne suffit pas"
    )
    if table is None:
        message = "aucune colonne de codes de territoire dans les quinze premières lignes"
        return [Problem("I002", place, message, conseil)]
    titres = ", ".join(f"« {c.titre} »" for c in table.colonnes[:12] if c.titre)
    message = f"aucune de ces colonnes n’a de codes que le kit connaît : {titres or 'aucune n’est nommée'}"
    return [Problem("I002", table.fichier.place(len(table.entete.avant) + table.entete.rangees), message, conseil)]


def prepare(territoires: Territoires, chemin: Path, demande: Demande, courante: int) -> Importation:
    """Read a file for what is asked; nothing is written. `ProblemsError` when it is no table of codes."""
    table, codes = receive(territoires, chemin, demande, courante)
    connu = known(table)
    demande = completed(demande, connu)
    return _Preparation(table, codes, demande, connu, courante).done()


class _Preparation:
    def __init__(
        self, table: TableRecue, codes: Codes, demande: Demande, connu: FichierConnu | None, courante: int
    ) -> None:
        self.table, self.codes, self.connu, self.courante = table, codes, connu, courante
        self.demande = replace(demande, geographie=demande.geographie or table.geographie)
        self.problemes: list[Problem] = []
        self.manquantes: list[Manquante] = []
        self.colonnes: tuple[ColonneRecue, ...] = ()

    def done(self) -> Importation:
        self._level()
        colonnes = () if self.demande.compter else self._columns()
        self.demande = replace(self.demande, filtres=self._filters())
        releve = Releve()
        if colonnes or self.demande.compter:
            self.colonnes = colonnes
            self._shapes(colonnes)
            if self.problemes:
                releve = survey(self.table, self.codes, replace(self.demande, compter=False), ())
                self._recognised(releve)
            else:
                releve = survey(self.table, self.codes, self.demande, colonnes)
                self._check(releve)
        elif not self.problemes:
            # figures to look at, of which none is chosen yet
            releve = survey(self.table, self.codes, self.demande, self.offered()[:_MONTREES])
            self._recognised(releve)
        importation = Importation(self.table, self.demande, self.connu, colonnes, releve)
        importation.montrees = () if self.demande.compter else self.offered()[:_MONTREES]
        self._said(importation)
        if not self.problemes and (colonnes or self.demande.compter):
            self._bring(importation)
        importation.demande = self.demande
        importation.problemes, importation.manquantes = self.problemes, self.manquantes
        if importation.is_ready:
            self._files(importation)
        return importation

    def add(self, code: ProblemCode, message: str, conseil: str, ligne: int = 0, colonne: int = 0) -> None:
        self.problemes.append(Problem(code, self.table.fichier.place(ligne, colonne), message, conseil))

    # --- which rows and figures

    def _level(self) -> None:
        niveau = self.demande.niveau
        if niveau and (code := code_column(self.table, niveau)).niveau not in ("", niveau):
            niveaux = ", ".join(sorted({c.niveau for c in self.table.of_role("code")}))
            self.add("I009", f"cette table n’a pas de codes de ce niveau ({niveau}) : « {code.titre} » est d’un autre",
                     f"niveaux de cette table : {niveaux}")  # fmt: skip

    def _columns(self) -> tuple[ColonneRecue, ...]:
        """The columns of figures that are asked for, else the only one there is, else those of one series of years."""
        if self.demande.colonnes:
            return tuple(c for titre in self.demande.colonnes if (c := self._named(titre)))
        choix = self.offered()
        if self.table.repetee and not self.table.first("annee") and not any(c.profil.is_numeric for c in choix):
            # several rows a territory, and nothing to add up: a list of something
            choix = ()
        if len(choix) == 1:
            return choix
        if len(choix) > 1 and len({stem(c.titre) for c in choix}) == 1 and all(c.annee for c in choix):
            return choix if len({c.annee for c in choix}) == len(choix) else ()
        if choix:
            self.manquantes.append(Manquante("--colonne", "quelle colonne importer", tuple(c.titre for c in choix)))
        elif self.table.repetee or self.table.of_role("texte"):
            quoi = "cette table n’a pas de colonne de chiffres : --compter en compte les lignes par territoire"
            self.manquantes.append(Manquante("--compter", quoi))
        else:
            self.add("I009", "cette table n’a pas de colonne de chiffres à importer",
                     "prenez un fichier qui en a une, ou comptez ses lignes avec --compter")  # fmt: skip
        return ()

    def offered(self) -> tuple[ColonneRecue, ...]:
        """The columns of figures of the level of the rows, those with nothing in them left out."""
        niveau = code_column(self.table, self.demande.niveau).niveau
        filtrees = {key(titre) for titre in self.demande.filtres}
        return tuple(
            c for c in self.table.of_role("valeur")
            if key(c.titre) not in filtrees
            and not c.profil.is_empty and (not niveau or c.niveau in ("", niveau) or not c.profil.is_numeric)
        )  # fmt: skip

    def _named(self, titre: str) -> ColonneRecue | None:
        found = [c for c in self.table.colonnes if key(titre) in (key(c.titre), key(c.libelle)) and key(titre)]
        exacts = [c for c in found if titre in (c.titre, c.libelle)] or found
        titres = [c.titre for c in self.offered()]
        if not exacts:
            conseil = closest(titre, titres) or f"colonnes de chiffres : {', '.join(titres) or 'aucune'}"
            self.add("I009", f"cette table n’a pas de colonne « {titre} »", conseil)
            return None
        colonne, rang = exacts[0], exacts[0].rang + 1
        entete = len(self.table.entete.avant) + self.table.entete.rangees
        niveau = code_column(self.table, self.demande.niveau).niveau
        if colonne.role == "personne":
            self.add("I007", f"« {titre} » dit des personnes : ni lue, ni montrée, ni importée",
                     "prenez une colonne de chiffres, ou comptez les lignes avec --compter", entete, rang)  # fmt: skip
        elif colonne.role not in ("valeur", "texte") or (colonne.role == "texte" and not colonne.profil.is_numeric):
            self.add("I009", f"« {titre} » n’est pas une colonne de chiffres",
                     f"colonnes de chiffres : {', '.join(titres) or 'aucune'}", entete, rang)  # fmt: skip
        elif niveau and colonne.niveau not in ("", niveau) and colonne.profil.is_numeric:
            self.add("I009", f"« {titre} » est d’un autre niveau ({colonne.niveau}) que ses lignes ({niveau})",
                     f"ajoutez --niveau {colonne.niveau}, ou prenez une autre colonne", entete, rang)  # fmt: skip
        else:
            return colonne
        return None

    def _filters(self) -> dict[str, str]:
        """The filters asked for, by the title of their column; a dimension that has a total goes without."""
        filtres: dict[str, str] = {}
        for titre, valeur in self.demande.filtres.items():
            colonne = next((c for c in self.table.colonnes if key(titre) == key(c.titre)), None)
            if colonne is None or colonne.role in ("personne", "geometrie"):
                titres = [c.titre for c in (*self.table.of_role("dimension"), *self.table.of_role("valeur"))]
                conseil = closest(titre, titres) or f"colonnes : {', '.join(titres) or 'aucune'}"
                self.add("I009", f"--filtre : cette table n’a pas de colonne « {titre} »", conseil)
            else:
                filtres[colonne.titre] = valeur
        for colonne in self.table.of_role("dimension") if not self.demande.compter else ():
            if colonne.titre in filtres or len(colonne.valeurs) < 2:
                continue
            total = next((v for v in colonne.valeurs if v in _TOTAUX or key(v) in _TOTAUX), None)
            if total is not None:
                filtres[colonne.titre] = total
            else:
                quoi = f"quelle valeur de « {colonne.titre} » garder"
                choix = tuple(f"{colonne.titre}={v}" for v in colonne.valeurs)
                self.manquantes.append(Manquante("--filtre", quoi, choix))
        return filtres

    def _shapes(self, colonnes: Sequence[ColonneRecue]) -> None:
        entete = len(self.table.entete.avant) + self.table.entete.rangees
        for colonne in colonnes:
            if colonne.profil.is_numeric and (faute := colonne.profil.fault(self.demande.virgule)):
                self.add("I006", f"« {colonne.titre} » : {faute[0]}", faute[1], entete, colonne.rang + 1)
            elif not colonne.profil.is_numeric and len(colonnes) > 1:
                self.add("I009", f"« {colonne.titre} » est faite de mots : seule, elle fait un classement",
                         "importez-la à part", entete, colonne.rang + 1)  # fmt: skip

    # --- what a reading shows

    def _check(self, releve: Releve) -> None:
        self._recognised(releve)
        if self.demande.compter:
            return
        if len(releve.classes) > CLASSES_MAX:
            self.add(
                "I009",
                f"plus de {CLASSES_MAX} mots différents : ce n’est pas un classement",
                "prenez une autre colonne",
            )
        for colonne, profil in zip(self.colonnes, releve.profils, strict=False):
            if faute := profil.fault(self.demande.virgule):
                self.add("I006", f"« {colonne.titre} » : {faute[0]}", faute[1])
        for ligne, texte in releve.illisibles[:10]:
            self.add("I006", f"« {texte[:60]} » n’est pas un nombre", "corrigez cette case dans le fichier d’origine, "
                     "ou prenez une autre colonne", ligne, self._rank_of(texte, ligne))  # fmt: skip
        if len(releve.illisibles) > 10:
            self.add("I006", "d’autres cases ne sont pas des nombres", "prenez une autre colonne")
        if releve.doublons and not any(m.option == "--filtre" for m in self.manquantes):
            self._twice(releve)

    def _rank_of(self, texte: str, ligne: int) -> int:
        cases = next((cases for numero, cases in self.table.echantillon if numero == ligne), [])
        return next((rang for rang, case in enumerate(cases, 1) if case.strip() == texte), 0)

    def _recognised(self, releve: Releve) -> None:
        if releve.lignes and releve.filtrees == releve.lignes:
            dits = ", ".join(f"{titre}={valeur}" for titre, valeur in self.demande.filtres.items())
            self.add("I009", f"aucune ligne n’a {dits}", "regardez les valeurs de ces colonnes dans le fichier")
            return
        if releve.sortes["région ou département"]:
            codes = ", ".join(list(releve.inconnus)[:8])
            self.add("I005", f"ces codes sont ceux d’une région et ceux d’un département : {codes}",
                     "dites lequel : --niveau departement ou --niveau region")  # fmt: skip
        if releve.sortes["tableur"]:
            code = next(c for c in releve.inconnus if re.search(r"[eE]", c))
            self.add("I003", f"« {code} » : un tableur a arrondi ce code, et peut-être changé ses derniers chiffres",
                     "reprenez le fichier d’origine, sans l’enregistrer depuis le tableur",
                     releve.premieres[code])  # fmt: skip
        if releve.sortes["région ou département"]:
            return
        if not releve.reconnues:
            vides = (
                "le fichier n’a que des titres" if not releve.lignes else "aucune ligne ne nomme un territoire du kit"
            )
            self.add("I003", vides, "vérifiez la feuille, la colonne de codes et --niveau")
        elif releve.part < PART_CONNUE:
            cites = ", ".join(f"{code} (ligne {releve.premieres[code]})" for code in list(releve.inconnus)[:12])
            part = nombre(100 * releve.part, 1)
            message = f"{part} % des lignes nomment un territoire connu, il en faut 95 : {cites}"
            if releve.lignes >= _PETITE:
                self.add("I003", message, "corrigez ou enlevez ces lignes dans une copie du fichier")
            elif not self.demande.laisser_inconnus:
                quoi = f"laisser les lignes que personne ne reconnaît : {cites}"
                self.manquantes.append(Manquante("--laisser-inconnus", quoi, ("oui",)))
        trop = releve.contraires > max(1, _DESACCORDS * releve.compares)
        if trop and not self.demande.libelles_verifies:
            ligne, cle, dit = releve.desaccords[0]
            message = f"{nombre(releve.contraires)} noms ne sont pas ceux des codes : "
            message += f"{cle.partition(':')[2]} est {self.codes.name(cle)}, la table dit « {dit} »"
            conseil = "des lignes ont-elles glissé ? si les codes sont justes, ajoutez --libelles-verifies"
            self.add("I008", message, conseil, ligne)

    def _twice(self, releve: Releve) -> None:
        ligne, cle = releve.doublons[0]
        autres = [
            c.titre for c in self.table.colonnes if c.role in ("dimension", "valeur") and 1 < len(c.profil.textes) <= 40
        ]
        conseil = "gardez une ligne par territoire et par année ; si une ligne est autre chose, --compter les compte"
        if autres:
            conseil += f" ; ou choisissez par --filtre {autres[0]}=… parmi {', '.join(autres[:6])}"
        plusieurs = f", et d’autres ({len(releve.doublons)} au moins)" if len(releve.doublons) > 1 else ""
        self.add("I004", f"{self.codes.name(cle)} ({cle}) a deux lignes pour la même année{plusieurs}", conseil, ligne)

    # --- what is still to be said

    def _said(self, importation: Importation) -> None:
        if importation.releve.classes and not self.demande.nature:
            self.demande = replace(self.demande, nature="classe", unite=self.demande.unite or "aucune")
        self.manquantes += lacking(self.demande, self.table, importation.colonnes)
        if scale := scale_asked(self.demande, importation.colonnes, importation.releve):
            self.manquantes.append(scale)
        territoires = self.codes.territoires
        noeud, _ = read_yaml(territoires.racine / _SOURCES, territoires.racine)
        sources = tuple(noeud.value) if noeud and isinstance(noeud.value, Mapping) else ()
        indicateurs = tuple(descripteur.stem for descripteur in territoires.registres.descripteurs)
        for message, conseil in unsound(self.demande, indicateurs, sources):
            self.add("I009", message, conseil)

    # --- the figures and the files

    def _bring(self, importation: Importation) -> None:
        additif = self.demande.agregation == "somme"
        annees: dict[int, Mapping[str, ValeurLue]] = {}
        if self.demande.compter:
            cases, avis = comptage.counts(importation.releve, self.codes)
            annees[self.demande.annee or 0] = cases
            importation.avis.update(avis)
        for annee, valeurs in sorted(importation.releve.valeurs.items()):
            ramenees = bring(valeurs, self.codes, additif, self.demande.geographie)
            annees[annee] = ramenees.valeurs
            avis = (
                ramenees.avis if self.demande.agregation else {_SELON: [n for m in ramenees.avis.values() for n in m]}
            )
            for quoi, noms in avis.items():
                if not noms:
                    continue
                importation.avis.setdefault(quoi, []).extend(n for n in noms if n not in importation.avis.get(quoi, []))
        gardees = ecriture.fitting(annees) if annees else {}
        if len(gardees) < len(annees):
            perdues = ", ".join(str(a) for a in sorted(set(annees) - set(gardees)))
            importation.avis["années laissées : la table serait trop longue"] = [perdues]
        importation.annees = gardees
        importation.annee = ecriture.last_complete(gardees) if gardees else 0
        if self.demande.annee in gardees:
            importation.annee = self.demande.annee
        if gardees and not any(v not in MANQUES for cases in gardees.values() for v in cases.values()):
            self.add("I003", "aucune valeur n’est connue dans cette colonne", "prenez une autre colonne")

    def _files(self, importation: Importation) -> None:
        d = self.demande
        nom = slug(d.nom or d.libelle) or "indicateur"
        self.demande = importation.demande = replace(d, nom=nom)
        decimales = d.decimales
        if decimales is None:
            decimales = 0 if d.nature == "classe" else min(
                max((c.profil.decimales for c in importation.colonnes), default=0), 1 if d.nature != "effectif" else 0
            )  # fmt: skip
        importation.fichiers = {
            f"{nom}.yaml": ecriture.descriptor(self.demande, importation.annee, decimales, importation.releve.classes),
            f"{nom}.csv": ecriture.values(importation.annees),
        }


_SELON = "territoires réunis ou séparés depuis, dont la valeur dépendra de --agregation"


def listed(noms: Sequence[str], most: int = 5) -> str:
    """Some names, and how many more there are."""
    reste = len(noms) - most
    return ", ".join(noms[:most]) + (f" et {nombre(reste)} autre{'s' * (reste > 1)}" if reste > 0 else "")


def coverage(importation: Importation, territoires: Territoires) -> Iterator[tuple[str, int, int]]:
    """Of each level that the figures are of: how many territories have one, and how many there are."""
    cases = importation.annees.get(importation.annee, {})
    for genre in ("commune", "epci", "departement", "region"):
        if connues := sum(cle.startswith(f"{genre}:") and v not in MANQUES for cle, v in cases.items()):
            yield genre, connues, sum(1 for _ in territoires.codes(genre))
