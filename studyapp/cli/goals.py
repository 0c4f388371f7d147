"""`studyapp goal`: what the learner aims at."""

from __future__ import annotations

from typing import Annotated

import typer

from studyapp.cli.opening import find_certification, opened, parse_day
from studyapp.cli.printing import say, say_json, table
from studyapp.domain.days import medium_date
from studyapp.errors import NotFound

app = typer.Typer(help="What you aim at: certification, exam date, minutes a day.", no_args_is_help=True)

Certification = Annotated[str, typer.Argument(metavar="CERT", help="Id or code, such as aif-c01.")]


@app.command("set")
def set_goal(
    cert: Certification,
    exam: Annotated[
        str, typer.Option(metavar="DATE", help="Day of the exam, such as 2026-12-31, or none.")
    ] = "",
    minutes: Annotated[
        int | None, typer.Option(metavar="N", help="Minutes a day.", show_default="20")
    ] = None,
    roadmap: Annotated[str, typer.Option(metavar="ID", help="Follow this roadmap, too.")] = "",
) -> None:
    """Make or change a goal and put it first; what is not given stays as it was."""
    from studyapp.services.views import Goal

    with opened() as services:
        certification = find_certification(services, cert)
        before = next((g for g in services.goals.all() if g.certification_id == certification.id), None)
        old = before or Goal(certification.id, None, 20)
        if roadmap:
            services.roadmaps.follow(roadmap)
        goal = Goal(
            certification.id,
            parse_day(exam) if exam else old.exam_on,
            old.minutes_a_day if minutes is None else minutes,
            roadmap or old.roadmap_id,
        )
        services.goals.set(goal)
        advice = services.goals.advice(goal)
    when = f"exam on {medium_date(goal.exam_on)}" if goal.exam_on else "no exam date"
    say(f"Goal: {certification.code} {certification.name} · {when} · {goal.minutes_a_day} minutes a day")
    if advice:
        say(advice)
    if not certification.has_bank:
        say("There are no questions or terms for it yet.")


@app.command("list")
def list_goals(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the goals, the one in focus first."""
    with opened() as services:
        goals = services.goals.all()
        codes = {c.id: c.code for c in services.library.certifications()}
    if json:
        say_json(goals)
    elif goals:
        table(
            (
                codes.get(goal.certification_id, goal.certification_id),
                medium_date(goal.exam_on) if goal.exam_on else "no date",
                f"{goal.minutes_a_day} min a day",
                goal.roadmap_id,
            )
            for goal in goals
        )
    else:
        say("No goal yet. Choose one with 'studyapp goal set CERT'.")


@app.command("remove")
def remove_goal(cert: Certification) -> None:
    """Give up a goal; what was learned stays."""
    with opened() as services:
        held = {goal.certification_id for goal in services.goals.all()}
        # A goal may outlive its certification's files, so its own id must do.
        chosen = cert if cert in held else find_certification(services, cert).id
        if chosen not in held:
            raise NotFound(f"{cert} is no goal of yours.", "See 'studyapp goal list'.")
        services.goals.remove(chosen)
    say(f"{chosen} is no goal any more. What you learned stays.")
