"""Readiness and mistakes in words, the same for the command line and for the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studyapp.domain import forecasts

if TYPE_CHECKING:
    from studyapp.domain.forecasts import Audit, Said
    from studyapp.domain.readiness import Forecast
    from studyapp.services.readiness_views import (
        ActionOffer,
        MistakeLine,
        Readiness,
        ReadinessLine,
        ThinDomain,
    )

p_and_interval, whole = forecasts.p_and_interval, forecasts.whole
INTERVAL = (
    "The range is the 90 % credible interval of the pass probability: what P(pass) would be at the two ends "
    "of what your ability may be by the evidence."
)
EVIDENCE = (
    "Only first answers count: what you see again trains memory and proves nothing. Right ones are "
    "discounted by the forgetting that is predicted until then, if nothing more is studied."
)


def headline(line: ReadinessLine) -> str:
    """`P(pass) 71 % (54–84)`, or that there is not enough evidence."""
    if line.p_pass is None or line.p_low is None or line.p_high is None:
        return "not enough evidence yet"
    return f"P(pass) {p_and_interval(line.p_pass, line.p_low, line.p_high)}"


def evidence(answers: int) -> str:
    """`evidence 96 first answers`."""
    return f"evidence {answers:,} first {'answer' if answers == 1 else 'answers'}"


def thin(domain: ThinDomain, domains: int) -> str:
    """`Domain 4 has 9 of 25 first answers: 16 more before its number counts`; then how many others lack."""
    told = (
        f"Domain {domain.domain_id} has {domain.answers} of {domain.answers + domain.missing} first answers: "
        f"{domain.missing} more before its number counts"
    )
    if domains == 1:
        return told
    others = "1 other domain has" if domains == 2 else f"{domains - 1} other domains have"
    return f"{told}; {others} too few as well"


def thinnest(line: ReadinessLine) -> str:
    """The domain that needs the fewest first answers; "" where all have enough."""
    if not line.thin:
        return ""
    return thin(min(line.thin, key=lambda domain: (domain.missing, domain.domain_id)), len(line.thin))


def day_words(found: Readiness) -> str:
    """Which day the number is for."""
    if found.exam_on is None:
        return "for an exam today; set an exam date for the number of that day"
    if found.exam_on < found.today:
        return "for an exam today; the exam date is over"
    days = (found.on - found.today).days
    return "for today, the day of the exam" if days == 0 else f"for the exam in {days} day{'s' * (days != 1)}"


def score_words(found: Readiness, forecast: Forecast) -> str:
    """The score to be expected, and what passes."""
    low, high = found.score
    return (
        f"Score {low} to {high} {found.unit} with 90 %, pass mark {found.passing}; "
        f"{forecast.to_pass} of {forecast.items} items pass"
    ).replace(" %,", " %,")


def gain(offer: ActionOffer, is_enough: bool = True) -> str:
    """`+4.2 points in 10 min, 0.42 a minute`; without a number to raise, what it brings to one."""
    action = offer.action
    if not is_enough:
        is_evidence = (offer.focus.part, offer.focus.kind) == ("new", "question")
        return f"{action.minutes:.0f} min" + (", and each is a first answer" if is_evidence else "")
    return f"+{action.points:.1f} points in {action.minutes:.0f} min, {action.points_a_minute:.2f} a minute"


def audit(found: Audit, everything: Audit) -> list[str]:
    """The audit in sentences: the Brier score, and the reliability table line by line."""
    if not everything.counted:
        return ["No forecast has been tested yet: a mock exam or a recorded result tests the one before it."]
    told = []
    scored = found if found.counted else everything
    whose = "" if found.counted else ", over all certifications"
    assert scored.brier is not None
    count = scored.counted
    told.append(
        f"Brier score {scored.brier:.2f} over {count} tested forecast{'s' * (count != 1)}{whose} "
        "(0 is perfect, 0.25 is a coin)"
    )
    for band in scored.bands:
        times = "time" if band.said == 1 else "times"
        between = f"{100 * band.low:.0f}–{100 * band.high:.0f} %"
        told.append(f"of the {band.said} {times} we said {between}, {band.came} passed")
    return told


def said(one: Said) -> str:
    """`sure 41 of 50 (82 %)`."""
    name = {"sure": "sure", "think-so": "think so", "guess": "guess"}[str(one.confidence)]
    if one.share is None:
        return f"{name} –"
    return f"{name} {one.right} of {one.answers} ({100 * one.share:.0f} %)"


def mistake_state(line: MistakeLine) -> str:
    """How it stands with a mistake, in a few words."""
    often = "missed once" if line.misses == 1 else f"missed {line.misses} times"
    sure = "sure and wrong, " if line.is_sure else ""
    disputed = "; key disputed" if line.disputed else ""
    return f"{sure}{often}; recalled on {line.recalled_days} of {line.leaves_after} days{disputed}"
