"""Pages to be indexed that are no portal's (给定的网页): titles, days and texts, as `sitegen.indexing` wants them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.search_blocks import Searchable
from sitegen.search_pages import Found, Listed

FACETS = (("policy",), (), ("in-force",), (), ())


class Given:
    """Texts in the order of their days; the address of number n is /d/n/."""

    lang: Lang = DEFAULT_LANG
    shared = b""

    def __init__(self, texts: Sequence[tuple[str, date, str]]) -> None:
        self.texts = texts

    def labels(self) -> dict[str, dict[str, str]]:
        return {"kind": {"policy": "政策文件"}, "unit": {}, "validity": {"in-force": "现行有效"}, "topic": {}, "field": {}}

    def __iter__(self) -> Iterator[Listed]:
        for number, (title, day, text) in enumerate(self.texts):
            rest = hashlib.blake2b(f"{title}\n{text}".encode(), digest_size=16).digest()
            yield Listed((day, f"/d/{number}/"), b"", rest, Found(Searchable(f"/d/{number}/", title, day, "", "", FACETS), text))

    def found(self, listed: Listed) -> Found:
        assert isinstance(listed.source, Found)
        return listed.source
