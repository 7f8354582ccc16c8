"""分词: the table that normalises most texts gives what the Unicode database gives."""

import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen import tokens
from tests.portals import ROOT

RANGES = [chr(code) for first, last in tokens._ALONE for code in range(first, last + 1)]
RARE = "ΣΑΣ İ é e\u0301 ﷺ ㎡ ① ½ ﾊﾟ が\u3099 각 ᄀ\u1161 \ud800 \U0002f800 \U0010ffff"


def by_the_database(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower().encode("utf-32-le", "replace").decode("utf-32-le")
    return "".join(tokens.folding().get(c, c) if ord(c) < tokens.HIGHEST else chr(tokens.HIGHEST) for c in plain)


def test_the_table_of_traditional_characters_is_what_the_tables_of_opencc_give() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "docs/generate_folding.py"), "--check"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nrun: python3 docs/generate_folding.py"


def test_a_simplified_character_is_never_folded_itself() -> None:
    folding = tokens.folding()
    assert len(folding) > 3_000 and folding["電"] == "电" and folding["裏"] == "里"
    assert not folding.keys() & set(folding.values())


@given(st.text(st.sampled_from(tokens.PAIRS), max_size=20))
@settings(deadline=None, derandomize=True)
def test_the_characters_folded_onto_some_are_those_of_the_table(characters: str) -> None:
    pairs = {traditional: simplified for traditional, simplified in tokens.folding().items() if simplified in characters}
    assert tokens.folded_onto(characters) == ("".join(pairs), "".join(pairs.values()))


def test_every_character_by_itself() -> None:
    for character in (*RANGES, *RARE):
        assert tokens.normalise(character) == by_the_database(character), hex(ord(character))


def test_no_character_of_the_table_is_the_second_half_of_another() -> None:
    known = {chr(code) for code in range(tokens._MANY) if tokens._alone_table()[code] != tokens._MANY}
    assert len(known) > 30_000
    for code in range(0x110000):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            assert chr(int(parts[1], 16)) not in known, hex(code)


@given(st.text(st.one_of(st.sampled_from(RANGES), st.sampled_from(RARE), st.characters()), max_size=30))
@settings(deadline=None, derandomize=True)
def test_any_text(text: str) -> None:
    assert tokens.normalise(text) == by_the_database(text)


@given(st.text(st.sampled_from("甲年第号ab12〔〕[]() \n，(（2021)）"), max_size=40))
@settings(deadline=None, derandomize=True)
def test_words_and_document_numbers_are_those_of_the_whole_text(text: str) -> None:
    plain = tokens.normalise(text)
    words = [*tokens._WORD.findall(plain), *tokens.document_numbers(plain)]
    assert tokens.tokens(text).words == {word: words.count(word) for word in words}


@given(st.text(st.sampled_from("甲乙丙丁〇，。 a\n\U00020000\U0002a6d6電"), max_size=30))
@settings(deadline=None, derandomize=True)
def test_chinese_terms_are_those_of_the_whole_text_whether_its_characters_are_rare_or_not(text: str) -> None:
    plain = tokens.normalise(text)
    for title, terms in ((False, tokens.cut(plain)), (True, [*(a + b for a, b in pairwise(plain) if is_han(a) and is_han(b)), *filter(is_han, plain)])):
        found = tokens.unpacked(tokens.tokens(text, title=title).packed())
        assert dict(zip(map(tokens.term_of, found.keys.tolist()), found.counts.tolist(), strict=True)) == Counter(filter(lambda term: is_han(term[0]), terms))
        assert found.keys.tolist() == sorted(found.keys.tolist())


def test_what_occurs_often_is_counted_to_an_end() -> None:
    for times, counted in ((255, 255), (256, 256), (65_535, 65_535), (70_000, 65_535)):
        found = tokens.unpacked(tokens.tokens("甲，a " * times).packed())
        assert (found.counts.tolist(), found.words, found.length) == ([counted], {"a": counted}, 2 * counted)


def is_han(character: str) -> bool:
    return tokens.is_han(ord(character))


TITLES = st.text(st.one_of(st.sampled_from("关于公積金2021年第4号〔〕()ab\n\0,。"), st.sampled_from(RARE), st.characters()), max_size=20)


@given(st.lists(TITLES, min_size=1, max_size=6))
@example(["2021", "年4号", "中", "", "文"])
@example(["公" * 300, "a" * 50])
@example(["ΑΣ", "Α", "🏛"])
@settings(deadline=None, derandomize=True)
def test_titles_looked_at_as_one_text_have_the_terms_of_each(titles: list[str]) -> None:
    def said(found: tokens.Tokens) -> tuple[object, ...]:
        return found.keys.tolist(), found.counts.tolist(), found.words

    assert list(map(said, tokens.tokens_of_titles(titles))) == [said(tokens.tokens(title, title=True)) for title in titles]
    assert tokens.title_characters(titles) == [tokens.characters(tokens.normalise(title)) for title in titles]
