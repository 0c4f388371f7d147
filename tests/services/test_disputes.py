"""A learner's word against a key: kept in the log, handed over as a file, read by the author."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.exams.rules import Mode
from studyapp.errors import InvalidInput, NotFound
from studyapp.export.view import Format, Privacy
from studyapp.paths import Home
from studyapp.readiness_words import mistake_state
from studyapp.services.exams.views import QuizChoice
from studyapp.services.facade import Services
from studyapp.services.items.answers import gathered
from studyapp.services.items.disputing import disputes
from studyapp.services.items.measuring import statistics
from studyapp.services.sharing.request import Request
from studyapp.services.views import Decision, EarlierDispute, Goal, Showing
from studyapp.store import disputes as table
from tests.banks import CERTIFICATION, question, questions_file, write_yaml
from tests.services import evidence
from tests.services.exams.conftest import Candidate
from tests.services.learner import Learner

WHY = "The page says lanterns.\nSee its second table."


@pytest.fixture
def disputed(services: Services, learner: Learner, goal: Goal) -> str:
    """A learner answers a question wrongly and disputes its key; its id."""
    services.study.start("questions")
    showing = learner.shown()
    learner.answer(showing, right=False)
    assert showing.question is not None
    services.disputes.dispute(showing.question.id, WHY)
    return showing.question.id


def standing(services: Services, question_id: str) -> str:
    earlier = services.disputes.earlier(question_id)
    assert earlier is not None
    assert earlier.decision is Decision.NONE
    return earlier.reason


def questions_path(home: Home) -> Path:
    return home.content / CERTIFICATION / "questions.yaml"


def test_a_dispute_keeps_the_answer_in_words(services: Services, disputed: str) -> None:
    (line,) = services.disputes.all()

    it = line.dispute
    assert (it.question_id, it.reason, it.right) == (disputed, WHY, False)
    assert it.answer.endswith("answer a") or it.answer.endswith("answer b")
    assert it.on == services.context.today()
    assert not line.changed_since
    assert standing(services, disputed) == WHY


def test_the_notebook_of_mistakes_says_which_keys_are_disputed(
    services: Services, learner: Learner, disputed: str
) -> None:
    learner.answer(right=False)

    by_id = {line.question_id: line for line in services.mistakes.notebook().mistakes}

    assert len(by_id) == 2
    earlier = by_id[disputed].disputed
    assert earlier is not None
    assert earlier.reason == WHY
    assert mistake_state(by_id[disputed]).endswith("; key disputed")
    (other,) = by_id.keys() - {disputed}
    assert by_id[other].disputed is None
    assert "disputed" not in mistake_state(by_id[other])
    services.disputes.dispute(disputed, "")
    assert not any(line.disputed for line in services.mistakes.notebook().mistakes)


def test_another_reason_takes_the_place_of_the_first_and_an_empty_one_withdraws(
    services: Services, disputed: str
) -> None:
    services.disputes.dispute(disputed, "On second thoughts: the table.")
    assert [line.dispute.reason for line in services.disputes.all()] == ["On second thoughts: the table."]
    services.disputes.dispute(disputed, "  ")
    assert services.disputes.all() == []
    assert services.disputes.earlier(disputed) is None


def test_the_log_holds_every_word_and_the_table_can_be_rebuilt(services: Services, disputed: str) -> None:
    services.disputes.dispute(disputed, "Another reason.")
    before = services.disputes.all()
    kept = evidence.rows(services, "SELECT payload FROM log_entry WHERE kind = 'dispute' ORDER BY id")
    assert [json.loads(row[0])["reason"] for row in kept] == [WHY, "Another reason."]
    with services.context.store.write() as session:
        table.remove(session, before[0].dispute.id)
    assert [check.name for check in services.health.check() if not check.ok and check.name != "backups"] == [
        "disputes"
    ]
    services.health.rebuild()
    assert services.disputes.all() == before
    assert evidence.failures(services) == []


def changed_to(services: Services, home: Home, question_id: str, **changes: Any) -> Decision:
    """Write the bank with another version of a question; what the learner is told of the author then."""
    held = [question(n) for n in range(1, 13)]
    next(entry for entry in held if entry["id"] == question_id).update(changes)
    write_yaml(questions_path(home), questions_file(held))
    services.library.refresh()
    earlier = services.disputes.earlier(question_id)
    assert earlier is not None
    assert (earlier.reason, earlier.because) == (WHY, changes.get("quarantined", {}).get("because", ""))
    return earlier.decision


def test_what_the_author_has_done_since_is_told(services: Services, disputed: str, home: Home) -> None:
    aside = {"on": "2026-06-01", "because": "The page says lanterns, in fact."}
    assert standing(services, disputed) == WHY
    assert changed_to(services, home, disputed, quarantined=aside) is Decision.QUARANTINED
    assert changed_to(services, home, disputed, stem="Which rule is it now?") is Decision.CHANGED


def test_it_comes_along_with_the_question_the_next_time(
    services: Services, clock: ManualClock, disputed: str
) -> None:
    said_on = services.context.today()
    clock.advance(timedelta(days=3))
    services.study.start("questions")
    while isinstance(showing := services.study.next(), Showing) and showing.card_id != f"q:{disputed}":
        assert showing.disputed is None
        services.study.bury(showing.card_id)
    assert isinstance(showing, Showing)
    assert showing.disputed == EarlierDispute(said_on, WHY, Decision.NONE)


def test_undo_takes_answers_back_and_no_dispute(services: Services, disputed: str) -> None:
    services.study.undo()
    assert standing(services, disputed) == WHY


def test_in_an_exam_the_answer_is_that_of_the_place(services: Services, clock: ManualClock) -> None:
    sheet = services.exams.start(CERTIFICATION, Mode.CUSTOM, seed=3, choice=QuizChoice(items=2))
    attempt_id = Candidate(services, clock).sit(sheet, right=1).attempt_id
    item = services.exams.report(attempt_id).items[1]

    services.disputes.dispute(item.question.id, WHY, attempt_id, 1)

    (line,) = services.disputes.all()
    assert line.dispute.chosen == item.response.encode()
    assert line.dispute.right is False
    told = [held.disputed for held in services.exams.report(attempt_id).items]
    assert told == [None, EarlierDispute(services.context.today(), WHY, Decision.NONE)]


def test_an_unknown_question_is_refused(services: Services) -> None:
    with pytest.raises(NotFound, match="no question nobody"):
        services.disputes.dispute("nobody", WHY)


def test_a_dispute_of_what_was_never_answered_has_no_answer(services: Services) -> None:
    services.disputes.dispute("tst-101-q05", WHY)
    (line,) = services.disputes.all()
    assert (line.dispute.chosen, line.dispute.answer, line.dispute.right) == ("", "", None)


def test_the_file_says_who_only_by_an_id_made_by_chance(
    services: Services, disputed: str, tmp_path: Path
) -> None:
    services.settings.update(learner_name="Ada Lovelace")
    path = tmp_path / "disputes.json"

    assert services.disputes.export(path, services.sharing.learner_id) == 1

    text = path.read_text(encoding="utf-8")
    assert "Ada" not in text
    data = json.loads(text)
    assert data["format"] == "studyapp-disputes/1"
    assert data["disputes"][0]["reason"] == WHY
    with pytest.raises(InvalidInput, match="already"):
        services.disputes.export(path, services.sharing.learner_id)


def test_nothing_to_export_is_said(services: Services, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Nothing is disputed"):
        services.disputes.export(tmp_path / "disputes.json", "x")
    assert not (tmp_path / "disputes.json").exists()


@pytest.mark.parametrize("way", ["file", "export", "passport", "home"])
def test_the_author_reads_it_beside_the_item(
    services: Services, disputed: str, home: Home, tmp_path: Path, way: str
) -> None:
    path = home.root
    if way == "file":
        path = tmp_path / "disputes.json"
        services.disputes.export(path, services.sharing.learner_id)
    elif way != "home":
        path = tmp_path / "handed.json"
        services.sharing.write(
            Request(Privacy.ITEMS), Format.JSON if way == "export" else Format.PASSPORT, path
        )

    found = disputes([questions_path(home)], [path])

    (item,) = found.items
    assert (item.item, item.path) == (disputed, str(questions_path(home)))
    assert item.line > 1
    assert item.key.startswith("The ")
    (one,) = item.disputes
    assert (one.reason, one.right, one.changed_since) == (WHY, False, False)
    assert one.answer


def test_a_dispute_of_an_item_that_changed_since_is_marked_and_keeps_its_words(
    services: Services, disputed: str, home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "disputes.json"
    services.disputes.export(path, services.sharing.learner_id)
    before = disputes([questions_path(home)], [path]).items[0].disputes[0].answer
    held = [question(n) for n in range(1, 13)]
    for entry in held:
        entry["options"][0]["text"] = "Something else"
    write_yaml(questions_path(home), questions_file(held))

    (one,) = disputes([questions_path(home)], [path]).items[0].disputes

    assert one.changed_since
    assert one.answer == before


def test_the_words_of_an_unchanged_item_are_those_of_the_bank(
    services: Services, disputed: str, home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "disputes.json"
    services.disputes.export(path, services.sharing.learner_id)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["disputes"][0] |= {"answer": "what I never said", "right": True}
    path.write_text(json.dumps(data), encoding="utf-8")

    (one,) = disputes([questions_path(home)], [path]).items[0].disputes

    assert one.answer != "what I never said"
    assert one.right is False


def test_of_each_learner_the_newest_file_counts(
    services: Services, clock: ManualClock, disputed: str, home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "handed"
    folder.mkdir()
    services.disputes.export(folder / "one.json", services.sharing.learner_id)
    clock.set(clock.now().replace(hour=23))
    services.disputes.dispute(disputed, "A better reason.")
    services.disputes.export(folder / "two.json", services.sharing.learner_id)

    (item,) = disputes([questions_path(home)], [folder]).items

    assert [one.reason for one in item.disputes] == ["A better reason."]


def test_figures_stand_beside_it_where_answers_are_given(
    services: Services, disputed: str, home: Home
) -> None:
    file = questions_path(home)
    measured = statistics([file], gathered([home.root])).items

    (item,) = disputes([file], [home.root], measured).items

    assert item.measure is not None
    assert item.measure.answers == 1
    assert item.measure.facility == 0.0


def test_broken_files_are_set_aside_with_their_reason(
    services: Services, disputed: str, home: Home, tmp_path: Path
) -> None:
    services.disputes.export(tmp_path / "good.json", services.sharing.learner_id)
    (tmp_path / "later.json").write_text('{"format": "studyapp-disputes/9"}', encoding="utf-8")
    (tmp_path / "half.json").write_text('{"format": "studyapp-disputes/1"}', encoding="utf-8")

    found = disputes(
        [questions_path(home)], [tmp_path / "good.json", tmp_path / "later.json", tmp_path / "half.json"]
    )

    assert len(found.items) == 1
    told = {Path(one.path).name: one.reason for one in found.set_aside}
    assert "this studyapp reads studyapp-disputes/1" in told["later.json"]
    assert "made_by is missing" in told["half.json"]
