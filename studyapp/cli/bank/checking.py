"""`studyapp bank problems` and `bank check`: what keeps content from being loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import counted, say, say_json, sentence, warn
from studyapp.errors import NotFound

if TYPE_CHECKING:
    from studyapp.content.problems import Problem
    from studyapp.services.views import ContentProblem

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def problems(json: Json = False) -> None:
    """Print everything that is wrong in the content that studyapp reads; exit code 1 on errors."""
    with opened() as services:
        found = services.library.problems()
    _report(found, json)


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    json: Json = False,
) -> None:
    """Check content files without touching your data; exit code 1 on errors."""
    from studyapp.content.across import future_days, repeated_ids, unknown_certifications, unknown_objectives
    from studyapp.content.files import yaml_files
    from studyapp.content.foreign import passed_over, passed_over_line
    from studyapp.content.load import load_file

    try:
        loaded = [load_file(path) for path in yaml_files(paths)]
    except FileNotFoundError as error:
        raise NotFound(f"There is no {error}.", "Name files or folders that exist.") from error
    foreign = passed_over([file.path for file in loaded if file.is_foreign], paths)
    loaded = [file for file in loaded if file.path not in foreign]
    if foreign:
        warn(passed_over_line(foreign))
    found = [problem for file in loaded for problem in file.problems]
    found += [*repeated_ids(loaded), *unknown_objectives(loaded)]
    found += unknown_certifications(loaded, _shipped())
    found += future_days(loaded, datetime.now().astimezone().date())
    _report(sorted(found), json, f"{counted(len(loaded), 'file')} checked")


def _shipped() -> set[str]:
    """Ids of the certifications that come with studyapp: their folders bear them as names."""
    from studyapp.paths import bundled_content

    shipped = (path for folder in bundled_content() for path in folder.glob("*/certification.yaml"))
    return {path.parent.name for path in shipped}


def _report(found: Iterable[ContentProblem | Problem], json: bool, summary: str = "") -> None:
    found = list(found)
    errors = sum(problem.level == "error" for problem in found)
    if json:
        say_json(found)
    else:
        for p in found:
            told = " ".join(sentence(text) for text in (p.message, p.hint) if text)
            say(f"{p.path}:{p.line}:{p.column}: {p.level}: {told}")
        counts = f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}"
        warn(f"{summary}: {counts}" if summary else counts)
    if errors:
        raise typer.Exit(1)
