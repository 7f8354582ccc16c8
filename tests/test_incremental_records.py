"""A change of a catalog, or of records of any kind, in the demo portal: the bytes are those of a clean build."""

import shutil
from pathlib import Path

from sitegen import unchanged
from sitegen.findings import as_text
from sitegen.records import FAMILIES
from sitegen.report import Options
from tests.demo import AS_OF, ROOT, Demo
from tests.portals import build, put, tree

EDITS = {
    "hotlines.yml": ("政务服务便民热线", "政务服务热线"),
    "services.yml": ("全部事项网上申办、查进度", "全部事项网上申办"),
    "services/civil-affairs.yml": ("name: 离婚登记", "name: 离婚登记办理"),
    "journeys.yml": ("新生儿出生一件事", "孩子出生一件事"),
    "profile.yml": ("您今年多少周岁", "您多少周岁"),
    "audiences.yml": ("{zh-Hans: 高校毕业生", "{zh-Hans: 应届毕业生"),
    "measures.yml": ("灵活就业社会保险补贴", "灵活就业社保补贴"),
    "letters/2026.yml": ("title: ", "title: 关于"),
    "annual-reports/2025/district.yml": ("licences: 197652", "licences: 197653"),
    "projects/bailu-school.yml": ("白鹭学校改扩建工程", "白鹭学校扩建工程"),
    "plans.yml": ("全市重大项目计划（明湖区部分）", "全市重大项目计划"),
    "funds.yml": ("科技创新专项资金", "科技创新资金"),
    "applications.yml": ("当面：", "当面递交："),
    "district.yml": ('"78.8"', '"78.9"'),
    "sights.yml": ("name: {zh-Hans: 湖心亭", "name: {zh-Hans: 湖心亭子"),
    "pictures.yml": ("湖心亭，中秋的月亮刚升过楼顶", "湖心亭，中秋的月亮升过楼顶"),
    "figures/2025.yml": ("value: 86420", "value: 86421"),
    "opinions.yml": ("（征求意见稿）", "（草案征求意见稿）"),
    "fields/social-insurance.yml": ("item: ", "item: 关于"),
    "units/civil-affairs.yml": ("title: ", "title: 现行"),
    "public-concern.yml": ("item: ", "item: 关于"),
}  # fmt: skip
"""Below catalogs/: words that are there, and what they become."""


def test_records_of_every_kind_are_changed() -> None:
    changed = [f"catalogs/{path}" for path in EDITS]
    assert [f.name for f in FAMILIES if not any(f.pattern.fullmatch(path) for path in changed)] == []


def copied(folder: Path) -> Path:
    """The sources of the demo portal, and the lighter copies of its pictures: making them anew takes longer than all else."""
    for name in ("content", "catalogs", ".sitegen/images"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "site.yml", folder)
    return folder


def test_after_each_change_the_bytes_are_those_of_a_clean_build(demo: Demo, tmp_path: Path) -> None:
    edited, clean = copied(tmp_path / "edited"), copied(tmp_path / "clean")
    assert build(edited, as_of=str(AS_OF)).code == 0
    for path, (old, new) in EDITS.items():
        text = (edited / "catalogs" / path).read_text(encoding="utf-8")
        for folder in (edited, clean):
            put(folder, f"catalogs/{path}", text.replace(old, new, 1))
        made = unchanged.build(edited, edited / "dist", Options(AS_OF))
        assert old in text and 0 < made.rendered < made.pages / 10, (path, made.rendered, [as_text(f) for f in made.findings if f.level == "error"])
    assert build(clean, as_of=str(AS_OF)).code == 0
    now, then = tree(edited / "dist"), tree(clean / "dist")
    assert sorted(path for path in now.keys() | then.keys() if now.get(path) != then.get(path)) == []
