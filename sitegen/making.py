"""Making pages (生成网页): what is there and still true is taken over, the rest is rendered.

The shell around `render` and `trace`: what earlier builds noted comes from the memory, what is
made goes to the stage, and the work runs where the executor says.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from sitegen import executor
from sitegen.findings import Finding
from sitegen.memory import Damaged, Memory
from sitegen.outputs import Stage
from sitegen.plan import Page
from sitegen.questions import Sources
from sitegen.render import Context, Kept, Rendered, render_batch
from sitegen.trace import Trace, decoded, digest, encoded


@dataclass(frozen=True, slots=True)
class Notes:
    """What is remembered of pages; those of a preview, which shows drafts, stand apart."""

    memory: Memory
    edition: str

    def outputs(self, key: bytes) -> dict[str, str]:
        """Digests of all outputs by path, as they were made from what `key` is the digest of; empty for any other key."""
        data = self.memory.note(f"{self.edition}: outputs", key)
        return msgspec.msgpack.decode(data, type=dict[str, str]) if data else {}

    def traces(self) -> dict[str, Trace]:
        """What earlier builds noted of each output. Raises: Damaged."""
        data = self.memory.note(f"{self.edition}: traces", b"")
        try:
            return decoded(data) if data else {}
        except ValueError as error:
            raise Damaged(str(error)) from error

    def keep(self, traces: dict[str, Trace], key: bytes) -> None:
        outputs = msgspec.msgpack.encode({path: trace.output for path, trace in traces.items()})
        self.memory.make_notes([(f"{self.edition}: traces", b"", encoded(traces)), (f"{self.edition}: outputs", key, outputs)])


def whole(sources: Sources, when: tuple[date, bool], registers: bytes, documents: dict[str, bytes]) -> bytes:
    """A digest of all that pages are made of; where it is what it was, no question need be asked.

    `when` is the day and whether drafts are shown, `registers` the digest of site.yml and the catalogs;
    `documents` tells what each document was made of.
    """
    looks = sources.theme
    addresses = {name: url for name, (url, _) in looks.assets.items()}
    facts = (registers, when, sorted(documents.items()))
    return digest((facts, looks.templates, looks.words, addresses, sources.images, sources.sizes, sources.version, sources.search))


def made(
    pages: tuple[Page, ...], context: Context, key: bytes, tree: Stage, notes: Notes, workers: int, count: Callable[[int, int], None], *, afresh: bool
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Bring every page to the stage: why each output that was rendered had to be, by path, and what failed.

    `key` is the digest of all that pages are made of; `count` is told how many are done and of how many;
    `afresh` makes all of them whatever is remembered.
    Raises: Damaged.
    """
    if not afresh and _taken_over(pages, notes.outputs(key), tree):
        return {}, ()
    before = {} if afresh else notes.traces()
    tasks = ((page, trace if (trace := before.get(page.path)) and tree.has(page.path, trace.output) else None) for page in pages)
    traces: dict[str, Trace] = {}
    whys: dict[str, str] = {}
    # One mistake in a template fails every page that uses it; it is told once.
    failed: dict[tuple[str, str], Finding] = {}
    done = 0
    for batch in executor.run(render_batch, context, executor.batches(tasks), workers):
        done += len(batch)
        for result in batch:
            if isinstance(result, Kept):
                traces[result.path] = before[result.path]
                tree.keep(result.path, traces[result.path].output)
            elif isinstance(result, Rendered):
                traces[result.path] = replace(result.trace, output=tree.write(result.path, result.data))
                whys[result.path] = result.why
            else:
                failed.setdefault((result.location.path, result.params.get("reason", "")), result)
        count(done, len(pages))
    if not failed:
        notes.keep(traces, key)
    return whys, tuple(failed.values())


def _taken_over(pages: tuple[Page, ...], outputs: dict[str, str], tree: Stage) -> bool:
    """Take over every page, where nothing at all has changed and all are there."""
    return all(tree.has(page.path, outputs.get(page.path, "")) for page in pages) and all(tree.keep(page.path, outputs[page.path]) for page in pages)
