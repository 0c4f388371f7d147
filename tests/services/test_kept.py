"""Findings stay until the store or the day changes, and never longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from studyapp.paths import Home
from studyapp.services.context import put_raw
from studyapp.services.facade import Services
from studyapp.services.kept import kept, reading
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.services.learner import Learner


class Finding:
    """Counts how often it was looked for."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def _found(services: Services, find: Finding) -> int:
    with reading(services.context) as session:
        return kept(session, "it", find)


def test_a_finding_is_made_once_while_nothing_changes(services: Services) -> None:
    find = Finding()

    assert [_found(services, find), _found(services, find)] == [1, 1]


def test_it_is_made_anew_after_a_commit(services: Services) -> None:
    find = Finding()
    _found(services, find)

    with services.context.store.write() as session:
        put_raw(session, "a key", "1")

    assert _found(services, find) == 2


def test_it_is_made_anew_after_a_commit_of_another_program(
    home: Home, learner: Learner, connect_to: Callable[..., Services]
) -> None:
    find = Finding()
    _found(learner.services, find)

    connect_to(home, learner.clock).goals.set(Goal(CERTIFICATION, None, 15))

    assert _found(learner.services, find) == 2


def test_it_is_made_anew_on_another_day(learner: Learner) -> None:
    find = Finding()
    _found(learner.services, find)

    learner.clock.advance(timedelta(days=1))

    assert _found(learner.services, find) == 2


def test_what_is_committed_during_a_reading_is_seen_by_the_next(services: Services) -> None:
    find = Finding()
    with reading(services.context) as session:
        with services.context.store.write() as other:
            put_raw(other, "a key", "1")
        kept(session, "it", find)

    assert _found(services, find) == 2


def test_any_other_session_finds_anew(services: Services) -> None:
    find = Finding()
    _found(services, find)

    with services.context.store.read() as session:
        assert kept(session, "it", find) == 2


def test_what_fails_is_not_kept(services: Services) -> None:
    def fails() -> int:
        raise ValueError

    with reading(services.context) as session:
        for _ in range(2):
            try:
                kept(session, "it", fails)
            except ValueError:
                continue
            raise AssertionError("the first failure was kept as an answer")


def test_an_answer_is_counted_by_a_list_that_was_looked_at_before(learner: Learner, goal: Goal) -> None:
    listed = {c.id: c.seen for c in learner.services.library.certifications()}

    learner.services.study.start("today")
    learner.answer()

    again = {c.id: c.seen for c in learner.services.library.certifications()}
    assert again[goal.certification_id] == listed[goal.certification_id] + 1
