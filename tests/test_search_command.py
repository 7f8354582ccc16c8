"""`build.py search`: what a clerk who asks from the command line reads."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from sitegen.cli import run
from tests.portals import AS_OF, build, document, portal

FILES = {
    "content/policies/2026/lift.md": document("老旧小区加装电梯补贴办法", formed="2026-02-01", published="2026-02-03", document_number="小建规〔2026〕7号"),
    "content/notices/2026/lift.md": document("加装电梯补贴开始受理", body="本周起受理。\n"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = portal(tmp_path_factory.mktemp("site"), FILES)
    built = build(root)
    assert built.code == 0, built.err
    return root


def ask(root: Path, *words: str) -> tuple[int, str, str]:
    """Exit code and the two streams of `search WORDS`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["search", *words, "--root", str(root)])
    return code, out.getvalue(), err.getvalue()


def test_each_answer_says_what_it_is_whose_it_is_whether_it_is_in_force_and_where_it_stands(site: Path) -> None:
    code, out, err = ask(site, "加装电梯补贴", "--limit", "2")
    assert (code, err) == (0, "")
    assert "“加装电梯补贴” 找到 " in out
    assert "政策文件  区卫健局  小建规〔2026〕7号  2026-02-03  现行有效\n     /policies/2026/lift/" in out
    assert out.index("  1. ") < out.index("  2. ") and "  3. " not in out


@pytest.mark.parametrize("number", ["小建规〔2026〕7号", "小建规[2026]07号", "2026 7号"])
def test_a_document_number_is_found_in_any_brackets(site: Path, number: str) -> None:
    assert "1. 老旧小区加装电梯补贴办法" in ask(site, number)[1]


def test_json_holds_the_same_answers_for_machines(site: Path) -> None:
    found = json.loads(ask(site, "加装电梯", "--json", "--limit", "1")[1])
    assert found["query"] == "加装电梯" and found["ranking"] == "ours"
    assert found["total"] >= 2 and len(found["hits"]) == 1
    assert found["hits"][0].keys() == {"url", "title", "score", "date", "unit", "number"}


def test_lunr_ranks_by_its_own_scores(site: Path) -> None:
    """In lunr's ranking a lapsed page loses nothing and a whole title gains nothing: the scores are others."""
    ours, lunr = (json.loads(ask(site, "加装电梯补贴", "--json", "--ranking", ranking)[1]) for ranking in ("ours", "lunr"))
    assert lunr["ranking"] == "lunr"
    assert {hit["url"] for hit in lunr["hits"]} & {hit["url"] for hit in ours["hits"]}
    assert [hit["score"] for hit in lunr["hits"]] != [hit["score"] for hit in ours["hits"]]
    assert [hit["score"] for hit in lunr["hits"]] == sorted((hit["score"] for hit in lunr["hits"]), reverse=True)


def test_nothing_found_is_said_with_what_to_do(site: Path) -> None:
    code, out, err = ask(site, "zzqqx")
    assert (code, out) == (0, "")
    assert "没有找到" in err and "nothing found" in err and "--lang" in err


def test_where_no_site_is_built_the_index_is_made_in_memory_and_gives_the_same(site: Path, tmp_path: Path) -> None:
    root = portal(tmp_path, FILES)
    code, out, err = ask(root, "加装电梯补贴", "--as-of", AS_OF)
    assert code == 0 and "临时建立索引" in err
    assert out == ask(site, "加装电梯补贴")[1]
    assert not (root / "dist").exists()


def test_another_language_is_asked_in_its_own_words(site: Path) -> None:
    assert "/units/health/" in ask(site, "health", "bureau", "--lang", "en")[1]


def test_a_folder_without_a_portal_is_told_without_a_traceback(tmp_path: Path) -> None:
    code, out, err = ask(tmp_path, "电梯")
    assert code != 0 and out == ""
    assert "Traceback" not in err and "site.yml" in err


def test_help_shows_examples_as_they_are_typed() -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(["search", "--help"])
    assert "\n  python3 build.py search 加装电梯补贴\n" in out.getvalue()
