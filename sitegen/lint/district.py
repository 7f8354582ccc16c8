"""G: figures of the district (区情数字): charts whose parts make up their whole, ids that stand once, years that follow each other."""

from collections.abc import Iterator
from decimal import Decimal

from sitegen.findings import Finding, Location, problem
from sitegen.lint.rule import Context, Rule
from sitegen.records.district import Breakdown, FiguresOfYear

FIGURES = problem(
    "G1", "district-figures", "区情数字：{why_zh}", "figures of the district: {why}", level="error",
    source="政府信息公开条例（2019）第二十条第（四）项；本项目的约定：公布的数字能互相核对",
    remedy=("核对这一项和它的来源", "check it against its source"),
)  # fmt: skip


def figures(context: Context) -> Iterator[Finding]:
    """An id that two indicators or charts of a year share; a chart that adds up to an indicator that is not there, or not to its
    figure; figures published before their year was over. Sums may differ by rounding: half of the last place for each part."""
    for year, held in context.portal.site.records.figures.items():
        place = context.files[f"catalogs/figures/{year}.yml"].place
        if held.published.year <= int(year):
            yield _found(place("published"), f"{year} 年的数字要在这一年结束后公布", f"figures of {year} are published when the year is over")
        for group, ids in (("indicators", [i.id for i in held.indicators]), ("breakdowns", [b.id for b in held.breakdowns])):
            for number, id_ in enumerate(ids):
                if id_ in ids[:number]:
                    yield _found(place(group, number, "id"), f"编号 “{id_}” 用了两次", f"the id `{id_}` is used twice")
        for number, chart in enumerate(held.breakdowns):
            if chart.of is not None and (why := _unlike_whole(held, chart)):
                yield _found(place("breakdowns", number, "of"), *why)


def _unlike_whole(held: FiguresOfYear, chart: Breakdown) -> tuple[str, str] | None:
    whole = next((one.value for one in held.indicators if one.id == chart.of), None)
    if whole is None:
        return f"没有编号为 “{chart.of}” 的指标", f"there is no indicator `{chart.of}`"
    values = [part.value for part in chart.parts]
    rounding = sum((_half(value) for value in values), _half(whole))
    if abs(sum(values) - whole) <= rounding:
        return None
    return f"各项相加是 {sum(values)}，“{chart.of}” 是 {whole}", f"the parts add up to {sum(values)}, `{chart.of}` is {whole}"


def _half(value: Decimal) -> Decimal:
    """Half of the last printed place; nothing for whole numbers, which are counted."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1) if int(exponent) < 0 else Decimal(0)


def _found(place: Location, zh: str, en: str) -> Finding:
    return Finding(FIGURES, place, {"why_zh": zh, "why": en})


DISTRICT = (Rule(FIGURES, figures),)
