"""A document of the corpus in the words of each generator (同一份文件，各家的写法): the same body under the header that it reads."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registers import TOPICS, entries, write, write_registers

LAYOUTS = Path(__file__).resolve().parent / "peers"


@dataclass(frozen=True, slots=True)
class Paper:
    """One policy document (政策文件) of the corpus; `number` counts from 0, topics and fields from 1."""

    number: int
    title: str
    unit: str
    unit_name: str
    published: date
    formed: date
    year: int
    topics: tuple[int, ...]
    entry: str
    keyword: str
    document_number: str
    index_number: str
    expires: date | None
    body: str

    @property
    def topic_ids(self) -> str:
        return f"[{', '.join(f'topic-{number:02}' for number in self.topics)}]"

    @property
    def place(self) -> str:
        """Folder and name, which are also the address of its page."""
        return f"policies/{self.year}/{self.unit}/document-{self.number:06}"


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def ours(paper: Paper) -> str:
    expires = f"expires: {paper.expires}\n" if paper.expires else ""
    return (
        f"---\ntitle: {quoted(paper.title)}\nunit: {paper.unit}\npublished: {paper.published}\nformed: {paper.formed}\n"
        f"topics: {paper.topic_ids}\nentries: [{paper.entry}]\nkeywords: [{paper.keyword}]\n"
        f"document_number: {paper.document_number}\nindex_number: {paper.index_number}\n{expires}---\n\n{paper.body}\n"
    )


def _yaml(paper: Paper, own: str) -> str:
    expires = f"expires: {paper.expires}\n" if paper.expires else ""
    return (
        f"---\ntitle: {quoted(paper.title)}\ndate: {paper.published}\nformed: {paper.formed}\nunit_name: {paper.unit_name}\nentry: {paper.entry}\n"
        f"keyword: {paper.keyword}\ndocument_number: {paper.document_number}\nindex_number: {paper.index_number}\n{expires}{own}---\n\n{paper.body}\n"
    )


def hugo(paper: Paper) -> str:
    return _yaml(paper, f"units: [{paper.unit}]\nyears: [{paper.year}]\ntopics: {paper.topic_ids}\n").replace("\nexpires:", "\nends:")


def eleventy(paper: Paper) -> str:
    return _yaml(paper, f"unit: {paper.unit}\nyear: {paper.year}\ntopics: {paper.topic_ids}\n")


def pelican(paper: Paper) -> str:
    """No YAML: its own lines of `name: value`."""
    expires = f"expires: {paper.expires}\n" if paper.expires else ""
    return (
        f"title: {paper.title}\ndate: {paper.published}\nformed: {paper.formed}\nslug: document-{paper.number:06}\ncategory: {paper.unit}\n"
        f"tags: {paper.topic_ids[1:-1]}\nyear: {paper.year}\nunit_name: {paper.unit_name}\nentry: {paper.entry}\nkeyword: {paper.keyword}\n"
        f"document_number: {paper.document_number}\nindex_number: {paper.index_number}\n{expires}\n{paper.body}\n"
    )


def _data(out: Path, rows: int) -> None:
    """Catalog rows and names of topics as data of the site."""
    write(out / "data/rows.json", _json([{"id": id_, "item": item, "subitem": part} for id_, item, part in entries(rows)]))
    write(out / "data/topics.json", _json({f"topic-{n:02}": name for n, name in enumerate(TOPICS, 1)}))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Target:
    """How a site for one generator is laid out: its layouts come from peers/NAME, where there are any."""

    text: Callable[[Paper], str]
    registers: Callable[[Path, int], None]


TARGETS = {
    "sitegen": Target(ours, write_registers),
    "hugo": Target(hugo, _data),
    "eleventy": Target(eleventy, _data),
    "pelican": Target(pelican, _data),
}
