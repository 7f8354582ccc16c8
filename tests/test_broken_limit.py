"""From a slip to the letter (一次超期，从头到尾): a clerk forgets to publish; the check, the report for
the forge, the site and the supervising unit's mailbox all say so, until it is made good.

Every step is the command that people use, in a process of its own.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sitegen.commands import BEIJING
from tests.alerts.district import ALERTS, FORMED, district
from tests.alerts.mailbox import Mailbox, mailbox
from tests.alerts.parts import certificate, server_context
from tests.portals import ROOT

CATALOG = "catalogs/fields/clinics.yml"
PAGE = "catalogs/fields/clinics/clinics-03/index.html"
PUBLISHED = ", published: 2026-03-09"
FORGES = ("GITHUB_", "CI_", "PULL_REQUEST")


@dataclass
class Clerk:
    """A person at a portal, on a day."""

    root: Path
    authority: Path
    day: str

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """`python3 build.py …` in the portal's folder."""
        noon = int(datetime.fromisoformat(f"{self.day}T12:00").replace(tzinfo=BEIJING).timestamp())
        env = {name: value for name, value in os.environ.items() if not name.startswith(FORGES)}
        env |= {"SOURCE_DATE_EPOCH": str(noon), "SSL_CERT_FILE": str(self.authority), "NO_COLOR": "1"}
        return subprocess.run([sys.executable, ROOT / "build.py", *words], cwd=self.root, env=env, capture_output=True, text=True, encoding="utf-8")

    def edit(self, old: str, new: str) -> int:
        """Change the one place of the catalog that reads so; returns its line."""
        path = self.root / CATALOG
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def page(self, path: str) -> str:
        """What a reader sees of a page."""
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", (self.root / "dist" / path).read_text(encoding="utf-8")))


@pytest.fixture
def box(tmp_path: Path, unavailable: Callable[[str], NoReturn]) -> Iterator[tuple[Mailbox, Path]]:
    """The mailboxes of the units, on a server that speaks TLS, and the certificate it shows."""
    pair = certificate(tmp_path)
    if pair is None:
        unavailable("openssl is not installed")
    with mailbox(tls_context=server_context(pair), require_starttls=True) as found:
        yield found, pair[0]


@pytest.fixture
def clerk(tmp_path: Path, box: tuple[Mailbox, Path]) -> Clerk:
    """Everything was public in time; it is the day after the third row's last day."""
    channel = f"kind: smtp\n      host: localhost\n      port: {box[0].port}\n      sender: alerts@test.example\n      address: \"{{unit}}@test.example\"\n"
    alerts = re.sub(r"kind: webhook\n.*", lambda _: channel, ALERTS, flags=re.DOTALL)
    return Clerk(district(tmp_path / "portal", dict.fromkeys(FORMED, "2026-03-09"), alerts), box[1], "2026-03-13")


def letters(box: Mailbox) -> list[EmailMessage]:
    return [letter for letter in box.letters if "事项3" in str(letter["Subject"])]


def findings(clerk: Clerk, form: str) -> Any:
    done = clerk.run("check", "--only", "T1", "--format", form)
    assert done.returncode == 0, done.stderr + "\nlateness is a warning and stops nobody"
    return json.loads(done.stdout) if form in ("json", "sarif") else done.stdout


def test_a_limit_that_is_broken_is_seen_everywhere_and_made_good(clerk: Clerk, box: tuple[Mailbox, Path]) -> None:
    assert findings(clerk, "json") == []

    line = clerk.edit(f"date: {FORMED['clinics-03']}{PUBLISHED}", f"date: {FORMED['clinics-03']}")

    said = findings(clerk, "text")
    assert f"{CATALOG}:{line}:9: warning[T1] late-disclosure" in said and "事项3（第3批） 超过公开时限 1 天（应于 2026-03-12 前公开，尚未公开）" in said
    assert re.search(rf"^ *{line} │ +- {{event: formed, date: 2026-02-12.*\n +│ +\^", said, re.MULTILINE), "the line itself, and a caret below it"

    (result,) = findings(clerk, "sarif")["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (result["ruleId"], result["level"], place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("T1", "warning", CATALOG, line)

    built = clerk.run()
    assert built.returncode == 0 and "warning[T1]" in built.stderr, built.stderr
    assert "已超期 1 天" in clerk.page(PAGE) and "2026-02-12 + 20个工作日 = 2026-03-12" in clerk.page(PAGE)
    assert "已超期 1 天" in clerk.page("units/health/work/index.html") and "事项3" in clerk.page("catalogs/by/status/overdue/index.html")

    told = clerk.run("alert")
    assert told.returncode == 0 and "事项3" in told.stdout and not box[0].letters, "nothing is sent unless asked"
    sent = clerk.run("alert", "--send")
    assert sent.returncode == 0, sent.stderr
    (letter,) = letters(box[0])
    assert letter["To"] == "office@test.example" and letter["Subject"] == "[超期 1 天] 事项3（第3批）"
    chinese, *_ = letter.get_content().splitlines()
    assert chinese == (
        "【督办提醒】事项3（第3批）：应于 2026-03-12 前公开，已超过 1 天，尚未公开。"
        "请督促小区卫生健康局公开：https://www.test.example/catalogs/fields/clinics/clinics-03/"
    )
    assert clerk.run("alert", "--send").returncode == 0 and len(letters(box[0])) == 1, "a warning comes once"

    clerk.day = "2026-03-16"
    assert clerk.run("alert", "--send").returncode == 0
    assert [letter["To"] for letter in letters(box[0])] == ["office@test.example", "health@test.example"], "three days late: the unit itself is told"

    clerk.edit(f"date: {FORMED['clinics-03']}", f"date: {FORMED['clinics-03']}, published: 2026-03-16")
    (late,) = findings(clerk, "json")
    assert (late["level"], late["line"]) == ("info", line) and "实际于 2026-03-16 公开" in late["message"]["zh"]
    assert clerk.run().returncode == 0 and "超期后公开" in clerk.page(PAGE) and "事项3" not in clerk.page("units/health/work/index.html")
    assert clerk.run("alert", "--send").returncode == 0 and len(letters(box[0])) == 2
