"""What can be set: the words of each setting, and the way between its value and what a person types.

Whether a value is sound is the services' word (`SettingsService.update`); here it is only read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studyapp.domain.days import WEEKDAYS, weekday_of
from studyapp.services.views import THEME_NAMES, Settings
from studyapp.tui.text import count

THEME_WORDS = {
    "studyapp-dark": "dark",
    "studyapp-light": "light",
    "studyapp-contrast": "high contrast",
    "studyapp-safe": "colour-blind safe",
}


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting. With `choices`, enter goes to the next one; else it opens a field to type in."""

    name: str
    title: str
    about: str
    show: Callable[[Any], str]
    read: Callable[[str], Any]
    choices: tuple[Any, ...] = ()
    example: str = ""
    edit: Callable[[Any], str] | None = None

    def typed(self, value: Any) -> str:
        """The value as it stands in the field when editing begins."""
        return (self.edit or self.show)(value)


def _text(value: Any) -> str:
    return str(value)


def _whole(text: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        raise ValueError("Type a whole number.") from None


def _share(text: str) -> float:
    typed = text.strip().rstrip("%").strip().replace(",", ".")
    try:
        value = float(typed)
    except ValueError:
        raise ValueError("Type a percentage such as 90.") from None
    return round(value / 100 if value > 1 else value, 4)


def _steps(text: str) -> tuple[int, ...]:
    parts = text.replace(",", " ").replace("min", " ").split()
    try:
        return tuple(int(part) for part in parts)
    except ValueError:
        raise ValueError("Type whole minutes with spaces between, such as 1 10.") from None


def _days(text: str) -> tuple[int, ...]:
    try:
        return tuple(sorted({weekday_of(word) for word in text.replace(",", " ").split()}))
    except ValueError:
        raise ValueError("Type weekdays such as Sa Su, or nothing for none.") from None


def _weekday(text: str) -> int:
    found = _days(text)
    if len(found) != 1:
        raise ValueError("Type one weekday, such as Su.")
    return found[0]


def _folders(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _steps_shown(value: tuple[int, ...]) -> str:
    return ", ".join(f"{step} min" for step in value) or "none"


FIELDS: tuple[SettingField, ...] = (
    SettingField(
        "theme",
        "Theme",
        "Dark, light, high contrast, or colours that stay apart for colour-blind eyes. No meaning is said "
        "by colour alone in any of them.",
        lambda value: THEME_WORDS.get(value, value),
        str.strip,
        choices=THEME_NAMES,
    ),
    SettingField(
        "type_answers",
        "Type the answer",
        "On cards that ask for a term, type it before you see it. Slower, and remembered better.",
        lambda value: "yes" if value else "no",
        bool,
        choices=(False, True),
    ),
    SettingField(
        "shuffle_options",
        "Shuffle options",
        "Show a question's options in a new order each time, so that you learn the answer, not its place.",
        lambda value: "yes" if value else "no",
        bool,
        choices=(True, False),
    ),
    SettingField(
        "retention",
        "Recall to aim at",
        "The chance to remember an item at the moment when it comes back. Higher means more reviews: from "
        "90 to 95 % is almost twice the work.",
        lambda value: f"{value * 100:g} %",
        _share,
        example="70 to 97, in percent",
    ),
    SettingField(
        "kept_retention",
        "Recall after a pass",
        "The recall to aim at for a certification that you passed or hold: lower means fewer reviews. It "
        "counts until the certification ends, or until you aim at its exam again.",
        lambda value: f"{value * 100:g} %",
        _share,
        example="70 to 97, in percent",
    ),
    SettingField(
        "new_cards_a_day",
        "New cards a day",
        "Without an exam date: at most so many items are met for the first time on one day. Each costs about "
        "ten reviews in the months that follow. With a date, the minutes decide.",
        _text,
        _whole,
        example="0 to 9999",
    ),
    SettingField(
        "reviews_a_day",
        "Reviews a day",
        "Without an exam date: at most so many items come back on one day. What is left over waits, most "
        "nearly forgotten first.",
        _text,
        _whole,
        example="0 to 9999",
    ),
    SettingField(
        "learning_steps",
        "First steps",
        "Minutes after which a new card comes back on its first day, before its intervals grow to days.",
        _steps_shown,
        _steps,
        example="minutes, such as 1 10",
        edit=lambda value: " ".join(map(str, value)),
    ),
    SettingField(
        "relearning_steps",
        "Steps after forgetting",
        "Minutes after which a card comes back when you had forgotten it.",
        _steps_shown,
        _steps,
        example="minutes, such as 10",
        edit=lambda value: " ".join(map(str, value)),
    ),
    SettingField(
        "leech_lapses",
        "Too often forgotten",
        "A card that you forget so many times costs more than it gives; it should be rewritten or rest.",
        lambda value: f"after {count(value, 'time')}" if value else "never",
        _whole,
        example="0 to 99; 0 is never",
        edit=_text,
    ),
    SettingField(
        "leech_action",
        "Then",
        "What happens with a card that was forgotten too often: it rests until you resume it, or it only "
        "gets a flag.",
        lambda value: {"suspend": "let it rest", "flag": "only flag it"}.get(value, value),
        str.strip,
        choices=("suspend", "flag"),
    ),
    SettingField(
        "days_off",
        "Weekdays off",
        "These weekdays do not break your streak and are marked off in the days ahead. Today's plan still "
        "stands on them, should you want to study.",
        lambda value: " ".join(WEEKDAYS[day][:2] for day in value) or "none",
        _days,
        example="such as Sa Su, or nothing",
        edit=lambda value: " ".join(WEEKDAYS[day][:2] for day in value),
    ),
    SettingField(
        "reminder_at",
        "Reminder",
        "While studyapp is open, a line reminds you at this time of what is due.",
        lambda value: value or "none",
        str.strip,
        example="a time such as 19:30, or nothing",
        edit=_text,
    ),
    SettingField(
        "rollover_hour",
        "A new day begins at",
        "An answer before this hour still counts for the evening before.",
        lambda value: f"{value:02d}:00",
        lambda text: _whole(text.partition(":")[0]),
        example="an hour, 0 to 23",
        edit=_text,
    ),
    SettingField(
        "timezone",
        "Time zone",
        "Where your days begin and end. Nothing means the computer's own.",
        lambda value: value or "the computer's",
        str.strip,
        example="such as Europe/Rome, or nothing",
        edit=_text,
    ),
    SettingField(
        "content_folders",
        "Your content folders",
        "Folders with banks and roadmaps of your own, read beside those that come with studyapp.",
        lambda value: "; ".join(value) or "none",
        _folders,
        example="paths, with ; between them",
        edit="; ".join,
    ),
    SettingField(
        "learner_name",
        "Your name",
        "Stands in what you hand to a mentor, and nowhere else. Leave it empty to hand over no name.",
        lambda value: value or "none",
        str.strip,
        example="what your mentor calls you, or nothing",
        edit=_text,
    ),
    SettingField(
        "report_folder",
        "Weekly report goes to",
        "A folder into which your progress is written once a week, for instance one that you share with a "
        "mentor. Nothing is ever sent.",
        lambda value: value or "nowhere",
        str.strip,
        example="a folder, or nothing for no report",
        edit=_text,
    ),
    SettingField(
        "report_format",
        "Weekly report as",
        "A passport is signed, so that a mentor can tell it from an edited file; the others are for reading "
        "or for other programs.",
        _text,
        str.strip,
        choices=("passport", "json", "html", "pdf", "md", "csv", "xapi"),
    ),
    SettingField(
        "report_privacy",
        "Weekly report holds",
        "The summary alone, or also each domain, or also your first answer to every question.",
        _text,
        str.strip,
        choices=("summary", "domains", "items"),
    ),
    SettingField(
        "report_weekday",
        "Weekly report on",
        "The weekday. When the computer was off then, the report is made up for at the next start.",
        lambda value: WEEKDAYS[value],
        _weekday,
        choices=tuple(range(7)),
    ),
    SettingField(
        "report_at",
        "Weekly report at",
        "The time of day from which on it is written.",
        lambda value: value or "any time",
        str.strip,
        example="a time such as 18:00",
        edit=_text,
    ),
    SettingField(
        "report_keep",
        "Weekly reports kept",
        "So many reports stay in the folder; the oldest goes when a new one comes.",
        _text,
        _whole,
        example="1 to 520",
        edit=_text,
    ),
    SettingField(
        "cohort_folder",
        "Folder of your learners",
        "For mentors: the folder into which learners put their exports. It is looked at while the cohort is "
        "on screen; nothing in it is ever changed.",
        lambda value: value or "none",
        str.strip,
        example="a folder, or nothing",
        edit=_text,
    ),
)
"""In the order of the screen: what is changed most stands first."""


def first_value(field: SettingField) -> Any:
    """What the setting is when nobody changed it."""
    return getattr(Settings(), field.name)
