"""Today and Progress: what to do now, and what has been done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from studyapp.domain.certifications import Status
from studyapp.domain.days import long_date
from studyapp.domain.lifecycle import facts_are_stale, life_on
from studyapp.domain.records import NO_PAPER
from studyapp.domain.sessions import Queued
from studyapp.errors import NotFound
from studyapp.services.context import Context
from studyapp.services.goals import GoalsService
from studyapp.services.kept import reading
from studyapp.services.library import summaries
from studyapp.services.mastery import domain_progress
from studyapp.services.papers import papers, reminders
from studyapp.services.planning import RETURN_S, Planner, Work
from studyapp.services.quarantine import notices_of_quarantine
from studyapp.services.readiness import readiness_line
from studyapp.services.readiness_views import ReadinessLine
from studyapp.services.roadmaps import RoadmapsService, next_on_road, road_of_goal
from studyapp.services.views import (
    DayActivity,
    DayLoad,
    Goal,
    PlanPart,
    Progress,
    Retention,
    Today,
)
from studyapp.store import cards, exams, items, totals

HEATMAP_DAYS = 371
WEEK_DAYS = 7
FORECAST_DAYS = 30
SPARK_DAYS = 14
SPANS = (("last 7 days", 7), ("last 30 days", 30), ("last 365 days", 365))


@dataclass(slots=True)
class _Done:
    """What the daily totals add up to: answers and milliseconds a day, and reviews recalled of all."""

    by_day: dict[date, tuple[int, int]] = field(default_factory=dict)
    ms_by_kind: dict[str, int] = field(default_factory=dict)
    reviews: dict[date, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]]) -> _Done:
        done = cls()
        for day, kind, answers, elapsed_ms, reviews, recalled in rows:
            count, ms = done.by_day.get(day, (0, 0))
            done.by_day[day] = (count + answers, ms + elapsed_ms)
            done.ms_by_kind[kind] = done.ms_by_kind.get(kind, 0) + elapsed_ms
            if reviews:
                before, recalled_before = done.reviews.get(day, (0, 0))
                done.reviews[day] = (before + reviews, recalled_before + recalled)
        return done

    def retention(self, name: str, first: date) -> Retention:
        found = [counted for day, counted in self.reviews.items() if day >= first]
        return Retention(name, sum(n for n, _right in found), sum(right for _n, right in found))


class ProgressService:
    """What the learner did, and what is ahead."""

    def __init__(self, context: Context, goals: GoalsService, roadmaps: RoadmapsService) -> None:
        self._context = context
        self._goals = goals
        self._roadmaps = roadmaps
        self._planner = Planner(context)

    def today(self) -> Today:
        """The first screen's data."""
        context, goal, today = self._context, self._goals.current(), self._context.today()
        off = self._goals.breaks() | self._weekdays_off(today)
        followed = self._roadmaps.all_followed()
        with reading(context) as session:
            work = self._planner.work(session, goal)
            parts = _parts(work, self._domain_names(session, goal.certification_id if goal else ""))
            more = bool(parts) or (goal is not None and bool(self._planner.work(session, goal, "more").queue))
            answers, elapsed_ms, _new = totals.on_day(session, today)
            days = totals.active_days(session)
            recent = {
                day: count for day, count, _ms in totals.per_day(session, today - timedelta(SPARK_DAYS))
            }
            focus = goal.certification_id if goal else ""
            known = summaries(session, context, [focus])
            roadmap = road_of_goal(session, followed, goal)
            road = next_on_road(session, roadmap, focus) if roadmap else ""
            week = self._ahead(session, today, off, WEEK_DAYS)
            told = (*_open_exams(session), *notices_of_quarantine(session, today))
            notices = (*told, *self._notices(session, goal, today))
            readiness = self._readiness(session, goal)
        return Today(
            goal=goal,
            certification=known.get(focus),
            today=today,
            days_to_exam=(goal.exam_on - today).days if goal and goal.exam_on else None,
            minutes=goal.minutes_a_day if goal else 20,
            minutes_done=elapsed_ms / 60_000,
            answers_today=answers,
            parts=parts,
            advice=work.advice,
            streak=streak(days, today, off),
            recent=tuple(recent.get(today - timedelta(SPARK_DAYS - 1 - i), 0) for i in range(SPARK_DAYS)),
            week=week,
            next_on_road=road,
            notices=notices,
            aimed_at_exam=work.order == "exam",
            more_available=more,
            readiness=readiness,
        )

    def overview(self, certification_id: str = "") -> Progress:
        """The progress screen's data; domains are those of the goal in focus unless one is named."""
        context, today = self._context, self._context.today()
        goal = self._goals.current()
        focus = certification_id or (goal.certification_id if goal else "")
        off = self._goals.breaks() | self._weekdays_off(today)
        with reading(context) as session:
            certification = items.certification(session, focus) if focus else None
            if certification_id and certification is None:
                raise NotFound(f"There is no certification {certification_id}.", "See 'studyapp cert list'.")
            done = _Done.of(totals.activity(session))
            forecast = self._ahead(session, today, off, FORECAST_DAYS)
            domains = domain_progress(session, context, certification) if certification else ()
        return Progress(
            days=tuple(
                DayActivity(day, answers, ms / 60_000)
                for day, (answers, ms) in done.by_day.items()
                if day >= today - timedelta(HEATMAP_DAYS)
            ),
            streak=streak(done.by_day, today, off),
            longest_streak=longest_streak(done.by_day, off),
            retention=tuple(done.retention(name, today - timedelta(span - 1)) for name, span in SPANS),
            target_retention=context.settings.retention,
            forecast=forecast,
            domains=domains,
            certification_code=certification.code if certification else "",
            minutes_by_kind={kind: ms / 60_000 for kind, ms in done.ms_by_kind.items()},
            total_answers=sum(answers for answers, _ms in done.by_day.values()),
            total_minutes=sum(ms for _answers, ms in done.by_day.values()) / 60_000,
        )

    def _ahead(self, session: Session, today: date, off: Collection[date], days: int) -> tuple[DayLoad, ...]:
        """What falls on each of the days from today on; today carries what is overdue."""
        load = cards.load_by_day(session, today, today + timedelta(days - 1))
        put_off, tomorrow = cards.put_off_count(session, today), today + timedelta(1)
        load[today] = cards.overdue_count(session, today) - put_off
        load[tomorrow] = load.get(tomorrow, 0) + put_off
        return tuple(
            DayLoad(day, load.get(day, 0), day in off) for i in range(days) for day in (today + timedelta(i),)
        )

    def _weekdays_off(self, today: date) -> frozenset[date]:
        off = self._context.settings.days_off
        if not off:
            return frozenset()
        span = (today + timedelta(offset) for offset in range(-800, 60))
        return frozenset(day for day in span if day.weekday() in off)

    def _domain_names(self, session: Session, certification_id: str) -> dict[str, str]:
        certification = items.certification(session, certification_id) if certification_id else None
        return {d.id: d.name for d in certification.domains} if certification else {}

    def _readiness(self, session: Session, goal: Goal | None) -> ReadinessLine | None:
        certification = items.certification(session, goal.certification_id) if goal else None
        if goal is None or certification is None:
            return None
        return readiness_line(session, self._context, certification, goal.exam_on)

    def _notices(self, session: Session, goal: Goal | None, today: date) -> tuple[str, ...]:
        if goal is None:
            return tuple(reminders(session, today))
        certification = items.certification(session, goal.certification_id)
        if certification is None:
            return (f"{goal.certification_id} is no longer in the content; choose another goal.",)
        notices = reminders(session, today)
        paper = papers(session, today).get(goal.certification_id, NO_PAPER)
        if paper.proof is not None and goal.exam_on is None:
            notices.append(
                f"{certification.code} is yours; it is kept with fewer reviews. Choose your next goal."
            )
        if life_on(certification, today).status is Status.RETIRED:
            codes = items.codes(session)
            to = ", ".join(codes.get(s, s) for s in certification.successors)
            notices.append(
                f"{certification.code} is retired" + (f"; it was replaced by {to}." if to else ".")
            )
        event = certification.upcoming(today)
        if event is not None and (event.on - today).days <= 120:
            notices.append(f"{long_date(event.on)}: {event.note or event.event.replace('-', ' ')}")
        age = certification.days_since_check(today)
        if age is not None and facts_are_stale(certification, today):
            notices.append(
                f"The facts of {certification.code} were checked {age} days ago: check before you book."
            )
        if goal.exam_on is not None and goal.exam_on < today:
            notices.append("The exam day has passed. Set a new date, or keep going without one.")
        return tuple(notices)


def streak(active: Iterable[date], today: date, off: frozenset[date]) -> int:
    """Days in a row with study up to today; planned days off neither count nor break it.

    A day that is not over does not break the streak.
    """
    days = set(active)
    first = min(days, default=today)
    count = 0
    day = today if today in days else today - timedelta(1)
    while day in days or day in off:
        count += day in days
        day -= timedelta(1)
        if day < first:
            break
    return count


def longest_streak(active: Iterable[date], off: frozenset[date]) -> int:
    """The longest run of days with study, planned days off bridged."""
    days = sorted(set(active))
    best = run = 0
    previous: date | None = None
    for day in days:
        gap_is_off = previous is not None and all(
            previous + timedelta(i) in off for i in range(1, (day - previous).days)
        )
        run = run + 1 if gap_is_off else 1
        best = max(best, run)
        previous = day
    return best


def _open_exams(session: Session) -> Iterator[str]:
    """That attempts wait; how much time is left is told where they are gone on with."""
    codes = items.codes(session)
    for row in exams.open_rows(session):
        code = codes.get(row.certification_id, row.certification_id)
        state = "waits, paused" if row.status == "paused" else "is not handed in yet"
        yield f"An exam of {code} {state}."


def _parts(work: Work, domain_names: dict[str, str]) -> tuple[PlanPart, ...]:
    """The day's work in a few lines: reviews, then new items by domain, then what returns."""
    groups: dict[tuple[str, str, str], list[Queued]] = {}
    for queued in work.queue:
        state, kind, domain_id = (*queued.part.split(":"), "", "")[:3]
        groups.setdefault((state, kind, domain_id if state == "new" else ""), []).append(queued)
    names = {
        ("review", "question"): "reviews of questions", ("review", "term"): "reviews of cards",
        ("new", "question"): "new questions", ("new", "term"): "new cards",
    }  # fmt: skip
    merged: dict[tuple[str, str], tuple[int, float, dict[str, int]]] = {}
    for (state, kind, domain_id), entries in groups.items():
        count, seconds, domains = merged.get((state, kind), (0, 0.0, {}))
        domains[domain_id] = domains.get(domain_id, 0) + len(entries)
        merged[state, kind] = (count + len(entries), seconds + sum(q.seconds for q in entries), domains)
    parts = []
    for key, name in names.items():
        if key in merged:
            count, seconds, domains = merged[key]
            parts.append(
                PlanPart(name, count, seconds / 60, _part_reason(key[0], work, domains, domain_names))
            )
    returning = len(work.returning)
    if returning:
        parts.append(PlanPart("coming back", returning, returning * RETURN_S / 60, "in their first steps"))
    return tuple(parts)


def _part_reason(state: str, work: Work, domains: dict[str, int], names: dict[str, str]) -> str:
    if state == "review":
        return "worth most for the exam day" if work.order == "exam" else "due by memory"
    top = max(domains, key=lambda domain_id: (domains[domain_id], domain_id))
    return f"most in {names[top]}" if top in names else "next in the guide's order"
