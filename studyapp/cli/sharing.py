"""`studyapp progress export`: hand over what you choose; and the key that signs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.opening import find_certification, opened, parse_day, progress_line
from studyapp.cli.printing import counted, plain_data, say, say_json, table
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.export.view import Format, Privacy
    from studyapp.services.cohort.checking import Checked
    from studyapp.services.facade import Services
    from studyapp.services.sharing.request import Request

FORMATS = ("json", "csv", "md", "html", "pdf", "xapi", "passport")
LEVELS = ("summary", "domains", "items")


def export(
    kind: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
    ] = "json",
    cert: Annotated[
        list[str] | None, typer.Option("--cert", metavar="CERT", help="Only these; once for each.")
    ] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Leave out days and answers before.")
    ] = "",
    privacy: Annotated[
        str, typer.Option("--privacy", metavar="LEVEL", help=f"How much: {', '.join(LEVELS)}.")
    ] = "domains",
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="File or folder; - prints it.")
    ] = "",
    badge: Annotated[bool, typer.Option("--badge", help="With a passport: a badge beside it.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would leave this machine.")
    ] = False,
) -> None:
    """Write your progress to a file of your own, for a mentor or for another program.

    Nothing is sent anywhere. A passport is signed, so that an edited file can be told from a genuine one.
    """
    chosen_kind, level = _format(kind), _privacy(privacy)
    if output.endswith(("/", os.sep)) and not Path(output).expanduser().is_dir():
        raise InvalidInput(f"There is no folder {output[:200]}", "Make it first, or name a file.")
    with opened() as services:
        request = _request(services, level, cert or [], since)
        if dry_run:
            _say_preview(services, request, chosen_kind)
        elif output == "-":
            sys.stdout.flush()
            content = services.sharing.content(services.sharing.gather(request), chosen_kind)
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            target = Path(output).expanduser() if output else None
            written = services.sharing.write(request, chosen_kind, target, badge=badge, overwrite=overwrite)
            say(f"{written.path} ({_size(written.size)})")
            for other in written.others:
                say(str(other))


def _say_preview(services: Services, request: Request, kind: Format) -> None:
    preview = services.sharing.preview(request, kind)
    say(f"{preview.name} would hold:")
    table(((line.part, line.what) for line in preview.lines if line.leaves), indent="  ")
    stays = [line.part for line in preview.lines if not line.leaves]
    say(f"Stays here: {', '.join(stays)}.")


def _request(services: Services, level: Privacy, certs: list[str], since: str) -> Request:
    from studyapp.services.sharing.request import Request

    ids = tuple(find_certification(services, cert).id for cert in certs)
    return Request(level, tuple(dict.fromkeys(ids)), parse_day(since) if since else None)


def _format(text: str) -> Format:
    from studyapp.export.view import Format

    if text not in FORMATS:
        raise InvalidInput(f"There is no format {text[:40]!r}.", f"Give one of: {', '.join(FORMATS)}.")
    return Format(text)


def _privacy(text: str) -> Privacy:
    from studyapp.export.view import Privacy

    if text not in LEVELS:
        raise InvalidInput(f"There is no level {text[:40]!r}.", f"Give one of: {', '.join(LEVELS)}.")
    return Privacy(text)


def _size(size: int) -> str:
    return counted(size, "byte") if size < 1000 else f"{size / 1000:.0f} kB"


def deliver(
    url: Annotated[str, typer.Argument(metavar="URL", help="The store's xAPI endpoint, https.")],
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Name of the account there.")],
    cert: Annotated[
        list[str] | None, typer.Option("--cert", metavar="CERT", help="Only these; once for each.")
    ] = None,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="Leave out what was before.")] = "",
    privacy: Annotated[
        str, typer.Option("--privacy", metavar="LEVEL", help="items holds your single answers.")
    ] = "items",
) -> None:
    """Send xAPI statements to a Learning Record Store of your choice; a second run adds nothing twice.

    The password is asked for, or taken from the variable STUDYAPP_LRS_PASSWORD. After a break the same
    command goes on where it ended.
    """
    level = _privacy(privacy)
    password = os.environ.get("STUDYAPP_LRS_PASSWORD", "")
    if not password:
        password = typer.prompt(f"Password of {user}", hide_input=True, err=True)
    with opened() as services:
        request = _request(services, level, cert or [], since)
        done = services.sharing.deliver(request, url, user, password, progress_line("Delivering"))
    back = f" ({done.voided:,} of them void what you took back)" if done.voided else ""
    say(f"{counted(done.sent, 'statement')} delivered{back}, {done.known:,} were there already.")


def report(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write the weekly report if it is due: what the app does while it is open, for a cron job.

    Folder, form, weekday and time are settings. Nothing is sent.
    """
    with opened() as services:
        written = services.sharing.weekly_report()
        has_folder = bool(services.settings.get().report_folder)
    if json:
        say_json(written)
    elif written is not None:
        say(f"{written.path} ({_size(written.size)})")
    elif has_folder:
        say("No report is due.")
    else:
        say("There is no weekly report. 'studyapp settings set report_folder FOLDER' begins one.")


def schema() -> None:
    """Print the JSON Schema of the JSON export."""
    from studyapp.export.document import json_schema

    say_json(json_schema())


def verify(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Passports, earlier ones too.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell genuine passports from altered ones, and whether a later one extends an earlier one.

    Ends with 0 when all are genuine, 1 when one is altered or no passport, 2 when a key is not known yet.
    """
    with opened(read_content=False) as services:
        checked = services.cohort.check(files)
    if json:
        say_json([{**plain_data(one), "exit_code": one.exit_code} for one in checked])
    else:
        for one in checked:
            _say_checked(one)
    codes = {one.exit_code for one in checked}
    raise typer.Exit(1 if 1 in codes else max(codes, default=0))


def _say_checked(one: Checked) -> None:
    say(f"{one.path}: {one.verdict.upper()}")
    if one.learner_id:
        when = f", {one.exported_at:%Y-%m-%d %H:%M} UTC" if one.exported_at else ""
        entries = counted(one.entries, "log entry", "log entries")
        say(f"  {one.learner_name or 'no name'} ({one.learner_id}){when}, {entries}")
        say(f"  shows: {one.shows}")
    if one.did and one.verdict.value != "altered":
        say(f"  signed by {one.key_name or 'a key without a name'}: {one.did}")
    if one.warning:
        say(f"  WARNING: {one.warning}")
    if one.reason:
        say(f"  {one.reason}")
    words = {True: "extends", False: "DOES NOT EXTEND", None: "can't be compared with"}
    for other in one.extends:
        say(f"  {words[other.holds]} {other.path}: {other.why}")
