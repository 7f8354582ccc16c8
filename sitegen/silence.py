"""Exemptions (豁免): a finding that an editor accepts, and says why."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sitegen.described import term, written
from sitegen.values import Day, Paragraph, type_closed


@dataclass(frozen=True, slots=True)
class Silence:
    """豁免: a finding that is accepted here, with the reason why."""

    __pydantic_config__: ClassVar = type_closed
    code: Annotated[str, term("编号", "code of the finding"), written(pattern=r"^[A-Z]{1,2}[0-9]{1,3}$")]
    reason: Annotated[Paragraph, term("理由", "why it is accepted")]
    until: Annotated[Day | None, term("有效期至", "last day of the exemption")] = None
