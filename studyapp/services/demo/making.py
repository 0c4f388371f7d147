"""`studyapp demo`: fill an empty home with a simulated learner's history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlmodel import Session

from studyapp.domain.log import EntryKind
from studyapp.errors import InvalidInput
from studyapp.services.demo import bank
from studyapp.services.demo.calendar import StudyDays, study_days
from studyapp.services.demo.deck import Studied, deck
from studyapp.services.demo.learner import Learner
from studyapp.services.demo.simulation import Simulation, intake, traits
from studyapp.services.demo.writing import LogWriter
from studyapp.services.goals import put_break, put_goal
from studyapp.services.views import Goal
from studyapp.store import items

if TYPE_CHECKING:
    from studyapp.services.facade import Services

Tell = Callable[[str, int, int], None]
"""What is being done, and how much of how much of it."""

MOST_DAYS = 7_300
MOST_ITEMS = 1_000_000
BANKS_AT_ONCE = 5
"""Synthetic banks imported in one transaction: keeps the memory of a large import bounded."""
GOAL_ID = "aif-c01"
MINUTES_A_DAY = 25
DAYS_TO_EXAM = 23


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What to simulate: the history ends on the day before `today`.

    `away` days without study before today leave a backlog; `exam_on` None is a goal without a date.
    """

    today: date
    days: int = 180
    items: int = 1_000
    seed: int = 1
    exam_on: date | None = None
    away: int = 0


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was made."""

    items: int
    cards: int
    answers: int
    entries: int
    days_studied: int
    synthetic_items: int
    exams: int = 0


def check_plan(plan: DemoPlan) -> None:
    """Raise InvalidInput for a plan that cannot be simulated."""
    bounds = (("days", plan.days, 1, MOST_DAYS), ("items", plan.items, 1, MOST_ITEMS))
    for name, value, least, most in bounds:
        if not least <= value <= most:
            raise InvalidInput(f"{value} {name}.", f"Give {least} to {most}.")
    if not 0 <= plan.away < plan.days:
        raise InvalidInput(f"{plan.away} days away.", "Give fewer days than the history has.")
    if plan.exam_on is not None and plan.exam_on < plan.today:
        raise InvalidInput(f"An exam on {plan.exam_on} is in the past.", "Give a later day, or none.")


def make_demo(services: Services, plan: DemoPlan, tell: Tell | None = None) -> DemoReport:
    """Fill the home behind `services`, which must be empty, and say what was made.

    Equal plans give equal logs, cards and totals. Raises InvalidInput for an impossible plan.
    """
    check_plan(plan)
    tell = tell or (lambda _what, _done, _of: None)
    context = services.context
    begins = context.calendar.start_of(plan.today - timedelta(days=plan.days))
    writer = LogWriter(context.store, Random(f"log {plan.seed}"))
    writer.begin(begins)
    studied, synthetic = _fill_library(services, plan, tell)
    goal = Goal(GOAL_ID, plan.exam_on, MINUTES_A_DAY, _roadmap(services))
    days = study_days(plan.today, plan.days, plan.away, Random(f"calendar {plan.seed}"))
    _append_intentions(writer, goal, days, begins, plan)
    _simulate(services, plan, studied, days, writer, tell)
    writer.flush()
    tell("Writing cards and totals", 0, 1)
    with context.store.write() as session:
        writer.finish(studied, session)
        _put_intentions(session, goal, days)
    tell("Writing cards and totals", 1, 1)
    met = [card for card in studied if card.state.reps]
    return DemoReport(
        items=len({(card.kind, card.card.item_id) for card in met}),
        cards=len(met),
        answers=writer.answers,
        entries=writer.entries,
        days_studied=len(days.active),
        synthetic_items=synthetic,
    )


def _fill_library(services: Services, plan: DemoPlan, tell: Tell) -> tuple[list[Studied], int]:
    """The deck, from the shipped content and, where that is not enough, from synthetic banks.

    Where it is enough there is one synthetic bank all the same, so that every kind of item can be seen.
    """
    store = services.context.store
    services.library.refresh(lambda done, of: tell("Reading the shipped content", done, of))
    with store.read() as session:
        studied = deck(session, plan.items, GOAL_ID, Random(f"deck {plan.seed}"))
    missing = plan.items - len({(card.kind, card.card.item_id) for card in studied})
    shown = min(bank.EVERY_KIND, plan.items)
    sizes = bank.bank_sizes(missing) or ([shown] if shown == bank.EVERY_KIND else [])
    for number, size in enumerate(sizes, 1):
        bank.write_bank(services.context.home.content, number, size)
        if number % BANKS_AT_ONCE == 0 or number == len(sizes):
            services.library.refresh()
            tell("Making synthetic banks", number, len(sizes))
    if sizes:
        with store.read() as session:
            studied = deck(session, plan.items, GOAL_ID, Random(f"deck {plan.seed}"))
    return studied, sum(sizes)


def _simulate(
    services: Services, plan: DemoPlan, studied: list[Studied], days: StudyDays, writer: LogWriter, tell: Tell
) -> None:
    context = services.context
    learner = Learner.drawn(plan.seed)
    traits(learner, studied)
    simulation = Simulation(context.scheduler, learner, writer, plan.seed, context.settings.leech_action)
    met_by = intake(len(days.active), len(studied), Random(f"intake {plan.seed}"))
    met = 0
    for number, (day, until) in enumerate(zip(days.active, met_by, strict=True), 1):
        simulation.study(day, studied[met:until], number / len(days.active))
        met = until
        tell("Studying", number, len(days.active))


def _append_intentions(
    writer: LogWriter, goal: Goal, days: StudyDays, begins: datetime, plan: DemoPlan
) -> None:
    """The goal, its road and the planned days off stand first in the log."""
    first = plan.today - timedelta(days=plan.days)
    payload = {
        "certification_id": goal.certification_id,
        "exam_on": goal.exam_on.isoformat() if goal.exam_on else None,
        "minutes_a_day": goal.minutes_a_day,
        "roadmap_id": goal.roadmap_id,
    }
    writer.append(EntryKind.GOAL, begins, first, payload=payload)
    if goal.roadmap_id:
        followed = {"roadmap_id": goal.roadmap_id, "on": True}
        writer.append(EntryKind.FOLLOW, begins, first, payload=followed)
    for day in days.breaks:
        writer.append(EntryKind.BREAK, begins, first, payload={"day": day.isoformat(), "on": True})


def _put_intentions(session: Session, goal: Goal, days: StudyDays) -> None:
    put_goal(session, goal)
    for day in days.breaks:
        put_break(session, day, True)


def _roadmap(services: Services) -> str:
    """The first roadmap, by its number of stages, that leads through the goal; "" for none."""
    with services.context.store.read() as session:
        through = [
            roadmap
            for roadmap in items.roadmaps(session)
            if any(GOAL_ID in step.certification_ids for stage in roadmap.stages for step in stage.steps)
        ]
    return max(through, key=lambda roadmap: (len(roadmap.stages), roadmap.id)).id if through else ""
