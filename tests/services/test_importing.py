"""Authors' files into the store: only what changed is read, every problem is named, nothing is lost."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.clock import ManualClock
from studyapp.domain.content_change import Change
from studyapp.domain.log import CardId, ItemKind
from studyapp.domain.memory import CardState, Phase
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import ContentProblem, Goal, ImportReport
from tests import banks
from tests.banks import CERTIFICATION, question_id, term_id, write_bank, write_yaml
from tests.conftest import START
from tests.services import evidence
from tests.services.learner import Learner, ids

FIRST = f"q:{question_id(1)}"


def bank_of(home: Home) -> Path:
    return home.content / CERTIFICATION


def edit(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a file as an author does: everything else stays."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    write_yaml(path, data)


def edit_question(path: Path, number: int, **changes: Any) -> None:
    def change(data: dict[str, Any]) -> None:
        next(q for q in data["questions"] if q["id"] == question_id(number)).update(changes)

    edit(path, change)


def in_circulation(services: Services, kind: str = "question") -> list[str]:
    found = evidence.rows(
        services, "SELECT id FROM item WHERE present AND NOT retired AND kind = ? ORDER BY id", kind
    )
    return [item_id for (item_id,) in found]


def problems(services: Services) -> list[ContentProblem]:
    return list(services.library.problems())


def state(services: Services, card_id: str = FIRST) -> CardState:
    return services.study.why(card_id).state


def studied(learner: Learner) -> Learner:
    """The learner has met everything, and slept."""
    learner.study()
    learner.sleep(1)
    return learner


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


# -- the same id twice -------------------------------------------------------------------------


def duplicates(report: ImportReport) -> list[tuple[str, str]]:
    return [(Path(p.path).name, p.message) for p in report.problems if "already used" in p.message]


def test_an_id_in_two_files_stays_with_the_first_and_is_named_in_the_second(
    home: Home, services: Services
) -> None:
    path = bank_of(home) / "aaa.yaml"
    write_yaml(path, banks.questions_file([banks.question(1, stem="Stolen?"), banks.question(60)]))
    report = services.library.refresh()
    assert report.questions == 13
    assert duplicates(report) == [
        ("aaa.yaml", f"the id {question_id(1)} is already used in {bank_of(home)}/questions.yaml")
    ]
    assert (report.problems[0].line, report.problems[0].column) == (4, 3)
    assert services.library.question(question_id(1)).stem == banks.question(1)["stem"]


def test_an_id_that_became_free_goes_to_the_file_that_wanted_it(home: Home, services: Services) -> None:
    write_yaml(
        bank_of(home) / "more.yaml", banks.questions_file([banks.question(1, stem="The second one's stem?")])
    )
    assert len(services.library.refresh().problems) == 1
    edit(bank_of(home) / "questions.yaml", lambda data: data["questions"].pop(0))
    report = services.library.refresh()
    assert (report.questions, report.problems) == (12, ())
    assert services.library.question(question_id(1)).stem == "The second one's stem?"


def test_a_term_and_a_question_may_share_an_id(home: Home, services: Services) -> None:
    write_yaml(bank_of(home) / "more.yaml", banks.questions_file([banks.question(70, id=term_id(1))]))
    report = services.library.refresh()
    assert report.problems == ()
    assert CardId(ItemKind.QUESTION, term_id(1)).item_id in in_circulation(services)


def test_a_certification_in_two_files_stays_with_the_first(home: Home, services: Services) -> None:
    write_yaml(home.content / "aaa.yaml", banks.certification(name="Stolen"))
    report = services.library.refresh()
    assert [Path(p.path).name for p in report.problems] == ["aaa.yaml"]
    assert (
        services.library.certification(CERTIFICATION).certification.name
        == f"Certified Tester {CERTIFICATION}"
    )
    assert report.questions == 12


def test_a_roadmap_in_two_files_stays_with_the_first(home: Home, services: Services) -> None:
    write_yaml(home.content / "b.yaml", banks.roadmap())
    services.library.refresh()
    write_yaml(home.content / "a.yaml", banks.roadmap())
    report = services.library.refresh()
    assert [Path(p.path).name for p in report.problems] == ["a.yaml"]
    (home.content / "b.yaml").unlink()
    assert services.library.refresh().problems == ()
    assert [r.id for r in services.roadmaps.all()] == ["tester"]


def test_the_bundled_bank_goes_before_the_learners_own(
    tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever the folders are called: "a-home" sorts before "z-bundled".
    home, bundled = Home(tmp_path / "a-home"), tmp_path / "z-bundled"
    write_bank(bundled)
    write_yaml(
        home.content / "mine.yaml",
        banks.questions_file([banks.question(1, stem="Mine?"), banks.question(99)]),
    )
    services = connect_to(home, clock)
    monkeypatch.setattr("studyapp.services.importing.bundled_content", lambda: (bundled,))
    report = services.library.refresh()
    assert [name for name, _ in duplicates(report)] == ["mine.yaml"]
    assert report.questions == 13
    assert services.library.question(question_id(1)).stem == banks.question(1)["stem"]


def test_a_program_that_was_installed_elsewhere_brings_the_same_banks(
    tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, before, after = Home(tmp_path / "home"), tmp_path / "python3.11", tmp_path / "python3.12"
    write_bank(before)
    services = connect_to(home, clock)
    monkeypatch.setattr("studyapp.services.importing.bundled_content", lambda: (before,))
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 60))
    studied(Learner(services, clock))
    cards = evidence.cards(services)
    before.rename(after)
    monkeypatch.setattr("studyapp.services.importing.bundled_content", lambda: (after,))
    report = services.library.refresh()
    assert (report.questions, report.terms, report.problems) == (12, 6, ())
    assert evidence.cards(services) == cards


# -- unknown certification, objective, term ----------------------------------------------------


def test_a_bank_of_an_unknown_certification_is_named_and_waits(home: Home, services: Services) -> None:
    path = write_yaml(
        home.content / "new.yaml", banks.questions_file([banks.question(1, "new-301")], "new-301")
    )
    report = services.library.refresh()
    assert [(p.path, p.line, p.message) for p in report.problems] == [
        (str(path), 2, "there is no certification new-301")
    ]
    assert report.questions == 12
    # Its facts may come later, from anywhere, under any name.
    write_yaml(home.content / "zzz" / "facts-of-it.yaml", banks.certification("new-301"))
    report = services.library.refresh()
    assert (report.questions, report.problems) == (13, ())


def test_a_question_on_an_unknown_objective_is_left_out_with_its_place(
    home: Home, services: Services
) -> None:
    path = bank_of(home) / "questions.yaml"
    edit_question(path, 3, objective="9.9")
    report = services.library.refresh()
    assert report.questions == 11
    (problem,) = report.problems
    assert "objective 9.9" in problem.message
    assert problem.line == path.read_text("utf-8").split("\n").index(f"- id: {question_id(3)}") + 1


def test_an_objective_that_the_guide_gets_heals_the_questions_on_it(home: Home, services: Services) -> None:
    write_yaml(
        home.content / "mine" / "more.yaml", banks.questions_file([banks.question(80, objective="1.9")])
    )
    assert len(services.library.refresh().problems) == 1
    edit(
        bank_of(home) / "certification.yaml",
        lambda data: data["domains"][0]["objectives"].append({"id": "1.9", "text": "More."}),
    )
    report = services.library.refresh()
    assert (report.questions, report.problems) == (13, ())


def test_an_objective_that_the_guide_drops_takes_its_questions_out_wherever_they_stand(
    home: Home, services: Services
) -> None:
    write_yaml(
        home.content / "mine" / "more.yaml", banks.questions_file([banks.question(80, objective="2.1")])
    )
    assert services.library.refresh().questions == 13
    edit(bank_of(home) / "certification.yaml", lambda data: data["domains"].pop(1))
    report = services.library.refresh()
    left = [p for p in report.problems if "objective 2.1" in p.message and "names" in p.message]
    assert report.questions == 8
    assert {Path(p.path).name for p in left if p.level == "error"} == {"questions.yaml", "more.yaml"}


def test_an_objective_that_moves_to_another_domain_takes_its_questions_along(
    home: Home, services: Services
) -> None:
    write_yaml(
        home.content / "mine" / "more.yaml", banks.questions_file([banks.question(80, objective="1.2")])
    )
    services.library.refresh()

    def move(data: dict[str, Any]) -> None:
        data["domains"][1]["objectives"].append(data["domains"][0]["objectives"].pop(1))

    edit(bank_of(home) / "certification.yaml", move)
    services.library.refresh()
    domains = evidence.rows(
        services, "SELECT DISTINCT domain_id FROM item WHERE objective_id = '1.2' AND present"
    )
    assert domains == [("2",)]


def test_an_unknown_term_is_noted_until_a_glossary_has_it(home: Home, services: Services) -> None:
    edit_question(bank_of(home) / "questions.yaml", 1, terms=["nowhere-defined"])
    report = services.library.refresh()
    assert report.questions == 12
    (problem,) = report.problems
    assert (problem.level, problem.line) == ("warning", 4)
    assert "nowhere-defined" in problem.message
    write_yaml(home.content / "words.yaml", banks.glossary_file([banks.term(9, id="nowhere-defined")]))
    assert services.library.refresh().problems == ()


def test_a_glossary_that_uses_an_unknown_term_is_noted_at_its_line(home: Home, services: Services) -> None:
    path = (
        write_bank(home.content, "oth-201", questions=0, terms=1, uses=[term_id(1), "nowhere-defined"])
        / "glossary.yaml"
    )
    report = services.library.refresh()
    (problem,) = report.problems
    assert (problem.path, problem.level) == (str(path), "warning")
    assert "nowhere-defined" in problem.message
    assert path.read_text("utf-8").split("\n")[problem.line - 1] == "- nowhere-defined"
    assert report.terms == 6 + 2


def test_a_term_on_an_unknown_objective_is_noted_and_kept(home: Home, services: Services) -> None:
    edit(bank_of(home) / "glossary.yaml", lambda data: data["terms"][0].update(objectives=["1.1", "9.9"]))
    report = services.library.refresh()
    (problem,) = report.problems
    assert (problem.level, problem.line) == ("warning", 4)
    assert "9.9" in problem.message
    assert report.terms == 6


def test_a_term_belongs_to_every_glossary_that_names_it(home: Home, services: Services) -> None:
    write_bank(home.content, "oth-201", questions=0, terms=0, uses=[term_id(1)])
    write_yaml(home.content / "more.yaml", banks.glossary_file([], "oth-201", uses=[term_id(1), term_id(2)]))
    services.library.refresh()
    assert {hit.term_id for hit in services.library.terms(certification_id="oth-201")} == {
        term_id(1),
        term_id(2),
    }
    # One of two files no longer names it: the other still does.
    (home.content / "oth-201" / "glossary.yaml").unlink()
    services.library.refresh()
    assert {hit.term_id for hit in services.library.terms(certification_id="oth-201")} == {
        term_id(1),
        term_id(2),
    }


def test_a_removed_certification_takes_its_bank_along_and_brings_it_back(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    services, path, before = (
        learner.services,
        bank_of(home) / "certification.yaml",
        evidence.cards(learner.services),
    )
    facts = path.read_text("utf-8")
    path.unlink()
    report = services.library.refresh()
    assert (report.questions, report.terms, report.certifications) == (0, 0, 0)
    assert {Path(p.path).name for p in report.problems} == {"questions.yaml", "glossary.yaml"}
    with pytest.raises(NotFound):
        services.library.certification(CERTIFICATION)
    assert learner.study() == []
    path.write_text(facts, "utf-8")
    report = services.library.refresh()
    assert (report.questions, report.terms, report.certifications, report.problems) == (12, 6, 1, ())
    assert evidence.cards(services) == before


# -- broken banks ------------------------------------------------------------------------------


def write_wrecks(folder: Path) -> list[str]:
    """One file of each kind of ruin; returns their names."""
    folder.mkdir(parents=True)
    wrecks: dict[str, bytes] = {
        "empty.yaml": b"",
        "binary.yaml": bytes(range(256)),
        "latin.yaml": "format: questions/1\nä: ö".encode("latin-1"),
        "utf16.yaml": "format: questions/1".encode("utf-16"),
        "text.yaml": b"just some text",
        "open.yaml": b"format: 'questions/1",
        "tabs.yaml": b"format: questions/1\nquestions:\n\t- id: x\n",
        "deep.yaml": b"[" * 100_000,
        "laughs.yaml": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "escape.yaml": b'format: questions/1\ncertification: "\\e[31m"\nquestions: []\n',
        "keys.yaml": b"format: questions/1\n? [a, b]\n: c\n",
        "future.yaml": b"format: questions/2\n",
        "list.yaml": b"- a\n- b\n",
    }
    for name, data in wrecks.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(50_000_000)
    return sorted([*wrecks, "huge.yaml"])


def test_broken_files_never_stop_the_rest_and_each_is_named(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    wrecks = write_wrecks(home.content / "aaa")
    services = connect_to(home, clock)
    report = services.library.refresh()
    assert (report.files, report.questions, report.terms) == (3 + len(wrecks), 12, 6)
    assert sorted({Path(p.path).name for p in report.problems}) == wrecks
    assert all(p.line >= 1 and p.column >= 1 and p.message and p.hint for p in report.problems)
    assert all("\x1b" not in f"{p.message}{p.hint}" for p in report.problems)
    assert services.library.problems() == list(report.problems)
    learner = Learner(services, clock)
    services.goals.set(Goal(CERTIFICATION, None, 60))
    assert len(learner.study()) > 12


def test_broken_files_that_did_not_change_are_not_read_again(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    write_wrecks(home.content / "aaa")
    services = connect_to(home, clock)
    first = services.library.refresh()
    second = services.library.refresh()
    assert second.changed_files == 0
    assert second.problems == first.problems


def test_a_bank_that_breaks_leaves_circulation_and_comes_back_repaired(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    services, path, before = (
        learner.services,
        bank_of(home) / "questions.yaml",
        evidence.cards(learner.services),
    )
    sound = path.read_text("utf-8")
    path.write_text(sound + "\n  broken: [", "utf-8")
    report = services.library.refresh()
    assert (report.questions, report.terms, len(report.problems)) == (0, 6, 1)
    path.write_text(sound, "utf-8")
    report = services.library.refresh()
    assert (report.questions, report.problems) == (12, ())
    assert evidence.cards(services) == before


def test_a_broken_question_does_not_take_its_neighbours_along(
    home: Home, learner: Learner, goal: Goal
) -> None:
    studied(learner)
    edit_question(bank_of(home) / "questions.yaml", 1, kind="essay")
    report = learner.services.library.refresh()
    assert (report.questions, len(report.problems)) == (11, 1)
    edit_question(bank_of(home) / "questions.yaml", 1, kind="single")
    assert learner.services.library.refresh().questions == 12
    assert state(learner.services).reps > 0


def test_the_doctor_names_broken_content(home: Home, services: Services) -> None:
    write_yaml(bank_of(home) / "broken.yaml", {"format": "questions/1"})
    services.library.refresh()
    (failure,) = evidence.failures(services)
    assert failure.startswith("content: ")
    assert "broken.yaml:1" in failure


@contextmanager
def bound_by_permissions(folder: Path) -> Iterator[None]:
    """Root may read everything: for a while this process is somebody who may not."""
    if os.geteuid() != 0:
        yield
        return
    nobody = 65534
    for path in (folder, *folder.rglob("*")):
        os.chown(path, nobody, nobody)
    os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_cannot_be_read_is_named_and_tried_again(
    clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        write_bank(home.content)
        services = connect_to(home, clock)
        services.library.refresh()
        path = bank_of(home) / "questions.yaml"
        with bound_by_permissions(Path(folder)):
            os.utime(path, ns=(2, 2))
            path.chmod(0)
            shut = services.library.refresh()
            path.chmod(0o644)  # which changes neither size nor time
            opened = services.library.refresh()
        services.close()
    assert (shut.questions, shut.terms) == (0, 6)
    assert [p.message for p in shut.problems] == ["the file can't be read (Permission denied)"]
    assert (opened.questions, opened.problems) == (12, ())


# -- the learner's own folders -----------------------------------------------------------------


def test_a_folder_of_the_learners_is_read_and_left(tmp_path: Path, services: Services) -> None:
    write_bank(tmp_path / "banks", "own-901", questions=3, terms=1)
    services.settings.update(content_folders=[str(tmp_path / "banks")])
    assert services.library.refresh().questions == 15
    services.settings.update(content_folders=[])
    report = services.library.refresh()
    assert (report.questions, report.terms, report.certifications, report.problems) == (12, 6, 1, ())


def test_a_folder_that_is_named_twice_is_read_once(tmp_path: Path, home: Home, services: Services) -> None:
    write_bank(tmp_path / "banks", "own-901", questions=3, terms=1)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "banks", target_is_directory=True)
    folders = [
        tmp_path / "banks",
        tmp_path / "banks" / "own-901",
        link,
        tmp_path / "x" / ".." / "banks",
        home.content,
    ]
    (tmp_path / "x").mkdir()
    services.settings.update(content_folders=[str(folder) for folder in folders])
    report = services.library.refresh()
    assert (report.files, report.questions, report.problems) == (6, 15, ())


def test_a_folder_given_relative_to_here_stays_the_same_from_elsewhere(
    tmp_path: Path, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bank(tmp_path / "here" / "banks", "own-901", questions=3, terms=0)
    monkeypatch.chdir(tmp_path / "here")
    services.settings.update(content_folders=["banks"])
    assert services.library.refresh().questions == 15
    monkeypatch.chdir(tmp_path)
    assert services.library.refresh().questions == 15


def test_a_folder_that_is_not_there_is_refused_and_one_that_vanished_is_not_missed(
    tmp_path: Path, services: Services
) -> None:
    folder = tmp_path / "banks"
    write_bank(folder, "own-901", questions=3, terms=0)
    services.settings.update(content_folders=[str(folder)])
    services.library.refresh()
    shutil.rmtree(folder)
    report = services.library.refresh()
    assert (report.questions, report.problems) == (12, ())


def test_a_bank_in_a_folder_of_the_learners_extends_a_certification(
    tmp_path: Path, services: Services
) -> None:
    write_yaml(tmp_path / "banks" / "extra.yaml", banks.questions_file([banks.question(90)]))
    services.settings.update(content_folders=[str(tmp_path / "banks")])
    services.library.refresh()
    assert services.library.certification(CERTIFICATION).questions == 13


# -- the index of terms ------------------------------------------------------------------------


def test_what_was_read_can_be_searched_and_what_left_cannot(home: Home, services: Services) -> None:
    edit(
        bank_of(home) / "glossary.yaml",
        lambda data: data["terms"][0].update(definition="A zebra in plain words."),
    )
    services.library.refresh()
    assert [hit.term_id for hit in services.library.terms("zebra")] == [term_id(1)]
    edit(bank_of(home) / "glossary.yaml", lambda data: data["terms"].pop(0))
    services.library.refresh()
    assert services.library.terms("zebra") == []


# -- whatever the order of edits ---------------------------------------------------------------

FILES = ("a.yaml", "b/q.yaml", "c.yaml", "words.yaml", "b/words.yaml", "facts.yaml", "b/facts2.yaml")
QUESTION_SETS = st.sets(st.integers(1, 4), max_size=4).map(sorted)
CERTIFICATION_IDS = st.sampled_from(["tst-101", "oth-201"])
DOCUMENTS = st.one_of(
    st.builds(
        lambda c, numbers, objective: banks.questions_file(
            [banks.question(n, "tst-101", [term_id(n)], objective=objective) for n in numbers], c
        ),
        CERTIFICATION_IDS, QUESTION_SETS, st.sampled_from(["1.1", "2.1", "9.9"]),
    ),
    st.builds(
        # Which of two files holds a term decides where it belongs: only one certification defines any.
        lambda c, numbers, uses: banks.glossary_file(
            [banks.term(n) for n in numbers if c == "tst-101"], c, [term_id(n) for n in uses]
        ),
        CERTIFICATION_IDS, QUESTION_SETS, QUESTION_SETS,
    ),
    st.builds(
        lambda c, count: banks.certification(c, domains=banks.certification()["domains"][:count]),
        CERTIFICATION_IDS, st.sampled_from([1, 2]),
    ),
    st.just({"format": "questions/1", "wrong": "file"}),
)  # fmt: skip
EDITS = st.lists(
    st.lists(st.tuples(st.sampled_from(FILES), st.none() | DOCUMENTS), min_size=1, max_size=4), max_size=6
)


def standing(services: Services) -> dict[str, Any]:
    """What is in circulation, and how many problems of which kind; not which of two equals won."""
    rows = evidence.rows
    return {
        "items": rows(
            services,
            "SELECT id, kind, content_hash FROM item WHERE present ORDER BY 1, 2",
        ),
        "certifications": rows(services, "SELECT id FROM certification WHERE present ORDER BY 1"),
        "members": rows(
            services, "SELECT DISTINCT certification_id, term_id FROM term_membership ORDER BY 1, 2"
        ),
        "searchable": rows(services, "SELECT term_id FROM term_search ORDER BY 1"),
        "files": rows(services, "SELECT path, kind, digest FROM content_file ORDER BY 1"),
    }


@settings(max_examples=15)
@given(edits=EDITS)
def test_any_sequence_of_edits_ends_where_a_fresh_import_begins(
    edits: list[list[tuple[str, dict[str, Any] | None]]], connect_to: Callable[..., Services]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        content = root / "banks"
        content.mkdir()
        long_used, fresh = (connect_to(Home(root / name), ManualClock(START)) for name in ("used", "fresh"))
        for services in (long_used, fresh):
            services.settings.update(content_folders=[str(content)])
        long_used.library.refresh()
        for step in edits:
            for name, document in step:
                if document is None:
                    (content / name).unlink(missing_ok=True)
                else:
                    write_yaml(content / name, document)
            report = long_used.library.refresh()
            assert report.problems == long_used.library.refresh().problems
        fresh.library.refresh()
        assert standing(long_used) == standing(fresh)
        long_used.close()
        fresh.close()
