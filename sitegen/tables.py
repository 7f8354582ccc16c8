"""Tables to download (表格下载): figures and letters as CSV."""

from sitegen.plan import Page
from sitegen.questions import Tracked
from sitegen.spreadsheet import spreadsheet


def letters_csv(page: Page, site: Tracked) -> bytes:
    """The letters of a year that are published in full."""
    head = [site.word(f"letter.{name}") for name in ("id", "title", "channel", "type", "received", "replied", "days", "unit", "url")]
    origin = site.settings().origin
    return spreadsheet(
        [head]
        + [
            [
                x.id, x.title, site.word(f"letter_channel.{x.channel}"), site.word(f"letter_type.{x.type}"), x.received.isoformat(),
                x.published.isoformat(), str(x.days), x.unit.title, origin + x.url,
            ]
            for x in site.letters(year=page.subject)
        ]
    )  # fmt: skip


def letter_figures_csv(page: Page, site: Tracked) -> bytes:
    """The figures of all letters of a year, month by month."""
    head = [site.word(f"letter_figures.{name}") for name in ("month", "what", "which", "n")]

    def named(what: str, which: str) -> str:
        return site.word(f"letter_{what}.{which}") if which else ""

    rows = [[month, site.word(f"letter_figures.{what}"), named(what, which), n] for month, what, which, n in site.letter_rows(page.subject)]
    return spreadsheet([head, *rows])


def annual_csv(page: Page, site: Tracked) -> bytes:
    """A statutory table of an annual report; the kind of the page names it."""
    return spreadsheet(site.annual_table(page.subject, page.kind.split("-")[1]))


def figures_csv(page: Page, site: Tracked) -> bytes:
    """The figures of the district in a year: indicators, then the parts of each chart."""
    of = site.figures_of(page.subject)
    head = [site.word(f"figures.{name}") for name in ("group", "name", "value", "unit", "growth", "before")]
    rows = [[site.word("figures.indicators"), i.name, i.plain, i.unit, i.growth, i.plain_before] for i in of.indicators]
    return spreadsheet([head, *rows, *([b.title, name, value, b.unit, "", ""] for b in of.breakdowns for name, value in b.parts)])
