"""What a file says it is (文件特征): kinds of attachments, told by their first bytes.

An extension is only a name; these are the bytes that programs look at. Text formats have no
such bytes, so for them the test is that they are text.
"""

from dataclasses import dataclass
from typing import Literal

from sitegen.captions import CaptionFault

HEAD_BYTES = 1024
"""How much of a file must be seen."""

TextLayer = Literal["text", "none", "unreadable", "unknown"]
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = frozenset(("docx", "xlsx", "pptx", "odt", "ods", "ofd", "zip"))
_PLAIN = frozenset(("csv", "txt", "vtt"))
_NAMES = (
    (b"%PDF-", "pdf"), (_ZIP[0], "zip / docx / xlsx"), (_OLE, "doc / xls / ppt"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"),
    (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"{\\rtf", "rtf"), (b"\x1aE\xdf\xa3", "webm"), (b"ID3", "mp3"), (b"MZ", "exe"), (b"<", "html / xml"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """附件特征: what the linter knows of a file without holding it."""

    size: int
    fits: bool = True
    """Whether its first bytes are those of its extension."""
    looks_like: str = ""
    """What the first bytes are instead, where that is known."""
    captions: CaptionFault | None = None
    """Of a caption file: what is wrong with it."""
    text_layer: TextLayer = "unknown"
    """Of a PDF: whether words can be read in it; `unknown` for other files and without pypdf."""


def fits(extension: str, head: bytes) -> bool:
    """Whether a file may begin like this; True for extensions that this table does not know."""
    match extension:
        case "pdf":
            return b"%PDF-" in head
        case _ if extension in _ZIPPED:
            return head.startswith(_ZIP)
        case "doc" | "xls" | "ppt":
            return head.startswith(_OLE) or (extension == "doc" and head.startswith(b"{\\rtf"))
        case "mp4" | "m4a":
            return head[4:8] == b"ftyp"
        case "mp3":
            return head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)
        case "wav":
            return head.startswith(b"RIFF") and head[8:12] == b"WAVE"
        case "webm":
            return head.startswith(b"\x1aE\xdf\xa3")
        case _ if extension in _PLAIN:
            return b"\0" not in head.removeprefix(b"\xff\xfe") or head.startswith(b"\xff\xfe")
    return True


def looks_like(head: bytes) -> str:
    """The kind of file that begins like this, in words; "" if it is none of the common ones."""
    return next((name for begin, name in _NAMES if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(begin)), "")
