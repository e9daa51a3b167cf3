"""The licences that a release carries: the texts themselves, and a page that says which covers what."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path, PurePosixPath

from coopdocs.model.contenu import Kit
from coopdocs.theme import Theme
from coopdocs.typographie import deplier

PAGE = "LISEZMOI.md"
_CONNUES = {
    "CC BY 4.0": "CC-BY-4.0.txt",
    "Licence Ouverte 2.0": "etalab-2.0.txt",
    "MIT": "LICENSE",
    "SIL OFL 1.1": "OFL-1.1.txt",
    "MIT (Phosphor)": "MIT-Phosphor.txt",
}
"""The licences that a kit may name and whose text coopdocs carries."""
_DU_THEME = ("polices", "icones")


def read(kit: Kit, theme: Theme) -> dict[str, bytes]:
    """The page that says it, PAGE, then every text, by path in the folder of licences."""
    textes = _own() | _of_theme(theme)
    return {PAGE: _page(kit, textes).encode(), **textes}


def _own() -> dict[str, bytes]:
    """The texts that come with coopdocs, but for the page that speaks of its repository."""
    own = metadata.distribution("coopdocs")
    found = {PurePosixPath(str(file)): file for file in own.files or ()}
    return {
        path.name: Path(file.locate()).read_bytes()
        for path, file in sorted(found.items())
        if "licenses" in path.parts and path.suffix != ".md"
    }


def _of_theme(theme: Theme) -> dict[str, bytes]:
    """The licences that lie beside fonts and icons; a kit's own stand before the packaged ones."""
    found: dict[str, bytes] = {}
    for dossier in theme.dossiers:
        for part in _DU_THEME:
            for path in sorted((dossier / part).glob("*")):
                if path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "OFL", "COPYING")):
                    found.setdefault(f"{part}/{path.name}", path.read_bytes())
    return found


def _page(kit: Kit, textes: dict[str, bytes]) -> str:
    par_partie = {part: [nom for nom in sorted(textes) if nom.startswith(f"{part}/")] for part in _DU_THEME}
    rows = [
        ("Textes, et documents faits à partir d’eux", kit.licences.contenu, []),
        ("Référentiel des territoires et contours (Insee, DGCL, IGN)", kit.licences.donnees, []),
        ("Code de coopdocs et modèles des documents", kit.licences.code, []),
        ("Polices de caractères", kit.licences.polices, par_partie["polices"]),
        ("Icônes", kit.licences.icones, par_partie["icones"]),
    ]
    lines = ["# Quelle licence couvre quoi", "", "| Partie | Licence | Texte |", "|---|---|---|"]
    for partie, printed, noms in rows:
        licence = deplier(printed)
        nom = _CONNUES.get(licence)
        known = [nom] if nom in textes else []
        links = ", ".join(f"[{nom}]({nom})" for nom in (*known, *noms))
        lines.append(f"| {partie} | {licence} | {links or 'à demander à qui publie ce kit'} |")
    return "\n".join(lines) + "\n"
