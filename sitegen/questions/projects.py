"""Questions on projects: stages, monthly notes, plans in figures, funds (工程项目与专项资金)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sitegen.charts import Chart, Series, bars, percent, printed
from sitegen.opinion_state import OpinionState, opinion_state
from sitegen.questions import Ask, question
from sitegen.questions.documents import cards, picture, standing, unit_card, unit_link
from sitegen.records.projects import PROJECT_FIELDS, Fund, Plan, ProgressNote, Project, ProjectField, Stage
from sitegen.views import Card, Link, Picture, UnitCard


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """项目: what a list shows of a project."""

    id: str
    url: str
    title: str
    field: ProjectField
    """Word: `project_field.<field>`."""
    unit: Link
    place: str
    summary: str
    percent: int
    """Of the work, by the newest note."""
    stage: str
    """The current one; the last where all are done."""
    month: str
    """Of the newest note, in words."""
    latest: str
    picture: Picture | None
    """The newest one."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """进展: a month's note."""

    month: str
    """Such as 2026-10."""
    said: str
    """The month in words."""
    text: str
    percent: int
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class ProjectView:
    """项目: its own page."""

    card: ProjectCard
    unit: UnitCard
    invested: str
    total: str
    invested_share: str
    until: date
    started: date
    due: date
    stages: tuple[Stage, ...]
    """Word: `stage.<state>`."""
    progress: tuple[NoteView, ...]
    chart: Chart | None
    phone: str
    related: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """投资计划: the whole and its parts."""

    plan: Plan
    unit: Link
    planned: str
    done: str
    share: str
    amounts: Chart
    shares: Chart
    source: Card | None


@dataclass(frozen=True, slots=True)
class FundView:
    """专项资金: how and when to apply; `state` is that of the portal's day."""

    fund: Fund
    unit: Link
    state: OpinionState
    """Word: `fund_state.<state>`."""
    document: Card | None


@question
def projects(ask: Ask, unit: str | None = None) -> tuple[ProjectCard, ...]:
    """All projects, or a unit's, by field, then in the order of their files."""
    held = [_card(ask, id_, found) for id_, found in ask.portal.site.records.projects.items() if unit in (None, found.unit)]
    return tuple(sorted(held, key=lambda of: PROJECT_FIELDS.index(of.field)))


@question
def project(ask: Ask, id_: str) -> ProjectView:
    found = ask.portal.site.records.projects[id_]
    notes = tuple(reversed(found.progress))
    months = [_said(ask, note.month) for note in notes]
    done = [Series(ask.word("projects.percent"), tuple(note.percent for note in notes))]
    chart = bars(
        f"project-{id_}", ask.word("projects.by_month"), ask.word("projects.month"), months, done, unit="%", whole=100,
        description=ask.word("projects.by_month_line", first=months[0], a=notes[0].percent, last=months[-1], b=notes[-1].percent),
    )  # fmt: skip
    return ProjectView(
        _card(ask, id_, found), unit_card(ask, found.unit), printed(found.invested), printed(found.total),
        str(percent(found.invested, found.total)), found.until, found.started, found.due, found.stages,
        tuple(NoteView(n.month, _said(ask, n.month), n.text, n.percent, _picture(ask, n)) for n in found.progress),
        chart if len(notes) > 1 else None, found.phone, cards(ask, found.related),
    )  # fmt: skip


@question
def plans(ask: Ask) -> tuple[PlanView, ...]:
    """How much of each plan is done, in the order of the file."""
    return tuple(_plan(ask, plan) for plan in ask.portal.site.records.plans)


@question
def funds(ask: Ask) -> tuple[FundView, ...]:
    """Funds that can be applied for: open ones by their last day, those to come, those that are over."""
    views = [
        FundView(
            fund, unit_link(ask, fund.unit), opinion_state(fund.opens, fund.closes, None, ask.portal.as_of),
            standing(ask, fund.document),
        )
        for fund in ask.portal.site.records.funds
    ]  # fmt: skip
    order = ("open", "soon", "closed")
    return tuple(sorted(views, key=lambda of: (order.index(of.state.state), of.fund.closes, of.fund.id)))


def _card(ask: Ask, id_: str, found: Project) -> ProjectCard:
    stage = next((s for s in found.stages if s.state == "current"), found.stages[-1])
    newest = found.progress[0]
    return ProjectCard(
        id_, ask.url(f"/projects/{id_}/"), found.title, found.field, unit_link(ask, found.unit), found.place, found.summary, newest.percent, stage.name,
        _said(ask, newest.month), newest.text, next((shown for note in found.progress if (shown := _picture(ask, note))), None),
    )  # fmt: skip


def _said(ask: Ask, month: str) -> str:
    year, _, number = month.partition("-")
    return ask.word("projects.month_is", year=year, month=int(number))


def _picture(ask: Ask, note: ProgressNote) -> Picture | None:
    images = ask.sources.images
    return picture(ask, images[note.picture.src], note.picture.alt) if note.picture and note.picture.src in images else None


def _plan(ask: Ask, plan: Plan) -> PlanView:
    word, names = ask.word, [part.name for part in plan.parts]
    shares = [percent(part.done, part.planned) for part in plan.parts]
    best, worst = (pick(zip(shares, names, strict=True)) for pick in (max, min))
    whole = percent(plan.done, plan.planned)
    return PlanView(
        plan, unit_link(ask, plan.unit), printed(plan.planned), printed(plan.done), str(whole),
        bars(
            f"plan-{plan.id}-amounts", word("projects.plan_amounts", period=plan.period), word("projects.part"), names,
            [Series(word("projects.planned"), tuple(p.planned for p in plan.parts)), Series(word("projects.done"), tuple(p.done for p in plan.parts))],
            unit=word("projects.amount"), description=word("projects.plan_line", planned=printed(plan.planned), done=printed(plan.done), share=whole),
        ),
        bars(
            f"plan-{plan.id}-shares", word("projects.plan_shares", period=plan.period), word("projects.part"), [word("total"), *names],
            [Series(word("projects.share"), (whole, *shares))], unit="%", whole=Decimal(100),
            description=word("projects.shares_line", best=best[1], a=best[0], worst=worst[1], b=worst[0]),
        ),
        standing(ask, plan.source),
    )  # fmt: skip
