"""`studyapp bank coverage`: what a bank has, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cells import shortened
from studyapp.cli.printing import counted, say, say_json, table
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.content.coverage import Coverage

LISTED = 8


def coverage(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files or folders.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Count items against the blueprint and against two full forms; terms, sources and dates."""
    from studyapp.content.coverage import coverages

    try:
        found = coverages(paths)
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no {error}.", "Name files or folders that exist.") from error
    if not found:
        raise InvalidInput("There is no certification.yaml among these files.", "Name a bank's folder.")
    if json:
        say_json(found)
        return
    for number, bank in enumerate(found):
        if number:
            say()
        _say(bank)


def _say(bank: Coverage) -> None:
    retired = f", {bank.retired} retired" if bank.retired else ""
    say(f"{bank.code}: {counted(bank.items, 'item')}{retired}, {counted(bank.terms, 'term')}")
    say()
    rows: list[tuple[object, ...]] = [("Domain", "Items", "Share", "Exam", "Two forms", "Kinds")]
    for domain in bank.domains:
        row = domain.row
        need = "-" if domain.needed is None else f"{domain.needed}"
        need += f" ({domain.missing} more)" if domain.missing else ""
        name = shortened(f"{row.id} {row.name}", 31)
        share, weight = f"{domain.share:.0f} %", f"{domain.weight:.0f} %"
        rows.append((name, row.items, share, weight, need, _counts(row.kinds)))
    table(rows, right=(1, 2, 3, 4))
    say()
    lines: list[tuple[object, ...]] = [
        ("Objective", "Items", "Recall", "Choice", "Diagnosis", "Difficulty 1-5")
    ]
    for objective in (o for domain in bank.domains for o in domain.objectives):
        depths = [objective.depths.get(name, 0) for name in ("recall", "choice", "diagnosis")]
        spread = " ".join(f"{n:>2}" for n in objective.difficulties.values())
        lines.append((shortened(f"{objective.id} {objective.name}", 31), objective.items, *depths, spread))
    table(lines, right=(1, 2, 3, 4))
    say()
    _say_rest(bank)


def _say_rest(bank: Coverage) -> None:
    if bank.missing:
        say(f"Two full forms need {counted(bank.missing, 'more item')}.")
    for name, ids in (
        ("In quarantine", bank.quarantined),
        ("Unknown objectives", bank.unknown_objectives),
        ("Terms without a question", bank.terms_without_questions),
        ("Questions without a term", bank.questions_without_terms),
    ):
        if ids:
            more = f" and {len(ids) - LISTED} more" if len(ids) > LISTED else ""
            say(f"{name}: {len(ids)} ({', '.join(ids[:LISTED])}{more})")
    if bank.hosts:
        say(f"References: {_counts(bank.hosts)}")
    if bank.oldest:
        item, day = bank.oldest[0]
        say(f"Oldest check: {medium_date(day)} ({item})")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
