"""更新检索索引: where nothing but a few texts changed, what comes out is what indexing the whole portal gives, in the tree and in the memory."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from sitegen import search_kept as kept
from sitegen import search_shards
from sitegen.indexing import index
from sitegen.inputs import Stat
from sitegen.known import Known
from sitegen.languages import DEFAULT_LANG
from sitegen.memory import Memory
from sitegen.outputs import Stage
from sitegen.parse import ParsedText
from sitegen.reindexing import NewText, Reindexed, reindex
from sitegen.search_blocks import BLOCK
from sitegen.search_buckets import MANY, buckets, cuts, joined
from sitegen.search_edits import Edit, edited
from sitegen.search_packs import PACK, PART, PART_MORE
from sitegen.search_pages import Found, Listed
from sitegen.search_patches import patched
from sitegen.search_shards import bucket_shards
from sitegen.tokens import Tokens, term_of, tokens
from sitegen.trees import Tree
from sitegen.urls import source_path
from sitegen.values import DocumentId
from tests.bench.given import Given
from tests.test_indexing import Text, texts

PAGES = BLOCK * 2 + 40
OTHER = 9
"""Every ninth page is no document."""
Texts = dict[int, str]
"""By place in the index."""


# ---------------------------------------------------------------- a portal's index


def document_id(place: int) -> DocumentId:
    return DocumentId(f"policies/{place}")


def key_of(text: str) -> bytes:
    return b"how it is read.." + hashlib.blake2b(text.encode(), digest_size=16).digest()


class Documents(Given):
    """Given texts, most of them of documents, whose texts are in the memory."""

    def __iter__(self) -> Iterator[Listed]:
        for place, listed in enumerate(super().__iter__()):
            if place % OTHER:
                title, _, text = self.texts[place]
                assert isinstance(listed.source, Found)
                rest = hashlib.blake2b(title.encode(), digest_size=16).digest()
                yield Listed(listed.order, key_of(text), rest, Found(listed.source.page, "", document_id(place)), document_id(place))
            else:
                yield listed


def keep(memory: Memory, changed: Mapping[int, str]) -> None:
    """Keep texts as parsing does."""
    paths = {source_path(document_id(place), DEFAULT_LANG): text for place, text in changed.items()}
    parsed = [ParsedText(path, key_of(text), b"", b"", text.encode(), tokens(text).packed()) for path, text in paths.items()]
    memory.keep(parsed, dict.fromkeys(paths, Stat(1, 1)), 1)


@dataclass
class Built:
    """An index in its tree, with the memory of it."""

    folder: Path
    pages: list[Text]
    manifest: str = ""
    live: dict[str, bytes] = field(default_factory=dict)
    """The published files, by path."""

    @property
    def memory(self) -> Memory:
        return Memory(self.folder / "memory")

    def index(self) -> list[str]:
        """Index everything; the paths of the files that were written."""
        known = {path: Known(hashlib.blake2b(data, digest_size=16).hexdigest(), len(data), 0) for path, data in self.live.items()}
        tree = Stage(self.folder, self.folder / "dist", Tree(), Tree(known))
        memory = self.memory
        paths, self.manifest = index(Documents(self.pages), memory, tree, 1)
        memory.close()
        self.live = {path: self.live[path] if path not in tree.changed else (self.folder / path).read_bytes() for path in paths}
        return tree.changed

    def reindex(self, changed: Texts) -> Reindexed | None:
        """Give these documents other texts, and publish what becomes of the index."""
        memory = self.memory
        keep(memory, changed)
        new = [NewText(document_id(place), key_of(text), text, tokens(text).packed()) for place, text in changed.items()]
        found = reindex(DEFAULT_LANG, new, memory, self.live, self.live.__getitem__)
        memory.close()
        if found is not None:
            assert not found.files.keys() & self.live.keys() and set(found.gone) <= self.live.keys()
            self.live = {path: data for path, data in self.live.items() if path not in found.gone} | found.files
            self.manifest = found.manifest
            self.edit(changed)
        return found

    def edit(self, changed: Texts) -> None:
        for place, text in changed.items():
            self.pages[place] = (*self.pages[place][:2], text)

    def remembered(self) -> dict[str, list[tuple[object, ...]]]:
        """All that the memory holds of the index."""
        memory = self.memory
        rows = {table: sorted(memory._open.execute(f"SELECT * FROM {table}").fetchall()) for table in ("notes", "shelves", "pieces")}
        memory.close()
        return rows

    def copy(self, folder: Path) -> "Built":
        folder.mkdir()
        shutil.copy(self.folder / "memory", folder / "memory")
        return Built(folder, list(self.pages), self.manifest, dict(self.live))


def built(folder: Path, pages: list[Text]) -> Built:
    """The index of these pages, made from nothing."""
    folder.mkdir(exist_ok=True)
    made = Built(folder, list(pages))
    memory = made.memory
    keep(memory, {place: text for place, (_, _, text) in enumerate(pages) if place % OTHER})
    memory.close()
    made.index()
    return made


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(tmp_path_factory.mktemp("base"), texts(PAGES))


@pytest.fixture
def before(base: Built, tmp_path: Path) -> Built:
    return base.copy(tmp_path / "again")


def assert_as_from_nothing(found: Built, where: Path) -> None:
    clean = built(where, found.pages)
    assert found.manifest == clean.manifest
    assert found.live.keys() == clean.live.keys()
    assert found.live == clean.live
    assert found.remembered() == clean.remembered()


# ---------------------------------------------------------------- the specification

SAYINGS = ("公积金", "补贴2024", "a1 b2", "zoo", "明府规〔2026〕4号", "龘", "𠮷𠮷", " ", "電梯", "0", "公", "第12条 办法")
sayings = st.lists(st.sampled_from(SAYINGS), max_size=6).map("".join)
places = st.integers(0, PAGES - 1).filter(lambda place: place % OTHER)
ways = st.one_of(
    st.just(lambda text: text),
    st.just(lambda text: ""),
    st.just(lambda text: text[: len(text) // 2]),
    sayings.map(lambda more: lambda text: more),
    sayings.map(lambda more: lambda text: text + more),
    sayings.map(lambda more: lambda text: more + text * (PART // 50)),
    sayings.map(lambda more: lambda text: text * (PART_MORE // 50) + more),
)


@settings(max_examples=12, deadline=None)
@given(edits=st.lists(st.dictionaries(places, ways, min_size=1, max_size=3), min_size=1, max_size=3))
def test_after_any_new_texts_all_is_as_if_indexed_from_nothing(base: Built, tmp_path_factory: pytest.TempPathFactory, edits) -> None:
    folder = tmp_path_factory.mktemp("edits")
    now = base.copy(folder / "again")
    for edit in edits:
        assert now.reindex({place: way(now.pages[place][2]) for place, way in edit.items()}) is not None
    assert_as_from_nothing(now, folder / "clean")
    shutil.rmtree(folder)


@settings(max_examples=60, deadline=None)
@given(
    narrow=st.booleans(),
    titles=st.lists(sayings, min_size=4, max_size=4),
    bodies=st.lists(sayings, min_size=4, max_size=4),
    new=st.dictionaries(st.integers(0, 3), sayings, min_size=1, max_size=3),
)
@example(narrow=True, titles=["a"] * 4, bodies=["b 公积金"] * 4, new={1: "a 公积", 2: ""})
@example(narrow=True, titles=["a"] * 4, bodies=["b 公积金"] * 4, new={1: "a 公积" * 300, 2: "公𠮷"})
@example(narrow=True, titles=["a"] * 4, bodies=["b 公积金" * 300, "公𠮷", "", ""], new={0: "b", 1: "公积金"})
def test_the_edited_buckets_are_those_of_the_block_made_anew(narrow: bool, titles: list[str], bodies: list[str], new: Texts) -> None:
    where = cuts(MANY if narrow else 4)
    heads = [tokens(title, title=True) for title in titles]
    was = buckets((heads, [tokens(text) for text in bodies]), where)
    now = buckets((heads, [tokens(new.get(place, text)) for place, text in enumerate(bodies)]), where)
    found = edited(was.__getitem__, where, terms_of(bodies, new), terms_of(new, new))
    assert pieces(found) == {number: piece for number, piece in enumerate(now) if piece != was[number]}


words = st.text("ab公積一丁 ", max_size=24)
six = st.lists(words, min_size=6, max_size=6)


@settings(max_examples=250, deadline=None)
@given(titles=six, bodies=six, new=st.dictionaries(st.integers(0, 5), words, min_size=1, max_size=3))
def test_the_patched_shards_are_those_of_the_bucket_joined_anew(titles: list[str], bodies: list[str], new: Texts) -> None:
    where, heads = cuts(4), [tokens(title, title=True) for title in titles]
    was = buckets((heads, [tokens(text) for text in bodies]), where)
    with pytest.MonkeyPatch.context() as patch:
        # A few terms fill a shard, and a term of some documents has one of its own.
        for name, size in (("SHARD", 16), ("SHARD_MOST", 28), ("ALONE", 4)):
            patch.setattr(search_shards, name, size)
        for number, edit in edited(was.__getitem__, where, terms_of(bodies, new), terms_of(new, new)).items():
            shards, files = bucket_shards(where.holds_words(number), [was[number]])
            afresh, all_files = bucket_shards(where.holds_words(number), [edit.piece])
            found, new_files = patched(shards, edit.changes, files.__getitem__, files)
            assert found == afresh
            assert new_files == {path: data for path, data in all_files.items() if path not in files}


@pytest.mark.parametrize("wide", ["公积" * 300, "公𠮷", "𠮷", "a1 " * 300])
def test_blocks_whose_numbers_need_more_room_are_joined_with_the_others(wide: str) -> None:
    where, none = cuts(4), [tokens("")]
    texts = ["公积金 a1", wide, "公积 b a1"]
    blocks = [buckets((none, [tokens(text)]), where) for text in texts]
    for number in range(where.count):
        found = joined(where.holds_words(number), [block[number] for block in blocks], 1)
        frequencies, documents, counts = found.fields[1]
        held = list(zip(np.repeat(found.names, frequencies).tolist(), documents.tolist(), counts.tolist(), strict=True))
        terms = [{term_of(key): count for key, count in zip(t.keys.tolist(), t.counts.tolist(), strict=True)} | t.words for t in map(tokens, texts)]
        assert held == [(name, place, of[name]) for name in found.names for place, of in enumerate(terms) if name in of]
        assert found.names == sorted(found.names)


def test_a_shard_that_does_not_say_what_its_name_says_is_not_patched() -> None:
    where, none = cuts(4), [tokens("")]
    was = buckets((none, [tokens("公积")]), where)
    number, edit = next(iter(edited(was.__getitem__, where, {0: tokens("公积")}, {0: tokens("公积 公积")}).items()))
    shards, files = bucket_shards(False, [was[number]])
    _, others = bucket_shards(False, [edit.piece])
    with pytest.raises(ValueError):
        patched(shards, edit.changes, lambda path: next(iter(others.values())))
    assert patched(shards, edit.changes, files.__getitem__)[1] == others


@pytest.mark.parametrize("said", ["公积", "a1"])
def test_a_bucket_that_does_not_hold_what_a_text_said_is_not_edited(said: str) -> None:
    where, none = cuts(4), tokens("")
    was = buckets(([none], [none]), where)
    with pytest.raises(ValueError):
        edited(was.__getitem__, where, {0: tokens(said)}, {0: none})


def terms_of(texts: Sequence[str] | Texts, places: Iterable[int]) -> dict[int, Tokens]:
    return {place: tokens(texts[place]) for place in places}


def pieces(edits: Mapping[int, Edit]) -> dict[int, bytes]:
    return {number: edit.piece for number, edit in edits.items()}


def test_counts_and_characters_at_their_highest_are_told_apart() -> None:
    where, last = cuts(MANY), "\U0003ffff" * 70_000
    none, high = tokens(""), tokens(last)
    assert int(np.max(high.counts)) == 65_535
    pages = [none] * BLOCK
    was = buckets((pages, pages), where)
    now = buckets((pages, [*pages[1:], high]), where)
    found = edited(was.__getitem__, where, {BLOCK - 1: none}, {BLOCK - 1: high})
    assert pieces(found) == {number: piece for number, piece in enumerate(now) if piece != was[number]}


def test_narrow_buckets_are_brought_up_to_date_as_well(tmp_path: Path) -> None:
    now = built(tmp_path / "again", texts(MANY + 10))
    assert now.reindex({7: now.pages[7][2] + "补一句 2026", MANY - 1: "zoo"}) is not None
    assert_as_from_nothing(now, tmp_path / "clean")


def test_indexing_everything_afterwards_writes_nothing(before: Built) -> None:
    before.reindex({5: "公积金 a1", BLOCK + 5: before.pages[BLOCK + 5][2] + "补一句"})
    remembered, manifest = before.remembered(), before.manifest
    assert before.index() == []
    assert (before.remembered(), before.manifest) == (remembered, manifest)


def test_of_a_text_that_is_the_same_nothing_but_its_key_moves_on(before: Built, tmp_path: Path) -> None:
    text = before.pages[5][2]
    memory, other = before.memory, b"\1" * 32
    found = reindex(DEFAULT_LANG, [NewText(document_id(5), other, text, tokens(text).packed())], memory, before.live, before.live.__getitem__)
    assert found == Reindexed(before.manifest)
    owns = memory.note(kept.owns_name(DEFAULT_LANG), b"")
    assert owns is not None and owns[5 * 32 : 6 * 32] == other


def test_a_sentence_costs_the_pack_of_its_page_and_little_else(before: Built) -> None:
    published = set(before.live)
    found = before.reindex({40: before.pages[40][2] + "鑫"})
    assert found is not None
    assert len([path for path in found.files if "/d/" in path]) == len([path for path in found.gone if "/d/" in path]) == 1
    assert len(found.files) < 15
    assert len({path for path in published & before.live.keys() if "/d/" in path}) == -(-PAGES // PACK) - 1


def test_a_text_that_becomes_long_gives_its_pack_a_file_of_rests_and_the_neighbours_keep_their_words(before: Built, tmp_path: Path) -> None:
    long = "".join(chr(0x4E00 + n * n % 9_000) for n in range(PART + PART_MORE * 2))
    for place, text in ((40, long), (43, long[::-1]), (40, "不长")):
        found = before.reindex({place: text})
        assert found is not None
        assert len([path for path in found.files if path.endswith("-more.bin")]) == 1
    assert_as_from_nothing(before, tmp_path / "clean")
    assert before.reindex({43: "也不长"}) is not None
    assert not [path for path in before.live if path.endswith("-more.bin")]


def test_a_text_that_is_taken_back_brings_the_old_files_again(before: Built) -> None:
    text, published, remembered = before.pages[5][2], dict(before.live), before.remembered()
    assert before.reindex({5: text + "补"}) is not None and before.live != published
    assert before.reindex({5: text}) is not None
    assert (before.live, before.remembered()) == (published, remembered)


# ---------------------------------------------------------------- what is the whole pipeline's affair


def _forget_note(name: str) -> Callable[[Built], object]:
    return lambda built: built.memory._open.execute("DELETE FROM notes WHERE name = ?", (name,))


def _other_form(built: Built) -> None:
    built.memory.make_notes([(kept.roll_name(DEFAULT_LANG), b"", b"\x93other")])


def _damaged(built: Built, number: int) -> None:
    built.memory._open.execute("UPDATE pieces SET data = zeroblob(9) WHERE number = ?", (number,))


def _block_of_other_pages(built: Built) -> None:
    # As a build leaves it that was killed before it had made its notes.
    memory = built.memory
    name = kept.block_name(DEFAULT_LANG, 1)
    shelf = memory.shelf(name)
    assert shelf is not None
    memory.refill(shelf, b"other pages", {})


def _other_pack(built: Built) -> None:
    built.live = {path: data[:-1] + b"x" if "/d/" in path else data for path, data in built.live.items()}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda built: built.memory.forget(),
        *(_forget_note(name(DEFAULT_LANG)) for name in (kept.roll_name, kept.owns_name, kept.tables_name, kept.shards_name, kept.columns_name)),
        _other_form,
        lambda built: _damaged(built, kept.HEAD),
        lambda built: _damaged(built, kept.BUCKETS),
        _block_of_other_pages,
        lambda built: built.live.pop(next(path for path in built.live if "/d/" in path)),
        lambda built: built.live.pop(next(path for path in built.live if "/s/" in path)),
        lambda built: built.live.pop(next(path for path in built.live if "/f/" in path)),
        _other_pack,
    ],
    ids=[
        "nothing is known", "no roll", "no owns", "no tables", "no shards", "no columns", "another form", "damaged head", "damaged bucket", "another block",
        "pack gone", "segment gone", "column gone", "another pack",
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_left_to_the_whole_pipeline(before: Built, spoil: Callable[[Built], object]) -> None:
    spoil(before)
    remembered = before.remembered()
    assert before.reindex({5: "公积金 0"}) is None
    assert before.remembered() == remembered


@pytest.mark.parametrize("id_", [document_id(PAGES), document_id(OTHER), DocumentId("")])
def test_a_document_that_is_not_in_the_index_is_left_to_the_whole_pipeline(before: Built, id_: DocumentId) -> None:
    new = NewText(id_, key_of(""), "", tokens("").packed())
    assert reindex(DEFAULT_LANG, [new], before.memory, before.live, before.live.__getitem__) is None


def test_a_key_of_another_length_and_a_document_named_twice_are_left_to_the_whole_pipeline(before: Built) -> None:
    new = NewText(document_id(5), key_of(""), "", tokens("").packed())
    for given_ in ([new, new], [replace(new, key=b"short")], [replace(new, terms=b"")]):
        assert reindex(DEFAULT_LANG, given_, before.memory, before.live, before.live.__getitem__) is None


def test_a_portal_whose_keys_are_older_than_its_index_is_left_to_the_whole_pipeline(before: Built) -> None:
    memory = before.memory
    roll = kept.roll_noted(memory.note(kept.roll_name(DEFAULT_LANG), b"") or b"")
    memory.make_notes([(kept.roll_name(DEFAULT_LANG), b"", kept.packed(replace(roll, shared=b"another")))])
    assert before.reindex({5: "公积金"}) is None
