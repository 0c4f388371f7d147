"""How roadmaps, certifications, dates and minutes are offered when a goal is chosen. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from textual.content import Content

from studyapp.domain.certifications import Certification, Exam
from studyapp.domain.days import MONTHS, long_date, weekday
from studyapp.domain.roadmaps import Pay
from studyapp.services.road_views import RoadmapDetail, RoadmapSummary
from studyapp.services.views import CertificationDetail, CertificationSummary
from studyapp.tui.drawing import Column, row
from studyapp.tui.text import clean, count, plain

WEEKS = (4, 6, 8, 12, 26)
MINUTES = (10, 15, 20, 25, 30, 45, 60, 90)
USUAL_MINUTES = 20
CODE_WIDTH = 12
STANDING_WIDTH = 20
MAX_MINUTES = 960
PAY_ROWS = 3

NO_ROADMAP = "-none"
TRY_FIVE = "-try"
NO_DATE = "-no-date"

_MONTHS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, start=1)}
_UNITS = {"day": 1, "week": 7, "month": 30}


Line = tuple[str, Callable[[int], Content]]
"""An id and what draws its line for a width."""


def _line(identity: str, content: Content) -> Line:
    return identity, lambda width: content.truncate(width, ellipsis=True)


def roadmap_lines(roadmaps: Iterable[RoadmapSummary]) -> list[Line]:
    """The roadmaps, then the two ways around them."""
    lines = [
        _line(
            roadmap.id,
            plain(roadmap.name, keep_lines=False) + Content.styled(f"  {count(roadmap.of, 'step')}", "$dim"),
        )
        for roadmap in roadmaps
    ]
    lines.append(_line(NO_ROADMAP, Content("No roadmap: choose one certification")))
    lines.append(_line(TRY_FIVE, Content("Just try five questions")))
    return lines


def roadmap_preview(detail: RoadmapDetail, fit: str = "") -> Content:
    """Whom it fits, stages with their exams, what it pays."""
    roadmap = detail.roadmap
    blocks = [plain(roadmap.tagline or roadmap.name, "$ink")]
    if fit:
        blocks.append(plain(fit, "$ink"))
    stages = []
    for stage in detail.stages:
        steps = [" or ".join(c.code for c in step.certifications) for step in stage.steps]
        exams = ", ".join(step for step in steps if step) or "no exam, work of your own"
        stages.append(plain(f"{stage.name}: ", "bold") + plain(exams, keep_lines=False))
    blocks.append(Content("\n").join(stages))
    facts = []
    if roadmap.years_to_first_role and not fit:
        least, most = roadmap.years_to_first_role
        facts.append(Content(f"{least:g} to {most:g} years to a first role"))
    facts += [plain(pay_line(row), keep_lines=False) for row in roadmap.pay[:PAY_ROWS]]
    if facts:
        blocks.append(Content("\n").join(facts))
    return Content("\n\n").join(blocks)


def pay_line(pay: Pay) -> str:
    """`US, mid: USD 110,000 to 160,000 a year`; an open end says so."""
    ends = [f"{amount:,.0f}" for amount in (pay.minimum, pay.maximum) if amount is not None]
    if not ends:
        return f"{pay.region}, {pay.level}: not published"
    if len(ends) == 1:
        ends.insert(0, "from" if pay.maximum is None else "up to")
        amount = " ".join(ends)
    else:
        amount = " to ".join(ends)
    return f"{pay.region}, {pay.level}: {pay.currency} {amount} {pay.unit or 'a year'}"


def certification_order(
    summaries: Sequence[CertificationSummary], road: RoadmapDetail | None
) -> list[CertificationSummary]:
    """Those of the roadmap in its order, then the others: with a bank first, by code."""
    by_id = {summary.id: summary for summary in summaries}
    named = (
        [c.id for stage in road.stages for step in stage.steps for c in step.certifications] if road else []
    )
    first = [by_id[name] for name in dict.fromkeys(named) if name in by_id]
    others = [summary for summary in summaries if summary.id not in set(named)]
    return first + sorted(others, key=lambda s: (not s.has_bank, s.status == "retired", s.code))


def first_choice(ordered: Sequence[CertificationSummary], road: RoadmapDetail | None) -> str:
    """What to begin with: the first to study that is not done, of the road or of all; "" for none."""
    open_steps = [step for stage in road.stages for step in stage.steps if not step.satisfied] if road else []
    on_road = [c for step in open_steps if step.move_on != "NotApplicable" for c in step.certifications]
    return next((c.id for c in (*on_road, *ordered) if c.has_bank and c.status != "retired"), "")


def certification_line(summary: CertificationSummary, codes: Mapping[str, str], width: int) -> Content:
    """Code, name, and what matters before choosing it: its bank, or that it is retired; one line."""
    standing = plain(_standing(summary, codes), "$dim", keep_lines=False)
    columns = (
        Column(plain(summary.code, "bold", keep_lines=False), CODE_WIDTH),
        Column(plain(summary.name, keep_lines=False)),
        Column(standing, STANDING_WIDTH, from_width=60),
    )
    return row(columns, width)


def _standing(summary: CertificationSummary, codes: Mapping[str, str]) -> str:
    if summary.status == "retired":
        next_ones = " or ".join(codes.get(name, name) for name in summary.successors)
        return "✕ retired" + (f" → {next_ones}" if next_ones else "")
    if not summary.has_bank:
        return "no questions yet" if summary.status == "active" else f"{summary.status}, no questions"
    bank = count(summary.questions, "question")
    return bank if summary.status == "active" else f"{summary.status}, {bank}"


def certification_preview(detail: CertificationDetail, today: date, codes: Mapping[str, str]) -> Content:
    """The facts that decide: what the exam is, its state of life, and what there is to study."""
    facts = detail.certification
    blocks = [
        plain(facts.name, "bold $ink") + plain(f"\n{facts.vendor}, {facts.level}"),
        Content("\n").join(_exam_facts(facts.exam)) if facts.exam else Content(),
        _life(facts, today, codes),
    ]
    if detail.questions or detail.terms:
        have = f"Here: {count(detail.questions, 'question')} and {count(detail.terms, 'term')}."
        blocks.append(Content(have))
    else:
        blocks.append(Content.styled("! No questions here yet; only its facts can be looked at.", "$notice"))
    return Content("\n\n").join(block for block in blocks if block)


def _exam_facts(exam: Exam) -> list[Content]:
    parts = []
    if exam.questions or exam.questions_min:
        parts.append(f"{exam.questions or f'{exam.questions_min} to {exam.questions_max}'} questions")
    if exam.minutes:
        parts.append(f"{exam.minutes} minutes")
    if exam.passing_score:
        parts.append(f"pass at {exam.passing_score}" + (f" of {exam.score_max}" if exam.score_max else ""))
    if exam.price_usd is not None:
        parts.append(f"USD {exam.price_usd:g}")
    return [Content("Exam: " + ", ".join(parts))] if parts else []


def _life(facts: Certification, today: date, codes: Mapping[str, str]) -> Content:
    lines = []
    if facts.status != "active":
        lines.append(plain(f"! {str(facts.status).capitalize()}. {facts.status_detail}".strip(), "$notice"))
    coming = facts.upcoming(today)
    if coming is not None:
        what = coming.event.replace("-", " ")
        lines.append(plain(f"{long_date(coming.on)}: {what}. {coming.note}".strip(), "$notice"))
    if facts.successors:
        lines.append(plain("Followed by " + " or ".join(codes.get(name, name) for name in facts.successors)))
    return Content("\n").join(lines)


def date_lines(today: date, current: date | None) -> list[Line]:
    """No date, the one that is set, and some weeks from now on."""
    lines = [_line(NO_DATE, Content("No date yet"))]
    if current is not None:
        now = Content(f"{weekday(current)} {long_date(current)}, as it is now")
        lines.append(_line(current.isoformat(), now))
    for weeks in WEEKS:
        day = today + timedelta(weeks=weeks)
        if day != current:
            words = f"in {weeks} weeks" if weeks < 26 else "in half a year"
            text = Content(f"{words:<15}") + Content.styled(f"{weekday(day)} {long_date(day)}", "$dim")
            lines.append(_line(day.isoformat(), text))
    return lines


def minutes_lines(current: int) -> list[Line]:
    """Some usual amounts, and the one that is set."""
    offered = sorted({*MINUTES, current} if current else MINUTES)
    return [_line(str(n), Content(f"{n:>3} minutes a day")) for n in offered]


def read_minutes(text: str) -> int:
    """A number of minutes as typed; raises ValueError with a sentence for the person."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*(m|min|minutes?)?\s*", text)
    value = int(found[1]) if found else 0
    if not 1 <= value <= MAX_MINUTES:
        raise ValueError(f"Type a number of minutes from 1 to {MAX_MINUTES}, such as 20.")
    return value


def read_day(text: str, today: date) -> date:
    """A day as typed: 2026-09-30, 30.9.2026, 30 Sep, in 6 weeks; raises ValueError with a sentence."""
    typed = clean(text, keep_lines=False).strip().casefold()
    day = _relative(typed, today) or _iso(typed) or _day_first(typed, today)
    if day is None:
        raise ValueError("Type a day such as 2027-03-31, 31 Mar, or 6 weeks.")
    if day < today:
        raise ValueError(f"{long_date(day)} is over. Type a day from today on.")
    if day.year > today.year + 10:
        raise ValueError(f"{long_date(day)} is very far away. Type a day within ten years.")
    return day


def read_past_day(text: str, today: date) -> date:
    """A day up to today as typed: 2026-05-03, 3.5.2026, 3 May, yesterday, 2 weeks ago; raises ValueError."""
    typed = clean(text, keep_lines=False).strip().casefold()
    ago = re.fullmatch(r"(\d{1,4}) ?(day|week|month)s? ago", typed)
    if typed in ("", "today", "yesterday"):
        return today - timedelta(days=typed == "yesterday")
    if ago:
        return today - timedelta(days=int(ago[1]) * _UNITS[ago[2]])
    day = _iso(typed) or _day_first(typed, today)
    if day is not None and day > today and not re.search(r"\d{4}", typed):
        day = _made(day.year - 1, day.month, day.day)
    if day is None:
        raise ValueError("Type a day such as 2026-05-03, 3 May, or 2 weeks ago.")
    if day > today:
        raise ValueError(f"{long_date(day)} is to come. Type a day up to today.")
    return day


def _relative(typed: str, today: date) -> date | None:
    found = re.fullmatch(r"(?:in )?(\d{1,4}) ?(day|week|month)s?", typed)
    return today + timedelta(days=int(found[1]) * _UNITS[found[2]]) if found else None


def _iso(typed: str) -> date | None:
    found = re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", typed)
    return _made(int(found[1]), int(found[2]), int(found[3])) if found else None


def _day_first(typed: str, today: date) -> date | None:
    found = re.fullmatch(r"(\d{1,2})(?:[. ]+(\d{1,2})|[. ]*([a-z]{3})[a-z]*)[. ]*(\d{4})?", typed)
    if found is None:
        return None
    month = int(found[2]) if found[2] else _MONTHS.get(found[3], 0)
    if found[4]:
        return _made(int(found[4]), month, int(found[1]))
    this_year = _made(today.year, month, int(found[1]))
    return (
        this_year if this_year is None or this_year >= today else _made(today.year + 1, month, int(found[1]))
    )


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
