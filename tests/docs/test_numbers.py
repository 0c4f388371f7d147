"""Numbers that pages repeat from the code."""

from __future__ import annotations

import re
from datetime import date

import pytest

from studyapp.domain.lifecycle import FACTS_REVIEW_DAYS
from studyapp.domain.memory import (
    DEFAULT_PARAMETERS,
    Preferences,
    fuzz_range,
    interval_for,
    retrievability,
)
from studyapp.domain.planner import COVERAGE_BONUS, NEW_SHARE, START_SECONDS, STOP_SHARE, Advice, Ranked, why
from studyapp.domain.roadmaps import STUDIED_SHARE
from studyapp.domain.sessions import LEARN_AHEAD
from studyapp.fsrs import Fsrs
from studyapp.services.paces import MIN_SAMPLES, START_WEIGHT
from studyapp.services.planning import advice_text
from studyapp.services.tracing import trace
from studyapp.store.backup import KEEP_DAILY, KEEP_OTHER
from tests.docs.pages import DOCS, ROOT, table_under, text_of

MEMORY = text_of(DOCS / "memory.md")
PLANNER = text_of(DOCS / "planner.md")
LEARNERS = text_of(DOCS / "learners.md")


def test_the_trace_of_the_page_is_what_the_model_gives() -> None:
    grades, intervals = (
        [int(number) for number in line.split()]
        for name in ("grades", "intervals")
        for line in re.findall(rf"^{name}((?: +\d+)+)$", MEMORY, re.MULTILINE)
    )
    assert [line.interval_days for line in trace(Fsrs(), grades)] == intervals


def test_one_night_is_one_day_with_the_numbers_of_the_page() -> None:
    model = Fsrs()
    first = model.next_states(None, 0)[3]
    assert f"{model.next_states(first, 1)[3].stability:.4f}" in MEMORY
    assert f"{model.next_states(first, 0)[3].stability:.4f}" in MEMORY


def test_the_formula_of_the_curve_is_the_code() -> None:
    decay = -DEFAULT_PARAMETERS[20]
    assert f"d = −{-decay:.4f}" in MEMORY
    factor = 0.9 ** (1 / decay) - 1
    assert retrievability(10, 7) == pytest.approx((1 + factor * 7 / 10) ** decay)
    days = [round(interval_for(10, share)) for share in (0.95, 0.85, 0.80)]
    told = "it is {} days at 95 %, {} days at 85 % and {} days at 80 %".format(*days)
    assert told in " ".join(MEMORY.split())


def test_the_ranges_of_the_fuzz_are_those_of_the_code() -> None:
    lines = table_under(MEMORY, "| Interval | Range |")
    assert len(lines) >= 4
    for interval, shown in lines:
        low, high = fuzz_range(float(interval.split()[0]), 36_500)
        assert shown == (f"{low} to {high}" if low != high else str(low))


def test_steps_leeches_and_limits_are_those_of_the_code() -> None:
    usual = Preferences()
    assert usual.learning_steps == (1, 10)
    assert "first steps: 1 minute, then 10 minutes" in MEMORY
    assert usual.relearning_steps == (10,)
    assert f"forgot {usual.leech_lapses} times in review" in MEMORY
    assert f"up to {LEARN_AHEAD.total_seconds() / 60:.0f} minutes early" in MEMORY


def test_the_constants_of_the_planner_are_those_of_the_code() -> None:
    for kind, name in (("question", "question"), ("term", "card")):
        start = START_SECONDS[kind]
        assert f"| {name} | {start.new:g} | {start.review:g} | {start.lapse:g} |" in PLANNER
    assert f"v + {COVERAGE_BONUS} · sum" in PLANNER
    assert f"S0 = {DEFAULT_PARAMETERS[0]} days" in PLANNER
    assert f"less than {STOP_SHARE:.0%} of".replace("%", " %") in PLANNER
    assert NEW_SHARE == 0.75
    assert "three quarters go to new items" in PLANNER
    assert MIN_SAMPLES == 8
    assert "8 answers" in PLANNER
    assert START_WEIGHT == 15
    assert "15 answers more" in PLANNER


def _plainly(text: str) -> str:
    return " ".join(text.split()).replace(" %", "%")


def test_the_sentences_of_the_planner_are_those_of_the_program() -> None:
    seen = Ranked("q:1", "question", "1", 1.0, 10, False, 0.7, 0.64, 0.88, 0.2)
    safe = Ranked("q:2", "question", "1", 1.0, 10, False, 0.95, 0.93, 0.94, 0.2)
    new = Ranked("q:3", "question", "1", 1.0, 60, True, 0, 0.25, 0.65, 0.2, "IAM roles", 1, 4)
    advice = advice_text(Advice(needed_s=3600 * 4, available_s=3600 * 4 * 0.88, days=21), 10)
    page = _plainly(PLANNER)
    for sentence in (why(seen, "Networking"), why(safe, "Networking"), why(new, "Networking")):
        assert _plainly(sentence) in page
    assert _plainly(advice).partition("of this")[2].partition(";")[0] in page
    assert "At 10 minutes a day you will meet about 66% of this before the exam;" in page
    assert _plainly(advice).startswith("At 10 minutes a day you will meet about 66% of this before the exam;")


def test_the_learners_page_repeats_the_code() -> None:
    assert f"when {STUDIED_SHARE:.0%} of its items".replace("%", " %") in LEARNERS
    assert f"more than {FACTS_REVIEW_DAYS} days ago" in LEARNERS
    assert f"{KEEP_DAILY} daily" in LEARNERS
    assert f"{KEEP_OTHER} others" in LEARNERS
    new, review = START_SECONDS["question"].new, START_SECONDS["question"].review
    assert f"is {new:g} and {review:g} seconds" in LEARNERS


def test_the_changelog_counts_what_ships() -> None:
    text = text_of(ROOT / "CHANGELOG.md")
    certifications = len(list((ROOT / "question_banks").glob("*/certification.yaml")))
    assert f"**{certifications} certifications**" in text
    assert len(list((ROOT / "roadmaps").glob("*.yaml"))) == 6
    assert "**Roadmaps**: six" in text


def test_the_changelog_keeps_to_its_format() -> None:
    text = text_of(ROOT / "CHANGELOG.md")
    heads = re.findall(r"^## \[(.+?)\](?: - (\S+))?$", text, re.MULTILINE)
    assert heads[0] == ("Unreleased", "")
    for version, on in heads[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert date.fromisoformat(on)
    kinds = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
