"""What stands on the screen of an exam, and its clock; what the keys do is in `exam`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from studyapp.domain.exams.attempts import Status
from studyapp.domain.questions import Question, QuestionKind
from studyapp.domain.responses import Response
from studyapp.errors import ExamOver
from studyapp.exam_words import clock_label, title_of, warning
from studyapp.services.exams.views import Sheet
from studyapp.tui.drawing import Drawing, indented, line, stack
from studyapp.tui.exam_items import sheet_at, showing_of_sheet
from studyapp.tui.exam_modes import (
    Stands,
    asked_text,
    paused_text,
)
from studyapp.tui.screens.answering import AnswersByKeys
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.stopwatch import RepeatGuard
from studyapp.tui.widgets.answering import Answerer
from studyapp.tui.widgets.navigator import Navigator, legend, summary
from studyapp.tui.widgets.question import QuestionView

if TYPE_CHECKING:
    from studyapp.services.facade import Services

T = TypeVar("T")
Moves = Callable[["Services"], Sheet | None]
"""What writes down where the learner went."""
SHOWN = {
    Stands.OPENING: ("#opening",),
    Stands.ITEM: ("#question",),
    Stands.OVERVIEW: ("#overview-head", "#overview", "#overview-legend"),
    Stands.PAUSED: ("#paused",),
    Stands.ASKED: ("#asked",),
}
"""The widgets of each."""


class ExamBase(AnswersByKeys, StudyScreen):
    """One attempt on the screen: an item, the overview, the pause, the question before handing in."""

    TICK_S: ClassVar[float] = 1.0
    BEAT_S: ClassVar[float] = 10.0
    """How often the time used is written down while nothing else is."""

    def __init__(self, attempt_id: str) -> None:
        super().__init__()
        self.attempt_id = attempt_id
        self.sheet: Sheet | None = None
        self.stands = Stands.OPENING
        self.guard = RepeatGuard()
        self.is_settled = False
        self._is_busy = False
        self._fetched_at = 0.0
        self._left_said: float | None = None
        self._last_item = 0
        self._told_marks = ""
        self._is_prepared = False
        self._items: dict[int, tuple[Question, tuple[int, ...]]] = {}
        self._unwritten: list[int] = []
        self.kept = Response()
        self._keeping = 0

    # Composing

    def compose_main(self) -> ComposeResult:
        """The item, the overview, the pause, the question before handing in; one of them is shown."""
        yield Static("", id="low-clock", classes="dim", markup=False)
        yield Static("Opening the exam …", id="opening", classes="dim", markup=False)
        yield QuestionView()
        yield Static("", id="overview-head", markup=False)
        yield Navigator(id="overview")
        yield Static("", id="overview-legend", classes="furniture", markup=False)
        yield Static("", id="paused", markup=False)
        yield Static("", id="asked", markup=False)

    def compose_side(self) -> ComposeResult:
        """All items beside the one on the screen."""
        yield Static("", id="side-head", markup=False)
        yield Navigator(id="navigator")
        yield Static("", id="side-legend", markup=False)

    def on_mount(self) -> None:
        """Begin to count; keys belong to the screen, not to its scrolling columns."""
        super().on_mount()
        for column in self.query(VerticalScroll):
            column.can_focus = False
        self._stand(Stands.OPENING)
        self.set_interval(self.TICK_S, self._tick)
        self.set_interval(self.BEAT_S, self._beat)

    # Asking the services

    async def load(self) -> None:
        """Come back to the attempt."""
        if self.sheet is not None:
            return
        attempt_id = self.attempt_id
        await self._take(await self._ask(lambda s: s.exams.resume(attempt_id)))

    async def _ask(self, ask: Callable[[Services], Sheet]) -> Sheet:
        """Ask the services; no other decision counts until they have answered."""
        self._is_busy = True
        try:
            return await self._call(ask)
        finally:
            self._is_busy = False

    async def _call(self, ask: Callable[[Services], Sheet], write: Moves | None = None) -> Sheet:
        """A call that comes after the end (another window handed it in) gives the attempt as it is."""
        write = write or self._moves()
        try:
            return await self.app.bridge.call(lambda s: (write(s), ask(s))[1], expected=ExamOver)
        except ExamOver:
            attempt_id = self.attempt_id
            return await self.app.bridge.call(lambda s: s.exams.current(attempt_id))

    # Ahead of the services: a move needs nothing but an item that never changes, and is painted first

    def ahead(self, place: int) -> Sheet | None:
        """The attempt with another item on the screen, if that is known here and any item may be gone to."""
        sheet, item = self.sheet, self._items.get(place)
        if sheet is None or item is None or sheet.status is not Status.RUNNING or not sheet.rules.may_change:
            return None
        return replace(sheet_at(sheet, place, *item), left_s=self.left_s, used_s=self._used_s)

    async def _go_ahead(self, sheet: Sheet) -> None:
        """Show an item now; the move is written down when it is painted, or with what follows."""
        self._unwritten.append(sheet.place)
        await self._take(sheet)

    def _moves(self) -> Moves:
        """What writes down the moves so far, in their order; the attempt after the last one."""
        attempt_id, places = self.attempt_id, self._unwritten
        self._unwritten = []

        def write(services: Services) -> Sheet | None:
            sheets = [services.exams.go(attempt_id, place) for place in places]
            return sheets[-1] if sheets else None

        return write

    def _unknown(self) -> list[int]:
        """The neighbours of the item on the screen that are not known yet."""
        sheet = self.sheet
        if sheet is None or sheet.question is None or not sheet.rules.may_change:
            return []
        near = (sheet.place + 1, sheet.place - 1)
        return [place for place in near if 0 <= place < len(sheet.marks) and place not in self._items]

    async def _catch_up(self) -> None:
        """Write down where the learner went, and fetch what the next key may ask for."""
        attempt_id, write, unknown = self.attempt_id, self._moves(), self._unknown()
        sheet, found = await self.app.bridge.call(
            lambda s: (write(s), {place: s.exams.item(attempt_id, place) for place in unknown})
        )
        self._items |= {place: item for place, item in found.items() if item is not None}
        if sheet is not None:
            await self._adopt(sheet)

    async def _adopt(self, sheet: Sheet) -> None:
        """The attempt as it is written down by now, while its learner looks at an item."""
        shown = self.sheet
        if sheet.is_over:
            await self._take(sheet)
        elif shown is not None and shown.place == sheet.place and not self._unwritten:
            self.sheet, self._fetched_at = sheet, monotonic()
            if self.stands is not Stands.ITEM:
                return
            self._show_marks(sheet)
            self._update_lines()
            # What was marked there was still on its way when the item was left, and it was shown without.
            is_told = not self._keeping and not self._is_busy
            if is_told and not sheet.response.says_as_much_as(self.kept):
                await self._show_item(sheet)
                self._tell_where()

    def _may_decide(self) -> bool:
        """Whether a deciding key counts: painted before it was pressed, and not the bounce of another."""
        return self.guard.allows() and self.is_settled and not self._is_busy

    # Showing

    async def _take(self, sheet: Sheet) -> None:
        """Show an attempt as it stands now."""
        before, self.sheet = self.sheet, sheet
        self._fetched_at = monotonic()
        if sheet.is_over:
            self._end(sheet)
            return
        if sheet.question is not None:
            self._items[sheet.place] = sheet.question, sheet.order
        # One frame for all of it: each more that is drawn makes the next item late.
        with self.app.batch_update():
            if sheet.status is Status.PAUSED:
                self._show_pause(sheet)
            elif sheet.question is None:
                self._show_overview(sheet)
            else:
                self._show_marks(sheet)
                if before is None or before.place != sheet.place or self.stands is not Stands.ITEM:
                    await self._show_item(sheet)
            self._tell_where()

    def _tell_where(self) -> None:
        """What the header, the key line and the guard know of what stands here now."""
        self._update_lines()
        self.refresh_bindings()
        if not self.is_settled:
            # Last, for this wakes the screen: what is not ready by then comes in a frame of its own.
            self.call_after_refresh(self._painted)

    async def _show_item(self, sheet: Sheet) -> None:
        self._last_item, self.kept = sheet.place, sheet.response
        view = self.query_one(QuestionView)
        await view.show(showing_of_sheet(sheet), self._trail(sheet), sheet.response)
        self._stand(Stands.ITEM)
        main = self.query_one("#main", VerticalScroll)
        if main.scroll_offset.y:
            main.scroll_home(animate=False, force=True, immediate=True)
        self.action_write()

    @staticmethod
    def _trail(sheet: Sheet) -> str:
        """What was said of this item before, and what is final."""
        if sheet.marks[sheet.place].locked:
            return "This answer is final."
        said = {"sure": "sure", "think-so": "you think so", "guess": "a guess"}.get(sheet.confidence, "")
        return f"Your answer so far is kept: {said}." if said and not sheet.response.is_empty else ""

    def _show_marks(self, sheet: Sheet) -> None:
        self.query_one("#navigator", Navigator).show(sheet.marks, sheet.place)
        told = summary(sheet.marks)
        if told != self._told_marks:
            # The same number of lines: what asks for a layout makes the next item late.
            is_first, self._told_marks = not self._told_marks, told
            head = Drawing(lambda width: indented(told, width, 0, "$foreground"))
            self.query_one("#side-head", Static).update(head, layout=is_first)
            if is_first:
                self.query_one("#side-legend", Static).update(Drawing(legend))

    def _show_overview(self, sheet: Sheet) -> None:
        grid = self.query_one("#overview", Navigator)
        grid.show(sheet.marks, min(self._last_item, len(sheet.marks) - 1))
        head = [
            line((f"All {len(sheet.marks)} items", "bold $ink")),
            line((summary(sheet.marks), "$foreground")),
        ]
        self.query_one("#overview-head", Static).update(stack(head))
        self.query_one("#overview-legend", Static).update(Drawing(legend))
        self._stand(Stands.OVERVIEW)
        self.call_after_refresh(grid.keep_visible)

    def _show_pause(self, sheet: Sheet) -> None:
        self.query_one("#paused", Static).update(Drawing(lambda width: paused_text(sheet, width)))
        self._stand(Stands.PAUSED)

    def _show_question_before_end(self, sheet: Sheet) -> None:
        self.query_one("#asked", Static).update(Drawing(lambda width: asked_text(sheet, width)))
        self._stand(Stands.ASKED)

    def _end(self, sheet: Sheet) -> None:
        """The report takes the place of the exam."""
        if self.sheet is not None and not self.is_on_top:
            return
        if sheet.status is Status.EXPIRED:
            self.app.say("The time is up. It was handed in as it stood.", title="Time is up")
        while self.app.screen is not self:
            self.app.pop_screen()  # the palette
        self.app.go_back()
        self.app.show("examreport", attempt_id=self.attempt_id)

    def _stand(self, stands: Stands) -> None:
        if self.focused is not None:
            self.set_focus(None)
        if stands is not self.stands or stands is Stands.OPENING:
            self.stands = stands
            for each, names in SHOWN.items():
                for name in names:
                    self.query_one(name).display = each is stands
            self.query_one("#side").set_class(stands is not Stands.ITEM, "-idle")
        self.is_settled = False

    def _painted(self) -> None:
        self.is_settled = True
        if self.sheet is not None and not self._is_prepared:
            self._is_prepared = True
            kinds = [QuestionKind(kind) for kind in self.sheet.rules.kinds or QuestionKind]
            self.work(self.query_one(QuestionView).prepare(kinds), group="prepare")
        if self._unwritten or self._unknown():
            self.work(self._catch_up(), group="ahead")

    # The clock

    @property
    def left_s(self) -> float | None:
        """Seconds that are left now; None for an untimed attempt."""
        sheet = self.sheet
        if sheet is None or sheet.left_s is None:
            return None
        gone = 0.0 if sheet.status is Status.PAUSED else monotonic() - self._fetched_at
        return max(0.0, sheet.left_s - gone)

    def _tick(self) -> None:
        sheet = self.sheet
        if sheet is None or sheet.is_over or not self.is_on_top:
            return
        left = self.left_s
        if left is not None:
            told = warning(self._left_said, left) if self._left_said is not None else ""
            self._left_said = left
            if told:
                self.app.say(told, title="Time")
            if left <= 0 and not self._is_busy:
                self._beat()
        self._update_lines()

    def _beat(self) -> None:
        """Write the time down; where it is up, the attempt ends here."""
        sheet = self.sheet
        if sheet is None or sheet.is_over or sheet.status is Status.PAUSED or self._is_busy:
            return
        self.work(self._write_time(), group="beat")

    async def _write_time(self) -> None:
        attempt_id = self.attempt_id
        # Not as a decision: a key pressed meanwhile counts.
        await self._adopt(await self._call(lambda s: s.exams.beat(attempt_id)))

    @on(events.ScreenResume)
    def _uncovered(self) -> None:
        if self.sheet is not None and self.sheet.is_over:
            self._end(self.sheet)

    def _update_lines(self) -> None:
        sheet = self.sheet
        if sheet is None:
            self.headline, self.status = "Exam", ""
            return
        where = (
            f"{sheet.place + 1} of {len(sheet.marks)}"
            if self.stands is Stands.ITEM
            else f"{len(sheet.marks)} items"
        )
        flag = " · ⚑ flagged" if self.stands is Stands.ITEM and sheet.marks[sheet.place].flagged else ""
        left = self.left_s
        self.status = f"{where}{flag} · " + (
            f"{clock_label(left)} left" if left is not None else f"{clock_label(self._used_s)} used"
        )
        if self.has_class("-low"):
            # There is no header on a low terminal; the time must not be out of sight.
            self.query_one("#low-clock", Static).update(self.status)
        title = title_of(sheet.mode, sheet.title)
        room = self.size.width - 8 - len(self.status)
        parts = [title, sheet.certification_code]
        while len(parts) > 1 and len(" · ".join(parts)) > room:
            parts.pop()
        self.headline = " · ".join(parts)

    @property
    def _used_s(self) -> float:
        sheet = self.sheet
        assert sheet is not None
        gone = 0.0 if sheet.status is Status.PAUSED else monotonic() - self._fetched_at
        return sheet.used_s + gone

    def resized(self) -> None:
        """Lines that depend on the width are laid out anew."""
        self._update_lines()
        self.query_one(QuestionView).refresh_lines()

    @property
    def answerer(self) -> Answerer | None:
        """The widget by which the item on the screen is answered."""
        return self.query_one(QuestionView).answerer
