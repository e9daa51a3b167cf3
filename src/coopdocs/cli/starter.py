"""What gets an author going: a whole new kit, the skeleton of a forme or of a dossier, JSON Schemas for the editor."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from coopdocs import packaged
from coopdocs.errors import RequestError

if TYPE_CHECKING:
    from coopdocs.territoire import Territoire

SKELETON, DOSSIER, IDENTITE = (
    Path(__file__).parent / f"squelette_{nom}.yaml" for nom in ("forme", "dossier", "identite")
)
_TOLERATED = {".git"}
"""What may already stand in a folder that becomes a kit."""
_IGNORES = "/output/\n/dist/\n/.coopdocs/\n.DS_Store\n~$*\n.~lock.*\n*.swp\n"
_README = """# Un kit coopdocs

- `content/` : ce qui est dit. Une forme par fichier dans `content/formes/`, les sources dans `content/sources.yaml`.
- `templates/` : l’apparence. Ce que vous y effacez est repris du paquet coopdocs.
- `output/` : ce qui est construit ; ce dossier peut être effacé à tout moment.

```
coopdocs check             vérifier le contenu
coopdocs build             construire tous les documents
coopdocs new forme SLUG    commencer une forme
coopdocs new dossier NOM   ajouter au dossier d’un territoire
coopdocs schema            aider l’éditeur à compléter les clés
coopdocs --help            tout le reste
```
"""


def init(dossier: Path) -> None:
    """Lay the starter kit out in a new or empty folder; RequestError for any other."""
    if dossier.exists() and not dossier.is_dir():
        raise _refused(dossier, "c’est un fichier, pas un dossier", "donnez le nom d’un nouveau dossier")
    if dossier.is_dir() and any(p.name not in _TOLERATED for p in dossier.iterdir()):
        raise _refused(dossier, "ce dossier n’est pas vide", "donnez un nouveau dossier : rien n’y sera jamais écrasé")
    try:
        for nom in ("content", "templates"):
            hidden = shutil.ignore_patterns(".*", "__pycache__")
            shutil.copytree(packaged(nom), dossier / nom, ignore=hidden, copy_function=shutil.copyfile)
        (dossier / ".gitignore").write_text(_IGNORES, encoding="utf-8")
        (dossier / "LISEZMOI.md").write_text(_README, encoding="utf-8")
    except OSError as error:
        raise _refused(dossier, f"écriture impossible ({error.strerror})", "vérifiez vos droits et la place") from error


def new_forme(racine: Path, slug: str) -> Path:
    """Write the skeleton of `content/formes/<slug>.yaml`: the next free ordre and a colour that no other forme has."""
    from coopdocs.library import fichier_forme, slug_advice

    chemin = racine / fichier_forme(slug)
    nom = chemin.relative_to(racine)
    if advice := slug_advice(slug):
        raise _refused(nom, f"« {slug} » ne peut pas nommer une forme", advice)
    formes = _known(racine)
    ordre = max((ordre for ordre, _ in formes), default=0) + 1
    couleur = free_color(c for _, c in formes)
    texte = (
        SKELETON.read_text("utf-8")
        .replace("@SLUG@", slug)
        .replace("@ORDRE@", str(min(ordre, 99)))
        .replace("@COULEUR@", couleur)
    )
    _write_new(chemin, nom, texte, ("cette forme existe déjà", "ouvrez ce fichier, ou choisissez un autre nom"))
    return chemin


def new_dossier(racine: Path, territoire: str) -> tuple[Path, Territoire]:
    """Write the skeleton of what people add to the dossier of a territory, named as people type it, and give it back.

    Raises RequestError for a name of none or of several, and where the file is there already.
    """
    from coopdocs.cli.asking import named
    from coopdocs.library.catalogue import TERRITOIRES, fichier_dossier
    from coopdocs.model.complement import PARTIES_ANNEXES
    from coopdocs.territoire import Territoires, resolution

    known = Territoires(racine / TERRITOIRES, racine)
    [t] = named("new dossier", lambda: [resolution.resolve(known, territoire)])
    chemin = racine / fichier_dossier(t.cle)
    sujets = sorted((racine / "content/formes").glob("*.yaml"))
    panorama = re.compile(rb"^nature:\s*['\"]?panorama", re.M)
    formes = [sujet.stem for sujet in sujets if not panorama.search(sujet.read_bytes())]
    words = {
        "@DE@": t.de, "@CLE@": t.cle, "@NOM@": t.nom_court, "@TYPE@": t.type, "@FORMES@": ", ".join(formes),
        "@PARTIES@": ", ".join(PARTIES_ANNEXES), "@DEUX@": f"[{', '.join(formes[:2])}]",
    }  # fmt: skip
    texte = re.sub("@[A-Z]+@", lambda mark: words[mark[0]], DOSSIER.read_text("utf-8"))
    exists = (f"ce fichier existe déjà pour {t.nom_court}", "ouvrez-le : rien n’y est jamais écrasé")
    _write_new(chemin, chemin.relative_to(racine), texte, exists)
    return chemin, t


def new_identite(racine: Path) -> Path:
    """Add what makes documents a publisher's own, commented, to the end of kit.yaml.

    Raises RequestError where it is there already, or where that file is not there or cannot be written.
    """
    from coopdocs.folders import KIT
    from coopdocs.produce import write_if_changed

    chemin = racine / KIT
    try:
        avant = chemin.read_bytes().decode("utf-8")
        if re.search(r"^identite\s*:", avant, re.M):
            raise _refused(Path(KIT), "« identite » y est déjà", "ouvrez ce fichier : rien n’y est jamais écrasé")
        eol = "\r\n" if "\r\n" in avant else "\n"
        apres = avant.rstrip("\r\n") + eol + IDENTITE.read_text("utf-8").replace("\n", eol)
        write_if_changed(chemin, apres.encode("utf-8"))
    except UnicodeDecodeError as error:
        raise _refused(Path(KIT), "ce fichier n’est pas en UTF-8", "« coopdocs check » dit où") from error
    except OSError as error:
        raise _refused(
            Path(KIT), f"écriture impossible ({error.strerror})", "vérifiez vos droits et la place"
        ) from error
    return chemin


def _write_new(chemin: Path, nom: Path, texte: str, exists: tuple[str, str]) -> None:
    """Write a file that is not there yet, `nom` in what is said; `exists`: what is said, and what to do, if it is."""
    try:
        chemin.parent.mkdir(parents=True, exist_ok=True)
        with chemin.open("x", encoding="utf-8", newline="\n") as file:
            file.write(texte)
    except FileExistsError:
        raise _refused(nom, *exists) from None
    except OSError as error:
        raise _refused(nom, f"écriture impossible ({error.strerror})", "vérifiez vos droits et la place") from error


def new_cells(racine: Path, slug: str) -> Path | None:
    """Add a new forme's empty cells, one a critère, to the end of `cellules` in `content/criteres.yaml`.

    None, and the file as it was, where it cannot be read, has these cells already, or is not laid out as ours.
    """
    import yaml

    from coopdocs.library.catalogue import CRITERES
    from coopdocs.produce import write_if_changed

    chemin = racine / CRITERES
    try:
        avant = chemin.read_bytes().decode("utf-8")
        donnees = yaml.load(avant, yaml.BaseLoader)
        cellules, criteres = donnees["cellules"], donnees["criteres"]
        fin = _end(avant, "cellules")
        if not isinstance(cellules, dict) or slug in cellules or fin is None:
            return None
        eol = "\r\n" if "\r\n" in avant else "\n"
        bloc = eol.join(
            [
                f"  {slug}:",
                "    # une case sans texte imprime « non établi »",
                *(ligne for critere in criteres for ligne in _cell(critere)),
                "",
            ]
        )
        debut = avant[:fin].removesuffix(eol) + eol
        apres = debut + bloc + avant[fin:]
        relu = yaml.load(apres, yaml.BaseLoader)
        relu["cellules"].pop(slug)
        if relu != donnees:
            return None
        write_if_changed(chemin, apres.encode())
    except (OSError, ValueError, LookupError, TypeError, AttributeError, yaml.YAMLError):
        return None
    return chemin


def _end(texte: str, cle: str) -> int | None:
    """Where the block of a key of the first column ends, before the blank lines and comments after it."""
    debut = re.search(rf"^{cle}:[ \t]*(#.*)?\r?$", texte, re.MULTILINE)
    if debut is None:
        return None
    suivante = re.search(r"^[^\s#]", texte[debut.end() :], re.MULTILINE)
    bloc = texte[: debut.end() + suivante.start() if suivante else len(texte)]
    lignes = bloc.splitlines(keepends=True)
    while not lignes[-1].strip() or lignes[-1].startswith("#"):
        lignes.pop()
    return len("".join(lignes))


def _cell(critere: Mapping[str, str]) -> list[str]:
    from coopdocs.library.comparaison import NIVEAUX

    niveaux = NIVEAUX.get(critere.get("graphique", ""), ())
    question = " ".join(critere.get("question", "").split())
    return [
        *([f"    # {question}"] if question else ()),
        f"    {critere['id']}:",
        "      texte:",
        *([f"      # {', '.join(niveaux[:-1])} ou {niveaux[-1]}", "      niveau:"] if niveaux else ()),
        "      sources: []",
        "      verifie_le:",
    ]


def _known(racine: Path) -> list[tuple[int, str]]:
    """Ordre and colour of every forme that can be read, right or wrong."""
    from coopdocs.source import read_yaml

    found = []
    for chemin in sorted((racine / "content/formes").glob("*.yaml")):
        noeud, _ = read_yaml(chemin, racine)
        data = noeud.plain() if noeud else None
        if isinstance(data, dict):
            ordre, couleur = str(data.get("ordre")), str(data.get("couleur"))
            known = couleur if re.fullmatch(r"#[0-9A-Fa-f]{6}", couleur) else "#000000"
            found.append((int(ordre) if ordre.isdigit() else 0, known))
    return found


def free_color(used: Iterable[str]) -> str:
    """A readable colour whose hue is as far as can be from the hues already used."""
    import colorsys

    from coopdocs.couleurs import darker

    def rgb(color: str) -> tuple[float, float, float]:
        r, g, b = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return r, g, b

    hues = [colorsys.rgb_to_hsv(*rgb(c))[0] for c in used if colorsys.rgb_to_hsv(*rgb(c))[1] > 0.1]

    def distance(hue: float) -> float:
        return min((min(abs(hue - h), 1 - abs(hue - h)) for h in hues), default=1)

    hue = max((n / 72 for n in range(72)), key=distance)
    bright = colorsys.hsv_to_rgb(hue, 0.8, 0.75)
    return darker("#" + "".join(f"{round(c * 255):02X}" for c in bright))


BUILT = "dossier-json.json"
"""The schema of what is built as JSON, for those who read it."""


def write_schemas(dossier: Path) -> dict[str, str]:
    """Write the JSON Schemas; file of each → the content files that it describes. Beside them BUILT, of no content."""
    from coopdocs.library import described, schemas
    from coopdocs.plan.dossier.schema import dossier_schema
    from coopdocs.produce import write_fault, write_if_changed

    files, written = described(), {}
    for nom, schema in (*schemas().items(), (BUILT.removesuffix(".json"), dossier_schema())):
        chemin = dossier / f"{nom}.json"
        try:
            write_if_changed(chemin, (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode())
        except OSError as error:
            raise _refused(chemin, write_fault(error), "") from error
        if nom in files:
            written[chemin.as_posix()] = files[nom]
    return written


def _refused(chemin: Path, message: str, conseil: str) -> RequestError:
    return RequestError(f"{chemin.as_posix()} : {message}", conseil)
