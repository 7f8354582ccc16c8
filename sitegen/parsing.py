"""Parsing in the whole (全部解析): which files have to be read, by whom, and what is remembered of the others."""

from dataclasses import dataclass, field

from sitegen import executor
from sitegen.catalog import ParsedYaml, catalog_kind, parse_config, parse_yaml
from sitegen.digest import digest
from sitegen.inputs import Inputs, Stat, surely_unchanged
from sitegen.markdown import ParsedDocument
from sitegen.memory import Damaged, Memory
from sitegen.parse import Place, Reading, decoded, parse_batch, places, reading, work
from sitegen.records import family
from sitegen.report import Count, Options, counted


@dataclass(frozen=True, slots=True)
class Parsed:
    """Every file parsed; the texts themselves stay in the memory."""

    config: ParsedYaml
    catalogs: tuple[ParsedYaml, ...]
    registers: bytes
    """Digest of site.yml and of every file below catalogs/ that holds neither a catalog nor records."""
    rest: bytes
    """Digest of the catalogs and records."""
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
    data = {path: inputs.read(path) for path in ("site.yml", *inputs.catalogs)}
    rest = {path: given for path, given in data.items() if catalog_kind(path) or family(path)}
    registers, said = digest([(path, given) for path, given in data.items() if path not in rest]), digest(list(rest.items()))
    config_file = parse_config(data["site.yml"])
    catalogs = tuple(parse_yaml(path, data[path]) for path in inputs.catalogs)
    if config_file.value is None:
        return Parsed(config_file, catalogs, registers, said, Reading((), "", ()))
    words = next((file.value for file in catalogs if file.path == "catalogs/words.yml" and file.value), ())
    how = reading(config_file.value, words)
    found = _Found()
    changed = _remembered(inputs, memory, how, found)
    works = (work(place, inputs.read(place.source)) for place in changed)
    by_path = {place.path: place for place in changed}
    for batch in counted(executor.run(parse_batch, how, executor.batches(works), _readers(options, len(changed))), count, len(changed)):
        heads = memory.keep(batch, {parsed.path: inputs.stat(by_path[parsed.path].source) for parsed in batch}, inputs.seen)
        for parsed in batch:
            # The path of the place, and not the copy of it that came from another process.
            found.note(by_path[parsed.path].path, parsed.key, heads[parsed.path], parsed.document)
    memory.filled()
    order = sorted(found.documents)
    keys, heads = ({path: values[path] for path in order} for values in (found.keys, found.heads))
    return Parsed(config_file, catalogs, registers, said, how, tuple(found.documents[path] for path in order), keys, heads)


@dataclass(frozen=True, slots=True)
class _Found:
    """Documents by path, decoded one by one: their bytes are never held together."""

    documents: dict[str, ParsedDocument] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, bytes] = field(default_factory=dict)

    def note(self, path: str, key: bytes, head: bytes, document: bytes) -> None:
        """Raises: Damaged."""
        try:
            self.documents[path] = decoded(path, document)
        except ValueError as error:
            raise Damaged(str(error)) from error
        self.keys[path], self.heads[path] = key, head


def _remembered(inputs: Inputs, memory: Memory, how: Reading, found: _Found) -> tuple[Place, ...]:
    """Note the documents that are what they were. Returns the files that have to be read."""
    expected = {place.path: place for place in places(inputs.documents, how)}
    touched: dict[str, Stat] = {}
    gone = []
    for path, before in memory.documents():
        place = expected.get(path)
        if place is None:
            gone.append(path)
        elif before.key.startswith(place.key):
            stat = inputs.stat(place.source)
            sure = surely_unchanged(stat, before.stat, before.seen)
            if sure or work(place, inputs.read(place.source)).key == before.key:
                found.note(place.path, before.key, before.head, before.document)
                if not sure:
                    touched[place.path] = stat
    memory.seen_again(((path, found.keys[path], found.heads[path]) for path in touched), touched, inputs.seen)
    memory.drop(gone)
    return tuple(place for path, place in expected.items() if path not in found.documents)


def _readers(options: Options, items: int) -> int | executor.Team:
    # Only parsing brings along all it needs; what later stages ask for is in the memory, on this machine.
    return options.team if options.team is not None and items >= executor.WORTH_A_POOL else executor.workers(options.workers, items)
