"""Roadmaps with the learner's standing and the one next step."""

from __future__ import annotations

import json

from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session

from studyapp.domain.roadmaps import STUDIED_SHARE, Roadmap, Stage
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.goals import GoalsService
from studyapp.services.library import summaries
from studyapp.services.views import (
    Aspect,
    CertificationSummary,
    Changes,
    RoadmapDetail,
    RoadmapSummary,
    StageStanding,
    StepStanding,
)
from studyapp.store import items
from studyapp.store.tables import SettingRow

FOLLOWED_KEY = "roadmap"


class RoadmapsService:
    """Browse, follow, and see what to do next."""

    def __init__(self, context: Context, goals: GoalsService) -> None:
        self._context = context
        self._goals = goals

    def all(self) -> list[RoadmapSummary]:
        """All roadmaps, the longest road first."""
        followed = self.followed()
        with self._context.store.read() as session:
            listed = [
                RoadmapSummary(
                    r.id, r.name, r.role, r.tagline, len(r.stages),
                    sum(len(stage.steps) for stage in r.stages), r.id == followed,
                )
                for r in items.roadmaps(session)
            ]  # fmt: skip
        return sorted(listed, key=lambda summary: (-summary.certifications, summary.name))

    def followed(self) -> str:
        """Id of the roadmap that is followed, "" for none."""
        with self._context.store.read() as session:
            row = session.get(SettingRow, FOLLOWED_KEY)
            return str(json.loads(row.value)) if row else ""

    def follow(self, roadmap_id: str) -> Changes:
        """Follow a roadmap; raises NotFound."""
        with self._context.store.write() as session:
            if items.roadmap(session, roadmap_id) is None:
                raise NotFound(f"There is no roadmap {roadmap_id}.", "See 'studyapp roadmap list'.")
            value = json.dumps(roadmap_id)
            statement = insert(SettingRow).values(key=FOLLOWED_KEY, value=value)
            session.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
        return frozenset({Aspect.GOAL})

    def roadmap(self, roadmap_id: str) -> RoadmapDetail:
        """A roadmap with standing per stage and the next step; raises NotFound."""
        goal = self._goals.current()
        followed = self.followed() == roadmap_id
        with self._context.store.read() as session:
            roadmap = items.roadmap(session, roadmap_id)
            if roadmap is None:
                raise NotFound(f"There is no roadmap {roadmap_id}.", "See 'studyapp roadmap list'.")
            known = summaries(session)
        stages = tuple(_stage(stage, known) for stage in roadmap.stages)
        next_id, next_step = _next(stages, goal.certification_id if goal else "")
        return RoadmapDetail(roadmap, stages, followed, next_step, next_id)


def next_on_road(session: Session, roadmap: Roadmap, certification_id: str) -> str:
    """One line for Today: what the road holds, beginning with the certification in focus."""
    codes = items.codes(session)
    steps = [(stage, step) for stage in roadmap.stages for step in stage.steps]
    place = next(
        (i for i, (_s, step) in enumerate(steps) if certification_id in step.certification_ids), None
    )
    if place is None:
        stage, step = steps[0]
        return f"{stage.name} · {codes.get(step.certification_ids[0], '')}"
    stage, _step = steps[place]
    following = [codes.get(step.certification_ids[0], "") for _s, step in steps[place + 1 : place + 2]]
    then = f", then {following[0]}" if following else ", the last step of this road"
    return f"{stage.name} · {codes.get(certification_id, certification_id)}{then}"


def _stage(stage: Stage, known: dict[str, CertificationSummary]) -> StageStanding:
    steps = tuple(
        StepStanding(
            step.id, step.why, tuple(known[c] for c in step.certification_ids if c in known),
            step.named_in_source, step.erratum,
        )
        for step in stage.steps
    )  # fmt: skip
    states = [_state(step) for step in steps]
    if states and all(state == "studied" for state in states):
        state = "done"
    elif any(state != "open" for state in states):
        state = "in progress"
    else:
        state = "open"
    return StageStanding(stage.id, stage.name, stage.purpose, state, steps)


def _state(step: StepStanding) -> str:
    if any(_studied(c) for c in step.certifications):
        return "studied"
    return "in progress" if any(c.seen for c in step.certifications) else "open"


def _studied(summary: CertificationSummary) -> bool:
    total = summary.questions + summary.terms
    return total > 0 and summary.mastered >= STUDIED_SHARE * total


def _next(stages: tuple[StageStanding, ...], focus: str) -> tuple[str, str]:
    """The certification to work on now, with the reason."""
    steps = [(stage, step) for stage in stages for step in stage.steps]
    for stage, step in steps:
        for certification in step.certifications:
            if certification.id == focus:
                return focus, f"Go on with {certification.code}: {step.why}"
        live = [c for c in step.certifications if c.status != "retired" and not _studied(c)]
        if live and not focus:
            chosen = next((c for c in live if c.has_bank), live[0])
            return chosen.id, f"Begin {stage.name} with {chosen.code}: {step.why}"
    for stage, step in steps:
        live = [c for c in step.certifications if c.status != "retired" and not _studied(c)]
        if live:
            return live[0].id, f"Next in {stage.name}: {live[0].code}. {step.why}"
    return "", "Everything on this road is studied; reviews keep it."
