"""Cards that are forgotten again and again: set aside or flagged, as the learner wants it."""

from __future__ import annotations

import pytest

from studyapp.domain.memory import Phase
from studyapp.services.views import Goal, Showing
from tests.services import evidence
from tests.services.learner import Learner, ids


def _lapse(learner: Learner, card_id: str, times: int) -> list[bool]:
    """Fail one card in review that many times, days apart; whether each made it a leech."""
    leeches = []
    for _ in range(times):
        learner.sleep(30)
        learner.services.study.start()
        while isinstance(showing := learner.services.study.next(), Showing):
            wrong = showing.card_id == card_id and showing.state.phase is Phase.REVIEW
            feedback = learner.answer(showing, right=not wrong, elapsed_ms=0)
            if wrong:
                leeches.append(feedback.leech)
    return leeches


@pytest.fixture
def met(learner: Learner, goal: Goal) -> str:
    """A card that was met, with few new ones to come."""
    learner.services.settings.update(new_cards_a_day=2, learning_steps=[], leech_lapses=3)
    seen = learner.study("cards")
    learner.services.settings.update(new_cards_a_day=0)
    return seen[0].card_id


def test_a_leech_is_suspended_at_its_threshold(learner: Learner, met: str) -> None:
    assert _lapse(learner, met, 3) == [False, False, True]

    learner.sleep(30)
    assert met not in ids(learner.study())
    assert evidence.rows(learner.services, "SELECT suspended FROM card WHERE id = ?", met) == [(1,)]


def test_a_leech_is_only_flagged_when_so_set(learner: Learner, met: str) -> None:
    learner.services.settings.update(leech_action="flag")

    assert _lapse(learner, met, 3) == [False, False, True]

    learner.sleep(30)
    shown = {showing.card_id: showing for showing in learner.study()}
    assert shown[met].flagged


def test_no_card_is_a_leech_when_the_threshold_is_off(learner: Learner, met: str) -> None:
    learner.services.settings.update(leech_lapses=0)

    assert _lapse(learner, met, 5) == [False] * 5


def test_a_leech_that_is_taken_back_is_none(learner: Learner, met: str) -> None:
    _lapse(learner, met, 2)
    learner.sleep(30)
    learner.services.study.start()
    while (showing := learner.shown()).card_id != met:
        learner.answer(showing)
    assert learner.answer(showing, right=False).leech

    again = learner.services.study.undo()

    assert again.card_id == met
    assert evidence.rows(learner.services, "SELECT suspended, flagged FROM card WHERE id = ?", met) == [
        (0, 0)
    ]
    assert not learner.answer(again, right=True).leech
    assert evidence.failures(learner.services) == []
