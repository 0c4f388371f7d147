"""Opening the screens of roads with the large store: from the key to the screen, on a real terminal."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator

from studyapp.paths import Home
from tests.benchmarks.measure import Figure
from tests.terminal.terminal import Terminal

OURS = [sys.executable, "-m", "studyapp"]
RUNS = 7


def measure(home: Home) -> Iterator[Figure]:
    """Milliseconds from the key to the screen, once the app has come to rest."""
    env = {"STUDYAPP_HOME": str(home.root), "PYTHONDONTWRITEBYTECODE": ""}
    with Terminal(OURS, 120, 40, env) as terminal:
        terminal.wait_for("Days ahead")
        terminal.settle(2)
        for name, key, shown in (
            ("stage map", "r", "Roadmap · "),
            ("certification", "i", "Certification · "),
        ):
            yield Figure(f"{name}, from its key, large store", _opened(terminal, key, shown), "ms", 100)


def _opened(terminal: Terminal, key: str, shown: str) -> float:
    samples = []
    for _ in range(RUNS):
        sent = terminal.press(key)
        samples.append((terminal.wait_for(shown) - sent) * 1000)
        terminal.settle()
        terminal.press("escape")
        terminal.wait_for("Days ahead")
        terminal.settle()
    return statistics.median(samples[1:])
