"""A plain document and its two forms: Markdown, and one HTML file that needs nothing else.

Every text in it is untrusted: it is escaped, so that markup, HTML and control characters are read as the
letters that they are. Only `http` and `https` addresses become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from studyapp.sanitiser import clean

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
_WEB = re.compile(r"https?://[^\s<>\"'\\^`{|}]+\Z")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list, with an address behind it and lines of its own below."""

    text: str
    link: str = ""
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    entries: tuple[Entry, ...]


Block = Heading | Paragraph | Listing


@dataclass(frozen=True, slots=True)
class Document:
    """A title, a line under it, and blocks."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def to_markdown(document: Document) -> str:
    """The document as Markdown (CommonMark); every special character is escaped."""
    parts = [f"# {_md(document.title)}", _md(document.subtitle)]
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {_md(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(_md(block.text))
        else:
            parts.append("\n".join(_md_entries(block.entries, "")))
    return "\n\n".join(part for part in parts if part) + "\n"


def to_html(document: Document) -> str:
    """The document as one HTML page: styles inside, no script, nothing to fetch, ready to print."""
    body = [f"<h1>{_html(document.title)}</h1>"]
    if document.subtitle:
        body.append(f'<p class="subtitle">{_html(document.subtitle)}</p>')
    for block in document.blocks:
        if isinstance(block, Heading):
            body.append(f"<h{block.level}>{_html(block.text)}</h{block.level}>")
        elif isinstance(block, Paragraph):
            body.append(f"<p>{_html(block.text)}</p>")
        else:
            body += _html_entries(block.entries)
    return _PAGE.format(title=_html(document.title), style=_STYLE, body="\n".join(body))


def _one_line(text: str) -> str:
    return " ".join(clean(text, keep_lines=False).split())


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _one_line(text))


def _md_entries(entries: Sequence[Entry], indent: str) -> Iterator[str]:
    for entry in entries:
        address = (
            f" <{entry.link}>" if _WEB.match(entry.link) else f" {_md(entry.link)}" if entry.link else ""
        )
        yield f"{indent}- {_md(entry.text)}{address}"
        yield from _md_entries(entry.below, indent + "  ")


def _html(text: str) -> str:
    return escape(_one_line(text), quote=True)


def _html_entries(entries: Sequence[Entry]) -> Iterator[str]:
    yield "<ul>"
    for entry in entries:
        yield f"<li>{_html(entry.text)}{_html_link(entry.link)}"
        if entry.below:
            yield from _html_entries(entry.below)
        yield "</li>"
    yield "</ul>"


def _html_link(link: str) -> str:
    if not link:
        return ""
    shown = _html(link)
    return f' <a href="{shown}" rel="noopener noreferrer">{shown}</a>' if _WEB.match(link) else f" {shown}"


_STYLE = """
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff;
       max-width: 44rem; margin: 2.5rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; }
h2 { font-size: 1.2rem; margin: 1.8rem 0 .4rem; border-bottom: 1px solid #bbb; }
h3 { font-size: 1rem; margin: 1.1rem 0 .2rem; }
.subtitle { color: #555; margin-top: 0; }
ul { margin: .2rem 0 .6rem; padding-left: 1.3rem; }
a { color: #1a4d8f; overflow-wrap: anywhere; }
h2, h3 { break-after: avoid; } li { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; padding: 0; } a { color: inherit; } }
@page { margin: 20mm; }
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
