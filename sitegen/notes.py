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
        """Its parts are read when they are asked for. Raises: Damaged."""
        return Ledger(self._part)

    def _part(self, part: str) -> bytes | None:
        """Raises: Damaged, then or later, where one is missing beside others."""
        found = self.memory.note(self._name(part), b"")
        if found is None and part != "head":
            raise Damaged(part)
        return found

    def keep(self, ledger: Ledger) -> None:
        self.memory.make_notes((self._name(part), b"", data) for part, data in ledger.parts())

    def _name(self, part: str) -> str:
        return f"{'preview' if self.preview else 'pages'}: ledger: {part}"
