"""What a check says: one finding with its place, and the levels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs: an error stops publishing, a warning asks, an info tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """3 for an error, 2 for a warning, 1 for an info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One located finding. `text` is the offending text, `item` the id of the question, if there is one."""

    id: str
    level: Level
    path: str
    line: int
    column: int
    item: str
    message: str
    hint: str
    text: str = ""
