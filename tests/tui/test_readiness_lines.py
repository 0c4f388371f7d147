"""The lines of the readiness screen and of Today, for numbers that a small home does not reach."""

from __future__ import annotations

import re
from datetime import date

import pytest
from textual.content import Content

from studyapp import readiness_words as words
from studyapp.domain.forecasts import Outcome, Said, audit
from studyapp.domain.questions import Confidence
from studyapp.domain.readiness import Action, Evidence, Forecast, Shape, Work, forecast
from studyapp.services.readiness_views import (
    ActionOffer,
    ConfusedPair,
    DomainCalibration,
    DomainReadiness,
    Focus,
    MistakeLine,
    Mixed,
    Readiness,
    ReadinessLine,
    ThinDomain,
)
from studyapp.tui import readiness_lines as lines
from studyapp.tui.screens.mistakes import mistake_card, mistake_rows, pair_lines

TODAY = date(2026, 7, 1)
SHAPE = Shape({"1": 40.0, "2": 60.0}, 50, 0.7)
STRONG = forecast({"1": Evidence(40, 32, 30.0), "2": Evidence(44, 36, 34.0)}, SHAPE)
WEAK = forecast({"1": Evidence(9, 7, 7.0)}, SHAPE)
WORK = Work("2", "new", "question", 12, 600.0, 0.02)


def readiness(found: Forecast = STRONG, **changes: object) -> Readiness:
    tested = audit(
        [Outcome(date(2026, 6, d), "c", "mock", 0.85, 0.7, 0.95, 90, d != 3) for d in range(1, 8)]
        + [
            Outcome(
                date(2026, 6, 20),
                "c",
                "mock",
                0.9,
                0.8,
                0.97,
                99,
                True,
                False,
                "only 2 of its 9 answers were first sights",
            )
        ]
    )
    said = (Said(Confidence.SURE, 50, 41), Said(Confidence.THINK_SO, 20, 12), Said(Confidence.GUESS, 0, 0))
    fields: dict[str, object] = {
        "certification_id": "c", "code": "TST-101", "name": "Tester", "today": TODAY,
        "exam_on": date(2026, 7, 24),
        "on": date(2026, 7, 24), "forecast": found, "if_today": found, "is_enough": found.is_enough,
        "domains": (
            DomainReadiness("1", "Foundations [b]", 0.8, 40, 0), DomainReadiness("2", "Practice", 0.7, 60, 9),
        ),
        "passing": 700, "score": (640, 820), "unit": "points", "assumptions": ("The pass mark is ours.",),
        "actions": (
            ActionOffer(Action(WORK, 4.2), "12 new questions of Practice", Focus("2", "new", "question")),
        ),
        "calibration": (DomainCalibration("1", "Foundations", said),), "calibration_all": said,
        "audit": tested, "audit_all": tested,
    }  # fmt: skip
    return Readiness(**(fields | changes))  # type: ignore[arg-type]


def text(content: Content) -> str:
    return content.plain


@pytest.mark.parametrize("width", [56, 76, 88])
def test_no_line_is_wider_than_its_column(width: int) -> None:
    found = readiness()
    for drawn in (
        lines.number(found, width), lines.domains(found, width), lines.actions(found, width, "enter"),
        lines.audit(found.audit, found.audit_all, width), lines.calibration(found, width),
        lines.fine_print(found, width),
    ):  # fmt: skip
        assert max(part.cell_length for part in drawn.split("\n", allow_blank=True)) <= width


def test_the_number_stands_with_interval_evidence_and_score() -> None:
    told = text(lines.number(readiness(), 76))
    assert f"P(pass) {words.p_and_interval(STRONG.p_pass, STRONG.p_low, STRONG.p_high)}" in told
    assert "evidence 84 first answers" in told
    assert "For the exam in 23 days, if you studied nothing more." in told
    assert "Score 640 to 820 points with 90 %, pass mark 700; 35 of 50 items pass." in told


def test_too_little_evidence_has_no_number() -> None:
    told = text(lines.number(readiness(WEAK), 76))
    assert "Not enough evidence for a number" in told
    assert "It will be for the exam in 23 days." in " ".join(told.split())
    assert "%" not in told
    of_domains = text(lines.domains(readiness(WEAK), 76))
    assert "16 more first answers" in of_domains
    assert "7 of 9 right" in of_domains
    assert re.findall(r"(\d+) %", of_domains) == ["40", "60"], (
        "the shares of the exam, and no figure expected"
    )
    assert "– of 20" in of_domains
    assert "items right expected" not in of_domains


def test_a_domain_with_too_little_evidence_has_none_where_the_whole_has_one() -> None:
    mixed = forecast({"1": Evidence(1, 0, 0.0), "2": Evidence(44, 36, 34.0)}, SHAPE)
    assert mixed.is_enough
    first, thin, second, together = text(lines.domains(readiness(mixed), 76)).splitlines()[1:]
    assert first.split()[-4:] == ["–", "–", "of", "20"]
    assert "24 more first answers" in thin
    assert re.search(r"\d+ % \(\d+–\d+\) +\d+\.\d of 30$", second)
    assert "items right expected" in together


def test_the_audit_says_how_often_what_was_said_came_true() -> None:
    told = text(lines.audit(readiness().audit, readiness().audit_all, 76))
    assert "of the 7 times we said 80–90 %, 6 passed" in told
    assert "Brier score 0.12 over 7 tested forecasts" in told
    assert "no test: only 2 of its 9 answers were first sights" in " ".join(told.split())


def test_an_audit_without_tests_says_what_will_test_it() -> None:
    assert "No forecast has been tested yet" in text(lines.audit(audit([]), audit([]), 76))


def test_calibration_says_how_often_sure_was_right() -> None:
    told = text(lines.calibration(readiness(), 76))
    assert "82 %" in told
    assert "41 of 50 answers right" in told
    assert "never said" in told


def test_actions_carry_their_gain_and_key() -> None:
    told = text(lines.actions(readiness(), 76, "enter"))
    assert "12 new questions of Practice" in told
    assert "+4.2 points in 10 min, 0.42 a minute   enter" in told


def test_names_of_authors_are_only_text() -> None:
    assert "Foundations [b]" in text(lines.domains(readiness(), 88))


def test_today_s_line_names_the_domain_that_is_nearest_to_counting() -> None:
    thin = (ThinDomain("4", "Four", 9, 16), ThinDomain("5", "Five", 2, 23))
    short = lines.short(ReadinessLine("c", 0.71, 0.34, 0.95, 96, thin))
    assert text(short.head) == "P(pass) 71 % (34–95)   evidence 96 first answers"
    needed = "Domain 4 has 9 of 25 first answers: 16 more before its number counts"
    assert short.more == f"{needed}; 1 other domain has too few as well"
    assert words.thin(thin[0], 1) == needed
    assert words.thin(thin[0], 4) == f"{needed}; 3 other domains have too few as well"
    assert lines.short(ReadinessLine("c", 0.71, 0.34, 0.95, 96, ())).more == ""


@pytest.mark.parametrize(("p", "shown"), [(0.0, 1), (0.001, 1), (0.5, 50), (0.999, 99), (1.0, 99)])
def test_nothing_is_called_certain(p: float, shown: int) -> None:
    assert words.whole(p) == shown


def test_a_mistake_says_what_was_given_instead_of_what() -> None:
    it = MistakeLine(
        "q", "q:q", "TST-101", "1", "Which one?", 2, True, date(2026, 6, 30), 1, 3,
        (Mixed("Fine-tuning", "Retrieval", "It changes the model."),), date(2026, 7, 3),
    )  # fmt: skip
    rows = text(mistake_rows(it, 76))
    assert "sure and wrong, missed 2 times; recalled on 1 of 3 days" in rows
    assert "Fine-tuning instead of Retrieval" in rows
    card = text(mistake_card(it, 60))
    assert "It changes the model." in card
    assert "It comes anyway on 3 July 2026." in card


def test_a_pair_says_its_difference() -> None:
    pair = ConfusedPair(("a", "b"), ("RAG", "Fine-tuning"), 3, "One reads, the other learns.")
    told = text(pair_lines(pair, 60))
    assert "RAG / Fine-tuning   3 times" in told
    assert "One reads, the other learns." in told
