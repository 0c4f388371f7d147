"""`studyapp bank fmt`: files in their one layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.printing import counted, say, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.content.problems import Problem


def fmt(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit code 1 if something would.")
    ] = False,
) -> None:
    """Put content files into their one layout; comments, order and meaning stay.

    Files without a format of ours are left alone.
    """
    from studyapp.content.files import replace_file, yaml_files
    from studyapp.content.foreign import is_foreign, passed_over, passed_over_line, unknown_format
    from studyapp.content.problems import Problem
    from studyapp.content.reader import Document, parse_document

    changed, broken, count = 0, 0, 0
    foreign: list[str] = []
    try:
        for path in yaml_files(paths):
            before = path.read_bytes()
            document = parse_document(before, str(path))
            if (
                isinstance(document, Document)
                and is_foreign(document.root)
                and passed_over([str(path)], paths)
            ):
                foreign.append(str(path))
                continue
            count += 1
            wrong = unknown_format(document) if isinstance(document, Document) else document
            after = wrong or _laid_out(before, str(path))
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
    if foreign:
        warn(passed_over_line(foreign))
    verb = "would change" if check else "changed"
    told = f"{counted(count, 'file')}: {changed} {verb}"
    warn(f"{told}, {broken} can't be read" if broken else told)
    if broken or (check and changed):
        raise typer.Exit(2 if broken else 1)


def _laid_out(data: bytes, name: str) -> str | Problem:
    from studyapp.content.formatting import MeaningWouldChange, formatted
    from studyapp.content.problems import Problem

    try:
        return formatted(data, name)
    except MeaningWouldChange:
        return Problem(name, 1, 1, "this layout can't be changed safely", "Please report the file")
