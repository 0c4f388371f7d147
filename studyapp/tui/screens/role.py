"""The profile of a role, part by part."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from studyapp.services.role_views import RoleProfile
from studyapp.services.views import Aspect
from studyapp.tui import role_lines
from studyapp.tui.actions import bindings
from studyapp.tui.choosing_roads import compare_with
from studyapp.tui.drawing import Drawing
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count
from studyapp.tui.widgets.page import Page


class RoleScreen(StudyScreen):
    """One part at a time; on a wide terminal the numbers that matter stand beside it."""

    NAME = "role"
    ABOUT = (
        "What a role is, pays and asks, a day in it, and the terms that people in it use. Figures are those "
        "of the source, in its currency; what it leaves out is said to be missing. Beside each "
        "responsibility and skill stands whether you have evidence for it."
    )
    BINDINGS = bindings("role")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset(
        {Aspect.CONTENT, Aspect.GOAL, Aspect.CARDS, Aspect.PROGRESS}
    )
    AUTO_FOCUS = "#part"
    CSS_PATH = "../styles/role.tcss"

    def __init__(self, roadmap_id: str = "", part: str = role_lines.PARTS[0]) -> None:
        super().__init__()
        self.roadmap_id = roadmap_id
        self.part = part if part in role_lines.PARTS else role_lines.PARTS[0]
        self.profile: RoleProfile | None = None

    def compose_main(self) -> ComposeResult:
        """The names of the parts, and the one that is shown."""
        yield Static(id="tabs", markup=False)
        with VerticalScroll(id="part"):
            yield Page("Looking …", id="text", markup=False)

    def compose_side(self) -> ComposeResult:
        """The role at a glance."""
        yield Page(id="glance", markup=False)

    async def load(self) -> None:
        """Fetch the profile; without an id that of the followed road."""
        self.headline = "Role profile"
        wanted = self.roadmap_id
        profile = await self.app.bridge.call(
            lambda s: s.roles.profile(found) if (found := wanted or s.roadmaps.followed()) else None
        )
        if profile is None:
            self.query_one("#text", Static).update("You follow no roadmap yet.")
            return
        self.profile = profile
        self.roadmap_id = profile.detail.roadmap.id
        self.headline = f"Role profile · {profile.detail.roadmap.name}"
        self.query_one("#glance", Static).update(Drawing(lambda width: role_lines.glance(profile, width)))
        self._show()

    def _show(self) -> None:
        if self.profile is None:
            return
        profile, part = self.profile, self.part
        self.query_one("#tabs", Static).update(Drawing(lambda width: role_lines.tabs(part, width)))
        self.query_one("#text", Static).update(Drawing(lambda width: role_lines.part(part, profile, width)))
        place = role_lines.PARTS.index(part) + 1
        self.status = f"{place} of {len(role_lines.PARTS)}"
        self.query_one("#part", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    def applies(self, verb: str) -> bool:
        """There must be a role; a deck must have terms."""
        if self.profile is None:
            return False
        terms = self.profile.deck.terms
        if verb == "cards":
            return not all(term.in_cards for term in terms)
        return bool(terms) if verb == "terms" else True

    def _go(self, steps: int) -> None:
        parts = role_lines.PARTS
        self.part = parts[(parts.index(self.part) + steps) % len(parts)]
        self._show()

    def action_next(self) -> None:
        """Go to the next part."""
        self._go(1)

    def action_previous(self) -> None:
        """Go to the part before."""
        self._go(-1)

    def action_pick(self, key: str) -> None:
        """Go to the part with a digit."""
        self.part = role_lines.PARTS[int(key) - 1]
        self._show()

    def action_terms(self) -> None:
        """Study the key terms."""
        self.app.show("study", scope=f"deck:{self.roadmap_id}")

    async def action_cards(self) -> None:
        """Make cards of all key terms."""
        assert self.profile is not None
        wanted = [term.id for term in self.profile.deck.terms if not term.in_cards]
        await self.app.bridge.call(lambda s: s.study.add_terms(wanted))
        self.app.say(f"{count(len(wanted), 'card')} made. They come up as new in the plan of each day.")

    def action_dossier(self) -> None:
        """Go to the dossier."""
        self.app.show("dossier", roadmap_id=self.roadmap_id)

    def action_job(self) -> None:
        """Go to the job description."""
        self.app.show("job")

    def action_compare(self) -> None:
        """Choose another role to compare with."""
        compare_with(self.app, self.roadmap_id)
