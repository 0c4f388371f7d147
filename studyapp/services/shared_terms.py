"""Terms that several certifications share: which goal one is studied for, and in whose glossary it stands."""

from __future__ import annotations

from sqlmodel import Session

from studyapp.store import items
from studyapp.store.tables import Item


def shared_for(session: Session, item: Item, goal_id: str) -> str:
    """The code of the goal for which a term of another certification is studied; "" for all others."""
    if item.kind != "term" or not goal_id or item.certification_id == goal_id:
        return ""
    sharing = items.memberships(session, [item.id]).get(item.id, ())
    return items.codes(session).get(goal_id, "") if goal_id in sharing else ""


def place_in_plan(session: Session, item: Item, goal_id: str) -> str:
    """Why an item is in the plan of a goal, as a sentence; "" where it is there for another reason."""
    codes = items.codes(session)
    code, owner = codes.get(goal_id, ""), codes.get(item.certification_id, "")
    if shared_for(session, item, goal_id):
        told = f"{code} asks for this term" + (f", and so does {owner}" if owner else "")
        return f"{told}: learned once, it counts for {'both' if owner else 'it'}."
    if code and item.certification_id == goal_id:
        return f"It belongs to {code}, which you aim at."
    return ""
