"""Messenger (即时通信): work chat and the like, through the package Apprise.

Its services know no keys. A message whose fate is unknown is sent again all the same, since
two are better than none, and the second says that it is a repetition.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sitegen.alerts.channels import Accepted, Refused, Unready
from sitegen.alerts.message import Message

Notify = Callable[[str, str], bool]
"""Title and text; whether the service has taken them."""


def variable(pattern: str, unit: str) -> str:
    """The environment variable that holds a unit's address: `NOTIFY_{UNIT}` -> `NOTIFY_PUBLIC_WORKS`."""
    return pattern.replace("{UNIT}", unit.upper().replace("-", "_"))


def notifier(address: str, channel: str) -> Notify:
    """Apprise for one address.

    Raises: Unready, where the package is absent or does not know the address.
    """
    try:
        apprise = importlib.import_module("apprise")
    except ImportError:
        raise Unready(
            f"渠道 {channel} 需要 Apprise，请运行 pip install 'sitegen[alerts]'。Channel {channel} needs Apprise; run pip install 'sitegen[alerts]'."
        ) from None
    service = apprise.Apprise()
    if not service.add(address):
        raise Unready(
            f"渠道 {channel} 的地址 Apprise 不认识，请检查环境变量。Apprise does not know the address of channel {channel}; check the environment variable."
        )
    return lambda title, text: bool(service.notify(title=title, body=text))


@dataclass(slots=True)
class Messenger:
    """`notify` holds one function for each unit."""

    notify: Mapping[str, Notify] = field(repr=False)

    @property
    def keyed(self) -> bool:
        return False

    def send(self, message: Message) -> Accepted | Refused:
        try:
            taken = self.notify[message.unit](message.subject, "\n".join((*message.zh, *message.en[:1])))
        except Exception:  # whatever a plug-in of Apprise may raise: its words could hold the address
            taken = False
        return Accepted() if taken else Refused("not taken", retry=True, uncertain=True)
