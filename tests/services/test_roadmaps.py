"""Roadmaps: where the learner stands on a road, and the one next step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studyapp.domain.records import RecordKind
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.context import put_raw
from studyapp.services.facade import Services
from studyapp.services.views import Aspect, Goal
from tests.banks import CERTIFICATION, roadmap, write_bank, write_yaml
from tests.services import evidence
from tests.services.learner import Learner


@pytest.fixture
def road(home: Home, learner: Learner) -> Learner:
    """A road over three certifications: tst-101, then oth-201 or its alternative old-101, then bare-301."""
    write_bank(home.content, "oth-201", questions=2, terms=0)
    write_bank(home.content, "old-101", questions=2, terms=0, status="retired")
    write_bank(home.content, "bare-301", questions=0, terms=0)
    steps = [[CERTIFICATION], ["old-101", "oth-201"], ["bare-301"]]
    write_yaml(home.content / "roadmaps" / "tester.yaml", roadmap("tester", steps))
    write_yaml(home.content / "roadmaps" / "another.yaml", roadmap("another", [["oth-201"]]))
    learner.services.library.refresh()
    assert learner.services.library.problems() == []
    return learner


def test_the_longest_road_comes_first(road: Learner) -> None:
    found = road.services.roadmaps.all()

    assert [(r.id, r.stages, r.certifications) for r in found] == [("tester", 3, 3), ("another", 1, 1)]
    assert not any(r.followed for r in found)


def test_a_road_can_be_followed_and_changed(
    home: Home, road: Learner, connect_to: Callable[..., Services]
) -> None:
    assert road.services.roadmaps.follow("tester") == {Aspect.GOAL}
    road.services.roadmaps.follow("another")

    assert road.services.roadmaps.followed() == "another"
    assert road.services.roadmaps.all_followed() == ("another", "tester")
    assert [r.id for r in road.services.roadmaps.all() if r.followed] == ["tester", "another"]
    assert connect_to(home, road.clock).roadmaps.all_followed() == ("another", "tester")
    assert road.services.roadmaps.roadmap("another").also_followed == (("tester", "Road of the tester"),)


def test_a_road_can_be_left_and_the_one_before_comes_first(road: Learner) -> None:
    road.services.roadmaps.follow("tester")
    road.services.roadmaps.follow("another")

    road.services.roadmaps.follow("another", on=False)

    assert road.services.roadmaps.all_followed() == ("tester",)


def test_a_road_that_was_followed_before_following_was_logged_is_followed_still(road: Learner) -> None:
    with road.services.context.store.write() as session:
        put_raw(session, "roadmap", '"tester"')

    assert road.services.roadmaps.all_followed() == ("tester",)
    road.services.roadmaps.follow("another")
    road.services.roadmaps.follow("tester", on=False)
    assert road.services.roadmaps.all_followed() == ("another",)


@pytest.mark.parametrize("name", ["", "no-such-road"])
def test_an_unknown_road_is_not_found(road: Learner, name: str) -> None:
    with pytest.raises(NotFound):
        road.services.roadmaps.follow(name)
    with pytest.raises(NotFound):
        road.services.roadmaps.roadmap(name)

    assert road.services.roadmaps.followed() == ""


def test_a_road_begins_with_its_first_step(road: Learner) -> None:
    detail = road.services.roadmaps.roadmap("tester")

    assert detail.next_certification_id == CERTIFICATION
    assert detail.next_step == "Begin Stage 1 with TST-101: Why step 1."
    assert [stage.state for stage in detail.stages] == ["open", "locked", "locked"]


def test_with_a_goal_on_the_road_the_next_step_is_that_goal(road: Learner) -> None:
    road.services.goals.set(Goal("oth-201", None, 60))

    detail = road.services.roadmaps.roadmap("tester")

    assert detail.next_certification_id == "oth-201"
    assert detail.next_step == "Begin with OTH-201, your goal, though Stage 1 is not done: Why step 2."


def test_a_goal_that_was_begun_is_gone_on_with(road: Learner) -> None:
    road.services.goals.set(Goal("bare-301", None, 60))
    road.services.records.put("bare-301", RecordKind.FAILED, road.services.context.today())
    told = road.services.roadmaps.roadmap("tester").next_step
    assert told == "Go on with BARE-301, your goal, though Stage 1 and Stage 2 are not done: Why step 3."

    road.services.goals.set(Goal(CERTIFICATION, None, 60))
    road.services.study.start()
    road.answer()
    assert road.services.roadmaps.roadmap("tester").next_step == "Go on with TST-101: Why step 1."


def test_today_looks_along_the_road_of_the_goal_whatever_is_followed_besides(road: Learner) -> None:
    road.services.goals.set(Goal("oth-201", None, 60, "tester"))
    road.services.roadmaps.follow("tester")
    road.services.roadmaps.follow("another")
    assert road.services.study.today().next_on_road.startswith("Road of the tester: Stage 2 · ")

    road.services.goals.set(Goal(CERTIFICATION, None, 60))
    assert road.services.study.today().next_on_road.startswith("Road of the tester: Stage 1 · ")

    road.services.roadmaps.follow("tester", on=False)
    assert road.services.study.today().next_on_road == "Road of the another: Stage 1 · OTH-201"


def test_a_goal_beside_the_road_does_not_hide_its_next_step(home: Home, road: Learner) -> None:
    write_bank(home.content, "far-901", questions=1, terms=0)
    road.services.library.refresh()
    road.services.goals.set(Goal("far-901", None, 60))

    assert road.services.roadmaps.roadmap("tester").next_certification_id == CERTIFICATION


def test_a_stage_is_in_progress_once_something_in_it_was_met(road: Learner) -> None:
    road.services.goals.set(Goal(CERTIFICATION, None, 60))
    road.services.study.start()
    road.answer()

    assert [s.state for s in road.services.roadmaps.roadmap("tester").stages] == [
        "in progress",
        "locked",
        "locked",
    ]


def test_a_stage_is_done_when_its_items_are_learned(road: Learner) -> None:
    road.services.goals.set(Goal(CERTIFICATION, None, 120))
    _learn(road)
    road.services.goals.remove(CERTIFICATION)

    detail = road.services.roadmaps.roadmap("tester")

    assert [stage.state for stage in detail.stages] == ["ready", "open", "locked"]
    assert (detail.done, detail.of) == (1, 3)
    assert detail.next_certification_id == "oth-201", "its alternative is retired"


def _learn(road: Learner) -> None:
    """Every item of the goal recalled on three days and more."""
    for _time in range(6):
        road.study()
        road.sleep(12)


def test_a_stage_reopens_when_predicted_memory_falls_under_its_bar(road: Learner) -> None:
    road.services.goals.set(Goal(CERTIFICATION, None, 120))
    _learn(road)
    road.sleep(2000)
    road.services.goals.remove(CERTIFICATION)

    detail = road.services.roadmaps.roadmap("tester")

    assert [stage.state for stage in detail.stages] == ["reopened", "open", "locked"]
    assert detail.next_certification_id == CERTIFICATION
    assert detail.next_step.startswith("Bring TST-101 back: studied, but predicted recall is")


def test_what_opens_a_locked_stage_is_said(road: Learner) -> None:
    assert [stage.opens_when for stage in road.services.roadmaps.roadmap("tester").stages] == [
        "",
        "Stage 1 has 1 step to go",
        "Stage 2 has 1 step to go",
    ]


def test_a_gate_can_be_stepped_past_and_that_can_be_taken_back(road: Learner) -> None:
    detail = road.services.roadmaps.skip("tester", "stage-1")
    assert [(s.state, s.skipped) for s in detail.stages] == [
        ("open", True), ("open", False), ("locked", False),
    ]  # fmt: skip
    assert (detail.done, detail.progress) == (0, 0.0)
    assert road.services.records.all() == [], "a skipped stage is no record of an exam"

    detail = road.services.roadmaps.skip("tester", "stage-1", on=False)

    assert [s.state for s in detail.stages] == ["open", "locked", "locked"]
    assert evidence.failures(road.services) == []


def test_only_a_stage_of_the_road_can_be_stepped_past(road: Learner) -> None:
    with pytest.raises(NotFound, match="no-such"):
        road.services.roadmaps.skip("tester", "no-such")


def test_studying_behind_a_closed_gate_shows(road: Learner) -> None:
    road.services.study.start("questions", "oth-201")
    road.answer()

    stage = road.services.roadmaps.roadmap("tester").stages[1]

    assert (stage.state, stage.stepped_past) == ("in progress", True)


def test_terms_that_two_certifications_share_count_in_both(home: Home, road: Learner) -> None:
    write_bank(home.content, "oth-201", questions=2, terms=0, uses=["tst-101-t01", "tst-101-t02"])
    road.services.library.refresh()
    road.services.goals.set(Goal(CERTIFICATION, None, 60))
    road.study("cards", most=200)

    first, second, _third = road.services.roadmaps.roadmap("tester").stages

    assert first.state == "in progress"
    (other,) = [c for c in second.steps[0].certifications if c.id == "oth-201"]
    assert (other.seen, other.reason) == (2, "2 of 4 known from another certification")
    assert (second.state, second.stepped_past) == ("locked", False)


def test_the_exam_of_the_source_is_shown_with_its_successor(home: Home, road: Learner) -> None:
    write_bank(home.content, "old-101", questions=0, terms=0, status="retired", successors=["oth-201"])
    road_file = roadmap("sourced", [["oth-201"]])
    road_file["stages"][0]["steps"][0] |= {"named_in_source": "OLD-101", "source_certification": "old-101"}
    write_yaml(home.content / "roadmaps" / "sourced.yaml", road_file)
    road.services.library.refresh()

    step = road.services.roadmaps.roadmap("sourced").stages[0].steps[0]

    assert step.source is not None
    assert (step.source.code, step.source.status, step.source.successor_codes) == (
        "OLD-101", "retired", ("OTH-201",),
    )  # fmt: skip
    assert [c.id for c in step.certifications] == ["oth-201"]
    road.services.records.put("old-101", RecordKind.HELD)
    assert road.services.roadmaps.roadmap("sourced").stages[0].state == "held"


def test_a_step_to_an_exam_that_ended_leads_on_to_its_successor(home: Home, road: Learner) -> None:
    write_bank(home.content, "bare-301", questions=0, terms=0, status="retired", successors=["oth-201"])
    road.services.library.refresh()

    step = road.services.roadmaps.roadmap("tester").stages[2].steps[0]

    assert [(c.id, c.part) for c in step.certifications] == [("bare-301", "step"), ("oth-201", "successor")]


class TestEditing:
    """An edit of a roadmap loses nothing and says what it changed."""

    def edit(self, home: Home, road: Learner, **changes: object) -> tuple[str, ...]:
        write_yaml(home.content / "roadmaps" / "tester.yaml", roadmap("tester", [["oth-201"]]) | changes)
        road.services.library.refresh()
        assert road.services.library.problems() == []
        return road.services.roadmaps.roadmap("tester").changes

    def test_a_step_that_vanished_is_named_and_what_was_learned_stays(
        self, home: Home, road: Learner
    ) -> None:
        road.services.records.put(CERTIFICATION, RecordKind.PASSED)

        changes = self.edit(home, road)

        assert "TST-101 is now OTH-201; what you learned of it stays." in changes
        assert "BARE-301 has left this road; what you learned of it stays." in changes
        assert road.services.library.certification(CERTIFICATION).state == "passed"

    def test_two_edits_are_compared_with_what_was_seen_last(self, home: Home, road: Learner) -> None:
        before = self.edit(home, road)
        self.edit(home, road, stages=roadmap("tester", [["bare-301"]])["stages"])

        restored = roadmap("tester", [[CERTIFICATION], ["old-101", "oth-201"], ["bare-301"]])
        assert before
        assert self.edit(home, road, stages=restored["stages"]) == ()

    def test_what_was_read_is_not_told_again(self, home: Home, road: Learner) -> None:
        self.edit(home, road)

        road.services.roadmaps.acknowledge("tester")

        assert road.services.roadmaps.roadmap("tester").changes == ()

    def test_new_words_are_no_change(self, home: Home, road: Learner) -> None:
        same = roadmap("tester", [[CERTIFICATION], ["old-101", "oth-201"], ["bare-301"]])

        assert self.edit(home, road, stages=same["stages"], name="Another name", version=2) == ()

    def test_a_skipped_stage_that_is_gone_stays_in_the_log_only(self, home: Home, road: Learner) -> None:
        road.services.roadmaps.skip("tester", "stage-3")

        self.edit(home, road)

        assert evidence.failures(road.services) == []


def test_a_road_with_steps_nobody_wrote_yet_says_so_by_leaving_them_out(home: Home, road: Learner) -> None:
    write_yaml(
        home.content / "roadmaps" / "future.yaml", roadmap("future", [["not-written"], [CERTIFICATION]])
    )
    road.services.library.refresh()

    detail = road.services.roadmaps.roadmap("future")

    assert [step.unknown for stage in detail.stages for step in stage.steps] == [("not-written",), ()]
    assert [len(step.certifications) for stage in detail.stages for step in stage.steps] == [0, 1]
    assert detail.next_certification_id == CERTIFICATION


def test_today_names_the_next_stop_on_the_road(road: Learner) -> None:
    road.services.goals.set(Goal(CERTIFICATION, None, 60, "tester"))
    assert road.services.study.today().next_on_road == "Road of the tester: Stage 1 · TST-101, then OLD-101"

    road.services.goals.set(Goal("bare-301", None, 60, "tester"))

    assert road.services.study.today().next_on_road == "Road of the tester: Stage 3 · BARE-301, the last step"


def test_a_road_that_is_gone_is_followed_no_more(home: Home, road: Learner) -> None:
    road.services.roadmaps.follow("tester")
    (home.content / "roadmaps" / "tester.yaml").unlink()
    road.services.library.refresh()

    assert road.services.study.today().next_on_road == ""
    assert [r.id for r in road.services.roadmaps.all()] == ["another"]


def test_what_a_stage_waits_for_is_said_past_stages_that_only_wait_themselves(
    home: Home, road: Learner
) -> None:
    steps = [[CERTIFICATION], ["bare-301"], ["oth-201"]]
    write_yaml(home.content / "roadmaps" / "chain.yaml", roadmap("chain", steps))
    road.services.library.refresh()

    first, bare, last = road.services.roadmaps.roadmap("chain").stages

    assert (first.facts_only, bare.facts_only, last.facts_only) == (False, True, False)
    assert bare.opens_when == last.opens_when == "Stage 1 has 1 step to go"
    assert road.services.roadmaps.roadmap("chain").next_certification_id == CERTIFICATION


def test_the_next_step_names_what_it_passes_over_for_want_of_questions(home: Home, road: Learner) -> None:
    steps = [["bare-301"], ["bare-301", "oth-201"]]
    write_yaml(home.content / "roadmaps" / "passing.yaml", roadmap("passing", steps))
    road.services.library.refresh()

    detail = road.services.roadmaps.roadmap("passing")

    assert detail.stages[1].opens_when == ""
    assert detail.next_certification_id == "oth-201"
    assert "Passed over, for studyapp has no questions for Stage 1: record the exam" in detail.next_step


def test_a_road_says_whom_it_fits_how_long_it_takes_and_which_exam_comes_first(
    home: Home, road: Learner
) -> None:
    file = roadmap("fitting", [["bare-301", "oth-201"]]) | {
        "fits_if": "you like tests.",
        "years_to_first_role": {"min": 1, "max": 2.5},
    }
    write_yaml(home.content / "roadmaps" / "fitting.yaml", file)
    road.services.library.refresh()

    found = {r.id: r for r in road.services.roadmaps.all()}

    assert found["fitting"].fit == (
        "Fits you if you like tests. 1 to 2.5 years to a first role; first exam: OTH-201."
    )
    assert found["tester"].fit == "First exam: TST-101."
