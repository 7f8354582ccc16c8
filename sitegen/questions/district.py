"""Questions on the district: its introduction, sights, figures of a year and pictures (城区展示)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sitegen import urls
from sitegen.charts import Chart, Series, bars, columns, percent, printed, share
from sitegen.languages import DEFAULT_LANG
from sitegen.plan import district_base, figure_years, sight_url
from sitegen.questions import Ask, question
from sitegen.questions.documents import card, cards, picture, standing, unit_card, unit_link
from sitegen.records.district import Breakdown, FiguresOfYear, Indicator, NamedPicture, Sight
from sitegen.views import Card, Link, Picture, UnitCard


@dataclass(frozen=True, slots=True)
class CityFact:
    """概况: a figure with its unit; `url` where a list stands behind it."""

    name: str
    value: str
    unit: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class SightCard:
    """景点: what a list shows of it. `page_lang` is the language of its own page where that is not the asked one."""

    id: str
    url: str
    name: str
    page_lang: str
    summary: str
    street: Link
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class SightView:
    """景点: its own page."""

    card: SightCard
    text: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    """(word `sight.<name>`, what stands there)."""
    phone: str
    unit: UnitCard
    related: tuple[Card, ...]
    others: tuple[SightCard, ...]
    """Sights after this one, then those before it."""


@dataclass(frozen=True, slots=True)
class ShotView:
    """城区图片: one of the waterfall, and the page that it leads to."""

    id: str
    picture: Picture
    caption: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """指标: a figure as printed; `growth` and the figure of the year before are empty where there is none."""

    id: str
    name: str
    value: str
    plain: str
    """Without commas."""
    unit: str
    growth: str
    said: str
    """The change in words."""
    before: str
    plain_before: str


@dataclass(frozen=True, slots=True)
class BreakdownView:
    """构成图: the chart and its parts as plain figures."""

    id: str
    title: str
    unit: str
    chart: Chart
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """区情数字: of one year."""

    year: str
    before: str
    """The year before where its figures are published."""
    url: str
    csv: str
    json: str
    unit: Link
    published: date
    source: Card | None
    indicators: tuple[IndicatorView, ...]
    breakdowns: tuple[BreakdownView, ...]
    trends: tuple[Chart, ...]
    notes: tuple[str, ...]
    years: tuple[Link, ...]
    """All years, newest first."""


@dataclass(frozen=True, slots=True)
class DistrictView:
    """城区: the page that introduces it."""

    title: str
    url: str
    picture: Picture | None
    facts: tuple[CityFact, ...]
    figures: FiguresView | None
    """Of the newest year."""
    pictures: str
    """Address of the waterfall; empty where there is none."""


@question
def district(ask: Ask) -> DistrictView | None:
    """The introduction of the district in the asked language; none where it has none there."""
    p, found = ask.portal, ask.portal.site.records.district
    base = district_base(p, ask.lang)
    if found is None or not base:
        return None
    communities = sum(len(street.communities) for street in p.streets.values())
    facts = [CityFact(ask.name(f.name), f.value, ask.name(f.unit) if f.unit else "") for f in found.facts]
    if p.streets:
        facts.append(CityFact(ask.word("district.streets"), str(len(p.streets)), "", ask.url("/streets/")))
        facts.append(CityFact(ask.word("district.communities"), str(communities), ""))
    years = figure_years(p)
    return DistrictView(
        card(ask, found.introduction).title, ask.exactly(base), _picture(ask, found.picture), tuple(facts), figures_of(ask, years[0]) if years else None,
        ask.exactly(f"{base}pictures/") if p.site.records.pictures else "",
    )  # fmt: skip


@question
def sights(ask: Ask, street: str | None = None) -> tuple[SightCard, ...]:
    """All sights, or those of a street, in the order of their file."""
    return tuple(_sight_card(ask, found) for found in ask.portal.site.records.sights if street in (None, found.street) and sight_url(ask.portal, found.id))


@question
def sight(ask: Ask, id_: str) -> SightView:
    held = ask.portal.site.records.sights
    at = next(n for n, found in enumerate(held) if found.id == id_)
    found = held[at]
    facts = ((name, getattr(found, name)) for name in ("place", "hours", "fee", "way", "access", "season"))
    return SightView(
        _sight_card(ask, found), ask.texts(found.text), tuple((name, ask.text(said)) for name, said in facts if said), found.phone,
        unit_card(ask, found.unit), cards(ask, found.related), tuple(_sight_card(ask, other) for other in (*held[at + 1 :], *held[:at])),
    )  # fmt: skip


@question
def city_pictures(ask: Ask, newest: int | None = None) -> tuple[ShotView, ...]:
    """Pictures of the district in the order of their file, all or the first few."""
    p = ask.portal
    found = []
    for held in p.site.records.pictures[:newest]:
        if (shot := _picture(ask, held.picture)) is None:
            continue
        link = None
        if held.sight and sight_url(p, held.sight):
            to = next(_sight_card(ask, s) for s in p.site.records.sights if s.id == held.sight)
            link = Link(to.name, to.url, to.page_lang)
        elif page := standing(ask, held.document):
            link = Link(page.title, page.url, page.lang if page.lang != ask.lang else "")
        elif held.street:
            link = ask.link(p.streets[held.street].name, f"/streets/{held.street}/")
        found.append(ShotView(held.id, shot, ask.name(held.caption), link))
    return tuple(found)


@question
def figures_of(ask: Ask, year: str) -> FiguresView:
    """The figures of a year."""
    p, base = ask.portal, district_base(ask.portal, ask.lang) or district_base(ask.portal, DEFAULT_LANG)
    found = p.site.records.figures[year]
    years = figure_years(p)
    before = p.site.records.figures[str(int(year) - 1)] if str(int(year) - 1) in years else None
    url = ask.exactly(f"{base}figures/{year}/")
    return FiguresView(
        year, str(int(year) - 1) if before else "", url, f"{url}figures.csv", f"{url}figures.json", unit_link(ask, found.unit, short=False), found.published,
        standing(ask, found.source),
        tuple(_indicator(ask, one, before) for one in found.indicators),
        tuple(_breakdown(ask, b) for b in found.breakdowns),
        tuple(_trend(ask, one, year) for one in found.indicators if one.trend and before), tuple(map(ask.name, found.notes)),
        tuple(Link(ask.word("annual.year", year=y), ask.exactly(f"{base}figures/{y}/")) for y in years),
    )  # fmt: skip


@question
def figures_data(ask: Ask, year: str) -> dict[str, Any]:
    """The figures of a year for programs."""
    found, view = ask.portal.site.records.figures[year], figures_of(ask, year)
    origin = ask.portal.config.origin
    return {
        "year": int(year), "url": origin + view.url, "unit": view.unit.title, "published": view.published.isoformat(),
        "source": origin + view.source.url if view.source else None, "notes": view.notes,
        "indicators": [
            {"id": i.id, "name": i.name, "unit": i.unit, "value": float(i.plain), "growth": _number(i.growth), "before": _number(i.plain_before)}
            for i in view.indicators
        ],
        "breakdowns": [
            {"id": b.id, "title": b.title, "unit": b.unit, "of": held.of, "parts": [{"name": name, "value": float(value)} for name, value in b.parts]}
            for b, held in zip(view.breakdowns, found.breakdowns, strict=True)
        ],
    }  # fmt: skip


def _picture(ask: Ask, of: NamedPicture) -> Picture | None:
    info = ask.sources.images.get(of.src)
    return picture(ask, info, ask.name(of.alt)) if info else None


def _number(plain: str) -> float | None:
    return float(plain) if plain else None


def _sight_card(ask: Ask, found: Sight) -> SightCard:
    path = sight_url(ask.portal, found.id)
    own = ask.lang == DEFAULT_LANG or f"/{urls.LANG_FOLDERS[ask.lang]}{path[1:]}" in ask.sources.urls
    return SightCard(
        found.id, ask.url(path), ask.name(found.name), "" if own else DEFAULT_LANG, ask.name(found.summary),
        ask.link(ask.portal.streets[found.street].name, f"/streets/{found.street}/"), _picture(ask, found.picture),
    )  # fmt: skip


def _indicator(ask: Ask, one: Indicator, before: FiguresOfYear | None) -> IndicatorView:
    last = next((i.value for i in before.indicators if i.id == one.id), None) if before else None
    said = ""
    if one.growth is not None:
        word = "figures.up" if one.growth > 0 else "figures.down" if one.growth < 0 else "figures.same"
        said = ask.word(word, n=abs(one.growth))
    return IndicatorView(
        one.id, ask.name(one.name), printed(one.value), str(one.value), ask.name(one.unit), "" if one.growth is None else str(one.growth), said,
        "" if last is None else printed(last), "" if last is None else str(last),
    )  # fmt: skip


def _breakdown(ask: Ask, found: Breakdown) -> BreakdownView:
    parts = tuple((ask.name(part.name), str(part.value)) for part in found.parts)
    return BreakdownView(found.id, ask.name(found.title), ask.name(found.unit), _chart(ask, found), parts)


def _chart(ask: Ask, found: Breakdown) -> Chart:
    id_, title, unit, head = f"figures-{found.id}", ask.name(found.title), ask.name(found.unit), ask.word("figures.part")
    names, values = [ask.name(part.name) for part in found.parts], [part.value for part in found.parts]
    if found.draw == "share":
        shares = (ask.word("figures.share_is", name=n, share=percent(v, sum(values))) for n, v in zip(names, values, strict=True))
        said = ask.word("figures.list_mark").join(shares)
        return share(id_, title, head, names, values, unit=unit, description=ask.word("figures.share_line", said=said))
    (most, at_most), (least, at_least) = (pick(zip(values, names, strict=True)) for pick in (max, min))
    said = ask.word("figures.bars_line", most=at_most, a=printed(most), least=at_least, b=printed(least), unit=unit)
    return (bars if found.draw == "bars" else columns)(id_, title, head, names, [Series(ask.word("chart.figure"), tuple(values))], unit=unit, description=said)


def _trend(ask: Ask, one: Indicator, year: str) -> Chart:
    """The figure over the years up to this one that have it, oldest first, five at most."""
    held = ask.portal.site.records.figures
    points: list[tuple[str, Decimal]] = []
    for other in figure_years(ask.portal):
        if other <= year and (value := next((i.value for i in held[other].indicators if i.id == one.id), None)) is not None:
            points.insert(0, (other, value))
    points = points[-5:]
    name, unit = ask.name(one.name), ask.name(one.unit)
    said = ask.word("figures.trend_line", first=points[0][0], a=printed(points[0][1]), last=points[-1][0], b=printed(points[-1][1]), unit=unit)
    return bars(
        f"figures-trend-{one.id}", ask.word("figures.trend", name=name, first=points[0][0], last=points[-1][0]), ask.word("figures.year"),
        [ask.word("annual.year", year=y) for y, _ in points], [Series(name, tuple(value for _, value in points))], unit=unit, description=said,
    )  # fmt: skip
