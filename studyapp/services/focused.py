"""Sessions over something chosen: a first taste, the notebook of mistakes, one kind of work in one domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from studyapp.domain.mistakes import Mistake
from studyapp.domain.planner import fill, why
from studyapp.domain.readiness import BLOCK_S
from studyapp.domain.sessions import Queued
from studyapp.services.context import Context
from studyapp.services.planning import Planner, Work
from studyapp.services.readiness_views import Focus
from studyapp.store import items, mistakes

TRY_QUESTIONS = 5
MOST_MISTAKES = 20
"""Mistakes of one session: a longer list is for another day."""


def first_taste(session: Session, certification_id: str = "") -> Work:
    """A few unseen questions from all over a bank; without a certification, of the first that has some."""
    found = certification_id or next(
        (key for key, (questions, _terms) in sorted(items.counts(session).items()) if questions), ""
    )
    rows = items.unseen_questions(session, found, 100_000)
    spread = rows[:: max(1, len(rows) // TRY_QUESTIONS)][:TRY_QUESTIONS]
    queue = tuple(Queued(f"q:{row.id}", "A first taste of this exam.", "try") for row in spread)
    return Work(queue, (), "try")


def mistakes_work(session: Session, context: Context, certification_id: str = "") -> Work:
    """The open mistakes in their order; what was recalled today, set aside or put off waits."""
    today = context.today()
    waiting = [
        it
        for it in mistakes.open_mistakes(session, certification_id)
        if not it.suspended and today not in (it.buried_on, it.mistake.recalled_on)
    ]
    queue = tuple(
        Queued(f"q:{it.question_id}", mistake_reason(it.mistake), "review:question:")
        for it in waiting[:MOST_MISTAKES]
    )
    return Work(queue, (), "mistakes", planned=len(queue))


def mistake_reason(mistake: Mistake) -> str:
    """Why a mistake is asked again."""
    misses = mistake.misses
    often = "once" if misses == 1 else "twice" if misses == 2 else f"{misses} times"
    if not mistake.is_sure:
        return f"You missed it {often}."
    return "You were sure, and it was wrong." if misses == 1 else f"You were sure and wrong; missed {often}."


def focus_work(
    session: Session,
    context: Context,
    planner: Planner,
    certification_id: str,
    exam_on: date | None,
    focus: Focus,
) -> Work:
    """Ten minutes of one kind of work in one domain, what is worth most first."""
    certification = items.certification(session, certification_id)
    if certification is None:
        return Work((), (), "focus")
    ranked = [
        r
        for r in planner.worth(session, certification, exam_on or context.today())
        if (r.domain_id, r.kind, r.is_new) == (focus.domain_id, focus.kind, focus.part == "new")
    ]
    chosen = fill(ranked, BLOCK_S / 60)
    names = items.titles(session, "term", {r.concept for r in chosen})
    domain = next((d.name for d in certification.domains if d.id == focus.domain_id), "this domain")
    queue = tuple(
        Queued(
            r.id,
            why(replace(r, concept=names.get(r.concept, r.concept)), domain)
            if exam_on
            else f"{domain} is {r.domain_share:.0%} of the exam.",
            f"{focus.part}:{r.kind}:{r.domain_id}",
            r.siblings,
            r.seconds,
        )
        for r in chosen
    )
    return Work(queue, (), "focus", planned=len(queue))
