"""Opening the screens of roads with the large store: from the key to its data, on a real terminal.

Each screen is opened in processes of its own, for the first time and again: what is loaded or found once in a
process makes the two differ. Before it the app has come to rest, as it does while a person reads Today.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from typing import NamedTuple

from studyapp.paths import Home
from tests.benchmarks.measure import Figure
from tests.terminal.terminal import Terminal

OURS = [sys.executable, "-m", "studyapp"]
PROCESSES = 7
REST_S = 2.0
TODAY, MAP, CERTIFICATION, CHOICE = "Days ahead", "▌Next", "Certification · ", " with which role?"


class Way(NamedTuple):
    """How a screen is opened: the keys before its own with what each shows, its key, and what it shows."""

    before: tuple[tuple[str, str], ...]
    key: str
    shown: str


WAYS = {
    "stage map": Way((), "r", MAP),
    "certification": Way((), "i", CERTIFICATION),
    "list of roadmaps": Way((("r", MAP),), "m", "Which road?"),
    "list of certifications": Way((("i", CERTIFICATION),), "c", " known, "),
    "role profile": Way((("r", MAP),), "p", "Role profile · "),
    "comparison": Way((("r", MAP), ("v", CHOICE)), "enter", "Compare · "),
}


def measure(home: Home) -> Iterator[Figure]:
    """Milliseconds from the key to the screen with its data: medians of several processes."""
    for name, way in WAYS.items():
        samples = [_opened_twice(home, way) for _ in range(PROCESSES)]
        for which, figures in zip(("first", "second"), zip(*samples, strict=True), strict=True):
            yield Figure(
                f"{name}, {which} opening, large store",
                statistics.median(figures),
                "ms",
                100,
                f"{min(figures):.0f} to {max(figures):.0f} in {PROCESSES} processes",
            )


def _opened_twice(home: Home, way: Way) -> tuple[float, float]:
    env = {"STUDYAPP_HOME": str(home.root), "PYTHONDONTWRITEBYTECODE": ""}
    with Terminal(OURS, 120, 40, env) as terminal:
        terminal.wait_for(TODAY)
        terminal.settle(REST_S)
        first = _opened(terminal, way)
        while TODAY not in terminal.text:
            terminal.press("escape")
            terminal.settle()
        return first, _opened(terminal, way)


def _opened(terminal: Terminal, way: Way) -> float:
    for key, shown in way.before:
        terminal.press(key)
        terminal.wait_for(shown)
        terminal.settle()
    sent = terminal.press(way.key)
    return (terminal.first_shown(way.shown) - sent) * 1000
