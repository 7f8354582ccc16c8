"""Mail (邮件): one message over SMTP with TLS.

Its Message-ID is made of the key, so whatever repeats carries the same one and mail systems
and people can tell. Header values are single lines of printable characters.
"""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sitegen.alerts.channels import Accepted, Refused
from sitegen.alerts.message import Message, plain
from sitegen.alerts.settings import MailChannel
from sitegen.values import UnitId

TIMEOUT_S = 30.0
Connect = Callable[[], smtplib.SMTP]


def connector(settings: MailChannel, login: tuple[str, ...]) -> Connect:
    """Opens a session: encrypted before anything is said, then logged in where a login is given.

    A server that offers no encryption is not used.
    """

    def connect() -> smtplib.SMTP:
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if settings.security == "tls":
            server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_S)
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        try:
            if len(login) == 2:
                server.login(*login)
        except BaseException:
            server.close()
            raise
        return server

    return connect


@dataclass(slots=True)
class Mail:
    settings: MailChannel
    connect: Connect
    now: Callable[[], datetime]

    @property
    def keyed(self) -> bool:
        return True

    def send(self, message: Message) -> Accepted | Refused:
        try:
            server = self.connect()
        except ssl.SSLCertVerificationError:
            return Refused("certificate not valid", retry=False, uncertain=False)
        except (OSError, smtplib.SMTPException) as error:
            return _refused(error, certain=True)
        try:
            server.send_message(self.letter(message))
        except (OSError, smtplib.SMTPException) as error:
            # An answer with a code is a refusal; silence after the text was sent is not.
            return _refused(error, certain=_code(error) is not None)
        finally:
            # The message is taken when its text was; how the session ends changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
        return Accepted()

    def letter(self, message: Message) -> EmailMessage:
        sender = self.settings.sender
        address = self.settings.addresses.get(UnitId(message.unit), self.settings.address)
        letter = EmailMessage(policy=SMTP)
        letter["From"] = Address(addr_spec=sender)
        letter["To"] = Address(addr_spec=address.replace("{unit}", message.unit))
        letter["Subject"] = plain(message.subject, 200)
        letter["Date"] = format_datetime(self.now())
        letter["Message-ID"] = f"<{message.key}@{sender.partition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n".join((*message.zh, "", *message.en)) + "\n")
        return letter


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in error.recipients.values()), default=550)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _refused(error: Exception, *, certain: bool) -> Refused:
    code = _code(error)
    if code is not None and code > 0:
        return Refused(f"SMTP {code}", retry=400 <= code < 500, uncertain=False)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused("encryption or login not offered", retry=False, uncertain=False)
    return Refused("timeout" if isinstance(error, TimeoutError) else "connection lost", retry=True, uncertain=not certain)
