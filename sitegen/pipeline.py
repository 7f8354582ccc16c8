"""The line (流水线): folder of texts and catalogs -> published portal, in one direction.

`prepare` and `build` are the whole program on one screen; `check` stops after the linter. Only this file, the shell files it calls and the
command line touch disk, clock or processes.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from sitegen import __version__, executor, retouch, unchanged
from sitegen.alerts.checking import misnamed
from sitegen.assemble import assemble
from sitegen.attachments import attachment_facts
from sitegen.config import SiteConfig
from sitegen.digest import digest
from sitegen.findings import Finding, Location, blocks, in_order, with_owners
from sitegen.glimpse import Glimpse
from sitegen.history import first_seen
from sitegen.image_cache import image_copies, image_facts
from sitegen.images import ImageInfo
from sitegen.indexing import entries, index
from sitegen.inputs import Inputs, read_theme
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.links import broken_links
from sitegen.lint.rule import Context as LintContext
from sitegen.lint.rule import run
from sitegen.making import made
from sitegen.memory import Damaged, Memory, code_version, remembering
from sitegen.notes import Notes
from sitegen.outputs import Look, Stage, check_place, publish, stage
from sitegen.parsing import Parsed, parse
from sitegen.plan import Page, plan
from sitegen.portal import Portal, portal
from sitegen.render import Context
from sitegen.report import Count, Options, Report
from sitegen.search import index_files, pointer
from sitegen.search_pages import SearchPages
from sitegen.site import Site
from sitegen.sources import Sources
from sitegen.theme import MISSING_TEMPLATE, LookingThrough, Renderer, Theme, look_through, templates_of, theme
from sitegen.undisturbed import undisturbed
from sitegen.urls import IMAGES, file_url, output_path, search_folder, search_pointer
from sitegen.values import UnitId

# Names are looked up by their first character (`pinyin`); the dictionary of phrases would fill 44 MB and take a tenth of a second.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything known of a portal before anything is rendered."""

    inputs: Inputs
    state: unchanged.State
    """The portal's files as they were found."""
    facts: tuple[SiteConfig, Site, date, bool]
    portal: Portal
    attachments: tuple[str, ...]
    pages: tuple[Page, ...]
    looks: Theme
    images: dict[str, ImageInfo]
    parsed: Parsed


def check(root: Path, options: Options, say: Callable[[str], None] = lambda line: None) -> Report:
    """Every finding of the portal at `root`; nothing is written.

    Raises: MissingPortal, OSError.
    """
    report = Report(say=say)
    look(root, options, report)
    return report


def look(root: Path, options: Options, report: Report) -> Prepared | None:
    """Everything up to the linter; None where the configuration itself cannot be read.

    Raises: MissingPortal, OSError.
    """
    with remembering(root) as memory:
        return _trusting(memory, lambda: prepare(root, options, memory, report))


def build(root: Path, out: Path, options: Options, report: Report, seen: unchanged.State | None = None, look: Look | None = None) -> Report:
    """Build the portal at `root` into `out`, and tell `report`. Findings that block leave `out` as it was.

    `seen` is what the portal is read from, and `look` a look at the trees of the output, where somebody has looked at them already.

    Raises: MissingPortal, Refused, OSError.
    """
    check_place(out, root)
    with remembering(root) as memory:
        return _trusting(memory, lambda: _build(root, out, options, memory, report, seen, look))


def _trusting(memory: Memory, run: Callable[[], Result]) -> Result:
    """Work with what is remembered; where it proves damaged, once more without."""
    with undisturbed():
        try:
            return run()
        except Damaged:
            memory.forget()
            memory.expect(code_version())
            return run()


def _build(
    root: Path, out: Path, options: Options, memory: Memory, report: Report, seen: unchanged.State | None, look: Look | None
) -> Report:
    ready = prepare(root, options, memory, report, seen)
    if ready is None or blocks(report.findings, strict=options.strict):
        return report
    with stage(out, root, memory, look) as tree:
        with report.stage("index") as count:
            indexed, addresses = _index(tree, ready, memory, options)
            count(len(indexed))
        with report.stage("render") as count:
            context = _context(ready, memory, addresses)
            failed = _render(tree, ready, context, memory, options, report, count)
            count(len(ready.pages))
        if failed:
            report.findings = in_order((*report.findings, *failed))
            return report
        with report.stage("copy") as count:
            extra, damaged = _copy(tree, ready, root, options)
            count(len(extra))
        if damaged:
            report.findings = in_order((*report.findings, *damaged))
            return report
        with report.stage("write"):
            planned = frozenset((*(page.path for page in ready.pages), *indexed, *extra))
            changes = publish(tree, planned, memory, confirmed=options.force or options.preview)
            unchanged.remember(memory, out, options, ready.state, changes.tree, report)
            parsed = ready.parsed
            retouch.remember(
                memory, root, out, options, ready.state, parsed.how, parsed.keys, parsed.heads, addresses, ready.portal.config.base_path, changes.tree, report
            )
    report.rendered, report.published = sum(path.endswith(".html") for path in report.whys), True
    report.kept = report.pages - report.rendered
    report.written, report.removed = changes.written, changes.removed
    report.glimpse = Glimpse(ready.inputs, ready.parsed.how, ready.pages, context, memory)
    return report


def index_in_memory(root: Path, options: Options, lang: Lang) -> dict[str, bytes] | None:
    """The files of one language's search index without building the site; None where errors block it.

    Raises: MissingPortal, OSError.
    """
    report = Report()

    def index(memory: Memory) -> dict[str, bytes] | None:
        ready = prepare(root, options, memory, report)
        if ready is None or blocks(report.findings, strict=options.strict):
            return None
        pages = SearchPages(ready.portal, ready.looks, lang, ready.parsed.keys, ready.parsed.heads)
        return index_files(entries([pages.found(page) for page in pages], memory, lang), pages.labels())

    with remembering(root) as memory:
        return _trusting(memory, lambda: index(memory))


def prepare(root: Path, options: Options, memory: Memory, report: Report, seen: unchanged.State | None = None) -> Prepared | None:
    """Read, parse, assemble, plan and lint; None where the configuration itself cannot be read."""
    state = seen or unchanged.read(root, report)
    inputs = state.inputs
    with report.stage("parse") as count:
        parsed = parse(inputs, memory, options, count)
        config_file, catalogs, documents = parsed.config, parsed.catalogs, parsed.documents
        count(len(documents) + len(catalogs))
    found = [*inputs.findings, *config_file.findings, *(f for c in catalogs for f in c.findings), *(f for d in documents for f in d.findings)]
    config: SiteConfig | None = config_file.value
    if config is None:
        report.findings = in_order(found)
        return None
    themed = read_theme(root, config.theme)
    looks, unfit = theme(config.theme, f"themes/{config.theme}", themed, config.langs)
    with _template_faults(looks, config, memory, executor.workers(options.workers, len(documents))) as faults:
        with report.stage("assemble") as count:
            whole = assemble(config, config_file, documents, catalogs, inputs.files)
            found += whole.findings
            count(len(whole.site.documents))
        with report.stage("plan") as count:
            facts = (config, whole.site, options.as_of, options.preview)
            indexed = portal(*facts)
            attachments, pictures = whole.shown_by({*(d.path for d in indexed.documents.values()), *inputs.catalogs})
            pages, doubled = plan(indexed, attachments)
            needed = dict.fromkeys(f"{page.kind}.html" for page in pages if page.is_html)
            if looks.templates:
                found += (Finding(MISSING_TEMPLATE, Location(f"themes/{config.theme}"), {"template": name}) for name in needed if name not in looks.templates)
            images, unreadable = image_facts(inputs, pictures)
            # A picture to download has no copies, but it must be a picture all the same.
            unreadable += image_facts(inputs, tuple(p for p in attachments if p.rpartition(".")[2].lower() in IMAGES and p not in pictures))[1]
            found += (
                *doubled,
                *unfit,
                *unreadable,
                *broken_links(indexed, config_file, pages, attachments, frozenset(d.path for d in documents if d.header is None)),
            )
            found += misnamed(config.alerts, config_file.place, indexed.units)
            count(len(pages))
        with report.stage("lint") as count:
            files = {file.path: file for file in (config_file, *catalogs)}
            templates = {f"themes/{config.theme}/{path}": data.decode(errors="replace") for path, data in themed.items() if path.startswith("templates/")}
            sizes = {path: inputs.sizes[path] for path in inputs.files}
            looked = LintContext(indexed, files, sizes, attachment_facts(inputs, attachments, memory), first_seen(root, memory, state.commit), templates)
            # All that rules see, with what was found before them; the rest of the context is made of it.
            said = (found, parsed.heads, parsed.registers, parsed.rest, facts[2:], sizes, looked.attachments, looked.history, templates)
            # No rule looks at what is wrong with a template, and nothing of it can be silenced.
            found = [*_linted(looked, found, digest(said), memory), *faults()]
            count(len(found))
    report.units, report.owners = tuple(unit.id for unit in whole.site.units), _owners(whole.site)
    report.findings, report.pages = in_order(with_owners(found, report.owners)), sum(page.is_html for page in pages)
    return Prepared(inputs, state, facts, indexed, attachments, pages, looks, images, parsed)


def _linted(seen: LintContext, found: list[Finding], key: bytes, memory: Memory) -> list[Finding]:
    """`found` and what the rules find, remembered under a key of all that they look at."""

    def linted() -> bytes:
        from sitegen.lint.rules import RULES

        # What is wrong with a conversion is wrong with its original, and said there.
        converted = {d.path for d in seen.portal.site.documents if d.converted}
        return msgspec.msgpack.encode([f for f in run(RULES, seen, found) if f.location.path not in converted])

    return msgspec.msgpack.decode(memory.noted(_LINTED, key, linted), type=list[Finding])


_LINTED = "linted"


@contextmanager
def _template_faults(looks: Theme, config: SiteConfig, memory: Memory, workers: int) -> Iterator[Callable[[], tuple[Finding, ...]]]:
    """What is wrong with the templates, when it is asked for; nothing is looked at again that was found sound.

    Where other processes look, they compile what most pages need, so that not each of those that render does.
    """
    key = digest(sorted(looks.templates.items()))
    if memory.note(_SOUND, key) is not None:
        yield tuple
        return
    renderer = Renderer(looks, config.base_path, config.origin)
    kinds = ("list", *(section.kind for section in config.sections)) if workers > 1 else ()
    batches = executor.batches(looks.templates.items(), _FEW_TEMPLATES)
    with executor.ahead(look_through, LookingThrough(renderer, DEFAULT_LANG, templates_of(looks, kinds)), batches, workers) as looked:

        def faults() -> tuple[Finding, ...]:
            found: list[Finding] = []
            for findings, compiled in looked:
                found += findings
                renderer.take(DEFAULT_LANG, compiled)
            if not found:
                memory.make_notes([(_SOUND, key, b"")])
            return tuple(found)

        yield faults


_SOUND = "sound templates"
_FEW_TEMPLATES = 8


def _owners(site: Site) -> dict[str, UnitId]:
    """A document's unit answers for its file, and a unit for its own catalog and its services."""
    services = {f"catalogs/services/{unit}.yml": unit for unit in site.records.services}
    return {d.path: d.header.unit for d in site.documents} | {c.path: c.unit for c in site.catalogs if c.unit is not None} | services


def _index(tree: Stage, ready: Prepared, memory: Memory, options: Options) -> tuple[tuple[str, ...], dict[Lang, str]]:
    """The search index of each language: paths of its files, and the address of each manifest."""
    paths: list[str] = []
    addresses: dict[Lang, str] = {}
    seen = ready.portal
    for lang in seen.langs:
        searched = SearchPages(seen, ready.looks, lang, ready.parsed.keys, ready.parsed.heads)
        files, manifest = index(searched, memory, tree, executor.workers(options.workers, executor.WORTH_A_POOL))
        addresses[lang] = search_folder(lang) + manifest
        fixed = output_path(search_pointer(lang))
        tree.write(fixed, pointer(seen.config.base_path + addresses[lang]))
        paths += (*files, fixed)
    return tuple(paths), addresses


def _context(ready: Prepared, memory: Memory, search: dict[Lang, str]) -> Context:
    html = tuple(page.url for page in ready.pages if page.is_html)
    sizes = {path.removeprefix("content/"): ready.inputs.sizes[path] for path in ready.attachments}
    planned = frozenset(page.url for page in ready.pages)
    return Context.of(ready.portal, ready.facts, Sources(ready.looks, ready.images, sizes, html, planned, __version__, search), memory.body)


def _render(tree: Stage, ready: Prepared, context: Context, memory: Memory, options: Options, report: Report, count: Count) -> tuple[Finding, ...]:
    notes = Notes(memory, options.preview)
    report.whys, failed = made(ready.pages, context, ready.parsed, tree, notes, count, workers=options.workers, afresh=options.force)
    return failed


def _copy(tree: Stage, ready: Prepared, root: Path, options: Options) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Assets, attachments and copies of pictures: their paths, and pictures that are damaged."""
    paths, damaged = [], []
    for url, data in ready.looks.assets.values():
        tree.write(output_path(url), data)
        paths.append(output_path(url))
    for path in ready.attachments:
        target = output_path(file_url(path.removeprefix("content/")))
        tree.write(target, ready.inputs.read(path))
        paths.append(target)
    for copy in image_copies(ready.inputs, ready.images, root / ".sitegen" / "images", executor.workers(options.workers, 0)):
        if isinstance(copy, Finding):
            damaged.append(copy)
            continue
        tree.write(*copy)
        paths.append(copy[0])
    return tuple(paths), tuple(damaged)
