"""The cohort for the eye and for other programs: a page, and CSV tables."""

from __future__ import annotations

from pathlib import Path

from studyapp.export.blocks import (
    Block,
    Entry,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    day_text,
    line,
    percent,
)
from studyapp.export.tables import csv_bytes
from studyapp.services.cohort.view import Cohort, ItemLine, LearnerRow

_LEVELS = "▁▂▃▄▅▆▇█"
ITEMS_SHOWN = 60
ABOUT_ITEMS = (
    "Facility, discrimination and efficiency as Moodle's quiz statistics define them, over everybody's first "
    "answers; from 30 answers on. A key is suspect where the best third prefers another option."
)
_HEAD = (
    "Learner", "Why first", "Last active", "Days of 14", "Plan kept", "P(pass)", "Evidence", "Weakest domain",
    "Exam", "Trend", "File",
)  # fmt: skip


def name_of(row: LearnerRow) -> str:
    """The mentor's own name for the key, else what the learner calls themselves, else the id."""
    return line(row.key_name or row.name)[:60] or f"learner {row.learner_id[:8]}"


def forecast_of(row: LearnerRow) -> str:
    """`71 % (54–84)`, or why there is none."""
    if row.p_pass is not None and row.low is not None and row.high is not None:
        return f"{row.p_pass * 100:.0f} % ({row.low * 100:.0f}–{row.high * 100:.0f})"
    return f"{row.missing} answers short" if row.missing else "no forecast"


def exam_of(row: LearnerRow) -> str:
    """`20 Dec 2026, 23 days`."""
    if row.exam_on is None:
        return "no date"
    if row.days_left is None:
        return day_text(row.exam_on)
    return f"{day_text(row.exam_on)}, {row.days_left} days"


def weakest_of(row: LearnerRow) -> str:
    """`D4 Responsible AI 41 %`."""
    return (
        f"{line(row.weakest.id)} {line(row.weakest.name)} {percent(row.weakest.mastery)}"
        if row.weakest
        else ""
    )


def spark(values: tuple[float, ...]) -> str:
    """Shares as a sparkline from 0 to 100 %."""
    return "".join(_LEVELS[min(7, int(max(0.0, value) * 7.999))] for value in values)


def trend_of(row: LearnerRow) -> str:
    """`▅▆▇ 71 %`, with what it is of."""
    now = f"{row.trend[-1] * 100:.0f} %" if row.trend else ""
    return f"{spark(row.trend)} {now} {row.trend_of}".strip()


def kept_of(row: LearnerRow) -> str:
    """`9 of 12`."""
    return f"{row.kept_days} of {row.planned_days}" if row.planned_days else "no plan"


def page_of(cohort: Cohort) -> Page:
    """The cohort as one page: everybody, then a section for each learner, then what all have in common."""
    rows = tuple(
        (
            name_of(r), "; ".join(line(text) for text in r.reasons[:2]) or "all well",
            day_text(r.last_on) if r.last_on else "never", str(r.active_days), kept_of(r), forecast_of(r),
            f"{r.first_answers} first answers", weakest_of(r), exam_of(r), trend_of(r), r.signed,
        )
        for r in cohort.rows
    )  # fmt: skip
    blocks: list[Block] = [Table("Who needs attention first", _HEAD, rows, (3,)), *_common(cohort)]
    for row in cohort.rows:
        blocks += learner_blocks(row)
    if cohort.set_aside:
        aside = tuple((line(Path(one.path).name), line(one.reason)) for one in cohort.set_aside)
        blocks += [Heading("Set aside"), Table("Files that do not count", ("File", "Why"), aside)]
    said = f"As of {day_text(cohort.today)}, {len(cohort.rows)} learners, {cohort.files} files"
    return Page("Cohort", said, tuple(blocks))


def learner_blocks(row: LearnerRow) -> list[Block]:
    """A learner's section: where they stand, and what to talk about."""
    right = f"{row.first_right} of {row.first_answers} right at first sight"
    said = (
        f"{line(row.code) or 'No certification'}: P(pass) {forecast_of(row)}, {right}, mean recall "
        f"{percent(row.mastery)}. Exam: {exam_of(row)}. File of {day_text(row.as_of)}, {row.signed}."
    )
    blocks: list[Block] = [Heading(name_of(row)), Paragraph(said)]
    if row.points:
        blocks.append(Listing(tuple(Entry(point) for point in row.points)))
    if row.domains:
        domains = tuple(
            (f"{line(d.id)} {line(d.name)}", percent(d.weight), percent(d.mastery),
             f"{d.first_right} of {d.first_answers}")
            for d in row.domains
        )  # fmt: skip
        head = ("Domain", "Of the exam", "Mean recall", "Right at first sight")
        blocks.append(Table(f"Domains of {line(row.code)}", head, domains, (1, 2, 3)))
    return blocks


def _common(cohort: Cohort) -> list[Block]:
    return [*_common_domains(cohort), *_common_mixes(cohort), *_common_items(cohort)]


def _common_domains(cohort: Cohort) -> list[Block]:
    rows = tuple(
        (line(d.code), f"{line(d.id)} {line(d.name)}", str(d.learners), percent(d.mastery),
         f"{d.first_right} of {d.first_answers}")
        for d in cohort.domains[:12]
    )  # fmt: skip
    head = ("", "Domain", "Learners", "Mean recall", "Right at first sight")
    return (
        [Heading("Weakest domains"), Table("Lowest mean recall first", head, rows, (2, 3, 4))] if rows else []
    )


def _common_mixes(cohort: Cohort) -> list[Block]:
    rows = tuple((line(m.code), line(m.right), line(m.taken_for), str(m.learners)) for m in cohort.mixes[:15])
    head = ("", "Right was", "Chosen was", "Learners")
    return [Heading("Mixed up"), Table("By how many learners", head, rows, (3,))] if rows else []


def _common_items(cohort: Cohort) -> list[Block]:
    rows = tuple(item_cells(item) for item in cohort.items[:ITEMS_SHOWN])
    head = ("Item", "Answers", "Facility", "Discrimination", "Efficiency", "")
    caption = f"Over {cohort.answers:,} first answers, suspect keys first"
    table = Table(caption, head, rows, (1, 2, 3, 4))
    return [Heading("Items"), Paragraph(ABOUT_ITEMS), table] if rows else []


def item_cells(item: ItemLine) -> tuple[str, str, str, str, str, str]:
    """An item's line in a table."""
    return (
        line(f"{item.item} {item.title}")[:90], str(item.attempts), percent(item.facility),
        _number(item.discrimination), _number(item.efficiency), suspicion(item),
    )  # fmt: skip


def suspicion(item: ItemLine) -> str:
    """Why its key is suspect; "" where it is not."""
    if item.rival is None:
        return ""
    keys = " and ".join(letter(int(place)) for place in item.key.split(",") if place.isdecimal())
    return f"key {keys} suspect: the best third prefers {letter(item.rival)}"


def letter(position: int) -> str:
    """A for the first option in the file."""
    return chr(ord("A") + position) if 0 <= position < 26 else str(position)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def learners_csv(cohort: Cohort) -> bytes:
    """One row for each learner, in the order of need."""
    names = (
        "learner_id", "name", "key_name", "signed", "as_of", "certification", "last_on", "active_days",
        "planned_days", "kept_days", "streak", "p_pass", "low", "high", "first_answers", "first_right",
        "missing", "mastery", "exam_on", "days_left", "mock_exams", "mocks_passed", "need",
    )  # fmt: skip
    rows = [
        (
            *(getattr(row, name) for name in names), weakest_of(row),
            " ".join(f"{value:.3f}" for value in row.trend), "; ".join(row.reasons),
        )
        for row in cohort.rows
    ]  # fmt: skip
    return csv_bytes((*names, "weakest", "trend", "reasons"), rows)


def items_csv(cohort: Cohort) -> bytes:
    """One row for each version of an item, with the text that makes its key suspect."""
    names = (
        "certification", "item", "version", "attempts", "facility", "discrimination", "efficiency", "key",
        "rival", "title",
    )  # fmt: skip
    rows = [(*(getattr(item, name) for name in names), suspicion(item)) for item in cohort.items]
    return csv_bytes((*names, "suspect"), rows)
