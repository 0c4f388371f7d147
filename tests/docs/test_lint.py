"""The page of the linter, and the hook that it describes."""

from __future__ import annotations

import re

import yaml

from studyapp.cli.app import app
from studyapp.content.lint.registry import load_checks
from studyapp.domain.guessers import BOTS
from tests.docs.made import commands
from tests.docs.pages import DOCS, ROOT, text_of

PAGE = text_of(DOCS / "lint.md")


def test_every_check_has_its_line() -> None:
    for check in load_checks().values():
        assert f"| {check.id} | {check.title} |" in PAGE


def test_every_bot_is_described() -> None:
    described = (
        PAGE.partition("| Bot | Picks |")[2]
        .partition("\n\n")[0]
        .replace("most, fewest words", "most words of the stem, fewest words")
    )
    assert [bot for bot in BOTS if bot not in described] == []


def test_the_hook_of_pre_commit_is_a_command_with_options_that_exist() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert app
    lint = dict(commands())[hook["entry"]]
    options = {form for parameter in lint.params for form in parameter.opts}
    assert {word for word in hook["args"] if word.startswith("-")} <= options
    assert hook["id"] in PAGE


def test_the_printed_hook_takes_what_authors_make_and_nothing_else() -> None:
    [printed] = re.findall(r"```text\n# \.pre-commit-config\.yaml\n(.*?)```", PAGE, re.DOTALL)
    [repo] = yaml.safe_load(printed)["repos"]
    [hook] = repo["hooks"]
    [ours] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"] == " ".join([ours["entry"], *ours["args"]])
    for key in ("id", "name", "types", "exclude", "require_serial"):
        assert hook[key] == ours[key]
    for name in (".pre-commit-config.yaml", ".github/workflows/banks.yml"):
        assert re.search(hook["exclude"], name)
    for name in ("git-101/questions-1.yaml", "roadmaps/new-colleague.yaml", "_vendors/git.yaml"):
        assert not re.search(hook["exclude"], name)
