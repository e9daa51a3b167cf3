"""Dossiers made by a Dask cluster, for real: a scheduler and worker processes on this machine."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from coopdocs.produce import cluster, series
from support.kits import spoil, write_kit

ROOT = Path(__file__).resolve().parents[2]
EVERY = ("--niveau", "departement", "--to", "json")
COUNT = 109
SOME = (
    "--to",
    "pdf",
    "--ampleur",
    "complet",
    "--forme",
    "pat",
    "--territoire=commune:26001",
    "--territoire=commune:26002",
)
"""A chunk for each of two workers: with what dossiers share, which travels, and pages of their own."""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    return write(tmp_path / "kit")


def write(folder: Path) -> Path:
    """Four short formes, and the territories of the repository's own kit."""
    made = write_kit(folder)
    tables = made / "content/territoires"
    counts = shutil.ignore_patterns("couverture.yaml")
    shutil.copytree(ROOT / "content/territoires", tables, ignore=counts, dirs_exist_ok=True)
    rows = (tables / "initiatives.csv").read_text("utf-8").splitlines(keepends=True)
    known = [row for row in rows if row.split(",")[1] in ("forme", "ptce", "ges", "pat")]
    (tables / "initiatives.csv").write_text("".join(known), encoding="utf-8")
    header = (tables / "contacts.csv").read_text("utf-8").splitlines(keepends=True)[0]
    (tables / "contacts.csv").write_text(header, encoding="utf-8")
    for icone in (made / "templates/icones").iterdir():
        shutil.copy(ROOT / "templates/icones" / icone.name, icone)
    return made


class Machines:
    """A scheduler and its worker processes; each worker writes below a folder of its own."""

    def __init__(self, dossier: Path, stack: ExitStack, **environment: str) -> None:
        self.dossier, self._stack = dossier, stack
        said = dossier / "scheduler.json"
        words = ("--host", "127.0.0.1", "--port", 0, "--scheduler-file", said)
        self.scheduler = self._start("scheduler", *words, **environment)
        until(lambda: said.is_file() and said.read_text("utf-8").endswith("}"))
        self.adresse: str = json.loads(said.read_text("utf-8"))["address"]
        # to make a connection takes a hundred times as long as a question
        self._client = stack.enter_context(Client(self.adresse, set_as_default=False))

    def _start(self, *words: object, **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *map(str, words), "--no-dashboard"],
            env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def worker(self, name: str, **environment: str) -> subprocess.Popen[bytes]:
        """A worker process that is ready for work."""
        (self.dossier / name).mkdir()
        before = self._known()
        words = (
            "--name",
            name,
            "--nthreads",
            1,
            "--no-nanny",
            "--host",
            "127.0.0.1",
            "--local-directory",
            self.dossier / name,
        )
        process = self._start("worker", self.adresse, *words, **environment)
        until(lambda: self._known() > before)
        return process

    def _known(self) -> int:
        return int(self.ask(lambda dask_scheduler: len(dask_scheduler.workers)))

    def ask(self, question: Callable[..., Any]) -> Any:
        """What the scheduler answers."""
        return self._client.run_on_scheduler(question)

    def lose_scheduler(self) -> None:
        """Nothing can be asked from here on."""
        self._client.close()
        self.scheduler.kill()

    def at_work(self, name: str) -> bool:
        """Whether a worker has a chunk in its hands."""
        return bool(
            self.ask(lambda dask_scheduler: len(dask_scheduler.workers[dask_scheduler.aliases[name]].processing))
        )

    def kits(self, name: str = "*") -> list[Path]:
        """The kits that worker processes hold open."""
        return list(self.dossier.glob(f"{name}/dask-scratch-space/worker-*/coopdocs-*"))


@contextmanager
def machines(dossier: Path, **environment: str) -> Iterator[Machines]:
    dossier.mkdir()
    with ExitStack() as stack:
        yield Machines(dossier, stack, **environment)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A cluster of two worker processes, for tests that leave it as it was."""
    with machines(tmp_path_factory.mktemp("pair") / "cluster") as made:
        made.worker("a")
        made.worker("b")
        yield made


def start(kit: Path, *words: object, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "coopdocs", "-C", str(kit), "build", *map(str, words)],
        env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        # a shell gives what it runs in the background a SIGINT that is ignored, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def end(process: subprocess.Popen[str], code: int = 0) -> str:
    """What a build said on stderr, once it is over."""
    _, said = process.communicate(timeout=300)
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert "distributed" not in said
    return said


def until(true: Callable[[], object]) -> None:
    last = time.monotonic() + 120
    while not true():
        assert time.monotonic() < last, "nothing came"
        time.sleep(0.02)


def files(kit: Path) -> dict[str, str]:
    """Digest of every finished file of the output folder, by path."""
    every = (p for p in (kit / "output").rglob("*") if p.is_file() and not p.name.startswith("."))
    return {p.relative_to(kit).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in every}


def here(kit: Path, *words: object) -> dict[str, str]:
    """The files as this machine makes them alone; nothing of that build is left."""
    end(start(kit, *words, "-j", 1))
    made = files(kit)
    shutil.rmtree(kit / "output")
    shutil.rmtree(kit / ".coopdocs")
    return made


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """EVERY of the kit as this machine makes it alone, which most tests hold a run against."""
    return here(write(tmp_path_factory.mktemp("alone") / "kit"), *EVERY)


@contextmanager
def frozen(cluster_: Machines, name: str, worker: subprocess.Popen[bytes]) -> Iterator[None]:
    """A worker stopped with work in its hands, the run well on its way: only what happens to this worker ends it."""
    until(lambda: cluster_.at_work(name))
    worker.send_signal(signal.SIGSTOP)
    assert cluster_.at_work(name)
    yield
    worker.send_signal(signal.SIGCONT)


# --- what is made


@pytest.mark.parametrize("words", [EVERY, SOME], ids=["many", "pdf"])
def test_a_cluster_makes_the_same_files_and_manifest_as_this_machine_alone(
    kit: Path, pair: Machines, words: tuple[str, ...]
) -> None:
    alone = here(kit, *words)
    end(start(kit, *words, "--cluster", pair.adresse))
    assert files(kit) == alone
    assert pair.kits() == []


def test_two_kits_at_once_are_not_mixed_up(kit: Path, tmp_path: Path, pair: Machines, alone: dict[str, str]) -> None:
    other = shutil.copytree(kit, tmp_path / "other")
    spoil(other / "content/glossaire.yaml", "Économie sociale et solidaire", "Autre chose")
    spoil(other / "content/kit.yaml", "editeur: coopdocs", "editeur: Quelqu’un")
    expected = {kit: alone, other: here(other, *EVERY)}
    both = {made: start(made, *EVERY, "--cluster", pair.adresse) for made in (kit, other)}
    for process in both.values():
        end(process)
    assert {made: files(made) for made in both} == expected
    assert not alone.items() & expected[other].items()


def test_the_zip_of_a_kit_depends_on_its_bytes_alone_and_carries_the_parts_asked_for(kit: Path) -> None:
    cache = kit / ".coopdocs/cache"
    for cle in ("ab12", "cd34"):
        (cache / cle[:2]).mkdir(parents=True)
        (cache / cle[:2] / cle).write_bytes(cle.encode())
    asked = series.SharedKit(kit, (kit / "templates", ROOT / "templates"), cache, "")
    first = cluster.pack(asked, ["ab12", "lost"])
    for path in kit.rglob("*"):
        os.utime(path, (0, 10**9))
    assert cluster.pack(asked, ["ab12", "lost"]) == first
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert [name for name in names if name.startswith("cache/")] == ["cache/ab/ab12"]
    assert {"content/kit.yaml", "templates/icones/plant.svg", "templates-1/base/tokens.css"} <= {*names}
    (kit / "content/kit.yaml").write_text("autre: kit\n", encoding="utf-8")
    assert cluster.pack(asked, ["ab12", "lost"]) != first


# --- what goes wrong


def test_a_worker_killed_in_mid_run_costs_nothing_but_time(kit: Path, tmp_path: Path, alone: dict[str, str]) -> None:
    with machines(tmp_path / "cluster") as some:
        lost = some.worker("a")
        some.worker("b")
        process = start(kit, *EVERY, "--cluster", some.adresse)
        with frozen(some, "a", lost):
            until(lambda: 3 <= len(files(kit)) < COUNT)
            assert process.poll() is None
            lost.kill()
        end(process)
        assert files(kit) == alone
        assert some.kits("b") == []


def test_a_worker_that_comes_in_mid_run_gets_the_kit_too(kit: Path, tmp_path: Path, alone: dict[str, str]) -> None:
    with machines(tmp_path / "cluster") as some:
        only = some.worker("a")
        process = start(kit, *EVERY, "--cluster", some.adresse)
        with frozen(some, "a", only):
            some.worker("late")
            only.kill()
        end(process)
    assert files(kit) == alone


def test_dossiers_that_kill_every_worker_are_failures_and_the_others_are_made(kit: Path, tmp_path: Path) -> None:
    with machines(tmp_path / "cluster", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as some:
        lost = some.worker("a")
        some.worker("b")
        process = start(kit, *EVERY, "--cluster", some.adresse)
        with frozen(some, "a", lost):
            until(lambda: len(files(kit)) >= 3)
            lost.kill()
        said = end(process, code=3)
    assert "le moteur s’est arrêté brusquement" in said
    made = [path for path in files(kit) if "/dossiers/" in path]
    assert 3 <= len(made) < COUNT


def test_ctrl_c_leaves_nothing_at_the_cluster_and_whole_files_here(
    kit: Path, tmp_path: Path, alone: dict[str, str]
) -> None:
    with machines(tmp_path / "cluster") as some:
        slow = some.worker("a")
        some.worker("b")
        process = start(kit, *EVERY, "--cluster", some.adresse)
        with frozen(some, "a", slow):
            until(lambda: len(files(kit)) >= 3)
            process.send_signal(signal.SIGINT)
        assert "interrompu" in end(process, code=130)
        before = files(kit)
        assert before.items() <= alone.items()
        assert some.kits() == []
        assert some.ask(lambda dask_scheduler: (len(dask_scheduler.tasks), len(dask_scheduler.workers))) == (0, 2)
        again = json.loads(start(kit, *EVERY, "--cluster", some.adresse, "--json").communicate()[0])
    # at most the file under way was written and not yet noted
    assert sum(f["cache"] for f in again["fichiers"]) >= len(before) - 1
    assert files(kit) == alone


def test_a_scheduler_that_dies_ends_the_run_and_what_is_written_is_kept(
    kit: Path, tmp_path: Path, alone: dict[str, str]
) -> None:
    with machines(tmp_path / "cluster") as some:
        slow = some.worker("a")
        some.worker("b")
        process = start(kit, *EVERY, "--cluster", some.adresse, DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT="3s")
        with frozen(some, "a", slow):
            until(lambda: len(files(kit)) >= 3)
            some.lose_scheduler()
        assert "l’ordonnanceur ne répond plus" in end(process, code=5)
    assert files(kit).items() <= alone.items()


# --- what is refused


@pytest.fixture
def another(tmp_path: Path) -> str:
    """Where a coopdocs lies that is not quite this one."""
    shutil.copytree(ROOT / "src/coopdocs", tmp_path / "another/coopdocs")
    with (tmp_path / "another/coopdocs/tables.py").open("a", encoding="utf-8") as file:
        file.write("# another\n")
    return str(tmp_path / "another")


def test_another_coopdocs_in_a_worker_is_refused_by_name(kit: Path, tmp_path: Path, another: str) -> None:
    with machines(tmp_path / "cluster") as some:
        some.worker("a")
        some.worker("b", PYTHONPATH=another)
        said = end(start(kit, *EVERY, "--cluster", some.adresse), code=5)
        b = some.ask(lambda dask_scheduler: dask_scheduler.aliases["b"])
    assert f"--cluster : {b} ne ferait pas les mêmes documents, code " in said
    assert not (kit / "output").exists()


def test_another_coopdocs_that_comes_in_mid_run_makes_nothing(
    kit: Path, tmp_path: Path, another: str, alone: dict[str, str]
) -> None:
    with machines(tmp_path / "cluster") as some:
        only = some.worker("a")
        process = start(kit, *EVERY, "--cluster", some.adresse)
        with frozen(some, "a", only):
            some.worker("late", PYTHONPATH=another)
            only.kill()
        said = end(process, code=5)
        late = some.ask(lambda dask_scheduler: dask_scheduler.aliases["late"])
    assert f"--cluster : {late} ne ferait pas les mêmes documents" in said
    assert files(kit).items() <= alone.items()


def test_a_cluster_without_workers_is_refused_with_the_line_that_starts_them(kit: Path, tmp_path: Path) -> None:
    with machines(tmp_path / "cluster") as some:
        said = end(start(kit, *EVERY, "--cluster", some.adresse), code=5)
        assert f"dask worker {some.adresse}" in said


def test_an_address_where_no_scheduler_answers_is_refused(kit: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        wrong = (f"tcp://127.0.0.1:{mute.getsockname()[1]}", "tcp://127.0.0.1:1", "tls://127.0.0.1:1", "machine", "")
        asked = {adresse: start(kit, *EVERY, "--cluster", adresse) for adresse in wrong}
        for adresse, process in asked.items():
            assert f"aucun ordonnanceur Dask ne répond à « {adresse} »" in end(process, code=5)
    assert not (kit / "output").exists()


def test_without_dask_the_line_that_installs_it_is_said(kit: Path, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without/distributed.py").write_text("raise ModuleNotFoundError\n", encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path / "without"), os.environ.get("PYTHONPATH"))))
    process = start(kit, *EVERY, "--cluster", "tcp://127.0.0.1:1", PYTHONPATH=path)
    _, said = process.communicate()
    assert process.returncode == 5
    assert "pip install 'coopdocs[cluster]'" in said


def test_a_cluster_is_for_dossiers_that_are_asked_for(kit: Path) -> None:
    assert "ajoutez --niveau ou --territoire" in end(start(kit, "fiches", "--cluster", "tcp://127.0.0.1:1"), code=2)
