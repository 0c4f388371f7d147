"""Statistics of a bank over what learners handed over: exports, homes, databases."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studyapp.errors import InvalidInput
from studyapp.export.view import Format, Privacy
from studyapp.paths import Home
from studyapp.services.facade import Services
from studyapp.services.items.answers import gathered
from studyapp.services.items.measuring import statistics
from studyapp.services.sharing.request import Request
from studyapp.services.views import Goal
from tests.banks import CERTIFICATION, question, questions_file, write_bank, write_yaml
from tests.export.examples import full_export
from tests.services.items.classes import bank_questions, plainly, suspicious, table, write_class, write_export
from tests.services.learner import Learner
from tests.store.released_maker import RELEASED


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank of 12 questions; returns its questions file."""
    return write_bank(tmp_path / "banks") / "questions.yaml"


def test_figures_are_those_of_the_answers(bank: Path, tmp_path: Path) -> None:
    write_class(tmp_path / "class", bank)

    found = statistics([bank], gathered([tmp_path / "class"]))

    assert (found.learners, found.answers, found.older_answers) == (40, 480, 0)
    first = found.items[0]
    key = next(option for option in first.options if option.is_key)
    assert (first.item, first.answers, first.path) == ("tst-101-q01", 40, str(bank))
    assert first.facility == pytest.approx(key.share)
    assert sum(option.share for option in first.options) == pytest.approx(1.0)
    assert first.discrimination == first.point_biserial
    assert first.discrimination is not None
    assert first.discrimination > 0
    assert first.median_s == 20.0
    assert found.items[5].median_s == 25.0
    assert found.suspects == ()


def test_a_key_that_the_strong_reject_is_suspect_until_it_is_in_quarantine(
    bank: Path, tmp_path: Path
) -> None:
    # Question 2 has its key at option 2.
    write_class(tmp_path / "class", bank, choose=suspicious("tst-101-q02", rival=0))
    answers = gathered([tmp_path / "class"])

    (suspect,) = statistics([bank], answers).suspects

    assert (suspect.item, suspect.rival) == ("tst-101-q02", 0)
    assert 13 <= suspect.top <= 20
    rival, key = suspect.options[0], suspect.options[2]
    assert rival.share_of_top > 0.8
    assert key.share_of_top < 0.2
    assert key.share == pytest.approx(0.5)
    held = [question(n) for n in range(1, 13)]
    held[1]["quarantined"] = {"on": "2026-11-01", "because": "The key is in doubt."}
    write_yaml(bank, questions_file(held))
    after = statistics([bank], answers)
    assert after.suspects == ()
    assert after.items[1].rival == 0


def test_an_item_in_quarantine_is_no_part_of_the_score_that_others_are_compared_with(
    bank: Path, tmp_path: Path
) -> None:
    write_class(tmp_path / "class", bank, choose=suspicious("tst-101-q02", rival=0))
    answers = gathered([tmp_path / "class"])
    write_class(tmp_path / "without", bank, choose=plainly, left_out="tst-101-q02")
    without = statistics([bank], gathered([tmp_path / "without"]))
    held = [question(n) for n in range(1, 13)]
    held[1]["quarantined"] = {"on": "2026-11-01", "because": "The key is in doubt."}
    write_yaml(bank, questions_file(held))

    after = statistics([bank], answers)

    assert after.items[1].answers == 40
    assert without.items[1].answers == 0
    assert after.items[4].discrimination == without.items[4].discrimination is not None


def test_answers_to_an_older_version_are_counted_apart(bank: Path, tmp_path: Path) -> None:
    write_class(tmp_path / "class", bank, learners=3)
    held = [question(n) for n in range(1, 13)]
    held[0]["stem"] = "Which one does not belong to the anchor?"
    write_yaml(bank, questions_file(held))

    found = statistics([bank], gathered([tmp_path / "class"]))

    assert (found.items[0].answers, found.items[0].older_answers) == (0, 3)
    assert found.items[0].facility is None
    assert (found.answers, found.older_answers) == (33, 3)


def test_few_answers_give_no_verdict(bank: Path, tmp_path: Path) -> None:
    write_class(tmp_path / "class", bank, learners=29, choose=suspicious("tst-101-q02", rival=0))

    found = statistics([bank], gathered([tmp_path / "class"]))

    assert found.items[1].answers == 29
    assert found.items[1].discrimination is None
    assert found.suspects == ()


def test_the_newest_file_of_a_learner_counts_and_the_rest_is_set_aside_with_its_reason(
    bank: Path, tmp_path: Path
) -> None:
    questions, folder = bank_questions(bank), tmp_path / "class"
    folder.mkdir()
    answers = table(questions, [0] * 12)
    made = full_export().exported_at
    write_export(folder / "old.json", 1, answers)
    write_export(folder / "new.json", 1, answers, exported_at=made + timedelta(days=1))
    write_export(folder / "coarse.json", 2, privacy=Privacy.DOMAINS)
    (folder / "broken.json").write_text('{"format":', encoding="utf-8")

    found = gathered([folder])

    assert [Path(one.path).name for one in found.learners] == ["new.json"]
    told = {Path(one.path).name: one.reason for one in found.set_aside}
    assert "new.json is newer" in told["old.json"]
    assert "--privacy items" in told["coarse.json"]
    assert "not whole JSON" in told["broken.json"]


def test_a_store_is_read_without_a_change_of_its_file(
    services: Services, learner: Learner, home: Home, tmp_path: Path
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    learner.study("questions", right=lambda showing: showing.number % 3 != 0)
    services.close()
    before = home.database.read_bytes()
    file = home.content / CERTIFICATION / "questions.yaml"

    by_home = statistics([file], gathered([home.root]))
    by_file = statistics([file], gathered([home.database]))

    assert by_home.learners == 1
    assert by_home.answers == by_file.answers > 5
    assert home.database.read_bytes() == before


def test_a_store_says_the_same_as_its_export(
    services: Services, learner: Learner, home: Home, tmp_path: Path
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    learner.study("questions", right=lambda showing: showing.number % 3 != 0)
    services.sharing.write(Request(Privacy.ITEMS), Format.JSON, tmp_path / "export.json")
    services.sharing.write(Request(Privacy.ITEMS), Format.PASSPORT, tmp_path / "passport.json")
    file = home.content / CERTIFICATION / "questions.yaml"

    stored, exported, signed = (
        statistics([file], gathered([source]))
        for source in (home.root, tmp_path / "export.json", tmp_path / "passport.json")
    )

    assert stored.items == exported.items == signed.items


def test_a_store_of_an_earlier_schema_is_read_too(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(RELEASED / "schema-1.db", old)
    before = old.read_bytes()

    found = gathered([old])

    assert found.answers > 0
    assert found.set_aside == ()
    assert old.read_bytes() == before


def test_no_answers_at_all_are_refused_with_the_first_reason(bank: Path, tmp_path: Path) -> None:
    path = write_export(tmp_path / "coarse.json", 2, privacy=Privacy.DOMAINS)

    with pytest.raises(InvalidInput, match="exported at the level domains"):
        statistics([bank], gathered([path]))


def test_an_altered_passport_is_set_aside(
    services: Services, learner: Learner, bank: Path, tmp_path: Path
) -> None:
    services.goals.set(Goal(CERTIFICATION, None, 120))
    learner.study("questions")
    path = tmp_path / "passport.json"
    services.sharing.write(Request(Privacy.ITEMS), Format.PASSPORT, path)
    path.write_bytes(path.read_bytes().replace(b'"right":[true', b'"right":[false', 1))

    found = gathered([path])

    assert found.learners == ()
    assert "altered" in found.set_aside[0].reason


def test_a_learner_who_is_given_twice_counts_once(bank: Path, tmp_path: Path) -> None:
    (path,) = write_class(tmp_path / "class", bank, learners=1)
    copy = tmp_path / "copy.json"
    copy.write_bytes(path.read_bytes())

    found = gathered([path, copy])

    assert len(found.learners) == 1
    assert len(found.set_aside) == 1
    assert replace(found, set_aside=()).answers == 12
