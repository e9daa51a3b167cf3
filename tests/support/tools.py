"""The tools that marked tests need: how each may be called, and whether this machine has it."""

import shutil
from functools import cache
from pathlib import Path

GATES = Path(__file__).parents[1] / "gates"
APPLICATIONS = Path("/Applications")
COMMANDS = {
    "java": ["java"],
    "node": ["node"],
    "chromium": [
        "chromium",
        "chromium-browser",
        "google-chrome",
        str(APPLICATIONS / "Chromium.app/Contents/MacOS/Chromium"),
        str(APPLICATIONS / "Google Chrome.app/Contents/MacOS/Google Chrome"),
    ],
    "libreoffice": ["soffice", "libreoffice", str(APPLICATIONS / "LibreOffice.app/Contents/MacOS/soffice")],
    "unzip": ["unzip"],
}


@cache
def find_tool(name: str) -> str | None:
    """The path of the command that runs this tool, None where the machine lacks it."""
    if name == "node" and not (GATES / "node_modules").is_dir():
        return None
    return next(filter(None, map(shutil.which, COMMANDS[name])), None)
