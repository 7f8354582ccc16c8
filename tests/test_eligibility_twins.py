"""政策匹配 is one thing written twice: Python and the browser's script answer every case alike."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from sitegen.eligibility import outcome, window
from sitegen.questions.measures import plain_condition
from sitegen.records.measures import Condition
from tests.portals import ROOT

CASES = json.loads((ROOT / "tests/data/eligibility.json").read_text(encoding="utf-8"))
SCRIPT = ROOT / "themes/default/assets/scripts/eligibility.js"
CONDITIONS = TypeAdapter(tuple[Condition, ...])
BRIDGE = """
import { readFileSync } from "node:fs";
const { outcome, windowOf } = await import(process.argv[1]);
const asked = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify({
  outcomes: asked.outcomes.map(({ conditions, answers }) => outcome(conditions, answers)),
  windows: asked.windows.map(({ opens, closes, today }) => windowOf(opens, closes, today)),
}));
"""

Twin = Callable[[list[dict[str, Any]], list[dict[str, Any]]], dict[str, Any]]


@pytest.fixture(scope="module")
def node(unavailable: Callable[[str], NoReturn]) -> str:
    return shutil.which("node") or unavailable("node is missing; install Node.js (apt-get install nodejs npm / brew install node)")


@pytest.fixture(scope="module")
def twin(node: str, tmp_path_factory: pytest.TempPathFactory) -> Twin:
    """The script's answers to outcomes and windows."""
    place = tmp_path_factory.mktemp("twin") / "eligibility.mjs"
    place.write_bytes(SCRIPT.read_bytes())

    def ask(outcomes: list[dict[str, Any]], windows: list[dict[str, Any]]) -> dict[str, Any]:
        asked = json.dumps({"outcomes": outcomes, "windows": windows})
        done = subprocess.run([node, "--input-type=module", "-e", BRIDGE, place.as_uri()], input=asked, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return ask


def given_answers(answers: dict[str, Any]) -> dict[str, Any]:
    return {fact: tuple(value) if isinstance(value, list) else value for fact, value in answers.items()}


def in_python(case: dict[str, Any]) -> dict[str, Any]:
    found = outcome(CONDITIONS.validate_python(case["conditions"]), given_answers(case["answers"]))
    return {"verdict": found.verdict, "missing": list(found.missing), "failing": list(found.failing)}


def window_in_python(case: dict[str, Any]) -> list[Any]:
    opens, closes = (date.fromisoformat(case[name]) if case[name] else None for name in ("opens", "closes"))
    return list(window(opens, closes, date.fromisoformat(case["today"])))


@pytest.mark.parametrize("case", CASES["outcomes"], ids=lambda case: case["says"])
def test_python_answers_every_case(case: dict[str, Any]) -> None:
    assert in_python(case) == {name: case[name] for name in ("verdict", "missing", "failing")}


@pytest.mark.parametrize("case", CASES["windows"])
def test_python_knows_the_state_of_every_window(case: dict[str, Any]) -> None:
    assert window_in_python(case) == [case["state"], case["days"]]


def test_the_script_answers_every_case(twin: Twin) -> None:
    found = twin(CASES["outcomes"], CASES["windows"])
    assert found["outcomes"] == [{name: case[name] for name in ("verdict", "missing", "failing")} for case in CASES["outcomes"]]
    assert found["windows"] == [[case["state"], case["days"]] for case in CASES["windows"]]


FACTS = {"a": "number", "b": "number", "c": "choices", "d": "choices", "e": "yes-no"}
IDS = st.lists(st.sampled_from("xyz"), max_size=3, unique=True)


@st.composite
def requirements(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from(sorted(FACTS)))
    found: dict[str, Any] = {"fact": fact}
    match FACTS[fact]:
        case "number":
            found |= draw(st.fixed_dictionaries({}, optional={"at_least": st.integers(0, 9), "at_most": st.integers(0, 9)}))
        case "choices":
            found |= draw(st.fixed_dictionaries({}, optional={"one_of": IDS, "none_of": IDS}))
        case _:
            found["holds"] = draw(st.booleans())
    return found


ANSWERS = st.fixed_dictionaries({}, optional={"a": st.integers(0, 9), "b": st.integers(0, 9), "c": IDS, "d": IDS, "e": st.booleans()})
CASE = st.fixed_dictionaries({
    "conditions": st.lists(requirements() | st.fixed_dictionaries({"any_of": st.lists(requirements(), min_size=1, max_size=3)}), min_size=1, max_size=4),
    "answers": ANSWERS,
})  # fmt: skip
DAYS = st.integers(-60, 60).map(lambda n: (date(2026, 11, 22) + timedelta(n)).isoformat())
WINDOW = st.fixed_dictionaries({"opens": st.none() | DAYS, "closes": st.none() | DAYS, "today": DAYS})


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CASE, min_size=60, max_size=90), st.lists(WINDOW, min_size=30, max_size=60))
def test_both_agree_on_cases_made_at_random(twin: Twin, cases: list[dict[str, Any]], windows: list[dict[str, Any]]) -> None:
    found = twin(cases, windows)
    assert found["outcomes"] == [in_python(case) for case in cases]
    assert found["windows"] == [window_in_python(case) for case in windows]


@settings(max_examples=200, deadline=None)
@given(CASE)
def test_an_answer_more_never_turns_fits_into_may_fit(case: dict[str, Any]) -> None:
    before = in_python(case)["verdict"]
    fewer = {fact: value for fact, value in case["answers"].items() if fact != "a"}
    after = in_python(case | {"answers": fewer})["verdict"]
    assert not (after == "fits" and before != "fits") and not (after == "does-not-fit" and before != "does-not-fit")


def test_a_condition_keeps_its_meaning_on_the_way_to_the_browser() -> None:
    for case in CASES["outcomes"]:
        conditions = CONDITIONS.validate_python(case["conditions"])
        again = CONDITIONS.validate_json(json.dumps([plain_condition(condition) for condition in conditions]))
        assert again == conditions


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["says"] for case in CASES["outcomes"]]
    assert len(names) == len(set(names)) and Path(SCRIPT).is_file()
