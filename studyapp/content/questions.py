"""Questions out of a file: one builder per kind, and the rules without which an item can't be served.

Style is the linter's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yaml.nodes import Node

from studyapp.content.schema import Findings
from studyapp.domain import entries
from studyapp.domain.questions import (
    CHOICES,
    Case,
    Check,
    Depth,
    Entry,
    LetterCase,
    Mistake,
    Option,
    Pair,
    Quantity,
    Quarantine,
    Question,
    QuestionKind,
    Retirement,
    Spacing,
    Step,
    Task,
)

MOST_CHOICES = 8
"""Choices of a matching item: as many as there are letters to press."""

_CHOICE_FIELDS = (("options",), ())
FIELDS_OF_KIND: Mapping[QuestionKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    QuestionKind.SINGLE: _CHOICE_FIELDS,
    QuestionKind.MULTIPLE: _CHOICE_FIELDS,
    QuestionKind.TRUE_FALSE: _CHOICE_FIELDS,
    QuestionKind.ORDERING: (("steps",), ()),
    QuestionKind.MATCHING: (("pairs",), ("distractors",)),
    QuestionKind.TYPED: (("answer",), ()),
    QuestionKind.NUMERIC: (("answer",), ()),
    QuestionKind.BLANKS: (("blanks",), ()),
    QuestionKind.HANDS_ON: (("environment", "rubric", "solution"), ("minutes",)),
}
"""The fields that belong to a kind: those that it needs, and those that it may have."""
_OF_SOME_KIND = frozenset(name for both in FIELDS_OF_KIND.values() for names in both for name in names)

Values = Mapping[str, Any]


def build_questions(values: Values, findings: Findings) -> Iterator[tuple[Values, Question]]:
    """Each sound question of a file with the entry that it was read from."""
    cases = _cases(values.get("cases", ()), findings)
    seen: set[str] = set()
    for entry in values["questions"]:
        if _fields_fit(entry, findings) and _case_is_known(entry, cases, findings):
            question = _question(entry, values["certification"], cases)
            if _is_sound(question, entry, seen, findings):
                yield entry, question
        seen.add(entry["id"])


def _cases(listed: list[Values], findings: Findings) -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for entry in listed:
        if entry["id"] in cases:
            findings.error(entry["_node"], f"the case {entry['id']} stands twice", "Give this one a new id")
            continue
        cases[entry["id"]] = Case(entry["id"], entry["title"], entry["text"])
    return cases


def _case_is_known(entry: Values, cases: Mapping[str, Case], findings: Findings) -> bool:
    name = entry.get("case", "")
    if not name or name in cases:
        return True
    known = f"Known here: {', '.join(cases)}" if cases else "Add it under 'cases:' in this file"
    findings.error(_node_of(entry, "case"), f"{entry['id']} names the case {name}, which is not here", known)
    return False


def _fields_fit(entry: Values, findings: Findings) -> bool:
    """Whether the fields are those of the kind."""
    kind = QuestionKind(entry["kind"])
    needed, allowed = FIELDS_OF_KIND[kind]
    missing = [name for name in needed if name not in entry]
    if missing:
        said = f"{entry['id']} is {kind} and has no {' and no '.join(missing)}"
        findings.error(entry["_node"], said, f"Add {', '.join(f'{name}:' for name in missing)}")
        return False
    for name in sorted(_OF_SOME_KIND & entry.keys() - {*needed, *allowed}):
        hint = f"Take it out, or choose the kind that has it; {kind} has {', '.join((*needed, *allowed))}"
        findings.error(_node_of(entry, name), f"{entry['id']} is {kind}, which has no {name}", hint)
        return False
    return True


def _node_of(entry: Values, key: str) -> Node:
    found: Node = next(value for key_node, value in entry["_node"].value if key_node.value == key)
    return found


# Building


def _question(entry: Values, certification_id: str, cases: Mapping[str, Case]) -> Question:
    retired, quarantined = entry.get("retired"), entry.get("quarantined")
    answers = [entry["answer"]] if "answer" in entry else entry.get("blanks", ())
    return Question(
        id=entry["id"],
        certification_id=certification_id,
        objective_id=entry["objective"],
        kind=QuestionKind(entry["kind"]),
        depth=Depth(entry["depth"]),
        difficulty=entry["difficulty"],
        stem=entry["stem"],
        options=tuple(
            Option(o["text"], o.get("correct", False), o["reason"], o.get("excluded_by", ""))
            for o in entry.get("options", ())
        ),
        explanation=entry["explanation"],
        term_ids=tuple(entry.get("terms", ())),
        references=tuple(entry["references"]),
        verified_on=entry["verified_on"].isoformat(),
        revision=entry.get("revision", 1),
        retired=Retirement(
            retired["on"].isoformat(), retired["because"], retired.get("replaced_by", "")
        ) if retired else None,
        steps=tuple(Step(s["text"], s["reason"]) for s in entry.get("steps", ())),
        pairs=tuple(Pair(p["prompt"], p["match"], p["reason"]) for p in entry.get("pairs", ())),
        distractors=_mistakes(entry.get("distractors", ())),
        entries=tuple(_entry(answer) for answer in answers),
        task=_task(entry) if "rubric" in entry else None,
        case=cases.get(entry.get("case", "")),
        quarantined=Quarantine(quarantined["on"].isoformat(), quarantined["because"])
        if quarantined else None,
    )  # fmt: skip


def _mistakes(listed: list[Values] | tuple[Values, ...]) -> tuple[Mistake, ...]:
    return tuple(Mistake(wrong["text"], wrong["reason"]) for wrong in listed)


def _entry(answer: Values) -> Entry:
    return Entry(
        reason=answer["reason"],
        accepted=tuple(answer.get("accepted", ())),
        quantity=_quantity(answer) if _NUMBERS & answer.keys() else None,
        letter_case=LetterCase(answer.get("letter_case", LetterCase.IGNORE)),
        spacing=Spacing(answer.get("spacing", Spacing.COLLAPSE)),
        mistakes=_mistakes(answer.get("wrong", ())),
    )


_NUMBERS = frozenset({"value", "min", "max", "tolerance", "tolerance_percent", "unit"})
_TEXTS = frozenset({"accepted", "letter_case", "spacing"})


def _quantity(answer: Values) -> Quantity:
    return Quantity(
        value=answer.get("value"),
        least=answer.get("min"),
        most=answer.get("max"),
        tolerance=answer.get("tolerance", 0.0),
        tolerance_percent=answer.get("tolerance_percent", 0.0),
        unit=answer.get("unit", ""),
    )


def _task(entry: Values) -> Task:
    rubric = tuple(Check(line["text"], line["reason"]) for line in entry["rubric"])
    return Task(entry["environment"], rubric, entry["solution"], entry.get("minutes", 0))


# Rules


def _is_sound(question: Question, entry: Values, seen: set[str], findings: Findings) -> bool:
    if question.id in seen:
        said = f"the id {question.id} stands twice in this file"
        findings.error(entry["_node"], said, "Give this one a new id")
        return False
    if question.kind in CHOICES:
        found = _problem_of_choice(question)
    elif question.kind is QuestionKind.ORDERING:
        found = _problem_of_steps(question)
    elif question.kind is QuestionKind.MATCHING:
        found = _problem_of_pairs(question)
    elif question.kind is QuestionKind.HANDS_ON:
        found = None
    else:
        return _entries_are_sound(question, entry, findings)
    if found is not None:
        findings.error(entry["_node"], *found)
    return found is None


def _problem_of_choice(question: Question) -> tuple[str, str] | None:
    keys, options = len(question.key), len(question.options)
    if question.kind is QuestionKind.SINGLE and keys != 1:
        return f"{question.id} is single and has {keys} keys", "Mark one option 'correct: true'"
    if question.kind is QuestionKind.MULTIPLE and not 2 <= keys < options:
        return (
            f"{question.id} is multiple and has {keys} keys of {options} options",
            "Mark at least two options correct and leave at least one wrong",
        )
    if question.kind is QuestionKind.TRUE_FALSE and (keys != 1 or options != 2):
        return (
            f"{question.id} is true-false and has {options} options, {keys} of them right",
            "Give the options True and False, and mark one 'correct: true'",
        )
    if _has_equal(option.text for option in question.options):
        return f"{question.id} has two equal options", "Reword one of them"
    return None


def _problem_of_steps(question: Question) -> tuple[str, str] | None:
    if _has_equal(step.text for step in question.steps):
        return f"{question.id} has two equal steps", "Reword one of them: learners could not tell them apart"
    return None


def _problem_of_pairs(question: Question) -> tuple[str, str] | None:
    matches = {pair.match.casefold() for pair in question.pairs}
    if _has_equal(pair.prompt for pair in question.pairs):
        return f"{question.id} has two equal prompts", "Reword one of them"
    if _has_equal(wrong.text for wrong in question.distractors):
        return f"{question.id} has two equal distractors", "Take one of them out"
    both = next((wrong.text for wrong in question.distractors if wrong.text.casefold() in matches), "")
    if both:
        return f"{question.id} has {both!r} as a match and as a distractor", "Keep it as one of the two"
    if _has_equal(question.choices):
        return f"{question.id} writes one match in two ways", "Write it the same wherever it stands"
    if not 2 <= len(question.choices) <= MOST_CHOICES:
        return (
            f"{question.id} has {len(question.choices)} different choices",
            f"Give 2 to {MOST_CHOICES}, matches and distractors together",
        )
    return None


def _entries_are_sound(question: Question, entry: Values, findings: Findings) -> bool:
    single = [entry["answer"]] if "answer" in entry else []
    for number, answer in enumerate(single or entry["blanks"], 1):
        name = question.id if single else f"blank {number} of {question.id}"
        found = _problem_of_kind(question.kind, answer) or _problem_of_entry(question.entries[number - 1])
        if found is not None:
            findings.error(answer["_node"], f"{name} {found[0]}", found[1])
            return False
    if question.kind is QuestionKind.BLANKS:
        wanted = [f"{{{number}}}" for number in range(1, len(question.entries) + 1)]
        if sorted(re.findall(r"\{[1-9][0-9]?\}", question.stem)) != wanted:
            said = f"{question.id} has {len(wanted)} blanks, and its stem does not mark each of them once"
            findings.error(_node_of(entry, "stem"), said, f"Write {' and '.join(wanted)} into the stem")
            return False
    return True


def _problem_of_kind(kind: QuestionKind, answer: Values) -> tuple[str, str] | None:
    """Whether the fields are those of a text or those of a number."""
    numbers, texts = sorted(_NUMBERS & answer.keys()), sorted(_TEXTS & answer.keys())
    if numbers and texts:
        return f"has {numbers[0]} and {texts[0]}", "A text has accepted spellings, a number has a value"
    if kind is QuestionKind.TYPED and "accepted" not in answer:
        return "is typed and has no accepted spelling", "Add accepted: with at least one"
    if kind is QuestionKind.NUMERIC and not numbers:
        return "is numeric and has no number", "Add value:, or min: and max:"
    if not numbers and "accepted" not in answer:
        return "has no answer", "Add accepted:, or value:, or min: and max:"
    return None


def _problem_of_entry(entry: Entry) -> tuple[str, str] | None:
    quantity = entry.quantity
    if quantity is not None:
        found = _problem_of_quantity(quantity)
        if found is not None:
            return found
        unread = next(
            (m.text for m in entry.mistakes if entries.number_of(m.text, quantity.unit) is None), None
        )
        if unread is not None:
            return f"expects the wrong answer {unread!r}, which is no number", "Write a number"
    right = next((m.text for m in entry.mistakes if entries.matches(entry, m.text)), None)
    if right is not None:
        return f"lists {right!r} as wrong, and accepts it", "Keep it on one side"
    return None


def _problem_of_quantity(quantity: Quantity) -> tuple[str, str] | None:
    has_bounds = quantity.least is not None or quantity.most is not None
    if (quantity.value is not None) == has_bounds:
        return "needs either a value or a range", "Give value:, or min: and max:"
    if quantity.value is not None:
        if quantity.tolerance < 0:
            return "has a tolerance below zero", "Give how far from the value is still right"
        if quantity.tolerance and quantity.tolerance_percent:
            return "has two tolerances", "Keep tolerance: or tolerance_percent:"
        return None
    if quantity.least is None or quantity.most is None or quantity.least > quantity.most:
        return "has a range without a smallest and a largest number", "Give min: and a max: above it"
    if quantity.tolerance or quantity.tolerance_percent:
        return "has a range and a tolerance", "Put the tolerance into min: and max:"
    return None


def _has_equal(texts: Any) -> bool:
    listed = [text.casefold() for text in texts]
    return len(set(listed)) < len(listed)
