"""The ticks by hand, with a clock that stands still, and the schedule that would call them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from apscheduler.jobstores.memory import MemoryJobStore

from studyapp.clock import ManualClock
from studyapp.jobs import IDLE_FROM, Duties, Jobs, News, Ticks, background_scheduler, duties_of
from studyapp.paths import Home
from studyapp.services.facade import Services

ROME = ZoneInfo("Europe/Rome")
EVENING = datetime(2026, 7, 1, 19, 0, tzinfo=ROME)


@dataclass
class World:
    """What the duties see, and what they were asked to do."""

    clock: ManualClock
    reminder: str = ""
    version: int = 1
    done: list[Any] = field(default_factory=list)

    def today(self) -> date:
        return (self.clock.now() - timedelta(hours=4)).date()

    def duties(self, **changed: Callable[[], Any]) -> Duties:
        named: dict[str, Any] = {
            "today": self.today,
            "local_now": self.clock.now,
            "data_version": lambda: self.version,
            "reminder_at": lambda: self.reminder,
            "notify": self.done.append,
            "back_up": lambda: self.done.append("back up"),
            "checkpoint": lambda: self.done.append("checkpoint"),
            "fit_memory": lambda: self.done.append("fit"),
            "remind": lambda: self.done.append("remind"),
            "report": lambda: self.done.append("report"),
        }
        return Duties(**(named | changed))


@pytest.fixture
def world() -> World:
    return World(ManualClock(EVENING))


@pytest.fixture
def ticks(world: World) -> Ticks:
    return Ticks(world.duties())


def test_the_first_look_is_no_news(world: World, ticks: Ticks) -> None:
    ticks.look()
    assert world.done == []


def test_a_new_day_is_news_once(world: World, ticks: Ticks) -> None:
    ticks.look()
    world.clock.set(datetime(2026, 7, 2, 3, 59, tzinfo=ROME))
    ticks.look()
    assert world.done == []
    world.clock.set(datetime(2026, 7, 2, 4, 0, tzinfo=ROME))
    ticks.look()
    ticks.look()
    assert world.done == [News.NEW_DAY]


def test_days_that_were_slept_through_are_one_piece_of_news(world: World, ticks: Ticks) -> None:
    ticks.look()
    world.clock.advance(timedelta(days=5))
    ticks.look()
    assert world.done == [News.NEW_DAY]


def test_a_change_by_another_process_is_news(world: World, ticks: Ticks) -> None:
    ticks.look()
    world.version += 3
    ticks.look()
    ticks.look()
    assert world.done == [News.NEW_DATA]


def test_a_tick_that_never_ran_loses_nothing(world: World, ticks: Ticks) -> None:
    """Everything missed between two looks is in the second one."""
    ticks.look()
    world.clock.advance(timedelta(days=1))
    world.version += 1
    ticks.look()
    assert world.done == [News.NEW_DAY, News.NEW_DATA]


def test_the_log_is_tidied_once_per_pause(world: World, ticks: Ticks) -> None:
    for _minute in range(5):
        world.version += 1  # answers
        ticks.checkpoint()
        world.clock.advance(IDLE_FROM)
    assert world.done == []
    for _minute in range(3):
        ticks.checkpoint()
        world.clock.advance(IDLE_FROM)
    assert world.done == ["checkpoint"]
    world.version += 1
    ticks.checkpoint()
    assert world.done == ["checkpoint"]
    world.clock.advance(IDLE_FROM)
    ticks.checkpoint()
    assert world.done == ["checkpoint", "checkpoint"]


def test_a_checkpoint_that_failed_is_tried_again(world: World) -> None:
    failures = [OSError("full")]

    def checkpoint() -> None:
        if failures:
            raise failures.pop()
        world.done.append("checkpoint")

    ticks = Ticks(world.duties(checkpoint=checkpoint))
    ticks.checkpoint()
    world.clock.advance(IDLE_FROM)
    with pytest.raises(OSError, match="full"):
        ticks.checkpoint()
    ticks.checkpoint()
    assert world.done == ["checkpoint"]


def test_the_reminder_comes_when_its_time_passes_and_once_a_day(world: World, ticks: Ticks) -> None:
    world.reminder = "19:30"
    ticks.remind()
    world.clock.set(EVENING.replace(minute=29))
    ticks.remind()
    assert world.done == []
    world.clock.set(EVENING.replace(minute=30))
    ticks.remind()
    world.clock.advance(timedelta(minutes=1))
    ticks.remind()
    assert world.done == ["remind"]
    world.clock.advance(timedelta(days=1))
    world.clock.set(world.clock.now().replace(minute=29))
    ticks.remind()
    world.clock.advance(timedelta(minutes=5))
    ticks.remind()
    assert world.done == ["remind", "remind"]


def test_a_reminder_whose_time_was_over_at_the_start_stays_away(world: World, ticks: Ticks) -> None:
    world.reminder = "18:30"
    ticks.remind()
    world.clock.advance(timedelta(minutes=1))
    ticks.remind()
    assert world.done == []


def test_a_reminder_that_the_machine_slept_through_stays_away(world: World, ticks: Ticks) -> None:
    world.reminder = "19:30"
    ticks.remind()
    world.clock.advance(timedelta(hours=3))
    ticks.remind()
    assert world.done == []


def test_a_clock_set_back_reminds_only_once(world: World, ticks: Ticks) -> None:
    world.reminder = "19:30"
    ticks.remind()
    world.clock.set(EVENING.replace(minute=31))
    ticks.remind()
    world.clock.set(EVENING)
    ticks.remind()
    world.clock.set(EVENING.replace(minute=31))
    ticks.remind()
    assert world.done == ["remind"]


def test_no_reminder_is_set(world: World, ticks: Ticks) -> None:
    ticks.remind()
    world.clock.advance(timedelta(minutes=31))
    ticks.remind()
    assert world.done == []


def test_the_scheduler_makes_up_for_missed_ticks_by_one(world: World) -> None:
    scheduler = background_scheduler()
    jobs = Jobs(world.duties())
    scheduler.start(paused=True)
    for name, tick in (("look", jobs.ticks.look), ("back-up", jobs.ticks.back_up)):
        scheduler.add_job(tick, "interval", seconds=5, id=name)
    found = scheduler.get_jobs()
    assert {job.id for job in found} == {"look", "back-up"}
    assert all((job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None) for job in found)
    assert isinstance(scheduler._jobstores["default"], MemoryJobStore)
    scheduler.shutdown()


def test_jobs_start_all_six_ticks_and_stop(world: World) -> None:
    scheduler = background_scheduler()
    jobs = Jobs(world.duties())
    jobs.start(scheduler)
    jobs.start()
    names = {job.id for job in scheduler.get_jobs()}
    assert names == {"look", "remind", "checkpoint", "fit-memory", "report", "back-up"}
    assert all(job.misfire_grace_time is None for job in scheduler.get_jobs())
    jobs.stop()
    jobs.stop()
    assert not scheduler.running


def test_what_was_stopped_before_it_began_never_begins(world: World) -> None:
    jobs = Jobs(world.duties())
    jobs.start_later(timedelta(hours=1))
    jobs.stop()
    scheduler = background_scheduler()
    jobs.start(scheduler)
    assert not scheduler.running


def test_jobs_that_start_later_do_start(world: World) -> None:
    looked = threading.Event()
    jobs = Jobs(world.duties(data_version=lambda: looked.set() or 1))
    jobs.start_later(timedelta(0))
    assert looked.wait(20)
    jobs.stop()


def test_a_tick_runs_on_the_schedulers_thread(world: World) -> None:
    """The one test with a running scheduler: it waits for the tick, not for a time."""
    ran = threading.Event()
    threads: list[threading.Thread] = []

    def back_up() -> None:
        threads.append(threading.current_thread())
        ran.set()

    scheduler = background_scheduler()
    jobs = Jobs(world.duties(back_up=back_up))
    jobs.start(scheduler)
    scheduler.modify_job("back-up", next_run_time=datetime.now(tz=ROME))
    assert ran.wait(20)
    jobs.stop()
    assert threads[0] is not threading.main_thread()


def test_a_failing_duty_is_told_and_does_not_end_the_ticking(world: World) -> None:
    failed: list[BaseException] = []

    def broken() -> date:
        raise RuntimeError("no day")

    jobs = Jobs(world.duties(today=broken), failed.append)
    jobs._guarded(jobs.ticks.look)
    jobs._guarded(jobs.ticks.look)
    assert [str(error) for error in failed] == ["no day", "no day"]


def test_the_ticks_over_a_real_home(home: Home, services: Services, clock: ManualClock) -> None:
    seen: list[News] = []
    reminded: list[bool] = []
    ticks = Ticks(duties_of(services, seen.append, lambda: reminded.append(True)))
    services.settings.update(reminder_at="18:30")
    ticks.look()
    ticks.remind()
    ticks.checkpoint()
    clock.advance(timedelta(minutes=30))
    ticks.remind()
    assert reminded == [True]
    ticks.checkpoint()
    assert home.database.with_name("studyapp.db-wal").exists()
    ticks.back_up()
    ticks.back_up()
    assert len(services.health.backups()) == 1
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('DELETE FROM break_day'); "
    code += "c.execute(\"INSERT INTO break_day VALUES ('2026-07-09')\"); c.commit()"
    subprocess.run([sys.executable, "-c", code, str(home.database)], check=True)
    ticks.look()
    clock.advance(timedelta(days=1))
    ticks.look()
    assert seen == [News.NEW_DATA, News.NEW_DAY]


def test_importing_the_module_loads_no_scheduler() -> None:
    code = "import sys, studyapp.jobs; print('apscheduler' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_memory_is_fitted_in_a_pause_and_never_while_somebody_writes(world: World, ticks: Ticks) -> None:
    for _answer in range(3):
        ticks.fit_memory()
        world.version += 1
        world.clock.advance(IDLE_FROM)
    assert world.done == []
    ticks.fit_memory()
    world.clock.advance(IDLE_FROM)
    ticks.fit_memory()
    assert world.done == ["fit"]
