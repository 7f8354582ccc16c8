"""Work chat through Apprise: with the package, and without it."""

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from sitegen.alerts.channels import Accepted, Refused, Unready, open_channel
from sitegen.alerts.channels.messenger import Messenger, notifier, variable
from sitegen.alerts.settings import MessengerChannel
from tests.alerts.gateway import Gateway, gateway
from tests.alerts.parts import MOMENT, message

SETTINGS = MessengerChannel(id="chat", kind="apprise", address_env="NOTIFY_{UNIT}")


@pytest.fixture
def receiver() -> Iterator[Gateway]:
    with gateway() as found:
        yield found


@pytest.fixture
def apprise(unavailable: Callable[[str], NoReturn]) -> None:
    if importlib.util.find_spec("apprise") is None:
        unavailable("apprise is not installed: pip install 'sitegen[alerts]'")


def test_the_variable_of_a_unit():
    assert variable("NOTIFY_{UNIT}", "public-works") == "NOTIFY_PUBLIC_WORKS" and variable("NOTIFY", "public-works") == "NOTIFY"


def test_apprise_carries_a_message(receiver: Gateway, apprise: None):
    channel = open_channel(SETTINGS, ("health",), {"NOTIFY_HEALTH": f"json://127.0.0.1:{receiver.port}/"}, lambda: MOMENT)
    assert channel.send(message("请公开：https://x")) == Accepted() and not channel.keyed
    assert receiver.effects[0]["title"] == "[超期 1 天] 事项1" and "请公开：https://x" in receiver.effects[0]["message"]


def test_a_service_that_fails_leaves_the_fate_unknown(receiver: Gateway, apprise: None):
    receiver.script = ["500"]
    channel = open_channel(SETTINGS, ("health",), {"NOTIFY_HEALTH": f"json://127.0.0.1:{receiver.port}/"}, lambda: MOMENT)
    assert channel.send(message()) == Refused("not taken", retry=True, uncertain=True)


def test_an_address_that_apprise_does_not_know_is_said_without_telling_it(apprise: None):
    with pytest.raises(Unready) as told:
        notifier("nosuch://t0ken", "chat")
    assert "t0ken" not in str(told.value) and "chat" in str(told.value)


def test_an_exception_of_a_plugin_is_not_told():
    def fail(title: str, text: str) -> bool:
        raise ValueError("token t0ken")

    answer = Messenger({"health": fail}).send(message())
    assert answer == Refused("not taken", retry=True, uncertain=True)


def test_without_apprise_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(Unready) as told:
        notifier("json://localhost", "chat")
    assert "pip install 'sitegen[alerts]'" in str(told.value)


def test_a_variable_that_is_not_set_is_named():
    with pytest.raises(Unready) as told:
        open_channel(SETTINGS, ("health",), {}, lambda: MOMENT)
    assert "NOTIFY_HEALTH" in str(told.value)


def test_nothing_of_apprise_is_loaded_without_need():
    assert importlib.import_module("sitegen.alerts.sender")
    source = importlib.util.find_spec("sitegen.alerts.channels.messenger")
    assert source and source.origin and "import apprise" not in Path(source.origin).read_text(encoding="utf-8")
