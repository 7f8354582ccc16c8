"""Questions on letters: those published with their replies, and the figures of all (来信与答复)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sitegen.charts import Chart, Series, bars, columns, percent, printed, share
from sitegen.languages import DEFAULT_LANG
from sitegen.portal import Portal
from sitegen.questions import Ask, question
from sitegen.questions.documents import cards, topic_links, unit_link
from sitegen.records.letters import CHANNELS, TYPES, Letter, LetterChannel, LetterFigures, LetterType
from sitegen.views import Card, Link


@dataclass(frozen=True, slots=True)
class LetterCard:
    """来信: what a list shows of a letter. `published` is the day of the reply."""

    id: str
    url: str
    title: str
    channel: LetterChannel
    """Word: `letter_channel.<channel>`."""
    type: LetterType
    """Word: `letter_type.<type>`."""
    received: date
    published: date
    days: int
    """Calendar days from letter to reply; 0 is the same day."""
    unit: Link
    summary: str
    topics: tuple[Link, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """来信与答复: a letter's own page."""

    card: LetterCard
    question: tuple[str, ...]
    reply: tuple[str, ...]
    unit: Link
    """Its full name."""
    related: tuple[Card, ...]
    newer: LetterCard | None
    older: LetterCard | None


@dataclass(frozen=True, slots=True)
class LetterYear:
    """一年的来信: its address, how many are published in full, and whether there are figures."""

    year: str
    url: str
    published: int
    figures: bool


@dataclass(frozen=True, slots=True)
class LetterUnitRow:
    """单位统计."""

    unit: Link
    received: int
    replied: int
    median_days: int


@dataclass(frozen=True, slots=True)
class LetterFiguresView:
    """来信统计: one year of all letters."""

    year: str
    since: date
    until: date
    received: int
    replied: int
    received_text: str
    """With thousands parted."""
    replied_text: str
    share: str
    """Answered of received, in per cent."""
    median_days: int
    by_month: Chart
    by_channel: Chart
    by_type: Chart
    by_unit: Chart
    units: tuple[LetterUnitRow, ...]
    csv: str


@question
def letters(ask: Ask, newest: int | None = None, year: str | None = None, unit: str | None = None) -> tuple[LetterCard, ...]:
    """Letters that are published with their replies, by the day of the reply, newest first."""
    held = (letter for letter in published_letters(ask.portal, year) if unit in (None, letter.unit))
    return tuple(_card(ask, letter) for letter in held)[:newest]


@question
def letter(ask: Ask, id_: str) -> LetterView:
    held = published_letters(ask.portal)
    at = next(number for number, found in enumerate(held) if found.id == id_)
    found = held[at]
    return LetterView(
        _card(ask, found), _paragraphs(found.question), _paragraphs(found.reply), unit_link(ask, found.unit, short=False),
        cards(ask, found.related),
        _card(ask, held[at - 1]) if at else None, _card(ask, held[at + 1]) if at + 1 < len(held) else None,
    )  # fmt: skip


@question
def letter_years(ask: Ask) -> tuple[LetterYear, ...]:
    """Years of which there are letters, newest first."""
    held = ask.portal.site.records.letters
    return tuple(
        LetterYear(year, ask.url(f"/letters/{year}/"), len(published_letters(ask.portal, year)), letter_figures_of(ask.portal, year) is not None)
        for year in sorted(held, reverse=True)
    )


@question
def letter_figures(ask: Ask, year: str | None = None) -> LetterFiguresView | None:
    """The figures of a year, or of the last year that is complete; the newest where none is."""
    year = year or whole_year(ask.portal)
    found = letter_figures_of(ask.portal, year) if year else None
    return _figures(ask, year, found) if year and found else None


def published_letters(p: Portal, year: str | None = None) -> tuple[Letter, ...]:
    """Letters whose reply is public on the portal's day, newest reply first; in one year or in all."""
    files = p.site.records.letters
    held = (found for of, file in files.items() if year in (None, of) for found in file.letters if found.replied <= p.as_of)
    return tuple(sorted(held, key=lambda found: (found.replied, found.received, found.id), reverse=True))


def letter_figures_of(p: Portal, year: str) -> LetterFigures | None:
    file = p.site.records.letters.get(year)
    return file.figures if file and file.figures and file.figures.until <= p.as_of else None


def whole_year(p: Portal) -> str:
    """The newest year whose twelve months are counted; else the newest with figures; else nothing."""
    years = [year for year in sorted(p.site.records.letters, reverse=True) if letter_figures_of(p, year)]
    complete = (year for year in years if (found := letter_figures_of(p, year)) and len(found.months) == 12)
    return next(complete, years[0] if years else "")


def _card(ask: Ask, found: Letter) -> LetterCard:
    return LetterCard(
        found.id, ask.url(f"/letters/{found.id}/"), found.title, found.channel, found.type, found.received, found.replied,
        (found.replied - found.received).days, unit_link(ask, found.unit), found.question.replace("\n", " ")[:120], topic_links(ask, found.topics),
        DEFAULT_LANG,
    )  # fmt: skip


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def _figures(ask: Ask, year: str, found: LetterFigures) -> LetterFiguresView:
    received, replied = (sum(getattr(month, name) for month in found.months) for name in ("received", "replied"))
    word = ask.word
    months = [word("letters.month", n=month.month) for month in found.months]
    by_month = [
        Series(word("letters.received"), tuple(m.received for m in found.months)),
        Series(word("letters.replied"), tuple(m.replied for m in found.months)),
    ]
    busiest = max(found.months, key=lambda month: month.received)
    channels = {name: sum(month.channels.get(name, 0) for month in found.months) for name in CHANNELS}
    types = {name: sum(month.types.get(name, 0) for month in found.months) for name in TYPES}
    units = sorted(found.units, key=lambda row: -row.received)
    named = {unit_link(ask, row.unit).title: row for row in units}
    return LetterFiguresView(
        year=year, since=date(int(year), found.months[0].month, 1), until=found.until, received=received, replied=replied,
        received_text=printed(received), replied_text=printed(replied), share=_plain(percent(replied, received)), median_days=found.median_days,
        by_month=columns(
            f"letters-{year}-month", word("letters.by_month", year=year), word("letters.month_head"), months, by_month, unit=word("letters.unit"),
            description=word("letters.by_month_line", month=busiest.month, n=busiest.received),
        ),
        by_channel=bars(
            f"letters-{year}-channel", word("letters.by_channel"), word("letters.channel"), [word(f"letter_channel.{name}") for name in channels],
            [Series(word("letters.received"), tuple(channels.values()))], unit=word("letters.unit"),
            description=_most(ask, {word(f"letter_channel.{name}"): n for name, n in channels.items()}, received),
        ),
        by_type=share(
            f"letters-{year}-type", word("letters.by_type"), word("letters.type"), [word(f"letter_type.{name}") for name in types], list(types.values()),
            unit=word("letters.unit"), description=_most(ask, {word(f"letter_type.{name}"): n for name, n in types.items()}, received),
        ),
        by_unit=bars(
            f"letters-{year}-unit", word("letters.by_unit_top", n=min(10, len(named))), word("letters.answered_by"), list(named)[:10],
            [Series(word("letters.received"), tuple(row.received for row in units[:10]))], unit=word("letters.unit"),
            description=_most(ask, {name: row.received for name, row in named.items()}, received),
        ),
        units=tuple(LetterUnitRow(unit_link(ask, row.unit), row.received, row.replied, row.median_days) for row in units),
        csv=ask.url(f"/letters/{year}/figures.csv"),
    )  # fmt: skip


def _most(ask: Ask, counted: dict[str, int], total: int) -> str:
    name = max(counted, key=lambda key: counted[key])
    return ask.word("letters.most", name=name, n=printed(counted[name]), share=_plain(percent(counted[name], total)))


def _plain(share: object) -> str:
    return str(share).removesuffix(".0")


@question
def letter_rows(ask: Ask, year: str) -> tuple[tuple[str, str, str, str], ...]:
    """The figures of a year as rows of a spreadsheet: month, what is counted, which, how many."""
    return tuple(_rows(letter_figures_of(ask.portal, year), year))


def _rows(found: LetterFigures | None, year: str) -> Iterator[tuple[str, str, str, str]]:
    for month in found.months if found else ():
        stem = f"{year}-{month.month:02}"
        yield stem, "received", "", str(month.received)
        yield stem, "replied", "", str(month.replied)
        yield from ((stem, "channel", name, str(month.channels.get(name, 0))) for name in CHANNELS)
        yield from ((stem, "type", name, str(month.types.get(name, 0))) for name in TYPES)
