"""The dossiers that are there, to be found by name, by postal code or on a map: levels, territories, files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coopdocs.library import Library
from coopdocs.territoire import NOMS_TYPES, TYPES, Territoire, TypeTerritoire
from coopdocs.typographie import INSECABLE, capital, nombre, plain_words
from coopdocs.views.dossier import NIVEAUX, path

LISTE_MAX = 1500
"""A level of more territories than that is found by its search alone; its list would weigh more than all the rest."""
_FORMATS = {"pdf": "PDF", "docx": "Word", "json": "JSON"}
_RACINE = "dossiers/"


@dataclass(frozen=True)
class FichierDossier:
    """A file of a dossier: its address from the page, what it is, its size in bytes; `perime`: of an earlier build."""

    adresse: str
    libelle: str
    octets: int
    perime: bool


@dataclass(frozen=True)
class Repertorie:
    """A territory with its files; `codes_postaux` are those of its town halls, `communes` their names, the most
    populated first."""

    territoire: Territoire
    fichiers: tuple[FichierDossier, ...]
    codes_postaux: tuple[str, ...]
    communes: tuple[str, ...]


@dataclass(frozen=True)
class NiveauRepertorie:
    """A level: its territories in the order of their names."""

    genre: TypeTerritoire
    inscrits: tuple[Repertorie, ...]

    @property
    def titre(self) -> str:
        return capital(self._plusieurs)

    @property
    def _plusieurs(self) -> str:
        com = self.genre == "departement" and not all(i.territoire.regions for i in self.inscrits)
        return NOMS_TYPES[self.genre][1] + (" et collectivités d’outre-mer" if com else "")

    @property
    def folder(self) -> str:
        return NIVEAUX[self.genre]

    @property
    def compte(self) -> str:
        """How many they are: « une intercommunalité », « 1 253 intercommunalités »."""
        n = len(self.inscrits)
        return f"{nombre(n)}{INSECABLE}{NOMS_TYPES[self.genre][0] if n == 1 else self._plusieurs}"

    @property
    def listed(self) -> bool:
        """Whether the page holds their list."""
        return len(self.inscrits) <= LISTE_MAX


@dataclass(frozen=True)
class Repertoire:
    """All dossiers of a folder, from the largest territories to the smallest; `departements` are those they lie in."""

    niveaux: tuple[NiveauRepertorie, ...]
    departements: tuple[Territoire, ...]

    @property
    def inscrits(self) -> tuple[Repertorie, ...]:
        return tuple(inscrit for niveau in self.niveaux for inscrit in niveau.inscrits)

    @property
    def exemple(self) -> str:
        """What to type to find one of them, well known."""
        inscrit = max(self.niveaux[-1].inscrits, key=lambda i: (i.territoire.population or 0, i.territoire.code))
        codes = f" ou {inscrit.codes_postaux[0]}" if inscrit.codes_postaux else ""
        return f"«{INSECABLE}{inscrit.territoire.nom_court}{INSECABLE}»{codes}"

    @cached_property
    def par_departement(self) -> Mapping[str, int]:
        """How many dossiers there are of each département, those of larger territories that hold it left out."""
        counts: dict[str, int] = {}
        for inscrit in self.inscrits:
            if inscrit.territoire.type != "region":
                for code in inscrit.territoire.departements:
                    counts[code] = counts.get(code, 0) + 1
        return counts

    @property
    def donnees(self) -> str:
        """What the search reads, as JSON.

        `fins`: the endings of files with their words; `d`: départements by code; `t`: for each territory its folder,
        how its files begin, its name, its départements, its postal codes, its communes, the size (kB) of its
        file of each ending, 0 for none.
        """
        fins: dict[str, str] = {}
        rows = [(niveau.folder, inscrit) for niveau in self.niveaux for inscrit in niveau.inscrits]
        for folder, inscrit in rows:
            for fichier in inscrit.fichiers:
                fins.setdefault(_ending(folder, inscrit, fichier), fichier.libelle)
        rangs = {fin: rang for rang, fin in enumerate(fins)}
        told = [_row(folder, inscrit, rangs) for folder, inscrit in rows]
        noms = {d.code: d.nom for d in self.departements}
        text = json.dumps({"fins": list(fins.items()), "d": noms, "t": told}, ensure_ascii=False, separators=(",", ":"))
        # in a page, no text may end the element that holds it
        return text.replace("<", "\\u003c")


def repertoire(library: Library, entries: Iterable[Mapping[str, Any]]) -> Repertoire | None:
    """The dossiers among the entries of a manifest; None where there is none."""
    territoires = library.territoires
    files: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        if entry["genre"] == "dossiers" and entry["chemin"].startswith(_RACINE):
            files.setdefault(str(entry["sujet"]), []).append(entry)
    known = {cle: t for cle in files if (t := territoires.get(cle)) is not None}
    if not known:
        return None
    postal = dict(territoires.mairies.postal_codes()) if any(t.type in _LOCAL for t in known.values()) else {}
    niveaux = []
    for genre in TYPES:
        inscrits = [_inscrit(library, t, files[cle], postal) for cle, t in known.items() if t.type == genre]
        if inscrits:
            inscrits.sort(key=lambda i: (_folded(i.territoire.nom_court), i.territoire.code))
            niveaux.append(NiveauRepertorie(genre, tuple(inscrits)))
    codes = {code for t in known.values() for code in t.departements}
    departements = (d for cle in territoires.codes("departement") if (d := territoires.get(cle)) and d.code in codes)
    return Repertoire(tuple(niveaux), tuple(departements))


_LOCAL = ("commune", "epci", "ept")


def _inscrit(
    library: Library, t: Territoire, entries: Iterable[Mapping[str, Any]], postal: Mapping[str, str]
) -> Repertorie:
    members = list(library.territoires.communes(t)) if t.type in _LOCAL else []
    codes = dict.fromkeys(code for c in members if (code := postal.get(c.code)))
    names = tuple(c.nom for c in members) if t.type != "commune" else ()
    files = sorted(entries, key=lambda e: ("-essentiel" not in e["chemin"], e["format"] != "pdf", e["chemin"]))
    return Repertorie(t, tuple(_file(library, t, entry) for entry in files), tuple(codes), names)


def _file(library: Library, t: Territoire, entry: Mapping[str, Any]) -> FichierDossier:
    stem = str(entry["chemin"]).rpartition("/")[2].rpartition(".")[0].removeprefix(_stem(t))
    words = ["l’essentiel" if "-essentiel" in stem else "données" if entry["format"] == "json" else "dossier complet"]
    words += [_FORMATS.get(entry["format"], str(entry["format"]).upper())]
    formes = [forme.sigle_court for slug, forme in library.formes.items() if f"-{slug}-" in f"{stem}-"]
    if formes:
        words.append(f"fiche{'s' if len(formes) > 1 else ''} {', '.join(formes)}")
    # what a title says after the territory's name: for an office printer…
    rest = [part for part in str(entry["titre"]).split(", ")[1:] if part != "l’essentiel"]
    adresse = str(entry["chemin"]).removeprefix(_RACINE)
    libelle = ", ".join((*words, *rest))
    return FichierDossier(adresse, capital(libelle), int(entry["octets"]), bool(entry.get("perime")))


def _stem(t: Territoire) -> str:
    """What the names of a territory's files begin with."""
    return path(t).rpartition("/")[2]


def _ending(folder: str, inscrit: Repertorie, fichier: FichierDossier) -> str:
    return fichier.adresse.removeprefix(f"{folder}/").removeprefix(_stem(inscrit.territoire))


def _row(folder: str, inscrit: Repertorie, rangs: Mapping[str, int]) -> list[object]:
    sizes = [0] * len(rangs)
    for fichier in inscrit.fichiers:
        sizes[rangs[_ending(folder, inscrit, fichier)]] = max(1, round(fichier.octets / 1000))
    t = inscrit.territoire
    while sizes and not sizes[-1]:
        sizes.pop()
    return [
        folder, _stem(inscrit.territoire), t.nom_court.replace(INSECABLE, " "), " ".join(t.departements),
        " ".join(inscrit.codes_postaux), ";".join(inscrit.communes), sizes,
    ]  # fmt: skip


def _folded(nom: str) -> str:
    """A name as a French index has it, accents and capitals left out."""
    return " ".join(plain_words(nom))
