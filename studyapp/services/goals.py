"""Goals: which certification, by when, with how many minutes a day; and planned days off."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from studyapp.domain.log import EntryKind
from studyapp.errors import InvalidInput, NotFound
from studyapp.services.context import Context
from studyapp.services.planning import MAX_MINUTES, Planner
from studyapp.services.views import Aspect, Changes, Goal
from studyapp.store import items, journal
from studyapp.store.tables import BreakDay, GoalRow


class GoalsService:
    """What the learner aims at. The first goal is in focus."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> list[Goal]:
        """Every goal, the one in focus first."""
        with self._context.store.read() as session:
            rows = session.scalars(select(GoalRow).order_by(col(GoalRow.position)))
            return [_goal(row) for row in rows]

    def current(self) -> Goal | None:
        """The goal in focus."""
        return next(iter(self.all()), None)

    def set(self, goal: Goal) -> Changes:
        """Make or change a goal and put it in focus.

        Raises NotFound for an unknown certification, InvalidInput for an exam in the past or minutes
        out of bounds.
        """
        today = self._context.today()
        if goal.exam_on is not None and goal.exam_on < today:
            raise InvalidInput(f"{goal.exam_on} is in the past.", f"Give a day from {today} on, or none.")
        if not 1 <= goal.minutes_a_day <= MAX_MINUTES:
            raise InvalidInput(f"{goal.minutes_a_day} minutes a day.", f"Give 1 to {MAX_MINUTES}.")
        self._context.device_id  # noqa: B018  made before the write lock is taken
        with self._context.store.write() as session:
            if items.certification(session, goal.certification_id) is None:
                raise NotFound(
                    f"There is no certification {goal.certification_id}.", "See 'studyapp cert list'."
                )
            put_goal_entry(session, self._context, goal)
        return frozenset({Aspect.GOAL, Aspect.PLAN})

    def remove(self, certification_id: str) -> Changes:
        """Give up a goal; what was learned stays."""
        self._context.device_id  # noqa: B018  made before the write lock is taken
        with self._context.store.write() as session:
            put_goal_entry(session, self._context, Goal(certification_id, None, 0), gone=True)
        return frozenset({Aspect.GOAL, Aspect.PLAN})

    def set_break(self, day: date, on: bool) -> Changes:
        """Plan a day off, or take it back; a planned day off does not break the streak."""
        device_id = self._context.device_id
        with self._context.store.write() as session:
            journal.append(
                session, device_id, EntryKind.BREAK, self._context.now(), self._context.today(),
                payload={"day": day.isoformat(), "on": on},
            )  # fmt: skip
            put_break(session, day, on)
        return frozenset({Aspect.PLAN})

    def advice(self, goal: Goal) -> str:
        """What a goal's minutes will cover until its exam; "" without a date."""
        with self._context.store.read() as session:
            return Planner(self._context).advice(session, goal)

    def breaks(self) -> frozenset[date]:
        """Planned days off."""
        with self._context.store.read() as session:
            return frozenset(session.scalars(select(col(BreakDay.day))))


def put_goal_entry(session: Session, context: Context, goal: Goal, gone: bool = False) -> None:
    """Log a goal and write its row, or with `gone` log that it was given up and remove the row."""
    said: dict[str, object] = {"certification_id": goal.certification_id, "removed": True}
    if not gone:
        said = {
            "certification_id": goal.certification_id,
            "exam_on": goal.exam_on.isoformat() if goal.exam_on else None,
            "minutes_a_day": goal.minutes_a_day,
            "roadmap_id": goal.roadmap_id,
        }
    journal.append(session, context.device_id, EntryKind.GOAL, context.now(), context.today(), payload=said)
    if gone:
        session.execute(delete(GoalRow).where(col(GoalRow.certification_id) == goal.certification_id))
    else:
        put_goal(session, goal)


def put_goal(session: Session, goal: Goal) -> None:
    """Write the goal's row and move it to the front."""
    session.execute(update(GoalRow).values(position=GoalRow.position + 1))
    values = {
        "exam_on": goal.exam_on, "minutes_a_day": goal.minutes_a_day,
        "roadmap_id": goal.roadmap_id, "position": 0,
    }  # fmt: skip
    statement = insert(GoalRow).values(certification_id=goal.certification_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["certification_id"], set_=values))


def put_break(session: Session, day: date, on: bool) -> None:
    """Write or remove the row of a day off."""
    if on:
        session.execute(insert(BreakDay).values(day=day).on_conflict_do_nothing())
    else:
        session.execute(delete(BreakDay).where(col(BreakDay.day) == day))


def _goal(row: GoalRow) -> Goal:
    return Goal(row.certification_id, row.exam_on, row.minutes_a_day, row.roadmap_id)
