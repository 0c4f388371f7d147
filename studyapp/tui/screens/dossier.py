"""The competency dossier of a role."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from studyapp.domain.dossier import Cover
from studyapp.services.dossier import EVIDENCE_CHANGED
from studyapp.services.role_views import CompetencyStanding, Dossier
from studyapp.services.views import Aspect
from studyapp.tui import dossier_lines
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.rows import Rows


class DossierScreen(StudyScreen):
    """Responsibilities and skills with what the learner has for each."""

    NAME = "dossier"
    ABOUT = (
        "Your evidence for what a role asks: trainings, projects, experience, exams, links, notes. A skill "
        "that stands on several roadmaps is covered on all of them. Certifications that you hold count "
        "where they prove a skill, and are told apart from your own evidence."
    )
    BINDINGS = bindings("dossier")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS})
    AUTO_FOCUS = "#list"
    CSS_PATH = "../styles/dossier.tcss"

    def __init__(self, roadmap_id: str = "") -> None:
        super().__init__()
        self.roadmap_id = roadmap_id
        self.dossier: Dossier | None = None

    def compose_main(self) -> ComposeResult:
        """The list, and the marked line in full."""
        yield Rows(id="list")
        yield Static("Looking …", classes="note", id="note", markup=False)

    def compose_side(self) -> ComposeResult:
        """The marked line in full, where there is room."""
        yield Static(classes="note", markup=False)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    @property
    def marked(self) -> CompetencyStanding | None:
        """The competency under the cursor."""
        found = self.dossier.competencies if self.dossier else ()
        return next((it for it in found if it.id == self.rows.current), None)

    async def load(self) -> None:
        """Fetch the dossier; without an id that of the followed road."""
        self.headline = "Dossier"
        wanted = self.roadmap_id or await self.app.bridge.call(lambda s: s.roadmaps.followed())
        if not wanted:
            self._say("You follow no roadmap yet.")
            return
        self.roadmap_id = wanted
        self.dossier = dossier = await self.app.bridge.call(lambda s: s.dossier.of(wanted))
        self.headline = f"Dossier · {dossier.name}"
        covered = len(dossier.competencies) - dossier.count(Cover.OPEN)
        self.status = f"{covered} of {len(dossier.competencies)} covered"
        self.rows.fill(dossier_lines.dossier_rows(dossier))
        if not dossier.competencies:
            self._say("This roadmap names no responsibilities or skills to have evidence for.")
        self._note()

    def _say(self, text: str) -> None:
        self.query_one("#note", Static).update(plain(text))

    @on(OptionList.OptionHighlighted)
    def _note(self) -> None:
        marked = self.marked
        if marked is not None:
            for pane in self.query(".note").results(Static):
                pane.update(Drawing(lambda width: dossier_lines.standing_note(marked, width)))
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_add()

    def applies(self, verb: str) -> bool:
        """Evidence needs a line, and taking it back needs evidence."""
        if verb == "job":
            return True
        if verb == "export":
            return self.dossier is not None
        marked = self.marked
        return marked is not None and (verb != "undo" or bool(marked.pieces))

    def action_add(self) -> None:
        """Attach evidence to the marked line."""
        if self.marked is not None:
            self.app.show("evidence", competency_id=self.marked.id, text=self.marked.text)

    async def action_undo(self) -> None:
        """Take back the newest evidence of the marked line."""
        assert self.marked is not None
        newest = max(self.marked.pieces, key=lambda piece: piece.id)
        await self.change(lambda s: s.dossier.remove(newest.id), EVIDENCE_CHANGED)
        self.app.say(f"Taken back: {newest.title}")

    async def action_export(self) -> None:
        """Write the dossier in both forms."""
        wanted = self.roadmap_id
        paths = await self.app.bridge.call(lambda s: s.documents.export_dossier(wanted))
        self.app.say("", title="Dossier written", paths=paths)

    def action_job(self) -> None:
        """Go to the job description."""
        self.app.show("job")
