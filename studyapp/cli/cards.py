"""`studyapp card`: what was set aside, flagged or noted, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from studyapp.cells import shortened
from studyapp.cli.opening import opened
from studyapp.cli.printing import asked, say, say_json
from studyapp.errors import NotFound

if TYPE_CHECKING:
    from studyapp.services.views import MarkedItem

app = typer.Typer(help="Cards that you set aside, flagged or noted.", no_args_is_help=True)


@app.command("marked")
def marked(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List what is set aside, flagged or noted, with the id of each card."""
    with opened() as services:
        found = services.study.marked()
    if json:
        say_json(found)
        return
    for item in found:
        code = f" · {item.certification_code}" if item.certification_code else ""
        say(f"{item.card_id}: {_states(item)}{code}")
        say(f"  {shortened(item.title, 96)}{asked(item.card_id)}")
        if item.quarantined:
            say(f"  Why it does not count: {item.quarantined}")
        for line in item.note.splitlines():
            say(f"  Note: {line}")
    if not found:
        say("Nothing is set aside, flagged or noted.")
    elif any(item.suspended for item in found):
        say()
        say("'studyapp card resume ID' brings back what is set aside.")


@app.command("resume")
def resume(
    card_ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids, as 'card marked' prints them.")
    ],
) -> None:
    """Bring cards that were set aside back into study."""
    with opened() as services:
        aside = {item.card_id: item for item in services.study.marked() if item.suspended}
        for card_id in card_ids:
            if card_id not in aside:
                raise NotFound(f"{card_id[:80]} is not set aside.", "'studyapp card marked' lists what is.")
        for card_id in dict.fromkeys(card_ids):
            services.study.resume(card_id)
            say(f"Back in study: {shortened(aside[card_id].title, 80)}")


def _states(item: MarkedItem) -> str:
    told = (
        ("set aside", item.suspended),
        ("flagged", item.flagged),
        ("noted", bool(item.note)),
        ("forgotten often", item.leech),
        ("no longer in the content", item.gone),
        ("in quarantine", bool(item.quarantined)),
    )
    return ", ".join(word for word, holds in told if holds)
