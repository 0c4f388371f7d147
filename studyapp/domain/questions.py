"""Items with a key: their kinds, how options are shown, and how a response is graded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionKind(StrEnum):
    """How an item is answered. Further kinds join here; every front end asks `Question.kind`."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true-false"


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
class Retirement:
    """An item out of circulation: since when, why, and what replaces it."""

    on: str
    because: str
    replaced_by: str = ""


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

    @property
    def key(self) -> frozenset[int]:
        """Stored positions (from 0) of the correct options."""
        return frozenset(i for i, option in enumerate(self.options) if option.correct)

    @property
    def guess_rate(self) -> float:
        """Chance of a blind guess to be right: 1/n, or 1 over the subsets of the stated size."""
        n, k = len(self.options), len(self.key)
        ways = 1.0
        for i in range(k):
            ways = ways * (n - i) / (i + 1)
        return 1.0 / ways


@dataclass(frozen=True, slots=True)
class Response:
    """What the learner gave: stored positions (not places on screen), confidence and time."""

    chosen: frozenset[int]
    confidence: Confidence
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The graded response: `missed` are keys not chosen, `wrong` are chosen distractors."""

    correct: bool
    credit: float
    missed: frozenset[int] = field(default_factory=frozenset)
    wrong: frozenset[int] = field(default_factory=frozenset)


class ResponseNotInItem(ValueError):
    """A response names an option that the item does not have."""


def judge(question: Question, chosen: frozenset[int]) -> Verdict:
    """Grade a choice of stored positions; all-or-nothing, as the vendors score multiple response.

    Raises ResponseNotInItem when a position is not one of the item's.
    """
    if not chosen <= frozenset(range(len(question.options))):
        raise ResponseNotInItem(f"{question.id} has {len(question.options)} options, got {sorted(chosen)}")
    key = question.key
    correct = chosen == key
    return Verdict(correct, 1.0 if correct else 0.0, key - chosen, chosen - key)


def option_order(question: Question, seed: str) -> tuple[int, ...]:
    """The order in which a showing lists the stored positions; equal seeds give equal orders."""
    return shuffled_order(question.id, question.kind, len(question.options), seed)


def shuffled_order(question_id: str, kind: QuestionKind, options: int, seed: str) -> tuple[int, ...]:
    """The same from the facts that decide it.

    True/false stays as stored: a changing order of two fixed words only costs reading time.
    """
    order = list(range(options))
    if kind is not QuestionKind.TRUE_FALSE:
        random.Random(f"{question_id}:{seed}").shuffle(order)
    return tuple(order)


def option_letter(place: int) -> str:
    """The letter on screen of a place counted from 0: a, b, c ..."""
    return "abcdefghijklmnopqrstuvwxyz"[place]


def chosen_from_letters(letters: Sequence[str], order: Sequence[int]) -> frozenset[int]:
    """Stored positions behind letters typed by the learner.

    Raises ResponseNotInItem for a letter that is not on the screen.
    """
    places = {option_letter(place): position for place, position in enumerate(order)}
    unknown = [letter for letter in letters if letter not in places]
    if unknown:
        raise ResponseNotInItem(f"no option {', '.join(unknown)}; there are {', '.join(places)}")
    return frozenset(places[letter] for letter in letters)
