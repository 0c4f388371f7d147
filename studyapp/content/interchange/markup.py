"""HTML of foreign items as the plain prose that we show: paragraphs, code between fences, tables with `|`."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from studyapp.content.interchange.model import NotHeld

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
    "script": "script",
    "style": "style sheet",
}
_SILENT = frozenset({"script", "style", "svg", "math"})
_DECLARATION = re.compile(r"<!(?!--)[^>]*>?")
MAX_CHARS = 20_000
"""Several times what our longest field takes; what follows can be sure that no text is endless."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


class _Text(HTMLParser):
    """Gathers text with marks: 1 a new line, 2 a new paragraph, 3 and 4 around code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.losses: list[str] = []
        self._pre = 0
        self._mute = 0
        self._cell = 0
        self._row = False
        self._apart = False
        self._bullet = ""
        self._numbers: list[int] = []
        self._formula = ""
        self._in_tex = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _LEFT_OUT:
            self.losses.append(f"{_LEFT_OUT[tag]} left out")
            self._instead(given.get("alt") if tag == "img" else "")
            self._mute += tag in _SILENT
        elif tag == "math":
            self._formula = given.get("alttext") or ""
            self._mute += 1
        elif tag == "annotation" and self._mute:
            self._in_tex = not self._formula and "tex" in (given.get("encoding") or "").casefold()
        elif self._mute:
            return
        elif tag == "pre":
            self._pre += 1
            self.parts.append("\x02\x03")
        elif tag in _BLOCKS:
            self._break("\x02")
            self._numbers += [int(tag == "ol")] if tag in ("ol", "ul") else []
        elif tag in ("td", "th"):
            self._cell += 1
            self._row = True
            self._say("| ")
        elif tag in _LINES:
            self._bullet = f"\x01{self._mark()}" if tag == "li" else "\x01"
            self._break(self._bullet)
        elif tag in ("sup", "sub"):
            self.parts.append("^" if tag == "sup" else "_")
        elif tag == "a" and given.get("href"):
            self.losses.append("address of a link left out")
        elif tag in _EMPHASIS:
            self.losses.append("emphasis left out")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._mute:
            self._mute -= 1
            if tag == "math":
                self._end_formula()
        elif tag == "annotation":
            self._in_tex = False
        elif self._mute:
            return
        elif tag == "pre" and self._pre:
            self._pre -= 1
            self.parts.append("\x04\x02")
        elif tag in _BLOCKS:
            self._break("\x02")
            self._numbers = self._numbers[: -(tag in ("ol", "ul")) or None]
        elif tag in ("td", "th"):
            self._cell = max(0, self._cell - 1)
            self._say(" ")
        elif tag == "tr" and self._row:
            self._row = False
            self.parts.append("|")

    def handle_data(self, data: str) -> None:
        data = re.sub("[\x01-\x04]", "", data)
        if self._in_tex:
            self._formula += data
        if self._mute or not data:
            return
        if self._pre:
            self.parts.append(data)
            return
        if self._apart and data[:1].isalnum():
            data = f" {data}"
        self._apart = False
        self._say(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _mark(self) -> str:
        """What stands before an item of the list that is open: a dash, or the next number."""
        number = self._numbers[-1] if self._numbers else 0
        if number:
            self._numbers[-1] += 1
        return f"{number}. " if number else "- "

    def _say(self, text: str) -> None:
        """White space after white space is none, whatever element it stands in."""
        if not self.parts or self.parts[-1][-1] in " \x01\x02\x04":
            text = text.lstrip(" ")
        if text:
            self.parts.append(text)

    def _break(self, mark: str) -> None:
        """A new line or paragraph; none in the cell of a table, nor between a bullet and its text."""
        if self._cell:
            self._say(" ")
        elif mark != "\x02" or not self._bullet or self.parts[-1:] != [self._bullet]:
            self.parts.append(mark)

    def _end_formula(self) -> None:
        """A formula is drawn where we have lines of text: its own words or its TeX stand for it."""
        text = " ".join(self._formula.split())
        self.losses.append("formula: its text or TeX stands there" if text else "formula left out")
        self._instead(text or "[formula]")

    def _instead(self, text: str | None) -> None:
        """Words in the place of what is no text; they do not stick to the words around them."""
        if text and not self._mute:
            last = self.parts[-1][-1] if self.parts else " "
            self._say(f" {text}" if last.isalnum() else text)
            self._apart = True


def text_of_html(source: str) -> tuple[str, tuple[str, ...]]:
    """The prose of some HTML, and what of it could not come along. Raises NotHeld where it is too long."""
    _refuse_length(source)
    reader = _Text()
    reader.feed(_DECLARATION.sub("", source))  # html.parser asserts that it knows every declaration
    reader.close()
    text = "".join(reader.parts)
    text = "\n".join(line.strip(" ") for line in text.split("\x01"))
    text = "\n\n".join(block for part in text.split("\x02") if (block := part.strip()))
    *fenced, rest = text.split("\x04")
    text = "".join(f"{part.rstrip(chr(10))}\n```" for part in fenced) + rest
    text = re.sub(r"\x03\n*", "```\n", text)
    return text.replace("\xa0", " ").strip(), tuple(dict.fromkeys(reader.losses))


def text_of(source: str, markup: str) -> tuple[str, tuple[str, ...]]:
    """Prose of a text with its kind of markup: html, moodle (HTML if it has tags), markdown or plain.

    Raises NotHeld where it is too long.
    """
    if markup == "html" or (markup == "moodle" and _TAG.search(source)):
        return text_of_html(source)
    _refuse_length(source)
    return (html.unescape(source) if markup == "moodle" else source).strip(), ()


def _refuse_length(source: str) -> None:
    if len(source) > MAX_CHARS:
        raise NotHeld(f"a text has more than {MAX_CHARS:,} characters")
