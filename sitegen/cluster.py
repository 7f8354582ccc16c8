"""Work on other machines (集群), through `dask.distributed`: its scheduler, its workers, its futures.

What all batches share is scattered once, to every worker, and unpacked there once; a batch
brings the bytes it is about, so that a worker needs no file of ours. Scheduler and workers
must run this very version of the program; a worker that does not says so.
"""

import importlib
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sitegen.checksum import checksum
from sitegen.executor import packed, unpacked
from sitegen.memory import code_version
from sitegen.undisturbed import undisturbed

Context = TypeVar("Context")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

PATIENCE = 15
"""Seconds until a scheduler must have answered, and until it must have a worker."""
_MISSING = "使用集群需要 dask.distributed，请运行 pip install 'sitegen[cluster]'。--cluster needs dask.distributed; run pip install 'sitegen[cluster]'."
_UNREACHABLE = "连接不上集群 {address}，或者那里没有工作节点。no cluster answers at {address}, or it has no workers."
_LOST = (
    "与集群 {address} 的连接中断，网站没有改变；请重新运行，或者不用 --cluster。"
    "the cluster {address} was lost and the site is as it was; run again, or without --cluster."
)
_OTHER = "集群 {address} 上没有安装同一版本的程序。the cluster {address} does not run this version of the program."


class ClusterError(Exception):
    """The cluster cannot be used; the message is for the person at the keyboard."""


class OtherVersion(Exception):
    """This worker would not make the same bytes."""


@dataclass(frozen=True)
class Cluster:
    address: str
    client: Any
    gone: tuple[type[BaseException], ...]
    """What is raised when scheduler or workers are no more."""

    def run(self, task: Callable[[Context, Batch], Result], context: Context, batches: Iterable[Batch]) -> Iterator[Result]:
        """Results in the order of the batches. Raises: ClusterError."""
        try:
            shared = packed(context)
            held = self.client.scatter(shared, broadcast=True)
            executor = self.client.get_executor(pure=False)
            at_once = 3 * sum(self.client.nthreads().values())
            waiting: deque[Any] = deque()
            for batch in batches:
                waiting.append(executor.submit(_work, code_version(), checksum(shared), held, packed((task, batch))))
                if len(waiting) > at_once:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except (OtherVersion, ImportError) as error:
            raise ClusterError(_OTHER.format(address=self.address)) from error
        except self.gone as error:
            raise ClusterError(_LOST.format(address=self.address)) from error


@contextmanager
def cluster(address: str) -> Iterator[Cluster | None]:
    """The cluster whose scheduler listens at this address, such as `tcp://10.0.0.5:8786`; None for no address. Raises: ClusterError."""
    if not address:
        yield None
        return
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise ClusterError(_MISSING) from None
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(_UNREACHABLE.format(address=address)) from error
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ClusterError(_UNREACHABLE.format(address=address)) from error
        yield Cluster(address, client, (CancelledError, TimeoutError, distributed.KilledWorker, distributed.comm.CommClosedError))
    finally:
        client.close()


# ---------------------------------------------------------------- on a worker

_one_at_a_time = threading.Lock()
_contexts: dict[bytes, Any] = {}  # the last context by its digest; only ever set on a worker


def _work(version: str, digest: bytes, shared: bytes, packed_batch: bytes) -> Any:
    # A worker may have several threads, and what a context works out is kept for one at a time.
    with _one_at_a_time, undisturbed():
        if code_version() != version:
            raise OtherVersion
        if digest not in _contexts:
            _contexts.clear()
            _contexts[digest] = unpacked(shared)
        task, batch = unpacked(packed_batch)
        return task(_contexts[digest], batch)
