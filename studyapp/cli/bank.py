"""`studyapp bank`: what is wrong in question banks and other content files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import counted, say, say_json, warn
from studyapp.errors import NotFound

if TYPE_CHECKING:
    from studyapp.content.load import LoadedFile
    from studyapp.content.problems import Problem
    from studyapp.services.views import ContentProblem

app = typer.Typer(help="Check question banks, glossaries, facts and roadmaps.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("problems")
def problems(json: Json = False) -> None:
    """Print everything that is wrong in the content that studyapp reads; exit code 1 on errors."""
    with opened() as services:
        found = services.library.problems()
    _report(found, json)


@app.command("check")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    json: Json = False,
) -> None:
    """Check content files without touching your data; exit code 1 on errors."""
    from studyapp.content.load import load_file

    loaded = [load_file(path) for path in _yaml_files(paths)]
    found = [problem for file in loaded for problem in file.problems]
    found += [*_repeated_ids(loaded), *_unknown_objectives(loaded)]
    _report(sorted(found), json, f"{counted(len(loaded), 'file')} checked")


def _report(found: Iterable[ContentProblem | Problem], json: bool, summary: str = "") -> None:
    found = list(found)
    errors = sum(problem.level == "error" for problem in found)
    if json:
        say_json(found)
    else:
        for p in found:
            told = " ".join(_sentence(text) for text in (p.message, p.hint) if text)
            say(f"{p.path}:{p.line}:{p.column}: {p.level}: {told}")
        counts = f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}"
        warn(f"{summary}: {counts}" if summary else counts)
    if errors:
        raise typer.Exit(1)


def _sentence(text: str) -> str:
    """With a full stop, unless it ends by itself."""
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def _yaml_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*.y*ml") if p.suffix in (".yaml", ".yml"))
        elif path.exists():
            yield path
        else:
            raise NotFound(f"There is no {path}.", "Name files or folders that exist.")


def _repeated_ids(loaded: Iterable[LoadedFile]) -> Iterator[Problem]:
    """Ids that two files use; within a file the loader has found them."""
    from studyapp.content.problems import Problem

    holders: dict[tuple[str, str], str] = {}
    for file in loaded:
        for kind, placed in _placed(file):
            key = (kind, placed.value.id)
            if holders.setdefault(key, file.path) != file.path:
                yield Problem(
                    file.path, placed.line, placed.column,
                    f"the id {placed.value.id} is already used in {holders[key]}", "Give this one a new id",
                )  # fmt: skip


def _placed(file: LoadedFile) -> Iterator[tuple[str, Any]]:
    yield from (("question", placed) for placed in file.questions)
    yield from (("term", placed) for placed in file.terms)
    for kind, placed in (("certification", file.certification), ("roadmap", file.roadmap)):
        if placed is not None:
            yield kind, placed


def _unknown_objectives(loaded: list[LoadedFile]) -> Iterator[Problem]:
    """Questions whose objective their certification does not have, where its facts were checked too."""
    from studyapp.content.problems import Problem

    known = {
        file.certification.value.id: {o.id for d in file.certification.value.domains for o in d.objectives}
        for file in loaded
        if file.certification is not None
    }
    for file in loaded:
        objectives = known.get(file.certification_id)
        if objectives is None:
            continue
        for placed in file.questions:
            question = placed.value
            if question.objective_id not in objectives:
                yield Problem(
                    file.path, placed.line, placed.column,
                    f"{question.id} names the unknown objective {question.objective_id}",
                    "Use an id from its certification.yaml",
                )  # fmt: skip


@app.command("lint")
def lint(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    select: Annotated[str, typer.Option(metavar="IDS", help="Only these checks: F03,B or the like.")] = "",
    ignore: Annotated[str, typer.Option(metavar="IDS", help="All checks but these.")] = "",
) -> None:
    """Look for what a test-wise guesser could use, and for what is missing or stale."""
    from datetime import date

    from studyapp.content.lint.report import text_of
    from studyapp.content.lint.run import chosen_checks
    from studyapp.content.lint.run import lint as run

    checks = chosen_checks(*[[i.strip() for i in ids.split(",") if i.strip()] for ids in (select, ignore)])
    report = run(paths, checks, date.today())
    for line in text_of(report):
        say(line)
    raise typer.Exit(int(any(f.level.weight >= 2 for f in report.findings)))
