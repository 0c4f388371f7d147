"""A paper exam and its key, apart from each other: as Markdown and as HTML to print."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from studyapp.content.interchange.anki import as_html
from studyapp.content.interchange.cards import asked_lines, key_lines, stem_lines
from studyapp.content.interchange.model import Item, Written
from studyapp.domain.questions import ENTRIES, Question

_STYLE = (
    "body{font:12pt/1.4 serif;max-width:42em;margin:2em auto}section{break-inside:avoid;margin:0 0 1.5em}"
    "pre{font:10pt/1.3 monospace;border-left:2px solid;padding-left:1em;white-space:pre-wrap}"
    "h2{font-size:1em;margin:0}"
)


def write_markdown(items: Sequence[Item], certification: str) -> Written:
    """The paper, and the key beside it."""
    paper, key = [f"# {_plain(certification)}", ""], [f"# Key: {_plain(certification)}", ""]
    for number, question in enumerate(_questions(items), 1):
        paper += [f"## {number}", "", *_marked(stem_lines(question)), "", *_listed(asked_lines(question))]
        paper += ["", *_gaps(question), ""] if question.kind in ENTRIES else [""]
        key += [f"## {number}" + (f" ({_plain(question.id)})" if question.id else ""), ""]
        key += [*_listed(key_lines(question)), ""]
    files = {"": "\n".join(paper).encode(), "-key": "\n".join(key).encode()}
    return Written(files, [()] * len(items))


def _questions(items: Sequence[Item]) -> Iterator[Question]:
    for item in items:
        assert isinstance(item.content, Question)
        yield item.content


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]#])", r"\\\1", text)


def _marked(lines: Sequence[str]) -> Iterator[str]:
    """Prose whose code and tables stay, and in which nothing else is markup."""
    fenced = False
    for line in lines:
        if line.startswith("```"):
            fenced = not fenced
        yield line if fenced or line.startswith(("```", "|")) else _plain(line)


def _listed(lines: Sequence[str]) -> Iterator[str]:
    return (f"- {_plain(line)}" if line else "" for line in lines)


def _gaps(question: Question) -> list[str]:
    return [f"{number}. ____________________" for number in range(1, len(question.entries) + 1)]


def write_html(items: Sequence[Item], certification: str) -> Written:
    """The same as pages that a browser prints."""
    paper, key = [], []
    for number, question in enumerate(_questions(items), 1):
        asked = [*asked_lines(question), *(_gaps(question) if question.kind in ENTRIES else [])]
        stem = as_html("\n".join(stem_lines(question)))
        paper.append(
            f"<section><h2>{number}</h2><p>{stem}</p><p>{as_html(chr(10).join(asked))}</p></section>"
        )
        name = html.escape(f"{number} {question.id}".strip())
        key.append(f"<section><h2>{name}</h2><p>{as_html(chr(10).join(key_lines(question)))}</p></section>")
    files = {"": _page(certification, paper), "-key": _page(f"Key: {certification}", key)}
    return Written(files, [()] * len(items))


def _page(title: str, sections: Sequence[str]) -> bytes:
    title = html.escape(title)
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    body = "\n".join((f"<h1>{title}</h1>", *sections))
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'.encode()
