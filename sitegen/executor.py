"""Where work runs (执行): in this process, in several behind `concurrent.futures`, or with a team elsewhere (`cluster.py`).

Work goes out as batches of plain values to functions of a module; the context that all
batches share reaches each process once. Results come back in the order of the batches, so
neither the number of processes nor their timing can show in the output.
"""

import gc
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sitegen.undisturbed import undisturbed

if TYPE_CHECKING:
    # Most builds need no second process, and no machinery for it.
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

# Nothing here multiplies matrices; the threads that numpy's library for it starts in each process spin for a tenth of a second before they sleep.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
Context = TypeVar("Context")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

WORTH_A_POOL = 300
"""Items below which starting processes costs more than it saves (measured: about half a second)."""
BATCH = 64


class Team(Protocol):
    """Whoever takes batches away and brings results back in their order."""

    def run(self, task: Callable[[Context, Batch], Result], context: Context, batches: Iterable[Batch]) -> Iterator[Result]: ...


_context: Any = None  # what `_install` left in a worker process; never set in the parent


def packed(value: object) -> bytes:
    """A value on its way to another process of ours."""
    from multiprocessing.reduction import ForkingPickler

    return bytes(ForkingPickler.dumps(value))


def unpacked(data: bytes) -> Any:
    """What this program's own `packed` made; never bytes that come from elsewhere."""
    from multiprocessing.reduction import ForkingPickler

    return ForkingPickler.loads(data)


def _install(context: Any) -> None:
    """Begin as a worker: with what all batches share, or the file in which it is."""
    global _context
    # For good: between two batches a collection would look through all that the last one left, and pages and texts leave no cycles.
    gc.disable()
    _end_with_parent()
    _context = unpacked(context.read_bytes()) if isinstance(context, Path) else context


def _end_with_parent() -> None:
    """A build that is killed leaves nobody behind who waits for it, and holds what it had claimed."""
    import multiprocessing
    import threading
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _call(task: Callable[[Any, Any], Any], batch: Any) -> Any:
    return task(_context, batch)


def usable_cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers(chosen: int, items: int) -> int:
    """How many processes these items get: those that somebody chose, else as many as are worth it."""
    return chosen or (usable_cores() if items >= WORTH_A_POOL else 1)


def run(task: Callable[[Context, Batch], Result], context: Context, batches: Iterable[Batch], workers: int | Team) -> Iterator[Result]:
    """Results of `task(context, batch)` in the order of the batches; at most a few batches are under way."""
    if not isinstance(workers, int):
        yield from workers.run(task, context, batches)
    elif workers <= 1:
        yield from _here(task, context, batches)
    else:
        with _pooled(task, context, batches, workers, under_way=workers * 6) as results:
            yield from results


@contextmanager
def ahead(task: Callable[[Context, Batch], Result], context: Context, batches: Iterable[Batch], workers: int) -> Iterator[Iterator[Result]]:
    """The same; other processes begin at once, one fewer, for this one does something else before it asks for results."""
    if workers <= 1:
        yield _here(task, context, batches)
    else:
        # All of them, for nobody asks for a result until then.
        with _pooled(task, context, batches, workers - 1, under_way=None) as results:
            yield results


def _here(task: Callable[[Context, Batch], Result], context: Context, batches: Iterable[Batch]) -> Iterator[Result]:
    for batch in batches:
        with undisturbed():
            result = task(context, batch)
        yield result


def expect(items: int, chosen: int) -> None:
    """Let what processes come from load the program while this one goes on: there will be as many items."""
    if workers(chosen, items) > 1:
        _ways()


def _ways() -> "BaseContext":
    """How processes are made."""
    import multiprocessing
    import threading

    # A copy of this process has all that it knows, at once. One with threads, as it is where pages are served or a bar shows
    # how far a build is, is not copied: it might hold what another thread was about to let go. On macOS its libraries start threads, too.
    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    ways = multiprocessing.get_context("forkserver")
    ways.set_forkserver_preload(["sitegen.parse", "sitegen.indexing", "sitegen.making"])
    with _these_modules():
        forkserver.ensure_running()
    return ways


@contextmanager
def _pooled(
    task: Callable[[Context, Batch], Result], context: Context, batches: Iterable[Batch], workers: int, *, under_way: int | None
) -> Iterator[Iterator[Result]]:
    from concurrent.futures import ProcessPoolExecutor

    ways = _ways()
    with (
        tempfile.TemporaryDirectory(prefix="sitegen-") as folder,
        # A copy of this process has the context; to others it goes in a file.
        ProcessPoolExecutor(
            workers, mp_context=ways, initializer=_install, initargs=(context if ways.get_start_method() == "fork" else _written(context, Path(folder)),)
        ) as pool,
    ):
        coming = iter(batches)
        waiting: deque[Future[Result]] = deque(pool.submit(_call, task, batch) for batch in islice(coming, under_way))

        def results() -> Iterator[Result]:
            while waiting:
                first = waiting.popleft().result()
                waiting.extend(pool.submit(_call, task, batch) for batch in islice(coming, 1))
                yield first

        yield results()


def _written(context: object, folder: Path) -> Path:
    """What all batches share, packed once and in a file: arguments of a process stay in its memory and in ours, and a portal's model is large."""
    from multiprocessing.reduction import ForkingPickler

    path = folder / "context"
    with open(path, "xb") as file:
        ForkingPickler(file).dump(context)
    return path


@contextmanager
def _these_modules() -> Iterator[None]:
    """The server of processes that starts now loads the program's modules from where this one has them, not from the folder in which the command was given."""
    ours = {"PYTHONSAFEPATH": "1", "PYTHONPATH": os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))))}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def batches(items: Iterable[Batch], size: int = BATCH, weight: Callable[[Batch], int] = lambda item: 1) -> Iterator[tuple[Batch, ...]]:
    """Items in tuples that weigh no more than `size` together; one that weighs as much goes alone."""
    batch: list[Batch] = []
    full = 0
    for item in items:
        weighs = weight(item)
        if batch and full + weighs > size:
            yield tuple(batch)
            batch, full = [], 0
        batch.append(item)
        full += weighs
    if batch:
        yield tuple(batch)
