"""A learner in a process of its own, to be killed, starved or raced.

`python -m tests.faults.worker MODE HOME ...`: every answer is told on stdout once it is acknowledged, as
`answer ENTRY_ID`; an undo as `undo CARD_ID`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.errors import DiskFull, NotFound, StaleShowing, StudyappError
from studyapp.paths import Home
from studyapp.services import importing
from studyapp.services.facade import Services
from studyapp.services.views import Finished, Showing, Waiting
from tests.engines import compiled_once
from tests.moments import START


def tell(*words: object) -> None:
    """Say something to the test; it has left the process when this returns."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def opened(home: Home) -> tuple[Services, ManualClock]:
    """The services of the home without the bundled content."""
    importing.bundled_content = lambda: ()
    clock = ManualClock(START)
    return connect(home, clock), clock


def answer(services: Services, showing: Showing, grade: Grade) -> str:
    """Answer what is shown; returns the id of the log's entry."""
    if showing.question is None:
        return services.study.grade(showing.token, grade, 4_000).entry_id
    key = showing.question.key
    chosen = frozenset({0, 1} - key) if grade is Grade.AGAIN else key
    return services.study.answer(showing.token, Response.choice(chosen), Confidence.THINK_SO, 4_000).entry_id


def showings(services: Services, clock: ManualClock) -> Iterator[Showing]:
    """What is shown, without end: over sessions and days."""
    services.study.start("more")
    while True:
        match services.study.next():
            case Showing() as showing:
                yield showing
            case Waiting(until=until):
                clock.set(until)
            case Finished():
                clock.advance(timedelta(days=1))
                services.study.start("more")


def study(home: Home, seed: str) -> None:
    """Answer, take back and mark at random until somebody ends the process."""
    services, clock = opened(home)
    chance = random.Random(seed)
    tell("ready")
    for showing in showings(services, clock):
        dice = chance.random()
        if dice < 0.1:
            with suppress(NotFound):
                tell("undo", services.study.undo().card_id)
        elif dice < 0.13:
            services.study.bury(showing.card_id)
        else:
            tell("answer", answer(services, showing, chance.choice(list(Grade))))
        clock.advance(timedelta(seconds=4))


def race(home: Home, seed: str, answers: str) -> None:
    """Give so many answers as fast as possible, beside another process; a card that it had is passed over."""
    services, clock = opened(home)
    chance = random.Random(seed)
    tell("ready")
    sys.stdin.readline()
    given = 0
    for showing in showings(services, clock):
        try:
            tell("answer", answer(services, showing, chance.choice(list(Grade))))
            given += 1
        except StaleShowing:
            tell("stale")
        if given == int(answers):
            break
        clock.advance(timedelta(seconds=4))
    services.close()


def open_at_once(home: Home) -> None:
    """Open a home when told to, as the first of several or not."""
    importing.bundled_content = lambda: ()
    tell("ready")
    sys.stdin.readline()
    services, _clock = opened(home)
    services.library.refresh()
    tell("opened", len(services.library.certifications()))
    services.close()


def starve(home: Home) -> None:
    """Answer until no file may grow any more, then get room again and go on."""
    import resource

    services, clock = opened(home)
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    everything = iter(showings(services, clock))
    tell("answer", answer(services, next(everything), Grade.GOOD))
    wal = home.database.with_name(home.database.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size + 40_000, hard))
    for showing in everything:
        try:
            tell("answer", answer(services, showing, Grade.GOOD))
        except DiskFull:
            tell("full", showing.card_id)
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            tell("again", answer(services, showing, Grade.GOOD))
            break
        clock.advance(timedelta(seconds=4))
    tell("answer", answer(services, next(everything), Grade.GOOD))
    services.close()


def without_rights(home: Home, *names: str) -> None:
    """Open each of the homes and answer there as somebody without rights; what came of it is told."""
    services, _clock = opened(Home(home.root / "elsewhere"))  # loads everything that opening needs
    services.close()
    _give_up_rights()
    for name in names:
        try:
            services, clock = opened(Home(home.root / name))
            answer(services, next(showings(services, clock)), Grade.GOOD)
            services.close()
        except StudyappError as error:
            tell(name, type(error).__name__, error.message)
        else:
            tell(name, "written")


def _give_up_rights() -> None:
    if os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)


def die_everywhere(home: Home, folder: str, kinds: str) -> None:
    """Fork a learner for every step of an answer (or undo), and have it killed right there.

    Each works on a copy of the home, `folder/N`; the acknowledged ids come as `moment N answer ID`.
    """
    _die_in_forks(home, folder, 1, lambda copy, moment: _live_until(copy, moment, kinds.split(",")))


def die_handing_in(home: Home, folder: str, attempt_id: str, stride: str) -> None:
    """Fork a candidate for every so-manieth step of handing in, and have it killed right there.

    Each works on a copy of the home, `folder/N`.
    """

    def hand_in(copy: Home, moment: int) -> Services:
        services, clock = opened(copy)
        clock.advance(timedelta(minutes=5))
        _kill_at(services, moment)
        services.exams.submit(attempt_id)
        return services

    _die_in_forks(home, folder, int(stride), hand_in)


NEVER = -1
"""The moment of the one that is not killed."""


def _die_in_forks(home: Home, folder: str, stride: int, live: Callable[[Home, int], Services]) -> None:
    """Fork a process for every so-manieth step of a life, until one gets to its end; tells how many steps.

    Each inherits what a whole life has loaded and compiled, or it would do so anew.
    """
    with compiled_once():
        live(_copied(home, Path(folder) / "whole"), NEVER).close()
        moment, alive = 0, False
        while not alive:
            copy = _copied(home, Path(folder) / str(moment))
            pid = os.fork()
            if pid == 0:
                live(copy, moment)
                os._exit(0)
            _pid, status = os.waitpid(pid, 0)
            alive = os.WIFEXITED(status)
            if alive and os.WEXITSTATUS(status):
                raise SystemExit(f"moment {moment} failed")
            moment += stride
    tell("moments", moment)


def _copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.root, folder)
    return Home(folder)


def _live_until(home: Home, moment: int, kinds: list[str]) -> Services:
    services, clock = opened(home)
    everything = showings(services, clock)
    tell("moment", moment, "answer", answer(services, next(everything), Grade.GOOD))
    showing = next(everything)
    _kill_at(services, moment)
    for kind in kinds:
        if kind == "undo":
            showing = services.study.undo()
            tell("moment", moment, "undo", showing.card_id)
        else:
            tell("moment", moment, "answer", answer(services, showing, Grade.GOOD))
    return services


def _kill_at(services: Services, moment: int) -> None:
    left = moment

    def step(*_args: Any, **_kwargs: Any) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    engine = services.context.store.engine
    # Before each statement, before the commit, and once the transaction is over.
    for name in ("before_cursor_execute", "commit", "checkin"):
        event.listen(engine, name, step)


MODES: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        study,
        race,
        open_at_once,
        starve,
        without_rights,
        die_everywhere,
        die_handing_in,
    )
}

if __name__ == "__main__":
    MODES[sys.argv[1]](Home(Path(sys.argv[2])), *sys.argv[3:])
