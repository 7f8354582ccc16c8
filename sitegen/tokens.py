"""Text -> search terms (分词): the same few rules here and in the theme's search script.

1. NFKC, lower case, Traditional characters folded to Simplified by a table of single characters.
2. Runs of Han characters, of a-z, of 0-9; everything else parts them.
3. A Han run gives its pairs of neighbours, a run of one that character; letters and digits stay whole.
   Titles give every single character too.
4. A document number in any brackets or none gives one more term, `2021#4`.

No dictionary: index and question cannot disagree on how words are cut. Arrays of code
points make this fast; `tests/data/tokens.json` holds both implementations to the same cases.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from sitegen.folded import PAIRS

Codes = NDArray[np.uint16] | NDArray[np.uint32]
"""Characters by code point: in 16 bits each, where all of a text fit."""
Keys = NDArray[np.uint64]

HIGHEST = 0x40000
"""No Han character stands at or above this code point."""
SHIFT = 21
"""A pair of characters as one number: first << SHIFT | second."""
WORD_LENGTH = 40
OFTEN = 65_535
_SECOND = (1 << SHIFT) - 1
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_SPACE = "[ \\t\\r\\n]"
_RUN = re.compile(f"[a-z]+|[0-9]+|[{_HAN}]+")
_WORD = re.compile("[a-z0-9](?:(?<=[a-z])[a-z]*|(?<=[0-9])[0-9]*)")
"""Letters, or digits: written so that one set says where any begins, which is found in half the time."""
_OPEN, _CLOSE = "〔[【({﹝〈<", "〕]】)}﹞〉>"
_YEAR = "((?:19|20)[0-9]{2})"
_BRACKETED = re.compile(f"[{re.escape(_OPEN)}]{_SPACE}?{_YEAR}{_SPACE}?[{re.escape(_CLOSE)}]{_SPACE}?第?{_SPACE}?0*([1-9][0-9]{{0,4}})(?![0-9])")
_PLAIN = re.compile(f"(?<![0-9]){_YEAR}年?{_SPACE}?第?{_SPACE}?0*([1-9][0-9]{{0,4}}){_SPACE}?号")
_ASKING = re.compile(
    "为什么|什么是|是什么|是多少|是谁|有哪些|有什么|在哪里|在哪儿|怎么办|怎么样|怎么|如何|"
    "怎样|什么|多少|多久|哪里|哪些|哪儿|需要|可以|是否|能不能|可不可以|吗|呢|的|了|谁"
)


def is_han(code: int) -> bool:
    return code == 0x3007 or 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0x20000 <= code < HIGHEST


_SEEN, _IS_HAN = 1, 2
"""What a character is to us: one of a word or document number; a Han character; both."""


@cache
def _kind_table() -> NDArray[np.uint8]:
    table = np.zeros(HIGHEST + 1, dtype=np.uint8)
    for first, last in ((0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, HIGHEST - 1)):
        table[first : last + 1] = _IS_HAN
    table[[ord(c) for c in f"abcdefghijklmnopqrstuvwxyz0123456789年第号 \t\r\n{_OPEN}{_CLOSE}"]] |= _SEEN
    return table


@cache
def folding() -> dict[str, str]:
    """Traditional character -> Simplified, one to one, by code point; a value is never itself folded."""
    return dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))


@cache
def _fold_table() -> NDArray[np.uint32]:
    table = np.arange(HIGHEST + 1, dtype=np.uint32)
    pairs = _points(PAIRS)
    table[pairs[::2]] = pairs[1::2]
    return table


def folded_onto(characters: str) -> tuple[str, str]:
    """The Traditional characters that become one of these, and what each becomes."""
    pairs = _points(PAIRS)
    sought = np.zeros(HIGHEST + 1, dtype=bool)
    sought[_points(characters)] = True
    kept = sought[pairs[1::2]]
    traditional, simplified = (pairs[n::2][kept].tobytes().decode("utf-32-le") for n in range(2))
    return traditional, simplified


_ALONE = ((0x0, 0xFF), (0x2000, 0x2BFF), (0x3000, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xFE30, 0xFE6F), (0xFF00, 0xFFEF))
"""Ranges whose characters stand in nearly every text; no character of theirs is the second half of another."""
_MANY = 0xFFFF


@cache
def _alone_table() -> NDArray[np.uint16]:
    """What a character of 16 bits becomes by itself, whatever stands beside it; `_MANY` where that is longer, or rests on others."""
    table = np.full(0x10000, _MANY, dtype=np.uint32)
    for first, last in _ALONE:
        for code in range(first, last + 1) if not is_han(first) else ():
            parts = unicodedata.normalize("NFKD", chr(code))
            if len(parts) == 1 and len(parts.lower()) == 1 and not unicodedata.combining(parts) and not 0x1100 <= ord(parts) <= 0x11FF:
                table[code] = ord(parts.lower())
        if is_han(first):
            table[first : last + 1] = np.arange(first, last + 1)
    known = table != _MANY
    table[known] = _fold_table()[table[known]]
    return np.minimum(table, _MANY).astype(np.uint16)


def normalise(text: str) -> str:
    """NFKC, lower case, Simplified: what terms are cut from."""
    return _text(_codes(text))


def _codes(text: str) -> Codes:
    # Normalising by the Unicode database costs more than cutting the terms; a table answers for texts without rare characters.
    units = np.frombuffer(text.encode("utf-16-le", "replace"), dtype=np.uint16)
    if len(units) == len(text):
        # `take` asks nothing about the shape of what it is given, and needs a third of the time of brackets.
        quick: NDArray[np.uint16] = _alone_table().take(units)
        if not len(quick) or quick.max() != _MANY:
            return quick
    whole = _fold_table()[np.minimum(_points(unicodedata.normalize("NFKC", text).lower()), HIGHEST)]
    return whole.astype(np.uint16) if whole.max(initial=0) <= 0xFFFF else whole


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-16-le" if codes.dtype == np.uint16 else "utf-32-le")


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


_as_json = msgspec.json.Encoder(order="sorted").encode


class Tokens(msgspec.Struct, frozen=True):
    """Terms of one text and how often each occurs, as narrow as they are kept: a portal has thousands of texts."""

    pairs: NDArray[Any]
    """Sorted keys of its Han terms; 16 bits for each character where none is rare."""
    counts: NDArray[Any]
    """How often each occurs, at most OFTEN; in 8 or 16 bits."""
    words: dict[str, int]

    @property
    def keys(self) -> Keys:
        """Han terms as sorted keys: `term_of`."""
        return widened(self.pairs) if self.pairs.itemsize == 4 else self.pairs

    @property
    def length(self) -> int:
        """How many terms the text has in all."""
        return int(self.counts.sum()) + sum(self.words.values())

    def packed(self) -> bytes:
        """As bytes, to be kept between processes and builds."""
        pairs, counts = self.pairs, self.counts
        head = _as_json([len(pairs), pairs.itemsize, counts.itemsize, self.words])
        return b"\n".join((head, pairs.astype(f"<u{pairs.itemsize}").tobytes() + counts.astype(f"<u{counts.itemsize}").tobytes()))


def unpacked(data: bytes) -> Tokens:
    """What `Tokens.packed` made bytes of."""
    head, _, rest = data.partition(b"\n")
    size, width, depth, words = json.loads(head)
    return Tokens(np.frombuffer(rest, f"<u{width}", size), np.frombuffer(rest, f"<u{depth}", size, size * width), words)


_COMMON = np.uint64(0xFFFF << SHIFT | 0xFFFF)
"""Where keys have their bits whose characters are all common ones."""
_FIRST, _SECOND_16, _APART = np.uint64(0xFFFF0000), np.uint64(0xFFFF), np.uint64(SHIFT - 16)


def rare(keys: Keys) -> NDArray[np.bool_]:
    """Which of these keys have a rare character, so that they do not fit into 32 bits."""
    found: NDArray[np.bool_] = (keys & ~_COMMON) > 0
    return found


def narrowed(keys: Keys) -> NDArray[np.uint32]:
    """Such keys with 16 bits for each character, in the same order."""
    return ((keys >> _APART & _FIRST) | (keys & _SECOND_16)).astype("<u4")


def widened(pairs: NDArray[np.uint32]) -> Keys:
    """What `narrowed` was given."""
    wide = pairs.astype(np.uint64)
    return (wide & _FIRST) << _APART | (wide & _SECOND_16)


def tokens(text: str, *, title: bool = False) -> Tokens:
    """Terms of a text; a title gives single characters too."""
    codes = _codes(text)
    kinds = _kind_table().take(codes)
    han = kinds >= _IS_HAN
    single = han
    if not title:
        beside = np.zeros(len(han) + 2, dtype=bool)
        beside[1:-1] = han
        single = han > (beside[:-2] | beside[2:])
    pairs, counts = _counted(_han_keys(codes, han[:-1] & han[1:], single))
    return Tokens(pairs, _few(counts), _words(_latin(codes, (kinds & _SEEN).view(bool))))


def tokens_of_titles(titles: Sequence[str]) -> list[Tokens]:
    """The terms of each title. Titles are short: looking at all of them as one text takes a fifth of the time."""
    codes = _codes(_joined(titles))
    kinds = _kind_table().take(codes)
    han, ends = kinds >= _IS_HAN, codes == 0
    both, of_title = han[:-1] & han[1:], np.cumsum(ends, dtype=np.uint64)
    keys = _han_keys(codes, both, han)
    bits = np.uint64(32 if keys.itemsize == 4 else 2 * SHIFT)
    rows, counts = _counted(keys | np.concatenate((of_title[:-1][both], of_title[han])) << bits)
    pairs, few = (rows & (np.uint64(1) << bits) - np.uint64(1)).astype(keys.dtype), _few(counts)
    starts = np.searchsorted(rows, np.arange(len(titles) + 1, dtype=np.uint64) << bits).tolist()
    plains = _latin(codes, (kinds & _SEEN).view(bool) | ends).split(_END)
    return [Tokens(pairs[a:b], few[a:b], _words(plain)) for (a, b), plain in zip(pairwise(starts), plains, strict=True)]


_END = "\0"
"""What stands between texts that are looked at as one; no term has it, and it is the same when it is normalised."""


def _joined(texts: Sequence[str]) -> str:
    return _END.join(text.replace(_END, " ") for text in texts)


def _words(plain: str) -> dict[str, int]:
    """Latin words, digits and document numbers, and how often each occurs."""
    words: dict[str, int] = {}
    for word in (*_WORD.findall(plain), *document_numbers(plain)):
        words[word[:WORD_LENGTH]] = min(words.get(word[:WORD_LENGTH], 0) + 1, OFTEN)
    return words


def _few(counts: NDArray[np.int64]) -> NDArray[Any]:
    """As `Tokens.counts`."""
    return counts.astype(np.uint8) if counts.max(initial=0) < 256 else np.minimum(counts, OFTEN).astype(np.uint16)


def _han_keys(codes: Codes, both: NDArray[np.bool_], single: NDArray[np.bool_]) -> NDArray[Any]:
    """Keys, as `Tokens.pairs`, of the pairs that begin at some characters (of all but the last) and of single characters (of all)."""
    # Pairs of common characters are half as wide, in the same order, and sorted in half the time.
    shift, width = (16, np.uint32) if codes.dtype == np.uint16 else (SHIFT, np.uint64)
    wide: NDArray[Any] = codes.astype(width)
    first = wide << shift
    return np.concatenate(((first[:-1] | wide[1:])[both], first[single]))


def _counted(keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Sorted keys, each once, and how often each occurs."""
    keys.sort()
    new = np.ones(len(keys) + 1, dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:-1])
    starts = new.nonzero()[0]
    return keys.take(starts[:-1]), starts[1:] - starts[:-1]


def _latin(codes: Codes, kept: NDArray[np.bool_]) -> str:
    """A text in which words and document numbers stand as they stood, and everything between them is one character long."""
    shown = kept.copy()
    shown[1:] |= kept[:-1]
    return _text(codes[shown])


def document_numbers(plain: str) -> list[str]:
    """`2021#4` for each document number in a normalised text: 〔2021〕4号, (2021)4, 2021年第4号."""
    found = (*_BRACKETED.findall(plain), *_PLAIN.findall(plain))
    return [f"{year}#{number}" for year, number in found]


def term_of(key: int) -> str:
    """A Han key as text: one character or two."""
    first, second = key >> SHIFT, key & _SECOND
    return chr(first) + (chr(second) if second else "")


# ---------------------------------------------------------------- questions


class Question(msgspec.Struct, frozen=True):
    """提问: what a reader typed, as terms."""

    text: str
    """Normalised, question words taken out."""
    terms: tuple[str, ...]
    """Pairs, lone characters, words and document numbers, each once, in order; `公积*` for a beginning."""
    characters: tuple[str, ...]
    """Distinct characters and words, to be looked for in titles."""
    required: tuple[tuple[str, ...], ...]
    """Terms of each +part and each "phrase": a page must hold all of each."""
    excluded: tuple[tuple[str, ...], ...]
    """Terms of each -part: a page that holds all of one is left out."""
    phrases: tuple[str, ...]
    """Quoted words without spaces, to be found literally."""


def question(text: str) -> Question:
    """Read a question: "phrases", +required, -excluded, beginning*; all else is looked for."""
    plain = normalise(text)
    phrases = [found for found in re.findall('["“”]([^"“”]{1,60})["“”]', plain) if _RUN.search(found)]
    required, excluded = [cut(p) for p in phrases], []
    kept, beginnings = [], []
    for part in re.split("[ \\t\\r\\n\"“”]+", plain):
        if re.match("[-−]", part) and cut(part):
            excluded.append(cut(part))
        elif part.startswith("+") and cut(part):
            required.append(cut(part))
            kept.append(part[1:])
        elif part.endswith("*") and cut(part):
            last = cut(part)[-1]
            if len(last) == 2 and is_han(ord(last[0])):
                # A pair is all that the index holds of what begins with it.
                kept.append(part[:-1])
            else:
                beginnings.append(last + "*")
                kept.append(part.rstrip("*").removesuffix(last))
        else:
            kept.append(part)
    words = " ".join(kept)
    bare = _ASKING.sub(" ", words)
    if len(re.findall(f"[a-z0-9{_HAN}]", bare)) < 2:
        bare = words
    terms = [*document_numbers(bare), *cut(bare)]
    if len(terms) == 1 and len(terms[0]) == 1 and is_han(ord(terms[0])):
        # One character: every pair that begins with it.
        beginnings.append(terms[0] + "*")
    return Question(
        bare, tuple(dict.fromkeys((*terms, *beginnings))), characters(bare), tuple(map(tuple, required)), tuple(map(tuple, excluded)),
        tuple(squeezed(p) for p in phrases),
    )  # fmt: skip


def characters(plain: str) -> tuple[str, ...]:
    """Distinct Han characters and whole words of a normalised text, in order."""
    runs = _RUN.findall(plain)
    return tuple(dict.fromkeys(part for run in runs for part in (run if is_han(ord(run[0])) else (run[:WORD_LENGTH],))))


def title_characters(titles: Sequence[str]) -> list[tuple[str, ...]]:
    return [characters(plain) for plain in normalise(_joined(titles)).split(_END)]


def squeezed(plain: str) -> str:
    """A normalised text without spaces and quotation marks, as phrases are compared."""
    return re.sub("[ \\t\\r\\n\"“”]+", "", plain)


def cut(plain: str) -> list[str]:
    """Terms of a normalised text in the order of the text."""
    found: list[str] = []
    for run in _RUN.findall(plain):
        if is_han(ord(run[0])) and len(run) > 1:
            found += (run[i : i + 2] for i in range(len(run) - 1))
        else:
            found.append(run[:WORD_LENGTH])
    return found
