"""A run over files: places, waivers, the bank around a file, and files that do not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.content.lint.findings import Level
from studyapp.content.lint.run import UnknownCheck, chosen_checks
from tests.content.lint.banks import found, linted, spoil, write_bank


def test_a_clean_bank_has_no_findings(tmp_path: Path) -> None:
    write_bank(tmp_path)
    report = linted(tmp_path)
    assert found(report) == []
    assert (report.items, report.files) == (2, 3)


def test_a_finding_stands_at_the_offending_words(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "A copy at the bank", "Often a copy at a bank")
    [finding] = linted(tmp_path).findings
    line = path.read_text().splitlines()[finding.line - 1]
    assert finding.id == "F05"
    assert line[finding.column - 1 :].startswith("Often")


def test_words_of_a_folded_stem_are_found_on_their_line(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "Which rule meets the wish?", "Which rule does not\n      meet the wish?")
    [finding] = [f for f in linted(tmp_path).findings if f.id == "F10"]
    assert path.read_text().splitlines()[finding.line - 1][finding.column - 1 :].startswith("not")
    assert (finding.level, finding.item) == (Level.ERROR, "tst-101-0")


def test_a_waiver_is_listed_with_its_reason(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "A copy at the bank", "Often a copy at a bank")
    spoil(
        path,
        "    explanation:",
        "    lint: {waive: [F05], because: It is the name of a shop}\n    explanation:",
    )
    report = linted(tmp_path)
    assert report.findings == []
    [waived] = report.waived
    assert (waived.finding.id, waived.because) == ("F05", "It is the name of a shop")


def test_a_waiver_excuses_its_own_item_only(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    text = path.read_text().replace("A copy at the bank", "Often a copy at a bank")
    path.write_text(text)
    spoil(
        path,
        "    explanation:",
        "    lint: {waive: [F05], because: It is the name of a shop}\n    explanation:",
    )
    report = linted(tmp_path)
    assert [(f.id, f.item) for f in report.findings] == [("F05", "tst-101-1")]


def test_an_unused_waiver_is_a_finding_where_its_check_has_run(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "    explanation:", "    lint: {waive: [F05, F30], because: nothing}\n    explanation:")
    assert [(f.id, f.text) for f in linted(tmp_path).findings] == [("L01", "F05"), ("L01", "F30")]
    assert [f.text for f in linted(tmp_path, select=("F05", "L")).findings] == ["F05"]


def test_a_waiver_of_no_check_is_a_finding(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "    explanation:", "    lint: {waive: [F99, L00], because: nothing}\n    explanation:")
    assert [f.id for f in linted(tmp_path).findings] == ["L02", "L02"]


def test_one_file_is_checked_in_the_light_of_its_bank(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    other = path.with_name("more.yaml")
    other.write_text(path.read_text().replace("tst-101-0", "tst-101-9"))
    report = linted(other)
    assert [(f.id, f.path) for f in report.findings] == [("F25", str(other))]
    assert report.items == 1


def test_findings_of_the_bank_are_told_only_when_all_of_it_was_asked_for(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    path.with_name("more.yaml").write_text("format: questions/1\ncertification: tst-101\nquestions: []\n")
    assert [f.id for f in linted(path, select=("F29",), ignore=()).findings] == []
    whole = linted(tmp_path, select=("F29",), ignore=())
    assert {f.item for f in whole.findings} == {""}
    assert "two full forms need 48" in " ".join(f.message for f in whole.findings)


def test_a_retired_item_is_passed_over(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "A copy at the bank", "Often a copy at a bank")
    spoil(path, "    explanation:", "    retired: {'on': 2026-11-01, because: x}\n    explanation:")
    report = linted(tmp_path)
    assert (report.findings, report.items) == ([], 1)


def test_what_does_not_load_is_reported_once(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "        correct: true\n", "")
    assert [f.id for f in linted(tmp_path).findings] == ["F21", "F31"]
    spoil(path, "    depth: choice", "    deep: choice")
    assert [f.id for f in linted(tmp_path, select=("L", "F21")).findings].count("L00") == 2


def test_a_missing_reason_is_told_by_the_check_alone(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    spoil(path, "        reason: It protects against fire.\n", "")
    assert [(f.id, f.message) for f in linted(tmp_path).findings] == [("F23", "option 3 has no reason")]


@pytest.mark.parametrize(
    "text", ["", "questions: [", "format: questions/1\n", "\0", "- 1\n- 2\n", "format: x/1\n"]
)
def test_a_broken_file_is_a_finding_and_no_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(text)
    report = linted(tmp_path)
    assert {f.id for f in report.findings} == {"L00"}
    assert all(f.path == str(path) for f in report.findings)


@pytest.mark.parametrize(
    "text",
    [
        "questions: x",
        "questions: [x, 1, [], {}]",
        "questions: [{options: x}]",
        "questions: [{options: [x, {}]}]",
        "questions: [{stem: [x], options: [{text: {a: b}}]}]",
        "questions: [{lint: x, references: y, kind: [z]}]",
        "questions: [{kind: single, stem: '', options: []}]",
        "questions: [{kind: multiple, options: [{}, {}]}]",
        "questions: [{kind: matching, pairs: x, answer: y, blanks: [z]}]",
        "cases: [x, {}]\nquestions: [{case: {}}]",
    ],
)
def test_fields_of_any_shape_do_not_crash_a_check(tmp_path: Path, text: str) -> None:
    (tmp_path / "q.yaml").write_text(f"format: questions/1\ncertification: tst-101\n{text}\n")
    assert linted(tmp_path, ignore=()).findings


def test_an_id_that_two_files_use_is_reported(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    path.with_name("more.yaml").write_text(
        path.read_text().replace("Which rule", "Which other rule of this town")
    )
    assert [f.id for f in linted(tmp_path, select=("L00",)).findings] == ["L00"]


def test_ids_choose_checks_and_their_families() -> None:
    assert [check.id for check in chosen_checks(["F03", "B"])] == ["B01", "B02", "B03", "B04", "B05", "F03"]
    assert "F03" not in {check.id for check in chosen_checks([], ["F0"])}
    with pytest.raises(UnknownCheck):
        chosen_checks(["F37"])


KINDS = """\
  - id: tst-101-k1
    objective: '1.1'
    kind: matching
    depth: choice
    difficulty: 2
    stem: Which tool belongs to which trade of the town?
    pairs:
      - {prompt: A baker, match: An oven, reason: It bakes.}
      - {prompt: A smith, match: A forge, reason: It melts.}
    explanation: Tools.
    references: [https://docs.vendor.example/x]
    verified_on: 2026-11-20
  - id: tst-101-k2
    objective: '1.1'
    kind: ordering
    depth: choice
    difficulty: 2
    stem: In which order does a baker work on a morning?
    steps:
      - {text: Light the oven, reason: Option B needs it.}
      - {text: Usually knead the dough, reason: It rests.}
      - {text: Light the Oven, reason: ''}
    explanation: Work.
    references: [https://docs.vendor.example/x]
    verified_on: 2026-11-20
  - id: tst-101-k3
    objective: '1.1'
    kind: typed
    depth: recall
    difficulty: 2
    stem: Which word names the place where a baker bakes?
    answer: {accepted: [Oven Classic], reason: ''}
    explanation: Work.
    references: [https://docs.vendor.example/x]
    verified_on: 2026-11-20
"""


def test_other_kinds_of_questions_are_checked_where_it_makes_sense(tmp_path: Path) -> None:
    write_bank(tmp_path, items=0, extra=KINDS)
    with (tmp_path / "vendor.yaml").open("a") as vendor:
        vendor.write("old_names: [{name: Oven Classic, state: gone}]\n")
    told = {(f.id, f.item) for f in linted(tmp_path).findings} - {("L00", "")}
    assert told == {
        ("F22", "tst-101-k1"), ("F24", "tst-101-k2"), ("F05", "tst-101-k2"), ("F20", "tst-101-k2"),
        ("F23", "tst-101-k2"), ("F23", "tst-101-k3"), ("F32", "tst-101-k3"),
    }  # fmt: skip


def test_a_phrase_of_the_scenario_may_exclude_a_distractor(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    spoil(path, "questions:", "cases: [{id: c, title: The shop, text: All is locked at night.}]\nquestions:")
    spoil(path, "    kind: single", "    case: c\n    kind: single")
    spoil(path, "excluded_by: in one drawer", "excluded_by: locked at night")
    assert linted(tmp_path).findings == []
