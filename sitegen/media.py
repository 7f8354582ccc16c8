"""Media (影音): what is said of a policy aloud, in which languages, and for those who do not hear or see it.

One text for each language is at once what the presenter says where nothing is recorded and the
transcript of the recording where there is one, so the two cannot differ. Captions are files of
their own, because only they know the times.
"""

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from sitegen.described import after, term, written
from sitegen.languages import Lang
from sitegen.values import Line, type_closed

Speech = Literal["mandarin", "cantonese", "english"]
"""讲解语言: 普通话, 粤语, 英语."""

SPEECH_OF: dict[Lang, Speech] = {"zh-Hans": "mandarin", "zh-Hant-HK": "cantonese", "en": "english"}
LANG_OF: dict[Speech, Lang] = {speech: lang for lang, speech in SPEECH_OF.items()}
VIDEO = frozenset(("mp4", "webm"))
AUDIO = frozenset(("mp3", "m4a", "wav"))

_BETWEEN_CHINESE = r"(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])"
"""Compiled when it is asked for, because so wide a range takes milliseconds, and every reading of a text loads this module."""

Script = Annotated[str, written(min_length=1, max_length=20_000, strip_whitespace=True)]
Scripts = dict[Speech, Script]
Length = Annotated[str, written(pattern=r"^([0-9]{1,2}:)?[0-9]{1,2}:[0-5][0-9]$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """录像录音: one film or sound track in one language."""

    __pydantic_config__: ClassVar = type_closed
    language: Annotated[Speech, term("语言", "language it is spoken in")]
    file: Annotated[Line, term("文件", "mp4, webm, mp3, m4a or wav, relative to the document")]
    captions: Annotated[Line, term("字幕", "WebVTT file with the captions, relative to the document")]
    length: Annotated[Length, term("时长", "minutes and seconds, such as 3:32")]
    poster: Annotated[Line | None, term("封面", "still picture shown before it plays; a film must have one")] = None
    note: Annotated[Line | None, term("说明", "what one should know before playing, such as: without sound")] = None


def _each_language_once(recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    if len({r.language for r in recordings}) != len(recordings):
        from pydantic_core import PydanticCustomError

        raise PydanticCustomError("recordings", "每种语言只放一个 / one recording for each language")
    return recordings


Recordings = Annotated[tuple[Recording, ...], after(_each_language_once)]


def paragraphs(script: str) -> tuple[str, ...]:
    """The paragraphs of a script: blank lines part them; a line break inside one is a space, or nothing between Chinese."""
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", script))
    return tuple(re.sub(_BETWEEN_CHINESE, "", block) for block in blocks if block)
