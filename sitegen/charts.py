"""Charts (图表): figures -> shapes of an SVG, worked out when the portal is built.

Pure geometry in whole units: a chart is what stands where, with the class that the theme
colours. The template `_chart.html` writes it as SVG with title and description, and beside
it the same figures as a table, which is what everybody can read. Colours never come from
here: series 1 is `.chart-1`, and each series has a pattern of its own in the theme.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

Number = int | Decimal
Kind = Literal["bars", "columns", "share"]

WIDTH = 640
_GAP = 14
_HEIGHT, _FOOT, _HEAD = 240, 28, 22
_VALUE, _AXIS = 140, 60


@dataclass(frozen=True, slots=True)
class Series:
    """数列: one row of figures, one for each category; None where there is none."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its place; `series` counts from 1, `text` is the figure as printed."""

    series: int
    x: int
    y: int
    width: int
    height: int
    text: str
    text_x: int
    text_y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a place: the name of a category, or a value of the axis."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """图表: everything to draw, and the figures as rows for the table beside it."""

    kind: Kind
    id: str
    title: str
    description: str
    """What the chart shows, in a sentence: the largest, the smallest, the sum or the change."""
    unit: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    names: tuple[Mark, ...]
    grid: tuple[Mark, ...]
    """Lines of the axis with their values; columns only."""
    baseline: int
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Category and printed figures of each series."""
    head: str
    """What the categories are, as the head of their column."""


def bars(
    id_: str, title: str, head: str, categories: Sequence[str], series: Sequence[Series], *, unit: str = "", description: str = "", whole: Number | None = None
) -> Chart:
    """Horizontal bars, a group for each category; their names stand above them, so long ones fit.

    `whole` is the figure that fills the width: 100 for percentages, else the largest.
    """
    _agree(categories, series)
    largest = whole if whole is not None else _largest(series)
    room = WIDTH - _VALUE
    shapes, names = [], []
    y = 0
    for number, category in enumerate(categories):
        names.append(Mark(category, 0, y + 22))
        y += 34
        for at, line in enumerate(series, 1):
            value = line.values[number]
            text = printed(value)
            length = _scaled(value, largest, room)
            shapes.append(Bar(at, 0, y, length, 20, text, length + 8, y + 17))
            y += 24
        y += _GAP
    return Chart(
        "bars", id_, title, description, unit, WIDTH, max(y - _GAP, 1), tuple(shapes), tuple(names), (), 0, _names(series), _rows(categories, series), head
    )


def columns(
    id_: str, title: str, head: str, categories: Sequence[str], series: Sequence[Series], *, unit: str = "", description: str = "", whole: Number | None = None
) -> Chart:
    """Upright columns, a group for each category, with an axis of four steps."""
    _agree(categories, series)
    step = nice_step(whole if whole is not None else _largest(series))
    top = step * 4
    ground = _HEAD + _HEIGHT
    grid = tuple(Mark(printed(step * n), _AXIS - 8, ground - _scaled(step * n, top, _HEIGHT)) for n in range(5))
    group = (WIDTH - _AXIS) // max(len(categories), 1)
    width = max(4, min(36, (group - 10) // max(len(series), 1)))
    shapes, names = [], []
    for number, category in enumerate(categories):
        middle = _AXIS + group * number + group // 2
        names.append(Mark(category, middle, ground + 20))
        left = middle - width * len(series) // 2
        for at, line in enumerate(series, 1):
            value = line.values[number]
            height = _scaled(value, top, _HEIGHT)
            x = left + width * (at - 1)
            shapes.append(Bar(at, x, ground - height, width - 2, height, printed(value), x + (width - 2) // 2, ground - height - 6))
    return Chart(
        "columns",
        id_,
        title,
        description,
        unit,
        WIDTH,
        ground + _FOOT,
        tuple(shapes),
        tuple(names),
        grid,
        ground,
        _names(series),
        _rows(categories, series),
        head,
    )


def share(id_: str, title: str, head: str, categories: Sequence[str], values: Sequence[Number], *, unit: str = "", description: str = "") -> Chart:
    """One bar cut into parts that make up a whole; each part is a series of its own."""
    total = sum(values)
    shapes, x = [], 0
    for at, value in enumerate(values, 1):
        end = _scaled(sum(values[:at]), total, WIDTH)
        shapes.append(Bar(at, x, 0, max(end - x - 2, 0), 44, printed(value), x + (end - x) // 2, 28))
        x = end
    rows = tuple((name, (printed(value), f"{percent(value, total)}%")) for name, value in zip(categories, values, strict=True))
    return Chart("share", id_, title, description, unit, WIDTH, 44, tuple(shapes), (), (), 44, tuple(categories), rows, head)


def percent(part: Number, whole: Number) -> Decimal:
    """A share in per cent with one decimal, rounded half up; 0 of nothing."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), "ROUND_HALF_UP") if whole else Decimal("0.0")


def printed(value: Number | None) -> str:
    """A figure with thousands parted by commas; a dash for none."""
    return "—" if value is None else f"{value:,}"


def nice_step(largest: Number) -> Number:
    """The step of an axis of four steps that reaches `largest`: 1, 2, 2.5 or 5 times a power of ten."""
    if largest <= 0:
        return 1
    quarter = Decimal(largest) / 4
    power = Decimal(10) ** quarter.adjusted()
    step = next(power * factor for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if power * factor >= quarter)
    return int(step) if step == step.to_integral_value() else step.normalize()


def _scaled(value: Number | None, largest: Number, room: int) -> int:
    if not value or largest <= 0:
        return 0
    # What is not nothing is seen, however small.
    return min(room, max(2, int((Decimal(value) * room / Decimal(largest)).to_integral_value(ROUND_CEILING))))


def _largest(series: Sequence[Series]) -> Number:
    return max((value for line in series for value in line.values if value is not None), default=0)


def _names(series: Sequence[Series]) -> tuple[str, ...]:
    return tuple(line.name for line in series)


def _rows(categories: Sequence[str], series: Sequence[Series]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((category, tuple(printed(line.values[number]) for line in series)) for number, category in enumerate(categories))


def _agree(categories: Sequence[str], series: Sequence[Series]) -> None:
    assert all(len(line.values) == len(categories) for line in series), "a figure, or None, for each category"
