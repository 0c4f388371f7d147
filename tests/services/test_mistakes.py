"""The notebook over real answers, and the terms of what was missed."""

from __future__ import annotations

import pytest

from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, Showing
from tests.banks import CERTIFICATION, glossary_file, question, questions_file, term, write_yaml
from tests.services import evidence
from tests.services.learner import Learner, ids

TERM = "tst-101-t01"


def miss(learner: Learner, number: int = 1, confidence: Confidence = Confidence.THINK_SO) -> list[Showing]:
    """Miss some new questions."""
    learner.services.study.start("questions")
    missed = []
    for _ in range(number):
        missed.append(learner.shown())
        learner.answer(missed[-1], right=False, confidence=confidence)
    return missed


def test_a_missed_question_enters_with_what_was_chosen_instead_of_what(learner: Learner, goal: Goal) -> None:
    (missed,) = miss(learner)

    (line,) = learner.services.mistakes.notebook().mistakes

    assert missed.question is not None
    key = next(option for option in missed.question.options if option.correct)
    assert (line.card_id, line.misses, line.is_sure) == (missed.card_id, 1, False)
    assert line.mixed[0].instead_of == key.text
    assert line.mixed[0].given != key.text
    assert line.mixed[0].reason.startswith("Reason")
    assert evidence.failures(learner.services) == []


def test_confident_errors_come_first(learner: Learner, goal: Goal) -> None:
    first = miss(learner)
    learner.answer(right=False, confidence=Confidence.SURE)

    lines = learner.services.mistakes.notebook().mistakes

    assert [line.is_sure for line in lines] == [True, False]
    assert lines[1].card_id == first[0].card_id


def test_it_leaves_when_recalled_on_three_different_days(learner: Learner, goal: Goal) -> None:
    (missed,) = miss(learner)
    left = []
    for _day in range(3):
        learner.sleep(1)
        learner.services.study.start("mistakes")
        left.append(learner.services.mistakes.open_count())
        showing = learner.shown()
        assert showing.card_id == missed.card_id
        learner.answer(showing)

    assert left == [1, 1, 1]
    notebook = learner.services.mistakes.notebook()
    assert (notebook.mistakes, notebook.corrected) == ((), 1)
    learner.services.study.start("mistakes")
    assert learner.go_on() == []
    assert evidence.failures(learner.services) == []


def test_what_was_recalled_today_waits_for_another_day(learner: Learner, goal: Goal) -> None:
    miss(learner)
    learner.sleep(1)
    learner.study("mistakes")

    learner.services.study.start("mistakes")

    assert learner.go_on() == []
    assert learner.services.mistakes.open_count() == 1


def test_a_session_over_the_mistakes_follows_their_order(learner: Learner, goal: Goal) -> None:
    miss(learner, 3)
    learner.answer(right=False, confidence=Confidence.SURE)
    order = [line.card_id for line in learner.services.mistakes.notebook().mistakes]
    learner.sleep(1)

    seen = ids(learner.study("mistakes"))

    assert list(dict.fromkeys(seen)) == order


def test_an_undo_takes_the_mistake_back(learner: Learner, goal: Goal) -> None:
    miss(learner)
    learner.services.study.undo()

    assert learner.services.mistakes.notebook().mistakes == ()
    assert evidence.failures(learner.services) == []


def test_a_rebuild_finds_the_same_notebook(learner: Learner, goal: Goal) -> None:
    miss(learner, 4)
    learner.sleep(1)
    learner.services.study.start("mistakes")
    for right in (True, False, True):
        learner.answer(right=right)
    before = learner.services.mistakes.notebook()

    learner.services.health.rebuild()

    assert learner.services.mistakes.notebook() == before


def test_a_notebook_that_differs_from_the_log_is_found(learner: Learner, goal: Goal) -> None:
    miss(learner)
    with learner.services.context.store.write() as session:
        session.connection().exec_driver_sql("UPDATE mistake SET misses = 7")

    assert any("mistake" in failure for failure in evidence.failures(learner.services))


def test_a_question_with_a_new_meaning_is_no_mistake_any_more(
    learner: Learner, goal: Goal, home: Home
) -> None:
    (missed,) = miss(learner)
    number = int(missed.card_id[-2:])
    path = home.content / CERTIFICATION / "questions" / "all.yaml"
    path = path if path.exists() else next(home.content.rglob("*question*.yaml"))
    edited = [question(n, revision=2) if n == number else question(n) for n in range(1, 13)]
    write_yaml(path, questions_file(edited))
    learner.services.library.refresh()

    assert learner.services.mistakes.notebook().mistakes == ()
    assert [f for f in evidence.failures(learner.services) if "mistake" in f] == []


def test_an_unknown_certification_is_said(services: Services) -> None:
    with pytest.raises(NotFound):
        services.mistakes.notebook("nothing")


def mix_up(learner: Learner, home: Home, *numbers: int) -> tuple[str, str]:
    """Miss questions in which one term is the key and another is chosen; the two terms' names."""
    terms = [term(n) for n in range(1, 7)]
    terms[1] = term(2, contrast={"term": TERM, "because": "Not the same."})
    write_yaml(home.content / CERTIFICATION / "glossary.yaml", glossary_file(terms))
    learner.services.library.refresh()
    rows = evidence.rows(learner.services, "SELECT id, title FROM item WHERE kind = 'term'")
    names = {row[0]: row[1] for row in rows}
    one, other = names[TERM], names["tst-101-t02"]
    options = [
        {"text": f"Use {one} here", "correct": True, "reason": "So it is."},
        *(
            {"text": f"Use {other} ({n})", "reason": "That is another.", "excluded_by": "it"}
            for n in range(3)
        ),
    ]
    asked = [question(number, options=options) for number in numbers]
    write_yaml(home.content / "pairs" / "questions.yaml", questions_file(asked))
    learner.services.library.refresh()
    learner.services.settings.update(new_cards_a_day=100)
    learner.services.study.start("questions")
    wanted = {f"q:tst-101-q{number}" for number in numbers}
    while wanted:
        showing = learner.shown()
        learner.answer(showing, right=showing.card_id not in wanted)
        wanted.discard(showing.card_id)
    return one, other


def test_terms_confused_once_are_told_with_their_mistake_and_nowhere_else(
    learner: Learner, goal: Goal, home: Home
) -> None:
    one, other = mix_up(learner, home, 50)
    notebook = learner.services.mistakes.notebook()

    (pair,) = notebook.pairs
    assert (pair.names, pair.times) == ((one, other), 1)
    assert notebook.patterns == ()
    (line,) = notebook.mistakes
    assert [mixed.difference for mixed in line.mixed] == ["Not the same."]


def test_terms_confused_in_two_questions_are_a_pattern_with_its_difference(
    learner: Learner, goal: Goal, home: Home
) -> None:
    one, other = mix_up(learner, home, 50, 51)
    notebook = learner.services.mistakes.notebook()

    (pair,) = notebook.patterns
    assert (pair.names, pair.times, pair.because) == ((one, other), 2, "Not the same.")
    assert {mixed.difference for line in notebook.mistakes for mixed in line.mixed} == {""}


# -- the terms of a missed question --------------------------------------------------------------


@pytest.fixture
def known_term(learner: Learner, home: Home) -> Goal:
    """A goal, a question that rests on a term, and that term well known."""
    write_yaml(
        home.content / "rests" / "questions.yaml",
        questions_file([question(60, terms=[TERM, "tst-101-t02"], objective="1.1")]),
    )
    learner.services.library.refresh()
    chosen = Goal(CERTIFICATION, None, 600)
    learner.services.goals.set(chosen)
    learner.services.settings.update(new_cards_a_day=100, learning_steps=[])
    learner.services.study.add_terms([TERM])
    learner.services.study.start("cards")
    showing = learner.shown()
    while showing.card_id != f"t:{TERM}:definition":
        learner.services.study.bury(showing.card_id)
        showing = learner.shown()
    learner.answer(showing, grade=Grade.EASY)
    learner.sleep(1)
    return chosen


def miss_the_one(learner: Learner) -> Showing:
    learner.services.study.start("questions")
    showing = learner.shown()
    while showing.card_id != "q:tst-101-q60":
        learner.services.study.bury(showing.card_id)
        showing = learner.shown()
    feedback = learner.answer(showing, right=False)
    assert feedback.terms_due == (TERM,)
    return showing


def due_on(learner: Learner) -> str:
    query = "SELECT due_on FROM card WHERE id = ?"
    return str(evidence.rows(learner.services, query, f"t:{TERM}:definition")[0][0])


def test_a_missed_question_makes_its_known_terms_due_and_offers_the_others(
    learner: Learner, known_term: Goal
) -> None:
    before = due_on(learner)
    miss_the_one(learner)

    assert due_on(learner) == learner.services.context.today().isoformat() < before
    assert evidence.rows(learner.services, "SELECT count(*) FROM card WHERE item_id = 'tst-101-t02'") == [
        (0,)
    ]
    assert evidence.failures(learner.services) == []


def test_the_term_comes_in_the_same_session_a_few_cards_later(learner: Learner, known_term: Goal) -> None:
    miss_the_one(learner)
    seen = learner.go_on()

    reasons = [s.reason for s in seen if s.card_id == f"t:{TERM}:definition"]
    assert reasons == ["You missed a question that rests on it."]


def test_a_right_answer_brings_nothing_forward(learner: Learner, known_term: Goal) -> None:
    before = due_on(learner)
    learner.services.study.start("questions")
    showing = learner.shown()
    while showing.card_id != "q:tst-101-q60":
        learner.services.study.bury(showing.card_id)
        showing = learner.shown()

    assert learner.answer(showing).terms_due == ()
    assert due_on(learner) == before


def test_an_undo_gives_the_term_its_old_day_back(learner: Learner, known_term: Goal) -> None:
    before = evidence.cards(learner.services)
    buried = {row[0] for row in before}
    miss_the_one(learner)
    learner.services.study.undo()

    after = [row for row in evidence.cards(learner.services) if row[0] in buried]
    assert after == before
    assert evidence.failures(learner.services) == []


def test_the_log_alone_brings_terms_forward_again(learner: Learner, known_term: Goal) -> None:
    miss_the_one(learner)
    before = evidence.cards(learner.services)
    learner.services.health.rebuild()

    assert evidence.cards(learner.services) == before
