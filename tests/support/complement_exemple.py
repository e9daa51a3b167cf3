"""A tiny kit with what people add to the dossier of one territory, and what is told of it once a text is spoilt.

Nobody and nothing in it is real but the places.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from coopdocs.library import Library, load
from coopdocs.model.complement import Complement
from coopdocs.problem import Problem
from support.evenement_exemple import ICI, png, svg
from support.kits import ROOT, write_kit

CLE = "epci:200068781"
FICHIER = "content/territoires/dossiers/epci-200068781.yaml"
COMPLEMENT = """\
verifie_le: 2026-11-01
emetteur:
  nom: Agglomération d’exemple
  service: Direction de l’exemple
  logo: logos/exemple.svg
  adresse: 1 place de l’Exemple, 26000 Valence
  telephone: 01 99 00 12 34
  courriel: accueil@example.org
  site: https://www.example.org
contact:
  nom: Mission exemple
  courriel: ess@example.org
introduction:
  titre: Le mot de la présidente
  paragraphes:
    - "Ceci est un **exemple** : personne n'a écrit ce mot."
    - Un second paragraphe, [avec un lien](https://www.example.org/une-page-au-nom-vraiment-tres-long.html).
  signature: Camille Exemple, présidente
decision:
  phrase: Confier à la Direction de l’exemple une étude de six mois sur une coopération d’exemple.
  quand: Conseil du 12 janvier 2027
  cout: 15 000 €
  qui_porte: Direction de l’exemple
formes:
  - forme: ptce
    pourquoi: Trois structures d’exemple veulent partager un lieu.
  - forme: pat
initiatives:
  - forme: ges
    nom: Entraide d’exemple
    territoire_type: commune
    territoire_code: 26281
    annee: 2024
    statut: en projet
    source_titre: Délibération d’exemple
    source_date: 2026-05
    source_url: https://www.example.org/deliberation
  - forme: ptce
    nom: Pôle d’exemple
    source_titre: Délibération d’exemple
    source_url: https://www.example.org/deliberation
etapes:
  - date: 2027-01
    titre: Réunion d’exemple
    texte: Avec les trois structures.
  - date: 2027-06-15
    titre: Bilan d’exemple
chiffres:
  - valeur: 1 240
    unite: emplois
    texte: Emplois d’exemple dans les associations
    annee: 2023
    sources: [loi-ess]
  - valeur: environ 12 %
    texte: Part d’exemple
    annee: 2024
    sources: [guide-ess]
    valable_jusqu_au: 2028-12-31
temoignage:
  texte: Nous avons commencé à trois autour d’une table d’exemple.
  auteur: Dominique Modèle
  fonction: cofondatrice de l’Atelier d’exemple
comparables: [epci:200067817, epci:200040459]
annexes:
  parties: [fiches, comparatif, contacts]
  fiches: [pat, ptce]
"""


def write_complement_kit(racine: Path, texte: str = COMPLEMENT, fichier: str = FICHIER) -> Path:
    """Write under `racine` a tiny kit with the real communes of one département and one territory's file."""
    made = write_kit(racine)
    for table in ("regions", "departements", "epci", "ept", "communes"):
        head, *rows = (ROOT / f"content/territoires/{table}.csv").read_text("utf-8").splitlines(keepends=True)
        kept = [row for row in rows if table != "communes" or row.startswith("26")]
        (made / f"content/territoires/{table}.csv").write_text("".join([head, *kept]), encoding="utf-8")
    shutil.copy(ROOT / "content/territoires/contours_epci.json", made / "content/territoires/contours_epci.json")
    add_complement(made, texte, fichier)
    return made


def add_complement(kit: Path, texte: str = COMPLEMENT, fichier: str = FICHIER) -> None:
    """Write a territory's file into a kit, with the logos that it may name."""
    chemin = kit / fichier
    shutil.rmtree(chemin.parent, ignore_errors=True)
    (chemin.parent / "logos").mkdir(parents=True)
    (chemin.parent / "logos/exemple.svg").write_bytes(svg('<path d="M1 1h7v7z" fill="#123456"/>'))
    if "exemple.png" in texte:
        (chemin.parent / "logos/exemple.png").write_bytes(png(240, 120))
    chemin.write_text(texte, encoding="utf-8")


def loaded(kit: Path) -> Library:
    library, problems = load(kit)
    assert [str(p) for p in problems] == []
    assert library is not None
    return library


def complement(kit: Path) -> Complement:
    """What the kit adds to the dossier of its example."""
    return loaded(kit).complements[CLE]


def told(kit: Path, ancien: str, nouveau: str) -> tuple[Problem, str]:
    """The only problem of the kit once a text of its file is replaced, and the place that ICI marks there."""
    assert COMPLEMENT.count(ancien) >= 1
    marked = COMPLEMENT.replace(ancien, nouveau, 1)
    before, ici, _ = marked.partition(ICI)
    (kit / FICHIER).write_text(marked.replace(ICI, ""), encoding="utf-8")
    _, problems = load(kit)
    assert [(p.code, str(p.place)) for p in problems] == [(problems[0].code, str(problems[0].place))]
    lines = before.split("\n")
    return problems[0], f"{FICHIER}:{len(lines)}:{len(lines[-1]) + 1}" if ici else FICHIER


def brimmed(racine: Path) -> Complement:
    """What the kit adds to the dossier of its example, each of its texts as long as `check` lets it be."""
    from coopdocs.theme import Theme
    from coopdocs.theme.mesure import Zone
    from coopdocs.zones.complements import places

    theme = Theme([ROOT / "templates"])
    added = complement(racine).model_dump()

    def holds() -> bool:
        zones = [
            (p.texte, theme.font(*p.zone[:2]), p.zone[2:]) for p in places(theme, Complement.model_validate(added))
        ]
        return not any(Zone(font, *zone).excess(texte) for texte, font, zone in zones)

    def fill(owner: dict[str, object], champ: str, mots: str) -> None:
        for mot in mots.split() * 40:
            before = owner[champ]
            owner[champ] = f"{before} {mot}"
            if not holds():
                owner[champ] = before
                return

    mots = "avec les communes et les associations de la vallée"
    for champ in ("nom", "service", "adresse"):
        fill(added["emetteur"], champ, mots)
    for champ in ("phrase", "quand", "cout", "qui_porte"):
        fill(added["decision"], champ, mots)
    for forme in added["formes"]:
        forme["pourquoi"] = forme["pourquoi"] or "Pour"
        fill(forme, "pourquoi", mots)
    added["etapes"] = [added["etapes"][0] | {"date": f"2027-0{n}"} for n in range(1, 7)]
    for etape in added["etapes"]:
        for champ in ("titre", "texte"):
            fill(etape, champ, mots)
    fill(added["contact"], "nom", mots)
    for chiffre in added["chiffres"]:
        fill(chiffre, "texte", mots)
    added["emetteur"]["courriel"] = "developpement.economique.et.social@example.org"
    added["emetteur"]["site"] = "https://www.example.org/le-territoire/economie-sociale"
    added["emetteur"]["telephone"] = "+33 1 99 00 12 34"
    assert holds()
    return Complement.model_validate(added)
