"""What is wrong in an author's file: where, what, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One located finding; lines and columns count from 1. A `warning` does not keep the item out."""

    path: str
    line: int
    column: int
    message: str
    hint: str
    level: str = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.level}: {self.message}. {self.hint}"
