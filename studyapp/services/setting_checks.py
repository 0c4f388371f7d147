"""What each setting accepts: asked before a change is stored, and again of what was stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from studyapp.errors import InvalidInput
from studyapp.services.views import THEME_NAMES

LONGEST_NAME = 80
Check = Callable[[str, Any], None]
"""Raises InvalidInput with what would be accepted."""


def _refuse(name: str, value: Any, advice: str) -> InvalidInput:
    return InvalidInput(f"{name} can't be {value!r}.", advice)


def _between(least: float, most: float) -> Check:
    def check(name: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise _refuse(name, value, f"Give a number from {least:g} to {most:g}.")

    return check


def _whole(least: int, most: int) -> Check:
    def check(name: str, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _refuse(name, value, f"Give a whole number from {least} to {most}.")

    return check


def _one_of(*words: str) -> Check:
    def check(name: str, value: Any) -> None:
        if value not in words:
            raise _refuse(name, value, f"Give one of: {', '.join(words)}.")

    return check


def _truth(name: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise _refuse(name, value, "Give true or false.")


def _list_of(kind: type, value: Any) -> bool:
    # Truth values are numbers to Python, and nobody means one here.
    return isinstance(value, (list, tuple)) and all(
        isinstance(entry, kind) and not isinstance(entry, bool) for entry in value
    )


def _steps(name: str, value: Any) -> None:
    if not _list_of(int, value) or len(value) > 6 or any(not 1 <= minutes <= 1440 for minutes in value):
        raise _refuse(name, value, "Give up to six whole minutes from 1 to 1440.")
    if list(value) != sorted(value):
        raise _refuse(name, value, "Give the shortest first: a better grade must not come back sooner.")


def _time_of_day(name: str, value: Any) -> None:
    if value != "" and not (isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value)):
        raise _refuse(name, value, "Give a time such as 19:30, or nothing for none.")


def _zone(name: str, value: Any) -> None:
    if value != "" and not (isinstance(value, str) and value in available_timezones()):
        raise _refuse(name, value, "Give a name such as Europe/Rome, or nothing.")


def _paths(name: str, value: Any) -> None:
    if not _list_of(str, value):
        raise _refuse(name, value, "Give a list of folders.")


def _weekdays(name: str, value: Any) -> None:
    if not _list_of(int, value) or any(day not in range(7) for day in value) or len(set(value)) > 6:
        raise _refuse(name, value, "Give up to six weekdays, 0 for Monday to 6 for Sunday.")


def existing_folders(value: Any) -> None:
    """Refuse folders that are not there; only asked of a change, for a folder may come back."""
    for folder in value:
        try:
            found = Path(folder).expanduser().is_dir()
        except (OSError, ValueError, RuntimeError):
            found = False
        if not found:
            raise InvalidInput(f"{folder!r} is not a folder.", "Make it first, or correct the path.")


def _name(name: str, value: Any) -> None:
    if not isinstance(value, str) or len(value) > LONGEST_NAME or not (value.isprintable() or value == ""):
        raise _refuse(name, value, f"Give up to {LONGEST_NAME} letters on one line, or nothing.")


def _folder(name: str, value: Any) -> None:
    if not isinstance(value, str):
        raise _refuse(name, value, "Give a folder, or nothing for none.")


CHECKS: Mapping[str, Check] = {
    "theme": _one_of(*THEME_NAMES),
    "retention": _between(0.70, 0.97),
    "kept_retention": _between(0.70, 0.97),
    "rollover_hour": _whole(0, 23),
    "timezone": _zone,
    "new_cards_a_day": _whole(0, 9999),
    "reviews_a_day": _whole(0, 9999),
    "learning_steps": _steps,
    "relearning_steps": _steps,
    "leech_lapses": _whole(0, 99),
    "leech_action": _one_of("suspend", "flag"),
    "type_answers": _truth,
    "shuffle_options": _truth,
    "reminder_at": _time_of_day,
    "content_folders": _paths,
    "days_off": _weekdays,
    "learner_name": _name,
    "report_folder": _folder,
    "report_format": _one_of("json", "csv", "md", "html", "pdf", "xapi", "passport"),
    "report_privacy": _one_of("summary", "domains", "items"),
    "report_weekday": _whole(0, 6),
    "report_at": _time_of_day,
    "report_keep": _whole(1, 520),
    "cohort_folder": _folder,
}
