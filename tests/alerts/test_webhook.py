"""The signed call, against a real server on loopback."""

import contextlib
import hashlib
import hmac
import http.client
import http.server
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sitegen.alerts.channels import Accepted, Refused, webhook
from sitegen.alerts.channels.webhook import Forbidden, Webhook, dial, secure, signature
from sitegen.alerts.settings import WebhookChannel
from tests.alerts.gateway import CALM_S, PATIENCE_S, Gateway, gateway, plain_call
from tests.alerts.parts import MOMENT, certificate, message, server_context


def settings(**more: Any) -> WebhookChannel:
    return WebhookChannel(**{"id": "gateway", "kind": "webhook", "address": "https://gateway.test/alerts/{unit}?v=1", "secret_env": "X"} | more)


@pytest.fixture
def receiver() -> Iterator[Gateway]:
    with gateway() as found:
        yield found


def channel(receiver: Gateway, patience_s: float = CALM_S, **more: Any) -> Webhook:
    return Webhook(settings(**more), "s3cret", lambda: MOMENT, plain_call(receiver.port, patience_s))


def test_a_call_carries_key_timestamp_and_signature_of_both(receiver: Gateway):
    assert channel(receiver).send(message()) == Accepted()
    (call,) = receiver.calls
    stamp = call.headers["X-Alert-Timestamp"]
    assert call.path == "/alerts/health?v=1" and call.headers["Idempotency-Key"] == message().key and stamp == str(int(MOMENT.timestamp()))
    reckoned = hmac.new(b"s3cret", stamp.encode() + b"." + call.body, hashlib.sha256).hexdigest()
    assert call.headers["X-Alert-Signature"] == f"sha256={reckoned}" == signature("s3cret", stamp, call.body)
    assert call.headers["Content-Type"].startswith("application/json") and call.data["text"] == "请公开"


def test_a_unit_may_have_an_address_of_its_own(receiver: Gateway):
    channel(receiver, addresses={"health": "https://other.test/h"}).send(message())
    assert receiver.calls[0].path == "/h"


@pytest.mark.parametrize(
    ("behaviour", "retry", "uncertain"),
    [
        ("500", True, True), ("503", True, True), ("408", True, True), ("429", True, False),
        ("400", False, False), ("401", False, False), ("404", False, False), ("409", False, False), ("redirect", False, False),
        ("drop-before", True, True), ("drop-after", True, True), ("delay", True, True),
    ],
)  # fmt: skip
def test_what_an_answer_means(receiver: Gateway, behaviour: str, retry: bool, uncertain: bool):
    receiver.script = [behaviour]
    answer = channel(receiver, PATIENCE_S if behaviour == "delay" else CALM_S).send(message())
    assert isinstance(answer, Refused) and (answer.retry, answer.uncertain) == (retry, uncertain)
    assert "s3cret" not in answer.reason and "127.0.0.1" not in answer.reason


def test_a_redirect_is_not_followed(receiver: Gateway):
    receiver.script = ["redirect"]
    channel(receiver).send(message())
    assert [call.path for call in receiver.calls] == ["/alerts/health?v=1"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (format_datetime(MOMENT + timedelta(seconds=90)), 90.0),
        (format_datetime(MOMENT - timedelta(days=1)), 0.0),
        ("soon", None),
        ("9" * 400, 999999999.0),
        ("-5", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(receiver: Gateway, value: str, seconds: float | None):
    receiver.script, receiver.retry_after = ["429"], value
    answer = channel(receiver).send(message())
    assert isinstance(answer, Refused) and answer.after_s == seconds


def test_nobody_there_is_a_sure_failure_worth_repeating():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        answer = Webhook(settings(), "s", lambda: MOMENT, plain_call(port, CALM_S)).send(message())
    assert answer == Refused("no connection", retry=True, uncertain=False)


def test_the_secret_is_in_no_representation():
    assert "s3cret" not in repr(Webhook(settings(), "s3cret", lambda: MOMENT))


# ---------------------------------------------------------------- where it may call


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
    ],
)
def test_a_private_address_is_refused_before_anything_is_sent(address: str, monkeypatch: pytest.MonkeyPatch):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, socket.SOCK_STREAM, 6, "", (address, 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("called a private address"))
    with pytest.raises(Forbidden):
        dial("looks-public.example", 443, ())
    answer = Webhook(settings(), "s", lambda: MOMENT).send(message())
    assert answer == Refused("private address", retry=False, uncertain=False)


@pytest.mark.parametrize("listed", ["127.0.0.1", "127.0.0.0/8", "localhost", "LOCALHOST"])
def test_a_listed_private_address_may_be_called(receiver: Gateway, listed: str):
    with contextlib.closing(dial("localhost", receiver.port, (listed,))) as connection:
        assert connection.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize("listed", ["10.0.0.0/8", "otherhost", "::1/128"])
def test_what_else_is_listed_does_not_help(receiver: Gateway, listed: str):
    with pytest.raises(Forbidden):
        dial("127.0.0.1", receiver.port, (listed,))


def test_the_program_itself_only_makes_secure_calls():
    assert Webhook(settings(), "s", lambda: MOMENT).call is secure
    assert isinstance(secure("gateway.test", 443, ()), http.client.HTTPSConnection)


def test_the_certificate_must_be_the_hosts(receiver: Gateway, tmp_path: Path, unavailable: Callable[[str], NoReturn], monkeypatch: pytest.MonkeyPatch):
    pair = certificate(tmp_path)
    if pair is None:
        unavailable("openssl is not installed")
    taken: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = server_context(pair).wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        port = server.server_address[1]

        def send(host: str) -> object:
            return Webhook(settings(address=f"https://{host}:{port}/x", private_hosts=("127.0.0.0/8",)), "s", lambda: MOMENT).send(message())

        assert send("localhost") == Refused("certificate not valid", retry=False, uncertain=False)
        trusted = ssl.create_default_context
        monkeypatch.setattr(webhook.ssl, "create_default_context", lambda: trusted(cafile=str(pair[0])))
        assert send("127.0.0.1") == Refused("certificate not valid", retry=False, uncertain=False) and not taken
        assert send("localhost") == Accepted() and taken == ["/x"]
    finally:
        server.shutdown()
        server.server_close()
