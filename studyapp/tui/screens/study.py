"""The study session: one item after the other, its answer, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from studyapp.domain.memory import Grade
from studyapp.domain.questions import Confidence
from studyapp.domain.responses import Response
from studyapp.services.views import Changes, Feedback, Finished, Settings, Showing, Waiting
from studyapp.tui import session_calls
from studyapp.tui.actions import action, bindings
from studyapp.tui.bridge import NOTHING, CallFailed
from studyapp.tui.screens.answering import ANSWERING, AnswersByKeys
from studyapp.tui.screens.marking import MarkingScreen
from studyapp.tui.session_calls import Opened, Step, Upcoming
from studyapp.tui.session_modes import ALL, TIMED, TITLES, WORKS_IN, WORKS_WHILE_TYPING, Mode
from studyapp.tui.stopwatch import RepeatGuard, Stopwatch
from studyapp.tui.widgets import feedback as words
from studyapp.tui.widgets.answering import Answerer
from studyapp.tui.widgets.card import CardView, Grades
from studyapp.tui.widgets.parts import is_task
from studyapp.tui.widgets.question import QuestionView, Reasons
from studyapp.tui.widgets.session_end import Pause, Summary

if TYPE_CHECKING:
    from studyapp.services.facade import Services
    from studyapp.services.readiness_views import Focus

T = TypeVar("T")


class SessionScreen(AnswersByKeys, MarkingScreen):
    """One study session."""

    NAME = "study"
    ABOUT = (
        "One card or question after the other, in the order that helps most. Every answer is saved before "
        "the next item is shown. A question asks for the answer and for how sure you are in one key; then "
        "it tells the reason for every option. A card is turned over, and you say how well you knew it."
    )
    BINDINGS = bindings("study")
    JUMPS = False
    AUTO_FOCUS = ""
    CSS_PATH = "../styles/study.tcss"
    TICK_S: ClassVar[float] = 1.0

    def __init__(self, scope: str = "today", certification_id: str = "", only: Focus | None = None) -> None:
        super().__init__()
        self.scope, self.only = scope, only
        self.certification_id = certification_id
        self.mode = Mode.OPENING
        self.showing: Showing | None = None
        self.stopwatch = Stopwatch()
        self.guard = RepeatGuard()
        self.is_settled = False
        """Whether what stands on the screen has been painted: a key pressed before was not meant for it."""
        self._asking = 0
        self._settings = Settings()
        self._finished: Finished | None = None
        self._cards_made = False
        self._trail = ""

    # Composing

    def compose_main(self) -> ComposeResult:
        """One view for each thing that can stand here; one of them is shown."""
        yield Static("Opening the session …", id="opening", classes="dim", markup=False)
        yield QuestionView()
        yield CardView()
        yield Pause(self.app.clock)
        yield Summary()

    def compose_side(self) -> ComposeResult:
        """Beside the options, their reasons."""
        yield Reasons(as_on_screen=True, id="reasons-beside")

    def on_mount(self) -> None:
        """Show the opening line; keys belong to the screen, not to its scrolling columns."""
        super().on_mount()
        for column in self.query(VerticalScroll):
            column.can_focus = False
        self._only("#opening")
        self._ticker = self.set_interval(self.TICK_S, self._tick, pause=True)

    def _only(self, selector: str) -> None:
        for view in ("#opening", "#question", "#card", "#pause", "#summary"):
            self.query_one(view).display = view == selector

    # Asking the services

    async def load(self) -> None:
        """Begin the session."""
        self._set_mode(Mode.OPENING, "#opening")
        await self._begin(self.scope)

    async def _begin(self, scope: str) -> None:
        certification_id, only = self.certification_id, self.only
        try:
            opened: Opened = await self.app.bridge.call(
                lambda s: session_calls.begin(s, scope, certification_id, only)
            )
        except CallFailed:
            again, back = action("study.next").shown_key, action("app.back").shown_key
            told = f"The session could not begin. {again} tries again, {back} goes back."
            self.query_one("#opening", Static).update(told)
            self._set_mode(Mode.TROUBLE, "#opening")
            raise
        self._settings = opened.settings
        await self._show(opened.upcoming)

    async def _ask(self, ask: Callable[[Services], T], changes: Changes = NOTHING) -> T:
        """Ask the services; no other decision counts until they have answered."""
        self._asking += 1
        try:
            return await self.app.bridge.call(ask, changes=changes)
        finally:
            self._asking -= 1

    @property
    def _is_busy(self) -> bool:
        return self._asking > 0

    def _may_decide(self) -> bool:
        """Whether a deciding key counts: painted before it was pressed, and not the bounce of another."""
        return self.guard.allows() and self.is_settled and not self._is_busy

    # Showing

    async def _show(self, upcoming: Upcoming, trail: str = "") -> None:
        self._cards_made, self._trail = False, trail
        self.stopwatch.reset(is_task=isinstance(upcoming, Showing) and is_task(upcoming))
        with self.app.batch_update():
            for reasons in self.query(Reasons):
                reasons.clear()
            if isinstance(upcoming, Waiting):
                self._show_pause(upcoming)
            elif isinstance(upcoming, Finished):
                self._show_end(upcoming)
            else:
                await self._show_item(upcoming)
            for column in self.query(VerticalScroll):
                column.scroll_home(animate=False, force=True, immediate=True)

    async def _show_item(self, showing: Showing) -> None:
        self.showing = showing
        if showing.question is not None:
            await self.query_one(QuestionView).show(showing, self._trail)
            self._set_mode(Mode.QUESTION, "#question")
            self.action_write()
        else:
            self.query_one(CardView).show(showing, typed=self._settings.type_answers, trail=self._trail)
            self._set_mode(Mode.CARD, "#card")

    def _show_pause(self, waiting: Waiting) -> None:
        self.showing = None
        self.query_one(Pause).show(waiting)
        self._set_mode(Mode.PAUSE, "#pause")

    def _show_end(self, finished: Finished) -> None:
        self.showing, self._finished = None, finished
        self.query_one(Summary).show(finished, self._trail)
        self._set_mode(Mode.END, "#summary")

    def _set_mode(self, mode: Mode, view: str) -> None:
        if mode is not Mode.CARD and self.focused is not None:
            self.set_focus(None)
        self.mode = mode
        self._only(view)
        if mode is Mode.PAUSE:
            self._ticker.resume()
        else:
            self._ticker.pause()
        self._update_lines()
        self._settle()

    def _settle(self) -> None:
        self.is_settled = False
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self.is_settled = True
        if self.mode in TIMED and self.is_current:
            self.stopwatch.resume()

    def _update_lines(self) -> None:
        showing = self.showing
        title = TITLES.get(self.scope.partition(":")[0], "Study")
        if showing is None:
            self.headline, self.status = title, ""
        else:
            self.status = words.place_told(showing)
            room = self.size.width - 8 - len(self.status)
            parts = [title, *showing.subject]
            while len(parts) > 1 and len(" · ".join(parts)) > room:
                parts.pop()
            self.headline = " · ".join(part for part in parts if part)
        self.refresh_bindings()

    def resized(self) -> None:
        """Lines that depend on the width are laid out anew; what was answered stays in view."""
        self._update_lines()
        self.query_one(QuestionView).refresh_lines()
        self.query_one(CardView).refresh_lines()

    def _tell(self, text: str) -> None:
        """One sentence, where the eye is."""
        if self.mode is Mode.QUESTION:
            self.query_one(QuestionView).tell(text)
        elif self.mode is Mode.CARD:
            self.query_one(CardView).tell(text)
        else:
            self.app.say(text)

    # Which actions work now

    def applies(self, verb: str) -> bool:
        """By mode; a field that has the keyboard takes the letters."""
        if self.mode is Mode.QUESTION and verb in ANSWERING:
            return self.answerer is not None and verb in self.answerer.verbs
        if self.focused is not None and verb not in WORKS_WHILE_TYPING:
            return False
        if verb == "terms":
            question = self.showing.question if self.showing else None
            return (
                self.mode is Mode.ANSWERED and bool(question and question.term_ids) and not self._cards_made
            )
        if verb == "more":
            return self.mode is Mode.END and self._finished is not None and self._finished.more_available
        return self.mode in WORKS_IN.get(verb, ALL)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A letter chooses only where there is an option with it; else it keeps its other meaning."""
        if action == "choose" and self.mode is Mode.QUESTION and parameters:
            return self.has_letter(parameters[0])
        return super().check_action(action, parameters)

    def shown_key(self, verb: str) -> str:
        """The letters of the options that there are, in the key line."""
        return self.letters_shown() if verb == "choose" else ""

    @property
    def answerer(self) -> Answerer | None:
        """The widget by which the question on screen is answered."""
        return self.query_one(QuestionView).answerer

    # Questions

    def tell_problem(self, text: str) -> None:
        """Under the question."""
        self._tell(text)

    def action_written(self) -> None:
        """Go on from a field, however quickly; a held key must not give the answer next."""
        self.guard.allows()
        super().action_written()

    def action_move(self, key: str) -> None:
        """Choose with the arrows, or scroll where there is nothing to choose."""
        step = -1 if key == "up" else 1
        if self.mode is Mode.QUESTION and self.answerer is not None and self.answerer.move(step):
            return
        self._scroll(float(step))

    def action_page(self, key: str) -> None:
        """Scroll by a page, or to an end."""
        column = self.query_one("#main", VerticalScroll)
        if key in ("home", "end"):
            (column.scroll_home if key == "home" else column.scroll_end)(animate=False)
        else:
            page = max(1, column.scrollable_content_region.height - 1)
            self._scroll(float(-page if key == "pageup" else page))

    def _scroll(self, lines: float) -> None:
        for column in self.query(VerticalScroll):
            column.scroll_relative(y=lines, animate=False)

    @on(Answerer.AnswerMarked)
    def _marked(self) -> None:
        self.query_one(QuestionView).tell()

    @on(Answerer.WorkChanged)
    def _work_changed(self) -> None:
        self.refresh_bindings()

    async def action_think_so(self) -> None:
        """Answer with some confidence."""
        await self._answer(Confidence.THINK_SO)

    async def action_sure(self) -> None:
        """Answer with full confidence."""
        await self._answer(Confidence.SURE)

    async def action_guess(self) -> None:
        """Answer with none."""
        await self._answer(Confidence.GUESS)

    async def _answer(self, confidence: Confidence) -> None:
        showing, answerer = self.showing, self.answerer
        if showing is None or answerer is None or not self._may_decide():
            return
        if answerer.missing:
            self._tell(answerer.missing)
            answerer.write()
            return
        elapsed_ms, response = self.stopwatch.elapsed_ms, answerer.response
        given = await self._ask(
            lambda s: session_calls.answer(s, showing.token, response, confidence, elapsed_ms)
        )
        if isinstance(given, Step):
            await self._show(given.upcoming, given.stale)
            return
        self._show_feedback(given, response, confidence)

    def _show_feedback(self, feedback: Feedback, response: Response, confidence: Confidence) -> None:
        assert self.showing is not None
        verdict = feedback.verdict
        assert verdict is not None
        leech = words.leech_sentence(feedback, self._settings.leech_action)
        view = self.query_one(QuestionView)
        view.reveal(feedback, response, confidence, leech)
        above = min(view.lines_above_options, self.size.height // 3)
        self.query_one("#reasons-beside", Reasons).tell(self.showing, response, verdict, above)
        self._set_mode(Mode.ANSWERED, "#question")

    async def action_next(self) -> None:
        """Go on."""
        if not self._may_decide():
            return
        if self.mode is Mode.TROUBLE:
            await self._begin(self.scope)
        else:
            await self._go_on()

    async def _go_on(self, trail: str = "") -> None:
        await self._show(await self._ask(lambda s: s.study.next()), trail)

    async def action_terms(self) -> None:
        """Make cards of the linked terms."""
        showing = self.showing
        if showing is None or showing.question is None:
            return
        term_ids = showing.question.term_ids
        await self._ask(lambda s: s.study.add_terms(term_ids))
        if self.showing is None or self.showing.token != showing.token:
            return
        self._cards_made = True
        self.query_one(QuestionView).retell(showing, cards_made=True)
        self.app.say(words.cards_made_told(term_ids))  # the line that says so may be out of sight
        self.refresh_bindings()

    # Cards

    def action_reveal(self) -> None:
        """Turn the card over."""
        if self.mode is Mode.CARD and self._may_decide():
            self.query_one(CardView).reveal()
            self._set_mode(Mode.REVEALED, "#card")

    async def action_again(self) -> None:
        """Grade: not known."""
        await self._grade(Grade.AGAIN)

    async def action_hard(self) -> None:
        """Grade: with effort."""
        await self._grade(Grade.HARD)

    async def action_good(self) -> None:
        """Grade: known."""
        await self._grade(Grade.GOOD)

    async def action_easy(self) -> None:
        """Grade: at once."""
        await self._grade(Grade.EASY)

    async def action_suggested(self) -> None:
        """Grade as marked."""
        await self._grade(self.query_one(CardView).suggested)

    @on(Grades.GradeChosen)
    def _grade_clicked(self, message: Grades.GradeChosen) -> None:
        message.stop()
        if self.mode is Mode.REVEALED:
            self.work(self._grade(message.grade))

    async def _grade(self, grade: Grade) -> None:
        showing = self.showing
        if showing is None or showing.term is None or not self._may_decide():
            return
        elapsed_ms = self.stopwatch.elapsed_ms
        step = await self._ask(lambda s: session_calls.grade(s, showing.token, grade, elapsed_ms))
        trail = step.stale
        if step.feedback is not None:
            trail = words.graded_trail(showing.term.term, step.feedback)
            leech = words.leech_sentence(step.feedback, self._settings.leech_action)
            if leech:
                self.app.say(leech, title=showing.term.term)
        await self._show(step.upcoming, trail)

    # The end

    def action_leave(self) -> None:
        """End the session."""
        if self._may_decide():
            self.app.go_back()

    async def action_more(self) -> None:
        """Go on beyond the plan."""
        if self._may_decide():
            self.scope = "more"
            await self._begin(self.scope)

    def _tick(self) -> None:
        if self.mode is not Mode.PAUSE:
            return
        pause = self.query_one(Pause)
        if pause.is_over and not self._is_busy:
            self._ticker.pause()
            self.work(self._go_on())
        else:
            pause.tick()

    @on(events.ScreenSuspend)
    def _covered(self) -> None:
        self.stopwatch.pause()

    @on(events.ScreenResume)
    def _uncovered(self) -> None:
        if self.mode in TIMED and self.is_settled:
            self.stopwatch.resume()
