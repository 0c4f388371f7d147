"""A bare Textual program that shows one item of a form after the other, to compare an exam with.

Its widgets are those of an exam: a line above and one below, the stem, its options, and all places beside
them. There is nothing behind it: no store, no clock, no answers. Takes a file of `{"stem", "options"}`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static

ACROSS = 10


class BareExam(App[None]):
    """The arrows go to the item before and after."""

    CSS = """
    #header, #footer { height: 1; }
    #places { width: 50; height: auto; }
    OptionList { height: auto; }
    """
    BINDINGS = [("right", "go(1)", "next"), ("left", "go(-1)", "previous"), ("q", "quit", "quit")]  # noqa: RUF012

    def __init__(self, items: list[dict[str, Any]]) -> None:
        super().__init__()
        self.items, self.place = items, 0

    def compose(self) -> ComposeResult:
        yield Static(id="header", markup=False)
        with Horizontal():
            with VerticalScroll(can_focus=False):
                yield Static(id="stem", markup=False)
                yield OptionList(markup=False)
            yield Static(id="places", markup=False)
        yield Static("left previous, right next, q quit", id="footer")

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.action_go(0)

    def action_go(self, step: int) -> None:
        self.place += step
        item, of = self.items[self.place], len(self.items)
        with self.batch_update():
            self.query_one("#header", Static).update(f"Exam, {self.place + 1} of {of} items")
            self.query_one("#stem", Static).update(item["stem"] + "\n")
            self.query_one(OptionList).set_options(item["options"])
            marked = [f"{'›' if at == self.place else ' '}{at + 1:>3} " for at in range(of)]
            rows = ["".join(marked[at : at + ACROSS]) for at in range(0, of, ACROSS)]
            self.query_one("#places", Static).update("\n".join(rows))


if __name__ == "__main__":
    BareExam(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()
