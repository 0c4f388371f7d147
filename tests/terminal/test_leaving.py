"""However the app ends, the terminal is left as it was found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from studyapp.paths import Home
from tests.terminal.checks import (
    QUESTION,
    THINK_SO,
    answer,
    answers,
    assert_clean,
    assert_used_the_screen,
    begin_questions,
    note,
)
from tests.terminal.conftest import Start
from tests.terminal.terminal import PATIENCE_S

pytestmark = pytest.mark.pty

FIRST = "Where do you want to go?"
BROKEN = """
import sys
from {module} import {owner}
def fail(*_arguments, **_named):
    raise ZeroDivisionError("of ours")
{owner}.{name} = fail
from studyapp.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def broken(module: str, owner: str, name: str) -> list[str]:
    """The program with one function that fails."""
    return [sys.executable, "-c", BROKEN.format(module=module, owner=owner, name=name)]


def test_q_in_the_middle_of_a_question_leaves_the_terminal_clean(start: Start, home: Home) -> None:
    terminal = start()
    begin_questions(terminal)
    terminal.press("a")
    terminal.wait_for("● a")
    assert terminal.modes != terminal.modes_before  # in the app there is no echo
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert_used_the_screen(terminal)
    assert_clean(terminal)
    assert terminal.left_behind == ""
    assert answers(home) == []


@pytest.mark.parametrize("typed", ["q?", "gq?", "pq?,r", "qr/"])
def test_keys_that_were_typed_ahead_of_the_end_do_nothing(start: Start, home: Home, typed: str) -> None:
    terminal = start()
    terminal.wait_for(lambda text: "▌ Start" in text)
    terminal.press(typed)
    assert terminal.wait_exit() == 0
    assert terminal.left_behind == ""
    assert not home.log_file.exists() or "NoMatches" not in home.log_file.read_text("utf-8")


def test_ctrl_q_leaves_and_ctrl_c_only_says_how(start: Start) -> None:
    terminal = start()
    terminal.wait_for(FIRST)
    terminal.press("ctrl+c")
    terminal.wait_for("leaves studyapp")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_when_the_system_ends_it_the_terminal_is_clean(
    start: Start, home: Home, number: signal.Signals
) -> None:
    terminal = start()
    begin_questions(terminal)
    answer(terminal)
    os.kill(terminal.pid, number)
    assert terminal.wait_exit() == 0
    assert_used_the_screen(terminal)
    assert_clean(terminal)
    assert terminal.left_behind == ""
    assert len(answers(home)) == 1


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, "ctrl+q"], ids=str)
def test_a_note_that_is_being_written_is_kept_when_it_ends(
    start: Start, home: Home, end: signal.Signals | str
) -> None:
    terminal = start()
    begin_questions(terminal)
    terminal.press("n", *"mine")
    terminal.wait_for("mine")
    if isinstance(end, str):
        terminal.press(end)
    else:
        os.kill(terminal.pid, end)
    assert terminal.wait_exit() == 0
    assert_clean(terminal)
    assert note(home) == "mine"


def test_when_its_window_is_closed_the_program_ends(start: Start, home: Home) -> None:
    terminal = start()
    begin_questions(terminal)
    answer(terminal)
    terminal.hang_up()
    deadline = time.monotonic() + PATIENCE_S
    while terminal.poll() is None:
        assert time.monotonic() < deadline, "it outlived its terminal"
    assert len(answers(home)) == 1


def test_a_service_that_fails_is_told_and_the_session_stands(start: Start, home: Home) -> None:
    terminal = start(program=broken("studyapp.services.study", "StudyService", "answer"))
    begin_questions(terminal)
    terminal.press("a")
    terminal.press_until(THINK_SO, "Something went wrong")
    assert QUESTION in terminal.text
    assert "Traceback" not in terminal.text
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)
    assert "ZeroDivisionError" in home.log_file.read_text("utf-8")


@pytest.mark.parametrize("debug", [False, True], ids=["", "debug"])
def test_after_a_crash_the_terminal_is_clean(start: Start, home: Home, debug: bool) -> None:
    program = broken("studyapp.tui.screens.study", "SessionScreen", "_show_feedback")
    terminal = start(*(["--debug"] if debug else []), program=program, columns=100, lines=60)
    begin_questions(terminal)
    terminal.press("a")
    terminal.press_until(THINK_SO, lambda _text: terminal.poll() is not None)
    assert terminal.wait_exit() == 1
    assert_used_the_screen(terminal)
    assert_clean(terminal)
    assert ("ZeroDivisionError: of ours" in terminal.left_behind) == debug
    assert ("Every answer is saved" in terminal.left_behind) != debug
    assert "ZeroDivisionError" in home.log_file.read_text("utf-8")
    assert len(answers(home)) == 1  # what the sentence says is true


def is_stopped(pid: int) -> bool:
    """Whether a process stands still until it is told to go on."""
    ran = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return ran.stdout.strip().startswith("T")


def test_stopped_and_continued_the_session_stands_and_the_terminal_is_clean(start: Start, home: Home) -> None:
    terminal = start()
    begin_questions(terminal)
    # Asked to stop (a shell's job control), it gives the terminal back and takes it again.
    os.kill(terminal.pid, signal.SIGTSTP)
    terminal.wait_for(lambda _text: terminal.raw.endswith(b"\x1b[?1004l"))
    # It stops itself after that; told to go on before, it would never be told again.
    terminal.wait_for(lambda _text: is_stopped(terminal.pid))
    assert_clean(terminal)
    terminal.screen.reset()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for(QUESTION)
    # Stopped without being asked, it could give nothing back; going on must not count twice.
    os.kill(terminal.pid, signal.SIGSTOP)
    os.kill(terminal.pid, signal.SIGCONT)
    answer(terminal)
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)
    assert len(answers(home)) == 1
