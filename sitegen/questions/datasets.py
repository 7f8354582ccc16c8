"""Questions on downloads besides the catalogs: letters, figures, services, what the portal does (其他数据下载)."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.languages import DEFAULT_LANG
from sitegen.plan import district_base, figure_years, list_url
from sitegen.questions import Ask, question


@dataclass(frozen=True, slots=True)
class Dataset:
    """数据集: a page, and the same figures as files: (what the file is, its address)."""

    title: str
    url: str
    files: tuple[tuple[str, str], ...]


@question
def datasets(ask: Ask) -> tuple[Dataset, ...]:
    """Every set of data that the portal offers besides its catalogs, in the order of its menus."""
    sets = []
    for title, page, names in _offered(ask):
        files = tuple((_label(ask, name, names), ask.exactly(page + name)) for name in names if page + name in ask.sources.urls)
        if files:
            sets.append(Dataset(title, ask.exactly(page), files))
    return tuple(sets)


def _offered(ask: Ask) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Title, address and files of each set that a portal may have."""
    p = ask.portal
    base = district_base(p, ask.lang) or district_base(p, DEFAULT_LANG)
    for year in figure_years(p) if base else ():
        yield ask.word("figures.of_year", year=year), f"{base}figures/{year}/", ("figures.csv", "figures.json")
    yield ask.word("page.services"), "/services/", ("services.csv", "services.json")
    yield ask.word("page.calculator"), "/calculator/", ("measures.json",)
    for year in sorted(p.site.records.letters, reverse=True):
        yield ask.word("letters.of_year", year=year), f"/letters/{year}/", ("figures.csv", "letters.csv")
    for year, owner in sorted(p.site.records.annual_reports, reverse=True):
        if owner == "district":
            title = ask.word("annual.title", year=year, owner=ask.word("annual.district"))
            yield title, f"/annual-reports/{year}/{owner}/", ("issued.csv", "requests.csv", "reviews.csv")
    yield ask.word("page.hotlines"), list_url("hotlines", ask.lang), ("hotlines.vcf",)
    yield ask.word("page.operation"), "/operation/", ("operation.json",)


def _label(ask: Ask, name: str, names: tuple[str, ...]) -> str:
    """The format of a file, and what it holds where others of its format stand beside it."""
    stem, _, suffix = name.rpartition(".")
    said = "vCard" if suffix == "vcf" else suffix.upper()
    return f"{ask.word(f'data.file.{stem}')} {said}" if sum(other.endswith(suffix) for other in names) > 1 else said
