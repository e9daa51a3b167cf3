"""Continuous integration for users: its files hold to their schemas and are safe, its examples fit what is here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from coopdocs import __version__
from support.forge import ROOT, environment, gitlab, workflow
from support.kits import spoil

TOOLS = Path(sys.executable).parent
KIT = ".github/workflows/kit.yml"
GUIDE = "docs/publier.md"


def check(tool: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = shutil.which(tool, path=f"{TOOLS}:{environment()['PATH']}")
    assert command, f"{tool} is not installed: run make venv"
    return subprocess.run([command, *map(str, words)], capture_output=True, encoding="utf-8", check=False)


def schema(name: str, *files: Path) -> subprocess.CompletedProcess[str]:
    return check("check-jsonschema", "--builtin-schema", f"vendor.{name}", *files)


def audit(*files: Path) -> subprocess.CompletedProcess[str]:
    """What zizmor finds unsafe: actions not pinned, untrusted text in a script, permissions not needed…"""
    return check("zizmor", "--offline", "--no-config", "--no-progress", "--min-severity=medium", *files)


def examples() -> list[str]:
    """The YAML that the guide tells a network to copy: GitHub's file, GitLab's file, and another way to include."""
    return re.findall(r"^```yaml\n(.*?)^```", (ROOT / GUIDE).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def test_the_github_files_hold_to_their_schemas(tmp_path: Path) -> None:
    (tmp_path / "documents.yml").write_text(examples()[0], encoding="utf-8")
    done = schema("github-workflows", *(ROOT / ".github/workflows").glob("*.yml"), tmp_path / "documents.yml")
    assert done.returncode == 0, done.stdout
    done = schema("dependabot", ROOT / ".github/dependabot.yml")
    assert done.returncode == 0, done.stdout


def test_the_gitlab_files_hold_to_their_schema(tmp_path: Path) -> None:
    # the validator reads one document: the header of the template is put with the rest
    header, body = yaml.safe_load_all((ROOT / ".gitlab/kit.yml").read_text("utf-8"))
    (tmp_path / "kit.json").write_text(json.dumps(header | body), encoding="utf-8")
    (tmp_path / "exemple.yml").write_text(examples()[1], encoding="utf-8")
    done = schema("gitlab-ci", ROOT / ".gitlab-ci.yml", tmp_path / "kit.json", tmp_path / "exemple.yml")
    assert done.returncode == 0, done.stdout


def test_the_workflows_are_safe(tmp_path: Path) -> None:
    done = audit(ROOT / ".github")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "sound", "faulty", "found"),
    [
        ("kit.yml", "runs-on: ubuntu-24.04", "run-on: ubuntu-24.04", "schema"),
        ("kit.yml", "timeout-minutes: 30", "timeout-minutes: long", "schema"),
        ("kit.yml", "checkout@3d3c42e5aac5ba805825da76410c181273ba90b1", "checkout@main", "audit"),
        ("kit.yml", "run: coopdocs build", "run: echo ${{ github.event.pull_request.title }}", "audit"),
        ("coopdocs.yml", "  pull_request:", "  pull_request_target:", "audit"),
    ],
)
def test_the_checks_see_a_fault(tmp_path: Path, name: str, sound: str, faulty: str, found: str) -> None:
    copy = Path(shutil.copytree(ROOT / ".github", tmp_path / ".github")) / "workflows" / name
    spoil(copy, sound, faulty)
    done = schema("github-workflows", copy) if found == "schema" else audit(copy)
    assert done.returncode != 0


def test_the_gitlab_schema_sees_a_fault(tmp_path: Path) -> None:
    copy = Path(shutil.copy(ROOT / ".gitlab-ci.yml", tmp_path))
    spoil(copy, "script:", "scripts:")
    assert schema("gitlab-ci", copy).returncode != 0


def test_what_may_write_runs_nothing_of_the_kit() -> None:
    kit = workflow("kit.yml")
    assert kit["permissions"] == workflow("coopdocs.yml")["permissions"] == {}
    for job in kit["jobs"].values():
        takes_code = any("/checkout@" in step.get("uses", "") for step in job["steps"])
        assert takes_code is (job["permissions"] == {"contents": "read"})


def test_no_job_can_run_for_ever() -> None:
    for name in ("kit.yml", "coopdocs.yml"):
        for job in workflow(name)["jobs"].values():
            assert "uses" in job or int(job["timeout-minutes"]) <= 60
    template = gitlab(depot="x")
    assert all("timeout" in {**template[".coopdocs"], **template[job]} for job in ("documents", "ecarts", "edition"))
    assert "timeout" in template["publication"]


def test_every_python_that_is_promised_is_tried_on_the_three_systems() -> None:
    jobs = workflow("coopdocs.yml")["jobs"]
    matrix = jobs["pythons"]["strategy"]["matrix"]
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert oldest == f">={matrix['python'][0]}"
    assert matrix["python"] == [f"3.{minor}" for minor in range(11, 15)]
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    # what is left out of the matrix is what the job with the gates runs
    (left_out,) = matrix["exclude"]
    versions = [
        step["with"]["python-version"] for step in jobs["tests"]["steps"] if "setup-python" in step.get("uses", "")
    ]
    assert ([left_out["python"]], left_out["system"]) == (versions, jobs["tests"]["runs-on"])


def test_a_kit_needs_ten_lines_at_most() -> None:
    assert [len(example.splitlines()) <= 10 for example in examples()] == [True, True, True]


def test_the_github_example_grants_what_the_called_jobs_ask_and_no_more() -> None:
    called = workflow("kit.yml")["jobs"].values()
    asked = {name: level for job in called for name, level in sorted(job["permissions"].items(), key=lambda p: p[1])}
    (own,) = yaml.safe_load(examples()[0])["jobs"].values()
    assert own["permissions"] == asked
    assert workflow("coopdocs.yml")["jobs"]["kit"]["permissions"] == asked


def test_the_examples_name_files_that_are_here_at_the_version_that_is_here() -> None:
    (job,) = yaml.safe_load(examples()[0])["jobs"].values()
    path, version = job["uses"].removeprefix("VOTRE-ORGANISATION/coopdocs/").split("@")
    assert (path, version) == (KIT, f"v{__version__}")
    (remote,) = yaml.safe_load(examples()[1])["include"]
    start = f"https://raw.githubusercontent.com/VOTRE-ORGANISATION/coopdocs/v{__version__}/"
    assert (ROOT / remote["remote"].removeprefix(start)).is_file()
    assert remote["inputs"]["version"] == f"v{__version__}"
    (project,) = yaml.safe_load(examples()[2])
    assert ((ROOT / project["file"].lstrip("/")).is_file(), project["ref"]) == (True, f"v{__version__}")
    assert gitlab(**remote["inputs"])


def scripts() -> Iterator[tuple[str, str]]:
    for name in ("kit.yml", "coopdocs.yml"):
        for job in workflow(name)["jobs"].values():
            yield from ((f"{name} {s['name']}", s["run"]) for s in job.get("steps", ()) if "run" in s)
    jobs = {**gitlab(depot="x"), **yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))}
    for name, job in jobs.items():
        if "script" in job:
            yield f"gitlab {name}", "\n".join([*job.get("before_script", ()), *job["script"]])


@pytest.mark.parametrize(("name", "script"), [pytest.param(*pair, id=pair[0]) for pair in scripts()])
def test_every_script_is_bash(name: str, script: str, tmp_path: Path) -> None:
    done = subprocess.run(["bash", "-n", "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
