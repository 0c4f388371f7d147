"""The cohort for the eye and for other programs: a page, and CSV tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from studyapp.cells import cells, shortened
from studyapp.domain.cohorts import LOOK_BACK_DAYS
from studyapp.domain.days import medium_date
from studyapp.domain.forecasts import p_and_interval, whole
from studyapp.export.blocks import (
    Block,
    Entry,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    line,
    percent,
)
from studyapp.export.tables import csv_bytes
from studyapp.export.view import Privacy
from studyapp.services.cohort.view import Cohort, ItemLine, LearnerRow

_LEVELS = "▁▂▃▄▅▆▇█"
ITEMS_SHOWN = 60
UNMISTAKABLE_DAYS = 300
"""Within so many days a day and its month can be of one year only."""
ABOUT_ITEMS = (
    "Facility, discrimination and efficiency as Moodle's quiz statistics define them, over everybody's first "
    "answers; from 30 answers on. A key is suspect where the best third prefers another option."
)
ABOUT_P = (
    "P(pass) is the probability to pass on the day of the exam if nothing more were studied, with its 90 % "
    "interval; it rests on answers at first sight alone. The order is a judgement, the reasons are in words."
)
ABOUT_WEAKEST = (
    "The weakest domain is the one that costs most points of the exam; the figure beside it is the share of "
    "its questions that is expected to be right on the day of the exam."
)
_FIRST = ("Learner", "Why first", "P(pass)", "First answers", "Exam in", "File")
_FIGURES = (
    "Learner", "Last active", "Days of 14", "Plan kept", "Weakest domain", "Exam", "Trend",
)  # fmt: skip


def name_of(row: LearnerRow) -> str:
    """The mentor's own name for the key, else what the learner calls themselves, else the id."""
    return line(row.key_name or row.name)[:60] or f"learner {row.learner_id[:8]}"


def forecast_of(row: LearnerRow) -> str:
    """`71 % (54–84)`, or how many more first answers it takes."""
    if row.p_pass is not None and row.low is not None and row.high is not None:
        return p_and_interval(row.p_pass, row.low, row.high)
    return f"needs {row.missing} more" if row.missing else "no forecast"


def evidence_of(row: LearnerRow) -> str:
    """`71 % (54–84) from 96 first answers`, or how many there are and how many more it takes."""
    said = f"{row.first_answers} first answer{'s' * (row.first_answers != 1)}"
    return f"{forecast_of(row)} from {said}" if row.p_pass is not None else f"{said}, {forecast_of(row)}"


def left_of(row: LearnerRow) -> str:
    """`23 days`, `today`, `past`, `no date`; `over` where a result is recorded."""
    if row.days_left is None:
        return "no date" if row.exam_on is None else "over"
    if row.days_left < 0:
        return "past"
    return "today" if row.days_left == 0 else f"{row.days_left} day{'s' * (row.days_left != 1)}"


def exam_of(row: LearnerRow) -> str:
    """`20 Dec 2026, 23 days`."""
    return "no date" if row.exam_on is None else f"{medium_date(row.exam_on)}, {left_of(row)}"


def weakest_of(row: LearnerRow) -> str:
    """`D4 Responsible AI 41 %`."""
    return f"{row.weakest.id} {row.weakest.name} {percent(row.weakest.expected)}" if row.weakest else ""


def name_in(row: LearnerRow, width: int) -> str:
    """`Ada  AIF-C01` in at most `width` cells; the name gives way, not the code."""
    code = f"  {line(row.code)}" if row.code else ""
    return shortened(name_of(row), max(1, width - cells(code))) + code


def weakest_in(row: LearnerRow, width: int) -> str:
    """`D4 Respons… 41 %` in at most `width` cells; the name gives way, not the figure."""
    if row.weakest is None:
        return shortened("domains not shared" if row.certification else "no certification", width)
    figure = f" {percent(row.weakest.expected)}"
    return shortened(f"{row.weakest.id} {row.weakest.name}", max(1, width - len(figure))) + figure


def _short_day(day: date, seen_from: date) -> str:
    """`3 Dec`, without the year where it can only be one; else `Dec 2027`."""
    said = medium_date(day)
    return (
        said.rsplit(" ", 1)[0] if abs((day - seen_from).days) < UNMISTAKABLE_DAYS else said.split(" ", 1)[1]
    )


def last_of(row: LearnerRow) -> str:
    """The last day with an answer: `27 Nov`, `never`."""
    return _short_day(row.last_on, row.as_of) if row.last_on else "never"


def exam_in_short(row: LearnerRow) -> str:
    """`3 Dec, 5 days`, `no date`."""
    return "no date" if row.exam_on is None else f"{_short_day(row.exam_on, row.as_of)}, {left_of(row)}"


ROW_TITLES = (
    ("Learner", "P(pass), 90 %", "Answers", "Trend", "File"),
    ("  Weakest domain", "Exam", "Plan kept", "Active", "Last active"),
)
"""What stands in the two lines of a learner's row; a third says why the learner stands there."""


def row_cells(row: LearnerRow, first: int, points: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two lines of a row as cells below `ROW_TITLES`.

    The first ones take at most `first` cells of the terminal, the trend is that of the last `points` exports.
    """
    return (
        (name_in(row, first), forecast_of(row), str(row.first_answers), spark(row.trend[-points:]),
         row.signed),
        (f"  {weakest_in(row, first - 2)}", exam_in_short(row), kept_of(row),
         f"{row.active_days}/{LOOK_BACK_DAYS}", last_of(row)),
    )  # fmt: skip


def spark(values: tuple[float, ...]) -> str:
    """Shares as a sparkline from 0 to 100 %."""
    return "".join(_LEVELS[min(7, int(max(0.0, value) * 7.999))] for value in values)


def trend_of(row: LearnerRow) -> str:
    """`▅▆▇ 71 %`, with what it is of."""
    now = f"{whole(row.trend[-1])} %" if row.trend else ""
    return f"{spark(row.trend)} {now} {row.trend_of}".strip()


def kept_of(row: LearnerRow) -> str:
    """`9 of 12`."""
    return f"{row.kept_days} of {row.planned_days}" if row.planned_days else "no plan"


def left_out_of(row: LearnerRow) -> str:
    """`2 answers to questions in quarantine`."""
    return f"{row.left_out} answer{'s' * (row.left_out != 1)} to questions in quarantine"


def as_said_of(row: LearnerRow) -> str:
    """Which figures may count questions in quarantine all the same: `mean recall; 2 earlier points of …`."""
    return "; ".join(row.as_said)


def doubt_of(cohort: Cohort) -> str:
    """How many files show no single answers while questions are in quarantine; "" for none."""
    blind = sum(bool(row.as_said) and row.privacy != Privacy.ITEMS for row in cohort.rows)
    if not blind:
        return ""
    told = "1 file shows" if blind == 1 else f"{blind} files show"
    return (
        f"{told} no single answers (level summary or domains): their figures may count questions that your "
        "banks hold in quarantine. Ask for the level items."
    )


def why_of(row: LearnerRow) -> str:
    """The two weightiest reasons."""
    return "; ".join(row.reasons[:2]) or "nothing pressing"


def page_of(cohort: Cohort) -> Page:
    """The cohort as one page: everybody, what all have in common, then a section for each learner."""
    first = tuple(
        (f"{name_of(r)} · {r.code}" if r.code else name_of(r), why_of(r), forecast_of(r),
         str(r.first_answers), left_of(r), r.signed)
        for r in cohort.rows
    )  # fmt: skip
    figures = tuple(
        (name_of(r), medium_date(r.last_on) if r.last_on else "never", str(r.active_days), kept_of(r),
         weakest_of(r), exam_of(r), trend_of(r))
        for r in cohort.rows
    )  # fmt: skip
    blocks: list[Block] = [
        Table("Who needs attention first", _FIRST, first, (2, 3, 4), (1,)),
        Paragraph(ABOUT_P),
        *([Paragraph(doubt_of(cohort))] if doubt_of(cohort) else []),
        *_set_aside(cohort),
        *_common(cohort),
        Heading("Everybody in figures"),
        Paragraph(ABOUT_WEAKEST),
        Table("In the same order", _FIGURES, figures, (2,)),
    ]
    for row in cohort.rows:
        blocks += learner_blocks(row)
    said = f"As of {medium_date(cohort.today)}, {len(cohort.rows)} learners, {cohort.files} files"
    return Page("Cohort", said, tuple(blocks))


def _set_aside(cohort: Cohort) -> list[Block]:
    rows = tuple((Path(one.path).name, one.reason) for one in cohort.set_aside)
    table = Table("Files that do not count", ("File", "Why"), rows, (), (1,))
    return [Heading("Set aside"), table] if rows else []


def learner_blocks(row: LearnerRow) -> list[Block]:
    """A learner's section: where they stand, and what to talk about."""
    right = f"{row.first_right} of {row.first_answers} right at first sight"
    said = (
        f"{row.code or 'No certification'}: P(pass) {evidence_of(row)}, {right}, mean recall "
        f"{percent(row.mastery)}. Exam: {exam_of(row)}. File of {medium_date(row.as_of)}, {row.signed}."
    )
    if row.left_out:
        said += f" Left out: {left_out_of(row)}."
    if row.as_said:
        said += f" As the file says, which may count questions in quarantine: {as_said_of(row)}."
    blocks: list[Block] = [Heading(name_of(row)), Paragraph(said)]
    if row.points:
        blocks.append(Listing(tuple(Entry(point) for point in row.points)))
    if row.domains:
        domains = tuple(
            (f"{d.id} {d.name}", percent(d.weight), percent(d.expected),
             f"{d.first_right} of {d.first_answers}", percent(d.mastery))
            for d in row.domains
        )  # fmt: skip
        head = ("Domain", "Of the exam", "Expected right", "Right at first sight", "Mean recall")
        blocks.append(Table(f"Domains of {row.code}", head, domains, (1, 2, 3, 4)))
    return blocks


def _common(cohort: Cohort) -> list[Block]:
    return [*_common_domains(cohort), *_common_mixes(cohort), *_common_items(cohort)]


def _common_domains(cohort: Cohort) -> list[Block]:
    rows = tuple(
        (d.code, f"{d.id} {d.name}", str(d.learners), percent(d.expected),
         f"{d.first_right} of {d.first_answers}")
        for d in cohort.domains[:12]
    )  # fmt: skip
    head = ("", "Domain", "Learners", "Expected right", "Right at first sight")
    return (
        [Heading("Weakest domains"), Table("What costs the cohort most points first", head, rows, (2, 3, 4))]
        if rows
        else []
    )


def _common_mixes(cohort: Cohort) -> list[Block]:
    rows = tuple((m.code, m.right, m.taken_for, str(m.learners)) for m in cohort.mixes[:15])
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
    """Why its key is suspect, or that it is in quarantine; "" where all is well."""
    if item.quarantined:
        return f"in quarantine, counts nowhere: {line(item.quarantined)}"
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
        "missing", "mastery", "exam_on", "days_left", "mock_exams", "mocks_passed", "left_out", "need",
    )  # fmt: skip
    rows = [
        (
            *(getattr(row, name) for name in names), weakest_of(row),
            *((row.weakest.expected, round(row.weakest.lost, 4)) if row.weakest else (None, None)),
            " ".join(f"{value:.3f}" for value in row.trend), "; ".join(row.reasons), as_said_of(row),
        )
        for row in cohort.rows
    ]  # fmt: skip
    more = ("weakest", "weakest_expected", "weakest_costs", "trend", "reasons", "as_said")
    return csv_bytes((*names, *more), rows)


def items_csv(cohort: Cohort) -> bytes:
    """One row for each version of an item, with the text that makes its key suspect."""
    names = (
        "certification", "item", "version", "attempts", "facility", "discrimination", "efficiency", "key",
        "rival", "title", "quarantined",
    )  # fmt: skip
    rows = [
        (*(getattr(item, name) for name in names), suspicion(item) if item.is_suspect else "")
        for item in cohort.items
    ]
    return csv_bytes((*names, "suspect"), rows)
