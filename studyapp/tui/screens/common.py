"""What a cohort has in common: weak domains, pairs that are mixed up, items, and files set aside."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from studyapp.services.cohort.pages import ABOUT_ITEMS, suspicion
from studyapp.services.cohort.view import Cohort, ItemLine
from studyapp.tui.actions import bindings
from studyapp.tui.drawing import Column, Drawing, hanging, indented, line, row, stack
from studyapp.tui.screens.base import StudyScreen
from studyapp.tui.text import count, plain

DOMAINS, MIXES, ITEMS = 12, 12, 60


class CommonScreen(StudyScreen):
    """One long text."""

    NAME = "common"
    ABOUT = (
        "The domains that cost the cohort most points, what most mix up, and statistics of the questions "
        "over everybody's first answers: for what to teach next, and for the authors of the bank."
    )
    BINDINGS = bindings("common")

    def __init__(self, found: Cohort | None = None) -> None:
        super().__init__()
        self.found = found

    def compose_main(self) -> ComposeResult:
        """One text that scrolls."""
        yield Static(id="common", markup=False)

    async def load(self) -> None:
        """Show it; there is nothing to fetch."""
        self.headline = "In common"
        found = self.found
        if found is None:
            return
        self.status = f"{count(len(found.rows), 'learner')}, {found.answers:,} first answers"
        self.query_one("#common", Static).update(Drawing(lambda width: in_common(found, width)))

    async def action_write(self) -> None:
        """Write it as a page."""
        found = self.found
        if found is not None:
            path = await self.app.bridge.call(lambda s: s.cohort.write_page(found, Path.cwd()))
            self.app.say("Written:", paths=(path,))


def in_common(found: Cohort, width: int) -> Content:
    """All sections that have something in them."""
    sections = [_aside(found, width), _domains(found, width), _mixes(found, width), _items(found, width)]
    shown = [section for section in sections if section]
    if not shown:
        return plain("Domains, pairs and items will stand here once learners hand over that much.")
    return Content("\n\n").join([stack(section) for section in shown])


def _domains(found: Cohort, width: int) -> list[Content | str]:
    if not found.domains:
        return []
    rows = [
        row(
            [
                Column(line((f"{d.expected * 100:.0f} %", "$accent")), 5, right=True),
                Column(line((f"{d.id} {d.name}", "$ink"))),
                Column(line((d.code, "$dim")), 10, from_width=50),
                Column(line((count(d.learners, "learner"), "$dim")), 12, from_width=60, right=True),
            ],
            width,
        )
        for d in found.domains[:DOMAINS]
    ]
    return [
        line(
            ("Weakest domains", "bold $ink"),
            ("  what costs most points; share expected right", "$dim"),
        ),
        *rows,
    ]


def _mixes(found: Cohort, width: int) -> list[Content | str]:
    rows = [
        hanging(line((f"{m.learners:>3} × ", "$accent")), f"{m.taken_for} for {m.right}  ({m.code})", width)
        for m in found.mixes[:MIXES]
    ]
    return [line(("Mixed up", "bold $ink"), ("  by how many learners", "$dim")), *rows] if rows else []


def _items(found: Cohort, width: int) -> list[Content | str]:
    if not found.items:
        return []
    suspect = sum(item.is_suspect for item in found.items)
    apart = sum(bool(item.quarantined) for item in found.items)
    said = f"  {count(suspect, 'suspect key')} of {len(found.items)}"
    said += f", {apart} in quarantine" if apart else ""
    lines: list[Content | str] = [
        line(("Items", "bold $ink"), (said, "$dim")),
        indented(plain(ABOUT_ITEMS, "$dim"), width, 0),
        _item_row("right", "discr.", "n", "", width),
    ]
    lines += [_item(item, width) for item in found.items[:ITEMS]]
    if len(found.items) > ITEMS:
        lines.append(line((f"… and {len(found.items) - ITEMS} more: studyapp cohort --items", "$dim")))
    return lines


def _item(item: ItemLine, width: int) -> Content:
    discrimination = "–" if item.discrimination is None else f"{item.discrimination:.2f}"
    facility, attempts = f"{item.facility * 100:.0f} %", str(item.attempts)
    drawn = _item_row(facility, discrimination, attempts, f"{item.item} {item.title}", width)
    why = suspicion(item)
    lead, style = ("      – ", "$dim") if item.quarantined else ("      ! ", "$wrong")
    return stack([drawn, line((lead, style), (why, style))]) if why else drawn


def _item_row(facility: str, discrimination: str, attempts: str, name: str, width: int) -> Content:
    return row(
        [
            Column(line((facility, "$accent")), 5, right=True),
            Column(line((discrimination, "$foreground")), 6, right=True),
            Column(line((attempts, "$dim")), 5, right=True),
            Column(line((name, "$ink"))),
        ],
        width,
    )


def _aside(found: Cohort, width: int) -> list[Content | str]:
    rows = [
        hanging(line(("! ", "$notice")), f"{Path(one.path).name}: {one.reason}", width)
        for one in found.set_aside
    ]
    return [line(("Set aside", "bold $ink"), ("  these files do not count", "$dim")), *rows] if rows else []
