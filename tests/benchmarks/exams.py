"""Exams: from a key to the next item on the screen, against a key of a bare Textual program; and a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from studyapp.bootstrap import connect
from studyapp.paths import Home
from studyapp.services.exams import making
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.benchmarks.measure import Figure, median_of, quantile, timed_ms
from tests.benchmarks.screen import BARE, OURS, press_keys
from tests.terminal.terminal import Terminal

WHERE = re.compile(r"(\d+) of 65 ")
CERTIFICATION = "aif-c01"


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Figures of exams."""
    home = Home(folder / "exam-home")
    env = {"STUDYAPP_HOME": str(home.root), "PYTHONDONTWRITEBYTECODE": ""}
    services = connect(home)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 20))
    yield _assembly(services, 5 if quick else 30)
    services.exams.start(CERTIFICATION)
    services.close()
    presses = 40 if quick else 300
    with Terminal(BARE, 120, 40, env) as terminal:
        terminal.wait_for("choice 7")
        bare = press_keys(terminal, presses)
    ours = _next_items(env, presses)
    for name, share, aim in (("p50", 0.5, 3.0), ("p99", 0.99, 3.0)):
        mine, theirs = quantile(ours, share), quantile(bare, share)
        detail = f"{mine:.1f} ms / {theirs:.1f} ms"
        yield Figure(f"key to next item {name} / bare Textual's key", mine / theirs, "x", aim, detail)


def _assembly(services: Services, runs: int) -> Figure:
    """A form of the shipped bank, its hinges found anew each time."""
    with services.context.store.read() as session:
        certification = services.library.certification(CERTIFICATION).certification
        rules, _no_exam = making.exam_rules_or_practice(certification)
        seeds = iter(range(10_000))

        def once() -> float:
            seed = next(seeds)
            return timed_ms(
                lambda: making.largest_form(making.stock_of(session, certification), rules, seed, True)
            )

        return Figure("a form of 65 items from the shipped bank", median_of(runs, once), "ms", 500)


def _next_items(env: dict[str, str], presses: int) -> list[float]:
    """Milliseconds from a key to the whole next item, to and fro through the form."""
    samples = []
    with Terminal([*OURS, "exam", "resume"], 120, 40, env) as terminal:
        terminal.wait_for(lambda text: _place(text) == 1)
        terminal.settle()
        place = 1
        for number in range(presses):
            forward = number % 100 < 50
            wanted = place + 1 if forward else place - 1
            sent = terminal.press("right" if forward else "left")
            shown = terminal.wait_for(lambda text, wanted=wanted: _place(text) == wanted)  # type: ignore[misc]
            samples.append((shown - sent) * 1000)
            place = wanted
            terminal.settle(0.02)
    return samples


def _place(text: str) -> int:
    found = WHERE.search(text.splitlines()[0]) if text.strip() else None
    return int(found.group(1)) if found else 0
