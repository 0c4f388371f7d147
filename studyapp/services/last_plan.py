"""The plans that hold while nothing is written, made when the app is left: on the screen at the next start.

Opening the store takes several times as long as the first frame. Most starts find the data as the start
before left them, so what its day's plan was, and what the next days' would be, is still the plan. They are
kept in a file beside the database, with the size and the time of the database that they were made from, and
with the instants between which each holds. A file that does not fit, or can't be read, is no plan; the one
from the store takes its place as soon as it is there.

Nothing here may import the store.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from studyapp import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studyapp.paths import Home
    from studyapp.services.views import Today


@dataclass(frozen=True, slots=True)
class LastPlan:
    """What the file says: the colours of the app, and the plan where it still holds."""

    theme: str = ""
    plan: dict[str, Any] | None = None

    def today(self) -> Today | None:
        """The plan, None where there is none that holds."""
        if self.plan is None:
            return None
        with contextlib.suppress(KeyError, TypeError, ValueError):
            return _today_from(self.plan)
        return None


@dataclass(frozen=True, slots=True)
class Kept:
    """A day's plan, and the instants between which it holds: the first included, the last not."""

    today: Today
    holds_from: datetime
    until: datetime


def keep(home: Home, plans: Iterable[Kept], theme: str) -> None:
    """Write the plans, after the store was closed."""
    data = {
        "version": __version__,
        "database": _state_of_database(home),
        "theme": theme,
        "plans": [
            {
                "from": plan.holds_from.isoformat(),
                "until": plan.until.isoformat(),
                "today": asdict(plan.today),
            }
            for plan in plans
        ],
    }
    # A plan that could not be kept costs the next start half a second, nothing else.
    with contextlib.suppress(OSError):
        beside = home.last_plan.with_suffix(".tmp")
        beside.write_text(json.dumps(data, default=str), encoding="utf-8")
        beside.replace(home.last_plan)


def read(home: Home, now: datetime) -> LastPlan:
    """What is known before the store is open."""
    try:
        data = json.loads(home.last_plan.read_text(encoding="utf-8"))
        is_of_this = data["version"] == __version__ and data["database"] == _state_of_database(home)
        holding = (
            plan["today"]
            for plan in data["plans"]
            if datetime.fromisoformat(plan["from"]) <= now < datetime.fromisoformat(plan["until"])
        )
        return LastPlan(str(data["theme"]), next(holding, None) if is_of_this else None)
    except (OSError, ValueError, KeyError, TypeError):
        return LastPlan()


def _state_of_database(home: Home) -> list[int] | None:
    """Size and time of the file; None where it can't be told, as while another process writes."""
    try:
        beside = home.database.with_name(home.database.name + "-wal")
        if beside.exists() and beside.stat().st_size:
            return None
        found = home.database.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _today_from(data: dict[str, Any]) -> Today:
    from studyapp.services.readiness_views import ReadinessLine, ThinDomain
    from studyapp.services.views import CertificationSummary, DayLoad, Goal, PlanPart, Today

    goal, summary, line = data["goal"], data["certification"], data["readiness"]
    if goal:
        goal = Goal(**(goal | {"exam_on": _day(goal["exam_on"])}))
    if summary:
        changes = {"successors": tuple(summary["successors"]), "retired_on": _day(summary["retired_on"])}
        summary = CertificationSummary(**(summary | changes))
    if line:
        line = ReadinessLine(**(line | {"thin": tuple(ThinDomain(**thin) for thin in line["thin"])}))
    return Today(
        **(
            data
            | {
                "goal": goal,
                "certification": summary,
                "readiness": line,
                "today": date.fromisoformat(data["today"]),
                "parts": tuple(PlanPart(**part) for part in data["parts"]),
                "recent": tuple(data["recent"]),
                "week": tuple(DayLoad(**(day | {"day": _day(day["day"])})) for day in data["week"]),
                "notices": tuple(data["notices"]),
            }
        )
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
