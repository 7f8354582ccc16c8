"""Questions for keeping a page and passing it on: its code to scan, how to cite it, where to report an error (分享与保存)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sitegen.front_matter import PolicyHeader
from sitegen.questions import Ask, once, page_question
from sitegen.questions.documents import find, languages, unit_link
from sitegen.questions.furniture import breadcrumbs
from sitegen.urls import quoted


@dataclass(frozen=True, slots=True)
class PageCode:
    """二维码: the page's address to scan, as one path of strokes one unit wide on a square of `size` units, quiet zone included."""

    size: int
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class Citation:
    """引用: `plain` as an official text is cited; `formal` by GB/T 7714, in two parts between which the day of access belongs."""

    plain: str
    formal: tuple[str, str]


QUIET_ZONE = 4


@page_question
def page_code(ask: Ask) -> PageCode | None:
    """The code of the page that asks; None where site.yml does not turn codes on."""
    config = ask.portal.config
    if not config.page_codes:
        return None
    import segno

    address = config.origin + ask.url(ask.page.url)
    # One mask for all: which of the eight looks calmest is reckoned slowly, and every scanner reads each of them.
    rows = segno.make(address, error="m", mask=3, micro=False, boost_error=False).matrix
    return PageCode(len(rows) + 2 * QUIET_ZONE, "".join(_strokes(row, y) for y, row in enumerate(rows)), address)


def _strokes(row: Iterable[int], y: int) -> str:
    """The dark runs of a row: `M4 4.5h7` and from there `m1 0h2`."""
    found, gap = "", 0
    for dark, run in groupby(row):
        length = len(list(run))
        if not dark:
            gap += length
            continue
        found += f"m{gap} 0h{length}" if found else f"M{QUIET_ZONE + gap} {QUIET_ZONE + y}.5h{length}"
        gap = 0
    return found


@page_question
def citation(ask: Ask) -> Citation | None:
    """How to cite the document of the page; None for pages that are not documents."""
    if not languages(ask, ask.page.subject) or ask.page.slice is not None:
        return None
    document = find(ask, ask.page.subject)
    header = document.header
    number = ask.chinese(getattr(header, "document_number", None) or "")
    issuers = [unit_link(ask, unit, short=False).title for unit in (getattr(header, "issuers", ()) or (header.unit,))]
    day = (header.formed if isinstance(header, PolicyHeader) else None) or header.published
    address = ask.portal.config.origin + ask.url(ask.page.url)
    chinese = ask.lang != "en"
    said = f"{day.year}年{day.month}月{day.day}日" if chinese else day.isoformat()
    if chinese:
        plain = f"《{header.title}》{f'（{number}）' if number else ''}，{'、'.join(issuers)}，{said}，{address}"
    else:
        plain = f"{header.title}{f' ({number})' if number else ''}, {', '.join(issuers)}, {said}, {address}"
    named = f"{header.title}: {number}" if number else header.title
    return Citation(plain, (f"{', '.join(issuers)}. {named}[EB/OL]. ({header.published.isoformat()})[", f"]. {address}."))


@page_question
def report_address(ask: Ask) -> str:
    """Where a reader reports an error on the page: the configured form with the page's address, else a letter that names the page."""
    config = ask.portal.config
    address = config.origin + ask.url(ask.page.url)
    if config.report_to:
        return config.report_to.replace("{page}", quoted(address))
    trail = breadcrumbs(ask)
    title = trail[-1].title if trail else ask.name(config.identity.name)
    # The title comes last: it may hold anything.
    return _letter(ask).replace(_ADDRESS, quoted(address)).replace(_TITLE, quoted(title))


_TITLE, _ADDRESS = quoted("{title}"), quoted("{address}")


@once
def _letter(ask: Ask) -> str:
    """A letter that reports an error, with places for the page's title and address."""
    subject, body = ask.word("report.subject", title="{title}"), ask.word("report.body", address="{address}").replace("|", "\r\n")
    return f"mailto:{ask.portal.config.identity.email}?subject={quoted(subject)}&body={quoted(body)}"
