"""All roadmaps, to look at another one."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from studyapp.services.road_views import RoadmapSummary
from studyapp.services.views import Aspect
from studyapp.tui import stage_map, words
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Column, Drawing, indented, line, row, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.page import Page
from studyapp.tui.widgets.rows import Draw, Rows


class RoadmapsScreen(StudyScreen):
    """The list of roadmaps; closes with the id of the one that was taken."""

    NAME = "roadmaps"
    ABOUT = (
        "All roadmaps. Looking at one changes nothing; you may follow several, and what you pass counts on "
        "all of them."
    )
    BINDINGS = bindings("roadmaps")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT, Aspect.GOAL})
    AUTO_FOCUS = "#list"
    CSS_PATH = "../styles/lists.tcss"

    def __init__(self, shown_id: str = "", compared_id: str = "") -> None:
        super().__init__()
        self.shown_id = shown_id
        self.compared_id = compared_id
        """The roadmap for which another one is sought; it is not offered."""
        self.found: dict[str, RoadmapSummary] = {}

    def compose_main(self) -> ComposeResult:
        """The list, and a sentence on the marked one."""
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)

    def compose_side(self) -> ComposeResult:
        """The profile of the marked one's role."""
        yield Page(id="preview", markup=False)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    async def load(self) -> None:
        """Fetch them."""
        found = await self.app.bridge.call(lambda s: s.roadmaps.all())
        role = next((item.name for item in found if item.id == self.compared_id), "")
        self.headline = f"Compare {role} with which role?" if role else "Which road?"
        found = [item for item in found if item.id != self.compared_id]
        self.found = {item.id: item for item in found}
        self.rows.fill([(item.id, _drawn(item)) for item in found], self.rows.current or self.shown_id)
        if not found:
            self.query_one("#empty", Static).update(
                plain("The roadmaps will stand here once they have been read.")
            )
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        item = self.found.get(event.option_id or "")
        told = Drawing(lambda width: told_of(item, width)) if item else Content("")
        self.query_one("#empty", Static).update(told)
        if item and self.is_wide:
            self.work(self._preview(item.id), group="preview", replace=True)

    async def _preview(self, roadmap_id: str) -> None:
        detail = await self.app.bridge.call(lambda s: s.roadmaps.roadmap(roadmap_id))
        self.query_one("#preview", Static).update(
            Drawing(lambda width: stage_map.profile(detail.roadmap, width))
        )

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_open()

    def applies(self, verb: str) -> bool:
        """There must be one; it is looked at or compared."""
        if verb in ("open", "compare") and (verb == "compare") is not bool(self.compared_id):
            return False
        return self.is_mounted and bool(self.rows.current)

    async def action_follow(self) -> None:
        """Follow the marked one, or leave it."""
        marked = self.found[self.rows.current]
        await self.change(lambda s: s.roadmaps.follow(marked.id, on=not marked.followed))

    def action_open(self) -> None:
        """Hand the marked one to who asked."""
        self.dismiss(self.rows.current)

    def action_compare(self) -> None:
        """Hand over the second role."""
        self.dismiss(self.rows.current)


def _size(item: RoadmapSummary) -> str:
    """`4 stages, 4 steps, and 3 that ask for no proof`: steps are what can be done, as on the map."""
    told = f"{count(item.stages, 'stage')}, {count(item.of, 'step')}"
    optional = item.certifications - item.of
    asks = "asks" if optional == 1 else "ask"
    return f"{told}, and {optional} that {asks} for no proof" if optional else told


def told_of(item: RoadmapSummary, width: int) -> Content:
    """Under the list: whom the marked road fits, then how long it is and what the role does."""
    fit = [indented(plain(item.fit, "$ink"), width, 0)] if item.fit else []
    return stack([*fit, indented(plain(f"{_size(item)}. {item.tagline}", "$dim"), width, 0)])


def _drawn(item: RoadmapSummary) -> Draw:
    return lambda width: roadmap_row(item, width)


def roadmap_row(item: RoadmapSummary, width: int) -> Content:
    """Name, how long it is, and whether it is followed."""
    return row(
        [
            Column(
                line(
                    ("● " if item.followed else "○ ", "$accent" if item.followed else "$dim"),
                    (item.name, "bold $ink"),
                )
            ),
            Column(
                line((count(item.stages, "stage"), "$dim")),
                9,
                from_width=76,
            ),
            Column(line((words.steps_done(item.done, item.of), "$dim")), 19, from_width=60, right=True),
            Column(line(("followed", "$accent") if item.followed else ""), 8, from_width=44),
        ],
        width,
    )
