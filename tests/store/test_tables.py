"""The schema itself refuses what must never be stored."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from studyapp.store.engine import Store
from tests.store import rows


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        pytest.param(rows.answer(grade=0), "ck_log_entry_grade", id="a grade of 0"),
        pytest.param(rows.answer(grade=5), "ck_log_entry_grade", id="a grade of 5"),
        pytest.param(rows.answer(grade=None), "ck_log_entry_answer", id="an answer without a grade"),
        pytest.param(rows.answer(card_id=""), "ck_log_entry_answer", id="an answer to no card"),
        pytest.param(rows.answer(elapsed_ms=-1), "ck_log_entry_elapsed", id="a negative time"),
        pytest.param(rows.answer(voids="entry-0"), "ck_log_entry_undo", id="an answer that voids"),
        pytest.param(rows.undo("entry-2", None), "ck_log_entry_undo", id="an undo of nothing"),
        pytest.param(rows.card(phase="gone"), "ck_card_phase", id="an unknown phase"),
        pytest.param(rows.card(kind="essay"), "ck_card_kind", id="an unknown kind of card"),
        pytest.param(
            rows.card(phase="review", stability=0.0), "ck_card_stability", id="a stability of nothing"
        ),
        pytest.param(rows.card(phase="review"), "ck_card_memory", id="a review without a memory"),
        pytest.param(rows.card(stability=2.0), "ck_card_memory", id="a new card with a memory"),
        pytest.param(rows.item(kind="essay"), "ck_item_kind", id="an unknown kind of item"),
        pytest.param(
            rows.certification(status="dead"), "ck_certification_status", id="an unknown status"
        ),
        pytest.param(rows.total(answers=-1), "ck_daily_total_answers", id="fewer than no answers"),
        pytest.param(rows.goal(minutes_a_day=0), "ck_goal_minutes", id="no minutes a day"),
        pytest.param(rows.goal(minutes_a_day=961), "ck_goal_minutes", id="more than 16 hours a day"),
        pytest.param(rows.attempt(mode="game"), "ck_exam_attempt_mode", id="an unknown mode of an exam"),
        pytest.param(rows.attempt(status="lost"), "ck_exam_attempt_status", id="an unknown status"),
        pytest.param(rows.attempt(status="submitted"), "ck_exam_attempt_ended", id="handed in at no time"),
        pytest.param(rows.attempt(ended_at=5), "ck_exam_attempt_ended", id="ended and running"),
        pytest.param(rows.attempt(used_ms=-1), "ck_exam_attempt_time", id="less than no time used"),
        pytest.param(rows.exam_item(credit=1.5), "ck_exam_item_credit", id="more than all points"),
        pytest.param(rows.exam_item(spent_ms=-1), "ck_exam_item_spent", id="less than no time spent"),
    ],
)  # fmt: skip
def test_the_schema_refuses(store: Store, row: SQLModel, constraint: str) -> None:
    with store.write() as session:
        session.add(rows.device())
        session.add(rows.answer("entry-0"))

    with pytest.raises(IntegrityError, match=constraint), store.write() as session:
        session.add(type(row)(**row.model_dump()))

    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM log_entry")).scalar_one() == 1


def test_an_entry_of_an_unknown_device_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store.write() as session:
        session.add(rows.answer(device_id="nobody"))


def test_an_undo_of_an_unknown_entry_is_refused(store: Store) -> None:
    with store.write() as session:
        session.add(rows.device())
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store.write() as session:
        session.add(rows.undo("entry-2", "never-written"))


def test_an_entry_can_be_undone_only_once(store: Store) -> None:
    with store.write() as session:
        session.add(rows.device())
        session.add(rows.answer("entry-1"))
    with store.write() as session:
        session.add(rows.undo("entry-2", "entry-1"))

    with pytest.raises(IntegrityError, match="UNIQUE"), store.write() as session:
        session.add(rows.undo("entry-3", "entry-1"))


def test_an_entry_that_was_undone_cannot_be_deleted(store: Store) -> None:
    with store.write() as session:
        session.add(rows.device())
        session.add(rows.answer("entry-1"))
    with store.write() as session:
        session.add(rows.undo("entry-2", "entry-1"))

    with pytest.raises(IntegrityError, match="FOREIGN KEY"), store.write() as session:
        session.execute(text("DELETE FROM log_entry WHERE id = 'entry-1'"))


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_a_column_that_must_be_filled_says_so_in_the_schema(store: Store, table: str) -> None:
    declared = SQLModel.metadata.tables[table]
    with store.read() as session:
        info = session.execute(text(f"PRAGMA table_info({table})")).all()
    stored = {row.name: bool(row.notnull) for row in info}

    assert stored == {column.name: not column.nullable for column in declared.columns}


def test_every_constraint_and_index_has_a_name_of_its_own() -> None:
    names = []
    for table in SQLModel.metadata.tables.values():
        names += [constraint.name for constraint in table.constraints] + [i.name for i in table.indexes]

    assert None not in names
    assert len(names) == len(set(names))
