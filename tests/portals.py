"""Small portals on disk (小型门户): a good one from defaults, changed file by file.

`portal` writes the defaults with `files` laid over them; None leaves a default out. The theme
is the default one of the checkout, which is found when a portal has no themes/ of its own.
`build` is the command line in this process, `build_process` the same in its own.
"""

import contextlib
import dataclasses
import functools
import gc
import hashlib
import io
import os
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sitegen.assemble import Assembled, assemble
from sitegen.catalog import parse_config, parse_yaml
from sitegen.cli import run
from sitegen.commands import BUG
from sitegen.config import SiteConfig
from sitegen.front_matter import HEADERS
from sitegen.inputs import find_inputs, read_theme
from sitegen.languages import Lang
from sitegen.parse import body_of, decoded, document_work, parse_batch, reading
from sitegen.plan import Page, plan
from sitegen.portal import Portal
from sitegen.portal import portal as as_readers_see_it
from sitegen.questions import tracked
from sitegen.render import Context, Rendered, render
from sitegen.sources import Sources
from sitegen.theme import Theme, theme
from sitegen.typeset import Typeset
from sitegen.urls import document_source
from sitegen.values import DocumentId

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22"
LONG_AGO = 1_700_000_000
"""A time, in seconds, that nobody doubts."""
Files = Mapping[str, str | bytes | None]
KINDS = (
    "home", "list", "platform", *HEADERS, "catalogs", "rows", "catalog", "entry", "fields", "field", "units", "unit", "streets", "street",
    "topics", "topic", "work-list", "senior", "senior-hotlines", "senior-services", "search", "sitemap", "subscribe", "data", "not-found",
    "hotlines",
    "services", "service-list", "service", "journeys", "journey", "paperless",
    "annual-reports", "annual-report",
    "column",
    "calculator", "measure", "audiences", "audience", "visits",
    "projects", "project",
    "operation",
    "on-application", "application-form",
    "letters", "letters-year", "letter", "opinions", "opinion",
    "district", "sight", "figures", "pictures",
)  # fmt: skip
"""Page kinds that have a template."""

SITE = """\
base_url: https://www.test.example
langs: [zh-Hans, zh-Hant-HK, en]
identity:
  name: {zh-Hans: 小区政务公开, zh-Hant-HK: 小區政務公開, en: Small District}
  short_name: {zh-Hans: 小区公开, zh-Hant-HK: 小區公開, en: Small}
  tagline: 公开为常态
  organiser: 小区人民政府办公室
  operator: 小区数据局
  address: 小区一路1号
  phone: 0000-0000100
  email: web@test.example
  site_code: "0000000001"
  unit: office
sections:
  - {id: policies, kind: policy, title: {zh-Hans: 政策文件, en: Policies}, summary: 政策, column_type: 政策文件}
  - {id: interpretations, kind: interpretation, title: {zh-Hans: 政策解读, en: Explained}, summary: 解读, column_type: 解读回应, layout: cards}
  - {id: notices, kind: notice, title: {zh-Hans: 通知公告, en: Notices}, summary: 通知, column_type: 通知公告}
  - {id: news, kind: news, title: {zh-Hans: 要闻, en: News}, summary: 要闻, column_type: 工作动态, layout: waterfall, page_size: 4}
"""

DEFAULTS: dict[str, str | bytes] = {
    "site.yml": SITE,
    "catalogs/units.yml": """\
- id: office
  name: {zh-Hans: 小区人民政府办公室, en: District Office}
  short_name: {zh-Hans: 区府办, en: Office}
  kind: department
  duty: 统筹公开工作。
  address: 小区一路1号
  hours: 周一至周五 9:00—18:00
  phone: 0000-0000110
  credit_code: 11000000MH000100X0
- id: health
  name: {zh-Hans: 小区卫生健康局, en: Health Bureau}
  short_name: {zh-Hans: 区卫健局, en: Health}
  kind: department
  duty: 管理医疗卫生。
  address: 小区二路2号
  hours: 周一至周五 9:00—18:00
  phone: 0000-0000120
  credit_code: 11000000MH000200X0
  supervised_by: office
""",
    "catalogs/streets.yml": """\
- id: lakeside
  name: {zh-Hans: 湖滨街道, en: Lakeside}
  office: office
  summary: 湖边的街道。
  communities: [柳岸社区, 荷塘社区]
""",
    "catalogs/fields.yml": """\
- id: clinics
  name: {zh-Hans: 社区医疗, en: Clinics}
  unit: health
  summary: 社区医疗的公开事项。
  topics: [care]
""",
    "catalogs/topics.yml": """\
- id: care
  name: {zh-Hans: 医疗, en: Care}
  summary: 看病就医。
- id: money
  name: {zh-Hans: 资金, en: Money}
  summary: 财政资金。
""",
    "catalogs/fields/clinics.yml": """\
title: 小区社区医疗标准目录
edition: 2026
updated: 2026-03-01
defaults:
  legal_basis: [《中华人民共和国政府信息公开条例》]
  time_limit: 信息形成之日起20个工作日内
  units: [health]
  channels: [website]
entries:
  - id: clinics-01
    item: 机构信息
    content_elements: [机构名称和地址]
  - id: clinics-02
    item: 服务信息
    subitem: 疫苗接种
    content_elements: [接种时间]
    levels: [district, street]
  - id: clinics-03
    item: 救助信息
    content_elements: [救助标准]
    method: on-request
    audience: {group: 申请人}
""",
    "content/policies/2026/subsidy.md": """\
---
title: 小区医疗补贴办法
unit: health
published: 2026-03-05
formed: 2026-03-02
summary: 给看病的人发补贴。
topics: [care, money]
entries: [clinics-01]
document_number: 小卫规〔2026〕1号
---

## 第一章 总则

**第一条** 为了方便看病，制定本办法。

**第二条** 补贴按月发放，细节见[解读](../../interpretations/2026/subsidy-explained.md)。
""",
    "content/interpretations/2026/subsidy-explained.md": """\
---
title: 医疗补贴办法解读
unit: health
published: 2026-03-06
topics: [care]
explains: [policies/2026/subsidy]
form: text
---

补贴怎么领，这里说清楚。
""",
    "content/notices/2026/closing.md": """\
---
title: 门诊停诊通知
unit: health
published: 2026-04-01
---

三月三十一日停诊一天。
""",
}

HOME = """\
home: {policies: policies, interpretations: interpretations, news: news, notices: notices}
"""
PLATFORM: dict[str, str | bytes] = {
    "site.yml": SITE
    + """\
  - {id: disclosure, kind: page, title: {zh-Hans: 信息公开, en: Disclosure}, summary: 公开, column_type: 政府信息公开, facets: []}
platform:
  section: disclosure
  guide: disclosure/guide
  rules: disclosure/rules
  statutory: disclosure/statutory
  annual_reports: disclosure/annual
  application: disclosure/application
"""
    + HOME,
    **{
        f"content/disclosure/{name}.md": f"---\ntitle: {name}\nunit: office\npublished: 2026-01-05\n---\n\n说明。\n"
        for name in ("guide", "rules", "statutory", "annual", "application")
    },
}
"""A portal with a home page of its own and a disclosure platform."""


def portal(folder: Path, files: Files | None = None) -> Path:
    """A portal in `folder`: the defaults with `files` over them. Returns the folder."""
    for path, text in {**DEFAULTS, **(files or {})}.items():
        if text is None:
            continue
        put(folder, path, text)
    return folder


def put(folder: Path, path: str, text: str | bytes) -> Path:
    """Write one file of a portal."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def own_theme(folder: Path, files: Files | None = None) -> Path:
    """Give the portal a copy of the default theme, with `files` (path below the theme) over it; None removes one."""
    place = folder / "themes/default"
    shutil.copytree(ROOT / "themes/default", place)
    for path, text in (files or {}).items():
        if text is None:
            (place / path).unlink()
        else:
            put(place, path, text)
    return place


def plain_theme(folder: Path) -> Path:
    """Give the portal a theme of bare pages, which builds in a moment; its words are those of the default theme."""
    page = '<!doctype html><html lang="{{ page.lang }}"><title>{{ page.url }}</title>{% block main %}{% endblock %}</html>'
    shown = (
        "{% extends 'base.html' %}{% block main %}{% set doc = site.document(page.subject) %}<h1>{{ doc.title }}</h1>"
        "{% for part in site.body(page.subject) %}{{ part.html }}{% endfor %}{% endblock %}"
    )
    cards = '{% for card in site.listing().cards %}<a href="{{ card.url }}">{{ card.title }}</a>{% endfor %}'
    listed = "{% extends 'base.html' %}{% block main %}" + cards + "{% endblock %}"
    special = {"base": page, "list": listed} | dict.fromkeys(HEADERS, shown)
    files = {f"templates/{name}.html": special.get(name, "{% extends 'base.html' %}") for name in ("base", *KINDS)}
    words = {path.name: path.read_bytes() for path in (ROOT / "themes/default/strings").iterdir()}
    for path, text in (files | {f"strings/{name}": data for name, data in words.items()}).items():
        put(folder / "themes/default", path, text)
    return folder / "themes/default"


def document(title: str = "社区医院开设夜间门诊", *, body: str = "每周三晚上开诊。\n", **front: str) -> str:
    """A Markdown file: `front` holds further front matter as YAML text; a field given as "" is left out."""
    fields = {"title": title, "unit": "health", "published": "2026-05-01"} | front
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
    return f"---\n{lines}---\n\n{body}"


def aged(folder: Path) -> None:
    """Times that a build may trust, another one for whatever was just written."""
    for path in folder.rglob("*"):
        about = path.lstat()
        if path.is_file() and not {".git", ".sitegen", "dist", ".dist.spare"} & set(path.parts) and about.st_mtime > 1_750_000_000:
            os.utime(path, (LONG_AGO, LONG_AGO + about.st_mtime_ns % 10_000_000))


def committed(folder: Path) -> None:
    """Put the texts of a portal into a repository of its own."""
    for words in (("init", "-q"), ("add", "content"), ("-c", "user.name=n", "-c", "user.email=n@n.example", "commit", "-qm", "first")):
        subprocess.run(("git", *words), cwd=folder, check=True)


def png(width: int = 8, height: int = 8) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def pdf(words: str = "Outpatient subsidy application form") -> bytes:
    """A PDF of one page with these words; without words it is like a scan."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode() if words else b"0 0 612 792 re f"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))


@dataclasses.dataclass(frozen=True)
class Built:
    """What a build answered: exit code, the two streams, and the output folder."""

    code: int
    out: str
    err: str
    dist: Path

    def text(self, path: str) -> str:
        return (self.dist / path).read_text(encoding="utf-8")

    def has(self, path: str) -> bool:
        return (self.dist / path).exists()


def arguments(folder: Path, options: dict[str, object]) -> list[str]:
    """`as_of="2026-01-01", force=True` as the words of a command line."""
    words = ["build", "--root", str(folder)]
    for name, value in ({"as_of": AS_OF} | options).items():
        if value is True:
            words.append("--" + name.replace("_", "-"))
        elif value not in (None, False):
            words += ["--" + name.replace("_", "-"), str(value)]
    return words


def build(folder: Path, **options: object) -> Built:
    """Build a portal in this process; options are those of the command line, `as_of` is fixed unless given."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(arguments(folder, options))
    if code == BUG:
        # What a crash left half done ends here, and not in the middle of another test.
        gc.collect()
    return Built(code, out.getvalue(), err.getvalue(), Path(str(options.get("out") or folder / "dist")))


def check(folder: Path, **options: object) -> Built:
    """Check a portal in this process; the findings are on `out`."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["check", *arguments(folder, {"format": "text"} | options)[1:]])
    return Built(code, out.getvalue(), err.getvalue(), folder / "dist")


def start(
    folder: Path, *, env: Mapping[str, str] | None = None, umask: int = -1, cwd: Path | None = None, **options: object
) -> "subprocess.Popen[str]":  # fmt: skip
    """Begin a build in its own process."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments(folder, options)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env={**os.environ, **(env or {})}, umask=umask, cwd=cwd)


def build_process(folder: Path, *, env: Mapping[str, str] | None = None, umask: int = -1, cwd: Path | None = None, **options: object) -> Built:
    """Build a portal in its own process, with `env` over the environment; the command is given in `cwd`."""
    process = start(folder, env=env, umask=umask, cwd=cwd, **options)
    out, err = process.communicate()
    return Built(process.returncode, out, err, Path(str(options.get("out") or folder / "dist")))


def tree(folder: Path) -> dict[str, str]:
    """Digest of every file by path; a link by where it leads. Empty where there is no folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {os.readlink(path)}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


# ---------------------------------------------------------------- without a build: the core alone


@dataclasses.dataclass(frozen=True)
class Model:
    """A portal as the core sees it: assembled, planned, and ready to render."""

    config: SiteConfig
    assembled: Assembled
    portal: Portal
    pages: tuple[Page, ...]
    bodies: dict[tuple[DocumentId, Lang], Typeset]
    root: Path

    def page(self, url: str) -> Page:
        return next(page for page in self.pages if page.url == url)

    @functools.cached_property
    def context(self) -> Context:
        looks = (
            _default_theme(self.config.langs)
            if not (self.root / "themes").exists()
            else theme("default", "themes/default", read_theme(self.root, "default"), self.config.langs)[0]
        )
        html = tuple(page.url for page in self.pages if page.is_html)
        sources = Sources(looks, {}, {}, html, frozenset(page.url for page in self.pages), "test")
        return Context((self.config, self.assembled.site, self.portal.as_of), sources, lambda id_, lang: self.bodies[id_, lang])

    def render(self, url: str) -> Rendered:
        """One page, with the questions that it asked."""
        done = render(self.context, self.page(url))
        assert isinstance(done, Rendered), done
        return done

    def ask(self, question: str, *args: object, url: str = "/", **named: object) -> object:
        """The answer to a question, asked from the page at `url`."""
        return getattr(tracked(self.context.answers, self.page(url)), question)(*args, **named)


@functools.cache
def _default_theme(langs: tuple[Lang, ...]) -> Theme:
    return theme("default", "themes/default", read_theme(ROOT, "default"), langs)[0]


def model(root: Path, as_of: str = AS_OF) -> Model:
    """The portal on disk, up to the plan; it must have no errors that the core can see."""
    inputs = find_inputs(root)
    config_file = parse_config(inputs.read("site.yml"))
    config = config_file.value
    assert config is not None, config_file.findings
    parsed = parse_batch(reading(config), tuple(document_work(inputs.documents, reading(config), inputs.read)))
    catalogs = [parse_yaml(path, inputs.read(path)) for path in inputs.catalogs]
    assembled = assemble(config, config_file, [decoded(p.path, p.document) for p in parsed], catalogs, inputs.files)
    seen = as_readers_see_it(config, assembled.site, date.fromisoformat(as_of))
    pages, _ = plan(seen)
    return Model(
        config,
        assembled,
        seen,
        pages,
        {document_source(p.path.removeprefix("content/")): body_of(p.body) for p in parsed if p.body},
        root,
    )
