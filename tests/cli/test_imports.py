"""What a command line loads: asking for help or the version must not wait for a database or a screen."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studyapp import __version__

HEAVY = ("textual", "sqlmodel", "sqlalchemy", "apscheduler", "yaml", "alembic", "fsrs_rs_python", "pydantic")
PROBE = """
import contextlib, io, sys
from studyapp.{module} import {function} as run
printed = io.StringIO()
with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
    run({arguments!r})
print(printed.getvalue()[:60].replace("\\n", " "))
print(*[name for name in {heavy!r} if name in sys.modules])
"""


def loaded(module: str, function: str, *arguments: str) -> tuple[str, str]:
    """The beginning of what was printed, and the heavy packages that were loaded."""
    probe = PROBE.format(module=module, function=function, arguments=list(arguments), heavy=HEAVY)
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    printed, heavy = ran.stdout.splitlines()
    return printed.strip(), heavy


@pytest.mark.parametrize(
    ("module", "function", "arguments", "printed"),
    [
        ("__main__", "main", ["--version"], f"studyapp {__version__}"),
        ("cli", "run", ["--version"], f"studyapp {__version__}"),
        ("__main__", "main", ["--help"], "Usage: studyapp [OPTIONS] COMMAND [ARGS]..."),
        ("cli", "run", ["plan", "--help"], "Usage: studyapp plan [OPTIONS]"),
        ("cli", "run", ["goal", "set", "--help"], "Usage: studyapp goal set [OPTIONS]"),
        ("cli", "run", ["study", "--help"], "Usage: studyapp study [OPTIONS]"),
        ("cli", "run", ["demo", "--help"], "Usage: studyapp demo [OPTIONS]"),
    ],
)
def test_version_and_help_load_nothing_heavy(
    module: str, function: str, arguments: list[str], printed: str
) -> None:
    first, heavy = loaded(module, function, *arguments)
    assert first.startswith(printed)
    if module == "cli":
        # From 0.2x on, Typer itself reads the options before a command's name with pydantic.
        heavy = heavy.removesuffix("pydantic")
    assert heavy == ""


def test_a_memory_trace_needs_no_database() -> None:
    _printed, heavy = loaded("cli", "run", "memory", "trace", "--grades", "3,3")
    assert heavy.removesuffix("pydantic").strip() == "fsrs_rs_python"
