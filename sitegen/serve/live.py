"""What there is to see (当前状态): the last good tree, what is wrong since, and what each open page has missed.

A page says which version of itself it shows, and its stream is answered with the difference:
nothing, another style sheet, findings to show, or that it should load itself anew. So a
stream that was away, or a tab that was hidden, catches up when it comes back.
"""

import base64
import hashlib
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.headers import LONG_LIVED
from sitegen.serve.overlay import HOST, Trouble, no_site_yet, over_the_page, overlay
from sitegen.serve.tree import File, Tree

_SCRIPT = (Path(__file__).parent / "live.js").read_text(encoding="utf-8")
SCRIPT_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()}'"
_EMBEDDED = re.compile(rb"""<(?:img|source|video|audio|track|script)\b[^>]*?\s(?:src|poster)=["']?(/[^"'\s>]+)""")
_STYLE = re.compile(r"(.+)\.[0-9a-f]+\.css")


@dataclass(frozen=True, slots=True)
class Now:
    """One state; `number` counts them."""

    number: int = 0
    tree: Tree | None = None
    restyled: Mapping[str, str] = field(default_factory=dict)
    """Style sheets of the last change: former address by new one."""
    trouble: Trouble | None = None
    sign: str = ""
    """A digest of the trouble; "" where there is none."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page without what this server adds."""

    status: int
    html: bytes
    version: str


class Live:
    """The state of now, and a bell that rings when it changes."""

    def __init__(self) -> None:
        self.now = Now()
        self._bell = threading.Condition()
        self._over = False

    def show(self, tree: Tree | None, trouble: Trouble | None) -> None:
        with self._bell:
            before = self.now.tree
            restyled = _restyled(before, tree) if before and tree and before.digests != tree.digests else self.now.restyled
            sign = hashlib.blake2b(over_the_page(trouble).encode(), digest_size=12).hexdigest() if trouble else ""
            self.now = Now(self.now.number + 1, tree, restyled, trouble, sign)
            self._bell.notify_all()

    def end(self) -> None:
        with self._bell:
            self._over = True
            self._bell.notify_all()

    def after(self, number: int, seconds: float) -> Now | None:
        """The state once it is another than `number`, or that same one after some seconds; None when all is over."""
        with self._bell:
            self._bell.wait_for(lambda: self._over or self.now.number != number, seconds)
            return None if self._over else self.now


def _restyled(before: Tree, after: Tree) -> dict[str, str]:
    """Style sheets whose bytes, and so whose fingerprints, changed: former address by new one."""
    gone, new = (
        {match[1]: path for path in tree.digests.keys() - other.digests.keys() if (match := _STYLE.fullmatch(path))}
        for tree, other in ((before, after), (after, before))
    )
    return {f"{after.base}/{new[stem]}": f"{after.base}/{gone[stem]}" for stem in new.keys() & gone.keys()}


# ---------------------------------------------------------------- pages


def page(now: Now, asked: str) -> Page:
    """The page at an address, that for a wrong one, or that for a site that is not there yet."""
    if now.tree is None:
        html = no_site_yet(now.trouble)
        return Page(503, html, "none")
    found = now.tree.find(asked)
    if isinstance(found, File) and (html := now.tree.read(found.path) or b""):
        return Page(200, html, _version(now.tree, html))
    html = now.tree.read("404.html") or b"<!doctype html><title>404</title>404"
    return Page(404, html, _version(now.tree, html))


def _version(tree: Tree, html: bytes) -> str:
    """A digest of a page and of what it embeds under a name that does not tell the bytes, such as films."""
    digest = hashlib.blake2b(html, digest_size=12)
    for address in sorted(set(_EMBEDDED.findall(html))):
        path = address.decode(errors="replace").removeprefix(f"{tree.base}/")
        if not path.startswith(LONG_LIVED):
            digest.update(tree.digests.get(path, "").encode())
    return digest.hexdigest()


def dressed(html: bytes, now: Now, version: str, token: str) -> bytes:
    """A page with the panel and the script before its end."""
    mark = f'<script data-token="{token}" data-host="{HOST}" data-seen="{version}.{now.sign}">{_SCRIPT}</script>'
    head, end, tail = html.rpartition(b"</body>")
    return (head or tail) + over_the_page(now.trouble).encode() + mark.encode() + (end + tail if end else b"")


# ---------------------------------------------------------------- events


def news(now: Now, asked: str, seen: str) -> tuple[str, str]:
    """Events, as they are sent, that bring a page which shows `seen` up to date, and what it has seen then."""
    version, _, sign = seen.partition(".")
    current, told = page(now, asked), ""
    if current.version != version:
        # Where the page differs by the name of its style sheet alone, the sheet is exchanged and the reader's place kept.
        styles = {old: new for new, old in now.restyled.items() if new.encode() in current.html}
        if not styles or now.tree is None or _version(now.tree, _in_old_styles(current.html, styles)) != version:
            return _event("reload", None, seen), seen
        seen = f"{current.version}.{sign}"
        told = _event("style", styles, seen)
    if now.sign != sign:
        seen = f"{current.version}.{now.sign}"
        told += _event("findings", overlay(now.trouble) if now.trouble else None, seen)
    return told, seen


def _in_old_styles(html: bytes, styles: Mapping[str, str]) -> bytes:
    for old, new in styles.items():
        html = html.replace(new.encode(), old.encode())
    return html


def _event(name: str, data: object, seen: str) -> str:
    return f"event: {name}\nid: {seen}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
