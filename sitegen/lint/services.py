"""V: services (政务服务) that contradict themselves."""

from collections.abc import Iterator

from sitegen.findings import Finding, problem
from sitegen.lint.rule import Context, Rule
from sitegen.records.services import Service

AT_ODDS = problem(
    "V1", "service-at-odds", "事项 “{name}” 前后不一致：{why_zh}", "the service `{name}` contradicts itself: {why}", level="error",
    source="行政许可法第四十二条；政务服务事项标准化要求（办事指南要素完整、前后一致）",
    remedy=("核对这一项的时限、流程、材料和办理方式", "check time limits, steps, materials and ways of this item"),
)  # fmt: skip


def at_odds(context: Context) -> Iterator[Finding]:
    """A service whose promise is later than the law allows, that is decided at once but takes days, or lacks steps.

    A material under `originals` must stand under `materials` too, and a service needs `steps` or a
    `procedure`.
    """
    for unit, services in context.portal.site.records.services.items():
        for number, service in enumerate(services):
            for field, zh, en in _reasons(service):
                place = context.files[f"catalogs/services/{unit}.yml"].place(number, field)
                name = next(iter(service.name.values()))
                yield Finding(AT_ODDS, place, {"name": name, "why_zh": zh, "why": en}, service.id)


def _reasons(service: Service) -> Iterator[tuple[str, str, str]]:
    """Field and words of what does not fit."""
    if service.days > service.legal_days and service.legal_days > 0:
        yield (
            "days",
            f"承诺 {service.days} 个工作日，超过法定 {service.legal_days} 个",
            f"{service.days} working days are promised, {service.legal_days} allowed",
        )
    if "instant" in service.ways and service.days > 0:
        yield "days", "标为秒批，却要几个工作日", "it is marked as decided at once, yet takes days"
    if not service.steps and service.procedure is None:
        yield "id", "没有写办理步骤（steps 或 procedure）", "no steps are given (`steps` or `procedure`)"
    stray = [m for m in service.originals if m not in service.materials]
    if stray:
        yield "originals", f"须交原件的 {'、'.join(stray)} 不在材料里", f"{', '.join(stray)} under `originals` is no material of it"


SERVICES = (Rule(AT_ODDS, at_odds),)
