"""Lists of attempts, and the report of one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.exams.attempts import Status
from studyapp.domain.exams.rules import Mode
from studyapp.domain.exams.scores import Line
from studyapp.domain.log import CardId, ItemKind
from studyapp.domain.responses import Response
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.disputes import earlier_dispute
from studyapp.services.exams.handing_in import Graded, graded_form, result_from
from studyapp.services.exams.keeping import load_blueprint, load_rules
from studyapp.services.exams.rescoring import Anew, rescored_attempts
from studyapp.services.exams.views import AttemptLine, ExamReport, ReportItem
from studyapp.store import cards, exams, items, quarantine
from studyapp.store.bodies import question_from_json
from studyapp.store.tables import Item


def line_of(
    context: Context, row: Row[Any], codes: Mapping[str, str], anew: Anew | None = None
) -> AttemptLine:
    """One attempt in a list, with its score as it is now."""
    rules = load_rules(row.rules)
    result = asdict(anew.result) if anew else json.loads(row.result) if row.result else {}
    started_at = cards.from_ms(row.started_at)
    assert started_at is not None
    used_s = row.used_ms / 1000
    is_open = row.status in exams.OPEN
    return AttemptLine(
        id=row.id,
        certification_id=row.certification_id,
        certification_code=codes.get(row.certification_id, row.certification_id),
        mode=Mode(row.mode),
        title=row.title,
        seed=row.seed,
        status=Status(row.status),
        started_at=started_at,
        started_on=context.calendar.day_of(started_at),
        ended_at=cards.from_ms(row.ended_at),
        items=row.item_count,
        answered=int(row.answered or 0),
        used_s=used_s,
        limit_s=rules.limit_s,
        left_s=max(0.0, rules.limit_s - used_s) if is_open and rules.limit_s is not None else None,
        score=result.get("score"),
        passing=rules.scale.passing,
        unit=rules.scale.unit,
        share=result.get("share"),
        passed=result.get("passed"),
        right=result.get("right"),
        counted=result.get("items"),
        domains=tuple(Line(**line) for line in result.get("domains", ())),
        pass_share=rules.scale.pass_share,
        assumed_pass=not rules.scale.pass_is_public,
        own_scale=not rules.scale.is_public,
        rescored=anew.rescored if anew else None,
    )


def lines_of(
    session: Session, context: Context, certification_id: str = "", only_open: bool = False
) -> list[AttemptLine]:
    """Attempts, newest first."""
    codes, anew = items.codes(session), rescored_attempts(session, context)
    rows = exams.attempts(session, certification_id, only_open)
    return [line_of(context, row, codes, anew.get(row.id)) for row in rows]


def points_of(session: Session, attempt_id: str) -> tuple[tuple[str, float], ...]:
    """Id and points (0 to 1) of every question that counts in an attempt, by place."""
    row, void = exams.attempt(session, attempt_id), quarantine.since(session)
    form = graded_form(session, attempt_id, load_rules(row.rules).partial_credit) if row else []
    return tuple(
        (item.row.question_id, item.verdict.credit if item.answered else 0.0)
        for item in form
        if item.row.scored and item.row.question_id not in void
    )


def report_of(session: Session, context: Context, attempt_id: str) -> ExamReport:
    """The report of an attempt that is over; raises NotFound for one that is not."""
    line = next((found for found in lines_of(session, context) if found.id == attempt_id), None)
    row = exams.attempt(session, attempt_id)
    if line is None or row is None or line.is_open:
        raise NotFound("There is no report of that attempt yet.", "Hand it in first.")
    rules = load_rules(row.rules)
    shares, objectives = load_blueprint(row.blueprint)
    form = graded_form(session, attempt_id, rules.partial_credit)
    linked = {term for item in form for term in item.question.term_ids}
    names = items.titles(session, "term", linked)
    met = {card.item_id for card in cards.rows_of_items(session, [g.row.question_id for g in form])}
    domains = {share.domain_id: share.name for share in shares}
    return ExamReport(
        line=line,
        rules=rules,
        blueprint=shares,
        result=result_from(form, row, quarantine.since(session)),
        objectives=objectives,
        items=tuple(
            _item(session, item, domains, objectives, names, met, rules.partial_credit) for item in form
        ),
        used_s=row.used_ms / 1000,
        paused_s=row.paused_ms / 1000,
        pauses=row.pauses,
    )


def _item(
    session: Session,
    graded: Graded,
    domains: Mapping[str, str],
    objectives: Mapping[str, str],
    names: Mapping[str, str],
    met: set[str],
    partial_credit: Sequence[str],
) -> ReportItem:
    row, question = graded.row, graded.question
    now = items.item(session, str(ItemKind.QUESTION), row.question_id)
    is_gone = now is None or not now.present or (now.retired and now.quarantined_on is None)
    objective = f"{row.objective_id} {objectives.get(row.objective_id, '')}".strip()
    return ReportItem(
        place=row.place,
        question=question,
        order=exams.order_of(row.option_order),
        domain_id=row.domain_id,
        domain=domains.get(row.domain_id, row.domain_id),
        objective=objective,
        scored=row.scored,
        answered=graded.answered,
        response=Response.decode(question.kind, row.response),
        given=graded.given,
        verdict=graded.verdict,
        confidence=str(graded.confidence) if graded.answered else "",
        flagged=row.flagged,
        spent_s=row.spent_ms / 1000,
        first_sight=row.first_sight,
        term_names={term: names[term] for term in question.term_ids if term in names},
        in_reviews=row.question_id in met,
        partial_credit=question.kind in partial_credit,
        changed_since=is_gone or now is None or now.content_hash != row.content_hash,
        quarantined=_why_quarantined(now),
        disputed=earlier_dispute(session, now),
    )


def _why_quarantined(now: Item | None) -> str:
    if now is None or now.quarantined_on is None:
        return ""
    held = question_from_json(now.body).quarantined
    return held.because if held else "its key is in doubt"


def card_of(item: ReportItem) -> CardId:
    """The card of an item of a report."""
    return CardId(ItemKind.QUESTION, item.question.id)
