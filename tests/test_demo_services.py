"""The services of the demo: the article's numbers, counted from the published pages and data."""

import json
import re

import pytest

from tests.demo import Demo


@pytest.fixture(scope="module")
def services(demo: Demo) -> dict[str, object]:
    return json.loads((demo.folder / "services/services.json").read_text(encoding="utf-8"))


def test_the_numbers_of_the_article_are_true_of_the_items(services) -> None:
    items = services["services"]
    assert sum("instant" in item["ways"] for item in items) == 126
    assert sum("seamless" in item["ways"] for item in items) == 262
    assert sum(bool(item["replaced"]) for item in items) == 583
    assert sum(len(item["replaced"]) for item in items) == 1470


def test_the_home_page_shows_them_at_its_top(demo: Demo) -> None:
    desk = re.search(r'<div class="desk">.*?</ul>\s*<ul class="desk-ways".*?</ul>', demo.html("index.html"), re.DOTALL)
    assert desk is not None
    assert re.findall(r"<strong>(\d+)</strong>", desk[0]) == ["126", "262", "41", "583"]
    assert len([page for page in demo.pages if re.fullmatch(r"services/journeys/[^/]+/index\.html", page)]) == 41


def test_every_level_handles_services_without_papers(demo: Demo) -> None:
    page = demo.html("services/paperless/index.html")
    assert all(re.search(rf"</span>{level}</th><td><span class=\"label\">[^<]+</span>[1-9]", page) for level in ("区级", "街道", "社区"))


def test_every_item_leads_to_its_intake_and_its_unit(demo: Demo, services) -> None:
    for item in services["services"]:
        page = demo.html(f"services/items/{item['id']}/index.html")
        assert f'href="{item["intake"]}"' in page and 'class="box-name"' in page
