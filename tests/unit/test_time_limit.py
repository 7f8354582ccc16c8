"""The wording of a time limit and what a machine makes of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.time_limit import parse

DATA = Path(__file__).parents[1] / "data"


def table(name: str) -> list[tuple[str, str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return [(wording, rule) for wording, rule in (line.split("\t") for line in lines)]


@pytest.mark.parametrize(("wording", "rule"), table("time_limits.tsv"))
def test_a_wording_collected_from_real_catalogs_has_its_rule(wording: str, rule: str) -> None:
    assert parse(wording).rule == rule


@pytest.mark.parametrize(("wording", "rule"), table("catalog_cells.tsv"))
def test_a_cell_of_a_real_catalog_has_its_rule(wording: str, rule: str) -> None:
    assert parse(wording).rule == rule


@pytest.mark.parametrize(
    ("wording", "rule"),
    [
        ("信息形成之日起２０个 工 作日 内", "within(20wd after formed)"),
        ("自印发之日起二十个工作日内予以公开", "within(20wd after issued)"),
        ("合同签订之日起2个工作日内", "within(2wd after signed)"),
        ("每季度公开一次", "every(3mo)"),
        ("次周三之前", "by(weekday 3 next week)"),
        ("每季度第一个月的15日前", "by(month 1 day 15 quarterly)"),
        ("公示期不少于7个工作日", "display(>=7wd)"),
        ("公示15日", "display(=15d)"),
        ("依申请公开", "on_request"),
        ("自变更之日起10个工作曰内", "within(10wd after changed)"),
        ("信息发生或变更之日起20个工作日内", "within(20wd after formed/changed)"),
        ("信息发生变更之日起20个工作日内", "within(20wd after changed)"),
        ("突发事件发生后5小时内发布", "within(5h after started)"),
        ("中标通知书发出之日起七日内", "within(7d after issued)"),
        ("及时公开（最长不超过20个工作日）", "within(20wd after formed/changed)"),
        ("政策文件公开后3个工作日内公开解读", "sync(policy, slack=3wd)"),
        ("每周一次", "every(1w)"),
        ("每周一更新", "by(weekday 1 weekly)"),
        ("实时更新，至少每周一次", "every(1w); realtime"),
        ("1月31日前公布上一年度年报", "by(01-31 yearly)"),
        ("每月15日前公布上月数据", "by(day 15 monthly)"),
        ("每季度公布上一季度数据", "every(3mo)"),
        ("每年第一季度公布", "by(03-31 yearly)"),
        ("次年第一季度末前", "by(next year 03-31)"),
        ("每年下半年", "by(12-31 yearly)"),
        ("每年年底前公布", "by(12-31 yearly)"),
        ("每半年更新一次", "every(6mo)"),
    ],
)
def test_the_language_is_read_and_not_the_list(wording: str, rule: str) -> None:
    assert parse(wording).rule == rule


@pytest.mark.parametrize(
    "wording",
    [
        "",
        "视情况而定",
        "按上级要求",
        "信息形成后若干个工作日内",
        "20",
        "第3日起计算5",
        "见附件2第4条",
        "每周一、三、五更新",
        "每年第一季度前",
        "3至5个工作日内",
        "每学年开学前",
        "以上一年度数据为准",
    ],
)
def test_what_cannot_be_read_is_not_guessed_at(wording: str) -> None:
    limit = parse(wording)
    assert not limit.understood
    assert limit.rule == ""
    assert limit.clauses == ()


@given(st.text(alphabet="信息形成变更自之日起个工作日内公开20一二三十月年前后每不少于公示期,，;；。、()（）①1. ", max_size=200))
def test_no_text_is_too_strange_to_be_read_or_refused(wording: str) -> None:
    limit = parse(wording)
    assert limit.understood == bool(limit.clauses)

