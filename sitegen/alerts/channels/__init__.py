"""Channels (发送渠道): one call each, told apart from retrying, which `sender` does.

A channel answers with what became of the call. It never puts an address, a secret or a
message into its answer, because answers are logged.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sitegen.alerts.message import Message
from sitegen.alerts.settings import ChannelSettings, MailChannel, WebhookChannel


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receiver has taken it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not taken, or nobody knows."""

    reason: str
    """A few words for the log, such as `HTTP 503`."""
    retry: bool
    uncertain: bool
    """Whether it may have been taken all the same."""
    after_s: float | None = None
    """Seconds for which the receiver asked to be left alone."""


class Channel(Protocol):
    """渠道: a way to reach units."""

    @property
    def keyed(self) -> bool:
        """Whether the receiver recognises a key, so that a second call with it has no second effect."""

    def send(self, message: Message) -> Accepted | Refused: ...


class Unready(Exception):
    """A channel cannot be used here: a variable is not set, a package is absent. The message says what to do (two languages)."""


def needed(env: Mapping[str, str], name: str, channel: str) -> str:
    """A secret from the environment.

    Raises: Unready.
    """
    value = env.get(name, "")
    if not value.strip():
        raise Unready(f"渠道 {channel} 需要环境变量 {name}，现在没有设置。Channel {channel} needs the environment variable {name}, which is not set.")
    return value


def open_channel(settings: ChannelSettings, units: tuple[str, ...], env: Mapping[str, str], now: Callable[[], datetime]) -> Channel:
    """The channel as site.yml describes it, with its secrets, for these receivers.

    Raises: Unready.
    """
    if isinstance(settings, WebhookChannel):
        from sitegen.alerts.channels.webhook import Webhook

        return Webhook(settings, needed(env, settings.secret_env, settings.id), now)
    if isinstance(settings, MailChannel):
        from sitegen.alerts.channels.mail import Mail, connector

        names = (settings.user_env, settings.password_env)
        login = tuple(needed(env, name, settings.id) for name in names if name)
        return Mail(settings, connector(settings, login), now)
    from sitegen.alerts.channels.messenger import Messenger, notifier, variable

    return Messenger({unit: notifier(needed(env, variable(settings.address_env, unit), settings.id), settings.id) for unit in units})
