"""Studying: what comes next, answering it, taking answers back, and why something is due."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.glossary import Term
from studyapp.domain.judging import Verdict, judge
from studyapp.domain.log import CardId, Direction, EntryKind, ItemKind
from studyapp.domain.memory import (
    CardState,
    Grade,
    Load,
    Outcome,
    Phase,
    grade_of_answer,
)
from studyapp.domain.planner import START_SECONDS, Seconds
from studyapp.domain.questions import CHOICES, Confidence, shown_order
from studyapp.domain.responses import Response
from studyapp.domain.sessions import Next, Queued, SessionState, choose_next
from studyapp.errors import InvalidInput, NotFound, StaleShowing
from studyapp.services import focused, replaying
from studyapp.services.bringing_forward import bring_terms_forward, take_back
from studyapp.services.context import Context
from studyapp.services.decks import DECK, deck_work
from studyapp.services.disputes import earlier_dispute
from studyapp.services.goals import GoalsService
from studyapp.services.keeping import Keeping, keeping
from studyapp.services.paces import usual_seconds
from studyapp.services.planning import Planner
from studyapp.services.progress import ProgressService
from studyapp.services.quarantine import with_quarantined
from studyapp.services.readiness_views import Focus
from studyapp.services.reasons import change_of, explain, parsed
from studyapp.services.recording import Given, bounded_ms, is_first_sight, record
from studyapp.services.scenario_sets import sets_together
from studyapp.services.shared_terms import shared_for
from studyapp.services.views import (
    Aspect,
    Changes,
    DayPlan,
    Feedback,
    Finished,
    Goal,
    MarkedItem,
    Showing,
    Today,
    Waiting,
    Why,
)
from studyapp.store import cards, items, journal, totals
from studyapp.store.bodies import question_from_json, term_from_json
from studyapp.store.tables import LogEntry

MISSED_REASON = "You missed a question that rests on it."
BROUGHT_FORWARD = "missed"
"""The part of the queue in which the terms of a missed question come."""
TAKEN_BACK = "undo"
"""The part of the queue that an undone answer comes back to."""
ANSWERED: Changes = frozenset({Aspect.CARDS, Aspect.PROGRESS, Aspect.PLAN})
MARKED: Changes = frozenset({Aspect.CARDS, Aspect.PLAN})


@dataclass(slots=True)
class _Tally:
    answered: int = 0
    right: int = 0
    elapsed_ms: int = 0


class StudyService:
    """One study session at a time over the day's work."""

    def __init__(self, context: Context, goals: GoalsService, progress: ProgressService) -> None:
        self._context = context
        self._goals = goals
        self._progress = progress
        self._planner = Planner(context)
        self._session = SessionState()
        self._scope = "today"
        self._certification_id = ""
        self._aims_at = ""
        self._showing: Showing | None = None
        self._tally = _Tally()
        self._newest_entry = ""
        self._loads: dict[date, int] = {}
        self._keeping = Keeping()
        self._aim = context.settings.retention
        """The recall that the card on screen is scheduled for."""
        self._usual: Mapping[str, Seconds] = START_SECONDS
        self._facts: dict[str, Certification | None] = {}

    # -- the session ---------------------------------------------------------------------------

    def start(self, scope: str = "today", certification_id: str = "", focus: Focus | None = None) -> None:
        """Begin a session over the day's minutes.

        `scope` is `today`, `cards`, `questions` (these two also once the minutes are used), `more` (ten
        minutes beyond the day's), `try` (five questions, no goal needed), `mistakes` (the notebook),
        `focus` (ten minutes of one kind of work in one domain, as an action of the readiness says), or
        `deck:` with a roadmap's id.
        """
        self._scope = scope
        self._certification_id = certification_id
        self._showing = None
        self._tally = _Tally()
        self._facts = {}
        with self._context.store.read() as session:
            goal = self._goal(certification_id)
            self._aims_at = goal.certification_id if goal else ""
            if scope == "try":
                work = focused.first_taste(
                    session, certification_id or (goal.certification_id if goal else "")
                )
            elif scope == "mistakes":
                work = focused.mistakes_work(session, self._context, certification_id)
            elif scope == "focus" and focus is not None:
                work = focused.focus_work(
                    session,
                    self._context,
                    self._planner,
                    certification_id,
                    goal.exam_on if goal else None,
                    focus,
                )
            elif scope in ("today", "cards", "questions", "more"):
                work = self._planner.work(session, goal, scope)
            elif scope.startswith(DECK):
                work = deck_work(session, scope.removeprefix(DECK), self._context.today())
            else:
                known = "Known: today, cards, questions, more, try, mistakes."
                raise InvalidInput(f"There is no session {scope!r}.", known)
            self._session = SessionState(
                sets_together(session, work.queue),
                work.returning,
                families_today=self._families(session) | {r.family for r in work.returning if r.family},
                seconds_left=work.seconds,
            )
            self._newest_entry = journal.newest(session)
            self._usual = usual_seconds(session)
            today = self._context.today()
            self._keeping = keeping(session, today)
            self._loads = cards.load_by_day(session, today, today + timedelta(days=400))

    def next(self) -> Showing | Waiting | Finished:
        """What to show now. The same card comes again until it is answered."""
        self._showing = None
        while True:
            choice = choose_next(self._session, self._context.now())
            if choice.wait_until is not None:
                return Waiting(choice.wait_until, len(self._session.returning))
            if not choice.card_id:
                return self._finished()
            with self._context.store.read() as session:
                elsewhere = self._answered_elsewhere(session, choice.card_id)
                showing = None if elsewhere else self._show(session, choice)
            if showing is not None:
                self._showing = showing
                return showing
            # The item left circulation since the queue was made, or another window had it.
            self._session = self._session.without(choice.card_id)

    def answer(self, token: str, response: Response, confidence: Confidence, elapsed_ms: int) -> Feedback:
        """Grade and record the answer to the question on screen; it is on disk when this returns.

        Raises StaleShowing when that question was answered already, ResponseNotInItem for a response that
        does not fit it.
        """
        showing = self._current(token)
        question = showing.question
        if question is None:
            raise InvalidInput("This is a card, not a question.", "Grade it from Again to Easy.")
        verdict = judge(question, response, showing.partial_credit)
        elapsed_ms = bounded_ms(elapsed_ms, question.kind)
        usual = self._usual["question"]
        usual_s = usual.new if showing.is_new else usual.review
        # Where much is typed, moved or done, the time says little of the memory.
        usual_ms = usual_s * 1000 if question.kind in CHOICES else None
        grade = grade_of_answer(verdict.correct, confidence, elapsed_ms, usual_ms)
        return self._record(showing, grade, elapsed_ms, verdict, response, confidence)

    def grade(self, token: str, grade: Grade, elapsed_ms: int) -> Feedback:
        """Record the learner's own grade of the card on screen; it is on disk when this returns."""
        showing = self._current(token)
        if showing.question is not None:
            raise InvalidInput("A question is graded by its answer.", "Choose an option.")
        return self._record(showing, grade, bounded_ms(elapsed_ms), None, Response(), None)

    def undo(self) -> Showing:
        """Take back the newest answer, suspension or burying of today, and show that card again.

        Raises NotFound when nothing of today is left to take back.
        """
        context = self._context
        with context.store.write() as session:
            entry = journal.last_undoable(session, context.device_id, context.today())
            if entry is None:
                raise NotFound("There is nothing of today left to undo.")
            undone_by = journal.append(
                session, context.device_id, EntryKind.UNDO, context.now(), context.today(),
                card_id=entry.card_id, voids=entry.id,
            )  # fmt: skip
            replaying.restore_card(session, context, entry.card_id)
            brought = take_back(session, context, entry, undone_by)
            if entry.kind == EntryKind.ANSWER:
                self._take_back(session, entry)
        family = CardId.parse(entry.card_id).family
        again = Queued(entry.card_id, "Taken back: answer it again.", TAKEN_BACK, family)
        rest = self._session.without(entry.card_id)
        rest = reduce(SessionState.without, brought, rest)
        given_back = entry.elapsed_ms / 1000
        self._session = replace(
            rest,
            queue=(again, *rest.queue),
            families_today=rest.families_today - {family},
            seconds_left=None if rest.seconds_left is None else rest.seconds_left + given_back,
        )
        with context.store.read() as session:
            showing = self._show(session, Next(entry.card_id, again.reason))
        if showing is None:
            raise NotFound("The item behind that answer is no longer in the content.")
        self._showing = showing
        return showing

    # -- marks ---------------------------------------------------------------------------------

    def suspend(self, card_id: str) -> Changes:
        """Take a card out until it is resumed."""
        return self._mark(card_id, EntryKind.SUSPEND, suspended=True)

    def resume(self, card_id: str) -> Changes:
        """Bring a suspended card back."""
        return self._mark(card_id, EntryKind.RESUME, suspended=False)

    def bury(self, card_id: str) -> Changes:
        """Put a card off until tomorrow."""
        return self._mark(card_id, EntryKind.BURY, buried_on=self._context.today())

    def flag(self, card_id: str, flagged: bool) -> Changes:
        """Flag a card, or take the flag off."""
        return self._mark(card_id, EntryKind.FLAG, flagged=flagged)

    def note(self, card_id: str, text: str) -> Changes:
        """Keep a note with a card; an empty text removes it."""
        return self._mark(card_id, EntryKind.NOTE, note=text.strip()[:4000])

    def add_terms(self, term_ids: Iterable[str]) -> Changes:
        """Make cards of terms, so that they come up as new even outside the goal's glossary."""
        context = self._context
        with context.store.write() as session:
            for term_id in term_ids:
                row = items.item(session, "term", term_id)
                if row is None:
                    raise NotFound(f"There is no term {term_id}.")
                card = CardId(ItemKind.TERM, term_id, Direction.TO_DEFINITION)
                if cards.get(session, str(card)) is None:
                    journal.append(
                        session, context.device_id, EntryKind.ADD_CARD, context.now(), context.today(),
                        card_id=str(card), certification_id=row.certification_id,
                    )  # fmt: skip
                    cards.put_marks(session, card, row.certification_id)
        return MARKED

    def marked(self) -> tuple[MarkedItem, ...]:
        """What is set aside, flagged or noted: set aside first, then flagged, then noted, by title."""
        often = self._context.settings.leech_lapses
        with self._context.store.read() as session:
            found = [
                MarkedItem(
                    card_id=row.id, kind=ItemKind(row.kind), item_id=row.item_id,
                    direction=Direction(row.direction), title=row.title,
                    certification_code=row.code or "", suspended=row.suspended, flagged=row.flagged,
                    note=row.note, leech=0 < often <= row.lapses, gone=row.retired or not row.present,
                )
                for row in cards.marked(session)
            ]  # fmt: skip
            return with_quarantined(found, session)

    # -- looking -------------------------------------------------------------------------------

    def today(self) -> Today:
        """What to do now, and why: the first screen's data."""
        return self._progress.today()

    def plan(self, limit: int | None = None, certification_id: str = "") -> DayPlan:
        """Today's ranking with reasons and numbers; raises NotFound without a goal."""
        goal = self._goal(certification_id)
        if goal is None:
            raise NotFound("There is no goal yet.", "Choose a certification first: 'studyapp goal set CERT'.")
        with self._context.store.read() as session:
            return self._planner.ranking(session, goal, limit)

    def why(self, card_id: str) -> Why:
        """Why a card is due: its history, its state and its forgetting curve; raises NotFound."""
        goal = self._goal(self._certification_id)
        return explain(self._context, card_id, goal.certification_id if goal else "")

    # -- inside --------------------------------------------------------------------------------

    def _goal(self, certification_id: str) -> Goal | None:
        goals = self._goals.all()
        if certification_id:
            chosen = next((g for g in goals if g.certification_id == certification_id), None)
            return chosen or Goal(certification_id, None, 20)
        return goals[0] if goals else None

    def _families(self, session: Session) -> frozenset[str]:
        return frozenset(journal.families_answered_on(session, self._context.today()))

    def _answered_elsewhere(self, session: Session, card_id: str) -> bool:
        """Whether a card that was still to come has been answered since the start, by another process."""
        queued = next((q for q in self._session.queue if q.card_id == card_id), None)
        if queued is None or queued.part == TAKEN_BACK:
            return False
        return journal.answered_after(session, card_id, self._newest_entry)

    def _current(self, token: str) -> Showing:
        if self._showing is None or self._showing.token != token:
            raise StaleShowing("That one has been answered already.")
        return self._showing

    def _show(self, session: Session, choice: Next) -> Showing | None:
        card = CardId.parse(choice.card_id)
        row = cards.get(session, choice.card_id)
        item_row = items.item(session, str(card.kind), card.item_id)
        if item_row is None or not item_row.present or item_row.retired:
            return None
        question = question_from_json(item_row.body) if card.kind is ItemKind.QUESTION else None
        term = term_from_json(item_row.body) if card.kind is ItemKind.TERM else None
        state = cards.state_of(row)
        certification = self._certification(session, item_row.certification_id)
        objective_id = question.objective_id if question else _first(term)
        domain = certification.domain_of(objective_id) if certification else None
        objective = next((o.text for o in domain.objectives if o.id == objective_id), "") if domain else ""
        token = secrets.token_hex(8)
        self._aim = self._keeping.aim(card, item_row.certification_id, self._context.settings)
        outcomes = self._outcomes(choice.card_id, state, self._context.now())
        linked = (
            question.term_ids if question else ((term.contrast.term_id,) if term and term.contrast else ())
        )
        seed = f"{state.reps}:{self._context.today()}"
        shuffle = self._context.settings.shuffle_options
        exam = certification.exam if certification else None
        return Showing(
            token=token,
            card_id=choice.card_id,
            kind=card.kind,
            direction=card.direction,
            question=question,
            term=term,
            order=shown_order(question, seed, shuffle=shuffle) if question else (),
            reason=choice.reason,
            number=self._tally.answered + 1,
            of=(place := self._session.place_of(choice.card_id)).of,
            place=place,
            certification_code=certification.code if certification else "",
            domain=domain.name if domain else "",
            domain_id=domain.id if domain else item_row.domain_id,
            objective=f"{objective_id} {objective}".strip(),
            is_new=state.phase is Phase.NEW,
            change=change_of(session, card, row, item_row.content_hash),
            state=state,
            intervals={grade: outcome.interval for grade, outcome in outcomes.items()},
            term_names=items.titles(session, "term", linked),
            flagged=bool(row and row.flagged),
            note=row.note if row else "",
            partial_credit=bool(question and exam and exam.gives_partial_credit(question.kind)),
            shared_for=shared_for(session, item_row, self._aims_at),
            disputed=earlier_dispute(session, item_row) if question else None,
        )

    def _certification(self, session: Session, certification_id: str) -> Certification | None:
        """The facts as they stood when the session met the certification first."""
        if certification_id not in self._facts:
            self._facts[certification_id] = items.certification(session, certification_id)
        return self._facts[certification_id]

    def _outcomes(self, card_id: str, state: CardState, now: datetime) -> Mapping[Grade, Outcome]:
        load: Load = lambda day: self._loads.get(day, 0)  # noqa: E731
        return self._context.scheduler_aiming_at(self._aim).outcomes(card_id, state, now, load)

    def _record(
        self,
        showing: Showing,
        grade: Grade,
        elapsed_ms: int,
        verdict: Verdict | None,
        response: Response,
        confidence: Confidence | None,
    ) -> Feedback:
        """Log, card state and roll-up in one transaction; the session moves only after it is on disk."""
        context = self._context
        card = CardId.parse(showing.card_id)
        now = context.now()  # one look at the clock: the log and the card must agree to the millisecond
        today = context.calendar.day_of(now)
        with context.store.write() as session:
            row = cards.get(session, showing.card_id)
            if cards.state_of(row) != showing.state:
                self._showing = None
                self._session = self._session.without(showing.card_id)
                raise StaleShowing("Another window answered this one; it is not counted twice.")
            outcome = self._as_shown(showing, grade, now)
            item_row = items.item(session, str(card.kind), card.item_id)
            assert item_row is not None
            first_sight = is_first_sight(session, card, showing.state, item_row.content_hash)
            given = Given(
                card=card, certification_id=item_row.certification_id, domain_id=showing.domain_id,
                content_hash=item_row.content_hash, before=showing.state, grade=grade, outcome=outcome,
                correct=verdict.correct if verdict else None,
                confidence=str(confidence) if confidence else "", chosen=response.encode(),
                option_order=showing.order, elapsed_ms=elapsed_ms, first_sight=first_sight,
                context=self._scope,
            )  # fmt: skip
            entry_id = record(session, context, given, now, today)
            missed = showing.question.term_ids if showing.question and grade is Grade.AGAIN else ()
            brought = bring_terms_forward(session, context, missed, now, entry_id, add_new=False)
        self._after(showing, outcome, grade, elapsed_ms, card)
        for card_id in brought:
            family = CardId.parse(card_id).family
            self._session = self._session.soon(Queued(card_id, MISSED_REASON, BROUGHT_FORWARD, family))
        terms_due = tuple(CardId.parse(card_id).item_id for card_id in brought)
        return Feedback(
            entry_id, verdict, grade, outcome.interval, outcome.state.due_on, first_sight, outcome.leech,
            ANSWERED, terms_due,
        )  # fmt: skip

    def _as_shown(self, showing: Showing, grade: Grade, now: datetime) -> Outcome:
        """The outcome with the very interval that the button showed, even past midnight."""
        outcome = self._outcomes(showing.card_id, showing.state, now)[grade]
        shown = showing.intervals[grade]
        if outcome.state.phase is not Phase.REVIEW or shown != timedelta(days=max(1, shown.days)):
            return outcome
        due_on = self._context.calendar.day_of(now) + shown
        state = replace(outcome.state, due_on=due_on, due_at=self._context.calendar.start_of(due_on))
        return replace(outcome, state=state, interval=shown)

    def _after(self, showing: Showing, outcome: Outcome, grade: Grade, elapsed_ms: int, card: CardId) -> None:
        in_steps = outcome.state.phase in (Phase.LEARNING, Phase.RELEARNING) and not outcome.leech
        back_at = outcome.state.due_at if in_steps else None
        self._session = self._session.answered(showing.card_id, card.family, back_at, elapsed_ms / 1000)
        self._showing = None
        self._tally.answered += 1
        self._tally.right += grade is not Grade.AGAIN
        self._tally.elapsed_ms += elapsed_ms
        if outcome.state.phase is Phase.REVIEW and outcome.state.due_on is not None:
            self._loads[outcome.state.due_on] = self._loads.get(outcome.state.due_on, 0) + 1

    def _take_back(self, session: Session, entry: LogEntry) -> None:
        key = totals.TotalKey(
            entry.day, entry.certification_id, entry.domain_id,
            "question" if entry.card_id.startswith("q:") else "term", entry.phase, entry.grade or 0,
        )  # fmt: skip
        totals.add(session, key, entry.elapsed_ms, entry.first_sight, sign=-1)
        self._tally.answered = max(0, self._tally.answered - 1)
        self._tally.right = max(0, self._tally.right - ((entry.grade or 0) > Grade.AGAIN))
        self._tally.elapsed_ms = max(0, self._tally.elapsed_ms - entry.elapsed_ms)

    def _mark(self, card_id: str, kind: EntryKind, **marks: Any) -> Changes:
        context = self._context
        card = parsed(card_id)
        with context.store.write() as session:
            item_row = items.item(session, str(card.kind), card.item_id)
            if item_row is None:
                raise NotFound(f"There is no item {card.item_id}.")
            row = cards.get(session, card_id)
            before = {name: getattr(row, name) if row else cards.MARKS[name] for name in marks}
            payload = replaying.marks_payload(before, marks)
            journal.append(
                session, context.device_id, kind, context.now(), context.today(),
                card_id=card_id, certification_id=item_row.certification_id, payload=payload,
            )  # fmt: skip
            cards.put_marks(session, card, item_row.certification_id, **marks)
        if kind in (EntryKind.SUSPEND, EntryKind.BURY):
            self._session = self._session.without(card_id)
            if self._showing is not None and self._showing.card_id == card_id:
                self._showing = None
        return MARKED

    def _finished(self) -> Finished:
        today = self._context.today()
        with self._context.store.read() as session:
            still_due = cards.overdue_count(session, today) - cards.put_off_count(session, today)
            tomorrow = cards.overdue_count(session, today + timedelta(days=1)) - still_due
            goal = self._goal(self._certification_id)
            more = goal is not None and bool(self._planner.work(session, goal, "more").queue)
        seconds = self._tally.elapsed_ms / 1000
        return Finished(self._tally.answered, self._tally.right, seconds, tomorrow, more, still_due)


def _first(term: Term | None) -> str:
    return term.objective_ids[0] if term and term.objective_ids else ""
