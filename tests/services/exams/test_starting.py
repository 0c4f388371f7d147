"""What can be sat, and what a form is made of."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.questions import Confidence
from studyapp.errors import AttemptOpen, BankTooSmallForForm, InvalidInput, NotFound
from studyapp.paths import Home
from studyapp.services.exams.views import QuizChoice, Sheet
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, OBJECTIVES, question, questions_file, write_yaml
from tests.services import evidence
from tests.services.exams.conftest import Candidate, write_exam_bank
from tests.services.learner import Learner


def form_of(services: Services, sheet: Sheet) -> list[tuple[str, str, int]]:
    """Question, domain and whether it counts, place by place."""
    query = "SELECT question_id, domain_id, scored FROM exam_item WHERE attempt_id = ? ORDER BY place"
    return evidence.rows(services, query, sheet.attempt_id)  # type: ignore[return-value]


def test_the_offer_tells_the_form_its_blueprint_and_the_bank(services: Services) -> None:
    offer = services.exams.offer(CERTIFICATION)
    assert (offer.rules.items, offer.rules.unscored, offer.rules.limit_s) == (8, 2, 720)
    assert [(s.domain_id, s.scored, s.unscored) for s in offer.blueprint] == [("1", 2, 1), ("2", 4, 1)]
    assert (offer.largest, offer.missing, offer.unseen, offer.usable) == (8, {}, 40, 40)
    assert [(s.domain_id, s.items, s.limit_s) for s in offer.sections] == [("1", 5, 480), ("2", 5, 480)]
    assert offer.diagnostic_items == 8
    assert offer.open is None
    assert offer.past == ()


def test_the_goals_certification_is_meant_where_none_is_named(services: Services) -> None:
    with pytest.raises(NotFound, match="no goal"):
        services.exams.offer()
    services.goals.set(Goal(CERTIFICATION, None, 20))
    assert services.exams.offer().certification_id == CERTIFICATION


def test_the_counts_of_a_form_are_those_of_the_blueprint(services: Services) -> None:
    form = form_of(services, services.exams.start(CERTIFICATION))
    assert Counter((domain, bool(scored)) for _id, domain, scored in form) == {
        ("1", True): 2, ("1", False): 1, ("2", True): 4, ("2", False): 1,
    }  # fmt: skip
    assert len({item for item, _domain, _scored in form}) == 8


def test_the_same_seed_gives_the_same_form_even_after_it_was_sat(
    services: Services, candidate: Candidate
) -> None:
    first = services.exams.start(CERTIFICATION, seed=11)
    form = form_of(services, first)
    candidate.sit(first)
    again = services.exams.start(CERTIFICATION, seed=11)
    assert form_of(services, again) == form
    assert again.order == first.order
    candidate.sit(again)
    assert form_of(services, services.exams.start(CERTIFICATION, seed=12)) != form


def test_without_a_seed_unseen_items_come_first(services: Services, candidate: Candidate) -> None:
    seen: set[str] = set()
    for _attempt in range(2):
        sheet = services.exams.start(CERTIFICATION)
        items = {item for item, _domain, _scored in form_of(services, sheet)}
        assert not items & seen
        seen |= items
        candidate.sit(sheet)


def test_what_was_studied_counts_as_seen(services: Services, clock: ManualClock) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 960))
    services.settings.update(new_cards_a_day=20)
    met = {shown.card_id.removeprefix("q:") for shown in Learner(services, clock).study("questions")}
    assert met
    items = {item for item, _domain, _scored in form_of(services, services.exams.start(CERTIFICATION))}
    assert not items & met


def test_a_second_attempt_waits_until_the_first_is_handed_in(services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION)
    with pytest.raises(AttemptOpen, match="TST-101 is open"):
        services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC)
    services.exams.submit(sheet.attempt_id)
    services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC)


def test_a_bank_that_is_too_small_tells_what_is_missing_and_offers_the_largest_form(
    services: Services, home: Home
) -> None:
    write_exam_bank(home, questions=6)
    services.library.refresh()
    offer = services.exams.offer(CERTIFICATION)
    assert offer.missing == {"2": (5, 2)}
    assert 0 < offer.largest < 8
    with pytest.raises(BankTooSmallForForm) as caught:
        services.exams.start(CERTIFICATION)
    assert "2 Practice: 2 of 5" in caught.value.message
    assert f"--items {offer.largest}" in caught.value.advice
    sheet = services.exams.start(CERTIFICATION, items=offer.largest)
    assert len(sheet.marks) == offer.largest
    assert sheet.rules.limit_s is not None
    assert sheet.rules.limit_s < 720
    assert sheet.rules.assumptions[-1].startswith(f"{offer.largest} items instead of 8")


def test_an_empty_bank_says_that_there_is_nothing_yet(services: Services, home: Home) -> None:
    folder = home.content / CERTIFICATION
    write_yaml(folder / "questions.yaml", questions_file([question(1, kind="true-false", **_true_false())]))
    services.library.refresh()
    offer = services.exams.offer(CERTIFICATION)
    assert (offer.usable, offer.left_out, offer.largest) == (0, 1, 0)
    with pytest.raises(BankTooSmallForForm, match="no questions for an exam yet"):
        services.exams.start(CERTIFICATION)


def _true_false() -> dict[str, object]:
    texts = [{"text": "True", "reason": "So it is.", "correct": True}, {"text": "False", "reason": "No."}]
    return {"options": texts}


def test_a_section_is_one_domain_at_the_pace_of_the_exam(services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.SECTION, domain_id="2")
    assert {domain for _id, domain, _scored in form_of(services, sheet)} == {"2"}
    assert (sheet.title, len(sheet.marks), sheet.rules.limit_s) == ("Practice", 5, 480)
    services.exams.submit(sheet.attempt_id)
    with pytest.raises(NotFound, match="no domain '9'"):
        services.exams.start(CERTIFICATION, Mode.SECTION, domain_id="9")


def test_a_placement_takes_the_same_of_every_domain_without_a_clock(services: Services) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC)
    counts = Counter(domain for _id, domain, _scored in form_of(services, sheet))
    assert counts == {"1": 4, "2": 4}
    assert sheet.left_s is None
    assert sheet.rules.may_pause


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (QuizChoice(domain_ids=("1",), items=50), 27),
        (QuizChoice(objective_ids=(OBJECTIVES[1],), items=50), 14),
        (QuizChoice(difficulties=(2,), items=50), 40),
        (QuizChoice(difficulties=(5,)), 0),
        (QuizChoice(kinds=("multiple",)), 0),
        (QuizChoice(never_seen=True, items=50), 32),
        (QuizChoice(missed_days=2, items=50), 5),
        (QuizChoice(confident_wrong=True, items=50), 2),
        (QuizChoice(flagged=True), 1),
        (QuizChoice(due=True, items=50), 8),
        (QuizChoice(missed_days=2, confident_wrong=True), 2),
    ],
    ids=lambda value: str(value)[11:60] if isinstance(value, QuizChoice) else str(value),
)
def test_a_quiz_finds_what_its_choice_says(
    services: Services, candidate: Candidate, choice: QuizChoice, expected: int
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=1)
    for place in range(8):
        said = Confidence.SURE if place > 5 else Confidence.THINK_SO
        sheet = candidate.answer(sheet, right=place < 3, confidence=said)
    services.exams.submit(sheet.attempt_id)
    services.study.flag("q:tst-101-q01", True)
    assert services.exams.found_by(CERTIFICATION, choice) == expected
    if expected:
        quiz = services.exams.start(CERTIFICATION, Mode.CUSTOM, choice=choice)
        assert len(quiz.marks) == min(expected, choice.items)
    else:
        with pytest.raises(BankTooSmallForForm, match="no question for that"):
            services.exams.start(CERTIFICATION, Mode.CUSTOM, choice=choice)


def test_what_was_missed_long_ago_is_not_missed_lately(
    services: Services, candidate: Candidate, clock: ManualClock
) -> None:
    candidate.sit(services.exams.start(CERTIFICATION), right=0)
    clock.advance(timedelta(days=5))
    assert services.exams.found_by(CERTIFICATION, QuizChoice(missed_days=3)) == 0
    assert services.exams.found_by(CERTIFICATION, QuizChoice(missed_days=6)) == 8


@pytest.mark.parametrize(
    "choice",
    [
        QuizChoice(items=0), QuizChoice(items=501), QuizChoice(minutes=0), QuizChoice(missed_days=0),
        QuizChoice(kinds=("essay",)), QuizChoice(difficulties=(6,)),
    ],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_refused(services: Services, choice: QuizChoice) -> None:
    with pytest.raises(InvalidInput):
        services.exams.start(CERTIFICATION, Mode.CUSTOM, choice=choice)
    with pytest.raises(InvalidInput):
        services.exams.save_quiz(CERTIFICATION, "odd", choice)


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_a_seed_out_of_bounds_is_refused(services: Services, seed: int) -> None:
    with pytest.raises(InvalidInput, match="seed"):
        services.exams.start(CERTIFICATION, seed=seed)


def test_a_quiz_is_saved_under_a_name_found_again_and_forgotten(services: Services) -> None:
    choice = QuizChoice(domain_ids=("2",), kinds=("single",), difficulties=(1, 2), never_seen=True, minutes=9)
    services.exams.save_quiz(CERTIFICATION, "  weak   spots ", choice)
    [quiz] = services.exams.offer(CERTIFICATION).quizzes
    assert (quiz.name, quiz.choice, quiz.found) == ("weak spots", choice, 13)
    assert services.exams.quiz(CERTIFICATION, "Weak Spots") == choice
    services.exams.save_quiz(CERTIFICATION, "weak spots", QuizChoice())
    assert services.exams.quiz(CERTIFICATION, "weak spots") == QuizChoice()
    services.exams.remove_quiz(CERTIFICATION, "weak spots")
    with pytest.raises(NotFound):
        services.exams.quiz(CERTIFICATION, "weak spots")
    with pytest.raises(NotFound):
        services.exams.remove_quiz(CERTIFICATION, "weak spots")
    with pytest.raises(InvalidInput, match="needs a name"):
        services.exams.save_quiz(CERTIFICATION, "  ", choice)
