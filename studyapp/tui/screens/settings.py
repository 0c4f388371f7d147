"""Settings: one line each, with a plain explanation of the one under the cursor."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.errors import InvalidInput
from studyapp.services.views import Aspect, Settings
from studyapp.tui.actions import action, bindings
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.setting_fields import FIELDS, SettingField, first_value
from studyapp.tui.text import plain
from studyapp.tui.widgets.field import Field
from studyapp.tui.widgets.rows import Rows


class SettingsScreen(StudyScreen):
    """A list of settings; enter changes the one under the cursor, in place."""

    NAME = "settings"
    ABOUT = (
        "Everything that you can set, but for your goal: certification, exam date and minutes a day are "
        f"{action('today.goal').shown_key} on Today. A change counts from the next card on, is saved at "
        "once, and can be taken back with the key for the first value."
    )
    BINDINGS = bindings("settings")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.SETTINGS})
    AUTO_FOCUS: ClassVar[str | None] = "#choices"
    CSS_PATH = "../styles/settings.tcss"

    def __init__(self, at: str = "") -> None:
        """`at` is the setting under the cursor at first; "" for the first of the list."""
        super().__init__()
        self.at = at
        self.settings: Settings | None = None
        self.edited: SettingField | None = None

    def compose_main(self) -> ComposeResult:
        """The list, the field that opens under it, and the explanation."""
        yield Rows(id="choices")
        yield Field(id="typed", max_length=2000, select_on_focus=True)
        yield Static(id="problem", markup=False)
        yield Static(id="about", markup=False)

    async def load(self) -> None:
        """Fetch the settings and show them; the cursor stays."""
        self.headline = "Settings"
        self.settings = await self.app.bridge.call(lambda s: s.settings.get())
        indent = max(len(field.title) for field in FIELDS) + 3
        lines = ((field.name, partial(self._line, field, indent)) for field in FIELDS)
        self.query_one(Rows).fill(lines, at=self.at)
        self.at = ""  # from now on the cursor is the learner's
        self._explain()
        self.refresh_bindings()  # what works depends on what was fetched

    def _line(self, field: SettingField, indent: int, width: int) -> Content:
        value = getattr(self.settings, field.name)
        changed = "" if value == first_value(field) else "  changed"
        line = Content.assemble(
            f"{field.title:<{indent}}",
            plain(field.show(value), "$accent", keep_lines=False),
            (changed, "$dim"),
        )
        return line.truncate(width, ellipsis=True)

    @property
    def current(self) -> SettingField | None:
        """The setting under the cursor."""
        marked = self.query_one(Rows).current
        return next((field for field in FIELDS if field.name == marked), None)

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explain()

    def _explain(self) -> None:
        field = self.current
        about = self.query_one("#about", Static)
        goal = f"Minutes a day, exam date: {action('today.goal').shown_key} on Today."
        about.update(Content() if field is None else plain(f"{field.about}\n{goal}"))

    def applies(self, verb: str) -> bool:
        """While a field is open there is only saving and leaving."""
        return (verb in ("save", "cancel")) == (self.edited is not None) and self.settings is not None

    # Actions

    async def action_change(self) -> None:
        """The next choice at once, or a field to type in."""
        field = self.current
        if field is None or self.settings is None:
            return
        value = getattr(self.settings, field.name)
        if field.choices:
            at = field.choices.index(value) if value in field.choices else -1
            await self._update(field, field.choices[(at + 1) % len(field.choices)])
            return
        self.edited = field
        typed = self.query_one("#typed", Field)
        typed.display = True
        typed.value = field.typed(value)
        typed.placeholder = field.example
        typed.focus()
        self._say_problem("")
        self.refresh_bindings()

    async def action_save(self) -> None:
        """Keep what was typed, or say what would be accepted."""
        field = self.edited
        if field is None:
            return
        try:
            value = field.read(self.query_one("#typed", Field).value)
        except ValueError as error:
            self._say_problem(str(error))
            return
        if await self._update(field, value):
            self.action_cancel()

    def action_cancel(self) -> None:
        """Close the field."""
        self.edited = None
        self.query_one("#typed", Field).display = False
        self._say_problem("")
        self.query_one(Rows).focus()
        self.refresh_bindings()

    async def action_default(self) -> None:
        """Back to the first value."""
        field = self.current
        if field is not None:
            await self._update(field, first_value(field))

    async def _update(self, field: SettingField, value: Any) -> bool:
        try:
            await self.app.bridge.call(
                lambda s: s.settings.update(**{field.name: value}), expected=InvalidInput
            )
        except InvalidInput as error:
            self._say_problem(error.advice or error.message)
            return False
        if field.name == "theme":
            self.app.theme = value
        await self.load()  # the next press goes on from here
        return True

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.edited is None:
            self.work(self.action_change())

    def _say_problem(self, text: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(plain(text and "! " + text, "$notice"))
        problem.display = bool(text)
