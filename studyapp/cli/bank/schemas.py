"""`studyapp bank schema`: what an editor needs to complete and check content files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from studyapp.cli.printing import counted, say, warn
from studyapp.errors import InvalidInput


def schema(
    name: Annotated[
        str,
        typer.Argument(metavar="[FORMAT]", help="Such as questions/1; all of them with --output."),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Write the schemas into a folder.")
    ] = None,
    modelines: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH", help="Name the schemas of DIR in the first line of these files, or of a folder's."
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a format, or write all of them; an editor completes and checks by it."""
    from studyapp.content.formats import FORMATS
    from studyapp.content.json_schema import json_schema, schema_file

    if name and name not in FORMATS:
        raise InvalidInput(f"There is no format {name}.", f"There are: {', '.join(FORMATS)}.")
    chosen = [name] if name else list(FORMATS)
    if output is None:
        if len(chosen) > 1:
            raise InvalidInput(
                "Which format?", f"Name one of {', '.join(FORMATS)}, or a folder with --output."
            )
        say(json.dumps(json_schema(name), indent=2, ensure_ascii=True))
        return
    output.mkdir(parents=True, exist_ok=True)
    for each in chosen:
        path = output / schema_file(each)
        path.write_text(json.dumps(json_schema(each), indent=2) + "\n", encoding="utf-8", newline="\n")
        say(str(path))
    if modelines:
        _put_modelines(modelines, output)


def _put_modelines(paths: list[Path], schemas: Path) -> None:
    from studyapp.content.files import replace_file, yaml_files
    from studyapp.content.json_schema import with_modeline

    changed = 0
    try:
        for path in yaml_files(paths):
            try:
                before = path.read_bytes().decode()
            except UnicodeDecodeError:
                continue  # no text; `bank check` says so
            after = with_modeline(before, path, schemas)
            if after != before:
                replace_file(path, after)
                changed += 1
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no {error}.", "Name files or folders that exist.") from error
    warn(f"{counted(changed, 'file')} changed")
