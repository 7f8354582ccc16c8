"""C: catalogs that are whole and our own (目录完整性): channels, template text, laws, numbering, edition."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from sitegen.disclosure import CatalogEntry
from sitegen.findings import Finding, Level, problem
from sitegen.front_matter import PolicyHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.lint.text import misspelt
from sitegen.wording import OldLaw, WrongWord

_STANDARD = "国办发〔2019〕54号 基层政务公开标准化规范化工作"

MISSING_COLUMN = problem(
    "C1", "incomplete-row", "事项 {item} {why_zh}", "the row {item} {why}", level="warning", source=f"{_STANDARD}；政府信息公开条例（2019）第二十三条",
    remedy=("补全 channels；确实不在网站公开的，用 allow 写明理由", "complete `channels`; where the website is left out for a reason, give it under `allow`"),
)  # fmt: skip
TEMPLATE_TEXT = problem(
    "C2", "template-text", "这里的 “{text}” {why_zh}", "here `{text}` {why}", level="warning", source=_STANDARD,
    remedy=("改成本地实际的单位和名称", "write the unit or the name that it is here"),
)  # fmt: skip
OLD_LAW = problem(
    "C3", "outdated-legal-basis", "依据 “{law}” {why_zh}", "the legal basis `{law}` {why}", level="warning", source="catalogs/laws.yml；catalogs/words.yml",
    remedy=("改引现行规定，并核对条款序号", "cite what is in force now, and check the number of the article"),
)  # fmt: skip
NUMBERING = problem(
    "C4", "inconsistent-rows", "目录不一致：{why_zh}", "the catalogs do not fit: {why}", level="warning", source=_STANDARD,
    remedy=("核对目录：补上缺少的，合并重复的", "check the catalog: add what is missing, merge what is doubled"),
)  # fmt: skip
OLD_EDITION = problem(
    "C5", "old-edition", "目录 “{title}” 是 {edition} 年版，已超过 {years} 年没有新版",
    "the catalog `{title}` is of {edition}; there has been no new edition for more than {years} years",
    level="info", source="政府信息公开条例（2019）第十二条",
    remedy=("对照现行规定修订，更新 edition 和 updated", "revise it, then change `edition` and `updated`"),
)  # fmt: skip


_ONLINE = frozenset((
    "website", "social-media", "investment-platform", "public-resources-platform", "bidding-platform", "credit-china", "procurement-site",
    "land-platform", "enterprise-credit-system", "legal-services-site",
))  # fmt: skip


def missing_columns(context: Context) -> Iterator[Finding]:
    """A proactive row for everyone that is nowhere online, or a channel `other` that is not named.

    Rows for a named group may stand on a board, and some fields have platforms of their own; both count.
    """
    for entry in _own_rows(context):
        if entry.method == "proactive" and entry.audience is None and not _ONLINE & set(entry.channels):
            params = {
                "item": entry.title,
                "why_zh": "是面向全社会的主动公开，渠道里却没有政府网站",
                "why": "is proactive and for everyone, but the website is not among its channels",
            }
            yield Finding(MISSING_COLUMN, context.at_entry(entry, "channels"), params, entry.id, entry.units)
        if "other" in entry.channels and entry.other_channel is None:
            params = {"item": entry.title, "why_zh": "的其他渠道没有写明是什么", "why": "has another channel that is not named"}
            yield Finding(MISSING_COLUMN, context.at_entry(entry, "channels"), params, entry.id, entry.units)


_TEMPLATE = re.compile(
    r"(?:县|市|区|乡|镇)级人民政府[\u4e00-\u9fff、及和]{0,14}?(?:部门|机构)|[×xX*＊]{2,}(?:省|市|县|区|局|街道|镇|乡|村|办|号)|某某?(?:省|市|县|区|局|街道|镇|乡|村)"
    r"|县（(?:市)?[、,，]?区）|县\((?:市)?[、,，]?区\)|[（(](?:填写|此处|单位名称|部门名称)[^）)]{0,12}[）)]"
)
_PLACE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,5}?(?:县|区|市|旗))(?=人民政府|政府|[\u4e00-\u9fff]{2,7}(?:局|委员会|办公室|中心|街道办))")
_COMMON = re.compile(
    r"^(?:由|在|向|到|对|各|本|全|该|所在|设)"
    r"|(?:社区|园区|辖区|城区|地区|市区|景区|街区|片区|校区|库区|新区|城市|行政区|自治区|开发区|保护区|直辖市)$"
)


def template_text(context: Context) -> Iterator[Finding]:
    """Text of a template left in a row (县级人民政府民政部门, ××区), or the name of another place at the head of a value."""
    own = _own_places(context)
    for entry in _own_rows(context):
        for steps, text in _words(entry):
            # Names of laws are quoted as they are.
            plain = re.sub(r"《[^》]*》", "", text)
            if found := _TEMPLATE.search(plain):
                params = {"text": found[0], "why_zh": "是模板里的话", "why": "is text of the template"}
                yield Finding(TEMPLATE_TEXT, context.at_entry(entry, *steps), params, entry.id, entry.units)
            for place in _PLACE.findall(plain):
                if not _COMMON.search(place) and not any(place in name or name in place for name in own):
                    params = {"text": place, "why_zh": "不是本地的地名", "why": "is no place of this portal"}
                    yield Finding(TEMPLATE_TEXT, context.at_entry(entry, *steps), params, entry.id, entry.units)


def _own_places(context: Context) -> frozenset[str]:
    """Names of places that begin the names of the portal's own units and streets."""
    site, identity = context.portal.site, context.config.identity
    names = [w for words in (identity.name, identity.organiser, *(u.name for u in site.units), *(s.name for s in site.streets)) for w in words.values()]
    names += [u.address for u in site.units] + list(identity.address.values())
    return frozenset(place for name in names for place in re.findall(r"[\u4e00-\u9fff]{2,4}?(?:县|区|市|旗)", name))


def _words(entry: CatalogEntry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("item",), entry.item
    if entry.subitem:
        yield ("subitem",), entry.subitem
    yield from ((("content_elements", n), text) for n, text in enumerate(entry.content_elements))
    if entry.other_channel:
        yield ("other_channel",), entry.other_channel
    if entry.audience:
        yield ("audience",), entry.audience


def old_laws(context: Context) -> Iterator[Finding]:
    """A legal basis that was repealed or renamed before (list catalogs/laws.yml), or that is misspelt (catalogs/words.yml).

    For a row the day is the portal's; for a policy it is the day it was signed, since citing what
    held then is right.
    """
    lists = _Lists(context)
    for entry in _own_rows(context):
        for number, text in enumerate(entry.legal_basis):
            for law, zh, en, level in lists.problems(text, context.as_of):
                yield Finding(OLD_LAW, context.at_entry(entry, "legal_basis", number), {"law": law, "why_zh": zh, "why": en}, entry.id, entry.units, level)
    for document in context.portal.documents.values():
        if document.lang == DEFAULT_LANG and isinstance(document.header, PolicyHeader):
            for number, text in enumerate(document.header.legal_basis):
                for law, zh, en, level in lists.problems(text, document.header.formed):
                    # A misspelling in a text is P12, reported where it stands.
                    if level is None:
                        place = context.at_document(document, "legal_basis", number)
                        yield Finding(OLD_LAW, place, {"law": law, "why_zh": zh, "why": en}, document.id)


class _Lists:
    """The portal's lists of laws and words, ready for asking."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def _laws(self) -> dict[str, OldLaw]:
        laws: tuple[OldLaw, ...] = _list(self.context, "catalogs/laws.yml")
        return {_bare(law.old): law for law in laws}

    @cached_property
    def _numbers(self) -> tuple[OldLaw, ...]:
        return tuple(law for law in self._laws.values() if re.search(r"第?\d+号$", law.old))

    @cached_property
    def _misspellings(self) -> tuple[WrongWord, ...]:
        words: tuple[WrongWord, ...] = _list(self.context, "catalogs/words.yml")
        return words

    def problems(self, text: str, day: date) -> Iterator[tuple[str, str, str, Level | None]]:
        names = re.findall(r"《([^》]+)》", text) or [text]
        laws = [self._laws[_bare(name)] for name in names if _bare(name) in self._laws]
        for law in (*laws, *(law for law in self._numbers if law.old in text and law not in laws)):
            if law.since <= day:
                instead_zh, instead = (f"，现行的是 “{law.new}”", f"; `{law.new}` holds now") if law.new else ("", "")
                yield law.old, f"自 {law.since} 起不再适用{instead_zh}", f"no longer holds since {law.since}{instead}", None
        for _, word in misspelt(text, self._misspellings) if self._misspellings else ():
            yield word.wrong, f"有错字，应当是 “{word.right}”", f"is misspelt; it should be `{word.right}`", "warning"


def _bare(name: str) -> str:
    """A law's name without the country and the year of its revision."""
    return re.sub(r"[（(][^）)]*(?:年|修订|修正|公布)[^）)]*[）)]$", "", name.strip().removeprefix("中华人民共和国"))


def _list(context: Context, path: str) -> Any:
    """The rows of a register; none where there is no such file."""
    file = context.files.get(path)
    return file.value if file is not None and file.value is not None else ()


def inconsistent_rows(context: Context) -> Iterator[Finding]:
    """A printed number given twice or left out, a row that is in its catalog twice, a key field without a catalog."""
    for catalog in context.portal.site.catalogs:
        rows: dict[tuple[object, ...], CatalogEntry] = {}
        numbers: dict[str, CatalogEntry] = {}
        for entry in catalog.entries:
            same = (entry.refers_to,) if entry.refers_to else (entry.item, entry.subitem, entry.content_elements)
            first = rows.setdefault(same, entry)
            if first is not entry:
                params = {"why_zh": f"{entry.title} 与 {first.id} 是同一个事项", "why": f"{entry.title} is the same row as {first.id}"}
                yield Finding(NUMBERING, context.at_entry(entry), params, entry.id, entry.units)
            earlier = numbers.setdefault(entry.number, entry)
            if earlier is not entry:
                params = {"why_zh": f"序号 {entry.number} 已经用在 {earlier.id}", "why": f"the number {entry.number} is already used by {earlier.id}"}
                yield Finding(NUMBERING, context.at_entry(entry, "number"), params, entry.id, entry.units)
        # A number given twice leaves a gap elsewhere; it is told once.
        if len(numbers) == len(catalog.entries):
            yield from _gaps(context, numbers)
    listed = {c.field for c in context.portal.site.catalogs}
    register = context.files.get("catalogs/fields.yml")
    for number, field in enumerate(context.portal.site.fields):
        if field.id not in listed and register is not None:
            params = {"why_zh": f"重点领域 “{field.name[DEFAULT_LANG]}” 没有标准目录", "why": f"the key field {field.id} has no catalog"}
            yield Finding(NUMBERING, register.place(number, "id"), params, field.id, (field.unit,))


def _gaps(context: Context, numbers: dict[str, CatalogEntry]) -> Iterator[Finding]:
    """Whole numbers that are skipped, told at the row after the gap."""
    if not all(number.isdecimal() and len(number) < 6 for number in numbers):
        return
    known = {int(number): entry for number, entry in numbers.items()}
    for before, after in pairwise(sorted(known)):
        if after - before > 1:
            entry = known[after]
            missing = str(before + 1) if after - before == 2 else f"{before + 1}–{after - 1}"
            params = {"why_zh": f"序号缺少 {missing}", "why": f"the number {missing} is missing"}
            yield Finding(NUMBERING, context.at_entry(entry, "number"), params, entry.id, entry.units, "info")


def old_editions(context: Context) -> Iterator[Finding]:
    """A catalog whose edition is more than `thresholds.catalog_years` years old (1)."""
    years = context.config.thresholds.catalog_years
    for catalog in context.portal.site.catalogs:
        if context.as_of.year - catalog.edition > years:
            params = {"title": catalog.title, "edition": str(catalog.edition), "years": str(years)}
            yield Finding(OLD_EDITION, context.files[catalog.path].place("edition"), params, catalog.id, (catalog.unit,) if catalog.unit else ())


def _own_rows(context: Context) -> Iterator[CatalogEntry]:
    """Rows that state their columns; what refers to them is not reported again."""
    return (e for e in context.portal.entries.values() if e.refers_to is None)


COMPLETENESS = (
    Rule(MISSING_COLUMN, missing_columns), Rule(TEMPLATE_TEXT, template_text), Rule(OLD_LAW, old_laws), Rule(NUMBERING, inconsistent_rows),
    Rule(OLD_EDITION, old_editions),
)  # fmt: skip
