"""The weekly report: into a folder, at a time, in a form that the learner chose. Nothing is ever sent.

When the last report was written is a row of the store; whether one is due is computed when it is asked. So it
does not matter which program asks, or when: one that was missed is made up for at the next occasion.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from studyapp.services.views import Settings

REPORTS_KEY = "weekly_reports"


@dataclass(frozen=True, slots=True)
class Reports:
    """What was written so far: when the last time, and which files are still ours to rotate."""

    last_at: datetime | None = None
    paths: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Reports:
        """From the row of the store; whatever can't be read counts as nothing."""
        try:
            said = json.loads(text or "{}")
            last = datetime.fromisoformat(said["last_at"])
            return cls(last, tuple(str(path) for path in said["paths"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def text(self) -> str:
        """For the row of the store."""
        last = self.last_at.isoformat() if self.last_at else ""
        return json.dumps({"last_at": last, "paths": list(self.paths)})


def last_due(settings: Settings, local_now: datetime) -> datetime:
    """The newest moment up to now that the learner's weekday and time name, in their own time zone."""
    hour, _, minute = (settings.report_at or "00:00").partition(":")
    back = (local_now.weekday() - settings.report_weekday) % 7
    day = local_now.date() - timedelta(days=back)
    due = datetime.combine(day, time(int(hour), int(minute)), local_now.tzinfo)
    return (
        due if due <= local_now else datetime.combine(day - timedelta(days=7), due.time(), local_now.tzinfo)
    )


def is_due(settings: Settings, reports: Reports, local_now: datetime) -> bool:
    """Whether a report has to be written; the first one is, at once, so that one sees that it works."""
    if not settings.report_folder:
        return False
    return reports.last_at is None or reports.last_at < last_due(settings, local_now)


def free_path(path: Path) -> Path:
    """The path, or one with a number where a file is there already."""
    stem, dot, endings = path.name.partition(".")
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{stem}-{number}{dot}{endings}")
        number += 1
    return found


def rotated(paths: Sequence[str], keep: int) -> tuple[str, ...]:
    """Remove the oldest of our own reports beyond `keep`, no other file; returns those that stay."""
    for path in paths[:-keep]:
        with contextlib.suppress(OSError):
            Path(path).unlink()
    return tuple(paths[-keep:])
