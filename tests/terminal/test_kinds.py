"""Every kind of question on a real terminal: the keys arrive as terminals send them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from studyapp.bootstrap import connect
from studyapp.domain.questions import QuestionKind
from studyapp.domain.responses import Response
from studyapp.paths import Home
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, certification, question_id, write_yaml
from tests.kinds import file_of, written
from tests.terminal.checks import answer_whatever, answers, assert_clean
from tests.terminal.conftest import Start

pytestmark = pytest.mark.pty


@pytest.fixture
def kinds_home(new_home: Home) -> Home:
    """A home whose goal has one question of every kind and nothing else."""
    bank = new_home.content / CERTIFICATION
    write_yaml(bank / "certification.yaml", certification())
    write_yaml(
        bank / "questions.yaml", file_of(*(written(kind, n) for n, kind in enumerate(QuestionKind, 1)))
    )
    services = connect(new_home)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 60))
    services.close()
    return new_home


def test_every_kind_is_answered_on_a_terminal_and_is_on_disk(start: Start, kinds_home: Home) -> None:
    terminal = start("study", "--scope", "questions")
    kind_of = {f"q:{question_id(n)}": kind for n, kind in enumerate(QuestionKind, 1)}
    number = 0
    # What went wrong may come back before the last one is met, where the machine is slow.
    while set(answers(kinds_home)) != set(kind_of):
        number += 1
        terminal.wait_for(f"{number} of ")
        answer_whatever(terminal)
        assert len(answers(kinds_home)) == number
        terminal.press_until("enter", lambda text: "enter next" not in text)
    terminal.press("escape", "escape", "ctrl+q")
    assert terminal.wait_exit() == 0
    assert_clean(terminal)
    with closing(sqlite3.connect(kinds_home.database)) as file:
        logged = file.execute("SELECT card_id, chosen, option_order FROM log_entry WHERE kind = 'answer'")
        given = {kind_of[card]: (chosen, order) for card, chosen, order in logged}
    assert json.loads(given[QuestionKind.BLANKS][0]) == ["1", "1"]
    assert Response.decode(QuestionKind.NUMERIC, given[QuestionKind.NUMERIC][0]) == Response.typed("1")
    # shift+down moved the first step of the shown order to the second place.
    moved, shown = (text.split(",") for text in given[QuestionKind.ORDERING])
    assert moved == [shown[1], shown[0], *shown[2:]]
