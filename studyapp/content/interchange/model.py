"""An item on its way from one format to another, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studyapp.domain.glossary import Term
from studyapp.domain.questions import Depth, Question, QuestionKind
from studyapp.errors import StudyappError

UNKNOWN_DIFFICULTY = 0
"""Difficulty of an item whose source says nothing of it; its depth means nothing then."""


class CannotConvert(StudyappError):
    """A source or a target as a whole cannot be used; nothing was written."""

    title = "That can't be converted"
    exit_code = 2


class NotHeld(Exception):
    """One item that cannot be read or written; the message says why, as words of a report."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a source. What the source does not say is empty; `losses` name what could not come along.

    `place` is where it stands: `line 12`, or the name of an entry. `name` is how people know it.
    """

    place: str
    name: str
    content: Question | Term
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """An item of a source that did not come along at all, and why."""

    place: str
    name: str
    reason: str


Read = Sequence[Item | Refused]
"""What a reader returns: each item of the source once, in its order."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer returns: files by what is added to the target's stem, and what each item lost.

    `outcomes` has an entry for each item that was given: the losses, or a text with the reason for refusal.
    """

    files: Mapping[str, bytes]
    outcomes: Sequence[tuple[str, ...] | str]
    ids: Sequence[str] = field(default=())
    """The id of each item as it was written."""


def blank_question(kind: QuestionKind, stem: str, **fields: object) -> Question:
    """A question of which a source says no more than this."""
    base: dict[str, object] = {
        "id": "", "certification_id": "", "objective_id": "", "depth": Depth.RECALL,
        "difficulty": UNKNOWN_DIFFICULTY, "options": (), "explanation": "", "term_ids": (), "references": (),
        "verified_on": "",
    }  # fmt: skip
    return Question(kind=kind, stem=stem, **(base | fields))  # type: ignore[arg-type]


def named(text: str) -> str:
    """The beginning of a text as a name for people, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59].rstrip() + "…"
