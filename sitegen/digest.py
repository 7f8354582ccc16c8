"""Digests of values (摘要): the same for the same value in any process, on any day."""

import hashlib
from typing import Any

import msgspec
from markupsafe import Markup

from sitegen.said import Foreign

SIZE = 12
"""Bytes of a digest: enough that no two of a portal's answers meet by chance."""


def digest(value: Any) -> bytes:
    """A digest of a plain value: of scalars, tuples, dictionaries and dataclasses of them."""
    nothing = _NOTHING.get(type(value))
    return nothing if nothing is not None and not value else _digest(value)


def _digest(value: Any) -> bytes:
    return hashlib.sha256(_encode(value)).digest()[:SIZE]


def _plain(value: Any) -> Any:
    if isinstance(value, Foreign):
        return "said", value.lang, str(value)
    if isinstance(value, Markup):
        return str(value)
    raise TypeError(f"an answer holds a {type(value).__name__}, which has no digest")


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode
_NOTHING = {type(value): _digest(value) for value in ((), "", None, False)}
"""Half of all answers are that there is nothing."""
