"""What the screens of exams draw: pure functions from views and a width to characters.

Every bar carries its number, every state its word.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from studyapp import exam_words as said
from studyapp.domain.days import long_date
from studyapp.domain.exams.rules import Mode, Rules
from studyapp.domain.exams.scores import Line
from studyapp.domain.questions import QuestionKind
from studyapp.prose import title_of as title_in_one_line
from studyapp.services.exams.views import AttemptLine, ExamOffer, ExamReport, Quiz, ReportItem, SectionOffer
from studyapp.tui.drawing import Column, gauge, hanging, indented, line, row, stack
from studyapp.tui.text import count, percent, plain
from studyapp.tui.words import short_date

KIND_NAMES = {
    QuestionKind.SINGLE: "one right answer",
    QuestionKind.MULTIPLE: "several right answers",
    QuestionKind.TRUE_FALSE: "true or false",
    QuestionKind.ORDERING: "ordering",
    QuestionKind.MATCHING: "matching",
    QuestionKind.TYPED: "typed",
    QuestionKind.NUMERIC: "a number",
    QuestionKind.BLANKS: "blanks",
    QuestionKind.HANDS_ON: "hands-on",
}


# The choice


def heading(text: str, width: int) -> Content:
    """The title of a group of lines."""
    return line((text, "bold $ink")).truncate(width, ellipsis=True)


def choice_row(name: str, facts: str, width: int, note: str = "") -> Content:
    """A thing that can be sat: its name, its length, a remark."""
    columns = [Column(line((name, "$ink")), 0), Column(line((facts, "$dim")), 24, from_width=52)]
    if note:
        columns.append(Column(line((note, "$dim")), 22, from_width=76))
    return row(columns, width)


def exam_row(offer: ExamOffer, width: int) -> Content:
    """The whole exam, or the largest form that the bank has for it."""
    rules = offer.rules
    if offer.no_exam:
        return choice_row("Mock exam", "there is no exam to sit", width)
    if not offer.largest:
        return choice_row("Mock exam", "too few questions", width)
    if offer.largest < rules.items:
        held = rules.shortened(offer.largest)
        told = _length(held.items, held.limit_s, held)
        return choice_row("Mock exam, shortened", told, width, _unseen(offer))
    return choice_row("Mock exam", _length(rules.items, rules.limit_s, rules), width, _unseen(offer))


def _length(items: int, limit_s: int | None, rules: Rules | None = None) -> str:
    """How many items and minutes; what the rules only assume has a ~."""
    number = f"~{items}" if rules is not None and rules.items_assumed else f"{items}"
    about = "~" if rules is not None and rules.time_assumed else ""
    return f"{number} items, {about}{limit_s // 60} min" if limit_s else f"{number} items, no clock"


def _unseen(offer: ExamOffer) -> str:
    return f"{offer.unseen} questions unseen"


def section_row(section: SectionOffer, width: int) -> Content:
    """One domain."""
    facts = _length(section.items, section.limit_s) if section.items else "no questions"
    return choice_row(f"{section.domain_id}  {section.name}", facts, width, f"{section.unseen} unseen")


def quiz_row(quiz: Quiz, width: int) -> Content:
    """A saved quiz."""
    items = min(quiz.found, quiz.choice.items)
    limit_s = quiz.choice.minutes * 60 if quiz.choice.minutes else None
    return choice_row(quiz.name, _length(items, limit_s), width, f"finds {quiz.found}")


def open_row(attempt: AttemptLine, width: int, code: str = "") -> Content:
    """An attempt that can be gone on with; with the certification where that is another one."""
    left = f"{said.clock_label(attempt.left_s)} left" if attempt.left_s is not None else "no clock"
    facts = f"{attempt.answered} of {attempt.items} answered"
    title = said.title_of(attempt.mode, attempt.title)
    name = (f"{code} · {title}" if code else title, "bold $ink")
    return row(
        [
            Column(line(("▶ Go on: ", "bold $accent"), name), 0),
            Column(line((facts, "$dim")), 24, from_width=52),
            Column(line((left, "$notice")), 16, from_width=40),
        ],
        width,
    )  # fmt: skip


def attempt_row(attempt: AttemptLine, width: int) -> Content:
    """An attempt that is over: day, what it was, score, verdict."""
    sign, style = _verdict(attempt)
    return row(
        [
            Column(line((sign, f"bold {style}")), 1),
            Column(line((short_date(attempt.started_on), "$dim")), 7),
            Column(line((said.title_of(attempt.mode, attempt.title), "$ink")), 0),
            Column(line((percent(attempt.share or 0), "bold")), 6, right=True),
            Column(line((_score(attempt), "$foreground")), 10, from_width=52, right=True),
            Column(line((said.verdict_word(attempt), style)), 22, from_width=76),
        ],
        width,
    )


def _verdict(attempt: AttemptLine) -> tuple[str, str]:
    if attempt.mode is not Mode.EXAM:
        return "·", "$dim"
    return ("✓", "$right") if attempt.passed else ("✗", "$wrong")


def _score(attempt: AttemptLine) -> str:
    if attempt.mode is not Mode.EXAM or attempt.score is None:
        return ""
    return f"{attempt.score} {'%' if attempt.unit == '%' else 'pts'}"


# What is marked


def about_exam(offer: ExamOffer, width: int) -> Content:
    """The form, its blueprint against the bank, and what is assumed."""
    if offer.no_exam:
        return indented(f"{offer.no_exam} Placements, sections and quizzes work.", width, 0, "$foreground")
    lines = [indented(f"{said.length_label(offer.rules)}.", width, 0, "$ink")]
    if offer.largest < offer.rules.items:
        lines.append(_too_small(offer, width))
    lines += [Content(""), *(_share_row(offer, place, width) for place in range(len(offer.blueprint)))]
    lines += [indented(told, width, 0, "$dim") for told in unscored_words(offer)]
    if offer.left_out:
        told = f"{offer.left_out} questions are of kinds that this exam does not ask; quizzes take them."
        lines += [Content(""), indented(told, width, 0, "$dim")]
    lines += [Content(""), *(hanging("~ ", sentence, width, "$dim") for sentence in offer.rules.assumptions)]
    return stack(lines)


def unscored_words(offer: ExamOffer) -> list[str]:
    """What `14+4` of a domain means, where the exam has items that do not count."""
    share = next((share for share in offer.blueprint if share.unscored), None)
    if share is None:
        return []
    told = f"{share.scored}+{share.unscored}: {share.scored} that count, {share.unscored} that do not"
    return [f"{told}; which ones is told in the report."]


def _too_small(offer: ExamOffer, width: int) -> Content:
    if not offer.largest:
        told = "The bank has too few questions for a form that keeps the blueprint."
    else:
        told = (
            f"The bank has too few for that; the largest form that keeps the blueprint has {offer.largest}."
        )
    return indented(f"! {told}", width, 0, "$notice")


def _share_row(offer: ExamOffer, place: int, width: int) -> Content:
    share = offer.blueprint[place]
    there = offer.available.get(share.domain_id, 0)
    short = f"! {share.items - there} too few" if there < share.items else f"{there} in the bank"
    items = f"{share.scored}+{share.unscored}" if share.unscored else f"{share.items}"
    return row(
        [
            Column(line((share.name, "$foreground")), 0),
            Column(line((percent(share.weight), "$dim")), 5, from_width=44, right=True),
            Column(line((items, "bold")), 5, right=True),
            Column(line((short, "$notice" if there < share.items else "$dim")), 14, from_width=36),
        ],
        width,
    )


def about_placement(offer: ExamOffer, width: int) -> Content:
    """What a placement is for."""
    told = (
        f"{offer.diagnostic_items} items, a few of each domain, without a clock. It shows where you are "
        "weak, and the plan of the next days begins there."
    )
    return indented(told, width, 0, "$foreground")


def about_section(section: SectionOffer, width: int) -> Content:
    """What a section is."""
    told = (
        f"Only {section.name}, at the pace of the whole exam. {section.available} questions, "
        f"{section.unseen} of them never seen."
    )
    return indented(told, width, 0, "$foreground")


def about_quiz(quiz: Quiz, width: int) -> Content:
    """What a saved quiz is made of."""
    return indented(f"{said.choice_words(quiz.choice)}. It finds {quiz.found} now.", width, 0, "$foreground")


def about_attempt(attempt: AttemptLine, width: int) -> Content:
    """An attempt in a few lines, by domain."""
    lines = [
        line((f"{said.title_of(attempt.mode, attempt.title)}, {long_date(attempt.started_on)}", "bold $ink")),
        line((f"{attempt.answered} of {attempt.items} answered", "$dim")),
        line((f"{said.clock_label(attempt.used_s)} used", "$dim")),
        line((f"seed {attempt.seed}", "$dim")),
        Content(""),
    ]  # fmt: skip
    return stack([*lines, *(_bar_row(part.key, part, width) for part in attempt.domains)])


def _bar_row(name: str, part: Line, width: int, names: int = 0) -> Content:
    return row(
        [
            Column(line((name, "$foreground")), names),
            Column(gauge(part.share, 14), 14, from_width=44),
            Column(line((percent(part.share), "bold")), 5, right=True),
            Column(line((f"{part.right} of {part.items}", "$dim")), 9, right=True),
        ],
        width,
    )


# The report


def report_head(report: ExamReport, width: int) -> Content:
    """The score and what it rests on."""
    line_, result = report.line, report.result
    lines: list[Content] = []
    if line_.mode is Mode.EXAM:
        sign, style = _verdict(line_)
        unit = " %" if line_.unit == "%" else " points"
        lines.append(
            line(
                (f"{line_.score}{unit}", "bold $ink"), "   ",
                (f"{sign} {said.verdict_word(line_)}", f"bold {style}"),
                (f" of {line_.passing}{unit}", "$foreground"),
            )
        )  # fmt: skip
    else:
        lines.append(line((f"{result.right} of {result.items} right", "bold $ink")))
    lines.append(gauge_row(result.share, report.rules.scale.pass_share, line_.mode is Mode.EXAM, width))
    lines.append(
        indented(
            f"{result.right} of {result.items} right. {said.scale_words(report)}", width, 0, "$foreground"
        )
    )
    if line_.rescored is not None:
        lines.append(hanging("△ ", said.rescored_words(line_), width, "$notice"))
    if result.unscored_items:
        told = f"{result.unscored_items} items were not scored: {result.unscored_right} of them right."
        lines.append(indented(told, width, 0, "$dim"))
    return stack(lines)


def gauge_row(share: float, pass_share: float, has_mark: bool, width: int) -> Content:
    """A bar of the points with the pass mark in words beside it."""
    bar = max(10, min(40, width - 26))
    told = f" {percent(share)}" + (f", pass at {percent(pass_share)}" if has_mark else "")
    return gauge(share, bar) + line((told, "bold"))


def report_time(report: ExamReport, width: int) -> Content:
    """Time, pauses, what was left without an answer."""
    line_, result = report.line, report.result
    of = f" of {said.clock_label(line_.limit_s)}" if line_.limit_s else ""
    told = [f"{said.clock_label(report.used_s)}{of} used. {said.pace_words(report)}"]
    if line_.status == "expired":
        told.append("The time ran out.")
    if result.unanswered:
        told.append(f"{count(result.unanswered, 'item', 'items')} without an answer.")
    if report.pauses:
        told.append(said.pause_words(report))
    if result.pace.slow:
        places = ", ".join(str(place + 1) for place in result.pace.slow[:8])
        told.append(f"Twice the time or more: {places}.")
    lines = [indented(" ".join(told), width, 0, "$foreground")]
    if report.result.pace.available_s and len(report.items) >= 8:
        lines += _quarters(report, width)
    return stack(lines)


def _quarters(report: ExamReport, width: int) -> list[Content]:
    """The time of each quarter of the form, against an even share."""
    quarters = report.result.pace.quarters_s
    top = max(quarters, default=0.0) or 1.0
    names = ("first quarter", "second", "third", "last")
    return [
        row(
            [
                Column(line((name, "$foreground")), 13),
                Column(gauge(spent / top, 20), 20, from_width=44),
                Column(line((said.clock_label(spent), "bold")), 7, right=True),
            ],
            width,
        )
        for name, spent in zip(names, quarters, strict=True)
    ]


def report_domains(report: ExamReport, width: int) -> Content:
    """Points by domain."""
    names = {share.domain_id: share.name for share in report.blueprint}
    return stack(_bar_row(f"{d.key}  {names.get(d.key, '')}", d, width) for d in report.result.domains)


def report_objectives(report: ExamReport, width: int) -> Content:
    """Points by objective."""
    return stack(
        _bar_row(f"{o.key}  {report.objectives.get(o.key, '')}", o, width) for o in report.result.objectives
    )


def report_confidence(report: ExamReport, width: int) -> Content:
    """How often each word was right; sure and wrong is what to look at first."""
    lines = [
        _bar_row(said.SAID[part.key], part, width, 10) for part in report.result.confidence if part.items
    ]
    if not lines:
        return line(("Nothing was answered.", "$dim"))
    sure = next((part for part in report.result.confidence if part.key == "sure"), None)
    if sure is not None and sure.items > sure.right:
        wrong = sure.items - sure.right
        told = f"Sure and wrong: {wrong}. Such mistakes are corrected best if you read why."
        lines.append(indented(f"! {told}", width, 0, "$notice"))
    return stack(lines)


def report_changes(report: ExamReport, width: int) -> Content:
    """What changing answers did."""
    return indented(said.change_words(report), width, 0, "$foreground")


def report_assumptions(report: ExamReport, width: int) -> Content:
    """What the facts leave open, and the seed."""
    lines = [hanging("~ ", sentence, width, "$dim") for sentence in report.rules.assumptions]
    return stack([*lines, line((f"Seed {report.line.seed}", "$dim"))])


MARKS_FROM = 70
"""Columns from which on flags and what was not scored have a column of their own."""


def item_row(item: ReportItem, width: int) -> Content:
    """One item of the report's list."""
    if not item.answered:
        sign, word, style = "–", "no answer", "$notice"
    elif item.verdict.correct:
        sign, word, style = "✓", "right", "$right"
    else:
        sign, word, style = "✗", "wrong", "$wrong"
    if not item.scored and width < MARKS_FROM:
        word = "unscored"
    told = said.SAID.get(item.confidence, "")
    marks = " ".join([*(["⚑"] if item.flagged else []), *(["not scored"] if not item.scored else [])])
    marks = "△ in doubt" if item.quarantined else marks
    return row(
        [
            Column(line((f"{item.place + 1:>3}", "$dim")), 3),
            Column(line((f"{sign} {word}", f"bold {style}")), 11),
            Column(line((told, "$dim")), 9, from_width=62),
            Column(line((title_in_one_line(item.question.asked), "$foreground")), 0),
            Column(line((f"{item.spent_s:.0f} s", "$dim")), 6, from_width=50, right=True),
            Column(line((marks, "$notice")), 12, from_width=MARKS_FROM),
        ],
        width,
    )  # fmt: skip


def item_verdict(item: ReportItem) -> Content | None:
    """In the place of the verdict, where no answer was given."""
    if item.answered:
        return None
    key = said.key_words(item)
    noun = "answers are" if len(item.question.key) > 1 else "answer is"
    return line(("– No answer", "bold $notice"), (f": the {noun} {key}.", "$foreground"))


def item_facts(item: ReportItem, changes: int) -> list[Content]:
    """Under the verdict: what the learner said, the time, what was changed, and what became of the item."""
    told = [f"{item.spent_s:.0f} s"]
    told += [f"you said “{said.SAID[item.confidence]}”"] if item.confidence else []
    told += ["answer changed"] if changes > 1 else []
    told += ["flagged in the exam"] if item.flagged else []
    told += ["not scored"] if not item.scored else []
    lines = [line((", ".join(told) + ".", "$dim"))]
    if item.changed_since:
        lines.append(line(("△ Edited or retired since; this is what you saw.", "$notice")))
    if item.quarantined:
        told_why = f"△ It does not count any more, its key is in doubt: {item.quarantined}"
        lines.append(plain(told_why, "$notice", keep_lines=False))
    return lines


# Side by side


GAP = 8
"""Columns of one attempt in the drawing of the trend."""
MOST_ROWS = 9


def trend(attempts: Sequence[AttemptLine], width: int) -> Content:
    """Points of the mock exams one after the other, with the pass mark as a line; the numbers stand below."""
    exams = [a for a in reversed(attempts) if a.mode is Mode.EXAM and a.share is not None]
    if len(exams) < 2:
        return line(("The trend of your mock exams is drawn here from the second one on.", "$dim"))
    shown = exams[-max(2, (width - 7) // GAP) :]
    shares = [a.share or 0.0 for a in shown]
    passing = shown[-1].pass_share
    step = 0.05 if (1.0 - min(*shares, passing)) / 0.05 < MOST_ROWS else 0.1
    top, low = round(1.0 / step), int(min(*shares, passing) / step + 1e-9)
    lines = [_trend_row(level, step, shares, passing) for level in range(top, low - 1, -1)]
    numbers = "".join(f"{percent(share):^{GAP}}" for share in shares)
    days = "".join(f"{short_date(a.started_on):^{GAP}}" for a in shown)
    lines += [line((" " * 7 + numbers, "bold")), line((" " * 7 + days, "$dim"))]
    lines.append(line(("● points   ┄ pass mark of ", "$dim"), (percent(passing), "$dim")))
    return stack(lines)


def _trend_row(level: int, step: float, shares: Sequence[float], passing: float) -> Content:
    """One height of the drawing; an attempt stands at the height nearest to its points."""
    is_pass = round(passing / step) == level
    label = percent(level * step) if round(level * step * 100) % 10 == 0 else ""
    ground = "┄" if is_pass else " "
    cells: list[tuple[str, str]] = [(f"{label:>6} ", "$dim")]
    for share in shares:
        mark = ("●", "bold $accent") if round(share / step) == level else (ground, "$notice")
        cells += [(ground * (GAP // 2 - 1), "$notice"), mark, (ground * (GAP // 2), "$notice")]
    return Content.assemble(*cells)


WHAT_CELLS = 12
DOMAIN_CELLS = 5


def _beside(domains: int, width: int) -> tuple[int, int]:
    """How many domains stand in a row of a width, and how many of score and time; domains come first."""
    room = width - (1 + 7 + WHAT_CELLS + 6 + 3 * 2)
    shown = max(0, min(domains, room // (DOMAIN_CELLS + 2)))
    room -= shown * (DOMAIN_CELLS + 2)
    return shown, 2 if room >= 9 + 8 + 2 * 2 else 1 if room >= 9 + 2 else 0


def side_by_side(attempt: AttemptLine, domain_ids: Sequence[str], width: int) -> Content:
    """One attempt as a row: day, title, points, score, time, each domain."""
    sign, style = _verdict(attempt)
    shown, facts = _beside(len(domain_ids), width)
    shares = {part.key: part for part in attempt.domains}
    columns = [
        Column(line((sign, f"bold {style}")), 1),
        Column(line((short_date(attempt.started_on), "$dim")), 7),
        Column(line((said.title_of(attempt.mode, attempt.title), "$ink")), 0),
        Column(line((percent(attempt.share or 0), "bold")), 6, right=True),
        Column(line((_score(attempt), "$foreground")), 9, right=True),
        Column(line((said.clock_label(attempt.used_s), "$dim")), 8, right=True),
    ][: 4 + facts]
    for key in domain_ids[:shown]:
        told = percent(shares[key].share) if key in shares and shares[key].items else "–"
        columns.append(Column(line((told, "$foreground")), DOMAIN_CELLS, right=True))
    return row(columns, width)


def side_by_side_head(domain_ids: Sequence[str], width: int) -> Content:
    """The names of the columns, and how many domains found no room."""
    shown, facts = _beside(len(domain_ids), width)
    what = f"what, {left} more in the report" if (left := len(domain_ids) - shown) else "what"
    columns = [
        Column(line(""), 1),
        Column(line(("day", "$dim")), 7),
        Column(line((what, "$dim")), 0),
        Column(line(("points", "$dim")), 6, right=True),
        Column(line(("score", "$dim")), 9, right=True),
        Column(line(("time", "$dim")), 8, right=True),
    ][: 4 + facts]
    for key in domain_ids[:shown]:
        columns.append(Column(plain(key[-DOMAIN_CELLS:], "$dim", keep_lines=False), DOMAIN_CELLS, right=True))
    return row(columns, width)
