"""coopdocs: documents on territorial cooperation from one checked content."""

from pathlib import Path

__version__ = "0.1.0"

_HERE = Path(__file__).parent


def packaged(nom: str) -> Path:
    """The starter kit's `content` or `templates`: as installed, else as in a checkout."""
    installed = _HERE / "kit" / nom
    return installed if installed.is_dir() else _HERE.parents[1] / nom
