"""What the cards say of a learner and some certifications, in one pass of SQL each: no card is fetched."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Tally:
    """Items in circulation, items met, items recalled on three days, and the mean recall of the cards met.

    `own` cards were met for this certification; terms that it shares may have been met for another one.
    """

    questions: int = 0
    terms: int = 0
    met: int = 0
    own: int = 0
    learned: int = 0
    memory: float | None = None

    @property
    def items(self) -> int:
        """Questions and terms together."""
        return self.questions + self.terms


# In two halves, so that SQLite finds both in the index on presence and retirement; few items ever leave.
_KEPT = (
    "(c.item_id, c.kind) NOT IN "
    "(SELECT id, kind FROM item WHERE present = 0 OR (present = 1 AND retired = 1))"
)
_DAYS = "max(0, julianday(:today) - julianday(c.last_on))"
_RECALL = f"sum(pow(1.0 + :factor * {_DAYS} / c.stability, :decay)), count(*)"
_ITEMS = text(
    "SELECT certification_id, count(*) FROM item WHERE certification_id IN :ids AND kind = 'question' "
    "AND present AND NOT retired GROUP BY certification_id"
).bindparams(bindparam("ids", expanding=True))
_TERMS = text(
    "SELECT m.certification_id, count(*) FROM term_membership m "
    "JOIN item i ON i.id = m.term_id AND i.kind = 'term' AND i.present "
    "WHERE m.certification_id IN :ids GROUP BY m.certification_id"
).bindparams(bindparam("ids", expanding=True))
# One card per question; a term has two directions, and is met or learned when one of them is.
_OF_QUESTIONS = text(
    f"SELECT c.certification_id, count(*), count(*), sum(c.recalled_days >= 3), {_RECALL} "  # noqa: S608
    "FROM card c "
    "WHERE c.certification_id IN :ids AND c.kind = 'question' AND c.stability IS NOT NULL "
    f"AND {_KEPT} GROUP BY c.certification_id"
).bindparams(bindparam("ids", expanding=True))
_OF_TERMS = text(
    "SELECT m.certification_id, count(DISTINCT c.item_id), "  # noqa: S608
    "sum(c.certification_id = m.certification_id), "
    f"count(DISTINCT CASE WHEN c.recalled_days >= 3 THEN c.item_id END), {_RECALL} "
    "FROM term_membership m JOIN card c ON c.item_id = m.term_id "
    "WHERE m.certification_id IN :ids AND c.kind = 'term' AND c.stability IS NOT NULL "
    f"AND {_KEPT} GROUP BY m.certification_id"
).bindparams(bindparam("ids", expanding=True))


def tallies(session: Session, ids: Collection[str], today: date, decay: float) -> dict[str, Tally]:
    """A tally for each certification; `decay` is the exponent of the forgetting curve.

    The curve is that of `studyapp.domain.memory.retrievability`, R = (1 + F * t / S) ** decay.
    """
    if not ids:
        return {}
    curve = {
        "ids": list(ids), "today": today.isoformat(), "decay": decay,
        "factor": math.exp(math.log(0.9) / decay) - 1.0,
    }  # fmt: skip
    named = {"ids": list(ids)}
    questions: dict[str, int] = dict(session.execute(_ITEMS, named).all())
    terms: dict[str, int] = dict(session.execute(_TERMS, named).all())
    asked = {row[0]: row[1:] for row in session.execute(_OF_QUESTIONS, curve).all()}
    known = {row[0]: row[1:] for row in session.execute(_OF_TERMS, curve).all()}
    return {
        i: _tally(questions.get(i, 0), terms.get(i, 0), asked.get(i, _NONE), known.get(i, _NONE)) for i in ids
    }


_NONE = (0, 0, 0, 0.0, 0)


def _tally(questions: int, terms: int, asked: Any, known: Any) -> Tally:
    met, own, learned, recall, cards = (a + b for a, b in zip(asked, known, strict=True))
    return Tally(questions, terms, int(met), int(own), int(learned), recall / cards if cards else None)
