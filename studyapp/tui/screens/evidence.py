"""The form of a piece of evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from studyapp.domain.dossier import LONGEST_NOTE, EvidenceKind
from studyapp.errors import InvalidInput
from studyapp.services.dossier import EVIDENCE_CHANGED
from studyapp.services.views import Aspect
from studyapp.tui.actions import bindings
from studyapp.tui.evidence_lines import LABELS, Typed, kind_lines, understand
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.choices import Choices
from studyapp.tui.widgets.field import Field


class EvidenceField(Field):
    """A field from which the arrows choose the kind; the column around it would scroll with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        replace(binding, action=f"screen.{binding.action}")
        for binding in bindings("evidence")
        if isinstance(binding, Binding) and binding.id == "evidence.kind"
    ]


class EvidenceScreen(StudyScreen):
    """What it is, where it can be seen, when it was and what it shows."""

    NAME = "evidence"
    ABOUT = (
        "Attach evidence to a responsibility or skill. It counts on every roadmap that asks for it, and can "
        "be taken back. Nothing leaves this computer until you export the dossier."
    )
    BINDINGS = bindings("evidence")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset()
    JUMPS = False
    AUTO_FOCUS = "#title"
    CSS_PATH = "../styles/dossier.tcss"

    def __init__(self, competency_id: str, text: str = "") -> None:
        super().__init__()
        self.competency_id = competency_id
        self.competency = text
        self.today: date | None = None

    def compose_main(self) -> ComposeResult:
        """The kinds, and the fields with how each was understood."""
        yield Static(plain(self.competency, keep_lines=False), id="name", classes="ink gap furniture")
        yield Choices(*[Option(text, id=kind) for kind, text in kind_lines()], id="kinds")
        for name, label in LABELS.items():
            with Vertical(id=f"{name}-part", classes="part"):
                yield Static(label, markup=False)
                yield EvidenceField(id=name, max_length=LONGEST_NOTE)
                yield Static(id=f"{name}-said", markup=False)
        yield Static(id="problem", markup=False)

    async def load(self) -> None:
        """Ask for the learner's day."""
        self.headline = "Add evidence"
        self.today = await self.app.bridge.call(lambda s: s.context.today())
        self._understand()
        if self.focused is not None:
            self.call_after_refresh(self.focused.scroll_visible, animate=False)

    @property
    def kind(self) -> EvidenceKind:
        """What is chosen."""
        return EvidenceKind(self.query_one("#kinds", Choices).current or EvidenceKind.PROJECT)

    @on(Input.Changed)
    @on(OptionList.OptionHighlighted)
    def _changed_field(self, event: Input.Changed | OptionList.OptionHighlighted) -> None:
        event.stop()
        self._understand()

    def _understand(self, loudly: bool = False) -> Typed | None:
        if self.today is None:
            return None
        self.query_one("#problem", Static).update("")
        fields = {name: self.query_one(f"#{name}", Input).value for name in LABELS}
        said, typed = understand(self.kind, fields, self.today)
        for name, (text, is_good) in said.items():
            # An empty field is no mistake yet: it is only asked for.
            quiet = is_good or (not fields[name].strip() and not loudly)
            shown = plain(text, "$dim") if is_good else plain("" if quiet else f"! {text}", "$notice")
            self.query_one(f"#{name}-said", Static).update(shown)
            self.query_one(f"#{name}-said").set_class(not shown.plain, "-void")
        self.refresh_bindings()
        if typed is None and loudly:
            self.query_one(f"#{next(n for n in LABELS if not said[n][1])}", Input).focus()
        return typed

    def applies(self, verb: str) -> bool:
        """What was not understood is said when it is kept."""
        return self.today is not None

    def action_kind(self, key: str) -> None:
        """Mark the kind before or after the marked one, also while a field has the keyboard."""
        kinds = self.query_one("#kinds", Choices)
        (kinds.action_cursor_up if key == "up" else kinds.action_cursor_down)()

    async def action_keep(self) -> None:
        """Store it and go back; stays where a field was not understood."""
        typed = self._understand(loudly=True)
        if typed is None:
            return
        wanted = self.competency_id
        try:
            await self.app.bridge.call(
                lambda s: s.dossier.add(
                    [wanted], typed.kind, typed.title, on=typed.on, link=typed.link, note=typed.note
                ),
                changes=EVIDENCE_CHANGED,
                expected=InvalidInput,
            )
        except InvalidInput as error:
            self.query_one("#problem", Static).update(plain(f"! {error.message} {error.advice}", "$notice"))
        else:
            self.app.go_back()
