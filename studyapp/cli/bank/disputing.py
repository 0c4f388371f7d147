"""`studyapp bank disputes`: what learners object to, beside the item and its figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cells import shortened
from studyapp.cli.printing import counted, plain_data, say, say_json, warn
from studyapp.domain.days import medium_date

if TYPE_CHECKING:
    from studyapp.services.items.views import DisputedItem, Disputes, ItemMeasure


def disputes(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The bank's folder, or a questions file.")],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Files of 'studyapp dispute export', or exports of progress."),
    ],
    answers: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Answers, for the figures of each item; see bank stats."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List what learners dispute, item by item: their answer, their reason, and the figures.

    The newest file of each learner counts. A dispute of an item that changed since is marked so.
    """
    from studyapp.services.items.answers import gathered
    from studyapp.services.items.disputing import disputes as disputed
    from studyapp.services.items.measuring import statistics

    measured = statistics([path], gathered(answers)).items if answers else ()
    found = disputed([path], files, measured)
    if json:
        say_json({"items": [_data(item) for item in found.items], "set_aside": found.set_aside})
    else:
        _say(found, path)
    for one in found.set_aside:
        warn(f"{one.path}: set aside: {one.reason}")


def _data(item: DisputedItem) -> dict[str, object]:
    made: dict[str, object] = plain_data(item)
    if isinstance(measure := made["measure"], dict):
        measure.pop("found")
    return made


def _say(found: Disputes, path: Path) -> None:
    for number, item in enumerate(found.items):
        if number:
            say()
        where = f"{item.path}:{item.line}" if item.path else "not in these files"
        state = f" · in quarantine: {item.quarantined}" if item.quarantined else ""
        say(f"{where}: {item.item}: {counted(len(item.disputes), 'dispute')}{state}")
        if item.title:
            say(f"  {shortened(item.title, 96)}")
            say(f"  Key: {shortened(item.key, 90)}")
        if item.measure is not None:
            say(f"  {_figures(item.measure)}")
        for one in item.disputes:
            verdict = "" if one.right is None else " (right by the key)" if one.right else ""
            answer = f"answered {shortened(one.answer, 60)!r}{verdict}" if one.answer else "did not answer it"
            changed = "; the item has changed since" if one.changed_since else ""
            say(f"  - {medium_date(one.on)}, {answer}{changed}")
            for text in one.reason.splitlines():
                if text.strip():
                    say(f"      {text.strip()}")
        if item.path and not item.quarantined:
            say(f"  If you doubt the key: studyapp bank quarantine {path} {item.item} --reason '...'")
    if not found.items:
        say("Nothing is disputed.")


def _figures(measure: ItemMeasure) -> str:
    if measure.facility is None:
        return "No first answers to this version."
    told = f"{counted(measure.answers, 'first answer')}, {measure.facility:.0%} right"
    if measure.discrimination is not None:
        told += f", discrimination {measure.discrimination:.2f}"
    return told + ("; suspect key" if measure.rival is not None else "") + "."
