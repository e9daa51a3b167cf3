"""Addresses of the web as servers get them: letters of all scripts in ASCII, one form for each page."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_KEPT = "%!$&'()*+,;=:@/~"
_SECOND_LEVELS = re.compile(r"(gouv|asso|com|nom|prd|tm|co|org|net|ac|gov|edu)\.[a-z]{2}")
"""What registries sell names under: « draaf.gouv.fr » is a domain of its own."""


def canonical(address: str) -> str:
    """The same address as it is asked for, without what a server never sees. Raises ValueError for none at all."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(address)
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    if ":" in host:
        host = f"[{host}]"
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    path = quote(parts.path, safe=_KEPT) or "/"
    return urlunsplit((parts.scheme, host + port, path, quote(parts.query, safe=_KEPT + "?[]"), ""))


def host(address: str) -> str:
    """The name of an address's server, in lower case; empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def origin(address: str) -> str:
    """What one robots.txt speaks for: scheme, server and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def same_domain(one: str, other: str) -> bool:
    """Whether two addresses lie in one registered domain, as far as their names tell."""
    return _domain(host(one)) == _domain(host(other))


def is_home(address: str) -> bool:
    """Whether an address is a site's first page."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


def _domain(name: str) -> str:
    if re.fullmatch(r"[\d.]+|.*:.*", name):
        return name
    labels = name.split(".")
    return ".".join(labels[-3:] if _SECOND_LEVELS.fullmatch(".".join(labels[-2:])) else labels[-2:])
