"""The ledger as it is remembered (构建账的存放): in parts, of which only those are written that have changed."""

from dataclasses import dataclass

from sitegen.ledger import Ledger
from sitegen.memory import Damaged, Memory


@dataclass(frozen=True, slots=True)
class Notes:
    """What is remembered of pages; those of a preview, which shows drafts, stand apart."""

    memory: Memory
    preview: bool = False

    def ledger(self) -> Ledger:
        """Raises: Damaged."""
        try:
            return Ledger(lambda part: self.memory.note(self._name(part), b""))
        except ValueError as error:
            raise Damaged(str(error)) from error

    def keep(self, ledger: Ledger) -> None:
        self.memory.make_notes((self._name(part), b"", data) for part, data in ledger.parts())

    def _name(self, part: str) -> str:
        return f"{'preview' if self.preview else 'pages'}: ledger: {part}"
