"""Roadmaps: where the learner stands on a road, and the one next step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Aspect, Goal
from tests.banks import CERTIFICATION, roadmap, write_bank, write_yaml
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
    assert [r.id for r in road.services.roadmaps.all() if r.followed] == ["another"]
    assert connect_to(home, road.clock).roadmaps.followed() == "another"


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
    assert [stage.state for stage in detail.stages] == ["open", "open", "open"]


def test_with_a_goal_on_the_road_the_next_step_is_that_goal(road: Learner) -> None:
    road.services.goals.set(Goal("oth-201", None, 60))

    detail = road.services.roadmaps.roadmap("tester")

    assert (detail.next_certification_id, detail.next_step) == ("oth-201", "Go on with OTH-201: Why step 2.")


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
        "open",
        "open",
    ]


def test_a_stage_is_done_when_its_items_are_learned(road: Learner) -> None:
    road.services.goals.set(Goal(CERTIFICATION, None, 120))
    for _day in range(4):
        road.study()
        road.sleep(400)
    road.services.goals.remove(CERTIFICATION)

    detail = road.services.roadmaps.roadmap("tester")

    assert [stage.state for stage in detail.stages] == ["done", "open", "open"]
    assert detail.next_certification_id == "oth-201", "its alternative is retired"


def test_a_road_with_steps_nobody_wrote_yet_says_so_by_leaving_them_out(home: Home, road: Learner) -> None:
    write_yaml(
        home.content / "roadmaps" / "future.yaml", roadmap("future", [["not-written"], [CERTIFICATION]])
    )
    road.services.library.refresh()

    detail = road.services.roadmaps.roadmap("future")

    assert [len(step.certifications) for stage in detail.stages for step in stage.steps] == [0, 1]
    assert detail.next_certification_id == CERTIFICATION


def test_today_names_the_next_stop_on_the_road(road: Learner) -> None:
    road.services.goals.set(Goal(CERTIFICATION, None, 60, "tester"))
    assert road.services.study.today().next_on_road == "Stage 1 · TST-101, then OLD-101"

    road.services.goals.set(Goal("bare-301", None, 60, "tester"))

    assert road.services.study.today().next_on_road == "Stage 3 · BARE-301, the last step of this road"


def test_a_road_that_is_gone_is_followed_no_more(home: Home, road: Learner) -> None:
    road.services.roadmaps.follow("tester")
    (home.content / "roadmaps" / "tester.yaml").unlink()
    road.services.library.refresh()

    assert road.services.study.today().next_on_road == ""
    assert [r.id for r in road.services.roadmaps.all()] == ["another"]
