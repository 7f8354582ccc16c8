"""Downloads of services (政务服务数据): every item as CSV and JSON."""

import csv
import io
import json

from sitegen.plan import Page
from sitegen.questions import Tracked
from sitegen.questions.services import ServiceView
from sitegen.spreadsheet import inert

_COLUMNS = (
    "name",
    "unit",
    "nature",
    "serves",
    "levels",
    "ways",
    "who",
    "conditions",
    "materials",
    "replaced",
    "days",
    "legal_days",
    "fee",
    "result",
    "phone",
    "url",
)


def _views(site: Tracked) -> list[ServiceView]:
    return [site.service(card.id) for card in site.services()]


def _replaced(view: ServiceView) -> list[str]:
    return [m.name for m in view.materials if m.certificate and not m.original]


def services_csv(page: Page, site: Tracked) -> bytes:
    """UTF-8 with a byte order mark, without which Excel reads Chinese as something else."""
    origin = site.settings().origin
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([site.word(f"service_column.{name}") for name in _COLUMNS])
    for v in _views(site):
        cells = (
            v.card.name, v.card.unit.title, site.word(f"nature.{v.nature}"), "、".join(site.word(f"services.{s}") for s in v.card.serves),
            "、".join(site.word(f"level.{level}") for level in v.card.levels), "、".join(site.word(f"way.{way}") for way in v.card.ways), v.who,
            "；".join(v.conditions), "、".join(m.name for m in v.materials), "、".join(_replaced(v)), str(v.card.days), str(v.legal_days), v.fee, v.result,
            v.phone, origin + v.card.url,
        )  # fmt: skip
        writer.writerow([inert(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def services_json(page: Page, site: Tracked) -> bytes:
    origin = site.settings().origin
    figures = site.service_figures()
    items = [
        {
            "id": v.card.id, "name": v.card.name, "unit": v.card.unit.title, "nature": v.nature, "serves": v.card.serves, "levels": v.card.levels,
            "ways": v.card.ways,
            "who": v.who, "conditions": v.conditions, "materials": [m.name for m in v.materials], "replaced": _replaced(v), "steps": v.steps,
            "days": v.card.days,
            "legal_days": v.legal_days, "fee": v.fee, "result": v.result, "where": v.where, "phone": v.phone, "intake": v.intake, "url": origin + v.card.url,
        }
        for v in _views(site)
    ]  # fmt: skip
    counts = {
        "services": figures.services,
        "instant": figures.instant,
        "seamless": figures.seamless,
        "journeys": figures.journeys,
        "paperless": figures.paperless,
        "materials_replaced": figures.materials,
    }
    return (json.dumps({"figures": counts, "services": items}, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
