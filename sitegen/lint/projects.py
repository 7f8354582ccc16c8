"""J: projects (工程项目): plans whose parts add up, progress that does not go back, periods that end after they begin."""

from collections.abc import Iterator

from sitegen.findings import Finding, problem
from sitegen.lint.rule import Context, Rule

PROGRESS = problem(
    "J1", "project-figures", "项目数字：{why_zh}", "figures of projects: {why}", level="error",
    source="政府信息公开条例（2019）第二十条第（十）项；本项目的约定：公布的数字能互相核对",
    remedy=("核对这一项和它的各部分", "check this figure and its parts"),
)  # fmt: skip


def figures(context: Context) -> Iterator[Finding]:
    """Parts of a plan that do not make up the whole; progress that falls from one month to the next; months out of order;
    a fund that closes before it opens."""
    records = context.portal.site.records
    for number, plan in enumerate(records.plans):
        for name in ("projects", "planned", "done"):
            held = sum(getattr(part, name) for part in plan.parts)
            if held != getattr(plan, name):
                yield _at(
                    context,
                    "catalogs/plans.yml",
                    (number, name),
                    f"各领域相加是 {held}，总数是 {getattr(plan, name)}",
                    f"the parts add up to {held}, `{name}` says {getattr(plan, name)}",
                )
    for id_, project in records.projects.items():
        for at, (new, old) in enumerate(zip(project.progress, project.progress[1:], strict=False)):
            if new.month <= old.month:
                yield _at(context, f"catalogs/projects/{id_}.yml", ("progress", at, "month"), "每月进展应当新的在前", "the newest month comes first")
            elif new.percent < old.percent:
                yield _at(
                    context,
                    f"catalogs/projects/{id_}.yml",
                    ("progress", at, "percent"),
                    f"{new.month} 的进度比 {old.month} 低",
                    f"{new.month} has less progress than {old.month}",
                )
    for number, fund in enumerate(records.funds):
        if fund.closes < fund.opens:
            yield _at(context, "catalogs/funds.yml", (number, "closes"), "截止早于开始", "it closes before it opens")


def _at(context: Context, path: str, steps: tuple[str | int, ...], zh: str, en: str) -> Finding:
    return Finding(PROGRESS, context.files[path].place(*steps), {"why_zh": zh, "why": en})


PROJECTS = (Rule(PROGRESS, figures),)
