"""Asking what is in quarantine costs a look at a small index, not at every question."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from studyapp.store import first_sights, quarantine
from studyapp.store.engine import Store
from tests.store.rows import item


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (quarantine.VOID, {}),
        (quarantine._SINCE, {}),
        (first_sights._FIRST, {"certification": "tst-101"}),
    ],
)
def test_the_small_index_is_used(store: Store, statement: object, values: dict[str, str]) -> None:
    compiled = statement.compile(store.engine, compile_kwargs={"literal_binds": False})  # type: ignore[attr-defined]
    with store.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {compiled}", tuple(compiled.construct_params(values).values())
        ).all()
    used = " ".join(str(row[3]) for row in plan)
    assert "ix_item_quarantined_on" in used
    assert "ix_item_kind_certification_id_present_retired" not in used


def test_what_is_in_quarantine_is_found_with_its_day(store: Store) -> None:
    with store.write() as session:
        session.add(item(id="one"))
        session.add(item(id="two", quarantined_on=date(2026, 7, 1)))
    with store.read() as session:
        assert quarantine.since(session) == {"two": date(2026, 7, 1)}
        assert session.execute(text("SELECT count(*) FROM item")).scalar_one() == 2
