"""Settings: read, validate, change."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from studyapp.errors import InvalidInput
from studyapp.services.context import Context
from studyapp.services.views import THEME_NAMES, Aspect, Changes, Settings


class SettingsService:
    """The learner's settings."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self) -> Settings:
        """All settings."""
        return self._context.settings

    def update(self, **changed: Any) -> Changes:
        """Change some settings; raises InvalidInput with what would be accepted."""
        known = {field.name for field in fields(Settings)}
        for name, value in changed.items():
            if name not in known:
                raise InvalidInput(f"There is no setting {name}.", f"Known: {', '.join(sorted(known))}.")
            check = _CHECKS.get(name)
            if check is not None:
                check(name, value)
        self._context.save_settings({k: tuple(v) if isinstance(v, list) else v for k, v in changed.items()})
        return frozenset({Aspect.SETTINGS, Aspect.PLAN})


def _between(least: float, most: float) -> Callable[[str, Any], None]:
    def check(name: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise InvalidInput(f"{name} can't be {value!r}.", f"Give a number from {least:g} to {most:g}.")

    return check


def _one_of(*words: str) -> Callable[[str, Any], None]:
    def check(name: str, value: Any) -> None:
        if value not in words:
            raise InvalidInput(f"{name} can't be {value!r}.", f"Give one of: {', '.join(words)}.")

    return check


def _truth(name: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise InvalidInput(f"{name} can't be {value!r}.", "Give true or false.")


def _steps(name: str, value: Any) -> None:
    steps = list(value) if isinstance(value, (list, tuple)) else None
    sound = steps is not None and len(steps) <= 6
    if not sound or any(
        isinstance(m, bool) or not isinstance(m, int) or not 1 <= m <= 1440 for m in steps or ()
    ):
        raise InvalidInput(f"{name} can't be {value!r}.", "Give up to six whole minutes from 1 to 1440.")


def _time_of_day(name: str, value: Any) -> None:
    if value != "" and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value)):
        raise InvalidInput(f"{name} can't be {value!r}.", "Give a time such as 19:30, or nothing for none.")


def _zone(name: str, value: Any) -> None:
    if value != "" and value not in available_timezones():
        raise InvalidInput(f"{name} can't be {value!r}.", "Give a name such as Europe/Rome, or nothing.")


def _folders(name: str, value: Any) -> None:
    for folder in value:
        if not Path(folder).expanduser().is_dir():
            raise InvalidInput(f"{folder} is not a folder.", "Make it first, or correct the path.")


def _weekdays(name: str, value: Any) -> None:
    if any(day not in range(7) for day in value) or len(set(value)) > 6:
        raise InvalidInput(
            f"{name} can't be {value!r}.", "Give up to six weekdays, 0 for Monday to 6 for Sunday."
        )


_CHECKS: Mapping[str, Callable[[str, Any], None]] = {
    "theme": _one_of(*THEME_NAMES),
    "retention": _between(0.70, 0.97),
    "rollover_hour": _between(0, 23),
    "timezone": _zone,
    "new_cards_a_day": _between(0, 9999),
    "reviews_a_day": _between(0, 9999),
    "learning_steps": _steps,
    "relearning_steps": _steps,
    "leech_lapses": _between(0, 99),
    "leech_action": _one_of("suspend", "flag"),
    "type_answers": _truth,
    "shuffle_options": _truth,
    "reminder_at": _time_of_day,
    "content_folders": _folders,
    "days_off": _weekdays,
}
