"""Parsing in the whole (全部解析): which files have to be read, by whom, and what is remembered of the others."""

from dataclasses import dataclass, field, replace

from sitegen import executor
from sitegen.catalog import ParsedYaml, parse_config, parse_yaml
from sitegen.digest import digest
from sitegen.inputs import Inputs, surely_unchanged
from sitegen.markdown import ParsedDocument
from sitegen.memory import Damaged, KeptDocument, Memory, checksum
from sitegen.parse import Place, Reading, decoded, parse_batch, places, reading, work
from sitegen.report import Count, Options, counted


@dataclass(frozen=True, slots=True)
class Parsed:
    """Every file parsed; the texts themselves stay in the memory."""

    config: ParsedYaml
    catalogs: tuple[ParsedYaml, ...]
    registers: bytes
    """Digest of site.yml and of every catalog."""
    how: Reading
    """How documents are read."""
    documents: tuple[ParsedDocument, ...] = ()
    keys: dict[str, bytes] = field(default_factory=dict)
    """What each document was made of, by path."""
    heads: dict[str, bytes] = field(default_factory=dict)
    """A digest of what each document is besides its text, by path."""


def parse(inputs: Inputs, memory: Memory, options: Options, count: Count) -> Parsed:
    """Parse every file that is not what it was; no documents where the configuration itself cannot be read.

    Raises: Damaged.
    """
    registers = {path: inputs.read(path) for path in ("site.yml", *inputs.catalogs)}
    said = digest(tuple(registers.items()))
    config_file = parse_config(registers["site.yml"])
    catalogs = tuple(parse_yaml(path, registers[path]) for path in inputs.catalogs)
    if config_file.value is None:
        return Parsed(config_file, catalogs, said, Reading((), "", ()))
    words = next((file.value for file in catalogs if file.path == "catalogs/words.yml" and file.value), ())
    how = reading(config_file.value, words)
    encoded, changed = _remembered(inputs, memory, how)
    works = (work(place, inputs.read(place.source)) for place in changed)
    sources = {place.path: place.source for place in changed}
    for batch in counted(executor.run(parse_batch, how, executor.batches(works), _readers(options, len(changed))), count, len(changed)):
        memory.keep(batch, {parsed.path: inputs.stat(sources[parsed.path]) for parsed in batch}, inputs.seen)
        encoded.update((parsed.path, (parsed.key, parsed.document)) for parsed in batch)
    keys = {path: key for path, (key, _) in encoded.items()}
    heads = {path: checksum(encoded[path][1]) for path in sorted(encoded)}
    try:
        documents = tuple(decoded(encoded[path][1]) for path in sorted(encoded))
    except ValueError as error:
        raise Damaged(str(error)) from error
    return Parsed(config_file, catalogs, said, how, documents, keys, heads)


def _remembered(inputs: Inputs, memory: Memory, how: Reading) -> tuple[dict[str, tuple[bytes, bytes]], tuple[Place, ...]]:
    """Documents that are what they were, key and encoded document by path; and the files that have to be read."""
    kept = memory.documents()
    encoded: dict[str, tuple[bytes, bytes]] = {}
    touched: dict[str, KeptDocument] = {}
    changed = []
    expected = tuple(places(inputs.documents, how))
    for place in expected:
        before = kept.get(place.path)
        if before is not None and before.key.startswith(place.key):
            stat = inputs.stat(place.source)
            if surely_unchanged(stat, before.stat, before.seen):
                encoded[place.path] = before.key, before.document
                continue
            if work(place, inputs.read(place.source)).key == before.key:
                touched[place.path] = replace(before, stat=stat, seen=inputs.seen)
                encoded[place.path] = before.key, before.document
                continue
        changed.append(place)
    memory.seen_again(touched)
    memory.drop(kept.keys() - {place.path for place in expected})
    return encoded, tuple(changed)


def _readers(options: Options, items: int) -> int | executor.Team:
    # Only parsing brings along all it needs; what later stages ask for is in the memory, on this machine.
    return options.team if options.team is not None and items >= executor.WORTH_A_POOL else executor.workers(options.workers, items)
