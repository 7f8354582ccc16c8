"""Building for the preview (生成): the one object that the server asks for a new state of the site.

It lives as long as the server, so whatever is worth keeping between two builds may be kept here.
"""

from collections.abc import Callable
from pathlib import Path

from sitegen.catalog import parse_config
from sitegen.glimpse import Glimpse
from sitegen.inputs import MissingPortal
from sitegen.outputs import Refused
from sitegen.pipeline import build
from sitegen.report import Options, Report
from sitegen.serve.overlay import Trouble
from sitegen.serve.tree import Tree, load

FOLDER = ".sitegen/serve"
"""Below the portal: the server's own tree, which nobody else publishes."""


class Builder:
    """Builds the portal at `root` into a tree of its own, again and again."""

    def __init__(self, root: Path, options: Callable[[], Options]) -> None:
        """`options` is asked before each build, since days pass while a server runs."""
        self.root, self._options = root, options
        self.out = root / FOLDER / "site"
        self._config, self._base = b"", ""
        self._glimpse: Glimpse | None = None

    def build(self, say: Callable[[str], None] = lambda line: None) -> Report:
        """Raises: MissingPortal, Refused, OSError; what was built before is still there."""
        self._glimpse = None
        report = build(self.root, self.out, self._options(), Report(say=say))
        # Taken out of the report, which outlives the next build: one portal is enough to hold.
        self._glimpse, report.glimpse = report.glimpse, None
        return report

    def warm(self) -> None:
        """Make ready for a first look."""
        if self._glimpse:
            self._glimpse.warm()

    def look(self, touched: frozenset[str]) -> dict[str, bytes] | None:
        """The pages of the documents that were touched, by path; None where only a whole build can tell."""
        try:
            return self._glimpse.look(touched) if self._glimpse else None
        except OSError:
            return None

    def tree(self) -> Tree | None:
        """What was built last, in this run or an earlier one."""
        try:
            config = (self.root / "site.yml").read_bytes()
        except OSError:
            config = self._config
        if config != self._config:
            value = parse_config(config).value
            self._config, self._base = config, value.base_path if value else self._base
        return load(self.out, self._base)


def attempt(builder: Builder, say: Callable[[str], None]) -> tuple[Report, Trouble | None]:
    """One build, and what went wrong with it as a value."""
    try:
        report = builder.build(say)
    except MissingPortal:
        return Report(), Trouble(words="找不到 site.yml。\nsite.yml is not there.")
    except Refused as refused:
        return Report(), Trouble(words=str(refused))
    except OSError as error:
        # A file may have gone between being listed and being read, as when an editor puts another in its place.
        return Report(), Trouble(words=f"读写失败：{_below(builder.root, error)} {error.strerror}\ncould not read or write: {error.strerror}")
    return report, None if report.published else Trouble(tuple(f for f in report.findings if f.level == "error"))


def _below(root: Path, error: OSError) -> str:
    """The path that the error names, from the portal's folder; nothing on a page tells where that is."""
    path = Path(str(error.filename or ""))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


