"""coopdocs: documents on territorial cooperation from one checked content."""

from importlib import import_module
from pathlib import Path
from typing import Any

__version__ = "0.1.0"

_API = {
    "ContentError": "problem",
    "CoopdocsError": "errors",
    "OpenKit": "api.kit",
    "Plan": "api.planned",
    "Selection": "targets",
    "open_kit": "api.kit",
    "verify_files": "api.verifying",
}
"""Where the names that other programs use stand; `__init__.pyi` tells type checkers the same."""
_HERE = Path(__file__).parent


def packaged(name: str) -> Path:
    """The starter kit's `content` or `templates`: as installed, else as in a checkout."""
    installed = _HERE / "kit" / name
    return installed if installed.is_dir() else _HERE.parents[1] / name


def __getattr__(name: str) -> Any:
    """A name of the API, loaded when it is asked for: `--help` needs none of it."""
    if name in _API:
        return getattr(import_module(f"coopdocs.{_API[name]}"), name)
    raise AttributeError(f"module 'coopdocs' has no attribute '{name}'")
