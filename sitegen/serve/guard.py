"""Who is answered (来访检查): a page of another site must not read drafts through a reader's own browser.

A name that an attacker points at this machine (DNS rebinding) arrives as a foreign Host; a
page elsewhere that opens the event stream has a foreign Origin and no token.
"""

import hmac
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(?:\[(?P<literal>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9._-]{1,253}))(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Guard:
    """The names under which this server may be called, and the secret of this run."""

    bind: str
    port: int
    token: str

    def knows(self, hosts: Sequence[str]) -> bool:
        """Whether the request named this server: one Host, one of its names, its port."""
        match = _HOST.fullmatch(hosts[0].lower()) if len(hosts) == 1 else None
        if match is None or int(match["port"] or 80) != self.port:
            return False
        name = match["literal"] or match["name"]
        # Bound to every address of the machine, it may be called by any of them; an address, unlike a name, cannot be pointed elsewhere.
        return name in LOOPBACK or name == self.bind.lower() or (is_every_address(self.bind) and _is_address(name))

    def trusts(self, origins: Sequence[str], fetch_site: str | None, token: str) -> bool:
        """Whether the event stream may be opened; browsers name no Origin where a page asks its own server."""
        if origins:
            scheme, _, host = origins[0].partition("://")
            if len(origins) > 1 or scheme != "http" or not self.knows((host,)):
                return False
        return fetch_site in (None, "same-origin") and hmac.compare_digest(token.encode(), self.token.encode())


def is_loopback(bind: str) -> bool:
    return bind.lower() == "localhost" or (_is_address(bind) and ipaddress.ip_address(bind).is_loopback)


def is_every_address(bind: str) -> bool:
    return _is_address(bind) and ipaddress.ip_address(bind).is_unspecified


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def asked_path(target: str) -> str | None:
    """The path of a request, decoded once; None for what names no file. Whether there is such a file, the manifest says."""
    path = target.partition("?")[0].partition("#")[0]
    if not path.startswith("/"):
        return None
    try:
        # The request line arrives as Latin-1; the bytes are meant as UTF-8.
        return unquote_to_bytes(path.encode("latin-1")).decode()
    except UnicodeError:
        return None


def byte_range(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of `bytes=a-b`, both counted from 0; None for a form that may be ignored.

    Raises: ValueError, where no such byte exists (RFC 9110, 14.1.2).
    """
    match = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", asked.strip())
    if match is None or not (match[1] or match[2]):
        return None
    first, last = (int(match[1]), int(match[2] or size)) if match[1] else (max(0, size - int(match[2])), size)
    if match[1] and match[2] and last < first:
        return None
    if first >= size:
        raise ValueError(asked)
    return first, min(last, size - 1)
