"""What the title of a column tells: a code and its level, a name, a year, a person, an outline."""

from __future__ import annotations

import re
from functools import lru_cache

from coopdocs.territoire.noms import fold

_COMMUNE = {
    "code insee", "codeinsee", "insee", "insee com", "com", "depcom", "numcom", "code commune", "codecommune",
    "code com", "codcom", "cod com", "commune", "com code", "code commune insee", "code insee commune", "com insee",
    "code insee de la commune", "code de la commune", "codgeo com", "insee commune", "communes code insee",
    "code officiel geographique", "cog", "depcommune", "code officiel commune", "com arm code",
    "codecommuneetablissement",
}  # fmt: skip
_EPCI = {
    "siren epci", "epci", "epci code", "n siren", "numepci", "siren", "code epci", "codepci", "codgeo epci",
    "siren gfp", "siren groupement", "siren de l epci", "num epci", "epci siren", "siren du groupement", "code siren",
}  # fmt: skip
_DEPARTEMENT = {
    "dep", "dep code", "code dep", "coddep", "numdep", "num dep", "insee dep", "departement", "code departement",
    "codedep", "codgeo dep", "code du departement", "numero departement", "departement siege",
}  # fmt: skip
_REGION = {
    "reg", "reg code", "code reg", "codreg", "numreg", "insee reg", "region", "code region", "codgeo reg",
    "code de la region",
}  # fmt: skip
_QUELCONQUE = {
    "codgeo", "code", "geo", "code geo", "code geographique", "cod geo", "geocode", "code territoire", "territoire",
    "code du territoire", "code zone",
}  # fmt: skip
_TITRE_CODE = re.compile(r"\bcode (officiel )?(insee|geographique)\b|\binsee de la commune\b|\bcode de la commune\b")
_NOMS = {"nom", "noms", "libelle", "lib", "libgeo", "libcom", "nomcom", "nomdep", "nomepci", "nomreg", "label", "name"}
_ANNEE = {"an", "annee", "time period", "millesime", "year", "exercice", "date geographie", "annee scolaire"}
_OBJET = {"geo object", "nivgeo", "niveau geographique", "type geo", "maille", "niveau", "geo type", "type territoire"}
_VALEUR = {"obs value", "valeur", "value", "obs value niveau", "values"}
_STATUT = {"obs status", "obs status fr", "conf status", "decimals", "unit mult"}
_PERSONNE = re.compile(
    r"\b(prenoms?|naissance|civilite|courriels?|e ?mails?|mel|adresse electronique|telephones?|tel|mobile|portable|"
    r"nom de naissance|nom d usage|nom usage|nom patronymique|patronyme|nom (de l )?elue?|nom du maire|"
    r"nom du titulaire|"
    r"sexe de l elu|nationalite|contact nom|nom contact|nom responsable|nom du responsable|"
    r"nom du (president|representant)|responsable|president|representant|contacts?|referente?|interlocuteur)\b"
)
_LIEU = re.compile(
    r"\b(communes?|com|villes?|epci|intercommunalites?|groupements?|departements?|dep|regions?|reg|territoires?|"
    r"geo|libgeo|libcom|nomcom|nomepci|libepci|nomdep|nomreg|standard|officiel)\b|^(libelle|lib|label)$"
)
_NOMS_DE_LIEUX = {"intercommunalite", "commune", "ville", "groupement", "departement", "region", "epci", "territoire"}
_CODES = re.compile(r"\b(code|codes|siren|siret|nic|postal|identifiant|id|numero|num|uai|rna)\b")
_GEOMETRIE = re.compile(
    r"\b(geo ?shape|geo ?point( 2d)?|geometry|geometrie|geom|the geom|wkt|wkb|geojson|coordonnees)\b"
)
_POSITION = {"lat", "lon", "long", "latitude", "longitude", "x", "y", "coord x", "coord y"}
_MOTS_NIVEAUX = (
    ("departement", re.compile(r"\b(dep|departement|departemental)\b")),
    ("epci", re.compile(r"\b(epci|intercommunalite)\b")),
    ("region", re.compile(r"\b(reg|region|regional)\b")),
    ("commune", re.compile(r"\b(com|commune)\b")),
)
_AN4 = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_AN2 = re.compile(r"^[A-Za-z]{1,3}(\d\d)_|(?<=[A-Za-z_])(\d\d)$")


@lru_cache(4096)
def key(titre: str) -> str:
    """A title as titles are compared: « N° SIREN » is « n siren »; what nobody would call a title is nothing."""
    return fold(titre).strip() if len(titre) <= 200 else ""


def is_code_title(titre: str) -> bool:
    """Whether a column of this title should hold codes of territories."""
    return code_level(titre) is not None


def code_level(titre: str) -> str | None:
    """The level of the codes under this title; « » for codes of any level; None for no codes."""
    cle = key(titre)
    if not cle or "postal" in cle or "nombre" in cle:
        return None
    for niveau, noms in (("", _QUELCONQUE), ("commune", _COMMUNE), ("epci", _EPCI), ("departement", _DEPARTEMENT),
                         ("region", _REGION)):  # fmt: skip
        if cle in noms or cle.removeprefix("communes ") in noms:
            return niveau
    return "commune" if _TITRE_CODE.search(cle) else None


def role(titre: str) -> str:
    """What a column holds by its title alone: geometrie, personne, nom, annee, objet, statut, mesure; else « »."""
    cle = key(titre)
    mots = set(cle.split())
    if cle in _POSITION or _GEOMETRIE.search(cle):
        return "geometrie"
    if _PERSONNE.search(cle):
        return "personne"
    if cle in _ANNEE:
        return "annee"
    if cle in _OBJET:
        return "objet"
    if cle in _STATUT:
        return "statut"
    if cle in _VALEUR:
        return "mesure"
    if "nombre" not in mots and (mots & _NOMS or any(mot.startswith(("lib", "nomcom")) for mot in mots)):
        return "nom"
    return ""


def may_name_persons(titre: str) -> bool:
    """Whether a title may be of the names of persons, where the table has persons: it does not say a place."""
    return not _LIEU.search(key(titre))


def is_place_name(titre: str) -> bool:
    """Whether a title is that of the names of places, where it is not of their codes: « Commune »."""
    return key(titre) in _NOMS_DE_LIEUX


def is_number_of_something(titre: str) -> bool:
    """Whether a title is that of other codes: numbers that nobody adds up."""
    return bool(_CODES.search(key(titre))) and "nombre" not in key(titre)


def value_level(titre: str) -> str | None:
    """The level that a column of figures says it is of (TXCOUVGLO_DEP_2014); None where it says nothing."""
    cle = key(titre)
    return next((niveau for niveau, mot in _MOTS_NIVEAUX if mot.search(cle)), None)


def year_of(titre: str, courante: int) -> int | None:
    """The year that a title names: 2022, P21_, MED21; two digits beyond `courante` are of the last century."""
    if trouve := _AN4.search(titre):
        return int(trouve[1])
    if trouve := _AN2.search(titre.strip()):
        return full_year(trouve[1] or trouve[2], courante)
    return None


def full_year(deux: str, courante: int) -> int:
    """« 21 » as 2021, « 68 » as 1968."""
    an = int(deux)
    return 2000 + an if 2000 + an <= courante else 1900 + an


def stem(titre: str) -> str:
    """A title without its year: columns that differ by nothing else are one series."""
    sans = _AN4.sub("", titre)
    if sans == titre:
        sans = _AN2.sub("", titre.strip())
    return key(sans)
