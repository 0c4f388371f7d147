"""The migrations build exactly the tables that the code declares."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect
from sqlmodel import SQLModel

from studyapp.paths import Home
from studyapp.store import migrations, opening
from studyapp.store.engine import Store
from studyapp.store.opening import HEAD, open_store, schema_version

NOT_DECLARED = ("alembic_version", "term_search")
"""Tables that SQLModel does not declare: Alembic's own, and the full-text index with its shadows."""


def _declared(_object: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    return kind != "table" or not (name or "").startswith(NOT_DECLARED)


def constraints(engine: Engine, table: str) -> dict[str, Any]:
    """Columns, keys, checks and indexes of a table, comparable between two files."""
    found = inspect(engine)
    checks = [(c["name"], " ".join(c["sqltext"].split())) for c in found.get_check_constraints(table)]
    return {
        "checks": sorted(checks),
        "uniques": sorted((c["name"], *c["column_names"]) for c in found.get_unique_constraints(table)),
        "foreign keys": sorted(
            (c["name"], *c["constrained_columns"], c["referred_table"]) for c in found.get_foreign_keys(table)
        ),
        "primary key": found.get_pk_constraint(table),
        "indexes": sorted((str(i["name"]), *map(str, i["column_names"])) for i in found.get_indexes(table)),
        "columns": [
            (c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)
        ],
    }  # fmt: skip


def test_alembic_finds_nothing_to_generate(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "include_object": _declared},
        )
        differences = compare_metadata(context, SQLModel.metadata)

    assert differences == []


@pytest.mark.parametrize("table", sorted(SQLModel.metadata.tables))
def test_a_migrated_table_has_the_declared_constraints(store: Store, tmp_path: Path, table: str) -> None:
    # Autogenerate does not look at check constraints, nor at the names of keys.
    fresh = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    SQLModel.metadata.create_all(fresh)
    try:
        assert constraints(store.engine, table) == constraints(fresh, table)
    finally:
        fresh.dispose()


def test_the_number_in_the_file_is_that_of_the_newest_migration(store: Store, home: Home) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)

    assert script.get_heads() == [f"{HEAD:04}"]
    assert schema_version(home.database) == HEAD


def test_the_full_text_index_comes_with_the_first_migration(store: Store) -> None:
    with store.engine.connect() as connection:
        names = set(inspect(connection).get_table_names())

    assert "term_search" in names


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    home.root.mkdir()
    with closing(sqlite3.connect(home.database)) as connection:
        connection.execute("CREATE TABLE mine (note TEXT)")
        connection.execute("INSERT INTO mine VALUES ('kept')")
        connection.commit()
    made: list[str] = []
    create_table = op.create_table

    def fails_late(name: str, *columns: Any, **options: Any) -> Any:
        if name == "goal":
            raise RuntimeError("the power went out")
        made.append(name)
        return create_table(name, *columns, **options)

    monkeypatch.setattr(op, "create_table", fails_late)
    with pytest.raises(RuntimeError, match="power"):
        open_store(home)

    assert "log_entry" in made
    with closing(sqlite3.connect(home.database)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        assert tables == ["mine"]
        assert connection.execute("SELECT note FROM mine").fetchall() == [("kept",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_alembic_stays_unloaded_while_the_file_is_at_head(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(home).close()
    monkeypatch.setattr(opening, "_migrate", lambda database: pytest.fail("migrated again"))

    open_store(home).close()
