"""The cards that the simulated learner will meet, in the order of meeting them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from studyapp.domain.judging import key_of
from studyapp.domain.log import CardId, Direction, ItemKind
from studyapp.domain.memory import CardState
from studyapp.domain.mistakes import Mistake
from studyapp.domain.questions import Question, QuestionKind
from studyapp.domain.responses import Response
from studyapp.store import items
from studyapp.store.bodies import question_from_json
from studyapp.store.tables import Item

T = TypeVar("T")

MET_OF_GOAL = 0.6
"""Share of the goal's bank that is met in sessions; the rest is there for mock exams, and to be planned."""
WANDERS = 0.6
"""How far from the guide's order the learner strays, as a share of the bank."""


@dataclass(slots=True)
class Studied:
    """One card in the simulation: what the log needs of its item, its state, and the learner's trait."""

    id: str
    card: CardId
    certification_id: str
    domain_id: str
    content_hash: str
    trait: float
    question_kind: QuestionKind | None = None
    options: int = 0
    key: tuple[int, ...] = ()
    guess_rate: float = 0.0
    right: str = ""
    """The right answer as the log writes it."""
    slip: str = ""
    """A wrong one, of an item without options."""
    state: CardState = field(default_factory=CardState)
    suspended: bool = False
    flagged: bool = False
    note: str = ""
    mistake: Mistake | None = None
    was_shown: bool = False
    """Whether an answer was taken back: what follows is no first sight."""

    @property
    def kind(self) -> str:
        """`question` or `term`."""
        return str(self.card.kind)


def certifications_with_items(session: Session, first: str) -> list[str]:
    """Ids of the certifications that can be studied, the goal's first."""
    counted = items.counts(session)
    return sorted((key for key, both in counted.items() if sum(both)), key=lambda key: (key != first, key))


def deck(session: Session, wanted: int, goal_id: str, chance: Random) -> list[Studied]:
    """Up to `wanted` items as cards: the goal's bank spread over the whole time, the others beside it.

    Both directions of a term are cards; the second one comes after the rest of its glossary.
    """
    goal: list[Studied] = []
    others: list[Studied] = []
    left, taken = wanted, set[str]()
    for certification_id in certifications_with_items(session, goal_id):
        everything = [
            *items.unseen_terms(session, certification_id, 1_000_000),
            *items.unseen_questions(session, certification_id, 1_000_000),
        ]
        everything.sort(key=lambda row: (row.objective_id, row.kind == "question", row.id))
        rows = [row for row in everything if row.id not in taken]
        if certification_id == goal_id:
            rows = _wandering(rows, chance)
        share = min(left, round(len(rows) * MET_OF_GOAL) if certification_id == goal_id else len(rows))
        # Of every domain some is left: mock exams meet it first, and then test what was forecast.
        rows = [rows[at] for at in sorted(chance.sample(range(len(rows)), share))]
        taken.update(row.id for row in rows if row.kind == "term")
        left -= len(rows)
        found = _cards(session, [(row.id, row.kind) for row in rows])
        (goal if certification_id == goal_id else others).extend(found)
        if left <= 0:
            break
    return spread(goal, others)


def _wandering(rows: Sequence[T], chance: Random) -> list[T]:
    places = [(i + chance.uniform(0.0, WANDERS * len(rows)), i) for i in range(len(rows))]
    return [rows[i] for _place, i in sorted(places)]


def _cards(session: Session, wanted: Sequence[tuple[str, str]]) -> list[Studied]:
    by_key: dict[tuple[str, str], Studied] = {}
    for start in range(0, len(wanted), 500):
        ids = [item_id for item_id, _kind in wanted[start : start + 500]]
        columns = (Item.id, Item.kind, Item.certification_id, Item.domain_id, Item.content_hash, Item.body)
        for row in session.execute(select(*columns).where(col(Item.id).in_(ids))):  # type: ignore[call-overload]
            card = CardId(
                ItemKind(row.kind),
                row.id,
                Direction.NONE if row.kind == "question" else Direction.TO_DEFINITION,
            )
            studied = Studied(str(card), card, row.certification_id, row.domain_id, row.content_hash, 1.0)
            if row.kind == "question":
                question = question_from_json(row.body)
                studied.question_kind = question.kind
                studied.options = question.listed
                studied.key = tuple(sorted(question.key))
                studied.guess_rate = question.guess_rate
                studied.right = key_of(question).encode()
                studied.slip = _slip(question).encode()
            by_key[row.id, row.kind] = studied
    first = [by_key[key] for key in wanted]
    second = [_other_direction(studied) for studied in first if studied.card.kind is ItemKind.TERM]
    return [*first, *second]


def _slip(question: Question) -> Response:
    """Steps in the opposite order, matches moved on by one, a foreseen mistake, a task but for its end."""
    right = key_of(question)
    if question.entries:
        return Response.typed(*(e.mistakes[0].text if e.mistakes else "0" for e in question.entries))
    if question.kind is QuestionKind.ORDERING:
        return Response.sequence(reversed(right.positions))
    if question.kind is QuestionKind.MATCHING:
        return Response.sequence((*right.positions[1:], right.positions[0]))
    return Response.choice(right.positions[:-1])


def _other_direction(studied: Studied) -> Studied:
    card = CardId(ItemKind.TERM, studied.card.item_id, Direction.TO_TERM)
    return Studied(
        str(card), card, studied.certification_id, studied.domain_id, studied.content_hash, studied.trait
    )


def spread(first: Sequence[T], second: Sequence[T]) -> list[T]:
    """Two lists in one, each spread evenly over its length and keeping its order."""
    placed = [((i + 1) / (len(first) + 1), 0, entry) for i, entry in enumerate(first)]
    placed += [((i + 1) / (len(second) + 1), 1, entry) for i, entry in enumerate(second)]
    placed.sort(key=lambda entry: entry[:2])
    return [entry for _place, _list, entry in placed]
