"""All certifications: search, see their status in words, open one. Other screens pick one here too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from studyapp.domain.glossary import normalised
from studyapp.services.road_views import CertificationStanding
from studyapp.services.views import Aspect
from studyapp.tui import words
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Column, Drawing, indented, line, row, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain
from studyapp.tui.widgets.page import Page
from studyapp.tui.widgets.rows import Draw, Rows
from studyapp.tui.widgets.search_field import SearchField

_ALL = "all"
STATUS_WIDTH = len("● active · in progress, 34 %")


class CertificationsScreen(StudyScreen):
    """The list of every certification; with `picking` it closes with the id of the one that was taken.

    Picked can also be "" for all of them, where `with_all` offers that.
    """

    NAME = "certifications"
    ABOUT = (
        "Every certification that studyapp knows, also retired ones, with their status in words: first "
        "those with questions or terms here, then those of which only the facts are known. "
        "Type a part of a code, a name, a vendor, a level or a status; the arrows move in the list."
    )
    BINDINGS = bindings("certifications")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CONTENT, Aspect.PROGRESS, Aspect.CARDS})
    JUMPS = False
    AUTO_FOCUS = "#search"
    CSS_PATH = "../styles/lists.tcss"

    def __init__(self, picking: str = "", with_terms: bool = False, with_all: bool = False) -> None:
        super().__init__()
        self.picking = picking
        self.with_terms = with_terms
        self.with_all = with_all
        self.certifications: Sequence[CertificationStanding] = ()
        self.labels: dict[str, str] = {}

    def compose_main(self) -> ComposeResult:
        """The field and the list."""
        yield SearchField(lambda: self.rows, "code, name, vendor, level or status")
        yield Rows(id="list")
        yield Static("Looking …", id="empty", classes="dim", markup=False)

    def compose_side(self) -> ComposeResult:
        """What is known of the marked one."""
        yield Page(id="preview", markup=False)

    @property
    def rows(self) -> Rows:
        """The list of certifications."""
        return self.query_one(Rows)

    async def load(self) -> None:
        """Fetch all of them."""
        found = await self.app.bridge.call(lambda s: s.library.certifications())
        self.labels = {item.id: words.certification_label(item) for item in found}
        self.certifications = [item for item in found if item.terms or not self.with_terms]
        self.headline = self.picking or "Certifications"
        gone = sum(item.status == "retired" for item in self.certifications)
        self.status = f"{len(self.certifications)} known, {gone} of them retired" if not self.picking else ""
        self._fill()

    @on(Input.Changed, "#search")
    def _filter(self) -> None:
        self._fill()

    def _fill(self) -> None:
        wanted = normalised(self.query_one("#search", Input).value).split()
        found = [item for item in self.certifications if all(word in _searchable(item) for word in wanted)]
        lines = self._grouped(found)
        if self.with_all and not wanted:
            lines.insert(0, (_ALL, lambda width: line(("All certifications", "bold $ink"))))
        self.rows.fill(lines)
        empty = self.query_one("#empty", Static)
        empty.display = not lines
        empty.update(self._nothing())
        self.refresh_bindings()

    def _nothing(self) -> Content:
        if not self.certifications:
            return Content("The certifications will stand here once the content files have been read.")
        return plain("No certification has these words in its code, name, vendor, level or status.")

    def _grouped(self, found: Sequence[CertificationStanding]) -> list[tuple[str, Draw]]:
        """First what can be studied here; headings only where there is some of both."""
        here = [(item.id, self._drawn(item)) for item in found if item.has_bank]
        facts = [(item.id, self._drawn(item)) for item in found if not item.has_bank]
        if not (here and facts):
            return here or facts
        gap: tuple[str, Draw] = ("", lambda width: Content(""))
        return [_heading("With questions or terms here"), *here, gap, _heading("Facts only"), *facts]

    def _drawn(self, item: CertificationStanding) -> Draw:
        return lambda width: certification_row(item, self.labels, width)

    @on(OptionList.OptionHighlighted, "#list")
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        item = next((c for c in self.certifications if c.id == event.option_id), None)
        preview = self.query("#preview")
        if preview:
            labels = self.labels
            preview.first(Static).update(
                Drawing(lambda width: summary_card(item, labels, width)) if item else Content("")
            )

    @on(OptionList.OptionSelected, "#list")
    def _selected(self) -> None:
        self.action_open()

    def applies(self, verb: str) -> bool:
        """Opening needs a marked line, clearing a filled field."""
        if not self.is_mounted:
            return False
        if verb == "clear":
            return bool(self.query_one("#search", Input).value)
        return bool(self.rows.current)

    def action_open(self) -> None:
        """Open the marked certification, or hand it to who asked."""
        marked = self.rows.current
        if self.picking:
            self.dismiss("" if marked == _ALL else marked)
        elif marked:
            self.app.show("certification", certification_id=marked)

    def action_clear(self) -> None:
        """Show all again."""
        self.query_one("#search", Input).value = ""


def _heading(text: str) -> tuple[str, Draw]:
    return "", lambda width: line((text, "bold $ink")).truncate(width, ellipsis=True)


def _searchable(item: CertificationStanding) -> str:
    return normalised(f"{item.id} {item.code} {item.name} {item.vendor} {item.level} {item.status}")


def certification_row(item: CertificationStanding, labels: dict[str, str], width: int) -> Content:
    """Code, name, status and standing in one line."""
    symbol, word, style = words.status(item.status)
    if item.status == "retired" and item.state == "open":
        where = words.successors(item.successors, labels)
    else:
        where = f" · {words.standing(item)[1].partition(', until')[0]}"
    if width < 60:
        where = ""
    return row(
        [
            Column(line((item.code, "bold $ink")), 13 if width >= 60 else 10),
            Column(line(item.name), 0),
            Column(
                line((f"{symbol} {word}", style), (where, "$dim")),
                STATUS_WIDTH if width >= 60 else 10,
                from_width=34,
            ),
        ],
        width,
    )


def summary_card(item: CertificationStanding, labels: dict[str, str], width: int) -> Content:
    """The second column: what is known of one certification."""
    symbol, word, style = words.status(item.status)
    what = words.retirement(item, labels) if item.status == "retired" else word
    bank = f"{count(item.questions, 'question')}, {count(item.terms, 'term')}"
    _, where, where_style = words.standing(item)
    lines = [
        indented(plain(item.name, "bold $ink", keep_lines=False), width, 0),
        line((f"{item.vendor} · {item.level}", "$dim")),
        Content(""),
        line((f"{symbol} ", style), what),
        line(bank if item.has_bank else "No questions or terms yet: its facts and domains are here."),
    ]
    if item.has_bank:
        lines.append(line((where, where_style), f"   {item.seen} seen, {item.mastered} learned"))
    return stack(lines)
