"""Questions on interpretations: by form, clause by clause, spoken, and counted (解读回应)."""

from datetime import date
from typing import get_args

from sitegen import urls
from sitegen.application import window
from sitegen.document import Document
from sitegen.explaining import pointers
from sitegen.front_matter import Form, InterpretationHeader, NoticeHeader, PageHeader, PolicyHeader
from sitegen.interpretation_views import (
    Explanation,
    ExplanationGroup,
    FormCount,
    GuideView,
    InterpretationFigures,
    PolicyClauses,
    RecordingView,
    Spoken,
)
from sitegen.languages import DEFAULT_LANG
from sitegen.media import LANG_OF, SPEECH_OF, VIDEO, Recording, Speech, paragraphs
from sitegen.plan import facet_url, facet_values
from sitegen.questions import Ask, question
from sitegen.questions.documents import card, cards, find, has_clauses, picture, shown
from sitegen.values import DocumentId
from sitegen.views import Link, Picture
from sitegen.workdays import Workdays

_TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav"}


@question
def explanations(ask: Ask, id_: str) -> tuple[ExplanationGroup, ...]:
    """What explains a policy, by form in the order of the vocabulary, each form newest first."""
    found = [find(ask, i) for i in ask.portal.interpretations.get(DocumentId(id_), ()) if shown(ask, i)]
    if not found:
        return ()
    groups = ((form, tuple(_explanation(ask, d, id_) for d in found if _header(d).form == form)) for form in get_args(Form))
    return tuple(ExplanationGroup(form, items) for form, items in groups if items)


def _header(document: Document) -> InterpretationHeader:
    assert isinstance(document.header, InterpretationHeader)
    return document.header


def _explanation(ask: Ask, document: Document, policy: str) -> Explanation:
    header = _header(document)
    about = card(ask, document.id)
    asked = document.text.headings if header.form == "qa" else ()
    return Explanation(
        card=about, speaker_name=ask.chinese(header.speaker.name) if header.speaker else "",
        speaker_title=ask.chinese(header.speaker.title) if header.speaker else "",
        clauses=_clauses(ask, document, policy), questions=tuple(Link(h.text, f"{about.url}#{h.id}") for h in asked if h.level == 2),
        spoken=tuple(speech for speech in get_args(Speech) if _is_spoken(document, speech)), recorded=bool(header.recordings),
        picture=about.picture or next((still for r in header.recordings if (still := _still(ask, document, r)) is not None), None),
    )  # fmt: skip


def _clauses(ask: Ask, document: Document, policy: str) -> tuple[Link, ...]:
    """Links to the clauses of one policy, in their own order; only its Chinese text, or one converted from it, has clauses with names."""
    target = find(ask, policy)
    if not has_clauses(target):
        return ()
    address = ask.url(urls.document_url(target.id, target.lang))
    named = sorted((p for p in pointers(document) if p.policy == policy), key=lambda p: [int(number) for number in p.clause.split("-")[1:]])
    return tuple(Link(ask.chinese(p.words), f"{address}#{p.clause}") for p in named)


@question
def explained_policies(ask: Ask, id_: str) -> tuple[PolicyClauses, ...]:
    """The policies an interpretation explains, each with the clauses it points at; none for other documents."""
    found = find(ask, id_)
    explains = found.header.explains if isinstance(found.header, InterpretationHeader) else ()
    return tuple(PolicyClauses(card(ask, i), _clauses(ask, found, i)) for i in explains if shown(ask, i))


def _is_spoken(document: Document, speech: Speech) -> bool:
    header = _header(document)
    own = header.form == "presenter" and speech == SPEECH_OF[document.lang]
    return own or speech in header.scripts or any(r.language == speech for r in header.recordings)


@question
def spoken(ask: Ask, id_: str) -> tuple[Spoken, ...]:
    """The languages in which an interpretation can be heard: recordings first, else what the reader's own voices say."""
    found = find(ask, id_)
    header = _header(found)
    recordings = {r.language: r for r in header.recordings}
    return tuple(
        Spoken(
            speech, LANG_OF[speech], _recording(ask, found, recordings[speech]) if speech in recordings else None, paragraphs(header.scripts.get(speech, ""))
        )
        for speech in get_args(Speech)
        if _is_spoken(found, speech)
    )


def _recording(ask: Ask, document: Document, recording: Recording) -> RecordingView:
    folder = document.path.removeprefix("content/").rpartition("/")[0]
    path = urls.target(recording.file, folder).path
    extension = path.rpartition(".")[2].lower()
    return RecordingView(
        url=ask.url(urls.file_url(path)), type=_TYPES[extension], format=extension.upper(), size=ask.sources.sizes.get(path, 0), length=recording.length,
        captions=ask.url(urls.file_url(urls.target(recording.captions, folder).path)), poster=_still(ask, document, recording),
        video=extension in VIDEO, note=ask.chinese(recording.note or ""),
    )  # fmt: skip


def _still(ask: Ask, document: Document, recording: Recording) -> Picture | None:
    """The picture that stands for a film; what it shows is said by the title beside it."""
    folder = document.path.removeprefix("content/").rpartition("/")[0]
    still = ask.sources.images.get(urls.target(recording.poster, folder).path) if recording.poster else None
    return picture(ask, still, "") if still else None


@question
def guides(ask: Ask, id_: str) -> tuple[GuideView, ...]:
    """How and when to apply for what a policy promises: newest guide first."""
    return tuple(guide for i in ask.portal.guides.get(DocumentId(id_), ()) if shown(ask, i) and (guide := application(ask, i)) is not None)


@question
def application(ask: Ask, id_: str) -> GuideView | None:
    """When applications are taken, of a document that is a guide; none for others."""
    header = find(ask, id_).header
    if not isinstance(header, (NoticeHeader, PageHeader)) or header.application is None:
        return None
    about = header.application
    today = ask.portal.as_of
    state = window(about.opens, about.closes, today)
    return GuideView(card(ask, id_), cards(ask, about.policies), state, today, about.opens, about.closes, ask.chinese(about.next or ""))


@question
def interpretation_figures(ask: Ask, section_id: str) -> InterpretationFigures:
    """How much of this year's policy is explained, and how many interpretations the section has of each form."""
    p = ask.portal
    since, days = date(p.as_of.year, 1, 1), p.config.thresholds.interpretation_wd
    policies = [d for d in p.documents.values() if d.lang == DEFAULT_LANG and isinstance(d.header, PolicyHeader) and d.header.published >= since]
    first = {d.id: min((_day(ask, i) for i in p.interpretations.get(d.id, ())), default=None) for d in policies}
    workdays = Workdays(p.site.calendars)
    in_time = sum(1 for d in policies if (day := first[d.id]) is not None and day <= workdays.add(d.header.published, days).latest)
    explained = sum(day is not None for day in first.values())
    held = facet_values(p.by_section.get((section_id, ask.lang), ()), "form")
    offered = "form" in p.sections[section_id].facets
    forms = tuple(
        FormCount(form, len(held[form]), ask.url(facet_url(section_id, ask.lang, "form", form)) if offered else "") for form in get_args(Form) if form in held
    )
    share = 100 * explained // len(policies) if policies else None
    return InterpretationFigures(since, p.as_of, len(policies), explained, in_time, share, days, forms)


def _day(ask: Ask, id_: DocumentId) -> date:
    return ask.portal.documents[id_, DEFAULT_LANG].header.published
