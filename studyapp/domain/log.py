"""The learner's log: append-only entries from which everything else can be rebuilt.

Every entry has a globally unique, time-ordered id (UUIDv7, RFC 9562) and the id of the device that
wrote it. An undo is an entry that voids another; nothing is changed or deleted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry records."""

    ANSWER = "answer"
    UNDO = "undo"
    SUSPEND = "suspend"
    RESUME = "resume"
    BURY = "bury"
    FLAG = "flag"
    NOTE = "note"
    ADD_CARD = "add-card"
    GOAL = "goal"
    BREAK = "break"
    MEANING_CHANGED = "meaning-changed"
    RECORD = "record"
    FOLLOW = "follow"
    EXAM = "exam"
    DUE = "due"
    DOSSIER = "dossier"
    DISPUTE = "dispute"


class ItemKind(StrEnum):
    """What a card shows."""

    QUESTION = "question"
    TERM = "term"


class Direction(StrEnum):
    """Which way a term is asked; the two directions are siblings and never fall on one day."""

    NONE = ""
    TO_DEFINITION = "definition"
    TO_TERM = "term"


@dataclass(frozen=True, slots=True)
class CardId:
    """A card is an item in a direction: `q:ID`, `t:ID:definition` or `t:ID:term` as text."""

    kind: ItemKind
    item_id: str
    direction: Direction = Direction.NONE

    def __str__(self) -> str:
        if self.kind is ItemKind.QUESTION:
            return f"q:{self.item_id}"
        return f"t:{self.item_id}:{self.direction}"

    @classmethod
    def parse(cls, text: str) -> CardId:
        """Read the text form; raises ValueError for anything else."""
        kind, _, rest = text.partition(":")
        if kind == "q" and rest:
            return cls(ItemKind.QUESTION, rest)
        item_id, _, direction = rest.rpartition(":")
        if kind == "t" and item_id and direction:
            return cls(ItemKind.TERM, item_id, Direction(direction))
        raise ValueError(f"not a card id: {text!r}")

    @property
    def family(self) -> str:
        """What siblings share."""
        return self.item_id if self.kind is ItemKind.TERM else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer entry says beyond its head: enough to replay with a later memory model."""

    grade: int
    correct: bool | None
    confidence: str
    chosen: tuple[int, ...]
    option_order: tuple[int, ...]
    elapsed_ms: int
    first_sight: bool
    content_hash: str
    interval_s: int
    due_on: date | None
    context: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    id: str
    device_id: str
    kind: EntryKind
    at: datetime
    day: date
    card_id: str = ""
    answer: Answer | None = None
    voids: str = ""
    payload: dict[str, object] = field(default_factory=dict)


_RANDOM_BITS = 74
_STEP = (1 << 48) - 1
"""An id that can't take its own time follows the last one by a random step of up to this."""


def entry_id(at_ms: int, chance: int, after: str = "") -> str:
    """A UUIDv7 (RFC 9562, section 5.7) as 32 hexadecimal digits, always greater than `after`.

    `at_ms` is Unix time in milliseconds, `chance` 74 random bits. When the clock was set back, or two
    entries fall into one millisecond, the id follows `after` closely: the log's order is the order of
    writing, whatever the clock says. The step is random, so that devices with the same last entry
    (their logs were merged) do not write the same id.
    """
    number = (at_ms & (1 << 48) - 1) << _RANDOM_BITS | chance
    if after:
        last = _without_marks(int(after, 16))
        if number <= last:
            number = last + 1 + (chance & _STEP)
    time, random_a, random_b = number >> _RANDOM_BITS, number >> 62 & 0xFFF, number & (1 << 62) - 1
    return f"{time << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b:032x}"


def _without_marks(number: int) -> int:
    """Time and random bits of a UUIDv7, without its version and variant."""
    return number >> 80 << _RANDOM_BITS | (number >> 64 & 0xFFF) << 62 | number & (1 << 62) - 1
