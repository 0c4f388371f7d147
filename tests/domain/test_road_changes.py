"""What an edit of a roadmap means for who walks it."""

from __future__ import annotations

from dataclasses import replace

from studyapp.domain.road_changes import changes_since, outline_of
from studyapp.domain.roadmaps import Roadmap, Stage, Step

CODES = {"a": "A-1", "b": "B-1", "c": "C-1"}


def step(step_id: str, *certifications: str, was: tuple[str, ...] = ()) -> Step:
    return Step(step_id, certifications, "", was=was)


FIRST = Stage("one", "One", "", (step("s1", "a"), step("s2", "b")))
BEFORE = Roadmap("road", "Road", "Role", "", (), (FIRST, Stage("two", "Two", "", (step("s3", "c"),))))


def told(*stages: Stage) -> tuple[str, ...]:
    return changes_since(outline_of(BEFORE), replace(BEFORE, stages=stages), CODES)


def test_a_road_that_did_not_change_says_nothing() -> None:
    assert told(*BEFORE.stages) == ()


def test_new_words_are_no_change() -> None:
    first, second = BEFORE.stages

    assert told(replace(first, name="Another name", purpose="Another purpose"), second) == ()


def test_a_step_that_moved_says_where_to() -> None:
    first = Stage("one", "One", "", (step("s1", "a"),))
    second = Stage("two", "Two", "", (step("s2", "b"), step("s3", "c")))

    assert told(first, second) == ("B-1 has moved to Two; your progress moved with it.",)


def test_a_stage_with_a_new_id_moves_nothing() -> None:
    first, second = BEFORE.stages

    assert told(replace(first, id="uno", was=("one",)), second) == ()


def test_a_step_with_a_new_id_is_the_same_step() -> None:
    _first, second = BEFORE.stages

    assert told(Stage("one", "One", "", (step("s9", "a", was=("s1",)), step("s2", "b"))), second) == ()


def test_a_step_that_split_says_into_what() -> None:
    _first, second = BEFORE.stages
    split = (step("s1a", "a", was=("s1",)), step("s1b", "b", was=("s1",)), step("s2", "b"))

    assert told(Stage("one", "One", "", split), second) == (
        "A-1 was split into A-1 and B-1; your progress counts in each.",
    )


def test_a_step_that_vanished_keeps_what_was_learned() -> None:
    _first, second = BEFORE.stages

    assert told(Stage("one", "One", "", (step("s1", "a"),)), second) == (
        "B-1 has left this road; what you learned of it stays.",
    )


def test_another_certification_and_a_new_step_are_named() -> None:
    _first, second = BEFORE.stages

    assert told(Stage("one", "One", "", (step("s1", "c"), step("s2", "b"), step("s4", "a"))), second) == (
        "A-1 is now C-1; what you learned of it stays.",
        "A-1 is new, in One.",
    )
