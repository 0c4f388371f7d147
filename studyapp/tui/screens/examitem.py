"""One item of an attempt that is over: as it was shown, the learner's answer, and every reason."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from studyapp.domain.questions import Confidence
from studyapp.services.exams.views import ExamReport, ReportItem
from studyapp.services.views import Aspect, EarlierDispute
from studyapp.tui import exam_lines as lines
from studyapp.tui.actions import bindings
from studyapp.tui.exam_items import showing_of_item
from studyapp.tui.screens.disputing import Disputed, DisputingScreen
from studyapp.tui.screens.examitems import flag_question
from studyapp.tui.widgets.question import QuestionView, Reasons


class ExamItemScreen(DisputingScreen):
    """One item after the other."""

    NAME = "examitem"
    ABOUT = (
        "An item as you saw it in the exam, with your answer, the right one, and the reason for every "
        "option. Its terms can be made due from here, and the question itself flagged."
    )
    BINDINGS = bindings("examitem")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    JUMPS = False
    AUTO_FOCUS = "#main"
    CSS_PATH = ["../styles/study.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    def __init__(self, attempt_id: str, place: int, only: str = "") -> None:
        super().__init__()
        self.attempt_id = attempt_id
        self.place = place
        self.only = only
        self.report: ExamReport | None = None

    def compose_main(self) -> ComposeResult:
        """The item."""
        yield Static("Looking …", id="opening", classes="dim", markup=False)
        yield QuestionView()

    def compose_side(self) -> ComposeResult:
        """Beside the options, their reasons."""
        yield Reasons(as_on_screen=True, id="reasons-beside")

    def on_mount(self) -> None:
        """Nothing to see yet."""
        super().on_mount()
        self.query_one(QuestionView).display = False

    @property
    def item(self) -> ReportItem | None:
        """The item on the screen."""
        return self.report.items[self.place] if self.report is not None else None

    @property
    def disputed(self) -> Disputed | None:
        """The item on the screen."""
        item = self.item
        return Disputed(item.question.id, item.question.asked, self.attempt_id, item.place) if item else None

    @property
    def places(self) -> list[int]:
        """The places that are gone through."""
        items = self.report.items if self.report is not None else ()
        return [
            item.place
            for item in items
            if self.only != "missed"
            or not (item.answered and item.verdict.correct)
            or item.place == self.place
        ]

    async def load(self) -> None:
        """Fetch the report and show the item."""
        attempt_id = self.attempt_id
        self.report = await self.app.bridge.call(lambda s: s.exams.report(attempt_id))
        self.query_one("#opening").display = False
        self.query_one(QuestionView).display = True
        await self._show()

    async def _show(self) -> None:
        report, item = self.report, self.item
        assert report is not None
        assert item is not None
        code = report.line.certification_code
        self.headline = f"Item {item.place + 1} · {code} · {item.domain}"
        self.status = f"{self.places.index(item.place) + 1} of {len(self.places)}"
        view = self.query_one(QuestionView)
        showing = showing_of_item(item, len(report.items), code)
        with self.app.batch_update():
            await view.show(showing, given=item.response)
            said = Confidence(item.confidence) if item.confidence else Confidence.THINK_SO
            facts, head = lines.item_facts(item, len(item.given)), lines.item_verdict(item)
            view.reveal_verdict(item.verdict, item.response, said, facts, head)
            above = min(view.lines_above_options, self.size.height // 3)
            beside = self.query_one("#reasons-beside", Reasons)
            beside.tell(showing, item.response, item.verdict, above)
            for column in self.query(VerticalScroll):
                column.scroll_home(animate=False, force=True, immediate=True)
        self.refresh_bindings()

    def resized(self) -> None:
        """Lines that depend on the width are laid out anew."""
        self.query_one(QuestionView).refresh_lines()

    def applies(self, verb: str) -> bool:
        """There is an item before and after only in the middle."""
        item = self.item
        if item is None:
            return False
        if verb == "next":
            return item.place != self.places[-1]
        if verb == "previous":
            return item.place != self.places[0]
        if verb == "terms":
            return bool(item.question.term_ids)
        return verb != "why" or item.in_reviews

    async def _go(self, step: int) -> None:
        places = self.places
        at = places.index(self.place) + step
        if 0 <= at < len(places):
            self.place = places[at]
            await self._show()

    def tell_dispute(self, disputed: EarlierDispute | None) -> None:
        """Here, and when the learner comes back to this item."""
        super().tell_dispute(disputed)
        if self.report is not None:
            items = list(self.report.items)
            items[self.place] = replace(items[self.place], disputed=disputed)
            self.report = replace(self.report, items=tuple(items))

    async def action_next(self) -> None:
        """The next item."""
        await self._go(1)

    async def action_previous(self) -> None:
        """The item before."""
        await self._go(-1)

    async def action_terms(self) -> None:
        """Make its terms due."""
        if (item := self.item) is not None:
            attempt_id, place = self.attempt_id, item.place
            await self.app.bridge.call(lambda s: s.exams.add_to_reviews(attempt_id, place))
            self.app.say(f"Due now: {', '.join(item.term_names.values())}")

    async def action_flag(self) -> None:
        """Flag the question."""
        if (item := self.item) is not None:
            await flag_question(self, item)

    def action_why(self) -> None:
        """When it comes back."""
        if (item := self.item) is not None:
            self.app.show("why", card_id=f"q:{item.question.id}")
