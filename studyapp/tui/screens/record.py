"""The form of a record: what happened with an exam, when, and how."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyapp.domain.records import RecordKind
from studyapp.errors import InvalidInput
from studyapp.services.views import Aspect, CertificationDetail
from studyapp.tui import words
from studyapp.tui.actions import bindings
from studyapp.tui.certification_facts import learners_day
from studyapp.tui.drawing import stack
from studyapp.tui.record_lines import (
    FIELDS,
    LABELS,
    Typed,
    Understood,
    booking_notes,
    kind_lines,
    understand,
)
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.choices import Choices
from studyapp.tui.widgets.field import Field

_LONGEST = 300


class RecordScreen(StudyScreen):
    """Booked, passed, failed, held or waived; the fields follow from what is chosen."""

    NAME = "record"
    ABOUT = (
        "Keep what happened with an exam. A booked exam sets the day of your goal. After a pass the "
        "certification goes on being remembered with fewer reviews. A waiver needs its reason and is never "
        "counted as passed. Everything can be taken back."
    )
    BINDINGS = bindings("record")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    JUMPS = False
    AUTO_FOCUS = "#kinds"
    CSS_PATH = "../styles/record.tcss"

    def __init__(self, certification_id: str) -> None:
        super().__init__()
        self.certification_id = certification_id
        self.detail: CertificationDetail | None = None
        self.today: date | None = None

    def compose_main(self) -> ComposeResult:
        """The kinds, and every field with how it was understood; those that do not apply are hidden."""
        yield Static(id="name", classes="ink gap furniture", markup=False)
        yield Choices(*[Option(text, id=kind) for kind, text in kind_lines()], id="kinds")
        for name, label in LABELS.items():
            with Vertical(id=f"{name}-part", classes="part"):
                yield Static(label, markup=False)
                yield Field(id=name, max_length=_LONGEST)
                yield Static(id=f"{name}-said", markup=False)
        yield Static(id="problem", markup=False)

    async def load(self) -> None:
        """Show what is recorded for; what was typed already is kept."""
        wanted = self.certification_id
        self.detail = await self.app.bridge.call(lambda s: s.library.certification(wanted))
        self.today = learners_day(self.detail, self.app.clock.now())
        it = self.detail.certification
        self.headline = f"Record · {words.label(it.code, it.name)}"
        self.query_one("#name", Static).update(plain(it.name, keep_lines=False))
        self._understand()

    @property
    def kind(self) -> RecordKind:
        """What is chosen."""
        return RecordKind(self.query_one("#kinds", Choices).current or RecordKind.BOOKED)

    @on(Input.Changed)
    @on(OptionList.OptionHighlighted)
    def _changed_field(self, event: Input.Changed | OptionList.OptionHighlighted) -> None:
        event.stop()
        self._understand()

    def _understand(self) -> Understood | None:
        if self.today is None or self.detail is None:
            return None
        self.query_one("#problem", Static).update("")
        asked = FIELDS[self.kind]
        for name in LABELS:
            self.query_one(f"#{name}-part").set_class(name not in asked, "-void")
        typed = {name: self.query_one(f"#{name}", Input).value for name in asked}
        found = understand(self.kind, typed, self.today, self.detail.certification.exam.validity_years)
        for name, (text, is_good) in found.said.items():
            # An empty day of an exam is no mistake yet: it is only asked for.
            quiet = is_good or not typed[name].strip()
            said = plain(text, "$dim") if quiet else plain(f"! {text}", "$notice")
            self.query_one(f"#{name}-said", Static).update(said)
        if self.kind is RecordKind.BOOKED and found.typed is not None:
            day = plain(found.said["on"][0], "$dim")
            notes = [plain(f"! {note}", "$notice") for note in booking_notes(self.detail, found.typed.on)]
            self.query_one("#on-said", Static).update(stack([day, *notes]))
        self.refresh_bindings()
        return found

    def applies(self, verb: str) -> bool:
        """What was not understood is said when it is kept."""
        return self.today is not None

    async def action_keep(self) -> None:
        """Store it and go back; stays where a field was not understood."""
        found = self._understand()
        if found is None:
            return
        if found.typed is None:
            name = next(name for name, (_text, is_good) in found.said.items() if not is_good)
            self.query_one(f"#{name}", Input).focus()
            self.query_one(f"#{name}-said", Static).update(plain(f"! {found.said[name][0]}", "$notice"))
            return
        try:
            await self._put(found.typed)
        except InvalidInput as error:
            self.query_one("#problem", Static).update(plain(f"! {error.message} {error.advice}", "$notice"))
        else:
            self.app.go_back()

    async def _put(self, typed: Typed) -> None:
        wanted = self.certification_id
        await self.app.bridge.call(
            lambda s: s.records.put(
                wanted,
                typed.kind,
                typed.on,
                score=typed.score,
                expires_on=typed.expires_on,
                never_expires=typed.never_expires,
                reason=typed.reason,
            ),
            expected=InvalidInput,
        )
