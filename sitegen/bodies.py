"""Rendered texts on disk (正文存放): written once by the parent, read by whoever renders.

A portal of 100,000 documents keeps its headers in memory and its texts here. The file lives
as long as the build.
"""

import errno
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sitegen.markdown import BodyPart
from sitegen.model import DocumentId, Lang


class Bodies:
    """Bodies by document id and language; opened again in each process that reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db: sqlite3.Connection | None = None

    def __getstate__(self) -> Path:
        return self.path

    def __setstate__(self, path: Path) -> None:
        self.path, self._db = path, None

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = sqlite3.connect(self.path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=OFF")
            self._db.execute("PRAGMA synchronous=OFF")
            self._db.execute("CREATE TABLE IF NOT EXISTS bodies (id TEXT, lang TEXT, parts TEXT, plain TEXT, terms BLOB, PRIMARY KEY (id, lang)) WITHOUT ROWID")
        return self._db

    def add(self, found: Iterable[tuple[DocumentId, Lang, tuple[BodyPart, ...], str, bytes]]) -> None:
        rows = ((i, lang, json.dumps(parts, ensure_ascii=False), plain, terms) for i, lang, parts, plain, terms in found)
        try:
            db = self._open()
            db.execute("BEGIN")
            db.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?, ?, ?)", rows)
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise OSError(errno.ENOSPC, str(error), str(self.path)) from error

    def body(self, id_: DocumentId, lang: Lang) -> tuple[BodyPart, ...]:
        row = self._open().execute("SELECT parts FROM bodies WHERE id = ? AND lang = ?", (id_, lang)).fetchone()
        return tuple(tuple(part) for part in json.loads(row[0]))

    def searched(self, id_: DocumentId, lang: Lang) -> tuple[str, bytes]:
        """The plain text, and the packed terms of all that search looks through."""
        plain, terms = self._open().execute("SELECT plain, terms FROM bodies WHERE id = ? AND lang = ?", (id_, lang)).fetchone()
        return plain, terms

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
