"""All rules (全部规则), as data. Rules on one text are TEXT_RULES in `text.py`."""

from sitegen.lint.accessibility import ACCESSIBILITY
from sitegen.lint.annual_reports import ANNUAL_REPORTS
from sitegen.lint.completeness import COMPLETENESS
from sitegen.lint.consultation import CONSULTATIONS
from sitegen.lint.district import DISTRICT
from sitegen.lint.files import FILES
from sitegen.lint.freshness import FRESHNESS
from sitegen.lint.letters import LETTERS
from sitegen.lint.measures import MEASURES
from sitegen.lint.media import MEDIA_RULES
from sitegen.lint.policies import POLICIES
from sitegen.lint.projects import PROJECTS
from sitegen.lint.publication import PUBLICATION
from sitegen.lint.rule import Rule
from sitegen.lint.services import SERVICES
from sitegen.lint.tags import TAGS
from sitegen.lint.timeliness import TIMELINESS

RULES: tuple[Rule, ...] = (
    *TIMELINESS, *FRESHNESS, *PUBLICATION, *POLICIES, *FILES, *COMPLETENESS, *ACCESSIBILITY, *MEDIA_RULES, *TAGS, *CONSULTATIONS,
    *SERVICES,
    *MEASURES,
    *LETTERS,
    *ANNUAL_REPORTS,
    *PROJECTS,
    *DISTRICT,
)  # fmt: skip
