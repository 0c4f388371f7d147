"""`studyapp bank quarantine`: an item out of scoring while its key is in doubt, and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from studyapp.cli.printing import say, warn
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput, NotFound


def quarantine(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The bank's folder, or a questions file.")],
    item: Annotated[str, typer.Argument(metavar="ITEM", help="Id of the item.")],
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why its key is in doubt; learners read it.")
    ] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Bring the item back: it counts again.")] = False,
) -> None:
    """Take an item out of practice, exams and scores while its key is in doubt, or bring it back.

    It writes the field `quarantined` of the item, and nothing else of the file changes. Learners who read the
    bank again are told, and their exams are re-scored; their log stays as it is.
    """
    from studyapp.content.files import replace_file
    from studyapp.content.quarantine import CannotEdit, find_item, with_quarantine, without_quarantine

    because = " ".join(reason.split())
    if lift == bool(because):
        raise InvalidInput("Say why, or lift it.", "Give --reason TEXT, or --lift.")
    try:
        found = find_item([path], item)
    except FileNotFoundError as error:
        raise InvalidInput(f"There is no {error}.", "Name the bank's folder, or a file.") from error
    if not found:
        raise NotFound(f"{path} has no sound question {item[:60]!r}.", "See 'studyapp bank check'.")
    if len(found) > 1:
        raise InvalidInput(f"{item} stands in {found[0].path} and in {found[1].path}.", "Name the file.")
    place, question = found[0].path, found[0].placed.value
    if lift and question.quarantined is None:
        raise InvalidInput(f"{item} is not in quarantine.", "'studyapp bank coverage' lists those that are.")
    text = place.read_bytes().decode("utf-8")
    try:
        if lift:
            after = without_quarantine(text, item)
        else:
            after = with_quarantine(text, item, datetime.now().astimezone().date(), because)
    except CannotEdit as error:
        raise InvalidInput(
            f"{place}:{found[0].placed.line}: {error}.", "Run 'studyapp bank fmt' on it, and try again."
        ) from error
    replace_file(place, after)
    say(f"{place}:{found[0].placed.line}")
    if lift and question.quarantined is not None:
        since = medium_date(datetime.fromisoformat(question.quarantined.on).date())
        warn(
            f"{item} counts again; it was in quarantine since {since}. Raise its revision if the key changed."
        )
    else:
        warn(f"{item} is in quarantine: it is not asked and does not count. Lift it with --lift.")
