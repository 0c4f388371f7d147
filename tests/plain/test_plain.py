"""The session as lines of text, over real services."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import text

from studyapp.clock import ManualClock
from studyapp.errors import DatabaseCorrupt, DiskFull
from studyapp.paths import Home
from studyapp.plain import PlainSession
from studyapp.plain_lines import INTERRUPTED
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import (
    CERTIFICATION,
    certification,
    glossary_file,
    question,
    questions_file,
    term,
    write_yaml,
)

Connect = Callable[[Home, ManualClock], Services]
REPOSITORY = Path(__file__).parents[2]


def play(services: Services, *lines: str, scope: str = "questions", code: int = 0) -> str:
    """Everything a session says when it is given these lines, and then the end of the input."""
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    assert PlainSession(services, typed, out, stopwatch=_seconds()).run(scope) == code
    return out.getvalue()


def _seconds() -> Callable[[], float]:
    """A stopwatch that goes on by 15 seconds each time that it is read."""
    ticks: Iterator[float] = iter(float(15 * n) for n in range(10_000))
    return lambda: next(ticks)


@pytest.fixture
def goal(services: Services) -> Services:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    return services


def letters(services: Services, scope: str = "questions", right: bool = True) -> str:
    """The letter of the key (or of a distractor) of the question that a session would begin with."""
    services.study.start(scope)
    showing = services.study.next()
    assert isinstance(showing, Showing)
    assert showing.question is not None
    return next("abcdefgh"[i] for i, p in enumerate(showing.order) if (p in showing.question.key) is right)


def entries(services: Services, kind: str = "answer") -> list[tuple[object, ...]]:
    with services.context.store.read() as session:
        found = session.execute(
            text("SELECT card_id, grade, correct, confidence, elapsed_ms FROM log_entry WHERE kind = :kind"),
            {"kind": kind},
        )
        return [tuple(row) for row in found]


@pytest.mark.parametrize(("mark", "said"), [("!", "sure"), ("", "think-so"), ("?", "guess")])
def test_an_answer_is_letters_and_a_mark_of_confidence(goal: Services, mark: str, said: str) -> None:
    key = letters(goal)
    printed = play(goal, f"{key}{mark}")
    [(card_id, _grade, correct, confidence, elapsed_ms)] = entries(goal)
    assert (correct, confidence, elapsed_ms) == (1, said, 15_000)
    assert "Right." in printed
    assert str(card_id).startswith("q:")


def test_the_verdict_gives_the_reason_of_every_option_and_the_reference(goal: Services) -> None:
    wrong, right = letters(goal, right=False), letters(goal)
    printed = play(goal, wrong)
    assert f"Wrong. The answer is {right}." in printed
    for place in range(4):
        assert f"Reason {place} for" in printed
    assert f"{wrong}) wrong, your choice: Reason" in printed
    assert f"{right}) right: Reason" in printed
    assert "What to keep of" in printed
    assert "Reference: https://example.com/docs" in printed
    assert "Objective: " in printed
    assert "Back in this session, in about 1 min." in printed


def test_a_question_that_asks_for_several_takes_as_many(home: Home, goal: Services) -> None:
    options = [{"text": f"T{i}", "reason": f"R{i}"} | ({"correct": True} if i < 2 else {}) for i in range(5)]
    write_yaml(
        home.content / CERTIFICATION / "questions.yaml",
        questions_file([question(1, kind="multiple", options=options)]),
    )
    goal.library.refresh()
    printed = play(goal, "a", "abc", "a, b !")
    assert printed.count("Choose 2: ") == 3
    assert "choose 2, you gave 1." in printed
    assert "choose 2, you gave 3." in printed
    [(_card, _grade, _correct, confidence, _ms)] = entries(goal)
    assert confidence == "sure"


def test_an_option_letter_is_an_answer_and_a_colon_makes_it_a_command(goal: Services) -> None:
    printed = play(goal, ":b")
    assert "Buried until tomorrow" in printed
    assert entries(goal) == []
    assert len(entries(goal, "bury")) == 1
    key = letters(goal)
    if key != "b":
        play(goal, "b")
        assert len(entries(goal)) == 1


def test_what_is_not_understood_brings_help_and_changes_nothing(goal: Services) -> None:
    printed = play(goal, "zzz", "?", "x" * 50_000, "\x1b[2J", "b" * 10_000)
    assert printed.count("Not understood: ") == 4
    assert "\x1b" not in printed
    assert "x" * 100 not in printed
    assert entries(goal) == []


def test_a_card_is_revealed_and_graded_by_number(goal: Services) -> None:
    printed = play(goal, "", "3", scope="cards")
    assert "in plain words." in printed
    assert "1 Again (1 min)  2 Hard (6 min)  3 Good (10 min)  4 Easy (" in printed
    [(card_id, grade, correct, _confidence, _ms)] = entries(goal)
    assert (grade, correct) == (3, None)
    assert str(card_id).startswith("t:")


def test_a_card_is_not_graded_by_an_empty_line(goal: Services) -> None:
    printed = play(goal, "", "", "", "5", scope="cards")
    assert printed.count("1 Again (") == 4
    assert entries(goal) == []


def test_typed_answers_are_compared_when_the_setting_is_on(clock: ManualClock, goal: Services) -> None:
    goal.settings.update(type_answers=True)
    for _card in range(6):  # by its name first; the other direction waits for another day
        goal.study.start("cards")
        play(goal, "", "4", scope="cards")
    clock.advance(timedelta(days=1))
    typed = play(goal, "nonsense", "i", "3", scope="cards")
    assert "That is not how it is called." in typed
    goal.study.undo()
    goal.study.start("cards")
    showing = goal.study.next()
    assert isinstance(showing, Showing)
    assert showing.term is not None
    assert "That is the term." in play(goal, showing.term.also[0].upper(), "3", scope="cards")


def test_undo_goes_back_over_any_number_of_answers(goal: Services) -> None:
    printed = play(goal, "a", "", "a", "", "u", "u", "u")
    assert len(entries(goal)) == 2
    assert len(entries(goal, "undo")) == 2
    assert "There is nothing of today left to undo." in printed
    assert printed.count("Taken back: answer it again.") == 2


def test_undo_brings_the_very_item_back_and_it_can_be_answered(goal: Services) -> None:
    printed = play(goal, "a", "u", "b")
    stems = [line for line in printed.splitlines() if line.startswith("Which one belongs")]
    assert stems[0] == stems[1]
    assert len(entries(goal)) == 2


def test_suspend_flag_note_terms_and_why(goal: Services) -> None:
    printed = play(goal, "f", "f", "n my own words", "n", "-", "i", "x")
    for expected in (
        "Flagged.", "Flag taken off.", "Noted.", "Note (Enter keeps it, - removes it): ", "Note removed.",
        "You have not met it yet.", "Set aside: it stays away",
    ):  # fmt: skip
        assert expected in printed
    assert len(entries(goal, "suspend")) == 1


def test_terms_of_a_question_become_cards(goal: Services) -> None:
    goal.study.start("questions")
    showing = goal.study.next()
    assert isinstance(showing, Showing)
    printed = play(goal, "t")
    if showing.term_names:
        assert "Cards made of: " in printed
        assert len(entries(goal, "add-card")) == 1
    else:
        assert "This item names no terms." in printed


def test_why_lists_the_history(goal: Services, clock: ManualClock) -> None:
    play(goal, "a!")
    clock.advance(timedelta(minutes=20))
    printed = play(goal, "i")
    assert "It is in its first steps" in printed
    assert "2026-07-01: " in printed
    assert "1 review, 0 lapses." in printed


def test_the_end_of_the_input_ends_the_session_and_keeps_everything(goal: Services) -> None:
    printed = play(goal, "a")
    assert printed.endswith("Stopped. 1 answered; all of it is saved.\n")
    assert len(entries(goal)) == 1


def test_an_input_without_a_last_line_end_is_read_too(goal: Services) -> None:
    out = io.StringIO()
    PlainSession(goal, io.StringIO("a"), out).run("questions")
    assert len(entries(goal)) == 1


def test_quit_is_said_and_obeyed_everywhere(goal: Services) -> None:
    for lines, scope in ((("q",), "questions"), (("a", "quit"), "questions"), (("", ":q"), "cards")):
        assert "all of it is saved" in play(goal, *lines, scope=scope)


def test_ctrl_c_leaves_cleanly(goal: Services) -> None:
    class Interrupted(io.StringIO):
        def readline(self, _size: int | None = -1, /) -> str:
            raise KeyboardInterrupt

    out = io.StringIO()
    assert PlainSession(goal, Interrupted(), out).run("questions") == INTERRUPTED
    assert out.getvalue().endswith("Stopped. 0 answered; all of it is saved.\n")


def test_a_finished_session_says_what_was_done(home: Home, clock: ManualClock, connect_to: Connect) -> None:
    write_yaml(home.content / CERTIFICATION / "questions.yaml", questions_file([question(1)]))
    services = connect_to(home, clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))
    key = letters(services)
    printed = play(services, f"{key}", "", f"{key}", "")
    assert "Done: 2 answered, 2 right, under a minute." in printed or "2 answered" in printed


def test_without_a_goal_the_way_to_one_is_said(services: Services) -> None:
    printed = play(services, scope="today")
    assert "Nothing to do now." in printed
    assert "studyapp goal set CERT" in printed


def test_five_questions_can_be_tried_without_a_goal(services: Services) -> None:
    printed = play(services, "a", "", "a", "", "a", "", "a", "", "a", "", scope="try")
    assert printed.count("Question ") >= 5
    assert len(entries(services)) >= 5


def test_a_wait_can_be_looked_at_again_and_left(goal: Services, clock: ManualClock) -> None:
    goal.settings.update(learning_steps=(60,))
    while goal.study.start("questions") or isinstance(goal.study.next(), Showing):
        play(goal, "a", "")
    printed = play(goal, "", "f", "q")
    assert printed.count("Nothing to do until ") == 3


def test_control_characters_of_content_never_reach_the_terminal(
    home: Home, clock: ManualClock, connect_to: Connect, services: Services
) -> None:
    """The reader refuses them; what is in a database from elsewhere is cleaned when it is shown."""
    services.goals.set(Goal(CERTIFICATION, None, 120))
    with services.context.store.write() as session:
        session.execute(
            text("UPDATE item SET body = replace(body, 'Which one', :evil)"),
            {"evil": "\\u001b[31m\\u009b2J\\u0007\\u202e[red]Which one"},
        )
    printed = play(services, "a")
    assert "[31m2J[red]Which one belongs" in printed
    assert not {ch for ch in printed if ord(ch) < 32 and ch != "\n"}
    assert not {"\x9b", "\u202e", "\x1b"} & set(printed)


def test_a_full_disk_is_told_and_the_item_stays(goal: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = goal.study.answer
    failures = [DiskFull("The answer could not be saved.", "Free some space and answer again.")]

    def fails_once(*arguments: object) -> object:
        if failures:
            raise failures.pop()
        return answer(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(goal.study, "answer", fails_once)
    printed = play(goal, "a", "a")
    assert "The disk is full: The answer could not be saved. Free some space" in printed
    assert len(entries(goal)) == 1


def test_a_damaged_database_ends_the_session(goal: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_arguments: object) -> object:
        raise DatabaseCorrupt("SQLite can't read it.")

    monkeypatch.setattr(goal.study, "answer", damaged)
    with pytest.raises(DatabaseCorrupt):
        play(goal, "a")


def test_an_answer_from_another_window_is_not_counted_twice(
    home: Home, clock: ManualClock, connect_to: Connect, goal: Services
) -> None:
    other = connect_to(home, clock)
    typed = iter(["a\n", "q\n"])

    class OtherWindowAnswersFirst(io.StringIO):
        def readline(self, _size: int | None = -1, /) -> str:
            line = next(typed)
            if line == "a\n":
                play(other, "b")
            return line

    out = io.StringIO()
    PlainSession(goal, OtherWindowAnswersFirst(), out).run("questions")
    assert "not counted twice" in out.getvalue()
    assert len(entries(goal)) == 1


# -- the real program ------------------------------------------------------------------------------


def program(home: Home, **environment: str) -> subprocess.Popen[bytes]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    env |= {"STUDYAPP_HOME": str(home.root), "PYTHONPATH": str(REPOSITORY)} | environment
    return subprocess.Popen(
        [sys.executable, "-m", "studyapp", "study", "--plain", "--scope", "try", "--cert", CERTIFICATION],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
    )  # fmt: skip


def read_until(stream: IO[bytes], wanted: bytes) -> bytes:
    seen = b""
    while wanted not in seen:
        byte = stream.read(1)
        assert byte, seen
        seen += byte
    return seen


def test_the_program_works_without_a_locale_and_ends_with_its_input(home: Home) -> None:
    bank = home.content / CERTIFICATION
    write_yaml(bank / "questions.yaml", questions_file([question(1, stem="Größer — 日本?")]))
    write_yaml(bank / "glossary.yaml", glossary_file([term(1)]))
    write_yaml(bank / "certification.yaml", certification())
    with program(home, LC_ALL="C", PYTHONIOENCODING="ascii") as running:
        out, err = running.communicate(b"a!\n\xff\xfe\n")
    assert running.returncode == 0, err
    assert b"Gr??er" in out
    assert b"Traceback" not in out + err
    assert out.endswith(b"Stopped. 1 answered; all of it is saved.\n".replace(b"\n", os.linesep.encode()))


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, INTERRUPTED), (signal.SIGKILL, -9)])
def test_an_acknowledged_answer_survives_any_end(
    home: Home, clock: ManualClock, connect_to: Connect, number: signal.Signals, code: int
) -> None:
    with program(home) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        read_until(running.stdout, b"Answer: ")
        running.stdin.write(b"a\n")
        running.stdin.flush()
        read_until(running.stdout, b"Enter for the next: ")
        running.send_signal(number)
        running.wait(60)  # before its input is closed, which would end it as well, and without a fault
        out, err = running.communicate()
    assert running.returncode == code
    assert b"Traceback" not in out + err
    services = connect_to(home, clock)
    assert len(entries(services)) == 1
    assert [check for check in services.health.check() if not check.ok and check.name != "backups"] == []


def test_k_says_why_a_key_is_wrong_once_the_question_is_answered(goal: Services) -> None:
    said = play(goal, "k", "a", "k", "The page says otherwise.", "k so it does", "k", "", "", "q")

    assert "Answer the question first" in said
    assert "The key is wrong because (Enter leaves it, - takes it back):" in said
    assert said.count("Kept. 'studyapp dispute export FILE' writes it for the author.") == 2
    assert "You said: so it does" in said
    (line,) = goal.disputes.all()
    assert line.dispute.reason == "so it does"
    assert line.dispute.answer


def test_a_dispute_is_told_when_the_question_comes_again(goal: Services) -> None:
    said = play(goal, "a", "k The page says otherwise", "u", "a", "", "q")
    day = goal.context.today()
    assert f"You disputed this key on {day}: The page says otherwise. No decision of its author" in said


def test_a_dash_takes_a_dispute_back(goal: Services) -> None:
    said = play(goal, "a", "k no", "k", "-", "", "q")
    assert "Taken back." in said
    assert goal.disputes.all() == []
