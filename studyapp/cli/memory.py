"""`studyapp memory`: how the memory model spaces a card."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from studyapp.cli.opening import opened
from studyapp.cli.printing import say, say_json, table
from studyapp.errors import InvalidInput
from studyapp.spans import interval_label

MIN_REVIEWS = 400  # as studyapp.services.fitting, which is too heavy to import here

app = typer.Typer(help="How the memory model spaces a card.", no_args_is_help=True)


@app.callback()
def memory() -> None:
    """How the memory model spaces a card."""


@app.command("trace")
def trace(
    grades: Annotated[
        str, typer.Option(metavar="G,G,...", help="1 Again, 2 Hard, 3 Good, 4 Easy, separated by commas.")
    ],
    retention: Annotated[float, typer.Option(min=0.7, max=0.97, help="Recall to aim at.")] = 0.9,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Explain the spacing of one card: interval, stability and difficulty after each review.

    Every review happens on its due day; no fuzz. Your own data are not touched.
    """
    from studyapp.domain.memory import Preferences
    from studyapp.fsrs import Fsrs
    from studyapp.services import tracing

    lines = tracing.trace(Fsrs(), _numbers(grades), Preferences(retention=retention, fuzz=False))
    if json:
        say_json(lines)
        return
    head = ("review", "grade", "after days", "phase", "next in", "stability", "difficulty")
    rows = [
        (
            line.number,
            f"{line.grade} {line.grade.name.title()}",
            line.elapsed_days,
            line.phase,
            interval_label(timedelta(seconds=line.interval_s)),
            f"{line.stability:.4f}",
            f"{line.difficulty:.4f}",
        )
        for line in lines
    ]
    table([head, *rows], right=(0, 2, 4, 5, 6))


@app.command("fit")
def fit(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Fit the memory model to your own reviews; kept only if it predicts the newest fifth better.

    The app does this by itself as reviews come in.
    """
    with opened(read_content=False) as services:
        found = services.health.fit_memory()
    if json:
        say_json(found)
    elif found.loss_before is None:
        say(f"{found.reviews} reviews on later days so far; a fit needs {MIN_REVIEWS}.")
    else:
        verdict = "kept" if found.kept else "not kept: the parameters in use predict as well"
        losses = f"log loss {found.loss_before:.4f} before, {found.loss_after:.4f} after"
        say(f"{found.reviews} reviews; {losses}: {verdict}.")


def _numbers(grades: str) -> list[int]:
    try:
        return [int(part) for part in grades.split(",")]
    except ValueError:
        raise InvalidInput(
            f"{grades[:40]!r} is no list of grades.", "Write numbers with commas between: 3,3,1."
        ) from None
