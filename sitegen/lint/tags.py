"""M: tags and codes of every page (网页标签与标识), as far as an editor can get them wrong.

The build writes the tags (SiteName, ColumnType, PubDate …) from site.yml and front matter, so
they are always there and agree; what they say comes from site.yml.
"""

import difflib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sitegen.findings import Finding, problem
from sitegen.lint.rule import Context, Rule

_GUIDE = "政府网站发展指引（国办发〔2017〕47号）"

WRONG_TAG = problem(
    "M1", "wrong-page-tag", "网页标签的 “{value}” {why_zh}", "in the page tags, `{value}` {why}", level="warning", source=f"{_GUIDE}附件 网页设计规范",
    remedy=("改为规范的名称或网址", "use a standard name or address"),
)  # fmt: skip
WRONG_CODE = problem(
    "M2", "wrong-site-code", "页脚的 “{field}” {why_zh}", "in the footer, `{field}` {why}", level="error", source=f"{_GUIDE}；互联网信息服务管理办法",
    remedy=(
        "在 site.yml 的 identity 里填写：icp 如 某ICP备00000000号，police_record 如 某公网安备00000000000000号，site_code 为10位数字",
        "give it under `identity` in site.yml: icp as XICP备00000000号, police_record as X公网安备 and 14 digits, site_code as 10 digits",
    ),
)  # fmt: skip

COLUMN_TYPES = (
    "概况信息", "机构职能", "负责人信息", "政策文件", "规范性文件", "解读回应", "政策解读", "回应关切", "工作动态", "政务动态", "要闻动态", "通知公告",
    "政府信息公开", "信息公开指南",
    "信息公开制度", "信息公开目录", "信息公开年报", "依申请公开", "规划计划", "统计信息", "数据发布", "财政信息", "财政资金", "人事信息", "应急管理",
    "重点领域", "办事服务",
    "互动交流", "咨询投诉", "征集调查", "在线访谈", "新闻发布会", "专题专栏", "图片信息", "视频信息", "便民服务",
)  # fmt: skip
"""Names in common use for ColumnType; the guide gives the tag and leaves the list open."""

_RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost)$|(?:^|\.)example\.(?:com|org|net)$")
_ICP = re.compile(r"[\u4e00-\u9fff]ICP备\d{5,10}号(?:-\d{1,3})?")
_POLICE = re.compile(r"[\u4e00-\u9fff]公网安备 ?\d{14}号?")


def wrong_tags(context: Context) -> Iterator[Finding]:
    """A ColumnType that is none of the usual ones, or a site outside .gov.cn (names reserved for examples are left alone)."""
    for number, section in enumerate(context.config.sections):
        if section.column_type not in COLUMN_TYPES:
            near = difflib.get_close_matches(section.column_type, COLUMN_TYPES, n=1, cutoff=0.4)
            hint_zh, hint = (f"，可以用 “{near[0]}”", f"; `{near[0]}` may fit") if near else ("", "")
            params = {"value": section.column_type, "why_zh": f"不是通用的栏目类别{hint_zh}", "why": f"is no usual ColumnType{hint}"}
            yield Finding(WRONG_TAG, context.at_config("sections", number, "column_type"), params, section.id)
    host = urlsplit(context.config.base_url).hostname or ""
    if not (host == "gov.cn" or host.endswith(".gov.cn") or _RESERVED.search(host)):
        params = {"value": host, "why_zh": "不是 .gov.cn 域名", "why": "is not below .gov.cn"}
        yield Finding(WRONG_TAG, context.at_config("base_url"), params)


def wrong_codes(context: Context) -> Iterator[Finding]:
    """A code in the footer that is missing (a warning) or malformed (an error): ICP record, police record, site code."""
    identity = context.config.identity
    for name, value, form, zh in (("icp", identity.icp, _ICP, "ICP备案号"), ("police_record", identity.police_record, _POLICE, "公安机关备案号")):
        if value is None:
            params = {"field": name, "why_zh": f"（{zh}）没有填写，页脚会缺少它", "why": "is missing from the footer"}
            yield Finding(WRONG_CODE, context.at_config("identity"), params, grade="warning")
        elif not form.fullmatch(value):
            params = {"field": name, "why_zh": f"“{value[:60]}” 不是规范的{zh}", "why": f"`{value[:60]}` is not well formed"}
            yield Finding(WRONG_CODE, context.at_config("identity", name), params)
    if len(set(identity.site_code)) == 1:
        params = {"field": "site_code", "why_zh": f"“{identity.site_code}” 不是实际的网站标识码", "why": f"`{identity.site_code}` is no real code"}
        yield Finding(WRONG_CODE, context.at_config("identity", "site_code"), params)


TAGS = (Rule(WRONG_TAG, wrong_tags), Rule(WRONG_CODE, wrong_codes))
