"""Questions of every kind: as an author writes them (plain data), and built, for tests to answer."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from studyapp.content.load import load_document
from studyapp.content.reader import Document, parse_document
from studyapp.domain.judging import key_of
from studyapp.domain.questions import (
    CHOICES,
    Check,
    Depth,
    Entry,
    Mistake,
    Option,
    Pair,
    Quantity,
    Question,
    QuestionKind,
    Step,
    Task,
)
from studyapp.domain.responses import UNMATCHED, Response
from tests import banks

CODE = "```\n$ touch a.txt b.txt\n$ git add a.txt\n```"
TABLE = "| Branch | Newest |\n|---|---|\n| main | c5 |\n| release | r9 |"
CASE = {"id": "market", "title": "A market stall", "text": f"Boxes are never opened.\n\n{TABLE}"}
FIELDS: dict[QuestionKind, dict[str, Any]] = {
    QuestionKind.SINGLE: {},
    QuestionKind.MULTIPLE: {
        "options": [
            {"text": "Fetch", "correct": True, "reason": "It only looks."},
            {"text": "Pull", "reason": "It brings the work in."},
            {"text": "Log", "correct": True, "reason": "It only lists."},
            {"text": "Push", "reason": "It sends."},
        ]
    },
    QuestionKind.TRUE_FALSE: {
        "options": [
            {"text": "True", "correct": True, "reason": "It is so."},
            {"text": "False", "reason": "It is so indeed."},
        ]
    },
    QuestionKind.ORDERING: {
        "stem": "Put the steps into their order.",
        "steps": [
            {"text": "Save the file", "reason": "Only what lies on disk can be staged."},
            {"text": "Stage it", "reason": "Commits are made from the index."},
            {"text": "Commit", "reason": "It records the index."},
            {"text": "Push", "reason": "It sends what was committed."},
        ],
    },
    QuestionKind.MATCHING: {
        "stem": "Match each wish with its command.",
        "pairs": [
            {"prompt": "Who changed each line", "match": "git blame", "reason": "It names commits by line."},
            {"prompt": "The commits of a branch", "match": "git log", "reason": "It walks back in time."},
            {"prompt": "What is staged", "match": "git status", "reason": "It compares the index."},
        ],
        "distractors": [{"text": "git show", "reason": "It prints one commit."}],
    },
    QuestionKind.TYPED: {
        "stem": "Which command sets all edits aside?",
        "answer": {
            "accepted": ["git stash", "git stash push"],
            "letter_case": "exact",
            "reason": "They wait on a stack.",
            "wrong": [{"text": "git reset --hard", "reason": "It throws them away."}],
        },
    },
    QuestionKind.NUMERIC: {
        "stem": f"How many files does the index hold?\n\n{CODE}",
        "answer": {
            "value": 1,
            "unit": "files",
            "reason": "One of the two was staged.",
            "wrong": [{"text": "2", "reason": "That is what lies on disk."}],
        },
    },
    QuestionKind.BLANKS: {
        "stem": "To look, use git {1}; to bring work in, git {2}.",
        "blanks": [
            {"accepted": ["fetch"], "reason": "It stops after looking."},
            {"accepted": ["pull"], "reason": "It merges, too."},
        ],
    },
    QuestionKind.HANDS_ON: {
        "stem": "Make one commit out of the last three.",
        "environment": "A clone with four commits.",
        "minutes": 10,
        "rubric": [
            {"text": "One commit where there were three", "reason": "That was the wish."},
            {"text": "No change was lost", "reason": "A diff shows it."},
        ],
        "solution": "```\ngit reset --soft HEAD~3\ngit commit\n```",
    },
}
"""The fields of each kind, over those of `banks.question`."""


def written(kind: QuestionKind, number: int = 1, **changes: Any) -> dict[str, Any]:
    """One item of a kind as its author writes it; keywords replace fields, None takes one out."""
    item = banks.question(number, kind=str(kind)) | FIELDS[kind] | changes
    if kind not in CHOICES:
        item.pop("options", None)
    return {name: value for name, value in item.items() if value is not None}


def file_of(*items: dict[str, Any], cases: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A questions file of such items."""
    found = banks.questions_file(items)
    return found | {"cases": cases} if cases else found


def built(kind: QuestionKind, number: int = 1, *, in_case: bool = False, **changes: Any) -> Question:
    """The same as the loader builds it."""
    import json

    if in_case:
        changes["case"] = "market"
    data = file_of(written(kind, number, **changes), cases=[CASE] if in_case else None)
    document = parse_document(json.dumps(data).encode(), "bank.yaml")
    assert isinstance(document, Document), document
    loaded = load_document(document)
    assert loaded.problems == []
    return loaded.questions[0].value


# Random items and responses

WORDS = st.lists(
    st.text("abcdefghij", min_size=1, max_size=6), min_size=2, max_size=8, unique_by=str.casefold
)


def _question(kind: QuestionKind, **fields: Any) -> Question:
    base: dict[str, Any] = {
        "id": "x-1", "certification_id": "x", "objective_id": "1.1", "kind": kind, "depth": Depth.RECALL,
        "difficulty": 1, "stem": "What?", "options": (), "explanation": "So.", "term_ids": (),
        "references": ("https://x.org",), "verified_on": "2026-01-01",
    }  # fmt: skip
    return Question(**(base | fields))


@st.composite
def questions(draw: st.DrawFn, kinds: tuple[QuestionKind, ...] = tuple(QuestionKind)) -> Question:
    """An item of any kind with random parts."""
    kind = draw(st.sampled_from(kinds))
    texts = draw(WORDS)
    if kind in CHOICES:
        if kind is QuestionKind.TRUE_FALSE:
            texts = texts[:2]
        keys = {draw(st.integers(0, len(texts) - 1))}
        if kind is QuestionKind.MULTIPLE:
            least = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=len(texts) - 1))
            keys = least
        options = tuple(Option(text, at in keys, f"Because {at}.") for at, text in enumerate(texts))
        return _question(kind, options=options)
    if kind is QuestionKind.ORDERING:
        return _question(kind, steps=tuple(Step(text, "Because.") for text in texts))
    if kind is QuestionKind.MATCHING:
        matches = [draw(st.sampled_from(texts)) for _ in texts]
        rest = [text for text in texts if text not in matches]
        pairs = tuple(Pair(f"prompt {at}", match, "Because.") for at, match in enumerate(matches))
        return _question(kind, pairs=pairs, distractors=tuple(Mistake(text, "Not it.") for text in rest))
    if kind is QuestionKind.HANDS_ON:
        rubric = tuple(Check(text, "Because.") for text in texts)
        return _question(kind, task=Task("Here.", rubric, "Like this."))
    several = draw(st.integers(2, 5)) if kind is QuestionKind.BLANKS else 1
    return _question(kind, entries=tuple(draw(_entries(kind)) for _ in range(several)))


@st.composite
def _entries(draw: st.DrawFn, kind: QuestionKind) -> Entry:
    is_number = kind is QuestionKind.NUMERIC or (kind is QuestionKind.BLANKS and draw(st.booleans()))
    if not is_number:
        return Entry("Because.", accepted=tuple(draw(WORDS)))
    value = draw(st.integers(-10_000, 10_000)) / 100
    return Entry("Because.", quantity=Quantity(value=value, tolerance=draw(st.integers(0, 50)) / 100))


@st.composite
def responses(draw: st.DrawFn, question: Question) -> Response:
    """Any response that fits an item, right or wrong, or nothing at all."""
    if draw(st.integers(0, 9)) == 0:
        return Response()
    if question.kind is QuestionKind.ORDERING:
        return Response.sequence(draw(st.permutations(range(len(question.steps)))))
    if question.kind is QuestionKind.MATCHING:
        choices = st.integers(UNMATCHED, len(question.choices) - 1)
        return Response.sequence(
            draw(st.lists(choices, min_size=len(question.pairs), max_size=len(question.pairs)))
        )
    if question.entries:
        right = st.sampled_from(key_of(question).texts)
        texts = st.one_of(right, st.text(max_size=20), st.integers(-100, 100).map(str))
        return Response.typed(*(draw(texts) for _ in question.entries))
    parts = question.options or (question.task.rubric if question.task else ())
    return Response.choice(draw(st.sets(st.integers(0, len(parts) - 1))))
