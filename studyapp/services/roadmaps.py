"""Roadmaps with the learner's standing, which of them are followed, and the one next step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from sqlalchemy import delete
from sqlmodel import Session, col

from studyapp.domain.certifications import Certification, Status
from studyapp.domain.lifecycle import Life, life_on
from studyapp.domain.log import EntryKind
from studyapp.domain.records import NO_PAPER, OnPaper
from studyapp.domain.road_changes import Outline, changes_since
from studyapp.domain.roadmaps import Roadmap
from studyapp.domain.standing import Evidence, StageState, Standing, State, StepState, stages_of
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.goals import GoalsService
from studyapp.services.kept import kept, reading
from studyapp.services.library import evidence_of, standing_view
from studyapp.services.mastery import tallies_of
from studyapp.services.next_step import next_step
from studyapp.services.papers import papers, skipped_stages
from studyapp.services.readiness import p_pass_of
from studyapp.services.records import RecordsService
from studyapp.services.road_views import (
    CertificationStanding,
    RoadmapDetail,
    RoadmapSummary,
    StageStanding,
    StepStanding,
)
from studyapp.services.views import Aspect, Changes, Goal
from studyapp.store import items, journal
from studyapp.store.evidence import Tally
from studyapp.store.tables import SettingRow

FOLLOWED_KEY = "roadmap"
"""A setting: the one road that was followed before following was logged."""
SEEN_KEY = "roadmap_seen:"
"""With a roadmap's id: its outline before the first edit that the learner has not acknowledged."""


@dataclass(frozen=True, slots=True)
class World:
    """What is known of the certifications of some roads, as of a day."""

    today: date
    facts: Mapping[str, Certification]
    lives: Mapping[str, Life]
    tallies: Mapping[str, Tally]
    papers: Mapping[str, OnPaper]
    readiness: Mapping[str, float] = field(default_factory=dict)

    @property
    def evidence(self) -> dict[str, Evidence]:
        """What the rules look at, by certification."""
        return {i: evidence_of(self.tallies[i], self.papers.get(i, NO_PAPER)) for i in self.facts}

    @property
    def routes(self) -> dict[str, tuple[str, ...]]:
        """What stands in the place of each certification that can't be taken any more, or soon can't."""
        ending = (Status.RETIRED, Status.RETIRING)
        return {i: it.successors for i, it in self.facts.items() if self.lives[i].status in ending}


class RoadmapsService:
    """Browse, follow, and see what to do next."""

    def __init__(self, context: Context, goals: GoalsService, records: RecordsService) -> None:
        self._context = context
        self._goals = goals
        self._records = records

    def all(self) -> list[RoadmapSummary]:
        """All roadmaps with the learner's standing, the longest road first."""
        with reading(self._context) as session:
            return list(kept(session, "roads", lambda: self._all(session)))

    def _all(self, session: Session) -> list[RoadmapSummary]:
        followed = followed_roads(session)
        roads = items.roadmaps(session)
        world = self._world(session, roads)
        evidence = world.evidence
        listed = [
            _summary(road, stages_of(
                road, evidence, world.today, skipped_stages(session, road.id), world.routes
            ), road.id in followed, world)
            for road in roads
        ]  # fmt: skip
        return sorted(listed, key=lambda summary: (-summary.certifications, summary.name))

    def followed(self) -> str:
        """Id of the roadmap that was followed last, "" for none."""
        return next(iter(self.all_followed()), "")

    def all_followed(self) -> tuple[str, ...]:
        """Ids of the roadmaps that are followed, the newest first."""
        with self._context.store.read() as session:
            return followed_roads(session)

    def follow(self, roadmap_id: str, on: bool = True) -> Changes:
        """Follow a roadmap beside those that are followed already, or leave it; raises NotFound."""
        context = self._context
        context.device_id  # noqa: B018  made before the write lock is taken
        with context.store.write() as session:
            if on and items.roadmap(session, roadmap_id) is None:
                raise NotFound(f"There is no roadmap {roadmap_id}.", "See 'studyapp roadmap list'.")
            journal.append(
                session, context.device_id, EntryKind.FOLLOW, context.now(), context.today(),
                payload={"roadmap_id": roadmap_id, "on": on},
            )  # fmt: skip
            _forget_outline(session, roadmap_id)
        return frozenset({Aspect.GOAL})

    def skip(self, roadmap_id: str, stage_id: str, on: bool = True) -> RoadmapDetail:
        """Step past the gate of a stage, or take that back; raises NotFound for a stage that is not there."""
        stages = {stage.stage_id for stage in self.roadmap(roadmap_id).stages}
        if stage_id not in stages:
            raise NotFound(
                f"There is no stage {stage_id} on {roadmap_id}.", f"It has: {', '.join(sorted(stages))}."
            )
        self._records.skip(roadmap_id, stage_id, on)
        return self.roadmap(roadmap_id)

    def acknowledge(self, roadmap_id: str) -> Changes:
        """Say that what an edit changed has been read."""
        with self._context.store.write() as session:
            _forget_outline(session, roadmap_id)
        return frozenset({Aspect.GOAL})

    def roadmap(self, roadmap_id: str) -> RoadmapDetail:
        """A roadmap with standing per stage and the next step; raises NotFound."""
        with reading(self._context) as session:
            return kept(session, ("road", roadmap_id), lambda: self._detail(session, roadmap_id))

    def _detail(self, session: Session, roadmap_id: str) -> RoadmapDetail:
        goal = self._goals.current()
        road = items.roadmap(session, roadmap_id)
        if road is None:
            raise NotFound(f"There is no roadmap {roadmap_id}.", "See 'studyapp roadmap list'.")
        world = self._with_readiness(session, self._world(session, [road]))
        skipped = skipped_stages(session, roadmap_id)
        followed = followed_roads(session)
        names = items.roadmap_names(session)
        codes = items.codes(session)
        seen = _outline(session, roadmap_id)
        states = stages_of(road, world.evidence, world.today, skipped, world.routes)
        stages = tuple(_stage(state, states, world, codes) for state in states)
        action = next_step(stages, goal.certification_id if goal else "")
        summary = _summary(road, states, roadmap_id in followed, world)
        return RoadmapDetail(
            road, stages, summary.followed, action.sentence, action.certification_id,
            summary.done, summary.waived, summary.of, summary.progress,
            changes_since(seen, road, codes) if seen else (),
            tuple((i, names[i]) for i in followed if i != roadmap_id and i in names),
        )  # fmt: skip

    def _world(self, session: Session, roads: Iterable[Roadmap]) -> World:
        today = self._context.today()
        wanted = list(dict.fromkeys(i for road in roads for i in road.certification_ids()))
        facts = items.certifications(session, wanted)
        after = [i for it in facts.values() for i in it.successors if i not in facts]
        facts |= items.certifications(session, after)
        return World(
            today,
            facts,
            {i: life_on(it, today) for i, it in facts.items()},
            tallies_of(session, self._context, facts),
            papers(session, today),
        )

    def _with_readiness(self, session: Session, world: World) -> World:
        exams = {goal.certification_id: goal.exam_on for goal in self._goals.all()}
        return replace(world, readiness=p_pass_of(session, self._context, world.facts.values(), exams))


def followed_roads(session: Session) -> tuple[str, ...]:
    """Ids of the roadmaps that the log says are followed, the newest first."""
    row = session.get(SettingRow, FOLLOWED_KEY)
    followed: dict[str, None] = {str(json.loads(row.value)): None} if row else {}
    for _kind, said in journal.payloads(session, EntryKind.FOLLOW):
        followed.pop(said["roadmap_id"], None)
        if said["on"]:
            followed[said["roadmap_id"]] = None
    return tuple(reversed(followed))


def keep_outline(session: Session, roadmap_id: str, outline: Outline) -> None:
    """Remember how a road looked before an edit, unless an older look waits to be acknowledged."""
    key = SEEN_KEY + roadmap_id
    if session.get(SettingRow, key) is None:
        session.add(SettingRow(key=key, value=json.dumps(asdict(outline))))


def road_of_goal(session: Session, followed: Sequence[str], goal: Goal | None) -> Roadmap | None:
    """The road that Today looks along: the goal's own while it is followed, else the newest that names it."""
    own = goal.roadmap_id if goal else ""
    if own and (own in followed or not followed):
        return items.roadmap(session, own)
    roads = [road for i in followed if (road := items.roadmap(session, i)) is not None]
    focus = goal.certification_id if goal else ""
    return next((road for road in roads if focus in road.certification_ids()), roads[0] if roads else None)


def next_on_road(session: Session, roadmap: Roadmap, certification_id: str) -> str:
    """One line for Today: the road, the step of the certification in focus or the first, what follows."""
    codes = items.codes(session)
    steps = list(roadmap.steps())
    place = next(
        (i for i, (_s, step) in enumerate(steps) if certification_id in step.certification_ids), None
    )
    if place is None:
        stage, step = steps[0]
        return f"{roadmap.name}: {stage.name} · {codes.get(step.certification_ids[0], '')}"
    stage, _step = steps[place]
    following = [codes.get(step.certification_ids[0], "") for _s, step in steps[place + 1 : place + 2]]
    then = f", then {following[0]}" if following else ", the last step"
    return f"{roadmap.name}: {stage.name} · {codes.get(certification_id, certification_id)}{then}"


def _forget_outline(session: Session, roadmap_id: str) -> None:
    session.execute(delete(SettingRow).where(col(SettingRow.key) == SEEN_KEY + roadmap_id))


def _outline(session: Session, roadmap_id: str) -> Outline | None:
    row = session.get(SettingRow, SEEN_KEY + roadmap_id)
    if row is None:
        return None
    said = json.loads(row.value)
    steps = {i: (stage_id, tuple(ids)) for i, (stage_id, ids) in said["steps"].items()}
    return Outline(said["version"], said["stages"], steps)


def _summary(road: Roadmap, states: Sequence[StageState], followed: bool, world: World) -> RoadmapSummary:
    """Equal certifications count once: a step whose certification stands twice on a road is one proof."""
    of = sum(state.of for state in states)
    return RoadmapSummary(
        road.id, road.name, road.role, road.tagline, len(road.stages), sum(1 for _ in road.steps()), followed,
        done=sum(min(state.done, state.of) for state in states),
        waived=sum(state.waived for state in states),
        of=of,
        progress=sum(state.progress * state.of for state in states) / of if of else 0.0,
        fits_if=road.fits_if,
        years=road.years_to_first_role,
        first_exam=_first_exam(states, world),
    )  # fmt: skip


def _first_exam(states: Sequence[StageState], world: World) -> str:
    """Code of the exam that the road begins with: of several, one that can be studied here."""
    asked = (step for state in states for step in state.steps if step.step.gate.asks)
    for step in asked:
        known = [i for i in step.step.certification_ids if i in world.facts]
        if known:
            first = next((i for i in known if world.tallies[i].items), known[0])
            return world.facts[first].code
    return ""


def _stage(
    state: StageState, states: Sequence[StageState], world: World, codes: Mapping[str, str]
) -> StageStanding:
    stage = state.stage
    return StageStanding(
        stage.id, stage.name, stage.purpose, str(state.state),
        tuple(_step(step, world, codes) for step in state.steps),
        reason=state.reason,
        done=state.done,
        waived=state.waived,
        of=state.of,
        progress=state.progress,
        skipped=state.skipped,
        stepped_past=state.stepped_past,
        opens_when=_opens_when(state, states),
        requires=stage.requires,
        facts_only=state.facts_only,
    )  # fmt: skip


def _opens_when(state: StageState, states: Sequence[StageState]) -> str:
    """`Foundation has 2 steps to go`."""
    parts = [
        f"{other.stage.name} has {other.to_go} {'step' if other.to_go == 1 else 'steps'} to go"
        for other in _waited_for(state, {other.stage.id: other for other in states})
    ]
    return " and ".join(dict.fromkeys(parts))


def _waited_for(state: StageState, by_id: Mapping[str, StageState]) -> Iterator[StageState]:
    """The stages that have something to go; past one that only waits itself, those that it waits for."""
    for other in (by_id[i] for i in state.waits_for if i in by_id):
        if other.to_go:
            yield other
        else:
            yield from _waited_for(other, by_id)


def _step(state: StepState, world: World, codes: Mapping[str, str]) -> StepStanding:
    step = state.step
    source_id = step.source_certification if step.source_certification in world.facts else ""
    shown = [i for i in state.by_certification if i in world.facts and i != source_id]
    source = None
    if source_id and source_id not in step.certification_ids:
        standing = state.by_certification.get(source_id) or Standing(State.OPEN, "")
        source = _certification(source_id, standing, world, codes, "source")
    return StepStanding(
        step.id, step.why,
        tuple(
            _certification(
                i, state.by_certification[i], world, codes,
                "step" if i in step.certification_ids else "successor",
            )
            for i in shown
        ),
        step.named_in_source, step.erratum, source,
        state=str(state.standing.state),
        reason=state.standing.reason,
        progress=state.standing.progress,
        satisfied=state.standing.is_satisfied,
        move_on=str(step.gate.move_on),
        mastery_score=step.gate.mastery_score,
        unknown=tuple(i for i in step.certification_ids if i not in world.facts),
    )  # fmt: skip


def _certification(
    certification_id: str, standing: Standing, world: World, codes: Mapping[str, str], part: str
) -> CertificationStanding:
    paper = world.papers.get(certification_id, NO_PAPER)
    it, tally = world.facts[certification_id], world.tallies[certification_id]
    view = standing_view(it, standing, tally, paper, world.today, codes)
    return replace(view, readiness=world.readiness.get(it.id), part=part)
