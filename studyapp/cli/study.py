"""`studyapp study`, `today` and `plan`: the day's work."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp import readiness_words as words
from studyapp.cells import shortened
from studyapp.cli.opening import find_certification, opened
from studyapp.cli.printing import asked, counted, say, say_json, table, warn
from studyapp.domain.days import medium_date, weekday
from studyapp.errors import StudyappError

if TYPE_CHECKING:
    from studyapp.services.views import DayPlan, Today

SHOWN_ITEMS = 20
"""Lines of the plan that a person is shown unless they ask for more."""


class Scope(StrEnum):
    """What a session is made of."""

    TODAY = "today"
    CARDS = "cards"
    QUESTIONS = "questions"
    MORE = "more"
    TRY = "try"
    MISTAKES = "mistakes"


Cert = Annotated[str, typer.Option("--cert", metavar="CERT", help="Another certification than the goal's.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def study(
    plain: Annotated[bool, typer.Option("--plain", help="Lines of text instead of screens.")] = False,
    scope: Annotated[
        Scope,
        typer.Option(
            help="today's plan, only cards, only questions, ten minutes beyond the plan, just try five "
            "questions, or the mistakes of your notebook"
        ),
    ] = Scope.TODAY,
    cert: Cert = "",
    deck: Annotated[
        str, typer.Option("--deck", metavar="ROADMAP", help="The key terms of this roadmap instead.")
    ] = "",
) -> None:
    """Study now: in the app, or with --plain as lines of text."""
    wanted = f"deck:{deck}" if deck else str(scope)
    if not plain and sys.stdin.isatty() and sys.stdout.isatty():
        from studyapp.__main__ import run_app

        chosen = ""
        if cert:
            with opened() as services:
                chosen = find_certification(services, cert).id
        raise typer.Exit(run_app(("study", {"scope": wanted, "certification_id": chosen})))
    from studyapp.plain import PlainSession

    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        try:
            services.health.daily_backup()
        except StudyappError as error:
            warn(f"{error.title}: {error}")
        code = PlainSession(services, sys.stdin, sys.stdout).run(wanted, chosen)
    raise typer.Exit(code)


def today(json: Json = False) -> None:
    """Print what there is to do today, and why."""
    with opened() as services:
        view = services.study.today()
    if json:
        say_json(view)
    else:
        _say_today(view)


def plan(
    json: Json = False,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0, help="Items to print, 0 for all.", show_default=f"{SHOWN_ITEMS}; all with --json"
        ),
    ] = None,
    cert: Cert = "",
) -> None:
    """Print today's ranking with reasons and numbers."""
    if limit is None:
        limit = 0 if json else SHOWN_ITEMS
    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        view = services.study.plan(limit or None, chosen)
        codes = {c.id: c.code for c in services.library.certifications()}
    if json:
        say_json(view)
    else:
        _say_plan(view, codes.get(view.certification_id, view.certification_id))


def _say_today(view: Today) -> None:
    if view.goal is None:
        say("No goal yet.")
        say("Choose one with 'studyapp goal set CERT', or just try: 'studyapp study --plain --scope try'.")
        return
    code = view.certification.code if view.certification else view.goal.certification_id
    exam = "no exam date"
    if view.goal.exam_on is not None and view.days_to_exam is not None:
        exam = f"exam on {medium_date(view.goal.exam_on)}, {_days_away(view.days_to_exam)}"
    say(f"{code} · {exam}")
    done = f"{view.minutes_done:.0f} done, {counted(view.answers_today, 'answer')}"
    say(f"{view.minutes} minutes a day · {done} · streak {counted(view.streak, 'day')}")
    say()
    if view.parts:
        rows = [(part.count, part.name, f"{part.minutes:.0f} min", part.reason) for part in view.parts]
        table(rows, right=(0, 2), indent="  ")
    else:
        say("  Nothing left for today.")
    say()
    for sentence in (view.advice, *view.notices):
        if sentence:
            say(sentence)
    if view.readiness is not None:
        told = f"{words.headline(view.readiness)}, {words.evidence(view.readiness.answers)}"
        say(f"Readiness: {told}")
        if view.readiness.thin:
            say(f"  {words.thinnest(view.readiness)}")
    week = "  ".join(f"{weekday(d.day)} {'off' if d.is_break else d.due}" for d in view.week)
    say(f"Due this week: {week}")
    if view.next_on_road:
        say(f"Next on your road: {view.next_on_road}")


def _days_away(days: int) -> str:
    if days < 0:
        return f"{counted(-days, 'day')} ago"
    return "today" if days == 0 else f"in {counted(days, 'day')}"


def _fitting(planned: int) -> str:
    if not planned:
        return "nothing more fits today's minutes; worth most next:"
    return f"{counted(planned, 'item')} {'fits' if planned == 1 else 'fit'} today's minutes"


def _say_plan(view: DayPlan, code: str) -> None:
    exam = f"exam on {medium_date(view.exam_on)}" if view.exam_on else "by due dates"
    say(f"{code} · {medium_date(view.day)} · {exam} · {_fitting(view.planned)}")
    if view.advice:
        say(view.advice)
    for number, item in enumerate(view.items, 1):
        say()
        say(f"{number:>3}. {shortened(item.title, 72)}{asked(item.card_id)}")
        say(f"     {item.reason}")
        if number == view.stop_at and view.order == "exam":
            say("     -- from here on a break is as good --")
    if not view.items:
        warn("Nothing is left to plan today.")
