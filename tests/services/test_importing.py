"""Authors' files into the store: only what changed is read, every problem is named, nothing is lost."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from typing import Any

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.content_change import Change
from studyapp.domain.memory import CardState, Phase
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, ImportReport
from tests import banks
from tests.banks import question_id, term_id, write_bank, write_yaml
from tests.services import evidence
from tests.services.editing import (
    FIRST,
    bank_of,
    edit,
    edit_question,
    in_circulation,
    state,
    studied,
)
from tests.services.learner import Learner, ids

# -- only what changed -------------------------------------------------------------------------


def test_everything_is_read_the_first_time(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    report = connect_to(home, clock).library.refresh()
    assert (report.files, report.changed_files) == (3, 3)
    assert (report.questions, report.terms, report.certifications, report.roadmaps) == (12, 6, 1, 0)
    assert report.problems == ()


def test_unchanged_content_is_not_read_again(services: Services) -> None:
    first, second = services.library.refresh(), services.library.refresh()
    assert first.changed_files == second.changed_files == 0
    assert (second.questions, second.terms, second.certifications) == (12, 6, 1)


def test_only_the_changed_file_is_read(home: Home, services: Services) -> None:
    write_bank(home.content, "oth-201", questions=2, terms=0)
    services.library.refresh()
    edit_question(bank_of(home) / "questions.yaml", 1, stem="Which one belongs to the violet harbour?")
    told: list[tuple[int, int]] = []
    report = services.library.refresh(lambda done, total: told.append((done, total)))
    assert report.changed_files == 1
    assert told == [(1, 1)]


def test_progress_counts_up_to_the_number_of_files(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    told: list[tuple[int, int]] = []
    connect_to(home, clock).library.refresh(lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_file_that_was_only_touched_is_not_written_again(home: Home, services: Services) -> None:
    path = bank_of(home) / "questions.yaml"
    os.utime(path, ns=(1, 1))
    assert services.library.refresh().changed_files == 0
    remembered = evidence.rows(services, "SELECT modified_ns FROM content_file WHERE path = ?", str(path))
    assert remembered == [(1,)]
    assert len(in_circulation(services)) == 12


def test_a_report_after_no_change_counts_the_same_as_before(home: Home, services: Services) -> None:
    write_yaml(home.content / "road.yaml", banks.roadmap())

    def counts(report: ImportReport) -> tuple[int, ...]:
        return report.files, report.questions, report.terms, report.certifications, report.roadmaps

    assert counts(services.library.refresh()) == counts(services.library.refresh()) == (4, 12, 6, 1, 1)


def test_files_of_both_endings_in_any_depth_are_read_and_others_are_not(
    home: Home, services: Services
) -> None:
    questions = banks.questions_file([banks.question(50)])
    write_yaml(bank_of(home) / "deep" / "er" / "more.yml", questions)
    write_yaml(bank_of(home) / "notes.yaml.bak", questions)
    write_yaml(bank_of(home) / "readme.md", questions)
    write_yaml(home.content / ".git" / "hooks.yaml", {"a": "b"})
    write_yaml(bank_of(home) / "._questions.yaml", {"a": "b"})
    report = services.library.refresh()
    assert report.files == 4
    assert question_id(50) in in_circulation(services)
    assert report.problems == ()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_text_is_read_like_any_other(home: Home, services: Services) -> None:
    questions = write_yaml(
        home.content / "x.yaml", banks.questions_file([banks.question(50), banks.question(1)])
    )
    name = os.fsencode(home.content) + b"/caf\xe9 \x1b[31m.yaml"
    questions.rename(os.fsdecode(name))
    report = services.library.refresh()
    assert report.questions == 13
    (problem,) = report.problems
    assert "already used" in problem.message
    assert problem.path.endswith("caf\\udce9 \x1b[31m.yaml")
    assert services.library.refresh().changed_files == 0


# -- a typo, a new meaning ---------------------------------------------------------------------


def test_a_typo_keeps_the_schedule(home: Home, learner: Learner, goal: Goal) -> None:
    studied(learner)
    before = state(learner.services)
    edit_question(bank_of(home) / "questions.yaml", 1, stem="Which one belongs to a copper harbour anchor?")
    edit_question(
        bank_of(home) / "questions.yaml", 1, stem=banks.question(1)["stem"].replace("belongs", "belnogs")
    )
    learner.services.library.refresh()
    assert state(learner.services) == before
    assert learner.services.study.why(FIRST).change is Change.WORDING
    assert evidence.entries(learner.services, "meaning-changed") == []
    assert evidence.failures(learner.services) == []


def test_a_new_meaning_starts_afresh_and_is_a_first_sight_again(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    answers = len(learner.services.study.why(FIRST).history)
    edit_question(bank_of(home) / "questions.yaml", 1, stem="What is not in the harbour?")
    learner.services.library.refresh()
    assert state(learner.services) == CardState()
    assert learner.services.study.why(FIRST).change is Change.MEANING
    assert len(evidence.entries(learner.services, "meaning-changed")) == 1
    again = next(s for s in learner.study() if s.card_id == FIRST)
    assert again.is_new
    assert again.change is Change.MEANING
    first_sights = evidence.rows(
        learner.services, "SELECT first_sight FROM log_entry WHERE card_id = ? ORDER BY id", FIRST
    )
    assert sum(sight for (sight,) in first_sights) == 2
    assert len(learner.services.study.why(FIRST).history) > answers
    assert evidence.failures(learner.services) == []


def test_a_new_meaning_shows_once_and_is_then_the_usual_one(home: Home, learner: Learner, goal: Goal) -> None:
    studied(learner)
    edit_question(bank_of(home) / "questions.yaml", 1, revision=2)
    learner.services.library.refresh()
    learner.study()
    assert learner.services.study.why(FIRST).change is Change.NONE
    assert learner.services.library.refresh().changed_files == 0
    assert len(evidence.entries(learner.services, "meaning-changed")) == 1


def test_a_new_meaning_of_what_nobody_met_is_no_event(home: Home, services: Services) -> None:
    edit_question(bank_of(home) / "questions.yaml", 1, stem="What is not in the harbour?")
    services.library.refresh()
    assert evidence.log_length(services) == 0


def test_a_new_meaning_of_a_term_resets_both_of_its_cards(home: Home, learner: Learner, goal: Goal) -> None:
    for _day in range(2):
        studied(learner)

    def change(data: dict[str, Any]) -> None:
        data["terms"][0]["definition"] = "Quite another thing, told at length for another purpose."

    edit(bank_of(home) / "glossary.yaml", change)
    learner.services.library.refresh()
    for direction in ("definition", "term"):
        assert state(learner.services, f"t:{term_id(1)}:{direction}").phase is Phase.NEW
    assert state(learner.services, f"t:{term_id(2)}:definition").phase is not Phase.NEW
    assert evidence.failures(learner.services) == []


def test_many_small_edits_that_make_another_question_are_a_new_meaning(
    home: Home, learner: Learner, goal: Goal
) -> None:
    path = bank_of(home) / "questions.yaml"
    words = [f"word{chr(97 + n)}" for n in range(20)]
    edit_question(path, 1, stem=" ".join(words))
    learner.services.library.refresh()
    studied(learner)
    for n in range(20):
        words[n] = f"other{chr(97 + n)}"
        edit_question(path, 1, stem=" ".join(words))
        learner.services.library.refresh()
    # No step was large, but the learner has seen only the first version.
    assert state(learner.services) == CardState()
    assert len(evidence.entries(learner.services, "meaning-changed")) == 1


def test_every_version_that_was_in_circulation_is_kept(home: Home, services: Services) -> None:
    for n in range(3):
        edit_question(bank_of(home) / "questions.yaml", 1, explanation=f"Explanation number {n}.")
        services.library.refresh()
    kept = evidence.rows(services, "SELECT count(*) FROM item_version WHERE item_id = ?", question_id(1))
    assert kept == [(4,)]


def test_a_correction_of_sources_and_dates_alone_is_no_new_version(home: Home, services: Services) -> None:
    edit_question(
        bank_of(home) / "questions.yaml",
        1,
        references=["https://example.com/new"],
        verified_on="2026-06-30",
        difficulty=5,
    )
    services.library.refresh()
    kept = evidence.rows(services, "SELECT count(*) FROM item_version WHERE item_id = ?", question_id(1))
    assert kept == [(1,)]
    assert services.library.question(question_id(1)).difficulty == 5


# -- moved, renamed, removed -------------------------------------------------------------------


def test_a_renamed_file_loses_nothing(home: Home, learner: Learner, goal: Goal) -> None:
    studied(learner)
    before = evidence.cards(learner.services)
    (bank_of(home) / "questions.yaml").rename(bank_of(home) / "a-domain.yaml")
    (bank_of(home) / "glossary.yaml").rename(bank_of(home) / "z-words.yml")
    report = learner.services.library.refresh()
    assert (report.questions, report.terms, report.problems) == (12, 6, ())
    assert evidence.cards(learner.services) == before


def test_a_moved_bank_loses_nothing(home: Home, learner: Learner, goal: Goal) -> None:
    studied(learner)
    before = evidence.cards(learner.services)
    shutil.move(bank_of(home), home.content / "elsewhere" / "entirely")
    report = learner.services.library.refresh()
    assert (report.questions, report.terms, report.problems) == (12, 6, ())
    assert evidence.cards(learner.services) == before


@pytest.mark.parametrize("name", ["a.yaml", "z.yaml"])
def test_a_question_that_moves_to_another_file_loses_nothing(
    name: str, home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    before = evidence.cards(learner.services)

    def take(data: dict[str, Any]) -> None:
        write_yaml(bank_of(home) / name, banks.questions_file([data["questions"].pop(0)]))

    edit(bank_of(home) / "questions.yaml", take)
    report = learner.services.library.refresh()
    assert (report.questions, report.problems) == (12, ())
    assert evidence.cards(learner.services) == before


@pytest.mark.parametrize("name", ["a.yaml", "z.yaml"])
def test_a_file_that_is_copied_today_and_deleted_tomorrow_loses_nothing(
    name: str, home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    before = evidence.cards(learner.services)
    for original, copy in (("questions.yaml", name), ("glossary.yaml", f"terms-{name}")):
        shutil.copy(bank_of(home) / original, bank_of(home) / copy)
    assert len(learner.services.library.refresh().problems) == 18
    (bank_of(home) / "questions.yaml").unlink()
    (bank_of(home) / "glossary.yaml").unlink()
    report = learner.services.library.refresh()
    assert (report.questions, report.terms, report.problems) == (12, 6, ())
    assert evidence.cards(learner.services) == before


def test_a_removed_file_takes_its_items_out_of_circulation_and_keeps_history(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    answers = evidence.entries(learner.services)
    (bank_of(home) / "questions.yaml").unlink()
    (bank_of(home) / "glossary.yaml").unlink()
    report = learner.services.library.refresh()
    assert (report.files, report.changed_files, report.questions, report.terms) == (1, 2, 0, 0)
    assert learner.study() == []
    assert learner.services.study.today().planned == 0
    assert learner.services.library.terms("violet") == learner.services.library.terms() == []
    assert evidence.entries(learner.services) == answers
    assert learner.services.study.why(FIRST).history
    assert evidence.failures(learner.services) == []


def test_a_file_that_comes_back_brings_its_schedule_back(home: Home, learner: Learner, goal: Goal) -> None:
    studied(learner)
    before = evidence.cards(learner.services)
    away = home.root / "away"
    shutil.move(bank_of(home), away)
    assert learner.services.library.refresh().questions == 0
    shutil.move(away, bank_of(home))
    report = learner.services.library.refresh()
    assert (report.questions, report.terms, report.problems) == (12, 6, ())
    assert evidence.cards(learner.services) == before
    assert ids(learner.study())


def test_a_question_that_left_its_file_alone_leaves_circulation_alone(home: Home, services: Services) -> None:
    edit(bank_of(home) / "questions.yaml", lambda data: data["questions"].pop(0))
    assert services.library.refresh().questions == 11
    assert question_id(1) not in in_circulation(services)


# -- retired -----------------------------------------------------------------------------------

RETIRED = {"on": "2026-07-01", "because": "The service was closed.", "replaced_by": question_id(2)}


def test_a_retired_question_leaves_circulation_and_keeps_its_history(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    before = state(learner.services)
    edit_question(bank_of(home) / "questions.yaml", 1, retired=RETIRED)
    report = learner.services.library.refresh()
    assert (report.questions, report.problems) == (11, ())
    learner.sleep(30)
    assert FIRST not in ids(learner.study())
    assert FIRST not in {line.card_id for line in learner.services.study.plan().items}
    assert state(learner.services) == before
    assert learner.services.study.why(FIRST).history
    assert learner.services.library.question(question_id(1)).retired is not None
    assert question_id(1) not in dict(learner.services.library.term(term_id(1)).questions)
    assert evidence.failures(learner.services) == []


def test_a_question_that_is_no_longer_retired_returns_with_its_schedule(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    before = state(learner.services)
    path = bank_of(home) / "questions.yaml"
    edit_question(path, 1, retired=RETIRED)
    learner.services.library.refresh()
    edit(path, lambda data: data["questions"][0].pop("retired"))
    assert learner.services.library.refresh().questions == 12
    assert state(learner.services) == before
