"""The registers of a benchmark portal (基准门户的登记表): units, topics, fields and one catalog for each field."""

from collections.abc import Iterator
from pathlib import Path

UNITS = (
    ("office", "政府办公室"), ("planning", "发展和改革局"), ("education", "教育局"), ("science", "科技创新局"), ("industry", "工业和信息化局"),
    ("police", "公安分局"), ("civil-affairs", "民政局"), ("justice", "司法局"), ("finance", "财政局"), ("labour", "人力资源局"),
    ("land", "自然资源局"), ("environment", "生态环境局"), ("housing", "住房和建设局"), ("transport", "交通运输局"), ("water", "水务局"),
    ("commerce", "商务局"), ("culture", "文化广电旅游体育局"), ("health", "卫生健康局"), ("veterans", "退役军人事务局"), ("emergency", "应急管理局"),
    ("audit", "审计局"), ("assets", "国有资产监督管理局"), ("market", "市场监督管理局"), ("statistics", "统计局"),
    ("insurance", "医疗保障局"),
    ("city", "城市管理和综合执法局"), ("services", "政务服务和数据管理局"), ("letters", "信访局"), ("banking", "金融服务署"),
    ("renewal", "城市更新和土地整备局"),
    ("works", "建筑工务署"), *((f"street-{n}", f"第{n}街道办事处") for n in range(1, 11)),
)  # fmt: skip
TOPICS = (
    "综合政务", "发展规划", "财政金融", "教育", "科技创新", "工业信息", "公安司法", "民政社会", "人力资源", "自然资源", "生态环境", "住房建设",
    "交通运输", "水务", "农业农村", "商务贸易", "文化体育", "医疗卫生", "应急管理", "市场监管", "统计审计", "城市管理", "政务服务", "养老服务",
)  # fmt: skip
FIELDS = 25
ROWS = 8
LIMITS = ("信息形成或者变更之日起20个工作日内", "自收到信息之日起10个工作日内公开", "每季度第一个月的15日前", "长期公开")

_SITE = """\
base_url: https://bench.example
langs: [zh-Hans]
identity:
  name: 基准门户
  short_name: 基准门户
  tagline: 用于测量的门户，文件取自法律文本的重新组合。
  notice: 测试网站：内容由程序组合而成，没有任何效力。
  organiser: 测试
  operator: 测试
  address: 测试路1号
  phone: 0000-0000100
  email: bench@bench.example
  site_code: "0000000001"
  unit: office
sections:
  - id: policies
    kind: policy
    title: 政策文件
    summary: 全部文件。
    column_type: 政策文件
menu:
  - {title: 首页, to: /}
  - {title: 政策文件, to: /policies/}
  - {title: 公开目录, to: /catalogs/}
"""


def rows_of(field: int, rows: int) -> int:
    """How many of `rows` catalog rows stand in a field, counted from 1; the first fields take what is left over."""
    return rows // FIELDS + (field <= rows % FIELDS)


def entries(rows: int) -> Iterator[tuple[str, str, str]]:
    """Id, item and part of the item of every catalog row."""
    for field in range(1, FIELDS + 1):
        for row in range(1, rows_of(field, rows) + 1):
            yield f"field-{field:02}-{row:02}", f"领域{field}", f"事项{row}"


def write_registers(out: Path, rows: int = FIELDS * ROWS) -> None:
    """site.yml and catalogs/ of a portal whose documents are all in the section `policies`; `rows` catalog rows in all."""
    write(out / "site.yml", _SITE)
    write(
        out / "catalogs/units.yml",
        "".join(
            f"- id: {id_}\n  name: 测试区{name}\n  short_name: {name}\n  kind: department\n  duty: 负责{name}有关工作。\n"
            f"  address: 测试路{n}号\n  hours: 工作日9:00至18:00\n  phone: 0000-0000{n:03}\n  credit_code: 11000000BENCH{n:04}X\n"
            for n, (id_, name) in enumerate(UNITS, 1)
        ),
    )
    write(out / "catalogs/topics.yml", "".join(f"- id: topic-{n:02}\n  name: {name}\n  summary: {name}方面的文件。\n" for n, name in enumerate(TOPICS, 1)))
    write(
        out / "catalogs/fields.yml",
        "".join(f"- id: field-{n:02}\n  name: 领域{n}\n  unit: {UNITS[n % len(UNITS)][0]}\n  summary: 第{n}个领域。\n" for n in range(1, FIELDS + 1)),
    )
    for n in range(1, FIELDS + 1):
        catalog = "".join(
            f"  - id: field-{n:02}-{r:02}\n    item: 领域{n}\n    subitem: 事项{r}\n    content_elements: [文件, 数据]\n"
            f"    legal_basis: [《中华人民共和国政府信息公开条例》]\n    time_limit: {LIMITS[r % len(LIMITS)]}\n"
            f"    units: [{UNITS[(n + r) % len(UNITS)][0]}]\n    channels: [website]\n"
            for r in range(1, rows_of(n, rows) + 1)
        )
        write(out / f"catalogs/fields/field-{n:02}.yml", f"title: 领域{n}标准目录\nedition: 2026\nupdated: 2026-01-05\nentries:\n{catalog}")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
