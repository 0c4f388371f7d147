"""An exam in words: scores, spans, marks and whole reports as plain lines, for every front end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studyapp.domain.days import long_date
from studyapp.domain.exams.attempts import Status
from studyapp.domain.exams.rules import Mode, Rules
from studyapp.domain.exams.scores import Line
from studyapp.domain.judging import key_of
from studyapp.domain.questions import CHOICES, ENTRIES, Question
from studyapp.domain.responses import Response, option_letter
from studyapp.plain_answers import listed, prose_lines, verdict_lines
from studyapp.services.exams.views import (
    AttemptLine,
    Briefing,
    ExamOffer,
    ExamReport,
    Mark,
    QuizChoice,
    ReportItem,
)

MODE_NAMES = {
    Mode.EXAM: "Mock exam",
    Mode.SECTION: "Section",
    Mode.CUSTOM: "Quiz",
    Mode.DIAGNOSTIC: "Placement",
}
SAID = {"sure": "sure", "think-so": "think so", "guess": "a guess"}
STATUS_NAMES = {
    Status.RUNNING: "running",
    Status.PAUSED: "paused",
    Status.SUBMITTED: "handed in",
    Status.EXPIRED: "time ran out",
}
WARN_AT_S = (600, 300, 60)
"""Seconds left at which a word is said about the time."""


def clock_label(seconds: float) -> str:
    """Time as a clock shows it: `4:05`, `1:29:58`; never negative."""
    left = max(0, int(seconds))
    minutes, rest = divmod(left, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def warning(left_before_s: float, left_s: float) -> str:
    """What is said when the time left falls under one of the marks; "" else."""
    for mark in reversed(WARN_AT_S):
        if left_s <= mark < left_before_s:
            return "One minute is left." if mark == 60 else f"{mark // 60} minutes are left."
    return ""


def title_of(line_mode: Mode, title: str) -> str:
    """`Mock exam`, `Section: Fundamentals of GenAI`, `Quiz: weak spots`."""
    name = MODE_NAMES[line_mode]
    return f"{name}: {title}" if title else name


def length_label(rules: Rules) -> str:
    """`65 items, 15 of them not scored, 90 minutes`; what is assumed has a `~`."""
    told = f"{rules.items} items" if rules.items != 1 else "1 item"
    told = f"~{told}" if rules.items_assumed else told
    if rules.unscored:
        told += f", {rules.unscored} of them not scored"
    about = "~" if rules.time_assumed else ""
    return f"{told}, {about}{rules.limit_s // 60} minutes" if rules.limit_s else f"{told}, no time limit"


def briefing_head(briefing: Briefing) -> str:
    """How much it will be, and the seed where one was chosen: that alone gives the same form again."""
    seed = f" Seed {briefing.seed}." if briefing.wanted.seed is not None else ""
    return f"{length_label(briefing.rules)}.{seed}"


def waiting_words(line: AttemptLine) -> str:
    """That another attempt is open already."""
    clock = "stands still" if line.status is Status.PAUSED else "runs"
    what = f"{title_of(line.mode, line.title)} of {line.certification_code}"
    return f"{what} is open as well; its clock {clock}."


def briefing_lines(rules: Rules) -> Iterator[str]:
    """What to know before the clock runs, a sentence each."""
    if rules.unscored:
        yield (
            f"{rules.unscored} of the {rules.items} items are not scored, as in the real exam; which ones is "
            "told in the report."
        )
    if rules.limit_s and not rules.may_pause:
        yield (
            "The clock does not stop, also when you leave; when the time is up, it is handed in as it stands."
        )
    elif rules.limit_s and rules.may_pause:
        yield "The clock can be stopped; leaving stops it."
    elif rules.may_pause:
        yield "No clock runs against you: you can leave at any moment, and go on later."
    yield "Every answer is kept at once. An item without an answer counts as wrong."
    yield "Answers can be changed until you hand in." if rules.may_change else "An answer is final."
    yield "Nothing is told before the end; then comes the report with the reasons."


def score_label(line: AttemptLine) -> str:
    """`780 of 1000 points, pass at 700`, or nothing while it is open."""
    if line.score is None:
        return ""
    unit = " %" if line.unit == "%" else " points"
    return f"{line.score}{unit}, pass mark {line.passing}{unit}"


def verdict_word(line: AttemptLine) -> str:
    """Whether the pass mark was reached, in a word that says what it rests on."""
    if line.passed is None:
        return STATUS_NAMES[line.status]
    if line.mode is not Mode.EXAM:
        return f"{line.share or 0:.0%} right"
    return "reached the pass mark" if line.passed else "under the pass mark"


def mark_word(mark: Mark) -> str:
    """The state of a place in words."""
    state = (
        "answered" if mark.answered else "not complete" if mark.begun else "seen" if mark.seen else "not seen"
    )
    return f"{state}, flagged" if mark.flagged else state


def choice_words(choice: QuizChoice) -> str:
    """What a quiz is made of, as one line."""
    told = []
    if choice.domain_ids:
        name = "domain" if len(choice.domain_ids) == 1 else "domains"
        told.append(f"{name} {', '.join(choice.domain_ids)}")
    if choice.objective_ids:
        name = "objective" if len(choice.objective_ids) == 1 else "objectives"
        told.append(f"{name} {', '.join(choice.objective_ids)}")
    if choice.kinds:
        told.append(" or ".join(choice.kinds))
    if choice.difficulties:
        told.append(f"difficulty {', '.join(map(str, choice.difficulties))}")
    told += ["never seen"] if choice.never_seen else []
    told += [f"missed in the last {choice.missed_days} days"] if choice.missed_days is not None else []
    told += ["sure and wrong"] if choice.confident_wrong else []
    told += ["flagged"] if choice.flagged else []
    told += ["due"] if choice.due else []
    time = f"{choice.minutes} minutes" if choice.minutes else "no time limit"
    return f"{'; '.join(told) or 'everything'} · up to {choice.items} items, {time}"


def given_words(question: Question, order: Sequence[int], response: Response) -> str:
    """An answer in words: letters of options, of steps in their order, of each prompt's choice; or texts."""
    if response.is_empty:
        return "no answer"
    if question.kind in ENTRIES:
        return "; ".join(text or "nothing" for text in response.texts)
    if question.task is not None:
        return ", ".join(option_letter(position) for position in response.positions)
    letter = {position: option_letter(place) for place, position in enumerate(order)}
    told = [letter.get(position, "–") for position in response.positions]
    return ", ".join(sorted(told) if question.kind in CHOICES else told)


def key_words(item: ReportItem) -> str:
    """The right answer in the same words."""
    return given_words(item.question, item.order, key_of(item.question))


def scale_words(report: ExamReport) -> str:
    """What the score and the pass mark rest on."""
    scale = report.rules.scale
    if report.line.mode is not Mode.EXAM:
        return "Not the whole exam: its share of right answers is not a score of the exam."
    if not scale.pass_is_public:
        return f"The vendor publishes no pass mark; {scale.pass_share:.0%} of the points is our assumption."
    if not scale.is_public:
        return (
            f"The pass mark is the vendor's; the score is ours, on the vendor's scale, with the pass mark at "
            f"{scale.pass_share:.0%} of the points."
        )
    return "Scale and pass mark are the vendor's."


def rescored_words(line: AttemptLine) -> str:
    """That items in quarantine do not count; of those that left the score both figures; "" where none is."""
    before = line.rescored
    if before is None:
        return ""
    told = ""
    if before.left_out:
        what, whose = _not_counting(before.left_out)
        told = f"{what.capitalize()} not count: while you sat the exam, {whose} came into doubt. "
    if not before.places:
        return told.strip()
    what, whose = _not_counting(before.places)
    are = "is" if len(before.places) == 1 else "are"
    told += f"Re-scored on {long_date(before.on)}: {what} not count any more, {whose} {are} in doubt. "
    if line.mode is not Mode.EXAM:
        return told + f"Before: {before.share:.0%} of the points; now: {line.share or 0:.0%}."
    unit = " %" if line.unit == "%" else " points"
    was = "reached the pass mark" if before.passed else "under the pass mark"
    return told + (
        f"Before: {before.score}{unit} ({before.share:.0%}), {was}; now: {line.score}{unit} "
        f"({line.share or 0:.0%}), {verdict_word(line)}."
    )


def _not_counting(places: Sequence[int]) -> tuple[str, str]:
    """`item 2 does` and `its key`, or `items 2, 5 do` and `their keys`."""
    numbers = ", ".join(str(place + 1) for place in places)
    return (f"item {numbers} does", "its key") if len(places) == 1 else (f"items {numbers} do", "their keys")


def change_words(report: ExamReport) -> str:
    """What changing answers did."""
    changes = report.result.changes
    if not changes.all:
        return "No answer was changed."
    told = [
        (changes.to_right, "from wrong to right"),
        (changes.to_wrong, "from right to wrong"),
        (changes.wrong_again, "from wrong to wrong"),
        (changes.back_to_right, "and back to the right one"),
    ]
    listed = ", ".join(f"{number} {what}" for number, what in told if number)
    answers = "1 answer was changed" if changes.all == 1 else f"{changes.all} answers were changed"
    return f"{answers}: {listed}."


def pace_words(report: ExamReport) -> str:
    """The time per item against the time that there was."""
    pace = report.result.pace
    told = f"{pace.median_s:.0f} s for an answer (median)"
    if pace.available_s:
        told += f", {pace.available_s:.0f} s were there for each"
    return f"{told}."


def pause_words(report: ExamReport) -> str:
    """How often and for how long the clock stood still; "" for never."""
    if not report.pauses:
        return ""
    times = "once" if report.pauses == 1 else f"{report.pauses} times"
    return f"Paused {times}, {clock_label(report.paused_s)} in all."


def confidence_lines(report: ExamReport) -> list[str]:
    """How often each word of the learner's was right."""
    return [
        f"{SAID[line.key]}: {line.right} of {line.items} right"
        for line in report.result.confidence
        if line.items
    ]


def part_line(line: Line, name: str) -> str:
    """`1 Fundamentals of AI and ML: 7 of 10 right`."""
    points = "" if line.points == line.right else f", {line.points:.1f} points"
    return f"{line.key} {name}: {line.right} of {line.items} right{points}".replace("  ", " ")


def offer_lines(offer: ExamOffer) -> Iterator[str]:
    """What can be sat, and what the bank has for it."""
    yield f"{offer.code} {offer.name}"
    if offer.no_exam:
        yield offer.no_exam
    else:
        yield f"Mock exam: {length_label(offer.rules)}"
    for share in offer.blueprint:
        there = offer.available.get(share.domain_id, 0)
        short = f", {share.items - there} too few" if there < share.items else ""
        counted = f"{share.scored} scored, {share.unscored} not" if share.unscored else f"{share.items}"
        yield f"  {share.domain_id} {share.name}: {counted}; {there} in the bank{short}"
    if offer.largest < offer.rules.items:
        yield (
            f"The largest form that keeps the blueprint has {offer.largest} items."
            if offer.largest
            else "No form keeps the blueprint: too few questions."
        )
    yield f"{offer.unseen} of {offer.usable} questions were never seen."
    if offer.left_out:
        yield f"{offer.left_out} questions are of kinds that this exam does not ask; quizzes take them."
    for sentence in offer.rules.assumptions:
        yield f"Assumed: {sentence}"


def report_lines(report: ExamReport, *, with_items: bool = True) -> Iterator[str]:
    """A whole report as lines of text."""
    line, result = report.line, report.result
    yield f"{title_of(line.mode, line.title)} · {line.certification_code} · seed {line.seed}"
    if line.mode is Mode.EXAM:
        yield f"{score_label(line)}: {verdict_word(line)}."
    yield f"{result.right} of {result.items} right ({result.share:.0%} of the points)."
    yield scale_words(report)
    if line.rescored is not None:
        yield rescored_words(line)
    if result.unscored_items:
        yield f"Not scored: {result.unscored_right} of {result.unscored_items} right."
    ended = "The time ran out. " if line.status is Status.EXPIRED else ""
    without = f"{result.unanswered} without an answer. " if result.unanswered else ""
    of = f" of {clock_label(line.limit_s)}" if line.limit_s else ""
    yield f"{ended}{without}Time used: {clock_label(report.used_s)}{of}."
    if report.pauses:
        yield pause_words(report)
    yield ""
    yield "By domain"
    names = {share.domain_id: share.name for share in report.blueprint}
    for part in result.domains:
        yield f"  {part_line(part, names.get(part.key, ''))}"
    yield "By objective"
    for part in result.objectives:
        yield f"  {part_line(part, report.objectives.get(part.key, ''))}"
    yield "Pace"
    yield f"  {pace_words(report)}"
    if result.pace.slow:
        yield f"  Twice the time or more: items {', '.join(str(place + 1) for place in result.pace.slow)}."
    yield "Changed answers"
    yield f"  {change_words(report)}"
    yield "How sure you were"
    for told in confidence_lines(report) or ["nothing was answered"]:
        yield f"  {told}"
    for sentence in report.rules.assumptions:
        yield f"Assumed: {sentence}"
    if with_items:
        for item in report.items:
            yield ""
            yield from item_lines(item)
        yield ""
        yield "Is a key wrong? Say why: studyapp dispute add ID --reason TEXT"


def item_lines(item: ReportItem) -> Iterator[str]:
    """One item of a report: the verdict, what was given, and the reason of every part."""
    verdict = "right" if item.verdict.correct and item.answered else "wrong" if item.answered else "no answer"
    marks = [verdict, f"{item.spent_s:.0f} s"]
    marks += [f"you said “{SAID[item.confidence]}”"] if item.confidence else []
    marks += ["flagged"] if item.flagged else []
    marks += ["not scored"] if not item.scored else []
    marks += ["edited or retired since"] if item.changed_since else []
    marks += ["in quarantine, does not count"] if item.quarantined else []
    head = f"Item {item.place + 1} · {item.domain_id} {item.domain} · {', '.join(marks)}"
    yield f"{head} · {item.question.id}"
    yield from prose_lines(item.question.asked)
    yield from listed(item.question, item.order)
    if item.quarantined:
        yield f"It does not count any more, its key is in doubt: {item.quarantined}"
    given = given_words(item.question, item.order, item.response) if item.answered else "no answer"
    yield f"You: {given}. Right: {key_words(item)}."
    told = verdict_lines(item.question, item.order, item.response, item.verdict, item.partial_credit)
    yield from told[1:]
    if item.question.explanation:
        yield item.question.explanation
    yield f"Objective: {item.objective}"
    for reference in item.question.references:
        yield f"Reference: {reference}"
