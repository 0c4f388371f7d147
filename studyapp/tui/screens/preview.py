"""An author's items as a learner sees them, with the problems beside them; follows the saved files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.domain.judging import key_of
from studyapp.domain.questions import CHOICES, Confidence
from studyapp.errors import StudyappError
from studyapp.services.changes import Aspect
from studyapp.services.draft_views import Draft, DraftProblem
from studyapp.services.views import Feedback, Showing
from studyapp.tui.actions import bindings
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.answering import NOTHING
from studyapp.tui.widgets.question import QuestionView

LOOKS_EVERY_S = 0.5
"""How often the files are looked at for a newer version."""
_STYLES = {"error": ("✗", "$wrong"), "warning": ("!", "$notice"), "info": ("i", "$dim")}


class Source(Protocol):
    """Where the items come from."""

    def has_changed(self) -> bool:
        """Whether a file was saved since the last look."""

    def read(self) -> Draft:
        """All items and problems."""

    def right_answer(self, showing: Showing) -> Feedback:
        """What follows the right answer."""


class PreviewScreen(StudyScreen):
    """One item at a time; the problems stand under it, or beside it on wide terminals."""

    NAME = "preview"
    ABOUT = (
        "Shows the items of a bank as a learner sees them, and what is wrong with each. It follows your "
        "editor: save the file and look here. An item with a new problem is brought up by itself."
    )
    BINDINGS = bindings("preview")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    LEAVABLE = False
    JUMPS = False

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._draft = Draft((), ())
        self._at = 0
        self._is_answered = False

    def compose_main(self) -> ComposeResult:
        """Where we are, the item, its problems."""
        yield Static("Reading …", id="place", classes="gap", markup=False)
        yield QuestionView()
        yield Static("", id="problems-below", markup=False)

    def compose_side(self) -> ComposeResult:
        """The problems, where there is room beside the item."""
        yield Static("", id="problems-beside", markup=False)

    def on_mount(self) -> None:
        """Begin to follow the files."""
        self.headline = "Preview"
        self.set_interval(LOOKS_EVERY_S, self._look)

    async def load(self) -> None:
        """Read the files once, at the beginning."""
        self._source.has_changed()
        await self._read()

    def _look(self) -> None:
        if self._source.has_changed():
            self.work(self._read(), group="load", replace=True)

    async def _read(self) -> None:
        try:
            draft = await asyncio.to_thread(self._source.read)
        except (StudyappError, OSError) as error:
            self.app.say(str(error), title="The files can't be read", severity="error")
            return
        before, self._draft = self._draft, draft
        self._at = _place_after(before, draft, self._at)
        wrong = sum(bool(item.problems) for item in draft.items)
        self.status = _status(wrong, len(draft.items), len(draft.loose))
        await self._show()

    async def _show(self) -> None:
        view, place = self.query_one(QuestionView), self.query_one("#place", Static)
        self._tell_problems()
        if not self._draft.items:
            view.display = False
            place.update("No items yet.")
            return
        item = self._draft.items[self._at]
        where = f"{item.id or 'no id'} · {self._at + 1} of {len(self._draft.items)}"
        if not item.is_old:
            where += f" · {Path(item.path).name}:{item.line}"
        else:
            where += f" · as it was before: {Path(item.path).name} can't be read"
        place.update(plain(where, "$notice" if item.is_old else "$dim"))
        view.display = item.showing is not None
        if item.showing is not None:
            question = item.showing.question
            assert question is not None
            # Options are marked as right where they stand; what was arranged or typed has to be there.
            is_filled_in = self._is_answered and question.kind not in CHOICES
            given = key_of(question) if is_filled_in else NOTHING
            await view.show(item.showing, f"Objective {item.showing.objective}", given)
            if self._is_answered:  # the options have to be laid out before they are judged
                self.call_after_refresh(self._reveal, item.showing)
        self.refresh_bindings()

    def _reveal(self, showing: Showing) -> None:
        if self._is_answered and self._draft.items[self._at].showing is showing:
            assert showing.question is not None
            feedback = self._source.right_answer(showing)
            self.query_one(QuestionView).reveal(feedback, key_of(showing.question), Confidence.SURE, "")

    def _tell_problems(self) -> None:
        item = self._draft.items[self._at] if self._draft.items else None
        told = _lines(item.problems if item else None, self._draft.loose)
        self.query_one("#problems-below", Static).update(told)
        self.query_one("#problems-beside", Static).update(told)
        self.resized()

    def resized(self) -> None:
        """The problems stand beside the item where there is room."""
        self.query_one("#problems-below").display = not self.is_wide

    def applies(self, verb: str) -> bool:
        """Moving needs another item, answering one that can be shown."""
        items = self._draft.items
        if verb == "answer":
            return bool(items) and items[self._at].showing is not None
        if verb == "problem":
            return any(item.problems for item in items)
        return len(items) > 1

    async def action_next(self) -> None:
        """The next item; behind the last one the first."""
        await self._go(self._at + 1)

    async def action_previous(self) -> None:
        """The item before."""
        await self._go(self._at - 1)

    async def action_problem(self) -> None:
        """The next item with a problem."""
        places = [i for i, item in enumerate(self._draft.items) if item.problems]
        await self._go(next((i for i in places if i > self._at), places[0]))

    async def action_answer(self) -> None:
        """Show the item as it is after the answer, or before."""
        self._is_answered = not self._is_answered
        await self._show()

    async def _go(self, place: int) -> None:
        self._at = place % len(self._draft.items)
        await self._show()
        self.query_one("#main").scroll_home(animate=False)


def _status(wrong: int, items: int, loose: int) -> str:
    """How much is wrong, inside of the items and outside."""
    told = [f"{wrong} of {count(items, 'item')} with problems"] if wrong else []
    told += [f"{count(loose, 'problem')} outside"] if loose else []
    return " · ".join(told) or "✓ no problems"


def _place_after(before: Draft, draft: Draft, at: int) -> int:
    """Where to stand after reading: at a new problem if there is one, else at the item that was shown."""
    known = {(item.id, problem.check, problem.message) for item in before.items for problem in item.problems}
    for place, item in enumerate(draft.items):
        fresh = [p for p in item.problems if (item.id, p.check, p.message) not in known and p.level != "info"]
        if fresh:
            return place
    shown = before.items[at].id if before.items else ""
    same = next((i for i, item in enumerate(draft.items) if item.id == shown), at)
    return max(0, min(same, len(draft.items) - 1))


def _lines(problems: Sequence[DraftProblem] | None, loose: Sequence[DraftProblem]) -> Content:
    parts = [_line(problem) for problem in problems or ()]
    if problems is not None and not parts:
        parts = [plain("✓ No problems in this item.", "$right")]
    if loose:
        parts.append(plain(f"{count(len(loose), 'problem')} outside of the items:", "$dim"))
        parts += [_line(problem, with_file=True) for problem in loose[:5]]
    return Content("\n").join(parts)


def _line(problem: DraftProblem, with_file: bool = False) -> Content:
    mark, style = _STYLES[problem.level]
    place = f"{Path(problem.path).name}:{problem.line}" if with_file else f"line {problem.line}"
    head = Content.styled(f"{mark} {problem.level} {problem.check}", style) + plain(f", {place}: ", "$dim")
    return head + plain(f"{problem.message}. ", "$ink") + plain(problem.hint, "$dim")
