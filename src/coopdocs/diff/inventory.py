"""A kit as parts, groups and elements in the order of its documents: what `compare` puts side by side.

Every field of the model is read by name, so that one that is added to it is compared without a word here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from coopdocs.diff.differences import PREUVE, Reference
from coopdocs.library import Library
from coopdocs.model.contenu import Cellule, Fait, Forme
from coopdocs.territoire.indicateurs import Serie, serie
from coopdocs.typographie import INSECABLE, date_longue, date_partielle, heure, typographier
from coopdocs.views import CARTE, MOTS, RUBRIQUES

CHAMPS = {
    "texte": "Texte", "titre": "Titre", "sous_titre": "Sous-titre", "nom": "Nom", "valeur": "Valeur", "date": "Date",
    "annee": "Année", "place": "Place", "icone": "Icône", "duree": "Durée", "territoire": "Territoire", "lieu": "Lieu",
    "forme": "Forme", "formes": "Formes", "idee": "Idée reçue", "adresse": "Adresse", "terme": "Terme",
    "sigle": "Sigle", "sigle_court": "Sigle court", "variantes": "Autres noms", "couleur": "Couleur",
    "ordre": "Ordre", "nature": "Nature", "coeur": "Cœur du schéma", "ressources": "Ressources",
    "lien": "Page de référence", "sources": "Sources", "verifie_le": "Vérifié le", "confiance": "Confiance",
    "niveau": "Niveau", "groupe": "Groupe", "principal": "Critère principal", "graphique": "Graphique",
    "question": "Question", "pourquoi": "Pourquoi", "avertissement": "Avertissement", "editeur": "Éditeur",
    "court": "Forme courte", "genre": "Genre", "consulte_le": "Consulté le", "edition": "Édition",
    "version": "Version", "dossiers": "Dossiers", "contenu": "Contenu", "code": "Code", "donnees": "Données",
    "polices": "Polices", "icones": "Icônes", "age_max_jours": "Âge maximal d’un fait (jours)",
    "exemples_min": "Exemples au moins", "libelle": "Libellé", "langue": "Langue du titre", "unite": "Unité",
    "source": "Source", "decimales": "Décimales", "territoire_type": "Type de territoire",
    "territoire_code": "Code de territoire", "statut": "Statut", "source_titre": "Titre de la source",
    "source_date": "Date de la source", "source_url": "Adresse de la source", "note": "Note", "role": "Rôle",
    "courriel": "Courriel", "telephone": "Téléphone", "expire_le": "Expire le", "rang": "Rang",
    "exemple": "Exemple", "accroche": "Accroche", "debut": "Début", "fin": "Fin", "profils": "Publics",
    "acces": "Accès", "logo": "Logo", "fonction": "Fonction", "organisme": "Organisme", "pause": "Pause",
    "salle": "Salle", "intervenants": "Intervenants", "inscription": "Inscription", "enquete": "Enquête",
    "documents": "Documents", "exemplaires": "Exemplaires", "papier": "Papier", "imprimeur": "Imprimé par",
}  # fmt: skip
"""What each field is called; a test holds it to the model."""
RANG = "rang"
TERRITOIRES = "territoires"
LOOKS = ("couleur", "icone")
_TITRES = ("titre", "nom", "valeur", "idee", "terme")
_INTITULE = ("nature", "ordre", "sigle", "sigle_court", "nom", "variantes", "couleur")


@dataclass(frozen=True)
class Champ:
    """A field of an element: `valeur` is what is compared, `texte` how it reads, empty for none."""

    nom: str
    valeur: object
    texte: str


@dataclass(frozen=True)
class Preuve:
    """What an element rests on."""

    sources: tuple[Reference, ...] = ()
    verifie_le: dt.date | None = None
    confiance: str | None = None


@dataclass(frozen=True)
class Element:
    """A fact, a cell, a source…: what it is known by in its group (an id, or else a title) and its fields."""

    libelle: str
    champs: tuple[Champ, ...]
    cle: str = ""
    titre: str = ""
    preuve: Preuve = Preuve()

    @property
    def texte(self) -> str:
        """Its own words, without what backs them."""
        return " ".join(c.texte for c in self.champs if c.nom not in PREUVE)


@dataclass(frozen=True)
class Groupe:
    """A heading with its elements; `ordonne`: their order can be seen in a document."""

    id: str
    elements: tuple[Element, ...]
    ordonne: bool = True


@dataclass(frozen=True)
class Partie:
    id: str
    titre: str
    groupes: tuple[Groupe, ...]


def parts(library: Library) -> Iterator[Partie]:
    """What the documents say, part by part in the guide's order."""
    words = Mots(library)
    yield Partie("kit", "Le kit", tuple(_kit(words)))
    yield Partie("introduction", "Introduction", (_introduction(library.introduction),))
    formes = [Partie(f"formes/{s}", _intitule(f), tuple(_forme(words, f))) for s, f in library.formes.items()]
    overviews = len(library.formes) - len(library.comparables)
    # as in the guide, the way to choose stands between the overview and the formes
    yield from sorted(formes, key=lambda p: p.id.removeprefix("formes/") in library.comparables)[:overviews]
    yield Partie("decision", f"Quelle forme pour mon projet{INSECABLE}?", tuple(_decision(words)))
    yield from (p for p in formes if p.id.removeprefix("formes/") in library.comparables)
    yield Partie("comparatif", "Tableau comparatif", tuple(_comparatif(words)))
    termes = [words.element("", t, t.terme, titre=t.terme) for t in library.glossaire.termes]
    sigles = (Element(f"Sigle {s}", (Champ("texte", t, t),), s) for s, t in library.glossaire.sigles.items())
    glossaire = Groupe("termes", tuple(termes)), Groupe("sigles", tuple(sigles), ordonne=False)
    yield Partie("glossaire", "Glossaire", glossaire)
    sources = [words.element(cle, s, f"{_plain(s.court)} [{cle}]") for cle, s in library.sources.items()]
    yield Partie("sources", "Sources", (Groupe("sources", tuple(sources)),))
    yield Partie(TERRITOIRES, "Territoires", tuple(_registres(words)))


class Mots:
    """How the values of one kit read: codes, keys and slugs by the names that it has for them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._groupes = {g.id: g.titre for g in library.criteres.groupes}
        self._readers: Mapping[str, Callable[[Any], str]] = {
            "sources": self._sources, "ressources": self._sources, "formes": self._sigles,
            "forme": lambda slug: self._sigles((slug,)), "territoire": self._lieu,
            "dossiers": lambda cles: _listed(map(self._lieu, cles)), "date": date_partielle,
            "groupe": lambda cle: self._groupes.get(cle, cle), "court": _plain,
        }  # fmt: skip

    def element(self, cle: str, objet: BaseModel, libelle: str, titre: str = "", sauf: str = "id") -> Element:
        """All plain fields of an object of the model but its id; what it is made of in turn is not its own."""
        noms = [nom for nom in type(objet).model_fields if nom != sauf and not _made_of(getattr(objet, nom))]
        champs = (Champ(nom, getattr(objet, nom), self.texte(nom, getattr(objet, nom))) for nom in noms)
        return Element(libelle, tuple(champs), cle, titre, self._preuve(objet))

    def champ(self, nom: str, valeur: object, libelle: str = "") -> Element:
        """A field that is an element of its own."""
        return Element(libelle or CHAMPS[nom], (Champ(nom, valeur, self.texte(nom, valeur)),), nom)

    def texte(self, nom: str, valeur: Any) -> str:
        if valeur is None and nom != "date":
            return ""
        if isinstance(valeur, dt.date):
            return date_longue(valeur)
        if isinstance(valeur, dt.time):
            return heure(valeur)
        if nom in self._readers:
            return self._readers[nom](valeur)
        if isinstance(valeur, bool):
            return "oui" if valeur else "non"
        return _listed(valeur) if isinstance(valeur, tuple) else str(valeur)

    def reference(self, cle: str) -> Reference:
        """A source by its key; where the kit has none of that name, by the name alone."""
        source = self.library.sources.get(cle)
        return Reference(cle, _plain(source.court) if source else cle)

    def _preuve(self, objet: BaseModel) -> Preuve:
        if not isinstance(objet, Fait | Cellule):
            return Preuve()
        return Preuve(tuple(map(self.reference, objet.sources)), objet.verifie_le, objet.confiance)

    def _sources(self, cles: Iterable[str]) -> str:
        return _listed(self.reference(cle).court for cle in cles)

    def _sigles(self, slugs: Iterable[str]) -> str:
        formes = self.library.formes
        return ", ".join(formes[slug].sigle if slug in formes else slug for slug in slugs)

    def _lieu(self, code: str) -> str:
        lieu = self.library.territoires.lieu(code)
        return f"{lieu.nom} ({code})" if lieu else code


def _listed(textes: Iterable[object]) -> str:
    return " ; ".join(map(str, textes))


def _plain(court: str) -> str:
    """A source's short form without the signs of its emphasis."""
    return court.replace("*", "")


def _made_of(valeur: object) -> bool:
    first = valeur[0] if isinstance(valeur, tuple) and valeur else valeur
    return isinstance(first, BaseModel | Mapping)


def _intitule(forme: Forme) -> str:
    """As `views.Fiche.intitule` has it."""
    return forme.nom if forme.sigle.lower() in forme.nom.lower() else f"{forme.nom} ({forme.sigle})"


def _kit(words: Mots) -> Iterator[Groupe]:
    kit = words.library.kit
    own = [words.champ(nom, getattr(kit, nom)) for nom in type(kit).model_fields if not _made_of(getattr(kit, nom))]
    yield Groupe("kit", tuple(own))
    for nom, titre in (("licences", "Licence"), ("limites", "Contrôles")):
        part = getattr(kit, nom)
        rows = (words.champ(n, getattr(part, n), f"{titre}, {CHAMPS[n]}") for n in type(part).model_fields)
        yield Groupe(nom, tuple(rows))


def _introduction(texte: str) -> Groupe:
    paragraphs = [p.strip() for p in texte.split("\n\n") if p.strip()]
    rows, titre = [], ""
    for n, p in enumerate(paragraphs, 1):
        titre = p.lstrip("# ") if p.startswith("#") else titre
        libelle = f"Titre « {titre} »" if p.startswith("#") else f"{titre or 'Début'}, paragraphe {n}"
        rows.append(Element(libelle, (Champ("texte", p, p),)))
    return Groupe("paragraphes", tuple(rows))


def _forme(words: Mots, forme: Forme) -> Iterator[Groupe]:
    yield Groupe("intitule", tuple(words.champ(nom, getattr(forme, nom)) for nom in _INTITULE))
    cases = {champ: libelle for champ, libelle, _ in CARTE} | {"depuis": "Origine"}
    for nom, rubrique in RUBRIQUES:
        valeur = getattr(forme, nom)
        if nom == "identite":
            # in the order of the printed card
            rows = [words.element(c, getattr(valeur, c), f"{rubrique}, {libelle}") for c, libelle in cases.items()]
        elif isinstance(valeur, tuple):
            rows = [_row(words, rubrique, n, fait) for n, fait in enumerate(valeur, 1)]
        else:
            rows = [words.element(nom, valeur, rubrique)]
        yield Groupe(nom, tuple(rows))
    shown = {*_INTITULE, *(nom for nom, _ in RUBRIQUES)}
    yield Groupe("renvois", tuple(words.champ(n, getattr(forme, n)) for n in Forme.model_fields if n not in shown))


def _row(words: Mots, rubrique: str, n: int, objet: BaseModel) -> Element:
    """An element of a list: under the forme that it is about, else under its title, else under its rank."""
    about = getattr(objet, "forme", "")
    titre = next((str(getattr(objet, nom)) for nom in _TITRES if hasattr(objet, nom)), "")
    nom = words.texte("forme", about) if about else f"«{INSECABLE}{titre}{INSECABLE}»" if titre else f"n°{INSECABLE}{n}"
    return words.element(about, objet, f"{rubrique}, {nom}", titre)


def _decision(words: Mots) -> Iterator[Groupe]:
    decision = words.library.decision
    yield Groupe("avertissement", (words.champ("avertissement", decision.avertissement),))
    regles = enumerate(decision.regles, 1)
    yield Groupe("regles", tuple(Element(f"Règle {n}", (Champ("texte", r, r),)) for n, r in regles))
    yield Groupe("questions", tuple(words.element(q.id, q, f"Question « {q.question} »") for q in decision.questions))
    for q in decision.questions:
        rows = (words.element("", r, f"« {q.question} », réponse « {r.texte} »", r.texte) for r in q.reponses)
        yield Groupe(f"reponses-{q.id}", tuple(rows))


def _comparatif(words: Mots) -> Iterator[Groupe]:
    library, table = words.library, words.library.criteres
    groupes = (words.element(g.id, g, f"Groupe « {g.titre} »") for g in table.groupes)
    yield Groupe("groupes", tuple(groupes))
    criteres = (words.element(c.id, c, f"Critère « {c.titre} »") for c in table.criteres)
    yield Groupe("criteres", tuple(criteres))
    for slug, forme in library.comparables.items():
        cells = []
        for critere in table.criteres:
            cell = table.cellules[slug][critere.id]
            row = words.element(critere.id, cell, f"{forme.sigle} × {critere.titre}", sauf="niveau")
            level = MOTS[critere.graphique][cell.niveau] if critere.graphique and cell.niveau else ""
            champs = (Champ("niveau", level, level), *row.champs)
            cells.append(Element(row.libelle, champs, row.cle, preuve=row.preuve))
        # the order of the columns and of the rows is said once, by the formes and the critères
        yield Groupe(slug, tuple(cells), ordonne=False)


def _registres(words: Mots) -> Iterator[Groupe]:
    """The tables that people keep row by row; the others are too long for that (see `tables`)."""
    territoires = words.library.territoires
    initiatives = (_initiative(words, row) for row in territoires.initiatives)
    yield Groupe("initiatives", tuple(initiatives), ordonne=False)
    contacts = territoires.registres.contacts
    yield Groupe("contacts", tuple(_contact(words, r.cells) for r in contacts.rows) if contacts else ())
    series = series_of(words.library).items()
    rows = (words.element(cle, s.indicateur, f"Indicateur « {s.indicateur.libelle} »") for cle, s in series)
    yield Groupe("indicateurs", tuple(rows))


def series_of(library: Library) -> dict[str, Serie]:
    """The indicators of a kit by the name of their file."""
    territoires = library.territoires
    return {d.stem: serie(territoires, d) for d in territoires.registres.descripteurs}


def _initiative(words: Mots, row: Mapping[str, str]) -> Element:
    champs = (Champ(nom, valeur, words.texte(nom, typographier(valeur))) for nom, valeur in row.items() if nom != "id")
    titre = typographier(row["source_titre"])
    source = Reference(row["source_url"], f"{titre}, {date_partielle(row['source_date'] or None)}")
    return Element(f"Initiative « {typographier(row['nom'])} »", tuple(champs), row["id"], preuve=Preuve((source,)))


def _contact(words: Mots, row: Mapping[str, str]) -> Element:
    known = {nom: valeur.strip() for nom, valeur in row.items()}
    champs = (Champ(nom, valeur, words.texte(nom, typographier(valeur))) for nom, valeur in known.items())
    nom = typographier(known["nom"])
    preuve = Preuve((words.reference(known["source"]),), dt.date.fromisoformat(known["verifie_le"]))
    return Element(f"Contact « {nom} », {words.texte('territoire', known['territoire'])}", tuple(champs),
                   titre=f"{known['territoire']} {nom}", preuve=preuve)  # fmt: skip
