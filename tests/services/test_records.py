"""Exams booked, passed and failed, certifications held, steps waived: what is kept, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from studyapp.domain.records import RecordKind
from studyapp.errors import InvalidInput, NotFound
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, roadmap, write_bank, write_yaml
from tests.services import evidence
from tests.services.learner import Learner

BOOKED, PASSED, FAILED = RecordKind.BOOKED, RecordKind.PASSED, RecordKind.FAILED
HELD, WAIVED = RecordKind.HELD, RecordKind.WAIVED
TODAY = date(2026, 7, 1)
LATER = date(2026, 9, 1)


@pytest.fixture
def dated(home: Home, services: Services) -> Services:
    """tst-101, which is valid for three years, and oth-201, which retired in May."""
    write_bank(
        home.content,
        exam={
            "passing_score": 700, "score_min": 100, "score_max": 1000, "validity_years": 3,
            "renewal": "Pass it again.",
        },
    )  # fmt: skip
    write_bank(
        home.content, "oth-201", questions=2, terms=0, successors=[CERTIFICATION],
        life_cycle=[{"event": "retired", "on": "2026-05-01"}],
    )  # fmt: skip
    services.library.refresh()
    assert services.library.problems() == []
    return services


def test_nothing_is_on_paper_at_first(services: Services) -> None:
    assert services.records.all() == []
    assert services.library.certification(CERTIFICATION).state == "open"


def test_a_pass_is_kept_with_its_score_and_its_expiry_from_the_facts(dated: Services) -> None:
    dated.records.put(CERTIFICATION, PASSED, date(2026, 5, 3), score=812)

    (found,) = dated.records.all(CERTIFICATION)
    assert (found.kind, found.on, found.score, found.expires_on) == (
        PASSED, date(2026, 5, 3), 812, date(2029, 5, 3),
    )  # fmt: skip
    detail = dated.library.certification(CERTIFICATION)
    assert (detail.state, detail.reason) == ("passed", "passed 3 May 2026, until 3 May 2029")
    assert detail.paper.proof == found


def test_an_expiry_can_be_given_or_denied(dated: Services) -> None:
    dated.records.put(CERTIFICATION, HELD, date(2020, 1, 1), expires_on=date(2027, 1, 1))
    dated.records.put(CERTIFICATION, HELD, date(2021, 1, 1), never_expires=True)

    assert [r.expires_on for r in dated.records.all()] == [date(2027, 1, 1), None]


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        (BOOKED, {"on": TODAY - timedelta(1)}, "past"),
        (PASSED, {"on": TODAY + timedelta(1)}, "to come"),
        (FAILED, {"on": TODAY + timedelta(1)}, "to come"),
        (WAIVED, {}, "reason"),
        (WAIVED, {"reason": "   "}, "reason"),
        (PASSED, {"score": 5000}, "scale"),
        (PASSED, {"score": 650}, "passed at 700"),
        (FAILED, {"score": 700}, "passed at 700"),
        (BOOKED, {"on": LATER, "score": 700}, "no score"),
        (HELD, {"on": TODAY, "expires_on": TODAY - timedelta(1)}, "before"),
        (FAILED, {"expires_on": LATER}, "expire"),
    ],
)
def test_what_cannot_be_so_is_refused(
    dated: Services, kind: RecordKind, more: dict[str, object], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        dated.records.put(CERTIFICATION, kind, **more)  # type: ignore[arg-type]

    assert dated.records.all() == []
    assert evidence.log_length(dated) == 0


def test_a_retired_exam_cannot_be_booked_and_its_successor_is_named(dated: Services) -> None:
    with pytest.raises(InvalidInput, match="retired") as refused:
        dated.records.put("oth-201", BOOKED, LATER)

    assert "TST-101" in refused.value.advice


def test_a_retired_exam_that_was_passed_can_be_recorded(dated: Services) -> None:
    dated.records.put("oth-201", PASSED, date(2025, 5, 1))

    assert dated.library.certification("oth-201").state == "passed"


def test_an_unknown_certification_is_refused(services: Services) -> None:
    with pytest.raises(NotFound, match="no-such"):
        services.records.put("no-such", PASSED)


def test_a_booked_exam_sets_the_day_of_the_goal_and_keeps_its_minutes(dated: Services) -> None:
    dated.goals.set(Goal(CERTIFICATION, None, 45, ""))

    dated.records.put(CERTIFICATION, BOOKED, LATER)

    assert dated.goals.all() == [Goal(CERTIFICATION, LATER, 45, "")]
    assert dated.study.today().days_to_exam == 62


def test_a_booked_exam_makes_a_goal_where_there_is_none(dated: Services) -> None:
    dated.records.put(CERTIFICATION, BOOKED, LATER)

    assert dated.goals.current() == Goal(CERTIFICATION, LATER, 20)


def test_after_a_pass_the_exam_day_is_gone_and_another_goal_comes_into_focus(
    home: Home, dated: Services
) -> None:
    write_bank(home.content, "new-301", questions=2)
    dated.library.refresh()
    dated.goals.set(Goal("new-301", None, 30))
    dated.goals.set(Goal(CERTIFICATION, TODAY, 45))

    dated.records.put(CERTIFICATION, PASSED)

    assert dated.goals.all() == [Goal("new-301", None, 30), Goal(CERTIFICATION, None, 45)]


def test_a_record_can_be_taken_back_and_the_goal_is_as_before(dated: Services) -> None:
    dated.goals.set(Goal(CERTIFICATION, date(2026, 8, 1), 45))
    dated.records.put(CERTIFICATION, BOOKED, LATER)

    taken = dated.records.undo(CERTIFICATION)

    assert taken.kind is BOOKED
    assert dated.records.all() == []
    assert dated.goals.all() == [Goal(CERTIFICATION, date(2026, 8, 1), 45)]
    assert evidence.failures(dated) == []


def test_a_goal_that_a_booking_made_goes_with_it(dated: Services) -> None:
    dated.records.put(CERTIFICATION, BOOKED, LATER)
    dated.records.undo(CERTIFICATION)

    assert dated.goals.all() == []


def test_a_newer_wish_wins_over_an_undo(dated: Services) -> None:
    dated.records.put(CERTIFICATION, BOOKED, LATER)
    dated.goals.set(Goal(CERTIFICATION, LATER, 90))
    dated.records.undo(CERTIFICATION)

    assert dated.goals.all() == [Goal(CERTIFICATION, LATER, 90)]


def test_records_are_taken_back_newest_first_until_none_is_left(dated: Services) -> None:
    dated.records.put(CERTIFICATION, FAILED, date(2026, 5, 1))
    dated.records.put(CERTIFICATION, PASSED, date(2026, 6, 1))

    assert dated.records.undo(CERTIFICATION).kind is PASSED
    assert dated.records.undo(CERTIFICATION).kind is FAILED
    with pytest.raises(NotFound):
        dated.records.undo(CERTIFICATION)


def test_the_log_keeps_everything_and_the_table_can_be_rebuilt_from_it(
    home: Home, dated: Services, connect_to: Callable[..., Services]
) -> None:
    dated.records.put(CERTIFICATION, FAILED, date(2026, 5, 1), score=650)
    dated.records.put(CERTIFICATION, PASSED, date(2026, 6, 1), score=812)
    dated.records.put("oth-201", WAIVED, reason="ten years of it")
    dated.records.put(CERTIFICATION, BOOKED, LATER)
    dated.records.undo(CERTIFICATION)
    before = dated.records.all()
    with dated.context.store.write() as session:
        session.connection().exec_driver_sql("DELETE FROM record WHERE kind = 'failed'")
        session.connection().exec_driver_sql("UPDATE record SET score = 999 WHERE kind = 'passed'")

    assert [f.split(":")[0] for f in evidence.failures(dated)] == ["records"]
    dated.health.rebuild()

    assert dated.records.all() == before
    assert evidence.failures(dated) == []
    assert len(evidence.rows(dated, "SELECT 1 FROM log_entry WHERE kind = 'record'")) == 4


@pytest.mark.parametrize(
    ("days", "said"),
    [(91, ""), (90, "ends in 90 days"), (1, "ends tomorrow"), (0, "ends today"), (-1, "ended on"), (-91, "")],
)
def test_today_reminds_of_an_end_in_time(dated: Services, days: int, said: str) -> None:
    end = TODAY + timedelta(days)
    dated.records.put(CERTIFICATION, HELD, date(2024, 1, 1), expires_on=end)

    notices = [n for n in dated.study.today().notices if "TST-101" in n]

    assert len(notices) == bool(said)
    assert all(said in notice and "Pass it again." in notice for notice in notices)


def test_today_asks_how_an_exam_went(dated: Services, learner: Learner) -> None:
    dated.records.put(CERTIFICATION, BOOKED, TODAY)
    assert not any("how it went" in notice for notice in dated.study.today().notices)

    learner.sleep(1)

    assert any("Record how it went" in notice for notice in dated.study.today().notices)
    dated.records.put(CERTIFICATION, PASSED, TODAY)
    assert not any("how it went" in notice for notice in dated.study.today().notices)


def test_one_proof_shows_on_every_road(home: Home, dated: Services) -> None:
    for name in ("one", "two"):
        write_yaml(home.content / "roadmaps" / f"{name}.yaml", roadmap(name, [[CERTIFICATION], ["oth-201"]]))
    dated.library.refresh()

    dated.records.put(CERTIFICATION, PASSED)

    for name in ("one", "two"):
        detail = dated.roadmaps.roadmap(name)
        assert [stage.state for stage in detail.stages] == ["passed", "passed"], "oth-201 leads to tst-101"
    assert [(r.done, r.of) for r in dated.roadmaps.all()] == [(2, 2), (2, 2)]
    assert dated.library.certification(CERTIFICATION).roads == (
        ("one", "Road of the one"), ("two", "Road of the two"),
    )  # fmt: skip


def test_a_waived_step_is_told_apart_from_a_passed_one(home: Home, dated: Services) -> None:
    write_yaml(home.content / "roadmaps" / "one.yaml", roadmap("one", [[CERTIFICATION], ["oth-201"]]))
    dated.library.refresh()

    dated.records.put(CERTIFICATION, WAIVED, reason="ten years of it")

    detail = dated.roadmaps.roadmap("one")
    assert (detail.stages[0].state, detail.done, detail.waived) == ("waived", 0, 2)


class TestKeeping:
    """What is passed goes on being remembered, at a lower dose."""

    @pytest.fixture
    def passed(self, home: Home, learner: Learner) -> Learner:
        """Somebody who studied tst-101 for a week and passed, with another goal to come."""
        write_bank(home.content, "new-301", questions=6, terms=0)
        services = learner.services
        services.library.refresh()
        services.goals.set(Goal(CERTIFICATION, None, 120))
        for _day in range(4):
            learner.study()
            learner.sleep(2)
        services.records.put(CERTIFICATION, PASSED)
        return learner

    def reviews(self, learner: Learner) -> int:
        parts = learner.services.study.today().parts
        return sum(part.count for part in parts if part.name.startswith("reviews"))

    def test_reviews_go_on_and_are_fewer(self, passed: Learner) -> None:
        counts = []
        for undone in (False, True):
            if undone:
                passed.services.records.undo(CERTIFICATION)
            counts.append([])
            for _week in range(6):
                counts[-1].append(self.reviews(passed))
                passed.sleep(7)
            passed.clock.set(passed.clock.now() - timedelta(weeks=6))

        kept, full = counts
        assert sum(kept) < sum(full)
        assert kept[-1] > 0, "it is not forgotten"

    def test_nothing_new_is_begun(self, passed: Learner) -> None:
        passed.services.goals.set(Goal(CERTIFICATION, None, 120))

        assert not any(part.name.startswith("new") for part in passed.services.study.today().parts)

    def test_the_buttons_show_the_longer_intervals(self, passed: Learner) -> None:
        passed.sleep(60)
        passed.services.study.start()
        kept = passed.shown()
        passed.services.records.undo(CERTIFICATION)
        passed.services.study.start()
        full = passed.shown()

        assert kept.card_id == full.card_id
        assert max(kept.intervals.values()) > max(full.intervals.values())

    def test_another_exam_leaves_it_a_small_part_of_the_day(self, passed: Learner) -> None:
        passed.sleep(120)
        services = passed.services
        services.goals.set(Goal("new-301", services.context.today() + timedelta(20), 5))

        seen = passed.study()

        kept = [s for s in seen if s.reason.startswith("Kept after your pass")]
        assert kept
        assert {s.certification_code for s in seen} == {"TST-101", "NEW-301"}
        # A fifth of five minutes, at no less than eight seconds a review.
        assert len(kept) <= 60 / 8
