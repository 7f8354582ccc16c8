"""The linter (发布前检查): rules as data, one file a family."""

from sitegen.lint.rule import Context, Rule, run
from sitegen.lint.timeliness import TIMELINESS

RULES: tuple[Rule, ...] = TIMELINESS

__all__ = ["RULES", "Context", "Rule", "run"]
