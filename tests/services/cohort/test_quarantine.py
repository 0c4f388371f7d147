"""What the mentor's own banks hold in quarantine is no suspect, and counts in no figure of the cohort."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.export import view
from studyapp.export.document import read_document, to_json
from studyapp.export.page import to_html
from studyapp.paths import Home
from studyapp.services.cohort import pages
from studyapp.services.cohort.view import Cohort, LearnerRow
from studyapp.services.facade import Services
from tests.banks import CERTIFICATION, question, question_id, questions_file, write_bank, write_yaml
from tests.services.cohort.test_looking import crowd

DOUBTFUL = question_id(12)


@pytest.fixture
def mentor(tmp_path: Path, clock: ManualClock, connect_to: Callable[..., Services]) -> Services:
    home = Home(tmp_path / "mentor")
    write_bank(home.content)
    services = connect_to(home, clock)
    services.library.refresh()
    return services


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The crowd whose best third prefers option 3 of an item to its key."""
    made = tmp_path / "shared"
    made.mkdir()
    for number, export in enumerate(crowd()):
        (table,) = export.attempts
        items = tuple(item.replace("q00", "q12") for item in table.item)
        asked = question(12)["options"]
        mixed = (
            view.Confusion(CERTIFICATION, asked[0]["text"], asked[3]["text"], 1),
            view.Confusion(CERTIFICATION, "recall", "precision", 1),
        )
        changed = replace(export, attempts=(replace(table, item=items),), confusions=mixed)
        (made / f"{number}.json").write_bytes(to_json(changed))
    return made


def put_aside(services: Services) -> None:
    items = [question(number) for number in range(1, 13)]
    items[11]["quarantined"] = {"on": "2026-06-01", "because": "The guide says otherwise."}
    write_yaml(services.context.home.content / CERTIFICATION / "questions.yaml", questions_file(items))
    services.library.refresh()


def test_it_is_marked_stands_last_and_is_no_suspect(mentor: Services, folder: Path) -> None:
    before = mentor.cohort.look([folder])
    assert before.items[0].item == DOUBTFUL
    assert before.items[0].is_suspect

    put_aside(mentor)
    found = mentor.cohort.look([folder])

    line = found.items[-1]
    assert (line.item, line.attempts, line.rival) == (DOUBTFUL, 60, 3)
    assert not any(item.is_suspect for item in found.items)
    assert pages.suspicion(line) == "in quarantine, counts nowhere: The guide says otherwise."
    rows = list(csv.DictReader(io.StringIO(pages.items_csv(found).decode("utf-8-sig"))))
    assert (rows[-1]["suspect"], bool(rows[-1]["quarantined"])) == ("", True)


def test_the_other_items_are_measured_without_it(mentor: Services, folder: Path) -> None:
    def discriminations() -> dict[str, float | None]:
        return {item.item: item.discrimination for item in mentor.cohort.look([folder]).items}

    before = discriminations()
    put_aside(mentor)
    after = discriminations()

    others = [item for item in before if item != DOUBTFUL]
    # The best were all wrong in it: it made every score on "the other items" worse than it was.
    assert sum((after[item] or 0) > (before[item] or 0) for item in others) > len(others) / 2


def test_its_answers_leave_the_figures_and_the_page_says_so(mentor: Services, folder: Path) -> None:
    before = mentor.cohort.look([folder])
    put_aside(mentor)
    after = mentor.cohort.look([folder])

    was = {row.learner_id: row for row in before.rows}
    for row in after.rows:
        assert row.left_out == 1
        assert row.first_answers == was[row.learner_id].first_answers - 1
        assert sum(d.first_answers for d in row.domains) == sum(
            d.first_answers for d in was[row.learner_id].domains
        ) - 1  # fmt: skip
    blocks = "\n".join(str(block) for block in pages.learner_blocks(after.rows[0]))
    assert "Left out: 1 answer to questions in quarantine." in blocks


def hand_over(
    folder: Path, number: int, change: Callable[[view.ProgressExport], view.ProgressExport]
) -> None:
    """Change one learner's export in the folder; all are known by number."""
    path = folder / f"{number}.json"
    path.write_bytes(to_json(change(read_document(json.loads(path.read_bytes())))))


def row_of(cohort: Cohort, number: int) -> LearnerRow:
    return next(row for row in cohort.rows if row.learner_id.startswith(f"{number:08x}"))


def test_answers_given_as_sure_are_counted_without_it(mentor: Services, folder: Path) -> None:
    """Learner 0 was wrong in 3 of 12 sure answers, and these to the doubtful item alone."""

    def only_wrong_there(export: view.ProgressExport) -> view.ProgressExport:
        (it,), (table,) = export.certifications, export.attempts
        wrong = tuple(item == DOUBTFUL for item in table.item)
        sure = view.Calibration("sure", 12, 9)
        first, *others = it.domains
        domains = (replace(first, calibration=(sure,)), *(replace(d, calibration=()) for d in others))
        copies = table_of(table, [n for n, is_wrong in enumerate(wrong) if is_wrong] * 3)
        return replace(export, certifications=(replace(it, domains=domains),), attempts=(copies,))

    hand_over(folder, 0, only_wrong_there)
    assert any("given as sure" in reason for reason in row_of(mentor.cohort.look([folder]), 0).reasons)

    put_aside(mentor)
    assert not any("given as sure" in reason for reason in row_of(mentor.cohort.look([folder]), 0).reasons)


def table_of(table: view.Attempts, places: list[int]) -> view.Attempts:
    """The answers at some places of a table, wrong and given as sure."""
    columns = {
        name: tuple(getattr(table, name)[place] for place in places)
        for name in ("item", "version", "domain", "on", "chosen", "key", "seconds")
    }
    count = len(places)
    return view.Attempts(
        table.certification, right=(False,) * count, confidence=("sure",) * count, **columns
    )  # fmt: skip


def mock(passed: bool, points: dict[str, float], share: float = 0.7) -> view.MockExam:
    """A mock exam that passes from a share of its points on."""
    return view.MockExam(
        "m1", CERTIFICATION, "Mock exam", date(2026, 6, 20), len(points), len(points), 60.0, passed=passed,
        pass_share=share, questions=tuple(points), points=tuple(points.values()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("points", "before", "after"),
    [
        ({DOUBTFUL: 0.0, question_id(1): 1.0, question_id(2): 1.0}, 0, 1),
        ({DOUBTFUL: 1.0, question_id(1): 1.0, question_id(2): 0.4}, 1, 1),
        ({DOUBTFUL: 1.0, question_id(1): 1.0, question_id(2): 0.2}, 1, 0),
        ({DOUBTFUL: 1.0}, 1, 0),
        ({question_id(1): 1.0}, 1, 1),
    ],
)
def test_a_mock_exam_is_scored_without_it(
    mentor: Services, folder: Path, points: dict[str, float], before: int, after: int
) -> None:
    hand_over(folder, 0, lambda export: replace(export, mock_exams=(mock(before == 1, points),)))
    assert row_of(mentor.cohort.look([folder]), 0).mocks_passed == before

    put_aside(mentor)
    row = row_of(mentor.cohort.look([folder]), 0)

    assert (row.mock_exams, row.mocks_passed) == (1, after)
    assert not any("mock exam" in figure for figure in row.as_said)


def test_a_mock_exam_of_which_the_file_shows_only_the_score_is_said_to_be_as_it_was(
    mentor: Services, folder: Path
) -> None:
    closed = replace(mock(True, {DOUBTFUL: 1.0}), questions=(), points=())
    hand_over(folder, 0, lambda export: replace(export, mock_exams=(closed,)))
    put_aside(mentor)

    row = row_of(mentor.cohort.look([folder]), 0)

    assert row.mocks_passed == 1
    assert "1 mock exam" in row.as_said
    said = "".join(str(block) for block in pages.learner_blocks(row))
    assert "As the file says, which may count questions in quarantine: mean recall; 1 mock exam." in said


@pytest.mark.parametrize("privacy", [view.Privacy.SUMMARY, view.Privacy.DOMAINS])
def test_a_file_that_shows_no_single_answers_is_said_to_be_as_it_is(
    mentor: Services, folder: Path, privacy: view.Privacy
) -> None:
    hand_over(folder, 0, lambda export: replace(export, privacy=privacy, attempts=()))
    before = mentor.cohort.look([folder])
    assert not row_of(before, 0).as_said
    assert not pages.doubt_of(before)

    put_aside(mentor)
    after = mentor.cohort.look([folder])

    assert row_of(after, 0).as_said == (f"every figure, for the level {privacy} shows no single answers",)
    assert row_of(after, 0).first_answers == row_of(before, 0).first_answers
    assert "1 file shows no single answers" in pages.doubt_of(after)
    assert "1 file shows no single answers" in to_html(pages.page_of(after)).decode()
    (line,) = [
        one
        for one in csv.DictReader(io.StringIO(pages.learners_csv(after).decode("utf-8-sig")))
        if one["learner_id"].startswith(f"{0:08x}")
    ]
    assert line["as_said"].startswith("every figure")


def forecast(export: view.ProgressExport) -> view.ProgressExport:
    """With a forecast, and with enough first answers in every domain for another one."""
    (it,) = export.certifications
    enough = tuple(
        replace(d, id=str(n), name=f"Domain {n}", weight=0.5, first_answers=40, first_right=30)
        for n, d in enumerate(it.domains, 1)
    )
    said = view.Readiness(0.5, 0.4, 0.6, 80)
    it = replace(it, readiness=said, domains=enough, first_answers=80, first_right=60)
    return replace(export, certifications=(it,))


def earlier(export: view.ProgressExport) -> view.ProgressExport:
    return replace(export, exported_at=export.exported_at - timedelta(7))


def test_the_trend_is_scored_without_it_while_its_files_are_there(mentor: Services, folder: Path) -> None:
    hand_over(folder, 0, forecast)
    old = folder / "0-old.json"
    old.write_bytes((folder / "0.json").read_bytes())
    old.write_bytes(to_json(earlier(read_document(json.loads(old.read_bytes())))))
    before = row_of(mentor.cohort.look([folder]), 0)
    assert before.trend == (0.5, 0.5)

    put_aside(mentor)
    after = row_of(mentor.cohort.look([folder]), 0)
    assert after.p_pass is not None
    assert after.trend == (after.p_pass, after.p_pass)
    assert after.p_pass != 0.5
    assert not any("trend" in figure for figure in after.as_said)

    old.unlink()
    gone = row_of(mentor.cohort.look([folder]), 0)
    assert gone.trend == (0.5, after.p_pass)
    assert "1 earlier point of the trend" in gone.as_said


def test_pairs_of_its_options_are_nothing_to_talk_about(mentor: Services, folder: Path) -> None:
    assert len(mentor.cohort.look([folder]).mixes) == 2

    put_aside(mentor)
    found = mentor.cohort.look([folder])

    assert [mix.right for mix in found.mixes] == ["recall"]
    assert all(len(row.mixes) == 1 for row in found.rows)
