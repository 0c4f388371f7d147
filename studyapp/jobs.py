"""The ticks of a running app, by APScheduler: look for news, back up, tidy up, remind, report.

Nothing depends on a tick having run. Due dates and deadlines are rows in the tables, computed when they
are read; a tick only says "look again", and one that was missed is made up for by the next. APScheduler
keeps no store of its own: its jobs are registered here, from code, each time the app starts.

The functions in `Duties` are called on the scheduler's threads; whoever passes them in brings them to
the right thread. A duty that raises is recorded and tried again at the next tick.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.base import BaseScheduler

    from studyapp.services.facade import Services

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=20)
REMIND_EVERY = timedelta(seconds=30)
CHECKPOINT_EVERY = timedelta(minutes=2)
BACK_UP_EVERY = timedelta(minutes=30)
FIT_EVERY = timedelta(minutes=10)
REPORT_EVERY = timedelta(minutes=5)
SETTLED_AFTER = timedelta(seconds=5)
IDLE_FROM = timedelta(minutes=1)
"""Nothing was written for this long: a moment to tidy up the write-ahead log."""
REMIND_WITHIN = timedelta(hours=1)
"""A reminder that is later than this (the machine slept) is left out: the moment has gone."""


class News(StrEnum):
    """Why the screens should look at the due counts again."""

    NEW_DAY = "new-day"
    NEW_DATA = "new-data"


@dataclass(frozen=True, slots=True)
class Duties:
    """What the ticks look at and do; every one is a function of whoever runs the app.

    `data_version` is a number that changes when somebody wrote (this process included: asking again is
    cheap, and missing what another window did is not), `reminder_at` the setting ("HH:MM" or ""),
    `local_now` the learner's present in their own time zone.
    """

    today: Callable[[], date]
    local_now: Callable[[], datetime]
    data_version: Callable[[], int]
    reminder_at: Callable[[], str]
    notify: Callable[[News], object]
    back_up: Callable[[], object]
    checkpoint: Callable[[], object]
    fit_memory: Callable[[], object]
    remind: Callable[[], object]
    report: Callable[[], object]


class Ticks:
    """What each tick does, with what it must remember between two of them; no scheduler in here."""

    def __init__(self, duties: Duties) -> None:
        self._duties = duties
        self._day: date | None = None
        self._version: int | None = None
        self._written: tuple[int, datetime] | None = None
        self._tidied_version: int | None = None
        self._last_look_at: datetime | None = None
        self._reminded_on: date | None = None

    def look(self) -> None:
        """Say when the learner's day rolled over, or when the data changed under the screens."""
        day, version = self._duties.today(), self._duties.data_version()
        before, known = self._day, self._version
        self._day, self._version = day, version
        if before is not None and day != before:
            self._duties.notify(News.NEW_DAY)
        if known is not None and version != known:
            self._duties.notify(News.NEW_DATA)

    def back_up(self) -> None:
        """Write the day's backup; the duty does nothing when there is one."""
        self._duties.back_up()

    def checkpoint(self) -> None:
        """Once per pause: move the write-ahead log into the database while nobody writes."""
        if self._is_idle() and self._written is not None and self._written[0] != self._tidied_version:
            self._duties.checkpoint()
            self._tidied_version = self._written[0]

    def report(self) -> None:
        """Write the weekly report; the duty does nothing when none is due."""
        self._duties.report()

    def fit_memory(self) -> None:
        """In a pause: fit the memory model, which does nothing until enough reviews came in."""
        if self._is_idle():
            self._duties.fit_memory()

    def _is_idle(self) -> bool:
        """Whether nothing was written for a while, as far as the ticks have seen."""
        version, now = self._duties.data_version(), self._duties.local_now()
        if self._written is None or version != self._written[0]:
            self._written = (version, now)
            return False
        return now - self._written[1] >= IDLE_FROM

    def remind(self) -> None:
        """Call the reminder once a day when its time comes, not for a time that was over at the start."""
        now = self._duties.local_now()
        before, self._last_look_at = self._last_look_at, now
        wanted = _today_at(self._duties.reminder_at(), now)
        if before is None or wanted is None or self._reminded_on == now.date():
            return
        if before < wanted <= now and now - wanted <= REMIND_WITHIN:
            self._reminded_on = now.date()
            self._duties.remind()


def _today_at(text: str, now: datetime) -> datetime | None:
    """The instant of "HH:MM" on the day of `now`, None for no reminder."""
    hour, colon, minute = text.partition(":")
    if not colon:
        return None
    return now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def duties_of(services: Services, notify: Callable[[News], object], remind: Callable[[], object]) -> Duties:
    """The duties over open services; none of them touches the session that the learner is in."""
    context, health = services.context, services.health
    return Duties(
        today=context.today,
        local_now=lambda: context.now().astimezone(context.calendar.zone),
        data_version=context.store.data_version,
        reminder_at=lambda: context.settings.reminder_at,
        notify=notify,
        back_up=health.daily_backup,
        checkpoint=context.store.checkpoint,
        fit_memory=health.fit_memory_if_due,
        remind=remind,
        report=services.sharing.weekly_report,
    )


class Jobs:
    """The ticks on a schedule; `start_later` once the store is open, `stop` when the app ends."""

    def __init__(self, duties: Duties, failed: Callable[[BaseException], object] | None = None) -> None:
        self.ticks = Ticks(duties)
        self._failed = failed
        self._scheduler: BaseScheduler | None = None
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._is_over = False

    def start_later(self, after: timedelta = SETTLED_AFTER) -> None:
        """Start once the first screens stand: importing APScheduler would delay them."""
        self._timer = threading.Timer(after.total_seconds(), self.start)
        self._timer.daemon = True
        self._timer.start()

    def start(self, scheduler: BaseScheduler | None = None) -> None:
        """Register the ticks and start them in the background; nothing happens after `stop`."""
        made = scheduler or background_scheduler()
        with self._lock:
            if self._scheduler is not None or self._is_over:
                return
            self._scheduler = made
            now = datetime.now(UTC)
            schedule = (
                ("look", self.ticks.look, LOOK_EVERY, now),
                ("remind", self.ticks.remind, REMIND_EVERY, now),
                ("checkpoint", self.ticks.checkpoint, CHECKPOINT_EVERY, now),
                ("fit-memory", self.ticks.fit_memory, FIT_EVERY, now + IDLE_FROM),
                # One that was missed while the computer was off is made up for.
                ("report", self.ticks.report, REPORT_EVERY, now + 2 * SETTLED_AFTER),
                # Soon after the start: whoever studies ten minutes a day shall have backups, too.
                ("back-up", self.ticks.back_up, BACK_UP_EVERY, now + SETTLED_AFTER),
            )
            for name, tick, every, first_at in schedule:
                made.add_job(
                    self._guarded, "interval", args=(tick,), seconds=every.total_seconds(),
                    id=name, name=name, next_run_time=first_at,
                )  # fmt: skip
            made.start()

    def stop(self) -> None:
        """Stop ticking for good; a tick in hand is not waited for, so that leaving is immediate."""
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._scheduler is not None:
                self._scheduler.shutdown(wait=False)
                self._scheduler = None

    def _guarded(self, tick: Callable[[], None]) -> None:
        try:
            tick()
        except Exception as error:
            log.warning("a tick failed and will be tried again: %s", error)
            if self._failed is not None:
                self._failed(error)


def background_scheduler() -> BaseScheduler:
    """A scheduler in memory whose missed ticks are made up for by one, however late."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.jobstores.memory import MemoryJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    return BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(max_workers=1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
        daemon=True,
    )
