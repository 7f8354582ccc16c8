"""The demo portal (演示门户) as the tests see it: built once from the checkout, read as files."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sitegen.findings import as_text
from sitegen.pipeline import build
from sitegen.report import Options, Report
from tests.once import alone

ROOT = Path(__file__).resolve().parent.parent
AS_OF = date(2026, 11, 22)
"""Fixed, because what is in force and what is late depends on the day."""

KINDS = tuple(sorted(p.stem for p in (ROOT / "themes/default/templates").glob("*.html") if p.stem != "base" and not p.stem.startswith("_")))
"""Every page kind of the plan: each has one template, and the others are parts of templates. The checks in tests/browser and the
budgets run over this list, so a new kind is checked from its first day; tests/test_page_kinds.py sees to it."""

_KIND = re.compile(r'<body[^>]* data-page-type="([^"]+)"')
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_FOREIGN = ("en/", "zh-hant-hk/")
_LARGE = 200_000
"""Characters of a page that is left out of the samples: axe needs minutes for a thousand rows, all alike."""


class NotBuilt(Exception):
    """The demo has errors; the message lists them."""


@dataclass(frozen=True)
class Demo:
    """The published tree. `pages` holds the path of every HTML page, sorted."""

    folder: Path
    pages: tuple[str, ...]

    def html(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Samples:
    """One page of each kind, and the pages that are hardest on a layout. Values are addresses (`/policies/`)."""

    by_name: dict[str, str]


_SIGNS = {"policy explained": 'class="clause-note"', "presenter": "data-presenter", "film": "<video"}
"""Pages that hold more than the first of their kind, by something only they have."""

_PLACES = {
    "English home": "/en/", "Hong Kong home": "/zh-hant-hk/", "English service": "/en/services/items/food-business-new/",
    "English calculator": "/en/calculator/", "Hong Kong row": "/zh-hant-hk/catalogs/fields/social-insurance/social-insurance-02/",
    "policy in every form": "/policies/2026/digital-currency-zone/",
}  # fmt: skip

SAMPLE_NAMES = (*KINDS, "overdue row", *_SIGNS, "longest title", *_PLACES)


def built(place: Path) -> Demo:
    """Build the portal into `place`, unless another test process already has.

    Raises: NotBuilt.
    """
    out = place / "demo"
    with alone(place / "demo.lock"):
        if not out.exists():
            report = build(ROOT, out, Options(AS_OF), Report())
            if not report.published:
                raise NotBuilt("\n".join(as_text(f) for f in report.findings))
    return Demo(out, tuple(sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html"))))


def samples(demo: Demo) -> Samples:
    """The first page of each kind, in the main language where there is one."""
    found: dict[str, str] = {}
    longest, widest = "", 0
    for path in sorted(demo.pages, key=lambda p: (p.startswith(_FOREIGN), p)):
        text = demo.html(path)
        if len(text) > _LARGE:
            continue
        if kind := _KIND.search(text):
            found.setdefault(kind[1], address(path))
        if kind and kind[1] == "entry" and 'class="state state-overdue"' in text:
            found.setdefault("overdue row", address(path))
        for name, sign in _SIGNS.items():
            if sign in text:
                found.setdefault(name, address(path))
        if (title := _TITLE.search(text)) and _width(title[1]) > widest:
            longest, widest = address(path), _width(title[1])
    return Samples(found | {"longest title": longest} | _PLACES)


def _width(html: str) -> int:
    """The room a title takes: a Chinese character is as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in re.sub(r"<[^>]*>|\s+", "", html))


def address(path: str) -> str:
    """`policies/index.html` -> `/policies/`."""
    return "/" + path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else "/" + path
