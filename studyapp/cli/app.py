"""The whole command line: global options, all commands, and how a failure is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from studyapp import __version__
from studyapp.cli import (
    bank,
    cards,
    certs,
    cohort,
    content,
    database,
    demo,
    disputes,
    dossier,
    exams,
    faults,
    glossary,
    goals,
    jobs,
    keys,
    memory,
    progress,
    readiness,
    roadmaps,
    settings,
    study,
)
from studyapp.cli.printing import prepare_streams
from studyapp.errors import StudyappError

app = typer.Typer(
    name="studyapp",
    help="Study for a certification in the terminal. Without a command, the app opens.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.command("study")(study.study)
app.command("today")(study.today)
app.command("plan")(study.plan)
app.command("progress")(progress.progress)
app.command("readiness")(readiness.readiness)
app.command("mistakes")(readiness.mistakes)
app.command("glossary")(glossary.glossary)
app.add_typer(exams.app, name="exam")
app.command("glossary")(glossary.glossary)
app.command("cohort")(cohort.cohort)
app.add_typer(progress.app, name="progress")
app.add_typer(keys.app, name="key")
app.add_typer(cards.app, name="card")
app.add_typer(goals.app, name="goal")
app.add_typer(certs.app, name="cert")
app.add_typer(roadmaps.app, name="roadmap")
app.add_typer(disputes.app, name="dispute")
app.add_typer(dossier.app, name="dossier")
app.add_typer(jobs.app, name="job")
app.add_typer(memory.app, name="memory")
app.add_typer(bank.app, name="bank")
app.add_typer(content.app, name="content")
app.add_typer(settings.app, name="settings")
app.command("backup")(database.backup)
app.command("backups")(database.backups)
app.command("restore")(database.restore)
app.command("doctor")(database.doctor)
app.command("demo")(demo.demo)


@app.callback(invoke_without_command=True)
def studyapp(
    ctx: typer.Context,
    home: Annotated[str, typer.Option(metavar="DIR", help="Folder of the learner's data.")] = "",
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of failures.")] = False,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and stop.")] = False,
) -> None:
    """Study for a certification in the terminal. Without a command, the app opens."""
    if version:
        print(f"studyapp {__version__}")
        raise typer.Exit
    if home:
        os.environ["STUDYAPP_HOME"] = home
    if debug:
        os.environ["STUDYAPP_DEBUG"] = "1"
    if ctx.invoked_subcommand is None:
        from studyapp.__main__ import run_app

        raise typer.Exit(run_app())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; failures are told on stderr, and the exit code is returned."""
    prepare_streams()
    try:
        app(args=list(sys.argv[1:] if arguments is None else arguments), prog_name="studyapp")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BrokenPipeError:
        # The reader of our output went away (`studyapp plan | head`): nothing more to say to anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except StudyappError as error:
        return faults.tell(error)
    except Exception as error:
        return faults.tell_unexpected(error)
    return 0
