"""The portal's configuration (站点配置): the shape of site.yml, closed and without code.

An option exists only where two real portals need different answers; everything else is a
constant beside its user.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, ClassVar, Literal

from pydantic_core import PydanticCustomError

from sitegen.alerts.settings import Alerts
from sitegen.conversion import Converted
from sitegen.described import after, bounds, term, written
from sitegen.front_matter import Kind
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.silence import Silence
from sitegen.values import SLUG, Line, Phone, SectionId, UnitId, Words, type_closed

Address = Annotated[str, written(pattern=r"^https://[^\s/@\\]+(/[^\s@\\]*)?$")]
ReportForm = Annotated[str, written(pattern=r"^https://[^\s/@\\]+/[^\s@\\]*\{page\}[^\s@\\]*$")]
SecurityContact = Annotated[str, written(pattern=r"^(mailto:[^\s@]+@[^\s@]+|https://[^\s/@\\]+(/[^\s@\\]*)?)$")]
Layout = Literal["list", "cards", "waterfall"]
Facet = Literal["form", "year", "unit", "topic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """网站标识: who runs the portal, with the codes every page must carry (政府网站发展指引)."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Words, term("网站名称", "name of the portal")]
    short_name: Annotated[Words, term("简称", "short name")]
    tagline: Annotated[Words, term("一句话介绍", "one sentence on what the portal is for")]
    notice: Annotated[Words | None, term("提示", "a notice shown on every page, such as: this is a demonstration")] = None
    organiser: Annotated[Words, term("主办单位", "who runs the portal")]
    operator: Annotated[Words, term("承办单位", "who keeps it")]
    address: Annotated[Words, term("地址", "address")]
    phone: Annotated[Phone, term("联系电话", "telephone")]
    email: Annotated[Line, term("电子邮箱", "mail address; errors on pages are reported to it")]
    site_code: Annotated[str, term("网站标识码", "10 digits"), written(pattern=r"^[0-9]{10}$")]
    icp: Annotated[Line | None, term("ICP备案号", "ICP record")] = None
    police_record: Annotated[Line | None, term("公安机关备案号", "police record")] = None
    unit: Annotated[UnitId, term("默认单位", "the unit that answers for the portal")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """栏目: a folder of content/ and how its list looks."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[SectionId, term("编号", "name of the folder"), SLUG]
    kind: Annotated[Kind, term("文件类别", "kind of every document in it")]
    title: Annotated[Words, term("名称", "title")]
    summary: Annotated[Words, term("说明", "what it holds")]
    column_type: Annotated[Line, term("栏目类别", "ColumnType of the government page tags")]
    layout: Annotated[Layout, term("布局", "list, cards or waterfall")] = "list"
    page_size: Annotated[int, term("每页条数", "documents on one page"), bounds(ge=4, le=200)] = 24
    facets: Annotated[tuple[Facet, ...], term("分面", "pages by form of interpretation, year, unit, topic")] = ("year", "unit", "topic")
    allow: Annotated[tuple[Silence, ...], term("豁免", "findings accepted here, each with its reason")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """导航: a menu entry, task or quick link."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Words, term("名称", "words of the link")]
    to: Annotated[Line, term("链接", "path on this site, such as /catalogs/, or an https address")]
    summary: Annotated[Words | None, term("说明", "one line")] = None
    icon: Annotated[Line | None, term("图标", "name of an icon of the theme")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """政府信息公开平台: the documents behind its four fixed columns and the way to ask (国办公开办函〔2019〕61号)."""

    __pydantic_config__: ClassVar = type_closed
    section: Annotated[SectionId, term("栏目", "section that is the platform")]
    guide: Annotated[Line, term("政府信息公开指南", "document id")]
    rules: Annotated[Line, term("政府信息公开制度", "document id")]
    statutory: Annotated[Line, term("法定主动公开内容", "document id")]
    annual_reports: Annotated[Line, term("政府信息公开年报", "document id")]
    application: Annotated[Line, term("依申请公开", "document id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """申请受理: where the form for disclosure on application is sent. On this site only, for no page may post elsewhere."""

    __pydantic_config__: ClassVar = type_closed
    kind: Annotated[Literal["post", "netlify"], term("方式", "a program of one's own at `to`, or Netlify Forms")]
    to: Annotated[
        str, term("地址", "path on this site that takes the form; for Netlify the page shown afterwards"), written(pattern=r"^/[^\s/][^\s]*$")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """首页: what the editors put first."""

    __pydantic_config__: ClassVar = type_closed
    tasks: Annotated[tuple[MenuItem, ...], term("常用服务", "the commonest tasks")] = ()
    hot: Annotated[tuple[MenuItem, ...], term("热门", "what many look for")] = ()
    senior: Annotated[
        tuple[MenuItem, ...], term("长辈版常用事", "the four to six tasks of the senior edition; without them there is none"), bounds(max_length=6)
    ] = ()
    policies: Annotated[SectionId, term("政策栏目", "section of the newest policies")]
    interpretations: Annotated[SectionId, term("解读栏目", "section of the newest interpretations")]
    news: Annotated[SectionId, term("要闻栏目", "section of the newest news")]
    notices: Annotated[SectionId, term("公告栏目", "section of the newest notices")]


def _chinese_first(langs: tuple[Lang, ...]) -> tuple[Lang, ...]:
    if langs[:1] != (DEFAULT_LANG,) or len(set(langs)) != len(langs):
        raise PydanticCustomError("langs", "第一个必须是 zh-Hans，每种只写一次 / zh-Hans comes first, each language once")
    return langs


Days = Annotated[int, bounds(ge=0, le=3660)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """检查阈值: how long is too long. `wd` in a name means working days."""

    __pydantic_config__: ClassVar = type_closed
    soon_wd: Annotated[Days, term("到期提醒", "how many working days before the last day to warn")] = 3
    prompt_wd: Annotated[Days, term("及时", "working days after which 及时 counts as due soon")] = 5
    realtime_wd: Annotated[Days, term("实时", "working days after which 实时 counts as due soon")] = 1
    home_days: Annotated[Days, term("首页更新", "days without anything new on the home page")] = 14
    news_days: Annotated[Days, term("动态栏目更新", "days without anything new in a news section")] = 14
    policy_days: Annotated[Days, term("政策公告栏目更新", "days without anything new in a policy or notice section")] = 183
    section_days: Annotated[Days, term("其他栏目更新", "days without anything new in another section")] = 365
    long_term_days: Annotated[Days, term("长期公开", "days after which a long-term publication should be looked at again")] = 730
    interpretation_warn_wd: Annotated[Days, term("解读提醒", "working days after a policy within which it should be explained")] = 3
    interpretation_wd: Annotated[Days, term("解读时限", "working days after which a missing interpretation is late")] = 5
    consultation_days: Annotated[Days, term("征求意见", "least days of a consultation")] = 30
    feedback_days: Annotated[Days, term("意见反馈", "days after a consultation within which its result should stand there")] = 30
    catalog_years: Annotated[int, term("目录版本", "years after which a catalog edition is old"), bounds(ge=1, le=20)] = 1


@dataclass(frozen=True, slots=True)
class Redirect:
    """网址变更: where a page went."""

    __pydantic_config__: ClassVar = type_closed
    old: Annotated[str, term("旧网址", "path on this site"), written(pattern=r"^/[^\s]*$")]
    new: Annotated[str, term("新网址", "path on this site"), written(pattern=r"^/[^\s]*$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """站点配置: site.yml."""

    __pydantic_config__: ClassVar = type_closed
    base_url: Annotated[Address, term("网址", "address of the portal; its path is the base path of every link")]
    theme: Annotated[Line, term("主题", "folder below themes/, or the name of a built-in theme")] = "default"
    langs: Annotated[tuple[Lang, ...], term("语言", "languages offered, the first is zh-Hans"), after(_chinese_first)] = ("zh-Hans",)
    converted: Annotated[
        tuple[Converted, ...],
        term("繁简转换", "languages in which texts without a translation are converted from the original by OpenCC; zh-Hant-HK"),
        bounds(max_length=1),
    ] = ()
    identity: Annotated[Identity, term("网站标识", "who runs the portal")]
    sections: Annotated[tuple[Section, ...], term("栏目", "the sections")] = ()
    menu: Annotated[tuple[MenuItem, ...], term("主导航", "main menu")] = ()
    home: Annotated[Home | None, term("首页", "what the home page shows")] = None
    platform: Annotated[Platform | None, term("信息公开平台", "the disclosure platform")] = None
    intake: Annotated[Intake | None, term("申请受理", "where the form for disclosure on application is sent; without it the form is printed and handed in")] = (
        None
    )
    redirects: Annotated[tuple[Redirect, ...], term("网址变更", "moved pages")] = ()
    thresholds: Annotated[Thresholds, term("检查阈值", "how long is too long")] = Thresholds()
    page_codes: Annotated[bool, term("网页二维码", "whether every page carries a code of its address to scan; about 4 ms a page")] = False
    report_to: Annotated[
        ReportForm | None, term("纠错入口", "form for errors on pages, with {page} where the address goes; without it a letter to identity.email")
    ] = None
    security_contact: Annotated[
        SecurityContact | None, term("安全联系", "mail address or https page for reports of security faults; makes /.well-known/security.txt")
    ] = None
    alerts: Annotated[Alerts | None, term("提醒", "who is warned of what is due and overdue, and how")] = None

    @property
    def base_path(self) -> str:
        """What stands before every root-absolute link: "" or "/portal"."""
        return _halves(self.base_url)[1]

    @property
    def origin(self) -> str:
        """Scheme and host, without a slash at the end."""
        return _halves(self.base_url)[0]


@cache
def _halves(base_url: str) -> tuple[str, str]:
    """An address up to its host, and the path below it. Every link asks for them."""
    scheme, _, rest = base_url.partition("://")
    host, _, path = rest.partition("/")
    return f"{scheme}://{host}", f"/{path}".rstrip("/")
