#!/usr/bin/env python3
"""Weigh the pages (页面用量): what a phone loads for each kind of page of the demo, over HTTP, compressed, with an empty cache.

    python3 tests/bench/budgets.py [KIND …] [--out FILE.json]

Builds the demo, serves it as a production host would (gzip, strict headers), and opens one page
of each kind, or of the kinds named, in Chromium as a phone. Prints a table, writes every request
with its bytes to FILE.json, and ends with 1 where a page is over a limit. tests/browser/test_budgets.py
holds the same limits. Bytes are those of bodies; headers come on top.
"""

import argparse
import gzip
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
"""The phone of Lighthouse."""
KB = 1_000

LIMITS = {"html": 30, "styles": 16, "scripts": 12, "requests": 12, "text page": 80, "page with pictures": 500}
"""Kilobytes, compressed; requests counted."""
TABLES = {"catalog": 60, "rows": 60}
"""HTML of kinds that are one long table."""
TOOLS = {"catalog": 24, "rows": 24, "search": 24, "calculator": 24}
"""Scripts of kinds that reckon in the browser."""
_KINDS = {"document": "html", "stylesheet": "styles", "script": "scripts", "image": "pictures"}


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page costs. `requests` holds (address, what it is, bytes) in order of loading."""

    name: str
    address: str
    requests: tuple[tuple[str, str, int], ...]

    def bytes(self, what: str | None = None) -> int:
        return sum(size for _, kind, size in self.requests if what in (None, kind))

    @property
    def pictured(self) -> bool:
        return any(kind == "pictures" and not address.endswith(".svg") for address, kind, _ in self.requests)


def weigh(browser: Any, origin: str, name: str, address: str) -> Weight:
    """Open a page in an empty profile and note everything it loads before anybody touches it."""
    with browser.new_context(**PHONE, base_url=origin) as profile:
        page = profile.new_page()
        loaded: list[Any] = []
        page.on("requestfinished", lambda request: loaded.append(request))
        page.goto(address, wait_until="networkidle")
        found = [(r.url.removeprefix(origin), _KINDS.get(r.resource_type, "other"), r.sizes()["responseBodySize"]) for r in loaded]
    # The icon is the emblem again: what the browser already holds is reported with less than nothing.
    return Weight(name, address, tuple(request for request in found if request[2] >= 0))


def over(weight: Weight) -> list[str]:
    """Every limit the page breaks, in words."""
    held = {
        "html": TABLES.get(weight.name, LIMITS["html"]), "styles": LIMITS["styles"], "scripts": TOOLS.get(weight.name, LIMITS["scripts"]),
    }  # fmt: skip
    found = [f"{what} {weight.bytes(what) / KB:.1f} KB > {limit} KB" for what, limit in held.items() if weight.bytes(what) > limit * KB]
    whole = "page with pictures" if weight.pictured else "text page"
    limit = LIMITS[whole] + held["html"] - LIMITS["html"]
    if weight.bytes() > limit * KB:
        found.append(f"{whole} {weight.bytes() / KB:.1f} KB > {limit} KB")
    if len(weight.requests) > LIMITS["requests"]:
        found.append(f"{len(weight.requests)} requests > {LIMITS['requests']}")
    return found


def html_over(kind: str | None, html: str) -> str | None:
    """What is wrong with the size of one page's HTML, or None."""
    size = len(gzip.compress(html.encode(), compresslevel=6, mtime=0))
    limit = TABLES.get(kind or "", LIMITS["html"])
    return f"{size / KB:.1f} KB > {limit} KB" if size > limit * KB else None


def main(argv: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import ARGUMENTS, INSTALL, find_chromium
    from tests.browser.server import serving
    from tests.demo import SAMPLE_NAMES, built, samples

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(SAMPLE_NAMES)}; all without")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="where the requests go")
    chosen = parser.parse_args(argv)
    if unknown := set(chosen.kinds) - set(SAMPLE_NAMES):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    path = find_chromium()
    if path is None:
        parser.error(f"Chromium is needed: {INSTALL}")
    with tempfile.TemporaryDirectory(prefix="sitegen-budgets-") as work:
        demo = built(Path(work))
        where = samples(demo).by_name
        with serving(demo.folder) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
            weights = [weigh(browser, origin, name, where[name]) for name in chosen.kinds or SAMPLE_NAMES]
            browser.close()
    print(f"{'':<18}{'html':>8}{'css':>8}{'js':>8}{'pictures':>10}{'all':>8}{'requests':>10}   KB, compressed")
    for weight in weights:
        columns = "".join(f"{weight.bytes(what) / KB:>{width}.1f}" for what, width in (("html", 8), ("styles", 8), ("scripts", 8), ("pictures", 10), (None, 8)))
        print(f"{weight.name:<18}{columns}{len(weight.requests):>10}   {weight.address}  {'; '.join(over(weight))}")
    if chosen.out:
        raw = [asdict(weight) | {"over": over(weight)} for weight in weights]
        chosen.out.write_text(json.dumps(raw, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if any(map(over, weights)) else 0


if __name__ == "__main__":
    from sitegen.bootstrap import enter

    enter([__file__, *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
