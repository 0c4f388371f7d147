"""The CI recipe of docs/lint.md: its commands, run line by line in a repository of banks."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.content.lint.banks import ITEM, spoil
from tests.docs.pages import DOCS, text_of
from tests.docs.repository import Repository, new_repository

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not here"),
    pytest.mark.skipif(sys.platform == "win32", reason="the command of the tests is a shell script"),
]

PAGE = text_of(DOCS / "lint.md")


def _workflow() -> list[dict[str, Any]]:
    [text] = re.findall(r"```text\n# \.github/workflows/banks\.yml\n(.*?)```", PAGE, re.DOTALL)
    [job] = yaml.safe_load(text)["jobs"].values()
    return list(job["steps"])


def _code_scanning() -> list[dict[str, Any]]:
    [text] = re.findall(r"```text\n( +- run: [^`]*upload-sarif[^`]*)```", PAGE)
    return list(yaml.safe_load(text))


def _commands(steps: list[dict[str, Any]]) -> list[str]:
    """What the steps run, without the one that installs studyapp: the tests have it already."""
    return [step["run"] for step in steps if "run" in step and not step["run"].startswith("pip install")]


ITEMS, GUESSERS = _commands(_workflow())
[SCANNING] = _commands(_code_scanning())


@pytest.fixture
def checkout(tmp_path: Path) -> Repository:
    """A clone with all branches, as `fetch-depth: 0` makes it, on a branch of its own."""
    upstream = new_repository(tmp_path / "made")
    root = tmp_path / "checkout"
    upstream.git("clone", "--quiet", str(upstream.root), str(root))
    clone = Repository(root, root / "tst-101" / "questions.yaml", upstream.bin)
    clone.git("checkout", "--quiet", "-b", "change")
    return clone


def test_the_recipe_fetches_the_branch_that_it_compares_with() -> None:
    [checkout] = [step for step in _workflow() if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["fetch-depth"] == 0
    assert "--since origin/main" in ITEMS


def test_a_clean_bank_passes_every_step(checkout: Repository) -> None:
    for command in (ITEMS, GUESSERS, SCANNING):
        done = checkout.shell(command)
        assert done.code == 0, done.out
    assert "::error" not in checkout.shell(ITEMS).out
    assert checkout.shell(GUESSERS).out == "2 items in 3 files: 0 errors, 0 warnings, 0 infos, 0 waived\n"


def test_an_error_fails_the_step_and_stands_beside_its_line(checkout: Repository) -> None:
    spoil(checkout.questions, "text: A ban on disposal", "text: A ban on disposal.")
    checkout.commit()
    done = checkout.shell(ITEMS)
    assert done.code == 1
    annotations = [line for line in done.out.splitlines() if line.startswith("::")]
    form = re.compile(r"::(error|warning|notice) file=([^,:]+),line=(\d+),col=(\d+),title=([^,:]+)::(.+)")
    told = [found.groups() for line in annotations if (found := form.fullmatch(line))]
    assert len(told) == len(annotations)
    assert ("error", "tst-101/questions.yaml", "17", "15", "F02 tst-101-0") in [one[:5] for one in told]
    assert {path for _, path, *_ in told} == {"tst-101/questions.yaml"}, "paths count from the repository"


def test_a_change_since_the_default_branch_is_told_after_it_is_committed(checkout: Repository) -> None:
    spoil(checkout.questions, "text: A copy at the bank", "text: A copy in the cellar")
    assert checkout.commit().code == 0
    done = checkout.shell(ITEMS)
    assert done.code == 0, done.out
    assert "title=F35 tst-101-0::" in done.out
    assert "F35" not in checkout.shell(ITEMS.replace(" --since origin/main", "")).out


def test_a_bank_that_a_guesser_beats_fails_its_step(checkout: Repository) -> None:
    head = "format: questions/1\ncertification: tst-101\nquestions:\n"
    stem = (
        "Letter number {number} lies in one drawer and nobody may throw it away. Which rule meets the wish?"
    )
    items = [ITEM.format(number=n, stem=stem.format(number=n)) for n in range(40)]
    text = head + "\n".join(items)
    checkout.questions.write_text(
        text.replace("A ban on disposal", "A ban on disposal of all letters"), "utf-8"
    )
    done = checkout.shell(GUESSERS)
    assert done.code == 1
    assert re.search(
        r"^::(error|warning) file=tst-101/\S+,line=\d+,col=\d+,title=B03::", done.out, re.MULTILINE
    )


def test_what_could_not_run_is_no_finding(checkout: Repository) -> None:
    checkout.git("update-ref", "-d", "refs/remotes/origin/main")
    done = checkout.shell(ITEMS)
    assert done.code == 2
    assert "git knows no commit origin/main here." in done.out
    assert checkout.shell(SCANNING.replace("lint .", "lint nowhere")).code == 1, "the step fails"


def _object(required: str, **properties: Any) -> dict[str, Any]:
    """An object with these properties and no other, of which some are required."""
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_COUNT = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object("text", text=_TEXT)
_RULE = _object(
    "id", id=_TEXT, name=_TEXT, shortDescription=_MESSAGE, fullDescription=_MESSAGE, help=_MESSAGE,
    defaultConfiguration=_object("", level=_LEVEL),
)  # fmt: skip
_PLACE = _object(
    "artifactLocation region",
    artifactLocation=_object("uri", uri={"type": "string", "pattern": r"^[\w./%~-]+$"}),
    region=_object("startLine startColumn", startLine=_COUNT, startColumn=_COUNT),
)
_RESULT = _object(
    "message ruleId level locations",
    ruleId=_TEXT, level=_LEVEL, message=_MESSAGE,
    locations={"type": "array", "minItems": 1, "items": _object("physicalLocation", physicalLocation=_PLACE)},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions={"type": "array", "items": _object(
        "kind", kind={"enum": ["inSource", "external"]}, justification=_TEXT
    )},
)  # fmt: skip
_DRIVER = _object(
    "name version", name=_TEXT, version=_TEXT,
    rules={"type": "array", "minItems": 1, "uniqueItems": True, "items": _RULE},
)  # fmt: skip
_RUN = _object(
    "tool results",
    tool=_object("driver", driver=_DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results={"type": "array", "items": _RESULT},
)
_LOG = _object(
    "version runs",
    **{"$schema": _TEXT, "version": {"const": "2.1.0"}},
    runs={"type": "array", "minItems": 1, "items": _RUN},
)
"""What SARIF 2.1.0 (OASIS) and code scanning ask of the parts that we write; no other property is allowed."""


def test_the_sarif_file_is_what_the_standard_asks_for(checkout: Repository) -> None:
    spoil(checkout.questions, "text: A ban on disposal", "text: A ban on disposal.")
    spoil(checkout.questions, "A copy at the bank", "Often a copy at a bank")
    spoil(
        checkout.questions, "    explanation:", "    lint: {waive: [F05], because: A name}\n    explanation:"
    )
    checkout.questions.rename(checkout.questions.with_name("questions of änne.yaml"))
    assert checkout.shell(SCANNING).code == 0, "findings do not keep the file from being handed over"
    [upload] = [step for step in _code_scanning() if "uses" in step]
    log = json.loads((checkout.root / upload["with"]["sarif_file"]).read_text("utf-8"))
    Draft202012Validator.check_schema(_LOG)
    Draft202012Validator(_LOG).validate(log)
    [run] = log["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids))
    results = run["results"]
    assert {"F02", "F05"} <= {result["ruleId"] for result in results} <= set(ids)
    assert any("suppressions" in result for result in results)
    assert {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results} == {
        "tst-101/questions%20of%20%C3%A4nne.yaml"
    }
