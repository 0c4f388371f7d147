"""Readiness: the pass probability with its evidence, what would raise it, and how good it has been."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.errors import InvalidInput, NotFound
from studyapp.services.readiness_views import Readiness
from studyapp.services.views import Aspect
from studyapp.tui import readiness_lines as lines
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.words import away

_SECTIONS = {
    "number": "main", "actions": "main", "domains": "main",
    "audit": "side", "calibration": "side", "print": "side",
}  # fmt: skip
"""Each section, and the column that it stands in on a wide terminal."""


class ReadinessScreen(StudyScreen):
    """How likely the learner is to pass; enter does what raises it most."""

    NAME = "readiness"
    ABOUT = (
        "The probability to pass on the day of the exam, from first answers alone, with its range and with "
        "the evidence of each domain. Then what is expected to raise it most, how good such numbers were "
        "before, and how often you were right when you said that you were sure."
    )
    BINDINGS = bindings("readiness")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(Aspect)
    CSS_PATH = "../styles/readiness.tcss"

    def __init__(self, certification_id: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self.found: Readiness | None = None

    def compose_main(self) -> ComposeResult:
        """All sections; those of the second column too, for narrower terminals."""
        yield Static("Adding up your first answers …", id="waiting", classes="dim", markup=False)
        for name, column in _SECTIONS.items():
            yield Static(
                classes=f"section {name} {'in-main' if column == 'side' else 'always'}", markup=False
            )

    def compose_side(self) -> ComposeResult:
        """Audit, calibration, and what the numbers are."""
        for name, column in _SECTIONS.items():
            if column == "side":
                yield Static(classes=f"section {name} in-side", markup=False)

    async def load(self) -> None:
        """Fetch the numbers and draw them."""
        wanted = self.certification_id
        self.headline = "Readiness"
        waiting = self.query_one("#waiting", Static)
        try:
            found = await self.app.bridge.call(
                lambda s: s.readiness.of(wanted), expected=(InvalidInput, NotFound)
            )
        except (InvalidInput, NotFound):
            self.found = None
            key = action("readiness.choose").shown_key
            waiting.update(
                plain(f"Readiness is about one certification. {key} chooses one, or set a goal on Today.")
            )
            self.refresh_bindings()
            return
        self.found = found
        self.headline = f"Readiness · {found.code}"
        self.status = f"exam {away(found.exam_on, found.today)}" if found.exam_on else "no exam date"
        waiting.display = False
        self._draw(found)
        self.refresh_bindings()

    def _draw(self, found: Readiness) -> None:
        key = action("readiness.start").shown_key
        drawn: dict[str, Callable[[int], Content]] = {
            "number": lambda width: lines.number(found, width),
            "actions": lambda width: lines.actions(found, width, key),
            "domains": lambda width: lines.domains(found, width),
            "audit": lambda width: lines.audit(found.audit, found.audit_all, width),
            "calibration": lambda width: lines.calibration(found, width),
            "print": lambda width: lines.fine_print(found, width),
        }
        for name, draw in drawn.items():
            for section in self.query(f".{name}").results(Static):
                section.set_class(not draw(60), "-void")
                section.update(Drawing(draw))

    def applies(self, verb: str) -> bool:
        """Starting needs something to start."""
        if verb in ("start", "pick"):
            return self.found is not None and bool(self.found.actions)
        if verb == "facts":
            return self.found is not None
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A number works where there is a line with it."""
        if action == "pick" and parameters:
            return self.found is not None and int(str(parameters[0])) <= len(self.found.actions)
        return super().check_action(action, parameters)

    def action_start(self) -> None:
        """Do the first."""
        self.action_pick("1")

    def action_pick(self, key: str) -> None:
        """Do the work of that number."""
        found, place = self.found, int(key) - 1
        if found is not None and place < len(found.actions):
            chosen = found.actions[place].focus
            self.app.show("study", scope="focus", certification_id=found.certification_id, only=chosen)

    def action_facts(self) -> None:
        """Go to the certification."""
        if self.found is not None:
            self.app.show("certification", certification_id=self.found.certification_id)

    def action_choose(self) -> None:
        """Choose another certification."""
        from studyapp.tui.screens.certifications import CertificationsScreen

        def chosen(certification_id: str | None) -> None:
            if certification_id:
                self.certification_id = certification_id
                self.reload()

        self.app.push_screen(CertificationsScreen(picking="Readiness for which certification?"), chosen)
