"""What earlier builds worked out (构建记忆): one SQLite file below .sitegen/, written by the parent process alone.

Documents are kept under a key of their bytes and of all that decides how they are read;
their texts stay here and are never held in memory. Notes are pieces of later stages, each
under a name and a key. Every row carries a checksum over key and payload: a row that is
missing, foreign or damaged is a miss. Deleting the file is always safe.
"""

import errno
import fcntl
import hashlib
import json
import os
import re
import sqlite3
import sys
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.checksum import checksum
from sitegen.inputs import Stat

if TYPE_CHECKING:
    # A build that has nothing to do opens the memory, and need not load the whole generator.
    from sitegen.languages import Lang
    from sitegen.parse import ParsedText
    from sitegen.typeset import Typeset
    from sitegen.values import DocumentId

FILE = "memory.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS code (version TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS documents (path TEXT PRIMARY KEY, key BLOB, size INT, mtime INT, seen INT, head BLOB, checksum BLOB, document BLOB);
CREATE TABLE IF NOT EXISTS bodies (path TEXT PRIMARY KEY, key BLOB, parts BLOB, checksum BLOB);
CREATE TABLE IF NOT EXISTS searched (path TEXT PRIMARY KEY, key BLOB, plain BLOB, terms BLOB, checksum BLOB);
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, key BLOB, data BLOB, checksum BLOB);
CREATE TABLE IF NOT EXISTS shelves (name TEXT PRIMARY KEY, key BLOB, digests BLOB, checksum BLOB);
CREATE TABLE IF NOT EXISTS pieces (shelf TEXT, number INT, data BLOB, PRIMARY KEY (shelf, number));
"""
_DOCUMENTS = "SELECT path, key, size, mtime, seen, head, checksum, document FROM documents"
_LIBRARIES = (
    "deflate", "jinja2", "markdown-it-py", "markupsafe", "msgspec", "numpy", "opencc", "icalendar", "pillow", "pydantic", "pypinyin", "pyyaml", "xlsxwriter",
)  # fmt: skip


class Damaged(Exception):
    """The memory does not hold what it should; forget it and start over."""


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A document as an earlier build read it, encoded."""

    key: bytes
    stat: Stat
    seen: int
    """When the file was looked at, in nanoseconds."""
    head: bytes
    """A digest of what the document is besides its text."""
    document: bytes


@cache
def code_version() -> str:
    """A digest of the generator's own sources, of Python and of the libraries that decide what comes out."""
    digest = hashlib.blake2b(digest_size=16)
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update("\n".join((sys.version, *sorted(_installed()))).encode())
    return digest.hexdigest()


def _installed() -> Iterator[str]:
    """The libraries with their versions, as the names of their folders tell: `importlib.metadata` would read files of each."""
    for place in filter(os.path.isdir, dict.fromkeys(sys.path)):
        for name in os.listdir(place):
            if name.endswith((".dist-info", ".egg-info")) and re.sub(r"[-_.]+", "-", name.partition("-")[0]).lower() in _LIBRARIES:
                yield name


class Memory:
    """The memory of one portal; opened again, to read only, in each process that renders."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db: sqlite3.Connection | None = None
        self._filling = ""
        """The version of the program that fills a new memory, until it is `filled`."""
        _memories.add(self)

    def __getstate__(self) -> Path:
        return self.path

    def __setstate__(self, path: Path) -> None:
        self.__init__(path)  # type: ignore[misc]

    @property
    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            with _Told():
                # One process writes at a time (`remembering`), and pages are rendered in a single thread of each process.
                self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
                # A text is longer than a page of the usual 4 KB, and every page costs a call of the system.
                self._db.execute("PRAGMA page_size=16384")
                # A killed process loses nothing; a machine that loses power may, and the checksums tell. Said first: to begin a log is to wait for the disk.
                self._db.execute("PRAGMA synchronous=OFF")
                # While a new memory is filled nobody else reads it, and nothing lies there that could be lost: a log would have every byte written twice.
                self._db.execute(f"PRAGMA journal_mode={'MEMORY' if self._filling else 'WAL'}")
                self._db.executescript(_TABLES)
        return self._db

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def forget(self) -> None:
        """Throw everything away."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def expect(self, version: str) -> None:
        """Forget what another version of the program left, or a run that was killed before the memory was `filled`."""
        with _Told():
            found = self._open.execute("SELECT version FROM code").fetchall()
        if found != [(version,)]:
            self.forget()
            self._filling = version

    def filled(self) -> None:
        """Documents are kept; from now on other processes read while this one writes, and what a killed one has written is whole."""
        if self._filling:
            with _Told():
                self._open.execute("INSERT INTO code VALUES (?)", (self._filling,))
            self.close()
            self._filling = ""

    # -- documents

    def documents(self) -> Iterator[tuple[str, KeptDocument]]:
        """Every document that is kept undamaged, with its path, one by one. Nothing may be kept meanwhile."""
        with _Told():
            for row in self._open.execute(_DOCUMENTS):
                if (kept := _kept(*row)) is not None:
                    yield row[0], kept

    def document(self, path: str) -> KeptDocument | None:
        """One of them."""
        with _Told():
            row = self._open.execute(f"{_DOCUMENTS} WHERE path = ?", (path,)).fetchone()
        return _kept(*row) if row is not None else None

    def keep(self, parsed: "Iterable[ParsedText]", stats: dict[str, Stat], seen: int) -> dict[str, bytes]:
        """Keep documents and their texts. Returns the digests of what the documents are besides their texts, by path."""
        documents, bodies, searched, heads = [], [], [], {}
        for p in parsed:
            stat, heads[p.path] = stats[p.path], checksum(p.document)
            documents.append((*_summed(p.path, p.key, stat.size, stat.mtime, seen, heads[p.path]), p.document))
            bodies.append(_summed(p.path, p.key, p.body))
            searched.append(_summed(p.path, p.key, p.plain, p.terms))
        with self._write() as db:
            db.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", documents)
            db.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?, ?)", bodies)
            db.executemany("INSERT OR REPLACE INTO searched VALUES (?, ?, ?, ?, ?)", searched)
        return heads

    def seen_again(self, documents: "Iterable[tuple[str, bytes, bytes]]", stats: dict[str, Stat], seen: int) -> None:
        """Keep new times of files whose bytes are the same: of documents by path, key and digest of the head."""
        rows = []
        for path, key, head in documents:
            stat = stats[path]
            rows.append((stat.size, stat.mtime, seen, checksum(path, key, stat.size, stat.mtime, seen, head), path))
        if rows:
            with self._write() as db:
                db.executemany("UPDATE documents SET size = ?, mtime = ?, seen = ?, checksum = ? WHERE path = ?", rows)

    def drop(self, paths: Collection[str]) -> None:
        """Let go of documents that are gone."""
        if paths:
            with self._write() as db:
                for table in ("documents", "bodies", "searched"):
                    db.executemany(f"DELETE FROM {table} WHERE path = ?", ((path,) for path in sorted(paths)))

    # -- texts: what a page shows and what is searched lie apart, for nobody reads both

    def body(self, id_: "DocumentId", lang: "Lang") -> "Typeset":
        """Raises: Damaged."""
        source_path, body_of = _reading()
        path = source_path(id_, lang)
        with _Told():
            row = self._open.execute("SELECT path, key, parts, checksum FROM bodies WHERE path = ?", (path,)).fetchone()
        return body_of(_sound(path, row)[0])

    def searched(self, ids: "Sequence[DocumentId]", lang: "Lang") -> list[tuple[str, bytes]]:
        """Of each of these documents the plain text, and the packed terms of all that search looks through. Raises: Damaged."""
        from sitegen.urls import source_path

        paths = [source_path(id_, lang) for id_ in ids]
        question = "SELECT path, key, plain, terms, checksum FROM searched WHERE path IN (SELECT value FROM json_each(?))"
        with _Told():
            found = {row[0]: row for row in self._open.execute(question, (json.dumps(paths),))}
        texts = (_sound(path, found.get(path)) for path in paths)
        return [(plain.decode(), terms) for plain, terms in texts]

    # -- notes

    def note(self, name: str, key: bytes) -> bytes | None:
        """What was noted under this name, if it was for this key."""
        with _Told():
            row = self._open.execute("SELECT key, data, checksum FROM notes WHERE name = ?", (name,)).fetchone()
        return row[1] if row and row[0] == key and row[2] == checksum(name, key, row[1]) else None

    def noted(self, name: str, key: bytes, make: Callable[[], bytes]) -> bytes:
        """What was noted under this name for this key; else what `make` gives, which is noted."""
        found = self.note(name, key)
        if found is None:
            found = make()
            self.make_notes([(name, key, found)])
        return found

    def make_notes(self, notes: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Note (name, key, data), one by one, in place of what stood under these names."""
        with self._write() as db:
            db.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?)", (_summed(name, key, data) for name, key, data in notes))

    # -- shelves: many pieces under one name, read one by one

    def fill(self, name: str, key: bytes, pieces: Sequence[bytes]) -> "Shelf":
        """Keep pieces, in place of what stood under the name."""
        digests = tuple(checksum(piece) for piece in pieces)
        with self._write() as db:
            db.execute("DELETE FROM pieces WHERE shelf = ?", (name,))
            db.executemany("INSERT INTO pieces VALUES (?, ?, ?)", ((name, number, piece) for number, piece in enumerate(pieces)))
            db.execute("INSERT OR REPLACE INTO shelves VALUES (?, ?, ?, ?)", _summed(name, key, b"".join(digests)))
        return Shelf(self, name, digests)

    def refill(self, shelf: "Shelf", key: bytes, pieces: Mapping[int, bytes]) -> "Shelf":
        """Keep some pieces, by number, in place of those on the shelf; the others stay as they are."""
        digests = list(shelf.digests)
        for number, piece in pieces.items():
            digests[number] = checksum(piece)
        with self._write() as db:
            db.executemany("UPDATE pieces SET data = ? WHERE shelf = ? AND number = ?", ((piece, shelf.name, number) for number, piece in pieces.items()))
            db.execute("INSERT OR REPLACE INTO shelves VALUES (?, ?, ?, ?)", _summed(shelf.name, key, b"".join(digests)))
        return Shelf(self, shelf.name, tuple(digests))

    def shelf(self, name: str, key: bytes | None = None) -> "Shelf | None":
        """The pieces under this name, if they were kept for this key (or for any)."""
        with _Told():
            row = self._open.execute("SELECT name, key, digests, checksum FROM shelves WHERE name = ?", (name,)).fetchone()
        if row is None or row[3] != checksum(*row[:3]) or (key is not None and row[1] != key):
            return None
        return Shelf(self, name, tuple(row[2][at : at + 16] for at in range(0, len(row[2]), 16)))

    def pieces(self, shelves: Sequence["Shelf"], number: int) -> list[bytes]:
        """The piece of this number on each of the shelves. Raises: Damaged."""
        names = json.dumps([shelf.name for shelf in shelves])
        with _Told():
            found = dict(self._open.execute("SELECT shelf, data FROM pieces WHERE number = ? AND shelf IN (SELECT value FROM json_each(?))", (number, names)))
        return [shelf.sound(number, found.get(shelf.name)) for shelf in shelves]

    def all_pieces(self, shelf: "Shelf") -> list[bytes]:
        """Every piece on a shelf. Raises: Damaged."""
        with _Told():
            found = dict(self._open.execute("SELECT number, data FROM pieces WHERE shelf = ?", (shelf.name,)))
        return [shelf.sound(number, found.get(number)) for number in range(len(shelf.digests))]

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with _Told():
            db = self._open
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Pieces that are kept under one name."""

    memory: Memory
    name: str
    digests: tuple[bytes, ...]

    def piece(self, number: int) -> bytes:
        """Raises: Damaged."""
        return self.memory.pieces((self,), number)[0]

    def sound(self, number: int, data: object) -> bytes:
        """What was read as a piece, if it is what was kept. Raises: Damaged."""
        if not isinstance(data, bytes) or checksum(data) != self.digests[number]:
            raise Damaged(self.name)
        return data


def _kept(path: str, key: bytes, size: int, mtime: int, seen: int, head: bytes, sum_: bytes, document: bytes) -> KeptDocument | None:
    """A row of the table, undamaged."""
    whole = sum_ == checksum(path, key, size, mtime, seen, head) and head == checksum(document)
    return KeptDocument(key, Stat(size, mtime), seen, head, document) if whole else None


@cache
def _reading() -> "tuple[Callable[[DocumentId, Lang], str], Callable[[bytes], Typeset]]":
    """What who reads a text needs, and who finds nothing changed does not; an import costs in each call what looking it up does."""
    from sitegen.parse import body_of
    from sitegen.urls import source_path

    return source_path, body_of


def _sound(path: str, row: tuple[bytes, ...] | None) -> tuple[bytes, ...]:
    """What stands between the key and the checksum of a text's row. Raises: Damaged."""
    if row is None or row[-1] != checksum(*row[:-1]):
        raise Damaged(path)
    return row[2:-1]


def _summed(*row: object) -> tuple[object, ...]:
    return (*row, checksum(*row))


_memories: "weakref.WeakSet[Memory]" = weakref.WeakSet()


def _rest() -> None:
    """SQLite's connections must not be there in a copy of their process; both open new ones."""
    for memory in tuple(_memories):
        memory.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_rest)
_MACHINE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


class _Told:
    """SQLite's troubles as ours: no room is the machine's, everything else means a damaged file. A generator would cost as much as a small question."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.OperationalError):
            code = getattr(error, "sqlite_errorcode", 0)
            if code & 0xFF in _MACHINE and code != sqlite3.SQLITE_IOERR_SHORT_READ:
                raise OSError(errno.EIO, str(error)) from error
        if isinstance(error, (sqlite3.DatabaseError, UnicodeDecodeError)):
            raise Damaged(str(error)) from error


@contextmanager
def remembering(root: Path) -> Iterator[Memory]:
    """The portal's memory; an empty one for this run where it cannot be written or another run holds it."""
    folder = root / ".sitegen"
    try:
        folder.mkdir(exist_ok=True)
        if folder.is_symlink() or any((folder / name).is_symlink() for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", "lock")):
            raise OSError(errno.ELOOP, "link")
        lock = open(folder / "lock", "a+")  # noqa: SIM115
    except OSError:
        with _for_this_run() as memory:
            yield memory
        return
    with lock:
        try:
            # The lock dies with its process.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with _for_this_run() as memory:
                yield memory
            return
        memory = Memory(folder / FILE)
        try:
            try:
                memory.expect(code_version())
            except Damaged:
                memory.forget()
                memory.expect(code_version())
            yield memory
            memory.filled()
        finally:
            memory.close()


@contextmanager
def glancing(root: Path) -> Iterator[Memory | None]:
    """The portal's memory as it lies there, without its locks and without leaving a trace: for a glance beside a run that works with it.

    None where there is none. What is being written may be read half or not at all; the checksums tell.
    """
    place = root / ".sitegen" / FILE
    if not place.is_file() or place.is_symlink():
        yield None
        return
    memory = Memory(place)
    memory._db = sqlite3.connect(f"{place.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
    try:
        yield memory
    finally:
        memory.close()


@contextmanager
def _for_this_run() -> Iterator[Memory]:
    with tempfile.TemporaryDirectory(prefix="sitegen-") as work:
        memory = Memory(Path(work) / FILE)
        memory.expect(code_version())
        try:
            yield memory
        finally:
            memory.close()
