"""What an edit of a roadmap means for who walks it: nothing is lost, and what changed is said.

Progress hangs on certifications, not on steps, so a step that moves, splits or vanishes takes nothing with
it. What is kept of a road is its outline when the learner last looked; the two outlines are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from studyapp.domain.roadmaps import Roadmap


@dataclass(frozen=True, slots=True)
class Outline:
    """A road as it was seen: its version, name by stage id, and by step id its stage and certifications."""

    version: int
    stages: Mapping[str, str]
    steps: Mapping[str, tuple[str, tuple[str, ...]]]


def outline_of(roadmap: Roadmap) -> Outline:
    """The outline of a road as it stands."""
    return Outline(
        roadmap.version,
        {stage.id: stage.name for stage in roadmap.stages},
        {step.id: (stage.id, step.certification_ids) for stage, step in roadmap.steps()},
    )


def changes_since(seen: Outline, roadmap: Roadmap, codes: Mapping[str, str]) -> tuple[str, ...]:
    """What changed since a road was seen, one sentence each; `codes` are the names of certifications."""
    now = outline_of(roadmap)
    became: dict[str, list[str]] = {}
    for _stage, step in roadmap.steps():
        for old in {*step.was, step.id} & seen.steps.keys():
            became.setdefault(old, []).append(step.id)
    stage_was = {old: stage.id for stage in roadmap.stages for old in (*stage.was, stage.id)}

    def named(ids: tuple[str, ...]) -> str:
        return " or ".join(codes.get(i, i) for i in ids)

    told = []
    for step_id, (stage_id, certifications) in seen.steps.items():
        after = became.get(step_id, [])
        if not after:
            told.append(f"{named(certifications)} has left this road; what you learned of it stays.")
        elif len(after) > 1:
            into = " and ".join(named(now.steps[i][1]) for i in after)
            told.append(f"{named(certifications)} was split into {into}; your progress counts in each.")
        else:
            told += _moved(certifications, stage_id, now.steps[after[0]], now, stage_was, named)
    taken_up = {new for new_ids in became.values() for new in new_ids}
    told += [
        f"{named(ids)} is new, in {now.stages[s]}." for i, (s, ids) in now.steps.items() if i not in taken_up
    ]
    return tuple(told)


def _moved(
    before: tuple[str, ...],
    stage_id: str,
    step: tuple[str, tuple[str, ...]],
    now: Outline,
    stage_was: Mapping[str, str],
    named: Callable[[tuple[str, ...]], str],
) -> list[str]:
    told = []
    new_stage, certifications = step
    if stage_was.get(stage_id) != new_stage:
        told.append(f"{named(before)} has moved to {now.stages[new_stage]}; your progress moved with it.")
    if set(before) != set(certifications):
        told.append(f"{named(before)} is now {named(certifications)}; what you learned of it stays.")
    return told
