"""Progress: every number against an independent count of the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.bootstrap import connect
from studyapp.clock import ManualClock
from studyapp.domain.memory import decay_of, retrievability
from studyapp.errors import NotFound
from studyapp.paths import Home
from studyapp.services.progress import longest_streak, streak
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, write_bank
from tests.moments import START
from tests.services import evidence
from tests.services.learner import Learner

TODAY = date(2026, 7, 15)
NOT_UNDONE = "kind = 'answer' AND NOT EXISTS (SELECT 1 FROM log_entry u WHERE u.voids = e.id)"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learner]:
    """Somebody with some weeks of study, gaps, errors and second thoughts behind them; only looked at."""
    home, clock = Home(tmp_path_factory.mktemp("months") / "home"), ManualClock(START)
    write_bank(home.content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studyapp.services.importing.bundled_content", lambda: ())
        services = connect(home, clock)
        services.settings.update(timezone="UTC")
        services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 120))
    services.settings.update(new_cards_a_day=8)
    learner = Learner(services, clock)
    # Reviews 30 and 7 days ago: just outside the spans of the retention.
    for gap in (4, 9, 1, 6, 4, 3, 3, 4):
        learner.study(right=lambda showing: showing.number % 4 != 0, elapsed_ms=11_000)
        learner.services.study.undo()
        learner.sleep(gap)
    learner.services.study.start()
    for _ in range(4):
        learner.answer(elapsed_ms=13_000)
    yield learner
    services.close()


def test_totals_agree_with_the_log(months: Learner) -> None:
    counted = evidence.counted_again(months.services)

    assert len(counted) > 20
    assert evidence.totals(months.services) == counted


def test_days_of_the_heatmap_agree_with_the_log(months: Learner) -> None:
    counted = evidence.rows(
        months.services,
        "SELECT day, count(*), sum(elapsed_ms) / 60000.0 FROM log_entry e "
        f"WHERE {NOT_UNDONE} GROUP BY day ORDER BY day",
    )

    shown = months.services.progress.overview().days

    assert [(day.day.isoformat(), day.answers) for day in shown] == [(day, n) for day, n, _minutes in counted]
    assert [day.minutes for day in shown] == pytest.approx([minutes for _day, _n, minutes in counted])


def test_sums_agree_with_the_log(months: Learner) -> None:
    ((answers, minutes),) = evidence.rows(
        months.services, f"SELECT count(*), sum(elapsed_ms) / 60000.0 FROM log_entry e WHERE {NOT_UNDONE}"
    )
    by_kind = dict(
        evidence.rows(
            months.services,
            "SELECT CASE substr(card_id, 1, 1) WHEN 'q' THEN 'question' ELSE 'term' END, "
            f"sum(elapsed_ms) / 60000.0 FROM log_entry e WHERE {NOT_UNDONE} GROUP BY 1",
        )
    )

    progress = months.services.progress.overview()

    assert progress.total_answers == answers
    assert progress.total_minutes == pytest.approx(minutes)
    assert dict(progress.minutes_by_kind) == pytest.approx(by_kind)


def test_retention_agrees_with_the_log(months: Learner) -> None:
    today = months.services.context.today()
    shown = {
        part.name: (part.reviews, part.recalled) for part in months.services.progress.overview().retention
    }

    for name, days in (("last 7 days", 7), ("last 30 days", 30), ("last 365 days", 365)):
        first = today - timedelta(days=days - 1)
        ((reviews, recalled),) = evidence.rows(
            months.services,
            "SELECT count(*), coalesce(sum(grade > 1), 0) FROM log_entry e "
            f"WHERE {NOT_UNDONE} AND phase = 'review' AND day >= ?",
            first.isoformat(),
        )
        assert shown[name] == (reviews, recalled), name
    assert shown["last 30 days"][0] > shown["last 30 days"][1] > 0


def test_today_counts_todays_answers(months: Learner) -> None:
    today = months.services.study.today()

    assert today.answers_today == 4
    assert today.minutes_done == pytest.approx(4 * 13 / 60)
    assert today.recent[-1] == 4
    assert len(today.recent) == 14


def test_recent_days_agree_with_the_log(months: Learner) -> None:
    now = months.services.context.today()
    counted = dict(
        evidence.rows(
            months.services, f"SELECT day, count(*) FROM log_entry e WHERE {NOT_UNDONE} GROUP BY day"
        )
    )

    recent = months.services.study.today().recent

    days = [(now - timedelta(days=13 - n)).isoformat() for n in range(14)]
    assert list(recent) == [counted.get(day, 0) for day in days]
    assert 0 in recent


def test_mastery_is_the_mean_recall_over_all_items(months: Learner) -> None:
    context = months.services.context
    decay, today = decay_of(context.model.parameters), context.today()
    best: dict[str, float] = {}
    for item_id, kind, stability, last_on in evidence.rows(
        months.services, "SELECT item_id, kind, stability, last_on FROM card WHERE stability IS NOT NULL"
    ):
        recall = retrievability(stability, (today - date.fromisoformat(last_on)).days, decay)
        best[kind + item_id] = max(best.get(kind + item_id, 0.0), recall)
    domains = {d.domain_id: d for d in months.services.progress.overview().domains}

    for domain_id, domain in domains.items():
        mine = evidence.rows(
            months.services, "SELECT kind || id FROM item WHERE domain_id = ? ORDER BY 1", domain_id
        )
        assert domain.items == len(mine)
        assert domain.seen == sum(key in best for (key,) in mine)
        assert domain.mastery == pytest.approx(sum(best.get(key, 0.0) for (key,) in mine) / len(mine))
    assert sum(d.items for d in domains.values()) == 18
    assert [d.weight for d in domains.values()] == [0.4, 0.6]


def test_first_tries_of_a_domain_agree_with_the_log(months: Learner) -> None:
    for domain in months.services.progress.overview().domains:
        ((tried, right),) = evidence.rows(
            months.services,
            "SELECT coalesce(sum(first_sight), 0), coalesce(sum(first_sight AND grade > 1), 0) "
            f"FROM log_entry e WHERE {NOT_UNDONE} AND domain_id = ?",
            domain.domain_id,
        )
        assert (domain.first_tries, domain.first_right) == (tried, right)
    assert sum(d.first_tries for d in months.services.progress.overview().domains) == 12


def test_an_item_is_learned_after_three_days_of_recall(learner: Learner, goal: Goal) -> None:
    learned = []
    for _day in range(3):
        learner.study("questions")
        learned.append(sum(d.learned for d in learner.services.progress.overview().domains))
        learner.sleep(400)

    assert learned == [0, 0, 12]
    assert learner.services.library.certifications()[0].mastered == 12


def test_progress_without_any_history_is_empty(learner: Learner) -> None:
    progress = learner.services.progress.overview()

    assert (progress.days, progress.domains, progress.total_answers) == ((), (), 0)
    assert (progress.streak, progress.longest_streak) == (0, 0)
    assert [part.reviews for part in progress.retention] == [0, 0, 0]
    assert len(progress.forecast) == 30


def test_the_domains_of_another_certification_can_be_asked_for(
    home: Home, learner: Learner, goal: Goal
) -> None:
    write_bank(home.content, "oth-201", questions=3)
    learner.services.library.refresh()

    assert learner.services.progress.overview("oth-201").certification_code == "OTH-201"
    with pytest.raises(NotFound, match="nothing-like-it"):
        learner.services.progress.overview("nothing-like-it")


# Streaks


def _days(*back: int) -> list[date]:
    return [TODAY - timedelta(days=n) for n in back]


@pytest.mark.parametrize(
    ("active", "off", "expected"),
    [
        pytest.param([], [], 0, id="nothing yet"),
        pytest.param([0], [], 1, id="today only"),
        pytest.param([1, 2, 3], [], 3, id="today is not over"),
        pytest.param([0, 1, 2, 4, 5], [], 3, id="a gap ends it"),
        pytest.param([2, 3], [], 0, id="yesterday was missed"),
        pytest.param([0, 1, 3, 4], [2], 4, id="a day off bridges"),
        pytest.param([3, 4], [1, 2], 2, id="two days off before today"),
        pytest.param([3, 4], [0, 1, 2], 2, id="today is a day off too"),
        pytest.param([0, 1, 2], [1], 3, id="studied on a day off"),
        pytest.param([0], [1, 2, 3], 1, id="days off before the first day"),
        pytest.param([], [0, 1, 2], 0, id="only days off"),
        pytest.param([0, 2], [3], 1, id="a day off elsewhere bridges nothing"),
    ],
)
def test_a_streak(active: list[int], off: list[int], expected: int) -> None:
    assert streak(_days(*active), TODAY, frozenset(_days(*off))) == expected


@pytest.mark.parametrize(
    ("active", "off", "expected"),
    [
        ([], [], 0), ([5], [], 1), ([1, 2, 3, 10, 11], [], 3), ([1, 2, 4], [3], 3), ([1, 2, 4], [], 2),
        ([9, 5], [6, 7, 8], 2), ([9, 5], [6, 8], 1),
    ],
)  # fmt: skip
def test_the_longest_streak(active: list[int], off: list[int], expected: int) -> None:
    assert longest_streak(_days(*active), frozenset(_days(*off))) == expected


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_no_streak_is_longer_than_the_longest(active: set[int], off: set[int]) -> None:
    days, free = _days(*active), frozenset(_days(*off))

    assert streak(days, TODAY, free) <= longest_streak(days, free) <= len(days)


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_a_day_off_never_shortens_a_streak(active: set[int], off: set[int]) -> None:
    days = _days(*active)

    assert streak(days, TODAY, frozenset(_days(*off))) >= streak(days, TODAY, frozenset())


def test_a_streak_grows_day_by_day_and_survives_a_planned_break(learner: Learner, goal: Goal) -> None:
    shown = []
    for day in range(6):
        if day == 3:
            learner.services.goals.set_break(learner.services.context.today(), on=True)
        else:
            learner.services.study.start()
            learner.answer()
        shown.append(learner.services.study.today().streak)
        learner.sleep()

    assert shown == [1, 2, 3, 3, 4, 5]
    assert learner.services.progress.overview().longest_streak == 5


def test_a_weekday_off_does_not_break_a_streak(learner: Learner, goal: Goal) -> None:
    learner.services.settings.update(days_off=[5, 6])
    for _day in range(8):
        if learner.services.context.today().weekday() < 5:
            learner.services.study.start()
            learner.answer()
        learner.sleep()

    assert learner.services.study.today().streak == 6


def test_days_off_are_marked_in_the_days_ahead(learner: Learner, goal: Goal) -> None:
    today = learner.services.context.today()
    learner.services.settings.update(days_off=[6])
    learner.services.goals.set_break(today + timedelta(1), on=True)

    week = [day.day for day in learner.services.study.today().week if day.is_break]
    month = [day.day for day in learner.services.progress.overview().forecast if day.is_break]

    sundays = [today + timedelta(n) for n in range(30) if (today + timedelta(n)).weekday() == 6]
    assert month == sorted({today + timedelta(1), *sundays})
    assert week == [day for day in month if (day - today).days < 7]


def test_an_answer_after_midnight_belongs_to_the_evening(learner: Learner, goal: Goal) -> None:
    learner.clock.advance(timedelta(hours=8))
    assert learner.clock.now().date() == date(2026, 7, 2)
    learner.services.study.start()
    learner.answer()

    assert [day.day for day in learner.services.progress.overview().days] == [date(2026, 7, 1)]


def test_old_facts_and_coming_events_are_noticed(home: Home, learner: Learner) -> None:
    write_bank(
        home.content, "oth-201", questions=2, status="retiring", checked_as_of="2026-01-01",
        life_cycle=[{"event": "last-exam", "on": "2026-08-01", "note": "The last day to sit it."}],
    )  # fmt: skip
    learner.services.library.refresh()
    learner.services.goals.set(Goal("oth-201", None, 20))

    notices = learner.services.study.today().notices

    assert any("The last day to sit it" in notice for notice in notices)
    assert any("181 days ago" in notice for notice in notices)


def test_a_retired_goal_names_its_successor(home: Home, learner: Learner) -> None:
    write_bank(home.content, "oth-201", questions=2, status="retired", successors=[CERTIFICATION])
    learner.services.library.refresh()
    learner.services.goals.set(Goal("oth-201", None, 20))

    assert "OTH-201 is retired; it was replaced by TST-101." in learner.services.study.today().notices


def test_a_goal_whose_bank_is_gone_is_noticed(home: Home, learner: Learner, goal: Goal) -> None:
    for path in (home.content / CERTIFICATION).iterdir():
        path.unlink()
    learner.services.library.refresh()

    today = learner.services.study.today()

    assert "no longer in the content" in today.notices[0]
    assert today.planned == 0
