"""What all tests share: the built demo, and one rule for tools that are not installed."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from sitegen import pipeline
from sitegen.report import Report
from tests import demo as demo_portal
from tests import npm
from tests.demo import Demo
from tests.portals import ROOT, Model, model

# How long an example took says how busy the machine was. Where CI=true everybody sees the same examples.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("CI") == "true")
settings.load_profile("portal")

TOGETHER = ("tests/html/test_pages.py", "tests/test_search_lunr.py", "tests/test_page_kinds.py", "tests/serve/test_requests.py", "tests/browser/test_serve.py")
"""Files whose tests share what is dear to make: one process runs all tests of such a file, and whichever is free runs the others."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def unavailable() -> Callable[[str], NoReturn]:
    """What a test does whose tool is missing: it is skipped and says which command brings the tool.

    With CI=true it fails, because there nobody reads why a test was skipped.
    """
    return pytest.fail if os.environ.get("CI") == "true" else pytest.skip


@pytest.fixture(scope="session")
def npm_package(unavailable: Callable[[str], NoReturn]) -> Callable[[str], Path]:
    """The folder of a package that tests/package.json names."""

    def find(name: str) -> Path:
        try:
            return npm.package(name)
        except npm.Missing as missing:
            unavailable(str(missing))

    return find


@pytest.fixture(scope="session")
def minghu() -> Model:
    """The demo portal (明湖区) up to the plan; nobody changes it."""
    return model(ROOT)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """The demo portal, built once even when several processes test it (pytest -n)."""
    base = tmp_path_factory.getbasetemp()
    try:
        return demo_portal.built(base if worker_id == "master" else base.parent)
    except demo_portal.NotBuilt as errors:
        pytest.fail(f"the demo portal has errors:\n{errors}", pytrace=False)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The portals for which the line has been asked to work."""
    roots: list[Path] = []
    line = pipeline.build

    def noted(root: Path, *rest: Any) -> Report:
        roots.append(root)
        return line(root, *rest)

    monkeypatch.setattr(pipeline, "build", noted)
    return roots
