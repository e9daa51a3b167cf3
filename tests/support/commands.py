"""The command called in this process, or by a shell, on a tiny kit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coopdocs.cli import main
from support import processes
from support.kits import write_kit

ROOT = Path(__file__).resolve().parents[2]
PTCE = "content/formes/ptce.yaml"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write_kit(tmp_path / "kit")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="coopdocs")


def shell(*words: object, cwd: Path = ROOT, **environ: str) -> subprocess.CompletedProcess[str]:
    """The real command in its own process."""
    return processes.coopdocs(*words, cwd=cwd, env=os.environ | environ)


def imported_by(*words: object) -> set[str]:
    code = (
        "import sys\nfrom coopdocs.cli import main\n"
        f"try: main({[str(w) for w in words]!r})\nexcept SystemExit: pass\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return {name.split(".")[0] for name in done.stderr.split()}
