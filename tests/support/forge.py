"""The machines of a forge, as far as tests need them: a job's steps run here as they are written.

Not run: what installs system packages, and the actions (their inputs are read: an upload's files are handed on).
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COMMANDES = ("awk", "basename", "bash", "cat", "cp", "env", "git", "make", "python3", "sed", "sh", "sha256sum")
_OF_A_FORGE = ("GITHUB_", "CI_", "GIT_", "RUNNER_", "MAKE", "COOPDOCS_JETON")
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


def commands(place: Path) -> Path:
    """A folder with links to what the scripts call and nothing else: no Java, so none of the long checks."""
    place.mkdir()
    for name in COMMANDES:
        found = shutil.which(name)
        assert found, f"{name} is not on this machine"
        (place / name).symlink_to(found)
    return place


def environment(**values: object) -> dict[str, str]:
    """The variables of a fresh machine: ours without those of a forge or of a make above, and an author for git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_A_FORGE)}
    author = {f"GIT_{who}_{what}": "a@b.fr" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**kept, **author, "GIT_CONFIG_GLOBAL": os.devnull, **{name: str(value) for name, value in values.items()}}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment(), check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def bash(script: str, folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as both forges do: the first failure stops it, in a pipe too, and is an AssertionError."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
    return done


def workflow(name: str) -> dict[str, Any]:
    """A GitHub workflow of the repository; every scalar is text."""
    data: dict[str, Any] = yaml.load(  # BaseLoader makes text and nothing else; YAML 1.1 would take `on` for true
        (ROOT / ".github/workflows" / name).read_text("utf-8"), Loader=yaml.BaseLoader
    )
    return data


class Github:
    """The machine of one job of kit.yml. `contexte`: what each expression is worth; `vrai`: which conditions hold."""

    def __init__(self, job: str, travail: Path, contexte: Mapping[str, str], vrai: Mapping[str, bool]) -> None:
        self.job = workflow("kit.yml")["jobs"][job]
        self.travail, self.contexte, self.vrai = travail, contexte, vrai
        self.path, self.summary = travail.parent / "github-path", travail.parent / "github-summary"
        for file in (self.path, self.summary):
            file.touch()

    def wanted(self) -> bool:
        return self.vrai[self.job["if"]] if "if" in self.job else True

    def steps(self) -> Iterator[dict[str, Any]]:
        """The steps whose condition holds."""
        return (step for step in self.job["steps"] if "if" not in step or self.vrai[step["if"]])

    def run(self, **variables: object) -> str:
        """Run the job's scripts in order; what they printed."""
        folder = self.travail / self.job.get("defaults", {}).get("run", {}).get("working-directory", ".")
        printed = []
        for step in (step for step in self.steps() if "run" in step):
            given = {name: self._filled(value) for name, value in step.get("env", {}).items()}
            env = environment(
                GITHUB_WORKSPACE=self.travail, GITHUB_PATH=self.path, GITHUB_STEP_SUMMARY=self.summary, **variables
            )
            env["PATH"] = os.pathsep.join([*reversed(self.path.read_text("utf-8").splitlines()), env["PATH"]])
            printed.append(bash(step["run"], folder, {**env, **given}).stdout)
        return "".join(printed)

    def _filled(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self.contexte[match[1]], text)

    def hand(self, name: str, place: Path) -> None:
        """Put the files of an uploaded artifact where a later job has downloaded them."""
        (step,) = (s for s in self.steps() if "/upload-artifact@" in s.get("uses", "") and s["with"]["name"] == name)
        patterns = step["with"]["path"].splitlines()
        for pattern in patterns:
            found = glob.glob(str(self.travail / pattern))
            assert found, f"nothing for {pattern} to upload"
            for path in map(Path, found):
                # with several patterns, what they have in common is left out of the artifact
                shutil.copytree(path, place) if path.is_dir() else shutil.copy2(path, place)


def gitlab(**inputs: str) -> dict[str, Any]:
    """The GitLab template with its inputs put in: defaults below what is given; one of them missing is an error."""
    header, body = (ROOT / ".gitlab/kit.yml").read_text("utf-8").split("\n---\n")
    declared = yaml.safe_load(header)["spec"]["inputs"]
    values = {name: inputs.get(name, about.get("default")) for name, about in declared.items()}
    assert inputs.keys() <= declared.keys()
    assert None not in values.values()
    data: dict[str, Any] = yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda m: values[m[1]], body))
    return data


def gitlab_job(template: Mapping[str, Any], name: str, folder: Path, **variables: object) -> str:
    """Run a job of the template in a clone; what it printed. System packages are not installed."""
    job = {**template[".coopdocs"], **template[name]}
    lines = [line for line in (*job["before_script"], *job["script"]) if not line.startswith("apt-get ")]
    own = {**template[".coopdocs"]["variables"], **template[name].get("variables", {})}
    return bash("\n".join(lines), folder, environment(**{**own, **variables})).stdout
