"""The store with 100,000 cards, 10,000 due and a million reviews."""

from __future__ import annotations

import gc
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from sqlmodel import Session

from studyapp.bootstrap import connect
from studyapp.domain.judging import key_of
from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Feedback, Showing
from studyapp.store.engine import Store
from tests.benchmarks import roads
from tests.benchmarks.large import build_large_home
from tests.benchmarks.measure import Figure, median_of, quantile, timed_ms

ANSWERS = 300
PAGES_OF_A_COMMIT = 12
"""About as many pages as an answer changes: log, card, totals and their indexes."""


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Figures of the store."""
    home = Home(folder / "large")
    size = build_large_home(home, quick)
    services = connect(home)
    today = timed_ms(services.study.today)
    yield Figure("today's plan, large store", today, "ms", 1000, size)
    started = time.perf_counter()
    services.study.start("today")
    first = services.study.next()
    yield Figure("session's first item", (time.perf_counter() - started) * 1000, "ms", 100)
    assert isinstance(first, Showing)
    gc.freeze()  # as the app does once it has started
    answers, undos, shown, disk = _answer_and_undo(services, first)
    alone = f"; the disk alone {quantile(disk, 0.5):.1f} ms, p99 {quantile(disk, 0.99):.1f} ms"
    yield Figure("answer committed, p50", quantile(answers, 0.5), "ms", 8)
    yield Figure("answer committed, p99", quantile(answers, 0.99), "ms", 8, f"{len(answers)} answers{alone}")
    yield Figure("undo committed, p50", quantile(undos, 0.5), "ms", 8)
    yield Figure("undo committed, p99", quantile(undos, 0.99), "ms", 8, f"{len(undos)} undos{alone}")
    yield Figure("undo, and its card ready to be shown, p50", quantile(shown, 0.5), "ms", 8)
    yield Figure("undo, and its card ready to be shown, p99", quantile(shown, 0.99), "ms", 16)
    progress = median_of(5, lambda: _found_anew(services, services.progress.overview))
    yield Figure("progress screen's data", progress, "ms", 150)
    yield from _roads(services)
    services.close()
    yield from roads.measure(home)


def _roads(services: Services) -> Iterator[Figure]:
    followed = services.roadmaps.followed()
    for name, ask in (
        ("roadmap screen's data", lambda: services.roadmaps.roadmap(followed)),
        ("list of roadmaps' data", services.roadmaps.all),
        ("certification screen's data", lambda: services.library.certification("aif-c01")),
        ("role profile's data", lambda: services.roles.profile(followed)),
        ("comparison's data", lambda: services.roles.compare("aws-ml-engineer", "aws-ai-engineer")),
        ("dossier's data", lambda: services.dossier.of(followed)),
    ):
        yield Figure(name, median_of(5, lambda ask=ask: _found_anew(services, ask)), "ms", 60)  # type: ignore[misc]


def _found_anew(services: Services, ask: Callable[[], object]) -> float:
    """As after a change of the store: nothing of what was found before counts."""
    services.context.kept = ((), {})
    return timed_ms(ask)


def _answer_and_undo(services: Services, showing: Showing) -> tuple[list[float], ...]:
    """Milliseconds of answers, of undos until they are on disk, until their card is there, of the disk.

    The last are its own for as many pages as an answer changes.
    """
    chance = random.Random(1)
    answers: list[float] = []
    undos: list[float] = []
    shown: list[float] = []
    disk: list[float] = []
    current: object = showing
    with tempfile.TemporaryFile(dir=services.context.home.root) as beside:
        while len(answers) < ANSWERS and isinstance(current, Showing):
            started = time.perf_counter()
            _answer(services, current, chance)
            answers.append((time.perf_counter() - started) * 1000)
            if len(answers) % 2 == 0:
                started = time.perf_counter()
                with _ends_of_writing(services.context.store) as ends:
                    current = services.study.undo()
                undos.append((ends[-1] - started) * 1000)
                shown.append((time.perf_counter() - started) * 1000)
                assert isinstance(current, Showing)
                _answer(services, current, chance)
            beside.write(bytes(PAGES_OF_A_COMMIT * 4096))
            disk.append(timed_ms(lambda: os.fsync(beside.fileno())))
            current = services.study.next()
            if not isinstance(current, Showing):
                services.study.start("more")
                current = services.study.next()
    return answers, undos, shown, disk


@contextmanager
def _ends_of_writing(store: Store) -> Iterator[list[float]]:
    """When the transactions inside the block were committed."""
    ends: list[float] = []
    write = store.write

    @contextmanager
    def timed(**options: bool) -> Iterator[Session]:
        with write(**options) as session:
            yield session
        ends.append(time.perf_counter())

    with mock.patch.object(store, "write", timed):
        yield ends


def _answer(services: Services, showing: Showing, chance: random.Random) -> Feedback:
    if showing.question is None:
        return services.study.grade(showing.token, chance.choice(list(Grade)), 2000)
    is_choice = bool(showing.question.options)
    chosen = key_of(showing.question) if not is_choice or chance.random() < 0.8 else Response.choice({0})
    return services.study.answer(showing.token, chosen, Confidence.SURE, 2000)
