"""Mail, to a real server on loopback."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.alerts.channels import Accepted, Refused
from sitegen.alerts.channels import mail as module
from sitegen.alerts.channels.mail import Mail, connector
from sitegen.alerts.message import plain
from sitegen.alerts.settings import MailChannel
from tests.alerts.mailbox import Mailbox, mailbox
from tests.alerts.parts import MOMENT, certificate, message, server_context


def settings(**more: Any) -> MailChannel:
    return MailChannel(**{"id": "mail", "kind": "smtp", "host": "localhost", "sender": "alerts@test.example", "address": "{unit}@test.example"} | more)


def channel(port: int, **more: Any) -> Mail:
    return Mail(settings(**more), lambda: smtplib.SMTP("127.0.0.1", port, timeout=5), lambda: MOMENT)


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


@pytest.fixture
def postbox(server: Mailbox) -> Mailbox:
    server.forget()
    return server


def test_a_letter_says_the_same_in_two_languages_and_has_a_stable_id(postbox: Mailbox):
    assert channel(postbox.port).send(message("请尽快公开：https://x")) == Accepted()
    assert channel(postbox.port).send(message("请尽快公开：https://x")) == Accepted()
    one, two = postbox.letters
    assert one["Message-ID"] == two["Message-ID"] == f"<{message().key}@test.example>" and len(postbox.taken) == 1
    assert one["To"] == "health@test.example" and one["From"] == "alerts@test.example" and one["Subject"] == "[超期 1 天] 事项1"
    assert one["Auto-Submitted"] == "auto-generated" and one.get_content().splitlines() == ["请尽快公开：https://x", "", "please publish"]


def test_a_unit_may_have_an_address_of_its_own(postbox: Mailbox):
    channel(postbox.port, addresses={"health": "duty@other.example"}).send(message())
    assert postbox.letters[0]["To"] == "duty@other.example"


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        ("451", Refused("SMTP 451", retry=True, uncertain=False)), ("421", Refused("SMTP 421", retry=True, uncertain=False)),
        ("550", Refused("SMTP 550", retry=False, uncertain=False)), ("554", Refused("SMTP 554", retry=False, uncertain=False)),
        ("drop-before", Refused("connection lost", retry=True, uncertain=True)), ("drop-after", Refused("connection lost", retry=True, uncertain=True)),
    ],
)  # fmt: skip
def test_what_an_answer_means(postbox: Mailbox, behaviour: str, expected: Refused):
    postbox.script = [behaviour]
    assert channel(postbox.port).send(message()) == expected


def test_nobody_there_is_a_sure_failure_worth_repeating():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert channel(held.getsockname()[1]).send(message()) == Refused("connection lost", retry=True, uncertain=False)


@given(st.text(max_size=300))
def test_no_text_can_add_a_header(text: str):
    letter = channel(1).letter(message(subject=text))
    head = letter.as_bytes().split(b"\r\n\r\n")[0]
    names = {line.split(b":")[0] for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")}
    assert names == {b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version"}


@given(st.text(max_size=300))
def test_plain_words_are_one_printable_line(text: str):
    assert plain(text).isprintable() and len(plain(text)) <= 120


# ---------------------------------------------------------------- encryption


def test_a_server_that_offers_no_encryption_is_not_used(postbox: Mailbox):
    mail = settings(host="127.0.0.1", port=postbox.port)
    assert Mail(mail, connector(mail, ()), lambda: MOMENT).send(message()) == Refused("encryption or login not offered", retry=False, uncertain=False)
    assert not postbox.letters


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_encrypted_and_only_to_the_right_host(tmp_path: Path, security: str, unavailable: Callable[[str], NoReturn], monkeypatch: pytest.MonkeyPatch):
    pair = certificate(tmp_path)
    if pair is None:
        unavailable("openssl is not installed")
    context = server_context(pair)
    with mailbox(**({"tls_context": context, "require_starttls": True} if security == "starttls" else {"ssl_context": context})) as box:
        mail = settings(port=box.port, security=security)
        assert Mail(mail, connector(mail, ()), lambda: MOMENT).send(message()) == Refused("certificate not valid", retry=False, uncertain=False)
        trusted = ssl.create_default_context
        monkeypatch.setattr(module.ssl, "create_default_context", lambda: trusted(cafile=str(pair[0])))
        assert Mail(mail, connector(mail, ()), lambda: MOMENT).send(message()) == Accepted()
        assert len(box.letters) == 1


def test_a_password_is_in_no_answer(postbox: Mailbox):
    class Server(smtplib.SMTP):
        def starttls(self, **_: object) -> Any:
            self.ehlo()

    assert isinstance(postbox, Mailbox)
    mail = settings(host="127.0.0.1", port=postbox.port)
    original, module.smtplib.SMTP = module.smtplib.SMTP, Server  # type: ignore[misc]
    try:
        answer = Mail(mail, connector(mail, ("user", "pa55word")), lambda: MOMENT).send(message())
    finally:
        module.smtplib.SMTP = original  # type: ignore[misc]
    assert isinstance(answer, Refused) and not answer.retry and "pa55word" not in repr(answer)
