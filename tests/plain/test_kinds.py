"""Questions of every kind as lines of text."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp import plain_answers
from studyapp.clock import ManualClock
from studyapp.domain.judging import key_of
from studyapp.domain.questions import CHOICES, ENTRIES, Confidence, Question, QuestionKind, option_order
from studyapp.domain.responses import Response, ResponseNotInItem, option_letter
from studyapp.paths import Home
from studyapp.plain import PlainSession
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import CERTIFICATION, write_yaml
from tests.kinds import CASE, built, file_of, questions, written
from tests.plain.test_plain import entries

ORDERING, MATCHING, TYPED = QuestionKind.ORDERING, QuestionKind.MATCHING, QuestionKind.TYPED
NUMERIC, BLANKS, HANDS_ON = QuestionKind.NUMERIC, QuestionKind.BLANKS, QuestionKind.HANDS_ON
Connect = Callable[[Home, ManualClock], Services]
Play = Callable[..., str]


@pytest.fixture
def opened(home: Home, clock: ManualClock, connect_to: Connect) -> Callable[..., Services]:
    """Opens a bank with one item of a kind."""

    def open_with(kind: QuestionKind, **changes: object) -> Services:
        (home.content / CERTIFICATION / "glossary.yaml").unlink(missing_ok=True)
        data = file_of(written(kind, 1, **changes), cases=[CASE])
        write_yaml(home.content / CERTIFICATION / "questions.yaml", data)
        services = connect_to(home, clock)
        services.library.refresh()
        services.goals.set(Goal(CERTIFICATION, None, 120))
        return services

    return open_with


def play(services: Services, *lines: str) -> str:
    """Everything that a session says when it is given these lines, and then the end of the input."""
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    assert PlainSession(services, typed, out).run("questions") == 0
    return out.getvalue()


def letters(services: Services, response: Response) -> str:
    """The letters of positions, as the first question shows them."""
    services.study.start("questions")
    showing = services.study.next()
    assert isinstance(showing, Showing)
    return "".join(option_letter(showing.order.index(position)) for position in response.positions)


def given_answers(services: Services) -> list[tuple[bool, str]]:
    """What was logged: right or not, and how sure."""
    return [(bool(correct), str(said)) for _card, _grade, correct, said, _ms in entries(services)]


def right_lines(services: Services, kind: QuestionKind, mark: str = "") -> list[str]:
    """What a learner types who knows it."""
    key = key_of(built(kind))
    if kind in ENTRIES:
        return [*key.texts, mark]
    if kind is HANDS_ON:
        return ["", f"ab{mark}"]
    return [letters(services, key) + mark]


@pytest.mark.parametrize("kind", list(QuestionKind))
@pytest.mark.parametrize(("mark", "said"), [("!", "sure"), ("", "think-so"), ("?", "guess")])
def test_every_kind_is_answered_in_lines(
    kind: QuestionKind, mark: str, said: str, opened: Callable[..., Services]
) -> None:
    services = opened(kind)
    told = play(services, *right_lines(services, kind, mark))
    assert "Right." in told
    assert given_answers(services) == [(True, said)]


def test_a_wrong_order_is_told_place_by_place(opened: Callable[..., Services]) -> None:
    services = opened(ORDERING)
    told = play(services, letters(services, Response.sequence((1, 0, 2, 3))))
    assert "Wrong. 2 of 4 parts are right." in told
    assert "1. wrong: Save the file. Only what lies on disk can be staged." in told
    assert "   you: Stage it." in told
    assert "3. right: Commit. It records the index." in told


def test_a_wrong_match_tells_what_belongs_and_what_was_given(opened: Callable[..., Services]) -> None:
    services = opened(MATCHING)
    told = play(services, letters(services, Response.sequence((3, 1, 2))))
    assert "1. Who changed each line" in told
    assert "1. wrong: Who changed each line = git blame. It names commits by line." in told
    assert "   you: git show. It prints one commit." in told


def test_too_few_letters_are_asked_for_again(opened: Callable[..., Services]) -> None:
    services = opened(ORDERING)
    told = play(services, "abc", "abcc")
    assert "give 4 letters, each once; you gave 3." in told
    assert given_answers(services) == []
    services = opened(MATCHING)
    assert "give 3 letters, one for each number; you gave 2." in play(services, "ab")


def test_fields_are_asked_for_one_by_one_and_commands_still_work(opened: Callable[..., Services]) -> None:
    services = opened(BLANKS)
    told = play(services, "fetch", "f", "", "pull", "!")
    assert "To look, use git __1__" in told
    assert "Flagged." in told
    assert "Type an answer first." in told
    assert given_answers(services) == [(True, "sure")]


def test_a_letter_that_may_be_the_answer_is_no_command(opened: Callable[..., Services]) -> None:
    services = opened(TYPED, answer={"accepted": ["q"], "reason": "It quits vi after a colon."})
    told = play(services, "q", "")
    assert "Right." in told


def test_what_is_no_number_is_asked_for_again(opened: Callable[..., Services]) -> None:
    services = opened(NUMERIC)
    told = play(services, "none", "2 files", "")
    assert "That is no number in files" in told
    assert "   you: 2 files. That is what lies on disk." in told
    assert given_answers(services) == [(False, "think-so")]


def test_a_task_keeps_its_solution_back_until_it_is_done(opened: Callable[..., Services]) -> None:
    services = opened(HANDS_ON)
    assert "git reset" not in play(services)
    told = play(services, "i", "", "-")
    assert told.index("A clone with four commits.") < told.index("git reset") < told.index("a) not met")
    assert given_answers(services) == [(False, "think-so")]


def test_a_case_code_and_tables_are_readable_lines(opened: Callable[..., Services]) -> None:
    told = play(opened(NUMERIC, case="market")).splitlines()
    assert "A market stall" in told
    assert "    $ touch a.txt b.txt" in told
    assert "release  r9" in told
    assert not any("```" in line or "|" in line for line in told)


@given(questions(tuple(kind for kind in QuestionKind if kind not in ENTRIES)), st.text(max_size=8))
def test_the_letters_of_the_key_are_the_key_in_any_order_on_screen(question: Question, seed: str) -> None:
    order = option_order(question, seed)
    key = key_of(question)
    shown = order if question.kind is not HANDS_ON else tuple(range(len(key.positions)))
    typed = " ".join(option_letter(shown.index(position)) for position in key.positions) + "!"
    assert plain_answers.parse(typed, question, order) == (key, Confidence.SURE)


@given(questions(), st.text(max_size=12))
def test_no_line_breaks_the_reading_of_letters(question: Question, line: str) -> None:
    if question.kind in ENTRIES:
        return
    try:
        parsed = plain_answers.parse(line, question, option_order(question, "1"))
    except ResponseNotInItem:
        return
    assert parsed is None or question.kind in CHOICES or parsed[0].positions or line.strip("!? ,") == "-"
