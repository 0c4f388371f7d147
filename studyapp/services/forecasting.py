"""Forecasts from the log: the evidence of a certification, what is said before a result, and the audit."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.days import days_between
from studyapp.domain.exams.rules import NoExam, rules_of, scale_of
from studyapp.domain.forecasts import FRESH_SHARE, Audit, Outcome, audit
from studyapp.domain.memory import Grade, decay_of, retrievability
from studyapp.domain.readiness import Evidence, FirstSight, Forecast, Shape, forecast, gather
from studyapp.services.context import Context
from studyapp.store import first_sights, items, quarantine


def shape_of(certification: Certification) -> Shape | None:
    """What of an exam decides about passing; None where there is no exam to sit, or no domain is known."""
    try:
        rules = rules_of(certification)
    except NoExam:
        return None
    weights = {key: weight for key, weight in certification.weights().items() if weight > 0}
    return Shape(weights, rules.scored, rules.scale.pass_share) if weights else None


def assumptions_of(certification: Certification) -> tuple[str, ...]:
    """What the facts leave open and is assumed by us, in sentences."""
    told: list[str] = []
    scale_of(certification, told)
    exam = certification.exam
    if not exam.questions:
        items_taken = rules_of(certification).items
        told.append(f"{certification.vendor} names no exact number of items; {items_taken} are taken.")
    if any(domain.weight is None for domain in certification.domains):
        told.append("The domains' shares are not all published; they are taken by number of objectives.")
    return tuple(told)


def evidence_of(
    session: Session, context: Context, certification_id: str, on: date, before: date | None = None
) -> dict[str, Evidence]:
    """The evidence for an exam on a day; with `before`, as it was at the begin of that day.

    The recall of an item is that of its card now, or of its first answer alone where the card has no memory
    (its meaning is new since).
    """
    parameters = context.model.parameters
    decay = decay_of(parameters)
    changed = first_sights.memories_before(session, certification_id, before) if before else {}
    answers = []
    for row in first_sights.of_certification(session, certification_id):
        if before is not None and row.day >= before:
            continue
        right = row.grade > Grade.AGAIN
        recall = 1.0
        if right:
            memory = (row.stability, row.last_on) if row.stability is not None else None
            memory = changed.get(row.card_id, memory)
            stability, last_on = memory or (parameters[row.grade - 1], row.day)
            recall = retrievability(stability, days_between(last_on or row.day, on), decay)
        answers.append(FirstSight(row.domain_id, right, recall))
    return gather(answers)


def forecast_on(
    session: Session, context: Context, certification: Certification, on: date, before: date | None = None
) -> Forecast | None:
    """P(pass) of an exam on a day; None where there is no exam to sit."""
    shape = shape_of(certification)
    if shape is None:
        return None
    return forecast(evidence_of(session, context, certification.id, on, before), shape)


def said_before(
    session: Session, context: Context, certification_id: str, on: date, *, is_past: bool = False
) -> dict[str, Any]:
    """What the log keeps of the forecast beside a result: that of the moment before; {} where none was shown.

    `is_past` for a result that is recorded later: then only what was answered before the day counts.
    """
    certification = items.certification(session, certification_id)
    if certification is None:
        return {}
    found = forecast_on(session, context, certification, on, on if is_past else None)
    if found is None or not found.is_enough:
        return {}
    return {
        "forecast": {
            "p_pass": round(found.p_pass, 6), "p_low": round(found.p_low, 6),
            "p_high": round(found.p_high, 6), "answers": found.answers,
        }
    }  # fmt: skip


def audit_of(session: Session, certification_id: str = "") -> Audit:
    """How good the forecasts were, over mock exams and recorded results, of one certification or of all."""
    outcomes = []
    void = quarantine.attempts_with(session, quarantine.since(session))
    for kind, day, said in first_sights.said_forecasts(session, *RESULTS):
        is_void = said.get("attempt_id") in void
        now = {"passed": _passes_now(session, said["attempt_id"])} if is_void else {}
        outcome = _outcome(kind, day, said | now)
        if certification_id in ("", outcome.certification_id):
            outcomes.append(outcome)
    return audit(outcomes)


def _passes_now(session: Session, attempt_id: str) -> bool:
    """Whether an attempt passes without what is in quarantine."""
    from studyapp.services.exams.rescoring import passes_now  # it rests on forecasts itself

    return passes_now(session, attempt_id)


RESULTS = ("exam", "record")
"""Kinds of entries that carry a result and the forecast before it: a mock exam, a real result."""


def _outcome(kind: str, day: date, said: dict[str, Any]) -> Outcome:
    told = said["forecast"]
    p = (told["p_pass"], told["p_low"], told["p_high"], told["answers"])
    if kind == "record":
        on = date.fromisoformat(said["on"])
        return Outcome(on, said["subject"], "real", *p, said["kind"] == "passed")
    answered, fresh = said["answered"], said.get("first_sights", 0)
    counts = answered > 0 and fresh >= FRESH_SHARE * answered
    because = "" if counts else f"only {fresh} of its {answered} answers were first sights"
    return Outcome(day, said["certification_id"], "mock", *p, bool(said["passed"]), counts, because)
