"""The one thing to do next on a road, with its reason. A pure function of the road's standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studyapp.domain.standing import State
from studyapp.services.road_views import CertificationStanding, StageStanding, StepStanding


@dataclass(frozen=True, slots=True)
class Action:
    """What to do: the certification to work on ("" for none), and the sentence that says so and why."""

    certification_id: str
    sentence: str


Place = tuple[StageStanding, StepStanding, CertificationStanding]


def next_step(stages: Sequence[StageStanding], focus: str) -> Action:
    """What to do now.

    The goal comes first while it is not done, and the stages that it passes over are named; then what
    reopened, for that is nearly there; then the first step of an open stage that can be studied here. What
    has no questions here is passed over and named: only a record of its exam can show it.
    """
    places = list(_places(stages))
    return (
        _go_on(places, focus, stages)
        or _bring_back(places)
        or _begin(places, focus)
        or Action("", "Everything on this road is done; reviews keep it.")
    )


def _places(stages: Sequence[StageStanding]) -> Iterator[Place]:
    """Every certification that can still be taken, in the order of the road."""
    for stage in stages:
        for step in stage.steps:
            for certification in step.certifications:
                if certification.status != "retired" or certification.state == State.REOPENED:
                    yield stage, step, certification


def _go_on(places: Sequence[Place], focus: str, stages: Sequence[StageStanding]) -> Action | None:
    for stage, step, certification in places:
        if certification.id == focus and not step.satisfied:
            verb = "Begin" if certification.state in (State.OPEN, State.LOCKED) else "Go on"
            passed_over = _passed_over(stages, stage)
            goal = f", your goal, though {passed_over} not done" if passed_over else ""
            return Action(focus, f"{verb} with {certification.code}{goal}: {step.why}")
    return None


def _passed_over(stages: Sequence[StageStanding], reached: StageStanding) -> str:
    """The stages before one that are not done, as the subject of a sentence; "" for none."""
    before = stages[: [stage.stage_id for stage in stages].index(reached.stage_id)]
    left = [stage.name for stage in before if not stage.skipped and stage.done + stage.waived < stage.of]
    if len(left) < 2:
        return f"{left[0]} is" if left else ""
    others = left[1] if len(left) == 2 else f"{len(left) - 1} more stages"
    return f"{left[0]} and {others} are"


def _bring_back(places: Sequence[Place]) -> Action | None:
    for _stage, step, certification in places:
        if certification.state == State.REOPENED and not step.satisfied and certification.has_bank:
            return Action(certification.id, f"Bring {certification.code} back: {certification.reason}.")
    return None


def _begin(places: Sequence[Place], focus: str) -> Action | None:
    wanted = [p for p in places if not p[1].satisfied and p[1].move_on != "NotApplicable"]
    if not wanted:
        return None
    reachable = [p for p in wanted if not p[0].opens_when]
    chosen = next((p for p in (*reachable, *wanted) if p[2].has_bank), wanted[0])
    stage, step, certification = chosen
    verb = "Next in" if focus else "Begin"
    joint = ":" if focus else " with"
    sentence = f"{verb} {stage.name}{joint} {certification.code}: {step.why}"
    if not certification.has_bank:
        sentence += f" studyapp has no questions for it: {_SHOWN_BY}."
    elif passed := _without_bank(wanted, chosen):
        sentence += f" Passed over, for studyapp has no questions for {_joined(passed)}: {_SHOWN_BY}."
    return Action(certification.id, sentence)


_SHOWN_BY = "record the exam once you have passed it, or waive it"


def _without_bank(wanted: Sequence[Place], chosen: Place) -> list[str]:
    """What stands before a place and can't be studied here: stages by name, steps of its own by code."""
    before = wanted[: wanted.index(chosen)]
    stage, step, _certification = chosen
    names = {
        other.name if other is not stage else certification.code
        for other, at, certification in before
        if at is not step and not other.skipped and not any(c.has_bank for c in at.certifications)
    }
    in_order = [name for other, _at, it in before for name in (other.name, it.code) if name in names]
    return list(dict.fromkeys(in_order))


def _joined(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{names[0]} and {len(names) - 1} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


MOST_NAMED = 3
