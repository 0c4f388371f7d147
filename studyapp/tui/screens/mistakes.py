"""The notebook of mistakes: what was missed, what was chosen instead of what, and the confused terms."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from studyapp import readiness_words as said
from studyapp.domain.days import long_date
from studyapp.plain_answers import dispute_told
from studyapp.services.readiness_views import ConfusedPair, MistakeLine, Notebook
from studyapp.services.views import Aspect
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Column, fitted, hanging, indented, line, row, stack
from studyapp.tui.screens.disputing import Disputed, DisputingScreen
from studyapp.tui.screens.listed import ListedScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.rows import Draw


class MistakesScreen(DisputingScreen, ListedScreen):
    """Open mistakes; enter works them off."""

    NAME = "mistakes"
    ABOUT = (
        "What you missed and have not recalled since: what you were sure of first, then what you missed most "
        "often. A mistake leaves when you have recalled it on three different days. Below stand the terms "
        "that you took for each other more than once."
    )
    BINDINGS = bindings("mistakes")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CARDS, Aspect.CONTENT, Aspect.GOAL})

    def __init__(self, certification_id: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self.notebook: Notebook | None = None

    @property
    def current(self) -> MistakeLine | None:
        """The mistake under the cursor."""
        found = self.notebook.mistakes if self.notebook else ()
        at = self.rows.current
        return next((line for line in found if line.question_id == at), None)

    @property
    def disputed(self) -> Disputed | None:
        """The question under the cursor."""
        return Disputed(self.current.question_id, self.current.title) if self.current else None

    async def load(self) -> None:
        """Fetch and show."""
        wanted = self.certification_id
        notebook = await self.app.bridge.call(lambda s: s.mistakes.notebook(wanted))
        self.notebook = notebook
        whose = f" · {notebook.certification_code}" if notebook.certification_code else ""
        self.headline = f"Mistakes{whose}"
        self.status = f"{notebook.still_open} open, {notebook.corrected} corrected"
        rows: list[tuple[str, Draw]] = [(it.question_id, _drawn(it)) for it in notebook.mistakes]
        if notebook.patterns:
            rows.append(
                (
                    "",
                    lambda width: stack(
                        [Content(""), line(("Terms that you take for each other", "bold $ink"))]
                    ),
                )
            )
            rows += [("", _pair_drawn(pair)) for pair in notebook.patterns]
        self.show_list(rows, None if notebook.mistakes else lambda width: _nothing(notebook, width))

    def card(self) -> Draw | None:
        """The mistake under the cursor."""
        it = self.current
        return (lambda width: mistake_card(it, width)) if it is not None else None

    def opened(self) -> None:
        """A click works them off."""
        self.action_start()

    def applies(self, verb: str) -> bool:
        """Working off and looking need a mistake."""
        if verb == "start":
            return self.notebook is not None and bool(self.notebook.mistakes)
        if verb in ("why", "dispute"):
            return self.is_mounted and self.current is not None
        return True

    def action_start(self) -> None:
        """Study them."""
        if self.notebook is not None and self.notebook.mistakes:
            self.app.show("study", scope="mistakes", certification_id=self.certification_id)

    def action_why(self) -> None:
        """Why is it due?"""
        if self.current is not None:
            self.app.show("why", card_id=self.current.card_id)

    async def action_scope(self) -> None:
        """The goal's, or all."""
        goal = await self.app.bridge.call(lambda s: s.goals.current())
        self.certification_id = "" if self.certification_id or goal is None else goal.certification_id
        self.reload()


def _drawn(it: MistakeLine) -> Draw:
    return lambda width: mistake_rows(it, width)


def _pair_drawn(pair: ConfusedPair) -> Draw:
    return lambda width: pair_lines(pair, width)


def mistake_rows(it: MistakeLine, width: int) -> Content:
    """The question in one line; how it stands in the second; what instead of what in the third."""
    head = row(
        [
            Column(line((it.title, "bold $ink"))),
            Column(line((it.certification_code, "$dim")), 10, from_width=54),
        ],
        width,
    )
    mark = ("  ✗ ", "$wrong") if it.is_sure else ("  ○ ", "$dim")
    state = fitted(line(mark, (said.mistake_state(it), "$notice" if it.is_sure else "$foreground")), width)
    lines = [head, state.rstrip()]
    if it.mixed:
        mixed = it.mixed[0]
        told = line(
            "    ", (mixed.given, "$foreground"), (" instead of ", "$dim"), (mixed.instead_of, "$foreground")
        )
        lines.append(fitted(told, width).rstrip())
    return stack(lines)


def pair_lines(pair: ConfusedPair, width: int) -> Content:
    """Two terms, how often they were taken for each other, and the difference."""
    one, other = pair.names
    times = "once" if pair.times == 1 else f"{pair.times} times"
    head = line(("  ⇄ ", "$accent"), (one, "$ink"), (" / ", "$dim"), (other, "$ink"), (f"   {times}", "$dim"))
    lines = [fitted(head, width).rstrip()]
    if pair.because:
        lines.append(indented(plain(pair.because, "$dim"), width, 4))
    return stack(lines)


def mistake_card(it: MistakeLine, width: int) -> Content:
    """The second column: the whole question, what instead of what, and why."""
    lines = [
        indented(plain(it.title, "bold $ink"), width, 0),
        line((f"{it.certification_code} · missed on {long_date(it.missed_on)}", "$dim")),
        Content(""),
        indented(said.mistake_state(it) + ".", width, 0),
    ]
    for mixed in it.mixed:
        lines += [
            Content(""),
            hanging(line(("✗ ", "bold $wrong"), ("you said     ", "$dim")), mixed.given, width),
            hanging(line(("✓ ", "bold $right"), ("instead of   ", "$dim")), mixed.instead_of, width),
        ]
        if mixed.reason:
            lines.append(indented(plain(mixed.reason, "$foreground"), width, 2))
        if mixed.difference:
            lines.append(indented(plain(mixed.difference, "$dim"), width, 2))
    if it.disputed is not None:
        told = dispute_told(it.disputed, long_date(it.disputed.on))
        lines += [Content(""), hanging("△ ", told, width, "$notice")]
    if it.is_set_aside:
        lines += [Content(""), line(("■ set aside: it is not asked", "$notice"))]
    elif it.due_on is not None:
        lines += [Content(""), line((f"It comes anyway on {long_date(it.due_on)}.", "$dim"))]
    return stack(lines)


def _nothing(notebook: Notebook, width: int) -> Content:
    corrected = f" {count(notebook.corrected, 'mistake')} you have put right." if notebook.corrected else ""
    practice = action("today.practice").shown_key
    return stack(
        [
            indented(plain(f"No mistakes are open.{corrected}", "bold $ink"), width, 0),
            Content(""),
            indented(
                "What you miss will stand here, with what you chose instead of what, until you have recalled "
                f"it on three different days. {practice} on Today asks questions.",
                width,
                0,
                "$foreground",
            ),
        ]
    )
