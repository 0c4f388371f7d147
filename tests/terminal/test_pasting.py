"""Ten thousand characters pasted where nobody expects them: taken where there is room, else no effect."""

from __future__ import annotations

import pytest

from studyapp.paths import Home
from tests.terminal.checks import (
    QUESTION,
    answer,
    answers,
    assert_clean,
    begin_questions,
    is_intact,
    note,
    taken_in,
)
from tests.terminal.conftest import Start

pytestmark = pytest.mark.pty

LONG = ("quite a few words, then a line's end\rand [red]a tab[/]\t\"'*; " * 200)[:10_000]
"""Line ends as terminals send them; without escapes, which terminals take out of what is pasted."""
KEYS = ("abcd2 " * 2000)[:10_000]
"""Nothing but keys that mean something at a question: options, "think so", the mark."""


def test_into_a_question_and_a_note(start: Start, home: Home) -> None:
    terminal = start()
    begin_questions(terminal)
    terminal.paste(LONG)
    taken_in(terminal)
    terminal.wait_for(lambda text: QUESTION in text and "a-d choose" in text)
    assert answers(home) == []

    terminal.press("n")
    terminal.wait_for("Your note")
    terminal.paste(LONG)
    terminal.wait_for("characters too long")
    terminal.press("ctrl+s")
    terminal.wait_for(lambda _text: bool(note(home)))
    assert len(note(home)) == 4000
    assert note(home).startswith("quite a few words, then a line's end\nand [red]a tab[/]")

    terminal.type(KEYS)
    taken_in(terminal)
    # Typed without brackets they are keys like any others, but no question is answered twice.
    given = answers(home)
    assert len(given) == len(set(given))
    assert is_intact(home)
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)


def test_into_the_search_of_the_glossary(start: Start, home: Home) -> None:
    terminal = start()
    terminal.wait_for("▌ Start")
    terminal.press("/")
    terminal.wait_for("Glossary")
    terminal.paste('" OR * NEAR(' + LONG)
    terminal.wait_for("No term matches")
    terminal.press("ctrl+u")
    terminal.wait_for("200+ terms")
    terminal.type(KEYS)
    terminal.wait_for("No term matches")
    terminal.press("ctrl+u")
    terminal.press(*"amber")
    terminal.wait_for("1 term")
    terminal.press("escape")
    begin_questions(terminal)
    answer(terminal)
    assert len(answers(home)) == 1
