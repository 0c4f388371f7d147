"""The notebook of mistakes: order, leaving after three days, and what was confused."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.glossary import Term
from studyapp.domain.judging import judge
from studyapp.domain.mistakes import (
    Mistake,
    Mixup,
    after_answer,
    confused_terms,
    mixups,
    names_of,
    term_in,
)
from studyapp.domain.questions import Depth, Option, Pair, Question, QuestionKind
from studyapp.domain.responses import Response

DAY = date(2026, 3, 2)


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def answered(*answers: tuple[int, bool], sure: bool = False) -> Mistake | None:
    """The mistake after answers of (day, right)."""
    mistake: Mistake | None = None
    for days, right in answers:
        mistake = after_answer(mistake, right=right, sure=sure, day=on(days), chosen="1", content_hash="h")
    return mistake


def test_what_was_never_missed_is_no_mistake() -> None:
    assert answered((0, True), (1, True)) is None


def test_a_mistake_leaves_when_recalled_on_three_different_days() -> None:
    two = answered((0, False), (1, True), (2, True))
    three = answered((0, False), (1, True), (2, True), (9, True))
    assert two is not None
    assert two.is_open
    assert three is not None
    assert not three.is_open


def test_one_day_counts_once_and_the_day_of_the_miss_not_at_all() -> None:
    mistake = answered((0, False), (0, True), (1, True), (1, True), (1, True))
    assert mistake is not None
    assert mistake.recalled_days == 1


def test_another_miss_begins_the_days_anew_and_counts() -> None:
    mistake = answered((0, False), (1, True), (2, True), (3, False), (4, True))
    assert mistake is not None
    assert (mistake.misses, mistake.recalled_days, mistake.missed_on) == (2, 1, on(3))


def test_confidence_stays_with_a_mistake_until_it_leaves() -> None:
    sure = answered((0, False), sure=True)
    again = after_answer(sure, right=False, sure=False, day=on(1), chosen="2", content_hash="h")
    assert again is not None
    assert again.is_sure
    gone = again
    for days in (2, 3, 4):
        gone = after_answer(gone, right=True, sure=True, day=on(days), chosen="", content_hash="h")  # type: ignore[assignment]
    back = after_answer(gone, right=False, sure=False, day=on(9), chosen="2", content_hash="h")
    assert back is not None
    assert (back.is_sure, back.misses) == (False, 3)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=30))
def test_the_days_of_recall_are_those_after_the_last_miss(steps: list[tuple[int, bool]]) -> None:
    day, answers = 0, []
    for gap, right in steps:
        day += gap
        answers.append((day, right))
    mistake = answered(*answers)
    missed = [d for d, right in answers if not right]
    if not missed:
        assert mistake is None
        return
    last = max(i for i, (_d, right) in enumerate(answers) if not right)
    assert mistake is not None
    assert mistake.misses == len(missed)
    assert mistake.recalled_days == len({d for d, _r in answers[last + 1 :]} - {answers[last][0]})


def test_confident_errors_come_first_then_what_was_missed_most_then_the_newest() -> None:
    sure = Mistake(1, True, on(0), "", "")
    often = Mistake(5, False, on(0), "", "")
    newer = Mistake(1, False, on(3), "", "")
    older = Mistake(1, False, on(1), "", "")
    assert sorted([older, often, newer, sure], key=lambda m: m.rank) == [sure, often, newer, older]


def question(kind: QuestionKind, **parts: object) -> Question:
    return Question(
        "q", "c", "1.1", kind, Depth.CHOICE, 2, "Which?", parts.pop("options", ()), "", (), (), "",  # type: ignore[arg-type]
        **parts,  # type: ignore[arg-type]
    )  # fmt: skip


SINGLE = question(
    QuestionKind.SINGLE,
    options=(
        Option("Use retrieval-augmented generation", True, "It reads the pages."),
        Option("Use fine-tuning each week", False, "It needs a run for every change."),
    ),
)


def test_a_choice_tells_what_was_chosen_instead_of_what_and_why_it_is_wrong() -> None:
    verdict = judge(SINGLE, Response.choice({1}))
    assert mixups(SINGLE, verdict) == (
        Mixup(
            "Use fine-tuning each week", "Use retrieval-augmented generation",
            "It needs a run for every change.",
        ),
    )  # fmt: skip


def test_matching_tells_each_prompt_that_got_another_choice() -> None:
    it = question(
        QuestionKind.MATCHING,
        pairs=(Pair("Cold data", "Glacier", "a"), Pair("Hot data", "Standard", "b")),
    )
    found = mixups(it, judge(it, Response.sequence([1, 1])))
    assert [(m.given, m.instead_of) for m in found] == [("Standard", "Glacier")]


def test_nothing_given_mixes_nothing_up() -> None:
    assert mixups(SINGLE, judge(SINGLE, Response())) == ()


def term(term_id: str, name: str, *also: str) -> Term:
    return Term(term_id, "c", name, "What it is.", also)


NAMES = names_of(
    [
        term("rag", "Retrieval-augmented generation", "RAG"),
        term("tuning", "Fine-tuning"),
        term("model", "Model"),
        term("fm", "Foundation model"),
        term("a", "Shared name"),
        term("b", "Other", "Shared name"),
    ]
)


def test_the_longest_name_in_a_text_is_its_term() -> None:
    assert term_in("Pre-train a foundation model on the pages", NAMES) == "fm"
    assert term_in("Nothing of the kind", NAMES) == ""


def test_a_name_that_two_terms_have_says_nothing() -> None:
    assert term_in("A shared name here", NAMES) == ""


def test_two_terms_are_confused_when_both_texts_name_one() -> None:
    assert confused_terms(mixups(SINGLE, judge(SINGLE, Response.choice({1})))[0], NAMES) == ("tuning", "rag")
    assert confused_terms(Mixup("RAG now", "RAG later"), NAMES) is None
    assert confused_terms(Mixup("RAG now", "no term"), NAMES) is None
