"""What a mentor should look at first, and talk about: rules over what learners handed over.

Each reason has a weight; a learner's need is the sum of the weights. The weights are a judgement, not a
measurement: they only decide the order of a list, and the reason stands beside it in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.forecasts import whole
from studyapp.domain.readiness import ENOUGH

LOOK_BACK_DAYS = 14
KEPT_SHARE = 0.8
"""A planned day is kept with this share of its minutes: ending three minutes early is no broken promise."""
FALLS_BY = 0.08
SURE_ANSWERS = 10
SURE_WRONG = 0.2
OLD_DAYS = 14
GOOD_CHANCE = 0.6
EXAM_WEIGHTS = ((7, 100), (14, 90), (30, 50), (60, 20))
"""Weight of a low P(pass) by the days that are left: it is what would come if nothing more were studied, so
that it says little of an exam that is far away."""
FORECAST_WEIGHTS = ((7, 80), (21, 60))
"""The same where there is no forecast yet."""
LARGE_DOMAIN = 0.15
WEAK_SHARE = 0.55
"""A domain of this share of the exam, with less of it expected right, is a reason by itself: no exam passes
with so little, and the prior (72 %) is left that far behind by evidence only."""
SHOWS_UP_DAYS = 10
LONG_IDLE_DAYS = 7
"""Days without an answer from which on they are a reason by themselves."""
REWRITTEN_WEIGHT = 500
"""More than all other reasons together: nothing else in such a file can be built on."""


@dataclass(frozen=True, slots=True)
class WeakDomain:
    """The domain that costs most points of the exam, see `lost_share`; shares of 1.

    `expected` of its questions are expected to be right on the exam day, by `answers` first answers.
    """

    domain_id: str
    name: str
    weight: float
    expected: float
    answers: int

    @property
    def lost(self) -> float:
        """The share of the exam's points that it is expected to cost."""
        return lost_share(self.weight, self.expected)


def lost_share(weight: float, expected: float) -> float:
    """The share of an exam's points that a domain is expected to cost.

    `expected` is the mean of the belief that P(pass) rests on, see `studyapp.domain.readiness`: the lost
    shares of all domains and the share right of the forecast make 1, but for the rounding to whole items.
    """
    return weight * (1.0 - expected)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one learner: days as of their own export, `export_age` in days as of the mentor's.

    `exam_in` is in days, negative once it is past; `trend` are the P(pass) or the mean recall of their
    exports, oldest first. `planned_days` of the last 14 were no days off, `kept_days` of them had the minutes
    of the goal; `planned_minutes` is that goal, `done_minutes` the mean over these days. `has_begun` says
    whether anything of the certification was met. `rewritten_since` and `untold_since` are the days of
    earlier files whose log the newest does not hold any more, and of which that can't be told.
    """

    idle_days: int | None
    active_days: int
    planned_days: int
    kept_days: int
    has_goal: bool
    exam_in: int | None
    p_pass: float | None
    has_forecast: bool
    missing: int
    first_answers: int
    weakest: WeakDomain | None
    sure: int
    sure_wrong: int
    trend: tuple[float, ...]
    export_age: int
    is_signed: bool
    was_signed: bool = False
    planned_minutes: int = 0
    done_minutes: float = 0.0
    has_begun: bool = True
    code: str = ""
    rewritten_since: str = ""
    untold_since: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a learner needs attention, with its weight in the order of the list."""

    weight: int
    text: str


def reasons(it: Standing) -> list[Reason]:
    """Why this learner needs attention, the weightiest first; empty where all is well."""
    found = [*_about_the_file(it), *_about_the_exam(it), *_about_the_days(it), *_about_learning(it)]
    return sorted(found, key=lambda reason: -reason.weight)


def need(found: Sequence[Reason]) -> int:
    """How much attention all reasons together ask for."""
    return sum(reason.weight for reason in found)


def _about_the_file(it: Standing) -> list[Reason]:
    found = []
    if it.was_signed and not it.is_signed:
        found.append(Reason(100, "the newest file is not signed, though earlier ones were"))
    if it.rewritten_since:
        found.append(
            Reason(
                REWRITTEN_WEIGHT, f"the log no longer holds what the file of {it.rewritten_since} recorded"
            )
        )
    elif it.untold_since:
        since = it.untold_since
        found.append(Reason(45, f"it can't be told whether the log still holds that of {since}"))
    if it.export_age > OLD_DAYS:
        found.append(Reason(20, f"the newest file is {it.export_age} days old"))
    return found


def _about_the_exam(it: Standing) -> list[Reason]:
    if it.exam_in is None:
        return [] if it.has_goal else [Reason(10, "no certification chosen")]
    if it.exam_in < 0:
        return [Reason(50, f"the exam was {_days(-it.exam_in)} ago; no result is recorded")]
    when = "exam today" if it.exam_in == 0 else f"exam in {_days(it.exam_in)}"
    if it.p_pass is not None and it.p_pass < GOOD_CHANCE:
        weight, text = _weight(EXAM_WEIGHTS, it.exam_in), f"{when}, P(pass) {whole(it.p_pass)} %"
    elif it.p_pass is None and it.has_forecast:
        weight, text = _weight(FORECAST_WEIGHTS, it.exam_in), f"{when}, too few answers yet"
    else:
        return []
    return [Reason(weight, text)] if weight else []


def _weight(weights: Sequence[tuple[int, int]], days: int) -> int:
    return next((weight for within, weight in weights if days <= within), 0)


def _about_the_days(it: Standing) -> list[Reason]:
    if it.idle_days is None:
        return [Reason(65, "has not begun")]
    found = []
    if it.idle_days >= LONG_IDLE_DAYS:
        found.append(Reason(70 if it.idle_days >= 14 else 45, f"nothing for {_days(it.idle_days)}"))
    elif it.planned_days >= 5 and it.kept_days * 2 < it.planned_days:
        shows_up = it.active_days >= SHOWS_UP_DAYS
        found.append(Reason(20 if shows_up else 30, _minutes_of_plan(it)))
    return found


def _minutes_of_plan(it: Standing) -> str:
    if it.done_minutes >= it.planned_minutes:  # a few long days, or an export that does not say
        return f"{it.kept_days} of {it.planned_days} planned days kept"
    return f"{it.done_minutes:.0f} of {it.planned_minutes} planned minutes a day"


def _about_learning(it: Standing) -> list[Reason]:
    found = []
    if it.has_goal and not it.has_begun:
        found.append(Reason(35, f"has not begun with {it.code or 'the certification'}"))
    if len(it.trend) > 1 and it.trend[-1] <= it.trend[-2] - FALLS_BY:
        before, now = it.trend[-2] * 100, it.trend[-1] * 100
        found.append(Reason(25, f"fell from {before:.0f} to {now:.0f} % since the last file"))
    if it.sure >= SURE_ANSWERS and it.sure_wrong > SURE_WRONG * it.sure:
        found.append(Reason(20, f"wrong in {it.sure_wrong} of {it.sure} answers given as sure"))
    weak = it.weakest
    if weak is not None and it.has_begun and weak.weight >= LARGE_DOMAIN and weak.expected < WEAK_SHARE:
        found.append(Reason(15, f"{weak.domain_id} {weak.name}: {whole(weak.expected)} % right expected"))
    return found


def talking_points(it: Standing, mixed_up: Sequence[tuple[str, str, int]] = ()) -> tuple[str, ...]:
    """What to talk about, in the order in which one would; something that goes well comes first.

    `mixed_up`: the right thing, what was taken for it, how often.
    """
    points = []
    if it.rewritten_since:
        points.append(
            f"What was recorded up to {it.rewritten_since} was changed since: an old backup, or by hand? "
            "Ask. 'studyapp key accept FILE' begins anew with a file."
        )
    if it.active_days >= 8 and it.idle_days is not None and it.idle_days >= LONG_IDLE_DAYS:
        points.append(
            f"{it.active_days} of the last 14 days with study, then nothing for {_days(it.idle_days)}. "
            "Ask what came in between."
        )
    elif it.active_days >= 8:
        points.append(f"{it.active_days} of the last 14 days with study. Ask what makes it work.")
    elif it.idle_days is not None:
        points.append(f"{it.active_days} of the last 14 days with study. Ask what stood in the way.")
    if it.planned_days >= 5 and it.kept_days * 2 < it.planned_days:
        points.append(_plan_point(it))
    points += _exam_points(it)
    if not it.has_begun:
        points.append(f"{it.code or 'The certification'} has not been begun. What would be a first step?")
    elif it.weakest is not None:
        points.append(_domain_point(it.weakest))
    if it.sure >= SURE_ANSWERS and it.sure_wrong > SURE_WRONG * it.sure:
        points.append(
            f"{it.sure_wrong} of {it.sure} answers given as sure were wrong at first sight. Ask for the "
            "reason before the answer."
        )
    for right, taken, times in mixed_up[:2]:
        often = f", {times} times" if times > 1 else ""
        points.append(f"Took “{taken}” for “{right}”{often}. What tells them apart?")
    return tuple(points)


def _domain_point(weak: WeakDomain) -> str:
    only = "only " * (weak.answers < ENOUGH)
    return (
        f"{weak.domain_id} {weak.name} ({weak.weight * 100:.0f} % of the exam): "
        f"{whole(weak.expected)} % right expected on the exam day, by {only}{weak.answers} first "
        f"answer{'s' * (weak.answers != 1)}. It costs most points, about {whole(weak.lost)} of 100. "
        "Let them explain one topic of it."
    )


def _plan_point(it: Standing) -> str:
    said = f"The planned minutes were done on {it.kept_days} of {it.planned_days} days"
    if it.done_minutes >= it.planned_minutes:
        return f"{said}. Would less at a time, on more days, be kept?"
    mean = f"{it.done_minutes:.0f} of {it.planned_minutes} minutes on average"
    return f"{said}, {mean}. Would fewer minutes a day be kept?"


def _exam_points(it: Standing) -> list[str]:
    if it.exam_in is None:
        return ["No exam date. Would one help?" if it.has_goal else "No certification chosen. Which one?"]
    if it.exam_in < 0:
        return [f"The exam was {_days(-it.exam_in)} ago. How did it go? Record the result."]
    if it.p_pass is not None and _weight(EXAM_WEIGHTS, it.exam_in) and it.p_pass < GOOD_CHANCE:
        chance = f"{whole(it.p_pass)} % if nothing more is studied"
        return [f"P(pass) is {chance}, with {_days(it.exam_in)} left. Move the date, or add minutes?"]
    if it.p_pass is None and it.missing:
        return [f"{it.missing} more first answers until readiness can be judged: new questions first."]
    return []


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
