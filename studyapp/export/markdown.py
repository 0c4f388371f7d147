"""The page as Markdown, to paste into a mail. Untrusted text can't become a link, a heading or HTML."""

from __future__ import annotations

import re

from studyapp.export.report import Bars, Block, Columns, Heading, Page, Paragraph, Table

_RISKY = re.compile(r"([\\`*_\[\]<>|~&]|://|@|^(?=[#+\-=>])|^\d+(?=[.)]))")
_LEVELS = "▁▂▃▄▅▆▇█"
BAR_CELLS = 20


def to_markdown(page: Page) -> bytes:
    """The page in GitHub's dialect (tables), UTF-8."""
    parts = [f"# {escaped(page.title)}", escaped(page.subtitle), *(_block(block) for block in page.blocks)]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Text that stands for itself in Markdown."""
    return _RISKY.sub(_with_backslash, text)


def _with_backslash(match: re.Match[str]) -> str:
    found = match[0]
    if found == "://":
        return ":\\//"
    if found.isdigit():
        return found + "\\"
    return "\\" + found


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escaped(block.text)}"
    if isinstance(block, Paragraph):
        return f"_{escaped(block.text)}_" if block.is_small else escaped(block.text)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bars):
        return _bars(block)
    return _columns(block)


def _table(table: Table) -> str:
    rule = ["---:" if place in table.right else "---" for place in range(len(table.head))]
    lines = [f"**{escaped(table.caption)}**", ""]
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
    return f"**{escaped(chart.caption)}**\n\n`{cells}`\n\n{escaped(chart.said)}"
