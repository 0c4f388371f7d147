"""A progress export as a page for a person: headings, sentences, tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from studyapp.domain.cohorts import LOOK_BACK_DAYS
from studyapp.domain.days import medium_date
from studyapp.domain.forecasts import p_and_interval
from studyapp.export.blocks import Bars, Block, Columns, Heading, Page, Paragraph, Table, hours, line, percent
from studyapp.export.view import Certification, MockExam, ProgressExport

CHART_DAYS = 84
"""Days of the chart of activity: twelve weeks."""
PAIRS = 12
"""What was mixed up most often; the rest is in the JSON."""
CONFIDENCE_WORDS = {"sure": "sure", "think-so": "think so", "guess": "guess"}
STATEMENT = (
    "Recorded by one installation of studyapp on the learner's own machine. It says what was answered there, "
    "not who sat at the keyboard."
)


def page(export: ProgressExport) -> Page:
    """What the export says to a mentor, most important first."""
    blocks: list[Block] = [Table("At a glance", ("", ""), _glance(export))]
    for certification in export.certifications:
        blocks += _certification(certification, export)
    if export.activity:
        blocks += [Heading("Days"), _activity(export)]
    if export.recall:
        blocks.append(_recall(export))
    blocks += _exams(export.mock_exams)
    if export.confusions:
        blocks += [Heading("Mixed up"), _confusions(export)]
    for road in export.roadmaps:
        rows = tuple((s.name, s.state, f"{s.done} of {s.of}" if s.of else "") for s in road.stages)
        blocks += [Heading("Roadmap"), Table(road.name, ("Stage", "State", "Done"), rows)]
    if export.ahead:
        blocks += [Heading("Ahead"), *_ahead(export)]
    blocks.append(Paragraph(STATEMENT, is_small=True))
    who = line(export.learner.name) or "A learner"
    return Page(f"Study progress of {who}", _subtitle(export), tuple(blocks))


def readiness_text(certification: Certification) -> str:
    """`71 % (54–84) from 96 first answers`, or what is missing."""
    ready = certification.readiness
    if ready is None:
        return "no forecast in this export"
    if ready.p_pass is None or ready.low is None or ready.high is None:
        missing = f", {ready.missing} more needed" if ready.missing else ""
        return f"not enough evidence yet ({ready.first_answers} first answers{missing})"
    return f"{p_and_interval(ready.p_pass, ready.low, ready.high)} from {ready.first_answers} first answers"


def _subtitle(export: ProgressExport) -> str:
    parts = [f"As of {medium_date(export.as_of)}"]
    if export.since:
        parts.append(f"days from {medium_date(export.since)} on")
    parts.append(f"level of detail: {export.privacy}")
    return ", ".join(parts)


def _glance(export: ProgressExport) -> tuple[tuple[str, ...], ...]:
    totals = export.totals
    begin = export.as_of - timedelta(LOOK_BACK_DAYS)
    recent = [day for day in export.activity if begin <= day.on < export.as_of]
    rows = [
        ("Last active", medium_date(totals.last_on) if totals.last_on else "never"),
        (
            f"Of the {LOOK_BACK_DAYS} days before",
            f"{len(recent)} with study, {hours(sum(d.minutes for d in recent))}",
        ),
        ("Streak", f"{totals.streak} days, longest {totals.longest_streak}"),
        ("In all", f"{totals.answers:,} answers in {hours(totals.minutes)}"),
    ]
    for certification in export.certifications:
        if certification.is_goal:
            rows.append((f"{certification.code}: P(pass)", readiness_text(certification)))
            if certification.exam_on:
                days = (certification.exam_on - export.as_of).days
                rows.append(
                    (f"{certification.code}: exam", f"{medium_date(certification.exam_on)}, {_in(days)}")
                )
    return tuple(rows)


def _in(days: int) -> str:
    if days < 0:
        return f"{-days} days ago"
    return "today" if days == 0 else f"in {days} days"


def _certification(it: Certification, export: ProgressExport) -> list[Block]:
    at_first_sight = "No question answered yet."
    if it.first_answers:
        share = percent(it.first_right / it.first_answers)
        at_first_sight = f"At first sight {it.first_right} of {it.first_answers} questions right ({share})."
    said = (
        f"{it.name}. {it.met} of {it.items} items met, {it.learned} learned; mean recall over all "
        f"items {percent(it.mastery)}. {at_first_sight}"
    )
    blocks: list[Block] = [Heading(it.code), Paragraph(said)]
    blocks += [Paragraph(f"{record.kind.capitalize()} on {medium_date(record.on)}.") for record in it.records]
    if it.domains:
        bars = tuple((f"{d.id} {d.name}", d.mastery, percent(d.mastery)) for d in it.domains)
        weakest = min(it.domains, key=lambda d: d.mastery)
        blocks.append(Bars("Mean recall by domain", f"The lowest is {weakest.id} {weakest.name}.", bars))
        blocks.append(_domains(it))
        blocks += _calibration(it)
    if it.forecast_tests:
        blocks.append(_tests(it))
    return blocks


def _domains(it: Certification) -> Table:
    rows = tuple(
        (
            f"{d.id} {d.name}", percent(d.weight), f"{d.met} of {d.items}", percent(d.mastery),
            f"{d.first_right} of {d.first_answers}",
            f"{d.recalled} of {d.reviews}",
        )
        for d in it.domains
    )  # fmt: skip
    head = ("Domain", "Of the exam", "Met", "Mean recall", "Right at first sight", "Recalled in reviews")
    return Table(f"Domains of {it.code}", head, rows, (1, 2, 3, 4, 5))


def _calibration(it: Certification) -> list[Block]:
    sums: dict[str, list[int]] = {}
    for domain in it.domains:
        for said in domain.calibration:
            total = sums.setdefault(said.confidence, [0, 0])
            total[0] += said.answers
            total[1] += said.right
    bars = tuple(
        (f"said {word}", sums[name][1] / sums[name][0], f"{sums[name][1]} of {sums[name][0]} right")
        for name, word in CONFIDENCE_WORDS.items()
        if sums.get(name, [0])[0]
    )
    if not bars:
        return []
    return [Bars("How sure, and how right, at first sight", "Sure should be nearly always right.", bars)]


def _tests(it: Certification) -> Table:
    rows = tuple(
        (
            medium_date(test.on),
            {"mock": "mock exam", "real": "real exam"}.get(test.by, test.by),
            percent(test.p_pass),
            "passed" if test.passed else "failed",
        )
        for test in it.forecast_tests
    )
    brier = f", Brier score {it.brier:.3f}" if it.brier is not None else ""
    return Table(f"Forecasts that met their exam{brier}", ("Day", "By", "P(pass) said", "Came"), rows, (2,))


def _activity(export: ProgressExport) -> Columns:
    minutes = {day.on: day.minutes for day in export.activity}
    days = tuple(export.as_of - timedelta(back) for back in range(CHART_DAYS - 1, -1, -1))
    values = tuple(minutes.get(day, 0.0) for day in days)
    active = sum(value > 0 for value in values)
    said = f"{active} of the last {CHART_DAYS} days with study, {hours(sum(values))}."
    return Columns(f"Minutes a day, the last {CHART_DAYS // 7} weeks", said, days, values, "min")


def _recall(export: ProgressExport) -> Table:
    rows = tuple(
        (r.name, f"{r.recalled} of {r.reviews}", percent(r.recalled / r.reviews if r.reviews else None))
        for r in export.recall
    )
    caption = f"Recalled in reviews; the aim is {percent(export.totals.target_retention)}"
    return Table(caption, ("Span", "Recalled", "Share"), rows, (1, 2))


def _exams(exams: Sequence[MockExam]) -> list[Block]:
    if not exams:
        return []
    rows = tuple(
        (
            medium_date(exam.on), exam.title, percent(exam.share),
            "" if exam.score is None else f"{exam.score} of {exam.passing} needed",
            {True: "passed", False: "not passed", None: ""}[exam.passed],
        )
        for exam in exams
    )  # fmt: skip
    return [Heading("Mock exams"), Table("Mock exams", ("Day", "Form", "Right", "Score", ""), rows, (2,))]


def _confusions(export: ProgressExport) -> Table:
    codes = {c.id: c.code for c in export.certifications}
    rows = tuple(
        (codes.get(c.certification, c.certification), c.right, c.taken_for, str(c.times))
        for c in export.confusions[:PAIRS]
    )
    return Table("What was taken for what", ("", "Right was", "Chosen was", "Times"), rows, (3,))


def _ahead(export: ProgressExport) -> list[Block]:
    due = tuple(day.due for day in export.ahead)
    said = f"{sum(due)} reviews in the next {len(due)} days, {due[0]} of them today."
    chart = Columns("Reviews due", said, tuple(day.on for day in export.ahead), due, "reviews")
    return [chart, *([Paragraph(export.advice)] if export.advice else [])]
