"""`studyapp bank stats`: what learners' answers say of the items."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studyapp.cells import shortened
from studyapp.cli.opening import progress_line
from studyapp.cli.printing import counted, plain_data, say, table, warn
from studyapp.errors import InvalidInput

if TYPE_CHECKING:
    from studyapp.content.lint.run import Report
    from studyapp.services.items.views import BankStatistics, ItemMeasure


class Format(StrEnum):
    """How statistics are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def stats(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The bank's folder, or a questions file.")],
    more: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="More answers, as --answers names them.")
    ] = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="An export at the level items, a folder of them, a learner's home or its database.",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How they are printed.")] = Format.TEXT,
) -> None:
    """Statistics of the items of a bank over learners' first answers; suspect keys with their figures.

    Facility, discrimination index and discriminative efficiency as Moodle defines them, how often each option
    was chosen, the median time; then what B04 and B05 of the linter find. The newest file of each learner
    counts. Nothing of a learner's is changed.
    """
    from studyapp.content.lint.run import chosen_checks, lint
    from studyapp.services.items.answers import gathered
    from studyapp.services.items.measuring import measured_items, statistics

    sources = [*(answers or ()), *(more or ())]
    if not sources:
        raise InvalidInput("No answers are named.", "Add --answers FILE...; docs/authors.md says which.")
    found = statistics([path], gathered(sources, progress_line("Reading answers")))
    today = datetime.now().astimezone().date()
    report = lint([path], chosen_checks(["B04", "B05"]), today, measured=measured_items(found))
    if form is Format.JSON:
        print(json.dumps(_data(found, report), indent=2))
    elif form is Format.CSV:
        sys.stdout.flush()
        sys.stdout.buffer.write(_csv(found))
        sys.stdout.buffer.flush()
    else:
        _say(found, report, path)
    if form is not Format.TEXT:
        _warn_of_files(found)


COLUMNS = (
    "certification", "item", "path", "line", "version", "answers", "older_answers", "facility",
    "discrimination", "point_biserial", "efficiency", "median_s", "rival", "quarantined",
)  # fmt: skip


def _data(found: BankStatistics, report: Report) -> dict[str, Any]:
    from studyapp.content.lint.report import json_of

    linted = json_of(report)
    return {
        "learners": found.learners,
        "answers": found.answers,
        "older_answers": found.older_answers,
        "items": [
            {name: plain_data(getattr(item, name)) for name in (*COLUMNS, "title", "options")}
            | {"suspect": item.is_suspect}
            for item in found.items
        ],
        "findings": linted["findings"],
        "waived": linted["waived"],
        "set_aside": plain_data(found.set_aside),
    }


def _csv(found: BankStatistics) -> bytes:
    """A row for each item, the shares of its options behind it; no cell can run in a spreadsheet."""
    from studyapp.export.tables import csv_bytes

    most = max((len(item.options) for item in found.items), default=0)
    head = (*COLUMNS, "suspect", *(f"option_{n}" for n in range(1, most + 1)), "key")
    rows = []
    for item in found.items:
        shares = [option.share for option in item.options]
        key = " ".join(str(option.position + 1) for option in item.options if option.is_key)
        filled = [*shares, *[None] * (most - len(shares))]
        rows.append((*(getattr(item, name) for name in COLUMNS), item.is_suspect, *filled, key))
    return csv_bytes(head, rows)


def _say(found: BankStatistics, report: Report, path: Path) -> None:
    from studyapp.content.lint.report import text_of
    from studyapp.domain.item_analysis import FEWEST_ATTEMPTS

    older = f"; {counted(found.older_answers, 'answer')} to older versions left out"
    say(
        f"{counted(found.learners, 'learner')}, {counted(found.answers, 'first answer')} to "
        f"{counted(len(found.items), 'item')}{older if found.older_answers else ''}"
    )
    say()
    head = ("Item", "Answers", "Facility", "Discr.", "Effic.", "Median", "Chosen (* key)", "")
    table([head, *map(_row, found.items)], right=(1, 2, 3, 4, 5))
    most = max((item.answers for item in found.items), default=0)
    if most < FEWEST_ATTEMPTS:
        say()
        say(f"Below {FEWEST_ATTEMPTS} first answers an item is not judged; the most here is {most}.")
    for item in found.suspects:
        say()
        for line in _suspicion(item, path):
            say(line)
    if report.findings or report.waived:
        say()
        for text in text_of(report):
            say(text)
    _warn_of_files(found)


def _row(item: ItemMeasure) -> tuple[object, ...]:
    chosen = "  ".join(
        f"{'*' if option.is_key else ''}{_letter(option.position)} {option.share:.0%}"
        for option in item.options
    )
    mark = "in quarantine" if item.quarantined else "suspect key" if item.rival is not None else ""
    median = "–" if item.median_s is None else f"{item.median_s:.0f} s"
    facility = "–" if item.facility is None else f"{item.facility:.0%}"
    return (
        shortened(item.item, 28), item.answers, facility, _number(item.discrimination),
        _number(item.efficiency), median, chosen, mark,
    )  # fmt: skip


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _letter(position: int) -> str:
    return chr(ord("A") + position)


def _suspicion(item: ItemMeasure, path: Path) -> Sequence[str]:
    """Why a key is suspect, and what takes the item out."""
    rival = next(option for option in item.options if option.position == item.rival)
    keys = [option for option in item.options if option.is_key]
    lines = [
        f"{item.path}:{item.line}: {item.item}: suspect key: {shortened(item.title, 70)}",
        f"  the best third ({counted(item.top, 'learner')}) chose {_letter(rival.position)} "
        f"{shortened(rival.text, 50)!r}: {rival.share_of_top:.0%}; of all {rival.share:.0%}",
    ]
    lines += [
        f"  the key {_letter(key.position)} {shortened(key.text, 50)!r}: {key.share_of_top:.0%}; of all "
        f"{key.share:.0%}"
        for key in keys
    ]
    lines.append(f"  If you doubt it: studyapp bank quarantine {path} {item.item} --reason '...'")
    return lines


def _warn_of_files(found: BankStatistics) -> None:
    for one in found.set_aside:
        warn(f"{one.path}: set aside: {one.reason}")
