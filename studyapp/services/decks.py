"""The key terms of a role: how well they are known, and a study session over them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session

from studyapp.domain.log import CardId, Direction, ItemKind
from studyapp.domain.sessions import Queued, Returning, interleave
from studyapp.errors import NotFound
from studyapp.services.planning import Work
from studyapp.store import cards, items
from studyapp.store.tables import CardRow

if TYPE_CHECKING:
    from studyapp.services.role_views import DeckStanding, TermStanding

DECK = "deck:"
"""With a roadmap's id: the scope of a session over its key terms."""
LEARNED_DAYS = 3
"""Days of recall after which a term counts as learned, as everywhere in the app."""
NEW_A_SITTING = 20
"""New key terms that one session begins at most; there is another one after it."""
_SNIPPET = 120


def deck_standing(session: Session, term_ids: Sequence[str]) -> DeckStanding:
    """The terms of a deck in its order."""
    from studyapp.services.role_views import DeckStanding  # a study session needs no profile of a role

    known = term_standings(session, term_ids)
    return DeckStanding(
        tuple(known[i] for i in term_ids if i in known), tuple(i for i in term_ids if i not in known)
    )


def term_standings(session: Session, term_ids: Collection[str]) -> dict[str, TermStanding]:
    """How well each of some terms is known; what no glossary defines is not among them."""
    from studyapp.services.role_views import TermStanding

    found = items.terms(session, term_ids)
    added = items.cards_of_terms(session, list(found))
    met: set[str] = set()
    learned: set[str] = set()
    for row in cards.rows_of_items(session, list(found)):
        if row.kind == "term" and row.phase != "new":
            met.add(row.item_id)
            learned |= {row.item_id} if row.recalled_days >= LEARNED_DAYS else set()
    return {
        i: TermStanding(i, it.term, it.definition[:_SNIPPET], i in added, i in met, i in learned)
        for i, it in found.items()
    }


def deck_work(session: Session, roadmap_id: str, today: date) -> Work:
    """A session over the key terms of a roadmap: what is due of them, and new ones between.

    Raises NotFound for an unknown roadmap. The two directions of a term never fall on one day.
    """
    road = items.roadmap(session, roadmap_id)
    if road is None:
        raise NotFound(f"There is no roadmap {roadmap_id[:60]}.", "See 'studyapp roadmap list'.")
    known = items.terms(session, road.key_terms)
    ids = [i for i in road.key_terms if i in known]
    rows = {row.id: row for row in cards.rows_of_items(session, ids) if row.kind == "term"}
    due = [
        Queued(row.id, "A key term whose review is due.", "review:term:", row.item_id)
        for row in cards.reviews_due(session, today)
        if row.id in rows
    ]
    returning = tuple(
        Returning(row.id, due_at, row.item_id)
        for row in cards.in_steps(session, today)
        if row.id in rows and (due_at := cards.from_ms(row.due_at)) is not None
    )
    held = {r.item_id for r in rows.values() if r.last_on == today or r.suspended or r.buried_on == today}
    held |= {q.family for q in due} | {r.family for r in returning}
    fresh = [card for i in ids if i not in held for card in _next_card(i, rows)]
    new = [Queued(str(c), f"New: a key term of {road.role}.", "new:term:", c.family) for c in fresh]
    return Work(interleave(due, new[:NEW_A_SITTING]), returning, "deck")


def _next_card(term_id: str, rows: Mapping[str, CardRow]) -> list[CardId]:
    """The direction that was not met yet, asked by name first; none when both were."""
    both = [CardId(ItemKind.TERM, term_id, way) for way in (Direction.TO_DEFINITION, Direction.TO_TERM)]
    return [card for card in both if str(card) not in rows or rows[str(card)].phase == "new"][:1]
