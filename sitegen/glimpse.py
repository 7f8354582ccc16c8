"""A first look (先看一眼): the pages of a document that was just saved, before everything else is made.

Who writes looks at the page that is written. Its text is parsed, its own pages are rendered with
what the last build knew, and answers that looked at nothing of it are taken over. Lists, search
and whatever else shows something of it follow with the next whole build, which has the last word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sitegen.document import Document
from sitegen.fact import Fact
from sitegen.findings import Finding
from sitegen.front_matter import Header, Translation
from sitegen.inputs import Inputs
from sitegen.languages import DEFAULT_LANG, LANGS, Lang
from sitegen.markdown import header_of
from sitegen.memory import Damaged, Memory
from sitegen.parse import ParsedText, Reading, body_of, decoded, parse_batch, places, work
from sitegen.plan import Page
from sitegen.render import Context, render
from sitegen.typeset import Typeset
from sitegen.urls import document_source, source_path
from sitegen.values import DocumentId

_FEW = 8
"""Files that somebody may have been writing; more of them are a checkout, and the whole portal's affair."""
Key = tuple[DocumentId, Lang]


@dataclass(slots=True)
class Glimpse:
    """What the last build knew. Each look goes on from the one before."""

    inputs: Inputs
    how: Reading
    pages: tuple[Page, ...]
    context: Context
    memory: Memory

    def warm(self) -> None:
        """Work out what all pages share, so that the first look, too, costs its own page alone."""
        for page in {(page.kind, page.lang): page for page in self.pages if page.origin.endswith(".md")}.values():
            render(self.context, page)
        self.memory.close()

    def look(self, paths: frozenset[str]) -> dict[str, bytes] | None:
        """The pages of the documents in these files, by path; None where the whole portal has to be looked at.

        Raises: OSError.
        """
        try:
            return self._look(paths)
        except Damaged:
            return None
        finally:
            self.memory.close()

    def _look(self, paths: frozenset[str]) -> dict[str, bytes] | None:
        known = frozenset(self.inputs.documents)
        if not paths or len(paths) > _FEW or not paths <= known:
            return None
        beside = {source_path(document_source(path.removeprefix("content/"))[0], lang) for path in paths for lang in LANGS} & known
        works = [work(place, self.inputs.read(place.source)) for place in places(beside, self.how) if place.source in paths]
        parsed = parse_batch(self.how, tuple(works))
        documents = self._documents(parsed)
        if documents is None:
            return None
        texts = {key: body_of(item.body) for key, item in zip(documents, parsed, strict=True)}
        self.context = _after(self.context, documents, texts)
        found: dict[str, bytes] = {}
        for page in self.pages:
            if page.is_html and page.origin.endswith(".md") and (page.subject, page.lang) in documents:
                made = render(self.context, page)
                if isinstance(made, Finding):
                    return None
                found[page.path] = made.data
        return found

    def _documents(self, parsed: Iterable[ParsedText]) -> dict[Key, Document] | None:
        """What the files became, originals first; None where one has an error or is no document of the portal."""
        shown = self.context.answers.portal.documents
        found: dict[Key, Document] = {}
        for item in parsed:
            key, read = document_source(item.path.removeprefix("content/")), decoded(item.path, item.document)
            old, header = shown.get(key), read.header
            if isinstance(header, Translation):
                original = found.get((key[0], DEFAULT_LANG)) or shown.get((key[0], DEFAULT_LANG))
                header = header_of(header, original.header) if original else None
            if old is None or not isinstance(header, Header) or any(f.level == "error" for f in read.findings):
                return None
            # Another day moves it in every list, and may make a draft of it.
            if header.published != old.header.published:
                return None
            found[key] = replace(old, header=header, text=read.text, marks=read.marks)
        return found


def _after(context: Context, documents: dict[Key, Document], texts: dict[Key, Typeset]) -> Context:
    before = context.body

    def body(id_: DocumentId, lang: Lang) -> Typeset:
        return texts[id_, lang] if (id_, lang) in texts else before(id_, lang)

    changed: set[Fact] = {(name, key) for key in documents for name in ("documents", "body")} | {("documents", None)}
    return context.after(documents, body, changed)
