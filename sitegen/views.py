"""What templates receive: the answers to their questions, as frozen values.

Every answer is in one language and ready to show: links are root-absolute, names are
resolved, dates are dates. What a list shows is a card; only a document's own page asks for
the document and its body.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sitegen.config import Layout
from sitegen.disclosure import CatalogKind, Channel, Level, Method
from sitegen.document import Heading
from sitegen.front_matter import AtAGlance, Form, Kind
from sitegen.languages import Lang
from sitegen.pinyin import initial
from sitegen.registers import Office, ServicePoint
from sitegen.slots import Slot
from sitegen.values import Event

Validity = Literal["in-force", "pending", "expired", "repealed"]
"""有效性: in force, not yet in force, past its last day, repealed by another."""


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str
    lang: str = ""
    """Language of the title where it is not that of the page."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """面包屑: the last one is the page itself."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """One `<source>` of a picture."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """图片: always with width and height, so that nothing jumps."""

    src: str
    sources: tuple[Source, ...]
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a body, in order: rendered text, a picture among words or a figure between paragraphs, the edge of a table,
    what explains the clause that ended."""

    kind: Literal["text", "picture", "figure", "table-open", "table-close", "explained"]
    html: Slot | None = None
    """Of a text; to be printed, and nothing else."""
    picture: Picture | None = None
    cards: "tuple[Card, ...]" = ()


@dataclass(frozen=True, slots=True)
class MenuLink:
    title: str
    url: str
    summary: str
    icon: str
    external: bool
    lang: str = ""
    """Language of the words where it is not that of the page."""


@dataclass(frozen=True, slots=True)
class Settings:
    """网站标识, in the page's language."""

    name: str
    short_name: str
    tagline: str
    notice: str
    organiser: str
    operator: str
    address: str
    phone: str
    email: str
    site_code: str
    icp: str
    police_record: str
    domain: str
    origin: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language, or the nearest page of that language."""

    lang: Lang
    name: str
    url: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Card:
    """卡片: what a list shows of a document."""

    id: str
    url: str
    title: str
    summary: str
    kind: Kind
    lang: Lang
    section: Link | None
    unit: Link
    published: date
    document_number: str
    validity: Validity | None
    form: Form | None
    picture: Picture | None
    topics: tuple[Link, ...]
    draft: bool
    """Its publication day has not come; only a preview shows it."""


@dataclass(frozen=True, slots=True)
class Download:
    """附件: name, address, format in capitals, bytes."""

    title: str
    url: str
    format: str
    size: int


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's own page without its text."""

    id: str
    url: str
    lang: Lang
    converted: bool
    """Made by conversion of script, and written by nobody."""
    kind: Kind
    title: str
    summary: str
    section: Link | None
    unit: Link
    responsible: "UnitCard"
    """The publishing unit, to call or visit."""
    published: date
    formed: date | None
    source: str
    keywords: tuple[str, ...]
    topics: tuple[Link, ...]
    headings: tuple[Heading, ...]
    attachments: tuple[Download, ...]
    picture: Picture | None
    reviewed_by: str
    reviewed_on: date | None
    # policies
    document_number: str
    index_number: str
    issuers: tuple[Link, ...]
    genre: str
    normative: bool
    effective: date | None
    expires: date | None
    validity: Validity | None
    repealed_by: Link | None
    legal_basis: tuple[str, ...]
    at_a_glance: AtAGlance | None
    # interpretations
    form: Form | None
    speaker_name: str
    speaker_title: str
    # reports
    year: int | None


@dataclass(frozen=True, slots=True)
class Relations:
    """相关文件: everything a document is tied to, each tie stated once and shown from both ends."""

    interpretations: tuple[Card, ...]
    explains: tuple[Card, ...]
    repeals: tuple[Card, ...]
    amends: tuple[Card, ...]
    amended_by: tuple[Card, ...]
    implements: tuple[Card, ...]
    implemented_by: tuple[Card, ...]
    related: tuple[Card, ...]
    same_topic: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """栏目."""

    id: str
    title: str
    summary: str
    url: str
    layout: Layout
    kind: Kind
    column_type: str
    atom: str
    json_feed: str


@dataclass(frozen=True, slots=True)
class FacetOption:
    title: str
    url: str
    count: int | None
    """None where it is not asked for."""


@dataclass(frozen=True, slots=True)
class FacetView:
    """分面: `name` is form, year, unit or topic (lists), or level, method, audience (catalog rows)."""

    name: str
    options: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """The slice of a list that a page shows. Numbers count from the oldest and never change."""

    cards: tuple[Card, ...]
    total: int | None
    """None but on the front page."""
    front: str
    """Address of the front page."""
    number: int | None
    """None on the front page of the list, which always shows the newest."""
    newer: Link | None
    older: Link | None
    facet: str
    """Title of the facet value (2026, 区教育局, …), or "" for the whole section."""
    facet_name: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """栏目下的文件: what a section has on a subject."""

    id: str
    title: str
    kind: Kind
    total: int
    cards: tuple[Card, ...]
    """The newest, or all of them."""
    more: str
    """Address of the list of all; "" where the cards are all."""


@dataclass(frozen=True, slots=True)
class CatalogCard:
    id: str
    url: str
    title: str
    kind: CatalogKind
    owner: Link | None
    edition: int
    updated: date
    count: int
    csv: str
    json: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class CatalogView:
    """A catalog without its rows."""

    id: str
    url: str
    title: str
    kind: CatalogKind
    owner: Link | None
    edition: int
    updated: date
    summary: str
    count: int
    csv: str
    json: str
    xlsx: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """公开事项 in a table or card."""

    id: str
    url: str
    number: str
    item: str
    subitem: str
    content_elements: tuple[str, ...]
    legal_basis: tuple[str, ...]
    time_limit: str
    units: tuple[Link, ...]
    channels: tuple[Channel, ...]
    other_channel: str
    audience: str
    """The named group, or "" for everyone."""
    method: Method
    levels: tuple[Level, ...]
    question: str
    catalog: Link
    documents: int
    latest: Link | None
    """The newest document, if a document was published last."""
    latest_note: str
    """What was published last where that is no document."""
    latest_on: date | None


@dataclass(frozen=True, slots=True)
class Record:
    """公开记录: an event, and what was published because of it."""

    number: int
    """Its place among the records of the row, as `ObligationView.record` names it."""
    event: Event
    day: date
    published: date | None
    document: Link | None
    note: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A row's own page: the card, where it comes from or is used, and its publications."""

    card: EntryCard
    catalog: CatalogCard
    refers_to: EntryCard | None
    referred_by: tuple[EntryCard, ...]
    documents: tuple[Card, ...]
    disclosures: tuple[Record, ...]
    field: Link | None
    responsible: tuple["UnitCard", ...]
    newer: Link | None
    older: Link | None
    """Next and previous row of the same catalog."""


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: str
    url: str
    name: str
    short_name: str
    chinese: str
    """The Chinese name without the words that begin most of them, by which a directory is in order."""
    kind: str
    duty: str
    phone: str
    address: str
    hours: str
    entries: int
    atom: str
    json_feed: str

    @property
    def initial(self) -> str:
        """Pinyin initial, A-Z, for the directory."""
        return initial(self.chinese)


@dataclass(frozen=True, slots=True)
class UnitView:
    card: UnitCard
    email: str
    leader: str
    credit_code: str
    abbreviation: str
    supervised_by: Link | None
    offices: tuple[Office, ...]
    catalog: CatalogCard | None
    fields: tuple[Link, ...]
    """Fields it leads."""
    street: Link | None


@dataclass(frozen=True, slots=True)
class StreetCard:
    id: str
    url: str
    name: str
    summary: str
    communities: int
    entries: int


@dataclass(frozen=True, slots=True)
class StreetView:
    card: StreetCard
    office: UnitCard
    communities: tuple[str, ...]
    service_points: tuple[ServicePoint, ...]
    catalog: CatalogCard | None


@dataclass(frozen=True, slots=True)
class FieldCard:
    id: str
    url: str
    name: str
    summary: str
    national_code: int | None
    unit: Link
    responsible: UnitCard
    entries: int
    documents: int


@dataclass(frozen=True, slots=True)
class FieldView:
    card: FieldCard
    catalog: CatalogCard | None
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TopicCard:
    id: str
    url: str
    name: str
    summary: str
    documents: int
    atom: str
    json_feed: str


@dataclass(frozen=True, slots=True)
class PlatformView:
    """政府信息公开平台 with its four fixed columns and the way to ask; None for a document that is not published yet."""

    url: str
    guide: Card | None
    rules: Card | None
    statutory: Card | None
    annual_reports: Card | None
    application: Card | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the portal holds, counted."""

    documents: int
    policies: int
    interpretations: int
    fields: int
    streets: int
    communities: int
    units: int
    catalogs: int
    entries: int
    interpreted_share: int
    """Per cent of policies in force that have an interpretation."""
