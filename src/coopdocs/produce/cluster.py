"""Dossiers past one machine: the worker processes of a Dask cluster, as a crew that makes chunks of them.

Dask schedules, carries and tries again; here is only what travels. A kit goes as one zip, opened once in each worker
process, one that comes later included, in the folder that Dask keeps for that process and sweeps however it ends.
"""

from __future__ import annotations

import asyncio
import io
import logging
import shutil
import tempfile
import threading
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, Security, Worker, WorkerPlugin, get_worker
from distributed.comm.core import connect

from coopdocs import __version__, machine
from coopdocs.errors import CoopdocsError, Exit
from coopdocs.produce import series, stamp
from coopdocs.produce.series import Crew, DossierOrder, MadeDossier, SharedKit
from coopdocs.produce.workers import LostProcessError, Submit

Work = Callable[[SharedKit, Sequence[DossierOrder]], list[MadeDossier]]

PATIENCE = 5
"""Seconds that an address may keep silent."""
RETRIES = 3
"""How often Dask tries a chunk again that failed for another reason than a lost process, which it counts by itself."""

_TURN = threading.Lock()
"""Held in a worker process by whoever makes a dossier there: engines know of no threads."""


class ClusterError(CoopdocsError):
    """The cluster cannot do this work."""

    exit_code = Exit.MACHINE


@contextmanager
def crew(address: str) -> Iterator[Crew]:
    """The worker processes behind a scheduler (`tcp://machine:8786`), until the end of the block.

    Whatever ends it, no work, no file and no memory of this run stays there. Raises ClusterError.
    """
    with _connected(address) as client:
        workers = _checked(client, address)
        name = f"coopdocs-{client.id}"
        executor = client.get_executor(pure=False, retries=RETRIES)

        def equip(kit: SharedKit, keys: Sequence[str]) -> Submit:
            client.register_plugin(Luggage(pack(kit, keys), kit), name=name)
            # the kit that work gets there is that process's own copy
            return lambda work, kit, orders: _translated(executor.submit(_there, name, work, orders))

        try:
            yield Crew(workers, equip)
        finally:
            # a scheduler that is gone has nothing to forget
            with suppress(OSError, ValueError):
                executor.shutdown(wait=False)
                client.unregister_worker_plugin(name)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    # its own words are English, and said in ours where they matter
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        asyncio.run(_greet(address))
    except (OSError, RuntimeError, TypeError, ValueError):
        advice = "vérifiez l’adresse (tcp://machine:8786), ou lancez-le : dask scheduler"
        raise ClusterError(f"--cluster : aucun ordonnanceur Dask ne répond à « {address} » ; {advice}") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Client(address, set_as_default=False) as client:
            yield client


async def _greet(address: str) -> None:
    # a Client would wait for ever for an answer from another kind of server, Dask's own web page for one
    args = Security().get_connection_args("client")
    (await asyncio.wait_for(connect(address, **args), PATIENCE)).abort()


def _checked(client: Client, address: str) -> int:
    """How many worker processes there are. Raises ClusterError when there is none, or one that makes other bytes."""
    found = client.run(_identity, on_error="return")
    if not found:
        advice = f"lancez-en : dask worker {address} --nworkers auto --nthreads 1"
        raise ClusterError(f"--cluster : aucun processus n’attend de travail à « {address} » ; {advice}")
    here = _identity()
    for worker, there in found.items():
        if isinstance(there, Exception):
            raise ClusterError(_unlike(worker, f"coopdocs n’y répond pas ({there})"))
        for what in here:
            if here[what] != there.get(what):
                raise ClusterError(_unlike(worker, f"{what} {there.get(what)} au lieu de {here[what]}"))
    return len(found)


def _unlike(worker: str, what: str) -> str:
    advice = "installez-y la même version qu’ici, puis relancez ce processus"
    return f"--cluster : {worker} ne ferait pas les mêmes documents, {what} ; {advice}"


@cache
def _identity() -> dict[str, str | None]:
    """What decides the bytes of a dossier beside its kit, as this process loaded it; first what tells a reader most."""
    return {
        "coopdocs": __version__,
        "distributed": metadata.version("distributed"),
        **machine.every_version(),
        "code": stamp.kit_digest(())[:12],
    }


def pack(kit: SharedKit, keys: Sequence[str]) -> bytes:
    """A kit as a zip: content, the theme's folders, the cache's documents of these keys; the same bytes each time."""
    folders = {"content": kit.root / "content"} | {_theme(n): dossier for n, dossier in enumerate(kit.theme)}
    files = {
        f"{name}/{path.relative_to(folder).as_posix()}": path
        for name, folder in folders.items()
        for path in folder.rglob("*")
        if path.is_file()
    }
    if kit.cache:
        made = (path for key in keys for path in kit.cache.glob(f"*/{key}"))
        files |= {f"cache/{path.relative_to(kit.cache).as_posix()}": path for path in made}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, path in sorted(files.items()):
            # a ZipInfo of one's own has a fixed date
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _theme(rank: int) -> str:
    # reading a kit looks for its own icons in « templates »
    return f"templates-{rank}" if rank else "templates"


class Luggage(WorkerPlugin):
    """A kit on its way to worker processes, and at hand in one of them: Dask calls `setup` and `teardown` there."""

    def __init__(self, archive: bytes, kit: SharedKit) -> None:
        self.archive, self.kit = archive, kit
        self.identity = _identity()

    def setup(self, worker: Worker) -> None:
        self.alike = self.identity == _identity()
        self.open = True
        self.place = Path(tempfile.mkdtemp(prefix=f"coopdocs-{self.kit.kit_digest[:12]}-", dir=worker.local_directory))
        with zipfile.ZipFile(io.BytesIO(self.archive)) as archive:
            archive.extractall(self.place)
        self.archive = b""
        themes = tuple(self.place / _theme(n) for n in range(len(self.kit.theme)))
        self.kit = replace(self.kit, root=self.place, theme=themes, cache=self.place / "cache")

    async def teardown(self, worker: Worker) -> None:
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        with _TURN:
            self.open = False
            series.close()
            shutil.rmtree(self.place, ignore_errors=True)


def _there(name: str, work: Work, orders: Sequence[DossierOrder]) -> list[MadeDossier]:
    """A chunk, in a worker process: one dossier at a time whatever its threads, and no more once the run is over."""
    worker = get_worker()
    luggage = worker.plugins[name]
    assert isinstance(luggage, Luggage)
    if not luggage.alike:
        raise ClusterError(_unlike(worker.address, "il est venu en cours de route avec un autre coopdocs"))
    made = []
    for order in orders:
        with _TURN:
            if luggage.open:
                made += work(luggage.kit, [order])
    return made


def _translated(there: Future[Any]) -> Future[Any]:
    """The same future, with what became of it said as local processes say it."""
    here: Future[Any] = Future()
    there.add_done_callback(partial(_tell, here))
    return here


def _tell(here: Future[Any], there: Future[Any]) -> None:
    if there.cancelled():
        reason = "--cluster : l’ordonnanceur ne répond plus ; ce qui est écrit est gardé : relancez la même commande"
        here.set_exception(ClusterError(reason))
    elif isinstance(error := there.exception(), KilledWorker):
        here.set_exception(LostProcessError())
    elif error:
        here.set_exception(error)
    else:
        here.set_result(there.result())
