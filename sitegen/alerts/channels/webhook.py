"""Webhook (网关): one signed HTTPS call.

HTTPS only, no redirects, no proxy, and no address inside a private network unless site.yml
lists it; the address that was checked is the one that is called. The signature covers
timestamp and body. A receiver should refuse what is older than five minutes, and take the
same Idempotency-Key once.
"""

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from sitegen.alerts.channels import Accepted, Refused
from sitegen.alerts.message import Message
from sitegen.alerts.settings import WebhookChannel
from sitegen.values import UnitId

TIMEOUT_S = 15.0
_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class Forbidden(Exception):
    """The address lies in a private network that site.yml does not list."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the receiver reckons as well, and compares."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def dial(host: str, port: int, allowed: tuple[str, ...]) -> socket.socket:
    """A connection to the first address of a host that may be called.

    Raises: Forbidden, OSError.
    """
    fault: Exception = Forbidden()
    for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        ip = str(place[0]).split("%")[0]
        if not (_public(ipaddress.ip_address(ip)) or _listed(host, ip, allowed)):
            continue
        try:
            return socket.create_connection((ip, port), timeout=TIMEOUT_S)
        except OSError as error:
            fault = error
    raise fault


def _public(ip: _Ip) -> bool:
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return _public(inner)
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _listed(host: str, ip: str, allowed: tuple[str, ...]) -> bool:
    for entry in allowed:
        if entry.casefold() == host.casefold():
            return True
        try:
            if ipaddress.ip_address(ip) in ipaddress.ip_network(entry, strict=False):
                return True
        except ValueError:
            continue
    return False


class _Call(http.client.HTTPSConnection):
    """A call whose connection was checked before; the certificate must be the host's."""

    def __init__(self, host: str, port: int, allowed: tuple[str, ...]) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self._allowed = allowed

    def connect(self) -> None:
        self.sock = ssl.create_default_context().wrap_socket(dial(self.host, self.port, self._allowed), server_hostname=self.host)


def secure(host: str, port: int, allowed: tuple[str, ...]) -> http.client.HTTPConnection:
    return _Call(host, port, allowed)


@dataclass(slots=True)
class Webhook:
    """`call` makes the connection; the program only ever uses `secure`."""

    settings: WebhookChannel
    secret: str = field(repr=False)
    now: Callable[[], datetime]
    call: Callable[[str, int, tuple[str, ...]], http.client.HTTPConnection] = secure

    @property
    def keyed(self) -> bool:
        return True

    def send(self, message: Message) -> Accepted | Refused:
        pattern = self.settings.addresses.get(UnitId(message.unit), self.settings.address)
        place = urlsplit(pattern.replace("{unit}", message.unit))
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        body = json.dumps(message.data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        now = self.now()
        stamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.key, "User-Agent": "sitegen-alert",
            "X-Alert-Timestamp": stamp, "X-Alert-Signature": signature(self.secret, stamp, body), "Connection": "close",
        }  # fmt: skip
        try:
            connection = self.call(place.hostname or "", place.port or 443, self.settings.private_hosts)
        except ValueError:
            return Refused("bad address", retry=False, uncertain=False)
        with closing(connection):
            return _exchange(connection, path, body, headers, now)


def _exchange(connection: http.client.HTTPConnection, path: str, body: bytes, headers: dict[str, str], now: datetime) -> Accepted | Refused:
    try:
        connection.connect()
    except Forbidden:
        return Refused("private address", retry=False, uncertain=False)
    except ssl.SSLCertVerificationError:
        return Refused("certificate not valid", retry=False, uncertain=False)
    except (OSError, UnicodeError) as error:
        return Refused(_fault(error, "no connection"), retry=True, uncertain=False)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException) as error:
        return Refused(_fault(error, "connection lost"), retry=True, uncertain=True)
    if 200 <= answer.status < 300:
        return Accepted()
    again = answer.status in (408, 429) or answer.status >= 500
    after = _seconds(answer.getheader("Retry-After"), now) if again else None
    # Only a refusal in words is certain; a server that fails may have taken it first.
    return Refused(f"HTTP {answer.status}", retry=again, uncertain=answer.status >= 500 or answer.status == 408, after_s=after)


def _fault(error: Exception, otherwise: str) -> str:
    return "timeout" if isinstance(error, TimeoutError) else otherwise


def _seconds(value: str | None, now: datetime) -> float | None:
    """Retry-After as seconds: a number or a date (RFC 9110, section 10.2.3)."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None
