"""`studyapp dispute`: keys that you hold for wrong, and the file that takes them to the author."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cells import shortened
from studyapp.cli.opening import opened
from studyapp.cli.printing import counted, say, say_json, warn
from studyapp.domain.days import medium_date
from studyapp.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from studyapp.services.disputes import DisputeLine

app = typer.Typer(help="Keys that you hold for wrong, and the file for their author.", no_args_is_help=True)
Item = Annotated[str, typer.Argument(metavar="ID", help="Id of the question.")]


@app.command("list")
def list_disputes(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print what you dispute, oldest first."""
    with opened() as services:
        found = services.disputes.all()
    if json:
        say_json(found)
        return
    for line in found:
        for text in _lines(line):
            say(text)
    if not found:
        say("Nothing is disputed. In the app, 'wrong key' under an answered question says why.")


def _lines(line: DisputeLine) -> list[str]:
    it = line.dispute
    marks = ["the question has changed since"] if line.changed_since else []
    marks += ["in quarantine"] if line.in_quarantine else []
    told = [f"{it.question_id} · {line.certification_code} · {medium_date(it.on)}"]
    told[0] += f" · {', '.join(marks)}" if marks else ""
    told += [f"  {shortened(line.title, 96)}"] if line.title else []
    if it.answer:
        verdict = "" if it.right is None else " (taken for right)" if it.right else " (taken for wrong)"
        told.append(f"  You answered: {shortened(it.answer, 80)}{verdict}")
    return [*told, *(f"  Because: {text}" for text in it.reason.splitlines() if text.strip())]


@app.command("add")
def add(
    item: Item,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why its key is wrong.")],
) -> None:
    """Say why the key of a question is wrong, in place of what you said before."""
    if not reason.strip():
        raise InvalidInput("There is no reason.", "Say in a sentence why the key is wrong.")
    with opened() as services:
        services.disputes.dispute(item, reason)
    say("Kept. 'studyapp dispute export FILE' writes it for the author.")


@app.command("withdraw")
def withdraw(item: Item) -> None:
    """Take back what you said of a key."""
    with opened() as services:
        if services.disputes.earlier(item) is None:
            raise NotFound(f"You do not dispute {item[:60]}.", "'studyapp dispute list' prints what you do.")
        services.disputes.dispute(item, "")
    say("Taken back.")


@app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
) -> None:
    """Write what you dispute into a file for the author: questions, your answers and words, a random id.

    The author reads it with 'studyapp bank disputes'. Nothing is sent.
    """
    with opened() as services:
        number = services.disputes.export(file, services.sharing.learner_id, overwrite=overwrite)
    say(str(file))
    warn(f"{counted(number, 'dispute')}, with your answers and your words. Send it to the author.")
