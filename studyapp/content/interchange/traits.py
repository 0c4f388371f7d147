"""What a format can hold of an item, and what an item loses when it is written in that format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum

from studyapp.content.interchange.model import UNKNOWN_DIFFICULTY, NotHeld
from studyapp.domain.entries import bounds
from studyapp.domain.questions import (
    Depth,
    Entry,
    LetterCase,
    Quantity,
    Question,
    QuestionKind,
    Spacing,
)


class Trait(StrEnum):
    """A part of an item beside its stem and its key; the value is how a report names it."""

    ID = "id"
    CERTIFICATION = "certification"
    OBJECTIVE = "objective"
    LEVEL = "depth and difficulty"
    REASONS = "reasons"
    EXPLANATION = "explanation"
    TERMS = "terms"
    REFERENCES = "references"
    VERIFIED = "verified_on"
    REVISION = "revision"
    RETIRED = "retirement"
    QUARANTINED = "quarantine"
    EXCLUDED = "excluded_by"
    CASE = "case"
    MISTAKES = "wrong answers to expect"
    UNIT = "unit"
    TOLERANCE = "tolerance"
    RANGE = "range"
    PERCENT = "tolerance in percent"
    CAPITALS = "letter_case"
    SPACING = "spacing"


LABELS = frozenset(
    {
        Trait.ID, Trait.CERTIFICATION, Trait.OBJECTIVE, Trait.LEVEL, Trait.TERMS, Trait.REFERENCES,
        Trait.VERIFIED, Trait.REVISION,
    }
)  # fmt: skip
"""What is carried by tags where a format has tags."""

Holds = Mapping[QuestionKind, frozenset[Trait]]
"""Per kind that a format has: what it holds of it."""


def reduced(question: Question, holds: Holds, format_name: str) -> tuple[Question, tuple[str, ...]]:
    """What comes along of a question, and the names of what does not. Raises NotHeld for a kind it has not.

    What is read back from the written file equals the reduced question.
    """
    if question.kind not in holds:
        kinds = ", ".join(kind for kind in QuestionKind if kind in holds)
        raise NotHeld(f"{format_name} has no items of the kind {question.kind} (it has: {kinds})")
    held = holds[question.kind]
    losses = []
    for trait, take in _TAKE.items():
        if trait in held:
            continue
        less = take(question)
        if less != question:
            losses.append(LOST.get(trait, f"{trait} left out"))
            question = less
    return question, tuple(losses)


def _without_reasons(q: Question) -> Question:
    return replace(
        q,
        options=tuple(replace(o, reason="") for o in q.options),
        steps=tuple(replace(s, reason="") for s in q.steps),
        pairs=tuple(replace(p, reason="") for p in q.pairs),
        distractors=tuple(replace(d, reason="") for d in q.distractors),
        entries=tuple(replace(e, reason="") for e in q.entries),
    )


def _with_case_in_stem(q: Question) -> Question:
    return replace(q, case=None, stem=f"{q.case.text}\n\n{q.stem}") if q.case else q


def _entries(change: Callable[[Entry], Entry]) -> Callable[[Question], Question]:
    return lambda q: replace(q, entries=tuple(change(entry) for entry in q.entries))


def _without_unit(entry: Entry) -> Entry:
    return replace(entry, quantity=replace(entry.quantity, unit="")) if entry.quantity else entry


def _absolute(entry: Entry) -> Entry:
    quantity = entry.quantity
    if quantity is None or not quantity.tolerance_percent:
        return entry
    least, most = bounds(quantity)
    return replace(
        entry, quantity=replace(quantity, tolerance_percent=0.0, tolerance=float((most - least) / 2))
    )


def _range(entry: Entry) -> Entry:
    quantity = entry.quantity
    if quantity is None or not quantity.tolerance:
        return entry
    least, most = bounds(quantity)
    return replace(
        entry, quantity=replace(quantity, value=None, tolerance=0.0, least=float(least), most=float(most))
    )


def _middle(entry: Entry) -> Entry:
    quantity = entry.quantity
    if quantity is None or quantity.value is not None:
        return entry
    least, most = bounds(quantity)
    value, slack = float((least + most) / 2), float((most - least) / 2)
    return replace(entry, quantity=Quantity(value=value, tolerance=slack, unit=quantity.unit))


_TAKE: Mapping[Trait, Callable[[Question], Question]] = {
    Trait.ID: lambda q: replace(q, id=""),
    Trait.CERTIFICATION: lambda q: replace(q, certification_id=""),
    Trait.OBJECTIVE: lambda q: replace(q, objective_id=""),
    Trait.LEVEL: lambda q: replace(q, depth=Depth.RECALL, difficulty=UNKNOWN_DIFFICULTY),
    Trait.REASONS: _without_reasons,
    Trait.EXPLANATION: lambda q: replace(q, explanation=""),
    Trait.TERMS: lambda q: replace(q, term_ids=()),
    Trait.REFERENCES: lambda q: replace(q, references=()),
    Trait.VERIFIED: lambda q: replace(q, verified_on=""),
    Trait.REVISION: lambda q: replace(q, revision=1),
    Trait.RETIRED: lambda q: replace(q, retired=None),
    Trait.QUARANTINED: lambda q: replace(q, quarantined=None),
    Trait.EXCLUDED: lambda q: replace(q, options=tuple(replace(o, excluded_by="") for o in q.options)),
    Trait.CASE: _with_case_in_stem,
    Trait.MISTAKES: _entries(lambda entry: replace(entry, mistakes=())),
    Trait.UNIT: _entries(_without_unit),
    Trait.PERCENT: _entries(_absolute),
    Trait.TOLERANCE: _entries(_range),
    Trait.RANGE: _entries(_middle),
    Trait.CAPITALS: _entries(lambda entry: replace(entry, letter_case=LetterCase.IGNORE)),
    Trait.SPACING: _entries(lambda entry: replace(entry, spacing=Spacing.COLLAPSE)),
}
LOST: Mapping[Trait, str] = {
    Trait.CASE: "case: its text stands in the stem",
    Trait.PERCENT: "tolerance in percent: written as a plain tolerance",
    Trait.TOLERANCE: "tolerance: written as a range",
    Trait.RANGE: "range: written as its middle with a tolerance",
    Trait.UNIT: "unit of the number left out",
    Trait.RETIRED: "retirement: the item is in circulation there",
    Trait.QUARANTINED: "quarantine: the item counts there",
}
