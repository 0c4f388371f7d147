"""`studyapp cert record`: exams booked, passed and failed, certifications held, steps waived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.opening import find_certification, opened, parse_day
from studyapp.cli.printing import say, say_json
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.domain.records import Record

Cert = Annotated[str, typer.Argument(metavar="CERT", help="Id or code, such as aif-c01.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
What = Annotated[str, typer.Argument(metavar="WHAT", help="booked, passed, failed, held or waived.")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="Day of it, such as 2026-12-31; today.")]
Score = Annotated[float | None, typer.Option("--score", metavar="N", help="Score of the exam.")]
Expires = Annotated[
    str, typer.Option("--expires", metavar="DATE", help="Last day, or none; reckoned from the facts.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is waived, or a note.")]


def record(
    cert: Cert,
    what: What,
    on: On = "",
    score: Score = None,
    expires: Expires = "",
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Record what happened: an exam booked, passed or failed, a certification held, a step waived."""
    from studyapp.domain.lifecycle import opens_after
    from studyapp.domain.records import RecordKind

    kinds = [kind for kind in RecordKind if kind is not RecordKind.SKIPPED]
    if what not in kinds:
        raise InvalidInput(f"{what[:40]!r} can't be recorded.", f"Write one of: {', '.join(kinds)}.")
    with opened() as services:
        certification = find_certification(services, cert)
        before = services.library.certification(certification.id).goal
        services.records.put(
            certification.id,
            RecordKind(what),
            parse_day(on) if on else None,
            score=score,
            expires_on=parse_day(expires) if expires else None,
            never_expires=expires.casefold() == "none",
            reason=reason,
        )
        newest = services.records.all(certification.id)[-1]
        detail = services.library.certification(certification.id)
        goal = services.goals.current()
    if json:
        say_json(detail)
        return
    say(f"{certification.code}: {record_line(newest)}")
    if newest.kind is RecordKind.BOOKED and goal is not None:
        moved = before.exam_on if before else None
        was = f" (before: {medium_date(moved)})" if moved and moved != newest.on else ""
        say(f"Your goal aims at that day now{was}, with {goal.minutes_a_day} minutes a day.")
        opens = opens_after(detail.certification, newest.on)
        if opens is not None:
            say(f"The standard exam opens on {medium_date(opens)}; before that it is a beta or not open.")
    if newest.kind is RecordKind.PASSED:
        say("It goes on being remembered, with fewer reviews than before.")


def list_records(
    cert: Annotated[str, typer.Argument(metavar="[CERT]", help="Only of this one.")] = "", json: Json = False
) -> None:
    """List what is recorded, oldest first."""
    with opened() as services:
        codes = {c.id: c.code for c in services.library.certifications()}
        found = services.records.all(find_certification(services, cert).id if cert else "")
    if json:
        say_json(found)
        return
    for entry in found:
        say(f"{codes.get(entry.subject, entry.subject)}: {record_line(entry)}")
    if not found:
        say("Nothing is recorded yet. 'studyapp cert record CERT passed' records a pass.")


def undo(cert: Cert) -> None:
    """Take back the newest record of a certification, and what it did to your goal."""
    with opened() as services:
        certification = find_certification(services, cert)
        taken = services.records.undo(certification.id)
    say(f"Taken back: {certification.code}: {record_line(taken)}")


def record_line(entry: Record) -> str:
    """`passed on 3 May 2026, score 812, until 3 May 2029`."""
    parts = [f"{entry.kind} {'since' if entry.kind == 'held' else 'on'} {medium_date(entry.on)}"]
    if entry.kind == "booked":
        parts = [f"booked for {medium_date(entry.on)}"]
    if entry.score is not None:
        parts.append(f"score {entry.score:g}")
    if entry.expires_on is not None:
        parts.append(f"until {medium_date(entry.expires_on)}")
    if entry.reason:
        parts.append(entry.reason)
    return ", ".join(parts)
