"""Making pages (生成网页): what is there and still true is taken over, the rest is rendered.

The shell around `render` and `ledger`: what earlier builds noted comes from the memory, what is
made goes to the stage, and the work runs where the executor says. Questions are asked again
where a fact has changed on which their answers rest; those that all pages share are asked first,
once, so that an answer which is what it was spares every page.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sitegen import executor
from sitegen.batch import Batching, packed, unpacked
from sitegen.facts import Facts, common
from sitegen.findings import Finding
from sitegen.known import Known
from sitegen.languages import Lang
from sitegen.ledger import Ledger
from sitegen.notes import Notes
from sitegen.outputs import Stage
from sitegen.parsing import Parsed
from sitegen.plan import WHOLES, Page
from sitegen.render import UNANSWERED, Context, Rendered, basis, bring
from sitegen.trace import Trace
from sitegen.writing import Writer

_MANY = 2_000
"""Shared questions from which the pages that ask them are better looked at by all processes."""


def made(
    pages: tuple[Page, ...], context: Context, parsed: Parsed, tree: Stage, notes: Notes, count: Callable[[int, int], None],
    *, workers: int, afresh: bool,
) -> tuple[dict[str, str], tuple[Finding, ...]]:  # fmt: skip
    """Bring every page to the stage: why each output that was rendered had to be, by path, and what failed.

    `count` is told how many are done and of how many; `workers` is how many processes somebody chose, or 0;
    `afresh` makes all pages whatever is remembered.
    Raises: Damaged.
    """
    before = Ledger() if afresh else notes.ledger()
    facts = Facts(context.answers.portal, context.sources, parsed.keys, parsed.heads)
    looks = common(context.sources, (parsed.registers, *context.facts[2:]))
    known = before.common == looks
    ledger = before if known else Ledger()
    doubted = _doubted(pages, ledger, context, facts) if known else before.paths
    waiting: list[tuple[Page, bool]] = []
    for page in pages:
        path = page.path
        noted = before.output(path)
        there = noted is not None and tree.has(path, noted[1])
        if noted is not None and there and path not in doubted and noted[0] == basis(context, page):
            tree.keep(path, noted[1])
        else:
            waiting.append((page, there))
    # The largest begin, so that nobody waits for one at the end; those of a kind go together, for what only they need is loaded by each process that makes one.
    waiting.sort(key=lambda those: (-_weight(those[0]), those[0].kind))
    # A trace is taken out of the ledger when its page is about to be asked about, not before.
    tasks = (_Task(page, before.trace(page.path) if there else None, *tree.there(page.path)) for page, there in waiting)
    whys: dict[str, str] = {}
    # One mistake in a template fails every page that uses it; it is told once.
    failed: dict[tuple[str, str], Finding] = {}
    done = len(pages) - len(waiting)
    batches = executor.batches(tasks, weight=lambda task: _weight(task.page))
    brought = executor.run(_make, _Making(context, tree.writer), batches, executor.workers(workers, len(waiting)))
    for batch in map(unpacked, brought):
        done += len(batch.rows) + len(batch.failed)
        for finding in batch.failed:
            failed.setdefault((finding.location.path, finding.params.get("reason", "")), finding)
        for row in batch.rows:
            if row.given is None:
                tree.keep(row.path, row.output)
            else:
                tree.take(row.path, row.given)
                whys[row.path] = row.why
        ledger.note(batch, facts.state)
        tree.flush.ahead(len(tree.changed))
        count(done, len(pages))
    if not failed and (waiting or not known or len(ledger.paths) != len(pages)):
        ledger.close(looks, [page.path for page in pages], facts.state)
        notes.keep(ledger)
    return whys, tuple(failed.values())


@dataclass(frozen=True, slots=True)
class _Task:
    page: Page
    before: Trace | None
    """Of the output that is already there."""
    live: Known | None
    spare: Known | None
    """What the trees have under its path."""


@dataclass(frozen=True, slots=True)
class _Making:
    """What all pages share."""

    context: Context
    writer: Writer


def _make(making: _Making, tasks: tuple[_Task, ...]) -> bytes:
    """Bring each page to the tree, or say why there is none: a batch, packed."""
    batching = Batching()
    for task in tasks:
        result = bring(making.context, task.page, task.before)
        if isinstance(result, Finding):
            batching.fail(result)
            continue
        if isinstance(result, Rendered):
            given = making.writer.write(result.path, result.data, task.live, task.spare)
            batching.add(result.path, result.trace, result.own, result.why, given)
        else:
            batching.add(result.path, result.trace, result.own)
        batching.tell(result.news)
    return packed(batching.batch())


def _weight(page: Page) -> int:
    """What shows all of something grows with the portal: what it looked at is not held beside that of others."""
    if page.kind in WHOLES:
        return executor.BATCH
    return 1 if page.slice is not None or page.origin.endswith(".md") else 2


def _doubted(pages: tuple[Page, ...], ledger: Ledger, context: Context, facts: Facts) -> Collection[str]:
    """Outputs of which an answer may be another one now."""
    questions, paths = ledger.suspects(facts.state)
    if len(questions) <= _MANY:
        some = {page.lang: page for page in pages}
        questions = [number for number in questions if not _stands(ledger, number, context, some)]
        told = Batching()
        told.tell(context.news())
        ledger.note(told.batch(), facts.state)
    return {*paths, *ledger.asking(questions)}


def _stands(ledger: Ledger, question: int, context: Context, some: dict[Lang, Page]) -> bool:
    """Whether a shared question has the answer that was noted; `some` is a page of each language."""
    read = ledger.read(question)
    page = some.get(read[1][0])
    try:
        return page is not None and context.digest(read, context.answers.ask(page, read)) == ledger.answer(question)
    except UNANSWERED:
        return False
