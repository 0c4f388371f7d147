"""Fitting the memory model to the learner, and keeping the fit only where it predicts better.

The newest fifth of the reviews is held out in time order: a fit on the older ones must predict them
better than the parameters in use, or nothing changes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from studyapp.domain.days import days_between
from studyapp.domain.log import EntryKind
from studyapp.domain.memory import FittableModel
from studyapp.services import replaying
from studyapp.services.context import FITTED_AT_KEY, PARAMETERS_KEY, Context, put_raw
from studyapp.store import cards, journal, totals
from studyapp.store.tables import SettingRow

MIN_REVIEWS = 400
"""Under this many reviews on later days, the published defaults predict better than a fit."""
HELD_OUT = 0.2


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit found; log losses are on the held-out reviews, None where there were too few."""

    reviews: int
    kept: bool
    loss_before: float | None = None
    loss_after: float | None = None
    parameters: tuple[float, ...] = ()


def fit_if_due(context: Context) -> Fit | None:
    """Fit when there are enough reviews, and a fifth more of them than at the last try."""
    with context.store.read() as session:
        reviews, _recalled = totals.retention(session, date.min)
        row = session.get(SettingRow, FITTED_AT_KEY)
    if reviews < max(MIN_REVIEWS, (int(row.value) if row else 0) * 1.2):
        return None
    found = fit(context)
    with context.store.write() as session:
        put_raw(session, FITTED_AT_KEY, str(reviews))
    return found


def fit(context: Context, model: FittableModel | None = None) -> Fit:
    """Fit to the log, and use the new parameters from now on if they win on the held-out reviews.

    Starts from `model`, the one in use unless given.
    """
    model = model or context.model
    with context.store.read() as session:
        dated = _histories(session)
    if len(dated) < MIN_REVIEWS:
        return Fit(len(dated), kept=False)
    dated.sort(key=lambda pair: pair[0])
    histories = [history for _day, history in dated]
    cut = int(len(histories) * (1 - HELD_OUT))
    before = model.log_loss(histories[cut:])
    after = model.fitted(histories[:cut]).log_loss(histories[cut:])
    if after >= before:
        return Fit(len(histories), False, before, after)
    fitted = model.fitted(histories)
    _use(context, tuple(fitted.parameters))
    return Fit(len(histories), True, before, after, tuple(fitted.parameters))


def _use(context: Context, parameters: tuple[float, ...]) -> None:
    with context.store.write() as session:
        put_raw(session, PARAMETERS_KEY, json.dumps(parameters))
    context.forget_model()
    with context.store.read() as session:
        rebuilt = replaying.replay_cards(session, context)
    with context.store.write() as session:
        cards.set_memories(session, {card_id: card.state for card_id, card in rebuilt.items()})


def _histories(session: Session) -> list[tuple[date, list[tuple[int, int]]]]:
    """For each review on a later day than the one before: its day, and the card's reviews up to it."""
    running: dict[str, list[tuple[int, int]]] = {}
    last_on: dict[str, date] = {}
    found: list[tuple[date, list[tuple[int, int]]]] = []
    for entry in journal.replay(session):
        if entry.kind == EntryKind.MEANING_CHANGED:
            running.pop(entry.card_id, None)
            last_on.pop(entry.card_id, None)
        if entry.kind != EntryKind.ANSWER:
            continue
        previous = last_on.get(entry.card_id)
        elapsed = days_between(previous, entry.day) if previous else 0
        history = [*running.get(entry.card_id, ()), (int(entry.grade), elapsed)]
        running[entry.card_id] = history
        last_on[entry.card_id] = max(previous or entry.day, entry.day)
        if elapsed > 0:
            found.append((entry.day, history))
    return found
