"""Copies of pictures, remembered by content (图片缓存).

Making an AVIF takes longer than everything else a page needs, so copies are kept below
.sitegen/images under a key of the original's bytes and the recipe. A copy that is short,
foreign or damaged is made again; deleting the folder is always safe.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen import executor
from sitegen.findings import Finding, Location
from sitegen.images import BAD_IMAGE, RECIPE, ImageInfo, derive, inspect
from sitegen.inputs import Inputs
from sitegen.urls import output_path


@dataclass(frozen=True, slots=True)
class _Copy:
    target: str
    source: str
    format: str
    width: int
    key: str


def image_facts(inputs: Inputs, paths: tuple[str, ...]) -> tuple[dict[str, ImageInfo], tuple[Finding, ...]]:
    """Sizes and planned copies of each picture, by path below content/."""
    facts, findings = {}, []
    for path in paths:
        info, finding = inspect(path, inputs.read(path))
        if info is not None:
            facts[path.removeprefix("content/")] = info
        if finding is not None:
            findings.append(finding)
    return facts, tuple(findings)


def image_copies(inputs: Inputs, images: dict[str, ImageInfo], cache: Path, workers: int) -> Iterator[tuple[str, bytes] | Finding]:
    """Output path and bytes of every copy, each once; a finding for a picture that cannot be decoded after all."""
    copies: dict[str, _Copy] = {}
    for path, info in images.items():
        for variant in info.variants:
            key = hashlib.blake2b(f"{RECIPE} {variant.url}".encode(), digest_size=16).hexdigest()
            target = output_path(variant.url)
            copies.setdefault(target, _Copy(target, f"content/{path}", variant.format, variant.width, key))
    missing = []
    for copy in copies.values():
        data = _remembered(cache / copy.key)
        if data is None:
            missing.append(copy)
        else:
            yield copy.target, data
    batches = ((inputs.read(copy.source), copy.format, copy.width) for copy in missing)
    pool = executor.usable_cores() if workers == 1 and len(missing) > 30 else workers
    for copy, data in zip(missing, executor.run(_derive, None, batches, pool), strict=True):
        if data is None:
            yield Finding(BAD_IMAGE, Location(copy.source), {"file": copy.source.rpartition("/")[2]})
            continue
        _remember(cache / copy.key, data)
        yield copy.target, data


def _derive(context: None, job: tuple[bytes, str, int]) -> bytes | None:
    try:
        return derive(*job)
    except (OSError, ValueError, SyntaxError):
        return None


def _remembered(path: Path) -> bytes | None:
    try:
        stored = b"" if path.is_symlink() else path.read_bytes()
    except OSError:
        return None
    checksum, data = stored[:16], stored[16:]
    return data if checksum == _checksum(path.name, data) else None


def _remember(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(_checksum(path.name, data) + data)
        part.replace(path)
    except OSError:
        # A memory that cannot be written costs time, never a build.
        return


def _checksum(key: str, data: bytes) -> bytes:
    return hashlib.blake2b(key.encode() + data, digest_size=16).digest()
