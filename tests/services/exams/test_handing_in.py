"""What handing in does: the log, memory, the terms of what was missed, the plan, and the report."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import yaml

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.domain.questions import Confidence
from studyapp.errors import NotFound
from studyapp.export.view import Privacy
from studyapp.paths import Home
from studyapp.services.exams.views import Sheet
from studyapp.services.facade import Services
from studyapp.services.sharing.request import Request
from studyapp.services.views import Aspect, Goal
from tests.banks import CERTIFICATION, glossary_file, question, questions_file, term, write_yaml
from tests.services import evidence
from tests.services.exams.conftest import Candidate, write_exam_bank
from tests.services.learner import Learner


@pytest.fixture
def with_terms(services: Services, home: Home) -> Services:
    """Every question rests on the term of its number."""
    folder = home.content / CERTIFICATION
    asked = [question(n, terms=[f"tst-101-t{n:02}"]) for n in range(1, 25)]
    write_yaml(folder / "questions.yaml", questions_file(asked))
    write_yaml(folder / "glossary.yaml", glossary_file([term(n) for n in range(1, 25)]))
    services.library.refresh()
    return services


def test_each_answer_enters_the_log_once_with_everything_that_was_shown(
    services: Services, candidate: Candidate
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=3)
    form = [services.exams.go(sheet.attempt_id, place) for place in range(8)]
    sheet = services.exams.go(sheet.attempt_id, 0)
    for place in range(6):
        sheet = candidate.answer(sheet, right=place % 2 == 0, confidence=Confidence.SURE, seconds=20 + place)
    over = services.exams.submit(sheet.attempt_id)
    assert {Aspect.CARDS, Aspect.PROGRESS, Aspect.PLAN, Aspect.EXAMS} <= over.changes
    logged = evidence.rows(
        services,
        "SELECT card_id, correct, confidence, elapsed_ms, first_sight, context, option_order, content_hash, "
        "chosen, grade FROM log_entry WHERE kind = 'answer' ORDER BY id",
    )
    assert [row[0] for row in logged] == [f"q:{s.question.id}" for s in form[:6] if s.question]
    assert [row[1] for row in logged] == [1, 0, 1, 0, 1, 0]
    assert [row[3] for row in logged] == [(20 + place) * 1000 for place in range(6)]
    assert {row[2] for row in logged} == {"sure"}
    assert {row[4] for row in logged} == {1}
    assert {row[5] for row in logged} == {"exam"}
    assert [row[6] for row in logged] == [",".join(map(str, s.order)) for s in form[:6]]
    assert all(row[7] and row[8] for row in logged)
    assert [row[9] for row in logged] == [4, 1, 4, 1, 4, 1], "sure and quick is Easy, wrong is Again"
    assert evidence.failures(services) == []
    assert evidence.totals(services) == evidence.counted_again(services)


def test_handing_in_twice_counts_once(services: Services, candidate: Candidate) -> None:
    over = candidate.sit(services.exams.start(CERTIFICATION))
    before = evidence.log_length(services)
    again = services.exams.submit(over.attempt_id)
    assert again.changes == frozenset()
    assert services.exams.resume(over.attempt_id).is_over
    assert evidence.log_length(services) == before


def test_memory_moves_as_in_study(services: Services, candidate: Candidate, clock: ManualClock) -> None:
    over = candidate.sit(services.exams.start(CERTIFICATION, seed=5), right=4)
    report = services.exams.report(over.attempt_id)
    assert evidence.entries(services, "exam")
    for item in report.items:
        why = services.study.why(f"q:{item.question.id}")
        assert why.state.reps == 1
        assert why.history[-1].correct == item.verdict.correct
    services.health.rebuild()
    assert evidence.failures(services) == []


def test_an_item_seen_before_is_no_first_sight(services: Services, candidate: Candidate) -> None:
    candidate.sit(services.exams.start(CERTIFICATION, seed=5))
    over = candidate.sit(services.exams.start(CERTIFICATION, seed=5))
    report = services.exams.report(over.attempt_id)
    assert {item.first_sight for item in report.items} == {False}


def test_the_terms_of_missed_questions_become_due(
    with_terms: Services, candidate: Candidate, clock: ManualClock
) -> None:
    services = with_terms
    sheet = services.exams.start(CERTIFICATION, seed=2)
    missed = {services.exams.go(sheet.attempt_id, place).question for place in range(4)}
    terms = {term_id for q in missed if q for term_id in q.term_ids}
    known = sorted(terms)[0]
    _learn(services, clock, known)
    assert _due_later(services, known)
    sheet = services.exams.resume(sheet.attempt_id)
    sheet = services.exams.go(sheet.attempt_id, 0)
    for place in range(8):
        sheet = candidate.answer(sheet, right=place >= 4, seconds=1)
    services.exams.submit(sheet.attempt_id)
    cards = evidence.rows(services, "SELECT item_id, phase, due_on FROM card WHERE kind = 'term'")
    assert {item for item, _phase, _due in cards} == terms
    today = services.context.today().isoformat()
    assert [due for item, _phase, due in cards if item == known] == [today]
    assert {phase for item, phase, _due in cards if item != known} == {"new"}
    assert evidence.failures(services) == []
    services.health.rebuild()
    assert evidence.failures(services) == []


def _learn(services: Services, clock: ManualClock, term_id: str) -> None:
    """Have a term in review, due on a later day."""
    from studyapp.domain.memory import Grade
    from studyapp.services.views import Showing

    services.study.add_terms([term_id])
    services.study.start("cards")
    showing = services.study.next()
    assert isinstance(showing, Showing)
    assert showing.term is not None
    services.study.grade(showing.token, Grade.EASY, 4000)


def _due_later(services: Services, term_id: str) -> bool:
    [(due,)] = evidence.rows(services, "SELECT due_on FROM card WHERE item_id = ?", term_id)
    return str(due) > services.context.today().isoformat()


def test_undo_in_study_leaves_the_answers_of_an_exam_alone(
    services: Services, candidate: Candidate, clock: ManualClock
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    services.study.start()
    studied = Learner(services, clock).answer()
    candidate.sit(services.exams.start(CERTIFICATION))
    services.study.start()
    services.study.undo()
    assert studied.entry_id not in evidence.entries(services)
    assert len(evidence.entries(services)) == 8
    with pytest.raises(NotFound):
        services.study.undo()


def test_a_placement_seeds_the_plan(services: Services, candidate: Candidate) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.DIAGNOSTIC, seed=1)
    while sheet.question is not None:
        domain = "1" if sheet.question.objective_id.startswith("1") else "2"
        sheet = candidate.answer(sheet, right=domain == "1")
    services.exams.submit(sheet.attempt_id)
    domains = {d.domain_id: d for d in services.library.certification(CERTIFICATION).domains}
    assert (domains["1"].first_tries, domains["1"].first_right) == (4, 4)
    assert (domains["2"].first_tries, domains["2"].first_right) == (4, 0)
    services.goals.set(Goal(CERTIFICATION, services.context.today() + timedelta(days=30), 20))
    new = [item for item in services.study.plan().items if item.card_id.startswith("q:") and item.numbers]
    fresh = [item.domain_id for item in new if not item.numbers["recall_now"]]
    assert fresh
    assert fresh[0] == "2", "what was weak in the placement comes first"


def test_the_result_is_an_entry_of_the_log(services: Services, candidate: Candidate) -> None:
    over = candidate.sit(services.exams.start(CERTIFICATION, seed=9), right=6)
    [(payload,)] = evidence.rows(services, "SELECT payload FROM log_entry WHERE kind = 'exam'")
    said = json.loads(payload)
    assert said["attempt_id"] == over.attempt_id
    assert (said["items"], said["answered"], said["counted"], said["seed"]) == (8, 8, 6, 9)
    report = services.exams.report(over.attempt_id)
    assert said["score"] == report.line.score
    assert said["passed"] is report.line.passed


def test_an_answer_to_what_an_item_meant_before_does_not_move_the_new_one(
    services: Services, candidate: Candidate, home: Home
) -> None:
    sheet = services.exams.start(CERTIFICATION, seed=4)
    assert sheet.question is not None
    number = int(sheet.question.id[-2:])
    candidate.answer(sheet)
    folder = home.content / CERTIFICATION
    edited = [question(n, **({"revision": 2} if n == number else {})) for n in range(1, 41)]
    write_yaml(folder / "questions.yaml", questions_file(edited))
    services.library.refresh()
    services.exams.submit(sheet.attempt_id)
    card = f"q:{sheet.question.id}"
    [(phase,)] = evidence.rows(services, "SELECT phase FROM card WHERE id = ?", card)
    assert phase == "new"
    assert len(evidence.entries(services)) == 1
    assert evidence.failures(services) == []


def test_a_report_tells_every_item_and_attempts_stand_side_by_side(
    services: Services, candidate: Candidate
) -> None:
    ids = []
    for right in (4, 8):
        sheet = services.exams.start(CERTIFICATION)
        ids.append(candidate.sit(sheet, right=right).attempt_id)
    report = services.exams.report(ids[0])
    assert [item.verdict.correct for item in report.items] == [True] * 4 + [False] * 4
    assert sum(item.scored for item in report.items) == 6
    assert report.result.pace.median_s == 30
    assert all(item.in_reviews and not item.changed_since for item in report.items)
    lines = services.exams.attempts(CERTIFICATION)
    assert [line.id for line in lines] == ids[::-1]
    assert lines[0].score == 1000
    assert [len(line.domains) for line in lines] == [2, 2]
    with pytest.raises(NotFound, match="no report"):
        services.exams.report(services.exams.start(CERTIFICATION).attempt_id)


def test_terms_of_an_item_can_be_added_to_the_reviews(with_terms: Services, candidate: Candidate) -> None:
    over: Sheet = candidate.sit(with_terms.exams.start(CERTIFICATION))
    item = with_terms.exams.report(over.attempt_id).items[0]
    assert evidence.rows(with_terms, "SELECT id FROM card WHERE kind = 'term'") == []
    assert Aspect.CARDS in with_terms.exams.add_to_reviews(over.attempt_id, 0)
    [(found,)] = evidence.rows(with_terms, "SELECT item_id FROM card WHERE kind = 'term'")
    assert found == item.question.term_ids[0]
    with pytest.raises(NotFound):
        with_terms.exams.add_to_reviews(over.attempt_id, 99)


def test_an_attempt_is_found_by_the_beginning_of_its_id(services: Services, candidate: Candidate) -> None:
    over = candidate.sit(services.exams.start(CERTIFICATION))
    assert services.exams.find(over.attempt_id[:12].upper()) == over.attempt_id
    for name in ("", "zz", "%"):
        with pytest.raises(NotFound):
            services.exams.find(name)


def test_parts_earn_credit_where_the_vendor_gives_it(services: Services, home: Home) -> None:
    from studyapp.domain.responses import Response

    write_exam_bank(home, partial_credit=["multiple"], question_types=["multiple response"])
    options = [{"text": f"Part {n}", "reason": "Because.", "correct": n < 2} for n in range(4)]
    both = [
        question(n, kind="multiple", stem=f"Which TWO belong to {n * 977}?", options=options)
        for n in range(1, 31)
    ]
    folder = home.content / CERTIFICATION
    write_yaml(folder / "questions.yaml", questions_file(both))
    services.library.refresh()
    sheet = services.exams.start(CERTIFICATION)
    for place in range(8):
        services.exams.answer(sheet.attempt_id, place, Response.choice({0, 3}))
    services.exams.submit(sheet.attempt_id)
    report = services.exams.report(sheet.attempt_id)
    assert (report.result.share, report.result.right) == (0.5, 0)


def test_an_export_says_what_each_question_that_counts_earned(
    services: Services, candidate: Candidate, home: Home
) -> None:
    sheet = candidate.sit(services.exams.start(CERTIFICATION), right=3)
    report = services.exams.report(sheet.attempt_id)
    counting = [item for item in report.items if item.scored]

    (domains,) = services.sharing.gather(Request(Privacy.DOMAINS)).mock_exams
    (items,) = services.sharing.gather(Request(Privacy.ITEMS)).mock_exams

    assert (domains.questions, domains.points) == ((), ())
    assert items.questions == tuple(item.question.id for item in counting)
    assert sum(items.points) / len(items.points) == pytest.approx(items.share, abs=1e-4)
    assert items.pass_share == pytest.approx(report.rules.scale.pass_share, abs=1e-4)

    held = services.context.home.content / CERTIFICATION / "questions.yaml"
    bank = yaml.safe_load(held.read_text("utf-8"))
    apart = next(item for item in bank["questions"] if item["id"] == items.questions[0])
    apart["quarantined"] = {"on": "2026-06-01", "because": "The guide says otherwise."}
    write_yaml(held, bank)
    services.library.refresh()

    (anew,) = services.sharing.gather(Request(Privacy.ITEMS)).mock_exams
    assert anew.questions == items.questions[1:]
    assert sum(anew.points) / len(anew.points) == pytest.approx(anew.share, abs=1e-4)
