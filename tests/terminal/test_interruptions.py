"""Power cuts and second windows: what the screen acknowledged is in the log, once."""

from __future__ import annotations

from collections import Counter

import pytest

from studyapp.paths import Home
from tests.terminal.checks import (
    THINK_SO,
    answer,
    answers,
    begin_questions,
    go_on,
    is_intact,
    is_whole,
    right_letter,
    stem,
)
from tests.terminal.conftest import Start

pytestmark = pytest.mark.pty


def test_an_acknowledged_answer_survives_kill_9_exactly_once(start: Start, home: Home) -> None:
    acknowledged = []
    for at_once in (True, False, True):
        terminal = start()
        begin_questions(terminal)
        for number in range(2):
            if number:
                go_on(terminal)
            acknowledged.append(stem(terminal.text))
            answer(terminal)
        if not at_once:
            go_on(terminal)
            terminal.press("b")
            terminal.wait_for("● b")
        terminal.kill()
        assert len(answers(home)) == len(acknowledged)
    # Killed between the key and its acknowledgement, the answer is there or it is not.
    terminal = start()
    begin_questions(terminal)
    terminal.press(right_letter(terminal.text), THINK_SO)
    terminal.kill()
    assert len(answers(home)) in (len(acknowledged), len(acknowledged) + 1)
    # None was lost and none doubled: no question was asked twice, and each is in the log once.
    assert max(Counter(acknowledged).values()) == 1
    assert max(Counter(answers(home)).values()) == 1
    assert is_intact(home)


def test_two_programs_share_one_home(start: Start, home: Home) -> None:
    first, second = start(), start()
    begin_questions(first)
    begin_questions(second)
    asked = stem(first.text)
    assert stem(second.text) == asked
    answer(first)
    # The second still shows what the first has answered: it is told, and goes on to something else.
    letter = right_letter(second.text)
    second.press(letter)
    second.wait_for(f"● {letter}")
    second.press_until(THINK_SO, lambda text: is_whole(text) and asked not in text)
    assert len(answers(home)) == 1
    answer(second)
    go_on(first)
    answer(first)
    assert len(answers(home)) == 3
    assert max(Counter(answers(home)).values()) == 1
    for terminal in (first, second):
        terminal.press("q")
    assert [first.wait_exit(), second.wait_exit()] == [0, 0]
    assert is_intact(home)
