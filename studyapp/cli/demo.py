"""`studyapp demo`: a second home with a simulated learner's history."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studyapp.cli.opening import parse_day, progress_line
from studyapp.cli.printing import counted, say
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput
from studyapp.paths import Home, demo_home

if TYPE_CHECKING:
    from studyapp.clock import ManualClock
    from studyapp.services.demo.making import DemoPlan, DemoReport
    from studyapp.services.facade import Services

MARKER = "demo.json"
"""Says that a home was made here, and from what; a home without it is never emptied."""
BACKED_UP_TO_BYTES = 100_000_000
LEAST_TO_SIT = 30
"""Days of history from which on the learner sits mock exams at its end."""


def demo(
    days: Annotated[int, typer.Option(help="Days of history.")] = 180,
    items: Annotated[int, typer.Option(help="Questions and terms that the learner has met.")] = 1_000,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal histories.")] = 1,
    exam: Annotated[str, typer.Option(metavar="DATE", help="Day of the exam, or none.")] = "",
    today: Annotated[str, typer.Option(metavar="DATE", help="The day after the history.")] = "",
    away: Annotated[int, typer.Option(help="Days without study before today: a backlog.")] = 0,
    reset: Annotated[bool, typer.Option("--reset", help="Make it anew if it is there already.")] = False,
    run: Annotated[
        bool | None, typer.Option("--run/--no-run", help="Open the app on it; yes on a terminal.")
    ] = None,
) -> None:
    """Try the app with a simulated learner's data.

    They live in a home of their own beside yours, which is not touched. Where the shipped banks have
    fewer items, synthetic ones are added.
    """
    home = demo_home()
    if reset or not _is_complete(home):
        _empty(home)
        _make(home, days, items, seed, exam, today, away)
    else:
        say(f"The demo is there already: {home.root}. Make it anew with --reset.")
    if run is None:
        run = sys.stdin.isatty() and sys.stdout.isatty()
    if run:
        from studyapp.__main__ import run_app

        os.environ["STUDYAPP_HOME"] = str(home.root)
        raise typer.Exit(run_app())
    say(f"Look at it with: studyapp --home {home.root}")


def _make(home: Home, days: int, items: int, seed: int, exam: str, today: str, away: int) -> None:
    from studyapp.bootstrap import connect
    from studyapp.clock import ManualClock, SystemClock
    from studyapp.services.demo.making import DAYS_TO_EXAM, DemoPlan, check_plan

    given = parse_day(today) if today else None
    first = given or date.today()  # noqa: DTZ011  only to refuse a bad plan before anything is made
    exam_on = parse_day(exam) if exam else first + timedelta(days=DAYS_TO_EXAM)
    check_plan(DemoPlan(first, days, items, seed, exam_on, away))
    started = time.perf_counter()
    clock = ManualClock(SystemClock().now())
    home.root.mkdir(parents=True, exist_ok=True)
    _mark(home, None, None)
    services = connect(home, clock)
    try:
        present = given or services.context.today()
        if not exam:
            exam_on = present + timedelta(days=DAYS_TO_EXAM)
        plan = DemoPlan(present, days, items, seed, exam_on, away)
        # Content is then first seen when the history begins, whenever this runs.
        clock.set(services.context.calendar.start_of(present - timedelta(days=days)))
        report = _history(services, clock, plan)
        clock.set(SystemClock().now())
        if home.database.stat().st_size <= BACKED_UP_TO_BYTES:
            services.health.daily_backup()
        services.leave(most_ahead=1)
    finally:
        services.close()
    _mark(home, plan, report)
    _say_report(home, plan, report, time.perf_counter() - started)


def _history(services: Services, clock: ManualClock, plan: DemoPlan) -> DemoReport:
    """All of it; a learner who was not away has sat a few mock exams of late."""
    from studyapp.services.demo.lately import DAYS, live_lately
    from studyapp.services.demo.making import GOAL_ID, make_demo

    def tell(what: str, done: int, of: int) -> None:
        progress_line(what)(done, of)

    if plan.away or plan.days < LEAST_TO_SIT:
        return make_demo(services, plan, tell)
    before = replace(plan, today=plan.today - timedelta(days=DAYS), days=plan.days - DAYS)
    report = make_demo(services, before, tell)
    lived = live_lately(services, clock, GOAL_ID, plan.today, plan.seed, tell)
    return replace(
        report,
        answers=report.answers + lived.answers,
        days_studied=report.days_studied + lived.days,
        exams=lived.exams,
    )


def _say_report(home: Home, plan: DemoPlan, report: DemoReport, seconds: float) -> None:
    say(f"A learner who studied on {counted(report.days_studied, 'day')} up to {medium_date(plan.today)}:")
    size = home.database.stat().st_size / 1e6
    say(
        f"{counted(report.answers, 'answer')} on {counted(report.cards, 'card')}, "
        f"{report.synthetic_items:,} of {counted(report.items, 'item')} synthetic"
    )
    if report.exams:
        say(f"{counted(report.exams, 'mock exam')} sat in the last days")
    say(f"{home.database} ({size:.0f} MB), made in {seconds:.1f} s")


def _mark(home: Home, plan: DemoPlan | None, report: DemoReport | None) -> None:
    content: dict[str, Any] = {"complete": plan is not None}
    for name, part in (("plan", plan), ("report", report)):
        content[name] = asdict(part) if part is not None else None
    (home.root / MARKER).write_text(json.dumps(content, indent=2, default=date.isoformat), encoding="utf-8")


def _is_complete(home: Home) -> bool:
    try:
        content = json.loads((home.root / MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(content.get("complete")) and home.database.exists()


def _empty(home: Home) -> None:
    """Remove what an earlier demo made, and nothing else; raises InvalidInput for anybody's real home."""
    if home.database.exists() and not (home.root / MARKER).exists():
        raise InvalidInput(
            f"{home.root} holds data that no demo made.", "Move it away, or choose another home with --home."
        )
    for suffix in ("", "-wal", "-shm"):
        home.database.with_name(home.database.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(home.backups, ignore_errors=True)
    for bank in (home.content / "question_banks").glob("synthetic-*"):
        shutil.rmtree(bank, ignore_errors=True)
    (home.root / MARKER).unlink(missing_ok=True)
