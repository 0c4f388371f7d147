"""A bare Textual program with the widgets of the first screen, to compare with."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static


class Bare(App[None]):
    """Static lines, a list and a footer line; nothing behind them."""

    CSS = "Screen { layout: vertical; } #footer { dock: bottom; height: 1; }"
    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static("bare program", id="header")
        with VerticalScroll():
            for number in range(12):
                yield Static(f"line {number} of the bare program")
            yield OptionList(*[f"choice {number}" for number in range(8)])
        yield Static("q quit", id="footer")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()


if __name__ == "__main__":
    Bare().run()
