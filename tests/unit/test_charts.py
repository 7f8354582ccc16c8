"""图表: figures become shapes without a pixel to spare, and always a table."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.charts import WIDTH, Chart, Series, bars, columns, nice_step, percent, printed, share

figures = st.one_of(st.none(), st.integers(0, 10**9), st.decimals(0, 10**6, places=2))


def chart_of(*values: int | None) -> Chart:
    return bars("a", "标题", "类别", [f"第{n}类" for n in range(len(values))], [Series("件数", values)])


def test_the_largest_bar_is_twice_as_long_as_one_of_half_its_figure() -> None:
    long, short = chart_of(200, 100).bars
    assert long.width == 2 * short.width


def test_nothing_has_no_length_and_a_little_can_be_seen() -> None:
    nothing, little, _ = chart_of(0, 1, 10**6).bars
    assert (nothing.width, little.width) == (0, 2)


def test_a_missing_figure_is_a_dash_in_the_table() -> None:
    assert chart_of(1, None).rows == (("第0类", ("1",)), ("第1类", ("—",)))


def test_percentages_are_measured_against_the_whole() -> None:
    half = bars("a", "完成比例", "领域", ["道路"], [Series("完成", (Decimal(50),))], whole=100)
    full = bars("a", "完成比例", "领域", ["道路"], [Series("完成", (Decimal(100),))], whole=100)
    assert 2 * half.bars[0].width == full.bars[0].width


@given(st.lists(figures, min_size=1, max_size=14), st.integers(1, 3))
def test_nothing_is_drawn_outside_the_frame(values: list[int | None], lines: int) -> None:
    names = [str(n) for n in range(len(values))]
    series = [Series(str(n), tuple(values)) for n in range(lines)]
    for chart in (bars("a", "t", "h", names, series), columns("b", "t", "h", names, series)):
        assert all(bar.x >= 0 and bar.y >= 0 and bar.width >= 0 and bar.height >= 0 for bar in chart.bars)
        assert all(bar.x + bar.width <= WIDTH and bar.y + bar.height <= chart.height for bar in chart.bars)
        assert [name for name, _ in chart.rows] == names


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_the_parts_of_a_whole_fill_it_in_order(values: list[int]) -> None:
    cut = share("a", "t", "h", [str(n) for n in range(len(values))], values)
    assert all(a.x + a.width <= b.x for a, b in zip(cut.bars, cut.bars[1:], strict=False))
    assert cut.bars[-1].x + cut.bars[-1].width <= WIDTH


@pytest.mark.parametrize(("largest", "step"), [(0, 1), (1, Decimal("0.25")), (4, 1), (7, 2), (10, Decimal("2.5")), (740, 200), (2638, 1000), (63, 20)])
def test_an_axis_has_round_steps(largest: int, step: object) -> None:
    assert nice_step(largest) == step


@given(st.integers(1, 10**9))
def test_four_steps_reach_the_largest_figure(largest: int) -> None:
    assert nice_step(largest) * 4 >= largest


def test_shares_are_rounded_half_up_to_one_decimal() -> None:
    assert [percent(1, 3), percent(2, 3), percent(1, 1), percent(1, 0), percent(1, 16)] == [Decimal(x) for x in ("33.3", "66.7", "100.0", "0.0", "6.3")]


def test_figures_are_printed_with_commas() -> None:
    assert [printed(x) for x in (0, 2638, Decimal("5604.31"), None)] == ["0", "2,638", "5,604.31", "—"]
