"""A folder of exports: taken in file by file, the newest of each learner counts, nothing bad gets through."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from studyapp.clock import ManualClock
from studyapp.errors import InvalidInput
from studyapp.export import view
from studyapp.export.document import document, to_json
from studyapp.export.page import to_html
from studyapp.export.passport import to_passport
from studyapp.paths import Home
from studyapp.services.cohort import pages
from studyapp.services.cohort.view import Cohort
from studyapp.services.facade import Services
from tests.export.examples import HOSTILE_NAMES, full_export
from tests.moments import START
from tests.services.cohort.people import exported, passport_of

TODAY = START.date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "shared"
    made.mkdir()
    return made


@pytest.fixture
def mentor(tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]) -> Services:
    return connect_to(Home(tmp_path / "mentor"), clock)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_learners_stand_in_the_order_of_need_with_the_reason(mentor: Services, folder: Path) -> None:
    put(folder, "well.json", passport_of(1, name="Wanda"))
    put(folder, "idle.json", passport_of(2, name="Ida", idle=20))

    found = mentor.cohort.look([folder])

    assert [row.name for row in found.rows] == ["Ida", "Wanda"]
    assert found.rows[0].reasons[0] == "nothing for 20 days"
    assert found.rows[0].need > found.rows[1].need
    assert not found.set_aside


def test_among_equals_the_next_exam_stands_first(mentor: Services, folder: Path) -> None:
    def unsure(number: int, days: int) -> view.ProgressExport:
        made = exported(number, name=f"Learner {number}")
        (it,) = made.certifications
        forecast = view.Readiness(0.1, 0.05, 0.3, 120)
        changed = replace(it, exam_on=TODAY + timedelta(days), readiness=forecast)
        return replace(made, certifications=(changed,))

    for number, days in ((1, 14), (2, 9), (3, 12)):
        put(folder, f"{number}.json", to_json(unsure(number, days)))

    found = mentor.cohort.look([folder])

    assert len({row.need for row in found.rows}) == 1
    assert [row.days_left for row in found.rows] == [9, 12, 14]


def test_nobody_who_has_not_begun_makes_a_domain_of_the_cohort_weak(mentor: Services, folder: Path) -> None:
    begun, not_begun = exported(1), exported(2)
    (it,) = not_begun.certifications
    nothing = tuple(replace(d, mastery=0.0, first_answers=0, first_right=0, met=0) for d in it.domains)
    empty = replace(it, met=0, mastery=0.0, first_answers=0, first_right=0, domains=nothing)
    put(folder, "1.json", to_json(begun))
    put(folder, "2.json", to_json(replace(not_begun, certifications=(empty,))))

    found = mentor.cohort.look([folder])

    assert {(d.id, d.learners, d.mastery) for d in found.domains} == {("1", 1, 0.6), ("2", 1, 0.9)}
    assert [d.id for d in found.domains] == ["1", "2"], "what costs most stands first"
    assert "has not begun with TST-101" in found.rows[0].reasons


def test_the_newest_export_of_each_learner_counts_and_the_others_are_the_trend(
    mentor: Services, folder: Path
) -> None:
    for number, mastery in enumerate((0.3, 0.5, 0.6)):
        day = START - timedelta(days=14 - 7 * number)
        put(folder, f"{number}.json", passport_of(1, at=day, mastery=mastery))

    (row,) = mentor.cohort.look([folder]).rows

    assert row.trend == (0.3, 0.5, 0.6)
    assert row.as_of == TODAY
    (folder / "0.json").unlink()
    (row,) = mentor.cohort.look([folder]).rows
    assert row.trend == (0.3, 0.5, 0.6), "history is kept when an old file goes"


def test_only_what_is_new_is_read_again(
    mentor: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from studyapp.services.cohort import reading

    read: list[str] = []
    whole = reading.open_export
    monkeypatch.setattr(
        reading, "open_export", lambda content, name: (read.append(name), whole(content, name))[1]
    )
    for number in range(3):
        put(folder, f"{number}.json", passport_of(number))

    first = mentor.cohort.look([folder])
    assert len(read) == 3
    again = mentor.cohort.look([folder])
    assert len(read) == 3
    assert replace(again, rows=()) == replace(first, rows=())
    assert {row.signed for row in first.rows} == {"new key"}
    assert {row.signed for row in again.rows} == {"verified"}
    put(folder, "3.json", passport_of(3))
    assert len(mentor.cohort.look([folder]).rows) == 4
    assert read[3:] == ["3.json"]
    put(folder, "0.json", passport_of(0, name="Renamed"))
    os.utime(folder / "0.json", ns=(1, 1))
    assert "Renamed" in {row.name for row in mentor.cohort.look([folder]).rows}


def test_a_damaged_cache_is_begun_anew(mentor: Services, folder: Path) -> None:
    put(folder, "a.json", passport_of(1))
    cache = mentor.context.home.cohort / "cache.db"
    cache.parent.mkdir(parents=True)
    cache.write_bytes(b"not a database at all" * 100)

    assert len(mentor.cohort.look([folder]).rows) == 1


ALTERED = passport_of(7).replace(b"Certified", b"certified")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty. Ask for it again"),
        (b"\x89PNG\x00\xff", "not a text file"),
        (passport_of(7)[:900], "not whole JSON"),
        (passport_of(7) + passport_of(8), "Extra data"),
        (b"[" + passport_of(7) + b"," + passport_of(8) + b"]", "another kind"),
        (b'{"cells": [], "nbformat": 4}', "another kind"),
        (json.dumps(document(full_export()) | {"format": "studyapp-progress/9"}).encode(), "progress/9"),
        (ALTERED, "altered"),
        (json.dumps(json.loads(passport_of(7)), indent=1).encode(), "form of the file"),
        (json.dumps(dict(reversed(json.loads(passport_of(7)).items()))).encode(), "form of the file"),
        (b"[" * 100_000, "nested"),
        (b'{"a":1,"a":2}', "twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_set_aside_and_the_rest_is_shown(
    mentor: Services, folder: Path, content: bytes, said: str
) -> None:
    put(folder, "good.json", passport_of(1))
    put(folder, "bad.json", content)

    found = mentor.cohort.look([folder])

    assert [row.learner_id for row in found.rows] == [exported(1).learner.id]
    ((path, reason),) = [(Path(one.path).name, one.reason) for one in found.set_aside]
    assert path == "bad.json"
    assert said in reason
    assert (folder / "bad.json").read_bytes() == content


def test_a_huge_file_is_not_even_read(mentor: Services, folder: Path) -> None:
    with (folder / "huge.json").open("wb") as file:
        file.truncate(200_000_000)
    put(folder, "good.json", passport_of(1))

    found = mentor.cohort.look([folder])

    assert "more than 64 MB" in found.set_aside[0].reason
    assert len(found.rows) == 1


def test_the_same_file_twice_counts_once(mentor: Services, folder: Path) -> None:
    put(folder, "a.json", passport_of(1))
    put(folder, "b.json", passport_of(1))

    found = mentor.cohort.look([folder])

    assert len(found.rows) == 1
    assert found.set_aside[0].reason == "a copy of a.json"


def test_clashing_keys_for_one_learner_are_loud(mentor: Services, folder: Path) -> None:
    put(folder, "a.json", passport_of(1, at=START - timedelta(days=1)))
    put(folder, "b.json", passport_of(1, key=99))

    found = mentor.cohort.look([folder])

    assert len(found.rows) == 1
    assert "CHANGED" in found.set_aside[0].reason
    assert found.rows[0].path.endswith("a.json")


def test_an_unsigned_file_after_signed_ones_is_loud(mentor: Services, folder: Path) -> None:
    put(folder, "a.json", passport_of(1, at=START - timedelta(days=1)))
    put(folder, "b.json", to_json(exported(1)))

    (row,) = mentor.cohort.look([folder]).rows

    assert row.signed == "not signed"
    assert row.reasons[0] == "the newest file is not signed, though earlier ones were"


def test_a_folder_without_rights_is_named(
    mentor: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    # Whoever runs the tests as root may look into every folder.
    monkeypatch.setattr(Path, "iterdir", refused)

    with pytest.raises(InvalidInput, match="can't be looked into: Permission denied"):
        mentor.cohort.look([folder])


def test_a_file_that_can_not_be_read_is_set_aside(
    mentor: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "good.json", passport_of(1))
    secret = put(folder, "secret.json", passport_of(2))
    whole = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == secret:
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)

    found = mentor.cohort.look([folder])

    assert len(found.rows) == 1
    assert "Permission denied" in found.set_aside[0].reason


def test_a_folder_that_is_not_there_is_named(mentor: Services, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is not there"):
        mentor.cohort.look([tmp_path / "nowhere"])


def test_other_files_are_passed_over_and_folders_below_are_looked_into(
    mentor: Services, folder: Path
) -> None:
    (folder / "ada").mkdir()
    put(folder / "ada", "a.passport.json", passport_of(1))
    put(folder, "a.pdf", b"%PDF")
    put(folder, ".hidden.json", b"{")
    (folder / "loop").symlink_to(folder, target_is_directory=True)

    found = mentor.cohort.look([folder])

    assert len(found.rows) == 1
    assert found.passed_over == 1
    assert not found.set_aside


@pytest.mark.parametrize("name", [name for name in HOSTILE_NAMES if len(name) < 4000])
def test_a_hostile_name_harms_nobody(mentor: Services, folder: Path, name: str) -> None:
    put(folder, "x.json", passport_of(1, name=name))

    found = mentor.cohort.look([folder])

    page = to_html(pages.page_of(found)).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert not [letter for letter in page if ord(letter) < 32 and letter != "\n"]
    table = pages.learners_csv(found).decode("utf-8-sig")
    assert '"=' not in table
    assert '"@' not in table


# Over everybody


def crowd(learners: int = 60, items: int = 12) -> list[view.ProgressExport]:
    """Learners of different ability; of item 0 the best third prefer option 3."""
    chance = random.Random(3)
    made = []
    for number in range(learners):
        ability = chance.uniform(0.2, 0.95)
        rights = [chance.random() < ability for _n in range(items)]
        strong = ability > 0.6
        rights[0] = not strong
        chosen = ["3" if strong else "1", *("1" if right else "0" for right in rights[1:])]
        table = view.Attempts(
            "tst-101", tuple(f"tst-101-q{n:02}" for n in range(items)), ("v1",) * items, ("1",) * items,
            (TODAY,) * items, tuple(rights), ("sure",) * items, tuple(chosen), ("1",) * items, (9.0,) * items,
        )  # fmt: skip
        made.append(replace(exported(number), attempts=(table,)))
    return made


def looked_at(mentor: Services, folder: Path, exports: list[view.ProgressExport]) -> Cohort:
    for number, export in enumerate(exports):
        put(folder, f"{number}.json", to_json(export))
    return mentor.cohort.look([folder])


def test_a_suspect_key_is_found_over_all_first_answers(mentor: Services, folder: Path) -> None:
    found = looked_at(mentor, folder, crowd())

    assert found.answers == 60 * 12
    assert found.items[0].item == "tst-101-q00"
    assert found.items[0].rival == 3
    assert [item for item in found.items if item.rival is not None] == [found.items[0]]
    assert pages.suspicion(found.items[0]) == "key B suspect: the best third prefers D"
    assert all(item.attempts == 60 for item in found.items)


def test_too_few_answers_say_nothing_of_an_item(mentor: Services, folder: Path) -> None:
    found = looked_at(mentor, folder, crowd(20))

    assert {item.discrimination for item in found.items} == {None}
    assert {item.rival for item in found.items} == {None}


def test_weak_domains_and_pairs_are_counted_by_learners(mentor: Services, folder: Path) -> None:
    exports = [exported(1, mastery=0.2), exported(2, mastery=0.4)]
    mixed = view.Confusion("tst-101", "recall", "precision", 2)
    exports = [replace(export, confusions=(mixed,)) for export in exports]

    found = looked_at(mentor, folder, exports)

    lowest = found.domains[0]
    assert (lowest.id, lowest.learners, lowest.mastery) == ("1", 2, pytest.approx(0.3))
    assert (found.mixes[0].learners, found.mixes[0].times) == (2, 4)


def test_a_pair_that_a_file_names_twice_is_one_of_one_learner(mentor: Services, folder: Path) -> None:
    as_terms = view.Confusion("tst-101", "recall", "precision", 2)
    as_options = replace(as_terms, times=1)
    exports = [replace(exported(1), confusions=(as_terms, as_options))]

    (mix,) = looked_at(mentor, folder, exports).mixes
    assert (mix.learners, mix.times) == (1, 2)


def test_the_weakest_domain_rests_on_first_answers_and_not_on_what_is_recalled(
    mentor: Services, folder: Path
) -> None:
    def learner(number: int, expected: tuple[float | None, float | None]) -> view.ProgressExport:
        made = exported(number, name=f"Learner {number}")
        (it,) = made.certifications
        one, two = it.domains
        drilled = replace(
            one, weight=0.4, mastery=0.3, first_answers=40, first_right=38, expected=expected[0]
        )
        crammed = replace(
            two, weight=0.6, mastery=0.95, first_answers=60, first_right=20, expected=expected[1]
        )
        return replace(made, certifications=(replace(it, domains=(drilled, crammed)),))

    found = looked_at(mentor, folder, [learner(1, (0.9, 0.36)), learner(2, (None, None))])

    says, does_not_say = sorted(found.rows, key=lambda row: row.name)
    assert says.weakest is not None
    assert does_not_say.weakest is not None
    assert (says.weakest.id, says.weakest.expected) == ("2", 0.36)
    assert any("2 Foundations (60 % of the exam): 36 % right expected" in point for point in says.points)
    assert "2 Foundations: 36 % right expected" in says.reasons
    # (7.2 + 20) / (10 + 60): an export of an earlier version is judged by the same prior
    assert (does_not_say.weakest.id, does_not_say.weakest.expected) == ("2", pytest.approx(0.3886))
    assert [d.id for d in found.domains] == ["2", "1"]
    assert found.domains[0].cost == pytest.approx(0.6 * (0.64 + 0.6114), abs=1e-4)


def test_wherever_the_weakest_domain_stands_it_is_said_what_weakest_means(
    mentor: Services, folder: Path
) -> None:
    found = looked_at(mentor, folder, [exported(1)])

    said = "costs most points of the exam"
    assert said in to_html(pages.page_of(found)).decode()
    assert said in pages.ABOUT_WEAKEST
    (line,) = csv.DictReader(io.StringIO(pages.learners_csv(found).decode("utf-8-sig")))
    weakest = found.rows[0].weakest
    assert weakest is not None
    assert (line["weakest"], float(line["weakest_expected"]), float(line["weakest_costs"])) == (
        pages.weakest_of(found.rows[0]), weakest.expected, pytest.approx(weakest.lost, abs=1e-4),
    )  # fmt: skip


def test_tables_with_reasons_have_room_for_all_columns_of_a_page(mentor: Services, folder: Path) -> None:
    page = to_html(pages.page_of(looked_at(mentor, folder, [exported(1)]))).decode()

    first, *_others = page.split("Who needs attention first")[0].rsplit("<div ", 1)[1:]
    assert 'class="scroll wide"' in first


def test_what_was_read_by_an_earlier_version_is_read_again_and_its_history_stays(
    mentor: Services, folder: Path
) -> None:
    old = put(folder, "0.json", passport_of(1, at=START - timedelta(days=7), mastery=0.3))
    put(folder, "1.json", passport_of(1, mastery=0.6))
    mentor.cohort.look([folder])
    old.unlink()
    with sqlite3.connect(mentor.context.home.cohort / "cache.db") as connection:
        connection.execute("UPDATE file SET snapshot = '{}'")
        connection.execute("PRAGMA user_version = 2")
    connection.close()

    (row,) = mentor.cohort.look([folder]).rows

    assert row.trend == (0.3, 0.6)


def test_the_plan_is_kept_on_days_with_their_minutes_and_days_off_are_no_promise(
    mentor: Services, folder: Path
) -> None:
    activity = tuple(
        view.Day(TODAY - timedelta(back), 10, 25.0 if back % 2 else 5.0) for back in range(1, 15)
    )
    off = tuple(TODAY - timedelta(back) for back in (1, 2))
    export = replace(exported(1), activity=activity, days_off=off, weekdays_off=())

    (row,) = looked_at(mentor, folder, [export]).rows

    assert (row.active_days, row.planned_days, row.kept_days) == (14, 12, 6)


def test_a_row_says_in_words_what_a_learner_did_not_share(mentor: Services, folder: Path) -> None:
    (it,) = exported(1).certifications
    summary = replace(
        exported(1), privacy=view.Privacy.SUMMARY, certifications=(replace(it, domains=(), exam_on=None),)
    )

    (row,) = looked_at(mentor, folder, [summary]).rows
    upper, lower = pages.row_cells(row, 21, 6)

    assert upper[0] == "Learner 1  TST-101"
    assert lower[0] == "  domains not shared"
    assert lower[1] == "no date"


def test_an_export_of_nothing_is_a_row_all_the_same(
    mentor: Services, folder: Path, services: Services
) -> None:
    from studyapp.services.sharing.request import Request

    empty = services.sharing.gather(Request())

    (row,) = looked_at(mentor, folder, [empty]).rows

    assert row.reasons[0] == "has not begun"
    assert to_html(pages.page_of(mentor.cohort.look([folder])))


def test_the_whole_reads_back_from_the_cache_as_it_was(mentor: Services, folder: Path) -> None:
    put(folder, "bad.json", b"{")
    first = looked_at(mentor, folder, crowd(35))

    assert mentor.cohort.look([folder]) == first


def test_days_and_instants_of_any_age_are_taken(mentor: Services, folder: Path) -> None:
    old = replace(
        exported(1), as_of=date(1999, 1, 1), exported_at=datetime(1999, 1, 1, tzinfo=UTC), activity=()
    )

    (row,) = looked_at(mentor, folder, [old]).rows

    assert any("days old" in reason for reason in row.reasons)


def test_a_private_key_of_anybody_is_never_needed(mentor: Services, folder: Path) -> None:
    key = Ed25519PrivateKey.generate()
    put(folder, "a.json", to_passport(exported(1), key))

    mentor.cohort.look([folder])

    assert not mentor.sharing.keys.exists
