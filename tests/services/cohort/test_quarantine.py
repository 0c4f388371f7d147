"""What the mentor's own banks hold in quarantine is no suspect, and counts in no figure of the cohort."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studyapp.clock import ManualClock
from studyapp.export import view
from studyapp.export.document import to_json
from studyapp.paths import Home
from studyapp.services.cohort import pages
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


def test_pairs_of_its_options_are_nothing_to_talk_about(mentor: Services, folder: Path) -> None:
    assert len(mentor.cohort.look([folder]).mixes) == 2

    put_aside(mentor)
    found = mentor.cohort.look([folder])

    assert [mix.right for mix in found.mixes] == ["recall"]
    assert all(len(row.mixes) == 1 for row in found.rows)
