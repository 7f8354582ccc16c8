"""Sources (提问的来源): what the questions draw on besides the portal."""

from dataclasses import dataclass, field

from sitegen.images import ImageInfo
from sitegen.languages import Lang
from sitegen.theme import Theme


@dataclass(frozen=True, slots=True)
class Sources:
    """What the questions draw on besides the portal."""

    theme: Theme
    images: dict[str, ImageInfo]
    """By path below content/."""
    sizes: dict[str, int]
    """Bytes of each attachment, by path below content/."""
    pages: tuple[str, ...]
    """Addresses of all planned HTML pages, in plan order."""
    urls: frozenset[str]
    """Addresses of everything that is planned, to look one up."""
    version: str
    search: dict[Lang, str] = field(default_factory=dict)
    """Address of the manifest of each language's search index."""
