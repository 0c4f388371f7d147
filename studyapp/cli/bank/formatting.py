"""`studyapp bank fmt`: files in their one layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studyapp.cli.printing import counted, say, warn
from studyapp.errors import InvalidInput


def fmt(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 if something would.")
    ] = False,
) -> None:
    """Put content files into their one layout; comments, order and meaning stay."""
    from studyapp.content.files import replace_file, yaml_files
    from studyapp.content.formatting import MeaningWouldChange, formatted
    from studyapp.content.problems import Problem

    changed, broken, count = 0, 0, 0
    try:
        for path in yaml_files(paths):
            count += 1
            before = path.read_bytes()
            try:
                after = formatted(before, str(path))
            except MeaningWouldChange:
                after = Problem(
                    str(path), 1, 1, "this layout can't be changed safely", "Please report the file"
                )
            if isinstance(after, Problem):
                broken += 1
                warn(str(after))
            elif after.encode() != before:
                changed += 1
                say(str(path))
                if not check:
                    replace_file(path, after)
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no {error}.", "Name files or folders that exist.") from error
    verb = "would change" if check else "changed"
    told = f"{counted(count, 'file')}: {changed} {verb}"
    warn(f"{told}, {broken} can't be read" if broken else told)
    if broken or (check and changed):
        raise typer.Exit(2 if broken else 1)
