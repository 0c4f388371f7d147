"""`studyapp readiness` and `studyapp mistakes`: what they print, as text and as JSON."""

from __future__ import annotations

import re
from dataclasses import fields

from studyapp.clock import ManualClock
from studyapp.paths import Home
from studyapp.services import readiness_views as views
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, OBJECTIVES, question, questions_file, write_yaml
from tests.cli.conftest import Studyapp
from tests.services.learner import Learner


def names(view: type) -> set[str]:
    return {field.name for field in fields(view)}


def answered(services: Services, clock: ManualClock, number: int) -> None:
    """Answer so many new questions of the test certification; each fifth wrongly."""
    learner = Learner(services, clock)
    services.settings.update(new_cards_a_day=500, learning_steps=[])
    services.study.start("questions", CERTIFICATION)
    for place in range(number):
        learner.answer(right=bool(place % 5), elapsed_ms=1_000)


def test_without_a_goal_and_a_name_it_says_what_to_do(studyapp: Studyapp) -> None:
    ran = studyapp("readiness")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no goal yet." in ran.err


def test_an_unknown_certification_names_what_is_near(studyapp: Studyapp) -> None:
    ran = studyapp("readiness", "tst-102")
    assert ran.code == 1
    assert "Did you mean tst-101?" in ran.err


def test_too_little_evidence_says_how_much_is_missing(
    studyapp: Studyapp, services: Services, clock: ManualClock
) -> None:
    answered(services, clock, 6)

    ran = studyapp("readiness", CERTIFICATION)

    assert ran.code == 0
    assert "Not enough evidence for a number: evidence 6 first answers." in ran.out
    assert "P(pass)" not in ran.out.replace("raise P(pass) most", "")
    assert ran.out.count("not enough evidence:") == 2
    table = ran.out.partition("Domain: share")[2].partition("\n\n")[0]
    assert not re.search(r"\d %|\d%-|\(\d", table), "no figure is expected of a domain without evidence"


def test_with_enough_it_prints_number_interval_domains_actions_audit_and_assumptions(
    studyapp: Studyapp, services: Services, clock: ManualClock, home: Home
) -> None:
    items = [question(n, objective=OBJECTIVES[n % 3]) for n in range(13, 113)]
    write_yaml(home.content / "more" / "questions.yaml", questions_file(items))
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 900))
    answered(services, clock, 100)

    text = studyapp("readiness", CERTIFICATION).out
    view = studyapp("readiness", CERTIFICATION, "--json").json

    assert "P(pass) " in text
    assert "evidence 100 first answers" in text
    assert "90 % credible interval" in text
    assert "What is expected to raise P(pass) most" in text
    assert "a minute" in text
    assert "No forecast has been tested yet" in text
    assert "think so 80 of 100 (80 %)" in text
    assert "is not published; the pass mark of 700 is taken as 70% of the points" in text
    assert set(view) == names(views.Readiness)
    assert 0 < view["forecast"]["p_low"] < view["forecast"]["p_pass"] < view["forecast"]["p_high"] < 1
    assert view["is_enough"] is True


def test_the_day_s_line_says_readiness(studyapp: Studyapp, services: Services, clock: ManualClock) -> None:
    answered(services, clock, 6)
    studyapp("goal", "set", CERTIFICATION)

    assert "Readiness: not enough evidence yet, evidence 6 first answers" in studyapp("today").out


def test_no_mistakes_is_said(studyapp: Studyapp) -> None:
    assert studyapp("mistakes").out == "No mistakes are open.\n"


def test_mistakes_are_listed_with_what_was_said_instead_of_what(
    studyapp: Studyapp, services: Services, clock: ManualClock
) -> None:
    answered(services, clock, 7)

    text = studyapp("mistakes", "--cert", "TST-101", "--limit", "1").out
    view = studyapp("mistakes", "--json").json

    assert "2 open mistakes, 0 corrected" in text
    assert "missed once; recalled on 0 of 3 days" in text
    assert "you said      The " in text
    assert "instead of    The " in text
    assert "... and 1 more (--limit 2)" in text
    assert set(view) == names(views.Notebook)
    assert len(view["mistakes"]) == 2


def test_the_mistakes_can_be_studied_as_lines_of_text(
    studyapp: Studyapp, services: Services, clock: ManualClock
) -> None:
    ran = studyapp("study", "--plain", "--scope", "mistakes")
    assert "Nothing to do now." in ran.out
