"""The sections of the certification screen, drawn from a certification's facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from textual.content import Content

from studyapp.domain.certifications import Certification, Domain, Status
from studyapp.domain.days import long_date
from studyapp.domain.standing import said
from studyapp.services.readiness_views import ReadinessLine
from studyapp.services.views import CertificationDetail
from studyapp.tui import charts, readiness_lines, words
from studyapp.tui.actions import action
from studyapp.tui.drawing import hanging, indented, line, stack
from studyapp.tui.text import count, plain


@dataclass(frozen=True, slots=True)
class Subject:
    """What the sections draw: the certification, the learner's day, names of others, if it is the goal."""

    detail: CertificationDetail
    today: date
    labels: dict[str, str]
    is_goal: bool
    readiness: ReadinessLine | None = None

    @property
    def certification(self) -> Certification:
        """Its facts."""
        return self.detail.certification


def learners_day(detail: CertificationDetail, now: datetime) -> date:
    """The day that the service counted the age of the facts with; the machine's where it tells none."""
    checked = detail.certification.checked_as_of
    if checked is not None and detail.facts_age_days is not None:
        return checked + timedelta(days=detail.facts_age_days)
    return now.astimezone().date()


_KEY = action("certification.successor").shown_key


def head(subject: Subject, width: int) -> Content:
    """Name, vendor, status in words, and what there is to study."""
    it = subject.certification
    life = subject.detail.life
    symbol, _word, style = words.status(life.status)
    lines: list[Content | str] = [indented(plain(it.name, "bold $ink", keep_lines=False), width, 0)]
    if it.certification_name and it.certification_name != it.name:
        lines.append(indented(plain(it.certification_name, "$dim", keep_lines=False), width, 0))
    about = " · ".join(part for part in (it.vendor, it.level, it.version) if part)
    lines.append(indented(plain(about, "$dim", keep_lines=False), width, 0))
    lines += ["", hanging(line((f"{symbol} ", f"bold {style}")), plain(life.line, f"bold {style}"), width)]
    if life.differs_from_facts:
        lines.append(indented(plain(f"Its facts still say {it.status}.", "$notice"), width, 2))
    if it.status_detail:
        lines.append(indented(plain(it.status_detail), width, 2))
    if it.successors:
        lines += [indented(choice, width, 2) for choice in _successors(subject)]
        if it.successor_note:
            lines.append(indented(plain(it.successor_note, "$dim"), width, 4))
    elif life.status is Status.RETIRED:
        lines.append(indented("Nothing has come in its place.", width, 2))
    lines += ["", _bank(subject)]
    return stack(lines)


def _successors(subject: Subject) -> Iterator[Content]:
    """What replaces it; where there is a choice, each with the digit that goes there."""
    ids = subject.certification.successors
    names = [subject.labels.get(i, i.upper()) for i in ids]
    if len(ids) == 1:
        yield line(("→ ", "$accent"), f"Replaced by {names[0]}", (f"   {_KEY} goes there", "$dim"))
        return
    yield line(("→ ", "$accent"), f"Replaced by {' or '.join(names)}, as you choose")
    for digit, name in zip(PICK_KEYS, names, strict=False):
        yield line((f"{digit} ", "$accent"), f"goes to {name}")


PICK_KEYS = action("certification.pick").keys


def paper(subject: Subject, width: int) -> Content:
    """What is the learner's own: state, records, and the duty to renew."""
    detail = subject.detail
    symbol, style = words.STATE.get(detail.state, ("?", "$dim"))
    key = action("certification.record").shown_key
    lines: list[Content | str] = [line(("You", "bold $ink"), (f"   {key} records an exam", "$dim"))]
    if detail.life.status is Status.RETIRED and detail.state == "open":
        lines.append(line(("✕ ", "$wrong"), "It can no longer be taken; record it if you hold it."))
    else:
        standing = plain(said(detail.state, detail.reason), style)
        lines.append(hanging(line((f"{symbol} ", style)), standing, width))
    lines += [hanging("  · ", words.record(record), width) for record in detail.records]
    proof = detail.paper.proof or detail.paper.lapsed
    if proof is not None and proof.expires_on is not None:
        duty = subject.certification.exam.renewal or "The vendor's page says how to renew it."
        left = words.away(proof.expires_on, subject.today)
        verb = "Ends" if proof.expires_on >= subject.today else "Ended"
        lines.append(
            hanging("  ! " if proof.is_expiring(subject.today) else "  ", f"{verb} {left}. {duty}", width)
        )
    for _road_id, name in detail.roads:
        lines.append(indented(plain(f"on the road: {name}", "$dim", keep_lines=False), width, 2))
    return stack(lines)


def _bank(subject: Subject) -> Content:
    """What can be studied, and whether it is the goal."""
    detail = subject.detail
    if not (detail.questions or detail.terms):
        return line(("○ ", "$dim"), "No questions or terms yet. The facts and domains are here to plan with.")
    goal = ("● your goal", "$accent") if subject.is_goal else ("○ not your goal", "$dim")
    return line(goal, f"   {count(detail.questions, 'question')}, {count(detail.terms, 'term')}")


def readiness(subject: Subject, width: int) -> Content:
    """How likely the learner is to pass, once there is anything to say it from."""
    found = subject.readiness
    if found is None or not found.answers:
        return Content("")
    told = readiness_lines.short(found)
    lines = [
        line(("Readiness", "bold $ink"), (f"   {action('app.readiness').shown_key} shows it all", "$dim"))
    ]
    lines.append(line("  ", told.head))
    if told.more:
        lines.append(indented(plain(told.more, "$dim"), width, 2))
    return stack(lines)


def booking(subject: Subject, width: int) -> Content:
    """What to look up before money is spent: old facts, and fields that rest on weak evidence."""
    it, detail = subject.certification, subject.detail
    link = it.page_url or it.guide_url
    if not (detail.facts_stale or it.recheck or it.checked_as_of is None):
        return Content("")
    reasons = []
    if it.checked_as_of is None:
        reasons.append("No day is known on which these facts were checked.")
    elif detail.facts_stale:
        reasons.append(
            f"These facts are from {long_date(it.checked_as_of)}, "
            f"{words.away(it.checked_as_of, subject.today)}."
        )
    if it.recheck:
        reasons.append("On weaker evidence: " + ", ".join(words.field(name) for name in it.recheck) + ".")
    lines = [line(("! Check before you book", "bold $notice"))]
    lines += [indented(plain(reason), width, 2) for reason in reasons]
    if link:
        lines.append(indented(line(("Official page  ", "$dim"), (link, "$accent")), width, 2))
    return stack(lines)


def domains(subject: Subject, width: int) -> Content:
    """Each domain with its share of the exam and the learner's mastery."""
    standing = subject.detail.domains
    if not standing:
        return Content("")
    seen = ", mastery, seen" if any(domain.items for domain in standing) else ""
    published = {domain.id: _weight(domain) for domain in subject.certification.domains}
    published = {domain_id: text for domain_id, text in published.items() if text}
    lines = [
        line(("Domains", "bold $ink"), (f"   share of the exam{seen}", "$dim")),
        charts.domain_bars(standing, width, published),
    ]
    if seen and subject.detail.beside_domains:
        more = count(subject.detail.beside_domains, "term")
        told = f"{more} besides, shared with other certifications, in no domain of this exam"
        lines.append(indented(plain(told, "$dim"), width, 0))
    if not all(domain.weight_published for domain in standing):
        lines.append(line(("~ the vendor publishes no weight; shared by number of objectives", "$dim")))
    return stack(lines)


def _weight(domain: Domain) -> str:
    """The vendor's number or range, "" where there is none."""
    if domain.weight_min is not None and domain.weight_max is not None:
        return f"{domain.weight_min:g}–{domain.weight_max:g} %"
    return f"{domain.weight:g} %" if domain.weight is not None else ""


def exam(subject: Subject, width: int) -> Content:
    """The exam in figures; what is not published is said to be so."""
    it = subject.certification
    marked = set(it.recheck)
    rows = [
        ("Questions", words.exam_questions(it), "questions"),
        ("Time", words.exam_time(it), "minutes"),
        ("To pass", words.exam_score(it), "passing_score"),
        ("Price", words.exam_price(it), "price_usd"),
        ("Valid", words.exam_validity(it), "validity_years"),
    ]
    optional = [
        ("Kinds", ", ".join(it.exam.question_types), "question_types"),
        ("Score", it.exam.score_note, "score_note"),
        ("Renewal", it.exam.renewal, "renewal"),
        ("Needed first", it.prerequisites, "prerequisites"),
        ("Recommended", it.recommended_experience, "recommended_experience"),
        ("Guide", it.guide_url, "guide_url"),
        ("Page", it.page_url, "page_url"),
    ]
    rows += [entry for entry in optional if entry[1]]
    lines = [line(("The exam" if it.kind == "exam" else f"The {it.kind}", "bold $ink"))]
    for name, value, key in rows:
        mark = " (check)" if key in marked else ""
        lines.append(_fact(name, value + mark, width))
    if it.exam.questions_note:
        lines.append(indented(plain(it.exam.questions_note, "$dim"), width, 15))
    if it.checked_as_of:
        lines.append(
            _fact(
                "Checked",
                f"{long_date(it.checked_as_of)}, {words.away(it.checked_as_of, subject.today)}",
                width,
            )
        )
    return stack(lines)


def _fact(name: str, value: str, width: int) -> Content:
    """A name with its value, whose further lines stand under the first."""
    if width < 50:
        return stack([line((name, "$dim")), indented(plain(value, keep_lines=False), width, 2)])
    return hanging(line((f"{name:<15}", "$dim")), value, width)


def life(subject: Subject, width: int) -> Content:
    """Its dated events, what is past and what is to come as of today."""
    it = subject.certification
    if not it.life_cycle:
        return Content("")
    lines = [line(("Life cycle", "bold $ink"), (f"   as of {long_date(subject.today)}", "$dim"))]
    upcoming = it.upcoming(subject.today)
    for item in it.life_cycle:
        is_past = item.on <= subject.today
        mark = "▸" if item is upcoming else "✓" if is_past else "○"
        style = "$dim" if is_past else "bold $accent" if item is upcoming else ""
        distance = "" if is_past else f", {words.away(item.on, subject.today)}"
        lines.append(
            line((f"{mark} {long_date(item.on)}{distance}", style), ("   ", ""), (words.event(item), style))
        )
        if item.note:
            lines.append(indented(plain(item.note, "$dim" if is_past else ""), width, 2))
    if it.predecessors:
        names = ", ".join(subject.labels.get(i, i) for i in it.predecessors)
        lines.append(line((f"It replaced {names}.", "$dim")))
    return stack(lines)


def notes(subject: Subject, width: int) -> Content:
    """What else a candidate should know."""
    it = subject.certification
    technical = list(_flat(it.technical))
    if not (it.notes or technical):
        return Content("")
    lines = [line(("Good to know", "bold $ink"))]
    for note in it.notes:
        lines.append(hanging("· ", note, width))
    lines += [
        _fact(name[:14], value, width) if len(name) < 15 else _fact_below(name, value, width)
        for name, value in technical
    ]
    return stack(lines)


def _fact_below(name: str, value: str, width: int) -> Content:
    return stack([line((name, "$dim")), indented(plain(value, keep_lines=False), width, 2)])


def _flat(value: object, name: str = "") -> Iterable[tuple[str, str]]:
    """Nested facts as lines: the path of names, and the text."""
    if isinstance(value, dict) or hasattr(value, "items"):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}, {key}".strip(", ").replace("_", " "))
    elif isinstance(value, (list, tuple)):
        if all(isinstance(inner, str) for inner in value):
            yield name, "; ".join(value)
        else:
            for inner in value:
                yield from _flat(inner, name)
    elif value not in (None, ""):
        yield name, str(value)


def objectives(subject: Subject, width: int) -> Content:
    """What the exam asks, domain by domain, in our words."""
    it = subject.certification
    if not any(domain.objectives for domain in it.domains):
        return Content("")
    lines: list[Content | str] = [line(("What it asks", "bold $ink"))]
    for domain in it.domains:
        share = f", {_weight(domain)}" if _weight(domain) else ""
        lines += ["", indented(plain(f"{domain.name}{share}", "bold", keep_lines=False), width, 0)]
        group = ""
        for objective in domain.objectives:
            if objective.group and objective.group != group:
                group = objective.group
                lines.append(indented(plain(group, "$dim", keep_lines=False), width, 2))
            lines.append(hanging(line((f"  {objective.id:<7} ", "$dim")), objective.text, width))
    return stack(lines)
