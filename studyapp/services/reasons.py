"""Why something is due: its history, its state, and the curve by which it is forgotten."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from studyapp.domain.content_change import Change, classify
from studyapp.domain.days import days_between
from studyapp.domain.log import CardId
from studyapp.domain.memory import CardState, Grade, Phase, decay_of, retrievability
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.shared_terms import place_in_plan
from studyapp.services.views import HistoryLine, Why
from studyapp.store import cards, items, journal
from studyapp.store.bodies import hashed_body
from studyapp.store.tables import CardRow

CURVE_POINTS = 40


def parsed(card_id: str) -> CardId:
    """The card of an id as text; raises NotFound for a text that is none."""
    try:
        return CardId.parse(card_id)
    except ValueError as error:
        raise NotFound(
            f"There is no card {card_id[:80]!r}.", "Card ids look like q:ID or t:ID:term."
        ) from error


def explain(context: Context, card_id: str, goal_id: str = "") -> Why:
    """Why a card is due, and in the plan of a goal; raises NotFound."""
    card = parsed(card_id)
    with context.store.read() as session:
        row = cards.get(session, card_id)
        item_row = items.item(session, str(card.kind), card.item_id)
        if item_row is None:
            raise NotFound(f"There is no item {card.item_id}.")
        entries = journal.history(session, card_id)
        change = change_of(session, card, row, item_row.content_hash)
        place = place_in_plan(session, item_row, goal_id)
    state = cards.state_of(row)
    today, decay = context.today(), decay_of(context.model.parameters)
    recall: float | None = None
    curve: tuple[tuple[float, float], ...] = ()
    if state.memory is not None and state.last_on is not None:
        stability = state.memory.stability
        elapsed = days_between(state.last_on, today)
        recall = retrievability(stability, elapsed, decay)
        span = max(7.0, 2.0 * stability, elapsed + 1.0)
        steps = [span * i / CURVE_POINTS for i in range(CURVE_POINTS + 1)]
        curve = tuple((step - elapsed, retrievability(stability, step, decay)) for step in steps)
    history = tuple(
        HistoryLine(
            _at(entry.at), entry.day, Grade(entry.grade), entry.correct, entry.confidence,
            entry.elapsed_ms, entry.interval_s, voided, entry.context,
        )
        for entry, voided in entries
        if entry.grade is not None
    )  # fmt: skip
    reason = " ".join(part for part in (_reason(state, recall, today), place) if part)
    return Why(card_id, item_row.title, reason, state, recall, curve, history, change)


def change_of(session: Session, card: CardId, row: CardRow | None, content_hash: str) -> Change:
    """What became of an item since its card was last answered."""
    if row is None or not row.content_hash or row.content_hash == content_hash:
        return Change.NONE
    kind = str(card.kind)
    old = items.version(session, kind, card.item_id, row.content_hash)
    new = items.version(session, kind, card.item_id, content_hash)
    if old is None or new is None:
        return Change.WORDING
    return classify(hashed_body(kind, old), hashed_body(kind, new))


def _at(ms: int) -> datetime:
    instant = cards.from_ms(ms)
    assert instant is not None
    return instant


def _reason(state: CardState, recall: float | None, today: date) -> str:
    if state.phase is Phase.NEW:
        return "You have not met it yet."
    if state.phase in (Phase.LEARNING, Phase.RELEARNING):
        return "It is in its first steps and comes back within minutes."
    assert state.due_on is not None
    days = (state.due_on - today).days
    when = "today" if days == 0 else f"{-days} days ago" if days < 0 else f"in {days} days"
    return f"Due {when}; recall is about {recall:.0%} now." if recall is not None else f"Due {when}."
