"""数据下载: what can be had besides the catalogs, listed in one place."""

from pathlib import Path

from sitegen.questions.datasets import Dataset
from tests.portals import model, portal
from tests.test_records import LINES
from tests.unit.test_district import FILES


def test_every_file_that_the_portal_offers_is_listed_with_its_page(tmp_path: Path) -> None:
    found = model(portal(tmp_path, FILES | {"catalogs/hotlines.yml": LINES})).ask("datasets")
    assert found == (
        Dataset("2025 年区情数字", "/district/figures/2025/", (("CSV", "/district/figures/2025/figures.csv"), ("JSON", "/district/figures/2025/figures.json"))),
        Dataset("2024 年区情数字", "/district/figures/2024/", (("CSV", "/district/figures/2024/figures.csv"), ("JSON", "/district/figures/2024/figures.json"))),
        Dataset("服务热线", "/hotlines/", (("vCard", "/hotlines/hotlines.vcf"),)),
        Dataset("智慧运行", "/operation/", (("JSON", "/operation/operation.json"),)),
    )


def test_a_portal_without_records_offers_what_it_reckons_of_itself(tmp_path: Path) -> None:
    assert [found.url for found in model(portal(tmp_path)).ask("datasets")] == ["/operation/"]  # type: ignore[attr-defined]


def test_the_page_of_data_leads_to_each_file(tmp_path: Path) -> None:
    page = model(portal(tmp_path, FILES)).render("/data/").data.decode()
    assert 'href="/district/figures/2025/figures.csv" download' in page
