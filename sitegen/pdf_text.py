"""Which PDFs hold text (文字层检查): a program of its own, started by `attachments.py`.

Reads paths from standard input, one a line; writes `ready`, then one JSON pair a line: path
and `text`, `none` or `unreadable`. It imports nothing of the generator.
"""

import json
import signal
import sys

PAGES = 3
"""Pages looked at: a scan is a scan from its first page."""
LETTERS = 10
MEMORY = 1 << 30


class _TooLong(Exception):
    pass


def _stop(number: int, frame: object) -> None:
    raise _TooLong


def layer(path: str) -> str:
    """`text` if the first pages hold words."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return "unreadable"
        found = 0
        for number, page in enumerate(reader.pages):
            if number == PAGES:
                break
            found += sum(c.isalnum() for c in page.extract_text())
            if found >= LETTERS:
                return "text"
        return "none"
    except (Exception, RecursionError, MemoryError, _TooLong):
        # Whatever goes wrong inside a foreign file, the answer is that it cannot be read.
        return "unreadable"


def main() -> None:
    seconds = int(sys.argv[1])
    try:
        import pypdf  # noqa: F401
    except ImportError:
        return
    timed = hasattr(signal, "setitimer")
    if timed:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGALRM, _stop)
    print("ready", flush=True)
    for line in sys.stdin.read().splitlines():
        if timed:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            answer = layer(line)
        except _TooLong:
            answer = "unreadable"
        finally:
            if timed:
                signal.setitimer(signal.ITIMER_REAL, 0)
        print(json.dumps([line, answer]), flush=True)


if __name__ == "__main__":
    main()
