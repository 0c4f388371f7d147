"""The pictures of the readiness screen: pure functions from a view and a width to characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from studyapp import readiness_words as words
from studyapp.domain.days import long_date
from studyapp.domain.forecasts import Audit, Said
from studyapp.domain.readiness import ENOUGH, DomainForecast
from studyapp.services.readiness_views import DomainReadiness, Readiness, ReadinessLine
from studyapp.tui.drawing import Column, gauge, hanging, indented, line, row, stack
from studyapp.tui.text import count, percent, plain

LEAST_SAID = 5
"""Under this many answers a share says little, and stands without a bar."""


def number(found: Readiness, width: int) -> Content:
    """The number with its interval, the evidence, the day that it is for, and what a score to expect."""
    forecast, today = found.forecast, found.if_today
    if forecast is None or today is None:
        return indented(found.no_exam, width, 0)
    told = words.evidence(forecast.answers)
    day = words.day_words(found)
    if not found.is_enough:
        lines = [
            line(("○ Not enough evidence for a number", "bold $ink"), (f"   {told}", "$dim")),
            indented(
                f"P(pass) is shown once half of the exam rests on domains with {ENOUGH} first answers; below "
                f"it is said how many are missing. It will be {day}.",
                width,
                2,
            ),
        ]
        return stack(lines)
    lines = [
        line(
            ("P(pass) ", "$foreground"),
            (words.p_and_interval(forecast.p_pass, forecast.p_low, forecast.p_high), "bold $ink"),
            (f"   {told}", "$foreground"),
        ),
        interval_bar(forecast.p_pass, forecast.p_low, forecast.p_high, min(width, 60)),
        indented(plain(_for_day(found), "$dim"), width, 0),
    ]
    lines.append(indented(plain(f"{words.score_words(found, forecast)}.", "$dim"), width, 0))
    return stack(lines)


def _title(title: str, aside: str, width: int) -> Content:
    """A heading, with a remark beside it where there is room."""
    whole = line((title, "bold $ink"), (f"   {aside}" if aside else "", "$dim"))
    return whole if whole.cell_length <= width else line((title, "bold $ink"))


def _for_day(found: Readiness) -> str:
    today = found.if_today
    assert today is not None
    told = words.day_words(found)[:1].upper() + words.day_words(found)[1:]
    if found.on == found.today:
        return f"{told}."
    now = words.p_and_interval(today.p_pass, today.p_low, today.p_high)
    return f"{told}, if you studied nothing more.\nToday it would be {now}."


def interval_bar(p_pass: float, p_low: float, p_high: float, width: int) -> Content:
    """A scale from 0 to 100 % with the interval on it and the number as its mark."""
    room = max(10, width - 10)
    low, at, high = (round(p * (room - 1)) for p in (p_low, p_pass, p_high))
    track = ["·"] * room
    track[low : high + 1] = ["━"] * (high - low + 1)
    track[at] = "●"
    parts: list[str | tuple[str, str]] = [("0 % ", "$dim")]
    parts += [(mark, "$dim" if mark == "·" else "bold $accent") for mark in track]
    return line(*parts, (" 100 %", "$dim"))


def domains(found: Readiness, width: int) -> Content:
    """Each domain: share of the exam, evidence, expected share right, what it brings, what is missing."""
    if found.forecast is None:
        return Content("")
    about = {domain.domain_id: domain for domain in found.domains}
    lines = [_title("Domains", "share · first answers · expected right on the day", width)]
    for domain in found.forecast.domains:
        lines.append(_domain(domain, about[domain.domain_id], width))
        if domain.missing:
            missing = f"○ not enough evidence: {domain.missing} more first answers"
            lines.append(line(f"  {missing}").stylize("$notice"))
    total = f"{found.forecast.to_pass} of {found.forecast.items} items pass"
    if found.is_enough:
        expected = found.forecast.share * found.forecast.items
        total = f"together {expected:.1f} of {found.forecast.items} items right expected, "
        total += f"{found.forecast.to_pass} pass"
    lines.append(line((total, "$dim")))
    return stack(lines)


def _domain(domain: DomainForecast, about: DomainReadiness, width: int) -> Content:
    evidence = domain.evidence
    right = f"{evidence.right} of {evidence.answers} right" if evidence.answers else "none yet"
    expected, points = (
        f"{percent(domain.expected)} ({domain.expected_low * 100:.0f}–{domain.expected_high * 100:.0f})",
        f"{domain.points:.1f} of {domain.items}",
    )
    if domain.missing:  # what stands there then is the prior, not the learner
        expected, points = "–", f"– of {domain.items}"
    return row(
        [
            Column(line((domain.domain_id, "$dim")), min(6, len(domain.domain_id)), from_width=50),
            Column(line(about.name), 0),
            Column(line((percent(domain.weight), "$dim")), 4, from_width=60, right=True),
            Column(line((right, "$foreground")), 14, from_width=44, right=True),
            Column(line((expected, "bold" if not domain.missing else "$dim")), 12, right=True),
            Column(line((points, "$dim")), 10, from_width=76, right=True),
        ],
        width,
    )


def actions(found: Readiness, width: int, first_key: str) -> Content:
    """What would raise it most, numbered by the keys that start it."""
    if found.forecast is None:
        return Content("")
    lines = [
        _title("What would raise it most", "expected, in points of P(pass)" if found.is_enough else "", width)
    ]
    if not found.actions:
        return stack([*lines, indented("There is nothing to study for it here now.", width, 2)])
    for place, offer in enumerate(found.actions, 1):
        key = first_key if place == 1 else str(place)
        head = line((f"{'▌ ' if place == 1 else '  '}", "$accent"), (f"{place} ", "bold"))
        lines.append(hanging(head, plain(offer.title, "bold $ink" if place == 1 else ""), width))
        lines.append(line((f"    {words.gain(offer, found.is_enough)}", "$dim"), (f"   {key}", "$accent")))
    return stack(lines)


def audit(found: Audit, everything: Audit, width: int) -> Content:
    """How good the forecasts were: Brier score, reliability, and what was no test."""
    lines = [line(("How good our forecasts were", "bold $ink"))]
    lines += [indented(sentence, width, 2) for sentence in words.audit(found, everything)]
    for test in found.tested[-5:]:
        came = "passed" if test.passed else "failed"
        what = "mock exam" if test.by == "mock" else "real exam"
        said = f"{long_date(test.on)}: said {percent(test.p_pass)}, {what} {came}"
        if not test.counts:
            said += f"; no test: {test.because}"
        lines.append(indented(plain(said, "$dim"), width, 2))
    return stack(lines)


def calibration(found: Readiness, width: int) -> Content:
    """How often "sure", "think so" and "guess" were right at first sight, per domain and over all."""
    lines = [_title("How often you were right", "first answers, by how sure you were", width)]
    if not sum(said.answers for said in found.calibration_all):
        lines.append(indented("It will be counted here once you have answered questions.", width, 2, "$dim"))
        return stack(lines)
    for said in found.calibration_all:
        lines.append(_said(said, width))
    rows: list[tuple[str, Sequence[Said]]] = [(row.name, row.said) for row in found.calibration]
    lines.append(Content(""))
    for name, row_said in rows:
        cells = [f"{said.right}/{said.answers}" if said.answers else "–" for said in row_said]
        lines.append(
            row(
                [
                    Column(line(f"  {name}"), 0),
                    *(Column(line((cell, "$foreground")), 8, right=True) for cell in cells),
                ],
                width,
            )
        )
    lines.append(line(("  right/answered when sure, think so, guess", "$dim")))
    return stack(lines)


def _said(said: Said, width: int) -> Content:
    name = {"sure": "sure", "think-so": "think so", "guess": "guess"}[str(said.confidence)]
    share = said.share
    told = f"{said.right} of {count(said.answers, 'answer')} right" if share is not None else "never said"
    return row(
        [
            Column(line(f"  {name}"), 10),
            Column(gauge(share or 0.0, 12), 12, from_width=40),
            Column(
                line((percent(share) if share is not None and said.answers >= LEAST_SAID else "", "bold")), 5
            ),
            Column(line((told, "$dim")), 0),
        ],
        width,
    )


def fine_print(found: Readiness, width: int) -> Content:
    """What the numbers are, and what is assumed."""
    if found.forecast is None:
        return Content("")
    lines = [line(("What these numbers are", "bold $ink"))]
    lines += [indented(plain(text, "$dim"), width, 2) for text in (words.EVIDENCE, words.INTERVAL)]
    if found.assumptions:
        lines += [Content(""), line(("Assumptions of ours", "bold $ink"))]
        lines += [indented(plain(text, "$dim"), width, 2) for text in found.assumptions]
    return stack(lines)


@dataclass(frozen=True, slots=True)
class Short:
    """Readiness in Today's few lines: the number, and what is missing."""

    head: Content
    more: str


def short(found: ReadinessLine) -> Short:
    """`P(pass) 71 % (34–95)   evidence 96 first answers`, and the domain that is nearest to counting."""
    style = "bold $ink" if found.p_pass is not None else "$foreground"
    head = line((words.headline(found), style), (f"   {words.evidence(found.answers)}", "$foreground"))
    return Short(head, words.thinnest(found))
