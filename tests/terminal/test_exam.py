"""An exam of 65 items on a terminal, killed ten times at random, comes out as one that nobody disturbed."""

from __future__ import annotations

import json
import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studyapp.paths import Home
from tests.terminal.checks import is_intact
from tests.terminal.conftest import Start
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.pty

SEED = "7"
EXAM = "clf-c02"
"""An exam of choices alone: marking one is the same again after a kill, which moving a step is not."""
KILLS = 10
SAID = ("s", "2", "g")
"""The word of confidence of every third item; `2` goes on only where something was chosen."""
WHERE = re.compile(r"(\d+) of 65 ")


def place_of(text: str) -> int:
    """The place of the item on the screen, -1 for the overview, -2 for neither."""
    if "All 65 items" in text:
        return -1
    found = WHERE.search(text.splitlines()[0]) if text.strip() else None
    return int(found.group(1)) - 1 if found else -2


def to_mark(text: str, wanted: int) -> list[str]:
    """The letters that are still to be marked, of the first so many as the item asks for."""
    return [letter for letter in "abcdefgh"[:wanted] if not re.search(rf"[●■] {letter} ", text)]


class Sitting:
    """Goes through the exam by its keys; kills the program where it is told to."""

    def __init__(self, start: Start, home: Path, kills: set[tuple[int, str]]) -> None:
        self._start, self._home, self._kills = start, home, set(kills)
        self.used: list[int] = []
        self._form: list[tuple[str, int]] = []

    def program(self, *arguments: str) -> Terminal:
        terminal: Terminal = self._start(*arguments, STUDYAPP_HOME=str(self._home))
        terminal.wait_for(lambda text: place_of(text) > -2)
        return terminal

    def sit(self) -> None:
        terminal = self.program("exam", EXAM, "--seed", SEED)
        self._form = form(self._home)
        while (place := place_of(terminal.text)) >= 0:
            if self._killed(terminal, place, "looking"):
                terminal = self.program("exam", "resume")
                continue
            stem, wanted = self._form[place]
            terminal.wait_for(lambda text, stem=stem: stem in text)  # type: ignore[misc]
            for letter in to_mark(terminal.text, wanted):
                terminal.press(letter)
                if self._killed(terminal, place, "marking"):
                    break
                terminal.wait_for(lambda text, letter=letter: bool(re.search(rf"[●■] {letter} ", text)))  # type: ignore[misc]
            if terminal.exit_code is not None:
                terminal = self.program("exam", "resume")
                continue
            said = SAID[place % 3]
            terminal.press(said)
            if self._killed(terminal, place, "answering"):
                terminal = self.program("exam", "resume")
                continue
            terminal.press_until(said, lambda text, place=place: place_of(text) not in (place, -2))  # type: ignore[misc]
        terminal.press_until("h", "Hand in now?")
        terminal.press_until("enter", "By domain")
        terminal.press("q")
        assert terminal.wait_exit() == 0

    def _killed(self, terminal: Terminal, place: int, stage: str) -> bool:
        if (place, stage) not in self._kills:
            return False
        self._kills.discard((place, stage))
        terminal.kill()
        self.used.append(used_ms(self._home))
        return True


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(Home(home).database)) as file:
        return file.execute(query).fetchall()


def form(home: Path) -> list[tuple[str, int]]:
    """How the stem of each item begins, and how many options it asks for."""
    bodies = [json.loads(body) for (body,) in rows(home, "SELECT body FROM exam_item ORDER BY place")]
    return [
        (" ".join(body["stem"].split()[:5]), sum(option["correct"] for option in body["options"]))
        for body in bodies
    ]


def used_ms(home: Path) -> int:
    return int(rows(home, "SELECT max(used_ms) FROM exam_attempt")[0][0])


def outcome(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that an attempt came to, but for its times and ids."""
    return {
        "form": rows(home, "SELECT place, question_id, option_order, scored FROM exam_item ORDER BY place"),
        "answers": rows(
            home,
            "SELECT place, response, whole, confidence, given, flagged, credit, first_sight FROM exam_item "
            "ORDER BY place",
        ),
        "log": rows(
            home,
            "SELECT card_id, chosen, option_order, correct, confidence, first_sight, content_hash, context "
            "FROM log_entry WHERE kind = 'answer' ORDER BY card_id",
        ),
        "result": rows(
            home,
            "SELECT status, json_extract(result, '$.score'), json_extract(result, '$.right'), "
            "json_extract(result, '$.domains'), json_extract(result, '$.confidence') FROM exam_attempt",
        ),
    }


def test_an_exam_that_was_killed_ten_times_equals_an_undisturbed_one(
    start: Start, home: Home, tmp_path: Path
) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    shutil.copytree(home.root, calm)
    shutil.copytree(home.root, rough)
    chance = random.Random(20261127)
    kills = {
        (place, chance.choice(("looking", "marking", "answering")))
        for place in chance.sample(range(65), KILLS)
    }
    undisturbed, disturbed = Sitting(start, calm, set()), Sitting(start, rough, kills)
    undisturbed.sit()
    disturbed.sit()

    assert len(disturbed.used) == KILLS
    assert disturbed.used == sorted(disturbed.used), "no kill gave time back"
    assert disturbed.used[-1] <= used_ms(rough)
    expected, found = outcome(calm), outcome(rough)
    for name in expected:
        assert found[name] == expected[name], name
    assert len(expected["log"]) == 65
    assert is_intact(Home(rough))
