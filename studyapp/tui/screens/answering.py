"""What the keys of an unanswered question do, on any screen that shows one with an `Answerer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studyapp.tui.widgets.answering import Answerer

ANSWERING = frozenset(
    {
        "choose",
        "mark",
        "hold",
        "shift",
        "unmatch",
        "write",
        "written",
        "out",
        "uncover",
        "think_so",
        "sure",
        "guess",
    }
)
"""Verbs of which the kind of the question says whether they work now."""


class AnswersByKeys:
    """Actions that hand over to the widget of the question's kind; mixed into a screen."""

    @property
    def answerer(self) -> Answerer | None:
        """The widget by which the question on screen is answered."""
        raise NotImplementedError

    def tell_problem(self, text: str) -> None:
        """Say what keeps the learner from going on."""
        raise NotImplementedError

    def answer_changed(self) -> None:
        """A key may have changed what would be given; called before any other key is handled.

        `Answerer.AnswerMarked` says so, too, but comes as a message, perhaps behind the next keys.
        """

    def has_letter(self, letter: object) -> bool:
        """Whether a letter chooses something now."""
        return self.answerer is not None and letter in self.answerer.letters

    def letters_shown(self) -> str:
        """The letters that choose something now, for the key line: a-d."""
        letters = sorted(self.answerer.letters) if self.answerer else []
        return f"{letters[0]}-{letters[-1]}" if len(letters) > 1 else ""

    def action_choose(self, letter: str) -> None:
        """Choose by a letter."""
        if self.answerer is not None:
            self.answerer.press(letter)
            self.answer_changed()

    def action_mark(self) -> None:
        """Choose what is under the cursor."""
        if self.answerer is not None:
            self.answerer.mark()
            self.answer_changed()

    def action_hold(self) -> None:
        """Take hold of what is under the cursor, or put it down."""
        self.action_mark()

    def action_unmatch(self) -> None:
        """Take back what was given to the prompt under the cursor."""
        self.action_mark()

    def action_shift(self, key: str) -> None:
        """Move what is under the cursor."""
        if self.answerer is not None:
            self.answerer.shift(-1 if key.endswith("up") else 1)
            self.answer_changed()

    def action_write(self) -> None:
        """Go into the field."""
        if self.answerer is not None:
            self.answerer.write()

    def action_written(self) -> None:
        """Go on from the field, or say what is wrong with what it holds."""
        self.answer_changed()
        problem = self.answerer.written() if self.answerer is not None else ""
        if problem:
            self.tell_problem(problem)

    def action_out(self) -> None:
        """Out of the field, whatever it holds."""
        self.answer_changed()
        if self.answerer is not None:
            self.answerer.out()

    def action_uncover(self) -> None:
        """Show what was kept back."""
        if self.answerer is not None:
            self.answerer.uncover()
