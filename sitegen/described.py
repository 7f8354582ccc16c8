"""Descriptions (说明): what is said of a field or a value where its type is written down.

The validator of a type is built from them when something is to be validated, and pydantic is
loaded then: whoever only holds values starts without it.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final


class Described:
    """One thing that pydantic is told of a value: the name of its annotation, and the options."""

    __is_annotated_types_grouped_metadata__: Final = True
    """By which pydantic knows that the annotation itself is to be asked for (`annotated_types.GroupedMetadata`)."""

    __slots__ = ("name", "options")

    def __init__(self, name: str, **options: Any) -> None:
        self.name, self.options = name, options

    def __iter__(self) -> Iterator[object]:
        import pydantic

        made = getattr(pydantic, self.name)(**self.options)
        return iter(made) if self.name == "StringConstraints" else iter((made,))


class Term(Described):
    """A field's official Chinese name and what it means in English."""

    __slots__ = ()

    def __init__(self, zh: str, en: str) -> None:
        super().__init__("Field", title=zh, description=en)

    @property
    def zh(self) -> str:
        return str(self.options["title"])

    @property
    def en(self) -> str:
        return str(self.options["description"])


def term(zh: str, en: str) -> Term:
    return Term(zh, en)


def bounds(**options: int) -> Described:
    """How much, or how many: `ge`, `le`, `min_length`, `max_length`."""
    return Described("Field", **options)


def written(**options: Any) -> Described:
    """How a text is written: `pattern`, `min_length`, `max_length`, `strip_whitespace`."""
    return Described("StringConstraints", **options)


def before(function: Callable[[Any], Any]) -> Described:
    """What makes of a value as it was written the one to be checked."""
    return Described("BeforeValidator", func=function)


def after(function: Callable[[Any], Any]) -> Described:
    """What looks at a value that was checked."""
    return Described("AfterValidator", func=function)
