"""Look at attachments (附件读取): sizes, first bytes, and whether a PDF holds text.

PDFs are read in a process of its own with a time and a memory limit, because a damaged or
hostile file must not hold up everybody else's publishing. Without pypdf, or where no process
can be started, nothing is said of text layers.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from sitegen import urls
from sitegen.captions import caption_fault
from sitegen.inputs import Inputs
from sitegen.signatures import HEAD_BYTES, AttachmentFacts, TextLayer, fits, looks_like

_SECONDS_EACH = 5
_SECONDS_TO_START = 20


def attachment_facts(inputs: Inputs, paths: tuple[str, ...]) -> dict[str, AttachmentFacts]:
    """Facts by path from the portal's root."""
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
