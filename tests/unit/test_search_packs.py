"""摘要合并: what goes into a pack comes out of it, whatever it is, and a slot is never too large for its size to be told."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.search import index_files
from sitegen.search_blocks import FACETS, Entry, Searchable
from sitegen.search_files import inflated
from sitegen.search_index import Reader
from sitegen.search_packs import PACK, PART, PART_MORE, RESTS, SHOWN, UNIT, UNITS, fragment, fragments_of, packed, unfolded
from sitegen.tokens import question

words = st.text(max_size=12)
shown = st.lists(words, min_size=6, max_size=6)
texts = st.builds(lambda some, times: some * times, st.text(max_size=40), st.sampled_from([0, 1, 200, 2_000]))
pages = st.lists(st.tuples(shown, texts), min_size=1, max_size=PACK)


@settings(max_examples=60, deadline=None)
@given(pages=pages)
def test_what_is_packed_comes_out_again(pages: list[tuple[list[str], str]]) -> None:
    fragments = [fragment(*page) for page in pages]
    pack, files = packed(fragments)
    assert len(pack.paths()) == len(files) == 1 + any(len(text) > PART for _, text in pages)
    assert len(files[0]) == sum(pack.sizes) * UNIT
    assert fragments_of(pack, files) == fragments
    assert [unfolded(found) for found in fragments] == pages


def noise(size: int, seed: int) -> str:
    """Characters of four bytes, and others of six in JSON, that nothing can be saved on."""
    draw = random.Random(seed)
    return "".join(chr(draw.choice((draw.randrange(0x20000, 0x3FFFF), draw.randrange(32)))) for _ in range(size))


def test_whatever_a_page_says_its_slot_can_be_told_in_a_byte() -> None:
    address = "/" + "".join(chr(random.Random(n).randrange(33, 127)) for n in range(4_094)) + "/"
    shown = [noise(20_000, 1), address, *(noise(20_000, seed) for seed in range(2, 6))]
    pack, files = packed([fragment(shown, noise(PART, 7) + "公积金" * PART_MORE * RESTS)])
    assert pack.sizes[0] <= UNITS
    words, text = unfolded(fragments_of(pack, files)[0])
    assert words == [shown[0][:SHOWN], address, *(word[:SHOWN] for word in shown[2:])]
    assert text == noise(PART, 7) + "公积金" * PART_MORE * RESTS


@pytest.mark.parametrize(("size", "rests"), [(PART, 0), (PART + 1, 1), (PART + PART_MORE, 1), (PART + PART_MORE * 9, 9), (PART_MORE * RESTS * 4, RESTS)])
def test_a_text_of_any_length_has_rests_that_can_be_listed(size: int, rests: int) -> None:
    found = fragment([""] * 6, "公" * size)
    assert len(inflated(found[0])[6]) == rests
    assert unfolded(found)[1] == "公" * size


def test_a_pack_with_another_text_is_made_of_the_others_as_they_are() -> None:
    pages = [fragment([str(n), *[""] * 5], f"{n}" * PART * 2) for n in range(PACK)]
    pack, files = packed(pages)
    again = fragments_of(pack, files)
    again[1] = pages[1] = fragment(["1", *[""] * 5], noise(PART_MORE * 2, 1))
    assert packed(again) == packed(pages)


def test_the_name_of_a_pack_is_of_all_that_its_files_say() -> None:
    def name(text: str) -> str:
        return packed([fragment([""] * 6, text)])[0].name

    assert len({name("甲"), name("乙"), name("甲" * PART), name("甲" * PART + "乙"), name("甲" * PART + "丙")}) == 5
    assert name("甲" * PART + "乙") == name("甲" * PART + "乙")


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"\1" + data[1:], lambda data: b""])
def test_a_file_that_says_something_else_is_not_opened(spoil) -> None:
    pack, files = packed([fragment([""] * 6, "公积金" * PART)])
    for n in range(len(files)):
        with pytest.raises(ValueError):
            fragments_of(pack, [spoil(data) if n == at else data for at, data in enumerate(files)])


def test_a_page_with_an_absurd_title_is_found_and_shown_by_its_beginning() -> None:
    title = "关于" + noise(5_000, 1) + "公积金的通知"
    page = Searchable("/a/", title, date(2026, 1, 1), "", "", (("policy",), (), (), (), ()))
    files = index_files([Entry(page, noise(PART * 2, 2))], {name: {} for name in FACETS})
    reader = Reader(files.__getitem__, next(path for path in files if path.startswith("manifest.")))
    hit = reader.hits(question("公积金的通知"), 1)[0]
    assert (hit.url, hit.title) == ("/a/", title[:SHOWN])
    assert reader.texts(hit.document)[1] == noise(PART * 2, 2)


def test_every_page_of_an_index_has_its_fragment_under_its_number() -> None:
    pages = [Searchable(f"/{n}/", f"第{n}号", date(2026, 1, 1), "", "", (("policy",), (), (), (), ())) for n in range(PACK * 20 + 3)]
    said = ["字" * (n * 337 % (PART * 3)) + str(n) for n in range(len(pages))]
    files = index_files([Entry(page, text) for page, text in zip(pages, said, strict=True)], {name: {} for name in FACETS})
    reader = Reader(files.__getitem__, next(path for path in files if path.startswith("manifest.")))
    assert [reader.texts(n) for n in range(len(pages))] == [[page.title, text] for page, text in zip(pages, said, strict=True)]
    assert [reader.fragment(n)[1] for n in range(len(pages))] == [page.url for page in pages]
