"""The documentation as tests see it: pages, links, tables, code, and the parts that are generated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
AT_THE_TOP = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
PAGES = sorted([*DOCS.glob("*.md"), *(ROOT / name for name in AT_THE_TOP)])

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"<!-- generated: (.+?) -->\n(.*?)<!-- end -->", re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def text_of(page: Path) -> str:
    """The page as written."""
    return page.read_text(encoding="utf-8")


def without_code(text: str) -> str:
    """The page without its fenced code."""
    return _FENCE.sub("", text)


def fences(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The line of prose before each fenced block of a language, and the code in it."""
    for found in _FENCE.finditer(text):
        if found[1] == language:
            before = text[: found.start()].rstrip().rpartition("\n")[2]
            yield before, found[2]


def code_spans(text: str) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", without_code(text))


def links(text: str) -> list[str]:
    """Targets of links and pictures."""
    return _LINK.findall(without_code(text))


def anchors(text: str) -> set[str]:
    """The anchors of the page's headings, as GitHub makes them."""
    return {anchor(heading) for heading in _HEADING.findall(without_code(text))}


def anchor(heading: str) -> str:
    """The anchor of one heading."""
    kept = "".join(ch for ch in heading.strip().casefold() if ch.isalnum() or ch in " -_")
    return kept.replace(" ", "-")


def blocks(text: str) -> dict[str, str]:
    """The generated parts of a page by name."""
    return {found[1]: found[2] for found in _BLOCK.finditer(text)}


def with_blocks(text: str, made: dict[str, str]) -> str:
    """The page with each generated part as it should be; unknown names stay as they are."""

    def put(found: re.Match[str]) -> str:
        body = made.get(found[1], found[2])
        return f"<!-- generated: {found[1]} -->\n{body}<!-- end -->"

    return _BLOCK.sub(put, text)


def rows(table: str) -> list[list[str]]:
    """The cells of a Markdown table, without its two head lines."""
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines[2:]]


def table_under(text: str, head: str) -> list[list[str]]:
    """The cells of the table whose first line begins so."""
    _before, found, rest = text.partition(head)
    assert found, head
    return rows(found + rest.partition("\n\n")[0])


def table(head: tuple[str, ...], body: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in body]
    return "\n".join(lines) + "\n"
