"""A question on screen: stem, options, and after the answer everything that belongs to it, in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.visual import VisualType
from textual.widgets import Static

from studyapp.domain.judging import Verdict
from studyapp.domain.questions import CHOICES, Confidence, Question, QuestionKind
from studyapp.domain.responses import Response
from studyapp.prose import has_forms
from studyapp.services.views import EarlierDispute, Feedback, Showing
from studyapp.tui.drawing import Drawing, indented, line, prose, stack
from studyapp.tui.text import plain
from studyapp.tui.widgets import feedback as words
from studyapp.tui.widgets.answerers import answerer_for
from studyapp.tui.widgets.answering import NOTHING, Answerer
from studyapp.tui.widgets.parts import part_reasons, verdict_of
from studyapp.tui.widgets.scrolling import show_lines
from studyapp.tui.widgets.still import StillStatic, StillVertical

VOID = "-void"
"""The class of what has nothing to show now."""


class Reasons(StillStatic):
    """The reason of every option; one stands under the options, one beside them on wide terminals."""

    def __init__(self, *, as_on_screen: bool, id: str) -> None:
        super().__init__("", markup=False, id=id, classes=VOID)
        self._as_on_screen = as_on_screen

    def tell(self, showing: Showing, response: Response, verdict: Verdict, above: int = 0) -> None:
        """Show the reasons of an item, with so many empty lines above them."""
        question = showing.question
        assert question is not None
        chosen = response.chosen

        def draw(width: int) -> Content:
            if question.kind in CHOICES:
                told = words.reasons(question, showing.order, chosen, width, as_on_screen=self._as_on_screen)
            else:
                told = part_reasons(question.kind, verdict, width)
            return Content("\n" * above) + told

        _fill(self, Drawing(draw))

    def clear(self) -> None:
        """Show nothing."""
        _empty(self)


class VerdictLines(StillStatic):
    """What stands under the options: what is missing, then the verdict, which is kept in sight."""

    def __init__(self) -> None:
        super().__init__("", id="verdict", markup=False)
        self.is_followed = False
        """Whether it is scrolled into view when it grows: after a refresh it may not have its height yet."""
        self._width = 0

    def on_resize(self, event: events.Resize) -> None:
        """It has its height now; where the terminal has another size, the learner keeps their place."""
        has_grown, self._width = event.size.width == self._width, event.size.width
        if self.is_followed and has_grown:
            self.show_all()

    def show_all(self) -> None:
        """Scroll just so far that all of it is on screen."""
        if self.is_attached:
            show_lines(self, 0, self.size.height)


class QuestionView(StillVertical):
    """Shows one question; what is chosen it asks of the widget of its kind."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self._showing: Showing | None = None
        self._answerer: Answerer | None = None
        self._answerers: dict[type[Answerer], Answerer] = {}
        self._problem = ""
        self._trail = ""
        self._verdict_lines: tuple[Content, ...] = ()
        self._is_answered = False
        self._cards_made = False

    def compose(self) -> ComposeResult:
        """Stem, (options,) verdict, reasons, background."""
        yield StillStatic("", id="changed", markup=False)
        yield StillStatic("", id="case", markup=False)
        yield StillStatic("", id="stem", classes="ink", markup=False)
        yield StillVertical(id="answerer")
        yield VerdictLines()
        yield Reasons(as_on_screen=False, id="reasons-below")
        yield StillStatic("", id="background", markup=False, classes=VOID)

    @property
    def answerer(self) -> Answerer | None:
        """The widget by which the item is answered, once there is one."""
        return self._answerer

    async def show(self, showing: Showing, trail: str = "", given: Response = NOTHING) -> None:
        """Begin with another item; `given` is what an earlier visit left."""
        question = showing.question
        assert question is not None
        self._showing, self._is_answered, self._problem, self._trail = showing, False, "", trail
        self.query_one(VerdictLines).is_followed = False
        await self._take_answerer(question.kind)
        assert self._answerer is not None
        changed = words.changed_line(showing.change)
        _set(self.query_one("#changed", Static), changed)
        self._show_stem(question)
        self._answerer.show(question, showing.order, given)
        self.query_one("#reasons-below", Reasons).clear()
        _empty(self.query_one("#background", Static))
        self._tell_before()

    async def prepare(self, kinds: Iterable[QuestionKind]) -> None:
        """Have the widgets of some kinds ready, out of sight: mounting one makes its first item late."""
        for kind in dict.fromkeys(answerer_for(kind) for kind in kinds):
            if kind not in self._answerers:
                answerer = self._answerers[kind] = kind()
                answerer.display = False
                await self.query_one("#answerer").mount(answerer)

    async def _take_answerer(self, kind: QuestionKind) -> None:
        """The widget of a kind in the place of the one before, which stays for the next of its kind."""
        await self.prepare([kind])
        answerer = self._answerers[answerer_for(kind)]
        if answerer is not self._answerer:
            if self._answerer is not None:
                self._answerer.display = False
            self._answerer = answerer
            answerer.display = True

    def _show_stem(self, question: Question) -> None:
        case, asked = question.case, question.asked.strip()
        told = None
        if case is not None:
            head = line((case.title, "bold $ink"))
            told = Drawing(lambda width: stack([head, prose(case.text, width, "$foreground")]))
        _set(self.query_one("#case", Static), told)
        drawn = Drawing(lambda width: prose(asked, width)) if has_forms(asked) else plain(asked)
        self.query_one("#stem", Static).update(drawn)

    def tell(self, problem: str = "") -> None:
        """Say under the options what is missing, or what this kind asks for."""
        is_same_height = not problem and not self._problem
        if self._is_answered or (is_same_height and not self.hint):
            return
        self._problem = problem
        self._tell_before(layout=not is_same_height)
        if problem:
            self.call_after_refresh(self._show_verdict)

    @property
    def hint(self) -> str:
        """What the kind of the item asks for."""
        return self._answerer.hint if self._answerer is not None else ""

    def refresh_lines(self) -> None:
        """Lay out again what depends on more than the width: furniture goes on small screens."""
        if self._showing is not None and not self._is_answered:
            self._tell_before()

    def _tell_before(self, layout: bool = True) -> None:
        self.query_one("#verdict", Static).update(Drawing(self._draw_before), layout=layout)

    def _draw_before(self, width: int) -> Content:
        assert self._showing is not None
        lines: list[Content] = []
        if self._problem:
            lines.append(line(("! " + self._problem, "$notice")))
        elif self.hint:
            lines.append(line((self.hint, "$accent")))
        if self._trail and not (self.screen.has_class("-narrow") or self.screen.has_class("-low")):
            lines.append(indented(self._trail, width, indent=0, style="$dim"))
        return stack(lines)

    def reveal(self, feedback: Feedback, response: Response, confidence: Confidence, leech: str) -> None:
        """Show verdict, reasons and background of the given answer, without moving what stands above."""
        verdict, showing = feedback.verdict, self._showing
        assert verdict is not None
        assert showing is not None
        told = [line((words.comes_back(feedback.interval, feedback.due_on), "$dim"))]
        if feedback.terms_due:
            names = ", ".join(showing.term_names.get(term_id, term_id) for term_id in feedback.terms_due)
            told.append(line((f"Due again now, for it rests on them: {names}.", "$dim")))
        if leech:
            told.append(line(("! " + leech, "$notice")))
        self.reveal_verdict(verdict, response, confidence, told)

    def reveal_verdict(
        self,
        verdict: Verdict,
        response: Response,
        confidence: Confidence,
        told: Sequence[Content],
        head: Content | None = None,
    ) -> None:
        """Show a verdict (in the words of `head`, if given) with lines under it, reasons and background."""
        showing = self._showing
        assert showing is not None
        assert self._answerer is not None
        self._is_answered = self.query_one(VerdictLines).is_followed = True
        self._answerer.reveal(verdict, confidence)
        self._verdict_lines = (head or verdict_of(showing, verdict, confidence), *told)
        self.query_one("#reasons-below", Reasons).tell(showing, response, verdict)
        self.retell(showing)
        self.call_after_refresh(self._show_verdict)

    def retell(self, showing: Showing, *, cards_made: bool = False) -> None:
        """Show what belongs to the answer again, after a note, a dispute, or cards made of the terms."""
        self._showing, self._cards_made = showing, cards_made
        if self._is_answered:
            disputed = words.disputed_line(showing.disputed)
            self.query_one("#verdict", Static).update(stack([*self._verdict_lines, *disputed]))
            drawing = Drawing(lambda width: words.background(showing, width, cards_made=cards_made))
            _fill(self.query_one("#background", Static), drawing)

    def tell_dispute(self, disputed: EarlierDispute | None) -> None:
        """Show what the learner says against the key, under the verdict."""
        if self._showing is not None:
            self.retell(replace(self._showing, disputed=disputed), cards_made=self._cards_made)

    def _show_verdict(self) -> None:
        """Scroll just so far that the line under the options is on screen."""
        self.query_one(VerdictLines).show_all()

    @property
    def lines_above_options(self) -> int:
        """How far under the top the options begin; what stands beside them begins there too."""
        return max(0, self.query_one("#answerer").virtual_region.y)


def _set(shown: Static, told: VisualType | None) -> None:
    """Show something in its place, or take the place away; each that stays as it is spares a layout."""
    if shown.display != (told is not None):
        shown.display = told is not None
    if told is not None:
        shown.update(told)


def _fill(shown: Static, told: VisualType) -> None:
    shown.update(told)
    shown.remove_class(VOID)


def _empty(shown: Static) -> None:
    """Show nothing, in no place: what is empty takes part in each layout and each frame all the same."""
    if not shown.has_class(VOID):
        shown.update("")
        shown.add_class(VOID)
