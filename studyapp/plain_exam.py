"""An exam as lines of text: for screen readers, scripts and slow links.

Everything is on disk when it happens, so that an end of the input, Ctrl+C or a kill loses nothing; the time
goes on meanwhile where the rules know no pause.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TextIO

from studyapp import plain_answers as answers
from studyapp.domain.entries import problem_of
from studyapp.domain.exams.attempts import REVIEW, Status
from studyapp.domain.questions import ENTRIES, Confidence, Question, Task
from studyapp.domain.responses import Response, ResponseNotInItem
from studyapp.errors import DatabaseCorrupt, StudyappError
from studyapp.exam_words import (
    briefing_head,
    briefing_lines,
    clock_label,
    given_words,
    length_label,
    mark_word,
    report_lines,
    title_of,
    waiting_words,
    warning,
)
from studyapp.plain_lines import INTERRUPTED, Left, Lines
from studyapp.sanitiser import clean

if TYPE_CHECKING:
    from studyapp.services.exams.views import Briefing, Sheet
    from studyapp.services.facade import Services

HELP = (
    "Type the letters of your answer, then ! if you are sure, nothing if you think so, or ? for a guess:",
    "b   b!   ac?   The answer is kept and the next item comes; nothing is told before the end.",
    "Enter or n next   p previous   g 12 go to item 12   f flag   l list of all items   t time",
    "pause stop the clock, where the exam allows it   submit hand in   q leave   ? this help",
    "Where a letter is an option of the question, put a colon before the command: :p",
    "Ordering and matching: letters in order. Typed answers: a line for each field.",
)
COMMANDS = {
    "": "next", "n": "next", "p": "previous", "g": "go", "f": "flag", "l": "list", "t": "time",
    "pause": "pause", "submit": "submit", "q": "quit", "?": "help",
}  # fmt: skip


class _Gone(Exception):
    """A command led away from the item; `sheet` is what to show now."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet


class PlainExam(Lines):
    """One attempt over the services, with lines in and lines out."""

    def __init__(self, services: Services, lines_in: TextIO, lines_out: TextIO) -> None:
        super().__init__(lines_in, lines_out)
        self._exams = services.exams
        self._left_s: float | None = None

    def begin(self, briefing: Briefing) -> int:
        """Say what it will be like, and sit it once the learner says so; the exit code."""
        self._say(f"{title_of(briefing.wanted.mode, briefing.title)} · {briefing.certification_code}")
        self._say(briefing_head(briefing))
        for text in briefing_lines(briefing.rules):
            self._say(f"- {text}")
        for line in briefing.waiting:
            self._say(f"! {waiting_words(line)}")
        for text in briefing.rules.assumptions:
            self._say(f"Assumed: {text}")
        try:
            while answer := self._ask("Enter begins, q leaves: "):
                if answer.removeprefix(":").casefold() in ("q", "quit"):
                    raise Left
                self._say("Nothing runs yet. Press Enter alone to begin, or q and Enter to leave.")
        except Left:
            self._say("Nothing was begun.")
            return 0
        except KeyboardInterrupt:
            self._say()
            self._say("Nothing was begun.")
            return INTERRUPTED
        return self.run(self._exams.begin(briefing).attempt_id)

    def run(self, attempt_id: str) -> int:
        """Sit the attempt until it is handed in, its time is up, or the learner leaves; the exit code."""
        try:
            sheet = self._exams.resume(attempt_id)
            self._say_head(sheet)
            while not sheet.is_over:
                sheet = self._item(sheet) if sheet.question is not None else self._review(sheet)
        except Left:
            self._say_goodbye(attempt_id)
            return 0
        except KeyboardInterrupt:
            self._say()
            self._say_goodbye(attempt_id)
            return INTERRUPTED
        self._say_over(sheet)
        return 0

    # -- one item, and the review --------------------------------------------------------------

    def _item(self, sheet: Sheet) -> Sheet:
        question = sheet.question
        assert question is not None
        self._say()
        self._say_place(sheet)
        if question.case is not None:
            self._say(question.case.title)
            self._say_prose(question.case.text)
        self._say_prose(question.asked)
        for text in answers.listed(question, sheet.order):
            self._say(text)
        if not sheet.response.is_empty:
            self._say(f"Your answer so far: {given_words(question, sheet.order, sheet.response)}")
        try:
            if question.task is not None and sheet.response.is_empty:
                self._show_task(sheet, question, question.task)
            while True:
                given = self._given(sheet, question)
                kept = self._try(partial(self._keep, sheet, *given))
                if kept is not None:
                    return kept
        except _Gone as gone:
            return gone.sheet

    def _given(self, sheet: Sheet, question: Question) -> tuple[Response, Confidence]:
        """The answer that the learner types; raises _Gone when a command led elsewhere."""
        if question.kind in ENTRIES:
            texts = [self._typed(sheet, question, place) for place in range(len(question.entries))]
            while (said := answers.confidence_in(line := self._ask(answers.HOW_SURE))) is None:
                self._go_where(line, sheet)
            return Response.typed(*texts), said
        while True:
            line = self._ask(answers.prompt(question))
            try:
                given = None if line.startswith(":") else answers.parse(line, question, sheet.order)
            except ResponseNotInItem as problem:
                self._say(f"{problem}.")
                continue
            if given is not None:
                return given
            self._go_where(line, sheet)

    def _typed(self, sheet: Sheet, question: Question, place: int) -> str:
        """One text; a word is a command as everywhere, unless it may be the answer."""
        one_letter = any(len(text) == 1 for text in question.entries[place].accepted)
        while True:
            line = self._ask(answers.entry_prompt(question, place))
            if not line or line.startswith(":") or (line.casefold() in COMMANDS and not one_letter):
                self._go_where(line, sheet)
                continue
            problem = problem_of(question.entries[place], line)
            if not problem:
                return line
            self._say(problem)

    def _show_task(self, sheet: Sheet, question: Question, task: Task) -> None:
        """Environment first; the rubric once the work is done. A solution stands in the report."""
        self._say("What you have:")
        self._say_prose(task.environment)
        while line := self._ask(answers.READY_TO_CHECK):
            self._go_where(line, sheet)
        for text in answers.rubric(question):
            self._say(text)

    def _go_where(self, line: str, sheet: Sheet) -> None:
        """Run a command; raises _Gone when something else is to be shown now."""
        moved = self._command(line, sheet)
        if moved is not None:
            raise _Gone(moved)

    def _keep(self, sheet: Sheet, response: Response, confidence: Confidence) -> Sheet:
        """Keep an answer and go on."""
        return self._exams.answer(sheet.attempt_id, sheet.place, response, confidence, _after(sheet))

    def _review(self, sheet: Sheet) -> Sheet:
        self._say()
        self._warn(sheet)
        self._say(f"All items · {self._time(sheet)}")
        self._say_list(sheet)
        without = len(sheet.unanswered)
        self._say(f"{without} without an answer." if without else "Every item has an answer.")
        while True:
            line = self._ask("g NUMBER goes to an item, submit hands in: ")
            kept = self._command(line, sheet) if line else None
            if kept is not None:
                return kept

    # -- commands ------------------------------------------------------------------------------

    def _command(self, line: str, sheet: Sheet) -> Sheet | None:
        """Run a command; the sheet to show next, or None to ask again."""
        word, _, rest = line.removeprefix(":").strip().partition(" ")
        lowered = word.casefold()
        name = COMMANDS.get(lowered, lowered if lowered in COMMANDS.values() else "")
        if name == "quit":
            raise Left
        step: Callable[[Sheet, str], Sheet | None] | None = getattr(self, f"_do_{name}", None)
        if step is None:
            if not name:
                self._say(f"Not understood: {clean(line, keep_lines=False)[:40]}")
            for text in HELP:
                self._say(text)
            return None
        return self._try(lambda: step(sheet, rest.strip()))

    def _try(self, step: Callable[[], Sheet | None]) -> Sheet | None:
        try:
            return step()
        except DatabaseCorrupt:
            raise
        except StudyappError as error:
            self._say(str(error))
            return None

    def _do_next(self, sheet: Sheet, _rest: str) -> Sheet:
        return self._exams.go(sheet.attempt_id, _after(sheet))

    def _do_previous(self, sheet: Sheet, _rest: str) -> Sheet:
        place = len(sheet.marks) - 1 if sheet.place == REVIEW else max(0, sheet.place - 1)
        return self._exams.go(sheet.attempt_id, place)

    def _do_go(self, sheet: Sheet, rest: str) -> Sheet | None:
        if not rest.isdecimal():
            self._say("Type the number of an item, such as g 12.")
            return None
        return self._exams.go(sheet.attempt_id, int(rest[:6]) - 1)

    def _do_flag(self, sheet: Sheet, _rest: str) -> Sheet | None:
        if sheet.place == REVIEW:
            return None
        flagged = not self._exams.current(sheet.attempt_id).marks[sheet.place].flagged
        self._exams.flag(sheet.attempt_id, sheet.place, flagged)
        self._say("Flagged." if flagged else "Flag taken off.")
        return None

    def _do_list(self, sheet: Sheet, _rest: str) -> Sheet:
        return self._exams.go(sheet.attempt_id, REVIEW)

    def _do_time(self, sheet: Sheet, _rest: str) -> Sheet | None:
        now = self._exams.beat(sheet.attempt_id)
        if now.is_over:
            return now
        self._say(f"{self._time(now)}.")
        return None

    def _do_pause(self, sheet: Sheet, _rest: str) -> Sheet:
        self._exams.pause(sheet.attempt_id)
        self._ask("Paused. Enter goes on: ")
        return self._exams.resume(sheet.attempt_id)

    def _do_submit(self, sheet: Sheet, _rest: str) -> Sheet | None:
        now = self._exams.beat(sheet.attempt_id)
        without = len(now.unanswered)
        told = f"{without} items have no answer. " if without else ""
        if self._ask(f"{told}Hand in now? yes or no: ").casefold() not in ("yes", "y"):
            self._say("Not handed in.")
            return None
        return self._exams.submit(sheet.attempt_id)

    # -- saying --------------------------------------------------------------------------------

    def _say_head(self, sheet: Sheet) -> None:
        name = title_of(sheet.mode, sheet.title)
        self._say(f"{name} · {sheet.certification_code} · {length_label(sheet.rules)} · seed {sheet.seed}")
        for sentence in sheet.rules.assumptions:
            self._say(f"Assumed: {sentence}")
        self._say("Nothing is told before the end. Type ? for help, q to leave.")

    def _say_place(self, sheet: Sheet) -> None:
        self._warn(sheet)
        flag = " · flagged" if sheet.marks[sheet.place].flagged else ""
        self._say(f"Item {sheet.place + 1} of {len(sheet.marks)} · {self._time(sheet)}{flag}")

    def _warn(self, sheet: Sheet) -> None:
        """Say that the time is getting short, once for each mark."""
        told = "" if self._left_s is None or sheet.left_s is None else warning(self._left_s, sheet.left_s)
        self._left_s = sheet.left_s
        if told:
            self._say(told)

    @staticmethod
    def _time(sheet: Sheet) -> str:
        if sheet.left_s is None:
            return f"{clock_label(sheet.used_s)} used"
        return f"{clock_label(sheet.left_s)} left"

    def _say_list(self, sheet: Sheet) -> None:
        for place, mark in enumerate(sheet.marks):
            self._say(f"{place + 1:>3}  {mark_word(mark)}")

    def _say_over(self, sheet: Sheet) -> None:
        self._say()
        self._say(
            "The time is up; it was handed in as it stood."
            if sheet.status is Status.EXPIRED
            else "Handed in."
        )
        for text in report_lines(self._exams.report(sheet.attempt_id), with_items=False):
            self._say(text)
        self._say(f"Every item with its reasons: studyapp exam report {sheet.attempt_id}")

    def _say_goodbye(self, attempt_id: str) -> None:
        sheet = self._exams.beat(attempt_id)
        if sheet.is_over:
            self._say_over(sheet)
            return
        if sheet.rules.may_pause:
            sheet = self._exams.pause(attempt_id)
        goes_on = " The clock goes on." if sheet.left_s is not None and not sheet.rules.may_pause else ""
        self._say(f"Left. Everything is saved.{goes_on} Go on with: studyapp exam resume {attempt_id}")


def _after(sheet: Sheet) -> int:
    """The place after the one on the screen; after the last one the review."""
    return sheet.place + 1 if sheet.place + 1 < len(sheet.marks) else REVIEW
