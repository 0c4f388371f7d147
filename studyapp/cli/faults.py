"""How the command line tells that something went wrong: what, why, what to do; no traceback unasked."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from studyapp.cli.printing import warn
from studyapp.errors import DatabaseCorrupt, StudyappError
from studyapp.paths import default_home


def tell(error: StudyappError) -> int:
    """Title, message and advice of an expected error on stderr; returns its exit code."""
    if _debugging():
        traceback.print_exception(error, file=sys.stderr)
    warn(f"{error.title}: {error.message}")
    if isinstance(error, DatabaseCorrupt):
        warn(_offer_of_backup())
    elif error.advice:
        warn(error.advice)
    return error.exit_code


def tell_unexpected(error: BaseException) -> int:
    """A fault of the program: details into the log, one calm sentence for the person."""
    if _debugging():
        traceback.print_exception(error, file=sys.stderr)
        return 1
    log_file = default_home().log_file
    details = "Run it again with 'studyapp --debug' to see the details."
    if _logged(log_file, error):
        details = f"Details are in {log_file}; 'studyapp --debug' shows them here."
    warn("Something went wrong, and it should not have. Nothing that you answered is lost.")
    warn(details)
    return 1


def _offer_of_backup() -> str:
    """The newest backup by name and time, with the very command that brings it back."""
    from studyapp.store.backup import backups

    home = default_home()
    found = backups(home)
    if not found:
        return f"There is no backup in {home.backups}; the damaged file is left as it is."
    made_at = datetime.fromtimestamp(found[0].stat().st_mtime, UTC)
    chosen = ["--home", str(home.root)] if os.environ.get("STUDYAPP_HOME") else []
    return (
        f"The last backup is {found[0].name} ({made_at:%Y-%m-%d %H:%M} UTC). To go back to it, run "
        f"{shlex.join(['studyapp', *chosen, 'restore'])}; the damaged file is kept beside it."
    )


def _logged(log_file: Path, error: BaseException) -> bool:
    with contextlib.suppress(OSError):
        log_file.parent.mkdir(parents=True, exist_ok=True)
        with log_file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n")
        return True
    return False


def _debugging() -> bool:
    return bool(os.environ.get("STUDYAPP_DEBUG"))
