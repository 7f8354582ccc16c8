"""A3: recordings (录像录音) that everybody can follow: captions that show, a transcript, a still picture."""

import posixpath
from collections.abc import Iterator

from sitegen import urls
from sitegen.document import Document
from sitegen.findings import Finding, Level, problem
from sitegen.front_matter import InterpretationHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.media import SPEECH_OF, VIDEO

MEDIA = problem(
    "A3", "inaccessible-media", "影音：{why_zh}", "media: {why}", level="error",
    source="无障碍环境建设法第二十九条、第三十一条；WCAG 2.1（1.2.1、1.2.2）；GB/T 37668",
    remedy=(
        "补上能播放的文件、WebVTT 字幕、每种语言的文字稿（scripts）和封面",
        "supply a file that plays, WebVTT captions, a transcript in each language (`scripts`), and a poster",
    ),
)  # fmt: skip
_NAMES = {"mandarin": ("普通话", "Mandarin"), "cantonese": ("粤语", "Cantonese"), "english": ("英语", "English")}


def media(context: Context) -> Iterator[Finding]:
    """A recording that some cannot follow, or that does not play.

    Errors: a film or sound whose first bytes are not those of its extension; captions that are no
    valid WebVTT (the first fault is told with its line); a language without a transcript: neither
    `scripts` has it nor is the text itself in it; a film without a poster. A warning: an
    interpretation of the form `video` without any recording.
    """
    for document in context.portal.site.documents:
        header = document.header
        if document.lang != DEFAULT_LANG or not isinstance(header, InterpretationHeader):
            continue
        if header.form == "video" and not header.recordings:
            yield _finding(context, document, ("form",), "视频解读没有视频", "an explanation by video has no video", grade="warning")
        folder = posixpath.dirname(document.path.removeprefix("content/"))
        for number, recording in enumerate(header.recordings):
            at = ("recordings", number)
            zh, en = _NAMES[recording.language]
            facts = context.attachments.get("content/" + urls.target(recording.file, folder).path)
            if facts is not None and (facts.size == 0 or not facts.fits):
                yield _finding(context, document, (*at, "file"), f"“{recording.file}” 不能播放", f"`{recording.file}` does not play")
            captions = context.attachments.get("content/" + urls.target(recording.captions, folder).path)
            if captions is not None and (fault := captions.captions) is not None:
                zh_fault, en_fault = f"字幕第 {fault.line} 行：{fault.zh}", f"captions, line {fault.line}: {fault.en}"
                yield _finding(context, document, (*at, "captions"), zh_fault, en_fault)
            if recording.language not in header.scripts and not (recording.language == SPEECH_OF[document.lang] and document.text.opening):
                yield _finding(context, document, (*at, "language"), f"{zh}录音没有文字稿", f"the recording in {en} has no transcript")
            if recording.poster is None and recording.file.rpartition(".")[2].lower() in VIDEO:
                yield _finding(context, document, (*at, "file"), f"“{recording.file}” 没有封面", f"`{recording.file}` has no poster")


def _finding(context: Context, document: Document, steps: tuple[str | int, ...], zh: str, en: str, grade: Level | None = None) -> Finding:
    return Finding(MEDIA, context.at_document(document, *steps), {"why_zh": zh, "why": en}, document.id, grade=grade)


MEDIA_RULES = (Rule(MEDIA, media),)
