"""The server at work (运行): wait for a save, build, show; in one thread, so builds never overlap."""

import fcntl
import secrets
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.findings import as_text, count_by_level, printable
from sitegen.report import Options, Report
from sitegen.serve.answering import Server, why_not
from sitegen.serve.builder import FOLDER, Builder, attempt
from sitegen.serve.guard import is_every_address, is_loopback
from sitegen.serve.live import Live
from sitegen.serve.overlay import Trouble
from sitegen.serve.watching import Watch

_SECOND_LOOK = 0.25
"""Seconds that a failure must last before it is told: an editor may be in the middle of writing."""
_LOOKS = 8
_PAUSE, _LONG_PAUSE = 0.5, 5.0
"""Seconds without a save, at least and at most, after which the whole portal follows the pages that were shown first."""
_NAMED = 2
"""Files that it names."""
_TOLD = 10
"""Errors that the terminal tells in full."""


class Unavailable(Exception):
    """There can be no preview; the message says why and what to do (two languages)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the command line decides."""

    root: Path
    bind: str
    port: int
    reloads: bool
    opens: bool
    options: Callable[[], Options]
    say: Callable[[str], None]
    on_bug: Callable[[], None]


def serve(settings: Settings) -> None:
    """Serve until interrupted.

    Raises: Unavailable, OSError; KeyboardInterrupt where the person has had enough.
    """
    say, live = settings.say, Live()
    with _alone(settings.root):
        try:
            server = Server(settings.bind, settings.port, secrets.token_urlsafe(24), live, reloads=settings.reloads, on_bug=settings.on_bug)
        except OSError as error:
            raise Unavailable(why_not(error, settings.bind, settings.port)) from None
        home = address(settings.bind, server.server_port)
        try:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            say(f"打开 / open  {home}   （按 Ctrl-C 停止 / Ctrl-C stops）")
            if not is_loopback(settings.bind):
                say("注意：同一网络里的其他人也能打开，包括还没有公开的内容。warning: others on this network can open it too, drafts included.")
            with Watch(settings.root, say) as watch:
                _keep_up(settings, live, watch, home)
        finally:
            live.end()
            server.shutdown()
            server.server_close()


def address(bind: str, port: int) -> str:
    """What a person types into the browser."""
    name = "localhost" if is_loopback(bind) or is_every_address(bind) else bind
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _keep_up(settings: Settings, live: Live, watch: Watch, home: str) -> None:
    builder = Builder(settings.root, settings.options)
    live.show(builder.tree(), None)
    touched: frozenset[str] = frozenset()
    first = True
    while True:
        began = time.perf_counter()
        report, trouble, more = settled(builder, watch, settings.say if first else _quiet)
        took = time.perf_counter() - began
        live.show(live.now.tree if trouble else builder.tree(), trouble)
        for line in told(report, trouble, _lasting(settings.root, touched | more), took, time.strftime("%H:%M:%S")):
            settings.say(line)
        if first and settings.opens:
            threading.Thread(target=webbrowser.open, args=(home,), daemon=True).start()
        first = False
        builder.warm()
        touched = _first_looks(builder, live, watch, min(max(_PAUSE, took), _LONG_PAUSE))


def _first_looks(builder: Builder, live: Live, watch: Watch, pause: float = _PAUSE) -> frozenset[str]:
    """Show the pages of each document as soon as it is saved, until the writer pauses: everything that was touched.

    `pause` is about as long as a whole build takes: the next save would have to wait for it.
    """
    touched: frozenset[str] = frozenset()
    while True:
        burst = watch.wait()
        touched |= burst
        tree = live.now.tree
        pages = builder.look(burst) if tree is not None and live.now.trouble is None else None
        if pages is None or tree is None:
            return touched
        live.show(replace(tree, newer={**tree.newer, **pages}), None)
        if not watch.stirs(pause):
            return touched


def settled(builder: Builder, watch: Watch, say: Callable[[str], None]) -> tuple[Report, Trouble | None, frozenset[str]]:
    """A build, and again while it fails and somebody is still writing; with what was touched meanwhile."""
    report, trouble = attempt(builder, say)
    touched: frozenset[str] = frozenset()
    for _ in range(_LOOKS):
        if trouble is None or not watch.stirs(_SECOND_LOOK):
            break
        touched |= watch.wait()
        report, trouble = attempt(builder, _quiet)
    return report, trouble, touched


def _lasting(root: Path, touched: frozenset[str]) -> frozenset[str]:
    """The files of a burst without what came and went within it, such as an editor's own copies; all of it where nothing else is left."""
    return frozenset(path for path in touched if (root / path).is_file()) or touched


def _quiet(line: str) -> None:
    """Stages are told of the first build, which may take long; later ones get a line each."""


def told(report: Report, trouble: Trouble | None, touched: frozenset[str], seconds: float, clock: str) -> Iterator[str]:
    """What the terminal says of a build: every error, then one line."""
    errors = trouble.findings if trouble else ()
    yield from map(as_text, errors[:_TOLD])
    if len(errors) > _TOLD:
        yield f"  另有 {len(errors) - _TOLD} 个错误 / {len(errors) - _TOLD} more errors: python3 build.py check"
    what = _named(touched) or "第一次生成 first build"
    warnings = count_by_level(report.findings)["warning"]
    if trouble and errors:
        zh = f"没有更新：{len(errors)} 个错误，{warnings} 个警告"
        en = f"not updated: {_count(len(errors), 'error')}, {_count(warnings, 'warning')}"
        yield f"{clock}  {what}  {zh} · {en}"
    elif trouble:
        yield f"{clock}  {what}  没有更新：{printable(trouble.words.replace(chr(10), ' '))}"
    else:
        files = report.written + report.removed
        zh = f"{report.rendered} 个网页，{files} 个文件有变化，{seconds:.2f} 秒，{warnings} 个警告"
        en = f"{_count(report.rendered, 'page')}, {_count(files, 'file')} changed, {seconds:.2f} s, {_count(warnings, 'warning')}"
        yield f"{clock}  {what}  {zh} · {en}"


def _named(touched: frozenset[str]) -> str:
    names = "、".join(printable(path) for path in sorted(touched)[:_NAMED])
    return names + (f" +{len(touched) - _NAMED}" if len(touched) > _NAMED else "")


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two servers of one portal would build over each other; the second is refused.

    Raises: Unavailable, OSError.
    """
    folder = root / FOLDER
    for place in (folder.parent, folder):
        if place.is_symlink():
            raise Unavailable(f"{place} 是链接，请删除它。{place} is a link; remove it.")
        place.mkdir(exist_ok=True)
    with open(folder / "lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Unavailable("这个门户已经有一个预览在运行，请先停止它。A preview of this portal is already running; stop it first.") from None
        yield
