"""A fact (事实): something on which answers and pages rest, named so that it can be noted."""

from typing import Any

Fact = tuple[str, Any]
"""A mapping and a key of it; None for all of it. With `?` behind the mapping: whether the key is there at all."""
