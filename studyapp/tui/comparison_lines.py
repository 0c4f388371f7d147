"""Two roles side by side, drawn: columns where there is room, else one under the other."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from studyapp.domain.standing import said
from studyapp.services.role_views import Comparison, Side
from studyapp.tui import words
from studyapp.tui.drawing import Column, fitted, gauge, hanging, line, row, stack
from studyapp.tui.role_lines import COVERS, heading
from studyapp.tui.text import percent, plain

SILENT = "the source does not say"
COLUMNS_FROM = 64
"""Columns from which on the roles stand side by side."""

_Lines = Iterator[Content | str]


def drawn(found: Comparison, width: int) -> Content:
    """Everything, in the order in which a choice is made: what, how far, pay, exams, skills, which fits."""
    lines: list[Content | str] = [*_pair(line((found.one.role, "bold $accent")),
                                         line((found.other.role, "bold $accent")), width)]  # fmt: skip
    for part in (_standing, _fits, _aspects, _pay, _exams, _skills):
        lines += ["", *part(found, width)]
    return stack(lines)


def _pair(one: Content | str, other: Content | str, width: int) -> _Lines:
    """Two texts beside each other, each wrapped in its half; under each other where it is narrow."""
    left = one if isinstance(one, Content) else plain(one)
    right = other if isinstance(other, Content) else plain(other)
    if width < COLUMNS_FROM:
        yield hanging(line(("A  ", "$accent")), left, width)
        yield hanging(line(("B  ", "$accent")), right, width)
        return
    half = (width - 3) // 2
    lines = [content.wrap(half) or [Content("")] for content in (left, right)]
    for number in range(max(map(len, lines))):
        cells = [wrapped[number] if number < len(wrapped) else Content("") for wrapped in lines]
        yield fitted(cells[0], half) + line((" │ ", "$dim")) + cells[1]


def _said(text: str) -> Content:
    return plain(" ".join(text.split())) if text else plain(SILENT, "$dim")


def _standing(found: Comparison, width: int) -> _Lines:
    yield heading("How far you are")
    sides = (found.one, found.other)
    for draw in (_road, _evidence, _deck):
        yield from _pair(draw(sides[0]), draw(sides[1]), width)
    one, other = (plain(side.next_step, "$dim") for side in sides)
    yield from _pair(one, other, width)


def _road(side: Side) -> Content:
    return gauge(side.progress, 10) + line(f" {percent(side.progress)}  {side.done} of {side.of} steps")


def _evidence(side: Side) -> Content:
    return line(f"evidence for {side.evidenced + side.proven} of {side.competencies}")


def _deck(side: Side) -> Content:
    return line(f"{side.terms_met} of {side.terms} key terms met")


def _fits(found: Comparison, width: int) -> _Lines:
    yield heading("Which fits whom")
    yield from _pair(_said(" ".join(found.one.fits)), _said(" ".join(found.other.fits)), width)


def _aspects(found: Comparison, width: int) -> _Lines:
    for number, aspect in enumerate(found.aspects):
        if number:
            yield ""
        yield heading(aspect.aspect)
        yield from _pair(_said(aspect.one), _said(aspect.other), width)


def _pay(found: Comparison, width: int) -> _Lines:
    yield heading("Pay a year")
    if not found.pay:
        yield line(("neither source gives figures", "$notice"))
    for entry in found.pay:
        yield line(f"{entry.region}, ", (entry.level, "$dim"))
        yield from _pair(line((entry.one, "$ink")), line((entry.other, "$ink")), width)
    if any(found.pay_notes):
        one, other = (plain(" ".join(note.split()) or " ", "$dim") for note in found.pay_notes)
        yield from _pair(one, other, width)


def _exams(found: Comparison, width: int) -> _Lines:
    yield heading("Certifications")
    for exam in found.exams:
        symbol, style = words.STATE.get(exam.state, ("?", "$dim"))
        quiet = exam.state in ("open", "locked")
        yield row(
            [
                Column(_on(exam.on), 9),
                Column(line((f"{symbol} ", style), (exam.code, "bold $ink")), 16),
                Column(line(exam.name), 0, from_width=60),
                Column(line((said(exam.state, "" if quiet else exam.reason), style)), 20),
            ],
            width,
        )
        if exam.life:
            yield hanging(" " * 13, exam.life, width, "$notice")


def _skills(found: Comparison, width: int) -> _Lines:
    yield heading("Responsibilities and skills")
    for on, title in (("both", "Both ask for"), ("one", found.one.role), ("other", found.other.role)):
        listed = [skill for skill in found.skills if skill.on == on]
        yield line((f"{title}{' alone' if on != 'both' else ''}", "bold"), (f"  {len(listed)}", "$dim"))
        for skill in listed:
            symbol, _word, style = COVERS[skill.cover]
            yield hanging(line((f"  {symbol} ", style)), skill.text, width)
    yield line((f"Key terms on both: {found.shared_terms}", "$dim"))


def _on(on: str) -> Content:
    return line(({"both": "A and B", "one": "A", "other": "      B"}[on], "$accent"))
