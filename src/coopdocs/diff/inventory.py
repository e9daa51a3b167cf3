"""A kit as parts, groups and elements in the order of its documents: what `compare` puts side by side.

Every field of the model is read by name, so that one that is added to it is compared without a word here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from coopdocs.diff.differences import EVIDENCE, CitedSource
from coopdocs.library import Library, cliches, logos
from coopdocs.library.catalogue import DOSSIERS, EVENEMENTS
from coopdocs.model.complement import Emetteur
from coopdocs.model.contenu import PARTIES, Cellule, Datable, Fait, Forme, Photo, Recit
from coopdocs.model.evenement import Organisme
from coopdocs.model.facultatif import Aides, Droit
from coopdocs.territoire.indicateurs import Serie, serie
from coopdocs.typographie import INSECABLE, date_longue, date_partielle, heure, nombre, typeset
from coopdocs.views import CARTE, MOTS, RUBRIQUES, reperes
from coopdocs.views.choix import LIGNES
from coopdocs.views.recit import INTITULES

FIELD_LABELS = {
    "texte": "Texte", "titre": "Titre", "sous_titre": "Sous-titre", "nom": "Nom", "valeur": "Valeur", "date": "Date",
    "annee": "Année", "place": "Place", "icone": "Icône", "duree": "Durée", "territoire": "Territoire", "lieu": "Lieu",
    "forme": "Forme", "formes": "Formes", "autres": "Autres formes", "idee": "Idée reçue", "adresse": "Adresse",
    "terme": "Terme",
    "sigle": "Sigle", "sigle_court": "Sigle court", "variantes": "Autres noms", "couleur": "Couleur",
    "ordre": "Ordre", "nature": "Nature", "coeur": "Cœur du schéma", "ressources": "Ressources",
    "lien": "Page de référence", "sources": "Sources", "verifie_le": "Vérifié le", "confiance": "Confiance",
    "valable_jusqu_au": "Valable jusqu’au", "preavis_jours": "Préavis d’une fin de validité (jours)",
    "niveau": "Niveau", "groupe": "Groupe", "principal": "Critère principal", "graphique": "Graphique",
    "question": "Question", "pourquoi": "Pourquoi", "avertissement": "Avertissement", "editeur": "Éditeur",
    "court": "Forme courte", "genre": "Genre", "consulte_le": "Consulté le", "edition": "Édition",
    "version": "Version", "dossiers": "Dossiers", "contenu": "Contenu", "code": "Code", "donnees": "Données",
    "polices": "Polices", "icones": "Icônes", "age_max_jours": "Âge maximal d’un fait (jours)",
    "exemples_min": "Exemples au moins", "libelle": "Libellé", "langue": "Langue du titre", "unite": "Unité",
    "source": "Source", "decimales": "Décimales", "territoire_type": "Type de territoire",
    "territoire_code": "Code de territoire", "portee": "Portée", "statut": "Statut",
    "source_titre": "Titre de la source", "decomptes": "Combien dans le pays", "total": "Combien", "environ": "Environ",
    "photo": "Photo", "image": "Image",
    "source_date": "Date de la source", "source_url": "Adresse de la source", "note": "Note", "role": "Rôle",
    "courriel": "Courriel", "telephone": "Téléphone", "expire_le": "Expire le", "rang": "Rang",
    "exemple": "Exemple", "accroche": "Accroche", "debut": "Début", "fin": "Fin", "profils": "Publics",
    "acces": "Accès", "logo": "Logo", "fichier": "Fichier", "alt": "Ce que l’on voit", "legende": "Légende",
    "credit": "Crédit", "licence": "Licence", "fonction": "Fonction", "organisme": "Organisme", "pause": "Pause",
    "salle": "Salle", "intervenants": "Intervenants", "inscription": "Inscription", "enquete": "Enquête",
    "chapo": "Chapô", "financeur": "Financeur", "pour_qui": "Pour qui", "territoires": "Territoires",
    "ouverture": "Ouverture", "cloture": "Clôture", "permanente": "Toute l’année", "montant": "Montant",
    "annuelle": "Chaque année", "sauf": "Sauf", "niveaux": "Niveaux", "en_une_ligne": "En une ligne",
    "un_seul": "Compté une fois", "plusieurs": "Compté plusieurs fois",
    "etat": "État", "a_verifier": "À vérifier", "avec_qui": "Avec qui",
    "quand": "Quand", "theme": "Thème", "lacunes": "Cherché et non trouvé", "documents": "Documents",
    "service": "Service", "site": "Site", "signature": "Signature", "paragraphes": "Paragraphes",
    "phrase": "Décision", "cout": "Coût", "qui_porte": "Qui porte", "auteur": "Auteur",
    "comparables": "Comparé à", "parties": "Parties", "fiches": "Fiches",
    "exemplaires": "Exemplaires", "papier": "Papier", "imprimeur": "Imprimé par",
    "agregation": "Réunion", "ponderation": "Pondération", "classes": "Classes", "producteur": "Producteur",
    "geographie": "Géographie",
}  # fmt: skip
"""What each field is called; a test holds it to the model."""
RANK = "rang"
IMAGE = "image"
TERRITOIRES = "territoires"
LOOKS = ("couleur", "icone")
_TITLES = ("titre", "nom", "valeur", "idee", "terme")
_HEAD_FIELDS = (
    "nature",
    "ordre",
    "sigle",
    "sigle_court",
    "nom",
    "variantes",
    "couleur",
    "en_une_ligne",
    "un_seul",
    "plusieurs",
)


@dataclass(frozen=True)
class Field:
    """A field of an element: `value` is what is compared, `text` how it reads, empty for none."""

    name: str
    value: object
    text: str


@dataclass(frozen=True)
class Evidence:
    """What an element rests on."""

    sources: tuple[CitedSource, ...] = ()
    verified_on: dt.date | None = None
    confidence: str | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True)
class Entry:
    """A fact, a cell, a source…: what it is known by in its group (an id, or else a title) and its fields."""

    label: str
    fields: tuple[Field, ...]
    key: str = ""
    title: str = ""
    evidence: Evidence = Evidence()

    @property
    def text(self) -> str:
        """Its own words, without what backs them."""
        return " ".join(c.text for c in self.fields if c.name not in EVIDENCE)


@dataclass(frozen=True)
class Group:
    """A heading with its elements; `ordered`: their order can be seen in a document."""

    id: str
    entries: tuple[Entry, ...]
    ordered: bool = True


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    groups: tuple[Group, ...]


def parts(library: Library) -> Iterator[Chapter]:
    """What the documents say, part by part in the guide's order."""
    wording = Wording(library)
    yield Chapter("kit", "Le kit", tuple(_kit(wording)))
    yield Chapter("introduction", "Introduction", (_introduction(library.introduction),))
    formes = [Chapter(f"formes/{s}", _full_title(f), tuple(_forme(wording, f))) for s, f in library.formes.items()]
    overviews = len(library.formes) - len(library.comparables)
    # as in the guide, the way to choose stands between the overview and the formes
    yield from sorted(formes, key=lambda p: p.id.removeprefix("formes/") in library.comparables)[:overviews]
    yield Chapter("decision", f"Quelle forme pour mon projet{INSECABLE}?", tuple(_decision(wording)))
    yield Chapter("autres", "Autres formes", tuple(_autres(wording)))
    yield from (p for p in formes if p.id.removeprefix("formes/") in library.comparables)
    yield Chapter("comparatif", "Tableau comparatif", tuple(_comparatif(wording)))
    if library.aides:
        yield Chapter("aides", reperes.AIDES, tuple(_aides(wording, library.aides)))
    if library.droit:
        yield Chapter("droit", reperes.DROIT, tuple(_droit(wording, library.droit)))
    terms = [wording.entry("", t, t.terme, title=t.terme) for t in library.glossaire.termes]
    sigles = (Entry(f"Sigle {s}", (Field("texte", t, t),), s) for s, t in library.glossaire.sigles.items())
    glossaire = Group("termes", tuple(terms)), Group("sigles", tuple(sigles), ordered=False)
    yield Chapter("glossaire", "Glossaire", glossaire)
    sources = [wording.entry(key, s, f"{_plain(s.court)} [{key}]") for key, s in library.sources.items()]
    yield Chapter("sources", "Sources", (Group("sources", tuple(sources)),))
    yield Chapter(TERRITOIRES, "Territoires", tuple(_registres(wording)))


class Wording:
    """How the values of one kit read: codes, keys and slugs by the names that it has for them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._groupes = {g.id: g.titre for g in library.criteres.groupes}
        self._photos = {id(cliche.photo): cliche.folder for cliche in library.photos}
        self._readers: Mapping[str, Callable[[Any], str]] = {
            "sources": self._sources, "ressources": self._sources, "formes": self._sigles, "autres": self._autres,
            "fiches": self._sigles, "comparables": lambda keys: _listed(map(self._place, keys)),
            "forme": lambda slug: self._sigles((slug,)), "territoire": self._place,
            "dossiers": lambda keys: _listed(map(self._place, keys)), "date": date_partielle,
            "ouverture": date_partielle, "cloture": date_partielle,
            "territoires": lambda keys: _listed(map(self._place, keys)),
            "groupe": lambda key: self._groupes.get(key, key), "court": _plain,
        }  # fmt: skip

    def entry(self, key: str, thing: BaseModel, label: str, title: str = "", without: str = "id") -> Entry:
        """All plain fields of an object of the model but its id; what it is made of in turn is not its own."""
        values = {name: getattr(thing, name) for name in type(thing).model_fields if name != without}
        own = {name: value for name, value in values.items() if not _made_of(value)}
        fields = (Field(name, value, self.text(name, value)) for name, value in own.items())
        return Entry(label, (*fields, *self._picture(thing)), key, title, self._evidence(thing))

    def field(self, name: str, value: object, label: str = "") -> Entry:
        """A field that is an element of its own."""
        return Entry(label or FIELD_LABELS[name], (Field(name, value, self.text(name, value)),), name)

    def text(self, name: str, value: Any) -> str:
        if value is None and name != "date":
            return ""
        if isinstance(value, dt.date):
            return date_longue(value)
        if isinstance(value, dt.time):
            return heure(value)
        if name in self._readers:
            return self._readers[name](value)
        if isinstance(value, bool):
            return "oui" if value else "non"
        return _listed(value) if isinstance(value, tuple) else str(value)

    def reference(self, key: str) -> CitedSource:
        """A source by its key; where the kit has none of that name, by the name alone."""
        source = self.library.sources.get(key)
        return CitedSource(key, _plain(source.court) if source else key)

    def _picture(self, thing: BaseModel) -> Iterator[Field]:
        """What the file of a photograph or of a logo holds: under one name it may be another picture."""
        racine = self.library.racine
        if isinstance(thing, Photo):
            chemin = cliches.find(racine, self._photos[id(thing)], thing.fichier)
        elif isinstance(thing, Organisme | Emetteur) and thing.logo:
            chemin = logos.find(racine, thing.logo, DOSSIERS if isinstance(thing, Emetteur) else EVENEMENTS)
        else:
            return
        if chemin:
            octets = chemin.read_bytes()
            somme = hashlib.sha256(octets).hexdigest()
            yield Field(IMAGE, somme, f"{nombre(len(octets))} octets, empreinte {somme[:8]}")

    def _evidence(self, thing: BaseModel) -> Evidence:
        end = thing.valable_jusqu_au if isinstance(thing, Datable) else None
        if not isinstance(thing, Fait | Cellule):
            return Evidence(valid_until=end)
        return Evidence(tuple(map(self.reference, thing.sources)), thing.verifie_le, thing.confiance, end)

    def _sources(self, keys: Iterable[str]) -> str:
        return _listed(self.reference(key).short for key in keys)

    def _sigles(self, slugs: Iterable[str]) -> str:
        formes = self.library.formes
        return ", ".join(formes[slug].sigle if slug in formes else slug for slug in slugs)

    def _autres(self, keys: Iterable[str]) -> str:
        autres = self.library.autres
        return ", ".join(autres[cle].sigle or autres[cle].nom if cle in autres else cle for cle in keys)

    def _place(self, code: str) -> str:
        place = self.library.territoires.lieu(code)
        return f"{place.nom} ({code})" if place else code


def _listed(texts: Iterable[object]) -> str:
    return " ; ".join(map(str, texts))


def _plain(short: str) -> str:
    """A source's short form without the signs of its emphasis."""
    return short.replace("*", "")


def _made_of(value: object) -> bool:
    first = value[0] if isinstance(value, tuple) and value else value
    return isinstance(first, BaseModel | Mapping)


def _full_title(forme: Forme) -> str:
    """As `views.Fiche.intitule` has it."""
    return forme.nom if forme.sigle.lower() in forme.nom.lower() else f"{forme.nom} ({forme.sigle})"


def _kit(wording: Wording) -> Iterator[Group]:
    kit = wording.library.kit
    own = [
        wording.field(name, getattr(kit, name)) for name in type(kit).model_fields if not _made_of(getattr(kit, name))
    ]
    yield Group("kit", tuple(own))
    for name, title in (("licences", "Licence"), ("limites", "Contrôles")):
        part = getattr(kit, name)
        rows = (wording.field(n, getattr(part, n), f"{title}, {FIELD_LABELS[n]}") for n in type(part).model_fields)
        yield Group(name, tuple(rows))


def _introduction(text: str) -> Group:
    paragraphs = [p.strip() for p in text.split("\n\n") if p.strip()]
    rows, title = [], ""
    for n, p in enumerate(paragraphs, 1):
        title = p.lstrip("# ") if p.startswith("#") else title
        label = f"Titre « {title} »" if p.startswith("#") else f"{title or 'Début'}, paragraphe {n}"
        rows.append(Entry(label, (Field("texte", p, p),)))
    return Group("paragraphes", tuple(rows))


def _forme(wording: Wording, forme: Forme) -> Iterator[Group]:
    yield Group("intitule", tuple(wording.field(name, getattr(forme, name)) for name in _HEAD_FIELDS))
    cases = {field: label for field, label, _ in CARTE} | {"depuis": "Origine"}
    for name, rubrique in RUBRIQUES:
        value = getattr(forme, name)
        if name == "identite":
            # in the order of the printed card
            rows = [wording.entry(c, getattr(value, c), f"{rubrique}, {label}") for c, label in cases.items()]
        elif name == "recit":
            rows = list(_recit(wording, rubrique, value)) if value else []
        elif isinstance(value, tuple):
            rows = [_row(wording, rubrique, n, fait) for n, fait in enumerate(value, 1)]
        else:
            rows = [wording.entry(name, value, rubrique)]
        yield Group(name, tuple(rows))
    photos = (wording.entry(p.fichier, p, f"Photo «{INSECABLE}{p.legende}{INSECABLE}»") for p in forme.photos)
    yield Group("photos", tuple(photos))
    modeles = (wording.entry(m.adresse, m, f"Document modèle « {m.titre} »", m.titre) for m in forme.modeles)
    yield Group("modeles", tuple(modeles))
    # the day of a file is that of its claims, each of which is compared
    shown = {*_HEAD_FIELDS, *(name for name, _ in RUBRIQUES), "modeles", "photos", "verifie_le"}
    yield Group("renvois", tuple(wording.field(n, getattr(forme, n)) for n in Forme.model_fields if n not in shown))


def _recit(wording: Wording, rubrique: str, recit: Recit) -> Iterator[Entry]:
    """A story: what it is about, its short form, its steps, then each part that is told."""
    own = [name for name in Recit.model_fields if name not in ("court", "jalons", "photo", *PARTIES)]
    fields = (Field(name, getattr(recit, name), wording.text(name, getattr(recit, name))) for name in own)
    yield Entry(rubrique, tuple(fields), "recit")
    yield wording.entry("court", recit.court, f"{rubrique}, en bref")
    for n, jalon in enumerate(recit.jalons, 1):
        yield wording.entry("", jalon, f"{rubrique}, étape {n}", jalon.quand)
    if recit.photo:
        yield wording.entry("photo", recit.photo, f"{rubrique}, photo")
    for champ, fait in recit.parties:
        yield wording.entry(champ, fait, f"{rubrique}, {INTITULES[champ].lower()}")


def _row(wording: Wording, rubrique: str, n: int, thing: BaseModel) -> Entry:
    """An element of a list: under the forme that it is about, else under its title, else under its rank."""
    about = getattr(thing, "forme", "")
    title = next((str(getattr(thing, name)) for name in _TITLES if hasattr(thing, name)), "")
    if about:
        name = wording.text("forme", about)
    else:
        name = f"«{INSECABLE}{title}{INSECABLE}»" if title else f"n°{INSECABLE}{n}"
    return wording.entry(about, thing, f"{rubrique}, {name}", title)


def _decision(wording: Wording) -> Iterator[Group]:
    decision = wording.library.decision
    yield Group("avertissement", (wording.field("avertissement", decision.avertissement),))
    reserves = enumerate(decision.reserves, 1)
    yield Group("reserves", tuple(wording.entry("", r, f"Réserve {n}") for n, r in reserves))
    regles = enumerate(decision.regles, 1)
    yield Group("regles", tuple(Entry(f"Règle {n}", (Field("texte", r, r),)) for n, r in regles))
    yield Group("questions", tuple(wording.entry(q.id, q, f"Question « {q.question} »") for q in decision.questions))
    for q in decision.questions:
        rows = (wording.entry("", r, f"« {q.question} », réponse « {r.texte} »", r.texte) for r in q.reponses)
        yield Group(f"reponses-{q.id}", tuple(rows))


def _aides(wording: Wording, aides: Aides) -> Iterator[Group]:
    yield Group("chapo", (wording.field("chapo", aides.chapo),))
    yield Group("aides", tuple(wording.entry(a.id, a, f"Aide « {a.nom} »") for a in aides.aides))
    lacunes = (Entry(f"Non trouvé, {n}", (Field("texte", t, t),)) for n, t in enumerate(aides.lacunes, 1))
    yield Group("lacunes", tuple(lacunes))


def _droit(wording: Wording, droit: Droit) -> Iterator[Group]:
    yield Group("tete", tuple(wording.field(name, getattr(droit, name)) for name in ("chapo", "avertissement")))
    yield Group("points", tuple(wording.entry(p.id, p, f"Point « {p.titre} »") for p in droit.points))
    for p in droit.points:
        rows = (wording.entry("", r, f"« {p.titre} », repère n°{INSECABLE}{n}") for n, r in enumerate(p.reperes, 1))
        yield Group(f"reperes-{p.id}", tuple(rows))


def _autres(wording: Wording) -> Iterator[Group]:
    """Each other forme with its names, then its claims."""
    libelles = {"definition": "Définition", **dict(LIGNES)}
    for autre in wording.library.autres_formes.autres:
        names = (Field(name, value, value or "") for name, value in (("sigle", autre.sigle), ("nom", autre.nom)))
        rows = [Entry(autre.nom, tuple(names), "noms")]
        faits = ((champ, libelle, getattr(autre, champ)) for champ, libelle in libelles.items())
        rows += [wording.entry(champ, fait, f"{autre.nom}, {libelle}") for champ, libelle, fait in faits if fait]
        yield Group(autre.id, tuple(rows))


def _comparatif(wording: Wording) -> Iterator[Group]:
    library, table = wording.library, wording.library.criteres
    groups = (wording.entry(g.id, g, f"Groupe « {g.titre} »") for g in table.groupes)
    yield Group("groupes", tuple(groups))
    criteres = (wording.entry(c.id, c, f"Critère « {c.titre} »") for c in table.criteres)
    yield Group("criteres", tuple(criteres))
    for slug, forme in library.comparables.items():
        cells = []
        for critere in table.criteres:
            cell = table.cellules[slug][critere.id]
            row = wording.entry(critere.id, cell, f"{forme.sigle} × {critere.titre}", without="niveau")
            level = MOTS[critere.graphique][cell.niveau] if critere.graphique and cell.niveau else ""
            fields = (Field("niveau", level, level), *row.fields)
            cells.append(Entry(row.label, fields, row.key, evidence=row.evidence))
        # the order of the columns and of the rows is said once, by the formes and the critères
        yield Group(slug, tuple(cells), ordered=False)


def _registres(wording: Wording) -> Iterator[Group]:
    """The tables that people keep row by row; the others are too long for that (see `tables`)."""
    territoires = wording.library.territoires
    counts = wording.library.couverture.decomptes.items()
    entries = (wording.entry(slug, count, f"Décompte, {wording.text('forme', slug)}") for slug, count in counts)
    yield Group("couverture", tuple(entries))
    initiatives = (_initiative(wording, row) for row in territoires.initiatives)
    yield Group("initiatives", tuple(initiatives), ordered=False)
    contacts = territoires.registres.contacts
    yield Group("contacts", tuple(_contact(wording, r.cells) for r in contacts.rows) if contacts else ())
    series = series_of(wording.library).items()
    rows = (wording.entry(key, s.indicateur, f"Indicateur « {s.indicateur.libelle} »") for key, s in series)
    yield Group("indicateurs", tuple(rows))


def series_of(library: Library) -> dict[str, Serie]:
    """The indicators of a kit by the name of their file."""
    territoires = library.territoires
    return {d.stem: serie(territoires, d) for d in territoires.registres.descripteurs}


def _initiative(wording: Wording, row: Mapping[str, str]) -> Entry:
    fields = (Field(name, value, wording.text(name, typeset(value))) for name, value in row.items() if name != "id")
    title = typeset(row["source_titre"])
    source = CitedSource(row["source_url"], f"{title}, {date_partielle(row['source_date'] or None)}")
    return Entry(f"Initiative « {typeset(row['nom'])} »", tuple(fields), row["id"], evidence=Evidence((source,)))


def _contact(wording: Wording, row: Mapping[str, str]) -> Entry:
    known = {name: value.strip() for name, value in row.items()}
    fields = (Field(name, value, wording.text(name, typeset(value))) for name, value in known.items())
    name = typeset(known["nom"])
    evidence = Evidence((wording.reference(known["source"]),), dt.date.fromisoformat(known["verifie_le"]))
    return Entry(f"Contact « {name} », {wording.text('territoire', known['territoire'])}", tuple(fields),
                   title=f"{known['territoire']} {name}", evidence=evidence)  # fmt: skip
