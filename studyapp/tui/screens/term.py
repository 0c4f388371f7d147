"""One term: what it means, what it is not, where it is asked."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.domain.days import long_date
from studyapp.domain.log import Direction
from studyapp.domain.memory import Phase
from studyapp.services.views import Aspect, TermDetail
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing, hanging, indented, line, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain

_DIRECTIONS = {Direction.TO_DEFINITION: "term to meaning", Direction.TO_TERM: "meaning to term"}


class TermScreen(StudyScreen):
    """A term with everything that refers to it."""

    NAME = "term"
    ABOUT = "What a term means, what it is confused with, and the questions that rest on it."
    BINDINGS = bindings("term")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT, Aspect.CARDS})

    def __init__(self, term_id: str) -> None:
        super().__init__()
        self.term_id = term_id
        self.detail: TermDetail | None = None

    def compose_main(self) -> ComposeResult:
        """The card."""
        yield Static("Looking …", id="term", markup=False)

    async def load(self) -> None:
        """Fetch the term and show it."""
        detail = await self.app.bridge.call(lambda s: s.library.term(self.term_id))
        self.detail = detail
        self.headline = "Glossary"
        self.status = ", ".join(detail.certification_codes)
        self.query_one("#term", Static).update(Drawing(lambda width: term_card(detail, width)))
        self.refresh_bindings()

    def applies(self, verb: str) -> bool:
        """There may be nothing to add, and nothing to tell apart."""
        if self.detail is None:
            return False
        return not self.detail.in_cards if verb == "add" else self.detail.term.contrast is not None

    async def action_add(self) -> None:
        """Make cards of it."""
        assert self.detail is not None
        await self.app.bridge.call(lambda s: s.study.add_terms([self.term_id]))
        self.app.say(f"{self.detail.term.term} is in your cards now, in both directions.")

    def action_contrast(self) -> None:
        """Go to the neighbour."""
        assert self.detail is not None
        assert self.detail.term.contrast is not None
        self.app.show("term", term_id=self.detail.term.contrast.term_id)


def term_card(detail: TermDetail, width: int) -> Content:
    """The whole card; what is read is bright, what surrounds it is dim."""
    term = detail.term
    lines: list[Content | str] = [indented(plain(term.term, "bold $accent", keep_lines=False), width, 0)]
    if term.also:
        lines.append(indented(plain("also " + ", ".join(term.also), "$dim", keep_lines=False), width, 0))
    lines += ["", indented(plain(term.definition, "$ink"), width, 0)]
    if term.example:
        lines += ["", _heading("Example"), indented(term.example, width, 2)]
    if term.contrast:
        name = detail.contrast_name or term.contrast.term_id
        lines += ["", _heading(f"Not the same as {name}"), indented(term.contrast.because, width, 2)]
    lines += ["", _cards(detail)]
    if detail.questions:
        how_many = len(detail.questions)
        verb = "uses" if how_many == 1 else "use"
        lines += ["", _heading(f"{count(how_many, 'question')} that {verb} it")]
        lines += [hanging("  · ", stem, width) for _, stem in detail.questions]
    if term.references:
        lines += ["", _heading("Where it is defined")]
        lines += [indented(plain(url, "$dim", keep_lines=False), width, 2) for url in term.references]
    if term.verified_on:
        lines.append(line((f"  checked {term.verified_on}", "$dim")))
    return stack(lines)


def _heading(text: str) -> Content:
    return line((text, "bold"))


def _cards(detail: TermDetail) -> Content:
    """Whether and when the learner meets it."""
    if not detail.in_cards:
        return line(("○ not in your cards", "$dim"))
    states = []
    for direction, state in detail.states.items():
        if direction not in _DIRECTIONS:
            continue
        when = (
            "new"
            if state.phase is Phase.NEW
            else f"due {long_date(state.due_on)}"
            if state.due_on
            else "learning"
        )
        states.append(f"{_DIRECTIONS[direction]}: {when}")
    return line(("✓ in your cards", "$right"), ("   " + " · ".join(states), "$dim") if states else "")
