"""Where a learner stands on a road: states, gates, what opens what; by cases and by properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.records import OnPaper, Record, RecordKind
from studyapp.domain.roadmaps import Gate, MoveOn, Roadmap, Stage, Step, cycle_of
from studyapp.domain.standing import Evidence, StageState, State, said, stages_of, standing_of

TODAY = date(2026, 11, 27)
GATE = Gate()
STUDIED = Evidence(items=10, met=10, own=6, learned=9, memory=0.93)
FORGOTTEN = replace(STUDIED, memory=0.6)
BEGUN = Evidence(items=10, met=3, own=2, learned=0, memory=0.95)
SHARED = Evidence(items=10, met=3, memory=0.95)


def proof(kind: RecordKind = RecordKind.PASSED, expires_on: date | None = None) -> OnPaper:
    return OnPaper(proof=Record("r", "a", kind, date(2026, 5, 3), expires_on=expires_on))


WAIVED = Evidence(paper=OnPaper(waiver=Record("r", "a", RecordKind.WAIVED, TODAY, reason="ten years of it")))
LAPSED = OnPaper(
    lapsed=Record("r", "a", RecordKind.PASSED, date(2023, 1, 1), expires_on=date(2026, 1, 1))
)  # fmt: skip
BOOKED = OnPaper(booked=Record("r", "a", RecordKind.BOOKED, TODAY + timedelta(9)))


@pytest.mark.parametrize(
    ("evidence", "state", "reason"),
    [
        (Evidence(), State.OPEN, "nothing to study here yet"),
        (Evidence(items=10), State.OPEN, "nothing of it met yet"),
        (BEGUN, State.IN_PROGRESS, "3 of 10 met"),
        (
            replace(BEGUN, paper=BOOKED),
            State.IN_PROGRESS,
            "exam booked for 6 Dec 2026; 3 of 10 met",
        ),
        (SHARED, State.OPEN, "3 of 10 known from another certification"),
        (STUDIED, State.READY, "studied and remembered; the exam is what is left"),
        (FORGOTTEN, State.REOPENED, "studied, but predicted recall is 60 %, under its bar of 80 %"),
        (Evidence(paper=proof()), State.PASSED, "passed 3 May 2026"),
        (Evidence(paper=proof(RecordKind.HELD)), State.HELD, "held since 3 May 2026"),
        (
            Evidence(paper=proof(expires_on=TODAY + timedelta(30))),
            State.EXPIRING,
            "passed 3 May 2026; it ends on 27 Dec 2026, in 30 days",
        ),
        (
            replace(FORGOTTEN, paper=proof()),
            State.REOPENED,
            "passed 3 May 2026, but predicted recall is 60 %, under its bar of 80 %",
        ),
        (WAIVED, State.WAIVED, "waived: ten years of it"),
        (Evidence(paper=LAPSED), State.REOPENED, "it ended on 1 Jan 2026"),
    ],
)
def test_a_certification_has_one_state_with_its_reason(evidence: Evidence, state: State, reason: str) -> None:
    standing = standing_of(evidence, GATE, TODAY)

    assert (standing.state, standing.reason) == (state, reason)


@pytest.mark.parametrize(
    ("move_on", "satisfied"),
    [
        # of: nothing, completed, passed, completed and passed
        (MoveOn.PASSED, (False, False, True, True)),
        (MoveOn.COMPLETED, (False, True, False, True)),
        (MoveOn.COMPLETED_AND_PASSED, (False, False, False, True)),
        (MoveOn.COMPLETED_OR_PASSED, (False, True, True, True)),
        (MoveOn.NOT_APPLICABLE, (True, True, True, True)),
    ],
)
def test_what_satisfies_a_step_is_what_cmi5_says(move_on: MoveOn, satisfied: tuple[bool, ...]) -> None:
    cases = (Evidence(items=10), STUDIED, Evidence(items=10, paper=proof()), replace(STUDIED, paper=proof()))

    assert tuple(standing_of(e, Gate(move_on), TODAY).is_satisfied for e in cases) == satisfied


@pytest.mark.parametrize("move_on", [m for m in MoveOn if m is not MoveOn.NOT_APPLICABLE])
def test_a_waiver_satisfies_every_gate_and_is_no_progress(move_on: MoveOn) -> None:
    standing = standing_of(WAIVED, Gate(move_on), TODAY)

    assert (standing.is_satisfied, standing.progress) == (True, 0.0)


def test_what_was_never_studied_here_has_no_memory_that_could_reopen_a_pass() -> None:
    assert standing_of(Evidence(items=10, paper=proof()), GATE, TODAY).state is State.PASSED


def test_a_recall_just_under_the_bar_does_not_read_like_the_bar() -> None:
    standing = standing_of(replace(STUDIED, memory=0.7999), GATE, TODAY)

    assert "recall is 79 %, under its bar of 80 %" in standing.reason


def road(*stages: Stage) -> Roadmap:
    return Roadmap("road", "Road", "Role", "", (), stages)


def step(name: str, **more: object) -> Step:
    return Step(name, (name,), "because", **more)  # type: ignore[arg-type]


FIRST = Stage("first", "First", "", (step("a"), step("b")))
SECOND = Stage("second", "Second", "", (step("c"),), requires=("first",))
THIRD = Stage("third", "Third", "", (step("d"),), requires=("second",))
ROAD = road(FIRST, SECOND, THIRD)


BANKS = dict.fromkeys("abcd", Evidence(items=10))
"""Everything can be studied here, and nothing of it was."""


def states(evidence: dict[str, Evidence], **more: object) -> list[str]:
    return [str(s.state) for s in stages_of(ROAD, BANKS | evidence, TODAY, **more)]  # type: ignore[arg-type]


def test_a_road_begins_open_at_its_first_stage_and_locked_behind_it() -> None:
    assert states({}) == ["open", "locked", "locked"]


def test_a_stage_opens_when_every_step_before_it_is_satisfied() -> None:
    assert states({"a": STUDIED}) == ["in progress", "locked", "locked"]
    assert states({"a": STUDIED, "b": Evidence(paper=proof())}) == ["ready", "open", "locked"]


def test_a_stage_of_passed_steps_is_passed_and_one_of_waived_steps_is_waived() -> None:
    passed = Evidence(paper=proof())

    assert states({"a": passed, "b": passed})[0] == "passed"
    assert states({"a": WAIVED, "b": WAIVED})[0] == "waived"
    mixed = stages_of(ROAD, {"a": passed, "b": WAIVED}, TODAY)[0]
    assert (mixed.state, mixed.done, mixed.waived, mixed.reason) == ("passed", 1, 1, "1 of 2 done, 1 waived")


def test_a_stage_reopens_when_memory_falls_and_what_it_opened_stays_open() -> None:
    assert states({"a": FORGOTTEN, "b": STUDIED, "c": Evidence(items=5)}) == ["reopened", "open", "locked"]


def test_working_before_a_gate_is_open_is_possible_and_shows() -> None:
    stage = stages_of(ROAD, BANKS | {"c": BEGUN}, TODAY)[1]

    assert (stage.state, stage.stepped_past, stage.waits_for) == ("in progress", True, ("first",))


def test_terms_shared_with_another_certification_begin_nothing() -> None:
    stage = stages_of(ROAD, BANKS | {"c": SHARED}, TODAY)[1]

    assert (stage.state, stage.stepped_past) == (State.LOCKED, False)
    assert stage.progress > 0


def test_a_stage_that_asks_for_nothing_is_passed_through_in_its_turn() -> None:
    nothing = Stage(
        "second", "Second", "", (step("c", gate=Gate(MoveOn.NOT_APPLICABLE)),), requires=("first",)
    )
    found = road(FIRST, nothing, THIRD)

    assert [str(s.state) for s in stages_of(found, BANKS, TODAY)] == ["open", "locked", "locked"]
    done = {"a": STUDIED, "b": STUDIED}
    assert [str(s.state) for s in stages_of(found, done, TODAY)] == ["ready", "open", "open"]


def test_nothing_waits_for_a_stage_that_cannot_be_studied_here() -> None:
    first, second, third = stages_of(ROAD, {"c": Evidence(items=10)}, TODAY)

    assert (first.state, first.facts_only, first.done, first.of, first.to_go) == ("open", True, 0, 2, 0)
    assert (second.state, second.facts_only, third.state) == ("open", False, "locked")


def test_what_can_be_studied_of_a_stage_is_waited_for_and_the_rest_is_not() -> None:
    begun = {"a": Evidence(items=10), "c": Evidence(items=10)}

    assert stages_of(ROAD, begun, TODAY)[0].to_go == 1
    assert [str(s.state) for s in stages_of(ROAD, begun, TODAY)] == ["open", "locked", "locked"]
    first, second, _third = stages_of(ROAD, begun | {"a": STUDIED}, TODAY)
    assert (first.state, first.done, first.of, first.facts_only) == ("in progress", 1, 2, True)
    assert second.state == "open"


def test_where_some_steps_are_enough_one_that_can_be_studied_is_waited_for() -> None:
    some = Stage("some", "Some", "", (step("a"), step("b"), step("c")), needs=1)
    then = Stage("then", "Then", "", (step("d"),), requires=("some",))

    before, after = stages_of(road(some, then), {"b": Evidence(items=10)}, TODAY)

    assert (before.to_go, after.state) == (1, "locked")


def test_a_locked_stage_that_cannot_be_studied_is_passed_through_in_its_turn() -> None:
    banks = {"a": Evidence(items=10), "b": Evidence(items=10), "d": Evidence(items=10)}

    assert [str(s.state) for s in stages_of(ROAD, banks, TODAY)] == ["open", "locked", "locked"]
    done = banks | {"a": STUDIED, "b": STUDIED}
    assert [str(s.state) for s in stages_of(ROAD, done, TODAY)] == ["ready", "open", "open"]


def test_a_pass_on_paper_satisfies_what_cannot_be_studied_here() -> None:
    first = stages_of(ROAD, {"a": Evidence(paper=proof()), "b": WAIVED}, TODAY)[0]

    assert (first.state, first.facts_only, first.done, first.waived) == ("passed", False, 1, 1)


def test_a_skipped_stage_opens_what_follows_and_counts_for_nothing() -> None:
    first, second, third = stages_of(ROAD, BANKS, TODAY, skipped=["first"])

    assert (first.state, first.skipped, first.done, first.progress) == ("open", True, 0, 0.0)
    assert (second.state, third.state) == ("open", "locked")


def test_a_skipped_stage_that_is_done_after_all_is_no_longer_skipped() -> None:
    assert not stages_of(ROAD, {"a": STUDIED, "b": STUDIED}, TODAY, skipped=["first"])[0].skipped


def test_the_best_of_the_alternatives_is_what_counts() -> None:
    either = Stage("only", "Only", "", (Step("s", ("x", "y"), ""),))

    stage = stages_of(road(either), {"x": BEGUN, "y": Evidence(paper=proof())}, TODAY)[0]

    assert stage.state is State.PASSED
    assert {i: s.state for i, s in stage.steps[0].by_certification.items()} == {
        "x": State.IN_PROGRESS,
        "y": State.PASSED,
    }


def test_a_stage_may_need_some_of_its_steps_only() -> None:
    some = Stage("some", "Some", "", (step("a"), step("b"), step("c")), needs=1)

    stage = stages_of(road(some), {"b": STUDIED}, TODAY)[0]

    assert (stage.state, stage.done, stage.of) == (State.READY, 1, 1)
    assert stage.progress == pytest.approx(0.93)


def test_weights_say_what_a_step_is_worth() -> None:
    weighted = Stage("w", "W", "", (step("a", weight=75), step("b", weight=25)))

    assert stages_of(road(weighted), {"a": Evidence(paper=proof())}, TODAY)[0].progress == 0.75


def test_a_step_that_asks_for_nothing_is_not_counted() -> None:
    free = Stage("f", "F", "", (step("a", gate=Gate(MoveOn.NOT_APPLICABLE)), step("b")))

    stage = stages_of(road(free), {}, TODAY)[0]

    assert (stage.of, stage.done, stage.state) == (1, 0, State.OPEN)


def test_a_certification_that_ended_is_followed_by_its_successor() -> None:
    old = Stage("old", "Old", "", (Step("s", ("ai-900",), ""),))

    stage = stages_of(road(old), {"ai-901": STUDIED}, TODAY, routes={"ai-900": ("ai-901",)})[0]

    assert stage.state is State.READY


def test_who_passed_the_exam_of_the_source_has_what_the_source_asked_for() -> None:
    new = Stage("new", "New", "", (Step("s", ("ai-901",), "", source_certification="ai-900"),))

    stage = stages_of(road(new), {"ai-900": Evidence(paper=proof())}, TODAY, routes={"ai-900": ("ai-901",)})[
        0
    ]

    assert stage.state is State.PASSED


def test_a_mistake_of_the_source_is_no_way_to_satisfy_a_step() -> None:
    mixed_up = Stage("m", "M", "", (Step("s", ("aif-c01",), "", source_certification="aip-c01"),))

    assert stages_of(road(mixed_up), {"aip-c01": Evidence(paper=proof())}, TODAY)[0].state is State.OPEN


def test_stages_that_wait_for_each_other_are_found() -> None:
    assert cycle_of((replace(FIRST, requires=("third",)), SECOND, THIRD)) == (
        "first", "third", "second", "first",
    )  # fmt: skip
    assert cycle_of((FIRST, SECOND, THIRD)) == ()


@pytest.mark.parametrize(
    ("state", "reason", "phrase"),
    [
        ("passed", "passed 3 May 2026", "passed 3 May 2026"),
        ("reopened", "it ended", "reopened: it ended"),
        ("open", "", "open"),
    ],
)
def test_state_and_reason_are_said_without_repeating(state: str, reason: str, phrase: str) -> None:
    assert said(state, reason) == phrase


papers = st.sampled_from([OnPaper(), proof(), proof(RecordKind.HELD), WAIVED.paper, LAPSED, BOOKED])


def some_evidence(items: int, met: int, learned: int, memory: float, paper: OnPaper) -> Evidence:
    met = min(met, items)
    return Evidence(items, met, met // 2, min(learned, met), memory if met else None, paper)


amounts = st.integers(0, 20)
evidences = st.builds(some_evidence, amounts, amounts, amounts, st.floats(0, 1), papers)
worlds = st.fixed_dictionaries(dict.fromkeys("abcd", evidences))
skips = st.sets(st.sampled_from(["first", "second", "third"]))


@given(worlds, skips)
def test_counts_and_shares_stay_in_bounds(world: dict[str, Evidence], skipped: set[str]) -> None:
    for stage in stages_of(ROAD, world, TODAY, skipped=skipped):
        assert 0 <= stage.done + stage.waived <= len(stage.steps)
        assert 0.0 <= stage.progress <= 1.0
        assert stage.reason


@given(worlds, skips)
def test_skipping_never_adds_progress(world: dict[str, Evidence], skipped: set[str]) -> None:
    def progress(found: tuple[StageState, ...]) -> list[tuple[int, int, float]]:
        return [(s.done, s.waived, s.progress) for s in found]

    assert progress(stages_of(ROAD, world, TODAY)) == progress(stages_of(ROAD, world, TODAY, skipped))


@given(worlds, st.sampled_from("abcd"))
def test_a_pass_never_makes_a_stage_less_done(world: dict[str, Evidence], name: str) -> None:
    before = stages_of(ROAD, world, TODAY)
    # Without a memory that could be under its bar; a waiver turns into a pass.
    after = stages_of(ROAD, world | {name: Evidence(paper=proof())}, TODAY)

    for old, new in zip(before, after, strict=True):
        assert old.done + old.waived <= new.done + new.waived
