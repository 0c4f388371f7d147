"""The road to a role: stages with the standing of each certification, and the role's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from studyapp.services.road_views import RoadmapDetail, StageStanding, StepStanding
from studyapp.services.views import Aspect, Goal
from studyapp.tui import stage_map, words
from studyapp.tui.actions import action, bindings
from studyapp.tui.choosing_roads import compare_with
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.page import Page
from studyapp.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from studyapp.services.facade import Services


ROOMY = 36
"""Rows from which on a step and the next one are both told in full."""


class RoadmapScreen(StudyScreen):
    """The stage map of one roadmap; its role profile is the second tab, or the second column."""

    NAME = "roadmap"
    ABOUT = (
        "The road to a role: stages, the certifications of each, and where you stand, measured by what you "
        "remember and by exams. The line at the bottom is the one thing to do next; ▸ marks it on the map. "
        "Gates say what comes first; you can step past one, and it shows. 'The source names' is said of the "
        "exam that the document behind the road asks for; where that is retired, its successor stands in its "
        "place. 'Facts only' has no questions here: what you record of its exam shows it, and nothing waits "
        "for it."
    )
    BINDINGS = bindings("roadmap")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(
        {Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS, Aspect.PROGRESS}
    )
    AUTO_FOCUS = "#list"
    CSS_PATH = "../styles/roadmap.tcss"

    def __init__(self, roadmap_id: str = "") -> None:
        super().__init__()
        self.roadmap_id = roadmap_id
        """"" is the one that is followed."""
        self.detail: RoadmapDetail | None = None
        self.goal: Goal | None = None

    def compose_main(self) -> ComposeResult:
        """The map with the next step under it, and the profile behind it."""
        yield Static("Looking …", id="about", markup=False)
        yield Rows(id="list")
        with VerticalScroll(id="told", can_focus=False):
            yield Static(id="note", classes="furniture", markup=False)
            yield Static(id="next", markup=False)

    def compose_side(self) -> ComposeResult:
        """The role's profile."""
        yield Page(classes="profile", markup=False)

    @property
    def rows(self) -> Rows:
        """The lines of the map."""
        return self.query_one(Rows)

    async def load(self) -> None:
        """Fetch the roadmap; without an id the followed one."""
        self.headline = "Roadmap"
        detail, self.goal = await self.app.bridge.call(self._asked)
        if detail is None:
            everything = await self.app.bridge.call(lambda s: s.roadmaps.all())
            self._show_nothing(bool(everything))
            return
        is_same = self.detail is not None and self.detail.roadmap.id == detail.roadmap.id
        mark = "" if is_same else self._next_row(detail)
        self.detail = detail
        self._show(detail, mark)

    def _asked(self, services: Services) -> tuple[RoadmapDetail | None, Goal | None]:
        wanted = self.roadmap_id or services.roadmaps.followed()
        return services.roadmaps.roadmap(wanted) if wanted else None, services.goals.current()

    def _show_nothing(self, there_are_some: bool) -> None:
        self.detail = None
        about = self.query_one("#about", Static)
        about.remove_class("-void")
        about.update(
            plain(
                f"You follow no roadmap yet. {action('roadmap.choose').shown_key} shows all of them."
                if there_are_some
                else "The stages of your road will stand here once the roadmaps have been read."
            )
        )
        self.refresh_bindings()

    def _show(self, detail: RoadmapDetail, mark: str) -> None:
        roadmap = detail.roadmap
        self._tell_where()
        self.status = self._standing(detail)
        about = self.query_one("#about", Static)
        about.set_class(not detail.changes, "-void")
        key = action("roadmap.seen").shown_key
        about.update(Drawing(lambda width: stage_map.changes_note(detail, key, width)))
        self.rows.fill(stage_map.map_rows(detail), mark)
        for pane in self.query(".profile").results(Static):
            pane.update(Drawing(lambda width: stage_map.profile(roadmap, width)))
        self._note()
        self.refresh_bindings()

    def _standing(self, detail: RoadmapDetail) -> str:
        if not detail.followed:
            return f"not followed; {action('roadmap.follow').shown_key} follows it"
        waived = f", {detail.waived} waived" if detail.waived else ""
        others = len(detail.also_followed)
        beside = f" · {count(others, 'other road')} followed" if others else ""
        return f"{words.steps_done(detail.done, detail.of)}{waived}{beside}"

    def _tell_where(self) -> None:
        name = self.detail.roadmap.name if self.detail else ""
        self.headline = f"Roadmap · {name}"

    def _next_row(self, detail: RoadmapDetail) -> str:
        return next(
            (
                f"{step.step_id}/{item.id}"
                for stage in detail.stages
                for step in stage.steps
                for item in step.certifications
                if item.id == detail.next_certification_id
            ),
            "",
        )

    @on(OptionList.OptionHighlighted)
    def _note(self) -> None:
        """Say where the marked certification stands, and why it is on the road."""
        found = self._marked_step()
        marked = self.rows.current.partition("/")[2]
        is_next = self.detail is not None and marked == self.detail.next_certification_id
        note = self.query_one("#note", Static)
        if found is None:
            note.update("")
        else:
            note.update(Drawing(lambda width: stage_map.step_note(*found, marked, is_next, width)))
        detail = self.detail
        if detail is not None:
            # Where there is little room, the other step that is being read about comes first.
            in_full = is_next or found is None or not note.display or self.app.size.height >= ROOMY
            self.query_one("#next", Static).update(
                Drawing(lambda width: stage_map.next_line(detail, width, in_full))
            )
        self.query_one("#told", VerticalScroll).scroll_home(animate=False)
        self.call_after_refresh(self.refresh_bindings)

    def resized(self) -> None:
        """Another height has room for more, or less."""
        self._note()

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_open()

    def _marked_step(self) -> tuple[StageStanding, StepStanding] | None:
        wanted = self.rows.current.partition("/")[0]
        stages = self.detail.stages if self.detail else ()
        steps = ((stage, step) for stage in stages for step in stage.steps)
        return next((pair for pair in steps if pair[1].step_id == wanted), None)

    def applies(self, verb: str) -> bool:
        """What works depends on the roadmap that is shown, and on the tab."""
        if verb == "choose" or self.detail is None:
            return verb == "choose"
        if verb == "read":
            return self.query_one("#told", VerticalScroll).max_scroll_y > 0
        if verb in ("profile", "compare", "dossier"):
            return True
        if verb in ("follow", "leave"):
            return self.detail.followed is (verb == "leave")
        if verb == "seen":
            return bool(self.detail.changes)
        if verb in ("skip", "gate"):
            return bool(self._gates(verb == "gate"))
        if verb == "next":
            return bool(self.detail.next_certification_id)
        return bool(self.rows.current)

    def action_open(self) -> None:
        """Go to the marked certification."""
        certification_id = self.rows.current.partition("/")[2]
        if certification_id:
            self.app.show("certification", certification_id=certification_id)

    def action_read(self) -> None:
        """Go on in what is said under the map; from its end, back to its beginning."""
        told = self.query_one("#told", VerticalScroll)
        if told.scroll_y >= told.max_scroll_y:
            told.scroll_home(animate=False)
        else:
            told.scroll_page_down(animate=False)

    def action_next(self) -> None:
        """Study the next certification where it is the goal, else go to it."""
        assert self.detail is not None
        wanted = self.detail.next_certification_id
        if self.goal is not None and self.goal.certification_id == wanted and self._has_bank(wanted):
            self.app.show("study", scope="today")
        else:
            self.app.show("certification", certification_id=wanted)

    def _has_bank(self, certification_id: str) -> bool:
        assert self.detail is not None
        return stage_map.known_of(self.detail)[certification_id].has_bank

    def _gates(self, skipped: bool) -> list[str]:
        """Stages before the marked one whose gate is shut, or was stepped past."""
        found = self._marked_step()
        if found is None or self.detail is None:
            return []
        stage, _step = found
        before = [s for s in self.detail.stages if s.stage_id in stage.requires]
        if skipped:
            return [s.stage_id for s in before if s.skipped]
        return [s.stage_id for s in before if not s.skipped] if stage.opens_when else []

    async def action_skip(self) -> None:
        """Step past the gate before the marked stage."""
        await self._set_gates(on=True)

    async def action_gate(self) -> None:
        """Let the gate before the marked stage count again."""
        await self._set_gates(on=False)

    async def _set_gates(self, on: bool) -> None:
        assert self.detail is not None
        roadmap_id, stages = self.detail.roadmap.id, self._gates(skipped=not on)
        for stage_id in stages:
            await self.app.bridge.call(
                lambda s, stage_id=stage_id: s.roadmaps.skip(roadmap_id, stage_id, on),  # type: ignore[misc]
                changes=frozenset({Aspect.GOAL}),
            )
        if on:
            self.app.say("You stepped past the gate. It shows, and counts for nothing.")

    async def action_seen(self) -> None:
        """Acknowledge what an edit of the roadmap changed."""
        assert self.detail is not None
        roadmap_id = self.detail.roadmap.id
        await self.app.bridge.call(lambda s: s.roadmaps.acknowledge(roadmap_id))

    async def action_leave(self) -> None:
        """Follow this roadmap no longer."""
        assert self.detail is not None
        roadmap = self.detail.roadmap
        self.roadmap_id = roadmap.id
        await self.app.bridge.call(lambda s: s.roadmaps.follow(roadmap.id, on=False))
        self.app.say(f"You do not follow {roadmap.name} any more. What you learned stays.")

    def action_profile(self) -> None:
        """Read about the role, part by part."""
        assert self.detail is not None
        self.app.show("role", roadmap_id=self.detail.roadmap.id)

    def action_compare(self) -> None:
        """Choose another role to compare this one with."""
        assert self.detail is not None
        compare_with(self.app, self.detail.roadmap.id)

    def action_dossier(self) -> None:
        """Go to the dossier of this role."""
        assert self.detail is not None
        self.app.show("dossier", roadmap_id=self.detail.roadmap.id)

    async def action_follow(self) -> None:
        """Follow this roadmap."""
        assert self.detail is not None
        roadmap = self.detail.roadmap
        await self.app.bridge.call(lambda s: s.roadmaps.follow(roadmap.id))
        self.app.say(f"You follow {roadmap.name} now.")

    def action_choose(self) -> None:
        """Look at another roadmap."""
        from studyapp.tui.screens.roadmaps import RoadmapsScreen

        def chosen(roadmap_id: str | None) -> None:
            if roadmap_id:
                self.roadmap_id = roadmap_id
                self.reload()

        self.app.push_screen(RoadmapsScreen(self.detail.roadmap.id if self.detail else ""), chosen)
