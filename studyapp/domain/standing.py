"""Where a learner stands on a road: the state of each certification, step and stage, from evidence alone.

Pure functions. Nothing here is ticked by hand: progress is what memory and exams show. Waived is not
passed, and a stage that was stepped past opens what follows and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from studyapp.domain.days import medium_date
from studyapp.domain.records import NO_PAPER, OnPaper, RecordKind
from studyapp.domain.roadmaps import STUDIED_SHARE, Gate, MoveOn, Roadmap, Stage, Step


class State(StrEnum):
    """The state of a certification, a step or a stage."""

    LOCKED = "locked"
    OPEN = "open"
    IN_PROGRESS = "in progress"
    READY = "ready"
    PASSED = "passed"
    HELD = "held"
    EXPIRING = "expiring"
    WAIVED = "waived"
    REOPENED = "reopened"


ON_PAPER = frozenset({State.PASSED, State.HELD, State.EXPIRING})
DONE = ON_PAPER | {State.READY}
_BEGUN = DONE | {State.IN_PROGRESS, State.REOPENED}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a learner and a certification: items, and what is on paper.

    `memory` is the mean predicted recall today (0-1) of the items that were met, None when none was.
    `own` counts those that were met for this certification; terms that it shares with another one, which was
    studied, are met and not its own.
    """

    items: int = 0
    met: int = 0
    own: int = 0
    learned: int = 0
    memory: float | None = None
    paper: OnPaper = NO_PAPER

    @property
    def mastery(self) -> float:
        """Mean predicted recall over all items; what was never met counts as forgotten."""
        return min(1.0, (self.memory or 0.0) * self.met / self.items) if self.items else 0.0

    @property
    def is_completed(self) -> bool:
        """Whether the material was worked through."""
        return self.items > 0 and self.learned >= STUDIED_SHARE * self.items


NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with its reason, and the progress (0-1) that it stands for."""

    state: State
    reason: str
    progress: float = 0.0
    is_satisfied: bool = False
    was_satisfied: bool = False
    """Satisfied now or before it reopened: what it opened stays open."""


def standing_of(evidence: Evidence, gate: Gate, today: date, is_open: bool = True) -> Standing:
    """Where the learner stands with one certification under a gate."""
    paper = evidence.paper
    forgotten = evidence.memory is not None and evidence.memory < gate.mastery_score
    if paper.proof is not None:
        return _proven(evidence, gate, today, forgotten)
    if paper.waiver is not None:
        return Standing(State.WAIVED, f"waived: {paper.waiver.reason}", 0.0, True, True)
    if paper.lapsed is not None and paper.lapsed.expires_on is not None:
        reason = f"it ended on {medium_date(paper.lapsed.expires_on)}"
        return Standing(State.REOPENED, reason, evidence.mastery, False, True)
    if evidence.is_completed:
        satisfied = _satisfies(gate.move_on, completed=True, passed=False)
        if forgotten:
            opened = _satisfies(gate.move_on, completed=True, passed=False)
            return Standing(
                State.REOPENED, _under_bar("studied", evidence, gate), evidence.mastery, False, opened
            )
        satisfied = _satisfies(gate.move_on, completed=True, passed=False)
        reason = "studied and remembered; the exam is what is left"
        return Standing(State.READY, reason, evidence.mastery, satisfied, satisfied)
    satisfied = gate.move_on is MoveOn.NOT_APPLICABLE
    if evidence.own or paper.booked is not None or paper.failure is not None:
        return Standing(State.IN_PROGRESS, _under_way(evidence), evidence.mastery, satisfied, satisfied)
    state = State.OPEN if is_open else State.LOCKED
    reason = "nothing of it met yet" if evidence.items else "nothing to study here yet"
    if evidence.met:
        reason = f"{evidence.met} of {evidence.items} known from another certification"
    return Standing(state, reason, evidence.mastery, satisfied, satisfied)


def _proven(evidence: Evidence, gate: Gate, today: date, forgotten: bool) -> Standing:
    proof = evidence.paper.proof
    assert proof is not None
    satisfied = _satisfies(gate.move_on, completed=evidence.is_completed, passed=True)
    word = "passed" if proof.kind is RecordKind.PASSED else "held since"
    said = f"{word} {medium_date(proof.on)}"
    if forgotten:
        return Standing(State.REOPENED, _under_bar(said, evidence, gate), 1.0, False, satisfied)
    if proof.is_expiring(today) and proof.expires_on is not None:
        days = (proof.expires_on - today).days
        reason = f"{said}; it ends on {medium_date(proof.expires_on)}, in {days} days"
        return Standing(State.EXPIRING, reason, 1.0, satisfied, satisfied)
    until = f", until {medium_date(proof.expires_on)}" if proof.expires_on else ""
    state = State.PASSED if proof.kind is RecordKind.PASSED else State.HELD
    return Standing(state, said + until, 1.0, satisfied, satisfied)


def _satisfies(move_on: MoveOn, completed: bool, passed: bool) -> bool:
    """cmi5's table of moveOn (section 13.1.4)."""
    return {
        MoveOn.PASSED: passed,
        MoveOn.COMPLETED: completed,
        MoveOn.COMPLETED_AND_PASSED: completed and passed,
        MoveOn.COMPLETED_OR_PASSED: completed or passed,
        MoveOn.NOT_APPLICABLE: True,
    }[move_on]


def _under_bar(said: str, evidence: Evidence, gate: Gate) -> str:
    recall, bar = _floor(evidence.memory), _floor(gate.mastery_score)
    return f"{said}, but predicted recall is {recall}, under its bar of {bar}"


def _under_way(evidence: Evidence) -> str:
    parts = []
    if evidence.paper.booked is not None:
        parts.append(f"exam booked for {medium_date(evidence.paper.booked.on)}")
    elif evidence.paper.failure is not None:
        parts.append(f"not passed on {medium_date(evidence.paper.failure.on)}")
    if evidence.met:
        learned = f", {evidence.learned} learned" if evidence.learned else ""
        parts.append(f"{evidence.met} of {evidence.items} met{learned}")
    return "; ".join(parts)


def _floor(share: float | None) -> str:
    # Rounded down: 79.6 % must not read as 80 % when the bar is 80 %.
    return f"{int((share or 0.0) * 100 + 1e-9)} %"


def said(state: str, reason: str) -> str:
    """State and reason in one phrase: the reason alone where it says the state itself."""
    if not reason or reason.startswith(state):
        return reason or state
    return f"{state}: {reason}"


@dataclass(frozen=True, slots=True)
class StepState:
    """A step: its best alternative's standing, and the standing of each certification that can satisfy it."""

    step: Step
    standing: Standing
    by_certification: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class StageState:
    """A stage: state, reason, and what its steps come to.

    `done` steps are satisfied by study or exam, `waived` ones by a waiver, of `of` that ask for something;
    `stepped_past` says that the learner went on without its gate, `waits_for` which stages would open it.
    """

    stage: Stage
    state: State
    reason: str
    steps: tuple[StepState, ...]
    done: int
    waived: int
    of: int
    progress: float
    skipped: bool = False
    stepped_past: bool = False
    waits_for: tuple[str, ...] = ()
    to_go: int = 0
    """Steps that what follows still waits for: not satisfied, and to be studied here."""
    facts_only: bool = False
    """It asks for something yet, and nothing of that can be studied here."""


_RANK = (
    State.HELD, State.PASSED, State.EXPIRING, State.READY, State.REOPENED, State.WAIVED, State.IN_PROGRESS,
    State.OPEN, State.LOCKED,
)  # fmt: skip


def stages_of(
    roadmap: Roadmap,
    evidence: Mapping[str, Evidence],
    today: date,
    skipped: Collection[str] = (),
    routes: Mapping[str, Sequence[str]] | None = None,
) -> tuple[StageState, ...]:
    """The state of every stage of a road.

    `evidence` by certification id, `skipped` ids of stages that were stepped past, `routes` for each
    certification that can't be taken any more those that stand in its place.

    cmi5 says what satisfies a block, and leaves the order to who launches. Ours: a stage opens once what can
    be studied of those before it is satisfied. What has no items here can be shown by a record alone, so it
    goes on being asked for, and nothing waits for it.
    """
    opens: dict[str, bool] = {}
    found: dict[str, StageState] = {}
    for stage in _in_order(roadmap.stages):
        waits_for = tuple(i for i in stage.requires if not opens.get(i, True))
        state = _stage(stage, evidence, today, stage.id in skipped, waits_for, routes or {})
        found[stage.id] = state
        # A stage of which nothing is shown is passed through: it opens what follows once it is open itself.
        passes = not waits_for or any(s.standing.was_satisfied for s in _asked(state.steps))
        opens[stage.id] = stage.id in skipped or (passes and not state.to_go)
    return tuple(found[stage.id] for stage in roadmap.stages)


def _in_order(stages: tuple[Stage, ...]) -> list[Stage]:
    """Every stage after those that it requires; the files' own order otherwise."""
    by_id = {stage.id: stage for stage in stages}
    ordered: dict[str, Stage] = {}

    def put(stage: Stage) -> None:
        if stage.id not in ordered:
            for needed in stage.requires:
                if needed in by_id:
                    put(by_id[needed])
            ordered[stage.id] = stage

    for stage in stages:
        put(stage)
    return list(ordered.values())


def ways_of(step: Step, routes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The certifications that satisfy a step: those it names, then what came in the place of ended ones.

    The exam of the source counts too where the step leads to its successor: who passed it has the proof
    that the source asked for.
    """
    named = list(step.certification_ids)
    after = [i for c in named for i in routes.get(c, ())]
    source = step.source_certification
    old = [source] if source and set(routes.get(source, ())) & set(named) else []
    return tuple(dict.fromkeys([*named, *after, *old]))


def _stage(
    stage: Stage,
    evidence: Mapping[str, Evidence],
    today: date,
    is_skipped: bool,
    waits_for: tuple[str, ...],
    routes: Mapping[str, Sequence[str]],
) -> StageState:
    steps = tuple(_step(step, evidence, today, not waits_for, routes) for step in stage.steps)
    asked = _asked(steps)
    done = sum(s.standing.is_satisfied and s.standing.state is not State.WAIVED for s in asked)
    waived = sum(s.standing.state is State.WAIVED for s in asked)
    of = min(stage.needs, len(asked)) if stage.needs else len(asked)
    state, reason = _state_of_stage(stage, asked, done, waived, of, waits_for)
    left = [s for s in asked if not s.standing.was_satisfied]
    here = sum(_can_be_studied(s, evidence) for s in left)
    begun = any(s.standing.state in _BEGUN for s in steps)
    return StageState(
        stage, state, reason, steps, done, waived, of, _progress(asked, of),
        skipped=is_skipped and done + waived < of,
        stepped_past=bool(waits_for) and begun,
        waits_for=waits_for,
        to_go=max(0, min(of - (len(asked) - len(left)), here)),
        facts_only=bool(left) and done + waived < of and not here,
    )  # fmt: skip


def _asked(steps: Sequence[StepState]) -> list[StepState]:
    """The steps that ask for something."""
    return [s for s in steps if s.step.gate.asks]


def _can_be_studied(state: StepState, evidence: Mapping[str, Evidence]) -> bool:
    """Whether one of the certifications that satisfy a step has items here."""
    return any(evidence.get(i, NOTHING).items for i in state.by_certification)


def _step(
    step: Step,
    evidence: Mapping[str, Evidence],
    today: date,
    is_open: bool,
    routes: Mapping[str, Sequence[str]],
) -> StepState:
    by_certification = {
        i: standing_of(evidence.get(i, NOTHING), step.gate, today, is_open) for i in ways_of(step, routes)
    }
    best = min(
        by_certification.values(),
        key=lambda s: (not s.is_satisfied, _RANK.index(s.state), -s.progress),
    )
    return StepState(step, best, by_certification)


def _state_of_stage(
    stage: Stage, asked: Sequence[StepState], done: int, waived: int, of: int, waits_for: tuple[str, ...]
) -> tuple[State, str]:
    states = [s.standing.state for s in asked]
    if not of and waits_for:
        return State.LOCKED, "waits for the stage before it"
    if done + waived >= of:
        return _satisfied_stage(asked, done, waived, of)
    reopened = [s for s in asked if s.standing.state is State.REOPENED]
    if reopened and _was_satisfied(stage, asked):
        return State.REOPENED, reopened[0].standing.reason
    if any(state in _BEGUN for state in states):
        return State.IN_PROGRESS, f"{done} of {of} done"
    if waits_for:
        return State.LOCKED, "waits for the stage before it"
    return State.OPEN, f"{done + waived} of {of} done" if waived else "not begun"


def _satisfied_stage(asked: Sequence[StepState], done: int, waived: int, of: int) -> tuple[State, str]:
    said = f"{done} of {of} done" + (f", {waived} waived" if waived else "")
    if not of:
        return State.OPEN, "asks for nothing that can be proven"
    satisfied = [s.standing for s in asked if s.standing.is_satisfied]
    expiring = next((s for s in satisfied if s.state is State.EXPIRING), None)
    if expiring is not None:
        return State.EXPIRING, expiring.reason
    states = {s.state for s in satisfied} - {State.WAIVED}
    if not states:
        return State.WAIVED, said
    if State.READY in states:
        return State.READY, said
    return (State.HELD if states == {State.HELD} else State.PASSED), said


def _was_satisfied(stage: Stage, steps: Sequence[StepState]) -> bool:
    asked = _asked(steps)
    needed = min(stage.needs, len(asked)) if stage.needs else len(asked)
    return sum(s.standing.was_satisfied for s in asked) >= needed


def _progress(asked: Sequence[StepState], of: int) -> float:
    """Share of the stage that is shown by study or exam: waived steps are left out, skipped ones are zero."""
    counted = [s for s in asked if s.standing.state is not State.WAIVED]
    waived = len(asked) - len(counted)
    wanted = max(0, of - waived)
    if not wanted:
        return 0.0
    weights = [s.step.weight or 0.0 for s in counted]
    if of == len(asked) and all(s.step.weight is not None for s in counted) and sum(weights) > 0:
        return sum(w * s.standing.progress for w, s in zip(weights, counted, strict=True)) / sum(weights)
    best = sorted((s.standing.progress for s in counted), reverse=True)[:wanted]
    return sum(best) / wanted
