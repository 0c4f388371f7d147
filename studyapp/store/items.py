"""Queries on content: certifications, roadmaps, questions, terms and the full-text index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, or_, select, text
from sqlmodel import Session, col

from studyapp.domain.certifications import Certification
from studyapp.domain.glossary import Term
from studyapp.domain.questions import Question
from studyapp.domain.roadmaps import Roadmap
from studyapp.store.bodies import (
    certification_from_json,
    question_from_json,
    roadmap_from_json,
    term_from_json,
)
from studyapp.store.tables import (
    CardRow,
    CertificationRow,
    Item,
    ItemVersion,
    RoadmapRow,
    TermMembership,
    TermUse,
)


def certification(session: Session, certification_id: str) -> Certification | None:
    """One certification, or None."""
    row = session.get(CertificationRow, certification_id)
    return certification_from_json(row.body) if row is not None and row.present else None


def certifications(session: Session, ids: Iterable[str] | None = None) -> dict[str, Certification]:
    """Certifications in circulation by id: all by vendor and code, or those of `ids` in their order."""
    statement = (
        select(col(CertificationRow.id), col(CertificationRow.body))
        .where(col(CertificationRow.present))
        .order_by(col(CertificationRow.vendor), col(CertificationRow.code))
    )
    wanted = None if ids is None else list(ids)
    if wanted is not None:
        statement = statement.where(col(CertificationRow.id).in_(wanted))
    found = dict(session.execute(statement).all())
    return {i: certification_from_json(found[i]) for i in (found if wanted is None else wanted) if i in found}


def codes(session: Session) -> dict[str, str]:
    """Code of each certification by id."""
    statement = select(col(CertificationRow.id), col(CertificationRow.code))
    return dict(session.execute(statement).all())


def roadmaps(session: Session) -> list[Roadmap]:
    """All roadmaps by name."""
    statement = select(col(RoadmapRow.body)).where(col(RoadmapRow.present)).order_by(col(RoadmapRow.name))
    return [roadmap_from_json(body) for body in session.scalars(statement)]


def roadmap_names(session: Session) -> dict[str, str]:
    """Name of each roadmap by id."""
    statement = select(col(RoadmapRow.id), col(RoadmapRow.name)).where(col(RoadmapRow.present))
    return dict(session.execute(statement).all())


def roadmaps_naming(session: Session, certification_id: str) -> tuple[tuple[str, str], ...]:
    """Id and name of the roadmaps whose text names a certification; no roadmap is built for it."""
    statement = (
        select(col(RoadmapRow.id), col(RoadmapRow.name))
        .where(col(RoadmapRow.present), func.instr(RoadmapRow.body, f'"{certification_id}"') > 0)
        .order_by(col(RoadmapRow.name))
    )
    return tuple((road_id, name) for road_id, name in session.execute(statement).all())


def roadmap(session: Session, roadmap_id: str) -> Roadmap | None:
    """One roadmap, or None."""
    row = session.get(RoadmapRow, roadmap_id)
    return roadmap_from_json(row.body) if row is not None and row.present else None


def glossary(session: Session, certification_id: str) -> list[Term]:
    """The terms in circulation of a certification's glossary, by id."""
    ids = select(col(TermMembership.term_id)).where(col(TermMembership.certification_id) == certification_id)
    listed = list(session.scalars(ids))
    # By id, not by a join: SQLite would begin it with every item in circulation.
    statement = select(Item.body, Item.present).where(col(Item.kind) == "term", col(Item.id).in_(listed))  # type: ignore[call-overload]
    rows = session.execute(statement.order_by(col(Item.id))).all()
    return [term_from_json(row.body) for row in rows if row.present]


def item(session: Session, kind: str, item_id: str) -> Item | None:
    """The row of a question or term, also of one that left circulation."""
    return session.get(Item, (item_id, kind))


def question(session: Session, item_id: str) -> Question | None:
    """One question, or None."""
    row = item(session, "question", item_id)
    return question_from_json(row.body) if row else None


def term(session: Session, item_id: str) -> Term | None:
    """One term, or None."""
    row = item(session, "term", item_id)
    return term_from_json(row.body) if row else None


_OWNERS = select(col(Item.id), col(Item.certification_id), col(Item.present)).where(
    col(Item.kind) == "term", col(Item.id).in_(bindparam("ids", expanding=True))
)


def owners_of_terms(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The certification whose glossary defines each of some terms in circulation, in the order of `ids`."""
    wanted = list(ids)
    if not wanted:
        return {}
    found = {i: owner for i, owner, is_present in session.execute(_OWNERS, {"ids": wanted}) if is_present}
    return {i: found[i] for i in wanted if i in found}


def terms(session: Session, ids: Iterable[str]) -> dict[str, Term]:
    """Terms in circulation by id; unknown ids are left out."""
    # Asked with `present`, SQLite takes the index of that and looks at every item that there is.
    statement = select(col(Item.id), col(Item.body), col(Item.present)).where(
        col(Item.kind) == "term", col(Item.id).in_(list(ids))
    )
    found = session.execute(statement).all()
    return {i: term_from_json(body) for i, body, is_present in found if is_present}


def version(session: Session, kind: str, item_id: str, content_hash: str) -> str | None:
    """The JSON of an earlier version of an item."""
    row = session.get(ItemVersion, (content_hash, item_id, kind))
    return row.body if row else None


def members(session: Session, certification_id: str) -> list[Row[Any]]:
    """Id, kind, certification, domain, objective, title and hash of a certification's items in circulation.

    Terms come through the memberships; the certification and the domain are those of the glossary that
    defines them.
    """
    head = (Item.id, Item.kind, Item.certification_id, Item.domain_id)
    questions = select(*head, Item.objective_id, Item.title, Item.content_hash).where(  # type: ignore[call-overload]
        col(Item.certification_id) == certification_id,
        col(Item.kind) == "question",
        col(Item.present),
        ~col(Item.retired),
    )
    terms = (
        select(*head, TermMembership.objective_id, Item.title, Item.content_hash)  # type: ignore[call-overload]
        .join(TermMembership, and_(col(TermMembership.term_id) == Item.id, col(Item.kind) == "term"))
        .where(col(TermMembership.certification_id) == certification_id)
        # Wrapped, so that SQLite begins with the memberships and not with every item that is present.
        .where(func.coalesce(col(Item.present), False))
    )
    return [*session.execute(questions).all(), *session.execute(terms).all()]


def unseen_terms(session: Session, certification_id: str, limit: int) -> list[Row[Any]]:
    """The next terms without a memory in the guide's order; `met` counts the directions met.

    The second direction of a term comes after every term that was never met at all.
    """
    statement = text(
        """
        SELECT id, kind, domain_id, objective_id, met FROM (
            SELECT i.id, i.kind, i.domain_id, m.objective_id AS objective_id,
                   (SELECT count(*) FROM card c WHERE c.item_id = i.id AND c.kind = 'term'
                       AND (c.phase <> 'new' OR c.suspended)) AS met
              FROM term_membership m JOIN item i ON i.id = m.term_id AND i.kind = 'term' AND i.present
             WHERE m.certification_id = :certification
        ) AS candidate
        WHERE met < 2 ORDER BY met, objective_id, id LIMIT :limit
        """
    )
    return list(session.execute(statement, {"certification": certification_id, "limit": limit}).all())


def unseen_questions(session: Session, certification_id: str, limit: int) -> list[Row[Any]]:
    """The next questions without a memory in the guide's order."""
    statement = text(
        """
        SELECT i.id, i.kind, i.domain_id, i.objective_id, 0 AS met FROM item i
         WHERE i.certification_id = :certification AND i.kind = 'question' AND i.present AND NOT i.retired
           AND NOT EXISTS (SELECT 1 FROM card c WHERE c.id = 'q:' || i.id
                              AND (c.phase <> 'new' OR c.suspended))
         ORDER BY i.objective_id, i.id LIMIT :limit
        """
    )
    return list(session.execute(statement, {"certification": certification_id, "limit": limit}).all())


def cases_of(session: Session, question_ids: Sequence[str]) -> dict[str, str]:
    """The id of the case of each of these questions that has one."""
    statement = (
        select(col(Item.id), func.json_extract(col(Item.body), "$.case.id"))
        .where(col(Item.kind) == "question", col(Item.id).in_(question_ids))
        .where(func.json_extract(col(Item.body), "$.case.id").is_not(None))
    )
    return {row[0]: row[1] for row in session.execute(statement).all()}


def uses(
    session: Session, question_ids: Iterable[str] | None = None, certification_id: str = ""
) -> dict[str, list[str]]:
    """Terms that questions rest on, by question."""
    statement = select(col(TermUse.question_id), col(TermUse.term_id))
    if question_ids is not None:
        statement = statement.where(col(TermUse.question_id).in_(list(question_ids)))
    if certification_id:
        statement = statement.join(
            Item, and_(col(Item.id) == TermUse.question_id, col(Item.kind) == "question")
        ).where(col(Item.certification_id) == certification_id)
    found: dict[str, list[str]] = {}
    for question_id, term_id in session.execute(statement).all():
        found.setdefault(question_id, []).append(term_id)
    return found


def questions_using(session: Session, term_id: str) -> list[tuple[str, str]]:
    """Id and title of the questions in circulation that rest on a term."""
    statement = (
        select(col(Item.id), col(Item.title))
        .join(TermUse, and_(col(TermUse.question_id) == Item.id, col(Item.kind) == "question"))
        .where(col(TermUse.term_id) == term_id, col(Item.present), ~col(Item.retired))
        .order_by(col(Item.id))
    )
    return [(item_id, title) for item_id, title in session.execute(statement).all()]


_TITLES = select(col(Item.id), col(Item.title)).where(
    col(Item.kind) == bindparam("kind"), col(Item.id).in_(bindparam("ids", expanding=True))
)
_MEMBERSHIPS = select(col(TermMembership.term_id), col(TermMembership.certification_id)).where(
    col(TermMembership.term_id).in_(bindparam("ids", expanding=True))
)


def titles(session: Session, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Title by id."""
    wanted = list(ids)
    return dict(session.execute(_TITLES, {"kind": kind, "ids": wanted}).all()) if wanted else {}


def memberships(session: Session, term_ids: Iterable[str]) -> dict[str, list[str]]:
    """Certifications that each term belongs to."""
    found: dict[str, list[str]] = {}
    for term_id, certification_id in session.execute(_MEMBERSHIPS, {"ids": list(term_ids)}).all():
        found.setdefault(term_id, []).append(certification_id)
    return found


def counts(session: Session) -> dict[str, tuple[int, int]]:
    """Questions and terms in circulation by certification."""
    questions = session.execute(
        select(col(Item.certification_id), func.count())
        .where(col(Item.kind) == "question", col(Item.present), ~col(Item.retired))
        .group_by(col(Item.certification_id))
    )
    defined = exists().where(
        col(Item.id) == TermMembership.term_id, col(Item.kind) == "term", col(Item.present)
    )
    terms = session.execute(
        select(col(TermMembership.certification_id), func.count())
        .where(defined)
        .group_by(col(TermMembership.certification_id))
    )
    asked, named = dict(questions.all()), dict(terms.all())
    return {key: (asked.get(key, 0), named.get(key, 0)) for key in asked.keys() | named.keys()}


def match_expression(query: str) -> str:
    """An FTS5 query that finds words beginning with what was typed; any input is safe, "" for none."""
    words = re.findall(r"\w+", query, flags=re.UNICODE)
    return " ".join(f'"{word}"*' for word in words[:12])


def search_terms(session: Session, query: str, certification_id: str, limit: int) -> list[Row[Any]]:
    """Id, name and snippet of the terms that match, best first; all terms by name for an empty query."""
    expression = match_expression(query)
    if query.strip() and not expression:
        return []
    scope = (
        "AND EXISTS (SELECT 1 FROM term_membership m WHERE m.term_id = i.id "
        "AND m.certification_id = :certification)"
        if certification_id
        else ""
    )
    name = query.strip().lower().encode(errors="ignore").decode()
    values = {"certification": certification_id, "limit": limit, "match": expression, "name": name}
    if not expression:
        listing = f"""
            SELECT i.id AS id, i.title AS title,
                   substr(json_extract(i.body, '$.definition'), 1, 120) AS snippet
              FROM item i
             WHERE i.kind = 'term' AND i.present {scope} ORDER BY i.title COLLATE NOCASE LIMIT :limit"""  # noqa: S608
        return list(session.execute(text(listing), values).all())
    matching = f"""
        SELECT i.id AS id, i.title AS title, snippet(term_search, 2, '', '', ' … ', 14) AS snippet
          FROM term_search s JOIN item i ON i.id = s.term_id AND i.kind = 'term' AND i.present
         WHERE term_search MATCH :match {scope}
         ORDER BY lower(i.title) = :name DESC, bm25(term_search, 10.0, 8.0, 1.0), i.title LIMIT :limit"""  # noqa: S608
    return list(session.execute(text(matching), values).all())


def cards_of_terms(session: Session, term_ids: Iterable[str]) -> set[str]:
    """Which of the terms have a card that was added or met."""
    statement = select(col(CardRow.item_id)).where(
        col(CardRow.kind) == "term",
        col(CardRow.item_id).in_(list(term_ids)),
        or_(col(CardRow.phase) != "new", col(CardRow.suspended).is_(False)),
    )
    return set(session.scalars(statement))
