"""Checksums (校验和): the same for the same values in any process, on any day."""

import hashlib


def checksum(*values: object) -> bytes:
    """16 bytes of some values: of bytes as they are; of anything else, such as a row that is damaged, of how it is written."""
    # Processors reckon this digest themselves, in a third of the time that others take.
    digest = hashlib.sha256()
    for value in values:
        piece = value if isinstance(value, bytes) else repr(value).encode()
        digest.update(len(piece).to_bytes(8, "little"))
        digest.update(piece)
    return digest.digest()[:16]
