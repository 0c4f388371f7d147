"""`studyapp progress`: what has been done, and what is ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli import sharing
from studyapp.cli.opening import find_certification, opened
from studyapp.cli.printing import bar, counted, say, say_json, table
from studyapp.domain.days import weekday

if TYPE_CHECKING:
    from studyapp.services.views import Progress

FORECAST_DAYS = 7

app = typer.Typer(help="What has been done, and what is ahead; and handing it over.")
app.command("export")(sharing.export)
app.command("verify")(sharing.verify)
app.command("deliver")(sharing.deliver)
app.command("report")(sharing.report)
app.command("schema")(sharing.schema)


@app.callback(invoke_without_command=True)
def progress(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    cert: Annotated[str, typer.Option("--cert", metavar="CERT", help="Domains of this one.")] = "",
) -> None:
    """Print streak, retention, what is due, and mastery by domain."""
    if ctx.invoked_subcommand is not None:
        return
    with opened() as services:
        chosen = find_certification(services, cert).id if cert else ""
        view = services.progress.overview(chosen)
    if json:
        say_json(view)
    else:
        _say_progress(view)


def _say_progress(view: Progress) -> None:
    say(f"{counted(view.total_answers, 'answer')} in {_hours(view.total_minutes)}")
    say(f"Streak: {counted(view.streak, 'day')}, longest {counted(view.longest_streak, 'day')}")
    if not view.total_answers:
        say("Nothing answered yet. Begin with 'studyapp study'.")
    say()
    say(f"Recalled in reviews (you aim at {view.target_retention:.0%})")
    rows = [
        (r.name, f"{r.recalled / r.reviews:.0%}" if r.reviews else "-", f"{r.recalled} of {r.reviews}")
        for r in view.retention
    ]
    table(rows, right=(1, 2), indent="  ")
    say()
    say("Due")
    top = max((load.due for load in view.forecast[:FORECAST_DAYS]), default=0) or 1
    table(
        (
            (
                weekday(d.day),
                d.day.isoformat(),
                d.due,
                bar(d.due / top),
                "day off" if d.is_break else "",
            )
            for d in view.forecast[:FORECAST_DAYS]
        ),
        right=(2,),
        indent="  ",
    )
    if view.domains:
        say()
        say(f"{view.certification_code}: mean recall over all items of a domain")
        table(
            (
                (d.domain_id, d.name, bar(d.mastery, 10), f"{d.mastery:.0%}", f"{d.seen} of {d.items} met")
                for d in view.domains
            ),
            right=(3, 4),
            indent="  ",
        )


def _hours(minutes: float) -> str:
    return f"{minutes / 60:.1f} hours" if minutes >= 90 else counted(round(minutes), "minute")
