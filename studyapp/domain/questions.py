"""Items with a key: their kinds, what each kind consists of, and the order in which it is shown.

What the learner gives is in `responses`, how it is graded in `judging`.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """How an item is answered; each kind fills its own fields of `Question`."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"
    ORDERING = "ordering"
    MATCHING = "matching"
    TYPED = "typed"
    NUMERIC = "numeric"
    BLANKS = "blanks"
    HANDS_ON = "hands-on"


CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TRUE_FALSE})
"""Kinds that are answered by marking `options`."""
ENTRIES = frozenset({QuestionKind.TYPED, QuestionKind.NUMERIC, QuestionKind.BLANKS})
"""Kinds that are answered by typing into `entries`."""


class Depth(StrEnum):
    """What an item asks of the mind: remember, choose in a scenario, or find the cause."""

    RECALL = "recall"
    CHOICE = "choice"
    DIAGNOSIS = "diagnosis"


class Confidence(StrEnum):
    """What the learner said of the answer when giving it."""

    SURE = "sure"
    THINK_SO = "think-so"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of an item; `reason` says why it is right, or what it is the answer to instead."""

    text: str
    correct: bool
    reason: str
    excluded_by: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an ordering item; `reason` says why it stands where it stands."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One prompt of a matching item with the choice that belongs to it, and why."""

    prompt: str
    match: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer that is to be expected, and what it is the answer to instead."""

    text: str
    reason: str


class LetterCase(StrEnum):
    """Whether capitals count in a typed answer."""

    IGNORE = "ignore"
    EXACT = "exact"


class Spacing(StrEnum):
    """How white space counts in a typed answer; it never counts at the two ends."""

    COLLAPSE = "collapse"
    IGNORE = "ignore"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is asked for: a `value` with a tolerance, or anything from `least` to `most`.

    `tolerance` is in the unit of the value, `tolerance_percent` in percent of it; bounds are included.
    """

    value: float | None = None
    least: float | None = None
    most: float | None = None
    tolerance: float = 0.0
    tolerance_percent: float = 0.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One field that is typed into: the `accepted` spellings (the first one is shown), or a `quantity`."""

    reason: str
    accepted: tuple[str, ...] = ()
    quantity: Quantity | None = None
    letter_case: LetterCase = LetterCase.IGNORE
    spacing: Spacing = Spacing.COLLAPSE
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a rubric: what must be so when the task is done, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Task:
    """What a hands-on item needs beside its goal (the stem); `minutes` 0 is not estimated."""

    environment: str
    rubric: tuple[Check, ...]
    solution: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario that several items share; it is shown above each of them."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Retirement:
    """An item out of circulation: since when, why, and what replaces it."""

    on: str
    because: str
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """An item whose key is in doubt: since when, and why. It is not asked, and its answers do not count."""

    on: str
    because: str


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a bank: stem, options with reasons, and where it belongs."""

    id: str
    certification_id: str
    objective_id: str
    kind: QuestionKind
    depth: Depth
    difficulty: int
    stem: str
    options: tuple[Option, ...]
    explanation: str
    term_ids: tuple[str, ...]
    references: tuple[str, ...]
    verified_on: str
    revision: int = 1
    retired: Retirement | None = None
    steps: tuple[Step, ...] = ()
    """Of an ordering item, in the right order."""
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[Mistake, ...] = ()
    """Choices of a matching item that belong to no prompt."""
    entries: tuple[Entry, ...] = ()
    task: Task | None = None
    case: Case | None = None
    quarantined: Quarantine | None = None

    @property
    def is_asked(self) -> bool:
        """Whether learners meet it: neither retired nor in quarantine."""
        return self.retired is None and self.quarantined is None

    @property
    def key(self) -> frozenset[int]:
        """Stored positions (from 0) of the correct options."""
        return frozenset(i for i, option in enumerate(self.options) if option.correct)

    @property
    def choices(self) -> tuple[str, ...]:
        """What the prompts of a matching item can be matched with, each once."""
        return tuple(dict.fromkeys((*(p.match for p in self.pairs), *(d.text for d in self.distractors))))

    @property
    def asked(self) -> str:
        """The stem as it is shown, with its blanks as numbered gaps."""
        stem = self.stem
        for number in range(1, len(self.entries) + 1) if self.kind is QuestionKind.BLANKS else ():
            stem = stem.replace(f"{{{number}}}", f"__{number}__")
        return stem

    @property
    def listed(self) -> int:
        """How many things a showing lists and may shuffle: options, steps or choices."""
        return len(self.options or self.steps or self.choices)

    @property
    def guess_rate(self) -> float:
        """Chance of a blind guess to be right in every part.

        1 over the subsets of the stated size, over the orders, or over the ways to give each prompt a
        choice (a choice may be used again). What is typed or done cannot be guessed: 0.
        """
        if self.kind is QuestionKind.ORDERING:
            return 1.0 / math.factorial(len(self.steps))
        if self.kind is QuestionKind.MATCHING:
            return float(len(self.choices)) ** -len(self.pairs)
        if self.kind not in CHOICES:
            return 0.0
        return 1.0 / math.comb(len(self.options), len(self.key))


def option_order(question: Question, seed: str) -> tuple[int, ...]:
    """The order in which a showing lists the stored positions; equal seeds give equal orders."""
    return shuffled_order(question.id, question.kind, question.listed, seed)


def shuffled_order(question_id: str, kind: QuestionKind, listed: int, seed: str) -> tuple[int, ...]:
    """The same from the facts that decide it.

    True/false stays as stored: a changing order of two fixed words only costs reading time. Steps to be
    ordered never begin in the right order.
    """
    order = list(range(listed))
    if kind is not QuestionKind.TRUE_FALSE:
        random.Random(f"{question_id}:{seed}").shuffle(order)
    if kind is QuestionKind.ORDERING and order == sorted(order):
        order.reverse()
    return tuple(order)


def shown_order(question: Question, seed: str, *, shuffle: bool = True) -> tuple[int, ...]:
    """The order of a showing where the learner may have turned shuffling off.

    Steps and choices are shuffled all the same: as stored they would be the answer.
    """
    if shuffle or question.kind in (QuestionKind.ORDERING, QuestionKind.MATCHING):
        return option_order(question, seed)
    return tuple(range(question.listed))
