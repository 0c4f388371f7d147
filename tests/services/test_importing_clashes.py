"""Ids that stand twice, and names that nothing knows: named with their place, and healed when they can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.log import CardId, ItemKind
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal, ImportReport
from tests import banks
from tests.banks import CERTIFICATION, question_id, term_id, write_bank, write_yaml
from tests.services import evidence
from tests.services.editing import (
    bank_of,
    edit,
    edit_question,
    in_circulation,
    studied,
)
from tests.services.learner import Learner

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
