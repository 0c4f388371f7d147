"""Many databases in one process, as tests have them, without compiling every statement for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from sqlalchemy import Engine, create_engine

from studyapp.store import engine


@contextmanager
def compiled_once() -> Iterator[None]:
    """One dialect, and with it one cache of compiled statements, for all stores that are opened inside.

    SQLAlchemy keeps what it compiled for each dialect, and every engine makes one of its own.
    """
    model = create_engine("sqlite+pysqlite://")
    model.connect().close()  # the first connection tells the dialect what this SQLite can do

    def make(*arguments: Any, **options: Any) -> Engine:
        made = create_engine(*arguments, **options)
        made.dialect = made.pool._dialect = model.dialect
        made._compiled_cache = model._compiled_cache
        return made

    with mock.patch.object(engine, "create_engine", make):
        yield
    model.dispose()
