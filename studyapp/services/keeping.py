"""A certification that is the learner's goes on being remembered, at a lower dose.

Its cards aim at a lower recall than those of a goal (`Settings.kept_retention`), so they come back more
rarely; no new ones are begun. While another exam is aimed at they get a small part of the day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from studyapp.domain.days import days_between
from studyapp.domain.log import CardId
from studyapp.domain.memory import decay_of, retrievability
from studyapp.domain.planner import Seconds
from studyapp.domain.sessions import Queued
from studyapp.services.context import Context
from studyapp.services.papers import papers
from studyapp.services.views import Settings
from studyapp.store import cards
from studyapp.store.tables import GoalRow, TermMembership

KEPT_SHARE = 0.2
"""Share of the day's minutes that kept certifications may take while an exam is aimed at."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Certifications that are kept, and terms that another goal needs at full dose."""

    certification_ids: frozenset[str] = frozenset()
    wanted_terms: frozenset[str] = frozenset()

    def covers(self, kind: str, item_id: str, certification_id: str) -> bool:
        """Whether an item is kept at the lower dose."""
        if certification_id not in self.certification_ids:
            return False
        return kind != "term" or item_id not in self.wanted_terms

    def aim(self, card: CardId, certification_id: str, settings: Settings) -> float:
        """The recall (0-1) that a card is scheduled for."""
        if self.covers(str(card.kind), card.item_id, certification_id):
            return min(settings.kept_retention, settings.retention)
        return settings.retention


def keeping(session: Session, today: date) -> Keeping:
    """What is kept today: what a valid proof covers, unless its exam is aimed at again."""
    proven = {i for i, paper in papers(session, today).items() if paper.proof is not None}
    if not proven:
        return Keeping()
    goals = list(session.scalars(select(GoalRow)))
    again = {g.certification_id for g in goals if g.exam_on is not None and g.exam_on >= today}
    kept = frozenset(proven - again)
    wanted = {g.certification_id for g in goals} - kept
    terms = select(col(TermMembership.term_id)).where(col(TermMembership.certification_id).in_(wanted))
    return Keeping(kept, frozenset(session.scalars(terms)))


def still_remembered(row: Row[Any], kept: Keeping, context: Context) -> bool:
    """Whether a due card is kept and above the recall that is aimed at for it: it can wait."""
    if not kept.covers(row.kind, row.item_id, row.certification_id):
        return False
    return _recall(row, context) > context.settings.kept_retention


def kept_reviews(
    session: Session,
    context: Context,
    families: Collection[str],
    wanted: str | None,
    usual: Mapping[str, Seconds],
    budget_s: float,
) -> list[Queued]:
    """Reviews of kept certifications that can't wait, the least remembered first, one per term.

    `wanted` narrows them to a kind, `usual` says what a review of each kind takes, and no more are given
    than fit `budget_s` seconds.
    """
    today = context.today()
    kept = keeping(session, today)
    if not kept.certification_ids:
        return []
    due = [
        row
        for row in cards.reviews_due(session, today)
        if wanted in (None, row.kind)
        and kept.covers(row.kind, row.item_id, row.certification_id)
        and not still_remembered(row, kept, context)
    ]
    taken = set(families)
    found = []
    for row in sorted(due, key=lambda r: (_recall(r, context), r.id)):
        family = row.item_id if row.kind == "term" else ""
        seconds = usual[row.kind].review
        if family not in taken and seconds <= budget_s:
            budget_s -= seconds
            reason = f"Kept after your pass: recall is about {_recall(row, context):.0%}."
            found.append(Queued(row.id, reason, f"review:{row.kind}:", family, seconds))
            taken |= {family} - {""}
    return found


def _recall(row: Row[Any], context: Context) -> float:
    days = days_between(row.last_on, context.today())
    return retrievability(row.stability, days, decay_of(context.model.parameters))
