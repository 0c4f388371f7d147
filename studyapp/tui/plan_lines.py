"""How the day's plan and the week ahead stand on the screen: from views to lines, pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from studyapp.tui.actions import action
from studyapp.tui.text import clean, count, minutes, plain, sparkline

if TYPE_CHECKING:
    from studyapp.services.views import DayLoad, PlanPart, Today

LABEL_WIDTH = 12
"""Columns of what a fact is called, with the gap behind it."""
ROOMY = 66
"""Columns from which on the reason stands beside its line, not under it."""


def greeting(now: datetime) -> str:
    """By the hour of the learner's clock."""
    if now.hour < 4 or now.hour >= 18:
        return "Good evening"
    return "Good morning" if now.hour < 12 else "Good afternoon"


def first_line(today: Today, now: datetime, width: int) -> Content:
    """Greeting and minutes on the left, the streak on the right where there is room."""
    done = f", {minutes(today.minutes_done)} done" if today.minutes_done >= 1 else ""
    left = Content(f"{greeting(now)}." + (f" {minutes(today.minutes)} today{done}" if today.goal else ""))
    if today.streak:
        right = f"{today.streak} {'day' if today.streak == 1 else 'days'} in a row  {sparkline(today.recent)}"
    else:
        right = sparkline(today.recent) if any(today.recent) else ""
    space = width - left.cell_length - len(right)
    return left if space < 2 or not right else left + Content(" " * space) + Content.styled(right, "$dim")


def plan(parts: Sequence[PlanPart], width: int, with_reasons: bool = True) -> Content:
    """One line for each part: how many, about how long, and why; lines are few on a low terminal."""
    numbers = max((len(str(part.count)) for part in parts), default=0)
    names = max((len(clean(part.name)) for part in parts), default=0)
    times = max((len(minutes(part.minutes)) for part in parts), default=0)
    indent = numbers + 1
    lines: list[Content] = []
    for part in parts:
        head = Content.assemble(
            (f"{part.count:>{numbers}} ", "bold $ink"), plain(f"{part.name:<{names}}", "$ink"),
            (f"   {minutes(part.minutes):>{times}}", "$foreground"),
        )  # fmt: skip
        if not with_reasons:
            lines.append(head.truncate(width))
        elif width >= ROOMY:
            column = indent + names + 3 + times + 3
            wrapped = plain(part.reason, "$dim", keep_lines=False).wrap(max(20, width - column))
            lines.append(head + Content("   ") + wrapped[0] if wrapped else head)
            lines += [piece.pad_left(column) for piece in wrapped[1:]]
        else:
            lines.append(head)
            reason = plain(part.reason, "$dim", keep_lines=False).wrap(max(10, width - indent))
            lines += [piece.pad_left(indent) for piece in reason]
    return Content("\n").join(lines)


def start_line(label: str, key: str, width: int) -> Content:
    """The one thing to do now, with its key at the right."""
    space = max(1, width - len(label) - len(key) - 3)
    return Content.assemble(("▌ ", "$accent"), label, " " * space, (key, "$accent"), " ")


def still_due(number: int) -> str:
    """What is due today beyond the day's minutes, more than 0, and what changes that."""
    verb = "is" if number == 1 else "are"
    key = action("today.goal").shown_key
    return f"{number} more {verb} due beyond today's minutes; {key} on Today changes them."


def fact(label: str, told: Content, width: int) -> Content:
    """A fact behind its label; what does not fit goes on under it, not under the label."""
    first, *rest = told.wrap(max(20, width - LABEL_WIDTH)) or [Content("")]
    head = Content.styled(f"{label:<{LABEL_WIDTH}}", "$dim") + first
    return Content("\n").join([head, *(part.pad_left(LABEL_WIDTH) for part in rest)])


def week_line(week: Sequence[DayLoad]) -> Content:
    """The seven days in one line: weekday and how many; a day off says so."""
    from studyapp.domain.days import weekday  # the first frame does without

    return Content("  ").join(
        Content.assemble((weekday(day.day), "$dim"), " ", "off" if day.is_break else str(day.due))
        for day in week
    )


def week_bars(week: Sequence[DayLoad], width: int) -> Content:
    """The seven days as lines with bars, for the second column."""
    from studyapp.domain.days import weekday  # the first frame does without

    top = max((day.due for day in week), default=0) or 1
    numbers = max((len(str(day.due)) for day in week), default=1)
    lines = []
    for day in week:
        load = "off" if day.is_break else f"{day.due:>{numbers}}"
        drawn = "" if day.is_break else "━" * round(day.due / top * width)
        lines.append(Content.assemble((weekday(day.day), "$dim"), f"  {load}  ", (drawn, "$accent")))
    return Content("\n").join(lines)


def countdown(today: Today) -> str:
    """The header's fact: which exam, and how far away it is."""
    code = clean(today.certification.code, keep_lines=False) if today.certification else ""
    if today.goal is None or not code:
        return ""
    days = today.days_to_exam
    if days is None:
        return f"{code} · no exam date"
    if days == 0:
        return f"{code} · exam today"
    if days < 0:
        return f"{code} · exam was {count(-days, 'day')} ago"
    return f"{code} · exam in {count(days, 'day')}"
