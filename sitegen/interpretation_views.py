"""What templates receive of interpretations (解读回应): by form, as they are spoken, and counted."""

from dataclasses import dataclass
from datetime import date

from sitegen.application import Window
from sitegen.front_matter import Form
from sitegen.languages import Lang
from sitegen.media import Speech
from sitegen.views import Card, Link, Picture


@dataclass(frozen=True, slots=True)
class Explanation:
    """一份解读: its card, and what the policy's page shows of it beside that."""

    card: Card
    speaker_name: str
    speaker_title: str
    clauses: tuple[Link, ...]
    """Clauses of the policy that it points at."""
    questions: tuple[Link, ...]
    """What it asks and answers, each with the address of the answer."""
    spoken: tuple[Speech, ...]
    """Languages in which it can be heard."""
    recorded: bool
    picture: Picture | None
    """Its lead picture, or the still of its film."""


@dataclass(frozen=True, slots=True)
class ExplanationGroup:
    """同一形式的解读, newest first."""

    form: Form
    items: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class PolicyClauses:
    """所讲的文件: a policy that is explained, and the clauses that are pointed at."""

    card: Card
    clauses: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RecordingView:
    """录像录音, ready to play."""

    url: str
    type: str
    """Media type for `<source>`."""
    format: str
    size: int
    length: str
    captions: str
    poster: Picture | None
    video: bool
    note: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """一种语言的讲解: a recording, else words for the reader's own voices."""

    speech: Speech
    lang: Lang
    recording: RecordingView | None
    script: tuple[str, ...]
    """Paragraphs; empty where the text of the page itself is what is said."""


@dataclass(frozen=True, slots=True)
class GuideView:
    """申报指南: whether applications are taken on the portal's day, and from when to when."""

    card: Card
    policies: tuple[Card, ...]
    window: Window
    as_of: date
    opens: date | None
    closes: date | None
    next: str


@dataclass(frozen=True, slots=True)
class FormCount:
    """解读形式: how many there are, and the page that lists them; "" where the section has none."""

    form: Form
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class InterpretationFigures:
    """解读率: of the policies published since 1 January, how many are explained, and how many were within the time set for it."""

    since: date
    until: date
    policies: int
    explained: int
    in_time: int
    share: int | None
    """Per cent, rounded down; none where nothing was published."""
    working_days: int
    """The time set for it (`thresholds.interpretation_wd`)."""
    forms: tuple[FormCount, ...]
