"""Writing content: what a changed file holds takes the place of what it held before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from studyapp.store.tables import (
    CardRow,
    CertificationRow,
    ContentFile,
    Item,
    ItemVersion,
    RoadmapRow,
    TermMembership,
    TermUse,
)

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Holder:
    """Which file something stands in, or stood in last, and whether it is in circulation."""

    path: str
    content_hash: str
    present: bool
    quarantined_on: date | None = None


NOBODY = Holder("", "", False)


def known_files(session: Session) -> dict[str, ContentFile]:
    """Every file as it was when last read, by path."""
    return {row.path: row for row in session.scalars(select(ContentFile))}


def withdraw(session: Session, paths: Sequence[str]) -> None:
    """Take what the files held out of circulation; history stays."""
    for some in _chunks(paths):
        for table in (Item, CertificationRow, RoadmapRow):
            session.execute(update(table).where(col(table.path).in_(some)).values(present=False))
        session.execute(delete(TermMembership).where(col(TermMembership.path).in_(some)))


def forget_files(session: Session, paths: Sequence[str]) -> None:
    """Drop the records of files that are gone."""
    for some in _chunks(paths):
        session.execute(delete(ContentFile).where(col(ContentFile.path).in_(some)))


def put_file(session: Session, **columns: Any) -> None:
    """Record a file as read, with its problems as a list of lists."""
    columns["problems"] = json.dumps(columns.get("problems", []))
    statement = insert(ContentFile).values(columns)
    session.execute(statement.on_conflict_do_update(index_elements=["path"], set_=columns))


def put_certification(session: Session, **columns: Any) -> None:
    """Write a certification."""
    statement = insert(CertificationRow).values(columns | {"present": True})
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=columns | {"present": True}))


def roadmap_body(session: Session, roadmap_id: str) -> str | None:
    """The JSON of a roadmap as it was last read, None for a new one."""
    row = session.get(RoadmapRow, roadmap_id)
    return row.body if row is not None else None


def put_roadmap(session: Session, **columns: Any) -> None:
    """Write a roadmap."""
    statement = insert(RoadmapRow).values(columns | {"present": True})
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=columns | {"present": True}))


def holders(session: Session, table: type[CertificationRow] | type[RoadmapRow]) -> dict[str, str]:
    """Path by id of the certifications or roadmaps in circulation."""
    statement = select(col(table.id), col(table.path)).where(col(table.present))
    return dict(session.execute(statement).all())


def holder(session: Session, table: type[CertificationRow] | type[RoadmapRow], row_id: str) -> Holder:
    """The file that holds a certification or roadmap, or held it last."""
    row = session.execute(select(col(table.path), col(table.present)).where(col(table.id) == row_id)).first()
    return NOBODY if row is None else Holder(row.path, "", row.present)


def item_holders(session: Session, kind: str, ids: Iterable[str]) -> dict[str, Holder]:
    """The file that holds each item, or held it last."""
    found: dict[str, Holder] = {}
    for some in _chunks(list(ids)):
        statement = select(  # type: ignore[call-overload]
            Item.id, Item.path, Item.content_hash, Item.present, Item.quarantined_on
        ).where(col(Item.kind) == kind, col(Item.id).in_(some))
        for item_id, *held in session.execute(statement).all():
            found[item_id] = Holder(*held)
    return found


def paths_of_certifications(
    session: Session, certification_ids: Iterable[str], changed: Iterable[str]
) -> set[str]:
    """Files with questions or terms of certifications, named or held by one of the changed files."""
    ids, paths = set(certification_ids), list(changed)
    for some in _chunks(paths):
        held = select(col(CertificationRow.id)).where(
            col(CertificationRow.path).in_(some), col(CertificationRow.present)
        )
        ids.update(session.scalars(held))
    found: set[str] = set()
    for certification_id in ids:
        for table in (Item, TermMembership):
            found.update(
                session.scalars(
                    select(col(table.path)).where(col(table.certification_id) == certification_id).distinct()
                )
            )
    return found


def paths_of_glossaries_beside(session: Session, changed: Iterable[str]) -> set[str]:
    """Glossaries that list a term that one of the changed files defines or lists as well."""
    found: set[str] = set()
    for some in _chunks(list(changed)):
        defined = select(col(Item.id)).where(col(Item.path).in_(some), col(Item.kind) == "term")
        listed = select(col(TermMembership.certification_id)).where(col(TermMembership.path).in_(some))
        shares = or_(
            col(TermMembership.term_id).in_(defined), col(TermMembership.certification_id).in_(listed)
        )
        found.update(session.scalars(select(col(TermMembership.path)).where(shares).distinct()))
    return found


def put_items(session: Session, rows: list[dict[str, Any]], seen_from: int) -> None:
    """Write items and remember their version."""
    if not rows:
        return
    item_columns = [column.name for column in Item.__table__.columns]  # type: ignore[attr-defined]
    statement = insert(Item)
    updates = {name: statement.excluded[name] for name in item_columns if name not in ("id", "kind")}
    session.execute(
        statement.on_conflict_do_update(index_elements=["id", "kind"], set_=updates),
        [row | {"present": True} for row in rows],
    )
    versions = [
        {
            "content_hash": row["content_hash"], "item_id": row["id"], "kind": row["kind"],
            "body": row["body"], "seen_from": seen_from,
        }
        for row in rows
    ]  # fmt: skip
    session.execute(insert(ItemVersion).on_conflict_do_nothing(), versions)


def put_uses(session: Session, question_ids: Sequence[str], pairs: list[dict[str, str]]) -> None:
    """Replace the terms that questions rest on."""
    for some in _chunks(question_ids):
        session.execute(delete(TermUse).where(col(TermUse.question_id).in_(some)))
    if pairs:
        session.execute(insert(TermUse).on_conflict_do_nothing(), pairs)


def put_memberships(session: Session, rows: list[dict[str, str]]) -> None:
    """Add terms to glossaries."""
    if rows:
        session.execute(insert(TermMembership).on_conflict_do_nothing(), rows)


def reindex_terms(session: Session) -> None:
    """Rebuild the full-text index from the terms in circulation."""
    session.execute(text("DELETE FROM term_search"))
    session.execute(
        text(
            "INSERT INTO term_search (term, also, definition, term_id) "
            "SELECT json_extract(body, '$.term'), json_extract(body, '$.also'), "
            "json_extract(body, '$.definition') || ' ' || json_extract(body, '$.example'), id "
            "FROM item WHERE kind = 'term' AND present"
        )
    )


def cards_of_items(session: Session, item_ids: Iterable[str]) -> list[CardRow]:
    """Cards with a memory of some items, for which a change of meaning matters."""
    found: list[CardRow] = []
    for some in _chunks(list(item_ids)):
        statement = select(CardRow).where(col(CardRow.item_id).in_(some), col(CardRow.phase) != "new")
        found.extend(session.scalars(statement))
    return found


def unknown_terms(session: Session) -> list[tuple[str, str, str, int]]:
    """Question, term, path and line wherever a question names a term that no glossary has."""
    statement = text(
        "SELECT u.question_id, u.term_id, q.path, q.line FROM term_use u "
        "JOIN item q ON q.id = u.question_id AND q.kind = 'question' AND q.present "
        "WHERE NOT EXISTS (SELECT 1 FROM item t WHERE t.id = u.term_id AND t.kind = 'term' AND t.present) "
        "ORDER BY q.path, q.line"
    )
    return [tuple(row) for row in session.execute(statement).all()]


def problems(session: Session) -> list[list[Any]]:
    """All recorded problems of all files."""
    statement = select(col(ContentFile.problems)).order_by(col(ContentFile.path))
    return [problem for text_ in session.scalars(statement) for problem in json.loads(text_)]


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
