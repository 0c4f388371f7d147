"""What was set aside, flagged or noted, and the way back from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.content import Content

from studyapp.domain.log import Direction, ItemKind
from studyapp.services.views import Aspect, MarkedItem
from studyapp.tui.actions import action, bindings
from studyapp.tui.drawing import Column, fitted, indented, line, row, stack
from studyapp.tui.screens.listed import ListedScreen
from studyapp.tui.screens.note import NoteScreen
from studyapp.tui.text import plain
from studyapp.tui.widgets.rows import Draw

ASKED = {
    Direction.NONE: "question",
    Direction.TO_DEFINITION: "card, by its name",
    Direction.TO_TERM: "card, by its definition",
}


class MarkedScreen(ListedScreen):
    """Suspended, flagged and noted items; what loses its marks here stays in the list until one leaves."""

    NAME = "marked"
    ABOUT = (
        "What you set aside, what was forgotten too often, what you flagged, and your notes. What is set "
        "aside is not asked until you bring it back; a flag and a note change nothing about that."
    )
    BINDINGS = bindings("marked")
    SHOWS: ClassVar[frozenset[Aspect]] = frozenset({Aspect.CARDS, Aspect.CONTENT, Aspect.SETTINGS})

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, MarkedItem] | None = None

    @property
    def current(self) -> MarkedItem | None:
        """The item under the cursor."""
        return (self.items or {}).get(self.rows.current)

    async def load(self) -> None:
        """Fetch and show; a mark taken off by mistake can be set again, so its line stays."""
        found = {item.card_id: item for item in await self.app.bridge.call(lambda s: s.study.marked())}
        before = {
            card_id: replace(item, suspended=False, flagged=False, note="")
            for card_id, item in (self.items or {}).items()
        }
        self.items = {key: found.get(key, item) for key, item in before.items()} | found
        self.headline, self.status = "Set aside and flagged", summary(found.values())
        self.show_list(
            ((key, _drawn(item)) for key, item in self.items.items()), None if self.items else _nothing
        )

    def card(self) -> Draw | None:
        """The item under the cursor."""
        item = self.current
        return (lambda width: item_card(item, width)) if item is not None else None

    def opened(self) -> None:
        """A click tells why it is due."""
        self.action_open()

    def applies(self, verb: str) -> bool:
        """Each key does the one thing that makes sense for the item under the cursor."""
        item = self.current if self.is_mounted else None
        if item is None:
            return False
        return {
            "resume": item.suspended,
            "suspend": not item.suspended and not item.quarantined,
            "unflag": item.flagged,
            "flag": not item.flagged,
            "term": item.kind is ItemKind.TERM,
        }.get(verb, True)

    def action_open(self) -> None:
        """Why is it due?"""
        if self.current is not None:
            self.app.show("why", card_id=self.current.card_id)

    def action_term(self) -> None:
        """Read its term."""
        if self.current is not None and self.current.kind is ItemKind.TERM:
            self.app.show("term", term_id=self.current.item_id)

    async def action_resume(self) -> None:
        """Bring it back into study."""
        if (item := self.current) is not None:
            await self.change(lambda s: s.study.resume(item.card_id))

    async def action_suspend(self) -> None:
        """Set it aside."""
        if (item := self.current) is not None:
            await self.change(lambda s: s.study.suspend(item.card_id))

    async def action_flag(self) -> None:
        """Flag it."""
        if (item := self.current) is not None:
            await self.change(lambda s: s.study.flag(item.card_id, True))

    async def action_unflag(self) -> None:
        """Take its flag away."""
        if (item := self.current) is not None:
            await self.change(lambda s: s.study.flag(item.card_id, False))

    def action_note(self) -> None:
        """Write its note."""
        item = self.current
        if item is None:
            return

        def written(text: str | None) -> None:
            if text is not None and text.strip() != item.note.strip():
                self.work(self.app.bridge.call(lambda s: s.study.note(item.card_id, text.strip())))

        self.app.push_screen(NoteScreen(item.title, item.note), written)


def summary(items: Iterable[MarkedItem]) -> str:
    """`2 set aside, 1 flagged, 1 noted`."""
    kept = list(items)
    counts = (
        (sum(item.suspended for item in kept), "set aside"),
        (sum(item.flagged for item in kept), "flagged"),
        (sum(bool(item.note) for item in kept), "noted"),
        (sum(bool(item.quarantined) for item in kept), "in quarantine"),
    )
    return ", ".join(f"{number} {word}" for number, word in counts if number) or "none"


def states(item: MarkedItem) -> list[tuple[str, str]]:
    """What is so about the item, each with a symbol and in words."""
    told = [("■ set aside", "$notice")] if item.suspended else []
    told += [("⚑ flagged", "$accent")] if item.flagged else []
    told += [("△ in quarantine: it is not asked and does not count", "$notice")] if item.quarantined else []
    if not item.suspended:
        told.append(("✓ in study", "$right") if not item.gone and not item.quarantined else ("", ""))
    told += [("! forgotten often", "$notice")] if item.leech else []
    told += [("– no longer in the content", "$dim")] if item.gone else []
    return [state for state in told if state[0]]


def _drawn(item: MarkedItem) -> Draw:
    return lambda width: item_rows(item, width)


def item_rows(item: MarkedItem, width: int) -> Content:
    """What it is in one line, what is so about it in a second."""
    head = row(
        [
            Column(line((item.title, "bold $ink"))),
            Column(line((ASKED[item.direction], "$dim")), 23, from_width=70),
            Column(line((item.certification_code, "$dim")), 10, from_width=54),
        ],
        width,
    )
    parts: list[str | tuple[str, str]] = ["  "]
    for number, state in enumerate(states(item)):
        parts += ["  " if number else "", state]
    if item.note:
        parts += ["  ", (f"✎ {item.note}", "$foreground")]
    return stack([head, fitted(line(*parts), width).rstrip()])


def item_card(item: MarkedItem, width: int) -> Content:
    """The second column: the whole item, its states and its note."""
    about = " · ".join(part for part in (item.certification_code, ASKED[item.direction]) if part)
    lines = [
        indented(plain(item.title, "bold $ink"), width, 0),
        line((about, "$dim")),
        Content(""),
        *(line(state) for state in states(item)),
    ]
    if item.suspended and not item.gone:
        key = action("marked.resume").shown_key
        lines.append(indented(f"It is not asked until {key} brings it back.", width, 0, "$dim"))
    if item.quarantined:
        lines += [Content(""), indented(f"Why: {item.quarantined}", width, 0, "$foreground")]
    if item.note:
        lines += [Content(""), line(("✎ Your note", "bold")), indented(item.note, width, 2, "$foreground")]
    return stack(lines)


def _nothing(width: int) -> Content:
    aside, flag, note = (action(f"study.{verb}").shown_key for verb in ("suspend", "flag", "note"))
    return stack(
        [
            indented(plain("Nothing is set aside, flagged or noted.", "bold $ink"), width, 0),
            Content(""),
            indented(
                f"In a session {aside} sets an item aside, {flag} flags it and {note} keeps a note with it. "
                "All of them will stand here, with the key that brings them back.",
                width,
                0,
                "$foreground",
            ),
        ]
    )
