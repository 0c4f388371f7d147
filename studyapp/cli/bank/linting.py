"""`studyapp bank lint`: what a test-wise guesser could use, and what is missing or stale."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.printing import counted, say, say_json, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studyapp.content.lint.registry import Check
    from studyapp.content.lint.run import Measured, Report


class Format(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class FailOn(StrEnum):
    """The level from which on the exit code is 1."""

    WARNING = "warning"
    ERROR = "error"


def lint(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="Files or folders.")] = None,
    form: Annotated[Format, typer.Option("--format", help="How the report is printed.")] = Format.TEXT,
    fail_on: Annotated[
        FailOn, typer.Option(help="The level from which on the exit code is 1.")
    ] = FailOn.WARNING,
    select: Annotated[
        str, typer.Option(metavar="IDS", help="Only these checks, such as F03,B (B stands for all of B).")
    ] = "",
    ignore: Annotated[str, typer.Option(metavar="IDS", help="Leave these checks out.")] = "",
    explain: Annotated[str, typer.Option(metavar="ID", help="Say what a check is for, and stop.")] = "",
    since: Annotated[
        str, typer.Option(metavar="COMMIT", help="What F35 compares with, such as origin/main.")
    ] = "HEAD",
    answers: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="What learners handed over, for B04 and B05; see bank stats."),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what is mechanical, then report the rest.")
    ] = False,
) -> None:
    """Look for what a test-wise guesser could use, and for what is missing or stale.

    Exit code 0: clean; 1: findings at or above the level; 2: it could not run.
    """
    from studyapp.content.lint.run import UnknownCheck, chosen_checks

    try:
        checks = chosen_checks(_ids(select), _ids(ignore))
        if explain:
            _explain(explain.upper())
            return
    except UnknownCheck as error:
        raise InvalidInput(f"There is no check {error}.", "docs/lint.md lists them all.") from error
    if not paths:
        raise InvalidInput("No files or folders are named.", "Try 'studyapp bank lint question_banks'.")
    report = _run(paths, checks, fix, since, answers or [])
    _print(report, form)
    from studyapp.content.lint.findings import Level

    if report.reaches(Level(fail_on.value)):
        raise typer.Exit(1)


def _ids(text: str) -> list[str]:
    return [part.strip().upper() for part in text.split(",") if part.strip()]


def _explain(check_id: str) -> None:
    from studyapp.content.lint.registry import load_checks
    from studyapp.content.lint.report import explanation_of
    from studyapp.content.lint.run import UnknownCheck

    if check_id not in load_checks():
        raise UnknownCheck(check_id)
    for line in explanation_of(check_id):
        say(line)


def _run(
    paths: Sequence[Path], checks: Sequence[Check], fix: bool, since: str, answers: Sequence[Path]
) -> Report:
    from studyapp.content.lint.committed import is_commit
    from studyapp.content.lint.run import lint as run

    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    if since != "HEAD" and not is_commit(folder, since):
        raise InvalidInput(f"git knows no commit {since} here.", "Fetch it first, or name another.")

    today = datetime.now().astimezone().date()
    try:
        if fix:
            from studyapp.content.lint.fix import fix_files

            for path, mended in fix_files(paths, checks, today):
                warn(f"{path}: {counted(mended, 'text')} mended")
        return run(paths, checks, today, since, _measured(paths, answers))
    except FileNotFoundError as error:
        named = error.filename or error.args[0]
        raise InvalidInput(f"There is no {named}.", "Name files or folders that exist.") from error
    except OSError as error:
        raise InvalidInput(f"{error.filename}: {error.strerror}.", "Check its permissions.") from error


def _measured(paths: Sequence[Path], answers: Sequence[Path]) -> Measured:
    if not answers:
        return {}
    from studyapp.services.items.answers import gathered
    from studyapp.services.items.measuring import measured_items, statistics

    found = gathered(answers)
    for one in found.set_aside:
        warn(f"{one.path}: set aside: {one.reason}")
    return measured_items(statistics(paths, found))


def _print(report: Report, form: Format) -> None:
    from studyapp import __version__
    from studyapp.content.lint.report import github_of, json_of, sarif_of, text_of

    if form is Format.JSON:
        say_json(json_of(report))
    elif form is Format.SARIF:
        say_json(sarif_of(report, __version__))
    else:
        for line in text_of(report) if form is Format.TEXT else github_of(report):
            say(line)
