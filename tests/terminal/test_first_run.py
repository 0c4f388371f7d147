"""From an empty disk to the first answered question with the keyboard alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from studyapp.paths import Home
from tests.terminal.checks import answer_whatever, answers, assert_clean
from tests.terminal.conftest import Start

pytestmark = pytest.mark.pty

MARKED = re.compile(r"▌ ([A-Z0-9-]+)  .*\d questions")
"""The marked line of a certification with a bank, and its code."""


def test_from_nothing_to_a_goal_and_the_first_answered_question(start: Start, new_home: Home) -> None:
    terminal = start()
    terminal.wait_for("Where do you want to go?")
    terminal.wait_for("AWS AI engineer")
    terminal.press("down", "enter")
    terminal.wait_for(lambda text: "Which certification first?" in text and MARKED.search(text) is not None)
    marked = MARKED.search(terminal.text)
    assert marked is not None  # the first with a bank is marked, wherever it stands
    terminal.press("enter")
    terminal.wait_for("When is your exam?")
    # All at once, as keys arrive over a slow line; the list still has the keyboard when they come.
    terminal.press(*(datetime.now(UTC).date() + timedelta(days=60)).isoformat(), "enter")
    terminal.wait_for("How many minutes a day?")
    terminal.press("escape")  # one step back, and on again
    terminal.wait_for("When is your exam?")
    terminal.press("enter")
    terminal.wait_for("How many minutes a day?")
    terminal.press("enter")
    terminal.wait_for("▌ Start")
    # Not to the day: a learner's day begins at four in the morning, somewhere on earth.
    terminal.wait_for(
        lambda text: re.search(rf"{marked.group(1)} · exam in (59|60|61) days", text) is not None
    )
    terminal.press("p")
    answer_whatever(terminal)
    assert any(said in terminal.text for said in ("✓ Right", "✗ Not right", "✗ Not there yet"))
    assert len(answers(new_home)) == 1
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)


def test_five_questions_without_a_goal(start: Start, new_home: Home) -> None:
    terminal = start()
    terminal.wait_for("AI/ML engineer")
    terminal.press("t")
    for number in range(1, 6):
        terminal.wait_for(f"{number} of ")
        answer_whatever(terminal)
        assert len(answers(new_home)) == number  # stored before the next is shown
        terminal.press_until("enter", lambda text: "enter next" not in text)
