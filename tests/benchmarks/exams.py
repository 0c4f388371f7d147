"""Exams: from a key to the next item on the screen, against bare Textual programs; and a form."""

from __future__ import annotations

import gc
import json
import math
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studyapp.bootstrap import connect
from studyapp.paths import Home
from studyapp.services.exams import making
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from studyapp.tui.stopwatch import REPEAT_S
from tests.benchmarks.measure import Figure, median_of, quantile, timed_ms
from tests.benchmarks.screen import BARE, OURS, first_key, press_key
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
    form, plain = _form(home), folder / "exam-items.json"
    plain.write_text(json.dumps([{"stem": item.whole, "options": item.options} for item in form]), "utf-8")
    bare = [sys.executable, "-m", "tests.benchmarks.bare_exam", str(plain)]
    presses, rounds = (40, 1) if quick else (300, 3)
    yield from _against("key to next item", *_beside_bare(env, _next_items(env, form, presses), bare, form))
    yield from _against("answer to next item", *_beside_bare(env, _answers(env, form, rounds), bare, form))


def _beside_bare(
    env: dict[str, str], steps: Iterator[float], bare_exam: list[str], form: list[Item]
) -> tuple[list[float], list[float], list[float]]:
    """Our steps, and after each those of two bare programs: the next item, and a mark in a list.

    What else the machine does falls on all of them.
    """
    ours, items, marks = [], [], []
    with Terminal(bare_exam, 120, 40, env) as exam, Terminal(BARE, 120, 40, env) as choices, _no_garbage():
        exam.wait_for(" of 65 ")
        choices.wait_for("choice 7")
        first_key(choices)
        bare_items = _moves(exam, form, 10**6)
        for number, sample in enumerate(steps):
            ours.append(sample)
            items.append(next(bare_items))
            marks.append(press_key(choices, number))
    return ours, items, marks


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Nothing is collected here meanwhile: what the watcher does for itself is not the program's time."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _against(name: str, ours: list[float], items: list[float], marks: list[float]) -> Iterator[Figure]:
    for what, bare, aim in (("next item", items, 3.0), ("mark in a list", marks, math.inf)):
        for at, share in (("p50", 0.5), ("p99", 0.99)):
            mine, theirs = quantile(ours, share), quantile(bare, share)
            detail = f"{mine:.1f} ms / {theirs:.1f} ms"
            yield Figure(f"{name} {at} / bare Textual's {what}", mine / theirs, "x", aim, detail)


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


@dataclass(frozen=True, slots=True)
class Item:
    """What an item is known by on the screen, all of its text, and whether one letter answers it."""

    stem: str
    whole: str
    options: list[str]
    is_single: bool


def _form(home: Home) -> list[Item]:
    with closing(sqlite3.connect(home.database)) as file:
        bodies = [json.loads(body) for (body,) in file.execute("SELECT body FROM exam_item ORDER BY place")]
    return [_item(body) for body in bodies]


def _item(body: dict[str, Any]) -> Item:
    options = [part["text"] for name in ("options", "steps") for part in body.get(name) or ()]
    for pair in body.get("pairs") or ():
        options += [pair["prompt"], pair["match"]]
    return Item(" ".join(body["stem"].split()[:3]), body["stem"], options, body["kind"] == "single")


def _next_items(env: dict[str, str], form: list[Item], presses: int) -> Iterator[float]:
    """Milliseconds from a key to the whole next item, in our exam."""
    with _sitting(env, form) as terminal:
        yield from _moves(terminal, form, presses)


def _moves(terminal: Terminal, form: list[Item], presses: int) -> Iterator[float]:
    """To and fro through the form, from its first item."""
    place = 0
    for number in range(presses):
        forward = number % 100 < 50
        place += 1 if forward else -1
        yield _step(terminal, form, "right" if forward else "left", place)


def _answers(env: dict[str, str], form: list[Item], rounds: int) -> Iterator[float]:
    """Milliseconds from the key that gives an answer to the whole next item: it is on disk by then."""
    with _sitting(env, form) as terminal:
        for letter in "abc"[:rounds]:
            for place, item in enumerate(form[:-1]):
                if item.is_single:
                    terminal.press(letter)
                    terminal.wait_for(f"● {letter} ")
                    terminal.settle(REPEAT_S)  # an answer right behind another one is taken for a bounce
                    yield _step(terminal, form, "s", place + 1)
                else:
                    _step(terminal, form, "right", place + 1)
            for place in range(len(form) - 2, -1, -1):
                _step(terminal, form, "left", place)


@contextmanager
def _sitting(env: dict[str, str], form: list[Item]) -> Iterator[Terminal]:
    """The exam with its first item on the screen, and nothing left to do behind it."""
    with Terminal([*OURS, "exam", "resume"], 120, 40, env) as terminal:
        terminal.wait_for(" of 65 ")
        terminal.settle(1)
        for place in range(_place(terminal.text) - 2, -1, -1):
            _step(terminal, form, "left", place)
        yield terminal


def _step(terminal: Terminal, form: list[Item], key: str, place: int) -> float:
    """Milliseconds from a key to an item: its stem, its place in the header, and the cursor beside it."""

    def stands(text: str) -> bool:
        return _place(text) == place + 1 and form[place].stem in text and f"›{place + 1:>3}" in text

    sent = terminal.press(key)
    shown = terminal.wait_for(stands)
    terminal.settle(0.02)
    return (shown - sent) * 1000


def _place(text: str) -> int:
    found = WHERE.search(text.splitlines()[0]) if text.strip() else None
    return int(found.group(1)) if found else 0
