"""What the tests here look at: the state a terminal is left in, and what really is in the log."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

from studyapp.paths import Home
from tests.banks import words
from tests.terminal.terminal import Terminal

QUESTION = "Which one belongs to"
"""How the stem of each question of the test bank begins."""
ANSWERED = "What to keep of"
"""How its explanation begins, which stands on the screen once it is answered."""
THINK_SO = "2"
"""The key that answers, and does nothing at an answered question."""
ON_FROM_THE_START = {b"25", b"7"}
"""Private modes that a terminal has switched on before anybody asks: the cursor, and wrapping lines."""
COLOUR = re.compile(rb"\x1b\[(?:[\d;:]*[;:])?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][\d;:]*)?m")


def assert_clean(terminal: Terminal) -> None:
    """The terminal is as the program found it: screen, cursor, mouse, paste, keyboard, echo, line mode."""
    states = {}
    for modes, state in re.findall(rb"\x1b\[\?([\d;]+)([hl])", bytes(terminal.raw)):
        states.update(dict.fromkeys(modes.split(b";"), state))
    left = {mode for mode, state in states.items() if (state == b"h") != (mode in ON_FROM_THE_START)}
    assert not left, f"modes left as they were in the app: {left}"
    pushed = len(re.findall(rb"\x1b\[>\d+u", bytes(terminal.raw)))
    assert pushed == terminal.raw.count(b"\x1b[<u"), "the keyboard protocol was not given back"
    assert terminal.modes == terminal.modes_before, "echo, line mode or signal keys were not given back"


def assert_used_the_screen(terminal: Terminal) -> None:
    """It did run full screen, so that there was something to clean up."""
    for mode in (b"1049h", b"25l", b"1000h", b"2004h"):
        assert b"\x1b[?" + mode in terminal.raw


def answers(home: Home) -> list[str]:
    """The cards of the answers in the log, oldest first, as they are on disk now."""
    with closing(sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True)) as file:
        return [
            str(card)
            for (card,) in file.execute("SELECT card_id FROM log_entry WHERE kind='answer' ORDER BY id")
        ]


def note(home: Home) -> str:
    """The note that is on disk; empty where there is none."""
    with closing(sqlite3.connect(home.database)) as file:
        found = file.execute("SELECT note FROM card WHERE note <> ''").fetchone()
    return str(found[0]) if found else ""


def is_intact(home: Home) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    with closing(sqlite3.connect(home.database)) as file:
        sound = file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        return bool(sound and not file.execute("PRAGMA foreign_key_check").fetchall())


def begin_questions(terminal: Terminal) -> None:
    """From the first frame to the first question of the test bank."""
    terminal.wait_for(lambda text: "▌ Start" in text or "▌ Go on" in text)
    terminal.press("p")
    terminal.wait_for(is_whole)


def is_whole(text: str) -> bool:
    """Whether a question of the test bank stands there with all its options: a frame may come in parts."""
    asked = re.search(rf"{QUESTION} the ([\w ]+)\?", text)
    return asked is not None and all(f"The {asked.group(1)} answer {letter}" in text for letter in "abcd")


def right_letter(text: str) -> str:
    """The letter of the right option, for the question of the test bank that stands on the screen."""
    number = next(n for n in range(1, 13) if f"{QUESTION} the {words(n)}" in text)
    found = re.search(rf"([a-d])  The {words(number)} answer {'abcd'[number % 4]}", text)
    assert found, text
    return found.group(1)


PALETTE = "Type a part of a name"
"""What stands in the palette's field."""


def taken_in(terminal: Terminal) -> None:
    """Wait until everything that was pressed has been handled: a key that comes behind it has."""
    terminal.press("ctrl+p")
    terminal.wait_for(PALETTE)
    terminal.press("escape")
    terminal.wait_for(lambda text: PALETTE not in text)


def press_until_accepted(terminal: Terminal, key: str, holds: Callable[[str], bool]) -> None:
    """Press a key that would decide something else a second time, until it is not refused as a bounce.

    Again only when the one before has been handled, and the screen does not satisfy the condition.
    """
    terminal.press(key)
    while not terminal.comes_within(holds, 0.5):
        taken_in(terminal)
        if not holds(terminal.text):
            terminal.press(key)


def answer(terminal: Terminal) -> None:
    """Answer the question of the test bank, and wait until the answer is acknowledged on the screen.

    Rightly, so that it does not come back while the test is running, however long that takes.
    """
    terminal.wait_for(is_whole)
    letter = right_letter(terminal.text)
    terminal.press(letter)
    terminal.wait_for(f"● {letter}")
    terminal.press_until(THINK_SO, ANSWERED)


def answer_whatever(terminal: Terminal) -> None:
    """Answer a question of the bundled banks, of whatever kind, rightly or wrongly."""
    terminal.wait_for(lambda text: any(ready in text for ready in READY))
    text = terminal.text
    if "enter done typing" in text:
        fields = text.count("type the answer") + text.count("type a number")
        terminal.press(*("1", "enter") * fields)
        terminal.wait_for("space type again")
    elif "enter show solution" in text:
        terminal.press("enter")  # once: the same key gives the answer then
        terminal.wait_for("enter think so")
    elif "space hold" in text:
        terminal.press("shift+down")
    elif matched := re.search(r"0 of (\d) matched", text):
        terminal.press(*"a" * int(matched.group(1)))
    else:
        wanted = re.search(r"Choose (\d)", text)
        terminal.press(*"abcdefgh"[: int(wanted.group(1)) if wanted else 1])
    terminal.press_until(THINK_SO, "enter next")


READY = ("enter think so", "enter done typing", "enter show solution")
"""What the key line says when a question waits for its answer."""


def go_on(terminal: Terminal) -> None:
    """From the reasons to the next question; where nothing is chosen yet, enter does nothing."""
    terminal.press_until("enter", lambda text: is_whole(text) and ANSWERED not in text)


def stem(text: str) -> str:
    """The stem of the question that stands on the screen."""
    return next(line.strip() for line in text.splitlines() if QUESTION in line)
