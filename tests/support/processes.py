"""The real command in a process of its own, which starts in hundredths of a second where Linux lets it be forked.

Half a second of each start is imports. A server that has imported everything and run nothing forks itself for each
command: what is forked has its own memory, folder, environment and streams, runs `coopdocs/__main__.py` and ends as any
interpreter ends. What an interpreter only reads when it starts (PYTHON…, locale, time zone) asks for a new one.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FORKS = sys.platform == "linux"
AT_START = ("PYTHON", "LC_", "LANG", "TZ", "LD_")
ENGINES = ("weasyprint", "docx", "xlsxwriter", "pikepdf", "pypdfium2", "PIL.Image", "lxml.html", "icalendar")


def coopdocs(
    *words: object, cwd: Path | None = None, env: Mapping[str, str] | None = None, umask: int = -1
) -> subprocess.CompletedProcess[str]:
    """`coopdocs WORDS…`: its exit code and what it wrote."""
    line, wanted = [str(word) for word in words], dict(os.environ if env is None else env)
    changed = {name for name, value in (wanted.items() ^ os.environ.items())}
    if not FORKS or any(name.startswith(AT_START) for name in changed):
        return subprocess.run(
            [sys.executable, "-m", "coopdocs", *line], cwd=cwd, env=wanted, umask=umask, capture_output=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        request = {"line": line, "cwd": str(cwd or Path.cwd()), "env": wanted, "umask": umask}
        code = _server().ask(request, (out.fileno(), err.fileno()))
        said = []
        for file in (out, err):
            file.seek(0)
            # as subprocess reads text: every end of line is one \n
            said.append(file.read().decode().replace("\r\n", "\n").replace("\r", "\n"))
    return subprocess.CompletedProcess(["coopdocs", *line], code, *said)


class _Server:
    """The process that forks, and its socket: requests in JSON with two open files, answered by an exit code."""

    def __init__(self) -> None:
        here, there = socket.socketpair()
        with there:
            command = [sys.executable, str(Path(__file__).resolve()), str(there.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL)
        self._here, self._answers = here, here.makefile("rb")
        atexit.register(self._end)

    def ask(self, request: Mapping[str, Any], files: tuple[int, int]) -> int:
        octets = json.dumps(request).encode() + b"\n"
        socket.send_fds(self._here, [len(octets).to_bytes(4)], list(files))
        self._here.sendall(octets)
        return int(self._answers.readline())

    def _end(self) -> None:
        self._answers.close()
        self._here.close()
        self._process.wait()


@cache
def _server() -> _Server:
    return _Server()


def _every_module() -> list[str]:
    package = importlib.import_module("coopdocs")
    # dask, which `cluster` imports, starts threads: nothing that has threads can be forked
    apart = ("coopdocs.__main__", "coopdocs.produce.cluster")
    return [name for _, name, _ in pkgutil.walk_packages(package.__path__, "coopdocs.") if name not in apart]


def _make_templates_ready() -> None:
    """Compile the packaged templates, which a new kit’s first command would do."""
    theme = importlib.import_module("coopdocs.theme")
    folder = importlib.import_module("coopdocs").packaged("templates").resolve()
    looks = theme.Theme([folder])
    for path in sorted(folder.rglob("*.j2")):
        looks._env.get_template(path.relative_to(folder).as_posix())


def _serve(number: int) -> list[str] | None:
    """Fork for each request until the other end closes; the words of its command in a forked process, else None."""
    here = socket.socket(fileno=number)
    while True:
        head, files, _, _ = socket.recv_fds(here, 4, 2)
        if not head:
            return None
        octets = b""
        while len(octets) < int.from_bytes(head):
            octets += here.recv(int.from_bytes(head) - len(octets))
        if (child := os.fork()) == 0:
            here.close()
            return _become(json.loads(octets), files)
        for file in files:
            os.close(file)
        here.sendall(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _become(request: Mapping[str, Any], files: list[int]) -> list[str]:
    os.dup2(files[0], 1)
    os.dup2(files[1], 2)
    for file in files:
        os.close(file)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    if request["umask"] >= 0:
        os.umask(request["umask"])
    return list(request["line"])


def _run(words: list[str]) -> None:
    """The command as `python -m` runs it. What an interpreter takes down at its end is copied memory here: left out."""
    sys.argv = ["coopdocs", *words]
    code = 0
    try:
        runpy.run_module("coopdocs", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    del sys.path[0]  # this folder: what is forked sees what the installed command sees
    for module in (*_every_module(), *ENGINES):
        __import__(module)
    _make_templates_ready()
    gc.freeze()
    if (words := _serve(int(sys.argv[1]))) is not None:
        _run(words)
