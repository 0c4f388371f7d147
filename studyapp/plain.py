"""The study session as lines of text: for screen readers, scripts and slow links.

No colour, no cursor, no boxes: what is read goes out line by line, and what is answered comes in line
by line. Every answer is on disk before the next item is shown, so that an end of input, Ctrl+C or a
kill loses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TextIO

from studyapp import plain_answers as answers
from studyapp.domain.content_change import Change
from studyapp.domain.entries import problem_of
from studyapp.domain.glossary import typed_answer_matches
from studyapp.domain.log import Direction
from studyapp.domain.memory import Grade, Phase
from studyapp.domain.questions import ENTRIES, Confidence, Question, Task
from studyapp.domain.responses import Response, ResponseNotInItem
from studyapp.errors import DatabaseCorrupt, StaleShowing, StudyappError
from studyapp.plain_lines import INTERRUPTED, Left, Lines
from studyapp.sanitiser import clean
from studyapp.services.views import Feedback, Finished, Showing, Waiting, Why
from studyapp.spans import interval_label, minutes_label

if TYPE_CHECKING:
    from studyapp.services.facade import Services

HELP = (
    "Questions: type the letters of your answer, then ! if you are sure, nothing",
    "if you think so, or ? for a guess. Examples: b   b!   ac?",
    "Cards: Enter reveals; then 1 Again, 2 Hard, 3 Good or 4 Easy.",
    "u undo   x set aside   b not today   f flag   n note   i why now",
    "t make cards of the terms   k the key is wrong   q quit   ? this help",
    "Where a letter is an option of the question, put a colon before the command: :b",
    "Ordering and matching: letters in their order, such as cab or cab!. Typed answers:",
    "a line for each field, then how sure you are.",
)
COMMANDS = {
    "u": "undo", "x": "suspend", "b": "bury", "f": "flag", "n": "note", "i": "why", "t": "terms",
    "k": "dispute", "q": "quit", "?": "help",
}  # fmt: skip


class _Moved(Exception):
    """A command took the item off the screen; `showing` is what an undo brought back."""

    def __init__(self, showing: Showing | None = None) -> None:
        super().__init__()
        self.showing = showing


class PlainSession(Lines):
    """One session over the services, with lines in and lines out."""

    def __init__(
        self,
        services: Services,
        lines_in: TextIO,
        lines_out: TextIO,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(lines_in, lines_out)
        self._services = services
        self._study = services.study
        self._stopwatch = stopwatch
        self._answered = 0
        self._flags: dict[str, bool] = {}
        self._is_answered = False

    def run(self, scope: str = "today", certification_id: str = "") -> int:
        """Study until the work is done, the learner quits or the input ends; returns the exit code."""
        try:
            self._study.start(scope, certification_id)
            self._say("Type ? for help, q to quit.")
            self._go_on()
        except Left:
            self._say_goodbye()
        except KeyboardInterrupt:
            self._say()
            self._say_goodbye()
            return INTERRUPTED
        return 0

    # -- the session ---------------------------------------------------------------------------

    def _go_on(self) -> None:
        brought_back: Showing | None = None
        while True:
            step = brought_back or self._study.next()
            brought_back = None
            try:
                if isinstance(step, Finished):
                    self._say_finished(step)
                    return
                if isinstance(step, Waiting):
                    self._wait(step)
                else:
                    self._show(step)
            except _Moved as moved:
                brought_back = moved.showing

    def _wait(self, waiting: Waiting) -> None:
        until = waiting.until.astimezone(self._services.context.calendar.zone)
        self._say()
        self._say(f"Nothing to do until {until:%H:%M}: {waiting.left} in their first steps come back then.")
        self._command(self._ask("Enter to look again, u undo, q quit: "), None)

    def _show(self, showing: Showing) -> None:
        self._is_answered = False
        self._say()
        self._say_head(showing)
        if showing.question is not None:
            self._show_question(showing, showing.question)
        else:
            self._show_card(showing)

    def _say_head(self, showing: Showing) -> None:
        kind = "Question" if showing.question is not None else "Card"
        parts = [f"{kind} {showing.place.number} of {showing.of}", *showing.subject]
        parts += answers.place_marks(showing.place)
        parts.append("new" if showing.is_new else "")
        parts.append("flagged" if showing.flagged else "")
        self._say(" · ".join(part for part in parts if part))
        self._say(showing.reason)
        if showing.change is Change.MEANING:
            self._say("This item means something else since you answered it last.")
        elif showing.change is Change.WORDING:
            self._say("The wording of this item changed since you answered it last.")
        if showing.note:
            self._say(f"Your note: {showing.note}")

    def _show_question(self, showing: Showing, question: Question) -> None:
        self._say()
        if question.case is not None:
            self._say(question.case.title)
            self._say_prose(question.case.text)
            self._say()
        self._say_prose(question.asked)
        for text in answers.listed(question, showing.order):
            self._say(text)
        started = self._stopwatch()
        while True:
            response, confidence = self._given(showing, question)
            elapsed_ms = self._elapsed_ms(started)
            feedback = self._stored(
                partial(self._study.answer, showing.token, response, confidence, elapsed_ms)
            )
            if feedback is not None:
                self._say_verdict(showing, question, response, feedback)
                self._after(showing)
                return

    def _given(self, showing: Showing, question: Question) -> tuple[Response, Confidence]:
        """The answer that the learner types; commands are run on the way."""
        if question.kind in ENTRIES:
            texts = [self._typed(showing, question, place) for place in range(len(question.entries))]
            return Response.typed(*texts), self._how_sure(showing)
        if question.task is not None:
            self._show_task(showing, question, question.task)
        while True:
            line = self._ask(answers.prompt(question))
            try:
                given = answers.parse(line, question, showing.order)
            except ResponseNotInItem as problem:
                self._say(f"{problem}.")
                continue
            if given is not None:
                return given
            self._command(line, showing)

    def _typed(self, showing: Showing, question: Question, place: int) -> str:
        """One text; a letter is a command as everywhere, unless it may be the answer."""
        one_letter = any(len(text) == 1 for text in question.entries[place].accepted)
        while True:
            line = self._ask(answers.entry_prompt(question, place))
            if line.startswith(":") or (line.casefold() in COMMANDS and not one_letter):
                self._command(line, showing)
                continue
            problem = problem_of(question.entries[place], line)
            if not problem:
                return line
            self._say(problem)

    def _how_sure(self, showing: Showing) -> Confidence:
        while (said := answers.confidence_in(line := self._ask(answers.HOW_SURE))) is None:
            self._command(line, showing)
        return said

    def _show_task(self, showing: Showing, question: Question, task: Task) -> None:
        """Environment first; the solution and the rubric once the work is done."""
        self._say("What you have:")
        self._say_prose(task.environment)
        if task.minutes:
            self._say(f"It takes about {minutes_label(task.minutes * 60)}.")
        while line := self._ask(answers.READY):
            self._command(line, showing)
        self._say("One way to do it:")
        self._say_prose(task.solution)
        for text in answers.rubric(question):
            self._say(text)

    def _show_card(self, showing: Showing) -> None:
        term = showing.term
        assert term is not None
        backwards = showing.direction is Direction.TO_TERM
        self._say()
        self._say(term.definition if backwards else term.term)
        typing = backwards and self._services.settings.get().type_answers
        prompt = "Type the term, or Enter to reveal: " if typing else "Enter to reveal: "
        started = self._stopwatch()
        while (line := self._ask(prompt)) and (not typing or self._is_command(line)):
            self._command(line, showing)
        if line:
            matches = typed_answer_matches(term, line)
            self._say("That is the term." if matches else "That is not how it is called.")
        self._say(term.term if backwards else term.definition)
        self._say_details(showing)
        buttons = "  ".join(
            f"{int(grade)} {grade.name.title()} ({interval_label(showing.intervals[grade])})"
            for grade in Grade
        )
        while True:
            line = self._ask(f"{buttons}: ")
            if line not in {"1", "2", "3", "4"}:
                self._command(line, showing)
                continue
            elapsed_ms = self._elapsed_ms(started)
            feedback = self._stored(partial(self._study.grade, showing.token, Grade(int(line)), elapsed_ms))
            if feedback is not None:
                self._say_return(feedback)
                return

    def _after(self, showing: Showing) -> None:
        self._is_answered = True
        while line := self._ask("Enter for the next: "):
            self._command(line, showing)

    def _stored(self, store: Callable[[], Feedback]) -> Feedback | None:
        """The feedback of an answer that is on disk; None when storing failed and may be tried again."""
        try:
            feedback = store()
        except StaleShowing as error:
            self._say(str(error))
            raise _Moved from None
        except DatabaseCorrupt:
            raise
        except StudyappError as error:
            self._say(f"{error.title}: {error}")
            return None
        self._answered += 1
        return feedback

    def _elapsed_ms(self, started: float) -> int:
        return round((self._stopwatch() - started) * 1000)

    # -- commands ------------------------------------------------------------------------------

    def _is_command(self, line: str) -> bool:
        return line.startswith(":") or _command_of(line) != ""

    def _command(self, line: str, showing: Showing | None) -> None:
        """Run a command; raises _Moved when the item is no longer on the screen, Left to quit."""
        if not line:
            return
        word, _, rest = line.removeprefix(":").strip().partition(" ")
        name = _command_of(word)
        try:
            if name == "quit":
                raise Left
            if name == "undo":
                brought_back = self._study.undo()
                # The number that comes next counts what still stands.
                self._answered = min(self._answered, brought_back.number - 1)
                raise _Moved(brought_back)
            if name == "help" or not name or showing is None:
                self._help(line if not name else "")
            else:
                getattr(self, f"_do_{name}")(showing, rest.strip())
        except DatabaseCorrupt:
            raise
        except StudyappError as error:
            self._say(str(error))

    def _help(self, not_understood: str) -> None:
        if not_understood:
            self._say(f"Not understood: {clean(not_understood, keep_lines=False)[:40]}")
        for line in HELP:
            self._say(line)

    def _do_suspend(self, showing: Showing, _rest: str) -> None:
        self._study.suspend(showing.card_id)
        self._say("Set aside: it stays away until you bring it back. u takes this back.")
        raise _Moved

    def _do_bury(self, showing: Showing, _rest: str) -> None:
        self._study.bury(showing.card_id)
        self._say("Buried until tomorrow. u takes this back.")
        raise _Moved

    def _do_flag(self, showing: Showing, _rest: str) -> None:
        is_flagged = self._flags.get(showing.card_id, showing.flagged)
        self._study.flag(showing.card_id, not is_flagged)
        self._flags[showing.card_id] = not is_flagged
        self._say("Flag taken off." if is_flagged else "Flagged.")

    def _do_note(self, showing: Showing, rest: str) -> None:
        text = rest or self._ask("Note (Enter keeps it, - removes it): ")
        if text:
            self._study.note(showing.card_id, "" if text == "-" else text)
            self._say("Note removed." if text == "-" else "Noted.")

    def _do_dispute(self, showing: Showing, rest: str) -> None:
        if showing.question is None or not self._is_answered:
            self._say("Answer the question first; then k says why its key is wrong.")
            return
        earlier = self._services.disputes.earlier(showing.question.id)
        if earlier is not None:
            self._say(f"You said: {earlier.reason}")
        text = rest or self._ask("The key is wrong because (Enter leaves it, - takes it back): ")
        if text:
            self._services.disputes.dispute(showing.question.id, "" if text == "-" else text)
            kept = "Kept. 'studyapp dispute export FILE' writes it for the author."
            self._say("Taken back." if text == "-" else kept)

    def _do_terms(self, showing: Showing, _rest: str) -> None:
        ids = tuple(showing.term_names)
        if not ids:
            self._say("This item names no terms.")
            return
        self._study.add_terms(ids)
        self._say(f"Cards made of: {', '.join(showing.term_names.values())}")

    def _do_why(self, showing: Showing, _rest: str) -> None:
        self._say_why(self._study.why(showing.card_id))

    # -- saying --------------------------------------------------------------------------------

    def _say_verdict(
        self, showing: Showing, question: Question, response: Response, feedback: Feedback
    ) -> None:
        assert feedback.verdict is not None
        self._say()
        for text in answers.verdict_lines(
            question, showing.order, response, feedback.verdict, showing.partial_credit
        ):
            self._say(text)
        if showing.disputed is not None:
            self._say(answers.dispute_told(showing.disputed, str(showing.disputed.on)))
        self._say_prose(question.explanation)
        self._say_details(showing)
        self._say_return(feedback)

    def _say_details(self, showing: Showing) -> None:
        term, question = showing.term, showing.question
        if term is not None and term.also:
            self._say(f"Also: {', '.join(term.also)}")
        if term is not None and term.example:
            self._say(f"Example: {term.example}")
        if term is not None and term.contrast is not None:
            name = showing.term_names.get(term.contrast.term_id, term.contrast.term_id)
            self._say(f"Not to be confused with {name}: {term.contrast.because}")
        if showing.objective:
            self._say(f"Objective: {showing.objective}")
        if question is not None and showing.term_names:
            self._say(f"Terms: {', '.join(showing.term_names.values())} (t makes cards of them)")
        references = question.references if question else term.references if term else ()
        for reference in references:
            self._say(f"Reference: {reference}")

    def _say_return(self, feedback: Feedback) -> None:
        if feedback.leech:
            self._say("This one keeps slipping: it was set aside. Rewrite it in your words, or resume it.")
        elif feedback.interval < timedelta(days=1):
            self._say(f"Back in this session, in about {interval_label(feedback.interval)}.")
        else:
            self._say(f"Back in {interval_label(feedback.interval)}.")

    def _say_why(self, why: Why) -> None:
        self._say(why.reason)
        memory = why.state.memory
        if memory is not None:
            self._say(f"Stability {memory.stability:.1f} days, difficulty {memory.difficulty:.1f} of 10.")
        if why.state.phase is not Phase.NEW:
            self._say(f"{_counted(why.state.reps, 'review')}, {_counted(why.state.lapses, 'lapse')}.")
        for line in why.history:
            taken_back = ", taken back" if line.voided else ""
            sure = f", {line.confidence}" if line.confidence else ""
            span = interval_label(timedelta(seconds=line.interval_s))
            self._say(f"{line.day}: {line.grade.name.title()}{sure}, then {span}{taken_back}")

    def _say_finished(self, finished: Finished) -> None:
        self._say()
        if not finished.answered:
            self._say("Nothing to do now.")
            if self._services.goals.current() is None:
                self._say("Choose a goal with 'studyapp goal set CERT', or try: study --plain --scope try")
        else:
            spent = minutes_label(finished.seconds)
            self._say(f"Done: {finished.answered} answered, {finished.right} right, {spent}.")
        if finished.due_tomorrow:
            self._say(f"Due tomorrow: {finished.due_tomorrow}.")
        if finished.still_due:
            self._say(f"Due today, beyond its minutes: {finished.still_due}.")

    def _say_goodbye(self) -> None:
        self._say(f"Stopped. {self._answered} answered; all of it is saved.")


def _command_of(word: str) -> str:
    lowered = word.casefold()
    return COMMANDS.get(lowered, lowered if lowered in COMMANDS.values() else "")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
