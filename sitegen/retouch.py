"""Retouching (改字): a build in which nothing but the words of a few texts has changed since the last one.

What the rest of a portal knows of a document is its head: its header, headings, links, findings and
how its text is made up. While that is what it was when the portal was published, so are all
documents, lists, rules, answers and the plan; the words themselves stand in slots of a few
pages and in the search index. So they are put in their places there, and nothing else is loaded.
Whatever is not exactly as the last build left it is the affair of the whole pipeline.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from sitegen import unchanged
from sitegen.checksum import checksum
from sitegen.digest import digest
from sitegen.fact import Fact
from sitegen.findings import Tally
from sitegen.history import log
from sitegen.languages import DEFAULT_LANG, LANGS, Lang
from sitegen.memory import KeptDocument, Memory
from sitegen.notes import Notes
from sitegen.outputs import Look, Stage, publish, stage
from sitegen.parse import HALF_KEY, ParsedText, Reading, Work, body_of, parse_batch, places, work
from sitegen.reindexing import NewText, reindex
from sitegen.report import Options, Report
from sitegen.search import pointer
from sitegen.slots import OTHER_CONTENTS, Contents, Slot, refilled, search_of
from sitegen.unchanged import Listing, State
from sitegen.urls import document_source, output_path, search_folder, search_pointer, source_path
from sitegen.values import DocumentId

_FEW = 8
"""Texts that somebody may have been writing; more of them are worth the whole pipeline, which has several processes."""
_KEY, _HEAD = 2 * HALF_KEY, 16
Key = tuple[DocumentId, Lang]


class Published(msgspec.Struct, frozen=True, array_like=True):
    """What a portal was when it was published, as far as other words leave it alone."""

    seen: int
    """When its files were looked at, in nanoseconds."""
    listing: Listing
    commit: str
    history: bytes
    """A digest of what git told of the texts."""
    tree: bytes
    """What tells the published tree from any other (`outputs.Look`)."""
    how: Reading
    documents: list[str]
    """Paths, in order."""
    keys: bytes
    """What each was made of."""
    heads: bytes
    """A digest of what each is besides its words."""
    search: dict[Lang, str]
    """Address of the manifest of each language's search index."""
    base_path: str
    pages: int
    findings: tuple[Tally, ...]

    def known(self) -> dict[str, tuple[bytes, bytes]]:
        """Key and head of each document, by path."""
        keys, heads = self.keys, self.heads
        return {path: (keys[n * _KEY : (n + 1) * _KEY], heads[n * _HEAD : (n + 1) * _HEAD]) for n, path in enumerate(self.documents)}


def remember(
    memory: Memory, root: Path, out: Path, options: Options, state: State, how: Reading, keys: Mapping[str, bytes], heads: Mapping[str, bytes],
    search: dict[Lang, str], base_path: str, tree: bytes, report: Report,
) -> None:  # fmt: skip
    """Note what was published; `keys` and `heads` are those of all documents, by path and in order."""
    _note(memory, out, options, Published(
        state.inputs.seen, state.listing, state.commit, _history(root, memory, state.commit), tree, how,
        list(keys), b"".join(keys.values()), b"".join(heads.values()), search, base_path, report.pages, report.tallies,
    ))  # fmt: skip


def build(state: State, root: Path, out: Path, options: Options, memory: Memory, report: Report, look: Look) -> bool:
    """Publish what differs from the last build in nothing but words. False, and nothing is published, where more than that has changed.

    Raises: Damaged, Refused, OSError.
    """
    packed = memory.note(_name(out), _key(options))
    if packed is None:
        return False
    before = msgspec.msgpack.decode(packed, type=Published)
    doubted = state.listing.doubted(before.listing, before.seen)
    if doubted is None or len(doubted) > _FEW or not all(path.startswith("content/") and path.endswith(".md") for path in doubted):
        return False
    if state.commit != before.commit and _history(root, memory, state.commit) != before.history:
        return False
    known = before.known()
    with report.stage("parse") as count:
        texts = _texts(state, before.how, doubted, known, memory)
        count(len(texts))
    if any(known[text.path][1] != checksum(text.document) for text in texts.values()):
        return False
    keys = {path: key for path, (key, _) in known.items()} | {text.path: text.key for text in texts.values()}
    after = msgspec.structs.replace(before, seen=state.inputs.seen, listing=state.listing, commit=state.commit, keys=b"".join(keys.values()))
    if texts:
        published = _put(texts, keys, after, state, root, out, memory, report, look)
        if published is None:
            return False
        after = published
    elif look.live(memory) != before.tree:
        return False
    report.pages, report.rendered = before.pages, sum(path.endswith(".html") for path in report.whys)
    report.kept = report.pages - report.rendered
    report.remembered, report.published = before.findings, True
    unchanged.remember(memory, out, options, state, after.tree, report)
    _note(memory, out, options, after)
    return True


def _texts(
    state: State, how: Reading, doubted: Sequence[str], known: Mapping[str, tuple[bytes, bytes]], memory: Memory
) -> dict[Key, ParsedText]:
    """What the files have become, where their bytes are others."""
    beside = {source_path(document_source(path.removeprefix("content/"))[0], lang) for path in doubted for lang in LANGS} & {*state.inputs.documents}
    works = (work(place, state.inputs.read(place.source)) for place in places(beside, how) if place.source in doubted)
    changed = tuple(_after(item, memory.document(item.path)) for item in works if item.key != known[item.path][0])
    return {document_source(text.path.removeprefix("content/")): text for text in parse_batch(how, changed)}


def _after(item: Work, before: KeptDocument | None) -> Work:
    """With what its file became when it was read last, if that was in the same way."""
    return replace(item, before=before.document) if before is not None and before.key[:HALF_KEY] == item.key[:HALF_KEY] else item


def _put(
    texts: Mapping[Key, ParsedText], keys: Mapping[str, bytes], after: Published, state: State, root: Path, out: Path, memory: Memory, report: Report,
    look: Look,
) -> Published | None:
    """Publish new words, and tell what was published; None, and nothing is, where an answer rests on them or the tree is another one."""
    notes = Notes(memory)
    ledger = notes.ledger()
    langs = {lang for _, lang in texts}
    showing = ledger.showing([*(("text", key) for key in texts), *(("search", lang) for lang in langs)])
    if showing is None or not langs <= after.search.keys():
        return None
    with stage(out, root, memory, look) as tree:
        # A build that came to nothing may have noted pages that were never published.
        if not tree.whole or not all((known := tree.live.get(path)) and (known.digest,) == (ledger.output(path) or ())[1:] for path in showing):
            return None
        with report.stage("index") as count:
            indexed = _index(texts, after, tree, memory)
            count(len(langs))
        if indexed is None:
            return None
        search, gone = indexed
        after = msgspec.structs.replace(after, search=search)
        with report.stage("render") as count:
            memory.keep(texts.values(), {text.path: state.inputs.stat(_source(key, text, state)) for key, text in texts.items()}, state.inputs.seen)
            contents = _contents(texts, after, memory)
            for path in showing:
                data, filled = refilled((out / path).read_bytes(), ledger.filled(path), contents)
                ledger.refill(path, tree.write(path, data), filled)
                report.whys[path] = OTHER_CONTENTS
            facts: dict[Fact, bytes] = {("text", key): text.key for key, text in texts.items()} | {("search", lang): digest(search[lang]) for lang in langs}
            ledger.settle(facts | {("text", None): digest(sorted(keys.items())), ("search", None): digest(list(search.items()))})
            notes.keep(ledger)
            count(len(showing))
        with report.stage("write"):
            tree.keep_others(gone)
            changes = publish(tree, frozenset(tree.record), memory, confirmed=False)
    report.written, report.removed = changes.written, changes.removed
    return msgspec.structs.replace(after, tree=changes.tree)


def _index(texts: Mapping[Key, ParsedText], before: Published, tree: Stage, memory: Memory) -> tuple[dict[Lang, str], frozenset[str]] | None:
    """Bring new words into the search. Returns where the manifests are then, and which files are gone."""
    search = dict(before.search)
    gone: list[str] = []
    for lang in dict.fromkeys(lang for _, lang in texts):
        new = [NewText(id_, text.key, text.plain.decode(), text.terms) for (id_, of), text in texts.items() if of == lang]
        made = reindex(lang, new, memory, tree.live, lambda path: (tree.out / path).read_bytes())
        if made is None:
            return None
        search[lang] = search_folder(lang) + made.manifest
        for path, data in made.files.items():
            tree.write(path, data)
        tree.write(output_path(search_pointer(lang)), pointer(before.base_path + search[lang]))
        gone += made.gone
    return search, frozenset(gone)


def _contents(texts: Mapping[Key, ParsedText], after: Published, memory: Memory) -> Contents:
    """What slots hold from now on."""
    bodies = {key: body_of(text.body) for key, text in texts.items()}

    def contents(slot: Slot) -> bytes:
        if slot.what == "search":
            return search_of(after.base_path, after.search[slot.lang])
        key = (slot.id, slot.lang)
        return (bodies[key] if key in bodies else memory.body(*key)).stretch(slot.first, slot.last)

    return contents


def _source(key: Key, text: ParsedText, state: State) -> str:
    """The file that a text was read from: its own, or the original that is converted."""
    return text.path if text.path in state.inputs.sizes else source_path(key[0], DEFAULT_LANG)


def _history(root: Path, memory: Memory, commit: str) -> bytes:
    return checksum(log(root, memory, commit)) if commit else b""


def _name(out: Path) -> str:
    return f"published {out.absolute()}"


def _key(options: Options) -> bytes:
    """What decides about a build besides the files and what git knows of them."""
    return repr((options.as_of, options.strict, options.preview)).encode()


def _note(memory: Memory, out: Path, options: Options, published: Published) -> None:
    memory.make_notes([(_name(out), _key(options), msgspec.msgpack.encode(published))])
