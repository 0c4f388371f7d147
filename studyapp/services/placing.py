"""Where the items of a certification stand: in which of its domains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.store import items


def domains_of(
    session: Session, certification: Certification, rows: Sequence[Row[Any]]
) -> dict[tuple[str, str], str]:
    """The domain of each member (as `items.members` gives them) by its kind and id; "" where it has none.

    An objective says it. A term that another certification defines names an objective of that one, whose
    domains have nothing to do with these, even where they have the same ids: it stands where most questions
    of this certification rest on it.
    """
    by_objective = {o.id: d.id for d in certification.domains for o in d.objectives}
    known = {domain.id for domain in certification.domains}
    place = {domain.id: number for number, domain in enumerate(certification.domains)}
    own: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.kind == "question" or row.certification_id == certification.id:
            found = by_objective.get(row.objective_id) or row.domain_id
            own[row.kind, row.id] = found if found in known else ""
    rest: dict[str, Counter[str]] = {}
    for question_id, term_ids in items.uses(session, certification_id=certification.id).items():
        _count(rest, term_ids, own.get(("question", question_id), ""))
    shared = {
        ("term", row.id): max(
            rest.get(row.id, Counter({"": 0})).items(), key=lambda one: (one[1], -place.get(one[0], 0))
        )[0]
        for row in rows
        if (row.kind, row.id) not in own
    }
    return own | shared


def _count(rest: dict[str, Counter[str]], term_ids: Iterable[str], domain_id: str) -> None:
    if domain_id:
        for term_id in term_ids:
            rest.setdefault(term_id, Counter())[domain_id] += 1
