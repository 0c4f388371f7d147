"""What a score is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exams.rules import Rules, rules_of
from studyapp.domain.exams.scores import Marked, Result, result_of
from tests.domain.exams.shipped import certification

RULES = rules_of(certification())


def marked(place: int, credit: float = 1.0, **changes: object) -> Marked:
    fields: dict[str, object] = {
        "domain_id": str(place % 2), "objective_id": f"{place % 2}.{place % 3}", "scored": True,
        "answered": True, "confidence": "sure", "spent_ms": 10_000, "credits": (credit,),
    }  # fmt: skip
    return Marked(place, credit=credit, **(fields | changes))  # type: ignore[arg-type]


def result(*items: Marked, rules: Rules = RULES) -> Result:
    return result_of(items, rules, ["0", "1"])


def test_only_scored_items_count() -> None:
    found = result(
        *(marked(n) for n in range(7)), *(marked(n, 0.0) for n in range(7, 10)), marked(10, 0.0, scored=False)
    )
    assert (found.right, found.items, found.share) == (7, 10, 0.7)
    assert (found.score, found.passed) == (700, True)
    assert (found.unscored_right, found.unscored_items) == (0, 1)
    assert sum(line.items for line in found.domains) == sum(line.items for line in found.objectives) == 10


def test_an_item_without_an_answer_has_no_points_and_is_told() -> None:
    found = result(marked(0), marked(1, 0.0, answered=False, confidence="", credits=()))
    assert (found.right, found.share, found.unanswered) == (1, 0.5, 1)
    assert sum(line.items for line in found.confidence) == 1


def test_parts_of_an_item_are_points_but_not_a_right_item() -> None:
    found = result(marked(0, 0.5), marked(1))
    assert (found.points, found.right) == (1.5, 1)


def test_confidence_stands_against_correctness() -> None:
    found = result(
        marked(0), marked(1, 0.0), marked(2, 0.0, confidence="guess"), marked(3, confidence="think-so")
    )
    assert [(line.key, line.right, line.items) for line in found.confidence] == [
        ("sure", 1, 2), ("think-so", 1, 1), ("guess", 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("credits", "what"),
    [
        ((1.0, 0.0), "to_wrong"),
        ((0.0, 1.0), "to_right"),
        ((0.0, 0.5), "wrong_again"),
        ((1.0, 0.0, 1.0), "back_to_right"),
    ],
)
def test_a_changed_answer_is_counted_by_what_it_did(credits: tuple[float, ...], what: str) -> None:
    changes = result(marked(0, credits[-1], credits=credits), marked(1)).changes
    assert (changes.all, getattr(changes, what)) == (1, 1)


def test_pace_is_measured_against_the_time_that_there_was() -> None:
    rules = Rules(items=4, limit_s=120)
    found = result(*(marked(n, spent_ms=10_000) for n in range(3)), marked(3, spent_ms=61_000), rules=rules)
    assert (found.pace.available_s, found.pace.median_s) == (30.0, 10.0)
    assert found.pace.slow == (3,)
    assert found.pace.quarters_s == (10.0, 10.0, 10.0, 61.0)


def test_objectives_stand_in_the_order_of_the_guide() -> None:
    found = result(*(marked(n, objective_id=o) for n, o in enumerate(("1.10", "1.9", "2.1", "1.1"))))
    assert [line.key for line in found.objectives] == ["1.1", "1.9", "1.10", "2.1"]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=70))
def test_points_lie_between_none_and_all(items: list[tuple[float, bool, bool]]) -> None:
    found = result(*(marked(n, c, scored=s, answered=a) for n, (c, s, a) in enumerate(items)))
    assert 0 <= found.points <= found.items
    assert 100 <= found.score <= 1000
    assert found.passed == (found.score >= 700)
