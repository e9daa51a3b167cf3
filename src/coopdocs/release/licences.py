"""The licences that a release carries: the texts themselves, and a page that says which covers what."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path, PurePosixPath

from coopdocs.model.kit import Kit
from coopdocs.theme import Theme
from coopdocs.typographie import plain_spaces

PAGE = "LISEZMOI.md"
_KNOWN = {
    "CC BY 4.0": "CC-BY-4.0.txt",
    "Licence Ouverte 2.0": "etalab-2.0.txt",
    "MIT": "LICENSE",
    "SIL OFL 1.1": "OFL-1.1.txt",
    "MIT (Phosphor)": "MIT-Phosphor.txt",
}
"""The licences that a kit may name and whose text coopdocs carries."""
_OF_THEME = ("polices", "icones")


def read(kit: Kit, theme: Theme) -> dict[str, bytes]:
    """The page that says it, PAGE, then every text, by path in the folder of licences."""
    texts = _own() | _of_theme(theme)
    return {PAGE: _page(kit, texts).encode(), **texts}


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
    for folder in theme.folders:
        for part in _OF_THEME:
            for path in sorted((folder / part).glob("*")):
                if path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE", "OFL", "COPYING")):
                    found.setdefault(f"{part}/{path.name}", path.read_bytes())
    return found


def _page(kit: Kit, texts: dict[str, bytes]) -> str:
    by_part = {part: [name for name in sorted(texts) if name.startswith(f"{part}/")] for part in _OF_THEME}
    rows = [
        ("Textes, et documents faits à partir d’eux", kit.licences.contenu, []),
        (
            "Référentiel des territoires et contours (Insee, DGCL, IGN, Service-Public.fr / DILA)",
            kit.licences.donnees,
            [],
        ),
        ("Code de coopdocs et modèles des documents", kit.licences.code, []),
        ("Polices de caractères", kit.licences.polices, by_part["polices"]),
        ("Icônes", kit.licences.icones, by_part["icones"]),
    ]
    lines = ["# Quelle licence couvre quoi", "", "| Partie | Licence | Texte |", "|---|---|---|"]
    for subject, printed, names in rows:
        licence = plain_spaces(printed)
        name = _KNOWN.get(licence)
        known = [name] if name in texts else []
        links = ", ".join(f"[{name}]({name})" for name in (*known, *names))
        lines.append(f"| {subject} | {licence} | {links or 'à demander à qui publie ce kit'} |")
    return "\n".join(lines) + "\n"
