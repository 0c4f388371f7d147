"""The words and symbols of the screens: days, spans, states. A symbol and a word, never colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from studyapp.domain.certifications import Certification, LifeEvent, Status
from studyapp.domain.days import long_date, medium_date
from studyapp.domain.records import Record
from studyapp.services.road_views import CertificationStanding
from studyapp.services.views import CertificationSummary, DomainProgress
from studyapp.tui.text import count, percent

STATUS = {
    "active": ("●", "active", "$right"),
    "beta": ("◑", "beta", "$accent"),
    "retiring": ("◔", "retiring", "$notice"),
    "retired": ("✕", "retired", "$wrong"),
}
STATE = {
    "locked": ("◌", "$dim"),
    "open": ("○", ""),
    "in progress": ("◐", "$accent"),
    "ready": ("●", "$right"),
    "passed": ("✓", "$right"),
    "held": ("✓", "$right"),
    "expiring": ("◔", "$notice"),
    "waived": ("◇", "$dim"),
    "reopened": ("↺", "$notice"),
}
"""Symbol and style of each state of a road; the state itself is the word."""
EVENTS = {
    "released": "released",
    "beta-opens": "beta opens",
    "beta-closes": "beta closes",
    "general-availability": "standard exam opens",
    "version-change": "new version",
    "last-booking": "last day to book",
    "last-exam": "last day to sit it",
    "retired": "retired",
    "language-retires": "a language retires",
    "renamed": "renamed",
    "other": "note",
}
FIELDS = {
    "price_usd": "price",
    "validity_years": "validity",
    "recommended_experience": "recommended experience",
    "question_types": "question types",
    "passing_score": "passing score",
    "seat_minutes": "seat time",
    "minutes": "length",
    "questions": "number of questions",
    "guide_url": "link to the guide",
    "page_url": "official page",
    "domains": "domains and weights",
    "status": "status",
    "technical": "technical facts",
}


def short_date(on: date) -> str:
    """30 Jun."""
    return medium_date(on).rpartition(" ")[0]


def away(on: date, today: date) -> str:
    """How far a day is from today, in words."""
    days = (on - today).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def label(code: str, name: str) -> str:
    """A code that says something on its own: vendors with bare numbers get their name before it."""
    if code.isdigit():
        bare = name.split(": ", 1)[-1].replace(f"({code})", "").strip()
        return f"{bare} {code}"
    return code


def certification_label(summary: CertificationSummary) -> str:
    """The short name of a certification in lists and maps."""
    return label(summary.code, summary.name)


def status(value: str) -> tuple[str, str, str]:
    """Symbol, word and style of a certification's status."""
    return STATUS.get(value, ("?", value, "$dim"))


def retirement(summary: CertificationSummary, labels: dict[str, str]) -> str:
    """`retired 30 June 2026 → AI-901`, or what is known of it."""
    when = f" {long_date(summary.retired_on)}" if summary.retired_on else ""
    return f"{summary.status}{when}{successors(summary.successors, labels)}"


def successors(ids: Sequence[str], labels: dict[str, str]) -> str:
    """` → MLA-C02 or AIP-C01`, or that there is none."""
    if not ids:
        return ", no successor"
    return " → " + " or ".join(labels.get(i, i.upper()) for i in ids)


def record(entry: Record) -> str:
    """`passed on 3 May 2026, score 812, until 3 May 2029`."""
    joint = {"booked": "for", "held": "since"}.get(str(entry.kind), "on")
    parts = [f"{entry.kind} {joint} {long_date(entry.on)}"]
    if entry.score is not None:
        parts.append(f"score {entry.score:g}")
    if entry.expires_on is not None:
        parts.append(f"until {long_date(entry.expires_on)}")
    if entry.reason:
        parts.append(entry.reason)
    return ", ".join(parts)


def on_the_road(item: CertificationStanding) -> str:
    """State of a certification on a road, in a few words: `passed until 3 May 2029`, `in progress 34 %`."""
    if item.state in ("passed", "held", "expiring") and item.expires_on:
        return f"{item.state}, until {long_date(item.expires_on)}"
    if item.state == "reopened":
        recall = f", recall {floored(item.memory)}" if item.memory is not None else ""
        return f"reopened{recall}"
    if item.exam_on:
        return f"exam on {long_date(item.exam_on)}"
    if item.state in ("in progress", "ready"):
        return f"{item.called}, {percent(item.progress)}"
    if item.state in ("open", "locked") and not item.has_bank:
        return f"{item.state}, facts only"
    return item.state


def floored(share: float | None) -> str:
    """A share in percent, rounded down: what is under a bar must not read like the bar."""
    return f"{int((share or 0.0) * 100 + 1e-9)} %"


def standing(item: CertificationStanding) -> tuple[str, str, str]:
    """Symbol, words and style of where the learner stands with a certification; the words are the map's."""
    if item.state != "open":
        symbol, style = STATE.get(item.state, ("?", "$dim"))
        return symbol, on_the_road(item), style
    if item.exam_on:
        return "○", on_the_road(item), ""
    if item.status == Status.RETIRED:
        return "✕", "retired", "$wrong"
    return ("○", "not started", "") if item.has_bank else ("–", "facts only", "$dim")


def weight(domain: DomainProgress) -> str:
    """The share of a domain, and whether it is the vendor's number or ours."""
    if domain.weight_published:
        return percent(domain.weight)
    return f"~{percent(domain.weight)}"


def steps_done(done: int, of: int) -> str:
    """`2 of 6 steps done`: the steps that ask for proof, which every list and map of roads counts."""
    return f"{done} of {count(of, 'step')} done"


def event(item: LifeEvent) -> str:
    """A life-cycle event in words."""
    return EVENTS.get(item.event, item.event.replace("-", " "))


def field(name: str) -> str:
    """A field of the facts in a learner's words."""
    return FIELDS.get(name, name.replace("_", " "))


def exam_questions(certification: Certification) -> str:
    """How many questions, as far as the vendor says."""
    exam = certification.exam
    if exam.questions:
        text = str(exam.questions)
    elif exam.questions_min and exam.questions_max:
        text = f"{exam.questions_min}–{exam.questions_max}"
    else:
        return "not published"
    if exam.scored_questions:
        text += f" ({exam.scored_questions} of them count)"
    return text


def exam_score(certification: Certification) -> str:
    """The passing score on its scale."""
    exam = certification.exam
    if exam.passing_score is None:
        return "not published"
    if exam.score_min is not None and exam.score_max is not None:
        return f"{exam.passing_score} on a scale of {exam.score_min}–{exam.score_max}"
    return str(exam.passing_score)


def exam_time(certification: Certification) -> str:
    """Minutes for the questions, and in the seat."""
    exam = certification.exam
    if exam.minutes is None:
        return "not published"
    seat = f" ({exam.seat_minutes} in the seat)" if exam.seat_minutes else ""
    return f"{exam.minutes} minutes{seat}"


def exam_price(certification: Certification) -> str:
    """The list price."""
    price = certification.exam.price_usd
    if price is None:
        return "not published"
    return "free" if price == 0 else f"{price:,.0f} USD"


def exam_validity(certification: Certification) -> str:
    """Years until it expires."""
    years = certification.exam.validity_years
    return count(years, "year") if years else "no expiry published"
