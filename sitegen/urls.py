"""Addresses (网址): the one place that decides every URL, and which links are allowed.

A page's address is a pure function of its source path, so a link resolves with no look-up
and a rename is a visible act that site.yml records under `redirects`.
"""

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.values import CatalogId, DocumentId, EntryId

LANG_FOLDERS: dict[Lang, str] = {"zh-Hans": "", "zh-Hant-HK": "zh-hant-hk/", "en": "en/"}
_SUFFIXES: dict[str, Lang] = {".zh-Hant-HK": "zh-Hant-HK", ".en": "en"}
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}

ATTACHMENTS = {
    "pdf", "ofd", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "csv", "txt", "zip", "mp3", "mp4", "m4a", "wav", "webm", "vtt",
}  # fmt: skip
"""Extensions that may be offered for download. No html, svg, xml or scripts from content."""
IMAGES = {"png", "jpg", "jpeg", "webp"}


def document_source(path: str) -> tuple[DocumentId, Lang]:
    """`policies/2026/x.en.md` (below content/) -> its id and language."""
    stem = path.removesuffix(".md")
    for suffix, lang in _SUFFIXES.items():
        if stem.endswith(suffix):
            return DocumentId(stem.removesuffix(suffix)), lang
    return DocumentId(stem), DEFAULT_LANG


def source_path(id: DocumentId, lang: Lang) -> str:
    """The file of a document from the portal's root; inverse of `document_source`."""
    suffix = next((suffix for suffix, of in _SUFFIXES.items() if of == lang), "")
    return f"content/{id}{suffix}.md"


def document_url(id: DocumentId, lang: Lang) -> str:
    return f"/{LANG_FOLDERS[lang]}{id}/"


def catalog_url(id: CatalogId) -> str:
    return f"/catalogs/{id}/"


def entry_url(catalog: CatalogId, id: EntryId) -> str:
    return f"/catalogs/{catalog}/{id}/"


def service_url(id: str) -> str:
    return f"/services/items/{id}/"


def journey_url(id: str) -> str:
    return f"/services/journeys/{id}/"


def measure_url(id: str) -> str:
    return f"/calculator/{id}/"


def audience_url(id: str) -> str:
    return f"/for/{id}/"


def visits_url(street: str, audience: str) -> str:
    """A street worker's list for one audience."""
    return f"/streets/{street}/visits/{audience}/"


def home_url(lang: Lang) -> str:
    return f"/{LANG_FOLDERS[lang]}"


def search_url(lang: Lang) -> str:
    return f"/{LANG_FOLDERS[lang]}search/"


def search_folder(lang: Lang) -> str:
    """Where the search index of a language stands; its capital letters keep documents away from it."""
    return f"/search/index/{lang}/"


def search_pointer(lang: Lang) -> str:
    return f"/search/{lang}.json"


def quoted(text: str) -> str:
    """Text as a part of an address, whatever it holds: what `quote(text, safe="")` gives, sooner where most of it is Chinese."""
    return _UNSAFE.sub(lambda found: "%" + found[0].encode().hex("%").upper(), text)


_UNSAFE = re.compile(r"[^\w.~-]+", re.ASCII)


def file_url(path: str) -> str:
    """An attachment keeps its path below content/."""
    return "/" + quote(path)


def output_path(url: str) -> str:
    """`/policies/` -> `policies/index.html`; an address that names a file is that file."""
    path = unquote(url.lstrip("/"))
    return path + "index.html" if path == "" or path.endswith("/") else path


def collision_key(path: str) -> str:
    """Paths with equal keys are one file on some file system (case, Unicode form)."""
    return unicodedata.normalize("NFC", path).casefold()


def bad_segment(path: str) -> str | None:
    """The first part of a source path that cannot be part of an address, or None."""
    for segment in path.split("/"):
        stem = segment.split(".")[0]
        if not _SLUG.fullmatch(segment.lower().removesuffix(".md")) or segment != segment.strip() or stem in _RESERVED:
            return segment
        if segment.removesuffix(".md").removesuffix(".zh-Hant-HK") != segment.removesuffix(".md").removesuffix(".zh-Hant-HK").lower():
            return segment
        if len(segment.encode()) > 200:
            return segment
    return None


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link written in content leads.

    kind: `web` an allowed address elsewhere; `site` a root-absolute path of this portal;
    `source` another file below content/ (path, fragment); `fragment` a place in the same text;
    `refused` nothing a reader may be sent to.
    """

    kind: Literal["web", "site", "source", "fragment", "refused"]
    path: str
    fragment: str = ""


def target(href: str, folder: str) -> Target:
    """What a link in a file below content/`folder` means.

    Allowed are https, http, mailto and tel, root-absolute paths, and relative paths that stay inside content/.
    """
    href = re.sub(r"[\t\r\n]", "", href).strip("".join(map(chr, range(33))))
    if not href or "\\" in href or any(ord(c) < 32 for c in href):
        return Target("refused", href)
    try:
        parts = urlsplit(href)
        _ = parts.port
    except ValueError:
        return Target("refused", href)
    if parts.scheme:
        if parts.scheme in ("mailto", "tel") and parts.path:
            return Target("web", href)
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
            return Target("web", href)
        return Target("refused", href)
    if href.startswith("//"):
        return Target("refused", href)
    if href.startswith("#"):
        return Target("fragment", "", unquote(href[1:]))
    path = unquote(parts.path)
    if "\\" in path or any(ord(c) < 32 for c in path):
        return Target("refused", href)
    if path.startswith("/"):
        if ".." in path.split("/") or path.startswith("//"):
            return Target("refused", href)
        return Target("site", path, unquote(parts.fragment))
    joined = posixpath.normpath(posixpath.join(folder, path))
    if joined.startswith("..") or joined.startswith("/"):
        return Target("refused", href)
    return Target("source", joined, unquote(parts.fragment))
