"""Fitting the memory model: kept where it predicts the held-out reviews better, and never otherwise."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from studyapp.clock import ManualClock
from studyapp.domain.log import CardId, EntryKind
from studyapp.domain.memory import DEFAULT_PARAMETERS, CardState, Grade, retrievability
from studyapp.domain.mistakes import Mistake, after_answer
from studyapp.fsrs import Fsrs
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.fitting import MIN_REVIEWS, fit
from studyapp.store import cards, journal, mistakes

FORGETFUL = (0.05, 0.3, 0.6, 2.0, *DEFAULT_PARAMETERS[4:])
"""A learner whose memories fade about four times as fast as the published average."""


def log_reviews(services: Services, clock: ManualClock, count: int, true_model: Fsrs) -> None:
    """Write `count` reviews of a learner with the given memory straight into the log."""
    context, chance = services.context, random.Random(5)
    with context.store.write() as session:
        states: dict[str, tuple[CardState, CardState]] = {}
        notebook: dict[str, Mistake | None] = {}
        for number in range(count):
            card_id = f"q:tst-101-q{number % 12 + 1:02}" if number < 12 else f"q:made-{number % 60}"
            seen, true = states.get(card_id, (CardState(), CardState()))
            now = clock.now()
            grade = Grade.GOOD
            if true.memory is not None and true.last_on is not None:
                elapsed = (context.today() - true.last_on).days
                grade = (
                    Grade.GOOD
                    if chance.random() < retrievability(true.memory.stability, elapsed)
                    else Grade.AGAIN
                )
            moved = context.scheduler.outcomes(card_id, seen, now)[grade].state
            elapsed = (context.today() - true.last_on).days if true.last_on else 0
            lived = context.scheduler.moved(
                true, grade, true_model.next_states(true.memory, elapsed), now, context.today()
            )
            states[card_id] = (moved, lived)
            journal.append(
                session, context.device_id, EntryKind.ANSWER, now, context.today(), card_id=card_id,
                grade=int(grade), phase=str(seen.phase), due_on=moved.due_on, interval_s=86400,
            )  # fmt: skip
            cards.put_state(session, CardId.parse(card_id), "tst-101", moved, "")
            notebook[card_id] = after_answer(
                notebook.get(card_id), right=grade is not Grade.AGAIN, sure=False, day=context.today(),
                chosen="", content_hash="",
            )  # fmt: skip
            if number % 20 == 19:
                clock.advance(timedelta(days=2))
        for card_id, mistake in notebook.items():
            if mistake is not None:
                mistakes.put(session, card_id.removeprefix("q:"), "tst-101", "", mistake)


def test_too_few_reviews_change_nothing(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    services = connect_to(home, clock)
    log_reviews(services, clock, 60, Fsrs())
    found = fit(services.context, Fsrs())
    assert not found.kept
    assert found.reviews < MIN_REVIEWS
    assert tuple(services.context.model.parameters) == DEFAULT_PARAMETERS


def test_a_forgetful_learner_gets_parameters_that_predict_better_and_survive_a_restart(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    services = connect_to(home, clock)
    log_reviews(services, clock, 600, Fsrs(FORGETFUL))
    found = fit(services.context, Fsrs())
    assert found.kept
    assert found.loss_before is not None
    assert found.loss_after is not None
    assert found.loss_after < found.loss_before
    again = connect_to(home, clock)
    assert tuple(again.context.model.parameters) == found.parameters
    assert not [c for c in again.health.check() if c.name == "cards" and not c.ok]


def test_a_fit_that_predicts_worse_is_thrown_away(
    home: Home, clock: ManualClock, connect_to: Callable[..., Services]
) -> None:
    class Worse(Fsrs):
        def fitted(self, histories: object) -> Fsrs:
            return Fsrs((*[0.01] * 4, *DEFAULT_PARAMETERS[4:8], 0.0, *DEFAULT_PARAMETERS[9:]))

    services = connect_to(home, clock)
    log_reviews(services, clock, 600, Fsrs(FORGETFUL))
    found = fit(services.context, Worse())
    assert not found.kept
    assert found.parameters == ()
    assert tuple(services.context.model.parameters) == DEFAULT_PARAMETERS
