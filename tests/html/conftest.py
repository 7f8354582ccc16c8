"""All pages of the demo, read once."""

from dataclasses import dataclass
from typing import Any

import pytest
import yaml

from tests.demo import ROOT, Demo, address
from tests.html.reading import Reading, Tree, read


@dataclass(frozen=True)
class Portal:
    """What is published, and what site.yml says of it. `pages` by address, such as `/policies/`."""

    pages: dict[str, Reading]
    tree: Tree
    settings: dict[str, Any]

    @property
    def origin(self) -> str:
        return str(self.settings["base_url"])


@pytest.fixture(scope="session")
def portal(demo: Demo) -> Portal:
    settings = yaml.safe_load((ROOT / "site.yml").read_text(encoding="utf-8"))
    pages = {address(path): read(demo.html(path)) for path in demo.pages}
    return Portal(pages, Tree(demo.folder, settings["base_url"], pages), settings)
