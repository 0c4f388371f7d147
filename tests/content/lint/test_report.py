"""A report as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from studyapp.content.lint.guessing import mock_exam
from studyapp.content.lint.registry import load_checks
from studyapp.content.lint.report import explanation_of, github_of, json_of, sarif_of, text_of
from studyapp.content.lint.run import Report
from studyapp.domain.certifications import Exam
from studyapp.domain.exams.rules import rules_of
from tests.content.lint.banks import linted, spoil, write_bank
from tests.content.lint.corpus import CERTIFICATION


@pytest.fixture
def report(tmp_path: Path) -> Report:
    path = write_bank(tmp_path)
    text = path.read_text().replace("A copy at the bank", "Often a copy at a bank")
    path.write_text(text)
    spoil(path, "    explanation:", "    lint: {waive: [F05], because: A name}\n    explanation:")
    return linted(tmp_path, ignore=("F29",))


def test_text_names_file_line_and_column_then_words_and_advice(report: Report) -> None:
    lines = list(text_of(report))
    finding = report.findings[0]
    assert lines[0].startswith(f"{finding.path}:{finding.line}:{finding.column}: warning F05: tst-101-1: ")
    assert "Because: A name" in "\n".join(lines)
    assert lines[-1] == "2 items in 3 files: 0 errors, 1 warning, 0 infos, 1 waived"


def test_json_is_a_list_of_findings_and_a_summary_with_the_bots(report: Report) -> None:
    data = json.loads(json.dumps(json_of(report)))
    [finding] = data["findings"]
    assert set(finding) == {"id", "level", "path", "line", "column", "item", "message", "hint", "text"}
    assert data["waived"][0]["because"] == "A name"
    assert data["summary"]["warnings"] == 1
    [bank] = data["summary"]["banks"]
    assert bank["mock_exam"] == {"items": 60, "pass_share": 0.7, "pass_mark_is_assumed": False}
    longest = next(row for row in bank["bots"] if row["bot"] == "longest" and row["domain"] is None)
    assert longest["chance"] == pytest.approx(1 / 3, abs=1e-4)
    assert longest["passes"] is None, "two items fill no mock exam"


def test_sarif_has_a_rule_for_every_check_and_suppresses_what_is_waived(report: Report) -> None:
    log = sarif_of(report, "1.0")
    [run] = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(load_checks())
    told, waived = run["results"]
    assert told["level"] == "warning"
    assert "suppressions" not in told
    assert waived["suppressions"] == [{"kind": "inSource", "justification": "A name"}]
    region = told["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": report.findings[0].line, "startColumn": report.findings[0].column}


def test_annotations_cannot_be_broken_out_of(tmp_path: Path) -> None:
    path = write_bank(tmp_path, items=1)
    spoil(path, "text: A copy at the bank", 'text: "Often a 5%\\n::error::copy, at: a bank"')
    lines = list(github_of(linted(tmp_path, select=("F05",))))
    assert lines[0].startswith("::warning file=")
    assert len(lines) == 2
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize("check_id", list(load_checks()))
def test_every_check_says_what_it_looks_for_why_and_what_to_do(check_id: str) -> None:
    check = load_checks()[check_id]
    assert len(check.rule.split()) >= 4
    assert check.why.endswith(".")
    assert check.do.rstrip("'`?)").endswith(".") or check.do.endswith(("?'.", "?"))
    assert check.levels
    told = "\n".join(explanation_of(check_id))
    assert check.rule in told
    assert check.do in told


def test_every_check_of_the_design_is_there() -> None:
    wanted = {f"F{n:02}" for n in range(1, 37)} | {f"B{n:02}" for n in range(1, 6)}
    assert set(load_checks()) - {"L00", "L01", "L02", "L03"} == wanted


@pytest.mark.parametrize(
    ("exam", "share", "is_assumed"),
    [
        (Exam(questions=60, passing_score=700, score_min=100, score_max=1000), 0.7, False),
        (Exam(questions=60, passing_score=72, score_max=100), 0.72, False),
        (Exam(questions=60), 0.7, True),
    ],
)
def test_bots_sit_the_mock_exam_with_the_pass_mark_that_learners_sit_it_with(
    exam: Exam, share: float, is_assumed: bool
) -> None:
    certification = replace(CERTIFICATION, exam=exam)
    mock = mock_exam(certification)
    assert mock is not None
    assert mock.pass_share == rules_of(certification).scale.pass_share == share
    assert rules_of(certification).scale.pass_is_public is not is_assumed
