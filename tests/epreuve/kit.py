"""A whole kit drawn from a seed: its files as plain data, with every reference between them good."""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from coopdocs.couleurs import darker
from coopdocs.library.comparaison import NIVEAUX
from coopdocs.library.formes import PARTIES_MIN
from coopdocs.library.registres import CONFIANCES, PORTEES
from coopdocs.model.contenu import (
    PARTIES,
    CodeTerritoire,
    Criteres,
    Datable,
    Decision,
    Decompte,
    Fait,
    Forme,
    Glossaire,
    Question,
    Source,
    Terme,
)
from coopdocs.model.evenement import Evenement, Seance
from coopdocs.model.facultatif import Aide, Aides, AutreForme, AutresFormes, Droit, PointDeDroit
from coopdocs.model.kit import Kit
from coopdocs.territoire.indicateurs import Indicateur
from coopdocs.territoire.registres import COLONNES, CONTACTS, INDICATEURS, INITIATIVES
from epreuve.draw import ABSENT, Draw, listed
from epreuve.markdown import introduction
from support.photographs import samples

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = ROOT / "content/territoires"
TERRITOIRES = "content/territoires"
EDITION = "2026-11-23"
EVENEMENT = "2027-03-18"
FAMILLES = ("Bricolage Grotesque", "Source Sans 3")
"""Those of the theme, by the names inside their files."""
A_LA_MAIN = (INITIATIVES, CONTACTS, "couverture.yaml")

Files = dict[str, Any]
"""Path within the kit → YAML data, rows of a table (the head first), a text, or the bytes of a picture."""

COMBIEN: Mapping[str, tuple[int, ...]] = {
    "formes": (1, 2, 3, 4, 8, 12, 40),
    "criteres": (1, 2, 6, 20, 40),
    "glossaire": (0, 1, 5, 60, 500),
    "sources": (0, 1, 4, 40, 300, 1000),
    "contacts": (0, 1, 2, 3, 20, 200),
    "initiatives": (0, 1, 12, 100, 600),
    "indicateurs": (0, 1, 5, 20),
    "evenements": (0, 1, 2),
    "dossiers": (0, 1, 2, 4),
    "questions": (0, 1, 3, 12),
    "autres": (0, 1, 10, 40),
    "aides": (0, 1, 14, 40),
    "points": (0, 1, 8, 30),
}
"""How many of each a kit is promised to hold; what a type bounds is read from the type."""
HABITUEL = {"formes": 3, "criteres": 3, "glossaire": 3, "sources": 6, "contacts": 2, "initiatives": 4, "indicateurs": 1,
            "evenements": 0, "dossiers": 1, "questions": 2, "autres": 1, "aides": 1, "points": 1}  # fmt: skip
BORNES = {"reseaux": 12, "combinaisons": 3, "variantes": 4, "idees_recues": 6, "ressources": 8, "couts": 12,
          "modeles": 8, "lacunes": 6, "intervenants": 30, "programme": 14}  # fmt: skip


def _logos(folder: str) -> Files:
    """The logos of the repository's events, as files of a folder of a kit."""
    return {f"{folder}/{p.name}": p.read_bytes() for p in sorted((ROOT / "content/evenements/logos").iterdir())}


@dataclass
class Traits:
    """What a kit is like: how many of each, and how its texts are."""

    combien: dict[str, int] = field(default_factory=lambda: dict(HABITUEL))
    longs: float = 0.1
    durs: float = 0.05
    fous: float = 0.0

    @classmethod
    def draw(cls, rng: random.Random) -> Traits:
        """A small kit but for one to three things, which go to an end or anywhere."""
        traits = cls(longs=rng.choice((0, 0.1, 0.5, 1)), durs=rng.choice((0, 0.1, 0.4)),
                     fous=rng.choice((0, 0, 0.005)))  # fmt: skip
        for what in rng.sample(sorted(COMBIEN), k=rng.randint(1, 3)):
            traits.combien[what] = rng.choice(COMBIEN[what])
        return traits

    def __str__(self) -> str:
        autres = [f"{n} {what}" for what, n in self.combien.items() if n != HABITUEL[what]]
        return f"{', '.join(autres) or 'petit'} ; longs {self.longs:g}, durs {self.durs:g}, refusés {self.fous:g}"


# --- places of France, by what makes them hard


@cache
def table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def sortes() -> dict[str, tuple[str, ...]]:
    """Sort of territory → typed codes."""
    communes, epci = table("communes.csv"), table("epci.csv")
    ept = [f"ept:{row['siren']}" for row in table("ept.csv")]
    long_c = sorted(communes, key=lambda row: -len(row["nom"]))[:20]
    long_e = sorted(epci, key=lambda row: -len(row["nom"]))[:20]
    return {
        "sans habitants": tuple(f"commune:{r['code']}" for r in communes if r["population"] in ("", "0")),
        "sans EPCI": tuple(f"commune:{r['code']}" for r in communes if not r["epci"]),
        "noms longs": tuple(f"commune:{r['code']}" for r in long_c) + tuple(f"epci:{r['siren']}" for r in long_e),
        "outre-mer": tuple(f"commune:{r['code']}" for r in communes if r["code"].startswith("97"))
        + tuple(f"epci:{r['siren']}" for r in epci if r["departements"].startswith("97")),
        "collectivités": tuple(f"{kind}:{r['code']}" for r in table("departements.csv") if r["zone"] == "com"
                               for kind in ("departement",))
        + tuple(f"commune:{r['code']}" for r in communes if r["code"].startswith(("975", "977", "978", "98"))),
        "trois départements": tuple(f"epci:{r['siren']}" for r in epci if len(r["departements"].split()) > 2),
        "Grand Paris": (*ept, "epci:200054781", "commune:75056", "commune:93066"),
        "commune": tuple(f"commune:{r['code']}" for r in communes),
        "epci": tuple(f"epci:{r['siren']}" for r in epci),
        "departement": tuple(f"departement:{r['code']}" for r in table("departements.csv")),
        "region": tuple(f"region:{r['code']}" for r in table("regions.csv") if r["zone"] != "com"),
    }  # fmt: skip


def accepted(code: str) -> bool:
    """Whether content files may name this territory."""
    try:
        TypeAdapter(CodeTerritoire).validate_python(code)
    except ValidationError:
        return False
    return True


def around(code: str) -> list[str]:
    """A territory and what it lies in, France included: where contacts and figures can be."""
    genre, _, number = code.partition(":")
    found = [code, "france:FR"]
    rows = table("communes.csv") if genre == "commune" else table("epci.csv") if genre == "epci" else []
    row = next((r for r in rows if number in (r.get("code"), r.get("siren"))), {})
    if row.get("epci"):
        found.append(f"epci:{row['epci']}")
    for departement in (row.get("departement") or row.get("departements") or "").split():
        found.append(f"departement:{departement}")
    for region in (row.get("region") or row.get("regions") or "").split():
        if region in {r["code"] for r in table("regions.csv") if r["zone"] != "com"}:
            found.append(f"region:{region}")
    return found


# --- the kit


class _Kit:
    def __init__(self, seed: str, traits: Traits) -> None:
        self.rng = random.Random(seed)
        self.n = traits.combien
        for what, kind, name in (("questions", Decision, "questions"), ("glossaire", Glossaire, "termes")):
            _, least, most = listed(kind, name)
            self.n[what] = max(self.n[what], least) if most is None else min(max(self.n[what], least), most)
        self.sources = [f"s{i}-{self.rng.choice(('loi', '2014', 'guide'))}" for i in range(self.n["sources"])]
        self.slugs = self._slugs()
        self.autres = [f"autre-{i}" for i in range(self.n["autres"])]
        self.slug, self.ordre = "", iter(self.rng.sample(range(1, 100), self.n["formes"] + 1))
        self.icones = sorted(p.stem for p in (ROOT / "templates/icones").glob("*.svg") if p.stem[:6] != "plein-")
        self.lieux = self._lieux()
        self.sigles: set[str] = set()
        self.photos: set[str] = set()
        self.noms: list[str] = []
        self.d = Draw(self.rng, {}, traits.longs, traits.durs, traits.fous)
        self.d.rules |= self._rules()

    def _slugs(self) -> list[str]:
        """Slugs of formes: those whose emblem the theme has, then any."""
        drawn = sorted(p.stem for p in (ROOT / "templates/emblemes").glob("*.svg") if p.stem != "cooperations")
        known = self.rng.sample(drawn, min(len(drawn), self.n["formes"], self.rng.choice((0, 2, 7))))
        other = [f"{self.rng.choice(('forme', '83es', 'x', 'tres-long-nom-de-forme-de-cooperation'))}-{i}"
                 for i in range(self.n["formes"] - len(known))]  # fmt: skip
        return known + other

    def _lieux(self) -> list[str]:
        """The territories that have a dossier."""
        lieux: list[str] = []
        while len(lieux) < self.n["dossiers"]:
            sorte = self.rng.choice(list(sortes()))
            code = self.rng.choice(sortes()[sorte])
            if code not in lieux and accepted(code):
                lieux.append(code)
        return lieux

    def lieu(self) -> str:
        places = [place for code in self.lieux for place in around(code) if accepted(place)]
        if places and self.d.chance(0.5):
            return self.rng.choice(places)
        return self.rng.choice(["commune:26281", "epci:200068781", "departement:26", "region:84", "france:FR",
                                "commune:97411", "departement:2A"])  # fmt: skip

    def _rules(self) -> dict[str, Any]:
        d, rng = self.d, self.rng

        def some(values: list[str], least: int, most: int) -> list[str]:
            return rng.sample(values, min(len(values), rng.randint(least, most)))

        def cites(_: Draw) -> list[str]:
            return some(self.sources, 1, rng.choice((1, 1, 2, 5)))

        def sure(_: Draw) -> Any:
            return rng.choices((ABSENT, "vérifié", "incertain", "avis"), (6, 1, 1, 1))[0] if self.sources else "avis"

        def forward(_: Draw) -> Any:
            return ABSENT if self.sources else "avis"

        def bounded(kind: Any, name: str) -> Any:
            """A list that its type may not bound: as long as is promised."""
            inner, least, most = listed(kind, name)
            return lambda d: [d.value(inner) for _ in range(d.size(least, most or BORNES[name]))]

        def told(d: Draw) -> Any:
            """A part of a story: three at least are told."""
            return d.model(Fait)

        return {
            "Fait.sources": cites,
            "Fait.confiance": sure,
            **dict.fromkeys((f"{kind.__name__}.valable_jusqu_au" for kind in get_args(Datable)), self._fin),
            "Chiffre.confiance": forward,
            "Chiffre.valeur": lambda d: rng.choice(("62", "1 200 000", "25 %", "3,5 M€", "12 à 15", d.sigle())),
            "Essentiel.confiance": forward,
            "Essentiel.icone": self._icone,
            "Acteur.icone": self._icone,
            "Role.icone": self._icone,
            "Exemple.territoire": lambda _: self.lieu(),
            "Reseau.territoire": lambda d: self.lieu() if d.chance(0.3) else None,
            "Confusion.forme": lambda _: rng.choice(self.slugs),
            "Forme.nature": lambda _: ABSENT,
            "Forme.ordre": lambda _: next(self.ordre),
            "Forme.sigle": self._sigle,
            "Forme.sigle_court": self._sigle,
            "Forme.couleur": lambda d: darker(d.couleur()),
            "Forme.confusions": lambda d: self._voisines(d, "confusions"),
            "Forme.combinaisons": lambda d: self._voisines(d, "combinaisons"),
            "Forme.reseaux": bounded(Forme, "reseaux"),
            "Forme.variantes": bounded(Forme, "variantes"),
            "Forme.idees_recues": bounded(Forme, "idees_recues"),
            "Forme.ressources": lambda _: some(self.sources, 0, BORNES["ressources"]),
            "Forme.couts": bounded(Forme, "couts"),
            "Forme.modeles": bounded(Forme, "modeles"),
            "Forme.lacunes": bounded(Forme, "lacunes"),
            "Recit.territoire": lambda _: self.lieu(),
            "Recit.debut": lambda _: rng.choice((1900, 1987, 2016)),
            "Recit.fin": lambda _: rng.choice((ABSENT, 2016, 2019, 2100)),
            **{f"Recit.{champ}": told for champ in PARTIES[:PARTIES_MIN]},
            "Kit.edition": lambda _: EDITION,
            "Kit.dossiers": lambda _: self.lieux,
            "Limites.age_max_jours": lambda _: 540,
            "Reponse.formes": lambda _: some(self.slugs, 0, 3),
            "Reponse.autres": lambda _: some(self.autres, 0, rng.choice((0, 1, 4))),
            "AutresFormes.autres": lambda d: [d.model(AutreForme) | {"id": cle} for cle in self.autres],
            "Aides.aides": lambda d: [self._aide(d, i) for i in range(self.n["aides"])],
            "Aide.formes": lambda _: some(self.slugs, 1, rng.choice((1, 1, 3, 40))),
            "Aide.territoires": lambda _: list(dict.fromkeys(self.lieu() for _ in range(rng.choice((1, 1, 4))))),
            "Aide.sauf": lambda _: list(dict.fromkeys(self.lieu() for _ in range(rng.choice((0, 0, 1, 4))))),
            "Droit.points": lambda d: self._unique(d, PointDeDroit, "id", self.n["points"]),
            "PointDeDroit.icone": self._icone,
            "Decision.questions": lambda d: self._unique(d, Question, "id", self.n["questions"]),
            "Glossaire.termes": lambda d: self._unique(d, Terme, "terme", self.n["glossaire"]),
            "Glossaire.sigles": lambda d: {d.sigle() + "A": d.texte() for _ in range(d.size(0, 6))},
            "Terme.sigle": lambda d: d.sigle() if d.chance(0.4) else ABSENT,
            "Indicateur.source": lambda d: rng.choice([*self.sources, d.adresse()]),
            "Organisme.logo": lambda _: self._logo(),
            "IdentiteVisuelle.logo": lambda _: self._logo(),
            "CouleursEditeur.fond": lambda d: darker(d.couleur()),
            **dict.fromkeys(
                ("PolicesEditeur.titre", "PolicesEditeur.texte"), lambda _: rng.choice((ABSENT, *FAMILLES))
            ),
            "Coordonnees.telephone": lambda _: rng.choice((ABSENT, "01 99 00 12 34")),
            "Coordonnees.courriel": lambda d: f"accueil@{d.cle()}.example.org",
            "Photo.fichier": lambda _: f"photos/{self._photo()}",
            "Evenement.couleur": lambda d: darker(d.couleur()),
            "Evenement.date": lambda _: EVENEMENT,
            "Evenement.debut": lambda _: "08:00",
            "Evenement.fin": lambda _: "22:00",
            "Evenement.formes": lambda _: some([*self.slugs, "cooperations"] if self.panorama else self.slugs, 1, 4),
            "Evenement.profils": lambda _: some(["élus", "agents", "habitants", "entreprises"], 1, 4),
            "Evenement.programme": lambda _: ABSENT,
            "Evenement.intervenants": lambda _: ABSENT,
            "Lieu.territoire": lambda _: self.lieu() if d.chance(0.5) else "commune:26281",
            "Seance.intervenants": lambda _: some(self.noms, 0, 3),
            "Atelier.intervenants": lambda _: [self.noms_atelier.pop()] if self.noms_atelier and d.chance(0.6) else [],
            "Contact.courriel": lambda d: f"accueil@{d.cle()}.example.org",
            "Contact.telephone": lambda d: rng.choice((ABSENT, "01 99 00 12 34", "+262 262 00 00 00")),
        }

    def _icone(self, _: Draw) -> str:
        return self.rng.choice(self.icones)

    def _sigle(self, draw: Draw) -> str:
        while (sigle := draw.sigle()) in self.sigles:
            pass
        self.sigles.add(sigle)
        return sigle

    def _logo(self) -> Any:
        return f"logos/{self.rng.choice([Path(p).name for p in _logos('')])}" if self.d.chance(0.5) else ABSENT

    def _photo(self) -> str:
        name = self.rng.choice(sorted(samples()))
        self.photos.add(name)
        return name

    def _unique(self, d: Draw, kind: Any, key: str, count: int) -> list[dict[str, Any]]:
        """Items whose key is given once."""
        made: dict[str, dict[str, Any]] = {}
        while len(made) < count:
            item = d.model(kind)
            if len(str(item[key])) < 4 or item[key].casefold() in made:
                item[key] = f"{item[key]} {len(made)}" if key != "id" else f"{item[key]}-{len(made)}"
            made[item[key].casefold()] = item
        return list(made.values())

    def _voisines(self, d: Draw, name: str) -> list[dict[str, Any]]:
        """Other formes than this one, each once: as many as the type wants, as far as there are any."""
        inner, least, most = listed(Forme, name)
        others = [slug for slug in self.slugs if slug != self.slug]
        count = min(len(others), d.size(least, most or BORNES[name]))
        return [d.model(inner) | {"forme": slug} for slug in self.rng.sample(others, count)]

    # --- its files

    def files(self) -> Files:
        self.panorama = self.d.chance(0.7)
        made: Files = {f"content/formes/{slug}.yaml": self._forme(slug) for slug in self.slugs}
        if self.panorama:
            made["content/formes/cooperations.yaml"] = self._forme("cooperations") | {"nature": "panorama"}
        made["content/criteres.yaml"] = self._criteres()
        made["content/kit.yaml"] = self.d.model(Kit)
        made |= _logos("content/logos")
        made["content/glossaire.yaml"] = self.d.model(Glossaire)
        made["content/decision.yaml"] = self.d.model(Decision)
        if self.autres or self.d.chance(0.5):
            made["content/autres_formes.yaml"] = self.d.model(AutresFormes)
        if self.d.chance(0.5):
            counted = {slug: self.d.model(Decompte) for slug in self.slugs if self.d.chance(0.7)}
            made[f"{TERRITOIRES}/couverture.yaml"] = {"decomptes": counted}
        if self.n["aides"] or self.d.chance(0.5):
            made["content/aides.yaml"] = self.d.model(Aides)
        if self.n["points"]:
            made["content/droit.yaml"] = self.d.model(Droit)
        made["content/introduction.md"] = introduction(self.d)
        made[f"{TERRITOIRES}/{CONTACTS}"] = [list(COLONNES[CONTACTS]), *self._contacts()]
        made[f"{TERRITOIRES}/{INITIATIVES}"] = [list(COLONNES[INITIATIVES]), *self._initiatives()]
        for i in range(self.n["indicateurs"]):
            nom = f"{TERRITOIRES}/{INDICATEURS}/i{i}"
            made[f"{nom}.yaml"] = self.d.model(Indicateur)
            made[f"{nom}.csv"] = [list(COLONNES[INDICATEURS]), *self._valeurs()]
        for i in range(self.n["evenements"]):
            made[f"content/evenements/jour-{i}.yaml"] = self._evenement()
        if self.n["evenements"]:
            made |= _logos("content/evenements/logos")
        for folder in ("formes", "evenements"):
            for name in sorted(self.photos):
                made[f"content/{folder}/photos/{name}"] = samples()[name]
        made["content/sources.yaml"] = {cle: self.d.model(Source) for cle in self.sources}
        return made

    def _aide(self, d: Draw, rang: int) -> dict[str, Any]:
        """An aide whose state and dates agree on the day of the edition."""
        made = d.model(Aide) | {"id": f"a{rang}", "etat": "non trouvé"}
        calendriers: list[tuple[str, str | None, str | None]] = [
            ("non trouvé", None, None), ("non trouvé", "2024", "2025-02"), ("non trouvé", None, "2023-12-31"),
            ("fermé", "2025-11-05", "2025-12-23"), ("fermé", "2024-10", "2025-03"), ("fermé", "2025-10-02", None),
        ]  # fmt: skip
        if made["sources"]:
            calendriers += [("ouvert", "2026-10", "2026-12-31"), ("ouvert", None, None), ("annoncé", "2027-01", None),
                            ("annoncé", "2027-02-01", "2027-03-15")]  # fmt: skip
        made["etat"], ouverture, cloture = self.rng.choice(calendriers)
        for champ, date in (("ouverture", ouverture), ("cloture", cloture)):
            made.pop(champ, None)
            made |= {champ: date} if date else {}
        made["permanente"] = not ouverture and not cloture and d.chance(0.5)
        return made

    def _forme(self, slug: str) -> dict[str, Any]:
        self.slug = slug
        return self.d.model(Forme)

    def _criteres(self) -> dict[str, Any]:
        count = self.n["criteres"]
        groupes = [f"g{i}" for i in range(self.d.size(1, min(count, 6)))]
        graphiques: list[Any] = [None, None, *NIVEAUX]
        made = []
        for i in range(count):
            kind = self.rng.choice(graphiques)
            made.append({"id": f"c{i}", "titre": self.d.texte(), "groupe": self.rng.choice(groupes),
                         "principal": i == 0 or self.d.chance(0.5), "question": self.d.texte(),
                         **({"graphique": kind} if kind else {})})  # fmt: skip
        cellules = {slug: {c["id"]: self._cellule(c.get("graphique")) for c in made} for slug in self.slugs}
        titres = [{"id": g, "titre": self.d.texte()} for g in groupes]
        assert set(Criteres.model_fields) == {"verifie_le", "groupes", "criteres", "cellules"}
        once = {"verifie_le": self.d.jour()} if self.d.chance(0.5) else {}
        if once:
            for cell in (cell for cells in cellules.values() for cell in cells.values() if self.d.chance(0.7)):
                del cell["verifie_le"]
        return {**once, "groupes": titres, "criteres": made, "cellules": cellules}

    def _cellule(self, graphique: str | None) -> dict[str, Any]:
        empty = self.d.chance(0.15) or not self.sources
        made: dict[str, Any] = {
            "texte": None if empty else self.d.texte(), "sources": [] if empty else [self.rng.choice(self.sources)],
            "verifie_le": self.d.jour(),
        }  # fmt: skip
        if graphique and not empty:
            made["niveau"] = self.rng.choice(NIVEAUX[graphique])
        if not empty and self.d.chance(0.2):
            made["confiance"] = "incertain"
        if (fin := self._fin(self.d)) is not ABSENT:
            made["valable_jusqu_au"] = fin
        return made

    def _fin(self, draw: Draw) -> Any:
        """Until when something holds, where it says so: the edition's day, that of the event, any day after it."""
        if draw.chance(0.8):
            return ABSENT
        return self.rng.choice((EDITION, EVENEMENT, "2027-03-19", "2031-12-31"))

    def _contacts(self) -> list[list[str]]:
        rows: list[list[str]] = []
        places = [place for code in self.lieux[:1] for place in around(code)] or ["france:FR"]
        where = self.rng.choice(places) if self.d.chance(0.5) else ""
        for i in range(self.n["contacts"]):
            ways = {
                "courriel": f"accueil@{self.d.cle()}.fr",
                "telephone": "04 75 00 00 00",
                "adresse": self.d.adresse(),
            }
            kept = self.rng.sample(list(ways), self.rng.randint(1, 3))
            source = self.rng.choice([*self.sources, self.d.adresse()])
            cells = {"territoire": where or self.rng.choice(places), "nom": f"{self.d.texte()} {i}",
                     "role": self.d.texte() if self.d.chance(0.8) else "", "source": source,
                     "verifie_le": self.d.jour(), "expire_le": "",
                     "confiance": self.rng.choice(("", *CONFIANCES)), **{way: ways[way] for way in kept}}  # fmt: skip
            rows.append([cells.get(name, "") for name in COLONNES[CONTACTS]])
        return rows

    def _initiatives(self) -> list[list[str]]:
        rows: list[list[str]] = []
        here = self.lieux[0] if self.lieux and self.d.chance(0.7) else ""
        for i in range(self.n["initiatives"]):
            place = here if here and not here.startswith("ept:") and self.d.chance(0.9) else self.lieu()
            genre, _, code = place.partition(":")
            cells = {"id": f"i{i}", "forme": self.rng.choice(self.slugs), "nom": self.d.texte(),
                     "territoire_type": genre, "territoire_code": code, "portee": self._portee(genre),
                     "lieu": self.d.texte() if self.d.chance(0.3) else "",
                     "annee": self.rng.choice(("", "1987", "2026")), "statut": self.rng.choice(("", "en activité")),
                     "source_titre": self.d.texte(), "source_date": self.rng.choice(("", self.d.date_partielle())),
                     "source_url": self.d.adresse(), "note": self.d.texte() if self.d.chance(0.3) else ""}  # fmt: skip
            rows.append([cells.get(name, "") for name in COLONNES[INITIATIVES]])
        return rows

    def _portee(self, genre: str) -> str:
        """Wanted of a département or a région, free for an EPCI or an EPT, refused for a commune."""
        if genre in ("commune", "france"):
            return ""
        return self.rng.choice((*PORTEES, "") if genre in ("epci", "ept") else PORTEES)

    def _valeurs(self) -> list[list[str]]:
        places = dict.fromkeys(place for code in self.lieux for place in around(code) if not place.startswith("ept:"))
        return [
            [place, self.rng.choice(("", "0", "-12,5", "1234567.891", "3"))] for place in places if self.d.chance(0.8)
        ]

    def _evenement(self) -> dict[str, Any]:
        count = self.rng.choice((0, 1, 4, BORNES["intervenants"]))
        self.noms = [f"{self.d.texte()} {i}" for i in range(count)]
        made = self.d.model(Evenement)
        at = 8 * 60
        seances = []
        for _ in range(self.d.size(1, BORNES["programme"])):
            lasts = self.rng.choice((10, 30, 45))
            self.noms_atelier = list(self.noms)
            seance = self.d.model(Seance) | {"debut": _hour(at), "fin": _hour(at + lasts)}
            seances.append(seance)
            at += lasts + self.rng.choice((0, 0, 5))
        made["programme"] = seances
        made["intervenants"] = [
            {"nom": nom, "fonction": self.d.texte(), "organisme": self.d.texte()} for nom in self.noms
        ]
        return made


def _hour(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def generate(seed: str, traits: Traits | None = None) -> tuple[Files, Traits]:
    """The kit of a seed, and what it is like."""
    traits = traits or Traits.draw(random.Random(f"traits {seed}"))
    return _Kit(seed, traits).files(), traits


# --- on the disk


class _SansRenvoi(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def octets(path: str, value: Any) -> bytes:
    """A file of a kit as it is written."""
    if isinstance(value, bytes):
        return value
    if path.endswith(".csv"):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\n").writerows(value)
        return buffer.getvalue().encode()
    if path.endswith(".yaml"):
        return yaml.dump(value, Dumper=_SansRenvoi, allow_unicode=True, sort_keys=False, width=10**6).encode()
    return str(value).encode()


def write(files: Files, folder: Path) -> Path:
    """Write a kit and give its folder back; official tables are those of the repository."""
    place = folder / TERRITOIRES
    place.mkdir(parents=True)
    for source in TABLES.iterdir():
        if source.is_file() and source.name not in A_LA_MAIN:
            try:
                os.link(source, place / source.name)
            except OSError:
                shutil.copy(source, place)
    for path, value in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(octets(path, value))
    return folder
