"""Queries of the log that stand between two cards."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Select

from studyapp.store import journal
from studyapp.store.engine import Store


@pytest.mark.parametrize(
    ("statement", "values", "index"),
    [
        (journal._LAST_UNDOABLE, {"device": "d", "on": date(2026, 7, 1)}, "ix_log_entry_day_id"),
        (journal._CAUSED_BY, {"on": date(2026, 7, 1), "after": "e"}, "ix_log_entry_day_id"),
        (journal._ANSWERED_AFTER, {"card": "q:a", "after": "e"}, "ix_log_entry_card_id_id"),
    ],
)
def test_an_index_gives_the_rows_in_their_order(
    store: Store, statement: Select[tuple[object, ...]], values: dict[str, object], index: str
) -> None:
    asked = statement.params(**values).compile(store.engine, compile_kwargs={"literal_binds": True})
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    used = [str(row[3]) for row in plan]
    assert any(index in step for step in used), used
    assert not any("TEMP B-TREE" in step for step in used), used
