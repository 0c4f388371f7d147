"""HTML of foreign items as the plain prose that we show: paragraphs, code between fences, tables with `|`."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "blockquote",
        "table",
        "section",
        "article",
        "dl",
        "prompt",
        "qti-prompt",
        "itembody",
        "rubricblock",
    ]
)
_LINES = frozenset({"br", "li", "tr", "dt", "dd", "hr"})
_EMPHASIS = frozenset({"b", "strong", "i", "em", "u", "mark", "small", "s", "del", "font"})
_LEFT_OUT = {
    "img": "image",
    "audio": "sound",
    "video": "video",
    "object": "embedded object",
    "embed": "embedded object",
    "iframe": "embedded page",
    "svg": "drawing",
    "math": "formula",
    "script": "script",
    "style": "style sheet",
}
_SILENT = frozenset({"script", "style", "svg"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.losses: list[str] = []
        self._pre = 0
        self._mute = 0
        self._cell = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _LEFT_OUT:
            self.losses.append(f"{_LEFT_OUT[tag]} left out")
            self.parts.append(given.get("alt") or "" if tag == "img" else "")
            self._mute += tag in _SILENT
        elif tag == "pre":
            self._pre += 1
            self.parts.append("\x02\x03")
        elif tag in _BLOCKS:
            self.parts.append("\x02")
        elif tag in ("td", "th"):
            self.parts.append("| ")
        elif tag in _LINES:
            self.parts.append("\x01" + ("- " if tag == "li" else ""))
        elif tag in ("sup", "sub"):
            self.parts.append("^" if tag == "sup" else "_")
        elif tag == "a" and given.get("href"):
            self.losses.append("address of a link left out")
        elif tag in _EMPHASIS:
            self.losses.append("emphasis left out")

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre" and self._pre:
            self._pre -= 1
            self.parts.append("\x04\x02")
        elif tag in _SILENT and self._mute:
            self._mute -= 1
        elif tag in _BLOCKS:
            self.parts.append("\x02")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "tr":
            self.parts.append("|")

    def handle_data(self, data: str) -> None:
        if self._mute:
            return
        data = re.sub("[\x01-\x04]", "", data)
        self.parts.append(data if self._pre else re.sub(r"[ \t\r\n\f]+", " ", data))


def text_of_html(source: str) -> tuple[str, tuple[str, ...]]:
    """The prose of a piece of HTML, and what of it could not come along."""
    reader = _Text()
    reader.feed(source)
    reader.close()
    text = "".join(reader.parts)
    text = re.sub(r" *\x01 *", "\n", text)
    text = re.sub(r"\s*\x02[\x02\s]*", "\n\n", text)
    text = re.sub(r"\n*\x04", "\n```", re.sub(r"\x03\n*", "```\n", text))
    text = text.replace("\xa0", " ")
    return text.strip(), tuple(dict.fromkeys(reader.losses))


def text_of(source: str, markup: str) -> tuple[str, tuple[str, ...]]:
    """Prose of a text with its kind of markup: html, moodle (HTML if it has tags), markdown or plain."""
    if markup == "html" or (markup == "moodle" and _TAG.search(source)):
        return text_of_html(source)
    return (html.unescape(source) if markup == "moodle" else source).strip(), ()
