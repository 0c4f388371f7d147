"""The parts of a role's profile, drawn. Pure functions; what a source leaves out is said to be missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from studyapp.domain.dossier import Cover
from studyapp.domain.pay import NOT_GIVEN, amounts
from studyapp.domain.roadmaps import Pay, Section
from studyapp.services.role_views import CompetencyStanding, RoleProfile, TermStanding
from studyapp.tui.drawing import Column, gauge, hanging, indented, line, row, stack
from studyapp.tui.text import count, percent, plain

PARTS: tuple[str, ...] = (
    "overview", "pay", "skills", "tools", "questions", "day", "terms", "sources",
)  # fmt: skip
"""The parts of a profile, in the order of their digits."""
TABS_FROM = 72
"""Columns in which the names of all parts fit; below that only the current one has its name."""
TOOLS = "tools"
COVERS = {
    Cover.EVIDENCED: ("✓", "evidence", "$right"),
    Cover.PROVEN: ("◆", "certified", "$accent"),
    Cover.OPEN: ("○", "open", "$dim"),
}
"""Symbol, word and colour of what stands behind a competency."""
KNOWN = {
    "learned": ("●", "$right"),
    "met": ("◐", "$accent"),
    "in cards": ("◌", "$accent"),
    "new": ("○", "$dim"),
}

_Lines = Iterator[Content | str]


def tabs(current: str, width: int) -> Content:
    """The names of the parts with their digits; the current one is marked, and the rest drop when narrow."""
    parts: list[Content | tuple[str, str]] = []
    for number, name in enumerate(PARTS, 1):
        if name == current:
            parts += [("▌", "$accent"), (f"{number} {name}", "bold $ink")]
        else:
            parts.append((f" {number} {name}" if width >= TABS_FROM else f" {number}", "$dim"))
    return line(*parts)


def part(name: str, profile: RoleProfile, width: int) -> Content:
    """One part of the profile."""
    return stack(_DRAWN[name](profile, width))


def heading(text: str) -> Content:
    """The heading of a list."""
    return line((text, "bold $ink"))


def _missing(what: str, width: int) -> Content:
    return indented(plain(f"The source says nothing about {what}.", "$dim"), width, 0)


def _overview(profile: RoleProfile, width: int) -> _Lines:
    road = profile.detail.roadmap
    yield indented(plain(road.role, "bold $accent", keep_lines=False), width, 0)
    yield indented(plain(road.tagline, "$ink"), width, 0)
    for paragraph in road.about:
        yield from ("", indented(plain(" ".join(paragraph.split())), width, 0))
    yield from ("", heading("Job titles"))
    yield indented(plain(", ".join(road.titles)), width, 2) if road.titles else _missing("titles", width)
    yield from ("", heading("To a first role"))
    if road.years_to_first_role:
        yield Content("  {:g}–{:g} years".format(*road.years_to_first_role))
    if road.years_note or not road.years_to_first_role:
        yield indented(plain(road.years_note or "The source gives no time.", "$dim"), width, 2)
    for section in road.sections:
        if not section.competencies and section.id != TOOLS:
            yield from _section(section, width)


def _section(section: Section, width: int) -> _Lines:
    yield from ("", heading(section.title))
    for entry in section.entries:
        yield hanging("  · ", entry, width)


def _pay(profile: RoleProfile, width: int) -> _Lines:
    road = profile.detail.roadmap
    yield heading("Pay a year, by region and level")
    if not road.pay:
        yield indented(plain(road.pay_note or "The figures are missing in the source.", "$notice"), width, 2)
        return
    tops = _tops(road.pay)
    region = ""
    for entry in road.pay if len({e.region for e in road.pay}) == len(road.pay) else _by_region(road.pay):
        if entry.region != region:
            region = entry.region
            yield from ("", line((region, "bold")))
        yield _pay_row(entry, tops[_scale(entry)], width)
    yield ""
    yield indented(
        plain("Bars share one scale within a currency; currencies are never converted.", "$dim"), width, 0
    )
    if road.pay_note:
        yield indented(plain(" ".join(road.pay_note.split()), "$dim"), width, 0)


def _by_region(pay: Sequence[Pay]) -> list[Pay]:
    regions = list(dict.fromkeys(entry.region for entry in pay))
    return sorted(pay, key=lambda entry: regions.index(entry.region))


def _scale(entry: Pay) -> str:
    return f"{entry.unit} {entry.currency}"


def _tops(pay: Iterable[Pay]) -> dict[str, float]:
    tops: dict[str, float] = {}
    for entry in pay:
        top = max(entry.minimum or 0.0, entry.maximum or 0.0)
        tops[_scale(entry)] = max(tops.get(_scale(entry), 0.0), top)
    return tops


def _pay_row(entry: Pay, top: float, width: int) -> Content:
    bar = 24 if width >= 76 else 14
    return row(
        [
            Column(line((f"  {entry.level}", "$dim")), 0),
            Column(span_bar(entry.minimum, entry.maximum, top, bar), bar, from_width=56),
            Column(
                line((amounts(entry), "$ink" if amounts(entry) != NOT_GIVEN else "$notice")), 24, right=True
            ),
        ],
        min(width, 88),
    )


def span_bar(low: float | None, high: float | None, top: float, width: int) -> Content:
    """From the lower to the upper end on a scale that begins at 0; an open end has an arrow."""
    if top <= 0 or (low is None and high is None):
        return line(("·" * width, "$dim"))
    start = 0 if low is None else min(width - 1, round(low / top * width))
    end = width if high is None else max(start + 1, round(high / top * width))
    filled = "█" * (end - start)
    if high is None:
        filled = "█" * max(0, end - start - 1) + "▶"
    if low is None:
        filled = "◀" + filled[1:]
    return Content.assemble(("·" * start, "$dim"), (filled, "$accent"), ("·" * (width - end), "$dim"))


def _skills(profile: RoleProfile, width: int) -> _Lines:
    if not profile.dossier.sections:
        yield _missing("responsibilities and skills", width)
        return
    yield standing_line(profile)
    for section in profile.dossier.sections:
        yield from ("", heading(section.title))
        yield from (competency_line(it, width) for it in section.competencies)


def standing_line(profile: RoleProfile) -> Content:
    """How many responsibilities and skills are covered, and by what."""
    dossier = profile.dossier
    evidenced, proven = dossier.count(Cover.EVIDENCED), dossier.count(Cover.PROVEN)
    return line(
        ("✓ ", "$right"), f"{evidenced} with evidence   ", ("◆ ", "$accent"), f"{proven} by certification   ",
        ("○ ", "$dim"), f"{len(dossier.competencies) - evidenced - proven} open",
    )  # fmt: skip


def competency_line(it: CompetencyStanding, width: int) -> Content:
    """A competency with its symbol and, where something stands behind it, the word for it."""
    symbol, word, style = COVERS[it.cover]
    said = "" if it.cover is Cover.OPEN else f"  {word}"
    text = plain(" ".join(it.text.split())) + line((said, style))
    return hanging(line((f"  {symbol} ", style)), text, width)


def _tools(profile: RoleProfile, width: int) -> _Lines:
    found = next((s for s in profile.detail.roadmap.sections if s.id == TOOLS), None)
    if found is None:
        yield _missing("tools", width)
        return
    yield heading(found.title)
    for entry in found.entries:
        name, colon, rest = entry.partition(": ")
        if colon:
            yield hanging(line((f"  {name:<18} ", "bold")), rest, width)
        else:
            yield hanging("  · ", entry, width)


def _questions(profile: RoleProfile, width: int) -> _Lines:
    if not profile.detail.roadmap.faq:
        yield _missing("what people ask", width)
    for number, pair in enumerate(profile.detail.roadmap.faq):
        if number:
            yield ""
        yield indented(plain(pair.question, "bold $ink"), width, 0)
        yield indented(plain(" ".join(pair.answer.split())), width, 2)


def _day(profile: RoleProfile, width: int) -> _Lines:
    if not profile.detail.roadmap.day:
        yield _missing("a day in this role", width)
    for moment in profile.detail.roadmap.day:
        yield hanging(line((f"{moment.time:<6} ", "$accent")), " ".join(moment.text.split()), width)
        yield ""


def _terms(profile: RoleProfile, width: int) -> _Lines:
    deck = profile.deck
    if not deck.terms:
        yield _missing("key terms", width)
        return
    yield line(
        (f"{count(len(deck.terms), 'key term')}", "bold $ink"),
        (f"   {deck.met} met, {deck.learned} learned", "$dim"),
    )
    yield ""
    yield from (term_line(term, width) for term in deck.terms)


def term_line(term: TermStanding, width: int) -> Content:
    """A term, how well it is known, and how its definition begins."""
    symbol, style = KNOWN[term.word]
    return row(
        [
            Column(line((f"{symbol} ", style), (term.name, "$ink")), 30 if width >= 60 else 0),
            Column(line((" ".join(term.snippet.split()), "$dim")), 0, from_width=60),
            Column(line((term.word, style)), 8, right=True),
        ],
        min(width, 100),
    )


def _sources(profile: RoleProfile, width: int) -> _Lines:
    road = profile.detail.roadmap
    yield heading("Sources")
    for source in road.sources or ("none are named",):
        yield hanging("  · ", source, width, "$dim")
    if road.checked_as_of:
        yield line((f"  checked on {road.checked_as_of}", "$dim"))


def glance(profile: RoleProfile, width: int) -> Content:
    """The second column: the role in a few lines, and how far the learner is."""
    detail, road = profile.detail, profile.detail.roadmap
    lines: list[Content | str] = [heading("At a glance"), *_numbers(profile)]
    lines += ["", heading("Stages")]
    lines += [line(f"  {stage.name}  ", (stage.state, "$dim")) for stage in detail.stages]
    tops = _tops(road.pay)
    lines += ["", heading("Pay a year")]
    lines += [
        row(
            [
                Column(line(f"  {e.region}, ", (e.level, "$dim")), 0),
                Column(span_bar(e.minimum, e.maximum, tops[_scale(e)], 10), 10, from_width=52),
                Column(line(amounts(e)), 22, right=True),
            ],
            width,
        )
        for e in _by_region(road.pay)
    ] or [line(("  The figures are missing in the source.", "$notice"))]
    lines += ["", heading("Next"), indented(plain(detail.next_step), width, 2)]
    return stack(lines)


def _numbers(profile: RoleProfile) -> Iterator[Content]:
    detail, dossier, deck = profile.detail, profile.dossier, profile.deck
    covered = len(dossier.competencies) - dossier.count(Cover.OPEN)
    rows = (
        ("Road", detail.progress, f"{detail.done} of {detail.of} steps"),
        ("Skills", covered / max(1, len(dossier.competencies)), f"{covered} of {len(dossier.competencies)}"),
        ("Key terms", deck.met / max(1, len(deck.terms)), f"{deck.met} of {len(deck.terms)} met"),
    )
    for name, share, said in rows:
        yield line(f"  {name:<10} ") + gauge(share, 14) + line(f" {percent(share):>5}  ", (said, "$dim"))


_DRAWN = {
    "overview": _overview, "pay": _pay, "skills": _skills, "tools": _tools, "questions": _questions,
    "day": _day, "terms": _terms, "sources": _sources,
}  # fmt: skip
