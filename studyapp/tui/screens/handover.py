"""Handing over progress: every choice with what leaves the machine by it, before anything is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.export.view import Format, Privacy
from studyapp.services.sharing.request import Preview, Request
from studyapp.services.views import Aspect, Settings
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Drawing, hanging, indented, line, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from studyapp.services.facade import Services

FORMAT_WORDS = {
    Format.PASSPORT: "passport: signed, so that an edited file can be told from a genuine one",
    Format.HTML: "page for a browser, to read or to print",
    Format.PDF: "PDF of the same page",
    Format.MD: "text to paste into a mail",
    Format.JSON: "JSON for other programs",
    Format.CSV: "tables for a spreadsheet, zipped",
    Format.XAPI: "xAPI statements for a Learning Record Store",
}
LEVEL_WORDS = {
    Privacy.SUMMARY: "summary: days, exam dates, readiness",
    Privacy.DOMAINS: "domains: also where you stand in each, and the plan",
    Privacy.ITEMS: "items: also your first answer to every question",
}
_GAP = 16


class HandoverScreen(StudyScreen):
    """Four choices, the preview of what they come to, and one key that writes the file."""

    NAME = "handover"
    ABOUT = (
        "Your progress as a file, for a mentor or for another program. You see what would leave this machine "
        "before it is written, and nothing is ever sent. Notes and settings never leave."
    )
    BINDINGS = bindings("handover")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.SETTINGS, Aspect.GOAL, Aspect.PROGRESS})
    AUTO_FOCUS = "#choices"
    CSS_PATH = "../styles/settings.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.kind = Format.PASSPORT
        self.level = Privacy.DOMAINS
        self.only_goal = False
        self.goal: tuple[str, str] | None = None
        self.folders: list[Path] = []
        self.folder = Path()
        self.written = ""

    def compose_main(self) -> ComposeResult:
        """The choices, what came of them, and what leaves."""
        yield Rows(id="choices")
        yield Static(id="problem", markup=False)
        yield Static("Adding up what would leave …", id="preview", markup=False)

    async def load(self) -> None:
        """Fetch what would leave by the present choice."""
        self.headline = "Hand over your progress"

        def fetch(s: Services) -> tuple[Settings, Preview]:
            goal = s.goals.current()
            code = s.library.certification(goal.certification_id).certification.code if goal else ""
            self.goal = (goal.certification_id, code) if goal else None
            return s.settings.get(), s.sharing.preview(self._request(), self.kind)

        settings, preview = await self.app.bridge.call(fetch)
        usual = [Path(settings.report_folder).expanduser()] if settings.report_folder else []
        self.folders = list(dict.fromkeys([*usual, Path.cwd(), Path.home()]))
        if self.folder not in self.folders:
            self.folder = self.folders[0]
        self.status = preview.name
        self._fill()
        self.query_one("#preview", Static).update(Drawing(lambda width: leaving(preview, width)))
        self.query_one("#problem", Static).display = bool(self.written)
        self.refresh_bindings()

    def _request(self) -> Request:
        chosen = (self.goal[0],) if self.only_goal and self.goal else ()
        return Request(self.level, chosen)

    def _fill(self) -> None:
        scope = self.goal[1] + " only" if self.only_goal and self.goal else "everything that you study"
        told = (
            ("kind", "Written as", FORMAT_WORDS[self.kind]),
            ("level", "How much", LEVEL_WORDS[self.level]),
            ("scope", "Of", scope),
            ("folder", "Into", str(self.folder)),
        )
        self.query_one(Rows).fill((name, partial(_choice, title, value)) for name, title, value in told)

    def applies(self, verb: str) -> bool:
        """There is something to write once it was added up."""
        return self.is_mounted and bool(self.folders)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_change()

    def action_change(self) -> None:
        """The next choice of the line under the cursor."""
        kinds, levels = list(FORMAT_WORDS), list(LEVEL_WORDS)
        match self.query_one(Rows).current:
            case "kind":
                self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
            case "level":
                self.level = levels[(levels.index(self.level) + 1) % len(levels)]
            case "scope":
                self.only_goal = not self.only_goal and self.goal is not None
            case "folder" if self.folders:
                self.folder = self.folders[(self.folders.index(self.folder) + 1) % len(self.folders)]
        self.written = ""
        self.reload()

    async def action_write(self) -> None:
        """Write the file, and say where it is."""
        request, kind, folder = self._request(), self.kind, self.folder
        written = await self.app.bridge.call(lambda s: s.sharing.write(request, kind, folder, beside=True))
        self.written = str(written.path)
        said = self.query_one("#problem", Static)
        said.update(line(("✓ written: ", "$right"), (self.written, "bold $ink")))
        said.display = True


def _choice(title: str, value: str, width: int) -> Content:
    return hanging(line((f"{title:<{_GAP}}", "")), value, width, "$accent")


def leaving(preview: Preview, width: int) -> Content:
    """What leaves the machine, line by line, and what stays."""
    key = action("handover.write").shown_key
    lines: list[Content | str] = [
        "",
        line(
            ("What leaves this machine", "bold $ink"),
            (f"  in the file that {key} writes. Nothing is sent.", "$dim"),
        ),
    ]
    for part in preview.lines:
        if part.leaves:
            lines.append(hanging(line(("  ✓ ", "$right"), f"{part.part:<{_GAP}}"), part.what, width))
    lines += ["", line(("What stays here", "bold $ink"))]
    stays = [part.part.lower() for part in preview.lines if not part.leaves]
    lines.append(indented(plain(", ".join(stays)), width, 4))
    return stack(lines)
