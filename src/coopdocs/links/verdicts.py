"""What the answers of servers say of an address. Nothing here asks."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from coopdocs.links import addresses

LinkVerdict = Literal[
    "morte", "domaine changé", "déplacée", "https possible", "certificat expiré", "inconnue", "répond"
]  # fmt: skip
VERDICTS: tuple[LinkVerdict, ...] = get_args(LinkVerdict)
"""The worst first."""
Failure: TypeAlias = tuple[LinkVerdict, str]
"""Why a server gave no answer: what that makes of the address, and the reason in French."""
PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
GONE = (404, 410)
UNFOUND: Failure = ("morte", "son nom de domaine n’existe pas")
TOO_SLOW: Failure = ("inconnue", "le site ne répond pas à temps")
UNREADABLE: Failure = ("inconnue", "la réponse du site ne se lit pas")
_EXPIRED = 10
_CERTIFICATES = {
    **dict.fromkeys((62, 64), "le certificat du site n’est pas à son nom"),
    **dict.fromkeys((18, 19, 20, 21), "cette machine ne connaît pas qui signe le certificat du site"),
    9: "le certificat du site n’est pas encore valable",
}
"""What OpenSSL finds wrong with a certificate, by its number (X509_V_ERR_…)."""
_STATUSES = {
    401: "demande un mot de passe", 403: "refuse de répondre à un programme", 407: "demande un mot de passe",
    429: "demande d’attendre", 451: "est bloquée par une décision de justice", 503: "ne répond pas pour l’instant",
}  # fmt: skip


@dataclass(frozen=True)
class Hop:
    """One redirection: from where, by which status, to where."""

    address: str
    status: int
    to: str


@dataclass(frozen=True)
class Reply:
    """What one page's server says: a status and where it leads, or why there is none."""

    status: int | None = None
    location: str = ""
    failure: Failure | None = None

    @property
    def leads(self) -> bool:
        return self.status in (*PERMANENT, *TEMPORARY) and bool(self.location)


@dataclass(frozen=True)
class Answer:
    """What holds of an address. `new`: the one to write instead; `status`: the last one, None where no server spoke."""

    address: str
    verdict: LinkVerdict
    reason: str = ""
    status: int | None = None
    new: str = ""
    hops: tuple[Hop, ...] = ()


def judged(address: str, hops: Sequence[Hop], reply: Reply) -> Answer:
    """What the way of an address, redirection by redirection, and the last reply make of it."""
    way, status = tuple(hops), reply.status
    if reply.failure:
        return Answer(address, *reply.failure, status, "", way)
    if status in GONE:
        return Answer(address, "morte", f"la page n’existe plus ({status})", status, "", way)
    if status is None or not 200 <= status < 300:
        said = _STATUSES.get(status or 0, "répond par une erreur du site" if (status or 0) >= 500 else "répond à côté")
        return Answer(address, "inconnue", f"{said} ({status})", status, "", way)
    last = way[-1].to if way else address
    if way and not addresses.same_domain(address, last):
        return Answer(address, "domaine changé", "le site a changé de domaine", status, last, way)
    lasting = _lasting(way)
    if lasting is None:
        return Answer(address, "répond", "", status, "", way)
    lost = addresses.is_home(lasting) and not addresses.is_home(address)
    reason = "renvoie à l’accueil du site : la page n’existe sans doute plus" if lost else ""
    return Answer(address, "déplacée", reason, status, lasting, way)


def _lasting(way: Sequence[Hop]) -> str | None:
    """Where the permanent redirections at the beginning of a way lead."""
    lasting = None
    for hop in way:
        if hop.status not in PERMANENT:
            break
        lasting = hop.to
    return lasting


def failure(error: BaseException) -> Failure:
    """What an exception of the network says of the address that was asked for."""
    while isinstance(error, OSError) and isinstance(reason := getattr(error, "reason", None), BaseException):
        error = reason
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code == _EXPIRED:
            return "certificat expiré", "le certificat du site a expiré : les navigateurs préviennent"
        return "inconnue", _CERTIFICATES.get(error.verify_code, "le certificat du site n’est pas valable")
    if isinstance(error, ssl.SSLError):
        return "inconnue", "la connexion chiffrée ne se fait pas"
    if isinstance(error, socket.gaierror):
        # without a network the same words mean nothing: who asks knows whether another server spoke
        lost = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
        return UNFOUND if lost else ("inconnue", "son nom n’a pas pu être cherché")
    if isinstance(error, TimeoutError):
        return TOO_SLOW
    if isinstance(error, ConnectionRefusedError):
        return "inconnue", "le site refuse la connexion"
    if isinstance(error, http.client.HTTPException | ValueError):
        return UNREADABLE
    return "inconnue", "la connexion au site échoue"
