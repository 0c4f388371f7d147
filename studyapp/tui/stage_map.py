"""The stage map and the role profile, drawn from a roadmap's standing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from studyapp.domain.roadmaps import Pay, Roadmap
from studyapp.services.road_views import RoadmapDetail, StageStanding, StepStanding
from studyapp.services.views import CertificationSummary
from studyapp.tui import words
from studyapp.tui.drawing import Column, hanging, indented, line, row, stack
from studyapp.tui.text import long_date, plain
from studyapp.tui.widgets.rows import Draw

Known = Mapping[str, CertificationSummary]
"""Every certification by id."""


def labels_of(known: Known) -> dict[str, str]:
    """Short names by id."""
    return {item.id: words.certification_label(item) for item in known.values()}


def map_rows(detail: RoadmapDetail, known: Known) -> Iterator[tuple[str, Draw]]:
    """The map: a heading for each stage, a line for each certification; ids are `step/certification`."""
    labels = labels_of(known)
    for number, stage in enumerate(detail.stages):
        if number:
            yield "", lambda width: Content(" ")
        yield "", _stage_draw(stage)
        for step in stage.steps:
            if len(step.certifications) > 1:
                yield "", lambda width: line(("   one of", "$dim"))
            for item in step.certifications:
                is_next = item.id == detail.next_certification_id
                yield (
                    f"{step.step_id}/{item.id}",
                    _step_draw(item, labels, is_next, len(step.certifications) > 1),
                )
            past = source_line(step, known)
            if past:
                yield "", _past_draw(past)


def _stage_draw(stage: StageStanding) -> Draw:
    return lambda width: stage_row(stage, width)


def _step_draw(item: CertificationSummary, labels: dict[str, str], is_next: bool, is_choice: bool) -> Draw:
    return lambda width: step_row(item, labels, is_next, is_choice, width)


def _past_draw(text: str) -> Draw:
    return lambda width: row([Column(line((f"     {text}", "$dim")))], width)


def stage_row(stage: StageStanding, width: int) -> Content:
    """A stage: symbol, name, state in a word, how many of its steps are learned."""
    symbol, word, style = words.STAGE_STATE.get(stage.state, ("?", stage.state, "$dim"))
    started = sum(any(item.seen for item in step.certifications) for step in stage.steps)
    return row(
        [
            Column(line((f"{symbol} ", style), (stage.name, "bold $ink"))),
            Column(line((word, style or "$dim")), 12, from_width=30, right=True),
            Column(line((f"{started} of {len(stage.steps)} begun", "$dim")), 14, from_width=60, right=True),
        ],
        width,
    )


def step_row(
    item: CertificationSummary, labels: dict[str, str], is_next: bool, is_choice: bool, width: int
) -> Content:
    """A certification of a step: symbol, code, name, and its standing or the end of its life in words."""
    symbol, where, style = words.standing(item)
    if item.status == "retired":
        where = words.retirement(item, labels)
    elif item.status in ("beta", "retiring"):
        where = f"{item.status}, {where}" if item.has_bank else item.status
    mark = "▸" if is_next else " "
    name = item.name if not item.code.isdigit() else item.name.replace(f" ({item.code})", "")
    return row(
        [
            Column(
                line(
                    (f" {mark}", "$accent"),
                    (f" {'· ' if is_choice else ''}{symbol} ", style),
                    (item.code, "bold $ink"),
                ),
                18,
            ),
            Column(line(name), 0, from_width=54),
            Column(line((where, style or "$dim")), 40 if item.status == "retired" else 16, from_width=40),
        ],
        width,
    )


def source_line(step: StepStanding, known: Known) -> str:
    """What the source document names where the road goes elsewhere: retired since when, and its successor."""
    if not step.named_in_source:
        return ""
    named = step.named_in_source
    labels = labels_of(known)
    item = next((c for c in known.values() if named.lower() in (c.code.lower(), c.id.lower())), None)
    if item is None or item.id in {c.id for c in step.certifications} or not item.successors:
        return f"the source names {named}"
    symbol, word, _ = words.status(item.status)
    when = f" {long_date(item.retired_on)}" if item.retired_on and item.status == "retired" else ""
    return f"{symbol} {labels[item.id]} {word}{when}{words.successors(item.successors, labels)}"


def step_note(step: StepStanding, is_next: bool, width: int) -> Content:
    """Why a step is on the road (the next line says that of the next step), and what its source had wrong."""
    lines = [] if is_next else [indented(plain(" ".join(step.why.split())), width, 0)]
    if step.erratum:
        lines.append(hanging("! ", step.erratum, width, "$notice"))
    return stack(lines)


def next_line(detail: RoadmapDetail, width: int) -> Content:
    """The one next action."""
    return hanging(line(("▌", "$accent"), ("Next  ", "bold $ink")), plain(detail.next_step, "$ink"), width)


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


def amounts(entry: Pay) -> str:
    """`65,000–110,000 GBP`, `from 100,000 GBP`, `4–8 lakh INR`."""
    unit = f"{entry.unit} {entry.currency}".strip()
    low, high = entry.minimum, entry.maximum
    if low is None and high is None:
        return "not given"
    if low is None:
        return f"up to {high:,.0f} {unit}"
    if high is None:
        return f"from {low:,.0f} {unit}"
    return f"{low:,.0f}–{high:,.0f} {unit}"
