"""The arrows of the house: import-linter holds them, and the tests run it too."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_import_contracts_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from importlinter.cli import lint_imports

    monkeypatch.chdir(ROOT)

    failed = lint_imports(no_cache=True)

    assert failed == 0, capsys.readouterr().out


def test_every_layer_stands_in_a_contract() -> None:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    sources = {module for contract in configured["contracts"] for module in contract["source_modules"]}
    packages = {
        f"studyapp.{path.parent.name}" for path in (ROOT / "studyapp").glob("*/__init__.py")
    } - {"studyapp.bundled"}  # fmt: skip

    assert packages - {"studyapp.cli"} <= sources, "the command line may import everything"


def test_make_lint_runs_every_linter() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    lint = makefile.partition("\nlint:")[2].partition("\n\n")[0]

    for command in ("ruff check", "ruff format --check", "mypy", "lint-imports"):
        assert f"/{command}" in lint
