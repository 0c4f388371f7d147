"""The items of an attempt that is over, as a list."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.exam_words import given_words, key_words
from studyapp.services.exams.views import ExamReport, ReportItem
from studyapp.services.views import Aspect
from studyapp.tui import exam_lines as lines
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing, indented, line, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.rows import Draw, Rows


class ExamItemsScreen(StudyScreen):
    """Every item, or what was missed."""

    NAME = "examitems"
    ABOUT = (
        "Every item as you saw it: right or not, how sure you were, how long it took. Enter reads one with "
        "the reason for every option."
    )
    BINDINGS = bindings("examitems")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.EXAMS})
    AUTO_FOCUS = "#list"
    CSS_PATH = ["../styles/lists.tcss", "../styles/exam.tcss"]  # noqa: RUF012 - declared by Textual

    def __init__(self, attempt_id: str, only: str = "") -> None:
        super().__init__()
        self.attempt_id = attempt_id
        self.only = only
        self.report: ExamReport | None = None

    def compose_main(self) -> ComposeResult:
        """The list, and the item under the cursor."""
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)
        yield Static(id="about", markup=False)

    def compose_side(self) -> ComposeResult:
        """The item under the cursor, where there is a second column."""
        yield Static(id="preview", markup=False)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    @property
    def current(self) -> ReportItem | None:
        """The item under the cursor."""
        at = self.rows.current
        return self.report.items[int(at)] if self.report is not None and at else None

    def shown(self) -> list[ReportItem]:
        """The items of the list."""
        items = self.report.items if self.report else ()
        return [
            item for item in items if self.only != "missed" or not (item.answered and item.verdict.correct)
        ]

    async def load(self) -> None:
        """Fetch and show."""
        attempt_id = self.attempt_id
        self.report = await self.app.bridge.call(lambda s: s.exams.report(attempt_id))
        self.headline = f"Items · {self.report.line.certification_code}"
        self._show()

    def _show(self) -> None:
        items = self.shown()
        self.status = count(len(items), "missed item" if self.only else "item")
        self.rows.fill([(str(item.place), _drawn(item)) for item in items])
        empty = self.query_one("#empty", Static)
        empty.display = not items
        empty.update(plain("Nothing was missed." if self.only else "There are no items."))
        self._preview()
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._preview()
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def _preview(self) -> None:
        item = self.current
        for pane in (self.query_one("#about", Static), *self.query("#preview").results(Static)):
            pane.update(Drawing(lambda width: about(item, width)) if item is not None else "")

    def applies(self, verb: str) -> bool:
        """What needs an item under the cursor."""
        if verb == "which":
            return self.report is not None
        item = self.current if self.is_mounted else None
        return item is not None and (verb != "terms" or bool(item.question.term_ids))

    def action_open(self) -> None:
        """Read the item."""
        if (item := self.current) is not None:
            self.app.show("examitem", attempt_id=self.attempt_id, place=item.place, only=self.only)

    def action_which(self) -> None:
        """Only what was missed, or everything."""
        self.only = "" if self.only else "missed"
        self._show()

    async def action_terms(self) -> None:
        """Make the terms of the item due."""
        if (item := self.current) is not None:
            attempt_id, place = self.attempt_id, item.place
            await self.app.bridge.call(lambda s: s.exams.add_to_reviews(attempt_id, place))
            self.app.say(f"Due now: {', '.join(item.term_names.values())}")

    async def action_flag(self) -> None:
        """Flag the question."""
        if (item := self.current) is not None:
            await flag_question(self, item)


async def flag_question(screen: StudyScreen, item: ReportItem) -> None:
    """Flag the question of an item, or take the flag away, and say which."""
    card_id = f"q:{item.question.id}"
    marked = await screen.app.bridge.call(lambda s: s.study.marked())
    flagged = not any(mark.card_id == card_id and mark.flagged for mark in marked)
    await screen.app.bridge.call(lambda s: s.study.flag(card_id, flagged))
    screen.app.say("⚑ Flagged: it stands under “Set aside and flagged”." if flagged else "Flag taken off.")


def _drawn(item: ReportItem) -> Draw:
    return lambda width: lines.item_row(item, width)


def about(item: ReportItem, width: int) -> Content:
    """The item in short: its stem, what was given, what is right."""
    given = given_words(item.question, item.order, item.response) if item.answered else "no answer"
    return stack(
        [
            indented(item.question.asked, width, 0, "$ink"),
            line((f"You: {given}. Right: {key_words(item)}.", "$foreground")),
            line((f"{item.domain} · {item.objective}", "$dim")),
        ]
    )
