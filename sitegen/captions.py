"""Captions (字幕): whether a WebVTT file is one that a browser will show.

Browsers drop a faulty cue without a word, so an editor would never learn of it.
Source: WebVTT: The Web Video Text Tracks Format, W3C.
"""

import re
from dataclasses import dataclass

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+.*)?")


@dataclass(frozen=True, slots=True)
class CaptionFault:
    """字幕错误: the first thing wrong in a caption file; lines count from 1."""

    line: int
    zh: str
    en: str


def caption_fault(text: str) -> CaptionFault | None:
    """The first fault of a WebVTT file, or None."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        return CaptionFault(1, "第一行不是 WEBVTT", "the first line is not WEBVTT")
    before, cues = 0, 0
    for number, line in enumerate(lines, 1):
        if "-->" not in line:
            continue
        match = _CUE.fullmatch(line.strip())
        if match is None:
            return CaptionFault(number, "时间应写成 00:01.000 --> 00:04.000", "a time is written 00:01.000 --> 00:04.000")
        start, end = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:])
        if end <= start:
            return CaptionFault(number, "结束时间不晚于开始时间", "it ends before it begins")
        if start < before:
            return CaptionFault(number, "开始时间早于上一条", "it begins before the one above it")
        if number >= len(lines) or not lines[number].strip():
            return CaptionFault(number, "这一条没有文字", "there are no words in it")
        before, cues = start, cues + 1
    return None if cues else CaptionFault(1, "没有一条字幕", "there is no caption in it")


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
