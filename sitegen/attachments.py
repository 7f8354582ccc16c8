"""Look at attachments (附件读取): sizes, first bytes, and whether a PDF holds text.

PDFs are read in a process of its own with a time and a memory limit, because a damaged or
hostile file must not hold up everybody else's publishing. Without pypdf, or where no process
can be started, nothing is said of text layers. A file is read again when its bytes have changed.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from sitegen import urls
from sitegen.captions import caption_fault
from sitegen.inputs import Inputs, Stat, surely_unchanged
from sitegen.memory import Memory
from sitegen.signatures import HEAD_BYTES, AttachmentFacts, TextLayer, fits, looks_like

_SECONDS_EACH = 5
_SECONDS_TO_START = 20
_NOTE = "attachments"


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What was seen of a file, and when."""

    digest: bytes
    stat: Stat
    seen: int
    facts: AttachmentFacts


_unpacked = msgspec.msgpack.Decoder(dict[str, _Kept]).decode


def attachment_facts(inputs: Inputs, paths: tuple[str, ...], memory: Memory) -> dict[str, AttachmentFacts]:
    """Facts by path from the portal's root, remembered from build to build."""
    noted = memory.note(_NOTE, b"")
    before = _unpacked(noted) if noted is not None else {}
    known = {path: kept for path in paths if path in before and (kept := _still(inputs, path, before[path])) is not None}
    facts = _facts(inputs, tuple(path for path in paths if path not in known))
    for path, found in facts.items():
        # A reader that died or hung may fare better the next time.
        if not path.lower().endswith(".pdf") or found.text_layer in ("text", "none"):
            known[path] = _Kept(_digest(inputs, path), inputs.stat(path), inputs.seen, found)
    if known != before:
        memory.make_notes([(_NOTE, b"", msgspec.msgpack.encode(known))])
    return {path: facts[path] if path in facts else known[path].facts for path in paths}


def _still(inputs: Inputs, path: str, kept: _Kept) -> _Kept | None:
    """What was seen, if the file is what it was."""
    stat = inputs.stat(path)
    if surely_unchanged(stat, kept.stat, kept.seen):
        return kept
    return _Kept(kept.digest, stat, inputs.seen, kept.facts) if stat.size == kept.stat.size and _digest(inputs, path) == kept.digest else None


def _digest(inputs: Inputs, path: str) -> bytes:
    with open(inputs.root / path, "rb") as file:
        return hashlib.file_digest(file, "blake2b").digest()


def _facts(inputs: Inputs, paths: tuple[str, ...]) -> dict[str, AttachmentFacts]:
    layers = text_layers(inputs.root, tuple(p for p in paths if p.lower().endswith(".pdf") and inputs.sizes[p]))
    facts = {}
    for path in paths:
        extension = path.rpartition(".")[2].lower()
        size = inputs.sizes[path]
        if extension in urls.IMAGES:
            # Pictures are opened and judged where their copies are made.
            facts[path] = AttachmentFacts(size)
            continue
        with open(inputs.root / path, "rb") as file:
            head = file.read(HEAD_BYTES)
        fault = caption_fault(inputs.read(path).decode("utf-8", "replace")) if extension == "vtt" else None
        facts[path] = AttachmentFacts(size, fits(extension, head), looks_like(head), fault, layers.get(path, "unknown"))
    return facts


def text_layers(root: Path, paths: tuple[str, ...]) -> dict[str, TextLayer]:
    """Whether each PDF holds text; a file at which the reader died or hung is unreadable."""
    if not paths:
        return {}
    reader = Path(__file__).with_name("pdf_text.py")
    # -P: the script's own folder must not hide modules of the standard library.
    command = [sys.executable, "-P", str(reader), str(_SECONDS_EACH)]
    try:
        done = subprocess.run(
            command, input="\n".join(paths), cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
            timeout=_SECONDS_TO_START + _SECONDS_EACH * len(paths), env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        lines = done.stdout.splitlines()
    except subprocess.TimeoutExpired as expired:
        lines = (expired.stdout or b"").decode(errors="replace").splitlines() if isinstance(expired.stdout, bytes) else []
    except OSError:
        return {}
    if not lines or lines[0] != "ready":
        return {}
    told: dict[str, TextLayer] = dict(json.loads(line) for line in lines[1:] if line.endswith("]"))
    return {path: told.get(path, "unreadable") for path in paths}
