"""What a learner could try so that a rewritten log still passes for the continuation of an earlier passport.

Each attack is done to a real database, and the passport after it is written and signed by the real program.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from studyapp.clock import ManualClock
from studyapp.export.view import Format, Privacy
from studyapp.paths import Home
from studyapp.services.cohort.checking import Checked, Verdict
from studyapp.services.facade import Services
from studyapp.services.sharing.request import Request
from studyapp.services.views import Goal, Showing
from tests.services.learner import Learner

_WRONG = "FROM log_entry WHERE kind = 'answer' AND first_sight = 1 AND correct = 0 ORDER BY id LIMIT 1"
MIDDLE, NEXT = f"(SELECT id {_WRONG})", f"(SELECT id {_WRONG} OFFSET 1)"
OTHER_DEVICE = "INSERT INTO device (id, created_at) VALUES ('other', 9999999999999)"
COLUMNS = (
    "kind, at, day, card_id, grade, correct, confidence, chosen, option_order, elapsed_ms, first_sight, "
    "content_hash, interval_s, due_on, phase, certification_id, domain_id, context, before, payload"
)
FORGET_EXPORTS = "DELETE FROM setting WHERE key = 'exported_positions'"
DROP = f"DELETE FROM log_entry WHERE id = {MIDDLE}"
EDIT = f"UPDATE log_entry SET correct = 1 - coalesce(correct, 0), grade = 3 WHERE id = {MIDDLE}"
ATTACKS = {
    "drop an answer": (DROP,),
    "edit an answer": (EDIT,),
    "make a wrong answer one that was never judged": (
        f"UPDATE log_entry SET correct = NULL WHERE id = {MIDDLE}",
    ),
    "edit how long it took": (f"UPDATE log_entry SET elapsed_ms = 0 WHERE id = {MIDDLE}",),
    "say that it was not at first sight": (f"UPDATE log_entry SET first_sight = 0 WHERE id = {MIDDLE}",),
    "swap two answers": (
        "PRAGMA defer_foreign_keys = ON",
        f"CREATE TEMP TABLE two AS SELECT {MIDDLE} AS a, {NEXT} AS b",
        "UPDATE log_entry SET id = 'x' WHERE id = (SELECT a FROM two)",
        "UPDATE log_entry SET id = (SELECT a FROM two) WHERE id = (SELECT b FROM two)",
        "UPDATE log_entry SET id = (SELECT b FROM two) WHERE id = 'x'",
        "DROP TABLE two",
    ),
    "put an answer in": (
        f"INSERT INTO log_entry (id, device_id, {COLUMNS}) SELECT id || '0', device_id, {COLUMNS} "
        f"FROM log_entry WHERE id = {MIDDLE}",
    ),
    "put an answer in under another device": (
        OTHER_DEVICE,
        f"INSERT INTO log_entry (id, device_id, {COLUMNS}) SELECT id || '0', 'other', {COLUMNS} "
        f"FROM log_entry WHERE id = {MIDDLE}",
    ),
    "hand an answer to another device": (
        OTHER_DEVICE, f"UPDATE log_entry SET device_id = 'other' WHERE id = {MIDDLE}",
    ),
    "take an answer back under another device, in the past": (
        OTHER_DEVICE,
        "INSERT INTO log_entry (id, device_id, kind, at, day, voids, card_id, confidence, chosen, "
        "option_order, elapsed_ms, first_sight, content_hash, interval_s, phase, certification_id, "
        "domain_id, context, before, payload) SELECT id || '0', 'other', 'undo', at, day, id, '', '', '', "
        f"'', 0, 0, '', 0, '', '', '', '', '', '{{}}' FROM log_entry WHERE id = {MIDDLE}",
    ),
    "become another device": (
        "INSERT INTO device (id, created_at) VALUES ('other', 1)",
        f"UPDATE log_entry SET device_id = 'other' WHERE id <> {MIDDLE}",
    ),
}  # fmt: skip


@pytest.fixture
def mentor(tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]) -> Services:
    """Somebody else, with a home of their own."""
    return connect_to(Home(tmp_path / "mentor"), clock)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


def handed_over(services: Services, folder: Path, name: str) -> Path:
    return services.sharing.write(Request(Privacy.ITEMS), Format.PASSPORT, folder / f"{name}.json").path


def do(services: Services, *statements: str) -> None:
    with services.context.store.write() as session:
        for statement in statements:
            session.execute(text(statement))


def last(mentor: Services, *paths: Path) -> Checked:
    """What is said of the last file beside the others, their keys being known."""
    mentor.cohort.check(paths)
    return mentor.cohort.check(paths)[-1]


@pytest.fixture
def first(learner: Learner, goal: Goal, folder: Path) -> Path:
    """A passport of a learner who is wrong at every first sight, and a day of study after it."""
    met: set[str] = set()

    def is_known(showing: Showing) -> bool:
        known = showing.question is None or showing.question.id in met
        met.update({showing.question.id} if showing.question else ())
        return known

    learner.study(elapsed_ms=10_000, right=is_known)
    written = handed_over(learner.services, folder, "first")
    learner.sleep()
    learner.study(elapsed_ms=10_000)
    return written


def test_without_an_attack_it_extends(learner: Learner, mentor: Services, first: Path, folder: Path) -> None:
    found = last(mentor, first, handed_over(learner.services, folder, "second"))

    assert [one.holds for one in found.extends] == [True]
    assert found.exit_code == 0
    (row,) = mentor.cohort.look([folder]).rows
    assert row.signed == "verified"


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_rewritten_log_does_not_extend(
    learner: Learner, mentor: Services, first: Path, folder: Path, attack: str
) -> None:
    do(learner.services, *ATTACKS[attack])
    found = last(mentor, first, handed_over(learner.services, folder, "second"))

    assert found.verdict is Verdict.GENUINE, "nobody edited the file: it is the log that was rewritten"
    assert [one.holds for one in found.extends] == [False]
    assert found.exit_code == 1


@pytest.mark.parametrize("attack", [DROP, EDIT], ids=["drop", "edit"])
def test_the_cohort_says_so_too_and_first_of_all(
    learner: Learner, mentor: Services, first: Path, folder: Path, attack: str
) -> None:
    mentor.cohort.look([folder])
    do(learner.services, attack)
    handed_over(learner.services, folder, "second")
    first.unlink()

    (row,) = mentor.cohort.look([folder]).rows

    assert row.signed == "rewritten"
    assert "no longer holds what the file of" in row.reasons[0]


def test_after_a_talk_a_mentor_can_begin_anew_and_the_next_rewriting_is_seen_again(
    learner: Learner, mentor: Services, first: Path, folder: Path
) -> None:
    mentor.cohort.look([folder])
    do(learner.services, DROP)
    second = handed_over(learner.services, folder, "second")
    (row,) = mentor.cohort.look([folder]).rows
    assert "key accept" in row.points[0]

    mentor.cohort.accept(second)
    (accepted,) = mentor.cohort.look([folder]).rows
    learner.clock.advance(timedelta(minutes=1))
    do(learner.services, DROP)
    handed_over(learner.services, folder, "third")
    (again,) = mentor.cohort.look([folder]).rows

    assert (row.signed, accepted.signed, again.signed) == ("rewritten", "verified", "rewritten")
    assert [one.holds for one in mentor.cohort.check([first, second])[-1].extends] == [False], (
        "a fact it stays"
    )


def test_an_installation_that_was_made_to_forget_its_exports_is_not_said_to_extend(
    learner: Learner, mentor: Services, first: Path, folder: Path
) -> None:
    do(learner.services, DROP, FORGET_EXPORTS)
    found = last(mentor, first, handed_over(learner.services, folder, "second"))
    (row,) = mentor.cohort.look([folder]).rows

    assert [one.holds for one in found.extends] == [None]
    assert found.exit_code == 2
    assert any("can't be told" in reason for reason in row.reasons)


def test_a_new_key_does_not_hide_a_rewritten_log(
    learner: Learner, mentor: Services, first: Path, folder: Path
) -> None:
    mentor.cohort.check([first])
    do(learner.services, DROP)
    learner.services.sharing.keys.replace(learner.services.context.now())
    second = handed_over(learner.services, folder, "second")
    mentor.cohort.accept(second)

    found = last(mentor, first, second)

    assert found.verdict is Verdict.GENUINE, "the mentor took the new key"
    assert [one.holds for one in found.extends] == [False]
    assert found.exit_code == 1


def test_a_new_key_alone_breaks_nothing_once_it_is_accepted(
    learner: Learner, mentor: Services, first: Path, folder: Path
) -> None:
    mentor.cohort.check([first])
    learner.services.sharing.keys.replace(learner.services.context.now())
    second = handed_over(learner.services, folder, "second")

    before = mentor.cohort.check([first, second])[-1]
    mentor.cohort.accept(second)
    after = mentor.cohort.check([first, second])[-1]

    assert (before.verdict, [one.holds for one in before.extends]) == (Verdict.UNKNOWN_KEY, [None])
    assert (after.exit_code, [one.holds for one in after.extends]) == (0, [True])


def test_an_old_export_handed_over_again_is_old_and_a_copy(
    learner: Learner, mentor: Services, clock: ManualClock, first: Path, folder: Path
) -> None:
    again = folder / "brand-new.json"
    shutil.copy(first, again)
    clock.advance(timedelta(days=20))

    found = last(mentor, first, again)
    cohort = mentor.cohort.look([folder])

    assert found.exported_at is not None
    assert found.exported_at < clock.now() - timedelta(days=20)
    (row,) = cohort.rows
    assert any("days old" in reason for reason in row.reasons)
    assert any("a copy of" in one.reason for one in cohort.set_aside)


def test_a_clock_set_back_makes_no_rewritten_log_the_earlier_one(
    learner: Learner, mentor: Services, clock: ManualClock, first: Path, folder: Path
) -> None:
    do(learner.services, DROP)
    clock.set(clock.now() - timedelta(days=10))
    backdated = handed_over(learner.services, folder, "backdated")

    for paths in ((first, backdated), (backdated, first)):
        mentor.cohort.check(paths)
        assert True not in {one.holds for found in mentor.cohort.check(paths) for one in found.extends}
        assert max(found.exit_code for found in mentor.cohort.check(paths)) > 0


@pytest.fixture
def other(tmp_path: Path, learner: Learner, connect_to: Callable[..., Services]) -> Learner:
    """A second home of the same person, with content and goal as in the first."""
    from tests.banks import CERTIFICATION

    home = Home(tmp_path / "again")
    shutil.copytree(learner.services.context.home.content, home.content)
    services = connect_to(home, learner.clock)
    services.library.refresh()
    services.goals.set(Goal(CERTIFICATION, None, 20))
    return Learner(services, learner.clock)


def test_another_home_under_the_same_name_is_not_the_same_learner(
    learner: Learner, other: Learner, mentor: Services, first: Path, folder: Path
) -> None:
    for one in (learner, other):
        one.services.settings.update(learner_name="Ada")
    early = handed_over(learner.services, folder, "ada")
    other.study(elapsed_ms=10_000)
    found = last(mentor, early, handed_over(other.services, folder, "ada-again"))

    ((holds, why),) = [(one.holds, one.why) for one in found.extends]
    assert holds is None
    assert "another installation" in why
    assert found.exit_code == 2
    assert len(mentor.cohort.look([folder]).rows) == 2


def test_another_home_with_the_same_key_is_loud(
    learner: Learner, other: Learner, mentor: Services, first: Path, folder: Path, tmp_path: Path
) -> None:
    learner.services.sharing.keys.export(tmp_path / "key.pem")
    other.services.sharing.keys.put(tmp_path / "key.pem", learner.clock.now())
    other.study(elapsed_ms=10_000)
    found = last(mentor, first, handed_over(other.services, folder, "again"))

    assert found.verdict is Verdict.UNKNOWN_KEY
    assert "ANOTHER" in found.warning
    assert any("ANOTHER" in one.reason for one in mentor.cohort.look([folder]).set_aside)


def test_another_home_with_the_same_key_and_the_same_id_is_not_said_to_extend(
    learner: Learner, other: Learner, mentor: Services, first: Path, folder: Path, tmp_path: Path
) -> None:
    learner.services.sharing.keys.export(tmp_path / "key.pem")
    other.services.sharing.keys.put(tmp_path / "key.pem", learner.clock.now())
    for _day in range(4):
        other.study(elapsed_ms=10_000)
        other.sleep()
    same = f"UPDATE setting SET value = '\"{learner.services.sharing.learner_id}\"' WHERE key = 'learner_id'"
    assert other.services.sharing.learner_id
    do(other.services, same)
    found = last(mentor, first, handed_over(other.services, folder, "again"))

    assert found.verdict is Verdict.GENUINE
    assert found.exit_code > 0
    assert True not in {one.holds for one in found.extends}
    (row,) = mentor.cohort.look([folder]).rows
    assert any("can't be told" in reason or "no longer holds" in reason for reason in row.reasons)


def test_what_a_narrower_passport_leaves_out_is_said(
    learner: Learner, mentor: Services, first: Path, folder: Path
) -> None:
    from tests.banks import CERTIFICATION

    today = learner.services.context.today()
    request = Request(Privacy.SUMMARY, (CERTIFICATION,), today)
    second = learner.services.sharing.write(request, Format.PASSPORT, folder / "second.json").path

    found = last(mentor, first, second)

    assert [one.holds for one in found.extends] == [True], "the log is whole: what is shown of it is not"
    assert found.shows == f"level summary, from {today} on, only {CERTIFICATION}"


def test_a_passport_that_was_printed_can_be_extended_too(
    learner: Learner, mentor: Services, goal: Goal, folder: Path
) -> None:
    learner.study(elapsed_ms=10_000)
    printed = folder / "printed.json"
    sharing = learner.services.sharing
    printed.write_bytes(sharing.content(sharing.gather(Request()), Format.PASSPORT))
    learner.sleep()
    learner.study(elapsed_ms=10_000)

    found = last(mentor, printed, handed_over(learner.services, folder, "second"))

    assert [one.holds for one in found.extends] == [True]


def test_the_same_log_has_the_same_evidence_whatever_was_handed_over_before(
    learner: Learner, goal: Goal, folder: Path
) -> None:
    learner.study(elapsed_ms=10_000)
    sharing = learner.services.sharing
    before = sharing.gather(Request()).evidence
    handed_over(learner.services, folder, "first")

    assert sharing.gather(Request()).evidence == before
