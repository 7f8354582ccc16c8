"""YAML: every scalar stays what was typed, and every mistake has its place."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen import limits
from sitegen.catalog import parse_config, parse_yaml
from sitegen.findings import Finding, as_text
from sitegen.markdown import parse_document
from sitegen.registers import Unit
from sitegen.schema import decode, decode_text, outline
from tests.portals import DEFAULTS, document

thorough = settings(deadline=None, max_examples=300, derandomize=True)


def tree(text: str) -> object:
    found, findings = outline(text, "a.yml")
    assert findings == ()
    return found.tree


def problems(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of what is wrong with a YAML text."""
    return places(outline(text, "a.yml")[1])


def places(findings: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    return [(f.problem.code, f.location.line, f.location.column) for f in findings]


def policy(text: str | bytes) -> tuple[Finding, ...]:
    return parse_document("content/policies/a.md", text.encode() if isinstance(text, str) else text, "policy", False, "").findings


# ---------------------------------------------------------------- scalars


@pytest.mark.parametrize("typed", ["010", "12:30", "no", "1.10", "on", "null", "~", "2026-01-01", "0x10", "1e3", "=", ".inf", "1_000"])
def test_a_scalar_stays_what_was_typed(typed: str) -> None:
    assert tree(f"a: {typed}") == {"a": typed}


def test_an_empty_value_counts_as_an_absent_line() -> None:
    assert tree("a:\nb: 1") == {"b": "1"}


def test_an_empty_text_in_quotes_is_a_value() -> None:
    assert tree('a: ""') == {"a": ""}


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert decode_text(b"\xef\xbb\xbfid: a", "a.yml") == ("id: a", ())


def test_every_kind_of_line_end_is_one_line_end() -> None:
    assert decode_text(b"a\r\nb\rc\n", "a.yml") == ("a\nb\nc\n", ())


# ---------------------------------------------------------------- structure


def test_a_key_written_twice_is_found_where_it_stands_again() -> None:
    assert problems("a: 1\nb: 2\na: 3") == [("S005", 3, 1)]


def test_a_key_written_twice_deep_inside_is_found() -> None:
    assert problems("a:\n  - b: 1\n    b: 2") == [("S005", 3, 5)]


def test_the_same_key_in_two_rows_is_no_duplicate() -> None:
    assert tree("- a: 1\n- a: 2") == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: &x 1\nb: *x", ("S006", 1, 4)), ("a: 1\nb: *x", ("S006", 2, 4)), ("<<: *x", ("S006", 1, 5)), ("a: !!int 1", ("S006", 1, 4)),
        ("a: !!python/object/apply:os.system [id]", ("S006", 1, 4)), ("a: 1\n---\nb: 2", ("S006", 2, 1)), ("a: 1\n--- b", ("S006", 2, 1)),
    ],
)  # fmt: skip
def test_yaml_features_that_hide_values_are_refused(text: str, place: tuple[str, int, int]) -> None:
    assert problems(text) == [place]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_a_hundred_thousand_brackets_are_one_finding(opening: str) -> None:
    (found,) = problems(opening * 100_000)
    assert found[0] in ("S007", "S004")


def test_nesting_is_allowed_up_to_the_limit() -> None:
    assert problems("[" * limits.YAML_DEPTH + "]" * limits.YAML_DEPTH) == []


def test_too_many_nodes_are_refused() -> None:
    assert outline("[1, 2, 3, 4]", "a.yml", nodes=4)[1][0].problem.code == "S003"


def test_a_key_must_be_plain_text() -> None:
    assert problems("? [a, b]\n: 1") == [("S004", 1, 3)]


def test_a_tab_as_indentation_is_found_at_its_line() -> None:
    assert problems("a:\n\tb: 1")[0][:2] == ("S004", 2)


def test_first_line_moves_every_place() -> None:
    found, _ = outline("a:\n  b: 1", "a.md", first_line=2)
    assert (found.values["a", "b"].line, found.values["a", "b"].column) == (3, 6)


# ---------------------------------------------------------------- records


def test_an_unknown_key_names_the_nearest_known_one() -> None:
    (found,) = (f for f in policy(document(formed="2026-01-01", topcis="[care]")) if f.problem.code == "S101")
    assert found.message.en.endswith("did you mean `topics`?")


def test_an_unknown_key_like_no_other_makes_no_guess() -> None:
    (found,) = policy(document(formed="2026-01-01", xyzzy="1"))
    assert "did you mean" not in found.message.en


def test_all_mistakes_of_a_file_are_told_in_one_run_each_at_its_line_and_column() -> None:
    text = """---
title: ""
unit: health
publishd: 2026-01-01
published: 1 May 2026
formed: 2026-02-30
topics: care
normative: perhaps
review: {by: 科, when: 2026-01-01}
---
"""
    assert sorted(places(policy(text))) == [
        ("S101", 4, 1), ("S101", 9, 17), ("S102", 9, 9), ("S103", 2, 8), ("S103", 8, 12), ("S104", 5, 12), ("S104", 6, 9), ("S106", 7, 9),
    ]  # fmt: skip


def test_a_missing_field_is_told_with_its_official_name() -> None:
    (found,) = policy(document())
    assert (found.problem.code, found.params["field"], found.params["term"]) == ("S102", "formed", "成文日期")


def test_mistakes_inside_defaults_are_told_once_at_their_own_place() -> None:
    text = "title: 目录\nedition: 2026\nupdated: 2026-01-01\ndefaults:\n  units: health\nentries:\n  - id: a-1\n    item: 甲\n  - id: a-2\n    item: 乙\n"
    found = {(f.problem.code, f.location.line) for f in parse_yaml("catalogs/fields/x.yml", text.encode()).findings if f.params.get("field") == "units"}
    assert found == {("S106", 5)}


def test_defaults_that_are_no_mapping_are_not_silently_dropped() -> None:
    row = "{id: a-1, item: 甲, content_elements: [乙], legal_basis: [丙], time_limit: 丁, units: [health], channels: [website]}"
    text = f"title: 目录\nedition: 2026\nupdated: 2026-01-01\ndefaults: [website]\nentries:\n  - {row}\n"
    assert places(parse_yaml("catalogs/fields/x.yml", text.encode()).findings) == [("S008", 4, 11)]


def test_a_language_that_the_portal_does_not_know_is_named() -> None:
    (found,) = parse_yaml("catalogs/topics.yml", "- {id: a, name: {fr: soin}, summary: 看病}".encode()).findings
    assert (found.problem.code, found.params["value"]) == ("S105", "fr")
    assert "[key]" not in found.message.en


@pytest.mark.parametrize("day", ["2026-2-3", "20260203", "2026-02-30", "1770000000", "2026/02/03", "2026-02-03T00:00", "2026-W06-2", "２０２６-02-03", "now"])
def test_only_year_month_day_is_a_date(day: str) -> None:
    assert [f.problem.code for f in policy(document(formed="2026-01-01", published=day))] == ["S104"]


def test_a_row_that_is_no_mapping_is_told_at_its_place() -> None:
    assert places(parse_yaml("catalogs/topics.yml", "- id: a\n  name: 甲\n  summary: 乙\n- b".encode()).findings) == [("S008", 4, 3)]


@pytest.mark.parametrize(
    ("data", "guess"), [("标题".encode("gbk"), "GBK"), ("标题".encode("utf-16"), "UTF-16"), (b"\xff\xfe\x41", "UTF-16"), (b"\x80\x80\xff", "?")]
)
def test_another_encoding_is_told_with_its_likely_name(data: bytes, guess: str) -> None:
    (found,) = decode_text(data, "a.yml")[1]
    assert (found.problem.code, found.params["guess"]) == ("S001", guess)


def test_the_place_of_a_wrong_byte_is_its_line() -> None:
    (found,) = decode_text("好\n标".encode() + "题".encode("gbk"), "a.yml")[1]
    assert found.location.line == 2


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x08"])
def test_a_control_character_is_found_at_its_column(character: str) -> None:
    assert places(decode_text(f"ab\nc{character}".encode(), "a.yml")[1]) == [("S002", 2, 2)]


@pytest.mark.parametrize("escape", [r"\0", r"\a", r"\e[31m", r"\x1b", r"\u0007", r"\uFFFF"])
def test_a_control_character_written_as_an_escape_is_refused_too(escape: str) -> None:
    assert policy(document(f'"题{escape}"', formed="2026-01-01")) != ()


@pytest.mark.parametrize("character", ["\uffff", "\ufffe"])
def test_a_character_that_no_feed_can_carry_is_refused(character: str) -> None:
    assert policy(document(formed="2026-01-01", body=f"正文{character}。\n")) != ()


@pytest.mark.parametrize("character", ["\u202e", "\u2066"])
def test_a_bidirectional_control_is_told(character: str) -> None:
    assert policy(document(formed="2026-01-01", body=f"正文{character}。\n")) != ()


# ---------------------------------------------------------------- any text


@given(st.text())
@thorough
@example("\ufeff")
@example("\x85: [")
@example("a: 'b")
def test_any_text_is_an_outline_or_findings(text: str) -> None:
    found, findings = outline(text, "a.yml")
    assert findings or isinstance(found.tree, (str, list, dict))
    for finding in findings:
        assert as_text(finding).isprintable() or "\n" in as_text(finding)


@given(st.text(alphabet="ab:-[]{},&*!|>'\"#%@` \n\t?0.~<=\\", max_size=60))
@thorough
def test_any_punctuation_is_an_outline_or_findings(text: str) -> None:
    found, findings = outline(text, "a.yml")
    assert findings or isinstance(found.tree, (str, list, dict))


@given(st.text(alphabet="ab: -[]{}\n'\"|", max_size=60))
@thorough
def test_an_outline_knows_the_place_of_every_value(text: str) -> None:
    found, findings = outline(text, "a.yml")
    if findings or text.strip() == "":
        return

    def places_of(node: object, where: tuple[str | int, ...]) -> None:
        if where or found.values:
            assert where in found.values
        steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for step, value in steps:
            places_of(value, (*where, step))

    places_of(found.tree, ())


@st.composite
def mutations(draw: st.DrawFn, text: str) -> str:
    """A text with a few stretches cut out, doubled, or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 30)))
        middle = draw(
            st.sampled_from(["", text[start:end] * 2, "- ", ": ", "\n", "  ", "[", "{a: b}", '"', "'", "null", "[]", "{}", "- - -", "zh-Hans: "])
            | st.text(max_size=8)
        )
        text = text[:start] + middle + text[end:]
    return text


@given(mutations(str(DEFAULTS["content/policies/2026/subsidy.md"])))
@thorough
def test_any_mutated_document_is_a_header_or_findings(text: str) -> None:
    found = parse_document("content/policies/a.md", text.encode(), "policy", False, "")
    assert found.header is not None or found.findings
    for finding in found.findings:
        assert as_text(finding) and finding.location.path == "content/policies/a.md"


@given(mutations(str(DEFAULTS["site.yml"])))
@thorough
def test_any_mutated_configuration_is_a_value_or_findings(text: str) -> None:
    found = parse_config(text.encode())
    assert found.value is not None or found.findings
    assert all(as_text(f) for f in found.findings)


@pytest.mark.parametrize("path", [p for p in DEFAULTS if p.startswith("catalogs/")])
@given(data=st.data())
@settings(deadline=None, max_examples=80, derandomize=True)
def test_any_mutated_catalog_is_a_value_or_findings(path: str, data: st.DataObject) -> None:
    found = parse_yaml(path, data.draw(mutations(str(DEFAULTS[path]))).encode())
    assert found.value is not None or found.findings
    assert all(as_text(f) for f in found.findings)


@given(st.binary(max_size=200))
@thorough
def test_any_bytes_are_a_document_or_findings(data: bytes) -> None:
    found = parse_document("content/policies/a.md", b"---\n" + data, "policy", False, "")
    assert found.header is not None or found.findings


def test_decode_gives_the_value_where_all_is_well() -> None:
    found, _ = outline(str(DEFAULTS["catalogs/units.yml"]), "catalogs/units.yml")
    units, findings = decode(tuple[Unit, ...], found, "catalogs/units.yml")
    assert findings == () and [unit.id for unit in units] == ["office", "health"]
