"""The screen: first frame, today's plan and key latency, against a bare Textual program."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock, SystemClock
from studyapp.paths import Home
from studyapp.services.views import Goal
from tests.benchmarks.measure import Figure, quantile
from tests.terminal.terminal import Terminal

BARE = [sys.executable, "-m", "tests.benchmarks.bare"]
OURS = [sys.executable, "-m", "studyapp"]


def measure(folder: Path, quick: bool) -> Iterator[Figure]:
    """Figures of the screen."""
    home = Home(folder / "screen-home")
    env = {"STUDYAPP_HOME": str(home.root), "PYTHONDONTWRITEBYTECODE": ""}
    services = connect(home)
    services.library.refresh()
    services.goals.set(Goal("aif-c01", None, 20))
    services.close()
    runs = 4 if quick else 15
    bare_frames, our_frames, plans, first_plans, unkept_plans, peaks = [], [], [], [], [], []
    for run in range(runs + 1):
        bare = _first_frame(BARE, env)
        ours, plan, _peak = _start(env)
        _leave_yesterday(home)
        _ours, first_plan, _peak = _start(env)
        home.last_plan.unlink()
        _ours, unkept_plan, peak = _start(env)
        if run:  # the first of each fills the caches of the disk
            bare_frames.append(bare)
            our_frames.append(ours)
            plans.append(plan)
            first_plans.append(first_plan)
            unkept_plans.append(unkept_plan)
            peaks.append(peak)
    base = statistics.median(bare_frames)
    detail = f"{statistics.median(our_frames):.0f} ms / {base:.0f} ms, {runs} runs side by side"
    yield Figure("first frame / bare Textual", statistics.median(our_frames) / base, "x", 1.15, detail)
    yield Figure(
        "today's plan on screen / bare Textual's first frame",
        statistics.median(plans) / base, "x", 2.2, f"{statistics.median(plans):.0f} ms",
    )  # fmt: skip
    yield Figure(
        "today's plan at the first start of a day / the same",
        statistics.median(first_plans) / base, "x", 2.2, f"{statistics.median(first_plans):.0f} ms",
    )  # fmt: skip
    yield Figure(
        "today's plan where none is kept, as after an update / the same",
        statistics.median(unkept_plans) / base, "x", 2.2, f"{statistics.median(unkept_plans):.0f} ms",
    )  # fmt: skip
    yield Figure("peak memory", max(peaks), "MB", 100)
    yield from _latency(env, 40 if quick else 300)


def _leave_yesterday(home: Home) -> None:
    """As the app is left on the evening before: the next start is the first of a day."""
    connect(home, clock=ManualClock(SystemClock().now() - timedelta(1))).leave()


def _first_frame(command: list[str], env: Mapping[str, str]) -> float:
    with Terminal(command, 120, 40, env) as terminal:
        shown = terminal.wait_for(lambda text: bool(text.strip()))
        return (shown - terminal.started_at) * 1000


def _start(env: Mapping[str, str]) -> tuple[float, float, float]:
    with Terminal(OURS, 120, 40, env) as terminal:
        frame = terminal.wait_for(lambda text: bool(text.strip()))
        plan = terminal.wait_for("new cards")
        terminal.settle(1)
        times = (frame - terminal.started_at) * 1000, (plan - terminal.started_at) * 1000, terminal.peak_mb()
        terminal.press("q")
        terminal.wait_exit()
        return times


def _latency(env: Mapping[str, str], presses: int) -> Iterator[Figure]:
    with Terminal(BARE, 120, 40, env) as terminal:
        terminal.wait_for("choice 7")
        bare = press_keys(terminal, presses)
    with Terminal(OURS, 120, 40, env) as terminal:
        terminal.wait_for("new cards")
        terminal.settle()
        terminal.press("p")  # questions only: a day's plan may begin with a card
        terminal.wait_for("choose")
        ours = press_keys(terminal, presses)
    for name, share, aim in (("p50", 0.5, 2.0), ("p99", 0.99, 3.0)):
        mine, theirs = quantile(ours, share), quantile(bare, share)
        yield Figure(
            f"key to screen {name} / bare Textual",
            mine / theirs,
            "x",
            aim,
            f"{mine:.1f} ms / {theirs:.1f} ms",
        )


def press_keys(terminal: Terminal, presses: int) -> list[float]:
    """Milliseconds from each of so many keys to the first change on the screen."""
    first_key(terminal)
    return [press_key(terminal, number) for number in range(presses)]


def first_key(terminal: Terminal) -> None:
    """The first press may only bring the cursor into the list."""
    terminal.settle()
    terminal.press("down")
    terminal.settle()


def press_key(terminal: Terminal, number: int) -> float:
    """Milliseconds from a key, up and down by turns, to the first change on the screen."""
    before = _styled(terminal)
    sent = terminal.press("down" if number % 2 == 0 else "up")
    changed = _change(terminal, lambda: _styled(terminal) != before)
    terminal.settle(0.02)
    return (changed - sent) * 1000


def _change(terminal: Terminal, changed: Callable[[], bool]) -> float:
    arrived = None
    while not changed():
        arrived = terminal.read(2)
        assert arrived is not None, f"a key changed nothing:\n{terminal.text}"
    assert arrived is not None
    return arrived


def _styled(terminal: Terminal) -> list[tuple[object, ...]]:
    # A moved cursor bar changes colours, not characters.
    buffer, screen = terminal.screen.buffer, terminal.screen
    return [tuple(buffer[y][x] for x in range(screen.columns)) for y in range(screen.lines)]
