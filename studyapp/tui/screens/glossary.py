"""Every term of every certification, searched as you type."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from studyapp.services.views import Aspect, TermDetail, TermHit
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Column, Drawing, line, row
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.screens.term import term_card
from studyapp.tui.text import plain
from studyapp.tui.widgets.rows import Draw, Rows
from studyapp.tui.widgets.search_field import SearchField

LIMIT = 200
"""Hits that a search lists; who needs more types another letter."""


class GlossaryScreen(StudyScreen):
    """A field over the list of terms; the marked one is explained beside it where there is room."""

    NAME = "glossary"
    ABOUT = (
        "Every term of every certification. Type any part of a term or of its meaning; nothing that you can "
        "type is an error. The arrows move in the list while you type."
    )
    BINDINGS = bindings("glossary")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT, Aspect.CARDS})
    JUMPS = False
    AUTO_FOCUS = "#search"
    CSS_PATH = "../styles/lists.tcss"

    def __init__(self, certification_id: str = "", query: str = "") -> None:
        super().__init__()
        self.certification_id = certification_id
        self.certification_code = ""
        self.first_query = query
        self.hits: dict[str, TermHit] = {}
        self.found_for: str | None = None
        self.detail: TermDetail | None = None

    def compose_main(self) -> ComposeResult:
        """The field and the hits."""
        yield SearchField(lambda: self.rows, "a term, or words of its meaning", value=self.first_query)
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)

    def compose_side(self) -> ComposeResult:
        """The marked term."""
        yield Static(id="detail", markup=False)

    @property
    def rows(self) -> Rows:
        """The list of hits."""
        return self.query_one(Rows)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.query_one("#search", Input).value

    async def load(self) -> None:
        """Search with what stands in the field."""
        await self._search()

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.work(self._search(), group="load", replace=True)

    async def _search(self) -> None:
        text, chosen = self.text, self.certification_id
        code = self.certification_code
        if chosen and not code:
            code = await self.app.bridge.call(lambda s: s.library.certification(chosen).certification.code)
        found = await self.app.bridge.call(lambda s: s.library.terms(text, chosen, LIMIT))
        self.certification_code = code if chosen else ""
        self.hits = {hit.term_id: hit for hit in found}
        self.headline = f"Glossary · {self.certification_code}" if chosen else "Glossary"
        more = "+" if len(found) >= LIMIT else ""
        self.status = f"{len(found)}{more} {'term' if len(found) == 1 else 'terms'}"
        # What was typed anew marks its best hit; a list that is only refreshed keeps its mark.
        best = found[0].term_id if found and text != self.found_for else ""
        self.found_for = text
        self.rows.fill([(hit.term_id, _drawn(hit)) for hit in found], at=best)
        empty = self.query_one("#empty", Static)
        empty.display = not found
        empty.update(self._nothing(text))
        if not found:
            self._show_detail(None)
        self.refresh_bindings()

    def _nothing(self, text: str) -> Content:
        if text.strip():
            where = f" in {self.certification_code}" if self.certification_code else ""
            # A sign alone stands in no term's name: then other letters help, not fewer.
            wanted = "Fewer letters find more." if any(map(str.isalnum, text)) else "Type a letter or a word."
            return plain(f"No term{where} matches “{text.strip()}”. {wanted}", keep_lines=False)
        return Content("The terms of every certification will stand here once its glossary has been read.")

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        self.refresh_bindings()
        if self.is_wide and event.option_id:
            self.work(self._fetch_detail(event.option_id), group="detail", replace=True)

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.work(self.action_open())

    def resized(self) -> None:
        """A second column may have come: it explains the marked term."""
        if self.is_wide and self.rows.current and self.detail is None:
            self.work(self._fetch_detail(self.rows.current), group="detail", replace=True)

    async def _fetch_detail(self, term_id: str) -> None:
        self._show_detail(await self.app.bridge.call(lambda s: s.library.term(term_id)))

    def _show_detail(self, detail: TermDetail | None) -> None:
        self.detail = detail
        pane = self.query_one("#detail", Static)
        pane.update(Drawing(lambda width: term_card(detail, width)) if detail else Content(""))
        self.query_one("#side").scroll_home(animate=False)

    def applies(self, verb: str) -> bool:
        """Reading needs a marked term, adding one that is not in the cards."""
        if not self.is_mounted:
            return False
        if verb == "clear":
            return bool(self.text)
        if verb == "filter":
            return True
        if self.text != self.found_for:
            return True  # what the mark will be on is not known yet
        hit = self.hits.get(self.rows.current)
        return hit is not None and not (verb == "add" and hit.in_cards)

    async def _catch_up(self) -> None:
        """The list may still be of fewer letters than stand in the field: its mark is not what is meant."""
        if self.text != self.found_for:
            await self._search()

    async def action_open(self) -> None:
        """Read the marked term."""
        await self._catch_up()
        if self.rows.current:
            self.app.show("term", term_id=self.rows.current)

    async def action_add(self) -> None:
        """Make cards of the marked term."""
        await self._catch_up()
        hit = self.hits.get(self.rows.current)
        if hit is None or hit.in_cards:
            return
        await self.app.bridge.call(lambda s: s.study.add_terms([hit.term_id]))
        self.app.say(f"{hit.term} is in your cards now, in both directions.")

    def action_filter(self) -> None:
        """Choose the certification whose terms are searched."""
        from studyapp.tui.screens.certifications import CertificationsScreen

        def chosen(certification_id: str | None) -> None:
            if certification_id is not None:
                self.certification_id, self.certification_code = certification_id, ""
                self.reload()

        self.app.push_screen(
            CertificationsScreen("Terms of which certification?", with_terms=True, with_all=True), chosen
        )

    def action_clear(self) -> None:
        """Search for everything again."""
        self.query_one("#search", Input).value = ""


def _drawn(hit: TermHit) -> Draw:
    return lambda width: term_row(hit, width)


def term_row(hit: TermHit, width: int) -> Content:
    """Name, the beginning of the meaning, whose term it is, and whether it is in the cards."""
    return row(
        [
            Column(line((hit.term, "bold $ink")), 26 if width >= 60 else max(12, width - 8)),
            Column(line(hit.snippet), 0, from_width=40),
            Column(line((", ".join(hit.certification_codes), "$dim")), 10, from_width=80),
            Column(line(("✓ card", "$right") if hit.in_cards else ""), 6),
        ],
        width,
    )
