"""What is kept of one export: enough for the cohort's view, without reading the file again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyapp.domain.cohorts import KEPT_SHARE, LOOK_BACK_DAYS
from studyapp.domain.readiness import Evidence, belief_of
from studyapp.export import view as exported
from studyapp.export.shapes import decode, encode
from studyapp.export.verifying import Opened, Seal
from studyapp.services.cohort.view import DomainLine, Mix

CHART_DAYS = 84
MOST_MIXES = 50


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One export that reads, altered or not; `seal` and `did` say what of its signature holds."""

    learner_id: str
    name: str
    exported_at: datetime
    as_of: date
    privacy: str
    seal: Seal
    did: str
    reason: str
    last_on: date | None
    active_days: int
    planned_days: int
    kept_days: int
    streak: int
    certification: str
    code: str
    is_goal: bool
    exam_on: date | None
    has_result: bool
    p_pass: float | None
    low: float | None
    high: float | None
    has_forecast: bool
    missing: int
    first_answers: int
    first_right: int
    mastery: float
    sure: int
    sure_wrong: int
    domains: tuple[DomainLine, ...]
    all_domains: tuple[CertificationDomains, ...]
    mixes: tuple[CertificationMix, ...]
    minutes: tuple[float, ...]
    mock_exams: int
    mocks_passed: int
    evidence: exported.Evidence | None = None
    planned_minutes: int = 0
    done_minutes: float = 0.0
    has_begun: bool = True
    quarantined: tuple[str, ...] = ()
    since: date | None = None
    mocks_closed: int = 0
    """Mock exams of which the file does not say what each question earned."""


@dataclass(frozen=True, slots=True)
class CertificationDomains:
    """The domains of a certification that is aimed at, for the sums over the cohort."""

    certification: str
    code: str
    domains: tuple[DomainLine, ...]


@dataclass(frozen=True, slots=True)
class CertificationMix:
    """What was taken for what, with its certification's code."""

    certification: str
    code: str
    mix: Mix


def snapshot_of(opened: Opened) -> Snapshot:
    """What is kept of an export."""
    export = opened.export
    focus = _focus(export)
    readiness = focus.readiness if focus else None
    planned_minutes = (focus.minutes_a_day or 0) if focus else 0
    active, planned, kept, done = _kept(export, planned_minutes)
    said = [s for d in focus.domains for s in d.calibration if s.confidence == "sure"] if focus else []
    codes = {c.id: c.code for c in export.certifications}
    return Snapshot(
        learner_id=export.learner.id,
        name=export.learner.name,
        exported_at=export.exported_at,
        as_of=export.as_of,
        privacy=str(export.privacy),
        seal=opened.seal,
        did=opened.did,
        reason=opened.reason,
        last_on=export.totals.last_on,
        active_days=active,
        planned_days=planned,
        kept_days=kept,
        streak=export.totals.streak,
        certification=focus.id if focus else "",
        code=focus.code if focus else "",
        is_goal=focus.is_goal if focus else False,
        exam_on=focus.exam_on if focus else None,
        has_result=_has_result(focus),
        p_pass=readiness.p_pass if readiness else None,
        low=readiness.low if readiness else None,
        high=readiness.high if readiness else None,
        has_forecast=readiness is not None,
        missing=readiness.missing if readiness else 0,
        first_answers=focus.first_answers if focus else 0,
        first_right=focus.first_right if focus else 0,
        mastery=focus.mastery if focus else 0.0,
        sure=sum(s.answers for s in said),
        sure_wrong=sum(s.answers - s.right for s in said),
        domains=_lines(focus) if focus else (),
        all_domains=tuple(
            CertificationDomains(c.id, c.code, _lines(c))
            for c in export.certifications
            if c.is_goal or c is focus
        ),
        mixes=tuple(
            CertificationMix(
                c.certification,
                codes.get(c.certification, c.certification),
                Mix(c.right, c.taken_for, c.times),
            )
            for c in export.confusions[:MOST_MIXES]
        ),
        minutes=_minutes(export),
        mock_exams=len(export.mock_exams),
        mocks_passed=sum(exam.passed is True for exam in export.mock_exams),
        planned_minutes=planned_minutes,
        done_minutes=round(done, 1),
        has_begun=focus is None or focus.met > 0,
        quarantined=export.quarantined,
        since=export.since,
        mocks_closed=sum(not exam.questions for exam in export.mock_exams),
        evidence=export.evidence if opened.seal is Seal.INTACT else None,
    )


def _focus(export: exported.ProgressExport) -> exported.Certification | None:
    """The certification to talk about: the goal with the next exam, else a goal, else the most studied."""
    goals = [c for c in export.certifications if c.is_goal]
    dated = [c for c in goals if c.exam_on is not None and c.exam_on >= export.as_of]
    if dated:
        return min(dated, key=lambda c: (c.exam_on, c.id))
    if goals:
        return goals[0]
    return max(export.certifications, key=lambda c: (c.met, c.id), default=None)


def _has_result(focus: exported.Certification | None) -> bool:
    if focus is None or focus.exam_on is None:
        return False
    return any(r.kind in ("passed", "failed", "held") and r.on >= focus.exam_on for r in focus.records)


def _kept(export: exported.ProgressExport, minutes_a_day: int) -> tuple[int, int, int, float]:
    """Of the last 14 days before the day of the export: active ones, planned ones, planned ones kept.

    The last number is the mean of the minutes on the planned ones.
    """
    minutes = {day.on: day.minutes for day in export.activity}
    off = set(export.days_off)
    active = planned = kept = 0
    total = 0.0
    for back in range(1, LOOK_BACK_DAYS + 1):
        day = export.as_of - timedelta(back)
        done = minutes.get(day, 0.0)
        active += day in minutes
        if minutes_a_day and day not in off and day.weekday() not in export.weekdays_off:
            planned += 1
            kept += done >= minutes_a_day * KEPT_SHARE
            total += done
    return active, planned, kept, total / planned if planned else 0.0


def _minutes(export: exported.ProgressExport) -> tuple[float, ...]:
    minutes = {day.on: day.minutes for day in export.activity}
    return tuple(
        round(minutes.get(export.as_of - timedelta(back), 0.0), 1) for back in range(CHART_DAYS - 1, -1, -1)
    )


def _lines(it: exported.Certification) -> tuple[DomainLine, ...]:
    return tuple(
        DomainLine(d.id, d.name, d.weight, d.mastery, d.first_answers, d.first_right, _expected(d))
        for d in it.domains
    )


def _expected(it: exported.Domain) -> float:
    """What the export says; of one that does not, by the same belief, as if nothing were forgotten."""
    if it.expected is not None:
        return it.expected
    return round(belief_of(Evidence(it.first_answers, it.first_right, it.first_right)).mean, 4)


def to_text(snapshot: Snapshot) -> str:
    """A snapshot for the cache."""
    return json.dumps(encode(snapshot), separators=(",", ":"), ensure_ascii=False)


def from_text(text: str) -> Snapshot:
    """What `to_text` made."""
    found: Snapshot = decode(Snapshot, json.loads(text))
    return found
