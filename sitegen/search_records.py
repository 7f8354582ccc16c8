"""Records among what can be searched (登记内容的检索): hotlines and their like, each page of them once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.plan import district_base, figure_years, list_url, sight_url
from sitegen.portal import Portal
from sitegen.questions.letters import published_letters
from sitegen.records.letters import CHANNELS
from sitegen.values import UnitId, Words


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page that shows a record: where it stands, what it says, to whom it belongs."""

    path: str
    title: str
    lines: tuple[str, ...]
    kind: str
    """Word: `kind.<kind>`."""
    units: tuple[UnitId, ...] = ()
    topics: tuple[str, ...] = ()
    day: date | None = None
    aliases: tuple[str, ...] = ()
    """Other names by which it is looked for; they count as title."""


def record_pages(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    """Every page of records in a language."""
    yield from _hotlines(p, lang, word)
    yield from _district(p, lang, word)
    if lang == DEFAULT_LANG:
        yield from _letters(p, word)
        yield from _opinions(p, word)
        yield from _annual_reports(p, word)
        yield from _projects(p, word)
        if p.site.catalogs:
            yield RecordPage("/operation/", word("page.operation"), (word("operation.line"),), "operation", day=p.as_of)
    if (lang == DEFAULT_LANG or lang in p.config.converted) and (held := p.site.records.applications):
        lines = (word("applications.line"), *(f"{step.name} {step.text}" for step in held.steps), *(m.matter for m in held.moved))
        yield RecordPage("/on-application/", word("page.on-application"), lines, "application", aliases=(word("page.application-form"),))


def _hotlines(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    lines = p.site.records.hotlines
    if lines:
        said = (f"{_in(lang, line.name)} {line.number} {_in(lang, line.purpose)} {_in(lang, line.hours)}" for line in lines)
        yield RecordPage(
            list_url("hotlines", lang), word("page.hotlines"), (word("hotlines.line"), *said), "hotline", units=_units(line.unit for line in lines)
        )


def _letters(p: Portal, word: Callable[..., str]) -> Iterator[RecordPage]:
    if p.site.records.letters:
        yield RecordPage("/letters/", word("page.letters"), (word("letters.line"), *(word(f"letter_channel.{name}") for name in CHANNELS)), "letter")
    for year in p.site.records.letters:
        yield RecordPage(f"/letters/{year}/", word("letters.of_year").format(year=year), (word("letters.line"),), "letter")
    for letter in published_letters(p):
        yield RecordPage(f"/letters/{letter.id}/", letter.title, (letter.question, letter.reply), "letter", (letter.unit,), letter.topics, letter.replied)


def _opinions(p: Portal, word: Callable[[str], str]) -> Iterator[RecordPage]:
    if p.site.records.opinions:
        yield RecordPage("/opinions/", word("page.opinions"), (word("opinions.line"),), "opinion")
    for found in p.site.records.opinions:
        lines = (found.summary, *found.draft, *found.explanation, *found.questions)
        yield RecordPage(f"/opinions/{found.id}/", found.title, lines, "opinion", (found.unit,), found.topics, found.opens)


def _annual_reports(p: Portal, word: Callable[..., str]) -> Iterator[RecordPage]:
    held = {key: report for key, report in p.site.records.annual_reports.items() if report.published <= p.as_of}
    if held:
        yield RecordPage("/annual-reports/", word("page.annual-reports"), (word("annual.line"),), "annual-report")
    for (year, owner), report in held.items():
        name = word("annual.district") if owner == "district" else p.units[UnitId(owner)].short_name[DEFAULT_LANG]
        title = word("annual.title").format(year=year, owner=name)
        lines = (*report.overview, *report.problems, *report.others)
        yield RecordPage(
            f"/annual-reports/{year}/{owner}/", title, lines, "annual-report", () if owner == "district" else (UnitId(owner),), day=report.published
        )


def _projects(p: Portal, word: Callable[[str], str]) -> Iterator[RecordPage]:
    records = p.site.records
    if records.projects or records.plans or records.funds:
        lines = (word("projects.line"), *(plan.title for plan in records.plans), *(f"{fund.name} {fund.what} {fund.who}" for fund in records.funds))
        yield RecordPage("/projects/", word("page.projects"), lines, "project")
    for id_, found in records.projects.items():
        lines = (found.summary, found.place, *(stage.name for stage in found.stages), *(note.text for note in found.progress))
        yield RecordPage(f"/projects/{id_}/", found.title, lines, "project", (found.unit,), day=found.until)


def _district(p: Portal, lang: Lang, word: Callable[..., str]) -> Iterator[RecordPage]:
    base, records = district_base(p, lang), p.site.records
    if lang == DEFAULT_LANG or lang in p.config.converted:
        for sight in records.sights if base else ():
            lines = (_in(lang, sight.summary), *sight.text, sight.place, sight.hours, sight.fee, sight.way)
            yield RecordPage(sight_url(p, sight.id), _in(lang, sight.name), lines, "sight", (sight.unit,))
    for year in figure_years(p) if base else ():
        held = records.figures[year]
        lines = tuple(f"{_in(lang, i.name)} {i.value} {_in(lang, i.unit)}" for i in held.indicators)
        yield RecordPage(f"{base}figures/{year}/", word("figures.of_year").format(year=year), lines, "figures", (held.unit,), day=held.published)
    if base and records.pictures:
        yield RecordPage(f"{base}pictures/", word("page.pictures"), tuple(_in(lang, shot.caption) for shot in records.pictures), "pictures")


def _units(units: Iterable[UnitId]) -> tuple[UnitId, ...]:
    return tuple(dict.fromkeys(units))


def _in(lang: Lang, words: Words) -> str:
    return words.get(lang) or words.get(DEFAULT_LANG) or next(iter(words.values()))
