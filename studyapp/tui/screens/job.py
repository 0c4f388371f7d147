"""A job description held against the learner's evidence."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static, TextArea

from studyapp.domain.dossier import Cover
from studyapp.domain.job_fit import MOST_CHARS
from studyapp.errors import InvalidInput
from studyapp.services.role_views import AskedCompetency, JobFit
from studyapp.services.views import Aspect
from studyapp.tui import dossier_lines
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import clean, plain
from studyapp.tui.widgets.rows import Rows


class JobScreen(StudyScreen):
    """First the text, then what it asks for and what of it the learner has."""

    NAME = "job"
    ABOUT = (
        "Paste a job description, or take the built-in one, and see for which of its skills you have "
        "evidence, and which terms and certifications cover the rest. Lines in which nothing is recognised "
        "are shown as they are. The text is looked at and not kept."
    )
    BINDINGS = bindings("job")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS})
    AUTO_FOCUS = "#text"
    CSS_PATH = "../styles/dossier.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.found: JobFit | None = None

    def compose_main(self) -> ComposeResult:
        """The field, and what was found, of which one is shown."""
        yield Static(id="ask", classes="furniture", markup=False)
        yield TextArea("", id="text", soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        yield Static(id="problem", classes="-void", markup=False)
        yield Rows(id="list")
        yield Static(classes="note", id="note", markup=False)

    def compose_side(self) -> ComposeResult:
        """The marked line in full."""
        yield Static(classes="note", markup=False)

    @property
    def is_reading(self) -> bool:
        """Whether the result is shown in the place of the text."""
        return self.has_class("reading")

    @property
    def rows(self) -> Rows:
        """What is asked for."""
        return self.query_one(Rows)

    @property
    def marked(self) -> AskedCompetency | None:
        """The competency under the cursor."""
        asked = self.found.asked if self.found else ()
        return next((it for it in asked if it.key == self.rows.current), None)

    async def load(self) -> None:
        """Show the field; after a change read the same text again."""
        if self.is_reading:
            await self._read(again=True)
            return
        self.headline = "Job description fit"
        self.query_one("#ask", Static).update(
            plain(
                f"Paste a job description; {action('job.read').shown_key} reads it, "
                f"{action('job.template').shown_key} puts the built-in one here.",
                "$dim",
            )
        )
        self.refresh_bindings()

    def on_mount(self) -> None:
        """The keyboard belongs to the field."""
        super().on_mount()
        self.query_one("#main").can_focus = False

    def applies(self, verb: str) -> bool:
        """The field and the result have keys of their own."""
        if verb in ("read", "template", "clear"):
            return not self.is_reading
        return self.is_reading and (verb != "open" or self.marked is not None)

    async def action_read(self) -> None:
        """Hold the text against the evidence."""
        await self._read()

    async def _read(self, again: bool = False) -> None:
        text = self.query_one(TextArea).text
        try:
            self.found = found = await self.app.bridge.call(lambda s: s.jobs.fit(text), expected=InvalidInput)
        except InvalidInput as error:
            self._problem(f"! {error.message} {error.advice}")
            return
        if again and not self.is_reading:
            return  # the learner is back at the text
        self._problem()
        self.add_class("reading")
        have = len(found.having(Cover.EVIDENCED, Cover.PROVEN))
        self.status = f"{have} of {len(found.asked)} that are asked for"
        self.rows.fill(dossier_lines.fit_rows(found))
        if not again:
            self.set_focus(self.rows)
        self._note()

    def _problem(self, text: str = "") -> None:
        field = self.query_one("#problem", Static)
        field.update(plain(text, "$notice"))
        field.set_class(not text, "-void")

    @on(OptionList.OptionHighlighted)
    def _note(self) -> None:
        marked, found = self.marked, self.found
        if found is None:
            return
        for pane in self.query(".note").results(Static):
            if marked is not None:
                pane.update(
                    Drawing(
                        lambda width: dossier_lines.standing_note(
                            marked.standing, width, marked.lines, marked.instead
                        )
                    )
                )
            else:
                rest = dossier_lines.rest_line(found, self.rows.current)
                pane.update(plain(rest or "Nothing in this text is recognised as a skill of the roadmaps."))
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_open()

    async def action_template(self) -> None:
        """Put the built-in job description into the field."""
        text = await self.app.bridge.call(lambda s: s.documents.job_text())
        self.query_one(TextArea).text = clean(text)

    def action_clear(self) -> None:
        """Empty the field."""
        self.query_one(TextArea).text = ""

    def action_write(self) -> None:
        """Back to the text."""
        self.remove_class("reading")
        self.status = ""
        self.set_focus(self.query_one(TextArea))
        self.refresh_bindings()

    def action_open(self) -> None:
        """Attach evidence to what is marked."""
        if self.marked is not None:
            standing = self.marked.standing
            self.app.show("evidence", competency_id=standing.id, text=standing.text)

    async def action_export(self) -> None:
        """Write what was found in both forms."""
        found = self.found
        if found is not None:
            paths = await self.app.bridge.call(lambda s: s.documents.export_job_fit(found))
            self.app.say("", title="Job description fit written", paths=paths)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        over = len(self.query_one(TextArea).text) - MOST_CHARS
        self._problem(f"! {over:,} characters too long for a job description." if over > 0 else "")
