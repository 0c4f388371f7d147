"""Drawing with characters: pure functions of data and width, and the visual that runs them on resize.

Every function gives a `Content` without markup, so that text from content files is only ever text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from studyapp import prose as forms
from studyapp.tui.text import READING_WIDTH, clean, plain


def line(*parts: str | tuple[str, str] | Content) -> Content:
    """One line out of plain text and (text, style) pairs; text is cleaned, line breaks become spaces."""
    pieces: list[str | tuple[str, str] | Content] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(_flat(part))
        elif isinstance(part, tuple):
            pieces.append((_flat(part[0]), part[1]))
        else:
            pieces.append(part)
    return Content.assemble(*pieces)


def _flat(text: str) -> str:
    return clean(text, keep_lines=False)


def stack(lines: Iterable[Content | str]) -> Content:
    """Lines one under the other."""
    return Content("\n").join([part if isinstance(part, Content) else Content(part) for part in lines])


def fitted(content: Content, width: int, *, right: bool = False) -> Content:
    """Exactly `width` cells: cut with an ellipsis, or padded."""
    if width <= 0:
        return Content("")
    short = content.truncate(width, ellipsis=True)
    gap = width - short.cell_length
    return short.pad_left(gap) if right else short.pad_right(gap)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a row: fixed `width`, or the rest of the line when 0; left out under `from_width`."""

    content: Content
    width: int = 0
    from_width: int = 0
    right: bool = False


def row(columns: Sequence[Column], width: int, gap: int = 2) -> Content:
    """One line of columns in `width` cells; furniture (columns with `from_width`) drops first."""
    kept = [column for column in columns if width >= column.from_width]
    fixed = sum(column.width for column in kept) + gap * (len(kept) - 1)
    loose = [column for column in kept if not column.width]
    share = max(0, width - fixed) // max(1, len(loose))
    parts = [fitted(c.content, c.width or share, right=c.right) for c in kept]
    return Content(" " * gap).join(parts).truncate(width).rstrip()


def indented(text: str | Content, width: int, indent: int = 3, style: str = "") -> Content:
    """Paragraphs wrapped to the width and set in by `indent` cells."""
    content = text if isinstance(text, Content) else plain(text.strip(), style)
    lines = [
        part.pad_left(indent)
        for paragraph in content.split("\n", allow_blank=True)
        for part in (paragraph.wrap(max(8, min(READING_WIDTH, width) - indent)) or [Content("")])
    ]
    return stack(lines)


def hanging(lead: Content | str, text: str | Content, width: int, style: str = "") -> Content:
    """A lead (a bullet, a name) and a text whose further lines stand under its first."""
    start = lead if isinstance(lead, Content) else line(lead)
    body = text if isinstance(text, Content) else plain(" ".join(text.split()), style)
    room = max(8, min(READING_WIDTH, width) - start.cell_length)
    first, *rest = body.wrap(room) or [Content("")]
    return stack([start + first, *(part.pad_left(start.cell_length) for part in rest)])


def prose(text: str, width: int, style: str = "$ink", indent: int = 0) -> Content:
    """A text of an author with its code and tables: prose wraps, code stands, tables keep their columns."""
    room = max(8, min(READING_WIDTH, width) - indent)
    drawn: list[Content] = []
    for block in forms.blocks(clean(text.expandtabs(4))):
        drawn += [Content("")] if drawn else []
        if block.form is forms.Form.PROSE:
            body = indented("\n".join(block.lines), room, indent=0, style=style)
        elif block.form is forms.Form.CODE:
            body = stack([plain("  " + part, style) for part in forms.code_lines(block.lines, room - 2)])
        else:
            body = stack([plain(part, style) for part in forms.table_lines(block.lines, room)])
        drawn += [part.pad_left(indent) for part in body.split("\n", allow_blank=True)]
    return stack(drawn)


_AS_DRAWN: RulesMap = {"text_wrap": "nowrap"}
EIGHTHS = " ▏▎▍▌▋▊▉█"


def gauge(share: float, width: int, style: str = "$accent") -> Content:
    """A horizontal bar of eighths on a dim track; the caller puts its number beside it."""
    share = min(1.0, max(0.0, share))
    eighths = round(share * width * 8)
    if share > 0 and eighths == 0:
        eighths = 1
    full, rest = divmod(eighths, 8)
    filled = "█" * full + (EIGHTHS[rest] if rest else "")
    return Content.assemble((filled, style), ("·" * (width - len(filled)), "$dim"))


class Drawing(Visual):
    """A visual that draws itself for whatever width it gets, in a Static or as the prompt of an option."""

    def __init__(self, draw: Callable[[int], Content]) -> None:
        self._draw = draw
        self._last: tuple[int, Content] = (-1, Content(""))
        self._height = 0
        """Lines of a drawing that keeps to its width, 0 where Textual has to wrap it."""
        self._lines: list[Content] = []

    def at(self, width: int) -> Content:
        """The drawing at a width."""
        if self._last[0] != width:
            drawn = self._draw(width)
            lines = drawn.plain.split("\n")
            self._last, self._lines = (width, drawn), []
            self._height = len(lines) if all(cell_len(each) <= width for each in lines) else 0
        return self._last[1]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines, as Textual asks for them."""
        drawn = self.at(width)
        if self._height:
            # Wrapping what is wrapped already takes most of the time of a frame.
            options = replace(options, rules=_AS_DRAWN)
        return drawn.render_strips(width, height, style, options)

    def keeps_to(self, width: int) -> bool:
        """Whether it has lines of its own at a width, so that Textual need not wrap it."""
        self.at(width)
        return self._height > 0

    def render_line(self, y: int, width: int, style: Style, options: RenderOptions) -> Strip | None:
        """One line of a drawing that keeps to its width; None under its end."""
        drawn = self.at(width)
        self._lines = self._lines or drawn.split("\n", allow_blank=True)
        if y >= len(self._lines):
            return None
        rules = replace(options, rules=_AS_DRAWN)
        strips = self._lines[y].render_strips(width, 1, style, rules)
        # What is selected with the mouse is found by the place that each piece carries.
        return strips[0].apply_offsets(0, y) if strips else None

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as it may be: a drawing fills its place."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Lines at a width."""
        if width <= 0:
            return 0
        drawn = self.at(width)
        return self._height or drawn.get_height(rules, width)
