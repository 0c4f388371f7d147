"""Findings that follow from the store and the day alone, kept until either changes.

Six screens ask how far the learner is with the same certifications; in a large store counting takes longer
than drawing. `reading` gives a session that knows what was found before; `kept` looks there first. In any
other session it finds anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from sqlmodel import Session

    from studyapp.services.context import Context

T = TypeVar("T")
_FOUND = "kept"


@contextmanager
def reading(context: Context) -> Iterator[Session]:
    """A session as `Store.read` gives it, in which `kept` finds what was found in this state of the store."""
    # Before the session sees the store: what another process commits between them is found twice, not never.
    state = (context.store.data_version(), context.today())
    if context.kept[0] != state:
        context.kept = (state, {})
    found = context.kept[1]
    with context.store.read() as session:
        session.info[_FOUND] = found
        yield session


def kept(session: Session, key: Hashable, find: Callable[[], T]) -> T:
    """What `find` returns; `key` names it and all that it depends on besides the store and the day.

    Findings are shared: nobody changes them.
    """
    found = cast("MutableMapping[Hashable, T] | None", session.info.get(_FOUND))
    if found is None:
        return find()
    if key not in found:
        found[key] = find()
    return found[key]
