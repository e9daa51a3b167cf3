"""Continuous integration for users: each script of the kit files runs here as written.

Not run: `apt-get`, the actions, the installation (make says what it would do; tests/fresh-machine.sh does it) and
`gh`, in whose place stands one that notes how it was called.
"""

from __future__ import annotations

import json
import re
import shutil
import string
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from coopdocs import __version__
from support.forge import ROOT, Github, bash, commands, environment, git, gitlab, gitlab_job
from support.kits import spoil, write_kit

TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network's repository: an edition that is out (tag `ancienne`), then one changed text, merged (`nouvelle`)."""
    racine = write_kit(tmp_path_factory.mktemp("depot") / "kit")
    shutil.rmtree(racine / "templates")
    shutil.copy(ROOT / "content/territoires/contours_france.json", racine / "content/territoires")
    (racine / ".gitignore").write_text("/output/\n/.coopdocs/\n", encoding="utf-8")
    git(racine, "init", "--quiet", "--initial-branch=main")
    commit(racine, "Un kit")
    git(racine, "tag", "ancienne")
    git(racine, "switch", "--quiet", "--create", "retouche")
    spoil(racine / "content/formes/ptce.yaml", "Des structures coopèrent.", "Des structures s’allient.")
    spoil(racine / "content/kit.yaml", "2026-11-23", "2026-12-01")
    commit(racine, "Une retouche")
    git(racine, "switch", "--quiet", "main")
    git(racine, "merge", "--quiet", "--no-ff", "--no-edit", "retouche")
    git(racine, "tag", "nouvelle")
    return racine


def commit(racine: Path, message: str) -> None:
    git(racine, "add", "--all")
    git(racine, "commit", "--quiet", "--message", message)


@pytest.fixture(scope="module")
def outil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What installing coopdocs reads, in a repository with its version as tag."""
    racine = tmp_path_factory.mktemp("outil")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy2(ROOT / name, racine)
    for name in ("requirements", ".gitlab"):
        shutil.copytree(ROOT / name, racine / name)
    git(racine, "init", "--quiet")
    commit(racine, "coopdocs")
    git(racine, "tag", f"v{__version__}")
    return racine


@pytest.fixture(scope="module")
def travail(depot: Path, outil: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """GitHub's work folder after both checkouts, shared by the jobs: what one has built is in the next one's cache."""
    racine = tmp_path_factory.mktemp("github") / "travail"
    racine.mkdir()
    git(racine, "clone", "--quiet", str(depot), "kit")
    shutil.copytree(outil, racine / "outil")
    (racine / "outil/.venv").mkdir()
    (racine / "outil/.venv/bin").symlink_to(TOOLS)
    return racine


@pytest.fixture(scope="module")
def ligne(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The PATH of a forge's machine."""
    return str(commands(tmp_path_factory.mktemp("machine") / "bin"))


CONTEXTE = {
    "github.token": "jeton",
    "github.repository": "reseau/kit",
    "github.event.pull_request.number": "7",
    "steps.provenance.outputs.bundle-path": "attestation.json",
}
DEMANDE, ETIQUETTE, PUBLIC = (
    "github.event_name == 'pull_request'",
    "github.ref_type == 'tag'",
    "${{ !github.event.repository.private }}",
)
D_ICI = (
    f"{DEMANDE} && github.event.pull_request.head.repo.full_name == github.repository"
    " && github.event.pull_request.user.login != 'dependabot[bot]'"
)
# make shows what it would do: installing is the Makefile's own test, and needs the registries
SANS_INSTALLER = {"MAKEFLAGS": "-n"}


def github(job: str, travail: Path, *vrai: str) -> Github:
    return Github(
        job, travail, CONTEXTE, {condition: condition in vrai for condition in (DEMANDE, ETIQUETTE, PUBLIC, D_ICI)}
    )


GH = """#!{python}
import json, pathlib, sys
place = pathlib.Path({place!r})
journal = json.loads(place.read_text("utf-8")) if place.exists() else []
journal.append(sys.argv[1:])
place.write_text(json.dumps(journal), "utf-8")
if "--jq" in sys.argv and len(journal) > 2:
    print(41)
"""


@pytest.fixture
def gh(tmp_path: Path) -> Path:
    """A `gh` that notes how it was called; from its third call on it finds a comment, number 41."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/gh").write_text(GH.format(python=sys.executable, place=str(tmp_path / "gh.json")), "utf-8")
    (tmp_path / "bin/gh").chmod(0o755)
    return tmp_path


def journal(gh: Path) -> list[list[str]]:
    calls: list[list[str]] = json.loads((gh / "gh.json").read_text("utf-8"))
    return calls


def with_gh(gh: Path, ligne: str) -> dict[str, object]:
    return {"PATH": f"{gh / 'bin'}:{ligne}", "GITHUB_REPOSITORY": "reseau/kit", "GITHUB_REF_NAME": "nouvelle"}


def test_on_a_pull_request_github_says_what_changes_in_one_comment(travail: Path, gh: Path, ligne: str) -> None:
    documents = github("documents", travail, DEMANDE, D_ICI)
    printed = documents.run(PATH=ligne, **SANS_INSTALLER)
    assert "--require-hashes -r requirements/runtime.lock" in printed
    assert "system.sh pango" in printed
    (gh / "remis").mkdir()
    documents.hand("documents", gh / "remis/documents")
    assert (gh / "remis/documents/fiches/ptce.pdf").stat().st_size > 10_000
    assert "s’allient" in documents.summary.read_text("utf-8")

    commentaire = github("commentaire", gh / "remis", DEMANDE, D_ICI)
    assert commentaire.wanted()
    documents.hand("ecarts", gh / "remis")
    commentaire.run(**with_gh(gh, ligne))
    commentaire.run(**with_gh(gh, ligne))
    _, first, _, second = journal(gh)
    assert first[:5] == ["api", "--silent", "--method", "POST", "repos/reseau/kit/issues/7/comments"]
    assert second[:5] == ["api", "--silent", "--method", "PATCH", "repos/reseau/kit/issues/comments/41"]
    body = (gh / "remis/commentaire.md").read_text("utf-8")
    assert body.startswith("<!-- coopdocs : ce qui change -->\n")
    assert body.split("\n", 1)[1] == (travail / "ecarts.md").read_text("utf-8")


def test_a_fork_gets_no_comment(travail: Path) -> None:
    assert not github("commentaire", travail, DEMANDE).wanted()


def test_a_comment_stays_below_what_github_takes(gh: Path, ligne: str) -> None:
    (gh / "remis").mkdir()
    (gh / "remis/ecarts.md").write_text("- « é » devient « è »\n" * 9_000, encoding="utf-8")
    github("commentaire", gh / "remis", DEMANDE, D_ICI).run(**with_gh(gh, ligne))
    body = (gh / "remis/commentaire.md").read_text("utf-8")
    assert 30_000 < len(body) < 65_536
    assert body.endswith("devient « è »\n\n… voyez la suite dans le résumé.\n")


def test_a_base_that_cannot_be_read_is_said_and_fails_nothing(travail: Path, tmp_path: Path, ligne: str) -> None:
    git(tmp_path, "clone", "--quiet", str(travail / "kit"), "kit")
    spoil(tmp_path / "kit/content/formes/ptce.yaml", "ordre:", "ordrre:")
    commit(tmp_path / "kit", "Une faute")
    spoil(tmp_path / "kit/content/formes/ptce.yaml", "ordrre:", "ordre:")
    commit(tmp_path / "kit", "Sans la faute")
    (step,) = (s for s in github("documents", tmp_path, DEMANDE).steps() if s.get("name") == "Dire ce qui change")
    bash(
        step["run"],
        tmp_path / "kit",
        environment(PATH=f"{TOOLS}:{ligne}", GITHUB_STEP_SUMMARY="../resume"),
    )
    assert "n’a pas pu être établi" in (tmp_path / "resume").read_text("utf-8")


def test_at_a_tag_github_publishes_the_edition(travail: Path, gh: Path, ligne: str) -> None:
    documents = github("documents", travail, ETIQUETTE, PUBLIC)
    documents.run(PATH=ligne, **SANS_INSTALLER)
    (gh / "remis").mkdir()
    documents.hand("edition", gh / "remis")
    (gh / "remis/attestation.json").write_text("{}", encoding="utf-8")
    edition = github("edition", gh / "remis", ETIQUETTE, PUBLIC)
    assert edition.wanted()
    edition.run(**with_gh(gh, ligne))
    ((*words,),) = journal(gh)
    assert words[:4] == ["release", "create", "nouvelle", "--verify-tag"]
    published = [(gh / "remis" / word).name for word in words[words.index("notes.md") + 1 :]]
    name = "coopdocs-2026-12-01"
    assert published == [f"{name}.zip", f"{name}.tar.gz", "SHA256SUMS", "provenance.sigstore.json"]
    bash("sha256sum --check --strict SHA256SUMS", gh / "remis", environment())
    assert "s’allient" in (gh / "remis/notes.md").read_text("utf-8")
    assert f"{name}/fiches/ptce.pdf" in zipfile.ZipFile(gh / f"remis/{name}.zip").namelist()


class Notes(BaseHTTPRequestHandler):
    """GitLab's notes of one merge request, two on a page; the test reads `notes` of the server."""

    def answer(self, data: object, following: str = "") -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("X-Next-Page", following)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def notes(self) -> list[dict[str, Any]]:
        assert self.headers["PRIVATE-TOKEN"] == "jeton"
        notes: list[dict[str, Any]] = self.server.notes  # type: ignore[attr-defined]
        return notes

    def text(self) -> str:
        return str(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"])

    def do_GET(self) -> None:
        page = int(re.findall(r"&page=(\d+)", urlsplit(self.path).query)[0]) if "&page=" in self.path else 1
        notes = self.notes()
        self.answer(notes[2 * page - 2 : 2 * page], str(page + 1) if len(notes) > 2 * page else "")

    def do_POST(self) -> None:
        self.notes().append({"id": len(self.notes()) + 1, "body": self.text()})
        self.answer({})

    def do_PUT(self) -> None:
        (note,) = (n for n in self.notes() if n["id"] == int(self.path.rsplit("/", 1)[1]))
        note["body"] = self.text()
        self.answer({})

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def notes() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Notes)
    server.notes = [{"id": 1, "body": "Bravo"}, {"id": 2, "body": "Merci"}]  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def clone(travail: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """GitLab's clone of the repository, with the cache of what GitHub's machine has built."""
    racine = tmp_path_factory.mktemp("gitlab") / "kit"
    git(racine.parent, "clone", "--quiet", str(travail / "kit"), "kit")
    if (travail / "kit/.coopdocs").is_dir():
        shutil.copytree(travail / "kit/.coopdocs", racine / ".coopdocs")
    return racine


OnGitlab = Callable[..., str]


@pytest.fixture
def on_gitlab(clone: Path, outil: Path, ligne: str, tmp_path: Path) -> OnGitlab:
    """Runs a job of the template, with these variables from GitLab; gives what it printed."""
    machine = {"OUTIL": tmp_path / "coopdocs", "PATH": f"{TOOLS}:{ligne}", **SANS_INSTALLER}
    return lambda job, **variables: gitlab_job(gitlab(depot=str(outil)), job, clone, **machine, **variables)


def test_gitlab_installs_checks_builds_and_verifies(clone: Path, on_gitlab: OnGitlab) -> None:
    printed = on_gitlab("documents")
    assert "--require-hashes -r requirements/runtime.lock" in printed
    assert (clone / "output/fiches/ptce.pdf").is_file()


def test_on_a_merge_request_gitlab_keeps_one_note(clone: Path, on_gitlab: OnGitlab, notes: ThreadingHTTPServer) -> None:
    demande = {
        "CI_API_V4_URL": f"http://127.0.0.1:{notes.server_port}/api/v4",
        "CI_MERGE_REQUEST_PROJECT_ID": 5,
        "CI_MERGE_REQUEST_IID": 7,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(clone, "rev-parse", "ancienne"),
    }
    said: list[dict[str, Any]] = notes.notes  # type: ignore[attr-defined]
    assert "COOPDOCS_JETON n’est pas définie" in on_gitlab("ecarts", **demande)
    assert len(said) == 2
    script = [sys.executable, str(ROOT / ".gitlab/commenter.py"), "ecarts.md"]
    for text in ("s’allient", "une autre fois"):
        with (clone / "ecarts.md").open("a", encoding="utf-8") as file:
            file.write("" if text == "s’allient" else text)
        subprocess.run(script, cwd=clone, env=environment(COOPDOCS_JETON="jeton", **demande), check=True)
        assert (len(said), text in said[2]["body"]) == (3, True)
    assert "s’allient" in (clone / "ecarts.html").read_text("utf-8")
    (clone / "ecarts.md").unlink()
    (clone / "ecarts.html").unlink()


def test_at_a_tag_gitlab_publishes_the_edition(clone: Path, on_gitlab: OnGitlab) -> None:
    place = {"CI_PROJECT_URL": "https://gitlab.com/reseau/kit", "CI_JOB_ID": 9}
    on_gitlab("edition", **place)
    job = gitlab(depot="x")
    given = dict(line.split("=", 1) for line in (clone / "dist/edition.env").read_text("utf-8").splitlines())
    start = "https://gitlab.com/reseau/kit/-/jobs/9/artifacts/raw/"
    for link in job["publication"]["release"]["assets"]["links"]:
        url = string.Template(link["url"]).substitute(given)
        path = clone / url.removeprefix(start)
        assert path.is_file()
        assert any(path.relative_to(clone).match(pattern) for pattern in job["edition"]["artifacts"]["paths"])
    assert "s’allient" in (clone / job["publication"]["release"]["description"]).read_text("utf-8")


def test_a_note_refused_by_gitlab_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "ecarts.md").write_text("rien", encoding="utf-8")
    # a port of this machine where nothing listens any more
    with ThreadingHTTPServer(("127.0.0.1", 0), Notes) as server:
        url = f"http://127.0.0.1:{server.server_port}/api/v4"
    env = environment(COOPDOCS_JETON="jeton", CI_API_V4_URL=url, CI_MERGE_REQUEST_PROJECT_ID=5, CI_MERGE_REQUEST_IID=7)
    script = [sys.executable, str(ROOT / ".gitlab/commenter.py"), "ecarts.md"]
    done = subprocess.run(script, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "COOPDOCS_JETON est-il valable" in done.stdout
