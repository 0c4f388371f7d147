"""`studyapp bank convert`: banks from and to the formats of other programs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.printing import counted, say, sentence, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.content.interchange.report import Report


def convert(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="A file, or a folder of our YAML files.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="DEST", help="The file to write.")],
    made_by: Annotated[
        str, typer.Option("--from", metavar="FORMAT", help="Format of SRC; told from it unless given.")
    ] = "",
    made_for: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help="Format of DEST; that of its suffix unless given.")
    ] = "",
    certification: Annotated[
        str,
        typer.Option(
            metavar="ID", help="Certification of the items, for YAML; that of SRC or its name unless given."
        ),
    ] = "",
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what became of each item, as JSON.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that are there.")] = False,
) -> None:
    """Convert a bank; every item comes along, comes along with named losses, or is refused with a reason.

    Exit code 0: all items came along; 1: some were refused; 2: nothing was written.
    """
    from studyapp.content.interchange.convert import (
        NothingCame,
        chosen_format,
        refuse_to_replace,
        replace_files,
    )
    from studyapp.content.interchange.convert import convert as converted
    from studyapp.content.interchange.registry import detected, meant
    from studyapp.content.interchange.source import Source

    if not source.exists():
        raise InvalidInput(f"There is no {source}.", "Name a file or folder that exists.")
    target = Path(output)
    if target.is_dir() or output.endswith(("/", os.sep)):
        raise InvalidInput(f"{output} is a folder.", "Name the file to write.")
    found = Source(source)
    if report is not None:
        refuse_to_replace(found, [report], overwrite)
    reader = chosen_format(made_by, "--from") if made_by else detected(found)
    writer = chosen_format(made_for, "--to") if made_for else meant(target)
    nothing: NothingCame | None = None
    try:
        done = converted(found, reader, target, writer, certification, overwrite=overwrite)
    except NothingCame as error:
        done, nothing = error.report, error
    if report is not None:
        text = json.dumps(done.as_data(), indent=2) + "\n"
        replace_files({report: text.encode()})
    if nothing is not None:
        _tell_refusals(done)
        raise nothing
    _tell(done)
    if done.refused:
        raise typer.Exit(1)


SHOWN_REFUSALS = 20


def _tell(report: Report) -> None:
    for path in report.files:
        say(path)
    _tell_refusals(report)
    for loss, number in report.losses.most_common():
        warn(f"{counted(number, 'item')}: {loss}")
    counts = ", ".join(f"{number} {fate}" for fate, number in report.counts.items())
    warn(f"{counted(len(report.outcomes), 'item')}: {counts}")


def _tell_refusals(report: Report) -> None:
    for outcome in report.refused[:SHOWN_REFUSALS]:
        warn(sentence(f"{outcome.place}: {outcome.name}: refused: {outcome.reason}"))
    if len(report.refused) > SHOWN_REFUSALS:
        warn(f"and {counted(len(report.refused) - SHOWN_REFUSALS, 'refused item')} more; see --report FILE")
