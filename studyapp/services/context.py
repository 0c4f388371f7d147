"""What every use case needs: the store, the clock, the learner's calendar and the memory model."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session

from studyapp.clock import Clock, ManualClock
from studyapp.domain.days import LearnerCalendar
from studyapp.domain.memory import DEFAULT_PARAMETERS, FittableModel, Preferences, Scheduler
from studyapp.errors import InvalidInput
from studyapp.paths import Home
from studyapp.services.setting_checks import CHECKS
from studyapp.services.views import Settings
from studyapp.store import journal
from studyapp.store.engine import Store
from studyapp.store.tables import SettingRow

if TYPE_CHECKING:
    from studyapp.services.planning import Work

PARAMETERS_KEY = "fsrs_parameters"
FITTED_AT_KEY = "fsrs_fitted_at_reviews"


class Context:
    """Shared by all services of one process; settings are read once and again after a change."""

    def __init__(
        self, home: Home, store: Store, clock: Clock, make_model: Callable[[Sequence[float]], FittableModel]
    ) -> None:
        self.home = home
        self.store = store
        self.clock = clock
        self._make_model = make_model
        self._model: FittableModel | None = None
        self._settings: Settings | None = None
        self._calendar: LearnerCalendar | None = None
        self.last_work: tuple[tuple[object, ...], Work] | None = None
        """The day's work as it was made last, and what it was made from; see `Planner.work`."""
        self.kept: tuple[tuple[object, ...], dict[Hashable, Any]] = ((), {})
        """What was found in the present state of the store, and that state; see `studyapp.services.kept`."""

    @property
    def model(self) -> FittableModel:
        """The memory model with the learner's own parameters, or the published ones."""
        if self._model is None:
            with self.store.read() as session:
                row = session.get(SettingRow, PARAMETERS_KEY)
            self._model = self._make_model(json.loads(row.value) if row else DEFAULT_PARAMETERS)
        return self._model

    def forget_model(self) -> None:
        """Read the parameters again at the next use, after a fit stored new ones."""
        self._model = None

    @property
    def settings(self) -> Settings:
        """The learner's settings; unknown or unreadable rows fall back to the defaults."""
        if self._settings is None:
            with self.store.read() as session:
                self._settings = _settings_from(session)
        return self._settings

    def save_settings(self, changed: dict[str, Any]) -> Settings:
        """Write some settings and return them all."""
        settings = replace(self.settings, **changed)
        values = asdict(settings)
        with self.store.write() as session:
            for key in changed:
                statement = insert(SettingRow).values(key=key, value=json.dumps(values[key]))
                session.execute(
                    statement.on_conflict_do_update(
                        index_elements=["key"], set_={"value": json.dumps(values[key])}
                    )
                )
        self._settings, self._calendar = settings, None
        return settings

    @property
    def calendar(self) -> LearnerCalendar:
        """The learner's days."""
        if self._calendar is None:
            self._calendar = LearnerCalendar(zone_of(self.settings.timezone), self.settings.rollover_hour)
        return self._calendar

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler with the learner's preferences."""
        return self.scheduler_aiming_at(self.settings.retention)

    def scheduler_aiming_at(self, retention: float) -> Scheduler:
        """The same, aiming at another recall (0-1)."""
        settings = self.settings
        preferences = Preferences(
            retention=retention,
            learning_steps=settings.learning_steps,
            relearning_steps=settings.relearning_steps,
            leech_lapses=settings.leech_lapses,
        )
        return Scheduler(self.model, self.calendar, preferences)

    @cached_property
    def device_id(self) -> str:
        """The id of this installation."""
        # Often asked for inside a write: only a home without a device needs the write lock for it.
        with self.store.read() as session:
            known = journal.known_device(session)
        if known:
            return known
        with self.store.write() as session:
            return journal.this_device(session, self.clock.now())

    def as_of(self, instant: datetime) -> Context:
        """The same store, model and settings, seen at another instant."""
        other = Context(self.home, self.store, ManualClock(instant), self._make_model)
        other._model, other._settings, other._calendar = self._model, self._settings, self._calendar
        return other

    def now(self) -> datetime:
        """The present."""
        return self.clock.now()

    def today(self) -> date:
        """The learner's day."""
        return self.calendar.day_of(self.clock.now())


def zone_of(name: str) -> tzinfo:
    """The time zone of a setting; the machine's own for an empty name, UTC where neither is known."""
    if name:
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")
    from tzlocal import get_localzone

    try:
        return get_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _settings_from(session: Session) -> Settings:
    values: dict[str, Any] = {}
    for row in session.scalars(select(SettingRow)):
        if row.key not in CHECKS:
            continue
        try:
            value = json.loads(row.value)
            CHECKS[row.key](row.key, value)
        except (ValueError, InvalidInput):
            continue
        values[row.key] = tuple(value) if isinstance(value, list) else value
    return Settings(**values)


def put_raw(session: Session, key: str, value: str) -> None:
    """Write a row of the settings table that is no setting of the learner's."""
    statement = insert(SettingRow).values(key=key, value=value)
    session.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
