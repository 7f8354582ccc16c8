"""`python3 build.py alert`, from the command line to the receiver."""

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from sitegen.alerts import journal
from sitegen.cli import run
from tests.alerts.district import ALERTS, district
from tests.alerts.gateway import Gateway, gateway
from tests.alerts.parts import certificate, server_context
from tests.portals import SITE, own_theme

EPOCH = "1774224000"  # 23 March 2026
SECRET = "s3cret-of-the-gateway"
PROPOSALS = {
    "GITHUB_EVENT_NAME": ("pull_request", "pull_request_target"), "CI_MERGE_REQUEST_ID": ("7",), "CI_MERGE_REQUEST_IID": ("7",), "PULL_REQUEST": ("true",),
}  # fmt: skip


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary job on 23 March 2026."""
    for name in (*PROPOSALS, "CI_EXTERNAL_PULL_REQUEST_IID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("TEST_SECRET", SECRET)
    monkeypatch.setattr("time.sleep", lambda _: None)


def alert(root: Path, *options: str, day: str | None = "2026-03-20") -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["alert", "--root", str(root), *(("--as-of", day) if day else ()), *options])
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture
def receiver(tmp_path: Path, unavailable: Callable[[str], NoReturn], monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A gateway with a certificate that this process trusts."""
    pair = certificate(tmp_path)
    if pair is None:
        unavailable("openssl is not installed")
    monkeypatch.setenv("SSL_CERT_FILE", str(pair[0]))
    with gateway(server_context(pair)) as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return district(tmp_path / "portal")


def at(receiver: Gateway, folder: Path, *, listed: bool = True) -> Path:
    more = "\n      private_hosts: [localhost]" if listed else ""
    return district(folder, alerts=ALERTS.replace("https://127.0.0.1:1/alerts/{unit}", f"https://localhost:{receiver.port}/alerts/{{unit}}{more}"))


def written(root: Path) -> dict[Path, bytes]:
    """Every file but those in which parsing is remembered."""
    return {p: p.read_bytes() for p in root.rglob("*") if p.is_file() and not p.name.startswith(("memory.sqlite", "lock"))}


def test_without_send_it_tells_and_leaves_no_trace(root: Path):
    before = written(root)
    ran = alert(root, day="2026-03-11")
    assert ran.code == 0 and len(ran.out.splitlines()) > 1 and "没有发送" in ran.err
    assert "【督办提醒】" in ran.out and "https://www.test.example/" in ran.out
    assert written(root) == before


def test_the_result_as_json(root: Path):
    ran = alert(root, "--json")
    found = json.loads(ran.out)
    assert found["as_of"] == "2026-03-20" and {m["unit"] for m in found["would_send"]} == {"office", "health"}
    assert all({"key", "entry", "deadline", "level", "url"} <= e.keys() for m in found["would_send"] for e in m["events"])


def test_it_sends_once_and_then_has_nothing_to_do(receiver: Gateway, tmp_path: Path):
    root = at(receiver, tmp_path / "portal")
    ran = alert(root, "--send")
    assert ran.code == 0, ran.err
    sent = len(receiver.calls)
    assert sent and {c.path for c in receiver.calls} == {"/alerts/office", "/alerts/health"}
    assert (root / ".sitegen/alerts.jsonl").is_file()
    again = alert(root, "--send", "--json")
    assert (
        again.code == 0 and len(receiver.calls) == sent and json.loads(again.out) == {"as_of": "2026-03-20", "sent": 0, "failed": 0, "held": 0, "cancelled": 0}
    )


def test_secrets_and_addresses_are_in_no_output_and_no_file(receiver: Gateway, tmp_path: Path):
    root = at(receiver, tmp_path / "portal")
    receiver.script = ["500", "400", "429"]
    ran = alert(root, "--send")
    told = ran.out + ran.err + (root / ".sitegen/alerts.jsonl").read_text()
    assert SECRET not in told and "localhost" not in told and "事项" not in told and "卫生" not in told


def test_a_failure_shows_in_the_exit_code_and_the_next_run_makes_it_good(receiver: Gateway, tmp_path: Path):
    root = at(receiver, tmp_path / "portal")
    receiver.script = ["400"]
    assert alert(root, "--send").code == 1
    assert alert(root, "--send").code == 0
    events = [e["key"] + body["unit"] for body in receiver.effects for e in body["events"]]
    assert len(events) == len(set(events))


def test_a_private_receiver_that_is_not_listed_is_never_called(receiver: Gateway, tmp_path: Path):
    ran = alert(at(receiver, tmp_path / "portal", listed=False), "--send")
    assert ran.code == 1 and not receiver.calls and "private address" in ran.err


def test_the_state_can_be_elsewhere(receiver: Gateway, tmp_path: Path):
    root = at(receiver, tmp_path / "portal")
    assert alert(root, "--send", "--state", str(tmp_path / "state/a.jsonl")).code == 0
    assert journal.read(tmp_path / "state/a.jsonl")[0] and not (root / ".sitegen/alerts.jsonl").exists()
    site = root / "site.yml"
    site.write_text(site.read_text() + "  state: ../state/b.jsonl\n")
    assert alert(root, "--send").code == 0 and (tmp_path / "state/b.jsonl").is_file()


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in PROPOSALS.items() for value in values])
def test_a_check_of_a_proposal_sends_nothing(root: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, value)
    ran = alert(root, "--send")
    assert ran.code == 2 and name in ran.err and not (root / ".sitegen").exists()
    assert alert(root).code == 0, "telling is allowed"


@pytest.mark.parametrize(("name", "value"), [("GITHUB_EVENT_NAME", "schedule"), ("GITHUB_EVENT_NAME", "push"), ("PULL_REQUEST", "false")])
def test_an_ordinary_job_may_send(root: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, value)
    assert alert(root, "--send", day="2026-02-01").code == 0


def test_the_warnings_of_a_day_to_come_are_not_sent(root: Path):
    ran = alert(root, "--send", day="2026-03-24")
    assert ran.code == 2 and "2026-03-24" in ran.err and not (root / ".sitegen").exists()
    assert alert(root, day="2026-03-24").code == 0


def test_a_missing_secret_is_named_before_anything_is_written(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("TEST_SECRET")
    ran = alert(root, "--send")
    assert ran.code == 3 and "TEST_SECRET" in ran.err and not (root / ".sitegen/alerts.jsonl").read_bytes()


def test_a_portal_with_errors_warns_nobody(root: Path):
    (root / "content/news/2026").mkdir(parents=True)
    (root / "content/news/2026/broken.md").write_text("---\ntitle: 甲\n---\n")
    ran = alert(root, "--send")
    assert ran.code == 1 and "broken.md" in ran.err and not (root / ".sitegen/alerts.jsonl").exists()


def test_a_mistake_in_the_theme_holds_back_no_warning(root: Path):
    own_theme(root, {"templates/unit.html": "{% if %}"})
    assert alert(root).code == 0


def test_wrong_use_is_told_apart(root: Path, tmp_path: Path):
    assert alert(tmp_path / "nowhere").code == 2
    (root / "site.yml").write_text(SITE)
    ran = alert(root)
    assert ran.code == 2 and "docs/alerts.md" in ran.err
    assert alert(root, day="tomorrow").code == 2


def test_a_second_process_is_told_to_wait(root: Path):
    with journal.opened(root / ".sitegen/alerts.jsonl"):
        ran = alert(root, "--send")
    assert ran.code == 3 and "另一个进程" in ran.err


def test_a_damaged_line_is_mentioned(root: Path):
    (root / ".sitegen").mkdir()
    (root / ".sitegen/alerts.jsonl").write_text('{"status":"sent"')
    assert "1 行不完整" in alert(root).err
