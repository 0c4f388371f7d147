"""`studyapp content`: read authors' files into the library."""

from __future__ import annotations

from typing import Annotated

import typer

from studyapp.cli.opening import opened, progress_line
from studyapp.cli.printing import counted, say, say_json

app = typer.Typer(help="The content: question banks, glossaries, facts, roadmaps.", no_args_is_help=True)


@app.callback()
def content() -> None:
    """The content: question banks, glossaries, facts, roadmaps."""


@app.command("import")
def import_content(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Read what changed in the content folders; every other command and the app do so, too."""
    with opened(read_content=False) as services:
        report = services.library.refresh(progress_line("Reading content"))
    if json:
        say_json(report)
        return
    say(f"{counted(report.files, 'file')}, {report.changed_files} changed, in {report.seconds:.1f} s")
    counts = (
        (report.questions, "question"),
        (report.terms, "term"),
        (report.certifications, "certification"),
    )
    say(", ".join(counted(number, name) for number, name in counts))
    if report.problems:
        say(f"{counted(len(report.problems), 'problem')}: see 'studyapp bank problems'.")
