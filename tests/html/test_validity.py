"""The Nu HTML checker has nothing to say on any page, not even a warning."""

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def checker(unavailable, npm_package) -> list[str]:
    """The command that checks files or folders."""
    java = shutil.which("java")
    # macOS has a `java` that only says where to get one.
    if java is None or subprocess.run([java, "-version"], capture_output=True).returncode:
        unavailable("the HTML checker needs Java; install it: apt-get install default-jre-headless / brew install openjdk")
    jar = npm_package("vnu-jar") / "build" / "dist" / "vnu.jar"
    # Deep pages need more stack than the checker is given; compiling more than is used takes longer than it saves.
    machine = ["-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
    return [java, *machine, "-jar", str(jar), "--format", "json", "--skip-non-html", "--exit-zero-always", "--stdout"]


def test_every_page_is_valid_html(demo, checker):
    messages = check(checker, demo.folder)
    assert not messages, "\n" + "\n".join(f"{text} ({len(places)} times, such as {places[0]})" for text, places in messages.items())


def test_the_checker_sees_errors_and_warnings(checker, tmp_path):
    page = '<!doctype html><html lang="zh-Hans"><title>x</title><p id="a"><b>no end<p id="a">'
    (tmp_path / "bad.html").write_text(page, encoding="utf-8")
    (tmp_path / "odd.html").write_text("<!doctype html><html><title>no language</title><p>x", encoding="utf-8")
    found = {Path(place.partition(":")[0]).name for places in check(checker, tmp_path).values() for place in places}
    assert found == {"bad.html", "odd.html"}


def check(checker: list[str], folder: Path) -> dict[str, list[str]]:
    """Messages of the checker, each with the places (file:line) it was said of."""
    done = subprocess.run([*checker, str(folder)], capture_output=True, text=True, encoding="utf-8")
    messages: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        file = message.get("url", "").rpartition(folder.name + "/")[2]
        messages[f"{message.get('subType', message['type'])}: {message['message']}"].append(f"{file}:{message.get('lastLine', 0)}")
    return messages
