"""Sitting an exam: one item after the other against the clock, and nothing told before the end."""

from __future__ import annotations

from textual import on
from textual.containers import VerticalScroll

from studyapp.domain.exams.attempts import REVIEW
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.services.exams.views import Sheet
from studyapp.tui.actions import action, bindings
from studyapp.tui.bridge import CallFailed
from studyapp.tui.exam_modes import WORKS_IN, WORKS_WHILE_TYPING, Stands
from studyapp.tui.screens.answering import ANSWERING
from studyapp.tui.screens.exam_base import ExamBase, Moves
from studyapp.tui.widgets.answering import Answerer
from studyapp.tui.widgets.navigator import Navigator
from studyapp.tui.widgets.question import QuestionView


class ExamScreen(ExamBase):
    """One attempt, from where it stands to its end."""

    NAME = "exam"
    ABOUT = (
        "An exam as it will be: the items of the real one, its time, and no word about right or wrong before "
        "the end. Every answer and every flag is kept the moment you give it. The overview shows all items; "
        "from there you hand in. When the time is up, it is handed in as it stands."
    )
    BINDINGS = bindings("exam")
    JUMPS = False
    AUTO_FOCUS = ""
    CSS_PATH = ["../styles/study.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    # Which actions work now

    def applies(self, verb: str) -> bool:
        """By what stands on the screen; a field that has the keyboard takes the letters."""
        sheet = self.sheet
        if sheet is None:
            return verb == "leave"
        if verb in ANSWERING:
            return self._answers_by(verb)
        if verb == "leave":
            # The same key takes the learner out of a field first.
            return not (self._answers_by("out") or self.stands is Stands.ASKED or self.applies("item"))
        if self.focused is not None and verb not in WORKS_WHILE_TYPING:
            return False
        if self.stands not in WORKS_IN.get(verb, frozenset(Stands)):
            return False
        # Asked for every key that there is, several times for each that is pressed.
        if verb == "unanswered":
            return not all(mark.answered for mark in sheet.marks)
        rules = {
            "pause": sheet.rules.may_pause,
            "item": sheet.rules.may_change,
            "previous": sheet.place > 0 and sheet.rules.may_change,
        }
        return rules.get(verb, True)

    def _answers_by(self, verb: str) -> bool:
        """Whether a way of answering works for the item on the screen; what is final can only be left."""
        if self.stands is not Stands.ITEM or self.answerer is None:
            return False
        return verb in self.answerer.verbs and (self._is_open or verb == "think_so")

    @property
    def _is_open(self) -> bool:
        """Whether the item on the screen can still be answered."""
        sheet = self.sheet
        if sheet is None or self.stands is not Stands.ITEM or sheet.place == REVIEW:
            return False
        return not sheet.marks[sheet.place].locked

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter chooses only where there is an option with it; else it keeps its other meaning."""
        if action == "choose" and self.stands is Stands.ITEM and parameters:
            return self.has_letter(parameters[0]) and self.applies("choose")
        return super().check_action(action, parameters)

    def shown_key(self, verb: str) -> str:
        """The letters of the options that there are, in the key line."""
        return self.letters_shown() if verb == "choose" else ""

    # Answering

    def tell_problem(self, text: str) -> None:
        """Under the item."""
        self.query_one(QuestionView).tell(text)

    @on(Answerer.AnswerMarked)
    def _marked(self) -> None:
        self.query_one(QuestionView).tell()
        self.answer_changed()

    def answer_changed(self) -> None:
        """Ask to keep it before the next key can lead away from the item, or end the program."""
        sheet, answerer = self.sheet, self.answerer
        # A mark may be told of after the key that gave the answer: nothing that was said is taken back then.
        if sheet is None or answerer is None or not self._is_open:
            return
        response = answerer.response
        if not response.says_as_much_as(self.kept):
            self.kept = response
            self.work(self._keep(sheet, response, self._moves()), group="keep")

    @on(Answerer.WorkChanged)
    def _work_changed(self) -> None:
        self.refresh_bindings()

    async def _keep(self, sheet: Sheet, response: Response, write: Moves) -> None:
        """Keep what was chosen at an item, as it is; what was said of it before stays said."""
        attempt_id, place = self.attempt_id, sheet.place
        said = Confidence(sheet.confidence) if sheet.confidence else None
        self._keeping += 1
        try:
            kept = await self._call(lambda s: s.exams.answer(attempt_id, place, response, said), write)
        except CallFailed:
            if self.sheet is not None and self.sheet.place == place:
                self.kept = sheet.response
            raise
        finally:
            self._keeping -= 1
        await self._adopt(kept)

    async def action_think_so(self) -> None:
        """Keep the answer and go on."""
        await self._answer(Confidence.THINK_SO)

    async def action_sure(self) -> None:
        """Keep the answer as sure and go on."""
        await self._answer(Confidence.SURE)

    async def action_guess(self) -> None:
        """Keep the answer as a guess and go on."""
        await self._answer(Confidence.GUESS)

    def action_written(self) -> None:
        """Go on from a field, however quickly; a held key must not go on to the next item."""
        self.guard.allows()
        super().action_written()

    async def _answer(self, confidence: Confidence) -> None:
        sheet, answerer = self.sheet, self.answerer
        if sheet is None or answerer is None or not self._may_decide():
            return
        attempt_id, place, after = self.attempt_id, sheet.place, self._place_after(sheet)
        response = answerer.response
        if response.is_empty or sheet.marks[place].locked:
            if confidence is not Confidence.THINK_SO:
                self.tell_problem(answerer.missing)
                return
            await self._go(after)
            return
        if answerer.missing:
            key = action("exam.next").shown_key
            self.tell_problem(f"{answerer.missing} {key} goes on all the same.")
            answerer.write()
            return
        self.kept = response
        await self._take(
            await self._ask(lambda s: s.exams.answer(attempt_id, place, response, confidence, after))
        )

    @staticmethod
    def _place_after(sheet: Sheet) -> int:
        return sheet.place + 1 if sheet.place + 1 < len(sheet.marks) else REVIEW

    # Moving

    def action_move(self, key: str) -> None:
        """Choose with the arrows, or move the cursor of the overview, or scroll."""
        if self.stands is Stands.OVERVIEW:
            self._move_cursor(key)
            return
        step = -1 if key == "up" else 1
        if self._is_open and self.answerer is not None and self.answerer.move(step):
            self.answer_changed()
            return
        self.query_one("#main", VerticalScroll).scroll_relative(y=float(step), animate=False)

    def action_page(self, key: str) -> None:
        """Scroll by a page, or to an end."""
        column = self.query_one("#main", VerticalScroll)
        if key in ("home", "end"):
            (column.scroll_home if key == "home" else column.scroll_end)(animate=False)
        else:
            page = max(1, column.scrollable_content_region.height - 1)
            column.scroll_relative(y=float(-page if key == "pageup" else page), animate=False)

    def _move_cursor(self, key: str) -> None:
        grid = self.query_one("#overview", Navigator)
        assert self.sheet is not None
        self._last_item = grid.moved(key)
        grid.show(self.sheet.marks, self._last_item)
        grid.keep_visible()

    async def action_next(self) -> None:
        """The next item, after the last one the overview."""
        sheet = self.sheet
        if sheet is not None and self._may_go():
            await self._go(self._place_after(sheet))

    async def action_previous(self) -> None:
        """The item before."""
        if self.sheet is not None and self._may_go():
            await self._go(max(0, self.sheet.place - 1))

    def _may_go(self) -> bool:
        """Whether a key that only moves counts: also one pressed ahead, unless there is no way back."""
        sheet = self.sheet
        return sheet is not None and not self._is_busy and (self.is_settled or sheet.rules.may_change)

    async def _go(self, place: int) -> None:
        self.answer_changed()  # a click may have, whose message is still on its way
        if (ahead := self.ahead(place)) is not None:
            await self._go_ahead(ahead)
            return
        attempt_id = self.attempt_id
        await self._take(await self._ask(lambda s: s.exams.go(attempt_id, place)))

    async def action_overview(self) -> None:
        """All items."""
        if self._may_go():
            await self._go(REVIEW)

    async def action_go(self) -> None:
        """To the item under the cursor."""
        if self._may_decide():
            await self._go(self.query_one("#overview", Navigator).at)

    async def action_unanswered(self) -> None:
        """To the next place without an answer; in the overview only the cursor goes there."""
        sheet = self.sheet
        if sheet is None or not sheet.unanswered:
            return
        at = self._last_item if self.stands is Stands.OVERVIEW else sheet.place
        place = next((p for p in sheet.unanswered if p > at), sheet.unanswered[0])
        if self.stands is Stands.OVERVIEW:
            self._last_item = place
            grid = self.query_one("#overview", Navigator)
            grid.show(sheet.marks, place)
            grid.keep_visible()
        elif self._may_go():
            await self._go(place)

    @on(Navigator.PlaceChosen)
    def _place_clicked(self, message: Navigator.PlaceChosen) -> None:
        message.stop()
        if self._may_go():
            self.work(self._go(message.place))

    async def action_flag(self) -> None:
        """Flag the item, or take the flag away."""
        sheet = self.sheet
        if sheet is None:
            return
        attempt_id = self.attempt_id
        place = self._last_item if self.stands is Stands.OVERVIEW else sheet.place
        flagged = not sheet.marks[place].flagged
        await self._take(await self._ask(lambda s: s.exams.flag(attempt_id, place, flagged)))

    # Pausing and the end

    async def action_pause(self) -> None:
        """Stop the clock."""
        self.answer_changed()  # not behind it: an answer lets the clock run again
        attempt_id = self.attempt_id
        await self._take(await self._ask(lambda s: s.exams.pause(attempt_id)))

    async def action_resume(self) -> None:
        """Let the clock run again."""
        if self._may_decide():
            attempt_id = self.attempt_id
            await self._take(await self._ask(lambda s: s.exams.resume(attempt_id)))

    def action_hand_in(self) -> None:
        """Ask whether to hand in."""
        if self.sheet is not None:
            self._show_question_before_end(self.sheet)
            self._tell_where()

    async def action_confirm(self) -> None:
        """Hand in."""
        if self._may_decide():
            attempt_id = self.attempt_id
            await self._take(await self._ask(lambda s: s.exams.submit(attempt_id)))

    async def action_refuse(self) -> None:
        """Back to the overview."""
        if self.sheet is not None:
            self._show_overview(self.sheet)
            self._tell_where()

    async def action_item(self) -> None:
        """From the overview back to the item."""
        if self.sheet is not None:
            await self._go(min(self._last_item, len(self.sheet.marks) - 1))

    async def action_leave(self) -> None:
        """Away; what is final can only be left from the overview."""
        await self._leave(self.sheet)

    async def _leave(self, sheet: Sheet | None) -> None:
        self.answer_changed()
        attempt_id = self.attempt_id
        if sheet is not None and sheet.rules.may_pause:
            await self._ask(lambda s: s.exams.pause(attempt_id))
            told = "Paused; everything is kept."
        else:
            await self._catch_up()
            told = "Everything is kept. The clock goes on."
        self.app.go_back()
        if sheet is not None:
            self.app.say(f"{told} {action('today.exam').shown_key} on Today comes back to it.")
