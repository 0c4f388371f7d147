"""The pictures of the progress screen: pure functions from views and a width to characters.

Levels differ by their character, colour only repeats them; every bar carries its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from textual.content import Content

from studyapp.domain.days import weekday
from studyapp.services.views import DayActivity, DomainProgress, Retention
from studyapp.tui.drawing import Column, gauge, line, row, stack
from studyapp.tui.text import count, minutes, percent
from studyapp.tui.words import short_date

LEVELS = "·░▒▓█"
NO_WEIGHTS: Mapping[str, str] = {}
LEAST_REVIEWS = 20
"""Under this many reviews a share of recalled cards says little, and is shown with that remark."""


def heat_steps(values: Sequence[int]) -> tuple[int, ...]:
    """Where the four levels above nothing begin: quarters of the busiest day, rounded to be readable."""
    top = max(values, default=0)
    if top <= 4:
        return (1, 2, 3, 4)
    quarter = top / 4
    unit = 1 if quarter < 10 else 5 if quarter < 50 else 10
    step = max(2, round(quarter / unit) * unit)
    return (1, step, 2 * step, 3 * step)


def heat_level(value: int, steps: Sequence[int]) -> int:
    """0 for nothing, then 1 to 4."""
    return sum(value >= step for step in steps)


def heatmap(days: Sequence[DayActivity], today: date, width: int) -> Content:
    """Weeks as columns and weekdays as rows, as many weeks as fit, with months above and the scale below."""
    weeks = max(1, min(53, (width - 4) // 2))
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    answers = {item.day: item.answers for item in days if first <= item.day <= today}
    steps = heat_steps(list(answers.values()))
    lines = [_months(first, weeks)]
    for weekday_number in range(7):
        name = weekday(first + timedelta(days=weekday_number)) if weekday_number % 2 == 0 else "  "
        parts: list[tuple[str, str]] = [(f"{name}  ", "$dim")]
        for week in range(weeks):
            on = first + timedelta(days=7 * week + weekday_number)
            level = heat_level(answers.get(on, 0), steps)
            mark = LEVELS[level] if on <= today else " "
            parts.append((mark * 2 if level else f"{mark} ", "$accent" if level else "$dim"))
        lines.append(Content.assemble(*parts))
    return stack([*lines, Content(""), _scale(steps)])


def _months(first: date, weeks: int) -> Content:
    """Names of the months over the week in which each begins, where there is room for them."""
    text = [" "] * (4 + 2 * weeks)
    free_from = 0
    for week in range(weeks):
        monday = first + timedelta(days=7 * week)
        sunday = monday + timedelta(days=6)
        begins = sunday.day <= 7
        if begins or (week == 0 and sunday.day <= 14):
            place = 4 + 2 * week
            name = short_date(sunday).split()[1]
            if place >= free_from and place + len(name) <= len(text):
                text[place : place + len(name)] = name
                free_from = place + len(name) + 1
    return Content.styled("".join(text).rstrip(), "$dim")


def _scale(steps: Sequence[int]) -> Content:
    """The legend: which character stands for how many answers."""
    parts: list[tuple[str, str]] = [("    answers a day  ", "$dim"), (LEVELS[0], "$dim"), (" none", "$dim")]
    for level, (low, above) in enumerate(pairwise((*steps, 0)), 1):
        words = f"{low}+" if not above else f"{low}–{above - 1}" if above - low > 1 else str(low)
        parts += [("  ", ""), (LEVELS[level] * 2, "$accent"), (f" {words}", "$dim")]
    return Content.assemble(*parts)


def retention_lines(spans: Sequence[Retention], target: float, width: int) -> Content:
    """Recalled reviews per span as a bar with its number, against the target that the learner set."""
    if not any(span.reviews for span in spans):
        return Content.styled(
            f"What you recall of cards in review will stand here, against your target of {percent(target)}.",
            "$dim",
        )
    lines = []
    bar = 20 if width >= 72 else 14
    for span in spans:
        if not span.reviews:
            lines.append(line((f"{span.name:<14}", ""), ("no reviews", "$dim")))
            continue
        share = span.recalled / span.reviews
        lines.append(
            row(
                [
                    Column(line(span.name), 13),
                    Column(gauge(share, bar), bar, from_width=46),
                    Column(line((percent(share), "bold")), 5, right=True),
                    Column(_against(share, target, span.reviews), 0),
                ],
                width,
            )
        )
    return stack(lines)


def _against(share: float, target: float, reviews: int) -> Content:
    """How a share compares with the target, in words; small numbers are called small."""
    if reviews < LEAST_REVIEWS:
        return line((f"only {reviews} so far", "$dim"))
    error = 2 * (target * (1 - target) / reviews) ** 0.5
    if share >= target - error:
        verdict = ("✓ on target", "$right") if share <= target + error else ("▲ above target", "$accent")
    else:
        verdict = ("▼ below target", "$notice")
    return line(verdict, (f", {count(reviews, 'review')}", "$dim"))


def domain_bars(
    domains: Sequence[DomainProgress], width: int, published: Mapping[str, str] = NO_WEIGHTS
) -> Content:
    """Mastery per domain: share of the exam (as `published`, by id), bar, number, how much has been seen."""
    has_items = any(domain.items for domain in domains)
    id_width = min(10, max((len(domain.domain_id) for domain in domains), default=1))
    lines = []
    for domain in domains:
        computed = percent(domain.weight) if domain.weight_published else f"~{percent(domain.weight)}"
        columns = [
            Column(line((domain.domain_id, "$dim")), id_width, from_width=52),
            Column(line(domain.name), 0),
            Column(line((published.get(domain.domain_id, computed), "$dim")), 7, from_width=44, right=True),
        ]
        if has_items:
            columns += _mastery(domain)
        lines.append(row(columns, width))
    return stack(lines)


def _mastery(domain: DomainProgress) -> list[Column]:
    standing = f"{domain.seen} of {domain.items} seen" if domain.items else "no items yet"
    tries = f"{domain.first_right} of {domain.first_tries} right at first" if domain.first_tries else ""
    number = percent(domain.mastery) if domain.items else "–"
    return [
        Column(gauge(domain.mastery, 12), 12, from_width=60),
        Column(line((number, "bold")), 5, right=True),
        Column(line((standing, "$dim")), 16, from_width=72),
        Column(line((tries, "$dim")), 24, from_width=120),
    ]


KINDS = {"question": "questions", "term": "term cards"}


def time_bars(spent: Mapping[str, float], width: int) -> Content:
    """Minutes per kind as bars that share one scale."""
    total = sum(spent.values())
    if total <= 0:
        return Content.styled("The time that you study will stand here.", "$dim")
    lines = []
    for kind, value in sorted(spent.items(), key=lambda pair: -pair[1]):
        lines.append(
            row(
                [
                    Column(line(KINDS.get(kind, kind)), 13),
                    Column(gauge(value / total, 20), 20, from_width=46),
                    Column(line((percent(value / total), "")), 5, right=True),
                    Column(line((minutes(value), "bold")), 0),
                ],
                width,
            )
        )
    return stack(lines)
