"""What this machine and this kit offer, as lines to read: each fact, whether it is well, and what to do if not."""

from __future__ import annotations

import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from coopdocs import __version__, machine
from coopdocs.folders import KitFolders

FactState = Literal["bon", "manque", "facultatif"]

_TOOLS = {
    "Java": ("java",),
    "Node": ("node",),
    "Chromium": ("chromium", "chromium-browser", "google-chrome", "chrome"),
    "LibreOffice": ("soffice", "libreoffice"),
}


@dataclass(frozen=True)
class Fact:
    """One line: `state` « manque » is a fault, « facultatif » is absent without harm; `advice` says what to do."""

    subject: str
    value: str
    state: FactState = "bon"
    advice: str = ""

    def described(self) -> dict[str, str]:
        """The fact as JSON gives it."""
        return {"sujet": self.subject, "valeur": self.value, "etat": self.state, "conseil": self.advice}


def examine(folders: KitFolders) -> list[Fact]:
    """Everything worth knowing, the machine first, then the kit."""
    facts = [
        Fact("coopdocs", __version__),
        Fact("Python", f"{platform.python_version()} ({sys.executable})"),
        Fact("système", f"{platform.system()} {platform.release()} {platform.machine()}"),
        *_packages(),
        *_libraries(),
        *_kit(folders),
        _writable("dossier de sortie", folders.output, "choisissez-en un autre avec -o"),
    ]
    if folders.is_kit:
        facts.append(_writable("cache", folders.private, "sans lui, tout est refait à chaque construction"))
    return facts + [_tool(nom, commandes) for nom, commandes in _TOOLS.items()]


def _packages() -> Iterator[Fact]:
    for name in ("weasyprint", "python-docx", "xlsxwriter", "lxml", "pydantic", "jinja2", "click"):
        try:
            yield Fact(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Fact(name, "absent", "manque", "réinstallez coopdocs : pip install --force-reinstall coopdocs")


def _libraries() -> Iterator[Fact]:
    for name, version in machine.system_versions().items():
        missing: FactState = "manque" if name == "pango" else "facultatif"
        advice = f"sans Pango, pas de PDF ; {machine.pango_remedy()}" if name == "pango" else ""
        yield Fact(name, version) if version else Fact(name, "introuvable", missing, advice)


def _kit(folders: KitFolders) -> Iterator[Fact]:
    if not folders.is_kit:
        yield Fact(
            "kit",
            f"pas de kit dans {folders.root.resolve()}",
            "manque",
            "créez-en un : coopdocs init mon-kit, ou donnez-le avec -C",
        )
        return
    from coopdocs.library import load

    library, problems = load(folders.root)
    errors = sum(p.is_error for p in problems)
    if library is None:
        yield Fact("kit", f"{errors} erreur(s) dans le contenu", "manque", "coopdocs check les montre")
    else:
        yield Fact("kit", f"{library.kit.titre}, version {library.kit.version}, {len(library.formes)} formes")
    yield Fact("thème", ", ".join(str(d) for d in folders.theme))
    from coopdocs.theme import POLICES

    files = [f"polices/{file}.ttf" for weights in POLICES.values() for file in weights.values()]
    lacking = [f for f in files if not any((d / f).is_file() for d in folders.theme)]
    advice = "remettez-les depuis le kit de départ"
    yield (
        Fact("polices", f"il manque {', '.join(lacking)}", "manque", advice)
        if lacking
        else Fact("polices", f"{len(files)} fichiers")
    )


def _writable(sujet: str, dossier: Path, conseil: str) -> Fact:
    """Tried for real, in the folder or the nearest one above it: access rights do not tell of a full disk."""
    there = next(d for d in (dossier.absolute(), *dossier.absolute().parents) if d.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"coopdocs")
    except OSError as error:
        return Fact(sujet, f"{dossier} ne peut pas être écrit ({error.strerror})", "manque", conseil)
    return Fact(sujet, f"{dossier} peut être écrit")


def _tool(nom: str, commandes: tuple[str, ...]) -> Fact:
    path = next(filter(None, map(shutil.which, commandes)), None)
    return Fact(nom, path) if path else Fact(nom, "absent", "facultatif", "ne sert qu’aux épreuves de coopdocs")
