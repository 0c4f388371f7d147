"""Fields that are typed into: one for a text or a number, several for blanks.

While a field has the keyboard, letters and digits are text. Leaving the last one gives the keys back, so that
the answer is given with the same keys as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from studyapp.domain.entries import problem_of
from studyapp.domain.judging import Part, Verdict
from studyapp.domain.questions import Confidence, Entry, LetterCase, Question, QuestionKind, Spacing
from studyapp.domain.responses import Response
from studyapp.tui.drawing import line
from studyapp.tui.text import clean
from studyapp.tui.widgets.answering import GIVES, NOTHING, SAID, Answerer
from studyapp.tui.widgets.field import Field
from studyapp.tui.widgets.scrolling import show_lines

MOST_FIELDS = 8
LONGEST_ANSWER = 400
FIELD_ACTIONS = frozenset({"written", "out", "move"})
"""Actions of the screen that lead from field to field, or out of them."""


class EntryField(Field):
    """One field; its place decides what enter and the arrows do."""

    def __init__(self, place: int) -> None:
        super().__init__(max_length=LONGEST_ANSWER, select_on_focus=False, classes="entry")
        self.place = place

    async def _on_key(self, event: events.Key) -> None:
        """Take the screen's keys for fields: the column around the field would scroll by the arrows."""
        bound = self.screen._bindings.key_to_bindings.get(event.key, [])
        action = next((b.action for b in bound if b.action.partition("(")[0] in FIELD_ACTIONS), "")
        if action:
            event.stop()
            event.prevent_default()
            await self.screen.run_action(action)


class EntryRow(Horizontal):
    """The number of a blank, its field or what became of it, and the unit."""

    def __init__(self, place: int) -> None:
        super().__init__(classes="entry-row")
        self.field = EntryField(place)
        self.number = Static("", classes="entry-number", markup=False)
        self.unit = Static("", classes="entry-unit", markup=False)
        self.result = Static("", classes="entry-result", markup=False)

    def compose(self) -> ComposeResult:
        """From left to right; the result takes the place of all of it."""
        yield from (self.number, self.field, self.unit, self.result)

    def begin(self, name: str, entry: Entry, value: str) -> None:
        """Offer the field of an entry."""
        unit = entry.quantity.unit if entry.quantity else ""
        self.field.value = value
        self.field.set_class(entry.quantity is not None, "-number")
        self.field.placeholder = "type a number" if entry.quantity else "type the answer"
        self.number.update(name)
        self.unit.update(clean(unit, keep_lines=False))
        self.number.display, self.unit.display = bool(name), bool(unit)
        self.field.display, self.result.display = True, False

    def show_result(self, name: str, part: Part, said: str) -> None:
        """Say what was typed, and what is right."""
        mark, style = ("✓ ", "bold $right") if part.right else ("✗ ", "bold $wrong")
        told = line((mark, style), (f"{name} " if name else "", style), (part.given or "–", "bold $ink"))
        told += line((f"   you, {said}", style))
        if not part.right:
            told += line(("   right: ", "$right"), (part.expected, "bold $ink"))
        self.result.update(told)
        self.number.display = self.field.display = self.unit.display = False
        self.result.display = True


class EntryFields(Vertical, Answerer):
    """The fields of a typed, a numeric or a blanks item."""

    VERBS: ClassVar[frozenset[str]] = frozenset({"write"})

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._given: Response = NOTHING
        self._is_judged = False

    def compose(self) -> ComposeResult:
        """As many rows as an item can have; those that this one has are shown."""
        for place in range(MOST_FIELDS):
            yield EntryRow(place)

    def on_mount(self) -> None:
        """Show what was asked for before the rows were there."""
        self._fill()

    @property
    def _every_row(self) -> list[EntryRow]:
        # Not a query, which matches selectors: every key asks for the rows several times.
        return [row for row in self.children if isinstance(row, EntryRow)]

    @property
    def _rows(self) -> list[EntryRow]:
        assert self._question is not None
        return self._every_row[: len(self._question.entries)]

    def _label(self, place: int) -> str:
        is_single = self._question is None or self._question.kind is not QuestionKind.BLANKS
        return "" if is_single else str(place + 1)

    def show(self, question: Question, order: Sequence[int], given: Response = NOTHING) -> None:
        """Begin with another item; `given` is what an earlier visit left."""
        self._question, self._given, self._is_judged = question, given, False
        if self.is_mounted:
            self._fill()

    def _fill(self) -> None:
        question = self._question
        if question is None:
            return
        texts = self._given.texts or ("",) * len(question.entries)
        for row in self._every_row:
            row.display = row.field.place < len(question.entries)
        for place, (row, entry) in enumerate(zip(self._rows, question.entries, strict=True)):
            row.begin(self._label(place), entry, texts[place])

    @property
    def response(self) -> Response:
        """What stands in the fields."""
        return Response.typed(*(row.field.value for row in self._rows))

    @property
    def verbs(self) -> frozenset[str]:
        """In a field only going on; outside, going back into it, and giving the answer."""
        return frozenset({"written", "out"}) if self._focused is not None else self.VERBS | GIVES

    @property
    def _focused(self) -> int | None:
        return next((row.field.place for row in self._rows if row.field.has_focus), None)

    @property
    def hint(self) -> str:
        """By which rules it is compared, where they are not the usual ones."""
        entries = self._question.entries if self._question else ()
        told = ["Fill the blanks" if len(entries) > 1 else "Type the answer"]
        if any(entry.letter_case is LetterCase.EXACT for entry in entries):
            told.append("capitals count")
        if any(entry.spacing is Spacing.EXACT for entry in entries):
            told.append("spaces count")
        return " · ".join(told)

    @property
    def missing(self) -> str:
        """The first field that holds no answer yet."""
        found = next((place for place in range(len(self._rows)) if self._problem(place)), None)
        if found is None:
            return ""
        problem = self._problem(found)
        return f"Blank {found + 1}: {problem}" if self._label(found) else problem

    def move(self, step: int) -> bool:
        """To the field above or below; False where there is none."""
        at = self._focused
        if self._is_judged:
            return False
        place = (0 if step > 0 else len(self._rows) - 1) if at is None else at + step
        if not 0 <= place < len(self._rows):
            return False
        self.screen.set_focus(self._rows[place].field)
        return True

    def _problem(self, place: int) -> str:
        """Why a field holds no answer, as a sentence; empty where it does."""
        assert self._question is not None
        return problem_of(self._question.entries[place], self._rows[place].field.value)

    def write(self) -> None:
        """Into the first field that holds no answer, else into the first one."""
        if not self._is_judged:
            wanting = (place for place in range(len(self._rows)) if self._problem(place))
            # At once, not by a message: until then a letter would not be text.
            self.screen.set_focus(self._rows[next(wanting, 0)].field, scroll_visible=False)

    def written(self) -> str:
        """On to the next field without an answer, or out of the fields when none is left."""
        at = self._focused or 0
        if self._problem(at):
            return self._problem(at)
        places = [*range(at + 1, len(self._rows)), *range(at)]
        after = next((place for place in places if self._problem(place)), None)
        if after is not None:
            self.screen.set_focus(self._rows[after].field)
        else:
            self.out()
        return ""

    def out(self) -> None:
        """Out of the fields as they are; letters are keys again."""
        self.screen.set_focus(None)

    def reveal(self, verdict: Verdict, confidence: Confidence) -> None:
        """Put what was typed and what is right into the place of the fields."""
        self._is_judged = True
        if self._focused is not None:
            self.screen.set_focus(None)
        for place, (row, part) in enumerate(zip(self._rows, verdict.parts, strict=True)):
            row.show_result(self._label(place), part, SAID[confidence])

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if self._is_judged:
            return
        if (at := self._focused) is not None:
            show_lines(self._rows[at], 0, 1)
        # Also when the field has been left by now: this may come behind the key that left it.
        self.post_message(self.AnswerMarked())

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Other keys work in a field."""
        self.post_message(self.WorkChanged())

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """And others outside."""
        self.post_message(self.WorkChanged())
