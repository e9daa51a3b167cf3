"""A web server on the loopback that says what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

TLS = Path(__file__).parent / "tls"
"""Throwaway certificates of 127.0.0.1, exemple.test and mémoire.test with their keys, as OpenSSL makes them: one valid
until 2120, one until 2001."""

Said: TypeAlias = "int | tuple[int, Mapping[str, str]] | bytes | Callable[[Handler], None]"
"""What is answered for a path: a status, with headers too, raw bytes, or what writes it."""


@dataclass
class Site:
    """`pages`: answers by path; others are 404. `asked`: « HEAD /path » in order; `times`: when, in seconds."""

    address: str
    pages: dict[str, Said] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> None:
        """As long as a slow server takes, or until the test ends."""
        self.ended.wait(seconds)


class Handler(BaseHTTPRequestHandler):
    """One request; a Site says what is answered."""

    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.site.asked.append(f"{self.command} {self.path}")
        self.site.times.append(time.monotonic())
        self.site.headers.append(dict(self.headers))
        said = self.site.pages.get(self.path, 404)
        with contextlib.suppress(OSError):
            self._say(said)
        self.close_connection = True

    do_HEAD = do_GET

    def _say(self, said: Said) -> None:
        if callable(said):
            said(self)
        elif isinstance(said, bytes):
            self.wfile.write(said)
        else:
            status, headers = said if isinstance(said, tuple) else (said, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

    def text(self, words: bytes) -> None:
        """A page of text."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words)

    def log_message(self, *words: Any) -> None:
        """Nothing is written."""


@contextlib.contextmanager
def site(host: str = "127.0.0.1", certificate: str = "") -> Iterator[Site]:
    """A site at a free port; `certificate`: « valid » or « expired », for https."""
    made = Site("")
    handler = type("SiteHandler", (Handler,), {"site": made})
    with ThreadingHTTPServer((host, 0), handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(TLS / f"{certificate}.pem")
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        made.address = f"{'https' if certificate else 'http'}://{host}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.ended.set()
            server.shutdown()
            thread.join()
