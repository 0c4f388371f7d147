"""Writes the small database that stands for a released schema: `python -m tests.store.released_maker`.

One file per schema is kept under `released/` and never changed again once that schema was released; every
later version must open and upgrade it. Run this when a migration was added, and commit the new file.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.judging import key_of
from studyapp.domain.questions import Confidence
from studyapp.paths import Home
from studyapp.services import importing
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from studyapp.store.opening import HEAD
from tests.banks import CERTIFICATION, roadmap, write_bank, write_yaml
from tests.moments import START
from tests.services.learner import Learner

RELEASED = Path(__file__).parent / "released"


def main() -> Path:
    """Live through some days of everything that a learner can do, and keep the database."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        _live(home)
        target = RELEASED / f"schema-{HEAD}.db"
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(home.database, isolation_level=None)) as connection:
            # A content file of a machine that is not this one: its paths do not matter here.
            for table in ("content_file", "certification", "roadmap", "item", "term_membership"):
                connection.execute(f"UPDATE {table} SET path = replace(path, ?, '/home/learner')", (folder,))
            connection.execute("PRAGMA page_size = 1024")
            connection.execute("VACUUM INTO ?", (str(target),))
    return target


def _live(home: Home) -> None:
    importing.bundled_content = lambda: ()
    write_bank(home.content, questions=4, terms=2)
    write_yaml(home.content / "roadmaps" / "tester.yaml", roadmap())
    services = connect(home, ManualClock(START))
    clock = services.context.clock
    assert isinstance(clock, ManualClock)
    services.settings.update(timezone="UTC", leech_lapses=1, theme="studyapp-light")
    services.library.refresh()
    services.roadmaps.follow("tester")
    services.goals.set(Goal(CERTIFICATION, date(2026, 9, 1), 30, "tester"))
    services.goals.set_break(date(2026, 7, 3), on=True)
    learner = Learner(services, clock)
    for _day in range(3):
        learner.study(right=lambda showing: showing.number % 4 != 0, elapsed_ms=20_000)
        services.study.undo()
        clock.advance(timedelta(days=9))
    services.study.flag("q:tst-101-q01", True)
    services.study.note("q:tst-101-q01", "Look at the difference again.")
    services.study.bury("q:tst-101-q03")
    services.study.suspend("q:tst-101-q04")
    services.study.resume("q:tst-101-q04")
    services.study.add_terms(["tst-101-t01"])
    _sit_exams(services, clock)
    services.close()


def _sit_exams(services: Services, clock: ManualClock) -> None:
    """One quiz that was handed in, one that is still open, and a saved one."""
    choice = QuizChoice(items=3, minutes=20)
    services.exams.save_quiz(CERTIFICATION, "three", choice)
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=1, choice=choice, title="three")
    for place in range(2):
        assert sheet.question is not None
        clock.advance(timedelta(seconds=30))
        sheet = services.exams.answer(
            sheet.attempt_id, place, key_of(sheet.question), Confidence.SURE, then=place + 1
        )
    services.exams.flag(sheet.attempt_id, 2, True)
    services.exams.submit(sheet.attempt_id)
    services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC, seed=2)


if __name__ == "__main__":
    print(main())
