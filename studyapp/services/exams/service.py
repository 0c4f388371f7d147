"""The use cases of exams: what can be sat, starting, answering, pausing, handing in, reports, saved quizzes.

Every step reads the attempt, takes the domain's step and writes it down in one transaction before it
returns. An attempt whose time ran out is handed in by whatever looks at it next.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlmodel import Session

from studyapp.domain.certifications import Certification
from studyapp.domain.exams import attempts
from studyapp.domain.exams.attempts import (
    REVIEW,
    Attempt,
    AttemptError,
    AttemptOver,
    Event,
    Moment,
)
from studyapp.domain.exams.forms import Placed
from studyapp.domain.exams.rules import Mode, Rules
from studyapp.domain.log import entry_id
from studyapp.domain.questions import Confidence, Question
from studyapp.domain.responses import Response
from studyapp.errors import (
    AttemptOpen,
    BankTooSmallForForm,
    ExamOver,
    InvalidInput,
    NotFound,
    NotInThisExam,
)
from studyapp.services.bringing_forward import bring_terms_forward
from studyapp.services.changes import Aspect, Changes
from studyapp.services.context import Context
from studyapp.services.exams import checking, keeping, making, reporting
from studyapp.services.exams.handing_in import hand_in
from studyapp.services.exams.offering import offer_of
from studyapp.services.exams.views import (
    AttemptLine,
    Briefing,
    ExamOffer,
    ExamReport,
    Mark,
    QuizChoice,
    Sheet,
    Wanted,
)
from studyapp.services.goals import GoalsService
from studyapp.store import cards, exams, items

LISTED: Changes = frozenset({Aspect.EXAMS})
OVER: Changes = frozenset({Aspect.EXAMS, Aspect.CARDS, Aspect.PROGRESS, Aspect.PLAN})
LONGEST_NAME = 60
Step = Callable[[Session, Attempt, Moment], Attempt]


class _Form(NamedTuple):
    """What an attempt will consist of."""

    stock: making.Stock
    rules: Rules
    placed: tuple[Placed, ...]
    title: str


class ExamsService:
    """Exams of all certifications."""

    def __init__(self, context: Context, goals: GoalsService) -> None:
        self._context = context
        self._goals = goals

    # -- what there is -------------------------------------------------------------------------

    def offer(self, certification_id: str = "") -> ExamOffer:
        """What can be sat of a certification (the goal's for ""); raises NotFound."""
        self.expire_overdue()
        with self._context.store.read() as session:
            certification = self._certification(session, certification_id)
            return offer_of(session, self._context, certification)

    def attempts(self, certification_id: str = "") -> list[AttemptLine]:
        """Attempts of a certification (of all for ""), newest first."""
        self.expire_overdue()
        with self._context.store.read() as session:
            return reporting.lines_of(session, self._context, certification_id)

    def open_attempts(self) -> list[AttemptLine]:
        """Attempts that can be gone on with, newest first."""
        with self._context.store.read() as session:
            return reporting.lines_of(session, self._context, only_open=True)

    def find(self, name: str) -> str:
        """The attempt whose id begins with a text; raises NotFound when that is none, or not one."""
        with self._context.store.read() as session:
            found = exams.ids_like(session, name.strip().casefold()) if name.strip() else []
        if len(found) == 1:
            return found[0]
        what = "There is no attempt" if not found else f"{len(found)} attempts begin with"
        raise NotFound(f"{what} {name[:40]!r}.", "See 'studyapp exam list'.")

    def found_by(self, certification_id: str, choice: QuizChoice) -> int:
        """How many questions a choice finds now."""
        with self._context.store.read() as session:
            stock = making.stock_of(session, self._certification(session, certification_id))
            return len(making.found_by(session, self._context, stock, choice))

    # -- starting ------------------------------------------------------------------------------

    def start(
        self,
        certification_id: str = "",
        mode: Mode = Mode.EXAM,
        *,
        seed: int | None = None,
        items: int | None = None,
        domain_id: str = "",
        choice: QuizChoice | None = None,
        title: str = "",
        unseen_first: bool | None = None,
    ) -> Sheet:
        """Begin an attempt; its first item is on the screen and its clock runs.

        With a `seed` the form depends on the bank alone; without one, unseen items come first. What
        `unseen_first` says goes before that. `items` is the most that the form may have: the largest honest
        form of a small bank. Raises BankTooSmallForForm, AttemptOpen, NotFound or InvalidInput.
        """
        self.expire_overdue()
        wanted = Wanted(mode, seed, items, domain_id, choice, title)
        blind = seed is not None if unseen_first is None else not unseen_first
        drawn = _drawn_seed(seed)
        device_id, shuffle = self._context.device_id, self._context.settings.shuffle_options
        with self._context.store.write() as session:
            certification = self._certification(session, certification_id)
            self._refuse_second(session, certification)
            form = self._form(session, certification, wanted, drawn, blind)
            attempt_id = self._write_new(session, certification, form, mode, drawn, device_id, shuffle)
            return self._sheet(session, attempt_id, changes=LISTED)

    def briefing(self, certification_id: str, wanted: Wanted) -> Briefing:
        """What an attempt will be like, before anything of it runs; raises what `start` raises."""
        self.expire_overdue()
        drawn = _drawn_seed(wanted.seed)
        with self._context.store.read() as session:
            certification = self._certification(session, certification_id)
            self._refuse_second(session, certification)
            form = self._form(session, certification, wanted, drawn, blind=wanted.seed is not None)
            waiting = reporting.lines_of(session, self._context, only_open=True)
        return Briefing(
            certification.id, certification.code, form.title, form.rules, drawn, wanted, tuple(waiting)
        )

    def begin(self, briefing: Briefing) -> Sheet:
        """Begin what was told of: that very form, unless the content or what was seen has changed since."""
        wanted = briefing.wanted
        return self.start(
            briefing.certification_id, wanted.mode, seed=briefing.seed, items=wanted.items,
            domain_id=wanted.domain_id, choice=wanted.choice, title=wanted.title,
            unseen_first=wanted.seed is None,
        )  # fmt: skip

    def _form(
        self, session: Session, certification: Certification, wanted: Wanted, seed: int, blind: bool
    ) -> _Form:
        items, title = wanted.items, wanted.title
        if items is not None and not 1 <= items <= checking.MOST_ITEMS:
            raise InvalidInput(f"{items} items.", f"Give 1 to {checking.MOST_ITEMS}.")
        stock = making.stock_of(session, certification)
        rules, no_exam = making.exam_rules_or_practice(certification)
        if no_exam and wanted.mode is Mode.EXAM:
            raise InvalidInput(no_exam, "A section, a placement or a quiz of your own works.")
        if wanted.mode is Mode.EXAM:
            held, placed = self._exam(stock, rules, seed, items, blind)
        elif wanted.mode is Mode.SECTION:
            checking.known_domain(certification, wanted.domain_id)
            held, placed = making.section_form(stock, rules, wanted.domain_id, items, seed, blind)
            title = title or next(d.name for d in certification.domains if d.id == wanted.domain_id)
        elif wanted.mode is Mode.DIAGNOSTIC:
            held, placed = making.diagnostic_form(stock, rules, seed, blind)
        else:
            chosen = checking.checked_choice(wanted.choice or QuizChoice())
            chosen = replace(chosen, items=items) if items else chosen
            found = making.found_by(session, self._context, stock, chosen)
            held, placed = making.custom_form(stock, rules, chosen, found, seed, blind)
        if not placed:
            raise BankTooSmallForForm(
                f"{certification.code} has no question for that.", "Choose less narrowly, or study first."
            )
        return _Form(stock, held, placed, title)

    def _exam(
        self, stock: making.Stock, rules: Rules, seed: int, items: int | None, blind: bool
    ) -> tuple[Rules, tuple[Placed, ...]]:
        wanted = rules.shortened(items) if items is not None else rules
        held, placed = making.largest_form(stock, rules if items is None else wanted, seed, blind)
        if len(placed) < wanted.items:
            raise BankTooSmallForForm(*checking.too_small(stock, wanted, len(placed)))
        return held, placed

    def _write_new(
        self,
        session: Session,
        certification: Certification,
        form: _Form,
        mode: Mode,
        seed: int,
        device_id: str,
        shuffle: bool,
    ) -> str:
        rules, placed = form.rules, form.placed
        now = keeping.moment(self._context)
        started_at = cards.to_ms(now.at) or 0
        attempt_id = entry_id(started_at, secrets.randbits(74))
        shares = making.blueprint_of(certification, rules.items, rules.unscored)
        if mode is not Mode.EXAM:
            shares = making.as_placed(shares, placed)
        row = {
            "id": attempt_id, "device_id": device_id, "certification_id": certification.id,
            "mode": str(mode), "title": form.title.strip()[:LONGEST_NAME], "seed": seed, "status": "running",
            "started_at": started_at, "beat_at": started_at, "beat_boot": now.boot,
            "beat_steady": now.steady_ms, "rules": keeping.dump_rules(rules),
            "blueprint": keeping.dump_blueprint(shares, making.objective_texts(certification)),
            "used_ms": 0, "paused_ms": 0, "pauses": 0, "place": 0, "result": "",
        }  # fmt: skip
        exams.add_attempt(session, row, making.rows_of_form(form.stock, placed, seed, shuffle))
        exams.put_event(session, attempt_id, kind=str(Event.STARTED), at=started_at, used_ms=0)
        return attempt_id

    # -- sitting -------------------------------------------------------------------------------

    def resume(self, attempt_id: str) -> Sheet:
        """Come back to an attempt: with the time that is really left, or handed in if there is none."""
        return self._step(attempt_id, Event.RETURNED, lambda _s, a, now: attempts.returned(a, now))

    def current(self, attempt_id: str) -> Sheet:
        """The attempt as it stands on disk, without a step."""
        with self._context.store.read() as session:
            return self._sheet(session, attempt_id)

    def go(self, attempt_id: str, place: int) -> Sheet:
        """To the item at a place (from 0), or to the review page (REVIEW)."""
        return self._step(attempt_id, Event.WENT, lambda _s, a, now: attempts.went(a, place, now), place)

    def item(self, attempt_id: str, place: int) -> tuple[Question, tuple[int, ...]] | None:
        """What stands at a place of the form, and in which order: the same as long as the attempt lasts.

        For a front end that has the next item ready before it is asked for. None for a place without an item.
        """
        with self._context.store.read() as session:
            found = exams.shown(session, attempt_id, place)
        return None if found is None else (_before_the_end(found[0]), found[1])

    def answer(
        self,
        attempt_id: str,
        place: int,
        response: Response,
        confidence: Confidence | None = None,
        then: int | None = None,
    ) -> Sheet:
        """Keep an answer (or a part of one, or none) at a place; with `then` go on to another place at once.

        Raises NotInThisExam for a place or a response that the form does not have, ExamOver afterwards.
        """
        text = "" if response.is_empty else response.encode()
        said = str(confidence) if confidence else ""

        def step(session: Session, attempt: Attempt, now: Moment) -> Attempt:
            whole = checking.is_whole(session, attempt_id, place, response, attempt.rules)
            after = attempts.answered(attempt, place, text, said, now, whole=whole)
            return after if then is None else attempts.went(after, then, now)

        return self._step(attempt_id, Event.ANSWERED, step, place, text, said)

    def flag(self, attempt_id: str, place: int, flagged: bool) -> Sheet:
        """Flag an item of the form, or take the flag off."""
        event = Event.FLAGGED if flagged else Event.UNFLAGGED
        return self._step(
            attempt_id, event, lambda _s, a, now: attempts.flagged(a, place, flagged, now), place
        )

    def pause(self, attempt_id: str) -> Sheet:
        """Stop the clock where the rules allow it."""
        return self._step(attempt_id, Event.PAUSED, lambda _s, a, now: attempts.paused(a, now))

    def beat(self, attempt_id: str) -> Sheet:
        """Write down the time used so far; the front end does so every few seconds."""
        return self._step(attempt_id, None, lambda _s, a, now: attempts.elapsed(a, now))

    def submit(self, attempt_id: str) -> Sheet:
        """Hand the attempt in; one that is over already stays as it is."""
        return self._step(attempt_id, Event.SUBMITTED, lambda _s, a, now: attempts.submitted(a, now))

    def expire_overdue(self) -> Changes:
        """Hand in every attempt whose time has run out while nobody looked."""
        changed: Changes = frozenset()
        now = keeping.moment(self._context)
        with self._context.store.read() as session:
            rows = [self._row(session, row.id) for row in exams.open_rows(session)]
            waiting = [(row.id, keeping.load_attempt(session, row)) for row in rows]
        for attempt_id, attempt in waiting:
            left = attempt.left_ms
            runs = attempt.status is attempts.Status.RUNNING and not attempt.rules.may_pause
            if runs and left is not None and attempts.between_ms(attempt.last, now) >= left:
                changed |= self.resume(attempt_id).changes
        return changed

    # -- afterwards ----------------------------------------------------------------------------

    def report(self, attempt_id: str) -> ExamReport:
        """The report of an attempt that is over; raises NotFound."""
        with self._context.store.read() as session:
            return reporting.report_of(session, self._context, attempt_id)

    def points(self, attempt_ids: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
        """What each question that counts earned (0 to 1) in attempts that are over, by place."""
        with self._context.store.read() as session:
            return {one: reporting.points_of(session, one) for one in attempt_ids}

    def add_to_reviews(self, attempt_id: str, place: int) -> Changes:
        """Bring the terms of an item of a form forward, and flag the item itself to come back to."""
        with self._context.store.write() as session:
            found = exams.shown(session, attempt_id, place)
            if found is None:
                raise NotFound(f"There is no item {place + 1} in that form.")
            bring_terms_forward(session, self._context, found[0].term_ids, self._context.now())
        return frozenset({Aspect.CARDS, Aspect.PLAN})

    # -- quizzes -------------------------------------------------------------------------------

    def save_quiz(self, certification_id: str, name: str, choice: QuizChoice) -> Changes:
        """Keep a quiz under a name, in place of one of that name; raises InvalidInput."""
        kept = " ".join(name.split())[:LONGEST_NAME]
        if not kept:
            raise InvalidInput("A quiz needs a name.", "Type one, such as 'weak spots'.")
        text = keeping.dump_choice(checking.checked_choice(choice))
        with self._context.store.write() as session:
            certification = self._certification(session, certification_id)
            exams.put_quiz(session, certification.id, kept, text, cards.to_ms(self._context.now()) or 0)
        return LISTED

    def remove_quiz(self, certification_id: str, name: str) -> Changes:
        """Forget a saved quiz; raises NotFound."""
        with self._context.store.write() as session:
            if not exams.remove_quiz(session, self._certification(session, certification_id).id, name):
                raise NotFound(f"There is no quiz {name[:60]!r}.")
        return LISTED

    def quiz(self, certification_id: str, name: str) -> QuizChoice:
        """What a saved quiz is made of; raises NotFound."""
        with self._context.store.read() as session:
            certification = self._certification(session, certification_id)
            for row in exams.quizzes(session, certification.id):
                if row.name.casefold() == name.casefold():
                    return keeping.load_choice(row.choice)
        raise NotFound(f"There is no quiz {name[:60]!r}.", "See 'studyapp exam quizzes CERT'.")

    # -- inside --------------------------------------------------------------------------------

    def _certification(self, session: Session, certification_id: str) -> Certification:
        goal = None if certification_id else self._goals.current()
        wanted = certification_id or (goal.certification_id if goal else "")
        if not wanted:
            raise NotFound("There is no goal yet.", "Name a certification: 'studyapp exam CERT'.")
        certification = items.certification(session, wanted)
        if certification is None or not certification.domains:
            raise NotFound(f"There is no certification {wanted[:60]}.", "See 'studyapp cert list'.")
        return certification

    def _refuse_second(self, session: Session, certification: Certification) -> None:
        for row in exams.attempts(session, certification.id, only_open=True):
            newest = exams.attempts(session, only_open=True)[0].id
            which = "" if row.id == newest else f" {row.id}"
            raise AttemptOpen(
                f"An attempt at {certification.code} is open, with {row.item_count} items.",
                f"Go on with 'studyapp exam resume{which}', or hand it in: 'studyapp exam submit{which}'.",
            )

    def _step(
        self,
        attempt_id: str,
        event: Event | None,
        step: Step,
        place: int = 0,
        response: str = "",
        confidence: str = "",
    ) -> Sheet:
        """Take a step and write it down; where the time was up before, hand the attempt in instead."""
        context = self._context
        _device = context.device_id
        # Where the learner is may be lost in a power cut, what was answered and flagged may not.
        with context.store.write(lasting=event is not Event.WENT) as session:
            row = self._row(session, attempt_id)
            before = keeping.load_attempt(session, row)
            if before.is_over:
                return self._over(session, row, event)
            now = keeping.moment(context)
            try:
                after = step(session, before, now)
            except AttemptOver:
                after = attempts.elapsed(before, now)
            except AttemptError as error:
                raise NotInThisExam(str(error)) from error
            keeping.put_attempt(session, attempt_id, before, after)
            kind = Event.EXPIRED if after.status is attempts.Status.EXPIRED else event
            if kind is not None:
                exams.put_event(
                    session, attempt_id, kind=str(kind), at=cards.to_ms(now.at), used_ms=after.used_ms,
                    place=place, response=response, confidence=confidence,
                )  # fmt: skip
            if after.is_over:
                hand_in(session, context, row, after)
            changes = OVER if after.is_over else frozenset()
            return self._sheet(session, attempt_id, changes, row, after)

    def _over(self, session: Session, row: Row[Any], event: Event | None) -> Sheet:
        """The sheet of an attempt that is over; answering it any more is refused."""
        if event in (Event.ANSWERED, Event.FLAGGED, Event.UNFLAGGED, Event.PAUSED):
            raise ExamOver("It was handed in already.", f"See 'studyapp exam report {row.id}'.")
        return self._sheet(session, row.id)

    def _row(self, session: Session, attempt_id: str) -> Row[Any]:
        row = exams.attempt(session, attempt_id)
        if row is None:
            raise NotFound("There is no such attempt.", "See 'studyapp exam list'.")
        return row

    def _sheet(
        self,
        session: Session,
        attempt_id: str,
        changes: Changes = frozenset(),
        row: Row[Any] | None = None,
        attempt: Attempt | None = None,
    ) -> Sheet:
        row = row or self._row(session, attempt_id)
        attempt = attempt or keeping.load_attempt(session, row)
        bodies = exams.shown(session, attempt_id, attempt.place) if attempt.place != REVIEW else None
        question, order = bodies if bodies and not attempt.is_over else (None, ())
        slot = attempt.slots[attempt.place] if question else None
        marks = tuple(
            Mark(
                s.whole, bool(s.response), s.flagged, s.seen,
                locked=not attempt.rules.may_change and bool(s.given),
                response=s.response, confidence=s.confidence,
            )
            for s in attempt.slots
        )  # fmt: skip
        left = attempt.left_ms
        return Sheet(
            attempt_id=attempt_id,
            certification_code=row.code or row.certification_id,
            mode=Mode(row.mode),
            title=row.title,
            status=attempt.status,
            rules=attempt.rules,
            place=attempt.place,
            marks=marks,
            left_s=None if left is None else left / 1000,
            used_s=attempt.used_ms / 1000,
            seed=row.seed,
            question=_before_the_end(question) if question else None,
            order=order,
            response=Response.decode(question.kind, slot.response) if question and slot else Response(),
            confidence=slot.confidence if slot else "",
            changes=changes,
        )


def _drawn_seed(seed: int | None) -> int:
    return secrets.randbelow(checking.HIGHEST_SEED) if seed is None else checking.checked_seed(seed)


def _before_the_end(question: Question) -> Question:
    """A question as an exam shows it: the solution of a task stands in the report."""
    if question.task is None:
        return question
    return replace(question, task=replace(question.task, solution=""))
