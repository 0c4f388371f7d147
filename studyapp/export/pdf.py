"""The page as PDF, by ReportLab: no browser. Equal pages give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from studyapp.domain.days import medium_date
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
    line,
)  # fmt: skip

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

FONT, BOLD = "Vera", "VeraBd"
"""Bitstream Vera comes with ReportLab: Latin scripts. Letters that it lacks are shown as a question mark."""
INK, DIM, ACCENT, TRACK = "#1c1e21", "#5b626b", "#1f5fae", "#e7e9ec"
MARGIN = 56
CHART_WIDTH = 471


def to_pdf(page: Page) -> bytes:
    """The page on A4."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    stored = io.BytesIO()
    document = SimpleDocTemplate(
        stored, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
        title=line(page.title), author="studyapp", creator="studyapp", lang="en", invariant=1,
        pageCompression=1,
    )  # fmt: skip
    styles = _styles()
    flow: list[Any] = [_text(page.title, styles["title"]), _text(page.subtitle, styles["dim"])]
    for block in page.blocks:
        flow += _block(block, styles)
    document.build(flow, onFirstPage=_foot, onLaterPages=_foot)
    return stored.getvalue()


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (FONT, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    plain = ParagraphStyle("plain", fontName=FONT, fontSize=9.5, leading=13, textColor=INK, spaceAfter=4)
    return {
        "plain": plain,
        "title": ParagraphStyle("title", plain, fontName=BOLD, fontSize=17, leading=22),
        "h2": ParagraphStyle(
            "h2", plain, fontName=BOLD, fontSize=12.5, leading=16, spaceBefore=14, keepWithNext=1
        ),
        "h3": ParagraphStyle(
            "h3", plain, fontName=BOLD, fontSize=10, leading=14, spaceBefore=8, keepWithNext=1
        ),
        "caption": ParagraphStyle("caption", plain, fontName=BOLD, spaceBefore=6, keepWithNext=1),
        "dim": ParagraphStyle("dim", plain, textColor=DIM),
        "entry": ParagraphStyle("entry", plain, leftIndent=14, bulletIndent=3),
        "below": ParagraphStyle("below", plain, leftIndent=28, bulletIndent=17),
        "cell": ParagraphStyle("cell", plain, fontSize=8.5, leading=11, spaceAfter=0),
        "right": ParagraphStyle("right", plain, fontSize=8.5, leading=11, spaceAfter=0, alignment=2),
    }


def _text(text: str, style: Any, bullet: str | None = None) -> Any:
    from reportlab.platypus import Paragraph as Flowing

    # Paragraphs of ReportLab read XML: what learners wrote is escaped.
    return Flowing(escape(printable(line(text), style.fontName)), style, bulletText=bullet)


def printable(text: str, font: str = FONT) -> str:
    """Text whose every letter the font has; others become a question mark."""
    from reportlab.pdfbase import pdfmetrics

    _register_fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(ch if ord(ch) in known or ch == "\n" else "?" for ch in text)


def _block(block: Block, styles: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import KeepTogether

    if isinstance(block, Heading):
        return [_text(block.text, styles[f"h{block.level}"])]
    if isinstance(block, Paragraph):
        return [_text(block.text, styles["dim" if block.is_small else "plain"])]
    if isinstance(block, Listing):
        return list(_entries(block.entries, styles))
    if isinstance(block, Table):
        return [_text(block.caption, styles["caption"]), _table(block, styles)]
    drawing = _columns(block) if isinstance(block, Columns) else _bars(block)
    return [
        KeepTogether([_text(block.caption, styles["caption"]), _text(block.said, styles["dim"]), drawing])
    ]


def _entries(entries: Sequence[Entry], styles: dict[str, Any], level: int = 0) -> Iterator[Any]:
    for entry in entries:
        style = styles["below" if level else "entry"]
        yield _text(f"{entry.text} {entry.link}", style, "•")
        yield from _entries(entry.below, styles, level + 1)


def _table(table: Table, styles: dict[str, Any]) -> Any:
    from reportlab.platypus import Table as Flowing

    head = [table.head] if any(table.head) else []
    rows = [
        [_text(cell, styles["right" if place in table.right else "cell"]) for place, cell in enumerate(row)]
        for row in (*head, *table.rows)
    ]
    if not rows:
        return _text("nothing yet", styles["dim"])
    drawn = Flowing(rows, repeatRows=len(head), hAlign="LEFT", spaceAfter=8)
    drawn.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, "#d8dade"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    return drawn


def _columns(chart: Columns) -> Drawing:
    from reportlab.graphics.shapes import Drawing, Line, Rect

    top, step, room = max(chart.values, default=0), CHART_WIDTH / max(1, len(chart.values)), 70
    drawing = Drawing(CHART_WIDTH, room + 30)
    for place, value in enumerate(chart.values):
        if value > 0:
            height = max(1.0, room * value / top)
            drawing.add(
                Rect(place * step, 14, step * 0.8, height, fillColor=_colour(ACCENT), strokeColor=None)
            )
    drawing.add(Line(0, 14, CHART_WIDTH, 14, strokeColor=_colour(DIM), strokeWidth=0.5))
    if chart.days:
        drawing.add(_label(0, 3, medium_date(chart.days[0])))
        drawing.add(_label(CHART_WIDTH, 3, medium_date(chart.days[-1]), "end"))
    drawing.add(_label(0, room + 19, f"highest: {top:.0f} {chart.unit}"))
    return drawing


def _bars(chart: Bars) -> Drawing:
    from reportlab.graphics.shapes import Drawing, Rect

    row = 26
    drawing = Drawing(CHART_WIDTH, row * len(chart.bars) + 6)
    for place, (title, share, words) in enumerate(chart.bars):
        y = row * (len(chart.bars) - 1 - place) + 6
        drawing.add(_label(0, y + 10, line(title)[:84]))
        drawing.add(_label(CHART_WIDTH, y + 10, words, "end"))
        drawing.add(Rect(0, y, CHART_WIDTH, 6, fillColor=_colour(TRACK), strokeColor=None))
        width = CHART_WIDTH * min(1.0, max(0.0, share))
        drawing.add(Rect(0, y, width, 6, fillColor=_colour(ACCENT), strokeColor=None))
    return drawing


def _label(x: float, y: float, text: str, anchor: str = "start") -> Any:
    from reportlab.graphics.shapes import String

    return String(
        x, y, printable(line(text)), fontName=FONT, fontSize=7.5, fillColor=_colour(DIM), textAnchor=anchor
    )


def _colour(name: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name)


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 7.5)
    canvas.setFillColor(_colour(DIM))
    canvas.drawRightString(document.pagesize[0] - MARGIN, MARGIN / 2, f"{document.page}")
