"""The page as Markdown, to paste into a mail. Untrusted text can't become a link, a heading or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studyapp.export.blocks import (
    Bars,
    Block,
    Columns,
    Entry,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    is_web_address,
    line,
)  # fmt: skip

_RISKY = re.compile(r"([\\`*_\[\]<>|~&]|://|@|\bwww(?=\.)|^[#+\-=]|#(?=#*$)|^\d+(?=[.)]))", re.IGNORECASE)
_LEVELS = "▁▂▃▄▅▆▇█"
BAR_CELLS = 20


def to_markdown(page: Page) -> bytes:
    """The page in GitHub's dialect (tables), UTF-8."""
    parts = [f"# {escaped(page.title)}", escaped(page.subtitle), *(_block(block) for block in page.blocks)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def escaped(text: str) -> str:
    """Untrusted text that stands for itself in Markdown: on one line, without control characters."""
    return _RISKY.sub(_with_backslash, line(text))


def _marked(mark: str, text: str) -> str:
    """Emphasised text; nothing for nothing, which would be a rule across the page."""
    return f"{mark}{escaped(text)}{mark}" if line(text) else ""


def _with_backslash(match: re.Match[str]) -> str:
    found = match[0]
    if found == "://":
        return ":\\//"
    if found.isalnum():
        return found + "\\"
    return "\\" + found


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escaped(block.text)}"
    if isinstance(block, Paragraph):
        return _marked("_", block.text) if block.is_small else escaped(block.text)
    if isinstance(block, Listing):
        return "\n".join(_entries(block.entries, ""))
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bars):
        return _bars(block)
    return _columns(block)


def _entries(entries: Sequence[Entry], indent: str) -> Iterator[str]:
    for entry in entries:
        link = f"<{entry.link}>" if is_web_address(entry.link) else escaped(entry.link)
        yield f"{indent}- {escaped(entry.text)} {link}".rstrip()
        yield from _entries(entry.below, indent + "  ")


def _table(table: Table) -> str:
    rule = ["---:" if place in table.right else "---" for place in range(len(table.head))]
    lines = [_marked("**", table.caption), ""]
    for row in (table.head, *table.rows):
        lines.append("| " + " | ".join(escaped(cell) for cell in row) + " |")
    lines.insert(3, "| " + " | ".join(rule) + " |")
    return "\n".join(lines)


def _bars(chart: Bars) -> str:
    rows = tuple((name, _bar(share), words) for name, share, words in chart.bars)
    return _table(Table(chart.caption, ("", "", ""), rows, (2,))) + f"\n\n{escaped(chart.said)}"


def _bar(share: float) -> str:
    filled = round(max(0.0, min(1.0, share)) * BAR_CELLS)
    return "█" * filled + "░" * (BAR_CELLS - filled)


def _columns(chart: Columns) -> str:
    top = max(chart.values, default=0)
    cells = "".join(
        "·" if value <= 0 else _LEVELS[min(7, int(value / top * 7.999))] for value in chart.values
    )
    return f"{_marked('**', chart.caption)}\n\n`{cells}`\n\n{escaped(chart.said)}"
