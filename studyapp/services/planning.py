"""The day's work: which cards, in which order, and why.

With an exam date the planner ranks everything by expected exam points per second; without one, FSRS
due dates order the reviews and new cards follow the guide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.days import days_between
from studyapp.domain.log import CardId, Direction, ItemKind
from studyapp.domain.memory import Grade, Phase, decay_of, retrievability
from studyapp.domain.planner import (
    Advice,
    ExamPlan,
    FirstTries,
    PlanItem,
    Ranked,
    Seconds,
    advise,
    apart,
    fill,
    rank,
    stop_line,
    why,
)
from studyapp.domain.sessions import Queued, Returning, interleave
from studyapp.services.context import Context
from studyapp.services.keeping import KEPT_SHARE, keeping, kept_reviews, still_remembered
from studyapp.services.paces import expected_seconds
from studyapp.services.placing import domains_of
from studyapp.services.views import DayPlan, Goal, RankedItem
from studyapp.store import cards, items, journal, totals

RETURN_S = 18.0
"""Expected seconds for a card that comes back from its first steps."""
DEFAULT_MINUTES = 20
TERM_SHARE = 0.6
"""Share of terms among the day's new items; each question rests on one to four of them."""
MAX_MINUTES = 960
"""The most minutes a day that can be set."""
MORE_MINUTES = 10
"""What "keep going" adds when the day's minutes are used; practice of one kind then gets as many."""


@dataclass(frozen=True, slots=True)
class Work:
    """A day's work: the queue in order, what returns from learning steps, and how it was ordered."""

    queue: tuple[Queued, ...]
    returning: tuple[Returning, ...]
    order: str
    ranked: tuple[Ranked, ...] = ()
    planned: int = 0
    stop_at: int = 0
    advice: str = ""
    seconds: float | None = None


class Planner:
    """Builds the day's work from the store."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def work(self, session: Session, goal: Goal | None, scope: str = "today") -> Work:
        """The day's work for a goal; `scope` narrows it to `cards` or `questions`, `more` adds to it.

        Who asks for one kind after the day's minutes gets a few minutes more of it. It follows from the store
        and the day alone: while neither has changed since it was made last, as between the plan on the first
        screen and the start of the session, the day's is not made again; `session` has read nothing before.
        """
        today = self._context.today()
        if scope != "today":
            return self._make(session, goal, today, scope)
        made_from = (self._context.store.data_version(), today, goal)
        known = self._context.last_work
        if known is None or known[0] != made_from:
            known = self._context.last_work = (made_from, self._make(session, goal, today, scope))
        return known[1]

    def _make(self, session: Session, goal: Goal | None, today: date, scope: str) -> Work:
        if goal is not None and goal.exam_on is not None and goal.exam_on >= today:
            certification = items.certification(session, goal.certification_id)
            if certification is not None:
                return self._toward_exam(session, goal, certification, today, scope)
        return self._by_due_dates(session, goal, today, scope)

    def ranking(self, session: Session, goal: Goal, limit: int | None) -> DayPlan:
        """The whole ranking with its numbers, as `studyapp plan` prints it."""
        today = self._context.today()
        work = self.work(session, goal)
        shown = work.ranked if limit is None else work.ranked[:limit]
        names = self._names(session, shown)
        concept_names = items.titles(session, "term", {r.concept for r in shown if r.concept})
        domain_names = self._domain_names(session, goal.certification_id)
        lines = tuple(
            RankedItem(
                r.id, names.get(r.id, r.id), r.domain_id, r.index, r.seconds,
                why(_named(r, concept_names), domain_names.get(r.domain_id, "this domain")),
                {
                    "recall_now": r.now, "recall_on_exam_day": r.on_exam_day,
                    "recall_if_studied": r.if_studied,
                    "domain_share": r.domain_share, "met": r.met, "of": r.of,
                },
            )
            for r in shown
        )  # fmt: skip
        if not lines:
            lines = self._due_lines(session, work, limit)
        return DayPlan(
            goal.certification_id,
            today,
            goal.exam_on,
            work.order,
            lines,
            work.planned,
            work.stop_at,
            work.advice,
        )

    def advice(self, session: Session, goal: Goal) -> str:
        """What the minutes will cover until the exam, in one or two sentences."""
        certification = items.certification(session, goal.certification_id)
        today = self._context.today()
        if certification is None or goal.exam_on is None or goal.exam_on < today:
            return ""
        plan_items = self._plan_items(session, certification, today)
        plan = self._exam_plan(session, certification, goal.exam_on, today, expected_seconds(session))
        return advice_text(advise(plan_items, plan, goal.minutes_a_day), goal.minutes_a_day)

    def worth(self, session: Session, certification: Certification, exam_on: date) -> list[Ranked]:
        """Every item that may be studied now, by its worth for an exam on a day; the best first."""
        today = self._context.today()
        plan = self._exam_plan(session, certification, exam_on, today, expected_seconds(session))
        families = self._families(session, today, self._returning(session, today))
        return apart(rank(self._plan_items(session, certification, today), plan), families)

    def _toward_exam(
        self, session: Session, goal: Goal, certification: Certification, today: date, scope: str
    ) -> Work:
        assert goal.exam_on is not None
        plan_items = self._plan_items(session, certification, today)
        usual = expected_seconds(session)
        plan = self._exam_plan(session, certification, goal.exam_on, today, usual)
        wanted = {"cards": "term", "questions": "question"}.get(scope)
        returning = self._returning(session, today, {item.id for item in plan_items})
        ranked = apart(rank(plan_items, plan), self._families(session, today, returning))
        in_scope = [r for r in ranked if wanted in (None, r.kind)]
        seconds = self._seconds_left(session, goal, today, scope)
        returning = _of_kind(returning, wanted)
        spare_s = seconds - RETURN_S * len(returning)
        families = self._families(session, today, returning)
        kept = kept_reviews(session, self._context, families, wanted, usual, KEPT_SHARE * seconds)
        spare_s -= sum(entry.seconds for entry in kept)
        chosen = fill(in_scope, spare_s / 60)
        domain_names = {d.id: d.name for d in certification.domains}
        concept_names = items.titles(session, "term", {r.concept for r in chosen})
        queue = kept + [
            Queued(
                r.id,
                why(_named(r, concept_names), domain_names.get(r.domain_id, "this domain")),
                f"{'new' if r.is_new else 'review'}:{r.kind}:{r.domain_id}",
                r.siblings,
                r.seconds,
            )
            for r in chosen
        ]
        taken = {r.siblings for r in ranked} | {entry.family for entry in kept} | families
        spare_s -= sum(r.seconds for r in chosen)
        queue += _within([], self._added(session, today, wanted, taken), usual, spare_s)[1]
        advice = advise(plan_items, plan, goal.minutes_a_day)
        return Work(
            tuple(queue),
            returning,
            "exam",
            tuple(ranked),
            len(chosen),
            stop_line(ranked),
            advice_text(advice, goal.minutes_a_day),
            seconds,
        )

    def _by_due_dates(self, session: Session, goal: Goal | None, today: date, scope: str) -> Work:
        wanted = {"cards": "term", "questions": "question"}.get(scope)
        settings = self._context.settings
        _answered, _done_ms, new_done = totals.on_day(session, today)
        seconds = self._seconds_left(session, goal, today, scope)
        returning = self._returning(session, today)
        families = self._families(session, today, returning)
        decay = decay_of(self._context.model.parameters)
        kept = keeping(session, today)
        rows = [
            r
            for r in cards.reviews_due(session, today)
            if wanted in (None, r.kind) and not still_remembered(r, kept, self._context)
        ]
        reviews_left = max(0, settings.reviews_a_day - totals.reviews_on(session, today))
        due = islice(_apart(_by_urgency(rows, today), families), reviews_left)
        reviews = [
            Queued(
                r.id,
                f"Due by memory: recall is about {_recall(r, today, decay):.0%}.",
                f"review:{r.kind}:",
                r.item_id if r.kind == "term" else "",
            )
            for r in due
        ]
        new_left = max(0, settings.new_cards_a_day - new_done)
        taken = families | {review.family for review in reviews if review.family}
        new = self._added(session, today, wanted, taken)[:new_left]
        if goal is not None and goal.certification_id not in kept.certification_ids:
            taken |= {queued.family for queued in new}
            offered = self._new_cards(session, goal, today, new_left, wanted)
            new = [*new, *(queued for queued in offered if queued.family not in taken)][:new_left]
        returning = _of_kind(returning, wanted)
        budget_s = seconds - RETURN_S * len(returning)
        kept_reviews, kept_new = _within(reviews, new, expected_seconds(session), budget_s)
        queue = interleave(kept_reviews, kept_new)
        return Work(queue, returning, "due", planned=len(queue), seconds=seconds)

    def _seconds_left(self, session: Session, goal: Goal | None, today: date, scope: str) -> float:
        if scope == "more":
            return MORE_MINUTES * 60.0
        minutes = goal.minutes_a_day if goal is not None else DEFAULT_MINUTES
        left = max(0.0, minutes * 60.0 - totals.on_day(session, today)[1] / 1000)
        return MORE_MINUTES * 60.0 if left == 0 and scope in ("cards", "questions") else left

    def _added(
        self, session: Session, today: date, wanted: str | None, taken: Collection[str]
    ) -> list[Queued]:
        """Terms that the learner made cards of and has not begun, whatever the goal."""
        return [
            Queued(row.id, "New: you added it to the cards.", f"new:term:{row.domain_id}", row.item_id)
            for row in (cards.added(session, today) if wanted != "question" else ())
            if row.item_id not in taken
        ]

    def _new_cards(
        self, session: Session, goal: Goal, today: date, limit: int, wanted: str | None
    ) -> list[Queued]:
        if limit == 0:
            return []
        terms = items.unseen_terms(session, goal.certification_id, limit * 3) if wanted != "question" else []
        asked = items.unseen_questions(session, goal.certification_id, limit * 3) if wanted != "term" else []
        held_back, met = self._held_back(session, [*terms, *asked], today)
        names = [
            [
                Queued(
                    str(card),
                    "New: next in the guide's order.",
                    f"new:{row.kind}:{row.domain_id}",
                    card.family,
                )
                for row in rows
                for card in (_next_direction(row.kind, row.id, met),)
                if row.id not in held_back and str(card) not in held_back
            ]
            for rows in (terms, asked)
        ]
        # Words first, in a block, then the scenarios that use them: interleaving raw vocabulary
        # does worse than blocking it, interleaving scenarios does better (Brunmair & Richter 2019).
        shares = round(limit * TERM_SHARE) if asked else limit
        chosen = names[0][: max(shares, limit - len(names[1]))]
        return [*chosen, *names[1][: limit - len(chosen)]]

    def _held_back(
        self, session: Session, rows: Sequence[Row[Any]], today: date
    ) -> tuple[set[str], set[str]]:
        """Cards and terms that must not come today, and the cards that were met before."""
        held: set[str] = set()
        met: set[str] = set()
        for card in cards.rows_of_items(session, [row.id for row in rows]):
            if card.phase != "new":
                met.add(card.id)
            if card.buried_on == today:
                held.add(card.id)
            if card.kind == "term" and (card.last_on == today or card.suspended):
                held.add(card.item_id)
        return held, met

    def _returning(
        self, session: Session, today: date, among: Collection[str] | None = None
    ) -> tuple[Returning, ...]:
        """Cards in their steps, of `among` where it is given; of a term one direction only."""
        found: dict[str, Returning] = {}
        for row in cards.in_steps(session, today):
            due_at = cards.from_ms(row.due_at)
            family = row.item_id if row.kind == "term" else ""
            if due_at is not None and (among is None or row.id in among):
                found.setdefault(family or row.id, Returning(row.id, due_at, family))
        return tuple(found.values())

    def _families(self, session: Session, today: date, returning: Iterable[Returning]) -> frozenset[str]:
        """Terms that have had their turn today or are in their steps: no other direction may come."""
        answered = journal.families_answered_on(session, today)
        return frozenset(answered | {r.family for r in returning if r.family})

    def _plan_items(self, session: Session, certification: Certification, today: date) -> list[PlanItem]:
        """Every card of the certification as the planner sees it."""
        rows = items.members(session, certification.id)
        uses = items.uses(session, certification_id=certification.id)
        known = {row.id for row in rows if row.kind == "term"}
        state_rows = {row.id: row for row in cards.rows_of_certification(session, certification.id)}
        domain_of = domains_of(session, certification, rows)
        fallback = certification.domains[0].id if certification.domains else ""
        out: list[PlanItem] = []
        for row in rows:
            domain_id = domain_of[row.kind, row.id] or fallback
            if row.kind == "question":
                concepts = tuple(t for t in uses.get(row.id, ()) if t in known) or (row.objective_id,)
                self._add(
                    out, CardId(ItemKind.QUESTION, row.id), "question", domain_id, concepts, state_rows, today
                )
            else:
                for direction in (Direction.TO_TERM, Direction.TO_DEFINITION):
                    card = CardId(ItemKind.TERM, row.id, direction)
                    self._add(out, card, "term", domain_id, (row.id,), state_rows, today)
        return out

    def _add(
        self,
        out: list[PlanItem],
        card: CardId,
        kind: str,
        domain_id: str,
        concepts: tuple[str, ...],
        state_rows: dict[str, Any],
        today: date,
    ) -> None:
        row = state_rows.get(str(card))
        if row is not None and (row.suspended or row.buried_on == today):
            return
        item = PlanItem(str(card), kind, domain_id, concepts, siblings=card.family)
        if row is not None and row.phase != "new":
            state = cards.state_of(row)
            assert state.memory is not None
            assert state.last_on is not None
            after = self._context.model.next_states(state.memory, days_between(state.last_on, today))
            in_steps = state.phase in (Phase.LEARNING, Phase.RELEARNING)
            item = replace(
                item,
                memory=state.memory,
                last_on=state.last_on,
                after_good=after[Grade.GOOD].stability,
                after_again=after[Grade.AGAIN].stability,
                # Cards in their steps come back by the clock, not by their worth.
                done_today=state.last_on >= today or in_steps,
            )
        out.append(item)

    def _exam_plan(
        self,
        session: Session,
        certification: Certification,
        exam_on: date,
        today: date,
        usual: Mapping[str, Seconds],
    ) -> ExamPlan:
        tries = {
            domain: FirstTries(right, tried)
            for domain, (tried, right) in totals.first_tries(session, certification.id).items()
        }
        parameters = self._context.model.parameters
        return ExamPlan(
            today, exam_on, certification.weights(), tries, usual, decay_of(parameters), parameters[0]
        )

    def _names(self, session: Session, ranked: Sequence[Ranked]) -> dict[str, str]:
        parsed = {r.id: CardId.parse(r.id) for r in ranked}
        return _titles(session, parsed)

    def _due_lines(self, session: Session, work: Work, limit: int | None) -> tuple[RankedItem, ...]:
        queue = work.queue if limit is None else work.queue[:limit]
        names = _titles(session, {q.card_id: CardId.parse(q.card_id) for q in queue})
        return tuple(
            RankedItem(q.card_id, names.get(q.card_id, q.card_id), "", 0.0, q.seconds, q.reason, {})
            for q in queue
        )

    def _domain_names(self, session: Session, certification_id: str) -> dict[str, str]:
        certification = items.certification(session, certification_id)
        return {d.id: d.name for d in certification.domains} if certification else {}


def _titles(session: Session, parsed: dict[str, CardId]) -> dict[str, str]:
    names: dict[str, str] = {}
    for kind in ItemKind:
        ids = {card.item_id for card in parsed.values() if card.kind is kind}
        found = items.titles(session, str(kind), ids)
        names |= {key: found.get(card.item_id, key) for key, card in parsed.items() if card.kind is kind}
    return names


def advice_text(advice: Advice, minutes_a_day: int) -> str:
    """The advice in words."""
    if advice.needed_s == 0:
        return "You have met every item of this bank; the days left go to keeping it."
    if advice.covered >= 1.0:
        return (
            f"At {minutes_a_day} minutes a day you will meet everything here before the exam, "
            "with time to come back to it."
        )
    # Rounding must not promise all of it, and no day has room for more than can be set.
    share = f"about {min(advice.covered, 0.99):.0%} of this"
    rest = (
        f"{advice.minutes_to_cover} minutes would cover it."
        if advice.minutes_to_cover <= MAX_MINUTES
        else "there is no time left to cover it, so what is worth most comes first."
    )
    return f"At {minutes_a_day} minutes a day you will meet {share} before the exam; {rest}"


def _named(ranked: Ranked, names: dict[str, str]) -> Ranked:
    return replace(ranked, concept=names.get(ranked.concept, ranked.concept)) if ranked.concept else ranked


def _within(
    reviews: Sequence[Queued], new: Sequence[Queued], usual: Mapping[str, Seconds], budget_s: float
) -> tuple[list[Queued], list[Queued]]:
    """Reviews first, then new cards, until the seconds are used; each with its expected seconds."""
    kept: tuple[list[Queued], list[Queued]] = ([], [])
    for target, part, entries in ((kept[0], "review", reviews), (kept[1], "new", new)):
        for entry in entries:
            if budget_s <= 0:
                break
            seconds = getattr(usual[entry.part.split(":")[1]], part)
            target.append(replace(entry, seconds=seconds))
            budget_s -= seconds
    return kept


def _of_kind(returning: Iterable[Returning], wanted: str | None) -> tuple[Returning, ...]:
    return tuple(r for r in returning if wanted in (None, str(CardId.parse(r.card_id).kind)))


def _apart(rows: Iterable[Row[Any]], families: Collection[str]) -> Iterator[Row[Any]]:
    """Rows of cards without second directions of a term, and without terms that had their turn."""
    taken = set(families)
    for row in rows:
        if row.kind != "term":
            yield row
        elif row.item_id not in taken:
            taken.add(row.item_id)
            yield row


def _by_urgency(rows: Sequence[Row[Any]], today: date) -> list[Row[Any]]:
    """By recall, lowest first, without reckoning it: recall falls with days over stability.

    A backlog has many thousands of rows, and the learner has just pressed a key: so this spares what it can.
    """
    day = today.toordinal()
    keyed = []
    for row in rows:
        card_id, _kind, _item_id, _certification_id, stability, last_on = tuple(row)
        keyed.append((min(0, last_on.toordinal() - day) / stability, card_id, row))
    keyed.sort()
    return [row for _recall, _card_id, row in keyed]


def _recall(row: Row[Any], today: date, decay: float) -> float:
    return retrievability(row.stability, days_between(row.last_on, today), decay)


def _next_direction(kind: str, item_id: str, met: set[str]) -> CardId:
    if kind == "question":
        return CardId(ItemKind.QUESTION, item_id)
    first = CardId(ItemKind.TERM, item_id, Direction.TO_DEFINITION)
    return CardId(ItemKind.TERM, item_id, Direction.TO_TERM) if str(first) in met else first
