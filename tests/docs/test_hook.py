"""The pre-commit hook, run by pre-commit itself in a repository of banks."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content.lint.banks import spoil
from tests.docs.pages import DOCS, ROOT, text_of
from tests.docs.repository import Repository, new_repository

DEFINITION = ROOT / ".pre-commit-hooks.yaml"

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("pre_commit") is None,
        reason="pre-commit is not here: pip install pre-commit",
    ),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not here"),
    pytest.mark.skipif(sys.platform == "win32", reason="the command of the tests is a shell script"),
]


def _defined() -> dict[str, Any]:
    """The definition, for a studyapp that is installed already: nothing is fetched from anywhere."""
    [hook] = yaml.safe_load(DEFINITION.read_text("utf-8"))
    assert hook["language"] == "python", "pre-commit installs studyapp by itself"
    return hook | {"language": "system"}


def _printed() -> dict[str, Any]:
    [text] = re.findall(
        r"```text\n# \.pre-commit-config\.yaml\n(.*?)```", text_of(DOCS / "lint.md"), re.DOTALL
    )
    [repo] = yaml.safe_load(text)["repos"]
    [hook] = repo["hooks"]
    return dict(hook)


@pytest.fixture(params=["the definition", "the page"])
def hooked(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    """A repository whose commits go through the hook."""
    hook = _defined() if request.param == "the definition" else _printed()
    repository = new_repository(tmp_path / "made")
    config = {"repos": [{"repo": "local", "hooks": [hook]}]}
    (repository.root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    done = repository.run(sys.executable, "-m", "pre_commit", "install")
    assert done.code == 0, done.out
    return repository


def test_pre_commit_takes_the_definition(tmp_path: Path) -> None:
    repository = new_repository(tmp_path / "made")
    done = repository.run(sys.executable, "-m", "pre_commit", "validate-manifest", str(DEFINITION))
    assert done.code == 0, done.out


def test_a_clean_change_is_committed_and_a_bad_one_is_not(hooked: Repository) -> None:
    passed = hooked.commit("The hook")
    assert passed.code == 0, passed.out
    assert "lint question banks" in passed.out
    assert "Skipped" in passed.out, "a file whose name begins with a dot is no bank"

    spoil(hooked.questions, "letters of carpenters", "letters of masons")
    passed = hooked.commit("Other craftsmen")
    assert passed.code == 0, passed.out
    assert re.search(r"lint question banks\.+Passed", passed.out)

    spoil(hooked.questions, "text: A ban on disposal", "text: A ban on disposal.")
    stopped = hooked.commit("A full stop")
    assert stopped.code == 1
    assert "- exit code: 1" in stopped.out
    assert "tst-101/questions.yaml:17:15: error F02: tst-101-0: the key has a final full stop." in stopped.out
    assert hooked.git("log", "-1", "--format=%s").strip() == "Other craftsmen"


def test_a_file_that_does_not_load_stops_a_commit(hooked: Repository) -> None:
    spoil(hooked.questions, "    kind: single", "    kind: [single")
    stopped = hooked.commit()
    assert stopped.code == 1
    assert "tst-101/questions.yaml" in stopped.out
    assert "L00" in stopped.out


def test_warnings_let_a_commit_pass(hooked: Repository) -> None:
    spoil(hooked.questions, "text: A copy at the bank", "text: Often a copy at a bank")
    passed = hooked.commit()
    assert passed.code == 0, passed.out
    assert "Passed" in passed.out
