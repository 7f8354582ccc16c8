"""The search index as files (检索索引): the same on every run, found again by the reader, fit for hosts."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen.search import index_files
from sitegen.search_blocks import FACETS, Entry, Searchable, searchable_order
from sitegen.search_index import Reader
from sitegen.tokens import question, tokens
from tests.portals import build, portal, tree

FILES = {
    "catalogs/synonyms.yml": "- words: [公积金, 住房公积金]\n- words: [低保, 最低生活保障]\n",
    "content/policies/2026/fund.md": "---\ntitle: 关于公积金的通知\nunit: office\npublished: 2026-03-02\nformed: 2026-03-01\naliases: [买房钱]\n"
    "document_number: 小府〔2026〕4号\n---\n\n买房可以提取。\n",
    "content/interpretations/2026/spoken.md": "---\ntitle: 会说话的解读\nunit: health\npublished: 2026-03-07\nexplains: [policies/2026/subsidy]\n"
    "form: presenter\nkeywords: [就诊登记]\nscripts:\n  mandarin: 街坊您好，先到分诊台取号。\n  english: Take a ticket at the triage desk.\n---\n\n看解读。\n",
}  # fmt: skip


def reader_of(folder: Path, lang: str = "zh-Hans") -> Reader:
    place = folder / "search/index" / lang
    return Reader(lambda path: (place / path).read_bytes(), next(place.glob("manifest.*")).name)


def found(reader: Reader, text: str) -> list[str]:
    return [hit.url for hit in reader.hits(question(text), 10)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = portal(tmp_path_factory.mktemp("site"), FILES)
    built = build(root)
    assert built.code == 0, built.err
    return built.dist


@pytest.mark.parametrize("text", ["公积金", "住房公积金", "买房钱", "小府[2026]004号", "提取", "公積金"])
def test_a_document_is_found_by_title_alias_synonym_number_and_text(site, text):
    assert found(reader_of(site), text)[0] == "/policies/2026/fund/"


@pytest.mark.parametrize("text", ["分诊台取号", '"先到分诊台取号"', "triage desk", "就诊登记"])
def test_what_the_presenter_says_is_searched_and_shown(site, text):
    reader = reader_of(site)
    hit = reader.hits(question(text), 1)[0]
    assert hit.url == "/interpretations/2026/spoken/"
    assert "分诊台" in reader.fragment(hit.document)[7]


@pytest.mark.parametrize(
    ("text", "url"),
    [("政策文件", "/policies/"), ("政务公开事项标准目录", "/catalogs/"), ("数据下载", "/data/"), ("通知公告", "/notices/")],
)
def test_who_asks_for_a_section_by_its_name_is_led_to_it(site, text, url):
    assert found(reader_of(site), text)[0] == url


@pytest.mark.parametrize(
    ("text", "url"),
    [("湖滨街道", "/streets/lakeside/"), ("区卫健局", "/units/health/"), ("社区医疗", "/fields/clinics/"), ("看病就医", "/topics/care/")],
)
def test_what_is_no_document_is_found_too(site, text, url):
    assert url in found(reader_of(site), text)


def test_another_language_finds_units_by_their_name_in_it(site):
    assert "/units/health/" in found(reader_of(site, "en"), "health bureau")


def test_the_same_portal_gives_the_same_files_with_one_worker_and_with_two(tmp_path):
    trees = []
    for workers in (1, 2):
        root = portal(tmp_path / str(workers), FILES)
        assert build(root, workers=workers).code == 0
        trees.append({path: digest for path, digest in tree(root / "dist").items() if path.startswith("search/")})
    assert trees[0] == trees[1]
    assert len(trees[0]) > 10


def corpus(size: int, changed: int | None = None) -> list[tuple[Searchable, str]]:
    pages = [
        (Searchable(f"/{n}/", f"第{n}号 {chr(0x4E00 + n * 7 % 3000)}办法", date(2020, 1, 1) + timedelta(n), "", "", (("policy",), (), (), (), ())),
         "".join(chr(0x4E00 + (n * n + k * 31) % 4000) for k in range(200)) + ("改" if n == changed else ""))
        for n in range(size)
    ]  # fmt: skip
    return sorted(pages, key=lambda pair: searchable_order(pair[0]))


def files_of(pages: list[tuple[Searchable, str]]) -> dict[str, bytes]:
    return index_files([Entry(page, text, tokens(text).packed()) for page, text in pages], {name: {} for name in FACETS})


def kept(before: dict[str, bytes], after: dict[str, bytes], folder: str) -> float:
    """The share of the files of a folder that are there again under the same name."""
    names = {path for path in before if path.startswith(folder)}
    return len(names & after.keys()) / len(names)


def test_an_edit_changes_few_shards():
    before, after = files_of(corpus(900)), files_of(corpus(900, changed=450))
    assert kept(before, after, "t/") > 0.9


def test_a_new_document_shifts_no_other():
    new = Searchable("/new/", "新办法", date(2030, 1, 1), "", "", (("policy",), (), (), (), ()))
    before, after = files_of(corpus(900)), files_of([*corpus(900), (new, "新的规定")])
    assert kept(before, after, "d/") >= 0.75
    assert kept(before, after, "t/") > 0.9


@pytest.mark.parametrize("lapsed", ["expired", "repealed"])
def test_of_two_alike_the_one_in_force_stands_first_even_if_it_is_older(lapsed):
    def page(url: str, year: int, state: str) -> Entry:
        return Entry(Searchable(url, "加装电梯补贴办法", date(year, 1, 1), "", "", (("policy",), (), (state,), (), ())), "每台补贴二十万元。")

    files = index_files([page("/older/", 2020, "in-force"), page("/newer/", 2024, lapsed)], {name: {} for name in FACETS})
    reader = Reader(files.__getitem__, next(path for path in files if path.startswith("manifest.")))
    assert found(reader, "加装电梯补贴") == ["/older/", "/newer/"]


def test_an_index_of_nothing_answers_nothing():
    files = files_of([])
    reader = Reader(files.__getitem__, next(path for path in files if path.startswith("manifest.")))
    assert reader.ask(question("公积金 住* -无")) == []
