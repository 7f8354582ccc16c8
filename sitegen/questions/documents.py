"""Questions on documents and lists of them (文件)."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import get_args

from sitegen import urls
from sitegen.document import Document
from sitegen.explaining import Pointer
from sitegen.front_matter import Form, ImageRef, InterpretationHeader, Kind, PolicyHeader, ReportHeader
from sitegen.images import ImageInfo
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.plan import facet_url, facet_values, feed_stem, list_url
from sitegen.questions import Ask, once, page_question, question
from sitegen.slots import Slot
from sitegen.values import DocumentId, EntryId, FieldId, SectionId, TopicId, UnitId
from sitegen.views import Card, DocumentView, Download, FacetOption, FacetView, Figures, Link, ListPage, Part, Picture, Relations, SectionView, Source, UnitCard

_TYPES = {"avif": "image/avif", "webp": "image/webp"}


def find(ask: Ask, id_: str) -> Document:
    """The document in the asked language, else in Chinese, else in any."""
    for lang in (ask.lang, DEFAULT_LANG, *ask.portal.langs):
        if (document := ask.portal.documents.get((DocumentId(id_), lang))) is not None:
            return document
    raise KeyError(id_)


def shown(ask: Ask, id_: str) -> bool:
    return any((DocumentId(id_), lang) in ask.portal.documents for lang in ask.portal.langs)


@once
def unit_link(ask: Ask, id_: UnitId, *, short: bool = True) -> Link:
    unit = ask.portal.units[id_]
    return ask.link(unit.short_name if short else unit.name, f"/units/{id_}/")


@once
def unit_card(ask: Ask, id_: UnitId) -> UnitCard:
    p = ask.portal
    found = p.units[id_]
    name = ask.name(found.short_name)
    chinese = found.short_name.get(DEFAULT_LANG, name)
    feed = ask.url(f"/units/{found.id}/feed")
    return UnitCard(
        id=found.id, url=ask.url(f"/units/{found.id}/"), name=ask.name(found.name), short_name=name,
        # 区 and 市 begin most names and would put every unit under two letters.
        chinese=chinese.lstrip("区市") or chinese, kind=found.kind, duty=ask.text(found.duty), phone=found.phone, address=ask.text(found.address),
        hours=ask.text(found.hours), entries=p.rows_of_unit.get(found.id, 0),
        atom=f"{feed}.xml", json_feed=f"{feed}.json",
    )  # fmt: skip


@once
def topic_links(ask: Ask, ids: tuple[str, ...]) -> tuple[Link, ...]:
    topics = {str(k): v for k, v in ask.portal.topics.items()}
    return tuple(ask.link(topics[i].name, f"/topics/{i}/") for i in ids)


def picture(ask: Ask, info: ImageInfo, alt: str) -> Picture:
    sources = tuple(
        Source(_TYPES[name], ", ".join(f"{ask.url(v.url)} {v.width}w" for v in info.variants if v.format == name))
        for name in ("avif", "webp")
        if any(v.format == name for v in info.variants)
    )
    fallback = [v for v in info.variants if v.format not in _TYPES]
    best = min(fallback, key=lambda v: (abs(v.width - 960), v.width))
    return Picture(ask.url(best.url), sources, info.width, info.height, alt)


def _lead_picture(ask: Ask, document: Document) -> Picture | None:
    image: ImageRef | None = document.header.image
    if image is None:
        return None
    folder = document.path.removeprefix("content/").rpartition("/")[0]
    info = ask.sources.images.get(urls.target(image.src, folder).path)
    return picture(ask, info, image.alt) if info else None


def _section_link(ask: Ask, document: Document) -> Link | None:
    return None if document.section is None else _link_to_section(ask, document.section, document.lang)


@once
def _link_to_section(ask: Ask, id_: SectionId, lang: Lang) -> Link:
    section = ask.portal.sections[id_]
    return ask.link(section.title, list_url(section.id, lang))


@question
@once
def card(ask: Ask, id_: str) -> Card:
    document = find(ask, id_)
    header = document.header
    return Card(
        id=document.id, url=ask.url(urls.document_url(document.id, document.lang)), title=header.title,
        summary=header.summary or document.text.opening, kind=document.kind, lang=document.lang, section=_section_link(ask, document),
        unit=unit_link(ask, header.unit), published=header.published, document_number=ask.chinese(getattr(header, "document_number", None) or ""),
        validity=ask.portal.validity.get(document.id), form=header.form if isinstance(header, InterpretationHeader) else None,
        picture=_lead_picture(ask, document), topics=topic_links(ask, header.topics), draft=ask.portal.waits(document),
    )  # fmt: skip


@once
def standing(ask: Ask, id_: str | None) -> Card | None:
    """The card of a document that the portal shows; nothing for another, or for none."""
    return card(ask, id_) if id_ and shown(ask, id_) else None


def cards(ask: Ask, ids: tuple[DocumentId, ...]) -> tuple[Card, ...]:
    return tuple(found for i in ids if (found := standing(ask, i)) is not None)


@question
def documents(
    ask: Ask,
    section: str | None = None,
    unit: str | None = None,
    topic: str | None = None,
    field: str | None = None,
    kind: str | None = None,
    newest: int | None = None,
) -> tuple[Card, ...]:
    """Cards of the documents that fit all that is given, newest first."""
    p = ask.portal
    if field is not None:
        pool = p.by_field.get((FieldId(field), ask.lang), ())
    elif unit is not None:
        pool = p.by_unit.get((UnitId(unit), ask.lang), ())
    elif topic is not None:
        pool = p.by_topic.get((TopicId(topic), ask.lang), ())
    elif section is not None:
        pool = p.by_section.get((section, ask.lang), ())
    else:
        pool = tuple(d for d in p.documents.values() if d.lang == ask.lang and d.kind != "page")
    found = (
        d.id for d in pool
        if (section is None or d.section == section) and (kind is None or d.kind == kind) and (unit is None or d.header.unit == unit)
        and (topic is None or topic in d.header.topics)
    )  # fmt: skip
    # Those that are not shown are not looked at: a page is not asked again for a change in them.
    return tuple(card(ask, i) for i in islice(found, newest))


@question
def document(ask: Ask, id_: str) -> DocumentView:
    found = find(ask, id_)
    header = found.header
    policy = header if isinstance(header, PolicyHeader) else None
    interpretation = header if isinstance(header, InterpretationHeader) else None
    speaker = interpretation.speaker if interpretation else None
    repealers = ask.portal.repealed_by.get(found.id, ())
    repealer = card(ask, repealers[0]) if repealers else None
    return DocumentView(
        id=found.id, url=ask.url(urls.document_url(found.id, found.lang)), lang=found.lang, converted=found.converted, kind=found.kind, title=header.title,
        summary=header.summary or found.text.opening, section=_section_link(ask, found),
        unit=unit_link(ask, header.unit, short=False), responsible=unit_card(ask, header.unit),
        published=header.published, formed=header.formed, source=header.source or "", keywords=header.keywords,
        topics=topic_links(ask, header.topics), headings=found.text.headings,
        attachments=_downloads(ask, found), picture=_lead_picture(ask, found),
        reviewed_by=header.review.by if header.review else "", reviewed_on=header.review.date if header.review else None,
        document_number=ask.chinese(getattr(header, "document_number", None) or ""), index_number=getattr(header, "index_number", None) or "",
        issuers=tuple(unit_link(ask, i, short=False) for i in ((policy.issuers or (policy.unit,)) if policy else ())),
        genre=ask.chinese(policy.genre or "") if policy else "", normative=policy.normative if policy else False,
        effective=(policy.effective or policy.formed) if policy else None, expires=policy.expires if policy else None,
        validity=ask.portal.validity.get(found.id), repealed_by=Link(repealer.title, repealer.url) if repealer else None,
        legal_basis=tuple(map(ask.chinese, policy.legal_basis)) if policy else (), at_a_glance=policy.at_a_glance if policy else None,
        form=interpretation.form if interpretation else None, speaker_name=ask.chinese(speaker.name) if speaker else "",
        speaker_title=ask.chinese(speaker.title) if speaker else "", year=header.year if isinstance(header, ReportHeader) else None,
    )  # fmt: skip


def _downloads(ask: Ask, document: Document) -> tuple[Download, ...]:
    folder = document.path.removeprefix("content/").rpartition("/")[0]
    found = []
    for attachment in document.header.attachments:
        path = urls.target(attachment.file, folder).path
        kind = path.rpartition(".")[2].upper()
        found.append(Download(attachment.title, ask.url(urls.file_url(path)), kind, ask.sources.sizes.get(path, 0)))
    return tuple(found)


def has_clauses(document: Document) -> bool:
    """Whether its clauses, and places that point at them, are those of the original: for it and what was converted from it."""
    return document.lang == DEFAULT_LANG or document.converted


@question
def body(ask: Ask, id_: str) -> tuple[Part, ...]:
    """How the text is made up, in stretches; after a clause, what explains it. What it says is no part of the answer."""
    found = find(ask, id_)
    explained = ask.portal.explained.get(found.id, {}) if has_clauses(found) else {}
    parts: list[Part] = []
    stretch: list[int] = []

    def end_stretch() -> None:
        if stretch:
            parts.append(Part("text", Slot("text", found.lang, found.id, stretch[0], stretch[-1] + 1)))
            stretch.clear()

    for number, part in enumerate(ask.body(found.id, found.lang).parts):
        kind = part[0]
        if kind == "text":
            stretch.append(number)
        elif kind == "clause":
            # A clause that nobody explains parts nothing.
            if notes := [note for note in explained.get(part[1], ()) if has_clauses(find(ask, note.interpretation))]:
                end_stretch()
                parts.append(Part("explained", cards=tuple(_pointing(ask, note) for note in notes)))
        else:
            end_stretch()
            if kind in ("picture", "figure"):
                shown_ = picture(ask, ask.sources.images[part[1]], part[2])
                parts.append(Part("figure" if kind == "figure" else "picture", picture=shown_))
            else:
                parts.append(Part("table-open" if kind == "table-open" else "table-close"))
    end_stretch()
    return tuple(parts)


def _first(ids: Iterable[DocumentId], count: int) -> tuple[DocumentId, ...]:
    """The first `count` different ones, without looking further."""
    found: dict[DocumentId, None] = {}
    for id_ in ids:
        found[id_] = None
        if len(found) == count:
            break
    return tuple(found)


def _pointing(ask: Ask, pointer: Pointer) -> Card:
    """An interpretation's card that leads to the place where it speaks of the clause."""
    found: Card = card(ask, pointer.interpretation)
    return replace(found, url=f"{found.url}#{pointer.anchor}")


@question
def relations(ask: Ask, id_: str) -> Relations:
    found = find(ask, id_)
    p, header = ask.portal, found.header
    policy = header if isinstance(header, PolicyHeader) else None
    tied = {*p.interpretations.get(found.id, ()), *p.related.get(found.id, ()), found.id}
    near = (d.id for t in header.topics for d in p.by_topic.get((t, found.lang), ()) if d.id not in tied and d.kind == found.kind)
    return Relations(
        interpretations=cards(ask, p.interpretations.get(found.id, ())),
        explains=cards(ask, header.explains) if isinstance(header, InterpretationHeader) else (),
        repeals=cards(ask, policy.repeals) if policy else (), amends=cards(ask, policy.amends) if policy else (),
        amended_by=cards(ask, p.amended_by.get(found.id, ())), implements=cards(ask, policy.implements) if policy else (),
        implemented_by=cards(ask, p.implemented_by.get(found.id, ())), related=cards(ask, p.related.get(found.id, ())),
        same_topic=cards(ask, _first(near, 4)),
    )  # fmt: skip


@question
@once
def section(ask: Ask, id_: str) -> SectionView:
    found = ask.portal.sections[id_]
    feed = feed_stem(found.id, ask.lang if (found.id, ask.lang) in ask.portal.by_section else DEFAULT_LANG)
    return SectionView(
        id=found.id, title=ask.name(found.title), summary=ask.name(found.summary), url=ask.url(list_url(found.id, ask.lang)),
        layout=found.layout, kind=found.kind, column_type=found.column_type,
        atom=ask.url(f"{feed}.xml"), json_feed=ask.url(f"{feed}.json"),
    )  # fmt: skip


@question
def in_section(ask: Ask, id_: str) -> int:
    """How many documents a section has in the asked language."""
    return len(ask.portal.by_section.get((SectionId(id_), ask.lang), ()))


@question
def of_unit(ask: Ask, id_: str) -> int:
    """How many documents a unit has published."""
    return len(ask.portal.by_unit.get((UnitId(id_), DEFAULT_LANG), ()))


@question
def sections(ask: Ask) -> tuple[SectionView, ...]:
    """Sections that have pages in this language."""
    return tuple(section(ask, s) for s in ask.portal.sections if ask.lang == DEFAULT_LANG or ask.portal.by_section.get((s, ask.lang)))


@page_question
def section_of(ask: Ask) -> SectionView | None:
    return section(ask, ask.page.section) if ask.page.section else None


@question
def facets(ask: Ask, section_id: str, counts: bool = True) -> tuple[FacetView, ...]:
    """Pages of a section by each of its facets; without `counts` the answer is another one only when there is another page."""
    found = ask.portal.sections[section_id]
    pool = ask.portal.by_section.get((section_id, ask.lang), ())
    views = []
    for name in found.facets:
        values = facet_values(pool, name)
        order = sorted(values, reverse=True) if name == "year" else [k for k in _declared(ask, name) if k in values]
        options = (FacetOption(facet_title(ask, name, v), ask.url(facet_url(section_id, ask.lang, name, v)), len(values[v])) for v in order)
        views.append(FacetView(name, tuple(o if counts else replace(o, count=None) for o in options)))
    return tuple(views)


def _declared(ask: Ask, name: str) -> list[str]:
    if name == "form":
        return [*get_args(Form)]
    return [str(i) for i in (ask.portal.units if name == "unit" else ask.portal.topics)]


def facet_title(ask: Ask, name: str, value: str) -> str:
    if name == "unit":
        return unit_link(ask, UnitId(value)).title
    if name == "form":
        return ask.word(f"form.{value}")
    return topic_links(ask, (value,))[0].title if name == "topic" else value


@page_question
def listing(ask: Ask) -> ListPage:
    cut = ask.page.slice
    assert cut is not None
    front = ask.url(cut.base)
    newer = _numbered(ask, cut.base, cut.newer) or (Link("", front) if cut.number is not None else None)
    older = _numbered(ask, cut.base, cut.older)
    name, value = cut.facet or ("", "")
    return ListPage(
        cards=tuple(card(ask, i) for i in cut.ids), total=cut.total, front=front, number=cut.number, newer=newer, older=older,
        facet=facet_title(ask, name, value) if cut.facet else "", facet_name=name,
    )  # fmt: skip


def _numbered(ask: Ask, base: str, number: int | None) -> Link | None:
    return Link(str(number), ask.url(f"{base}page/{number}/")) if number else None


@question
def figures(ask: Ask) -> Figures:
    p = ask.portal
    kinds: dict[Kind, int] = {}
    for d in p.documents.values():
        if d.lang == DEFAULT_LANG:
            kinds[d.kind] = kinds.get(d.kind, 0) + 1
    in_force = [id_ for id_, validity in p.validity.items() if validity == "in-force"]
    explained = sum(1 for id_ in in_force if id_ in p.interpretations)
    return Figures(
        documents=sum(kinds.values()), policies=kinds.get("policy", 0), interpretations=kinds.get("interpretation", 0),
        fields=len(p.fields), streets=len(p.streets), communities=sum(len(s.communities) for s in p.streets.values()),
        units=len(p.units), catalogs=len(p.catalogs), entries=len(p.entries),
        interpreted_share=round(100 * explained / len(in_force)) if in_force else 0,
    )  # fmt: skip


def fulfilled_ids(ask: Ask, id_: str) -> tuple[EntryId, ...]:
    return tuple(e for e in find(ask, id_).header.entries if e in ask.portal.entries)


def languages(ask: Ask, id_: str) -> tuple[Lang, ...]:
    return tuple(lang for lang in ask.portal.langs if (DocumentId(id_), lang) in ask.portal.documents)
