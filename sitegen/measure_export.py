"""Measures for the browser (政策计算器数据): what the calculator reckons with, free to download as well."""

import json

from sitegen.plan import Page
from sitegen.questions import Tracked


def measures_json(page: Page, site: Tracked) -> bytes:
    value = {"as_of": site.as_of().isoformat(), "measures": site.plain_measures()}
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
