"""`studyapp backup`, `backups`, `restore` and `doctor`: looking after the learner's data."""

from __future__ import annotations

import os
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import counted, say, say_json, table
from studyapp.errors import NoBackup
from studyapp.paths import default_home

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def backup() -> None:
    """Write a backup now."""
    with opened(read_content=False) as services:
        path = services.health.backup()
    say(f"Backup written: {path}")


def backups(json: Json = False) -> None:
    """List the backups, newest first."""
    from studyapp.store.backup import backups as all_backups

    found = all_backups(default_home())
    if json:
        say_json(found)
    elif found:
        table(
            ((path.name, _made_at(path), f"{path.stat().st_size / 1e6:.1f} MB") for path in found), right=(2,)
        )
    else:
        say(f"No backup yet in {default_home().backups}. Write one with 'studyapp backup'.")


def restore(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A backup by name or path; the newest unless given.")
    ] = "",
) -> None:
    """Go back to a backup; what it replaces is kept.

    Close the app first: another process that has the database open would go on in the old one.
    """
    from studyapp.store.backup import restore as put_back

    home = default_home()
    used, kept = put_back(home, _chosen(file) if file else None)
    say(f"Restored {used.name}, made {_made_at(used)}.")
    if kept is not None:
        way_back = (
            shlex.join(["studyapp", "restore", str(kept)]) if os.name != "nt" else f"studyapp restore {kept}"
        )
        say(f"What was there is kept as {kept}.")
        say(f"To take this back: {way_back}")


def doctor(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First rebuild cards and totals from the log.")
    ] = False,
    json: Json = False,
) -> None:
    """Check database, caches and content.

    The log is the truth: cards and totals are computed from it again and compared. The exit code is 1
    when something is wrong.
    """
    with opened(read_content=not rebuild) as services:
        rebuilt = services.health.rebuild() if rebuild else None
        checks = services.health.check()
    if json:
        say_json(checks)
    else:
        if rebuilt is not None:
            say(f"Rebuilt {counted(rebuilt, 'card')} from the log; a backup was made before.")
        table(("ok" if check.ok else "!!", check.name, check.detail) for check in checks)
        for check in checks:
            if not check.ok and check.advice:
                say(f"{check.name}: {check.advice}")
    # That no backup was made yet is worth saying; it is no damage.
    if any(not check.ok for check in checks if check.name != "backups"):
        raise typer.Exit(1)


def _chosen(file: str) -> Path:
    given = Path(file).expanduser()
    candidates = (given, default_home().backups / file)
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        raise NoBackup(f"There is no file {file[:200]}.", "See 'studyapp backups'.")
    return found


def _made_at(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d %H:%M} UTC"
