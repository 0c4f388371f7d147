"""A study session over the key terms of a role."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studyapp.clock import ManualClock
from studyapp.domain.memory import Grade
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Finished, Showing
from tests.banks import write_yaml
from tests.roles import builder, write_roles


@pytest.fixture
def roles(home: Home, services: Services) -> Services:
    """Roadmaps with terms that belong to no certification."""
    write_roles(home)
    services.library.refresh()
    return services


def _session(services: Services, grade: Grade = Grade.EASY) -> list[str]:
    services.study.start("deck:builder")
    asked = []
    while isinstance(showing := services.study.next(), Showing):
        asked.append(showing.card_id)
        services.study.grade(showing.token, grade, 4000)
    return asked


def test_a_deck_is_studied_without_a_goal_in_its_own_order(roles: Services) -> None:
    assert _session(roles) == ["t:drift:definition", "t:canary:definition", "t:tst-101-t01:definition"]
    deck = roles.roles.profile("builder").deck
    assert (deck.met, deck.learned) == (3, 0)


def test_the_other_direction_comes_on_another_day(roles: Services, clock: ManualClock) -> None:
    _session(roles)
    assert _session(roles) == []
    clock.advance(timedelta(days=1))
    assert _session(roles) == ["t:drift:term", "t:canary:term", "t:tst-101-t01:term"]


def test_terms_of_a_role_are_due_like_all_others_and_survive_a_rebuild(
    roles: Services, clock: ManualClock
) -> None:
    _session(roles, Grade.EASY)
    clock.advance(timedelta(days=60))
    assert {"t:drift:definition", "t:canary:definition"} <= set(_session(roles))
    roles.health.rebuild()
    assert all(check.ok for check in roles.health.check() if check.name in ("cards", "statistics"))


def test_cards_made_of_key_terms_come_up_in_the_plan_of_the_day(roles: Services) -> None:
    roles.study.add_terms(["drift"])
    roles.study.start("cards")
    showing = roles.study.next()
    assert isinstance(showing, Showing)
    assert showing.card_id == "t:drift:definition"
    assert showing.certification_code == ""


def test_an_unknown_roadmap_is_refused(roles: Services) -> None:
    with pytest.raises(NotFound):
        roles.study.start("deck:nobody")


def test_a_deck_without_terms_is_over_at_once(roles: Services, home: Home) -> None:
    write_yaml(home.content / "roadmaps" / "builder.yaml", builder(key_terms=[]))
    roles.library.refresh()
    roles.study.start("deck:builder")
    assert isinstance(roles.study.next(), Finished)


def test_a_key_term_that_no_glossary_defines_is_a_warning_with_its_line(roles: Services, home: Home) -> None:
    path = home.content / "roadmaps" / "builder.yaml"
    write_yaml(path, builder(key_terms=["drift", "nowhere"]))
    roles.library.refresh()
    (problem,) = roles.library.problems()
    assert problem.message == "the roadmap names the term nowhere, which none defines"
    assert "nowhere" in path.read_text("utf-8").splitlines()[problem.line - 1]
    assert problem.level == "warning"
    assert roles.roles.profile("builder").deck.missing == ("nowhere",)


def test_a_glossary_of_roles_that_goes_away_is_noticed_by_the_roadmaps(roles: Services, home: Home) -> None:
    (home.content / "roadmaps" / "terms.yaml").unlink()
    roles.library.refresh()
    said = [problem.message for problem in roles.library.problems()]
    assert "the roadmap names the term drift, which none defines" in said


def test_terms_of_roles_are_found_in_the_glossary(roles: Services) -> None:
    assert [hit.term_id for hit in roles.library.terms("canary")] == ["canary"]
    assert roles.library.term("canary").certification_codes == ()
