"""When an application must be answered (依申请公开的答复期限), for who has applied.

The browser reckons the same by application-limit.js; both run tests/data/application_limits.json.
Source: 政府信息公开条例 (2019), articles 30 to 34: 20 working days from receipt, once 20 more;
after a correction the count begins anew; what others are asked does not count.
"""

from dataclasses import dataclass
from datetime import date

from sitegen.workdays import Due, Workdays

REPLY = 20


@dataclass(frozen=True, slots=True)
class ApplicationLimit:
    """答复期限: the last day; `latest` differs only where a year without a holiday notice is touched."""

    day: date
    latest: date


def application_limit(received: date, corrected: date | None, extended: bool, asked: int, workdays: Workdays) -> ApplicationLimit:
    """The last day to reply. `asked` is how many working days others were asked for; it is not counted."""
    count = REPLY * (2 if extended else 1) + asked
    found: Due = workdays.add(max(received, corrected) if corrected else received, count)
    return ApplicationLimit(found.earliest, found.latest)
