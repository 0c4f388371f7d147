"""Random items with every part filled, in texts that are made of the signs that formats use themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from studyapp.content.interchange.convert import scrubbed_item
from studyapp.content.interchange.model import Item, blank_question
from studyapp.domain.entries import canonical
from studyapp.domain.glossary import Contrast, Term
from studyapp.domain.questions import (
    CHOICES,
    Case,
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
)

SIGNS = "ab1 ~={}#:\\'\"%[]()*<>&;,.-|é→/$@_?!`\t"
KINDS = tuple(kind for kind in QuestionKind if kind is not QuestionKind.HANDS_ON)


def _flat(text: str) -> str:
    return " ".join(text.split())


LINES = st.text(SIGNS, min_size=1, max_size=14).map(_flat).filter(bool)
PROSE = (
    st.lists(LINES, min_size=1, max_size=3).map("\n".join)
    | LINES
    | st.just("Look:\n\n```\na  b\n  c\n```\n\nWhat?")
)
REASONS = LINES | st.just("")
UNIQUE = st.lists(LINES, min_size=2, max_size=5, unique_by=str.casefold)
NUMBERS = st.integers(-100_000, 100_000).map(lambda n: n / 100)


@st.composite
def _entry(draw: st.DrawFn, *, number: bool) -> Entry:
    reason = draw(REASONS)
    if number:
        value = draw(NUMBERS)
        quantities = (
            Quantity(value=value),
            Quantity(value=value, tolerance=draw(st.integers(1, 500)) / 100),
            Quantity(least=value, most=value + 2, unit="GB"),
            Quantity(value=value, tolerance_percent=5.0, unit="ms"),
        )
        wrong = (Mistake("123456", draw(LINES)),) if draw(st.booleans()) else ()
        return Entry(reason, quantity=draw(st.sampled_from(quantities)), mistakes=wrong)
    accepted, *rest = draw(st.lists(LINES, min_size=1, max_size=3, unique_by=str.casefold))
    entry = Entry(
        reason,
        (accepted,),
        letter_case=draw(st.sampled_from(LetterCase)),
        spacing=draw(st.sampled_from(Spacing)),
    )
    told = {canonical(entry, accepted)}
    mistakes = tuple(Mistake(text, draw(LINES)) for text in rest if canonical(entry, text) not in told)
    return replace(entry, mistakes=mistakes[:1])


@st.composite
def _parts(draw: st.DrawFn, kind: QuestionKind) -> dict[str, Any]:
    if kind in CHOICES:
        texts = draw(UNIQUE.filter(lambda found: len(found) > 2))
        if kind is QuestionKind.TRUE_FALSE:
            texts = draw(st.sampled_from((["True", "False"], ["Yes", "No"])))
        keys = {0, 1} if kind is QuestionKind.MULTIPLE else {draw(st.integers(0, len(texts) - 1))}
        excluded = draw(st.just("") | LINES)
        return {"options": tuple(Option(t, i in keys, draw(REASONS), excluded) for i, t in enumerate(texts))}
    if kind is QuestionKind.ORDERING:
        return {"steps": tuple(Step(text, draw(REASONS)) for text in draw(UNIQUE))}
    if kind is QuestionKind.MATCHING:
        first, second, *rest = draw(UNIQUE)
        pairs = (Pair("One", first, draw(REASONS)), Pair("Two", second, draw(REASONS)))
        return {"pairs": pairs, "distractors": tuple(Mistake(text, draw(REASONS)) for text in rest)}
    if kind is QuestionKind.BLANKS:
        entries = tuple(draw(_entry(number=draw(st.booleans()))) for _ in range(2))
        return {"entries": entries, "stem": f"{draw(LINES.filter(lambda t: '{' not in t))} {{1}} and {{2}}."}
    return {"entries": (draw(_entry(number=kind is QuestionKind.NUMERIC)),)}


@st.composite
def items(draw: st.DrawFn, kinds: tuple[QuestionKind, ...] = KINDS) -> Item:
    """An item of one of the kinds, as a reader would hand it over."""
    kind = draw(st.sampled_from(kinds))
    question = blank_question(kind, draw(PROSE), explanation=draw(st.just("") | PROSE), id="x-1")
    if draw(st.booleans()):
        question = replace(
            question, objective_id="1.2", depth=Depth.CHOICE, difficulty=4, term_ids=("t-1", "t-2"),
            references=("https://docs.example.org/a?b=[c]#d", "https://example.org/"),
            verified_on="2026-01-02", revision=draw(st.integers(1, 3)),
        )  # fmt: skip
    if draw(st.integers(0, 4)) == 0:
        question = replace(question, case=Case("c", "Case", draw(LINES)))
    if draw(st.integers(0, 4)) == 0:
        question = replace(question, retired=Retirement("2026-01-03", "Because."))
    if draw(st.booleans()):
        question = replace(question, quarantined=Quarantine("2026-01-04", "Because."))
    question = replace(question, **draw(_parts(kind)))
    return scrubbed_item(Item("line 1", "x-1", question))


@st.composite
def terms(draw: st.DrawFn) -> Item:
    """A glossary term with random parts."""
    term = Term(
        "t-1", "x", draw(LINES), draw(LINES), tuple(draw(st.lists(LINES, max_size=2))),
        example=draw(st.just("") | LINES), contrast=draw(st.none() | st.just(Contrast("t-2", "Not this."))),
        references=draw(st.sampled_from(((), ("https://example.org/a",)))),
    )  # fmt: skip
    return scrubbed_item(Item("line 1", "t-1", term))


def plain(question: Question) -> Question:
    """A question without the id of its certification, which formats do not carry."""
    return replace(question, certification_id="")
