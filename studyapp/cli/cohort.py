"""`studyapp cohort`: what learners handed over, seen together."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cells import shortened
from studyapp.cli.opening import opened, progress_line
from studyapp.cli.printing import columns, counted, say, say_json, table
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from studyapp.services.cohort.view import Cohort, LearnerRow

FORMATS = ("text", "html", "csv", "json")
LINES = 10
NAME = 26
TREND_POINTS = 6


def cohort(
    sources: Annotated[
        list[Path], typer.Argument(metavar="FILE|FOLDER...", help="Exports, or folders of them.")
    ],
    kind: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")
    ] = "text",
    learner: Annotated[str, typer.Option("--learner", metavar="NAME", help="The page of one learner.")] = "",
    items: Annotated[bool, typer.Option("--items", help="Item statistics, suspect keys first.")] = False,
    output: Annotated[str, typer.Option("--output", "-o", metavar="PATH", help="Write it to a file.")] = "",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """See who needs attention first, and why; what all find hard; which items are suspect.

    The newest export of each learner counts. Only files that are new or changed are read again. Nothing in
    the folder is ever changed.
    """
    if kind not in FORMATS:
        raise InvalidInput(f"There is no format {kind[:40]!r}.", f"Give one of: {', '.join(FORMATS)}.")
    with opened() as services:  # the banks say what is in quarantine
        found = services.cohort.look(sources, progress_line("Reading exports"))
    if kind == "text" and not output:
        _say(found, learner, items)
    elif kind == "json" and not output:
        say_json(found)
    else:
        _write(_content(found, kind, items), output, overwrite)


def _say(found: Cohort, learner: str, items: bool) -> None:
    if learner:
        _say_learner(_row(found, learner))
    elif items:
        _say_items(found)
    else:
        _say_cohort(found)


def _content(found: Cohort, kind: str, items: bool) -> bytes:
    from studyapp.services.cohort import pages

    if kind == "csv":
        return pages.items_csv(found) if items else pages.learners_csv(found)
    if kind == "html":
        from studyapp.export.page import to_html

        return to_html(pages.page_of(found))
    raise InvalidInput(f"{kind} is printed, not written.", "Redirect it into a file with >.")


def _write(content: bytes, output: str, overwrite: bool) -> None:
    if output:
        from studyapp.export.files import write_whole

        path = Path(output).expanduser()
        write_whole(path, content, overwrite)
        say(str(path))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _say_cohort(found: Cohort) -> None:
    from studyapp.services.cohort import pages

    learners, files = counted(len(found.rows), "learner"), counted(found.files, "file")
    say(f"{learners}, {files}; as of {medium_date(found.today)}")
    if found.rows:
        say()
        _say_rows(found.rows)
        say()
        say(f"{pages.ABOUT_P} {pages.ABOUT_WEAKEST}")
        if doubt := pages.doubt_of(found):
            say()
            say(doubt)
    if found.domains:
        from studyapp.export.blocks import percent

        say()
        say("Domains that cost the cohort most points, with the share expected right")
        table(
            (
                (
                    d.code,
                    shortened(f"{d.id} {d.name}", 44),
                    percent(d.expected),
                    counted(d.learners, "learner"),
                )
                for d in found.domains[:LINES]
            ),
            right=(2, 3),
            indent="  ",
        )
    if found.mixes:
        say()
        say("Mixed up")
        for mix in found.mixes[:LINES]:
            pair = f"{shortened(mix.taken_for, 34)} for {shortened(mix.right, 34)}"
            say(f"  {mix.code}  {pair}  ({counted(mix.learners, 'learner')})")
    _say_rest(found)


def _say_rows(rows: Sequence[LearnerRow]) -> None:
    """Three lines for each learner, which fit into 80 columns: two with figures, and why they stand here."""
    from studyapp.services.cohort import pages

    told = iter(
        columns(
            [*pages.ROW_TITLES, *(line for row in rows for line in pages.row_cells(row, NAME, TREND_POINTS))]
        )
    )
    print(next(told))
    print(next(told))
    for row, upper, lower in zip(rows, told, told, strict=True):
        print(upper)
        print(lower)
        say(f"    {pages.why_of(row)}")


def _say_rest(found: Cohort) -> None:
    suspect = [item for item in found.items if item.is_suspect]
    if found.items:
        say()
        apart = sum(bool(item.quarantined) for item in found.items)
        said = f", {apart} in quarantine" if apart else ""
        say(
            f"{counted(len(found.items), 'item')} over {counted(found.answers, 'first answer')}, "
            f"{counted(len(suspect), 'suspect key')}{said}: see --items"
        )
    if found.set_aside:
        say()
        say(f"Set aside, {counted(len(found.set_aside), 'file')}")
        for one in found.set_aside:
            say(f"  {one.path}: {one.reason}")
    if found.passed_over:
        say()
        say(f"{counted(found.passed_over, 'file')} of other kinds passed over.")


def _say_items(found: Cohort) -> None:
    from studyapp.services.cohort import pages

    say(pages.ABOUT_ITEMS)
    say()
    rows = [
        (shortened(name, 44), attempts, facility, discrimination, efficiency, why)
        for name, attempts, facility, discrimination, efficiency, why in map(pages.item_cells, found.items)
    ]
    head = ("Item", "Answers", "Facility", "Discrimination", "Efficiency", "")
    table([head, *rows], right=(1, 2, 3, 4))


def _row(found: Cohort, name: str) -> LearnerRow:
    from studyapp.services.cohort import pages

    wanted = name.casefold()
    rows = [
        r for r in found.rows
        if wanted in pages.name_of(r).casefold() or r.learner_id.startswith(wanted)
    ]  # fmt: skip
    if len(rows) != 1:
        known = ", ".join(pages.name_of(row) for row in (rows or found.rows)[:8])
        raise NotFound(f"There is no one learner {name[:40]!r} here.", f"There are: {known}.")
    return rows[0]


def _say_learner(row: LearnerRow) -> None:
    from studyapp.export.blocks import Heading, Listing, Paragraph, Table
    from studyapp.services.cohort import pages

    for block in pages.learner_blocks(row):
        if isinstance(block, (Heading, Paragraph)):
            say(block.text)
        elif isinstance(block, Listing):
            for entry in block.entries:
                say(f"• {entry.text}")
        elif isinstance(block, Table):
            say()
            table([block.head, *block.rows], right=block.right, indent="  ")
    say()
    say(f"Trend of {row.trend_of}: {pages.spark(row.trend)}")
    for reason in row.reasons:
        say(f"  ! {reason}")
