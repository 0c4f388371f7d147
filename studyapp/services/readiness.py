"""Readiness: the pass probability with its evidence, what would raise it most, and how good it has been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.exams.rules import rules_of
from studyapp.domain.forecasts import Said
from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.domain.readiness import ENOUGH, Action, Forecast, Shape, Work, best_actions, in_block
from studyapp.errors import InvalidInput, NotFound
from studyapp.services.context import Context
from studyapp.services.forecasting import assumptions_of, audit_of, evidence_of, forecast_on, shape_of
from studyapp.services.goals import GoalsService
from studyapp.services.kept import kept, reading
from studyapp.services.mastery import domain_progress
from studyapp.services.planning import Planner
from studyapp.services.readiness_views import (
    ActionOffer,
    DomainCalibration,
    DomainReadiness,
    Focus,
    Readiness,
    ReadinessLine,
    ThinDomain,
)
from studyapp.services.views import Goal
from studyapp.store import first_sights, items

_WORK = {
    ("new", "question"): ("new question", "new questions"), ("new", "term"): ("new card", "new cards"),
    ("review", "question"): ("review of questions", "reviews of questions"),
    ("review", "term"): ("review of cards", "reviews of cards"),
}  # fmt: skip


class ReadinessService:
    """How likely the learner is to pass, and what to do about it."""

    def __init__(self, context: Context, goals: GoalsService) -> None:
        self._context = context
        self._goals = goals
        self._planner = Planner(context)

    def of(self, certification_id: str = "") -> Readiness:
        """Everything about one certification, by default the goal's.

        Raises NotFound for an unknown one, InvalidInput without a goal.
        """
        goal = self._goal(certification_id)
        today = self._context.today()
        with self._context.store.read() as session:
            certification = items.certification(session, goal.certification_id)
            if certification is None:
                raise NotFound(
                    f"There is no certification {goal.certification_id}.", "See 'studyapp cert list'."
                )
            return self._of(session, certification, goal, today)

    def line(self, certification_id: str = "") -> ReadinessLine | None:
        """The line of Today and of lists; None without a goal, or where there is no exam to sit."""
        found = self.line_and_shares(certification_id)
        return found[0] if found else None

    def line_and_shares(self, certification_id: str = "") -> tuple[ReadinessLine, dict[str, float]] | None:
        """The same, with the share right that is expected on the exam day in each domain."""
        goals = self._goals.all()
        goal = next((g for g in goals if certification_id in ("", g.certification_id)), None)
        wanted = certification_id or (goal.certification_id if goal else "")
        with reading(self._context) as session:
            certification = items.certification(session, wanted) if wanted else None
            if certification is None:
                return None
            found = _forecast_of(session, self._context, certification, goal.exam_on if goal else None)
            if found is None:
                return None
            return _line(certification, found), {d.domain_id: d.expected for d in found.domains}

    def _goal(self, certification_id: str) -> Goal:
        goals = self._goals.all()
        if not certification_id and not goals:
            raise InvalidInput(
                "There is no goal yet.", "Name a certification, or set one with 'studyapp goal'."
            )
        found = next((g for g in goals if certification_id in ("", g.certification_id)), None)
        return found or Goal(certification_id, None, 20)

    def _of(self, session: Session, certification: Certification, goal: Goal, today: date) -> Readiness:
        context, shape = self._context, shape_of(certification)
        on = goal.exam_on if goal.exam_on and goal.exam_on >= today else today
        found = forecast_on(session, context, certification, on)
        standing = domain_progress(session, context, certification)
        scale = rules_of(certification).scale if shape else None
        rows = first_sights.of_certification(session, certification.id)
        names = {domain.id: domain.name for domain in certification.domains}
        return Readiness(
            certification_id=certification.id,
            code=certification.code,
            name=certification.name,
            today=today,
            exam_on=goal.exam_on,
            on=on,
            forecast=found,
            if_today=found if on == today else forecast_on(session, context, certification, today),
            is_enough=found is not None and found.is_enough,
            domains=tuple(
                DomainReadiness(d.domain_id, d.name, d.mastery, d.items, d.items - d.seen) for d in standing
            ),
            passing=scale.passing if scale else 0,
            score=(scale.score(found.share_low), scale.score(found.share_high))
            if scale and found
            else (0, 0),
            unit=scale.unit if scale else "",
            assumptions=assumptions_of(certification) if shape else (),
            actions=self._actions(session, certification, shape, on, names) if shape else (),
            calibration=tuple(
                DomainCalibration(d, name, calibration(row for row in rows if row.domain_id == d))
                for d, name in names.items()
            ),
            calibration_all=calibration(rows),
            audit=audit_of(session, certification.id),
            audit_all=audit_of(session),
            no_exam="" if shape else f"{certification.code} has no exam to sit, so there is none to pass.",
        )

    def _actions(
        self, session: Session, certification: Certification, shape: Shape, on: date, names: dict[str, str]
    ) -> tuple[ActionOffer, ...]:
        by_kind: dict[tuple[str, str, str], list[Work]] = defaultdict(list)
        for r in self._planner.worth(session, certification, on):
            part = "new" if r.is_new else "review"
            if r.domain_id in shape.weights:
                work = Work(r.domain_id, part, r.kind, 1, r.seconds, max(0.0, r.index * r.seconds))
                by_kind[r.domain_id, part, r.kind].append(work)
        blocks = [block for works in by_kind.values() if (block := in_block(works)) is not None]
        evidence = evidence_of(session, self._context, certification.id, on)
        return tuple(_offer(action, names) for action in best_actions(evidence, shape, blocks))


def readiness_line(
    session: Session, context: Context, certification: Certification, exam_on: date | None
) -> ReadinessLine | None:
    """Readiness in a line; None where there is no exam to sit."""
    key = ("readiness", certification.id, exam_on)
    return kept(session, key, lambda: _line_on(session, context, certification, exam_on))


def _line_on(
    session: Session, context: Context, certification: Certification, exam_on: date | None
) -> ReadinessLine | None:
    found = _forecast_of(session, context, certification, exam_on)
    return _line(certification, found) if found else None


def _forecast_of(
    session: Session, context: Context, certification: Certification, exam_on: date | None
) -> Forecast | None:
    """The forecast for the day of the exam, or for today where there is none to come."""
    today = context.today()
    return forecast_on(session, context, certification, exam_on if exam_on and exam_on >= today else today)


def _line(certification: Certification, found: Forecast) -> ReadinessLine:
    names = {domain.id: domain.name for domain in certification.domains}
    p, low, high = (found.p_pass, found.p_low, found.p_high) if found.is_enough else (None, None, None)
    thin = tuple(
        ThinDomain(d.domain_id, names[d.domain_id], d.evidence.answers, d.missing)
        for d in found.domains
        if d.missing
    )
    return ReadinessLine(certification.id, p, low, high, found.answers, thin)


def p_pass_of(
    session: Session,
    context: Context,
    certifications: Iterable[Certification],
    exams: Mapping[str, date | None],
) -> dict[str, float]:
    """P(pass) by certification, for lists and maps; what has too little evidence for a number is left out.

    `exams` are the days of the exams that are aimed at.
    """
    counted = kept(session, "first sights", lambda: first_sights.counts(session))
    found = {}
    for certification in certifications:
        if counted.get(certification.id, 0) >= ENOUGH:
            line = readiness_line(session, context, certification, exams.get(certification.id))
            if line is not None and line.p_pass is not None:
                found[certification.id] = line.p_pass
    return found


def calibration(rows: Iterable[Row[Any]]) -> tuple[Said, ...]:
    """How often first answers were right, by how sure the learner was."""
    counted = {confidence: [0, 0] for confidence in Confidence}
    for row in rows:
        if row.confidence in counted:
            counted[Confidence(row.confidence)][0] += 1
            counted[Confidence(row.confidence)][1] += row.grade > Grade.AGAIN
    return tuple(Said(confidence, answers, right) for confidence, (answers, right) in counted.items())


def _offer(action: Action, names: dict[str, str]) -> ActionOffer:
    work = action.work
    one, many = _WORK[work.part, work.kind]
    title = f"{work.items} {one if work.items == 1 else many} of {names.get(work.domain_id, work.domain_id)}"
    return ActionOffer(action, title, Focus(work.domain_id, work.part, work.kind))
