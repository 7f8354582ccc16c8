"""Files that are known (已知文件): what is noted of a file when it has been written, by which it is known again."""

import msgspec


class Known(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that we wrote: digest of its bytes, size, and time in nanoseconds when it had been written."""

    digest: str
    size: int
    mtime: int


Record = dict[str, Known]
"""Files of a tree by path."""


class Given(msgspec.Struct, frozen=True, array_like=True):
    """A file that was given to a tree."""

    known: Known
    written: bool = False
    """Whether it was written anew."""
    named: bool = False
    """Whether a name has come into its folder, or one has gone for it."""
