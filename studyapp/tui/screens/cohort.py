"""The cohort: learners in rows, those first who need attention, with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.domain.days import medium_date
from studyapp.services.cohort.pages import (
    ABOUT_WEAKEST,
    ROW_TITLES,
    as_said_of,
    evidence_of,
    exam_of,
    kept_of,
    left_out_of,
    name_of,
    row_cells,
    trend_of,
    why_of,
)
from studyapp.services.cohort.view import Cohort, DomainLine, LearnerRow
from studyapp.services.views import Aspect
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Column, Drawing, fitted, hanging, indented, line, row, stack
from studyapp.tui.messages import ContentRead
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.rows import Draw, Rows

BAR, FRAME = 2, 4
"""Cells that the list takes at the left of a line, and in all."""
WATCH_S = 30.0
"""Seconds after which the folder is looked at again while the screen is on top."""
GAP = 2
FIRST_AT_MOST = 44
WIDTHS = ((16, 36), (9, 70), (6, 61), (12, 53))
"""Cells of the columns behind the first, and the width from which on each is shown."""
TREND_POINTS = 6
MARKED_FROM = 40
"""Need from which on a row is marked: the least that a single pressing reason weighs."""
SIGNS = {
    "verified": ("✓ verified", "$right"), "new key": ("• new key", "$notice"),
    "rewritten": ("! rewritten", "$wrong"),
}  # fmt: skip


class CohortScreen(StudyScreen):
    """A list of learners; on wide terminals what to talk about with the one under the cursor."""

    NAME = "cohort"
    ABOUT = (
        "What learners handed over to you, from the folder in your settings. The newest file of each counts. "
        "Those stand first who need attention, with the reason. "
        f"{ABOUT_WEAKEST} Nothing in the folder is ever changed."
    )
    BINDINGS = bindings("cohort")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.SETTINGS})
    AUTO_FOCUS = "#list"
    CSS_PATH = "../styles/lists.tcss"
    # A row needs the width of a small terminal for all that it says; beside it a page must be readable, too.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-normal"), (150, "-wide")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.found: Cohort | None = None
        self.folder = ""

    def compose_main(self) -> ComposeResult:
        """The list, or why there is none."""
        yield Static(id="head", classes="-void", markup=False)
        yield Rows(id="list", classes="-void")
        yield Static("Looking …", id="empty", classes="dim", markup=False)

    def compose_side(self) -> ComposeResult:
        """What to talk about with the learner under the cursor."""
        yield Static(id="preview", markup=False)

    def on_mount(self) -> None:
        """Watch the folder."""
        super().on_mount()
        self.set_interval(WATCH_S, self._watch)

    def _watch(self) -> None:
        if self.is_on_top and self.folder:
            self.reload()

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    @property
    def current(self) -> LearnerRow | None:
        """The learner under the cursor."""
        wanted = self.rows.current
        return next((r for r in self.found.rows if r.learner_id == wanted), None) if self.found else None

    async def load(self) -> None:
        """Take in what is new in the folder, and show it."""
        self.headline = "Cohort"
        settings = await self.app.bridge.call(lambda s: s.settings.get())
        self.folder = settings.cohort_folder
        if not self.folder:
            self._show(None)
            return
        self._show(await self.app.bridge.read_exports(Path(self.folder).expanduser(), self._progress))

    def _progress(self, done: int, total: int) -> None:
        """Called on the reader's thread; posting a message is safe there."""
        self.post_message(ContentRead(done, total))

    def on_content_read(self, message: ContentRead) -> None:
        """Say how far the reading is."""
        message.stop()
        if message.done < message.total:
            self.status = f"reading {message.done} of {message.total} files"

    def _show(self, found: Cohort | None) -> None:
        self.found = found
        aside = f", {count(len(found.set_aside), 'file')} set aside" if found and found.set_aside else ""
        self.status = f"{count(len(found.rows), 'learner')}{aside}" if found else ""
        self.rows.fill([(r.learner_id, _drawn(r)) for r in found.rows] if found else [])
        head = self.query_one("#head", Static)
        head.set_class(not (found and found.rows), "-void")
        head.update(Drawing(heading_row))
        empty = self.query_one("#empty", Static)
        empty.display = not (found and found.rows)
        empty.update(Drawing(lambda width: _nothing(self.folder, width)))
        self._preview()
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#list")
    def _preview(self) -> None:
        chosen = self.current
        drawn = Drawing(lambda width: learner_card(chosen, width)) if chosen else Content("")
        for preview in self.query("#preview").results(Static):
            preview.update(drawn)
        self.refresh_bindings()

    @on(OptionList.OptionSelected, "#list")
    def _selected(self) -> None:
        self.action_open()

    def applies(self, verb: str) -> bool:
        """What needs a learner needs one."""
        if verb == "open":
            return self.is_mounted and self.current is not None
        return verb == "folder" or bool(self.folder)

    def action_open(self) -> None:
        """The page of the learner under the cursor."""
        if self.found is not None and self.current is not None:
            self.app.show("learner", rows=self.found.rows, learner_id=self.current.learner_id)

    def action_common(self) -> None:
        """What all have in common."""
        if self.found is not None:
            self.app.show("common", found=self.found)

    def action_again(self) -> None:
        """Look at the folder now."""
        self.reload()

    def action_folder(self) -> None:
        """Choose the folder."""
        self.app.show("settings", at="cohort_folder")


def _drawn(it: LearnerRow) -> Draw:
    return lambda width: learner_row(it, width)


def learner_row(it: LearnerRow, width: int) -> Content:
    """Who, how likely to pass, by what; what is weakest, the exam, the days; why they stand here."""
    (who, forecast, answers, trend, signed), lower = row_cells(it, _first(width), TREND_POINTS)
    name = who.removesuffix(it.code) if it.code else who
    sign, style = SIGNS.get(signed, (f"– {signed}", "$dim"))
    figures = [(forecast, "$ink"), (answers, "$foreground"), (trend, "$accent"), (sign, style)]
    lead, said = ("! ", "$notice") if it.need >= MARKED_FROM else ("  ", "$dim")
    return stack(
        [
            _columns(line((name, "bold $ink"), (who[len(name) :], "$dim")), figures, width),
            _columns(line((lower[0], "$foreground")), [(told, "$foreground") for told in lower[1:]], width),
            fitted(line((lead, said), (why_of(it), said)), width).rstrip(),
        ]
    )


def heading_row(width: int) -> Content:
    """What stands in the columns; the list has a bar at its left and a scrollbar at its right."""
    lines = [
        _columns(line((first, "$dim")), [(title, "$dim") for title in titles], width - FRAME)
        for first, *titles in ROW_TITLES
    ]
    return stack([drawn.pad_left(BAR) for drawn in lines])


def _columns(first: Content, others: Sequence[tuple[str, str]], width: int) -> Content:
    cells = zip(others, WIDTHS, strict=True)
    rest = [Column(line(told), size, from_width=least) for told, (size, least) in cells]
    return row([Column(first, _first(width)), *rest], width)


def _first(width: int) -> int:
    """Cells of the first column: what the others leave, and no more than can be read across."""
    others = sum(size + GAP for size, least in WIDTHS if width >= least)
    return max(1, min(FIRST_AT_MOST, width - others))


def learner_card(it: LearnerRow, width: int) -> Content:
    """A learner in full: where they stand, then what to talk about."""
    sign, style = SIGNS.get(it.signed, (f"– {it.signed}", "$dim"))
    lines: list[Content | str] = [
        line((name_of(it), "bold $ink"), "  ", (it.code, "$dim")),
        line((sign, style), (f", file of {medium_date(it.as_of)}, level {it.privacy}", "$dim")),
        "",
        *(hanging(line(("! ", "$notice")), reason, width) for reason in it.reasons),
        *([""] if it.reasons else []),
        line(("Talk about", "bold $ink")),
        *(hanging(line(("• ", "$accent")), point, width) for point in it.points),
        "",
        _fact("P(pass)", evidence_of(it)),
        _fact("At first sight", f"{it.first_right} of {it.first_answers} right"),
        *([_fact("Left out", left_out_of(it))] if it.left_out else []),
        *([_as_said(it, width)] if it.as_said else []),
        _fact("Plan kept", kept_of(it)),
        _fact("Exam", exam_of(it)),
        _fact("Mock exams", f"{it.mock_exams}, passed {it.mocks_passed}" if it.mock_exams else "none"),
        _fact(f"Trend, {it.trend_of}", trend_of(it) if len(it.trend) > 1 else "one file so far"),
    ]
    if it.domains:
        lines += ["", line(("Expected right on the exam day", "bold $ink"), ("  and recalled now", "$dim"))]
        lines += [hanging(line((_shares(d), "$accent")), f"{d.id} {d.name}", width) for d in it.domains]
    if it.mixes:
        lines += ["", line(("Mixed up", "bold $ink"))]
        lines += [hanging("  ", f"{m.taken_for} for {m.right}", width, "$foreground") for m in it.mixes[:5]]
    return stack(lines)


def _shares(it: DomainLine) -> str:
    return f"{it.expected * 100:>4.0f} %{it.mastery * 100:>6.0f} %  "


def _as_said(it: LearnerRow, width: int) -> Content:
    told = f"{as_said_of(it)} (may count questions in quarantine)"
    return hanging(line((f"{'As the file says':<20}", "$dim")), told, width, "$foreground")


def _fact(title: str, value: str) -> Content:
    return line((f"{title:<20}", "$dim"), (value, "$foreground"))


def _nothing(folder: str, width: int) -> Content:
    key = action("cohort.folder").shown_key
    if not folder:
        text = (
            f"Learners put their exports into a folder that you share with them. {key} leads to the "
            "settings, where you name it; then who needs you most stands here first."
        )
        return stack([line(("No folder yet.", "bold $ink")), "", indented(plain(text), width, 0)])
    text = f"No export in {folder} yet. It is looked at again every {WATCH_S:.0f} seconds."
    return indented(plain(text), width, 0)
