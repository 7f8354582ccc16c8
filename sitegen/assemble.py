"""Assemble (汇总): parsed files -> one Site, with every id resolved.

Editors state each tie once and by id; here every id must exist, no id may mean two things,
and rows that refer to others take their columns. Only the Site leaves this stage: nothing
later sees a raw record.
"""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sitegen import urls
from sitegen.application import Application
from sitegen.catalog import ParsedYaml, calendar_year, catalog_kind
from sitegen.config import SiteConfig
from sitegen.disclosure import Catalog, CatalogEntry, CatalogSource, EntryReference, EntrySource
from sitegen.document import Document
from sitegen.findings import Finding, Location, Problem, problem
from sitegen.front_matter import Gather, Header, InterpretationHeader, NoticeHeader, PageHeader, PolicyHeader, Translation
from sitegen.languages import DEFAULT_LANG
from sitegen.markdown import ParsedDocument, header_of
from sitegen.media import AUDIO, VIDEO
from sitegen.records import family, gathered, identities
from sitegen.references import Reference, references
from sitegen.site import Site
from sitegen.values import CatalogId, DocumentId, FieldId, SectionId, StreetId, UnitId

UNKNOWN_ID = problem(
    "D001", "unknown-id", "没有编号为 “{id}” 的{what_zh}{hint_zh}", "there is no {what} `{id}`{hint}",
    remedy=("改成已有的编号，或先建立它", "use an existing id, or create it first"),
)  # fmt: skip
DUPLICATE_ID = problem(
    "D002", "duplicate-id", "编号 “{id}” 已经用在 {other}", "the id `{id}` is already used at {other}",
    remedy=("换一个没有用过的编号", "choose an id that nothing else uses"),
)  # fmt: skip
MISSING_FILE = problem(
    "D005", "missing-file", "找不到文件 “{file}”", "there is no file `{file}`",
    remedy=("检查文件名和位置，或把文件放进 content/", "check its name and place, or put the file below content/"),
)  # fmt: skip
BAD_NAME = problem(
    "D007", "bad-file-name", "文件名里的 “{segment}” 不能作网址", "`{segment}` in the file name cannot be part of an address",
    remedy=("只用小写字母、数字和连字符，例如 rent-subsidy.md", "use lower-case letters, digits and hyphens, such as rent-subsidy.md"),
)  # fmt: skip
UNKNOWN_SECTION = problem(
    "D008", "unknown-section", "site.yml 的 sections 里没有栏目 “{section}”{hint_zh}", "site.yml has no section `{section}`{hint}",
    remedy=("把文件放进已有栏目的文件夹，或在 site.yml 增加栏目", "move the file into a section's folder, or add the section to site.yml"),
)  # fmt: skip
NESTED_REFERENCE = problem(
    "D011", "reference-to-reference", "“{id}” 本身也是引用", "`{id}` is itself a reference",
    remedy=("直接引用原来的事项", "refer to the original row"),
)  # fmt: skip
FORBIDDEN_FILE = problem(
    "D012", "forbidden-file", "“{file}” 这种格式不能{use_zh}", "`{file}` is not a format that can be {use}",
    remedy=("图片用 png、jpg、webp；附件用 pdf、docx、xlsx、csv 等", "pictures: png, jpg, webp; attachments: pdf, docx, xlsx, csv …"),
)  # fmt: skip
UNUSED_FILE = problem(
    "D013", "unused-file", "没有任何文件用到 “{file}”", "nothing uses `{file}`",
    level="warning", remedy=("在文件里列为附件或插图，或删除它", "list it as an attachment or picture, or delete it"),
)  # fmt: skip
WRONG_KIND = problem(
    "D014", "wrong-kind", "“{id}” 不是政策文件", "`{id}` is not a policy",
    remedy=("只能指向政策文件栏目里的文件", "name a document of a policy section"),
)  # fmt: skip

ENDS_FIRST = problem(
    "D021", "window-ends-first", "截止受理 {closes} 早于开始受理 {opens}", "applications end on {closes}, before they begin on {opens}",
    remedy=("核对两个日期", "check the two dates"),
)  # fmt: skip
NOT_OFFERED = problem(
    "D016", "language-not-offered", "site.yml 的 langs 里没有这种语言（{lang}），这个文件不会发布",
    "site.yml does not offer this language ({lang}); the file is not published",
    level="warning", remedy=("在 site.yml 的 langs 里加上它，或删除这个文件", "add it to langs in site.yml, or delete the file"),
)  # fmt: skip

Place = Callable[..., Location]
"""Where the value stands to which some steps lead; asked only where something is wrong with it."""
_WHAT = {
    "unit": "单位", "topic": "主题", "row": "公开事项", "document": "文件", "field": "重点领域", "street": "街道", "section": "栏目",
    "service": "政务服务事项", "life event": "人生事件", "material": "申请材料", "procedure": "办理流程",
    "question": "画像问题", "audience": "服务人群", "measure": "惠企惠民措施", "sight": "景点",
}  # fmt: skip
_HOLDS = {"catalogs/units.yml": ("unit",), "catalogs/topics.yml": ("topic",), "catalogs/fields.yml": ("field",), "catalogs/streets.yml": ("street",)}
_RECORDS_HOLD: dict[str, tuple[str, ...]] = {
    "desk": ("life event", "material", "procedure"), "services": ("service",), "profile": ("question",), "audiences": ("audience",), "measures": ("measure",),
    "sights": ("sight",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assembled:
    site: Site
    attachments: dict[str, frozenset[str]]
    """Files below content/ that are offered for download, sorted, each with the documents that offer it."""
    images: dict[str, frozenset[str]]
    """Pictures below content/ that some page shows, likewise."""
    findings: tuple[Finding, ...]

    def shown_by(self, documents: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Attachments and pictures of these documents: what belongs to a later day waits with its text."""
        chosen = (tuple(path for path, owners in files.items() if owners.intersection(documents)) for files in (self.attachments, self.images))
        attachments, images = chosen
        return attachments, images


def _sorted(files: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {path: frozenset(files[path]) for path in sorted(files)}


def assemble(
    config: SiteConfig, config_file: ParsedYaml, documents: Iterable[ParsedDocument], catalogs: Iterable[ParsedYaml], files: Collection[str]
) -> Assembled:
    """Join everything that was parsed; `files` are the other files below content/."""
    return _Assembly(config, config_file, tuple(documents), tuple(catalogs), frozenset(files)).result()


class _Assembly:
    def __init__(
        self, config: SiteConfig, config_file: ParsedYaml, documents: tuple[ParsedDocument, ...], catalogs: tuple[ParsedYaml, ...], files: frozenset[str]
    ) -> None:
        self.config, self.config_file, self.files = config, config_file, files
        self.findings: list[Finding] = []
        self.used: dict[str, set[str]] = {}
        self.pictures: dict[str, set[str]] = {}
        yaml = {y.path: y for y in catalogs if y.value is not None}
        # What stands in a file that could not be read is not unknown: that file has a finding of its own.
        self.unsure = {what for y in catalogs if y.value is None for what in _HOLDS.get(y.path) or _held_by(y.path)}
        self.units, self.unit_ids = self._register(yaml, "catalogs/units.yml")
        self.topics, self.topic_ids = self._register(yaml, "catalogs/topics.yml")
        self.fields, self.field_ids = self._register(yaml, "catalogs/fields.yml")
        self.streets, self.street_ids = self._register(yaml, "catalogs/streets.yml")
        self.catalog_files = {y.path: y for y in catalogs if catalog_kind(y.path) and y.value is not None}
        self.calendars = {year: y.value for path, y in yaml.items() if (year := calendar_year(path))}
        self.yaml = yaml
        self.documents = self._join(documents)
        self.document_ids = {d.id for d in self.documents}
        self.policy_ids = {d.id for d in self.documents if d.kind == "policy"}
        # An id that names a file which could not be read is not unknown: its own error is reported.
        self.unread_ids = {urls.document_source(d.path.removeprefix("content/"))[0] for d in documents if d.header is None}
        self.rows = self._rows()

    def result(self) -> Assembled:
        self._check_registers()
        self._check_config()
        records = gathered((path, file.value) for path, file in self.yaml.items())
        self.named: dict[str, Collection[str]] = {
            "unit": self.unit_ids, "topic": self.topic_ids, "field": self.field_ids, "street": self.street_ids, "row": self.rows,
        } | identities(records)  # fmt: skip
        for document in self.documents:
            self._check_document(document)
        catalogs = tuple(self._catalogs())
        self._check_records()
        for path in sorted(self.files - self.used.keys() - self.pictures.keys()):
            self._find(UNUSED_FILE, Location(path), file=path)
        site = Site(
            documents=tuple(sorted(self.documents, key=lambda d: (-d.header.published.toordinal(), d.id, d.lang))),
            units=self.units, streets=self.streets, fields=self.fields, topics=self.topics, catalogs=catalogs, calendars=self.calendars,
            synonyms=self.yaml["catalogs/synonyms.yml"].value if "catalogs/synonyms.yml" in self.yaml else (),
            records=records,
        )  # fmt: skip
        return Assembled(site, _sorted(self.used), _sorted(self.pictures), tuple(self.findings))

    # -- registers

    def _register(self, yaml: dict[str, ParsedYaml], path: str) -> tuple[tuple[Any, ...], frozenset[str]]:
        if path not in yaml:
            return (), frozenset()
        seen: dict[str, int] = {}
        for number, item in enumerate(yaml[path].value):
            place = yaml[path].place(number, "id")
            if item.id in seen:
                self._find(DUPLICATE_ID, place, id=item.id, other=f"{path}:{seen[item.id]}")
            seen.setdefault(item.id, place.line)
        return yaml[path].value, frozenset(seen)

    def _check_registers(self) -> None:
        for path, kind in (("catalogs/units.yml", "unit"), ("catalogs/streets.yml", "street"), ("catalogs/fields.yml", "field")):
            file = self.yaml.get(path)
            for number, item in enumerate(file.value if file else ()):
                assert file is not None
                if kind == "unit" and item.supervised_by is not None:
                    self._known("unit", item.supervised_by, self.unit_ids, file.place, number, "supervised_by")
                elif kind == "street":
                    self._known("unit", item.office, self.unit_ids, file.place, number, "office")
                elif kind == "field":
                    self._known("unit", item.unit, self.unit_ids, file.place, number, "unit")
                    for index, topic in enumerate(item.topics):
                        self._known("topic", topic, self.topic_ids, file.place, number, "topics", index)

    def _check_config(self) -> None:
        place = self.config_file.place
        self._known("unit", self.config.identity.unit, self.unit_ids, place, "identity", "unit")
        sections: dict[str, int] = {}
        for number, section in enumerate(self.config.sections):
            where = place("sections", number, "id")
            if section.id in sections:
                self._find(DUPLICATE_ID, where, id=section.id, other=f"site.yml:{sections[section.id]}")
            sections.setdefault(section.id, where.line)
        if self.config.home:
            for name in ("policies", "interpretations", "news", "notices"):
                self._known("section", getattr(self.config.home, name), sections, place, "home", name)
        if self.config.platform:
            self._known("section", self.config.platform.section, sections, place, "platform", "section")
            for name in ("guide", "rules", "statutory", "annual_reports", "application"):
                self._document(getattr(self.config.platform, name), place, "platform", name)

    # -- documents

    def _join(self, parsed: tuple[ParsedDocument, ...]) -> list[Document]:
        """Documents with whole headers: a translation takes what it does not say from its original."""
        sections = {s.id: s for s in self.config.sections}
        originals = {d.path: d.header for d in parsed if isinstance(d.header, Header)}
        joined = []
        for item in parsed:
            source = item.path.removeprefix("content/")
            if segment := urls.bad_segment(source):
                self._find(BAD_NAME, Location(item.path), segment=segment)
                continue
            folder = source.split("/")[0] if "/" in source else None
            if folder is not None and folder not in sections:
                self._find(UNKNOWN_SECTION, Location(item.path), section=folder, **_hint(folder, sections))
                continue
            id_, lang = urls.document_source(source)
            if lang not in self.config.langs:
                self._find(NOT_OFFERED, Location(item.path, 1, 1), lang=lang)
            header = item.header
            if isinstance(header, Translation):
                original = originals.get(f"content/{id_}.md")
                header = header_of(header, original) if original else None
            if header is None:
                continue
            section = SectionId(folder) if folder else None
            kind = sections[section].kind if section else "page"
            joined.append(Document(id_, lang, item.path, section, kind, header, item.text, item.marks, item.converted))
        return joined

    def _check_document(self, document: Document) -> None:
        header = document.header

        def place(*steps: str | int) -> Location:
            key = ".".join(map(str, steps))
            mark = document.marks.get(key) or document.marks.get(str(steps[0]))
            return Location(document.path, mark.line, mark.column) if mark else Location(document.path, 1, 1)

        if document.lang == DEFAULT_LANG or "unit" in document.marks:
            self._known("unit", header.unit, self.unit_ids, place, "unit")
            for number, topic in enumerate(header.topics):
                self._known("topic", topic, self.topic_ids, place, "topics", number)
            for number, entry in enumerate(header.entries):
                self._known("row", entry, self.rows, place, "entries", number)
            for number, other in enumerate(header.related):
                self._document(other, place, "related", number)
            if isinstance(header, PolicyHeader):
                for number, unit in enumerate(header.issuers):
                    self._known("unit", unit, self.unit_ids, place, "issuers", number)
                for name in ("repeals", "amends", "implements"):
                    for number, other in enumerate(getattr(header, name)):
                        self._policy(other, place, name, number)
            if isinstance(header, InterpretationHeader):
                for number, other in enumerate(header.explains):
                    self._policy(other, place, "explains", number)
                self._recordings(header, document, place)
            if isinstance(header, PageHeader):
                for named in references(header.gather, tuple[Gather, ...], ("gather",)):
                    self._refers(named, place)
            if isinstance(header, (NoticeHeader, PageHeader)) and header.application:
                self._application(header.application, place)
        folder = document.path.removeprefix("content/").rpartition("/")[0]
        if header.image and ("image" in document.marks or document.lang == DEFAULT_LANG):
            self._picture(header.image.src, folder, place("image", "src"))
        for number, attachment in enumerate(header.attachments):
            if "attachments" in document.marks or document.lang == DEFAULT_LANG:
                self._attachment(attachment.file, folder, place("attachments", number, "file"))
        for link in document.text.images:
            self._picture(link.target.removeprefix("content/"), "", Location(document.path, link.mark.line, link.mark.column))
        for link in document.text.links:
            if link.target.startswith("content/") and not link.target.endswith(".md"):
                self._attachment(link.target.removeprefix("content/"), "", Location(document.path, link.mark.line, link.mark.column))

    def _recordings(self, header: InterpretationHeader, document: Document, place: Place) -> None:
        folder = document.path.removeprefix("content/").rpartition("/")[0]
        for number, recording in enumerate(header.recordings):
            for field, name, allowed, use in (
                ("file", recording.file, VIDEO | AUDIO, ("播放", "played")), ("captions", recording.captions, {"vtt"}, ("作字幕", "shown as captions")),
            ):  # fmt: skip
                if path := self._file(name, folder, place("recordings", number, field), allowed, use):
                    self.used.setdefault(path, set()).add(document.path)
            if recording.poster is not None:
                self._picture(recording.poster, folder, place("recordings", number, "poster"))

    def _application(self, application: Application, place: Place) -> None:
        for number, policy in enumerate(application.policies):
            self._policy(policy, place, "application", "policies", number)
        if application.opens and application.closes and application.closes < application.opens:
            self._find(ENDS_FIRST, place("application", "closes"), opens=str(application.opens), closes=str(application.closes))

    def _file(self, name: str, folder: str, place: Location, allowed: Collection[str], use: tuple[str, str]) -> str | None:
        where = urls.target(name, folder)
        path = f"content/{where.path}"
        if where.kind != "source" or path not in self.files:
            self._find(MISSING_FILE, place, file=name)
        elif path.rpartition(".")[2].lower() not in allowed:
            self._find(FORBIDDEN_FILE, place, file=name, use_zh=use[0], use=use[1])
        elif segment := urls.bad_segment(where.path):
            self._find(BAD_NAME, place, segment=segment)
        else:
            return path
        return None

    def _picture(self, name: str, folder: str, place: Location) -> None:
        if path := self._file(name, folder, place, urls.IMAGES, ("作图片", "shown as a picture")):
            self.pictures.setdefault(path, set()).add(place.path)

    def _attachment(self, name: str, folder: str, place: Location) -> None:
        allowed = urls.ATTACHMENTS | urls.IMAGES
        if path := self._file(name, folder, place, allowed, ("供下载", "offered for download")):
            self.used.setdefault(path, set()).add(place.path)

    # -- catalogs

    def _rows(self) -> dict[str, tuple[EntrySource | EntryReference, Location]]:
        rows: dict[str, tuple[EntrySource | EntryReference, Location]] = {}
        for file in self.catalog_files.values():
            for number, row in enumerate(file.value.entries):
                place = file.place("entries", number, "id")
                if row.id in rows:
                    other = rows[row.id][1]
                    self._find(DUPLICATE_ID, place, id=row.id, other=f"{other.path}:{other.line}")
                    continue
                rows[row.id] = (row, place)
        return rows

    def _catalogs(self) -> Iterator[Catalog]:
        order = {"field": 0, "street": 1, "public-concern": 2, "unit": 3}
        owners: dict[str, tuple[str, Collection[str]]] = {
            "field": ("field", self.field_ids), "street": ("street", self.street_ids), "unit": ("unit", self.unit_ids),
        }  # fmt: skip
        ranks = {id: rank for items in (self.fields, self.streets, self.units) for rank, id in enumerate(item.id for item in items)}
        built = []
        for path, file in self.catalog_files.items():
            kind, owner = catalog_kind(path) or ("public-concern", "")
            if kind != "public-concern":
                what, ids = owners[kind]
                self._known(what, owner, ids, Location, path)
            source: CatalogSource = file.value
            id_ = CatalogId(path.removeprefix("catalogs/").removesuffix(".yml"))
            entries = tuple(e for n, row in enumerate(source.entries) if (e := self._entry(row, n, id_, file)))
            catalog = Catalog(
                id_, kind, path, source.title, source.edition, source.updated, source.summary,
                field=FieldId(owner) if kind == "field" else None, street=StreetId(owner) if kind == "street" else None,
                unit=UnitId(owner) if kind == "unit" else None, entries=entries,
            )  # fmt: skip
            built.append((order[kind], ranks.get(owner, 0), path, catalog))
        yield from (item[-1] for item in sorted(built, key=lambda item: item[:3]))

    def _entry(self, row: EntrySource | EntryReference, number: int, catalog: CatalogId, file: ParsedYaml) -> CatalogEntry | None:
        def place(*steps: str | int) -> Location:
            return file.place("entries", number, *steps)

        for index, unit in enumerate(row.units):
            self._known("unit", unit, self.unit_ids, place, "units", index)
        for index, disclosure in enumerate(row.disclosures):
            if disclosure.document is not None:
                self._document(disclosure.document, place, "disclosures", index, "document")
        base = row
        if isinstance(row, EntryReference):
            found = self.rows.get(row.refers_to)
            if found is None:
                self._known("row", row.refers_to, self.rows, place, "refers_to")
                return None
            base = found[0]
            if isinstance(base, EntryReference):
                self._find(NESTED_REFERENCE, place("refers_to"), id=row.refers_to)
                return None
        assert isinstance(base, EntrySource)
        return CatalogEntry(
            id=row.id, catalog=catalog, position=number + 1, number=row.number or str(number + 1),
            item=base.item, subitem=base.subitem, content_elements=base.content_elements, legal_basis=base.legal_basis,
            time_limit=base.time_limit, units=row.units or base.units, channels=base.channels, other_channel=base.other_channel,
            audience=None if base.audience == "everyone" else base.audience.group, method=base.method,
            levels=row.levels or base.levels, question=row.question or base.question, disclosures=row.disclosures, allow=row.allow,
            refers_to=row.refers_to if isinstance(row, EntryReference) else None,
        )  # fmt: skip

    # -- records of other kinds

    def _check_records(self) -> None:
        """Ids and pictures that records name, and ids that two records of a file or of a folder share."""
        self._check_services()
        for path, file in self.yaml.items():
            found = family(path)
            if found is None:
                continue
            if isinstance(file.value, tuple):
                self._register(self.yaml, path)
            for named in references(file.value, found.type_):
                self._refers(named, file.place)

    def _refers(self, named: Reference, place: Place) -> None:
        if named.kind == "picture":
            self._picture(named.id, "", place(*named.steps))
        elif named.kind == "document":
            self._document(named.id, place, *named.steps)
        else:
            self._known(named.kind, named.id, self.named[named.kind], place, *named.steps)

    def _check_services(self) -> None:
        """Files of services are named after a unit, and no id is used in two of them."""
        seen: dict[str, Location] = {}
        for path, file in self.yaml.items():
            kind = family(path)
            if kind is None or kind.name != "services":
                continue
            self._known("unit", path.rpartition("/")[2].removesuffix(".yml"), self.unit_ids, Location, path)
            for number, service in enumerate(file.value):
                other = seen.setdefault(service.id, file.place(number, "id"))
                if other.path != path:
                    self._find(DUPLICATE_ID, file.place(number, "id"), id=service.id, other=f"{other.path}:{other.line}")

    # -- findings

    def _known(self, what: str, id_: str, known: Collection[str], place: Place, *steps: str | int) -> None:
        if id_ not in known and what not in self.unsure:
            self._find(UNKNOWN_ID, place(*steps), id=id_, what=what, what_zh=_WHAT[what], **_hint(id_, known))

    def _document(self, id_: str, place: Place, *steps: str | int) -> None:
        if id_ not in self.document_ids and id_ not in self.unread_ids:
            self._known("document", id_, self.document_ids, place, *steps)

    def _policy(self, id_: str, place: Place, *steps: str | int) -> None:
        self._document(id_, place, *steps)
        if DocumentId(id_) in self.document_ids and DocumentId(id_) not in self.policy_ids:
            self._find(WRONG_KIND, place(*steps), id=id_)

    def _find(self, problem: Problem, place: Location, /, **params: str) -> None:
        self.findings.append(Finding(problem, place, params))


def _held_by(path: str) -> tuple[str, ...]:
    """What the ids in a file are ids of."""
    kind = family(path)
    return _RECORDS_HOLD.get(kind.name, ()) if kind else ("row",)


def _hint(word: str, known: Collection[str]) -> dict[str, str]:
    near = difflib.get_close_matches(word, sorted(known)[:20_000], n=1, cutoff=0.6)
    return {"hint_zh": f"，您是否想写 “{near[0]}”？", "hint": f"; did you mean `{near[0]}`?"} if near else {"hint_zh": "", "hint": ""}


