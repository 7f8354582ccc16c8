"""Sections among what can be searched (栏目的检索): pages that lead on to others, found by their name.

Who types 政策文件 or 标准目录 wants the list, and not a document that mentions it.
"""

from collections.abc import Callable, Iterator

from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.plan import list_url
from sitegen.portal import Portal
from sitegen.search_records import RecordPage
from sitegen.values import Words

REGISTERS = ("catalogs", "fields", "units", "streets", "topics", "subscribe")
"""Pages of the main language, and of those into which the portal converts; their names are their words."""


def section_pages(p: Portal, lang: Lang, word: Callable[..., str]) -> Iterator[RecordPage]:
    """The front pages of sections and registers that the language has."""
    for section in p.sections.values():
        if lang == DEFAULT_LANG or (section.id, lang) in p.by_section:
            yield RecordPage(list_url(section.id, lang), _in(lang, section.title), (_in(lang, section.summary),), "section")
    if lang == DEFAULT_LANG or lang in p.config.converted:
        counts = {"n": len(p.streets), "communities": sum(len(street.communities) for street in p.streets.values())}
        for name in REGISTERS:
            yield RecordPage(f"/{name}/", word(name), (word(f"{name}.line").format(**counts),), "section", aliases=(word(f"page.{name}"),))
    if lang == DEFAULT_LANG:
        yield RecordPage("/data/", word("data"), (word("data.line"),), "section", aliases=(word("page.data"),))


def _in(lang: Lang, words: Words) -> str:
    return words.get(lang) or words.get(DEFAULT_LANG) or next(iter(words.values()))
