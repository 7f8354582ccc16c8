"""The linter (发布前检查): what it sees in `rule.py`, all its rules in `rules.py`, one file a family."""
