"""Verifying what was handed over: genuine, altered, unknown keys, keys that change, extensions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.errors import InvalidInput, NotFound
from studyapp.export.view import Format, Privacy
from studyapp.paths import Home
from studyapp.services.cohort.checking import Verdict
from studyapp.services.facade import Services
from studyapp.services.sharing.request import Request
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION
from tests.services.learner import Learner


@pytest.fixture
def mentor(tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]) -> Services:
    """Somebody else, with a home of their own."""
    return connect_to(Home(tmp_path / "mentor"), clock)


@pytest.fixture
def two(learner: Learner, goal: Goal, tmp_path: Path) -> tuple[Path, Path]:
    """An earlier and a later passport of one learner."""
    found = []
    for number in (1, 2):
        learner.study(elapsed_ms=10_000)
        target = tmp_path / f"{number}.passport.json"
        learner.services.sharing.write(Request(Privacy.ITEMS), Format.PASSPORT, target)
        found.append(target)
        learner.sleep()
    return found[0], found[1]


def test_a_key_is_unknown_once_and_then_known_by_the_name_that_it_got(
    mentor: Services, two: tuple[Path, Path]
) -> None:
    (first,) = mentor.cohort.check(two[:1])
    mentor.cohort.keys.name(first.did[-8:], "Ada")
    (second,) = mentor.cohort.check(two[:1])

    assert (first.verdict, first.exit_code) == (Verdict.UNKNOWN_KEY, 2)
    assert "first time" in first.reason
    assert (second.verdict, second.exit_code, second.key_name) == (Verdict.GENUINE, 0, "Ada")


def test_ones_own_passport_is_genuine_at_once(learner: Learner, two: tuple[Path, Path]) -> None:
    (found,) = learner.services.cohort.check(two[:1])

    assert (found.verdict, found.key_name) == (Verdict.GENUINE, "this installation")


def test_a_later_passport_extends_an_earlier_one(mentor: Services, two: tuple[Path, Path]) -> None:
    mentor.cohort.check(two)
    early, late = mentor.cohort.check(two)

    assert early.extends == ()
    ((path, holds),) = [(one.path, one.holds) for one in late.extends]
    assert (path, holds) == (two[0], True)


def test_an_answer_taken_out_of_the_log_is_found(
    learner: Learner, mentor: Services, two: tuple[Path, Path], tmp_path: Path
) -> None:
    from sqlalchemy import text

    with learner.services.context.store.write() as session:
        session.execute(
            text("DELETE FROM log_entry WHERE id = (SELECT min(id) FROM log_entry WHERE kind = 'answer')")
        )
    third = tmp_path / "3.passport.json"
    learner.services.sharing.write(Request(), Format.PASSPORT, third)

    mentor.cohort.check(two)
    *_others, late = mentor.cohort.check([*two, third])

    assert [one.holds for one in late.extends] == [False, False]
    assert late.exit_code == 1


def test_an_altered_passport_is_altered_and_its_key_is_not_remembered(
    mentor: Services, two: tuple[Path, Path]
) -> None:
    two[0].write_bytes(two[0].read_bytes().replace(b"TST-101", b"TST-102"))

    (found,) = mentor.cohort.check(two[:1])

    assert (found.verdict, found.exit_code) == (Verdict.ALTERED, 1)
    assert not mentor.cohort.keys.all()


def test_another_key_for_the_same_learner_is_loud_until_it_is_accepted(
    learner: Learner, mentor: Services, two: tuple[Path, Path], tmp_path: Path
) -> None:
    mentor.cohort.check(two)
    learner.services.sharing.keys.replace(learner.services.context.now())
    third = tmp_path / "3.passport.json"
    learner.services.sharing.write(Request(), Format.PASSPORT, third)

    for _time in range(2):
        (found,) = mentor.cohort.check([third])
        assert found.verdict is Verdict.UNKNOWN_KEY
        assert "CHANGED" in found.warning
    mentor.cohort.accept(third)
    (found,) = mentor.cohort.check([third])
    assert (found.verdict, found.warning) == (Verdict.GENUINE, "")


def test_a_key_that_signs_for_two_learners_is_loud(
    learner: Learner, mentor: Services, two: tuple[Path, Path], tmp_path: Path
) -> None:
    from dataclasses import replace as changed

    from studyapp.export.passport import to_passport

    mentor.cohort.check(two)
    export = learner.services.sharing.gather(Request())
    other = changed(export, learner=changed(export.learner, id="0b0f7f0e-6b1c-4b54-9d52-0c6c8f3e9d11"))
    path = tmp_path / "other.json"
    path.write_bytes(to_passport(other, learner.services.sharing.keys.key()))

    (found,) = mentor.cohort.check([path])

    assert found.verdict is Verdict.UNKNOWN_KEY
    assert "ANOTHER" in found.warning


def test_a_plain_export_is_not_signed_and_what_is_none_is_named(
    learner: Learner, mentor: Services, tmp_path: Path
) -> None:
    plain, none, gone = tmp_path / "p.json", tmp_path / "n.json", tmp_path / "gone.json"
    learner.services.sharing.write(Request(), Format.JSON, plain)
    none.write_bytes(b"\x00\x01")

    found = mentor.cohort.check([plain, none, gone])

    assert [one.verdict for one in found] == [Verdict.UNSIGNED, Verdict.UNREADABLE, Verdict.UNREADABLE]
    assert {one.exit_code for one in found} == {1}
    assert "No such file" in found[2].reason


def test_a_damaged_list_of_keys_is_told_of_and_left_alone(mentor: Services, two: tuple[Path, Path]) -> None:
    path = mentor.context.home.cohort / "known-keys.json"
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")

    with pytest.raises(InvalidInput, match="known-keys"):
        mentor.cohort.check(two)
    assert path.read_text("utf-8") == "{"


def test_a_forgotten_key_is_unknown_again(mentor: Services, two: tuple[Path, Path]) -> None:
    (found,) = mentor.cohort.check(two[:1])
    mentor.cohort.keys.forget(found.did)

    assert mentor.cohort.check(two[:1])[0].verdict is Verdict.UNKNOWN_KEY
    with pytest.raises(NotFound):
        mentor.cohort.keys.name("nobody", "Eve")


def test_no_file_is_ever_overwritten_unasked(learner: Learner, goal: Goal, tmp_path: Path) -> None:
    target = tmp_path / "mine.json"
    target.write_text("keep me", encoding="utf-8")

    with pytest.raises(InvalidInput, match="there already"):
        learner.services.sharing.write(Request(), Format.JSON, target)
    assert target.read_text("utf-8") == "keep me"
    learner.services.sharing.write(Request(), Format.JSON, target, overwrite=True)
    assert CERTIFICATION in target.read_text("utf-8")
    assert [path.name for path in tmp_path.glob(".studyapp-*")] == []


def test_a_badge_goes_with_a_passport_and_is_named_after_it(
    learner: Learner, goal: Goal, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match="passport"):
        learner.services.sharing.write(Request(), Format.JSON, tmp_path, badge=True)
    written = learner.services.sharing.write(Request(), Format.PASSPORT, tmp_path, badge=True)

    assert [path.name for path in written.others] == [
        written.path.name.replace(".passport.json", f".{CERTIFICATION}.badge.jwt")
    ]
    assert written.others[0].read_text("ascii").count(".") == 2
