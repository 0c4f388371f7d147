"""A window made tiny and large again in the middle of anything: nothing breaks, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studyapp.paths import Home
from tests.terminal.checks import (
    ANSWERED,
    PALETTE,
    QUESTION,
    THINK_SO,
    answers,
    assert_clean,
    begin_questions,
    right_letter,
    stem,
)
from tests.terminal.conftest import Start
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.pty

TINY, USUAL, LARGE = (40, 10), (80, 24), (160, 50)


def resize(terminal: Terminal, size: tuple[int, int], wanted: str | Callable[[str], bool]) -> None:
    """Resize and wait for what is painted afresh; nothing of the old picture counts."""
    terminal.screen.reset()
    terminal.resize(*size)
    terminal.wait_for(wanted)


def there_and_back(terminal: Terminal, stays: str, *returns: str) -> None:
    """Make the window tiny, absurd, large, usual: what matters stays in sight, and the rest comes back."""
    resize(terminal, TINY, stays)
    resize(terminal, (3, 2), lambda _text: True)
    for size in (LARGE, USUAL):
        resize(terminal, size, lambda text: all(wanted in text for wanted in (stays, *returns)))


def marked(text: str) -> str:
    """The line of a list that has the mark."""
    return next(line[line.index("▌") :] for line in text.splitlines() if "▌" in line)


def test_in_a_session_and_over_it(start: Start, home: Home) -> None:
    terminal = start()
    begin_questions(terminal)
    asked, letter = stem(terminal.text), right_letter(terminal.text)
    terminal.press(letter)
    terminal.wait_for(f"● {letter}")
    there_and_back(terminal, QUESTION, f"● {letter}", "a-d choose", "1 of 12")  # a question, half answered

    terminal.press("ctrl+p")
    terminal.wait_for(PALETTE)
    terminal.press(*"screenshot")
    terminal.wait_for("Save a screenshot")
    there_and_back(terminal, "Save a screenshot", "Write a picture")  # a dialog
    terminal.press("escape")
    terminal.wait_for(lambda text: QUESTION in text and "screenshot" not in text)

    terminal.press("n")
    terminal.wait_for("Your note")
    terminal.press(*"mine")
    terminal.wait_for("mine")
    there_and_back(terminal, "mine", "Your note", asked)  # a text that is being written
    terminal.press("escape")
    terminal.wait_for("a-d choose")

    resize(terminal, TINY, "a-d choose")
    terminal.press_until(THINK_SO, "Right")
    resize(terminal, USUAL, lambda text: asked in text and ANSWERED in text and "enter next" in text)
    there_and_back(terminal, QUESTION, "✓ Right", "Reason 3", "you, think so", "enter next")
    assert len(answers(home)) == 1
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)


def test_in_the_first_run(start: Start) -> None:
    terminal = start()
    terminal.resize(*TINY)  # before the first frame
    terminal.wait_for("Where do you want")
    resize(terminal, USUAL, lambda text: "Just try five" in text and "Fits you if" in text)
    first = marked(terminal.text)
    terminal.press("down")
    terminal.wait_for(lambda text: "▌" in text and marked(text) != first)
    there_and_back(terminal, marked(terminal.text)[:20], "Just try five", "Fits you if")
    terminal.press("end", "up", "enter")  # no roadmap: all certifications, in one list
    terminal.wait_for(lambda text: "Which certification first?" in text and "▌ " in text)
    terminal.press("enter")
    terminal.wait_for("When is your exam?")
    terminal.press(*"5 we")
    terminal.wait_for("5 we")
    there_and_back(terminal, "5 we", "No date yet", "3 of 4", "esc step back")
