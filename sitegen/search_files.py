"""Files of an index (索引文件): how they are named and packed."""

import hashlib
import json
import zlib
from typing import Any

import msgspec
from deflate import zlib_compress

DIGEST = 8
as_json = msgspec.json.Encoder().encode


def deflated(data: bytes) -> bytes:
    """As the files of an index are packed: for any reader of zlib, by libdeflate, which takes a third of the time and gives the same bytes on every machine."""
    return bytes(zlib_compress(data, 6))


def inflated(data: bytes) -> Any:
    """What was packed as JSON. Raises: ValueError, zlib.error."""
    return json.loads(zlib.decompress(data))


def short_digest(data: bytes) -> str:
    """Eight characters of 32 that no file system confuses."""
    number = int.from_bytes(hashlib.blake2b(data, digest_size=5).digest(), "big")
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(35, -1, -5))
