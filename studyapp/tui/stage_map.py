"""The stage map and the role profile, drawn from a roadmap's standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from studyapp.domain.days import long_date
from studyapp.domain.pay import amounts
from studyapp.domain.roadmaps import Roadmap
from studyapp.domain.standing import said
from studyapp.services.road_views import (
    CertificationStanding,
    RoadmapDetail,
    StageStanding,
    StepStanding,
)
from studyapp.tui import words
from studyapp.tui.actions import action
from studyapp.tui.drawing import Column, hanging, indented, line, row, stack
from studyapp.tui.text import count, percent, plain
from studyapp.tui.widgets.rows import Draw

Known = Mapping[str, CertificationStanding]
"""Every certification that stands on the road, by id."""


NO_BANK = (
    "studyapp has no questions for it. Record its exam ({key} on its page), or waive it with a reason; "
    "nothing waits for it."
)
RAIL = "│"
"""What joins the stages on the map."""


def known_of(detail: RoadmapDetail) -> Known:
    """What the road itself says of its certifications, and of the exams that its source names."""
    steps = [step for stage in detail.stages for step in stage.steps]
    found = {c.id: c for step in steps for c in step.certifications}
    return {step.source.id: step.source for step in steps if step.source} | found


def labels_of(known: Known) -> dict[str, str]:
    """Short names by id."""
    pairs = [pair for c in known.values() for pair in zip(c.successors, c.successor_codes, strict=True)]
    return dict(pairs) | {item.id: words.certification_label(item) for item in known.values()}


def map_rows(detail: RoadmapDetail) -> Iterator[tuple[str, Draw]]:
    """The map: a heading for each stage, a line for each certification; ids are `step/certification`.

    The exam that a source names has a line of its own, so that it can be opened, too.
    """
    labels = labels_of(known_of(detail))
    for number, stage in enumerate(detail.stages):
        if number:
            yield "", lambda width: line((RAIL, "$dim"))
        yield "", _stage_draw(stage)
        for step in stage.steps:
            is_choice = len(step.certifications) > 1
            if is_choice:
                yield "", lambda width: line((f"{RAIL}    one of", "$dim"))
            for item in step.certifications:
                is_next = item.id == detail.next_certification_id
                yield f"{step.step_id}/{item.id}", _step_draw(item, labels, is_next, is_choice)
            yield from _past_rows(step, labels)


def _past_rows(step: StepStanding, labels: dict[str, str]) -> Iterator[tuple[str, Draw]]:
    if step.source is not None:
        yield f"{step.step_id}/{step.source.id}", _past_draw(source_line(step, labels))
    elif step.named_in_source:
        yield "", _past_draw(f"the source names {step.named_in_source}")
    for unknown in step.unknown:
        yield "", _past_draw(f"? {unknown}: no file describes it")


def _stage_draw(stage: StageStanding) -> Draw:
    return lambda width: stage_row(stage, width)


def _step_draw(item: CertificationStanding, labels: dict[str, str], is_next: bool, is_choice: bool) -> Draw:
    return lambda width: step_row(item, labels, is_next, is_choice, width)


def _past_draw(text: str) -> Draw:
    return lambda width: row([Column(line((f"{RAIL}      {text}", "$dim")))], width)


def stage_row(stage: StageStanding, width: int) -> Content:
    """A stage: symbol, name, state in a word, what opens it, how much of it is done."""
    symbol, style = words.STATE.get(stage.state, ("?", "$dim"))
    marks = [stage.state]
    if stage.facts_only:
        marks.append("facts only")
    if stage.skipped:
        marks.append("skipped")
    if stage.stepped_past:
        marks.append("past its gate")
    state = (f"  {', '.join(marks)}", style or "$dim")
    name = line((f"{symbol} ", style), (stage.name, "bold $ink"), state)
    told = stage.opens_when or _done_words(stage)
    room = width - name.cell_length - (9 if width >= SHARES_FROM else 2)
    return row(
        [
            Column(name),
            Column(line((told, "$dim")), min(len(told), max(12, room)), from_width=66, right=True),
            Column(line(percent(stage.progress) if stage.of else ""), 5, from_width=SHARES_FROM, right=True),
        ],
        width,
    )


def _done_words(stage: StageStanding) -> str:
    waived = f", {stage.waived} waived" if stage.waived else ""
    return f"{stage.done} of {stage.of} done{waived}" if stage.of else "nothing to prove"


def step_row(
    item: CertificationStanding, labels: dict[str, str], is_next: bool, is_choice: bool, width: int
) -> Content:
    """A certification of a step: symbol, code, name, state in words, and the end of its life."""
    symbol, style = words.STATE.get(item.state, ("?", "$dim"))
    where = words.on_the_road(item)
    if item.status == "retired" and item.state in ("open", "locked"):
        symbol, style, where = "✕", "$wrong", words.retirement(item, labels)
    elif item.status in ("beta", "retiring"):
        where = f"{where}, {item.status}"
    mark = "▸" if is_next else " "
    name = item.name if not item.code.isdigit() else item.name.replace(f" ({item.code})", "")
    ready = f"P {percent(item.readiness)}" if item.readiness is not None else ""
    return row(
        [
            Column(
                line(
                    (RAIL, "$dim"),
                    (f" {mark}", "$accent"),
                    (f" {'· ' if is_choice else ''}{symbol} ", style),
                    (item.code, "bold $ink"),
                ),
                18,
            ),
            Column(line(name), 0, from_width=60),
            *([Column(line((ready, "$accent")), 7, from_width=70, right=True)] if ready else []),
            Column(line((where, style or "$dim")), 40 if item.status == "retired" else 28, from_width=40),
        ],
        width,
    )


def source_line(step: StepStanding, labels: dict[str, str]) -> str:
    """The exam that the source names where the road goes elsewhere: since when it is over, and what came."""
    item = step.source
    assert item is not None
    if not set(item.successors) & {c.id for c in step.certifications}:
        return f"the source names {step.named_in_source}"
    symbol, word, _ = words.status(item.status)
    when = f" {long_date(item.retired_on)}" if item.retired_on and item.status == "retired" else ""
    return f"{symbol} {labels[item.id]} {word}{when}{words.successors(item.successors, labels)}"


def step_note(stage: StageStanding, step: StepStanding, marked: str, is_next: bool, width: int) -> Content:
    """State and reason of the marked certification, why it is on the road, what its source had wrong."""
    item = next((c for c in (*step.certifications, step.source) if c and c.id == marked), None)
    lines = []
    if item is not None:
        life = f"  {item.life}" if item.status != "active" else ""
        lines.append(line((said(item.called, item.told), "$ink"), (life, "$notice")))
    if stage.opens_when:
        lines.append(indented(plain(f"Its gate opens later: {stage.opens_when}.", "$dim"), width, 0))
    if item is not None and item.part != "source" and not (step.satisfied or item.has_bank):
        lines.append(indented(plain(NO_BANK.format(key=action("certification.record").shown_key)), width, 0))
    if not is_next:
        lines.append(indented(plain(" ".join(step.why.split())), width, 0))
    if step.erratum:
        lines.append(hanging("! ", step.erratum, width, "$notice"))
    return stack(lines)


def changes_note(detail: RoadmapDetail, key: str, width: int) -> Content:
    """What an edit of the roadmap changed, until it is acknowledged."""
    shown = detail.changes[:MOST_CHANGES]
    lines = [hanging("! ", change, width, "$notice") for change in shown]
    more = len(detail.changes) - len(shown)
    rest = f"and {count(more, 'change')} more; " if more else ""
    return stack([*lines, line((f"  {rest}nothing is lost. {key}: I have read it", "$dim"))])


MOST_CHANGES = 3
SHARES_FROM = 78
"""Columns from which on a stage has its progress in percent, too."""


def next_line(detail: RoadmapDetail, width: int, in_full: bool = True) -> Content:
    """The one next action; else only its beginning, in one line."""
    lead = line(("▌", "$accent"), ("Next  ", "bold $ink"))
    if in_full:
        return hanging(lead, plain(detail.next_step, "$ink"), width)
    return (lead + plain(detail.next_step, "$ink", keep_lines=False)).truncate(width, ellipsis=True)


def profile(roadmap: Roadmap, width: int) -> Content:
    """The role: what it is, what it pays, what it asks, a day in it, questions that people ask."""
    lines: list[Content | str] = [indented(plain(roadmap.role, "bold $accent", keep_lines=False), width, 0)]
    if roadmap.tagline:
        lines.append(indented(plain(roadmap.tagline, "$ink"), width, 0))
    for paragraph in roadmap.about:
        lines += ["", indented(plain(" ".join(paragraph.split())), width, 0)]
    if roadmap.titles:
        lines += ["", _heading("Job titles"), indented(plain(", ".join(roadmap.titles)), width, 2)]
    if roadmap.years_to_first_role:
        least, most = roadmap.years_to_first_role
        lines += ["", _heading("To a first role"), Content(f"  {least:g}–{most:g} years")]
    if roadmap.years_note:
        lines += ["", indented(plain(roadmap.years_note, "$dim"), width, 0)]
    lines += _pay(roadmap, width)
    for section in roadmap.sections:
        lines += ["", _heading(section.title), *(hanging("  · ", entry, width) for entry in section.entries)]
    if roadmap.day:
        lines += ["", _heading("A day")]
        lines += [
            hanging(line((f"  {moment.time:<6} ", "$dim")), moment.text, width) for moment in roadmap.day
        ]
    for pair in roadmap.faq:
        lines += [
            "",
            indented(plain(pair.question, "bold"), width, 0),
            indented(plain(pair.answer), width, 2),
        ]
    if roadmap.sources:
        lines += [
            "",
            _heading("Sources"),
            *(hanging("  · ", source, width, "$dim") for source in roadmap.sources),
        ]
    return stack(lines)


def _heading(text: str) -> Content:
    return line((text, "bold $ink"))


def _pay(roadmap: Roadmap, width: int) -> Iterator[Content | str]:
    """Pay a year by region and level; what the source leaves out is said to be missing."""
    if not (roadmap.pay or roadmap.pay_note):
        return
    yield ""
    yield _heading("Pay a year")
    for entry in roadmap.pay:
        yield row(
            [
                Column(line(f"  {entry.region}"), 14),
                Column(line((entry.level, "$dim")), 0),
                Column(line(amounts(entry)), 26, right=True),
            ],
            min(width, 80),
        )
    if roadmap.pay_note:
        yield indented(plain(" ".join(roadmap.pay_note.split()), "$dim"), width, 2)
