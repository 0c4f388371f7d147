"""An exam of 65 items on a terminal, killed ten times at random, comes out as one that nobody disturbed."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studyapp.domain.questions import Question
from studyapp.paths import Home
from studyapp.store.bodies import question_from_json
from studyapp.store.exams import order_of
from tests.terminal.checks import is_intact, press_until_accepted
from tests.terminal.conftest import Start
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.pty

SEED = "7"
EXAM = "aif-c01"
"""An exam with every kind that is answered by letters and by moving: choices, orders and matches."""
KILLS = 10
SAID = ("s", "2", "g")
"""The word of confidence of every third item; at an item without an answer, `2` goes on."""
WHERE = re.compile(r"(\d+) of 65 ")


def place_of(text: str) -> int:
    """The place of the item on the screen, -1 for the overview, -2 for neither."""
    if "All 65 items" in text:
        return -1
    found = WHERE.search(text.splitlines()[0]) if text.strip() else None
    return int(found.group(1)) - 1 if found else -2


class Item:
    """An item of the form, and the keys that bring what the screen shows towards the answer to be given.

    The answer is the stored first options of a choice, the right order of the steps, and the right choice of
    each prompt. Each step is derived from the screen alone, so that it is right after a kill, too.
    """

    def __init__(self, question: Question, order: Sequence[int]) -> None:
        self.kind = question.kind
        self.stem = " ".join(question.stem.split()[:5])
        self.wanted = len(question.key)
        self.steps = [step.text for step in question.steps]
        choices = question.choices
        self.matches = ["abcdefghij"[order.index(choices.index(pair.match))] for pair in question.pairs]
        texts = [option.text for option in question.options] or choices
        self.labels = [] if self.steps else [texts[at] for at in order]

    def is_shown(self, text: str) -> bool:
        """Whether the screen has arrived at this item, with everything that can be marked."""
        lines = text.splitlines()
        if self.stem not in text:
            return False
        if self.steps:
            return sorted(self._order(lines)) == list(range(len(self.steps)))
        if len(self._given(lines)) != len(self.matches):
            return False
        return all(
            any(re.match(rf"[\s›○●□■]*{letter}\s+{re.escape(label[:20])}", line) for line in lines)
            for letter, label in zip("abcdefghij", self.labels, strict=False)
        )

    def next_key(self, text: str) -> str | None:
        """The next key towards the answer; None once the screen shows it."""
        lines = text.splitlines()
        if not self.steps and not self.matches:
            marked = re.findall(r"[●■] (\S) ", text)
            return next((letter for letter in "abcdefgh"[: self.wanted] if letter not in marked), None)
        if self.steps:
            order, cursor = self._order(lines), self._cursor(lines)
            at = next((place for place, step in enumerate(order) if step != place), None)
            if at is None:
                return None
            return self._towards(cursor, order.index(at), "shift+up")
        given = self._given(lines)
        at = next((place for place, letter in enumerate(self.matches) if given[place] != letter), None)
        return None if at is None else self._towards(self._cursor(lines), at, self.matches[at])

    def state(self, text: str) -> tuple[object, ...]:
        """What a key towards the answer changes."""
        lines = text.splitlines()
        marked = re.findall(r"[●■] (\S) ", text)
        return marked, self._order(lines), self._given(lines), self._cursor(lines)

    @staticmethod
    def _towards(cursor: int | None, place: int, key: str) -> str:
        if cursor == place:
            return key
        return "down" if cursor is None or cursor < place else "up"

    def _order(self, lines: list[str]) -> list[int]:
        shown = [found.group(1) for line in lines if (found := re.match(r"\s*[›↕]?\s+\d  (\S.*)", line))]
        return [at for text in shown for at, step in enumerate(self.steps) if step.startswith(text)]

    @staticmethod
    def _cursor(lines: list[str]) -> int | None:
        found = (re.match(r"\s*[›↕]\s+(\d)  ", line) for line in lines)
        return next((int(match.group(1)) - 1 for match in found if match), None)

    def _given(self, lines: list[str]) -> list[str]:
        rows = (re.match(r"\s*›?\s+(\d)  .*→ (\S)", line) for line in lines)
        return [row.group(2) for row in rows if row]


class Sitting:
    """Goes through the exam by its keys; kills the program where it is told to."""

    def __init__(self, start: Start, home: Path, kills: set[tuple[int, str]]) -> None:
        self._start, self._home, self._kills = start, home, set(kills)
        self.used: list[int] = []
        self._form: list[Item] = []

    @property
    def kinds(self) -> set[str]:
        """The kinds of the items of the form."""
        return {item.kind for item in self._form}

    def program(self, *arguments: str) -> Terminal:
        terminal: Terminal = self._start(*arguments, STUDYAPP_HOME=str(self._home))
        terminal.wait_for(lambda text: place_of(text) > -2)
        return terminal

    def sit(self) -> None:
        terminal: Terminal | None = self._start("exam", EXAM, "--seed", SEED, STUDYAPP_HOME=str(self._home))
        assert terminal is not None
        terminal.wait_for(lambda text: f"Seed {SEED}." in text and "begins" in text)
        assert rows(self._home, "SELECT count(*) FROM exam_attempt") == [(0,)], "nothing runs before Enter"
        # Until it has begun, and not until that is seen: at an item the same key goes on.
        terminal.press_until("enter", lambda _text: self._status == ["running"], again_after_s=10)
        terminal.wait_for(lambda text: place_of(text) == 0)
        self._form = form(self._home)
        while (place := place_of(terminal.text)) >= 0:
            terminal = self._answer(terminal, place) or self.program("exam", "resume")
        terminal.press_until("h", "Hand in now?")
        # On the report the same key opens an item.
        terminal.press_until("enter", lambda _text: self._status == ["submitted"], again_after_s=10)
        terminal.wait_for("By domain")
        terminal.press("q")
        assert terminal.wait_exit() == 0

    def _answer(self, terminal: Terminal, place: int) -> Terminal | None:
        """Answer the item on the screen; the terminal, or None where the program was killed."""
        item = self._form[place]
        if self._killed(terminal, place, "looking"):
            return None
        terminal.wait_for(item.is_shown)
        while (key := item.next_key(terminal.text)) is not None:
            before = item.state(terminal.text)
            terminal.press(key)
            if self._killed(terminal, place, "marking"):
                return None
            terminal.wait_for(lambda text, before=before: item.is_shown(text) and item.state(text) != before)  # type: ignore[misc]
        said = SAID[place % 3]
        if (place, "answering") in self._kills:
            terminal.press(said)
            self._killed(terminal, place, "answering")
            return None
        press_until_accepted(terminal, said, lambda text: place_of(text) not in (place, -2))
        return terminal

    @property
    def _status(self) -> list[str]:
        return [status for (status,) in rows(self._home, "SELECT status FROM exam_attempt")]

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


def form(home: Path) -> list[Item]:
    """The items in their places."""
    found = rows(home, "SELECT body, option_order FROM exam_item ORDER BY place")
    return [Item(question_from_json(body), order_of(order)) for body, order in found]


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

    assert undisturbed.kinds == {"single", "multiple", "ordering", "matching"}
    assert len(disturbed.used) == KILLS
    assert disturbed.used == sorted(disturbed.used), "no kill gave time back"
    assert disturbed.used[-1] <= used_ms(rough)
    expected, found = outcome(calm), outcome(rough)
    for name in expected:
        assert found[name] == expected[name], name
    assert len(expected["log"]) == 65
    assert is_intact(Home(rough))
